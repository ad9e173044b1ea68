//! `cargo xtask …`: everything that is done to the lab besides writing it. Standard library only, so that the first
//! command on a fresh machine compiles in seconds.

mod browser;
mod build;
mod counts;
mod npm;
mod process;
mod serve;
mod setup;
mod size;
mod test;
mod tools;
mod wasm_target;

use process::{Outcome, say};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND [OPTIONS]

  serve    install what is missing, build, serve the lab on localhost, say where
             --port N      port to begin with (8080)
             --no-build    serve what is in dist/
  test     install what is missing, then run everything: format, clippy, unit and data-driven tests, tests in
           wasm, build, tests in a real Chromium
             --only STEP   one of: format clippy clippy-wasm cargo wasm build browser
             --fail-fast   stop at the first step that fails
  build    install what is missing, build the lab into dist/, print its size against the budget
  size     print the size of dist/ against the budget
  bench    print the lab's timings, native and in Chromium
  setup    install what is missing for `serve` and `build`; with --all for `test` too
  help     this text
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let command = args.first().map_or("help", String::as_str);
    if args.iter().any(|arg| arg == "--help" || arg == "-h") || command == "help" {
        say(HELP);
        return ExitCode::SUCCESS;
    }
    if let Err(error) = std::env::set_current_dir(process::root()) {
        say(&format!("xtask: can't go to the project's folder: {error}"));
        return ExitCode::FAILURE;
    }
    match run(command, &args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("xtask {command}: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, args: &[String]) -> Outcome {
    let flag = |name: &str| args.iter().any(|arg| arg == name);
    let value = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at.checked_add(1)?).cloned()
    };
    match command {
        "setup" => setup::run(if flag("--all") { setup::Need::Tests } else { setup::Need::Build }).map(drop),
        "build" => build::ready().map(drop),
        "size" => size::report(),
        "serve" => {
            let port = value("--port")
                .map_or(Ok(8080), |text| text.parse().map_err(|_| format!("`{text}` is no port")))?;
            if !flag("--no-build") {
                build::ready()?;
            }
            serve::run(port)
        }
        "test" => test::run_all(value("--only").as_deref(), flag("--fail-fast")),
        "bench" => test::bench(),
        other => Err(format!("there is no command `{other}`; see cargo xtask help")),
    }
}
