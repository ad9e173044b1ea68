//! What the page shows, and how an action changes it.

use crate::evaluation::{Evaluation, evaluate_texts};
use crate::said;
use std::rc::Rc;
use std::sync::Arc;
use zel_lesson::{Lesson, LessonError, Source};

/// A text on a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its name.
    pub name: Arc<str>,
    /// Whether learners only read it.
    pub read_only: bool,
    /// What it says now.
    pub text: Rc<str>,
    /// What it said at the start.
    pub start: Rc<str>,
}

impl TextFile {
    /// Whether it has been edited.
    pub fn edited(&self) -> bool {
        self.text != self.start
    }
}

/// Everything that the page shows.
#[derive(Clone, Debug)]
pub struct State {
    /// The lesson.
    pub lesson: Rc<Lesson>,
    /// Its text as HTML, rendered at build time.
    pub html: &'static str,
    /// The learner's files first, then those that are only read.
    pub files: Vec<TextFile>,
    /// What the present texts mean.
    pub now: Rc<Evaluation>,
    /// What the picture shows: the last evaluation without an error.
    pub shown: Rc<Evaluation>,
    /// Index of the selected flow.
    pub selected: usize,
    /// What the last action changed, in words.
    pub said: String,
    /// Flows that the last edit changed, by index.
    pub changed: Vec<usize>,
}

impl State {
    /// Whether the picture is older than the texts, which have an error.
    pub fn stale(&self) -> bool {
        !Rc::ptr_eq(&self.now, &self.shown)
    }

    /// Tasks that are done.
    pub fn done(&self) -> usize {
        self.shown.tasks.iter().filter(|task| task.done).count()
    }
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A text was edited.
    Edit {
        /// Its name.
        file: String,
        /// All of it.
        text: String,
    },
    /// A flow was chosen.
    Select(usize),
    /// Texts of an earlier visit.
    Load(Vec<(String, String)>),
}

/// The state at the start of a lesson.
pub fn start(source: &Source) -> Result<State, LessonError> {
    let lesson = Rc::new(Lesson::read(source.lesson)?);
    let file = |name: &str, read_only| {
        let text: Rc<str> = source.file(name).unwrap_or_default().into();
        TextFile { name: name.into(), read_only, text: text.clone(), start: text }
    };
    let mut files: Vec<TextFile> = lesson.files.iter().map(|entry| file(&entry.name, false)).collect();
    files.push(file(&lesson.estate, true));
    let now = Rc::new(evaluate_texts(&lesson, &files));
    let selected = now.flows.iter().position(|flow| flow.hostile && flow.trace.allowed()).unwrap_or(0);
    let said = said::opening(&now);
    Ok(State {
        lesson,
        html: source.html,
        files,
        shown: now.clone(),
        now,
        selected,
        said,
        changed: Vec::new(),
    })
}

/// What an action makes of a state.
pub fn update(state: &State, action: Action) -> State {
    match action {
        Action::Select(index) => {
            let selected = index.min(state.now.flows.len().saturating_sub(1));
            State { selected, ..state.clone() }
        }
        Action::Edit { file, text } => edit(state, &[(file, text)]),
        Action::Load(texts) => edit(state, &texts),
    }
}

fn edit(state: &State, texts: &[(String, String)]) -> State {
    let mut files = state.files.clone();
    for file in files.iter_mut().filter(|file| !file.read_only) {
        if let Some((_, text)) = texts.iter().find(|(name, _)| **name == *file.name) {
            file.text = text.as_str().into();
        }
    }
    if files == state.files {
        return state.clone();
    }
    let now = Rc::new(evaluate_texts(&state.lesson, &files));
    if now.broken() {
        let said = said::broken(&now);
        return State { files, now, said, changed: Vec::new(), ..state.clone() };
    }
    let changed = said::changed(&state.shown, &now);
    let said = said::difference(&state.shown, &now, &changed);
    let selected =
        changed.first().copied().filter(|_| !changed.contains(&state.selected)).unwrap_or(state.selected);
    State { files, shown: now.clone(), now, said, changed, selected, ..state.clone() }
}
