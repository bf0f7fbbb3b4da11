//! ISO 2022 (as RFC 1468, 1554, 1557, 2237 and their kin use it) and HZ (RFC 1843): encodings that are switched between
//! character sets by what stands in the text.

use super::charset::{Written, push_sequence};
use super::table::{Chars, Encoding, table};

/// What a coder remembers. ISO 2022: the sets that G0 to G3 are, and flags. HZ: in two bytes?
pub type State = [u8; 8];

/// Where the flags are.
const FLAGS: usize = 4;
/// G1 is shifted in.
const SHIFTED: u8 = 1;
/// In an escape sequence that is passed on as it is.
const PASSES: u8 = 2;

const ESC: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// A set of two bytes: its final byte with this bit is what marks it.
const DOUBLE: u8 = 0x80;
const ASCII: u8 = b'B';
const JISX0201_ROMAN: u8 = b'J';
const JISX0201_KATAKANA: u8 = b'I';
const JISX0208: u8 = b'B' | DOUBLE;
const JISX0208_OLD: u8 = b'@' | DOUBLE;
const JISX0212: u8 = b'D' | DOUBLE;
const JISX0213_2000: u8 = b'O' | DOUBLE;
const JISX0213_PLANE_2: u8 = b'P' | DOUBLE;
const JISX0213_2004: u8 = b'Q' | DOUBLE;
const GB2312: u8 = b'A' | DOUBLE;
const KSX1001: u8 = b'C' | DOUBLE;
const ISO8859_1: u8 = b'A';
const ISO8859_7: u8 = b'F';

/// What an encoding of the family has.
pub struct Iso2022 {
    /// The sets beside ASCII, in the order in which they are tried.
    sets: &'static [u8],
    /// The set that pairs of characters are in.
    pairs: Option<u8>,
    /// G1 is used, by shifting.
    shifts: bool,
    /// G2 is used, for one character at a time.
    singles: bool,
    /// `ESC & @ ESC $ B` names a set.
    renewed: bool,
}

const JAPAN: Iso2022 = Iso2022 { sets: &[], pairs: None, shifts: false, singles: false, renewed: true };

/// `iso2022_jp`
pub static JP: Iso2022 = Iso2022 { sets: &[JISX0208, JISX0201_ROMAN, JISX0208_OLD], ..JAPAN };
/// `iso2022_jp_1`
pub static JP_1: Iso2022 = Iso2022 { sets: &[JISX0208, JISX0212, JISX0201_ROMAN, JISX0208_OLD], ..JAPAN };
/// `iso2022_jp_2`
pub static JP_2: Iso2022 = Iso2022 {
    sets: &[JISX0208, JISX0212, KSX1001, GB2312, JISX0201_ROMAN, JISX0208_OLD, ISO8859_1, ISO8859_7],
    singles: true,
    ..JAPAN
};
/// `iso2022_jp_2004`
pub static JP_2004: Iso2022 =
    Iso2022 { sets: &[JISX0208, JISX0213_2004, JISX0213_PLANE_2], pairs: Some(JISX0213_2004), ..JAPAN };
/// `iso2022_jp_3`
pub static JP_3: Iso2022 =
    Iso2022 { sets: &[JISX0208, JISX0213_2000, JISX0213_PLANE_2], pairs: Some(JISX0213_2000), ..JAPAN };
/// `iso2022_jp_ext`
pub static JP_EXT: Iso2022 =
    Iso2022 { sets: &[JISX0208, JISX0212, JISX0201_ROMAN, JISX0201_KATAKANA, JISX0208_OLD], ..JAPAN };
/// `iso2022_kr`
pub static KR: Iso2022 =
    Iso2022 { sets: &[KSX1001], pairs: None, shifts: true, singles: false, renewed: false };

/// What was done with the beginning of some bytes.
pub enum Step {
    /// So many are used.
    Done(usize),
    /// More must follow.
    Incomplete,
    /// So many are wrong.
    Illegal(usize),
}

fn width(set: u8) -> usize {
    if set & DOUBLE != 0 { 2 } else { 1 }
}

