//! The estate as a picture: zones, nodes, flows. Positions come from the scene; here they're only drawn.

use crate::app::ModelProps;
use crate::model::{Event, Model};
use crate::packets::Packets;
use yew::prelude::*;
use zel_session::model::{NodeId, Phase};
use zel_session::scene::{Curve, Kind, NodeBox, Point, ZoneBox};
use zel_session::{Action, WatchedFlow, words};

/// The picture. It is hidden from assistive technology, which has the list of flows and [`Outline`] instead.
#[component]
pub fn Diagram(props: &ModelProps) -> Html {
    let model = &props.model;
    let session = &model.session;
    let scene = &session.shown.scene;
    let flows = &session.shown.flows;
    let selected = flows.get(session.selected);
    let view = format!("0 0 {} {}", num(scene.width), num(scene.height));
    let order =
        (0..flows.len()).filter(|at| *at != session.selected).chain(std::iter::once(session.selected));
    let lines = order.filter_map(|at| Some((at, flows.get(at)?)));
    let on_way = |id: &NodeId| selected.is_some_and(|flow| flow.trace.hops.iter().any(|hop| hop.at == *id));
    html! {
        <div class={classes!("picture", session.stale().then_some("stale"))}>
            if session.stale() { <p class="note">{ "Showing the last good picture" }</p> }
            <div class="canvas-box" tabindex="0" role="group" aria-label="picture of the estate; the same as a list follows"><div class="stage">
                <svg viewBox={view} preserveAspectRatio="xMidYMid meet" aria-hidden="true" focusable="false">
                    { for scene.zones.iter().map(zone) }
                    { for scene.headings.iter().map(|h| html! { <text class="heading" x={num(h.x)} y={num(h.y)}>{ &h.text }</text> }) }
                    { for lines.map(|(at, flow)| line(model, at, flow)) }
                    { for scene.nodes.iter().map(|placed| node(model, placed, on_way(&placed.node.id))) }
                    { for flows.iter().enumerate().map(|(at, flow)| stop(flow, at == session.selected)) }
                    { for selected.map(chip) }
                </svg>
                <Packets model={model.clone()} />
            </div></div>
            <Caption model={model.clone()} />
            <Outline model={model.clone()} />
        </div>
    }
}

fn zone(zone: &ZoneBox) -> Html {
    html! {
        <g class={classes!("zone", zone.kind.as_str())}>
            <rect x={num(zone.x)} y={num(zone.y)} width={num(zone.width)} height={num(zone.height)} rx="12" />
            <text x={num(zone.x + 12.0)} y={num(zone.y + 17.0)}>{ &zone.title }</text>
        </g>
    }
}

fn node(model: &crate::app::Store, placed: &NodeBox, on_way: bool) -> Html {
    let node = &placed.node;
    let kind = match node.kind {
        Kind::Pod => "pod",
        Kind::Endpoint => "endpoint",
        Kind::Filter => "filter",
        Kind::Resolver => "resolver",
        Kind::Service => "service",
        Kind::Host | Kind::Internet => "host",
    };
    let class = classes!("node", kind, on_way.then_some("on-way"), node.hostile.then_some("hostile"));
    let slim = node.kind == Kind::Endpoint;
    let label_y = placed.y + if slim { 18.5 } else { 19.5 };
    // A click chooses the next flow that begins or ends here.
    let onclick = {
        let (model, id) = (model.clone(), node.id.clone());
        Callback::from(move |_| {
            if let Some(next) = next_flow(&model, &id) {
                model.dispatch(Event::Session(Action::Select(next)));
            }
        })
    };
    html! {
        <g {class} {onclick}>
            <rect class="box" x={num(placed.x)} y={num(placed.y)} width={num(placed.width)} height={num(placed.height)} rx="8" />
            <text class="label" x={num(placed.x + 10.0)} y={num(label_y)}>{ short(&node.label, 17) }</text>
            if !slim && node.badge != "answers" { <text class="detail" x={num(placed.x + 10.0)} y={num(placed.y + 36.0)}>{ short(&node.detail, 22) }</text> }
            if !node.badge.is_empty() { { badge(placed) } }
            <title>{ format!("{} {} {}", node.label, node.detail, node.badge) }</title>
        </g>
    }
}

fn badge(placed: &NodeBox) -> Html {
    let text = &placed.node.badge;
    let width = 10.0 + 5.6 * text.chars().count() as f32;
    let (x, y) = (placed.x + placed.width - width - 6.0, placed.y + placed.height - 19.0);
    html! {
        <g class={classes!("badge-in", (text == "open" || text == "ignored").then_some("open"), (text == "answers").then_some("alarm"))}>
            <rect x={num(x)} y={num(y)} width={num(width)} height="14" rx="7" />
            <text x={num(x + width / 2.0)} y={num(y + 10.5)} text-anchor="middle">{ text }</text>
        </g>
    }
}

/// The next flow after the selected one that begins or ends at a node.
fn next_flow(model: &Model, id: &NodeId) -> Option<usize> {
    let flows = &model.session.shown.flows;
    let count = flows.len();
    let after = model.session.selected.saturating_add(1);
    let touches = |at: &usize| {
        flows.get(*at).is_some_and(|flow| {
            flow.target.as_ref() == Some(id)
                || flow.trace.hops.first().is_some_and(|hop| hop.at == *id)
                || flow.trace.hops.iter().any(|hop| hop.at == *id && hop.phase != Phase::Name)
        })
    };
    (after..count).chain(0..count.min(after)).find(touches)
}

