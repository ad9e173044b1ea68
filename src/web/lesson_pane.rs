//! The lesson's text, and its tasks below.

use crate::app::ModelProps;
use crate::tasks::Tasks;
use yew::prelude::*;

/// The left pane.
#[component]
pub fn LessonPane(props: &ModelProps) -> Html {
    let session = &props.model.session;
    // Rendered from the project's own Markdown at build time; nothing that a learner writes comes here.
    let prose = Html::from_html_unchecked(AttrValue::from(session.html));
    html! {
        <section class="lesson" id="lesson" aria-label="lesson" tabindex="-1">
            <div class="prose" tabindex="0" role="region" aria-label="lesson text">
                <p class="eyebrow">{ format!("{} · about {} minutes", session.lesson.eyebrow, session.lesson.minutes) }</p>
                <div class="markdown">{ prose }</div>
            </div>
            <Tasks model={props.model.clone()} />
        </section>
    }
}
