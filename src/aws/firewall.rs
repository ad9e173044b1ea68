//! What an egress filter does to the first packet, and to the client's first words.
//!
//! Source: Network Firewall guide, "Defining rule actions", "Managing evaluation order for Suricata compatible rules",
//! "Stateful default actions in strict order".

use crate::{
    DefaultAction, DomainList, Filter, FlowState, ListType, RuleAction, RuleGroup, RuleOrder, TargetType,
    TupleRule,
};
use ipnet::IpNet;
use std::net::IpAddr;
use zel_model::{Action, App, Cause, Code, Considered, Protocol, RuleRef};
use zel_source::Span;

/// Part of a conversation as the filter sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The SYN, or a datagram.
    First,
    /// The client's first words on a connection that stands.
    Data,
}

/// What the filter is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'p> {
    /// Which part.
    pub stage: Stage,
    /// Transport protocol.
    pub protocol: Protocol,
    /// Source address, before any translation.
    pub source: IpAddr,
    /// Destination address.
    pub destination: IpAddr,
    /// Destination port.
    pub port: u16,
    /// What is spoken.
    pub app: App,
    /// The name that the client claims.
    pub name: Option<&'p str>,
}

/// What the filter did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Pass, drop or reject.
    pub action: Action,
    /// Why.
    pub cause: Cause,
}

/// Decides one part of a conversation. `vpc` is HOME_NET unless the filter says its own.
pub fn decide(filter: &Filter, vpc: &[IpNet], packet: Packet) -> Ruling {
    let home = filter.home_net.as_deref().unwrap_or(vpc);
    let at_home = |address: &IpAddr| home.iter().any(|net| net.contains(address));
    let outbound = at_home(&packet.source) && !at_home(&packet.destination);
    let judge = Judge { filter, packet, outbound };
    match filter.order {
        RuleOrder::Strict => judge.strict(),
        RuleOrder::DefaultAction => judge.by_action(),
    }
}

struct Judge<'f> {
    filter: &'f Filter,
    packet: Packet<'f>,
    /// Whether it goes from HOME_NET to EXTERNAL_NET; lists speak of nothing else.
    outbound: bool,
}

impl<'f> Judge<'f> {
    fn strict(&self) -> Ruling {
        let mut groups: Vec<&RuleGroup> = self.filter.groups.iter().collect();
        groups.sort_by_key(|group| group.priority);
        let decided = groups.iter().find_map(|group| {
            let rule = group.rules.iter().find(|rule| self.matches(rule)).map(|rule| self.by_tuple(rule));
            rule.or_else(|| self.by_list(group.list.as_ref()?))
        });
        decided.unwrap_or_else(|| self.by_default())
    }

    /// Default order: passes, then drops, then rejects, whatever the groups' order.
    fn by_action(&self) -> Ruling {
        let rules = || self.filter.groups.iter().flat_map(|g| &g.rules).filter(|rule| self.matches(rule));
        let lists = || self.filter.groups.iter().filter_map(|g| g.list.as_ref());
        let tuple = |action| rules().find(|rule| rule.action == action).map(|rule| self.by_tuple(rule));
        let list = |kind| lists().filter(|list| list.kind == kind).find_map(|list| self.by_list(list));
        tuple(RuleAction::Pass)
            .or_else(|| list(ListType::Allow))
            .or_else(|| tuple(RuleAction::Drop))
            .or_else(|| list(ListType::Deny))
            .or_else(|| {
                lists().filter(|list| list.kind == ListType::Allow).find_map(|l| self.generated_drop(l))
            })
            .or_else(|| tuple(RuleAction::Reject))
            .or_else(|| list(ListType::Reject))
            .unwrap_or_else(|| self.nothing_drops())
    }

    fn matches(&self, rule: &TupleRule) -> bool {
        let stage = match (rule.flow, self.packet.stage) {
            (FlowState::Any, _) => true,
            (FlowState::NotEstablished, stage) => stage == Stage::First,
            (FlowState::Established, stage) => stage == Stage::Data,
        };
        stage && rule.matches(self.packet.protocol, self.packet.destination, self.packet.port)
    }

    fn by_tuple(&self, rule: &TupleRule) -> Ruling {
        let code = match (rule.action, rule.flow) {
            (RuleAction::Pass, FlowState::NotEstablished) => Code::FwHandshakePassed,
            (RuleAction::Pass, _) => Code::FwPassRule,
            _ => Code::FwDropRule,
        };
        let action = match rule.action {
            RuleAction::Pass => Action::Pass,
            RuleAction::Drop => Action::Drop,
            RuleAction::Reject => Action::Reject,
        };
        Ruling { action, cause: self.cause(code).by(self.rule_ref(&rule.path, rule.span)) }
    }

