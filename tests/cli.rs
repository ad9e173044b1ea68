//! The `zel` command as it's run: exit codes, both streams, every kind of input.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic: that is how it fails"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What came of a run.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(args: &[&str], input: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zel"));
    command.current_dir(lesson()).args(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that doesn't read its input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn lesson() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/lessons/network-security")
}

/// `zel trace` on the lesson's files at its start.
fn trace(from: &str, to: &str, more: &[&str]) -> Run {
    let mut args = vec!["trace", "--from", from, "--to", to];
    args.extend(more);
    args.extend(["estate.yaml", "policies.yaml", "egress.yaml"]);
    run(&args, "")
}

/// The line (from 1) of a text that holds `part`.
fn line_of(file: &str, part: &str) -> usize {
    let text = std::fs::read_to_string(lesson().join(file)).unwrap();
    text.lines().position(|line| line.contains(part)).unwrap() + 1
}

/// A new folder of this test's own with some files.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (file, bytes) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn pod(name: &str, address: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{ name: {name}, namespace: one }}\n\
         spec: {{ containers: [{{ name: main, image: x }}] }}\nstatus: {{ podIP: {address} }}\n"
    )
}

#[test]
fn allowed_is_0_and_names_the_line_that_allowed_it() {
    let run = trace("api/api-pod", "c2.evil.test:443", &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.starts_with("api-pod → c2.evil.test, TCP 443: allowed\n"), "{}", run.out);
    let line = line_of("policies.yaml", "- ports: # no `to`");
    assert!(run.out.contains(&format!("policies.yaml:{line}:7\n")), "{}", run.out);
    assert!(run.out.contains(&format!("{line} |     - ports: # no `to` in this rule")), "{}", run.out);
    for heading in
        ["Asking for the name", "The first packet", "The client's first words", "Taken for granted"]
    {
        assert!(run.out.contains(&format!("\n{heading}\n")), "{heading}: {}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'), "colours are for terminals");
}

#[test]
fn denied_is_1_and_names_what_was_considered() {
    let run = trace("notify/notify-pod", "api.stripe.com:443", &[]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(
        run.out.contains("✕ Pod policy, out at notify-pod: policy notify/notify-egress isolates"),
        "{}",
        run.out
    );
    let line = line_of("policies.yaml", "port: 80 }") - 5;
    let reason =
        format!("no match: spec.egress[1] (policies.yaml:{line}:7): the rule opens TCP 80, not TCP 443");
    assert!(run.out.contains(&reason), "{}", run.out);
}

#[test]
fn what_is_spoken_can_be_said() {
    let solved = |more: &[&str]| {
        let mut args = vec!["trace", "--from", "notify/notify-pod", "--to", "203.0.113.66:443"];
        args.extend(more);
        args.extend(["estate.yaml", "solution"]);
        run(&args, "")
    };
    assert_eq!(solved(&[]).code, Some(1));
    assert_eq!(
        solved(&["--app", "tls", "--sni", "api.stripe.com"]).code,
        Some(0),
        "the name is only a claim"
    );
    assert_eq!(solved(&["--sni", "API.Stripe.com"]).code, Some(0));
    assert_eq!(solved(&["--sni", "c2.evil.test"]).code, Some(1));
    let raw = solved(&["--app", "raw", "--sni", "api.stripe.com"]);
    assert_eq!((raw.code, raw.out.as_str()), (Some(2), ""));
    assert!(raw.err.contains("raw bytes carry no name"), "{}", raw.err);
}

#[test]
fn a_protocol_can_be_said_in_two_places_but_not_two_of_them() {
    for (to, more, code) in [
        ("kube-system/coredns:53/udp", &[][..], 0),
        ("kube-system/coredns:53", &["--protocol", "udp"], 0),
        ("kube-system/coredns:53/udp", &["--protocol", "UDP"], 0),
        ("kube-system/coredns:53", &["--protocol", "sctp"], 1),
        ("kube-system/coredns:53/udp", &["--protocol", "tcp"], 2),
        ("kube-system/coredns:53", &["--protocol", "icmp"], 2),
        ("kube-system/coredns:53/udp", &["--app", "tls"], 2),
    ] {
        let run = trace("worker/worker-pod", to, more);
        assert_eq!(run.code, Some(code), "{to} {more:?}: {}{}", run.out, run.err);
    }
}

#[test]
fn json_is_the_trace_with_places() {
    let run = trace("notify/notify-pod", "api.stripe.com:443", &["--format", "json"]);
    assert_eq!(run.code, Some(1));
    let trace: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(trace["schema"], "zel.trace/1");
    assert_eq!((&trace["verdict"], &trace["code"]), (&"denied".into(), &"NP_EGRESS_NO_RULE".into()));
    assert_eq!(trace["flow"]["sni"], "api.stripe.com");
    let hop = &trace["hops"][trace["decided"]["hop"].as_u64().unwrap() as usize];
    let cause = &hop["steps"][trace["decided"]["step"].as_u64().unwrap() as usize]["cause"];
    let considered = &cause["considered"][1]["rule"];
    assert_eq!(considered["place"]["file"], "policies.yaml");
    assert_eq!(considered["place"]["line"], line_of("policies.yaml", "port: 80 }") - 5);
    assert_eq!(trace["files"][considered["span"]["file"].as_u64().unwrap() as usize], "policies.yaml");
    let text = std::fs::read_to_string(lesson().join("policies.yaml")).unwrap();
    let span = |name: &str| considered["span"][name].as_u64().unwrap() as usize;
    assert!(text[span("start")..span("end")].starts_with("to:\n"), "spans are bytes");
}

#[test]
fn standard_input_is_a_file_too() {
    let text = [pod("a", "10.0.0.1"), pod("b", "10.0.0.2")].join("---\n");
    let run = run(&["trace", "--from", "one/a", "--to", "one/b:80", "-"], &text);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(run.out.contains("✓ Arrival at b"), "{}", run.out);
}

#[test]
fn what_kubectl_prints_is_understood() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/kubectl-list.yaml");
    let ask = |from, to| run(&["trace", "--from", from, "--to", to, list.to_str().unwrap()], "");
    let inside = ask("one/web-abc", "web.one.svc.cluster.local:80");
    assert_eq!((inside.code, inside.err.as_str()), (Some(0), ""));
    let outside = ask("10.0.9.9", "one/web-abc:80");
    assert_eq!((outside.code, outside.err.as_str()), (Some(1), ""));
    assert!(outside.out.contains("policy one/p isolates the pod for ingress"), "{}", outside.out);
}

#[test]
fn a_folder_is_read_all_the_way_down() {
    let (a, b) = (pod("a", "10.0.0.1"), pod("b", "10.0.0.2"));
    let files: [(&str, &[u8]); 4] = [
        ("a.yml", a.as_bytes()),
        ("deep/er/b.yaml", b.as_bytes()),
        (
            "c.json",
            b"{\n\t\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"one\"}\n}\n",
        ),
        ("notes.txt", b"not: [yaml"),
    ];
    let folder = folder("all", &files);
    let run = run(&["trace", "--from", "one/a", "--to", "one/b:80", folder.to_str().unwrap()], "");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn an_end_that_is_not_there_is_2_with_the_nearest() {
    for (from, to, part) in [
        ("api/apipod", "api.stripe.com:443", "did you mean `api/api-pod`?"),
        ("payments/api", "api.stripe.com:443", "there are: payments/payments-pod"),
        ("nowhere/x", "api.stripe.com:443", "api-gateway/gateway-pod"),
        ("api/api-pod", "payments/payment-pod:8443", "did you mean `payments/payments-pod`?"),
        ("api/api-pod", "kube-system/kube-dns:53", "write `kube-dns.kube-system.svc.cluster.local`"),
        ("api.stripe.com", "api/api-pod:80", "can't begin at the name"),
        ("api/api-pod", "api.stripe.com", "names no port"),
        ("<img onerror=alert(1)>", "api.stripe.com:443", "is neither a pod nor an address nor a host name"),
    ] {
        let run = trace(from, to, &[]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{from} {to}");
        assert!(run.err.starts_with("error: ") && run.err.contains(part), "{}", run.err);
    }
}

#[test]
fn broken_text_is_2_with_place_line_and_mend() {
    let broken = "a: [🦀, \"b\nc: 1\n";
    let run = run(&["trace", "--from", "one/a", "--to", "one/b:80", "-"], broken);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("<stdin>:1:8: error: ") && run.err.contains("[YAML_SYNTAX]"), "{}", run.err);
    assert!(
        run.err.contains("1 | a: [🦀, \"b\n") && run.err.contains("  mend: close the quotation mark"),
        "{}",
        run.err
    );
}

#[test]
fn warnings_are_said_and_do_not_change_the_code() {
    let text = [pod("a", "10.0.0.1"), pod("b", "10.0.0.2"), "apiVersion: v1\nkind: Widget\n".to_owned()];
    let run = run(&["trace", "--from", "one/a", "--to", "one/b:80", "-"], &text.join("---\n"));
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("<stdin>:14:7: warning: the kind `Widget` isn't read here"), "{}", run.err);
}

#[test]
fn files_that_can_not_be_read_are_2() {
    let folder = folder("unreadable", &[("latin.yaml", b"name: caf\xe9\n"), ("empty/notes.txt", b"")]);
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    for (file, part) in [
        (path("nope.yaml"), "can't read `"),
        (path("latin.yaml"), "isn't UTF-8 text: its byte 10 is none"),
        (path("empty"), "there is no .yaml, .yml or .json file in `"),
    ] {
        let run = run(&["trace", "--from", "one/a", "--to", "one/b:80", &file], "");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{file}");
        assert!(run.err.contains(part), "{}", run.err);
    }
}

#[test]
fn too_much_is_2() {
    let run = run(&["trace", "--from", "one/a", "--to", "one/b:80", "-"], &"# much\n".repeat(1_300_000));
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("`<stdin>` is larger than 8 MB"), "{}", run.err);
}

#[test]
fn arguments_that_make_no_question_are_2_and_help_is_0() {
    for args in [&[][..], &["frobnicate"], &["trace"], &["trace", "--from", "a/b", "--to", "c:1"]] {
        let run = run(args, "");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(run.err.contains("Usage: zel"), "{}", run.err);
    }
    for args in [&["help"][..], &["--help"], &["help", "trace"], &["trace", "--help"]] {
        let run = run(args, "");
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{args:?}");
        assert!(run.out.contains("Usage: zel"), "{}", run.out);
    }
    let version = run(&["--version"], "");
    assert_eq!(version.out, format!("zel {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_example_in_the_readme_is_real() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, example) = readme.split_once("```console\n$ zel ").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let (command, output) = example.split_once('\n').unwrap();
    assert_eq!(run(&command.split(' ').collect::<Vec<_>>(), "").out, output);
}

#[test]
fn the_estate_in_the_readme_is_real() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, estate) = readme.split_once("```yaml\n").unwrap();
    let (estate, _) = estate.split_once("```").unwrap();
    let text = format!("{estate}---\n{}", pod("a", "10.0.1.9"));
    let ask = |to| run(&["trace", "--from", "one/a", "--to", to, "-"], &text);
    assert_eq!(ask("sqs.us-east-1.amazonaws.com:443").code, Some(0));
    assert_eq!(ask("api.stripe.com:443").code, Some(0));
    assert_eq!(ask("c2.evil.test:443").code, Some(1));
    assert!(!ask("c2.evil.test:443").err.contains("error"), "{}", ask("c2.evil.test:443").err);
}
