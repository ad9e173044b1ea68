//! A flow's movements, sampled once: where its packet is at any time.

use zel_session::WatchedFlow;
use zel_session::model::Phase;
use zel_session::scene::{Curve, Point};

/// Picture units that a packet moves in a second.
const PACE: f32 = 170.0;
/// How long a packet stays in a box, s.
const REST: f32 = 0.25;
/// How long the end of a conversation stays to be seen, s.
pub const FINALE: f32 = 1.4;
/// Points on each curve.
const SAMPLES: usize = 14;

/// One movement as sampled points with the distance run at each.
pub struct Move {
    /// Part of the conversation.
    pub phase: Phase,
    /// Whether it's an answer.
    pub back: bool,
    /// Points, each with the distance run.
    pub points: Vec<(Point, f32)>,
    /// How long it takes, s.
    pub seconds: f32,
    /// Whether the packet dies at its end.
    pub dies: bool,
}

/// One flow's movements.
pub struct Track {
    /// In order.
    pub moves: Vec<Move>,
    /// How long it takes, s.
    pub seconds: f32,
    /// Where in its round it begins, s.
    pub start: f32,
    /// Whether it's the selected flow.
    pub selected: bool,
    /// What is said on it, for the label.
    pub spoken: &'static str,
}

/// The movements of a flow; of one that isn't selected without its questions to DNS.
pub fn track(flow: &WatchedFlow, index: usize, selected: bool) -> Track {
    let beats = flow.beats.iter().filter(|beat| selected || beat.phase != Phase::Name || beat.dies);
    let moves: Vec<Move> = beats
        .map(|beat| {
            let points = sample(&beat.curves, flow.route.stop.filter(|_| beat.dies));
            let length = points.last().map_or(0.0, |(_, run)| *run);
            let seconds = if length > 0.0 { (length / PACE).max(0.3) } else { REST };
            Move { phase: beat.phase, back: beat.back, points, seconds, dies: beat.dies }
        })
        .collect();
    let seconds = moves.iter().map(|m| m.seconds).sum::<f32>() + FINALE;
    let start = if selected { 0.0 } else { index as f32 * 0.83 };
    Track { moves, seconds, start, selected, spoken: flow.trace.flow.app_name() }
}

/// Points of curves; a packet that dies in its box walks the little way to its mark.
fn sample(curves: &[Curve], stop: Option<Point>) -> Vec<(Point, f32)> {
    let steps =
        |curve: &Curve| (0..=SAMPLES).map(|at| curve.at(at as f32 / SAMPLES as f32)).collect::<Vec<_>>();
    let mut points: Vec<Point> = curves.iter().flat_map(steps).collect();
    if points.is_empty() {
        points.extend(stop);
    }
    let mut run = 0.0;
    let mut before: Option<Point> = None;
    let measured = points.into_iter().map(|point| {
        run += before.map_or(0.0, |b| ((point.x - b.x).powi(2) + (point.y - b.y).powi(2)).sqrt());
        before = Some(point);
        (point, run)
    });
    measured.collect()
}

impl Move {
    /// The point at `t` from 0 to 1.
    pub fn at(&self, t: f32) -> Option<Point> {
        let whole = self.points.last()?.1;
        let wanted = whole * t.clamp(0.0, 1.0);
        let after = self.points.partition_point(|(_, run)| *run < wanted);
        let (b, run_b) = self.points.get(after).or(self.points.last())?;
        let (a, run_a) = self.points.get(after.saturating_sub(1)).or(self.points.first())?;
        let share = if run_b > run_a { (wanted - run_a) / (run_b - run_a) } else { 1.0 };
        Some(Point { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share })
    }
}

impl Track {
    /// Where the last movement before a beat ended, or the first one after it begins.
    pub fn before(&self, beat: usize) -> Option<Point> {
        let earlier = self.moves.iter().take(beat).rev().find_map(|m| m.at(1.0));
        earlier.or_else(|| self.moves.iter().skip(beat).find_map(|m| m.at(0.0)))
    }
}
