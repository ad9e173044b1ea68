//! A Service's address → a pod's.
//!
//! Source: concept page Service, "Virtual IPs and service proxies"; the translation comes before any policy.

use crate::{Cluster, Pod, Service, TargetPort};
use std::net::IpAddr;
use zel_model::{Cause, Code, Protocol, RuleRef};

/// The pod behind a Service that a connection is given to.
#[derive(Clone, Debug)]
pub struct Backend<'c> {
    /// The Service.
    pub service: &'c Service,
    /// The first of its pods, in the order of the texts.
    pub pod: &'c Pod,
    /// The pod's address, of the same family as the Service's.
    pub address: IpAddr,
    /// The pod's port.
    pub port: u16,
    /// How many pods could have been given the connection.
    pub of: usize,
    /// Why.
    pub cause: Cause,
}

/// Translates a connection to a Service's cluster address. None where no Service has the address; an error's cause
/// where it has, and nothing can be reached behind it.
pub fn translate(
    cluster: &Cluster,
    address: IpAddr,
    protocol: Protocol,
    port: u16,
) -> Option<Result<Backend<'_>, Cause>> {
    let service = cluster.services.iter().find(|s| s.cluster_ips.contains(&address))?;
    Some(backend(cluster, service, address, protocol, port))
}

fn backend<'c>(
    cluster: &'c Cluster,
    service: &'c Service,
    address: IpAddr,
    protocol: Protocol,
    port: u16,
) -> Result<Backend<'c>, Cause> {
    let subject = format!("service {} {protocol} {port}", service.id());
    let rule = |path: &str, span| RuleRef {
        owner: format!("service {}", service.id()),
        path: path.to_owned(),
        span,
    };
    let Some(entry) = service.ports.iter().find(|p| p.port == port && p.protocol == protocol) else {
        return Err(Cause::new(Code::SvcNoPort, subject).by(rule("spec.ports", service.span)));
    };
    let ready: Vec<(&Pod, IpAddr, u16)> = service
        .pods(cluster)
        .filter_map(|pod| {
            let own = pod.addresses.iter().find(|a| a.is_ipv4() == address.is_ipv4())?;
            let target = match &entry.target {
                TargetPort::Number(number) => *number,
                TargetPort::Name(name) => pod.named_port(name, protocol)?,
            };
            Some((pod, *own, target))
        })
        .collect();
    match ready.first() {
        None => Err(Cause::new(Code::SvcNoBackend, subject).by(rule("spec.selector", service.span))),
        Some((pod, address, target)) => Ok(Backend {
            service,
            pod,
            address: *address,
            port: *target,
            of: ready.len(),
            cause: Cause::new(Code::SvcTranslated, subject).by(rule("spec.ports", entry.span)),
        }),
    }
}

impl Service {
    /// `namespace/name`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.namespace, self.name)
    }

    /// Its running pods, in the order of the texts.
    pub fn pods<'c>(&'c self, cluster: &'c Cluster) -> impl Iterator<Item = &'c Pod> {
        cluster.pods.iter().filter(|pod| {
            pod.running
                && pod.namespace == self.namespace
                && !self.selector.is_empty()
                && self.selector.iter().all(|(key, value)| pod.labels.get(key) == Some(value))
        })
    }
}
