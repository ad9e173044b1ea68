//! The command line's grammar.

use crate::table::TableFormat;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug, Parser)]
#[command(name = "zel", version, about = "Says which conversations get through, and which line decided it")]
#[command(
    after_help = "Exit codes: 0 answered (trace: allowed; check: no errors), 1 trace: denied; check: errors, 2 bad input."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Follow one conversation, gate by gate
    Trace(Trace),
    /// Decide a list of connections by policies alone: the source's verdict, the destination's, and both
    Probe(Probe),
    /// Say what is wrong with manifests, as the API server would, and what surely wasn't meant
    Check(Check),
    /// List who may connect to whom, over exactly what: all workloads and all addresses, by policies alone
    Matrix(Matrix),
}

/// A list of questions, and the texts to answer them from.
#[derive(Debug, clap::Args)]
pub(crate) struct Probe {
    /// JSON: {"probes":[{"from":"ns/pod","to":"ip:203.0.113.9","protocol":"TCP","port":443}]}
    #[arg(long, value_name = "FILE")]
    pub(crate) probes: PathBuf,
    /// Manifests: files, folders (every .yaml, .yml and .json below), - for standard input
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
}

/// The texts to check.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// How to answer
    #[arg(long, default_value = "text")]
    pub(crate) format: CheckFormat,
    /// Let warnings count as errors
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Manifests, estates and filters: files, folders (every .yaml, .yml and .json below), - for standard input
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
    Sarif,
}

/// The texts to make a matrix of.
#[derive(Debug, clap::Args)]
pub(crate) struct Matrix {
    /// How to write it
    #[arg(long, default_value = "text")]
    pub(crate) format: TableFormat,
    /// Manifests: files, folders (every .yaml, .yml and .json below), - for standard input
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
}

/// One question, and the texts to answer it from.
#[derive(Debug, clap::Args)]
pub(crate) struct Trace {
    /// The client: a pod as NAMESPACE/NAME, or an address
    #[arg(long, value_name = "END")]
    pub(crate) from: String,
    /// The server with its port: api.example.com:443, NAMESPACE/POD:8443, 10.0.0.10:53/udp
    #[arg(long, value_name = "END:PORT")]
    pub(crate) to: String,
    /// Transport protocol, where `--to` doesn't say: tcp (as usual), udp or sctp
    #[arg(long, value_name = "NAME")]
    pub(crate) protocol: Option<String>,
    /// What the client says first, over TCP: by default TLS to a name on 443, HTTP on 80, else raw bytes
    #[arg(long)]
    pub(crate) app: Option<AppName>,
    /// The name that the client claims in its TLS hello or Host header, where it isn't the server's
    #[arg(long, value_name = "NAME")]
    pub(crate) sni: Option<String>,
    /// How to answer
    #[arg(long, default_value = "text")]
    pub(crate) format: Format,
    /// Manifests, estates and filters: files, folders (every .yaml, .yml and .json below), - for standard input
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AppName {
    Tls,
    Http,
    Raw,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}
