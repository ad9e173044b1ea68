//! What is wrong with a text, where, and what would mend it.

use crate::{FileId, Span};
use serde::Serialize;

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

/// A list of problems under construction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// In the order in which they were found.
    pub list: Vec<Problem>,
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
        let mend = (!mend.is_empty()).then_some(mend);
        self.list.push(Problem { span, severity, code, message, mend });
    }

    /// How many errors there are for which an object can't be used. An `except` outside its block is refused by the API
    /// server, but what it means is plain: it excepts nothing, so the rest of its object is still evaluated.
    pub fn errors(&self) -> usize {
        let unusable = |p: &&Problem| p.severity == Severity::Error && p.code != "EXCEPT_OUTSIDE";
        self.list.iter().filter(unusable).count()
    }

    /// Whether there is an error in this file.
    pub fn broken(&self, file: FileId) -> bool {
        self.list.iter().any(|p| p.severity == Severity::Error && p.span.file == file)
    }

    /// Problems by place, each once.
    pub fn sorted(mut self) -> Vec<Problem> {
        self.list.sort();
        self.list.dedup();
        self.list
    }
}

/// The candidate nearest to `word`, if any is near enough to be what was meant (case doesn't count).
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 100 {
        return None;
    }
    let lower = word.to_lowercase();
    let near = |candidate: &'a str| {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        (distance, candidate)
    };
    let limit = (word.chars().count() / 3).max(1);
    candidates.into_iter().map(near).filter(|(distance, _)| *distance <= limit).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(nearest("podSelecter", ["namespaceSelector", "podSelector"]), Some("podSelector"));
        assert_eq!(nearest("port", ["ports", "from"]), Some("ports"));
        assert_eq!(nearest("frobnicate", ["ports", "from"]), None);
        assert_eq!(nearest("INGRESS", ["ingress"]), Some("ingress"));
    }
}
