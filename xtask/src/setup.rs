//! Installs what is missing, and nothing else. Safe to run twice.

use crate::process::{Outcome, path_with};
use crate::{browser, npm, tools, wasm_target};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// What the tools are needed for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// To build and serve.
    Build,
    /// To run all tests too.
    Tests,
}

/// The tools, ready for use.
pub struct Tools {
    path: OsString,
    /// Toolchain to build the wasm with, where the default one can't.
    toolchain: Option<&'static str>,
    /// Chromium and its driver; only where tests need them.
    pub browser: Option<browser::Browser>,
}

impl Tools {
    /// A command that finds the tools.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.program(program));
        command.env("PATH", &self.path);
        if let Some(toolchain) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    /// Where a program is: the PATH of the child doesn't count when it's looked up.
    fn program(&self, name: &str) -> PathBuf {
        // On Windows, what npm installs ends in .cmd; on other systems both ends are empty.
        let ends = [std::env::consts::EXE_SUFFIX, if cfg!(windows) { ".cmd" } else { "" }];
        let mut places = std::env::split_paths(&self.path)
            .flat_map(|folder| ends.map(|end| folder.join(format!("{name}{end}"))));
        places.find(|file| file.is_file()).unwrap_or_else(|| PathBuf::from(name))
    }
}

/// Installs what is missing.
pub fn run(need: Need) -> Outcome<Tools> {
    let toolchain = wasm_target::ensure()?;
    let mut folders = tools::ensure()?;
    npm::ensure()?;
    folders.push(crate::process::root().join("node_modules/.bin"));
    let browser = if need == Need::Tests { Some(browser::ensure()?) } else { None };
    Ok(Tools { path: path_with(&folders), toolchain, browser })
}
