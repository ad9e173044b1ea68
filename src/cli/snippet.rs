//! The line that a span begins on, with the span underlined.

use crate::page::{Page, Tone};
use unicode_width::UnicodeWidthChar;
use zel_source::{Files, Span};

/// Most characters of a line that are shown.
const WIDTH: usize = 96;
/// Characters before the span that stay visible where a long line is cut.
const BEFORE: usize = 24;

/// Writes `  12 |   - to:` and the underline beneath it with its label, each behind `indent`.
pub(crate) fn snippet(page: &mut Page, files: &Files, span: Span, indent: &str, (tone, label): (Tone, &str)) {
    let place = files.place(span);
    let line = files.get(span.file).map_or("", |file| file.line_text(place.line));
    let excerpt = excerpt(line, place.column.saturating_sub(1), underlined(files, span));
    let number = place.line.to_string();
    let gutter = " ".repeat(number.len());
    page.say(indent).tone(Tone::Faint, &format!("{number} | ")).say(&excerpt.text).end();
    page.say(indent).tone(Tone::Faint, &format!("{gutter} | ")).say(&" ".repeat(excerpt.before));
    let space = if label.is_empty() { "" } else { " " };
    page.tone(tone, &format!("{}{space}{label}", "^".repeat(excerpt.under))).end();
}

/// Characters of the span on its first line.
fn underlined(files: &Files, span: Span) -> usize {
    let first = files.text(span).split(['\n', '\r']).next().unwrap_or("");
    first.trim_end().chars().count()
}

/// A part of a line, and columns of the terminal before and under the span.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    before: usize,
    under: usize,
}

fn excerpt(line: &str, start: usize, length: usize) -> Excerpt {
    let skipped = if start.saturating_add(length) <= WIDTH { 0 } else { start.saturating_sub(BEFORE) };
    let lead = if skipped > 0 { "…" } else { "" };
    let shown: String = line.chars().skip(skipped).take(WIDTH).collect();
    let tail = if line.chars().nth(skipped.saturating_add(WIDTH)).is_some() { "…" } else { "" };
    let at = start.saturating_sub(skipped);
    let before = columns(shown.chars().take(at)).saturating_add(lead.chars().count());
    let under = columns(shown.chars().skip(at).take(length)).max(1);
    Excerpt { text: format!("{lead}{shown}{tail}"), before, under }
}

fn columns(text: impl Iterator<Item = char>) -> usize {
    // What the page turns into a mark or a space is one column wide.
    text.map(|c| c.width().unwrap_or(1)).fold(0, usize::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_move_the_underline_by_two() {
        let found = excerpt("a: 🦀 b", 5, 1);
        assert_eq!((found.before, found.under), (6, 1));
    }

    #[test]
    fn a_long_line_is_cut_around_the_span() {
        let line = format!("{}here{}", "x".repeat(1000), "y".repeat(1000));
        let found = excerpt(&line, 1000, 4);
        assert!(found.text.starts_with('…') && found.text.ends_with('…') && found.text.contains("here"));
        assert_eq!(found.text.chars().skip(found.before).take(found.under).collect::<String>(), "here");
    }

    #[test]
    fn only_the_first_line_is_underlined() {
        let files = Files::new([("a.yaml", "- to:\n  - x\n")]);
        let span = Span { end: 11, ..Span::default() };
        let mut page = Page::new(false);
        snippet(&mut page, &files, span, "  ", (Tone::Bad, "rule"));
        assert_eq!(page.finish(), "  1 | - to:\n    | ^^^^^ rule\n");
    }

    #[test]
    fn past_the_end_there_is_still_a_mark() {
        assert_eq!(excerpt("", 0, 0), Excerpt { text: String::new(), before: 0, under: 1 });
    }
}
