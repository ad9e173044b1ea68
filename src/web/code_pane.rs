//! The learner's files: tabs, editor, problems.

use crate::app::{ModelProps, Store};
use crate::editing::{set_editor, with_editor};
use crate::editor::Editor;
use crate::model::Event;
use crate::problems::ProblemList;
use gloo::timers::callback::Timeout;
use serde_json::json;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;
use zel_session::source::Severity;
use zel_session::{Action, Evaluation, State};

/// How long typing in a long text has to rest before it's evaluated, ms. A short one is evaluated at once.
const REST: u32 = 150;
/// Texts above this are long, bytes.
const LONG: usize = 100_000;

/// The middle pane.
#[component]
pub fn CodePane(props: &ModelProps) -> Html {
    let model = &props.model;
    let host = use_node_ref();
    let missing = use_state(|| false);
    let latest = use_mut_ref(|| model.clone());
    *latest.borrow_mut() = model.clone();
    {
        let (host, missing) = (host.clone(), missing.clone());
        use_effect_with((), move |()| {
            if !create(&host, &latest) {
                missing.set(true);
            }
        });
    }
    use_effect_with((model.file.clone(), *missing), {
        let session = model.session.clone();
        move |(file, _)| open(&session, file)
    });
    use_effect_with(model.session.now.clone().into_address(), {
        let now = model.session.now.clone();
        move |_| annotate(&now)
    });
    use_effect_with(
        (model.session.shown.clone().into_address(), model.session.selected, model.file.clone()),
        {
            let session = model.session.clone();
            move |_| highlight(&session)
        },
    );
    use_effect_with((model.session.selected, model.file.clone()), {
        let session = model.session.clone();
        move |_| reveal(&session)
    });
    use_effect_with(model.jump, {
        let session = model.session.clone();
        move |jump| {
            if let Some(jump) = jump {
                let (from, to) = session.now.files.utf16(jump.span);
                if let Some(file) = session.now.files.get(jump.span.file) {
                    with_editor(|editor| editor.jump(&file.name, from, to));
                }
            }
        }
    });
    html! {
        <section class="code" id="code" aria-label="your files" tabindex="-1">
            <Tabs model={model.clone()} />
            <div class="editor-host" ref={host}>
                if *missing {
                    <p class="failed" role="alert">{ "The editor didn't load. Reload the page; your edits are kept." }</p>
                }
            </div>
            <ProblemList model={model.clone()} />
        </section>
    }
}

/// An evaluation's identity: one is never changed once it's made.
trait IntoAddress {
    fn into_address(self) -> usize;
}

impl<T> IntoAddress for Rc<T> {
    fn into_address(self) -> usize {
        Rc::as_ptr(&self).addr()
    }
}

fn create(host: &NodeRef, latest: &Rc<RefCell<Store>>) -> bool {
    let Some(host) = host.cast::<HtmlElement>() else { return false };
    let timer: Rc<RefCell<Option<Timeout>>> = Rc::default();
    let latest = latest.clone();
    let changed = move |file: String, text: String| {
        let latest = latest.clone();
        let rest = if text.len() > LONG { REST } else { 0 };
        let evaluate = move || latest.borrow().dispatch(Event::Session(Action::Edit { file, text }));
        timer.replace(Some(Timeout::new(rest, evaluate)));
    };
    let editor = Editor::create(&host, "code editor", changed);
    let created = editor.is_some();
    set_editor(editor);
    created
}

fn open(session: &State, name: &str) {
    if let Some(file) = session.files.iter().find(|file| *file.name == *name) {
        with_editor(|editor| editor.open(name, &file.text, file.read_only));
        annotate(&session.now);
    }
}

/// Diagnostics and marks, file by file.
fn annotate(now: &Evaluation) {
    with_editor(|editor| {
        for (id, file) in now.files.iter() {
            let problems: Vec<_> = now.problems.iter().filter(|p| p.span.file == id).take(200).map(|problem| {
                let (from, to) = now.files.utf16(problem.span);
                let severity = match problem.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "info",
                };
                json!({ "from": from, "to": to, "severity": severity, "message": problem.message, "mend": problem.mend })
            }).collect();
            editor.problems(&file.name, &json!(problems).to_string());
            let marks = now.marks.iter().filter(|mark| *mark.file == *file.name);
            let marks: Vec<_> = marks
                .map(|mark| json!({ "line": mark.line, "kind": mark.kind.as_str(), "title": mark.title }))
                .collect();
            editor.marks(&file.name, &json!(marks).to_string());
        }
    });
}

/// The rule that decided the selected flow.
fn highlight(session: &State) {
    let flow = session.shown.flows.get(session.selected);
    let rule = flow.and_then(|flow| flow.trace.deciding_rule()).filter(|_| !session.stale());
    with_editor(|editor| {
        for file in &session.files {
            let here =
                rule.filter(|r| session.shown.files.get(r.span.file).is_some_and(|f| *f.name == *file.name));
            let (from, to) = here.map_or((-1, -1), |rule| {
                let (from, to) = session.shown.files.utf16(rule.span);
                (i32::try_from(from).unwrap_or(-1), i32::try_from(to).unwrap_or(-1))
            });
            let kind = if flow.is_some_and(|flow| flow.trace.allowed()) { "allow" } else { "deny" };
            editor.highlight(&file.name, from, to, kind);
        }
    });
}

/// Brings the rule that decided the selected flow into view, if it's in the shown file.
fn reveal(session: &State) {
    let flow = session.shown.flows.get(session.selected);
    let Some(rule) = flow.and_then(|flow| flow.trace.deciding_rule()).filter(|_| !session.stale()) else {
        return;
    };
    if let Some(file) = session.shown.files.get(rule.span.file) {
        let (from, _) = session.shown.files.utf16(rule.span);
        with_editor(|editor| editor.reveal(&file.name, from));
    }
}

#[component]
fn Tabs(props: &ModelProps) -> Html {
    let model = &props.model;
    let now = &model.session.now;
    let tabs = model.session.files.iter().map(|file| {
        let onclick = {
            let (model, name) = (model.clone(), file.name.clone());
            Callback::from(move |_| model.dispatch(Event::File(name.clone())))
        };
        let count = now
            .problems
            .iter()
            .filter(|p| p.severity == Severity::Error)
            .filter(|p| now.files.get(p.span.file).is_some_and(|f| f.name == file.name))
            .count();
        let selected = (model.file == file.name).to_string();
        html! {
            <button type="button" aria-pressed={selected} {onclick}>
                { &*file.name }
                if file.edited() { <span class="dot" role="img" aria-label="edited">{ "●" }</span> }
                if file.read_only { <small>{ "read only" }</small> }
                if count > 0 { <small class="bad" aria-label={format!("{count} errors")}>{ count }</small> }
            </button>
        }
    });
    html! { <div class="tabs" role="group" aria-label="files">{ for tabs }</div> }
}
