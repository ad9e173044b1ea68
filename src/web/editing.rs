//! The page's one editor, from wherever it's needed.

use crate::editor::Editor;
use std::cell::RefCell;

thread_local! {
    static EDITOR: RefCell<Option<Editor>> = const { RefCell::new(None) };
}

/// Keeps the editor; none where it didn't load.
pub fn set_editor(editor: Option<Editor>) {
    EDITOR.with(|slot| slot.replace(editor));
}

/// Does something with the editor, if it's there and not busy calling back.
pub fn with_editor(action: impl FnOnce(&Editor)) {
    EDITOR.with(|slot| {
        if let Ok(slot) = slot.try_borrow()
            && let Some(editor) = slot.as_ref()
        {
            action(editor);
        }
    });
}
