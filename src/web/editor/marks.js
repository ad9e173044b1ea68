// A narrow gutter: which lines let flows through, and which stop them.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";

export const setMarks = StateEffect.define();

const GLYPHS = { allow: "✓", deny: "✕", mixed: "◐" };

class Mark extends GutterMarker {
  constructor(kind, title) {
    super();
    this.kind = kind;
    this.title = title;
  }
  eq(other) {
    return this.kind === other.kind && this.title === other.title;
  }
  toDOM() {
    const mark = document.createElement("span");
    mark.className = `cm-mark cm-mark-${this.kind}`;
    mark.textContent = GLYPHS[this.kind] ?? "";
    mark.title = this.title;
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", this.title);
    return mark;
  }
}

const field = StateField.define({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setMarks)) next = place(effect.value, transaction.newDoc);
    return next;
  },
});

function place(list, doc) {
  const inside = list.filter(({ line }) => line >= 1 && line <= doc.lines).sort((a, b) => a.line - b.line);
  return RangeSet.of(inside.map(({ line, kind, title }) => new Mark(kind, title).range(doc.line(line).from)));
}

export const markGutter = [field, gutter({ class: "cm-marks", markers: (view) => view.state.field(field) })];
