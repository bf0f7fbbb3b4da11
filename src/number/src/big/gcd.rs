//! Greatest common divisors, least common multiples.

use super::div::{div_limbs, div_word_in_place, divide_normalised, rest_word, unshift};
use super::write::shift_left_to;
use super::{BigInt, IntRef, Limbs, compare_limbs, from_dashu, mul, to_dashu, trimmed};
use dashu_int::ops::{ExtendedGcd, Gcd};
use std::cmp::Ordering;

/// Numbers of more limbs are left to `dashu-int`.
const GCD_OWN_MAX: usize = 16;

/// `math.gcd`.
pub fn gcd(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    let (long, short) = if compare_limbs(a.limbs, b.limbs) == Ordering::Less { (b, a) } else { (a, b) };
    match *short.limbs {
        [] => long.abs().to_owned(),
        [limb] => BigInt::from(gcd_words(limb, rest_word(long.limbs, limb))),
        _ if long.limbs.len() <= GCD_OWN_MAX => gcd_short(long.limbs, short.limbs),
        _ => from_dashu(&to_dashu(long.limbs).gcd(to_dashu(short.limbs))),
    }
}

/// `math.gcd` where one of the numbers has a limb or none.
#[inline]
pub fn gcd_with_word(a: IntRef<'_>, b: IntRef<'_>) -> Option<u64> {
    match (a.limbs, b.limbs) {
        ([x], [y]) => Some(gcd_words(*x, *y)),
        ([limb], other) | (other, [limb]) => Some(gcd_words(*limb, rest_word(other, *limb))),
        _ => None,
    }
}

