//! Classes of addresses and ports that no rule can tell apart, each with one member to ask about.
//!
//! Asking once for each class is a proof over all addresses and ports, not a sample.

use crate::World;
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use zel_k8s::{PeerKind, Pod, PortSpec, Rule};

/// One port of each class, in order.
pub(crate) fn ports(world: &World) -> Vec<u16> {
    let mut starts = BTreeSet::from([1]);
    for rule in rules(world) {
        for entry in &rule.ports {
            if let PortSpec::Range(range) = &entry.port {
                starts.extend([Some(range.first), range.last.checked_add(1)].into_iter().flatten());
            }
        }
    }
    for port in world.cluster.pods.iter().flat_map(|pod| &pod.ports) {
        starts.extend([Some(port.port), port.port.checked_add(1)].into_iter().flatten());
    }
    starts.into_iter().collect()
}

/// One address of each class of a family, in order, none of them a pod's: borders are the blocks of rules, the VPC's
/// blocks, the nodes' addresses, and `more`.
pub(crate) fn addresses(world: &World, v4: bool, more: &[IpNet]) -> Vec<IpAddr> {
    let starts = starts(world, v4, more);
    let ends = starts.iter().skip(1).map(Some).chain([None]);
    starts.iter().zip(ends).filter_map(|(start, end)| free(world, *start, end)).collect()
}

/// Addresses from `first` to `last`, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) first: IpAddr,
    pub(crate) last: IpAddr,
}

/// The whole address space, cut at every border that a rule can see; of IPv6 only where a rule or a pod speaks of it.
pub(crate) fn ranges(world: &World) -> Vec<Range> {
    let of_family = |v4: bool| {
        let starts: Vec<IpAddr> = starts(world, v4, &[]).into_iter().collect();
        let highest =
            if v4 { IpAddr::V4(Ipv4Addr::BROADCAST) } else { IpAddr::V6(Ipv6Addr::from(u128::MAX)) };
        let ends = starts.iter().skip(1).map(|next| before(*next)).chain([highest]);
        starts.iter().zip(ends).map(|(first, last)| Range { first: *first, last }).collect::<Vec<_>>()
    };
    let mut ranges = of_family(true);
    let six = of_family(false);
    if six.len() > 1 || world.cluster.pods.iter().flat_map(|pod| &pod.addresses).any(IpAddr::is_ipv6) {
        ranges.extend(six);
    }
    ranges
}

/// The address before another one; the lowest has none before it and stays.
fn before(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(a) => IpAddr::V4(u32::from(a).saturating_sub(1).into()),
        IpAddr::V6(a) => IpAddr::V6(u128::from(a).saturating_sub(1).into()),
    }
}

/// The first address of a class that no pod has.
fn free(world: &World, start: IpAddr, end: Option<&IpAddr>) -> Option<IpAddr> {
    let mut address = start;
    while world.cluster.pod_at(address).is_some() {
        address = after(&IpNet::from(address)).filter(|next| end != Some(next))?;
    }
    Some(address)
}

/// The number of the class that an address belongs to.
fn class_of(starts: &BTreeSet<IpAddr>, address: IpAddr) -> usize {
    starts.range(..=address).count()
}

fn starts(world: &World, v4: bool, more: &[IpNet]) -> BTreeSet<IpAddr> {
    let mut nets: Vec<IpNet> = more.to_vec();
    for peer in rules(world).flat_map(|rule| &rule.peers) {
        if let PeerKind::Block { cidr, except } = &peer.kind {
            nets.push(*cidr);
            nets.extend(except.iter().map(|(net, _)| *net));
        }
    }
    if let Some(network) = &world.network {
        nets.extend(&network.vpc.cidrs);
        nets.extend(network.filters.iter().filter_map(|filter| filter.home_net.as_ref()).flatten());
    }
    nets.extend(
        world.cluster.nodes.iter().flat_map(|node| &node.addresses).map(|address| IpNet::from(*address)),
    );
    let zero = if v4 { IpAddr::V4(Ipv4Addr::UNSPECIFIED) } else { IpAddr::V6(Ipv6Addr::UNSPECIFIED) };
    let mut starts = BTreeSet::from([zero]);
    for net in nets.iter().filter(|net| net.network().is_ipv4() == v4) {
        starts.insert(net.network());
        starts.extend(after(net));
    }
    starts
}

/// Running pods by what policies and filters can tell of them: pods of one group are decided alike, whichever side of a
/// connection they are on.
pub(crate) fn alike(world: &World) -> Vec<Vec<&Pod>> {
    let (four, six) = (starts(world, true, &[]), starts(world, false, &[]));
    let class = |address: &IpAddr| class_of(if address.is_ipv4() { &four } else { &six }, *address);
    let mut groups: BTreeMap<String, Vec<&Pod>> = BTreeMap::new();
    for pod in world.cluster.pods.iter().filter(|pod| pod.running) {
        let mut key =
            format!("{} {} {}", pod.namespace, pod.host_network, pod.node.as_deref().unwrap_or_default());
        for (name, value) in &pod.labels {
            key.push_str(&format!(" {name}={value}"));
        }
        for address in &pod.addresses {
            key.push_str(&format!(" {}", class(address)));
        }
        for port in pod.ports.iter().filter(|port| port.name.is_some()) {
            let name = port.name.as_deref().unwrap_or_default();
            key.push_str(&format!(" {name}:{}:{}", port.port, port.protocol));
        }
        groups.entry(key).or_default().push(pod);
    }
    groups.into_values().collect()
}

/// The address that follows a block.
fn after(net: &IpNet) -> Option<IpAddr> {
    match net.broadcast() {
        IpAddr::V4(last) => u32::from(last).checked_add(1).map(|next| IpAddr::V4(next.into())),
        IpAddr::V6(last) => u128::from(last).checked_add(1).map(|next| IpAddr::V6(next.into())),
    }
}

fn rules(world: &World) -> impl Iterator<Item = &Rule> {
    world.cluster.policies.iter().flat_map(|policy| policy.ingress.iter().chain(&policy.egress).flatten())
}

/// Blocks that aren't the internet: private, shared, loopback, link-local, multicast, reserved (RFC 6890).
pub(crate) fn not_internet() -> Vec<IpNet> {
    const BLOCKS: [(Ipv4Addr, u8); 9] = [
        (Ipv4Addr::new(0, 0, 0, 0), 8),
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(224, 0, 0, 0), 4),
        (Ipv4Addr::new(240, 0, 0, 0), 4),
    ];
    // Of IPv6 only 2000::/3 is global unicast: what lies below and above it isn't.
    const BLOCKS6: [(Ipv6Addr, u8); 3] = [
        (Ipv6Addr::UNSPECIFIED, 3),
        (Ipv6Addr::new(0x4000, 0, 0, 0, 0, 0, 0, 0), 2),
        (Ipv6Addr::new(0x8000, 0, 0, 0, 0, 0, 0, 0), 1),
    ];
    let v4 = BLOCKS.iter().filter_map(|(a, len)| IpNet::new(IpAddr::V4(*a), *len).ok());
    v4.chain(BLOCKS6.iter().filter_map(|(a, len)| IpNet::new(IpAddr::V6(*a), *len).ok())).collect()
}
