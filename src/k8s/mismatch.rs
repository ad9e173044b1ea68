//! The first thing about a rule that didn't match, in words.

use crate::{Cluster, Peer, PeerKind, Pod, Policy, PortMatch, PortSpec, Remote};
use zel_model::{Labels, Protocol, Requirement, Selector};

/// Peers named in one explanation; more are counted.
const SHOWN: usize = 3;

/// Why none of a rule's peers is the other side.
pub(crate) fn peers(cluster: &Cluster, policy: &Policy, peers: &[Peer], remote: Remote) -> String {
    let mut parts: Vec<String> = peers.iter().take(SHOWN).map(|p| peer(cluster, policy, p, remote)).collect();
    let more = peers.len().saturating_sub(SHOWN);
    if more > 0 {
        parts.push(format!("and {more} more peers don't match either"));
    }
    parts.join("; ")
}

fn peer(cluster: &Cluster, policy: &Policy, peer: &Peer, remote: Remote) -> String {
    match (&peer.kind, remote.pod) {
        (PeerKind::Block { cidr, except }, _) => {
            match except.iter().find(|(e, _)| e.contains(&remote.address)) {
                Some((net, _)) if cidr.contains(&remote.address) => {
                    format!("{} is in `except` {net}", remote.address)
                }
                _ => format!("{} isn't in {cidr}", remote.address),
            }
        }
        (PeerKind::Pods { .. }, None) => {
            format!("{} isn't a pod, and this peer selects pods", remote.address)
        }
        (PeerKind::Pods { namespaces, pods }, Some(pod)) => {
            namespace(cluster, policy, namespaces.as_ref(), pod).unwrap_or_else(|| labels(pods.as_ref(), pod))
        }
    }
}

fn namespace(cluster: &Cluster, policy: &Policy, wanted: Option<&Selector>, pod: &Pod) -> Option<String> {
    let Some(selector) = wanted else {
        let own = pod.namespace == policy.namespace;
        return (!own).then(|| {
            format!(
                "a podSelector alone means namespace {}, and {} is in {}",
                policy.namespace,
                pod.id(),
                pod.namespace
            )
        });
    };
    let empty = Labels::new();
    let labels = cluster.namespace_labels(&pod.namespace).unwrap_or(&empty);
    let requirement = selector.mismatch(labels)?;
    Some(format!("namespace {} {}", pod.namespace, unmet(requirement, labels)))
}

fn labels(wanted: Option<&Selector>, pod: &Pod) -> String {
    match wanted.and_then(|selector| selector.mismatch(&pod.labels)) {
        Some(requirement) => format!("pod {} {}", pod.id(), unmet(requirement, &pod.labels)),
        None => "it matches".to_owned(),
    }
}

/// How labels fail a requirement: "has `app=web`, not `app=api`".
fn unmet(requirement: &Requirement, labels: &Labels) -> String {
    match labels.get(&requirement.key) {
        Some(value) => format!("has `{}={value}`, and `{requirement}` is asked", requirement.key),
        None => format!("has no label `{}`, and `{requirement}` is asked", requirement.key),
    }
}

/// Why none of a rule's ports is the one asked for.
pub(crate) fn ports(entries: &[PortMatch], protocol: Protocol, port: u16) -> String {
    let list: Vec<String> = entries.iter().map(entry).collect();
    format!("the rule opens {}, not {protocol} {port}", list.join(", "))
}

fn entry(entry: &PortMatch) -> String {
    match &entry.port {
        PortSpec::All => format!("all of {}", entry.protocol),
        PortSpec::Range(range) => format!("{} {range}", entry.protocol),
        PortSpec::Name(name) => format!("{} port `{name}`", entry.protocol),
    }
}
