//! Exact sets of connections: protocol × port, as merged ranges.

use crate::{PortRange, Protocol};

/// Lowest port of a connection.
const FIRST: u16 = 1;

/// A set of protocol × port. Ranges of each protocol are in order, apart from each other, and never touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Connections {
    ranges: [Vec<PortRange>; 3],
}

impl Connections {
    /// Every port of every protocol.
    pub fn all() -> Connections {
        Protocol::ALL.into_iter().fold(Connections::default(), |all, protocol| all.with_all_of(protocol))
    }

    /// This and every port of a protocol.
    pub fn with_all_of(self, protocol: Protocol) -> Connections {
        self.with(protocol, PortRange { first: FIRST, last: u16::MAX })
    }

    /// This and a range of a protocol.
    pub fn with(mut self, protocol: Protocol, range: PortRange) -> Connections {
        if let Some(ranges) = self.ranges.get_mut(index(protocol)) {
            ranges.push(range);
            normalize(ranges);
        }
        self
    }

    /// Ranges of a protocol, in order.
    pub fn of(&self, protocol: Protocol) -> &[PortRange] {
        self.ranges.get(index(protocol)).map_or(&[], Vec::as_slice)
    }

    /// Whether a port of a protocol is one of them.
    pub fn contains(&self, protocol: Protocol, port: u16) -> bool {
        self.of(protocol).iter().any(|range| range.contains(port))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranges.iter().all(Vec::is_empty)
    }

    /// Whether it's every port of every protocol.
    pub fn is_all(&self) -> bool {
        let whole = |ranges: &Vec<PortRange>| {
            matches!(ranges.as_slice(), [PortRange { first: FIRST, last: u16::MAX }])
        };
        self.ranges.iter().all(whole)
    }

    /// Adds another set.
    pub fn add(&mut self, other: &Connections) {
        for (mine, theirs) in self.ranges.iter_mut().zip(&other.ranges) {
            if !theirs.is_empty() {
                mine.extend_from_slice(theirs);
                normalize(mine);
            }
        }
    }

    /// What both have.
    pub fn intersect(&self, other: &Connections) -> Connections {
        let mut both = Connections::default();
        for ((mine, theirs), out) in self.ranges.iter().zip(&other.ranges).zip(&mut both.ranges) {
            let (mut a, mut b) = (mine.iter().peekable(), theirs.iter().peekable());
            while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
                let range = PortRange { first: x.first.max(y.first), last: x.last.min(y.last) };
                if range.first <= range.last {
                    out.push(range);
                }
                if x.last < y.last {
                    a.next()
                } else {
                    b.next()
                };
            }
        }
        both
    }
}

fn index(protocol: Protocol) -> usize {
    match protocol {
        Protocol::Tcp => 0,
        Protocol::Udp => 1,
        Protocol::Sctp => 2,
    }
}

/// Puts ranges in order and merges those that overlap or touch.
fn normalize(ranges: &mut Vec<PortRange>) {
    ranges.sort_unstable();
    let mut merged: Vec<PortRange> = Vec::with_capacity(ranges.len());
    for range in ranges.drain(..) {
        match merged.last_mut() {
            Some(last) if u32::from(range.first) <= u32::from(last.last).saturating_add(1) => {
                last.last = last.last.max(range.last);
            }
            _ => merged.push(range),
        }
    }
    *ranges = merged;
}

/// `All Connections`, or `TCP 80,443-445;UDP 53`; nothing for an empty set.
impl std::fmt::Display for Connections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_all() {
            return f.write_str("All Connections");
        }
        let parts =
            Protocol::ALL.into_iter().filter(|protocol| !self.of(*protocol).is_empty()).map(|protocol| {
                let ranges: Vec<String> = self.of(protocol).iter().map(ToString::to_string).collect();
                format!("{protocol} {}", ranges.join(","))
            });
        f.write_str(&parts.collect::<Vec<_>>().join(";"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tcp(ranges: &[(u16, u16)]) -> Connections {
        ranges.iter().fold(Connections::default(), |set, (first, last)| {
            set.with(Protocol::Tcp, PortRange { first: *first, last: *last })
        })
    }

    #[test]
    fn ranges_merge_where_they_touch() {
        assert_eq!(tcp(&[(443, 444), (80, 80), (445, 445), (81, 81)]).to_string(), "TCP 80-81,443-445");
        assert_eq!(tcp(&[(1, 100), (50, u16::MAX)]).to_string(), "TCP 1-65535");
        assert_eq!(tcp(&[(65535, 65535), (65534, 65534)]).to_string(), "TCP 65534-65535");
        assert_eq!(Connections::all().to_string(), "All Connections");
    }

    #[test]
    fn intersection_is_what_both_contain() {
        let (a, b) = (tcp(&[(1, 10), (20, 30), (40, 40)]), tcp(&[(5, 25), (30, 50)]));
        let both = a.intersect(&b);
        assert_eq!(both.to_string(), "TCP 5-10,20-25,30,40");
        for port in 1..=60 {
            let expected = a.contains(Protocol::Tcp, port) && b.contains(Protocol::Tcp, port);
            assert_eq!(both.contains(Protocol::Tcp, port), expected, "{port}");
        }
        assert_eq!(Connections::all().intersect(&a), a);
        assert!(a.intersect(&Connections::default().with_all_of(Protocol::Udp)).is_empty());
    }
}
