//! The lessons that are built in: one folder each under `static/lessons/`, found at build time (`build.rs`).

/// A lesson's files as they were written.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The folder's name.
    pub id: &'static str,
    /// `lesson.yaml`, as JSON.
    pub lesson: &'static str,
    /// `lesson.md`, rendered to HTML.
    pub html: &'static str,
    /// Every other file by its name, those of `solution/` as `solution/NAME`.
    pub files: &'static [(&'static str, &'static str)],
}

impl Source {
    /// The text of a file.
    pub fn file(&self, name: &str) -> Option<&'static str> {
        self.files.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
    }
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// Every built-in lesson, by folder name.
pub fn catalogue() -> &'static [Source] {
    LESSONS
}
