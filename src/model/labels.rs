//! Labels and label selectors.
//!
//! Source of the rules: Kubernetes API reference, LabelSelector (meta/v1).

use serde::Serialize;
use std::collections::BTreeMap;
use zel_source::Span;

/// Labels by key.
pub type Labels = BTreeMap<String, String>;

/// How a requirement compares a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Operator {
    /// The value is one of the list.
    In,
    /// The key is missing, or its value is none of the list.
    NotIn,
    /// The key is there.
    Exists,
    /// The key isn't there.
    DoesNotExist,
}

impl Operator {
    /// All four.
    pub const ALL: [Operator; 4] = [Operator::In, Operator::NotIn, Operator::Exists, Operator::DoesNotExist];

    /// As manifests spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Operator::In => "In",
            Operator::NotIn => "NotIn",
            Operator::Exists => "Exists",
            Operator::DoesNotExist => "DoesNotExist",
        }
    }
}

/// One condition on labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Requirement {
    /// The label's key.
    pub key: String,
    /// The comparison.
    pub operator: Operator,
    /// What it compares with; empty for `Exists` and `DoesNotExist`.
    pub values: Vec<String>,
    /// Where it's written.
    pub span: Span,
}

impl Requirement {
    /// Whether labels meet it.
    pub fn matches(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.key);
        match self.operator {
            Operator::In => value.is_some_and(|v| self.values.contains(v)),
            Operator::NotIn => value.is_none_or(|v| !self.values.contains(v)),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
        }
    }
}

impl std::fmt::Display for Requirement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = &self.key;
        match (self.operator, self.values.as_slice()) {
            (Operator::In, [value]) => write!(f, "{key}={value}"),
            (Operator::NotIn, [value]) => write!(f, "{key}!={value}"),
            (Operator::In, values) => write!(f, "{key} in ({})", values.join(", ")),
            (Operator::NotIn, values) => write!(f, "{key} notin ({})", values.join(", ")),
            (Operator::Exists, _) => f.write_str(key),
            (Operator::DoesNotExist, _) => write!(f, "!{key}"),
        }
    }
}

/// All requirements must be met; none at all match everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Selector {
    /// `matchLabels` (each an `In` of one value) and `matchExpressions`, in the order of the text.
    pub requirements: Vec<Requirement>,
    /// Where the selector is written; a default one for a selector that isn't.
    pub span: Span,
}

impl Selector {
    /// Whether labels meet every requirement.
    pub fn matches(&self, labels: &Labels) -> bool {
        self.mismatch(labels).is_none()
    }

    /// The first requirement that labels don't meet.
    pub fn mismatch(&self, labels: &Labels) -> Option<&Requirement> {
        self.requirements.iter().find(|r| !r.matches(labels))
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.requirements.iter().map(ToString::to_string).collect();
        f.write_str(&if parts.is_empty() { "everything".to_owned() } else { parts.join(", ") })
    }
}
