//! The rooms of the lab under one roof.
pub use {
    zel_aws as aws, zel_engine as engine, zel_estate as estate, zel_k8s as k8s, zel_lesson as lesson,
    zel_model as model, zel_scene as scene, zel_session as session, zel_source as source, zel_words as words,
};
