//! Small pictures, drawn with the text's own colour.

use yew::prelude::*;

/// An icon by name, 16 units square.
pub fn icon(name: &str) -> Html {
    let path = match name {
        "play" => "M4 2.5v11l9-5.5z",
        "pause" => "M4 2.500h3v11H4zM9 2.500h3v11H9z",
        "back" => "M11.500 3v10L5 8zM3 3h1.500v10H3z",
        "next" => "M4.500 3v10L11 8zM11.500 3H13v10h-1.500z",
        "undo" => "M6 3 2 6.500 6 10V7.500h4a2.500 2.500 0 0 1 0 5H6V14h4a4 4 0 0 0 0-8H6z",
        "redo" => "m10 3 4 3.500L10 10V7.500H6a2.500 2.500 0 0 0 0 5h4V14H6a4 4 0 0 1 0-8h4z",
        "reset" => "M8 2.500A5.500 5.500 0 1 0 13.500 8H12a4 4 0 1 1-4-4v2l3.500-2.750L8 .5z",
        "sun" => "M8 1.500a6.500 6.500 0 1 0 0 13zM8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0z",
        "table" => {
            "M2 3h12v10H2zm1.500 1.500V7h4V4.500zm5.500 0V7h3.500V4.500zm-5.500 4V11.500h4V8.500zm5.500 0v3h3.500v-3z"
        }
        "map" => {
            "M2 5h4v4H2zm8-3h4v4h-4zm0 8h4v4h-4zM6.500 6.500 9.500 4.500v1.300L6.500 7.800zm0 1.700 3 2.800v1.300l-3-2.900z"
        }
        _ => "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z",
    };
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d={path} fill="currentColor" /></svg>
    }
}

/// The lab's mark: a ring that nothing leaves.
pub fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <circle class="mark-ring" cx="12" cy="12" r="9" />
            <path class="mark-bar" d="M8 12h8" />
        </svg>
    }
}
