//! Manifests → cluster: decoding with the API server's own checks.
//!
//! A document with an error is refused whole, as the API server would; the others go on.

mod meta;
mod net;
mod pod;
mod policy;
mod port;
mod rule;
mod selector;
mod service;
mod workload;

use crate::cluster::Index;
use crate::{Cluster, Namespace};
use meta::Meta;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use workload::Workload;
use zel_model::Labels;
use zel_source::yaml::Node as Yaml;
use zel_source::{Fields, Problems, Span};

/// The label that the API server puts on every namespace.
const NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// Collects manifests into a cluster.
#[derive(Default)]
pub struct Reader {
    cluster: Cluster,
    /// Each with the place among the pods at which its own belong.
    workloads: Vec<(usize, Workload)>,
    /// How many pods they make.
    made: usize,
    seen: BTreeSet<(&'static str, String, String)>,
}

impl Reader {
    /// Reads one document. Gives false where its kind isn't one that is read here, so that somebody else may.
    pub fn read(&mut self, api_version: &str, kind: &str, root: &Yaml, problems: &mut Problems) -> bool {
        match kind {
            "Namespace" | "Pod" | "Service" | "Node" => {
                if version(root, api_version, kind, "v1", problems) {
                    self.core(kind, root, problems);
                }
            }
            "NetworkPolicy" => {
                if version(root, api_version, kind, "networking.k8s.io/v1", problems) {
                    self.policy(root, problems);
                }
            }
            _ => {
                let Some(kind) = workload::kind(kind) else { return false };
                if version(root, api_version, kind.name, kind.version, problems) {
                    self.workload(kind, root, problems);
                }
            }
        }
        true
    }

    /// The cluster, once all documents are read. Namespaces that are only mentioned come into being.
    pub fn finish(mut self) -> Cluster {
        self.expand();
        let cluster = &self.cluster;
        let mentioned: Vec<String> = (cluster.pods.iter().map(|p| &p.namespace))
            .chain(cluster.policies.iter().map(|p| &p.namespace))
            .chain(cluster.services.iter().map(|s| &s.namespace))
            .cloned()
            .collect();
        for name in mentioned {
            self.cluster.namespaces.entry(name.clone()).or_insert_with(|| namespace(&name, Labels::new()));
        }
        assign_addresses(&mut self.cluster);
        self.cluster.index = Index::of(&self.cluster.pods);
        self.cluster
    }

    fn core(&mut self, kind: &str, root: &Yaml, problems: &mut Problems) {
        let before = problems.errors();
        match kind {
            "Namespace" => {
                if let Some(meta) = read_namespace(root, problems)
                    && self.is_new("Namespace", &meta, problems)
                    && problems.errors() == before
                {
                    let entry = namespace(&meta.name, meta.labels);
                    self.cluster.namespaces.insert(meta.name, entry);
                }
            }
            "Pod" => {
                if let Some((meta, pod)) = pod::pod(root, problems)
                    && self.is_new("Pod", &meta, problems)
                    && problems.errors() == before
                {
                    self.cluster.pods.push(pod);
                }
            }
            "Service" => {
                if let Some((meta, service)) = service::service(root, problems)
                    && self.is_new("Service", &meta, problems)
                    && problems.errors() == before
                {
                    self.cluster.services.push(service);
                }
            }
            _ => {
                if let Some((meta, node)) = pod::node(root, problems)
                    && self.is_new("Node", &meta, problems)
                    && problems.errors() == before
                {
                    self.cluster.nodes.push(node);
                }
            }
        }
    }

    fn workload(&mut self, kind: &workload::Kind, root: &Yaml, problems: &mut Problems) {
        let before = problems.errors();
        if let Some((meta, mut workload)) = workload::workload(kind, root, problems)
            && self.is_new(kind.name, &meta, problems)
            && problems.errors() == before
        {
            self.made = self.made.saturating_add(workload.count.unwrap_or(1));
            if self.made > workload::MAX_ALL && workload.count.is_none_or(|count| count > 1) {
                let message = format!(
                    "this input has more than {} pods: of this workload one is looked at",
                    workload::MAX_ALL
                );
                problems.warn(
                    meta.span,
                    "REPLICAS_CAPPED",
                    message,
                    "look at a part of the cluster at a time",
                );
                workload.count = Some(1);
            }
            self.workloads.push((self.cluster.pods.len(), workload));
        }
    }

