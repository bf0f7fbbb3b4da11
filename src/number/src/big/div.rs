//! Division: floor, truncating and to the nearest.

use super::arith::{add_into, mul_sub, sub_limbs};
use super::montgomery::{PARTS_MIN, div_word_in_parts, rest_word_in_parts};
use super::{BigInt, IntRef, Limbs, Word, add_word, compare_limbs, from_dashu, pow, to_dashu};
use dashu_int::ops::DivRem;
use std::cmp::Ordering;

/// From this many limbs in both the divisor and the quotient on, dashu divides.
const DIV_OWN_MAX: usize = 40;

/// A divisor of one limb with its top bit set, and its reciprocal, so that a step costs two multiplications
/// (Möller and Granlund, Improved division by invariant integers, 2011).
#[derive(Clone, Copy)]
pub(super) struct Reciprocal {
    divisor: u64,
    value: u64,
}

impl Reciprocal {
    pub(super) const fn new(divisor: u64) -> Self {
        debug_assert!(divisor >> 63 == 1);
        let value = (((!divisor as u128) << 64 | u64::MAX as u128) / divisor as u128) as u64;
        Reciprocal { divisor, value }
    }

    /// Quotient and remainder of a two-limb number whose high limb is below the divisor.
    #[inline(always)]
    pub(super) fn div(self, high: u64, low: u64) -> (u64, u64) {
        let guess = u128::from(self.value) * u128::from(high) + (u128::from(high) << 64 | u128::from(low));
        let mut q = ((guess >> 64) as u64).wrapping_add(1);
        let mut r = low.wrapping_sub(q.wrapping_mul(self.divisor));
        // One time in two, so without a jump that would be foreseen as seldom (dividing by ten took twice as long).
        let over = u64::from(r > guess as u64).wrapping_neg();
        q = q.wrapping_add(over);
        r = r.wrapping_add(over & self.divisor);
        if r >= self.divisor {
            core::hint::cold_path();
            q = q.wrapping_add(1);
            r -= self.divisor;
        }
        (q, r)
    }
}

/// Divides a magnitude by one limb in place (zeros may appear on top); the remainder.
pub(super) fn div_word_in_place(limbs: &mut [u64], divisor: u64) -> u64 {
    match limbs {
        [] => return 0,
        [limb] => {
            let rest = *limb % divisor;
            *limb /= divisor;
            return rest;
        }
        [low, high] => {
            // Two divisions cost no more than the reciprocal.
            let top = *high % divisor;
            *high /= divisor;
            let rest = u128::from(top) << 64 | u128::from(*low);
            *low = (rest / u128::from(divisor)) as u64;
            return (rest % u128::from(divisor)) as u64;
        }
        _ => {}
    }
    let shift = divisor.leading_zeros();
    let by = Reciprocal::new(divisor << shift);
    if shift == 0 {
        let mut rest = 0;
        for limb in limbs.iter_mut().rev() {
            (*limb, rest) = by.div(rest, *limb);
        }
        return rest;
    }
    let mut rest = limbs.last().map_or(0, |top| top >> (64 - shift));
    for i in (0..limbs.len()).rev() {
        let below = if i > 0 { limbs[i - 1] >> (64 - shift) } else { 0 };
        (limbs[i], rest) = by.div(rest, limbs[i] << shift | below);
    }
    rest >> shift
}

/// The magnitude divided by one limb (not zero), into as many limbs as it has; the remainder.
#[inline]
pub fn write_quotient_word(out: &mut [u64], a: &[u64], divisor: u64) -> u64 {
    if a.len() >= PARTS_MIN {
        return div_word_in_parts(out, a, divisor);
    }
    out.copy_from_slice(a);
    div_word_in_place(out, divisor)
}

/// Quotient and remainder of a magnitude and a word that is not zero.
pub fn div_mod_word(a: IntRef<'_>, divisor: u64) -> (BigInt, u64) {
    let mut quotient = Limbs::from_elem(0, a.limbs.len());
    let rest = write_quotient_word(&mut quotient, a.limbs, divisor);
    (BigInt::new(false, quotient), rest)
}

