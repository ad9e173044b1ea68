//! The engine against a naive reading of the specification, over random clusters. A disagreement is shrunk and written
//! to `target/oracle/` as an ordinary case. `ZEL_ORACLE_FLOWS=10000000` compares more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

#[path = "oracle/generate.rs"]
mod generate;
#[path = "oracle/naive.rs"]
mod naive;

use generate::{FEATURES, Random};
use naive::Party;
use std::collections::BTreeSet;
use std::net::IpAddr;
use zero_egress_lab::engine::{World, callers, load, matrix, sides};
use zero_egress_lab::model::{End, Protocol};
use zero_egress_lab::source::{Files, Severity};

const FLOWS: usize = 200_000;
const OUTSIDE: [&str; 14] = [
    "10.0.0.1",
    "10.0.0.2",
    "9.255.255.255",
    "10.244.1.16",
    "10.244.2.7",
    "10.244.2.15",
    "198.51.100.7",
    "198.51.100.8",
    "203.0.113.127",
    "203.0.113.128",
    "203.0.114.0",
    "2001:db8:1::1",
    "2001:db8:2::1",
    "fd00:10::7",
];
const PORTS: [u16; 14] = [1, 2, 52, 53, 54, 79, 80, 81, 8079, 8080, 8081, 9000, 65534, 65535];

fn world(documents: &[String]) -> World {
    let text = documents.join("---\n");
    let loaded = load(Files::new([("cluster.yaml", text.as_str())]));
    let errors: Vec<_> = loaded.problems.iter().filter(|p| p.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    loaded.world
}

fn ends(world: &World) -> Vec<End> {
    let pods = world
        .cluster
        .pods
        .iter()
        .map(|pod| End::Pod { namespace: pod.namespace.clone(), name: pod.name.clone() });
    pods.chain(OUTSIDE.iter().map(|address| End::Ip(address.parse().unwrap()))).collect()
}

/// The end as the naive evaluator takes it: an address of a running pod is that pod.
fn party<'w>(world: &'w World, end: &End) -> Option<Party<'w>> {
    match end {
        End::Pod { namespace, name } => {
            let pod = world.cluster.pods.iter().find(|p| p.namespace == *namespace && p.name == *name)?;
            Some(Party { pod: Some(pod), address: *pod.addresses.first()? }).filter(|_| pod.running)
        }
        End::Ip(address) => {
            let pod = world
                .cluster
                .pods
                .iter()
                .find(|p| p.running && !p.host_network && p.addresses.contains(address));
            Some(Party { pod, address: *address })
        }
        End::Name(_) => None,
    }
}

/// Both with addresses of one family, where a pod has one to offer.
fn one_family<'w>(mut from: Party<'w>, mut to: Party<'w>) -> (Party<'w>, Party<'w>) {
    let other = |party: &Party, v4: bool| -> Option<IpAddr> {
        party.pod?.addresses.iter().find(|address| address.is_ipv4() == v4).copied()
    };
    if from.address.is_ipv4() != to.address.is_ipv4() {
        if let Some(address) = other(&from, to.address.is_ipv4()) {
            from.address = address;
        } else if let Some(address) = other(&to, from.address.is_ipv4()) {
            to.address = address;
        }
    }
    (from, to)
}

/// What the engine and the oracle say, if they differ.
fn differ(world: &World, from: &End, to: &End, protocol: Protocol, port: u16) -> Option<String> {
    let engine = sides(world, from, to, protocol, port).map(|s| (s.egress.allowed, s.ingress.allowed));
    let oracle = party(world, from).zip(party(world, to)).map(|(from, to)| {
        let (from, to) = one_family(from, to);
        naive::verdicts(&world.cluster, from, to, protocol, port)
    });
    (engine != oracle).then(|| {
        format!("{from} → {to}, {protocol} {port}: the engine says {engine:?}, the oracle {oracle:?}")
    })
}

/// Leaves out documents one by one while the two still disagree, and writes what remains as a case.
fn shrink(
    mut documents: Vec<String>,
    seed: u64,
    from: &End,
    to: &End,
    protocol: Protocol,
    port: u16,
) -> String {
    let mut at = 0;
    while at < documents.len() {
        let mut fewer = documents.clone();
        fewer.remove(at);
        match differ(&world(&fewer), from, to, protocol, port) {
            Some(_) => documents = fewer,
            None => at += 1,
        }
    }
    let oracle = {
        let world = world(&documents);
        let (from, to) = one_family(party(&world, from).unwrap(), party(&world, to).unwrap());
        naive::verdicts(&world.cluster, from, to, protocol, port)
    };
    let indented = documents.join("---\n").lines().map(|line| format!("    {line}\n")).collect::<String>();
    let (allowed, code) = match oracle {
        (true, true) => (true, "REACHED"),
        (false, _) => (false, "NP_EGRESS_NO_RULE"),
        _ => (false, "NP_INGRESS_NO_RULE"),
    };
    let case = format!(
        "about: found by the oracle, seed {seed}\nfiles:\n  cluster.yaml: |\n{indented}flows:\n  - {{ from: '{from}', to: '{to}', port: {port}, protocol: {protocol}, allowed: {allowed}, code: {code} }}\n"
    );
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/oracle");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("oracle-{seed}.yaml"));
    std::fs::write(&path, &case).unwrap();
    format!("{}\n{case}", path.display())
}

