//! Digits: integers from text and to text.

use super::arith::mul_word_in_place;
use super::bits::bit_len_limbs;
use super::div::div_word_in_place;
use super::{BigInt, IntRef, Limbs, to_dashu};

/// From this many limbs on, dashu makes the digits.
const TO_TEXT_OWN_MAX: usize = 60;
/// From this many decimal digits on, dashu reads them.
const FROM_TEXT_OWN_MAX: usize = 2000;

const TEN_19: u64 = 10_000_000_000_000_000_000;

/// Why a text is no integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParseError {
    /// `invalid literal for int() with base ...`.
    Invalid,
    /// More digits than the limit for conversions that are not linear; this many.
    TooManyDigits(usize),
}

const PAIRS: [u8; 200] = {
    let mut pairs = [0; 200];
    let mut i = 0;
    while i < 100 {
        pairs[2 * i] = b'0' + (i / 10) as u8;
        pairs[2 * i + 1] = b'0' + (i % 10) as u8;
        i += 1;
    }
    pairs
};

/// Writes the digits of `value` before `end`, filling with zeros up to `width`; where they start.
fn write_decimal(out: &mut [u8], end: usize, mut value: u64, width: usize) -> usize {
    let mut at = end;
    while value >= 100 {
        let pair = (value % 100) as usize * 2;
        value /= 100;
        at -= 2;
        out[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if value >= 10 {
        at -= 2;
        out[at..at + 2].copy_from_slice(&PAIRS[value as usize * 2..value as usize * 2 + 2]);
    } else {
        at -= 1;
        out[at] = b'0' + value as u8;
    }
    while end - at < width {
        at -= 1;
        out[at] = b'0';
    }
    at
}

/// `str(a)`.
pub fn to_decimal(a: IntRef<'_>) -> String {
    if a.limbs.len() > TO_TEXT_OWN_MAX {
        let digits = to_dashu(a.limbs).to_string();
        return if a.negative { format!("-{digits}") } else { digits };
    }
    // Most that are wider than a word are not much wider.
    if a.limbs.len() <= 6 {
        return write_text(&mut [0; text_max(6)], a);
    }
    write_text(&mut [0; text_max(TO_TEXT_OWN_MAX)], a)
}

/// Room for the digits of so many limbs (log10(2^64) < 19.27) and a sign.
const fn text_max(n_limbs: usize) -> usize {
    (n_limbs * 20).next_multiple_of(19) + 20
}

fn write_text(out: &mut [u8], a: IntRef<'_>) -> String {
    let mut at = out.len();
    let mut rest = Limbs::from_slice(a.limbs);
    while rest.len() > 1 {
        let low = div_word_in_place(&mut rest, TEN_19);
        while rest.last() == Some(&0) {
            rest.pop();
        }
        let width = if rest.is_empty() { 1 } else { 19 };
        at = write_decimal(out, at, low, width);
    }
    match rest.first() {
        Some(&limb) => at = write_decimal(out, at, limb, 1),
        None if a.is_zero() => at = write_decimal(out, at, 0, 1),
        None => {}
    }
    if a.negative {
        at -= 1;
        out[at] = b'-';
    }
    text_of(out[at..].to_vec())
}

fn text_of(digits: Vec<u8>) -> String {
    String::from_utf8(digits).expect("digits are ASCII")
}

/// `str(a)` when it has at most `digits_max` digits (0 is no limit); else `None`, before the work where that is possible.
pub fn to_decimal_limited(a: IntRef<'_>, digits_max: usize) -> Option<String> {
    if digits_max == 0 {
        return Some(to_decimal(a));
    }
    // A digit takes more than three bits.
    if bit_len_limbs(a.limbs) / 4 > digits_max as u64 {
        return None;
    }
    let text = to_decimal(a);
    (text.len() - usize::from(a.negative) <= digits_max).then_some(text)
}

/// How many decimal digits `str(a)` has, or one more: cheap, for the limit on conversions.
pub fn count_decimal_digits(a: IntRef<'_>) -> u64 {
    let bits = bit_len_limbs(a.limbs);
    (bits as u128 * 30103 / 100_000) as u64 + 1
}

/// The digits in a radix of 2 to 36, in lower case, with a sign where negative and without a prefix.
pub fn to_radix(a: IntRef<'_>, radix: u32) -> String {
    match radix {
        10 => to_decimal(a),
        2 => to_bits(a, 1),
        4 => to_bits(a, 2),
        8 => to_bits(a, 3),
        16 => to_bits(a, 4),
        32 => to_bits(a, 5),
        _ => {
            let digits = to_dashu(a.limbs).in_radix(radix as u8).to_string();
            if a.negative { format!("-{digits}") } else { digits }
        }
    }
}

fn to_bits(a: IntRef<'_>, bits: u64) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    let n = bit_len_limbs(a.limbs).div_ceil(bits).max(1);
    let mut out = Vec::with_capacity(n as usize + 1);
    if a.negative {
        out.push(b'-');
    }
    let mask = (1u64 << bits) - 1;
    if 64 % bits == 0 {
        // No digit lies in two limbs.
        let per_limb = 64 / bits;
        let mut n_left = n;
        for i in (0..n.div_ceil(per_limb)).rev() {
            let limb = a.limbs.get(i as usize).copied().unwrap_or(0);
            let here = n_left - i * per_limb;
            out.extend((0..here).rev().map(|d| DIGITS[(limb >> (d * bits) & mask) as usize]));
            n_left -= here;
        }
        return text_of(out);
    }
    for i in (0..n).rev() {
        let (at, shift) = ((i * bits / 64) as usize, i * bits % 64);
        let mut digit = a.limbs.get(at).copied().unwrap_or(0) >> shift;
        if shift + bits > 64 {
            digit |= a.limbs.get(at + 1).copied().unwrap_or(0) << (64 - shift);
        }
        out.push(DIGITS[(digit & mask) as usize]);
    }
    text_of(out)
}

/// The value of a digit in any radix up to 36; 255 for what is none.
#[inline]
fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'z' => byte - b'a' + 10,
        b'A'..=b'Z' => byte - b'A' + 10,
        _ => 255,
    }
}

