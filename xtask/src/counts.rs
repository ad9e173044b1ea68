//! How many tests passed and failed, from what the runners print.

/// Passed and failed tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

impl Counts {
    /// One step without tests of its own.
    pub fn one(passed: bool) -> Counts {
        if passed { Counts { passed: 1, failed: 0 } } else { Counts { passed: 0, failed: 1 } }
    }

    /// Both together.
    pub fn plus(self, other: Counts) -> Counts {
        Counts {
            passed: self.passed.saturating_add(other.passed),
            failed: self.failed.saturating_add(other.failed),
        }
    }

    /// From the output of `cargo test`, wasm-bindgen's runner, or `node --test`.
    pub fn of(text: &str) -> Counts {
        text.lines().fold(Counts::default(), |counts, line| counts.plus(of_line(line)))
    }
}

fn of_line(line: &str) -> Counts {
    let words: Vec<&str> = line.split([' ', ';']).filter(|word| !word.is_empty()).collect();
    let before = |name: &str| {
        let at = words.iter().position(|word| *word == name)?;
        words.get(at.checked_sub(1)?)?.parse().ok()
    };
    let after = |name: &str| match words.as_slice() {
        [_, word, count] if *word == name => count.parse().ok(),
        _ => None,
    };
    if line.trim_start().starts_with("test result:") {
        return Counts { passed: before("passed").unwrap_or(0), failed: before("failed").unwrap_or(0) };
    }
    // `ℹ pass 3` or `# pass 3`
    Counts { passed: after("pass").unwrap_or(0), failed: after("fail").unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn reads_both_runners() {
        let cargo = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured\n\ntest result: FAILED. 3 passed; 4 failed; 0 ignored";
        assert_eq!(Counts::of(cargo), Counts { passed: 5, failed: 4 });
        let node = "ℹ tests 7\nℹ suites 0\nℹ pass 6\nℹ fail 1\nℹ cancelled 0";
        assert_eq!(Counts::of(node), Counts { passed: 6, failed: 1 });
        assert_eq!(Counts::of("# pass 2\n# fail 0\nthe pass 9 lives"), Counts { passed: 2, failed: 0 });
    }
}
