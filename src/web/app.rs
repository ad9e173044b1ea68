//! The whole page.

use crate::code_pane::CodePane;
use crate::flow_list::FlowList;
use crate::header::Header;
use crate::help::{self, Help};
use crate::lesson_pane::LessonPane;
use crate::map_pane::MapPane;
use crate::model::{Event, Model, Pane};
use crate::status::Status;
use crate::trace_panel::TracePanel;
use crate::{store, theme};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;
use zel_session::{Action, catalogue, start, update};

/// The page's state with a way to change it.
pub type Store = UseReducerHandle<Model>;

/// The page.
#[component]
pub fn App() -> Html {
    let Some(source) = catalogue().first() else { return failed("there is no lesson in this build") };
    let opened = use_memo((), |()| start(source).map_err(|error| error.message));
    match &*opened {
        Ok(state) => html! { <Lab id={source.id} begin={Begin(Rc::new(state.clone()))} /> },
        Err(message) => failed(message),
    }
}

fn failed(message: &str) -> Html {
    html! { <main class="failed" role="alert"><h1>{ "This lesson can't be opened" }</h1><p>{ message }</p></main> }
}

/// A lesson's start; two of them are never compared.
#[derive(Clone)]
pub struct Begin(Rc<zel_session::State>);

impl PartialEq for Begin {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
struct LabProps {
    id: &'static str,
    begin: Begin,
}

/// A lesson that could be read.
#[component]
fn Lab(props: &LabProps) -> Html {
    let id = props.id;
    let begin = props.begin.0.clone();
    let model = use_reducer(move || opened(id, &begin));
    use_saving(id, &model);
    let onkeydown = {
        let model = model.clone();
        Callback::from(move |event: KeyboardEvent| keys(&event, &model))
    };
    let pane = match model.pane {
        Pane::Lesson => "lesson",
        Pane::Code => "code",
        Pane::Map => "map",
    };
    html! {
        <div class="lab" data-pane={pane} {onkeydown}>
            <a class="skip" href="#trace">{ "Skip to the trace" }</a>
            <Header model={model.clone()} />
            <PaneTabs model={model.clone()} />
            <main>
                <LessonPane model={model.clone()} />
                <CodePane model={model.clone()} />
                <MapPane model={model.clone()} />
                <Status model={model.clone()} />
                <section class="bottom" id="trace" aria-label="flows and trace" tabindex="-1">
                    <FlowList model={model.clone()} />
                    <TracePanel model={model.clone()} />
                </section>
            </main>
            <Help />
        </div>
    }
}

/// The lesson with the edits of an earlier visit.
fn opened(id: &str, begin: &zel_session::State) -> Model {
    let playing = !theme::reduced_motion();
    match store::load(id) {
        Ok(texts) if texts.is_empty() => Model::new(begin.clone(), playing),
        Ok(texts) => Model::new(update(begin, Action::Load(texts)), playing),
        Err(warning) => Model { warning: Some(warning.into()), ..Model::new(begin.clone(), playing) },
    }
}

#[hook]
fn use_saving(id: &'static str, model: &Store) {
    let session = model.session.clone();
    let texts: Vec<Rc<str>> = session.files.iter().map(|file| file.text.clone()).collect();
    let model = model.clone();
    use_effect_with(texts, move |_| {
        // Half a second after the last keystroke.
        let timer = gloo::timers::callback::Timeout::new(500, move || match store::save(id, &session) {
            Ok(()) if model.warning.is_none() => {}
            Ok(()) => model.dispatch(Event::Warn(None)),
            Err(warning) => model.dispatch(Event::Warn(Some(warning.into()))),
        });
        move || drop(timer)
    });
}

fn keys(event: &KeyboardEvent, model: &Store) {
    let typing = event
        .target()
        .and_then(|t| t.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.is_content_editable() || element.class_list().contains("editor-host"));
    match event.key().as_str() {
        "?" if !typing => help::open(),
        " " if !typing && on_map(event) => model.dispatch(Event::Play(!model.playing)),
        "." if !typing => model.dispatch(Event::Step(1)),
        "," if !typing => model.dispatch(Event::Step(-1)),
        "Enter" if event.ctrl_key() || event.meta_key() => {
            model.dispatch(Event::Pane(Pane::Map));
            focus("#trace");
        }
        "F6" => next_pane(event.shift_key()),
        _ => return,
    }
    event.prevent_default();
}

fn on_map(event: &KeyboardEvent) -> bool {
    let element = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.tag_name() != "BUTTON" && element.tag_name() != "SUMMARY")
}

/// Moves the focus to the first element that a selector finds.
pub fn focus(selector: &str) {
    let element = gloo::utils::document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        // An element that can't take it leaves the focus where it is.
        let _ = element.focus();
    }
}

/// The focus walks from pane to pane.
fn next_pane(back: bool) {
    const PANES: [&str; 4] = ["#lesson", "#code", "#map", "#trace"];
    let active = gloo::utils::document().active_element();
    let inside =
        |selector: &&str| active.as_ref().is_some_and(|a| a.closest(selector).ok().flatten().is_some());
    let at = PANES.iter().position(inside);
    let step = if back { PANES.len().saturating_sub(1) } else { 1 };
    let next = at.map_or(0, |at| at.saturating_add(step));
    focus(PANES.iter().cycle().nth(next).unwrap_or(&"#lesson"));
}

/// Props of every component that looks at the whole page.
#[derive(Properties, PartialEq)]
pub struct ModelProps {
    /// The page's state.
    pub model: Store,
}

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

#[component]
fn PaneTabs(props: &ModelProps) -> Html {
    let tab = |pane: Pane, name: &'static str| {
        let model = props.model.clone();
        let onclick = Callback::from(move |_| model.dispatch(Event::Pane(pane)));
        let current = if props.model.pane == pane { "true" } else { "false" };
        html! { <button type="button" aria-current={current} {onclick}>{ name }</button> }
    };
    html! {
        <nav class="panes" aria-label="panes">
            { tab(Pane::Lesson, "Lesson") }{ tab(Pane::Code, "Code") }{ tab(Pane::Map, "Map") }
        </nav>
    }
}
