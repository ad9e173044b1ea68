//! All watched flows: the way into a trace, and the picture for those who don't see it.

use crate::app::{ModelProps, focus};
use crate::model::Event;
use web_sys::KeyboardEvent;
use yew::prelude::*;
use zel_session::{Action, words};

/// The list.
#[component]
pub fn FlowList(props: &ModelProps) -> Html {
    let model = &props.model;
    let session = &model.session;
    let count = session.shown.flows.len();
    let onkeydown = {
        let model = model.clone();
        Callback::from(move |event: KeyboardEvent| {
            let at = model.session.selected;
            let next = match event.key().as_str() {
                "ArrowDown" => at.saturating_add(1).min(count.saturating_sub(1)),
                "ArrowUp" => at.saturating_sub(1),
                "Home" => 0,
                "End" => count.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            model.dispatch(Event::Session(Action::Select(next)));
            focus(&format!("#flow-{next}"));
        })
    };
    let items = session.shown.flows.iter().enumerate().map(|(index, flow)| {
        let onclick = {
            let model = model.clone();
            Callback::from(move |_| model.dispatch(Event::Session(Action::Select(index))))
        };
        let allowed = flow.trace.allowed();
        let selected = index == session.selected;
        let class = classes!(
            if allowed { "a" } else { "d" },
            session.changed.contains(&index).then_some("changed"),
        );
        html! {
            <li {class}>
                <button type="button" id={format!("flow-{index}")} aria-current={selected.to_string()}
                    tabindex={if selected { "0" } else { "-1" }} aria-label={words::verdict(&flow.trace)} {onclick}>
                    <b aria-hidden="true">{ if allowed { "✓" } else { "✕" } }</b>
                    <span title={flow.label.clone()}>{ words::flow_name(&flow.trace.flow) }</span>
                    if flow.hostile && allowed { <small>{ "answered" }</small> }
                    <code>{ format!("{}", flow.trace.flow.port) }</code>
                </button>
            </li>
        }
    });
    html! {
        <nav class="flows" aria-label="watched flows"><h2>{ "Flows" }</h2><ul {onkeydown}>{ for items }</ul></nav>
    }
}
