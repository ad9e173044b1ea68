//! What there is to place.

use std::collections::BTreeMap;
use zel_model::NodeId;

/// Part of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneKind {
    /// The VPC.
    Vpc,
    /// The cluster, inside it.
    Cluster,
    /// AWS without the internet.
    Backbone,
    /// The internet.
    Internet,
}

impl ZoneKind {
    /// A word for style sheets.
    pub fn as_str(self) -> &'static str {
        match self {
            ZoneKind::Vpc => "vpc",
            ZoneKind::Cluster => "cluster",
            ZoneKind::Backbone => "backbone",
            ZoneKind::Internet => "internet",
        }
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A pod.
    Pod,
    /// A VPC endpoint.
    Endpoint,
    /// An egress filter.
    Filter,
    /// The VPC's resolver.
    Resolver,
    /// An AWS service behind an endpoint.
    Service,
    /// A host outside.
    Host,
    /// The rest of the internet.
    Internet,
}

/// A thing of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanNode {
    /// Its identity.
    pub id: NodeId,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub label: String,
    /// A second line.
    pub detail: String,
    /// A short word on how it stands: "open".
    pub badge: String,
    /// Whether it's the attacker's.
    pub hostile: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLane {
    /// Its heading. A zone outside the VPC is called like its lane.
    pub title: String,
    /// Where it lies.
    pub zone: ZoneKind,
    /// What stands in it, from top to bottom.
    pub nodes: Vec<PlanNode>,
}

/// What there is to place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Columns from left to right. Neighbouring lanes outside the VPC share one.
    pub lanes: Vec<PlanLane>,
    /// What the VPC and the cluster are called.
    pub titles: BTreeMap<ZoneKind, String>,
}
