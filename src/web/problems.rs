//! What is wrong with the texts, as a list under the editor.

use crate::app::ModelProps;
use crate::model::Event;
use crate::tasks::code_words;
use yew::prelude::*;
use zel_session::source::Severity;

/// Problems shown at once; more are counted.
const SHOWN: usize = 50;

/// The list; nothing where nothing is wrong.
#[component]
pub fn ProblemList(props: &ModelProps) -> Html {
    let model = &props.model;
    let now = &model.session.now;
    if now.problems.is_empty() {
        return html! { <p class="problems none">{ "✓ no problems" }</p> };
    }
    let items = now.problems.iter().take(SHOWN).map(|problem| {
        let place = now.files.place(problem.span);
        let span = problem.span;
        let onclick = {
            let model = model.clone();
            Callback::from(move |_| model.dispatch(Event::Jump(span)))
        };
        let (class, glyph, word) = match problem.severity {
            Severity::Error => ("error", "✕", "error"),
            Severity::Warning => ("warning", "▲", "warning"),
            Severity::Info => ("info", "i", "note"),
        };
        html! {
            <li {class}>
                <button type="button" {onclick}>
                    <b aria-label={word}>{ glyph }</b>
                    <span class="where">{ format!("{}:{}", place.file, place.line) }</span>
                    <span class="what">{ code_words(&problem.message) }{ for problem.mend.iter().map(|m| html! { <em>{ code_words(m) }</em> }) }</span>
                </button>
            </li>
        }
    });
    let more = now.problems.len().saturating_sub(SHOWN);
    html! {
        <ul class="problems" aria-label="problems">
            { for items }
            if more > 0 { <li class="more">{ format!("and {more} more") }</li> }
        </ul>
    }
}
