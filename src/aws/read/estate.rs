//! The network parts of an Estate document.

use super::value::{address, addresses, choice_field, net, nets, port};
use crate::{Endpoint, EndpointType, Host, Route, Subnet, Via, Vpc};
use zel_source::yaml::{Kind, Node, Value};
use zel_source::{Fields, Problems};

/// Reads `spec.vpc`.
pub fn vpc(node: &Node, path: &str, problems: &mut Problems) -> Option<Vpc> {
    let mut fields = Fields::of(node, path, problems)?;
    let name = fields.required("name", problems).unwrap_or_default().to_owned();
    let cidr = fields.required("cidr", problems);
    let span = fields.take("cidr").map_or(node.span, |n| n.span);
    let mut cidrs: Vec<_> = cidr.and_then(|text| net(text, span, problems)).into_iter().collect();
    cidrs.extend(nets(&mut fields, "moreCidrs", problems));
    let subnets = fields.list("subnets", problems);
    let routes = fields.list("routes", problems);
    fields.finish(problems);
    let subnets = subnets.into_iter().filter_map(|(n, p)| subnet(n, &p, problems)).collect();
    let routes = routes.into_iter().filter_map(|(n, p)| route(n, &p, problems)).collect();
    Some(Vpc { name, cidrs, subnets, routes })
}

fn subnet(node: &Node, path: &str, problems: &mut Problems) -> Option<Subnet> {
    let mut fields = Fields::of(node, path, problems)?;
    let name = fields.required("name", problems).map(str::to_owned);
    let cidr = fields.required("cidr", problems);
    let span = fields.take("cidr").map_or(node.span, |n| n.span);
    let zone = fields.string("zone", problems).unwrap_or_default().to_owned();
    fields.finish(problems);
    Some(Subnet { name: name?, cidr: net(cidr?, span, problems)?, zone })
}

fn route(node: &Node, path: &str, problems: &mut Problems) -> Option<Route> {
    let mut fields = Fields::of(node, path, problems)?;
    let to = fields.required("to", problems);
    let span = fields.take("to").map_or(node.span, |n| n.span);
    let via = fields.required("via", problems).map(str::to_owned);
    fields.finish(problems);
    let via = if via.as_deref() == Some("internet") { Via::Internet } else { Via::Filter(via?) };
    Some(Route { to: net(to?, span, problems)?, via, span: node.span })
}

/// Reads an item of `spec.endpoints`.
pub fn endpoint(node: &Node, path: &str, problems: &mut Problems) -> Option<Endpoint> {
    let mut fields = Fields::of(node, path, problems)?;
    let name = fields.required("name", problems).map(str::to_owned);
    let label = fields.string("label", problems).map(str::to_owned);
    let kinds = [("Interface", EndpointType::Interface), ("Gateway", EndpointType::Gateway)];
    let kind = choice_field(&mut fields, "type", &kinds, problems).unwrap_or(EndpointType::Interface);
    let names = fields.strings("names", problems);
    let private_dns = fields.boolean("privateDns", problems).unwrap_or(false);
    let interfaces = addresses(&mut fields, "addresses", problems);
    let prefixes = nets(&mut fields, "prefixes", problems);
    let public = fields.required("publicAddress", problems);
    let public_span = fields.take("publicAddress").map_or(node.span, |n| n.span);
    fields.finish(problems);
    if kind == EndpointType::Interface && interfaces.is_empty() {
        problems.error(
            node.span,
            "FIELD_REQUIRED",
            "an interface endpoint needs `addresses`",
            "add one per zone",
        );
    }
    let name = name?;
    let public_address = address(public?, public_span, problems)?;
    // Without blocks of its own, the prefix list holds the service's one address that is known.
    let prefixes = if prefixes.is_empty() { vec![public_address.into()] } else { prefixes };
    Some(Endpoint {
        label: label.unwrap_or_else(|| name.clone()),
        name,
        kind,
        names: lower(names),
        private_dns,
        addresses: interfaces,
        prefixes,
        public_address,
        span: node.span,
    })
}

/// Reads an item of `spec.hosts`.
pub fn host(node: &Node, path: &str, problems: &mut Problems) -> Option<Host> {
    let mut fields = Fields::of(node, path, problems)?;
    let name = fields.required("name", problems).map(str::to_owned);
    let label = fields.string("label", problems).map(str::to_owned);
    let detail = fields.string("detail", problems).unwrap_or_default().to_owned();
    let names = fields.strings("names", problems);
    let addresses = addresses(&mut fields, "addresses", problems);
    let ports = fields.list("ports", problems);
    let hostile = fields.boolean("hostile", problems).unwrap_or(false);
    fields.finish(problems);
    let ports = ports.into_iter().filter_map(|(node, path)| listening(node, &path, problems)).collect();
    if addresses.is_empty() {
        problems.error(
            node.span,
            "FIELD_REQUIRED",
            "a host needs `addresses`",
            "add one from 203.0.113.0/24, say",
        );
    }
    let name = name?;
    let label = label.unwrap_or_else(|| name.clone());
    Some(Host { name, label, detail, names: lower(names), addresses, ports, hostile, span: node.span })
}

fn listening(node: &Node, path: &str, problems: &mut Problems) -> Option<u16> {
    match &node.value {
        Value::Scalar { kind: Kind::Int(value), .. } => port(*value, node.span, problems),
        _ => {
            node.wrong_kind(path, "a port number", problems);
            None
        }
    }
}

fn lower<S>(names: Vec<(&str, S)>) -> Vec<String> {
    names.into_iter().map(|(name, _)| name.to_ascii_lowercase()).collect()
}
