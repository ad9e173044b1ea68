//! What the last edit changed, in words; the page's one live region.

use crate::app::ModelProps;
use crate::tasks::code_words;
use yew::prelude::*;

/// The status line.
#[component]
pub fn Status(props: &ModelProps) -> Html {
    let model = &props.model;
    let stale = model.session.stale();
    let class = classes!("said", stale.then_some("stale"));
    html! {
        <div {class} role="status" aria-live="polite">
            <span aria-hidden="true">{ if stale { "▲" } else { "●" } }</span>
            <p>{ code_words(&model.session.said) }{ for model.warning.iter().map(|w| html! { <b class="warning">{ " " }{ w }</b> }) }</p>
        </div>
    }
}
