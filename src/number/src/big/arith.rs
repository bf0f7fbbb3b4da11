//! Addition, subtraction, multiplication.

use super::{BigInt, IntRef, Limbs, compare_limbs, from_dashu, to_dashu};
use std::cmp::Ordering;

/// From this many limbs in the shorter factor on, dashu multiplies.
const MUL_OWN_MAX: usize = 24;

/// `a + b`.
#[inline]
pub fn add(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    add_signed(a, b.negative, b.limbs)
}

/// `a - b`.
#[inline]
pub fn sub(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    add_signed(a, !b.negative, b.limbs)
}

/// `a + b` for a machine integer.
pub fn add_word(a: IntRef<'_>, b: i64) -> BigInt {
    add(a, super::Word::from(b).view())
}

#[inline]
fn add_signed(a: IntRef<'_>, b_negative: bool, b: &[u64]) -> BigInt {
    if let ([x], [y]) = (a.limbs, b) {
        let signed = |limb: u64, negative: bool| if negative { -i128::from(limb) } else { i128::from(limb) };
        return BigInt::from(signed(*x, a.negative) + signed(*y, b_negative));
    }
    add_long(a, b_negative, b)
}

fn add_long(a: IntRef<'_>, b_negative: bool, b: &[u64]) -> BigInt {
    if a.negative == b_negative {
        return BigInt::new(a.negative, add_limbs(a.limbs, b));
    }
    match compare_limbs(a.limbs, b) {
        Ordering::Equal => BigInt::ZERO,
        Ordering::Greater => BigInt::new(a.negative, sub_limbs(a.limbs, b)),
        Ordering::Less => BigInt::new(b_negative, sub_limbs(b, a.limbs)),
    }
}

/// The sum of two magnitudes; the top limb may be zero.
pub(super) fn add_limbs(a: &[u64], b: &[u64]) -> Limbs {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut out = Limbs::with_capacity(long.len() + 1);
    out.extend_from_slice(long);
    if add_into(&mut out, short) {
        out.push(1);
    }
    out
}

/// `acc += b`, where `acc` is not shorter; tells the carry.
pub(super) fn add_into(acc: &mut [u64], b: &[u64]) -> bool {
    let (low, high) = acc.split_at_mut(b.len());
    let mut carry = false;
    for (x, &y) in low.iter_mut().zip(b) {
        (*x, carry) = x.carrying_add(y, carry);
    }
    for x in high {
        if !carry {
            return false;
        }
        (*x, carry) = x.overflowing_add(1);
    }
    carry
}

/// The difference of two magnitudes, the first not being the smaller.
pub(super) fn sub_limbs(a: &[u64], b: &[u64]) -> Limbs {
    let mut out = Limbs::from_slice(a);
    let borrow = sub_from(&mut out, b);
    debug_assert!(!borrow);
    out
}

/// `acc -= b`, where `acc` is not shorter; tells the borrow.
pub(super) fn sub_from(acc: &mut [u64], b: &[u64]) -> bool {
    let (low, high) = acc.split_at_mut(b.len());
    let mut borrow = false;
    for (x, &y) in low.iter_mut().zip(b) {
        (*x, borrow) = x.borrowing_sub(y, borrow);
    }
    for x in high {
        if !borrow {
            return false;
        }
        (*x, borrow) = x.overflowing_sub(1);
    }
    borrow
}

/// `a * b`.
#[inline]
pub fn mul(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    let negative = a.negative != b.negative;
    if let ([x], [y]) = (a.limbs, b.limbs) {
        return BigInt::from(u128::from(*x) * u128::from(*y)).with_sign(negative);
    }
    mul_limbs(a.limbs, b.limbs).with_sign(negative)
}

pub(super) fn mul_limbs(a: &[u64], b: &[u64]) -> BigInt {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return BigInt::ZERO;
    }
    if short.len() > MUL_OWN_MAX {
        return if std::ptr::eq(a, b) {
            from_dashu(&to_dashu(a).sqr())
        } else {
            from_dashu(&(to_dashu(long) * to_dashu(short)))
        };
    }
    if let [factor] = *short {
        let mut out = Limbs::with_capacity(long.len() + 1);
        out.extend_from_slice(long);
        mul_word_in_place(&mut out, factor, 0);
        return BigInt::new(false, out);
    }
    let mut out = Limbs::from_elem(0, long.len() + short.len());
    for (i, &limb) in short.iter().enumerate() {
        let carry = mul_add(&mut out[i..i + long.len()], long, limb);
        out[i + long.len()] = carry;
    }
    BigInt::new(false, out)
}

/// `acc += a * limb` over `a`'s length; the carry out.
#[inline]
pub(super) fn mul_add(acc: &mut [u64], a: &[u64], limb: u64) -> u64 {
    let mut carry = 0u64;
    for (x, &y) in acc.iter_mut().zip(a) {
        let wide = u128::from(y) * u128::from(limb) + u128::from(*x) + u128::from(carry);
        *x = wide as u64;
        carry = (wide >> 64) as u64;
    }
    carry
}

/// `acc -= a * limb` over `a`'s length; the borrow out.
#[inline]
pub(super) fn mul_sub(acc: &mut [u64], a: &[u64], limb: u64) -> u64 {
    let mut borrow = 0u64;
    for (x, &y) in acc.iter_mut().zip(a) {
        let wide = u128::from(y) * u128::from(limb) + u128::from(borrow);
        let (diff, under) = x.overflowing_sub(wide as u64);
        *x = diff;
        borrow = (wide >> 64) as u64 + u64::from(under);
    }
    borrow
}

/// `acc = acc * factor + plus`, growing as needed.
pub(super) fn mul_word_in_place(acc: &mut Limbs, factor: u64, plus: u64) {
    let mut carry = plus;
    for x in acc.iter_mut() {
        let wide = u128::from(*x) * u128::from(factor) + u128::from(carry);
        *x = wide as u64;
        carry = (wide >> 64) as u64;
    }
    if carry != 0 {
        acc.push(carry);
    }
}

/// `a * a`.
#[inline]
pub fn square(a: IntRef<'_>) -> BigInt {
    mul(a, a).with_sign(false)
}
