//! One step: what it's called, and what happened there.

use crate::verdict::node_name;
use zel_model::{Action, Code, Gate, Step};

/// What a step is called, in a word or two.
pub fn title(step: &Step) -> &'static str {
    match step.gate {
        Gate::PolicyEgress => "Pod policy, out",
        Gate::PolicyIngress => "Pod policy, in",
        Gate::Service => "Service",
        Gate::Resolver => "Name",
        Gate::Route => "Route",
        Gate::Endpoint => "VPC endpoint",
        Gate::Firewall => "Egress filter",
        Gate::Destination => "Arrival",
    }
}

/// What happened, as a sentence without its full stop. Rules are named by [`zel_model::RuleRef`]s beside it.
pub fn sentence(step: &Step) -> String {
    let subject = &step.cause.subject;
    let rule = step.cause.rules.first();
    let path = rule.map_or_else(String::new, |r| format!("{}, `{}`", r.owner, r.path));
    let owners = || {
        let mut names: Vec<&str> = step.cause.rules.iter().map(|r| r.owner.as_str()).collect();
        names.dedup();
        names.join(", ")
    };
    match step.cause.code {
        Code::NpNotIsolated => format!("no policy selects this side, so {subject} passes"),
        Code::NpRule => format!("{subject} is allowed by {path}"),
        Code::NpEgressNoRule => {
            format!("{} isolates the pod for egress, and no rule allows {subject}", owners())
        }
        Code::NpIngressNoRule => {
            format!("{} isolates the pod for ingress, and no rule allows {subject}", owners())
        }
        Code::NpNotEnforced => {
            format!("policies are stored, and nothing on this cluster enforces them: {subject} passes")
        }
        Code::NpSelf => "a pod can't be cut off from itself".to_owned(),
        Code::NpOwnNode => format!("{subject} is the pod's own node, which is always let in"),
        Code::NpHostNetwork => {
            "the pod uses its node's network: policies on it are undefined, so it passes".to_owned()
        }
        Code::NpEstablished => format!("{subject} on a connection that stands"),
        Code::SvcTranslated => match step.action {
            Action::Rewrite { address, port } => format!("{subject} becomes the pod's {address} port {port}"),
            _ => format!("{subject} is translated"),
        },
        Code::SvcNoPort => format!("{subject}: the Service has no such port"),
        Code::SvcNoBackend => format!("{subject}: no running pod stands behind the Service"),
        Code::DnsAnswered => match step.action {
            Action::Resolve { address } => match rule {
                Some(rule) => format!("{subject} is {address}, by {}", rule.owner),
                None => format!("{subject} is {address}"),
            },
            _ => format!("{subject} is answered"),
        },
        Code::DnsNotResolved => format!("could not resolve {subject}: the question never got an answer"),
        Code::DnsNoSuchName => format!("there is no {subject}"),
        Code::DnsResolver => "the VPC's own resolver isn't filtered".to_owned(),
        Code::RouteLocal => format!("{subject} is local to the VPC"),
        Code::RouteMatch => match &step.action {
            Action::Forward { to } => format!("{subject} goes to the {}", node_name(to)),
            _ => format!("{subject} goes straight to the internet"),
        },
        Code::NoRoute => format!("no way leads to {subject}"),
        Code::EndpointReached => "the endpoint takes it to the service over the AWS backbone".to_owned(),
        Code::EndpointPort => format!("the endpoint answers on TCP 443 only, and this is {subject}"),
        Code::FwAllowlisted => format!("{subject} is on the allowlist"),
        Code::FwDenylisted => format!("{subject} is on a list of forbidden names"),
        Code::FwNotAllowlisted => format!("{subject} is on no list, and what no list names is dropped"),
        Code::FwNoName => {
            format!("{subject} carries no name that a list could know, and the rest is dropped")
        }
        Code::FwHandshakeDropped => {
            format!("the SYN to {subject} is dropped: `aws:drop_strict` wants a rule that passes handshakes")
        }
        Code::FwHandshakePassed => format!("the handshake with {subject} passes: no name has been said yet"),
        Code::FwPassRule => format!("a rule by port passes {subject} whole, unseen by any list behind it"),
        Code::FwDropRule => format!("a rule by protocol, address and port stops {subject}"),
        Code::FwNoDefault => format!("no list names {subject}, and no default action drops it: it passes"),
        Code::Reached => format!("reached at {subject}"),
        Code::NotListening => format!("{subject}: connection refused, nothing listens there"),
        Code::NoSuchHost => format!("nothing has the address {subject}"),
        Code::NoSuchSource => format!("there is no {subject} that could send"),
    }
}
