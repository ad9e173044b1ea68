//! One rule of a policy: its peers and its ports.
//!
//! Source: API reference NetworkPolicyIngressRule, NetworkPolicyEgressRule, NetworkPolicyPeer, IPBlock,
//! NetworkPolicyPort.

use super::port::{NumberOrName, number, number_or_name, protocol};
use super::selector::selector;
use super::{bad_value, net};
use crate::{Peer, PeerKind, PortMatch, PortSpec, Rule};
use ipnet::IpNet;
use zel_model::PortRange;
use zel_source::yaml::Node as Yaml;
use zel_source::{Fields, Problems, Span};

/// Reads one rule; `peers` is `from` or `to`.
pub(super) fn rule(node: &Yaml, path: &str, peers: &'static str, problems: &mut Problems) -> Option<Rule> {
    let mut fields = Fields::of(node, path, problems)?;
    let peers = fields.list(peers, problems);
    let ports = fields.list("ports", problems);
    fields.finish(problems);
    Some(Rule {
        path: path.to_owned(),
        span: node.span,
        peers: peers.into_iter().filter_map(|(node, path)| peer(node, &path, problems)).collect(),
        ports: ports.into_iter().filter_map(|(node, path)| port(node, &path, problems)).collect(),
    })
}

fn peer(node: &Yaml, path: &str, problems: &mut Problems) -> Option<Peer> {
    let mut fields = Fields::of(node, path, problems)?;
    let pods = fields.take("podSelector");
    let namespaces = fields.take("namespaceSelector");
    let block = fields.take("ipBlock");
    let (pods_path, namespaces_path, block_path) =
        (fields.path("podSelector"), fields.path("namespaceSelector"), fields.path("ipBlock"));
    let before = problems.errors();
    fields.finish(problems);
    if pods.is_none() && namespaces.is_none() && block.is_none() {
        if problems.errors() == before {
            let mend = "name a podSelector, a namespaceSelector or an ipBlock; for everybody leave the whole list out";
            problems.error(node.span, "PEER_EMPTY", "this peer says nobody", mend);
        }
        return None;
    }
    if let (Some(block), true) = (block, pods.is_some() || namespaces.is_some()) {
        let mend = "make them two items of the list: either may then match";
        problems.error(
            block.span,
            "PEER_CONFLICT",
            "an ipBlock can't stand beside selectors in one peer",
            mend,
        );
        return None;
    }
    let kind = match block {
        Some(block) => ip_block(block, &block_path, problems)?,
        None => PeerKind::Pods {
            namespaces: namespaces.map(|n| selector(n, &namespaces_path, problems)).unwrap_or_default(),
            pods: pods.map(|n| selector(n, &pods_path, problems)).unwrap_or_default(),
        },
    };
    Some(Peer { path: path.to_owned(), span: node.span, kind })
}

fn ip_block(node: &Yaml, path: &str, problems: &mut Problems) -> Option<PeerKind> {
    let mut fields = Fields::of(node, path, problems)?;
    let text = fields.required("cidr", problems);
    let span = fields.take("cidr").map_or(node.span, |n| n.span);
    let except = fields.strings("except", problems);
    fields.finish(problems);
    let cidr = net::cidr(text?, span, problems)?;
    let inside = |(text, span): (&str, Span)| Some((inside(text, span, cidr, problems)?, span));
    Some(PeerKind::Block { cidr, except: except.into_iter().filter_map(inside).collect() })
}

/// An `except` block must lie strictly inside its `cidr`; where it doesn't, that's an error, and it's kept as written.
fn inside(text: &str, span: Span, cidr: IpNet, problems: &mut Problems) -> Option<IpNet> {
    let net = net::cidr(text, span, problems)?;
    let strictly = cidr.contains(&net) && net.prefix_len() > cidr.prefix_len();
    if !strictly {
        let mend = match net == cidr {
            true => "this leaves nothing: remove the whole peer instead",
            false => "except only what the block holds; what lies outside isn't allowed anyway",
        };
        problems.error(span, "EXCEPT_OUTSIDE", format!("{net} doesn't lie strictly inside {cidr}"), mend);
    }
    Some(net)
}

fn port(node: &Yaml, path: &str, problems: &mut Problems) -> Option<PortMatch> {
    let mut fields = Fields::of(node, path, problems)?;
    let protocol = protocol(&mut fields, problems);
    let port_node = fields.take("port");
    let end_node = fields.take("endPort");
    let port_path = fields.path("port");
    let end = fields.integer("endPort", problems);
    fields.finish(problems);
    let port = match port_node {
        Some(node) => Some(number_or_name(node, &port_path, problems)?),
        None => None,
    };
    let end = match (end, end_node) {
        (Some(value), Some(node)) => Some((number(value, node, problems)?, node.span)),
        _ => None,
    };
    let port = match (port, end) {
        (None, None) => PortSpec::All,
        (Some(NumberOrName::Name(name)), None) => PortSpec::Name(name.to_owned()),
        (Some(NumberOrName::Number(first)), None) => PortSpec::Range(PortRange { first, last: first }),
        (Some(NumberOrName::Number(first)), Some((last, _))) if first <= last => {
            PortSpec::Range(PortRange { first, last })
        }
        (Some(NumberOrName::Number(first)), Some((last, span))) => {
            let message = format!("endPort {last} lies below port {first}");
            bad_value(span, message, "put the lower one first", problems);
            return None;
        }
        (_, Some((_, span))) => {
            bad_value(
                span,
                "endPort needs a port number to begin at".to_owned(),
                "give `port` as a number",
                problems,
            );
            return None;
        }
    };
    Some(PortMatch { span: node.span, protocol, port })
}
