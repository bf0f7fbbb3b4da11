//! Powers, modular powers, roots.

use super::arith::{mul_limbs, mul_limbs_to};
use super::bits::bit_len_limbs;
use super::div::{div_limbs, divide_normalised, rest_word, unshift};
use super::gcd::gcd_ext;
use super::write::{floor_div_short, shift_left_to};
use super::{
    BITS_MAX, BigInt, IntRef, TooLarge, bit_len, compare_limbs, from_dashu, is_even, mod_floor, shl, shr,
    sub, test_bit, to_dashu, trailing_zeros,
};
use dashu_int::fast_div::ConstDivisor;
use dashu_int::monty::MontgomeryRepr;
use dashu_int::ops::SquareRoot;
use std::cmp::Ordering;

/// `base ** exponent`.
pub fn pow(base: IntRef<'_>, exponent: u64) -> Result<BigInt, TooLarge> {
    let negative = base.negative && exponent & 1 == 1;
    if exponent == 0 {
        return Ok(BigInt::from(1i64));
    }
    match base.limbs {
        [] => return Ok(BigInt::ZERO),
        [1] => return Ok(BigInt::from(1i64).with_sign(negative)),
        _ => {}
    }
    if u128::from(bit_len(base) - 1) * u128::from(exponent) > u128::from(BITS_MAX) {
        return Err(TooLarge);
    }
    let zeros = trailing_zeros(base);
    if zeros == 0 {
        return Ok(pow_limbs(base.limbs, exponent).with_sign(negative));
    }
    let odd = shr(base.abs(), zeros);
    let result = if odd.view().is_one() { odd } else { pow_limbs(odd.limbs(), exponent) };
    Ok(shl(result.view(), zeros * exponent)?.with_sign(negative))
}

/// A magnitude to a power that is not zero.
fn pow_limbs(base: &[u64], exponent: u64) -> BigInt {
    let mut n_bits = 63 - exponent.leading_zeros();
    let mut result = match *base {
        [word] => {
            // As far as it goes in a word.
            let mut power = word;
            while n_bits > 0 {
                let bit = exponent >> (n_bits - 1) & 1;
                let factor = if bit == 1 { word } else { 1 };
                match power.checked_mul(power).and_then(|square| square.checked_mul(factor)) {
                    Some(next) => power = next,
                    None => break,
                }
                n_bits -= 1;
            }
            BigInt::from(power)
        }
        _ => IntRef { negative: false, limbs: base }.to_owned(),
    };
    for i in (0..n_bits).rev() {
        result = mul_limbs(result.limbs(), result.limbs());
        if exponent >> i & 1 == 1 {
            result = mul_limbs(result.limbs(), base);
        }
    }
    result
}

/// The longest power that [`with_short_power`] makes.
const POWER_MAX: usize = 32;

/// `base ** exponent` where that is not long (and the exponent not 0), without memory of its own: `f` gets its sign and limbs
/// (zeros may be on top).
pub fn with_short_power<T>(base: IntRef<'_>, exponent: u64, f: impl FnOnce(bool, &[u64]) -> T) -> Option<T> {
    if exponent == 0 || bit_len(base).checked_mul(exponent)? > POWER_MAX as u64 * 64 {
        return None;
    }
    let mut buffers = [[0; POWER_MAX + 2]; 2];
    let [power, next] = &mut buffers;
    let (mut power, mut next) = (power, next);
    let mut len = base.limbs.len();
    power[..len].copy_from_slice(base.limbs);
    for i in (0..63 - exponent.leading_zeros()).rev() {
        let mut step = |factor: Option<&[u64]>| {
            let factor = factor.unwrap_or(&power[..len]);
            let n = len + factor.len();
            mul_limbs_to(&mut next[..n], &power[..len], factor);
            len = n - usize::from(n > 0 && next[n - 1] == 0);
            std::mem::swap(&mut power, &mut next);
        };
        step(None);
        if exponent >> i & 1 == 1 {
            step(Some(base.limbs));
        }
    }
    Some(f(base.negative && exponent & 1 == 1, &power[..len]))
}

/// Why there is no modular power.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PowModError {
    /// `pow() 3rd argument cannot be 0`.
    ZeroModulus,
    /// `base is not invertible for the given modulus`.
    NotInvertible,
}

/// `pow(base, exponent, modulus)`; the result has the sign of the modulus.
pub fn pow_mod(base: IntRef<'_>, exponent: IntRef<'_>, modulus: IntRef<'_>) -> Result<BigInt, PowModError> {
    if modulus.is_zero() {
        return Err(PowModError::ZeroModulus);
    }
    let m = modulus.abs();
    let inverse;
    if let (&[modulus], false, false, false) = (m.limbs, modulus.negative, exponent.negative, base.negative)
        && modulus > 1
    {
        let base = rest_word(base.limbs, modulus);
        return Ok(BigInt::from(pow_mod_word(base, exponent.limbs, modulus)));
    }
    let mut base = base;
    if exponent.negative {
        inverse = mod_inverse(base, m).ok_or(PowModError::NotInvertible)?;
        base = inverse.view();
    }
    let is_rest = !base.negative && compare_limbs(base.limbs, m.limbs) == Ordering::Less;
    let rest;
    let base = if is_rest {
        base.limbs
    } else {
        rest = mod_floor(base, m).unwrap_or_default();
        rest.limbs()
    };
    let result = pow_mod_limbs(base, exponent.limbs, m);
    if modulus.negative && !result.is_zero() {
        return Ok(sub(result.view(), m));
    }
    Ok(result)
}

