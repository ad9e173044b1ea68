//! Lessons: their format, the catalogue that is built in, and the checking of goals.
//!
//! A goal is a statement over an evaluated world, never over text.

mod catalogue;
mod check;
mod format;
mod goal;

pub use catalogue::{Source, catalogue};
pub use check::{Failure, check};
pub use format::{FileEntry, Lesson, LessonError, Task};
pub use goal::{AllowedCaller, Conversation, Goal};
