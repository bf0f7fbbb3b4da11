//! From the bytes of a file to text (reference: Encoding declarations, 2.1.4).

use crate::error::SyntaxError;
use std::borrow::Cow;

fn error(message: String) -> SyntaxError {
    SyntaxError::new(message)
}

/// Where a source comes from, which its errors tell.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// Bytes that a program hands over.
    Bytes,
    /// The main program's file, by its name.
    File(&'a str),
}

/// Decodes a source by its BOM or cookie, UTF-8 otherwise.
pub fn decode<'a>(bytes: &'a [u8], origin: Origin<'_>) -> Result<Cow<'a, str>, SyntaxError> {
    let (bytes, bom) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let cookie = cookie(bytes);
    let name = cookie.as_deref().map(normalise);
    // Behind a BOM it is not enough to mean UTF-8.
    if bom && let Some(cookie) = cookie.as_deref().filter(|cookie| !is_utf8(cookie)) {
        let name = name.as_deref().filter(|&name| name == "iso-8859-1").unwrap_or(cookie);
        let line = if cookie_line(bytes) == Some(1) { 2 } else { 1 };
        return Err(SyntaxError {
            line,
            end_line: line,
            ..error(format!("encoding problem: {name} with BOM"))
        });
    }
    match name.as_deref() {
        None | Some("utf-8") => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            // By any other name than its own it is decoded as other encodings are.
            Err(e) if cookie.as_deref().is_some_and(|cookie| !is_utf8(cookie)) => {
                let mut error = not_utf8(bytes, e, Origin::File(""), true);
                error.message = error.message.trim_start_matches("(unicode error) ").to_owned();
                Err(error)
            }
            Err(e) => Err(not_utf8(bytes, e, origin, bom || name.is_some())),
        },
        Some("iso-8859-1") => Ok(Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect())),
        Some("ascii") => match bytes.iter().position(|b| !b.is_ascii()) {
            None => Ok(Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect())),
            Some(at) => Err(error(format!(
                "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                bytes[at]
            ))),
        },
        Some(_) => Err(error(format!("unknown encoding: {}", cookie.unwrap_or_default()))),
    }
}

/// Says which bytes are no UTF-8. A file that declares an encoding is decoded line by line.
fn not_utf8(bytes: &[u8], e: std::str::Utf8Error, origin: Origin<'_>, declared: bool) -> SyntaxError {
    let at = e.valid_up_to();
    let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() as u32 + 1;
    let start = bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    let column = at - start;
    if let (Origin::File(_), true) = (origin, declared) {
        let n = e.error_len().unwrap_or(bytes.len() - at);
        // At the end of a file the line's end is missed.
        let what = if matches!(bytes[at], 0x80..=0xc1 | 0xf5..) { "start" } else { "continuation" };
        let which = if n > 1 {
            format!("bytes in position {column}-{}", column + n - 1)
        } else {
            format!("byte 0x{:02x} in position {column}", bytes[at])
        };
        let message = format!("(unicode error) 'utf-8' codec can't decode {which}: invalid {what} byte");
        return SyntaxError { line, end_line: line, ..error(message) };
    }
    if let Origin::File(_) = origin
        && let Some(null) = bytes[..start].iter().position(|&b| b == 0)
    {
        // The line with it is read before.
        let line = bytes[..null].iter().filter(|&&b| b == b'\n').count() as u32 + 1;
        return SyntaxError {
            line,
            end_line: line,
            ..error("source code cannot contain null bytes".to_owned())
        };
    }
    let place = match origin {
        Origin::File(name) => format!("in file {name} on line {line}"),
        Origin::Bytes => format!("on line {line}"),
    };
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' {place}, but no encoding declared; see https://peps.python.org/pep-0263/ for details",
        bytes[at]
    );
    let column = String::from_utf8_lossy(&bytes[start..at]).chars().count() as u32 + 1;
    SyntaxError { line, column, end_line: line, end_column: column, ..error(message) }
}

/// Whether it is `utf-8` by one of the names that are known without a look at the codecs.
fn is_utf8(cookie: &str) -> bool {
    let name = cookie.to_ascii_lowercase().replace('_', "-");
    name == "utf-8" || name.starts_with("utf-8-")
}

fn normalise(name: &str) -> String {
    let name = name.to_ascii_lowercase().replace('_', "-");
    if name == "utf-8" || name.starts_with("utf-8-") || name == "utf8" {
        return "utf-8".to_owned();
    }
    if ["latin-1", "iso-8859-1", "iso-latin-1", "latin1", "l1"]
        .iter()
        .any(|n| name == *n || name.starts_with(&format!("{n}-")))
    {
        return "iso-8859-1".to_owned();
    }
    if matches!(&*name, "ascii" | "us-ascii" | "646") {
        return "ascii".to_owned();
    }
    name
}

/// The encoding that a comment in the first two lines names.
fn cookie(bytes: &[u8]) -> Option<String> {
    cookie_and_line(bytes).map(|(name, _)| name)
}

/// Which of the first two lines, from 0, names the encoding.
fn cookie_line(bytes: &[u8]) -> Option<usize> {
    cookie_and_line(bytes).map(|(_, line)| line)
}

fn cookie_and_line(bytes: &[u8]) -> Option<(String, usize)> {
    for (i, line) in bytes.split(|&b| b == b'\n').take(2).enumerate() {
        let blank = line.iter().take_while(|b| matches!(b, b' ' | b'\t' | 0x0c)).count();
        let rest = &line[blank..];
        if rest.first() != Some(&b'#') {
            if i == 0 && (rest.is_empty() || rest == b"\r") {
                continue;
            }
            return None;
        }
        if let Some(at) = rest.windows(6).position(|w| w == b"coding") {
            let mut after = &rest[at + 6..];
            if !matches!(after.first(), Some(b':' | b'=')) {
                continue;
            }
            after = &after[1..];
            let skip = after.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let name: Vec<u8> = after[skip..]
                .iter()
                .copied()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
                .collect();
            if !name.is_empty() {
                return String::from_utf8(name).ok().map(|name| (name, i));
            }
        }
    }
    None
}