    /// The name, if this is the kind of traffic in which the list looks for one.
    fn listed_name(&self, list: &DomainList) -> Option<&'f str> {
        let looked_for = self.looks(list) && self.outbound && self.packet.stage == Stage::Data;
        looked_for.then_some(self.packet.name).flatten()
    }

    fn looks(&self, list: &DomainList) -> bool {
        let wanted = match self.packet.app {
            App::Tls => TargetType::TlsSni,
            App::Http => TargetType::HttpHost,
            App::Raw => return false,
        };
        self.packet.protocol == Protocol::Tcp && list.target_types.contains(&wanted)
    }

    fn by_list(&self, list: &DomainList) -> Option<Ruling> {
        let name = self.listed_name(list)?;
        let target = list.targets.iter().find(|target| target.matches(name))?;
        let (action, code) = match list.kind {
            ListType::Allow => (Action::Pass, Code::FwAllowlisted),
            ListType::Deny => (Action::Drop, Code::FwDenylisted),
            ListType::Reject => (Action::Reject, Code::FwDenylisted),
        };
        Some(Ruling { action, cause: self.cause(code).by(self.rule_ref(&list.path, target.span)) })
    }

    /// Under the default order an allowlist also drops what it looked at and doesn't name.
    fn generated_drop(&self, list: &DomainList) -> Option<Ruling> {
        let dropped = self.looks(list) && self.outbound && self.packet.stage == Stage::Data;
        let code = if self.packet.name.is_some() { Code::FwNotAllowlisted } else { Code::FwNoName };
        let cause = || self.cause(code).by(self.rule_ref(&list.path, list.span));
        dropped.then(|| Ruling { action: Action::Drop, cause: self.with_lists(cause()) })
    }

    fn by_default(&self) -> Ruling {
        let drop = self.filter.defaults.iter().find(|(action, _)| *action != DefaultAction::Alert);
        let Some((action, span)) = drop else { return self.nothing_drops() };
        let handshake = self.packet.stage == Stage::First && self.packet.protocol == Protocol::Tcp;
        let rule = self.rule_ref("spec.defaultActions", *span);
        let (action, code) = match (handshake, action) {
            (true, DefaultAction::DropStrict) => (Action::Drop, Code::FwHandshakeDropped),
            (true, _) => (Action::Pass, Code::FwHandshakePassed),
            (false, _) if self.packet.name.is_some() && self.packet.stage == Stage::Data => {
                (Action::Drop, Code::FwNotAllowlisted)
            }
            (false, _) => (Action::Drop, Code::FwNoName),
        };
        let cause = self.cause(code).by(rule);
        Ruling { cause: if action.stops() { self.with_lists(cause) } else { cause }, action }
    }

    /// Nothing matched and nothing drops: the handshake, or all of it, goes through.
    fn nothing_drops(&self) -> Ruling {
        let handshake = self.packet.stage == Stage::First && self.packet.protocol == Protocol::Tcp;
        let code = if handshake { Code::FwHandshakePassed } else { Code::FwNoDefault };
        let cause = self.cause(code).by(self.rule_ref("spec", self.filter.span));
        Ruling { action: Action::Pass, cause: if handshake { cause } else { self.with_lists(cause) } }
    }

    /// Adds the allowlists that were looked at in vain.
    fn with_lists(&self, mut cause: Cause) -> Cause {
        let lists = self.filter.groups.iter().filter_map(|group| group.list.as_ref());
        cause.considered = lists
            .filter(|list| list.kind == ListType::Allow)
            .map(|list| Considered {
                rule: self.rule_ref(&list.path, list.span),
                mismatch: self.mismatch(list),
            })
            .collect();
        cause
    }

    fn mismatch(&self, list: &DomainList) -> String {
        match (self.looks(list), self.packet.name) {
            (true, Some(name)) if self.outbound => {
                format!("`{name}` is none of its {} names", list.targets.len())
            }
            (true, Some(_)) => {
                format!("{} lies inside HOME_NET, which lists don't speak of", self.packet.destination)
            }
            (true, None) => "the hello carries no name".to_owned(),
            (false, _) => "it looks for names in other protocols than this one".to_owned(),
        }
    }

    fn cause(&self, code: Code) -> Cause {
        let where_to = format!("{} {} {}", self.packet.destination, self.packet.protocol, self.packet.port);
        let name = self.packet.name.filter(|_| self.packet.stage == Stage::Data);
        Cause::new(code, name.map_or(where_to, str::to_owned))
    }

    fn rule_ref(&self, path: &str, span: Span) -> RuleRef {
        RuleRef { owner: format!("egress filter {}", self.filter.name), path: path.to_owned(), span }
    }
}
