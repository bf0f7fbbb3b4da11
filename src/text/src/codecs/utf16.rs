//! UTF-16 and UTF-32. Marks are the caller's: [`ByteOrder::detect16`] and [`ByteOrder::detect32`] read them.

use super::{DecodeError, EncodeError, Input, Stop, bad, unencodable};
use crate::wtf8::{Wtf8, Wtf8Buf, is_surrogate};

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

    #[inline(always)]
    fn bytes16(self, unit: u16) -> [u8; 2] {
        if self == ByteOrder::Little { unit.to_le_bytes() } else { unit.to_be_bytes() }
    }

    #[inline(always)]
    fn bytes32(self, unit: u32) -> [u8; 4] {
        if self == ByteOrder::Little { unit.to_le_bytes() } else { unit.to_be_bytes() }
    }
}

/// How many bytes at the start are ASCII.
fn n_ascii(bytes: &[u8]) -> usize {
    if bytes.is_ascii() { bytes.len() } else { bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0) }
}

/// Appends units of `N` bytes for ASCII characters.
#[inline(always)]
fn widen<const N: usize>(ascii: &[u8], out: &mut Vec<u8>, unit: impl Fn(u8) -> [u8; N]) {
    let start = out.len();
    out.resize(start + ascii.len() * N, 0);
    for (to, &byte) in out[start..].as_chunks_mut::<N>().0.iter_mut().zip(ascii) {
        *to = unit(byte);
    }
}

pub(super) fn decode16(
    bytes: &[u8],
    mut at: usize,
    order: ByteOrder,
    input: Input,
    out: &mut Wtf8Buf,
) -> Stop<DecodeError> {
    out.reserve(bytes.len() - at);
    while let Some(unit) = order.unit16(bytes, at) {
        if !is_surrogate(unit) {
            out.push(unit);
            at += 2;
            continue;
        }
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
    let rest = &text.as_bytes()[at..];
    let n = n_ascii(rest);
    match order {
        ByteOrder::Little => widen(&rest[..n], out, |byte| [byte, 0]),
        ByteOrder::Big => widen(&rest[..n], out, |byte| [0, byte]),
    }
    out.reserve((rest.len() - n) * 2);
    for (offset, c) in text.slice(at + n, text.n_bytes()).char_indices() {
        if is_surrogate(c) {
            let at = at + n + offset;
            return unencodable(at, at + 3, "surrogates not allowed");
        }
        if c < 0x10000 {
            out.extend_from_slice(&order.bytes16(c as u16));
        } else {
            out.extend_from_slice(&order.bytes16((0xD800 + ((c - 0x10000) >> 10)) as u16));
            out.extend_from_slice(&order.bytes16((0xDC00 + (c & 0x3FF)) as u16));
        }
    }
    Stop::done(text.n_bytes())
}

pub(super) fn encode32(text: &Wtf8, at: usize, order: ByteOrder, out: &mut Vec<u8>) -> Stop<EncodeError> {
    let rest = &text.as_bytes()[at..];
    let n = n_ascii(rest);
    match order {
        ByteOrder::Little => widen(&rest[..n], out, |byte| [byte, 0, 0, 0]),
        ByteOrder::Big => widen(&rest[..n], out, |byte| [0, 0, 0, byte]),
    }
    out.reserve((rest.len() - n) * 2);
    for (offset, c) in text.slice(at + n, text.n_bytes()).char_indices() {
        if is_surrogate(c) {
            let at = at + n + offset;
            return unencodable(at, at + 3, "surrogates not allowed");
        }
        out.extend_from_slice(&order.bytes32(c));
    }
    Stop::done(text.n_bytes())
}
