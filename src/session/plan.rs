//! The estate as the picture needs it: what stands in which lane, and what is written on it.

use std::collections::BTreeMap;
use zel_engine::{Loaded, World};
use zel_estate::Zone;
use zel_model::{Gate, NodeId};
use zel_scene::{Kind, Plan, PlanLane, PlanNode, ZoneKind};

/// The plan of an estate's picture.
pub(crate) fn plan(loaded: &Loaded) -> Plan {
    let estate = &loaded.estate;
    let lanes = estate.lanes.iter().map(|lane| PlanLane {
        title: lane.title.clone(),
        zone: zone(lane.zone),
        nodes: lane.nodes.iter().map(|(id, _)| node(loaded, id)).collect(),
    });
    let vpc = &estate.network.vpc;
    let blocks: Vec<String> = vpc.cidrs.iter().map(ToString::to_string).collect();
    let titles = BTreeMap::from([
        (ZoneKind::Vpc, format!("VPC {} · {}", vpc.name, blocks.join(", "))),
        (ZoneKind::Cluster, estate.cluster.clone()),
    ]);
    Plan { lanes: lanes.collect(), titles }
}

fn zone(zone: Zone) -> ZoneKind {
    match zone {
        Zone::Cluster => ZoneKind::Cluster,
        Zone::Vpc => ZoneKind::Vpc,
        Zone::Backbone => ZoneKind::Backbone,
        Zone::Internet => ZoneKind::Internet,
    }
}

fn node(loaded: &Loaded, id: &NodeId) -> PlanNode {
    let plain = |kind, label: &str, detail: &str| PlanNode {
        id: id.clone(),
        kind,
        label: label.to_owned(),
        detail: detail.to_owned(),
        badge: String::new(),
        hostile: false,
    };
    let network = &loaded.estate.network;
    match id.0.split_once(':') {
        Some(("pod", rest)) => pod(&loaded.world, rest).map_or_else(
            || plain(Kind::Pod, rest, "not in this cluster"),
            |(label, detail, badge)| PlanNode { badge, ..plain(Kind::Pod, &label, &detail) },
        ),
        Some(("endpoint", name)) => {
            let endpoint = network.endpoints.iter().find(|e| e.name == name);
            let private = endpoint.is_some_and(|e| e.private_dns || e.addresses.is_empty());
            let detail = if private { "private DNS" } else { "no private DNS" };
            plain(Kind::Endpoint, endpoint.map_or(name, |e| &e.label), detail)
        }
        Some(("host", name)) => {
            let host = network.hosts.iter().find(|h| h.name == name);
            PlanNode {
                hostile: host.is_some_and(|h| h.hostile),
                ..plain(Kind::Host, host.map_or(name, |h| &h.label), host.map_or("", |h| &h.detail))
            }
        }
        Some(("filter", name)) => {
            let filter = loaded.world.network.as_ref().and_then(|n| n.filter(name));
            let names: usize = filter.map_or(0, |f| {
                f.groups.iter().filter_map(|g| g.list.as_ref()).map(|l| l.targets.len()).sum()
            });
            let drops = filter.is_some_and(|f| f.drops());
            let detail = format!("{names} names, {}", if drops { "else drop" } else { "else pass" });
            plain(Kind::Filter, "Egress filter", &detail)
        }
        _ if id.0 == "resolver" => plain(Kind::Resolver, "VPC resolver", "answers names"),
        _ if id.0 == "aws" => plain(Kind::Service, "AWS services", "never the internet"),
        _ => plain(Kind::Internet, &id.0, "any address"),
    }
}

/// A pod's name, its address, and which sides its policies isolate.
fn pod(world: &World, id: &str) -> Option<(String, String, String)> {
    let (namespace, name) = id.split_once('/')?;
    let pod = world.cluster.pod(namespace, name)?;
    let isolated = |gate| zel_k8s::isolating(&world.cluster, pod, gate).next().is_some();
    let badge = match (isolated(Gate::PolicyIngress), isolated(Gate::PolicyEgress)) {
        _ if !world.enforced => "ignored",
        (false, false) => "open",
        (true, false) => "in",
        (false, true) => "out",
        (true, true) => "in·out",
    };
    let address = pod.address().map_or_else(String::new, |a| a.to_string());
    Some((pod.name.clone(), address, badge.to_owned()))
}
