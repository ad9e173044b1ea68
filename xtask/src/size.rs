//! How much a first visit loads, against its budget.

use crate::process::{Outcome, output, say};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Most that the core may weigh, bytes after gzip.
const CORE_BUDGET: u64 = 300 * 1024;
/// Most that everything of a first visit may weigh, bytes after gzip.
const ALL_BUDGET: u64 = 600 * 1024;

/// Prints a table of dist/ and fails where it's over budget.
pub fn report() -> Outcome {
    let mut files = Vec::new();
    collect(Path::new("dist"), &mut files)
        .map_err(|error| format!("dist/: {error}; run `cargo xtask build` first"))?;
    files.sort();
    let (mut all, mut core) = (0_u64, 0_u64);
    say("  size in bytes          plain      gzip");
    for file in &files {
        let plain = std::fs::metadata(file).map_or(0, |meta| meta.len());
        let zipped = gzip(file).unwrap_or(plain);
        all = all.saturating_add(zipped);
        if file.extension().is_some_and(|e| e == "wasm") {
            core = core.saturating_add(zipped);
        }
        let name = file.strip_prefix("dist").unwrap_or(file).display().to_string();
        say(&format!("  {name:<20} {plain:>9} {zipped:>9}"));
    }
    say(&format!(
        "  core {} of {} KB, everything {} of {} KB",
        kilo(core),
        kilo(CORE_BUDGET),
        kilo(all),
        kilo(ALL_BUDGET)
    ));
    if core > CORE_BUDGET || all > ALL_BUDGET {
        return Err("over the budget: see the table".to_owned());
    }
    Ok(())
}

fn kilo(bytes: u64) -> u64 {
    bytes.div_ceil(1024)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // Lessons lie beside the page for whoever wants to read them; the core has them inside.
        match path.is_dir() {
            true => collect(&path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

/// Size after gzip -9, by Node.js, which is there anyway.
fn gzip(file: &Path) -> Option<u64> {
    let script = "const z=require('zlib');process.stdout.write(String(z.gzipSync(require('fs').readFileSync(process.argv[1]),{level:9}).length))";
    output(Command::new("node").args(["-e", script]).arg(file))?.trim().parse().ok()
}
