//! Packets on the move: one canvas over the picture, one animation loop, no virtual DOM.

use crate::app::ModelProps;
use crate::draw::{Colours, packet};
use crate::model::Model;
use crate::track::{Track, track};
use js_sys::Reflect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::prelude::*;

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
