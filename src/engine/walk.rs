//! One flow, gate by gate.

use crate::name;
use crate::way::Path;
use crate::world::{Peer, World};
use std::net::IpAddr;
use zel_k8s::Decision;
use zel_model::{
    Action, Assumption, Cause, Code, End, Flow, Gate, Hop, NodeId, Phase, Protocol, Step, StepAt, Trace,
    Verdict,
};

/// Decides a flow.
pub fn evaluate(world: &World, flow: &Flow) -> Trace {
    let mut walk = Walk { world, flow, hops: Vec::new(), assumptions: Vec::new() };
    let code = match walk.whole() {
        Ok(()) => Code::Reached,
        Err(Dead(code)) => code,
    };
    walk.finish(code)
}

/// The flow died; the code as its client sees it.
pub(crate) struct Dead(pub(crate) Code);

/// A trace under construction.
pub(crate) struct Walk<'w> {
    pub(crate) world: &'w World,
    pub(crate) flow: &'w Flow,
    hops: Vec<Hop>,
    assumptions: Vec<Assumption>,
}

impl<'w> Walk<'w> {
    fn whole(&mut self) -> Result<(), Dead> {
        let from = self.source()?;
        let to = self.destination(from)?;
        let path = self.connect(from, to)?;
        if self.flow.protocol == Protocol::Tcp { self.data(from, &path) } else { Ok(()) }
    }

