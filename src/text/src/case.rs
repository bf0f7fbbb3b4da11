//! Upper, lower, title and folded case, with the mappings that give several characters and Greek's final sigma.

use crate::properties::{case_record, has};
use crate::tables::case::*;
use crate::wtf8::{Wtf8, Wtf8Buf, char_at, char_before, encode_char};

const CAPITAL_SIGMA: u32 = 0x3A3;

#[derive(Clone, Copy)]
enum To {
    Lower,
    Upper,
    Title,
    Fold,
}

/// The difference to what a character becomes, and the flag that says that it is an index instead.
#[inline(always)]
const fn of_record(record: &CaseRecord, to: To) -> (i32, u32) {
    match to {
        To::Lower => (record.lower, SPECIAL_LOWER),
        To::Upper => (record.upper, SPECIAL_UPPER),
        To::Title => (record.title, SPECIAL_TITLE),
        To::Fold => (record.fold, SPECIAL_FOLD),
    }
}

#[inline(always)]
fn ascii_mapped(byte: u8, to: To) -> u8 {
    match to {
        To::Lower | To::Fold => byte.to_ascii_lowercase(),
        To::Upper | To::Title => byte.to_ascii_uppercase(),
    }
}

/// The characters that one becomes, by what its record says.
fn special_case(value: i32) -> &'static [u16] {
    let at = value as usize;
    let n = usize::from(CASE_SPECIAL[at]);
    &CASE_SPECIAL[at + 1..at + 1 + n]
}

/// Sigma is final after a cased character and not before one, case-ignorable ones apart (Unicode 3.13, table 3-17).
fn is_final_sigma(bytes: &[u8], at: usize) -> bool {
    let mut start = at;
    loop {
        match char_before(bytes, start) {
            Some((c, len)) if has(c, CASE_IGNORABLE) => start -= len,
            Some((c, _)) if has(c, FINAL_CASED) => break,
            _ => return false,
        }
    }
    let mut end = at + 2;
    loop {
        match char_at(bytes, end) {
            Some((c, len)) if has(c, CASE_IGNORABLE) => end += len,
            Some((c, _)) => return !has(c, FINAL_CASED),
            None => return true,
        }
    }
}

/// What the characters of two bytes become where that takes two bytes as well and does not depend on others; else zeros.
static PAIRS: [[[u8; 2]; 0x800]; 4] = [pairs(To::Lower), pairs(To::Upper), pairs(To::Title), pairs(To::Fold)];

const fn pairs(to: To) -> [[u8; 2]; 0x800] {
    let mut pairs = [[0; 2]; 0x800];
    let mut c = 0x80;
    while c < 0x800 {
        let page = CASE_INDEX1[(c >> CASE_SHIFT) as usize] as usize;
        let at = page << CASE_SHIFT | c as usize & ((1 << CASE_SHIFT) - 1);
        let record = &CASE_RECORDS[CASE_INDEX2[at] as usize];
        let (value, special) = of_record(record, to);
        if record.flags & special == 0 && c != CAPITAL_SIGMA {
            let (text, len) = encode_char(c.wrapping_add_signed(value));
            if len == 2 {
                pairs[c as usize] = [text[0], text[1]];
            }
        }
        c += 1;
    }
    pairs
}

/// Maps every character to what `choose` says of it; `None` leaves it.
#[inline(always)]
fn map_all(text: &Wtf8, mut choose: impl FnMut(u32) -> Option<To>) -> Wtf8Buf {
    /// As much as a character becomes at most, and the four bytes that are written of each.
    const ROOM: usize = 16;
    let bytes = text.as_bytes();
    let mut out = vec![0; bytes.len() + ROOM];
    let (mut at, mut end) = (0, 0);
    while let Some(&first) = bytes.get(at) {
        if out.len() - end < ROOM {
            out.resize(out.len() + out.len() / 2 + ROOM, 0);
        }
        if first < 0x80 {
            out[end] = choose(first.into()).map_or(first, |to| ascii_mapped(first, to));
            (at, end) = (at + 1, end + 1);
            continue;
        }
        let Some((c, len)) = char_at(bytes, at) else { break };
        let to = choose(c);
        at += len;
        let mut put = |c: u32| {
            let (text, len) = encode_char(c);
            out[end..end + 4].copy_from_slice(&text);
            end += len;
        };
        let Some(to) = to else {
            put(c);
            continue;
        };
        if let Some(&pair) = PAIRS[to as usize].get(c as usize)
            && pair != [0; 2]
        {
            out[end..end + 2].copy_from_slice(&pair);
            end += 2;
            continue;
        }
        if c == CAPITAL_SIGMA && matches!(to, To::Lower) {
            put(if is_final_sigma(bytes, at - len) { 0x3C2 } else { 0x3C3 });
            continue;
        }
        let record = case_record(c);
        let (value, special) = of_record(record, to);
        if record.flags & special == 0 {
            put(c.wrapping_add_signed(value));
        } else {
            special_case(value).iter().for_each(|&c| put(u32::from(c)));
        }
    }
    out.truncate(end);
    Wtf8Buf::from_bytes(out)
}

