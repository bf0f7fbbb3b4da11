//! UTF-16 and UTF-32. Marks are the caller's: [`ByteOrder::detect16`] and [`ByteOrder::detect32`] read them.

use super::{Codec, DecodeError, EncodeError, Input, Stop, bad, unencodable};
use crate::wtf8::{Wtf8, Wtf8Buf, char_at, count_chars, count_long_chars, encode_char, is_surrogate};

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
        ByteOrder::Little => encode_units::<2>(text, at, out, |c| (c as u16).to_le_bytes()),
        ByteOrder::Big => encode_units::<2>(text, at, out, |c| (c as u16).to_be_bytes()),
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
    let bytes = &text.as_bytes()[at..];
    let start = out.len();
    out.resize(start + n_units(bytes, count_chars(bytes), N) * N, 0);
    let (read, written) = fill_units(bytes, out[start..].as_chunks_mut::<N>().0, unit);
    out.truncate(start + written * N);
    match read == bytes.len() {
        true => Stop::done(at + read),
        false => unencodable(at + read, at + read + 3, "surrogates not allowed"),
    }
}

/// How many units of so many bytes the text's characters take, of which the number is known.
fn n_units(bytes: &[u8], n_chars: usize, size: usize) -> usize {
    n_chars + if size == 2 && n_chars < bytes.len() { count_long_chars(bytes) } else { 0 }
}

/// Writes units to just as many places, up to the first surrogate. How many bytes were read, and how many units written?
#[inline(always)]
fn fill_units<const N: usize>(
    bytes: &[u8],
    units: &mut [[u8; N]],
    unit: impl Fn(u32) -> [u8; N],
) -> (usize, usize) {
    let (mut here, mut n) = (0, 0);
    while let Some(&first) = bytes.get(here) {
        // Most characters of three bytes are no surrogates.
        if let Some(&[first @ 0xE0..=0xEF, second, third]) = bytes[here..].first_chunk::<3>()
            && (first, second & 0xE0) != (0xED, 0xA0)
        {
            let high = u32::from(first & 0xF) << 12 | u32::from(second & 0x3F) << 6;
            units[n] = unit(high | u32::from(third & 0x3F));
            (here, n) = (here + 3, n + 1);
            continue;
        }
        if let Some(row) = bytes[here..].first_chunk::<32>()
            && row.is_ascii()
            && let Some(places) = units[n..].first_chunk_mut::<32>()
        {
            for (place, &byte) in places.iter_mut().zip(row) {
                *place = unit(byte.into());
            }
            (here, n) = (here + 32, n + 32);
            continue;
        }
        // Neighbours are likely to be of one script: eight bytes of ASCII, or four characters of two bytes each.
        if let Some(row) = bytes[here..].first_chunk::<8>() {
            let word = u64::from_le_bytes(*row);
            if word & 0x8080_8080_8080_8080 == 0
                && let Some(places) = units[n..].first_chunk_mut::<8>()
            {
                for (place, &byte) in places.iter_mut().zip(row) {
                    *place = unit(byte.into());
                }
                (here, n) = (here + 8, n + 8);
                continue;
            }
            if word & 0xC0E0_C0E0_C0E0_C0E0 == 0x80C0_80C0_80C0_80C0
                && let Some(places) = units[n..].first_chunk_mut::<4>()
            {
                let four = (word & 0x001F_001F_001F_001F) << 6 | (word >> 8) & 0x003F_003F_003F_003F;
                for (i, place) in places.iter_mut().enumerate() {
                    *place = unit((four >> (16 * i)) as u32 & 0xFFFF);
                }
                (here, n) = (here + 8, n + 4);
                continue;
            }
        }
        if first < 0x80 {
            units[n] = unit(first.into());
            (here, n) = (here + 1, n + 1);
            continue;
        }
        let Some((c, len)) = char_at(bytes, here) else { break };
        if is_surrogate(c) {
            break;
        }
        if N == 2 && c >= 0x10000 {
            units[n] = unit(0xD800 + ((c - 0x10000) >> 10));
            n += 1;
            units[n] = unit(0xDC00 + (c & 0x3FF));
        } else {
            units[n] = unit(c);
        }
        (here, n) = (here + len, n + 1);
    }
    (here, n)
}

/// How many bytes the text takes in units of this codec, if it is one of units, where its number of characters is known.
pub fn encoded_size(codec: Codec, text: &Wtf8, n_chars: usize) -> Option<usize> {
    let size = match codec {
        Codec::Utf16(_) => 2,
        Codec::Utf32(_) => 4,
        _ => return None,
    };
    Some(n_units(text.as_bytes(), n_chars, size) * size)
}

