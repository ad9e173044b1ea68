//! Packets on a canvas: a diamond asks DNS, a circle opens, a square speaks.

use crate::track::{FINALE, Move, Track};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use zel_session::model::Phase;
use zel_session::scene::Point;

/// Directions of a burst.
const SPOKES: [(f64, f64); 8] =
    [(1.0, 0.0), (0.7, 0.7), (0.0, 1.0), (-0.7, 0.7), (-1.0, 0.0), (-0.7, -0.7), (0.0, -1.0), (0.7, -0.7)];

/// The page's colours, as the canvas has to be told them.
#[derive(Clone)]
pub struct Colours {
    allow: String,
    deny: String,
    name: String,
    paper: String,
}

impl Track {
    /// Draws its packet where it is at a time, s.
    pub fn draw(&self, context: &CanvasRenderingContext2d, colours: &Colours, clock: f32) {
        let mut time = (clock + self.seconds * 2.0 - self.start).rem_euclid(self.seconds);
        for (index, step) in self.moves.iter().enumerate() {
            if time < step.seconds {
                let at = step.at(time / step.seconds).or_else(|| self.before(index));
                if let Some(at) = at {
                    packet(context, colours, step, at, self, 1.0);
                }
                return;
            }
            time -= step.seconds;
        }
        // The end stays for a while: a burst where it died, a ring where it arrived.
        let Some(last) = self.moves.last() else { return };
        let Some(at) = last.at(1.0).or_else(|| self.before(self.moves.len())) else { return };
        finale(context, colours, at, last.dies, time / FINALE, self.selected);
    }
}

fn finale(
    context: &CanvasRenderingContext2d,
    colours: &Colours,
    at: Point,
    dies: bool,
    t: f32,
    selected: bool,
) {
    let fade = f64::from((1.0 - t).max(0.0));
    let colour = if dies { &colours.deny } else { &colours.allow };
    context.set_global_alpha(if selected { fade } else { fade * 0.5 });
    context.set_stroke_style_str(colour);
    context.set_line_width(2.0);
    let (x, y, spread) = (f64::from(at.x), f64::from(at.y), f64::from(t));
    context.begin_path();
    if dies {
        let (near, far) = (8.0 + spread * 8.0, 11.0 + spread * 14.0);
        for (right, down) in SPOKES {
            context.move_to(x + right * near, y + down * near);
            context.line_to(x + right * far, y + down * far);
        }
    } else {
        // A circle is refused for a negative radius only.
        let _ = context.arc(x, y, 5.0 + spread * 14.0, 0.0, std::f64::consts::TAU);
    }
    context.stroke();
    context.set_global_alpha(1.0);
}

/// A packet: a diamond asks DNS, a circle opens, a square speaks.
pub fn packet(
    context: &CanvasRenderingContext2d,
    colours: &Colours,
    step: &Move,
    at: Point,
    track: &Track,
    alpha: f64,
) {
    let size = if track.selected { 6.0 } else { 4.0 };
    let (x, y) = (f64::from(at.x), f64::from(at.y));
    let colour = match (step.dies, step.phase) {
        (true, _) => &colours.deny,
        (false, Phase::Name) => &colours.name,
        (false, _) => &colours.allow,
    };
    context.set_global_alpha(if track.selected { alpha } else { alpha * 0.6 });
    context.set_fill_style_str(if step.back { &colours.paper } else { colour });
    context.set_stroke_style_str(if step.back { colour } else { &colours.paper });
    context.set_line_width(1.5);
    context.begin_path();
    match step.phase {
        Phase::Name => {
            context.move_to(x, y - size * 1.3);
            context.line_to(x + size * 1.3, y);
            context.line_to(x, y + size * 1.3);
            context.line_to(x - size * 1.3, y);
            context.close_path();
        }
        Phase::Connect => {
            let _ = context.arc(x, y, size, 0.0, std::f64::consts::TAU);
        }
        Phase::Data => context.rect(x - size, y - size, size * 2.0, size * 2.0),
    }
    context.fill();
    context.stroke();
    if track.selected {
        let text = match (step.phase, step.back) {
            (Phase::Name, false) => "DNS?",
            (Phase::Name, true) => "address",
            (Phase::Connect, _) => "SYN",
            (Phase::Data, _) => track.spoken,
        };
        label(context, colours, colour, text, x, y - size - 8.0);
    }
    context.set_global_alpha(1.0);
}

fn label(context: &CanvasRenderingContext2d, colours: &Colours, colour: &str, text: &str, x: f64, y: f64) {
    context.set_font("600 11px Inter, system-ui, sans-serif");
    context.set_text_align("center");
    context.set_line_width(4.0);
    context.set_stroke_style_str(&colours.paper);
    context.set_fill_style_str(colour);
    // Text that can't be drawn is left out.
    let _ = context.stroke_text(text, x, y);
    let _ = context.fill_text(text, x, y);
}

impl Colours {
    /// Reads them off the canvas' style.
    pub fn read(canvas: &HtmlCanvasElement) -> Colours {
        let style = gloo::utils::window().get_computed_style(canvas).ok().flatten();
        // Computed colours are plain ones; the tokens themselves may be functions of the theme.
        let get = |name: &str, otherwise: &str| {
            let value = style.as_ref().and_then(|s| s.get_property_value(name).ok()).unwrap_or_default();
            if value.is_empty() { otherwise.to_owned() } else { value }
        };
        Colours {
            allow: get("color", "#0069a6"),
            deny: get("outline-color", "#b84700"),
            name: get("caret-color", "#4338ca"),
            paper: get("text-decoration-color", "#ffffff"),
        }
    }
}
