//! The picture with its controls.

use crate::app::ModelProps;
use crate::diagram::Diagram;
use crate::flow_table::FlowTable;
use crate::icons::icon;
use crate::model::Event;
use yew::prelude::*;

/// The right pane.
#[component]
pub fn MapPane(props: &ModelProps) -> Html {
    let model = &props.model;
    let send = |event: fn(&crate::model::Model) -> Event| {
        let model = model.clone();
        Callback::from(move |_: MouseEvent| model.dispatch(event(&model)))
    };
    let play = if model.playing { "Pause" } else { "Play" };
    let view = if model.table { "Diagram" } else { "Table" };
    html! {
        <section class="map" id="map" aria-label="estate" tabindex="-1">
            <div class="bar" role="toolbar" aria-label="playback">
                <button type="button" class="boxed play" onclick={send(|m| Event::Play(!m.playing))}>
                    { icon(if model.playing { "pause" } else { "play" }) }{ play }
                </button>
                <button type="button" class="quiet" onclick={send(|_| Event::Step(-1))} title="One step back (,)" aria-label="Step back">{ icon("back") }</button>
                <button type="button" class="quiet" onclick={send(|_| Event::Step(1))} title="One step on (.)" aria-label="Step on">{ icon("next") }</button>
                <button type="button" class="quiet speed" onclick={send(|_| Event::Speed)} aria-label={format!("Speed {}", model.speed_name())}>{ model.speed_name() }</button>
                <button type="button" class="quiet" onclick={send(|m| Event::Table(!m.table))}>{ icon(if model.table { "map" } else { "table" }) }{ view }</button>
                <p class="legend" aria-hidden="true">
                    <span class="allow">{ "✓ ━" }</span>{ " allowed " }<span class="deny">{ "✕ ╍" }</span>{ " blocked" }
                </p>
            </div>
            if model.table {
                <FlowTable model={model.clone()} />
            } else {
                <Diagram model={model.clone()} />
            }
        </section>
    }
}
