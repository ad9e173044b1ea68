//! The picture: positions and movements, no drawing.
//!
//! [`layout`] places an estate's lanes; [`route`] leads a trace over them; [`beats`] cuts it into movements.

mod beat;
mod curve;
mod layout;
mod plan;
mod route;

pub use beat::{Beat, beats};
pub use curve::{Curve, Point};
pub use layout::{Heading, NodeBox, Scene, ZoneBox, layout};
pub use plan::{Kind, Plan, PlanLane, PlanNode, ZoneKind};
pub use route::{Leg, Route, offsets, route};
