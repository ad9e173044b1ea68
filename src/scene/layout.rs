//! Lanes → boxes.

use crate::plan::{Kind, Plan, PlanLane, PlanNode, ZoneKind};
use zel_model::NodeId;

const MARGIN: f32 = 10.0;
/// Between a zone's border and what is in it.
const PAD: f32 = 11.0;
/// Room for a zone's title.
const TITLE: f32 = 26.0;
/// Between columns: flows run here.
const GAP: f32 = 42.0;
const WIDTH: f32 = 122.0;
const TALL: f32 = 46.0;
const SLIM: f32 = 30.0;
/// Smallest distance between boxes of a column.
const ROW_GAP: f32 = 10.0;
const SLIM_GAP: f32 = 8.0;
/// Least height of what is in the zones.
const MIN_HEIGHT: f32 = 440.0;

/// A placed thing.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeBox {
    /// What it is and says.
    pub node: PlanNode,
    /// Index of its column.
    pub column: usize,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A placed zone.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneBox {
    /// Which.
    pub kind: ZoneKind,
    /// What it's called.
    pub title: String,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// What stands over a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// The words.
    pub text: String,
    /// Left edge.
    pub x: f32,
    /// Base line.
    pub y: f32,
}

/// A picture without its flows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Zones, outer ones first.
    pub zones: Vec<ZoneBox>,
    /// Headings of the lanes inside the VPC, outside the cluster.
    pub headings: Vec<Heading>,
    /// Nodes by lane.
    pub nodes: Vec<NodeBox>,
}

impl Scene {
    /// The box of a node.
    pub fn node(&self, id: &NodeId) -> Option<&NodeBox> {
        self.nodes.iter().find(|placed| placed.node.id == *id)
    }
}

/// Lanes that share a column.
struct Column<'p> {
    lanes: Vec<&'p PlanLane>,
    x: f32,
}

/// Places an estate.
pub fn layout(plan: &Plan) -> Scene {
    let columns = columns(plan);
    let needed = columns.iter().map(|column| column.height()).fold(MIN_HEIGHT, f32::max);
    let top = MARGIN + TITLE + TITLE;
    let mut scene = Scene::default();
    for (index, column) in columns.iter().enumerate() {
        let mut y = top;
        let spare = (needed - column.height()).max(0.0);
        for lane in &column.lanes {
            let height = lane_height(lane) + spare / column.lanes.len() as f32;
            if lane.zone == ZoneKind::Vpc {
                scene.headings.push(Heading { text: lane.title.clone(), x: column.x, y: y - 8.0 });
            }
            place(lane, index, column.x, y, height, &mut scene.nodes);
            y += height + TITLE + PAD * 2.0;
        }
    }
    let right = columns.last().map_or(0.0, |column| column.x + WIDTH);
    scene.width = (right + PAD + MARGIN).ceil();
    scene.height = (top + needed + PAD * 2.0 + MARGIN).ceil();
    scene.zones = zones(plan, &columns, top, needed);
    scene
}

fn columns(plan: &Plan) -> Vec<Column<'_>> {
    let mut columns: Vec<Column> = Vec::new();
    let outside = |lane: &PlanLane| matches!(lane.zone, ZoneKind::Backbone | ZoneKind::Internet);
    let mut x = MARGIN + PAD * 2.0;
    for lane in plan.lanes.iter().filter(|lane| !lane.nodes.is_empty()) {
        match columns.last_mut() {
            Some(column) if outside(lane) && column.lanes.iter().all(|l| outside(l)) => {
                column.lanes.push(lane)
            }
            _ => {
                columns.push(Column { lanes: vec![lane], x });
                x += WIDTH + GAP;
            }
        }
    }
    columns
}

impl Column<'_> {
    fn height(&self) -> f32 {
        let between = (TITLE + PAD * 2.0) * (self.lanes.len().saturating_sub(1)) as f32;
        self.lanes.iter().map(|lane| lane_height(lane)).sum::<f32>() + between
    }
}

fn box_height(node: &PlanNode) -> f32 {
    if node.kind == Kind::Endpoint { SLIM } else { TALL }
}

fn is_slim(lane: &PlanLane) -> bool {
    lane.nodes.iter().all(|node| node.kind == Kind::Endpoint)
}

fn lane_height(lane: &PlanLane) -> f32 {
    let gap = if is_slim(lane) { SLIM_GAP } else { ROW_GAP };
    let gaps = gap * lane.nodes.len().saturating_sub(1) as f32;
    lane.nodes.iter().map(box_height).sum::<f32>() + gaps
}

