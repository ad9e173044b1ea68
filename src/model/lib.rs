//! The neutral vocabulary: addresses, ports, labels, flows, traces. No vendor's logic is here.

mod code;
mod connections;
mod flow;
mod labels;
mod port;
mod trace;

pub use code::Code;
pub use connections::Connections;
pub use flow::{App, End, Flow, FlowError, NodeId};
pub use labels::{Labels, Operator, Requirement, Selector};
pub use port::{PortRange, Protocol};
pub use trace::{
    Action, Assumption, Cause, Considered, Gate, Hop, Phase, RuleRef, Step, StepAt, Trace, Verdict,
};
