//! `cargo xtask …`: everything that is done to the lab besides writing it. Standard library only, so that the first
//! command on a fresh machine compiles in seconds.

mod args;
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

use args::Args;
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
    let rest = args.get(1..).unwrap_or_default();
    match Args::read(command, rest).and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is_empty() {
                say(&format!("xtask {command}: {error}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Outcome {
    match args.command {
        "setup" => {
            setup::run(if args.flag("--all") { setup::Need::Tests } else { setup::Need::Build }).map(drop)
        }
        "build" => build::ready().map(drop),
        "size" => size::report(),
        "serve" => {
            let port = args.value("--port").unwrap_or("8080");
            let port = port.parse().map_err(|_| format!("`{port}` is no port"))?;
            if !args.flag("--no-build") {
                build::ready()?;
            }
            serve::run(port)
        }
        "test" => test::run_all(args.value("--only"), args.flag("--fail-fast")),
        _ => test::bench(),
    }
}
