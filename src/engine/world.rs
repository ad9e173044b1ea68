//! Everything that decides.

use std::net::IpAddr;
use zel_aws::Network;
use zel_k8s::{Cluster, Decision, Pod, Remote, Service};
use zel_model::{Cause, Code, End, NodeId, Protocol};

/// Everything that decides a flow.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The cluster.
    pub cluster: Cluster,
    /// The network around it; none where the input describes none, and everything outside is reached.
    pub network: Option<Network>,
    /// Whether policies are enforced.
    pub enforced: bool,
    /// The Service that pods ask for names, `namespace/name`.
    pub dns: Option<String>,
}

/// One end of a connection: a pod, or an address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer<'w> {
    pub(crate) pod: Option<&'w Pod>,
    pub(crate) address: IpAddr,
}

impl<'w> Peer<'w> {
    /// As policies see it: a pod on its node's network is an address, no pod.
    pub(crate) fn remote(self) -> Remote<'w> {
        Remote { pod: self.pod.filter(|pod| !pod.host_network), address: self.address }
    }
}

/// What the two sides' policies decide, each by itself.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The source's.
    pub egress: Decision,
    /// The destination's.
    pub ingress: Decision,
}

impl Sides {
    /// Whether both pass.
    pub fn allowed(&self) -> bool {
        self.egress.allowed && self.ingress.allowed
    }
}

/// What policies decide about a connection between two ends, after a Service's translation. None where an end isn't
/// there: an unknown or finished pod, or a name.
pub fn sides(world: &World, from: &End, to: &End, protocol: Protocol, port: u16) -> Option<Sides> {
    let (from, to) = (world.peer(from)?, world.peer(to)?);
    let (to, port) = match zel_k8s::translate(&world.cluster, to.address, protocol, port) {
        Some(backend) => backend.ok().map(|b| (Peer { pod: Some(b.pod), address: b.address }, b.port))?,
        None => (to, port),
    };
    let (from, to) = world.same_family(from, to);
    Some(Sides {
        egress: world.egress(from, to, protocol, port),
        ingress: world.ingress(from, to, protocol, port),
    })
}

impl World {
    /// The pod or address that an end means. Names have to be resolved first.
    pub(crate) fn peer(&self, end: &End) -> Option<Peer<'_>> {
        match end {
            End::Pod { namespace, name } => {
                let pod = self.cluster.pod(namespace, name).filter(|pod| pod.running)?;
                Some(Peer { pod: Some(pod), address: pod.address()? })
            }
            End::Ip(address) => Some(self.peer_at(*address)),
            End::Name(_) => None,
        }
    }

    /// The pod with an address, or the bare address.
    pub(crate) fn peer_at(&self, address: IpAddr) -> Peer<'_> {
        Peer { pod: self.cluster.pod_at(address), address }
    }

    /// Two ends with addresses of one family, where a pod of two families has one to offer.
    pub(crate) fn same_family<'w>(&self, from: Peer<'w>, to: Peer<'w>) -> (Peer<'w>, Peer<'w>) {
        let fitting = |end: Peer<'w>, other: Peer<'w>| {
            let fits = |a: &&IpAddr| a.is_ipv4() == other.address.is_ipv4();
            let address = end.pod.and_then(|pod| pod.addresses.iter().find(fits)).copied();
            Peer { pod: end.pod, address: address.unwrap_or(end.address) }
        };
        if from.address.is_ipv4() == to.address.is_ipv4() {
            return (from, to);
        }
        let moved = fitting(from, to);
        if moved.address.is_ipv4() == to.address.is_ipv4() { (moved, to) } else { (from, fitting(to, from)) }
    }

    /// What the source's policies decide. A source outside the cluster has none.
    pub(crate) fn egress(&self, from: Peer, to: Peer, protocol: Protocol, port: u16) -> Decision {
        let remote = to.remote();
        match from.pod {
            Some(pod) => self.enforce(zel_k8s::egress(&self.cluster, pod, remote, protocol, port)),
            None => outside(from.address),
        }
    }

    /// What the destination's policies decide.
    pub(crate) fn ingress(&self, from: Peer, to: Peer, protocol: Protocol, port: u16) -> Decision {
        match to.pod {
            Some(pod) => self.enforce(zel_k8s::ingress(&self.cluster, pod, from.remote(), protocol, port)),
            None => outside(to.address),
        }
    }

    /// Whether both sides' policies let a connection through: what proofs ask, without a cause.
    pub(crate) fn passes(&self, from: Peer, to: Peer, protocol: Protocol, port: u16) -> bool {
        let ingress = |pod| zel_k8s::ingress_passes(&self.cluster, pod, from.remote(), protocol, port);
        self.egress_passes(from, to, protocol, port) && (!self.enforced || to.pod.is_none_or(ingress))
    }

    /// Whether the source's policies let it through.
    pub(crate) fn egress_passes(&self, from: Peer, to: Peer, protocol: Protocol, port: u16) -> bool {
        let egress = |pod| zel_k8s::egress_passes(&self.cluster, pod, to.remote(), protocol, port);
        !self.enforced || from.pod.is_none_or(egress)
    }

    /// Statement 24: without a CNI that enforces, policies are stored and ignored.
    fn enforce(&self, decision: Decision) -> Decision {
        let by_policy =
            matches!(decision.cause.code, Code::NpRule | Code::NpEgressNoRule | Code::NpIngressNoRule);
        if self.enforced || !by_policy {
            return decision;
        }
        Decision { allowed: true, cause: Cause { code: Code::NpNotEnforced, ..decision.cause } }
    }

    /// The cluster's DNS Service: the estate's, or `kube-system/kube-dns`.
    pub(crate) fn dns_service(&self) -> Option<&Service> {
        let (namespace, name) = self.dns.as_deref().unwrap_or("kube-system/kube-dns").split_once('/')?;
        self.cluster.services.iter().find(|s| s.namespace == namespace && s.name == name)
    }

    /// Whether something of the picture exists.
    pub fn has(&self, id: &NodeId) -> bool {
        let network = self.network.as_ref();
        match id.0.split_once(':') {
            Some(("pod", rest)) => {
                rest.split_once('/').is_some_and(|(ns, name)| self.cluster.pod(ns, name).is_some())
            }
            Some(("endpoint", name)) => network.is_some_and(|n| n.endpoints.iter().any(|e| e.name == name)),
            Some(("host", name)) => network.is_some_and(|n| n.hosts.iter().any(|h| h.name == name)),
            // A filter's document may be broken for a moment: its place in the picture stays.
            Some(("filter", _)) => true,
            _ => matches!(id.0.as_str(), "resolver" | "aws" | "internet"),
        }
    }
}

fn outside(address: IpAddr) -> Decision {
    Decision { allowed: true, cause: Cause::new(Code::NpNotIsolated, address.to_string()) }
}
