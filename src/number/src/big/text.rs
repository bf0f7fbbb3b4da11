//! Digits: integers from text and to text.

use super::bits::bit_len_limbs;
use super::div::Reciprocal;
use super::radix::{self, DIGIT_VALUES};
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

/// The two decimal digits of each number below 100.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut i = 0;
    while i < 100 {
        pairs[i] = [b'0' + (i / 10) as u8, b'0' + (i % 10) as u8];
        i += 1;
    }
    pairs
};

/// The 19 digits of a number below [`TEN_19`], in parts that don't wait for each other.
fn write_19(out: &mut [u8; 19], value: u64) {
    let (top, rest) = (value / 10_000_000_000_000_000, value % 10_000_000_000_000_000);
    let (high, low) = ((rest / 100_000_000) as u32, (rest % 100_000_000) as u32);
    out[0] = b'0' + (top / 100) as u8;
    let (a, b, c, d) = (high / 10_000, high % 10_000, low / 10_000, low % 10_000);
    let numbers = [top as u32 % 100, a / 100, a % 100, b / 100, b % 100, c / 100, c % 100, d / 100, d % 100];
    let pairs = out[1..].as_chunks_mut::<2>().0;
    for i in 0..9 {
        pairs[i] = PAIRS[numbers[i] as usize];
    }
}

/// `str(a)`.
pub fn to_decimal(a: IntRef<'_>) -> String {
    with_decimal(a, |text| text_of(text.to_vec()))
}

/// `str(a)`, lent.
pub fn with_decimal<T>(a: IntRef<'_>, f: impl FnOnce(&[u8]) -> T) -> T {
    if a.limbs.len() > TO_TEXT_OWN_MAX {
        let digits = to_dashu(a.limbs).to_string();
        return f((if a.negative { format!("-{digits}") } else { digits }).as_bytes());
    }
    // Most that are wider than a word are not much wider.
    if a.limbs.len() <= 4 {
        return f(write_text(&mut [0; text_max(4)], &mut [0; 4], a));
    }
    f(write_text(&mut [0; text_max(TO_TEXT_OWN_MAX)], &mut [0; TO_TEXT_OWN_MAX], a))
}

/// Room for the digits of so many limbs (log10(2^64) < 19.27) and a sign.
const fn text_max(n_limbs: usize) -> usize {
    (n_limbs * 20).next_multiple_of(19) + 20
}

