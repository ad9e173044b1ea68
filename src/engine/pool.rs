//! Connection sets, each kept once and named by a number, so that a million pairs cost a million numbers.

use std::collections::BTreeMap;
use zel_model::Connections;

/// Number of a set in a [`Pool`].
pub(crate) type SetId = u32;

/// Sets by number, with what was computed of them before.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    sets: Vec<Connections>,
    ids: BTreeMap<Connections, SetId>,
    unions: BTreeMap<(SetId, SetId), SetId>,
    intersections: BTreeMap<(SetId, SetId), SetId>,
}

impl Default for Pool {
    fn default() -> Self {
        let mut pool = Pool {
            sets: Vec::new(),
            ids: BTreeMap::new(),
            unions: BTreeMap::new(),
            intersections: BTreeMap::new(),
        };
        pool.id(Connections::default());
        pool.id(Connections::all());
        pool
    }
}

impl Pool {
    /// The empty set.
    pub(crate) const NONE: SetId = 0;
    /// Every connection.
    pub(crate) const ALL: SetId = 1;

    /// The number of a set.
    pub(crate) fn id(&mut self, set: Connections) -> SetId {
        let next = SetId::try_from(self.sets.len()).unwrap_or(SetId::MAX);
        let id = *self.ids.entry(set.clone()).or_insert(next);
        if id == next {
            self.sets.push(set);
        }
        id
    }

    /// The set of a number.
    pub(crate) fn get(&self, id: SetId) -> &Connections {
        static EMPTY: std::sync::OnceLock<Connections> = std::sync::OnceLock::new();
        let index = usize::try_from(id).unwrap_or(usize::MAX);
        self.sets.get(index).unwrap_or_else(|| EMPTY.get_or_init(Connections::default))
    }

    /// What either has.
    pub(crate) fn both(&mut self, a: SetId, b: SetId) -> SetId {
        match (a.min(b), a.max(b)) {
            (Pool::NONE, other) => other,
            (Pool::ALL, _) => Pool::ALL,
            (same, other) if same == other => same,
            pair => {
                if let Some(known) = self.unions.get(&pair) {
                    return *known;
                }
                let mut union = self.get(pair.0).clone();
                union.add(self.get(pair.1));
                let id = self.id(union);
                self.unions.insert(pair, id);
                id
            }
        }
    }

    /// What both have.
    pub(crate) fn common(&mut self, a: SetId, b: SetId) -> SetId {
        match (a.min(b), a.max(b)) {
            (Pool::NONE, _) => Pool::NONE,
            (Pool::ALL, other) => other,
            (same, other) if same == other => same,
            pair => {
                if let Some(known) = self.intersections.get(&pair) {
                    return *known;
                }
                let common = self.get(pair.0).intersect(self.get(pair.1));
                let id = self.id(common);
                self.intersections.insert(pair, id);
                id
            }
        }
    }
}
