//! Asking DNS, as a part of the conversation that can die like any other.
//!
//! Source: concept page DNS for Services and Pods; VPC guide, "DNS attributes for your VPC" (the resolver at VPC+2 isn't
//! filtered by the VPC's own security groups and ACLs).

use crate::walk::{Dead, Walk, node_of, pod_node};
use crate::world::Peer;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr};
use zel_aws::Network;
use zel_k8s::Answer;
use zel_model::{Action, Cause, Code, Gate, NodeId, Phase, Protocol, RuleRef};

const DNS_PORT: u16 = 53;
/// ExternalName Services that point at each other.
const MAX_ALIASES: usize = 8;

/// Resolves `name` for `from`: the question goes to the cluster's DNS, which answers for the cluster itself and asks
/// the VPC's resolver for everything else.
pub(crate) fn ask<'w>(walk: &mut Walk<'w>, from: Peer<'w>, name: &str) -> Result<IpAddr, Dead> {
    let server = server(walk, from, name)?;
    let namespace = from.pod.map_or("default", |pod| pod.namespace.as_str());
    let mut wanted = name.to_owned();
    for _ in 0..MAX_ALIASES {
        match zel_k8s::resolve(&walk.world.cluster, namespace, &wanted) {
            Answer::Address(address) => {
                answer(walk, &at(from, server), address, &wanted, None);
                return Ok(address);
            }
            Answer::Alias(alias) => wanted = alias,
            Answer::NoSuchName => break,
            Answer::Elsewhere => return upstream(walk, from, server, &wanted),
        }
    }
    Err(no_such_name(walk, &at(from, server), &wanted))
}

/// The question's way to the cluster's DNS pod. None where the input has no DNS Service, or the client is no pod.
fn server<'w>(walk: &mut Walk<'w>, from: Peer<'w>, name: &str) -> Result<Option<Peer<'w>>, Dead> {
    let service = walk.world.dns_service().and_then(|service| service.cluster_ips.first().copied());
    let (Some(address), Some(_)) = (service, from.pod) else {
        walk.assume("DNS_NOT_IN_INPUT", "the input has no DNS Service: names are answered without asking it");
        return Ok(None);
    };
    let here = node_of(from);
    let attempt = question(walk, from, address);
    let server = attempt.map_err(|_| {
        let cause = Cause::new(Code::DnsNotResolved, name);
        walk.stop(here, Phase::Name, Gate::Resolver, cause)
    })?;
    let (from, to) = walk.world.same_family(from, server);
    if !walk.world.egress(from, to, Protocol::Tcp, DNS_PORT).allowed {
        walk.assume(
            "DNS_ANSWER_IS_SHORT",
            "the answer fits into a datagram: a longer one needs TCP 53, which is shut",
        );
    }
    Ok(Some(server))
}

fn question<'w>(walk: &mut Walk<'w>, from: Peer<'w>, address: IpAddr) -> Result<Peer<'w>, Dead> {
    let to = walk.world.peer_at(address);
    let (to, port) = walk.translate(&node_of(from), Phase::Name, to, Protocol::Udp, DNS_PORT)?;
    let (from, to) = walk.world.same_family(from, to);
    walk.egress(from, to, Phase::Name, Protocol::Udp, port)?;
    let decision = walk.world.ingress(from, to, Protocol::Udp, port);
    walk.policy(&at(from, Some(to)), Phase::Name, Gate::PolicyIngress, decision)?;
    Ok(to)
}

/// Where the answer is given: the DNS pod, or the client itself where there is none.
fn at(from: Peer, server: Option<Peer>) -> NodeId {
    server.and_then(|s| s.pod).map_or_else(|| node_of(from), |pod| pod_node(&pod.id()))
}

/// A name that isn't the cluster's: the DNS pod asks the VPC's resolver, under its own egress policies.
fn upstream<'w>(
    walk: &mut Walk<'w>,
    from: Peer<'w>,
    server: Option<Peer<'w>>,
    name: &str,
) -> Result<IpAddr, Dead> {
    let Some(network) = &walk.world.network else {
        return stand_in(walk, &at(from, server), name);
    };
    if let (Some(server), Some(resolver)) = (server, resolver_address(network)) {
        let to = walk.world.peer_at(resolver);
        let sent = walk.egress(server, to, Phase::Name, Protocol::Udp, DNS_PORT);
        sent.map_err(|_| {
            let cause = Cause::new(Code::DnsNotResolved, name);
            walk.stop(at(from, Some(server)), Phase::Name, Gate::Resolver, cause)
        })?;
    }
    walk.assume(
        "RESOLVER_UNFILTERED",
        "the VPC's own resolver answers: no security group or network ACL filters it",
    );
    let here = NodeId("resolver".to_owned());
    match zel_aws::resolve(network, name) {
        Some(found) => {
            let how = if found.private { "private DNS" } else { "public DNS" };
            let rule = RuleRef {
                owner: format!("{how} of {}", found.label),
                path: "names".to_owned(),
                span: found.span,
            };
            answer(walk, &here, found.address, name, Some(rule));
            Ok(found.address)
        }
        None => stand_in(walk, &here, name),
    }
}

/// The VPC's resolver: the second address of its primary block.
fn resolver_address(network: &Network) -> Option<IpAddr> {
    match network.vpc.cidrs.first()? {
        IpNet::V4(net) => Some(IpAddr::V4(Ipv4Addr::from(u32::from(net.network()).checked_add(2)?))),
        IpNet::V6(_) => None,
    }
}

/// A public name that nothing in the input defines gets an internet address of the lab's own. Names of one label and
/// those under `.invalid` (RFC 6761) don't exist.
fn stand_in(walk: &mut Walk, here: &NodeId, name: &str) -> Result<IpAddr, Dead> {
    if !name.contains('.') || name.ends_with(".invalid") {
        return Err(no_such_name(walk, here, name));
    }
    // FNV-1a, so that a name has one address on every platform; 198.18.0.0/15 is nobody's (RFC 2544).
    let hash = name.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let address = IpAddr::V4(Ipv4Addr::from(0xC612_0000 | (hash & 0x0001_FFFF)));
    let text = format!("nothing in the input defines {name}: it's taken for a public host at {address}");
    walk.assume("NAME_STAND_IN", &text);
    answer(walk, here, address, name, None);
    Ok(address)
}

fn answer(walk: &mut Walk, here: &NodeId, address: IpAddr, name: &str, rule: Option<RuleRef>) {
    let cause = Cause { rules: rule.into_iter().collect(), ..Cause::new(Code::DnsAnswered, name) };
    walk.step(here, Phase::Name, Gate::Resolver, Action::Resolve { address }, cause);
}

fn no_such_name(walk: &mut Walk, here: &NodeId, name: &str) -> Dead {
    let cause = Cause::new(Code::DnsNoSuchName, name);
    walk.step(here, Phase::Name, Gate::Resolver, Action::Reject, cause);
    Dead(Code::DnsNoSuchName)
}
