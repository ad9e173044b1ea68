//! What the page knows beyond the session: which pane, which file, how the packets play.

use crate::timing;
use std::rc::Rc;
use std::sync::Arc;
use yew::Reducible;
use zel_session::source::Span;
use zel_session::{Action, State, update};

/// A pane of the narrow page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// Text and tasks.
    Lesson,
    /// Editor.
    Code,
    /// Picture and trace.
    Map,
}

/// A place that the editor is to show, with a number that makes each wish a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// Which wish.
    pub number: u32,
    /// The place.
    pub span: Span,
}

/// The page's state.
#[derive(Clone)]
pub struct Model {
    /// The lesson's state.
    pub session: Rc<State>,
    /// Name of the file on the open tab.
    pub file: Arc<str>,
    /// The open pane of the narrow page.
    pub pane: Pane,
    /// Whether packets move.
    pub playing: bool,
    /// How fast, in halves: 1, 2 or 4.
    pub speed: u8,
    /// The beat of the selected flow at which its packet stands, while stepping.
    pub beat: Option<usize>,
    /// Whether flows are shown as a table.
    pub table: bool,
    /// What the editor is to show.
    pub jump: Option<Jump>,
    /// What couldn't be kept, if anything.
    pub warning: Option<Rc<str>>,
    /// Whose hints are shown: one bit a task, the first task's lowest.
    pub hints: u32,
}

/// What can happen on the page.
pub enum Event {
    /// The session's own.
    Session(Action),
    /// A tab was chosen.
    File(Arc<str>),
    /// A pane was chosen.
    Pane(Pane),
    /// Play or pause.
    Play(bool),
    /// The next speed.
    Speed,
    /// One beat on, or back.
    Step(isize),
    /// Table or diagram.
    Table(bool),
    /// The editor is to show this.
    Jump(Span),
    /// Something couldn't be kept.
    Warn(Option<Rc<str>>),
    /// The hint of a task, by index, is shown or hidden.
    Hint(usize),
}

impl Reducible for Model {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = (*self).clone();
        match event {
            Event::Session(action) => {
                let session = timing::evaluated(|| update(&self.session, action));
                if session.selected != self.session.selected {
                    next.beat = None;
                }
                next.session = Rc::new(session);
            }
            Event::File(name) => next.file = name,
            Event::Pane(pane) => next.pane = pane,
            Event::Play(playing) => {
                next.playing = playing;
                next.beat = None;
            }
            Event::Speed => next.speed = if self.speed >= 4 { 1 } else { self.speed.saturating_mul(2) },
            Event::Step(by) => {
                next.beat = Some(self.stepped(by));
                next.playing = false;
            }
            Event::Table(table) => next.table = table,
            Event::Jump(span) => next.jump_to(span),
            Event::Warn(warning) => next.warning = warning,
            Event::Hint(index) => next.hints = self.hints ^ 1_u32.checked_shl(index as u32).unwrap_or(0),
        }
        Rc::new(next)
    }
}

impl Model {
    /// The page at its start.
    pub fn new(session: State, playing: bool) -> Model {
        let file = session.files.first().map_or_else(|| "".into(), |file| file.name.clone());
        Model {
            session: Rc::new(session),
            file,
            pane: Pane::Map,
            playing,
            speed: 2,
            beat: None,
            table: false,
            jump: None,
            warning: None,
            hints: 0,
        }
    }

    /// The speed as people say it.
    pub fn speed_name(&self) -> &'static str {
        match self.speed {
            1 => "½×",
            2 => "1×",
            _ => "2×",
        }
    }

    fn stepped(&self, by: isize) -> usize {
        let beats = self.session.shown.flows.get(self.session.selected).map_or(0, |flow| flow.beats.len());
        let last = beats.saturating_sub(1);
        match self.beat {
            None if by > 0 => 0,
            None => last,
            Some(beat) => beat.saturating_add_signed(by).min(last),
        }
    }

    fn jump_to(&mut self, span: Span) {
        let number = self.jump.map_or(0, |jump| jump.number.wrapping_add(1));
        if let Some(file) = self.session.now.files.get(span.file) {
            self.file = file.name.clone();
        }
        self.jump = Some(Jump { number, span });
        self.pane = Pane::Code;
    }
}
