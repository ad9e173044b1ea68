//! The `zel` command: the lab's engine on files.

mod args;
mod check;
mod fault;
mod input;
mod json;
mod page;
mod probe;
mod question;
mod render;
mod report;
mod snippet;
mod table;

use args::{Args, Command, Format};
use clap::Parser;
use fault::Fault;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use zel_engine::Loaded;
use zel_source::{Files, Problem, Severity};

/// Exit code of bad input: arguments, files, and ends that aren't there.
const BAD_INPUT: u8 = 2;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let answer = match Args::try_parse() {
        Ok(args) => match &args.command {
            Command::Trace(args) => trace(args),
            Command::Probe(args) => probe(args),
            Command::Check(args) => check(args),
            Command::Matrix(args) => matrix(args),
        },
        Err(error) => {
            // Nobody is left to tell where the stream is closed.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS };
        }
    };
    match answer {
        Ok((text, code)) => {
            let _ = std::io::stdout().write_all(text.as_bytes());
            code
        }
        Err(fault) => {
            complain(&report::fault(&fault, coloured(&std::io::stderr())));
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// What is printed, and the exit code.
type Answer = Result<(String, ExitCode), Fault>;

/// Reads texts and says what is wrong with them; a problem that is `fatal` ends it.
fn loaded(paths: &[PathBuf], fatal: fn(&Problem) -> bool) -> Result<Loaded, Fault> {
    let texts = input::read(paths)?;
    let loaded = zel_engine::load(named(&texts));
    problems(&loaded.files, &loaded.problems, fatal)?;
    Ok(loaded)
}

fn check(args: &args::Check) -> Answer {
    let texts = input::read(&args.files)?;
    let loaded = zel_engine::load(named(&texts));
    let counts = |problem: &Problem| match problem.severity {
        Severity::Error => true,
        Severity::Warning => args.deny_warnings,
        Severity::Info => false,
    };
    let code = if loaded.problems.iter().any(counts) { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    Ok((check::report(&loaded, args.format, coloured(&std::io::stdout()))?, code))
}

fn named(texts: &[(String, String)]) -> Files {
    Files::new(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

fn probe(args: &args::Probe) -> Answer {
    let loaded = loaded(&args.files, Problem::unusable)?;
    Ok((probe::answers(&loaded.world, &args.probes)?, ExitCode::SUCCESS))
}

fn matrix(args: &args::Matrix) -> Answer {
    let loaded = loaded(&args.files, Problem::unusable)?;
    Ok((table::matrix(&zel_engine::matrix(&loaded.world), args.format)?, ExitCode::SUCCESS))
}

fn trace(args: &args::Trace) -> Answer {
    let flow = question::flow(args)?;
    let loaded = loaded(&args.files, |problem| problem.severity == Severity::Error)?;
    question::check_ends(&loaded.world, &flow)?;
    let trace = zel_engine::evaluate(&loaded.world, &flow);
    let text = match args.format {
        Format::Text => render::trace(&loaded.files, &trace, coloured(&std::io::stdout())),
        Format::Json => json::trace(&loaded.files, &trace)
            .map_err(|error| Fault::new(format!("the answer can't be written as JSON: {error}"), ""))?,
    };
    Ok((text, if trace.allowed() { ExitCode::SUCCESS } else { ExitCode::FAILURE }))
}

/// Says what is wrong with the texts; a problem that is `fatal` ends it.
fn problems(files: &Files, problems: &[Problem], fatal: fn(&Problem) -> bool) -> Result<(), Fault> {
    complain(&report::problems(files, problems, coloured(&std::io::stderr())));
    let errors = problems.iter().filter(|problem| fatal(problem)).count();
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
