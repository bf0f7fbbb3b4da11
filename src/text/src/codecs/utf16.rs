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

    fn push16(self, out: &mut Vec<u8>, unit: u32) {
        let unit = unit as u16;
        out.extend_from_slice(&if self == ByteOrder::Little {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        });
    }
}

pub(super) fn decode16(
    bytes: &[u8],
    mut at: usize,
    order: ByteOrder,
    input: Input,
    out: &mut Wtf8Buf,
) -> Stop<DecodeError> {
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
    for (offset, c) in text.slice(at, text.n_bytes()).char_indices() {
        if is_surrogate(c) {
            return unencodable(at + offset, at + offset + 3, "surrogates not allowed");
        }
        if c < 0x10000 {
            order.push16(out, c);
        } else {
            order.push16(out, 0xD800 + ((c - 0x10000) >> 10));
            order.push16(out, 0xDC00 + (c & 0x3FF));
        }
    }
    Stop::done(text.n_bytes())
}

pub(super) fn encode32(text: &Wtf8, at: usize, order: ByteOrder, out: &mut Vec<u8>) -> Stop<EncodeError> {
    for (offset, c) in text.slice(at, text.n_bytes()).char_indices() {
        if is_surrogate(c) {
            return unencodable(at + offset, at + offset + 3, "surrogates not allowed");
        }
        out.extend_from_slice(&if order == ByteOrder::Little { c.to_le_bytes() } else { c.to_be_bytes() });
    }
    Stop::done(text.n_bytes())
}
