//! The AWS side: VPC, routes, endpoints, names, egress firewall → decisions. Knows nothing of Kubernetes.
//!
//! Source of the rules: the AWS guides of VPC, PrivateLink, Network Firewall and Route 53 Resolver.

mod filter;
mod firewall;
mod names;
mod network;
mod read;
mod route;

pub use filter::{
    DefaultAction, DomainList, Filter, FlowState, ListType, RuleAction, RuleGroup, RuleOrder, Target,
    TargetType, TupleRule,
};
pub use firewall::{Packet, Ruling, Stage, decide};
pub use names::{Found, resolve};
pub use network::{Endpoint, EndpointType, Host, Network, Owner, Route, Subnet, Via, Vpc};
pub use read::{endpoint, filter as read_filter, host, vpc};
pub use route::{Way, way};
