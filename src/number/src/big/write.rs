//! Kernels that write their result where the caller wants it: into a new cell, without a copy between.
//!
//! Each comes with a `..._room` that tells how many limbs the caller must offer; all of them are written, zeros may be on
//! top. What is returned tells whether the result is negative.

use super::arith::{add_into, add_limbs_to, mul_limbs_to, sub_limbs_to};
use super::div::{div_word_in_place, divide_normalised, rem_word, unshift};
use super::{IntRef, Order, compare_limbs};
use std::cmp::Ordering;

/// Limbs for [`write_sum`].
#[inline(always)]
pub fn sum_room(a: IntRef<'_>, b: IntRef<'_>) -> usize {
    let (long, short) = if a.limbs.len() >= b.limbs.len() { (a.limbs, b.limbs) } else { (b.limbs, a.limbs) };
    let top = long.last().copied().unwrap_or(0);
    let plus = if long.len() == short.len() { short.last().copied().unwrap_or(0) } else { 0 };
    // With a carry from below the top limbs may run over.
    let carry = top.checked_add(plus).is_none_or(|sum| sum == u64::MAX);
    long.len() + usize::from(carry)
}

/// `a + b`.
#[inline(always)]
pub fn write_sum(out: &mut [u64], a: IntRef<'_>, b: IntRef<'_>) -> bool {
    if a.negative == b.negative {
        let (long, short) =
            if a.limbs.len() >= b.limbs.len() { (a.limbs, b.limbs) } else { (b.limbs, a.limbs) };
        let (low, rest) = out.split_at_mut(long.len());
        let carry = add_limbs_to(low, long, short);
        if let [top, ..] = rest {
            *top = u64::from(carry);
        }
        return a.negative;
    }
    let (larger, smaller, negative) = match compare_limbs(a.limbs, b.limbs) {
        Ordering::Less => (b.limbs, a.limbs, b.negative),
        Ordering::Equal | Ordering::Greater => (a.limbs, b.limbs, a.negative),
    };
    let (low, rest) = out.split_at_mut(larger.len());
    sub_limbs_to(low, larger, smaller);
    rest.fill(0);
    negative
}

/// Limbs for [`write_product`].
#[inline(always)]
pub fn product_room(a: IntRef<'_>, b: IntRef<'_>) -> usize {
    a.limbs.len() + b.limbs.len()
}

/// `a * b`.
#[inline(always)]
pub fn write_product(out: &mut [u64], a: IntRef<'_>, b: IntRef<'_>) -> bool {
    mul_limbs_to(out, a.limbs, b.limbs);
    a.negative != b.negative
}

/// Limbs for [`write_shl`], which must not be more than an address space has.
#[inline(always)]
pub fn shl_room(a: IntRef<'_>, n: u64) -> usize {
    let top = a.limbs.last().copied().unwrap_or(0);
    a.limbs.len() + (n / 64) as usize + usize::from(u64::from(top.leading_zeros()) < n % 64)
}

/// `a << n`.
pub fn write_shl(out: &mut [u64], a: IntRef<'_>, n: u64) -> bool {
    let (whole, part) = ((n / 64) as usize, (n % 64) as u32);
    let (zeros, high) = out.split_at_mut(whole);
    zeros.fill(0);
    if part == 0 {
        high.copy_from_slice(a.limbs);
        return a.negative;
    }
    let (high, rest) = high.split_at_mut(a.limbs.len());
    let mut below = 0;
    for (x, &limb) in high.iter_mut().zip(a.limbs) {
        *x = limb << part | below >> (64 - part);
        below = limb;
    }
    if let [top, ..] = rest {
        *top = below >> (64 - part);
    }
    a.negative
}

/// Limbs for [`write_shr`].
#[inline(always)]
pub fn shr_room(a: IntRef<'_>, n: u64) -> usize {
    let whole = usize::try_from(n / 64).unwrap_or(usize::MAX);
    a.limbs.len().saturating_sub(whole)
}

/// `a >> n` for an `a` that is not negative.
pub fn write_shr(out: &mut [u64], a: IntRef<'_>, n: u64) {
    debug_assert!(!a.negative);
    let kept = &a.limbs[a.limbs.len() - out.len()..];
    let part = (n % 64) as u32;
    if part == 0 {
        out.copy_from_slice(kept);
        return;
    }
    let Some((&top, _)) = kept.split_last() else { return };
    let n = out.len();
    for i in 0..n - 1 {
        out[i] = kept[i] >> part | kept[i + 1] << (64 - part);
    }
    out[n - 1] = top >> part;
}

/// `a & b`, `a | b` or `a ^ b` of numbers that are not negative, of which `a` has at least as many limbs; the limbs above
/// `b`'s are written where there is room for them.
#[inline(always)]
pub fn write_bits(out: &mut [u64], a: &[u64], b: &[u64], op: impl Fn(u64, u64) -> u64) {
    let (n, n_out) = (b.len(), out.len());
    let a = &a[..n_out];
    for i in 0..n {
        out[i] = op(a[i], b[i]);
    }
    for i in n..n_out {
        out[i] = op(a[i], 0);
    }
}