/// Endpoints stand close together at the top, so that flows to the filter pass below them; everything else spreads.
fn place(lane: &PlanLane, column: usize, x: f32, top: f32, height: f32, nodes: &mut Vec<NodeBox>) {
    let gap = if is_slim(lane) { SLIM_GAP } else { ROW_GAP };
    let spaces = lane.nodes.len().saturating_sub(1) as f32;
    let spare = if is_slim(lane) { 0.0 } else { (height - lane_height(lane)).max(0.0) };
    let (mut y, step) = if spaces == 0.0 { (top + spare / 2.0, gap) } else { (top, gap + spare / spaces) };
    for node in &lane.nodes {
        let height = box_height(node);
        nodes.push(NodeBox { node: node.clone(), column, x, y: y.round(), width: WIDTH, height });
        y += height + step;
    }
}

fn zones(plan: &Plan, columns: &[Column], top: f32, height: f32) -> Vec<ZoneBox> {
    let title = |kind| plan.titles.get(&kind).cloned().unwrap_or_default();
    let span = |fits: &dyn Fn(ZoneKind) -> bool| {
        let mut xs = columns.iter().filter(|c| c.lanes.iter().all(|lane| fits(lane.zone))).map(|c| c.x);
        let first = xs.next()?;
        Some((first, xs.next_back().unwrap_or(first) + WIDTH))
    };
    let mut zones = Vec::new();
    let inside = |zone| matches!(zone, ZoneKind::Vpc | ZoneKind::Cluster);
    if let Some((left, right)) = span(&inside) {
        zones.push(ZoneBox {
            kind: ZoneKind::Vpc,
            title: title(ZoneKind::Vpc),
            x: left - PAD * 2.0,
            y: top - TITLE * 2.0,
            width: right - left + PAD * 4.0,
            height: height + TITLE * 2.0 + PAD * 2.0,
        });
    }
    if let Some((left, right)) = span(&|zone| zone == ZoneKind::Cluster) {
        zones.push(ZoneBox {
            kind: ZoneKind::Cluster,
            title: title(ZoneKind::Cluster),
            x: left - PAD,
            y: top - TITLE,
            width: right - left + PAD * 2.0,
            height: height + TITLE + PAD,
        });
    }
    for column in columns {
        let mut y = top;
        let spare = (height - column.height()).max(0.0);
        for lane in column.lanes.iter().filter(|lane| !inside(lane.zone)) {
            let own = lane_height(lane) + spare / column.lanes.len() as f32;
            zones.push(ZoneBox {
                kind: lane.zone,
                title: lane.title.clone(),
                x: column.x - PAD,
                y: y - TITLE,
                width: WIDTH + PAD * 2.0,
                height: own + TITLE + PAD,
            });
            y += own + TITLE + PAD * 2.0;
        }
    }
    zones
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(lanes: &[(ZoneKind, Kind, usize)]) -> Plan {
        let node = |lane: usize, at: usize, kind| PlanNode {
            id: NodeId(format!("n:{lane}-{at}")),
            kind,
            label: String::new(),
            detail: String::new(),
            badge: String::new(),
            hostile: false,
        };
        let lanes = lanes.iter().enumerate().map(|(lane, (zone, kind, count))| PlanLane {
            title: String::new(),
            zone: *zone,
            nodes: (0..*count).map(|at| node(lane, at, *kind)).collect(),
        });
        Plan { lanes: lanes.collect(), titles: Default::default() }
    }

    #[test]
    fn boxes_never_overlap_and_stay_inside() {
        for count in 1..=40 {
            let plan = plan(&[
                (ZoneKind::Cluster, Kind::Pod, count),
                (ZoneKind::Cluster, Kind::Pod, 3),
                (ZoneKind::Vpc, Kind::Endpoint, 8),
                (ZoneKind::Vpc, Kind::Filter, 1),
                (ZoneKind::Backbone, Kind::Service, 1),
                (ZoneKind::Internet, Kind::Host, 2),
            ]);
            let scene = layout(&plan);
            assert_eq!(scene, layout(&plan));
            for (at, a) in scene.nodes.iter().enumerate() {
                assert!(
                    a.x >= 0.0
                        && a.y >= 0.0
                        && a.x + a.width <= scene.width
                        && a.y + a.height <= scene.height
                );
                for b in scene.nodes.iter().skip(at + 1) {
                    let apart = a.x + a.width <= b.x
                        || b.x + b.width <= a.x
                        || a.y + a.height <= b.y
                        || b.y + b.height <= a.y;
                    assert!(apart, "{} overlaps {} with {count} pods", a.node.id, b.node.id);
                }
            }
            for zone in &scene.zones {
                assert!(zone.x >= 0.0 && zone.x + zone.width <= scene.width, "{zone:?}");
                assert!(zone.y >= 0.0 && zone.y + zone.height <= scene.height, "{zone:?}");
            }
        }
    }

    #[test]
    fn nothing_to_place_is_no_trouble() {
        assert!(layout(&Plan::default()).nodes.is_empty());
        assert!(layout(&plan(&[(ZoneKind::Internet, Kind::Host, 0)])).zones.is_empty());
    }
}