    /// Puts the workloads' pods where the workloads stand in the texts.
    fn expand(&mut self) {
        let nodes: Vec<String> = self.cluster.nodes.iter().map(|node| node.name.clone()).collect();
        for (at, workload) in std::mem::take(&mut self.workloads).into_iter().rev() {
            self.cluster.pods.splice(at..at, workload.pods(&nodes));
        }
    }

    fn policy(&mut self, root: &Yaml, problems: &mut Problems) {
        let before = problems.errors();
        if let Some((meta, policy)) = policy::policy(root, problems)
            && self.is_new("NetworkPolicy", &meta, problems)
            && problems.errors() == before
        {
            self.cluster.policies.push(policy);
        }
    }

    /// Of two objects with one name, `kubectl apply` would let the second replace the first: surely not meant.
    fn is_new(&mut self, kind: &'static str, meta: &Meta, problems: &mut Problems) -> bool {
        let new = self.seen.insert((kind, meta.namespace.clone(), meta.name.clone()));
        if !new {
            let message = format!("there is a {kind} `{}` already", meta.id());
            problems.error(meta.span, "NAME_TAKEN", message, "give one of the two another name");
        }
        new
    }
}

/// Pods without an address, as in a manifest that was never applied, get one: their node's, if they use its network, else
/// the next of 100.64.0.0/10 (RFC 6598), in the order of the texts.
fn assign_addresses(cluster: &mut Cluster) {
    let taken: BTreeSet<IpAddr> = cluster.pods.iter().flat_map(|pod| &pod.addresses).copied().collect();
    let mut next = u32::from(Ipv4Addr::new(100, 64, 0, 1));
    for pod in cluster.pods.iter_mut().filter(|pod| pod.addresses.is_empty()) {
        let own = |node: &&crate::Node| pod.host_network && pod.node.as_ref() == Some(&node.name);
        let of_node = cluster.nodes.iter().find(own).and_then(|node| node.addresses.first()).copied();
        let address = of_node.unwrap_or_else(|| {
            while taken.contains(&IpAddr::V4(next.into())) {
                next = next.wrapping_add(1);
            }
            let address = IpAddr::V4(next.into());
            next = next.wrapping_add(1);
            address
        });
        pod.addresses.push(address);
        pod.address_assigned = of_node.is_none();
    }
}

fn namespace(name: &str, mut labels: Labels) -> Namespace {
    labels.insert(NAME_LABEL.to_owned(), name.to_owned());
    Namespace { labels }
}

fn read_namespace(root: &Yaml, problems: &mut Problems) -> Option<Meta> {
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind", "spec", "status"]);
    let meta = meta::cluster_wide(&mut fields, problems)?;
    fields.finish(problems);
    let wrong = meta.labels.get(NAME_LABEL).is_some_and(|value| *value != meta.name);
    if wrong {
        let message =
            format!("the API server sets `{NAME_LABEL}` to the namespace's name, whatever is written here");
        problems.warn(meta.span, "NAMESPACE_LABEL", message, "remove the label");
    }
    Some(meta)
}

/// Whether a kind is asked for under its right apiVersion.
fn version(root: &Yaml, api_version: &str, kind: &str, right: &str, problems: &mut Problems) -> bool {
    if api_version == right {
        return true;
    }
    let span = root.get("apiVersion").map_or(root.span, |n: &Yaml| n.span);
    let gone = api_version == "extensions/v1beta1";
    let message = match gone {
        true => format!("`extensions/v1beta1` no longer serves {kind} (removed in Kubernetes 1.16)"),
        false => format!("{kind} isn't of apiVersion `{api_version}`"),
    };
    problems.error(span, "API_VERSION", message, format!("write `apiVersion: {right}`"));
    false
}

/// Notes that a value is outside its range or its set.
fn bad_value(span: Span, message: String, mend: impl Into<String>, problems: &mut Problems) {
    problems.error(span, "FIELD_VALUE", message, mend);
}
