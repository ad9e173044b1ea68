//! The tree that a document is read into.

use super::scalar::Kind;
use crate::Span;
use std::sync::Arc;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// From its first to its last byte.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is. Children are shared, so that an alias costs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A scalar: its text and the kind it has in Kubernetes' YAML.
    Scalar {
        /// The text after unescaping.
        text: Arc<str>,
        /// String, number, boolean or null.
        kind: Kind,
    },
    /// A sequence.
    Seq(Arc<[Node]>),
    /// A mapping in the order of the text, each key once.
    Map(Arc<[Entry]>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key's text.
    pub key: Arc<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// Whether it's null: `null`, `~` or nothing at all.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { kind: Kind::Null, .. })
    }

    /// What it is, as people say it: `a mapping`, `the number 80`.
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Map(_) => "a mapping".to_owned(),
            Value::Seq(_) => "a list".to_owned(),
            Value::Scalar { text, kind } => kind.describe(text),
        }
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|e| &*e.key == key).map(|e| &e.value),
            _ => None,
        }
    }

    /// The text of a string scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, kind: Kind::Str } => Some(text),
            _ => None,
        }
    }

    /// The entries of a mapping, none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence, none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Seq(items) => items,
            _ => &[],
        }
    }

    /// Nodes in the tree below and including this one.
    pub fn count(&self) -> usize {
        let below: usize = match &self.value {
            Value::Scalar { .. } => 0,
            Value::Seq(items) => items.iter().map(Node::count).fold(0, usize::saturating_add),
            Value::Map(entries) => entries.iter().map(|e| e.value.count()).fold(0, usize::saturating_add),
        };
        below.saturating_add(1)
    }
}
