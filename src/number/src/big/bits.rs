//! Bit operations with two's complement semantics, shifts, and bytes.

use super::write::{bits_room, write_bits, write_from_bytes_be, write_from_bytes_le};
use super::{BITS_MAX, BigInt, IntRef, Limbs, TooLarge, add_word};

/// How many bits the magnitude takes.
#[inline]
pub fn bit_len(a: IntRef<'_>) -> u64 {
    bit_len_limbs(a.limbs)
}

#[inline]
pub(super) fn bit_len_limbs(limbs: &[u64]) -> u64 {
    match limbs.last() {
        None => 0,
        Some(top) => limbs.len() as u64 * 64 - u64::from(top.leading_zeros()),
    }
}

/// How many ones the magnitude has.
pub fn bit_count(a: IntRef<'_>) -> u64 {
    a.limbs.iter().map(|limb| u64::from(limb.count_ones())).sum()
}

/// Even?
#[inline]
pub fn is_even(a: IntRef<'_>) -> bool {
    a.limbs.first().is_none_or(|low| low & 1 == 0)
}

/// How many zero bits stand below the lowest one; 0 for zero.
pub fn trailing_zeros(a: IntRef<'_>) -> u64 {
    match a.limbs.iter().position(|&limb| limb != 0) {
        None => 0,
        Some(at) => at as u64 * 64 + u64::from(a.limbs[at].trailing_zeros()),
    }
}

/// Bit `i` of the magnitude.
pub fn test_bit(a: IntRef<'_>, i: u64) -> bool {
    a.limbs.get((i / 64) as usize).is_some_and(|limb| limb >> (i % 64) & 1 == 1)
}

/// `a << n`.
pub fn shl(a: IntRef<'_>, n: u64) -> Result<BigInt, TooLarge> {
    if a.is_zero() {
        return Ok(BigInt::ZERO);
    }
    if bit_len(a).checked_add(n).is_none_or(|bits| bits > BITS_MAX) {
        return Err(TooLarge);
    }
    let (whole, part) = ((n / 64) as usize, (n % 64) as u32);
    let mut out = Limbs::new();
    out.try_reserve(a.limbs.len() + whole + 1).map_err(|_| TooLarge)?;
    out.resize(whole, 0);
    out.extend_from_slice(a.limbs);
    if part != 0 {
        let mut carry = 0;
        for limb in &mut out[whole..] {
            (*limb, carry) = (*limb << part | carry, *limb >> (64 - part));
        }
        out.push(carry);
    }
    Ok(BigInt::new(a.negative, out))
}

/// `a >> n`, towards minus infinity.
pub fn shr(a: IntRef<'_>, n: u64) -> BigInt {
    let (out, lost) = shr_limbs(a.limbs, n);
    let out = BigInt::new(a.negative, out);
    if a.negative && lost {
        return if out.is_zero() { BigInt::from(-1i64) } else { add_word(out.view(), -1) };
    }
    out
}

/// The magnitude shifted, and whether a one fell out.
pub(super) fn shr_limbs(limbs: &[u64], n: u64) -> (Limbs, bool) {
    let whole = usize::try_from(n / 64).unwrap_or(usize::MAX);
    let part = (n % 64) as u32;
    if whole >= limbs.len() {
        return (Limbs::new(), !limbs.is_empty());
    }
    let mut lost = limbs[..whole].iter().any(|&limb| limb != 0);
    let kept = &limbs[whole..];
    if part == 0 {
        return (Limbs::from_slice(kept), lost);
    }
    lost |= kept[0] << (64 - part) != 0;
    let mut out = Limbs::from_slice(kept);
    let mut above = 0;
    for limb in out.iter_mut().rev() {
        (*limb, above) = (*limb >> part | above, *limb << (64 - part));
    }
    (out, lost)
}

/// `~a`.
pub fn bit_not(a: IntRef<'_>) -> BigInt {
    add_word(a, 1).negated()
}

/// `a & b`.
pub fn bit_and(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    combine(a, b, |x, y| x & y)
}

/// `a | b`.
pub fn bit_or(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    combine(a, b, |x, y| x | y)
}

/// `a ^ b`.
pub fn bit_xor(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    combine(a, b, |x, y| x ^ y)
}

