//! Whether a goal holds in a world, and if not, what was expected and what happened.

use crate::goal::{AllowedCaller, Goal};
use zel_engine::{Caller, World, callers, evaluate, kinds, way_out};
use zel_k8s::Pod;
use zel_model::{App, Code, Connections, End, Flow, Gate, Protocol, Trace};

/// Why a goal doesn't hold.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What happened instead, as a clause: "`api-pod` still gets out to 0.0.0.1 on TCP 443".
    pub message: String,
    /// The flow that shows it.
    pub trace: Option<Box<Trace>>,
}

/// Checks a goal.
pub fn check(world: &World, goal: &Goal) -> Result<(), Failure> {
    match goal {
        Goal::Reaches(c) => reaches(&traced(world, &c.from, &c.to, c.port)?),
        Goal::Blocked { from, to, port, by } => blocked(traced(world, from, to, *port)?, by),
        Goal::NoWayOut { from } => no_way_out(world, pod(world, from)?),
        Goal::Callers { of, exactly } => only(&callers(world, pod(world, of)?), of, exactly),
        Goal::NobodyReaches { to } => nobody_reaches(world, to),
        Goal::Resolves { from, name } => {
            let trace = traced(world, from, &format!("name:{name}"), 443)?;
            let failed =
                matches!(trace.code, Code::DnsNotResolved | Code::DnsNoSuchName | Code::NoSuchSource);
            if failed { fail(zel_words::verdict(&trace), Some(trace)) } else { Ok(()) }
        }
    }
}

fn fail(message: impl Into<String>, trace: Option<Trace>) -> Result<(), Failure> {
    Err(Failure { message: message.into(), trace: trace.map(Box::new) })
}

fn end(text: &str) -> Result<End, Failure> {
    End::parse(text).map_err(|error| Failure { message: error.message, trace: None })
}

fn pod<'w>(world: &'w World, text: &str) -> Result<&'w Pod, Failure> {
    let found = match end(text)? {
        End::Pod { namespace, name } => world.cluster.pod(&namespace, &name),
        _ => None,
    };
    found.ok_or_else(|| Failure { message: format!("there is no pod `{text}`"), trace: None })
}

fn traced(world: &World, from: &str, to: &str, port: u16) -> Result<Trace, Failure> {
    Ok(evaluate(world, &Flow::new(end(from)?, end(to)?, Protocol::Tcp, port)))
}

fn reaches(trace: &Trace) -> Result<(), Failure> {
    if trace.allowed() { Ok(()) } else { fail(zel_words::verdict(trace), Some(trace.clone())) }
}

fn blocked(trace: Trace, by: &[String]) -> Result<(), Failure> {
    if trace.allowed() {
        return fail(zel_words::verdict(&trace), Some(trace));
    }
    let gate = trace.deciding().map(|(_, step)| step.gate);
    let wanted = by.is_empty() || gate.is_some_and(|gate| by.iter().any(|name| name == gate_code(gate)));
    if wanted { Ok(()) } else { fail(zel_words::verdict(&trace), Some(trace)) }
}

/// As traces spell a gate.
fn gate_code(gate: Gate) -> &'static str {
    match gate {
        Gate::PolicyEgress => "policy-egress",
        Gate::PolicyIngress => "policy-ingress",
        Gate::Service => "service",
        Gate::Resolver => "resolver",
        Gate::Route => "route",
        Gate::Endpoint => "endpoint",
        Gate::Firewall => "firewall",
        Gate::Destination => "destination",
    }
}

fn no_way_out(world: &World, pod: &Pod) -> Result<(), Failure> {
    let Some(flow) = way_out(world, pod) else { return Ok(()) };
    let to = zel_words::end_name(&flow.to);
    let message = format!("its policies let {} out to {to} on {} {}", pod.name, flow.protocol, flow.port);
    fail(message, Some(evaluate(world, &flow)))
}

fn only(found: &[Caller], of: &str, exactly: &[AllowedCaller]) -> Result<(), Failure> {
    for caller in found {
        let name = zel_words::end_name(&caller.from);
        let allowed = exactly.iter().find(|a| end(&a.from).is_ok_and(|e| e == caller.from));
        let ports = describe(&caller.ports);
        match allowed {
            None => return fail(format!("{name} may call it on {ports}"), None),
            Some(allowed) if ports != normal(&allowed.ports) => {
                return fail(format!("{name} may call it on {ports}, and should on {}", allowed.ports), None);
            }
            Some(_) => {}
        }
    }
    let missing = exactly.iter().find(|a| !found.iter().any(|c| end(&a.from).is_ok_and(|e| e == c.from)));
    match missing {
        None => Ok(()),
        Some(caller) => fail(format!("{} can't call {of} on {}", caller.from, caller.ports), None),
    }
}

/// `TCP 80,443-445;UDP 53`.
fn describe(ports: &Connections) -> String {
    if ports.is_all() { "every port".to_owned() } else { ports.to_string() }
}

/// The same without blanks behind semicolons.
fn normal(ports: &str) -> String {
    ports.split(';').map(str::trim).collect::<Vec<_>>().join(";")
}

fn nobody_reaches(world: &World, to: &str) -> Result<(), Failure> {
    let name = to.strip_prefix("host:").unwrap_or(to);
    let host = world.network.as_ref().and_then(|n| n.hosts.iter().find(|h| h.name == name));
    let Some(host) = host else {
        return fail(format!("there is no host `{name}` in this estate"), None);
    };
    let names = host.names.iter().map(|name| End::Name(name.clone()));
    let ends: Vec<End> = names.chain(host.addresses.iter().map(|a| End::Ip(*a))).collect();
    let ports: &[u16] = if host.ports.is_empty() { &[80, 443, 4444] } else { &host.ports };
    for pod in kinds(world) {
        let from = End::Pod { namespace: pod.namespace.clone(), name: pod.name.clone() };
        for to in &ends {
            for port in ports {
                for app in [App::Tls, App::Http, App::Raw] {
                    let sni = host.names.first().filter(|_| app != App::Raw).cloned();
                    let flow = Flow { app, sni, ..Flow::new(from.clone(), to.clone(), Protocol::Tcp, *port) };
                    let trace = evaluate(world, &flow);
                    if trace.allowed() {
                        return fail(zel_words::verdict(&trace), Some(trace));
                    }
                }
            }
        }
    }
    Ok(())
}
