//! Who may connect to whom, over exactly what: all workloads and all addresses, not a sample.
//!
//! Pods that no policy can tell apart are decided once, and so are the addresses between two borders of blocks: the
//! cost grows with distinct labels and rules, not with pods².

use crate::classes::{self, Range};
use crate::world::{Peer, World};
use std::collections::BTreeMap;
use std::net::IpAddr;
use zel_k8s::{Pod, Policy, PortSpec, Rule, is_about, isolating};
use zel_model::{Connections, Gate};

/// Something that connects, or is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// `namespace/name[Kind]`, or a range of addresses `a.b.c.d-e.f.g.h`.
    pub name: String,
    /// Whether it's a workload of the cluster.
    pub workload: bool,
    classes: Vec<usize>,
}

/// The exact answer for a whole cluster.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Workloads in the order of the texts, then ranges of addresses in order.
    pub parties: Vec<Party>,
    /// By class of the source, then of the destination.
    sets: Vec<Vec<Connections>>,
}

impl Matrix {
    /// What `source` may open to `destination`. Between two ranges of addresses no policy decides: an empty set.
    pub fn connections(&self, source: &Party, destination: &Party) -> Connections {
        let mut all = Connections::default();
        for row in source.classes.iter().filter_map(|class| self.sets.get(*class)) {
            for set in destination.classes.iter().filter_map(|class| row.get(*class)) {
                all.add(set);
            }
        }
        all
    }

    /// Every pair that may connect: source, destination, what. Pairs with themselves are left out.
    pub fn rows(&self) -> impl Iterator<Item = (&Party, &Party, Connections)> {
        let pairs = self.parties.iter().flat_map(move |source| {
            let others = self.parties.iter().filter(move |other| !std::ptr::eq(*other, source));
            others.map(move |destination| (source, destination, self.connections(source, destination)))
        });
        pairs.filter(|(_, _, set)| !set.is_empty())
    }
}

/// Decides everything.
pub fn matrix<'w>(world: &'w World) -> Matrix {
    let groups = classes::alike(world);
    let mut parties = workloads(&groups);
    let mut members = Vec::new();
    for (class, group) in groups.iter().enumerate() {
        let of_pod = |pod: &&'w Pod| {
            let pod = *pod;
            pod.addresses.iter().map(move |address| Member { class, pod: Some(pod), address: *address })
        };
        members.extend(group.first().into_iter().flat_map(of_pod));
    }
    let ranges = classes::ranges(world);
    for (at, range) in ranges.iter().enumerate() {
        members.push(Member { class: groups.len().saturating_add(at), pod: None, address: range.first });
    }
    let sets = Sets { world, members: &members, rules: BTreeMap::new() }
        .all(groups.len().saturating_add(ranges.len()));
    parties.extend(merged(&sets, &ranges, groups.len()));
    Matrix { parties, sets }
}

/// Workloads with the classes of their pods, in the order of the texts.
fn workloads(groups: &[Vec<&Pod>]) -> Vec<Party> {
    let mut parties: BTreeMap<(zel_source::Span, String), Party> = BTreeMap::new();
    for (class, group) in groups.iter().enumerate() {
        for pod in group {
            let name = workload(pod);
            let key = (pod.span, name.clone());
            let party =
                parties.entry(key).or_insert_with(|| Party { name, workload: true, classes: Vec::new() });
            if !party.classes.contains(&class) {
                party.classes.push(class);
            }
        }
    }
    parties.into_values().collect()
}

/// `namespace/name[Kind]`.
fn workload(pod: &Pod) -> String {
    format!("{}[Pod]", pod.id())
}

/// Ranges of addresses; neighbours that everybody treats alike become one.
fn merged(sets: &[Vec<Connections>], ranges: &[Range], first_class: usize) -> Vec<Party> {
    let alike =
        |a: usize, b: usize| sets.get(a) == sets.get(b) && sets.iter().all(|row| row.get(a) == row.get(b));
    let mut merged: Vec<(Range, usize)> = Vec::new();
    for (at, range) in ranges.iter().enumerate() {
        let class = first_class.saturating_add(at);
        match merged.last_mut() {
            Some((last, other)) if last.first.is_ipv4() == range.first.is_ipv4() && alike(*other, class) => {
                last.last = range.last;
            }
            _ => merged.push((*range, class)),
        }
    }
    let party = |(range, class): (Range, usize)| Party {
        name: format!("{}-{}", range.first, range.last),
        workload: false,
        classes: vec![class],
    };
    merged.into_iter().map(party).collect()
}

