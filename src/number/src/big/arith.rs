//! Addition, subtraction, multiplication.

use super::write::copy_limbs;
use super::{BigInt, IntRef, Limbs, compare_limbs, to_dashu};
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
    out.resize(long.len(), 0);
    if add_limbs_to(&mut out, long, short) {
        out.push(1);
    }
    out
}

/// `out = long + short` over `long`'s length; tells the carry.
#[inline]
pub(super) fn add_limbs_to(out: &mut [u64], long: &[u64], short: &[u64]) -> bool {
    let (low, high) = long.split_at(short.len());
    let (out_low, out_high) = out.split_at_mut(short.len());
    let mut carry = false;
    // Four at a time the carry stays in the processor's flag.
    let (mut i, n) = (0, low.len());
    while i + 4 <= n {
        let (Some(out), Some(x), Some(y)) =
            (out_low[i..].first_chunk_mut::<4>(), low[i..].first_chunk::<4>(), short[i..].first_chunk::<4>())
        else {
            break;
        };
        (out[0], carry) = x[0].carrying_add(y[0], carry);
        (out[1], carry) = x[1].carrying_add(y[1], carry);
        (out[2], carry) = x[2].carrying_add(y[2], carry);
        (out[3], carry) = x[3].carrying_add(y[3], carry);
        i += 4;
    }
    while i < n {
        (out_low[i], carry) = low[i].carrying_add(short[i], carry);
        i += 1;
    }
    step_to(out_high, high, carry, u64::overflowing_add)
}

/// Carries a one (or nothing) through the limbs.
#[inline(always)]
fn step_to(out: &mut [u64], limbs: &[u64], mut carry: bool, step: impl Fn(u64, u64) -> (u64, bool)) -> bool {
    let mut i = 0;
    while carry && i < limbs.len() {
        (out[i], carry) = step(limbs[i], 1);
        i += 1;
    }
    if i < limbs.len() {
        copy_limbs(&mut out[i..], &limbs[i..]);
    }
    carry
}

/// `acc += b`, where `acc` is not shorter; tells the carry.
pub(super) fn add_into(acc: &mut [u64], b: &[u64]) -> bool {
    let (low, high) = acc.split_at_mut(b.len());
    let mut carry = false;
    for i in 0..b.len() {
        (low[i], carry) = low[i].carrying_add(b[i], carry);
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
    let mut out = Limbs::from_elem(0, a.len());
    sub_limbs_to(&mut out, a, b);
    out
}

/// `out = a - b` over `a`'s length, `a` not being the smaller.
#[inline]
pub(super) fn sub_limbs_to(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (low, high) = a.split_at(b.len());
    let (out_low, out_high) = out.split_at_mut(b.len());
    let mut borrow = false;
    let (mut i, n) = (0, low.len());
    while i + 4 <= n {
        let (Some(out), Some(x), Some(y)) =
            (out_low[i..].first_chunk_mut::<4>(), low[i..].first_chunk::<4>(), b[i..].first_chunk::<4>())
        else {
            break;
        };
        (out[0], borrow) = x[0].borrowing_sub(y[0], borrow);
        (out[1], borrow) = x[1].borrowing_sub(y[1], borrow);
        (out[2], borrow) = x[2].borrowing_sub(y[2], borrow);
        (out[3], borrow) = x[3].borrowing_sub(y[3], borrow);
        i += 4;
    }
    while i < n {
        (out_low[i], borrow) = low[i].borrowing_sub(b[i], borrow);
        i += 1;
    }
    borrow = step_to(out_high, high, borrow, u64::overflowing_sub);
    debug_assert!(!borrow);
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
    if a.is_empty() || b.is_empty() {
        return BigInt::ZERO;
    }
    let mut out = Limbs::from_elem(0, a.len() + b.len());
    mul_limbs_to(&mut out, a, b);
    BigInt::new(false, out)
}

/// `out = a * b`, over the length of both together.
#[inline]
pub(super) fn mul_limbs_to(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let Some((&first, others)) = short.split_first() else {
        out.fill(0);
        return;
    };
    if short.len() > MUL_OWN_MAX {
        return mul_long_to(out, long, short);
    }
    let (mut carry, n) = (0u64, long.len());
    let row = &mut out[..=n];
    for i in 0..n {
        (row[i], carry) = long[i].carrying_mul(first, carry);
    }
    row[n] = carry;
    for i in 0..others.len() {
        let row = &mut out[i + 1..][..n + 1];
        row[n] = mul_add(row, long, others[i]);
    }
}

#[inline(never)]
fn mul_long_to(out: &mut [u64], long: &[u64], short: &[u64]) {
    let product =
        if std::ptr::eq(long, short) { to_dashu(long).sqr() } else { to_dashu(long) * to_dashu(short) };
    let words = product.as_words();
    out[..words.len()].copy_from_slice(words);
    out[words.len()..].fill(0);
}

/// `acc += a * limb` over `a`'s length; the carry out.
#[inline]
pub(super) fn mul_add(acc: &mut [u64], a: &[u64], limb: u64) -> u64 {
    let acc = &mut acc[..a.len()];
    let mut carry = 0u64;
    for i in 0..a.len() {
        (acc[i], carry) = a[i].carrying_mul_add(limb, acc[i], carry);
    }
    carry
}

/// `acc -= a * limb` over `a`'s length; the borrow out.
#[inline]
pub(super) fn mul_sub(acc: &mut [u64], a: &[u64], limb: u64) -> u64 {
    let acc = &mut acc[..a.len()];
    let mut borrow = 0u64;
    for i in 0..a.len() {
        let (low, high) = a[i].carrying_mul(limb, borrow);
        let (diff, under) = acc[i].overflowing_sub(low);
        acc[i] = diff;
        borrow = high + u64::from(under);
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
