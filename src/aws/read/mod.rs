//! Documents → network. Each function reads one mapping, strictly, and says what is wrong with it.

mod estate;
mod filter;
mod value;

pub use estate::{endpoint, host, vpc};
pub use filter::filter;
