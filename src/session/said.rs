//! What an edit changed, in words.

use crate::evaluation::{Evaluation, WatchedFlow};
use zel_model::{StepAt, Trace};
use zel_source::Severity;

/// Flows named one by one in a sentence; more are counted.
const NAMED: usize = 2;

/// What is said when a lesson opens.
pub(crate) fn opening(now: &Evaluation) -> String {
    let blocked = now.flows.iter().filter(|flow| !flow.trace.allowed()).count();
    format!(
        "{} flows watched, {blocked} of them blocked. Edit a policy and watch them change.",
        now.flows.len()
    )
}

/// What is said when the texts have errors.
pub(crate) fn broken(now: &Evaluation) -> String {
    let mut errors = now.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let Some(first) = errors.next() else { return String::new() };
    let more = errors.count();
    let place = now.files.place(first.span);
    let rest = if more > 0 { format!(" ({more} more)") } else { String::new() };
    format!(
        "{} line {}: {}{rest}. The picture shows the last good state.",
        place.file, place.line, first.message
    )
}

/// Flows whose verdict, or whose deciding gate, differs.
pub(crate) fn changed(before: &Evaluation, now: &Evaluation) -> Vec<usize> {
    let same = |flow: &WatchedFlow| {
        let old = before.flows.iter().find(|old| old.id == flow.id);
        old.is_some_and(|old| outcome(&old.trace) == outcome(&flow.trace))
    };
    now.flows.iter().enumerate().filter(|(_, flow)| !same(flow)).map(|(index, _)| index).collect()
}

type Outcome<'t> = (bool, &'static str, StepAt, Option<&'t zel_model::NodeId>);

fn outcome(trace: &Trace) -> Outcome<'_> {
    let at = if trace.allowed() { StepAt { hop: 0, step: 0 } } else { trace.decided };
    (trace.allowed(), trace.code.as_str(), at, trace.deciding().map(|(hop, _)| &hop.at))
}

/// What an edit changed.
pub(crate) fn difference(before: &Evaluation, now: &Evaluation, changed: &[usize]) -> String {
    let flows: Vec<&WatchedFlow> = changed.iter().filter_map(|index| now.flows.get(*index)).collect();
    let mut said = match flows.len() {
        0 => "No watched flow changed.".to_owned(),
        1 => "1 flow changed: ".to_owned(),
        count => format!("{count} flows changed: "),
    };
    let named: Vec<String> = flows.iter().take(NAMED).map(|flow| now_is(flow)).collect();
    said.push_str(&named.join("; "));
    match flows.len().saturating_sub(NAMED) {
        0 if flows.is_empty() => {}
        0 => said.push('.'),
        more => said.push_str(&format!("; and {more} more.")),
    }
    for (index, (old, new)) in before.tasks.iter().zip(&now.tasks).enumerate() {
        let number = index.saturating_add(1);
        match (old.done, new.done) {
            (false, true) => said.push_str(&format!(" Task {number} is done.")),
            (true, false) => said.push_str(&format!(" Task {number} is open again.")),
            _ => {}
        }
    }
    said
}

fn now_is(flow: &WatchedFlow) -> String {
    let name = zel_words::flow_name(&flow.trace.flow);
    if flow.trace.allowed() {
        return format!("{name} now gets through");
    }
    let gate = flow.trace.deciding().map_or("", |(_, step)| zel_words::gate_name(step.gate));
    format!("{name} is now blocked by {gate}")
}