/// Quotient and remainder of magnitudes; the divisor is not zero.
pub(super) fn div_limbs(a: &[u64], b: &[u64]) -> (BigInt, BigInt) {
    if compare_limbs(a, b) == Ordering::Less {
        return (BigInt::ZERO, BigInt::new(false, Limbs::from_slice(a)));
    }
    if let [divisor] = *b {
        let mut q = Limbs::from_elem(0, a.len());
        let r = write_quotient_word(&mut q, a, divisor);
        return (BigInt::new(false, q), BigInt::from(r));
    }
    if let ([a0, a1], [b0, b1]) = (a, b) {
        let wide = |low: u64, high: u64| u128::from(high) << 64 | u128::from(low);
        let (a, b) = (wide(*a0, *a1), wide(*b0, *b1));
        return (BigInt::from(a / b), BigInt::from(a % b));
    }
    if b.len() > DIV_OWN_MAX && a.len() - b.len() > DIV_OWN_MAX {
        let (q, r) = to_dashu(a).div_rem(to_dashu(b));
        return (from_dashu(&q), from_dashu(&r));
    }
    let shift = b[b.len() - 1].leading_zeros();
    let divisor = shifted(b, shift);
    let mut rest = shifted(a, shift);
    let mut quotient = Limbs::from_elem(0, rest.len() - b.len());
    divide_normalised(&mut rest, &divisor[..b.len()], &mut quotient);
    rest.truncate(b.len());
    unshift(&mut rest, shift);
    (BigInt::new(false, quotient), BigInt::new(false, rest))
}

/// Divides `u` by `v`, whose top bit is set: the quotient goes to `q`, the remainder stays in the low limbs of `u`.
/// (Knuth, volume 2, 4.3.1, algorithm D.)
#[inline]
pub(super) fn divide_normalised(u: &mut [u64], v: &[u64], q: &mut [u64]) {
    let n = v.len();
    let (top, second) = (v[n - 1], v[n - 2]);
    let by = Reciprocal::new(top);
    for (j, digit) in q.iter_mut().enumerate().rev() {
        let window = &mut u[j..=j + n];
        let (u2, u1, u0) = (window[n], window[n - 1], window[n - 2]);
        // Where the top limbs are equal the quotient's limb is as large as can be.
        let (mut guess, mut rest) = if u2 >= top {
            (u64::MAX, u1.checked_add(top))
        } else {
            let (guess, rest) = by.div(u2, u1);
            (guess, Some(rest))
        };
        while let Some(low) = rest
            && u128::from(guess) * u128::from(second) > (u128::from(low) << 64 | u128::from(u0))
        {
            guess -= 1;
            rest = low.checked_add(top);
        }
        let (low, high) = window.split_at_mut(n);
        let borrow = mul_sub(low, v, guess);
        let (diff, under) = high[0].overflowing_sub(borrow);
        high[0] = diff;
        if under {
            guess -= 1;
            let carry = add_into(low, v);
            high[0] = high[0].wrapping_add(u64::from(carry));
        }
        *digit = guess;
    }
}

/// Shifts right by less than 64, undoing [`shifted`].
pub(super) fn unshift(limbs: &mut [u64], shift: u32) {
    if shift == 0 {
        return;
    }
    let mut above = 0;
    for limb in limbs.iter_mut().rev() {
        (*limb, above) = (*limb >> shift | above, *limb << (64 - shift));
    }
}

/// The limbs shifted left by less than 64, with one limb more.
fn shifted(limbs: &[u64], shift: u32) -> Limbs {
    let mut out = Limbs::from_slice(limbs);
    out.push(0);
    if shift > 0 {
        let mut carry = 0;
        for limb in out.iter_mut() {
            (*limb, carry) = (*limb << shift | carry, *limb >> (64 - shift));
        }
    }
    out
}

/// Quotient towards zero, and the remainder with the sign of `a`. `None` for a zero divisor.
pub fn div_mod_trunc(a: IntRef<'_>, b: IntRef<'_>) -> Option<(BigInt, BigInt)> {
    if b.is_zero() {
        return None;
    }
    let (q, r) = div_limbs(a.limbs, b.limbs);
    Some((q.with_sign(a.negative != b.negative), r.with_sign(a.negative)))
}

