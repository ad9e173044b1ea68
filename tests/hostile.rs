//! Input that nobody should type, by the page's own way: `start`, then `update` with an edit. Each case ends with a clear
//! problem at the right place, or with none where nothing is wrong, and with the last good picture still there.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic: that is how it fails"
)]

use proptest::prelude::*;
use zero_egress_lab::model::Trace;
use zero_egress_lab::session::{Action, State, catalogue, start, update};
use zero_egress_lab::source::{Files, Problem, Severity, Span};

const FILE: &str = "policies.yaml";

fn begin() -> State {
    start(&catalogue()[0]).unwrap()
}

fn edit(state: &State, text: &str) -> State {
    update(state, Action::Edit { file: FILE.to_owned(), text: text.to_owned() })
}

fn lesson_text() -> String {
    begin().files.iter().find(|file| &*file.name == FILE).unwrap().text.to_string()
}

fn in_file(files: &Files, span: Span) -> bool {
    let Some(file) = files.get(span.file) else { return false };
    span.start <= span.end && file.text.get(span.start..span.end).is_some()
}

fn rules(trace: &Trace) -> impl Iterator<Item = Span> {
    let causes = trace.hops.iter().flat_map(|hop| &hop.steps).map(|step| &step.cause);
    causes.flat_map(|cause| {
        let considered = cause.considered.iter().map(|c| c.rule.span);
        cause.rules.iter().map(|rule| rule.span).chain(considered)
    })
}

/// What must hold whatever was typed.
fn sound(before: &State, after: &State) -> Result<(), String> {
    let files = &after.now.files;
    for Problem { span, message, .. } in &after.now.problems {
        if !in_file(files, *span) {
            return Err(format!("{span:?} of `{message}` isn't in its file"));
        }
        if message.is_empty() || message.len() > 1_000 {
            return Err(format!("a message of {} bytes", message.len()));
        }
    }
    for span in after.now.flows.iter().flat_map(|flow| rules(&flow.trace)) {
        if !in_file(files, span) {
            return Err(format!("{span:?} of a rule isn't in its file"));
        }
    }
    for mark in &after.now.marks {
        let file = files.id(&mark.file).and_then(|id| files.get(id));
        if file.is_none_or(|file| !(1..=file.line_count()).contains(&mark.line)) {
            return Err(format!("a mark at line {} isn't in its file", mark.line));
        }
    }
    let broken = after.now.problems.iter().any(|problem| problem.severity == Severity::Error);
    if broken != after.stale() {
        return Err("the picture is stale exactly when something is broken".to_owned());
    }
    if broken && after.shown.scene != before.shown.scene {
        return Err("the last good picture is gone".to_owned());
    }
    Ok(())
}

/// Types `text` over the lesson's policies, and expects problems `CODE line:column`.
#[track_caller]
fn check(text: &str, expected: &[&str]) -> State {
    let before = begin();
    let after = edit(&before, text);
    sound(&before, &after).unwrap();
    let files = &after.now.files;
    let problems = after.now.problems.iter().map(|problem| {
        let place = files.place(problem.span);
        assert_eq!(&*place.file, FILE);
        assert!(problem.mend.is_some(), "no mend for {}", problem.message);
        format!("{} {}:{}", problem.code, place.line, place.column)
    });
    assert_eq!(problems.collect::<Vec<_>>(), expected);
    after
}

fn message(state: &State) -> &str {
    &state.now.problems[0].message
}

#[test]
fn an_alias_bomb() {
    // Of a0 with 10 nodes, each next one holds nine aliases: 90 + 819 + 7380 nodes, and 7381 with each alias in a4.
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..30 {
        let aliases = vec![format!("*a{}", i - 1); 9].join(", ");
        bomb.push_str(&format!("a{i}: &a{i} [{aliases}]\n"));
    }
    let state = check(&bomb, &["YAML_ALIAS_BOMB 5:15"]);
    assert!(message(&state).contains("20000 values"));
}

#[test]
fn nesting_10_000_deep() {
    let block = "- ".repeat(10_000);
    check(&block, &["YAML_TOO_DEEP 1:129"]);
    let mapping: String = (0..10_000).map(|i| format!("{}a:\n", " ".repeat(i.min(300)))).collect();
    check(&mapping, &["YAML_TOO_DEEP 65:65"]);
    for flow in
        ["[".repeat(10_000), "{a: ".repeat(10_000), format!("{}{}", "[".repeat(10_000), "]".repeat(10_000))]
    {
        let before = begin();
        let after = edit(&before, &flow);
        sound(&before, &after).unwrap();
        assert_eq!(after.now.problems[0].code, "YAML_TOO_DEEP");
        assert!(message(&after).contains("64 levels"), "{}", message(&after));
    }
}

#[test]
fn five_megabytes_around_the_policies_change_nothing() {
    let text = format!("{}{}", lesson_text(), "# nothing to see here, move along\n".repeat(160_000));
    assert!(text.len() > 5_000_000);
    let state = check(&text, &[]);
    let verdicts = |state: &State| state.now.flows.iter().map(|f| f.trace.verdict).collect::<Vec<_>>();
    assert_eq!(verdicts(&state), verdicts(&begin()));
}