/// `math.gcd` of magnitudes.
fn gcd_words(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    // One division is worth many steps where one is much shorter.
    let (long, short) = (a.max(b), a.min(b));
    (a, b) = (short, if short.leading_zeros() > long.leading_zeros() + 8 { long % short } else { long });
    if b == 0 {
        return a;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a << shift
}

/// `gcd(a, b)` where `a` is no less than `b` and neither is long. Most quotients of Euclid's way follow from the numbers' top
/// bits; they are applied to the numbers many at a time (Lehmer; Knuth, volume 2, 4.5.2).
fn gcd_short(a: &[u64], b: &[u64]) -> BigInt {
    let (mut first, mut second) = ([0; GCD_OWN_MAX], [0; GCD_OWN_MAX]);
    first[..a.len()].copy_from_slice(a);
    second[..b.len()].copy_from_slice(b);
    let (mut larger, mut smaller) = (&mut first, &mut second);
    let (mut n, mut m) = (a.len(), b.len());
    loop {
        match smaller[..m] {
            [] => return BigInt::new(false, Limbs::from_slice(&larger[..n])),
            [limb] => return BigInt::from(gcd_words(limb, rest_word(&larger[..n], limb))),
            _ => {}
        }
        let shift = larger[n - 1].leading_zeros();
        let top = |limbs: &[u64; GCD_OWN_MAX]| {
            let wide = u128::from(limbs[n - 1]) << 64 | u128::from(limbs[n - 2]);
            (wide << shift >> 64) as u64
        };
        // Of numbers of different length, the top bits say nothing of the quotient.
        if n == m
            && let Some(steps) = Steps::of(top(larger), top(smaller))
        {
            steps.apply(&mut larger[..n], &mut smaller[..n]);
            n = trimmed(&larger[..n]).len();
        } else {
            reduce(&mut larger[..n], &smaller[..m]);
            std::mem::swap(&mut larger, &mut smaller);
            n = m;
        }
        m = trimmed(&smaller[..n]).len();
    }
}

/// `a %= b`, which has two limbs or more and no more than `a`.
fn reduce(a: &mut [u64], b: &[u64]) {
    let (n, m) = (a.len(), b.len());
    let (mut rest, mut divisor) = ([0; GCD_OWN_MAX + 1], [0; GCD_OWN_MAX]);
    let mut quotient = [0; GCD_OWN_MAX];
    let shift = b[m - 1].leading_zeros();
    rest[n] = shift_left_to(&mut rest[..n], a, shift);
    shift_left_to(&mut divisor[..m], b, shift);
    divide_normalised(&mut rest[..=n], &divisor[..m], &mut quotient[..n - m + 1]);
    unshift(&mut rest[..m], shift);
    a[..m].copy_from_slice(&rest[..m]);
    a[m..].fill(0);
}

/// Some steps of Euclid's way: what becomes of the numbers `a` and `b` is `first.0 * a - first.1 * b` and
/// `second.1 * b - second.0 * a`, after an odd number of steps with the signs turned round.
struct Steps {
    first: (u64, u64),
    second: (u64, u64),
    is_odd: bool,
}

impl Steps {
    /// The steps that numbers with these top bits (of the larger one 64) take for certain; `None` for not even one.
    fn of(mut x: u64, mut y: u64) -> Option<Steps> {
        let mut steps = Steps { first: (1, 0), second: (0, 1), is_odd: false };
        while y != 0 {
            let (quotient, rest) = (x / y, x % y);
            let (Steps { first, second, .. }, is_odd) = (&steps, !steps.is_odd);
            // The bits below make at most so much of a difference to what is left. (No product overflows: `second.1` is at
            // most `y`.)
            let next =
                (first.0.saturating_add(quotient * second.0), first.1.saturating_add(quotient * second.1));
            if rest < next.1 || y - rest < next.1.saturating_add(second.1) {
                break;
            }
            steps = Steps { first: *second, second: next, is_odd };
            (x, y) = (y, rest);
        }
        (steps.second.0 != 0).then_some(steps)
    }

    /// Takes the steps. All factors have half a limb at most.
    fn apply(&self, a: &mut [u64], b: &mut [u64]) {
        let product = |factor: u64, limb: u64| u128::from(factor) * u128::from(limb);
        let (mut carry, mut other) = (0i128, 0i128);
        for (a, b) in a.iter_mut().zip(b) {
            let mut first = product(self.first.0, *a).wrapping_sub(product(self.first.1, *b)) as i128;
            let mut second = product(self.second.1, *b).wrapping_sub(product(self.second.0, *a)) as i128;
            if self.is_odd {
                (first, second) = (-first, -second);
            }
            (carry, other) = (carry + first, other + second);
            (*a, *b) = (carry as u64, other as u64);
            (carry, other) = (carry >> 64, other >> 64);
        }
        debug_assert!(carry == 0 && other == 0);
    }
}

/// `gcd(a, b)` and the factors with `a * x + b * y == gcd`.
pub fn gcd_ext(a: IntRef<'_>, b: IntRef<'_>) -> (BigInt, BigInt, BigInt) {
    if a.is_zero() || b.is_zero() {
        let sign = |int: IntRef<'_>| BigInt::from(i64::from(int.signum()));
        let gcd = if a.is_zero() { b.abs().to_owned() } else { a.abs().to_owned() };
        let y = if a.is_zero() { sign(b) } else { BigInt::ZERO };
        return (gcd, sign(a), y);
    }
    let (gcd, x, y) = to_dashu(a.limbs).gcd_ext(to_dashu(b.limbs));
    let signed = |value: dashu_int::IBig, negative: bool| {
        let (sign, magnitude) = value.into_parts();
        from_dashu(&magnitude).with_sign((sign == dashu_int::Sign::Negative) != negative)
    };
    (from_dashu(&gcd), signed(x, a.negative), signed(y, b.negative))
}

/// `math.lcm`.
pub fn lcm(a: IntRef<'_>, b: IntRef<'_>) -> BigInt {
    if a.is_zero() || b.is_zero() {
        return BigInt::ZERO;
    }
    if let ([x], [y]) = (a.limbs, b.limbs) {
        return BigInt::from(u128::from(x / gcd_words(*x, *y)) * u128::from(*y));
    }
    let gcd = gcd(a, b);
    let (short, long) = if a.limbs.len() < b.limbs.len() { (a, b) } else { (b, a) };
    match *gcd.limbs() {
        [1] => mul(short.abs(), long.abs()),
        [divisor] => {
            let mut part = Limbs::from_slice(short.limbs);
            div_word_in_place(&mut part, divisor);
            mul(BigInt::new(false, part).view(), long.abs())
        }
        _ => mul(div_limbs(short.limbs, gcd.limbs()).0.view(), long.abs()),
    }
}
