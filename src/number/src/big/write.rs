//! Kernels that write their result where the caller wants it: into a new cell, without a copy between.
//!
//! Each comes with a `..._room` that tells how many limbs the caller must offer; all of them are written, zeros may be on
//! top. What is returned tells whether the result is negative.

use super::arith::{add_into, add_limbs_to, mul_limbs_to, sub_limbs_to};
use super::div::{divide_normalised, unshift};
pub use super::div::{rest_word, write_quotient_word};
use super::{IntRef, Order};

/// Copies limbs.
#[inline(always)]
pub fn copy_limbs(out: &mut [u64], limbs: &[u64]) {
    if limbs.len() <= PIECE { out.copy_from_slice(limbs) } else { copy_many(out, limbs) }
}

/// For more the C library takes an instruction that is slow to start: 4 KiB cost 250 ns with it and 130 in pieces.
const PIECE: usize = 256;

#[cold]
#[inline(never)]
fn copy_many(out: &mut [u64], limbs: &[u64]) {
    for (out, limbs) in out.chunks_mut(PIECE).zip(limbs.chunks(PIECE)) {
        out.copy_from_slice(limbs);
    }
}

/// Limbs for [`write_sum`].
#[inline(always)]
pub fn sum_room(a: &[u64], b: &[u64]) -> usize {
    let (long, short) = by_length(a, b);
    let top = long.last().copied().unwrap_or(0);
    let plus = if long.len() == short.len() { short.last().copied().unwrap_or(0) } else { 0 };
    // With a carry from below the top limbs may run over.
    let carry = top.checked_add(plus).is_none_or(|sum| sum == u64::MAX);
    long.len() + usize::from(carry)
}

/// The sum of two magnitudes.
#[inline(always)]
pub fn write_sum(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (long, short) = by_length(a, b);
    let (low, rest) = out.split_at_mut(long.len());
    let carry = add_limbs_to(low, long, short);
    if let [top, ..] = rest {
        *top = u64::from(carry);
    }
}

/// The distance of two magnitudes of at most two limbs each, and whether the first is the smaller.
#[inline(always)]
pub fn short_difference(a: &[u64], b: &[u64]) -> Option<([u64; 2], bool)> {
    let wide = |limbs: &[u64]| match *limbs {
        [low] => Some(u128::from(low)),
        [low, high] => Some(u128::from(high) << 64 | u128::from(low)),
        _ => None,
    };
    let (a, b) = (wide(a)?, wide(b)?);
    let distance = a.abs_diff(b);
    Some(([distance as u64, (distance >> 64) as u64], a < b))
}

/// The difference of two magnitudes, of which the first is not the smaller, into as many limbs as that has.
#[inline(always)]
pub fn write_difference(out: &mut [u64], a: &[u64], b: &[u64]) {
    sub_limbs_to(out, a, b);
}

/// The longer one first.
#[inline(always)]
fn by_length<'a>(a: &'a [u64], b: &'a [u64]) -> (&'a [u64], &'a [u64]) {
    if a.len() >= b.len() { (a, b) } else { (b, a) }
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
        copy_limbs(high, a.limbs);
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
    // One that is not a whole number below zero goes to the next one below, which may be longer.
    shr_kept(a.limbs, n).len() + usize::from(a.negative)
}

/// The limbs of which a shift leaves something.
#[inline(always)]
fn shr_kept(limbs: &[u64], n: u64) -> &[u64] {
    usize::try_from(n / 64).ok().and_then(|whole| limbs.get(whole..)).unwrap_or_default()
}

/// `a >> n`, towards minus infinity.
pub fn write_shr(out: &mut [u64], a: IntRef<'_>, n: u64) -> bool {
    let kept = shr_kept(a.limbs, n);
    let part = (n % 64) as u32;
    if part == 0 {
        copy_limbs(&mut out[..kept.len()], kept);
    } else if let Some((&top, _)) = kept.split_last() {
        let last = kept.len() - 1;
        for i in 0..last {
            out[i] = kept[i] >> part | kept[i + 1] << (64 - part);
        }
        out[last] = top >> part;
    }
    if a.negative {
        out[kept.len()] = 0;
        let cut = &a.limbs[..a.limbs.len() - kept.len()];
        let is_cut = part != 0 && kept.first().is_some_and(|low| low << (64 - part) != 0);
        if is_cut || cut.iter().any(|&limb| limb != 0) {
            increment(out);
        }
    }
    a.negative
}

/// All ones for a negative number: what two's complement has above its limbs.
#[inline(always)]
fn sign(int: IntRef<'_>) -> u64 {
    if int.negative { u64::MAX } else { 0 }
}

