//! Parser events → tree, with guards against depth and alias bombs.

use super::node::{Entry, Node, Value};
use super::scalar::Kind;
use super::{MAX_ALIAS_NODES, MAX_DEPTH};
use crate::{Problems, Span};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Parses one document. Gives nothing, and a problem, where it isn't YAML.
pub(super) fn parse(text: &str, span: Span, problems: &mut Problems) -> Option<Node> {
    let offsets = Offsets::new(text, span);
    let mut builder =
        Builder { problems, open: Vec::new(), anchors: BTreeMap::new(), alias_nodes: 0, root: None };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, at)) => builder.event(event, offsets.span(&at.start, &at.end)).ok()?,
            Err(error) => {
                syntax_error(&error, text, &offsets, builder.problems);
                return None;
            }
        }
    }
    builder.root
}

/// Character counts of the parser → byte offsets in the file.
struct Offsets {
    span: Span,
    /// Byte offset of each character; none where the text is ASCII and they are the same.
    bytes: Option<Vec<usize>>,
}

impl Offsets {
    fn new(text: &str, span: Span) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Offsets { span, bytes }
    }

    fn byte(&self, character: usize) -> usize {
        let inside = match &self.bytes {
            None => character,
            Some(bytes) => bytes.get(character).copied().unwrap_or(usize::MAX),
        };
        self.span.start.saturating_add(inside).min(self.span.end)
    }

    fn span(&self, start: &Marker, end: &Marker) -> Span {
        let start = self.byte(start.index());
        Span { file: self.span.file, start, end: self.byte(end.index()).max(start) }
    }
}

fn too_deep(span: Span, problems: &mut Problems) {
    problems.error(
        span,
        "YAML_TOO_DEEP",
        format!("this is nested more than {MAX_DEPTH} levels deep"),
        "no manifest needs that: look for brackets that were never closed",
    );
}

fn syntax_error(error: &ScanError, text: &str, offsets: &Offsets, problems: &mut Problems) {
    let span = offsets.span(error.marker(), error.marker());
    if error.info().contains("recursion limit") {
        return too_deep(span, problems);
    }
    let line = text.lines().nth(error.marker().line().saturating_sub(1)).unwrap_or("");
    let indent = line.len().saturating_sub(line.trim_start().len());
    if line.get(..indent).is_some_and(|blank| blank.contains('\t')) {
        return problems.error(span, "YAML_TAB", "a tab can't indent YAML", "indent with spaces");
    }
    let mend = match error.info() {
        info if info.contains("did not find expected") || info.contains("block") => {
            "look at the indentation of this line and the one before it"
        }
        info if info.contains("flow") || info.contains('}') || info.contains(']') => {
            "close the bracket or brace"
        }
        info if info.contains("quoted") || info.contains("scalar") => "close the quotation mark",
        info if info.contains("mapping values") || info.contains("simple key") => {
            "a key needs `: ` after it, and a value with `: ` inside needs quotation marks"
        }
        _ => "look at this line and the one before it",
    };
    problems.error(span, "YAML_SYNTAX", format!("this isn't valid YAML: {}", error.info()), mend);
}

/// A collection that isn't closed yet.
struct Open {
    anchor: usize,
    start: Span,
    content: Content,
}

enum Content {
    Seq(Vec<Node>),
    Map { entries: Vec<Entry>, seen: BTreeSet<Arc<str>>, key: Option<(Arc<str>, Span)> },
}

struct Builder<'p> {
    problems: &'p mut Problems,
    open: Vec<Open>,
    /// Anchored nodes with their sizes; none while the node is still open.
    anchors: BTreeMap<usize, (Node, usize)>,
    alias_nodes: usize,
    root: Option<Node>,
}

/// The document can't be used; the problem is already noted.
struct GivenUp;

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), GivenUp> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let kind = scalar_kind(&text, style, tag.as_deref());
                self.node(Node { span, value: Value::Scalar { text: text.into(), kind } }, anchor)
            }
            Event::SequenceStart(anchor, _) => self.start(anchor, span, Content::Seq(Vec::new())),
            Event::MappingStart(anchor, _) => self.start(
                anchor,
                span,
                Content::Map { entries: Vec::new(), seen: BTreeSet::new(), key: None },
            ),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn start(&mut self, anchor: usize, start: Span, content: Content) -> Result<(), GivenUp> {
        if self.open.len() >= MAX_DEPTH {
            too_deep(start, self.problems);
            return Err(GivenUp);
        }
        self.open.push(Open { anchor, start, content });
        Ok(())
    }

    fn end(&mut self, end: Span) -> Result<(), GivenUp> {
        let Some(Open { anchor, start, content }) = self.open.pop() else { return Ok(()) };
        let (value, last) = match content {
            Content::Seq(items) => {
                let last = items.last().map(|n| n.span);
                (Value::Seq(items.into()), last)
            }
            Content::Map { entries, .. } => {
                let last = entries.last().map(|e| e.value.span.to(e.key_span));
                (Value::Map(merged(entries, self.problems).into()), last)
            }
        };
        // A block collection ends where its last child does; a flow collection at its bracket.
        let span =
            if end.end > end.start { start.to(end) } else { last.map_or(start, |last| start.to(last)) };
        self.node(Node { span, value }, anchor)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), GivenUp> {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            self.problems.error(
                span,
                "YAML_ALIAS",
                "this alias stands inside the value that it names",
                "write the value out",
            );
            return Err(GivenUp);
        };
        self.alias_nodes = self.alias_nodes.saturating_add(*size);
        if self.alias_nodes > MAX_ALIAS_NODES {
            self.problems.error(
                span,
                "YAML_ALIAS_BOMB",
                format!("the aliases of this document stand for more than {MAX_ALIAS_NODES} values"),
                "write the values out, or use fewer aliases",
            );
            return Err(GivenUp);
        }
        let node = Node { span, value: node.value.clone() };
        self.node(node, 0)
    }

    fn node(&mut self, node: Node, anchor: usize) -> Result<(), GivenUp> {
        if anchor > 0 {
            let size = node.count();
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Seq(items)) => items.push(node),
            Some(Content::Map { entries, seen, key }) => match key.take() {
                Some((key, key_span)) if &*key == "<<" || seen.insert(key.clone()) => {
                    entries.push(Entry { key, key_span, value: node });
                }
                Some((key, key_span)) => duplicate_key(&key, key_span, self.problems),
                None => *key = Some(key_of(&node, self.problems)?),
            },
        }
        Ok(())
    }
}

