//! What is wrong with a text, where, and what would mend it.

use crate::{FileId, Span};
use serde::Serialize;
use std::collections::BTreeMap;

/// Most problems of one severity that are kept for one file.
const MAX_PROBLEMS: usize = 1_000;
/// Longest quotation of the input in a message, characters.
const MAX_QUOTED: usize = 80;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document can't be used: the API server would refuse it, or it isn't YAML.
    Error,
    /// It's used, but most likely not meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// One thing wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// How bad.
    pub severity: Severity,
    /// Stable code, e.g. `YAML_SYNTAX`, for tests, suppression and translations.
    pub code: &'static str,
    /// What is wrong: lower case, quotes the input in backticks.
    pub message: String,
    /// What would mend it, if that can be said.
    pub mend: Option<String>,
}

impl Problem {
    /// Whether it's an error for which an object can't be used. An `except` outside its block is refused by the API server,
    /// but what it means is plain: it excepts nothing, so the rest of its object can still be evaluated.
    pub fn unusable(&self) -> bool {
        unusable(self.severity, self.code)
    }
}

fn unusable(severity: Severity, code: &str) -> bool {
    severity == Severity::Error && code != "EXCEPT_OUTSIDE"
}

/// A list of problems under construction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// In the order in which they were found.
    list: Vec<Problem>,
    counts: BTreeMap<(FileId, Severity), usize>,
    unusable: usize,
}

impl Problems {
    /// Adds an error.
    pub fn error(
        &mut self,
        span: Span,
        code: &'static str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Error, span, code, message.into(), mend.into());
    }

    /// Adds a warning.
    pub fn warn(
        &mut self,
        span: Span,
        code: &'static str,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.add(Severity::Warning, span, code, message.into(), mend.into());
    }

    fn add(&mut self, severity: Severity, span: Span, code: &'static str, message: String, mend: String) {
        if unusable(severity, code) {
            self.unusable = self.unusable.saturating_add(1);
        }
        let count = self.counts.entry((span.file, severity)).or_default();
        *count = count.saturating_add(1);
        let (code, message, mend) = match (*count).cmp(&MAX_PROBLEMS) {
            std::cmp::Ordering::Less => (code, quoting_less(message), quoting_less(mend)),
            std::cmp::Ordering::Equal => {
                let message =
                    format!("this file has more than {MAX_PROBLEMS} problems: the rest isn't listed");
                ("MORE_PROBLEMS", message, "mend some of them first".to_owned())
            }
            std::cmp::Ordering::Greater => return,
        };
        let mend = (!mend.is_empty()).then_some(mend);
        self.list.push(Problem { span, severity, code, message, mend });
    }

    /// How many errors there are for which an object can't be used; see [`Problem::unusable`].
    pub fn errors(&self) -> usize {
        self.unusable
    }

    /// Problems by place, each once.
    pub fn sorted(mut self) -> Vec<Problem> {
        self.list.sort();
        self.list.dedup();
        self.list
    }
}

/// The text with every quotation (in backticks) cut to a length that can be read.
fn quoting_less(text: String) -> String {
    if text.len() <= MAX_QUOTED {
        return text;
    }
    let shorter = |(at, part): (usize, &str)| match part.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) if at % 2 == 1 => format!("{}…", part.get(..end).unwrap_or("")),
        _ => part.to_owned(),
    };
    text.split('`').enumerate().map(shorter).collect::<Vec<_>>().join("`")
}

/// The candidate nearest to `word`, if any is near enough to be what was meant (case doesn't count).
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 100 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let near = |candidate: &'a str| {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_ascii_lowercase());
        (distance, candidate)
    };
    let limit = (word.chars().count() / 3).max(1);
    candidates.into_iter().map(near).filter(|(distance, _)| *distance <= limit).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_input_is_quoted_in_part() {
        let mut problems = Problems::default();
        let message = format!("there is no `{}` here, `b` is", "é".repeat(5_000));
        problems.error(Span::default(), "X", message, "");
        let list = problems.sorted();
        assert_eq!(list[0].message, format!("there is no `{}…` here, `b` is", "é".repeat(MAX_QUOTED)));
    }

    #[test]
    fn problems_without_number_are_counted_and_not_kept() {
        let mut problems = Problems::default();
        for start in 0..5_000 {
            problems.warn(Span { start, end: start, ..Span::default() }, "W", "w", "");
        }
        problems.error(Span::default(), "E", "e", "");
        let other = Span { file: FileId(1), ..Span::default() };
        problems.error(other, "EXCEPT_OUTSIDE", "e", "");
        assert_eq!(problems.errors(), 1);
        let list = problems.sorted();
        assert_eq!(list.len(), MAX_PROBLEMS + 2);
        assert!(list.iter().any(|p| p.code == "E") && list.iter().any(|p| p.span.file == FileId(1)));
        assert_eq!(list.iter().filter(|p| p.code == "MORE_PROBLEMS").count(), 1);
    }

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(nearest("podSelecter", ["namespaceSelector", "podSelector"]), Some("podSelector"));
        assert_eq!(nearest("port", ["ports", "from"]), Some("ports"));
        assert_eq!(nearest("frobnicate", ["ports", "from"]), None);
        assert_eq!(nearest("INGRESS", ["ingress"]), Some("ingress"));
    }
}