fn line(model: &crate::app::Store, at: usize, flow: &WatchedFlow) -> Html {
    let selected = at == model.session.selected;
    let class = classes!(
        "flow",
        if flow.trace.allowed() { "a" } else { "d" },
        selected.then_some("sel"),
        model.session.changed.contains(&at).then_some("changed"),
    );
    let onclick = {
        let model = model.clone();
        Callback::from(move |_| model.dispatch(Event::Session(Action::Select(at))))
    };
    let legs = flow.route.legs.iter().map(|leg| {
        let d = path(&leg.curves);
        let class = if leg.reached { "leg" } else { "leg never" };
        html! { <><path {class} d={d.clone()} /><path class="hit" {d} /></> }
    });
    html! { <g {class} {onclick}>{ for legs }<title>{ words::verdict(&flow.trace) }</title></g> }
}

/// The mark where a flow dies.
fn stop(flow: &WatchedFlow, selected: bool) -> Html {
    let Some(Point { x, y }) = flow.route.stop else { return Html::default() };
    let radius = if selected { 9.0 } else { 6.0 };
    let arm = radius * 0.45;
    let (left, right, top, wide) = (num(x - arm), num(x + arm), num(y - arm), num(arm * 2.0));
    let cross = format!("M{left} {top}l{wide} {wide}M{right} {top}l-{wide} {wide}");
    html! {
        <g class={classes!("stop", selected.then_some("sel"))}>
            <circle cx={num(x)} cy={num(y)} r={num(radius)} /><path d={cross} />
        </g>
    }
}

/// What is spoken on the selected flow, on the longest stretch of its line.
fn chip(flow: &WatchedFlow) -> Html {
    let reached = flow.route.legs.iter().filter(|leg| leg.reached).flat_map(|leg| &leg.curves);
    let all = flow.route.legs.iter().flat_map(|leg| &leg.curves);
    let width = |curve: &&Curve| (curve.to.x - curve.from.x).abs();
    let longest = |a: &&Curve, b: &&Curve| width(a).total_cmp(&width(b));
    let Some(curve) = reached.max_by(longest).or(all.max_by(longest)) else { return Html::default() };
    let Point { x, y } = curve.at(0.5);
    let (glyph, class) = if flow.trace.allowed() { ("✓", "a") } else { ("✕", "d") };
    let text = format!("{glyph} {} {}", flow.trace.flow.protocol, flow.trace.flow.port);
    let width = 14.0 + 6.4 * text.chars().count() as f32;
    html! {
        <g class={classes!("chip", class)}>
            <rect x={num(x - width / 2.0)} y={num(y - 22.0)} width={num(width)} height="17" rx="8.5" />
            <text x={num(x)} y={num(y - 10.0)} text-anchor="middle">{ text }</text>
        </g>
    }
}

fn path(curves: &[Curve]) -> String {
    let Some(first) = curves.first() else { return String::new() };
    let mut d = format!("M{} {}", num(first.from.x), num(first.from.y));
    for Curve { lead, trail, to, .. } in curves {
        d.push_str(&format!(
            "C{} {} {} {} {} {}",
            num(lead.x),
            num(lead.y),
            num(trail.x),
            num(trail.y),
            num(to.x),
            num(to.y)
        ));
    }
    d
}

/// A coordinate in tenths, written by whole numbers: printing floats would cost the page 10 KB.
fn num(value: f32) -> String {
    let tenths = (value * 10.0).round() as i32;
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// What happens at the beat at which one has stepped, or a hint at what can be done.
#[component]
fn Caption(props: &ModelProps) -> Html {
    let model = &props.model;
    let Some(flow) = model.session.shown.flows.get(model.session.selected) else { return Html::default() };
    let Some(index) = model.beat else {
        return html! { <p class="caption">{ "Click a line or a pod to follow its packets. Edit a policy and watch them live or die." }</p> };
    };
    let Some(beat) = flow.beats.get(index) else { return Html::default() };
    let what = match (beat.phase, beat.back) {
        (Phase::Name, true) => "the answer comes back".to_owned(),
        _ => beat.hop.and_then(|hop| flow.trace.hops.get(hop)).map_or_else(String::new, |hop| {
            let step = hop.steps.iter().find(|step| step.action.stops()).or(hop.steps.last());
            step.map_or_else(String::new, words::sentence)
        }),
    };
    let place = words::node_name(&beat.at);
    html! {
        <p class="caption" role="status"><b>{ format!("{} of {} · {place}: ", index.saturating_add(1), flow.beats.len()) }</b>{ what }</p>
    }
}

/// The picture as a nested list, for assistive technology.
#[component]
fn Outline(props: &ModelProps) -> Html {
    let session = &props.model.session;
    let scene = &session.shown.scene;
    let zones = scene.zones.iter().map(|zone| {
        let inside = |placed: &&NodeBox| {
            let innermost = scene.zones.iter().rev().find(|z| {
                placed.x >= z.x && placed.x < z.x + z.width && placed.y >= z.y && placed.y < z.y + z.height
            });
            innermost == Some(zone)
        };
        let nodes = scene.nodes.iter().filter(inside).map(|placed| {
            let flows = session
                .shown
                .flows
                .iter()
                .filter(|flow| flow.trace.hops.first().is_some_and(|h| h.at == placed.node.id));
            html! {
                <li>{ format!("{} {} {}", placed.node.label, placed.node.detail, placed.node.badge) }
                    <ul>{ for flows.map(|flow| html! { <li>{ words::verdict(&flow.trace) }</li> }) }</ul>
                </li>
            }
        });
        html! { <li>{ &zone.title }<ul>{ for nodes }</ul></li> }
    });
    html! { <ul class="sr-only" aria-label="the estate, by zones">{ for zones }</ul> }
}
