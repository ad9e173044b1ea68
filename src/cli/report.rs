//! What is wrong with the input, for the error stream.

use crate::fault::Fault;
use crate::page::{Page, Tone};
use crate::snippet::snippet;
use zel_source::{Files, Problem, Severity};

/// A fault of the question.
pub(crate) fn fault(fault: &Fault, coloured: bool) -> String {
    let mut page = Page::new(coloured);
    page.tone(Tone::Bad, "error").say(": ").say(&fault.message).end();
    mend(&mut page, &fault.mend);
    page.finish()
}

/// Problems of the texts, each with its place, its line and its mend.
pub(crate) fn problems(files: &Files, problems: &[Problem], coloured: bool) -> String {
    let mut page = Page::new(coloured);
    for problem in problems {
        let (tone, word) = match problem.severity {
            Severity::Error => (Tone::Bad, "error"),
            Severity::Warning => (Tone::Doubtful, "warning"),
            Severity::Info => (Tone::Faint, "note"),
        };
        page.say(&files.place(problem.span).to_string()).say(": ").tone(tone, word).say(": ");
        page.say(&problem.message).tone(Tone::Faint, &format!(" [{}]", problem.code)).end();
        snippet(&mut page, files, problem.span, "  ", (tone, ""));
        mend(&mut page, problem.mend.as_deref().unwrap_or(""));
    }
    page.finish()
}

fn mend(page: &mut Page, mend: &str) {
    if !mend.is_empty() {
        page.say("  mend: ").say(mend).end();
    }
}
