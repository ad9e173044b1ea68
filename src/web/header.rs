//! The bar at the top.

use crate::app::ModelProps;
use crate::editing::with_editor;
use crate::icons::{icon, mark};
use crate::model::Event;
use crate::{help, theme};
use yew::prelude::*;

/// Where one is, how far one got, and what can be done from everywhere.
#[component]
pub fn Header(props: &ModelProps) -> Html {
    let model = &props.model;
    let session = &model.session;
    let chosen = use_state(theme::current);
    let change_theme = {
        let chosen = chosen.clone();
        Callback::from(move |_: MouseEvent| chosen.set(theme::next()))
    };
    let reset = {
        let model = model.clone();
        Callback::from(move |_: MouseEvent| {
            with_editor(|editor| {
                for file in model.session.files.iter().filter(|file| file.edited()) {
                    editor.replace(&file.name, &file.start);
                }
            });
            model.dispatch(Event::Warn(None));
        })
    };
    let edited = session.files.iter().any(zel_session::TextFile::edited);
    let (done, all) = (session.done(), session.lesson.tasks.len());
    let theme_name = format!("Colours: {}. Change", *chosen);
    html! {
        <header class="top">
            { mark() }
            <div class="crumb"><span class="wide">{ "Zero-Egress Lab / " }</span><b>{ &session.lesson.title }</b></div>
            <div class="progress" role="img" aria-label={format!("{done} of {all} tasks done")}>
                { for (0..all).map(|at| html! { <i class={classes!((at < done).then_some("done"))} /> }) }
            </div>
            <div class="end">
                <Requests />
                <button type="button" class="quiet" title="Undo (Ctrl Z)" aria-label="Undo" onclick={|_| with_editor(|e| { e.undo(); })}>{ icon("undo") }</button>
                <button type="button" class="quiet" title="Redo (Ctrl Y)" aria-label="Redo" onclick={|_| with_editor(|e| { e.redo(); })}>{ icon("redo") }</button>
                <button type="button" class="quiet" title="Back to the start files; Undo brings your edits back" disabled={!edited} onclick={reset}>{ icon("reset") }<span class="wide">{ "Reset" }</span></button>
                <button type="button" class="quiet" title={theme_name.clone()} aria-label={theme_name} onclick={change_theme}>{ icon("sun") }</button>
                <button type="button" class="quiet" title="Help and keys (?)" aria-label="Help and keys" onclick={|_| help::open()}>{ "?" }</button>
            </div>
        </header>
    }
}

/// Counts what the browser says it has fetched from elsewhere. The lab is zero-egress itself.
#[component]
fn Requests() -> Html {
    let count = use_state(off_origin);
    {
        let count = count.clone();
        use_effect_with((), move |()| {
            let timer = gloo::timers::callback::Interval::new(2_000, move || {
                let now = off_origin();
                if now != *count {
                    count.set(now);
                }
            });
            move || drop(timer)
        });
    }
    let said = if *count == 1 {
        "1 request left this page".to_owned()
    } else {
        format!("{} requests left this page", *count)
    };
    let class = classes!("badge", (*count > 0).then_some("bad"));
    html! { <span {class} title="Requests this page has made off its own origin, counted by the browser">{ "◉ " }{ said }</span> }
}

fn off_origin() -> usize {
    let window = gloo::utils::window();
    let Ok(origin) = window.location().origin() else { return 0 };
    let Some(performance) = window.performance() else { return 0 };
    let entries = performance.get_entries_by_type("resource");
    let elsewhere = |entry: wasm_bindgen::JsValue| {
        let name = web_sys::PerformanceEntry::from(entry).name();
        !name.starts_with(&origin) && !name.starts_with("data:") && !name.starts_with("blob:")
    };
    entries.iter().filter(|entry| elsewhere(entry.clone())).count()
}
