//! Service (core/v1): the fields that decide where its traffic goes.

use super::meta::{self, Meta};
use super::net;
use super::port::{NumberOrName, number, number_or_name, protocol};
use crate::{Service, ServicePort, TargetPort};
use std::net::IpAddr;
use zel_source::yaml::Node as Yaml;
use zel_source::{Fields, Problems};

/// Reads a Service.
pub(super) fn service(root: &Yaml, problems: &mut Problems) -> Option<(Meta, Service)> {
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind", "status"]);
    let meta = meta::namespaced(&mut fields, problems);
    let spec = fields.take("spec").and_then(|n| Fields::of(n, "spec", problems));
    fields.finish(problems);
    let mut service = Service {
        namespace: String::new(),
        name: String::new(),
        cluster_ips: Vec::new(),
        external_name: None,
        selector: zel_model::Labels::new(),
        ports: Vec::new(),
        span: root.span,
    };
    if let Some(mut spec) = spec {
        service.cluster_ips = cluster_ips(&mut spec, problems);
        service.selector = meta::labels(&mut spec, "selector", problems);
        if spec.string("type", problems) == Some("ExternalName") {
            service.external_name = spec.required("externalName", problems).map(str::to_ascii_lowercase);
        }
        let ports = spec.list("ports", problems);
        service.ports = ports.into_iter().filter_map(|(n, p)| service_port(n, &p, problems)).collect();
    }
    let meta = meta?;
    service.namespace.clone_from(&meta.namespace);
    service.name.clone_from(&meta.name);
    service.span = meta.span;
    Some((meta, service))
}

/// `clusterIP` and `clusterIPs`; `None` in them makes a Service headless.
fn cluster_ips(spec: &mut Fields, problems: &mut Problems) -> Vec<IpAddr> {
    let mut texts = Vec::new();
    if let (Some(text), Some(node)) = (spec.string("clusterIP", problems), spec.take("clusterIP")) {
        texts.push((text, node.span));
    }
    texts.extend(spec.strings("clusterIPs", problems));
    let mut addresses: Vec<IpAddr> = Vec::new();
    for (text, span) in texts.into_iter().filter(|(text, _)| !matches!(*text, "None" | "")) {
        if let Some(address) = net::address(text, span, problems)
            && !addresses.contains(&address)
        {
            addresses.push(address);
        }
    }
    addresses
}

fn service_port(node: &Yaml, path: &str, problems: &mut Problems) -> Option<ServicePort> {
    let mut fields = Fields::of(node, path, problems)?;
    fields.ignore(&["name", "nodePort", "appProtocol"]);
    let protocol = protocol(&mut fields, problems);
    let value = fields.integer("port", problems);
    let value_node = fields.take("port");
    if value_node.is_none() {
        fields.missing("port", problems);
    }
    let target_path = fields.path("targetPort");
    let target = match fields.take("targetPort") {
        Some(node) => Some(number_or_name(node, &target_path, problems)?),
        None => None,
    };
    fields.finish(problems);
    let port = number(value?, value_node?, problems)?;
    let target = match target {
        None => TargetPort::Number(port),
        Some(NumberOrName::Number(number)) => TargetPort::Number(number),
        Some(NumberOrName::Name(name)) => TargetPort::Name(name.to_owned()),
    };
    Some(ServicePort { port, protocol, target, span: node.span })
}
