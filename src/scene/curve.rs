//! Cubic curves.

/// A point, in the picture's own units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

/// A cubic Bézier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// Where it begins.
    pub from: Point,
    /// First control point.
    pub lead: Point,
    /// Second control point.
    pub trail: Point,
    /// Where it ends.
    pub to: Point,
}

impl Curve {
    /// A straight line.
    pub fn line(from: Point, to: Point) -> Curve {
        Curve { from, lead: between(from, to, 1.0 / 3.0), trail: between(from, to, 2.0 / 3.0), to }
    }

    /// A curve that leaves and arrives horizontally, bending `reach` units out on both sides.
    pub fn bend(from: Point, to: Point, reach_from: f32, reach_to: f32) -> Curve {
        Curve {
            from,
            lead: Point { x: from.x + reach_from, y: from.y },
            trail: Point { x: to.x + reach_to, y: to.y },
            to,
        }
    }

    /// The point at `t` from 0 to 1.
    pub fn at(&self, t: f32) -> Point {
        let a = between(self.from, self.lead, t);
        let b = between(self.lead, self.trail, t);
        let c = between(self.trail, self.to, t);
        between(between(a, b, t), between(b, c, t), t)
    }
}

fn between(a: Point, b: Point, t: f32) -> Point {
    Point { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }
}