/// One address of a class.
#[derive(Clone, Copy)]
struct Member<'w> {
    class: usize,
    pod: Option<&'w Pod>,
    address: IpAddr,
}

/// What one side's policies leave open; none: everything.
type Side<'w> = Option<Vec<(&'w Policy, &'w Rule)>>;

/// A rule, prepared.
struct Prepared {
    /// Which members it's about, by index.
    about: Vec<bool>,
    /// What it opens, where that doesn't depend on the destination's port names.
    opens: Option<Connections>,
}

struct Sets<'m, 'w> {
    world: &'w World,
    members: &'m [Member<'w>],
    /// By the rule's own address.
    rules: BTreeMap<usize, Prepared>,
}

impl<'w> Sets<'_, 'w> {
    fn all(mut self, classes: usize) -> Vec<Vec<Connections>> {
        let sides = |gate| self.members.iter().map(|member| self.side(*member, gate)).collect::<Vec<_>>();
        let (egress, ingress) = (sides(Gate::PolicyEgress), sides(Gate::PolicyIngress));
        for (policy, rule) in egress.iter().chain(&ingress).flatten().flatten() {
            self.prepare(policy, rule);
        }
        let mut sets = vec![vec![Connections::default(); classes]; classes];
        for (from, source) in self.members.iter().enumerate() {
            for (to, destination) in self.members.iter().enumerate() {
                if !self.meet(source, destination) {
                    continue;
                }
                let out = egress.get(from).map(|side| self.open(side, to, destination.pod));
                let into = match self.own_node(source, destination) {
                    true => Some(Connections::all()),
                    false => ingress.get(to).map(|side| self.open(side, from, destination.pod)),
                };
                if let (Some(out), Some(into), Some(row)) = (out, into, sets.get_mut(source.class))
                    && let Some(set) = row.get_mut(destination.class)
                {
                    set.add(&out.intersect(&into));
                }
            }
        }
        sets
    }

    /// Whether policies decide between two members: pods by addresses of one family; an address outside with any pod, since
    /// a manifest needn't say all of a pod's addresses.
    fn meet(&self, source: &Member, destination: &Member) -> bool {
        match (source.pod, destination.pod) {
            (None, None) => false,
            (Some(_), Some(_)) => source.address.is_ipv4() == destination.address.is_ipv4(),
            _ => true,
        }
    }

    /// The rules of the policies that isolate a member in a direction.
    fn side(&self, member: Member<'w>, gate: Gate) -> Side<'w> {
        let pod = member.pod.filter(|pod| self.world.enforced && !pod.host_network)?;
        let policies: Vec<_> = isolating(&self.world.cluster, pod, gate).collect();
        if policies.is_empty() {
            return None;
        }
        Some(
            policies
                .iter()
                .flat_map(|(policy, rules, _)| rules.iter().map(move |rule| (*policy, rule)))
                .collect(),
        )
    }

    fn prepare(&mut self, policy: &Policy, rule: &Rule) {
        let (world, members) = (self.world, self.members);
        self.rules.entry(std::ptr::from_ref(rule).addr()).or_insert_with(|| {
            let remote = |member: &Member<'w>| Peer { pod: member.pod, address: member.address }.remote();
            let about = members.iter().map(|m| is_about(&world.cluster, policy, rule, remote(m))).collect();
            let by_name = rule.ports.iter().any(|entry| matches!(entry.port, PortSpec::Name(_)));
            Prepared { about, opens: (!by_name).then(|| rule.opens(None)) }
        });
    }

    /// What a side leaves open towards a member, by index.
    fn open(&self, side: &Side, member: usize, destination: Option<&Pod>) -> Connections {
        let Some(rules) = side else { return Connections::all() };
        let mut open = Connections::default();
        for (_, rule) in rules {
            let Some(prepared) = self.rules.get(&std::ptr::from_ref(*rule).addr()) else { continue };
            if prepared.about.get(member).copied().unwrap_or(false) {
                match &prepared.opens {
                    Some(set) => open.add(set),
                    None => open.add(&rule.opens(destination)),
                }
            }
        }
        open
    }

    /// Statement 16: a pod's own node is always let in.
    fn own_node(&self, source: &Member, destination: &Member) -> bool {
        let node = destination.pod.and_then(|pod| pod.node.as_deref());
        let is_address = source.pod.is_none_or(|pod| pod.host_network);
        is_address && node.is_some_and(|node| self.world.cluster.is_node(node, source.address))
    }
}
