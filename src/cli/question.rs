//! Arguments → a flow between ends that are there.

use crate::args::{AppName, Trace};
use crate::fault::Fault;
use zel_engine::World;
use zel_model::{App, End, Flow, Protocol};
use zel_source::nearest;

/// Most names that a message lists.
const SHOWN: usize = 8;

/// The flow that was asked for.
pub(crate) fn flow(args: &Trace) -> Result<Flow, Fault> {
    let from = End::parse(&args.from)?;
    let (to, protocol, port) = Flow::parse_target(&args.to)?;
    let protocol = chosen_protocol(args, protocol)?;
    let mut flow = Flow::new(from, to, protocol, port);
    let app = match (args.app, &args.sni) {
        (None, None) => return Ok(flow),
        (Some(AppName::Raw), Some(_)) => {
            return Err(Fault::new("raw bytes carry no name", "leave out `--sni`, or use `--app tls`"));
        }
        (Some(AppName::Raw), None) => App::Raw,
        (Some(AppName::Http), _) => App::Http,
        (Some(AppName::Tls), _) => App::Tls,
        (None, Some(_)) if flow.app == App::Http => App::Http,
        (None, Some(_)) => App::Tls,
    };
    if protocol != Protocol::Tcp && app != App::Raw {
        return Err(Fault::new(
            format!("TLS and HTTP are followed over TCP only, and this is {protocol}"),
            "leave out `--app` and `--sni`",
        ));
    }
    let own = match &flow.to {
        End::Name(name) if app != App::Raw => Some(name.clone()),
        _ => None,
    };
    flow.sni = args.sni.as_ref().map(|name| name.to_ascii_lowercase()).or(own);
    flow.app = app;
    Ok(flow)
}

/// `--protocol`, unless `--to` says another one.
fn chosen_protocol(args: &Trace, of_target: Protocol) -> Result<Protocol, Fault> {
    let Some(name) = &args.protocol else { return Ok(of_target) };
    let protocol = Protocol::of(&name.to_ascii_uppercase()).ok_or_else(|| {
        Fault::new(format!("`{name}` isn't a protocol that is known here"), "use tcp, udp or sctp")
    })?;
    let said = args.to.rsplit_once(':').is_some_and(|(_, port)| port.contains('/'));
    if said && protocol != of_target {
        let message = format!("`--to` says {of_target}, and `--protocol` {protocol}");
        return Err(Fault::new(message, "leave out one of them"));
    }
    Ok(protocol)
}

/// Whether both ends are there.
pub(crate) fn check_ends(world: &World, flow: &Flow) -> Result<(), Fault> {
    if let End::Name(name) = &flow.from {
        let mend = "write the client as NAMESPACE/POD, or as an address";
        return Err(Fault::new(format!("a conversation can't begin at the name `{name}`"), mend));
    }
    [&flow.from, &flow.to].into_iter().try_for_each(|end| check_end(world, end))
}

/// Whether an end, if it's a pod, is there and runs.
pub(crate) fn check_end(world: &World, end: &End) -> Result<(), Fault> {
    let End::Pod { namespace, name } = end else { return Ok(()) };
    let Some(pod) = world.cluster.pod(namespace, name) else {
        return Err(Fault::new(format!("there is no pod `{end}`"), instead(world, namespace, name)));
    };
    if !pod.running {
        return Err(Fault::new(format!("the pod `{end}` has finished"), "name a pod that runs"));
    }
    Ok(())
}

/// What might have been meant by a pod that isn't there.
fn instead(world: &World, namespace: &str, name: &str) -> String {
    let cluster = &world.cluster;
    if cluster.services.iter().any(|service| service.namespace == namespace && service.name == name) {
        return format!("a Service has that name: to reach it, write `{name}.{namespace}.svc.cluster.local`");
    }
    let pods: Vec<String> = cluster.pods.iter().map(|pod| pod.id()).collect();
    let all = || pods.iter().map(String::as_str);
    let wanted = format!("{namespace}/{name}");
    let beginning = format!("{wanted}-");
    let near = nearest(&wanted, all()).or_else(|| all().find(|pod| pod.starts_with(&beginning)));
    if let Some(near) = near {
        return format!("did you mean `{near}`?");
    }
    let neighbours: Vec<&str> = all().filter(|pod| pod.split('/').next() == Some(namespace)).collect();
    let (named, rest) = if neighbours.is_empty() {
        (all().take(SHOWN).collect::<Vec<_>>(), pods.len())
    } else {
        (neighbours.iter().copied().take(SHOWN).collect(), neighbours.len())
    };
    match (named.len(), rest.saturating_sub(named.len())) {
        (0, _) => "the texts hold no pods".to_owned(),
        (_, 0) => format!("there are: {}", named.join(", ")),
        (_, more) => format!("there are: {} and {more} more", named.join(", ")),
    }
}
