//! Strict reading of one mapping: known fields are taken, what is left over is an error with the nearest name.

use crate::yaml::{Entry, Kind, Node, Value};
use crate::{Problems, Span, nearest};

/// The fields of one mapping while they are being read.
pub struct Fields<'n> {
    path: String,
    span: Span,
    entries: Vec<&'n Entry>,
    known: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// Begins to read `node`, which stands at `path` (as in `spec.egress[1]`). An error unless it's a mapping;
    /// null reads as an empty one, as the API server takes it.
    pub fn of(node: &'n Node, path: &str, problems: &mut Problems) -> Option<Self> {
        let entries = match &node.value {
            Value::Map(entries) => entries.iter().collect(),
            _ if node.is_null() => Vec::new(),
            _ => {
                wrong_kind(node, path, "a mapping of fields", problems);
                return None;
            }
        };
        Some(Fields { path: path.to_owned(), span: node.span, entries, known: Vec::new() })
    }

    /// The whole mapping's place.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The path of a field of this mapping.
    pub fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Takes a field; none where it's missing or null, which are the same to the API server.
    pub fn take(&mut self, name: &'static str) -> Option<&'n Node> {
        self.entry(name).map(|e| &e.value).filter(|node| !node.is_null())
    }

    /// Takes a field with its key's place, null or not.
    pub fn entry(&mut self, name: &'static str) -> Option<&'n Entry> {
        self.known.push(name);
        self.entries.iter().find(|e| &*e.key == name).copied()
    }

    /// Takes a string.
    pub fn string(&mut self, name: &'static str, problems: &mut Problems) -> Option<&'n str> {
        let node = self.take(name)?;
        string(node, &self.path(name), problems)
    }

    /// Takes a string; an error where it's missing.
    pub fn required(&mut self, name: &'static str, problems: &mut Problems) -> Option<&'n str> {
        if self.entry(name).is_none_or(|e| e.value.is_null()) {
            self.missing(name, problems);
            return None;
        }
        self.string(name, problems)
    }

    /// Notes that a needed field isn't there.
    pub fn missing(&self, name: &str, problems: &mut Problems) {
        let path = self.path(name);
        problems.error(self.span, "FIELD_REQUIRED", format!("`{path}` is missing"), format!("add `{name}:`"));
    }

    /// Takes a boolean.
    pub fn boolean(&mut self, name: &'static str, problems: &mut Problems) -> Option<bool> {
        let node = self.take(name)?;
        match &node.value {
            Value::Scalar { kind: Kind::Bool(value), .. } => Some(*value),
            _ => {
                wrong_kind(node, &self.path(name), "true or false", problems);
                None
            }
        }
    }

    /// Takes a whole number.
    pub fn integer(&mut self, name: &'static str, problems: &mut Problems) -> Option<i64> {
        let node = self.take(name)?;
        match &node.value {
            Value::Scalar { kind: Kind::Int(value), .. } => Some(*value),
            _ => {
                wrong_kind(node, &self.path(name), "a whole number", problems);
                None
            }
        }
    }

    /// Takes a list, each item with its path (`spec.egress[1]`); empty where it's missing.
    pub fn list(&mut self, name: &'static str, problems: &mut Problems) -> Vec<(&'n Node, String)> {
        let Some(node) = self.take(name) else { return Vec::new() };
        let path = self.path(name);
        match &node.value {
            Value::Seq(items) => {
                items.iter().enumerate().map(|(at, item)| (item, format!("{path}[{at}]"))).collect()
            }
            _ => {
                wrong_kind(node, &path, "a list (`- …`)", problems);
                Vec::new()
            }
        }
    }

    /// Takes a list of strings, each with its place.
    pub fn strings(&mut self, name: &'static str, problems: &mut Problems) -> Vec<(&'n str, Span)> {
        let items = self.list(name, problems);
        items
            .into_iter()
            .filter_map(|(node, path)| Some((string(node, &path, problems)?, node.span)))
            .collect()
    }

    /// Takes a field and doesn't look at it.
    pub fn ignore(&mut self, names: &[&'static str]) {
        self.known.extend_from_slice(names);
    }

    /// Every field that wasn't taken is an error, with the nearest right name.
    pub fn finish(self, problems: &mut Problems) {
        for entry in &self.entries {
            if self.known.iter().any(|name| *name == &*entry.key) {
                continue;
            }
            let home = if self.path.is_empty() { "here".to_owned() } else { format!("in `{}`", self.path) };
            let mend = match nearest(&entry.key, self.known.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("fields {home}: {}", self.known.join(", ")),
            };
            let message = format!("there is no field `{}` {home}", entry.key);
            problems.error(entry.key_span, "FIELD_UNKNOWN", message, mend);
        }
    }
}

/// The text of a string scalar, or an error that says what it is instead and how to mend it.
pub(crate) fn string<'n>(node: &'n Node, path: &str, problems: &mut Problems) -> Option<&'n str> {
    match &node.value {
        Value::Scalar { text, kind: Kind::Str } => Some(text),
        Value::Scalar { text, kind } if *kind != Kind::Null => {
            let message = format!("`{path}` must be text, and this is {}", kind.describe(text));
            problems.error(node.span, "FIELD_TYPE", message, format!("quote it: \"{text}\""));
            None
        }
        _ => {
            wrong_kind(node, path, "text", problems);
            None
        }
    }
}

/// Notes that a value is of the wrong kind.
fn wrong_kind(node: &Node, path: &str, wanted: &str, problems: &mut Problems) {
    let mend = match (&node.value, wanted.starts_with("a list")) {
        (Value::Map(_), true) => "put `- ` before it",
        (Value::Seq(_), false) => "remove the `- ` before it",
        _ if path.is_empty() => "write it as fields, `name: value`",
        _ => "",
    };
    let path = if path.is_empty() { "this document" } else { &format!("`{path}`") };
    problems.error(
        node.span,
        "FIELD_TYPE",
        format!("{path} must be {wanted}, and this is {}", node.describe()),
        mend,
    );
}

/// Reads a string node; see [`Fields::string`]. For values outside a mapping of fixed fields, such as labels.
impl Node {
    /// The text of a string scalar at `path`, or an error that says what it is instead and how to mend it.
    pub fn string(&self, path: &str, problems: &mut Problems) -> Option<&str> {
        string(self, path, problems)
    }

    /// Notes that this value, at `path`, isn't `wanted`.
    pub fn wrong_kind(&self, path: &str, wanted: &str, problems: &mut Problems) {
        wrong_kind(self, path, wanted, problems);
    }
}
