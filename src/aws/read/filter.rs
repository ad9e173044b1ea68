//! The EgressFilter document.

use super::value::{choice, choice_field, net, nets, port};
use crate::{
    DefaultAction, DomainList, Filter, FlowState, ListType, RuleAction, RuleGroup, RuleOrder, Target,
    TargetType, TupleRule,
};
use zel_model::{PortRange, Protocol};
use zel_source::yaml::{Kind, Node, Value};
use zel_source::{Fields, Problems, Span};

const ORDERS: [(&str, RuleOrder); 2] =
    [("STRICT_ORDER", RuleOrder::Strict), ("DEFAULT_ACTION_ORDER", RuleOrder::DefaultAction)];
const DEFAULTS: [(&str, DefaultAction); 8] = [
    ("aws:drop_strict", DefaultAction::DropStrict),
    ("aws:drop_established", DefaultAction::DropEstablished),
    ("aws:drop_established_app_layer", DefaultAction::DropAppLayer),
    ("aws:drop_established_app_layer_to_server", DefaultAction::DropAppLayerToServer),
    ("aws:alert_strict", DefaultAction::Alert),
    ("aws:alert_established", DefaultAction::Alert),
    ("aws:alert_established_app_layer", DefaultAction::Alert),
    ("aws:alert_established_app_layer_to_server", DefaultAction::Alert),
];
const LISTS: [(&str, ListType); 3] =
    [("ALLOWLIST", ListType::Allow), ("DENYLIST", ListType::Deny), ("REJECTLIST", ListType::Reject)];
const TARGETS: [(&str, TargetType); 2] =
    [("TLS_SNI", TargetType::TlsSni), ("HTTP_HOST", TargetType::HttpHost)];
const ACTIONS: [(&str, RuleAction); 3] =
    [("pass", RuleAction::Pass), ("drop", RuleAction::Drop), ("reject", RuleAction::Reject)];
const STATES: [(&str, FlowState); 2] =
    [("not_established", FlowState::NotEstablished), ("established", FlowState::Established)];
const PROTOCOLS: [(&str, Option<Protocol>); 4] = [
    ("TCP", Some(Protocol::Tcp)),
    ("UDP", Some(Protocol::Udp)),
    ("SCTP", Some(Protocol::Sctp)),
    ("IP", None),
];

/// Reads an EgressFilter. Gives nothing where it has an error.
pub fn filter(root: &Node, problems: &mut Problems) -> Option<Filter> {
    let before = problems.errors();
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind"]);
    let (mut name, mut span) = (None, root.span);
    match fields.take("metadata").and_then(|n| Fields::of(n, "metadata", problems)) {
        Some(mut meta) => {
            name = meta.required("name", problems).map(str::to_owned);
            span = meta.take("name").map_or(span, |n| n.span);
            meta.finish(problems);
        }
        None => fields.missing("metadata", problems),
    }
    let spec = fields.take("spec");
    if spec.is_none() {
        fields.missing("spec", problems);
    }
    fields.finish(problems);
    let filter = spec_of(spec?, name?, span, problems)?;
    (problems.errors() == before).then_some(filter)
}

fn spec_of(node: &Node, name: String, span: Span, problems: &mut Problems) -> Option<Filter> {
    let mut fields = Fields::of(node, "spec", problems)?;
    let home_net = fields.take("homeNet").is_some().then(|| nets(&mut fields, "homeNet", problems));
    let order = choice_field(&mut fields, "ruleOrder", &ORDERS, problems).unwrap_or(RuleOrder::DefaultAction);
    let defaults = fields.strings("defaultActions", problems);
    let groups = fields.list("ruleGroups", problems);
    fields.finish(problems);
    let defaults = default_actions(&defaults, order, problems);
    let groups = groups.into_iter().filter_map(|(n, p)| group(n, &p, problems)).collect();
    Some(Filter { name, home_net, order, defaults, groups, span })
}

/// The checks that AWS makes of stateful default actions.
fn default_actions(
    items: &[(&str, Span)],
    order: RuleOrder,
    problems: &mut Problems,
) -> Vec<(DefaultAction, Span)> {
    let actions: Vec<(DefaultAction, Span)> =
        items.iter().filter_map(|(t, span)| Some((choice(t, *span, &DEFAULTS, problems)?, *span))).collect();
    if let (RuleOrder::DefaultAction, Some((_, span))) = (order, actions.first()) {
        let mend = "write `ruleOrder: STRICT_ORDER`, or remove `defaultActions`";
        problems.error(*span, "FIREWALL_DEFAULTS", "default actions go with strict order only", mend);
    }
    let drops: Vec<Span> =
        actions.iter().filter(|(a, _)| *a != DefaultAction::Alert).map(|(_, s)| *s).collect();
    if let [_, second, ..] = drops.as_slice() {
        let mend = "keep the one that you mean";
        problems.error(*second, "FIREWALL_DEFAULTS", "only one default action may drop", mend);
    }
    if let ([], Some((_, span))) = (drops.as_slice(), actions.first()) {
        let mend = "add `aws:drop_established` beside it";
        problems.warn(*span, "FIREWALL_ALERT_ONLY", "an alert alone drops nothing", mend);
    }
    actions
}

