//! What the cluster's DNS answers by itself.
//!
//! Source: concept page DNS for Services and Pods.

use crate::Cluster;
use std::net::IpAddr;

/// What the cluster knows of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A Service's cluster address, or the first pod's of a headless one.
    Address(IpAddr),
    /// It stands for a name outside (ExternalName).
    Alias(String),
    /// It's inside the cluster's own domain, and nothing has it.
    NoSuchName,
    /// It isn't the cluster's: asked further up.
    Elsewhere,
}

/// Resolves a host name for a pod of `namespace`: `svc`, `svc.namespace`, `svc.namespace.svc`,
/// `svc.namespace.svc.cluster.local`.
pub fn resolve(cluster: &Cluster, namespace: &str, name: &str) -> Answer {
    let labels: Vec<&str> = name.split('.').collect();
    let (service, namespace, own_domain) = match labels.as_slice() {
        [service] => (*service, namespace, false),
        [service, namespace] => (*service, *namespace, false),
        [service, namespace, "svc"] | [service, namespace, "svc", "cluster", "local"] => {
            (*service, *namespace, true)
        }
        [.., "svc", "cluster", "local"] => return Answer::NoSuchName,
        _ => return Answer::Elsewhere,
    };
    let found = cluster.services.iter().find(|s| s.name == service && s.namespace == namespace);
    let Some(found) = found else { return if own_domain { Answer::NoSuchName } else { Answer::Elsewhere } };
    if let Some(alias) = &found.external_name {
        return Answer::Alias(alias.clone());
    }
    let headless = || found.pods(cluster).find_map(|pod| pod.address());
    found.cluster_ips.first().copied().or_else(headless).map_or(Answer::NoSuchName, Answer::Address)
}
