//! Integers to and from doubles.

use super::bits::shr_limbs;
use super::div::div_limbs;
use super::{BigInt, IntRef, bit_len, compare, shl};
use std::cmp::Ordering;

/// The top 64 bits of a magnitude that is not zero: the highest is set.
#[inline]
fn top_word(limbs: &[u64]) -> u64 {
    match *limbs {
        [.., next, top] if top >> 63 == 0 => top << top.leading_zeros() | next >> (64 - top.leading_zeros()),
        [.., top] => top << top.leading_zeros(),
        [] => 0,
    }
}

/// The same with the lowest bit also standing for all that was cut off, and by how much they were shifted down (less than
/// 0: up).
fn top_bits(limbs: &[u64], bits: u64) -> (u64, i64) {
    let n = limbs.len();
    let sticky = n > 1
        && (limbs[n - 2] << limbs[n - 1].leading_zeros() != 0
            || limbs[..n - 2].iter().any(|&limb| limb != 0));
    (top_word(limbs) | u64::from(sticky), bits as i64 - 64)
}

/// `m * 2**e` for a 64-bit `m` whose lowest bit is sticky, rounded once (half to even); `None` on overflow.
pub(crate) fn round_scaled(m: u64, e: i64) -> Option<f64> {
    if m == 0 {
        return Some(0.0);
    }
    let zeros = m.leading_zeros();
    let (m, e) = (m << zeros, e - i64::from(zeros));
    // The value is 1.xxx * 2**top.
    let top = e + 63;
    let keep = if top >= -1022 { 53 } else { 53 - (-1022 - top) };
    if keep < 0 {
        return Some(0.0);
    }
    let drop = 64 - keep as u32;
    let (mut kept, rest, half) =
        if drop == 64 { (0, m, 1u64 << 63) } else { (m >> drop, m & ((1 << drop) - 1), 1u64 << (drop - 1)) };
    if rest > half || (rest == half && kept & 1 == 1) {
        kept += 1;
    }
    if top > 1023 || (top == 1023 && kept == 1 << 53) {
        return None;
    }
    // Adding the exponent lets a carry out of the fraction run into it.
    let biased = if top >= -1022 { (top + 1022) as u64 } else { 0 };
    Some(f64::from_bits((biased << 52) + kept))
}

/// `float(a)`, rounded half to even; `None` when it is too large.
pub fn to_f64(a: IntRef<'_>) -> Option<f64> {
    if a.is_zero() {
        return Some(0.0);
    }
    let (m, e) = top_bits(a.limbs, bit_len(a));
    let value = round_scaled(m, e)?;
    Some(if a.negative { -value } else { value })
}

/// A fraction in [0.5, 1) (with the sign) and an exponent, rounded half to even: for logarithms of what no double holds.
pub fn frexp(a: IntRef<'_>) -> (f64, i64) {
    if a.is_zero() {
        return (0.0, 0);
    }
    let bits = bit_len(a);
    let (m, _) = top_bits(a.limbs, bits);
    let mut exponent = bits as i64;
    let mut fraction = round_scaled(m, -64).unwrap_or(0.5);
    if fraction >= 1.0 {
        fraction = 0.5;
        exponent += 1;
    }
    (if a.negative { -fraction } else { fraction }, exponent)
}

/// The integer part of a finite double, exactly; `None` for infinities and NaN.
pub fn from_f64_trunc(value: f64) -> Option<BigInt> {
    if !value.is_finite() {
        return None;
    }
    let (m, e) = crate::float::decode(value.abs());
    let out = if e <= 0 {
        BigInt::from(if e < -63 { 0 } else { m >> -e })
    } else {
        shl(BigInt::from(m).view(), e as u64).unwrap_or_default()
    };
    Some(out.with_sign(value < 0.0))
}

/// Compares an integer with a double exactly; `None` for NaN.
pub fn compare_f64(a: IntRef<'_>, value: f64) -> Option<Ordering> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = from_f64_trunc(value)?;
    let order = compare(a, whole.view());
    if order != Ordering::Equal {
        return Some(order);
    }
    // The fraction cut off has the sign of the double.
    let fraction = value.fract();
    0.0.partial_cmp(&fraction)
}

/// Why there is no quotient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TrueDivError {
    /// `division by zero`.
    ZeroDivision,
    /// `integer division result too large for a float`.
    Overflow,
}

/// The quotient of magnitudes as their top bits tell it, which they do unless it is very close to the middle between two
/// doubles (or at the end of the doubles' range); `diff` is by how many bits the first is longer.
fn ratio_of_tops(a: &[u64], b: &[u64], diff: i64) -> Option<f64> {
    /// How far the quotient may be off, in bits of a 64-bit one: one for each thing cut off, twice for a shift.
    const OFF_MAX: u64 = 4;
    const HALF: u64 = 1 << 10;
    let quotient = ((u128::from(top_word(a)) << 63) / u128::from(top_word(b))) as u64;
    let fraction = quotient << quotient.leading_zeros() & (2 * HALF - 1);
    if diff.abs() > 1000 || fraction.abs_diff(HALF) <= OFF_MAX {
        return None;
    }
    round_scaled(quotient, diff - 63)
}

/// `a / b`, correctly rounded.
pub fn true_div(a: IntRef<'_>, b: IntRef<'_>) -> Result<f64, TrueDivError> {
    if b.is_zero() {
        return Err(TrueDivError::ZeroDivision);
    }
    if a.is_zero() {
        return Ok(if b.negative { -0.0 } else { 0.0 });
    }
    let negative = a.negative != b.negative;
    let signed = |value: f64| if negative { -value } else { value };
    // Both exact as doubles: the hardware rounds once.
    if let ([x], [y]) = (a.limbs, b.limbs)
        && x.max(y) >> 53 == 0
    {
        return Ok(signed(*x as f64 / *y as f64));
    }
    let diff = bit_len(a) as i64 - bit_len(b) as i64;
    if diff > 1025 {
        return Err(TrueDivError::Overflow);
    }
    if diff < -1080 {
        return Ok(signed(0.0));
    }
    if let Some(value) = ratio_of_tops(a.limbs, b.limbs, diff) {
        return Ok(signed(value));
    }
    // A quotient of 61 or 62 bits, the lowest bit sticky.
    let shift = diff - 61;
    let (quotient, mut sticky);
    if shift <= 0 {
        let wide = shl(a.abs(), shift.unsigned_abs()).map_err(|_| TrueDivError::Overflow)?;
        let (q, r) = div_limbs(wide.limbs(), b.limbs);
        sticky = !r.is_zero();
        quotient = q;
    } else {
        let (cut, lost) = shr_limbs(a.limbs, shift.unsigned_abs());
        let (q, r) = div_limbs(super::trimmed(&cut), b.limbs);
        sticky = lost || !r.is_zero();
        quotient = q;
    }
    let m = quotient.limbs().first().copied().unwrap_or(0);
    sticky |= quotient.limbs().len() > 1;
    round_scaled(m | u64::from(sticky), shift).map(signed).ok_or(TrueDivError::Overflow)
}