/// Encodes to just so many bytes as [`encoded_size`] says; `false` where there is a surrogate, before which it stops.
pub fn encode_exact(codec: Codec, text: &Wtf8, out: &mut [u8]) -> bool {
    let bytes = text.as_bytes();
    let (read, _) = match codec {
        Codec::Utf16(ByteOrder::Little) => {
            fill_units(bytes, out.as_chunks_mut().0, |c| (c as u16).to_le_bytes())
        }
        Codec::Utf16(ByteOrder::Big) => {
            fill_units(bytes, out.as_chunks_mut().0, |c| (c as u16).to_be_bytes())
        }
        Codec::Utf32(ByteOrder::Little) => fill_units(bytes, out.as_chunks_mut().0, u32::to_le_bytes),
        Codec::Utf32(ByteOrder::Big) => fill_units(bytes, out.as_chunks_mut().0, u32::to_be_bytes),
        _ => return false,
    };
    read == bytes.len()
}

/// Units that are a character each: how many bytes they take as text, and how many they are. `None` where the codec is no
/// such one, or something stands in the way: surrogates, even in pairs, what is no code point, a part of a unit.
pub fn decoded_size(codec: Codec, bytes: &[u8]) -> Option<(usize, usize)> {
    match codec {
        Codec::Utf16(ByteOrder::Little) => size_of_units(bytes, |unit| u16::from_le_bytes(unit).into()),
        Codec::Utf16(ByteOrder::Big) => size_of_units(bytes, |unit| u16::from_be_bytes(unit).into()),
        Codec::Utf32(ByteOrder::Little) => size_of_units(bytes, u32::from_le_bytes),
        Codec::Utf32(ByteOrder::Big) => size_of_units(bytes, u32::from_be_bytes),
        _ => None,
    }
}

#[inline(always)]
fn size_of_units<const N: usize>(bytes: &[u8], c: impl Fn([u8; N]) -> u32) -> Option<(usize, usize)> {
    let (units, rest) = bytes.as_chunks::<N>();
    if !rest.is_empty() {
        return None;
    }
    // Sums without branches, which the compiler turns into wide ones; those of a block stay small.
    let mut size = 0;
    for block in units.chunks(1 << 16) {
        let (mut more, mut bad) = (0u32, 0u32);
        for &unit in block {
            let c = c(unit);
            more += u32::from(c >= 0x80) + u32::from(c >= 0x800) + u32::from(c >= 0x10000);
            bad |= u32::from(is_surrogate(c)) | u32::from(c > 0x10_FFFF);
        }
        if bad != 0 {
            return None;
        }
        size += block.len() + more as usize;
    }
    Some((size, units.len()))
}

/// Decodes to just so many bytes as [`decoded_size`] says.
pub fn decode_exact(codec: Codec, bytes: &[u8], out: &mut [u8]) {
    match codec {
        Codec::Utf16(ByteOrder::Little) => text_of_units(bytes, out, |unit| u16::from_le_bytes(unit).into()),
        Codec::Utf16(ByteOrder::Big) => text_of_units(bytes, out, |unit| u16::from_be_bytes(unit).into()),
        Codec::Utf32(ByteOrder::Little) => text_of_units(bytes, out, u32::from_le_bytes),
        Codec::Utf32(ByteOrder::Big) => text_of_units(bytes, out, u32::from_be_bytes),
        _ => {}
    }
}

#[inline(always)]
fn text_of_units<const N: usize>(bytes: &[u8], out: &mut [u8], c: impl Fn([u8; N]) -> u32) {
    let mut units = bytes.as_chunks::<N>().0;
    let mut end = 0;
    while let [unit, rest @ ..] = units {
        // Where one is ASCII, the next are likely to be.
        if c(*unit) < 0x80
            && let Some(row) = units.first_chunk::<8>()
            && row.iter().fold(0, |any, &unit| any | c(unit)) < 0x80
            && let Some(places) = out[end..].first_chunk_mut::<8>()
        {
            for (place, &unit) in places.iter_mut().zip(row) {
                *place = c(unit) as u8;
            }
            (units, end) = (&units[8..], end + 8);
            continue;
        }
        let (text, len) = encode_char(c(*unit));
        match out[end..].first_chunk_mut::<4>() {
            // Slices of known length are stored without a call.
            Some(places) => *places = text,
            None => out[end..end + len].copy_from_slice(&text[..len]),
        }
        (units, end) = (rest, end + len);
    }
}
