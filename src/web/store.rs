//! What survives a reload: the learner's texts, by lesson. Versioned; what can't be read is left alone.

use gloo::storage::{LocalStorage, Storage, errors::StorageError};
use std::collections::BTreeMap;
use zel_session::State;

/// Version of what is stored under a key.
const PREFIX: &str = "zel.texts.1.";

/// Keeps the edited texts of a lesson. Says what went wrong, for the learner.
pub fn save(lesson: &str, state: &State) -> Result<(), String> {
    let edited: BTreeMap<&str, &str> =
        state.files.iter().filter(|file| file.edited()).map(|file| (&*file.name, &*file.text)).collect();
    let key = format!("{PREFIX}{lesson}");
    if edited.is_empty() {
        LocalStorage::delete(&key);
        return Ok(());
    }
    LocalStorage::set(&key, &edited).map_err(|_| {
        "Your edits can't be kept in this browser: its storage is full or shut. Copy what you need."
            .to_owned()
    })
}

/// The texts of an earlier visit.
pub fn load(lesson: &str) -> Result<Vec<(String, String)>, String> {
    match LocalStorage::get::<BTreeMap<String, String>>(format!("{PREFIX}{lesson}")) {
        Ok(texts) => Ok(texts.into_iter().collect()),
        Err(StorageError::KeyNotFound(_)) => Ok(Vec::new()),
        Err(_) => {
            Err("What this browser kept of your earlier edits can't be read; you begin afresh.".to_owned())
        }
    }
}

/// A small setting.
pub fn setting(name: &str) -> Option<String> {
    LocalStorage::raw().get_item(&format!("zel.{name}")).ok().flatten()
}

/// Keeps a small setting, where that's possible.
pub fn set_setting(name: &str, value: &str) {
    // A browser that refuses storage only forgets the setting.
    let _ = LocalStorage::raw().set_item(&format!("zel.{name}"), value);
}
