//! Port numbers, port names and protocols.
//!
//! Source: API reference NetworkPolicyPort, ContainerPort, ServicePort; names as RFC 6335 service names.

use super::bad_value;
use zel_model::Protocol;
use zel_source::yaml::{Kind, Node as Yaml, Value};
use zel_source::{Fields, Problems};

/// An `IntOrString` port.
pub(super) enum NumberOrName<'n> {
    Number(u16),
    Name(&'n str),
}

/// `protocol`, TCP unless said.
pub(super) fn protocol(fields: &mut Fields, problems: &mut Problems) -> Protocol {
    let Some(text) = fields.string("protocol", problems) else { return Protocol::Tcp };
    Protocol::of(text).unwrap_or_else(|| {
        let span = fields.take("protocol").map_or(fields.span(), |n| n.span);
        let mend = match Protocol::of(&text.to_ascii_uppercase()) {
            Some(right) => format!("write it in capitals: `{right}`"),
            None if text.eq_ignore_ascii_case("icmp") => {
                "NetworkPolicy doesn't speak of ICMP: remove it".to_owned()
            }
            None => "use TCP, UDP or SCTP".to_owned(),
        };
        bad_value(span, format!("`{text}` isn't a protocol that is known here"), mend, problems);
        Protocol::Tcp
    })
}

/// A number from 1 to 65535.
pub(super) fn number(value: i64, node: &Yaml, problems: &mut Problems) -> Option<u16> {
    let port = u16::try_from(value).ok().filter(|port| *port > 0);
    if port.is_none() {
        bad_value(node.span, format!("`{value}` isn't a port"), "ports go from 1 to 65535", problems);
    }
    port
}

/// A number or a name.
pub(super) fn number_or_name<'n>(
    node: &'n Yaml,
    path: &str,
    problems: &mut Problems,
) -> Option<NumberOrName<'n>> {
    match &node.value {
        Value::Scalar { kind: Kind::Int(value), .. } => {
            number(*value, node, problems).map(NumberOrName::Number)
        }
        Value::Scalar { text, kind: Kind::Str } => {
            let valid = is_port_name(text);
            if !valid {
                let mend = match text.parse::<u16>() {
                    Ok(number) => format!("a port in quotation marks is a name; write {number} without them"),
                    Err(_) => {
                        "use up to 15 lower-case letters, digits and hyphens, one letter at least".to_owned()
                    }
                };
                bad_value(node.span, format!("`{text}` isn't a port's name"), mend, problems);
            }
            valid.then_some(NumberOrName::Name(text))
        }
        _ => {
            node.wrong_kind(path, "a port number or a port's name", problems);
            None
        }
    }
}

fn is_port_name(text: &str) -> bool {
    (1..=15).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && text.chars().any(|c| c.is_ascii_lowercase())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}
