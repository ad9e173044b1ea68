//! Random clusters as manifests, from a seed: small enough to hit every corner often.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// SplitMix64: the same numbers for a seed, everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// True once in `of` times.
    pub fn once_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const NAMESPACES: [&str; 4] = ["default", "shop", "bank", "ops"];
const PORT_NAMES: [&str; 3] = ["http", "dns", "sig"];
const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];
const BLOCKS: [(&str, &[&str]); 7] = [
    ("0.0.0.0/0", &["10.0.0.0/8", "203.0.113.0/25"]),
    ("10.244.0.0/16", &["10.244.1.0/24", "10.244.2.8/29"]),
    ("10.244.1.0/28", &["10.244.1.3/32"]),
    ("203.0.113.0/24", &["203.0.113.128/25"]),
    ("198.51.100.7/32", &[]),
    ("::/0", &["fd00::/8", "2001:db8:1::/48"]),
    ("fd00:10::/64", &["fd00:10::4/126"]),
];

/// A generated cluster: its manifests, and what its policies isolate by statement 7, kept by the generator itself.
pub struct Generated {
    pub documents: Vec<String>,
    pub isolates: BTreeMap<String, (bool, bool)>,
    pub features: Vec<&'static str>,
}

struct Generator {
    random: Random,
    features: Vec<&'static str>,
}

pub fn cluster(seed: u64) -> Generated {
    let mut g = Generator { random: Random(seed), features: Vec::new() };
    let mut documents = vec![
        "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.1}]}\n".to_owned(),
        "apiVersion: v1\nkind: Node\nmetadata: {name: n2}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.2}]}\n".to_owned(),
    ];
    for name in NAMESPACES {
        let labels = g.labels();
        documents
            .push(format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {labels}}}\n"));
    }
    for index in 0..3 + g.random.below(7) {
        let document = g.pod(index);
        documents.push(document);
    }
    let mut isolates = BTreeMap::new();
    for index in 0..3 + g.random.below(12) {
        let (document, types) = g.policy(index);
        isolates.insert(format!("p{index}"), types);
        documents.push(document);
    }
    Generated { documents, isolates, features: g.features }
}

impl Generator {
    fn hit(&mut self, feature: &'static str) {
        self.features.push(feature);
    }

    fn labels(&mut self) -> String {
        let mut labels = Vec::new();
        for (key, values) in
            [("app", ["web", "api", "db"]), ("env", ["prod", "test", "dev"]), ("tier", ["a", "b", ""])]
        {
            if !self.random.once_in(3) {
                labels.push(format!("{key}: '{}'", self.random.pick(&values)));
            }
        }
        format!("{{{}}}", labels.join(", "))
    }