    fn source(&mut self) -> Result<Peer<'w>, Dead> {
        self.world.peer(&self.flow.from).ok_or_else(|| {
            let cause = Cause::new(Code::NoSuchSource, self.flow.from.to_string());
            self.stop(NodeId("outside".to_owned()), Phase::Connect, Gate::Destination, cause)
        })
    }

    /// The address that the client connects to; by name it has to ask first.
    fn destination(&mut self, from: Peer<'w>) -> Result<Peer<'w>, Dead> {
        if let End::Name(name) = &self.flow.to {
            let address = name::ask(self, from, name)?;
            return Ok(self.world.peer_at(address));
        }
        self.world.peer(&self.flow.to).ok_or_else(|| {
            let cause = Cause::new(Code::NoSuchHost, self.flow.to.to_string());
            self.stop(node_of(from), Phase::Connect, Gate::Destination, cause)
        })
    }

    /// The first packet.
    fn connect(&mut self, from: Peer<'w>, to: Peer<'w>) -> Result<Path<'w>, Dead> {
        let here = node_of(from);
        let (to, port) = self.translate(&here, Phase::Connect, to, self.flow.protocol, self.flow.port)?;
        let (from, to) = self.world.same_family(from, to);
        for pod in [from.pod, to.pod].into_iter().flatten().filter(|pod| pod.address_assigned) {
            let address = pod.address().map_or_else(String::new, |a| a.to_string());
            let text = format!("the input gives {} no address: it got {address}", pod.id());
            self.assumptions.push(Assumption { code: "POD_ADDRESS", text });
        }
        self.egress(from, to, Phase::Connect, self.flow.protocol, port)?;
        if let Some(pod) = to.pod {
            let decision = self.world.ingress(from, to, self.flow.protocol, port);
            let there = pod_node(&pod.id());
            self.policy(&there, Phase::Connect, Gate::PolicyIngress, decision)?;
            self.reached(&there, Phase::Connect, to.address, port);
            return Ok(Path { filter: None, last: there, to: to.address, port });
        }
        match &self.world.network {
            Some(network) => self.leave(network, from, to.address, port),
            None => {
                self.assume(
                    "OUTSIDE_REACHED",
                    "the input describes no network: everything outside is reached",
                );
                let last = NodeId("internet".to_owned());
                self.reached(&last, Phase::Connect, to.address, port);
                Ok(Path { filter: None, last, to: to.address, port })
            }
        }
    }

    /// The client's first words, on a connection that stands.
    fn data(&mut self, from: Peer, path: &Path) -> Result<(), Dead> {
        let here = node_of(from);
        if from.pod.is_some() {
            let cause = Cause::new(Code::NpEstablished, self.flow.app_name());
            self.step(&here, Phase::Data, Gate::PolicyEgress, Action::Pass, cause);
        }
        if let (Some(filter), Some(network)) = (path.filter, &self.world.network) {
            self.filter(network, filter, Phase::Data, from.address, (path.to, path.port))?;
        }
        self.reached(&path.last, Phase::Data, path.to, path.port);
        Ok(())
    }

    /// A Service's address becomes a pod's, before any policy sees it.
    pub(crate) fn translate(
        &mut self,
        here: &NodeId,
        phase: Phase,
        to: Peer<'w>,
        protocol: Protocol,
        port: u16,
    ) -> Result<(Peer<'w>, u16), Dead> {
        match zel_k8s::translate(&self.world.cluster, to.address, protocol, port) {
            None => Ok((to, port)),
            Some(Ok(backend)) => {
                if backend.of > 1 {
                    let text = format!("of the {} pods of its Service, the first one is traced", backend.of);
                    self.assume("FIRST_BACKEND", &text);
                }
                let action = Action::Rewrite { address: backend.address, port: backend.port };
                self.step(here, phase, Gate::Service, action, backend.cause);
                Ok((Peer { pod: Some(backend.pod), address: backend.address }, backend.port))
            }
            Some(Err(cause)) => {
                let code = cause.code;
                self.step(here, phase, Gate::Service, Action::Reject, cause);
                Err(Dead(code))
            }
        }
    }

    /// The source's policies.
    pub(crate) fn egress(
        &mut self,
        from: Peer,
        to: Peer,
        phase: Phase,
        protocol: Protocol,
        port: u16,
    ) -> Result<(), Dead> {
        if from.pod.is_none() {
            return Ok(());
        }
        let decision = self.world.egress(from, to, protocol, port);
        self.policy(&node_of(from), phase, Gate::PolicyEgress, decision)
    }

    /// What policies decided on one side.
    pub(crate) fn policy(
        &mut self,
        at: &NodeId,
        phase: Phase,
        gate: Gate,
        decision: Decision,
    ) -> Result<(), Dead> {
        self.notes(&decision.cause);
        let action = if decision.allowed { Action::Pass } else { Action::Drop };
        self.gate(at, phase, gate, action, decision.cause)
    }

    fn notes(&mut self, cause: &Cause) {
        match cause.code {
            Code::NpRule | Code::NpEgressNoRule | Code::NpIngressNoRule => {
                self.assume("CNI_ENFORCES", "the cluster's network plugin enforces NetworkPolicies");
            }
            Code::NpHostNetwork => self.assume(
                "HOST_NETWORK",
                "policies on a pod that uses its node's network are undefined; most plugins ignore them",
            ),
            _ => {}
        }
    }

    pub(crate) fn gate(
        &mut self,
        at: &NodeId,
        phase: Phase,
        gate: Gate,
        action: Action,
        cause: Cause,
    ) -> Result<(), Dead> {
        let (dead, code) = (action.stops(), cause.code);
        self.step(at, phase, gate, action, cause);
        if dead { Err(Dead(code)) } else { Ok(()) }
    }

    pub(crate) fn reached(&mut self, at: &NodeId, phase: Phase, address: IpAddr, port: u16) {
        let cause = Cause::new(Code::Reached, format!("{address} {} {port}", self.flow.protocol));
        self.step(at, phase, Gate::Destination, Action::Pass, cause);
    }

    /// Drops the flow here.
    pub(crate) fn stop(&mut self, at: NodeId, phase: Phase, gate: Gate, cause: Cause) -> Dead {
        let code = cause.code;
        self.step(&at, phase, gate, Action::Drop, cause);
        Dead(code)
    }

    /// Adds a step, to the last hop where it's at the same place in the same part of the conversation.
    pub(crate) fn step(&mut self, at: &NodeId, phase: Phase, gate: Gate, action: Action, cause: Cause) {
        let step = Step { gate, action, cause };
        match self.hops.last_mut() {
            Some(hop) if hop.at == *at && hop.phase == phase => hop.steps.push(step),
            _ => self.hops.push(Hop { at: at.clone(), phase, steps: vec![step] }),
        }
    }

    /// Notes an assumption, once.
    pub(crate) fn assume(&mut self, code: &'static str, text: &str) {
        if self.assumptions.iter().all(|a| a.code != code) {
            self.assumptions.push(Assumption { code, text: text.to_owned() });
        }
    }

    fn finish(self, code: Code) -> Trace {
        let steps = self.hops.iter().enumerate().flat_map(|(hop, h)| {
            h.steps.iter().enumerate().map(move |(step, s)| (StepAt { hop, step }, s.action.stops()))
        });
        let (mut decided, mut stopped) = (StepAt { hop: 0, step: 0 }, false);
        for (at, stops) in steps {
            if !stopped {
                decided = at;
            }
            stopped |= stops;
        }
        let verdict = if stopped { Verdict::Denied } else { Verdict::Allowed };
        let Walk { flow, hops, assumptions, .. } = self;
        Trace { flow: flow.clone(), verdict, code, decided, hops, assumptions }
    }
}

/// The picture's name of a pod.
pub(crate) fn pod_node(id: &str) -> NodeId {
    NodeId(format!("pod:{id}"))
}

/// The picture's name of a source.
pub(crate) fn node_of(peer: Peer) -> NodeId {
    peer.pod.map_or_else(|| NodeId("outside".to_owned()), |pod| pod_node(&pod.id()))
}
