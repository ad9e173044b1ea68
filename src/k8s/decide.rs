//! What NetworkPolicies decide about one side of a connection.
//!
//! Source: API reference NetworkPolicy (networking.k8s.io/v1); concept page Network Policies, "The two sorts of pod
//! isolation".

use crate::mismatch;
use crate::{Cluster, Peer, PeerKind, Pod, Policy, PortMatch, PortSpec, Rule};
use std::net::IpAddr;
use zel_model::{Cause, Code, Connections, Considered, Gate, PortRange, Protocol};
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
    Question { cluster, gate: Gate::PolicyEgress, pod, remote, protocol, port }.decide()
}

/// Whether `pod` accepts a connection from `remote` on `port`.
pub fn ingress(cluster: &Cluster, pod: &Pod, remote: Remote, protocol: Protocol, port: u16) -> Decision {
    Question { cluster, gate: Gate::PolicyIngress, pod, remote, protocol, port }.decide()
}

/// [`egress`] without its cause, for proofs: they ask very often, and don't say why.
pub fn egress_passes(cluster: &Cluster, pod: &Pod, remote: Remote, protocol: Protocol, port: u16) -> bool {
    Question { cluster, gate: Gate::PolicyEgress, pod, remote, protocol, port }.passes()
}

/// [`ingress`] without its cause.
pub fn ingress_passes(cluster: &Cluster, pod: &Pod, remote: Remote, protocol: Protocol, port: u16) -> bool {
    Question { cluster, gate: Gate::PolicyIngress, pod, remote, protocol, port }.passes()
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
    fn decide(&self) -> Decision {
        if let Some(cause) = self.exempt() {
            return pass(cause);
        }
        let subject = self.subject();
        let isolating: Vec<_> = isolating(self.cluster, self.pod, self.gate).collect();
        if isolating.is_empty() {
            return pass(Cause::new(Code::NpNotIsolated, subject));
        }
        let rules =
            || isolating.iter().flat_map(|(policy, rules, _)| rules.iter().map(move |rule| (*policy, rule)));
        let found = rules().find_map(|(policy, rule)| Some((policy, self.matching(policy, rule)?)));
        if let Some((policy, (path, span))) = found {
            return pass(Cause::new(Code::NpRule, subject).by(policy.rule_ref(path, span)));
        }
        let considered = rules().map(|(policy, rule)| Considered {
            rule: policy.rule_ref(&rule.path, rule.span),
            mismatch: self.mismatch(policy, rule),
        });
        let (code, section) = match self.gate {
            Gate::PolicyEgress => (Code::NpEgressNoRule, "spec.egress"),
            _ => (Code::NpIngressNoRule, "spec.ingress"),
        };
        let isolated_by = isolating.iter().map(|(policy, _, span)| policy.rule_ref(section, *span));
        let cause = Cause { code, rules: isolated_by.collect(), considered: considered.collect(), subject };
        Decision { allowed: false, cause }
    }

    /// What [`Question::decide`] says, without its cause.
    fn passes(&self) -> bool {
        if self.exempt().is_some() {
            return true;
        }
        let mut isolating = isolating(self.cluster, self.pod, self.gate).peekable();
        isolating.peek().is_none()
            || isolating
                .any(|(policy, rules, _)| rules.iter().any(|rule| self.matching(policy, rule).is_some()))
    }

    /// Statements 16 and 17: what no policy can cut off, and what policies are undefined for.
    fn exempt(&self) -> Option<Cause> {
        let own_node = || {
            let node = self.pod.node.as_deref().filter(|_| self.gate == Gate::PolicyIngress);
            node.is_some_and(|node| self.cluster.is_node(node, self.remote.address))
        };
        match self.remote.pod {
            None if own_node() => Some(Cause::new(Code::NpOwnNode, self.remote.address.to_string())),
            Some(other) if std::ptr::eq(other, self.pod) => Some(Cause::new(Code::NpSelf, self.subject())),
            _ if self.pod.host_network => Some(Cause::new(Code::NpHostNetwork, self.subject())),
            _ => None,
        }
    }

    fn subject(&self) -> String {
        let remote = self.remote.pod.map_or_else(|| self.remote.address.to_string(), Pod::id);
        format!("{remote} {} {}", self.protocol, self.port)
    }

    /// The place inside a rule that matches: its peer, or the rule itself where it names none.
    fn matching<'r>(&self, policy: &Policy, rule: &'r Rule) -> Option<(&'r str, Span)> {
        let place = match rule.peers.iter().find(|peer| self.meets(policy, peer)) {
            Some(peer) => (peer.path.as_str(), peer.span),
            None if rule.peers.is_empty() => (rule.path.as_str(), rule.span),
            None => return None,
        };
        (rule.ports.is_empty() || rule.ports.iter().any(|entry| self.meets_port(entry))).then_some(place)
    }

    /// The first thing about a rule that doesn't match.
    fn mismatch(&self, policy: &Policy, rule: &Rule) -> String {
        if rule.peers.is_empty() || rule.peers.iter().any(|peer| self.meets(policy, peer)) {
            return mismatch::ports(&rule.ports, self.protocol, self.port);
        }
        mismatch::peers(self.cluster, policy, &rule.peers, self.remote)
    }

    fn meets(&self, policy: &Policy, peer: &Peer) -> bool {
        meets(self.cluster, policy, peer, self.remote)
    }

    /// Statements 18–20. A name is looked up on the destination: the other side for egress, this pod for ingress.
    fn meets_port(&self, entry: &PortMatch) -> bool {
        let destination = if self.gate == Gate::PolicyEgress { self.remote.pod } else { Some(self.pod) };
        let opened = entry.opens(destination);
        entry.protocol == self.protocol && opened.is_some_and(|range| range.contains(self.port))
    }
}

