//! Prefixes of string literals.

/// The letters before a quote.
#[derive(Clone, Copy, Default, Debug)]
pub struct Prefix {
    letters: [Option<u8>; 5],
}

const LETTERS: [u8; 5] = *b"burft";

/// Which exclude each other, in the order in which that is told.
const CONFLICTS: [(u8, u8); 7] =
    [(b'u', b'b'), (b'u', b'r'), (b'u', b'f'), (b'u', b't'), (b'b', b'f'), (b'b', b't'), (b'f', b't')];

impl Prefix {
    /// The prefix of a literal, and where its quote stands.
    pub fn of(text: &str) -> (Prefix, usize) {
        let mut prefix = Prefix::default();
        let n = text.bytes().take_while(|&byte| prefix.add(byte)).count();
        (prefix, n)
    }

    /// Adds a letter, unless it can be none of a prefix.
    pub fn add(&mut self, byte: u8) -> bool {
        let letter = byte.to_ascii_lowercase();
        match LETTERS.iter().position(|&known| known == letter) {
            Some(i) if self.letters[i].is_none() => {
                self.letters[i] = Some(byte);
                true
            }
            _ => false,
        }
    }

    fn has(&self, letter: u8) -> bool {
        LETTERS.iter().position(|&known| known == letter).is_some_and(|i| self.letters[i].is_some())
    }

    /// Two letters that exclude each other.
    pub fn conflict(&self) -> Option<(char, char)> {
        let found = CONFLICTS.iter().find(|&&(a, b)| self.has(a) && self.has(b));
        found.map(|&(a, b)| (a as char, b as char))
    }

    /// Does `r` say that there are no escapes?
    pub fn is_raw(&self) -> bool {
        self.has(b'r')
    }

    /// Is it a literal of bytes?
    pub fn is_bytes(&self) -> bool {
        self.has(b'b')
    }

    /// Is it an f-string?
    pub fn is_formatted(&self) -> bool {
        self.has(b'f')
    }

    /// Is it a t-string?
    pub fn is_template(&self) -> bool {
        self.has(b't')
    }

    /// What messages call a formatted string by.
    pub fn letter(&self) -> char {
        if self.is_template() { 't' } else { 'f' }
    }
}
