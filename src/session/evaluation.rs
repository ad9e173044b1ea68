//! What some texts mean: problems, traces of the watched flows, tasks, the picture.

use crate::marks::{Mark, marks};
use crate::plan::plan;
use crate::state::TextFile;
use zel_engine::{Loaded, evaluate, load};
use zel_estate::Watched;
use zel_lesson::{Lesson, check};
use zel_model::{End, NodeId, Trace};
use zel_scene::{Beat, Route, Scene, beats, offsets, route};
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
    /// What it's meant for, if that's in the picture.
    pub target: Option<NodeId>,
    /// Its way over the picture.
    pub route: Route,
    /// Its movements.
    pub beats: Vec<Beat>,
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
    let mut scene = zel_scene::layout(&plan(&loaded));
    let flows = flows(&loaded, &scene);
    answered(&mut scene, &flows);
    let tasks = lesson
        .tasks
        .iter()
        .map(|task| {
            let failed = task.goals.iter().find_map(|goal| check(&loaded.world, goal).err());
            TaskState { done: failed.is_none(), why: failed.map(|failure| failure.message) }
        })
        .collect();
    let marks = marks(&loaded.files, &flows);
    Evaluation { files: loaded.files, problems: loaded.problems, flows, tasks, scene, marks }
}

fn flows(loaded: &Loaded, scene: &Scene) -> Vec<WatchedFlow> {
    let watched = &loaded.estate.flows;
    let traces: Vec<Trace> = watched.iter().map(|w| evaluate(&loaded.world, &w.flow)).collect();
    let targets: Vec<Option<NodeId>> = watched.iter().map(|w| target(loaded, &w.flow.to)).collect();
    let offsets = offsets(&targets.iter().map(|t| way(loaded, t.as_ref())).collect::<Vec<_>>());
    let flow =
        |(((watched, trace), target), offset): (((&Watched, Trace), Option<NodeId>), f32)| WatchedFlow {
            id: watched.id.clone(),
            label: watched.label.clone(),
            hostile: target.as_ref().is_some_and(|id| scene.node(id).is_some_and(|n| n.node.hostile)),
            route: route(scene, &trace, target.as_ref(), offset),
            beats: beats(scene, &trace, offset),
            trace,
            target,
        };
    watched.iter().zip(traces).zip(targets).zip(offsets).map(flow).collect()
}

/// Marks the attacker's hosts that some watched flow gets through to.
fn answered(scene: &mut Scene, flows: &[WatchedFlow]) {
    for flow in flows.iter().filter(|flow| flow.hostile && flow.trace.allowed()) {
        let hosts = scene.nodes.iter_mut().filter(|placed| flow.target.as_ref() == Some(&placed.node.id));
        hosts.for_each(|placed| placed.node.badge = "answers".to_owned());
    }
}

/// The thing of the picture that an end means.
fn target(loaded: &Loaded, to: &End) -> Option<NodeId> {
    let network = &loaded.estate.network;
    let (endpoints, hosts) = (&network.endpoints, &network.hosts);
    let id = match to {
        End::Pod { namespace, name } => format!("pod:{namespace}/{name}"),
        End::Ip(address) => {
            match loaded.world.cluster.pods.iter().find(|pod| pod.addresses.contains(address)) {
                Some(pod) => format!("pod:{}", pod.id()),
                None => endpoints
                    .iter()
                    .find(|e| e.addresses.contains(address))
                    .map(|e| format!("endpoint:{}", e.name))
                    .or_else(|| {
                        hosts
                            .iter()
                            .find(|h| h.addresses.contains(address))
                            .map(|h| format!("host:{}", h.name))
                    })?,
            }
        }
        End::Name(name) => endpoints
            .iter()
            .find(|e| e.names.contains(name))
            .map(|e| format!("endpoint:{}", e.name))
            .or_else(|| hosts.iter().find(|h| h.names.contains(name)).map(|h| format!("host:{}", h.name)))?,
    };
    Some(NodeId(id))
}

/// The box at which a flow meets others: the filter for everything outside, else its target.
fn way(loaded: &Loaded, target: Option<&NodeId>) -> Option<NodeId> {
    let outside = target.is_none_or(|id| id.0.starts_with("host:"));
    let filter = loaded.world.network.as_ref().and_then(|n| n.filters.first());
    match filter {
        Some(filter) if outside => Some(NodeId(format!("filter:{}", filter.name))),
        _ => target.cloned(),
    }
}
