//! What the VPC's own resolver answers.
//!
//! Source: PrivateLink guide, "Manage DNS names for VPC endpoints".

use crate::{Endpoint, EndpointType, Network};
use std::net::IpAddr;
use zel_source::Span;

/// An answer of the VPC's resolver.
#[derive(Clone, Copy, Debug)]
pub struct Found<'n> {
    /// The address.
    pub address: IpAddr,
    /// Whether private DNS of an endpoint made it so.
    pub private: bool,
    /// Whose name it is, as shown to people.
    pub label: &'n str,
    /// Where that is written.
    pub span: Span,
}

/// Resolves a name (lower case, no final dot) inside the VPC. An interface endpoint with private DNS takes over the
/// service's public names; without, and for gateway endpoints, they keep their public address.
pub fn resolve<'n>(network: &'n Network, name: &str) -> Option<Found<'n>> {
    let named = |names: &[String]| {
        names.iter().any(|n| match n.strip_prefix('.') {
            Some(_) => name.ends_with(n.as_str()),
            None => n == name,
        })
    };
    if let Some(endpoint) = network.endpoints.iter().find(|e| named(&e.names)) {
        let private = private_address(endpoint);
        return Some(Found {
            address: private.unwrap_or(endpoint.public_address),
            private: private.is_some(),
            label: &endpoint.label,
            span: endpoint.span,
        });
    }
    let host = network.hosts.iter().find(|h| named(&h.names))?;
    let address = *host.addresses.first()?;
    Some(Found { address, private: false, label: &host.label, span: host.span })
}

fn private_address(endpoint: &Endpoint) -> Option<IpAddr> {
    let takes_over = endpoint.kind == EndpointType::Interface && endpoint.private_dns;
    takes_over.then_some(endpoint.addresses.first().copied()).flatten()
}
