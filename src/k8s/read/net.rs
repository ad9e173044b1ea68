//! Addresses and blocks as the API server reads them.

use ipnet::IpNet;
use std::net::IpAddr;
use zel_source::{Problems, Span};

/// A block such as `10.0.0.0/8`. Host bits may be set (`10.0.1.7/24` means `10.0.1.0/24`): a warning.
pub(super) fn cidr(text: &str, span: Span, problems: &mut Problems) -> Option<IpNet> {
    let Ok(net) = text.parse::<IpNet>() else {
        let mend = match text.parse::<IpAddr>() {
            Ok(address) => {
                format!("write `{address}/{}` for this one address", if address.is_ipv4() { 32 } else { 128 })
            }
            Err(_) => "write an address, a slash and a length, as in `10.0.0.0/8`".to_owned(),
        };
        problems.error(span, "CIDR_INVALID", format!("`{text}` isn't an address block"), mend);
        return None;
    };
    if net.trunc() != net {
        let message = format!("`{text}` has host bits set; it means {}", net.trunc());
        problems.warn(span, "CIDR_HOST_BITS", message, format!("write `{}`", net.trunc()));
    }
    Some(net.trunc())
}

/// An address, or an error.
pub(super) fn address(text: &str, span: Span, problems: &mut Problems) -> Option<IpAddr> {
    let address = text.parse().ok();
    if address.is_none() {
        let message = format!("`{text}` isn't an IP address");
        problems.error(span, "FIELD_VALUE", message, "write one such as `10.0.1.10`");
    }
    address
}
