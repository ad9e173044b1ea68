//! `zel probe` and `zel matrix`: policies alone, as files in and text out.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn zel(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zel"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn conformance() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/kubernetes");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
    cases.sort();
    cases
}

#[test]
fn probe_prints_what_the_conformance_cases_expect_byte_for_byte() {
    let cases = conformance();
    assert!(cases.len() > 100);
    for case in cases {
        let probes = case.with_extension("expected.json");
        let run = zel(&["probe", case.to_str().unwrap(), "--probes", probes.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{}: {}", case.display(), text(&run.stderr));
        assert!(run.stdout == std::fs::read(&probes).unwrap(), "{} differs", case.display());
    }
}

#[test]
fn probe_refuses_what_it_cannot_decide() {
    let case = "tests/conformance/kubernetes/recipe-01-a.yaml";
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (name, probes, message) in [
        (
            "pod",
            r#"{"probes":[{"from":"default/wbe","to":"default/db","port":80}]}"#,
            "did you mean `default/web`?",
        ),
        (
            "name",
            r#"{"probes":[{"from":"default/web","to":"name:a.example","port":80}]}"#,
            "can't be about the name",
        ),
        ("json", "{\"probes\":[\n{]}", "line 2 column 2"),
        (
            "port",
            r#"{"probes":[{"from":"default/web","to":"default/db","port":70000}]}"#,
            "isn't a list of probes",
        ),
    ] {
        let file = folder.join(format!("probes-{name}.json"));
        std::fs::write(&file, probes).unwrap();
        let run = zel(&["probe", case, "--probes", file.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(2), "{name}");
        assert!(text(&run.stderr).contains(message), "{name}: {}", text(&run.stderr));
        assert!(run.stdout.is_empty());
    }
}

#[test]
fn the_matrix_is_the_same_in_every_format() {
    let case = "tests/conformance/kubernetes/recipe-02-a.yaml";
    let run = |format: &str| {
        let run = zel(&["matrix", case, "--format", format]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        text(&run.stdout).to_owned()
    };
    let rows: Vec<serde_json::Value> = serde_json::from_str(&run("json")).unwrap();
    let cells =
        |name: &str| rows.iter().map(|row| row[name].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let lines = cells("src").into_iter().zip(cells("dst")).zip(cells("conns"));
    let lines: Vec<String> = lines.map(|((src, dst), conns)| format!("{src}|{dst}|{conns}")).collect();
    assert!(lines.len() > 5, "{lines:?}");
    let csv: Vec<String> =
        run("csv").lines().skip(1).map(|line| line.replace(['"'], "").replacen(',', "|", 2)).collect();
    assert_eq!(csv, lines);
    let markdown = run("md");
    let markdown = markdown.lines().skip(2).map(|line| line.trim_matches(['|', ' ']).replace(" | ", "|"));
    assert_eq!(markdown.collect::<Vec<_>>(), lines);
    assert_eq!(run("text").lines().count(), lines.len());
}
