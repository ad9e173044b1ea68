//! Packets on the move: one canvas over the picture, one animation loop, no virtual DOM.

use crate::app::ModelProps;
use crate::model::Model;
use js_sys::Reflect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::prelude::*;
use zel_session::WatchedFlow;
use zel_session::model::Phase;
use zel_session::scene::{Curve, Point};

/// Picture units that a packet moves in a second.
const PACE: f32 = 170.0;
/// How long a packet stays in a box, s.
const REST: f32 = 0.25;
/// How long the end of a conversation stays to be seen, s.
const FINALE: f32 = 1.4;
/// Points on each curve.
const SAMPLES: usize = 14;

/// Directions of a burst.
const SPOKES: [(f64, f64); 8] =
    [(1.0, 0.0), (0.7, 0.7), (0.0, 1.0), (-0.7, 0.7), (-1.0, 0.0), (-0.7, -0.7), (0.0, -1.0), (0.7, -0.7)];

/// One movement as sampled points with the distance run at each.
struct Move {
    phase: Phase,
    back: bool,
    points: Vec<(Point, f32)>,
    seconds: f32,
    dies: bool,
}

/// One flow's movements.
struct Track {
    moves: Vec<Move>,
    seconds: f32,
    /// Where in its round it begins, s.
    start: f32,
    selected: bool,
    spoken: &'static str,
}

/// What the loop draws; the page puts it here and never waits for it.
#[derive(Default)]
struct Stage {
    tracks: Vec<Track>,
    width: f32,
    height: f32,
    playing: bool,
    speed: f32,
    beat: Option<usize>,
    clock: f32,
    last: Option<f64>,
    colours: Option<Colours>,
    frames: u32,
    dirty: bool,
}

#[derive(Clone)]
struct Colours {
    allow: String,
    deny: String,
    name: String,
    paper: String,
}

/// The canvas.
#[component]
pub fn Packets(props: &ModelProps) -> Html {
    let canvas = use_node_ref();
    let stage = use_mut_ref(Stage::default);
    fill(&mut stage.borrow_mut(), &props.model);
    {
        let canvas = canvas.clone();
        use_effect_with((), move |()| {
            let running = Rc::new(RefCell::new(true));
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                run(canvas, stage, running.clone());
            }
            move || {
                running.replace(false);
            }
        });
    }
    html! { <canvas ref={canvas} aria-hidden="true"></canvas> }
}

fn fill(stage: &mut Stage, model: &Model) {
    let shown = &model.session.shown;
    stage.width = shown.scene.width;
    stage.height = shown.scene.height;
    (stage.playing, stage.speed, stage.beat) = (model.playing, f32::from(model.speed) / 2.0, model.beat);
    stage.tracks = shown
        .flows
        .iter()
        .enumerate()
        .map(|(index, flow)| track(flow, index, index == model.session.selected))
        .collect();
    stage.colours = None;
    stage.dirty = true;
}

fn track(flow: &WatchedFlow, index: usize, selected: bool) -> Track {
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
    fn at(&self, t: f32) -> Option<Point> {
        let whole = self.points.last()?.1;
        let wanted = whole * t.clamp(0.0, 1.0);
        let after = self.points.partition_point(|(_, run)| *run < wanted);
        let (b, run_b) = self.points.get(after).or(self.points.last())?;
        let (a, run_a) = self.points.get(after.saturating_sub(1)).or(self.points.first())?;
        let share = if run_b > run_a { (wanted - run_a) / (run_b - run_a) } else { 1.0 };
        Some(Point { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share })
    }
}

type Frame = Closure<dyn FnMut(f64)>;

/// The loop: one request for each frame, until the canvas goes.
fn run(canvas: HtmlCanvasElement, stage: Rc<RefCell<Stage>>, running: Rc<RefCell<bool>>) {
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok()) else { return };
    let frame: Rc<RefCell<Option<Frame>>> = Rc::default();
    let again = frame.clone();
    let closure = Closure::new(move |now: f64| {
        if !*running.borrow() {
            again.replace(None);
            return;
        }
        if let Ok(mut stage) = stage.try_borrow_mut() {
            stage.tick(now, &canvas, &context);
        }
        request(&again);
    });
    frame.replace(Some(closure));
    request(&frame);
}

