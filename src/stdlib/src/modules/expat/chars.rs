//! The characters of documents and of names.

use super::events::{Code, Fault};

/// May a name begin with it?
fn is_name_start(c: char) -> bool {
    matches!(c, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// May it stand in a name?
fn is_name(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// White space.
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The length of the name at the beginning; 0 where there is none.
pub fn name_end(text: &[u8]) -> usize {
    chars_end(text, is_name_start)
}

/// The same for what need not begin as a name does.
pub fn nmtoken_end(text: &[u8]) -> usize {
    chars_end(text, is_name)
}

fn chars_end(text: &[u8], is_first: fn(char) -> bool) -> usize {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if byte.is_ascii() {
            let c = char::from(*byte);
            if !(if at == 0 { is_first(c) } else { is_name(c) }) {
                break;
            }
            at += 1;
            continue;
        }
        let Some((c, n)) = taipan_text::wtf8::char_at(text, at) else { break };
        let Some(c) = char::from_u32(c) else { break };
        if !(if at == 0 { is_first(c) } else { is_name(c) }) {
            break;
        }
        at += n;
    }
    at
}

/// May it stand in a document?
pub fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// The text, which must be of characters that XML knows.
pub fn checked(text: &[u8], at: usize) -> Result<String, Fault> {
    let known = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => return Err((Code::InvalidToken, at + error.valid_up_to())),
    };
    match known.char_indices().find(|(_, c)| !is_char(*c)) {
        Some((i, _)) => Err((Code::InvalidToken, at + i)),
        None => Ok(known.to_owned()),
    }
}

/// Does the text end within a character?
pub fn is_partial(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_err_and(|error| error.error_len().is_none())
}

/// Text in the pieces that handlers get: lines, and what ends them, which is always a newline.
pub fn lines(text: &str) -> Vec<String> {
    let text =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    let mut pieces = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_suffix('\n') {
            Some("") => pieces.push("\n".to_owned()),
            Some(line) => pieces.extend([line.to_owned(), "\n".to_owned()]),
            None => pieces.push(line.to_owned()),
        }
    }
    pieces
}
