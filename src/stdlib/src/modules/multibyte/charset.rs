//! The encodings that need no state: what stands at the beginning of bytes, and the bytes of a character.

use super::table::{Chars, Encoding, Table, table};

/// What stands at the beginning of some bytes.
pub enum Found {
    /// A character or two, and the length of their sequence.
    Text(Chars, usize),
    /// The beginning of a sequence.
    Incomplete,
    /// Nothing, for so many bytes.
    Illegal(usize),
}

/// How characters were written.
pub enum Written {
    /// As bytes that were appended, so many characters.
    Chars(usize),
    /// It depends on the character behind them.
    Waits,
    /// Not at all.
    Unknown,
}

/// Appends the bytes of a big-endian number without those in front that are 0.
pub(super) fn push_sequence(out: &mut Vec<u8>, sequence: u32) {
    let bytes = sequence.to_be_bytes();
    // Slices of known length are stored without a call.
    match sequence {
        0..0x100 => out.push(bytes[3]),
        0x100..0x1_0000 => out.extend_from_slice(&bytes[2..]),
        0x1_0000..0x100_0000 => out.extend_from_slice(&bytes[1..]),
        _ => out.extend_from_slice(&bytes),
    }
}

fn is_lead(encoding: Encoding, byte: u8) -> bool {
    match encoding {
        Encoding::ShiftJis => matches!(byte, 0x81..=0x9f | 0xe0..=0xea),
        Encoding::ShiftJis2004 | Encoding::ShiftJisx0213 | Encoding::Cp932 => {
            matches!(byte, 0x81..=0x9f | 0xe0..=0xfc)
        }
        _ => true,
    }
}

/// How long the sequence is that begins with these bytes.
fn length(encoding: Encoding, bytes: &[u8]) -> usize {
    match (encoding, bytes) {
        (Encoding::EucJp | Encoding::EucJis2004 | Encoding::EucJisx0213, [0x8f, ..]) => 3,
        (Encoding::Gb18030, [_, b'0'..=b'9', ..]) => 4,
        // A syllable that is made up of letters.
        (Encoding::EucKr, [0xa4, 0xd4, ..]) => 8,
        _ => 2,
    }
}

fn second_edition(encoding: Encoding) -> Option<Encoding> {
    match encoding {
        Encoding::EucJisx0213 => Some(Encoding::EucJis2004),
        Encoding::ShiftJisx0213 => Some(Encoding::ShiftJis2004),
        _ => None,
    }
}

/// The character at the beginning of bytes, of which there is one at least.
pub fn decode(encoding: Encoding, bytes: &[u8]) -> Found {
    let known = table(encoding);
    if let Some(chars) = known.decode(&bytes[..1]) {
        return Found::Text(chars, 1);
    }
    if bytes[0] < 0x80 {
        return Found::Text((u32::from(bytes[0]), 0), 1);
    }
    if !is_lead(encoding, bytes[0]) {
        return Found::Illegal(1);
    }
    let n = length(encoding, bytes);
    let Some(sequence) = bytes.get(..n) else { return Found::Incomplete };
    let chars = match n {
        4 => gb18030_char(known, sequence),
        8 => made_up_syllable(sequence),
        _ => known.decode(sequence),
    };
    match chars {
        Some(chars) => Found::Text(chars, n),
        // The second edition of JIS X 0213 has these.
        None if n == 2 && second_edition(encoding).is_some_and(|of| table(of).decode(sequence).is_some()) => {
            Found::Illegal(2)
        }
        None => Found::Illegal(1),
    }
}

/// Appends the bytes of a character, where another one follows, or none; `ended`: none will follow.
pub fn encode(encoding: Encoding, c: u32, next: Option<u32>, ended: bool, out: &mut Vec<u8>) -> Written {
    let known = table(encoding);
    if known.begins_pair(c) {
        match next {
            Some(next) if next != 0 => {
                if let Some(sequence) = known.encode((c, next)) {
                    push_sequence(out, sequence);
                    return Written::Chars(2);
                }
            }
            None if !ended => return Written::Waits,
            _ => {}
        }
    }
    if let Some(sequence) = known.encode((c, 0)) {
        push_sequence(out, sequence);
        return Written::Chars(1);
    }
    match c {
        0..0x80 => out.push(c as u8),
        _ if encoding == Encoding::Gb18030 => match gb18030_bytes(known, c) {
            Some(bytes) => out.extend_from_slice(&bytes),
            None => return Written::Unknown,
        },
        0xac00..=0xd7a3 if encoding == Encoding::EucKr => {
            out.extend_from_slice(&letters_of_syllable(c - 0xac00));
        }
        _ => return Written::Unknown,
    }
    Written::Chars(1)
}

/// Where the planes above the first begin in the order of GB 18030's sequences of four bytes.
const UPPER: u32 = 189_000;

fn gb18030_char(known: &Table, sequence: &[u8]) -> Option<Chars> {
    let &[a @ 0x81..=0xfe, b @ b'0'..=b'9', c @ 0x81..=0xfe, d @ b'0'..=b'9'] = sequence else { return None };
    let digits = [a - 0x81, b - b'0', c - 0x81, d - b'0'].map(u32::from);
    let index = ((digits[0] * 10 + digits[1]) * 126 + digits[2]) * 10 + digits[3];
    let c = match index.checked_sub(UPPER) {
        Some(upper) => (upper < 0x10_0000).then_some(upper + 0x1_0000)?,
        None => u32::from(*known.rest().get(index as usize)?),
    };
    Some((c, 0))
}

fn gb18030_bytes(known: &Table, c: u32) -> Option<[u8; 4]> {
    let mut index = match c.checked_sub(0x1_0000) {
        Some(upper) => upper + UPPER,
        None => known.rest().binary_search(&(c as u16)).ok()? as u32,
    };
    let mut bytes = [0; 4];
    for (place, (base, first)) in
        bytes.iter_mut().zip([(126, 0x81), (10, 0x30), (126, 0x81), (10, 0x30)]).rev()
    {
        *place = (index % base) as u8 + first;
        index /= base;
    }
    Some(bytes)
}

/// The letters in front, at the end and in the middle of a syllable, as KS X 1001 numbers them (its annex 3).
const INITIALS: &[u8; 19] = b"\xa1\xa2\xa4\xa7\xa8\xa9\xb1\xb2\xb3\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe";
const FINALS: &[u8; 28] =
    b"\xd4\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb4\xb5\xb6\xb7\xb8\xba\xbb\xbc\xbd\xbe";
const FIRST_VOWEL: u8 = 0xbf;

fn made_up_syllable(sequence: &[u8]) -> Option<Chars> {
    let &[0xa4, 0xd4, 0xa4, initial, 0xa4, vowel @ FIRST_VOWEL..=0xd3, 0xa4, last] = sequence else {
        return None;
    };
    let place = |letters: &[u8], letter: u8| letters.iter().position(|l| *l == letter).map(|i| i as u32);
    let (initial, last) = (place(INITIALS, initial)?, place(FINALS, last)?);
    Some((0xac00 + (initial * 21 + u32::from(vowel - FIRST_VOWEL)) * 28 + last, 0))
}

fn letters_of_syllable(index: u32) -> [u8; 8] {
    let (initial, vowel, last) = (index / 588, index / 28 % 21, index % 28);
    let (initial, vowel) = (INITIALS[initial as usize], FIRST_VOWEL + vowel as u8);
    [0xa4, 0xd4, 0xa4, initial, 0xa4, vowel, 0xa4, FINALS[last as usize]]
}