fn pow_mod_limbs(base: &[u64], exponent: &[u64], m: IntRef<'_>) -> BigInt {
    if m.is_one() {
        return BigInt::ZERO;
    }
    if let [modulus] = *m.limbs {
        let base = base.first().copied().unwrap_or(0);
        return BigInt::from(pow_mod_word(base, exponent, modulus));
    }
    match *exponent {
        [] => return BigInt::from(1i64),
        [exponent @ 1..8] if m.limbs.len() <= MODULUS_SHORT => return pow_mod_short(base, exponent, m.limbs),
        // Not worth preparing the modulus.
        [exponent @ 1..8] => {
            let mut result = BigInt::new(false, base.into());
            for _ in 1..exponent {
                let product = mul_limbs(result.limbs(), base);
                if compare_limbs(product.limbs(), m.limbs) == Ordering::Less {
                    result = product;
                    continue;
                }
                let short = match product.limbs() {
                    [_, _, _, ..] => {
                        floor_div_short(product.view(), m, |_, _, _, rest| BigInt::new(false, rest.into()))
                    }
                    _ => None,
                };
                result = short.unwrap_or_else(|| div_limbs(product.limbs(), m.limbs).1);
            }
            return result;
        }
        _ => {}
    }
    let exponent = to_dashu(exponent);
    if !is_even(m) {
        let ring = MontgomeryRepr::new(to_dashu(m.limbs));
        return from_dashu(&ring.reduce(to_dashu(base)).pow(&exponent).residue());
    }
    let ring = ConstDivisor::new(to_dashu(m.limbs));
    from_dashu(&ring.reduce(to_dashu(base)).pow(&exponent).residue())
}

/// The longest modulus that [`pow_mod_short`] takes.
const MODULUS_SHORT: usize = 8;

/// A small power of what is less than the modulus, which has a few limbs, without memory on the way.
fn pow_mod_short(base: &[u64], exponent: u64, modulus: &[u64]) -> BigInt {
    let n = modulus.len();
    let shift = modulus[n - 1].leading_zeros();
    let mut divisor = [0; MODULUS_SHORT];
    shift_left_to(&mut divisor[..n], modulus, shift);
    let trimmed = |limbs: &[u64]| limbs.iter().rposition(|&limb| limb != 0).map_or(0, |top| top + 1);
    let (mut power, mut len) = ([0; MODULUS_SHORT], base.len());
    power[..len].copy_from_slice(base);
    for _ in 1..exponent {
        let mut product = [0; 2 * MODULUS_SHORT];
        mul_limbs_to(&mut product[..len + base.len()], &power[..len], base);
        let mut rest = &product[..trimmed(&product)];
        let mut shifted = [0; 2 * MODULUS_SHORT + 1];
        if compare_limbs(rest, modulus) != Ordering::Less {
            let n_product = rest.len();
            shifted[n_product] = shift_left_to(&mut shifted[..n_product], rest, shift);
            let mut quotient = [0; MODULUS_SHORT + 1];
            let quotient = &mut quotient[..=n_product - n];
            divide_normalised(&mut shifted[..=n_product], &divisor[..n], quotient);
            unshift(&mut shifted[..n], shift);
            rest = &shifted[..trimmed(&shifted[..n])];
        }
        len = rest.len();
        power[..len].copy_from_slice(rest);
    }
    BigInt::new(false, power[..len].into())
}

fn pow_mod_word(base: u64, exponent: &[u64], modulus: u64) -> u64 {
    let mul = |a: u64, b: u64| {
        let wide = u128::from(a) * u128::from(b);
        match u64::try_from(wide) {
            Ok(narrow) => narrow % modulus,
            Err(_) => (wide % u128::from(modulus)) as u64,
        }
    };
    let n_bits = bit_len_limbs(exponent);
    if n_bits == 0 {
        return 1;
    }
    let mut result = base;
    for i in (0..n_bits - 1).rev() {
        result = mul(result, result);
        if exponent[(i / 64) as usize] >> (i % 64) & 1 == 1 {
            result = mul(result, base);
        }
    }
    result
}

/// The inverse of `a` modulo a positive `m`, if there is one.
pub fn mod_inverse(a: IntRef<'_>, m: IntRef<'_>) -> Option<BigInt> {
    if m.is_one() {
        return Some(BigInt::ZERO);
    }
    let a = mod_floor(a, m)?;
    if a.is_zero() {
        return None;
    }
    let (gcd, x, _) = gcd_ext(a.view(), m);
    gcd.view().is_one().then(|| mod_floor(x.view(), m)).flatten()
}

/// `math.isqrt` of a number that is not negative.
pub fn isqrt(a: IntRef<'_>) -> BigInt {
    debug_assert!(!a.negative);
    match *a.limbs {
        [] => BigInt::ZERO,
        [limb] => BigInt::from(limb.isqrt()),
        [low, high] => BigInt::from((u128::from(high) << 64 | u128::from(low)).isqrt()),
        _ => from_dashu(&to_dashu(a.limbs).sqrt()),
    }
}

/// Is `a` a square, and of what?
pub fn is_sqrt(a: IntRef<'_>) -> Option<BigInt> {
    if a.negative || (test_bit(a, 1) && !test_bit(a, 0)) {
        return None;
    }
    let root = isqrt(a);
    (super::square(root.view()).view() == a).then_some(root)
}