fn request(frame: &Rc<RefCell<Option<Frame>>>) {
    if let Some(closure) = frame.borrow().as_ref() {
        // Without animation frames the picture stands still, and that's all.
        let _ = gloo::utils::window().request_animation_frame(closure.as_ref().unchecked_ref());
    }
}

impl Stage {
    fn tick(&mut self, now: f64, canvas: &HtmlCanvasElement, context: &CanvasRenderingContext2d) {
        let passed = self.last.map_or(0.0, |last| ((now - last) / 1000.0).clamp(0.0, 0.1)) as f32;
        self.last = Some(now);
        if self.playing {
            self.clock += passed * self.speed;
        }
        self.frames = self.frames.wrapping_add(1);
        if self.frames.is_multiple_of(90) {
            self.colours = None;
        }
        let resized = fit(canvas);
        if !self.playing && !self.dirty && !resized && self.colours.is_some() {
            return;
        }
        self.dirty = false;
        let colours = self.colours.get_or_insert_with(|| Colours::read(canvas)).clone();
        self.draw(canvas, context, &colours);
    }

    fn draw(&self, canvas: &HtmlCanvasElement, context: &CanvasRenderingContext2d, colours: &Colours) {
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        // The context of a canvas that lost its memory refuses; the next frame tries again.
        let _ = context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        context.clear_rect(0.0, 0.0, width, height);
        let scale = (width / f64::from(self.width.max(1.0))).min(height / f64::from(self.height.max(1.0)));
        let left = (width - f64::from(self.width) * scale) / 2.0;
        let top = (height - f64::from(self.height) * scale) / 2.0;
        let _ = context.set_transform(scale, 0.0, 0.0, scale, left, top);
        if let Some(beat) = self.beat {
            if let Some(track) = self.tracks.iter().find(|track| track.selected)
                && let Some(step) = track.moves.get(beat)
                && let Some(at) = step.at(1.0).or_else(|| track.before(beat))
            {
                packet(context, colours, step, at, track, 1.0);
            }
            return;
        }
        for track in self.tracks.iter().filter(|track| !track.selected) {
            track.draw(context, colours, self.clock);
        }
        for track in self.tracks.iter().filter(|track| track.selected) {
            track.draw(context, colours, self.clock);
        }
    }
}

impl Track {
    /// Where the last movement before a beat ended, or the first one after it begins.
    fn before(&self, beat: usize) -> Option<Point> {
        let earlier = self.moves.iter().take(beat).rev().find_map(|m| m.at(1.0));
        earlier.or_else(|| self.moves.iter().skip(beat).find_map(|m| m.at(0.0)))
    }

    fn draw(&self, context: &CanvasRenderingContext2d, colours: &Colours, clock: f32) {
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
fn packet(
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
    fn read(canvas: &HtmlCanvasElement) -> Colours {
        let style = gloo::utils::window().get_computed_style(canvas).ok().flatten();
        let get = |name: &str, otherwise: &str| {
            let value = style.as_ref().and_then(|s| s.get_property_value(name).ok()).unwrap_or_default();
            if value.trim().is_empty() { otherwise.to_owned() } else { value.trim().to_owned() }
        };
        Colours {
            allow: get("--allow", "#0069a6"),
            deny: get("--deny", "#b84700"),
            name: get("--accent", "#4338ca"),
            paper: get("--surface", "#ffffff"),
        }
    }
}

/// Gives the canvas as many pixels as it covers. Says whether that changed.
fn fit(canvas: &HtmlCanvasElement) -> bool {
    let ratio =
        Reflect::get(&gloo::utils::window(), &"devicePixelRatio".into()).ok().and_then(|r| r.as_f64());
    let ratio = ratio.unwrap_or(1.0).clamp(1.0, 3.0);
    let pixels = |size: i32| (f64::from(size.max(0)) * ratio).round() as u32;
    let (width, height) = (pixels(canvas.client_width()), pixels(canvas.client_height()));
    let changed = canvas.width() != width || canvas.height() != height;
    if changed {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    changed
}
