//! The `zel` command.
fn main() -> std::process::ExitCode {
    zel_cli::main()
}
