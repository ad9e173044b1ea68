//! The code editor, as the bundle in `editor/` offers it on the window.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = zelEditor, js_name = create, catch)]
    fn create_handle(host: &HtmlElement, options: &JsValue) -> Result<Handle, JsValue>;

    /// The bundle's handle.
    type Handle;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Handle, file: &str, text: &str, read_only: bool) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn replace(this: &Handle, file: &str, text: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn problems(this: &Handle, file: &str, json: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn marks(this: &Handle, file: &str, json: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn highlight(this: &Handle, file: &str, from: i32, to: i32, kind: &str) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn reveal(this: &Handle, file: &str, from: usize) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn jump(this: &Handle, file: &str, from: usize, to: usize) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn undo(this: &Handle) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn redo(this: &Handle) -> Result<bool, JsValue>;
}

/// An editor in the page. Offsets are UTF-16 units; a call about a file that isn't open does nothing.
pub struct Editor {
    handle: Handle,
    /// Kept for as long as the editor may call it.
    _on_change: Closure<dyn Fn(String, String)>,
}

impl Editor {
    /// Puts an editor into `host`. `on_change` gets a file's name and its whole text after each edit. None where the
    /// bundle didn't load.
    pub fn create(
        host: &HtmlElement,
        label: &str,
        on_change: impl Fn(String, String) + 'static,
    ) -> Option<Editor> {
        let on_change = Closure::<dyn Fn(String, String)>::new(on_change);
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"label".into(), &label.into()).ok()?;
        js_sys::Reflect::set(&options, &"onChange".into(), on_change.as_ref()).ok()?;
        let handle = create_handle(host, &options).ok()?;
        Some(Editor { handle, _on_change: on_change })
    }

    /// Shows a file; its text only counts the first time, later the editor has its own.
    pub fn open(&self, file: &str, text: &str, read_only: bool) {
        quiet(self.handle.open(file, text, read_only));
    }

    /// Replaces a file's text by one change that can be undone.
    pub fn replace(&self, file: &str, text: &str) {
        quiet(self.handle.replace(file, text));
    }

    /// Shows problems: JSON `[{from, to, severity, message, mend}]`.
    pub fn problems(&self, file: &str, json: &str) {
        quiet(self.handle.problems(file, json));
    }

    /// Shows marks beside lines: JSON `[{line, kind, title}]`.
    pub fn marks(&self, file: &str, json: &str) {
        quiet(self.handle.marks(file, json));
    }

    /// Highlights the lines of a range, `allow` or `deny`; a negative `from` clears.
    pub fn highlight(&self, file: &str, from: i32, to: i32, kind: &str) {
        quiet(self.handle.highlight(file, from, to, kind));
    }

    /// Scrolls to a place of the shown file and leaves the focus where it is.
    pub fn reveal(&self, file: &str, from: usize) {
        quiet(self.handle.reveal(file, from));
    }

    /// Shows a file, selects a range in it, and takes the focus.
    pub fn jump(&self, file: &str, from: usize, to: usize) {
        quiet(self.handle.jump(file, from, to));
    }

    /// Takes the last edit of the shown file back.
    pub fn undo(&self) {
        quiet(self.handle.undo());
    }

    /// Brings the last undone edit of the shown file back.
    pub fn redo(&self) {
        quiet(self.handle.redo());
    }
}

/// The bundle answers false for what it can't do; should it fail, the page goes on without.
fn quiet(result: Result<bool, JsValue>) {
    if let Err(error) = result {
        gloo::console::warn!("the editor refused", error);
    }
}
