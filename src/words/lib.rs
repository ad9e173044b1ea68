//! Traces in words. English; every sentence is made from a trace alone.

mod step;
mod verdict;

pub use step::{sentence, title};
pub use verdict::{end_name, flow_name, gate_name, node_name, verdict};
