//! Texts, places in them, what is wrong with them, and the YAML reader.
//!
//! The lowest room: it knows nothing of Kubernetes or clouds. Reading never fails; it gives what it understood
//! and [`Problem`]s, each with a [`Span`].

mod fields;
mod files;
mod problem;
pub mod yaml;

pub use fields::Fields;
pub use files::{FileId, Files, Place, SourceFile, Span};
pub use problem::{Problem, Problems, Severity, nearest};
