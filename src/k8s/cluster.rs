//! The cluster as the API server would hold it: checked, with defaults filled in.

use ipnet::IpNet;
use std::collections::BTreeMap;
use std::net::IpAddr;
use zel_model::{Labels, PortRange, Protocol, RuleRef, Selector};
use zel_source::Span;

/// Everything that decides traffic inside one cluster.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// By name; also those that only a namespaced object mentions.
    pub namespaces: BTreeMap<String, Namespace>,
    /// In the order of the texts.
    pub pods: Vec<Pod>,
    /// In the order of the texts.
    pub services: Vec<Service>,
    /// In the order of the texts.
    pub nodes: Vec<Node>,
    /// In the order of the texts.
    pub policies: Vec<Policy>,
    pub(crate) index: Index,
}

/// Where a pod is in [`Cluster::pods`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// By `namespace/name`.
    names: BTreeMap<String, usize>,
    addresses: BTreeMap<IpAddr, usize>,
}

impl Index {
    /// The first pod of a name, or with an address, counts.
    pub(crate) fn of(pods: &[Pod]) -> Index {
        let mut index = Index::default();
        for (at, pod) in pods.iter().enumerate() {
            index.names.entry(pod.id()).or_insert(at);
            if pod.running && !pod.host_network {
                for address in &pod.addresses {
                    index.addresses.entry(*address).or_insert(at);
                }
            }
        }
        index
    }
}

/// A namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace {
    /// Its labels, `kubernetes.io/metadata.name` among them.
    pub labels: Labels,
}

/// A pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pod {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its labels.
    pub labels: Labels,
    /// Its addresses, the primary one first.
    pub addresses: Vec<IpAddr>,
    /// Whether the input gave it none, so that it got one of the lab's own.
    pub address_assigned: bool,
    /// The workload that made it, if one did.
    pub owner: Option<Owner>,
    /// The node that it runs on, if that's said.
    pub node: Option<String>,
    /// Whether it shares its node's network.
    pub host_network: bool,
    /// Declared ports of all its containers.
    pub ports: Vec<ContainerPort>,
    /// Whether it has traffic: not `Succeeded` and not `Failed`.
    pub running: bool,
    /// Where its name is written.
    pub span: Span,
}

/// A workload that makes pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its kind, `Deployment`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

/// A declared port. Declaring opens nothing; its name can be referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerPort {
    /// The name, if it has one.
    pub name: Option<String>,
    /// The number.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

/// A Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Its cluster addresses; none for a headless or ExternalName one.
    pub cluster_ips: Vec<IpAddr>,
    /// The name that it stands for, of type ExternalName.
    pub external_name: Option<String>,
    /// Labels that its pods carry; without any it has no pods of its own.
    pub selector: Labels,
    /// Its ports.
    pub ports: Vec<ServicePort>,
    /// Where its name is written.
    pub span: Span,
}

/// A port of a Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePort {
    /// The port that clients use.
    pub port: u16,
    /// The protocol.
    pub protocol: Protocol,
    /// The pod's port.
    pub target: TargetPort,
    /// Where it's written.
    pub span: Span,
}

/// Where a Service's port leads on a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetPort {
    /// To this number.
    Number(u16),
    /// To the container port of that name, pod by pod.
    Name(String),
}

/// A NetworkPolicy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The pods of its namespace that it isolates.
    pub selector: Selector,
    /// Rules for traffic in; none where the policy doesn't isolate for ingress.
    pub ingress: Option<Vec<Rule>>,
    /// Rules for traffic out; none where the policy doesn't isolate for egress.
    pub egress: Option<Vec<Rule>>,
    /// What makes it isolate for ingress: the type, or the place of the default.
    pub ingress_span: Span,
    /// What makes it isolate for egress.
    pub egress_span: Span,
    /// Where its name is written.
    pub span: Span,
}

/// One rule. Its peers and ports are both met, or it doesn't match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `spec.egress[1]`.
    pub path: String,
    /// Where it's written.
    pub span: Span,
    /// Any of these; none at all: everybody.
    pub peers: Vec<Peer>,
    /// Any of these; none at all: every port of every protocol.
    pub ports: Vec<PortMatch>,
}

/// One peer of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// `spec.egress[1].to[0]`.
    pub path: String,
    /// Where it's written.
    pub span: Span,
    /// Whom it means.
    pub kind: PeerKind,
}

/// Whom a peer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerKind {
    /// Pods: of the policy's own namespace if there is no namespace selector, all pods there if no pod selector.
    Pods {
        /// Of namespaces with these labels.
        namespaces: Option<Selector>,
        /// With these labels.
        pods: Option<Selector>,
    },
    /// Addresses.
    Block {
        /// In this block.
        cidr: IpNet,
        /// But not in these.
        except: Vec<(IpNet, Span)>,
    },
}

/// One port entry of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortMatch {
    /// Where it's written.
    pub span: Span,
    /// Its protocol.
    pub protocol: Protocol,
    /// Its ports.
    pub port: PortSpec,
}

/// Which ports a port entry means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortSpec {
    /// All of its protocol.
    All,
    /// These.
    Range(PortRange),
    /// The destination pod's container port of that name.
    Name(String),
}

impl Pod {
    /// `namespace/name`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    /// `namespace/name[Kind]` of the workload that it belongs to; of a pod that nothing made, its own.
    pub fn workload(&self) -> String {
        match &self.owner {
            Some(owner) => format!("{}/{}[{}]", self.namespace, owner.name, owner.kind),
            None => format!("{}[Pod]", self.id()),
        }
    }

    /// The primary address.
    pub fn address(&self) -> Option<IpAddr> {
        self.addresses.first().copied()
    }

    /// The number of the container port with this name and protocol.
    pub fn named_port(&self, name: &str, protocol: Protocol) -> Option<u16> {
        let fits = |p: &&ContainerPort| p.protocol == protocol && p.name.as_deref() == Some(name);
        self.ports.iter().find(fits).map(|p| p.port)
    }
}

impl Policy {
    /// `policy namespace/name`.
    pub fn owner(&self) -> String {
        format!("policy {}/{}", self.namespace, self.name)
    }

    /// A reference to a part of this policy.
    pub fn rule_ref(&self, path: &str, span: Span) -> RuleRef {
        RuleRef { owner: self.owner(), path: path.to_owned(), span }
    }

    /// Whether it selects this pod.
    pub fn selects(&self, pod: &Pod) -> bool {
        self.namespace == pod.namespace && self.selector.matches(&pod.labels)
    }
}

impl Cluster {
    /// The pod `namespace/name`.
    pub fn pod(&self, namespace: &str, name: &str) -> Option<&Pod> {
        self.pods.get(*self.index.names.get(&format!("{namespace}/{name}"))?)
    }

    /// The running pod with this address. Pods on their node's network have none of their own.
    pub fn pod_at(&self, address: IpAddr) -> Option<&Pod> {
        self.pods.get(*self.index.addresses.get(&address)?)
    }

    /// Whether `address` belongs to this node.
    pub fn is_node(&self, node: &str, address: IpAddr) -> bool {
        self.nodes.iter().any(|n| n.name == node && n.addresses.contains(&address))
    }

    /// Labels of a namespace.
    pub fn namespace_labels(&self, name: &str) -> Option<&Labels> {
        self.namespaces.get(name).map(|n| &n.labels)
    }
}
