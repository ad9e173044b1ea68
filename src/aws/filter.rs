//! An egress filter as described: AWS Network Firewall's stateful stage.
//!
//! Source: Network Firewall guide, "Evaluation order for stateful rule groups", "Domain list rule groups".

use ipnet::IpNet;
use std::net::IpAddr;
use zel_model::{PortRange, Protocol};
use zel_source::Span;

/// An egress filter.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Its name, which routes refer to.
    pub name: String,
    /// HOME_NET where it's said; otherwise the VPC's blocks.
    pub home_net: Option<Vec<IpNet>>,
    /// How rules are ordered.
    pub order: RuleOrder,
    /// What happens to what no rule matched, under strict order.
    pub defaults: Vec<(DefaultAction, Span)>,
    /// Groups, under strict order by priority.
    pub groups: Vec<RuleGroup>,
    /// Where its name is written.
    pub span: Span,
}

impl Filter {
    /// Whether anything forbids what no list names: a default action that drops, or the drop that an allowlist brings
    /// along under the default order.
    pub fn drops(&self) -> bool {
        let allowlist =
            || self.groups.iter().filter_map(|g| g.list.as_ref()).any(|l| l.kind == ListType::Allow);
        match self.order {
            RuleOrder::Strict => self.defaults.iter().any(|(action, _)| *action != DefaultAction::Alert),
            RuleOrder::DefaultAction => allowlist(),
        }
    }
}

/// How rules are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleOrder {
    /// By priority, then as written.
    Strict,
    /// All passes, then all drops, then all rejects.
    DefaultAction,
}

/// A default action of the strict order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultAction {
    /// `aws:drop_strict`: every packet, the first one too.
    DropStrict,
    /// `aws:drop_established`: packets of connections that stand.
    DropEstablished,
    /// `aws:drop_established_app_layer`: the same once the application's protocol and name are known.
    DropAppLayer,
    /// `aws:drop_established_app_layer_to_server`: of these, what the client sends.
    DropAppLayerToServer,
    /// Any of the four that only log.
    Alert,
}

/// A rule group.
#[derive(Clone, Debug)]
pub struct RuleGroup {
    /// Its name.
    pub name: String,
    /// Under strict order the lower number is asked first.
    pub priority: i64,
    /// A list of names.
    pub list: Option<DomainList>,
    /// Rules by protocol, address and port.
    pub rules: Vec<TupleRule>,
}

/// A domain list.
#[derive(Clone, Debug)]
pub struct DomainList {
    /// What being on it means.
    pub kind: ListType,
    /// Where names are looked for.
    pub target_types: Vec<TargetType>,
    /// The names.
    pub targets: Vec<Target>,
    /// Path in the document, `spec.ruleGroups[0].domainList`.
    pub path: String,
    /// Where it's written.
    pub span: Span,
}

/// What being on a domain list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListType {
    /// Passed.
    Allow,
    /// Dropped.
    Deny,
    /// Reset.
    Reject,
}

/// Where a name is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetType {
    /// In the TLS client hello.
    TlsSni,
    /// In the HTTP Host header.
    HttpHost,
}

/// A name on a list.
#[derive(Clone, Debug)]
pub struct Target {
    /// In lower case; with a leading dot it and all below it.
    pub name: String,
    /// Where it's written.
    pub span: Span,
}

impl Target {
    /// Whether a name, in any case, is meant.
    pub fn matches(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        match self.name.strip_prefix('.') {
            None => name == self.name,
            Some(parent) => name == parent || name.ends_with(&self.name),
        }
    }
}

/// What a rule by protocol, address and port does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleAction {
    /// Lets through.
    Pass,
    /// Drops silently.
    Drop,
    /// Answers with a reset.
    Reject,
}

/// Which packets of a flow a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowState {
    /// All of them: decided at the first packet, for the whole flow.
    Any,
    /// The handshake only.
    NotEstablished,
    /// What follows the handshake.
    Established,
}

/// A rule by protocol, address and port.
#[derive(Clone, Debug)]
pub struct TupleRule {
    /// What it does.
    pub action: RuleAction,
    /// Its protocol; none: every one.
    pub protocol: Option<Protocol>,
    /// Its destinations; none: any.
    pub destination: Option<IpNet>,
    /// Its destination ports; none at all: any.
    pub ports: Vec<PortRange>,
    /// The packets it looks at.
    pub flow: FlowState,
    /// Path in the document.
    pub path: String,
    /// Where it's written.
    pub span: Span,
}

impl TupleRule {
    /// Whether it's about packets to this port.
    pub fn matches(&self, protocol: Protocol, destination: IpAddr, port: u16) -> bool {
        self.protocol.is_none_or(|p| p == protocol)
            && self.destination.is_none_or(|net| net.contains(&destination))
            && (self.ports.is_empty() || self.ports.iter().any(|range| range.contains(port)))
    }
}
