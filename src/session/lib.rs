//! The state machine behind the page: `update(state, action) → state`. No browser, no clock, no storage.

mod evaluation;
mod marks;
mod plan;
mod said;
mod state;

pub use evaluation::{Evaluation, TaskState, WatchedFlow, evaluate_texts};
pub use marks::{Mark, MarkKind};
pub use state::{Action, State, TextFile, start, update};

pub use zel_lesson::{Lesson, Source, Task, catalogue};
pub use {zel_model as model, zel_scene as scene, zel_source as source, zel_words as words};
