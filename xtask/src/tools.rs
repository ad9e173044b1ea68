//! Trunk and wasm-bindgen: from PATH where the version fits, else from a cache of the user's, else compiled into it.

use crate::process::{Outcome, output, run, say, step};
use std::path::PathBuf;
use std::process::Command;

const TRUNK: &str = "0.21.14";

struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// Whether its own lock file is used.
    locked: bool,
    minutes: &'static str,
}

/// Folders that hold the tools which aren't on PATH.
pub fn ensure() -> Outcome<Vec<PathBuf>> {
    let lock = std::fs::read_to_string("Cargo.lock").map_err(|error| format!("Cargo.lock: {error}"))?;
    let bindgen = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen")?;
    let tools = [
        Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: bindgen,
            // One dependency of its lock file is no longer served everywhere.
            locked: false,
            minutes: "2 to 4",
        },
        Tool {
            package: "trunk",
            program: "trunk",
            version: TRUNK.to_owned(),
            locked: true,
            minutes: "4 to 8",
        },
    ];
    let mut folders = Vec::new();
    for tool in &tools {
        folders.extend(tool.ensure()?);
    }
    Ok(folders)
}

impl Tool {
    fn ensure(&self) -> Outcome<Option<PathBuf>> {
        if self.is_right(&mut Command::new(self.program)) {
            return Ok(None);
        }
        let home = cache().join("tools").join(format!("{}-{}", self.package, self.version));
        let program = home.join("bin").join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX));
        if !self.is_right(&mut Command::new(&program)) {
            let what = format!("compiling {} {} once ({} minutes)", self.package, self.version, self.minutes);
            step(&what, || self.install(&home))?;
        }
        Ok(program.parent().map(PathBuf::from))
    }

    fn is_right(&self, command: &mut Command) -> bool {
        let version = output(command.arg("--version"));
        version.is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self, home: &PathBuf) -> Outcome {
        let build = cache().join("build").join(self.package);
        say(&format!("  into {}", home.display()));
        let mut cargo = Command::new("cargo");
        cargo.args(["install", self.package, "--version", &self.version, "--root"]).arg(home);
        if self.locked {
            cargo.arg("--locked");
        }
        // A build tool needs to be built soon, not to be fast. The project's own toolchain file doesn't concern it.
        cargo
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_TARGET_DIR", &build);
        let result = run(&mut cargo);
        if result.is_ok() {
            // What can't be removed only takes room.
            let _ = std::fs::remove_dir_all(&build);
        }
        result.map_err(|error| {
            format!("{error}\n  by hand: cargo install {} --version {}", self.package, self.version)
        })
    }
}

/// The user's cache folder for the lab.
fn cache() -> PathBuf {
    let env = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || env("HOME").or_else(|| env("USERPROFILE")).unwrap_or_else(|| PathBuf::from("."));
    let base = match std::env::consts::OS {
        "macos" => home().join("Library/Caches"),
        "windows" => env("LOCALAPPDATA").unwrap_or_else(|| home().join("AppData/Local")),
        _ => env("XDG_CACHE_HOME").unwrap_or_else(|| home().join(".cache")),
    };
    base.join("zero-egress-lab")
}

/// The version of a package in Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn reads_the_lock_file() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
