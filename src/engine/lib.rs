//! Text → [`World`] → [`evaluate`] → [`zel_model::Trace`], and proofs over all addresses and ports.
//!
//! The only room that sees Kubernetes and AWS at once.

mod classes;
mod load;
mod matrix;
mod name;
mod pool;
mod prove;
mod walk;
mod way;
mod world;

pub use load::{Loaded, load};
pub use matrix::{Matrix, Party, matrix};
pub use prove::{Caller, callers, kinds, way_out};
pub use walk::evaluate;
pub use world::{Sides, World, sides};
