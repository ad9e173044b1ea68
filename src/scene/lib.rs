//! Room `scene`.
