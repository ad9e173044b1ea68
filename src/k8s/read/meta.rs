//! `metadata`, with the checks of names and labels.
//!
//! Source: concept pages Object Names and IDs (RFC 1123 names), Labels and Selectors (syntax and character set).

use super::bad_value;
use zel_model::Labels;
use zel_source::{Fields, Problems, Span};

/// What is read of `metadata`.
pub(super) struct Meta {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) labels: Labels,
    /// Where the name is written.
    pub(super) span: Span,
}

impl Meta {
    pub(super) fn id(&self) -> String {
        if self.namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        }
    }
}

/// Fields of ObjectMeta that decide nothing here.
const OTHERS: [&str; 12] = [
    "annotations",
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "managedFields",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// `metadata` of a namespaced object; the namespace is `default` unless said.
pub(super) fn namespaced(fields: &mut Fields, problems: &mut Problems) -> Option<Meta> {
    let mut meta = read(fields, problems)?;
    if meta.namespace.is_empty() {
        meta.namespace = "default".to_owned();
    }
    Some(meta)
}

/// `metadata` of an object that lives in no namespace.
pub(super) fn cluster_wide(fields: &mut Fields, problems: &mut Problems) -> Option<Meta> {
    let meta = read(fields, problems)?;
    Some(Meta { namespace: String::new(), ..meta })
}

fn read(fields: &mut Fields, problems: &mut Problems) -> Option<Meta> {
    let Some(node) = fields.take("metadata") else {
        fields.missing("metadata", problems);
        return None;
    };
    let mut meta = Fields::of(node, "metadata", problems)?;
    let name = meta.required("name", problems);
    let span = meta.take("name").map_or(node.span, |n| n.span);
    let namespace = meta.string("namespace", problems).unwrap_or("");
    if !namespace.is_empty() && !is_dns_label(namespace) {
        let at = meta.take("namespace").map_or(span, |n| n.span);
        bad_value(at, format!("`{namespace}` can't be a namespace's name"), NAME_RULE, problems);
    }
    let labels = labels(&mut meta, "labels", problems);
    meta.ignore(&OTHERS);
    meta.finish(problems);
    let name = name?;
    if !is_dns_subdomain(name) {
        bad_value(span, format!("`{name}` can't be an object's name"), NAME_RULE, problems);
        return None;
    }
    Some(Meta { namespace: namespace.to_owned(), name: name.to_owned(), labels, span })
}

const NAME_RULE: &str =
    "use lower-case letters, digits and hyphens, beginning and ending with a letter or digit";

/// A mapping of labels, checked.
pub(super) fn labels(fields: &mut Fields, name: &'static str, problems: &mut Problems) -> Labels {
    let path = fields.path(name);
    let Some(node) = fields.take(name) else { return Labels::new() };
    if !matches!(node.value, zel_source::yaml::Value::Map(_)) {
        node.wrong_kind(&path, "a mapping of labels", problems);
        return Labels::new();
    }
    let mut labels = Labels::new();
    for entry in node.entries() {
        check_key(&entry.key, entry.key_span, problems);
        let value = match entry.value.is_null() {
            true => Some(""),
            false => entry.value.string(&format!("{path}.{}", entry.key), problems),
        };
        if let Some(value) = value {
            check_value(value, entry.value.span, problems);
            labels.insert(entry.key.to_string(), value.to_owned());
        }
    }
    labels
}

/// A label's key: an optional DNS prefix and a name of up to 63 characters.
pub(super) fn check_key(key: &str, span: Span, problems: &mut Problems) {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if !is_label_name(name) || name.is_empty() || prefix.is_some_and(|p| !is_dns_subdomain(p)) {
        let mend = "use up to 63 letters, digits, `-`, `_` and `.`, with an optional `dns.name/` before them";
        bad_value(span, format!("`{key}` can't be a label's key"), mend, problems);
    }
}

/// A label's value: up to 63 characters, or empty.
pub(super) fn check_value(value: &str, span: Span, problems: &mut Problems) {
    if !is_label_name(value) {
        let mend =
            "use up to 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit";
        bad_value(span, format!("`{value}` can't be a label's value"), mend, problems);
    }
}

fn is_label_name(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric());
    text.len() <= 63
        && edge(text.chars().next())
        && edge(text.chars().next_back())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

fn is_dns_label(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.len() <= 63
        && edge(text.chars().next())
        && edge(text.chars().next_back())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_dns_subdomain(text: &str) -> bool {
    let part = |p: &str| {
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        edge(p.chars().next())
            && edge(p.chars().next_back())
            && p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    text.len() <= 253 && text.split('.').all(part)
}
