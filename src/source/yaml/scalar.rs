//! Which kind an unquoted scalar has: the YAML 1.1 rules that Kubernetes' tools apply, where `yes` is a boolean
//! and `1` a number, so that neither can be a label's value. A single `y` or `n` is text, as most YAML writers take it.

/// Kind of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`, `~`, or nothing.
    Null,
    /// `true`, `no`, `On` …
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Any other number.
    Float,
    /// A date or time, `2020-01-01`.
    Timestamp,
    /// Anything quoted, and anything else.
    Str,
}

impl Kind {
    /// The kind of an unquoted scalar.
    pub fn of_plain(text: &str) -> Kind {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
            "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Kind::Bool(true),
            "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Kind::Bool(false),
            _ => number(text).or_else(|| timestamp(text)).unwrap_or(Kind::Str),
        }
    }

    /// As people say it, with the text it was read from.
    pub fn describe(self, text: &str) -> String {
        match self {
            Kind::Null => "nothing (null)".to_owned(),
            Kind::Bool(_) => format!("the boolean `{text}`"),
            Kind::Int(_) | Kind::Float => format!("the number `{text}`"),
            Kind::Timestamp => format!("the date `{text}`"),
            Kind::Str => format!("the text `{text}`"),
        }
    }
}

fn number(text: &str) -> Option<Kind> {
    let first = text.chars().next()?;
    if !(first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return None;
    }
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    integer(&plain).map(Kind::Int).or_else(|| float(&plain))
}

fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let (digits, radix) = match digits.get(..2) {
        Some("0x" | "0X") => (digits.get(2..)?, 16),
        Some("0o" | "0O") => (digits.get(2..)?, 8),
        Some("0b" | "0B") => (digits.get(2..)?, 2),
        _ if digits.len() > 1 && digits.starts_with('0') => (digits, 8),
        _ => (digits, 10),
    };
    let value = i64::from_str_radix(digits, radix).ok()?;
    if negative { value.checked_neg() } else { Some(value) }
}

fn float(text: &str) -> Option<Kind> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.starts_with(['+', '-']) {
        return None;
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Some(Kind::Float);
    }
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let mantissa = digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty());
    (mantissa && exponent.is_none_or(|e| !e.is_empty() && digits(e))).then_some(Kind::Float)
}

/// `YYYY-M-D`, alone or with a time after it.
fn timestamp(text: &str) -> Option<Kind> {
    let date: &str = text.split(['T', 't', ' ']).next()?;
    let mut parts = date.split('-');
    let digits = |part: Option<&str>, lengths: std::ops::RangeInclusive<usize>| {
        part.is_some_and(|p| lengths.contains(&p.len()) && p.chars().all(|c| c.is_ascii_digit()))
    };
    let fits = digits(parts.next(), 4..=4) && digits(parts.next(), 1..=2) && digits(parts.next(), 1..=2);
    (fits && parts.next().is_none()).then_some(Kind::Timestamp)
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn kinds() {
        for (text, kind) in [
            ("80", Kind::Int(80)),
            ("-1", Kind::Int(-1)),
            ("0x1F", Kind::Int(31)),
            ("010", Kind::Int(8)),
            ("0o17", Kind::Int(15)),
            ("1_000", Kind::Int(1000)),
            ("1.5", Kind::Float),
            ("1e3", Kind::Float),
            ("1.e", Kind::Str),
            (".5", Kind::Float),
            ("1.2.3", Kind::Str),
            ("-.inf", Kind::Float),
            ("99999999999999999999", Kind::Float),
            ("089", Kind::Float),
            ("2020-01-01", Kind::Timestamp),
            ("2020-01-01T00:00:00Z", Kind::Timestamp),
            ("yes", Kind::Bool(true)),
            ("off", Kind::Bool(false)),
            ("~", Kind::Null),
            ("10.0.0.1", Kind::Str),
            ("10.0.0.0/8", Kind::Str),
            ("v1", Kind::Str),
            ("y", Kind::Str),
            ("-", Kind::Str),
            ("--1", Kind::Str),
            ("1-2", Kind::Str),
            ("fd00::1", Kind::Str),
        ] {
            assert_eq!(Kind::of_plain(text), kind, "{text}");
        }
    }
}
