// Looks: every colour is one of the page's tokens, which reach into the shadow root.
import { EditorView } from "@codemirror/view";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName, tags.keyword], color: "var(--code-key)" },
  { tag: [tags.string, tags.content, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.typeName, tags.labelName], color: "var(--code-number)" },
  { tag: [tags.comment, tags.lineComment, tags.meta], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace], color: "var(--ink-soft)" },
]);

const panel = { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "6px" };
const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "21px", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--ink-faint)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 10px", minWidth: "30px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-marks": { width: "16px" },
  ".cm-mark-allow": { color: "var(--allow)" }, ".cm-mark-deny": { color: "var(--deny)" }, ".cm-mark-mixed": { color: "var(--warn)" },
  ".cm-mark": { fontSize: "11px", fontWeight: "700", display: "block", textAlign: "center", cursor: "help" },
  ".cm-cause-deny": { backgroundColor: "var(--deny-soft)", boxShadow: "inset 3px 0 var(--deny)" },
  ".cm-cause-allow": { backgroundColor: "var(--allow-soft)", boxShadow: "inset 3px 0 var(--allow)" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "4px 0 0 1px" },
  ".cm-lint-marker": { width: "11px", height: "11px" },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--deny)", clipPath: "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)" },
  ".cm-lint-marker-warning": { content: "none", backgroundColor: "var(--warn)", clipPath: "polygon(50% 0, 100% 100%, 0 100%)" },
  ".cm-lint-marker-info": { content: "none", backgroundColor: "var(--allow)", borderRadius: "50%" },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline wavy 1px", textUnderlineOffset: "4px", paddingBottom: "0" },
  ".cm-lintRange-error": { textDecorationColor: "var(--deny)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--warn)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--allow)" },
  ".cm-tooltip": { ...panel, boxShadow: "var(--shadow)", fontFamily: "var(--sans)", maxWidth: "440px", overflow: "hidden" },
  ".cm-diagnostic": { padding: "7px 11px", borderLeft: "3px solid var(--line-strong)", marginLeft: "0", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--deny)" }, ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-problem-mend": { color: "var(--ink-soft)", marginTop: "2px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 9px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--ink-faint)", fontStyle: "normal", fontFamily: "var(--sans)", marginLeft: "1em" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { fontFamily: "var(--sans)", padding: "8px 10px" },
  ".cm-textfield": { ...panel, fontFamily: "var(--sans)", padding: "4px 8px" },
  ".cm-button": { ...panel, backgroundImage: "none", padding: "4px 10px", fontFamily: "var(--sans)" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--accent-soft)" },
});

export const look = [theme, syntaxHighlighting(colours)];
