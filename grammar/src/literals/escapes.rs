//! Escapes in string literals.

use crate::error::Warning;
use crate::lexer::Lines;

/// Appends a literal's text with its escapes replaced, or says what is wrong with one. `warn` is told of those that mean
/// nothing: where they stand, and what they are.
pub fn unescape(
    text: &str,
    raw: bool,
    bytes: bool,
    out: &mut Vec<u8>,
    warn: &mut dyn FnMut(usize, &str, &str),
) -> Result<(), String> {
    let b = text.as_bytes();
    let mut at = 0;
    while at < b.len() {
        // Line ends are one character.
        if b[at] == b'\r' {
            out.push(b'\n');
            at += 1 + (b.get(at + 1) == Some(&b'\n')) as usize;
            continue;
        }
        if raw || b[at] != b'\\' {
            let end =
                b[at..].iter().position(|c| *c == b'\r' || (!raw && *c == b'\\')).map_or(b.len(), |n| at + n);
            out.extend_from_slice(&b[at..end]);
            at = end;
            continue;
        }
        let escape = at;
        at += 1;
        let Some(&c) = b.get(at) else {
            // In front of a replacement field it is a backslash.
            warn(escape, "\\{", "an invalid escape sequence");
            out.push(b'\\');
            break;
        };
        at += 1;
        let simple = match c {
            b'\n' => continue,
            b'\r' => {
                at += (b.get(at) == Some(&b'\n')) as usize;
                continue;
            }
            b'\\' | b'\'' | b'"' => Some(c),
            b'a' => Some(7),
            b'b' => Some(8),
            b'f' => Some(12),
            b'n' => Some(10),
            b'r' => Some(13),
            b't' => Some(9),
            b'v' => Some(11),
            _ => None,
        };
        if let Some(c) = simple {
            out.push(c);
            continue;
        }
        match c {
            b'0'..=b'7' => {
                let mut n = u32::from(c - b'0');
                let mut digits = 1;
                while digits < 3 && b.get(at).is_some_and(|d| (b'0'..=b'7').contains(d)) {
                    n = n * 8 + u32::from(b[at] - b'0');
                    at += 1;
                    digits += 1;
                }
                if n > 0o377 {
                    let text = &text[escape..at];
                    warn(escape, text, "an invalid octal escape sequence");
                }
                if bytes { out.push(n as u8) } else { push_char(out, n) }
            }
            b'x' => {
                let n = hex(b, at, 2);
                match n {
                    Some(n) => {
                        at += 2;
                        if bytes { out.push(n as u8) } else { push_char(out, n) }
                    }
                    None if bytes => {
                        let message = format!("(value error) invalid \\x escape at position {escape}");
                        return Err(message);
                    }
                    None => {
                        let end = escape
                            + 1
                            + b[escape + 2..].iter().take(2).take_while(|c| c.is_ascii_hexdigit()).count();
                        let message = unicode_error(text, escape, end, "truncated \\xXX escape");
                        return Err(message);
                    }
                }
            }
            b'u' | b'U' if !bytes => {
                let digits = if c == b'u' { 4 } else { 8 };
                match hex(b, at, digits) {
                    Some(n) if n <= 0x10ffff => {
                        at += digits;
                        push_char(out, n);
                    }
                    Some(_) => {
                        let message =
                            unicode_error(text, escape, escape + 1 + digits, "illegal Unicode character");
                        return Err(message);
                    }
                    None => {
                        let have = b[at..].iter().take(digits).take_while(|c| c.is_ascii_hexdigit()).count();
                        let what = if c == b'u' {
                            "truncated \\uXXXX escape"
                        } else {
                            "truncated \\UXXXXXXXX escape"
                        };
                        let message = unicode_error(text, escape, escape + 1 + have, what);
                        return Err(message);
                    }
                }
            }
            b'N' if !bytes => {
                let end = if b.get(at) == Some(&b'{') {
                    b[at..].iter().position(|c| *c == b'}').map(|n| at + n)
                } else {
                    None
                };
                let Some(end) = end.filter(|e| *e > at + 1) else {
                    // A name that does not end takes all of the rest.
                    let open = b.get(at) == Some(&b'{') && end.is_none();
                    let last = if open { b.len() - 1 } else { escape + 1 + usize::from(end.is_some()) };
                    let message = unicode_error(text, escape, last, "malformed \\N character escape");
                    return Err(message);
                };
                match taipan_text::names::lookup_char(&text[at + 1..end]) {
                    Some(c) => push_char(out, c as u32),
                    None => {
                        let message = unicode_error(text, escape, end, "unknown Unicode character name");
                        return Err(message);
                    }
                }
                at = end + 1;
            }
            _ => {
                let c = text[escape + 1..].chars().next().unwrap_or('?');
                let sequence = &text[escape..(escape + 1 + c.len_utf8()).min(text.len())];
                warn(escape, sequence, "an invalid escape sequence");
                out.push(b'\\');
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                at = escape + 1 + c.len_utf8();
            }
        }
    }
    Ok(())
}

/// The warning of an escape that means nothing.
pub fn warning(lines: &Lines<'_>, at: u32, sequence: &str, what: &str) -> Warning {
    let is = format!("\"{sequence}\" is {what}.");
    let hint = format!("Did you mean \"\\{sequence}\"? A raw string is also an option.");
    let message = format!("{is} Such sequences will not work in the future. {hint}");
    let second = sequence.chars().nth(1).map_or(1, char::len_utf8) as u32;
    Warning::at(lines.error(at, at + 1 + second, message), Some(format!("{is} {hint}")))
}

/// Positions are counted where all that is not ASCII is an escape itself.
fn unicode_error(text: &str, from: usize, to: usize, what: &str) -> String {
    let mut behind_backslash = false;
    let mut position = |at: usize| {
        let mut n = 0;
        for c in text[..at.min(text.len())].chars() {
            n += match c {
                _ if c.is_ascii() => 1,
                _ if behind_backslash => 15,
                _ => 10,
            };
            behind_backslash = c == '\\' && !behind_backslash;
        }
        behind_backslash = false;
        n
    };
    let (start, end) = (position(from), position(to + 1) - 1);
    format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {what}")
}

fn hex(b: &[u8], at: usize, digits: usize) -> Option<u32> {
    let text = b.get(at..at + digits)?;
    if !text.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(text).ok()?, 16).ok()
}

/// Appends a character, or a lone surrogate in WTF-8.
fn push_char(out: &mut Vec<u8>, c: u32) {
    match char::from_u32(c) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (c >> 12) as u8,
            0x80 | (c >> 6 & 63) as u8,
            0x80 | (c & 63) as u8,
        ]),
    }
}
