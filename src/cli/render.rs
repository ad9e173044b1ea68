//! A trace as text.

use crate::page::{Page, Tone};
use crate::snippet::snippet;
use zel_model::{Considered, Hop, Phase, RuleRef, Step, Trace};
use zel_source::Files;
use zel_words::{node_name, sentence, title, verdict};

/// The whole answer: the headline, the way part by part of the conversation, what was assumed.
pub(crate) fn trace(files: &Files, trace: &Trace, coloured: bool) -> String {
    let mut page = Page::new(coloured);
    page.tone(Tone::Strong, &verdict(trace)).end();
    let mut phase = None;
    for hop in &trace.hops {
        if phase != Some(hop.phase) {
            page.end().tone(Tone::Strong, heading(hop.phase)).end();
            phase = Some(hop.phase);
        }
        for step in &hop.steps {
            self::step(&mut page, files, hop, step);
        }
    }
    if !trace.assumptions.is_empty() {
        page.end().tone(Tone::Strong, "Taken for granted").end();
        for assumption in &trace.assumptions {
            page.say("  - ").say(&assumption.text).end();
        }
    }
    page.finish()
}

fn heading(phase: Phase) -> &'static str {
    match phase {
        Phase::Name => "Asking for the name",
        Phase::Connect => "The first packet",
        Phase::Data => "The client's first words",
    }
}

fn step(page: &mut Page, files: &Files, hop: &Hop, step: &Step) {
    let stops = step.action.stops();
    let (tone, glyph) = if stops { (Tone::Bad, "✕") } else { (Tone::Good, "✓") };
    page.say("  ").tone(tone, glyph).say(" ").tone(Tone::Strong, title(step));
    let place = node_name(&hop.at);
    if !place.eq_ignore_ascii_case(title(step)) {
        page.tone(Tone::Faint, &format!(" at {place}"));
    }
    page.say(": ").say(&sentence(step)).end();
    for rule in &step.cause.rules {
        self::rule(page, files, rule, tone);
    }
    if stops {
        for considered in &step.cause.considered {
            self::considered(page, files, considered);
        }
    }
}

fn rule(page: &mut Page, files: &Files, rule: &RuleRef, tone: Tone) {
    let label = format!("{}, {}", rule.owner, rule.path);
    page.say("      ").tone(Tone::Faint, &files.place(rule.span).to_string()).end();
    snippet(page, files, rule.span, "        ", (tone, &label));
}

fn considered(page: &mut Page, files: &Files, considered: &Considered) {
    let Considered { rule, mismatch } = considered;
    let place = files.place(rule.span).to_string();
    page.say("      no match: ").say(&rule.path).tone(Tone::Faint, &format!(" ({place})"));
    page.say(": ").say(mismatch).end();
}
