//! Light, dark, or as the system says.

use crate::store;

/// The three choices in the order in which the button walks through them.
const ORDER: [&str; 3] = ["system", "light", "dark"];

/// The present choice.
pub fn current() -> &'static str {
    let kept = store::setting("theme");
    ORDER.into_iter().find(|name| kept.as_deref() == Some(name)).unwrap_or("system")
}

/// Goes on to the next choice and gives it.
pub fn next() -> &'static str {
    let at = ORDER.iter().position(|name| *name == current()).unwrap_or(0);
    let name = ORDER.iter().cycle().nth(at.saturating_add(1)).copied().unwrap_or("system");
    store::set_setting("theme", name);
    apply(name);
    name
}

/// Puts a choice on the document.
fn apply(name: &str) {
    let Some(root) = gloo::utils::document().document_element() else { return };
    // The attribute's name is a fixed, valid one: neither call can fail.
    let _ = if name == "system" {
        root.remove_attribute("data-theme")
    } else {
        root.set_attribute("data-theme", name)
    };
}

/// Whether the person asked for less motion.
pub fn reduced_motion() -> bool {
    let query = gloo::utils::window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|list| list.matches())
}