fn group(node: &Node, path: &str, problems: &mut Problems) -> Option<RuleGroup> {
    let mut fields = Fields::of(node, path, problems)?;
    let name = fields.required("name", problems).unwrap_or_default().to_owned();
    let priority = fields.integer("priority", problems).unwrap_or(0);
    let list_path = fields.path("domainList");
    let list = fields.take("domainList");
    let rules = fields.list("rules", problems);
    fields.finish(problems);
    let list = list.and_then(|node| domain_list(node, &list_path, problems));
    let rules = rules.into_iter().filter_map(|(n, p)| tuple_rule(n, &p, problems)).collect();
    Some(RuleGroup { name, priority, list, rules })
}

fn domain_list(node: &Node, path: &str, problems: &mut Problems) -> Option<DomainList> {
    let mut fields = Fields::of(node, path, problems)?;
    if fields.take("type").is_none() {
        fields.missing("type", problems);
    }
    let kind = choice_field(&mut fields, "type", &LISTS, problems);
    let types = fields.strings("targetTypes", problems);
    let targets = fields.strings("targets", problems);
    if types.is_empty() {
        fields.missing("targetTypes", problems);
    }
    fields.finish(problems);
    let target_types =
        types.into_iter().filter_map(|(t, span)| choice(t, span, &TARGETS, problems)).collect();
    let targets = targets.into_iter().filter_map(|(text, span)| target(text, span, problems)).collect();
    Some(DomainList { kind: kind?, target_types, targets, path: path.to_owned(), span: node.span })
}

fn target(text: &str, span: Span, problems: &mut Problems) -> Option<Target> {
    let name = text.to_ascii_lowercase();
    let bare = name.strip_prefix('.').unwrap_or(&name);
    let label =
        |l: &str| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare.split('.').all(label) {
        return Some(Target { name, span });
    }
    let mend = match name.strip_prefix('*') {
        Some(rest) => format!("write `{rest}`: a leading dot means the name and all below it"),
        None => "write a bare host name, without `https://` and without a path".to_owned(),
    };
    problems.error(span, "FIELD_VALUE", format!("`{text}` can't be on a domain list"), mend);
    None
}

fn tuple_rule(node: &Node, path: &str, problems: &mut Problems) -> Option<TupleRule> {
    let mut fields = Fields::of(node, path, problems)?;
    if fields.take("action").is_none() {
        fields.missing("action", problems);
    }
    let action = choice_field(&mut fields, "action", &ACTIONS, problems);
    let protocol = choice_field(&mut fields, "protocol", &PROTOCOLS, problems).unwrap_or(Some(Protocol::Tcp));
    let destination = fields.string("destination", problems).filter(|text| *text != "ANY");
    let destination_span = fields.take("destination").map_or(node.span, |n| n.span);
    let ports = fields.list("ports", problems);
    let flow = choice_field(&mut fields, "flow", &STATES, problems).unwrap_or(FlowState::Any);
    fields.finish(problems);
    let destination = match destination {
        Some(text) => Some(net(text, destination_span, problems)?),
        None => None,
    };
    let ports = ports.into_iter().filter_map(|(node, path)| range(node, &path, problems)).collect();
    Some(TupleRule {
        action: action?,
        protocol,
        destination,
        ports,
        flow,
        path: path.to_owned(),
        span: node.span,
    })
}

/// `443` or `"8000-8080"`.
fn range(node: &Node, path: &str, problems: &mut Problems) -> Option<PortRange> {
    match &node.value {
        Value::Scalar { kind: Kind::Int(value), .. } => {
            port(*value, node.span, problems).map(|port| PortRange { first: port, last: port })
        }
        Value::Scalar { text, kind: Kind::Str } => {
            let parsed = text
                .split_once('-')
                .and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
            let range =
                parsed.filter(|(first, last)| first <= last).map(|(first, last)| PortRange { first, last });
            if range.is_none() {
                let mend = "write a number, or two with a hyphen between them";
                problems.error(node.span, "FIELD_VALUE", format!("`{text}` isn't a range of ports"), mend);
            }
            range
        }
        _ => {
            node.wrong_kind(path, "a port or a range of ports", problems);
            None
        }
    }
}
