//! YAML with spans: text → documents → trees of [`Node`]s.
//!
//! Documents are split at `---` before parsing, so that a broken one doesn't hide the others.

mod documents;
mod node;
mod scalar;
mod tree;

pub use documents::{Document, documents};
pub use node::{Entry, Node, Value};
pub use scalar::Kind;

/// Longest text that is read, bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Deepest nesting of sequences and mappings.
pub const MAX_DEPTH: usize = 64;
/// Most nodes that aliases may add to one document.
pub const MAX_ALIAS_NODES: usize = 20_000;