/// `str.lower`.
pub fn lower(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(text.as_bytes().to_ascii_lowercase());
    }
    map_all(text, |_| Some(To::Lower))
}

/// `str.upper`.
pub fn upper(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(text.as_bytes().to_ascii_uppercase());
    }
    map_all(text, |_| Some(To::Upper))
}

/// `str.casefold`.
pub fn casefold(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(text.as_bytes().to_ascii_lowercase());
    }
    map_all(text, |_| Some(To::Fold))
}

/// `str.title`.
pub fn title(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(title_bytes(text.as_bytes()));
    }
    let mut in_word = false;
    map_all(text, |c| {
        let to = if in_word { To::Lower } else { To::Title };
        in_word = has(c, CASED);
        Some(to)
    })
}

/// `str.capitalize`.
pub fn capitalize(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(capitalize_bytes(text.as_bytes()));
    }
    let mut is_first = true;
    map_all(text, |_| Some(if std::mem::take(&mut is_first) { To::Title } else { To::Lower }))
}

/// `str.swapcase`.
pub fn swapcase(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(swapcase_bytes(text.as_bytes()));
    }
    map_all(text, |c| match case_record(c).flags {
        flags if flags & UPPER != 0 => Some(To::Lower),
        flags if flags & LOWER != 0 => Some(To::Upper),
        _ => None,
    })
}

/// The lower case of one character as one character, for regular expressions.
pub fn char_lower(c: u32) -> u32 {
    let record = case_record(c);
    match record.flags & SPECIAL_LOWER {
        0 => c.wrapping_add_signed(record.lower),
        // Only U+0130 has more than one; the first is the simple mapping.
        _ => CASE_SPECIAL.get(record.lower as usize + 1).map_or(c, |&first| u32::from(first)),
    }
}

/// The upper case of one character as one character, for regular expressions: the first one where there are several, as in
/// CPython.
pub fn char_upper(c: u32) -> u32 {
    let record = case_record(c);
    match record.flags & SPECIAL_UPPER {
        0 => c.wrapping_add_signed(record.upper),
        _ => CASE_SPECIAL.get(record.upper as usize + 1).map_or(c, |&first| u32::from(first)),
    }
}

/// Does a regular expression that ignores case see another character beside this one?
pub fn char_has_case(c: u32) -> bool {
    char_lower(c) != c || char_upper(c) != c
}

/// Title case for bytes: only ASCII letters have case.
pub fn title_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    let map = |&byte: &u8| {
        let mapped = if in_word { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        in_word = byte.is_ascii_alphabetic();
        mapped
    };
    bytes.iter().map(map).collect()
}

/// `bytes.capitalize`.
pub fn capitalize_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

/// `bytes.swapcase`.
pub fn swapcase_bytes(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|&byte| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { byte }).collect()
}

/// `bytes.istitle`.
pub fn is_title_bytes(bytes: &[u8]) -> bool {
    let (mut seen, mut in_word) = (false, false);
    for byte in bytes {
        match byte {
            b'A'..=b'Z' => {
                if in_word {
                    return false;
                }
                (seen, in_word) = (true, true);
            }
            b'a'..=b'z' => {
                if !in_word {
                    return false;
                }
            }
            _ => in_word = false,
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigma_and_several_characters() {
        assert_eq!(lower("ΑΣ ΑΣΑ Σ".into()), "ας ασα σ".into());
        assert_eq!(lower("İ".into()), "i\u{307}".into());
        assert_eq!(upper("straße ŉ".into()), "STRASSE ʼN".into());
        assert_eq!(title("ǆ they're ﬁne".into()), "ǅ They'Re Fine".into());
        assert_eq!(capitalize("ßABC".into()), "Ssabc".into());
        assert_eq!(casefold("Straße ΑΣ".into()), "strasse ασ".into());
        assert_eq!(swapcase("aBcß".into()), "AbCSS".into());
        assert_eq!(title_bytes(b"ab cD 1e"), b"Ab Cd 1E");
    }
}
