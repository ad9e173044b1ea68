//! Workloads that make pods: the pods of their templates.
//!
//! Source: API reference of apps/v1, batch/v1 and ReplicationController (v1). Pods are named `NAME-0`, `NAME-1` …, as a
//! StatefulSet's are; the random names of the others decide nothing.

use super::meta::{self, Meta};
use super::pod::{Body, body};
use super::selector::selector;
use crate::{Owner, Pod};
use zel_model::Labels;
use zel_source::yaml::Node as Yaml;
use zel_source::{Fields, Problems};

/// Most pods of one workload.
const MAX_PODS: usize = 1_000;
/// Most pods of all workloads together; beyond, each has one.
pub(super) const MAX_ALL: usize = 50_000;

/// A kind of workload.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// The field that says how many pods there are; none for one on each node.
    count: Option<&'static str>,
    /// Whether its selector is required and must match its template.
    selects: bool,
}

const KINDS: [Kind; 7] = [
    Kind { name: "Deployment", version: "apps/v1", count: Some("replicas"), selects: true },
    Kind { name: "StatefulSet", version: "apps/v1", count: Some("replicas"), selects: true },
    Kind { name: "ReplicaSet", version: "apps/v1", count: Some("replicas"), selects: true },
    Kind { name: "DaemonSet", version: "apps/v1", count: None, selects: true },
    Kind { name: "ReplicationController", version: "v1", count: Some("replicas"), selects: false },
    Kind { name: "Job", version: "batch/v1", count: Some("parallelism"), selects: false },
    Kind { name: "CronJob", version: "batch/v1", count: Some("parallelism"), selects: false },
];

/// The kind of that name.
pub(super) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// A workload that was read.
pub(super) struct Workload {
    /// One of its pods, named like the workload itself.
    pub(super) pod: Pod,
    /// How many there are; none: one on each node.
    pub(super) count: Option<usize>,
}

/// Reads a workload.
pub(super) fn workload(kind: &Kind, root: &Yaml, problems: &mut Problems) -> Option<(Meta, Workload)> {
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind", "status"]);
    let meta = meta::namespaced(&mut fields, problems);
    let spec = fields.take("spec");
    if spec.is_none() {
        fields.missing("spec", problems);
    }
    fields.finish(problems);
    let (node, path) = job(kind, spec?, problems)?;
    let mut spec = Fields::of(node, &path, problems)?;
    let count = kind.count.map(|field| count(&mut spec, field, problems));
    let selector_path = spec.path("selector");
    let selector_node = spec.take("selector").filter(|_| kind.selects);
    if kind.selects && selector_node.is_none() {
        spec.missing("selector", problems);
    }
    let (labels, body) = template(&mut spec, problems)?;
    if let Some(node) = selector_node
        && let Some(found) = selector(node, &selector_path, problems)
        && let Some(unmet) = found.mismatch(&labels)
    {
        let message = format!("the selector asks for `{unmet}`, and the template's labels don't have it");
        problems.error(
            node.span,
            "SELECTOR_MISMATCH",
            message,
            "give the template the labels that the selector asks for",
        );
    }
    let meta = meta?;
    let pod = Pod {
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        labels,
        addresses: Vec::new(),
        address_assigned: false,
        owner: Some(Owner { kind: kind.name, name: meta.name.clone() }),
        node: body.node,
        host_network: body.host_network,
        ports: body.ports,
        running: true,
        span: meta.span,
    };
    Some((meta, Workload { pod, count }))
}

/// The spec that holds the template: a CronJob has a Job's inside its own.
fn job<'n>(kind: &Kind, spec: &'n Yaml, problems: &mut Problems) -> Option<(&'n Yaml, String)> {
    if kind.name != "CronJob" {
        return Some((spec, "spec".to_owned()));
    }
    let mut outer = Fields::of(spec, "spec", problems)?;
    let Some(template) = outer.take("jobTemplate") else {
        outer.missing("jobTemplate", problems);
        return None;
    };
    let mut inner = Fields::of(template, "spec.jobTemplate", problems)?;
    let job = inner.take("spec");
    if job.is_none() {
        inner.missing("spec", problems);
    }
    Some((job?, "spec.jobTemplate.spec".to_owned()))
}

fn count(spec: &mut Fields, field: &'static str, problems: &mut Problems) -> usize {
    let Some(wanted) = spec.integer(field, problems) else { return 1 };
    let span = spec.take(field).map_or(spec.span(), |node| node.span);
    let Ok(count) = usize::try_from(wanted) else {
        problems.error(span, "FIELD_VALUE", format!("`{wanted}` isn't a number of pods"), "write 0 or more");
        return 0;
    };
    if count > MAX_PODS {
        let message = format!("of these {count} pods the first {MAX_PODS} are looked at");
        problems.warn(span, "REPLICAS_CAPPED", message, "more of the same decide nothing new");
    }
    count.min(MAX_PODS)
}

fn template(spec: &mut Fields, problems: &mut Problems) -> Option<(Labels, Body)> {
    let path = spec.path("template");
    let Some(node) = spec.take("template") else {
        spec.missing("template", problems);
        return None;
    };
    let mut template = Fields::of(node, &path, problems)?;
    let meta_path = template.path("metadata");
    let labels = match template.take("metadata").and_then(|node| Fields::of(node, &meta_path, problems)) {
        Some(mut metadata) => meta::labels(&mut metadata, "labels", problems),
        None => Labels::new(),
    };
    let spec_path = template.path("spec");
    let body = match template.take("spec").and_then(|node| Fields::of(node, &spec_path, problems)) {
        Some(mut spec) => body(&mut spec, problems),
        None => Body::default(),
    };
    template.finish(problems);
    Some((labels, body))
}

impl Workload {
    /// Its pods, on these nodes where it has one on each.
    pub(super) fn pods(&self, nodes: &[String]) -> Vec<Pod> {
        let count = self.count.unwrap_or(nodes.len().clamp(1, MAX_PODS));
        let pod = |index: usize| {
            let on = nodes.get(index).filter(|_| self.count.is_none()).cloned();
            let node = self.pod.node.clone().or(on);
            Pod { name: format!("{}-{index}", self.pod.name), node, ..self.pod.clone() }
        };
        (0..count).map(pod).collect()
    }
}
