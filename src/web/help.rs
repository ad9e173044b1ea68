//! The dialog with keys and how to read the picture.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

fn dialog() -> Option<HtmlDialogElement> {
    gloo::utils::document().get_element_by_id("help")?.dyn_into().ok()
}

/// Opens it.
pub fn open() {
    if let Some(dialog) = dialog().filter(|dialog| !dialog.open()) {
        // A browser that can't show it modally shows nothing, and the page goes on.
        let _ = dialog.show_modal();
    }
}

const KEYS: [(&str, &str); 8] = [
    ("Esc, then Tab", "leave the editor"),
    ("Ctrl Enter", "from the editor to the trace"),
    ("↑ ↓", "walk through the flows, in the list of flows"),
    ("Enter", "on a flow's cause: go to the line that made it"),
    (". and ,", "one step on, one step back"),
    ("Space", "play or pause, outside the editor"),
    ("F6, Shift F6", "next pane, previous pane"),
    ("?", "this help"),
];

/// The dialog; closed until [`open`].
#[component]
pub fn Help() -> Html {
    let close = |_| {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
    };
    html! {
        <dialog id="help" aria-labelledby="help-title">
            <h2 id="help-title">{ "Reading the picture" }</h2>
            <p>{ "Every line is a conversation that somebody tries to have. It is decided gate by gate as Kubernetes and AWS would: pod policy, name, route, endpoint, egress filter." }</p>
            <ul class="legend-list">
                <li><b class="allow">{ "✓ solid blue" }</b>{ ": it gets through, first packet and first words." }</li>
                <li><b class="deny">{ "✕ broken orange" }</b>{ ": it dies where the mark stands. The rest of its way is faint." }</li>
                <li>{ "◆ a question to DNS, ● the first packet (SYN), ■ the client's first words (TLS hello)." }</li>
                <li>{ "On a pod: " }<b>{ "open" }</b>{ " means that no policy selects it; " }<b>{ "in" }</b>{ " and " }<b>{ "out" }</b>{ " that rules decide that side." }</li>
            </ul>
            <h2>{ "Keys" }</h2>
            <dl>{ for KEYS.iter().map(|(key, what)| html! { <><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></> }) }</dl>
            <div class="row"><button type="button" class="primary" onclick={close}>{ "Close" }</button></div>
        </dialog>
    }
}
