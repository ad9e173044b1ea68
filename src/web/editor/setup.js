// What the editor can do: comfort for YAML, and a way out of it by keyboard.
import { EditorState } from "@codemirror/state";
import {
  EditorView, crosshairCursor, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { defaultKeymap, history, historyKeymap, indentWithTab, temporarilySetTabFocusMode } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { yaml } from "@codemirror/lang-yaml";
import { highlightField } from "./highlight.js";
import { markGutter } from "./marks.js";
import { complete } from "./complete.js";
import { look } from "./theme.js";

// After Escape the next Tab moves the focus on instead of indenting.
const leave = { key: "Escape", run: (view) => (temporarilySetTabFocusMode(view), false) };

export function extensions(file, label, readOnly) {
  const describe = readOnly ? "Read only." : "Escape, then Tab leaves the editor.";
  return [
    lineNumbers(),
    markGutter,
    lintGutter(),
    history(),
    drawSelection(),
    rectangularSelection(),
    crosshairCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.readOnly.of(readOnly),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [complete], icons: false }),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    highlightField,
    /\.ya?ml$/.test(file) ? yaml() : [],
    look,
    EditorView.contentAttributes.of({
      "aria-label": `${label}: ${file}`, "aria-description": describe, spellcheck: "false", tabindex: "0", autocapitalize: "off",
    }),
    keymap.of([
      leave, ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...lintKeymap,
      ...defaultKeymap, indentWithTab,
    ]),
  ];
}