#[test]
fn the_engine_agrees_with_a_naive_reading_of_the_specification() {
    let wanted = std::env::var("ZEL_ORACLE_FLOWS").ok().and_then(|text| text.parse().ok()).unwrap_or(FLOWS);
    let (mut compared, mut allowed, mut seed) = (0_usize, 0_usize, 0_u64);
    let mut hit: BTreeSet<&str> = BTreeSet::new();
    while compared < wanted {
        seed += 1;
        let generated = generate::cluster(seed);
        let world = world(&generated.documents);
        hit.extend(&generated.features);
        for policy in &world.cluster.policies {
            let isolates = (policy.ingress.is_some(), policy.egress.is_some());
            assert_eq!(
                isolates, generated.isolates[&policy.name],
                "policyTypes of {}, seed {seed}",
                policy.name
            );
        }
        hit.extend(world.cluster.pods.iter().any(|pod| !pod.running).then_some("finished"));
        hit.extend(world.cluster.pods.iter().any(|pod| pod.node.is_some()).then_some("own node"));
        let (ends, mut random) = (ends(&world), Random(seed));
        for _ in 0..400 {
            let (from, to) = (&ends[random.below(ends.len())], &ends[random.below(ends.len())]);
            let (protocol, port) = (Protocol::ALL[random.below(3)], PORTS[random.below(PORTS.len())]);
            compared += 1;
            if let Some(difference) = differ(&world, from, to, protocol, port) {
                panic!("{difference}\n{}", shrink(generated.documents, seed, from, to, protocol, port));
            }
            allowed += usize::from(sides(&world, from, to, protocol, port).is_some_and(|s| s.allowed()));
        }
    }
    println!("{compared} flows in {seed} clusters compared, {allowed} of them allowed");
    assert!(
        allowed * 5 > compared && allowed * 20 < compared * 19,
        "{allowed} of {compared} allowed: no good mixture"
    );
    let missed: Vec<_> = FEATURES.iter().filter(|feature| !hit.contains(*feature)).collect();
    assert!(missed.is_empty(), "never hit: {missed:?}");
}

#[test]
fn proofs_and_matrix_agree_with_single_flows() {
    for seed in 1..=60 {
        let world = world(&generate::cluster(seed).documents);
        let matrix = matrix(&world);
        let find = |name: &str| matrix.parties.iter().find(|party| party.name == name);
        for pod in world.cluster.pods.iter().filter(|pod| pod.running) {
            let callers = callers(&world, pod);
            for other in world.cluster.pods.iter().filter(|other| other.running && other.id() != pod.id()) {
                let end = |pod: &zero_egress_lab::k8s::Pod| End::Pod {
                    namespace: pod.namespace.clone(),
                    name: pod.name.clone(),
                };
                let listed = callers.iter().find(|caller| caller.from == end(other));
                let set =
                    matrix.connections(find(&other.workload()).unwrap(), find(&pod.workload()).unwrap());
                for protocol in Protocol::ALL {
                    for port in PORTS {
                        // By any address of one family that both have.
                        let ways =
                            other.addresses.iter().flat_map(|a| pod.addresses.iter().map(move |b| (*a, *b)));
                        let open = ways.filter(|(a, b)| a.is_ipv4() == b.is_ipv4()).any(|(a, b)| {
                            let from = Party { pod: Some(other), address: a };
                            let to = Party { pod: Some(pod), address: b };
                            naive::verdicts(&world.cluster, from, to, protocol, port) == (true, true)
                        });
                        let named = format!("seed {seed}: {} → {} {protocol} {port}", other.id(), pod.id());
                        assert_eq!(set.contains(protocol, port), open, "{named}: matrix");
                        let own_node = other.host_network && other.node == pod.node;
                        let said = listed.is_some_and(|caller| caller.ports.contains(protocol, port));
                        assert!(own_node || said == open, "{named}: callers");
                    }
                }
            }
        }
    }
}

#[test]
fn order_of_documents_does_not_matter() {
    for seed in 1..=150 {
        let generated = generate::cluster(seed);
        // Pods without an address get theirs in the order of the texts: only the policies change places.
        let (policies, others): (Vec<_>, Vec<_>) =
            generated.documents.into_iter().partition(|document| document.contains("kind: NetworkPolicy"));
        let one = world(&others.iter().chain(&policies).cloned().collect::<Vec<_>>());
        let two = world(&policies.iter().rev().chain(&others).cloned().collect::<Vec<_>>());
        let rows = |world: &World| -> Vec<String> {
            matrix(world).rows().map(|(from, to, set)| format!("{} {} {set}", from.name, to.name)).collect()
        };
        assert_eq!(rows(&one), rows(&two), "seed {seed}");
    }
}

#[test]
fn one_more_rule_never_closes_anything() {
    for seed in 1..=150 {
        let before = generate::cluster(seed).documents;
        let mut random = Random(seed);
        let after: Vec<String> = before
            .iter()
            .map(|document| match document.contains("  ingress:\n") && random.once_in(2) {
                true => document.replace("  ingress:\n", "  ingress:\n    - {ports: [{port: 443}]}\n"),
                false => document.clone(),
            })
            .collect();
        let (one, two) = (world(&before), world(&after));
        let (old, new) = (matrix(&one), matrix(&two));
        for (from, to, set) in old.rows().filter(|(from, to, _)| from.workload && to.workload) {
            let same = |name: &str| new.parties.iter().find(|party| party.name == name).unwrap();
            let now = new.connections(same(&from.name), same(&to.name));
            assert_eq!(set.intersect(&now), set, "seed {seed}: {} → {}", from.name, to.name);
        }
    }
}
