//! The page: what Trunk builds.
use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <main>{ "zero-egress lab" }</main> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