/// Limbs for [`write_bits`].
#[inline(always)]
pub fn bits_room(a: IntRef<'_>, b: IntRef<'_>, op: impl Fn(u64, u64) -> u64) -> usize {
    let (long, short) = if a.limbs.len() >= b.limbs.len() { (a, b) } else { (b, a) };
    // What reaches over the shorter number may not matter: that one's sign decides alone.
    let shows_through = op(0, sign(short)) != op(u64::MAX, sign(short));
    // The most negative number that so many limbs can hold takes a limb more as a magnitude.
    let is_negative = op(sign(a), sign(b)) != 0;
    (if shows_through { long } else { short }).limbs.len() + usize::from(is_negative)
}

/// `a & b`, `a | b` or `a ^ b`, with two's complement for negative numbers.
#[inline(always)]
pub fn write_bits(out: &mut [u64], a: IntRef<'_>, b: IntRef<'_>, op: impl Fn(u64, u64) -> u64) -> bool {
    let (long, short) = if a.limbs.len() >= b.limbs.len() { (a, b) } else { (b, a) };
    if !a.negative && !b.negative {
        let (low, high) = long.limbs.split_at(short.limbs.len());
        let (out_low, out_high) = out.split_at_mut(low.len());
        for i in 0..low.len() {
            out_low[i] = op(low[i], short.limbs[i]);
        }
        // With nothing over it, a bit of the longer number stays as it is, or there is no room for it.
        copy_limbs(out_high, &high[..out_high.len()]);
        return false;
    }
    // Inverting and adding one makes two's complement of a magnitude, and a magnitude of two's complement.
    let (sign_long, sign_short) = (sign(long), sign(short));
    let flip = op(sign_long, sign_short);
    let (mut carry_long, mut carry_short, mut carry) = (long.negative, short.negative, flip != 0);
    let complement = |limb: u64, sign: u64, carry: &mut bool| {
        let (limb, over) = (limb ^ sign).overflowing_add(u64::from(*carry));
        *carry = over;
        limb
    };
    let (low, high) = out.split_at_mut(short.limbs.len());
    let (long_low, long_high) = long.limbs.split_at(low.len());
    for i in 0..low.len() {
        let x = complement(long_low[i], sign_long, &mut carry_long);
        let y = complement(short.limbs[i], sign_short, &mut carry_short);
        low[i] = complement(op(x, y), flip, &mut carry);
    }
    for (out, &limb) in high.iter_mut().zip(long_high) {
        let x = complement(limb, sign_long, &mut carry_long);
        *out = complement(op(x, sign_short), flip, &mut carry);
    }
    if let Some(top) = high.get_mut(long_high.len()) {
        *top = u64::from(carry);
    }
    flip != 0
}

/// Adds one, for which there must be room.
#[inline]
pub fn increment(out: &mut [u64]) {
    add_into(out, &[1]);
}

/// The longest dividend that [`floor_div_short`] takes.
const DIVIDEND_MAX: usize = 72;

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
    // Most are much shorter, and room for the longest takes time to prepare.
    if n < 20 {
        Some(floor_div_within::<T, 20>(a, b, f))
    } else {
        Some(floor_div_within::<T, { DIVIDEND_MAX + 1 }>(a, b, f))
    }
}

/// The same, for a dividend of less than `ROOM` limbs.
#[inline]
fn floor_div_within<T, const ROOM: usize>(
    a: IntRef<'_>,
    b: IntRef<'_>,
    f: impl FnOnce(bool, &[u64], bool, &[u64]) -> T,
) -> T {
    let (n, m) = (a.limbs.len(), b.limbs.len());
    let mut rest = [0; ROOM];
    let mut divisor = [0; ROOM];
    let mut quotient = [0; ROOM];
    let (rest, divisor, quotient) = (&mut rest[..=n], &mut divisor[..m], &mut quotient[..n - m + 2]);
    let shift = b.limbs[m - 1].leading_zeros();
    rest[n] = shift_left_to(&mut rest[..n], a.limbs, shift);
    shift_left_to(divisor, b.limbs, shift);
    divide_normalised(rest, divisor, &mut quotient[..n - m + 1]);
    let rest = &mut rest[..m];
    unshift(rest, shift);
    let negative = a.negative != b.negative;
    if negative && rest.iter().any(|&limb| limb != 0) {
        increment(quotient);
        let mut borrow = false;
        for (x, &limb) in rest.iter_mut().zip(b.limbs) {
            (*x, borrow) = limb.borrowing_sub(*x, borrow);
        }
    }
    f(negative, quotient, b.negative, rest)
}

/// The limbs shifted left by less than 64; what is shifted out.
#[inline(always)]
pub(super) fn shift_left_to(out: &mut [u64], limbs: &[u64], shift: u32) -> u64 {
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
