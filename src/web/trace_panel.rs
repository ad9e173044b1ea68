//! The selected flow's trace in words, gate by gate, with the lines that decided.

use crate::app::{ModelProps, Store};
use crate::model::Event;
use crate::tasks::code_words;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;
use zel_session::model::{Code, Considered, Gate, Hop, Phase, RuleRef, Step, StepAt, Trace};
use zel_session::words;

/// The panel.
#[component]
pub fn TracePanel(props: &ModelProps) -> Html {
    let model = &props.model;
    let shown = model.session.shown.clone();
    use_effect_with((model.session.selected, std::rc::Rc::as_ptr(&shown).addr()), |_| show_decision());
    let Some(flow) = model.session.shown.flows.get(model.session.selected) else {
        return html! { <div class="trace"><p class="empty">{ "No flow is watched in this estate." }</p></div> };
    };
    let trace = &flow.trace;
    let whole = use_state(|| false);
    let toggle = {
        let whole = whole.clone();
        Callback::from(move |_: MouseEvent| whole.set(!*whole))
    };
    let (shown, all) = (phases(trace, *whole), phases(trace, true));
    let hidden = count(&all).saturating_sub(count(&shown));
    let class = if trace.allowed() { "verdict a" } else { "verdict d" };
    let considered = trace.deciding().map(|(_, step)| step.cause.considered.clone()).unwrap_or_default();
    html! {
        <div class="trace">
            <h2 {class}><b aria-hidden="true">{ if trace.allowed() { "✓" } else { "✕" } }</b>{ words::verdict(trace) }<code>{ trace.code.as_str() }</code>
                if *whole || hidden > 0 {
                    <button type="button" class="more" aria-expanded={whole.to_string()} onclick={toggle}>
                        { if *whole { "Fewer steps".to_owned() } else { format!("{hidden} more steps") } }
                    </button>
                }
            </h2>
            <p class="purpose">{ &flow.label }</p>
            <div class="phases" tabindex="0" role="region" aria-label="trace, step by step">
                { for shown.iter().map(|(phase, cards)| phase_group(model, trace, *phase, cards)) }
                if !trace.allowed() { { unreached(trace) } }
            </div>
            if !considered.is_empty() { { looked_at(model, trace, &considered) } }
            { assumptions(trace) }
        </div>
    }
}

/// Scrolls the steps sideways to the one that stopped the flow; the page itself stays where it is.
fn show_decision() {
    let document = gloo::utils::document();
    let find = |selector| {
        document.query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok())
    };
    let Some(steps) = find(".phases") else { return };
    // `.phases` is the offset parent of its steps.
    let end = find(".step.d").map_or(0, |step| step.offset_left().saturating_add(step.offset_width()));
    steps.set_scroll_left(end.saturating_sub(steps.client_width()).saturating_add(24).max(0));
}

/// One step's card: its hop, and where in the trace it is.
type Card<'t> = (&'t Hop, &'t Step, StepAt);

/// Steps by part of the conversation. Unless all are wanted, an asked name shows its answer alone, and a connection that
/// stands isn't said to pass the pod's policy again.
fn phases(trace: &Trace, whole: bool) -> Vec<(Phase, Vec<Card<'_>>)> {
    let mut groups: Vec<(Phase, Vec<Card>)> = Vec::new();
    for (hop_index, hop) in trace.hops.iter().enumerate() {
        for (step_index, step) in hop.steps.iter().enumerate() {
            let at = StepAt { hop: hop_index, step: step_index };
            if !(whole || at == trace.decided || tells(step, hop.phase)) {
                continue;
            }
            match groups.last_mut() {
                Some((phase, cards)) if *phase == hop.phase => cards.push((hop, step, at)),
                _ => groups.push((hop.phase, vec![(hop, step, at)])),
            }
        }
    }
    groups
}

