//! Doubles: parts, division, powers, rounding, ratios. `text` writes and reads decimal digits, `hex` hexadecimal ones.

mod hex;
mod text;

pub use hex::{HexError, from_hex, to_hex};
pub use text::{Digits, FloatFormat, Kind, format_float, parse, repr, write_repr};

use crate::big::{self, BigInt};
use std::cmp::Ordering;

/// Mantissa and exponent of a finite double that is not negative: `m * 2**e`.
#[inline]
pub(crate) fn decode(value: f64) -> (u64, i64) {
    let bits = value.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match bits >> 52 & 0x7FF {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased as i64 - 1075),
    }
}

/// `float.is_integer`.
#[inline]
pub fn is_integer(value: f64) -> bool {
    value.is_finite() && value.trunc() == value
}

/// `float.as_integer_ratio`; `None` for infinities and NaN.
pub fn as_integer_ratio(value: f64) -> Option<(BigInt, BigInt)> {
    if !value.is_finite() {
        return None;
    }
    let (mut m, mut e) = decode(value.abs());
    if m == 0 {
        return Some((BigInt::ZERO, BigInt::from(1i64)));
    }
    let zeros = m.trailing_zeros();
    m >>= zeros;
    e += i64::from(zeros);
    let shifted =
        |word: u64, by: i64| big::shl(BigInt::from(word).view(), by.max(0) as u64).unwrap_or_default();
    Some((shifted(m, e).with_sign(value < 0.0), shifted(1, -e)))
}

/// `math.floor`; `None` for infinities and NaN.
pub fn floor(value: f64) -> Option<BigInt> {
    big::from_f64_trunc(value.floor())
}

/// `math.ceil`; `None` for infinities and NaN.
pub fn ceil(value: f64) -> Option<BigInt> {
    big::from_f64_trunc(value.ceil())
}

/// `int(value)`; `None` for infinities and NaN.
pub fn trunc(value: f64) -> Option<BigInt> {
    big::from_f64_trunc(value)
}

/// `round(value)` without digits, half to even; `None` for infinities and NaN.
pub fn round_to_int(value: f64) -> Option<BigInt> {
    big::from_f64_trunc(value.round_ties_even())
}

/// `round(value, digits)`: correctly rounded on the exact decimal value; `None` when it would overflow.
pub fn round(value: f64, digits: i64) -> Option<f64> {
    if !value.is_finite() || value == 0.0 || digits > 323 {
        return Some(value);
    }
    if digits < -308 {
        return Some(0.0 * value);
    }
    if digits >= 0 {
        return format!("{:.*}", digits as usize, value)
            .parse()
            .ok()
            .filter(|rounded: &f64| rounded.is_finite());
    }
    // 767 significant digits are enough to write any double exactly.
    let text = format!("{:.770e}", value.abs());
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i64 = exponent.parse().ok()?;
    let all: Vec<u8> = mantissa.bytes().filter(|byte| *byte != b'.').map(|byte| byte - b'0').collect();
    let keep = exponent + 1 + digits;
    if keep < 0 {
        return Some(0.0f64.copysign(value));
    }
    let (kept, rest) = all.split_at((keep as usize).min(all.len()));
    let exact_half = rest.first() == Some(&5) && rest[1..].iter().all(|&digit| digit == 0);
    let up = match rest.first() {
        Some(first) => {
            (*first >= 5 && !exact_half) || (exact_half && kept.last().is_some_and(|last| last & 1 == 1))
        }
        None => false,
    };
    let mut whole: u128 = 0;
    // At most 309 digits of an integer part; what exceeds a u128 goes through text.
    let digits_text: String = kept.iter().map(|&digit| char::from(b'0' + digit)).collect();
    let rounded = if kept.len() <= 30 {
        for &digit in kept {
            whole = whole * 10 + u128::from(digit);
        }
        (whole + u128::from(up)).to_string()
    } else {
        let kept = big::from_decimal_digits(digits_text.as_bytes());
        big::to_decimal(big::add_word(kept.view(), i64::from(up)).view())
    };
    let out: f64 = format!("{rounded}e{}", -digits).parse().ok()?;
    out.is_finite().then(|| out.copysign(value))
}

/// `divmod(a, b)`; `None` for a zero divisor.
pub fn div_mod(a: f64, b: f64) -> Option<(f64, f64)> {
    if b == 0.0 {
        return None;
    }
    let mut rest = a % b;
    // Exact but for the rounding of the quotient itself.
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    let floor = if quotient == 0.0 {
        0.0f64.copysign(a / b)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    Some((floor, rest))
}

/// `a % b`; `None` for a zero divisor.
#[inline]
pub fn modulo(a: f64, b: f64) -> Option<f64> {
    if b == 0.0 {
        return None;
    }
    let rest = a % b;
    Some(if rest == 0.0 {
        0.0f64.copysign(b)
    } else if (b < 0.0) != (rest < 0.0) {
        rest + b
    } else {
        rest
    })
}

/// `a // b`; `None` for a zero divisor.
#[inline]
pub fn floor_div(a: f64, b: f64) -> Option<f64> {
    div_mod(a, b).map(|(quotient, _)| quotient)
}

/// Why a power of doubles is no double.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PowError {
    /// `zero to a negative power`.
    ZeroToNegative,
    /// A negative base with a fraction for an exponent: the result is complex.
    Complex,
    /// `(34, 'Numerical result out of range')`.
    Overflow,
}

/// `a ** b`.
pub fn pow(a: f64, b: f64) -> Result<f64, PowError> {
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(PowError::ZeroToNegative);
    }
    if a < 0.0 && a.is_finite() && b.is_finite() && b.floor() != b {
        return Err(PowError::Complex);
    }
    let result = a.powf(b);
    if result.is_infinite() && a.is_finite() && b.is_finite() {
        return Err(PowError::Overflow);
    }
    Ok(result)
}

/// `m * 2**e` as `math.ldexp` has it, rounded once; infinite on overflow.
pub fn ldexp(value: f64, exponent: i64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    libm::scalbn(value, exponent.clamp(-5000, 5000) as i32)
}

/// `math.frexp`.
pub fn frexp(value: f64) -> (f64, i32) {
    if value == 0.0 || !value.is_finite() {
        return (value, 0);
    }
    libm::frexp(value)
}

/// Compares a double with a machine integer exactly; `None` for NaN.
pub fn compare_int(value: f64, int: i64) -> Option<Ordering> {
    // Doubles of that size are whole numbers, smaller integers are doubles.
    if int.unsigned_abs() <= 1 << 53 {
        return value.partial_cmp(&(int as f64));
    }
    big::compare_f64(big::Word::from(int).view(), value).map(Ordering::reverse)
}
