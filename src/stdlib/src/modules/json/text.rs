//! Strings in JSON: quoting, and reading what is quoted.

use taipan_objects::import::import_from;
use taipan_objects::types::str::index::char_of;
use taipan_runtime::{Gc, R, Raised, Value, Vm, layout::Str};
use taipan_text::wtf8;

/// The bytes that stand for themselves between quotes, as ASCII and as Unicode.
const PLAIN_ASCII: [bool; 256] = plain(0x7e);
const PLAIN: [bool; 256] = plain(0xff);

const fn plain(last: u8) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0x20;
    while byte <= last as usize {
        table[byte] = byte != b'"' as usize && byte != b'\\' as usize;
        byte += 1;
    }
    table
}

/// Writes a string with escapes for all but ASCII.
pub fn push_ascii(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    let mut at = 0;
    while at < text.len() {
        // Characters that need an escape often stand in rows.
        if PLAIN_ASCII[usize::from(text[at])] {
            at += push_plain(out, &text[at..], &PLAIN_ASCII);
        }
        let Some((c, n_bytes)) = wtf8::char_at(text, at) else { break };
        at += n_bytes;
        if c >= 0x10000 {
            let rest = c - 0x10000;
            push_escape(out, 0xd800 | rest >> 10);
            push_escape(out, 0xdc00 | rest & 0x3ff);
        } else {
            push_escape(out, c);
        }
    }
    out.push(b'"');
}

/// Writes a string with those escapes only that must be.
pub fn push_unicode(out: &mut Vec<u8>, text: &[u8]) {
    out.push(b'"');
    let mut at = 0;
    while at < text.len() {
        at += push_plain(out, &text[at..], &PLAIN);
        let Some(byte) = text.get(at) else { break };
        push_escape(out, u32::from(*byte));
        at += 1;
    }
    out.push(b'"');
}

/// Copies what needs no escapes; returns how much that was.
fn push_plain(out: &mut Vec<u8>, text: &[u8], plain: &[bool; 256]) -> usize {
    let n = text.iter().position(|&byte| !plain[usize::from(byte)]).unwrap_or(text.len());
    out.extend_from_slice(&text[..n]);
    n
}

fn push_escape(out: &mut Vec<u8>, unit: u32) {
    let short = match unit {
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        0x22 => b'"',
        0x5c => b'\\',
        _ => {
            out.extend_from_slice(b"\\u");
            taipan_text::repr::push_hex(out, unit, 4);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// A string that was read.
pub enum Found<'a> {
    /// As it stands in the document; is it ASCII?
    Piece(&'a [u8], bool),
    /// With its escapes resolved.
    Decoded(Vec<u8>),
}

impl Found<'_> {
    /// A string object.
    pub fn into_str(self, vm: &mut Vm) -> Gc<Str> {
        match self {
            Found::Piece(bytes, true) => vm.new_str_counted(bytes, bytes.len()),
            Found::Piece(bytes, false) => vm.new_str_wtf8(bytes),
            Found::Decoded(bytes) => vm.new_str_wtf8(&bytes),
        }
    }

    /// The string object that equal keys share.
    pub fn into_key(self, vm: &mut Vm) -> Gc<Str> {
        match self {
            Found::Piece(bytes, _) => vm.intern_bytes(bytes),
            Found::Decoded(bytes) => vm.intern_bytes(&bytes),
        }
    }
}

/// Reads the string whose first character is at `start`, behind the quote; also returns where it ends, behind the other.
pub fn scan<'a>(vm: &mut Vm, doc: Gc<Str>, start: usize, strict: bool) -> R<(Found<'a>, usize)> {
    let text = doc.to_ref().as_bytes();
    let mut at = skip(text, start, strict);
    if text.get(at) == Some(&b'"') {
        return Ok((Found::Piece(&text[start..at], doc.is_ascii()), at + 1));
    }
    let mut out = text[start..at].to_vec();
    loop {
        match text.get(at) {
            Some(b'"') => return Ok((Found::Decoded(out), at + 1)),
            Some(b'\\') => at = escape(vm, doc, start, at, &mut out)?,
            Some(_) => return Err(fail(vm, "Invalid control character at", doc, at)),
            None => return Err(unterminated(vm, doc, start)),
        }
        let from = at;
        at = skip(text, from, strict);
        out.extend_from_slice(&text[from..at]);
    }
}

/// Where the next character is that does not stand for itself.
fn skip(text: &[u8], from: usize, strict: bool) -> usize {
    let rest = &text[from..];
    let n = if strict {
        rest.iter().position(|&byte| !PLAIN[usize::from(byte)])
    } else {
        memchr::memchr2(b'"', b'\\', rest)
    };
    n.map_or(text.len(), |n| from + n)
}

/// Reads the escape at a backslash; returns where it ends.
fn escape(vm: &mut Vm, doc: Gc<Str>, start: usize, at: usize, out: &mut Vec<u8>) -> R<usize> {
    let text = doc.to_ref().as_bytes();
    let Some(letter) = text.get(at + 1) else { return Err(unterminated(vm, doc, start)) };
    let byte = match letter {
        b'"' | b'\\' | b'/' => *letter,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let Some(mut c) = hex(text, at + 2) else {
                return Err(fail(vm, "Invalid \\uXXXX escape", doc, at + 1));
            };
            let mut end = at + 6;
            // A second half must be one in full, unless it is no escape of this kind at all.
            if (0xd800..0xdc00).contains(&c) && text.get(end..end + 2) == Some(b"\\u") {
                let Some(low) = hex(text, end + 2) else {
                    return Err(fail(vm, "Invalid \\uXXXX escape", doc, end + 1));
                };
                if (0xdc00..0xe000).contains(&low) {
                    c = 0x10000 + ((c - 0xd800) << 10 | (low - 0xdc00));
                    end += 6;
                }
            }
            wtf8::push_char(out, c);
            return Ok(end);
        }
        _ => return Err(fail(vm, "Invalid \\escape", doc, at)),
    };
    out.push(byte);
    Ok(at + 2)
}

/// Four hexadecimal digits.
fn hex(text: &[u8], at: usize) -> Option<u32> {
    text.get(at..at + 4)?.iter().try_fold(0, |n, byte| Some(n << 4 | char::from(*byte).to_digit(16)?))
}

#[cold]
fn unterminated(vm: &mut Vm, doc: Gc<Str>, start: usize) -> Raised {
    match char_of(vm, doc, start) {
        Ok(at) => raise(vm, "Unterminated string starting at", doc, at as i64 - 1),
        Err(raised) => raised,
    }
}

/// Raises `JSONDecodeError` for a place in the document.
#[cold]
pub fn fail(vm: &mut Vm, message: &str, doc: Gc<Str>, offset: usize) -> Raised {
    match char_of(vm, doc, offset) {
        Ok(at) => raise(vm, message, doc, at as i64),
        Err(raised) => raised,
    }
}

fn raise(vm: &mut Vm, message: &str, doc: Gc<Str>, at: i64) -> Raised {
    let cls = match import_from(vm, "json.decoder", "JSONDecodeError") {
        Ok(cls) => cls,
        Err(raised) => return raised,
    };
    let message = vm.new_str(message).value();
    let at: Value = vm.new_int(at);
    match vm.call(cls, &[message, doc.value(), at]) {
        Ok(exc) => vm.raise_value(exc),
        Err(raised) => raised,
    }
}
