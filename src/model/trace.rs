//! The answer: what happened to a flow, gate by gate, and why.
//!
//! The picture, the words and the grading come from a [`Trace`] alone.

use crate::{Code, Flow, NodeId};
use serde::Serialize;
use std::net::IpAddr;
use zel_source::Span;

/// Whether a conversation gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It gets through, from the first packet to the application's first words.
    Allowed,
    /// It dies on the way.
    Denied,
}

/// Which part of the conversation a hop belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Asking DNS for the address.
    Name,
    /// The first packet: TCP's SYN, or the datagram.
    Connect,
    /// The client's first words: TLS hello, HTTP request, or raw bytes.
    Data,
}

/// What kind of thing decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Egress side of Kubernetes NetworkPolicies.
    PolicyEgress,
    /// Ingress side of Kubernetes NetworkPolicies.
    PolicyIngress,
    /// A Service's address translation.
    Service,
    /// A DNS server: the cluster's or the VPC's.
    Resolver,
    /// A route table.
    Route,
    /// A VPC endpoint.
    Endpoint,
    /// The egress firewall.
    Firewall,
    /// The destination itself.
    Destination,
}

/// What a gate did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum Action {
    /// Let it through.
    Pass,
    /// Dropped it without a word: the client times out.
    Drop,
    /// Refused it with an answer.
    Reject,
    /// Replaced the destination.
    Rewrite {
        /// The new address.
        address: IpAddr,
        /// The new port.
        port: u16,
    },
    /// Answered a name.
    Resolve {
        /// The address given.
        address: IpAddr,
    },
    /// Sent it on to the next thing of the picture.
    Forward {
        /// Where to.
        to: NodeId,
    },
}

impl Action {
    /// Whether the flow dies here.
    pub fn stops(&self) -> bool {
        matches!(self, Action::Drop | Action::Reject)
    }
}

/// A rule in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRef {
    /// Whose rule: `policy api/api-egress`, `egress filter`.
    pub owner: String,
    /// Path inside its document, `spec.egress[1].to[0]`.
    pub path: String,
    /// Where it's written.
    pub span: Span,
}

/// A rule that was looked at and didn't match, with the first thing about it that didn't.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Considered {
    /// The rule.
    pub rule: RuleRef,
    /// What didn't match, in words: "port 53 isn't 443".
    pub mismatch: String,
}

/// Why a gate did what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cause {
    /// Stable code.
    pub code: Code,
    /// The rules that made the decision, if rules did.
    pub rules: Vec<RuleRef>,
    /// The rules that were looked at in vain, where none decided.
    pub considered: Vec<Considered>,
    /// What the decision was about, as the gate saw it: the name asked for, the address, the port.
    pub subject: String,
}

impl Cause {
    /// A cause without rules.
    pub fn new(code: Code, subject: impl Into<String>) -> Cause {
        Cause { code, rules: Vec::new(), considered: Vec::new(), subject: subject.into() }
    }

    /// The same with a rule that decided.
    pub fn by(mut self, rule: RuleRef) -> Cause {
        self.rules.push(rule);
        self
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What decided.
    pub gate: Gate,
    /// What it did.
    pub action: Action,
    /// Why.
    pub cause: Cause,
}

/// One place on the way with the decisions made there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// The thing of the picture.
    pub at: NodeId,
    /// Which part of the conversation.
    pub phase: Phase,
    /// The decisions, in order.
    pub steps: Vec<Step>,
}

/// Something that the answer takes for granted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Assumption {
    /// Stable code, e.g. `CNI_ENFORCES`.
    pub code: &'static str,
    /// What is assumed, as a sentence.
    pub text: String,
}

/// Position of a step in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepAt {
    /// Index into [`Trace::hops`].
    pub hop: usize,
    /// Index into [`Hop::steps`].
    pub step: usize,
}

/// What happened to a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// The question.
    pub flow: Flow,
    /// Whether the conversation gets through.
    pub verdict: Verdict,
    /// The code of the end: `REACHED`, or why it died as the client sees it.
    pub code: Code,
    /// The step that decided: the first that stopped the flow, or the last one of all.
    pub decided: StepAt,
    /// The way, part by part of the conversation.
    pub hops: Vec<Hop>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumption>,
}

impl Trace {
    /// The step that decided.
    pub fn deciding(&self) -> Option<(&Hop, &Step)> {
        let hop = self.hops.get(self.decided.hop)?;
        Some((hop, hop.steps.get(self.decided.step)?))
    }

    /// The rule that decided: the deciding step's own, or, where the flow arrived, that of the first gate that let its
    /// first packet through by a rule: the one nearest to the client.
    pub fn deciding_rule(&self) -> Option<&RuleRef> {
        let own = self.deciding().and_then(|(_, step)| step.cause.rules.first());
        own.or_else(|| {
            let gates = [Gate::PolicyEgress, Gate::PolicyIngress, Gate::Firewall];
            let hops = self.hops.iter().filter(|hop| self.allowed() && hop.phase == Phase::Connect);
            let mut steps = hops.flat_map(|hop| &hop.steps).filter(|step| gates.contains(&step.gate));
            steps.find_map(|step| step.cause.rules.first())
        })
    }

    /// The last part of the conversation that was reached.
    pub fn phase(&self) -> Phase {
        self.deciding().map_or(Phase::Connect, |(hop, _)| hop.phase)
    }

    /// Whether it gets through.
    pub fn allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }
}
