//! The tasks with live ticks.

use crate::app::ModelProps;
use crate::model::Event;
use yew::prelude::*;
use zel_session::TaskState;

/// What there is to do.
#[component]
pub fn Tasks(props: &ModelProps) -> Html {
    let model = &props.model;
    let session = &model.session;
    let all = session.lesson.tasks.len();
    let items = session.lesson.tasks.iter().zip(&session.shown.tasks).enumerate().map(|(index, (task, found))| {
        let toggle = {
            let model = model.clone();
            Callback::from(move |_| model.dispatch(Event::Hint(index)))
        };
        let hinted = model.hints & 1_u32.checked_shl(index as u32).unwrap_or(0) != 0;
        html! { <Item key={task.id.clone()} task={task.clone()} found={found.clone()} {hinted} {toggle} /> }
    });
    let complete = session.done() == all;
    html! {
        <div class="tasks">
            <h2>{ "Your tasks" }<span>{ format!("{} of {all}", session.done()) }</span></h2>
            <ol>{ for items }</ol>
            if complete {
                <p class="complete"><b>{ "All done." }</b>{ " Nothing of the attacker's is answered any more. Break it again and see what each line was for." }</p>
            }
        </div>
    }
}

#[derive(Properties)]
struct ItemProps {
    task: zel_session::Task,
    found: TaskState,
    hinted: bool,
    toggle: Callback<MouseEvent>,
}

impl PartialEq for ItemProps {
    fn eq(&self, other: &Self) -> bool {
        self.task.id == other.task.id && self.found == other.found && self.hinted == other.hinted
    }
}

#[component]
fn Item(props: &ItemProps) -> Html {
    let ItemProps { task, found, hinted, toggle } = props;
    let (class, glyph, state) =
        if found.done { ("tick on", "✓", "done") } else { ("tick off", "✕", "open") };
    html! {
        <li class={classes!(found.done.then_some("done"))}>
            <span {class} role="img" aria-label={state}>{ glyph }</span>
            <div>
                <p>{ code_words(&task.title) }</p>
                if found.done {
                    <details class="teaches"><summary>{ "Why it works" }</summary><p>{ code_words(&task.teaches) }</p></details>
                } else {
                    if let Some(why) = &found.why { <p class="why">{ why }</p> }
                    <button type="button" class="hint" aria-expanded={hinted.to_string()} onclick={toggle}>
                        { if *hinted { "Hide hint" } else { "Hint" } }
                    </button>
                    if *hinted { <p class="hint-text">{ code_words(&task.hint) }</p> }
                }
            </div>
        </li>
    }
}

/// Text with `backticks` as code.
pub fn code_words(text: &str) -> Html {
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => html! { { part } },
        _ => html! { <code>{ part }</code> },
    });
    html! { <>{ for parts }</> }
}
