//! Kubernetes cases made independently of this project: `tests/conformance/README.md` says how.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic: that is how it fails"
)]

use std::path::{Path, PathBuf};
use zero_egress_lab::engine::{callers, load, sides};
use zero_egress_lab::model::{End, Protocol};
use zero_egress_lab::source::{Files, Severity};

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
    egress: String,
    ingress: String,
    allowed: bool,
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/kubernetes");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
    cases.sort();
    cases
}

#[test]
fn every_case_is_decided_as_expected() {
    let (mut wrong, mut probes) = (Vec::new(), 0);
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&case).unwrap();
        let expected = std::fs::read_to_string(case.with_extension("expected.json")).unwrap();
        let expected: Expected = serde_json::from_str(&expected).unwrap();
        let loaded = load(Files::new([(name.as_str(), text.as_str())]));
        // One public case has an `except` outside its block: refused by the API server, yet with verdicts.
        let errors =
            loaded.problems.iter().filter(|p| p.severity == Severity::Error && p.code != "EXCEPT_OUTSIDE");
        wrong.extend(errors.map(|p| format!("{}: {}", loaded.files.place(p.span), p.message)));
        for probe in expected.probes {
            probes += 1;
            let end = |text: &str| End::parse(text).unwrap();
            let protocol = Protocol::of(&probe.protocol).unwrap();
            let Some(sides) = sides(&loaded.world, &end(&probe.from), &end(&probe.to), protocol, probe.port)
            else {
                wrong.push(format!("{name}: an end of {probe:?} isn't there"));
                continue;
            };
            let word = |allowed: bool| if allowed { "allow" } else { "deny" };
            let got = (word(sides.egress.allowed), word(sides.ingress.allowed), sides.allowed());
            if got != (probe.egress.as_str(), probe.ingress.as_str(), probe.allowed) {
                wrong.push(format!("{name}: {probe:?} but got {got:?}"));
            }
        }
    }
    assert!(probes > 1000, "only {probes} probes were read");
    assert!(wrong.is_empty(), "{} wrong of {probes}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A proof over all callers must say of each probe what the independent verdict says.
#[test]
fn proofs_agree_with_every_probe_between_pods() {
    let (mut wrong, mut probes) = (Vec::new(), 0);
    for case in cases() {
        let text = std::fs::read_to_string(&case).unwrap();
        let expected = std::fs::read_to_string(case.with_extension("expected.json")).unwrap();
        let expected: Expected = serde_json::from_str(&expected).unwrap();
        let world = load(Files::new([("case.yaml", text.as_str())])).world;
        for pod in &world.cluster.pods {
            let callers = callers(&world, pod);
            for probe in expected.probes.iter().filter(|p| p.to == pod.id() && p.from != p.to) {
                let from = End::parse(&probe.from).unwrap();
                if !matches!(from, End::Pod { .. }) {
                    continue;
                }
                probes += 1;
                let caller = callers.iter().find(|caller| caller.from == from);
                let protocol = Protocol::of(&probe.protocol).unwrap();
                let open = caller.is_some_and(|caller| caller.ports.contains(protocol, probe.port));
                if open != probe.allowed {
                    wrong.push(format!("{}: {probe:?} but the proof says {open}", case.display()));
                }
            }
        }
    }
    assert!(probes > 1000, "only {probes} probes were read");
    assert!(wrong.is_empty(), "{} wrong of {probes}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn copies_are_verbatim() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let originals = root.join("../shared/conformance/kubernetes");
    if !originals.is_dir() {
        return;
    }
    let names = |folder: &Path| {
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let copies = root.join("tests/conformance/kubernetes");
    assert_eq!(names(&originals), names(&copies));
    for name in names(&originals) {
        let read = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
        assert!(read(&originals) == read(&copies), "{name:?} differs from its original");
    }
}
