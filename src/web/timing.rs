//! How long evaluations take, as User Timing measures: `cargo xtask bench` reads them, and so can any browser's tools.

const MEASURE: &str = "zel-evaluate";

/// Runs an evaluation and leaves its duration as the measure `zel-evaluate` (the last one only).
pub fn evaluated<T>(evaluation: impl FnOnce() -> T) -> T {
    let performance = gloo::utils::window().performance();
    // Where a browser refuses, there is no measure, and nothing else is lost.
    let _ = performance.as_ref().map(|performance| performance.mark(MEASURE));
    let result = evaluation();
    if let Some(performance) = performance {
        performance.clear_measures_with_measure_name(MEASURE);
        let _ = performance.measure_with_start_mark(MEASURE, MEASURE);
        performance.clear_marks_with_mark_name(MEASURE);
    }
    result
}
