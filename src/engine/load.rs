//! Texts → documents → world. Never fails: what was understood, and problems.

use crate::World;
use zel_aws::Filter;
use zel_estate::Estate;
use zel_source::yaml::{Node, documents};
use zel_source::{Files, Problem, Problems, Span, nearest};

/// What was understood of some texts.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The texts.
    pub files: Files,
    /// What decides.
    pub world: World,
    /// The estate's picture and flows; an empty one where no Estate document is.
    pub estate: Estate,
    /// What is wrong, by place.
    pub problems: Vec<Problem>,
}

/// Kinds that are read, for "did you mean".
const KINDS: [&str; 14] = [
    "Namespace",
    "Pod",
    "Service",
    "Node",
    "NetworkPolicy",
    "Estate",
    "EgressFilter",
    "Deployment",
    "StatefulSet",
    "ReplicaSet",
    "DaemonSet",
    "ReplicationController",
    "Job",
    "CronJob",
];

/// Kinds of other policies: not evaluated, and that must be said aloud.
const OTHER_POLICIES: [&str; 7] = [
    "AdminNetworkPolicy",
    "BaselineAdminNetworkPolicy",
    "ClusterNetworkPolicy",
    "CiliumNetworkPolicy",
    "CiliumClusterwideNetworkPolicy",
    "GlobalNetworkPolicy",
    "NetworkSet",
];

/// Reads texts.
pub fn load(files: Files) -> Loaded {
    let mut problems = Problems::default();
    let mut pile = Pile::default();
    for (id, file) in files.iter() {
        for document in documents(id, file, &mut problems) {
            if let Some(root) = &document.root {
                pile.document(root, &mut problems);
            }
        }
    }
    let Pile { reader, estate, filters } = pile;
    let has_estate = estate.is_some();
    let estate = estate.unwrap_or_else(|| Estate { enforced: true, ..Estate::default() });
    let mut network = estate.network.clone();
    network.filters = filters;
    let world = World {
        cluster: reader.finish(),
        network: has_estate.then_some(network),
        enforced: estate.enforced,
        dns: estate.dns.as_ref().map(|(name, _)| name.clone()),
    };
    check_references(&world, &estate, &mut problems);
    zel_k8s::lint(&world.cluster, &mut problems);
    Loaded { files, world, estate, problems: problems.sorted() }
}

#[derive(Default)]
struct Pile {
    reader: zel_k8s::Reader,
    estate: Option<Estate>,
    filters: Vec<Filter>,
}

impl Pile {
    fn document(&mut self, root: &Node, problems: &mut Problems) {
        let Some((api_version, kind)) = header(root, problems) else { return };
        if kind == "List" && api_version == "v1" {
            for item in root.get("items").map(Node::items).unwrap_or_default() {
                self.document(item, problems);
            }
            return;
        }
        if self.reader.read(&api_version, &kind, root, problems)
            || self.own(&api_version, &kind, root, problems)
        {
            return;
        }
        unknown(&kind, kind_span(root), problems);
    }

    /// The lab's own kinds.
    fn own(&mut self, api_version: &str, kind: &str, root: &Node, problems: &mut Problems) -> bool {
        if !matches!(kind, "Estate" | "EgressFilter") {
            return false;
        }
        if api_version != zel_estate::API_VERSION {
            let mend = format!("write `apiVersion: {}`", zel_estate::API_VERSION);
            let span = root.get("apiVersion").map_or(root.span, |n| n.span);
            problems.error(span, "API_VERSION", format!("{kind} isn't of apiVersion `{api_version}`"), mend);
            return true;
        }
        if kind == "Estate" {
            if self.estate.is_some() {
                problems.error(root.span, "NAME_TAKEN", "there is an Estate already", "keep one of them");
            }
            self.estate = zel_estate::estate(root, problems).or_else(|| self.estate.take());
        } else if let Some(filter) = zel_aws::read_filter(root, problems) {
            if self.filters.iter().any(|f| f.name == filter.name) {
                let message = format!("there is an egress filter `{}` already", filter.name);
                problems.error(filter.span, "NAME_TAKEN", message, "give one of the two another name");
            }
            self.filters.push(filter);
        }
        true
    }
}

/// `apiVersion` and `kind`, which every document has.
fn header(root: &Node, problems: &mut Problems) -> Option<(String, String)> {
    if !matches!(root.value, zel_source::yaml::Value::Map(_)) {
        root.wrong_kind("", "a Kubernetes object, a mapping of fields", problems);
        return None;
    }
    let mut text = |name: &str, mend: &str| {
        let Some(node) = root.get(name) else {
            problems.error(
                first_line(root),
                "FIELD_REQUIRED",
                format!("this document has no `{name}`"),
                mend,
            );
            return None;
        };
        node.string(name, problems).map(str::to_owned)
    };
    let kind = text("kind", "add `kind: NetworkPolicy`, or what it is");
    let api_version = text("apiVersion", "add `apiVersion: networking.k8s.io/v1`, or what its kind wants");
    Some((api_version?, kind?))
}

fn first_line(root: &Node) -> Span {
    root.entries().first().map_or(root.span, |entry| entry.key_span)
}

fn kind_span(root: &Node) -> Span {
    root.get("kind").map_or(root.span, |n| n.span)
}

fn unknown(kind: &str, span: Span, problems: &mut Problems) {
    if OTHER_POLICIES.contains(&kind) {
        let message = format!(
            "{kind} isn't evaluated: traffic that it allows or denies is shown as if it weren't here"
        );
        return problems.warn(span, "POLICY_NOT_EVALUATED", message, "decide this one on a real cluster");
    }
    let mend = match nearest(kind, KINDS) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "it's kept, and has no say here".to_owned(),
    };
    problems.warn(span, "KIND_UNKNOWN", format!("the kind `{kind}` isn't read here"), mend);
}

/// Names in the estate that refer to something which isn't there.
fn check_references(world: &World, estate: &Estate, problems: &mut Problems) {
    if let Some((name, span)) = &estate.dns
        && world.dns_service().is_none()
    {
        let message = format!("there is no Service `{name}`, so names are answered without asking it");
        problems.warn(*span, "REFERENCE", message, "name the cluster's DNS Service as `namespace/name`");
    }
    for lane in &estate.lanes {
        for (id, span) in lane.nodes.iter().filter(|(id, _)| !world.has(id)) {
            let message = format!("nothing in this estate is `{id}`");
            problems.warn(
                *span,
                "REFERENCE",
                message,
                "write pod:NAMESPACE/NAME, endpoint:NAME, filter:NAME or host:NAME",
            );
        }
    }
}
