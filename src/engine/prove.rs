//! Statements over all addresses, protocols and ports.

use crate::classes;
use crate::world::{Peer, World};
use ipnet::IpNet;
use std::net::IpAddr;
use zel_k8s::Pod;
use zel_model::{Connections, End, Flow, PortRange, Protocol};

/// Looks for a way from a pod to the internet that its own policies leave open, whatever stands behind them. None is a
/// proof that there is none; a flow is one that gets past the pod's policies.
pub fn way_out(world: &World, pod: &Pod) -> Option<Flow> {
    let not_internet = classes::not_internet();
    let inside = |net: &IpNet, address| net.contains(&address);
    let ports = classes::ports(world);
    for v4 in [true, false] {
        let Some(own) = pod.addresses.iter().find(|a| a.is_ipv4() == v4) else { continue };
        let from = Peer { pod: Some(pod), address: *own };
        // The estate's own hosts first, the attacker's before all: the flow that is found should say something to a reader.
        let hosts = |hostile| {
            let hosts = world.network.iter().flat_map(|network| &network.hosts);
            hosts.filter(move |host| host.hostile == hostile).flat_map(|host| &host.addresses)
        };
        let known = hosts(true).chain(hosts(false)).copied().filter(|address| address.is_ipv4() == v4);
        for address in known.chain(classes::addresses(world, v4, &not_internet)) {
            let private = not_internet.iter().any(|net| inside(net, address));
            let of_vpc = world.network.as_ref().is_some_and(|n| n.inside(address));
            if private || of_vpc || world.cluster.pod_at(address).is_some() {
                continue;
            }
            let to = Peer { pod: None, address };
            for protocol in Protocol::ALL {
                let open = |port: &&u16| world.egress_passes(from, to, protocol, **port);
                if let Some(port) = ports.iter().find(open) {
                    let from = End::Pod { namespace: pod.namespace.clone(), name: pod.name.clone() };
                    return Some(Flow::new(from, End::Ip(address), protocol, *port));
                }
            }
        }
    }
    None
}

/// Somebody who may connect to a pod, and over what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// A pod, or one address of a class of addresses outside.
    pub from: End,
    /// Over what.
    pub ports: Connections,
}

/// Everybody whom policies let connect to a pod: all other pods, and all addresses outside the cluster. The pod's own
/// node is left out: it can't be kept out.
pub fn callers(world: &World, pod: &Pod) -> Vec<Caller> {
    let mut callers = Vec::new();
    let ports = classes::ports(world);
    for group in classes::alike(world) {
        let others: Vec<&Pod> = group.into_iter().filter(|other| !std::ptr::eq(*other, pod)).collect();
        let Some(first) = others.first().filter(|other| !of_own_node(world, other, pod)) else { continue };
        let mut open = Connections::default();
        for (from, to) in pairs(first, pod) {
            let (from, to) = (Peer { pod: Some(first), address: from }, Peer { pod: Some(pod), address: to });
            open.add(&open_ports(world, from, to, &ports));
        }
        if open.is_empty() {
            continue;
        }
        let end = |other: &Pod| End::Pod { namespace: other.namespace.clone(), name: other.name.clone() };
        callers.extend(others.into_iter().map(|other| Caller { from: end(other), ports: open.clone() }));
    }
    for v4 in [true, false] {
        let Some(own) = pod.addresses.iter().find(|a| a.is_ipv4() == v4) else { continue };
        let to = Peer { pod: Some(pod), address: *own };
        for address in classes::addresses(world, v4, &[]) {
            let own_node = pod.node.as_deref().is_some_and(|node| world.cluster.is_node(node, address));
            let open = open_ports(world, Peer { pod: None, address }, to, &ports);
            if !own_node && !open.is_empty() {
                callers.push(Caller { from: End::Ip(address), ports: open });
            }
        }
    }
    callers
}

/// Whether a pod is its own node's network, and that node is `pod`'s: it can't be kept out either.
fn of_own_node(world: &World, other: &Pod, pod: &Pod) -> bool {
    let node = pod.node.as_deref().filter(|_| other.host_network);
    node.is_some_and(|node| other.addresses.iter().any(|address| world.cluster.is_node(node, *address)))
}

/// Addresses by which two pods may meet: the first of each family that both have.
fn pairs(from: &Pod, to: &Pod) -> Vec<(IpAddr, IpAddr)> {
    let of = |pod: &Pod, v4: bool| pod.addresses.iter().find(|address| address.is_ipv4() == v4).copied();
    [true, false].into_iter().filter_map(|v4| Some((of(from, v4)?, of(to, v4)?))).collect()
}

/// Running pods, one of each group that policies and filters can't tell apart as a source.
pub fn kinds(world: &World) -> Vec<&Pod> {
    classes::alike(world).into_iter().filter_map(|group| group.first().copied()).collect()
}

fn open_ports(world: &World, from: Peer, to: Peer, starts: &[u16]) -> Connections {
    let mut open = Connections::default();
    for protocol in Protocol::ALL {
        let ends = starts.iter().skip(1).map(|next| next.saturating_sub(1)).chain([u16::MAX]);
        for (first, last) in starts.iter().zip(ends) {
            if world.passes(from, to, protocol, *first) {
                open = open.with(protocol, PortRange { first: *first, last });
            }
        }
    }
    open
}
