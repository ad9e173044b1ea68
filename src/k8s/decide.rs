//! What NetworkPolicies decide about one side of a connection.
//!
//! Source: API reference NetworkPolicy (networking.k8s.io/v1); concept page Network Policies, "The two sorts of pod
//! isolation".

use crate::mismatch;
use crate::{Cluster, Peer, PeerKind, Pod, Policy, PortMatch, PortSpec, Rule};
use std::net::IpAddr;
use zel_model::{Cause, Code, Considered, Gate, PortRange, Protocol};
use zel_source::Span;

/// The other side of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Remote<'c> {
    /// The pod, if it's one with an address of its own.
    pub pod: Option<&'c Pod>,
    /// Its address, as the policy sees it: after a Service's translation.
    pub address: IpAddr,
}

/// What one side decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it passes.
    pub allowed: bool,
    /// Why.
    pub cause: Cause,
}

/// One question to the policies: the selected pod, the other side, and the destination's port.
struct Question<'c> {
    cluster: &'c Cluster,
    gate: Gate,
    pod: &'c Pod,
    remote: Remote<'c>,
    protocol: Protocol,
    port: u16,
}

/// Whether `pod` may open a connection to `remote` on the pod's (not the Service's) `port`.
pub fn egress(cluster: &Cluster, pod: &Pod, remote: Remote, protocol: Protocol, port: u16) -> Decision {
    let is_self = remote.pod.is_some_and(|other| std::ptr::eq(other, pod));
    Question { cluster, gate: Gate::PolicyEgress, pod, remote, protocol, port }.decide(is_self)
}

/// Whether `pod` accepts a connection from `remote` on `port`.
pub fn ingress(cluster: &Cluster, pod: &Pod, remote: Remote, protocol: Protocol, port: u16) -> Decision {
    let is_self = remote.pod.is_some_and(|other| std::ptr::eq(other, pod));
    let own_node = pod.node.as_deref().is_some_and(|node| cluster.is_node(node, remote.address));
    if own_node && remote.pod.is_none() {
        return pass(Cause::new(Code::NpOwnNode, remote.address.to_string()));
    }
    Question { cluster, gate: Gate::PolicyIngress, pod, remote, protocol, port }.decide(is_self)
}

/// The policies that isolate `pod` in this direction, with their rules. Statements 6 and 7: a policy isolates the pods
/// that it selects for the types in force.
pub fn isolating<'c>(
    cluster: &'c Cluster,
    pod: &Pod,
    gate: Gate,
) -> impl Iterator<Item = (&'c Policy, &'c [Rule], Span)> {
    cluster.policies.iter().filter(|policy| policy.selects(pod)).filter_map(move |policy| match gate {
        Gate::PolicyEgress => Some((policy, policy.egress.as_deref()?, policy.egress_span)),
        _ => Some((policy, policy.ingress.as_deref()?, policy.ingress_span)),
    })
}

fn pass(cause: Cause) -> Decision {
    Decision { allowed: true, cause }
}

impl Question<'_> {
    fn decide(&self, is_self: bool) -> Decision {
        let subject = self.subject();
        if is_self {
            return pass(Cause::new(Code::NpSelf, subject));
        }
        if self.pod.host_network {
            return pass(Cause::new(Code::NpHostNetwork, subject));
        }
        let isolating: Vec<_> = isolating(self.cluster, self.pod, self.gate).collect();
        if isolating.is_empty() {
            return pass(Cause::new(Code::NpNotIsolated, subject));
        }
        let mut considered = Vec::new();
        for (policy, rules, _) in &isolating {
            for rule in *rules {
                match self.matching(policy, rule) {
                    Ok((path, span)) => {
                        return pass(Cause::new(Code::NpRule, subject).by(policy.rule_ref(&path, span)));
                    }
                    Err(mismatch) => {
                        considered.push(Considered { rule: policy.rule_ref(&rule.path, rule.span), mismatch })
                    }
                }
            }
        }
        let code = if self.gate == Gate::PolicyEgress { Code::NpEgressNoRule } else { Code::NpIngressNoRule };
        let section = if self.gate == Gate::PolicyEgress { "spec.egress" } else { "spec.ingress" };
        let rules = isolating.iter().map(|(policy, _, span)| policy.rule_ref(section, *span)).collect();
        Decision { allowed: false, cause: Cause { code, rules, considered, subject } }
    }

    fn subject(&self) -> String {
        let remote = self.remote.pod.map_or_else(|| self.remote.address.to_string(), Pod::id);
        format!("{remote} {} {}", self.protocol, self.port)
    }

    /// The place inside a rule that matches, or the first thing that doesn't.
    fn matching(&self, policy: &Policy, rule: &Rule) -> Result<(String, Span), String> {
        let peer = rule.peers.iter().find(|peer| self.meets(policy, peer));
        if peer.is_none() && !rule.peers.is_empty() {
            return Err(mismatch::peers(self.cluster, policy, &rule.peers, self.remote));
        }
        if !rule.ports.is_empty() && !rule.ports.iter().any(|entry| self.meets_port(entry)) {
            return Err(mismatch::ports(&rule.ports, self.protocol, self.port));
        }
        Ok(peer.map_or_else(|| (rule.path.clone(), rule.span), |peer| (peer.path.clone(), peer.span)))
    }

    /// Statements 12–15.
    fn meets(&self, policy: &Policy, peer: &Peer) -> bool {
        match &peer.kind {
            PeerKind::Block { cidr, except } => {
                cidr.contains(&self.remote.address)
                    && !except.iter().any(|(net, _)| net.contains(&self.remote.address))
            }
            PeerKind::Pods { namespaces, pods } => self.remote.pod.is_some_and(|pod| {
                let in_namespace = match namespaces {
                    None => pod.namespace == policy.namespace,
                    Some(selector) => {
                        self.cluster.namespace_labels(&pod.namespace).is_some_and(|l| selector.matches(l))
                    }
                };
                in_namespace && pods.as_ref().is_none_or(|selector| selector.matches(&pod.labels))
            }),
        }
    }

    /// Statements 18–20. A name is looked up on the destination: the other side for egress, this pod for ingress.
    fn meets_port(&self, entry: &PortMatch) -> bool {
        if entry.protocol != self.protocol {
            return false;
        }
        let destination = if self.gate == Gate::PolicyEgress { self.remote.pod } else { Some(self.pod) };
        match &entry.port {
            PortSpec::All => true,
            PortSpec::Range(PortRange { first, last }) => (*first..=*last).contains(&self.port),
            PortSpec::Name(name) => {
                destination.is_some_and(|pod| pod.named_port(name, self.protocol) == Some(self.port))
            }
        }
    }
}
