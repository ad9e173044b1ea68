//! Kubernetes: manifests → [`Cluster`] → decisions.
//!
//! Source of the rules: the API reference of core/v1 and networking.k8s.io/v1, the Network Policies concept page.
//! Knows nothing of clouds.

mod cluster;
mod decide;
mod dns;
mod lint;
mod mismatch;
mod read;
mod service;

pub use cluster::{
    Cluster, ContainerPort, Namespace, Node, Owner, Peer, PeerKind, Pod, Policy, PortMatch, PortSpec, Rule,
    Service, ServicePort, TargetPort,
};
pub use decide::{Decision, Remote, egress, egress_passes, ingress, ingress_passes, is_about, isolating};
pub use dns::{Answer, resolve};
pub use lint::lint;
pub use read::Reader;
pub use service::{Backend, translate};
