//! Room `lesson`.
