//! Decoding of an Estate document.

use crate::watched::watched;
use crate::{Estate, Lane, Zone};
use zel_aws::Network;
use zel_model::NodeId;
use zel_source::yaml::Node;
use zel_source::{Fields, Problems, nearest};

/// Reads an Estate. Gives nothing where it has an error.
pub fn estate(root: &Node, problems: &mut Problems) -> Option<Estate> {
    let before = problems.errors();
    let mut fields = Fields::of(root, "", problems)?;
    fields.ignore(&["apiVersion", "kind"]);
    let mut estate = Estate { enforced: true, ..Estate::default() };
    match fields.take("metadata").and_then(|n| Fields::of(n, "metadata", problems)) {
        Some(mut meta) => {
            estate.name = meta.required("name", problems).unwrap_or_default().to_owned();
            meta.finish(problems);
        }
        None => fields.missing("metadata", problems),
    }
    match fields.take("spec") {
        Some(spec) => spec_of(spec, &mut estate, problems)?,
        None => fields.missing("spec", problems),
    }
    fields.finish(problems);
    (problems.errors() == before).then_some(estate)
}

fn spec_of(node: &Node, estate: &mut Estate, problems: &mut Problems) -> Option<()> {
    let mut fields = Fields::of(node, "spec", problems)?;
    let vpc = fields.take("vpc").and_then(|n| zel_aws::vpc(n, "spec.vpc", problems));
    if let Some(node) = fields.take("cluster") {
        cluster(node, estate, problems);
    }
    let endpoints = fields.list("endpoints", problems);
    let hosts = fields.list("hosts", problems);
    let flows = fields.list("flows", problems);
    let lanes = fields.list("lanes", problems);
    fields.finish(problems);
    estate.network = Network {
        vpc: vpc.unwrap_or_default(),
        endpoints: endpoints.into_iter().filter_map(|(n, p)| zel_aws::endpoint(n, &p, problems)).collect(),
        hosts: hosts.into_iter().filter_map(|(n, p)| zel_aws::host(n, &p, problems)).collect(),
        filters: Vec::new(),
    };
    estate.flows = flows.into_iter().filter_map(|(n, p)| watched(n, &p, problems)).collect();
    estate.lanes = lanes.into_iter().filter_map(|(n, p)| lane(n, &p, problems)).collect();
    Some(())
}

fn cluster(node: &Node, estate: &mut Estate, problems: &mut Problems) {
    let Some(mut fields) = Fields::of(node, "spec.cluster", problems) else { return };
    estate.cluster = fields.string("name", problems).unwrap_or("cluster").to_owned();
    let enforcement = fields.string("networkPolicy", problems);
    let span = fields.take("networkPolicy").map_or(node.span, |n| n.span);
    let dns = fields.string("dns", problems);
    estate.dns = dns.map(|name| (name.to_owned(), fields.take("dns").map_or(node.span, |n| n.span)));
    fields.finish(problems);
    match enforcement {
        None | Some("enforced") => estate.enforced = true,
        Some("none") => estate.enforced = false,
        Some(other) => problems.error(
            span,
            "FIELD_VALUE",
            format!("`{other}` isn't known here"),
            "write `enforced`, or `none` for a cluster whose CNI ignores policies",
        ),
    }
}

fn lane(node: &Node, path: &str, problems: &mut Problems) -> Option<Lane> {
    let mut fields = Fields::of(node, path, problems)?;
    let title = fields.string("title", problems).unwrap_or_default().to_owned();
    let zone = fields.required("zone", problems);
    let span = fields.take("zone").map_or(node.span, |n| n.span);
    let nodes = fields.strings("nodes", problems);
    fields.finish(problems);
    let zone = zone?;
    let found = Zone::NAMES.into_iter().find(|(name, _)| *name == zone).map(|(_, zone)| zone);
    if found.is_none() {
        let names = Zone::NAMES.map(|(name, _)| name);
        let mend = nearest(zone, names)
            .map_or(format!("use {}", names.join(", ")), |n| format!("did you mean `{n}`?"));
        problems.error(span, "FIELD_VALUE", format!("`{zone}` isn't a zone"), mend);
    }
    let nodes = nodes.into_iter().map(|(id, span)| (NodeId(id.to_owned()), span)).collect();
    Some(Lane { title, zone: found?, nodes })
}
