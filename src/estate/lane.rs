//! Columns of the picture.

use zel_model::NodeId;
use zel_source::Span;

/// Which part of the world a lane lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// The cluster, inside the VPC.
    Cluster,
    /// The VPC.
    Vpc,
    /// AWS, reached without touching the internet.
    Backbone,
    /// The internet.
    Internet,
}

impl Zone {
    /// As estate files spell it.
    pub const NAMES: [(&'static str, Zone); 4] = [
        ("cluster", Zone::Cluster),
        ("vpc", Zone::Vpc),
        ("backbone", Zone::Backbone),
        ("internet", Zone::Internet),
    ];
}

/// A column.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its heading.
    pub title: String,
    /// Where it lies.
    pub zone: Zone,
    /// What stands in it, from top to bottom, with the place of each.
    pub nodes: Vec<(NodeId, Span)>,
}
