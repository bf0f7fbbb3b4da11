//! `repr` and `ascii` of text and bytes.

use crate::properties::is_printable;
use crate::wtf8::{Wtf8, Wtf8Buf, char_at};
use memchr::memchr;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends `\x`, `\u` or `\U` and the shortest of the three forms of a code point.
pub fn push_escape(out: &mut Vec<u8>, c: u32) {
    let (letter, n_digits) = match c {
        0..0x100 => (b'x', 2),
        0x100..0x10000 => (b'u', 4),
        _ => (b'U', 8),
    };
    out.extend_from_slice(&[b'\\', letter]);
    push_hex(out, c, n_digits);
}

/// Appends the low hexadecimal digits of a number.
#[inline]
pub fn push_hex(out: &mut Vec<u8>, c: u32, n_digits: u32) {
    let digit = |i: u32| HEX[(c >> (4 * i) & 15) as usize];
    // Slices of known length are stored without a call.
    match n_digits {
        2 => out.extend_from_slice(&[digit(1), digit(0)]),
        4 => out.extend_from_slice(&[digit(3), digit(2), digit(1), digit(0)]),
        _ => out.extend((0..n_digits).rev().map(digit)),
    }
}

/// Single quotes, unless there are such within and no double ones.
fn quote_for(bytes: &[u8]) -> u8 {
    if memchr(b'\'', bytes).is_some() && memchr(b'"', bytes).is_none() { b'"' } else { b'\'' }
}

/// Is this printable ASCII that no literal escapes?
#[inline(always)]
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'\\' && byte != b'\''
}

/// Appends an ASCII character as it stands in a literal.
#[inline]
fn push_ascii(out: &mut Vec<u8>, byte: u8, quote: u8) {
    match byte {
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\t' => out.extend_from_slice(b"\\t"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b' '..=b'~' => {
            if byte == quote {
                out.push(b'\\');
            }
            out.push(byte);
        }
        _ => push_escape(out, u32::from(byte)),
    }
}

fn quoted(text: &Wtf8, printable: impl Fn(u32) -> bool) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() + 2);
    if bytes.iter().all(|&byte| is_plain(byte)) {
        out.push(b'\'');
        out.extend_from_slice(bytes);
        out.push(b'\'');
        return out;
    }
    let quote = quote_for(bytes);
    out.push(quote);
    // Runs that stay as they are get copied at once.
    let (mut at, mut run) = (0, 0);
    while let Some((c, len)) = char_at(bytes, at) {
        let plain = if c < 0x80 { is_plain(c as u8) } else { printable(c) };
        if !plain {
            out.extend_from_slice(&bytes[run..at]);
            run = at + len;
            if c < 0x80 {
                push_ascii(&mut out, c as u8, quote);
            } else {
                push_escape(&mut out, c);
            }
        }
        at += len;
    }
    out.extend_from_slice(&bytes[run..]);
    out.push(quote);
    out
}

/// `repr(text)`.
pub fn repr_text(text: &Wtf8) -> Wtf8Buf {
    Wtf8Buf::from_bytes(quoted(text, is_printable))
}

/// `ascii(text)`.
pub fn ascii_text(text: &Wtf8) -> Wtf8Buf {
    Wtf8Buf::from_bytes(quoted(text, |_| false))
}

/// What is not ASCII in a text that is already a `repr` becomes escapes: `ascii()` of any object.
pub fn escape_non_ascii(text: &Wtf8) -> Wtf8Buf {
    let mut out = Vec::with_capacity(text.n_bytes());
    for c in text.chars() {
        if c < 0x80 {
            out.push(c as u8);
        } else {
            push_escape(&mut out, c);
        }
    }
    Wtf8Buf::from_bytes(out)
}

/// `repr(bytes)`.
pub fn repr_bytes(bytes: &[u8]) -> String {
    bytes_literal(bytes, false)
}

/// The literal in `repr(bytearray)`, where single quotes are always escaped.
pub fn repr_bytearray(bytes: &[u8]) -> String {
    bytes_literal(bytes, true)
}

fn bytes_literal(bytes: &[u8], escape_single: bool) -> String {
    let mut out = Vec::with_capacity(bytes.len() + 3);
    let quote = quote_for(bytes);
    out.extend_from_slice(&[b'b', quote]);
    for &byte in bytes {
        if is_plain(byte) {
            out.push(byte);
        } else {
            push_ascii(&mut out, byte, if escape_single && byte == b'\'' { byte } else { quote });
        }
    }
    out.push(quote);
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_escapes() {
        assert_eq!(repr_text("it's".into()), "\"it's\"".into());
        assert_eq!(
            repr_text("it's \"\\\n\u{e9}\u{a0}\u{200b}\u{e0001}\u{7f}".into()),
            "'it\\'s \"\\\\\\né\\xa0\\u200b\\U000e0001\\x7f'".into()
        );
        assert_eq!(ascii_text("é\u{20ac}😀".into()), "'\\xe9\\u20ac\\U0001f600'".into());
        assert_eq!(repr_text(&[0xD800u32].into_iter().collect::<Wtf8Buf>()), "'\\ud800'".into());
        assert_eq!(repr_bytes(b"a'\"\\\x00\xff\r"), "b'a\\'\"\\\\\\x00\\xff\\r'");
        assert_eq!(repr_bytes(b"'"), "b\"'\"");
    }
}