/// `int(text, radix)` for ASCII text: white space around, a sign, a prefix where radix 0 or the radix of the prefix is given,
/// underscores between digits. `digits_max` limits the digits for radices that are not powers of two.
pub fn parse(text: &[u8], radix: u32, digits_max: usize) -> Result<BigInt, ParseError> {
    let mut rest = trim(text);
    let mut negative = false;
    if let [sign @ (b'+' | b'-'), tail @ ..] = rest {
        negative = *sign == b'-';
        rest = tail;
    }
    let mut radix = radix;
    let named = match rest {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut zero_only = false;
    if radix == 0 {
        radix = if named != 0 { named } else { 10 };
        zero_only = named == 0 && rest.first() == Some(&b'0');
    }
    if named == radix {
        rest = &rest[2..];
        // One underscore may follow the prefix.
        if let [b'_', tail @ ..] = rest {
            rest = tail;
        }
    }
    let value = parse_digits(rest, radix, digits_max)?;
    if zero_only && !value.is_zero() {
        return Err(ParseError::Invalid);
    }
    Ok(value.with_sign(negative))
}

fn trim(mut text: &[u8]) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    while let [first, rest @ ..] = text
        && blank(first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && blank(last)
    {
        text = rest;
    }
    text
}

/// Decimal digits only, such as the grammar's number tokens; the caller knows that they are digits.
pub fn from_decimal_digits(digits: &[u8]) -> BigInt {
    parse_digits(digits, 10, usize::MAX).unwrap_or_default()
}

pub(crate) fn parse_digits(text: &[u8], radix: u32, digits_max: usize) -> Result<BigInt, ParseError> {
    if radix == 10
        && let Some(value) = plain_decimal(text, digits_max)
    {
        return Ok(value);
    }
    let mut n_digits = 0;
    let mut last = b'_';
    for &byte in text {
        if byte == b'_' {
            if last == b'_' {
                return Err(ParseError::Invalid);
            }
        } else if u32::from(digit(byte)) < radix {
            n_digits += 1;
        } else {
            return Err(ParseError::Invalid);
        }
        last = byte;
    }
    if last == b'_' {
        return Err(ParseError::Invalid);
    }
    if radix.is_power_of_two() {
        return Ok(parse_bits(text, radix.trailing_zeros()));
    }
    if n_digits > digits_max {
        return Err(ParseError::TooManyDigits(n_digits));
    }
    if n_digits > FROM_TEXT_OWN_MAX {
        let clean: String = text.iter().filter(|&&byte| byte != b'_').map(|&byte| char::from(byte)).collect();
        return dashu_int::UBig::from_str_radix(&clean, radix)
            .map(|value| super::from_dashu(&value))
            .map_err(|_| ParseError::Invalid);
    }
    // As many digits at a time as a limb holds.
    let mut per_limb = 0;
    let mut power = 1u64;
    while let Some(next) = power.checked_mul(u64::from(radix)) {
        (power, per_limb) = (next, per_limb + 1);
    }
    let mut out = Limbs::new();
    let (mut value, mut n, mut scale) = (0u64, 0, 1u64);
    for &byte in text.iter().filter(|&&byte| byte != b'_') {
        value = value * u64::from(radix) + u64::from(digit(byte));
        scale = scale.wrapping_mul(u64::from(radix));
        n += 1;
        if n == per_limb {
            mul_word_in_place(&mut out, power, value);
            (value, n, scale) = (0, 0, 1);
        }
    }
    if n > 0 {
        mul_word_in_place(&mut out, scale, value);
    }
    Ok(BigInt::new(false, out))
}

/// Decimal digits and nothing else, as many as are read here; `None` for all other texts.
fn plain_decimal(text: &[u8], digits_max: usize) -> Option<BigInt> {
    const CHUNK: usize = 19;
    if text.is_empty()
        || text.len() > FROM_TEXT_OWN_MAX.min(digits_max)
        || !text.iter().all(u8::is_ascii_digit)
    {
        return None;
    }
    let value = |digits: &[u8]| digits.iter().fold(0u64, |n, &byte| n * 10 + u64::from(byte - b'0'));
    let (first, chunks) = text.split_at(text.len() % CHUNK);
    let mut out = Limbs::with_capacity(text.len() / CHUNK + 1);
    mul_word_in_place(&mut out, 1, value(first));
    for chunk in chunks.chunks_exact(CHUNK) {
        mul_word_in_place(&mut out, TEN_19, value(chunk));
    }
    Some(BigInt::new(false, out))
}

fn parse_bits(text: &[u8], bits: u32) -> BigInt {
    let mut out = Limbs::with_capacity(text.len() * bits as usize / 64 + 1);
    let (mut limb, mut filled) = (0u64, 0);
    for &byte in text.iter().rev().filter(|&&byte| byte != b'_') {
        let value = u64::from(digit(byte));
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