fn write_text<'a>(out: &'a mut [u8], scratch: &mut [u64], a: IntRef<'_>) -> &'a [u8] {
    const BY_TEN_19: Reciprocal = Reciprocal::new(TEN_19);
    let mut at = out.len();
    let mut rest = &mut scratch[..a.limbs.len()];
    rest.copy_from_slice(a.limbs);
    // Until what is left is below 10**19: that is the top of the text.
    while rest.len() > 1 || rest.first().is_some_and(|&limb| limb >= TEN_19) {
        let mut low = 0;
        for limb in rest.iter_mut().rev() {
            (*limb, low) = BY_TEN_19.div(low, *limb);
        }
        while let [head @ .., 0] = rest {
            rest = head;
        }
        if let Some(digits) = out[..at].last_chunk_mut::<19>() {
            write_19(digits, low);
        }
        at -= 19;
    }
    let mut top = rest.first().copied().unwrap_or(0);
    while top >= 10 {
        at -= 2;
        out[at..at + 2].copy_from_slice(&PAIRS[(top % 100) as usize]);
        top /= 100;
    }
    if top > 0 || at == out.len() {
        at -= 1;
        out[at] = b'0' + top as u8;
    }
    if a.negative {
        at -= 1;
        out[at] = b'-';
    }
    &out[at..]
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
    bits.saturating_mul(30103) / 100_000 + 1
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

fn to_bits(a: IntRef<'_>, bits: u32) -> String {
    let sign = usize::from(a.negative);
    let mut out = vec![b'-'; radix::n_digits(a, bits) + sign];
    radix::write_digits(&mut out[sign..], a, bits);
    text_of(out)
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

pub(crate) fn parse_digits(text: &[u8], base: u32, digits_max: usize) -> Result<BigInt, ParseError> {
    if !text.starts_with(b"0x")
        && let Some(room) = plain_room(text, base, digits_max)
    {
        let mut out = Limbs::from_elem(0, room);
        write_plain(&mut out, text, base);
        return Ok(BigInt::new(false, out));
    }
    let mut n_digits = 0;
    let mut last = b'_';
    for &byte in text {
        if byte == b'_' {
            if last == b'_' {
                return Err(ParseError::Invalid);
            }
        } else if u32::from(DIGIT_VALUES[byte as usize]) < base {
            n_digits += 1;
        } else {
            return Err(ParseError::Invalid);
        }
        last = byte;
    }
    if last == b'_' {
        return Err(ParseError::Invalid);
    }
    if base.is_power_of_two() {
        return Ok(radix::parse_digits(text, base.trailing_zeros()));
    }
    if n_digits > digits_max {
        return Err(ParseError::TooManyDigits(n_digits));
    }
    let clean: Vec<u8> = text.iter().copied().filter(|&byte| byte != b'_').collect();
    if n_digits > FROM_TEXT_OWN_MAX {
        return std::str::from_utf8(&clean)
            .ok()
            .and_then(|digits| dashu_int::UBig::from_str_radix(digits, base).ok())
            .map(|value| super::from_dashu(&value))
            .ok_or(ParseError::Invalid);
    }
    let mut out = Limbs::from_elem(0, n_digits / PER_LIMB[base as usize].0 + 1);
    write_plain(&mut out, &clean, base);
    Ok(BigInt::new(false, out))
}

/// How many limbs [`write_plain`] needs for a text of binary, hexadecimal (those after `0x`, perhaps) or other digits (of a base
/// that is no power of two) and nothing else; `None` for all other texts, and for those that are too long for it or have more
/// digits than `digits_max`.
#[inline]
pub fn plain_room(text: &[u8], base: u32, digits_max: usize) -> Option<usize> {
    match base {
        16 => {
            let text = text.strip_prefix(b"0x").unwrap_or(text);
            (!text.is_empty() && radix::is_hex(text)).then(|| text.len().div_ceil(16))
        }
        2 => (!text.is_empty() && text.iter().all(|byte| matches!(byte, b'0' | b'1')))
            .then(|| text.len().div_ceil(64)),
        _ => {
            let is_digit = |&byte: &u8| u32::from(DIGIT_VALUES[byte as usize]) < base;
            let are_digits =
                || if base == 10 { text.iter().all(u8::is_ascii_digit) } else { text.iter().all(is_digit) };
            let is_plain = !base.is_power_of_two()
                && !text.is_empty()
                && text.len() <= FROM_TEXT_OWN_MAX.min(digits_max)
                && are_digits();
            is_plain.then(|| text.len() / PER_LIMB[base as usize].0 + 1)
        }
    }
}

/// The number that digits of `base` (2 to 36; `None` for others) and nothing else show, where they are few enough to fit for
/// certain.
#[inline(always)]
pub fn short_plain(text: &[u8], base: u32) -> Option<i64> {
    if text.is_empty() || !(2..=36).contains(&base) || text.len() >= PER_LIMB[base as usize].0 {
        return None;
    }
    let mut i = 0i64;
    for &byte in text {
        let digit = u32::from(DIGIT_VALUES[byte as usize]);
        if digit >= base {
            return None;
        }
        i = i * i64::from(base) + i64::from(digit);
    }
    Some(i)
}

/// For each base, how many digits always fit a limb, and the power of the base with so many zeros (which may not).
const PER_LIMB: [(usize, u64); 37] = {
    let mut table = [(1, 0); 37];
    let mut base = 2;
    while base < 37 {
        let (mut n_digits, mut power) = (0, 1u64);
        while let Some(next) = power.checked_mul(base) {
            (n_digits, power) = (n_digits + 1, next);
        }
        table[base as usize] = (n_digits, power);
        base += 1;
    }
    table
};

/// The number that a text shows for which [`plain_room`] told how many limbs it takes.
pub fn write_plain(out: &mut [u64], text: &[u8], base: u32) {
    match base {
        2 => radix::write_binary_value(out, text),
        16 => radix::write_hex_value(out, text.strip_prefix(b"0x").unwrap_or(text)),
        10 => write_plain_by(out, text, base, value_of_19),
        _ => write_plain_by(out, text, base, |digits| value_of(digits, base)),
    }
}

/// The same for a base that is no power of two, with the way to the value of as many digits as a limb holds.
#[inline(always)]
fn write_plain_by(out: &mut [u64], text: &[u8], base: u32, value_of_chunk: impl Fn(&[u8]) -> u64) {
    let (n_digits, power) = PER_LIMB[base as usize];
    let (first, rest) = text.split_at(text.len() % n_digits);
    out[0] = value_of(first, base);
    let mut len = 1;
    for chunk in rest.chunks_exact(n_digits) {
        let mut carry = value_of_chunk(chunk);
        for limb in &mut out[..len] {
            (*limb, carry) = limb.carrying_mul(power, carry);
        }
        if carry != 0 {
            out[len] = carry;
            len += 1;
        }
    }
    out[len..].fill(0);
}

/// The number that digits show that fit a limb.
#[inline]
fn value_of(digits: &[u8], base: u32) -> u64 {
    digits.iter().fold(0, |n, &byte| n * u64::from(base) + u64::from(DIGIT_VALUES[byte as usize]))
}

/// The number that 19 decimal digits show.
#[inline]
fn value_of_19(digits: &[u8]) -> u64 {
    let (top, high, low) = (&digits[..3], &digits[3..11], &digits[11..]);
    let top = top.iter().fold(0, |n, &byte| n * 10 + u64::from(byte - b'0'));
    (top * 100_000_000 + value_of_8(high)) * 100_000_000 + value_of_8(low)
}

/// The number that eight digits show: neighbours are put together, then pairs, then fours.
#[inline]
fn value_of_8(digits: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(digits);
    let word = u64::from_le_bytes(bytes) & 0x0F0F_0F0F_0F0F_0F0F;
    let word = (word.wrapping_mul(10 << 8 | 1) >> 8) & 0x00FF_00FF_00FF_00FF;
    let word = (word.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_FFFF_0000_FFFF;
    word.wrapping_mul(10_000 << 32 | 1) >> 32
}
