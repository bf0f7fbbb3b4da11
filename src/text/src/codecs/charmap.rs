//! Encodings of one byte a character, by a table.

use super::{DecodeError, EncodeError, Stop, bad, unencodable};
use crate::wtf8::{Wtf8, Wtf8Buf, char_at, encode_char};

const UNDEFINED: &str = "character maps to <undefined>";
/// What stands in a table where there is no character.
const NOTHING: u32 = 0xFFFE;

/// A table of characters, from which byte a character comes is its place.
#[derive(Clone, Debug)]
pub struct CharmapDecoder {
    /// The characters' bytes and how many of the four are used; 0 where there is no character.
    pieces: Vec<([u8; 4], u8)>,
}

impl CharmapDecoder {
    /// By a text, where U+FFFE (or the text's end) means that there is none.
    pub fn new(table: &Wtf8) -> CharmapDecoder {
        let piece = |c| {
            let (bytes, len) = encode_char(c);
            (bytes, if c == NOTHING { 0 } else { len as u8 })
        };
        let mut pieces: Vec<_> = table.chars().take(256).map(piece).collect();
        pieces.resize(256, ([0; 4], 0));
        CharmapDecoder { pieces }
    }

    /// Decodes from the byte offset `at` to the end or the first error.
    pub fn decode(&self, bytes: &[u8], at: usize, out: &mut Wtf8Buf) -> Stop<DecodeError> {
        let out = out.as_mut_vec();
        let mut at = at;
        for chunk in bytes[at..].chunks(256) {
            let mut end = out.len();
            out.resize(end + 4 * chunk.len(), 0);
            for &byte in chunk {
                let (piece, len) = self.pieces[usize::from(byte)];
                if len == 0 {
                    out.truncate(end);
                    return bad(at, at + 1, UNDEFINED);
                }
                // Of four bytes that are written the next ones overwrite what is too much.
                out[end..end + 4].copy_from_slice(&piece);
                (at, end) = (at + 1, end + usize::from(len));
            }
            out.truncate(end);
        }
        Stop::done(bytes.len())
    }
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