fn combine(a: IntRef<'_>, b: IntRef<'_>, op: impl Fn(u64, u64) -> u64) -> BigInt {
    let mut out = Limbs::from_elem(0, bits_room(a, b, &op));
    let negative = write_bits(&mut out, a, b, op);
    BigInt::new(negative, out)
}

/// Why an integer has no such bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BytesError {
    /// A negative number and an unsigned form.
    Negative,
    /// Too few bytes.
    Overflow,
}

/// Two's complement or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Bytes of a magnitude.
    Unsigned,
    /// Bytes in two's complement.
    Signed,
}

/// May the integer become so many bytes?
#[inline]
pub fn check_bytes(a: IntRef<'_>, len: usize, order: Order) -> Result<(), BytesError> {
    if a.negative && order == Order::Unsigned {
        return Err(BytesError::Negative);
    }
    let bits = bit_len(a);
    let fits = match order {
        Order::Unsigned => bits <= len as u64 * 8,
        // The most negative number has one bit less than its magnitude says.
        Order::Signed if a.negative => {
            bits < len as u64 * 8 || (bits == len as u64 * 8 && is_power_of_two(a.limbs))
        }
        Order::Signed => bits < len as u64 * 8 || (bits == 0 && len == 0),
    };
    if fits { Ok(()) } else { Err(BytesError::Overflow) }
}

/// The bytes of an integer that [`check_bytes`] let pass for this length, the least significant first.
pub fn write_bytes_le(out: &mut [u8], a: IntRef<'_>) {
    let (words, tail) = out.as_chunks_mut::<8>();
    let (mut limbs, mut carry) = (a.limbs.iter(), a.negative);
    for word in words {
        *word = twos_complement(limbs.next(), a.negative, &mut carry).to_le_bytes();
    }
    let top = twos_complement(limbs.next(), a.negative, &mut carry).to_le_bytes();
    tail.copy_from_slice(&top[..tail.len()]);
}

/// The same, the most significant first.
pub fn write_bytes_be(out: &mut [u8], a: IntRef<'_>) {
    let (tail, words) = out.as_rchunks_mut::<8>();
    let (mut limbs, mut carry) = (a.limbs.iter(), a.negative);
    for word in words.iter_mut().rev() {
        *word = twos_complement(limbs.next(), a.negative, &mut carry).to_be_bytes();
    }
    let top = twos_complement(limbs.next(), a.negative, &mut carry).to_be_bytes();
    tail.copy_from_slice(&top[8 - tail.len()..]);
}

/// The next limb, inverted for a negative number, to which the carry of that is added.
#[inline(always)]
fn twos_complement(limb: Option<&u64>, negative: bool, carry: &mut bool) -> u64 {
    let limb = limb.copied().unwrap_or(0);
    if !negative {
        return limb;
    }
    let (limb, over) = (!limb).overflowing_add(u64::from(*carry));
    *carry = over;
    limb
}

/// `int.to_bytes(len, 'little')`.
pub fn to_bytes_le(a: IntRef<'_>, len: usize, order: Order) -> Result<Vec<u8>, BytesError> {
    check_bytes(a, len, order)?;
    let mut out = vec![0; len];
    write_bytes_le(&mut out, a);
    Ok(out)
}

fn is_power_of_two(limbs: &[u64]) -> bool {
    limbs.split_last().is_some_and(|(top, rest)| top.is_power_of_two() && rest.iter().all(|&limb| limb == 0))
}

/// `int.to_bytes(len, 'big')`.
pub fn to_bytes_be(a: IntRef<'_>, len: usize, order: Order) -> Result<Vec<u8>, BytesError> {
    check_bytes(a, len, order)?;
    let mut out = vec![0; len];
    write_bytes_be(&mut out, a);
    Ok(out)
}

/// `int.from_bytes(bytes, 'little')`.
pub fn from_bytes_le(bytes: &[u8], order: Order) -> BigInt {
    let mut out = Limbs::from_elem(0, bytes.len().div_ceil(8));
    let negative = write_from_bytes_le(&mut out, bytes, order);
    BigInt::new(negative, out)
}

/// `int.from_bytes(bytes, 'big')`.
pub fn from_bytes_be(bytes: &[u8], order: Order) -> BigInt {
    let mut out = Limbs::from_elem(0, bytes.len().div_ceil(8));
    let negative = write_from_bytes_be(&mut out, bytes, order);
    BigInt::new(negative, out)
}
