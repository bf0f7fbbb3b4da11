//! Encodings of one byte a character, by a table.

use super::{DecodeError, EncodeError, Stop, bad, unencodable};
use crate::wtf8::{Wtf8, Wtf8Buf, char_at};

const UNDEFINED: &str = "character maps to <undefined>";
/// What stands in a table where there is no character.
const NOTHING: u32 = 0xFFFE;

/// Decodes by a table of code points, where U+FFFE (or the table's end) means that there is none.
pub fn decode_charmap(bytes: &[u8], at: usize, table: &[u32], out: &mut Wtf8Buf) -> Stop<DecodeError> {
    for (i, &byte) in bytes.iter().enumerate().skip(at) {
        match table.get(usize::from(byte)) {
            Some(&c) if c != NOTHING => out.push(c),
            _ => return bad(i, i + 1, UNDEFINED),
        }
    }
    Stop::done(bytes.len())
}

/// A table turned around.
#[derive(Clone, Debug)]
pub struct CharmapEncoder {
    pairs: Vec<(u32, u8)>,
}

impl CharmapEncoder {
    /// From a decoding table; where a character stands twice, the last place counts.
    pub fn new(table: &[u32]) -> CharmapEncoder {
        let mut pairs: Vec<(u32, u8)> = table
            .iter()
            .take(256)
            .zip(0u8..=255)
            .filter(|(c, _)| **c != NOTHING)
            .map(|(&c, byte)| (c, byte))
            .collect();
        pairs.sort();
        pairs.reverse();
        pairs.dedup_by_key(|(c, _)| *c);
        pairs.reverse();
        CharmapEncoder { pairs }
    }

    /// The byte of a character.
    #[inline]
    pub fn get(&self, c: u32) -> Option<u8> {
        self.pairs.binary_search_by_key(&c, |(c, _)| *c).ok().map(|at| self.pairs[at].1)
    }

    /// Encodes from the byte offset `at` to the end or the first error.
    pub fn encode(&self, text: &Wtf8, at: usize, out: &mut Vec<u8>) -> Stop<EncodeError> {
        let bytes = text.as_bytes();
        let mut here = at;
        while let Some((c, len)) = char_at(bytes, here) {
            let Some(byte) = self.get(c) else {
                let mut end = here + len;
                while let Some((c, len)) = char_at(bytes, end)
                    && self.get(c).is_none()
                {
                    end += len;
                }
                return unencodable(here, end, UNDEFINED);
            };
            out.push(byte);
            here += len;
        }
        Stop::done(bytes.len())
    }
}
