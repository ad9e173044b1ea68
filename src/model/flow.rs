//! A flow: who talks to whom, over what.

use crate::Protocol;
use serde::Serialize;
use std::net::IpAddr;

/// One end of a flow, as people write it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// `namespace/pod`.
    Pod {
        /// The namespace.
        namespace: String,
        /// The pod's name.
        name: String,
    },
    /// `ip:ADDRESS`: whatever has that address.
    Ip(IpAddr),
    /// `name:HOST`: whatever DNS answers.
    Name(String),
}

/// Why a flow can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowError {
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub mend: String,
}

impl End {
    /// Reads `namespace/pod`, `ip:ADDRESS`, `name:HOST`, or a bare address or host name.
    pub fn parse(text: &str) -> Result<End, FlowError> {
        let refuse = |what: &str| FlowError {
            message: format!("`{text}` {what}"),
            mend: "write `namespace/pod`, `ip:203.0.113.9` or `name:api.example.com`".to_owned(),
        };
        if let Some(address) = text.strip_prefix("ip:") {
            return address.parse().map(End::Ip).map_err(|_| refuse("isn't an IP address"));
        }
        if let Some(name) = text.strip_prefix("name:") {
            return host(name).map(End::Name).ok_or_else(|| refuse("isn't a host name"));
        }
        if let Some((namespace, name)) = text.split_once('/') {
            let label = |s: &str| !s.is_empty() && s.len() <= 253 && !s.contains(['/', ' ', ':']);
            return (label(namespace) && label(name))
                .then(|| End::Pod { namespace: namespace.to_owned(), name: name.to_owned() })
                .ok_or_else(|| refuse("isn't a pod"));
        }
        if let Ok(address) = text.parse() {
            return Ok(End::Ip(address));
        }
        host(text).map(End::Name).ok_or_else(|| refuse("is neither a pod nor an address nor a host name"))
    }
}

/// A host name in lower case without its final dot. RFC 1123: labels of letters, digits and hyphens.
fn host(text: &str) -> Option<String> {
    let name = text.trim_end_matches('.').to_ascii_lowercase();
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    (name.len() <= 253 && name.split('.').all(label)).then_some(name)
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            End::Pod { namespace, name } => write!(f, "{namespace}/{name}"),
            End::Ip(address) => write!(f, "ip:{address}"),
            End::Name(name) => write!(f, "name:{name}"),
        }
    }
}

impl Serialize for End {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What is spoken once the connection stands. The client speaks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum App {
    /// A TLS client hello that carries the server's name.
    Tls,
    /// An HTTP request with its Host header.
    Http,
    /// Bytes of no protocol that a firewall knows.
    Raw,
}

impl App {
    /// The application of that name: `tls`, `http`, `raw`.
    pub fn of(name: &str) -> Option<App> {
        match name {
            "tls" => Some(App::Tls),
            "http" => Some(App::Http),
            "raw" => Some(App::Raw),
            _ => None,
        }
    }
}

/// A conversation to be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Flow {
    /// The client.
    pub from: End,
    /// The server, as the client names it.
    pub to: End,
    /// Transport protocol.
    pub protocol: Protocol,
    /// The server's port as the client names it (a Service's port, not the pod's).
    pub port: u16,
    /// What is spoken.
    pub app: App,
    /// The name that the client claims in its TLS hello or Host header, where it speaks either.
    pub sni: Option<String>,
}

impl Flow {
    /// A flow with what is usually spoken: to a name on 443 TLS with that name, on 80 HTTP with it; otherwise raw.
    pub fn new(from: End, to: End, protocol: Protocol, port: u16) -> Flow {
        let (app, sni) = match (&to, protocol, port) {
            (End::Name(name), Protocol::Tcp, 443) => (App::Tls, Some(name.clone())),
            (End::Name(name), Protocol::Tcp, 80) => (App::Http, Some(name.clone())),
            _ => (App::Raw, None),
        };
        Flow { from, to, protocol, port, app, sni }
    }

    /// Reads a server with its port: `api.stripe.com:443`, `payments/api:8443`, `[2001:db8::1]:443`, with an optional
    /// protocol behind it, `10.0.0.10:53/udp`.
    pub fn parse_target(text: &str) -> Result<(End, Protocol, u16), FlowError> {
        let refuse = |what: &str| FlowError {
            message: format!("`{text}` {what}"),
            mend: "write the port after a colon, as in `api.example.com:443` or `kube-system/coredns:53/udp`"
                .to_owned(),
        };
        let (rest, port) = text.rsplit_once(':').ok_or_else(|| refuse("names no port"))?;
        let (port, protocol) = match port.split_once('/') {
            None => (port, Protocol::Tcp),
            Some((port, name)) => (
                port,
                Protocol::of(&name.to_ascii_uppercase()).ok_or_else(|| refuse("names no known protocol"))?,
            ),
        };
        let port =
            port.parse().ok().filter(|p| *p > 0).ok_or_else(|| refuse("needs a port from 1 to 65535"))?;
        let bare = rest.strip_prefix('[').and_then(|r| r.strip_suffix(']')).unwrap_or(rest);
        Ok((End::parse(bare)?, protocol, port))
    }
}

impl Flow {
    /// What the client says first, in words.
    pub fn app_name(&self) -> &'static str {
        match self.app {
            App::Tls => "TLS hello",
            App::Http => "HTTP request",
            App::Raw => "first bytes",
        }
    }
}

impl std::fmt::Display for Flow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} → {}, {} {}", self.from, self.to, self.protocol, self.port)
    }
}

/// Identity of a thing in the picture: `pod:api/api-pod`, `endpoint:sqs`, `filter:egress-filter`, `host:stripe`,
/// `resolver`, `internet`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NodeId(pub String);

impl std::fmt::Display for NodeId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_read_as_people_write_them() {
        for (text, shown) in [
            ("api/api-pod", "api/api-pod"),
            ("ip:10.0.0.1", "ip:10.0.0.1"),
            ("10.0.0.1", "ip:10.0.0.1"),
            ("2001:db8::1", "ip:2001:db8::1"),
            ("API.Stripe.com.", "name:api.stripe.com"),
            ("name:db", "name:db"),
        ] {
            assert_eq!(End::parse(text).map(|e| e.to_string()).as_deref(), Ok(shown));
        }
        for bad in ["", "a/b/c", "ip:10.0.0", "<img onerror=x>", "name:", "a b", "-x.com"] {
            assert!(End::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn targets_carry_a_port() {
        let (end, protocol, port) = Flow::parse_target("kube-system/coredns:53/udp").unwrap();
        assert_eq!((end.to_string().as_str(), protocol, port), ("kube-system/coredns", Protocol::Udp, 53));
        assert_eq!(Flow::parse_target("[2001:db8::1]:443").unwrap().0.to_string(), "ip:2001:db8::1");
        for bad in ["api.stripe.com", "x:0", "x:65536", "x:80/icmp", ":443"] {
            assert!(Flow::parse_target(bad).is_err(), "{bad}");
        }
    }
}
