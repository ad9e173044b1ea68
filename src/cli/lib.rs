//! The `zel` command: the lab's engine on files.

mod args;
mod fault;
mod input;
mod json;
mod page;
mod question;
mod render;
mod report;
mod snippet;

use args::{Args, Command, Format};
use clap::Parser;
use fault::Fault;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use zel_model::Trace;
use zel_source::{Files, Problem, Severity};

/// Exit code of bad input: arguments, files, and ends that aren't there.
const BAD_INPUT: u8 = 2;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    match Args::try_parse() {
        Ok(Args { command: Command::Trace(question) }) => trace(&question),
        Err(error) => {
            // Nobody is left to tell where the stream is closed.
            let _ = error.print();
            if error.use_stderr() { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS }
        }
    }
}

fn trace(args: &args::Trace) -> ExitCode {
    match answer(args) {
        Ok((text, trace)) => {
            let _ = std::io::stdout().write_all(text.as_bytes());
            if trace.allowed() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(fault) => {
            complain(&report::fault(&fault, coloured(&std::io::stderr())));
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// The answer as text, and as it is.
fn answer(args: &args::Trace) -> Result<(String, Trace), Fault> {
    let flow = question::flow(args)?;
    let texts = input::read(&args.files)?;
    let loaded =
        zel_engine::load(Files::new(texts.iter().map(|(name, text)| (name.as_str(), text.as_str()))));
    problems(&loaded.files, &loaded.problems)?;
    question::check_ends(&loaded.world, &flow)?;
    let trace = zel_engine::evaluate(&loaded.world, &flow);
    let text = match args.format {
        Format::Text => render::trace(&loaded.files, &trace, coloured(&std::io::stdout())),
        Format::Json => json::trace(&loaded.files, &trace)
            .map_err(|error| Fault::new(format!("the answer can't be written as JSON: {error}"), ""))?,
    };
    Ok((text, trace))
}

/// Says what is wrong with the texts; an error there ends it.
fn problems(files: &Files, problems: &[Problem]) -> Result<(), Fault> {
    complain(&report::problems(files, problems, coloured(&std::io::stderr())));
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    match errors {
        0 => Ok(()),
        1 => Err(Fault::new("one error in the input: no answer", "")),
        _ => Err(Fault::new(format!("{errors} errors in the input: no answer"), "")),
    }
}

fn complain(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Whether a stream takes colours: a terminal does, unless `NO_COLOR` is set.
fn coloured(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
