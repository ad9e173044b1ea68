//! Stable codes of causes. Tests, lessons and translations refer to them; they never change their meaning.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Why a gate did what it did.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $text)] $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// As tests and JSON spell it.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// No policy isolates the pod in this direction: everything passes.
    NpNotIsolated = "NP_NOT_ISOLATED",
    /// A rule of a NetworkPolicy allows it.
    NpRule = "NP_RULE",
    /// The source is isolated for egress, and no rule allows it.
    NpEgressNoRule = "NP_EGRESS_NO_RULE",
    /// The destination is isolated for ingress, and no rule allows it.
    NpIngressNoRule = "NP_INGRESS_NO_RULE",
    /// Policies exist, and nothing on this cluster enforces them.
    NpNotEnforced = "NP_NOT_ENFORCED",
    /// A pod can't be cut off from itself.
    NpSelf = "NP_SELF",
    /// Traffic from the pod's own node is always allowed in.
    NpOwnNode = "NP_OWN_NODE",
    /// The pod uses its node's network: policies on it are undefined.
    NpHostNetwork = "NP_HOST_NETWORK",
    /// Part of a connection that was allowed when it began.
    NpEstablished = "NP_ESTABLISHED",
    /// A Service's address was replaced by a pod's.
    SvcTranslated = "SVC_TRANSLATED",
    /// The Service has no such port.
    SvcNoPort = "SVC_NO_PORT",
    /// The Service has no running pod behind it.
    SvcNoBackend = "SVC_NO_BACKEND",
    /// DNS answered with an address.
    DnsAnswered = "DNS_ANSWERED",
    /// The question never reached a DNS server, or its forwarder.
    DnsNotResolved = "DNS_NOT_RESOLVED",
    /// DNS says that no such name exists.
    DnsNoSuchName = "DNS_NO_SUCH_NAME",
    /// The VPC's own resolver: no security group or network policy of the VPC filters it.
    DnsResolver = "DNS_RESOLVER",
    /// Delivered inside the VPC.
    RouteLocal = "ROUTE_LOCAL",
    /// A route of the table leads there.
    RouteMatch = "ROUTE_MATCH",
    /// No route leads there.
    NoRoute = "NO_ROUTE",
    /// A VPC endpoint takes it to the service.
    EndpointReached = "ENDPOINT_REACHED",
    /// The endpoint serves another port.
    EndpointPort = "ENDPOINT_PORT",
    /// The name or header is on the list.
    FwAllowlisted = "FW_ALLOWLISTED",
    /// The name or header is on a list of forbidden names.
    FwDenylisted = "FW_DENYLISTED",
    /// No list names it, and the default drops it.
    FwNotAllowlisted = "FW_NOT_ALLOWLISTED",
    /// The default drops what isn't passed by name, and this carries no name.
    FwNoName = "FW_NO_NAME",
    /// `aws:drop_strict` drops the first packet too, and no rule passes handshakes.
    FwHandshakeDropped = "FW_HANDSHAKE_DROPPED",
    /// The handshake passes: names are seen only later.
    FwHandshakePassed = "FW_HANDSHAKE_PASSED",
    /// A rule by protocol, address and port passes the whole flow, unseen by the lists behind it.
    FwPassRule = "FW_PASS_RULE",
    /// A rule by protocol, address and port drops or resets it.
    FwDropRule = "FW_DROP_RULE",
    /// Nothing matched, and no default action drops.
    FwNoDefault = "FW_NO_DEFAULT",
    /// The destination answers.
    Reached = "REACHED",
    /// Nothing listens on that port.
    NotListening = "NOT_LISTENING",
    /// Nothing has that address, as far as the input says.
    NoSuchHost = "NO_SUCH_HOST",
    /// The flow's client isn't in the input.
    NoSuchSource = "NO_SUCH_SOURCE",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
