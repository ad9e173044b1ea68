//! `zel check`: exit codes and every format.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic: that is how it fails"
)]

use std::path::Path;
use std::process::{Command, Output};

const POLICY: &str =
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: x, namespace: shop }\n";
const POD: &str = "---\napiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\n";

/// Runs `zel check` on one file of this test's own.
fn check(name: &str, text: &str, more: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join(name), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zel"));
    command.current_dir(folder).arg("check").args(more).arg(name).output().unwrap()
}

fn out(run: &Output) -> &str {
    std::str::from_utf8(&run.stdout).unwrap()
}

#[test]
fn exit_codes_tell_errors_from_warnings() {
    let good = format!("{POLICY}spec: {{ podSelector: {{}} }}\n{POD}");
    let run = check("good.yaml", &good, &[]);
    assert_eq!((run.status.code(), out(&run)), (Some(0), "no problems\n"));
    let warned = format!("{POLICY}spec: {{ podSelector: {{ matchLabels: {{ app: nobody }} }} }}\n{POD}");
    let run = check("warned.yaml", &warned, &[]);
    assert_eq!(run.status.code(), Some(0));
    assert!(
        out(&run).contains("POLICY_SELECTS_NOTHING") && out(&run).ends_with("1 warning\n"),
        "{}",
        out(&run)
    );
    assert_eq!(check("warned.yaml", &warned, &["--deny-warnings"]).status.code(), Some(1));
    let run = check("bad.yaml", &format!("{POLICY}spec: {{ podSelecter: {{}} }}\n"), &[]);
    assert_eq!(run.status.code(), Some(1));
    assert!(
        out(&run).contains("bad.yaml:4:9") && out(&run).contains("did you mean `podSelector`?"),
        "{}",
        out(&run)
    );
    assert!(out(&run).ends_with("1 error\n"));
    let missing =
        Command::new(env!("CARGO_BIN_EXE_zel")).args(["check", "no/such/file.yaml"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn json_and_sarif_say_the_same() {
    let text = format!("{POLICY}spec: {{ podSelecter: {{}}, policyTypes: [Igress] }}\n");
    let json: serde_json::Value =
        serde_json::from_str(out(&check("both.yaml", &text, &["--format", "json"]))).unwrap();
    let sarif: serde_json::Value =
        serde_json::from_str(out(&check("both.yaml", &text, &["--format", "sarif"]))).unwrap();
    assert_eq!(json["schema"], "zel.check/1");
    assert_eq!(
        (&sarif["version"], &sarif["runs"][0]["tool"]["driver"]["name"]),
        (&"2.1.0".into(), &"zel".into())
    );
    let (problems, results) =
        (json["problems"].as_array().unwrap(), sarif["runs"][0]["results"].as_array().unwrap());
    assert_eq!((problems.len(), results.len()), (2, 2));
    for (problem, result) in problems.iter().zip(results) {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(problem["code"], result["ruleId"]);
        assert_eq!(problem["file"], place["artifactLocation"]["uri"]);
        assert_eq!(problem["line"], place["region"]["startLine"]);
        assert_eq!(problem["column"], place["region"]["startColumn"]);
        assert_eq!((&problem["severity"], &result["level"]), (&"error".into(), &"error".into()));
    }
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(results.iter().all(|result| rules.iter().any(|rule| rule["id"] == result["ruleId"])));
}
