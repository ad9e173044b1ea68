//! The network as it was described.

use crate::Filter;
use ipnet::IpNet;
use std::net::IpAddr;
use zel_source::Span;

/// One VPC and what lies around it.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// The VPC.
    pub vpc: Vpc,
    /// Its endpoints.
    pub endpoints: Vec<Endpoint>,
    /// Hosts outside.
    pub hosts: Vec<Host>,
    /// Egress filters that routes may lead to.
    pub filters: Vec<Filter>,
}

/// A VPC with private subnets.
#[derive(Clone, Debug, Default)]
pub struct Vpc {
    /// Its name.
    pub name: String,
    /// Its address blocks.
    pub cidrs: Vec<IpNet>,
    /// Its subnets.
    pub subnets: Vec<Subnet>,
    /// Routes of the subnets' table, besides the local ones.
    pub routes: Vec<Route>,
}

/// A subnet.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// Its block.
    pub cidr: IpNet,
    /// Its availability zone.
    pub zone: String,
}

/// A route.
#[derive(Clone, Debug)]
pub struct Route {
    /// Destinations.
    pub to: IpNet,
    /// Where they are sent.
    pub via: Via,
    /// Where it's written.
    pub span: Span,
}

/// Target of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// The egress filter of that name, and the internet behind it.
    Filter(String),
    /// A NAT gateway: straight to the internet, unfiltered.
    Internet,
}

/// Kind of a VPC endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointType {
    /// Network interfaces inside the subnets.
    Interface,
    /// A route for the service's prefix list.
    Gateway,
}

/// A VPC endpoint.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its name, `sqs`.
    pub name: String,
    /// As shown to people.
    pub label: String,
    /// Its kind.
    pub kind: EndpointType,
    /// Names of the service; one with a leading dot stands for all below it.
    pub names: Vec<String>,
    /// Whether the public names answer with this endpoint's addresses inside the VPC.
    pub private_dns: bool,
    /// Addresses of its interfaces.
    pub addresses: Vec<IpAddr>,
    /// Blocks of the service's prefix list; a gateway endpoint's route leads to these.
    pub prefixes: Vec<IpNet>,
    /// A public address of the service.
    pub public_address: IpAddr,
    /// Where it's written.
    pub span: Span,
}

/// A host outside the VPC.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its identity in the picture.
    pub name: String,
    /// As shown to people.
    pub label: String,
    /// What it is, in a few words.
    pub detail: String,
    /// Its DNS names.
    pub names: Vec<String>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// TCP ports that it listens on; none at all: every port.
    pub ports: Vec<u16>,
    /// Whether it's the attacker's.
    pub hostile: bool,
    /// Where it's written.
    pub span: Span,
}

/// What has an address, outside the cluster.
#[derive(Clone, Copy, Debug)]
pub enum Owner<'n> {
    /// An interface of a VPC endpoint.
    Endpoint(&'n Endpoint),
    /// The public side of an AWS service.
    Service(&'n Endpoint),
    /// A host outside.
    Host(&'n Host),
    /// Nobody that the estate names, inside the VPC.
    NobodyInside,
    /// Nobody that the estate names, outside.
    SomebodyOutside,
}

impl Network {
    /// Who has an address.
    pub fn owner(&self, address: IpAddr) -> Owner<'_> {
        if let Some(endpoint) = self.endpoints.iter().find(|e| e.addresses.contains(&address)) {
            return Owner::Endpoint(endpoint);
        }
        let public = |e: &&Endpoint| {
            e.public_address == address || e.prefixes.iter().any(|net| net.contains(&address))
        };
        if let Some(endpoint) = self.endpoints.iter().find(public) {
            return Owner::Service(endpoint);
        }
        if let Some(host) = self.hosts.iter().find(|h| h.addresses.contains(&address)) {
            return Owner::Host(host);
        }
        if self.inside(address) { Owner::NobodyInside } else { Owner::SomebodyOutside }
    }

    /// Whether an address belongs to the VPC.
    pub fn inside(&self, address: IpAddr) -> bool {
        self.vpc.cidrs.iter().any(|net| net.contains(&address))
    }

    /// The filter of that name.
    pub fn filter(&self, name: &str) -> Option<&Filter> {
        self.filters.iter().find(|f| f.name == name)
    }
}
