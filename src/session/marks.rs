//! Which lines of the learner's texts allow something, and which deny.

use crate::evaluation::WatchedFlow;
use std::collections::BTreeMap;
use zel_model::Gate;
use zel_source::Files;

/// What a line does to the watched flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// It lets some through.
    Allow,
    /// It's why some die.
    Deny,
    /// Both.
    Mixed,
}

impl MarkKind {
    /// As the editor spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            MarkKind::Allow => "allow",
            MarkKind::Deny => "deny",
            MarkKind::Mixed => "mixed",
        }
    }
}

/// A mark beside a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What it does.
    pub kind: MarkKind,
    /// Which flows, in words.
    pub title: String,
}

/// Marks of all files, by file and line.
pub(crate) fn marks(files: &Files, flows: &[WatchedFlow]) -> Vec<Mark> {
    let mut lines: BTreeMap<(String, usize), (Vec<String>, Vec<String>)> = BTreeMap::new();
    for flow in flows {
        let name = zel_words::flow_name(&flow.trace.flow);
        for step in flow.trace.hops.iter().flat_map(|hop| &hop.steps) {
            if !matches!(step.gate, Gate::PolicyEgress | Gate::PolicyIngress | Gate::Firewall) {
                continue;
            }
            for rule in &step.cause.rules {
                let place = files.place(rule.span);
                let (allowed, denied) = lines.entry((place.file.to_string(), place.line)).or_default();
                let list = if step.action.stops() { denied } else { allowed };
                if !list.contains(&name) {
                    list.push(name.clone());
                }
            }
        }
    }
    lines.into_iter().map(|((file, line), (allowed, denied))| mark(file, line, &allowed, &denied)).collect()
}

fn mark(file: String, line: usize, allowed: &[String], denied: &[String]) -> Mark {
    let part = |what: &str, flows: &[String]| format!("{what} {}", flows.join(", "));
    let (kind, title) = match (allowed.is_empty(), denied.is_empty()) {
        (false, true) => (MarkKind::Allow, part("allows", allowed)),
        (true, _) => (MarkKind::Deny, part("stops", denied)),
        (false, false) => {
            (MarkKind::Mixed, format!("{}; {}", part("allows", allowed), part("stops", denied)))
        }
    };
    Mark { file, line, kind, title }
}
