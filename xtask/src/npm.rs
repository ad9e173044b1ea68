//! Node.js packages: the editor's parts, esbuild, wasm-opt, and what browser tests need.

use crate::process::{Outcome, exists, output, run, step};
use std::path::Path;
use std::process::Command;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Makes sure that `node_modules` is what package-lock.json says.
pub fn ensure() -> Outcome {
    if !exists("node") || !exists(NPM) {
        install_node()?;
    }
    if is_current() {
        return Ok(());
    }
    step("installing the Node.js packages of package-lock.json (under a minute)", || {
        run(Command::new(NPM).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
    })
}

/// Whether npm's own record of what it installed is younger than the lock file.
fn is_current() -> bool {
    let changed = |path: &str| std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

fn install_node() -> Outcome {
    if is_debian_root() {
        return apt("Node.js", &["nodejs", "npm"]);
    }
    Err("Node.js 20 or newer with npm is missing: install it (Debian: sudo apt-get install nodejs npm; macOS: brew install node)".to_owned())
}

/// Installs Debian packages.
pub fn apt(what: &str, packages: &[&str]) -> Outcome {
    step(&format!("installing {what} by apt-get (1 to 2 minutes)"), || {
        run(Command::new("apt-get").args(["update", "-qq"]))?;
        run(Command::new("apt-get")
            .args(["install", "-y", "-qq"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"))
    })
}

/// Whether packages can be installed without asking.
pub fn is_debian_root() -> bool {
    let root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    root && Path::new("/etc/debian_version").exists()
}