/// `divmod(a, b)`: the remainder has the sign of `b`. `None` for a zero divisor.
pub fn div_mod_floor(a: IntRef<'_>, b: IntRef<'_>) -> Option<(BigInt, BigInt)> {
    let (q, r) = div_mod_trunc(a, b)?;
    if r.is_zero() || a.negative == b.negative {
        return Some((q, r));
    }
    let r = BigInt::new(b.negative, sub_limbs(b.limbs, r.limbs()));
    Some((add_word(q.view(), -1), r))
}

/// `a // b`.
pub fn div_floor(a: IntRef<'_>, b: IntRef<'_>) -> Option<BigInt> {
    div_mod_floor(a, b).map(|(q, _)| q)
}

/// `a % b`.
pub fn mod_floor(a: IntRef<'_>, b: IntRef<'_>) -> Option<BigInt> {
    if let [divisor] = *b.limbs {
        let r = rest_word(a.limbs, divisor);
        let r = if r != 0 && a.negative != b.negative { divisor - r } else { r };
        return Some(BigInt::from(r).with_sign(b.negative));
    }
    div_mod_floor(a, b).map(|(_, r)| r)
}

/// The magnitude modulo one limb, which is not zero.
pub fn rest_word(limbs: &[u64], divisor: u64) -> u64 {
    match *limbs {
        [] => return 0,
        [limb] => return limb % divisor,
        // Two divisions cost no more than the reciprocal.
        [low, high] => {
            let wide = u128::from(high % divisor) << 64 | u128::from(low);
            return (wide % u128::from(divisor)) as u64;
        }
        _ if limbs.len() >= PARTS_MIN => return rest_word_in_parts(limbs, divisor),
        _ => {}
    }
    let shift = divisor.leading_zeros();
    let by = Reciprocal::new(divisor << shift);
    let mut rest = 0;
    if shift == 0 {
        return limbs.iter().rev().fold(0, |rest, &limb| by.div(rest, limb).1);
    }
    if let Some(top) = limbs.last() {
        rest = top >> (64 - shift);
    }
    for i in (0..limbs.len()).rev() {
        let below = if i > 0 { limbs[i - 1] >> (64 - shift) } else { 0 };
        rest = by.div(rest, limbs[i] << shift | below).1;
    }
    rest >> shift
}

/// The quotient nearest to `a / b` (the even one of two) and what is left: `a == q * b + r`. `None` for a zero divisor.
pub fn div_mod_nearest(a: IntRef<'_>, b: IntRef<'_>) -> Option<(BigInt, BigInt)> {
    let (q, r) = div_mod_floor(a, b)?;
    let twice = super::add(r.view(), r.view());
    let order = compare_limbs(twice.limbs(), b.limbs);
    if order == Ordering::Greater || (order == Ordering::Equal && !super::is_even(q.view())) {
        return Some((add_word(q.view(), 1), super::sub(r.view(), b)));
    }
    Some((q, r))
}

/// `round(a, -digits)`: the nearest multiple of 10 to that power, the even one of two.
pub fn round_to_ten_power(a: IntRef<'_>, digits: u64) -> BigInt {
    // A power of ten more than twice as large rounds to zero; don't compute it.
    if digits > super::bit_len(a) / 3 + 2 {
        return BigInt::ZERO;
    }
    if digits <= 18 {
        return round_to_word(a, 10u64.pow(digits as u32));
    }
    let Ok(power) = pow(Word::from(10).view(), digits) else {
        return BigInt::ZERO;
    };
    match div_mod_nearest(a, power.view()) {
        Some((_, rest)) => super::sub(a, rest.view()),
        None => BigInt::ZERO,
    }
}

/// The nearest multiple of a number below 2**63, the even one of two.
fn round_to_word(a: IntRef<'_>, unit: u64) -> BigInt {
    // Going by twice the unit tells which multiple is even.
    let rest = rest_word(a.limbs, 2 * unit);
    let nearest = match rest {
        _ if rest <= unit / 2 => 0,
        _ if rest < unit + unit.div_ceil(2) => unit,
        _ => 2 * unit,
    };
    let step = nearest as i64 - rest as i64;
    add_word(a, if a.negative { -step } else { step })
}
