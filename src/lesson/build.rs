//! Finds the lessons under `static/lessons/`, turns `lesson.yaml` into JSON and `lesson.md` into HTML, so that nothing of
//! that is left to do, or to sanitise, at run time, and the page carries no second YAML reader.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../static/lessons");
    println!("cargo::rerun-if-changed={}", root.display());
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    let mut code = String::from("static LESSONS: &[Source] = &[\n");
    for folder in sorted(&root)?.into_iter().filter(|path| path.join("lesson.yaml").is_file()) {
        let id = name(&folder);
        let html = out.join(format!("{id}.html"));
        fs::write(&html, render(&fs::read_to_string(folder.join("lesson.md"))?))?;
        let mut files = String::new();
        for file in sorted(&folder)?.into_iter().chain(sorted(&folder.join("solution"))?) {
            let relative = file.strip_prefix(&folder).map(|p| p.display().to_string()).unwrap_or_default();
            if file.is_file() && !matches!(relative.as_str(), "lesson.yaml" | "lesson.md") {
                let _ = write!(files, "({relative:?}, include_str!({:?})), ", full(&file)?);
            }
        }
        let lesson = out.join(format!("{id}.json"));
        fs::write(&lesson, json(&fs::read_to_string(folder.join("lesson.yaml"))?)?)?;
        let lesson = full(&lesson)?;
        let _ = writeln!(
            code,
            "Source {{ id: {id:?}, lesson: include_str!({lesson:?}), html: include_str!({:?}), files: &[{files}] }},",
            full(&html)?
        );
    }
    code.push_str("];\n");
    fs::write(out.join("catalogue.rs"), code)
}

fn json(yaml: &str) -> io::Result<String> {
    let value: serde_json::Value = serde_yaml::from_str(yaml).map_err(io::Error::other)?;
    serde_json::to_string(&value).map_err(io::Error::other)
}

fn render(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(markdown));
    html
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

fn full(path: &Path) -> io::Result<String> {
    Ok(path.canonicalize()?.display().to_string())
}