/// The character of a set's code.
fn char_of(set: u8, code: &[u8]) -> Option<Chars> {
    let of = |encoding: Encoding| table(encoding).decode(&[code[0] | 0x80, code[1] | 0x80]);
    let after_8f = |encoding: Encoding| table(encoding).decode(&[0x8f, code[0] | 0x80, code[1] | 0x80]);
    match set {
        JISX0208 | JISX0208_OLD => of(Encoding::EucJp),
        JISX0212 => after_8f(Encoding::EucJp),
        // The tilde has lost its width here.
        JISX0213_2000 | JISX0213_2004 if code == [0x22, 0x32] => Some((0x7e, 0)),
        JISX0213_2000 => of(Encoding::EucJisx0213),
        JISX0213_2004 => of(Encoding::EucJis2004),
        JISX0213_PLANE_2 if in_plane_2(code[0]) => after_8f(Encoding::EucJis2004),
        GB2312 => of(Encoding::Gb2312),
        // It begins made-up syllables in EUC-KR.
        KSX1001 if code == [0x24, 0x54] => Some((0x3164, 0)),
        KSX1001 => of(Encoding::EucKr),
        JISX0201_ROMAN => Some((roman(u32::from(code[0])), 0)),
        JISX0201_KATAKANA => (0x21..=0x5f).contains(&code[0]).then(|| (u32::from(code[0]) + 0xff40, 0)),
        ISO8859_1 | ISO8859_7 | ASCII => Some((u32::from(code[0]), 0)),
        _ => None,
    }
}

/// Does the second plane of JIS X 0213 have a row? EUC has those of JIS X 0212 between them.
fn in_plane_2(code: u8) -> bool {
    matches!(code.wrapping_sub(0x20), 1 | 3..=5 | 8 | 12..=15 | 78..=94)
}

fn roman(code: u32) -> u32 {
    match code {
        0x5c => 0xa5,
        0x7e => 0x203e,
        _ => code,
    }
}

/// The code of a character in a set, as a big-endian number; `edition`: where JIS X 0213 is taken from.
fn code_of(set: u8, edition: Encoding, chars: Chars) -> Option<u32> {
    let of = |encoding: Encoding, lead: u32| {
        let sequence = table(encoding).encode(chars)?;
        let is_code = sequence >> 16 == lead && sequence >> 8 & 0xff >= 0xa1 && sequence & 0xff >= 0xa1;
        is_code.then_some(sequence & 0x7f7f)
    };
    let c = chars.0;
    match set {
        JISX0208 | JISX0208_OLD => of(Encoding::EucJp, 0),
        JISX0212 => of(Encoding::EucJp, 0x8f),
        // It is the wave dash that has its place.
        JISX0213_2000 | JISX0213_2004 if c == 0xff5e => None,
        JISX0213_2000 | JISX0213_2004 => of(edition, 0),
        JISX0213_PLANE_2 => of(edition, 0x8f).filter(|code| in_plane_2((code >> 8) as u8)),
        GB2312 => of(Encoding::Gb2312, 0),
        KSX1001 if c == 0x3164 => Some(0x2454),
        KSX1001 => of(Encoding::EucKr, 0),
        JISX0201_ROMAN => match c {
            0xa5 => Some(0x5c),
            0x203e => Some(0x7e),
            _ => None,
        },
        JISX0201_KATAKANA => (0xff61..=0xff9f).contains(&c).then(|| c - 0xff40),
        _ => None,
    }
}

impl Iso2022 {
    /// What a coder begins with.
    pub fn start(&self) -> State {
        [ASCII, ASCII, 0, 0, 0, 0, 0, 0]
    }

    /// What a decoder begins with.
    pub fn start_decoding(&self) -> State {
        [ASCII, ASCII, ASCII, 0, 0, 0, 0, 0]
    }

