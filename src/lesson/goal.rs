//! What a task asks for.

use serde::Deserialize;

/// A statement over an evaluated world. Ends are written as everywhere: `namespace/pod`, `ip:ADDRESS`, `name:HOST`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// The conversation gets through.
    Reaches(Conversation),
    /// It doesn't; where `by` says so, because of one of these gates.
    Blocked {
        /// The client.
        from: String,
        /// The server.
        to: String,
        /// The server's port.
        port: u16,
        /// Gates, as traces spell them (`policy-egress`, `firewall`); any if empty.
        #[serde(default)]
        by: Vec<String>,
    },
    /// No address of the internet, on any protocol and port, gets past the pod's own policies.
    NoWayOut {
        /// The pod.
        from: String,
    },
    /// Exactly these may connect, over exactly these ports: proved over all pods, addresses and ports.
    Callers {
        /// The pod.
        of: String,
        /// Who may.
        exactly: Vec<AllowedCaller>,
    },
    /// No pod gets a conversation through to a host outside, by name or address, on any of its ports, whatever is
    /// spoken.
    NobodyReaches {
        /// `host:NAME`.
        to: String,
    },
    /// The name can be resolved.
    Resolves {
        /// The client.
        from: String,
        /// The name.
        name: String,
    },
}

/// A conversation that has to get through.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// The client.
    pub from: String,
    /// The server.
    pub to: String,
    /// The server's port.
    pub port: u16,
}

/// Somebody who may connect.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedCaller {
    /// The client.
    pub from: String,
    /// `TCP 8443`, `TCP 80,443; UDP 53`.
    pub ports: String,
}
