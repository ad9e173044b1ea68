//! NetworkPolicy (networking.k8s.io/v1).

use super::meta::{self, Meta};
use super::rule::rule;
use super::{bad_value, selector};
use crate::{Policy, Rule};
use zel_model::Selector;
use zel_source::yaml::Node as Yaml;
use zel_source::{Fields, Problems, Span, nearest};

/// Reads a NetworkPolicy.
pub(super) fn policy(root: &Yaml, problems: &mut Problems) -> Option<(Meta, Policy)> {
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind", "status"]);
    let meta = meta::namespaced(&mut fields, problems);
    let spec = fields.take("spec");
    fields.finish(problems);
    let span = meta.as_ref().map_or(root.span, |m| m.span);
    let body = match spec {
        Some(node) => spec_of(node, span, problems)?,
        None => Body {
            selector: Selector::default(),
            ingress: Some(Vec::new()),
            egress: None,
            spans: (span, span),
        },
    };
    let meta = meta?;
    let policy = Policy {
        namespace: meta.namespace.clone(),
        name: meta.name.clone(),
        selector: body.selector,
        ingress: body.ingress,
        egress: body.egress,
        ingress_span: body.spans.0,
        egress_span: body.spans.1,
        span,
    };
    Some((meta, policy))
}

struct Body {
    selector: Selector,
    ingress: Option<Vec<Rule>>,
    egress: Option<Vec<Rule>>,
    spans: (Span, Span),
}

fn spec_of(node: &Yaml, name: Span, problems: &mut Problems) -> Option<Body> {
    let mut fields = Fields::of(node, "spec", problems)?;
    let selector = match fields.take("podSelector") {
        Some(node) => selector::selector(node, "spec.podSelector", problems)?,
        None => Selector::default(),
    };
    let ingress = fields.list("ingress", problems);
    let egress = fields.list("egress", problems);
    let ingress: Vec<Rule> = ingress.into_iter().filter_map(|(n, p)| rule(n, &p, "from", problems)).collect();
    let rule_count = egress.len();
    let egress: Vec<Rule> = egress.into_iter().filter_map(|(n, p)| rule(n, &p, "to", problems)).collect();
    let types = policy_types(&mut fields, problems);
    let section = |entry: Option<&zel_source::yaml::Entry>| entry.map_or(name, |e| e.key_span);
    let sections = (section(fields.entry("ingress")), section(fields.entry("egress")));
    fields.finish(problems);
    // Statement 7: without policyTypes always Ingress, and Egress if there is an egress rule.
    let (for_ingress, for_egress, spans) = match types {
        Some(types) => (types.ingress.is_some(), types.egress.is_some(), types.spans(name)),
        None => (true, rule_count > 0, sections),
    };
    Some(Body {
        selector,
        ingress: for_ingress.then_some(ingress),
        egress: for_egress.then_some(egress),
        spans,
    })
}

#[derive(Default)]
struct Types {
    ingress: Option<Span>,
    egress: Option<Span>,
}

impl Types {
    fn spans(&self, otherwise: Span) -> (Span, Span) {
        (self.ingress.unwrap_or(otherwise), self.egress.unwrap_or(otherwise))
    }
}

/// `policyTypes`; none where it's missing or empty, which the API server takes for missing.
fn policy_types(fields: &mut Fields, problems: &mut Problems) -> Option<Types> {
    let items = fields.strings("policyTypes", problems);
    if items.is_empty() {
        return None;
    }
    let mut types = Types::default();
    for (text, span) in items {
        match text {
            "Ingress" => types.ingress = Some(span),
            "Egress" => types.egress = Some(span),
            _ => {
                let mend = match nearest(text, ["Ingress", "Egress"]) {
                    Some(name) => format!("write `{name}`"),
                    None => "use Ingress, Egress or both".to_owned(),
                };
                bad_value(span, format!("`{text}` isn't a policy type"), mend, problems);
            }
        }
    }
    Some(types)
}