    /// Decodes what stands at the beginning of bytes, of which there is one at least.
    pub fn decode(&self, bytes: &[u8], state: &mut State, out: &mut impl FnMut(Chars)) -> Step {
        let c = bytes[0];
        if state[FLAGS] & PASSES != 0 {
            out((u32::from(c), 0));
            if is_final(c) {
                state[FLAGS] &= !PASSES;
            }
            return Step::Done(1);
        }
        match c {
            ESC => return self.escape(bytes, state, out),
            SHIFT_IN if self.shifts => {
                state[FLAGS] &= !SHIFTED;
                return Step::Done(1);
            }
            SHIFT_OUT if self.shifts => {
                state[FLAGS] |= SHIFTED;
                return Step::Done(1);
            }
            b'\n' => state[FLAGS] &= !SHIFTED,
            0x80.. => return Step::Illegal(1),
            0x20.. => {
                let set = state[usize::from(state[FLAGS] & SHIFTED != 0)];
                if set != ASCII {
                    return self.of_set(set, bytes, out);
                }
            }
            _ => {}
        }
        out((u32::from(c), 0));
        Step::Done(1)
    }

    fn of_set(&self, set: u8, bytes: &[u8], out: &mut impl FnMut(Chars)) -> Step {
        if !self.sets.contains(&set) {
            return Step::Illegal(1);
        }
        let n = width(set);
        let Some(code) = bytes.get(..n) else { return Step::Incomplete };
        match char_of(set, code).filter(|_| code.iter().all(|b| (0x21..0x7f).contains(b)) || n == 1) {
            Some(chars) => {
                out(chars);
                Step::Done(n)
            }
            None => Step::Illegal(n),
        }
    }

    fn escape(&self, bytes: &[u8], state: &mut State, out: &mut impl FnMut(Chars)) -> Step {
        let Some(&second) = bytes.get(1) else { return Step::Incomplete };
        if matches!(second, b'(' | b')' | b'$' | b'.' | b'&') {
            return self.designation(bytes, state);
        }
        if self.singles && second == b'N' {
            let Some(&code) = bytes.get(2) else { return Step::Incomplete };
            let c = match state[2] {
                ISO8859_1 if code < 0x80 => Some(u32::from(code) + 0x80),
                ISO8859_7 => greek(code ^ 0x80),
                ASCII if code < 0x80 => Some(u32::from(code)),
                _ => None,
            };
            return match c {
                Some(c) => {
                    out((c, 0));
                    Step::Done(3)
                }
                None => Step::Illegal(3),
            };
        }
        out((u32::from(ESC), 0));
        state[FLAGS] |= PASSES;
        Step::Done(1)
    }

    /// An escape sequence that makes a set G0, G1 or G2.
    fn designation(&self, bytes: &[u8], state: &mut State) -> Step {
        const LONGEST: usize = 16;
        let mut n = 1;
        let len = loop {
            match bytes.get(n) {
                _ if n >= LONGEST => return Step::Illegal(1),
                None => return Step::Incomplete,
                Some(&b'&') if self.renewed && bytes.get(n + 1) == Some(&b'@') => n += 2,
                Some(&b) if is_final(b) => break n + 1,
                Some(_) => {}
            }
            n += 1;
        };
        let named = match bytes[..len] {
            [_, b'$', set] => Some((0, set | DOUBLE)),
            [_, b'(', set] => Some((0, set)),
            [_, b')', set] => Some((1, set)),
            [_, b'.', set] if self.singles => Some((2, set)),
            [_, b'$', b'(', set] => Some((0, set | DOUBLE)),
            [_, b'$', b')', set] => Some((1, set | DOUBLE)),
            [_, b'&', b'@', ESC, b'$', b'B'] if self.renewed => Some((0, JISX0208)),
            _ => None,
        };
        match named.filter(|(_, set)| *set == ASCII || self.sets.contains(set)) {
            Some((place, set)) => {
                state[place] = set;
                Step::Done(len)
            }
            None => Step::Illegal(len),
        }
    }

