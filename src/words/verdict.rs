//! A whole trace in one sentence, and short names.

use zel_model::{End, Flow, Gate, NodeId, Phase, Trace};

/// `api-pod → c2.evil.test, TCP 443: blocked by the egress filter, at the TLS hello`.
pub fn verdict(trace: &Trace) -> String {
    let flow = &trace.flow;
    let what = format!("{}, {} {}", flow_name(flow), flow.protocol, flow.port);
    if trace.allowed() {
        return format!("{what}: allowed");
    }
    let Some((_, step)) = trace.deciding() else { return format!("{what}: blocked") };
    let when = match trace.phase() {
        Phase::Name => "while asking for the name".to_owned(),
        Phase::Connect => "at the first packet".to_owned(),
        Phase::Data => format!("at the {}", flow.app_name()),
    };
    format!("{what}: blocked by {}, {when}", gate_name(step.gate))
}

/// `api-pod → c2.evil.test`.
pub fn flow_name(flow: &Flow) -> String {
    format!("{} → {}", end_name(&flow.from), end_name(&flow.to))
}

/// A pod's name, an address, or a host name; a long AWS name is cut to its service.
pub fn end_name(end: &End) -> String {
    match end {
        End::Pod { name, .. } => name.clone(),
        End::Ip(address) => address.to_string(),
        End::Name(name) => service(name).unwrap_or(name).to_owned(),
    }
}

/// The service in a public AWS name, `sqs` of `sqs.REGION.amazonaws.com`.
fn service(name: &str) -> Option<&str> {
    name.strip_suffix(".amazonaws.com")?.rsplit_once('.').map(|(service, _)| service)
}

/// What a gate is called inside a sentence.
pub fn gate_name(gate: Gate) -> &'static str {
    match gate {
        Gate::PolicyEgress => "the source's pod policy",
        Gate::PolicyIngress => "the destination's pod policy",
        Gate::Service => "the Service",
        Gate::Resolver => "DNS",
        Gate::Route => "the route table",
        Gate::Endpoint => "the VPC endpoint",
        Gate::Firewall => "the egress filter",
        Gate::Destination => "the destination",
    }
}

/// What a thing of the picture is called inside a sentence.
pub fn node_name(id: &NodeId) -> String {
    match id.0.split_once(':') {
        Some(("pod", rest)) => rest.split_once('/').map_or(rest, |(_, name)| name).to_owned(),
        Some(("filter", _)) => "egress filter".to_owned(),
        Some(("endpoint", name)) => format!("endpoint {name}"),
        Some((_, name)) => name.to_owned(),
        None if id.0 == "resolver" => "VPC resolver".to_owned(),
        None if id.0 == "aws" => "AWS service".to_owned(),
        None => id.0.clone(),
    }
}
