//! Values that several documents share.

use ipnet::IpNet;
use std::net::IpAddr;
use zel_source::{Fields, Problems, Span, nearest};

/// A block, written without host bits (as AWS wants it).
pub(super) fn net(text: &str, span: Span, problems: &mut Problems) -> Option<IpNet> {
    let Ok(net) = text.parse::<IpNet>() else {
        let mend = "write an address, a slash and a length, as in `10.0.0.0/16`";
        problems.error(span, "CIDR_INVALID", format!("`{text}` isn't an address block"), mend);
        return None;
    };
    if net.trunc() != net {
        let mend = format!("did you mean `{}`?", net.trunc());
        problems.error(span, "CIDR_INVALID", format!("`{text}` has host bits set"), mend);
    }
    Some(net.trunc())
}

pub(super) fn address(text: &str, span: Span, problems: &mut Problems) -> Option<IpAddr> {
    let address = text.parse().ok();
    if address.is_none() {
        let mend = "write one such as `10.0.1.10`";
        problems.error(span, "FIELD_VALUE", format!("`{text}` isn't an IP address"), mend);
    }
    address
}

pub(super) fn nets(fields: &mut Fields, name: &'static str, problems: &mut Problems) -> Vec<IpNet> {
    let items = fields.strings(name, problems);
    items.into_iter().filter_map(|(text, span)| net(text, span, problems)).collect()
}

pub(super) fn addresses(fields: &mut Fields, name: &'static str, problems: &mut Problems) -> Vec<IpAddr> {
    let items = fields.strings(name, problems);
    items.into_iter().filter_map(|(text, span)| address(text, span, problems)).collect()
}

/// A port from 1 to 65535.
pub(super) fn port(value: i64, span: Span, problems: &mut Problems) -> Option<u16> {
    let port = u16::try_from(value).ok().filter(|port| *port > 0);
    if port.is_none() {
        problems.error(span, "FIELD_VALUE", format!("`{value}` isn't a port"), "ports go from 1 to 65535");
    }
    port
}

/// One word of a set.
pub(super) fn choice<T: Copy>(
    text: &str,
    span: Span,
    set: &[(&'static str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let found = set.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<&str> = set.iter().map(|(name, _)| *name).collect();
        let mend = match nearest(text, names.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("use one of {}", names.join(", ")),
        };
        problems.error(span, "FIELD_VALUE", format!("`{text}` isn't known here"), mend);
    }
    found
}

/// A field that holds one word of a set.
pub(super) fn choice_field<T: Copy>(
    fields: &mut Fields,
    name: &'static str,
    set: &[(&'static str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let text = fields.string(name, problems)?;
    let span = fields.take(name).map_or(fields.span(), |n| n.span);
    choice(text, span, set, problems)
}
