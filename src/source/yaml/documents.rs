//! A text's documents, each parsed by itself.

use super::node::Node;
use super::{MAX_BYTES, tree};
use crate::{FileId, Problems, SourceFile, Span};

/// One document of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// From its first to its last byte.
    pub span: Span,
    /// Its content; none where it's broken (then there is a problem) or empty.
    pub root: Option<Node>,
}

/// The documents of a text. Empty ones (nothing but comments and blank lines) are left out.
pub fn documents(id: FileId, file: &SourceFile, problems: &mut Problems) -> Vec<Document> {
    let text = &*file.text;
    if text.len() > MAX_BYTES {
        let span = Span { file: id, start: 0, end: 0 };
        let size = text.len() / (1024 * 1024);
        problems.error(
            span,
            "FILE_TOO_LARGE",
            format!("this file has {size} MB; up to {} MB are read", MAX_BYTES / (1024 * 1024)),
            "split it, or load only the part you want to look at",
        );
        return Vec::new();
    }
    chunks(text)
        .into_iter()
        .filter(|(start, end)| !is_empty(text.get(*start..*end).unwrap_or("")))
        .map(|(start, end)| {
            let span = Span { file: id, start, end };
            let chunk = text.get(start..end).unwrap_or("");
            let root = control_character(chunk, span, problems)
                .then(|| tree::parse(chunk, span, problems))
                .flatten()
                .filter(|node| !node.is_null());
            Document { span, root }
        })
        .collect()
}

/// Byte ranges between document markers. A line `---` begins a document (the marker belongs to it), `...` ends one;
/// both only at the very start of a line, where YAML allows nothing else to look like them.
fn chunks(text: &str) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let (mut start, mut at) = (0_usize, 0_usize);
    for line in text.split_inclusive('\n') {
        let next = at.saturating_add(line.len());
        if is_marker(line, "---") {
            ranges.push((start, at));
            start = at;
        } else if is_marker(line, "...") {
            ranges.push((start, at));
            start = next;
        }
        at = next;
    }
    ranges.push((start, text.len()));
    ranges.retain(|(start, end)| start < end);
    ranges
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// Whether a chunk holds nothing but its marker, comments, directives and blank lines.
fn is_empty(chunk: &str) -> bool {
    chunk.lines().all(|line| {
        let rest = line.strip_prefix("---").unwrap_or(line).trim_start_matches('\u{feff}').trim();
        rest.is_empty() || rest.starts_with('#') || line.starts_with('%')
    })
}

/// Whether the text is free of characters that YAML forbids; says where the first one is.
fn control_character(chunk: &str, span: Span, problems: &mut Problems) -> bool {
    let forbidden =
        |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')) || c == '\u{fffe}';
    let Some((at, c)) = chunk.char_indices().find(|(_, c)| forbidden(*c)) else { return true };
    let start = span.start.saturating_add(at);
    problems.error(
        Span { file: span.file, start, end: start.saturating_add(c.len_utf8()) },
        "YAML_CONTROL_CHARACTER",
        format!("the character U+{:04X} isn't allowed in YAML", u32::from(c)),
        "delete it; a file with such characters often isn't text at all",
    );
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Document>, Vec<crate::Problem>) {
        let file = SourceFile::new("t.yaml", text);
        let mut problems = Problems::default();
        let documents = documents(FileId(0), &file, &mut problems);
        (documents, problems.sorted())
    }

    #[test]
    fn a_broken_document_does_not_hide_the_others() {
        let (documents, problems) = read("a: 1\n---\nb: [\n---\nc: 3\n");
        assert_eq!(documents.len(), 3);
        assert!(documents[0].root.is_some() && documents[1].root.is_none());
        assert!(documents[2].root.as_ref().unwrap().get("c").is_some());
        assert_eq!(problems.len(), 1);
        assert!((9..=17).contains(&problems[0].span.start), "{problems:?}");
    }

    #[test]
    fn comments_and_markers_alone_are_no_document() {
        let (documents, problems) = read("# x\n---\n--- # y\n%YAML 1.2\n---\na: 1\n...\n# end\n");
        assert_eq!((documents.len(), problems.len()), (1, 0));
        let (documents, _) = read("--- {a: 1}\r\n---\r\nb: |\n  text\n --- no\n");
        assert_eq!(documents.len(), 2);
    }

    #[test]
    fn forbidden_characters_are_named() {
        let (documents, problems) = read("a: \u{1F600}\0b\n");
        assert!(documents[0].root.is_none());
        assert_eq!(problems[0].code, "YAML_CONTROL_CHARACTER");
        assert_eq!(problems[0].span.start, 7);
    }
}