/// Statements 12–15.
fn meets(cluster: &Cluster, policy: &Policy, peer: &Peer, remote: Remote) -> bool {
    match &peer.kind {
        PeerKind::Block { cidr, except } => {
            cidr.contains(&remote.address) && !except.iter().any(|(net, _)| net.contains(&remote.address))
        }
        PeerKind::Pods { namespaces, pods } => remote.pod.is_some_and(|pod| {
            let in_namespace = match namespaces {
                None => pod.namespace == policy.namespace,
                Some(selector) => {
                    cluster.namespace_labels(&pod.namespace).is_some_and(|l| selector.matches(l))
                }
            };
            in_namespace && pods.as_ref().is_none_or(|selector| selector.matches(&pod.labels))
        }),
    }
}

/// Whether a rule of a policy is about `remote`, on some port or other.
pub fn is_about(cluster: &Cluster, policy: &Policy, rule: &Rule, remote: Remote) -> bool {
    rule.peers.is_empty() || rule.peers.iter().any(|peer| meets(cluster, policy, peer, remote))
}

impl PortMatch {
    /// The ports of its protocol that it opens on a destination; none where the destination has no port of that name.
    pub fn opens(&self, destination: Option<&Pod>) -> Option<PortRange> {
        match &self.port {
            PortSpec::All => Some(PortRange { first: 1, last: u16::MAX }),
            PortSpec::Range(range) => Some(*range),
            PortSpec::Name(name) => {
                let port = destination?.named_port(name, self.protocol)?;
                Some(PortRange { first: port, last: port })
            }
        }
    }
}

impl Rule {
    /// Everything that it opens on a destination, whoever asks.
    pub fn opens(&self, destination: Option<&Pod>) -> Connections {
        if self.ports.is_empty() {
            return Connections::all();
        }
        self.ports.iter().fold(Connections::default(), |all, entry| match entry.opens(destination) {
            Some(range) => all.with(entry.protocol, range),
            None => all,
        })
    }
}
