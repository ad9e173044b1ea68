//! `lesson.yaml`, read strictly. The build has turned it into JSON.

use crate::Goal;
use serde::Deserialize;

/// A lesson.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Its title.
    pub title: String,
    /// What stands above the title: "Lesson 4 of 28".
    pub eyebrow: String,
    /// How long it takes.
    pub minutes: u32,
    /// Name of the Markdown file.
    pub text: String,
    /// Name of the estate file, which learners read and don't edit.
    pub estate: String,
    /// The learner's files, in the order of their tabs.
    pub files: Vec<FileEntry>,
    /// What there is to do.
    pub tasks: Vec<Task>,
}

/// A file of the learner's.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its name in the lesson's folder, and on its tab.
    pub name: String,
}

/// One task.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Stable identity.
    pub id: String,
    /// What to bring about, in one sentence.
    pub title: String,
    /// Why it works: shown when it's done.
    pub teaches: String,
    /// What must hold.
    pub goals: Vec<Goal>,
    /// A push in the right direction.
    pub hint: String,
}

/// Why a lesson can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonError {
    /// What is wrong, with line and column where they are known.
    pub message: String,
}

impl Lesson {
    /// Reads a lesson's JSON. Unknown fields are errors.
    pub fn read(text: &str) -> Result<Lesson, LessonError> {
        serde_json::from_str(text).map_err(|error| LessonError { message: error.to_string() })
    }
}