    fn pod(&mut self, index: usize) -> String {
        let namespace = self.random.pick(&NAMESPACES);
        let labels = self.labels();
        let mut ports = Vec::new();
        for name in PORT_NAMES {
            if self.random.once_in(2) {
                let number = self.random.pick(&["53", "80", "8080", "9000"]);
                ports.push(format!(
                    "{{name: {name}, containerPort: {number}, protocol: {}}}",
                    self.random.pick(&PROTOCOLS)
                ));
            }
        }
        let node = self.random.pick(&["n1", "n2"]);
        let host = self.random.once_in(12);
        let mut text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: w{index}, namespace: {namespace}, labels: {labels}}}\nspec:\n  nodeName: {node}\n  hostNetwork: {host}\n  containers: [{{name: c, ports: [{}]}}]\n",
            ports.join(", ")
        );
        let four = format!("10.244.{}.{}", 1 + index % 3, 1 + index);
        let six = format!("fd00:10::{}", 1 + index);
        let node_ip = if node == "n1" { "10.0.0.1" } else { "10.0.0.2" };
        let phase = if self.random.once_in(15) { "Succeeded" } else { "Running" };
        let addresses = match self.random.below(8) {
            _ if host => {
                self.hit("hostNetwork");
                vec![node_ip.to_owned()]
            }
            0 => {
                self.hit("pod without address");
                return text;
            }
            1 => {
                self.hit("dual stack");
                vec![four, six]
            }
            2 => {
                self.hit("IPv6 only");
                vec![six]
            }
            _ => vec![four],
        };
        let list: Vec<String> = addresses.iter().map(|a| format!("{{ip: '{a}'}}")).collect();
        let _ = writeln!(
            text,
            "status: {{phase: {phase}, podIP: '{}', podIPs: [{}]}}",
            addresses[0],
            list.join(", ")
        );
        text
    }

    fn selector(&mut self) -> String {
        match self.random.below(4) {
            0 => {
                self.hit("empty selector");
                "{}".to_owned()
            }
            1 => format!("{{matchLabels: {}}}", self.labels()),
            _ => {
                let labels = if self.random.once_in(2) {
                    format!("matchLabels: {}, ", self.labels())
                } else {
                    String::new()
                };
                let expressions: Vec<String> =
                    (0..1 + self.random.below(2)).map(|_| self.expression()).collect();
                format!("{{{labels}matchExpressions: [{}]}}", expressions.join(", "))
            }
        }
    }

    fn expression(&mut self) -> String {
        let key = self.random.pick(&["app", "env", "tier", "ghost", "kubernetes.io/metadata.name"]);
        let (operator, values) = match self.random.below(4) {
            0 => ("Exists", ""),
            1 => ("DoesNotExist", ""),
            2 => ("In", ", values: [web, prod, a, shop]"),
            _ => ("NotIn", ", values: [api, test, '', bank]"),
        };
        self.hit(operator);
        format!("{{key: {key}, operator: {operator}{values}}}")
    }

    fn policy(&mut self, index: usize) -> (String, (bool, bool)) {
        let namespace = self.random.pick(&NAMESPACES);
        let mut text = format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{index}, namespace: {namespace}}}\nspec:\n"
        );
        if self.random.once_in(8) {
            self.hit("podSelector missing");
            // A spec needs some field; this one says what is so anyway.
            text.push_str("  podSelector:\n");
        } else {
            let _ = writeln!(text, "  podSelector: {}", self.selector());
        }
        let egress_rules = self.section(&mut text, "egress", "to");
        self.section(&mut text, "ingress", "from");
        let (types, isolates) = match self.random.below(5) {
            0 => ("[Ingress]", (true, false)),
            1 => ("[Egress]", (false, true)),
            2 => ("[Ingress, Egress]", (true, true)),
            _ => {
                self.hit("policyTypes absent");
                ("", (true, egress_rules > 0))
            }
        };
        if !types.is_empty() {
            let _ = writeln!(text, "  policyTypes: {types}");
        }
        (text, isolates)
    }

    /// Writes a section, and gives the number of its rules.
    fn section(&mut self, text: &mut String, name: &'static str, peers: &'static str) -> usize {
        match self.random.below(5) {
            0 => {
                self.hit("section missing");
                0
            }
            1 => {
                self.hit("section empty");
                let _ = writeln!(text, "  {name}: []");
                0
            }
            _ => {
                let rules: Vec<String> = (0..1 + self.random.below(3)).map(|_| self.rule(peers)).collect();
                let _ = writeln!(text, "  {name}:");
                for rule in &rules {
                    let _ = writeln!(text, "    - {rule}");
                }
                rules.len()
            }
        }
    }

    fn rule(&mut self, peers: &'static str) -> String {
        let mut parts = Vec::new();
        match self.random.below(6) {
            0 => self.hit("peers missing"),
            1 => {
                self.hit("peers empty");
                parts.push(format!("{peers}: []"));
            }
            _ => {
                let list: Vec<String> = (0..1 + self.random.below(2)).map(|_| self.peer()).collect();
                parts.push(format!("{peers}: [{}]", list.join(", ")));
            }
        }
        match self.random.below(5) {
            0 => self.hit("ports missing"),
            1 => {
                self.hit("ports empty");
                parts.push("ports: []".to_owned());
            }
            _ => {
                let list: Vec<String> = (0..1 + self.random.below(2)).map(|_| self.port()).collect();
                parts.push(format!("ports: [{}]", list.join(", ")));
            }
        }
        format!("{{{}}}", parts.join(", "))
    }

    fn peer(&mut self) -> String {
        match self.random.below(4) {
            0 => {
                self.hit("podSelector alone");
                format!("{{podSelector: {}}}", self.selector())
            }
            1 => {
                self.hit("namespaceSelector alone");
                format!("{{namespaceSelector: {}}}", self.selector())
            }
            2 => {
                self.hit("both selectors");
                format!("{{namespaceSelector: {}, podSelector: {}}}", self.selector(), self.selector())
            }
            _ => {
                let (cidr, excepts) = BLOCKS[self.random.below(BLOCKS.len())];
                let kept: Vec<&str> = excepts.iter().copied().filter(|_| self.random.once_in(2)).collect();
                self.hit(if kept.is_empty() { "ipBlock" } else { "ipBlock except" });
                let list: Vec<String> = kept.iter().map(|net| format!("'{net}'")).collect();
                format!("{{ipBlock: {{cidr: '{cidr}', except: [{}]}}}}", list.join(", "))
            }
        }
    }

    fn port(&mut self) -> String {
        let protocol = match self.random.below(4) {
            0 => String::new(),
            _ => format!("protocol: {}", self.random.pick(&PROTOCOLS)),
        };
        let port = match self.random.below(5) {
            0 => {
                self.hit("protocol only");
                String::new()
            }
            1 => {
                self.hit("named port");
                format!("port: {}", self.random.pick(&PORT_NAMES))
            }
            2 => {
                self.hit("endPort");
                "port: 80, endPort: 8080".to_owned()
            }
            _ => format!("port: {}", self.random.pick(&["1", "53", "80", "8080", "9000", "65535"])),
        };
        let parts: Vec<String> = [protocol, port].into_iter().filter(|part| !part.is_empty()).collect();
        format!("{{{}}}", parts.join(", "))
    }
}

/// Everything that a run must have hit.
pub const FEATURES: [&str; 27] = [
    "hostNetwork",
    "pod without address",
    "dual stack",
    "IPv6 only",
    "empty selector",
    "Exists",
    "DoesNotExist",
    "In",
    "NotIn",
    "podSelector missing",
    "policyTypes absent",
    "section missing",
    "section empty",
    "peers missing",
    "peers empty",
    "ports missing",
    "ports empty",
    "podSelector alone",
    "namespaceSelector alone",
    "both selectors",
    "ipBlock",
    "ipBlock except",
    "protocol only",
    "named port",
    "endPort",
    "finished",
    "own node",
];
