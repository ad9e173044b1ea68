//! Out of the cluster: routes, endpoints, the egress filter, and what lies past the VPC's edge.

use crate::walk::{Dead, Walk, node_of};
use crate::world::Peer;
use std::net::IpAddr;
use zel_aws::{Network, Owner, Packet, Stage, Via, Way};
use zel_model::{Action, Cause, Code, Gate, NodeId, Phase, Protocol, RuleRef};

/// Where a connection goes once its first packet got through: the places that see the client's first words.
pub(crate) struct Path<'w> {
    pub(crate) filter: Option<&'w str>,
    pub(crate) last: NodeId,
    pub(crate) to: IpAddr,
    pub(crate) port: u16,
}

/// Ports of an interface endpoint.
const ENDPOINT_PORT: u16 = 443;

impl<'w> Walk<'w> {
    /// Out of the cluster, by the VPC's routes.
    pub(crate) fn leave(
        &mut self,
        network: &'w Network,
        from: Peer,
        to: IpAddr,
        port: u16,
    ) -> Result<Path<'w>, Dead> {
        let here = node_of(from);
        match zel_aws::way(network, to) {
            Way::None => {
                let cause = Cause::new(Code::NoRoute, to.to_string());
                Err(self.stop(here, Phase::Connect, Gate::Route, cause))
            }
            Way::Local(net) => {
                let cause = Cause::new(Code::RouteLocal, format!("{to} in {net}"));
                self.step(&here, Phase::Connect, Gate::Route, Action::Pass, cause);
                self.inside(network, &here, to, port)
            }
            Way::Gateway(endpoint) => {
                let rule = RuleRef {
                    owner: format!("endpoint {}", endpoint.name),
                    path: "prefixes".to_owned(),
                    span: endpoint.span,
                };
                let there = NodeId(format!("endpoint:{}", endpoint.name));
                let cause = Cause::new(Code::RouteMatch, to.to_string()).by(rule.clone());
                self.step(&here, Phase::Connect, Gate::Route, Action::Forward { to: there.clone() }, cause);
                Ok(self.service(&there, rule, to, port))
            }
            Way::Route(route) => {
                let rule =
                    RuleRef { owner: "route table".to_owned(), path: route.describe(), span: route.span };
                let cause = Cause::new(Code::RouteMatch, to.to_string()).by(rule);
                match &route.via {
                    Via::Internet => {
                        self.step(&here, Phase::Connect, Gate::Route, Action::Pass, cause);
                        self.outside(network, None, to, port)
                    }
                    Via::Filter(name) => {
                        let filter = NodeId(format!("filter:{name}"));
                        self.step(&here, Phase::Connect, Gate::Route, Action::Forward { to: filter }, cause);
                        self.filter(network, name, Phase::Connect, from.address, (to, port))?;
                        self.outside(network, Some(name), to, port)
                    }
                }
            }
        }
    }

    /// Inside the VPC, to what isn't a pod.
    fn inside(
        &mut self,
        network: &'w Network,
        here: &NodeId,
        to: IpAddr,
        port: u16,
    ) -> Result<Path<'w>, Dead> {
        let Owner::Endpoint(endpoint) = network.owner(to) else {
            if self.world.cluster.nodes.iter().any(|node| node.addresses.contains(&to)) {
                self.reached(here, Phase::Connect, to, port);
                return Ok(Path { filter: None, last: here.clone(), to, port });
            }
            let cause = Cause::new(Code::NoSuchHost, to.to_string());
            return Err(self.stop(here.clone(), Phase::Connect, Gate::Destination, cause));
        };
        let there = NodeId(format!("endpoint:{}", endpoint.name));
        let rule = RuleRef {
            owner: format!("endpoint {}", endpoint.name),
            path: "addresses".to_owned(),
            span: endpoint.span,
        };
        if (self.flow.protocol, port) != (Protocol::Tcp, ENDPOINT_PORT) {
            let subject = format!("{} {} {port}", endpoint.label, self.flow.protocol);
            let cause = Cause::new(Code::EndpointPort, subject).by(rule);
            return Err(self.stop(there, Phase::Connect, Gate::Endpoint, cause));
        }
        Ok(self.service(&there, rule, to, port))
    }

    /// From an endpoint over the backbone to its service.
    fn service(&mut self, endpoint: &NodeId, rule: RuleRef, to: IpAddr, port: u16) -> Path<'w> {
        let last = NodeId("aws".to_owned());
        let cause = Cause::new(Code::EndpointReached, rule.owner.clone()).by(rule);
        self.step(endpoint, Phase::Connect, Gate::Endpoint, Action::Forward { to: last.clone() }, cause);
        self.reached(&last, Phase::Connect, to, port);
        self.assume(
            "ENDPOINT_OPEN",
            "the endpoint's own security group lets the caller in on 443, and its policy allows the call",
        );
        Path { filter: None, last, to, port }
    }

    /// Past the VPC's edge.
    fn outside(
        &mut self,
        network: &'w Network,
        filter: Option<&'w str>,
        to: IpAddr,
        port: u16,
    ) -> Result<Path<'w>, Dead> {
        let last = match network.owner(to) {
            Owner::Host(host) => {
                let last = NodeId(format!("host:{}", host.name));
                let listens = self.flow.protocol == Protocol::Tcp && host.ports.contains(&port);
                if !host.ports.is_empty() && !listens {
                    let subject = format!("{} {} {port}", host.label, self.flow.protocol);
                    let cause = Cause::new(Code::NotListening, subject);
                    self.step(&last, Phase::Connect, Gate::Destination, Action::Reject, cause);
                    return Err(Dead(Code::NotListening));
                }
                last
            }
            Owner::Service(_) => NodeId("aws".to_owned()),
            _ => {
                self.assume(
                    "INTERNET_ANSWERS",
                    "an address that nobody in the input owns answers on every port",
                );
                NodeId("internet".to_owned())
            }
        };
        self.reached(&last, Phase::Connect, to, port);
        Ok(Path { filter, last, to, port })
    }

    pub(crate) fn filter(
        &mut self,
        network: &Network,
        name: &str,
        phase: Phase,
        source: IpAddr,
        (to, port): (IpAddr, u16),
    ) -> Result<(), Dead> {
        let at = NodeId(format!("filter:{name}"));
        let Some(filter) = network.filter(name) else {
            let cause = Cause::new(Code::NoRoute, format!("there is no egress filter {name}"));
            return Err(self.stop(at, phase, Gate::Route, cause));
        };
        let flow = self.flow;
        let packet = Packet {
            stage: if phase == Phase::Data { Stage::Data } else { Stage::First },
            protocol: flow.protocol,
            source,
            destination: to,
            port,
            app: flow.app,
            name: flow.sni.as_deref(),
        };
        let ruling = zel_aws::decide(filter, &network.vpc.cidrs, packet);
        self.assume("HELLO_IN_ONE_PACKET", "the client's first words fit into one packet");
        self.gate(&at, phase, Gate::Firewall, ruling.action, ruling.cause)
    }
}
