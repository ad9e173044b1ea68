//! The matrix says of all connections what a probe says of one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;
use zero_egress_lab::engine::{Matrix, Party, load, matrix};
use zero_egress_lab::model::Protocol;
use zero_egress_lab::source::Files;

#[derive(serde::Deserialize)]
struct Expected {
    probes: Vec<Probe>,
}

#[derive(serde::Deserialize, Debug)]
struct Probe {
    from: String,
    to: String,
    protocol: String,
    port: u16,
    allowed: bool,
}

fn within(range: &str, address: IpAddr) -> bool {
    let (first, last) = range.split_once('-').unwrap();
    let ends: (IpAddr, IpAddr) = (first.parse().unwrap(), last.parse().unwrap());
    ends.0.is_ipv4() == address.is_ipv4() && ends.0 <= address && address <= ends.1
}

/// The party of an end as probes write it. An address of a pod is the pod's.
/// None for an IPv6 address where the matrix has no IPv6 at all.
fn party<'m>(matrix: &'m Matrix, pods: &BTreeMap<IpAddr, String>, end: &str) -> Option<&'m Party> {
    let name = match end.strip_prefix("ip:").map(|text| text.parse::<IpAddr>().unwrap()) {
        Some(address) if !pods.contains_key(&address) => {
            return matrix.parties.iter().find(|p| !p.workload && within(&p.name, address));
        }
        Some(address) => pods[&address].clone(),
        None => end.to_owned(),
    };
    Some(matrix.parties.iter().find(|party| party.name == format!("{name}[Pod]")).unwrap())
}

#[test]
fn the_matrix_agrees_with_every_conformance_probe() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/kubernetes");
    let (mut compared, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let case = entry.unwrap().path();
        if case.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&case).unwrap();
        let expected = std::fs::read_to_string(case.with_extension("expected.json")).unwrap();
        let expected: Expected = serde_json::from_str(&expected).unwrap();
        let world = load(Files::new([("case.yaml", text.as_str())])).world;
        let addresses =
            world.cluster.pods.iter().flat_map(|pod| pod.addresses.iter().map(|a| (*a, pod.id())));
        let pods: BTreeMap<IpAddr, String> = addresses.collect();
        let matrix = matrix(&world);
        for probe in expected.probes {
            let ends = (party(&matrix, &pods, &probe.from), party(&matrix, &pods, &probe.to));
            let (Some(from), Some(to)) = ends else { continue };
            // A pod's way to itself is in no matrix; two addresses outside are nobody's business.
            if std::ptr::eq(from, to) || !(from.workload || to.workload) {
                continue;
            }
            compared += 1;
            let protocol = Protocol::of(&probe.protocol).unwrap();
            let open = matrix.connections(from, to).contains(protocol, probe.port);
            if open != probe.allowed {
                wrong.push(format!("{}: {probe:?}, and the matrix says {open}", case.display()));
            }
        }
    }
    assert!(compared > 10_000, "only {compared} probes were compared");
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}

const SHOP: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: c, ports: [{name: sql, containerPort: 5432}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{podSelector: {matchLabels: {app: web}}}]
      ports: [{port: sql}, {port: 9000, endPort: 9010}, {port: 9011}, {protocol: UDP}]
    - from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]
      ports: [{port: 5432}]
";

#[test]
fn ranges_are_merged_and_addresses_split_where_policies_split_them() {
    let world = load(Files::new([("shop.yaml", SHOP)])).world;
    let matrix = matrix(&world);
    let rows: Vec<String> =
        matrix.rows().map(|(from, to, set)| format!("{} {} {set}", from.name, to.name)).collect();
    assert_eq!(
        rows,
        [
            "shop/web[Pod] shop/db[Pod] TCP 5432,9000-9011;UDP 1-65535",
            "shop/web[Pod] 0.0.0.0-9.255.255.255 All Connections",
            "shop/web[Pod] 10.0.0.0-10.0.255.255 All Connections",
            "shop/web[Pod] 10.1.0.0-10.1.255.255 All Connections",
            "shop/web[Pod] 10.2.0.0-10.255.255.255 All Connections",
            "shop/web[Pod] 11.0.0.0-255.255.255.255 All Connections",
            "0.0.0.0-9.255.255.255 shop/web[Pod] All Connections",
            "10.0.0.0-10.0.255.255 shop/web[Pod] All Connections",
            "10.0.0.0-10.0.255.255 shop/db[Pod] TCP 5432",
            "10.1.0.0-10.1.255.255 shop/web[Pod] All Connections",
            "10.2.0.0-10.255.255.255 shop/web[Pod] All Connections",
            "10.2.0.0-10.255.255.255 shop/db[Pod] TCP 5432",
            "11.0.0.0-255.255.255.255 shop/web[Pod] All Connections",
        ]
    );
}

#[test]
fn replicas_are_one_party() {
    let text = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: api}}
  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c, image: x}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
";
    let matrix = matrix(&load(Files::new([("shop.yaml", text)])).world);
    let names: Vec<&str> = matrix.parties.iter().map(|party| party.name.as_str()).collect();
    assert_eq!(names, ["shop/api[Deployment]", "shop/web[Pod]", "0.0.0.0-255.255.255.255"]);
    assert_eq!(matrix.rows().count(), 6);
}
