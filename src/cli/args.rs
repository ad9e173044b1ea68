//! The command line's grammar.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What was asked for.
#[derive(Debug, Parser)]
#[command(
    name = "zel",
    version,
    about = "Says whether a conversation gets through, and which line decided it"
)]
#[command(after_help = "Exit codes: 0 allowed, 1 denied, 2 bad input.")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Follow one conversation, gate by gate
    Trace(Trace),
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