/// Whether a step is worth a card at the first look.
fn tells(step: &Step, phase: Phase) -> bool {
    match phase {
        Phase::Name => step.gate == Gate::Resolver || step.action.stops(),
        Phase::Connect => step.gate != Gate::Destination || step.cause.code != Code::Reached,
        Phase::Data => step.gate != Gate::PolicyEgress,
    }
}

fn count(groups: &[(Phase, Vec<Card>)]) -> usize {
    groups.iter().map(|(_, cards)| cards.len()).sum()
}

fn phase_group(model: &Store, trace: &Trace, phase: Phase, cards: &[Card]) -> Html {
    let title = match phase {
        Phase::Name => "Name".to_owned(),
        Phase::Connect => "First packet".to_owned(),
        Phase::Data => capital(trace.flow.app_name()),
    };
    let flow = model.session.shown.flows.get(model.session.selected);
    let beat_hop = model.beat.and_then(|beat| flow?.beats.get(beat)?.hop);
    let cards = cards
        .iter()
        .map(|(hop, step, at)| card(model, hop, step, *at == trace.decided, beat_hop == Some(at.hop)));
    html! {
        <section class="phase"><h3>{ title }</h3><ol>{ for cards }</ol></section>
    }
}

fn card(model: &Store, hop: &Hop, step: &Step, decided: bool, now: bool) -> Html {
    let stops = step.action.stops();
    let class = classes!("step", stops.then_some("d"), decided.then_some("decided"), now.then_some("now"));
    html! {
        <li {class}>
            <h4><b role="img" aria-label={if stops { "stopped" } else { "passed" }}>{ if stops { "✕" } else { "✓" } }</b>{ words::title(step) }
                <span class="at">{ words::node_name(&hop.at) }</span></h4>
            <p>{ code_words(&words::sentence(step)) }</p>
            { for step.cause.rules.iter().take(3).map(|rule| jump(model, rule)) }
        </li>
    }
}

/// A button to the line of a rule.
fn jump(model: &Store, rule: &RuleRef) -> Html {
    let files = &model.session.shown.files;
    let place = files.place(rule.span);
    if place.file.is_empty() {
        return Html::default();
    }
    let onclick = {
        let (model, span) = (model.clone(), rule.span);
        Callback::from(move |_| model.dispatch(Event::Jump(span)))
    };
    let name = format!("Go to {} line {}: {}", place.file, place.line, rule.owner);
    html! {
        <button type="button" class="jump" aria-label={name.clone()} title={name} {onclick}>{ format!("{}:{}", place.file, place.line) }</button>
    }
}

/// The end that was never reached.
fn unreached(trace: &Trace) -> Html {
    html! {
        <section class="phase never"><h3>{ "Not reached" }</h3><ol><li class="step never">
            <h4><b aria-hidden="true">{ "·" }</b>{ words::end_name(&trace.flow.to) }</h4>
            <p>{ if trace.phase() == Phase::Data { "it saw the handshake, and nothing that was said" } else { "it never learned of this" } }</p>
        </li></ol></section>
    }
}

/// The rules that were looked at, each with the first thing about it that didn't match.
fn looked_at(model: &Store, trace: &Trace, considered: &[Considered]) -> Html {
    let title = if trace.allowed() {
        "Lists that didn't decide"
    } else {
        "Rules that were looked at, and why none matched"
    };
    html! {
        <details open=true class="considered"><summary>{ title }</summary>
            <ul>{ for considered.iter().map(|c| html! {
                <li>{ jump(model, &c.rule) }<code>{ &c.rule.path }</code><span>{ code_words(&c.mismatch) }</span></li>
            }) }</ul>
        </details>
    }
}

fn assumptions(trace: &Trace) -> Html {
    if trace.assumptions.is_empty() {
        return Html::default();
    }
    html! {
        <details class="assumptions"><summary>{ format!("Taken for granted ({})", trace.assumptions.len()) }</summary>
            <ul>{ for trace.assumptions.iter().map(|a| html! { <li>{ &a.text }</li> }) }</ul>
        </details>
    }
}

fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
