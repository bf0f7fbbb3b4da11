//! `float.hex` and `float.fromhex`.

use std::fmt::Write;

/// `value.hex()`.
pub fn to_hex(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    let mut out = String::with_capacity(24);
    if value.is_sign_negative() {
        out.push('-');
    }
    if value.is_infinite() {
        out.push_str("inf");
    } else if value == 0.0 {
        out.push_str("0x0.0p+0");
    } else {
        let bits = value.to_bits();
        let biased = (bits >> 52 & 0x7FF) as i32;
        let (lead, exponent) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
        let _ = write!(out, "0x{lead}.{:013x}p{exponent:+}", bits & ((1 << 52) - 1));
    }
    out
}

/// Why a text is no hexadecimal float.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexError {
    /// `invalid hexadecimal floating-point string`.
    Invalid,
    /// `hexadecimal value too large to represent as a float`.
    Overflow,
}

/// `float.fromhex(text)` for ASCII text.
pub fn from_hex(text: &[u8]) -> Result<f64, HexError> {
    let blank = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let start = text.iter().position(|byte| !blank(byte)).ok_or(HexError::Invalid)?;
    let end = text.iter().rposition(|byte| !blank(byte)).map_or(start, |at| at + 1);
    let mut rest = &text[start..end];
    let mut negative = false;
    if let [sign @ (b'+' | b'-'), tail @ ..] = rest {
        negative = *sign == b'-';
        rest = tail;
    }
    let signed = |value: f64| if negative { -value } else { value };
    if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
        return Ok(signed(f64::INFINITY));
    }
    if rest.eq_ignore_ascii_case(b"nan") {
        return Ok(signed(f64::NAN));
    }
    if let [b'0', b'x' | b'X', tail @ ..] = rest {
        rest = tail;
    }
    // Bits are gathered in a word; what falls below it is remembered as one sticky bit.
    let (mut mantissa, mut exponent, mut sticky) = (0u64, 0i64, false);
    let (mut n_digits, mut seen_point) = (0usize, false);
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        if byte == b'.' && !seen_point {
            seen_point = true;
        } else if let Some(digit) = char::from(byte).to_digit(16) {
            n_digits += 1;
            if mantissa >> 59 == 0 {
                mantissa = mantissa << 4 | u64::from(digit);
                exponent -= if seen_point { 4 } else { 0 };
            } else {
                sticky |= digit != 0;
                exponent += if seen_point { 0 } else { 4 };
            }
        } else {
            break;
        }
        at += 1;
    }
    if n_digits == 0 {
        return Err(HexError::Invalid);
    }
    if let [b'p' | b'P', tail @ ..] = &rest[at..] {
        let (sign, digits) = match tail {
            [b'-', digits @ ..] => (-1, digits),
            [b'+', digits @ ..] => (1, digits),
            digits => (1, digits),
        };
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(HexError::Invalid);
        }
        let written =
            digits.iter().fold(0i64, |sum, &digit| (sum * 10 + i64::from(digit - b'0')).min(1 << 50));
        exponent = exponent.saturating_add(sign * written);
    } else if at != rest.len() {
        return Err(HexError::Invalid);
    }
    if mantissa == 0 {
        return Ok(signed(0.0));
    }
    scaled(mantissa << 1 | u64::from(sticky), exponent.saturating_sub(1))
        .map(signed)
        .ok_or(HexError::Overflow)
}

/// `m * 2**e`, where the lowest bit of `m` is sticky, rounded half to even; `None` on overflow.
fn scaled(m: u64, e: i64) -> Option<f64> {
    if e > 2000 {
        return None;
    }
    if e < -2000 {
        return Some(0.0);
    }
    crate::big::round_scaled(m, e)
}
