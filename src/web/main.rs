//! The page: what Trunk builds. Every component is a view of [`model::Model`]; nothing is decided here.

mod app;
mod code_pane;
mod diagram;
mod draw;
mod editing;
mod editor;
mod flow_list;
mod flow_table;
mod header;
mod help;
mod icons;
mod lesson_pane;
mod map_pane;
mod model;
mod packets;
mod problems;
mod status;
mod store;
mod tasks;
mod theme;
mod timing;
mod trace_panel;
mod track;

fn main() {
    let Some(root) = gloo::utils::document().get_element_by_id("app") else { return };
    yew::Renderer::<app::App>::with_root(root).render();
}
