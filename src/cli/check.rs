//! Everything that is wrong with some texts, for people and for other programs.

use crate::args::CheckFormat;
use crate::fault::Fault;
use crate::report;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use zel_engine::Loaded;
use zel_source::{Problem, Severity};

/// Name and version of the JSON format. Fields may be added under the same version.
const SCHEMA: &str = "zel.check/1";

/// Writes the problems of some texts.
pub(crate) fn report(loaded: &Loaded, format: CheckFormat, coloured: bool) -> Result<String, Fault> {
    let json = |value: Value| {
        let text = serde_json::to_string_pretty(&value);
        text.map(|t| t + "\n")
            .map_err(|error| Fault::new(format!("this can't be written as JSON: {error}"), ""))
    };
    match format {
        CheckFormat::Text => {
            let list = report::problems(&loaded.files, &loaded.problems, coloured);
            Ok(format!("{list}{}\n", counts(&loaded.problems)))
        }
        CheckFormat::Json => json(json!({
            "schema": SCHEMA,
            "problems": loaded.problems.iter().map(|problem| record(loaded, problem)).collect::<Vec<_>>(),
        })),
        CheckFormat::Sarif => json(sarif(loaded)),
    }
}

/// `2 errors, 1 warning`; `no problems`.
fn counts(problems: &[Problem]) -> String {
    let count = |severity, one: &str| {
        let count = problems.iter().filter(|problem| problem.severity == severity).count();
        match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {one}s")),
        }
    };
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let parts: Vec<String> = kinds.into_iter().filter_map(|(severity, one)| count(severity, one)).collect();
    if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
}

fn record(loaded: &Loaded, problem: &Problem) -> Value {
    let place = loaded.files.place(problem.span);
    json!({
        "file": &*place.file,
        "line": place.line,
        "column": place.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "mend": problem.mend,
    })
}

/// SARIF 2.1.0 (OASIS): one run, one rule a code, one result a problem.
fn sarif(loaded: &Loaded) -> Value {
    let level = |severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let rules: BTreeMap<&str, Value> =
        loaded.problems.iter().map(|problem| (problem.code, json!({ "id": problem.code }))).collect();
    let result = |problem: &Problem| {
        let place = loaded.files.place(problem.span);
        let message = match &problem.mend {
            Some(mend) => format!("{} ({mend})", problem.message),
            None => problem.message.clone(),
        };
        json!({
            "ruleId": problem.code,
            "level": level(problem.severity),
            "message": { "text": message },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": place.file.replace('\\', "/") },
                "region": { "startLine": place.line, "startColumn": place.column },
            } }],
        })
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "zel",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_values().collect::<Vec<_>>(),
            } },
            "results": loaded.problems.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}