    /// Appends the bytes of a character, where another one follows, or none.
    pub fn encode(
        &self,
        c: u32,
        next: Option<u32>,
        ended: bool,
        state: &mut State,
        out: &mut Vec<u8>,
    ) -> Written {
        if c < 0x80 {
            self.leave(state, out);
            out.push(c as u8);
            if c == 0x0a {
                state[FLAGS] &= !SHIFTED;
            }
            return Written::Chars(1);
        }
        let edition =
            if self.pairs == Some(JISX0213_2000) { Encoding::EucJisx0213 } else { Encoding::EucJis2004 };
        let mut found = None;
        if let Some(set) = self.pairs
            && table(Encoding::EucJis2004).begins_pair(c)
        {
            match next {
                Some(next) if next != 0 => {
                    found = code_of(set, edition, (c, next)).map(|code| (set, code, 2));
                }
                None if !ended => return Written::Waits,
                _ => {}
            }
        }
        let mut sets = self.sets.iter();
        let found = found.or_else(|| sets.find_map(|set| Some((*set, code_of(*set, edition, (c, 0))?, 1))));
        let Some((set, code, n)) = found else { return Written::Unknown };
        let place = usize::from(self.shifts);
        if state[place] != set {
            out.push(ESC);
            if set & DOUBLE != 0 {
                out.push(b'$');
            }
            if set != JISX0208 || self.shifts {
                out.push(if self.shifts { b')' } else { b'(' });
            }
            out.push(set & !DOUBLE);
            state[place] = set;
        }
        if self.shifts && state[FLAGS] & SHIFTED == 0 {
            out.push(SHIFT_OUT);
            state[FLAGS] |= SHIFTED;
        }
        push_sequence(out, code);
        Written::Chars(n)
    }

    /// Appends what leads back to ASCII.
    pub fn leave(&self, state: &mut State, out: &mut Vec<u8>) {
        if state[FLAGS] & SHIFTED != 0 {
            out.push(SHIFT_IN);
            state[FLAGS] &= !SHIFTED;
        }
        if state[0] != ASCII {
            out.extend([ESC, b'(', ASCII]);
            state[0] = ASCII;
        }
    }
}

fn is_final(b: u8) -> bool {
    b.is_ascii_uppercase() || b == b'@'
}

/// ISO 8859-7, above ASCII.
fn greek(code: u8) -> Option<u32> {
    let c = match code {
        0xa1 => 0x2018,
        0xa2 => 0x2019,
        0xaf => 0x2015,
        0..=0xa0 | 0xa3 | 0xa6..=0xa9 | 0xab..=0xad | 0xb0..=0xb3 | 0xb7 | 0xbb | 0xbd => u32::from(code),
        0xb4..=0xfe if code != 0xd2 => u32::from(code) + 0x2d0,
        _ => return None,
    };
    Some(c)
}

/// HZ: decodes what stands at the beginning of bytes, of which there is one at least.
pub fn decode_hz(bytes: &[u8], state: &mut State, out: &mut impl FnMut(Chars)) -> Step {
    let double = state[0] != 0;
    match *bytes {
        [b'~', second, ..] => {
            match second {
                b'~' if !double => out((u32::from(b'~'), 0)),
                b'{' if !double => state[0] = 1,
                b'}' if double => state[0] = 0,
                b'\n' if !double => {}
                _ => return Step::Illegal(1),
            }
            Step::Done(2)
        }
        [b'~'] => Step::Incomplete,
        [0x80..=0xff, ..] => Step::Illegal(1),
        [c, ..] if !double => {
            out((u32::from(c), 0));
            Step::Done(1)
        }
        [a, b, ..] => match table(Encoding::Gb2312).decode(&[a | 0x80, b | 0x80]) {
            Some(chars) if b < 0x80 => {
                out(chars);
                Step::Done(2)
            }
            _ => Step::Illegal(1),
        },
        _ => Step::Incomplete,
    }
}

/// HZ: appends the bytes of a character.
pub fn encode_hz(c: u32, state: &mut State, out: &mut Vec<u8>) -> Written {
    if c < 0x80 {
        leave_hz(state, out);
        out.push(c as u8);
        if c == u32::from(b'~') {
            out.push(b'~');
        }
        return Written::Chars(1);
    }
    let Some(code) = code_of(GB2312, Encoding::Gb2312, (c, 0)) else { return Written::Unknown };
    if std::mem::replace(&mut state[0], 1) == 0 {
        out.extend(b"~{");
    }
    push_sequence(out, code);
    Written::Chars(1)
}

/// HZ: appends what leads back to ASCII.
pub fn leave_hz(state: &mut State, out: &mut Vec<u8>) {
    if std::mem::take(&mut state[0]) != 0 {
        out.extend(b"~}");
    }
}
