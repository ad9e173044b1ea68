//! The page: editor bundle, fonts, and Trunk for the rest.

use crate::process::{Outcome, run, step};
use crate::setup::{self, Need, Tools};
use crate::size;
use std::fs;
use std::path::{Path, PathBuf};

const FONTS: [(&str, &str); 2] = [
    ("node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", "inter.woff2"),
    (
        "node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
        "jetbrains-mono.woff2",
    ),
];

/// What Trunk copies beside its own output.
const STAGE: &str = "target/web";

/// Sets up, builds into dist/, prints the size.
pub fn ready() -> Outcome<Tools> {
    let tools = setup::run(Need::Build)?;
    with(&tools)?;
    Ok(tools)
}

/// Builds with tools that are there.
pub fn with(tools: &Tools) -> Outcome {
    stage_fonts()?;
    step("bundling the editor", || {
        run(tools.command("esbuild").args([
            "src/web/editor/main.js",
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--log-level=warning",
            "--outfile=target/web/editor.js",
        ]))
    })?;
    step("building the page (about a minute the first time)", || {
        // Trunk's colours and its own look for updates are no use here. Paths of this machine stay out of the core.
        run(tools
            .command("trunk")
            .args(["build", "--release", "--offline", "--skip-version-check"])
            .env("NO_COLOR", "true")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", remap()))
    })?;
    size::report()
}

/// Flags by which the core names its sources alike wherever it's built: shorter, and the same bytes everywhere.
fn remap() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    // Cargo keeps the sources in a folder for each registry, named after where it's reached.
    let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten().filter_map(Result::ok);
    let mut flags: Vec<String> =
        registries.map(|entry| format!("--remap-path-prefix={}=crates", entry.path().display())).collect();
    flags.push(format!("--remap-path-prefix={}=.", crate::process::root().display()));
    flags.sort();
    flags.join(" ")
}

fn stage_fonts() -> Outcome {
    let folder = Path::new(STAGE).join("fonts");
    let copy = || -> std::io::Result<()> {
        fs::create_dir_all(&folder)?;
        for (from, name) in FONTS {
            fs::copy(from, folder.join(name))?;
        }
        Ok(())
    };
    copy().map_err(|error| format!("the fonts can't be copied: {error}"))
}
