//! A trace as JSON: the trace as it is, and beside each span its place as people say it.

use serde_json::{Map, Value, json};
use zel_model::Trace;
use zel_source::{FileId, Files, Span};
use zel_words::verdict;

/// Name and version of the format. Fields may be added under the same version.
const SCHEMA: &str = "zel.trace/1";

/// The whole answer, indented.
pub(crate) fn trace(files: &Files, trace: &Trace) -> serde_json::Result<String> {
    let mut value = serde_json::to_value(trace)?;
    places(files, &mut value);
    if let Value::Object(fields) = &mut value {
        let names: Vec<&str> = files.iter().map(|(_, file)| &*file.name).collect();
        fields.insert("schema".to_owned(), json!(SCHEMA));
        fields.insert("headline".to_owned(), json!(verdict(trace)));
        fields.insert("files".to_owned(), json!(names));
    }
    serde_json::to_string_pretty(&value).map(|text| text + "\n")
}

/// Adds a `place` to everything with a `span`.
fn places(files: &Files, value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(place) = fields.get("span").and_then(span).map(|span| files.place(span)) {
                let place = json!({ "file": &*place.file, "line": place.line, "column": place.column });
                fields.insert("place".to_owned(), place);
            }
            fields.values_mut().for_each(|value| places(files, value));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| places(files, item)),
        _ => {}
    }
}

fn span(value: &Value) -> Option<Span> {
    let fields: &Map<String, Value> = value.as_object()?;
    let number = |name: &str| fields.get(name).and_then(Value::as_u64);
    let offset = |name: &str| number(name).and_then(|n| usize::try_from(n).ok());
    let file = FileId(u32::try_from(number("file")?).ok()?);
    Some(Span { file, start: offset("start")?, end: offset("end")? })
}
