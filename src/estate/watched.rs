//! Flows that the picture shows.

use zel_model::{App, End, Flow, Protocol};
use zel_source::yaml::Node;
use zel_source::{Fields, Problems, Span};

/// A watched flow.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Stable identity, for lessons.
    pub id: String,
    /// What it's for, in a few words.
    pub label: String,
    /// The question.
    pub flow: Flow,
    /// Where it's written.
    pub span: Span,
}

/// Reads an item of `spec.flows`.
pub(crate) fn watched(node: &Node, path: &str, problems: &mut Problems) -> Option<Watched> {
    let mut fields = Fields::of(node, path, problems)?;
    let id = fields.required("id", problems).map(str::to_owned);
    let label = fields.string("label", problems).unwrap_or_default().to_owned();
    let from = end(&mut fields, "from", problems);
    let to = end(&mut fields, "to", problems);
    let port = fields.integer("port", problems);
    let port_span = fields.take("port").map_or(node.span, |n| n.span);
    let protocol = word(&mut fields, "protocol", Protocol::of, "TCP, UDP or SCTP", problems);
    let app = word(&mut fields, "app", App::of, "tls, http or raw", problems);
    let sni = fields.string("sni", problems).map(str::to_ascii_lowercase);
    fields.finish(problems);
    let port = port.and_then(|value| u16::try_from(value).ok()).filter(|port| *port > 0);
    if port.is_none() {
        problems.error(
            port_span,
            "FIELD_VALUE",
            "a flow needs a port",
            "write `port:` with a number up to 65535",
        );
    }
    let mut flow = Flow::new(from?, to?, protocol.unwrap_or_default(), port?);
    if let Some(app) = app {
        flow.app = app;
    }
    if sni.is_some() {
        flow.sni = sni;
    }
    Some(Watched { id: id?, label, flow, span: node.span })
}

fn end(fields: &mut Fields, name: &'static str, problems: &mut Problems) -> Option<End> {
    let text = fields.required(name, problems)?;
    let span = fields.take(name).map_or(fields.span(), |n| n.span);
    match End::parse(text) {
        Ok(end) => Some(end),
        Err(error) => {
            problems.error(span, "FIELD_VALUE", error.message, error.mend);
            None
        }
    }
}

fn word<T>(
    fields: &mut Fields,
    name: &'static str,
    of: fn(&str) -> Option<T>,
    set: &str,
    problems: &mut Problems,
) -> Option<T> {
    let text = fields.string(name, problems)?;
    let found = of(text);
    if found.is_none() {
        let span = fields.take(name).map_or(fields.span(), |n| n.span);
        problems.error(span, "FIELD_VALUE", format!("`{text}` isn't known here"), format!("use {set}"));
    }
    found
}
