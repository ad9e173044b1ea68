//! Why a question can't be answered.

/// A question or a text that can't be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What is wrong.
    pub(crate) message: String,
    /// What would mend it; empty where that can't be said.
    pub(crate) mend: String,
}

impl Fault {
    /// A fault with its mend.
    pub(crate) fn new(message: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault { message: message.into(), mend: mend.into() }
    }
}

impl From<zel_model::FlowError> for Fault {
    fn from(error: zel_model::FlowError) -> Fault {
        Fault::new(error.message, error.mend)
    }
}
