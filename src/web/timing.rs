//! How long evaluations take, as User Timing measures: `cargo xtask bench` reads them, and so can any browser's tools.

const MEASURE: &str = "zel-evaluate";

/// Runs an evaluation and leaves its duration as the measure `zel-evaluate` (the last one only).
pub fn evaluated<T>(evaluation: impl FnOnce() -> T) -> T {
    let performance = gloo::utils::window().performance();
    let begin = performance.as_ref().map(web_sys::Performance::now);
    let result = evaluation();
    if let (Some(performance), Some(begin)) = (performance, begin) {
        performance.clear_measures_with_measure_name(MEASURE);
        let options = js_sys::Object::new();
        // Where a browser refuses, there is no measure, and nothing else is lost.
        let set = |name: &str, value: f64| js_sys::Reflect::set(&options, &name.into(), &value.into());
        if set("start", begin).is_ok() && set("end", performance.now()).is_ok() {
            let _ = measure(&performance, &options);
        }
    }
    result
}

/// `performance.measure(name, options)`, which web-sys doesn't offer with times.
fn measure(performance: &web_sys::Performance, options: &js_sys::Object) -> Option<()> {
    use wasm_bindgen::JsCast;
    let function = js_sys::Reflect::get(performance, &"measure".into()).ok()?;
    let function = function.dyn_ref::<js_sys::Function>()?;
    function.call2(performance, &MEASURE.into(), options).ok().map(drop)
}
