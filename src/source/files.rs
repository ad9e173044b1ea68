//! Named texts and conversion between byte offsets, lines and columns, and UTF-16 units.

use serde::Serialize;
use std::sync::Arc;

/// Index of a text in [`Files`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FileId(pub u32);

/// A piece of one text: byte offsets, `end` exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The text.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The smallest span that holds both; `self` where they lie in different files.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `offset` (bytes) lies inside or at either edge.
    pub fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }
}

/// Where a span begins, as people say it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file's name.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One named text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Name as shown to people, e.g. `policies.yaml`.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    line_starts: Vec<usize>,
}

impl SourceFile {
    /// A text with its name. Lines end with `\n`, `\r\n` or a lone `\r`, as YAML counts them.
    pub fn new(name: &str, text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at.saturating_add(1)) != Some(&b'\n'),
            _ => false,
        });
        let line_starts = std::iter::once(0).chain(ends.map(|(at, _)| at.saturating_add(1))).collect();
        SourceFile { name: name.into(), text: text.into(), line_starts }
    }

    /// The line (from 0) that holds byte `offset`.
    fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Text of a line (from 1) without its end, or `""` past the last one.
    pub fn line_text(&self, line: usize) -> &str {
        let index = line.saturating_sub(1);
        let Some(start) = self.line_starts.get(index) else { return "" };
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(*start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// How many lines the text has.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }
}

/// The texts of one evaluation, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    /// Texts by (name, text).
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Files { files: texts.into_iter().map(|(name, text)| SourceFile::new(name, text)).collect() }
    }

    /// Every text with its id.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(u32::try_from(at).unwrap_or(u32::MAX)), file))
    }

    /// The text with this id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(usize::try_from(id.0).ok()?)
    }

    /// The id of the text with this name.
    pub fn id(&self, name: &str) -> Option<FileId> {
        self.iter().find(|(_, file)| &*file.name == name).map(|(id, _)| id)
    }

    /// File, line and column at which a span begins.
    pub fn place(&self, span: Span) -> Place {
        let Some(file) = self.get(span.file) else { return Place { file: "".into(), line: 1, column: 1 } };
        let line = file.line_of(span.start);
        let start = file.line_starts.get(line).copied().unwrap_or(0);
        let before = file.text.get(start..span.start).unwrap_or("");
        Place {
            file: file.name.clone(),
            line: line.saturating_add(1),
            column: before.chars().count().saturating_add(1),
        }
    }

    /// Lines (from 1, inclusive) over which a span runs; trailing line ends don't count.
    pub fn lines(&self, span: Span) -> (usize, usize) {
        let Some(file) = self.get(span.file) else { return (1, 1) };
        let text = file.text.get(span.start..span.end).unwrap_or("");
        let end = span.start.saturating_add(text.trim_end().len()).saturating_sub(1).max(span.start);
        (file.line_of(span.start).saturating_add(1), file.line_of(end).saturating_add(1))
    }

    /// A span in UTF-16 code units from the text's start, as browsers count.
    pub fn utf16(&self, span: Span) -> (usize, usize) {
        let Some(file) = self.get(span.file) else { return (0, 0) };
        let units = |end: usize| file.text.get(..end).unwrap_or(&file.text).encode_utf16().count();
        (units(span.start), units(span.end))
    }

    /// The byte offset of a UTF-16 offset.
    pub fn from_utf16(&self, file: FileId, units: usize) -> usize {
        let Some(file) = self.get(file) else { return 0 };
        let mut seen = 0_usize;
        for (at, c) in file.text.char_indices() {
            if seen >= units {
                return at;
            }
            seen = seen.saturating_add(c.len_utf16());
        }
        file.text.len()
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.start..span.end)).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_and_utf16_units_past_an_emoji() {
        let files = Files::new([("a.yaml", "x: 🦀é\r\ny: z\n")]);
        let at = "x: 🦀é\r\ny: ".len();
        let span = Span { file: FileId(0), start: at, end: at + 1 };
        assert_eq!(files.place(span).to_string(), "a.yaml:2:4");
        assert_eq!(files.utf16(span), (11, 12));
        assert_eq!(files.from_utf16(FileId(0), 11), at);
        let emoji = Span { file: FileId(0), start: 3, end: 7 };
        assert_eq!(files.utf16(emoji), (3, 5));
        assert_eq!(files.place(Span { start: 7, end: 9, ..emoji }).column, 5);
    }

    #[test]
    fn a_span_that_ends_with_a_newline_stays_on_its_line() {
        let files = Files::new([("a", "ab\ncd\nef")]);
        assert_eq!(files.lines(Span { file: FileId(0), start: 0, end: 3 }), (1, 1));
        assert_eq!(files.lines(Span { file: FileId(0), start: 1, end: 5 }), (1, 2));
        assert_eq!(files.get(FileId(0)).unwrap().line_text(3), "ef");
    }
}
