//! UTF-8, ASCII and Latin-1.

use super::{DecodeError, EncodeError, Input, Stop, bad, unencodable};
use crate::wtf8::{Wtf8, Wtf8Buf, char_at, is_surrogate};

pub(super) fn decode(bytes: &[u8], at: usize, input: Input, out: &mut Wtf8Buf) -> Stop<DecodeError> {
    let rest = &bytes[at..];
    let error = match std::str::from_utf8(rest) {
        Ok(text) => {
            out.push_str(text);
            return Stop::done(bytes.len());
        }
        Err(error) => error,
    };
    let valid = error.valid_up_to();
    out.as_mut_vec().extend_from_slice(&rest[..valid]);
    let start = at + valid;
    match (error.error_len(), bytes[start]) {
        // The start of a surrogate: what `surrogatepass` may take once it is complete.
        (_, 0xED) if input == Input::Partial && matches!(bytes[start + 1..], [0xA0..0xC0]) => {
            Stop::done(start)
        }
        (_, 0x80..0xC2 | 0xF5..) => bad(start, start + 1, "invalid start byte"),
        (Some(len), _) => bad(start, start + len, "invalid continuation byte"),
        (None, _) if input == Input::Partial => Stop::done(start),
        (None, _) => bad(start, bytes.len(), "unexpected end of data"),
    }
}

/// Where the first surrogate stands.
fn find_surrogate(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(0xED, bytes).find(|&at| bytes.get(at + 1).is_some_and(|&second| second >= 0xA0))
}

pub(super) fn encode(text: &Wtf8, at: usize, out: &mut Vec<u8>) -> Stop<EncodeError> {
    let bytes = text.as_bytes();
    let rest = &bytes[at..];
    let Some(valid) = find_surrogate(rest) else {
        out.extend_from_slice(rest);
        return Stop::done(bytes.len());
    };
    out.extend_from_slice(&rest[..valid]);
    let start = at + valid;
    let mut end = start;
    while let Some((c, len)) = char_at(bytes, end)
        && is_surrogate(c)
    {
        end += len;
    }
    unencodable(start, end, "surrogates not allowed")
}

pub(super) fn decode_ascii(bytes: &[u8], at: usize, out: &mut Wtf8Buf) -> Stop<DecodeError> {
    let rest = &bytes[at..];
    let n_ascii =
        if rest.is_ascii() { rest.len() } else { rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(0) };
    out.as_mut_vec().extend_from_slice(&rest[..n_ascii]);
    if n_ascii == rest.len() {
        return Stop::done(bytes.len());
    }
    bad(at + n_ascii, at + n_ascii + 1, "ordinal not in range(128)")
}

pub(super) fn decode_latin1(bytes: &[u8], out: &mut Wtf8Buf) {
    let n_high: usize = bytes.iter().map(|&byte| usize::from(byte >> 7)).sum();
    let out = out.as_mut_vec();
    let mut end = out.len();
    // Two bytes are written for each, of which the next one's overwrite what is too much.
    out.resize(end + bytes.len() + n_high + 1, 0);
    for chunk in bytes.chunks(16) {
        if chunk.is_ascii() {
            out[end..end + chunk.len()].copy_from_slice(chunk);
            end += chunk.len();
            continue;
        }
        for &byte in chunk {
            let is_high = byte >> 7;
            out[end] = if is_high != 0 { 0xC0 | byte >> 6 } else { byte };
            out[end + 1] = 0x80 | byte & 0x3F;
            end += 1 + usize::from(is_high);
        }
    }
    out.truncate(end);
}

/// Encodings of the first 128 or 256 characters.
pub(super) fn encode_narrow(
    text: &Wtf8,
    at: usize,
    limit: u32,
    reason: &'static str,
    out: &mut Vec<u8>,
) -> Stop<EncodeError> {
    let bytes = text.as_bytes();
    if bytes[at..].is_ascii() {
        out.extend_from_slice(&bytes[at..]);
        return Stop::done(bytes.len());
    }
    let mut here = at;
    let mut n = out.len();
    out.resize(n + bytes.len() - at, 0);
    while let Some(&first) = bytes.get(here) {
        if let Some(row) = bytes[here..].first_chunk::<8>()
            && row.is_ascii()
            && let Some(places) = out[n..].first_chunk_mut::<8>()
        {
            *places = *row;
            (here, n) = (here + 8, n + 8);
            continue;
        }
        if first < 0x80 {
            out[n] = first;
            (here, n) = (here + 1, n + 1);
            continue;
        }
        let Some((c, len)) = char_at(bytes, here) else { break };
        if c >= limit {
            out.truncate(n);
            let mut end = here + len;
            while let Some((c, len)) = char_at(bytes, end)
                && c >= limit
            {
                end += len;
            }
            return unencodable(here, end, reason);
        }
        out[n] = c as u8;
        (here, n) = (here + len, n + 1);
    }
    out.truncate(n);
    Stop::done(bytes.len())
}
