//! LabelSelector (meta/v1).

use super::{bad_value, meta};
use zel_model::{Operator, Requirement, Selector};
use zel_source::yaml::{Node as Yaml, Value};
use zel_source::{Fields, Problems, nearest};

/// Reads a selector. Null is the caller's matter: here it reads as the empty selector.
pub(super) fn selector(node: &Yaml, path: &str, problems: &mut Problems) -> Option<Selector> {
    let mut fields = Fields::of(node, path, problems)?;
    let mut requirements = match_labels(&mut fields, problems);
    for (item, path) in fields.list("matchExpressions", problems) {
        requirements.extend(expression(item, &path, problems));
    }
    fields.finish(problems);
    Some(Selector { requirements, span: node.span })
}

fn match_labels(fields: &mut Fields, problems: &mut Problems) -> Vec<Requirement> {
    let labels = meta::labels(fields, "matchLabels", problems);
    let Some(node) = fields.take("matchLabels") else { return Vec::new() };
    let Value::Map(entries) = &node.value else { return Vec::new() };
    let requirement = |key: &str, span| {
        let value = labels.get(key)?.clone();
        Some(Requirement { key: key.to_owned(), operator: Operator::In, values: vec![value], span })
    };
    entries.iter().filter_map(|e| requirement(&e.key, e.key_span.to(e.value.span))).collect()
}

fn expression(node: &Yaml, path: &str, problems: &mut Problems) -> Option<Requirement> {
    let mut fields = Fields::of(node, path, problems)?;
    let key = fields.required("key", problems);
    if let (Some(key), Some(node)) = (key, fields.take("key")) {
        meta::check_key(key, node.span, problems);
    }
    let operator = operator(&mut fields, problems);
    let values = fields.strings("values", problems);
    for (value, span) in &values {
        meta::check_value(value, *span, problems);
    }
    let values_node = fields.take("values").map(|n| n.span);
    let operator_node = fields.take("operator").map(|n| n.span);
    fields.finish(problems);
    let (key, operator) = (key?, operator?);
    let wants_values = matches!(operator, Operator::In | Operator::NotIn);
    let name = operator.as_str();
    if wants_values && values.is_empty() && values_node.is_none_or(|_| is_empty_list(node)) {
        let span = values_node.or(operator_node).unwrap_or(node.span);
        problems.error(
            span,
            "FIELD_REQUIRED",
            format!("`{name}` needs at least one value"),
            "add `values: [ … ]`",
        );
    }
    if let (false, Some(span), false) = (wants_values, values_node, values.is_empty()) {
        bad_value(span, format!("`{name}` takes no values"), "remove `values`", problems);
    }
    let values = values.into_iter().map(|(value, _)| value.to_owned()).collect();
    Some(Requirement { key: key.to_owned(), operator, values, span: node.span })
}

fn is_empty_list(node: &Yaml) -> bool {
    node.get("values").is_none_or(|values| matches!(&values.value, Value::Seq(items) if items.is_empty()))
}

fn operator(fields: &mut Fields, problems: &mut Problems) -> Option<Operator> {
    let text = fields.required("operator", problems)?;
    let found = Operator::ALL.into_iter().find(|o| o.as_str() == text);
    if found.is_none() {
        let span = fields.take("operator").map_or(fields.span(), |n| n.span);
        let names = Operator::ALL.map(Operator::as_str);
        let mend = match nearest(text, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("use one of {}", names.join(", ")),
        };
        bad_value(span, format!("`{text}` isn't an operator of label selectors"), mend, problems);
    }
    found
}
