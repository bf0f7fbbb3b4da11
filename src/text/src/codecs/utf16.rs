//! UTF-16 and UTF-32. Marks are the caller's: [`ByteOrder::detect16`] and [`ByteOrder::detect32`] read them.

use super::{DecodeError, EncodeError, Input, Stop, bad, unencodable};
use crate::wtf8::{Wtf8, Wtf8Buf, char_at, encode_char, is_surrogate};

/// The order of bytes in a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByteOrder {
    /// Least significant first.
    Little,
    /// Most significant first.
    Big,
}

impl ByteOrder {
    /// This machine's.
    pub const NATIVE: ByteOrder =
        if cfg!(target_endian = "big") { ByteOrder::Big } else { ByteOrder::Little };

    /// The order that a mark tells, and the mark's length.
    pub fn detect16(bytes: &[u8]) -> Option<(ByteOrder, usize)> {
        match bytes {
            [0xFF, 0xFE, ..] => Some((ByteOrder::Little, 2)),
            [0xFE, 0xFF, ..] => Some((ByteOrder::Big, 2)),
            _ => None,
        }
    }

    /// The order that a mark tells, and the mark's length.
    pub fn detect32(bytes: &[u8]) -> Option<(ByteOrder, usize)> {
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] => Some((ByteOrder::Little, 4)),
            [0, 0, 0xFE, 0xFF, ..] => Some((ByteOrder::Big, 4)),
            _ => None,
        }
    }

    fn unit16(self, bytes: &[u8], at: usize) -> Option<u32> {
        let pair = [*bytes.get(at)?, *bytes.get(at + 1)?];
        Some(u32::from(if self == ByteOrder::Little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        }))
    }

    fn unit32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let unit = *bytes.get(at..)?.first_chunk::<4>()?;
        Some(if self == ByteOrder::Little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) })
    }
}

/// How many bytes at the start are ASCII.
fn n_ascii(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0) }
}

/// Decodes the units up to the next surrogate.
fn decode_units16(bytes: &[u8], at: &mut usize, order: ByteOrder, out: &mut Wtf8Buf) {
    let units = bytes[*at..].as_chunks::<2>().0;
    let unit_of = |pair: [u8; 2]| {
        u32::from(if order == ByteOrder::Little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    };
    let n = units.iter().position(|&pair| is_surrogate(unit_of(pair))).unwrap_or(units.len());
    // A unit makes three bytes at most, but four are written.
    let out = out.as_mut_vec();
    let mut end = out.len();
    out.resize(end + n * 3 + 1, 0);
    for &pair in &units[..n] {
        let (text, len) = encode_char(unit_of(pair));
        out[end..end + 4].copy_from_slice(&text);
        end += len;
    }
    out.truncate(end);
    *at += n * 2;
}

pub(super) fn decode16(
    bytes: &[u8],
    mut at: usize,
    order: ByteOrder,
    input: Input,
    out: &mut Wtf8Buf,
) -> Stop<DecodeError> {
    loop {
        decode_units16(bytes, &mut at, order, out);
        let Some(unit) = order.unit16(bytes, at) else { break };
        if unit >= 0xDC00 {
            return bad(at, at + 2, "illegal encoding");
        }
        match order.unit16(bytes, at + 2) {
            Some(low @ 0xDC00..=0xDFFF) => {
                out.push(0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF)));
                at += 4;
            }
            Some(_) => return bad(at, at + 2, "illegal UTF-16 surrogate"),
            None if input == Input::Partial => return Stop::done(at),
            None => return bad(at, bytes.len(), "unexpected end of data"),
        }
    }
    if at < bytes.len() && input == Input::Final {
        return bad(at, bytes.len(), "truncated data");
    }
    Stop::done(at)
}

pub(super) fn decode32(
    bytes: &[u8],
    mut at: usize,
    order: ByteOrder,
    input: Input,
    out: &mut Wtf8Buf,
) -> Stop<DecodeError> {
    while let Some(c) = order.unit32(bytes, at) {
        if is_surrogate(c) {
            return bad(at, at + 4, "code point in surrogate code point range(0xd800, 0xe000)");
        }
        if c > 0x10_FFFF {
            return bad(at, at + 4, "code point not in range(0x110000)");
        }
        out.push(c);
        at += 4;
    }
    if at < bytes.len() && input == Input::Final {
        return bad(at, bytes.len(), "truncated data");
    }
    Stop::done(at)
}

pub(super) fn encode16(text: &Wtf8, at: usize, order: ByteOrder, out: &mut Vec<u8>) -> Stop<EncodeError> {
    match order {
        ByteOrder::Little => encode_units::<2>(text, at, out, |c| [c as u8, (c >> 8) as u8]),
        ByteOrder::Big => encode_units::<2>(text, at, out, |c| [(c >> 8) as u8, c as u8]),
    }
}

pub(super) fn encode32(text: &Wtf8, at: usize, order: ByteOrder, out: &mut Vec<u8>) -> Stop<EncodeError> {
    match order {
        ByteOrder::Little => encode_units::<4>(text, at, out, u32::to_le_bytes),
        ByteOrder::Big => encode_units::<4>(text, at, out, u32::to_be_bytes),
    }
}

/// Appends the units of the characters from an offset on: of two bytes, of which some characters take two, or of four.
#[inline(always)]
fn encode_units<const N: usize>(
    text: &Wtf8,
    at: usize,
    out: &mut Vec<u8>,
    unit: impl Fn(u32) -> [u8; N],
) -> Stop<EncodeError> {
    let bytes = text.as_bytes();
    // No character takes more units than bytes.
    let start = out.len();
    out.resize(start + (bytes.len() - at) * N, 0);
    let units = out[start..].as_chunks_mut::<N>().0;
    let n_ascii = n_ascii(&bytes[at..]);
    for (to, &byte) in units.iter_mut().zip(&bytes[at..at + n_ascii]) {
        *to = unit(byte.into());
    }
    let (mut here, mut n_units) = (at + n_ascii, n_ascii);
    let mut surrogate = None;
    while let Some((c, len)) = char_at(bytes, here) {
        if is_surrogate(c) {
            surrogate = Some(here);
            break;
        }
        if N == 2 && c >= 0x10000 {
            units[n_units] = unit(0xD800 + ((c - 0x10000) >> 10));
            units[n_units + 1] = unit(0xDC00 + (c & 0x3FF));
            n_units += 1;
        } else {
            units[n_units] = unit(c);
        }
        n_units += 1;
        here += len;
    }
    out.truncate(start + n_units * N);
    match surrogate {
        Some(here) => unencodable(here, here + 3, "surrogates not allowed"),
        None => Stop::done(bytes.len()),
    }
}