#[test]
fn five_megabytes_of_policies_are_all_considered() {
    let policy = |i: usize| {
        format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{ name: p{i}, namespace: api }}\n\
             spec:\n  podSelector: {{}}\n  policyTypes: [Egress]\n  egress:\n\
             \x20   - to: [{{ ipBlock: {{ cidr: 10.0.0.0/16 }} }}]\n"
        )
    };
    let text: String = (0..25_000).map(policy).collect();
    assert!(text.len() > 5_000_000);
    let state = check(&text, &[]);
    let home = state.now.flows.iter().find(|flow| flow.id == "api-calls-home").unwrap();
    let (_, step) = home.trace.deciding().unwrap();
    assert_eq!(step.cause.considered.len(), 25_000);
}

#[test]
fn more_than_eight_megabytes_are_not_read() {
    let state = check(&"# much\n".repeat(1_300_000), &["FILE_TOO_LARGE 1:1"]);
    assert!(message(&state).contains("up to 8 MB"));
}

#[test]
fn five_megabytes_on_one_line() {
    let state = check(&"-".repeat(5_000_000), &["FIELD_TYPE 1:1"]);
    assert!(message(&state).len() < 400, "only part of it is quoted");
    check(&format!("a: \"{}", "x".repeat(5_000_000)), &["YAML_SYNTAX 1:4"]);
    check(&format!("a: {}", "🦀".repeat(1_250_000)), &["FIELD_REQUIRED 1:1", "FIELD_REQUIRED 1:1"]);
}

#[test]
fn a_hundred_thousand_keys_in_one_mapping() {
    let head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: api }\nspec:\n";
    let keys: String = (0..100_000).map(|i| format!("  k{i}: 1\n")).collect();
    let before = begin();
    let after = edit(&before, &format!("{head}{keys}"));
    sound(&before, &after).unwrap();
    let problems = &after.now.problems;
    assert_eq!((problems[0].code, after.now.files.place(problems[0].span).line), ("FIELD_UNKNOWN", 5));
    assert!(problems.len() <= 1_000, "{} problems", problems.len());
    assert_eq!(problems.last().unwrap().code, "MORE_PROBLEMS");
}

#[test]
fn a_large_mapping_merged_into_a_larger_one() {
    let keys = |letter: &str, n: usize| (0..n).map(|i| format!("  {letter}{i}: 1\n")).collect::<String>();
    let text = format!("a: &a\n{}b:\n  <<: *a\n{}", keys("x", 19_000), keys("k", 100_000));
    check(&text, &["FIELD_REQUIRED 1:1", "FIELD_REQUIRED 1:1"]);
}

#[test]
fn very_many_broken_documents() {
    let before = begin();
    let after = edit(&before, &"---\nkind: Pod\napiVersion: v1\n".repeat(50_000));
    sound(&before, &after).unwrap();
    assert!(after.stale() && after.now.problems.len() <= 1_000);
}

#[test]
fn nul_bytes_and_other_control_characters() {
    let state = check("kind: Po\0d\n", &["YAML_CONTROL_CHARACTER 1:9"]);
    assert!(message(&state).contains("U+0000"));
    check("a: 1\nb: \u{1b}[2J\n", &["YAML_CONTROL_CHARACTER 2:4"]);
    check("a: \"🦀\u{7}\"\n", &["YAML_CONTROL_CHARACTER 1:6"]);
}

#[test]
fn binary_junk() {
    // A zip file's beginning, and all bytes there are, as a browser makes text of them.
    for bytes in [b"PK\x03\x04\x14\0\x08\0".to_vec(), (0..=255).collect::<Vec<u8>>()] {
        let before = begin();
        let after = edit(&before, &String::from_utf8_lossy(&bytes));
        sound(&before, &after).unwrap();
        assert_eq!(after.now.problems[0].code, "YAML_CONTROL_CHARACTER");
    }
}

#[test]
fn unknown_kinds() {
    let state = check("apiVersion: v1\nkind: Widget\n", &["KIND_UNKNOWN 2:7"]);
    assert!(!state.stale(), "a kind that isn't read is a warning");
    let state = check("apiVersion: v1\nkind: NetworkPolcy\n", &["KIND_UNKNOWN 2:7"]);
    assert_eq!(state.now.problems[0].mend.as_deref(), Some("did you mean `NetworkPolicy`?"));
    check("apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\n", &["POLICY_NOT_EVALUATED 2:7"]);
}

#[test]
fn tabs() {
    let state = check("apiVersion: v1\nmetadata:\n\tname: x\n", &["YAML_TAB 3:2"]);
    assert!(message(&state).contains("tab"));
}

#[test]
fn duplicate_keys() {
    let text = "apiVersion: v1\nkind: Namespace\nmetadata: { name: a, name: b }\n";
    let state = check(text, &["YAML_DUPLICATE_KEY 3:22"]);
    assert!(message(&state).contains("`name` stands twice"));
}

