//! What was typed after `cargo xtask`.

use crate::process::Outcome;

/// What may stand behind a command.
struct Syntax {
    command: &'static str,
    /// Options that stand alone.
    flags: &'static [&'static str],
    /// Options that are followed by a value.
    values: &'static [&'static str],
}

const COMMANDS: [Syntax; 6] = [
    Syntax { command: "serve", flags: &["--no-build"], values: &["--port"] },
    Syntax { command: "test", flags: &["--fail-fast"], values: &["--only"] },
    Syntax { command: "build", flags: &[], values: &[] },
    Syntax { command: "size", flags: &[], values: &[] },
    Syntax { command: "bench", flags: &[], values: &[] },
    Syntax { command: "setup", flags: &["--all"], values: &[] },
];

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub struct Args {
    /// The command's name, one that exists.
    pub command: &'static str,
    options: Vec<(&'static str, String)>,
}

impl Args {
    /// Reads a command and its options; says what is wrong with them.
    pub fn read(command: &str, rest: &[String]) -> Outcome<Args> {
        let syntax = COMMANDS.iter().find(|syntax| syntax.command == command);
        let syntax =
            syntax.ok_or_else(|| format!("there is no command `{command}`; see cargo xtask help"))?;
        let mut options = Vec::new();
        let mut words = rest.iter();
        while let Some(word) = words.next() {
            let known = |names: &[&'static str]| names.iter().find(|name| *name == word).copied();
            if let Some(name) = known(syntax.flags) {
                options.push((name, String::new()));
            } else if let Some(name) = known(syntax.values) {
                let value = words.next().ok_or_else(|| format!("{name} needs a value"))?;
                options.push((name, value.clone()));
            } else {
                return Err(format!("`{command}` knows no `{word}`; see cargo xtask help"));
            }
        }
        Ok(Args { command: syntax.command, options })
    }

    /// Whether an option was given.
    pub fn flag(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The value of an option, if it was given.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(option, _)| *option == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn read(text: &str) -> Result<Args, String> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        Args::read(&words[0], &words[1..])
    }

    #[test]
    fn options_are_read() {
        let args = read("serve --port 9000 --no-build").unwrap();
        assert_eq!(
            (args.command, args.value("--port"), args.flag("--no-build")),
            ("serve", Some("9000"), true)
        );
        assert!(!read("test").unwrap().flag("--fail-fast"));
    }

    #[test]
    fn what_is_misspelt_is_told() {
        for bad in ["sevre", "test --ony wasm", "serve --port", "build --port 1", "size dist"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
