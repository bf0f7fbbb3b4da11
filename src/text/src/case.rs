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
fn of_record(record: &CaseRecord, to: To) -> (i32, u32) {
    match to {
        To::Lower => (record.lower, SPECIAL_LOWER),
        To::Upper => (record.upper, SPECIAL_UPPER),
        To::Title => (record.title, SPECIAL_TITLE),
        To::Fold => (record.fold, SPECIAL_FOLD),
    }
}

/// Appends what one character becomes.
#[inline]
fn push_mapped(out: &mut Wtf8Buf, c: u32, to: To) {
    if let Ok(byte) = u8::try_from(c)
        && byte < 0x80
    {
        return out.push_ascii(ascii_mapped(byte, to));
    }
    push_by_record(out, c, case_record(c), to);
}

#[inline]
fn push_by_record(out: &mut Wtf8Buf, c: u32, record: &CaseRecord, to: To) {
    let (value, special) = of_record(record, to);
    if record.flags & special == 0 {
        out.push(c.wrapping_add_signed(value));
        return;
    }
    special_case(value).iter().for_each(|&mapped| out.push(u32::from(mapped)));
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

fn push_lower(out: &mut Wtf8Buf, bytes: &[u8], at: usize, c: u32) {
    if c == CAPITAL_SIGMA {
        out.push(if is_final_sigma(bytes, at) { 0x3C2 } else { 0x3C3 });
    } else {
        push_mapped(out, c, To::Lower);
    }
}

/// `str.lower`.
pub fn lower(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(text.as_bytes().to_ascii_lowercase());
    }
    let mut out = Wtf8Buf::new();
    map_all(&mut out, text, To::Lower);
    out
}

/// Maps every character.
fn map_all(out: &mut Wtf8Buf, text: &Wtf8, to: To) {
    /// As much as a character becomes at most, and the four bytes that are written of each.
    const ROOM: usize = 16;
    let bytes = text.as_bytes();
    let out = out.as_mut_vec();
    let mut end = out.len();
    out.resize(end + bytes.len() + ROOM, 0);
    let mut at = 0;
    while let Some((c, len)) = char_at(bytes, at) {
        if out.len() - end < ROOM {
            out.resize(out.len() + out.len() / 2 + ROOM, 0);
        }
        let mut put = |c: u32| {
            let (text, len) = encode_char(c);
            out[end..end + 4].copy_from_slice(&text);
            end += len;
        };
        at += len;
        if c < 0x80 {
            put(u32::from(ascii_mapped(c as u8, to)));
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
}

/// `str.upper`.
pub fn upper(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(text.as_bytes().to_ascii_uppercase());
    }
    let mut out = Wtf8Buf::new();
    map_all(&mut out, text, To::Upper);
    out
}

/// `str.casefold`.
pub fn casefold(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(text.as_bytes().to_ascii_lowercase());
    }
    let mut out = Wtf8Buf::new();
    map_all(&mut out, text, To::Fold);
    out
}

/// `str.title`.
pub fn title(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(title_bytes(text.as_bytes()));
    }
    let mut out = Wtf8Buf::with_capacity(text.n_bytes() + 8);
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let record = case_record(c);
        if !in_word {
            push_by_record(&mut out, c, record, To::Title);
        } else if c == CAPITAL_SIGMA {
            push_lower(&mut out, text.as_bytes(), at, c);
        } else {
            push_by_record(&mut out, c, record, To::Lower);
        }
        in_word = record.flags & CASED != 0;
    }
    out
}

/// `str.capitalize`.
pub fn capitalize(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(capitalize_bytes(text.as_bytes()));
    }
    let mut out = Wtf8Buf::with_capacity(text.n_bytes() + 8);
    for (at, c) in text.char_indices() {
        if at == 0 {
            push_mapped(&mut out, c, To::Title);
        } else {
            push_lower(&mut out, text.as_bytes(), at, c);
        }
    }
    out
}

/// `str.swapcase`.
pub fn swapcase(text: &Wtf8) -> Wtf8Buf {
    if text.is_ascii() {
        return Wtf8Buf::from_bytes(swapcase_bytes(text.as_bytes()));
    }
    let mut out = Wtf8Buf::with_capacity(text.n_bytes() + 8);
    for (at, c) in text.char_indices() {
        let flags = case_record(c).flags;
        if flags & UPPER != 0 {
            push_lower(&mut out, text.as_bytes(), at, c);
        } else if flags & LOWER != 0 {
            push_mapped(&mut out, c, To::Upper);
        } else {
            out.push(c);
        }
    }
    out
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
