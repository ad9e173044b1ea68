//! What some texts mean: problems, traces of the watched flows, tasks, the picture.

use crate::marks::{Mark, marks};
use crate::plan::plan;
use crate::state::TextFile;
use zel_engine::{Loaded, evaluate, load};
use zel_lesson::{Lesson, check};
use zel_model::{End, Trace};
use zel_scene::Scene;
use zel_source::{Files, Problem, Severity};

/// A watched flow and what becomes of it.
#[derive(Clone, Debug)]
pub struct WatchedFlow {
    /// Stable identity.
    pub id: String,
    /// What it's for.
    pub label: String,
    /// Whether it goes to a host of the attacker's.
    pub hostile: bool,
    /// What happens to it.
    pub trace: Trace,
}

/// A task and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskState {
    /// Whether all its goals hold.
    pub done: bool,
    /// What the first failed goal found instead.
    pub why: Option<String>,
}

/// What some texts mean.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The texts.
    pub files: Files,
    /// What is wrong with them.
    pub problems: Vec<Problem>,
    /// Watched flows, in the estate's order.
    pub flows: Vec<WatchedFlow>,
    /// Tasks, in the lesson's order.
    pub tasks: Vec<TaskState>,
    /// The picture.
    pub scene: Scene,
    /// Which lines allow and which deny.
    pub marks: Vec<Mark>,
}

impl Evaluation {
    /// Whether a text has an error, so that the picture can't be made of it.
    pub fn broken(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Evaluates texts: the way of every keystroke.
pub fn evaluate_texts(lesson: &Lesson, files: &[TextFile]) -> Evaluation {
    let texts = Files::new(files.iter().map(|file| (&*file.name, &*file.text)));
    let loaded = load(texts);
    let flows: Vec<WatchedFlow> = loaded
        .estate
        .flows
        .iter()
        .map(|watched| {
            let trace = evaluate(&loaded.world, &watched.flow);
            let hostile = is_hostile(&loaded, &watched.flow.to);
            WatchedFlow { id: watched.id.clone(), label: watched.label.clone(), hostile, trace }
        })
        .collect();
    let tasks = lesson
        .tasks
        .iter()
        .map(|task| {
            let failed = task.goals.iter().find_map(|goal| check(&loaded.world, goal).err());
            TaskState { done: failed.is_none(), why: failed.map(|failure| failure.message) }
        })
        .collect();
    let scene = zel_scene::layout(&plan(&loaded));
    let marks = marks(&loaded.files, &flows);
    Evaluation { files: loaded.files, problems: loaded.problems, flows, tasks, scene, marks }
}

/// Whether an end is a host of the attacker's, by name or address.
fn is_hostile(loaded: &Loaded, to: &End) -> bool {
    loaded.estate.network.hosts.iter().filter(|host| host.hostile).any(|host| match to {
        End::Name(name) => host.names.contains(name),
        End::Ip(address) => host.addresses.contains(address),
        End::Pod { .. } => false,
    })
}
