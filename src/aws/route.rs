//! Which way a packet leaves a subnet.
//!
//! Source: VPC guide, "Route priority": the longest prefix wins, the VPC's own blocks are local.

use crate::{Endpoint, EndpointType, Network, Route, Via};
use ipnet::IpNet;
use std::net::IpAddr;

/// The way that a route table chose.
#[derive(Clone, Copy, Debug)]
pub enum Way<'n> {
    /// Inside the VPC.
    Local(IpNet),
    /// By a gateway endpoint's prefix list.
    Gateway(&'n Endpoint),
    /// By a route of the table.
    Route(&'n Route),
    /// Nothing matches: dropped.
    None,
}

/// Chooses the way to an address.
pub fn way(network: &Network, destination: IpAddr) -> Way<'_> {
    let mut best: Option<(u8, Way)> = None;
    let mut offer = |net: &IpNet, way| {
        let longer = best.as_ref().is_none_or(|(length, _)| net.prefix_len() > *length);
        if net.contains(&destination) && longer {
            best = Some((net.prefix_len(), way));
        }
    };
    for net in &network.vpc.cidrs {
        offer(net, Way::Local(*net));
    }
    for route in &network.vpc.routes {
        offer(&route.to, Way::Route(route));
    }
    for endpoint in network.endpoints.iter().filter(|e| e.kind == EndpointType::Gateway) {
        for net in &endpoint.prefixes {
            offer(net, Way::Gateway(endpoint));
        }
    }
    best.map_or(Way::None, |(_, way)| way)
}

impl Route {
    /// `0.0.0.0/0 → egress-filter`.
    pub fn describe(&self) -> String {
        match &self.via {
            Via::Filter(name) => format!("{} → {name}", self.to),
            Via::Internet => format!("{} → internet", self.to),
        }
    }
}
