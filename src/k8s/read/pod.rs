//! Pod and Node (core/v1): the few fields that decide traffic; all others are left to the API server.

use super::meta::{self, Meta};
use super::port::{number, protocol};
use super::{bad_value, net};
use crate::{ContainerPort, Node, Pod};
use std::net::IpAddr;
use zel_source::yaml::Node as Yaml;
use zel_source::{Fields, Problems};

/// Reads a Pod.
pub(super) fn pod(root: &Yaml, problems: &mut Problems) -> Option<(Meta, Pod)> {
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind"]);
    let meta = meta::namespaced(&mut fields, problems);
    let spec = fields.take("spec").and_then(|n| Fields::of(n, "spec", problems));
    let status = fields.take("status").and_then(|n| Fields::of(n, "status", problems));
    fields.finish(problems);
    let body = spec.map(|mut spec| body(&mut spec, problems)).unwrap_or_default();
    let (mut addresses, mut running) = (Vec::new(), true);
    if let Some(mut status) = status {
        addresses = pod_ips(&mut status, problems);
        running = !matches!(status.string("phase", problems), Some("Succeeded" | "Failed"));
    }
    let meta = meta?;
    let pod = Pod {
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        labels: meta.labels.clone(),
        addresses,
        address_assigned: false,
        owner: None,
        node: body.node,
        host_network: body.host_network,
        ports: body.ports,
        running,
        span: meta.span,
    };
    Some((meta, pod))
}

/// What a PodSpec says of traffic.
#[derive(Clone, Default)]
pub(super) struct Body {
    pub(super) node: Option<String>,
    pub(super) host_network: bool,
    pub(super) ports: Vec<ContainerPort>,
}

/// Reads a PodSpec.
pub(super) fn body(spec: &mut Fields, problems: &mut Problems) -> Body {
    let node = spec.string("nodeName", problems).map(str::to_owned);
    let host_network = spec.boolean("hostNetwork", problems).unwrap_or(false);
    let containers = spec.list("containers", problems);
    let ports =
        containers.into_iter().flat_map(|(node, path)| container_ports(node, &path, problems)).collect();
    Body { node, host_network, ports }
}

/// `podIP` and `podIPs`, the primary one first.
fn pod_ips(status: &mut Fields, problems: &mut Problems) -> Vec<IpAddr> {
    let mut addresses = Vec::new();
    if let (Some(text), Some(node)) = (status.string("podIP", problems), status.take("podIP")) {
        addresses.extend(net::address(text, node.span, problems));
    }
    for (item, path) in status.list("podIPs", problems) {
        let Some(mut fields) = Fields::of(item, &path, problems) else { continue };
        if let Some(address) =
            fields.string("ip", problems).and_then(|t| net::address(t, item.span, problems))
            && !addresses.contains(&address)
        {
            addresses.push(address);
        }
    }
    addresses
}

fn container_ports(container: &Yaml, path: &str, problems: &mut Problems) -> Vec<ContainerPort> {
    let Some(mut fields) = Fields::of(container, path, problems) else { return Vec::new() };
    let items = fields.list("ports", problems);
    items.into_iter().filter_map(|(node, path)| container_port(node, &path, problems)).collect()
}

fn container_port(node: &Yaml, path: &str, problems: &mut Problems) -> Option<ContainerPort> {
    let mut fields = Fields::of(node, path, problems)?;
    fields.ignore(&["hostPort", "hostIP"]);
    let name = fields.string("name", problems).map(str::to_owned);
    let protocol = protocol(&mut fields, problems);
    let value = fields.integer("containerPort", problems);
    let value_node = fields.take("containerPort");
    if value_node.is_none() {
        fields.missing("containerPort", problems);
    }
    fields.finish(problems);
    Some(ContainerPort { name, port: number(value?, value_node?, problems)?, protocol })
}

/// Reads a Node.
pub(super) fn node(root: &Yaml, problems: &mut Problems) -> Option<(Meta, Node)> {
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind", "spec"]);
    let meta = meta::cluster_wide(&mut fields, problems);
    let status = fields.take("status").and_then(|n| Fields::of(n, "status", problems));
    fields.finish(problems);
    let mut addresses = Vec::new();
    if let Some(mut status) = status {
        for (item, path) in status.list("addresses", problems) {
            addresses.extend(node_address(item, &path, problems));
        }
    }
    let meta = meta?;
    let node = Node { name: meta.name.clone(), addresses };
    Some((meta, node))
}

/// An address of a node; host names and DNS names aren't addresses.
fn node_address(item: &Yaml, path: &str, problems: &mut Problems) -> Option<IpAddr> {
    let mut fields = Fields::of(item, path, problems)?;
    let kind = fields.required("type", problems)?;
    let text = fields.required("address", problems)?;
    match kind {
        "InternalIP" | "ExternalIP" => net::address(text, item.span, problems),
        "Hostname" | "InternalDNS" | "ExternalDNS" => None,
        other => {
            let mend = "use InternalIP, ExternalIP, Hostname, InternalDNS or ExternalDNS";
            bad_value(item.span, format!("`{other}` isn't a kind of node address"), mend, problems);
            None
        }
    }
}
