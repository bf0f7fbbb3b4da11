//! Where strings end.

use super::{Lines, Refused};

/// Formatted strings do not nest deeper.
const FORMATTED_MAX: u32 = 150;

fn quotes(bytes: &[u8], quote: usize) -> (u8, bool) {
    let q = bytes[quote];
    (q, bytes.get(quote + 1) == Some(&q) && bytes.get(quote + 2) == Some(&q))
}

/// The end of a string without replacement fields.
pub fn scan_plain(bytes: &[u8], quote: usize) -> Result<usize, Refused> {
    let (q, triple) = quotes(bytes, quote);
    let mut at = quote + if triple { 3 } else { 1 };
    loop {
        match bytes.get(at) {
            None => return Err(Refused),
            Some(b'\\') => {
                at += 2;
                if bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
                    at += 1;
                }
            }
            Some(&b) if b == q => {
                if !triple {
                    return Ok(at + 1);
                }
                if bytes.get(at + 1) == Some(&q) && bytes.get(at + 2) == Some(&q) {
                    return Ok(at + 3);
                }
                at += 1;
            }
            Some(b'\n' | b'\r') if !triple => return Err(Refused),
            Some(_) => at += 1,
        }
    }
}

/// The end of a formatted string: replacement fields are scanned with the strings and brackets in them.
pub fn scan_formatted(
    lines: &Lines<'_>,
    bytes: &[u8],
    start: usize,
    quote: usize,
    raw: bool,
) -> Result<usize, Refused> {
    let level = lines.formatted.get() + 1;
    if level >= FORMATTED_MAX {
        return Err(Refused);
    }
    lines.formatted.set(level);
    let end = scan_formatted_inner(lines, bytes, start, quote, raw);
    lines.formatted.set(level - 1);
    end
}

fn scan_formatted_inner(
    lines: &Lines<'_>,
    bytes: &[u8],
    start: usize,
    quote: usize,
    raw: bool,
) -> Result<usize, Refused> {
    let (q, triple) = quotes(bytes, quote);
    let mut at = quote + if triple { 3 } else { 1 };
    loop {
        match bytes.get(at) {
            None => return Err(Refused),
            Some(b'\\') if !raw && bytes.get(at + 1) == Some(&b'N') && bytes.get(at + 2) == Some(&b'{') => {
                at += 3;
                while bytes.get(at).is_some_and(|&b| b != b'}' && b != q && b != b'\n') {
                    at += 1;
                }
                at += (bytes.get(at) == Some(&b'}')) as usize;
            }
            Some(b'\\') => {
                // A brace behind a backslash still starts a field.
                at += 1;
                if !matches!(bytes.get(at), Some(b'{' | b'}')) {
                    at += 1;
                }
            }
            Some(&b) if b == q => {
                if !triple {
                    return Ok(at + 1);
                }
                if bytes.get(at + 1) == Some(&q) && bytes.get(at + 2) == Some(&q) {
                    return Ok(at + 3);
                }
                at += 1;
            }
            Some(b'\n' | b'\r') if !triple => return Err(Refused),
            Some(b'{') if bytes.get(at + 1) == Some(&b'{') => at += 2,
            Some(b'{') => at = scan_field(lines, bytes, start, at + 1, q, triple)?,
            Some(_) => at += 1,
        }
    }
}

/// The end of a replacement field that starts behind its brace.
pub fn scan_field(
    lines: &Lines<'_>,
    bytes: &[u8],
    start: usize,
    mut at: usize,
    q: u8,
    triple: bool,
) -> Result<usize, Refused> {
    let mut depth = 0usize;
    loop {
        match bytes.get(at) {
            None => return Err(Refused),
            Some(b'#') => {
                while bytes.get(at).is_some_and(|&b| b != b'\n') {
                    at += 1;
                }
            }
            Some(b'(' | b'[' | b'{') => {
                depth += 1;
                at += 1;
            }
            Some(b')' | b']') => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            Some(b'}') if depth == 0 => return Ok(at + 1),
            Some(b'}') => {
                depth -= 1;
                at += 1;
            }
            Some(b'!') if bytes.get(at + 1) == Some(&b'=') => at += 2,
            Some(b':') if depth == 0 => return scan_spec(lines, bytes, start, at + 1, q, triple),
            Some(b'"' | b'\'') => {
                let mut from = at;
                while from > 0 && bytes[from - 1].is_ascii_alphabetic() && at - from < 2 {
                    from -= 1;
                }
                let prefix = &bytes[from..at];
                let formatted = prefix.iter().any(|b| matches!(b, b'f' | b'F' | b't' | b'T'));
                let raw = prefix.iter().any(|b| matches!(b, b'r' | b'R'));
                at = if formatted {
                    scan_formatted(lines, bytes, from, at, raw)?
                } else {
                    scan_plain(bytes, at)?
                };
            }
            Some(_) => at += 1,
        }
    }
}

/// The end of a field with a format specification that starts at `at`.
fn scan_spec(
    lines: &Lines<'_>,
    bytes: &[u8],
    start: usize,
    mut at: usize,
    q: u8,
    triple: bool,
) -> Result<usize, Refused> {
    let raw = bytes[start..].iter().take_while(|b| b.is_ascii_alphabetic()).any(|b| matches!(b, b'r' | b'R'));
    loop {
        match bytes.get(at) {
            None => return Err(Refused),
            Some(b'\\') if !raw && bytes[at..].starts_with(b"\\N{") => {
                at += bytes[at..].iter().position(|&b| b == b'}' || b == b'\n').unwrap_or(bytes.len() - at);
                at += (bytes.get(at) == Some(&b'}')) as usize;
            }
            // A brace behind a backslash is one all the same; quotes are none.
            Some(b'\\') => at += if matches!(bytes.get(at + 1), Some(b'{' | b'}')) { 1 } else { 2 },
            Some(b'{') => at = scan_field(lines, bytes, start, at + 1, q, triple)?,
            Some(b'}') => return Ok(at + 1),
            Some(b'\n' | b'\r') if !triple => return Err(Refused),
            Some(&b)
                if b == q
                    && (!triple || (bytes.get(at + 1) == Some(&q) && bytes.get(at + 2) == Some(&q))) =>
            {
                return Err(Refused);
            }
            Some(_) => at += 1,
        }
    }
}

/// The end of a string token that starts at `start`, prefix included.
pub fn string_end(lines: &Lines<'_>, start: usize, to: usize) -> Option<usize> {
    let bytes = &lines.source.as_bytes()[..to];
    let quote = (start..to).find(|&i| matches!(bytes[i], b'"' | b'\''))?;
    let prefix = &bytes[start..quote];
    let raw = prefix.iter().any(|b| matches!(b, b'r' | b'R'));
    if prefix.iter().any(|b| matches!(b, b'f' | b'F' | b't' | b'T')) {
        scan_formatted(lines, bytes, start, quote, raw).ok()
    } else {
        scan_plain(bytes, quote).ok()
    }
}
