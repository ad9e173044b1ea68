//! Timings of the core, native: `cargo run --release --example bench`. Medians of many runs.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};
use zero_egress_lab::engine::{evaluate, load, matrix};
use zero_egress_lab::model::{End, Flow, Protocol};
use zero_egress_lab::session::{Action, State, catalogue, start, update};
use zero_egress_lab::source::{Files, Severity};

/// Size of the generated cluster.
const PODS: usize = 1_000;
const POLICIES: usize = 300;
const NAMESPACES: usize = 20;

fn main() -> Result<(), String> {
    let source = catalogue().first().ok_or("there is no lesson")?;
    let state = start(source).map_err(|error| error.message)?;
    let texts: Vec<(&str, &str)> = state.files.iter().map(|file| (&*file.name, &*file.text)).collect();
    let solution = source.file("solution/policies.yaml").unwrap_or_default();
    let loaded = load(Files::new(texts.iter().copied()));

    println!("{:<58} {:>10} {:>6}", "what", "median", "runs");
    let mut at = state.clone();
    row("lesson: an edit (parse, evaluate, tasks, picture)", 500, |run| {
        let text = if run % 2 == 0 { solution } else { original(&state) };
        at = update(&at, Action::Edit { file: "policies.yaml".to_owned(), text: text.to_owned() });
    });
    row("lesson: parse its texts", 500, |_| {
        black_box(load(Files::new(texts.iter().copied())));
    });
    row(&format!("lesson: evaluate its {} flows", loaded.estate.flows.len()), 500, |_| {
        for watched in &loaded.estate.flows {
            black_box(evaluate(&loaded.world, &watched.flow));
        }
    });

    let text = cluster();
    let name = format!("{PODS} pods, {POLICIES} policies");
    row(&format!("{name}: parse {} KB", text.len() / 1_000), 15, |_| {
        black_box(load(Files::new([("cluster.yaml", text.as_str())])));
    });
    let loaded = load(Files::new([("cluster.yaml", text.as_str())]));
    if let Some(problem) = loaded.problems.iter().find(|problem| problem.severity == Severity::Error) {
        return Err(format!("{}: {}", loaded.files.place(problem.span), problem.message));
    }
    row(&format!("{name}: all pairs, all connections, exact"), 15, |_| {
        black_box(matrix(&loaded.world));
    });
    let flows = flows();
    row(&format!("{name}: evaluate {} flows", flows.len()), 50, |_| {
        for flow in &flows {
            black_box(evaluate(&loaded.world, flow));
        }
    });
    Ok(())
}

fn original(state: &State) -> &str {
    state.files.first().map_or("", |file| &file.start)
}

/// Runs something many times and prints the median.
fn row(what: &str, runs: usize, mut action: impl FnMut(usize)) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|run| {
            let begin = Instant::now();
            action(run);
            begin.elapsed()
        })
        .collect();
    times.sort();
    let median = times.get(runs / 2).copied().unwrap_or_default();
    println!("{what:<58} {:>10} {runs:>6}", shown(median));
}

fn shown(time: Duration) -> String {
    if time < Duration::from_millis(1) {
        format!("{:.0} µs", time.as_secs_f64() * 1e6)
    } else {
        format!("{:.2} ms", time.as_secs_f64() * 1e3)
    }
}

/// The same sequence of numbers on every run: Knuth's linear congruential generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0).checked_rem(limit).unwrap_or(0)
    }
}

/// Pods spread over namespaces and three labels, and policies of two rules each.
fn cluster() -> String {
    let (mut numbers, mut text) = (Numbers(7), String::new());
    for pod in 0..PODS {
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p{pod}\n  namespace: n{}\n  labels: {{ app: a{}, tier: t{} }}\n\
             spec:\n  containers:\n    - {{ name: main, image: x, ports: [{{ name: web, containerPort: 8080 }}] }}\n\
             status: {{ phase: Running, podIP: 10.1.{}.{} }}\n",
            pod % NAMESPACES,
            numbers.below(30),
            numbers.below(3),
            pod / 250,
            pod % 250,
        );
    }
    for policy in 0..POLICIES {
        let _ = write!(
            text,
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: q{policy}, namespace: n{} }}\n\
             spec:\n  podSelector: {{ matchLabels: {{ app: a{} }} }}\n  policyTypes: [Ingress, Egress]\n  ingress:\n\
             \x20   - from:\n        - namespaceSelector: {{ matchLabels: {{ kubernetes.io/metadata.name: n{} }} }}\n\
             \x20         podSelector: {{ matchExpressions: [{{ key: tier, operator: In, values: [t0, t1] }}] }}\n\
             \x20     ports: [{{ port: web }}]\n  egress:\n    - to: [{{ ipBlock: {{ cidr: 10.{}.0.0/16 }} }}]\n\
             \x20     ports: [{{ port: 8000, endPort: 8999 }}]\n",
            numbers.below(NAMESPACES),
            numbers.below(30),
            numbers.below(NAMESPACES),
            numbers.below(4),
        );
    }
    text
}

/// Questions between pods of that cluster.
fn flows() -> Vec<Flow> {
    let mut numbers = Numbers(11);
    let mut pod = || {
        let number = numbers.below(PODS);
        End::Pod { namespace: format!("n{}", number % NAMESPACES), name: format!("p{number}") }
    };
    (0..1_000).map(|_| Flow::new(pod(), pod(), Protocol::Tcp, 8080)).collect()
}