/// The magnitude divided by one limb (not zero), into as many limbs as it has; the remainder.
#[inline]
pub fn write_quotient_word(out: &mut [u64], a: &[u64], divisor: u64) -> u64 {
    out.copy_from_slice(a);
    div_word_in_place(out, divisor)
}

/// The longest dividend that [`floor_div_short`] takes.
const DIVIDEND_MAX: usize = 40;

/// `divmod(a, b)` for a divisor of at least two limbs and a dividend that has no fewer, both not long, without memory of
/// its own: `f` gets the limbs of quotient and remainder (zeros may be on top) after their signs.
#[inline]
pub fn floor_div_short<T>(
    a: IntRef<'_>,
    b: IntRef<'_>,
    f: impl FnOnce(bool, &[u64], bool, &[u64]) -> T,
) -> Option<T> {
    let (n, m) = (a.limbs.len(), b.limbs.len());
    if m < 2 || n < m || n > DIVIDEND_MAX {
        return None;
    }
    let mut rest = [0; DIVIDEND_MAX + 1];
    let mut divisor = [0; DIVIDEND_MAX];
    let mut quotient = [0; DIVIDEND_MAX];
    let (rest, divisor, quotient) = (&mut rest[..=n], &mut divisor[..m], &mut quotient[..n - m + 2]);
    let shift = b.limbs[m - 1].leading_zeros();
    rest[n] = shift_left_to(&mut rest[..n], a.limbs, shift);
    shift_left_to(divisor, b.limbs, shift);
    divide_normalised(rest, divisor, &mut quotient[..n - m + 1]);
    let rest = &mut rest[..m];
    unshift(rest, shift);
    let negative = a.negative != b.negative;
    if negative && rest.iter().any(|&limb| limb != 0) {
        add_into(quotient, &[1]);
        let mut borrow = false;
        for (x, &limb) in rest.iter_mut().zip(b.limbs) {
            (*x, borrow) = limb.borrowing_sub(*x, borrow);
        }
    }
    Some(f(negative, quotient, b.negative, rest))
}

/// The limbs shifted left by less than 64; what is shifted out.
#[inline(always)]
fn shift_left_to(out: &mut [u64], limbs: &[u64], shift: u32) -> u64 {
    if shift == 0 {
        out.copy_from_slice(limbs);
        return 0;
    }
    let mut carry = 0;
    for i in 0..limbs.len() {
        out[i] = limbs[i] << shift | carry;
        carry = limbs[i] >> (64 - shift);
    }
    carry
}

/// The magnitude modulo one limb, which is not zero.
pub fn rest_word(a: &[u64], divisor: u64) -> u64 {
    match *a {
        [] => 0,
        [limb] => limb % divisor,
        // Two divisions cost no more than the reciprocal.
        [low, high] => ((u128::from(high % divisor) << 64 | u128::from(low)) % u128::from(divisor)) as u64,
        _ => rem_word(a, divisor),
    }
}

/// `int.from_bytes(bytes, 'little')`, into a limb for every eight bytes.
pub fn write_from_bytes_le(out: &mut [u64], bytes: &[u8], order: Order) -> bool {
    let (words, tail) = bytes.as_chunks::<8>();
    for (limb, word) in out.iter_mut().zip(words) {
        *limb = u64::from_le_bytes(*word);
    }
    finish_from_bytes(out, tail.iter().rev(), bytes.last(), order)
}

/// `int.from_bytes(bytes, 'big')`, into a limb for every eight bytes.
pub fn write_from_bytes_be(out: &mut [u64], bytes: &[u8], order: Order) -> bool {
    let (tail, words) = bytes.as_rchunks::<8>();
    for (limb, word) in out.iter_mut().zip(words.iter().rev()) {
        *limb = u64::from_be_bytes(*word);
    }
    finish_from_bytes(out, tail.iter(), bytes.first(), order)
}

/// Adds the limb of the bytes that make no whole one (the most significant first), and takes the sign off.
#[inline(always)]
fn finish_from_bytes<'a>(
    out: &mut [u64],
    tail: impl ExactSizeIterator<Item = &'a u8>,
    top: Option<&u8>,
    order: Order,
) -> bool {
    let negative = order == Order::Signed && top.is_some_and(|top| top >> 7 == 1);
    if tail.len() > 0
        && let Some(limb) = out.last_mut()
    {
        let fill = if negative { u64::MAX } else { 0 };
        *limb = tail.fold(fill, |limb, &byte| limb << 8 | u64::from(byte));
    }
    if negative {
        // There is always room: the magnitude is at most the half of what the bytes can count.
        let mut carry = true;
        for limb in out {
            (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
        }
    }
    negative
}
