// The lines of the rule that decided the selected flow.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

export const setHighlight = StateEffect.define();

export const highlightField = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    let next = lines.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setHighlight)) next = decorate(effect.value, transaction.newDoc);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(range, doc) {
  if (!range) return Decoration.none;
  const mark = Decoration.line({ class: range.kind === "allow" ? "cm-cause-allow" : "cm-cause-deny" });
  const last = doc.lineAt(Math.max(range.from, range.to - 1)).number;
  const lines = [];
  for (let number = doc.lineAt(range.from).number; number <= last; number += 1) {
    const line = doc.line(number);
    if (line.text.trim() || lines.length === 0) lines.push(mark.range(line.from));
  }
  return Decoration.set(lines);
}
