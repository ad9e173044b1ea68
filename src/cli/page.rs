//! Text for a terminal: colours where they are wanted, and nothing in the input that could steer the terminal.

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Lets pass.
    Good,
    /// Stops, or is wrong.
    Bad,
    /// Deserves a look.
    Doubtful,
    /// Stands out.
    Strong,
    /// Stands back.
    Faint,
}

impl Tone {
    /// The terminal's number for it.
    fn number(self) -> u8 {
        match self {
            Tone::Strong => 1,
            Tone::Faint => 2,
            Tone::Bad => 31,
            Tone::Good => 32,
            Tone::Doubtful => 33,
        }
    }
}

/// A text that is being written.
#[derive(Debug)]
pub(crate) struct Page {
    text: String,
    coloured: bool,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(coloured: bool) -> Page {
        Page { text: String::new(), coloured }
    }

    /// Adds plain text.
    pub(crate) fn say(&mut self, text: &str) -> &mut Page {
        self.text.extend(text.chars().map(harmless));
        self
    }

    /// Adds text in a tone.
    pub(crate) fn tone(&mut self, tone: Tone, text: &str) -> &mut Page {
        if !self.coloured {
            return self.say(text);
        }
        self.text.push_str(&format!("\u{1b}[{}m", tone.number()));
        self.say(text);
        self.text.push_str("\u{1b}[0m");
        self
    }

    /// Ends the line.
    pub(crate) fn end(&mut self) -> &mut Page {
        self.text.push('\n');
        self
    }

    /// All of it.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Control characters, and those that turn the reading direction, become a mark.
fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Tone};

    fn page(coloured: bool) -> String {
        let mut page = Page::new(coloured);
        page.tone(Tone::Bad, "a\u{1b}[2Jb").say("\tc\n\u{202e}d").end();
        page.finish()
    }

    #[test]
    fn input_can_not_steer_the_terminal() {
        assert_eq!(page(false), "a\u{fffd}[2Jb c\u{fffd}\u{fffd}d\n");
        assert_eq!(page(true), "\u{1b}[31ma\u{fffd}[2Jb\u{1b}[0m c\u{fffd}\u{fffd}d\n");
    }
}
