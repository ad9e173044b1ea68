//! Chromium and its driver, for tests.

use crate::npm::{apt, is_debian_root};
use crate::process::{Outcome, output};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser to test in.
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// Its driver, if there is one; tests inside wasm need it.
    pub driver: Option<PathBuf>,
}

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Finds a browser; on Debian as root, installs one.
pub fn ensure() -> Outcome<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if is_debian_root() {
        apt("Chromium", &["chromium", "chromium-driver"])?;
    }
    find().ok_or_else(|| {
        "no Chromium or Chrome was found: install one (Debian: sudo apt-get install chromium chromium-driver), or name it in the variable CHROME".to_owned()
    })
}

fn find() -> Option<Browser> {
    let named = std::env::var_os("CHROME").map(PathBuf::from).filter(|path| path.exists());
    let chromium = named
        .or_else(|| NAMES.iter().find_map(|name| on_path(name)))
        .or_else(|| Some(PathBuf::from(MAC)).filter(|path| path.exists()))?;
    let driver = std::env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| on_path("chromedriver"));
    // Debian's Chromium without its driver: the package that brings it is installed by `ensure`.
    if driver.is_none() && is_debian_root() && !Path::new("/usr/bin/chromedriver").exists() {
        return None;
    }
    Some(Browser { chromium, driver })
}

fn on_path(name: &str) -> Option<PathBuf> {
    let finder = if cfg!(windows) { "where" } else { "which" };
    let found = output(Command::new(finder).arg(name))?;
    found.lines().next().map(|line| PathBuf::from(line.trim()))
}
