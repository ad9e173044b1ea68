//! The lab's own document: an Estate says what a picture shows, which flows are watched, and what isn't a manifest's
//! matter: the VPC, its endpoints and the world outside.
//!
//! `apiVersion: zero-egress-lab/v1`, `kind: Estate`. Everything that differs from one estate to another is in the file.

mod lane;
mod read;
mod watched;

pub use lane::{Lane, Zone};
pub use read::estate;
pub use watched::Watched;

use zel_aws::Network;
use zel_source::Span;

/// apiVersion of the lab's own documents.
pub const API_VERSION: &str = "zero-egress-lab/v1";

/// An estate.
#[derive(Clone, Debug, Default)]
pub struct Estate {
    /// Its name.
    pub name: String,
    /// VPC, endpoints and hosts. Its filters are documents of their own.
    pub network: Network,
    /// What the cluster is called in the picture.
    pub cluster: String,
    /// Whether the cluster's CNI enforces NetworkPolicies.
    pub enforced: bool,
    /// The Service that pods ask for names, `namespace/name`, with the place where it's named.
    pub dns: Option<(String, Span)>,
    /// The flows that the picture shows.
    pub flows: Vec<Watched>,
    /// The picture's columns from left to right.
    pub lanes: Vec<Lane>,
}