fn key_of(node: &Node, problems: &mut Problems) -> Result<(Arc<str>, Span), GivenUp> {
    match &node.value {
        Value::Scalar { text, .. } => Ok((text.clone(), node.span)),
        _ => {
            problems.error(
                node.span,
                "YAML_KEY",
                format!("{} can't be a key here", node.describe()),
                "use a plain word as the key; `{{ … }}` of a template must be rendered first",
            );
            Err(GivenUp)
        }
    }
}

fn duplicate_key(key: &str, span: Span, problems: &mut Problems) {
    problems.error(
        span,
        "YAML_DUPLICATE_KEY",
        format!("the key `{key}` stands twice in this mapping"),
        "remove one; of two, only one would count",
    );
}

/// Resolves `<<: *anchor`: keys of the mapping itself win over merged ones.
fn merged(entries: Vec<Entry>, problems: &mut Problems) -> Vec<Entry> {
    if entries.iter().all(|e| &*e.key != "<<") {
        return entries;
    }
    let (merges, mut own): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|e| &*e.key == "<<");
    let mut seen: BTreeSet<Arc<str>> = own.iter().map(|entry| entry.key.clone()).collect();
    for merge in merges {
        let sources = match &merge.value.value {
            Value::Map(_) => std::slice::from_ref(&merge.value),
            Value::Seq(items) if items.iter().all(|item| matches!(item.value, Value::Map(_))) => items,
            _ => {
                problems.error(
                    merge.value.span,
                    "YAML_MERGE",
                    "`<<` merges mappings only",
                    "name an anchored mapping after `<<:`",
                );
                continue;
            }
        };
        for entry in sources.iter().flat_map(Node::entries) {
            if seen.insert(entry.key.clone()) {
                own.push(entry.clone());
            }
        }
    }
    own
}

fn scalar_kind(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Kind {
    match (tag, style) {
        (Some(tag), _) if tag.is_yaml_core_schema() && tag.suffix == "str" => Kind::Str,
        (None, ScalarStyle::Plain) => Kind::of_plain(text),
        (Some(tag), ScalarStyle::Plain) if tag.is_yaml_core_schema() => Kind::of_plain(text),
        _ => Kind::Str,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Node;
    use super::super::documents;
    use crate::{FileId, Problem, Problems, SourceFile};

    fn read(text: &str) -> (Option<Node>, Vec<Problem>) {
        let mut problems = Problems::default();
        let documents = documents(FileId(0), &SourceFile::new("t", text), &mut problems);
        (documents.into_iter().next().and_then(|d| d.root), problems.sorted())
    }

    fn code(text: &str) -> &'static str {
        read(text).1.first().map_or("", |p| p.code)
    }

    #[test]
    fn spans_are_bytes_of_the_file() {
        let text = "# 🦀\nname: é\nlist:\n- a\n- {b: 1}\n";
        let (root, _) = read(text);
        let root = root.unwrap();
        let span = root.get("list").unwrap().items()[1].span;
        assert_eq!(text.get(span.start..span.end), Some("{b: 1}"));
        let span = root.get("name").unwrap().span;
        assert_eq!(text.get(span.start..span.end), Some("é"));
    }

    #[test]
    fn bombs_are_refused() {
        assert_eq!(code(&"[".repeat(10_000)), "YAML_TOO_DEEP");
        assert_eq!(code(&"{a: ".repeat(10_000)), "YAML_TOO_DEEP");
        assert_eq!(code(&"- ".repeat(10_000)), "YAML_TOO_DEEP");
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for i in 1..20 {
            let alias = format!("*a{}, ", i - 1).repeat(9);
            bomb.push_str(&format!("a{i}: &a{i} [{}]\n", alias.trim_end_matches(", ")));
        }
        assert_eq!(code(&bomb), "YAML_ALIAS_BOMB");
        assert_eq!(code("a: &a [*a]\n"), "YAML_ALIAS");
    }

    #[test]
    fn what_people_get_wrong() {
        assert_eq!(code("a: 1\nb: 2\na: 3\n"), "YAML_DUPLICATE_KEY");
        assert_eq!(code("a:\n\tb: 1\n"), "YAML_TAB");
        assert_eq!(code("a: [1, 2\nb: 3\n"), "YAML_SYNTAX");
        assert_eq!(code("a: {{ .Values.x }}\n"), "YAML_KEY");
    }

    #[test]
    fn anchors_and_merges() {
        let (root, problems) = read("base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  y: 3\n");
        assert!(problems.is_empty(), "{problems:?}");
        let mine = root.unwrap().get("mine").cloned().unwrap();
        assert_eq!(mine.entries().len(), 2);
        assert_eq!(mine.get("y").unwrap().describe(), "the number `3`");
    }
}
