// The page's code editor: CodeMirror behind a small interface of texts and offsets (UTF-16 units).
// It lives in a shadow root, where its styles are adopted sheets: the page's CSP allows no inline style.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { extensions } from "./setup.js";
import { setHighlight } from "./highlight.js";
import { setMarks } from "./marks.js";
import { difference } from "./difference.js";
import { message } from "./message.js";

const LARGE = 1_000_000;
const LARGE_REST = 250;

function create(host, options) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const states = new Map();
  let shown = null;
  let late = null;

  const changed = (update) => {
    if (update.docChanged && shown) tell(shown);
    if (update.selectionSet || update.docChanged) {
      const head = update.state.selection.main.head;
      options.onCursor?.(shown ?? "", update.state.doc.lineAt(head).number, head);
    }
  };
  const tell = (file) => {
    const doc = stateOf(file).doc;
    clearTimeout(late);
    if (doc.length < LARGE) options.onChange(file, doc.toString());
    else late = setTimeout(() => options.onChange(file, stateOf(file).doc.toString()), LARGE_REST);
  };

  const view = new EditorView({ parent: root, root, state: EditorState.create({}) });
  view.dom.part = "editor";
  const stateOf = (file) => (file === shown ? view.state : states.get(file));
  const fresh = (file, text, readOnly) =>
    EditorState.create({ doc: text, extensions: [extensions(file, options.label, readOnly), EditorView.updateListener.of(changed)] });

  // Runs a transaction on a file, shown or not.
  const apply = (file, spec) => {
    const state = stateOf(file);
    if (!state) return false;
    if (file === shown) view.dispatch(spec);
    else states.set(file, state.update(spec).state);
    return true;
  };
  const clamp = (file, offset) => Math.max(0, Math.min(Number(offset) || 0, stateOf(file).doc.length));

  const handle = {
    open(file, text, readOnly) {
      if (!stateOf(file)) states.set(file, fresh(file, text, readOnly));
      return handle.show(file);
    },
    show(file) {
      if (file === shown) return true;
      const next = states.get(file);
      if (!next) return false;
      if (shown) states.set(shown, view.state);
      shown = file;
      states.delete(file);
      view.setState(next);
      return true;
    },
    text: (file) => stateOf(file)?.doc.toString() ?? "",
    replace(file, text) {
      const state = stateOf(file);
      if (!state) return false;
      const change = difference(state.doc.toString(), text);
      if (!change) return true;
      apply(file, { changes: change, userEvent: "input.replace" });
      if (file !== shown) options.onChange(file, text);
      return true;
    },
    problems(file, json) {
      const state = stateOf(file);
      if (!state) return false;
      const list = JSON.parse(json).map((problem) => {
        const from = clamp(file, problem.from);
        const to = Math.max(from, clamp(file, problem.to));
        return { from, to, severity: problem.severity, message: problem.message, renderMessage: () => message(problem) };
      });
      return apply(file, setDiagnostics(state, list));
    },
    marks: (file, json) => apply(file, { effects: setMarks.of(JSON.parse(json)) }),
    highlight(file, from, to, kind) {
      if (!stateOf(file)) return false;
      const range = from < 0 ? null : { from: clamp(file, from), to: clamp(file, to), kind };
      return apply(file, { effects: setHighlight.of(range) });
    },
    // Scrolls to a place of the shown file, where it isn't in view; the focus stays where it is.
    reveal(file, from) {
      if (file !== shown) return false;
      view.dispatch({ effects: EditorView.scrollIntoView(clamp(file, from), { y: "center" }) });
      return true;
    },
    jump(file, from, to) {
      if (!handle.show(file)) return false;
      const anchor = clamp(file, from);
      view.dispatch({
        selection: { anchor, head: Math.max(anchor, clamp(file, to)) },
        effects: EditorView.scrollIntoView(anchor, { y: "center" }),
      });
      view.focus();
      return true;
    },
    undo: () => undo(view),
    redo: () => redo(view),
    canUndo: () => undoDepth(view.state) > 0,
    canRedo: () => redoDepth(view.state) > 0,
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
  return Object.freeze(handle);
}

globalThis.zelEditor = Object.freeze({ create });
