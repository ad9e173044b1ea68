//! Every built-in lesson: its start fails each task, its solution passes all, and nothing in either is broken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use zero_egress_lab::session::{Action, State, catalogue, start, update};

fn solved(state: &State, source: &zero_egress_lab::lesson::Source) -> State {
    let solution = source.files.iter().filter_map(|(name, text)| {
        name.strip_prefix("solution/").map(|name| (name.to_owned(), (*text).to_owned()))
    });
    update(state, Action::Load(solution.collect()))
}

#[test]
fn the_start_fails_each_task() {
    for source in catalogue() {
        let state = start(source).unwrap();
        assert!(!state.stale() && state.now.problems.is_empty(), "{:?}", state.now.problems);
        assert!(!state.now.tasks.is_empty() && !state.now.flows.is_empty());
        for (task, found) in state.lesson.tasks.iter().zip(&state.now.tasks) {
            assert!(!found.done, "{}: {} is done from the start", source.id, task.id);
            assert!(found.why.as_ref().is_some_and(|why| !why.is_empty()));
        }
    }
}

#[test]
fn the_solution_passes_all_tasks() {
    for source in catalogue() {
        let state = solved(&start(source).unwrap(), source);
        assert!(!state.stale(), "{:?}", state.now.problems);
        for (task, found) in state.lesson.tasks.iter().zip(&state.now.tasks) {
            assert!(found.done, "{}: {} isn't done: {:?}", source.id, task.id, found.why);
        }
    }
}

#[test]
fn the_picture_holds_every_place_of_every_trace() {
    for source in catalogue() {
        let begin = start(source).unwrap();
        for state in [solved(&begin, source), begin] {
            for flow in &state.shown.flows {
                for hop in &flow.trace.hops {
                    assert!(state.shown.scene.node(&hop.at).is_some(), "{} isn't in the picture", hop.at);
                }
            }
        }
    }
}

#[test]
fn a_broken_text_keeps_the_last_good_picture() {
    let begin = start(&catalogue()[0]).unwrap();
    let file = begin.files[0].name.to_string();
    let broken = update(&begin, Action::Edit { file: file.clone(), text: "spec: [".to_owned() });
    assert!(broken.stale() && broken.said.contains("last good"), "{}", broken.said);
    assert_eq!(broken.shown.scene, begin.shown.scene);
    let text = begin.files[0].text.to_string();
    let mended = update(&broken, Action::Edit { file, text });
    assert!(!mended.stale());
}

#[test]
fn the_status_line_says_what_an_edit_changed() {
    let source = &catalogue()[0];
    let begin = start(source).unwrap();
    let text = begin.files[0].text.replace("port: 80 }", "port: 443 }");
    let edited = update(&begin, Action::Edit { file: begin.files[0].name.to_string(), text });
    assert!(edited.said.contains("notify-pod → api.stripe.com now gets through"), "{}", edited.said);
    let done = solved(&begin, source);
    assert!(done.said.contains("Task 1 is done."), "{}", done.said);
}

#[test]
fn the_starts_verdicts_are_pinned() {
    let state = start(&catalogue()[0]).unwrap();
    let lines: Vec<String> =
        state.now.flows.iter().map(|flow| zero_egress_lab::words::verdict(&flow.trace)).collect();
    assert_eq!(lines.join("\n"), include_str!("verdicts.txt").trim_end());
}
