//! A trace's way over the picture.

use crate::curve::{Curve, Point};
use crate::layout::{NodeBox, Scene};
use zel_model::{NodeId, Phase, Trace};

/// One stretch of a flow, from box to box.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// The line.
    pub curves: Vec<Curve>,
    /// Whether packets get over it.
    pub reached: bool,
}

/// The way of a flow's own packets, without its questions to DNS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// Stretches in order; at most the last one isn't reached.
    pub legs: Vec<Leg>,
    /// Where it dies.
    pub stop: Option<Point>,
}

/// Distance from a box at which a packet that can't leave it dies.
const STUB: f32 = 22.0;
/// Distance between flows that meet at one box.
const SPREAD: f32 = 7.0;

/// How far each flow keeps from the middle of the boxes, so that those that meet at one stay apart. `ways` names, flow by
/// flow, the box at which it meets others.
pub fn offsets(ways: &[Option<NodeId>]) -> Vec<f32> {
    let place = |index: usize, way: &Option<NodeId>| {
        let peers: Vec<usize> = (0..ways.len()).filter(|other| ways.get(*other) == Some(way)).collect();
        let lane = peers.iter().position(|other| *other == index).unwrap_or(0);
        (lane as f32 - peers.len().saturating_sub(1) as f32 / 2.0) * SPREAD
    };
    ways.iter().enumerate().map(|(index, way)| place(index, way)).collect()
}

/// Leads a trace over the picture. `target` is what the flow was meant for; `offset` comes from [`offsets`].
pub fn route(scene: &Scene, trace: &Trace, target: Option<&NodeId>, offset: f32) -> Route {
    let mut places: Vec<&NodeId> = Vec::new();
    for hop in trace.hops.iter().filter(|hop| hop.phase == Phase::Connect) {
        if places.last() != Some(&&hop.at) {
            places.push(&hop.at);
        }
    }
    if places.is_empty() {
        places.extend(trace.hops.first().map(|hop| &hop.at));
    }
    let mut legs: Vec<Leg> = Vec::new();
    for pair in places.windows(2) {
        if let [from, to] = pair {
            legs.extend(leg(scene, from, to, offset, true));
        }
    }
    let last = trace.deciding().map(|(hop, _)| &hop.at).filter(|_| !trace.allowed());
    // Names die at the DNS server; the flow itself never left its source.
    let died_at = if trace.phase() == Phase::Name { places.first().copied() } else { last };
    let mut stop = None;
    if !trace.allowed() {
        if let (Some(at), Some(target)) = (died_at, target)
            && at != target
        {
            legs.extend(leg(scene, at, target, offset, false));
        }
        stop = died_at.and_then(|at| stop_point(scene, &legs, at));
    }
    Route { legs, stop }
}

/// Where a flow that dies at a box is marked: before the box that it reached, or a little way out of its own.
fn stop_point(scene: &Scene, legs: &[Leg], at: &NodeId) -> Option<Point> {
    if let Some(leg) = legs.iter().rev().find(|leg| leg.reached && leg.to == *at) {
        return leg.curves.last().map(|curve| Point { x: curve.to.x, y: curve.to.y });
    }
    let first = legs.iter().find(|leg| leg.from == *at).and_then(|leg| leg.curves.first());
    match first {
        Some(curve) => {
            let length = (curve.to.x - curve.from.x).abs() + (curve.to.y - curve.from.y).abs();
            Some(curve.at((STUB / length.max(STUB)).min(0.4)))
        }
        None => scene.node(at).map(|b| Point { x: b.x + b.width, y: b.y + b.height / 2.0 }),
    }
}

/// The line from box to box.
pub(crate) fn leg(scene: &Scene, from: &NodeId, to: &NodeId, offset: f32, reached: bool) -> Option<Leg> {
    let (a, b) = (scene.node(from)?, scene.node(to)?);
    Some(Leg { from: from.clone(), to: to.clone(), curves: line(scene, a, b, offset), reached })
}

fn line(scene: &Scene, a: &NodeBox, b: &NodeBox, offset: f32) -> Vec<Curve> {
    let y = |placed: &NodeBox| {
        let room = placed.height / 2.0 - 6.0;
        placed.y + placed.height / 2.0 + offset.clamp(-room, room)
    };
    let (left, right) =
        (|n: &NodeBox| Point { x: n.x, y: y(n) }, |n: &NodeBox| Point { x: n.x + n.width, y: y(n) });
    if a.column == b.column {
        let (from, to) = (right(a), right(b));
        return vec![Curve::bend(from, to, 34.0, 34.0)];
    }
    let forward = a.column < b.column;
    let (from, to) = if forward { (right(a), left(b)) } else { (left(a), right(b)) };
    if a.column.abs_diff(b.column) == 1 {
        let reach = (to.x - from.x) / 2.0;
        return vec![Curve::bend(from, to, reach, -reach)];
    }
    // Over several columns: bend in the first gap, then run straight at the height of the destination, or above or
    // below what stands in the way.
    let gap = gap_after(scene, a, forward);
    let run = clear_height(scene, a, b, to.y);
    let corner = Point { x: from.x + gap, y: run };
    let half = gap / 2.0;
    let mut curves = vec![Curve::bend(from, corner, half, -half)];
    if (run - to.y).abs() < 0.5 {
        curves.push(Curve::line(corner, to));
    } else {
        let before = Point { x: to.x - gap, y: run };
        curves.push(Curve::line(corner, before));
        curves.push(Curve::bend(before, to, half, -half));
    }
    curves
}

/// Signed width of the gap beside a box.
fn gap_after(scene: &Scene, a: &NodeBox, forward: bool) -> f32 {
    let xs = scene.nodes.iter().filter(|n| if forward { n.column > a.column } else { n.column < a.column });
    let distances = xs.map(|n| if forward { n.x - (a.x + a.width) } else { n.x + n.width - a.x });
    distances.min_by(|p, q| p.abs().total_cmp(&q.abs())).unwrap_or(40.0)
}

/// The height nearest to `wanted` at which no box stands between two columns.
fn clear_height(scene: &Scene, a: &NodeBox, b: &NodeBox, wanted: f32) -> f32 {
    const AIR: f32 = 5.0;
    let (low, high) = (a.column.min(b.column), a.column.max(b.column));
    let between: Vec<&NodeBox> = scene.nodes.iter().filter(|n| n.column > low && n.column < high).collect();
    let free = |y: f32| between.iter().all(|n| y <= n.y - AIR || y >= n.y + n.height + AIR);
    let edges = between.iter().flat_map(|n| [n.y - AIR, n.y + n.height + AIR]);
    let candidates =
        std::iter::once(wanted).chain(edges).filter(|y| free(*y) && *y > 0.0 && *y < scene.height);
    candidates.min_by(|p, q| (p - wanted).abs().total_cmp(&(q - wanted).abs())).unwrap_or(wanted)
}
