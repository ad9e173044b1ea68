//! The specification as plain loops over one flow: statements 1–20, one at a time, with nothing of the engine's but the
//! parsed manifests.

use std::net::IpAddr;
use zero_egress_lab::k8s::{Cluster, Peer, PeerKind, Pod, Policy, PortSpec, Rule};
use zero_egress_lab::model::{Labels, Operator, Protocol, Selector};

/// One end: the pod, if there is one, and the address that it's seen with.
#[derive(Clone, Copy)]
pub struct Party<'c> {
    pub pod: Option<&'c Pod>,
    pub address: IpAddr,
}

/// Whether the two sides' policies pass: egress of the source, ingress of the destination.
pub fn verdicts(cluster: &Cluster, from: Party, to: Party, protocol: Protocol, port: u16) -> (bool, bool) {
    (side(cluster, false, from, to, protocol, port), side(cluster, true, from, to, protocol, port))
}

fn side(cluster: &Cluster, inward: bool, from: Party, to: Party, protocol: Protocol, port: u16) -> bool {
    let (own, other) = if inward { (to, from) } else { (from, to) };
    // Policies are about pods; those on their node's network are left alone (17).
    let Some(pod) = own.pod.filter(|pod| !pod.host_network) else { return true };
    // A pod isn't cut off from itself, nor from its node (16).
    if other.pod.is_some_and(|o| o.namespace == pod.namespace && o.name == pod.name) {
        return true;
    }
    let seen = other.pod.filter(|o| !o.host_network);
    if inward && seen.is_none() {
        for node in &cluster.nodes {
            if pod.node.as_ref() == Some(&node.name) && node.addresses.contains(&other.address) {
                return true;
            }
        }
    }
    let mut isolated = false;
    for policy in &cluster.policies {
        if policy.namespace != pod.namespace || !selected(&policy.selector, &pod.labels) {
            continue;
        }
        let Some(rules) = (if inward { &policy.ingress } else { &policy.egress }) else { continue };
        isolated = true;
        for rule in rules {
            // A pod on its node's network is an address to others, and of an address no port's name is known (17, 19).
            let named =
                |name: &str| to.pod.is_some_and(|to| !to.host_network && declares(to, name, protocol, port));
            if names(cluster, policy, rule, seen, other.address) && opens(rule, protocol, port, named) {
                return true;
            }
        }
    }
    !isolated
}

fn names(cluster: &Cluster, policy: &Policy, rule: &Rule, pod: Option<&Pod>, address: IpAddr) -> bool {
    rule.peers.is_empty() || rule.peers.iter().any(|peer| means(cluster, policy, peer, pod, address))
}

fn means(cluster: &Cluster, policy: &Policy, peer: &Peer, pod: Option<&Pod>, address: IpAddr) -> bool {
    match (&peer.kind, pod) {
        (PeerKind::Block { cidr, except }, _) => {
            inside(cidr.addr(), cidr.prefix_len(), address)
                && !except.iter().any(|(net, _)| inside(net.addr(), net.prefix_len(), address))
        }
        (PeerKind::Pods { .. }, None) => false,
        (PeerKind::Pods { namespaces, pods }, Some(pod)) => {
            let there = match namespaces {
                None => pod.namespace == policy.namespace,
                Some(selector) => selected(selector, &cluster.namespaces[&pod.namespace].labels),
            };
            there && pods.as_ref().is_none_or(|selector| selected(selector, &pod.labels))
        }
    }
}

fn opens(rule: &Rule, protocol: Protocol, port: u16, named: impl Fn(&str) -> bool) -> bool {
    let meets = |spec: &PortSpec| match spec {
        PortSpec::All => true,
        PortSpec::Range(range) => range.first <= port && port <= range.last,
        PortSpec::Name(name) => named(name),
    };
    rule.ports.is_empty() || rule.ports.iter().any(|entry| entry.protocol == protocol && meets(&entry.port))
}

fn declares(pod: &Pod, name: &str, protocol: Protocol, port: u16) -> bool {
    let found = pod.ports.iter().find(|p| p.name.as_deref() == Some(name) && p.protocol == protocol);
    found.is_some_and(|p| p.port == port)
}

fn selected(selector: &Selector, labels: &Labels) -> bool {
    selector.requirements.iter().all(|wanted| {
        let value = labels.get(&wanted.key);
        let listed = value.is_some_and(|value| wanted.values.iter().any(|v| v == value));
        match wanted.operator {
            Operator::In => listed,
            Operator::NotIn => !listed,
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
        }
    })
}

fn inside(net: IpAddr, length: u8, address: IpAddr) -> bool {
    let (net, address, width) = match (net, address) {
        (IpAddr::V4(n), IpAddr::V4(a)) => (u128::from(u32::from(n)), u128::from(u32::from(a)), 32),
        (IpAddr::V6(n), IpAddr::V6(a)) => (u128::from(n), u128::from(a), 128),
        _ => return false,
    };
    length == 0 || (net ^ address) >> (width - u32::from(length)) == 0
}
