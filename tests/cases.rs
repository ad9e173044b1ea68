//! One file, one case: `tests/cases/*.yaml`. Each names the rule that it pins, the texts, the flows with their verdicts
//! and causes, and the problems. Expectations come from the specification, never from the engine's own output.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic: that is how it fails"
)]

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use zero_egress_lab::engine::{Loaded, evaluate, load};
use zero_egress_lab::model::{App, End, Flow, Protocol, Trace};
use zero_egress_lab::source::{Files, Severity};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    estate: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    edit: Vec<Edit>,
    #[serde(default)]
    flows: Vec<ExpectedFlow>,
    #[serde(default)]
    problems: Vec<ExpectedProblem>,
    /// Warnings that must be there; others may.
    #[serde(default)]
    warnings: Vec<ExpectedProblem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    replace: String,
    with: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFlow {
    from: String,
    to: String,
    port: u16,
    #[serde(default)]
    protocol: Protocol,
    app: Option<String>,
    sni: Option<String>,
    allowed: bool,
    code: String,
    gate: Option<String>,
    phase: Option<String>,
    line: Option<usize>,
    file: Option<String>,
}

#[derive(Deserialize, PartialEq, Debug)]
#[serde(deny_unknown_fields)]
struct ExpectedProblem {
    code: String,
    file: String,
    line: usize,
    column: Option<usize>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn texts(case: &Case) -> BTreeMap<String, String> {
    let mut texts = case.files.clone();
    if let Some(estate) = &case.estate {
        assert_eq!(estate, "lesson", "the only estate by name");
        let path = root().join("static/lessons/network-security/estate.yaml");
        texts.insert("estate.yaml".to_owned(), std::fs::read_to_string(path).unwrap());
    }
    for edit in &case.edit {
        let text = texts.get_mut(&edit.file).unwrap_or_else(|| panic!("no file {}", edit.file));
        assert_eq!(text.matches(&edit.replace).count(), 1, "`{}` isn't unique", edit.replace);
        *text = text.replace(&edit.replace, &edit.with);
    }
    texts
}

fn flow(expected: &ExpectedFlow) -> Flow {
    let end = |text: &str| End::parse(text).unwrap_or_else(|error| panic!("{}", error.message));
    let mut flow = Flow::new(end(&expected.from), end(&expected.to), expected.protocol, expected.port);
    if let Some(app) = &expected.app {
        flow.app = App::of(app).unwrap();
        flow.sni = flow.sni.filter(|_| flow.app != App::Raw);
    }
    flow.sni = expected.sni.clone().or(flow.sni);
    flow
}

/// What is wrong with a trace, if anything.
fn differs(expected: &ExpectedFlow, trace: &Trace, loaded: &Loaded) -> Option<String> {
    let (hop, step) = trace.deciding().expect("a trace has a deciding step");
    let json = |value: serde_json::Value| value.as_str().unwrap_or("?").to_owned();
    let gate = json(serde_json::to_value(step.gate).unwrap());
    let phase = json(serde_json::to_value(hop.phase).unwrap());
    let place = trace.deciding_rule().map(|rule| loaded.files.place(rule.span));
    let line = place.as_ref().map(|place| place.line);
    let fits = trace.allowed() == expected.allowed
        && trace.code.as_str() == expected.code
        && expected.gate.as_ref().is_none_or(|wanted| *wanted == gate)
        && expected.phase.as_ref().is_none_or(|wanted| *wanted == phase)
        && expected.line.is_none_or(|wanted| line == Some(wanted))
        && expected.file.as_ref().is_none_or(|wanted| place.as_ref().is_some_and(|p| *p.file == **wanted));
    let got = format!("allowed {}, {}, {gate}, {phase}, line {line:?}", trace.allowed(), trace.code);
    let wanted = format!(
        "allowed {}, {}, {:?}, {:?}, line {:?}",
        expected.allowed, expected.code, expected.gate, expected.phase, expected.line
    );
    (!fits).then(|| format!("{}: wanted {wanted}; got {got}", trace.flow))
}

fn check(path: &Path) -> Vec<String> {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let case: Case = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(
        !case.about.is_empty()
            && (!case.flows.is_empty() || !case.problems.is_empty() || !case.warnings.is_empty()),
        "{name} asks nothing"
    );
    let texts = texts(&case);
    let loaded = load(Files::new(texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))));
    let errors = loaded.problems.iter().filter(|p| p.severity == Severity::Error);
    let found: Vec<_> = errors.map(|p| (loaded.files.place(p.span), p)).collect();
    let mut wrong = Vec::new();
    for (place, problem) in &found {
        let wanted = |e: &ExpectedProblem| {
            e.code == problem.code
                && *e.file == *place.file
                && e.line == place.line
                && e.column.is_none_or(|c| c == place.column)
        };
        if !case.problems.iter().any(wanted) {
            wrong.push(format!("unexpected {} at {place}: {}", problem.code, problem.message));
        }
    }
    for wanted in &case.problems {
        if !found.iter().any(|(place, p)| wanted.code == p.code && wanted.line == place.line) {
            wrong.push(format!("missing {wanted:?}"));
        }
    }
    let flows = case
        .flows
        .iter()
        .filter_map(|expected| differs(expected, &evaluate(&loaded.world, &flow(expected)), &loaded));
    wrong.extend(flows);
    wrong.iter().map(|what| format!("{name}: {what}\n    ({})", case.about.trim())).collect()
}

#[test]
fn every_case_holds() {
    let folder = std::fs::read_dir(root().join("tests/cases")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 60, "only {} cases", paths.len());
    let wrong: Vec<String> = paths.iter().flat_map(|path| check(path)).collect();
    assert!(wrong.is_empty(), "{} differences in {} cases:\n{}", wrong.len(), paths.len(), wrong.join("\n"));
}