#[test]
fn markup_as_a_name_stays_text() {
    let name = "<img onerror=alert(1)>";
    let text = format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  namespace: api\n");
    let state = check(&text, &["FIELD_VALUE 4:9"]);
    assert!(message(&state).contains(&format!("`{name}`")), "{}", message(&state));
}

#[test]
fn windows_line_ends_change_nothing() {
    let text = lesson_text().replace('\n', "\r\n");
    let state = check(&text, &[]);
    for (old, new) in begin().now.flows.iter().zip(&state.now.flows) {
        assert_eq!(old.trace.code, new.trace.code);
        let lines = |state: &State, trace: &Trace| -> Vec<_> {
            rules(trace).map(|span| state.now.files.place(span)).collect()
        };
        assert_eq!(lines(&begin(), &old.trace), lines(&state, &new.trace), "{}", old.id);
    }
    check("apiVersion: v1\r\nkind: Pod\r\nkind: Pod\r\nmetadata: {name: a}\r\n", &["YAML_DUPLICATE_KEY 3:1"]);
}

#[test]
fn columns_behind_emoji_count_characters() {
    let text = "# é🦀\napiVersion: v1\nkind: Namespace\nmetadata: { name: a, \"👩‍🚀🦀\": 1, name: b }\n";
    // A woman, a joiner and a rocket are three characters on the screen's one.
    let column = "metadata: { name: a, \"".chars().count() + 4 + "\": 1, ".len() + 1;
    let state = edit(&begin(), text);
    let duplicate = state.now.problems.iter().find(|p| p.code == "YAML_DUPLICATE_KEY").unwrap();
    assert_eq!(state.now.files.place(duplicate.span).column, column);
    let (start, end) = state.now.files.utf16(duplicate.span);
    let units: Vec<u16> = text.encode_utf16().collect();
    assert_eq!(String::from_utf16(&units[start..end]).unwrap(), "name");
    check("kind: 🦀🦀🦀 \"a\": b\n", &["YAML_SYNTAX 1:14"]);
}

#[test]
fn a_byte_order_mark() {
    check(&format!("\u{feff}{}", lesson_text()), &[]);
}

#[test]
fn nothing_at_all() {
    for text in ["", "\n", "   \n\n", "# only\n# comments\n", "---\n---\n", "---\n# x\n...\n", "\u{feff}"] {
        check(text, &[]);
    }
}

#[test]
fn what_is_not_an_object() {
    check("just words\n", &["FIELD_TYPE 1:1"]);
    check("- a\n- list\n", &["FIELD_TYPE 1:1"]);
    check("42\n", &["FIELD_TYPE 1:1"]);
}

thread_local! {
    /// The lesson at its start, once for all cases of a property.
    static BEGIN: State = begin();
}

fn typed(text: &str) -> Result<(), String> {
    BEGIN.with(|before| sound(before, &edit(before, text)))
}

/// Pieces that YAML and manifests are made of.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "apiVersion: networking.k8s.io/v1\n",
        "kind: NetworkPolicy\n",
        "kind: Pod\n",
        "apiVersion: v1\n",
        "metadata:\n",
        "  name: x\n",
        "  namespace: api\n",
        "spec:\n",
        "  podSelector: {}\n",
        "  egress:\n",
        "    - to:\n",
        "      - ipBlock:\n",
        "          cidr: 10.0.0.0/8\n",
        "      ports:\n",
        "- port: 53\n",
        "  policyTypes: [Egress]\n",
        "---\n",
        "...\n",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "  ",
        "- ",
        "? ",
        ": ",
        "&a ",
        "*a",
        "<<: *a\n",
        "!!str ",
        "!x ",
        "| \n",
        ">-\n",
        "'",
        "\"",
        "\\",
        "[",
        "]",
        "{",
        "}",
        ",",
        "#",
        "%",
        "@",
        "~",
        "null",
        "yes",
        "0x1F",
        "1e400",
        "🦀",
        "é",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\0",
        "a",
        "key: v\n",
        "65536",
        "-1",
        "::/0",
        "10.0.0.0/33",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The lesson's own text with one piece cut out or replaced.
fn damaged() -> impl Strategy<Value = String> {
    (any::<prop::sample::Index>(), any::<prop::sample::Index>(), yamlish()).prop_map(|(a, b, piece)| {
        let text = lesson_text();
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let from = a.index(borders.len());
        let to = (from + b.index(40)).min(borders.len() - 1);
        format!("{}{piece}{}", &text[..borders[from]], &text[borders[to]..])
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_break_it(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(typed(&String::from_utf8_lossy(&bytes)), Ok(()));
    }

    #[test]
    fn arbitrary_characters_never_break_it(text in any::<String>()) {
        prop_assert_eq!(typed(&text), Ok(()));
    }

    #[test]
    fn what_looks_like_yaml_never_breaks_it(text in yamlish()) {
        prop_assert_eq!(typed(&text), Ok(()));
    }

    #[test]
    fn a_damaged_lesson_never_breaks_it(text in damaged()) {
        prop_assert_eq!(typed(&text), Ok(()));
    }
}
