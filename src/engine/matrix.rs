//! Who may connect to whom, over exactly what: all workloads and all addresses, not a sample.
//!
//! Pods that no policy can tell apart are decided once, and so are the addresses between two borders of blocks: the
//! cost grows with distinct labels and rules, not with pods².

use crate::classes::{self, Range};
use crate::pool::{Pool, SetId};
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
    pool: Pool,
    /// By class of the source, then of the destination.
    sets: Vec<Vec<SetId>>,
}

impl Matrix {
    /// What `source` may open to `destination`. Between two ranges of addresses no policy decides: an empty set.
    pub fn connections(&self, source: &Party, destination: &Party) -> Connections {
        let mut all = Connections::default();
        for row in source.classes.iter().filter_map(|class| self.sets.get(*class)) {
            for set in destination.classes.iter().filter_map(|class| row.get(*class)) {
                all.add(self.pool.get(*set));
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
    let mut pool = Pool::default();
    let classes = groups.len().saturating_add(ranges.len());
    let sets = Decider::new(world, &members, &mut pool).all(classes);
    parties.extend(merged(&sets, &ranges, groups.len()));
    Matrix { parties, pool, sets }
}

/// Workloads with the classes of their pods, in the order of the texts.
fn workloads(groups: &[Vec<&Pod>]) -> Vec<Party> {
    let mut parties: BTreeMap<(zel_source::Span, String), Party> = BTreeMap::new();
    for (class, group) in groups.iter().enumerate() {
        for pod in group {
            let name = pod.workload();
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

/// Ranges of addresses; neighbours that everybody treats alike become one.
fn merged(sets: &[Vec<SetId>], ranges: &[Range], first_class: usize) -> Vec<Party> {
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

/// The rules of the policies that isolate one side, by index into [`Decider::rules`]; none: nothing isolates it.
type Side = Option<Vec<usize>>;

/// A rule, prepared.
struct Prepared<'w> {
    rule: &'w Rule,
    /// Which members it's about, by index.
    about: Vec<bool>,
    /// What it opens, where that doesn't depend on the destination's port names.
    opens: Option<SetId>,
}

struct Decider<'m, 'w> {
    world: &'w World,
    members: &'m [Member<'w>],
    pool: &'m mut Pool,
    rules: Vec<Prepared<'w>>,
    egress: Vec<Side>,
    ingress: Vec<Side>,
}

impl<'m, 'w> Decider<'m, 'w> {
    fn new(world: &'w World, members: &'m [Member<'w>], pool: &'m mut Pool) -> Self {
        let mut decider =
            Decider { world, members, pool, rules: Vec::new(), egress: Vec::new(), ingress: Vec::new() };
        let mut known = BTreeMap::new();
        for member in members {
            let egress = decider.side(*member, Gate::PolicyEgress, &mut known);
            decider.egress.push(egress);
            let ingress = decider.side(*member, Gate::PolicyIngress, &mut known);
            decider.ingress.push(ingress);
        }
        decider
    }

    /// The rules of the policies that isolate a member in a direction; `known` are those that are prepared already, by
    /// their own address.
    fn side(&mut self, member: Member<'w>, gate: Gate, known: &mut BTreeMap<usize, usize>) -> Side {
        let pod = member.pod.filter(|pod| self.world.enforced && !pod.host_network)?;
        let mut policies = isolating(&self.world.cluster, pod, gate).peekable();
        policies.peek()?;
        let mut side = Vec::new();
        for (policy, rules, _) in policies {
            for rule in rules {
                let next = self.rules.len();
                let index = *known.entry(std::ptr::from_ref(rule).addr()).or_insert(next);
                if index == next {
                    let prepared = self.prepare(policy, rule);
                    self.rules.push(prepared);
                }
                side.push(index);
            }
        }
        Some(side)
    }

    fn prepare(&mut self, policy: &Policy, rule: &'w Rule) -> Prepared<'w> {
        let about = |m: &Member<'w>| {
            let remote = Peer { pod: m.pod, address: m.address }.remote();
            is_about(&self.world.cluster, policy, rule, remote)
        };
        let about = self.members.iter().map(about).collect();
        let by_name = rule.ports.iter().any(|entry| matches!(entry.port, PortSpec::Name(_)));
        let opens = (!by_name).then(|| self.pool.id(rule.opens(None)));
        Prepared { rule, about, opens }
    }

    fn all(mut self, classes: usize) -> Vec<Vec<SetId>> {
        let mut sets = vec![vec![Pool::NONE; classes]; classes];
        let members = self.members;
        for (from, source) in members.iter().enumerate() {
            for (to, destination) in members.iter().enumerate() {
                if !meet(source, destination) {
                    continue;
                }
                let set = self.between((from, source), (to, destination));
                if let Some(cell) = sets.get_mut(source.class).and_then(|row| row.get_mut(destination.class))
                {
                    *cell = self.pool.both(*cell, set);
                }
            }
        }
        sets
    }

    fn between(&mut self, (from, source): (usize, &Member), (to, destination): (usize, &Member)) -> SetId {
        // A pod on its node's network is an address to others: no name of a port is known of it.
        let seen = destination.pod.filter(|pod| !pod.host_network);
        let out = self.open(Gate::PolicyEgress, from, to, seen);
        if out == Pool::NONE || self.own_node(source, destination) {
            return out;
        }
        let into = self.open(Gate::PolicyIngress, to, from, destination.pod);
        self.pool.common(out, into)
    }

    /// What a member's policies of one direction leave open towards another one.
    fn open(&mut self, gate: Gate, own: usize, other: usize, destination: Option<&Pod>) -> SetId {
        let sides = if gate == Gate::PolicyEgress { &self.egress } else { &self.ingress };
        let Some(Some(side)) = sides.get(own) else { return Pool::ALL };
        let mut open = Pool::NONE;
        for prepared in side.iter().filter_map(|index| self.rules.get(*index)) {
            if prepared.about.get(other).copied().unwrap_or(false) {
                let set = match prepared.opens {
                    Some(set) => set,
                    None => self.pool.id(prepared.rule.opens(destination)),
                };
                open = self.pool.both(open, set);
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

/// Whether policies decide between two members: pods by addresses of one family; an address outside with any pod, since a
/// manifest needn't say all of a pod's addresses.
fn meet(source: &Member, destination: &Member) -> bool {
    match (source.pod, destination.pod) {
        (None, None) => false,
        (Some(_), Some(_)) => source.address.is_ipv4() == destination.address.is_ipv4(),
        _ => true,
    }
}
