//! The standard library for wasm32-unknown-unknown.

use crate::process::{Outcome, output, run, step};
use std::path::Path;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
/// What Debian's packages are linked as.
const DEBIAN: &str = "debian";

/// Makes sure that wasm can be built. Gives the toolchain to do it with, where it isn't the default one.
pub fn ensure() -> Outcome<Option<&'static str>> {
    if has_target(None) {
        return Ok(None);
    }
    if output(Command::new("rustup").args(["run", DEBIAN, "rustc", "--version"])).is_some()
        && has_target(Some(DEBIAN))
    {
        return Ok(Some(DEBIAN));
    }
    let added = step("adding the Rust target wasm32-unknown-unknown (a few seconds)", || {
        run(Command::new("rustup").args(["target", "add", TARGET]))
    });
    let Err(error) = added else { return Ok(None) };
    if !(crate::npm::is_debian_root() && Path::new("/usr/bin/apt-get").exists()) {
        return Err(format!("{error}\n  install the target by hand: rustup target add {TARGET}"));
    }
    step("taking Debian's Rust with its wasm library instead (about 2 minutes)", || {
        run(Command::new("bash").arg("xtask/wasm-target-debian.sh"))
    })?;
    Ok(Some(DEBIAN))
}

fn has_target(toolchain: Option<&str>) -> bool {
    let mut rustc = Command::new("rustc");
    if let Some(toolchain) = toolchain {
        rustc.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    let Some(sysroot) = output(rustc.args(["--print", "sysroot"])) else { return false };
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    std::fs::read_dir(library).is_ok_and(|mut entries| entries.next().is_some())
}
