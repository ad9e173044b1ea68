//! The picture's data as a table.

use crate::app::ModelProps;
use crate::model::Event;
use yew::prelude::*;
use zel_session::{Action, words};

/// One row a flow.
#[component]
pub fn FlowTable(props: &ModelProps) -> Html {
    let model = &props.model;
    let rows = model.session.shown.flows.iter().enumerate().map(|(index, flow)| {
        let onclick = {
            let model = model.clone();
            Callback::from(move |_| model.dispatch(Event::Session(Action::Select(index))))
        };
        let trace = &flow.trace;
        let gate = trace.deciding().map_or("", |(_, step)| words::gate_name(step.gate));
        let (class, verdict) = if trace.allowed() { ("a", "✓ allowed") } else { ("d", "✕ blocked") };
        html! {
            <tr class={classes!((index == model.session.selected).then_some("selected"))}>
                <th scope="row"><button type="button" {onclick}>{ words::end_name(&trace.flow.from) }</button></th>
                <td>{ words::end_name(&trace.flow.to) }</td>
                <td><code>{ format!("{} {}", trace.flow.protocol, trace.flow.port) }</code></td>
                <td {class}>{ verdict }</td>
                <td>{ if trace.allowed() { "" } else { gate } }</td>
                <td><code>{ trace.code.as_str() }</code></td>
            </tr>
        }
    });
    html! {
        <div class="table" tabindex="0" role="region" aria-label="flows as a table">
            <table>
                <thead><tr>
                    { for ["From", "To", "Port", "Verdict", "By", "Code"].iter().map(|name| html! { <th scope="col">{ *name }</th> }) }
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}
