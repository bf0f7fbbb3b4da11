//! Digits in radices that are powers of two: no arithmetic, only bits that move.

use super::bits::bit_len_limbs;
use super::{BigInt, IntRef, Limbs};

/// One in each byte.
const ONES: u64 = u64::from_ne_bytes([1; 8]);

const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// The two hexadecimal digits of each byte.
const HEX_PAIRS: [[u8; 2]; 256] = {
    let mut pairs = [[0; 2]; 256];
    let mut i = 0;
    while i < 256 {
        pairs[i] = [DIGITS[i >> 4], DIGITS[i & 15]];
        i += 1;
    }
    pairs
};

/// The two octal digits of each number of six bits.
const OCTAL_PAIRS: [[u8; 2]; 64] = {
    let mut pairs = [[0; 2]; 64];
    let mut i = 0;
    while i < 64 {
        pairs[i] = [DIGITS[i >> 3], DIGITS[i & 7]];
        i += 1;
    }
    pairs
};

/// The value of a digit in any radix up to 36; 255 for what is none.
pub(super) const DIGIT_VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut i = 0;
    while i < 36 {
        if i < 10 {
            values[b'0' as usize + i] = i as u8;
        } else {
            values[b'a' as usize + i - 10] = i as u8;
            values[b'A' as usize + i - 10] = i as u8;
        }
        i += 1;
    }
    values
};

/// How many digits of so many bits (1 to 5) the magnitude has: at least one.
#[inline]
pub fn n_digits(a: IntRef<'_>, bits: u32) -> usize {
    bit_len_limbs(a.limbs).div_ceil(u64::from(bits)).max(1) as usize
}

/// Writes the magnitude's digits of so many bits each into `out`, which has exactly [`n_digits`] bytes.
pub fn write_digits(out: &mut [u8], a: IntRef<'_>, bits: u32) {
    debug_assert!(out.len() == n_digits(a, bits));
    match bits {
        1 => write_binary(out, a.limbs),
        4 => write_hex(out, a.limbs),
        _ => write_other(out, a.limbs, bits),
    }
}

fn write_hex(out: &mut [u8], limbs: &[u64]) {
    let mut rest = out;
    for &limb in limbs {
        if rest.len() < 16 {
            return write_low(rest, limb, 4);
        }
        let (head, chunk) = rest.split_at_mut(rest.len() - 16);
        for (pair, byte) in chunk.as_chunks_mut::<2>().0.iter_mut().zip(limb.to_be_bytes()) {
            *pair = HEX_PAIRS[byte as usize];
        }
        rest = head;
    }
    rest.fill(b'0');
}

fn write_binary(out: &mut [u8], limbs: &[u64]) {
    let mut rest = out;
    for &limb in limbs {
        if rest.len() < 64 {
            return write_low(rest, limb, 1);
        }
        let (head, chunk) = rest.split_at_mut(rest.len() - 64);
        for (eight, byte) in chunk.as_chunks_mut::<8>().0.iter_mut().zip(limb.to_be_bytes()) {
            // Each byte of the word keeps the bit that it will show; adding carries it to the byte's top.
            let picked = (u64::from(byte) * ONES) & 0x0102_0408_1020_4080;
            *eight = (((picked + 0x7F * ONES) >> 7 & ONES) | (ONES * u64::from(b'0'))).to_le_bytes();
        }
        rest = head;
    }
    rest.fill(b'0');
}

/// The lowest digits of a limb, as many as there is room for.
fn write_low(out: &mut [u8], mut limb: u64, bits: u32) {
    for byte in out.iter_mut().rev() {
        *byte = DIGITS[(limb & ((1 << bits) - 1)) as usize];
        limb >>= bits;
    }
}

