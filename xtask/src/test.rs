//! Every test there is, step by step.

use crate::build;
use crate::counts::Counts;
use crate::process::{Outcome, root, run, say};
use crate::setup::{self, Need, Tools};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

type Step = (&'static str, fn(&Tools) -> Result<Counts, Counts>);

const STEPS: [Step; 7] = [
    ("format", |_| whole(Command::new("cargo").args(["fmt", "--all", "--check"]))),
    ("clippy", |_| {
        whole(Command::new("cargo").args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))
    }),
    ("clippy-wasm", |tools| {
        let packages = ["-p", "zel-web", "-p", "zel-wasm-tests"];
        whole(tools.command("cargo").arg("clippy").args(packages).args([
            "--all-targets",
            "--target",
            WASM,
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))
    }),
    ("cargo", |_| counted(Command::new("cargo").args(["test", "--workspace", "--no-fail-fast"]))),
    ("wasm", wasm),
    ("build", |tools| match build::with(tools) {
        Ok(()) => Ok(Counts::one(true)),
        Err(error) => {
            say(&error);
            Err(Counts::one(false))
        }
    }),
    ("browser", browser),
];

const WASM: &str = "wasm32-unknown-unknown";

/// Sets up and runs the steps; `only` one of them.
pub fn run_all(only: Option<&str>, fail_fast: bool) -> Outcome {
    if let Some(only) = only
        && STEPS.iter().all(|(name, _)| *name != only)
    {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(format!("there is no step `{only}`: {}", names.join(", ")));
    }
    let tools = setup::run(Need::Tests)?;
    let mut total = Counts::default();
    let mut lines = Vec::new();
    for (name, action) in STEPS.iter().filter(|(name, _)| only.is_none_or(|only| *name == only)) {
        say(&format!("\n=== {name}"));
        let begin = Instant::now();
        let result = action(&tools);
        let counts = result.unwrap_or_else(|counts| Counts { failed: counts.failed.max(1), ..counts });
        total = total.plus(counts);
        let seconds = begin.elapsed().as_secs();
        lines.push(format!(
            "  {name:<12} {:>5} passed {:>3} failed {seconds:>5} s",
            counts.passed, counts.failed
        ));
        if counts.failed > 0 && fail_fast {
            break;
        }
    }
    say("\n=== all steps");
    for line in lines {
        say(&line);
    }
    // The counts are the last line, whatever came of it.
    say(&format!("{} passed, {} failed", total.passed, total.failed));
    if total.failed > 0 { Err(String::new()) } else { Ok(()) }
}

/// A step that passes or fails as a whole.
fn whole(command: &mut Command) -> Result<Counts, Counts> {
    match run(command) {
        Ok(()) => Ok(Counts::one(true)),
        Err(error) => {
            say(&error);
            Err(Counts::one(false))
        }
    }
}

/// A step whose runner prints how many tests passed. What it prints is shown as it comes.
fn counted(command: &mut Command) -> Result<Counts, Counts> {
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            say(&format!("{} can't be started: {error}", command.get_program().display()));
            return Err(Counts::one(false));
        }
    };
    let mut counts = Counts::default();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            counts = counts.plus(Counts::of(&line));
            say(&line);
        }
    }
    let good = child.wait().is_ok_and(|status| status.success());
    if good && counts.failed == 0 && counts.passed > 0 { Ok(counts) } else { Err(counts) }
}

/// Tests inside the browser's own wasm engine.
fn wasm(tools: &Tools) -> Result<Counts, Counts> {
    let Some(driver) = tools.browser.as_ref().and_then(|browser| browser.driver.as_ref()) else {
        say("no chromedriver was found: install it, or name it in the variable CHROMEDRIVER");
        return Err(Counts::one(false));
    };
    counted(
        tools
            .command("cargo")
            .args(["test", "-p", "zel-wasm-tests", "--target", WASM])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120"),
    )
}

/// Tests of the built page. Each file is named: what Node.js makes of a folder differs between its versions.
fn browser(tools: &Tools) -> Result<Counts, Counts> {
    let entries = std::fs::read_dir("tests/browser").into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_test(path)).collect();
    files.sort();
    if files.is_empty() {
        say("tests/browser holds no *.test.mjs");
        return Err(Counts::one(false));
    }
    counted(node(tools).args(["--test", "--test-reporter=spec"]).args(files))
}

fn is_test(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".test.mjs")
}

fn node(tools: &Tools) -> Command {
    let mut node = tools.command("node");
    if let Some(browser) = &tools.browser {
        node.env("ZEL_CHROMIUM", &browser.chromium);
    }
    node
}

/// Prints timings: native, then in Chromium.
pub fn bench() -> Outcome {
    let tools = setup::run(Need::Tests)?;
    build::with(&tools)?;
    run(Command::new("cargo").args(["run", "--release", "--quiet", "--example", "bench"]))?;
    run(node(&tools).arg(root().join("tests/browser/bench.mjs")))
}
