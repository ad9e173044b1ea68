//! The core inside a browser's wasm engine: the same answers as natively. `cargo xtask test --only wasm` runs these.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
    use zel_session::{Action, State, catalogue, start, update, words};

    wasm_bindgen_test_configure!(run_in_browser);

    fn begin() -> State {
        start(&catalogue()[0]).unwrap()
    }

    /// What `tests/lessons.rs` pins natively, from the same file.
    const VERDICTS: &str = include_str!("../verdicts.txt");

    #[wasm_bindgen_test]
    fn verdicts_are_those_of_the_native_build() {
        let lines: Vec<String> = begin().now.flows.iter().map(|flow| words::verdict(&flow.trace)).collect();
        assert_eq!(lines.join("\n"), VERDICTS.trim_end());
    }

    #[wasm_bindgen_test]
    fn the_solution_passes_every_task() {
        let texts = catalogue()[0].files.iter().filter_map(|(name, text)| {
            name.strip_prefix("solution/").map(|name| (name.to_owned(), (*text).to_owned()))
        });
        let solved = update(&begin(), Action::Load(texts.collect()));
        assert_eq!(solved.done(), solved.lesson.tasks.len());
    }

    #[wasm_bindgen_test]
    fn hostile_texts_leave_a_living_state() {
        let state = begin();
        let file = state.files[0].name.to_string();
        for text in [
            "[".repeat(10_000),
            "\0".to_owned(),
            "\t- x".to_owned(),
            "a: &a [*a]".to_owned(),
            "🦀: {".to_owned(),
        ] {
            let broken = update(&state, Action::Edit { file: file.clone(), text });
            assert!(broken.stale() && !broken.said.is_empty());
        }
    }
}