fn write_other(out: &mut [u8], limbs: &[u64], bits: u32) {
    // As many digits at a time as a word holds.
    let per_word = 64 / bits as usize;
    let mut at = 0;
    for chunk in out.rchunks_mut(per_word) {
        let (i, shift) = (at / 64, at % 64);
        let mut word = limbs.get(i).copied().unwrap_or(0) >> shift;
        if shift > 0 {
            word |= limbs.get(i + 1).copied().unwrap_or(0) << (64 - shift);
        }
        match chunk.as_rchunks_mut::<2>() {
            ([first], pairs) if bits == 3 && pairs.len() == 10 => {
                for pair in pairs.iter_mut().rev() {
                    *pair = OCTAL_PAIRS[word as usize & 63];
                    word >>= 6;
                }
                *first = DIGITS[word as usize & 7];
            }
            _ => write_low(chunk, word, bits),
        }
        at += per_word * bits as usize;
    }
}

/// Digits of so many bits each; the caller knows that they (and underscores) are all there is.
pub(super) fn parse_digits(text: &[u8], bits: u32) -> BigInt {
    let mut out = Limbs::with_capacity(text.len() * bits as usize / 64 + 1);
    let (mut limb, mut filled) = (0u64, 0);
    for &byte in text.iter().rev().filter(|&&byte| byte != b'_') {
        let value = u64::from(DIGIT_VALUES[byte as usize]);
        limb |= value << filled;
        filled += bits;
        if filled >= 64 {
            out.push(limb);
            filled -= 64;
            limb = if filled == 0 { 0 } else { value >> (bits - filled) };
        }
    }
    out.push(limb);
    BigInt::new(false, out)
}

/// Hexadecimal digits and nothing else?
pub(super) fn is_hex(text: &[u8]) -> bool {
    const TOPS: u64 = 0x80 * ONES;
    let (head, words) = text.as_rchunks::<8>();
    // A byte's top bit tells that it is at least the one that was subtracted from 0x80.
    let from = |word: u64, first: u8| word.wrapping_add(ONES * u64::from(0x80 - first));
    words.iter().all(|word| {
        let word = u64::from_ne_bytes(*word);
        let lower = word | (0x20 * ONES);
        let is_digit = from(word, b'0') & !from(word, b'9' + 1);
        let is_letter = from(lower, b'a') & !from(lower, b'f' + 1);
        word & TOPS == 0 && (is_digit | is_letter) & TOPS == TOPS
    }) && head.iter().all(u8::is_ascii_hexdigit)
}

/// The number that hexadecimal digits show, into a limb for every sixteen.
pub(super) fn write_hex_value(out: &mut [u64], text: &[u8]) {
    let (head, chunks) = text.as_rchunks::<16>();
    for (limb, chunk) in out.iter_mut().zip(chunks.iter().rev()) {
        let [high, low] = chunk.as_chunks::<8>().0 else { return };
        *limb = hex_word(high) << 32 | hex_word(low);
    }
    if !head.is_empty()
        && let Some(top) = out.last_mut()
    {
        *top = head.iter().fold(0, |limb, &byte| limb << 4 | u64::from(DIGIT_VALUES[byte as usize]));
    }
}

/// The number that eight hexadecimal digits show, all at once.
#[inline(always)]
fn hex_word(digits: &[u8; 8]) -> u64 {
    let word = u64::from_be_bytes(*digits);
    // Letters have bit 6, and count from one in their low bits.
    let mut word = (word & (0xF * ONES)) + (word >> 6 & ONES) * 9;
    word = (word | word >> 4) & 0x00FF_00FF_00FF_00FF;
    word = (word | word >> 8) & 0x0000_FFFF_0000_FFFF;
    (word | word >> 16) & 0xFFFF_FFFF
}

/// The number that binary digits show, into a limb for every 64.
pub(super) fn write_binary_value(out: &mut [u64], text: &[u8]) {
    for (limb, chunk) in out.iter_mut().zip(text.rchunks(64)) {
        let (head, words) = chunk.as_rchunks::<8>();
        let top = head.iter().fold(0, |limb, &byte| limb << 1 | u64::from(byte & 1));
        *limb = words.iter().fold(top, |limb, word| {
            // The lowest bits of eight bytes meet in the top byte of the product.
            let bits = (u64::from_be_bytes(*word) & ONES).wrapping_mul(0x0102_0408_1020_4080);
            limb << 8 | bits >> 56
        });
    }
}
