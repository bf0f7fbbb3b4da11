//! Coefficients: integers without a sign, in the value itself up to 128 bits, that can be moved by decimal places.

use crate::big::{self, BigInt, IntRef};
use std::cmp::Ordering;

/// Numbers of more decimal digits than this are refused: they would fill a gigabyte.
pub const DIGITS_MAX: u64 = 1 << 31;

/// The powers of ten that fit.
const POWERS: [u128; 39] = {
    let mut powers = [1u128; 39];
    let mut i = 1;
    while i < 39 {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// A coefficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coef {
    /// One that fits.
    Small(u128),
    /// A wider one.
    Big(BigInt),
}

/// The number would fill the memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong;

/// How what was cut off compares with half a unit of what is left.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rest {
    Zero,
    Below,
    Half,
    Above,
}

/// Limbs of a small coefficient.
struct Words {
    limbs: [u64; 2],
    len: usize,
}

impl Words {
    fn of(value: u128) -> Words {
        let limbs = [value as u64, (value >> 64) as u64];
        let len = if limbs[1] != 0 { 2 } else { usize::from(limbs[0] != 0) };
        Words { limbs, len }
    }

    fn view(&self) -> IntRef<'_> {
        IntRef::new(false, &self.limbs[..self.len])
    }
}

/// The number of decimal digits; none for zero.
fn count_small(value: u128) -> u64 {
    if value == 0 {
        return 0;
    }
    let bits = 128 - value.leading_zeros();
    // 1233 / 4096 is the logarithm of 2, from below.
    let guess = ((bits * 1233) >> 12) as usize;
    (guess + usize::from(guess < POWERS.len() && value >= POWERS[guess])) as u64
}

fn count_big(value: IntRef<'_>) -> u64 {
    let (mantissa, exponent) = big::frexp(value);
    let log = mantissa.log10() + exponent as f64 * std::f64::consts::LOG10_2;
    let whole = log.floor();
    // Far enough from a power of ten, the logarithm tells.
    if log - whole > 1e-4 && log - whole < 1.0 - 1e-4 {
        return whole as u64 + 1;
    }
    let near = log.round() as u64;
    match power(near) {
        Ok(power) if power.compare_view(value).is_gt() => near,
        _ => near + 1,
    }
}

/// `10 ** n`
pub fn power(n: u64) -> Result<Coef, TooLong> {
    match POWERS.get(usize::try_from(n).unwrap_or(usize::MAX)) {
        Some(&power) => Ok(Coef::Small(power)),
        None => Ok(Coef::from(big_power(n)?)),
    }
}

fn big_power(n: u64) -> Result<BigInt, TooLong> {
    if n > DIGITS_MAX {
        return Err(TooLong);
    }
    // The powers of five, moved.
    let fives = big::pow(Words::of(5).view(), n).map_err(|_| TooLong)?;
    big::shl(fives.view(), n).map_err(|_| TooLong)
}

impl From<BigInt> for Coef {
    fn from(value: BigInt) -> Coef {
        match *value.limbs() {
            [] => Coef::Small(0),
            [low] => Coef::Small(low.into()),
            [low, high] => Coef::Small(u128::from(high) << 64 | u128::from(low)),
            _ => Coef::Big(value.with_sign(false)),
        }
    }
}

impl Coef {
    /// 0
    pub const ZERO: Coef = Coef::Small(0);
    /// 1
    pub const ONE: Coef = Coef::Small(1);

    /// Of limbs, least significant first.
    pub fn from_limbs(limbs: &[u64]) -> Coef {
        match *limbs {
            [] => Coef::Small(0),
            [low] => Coef::Small(low.into()),
            [low, high] => Coef::Small(u128::from(high) << 64 | u128::from(low)),
            _ => Coef::from(BigInt::new(false, limbs.into())),
        }
    }

    /// Of decimal digits.
    pub fn from_digits(digits: &[u8]) -> Coef {
        if digits.len() <= 38 {
            let mut value = 0u128;
            for chunk in digits.chunks(19) {
                let part = chunk.iter().fold(0u64, |sum, c| sum * 10 + u64::from(c - b'0'));
                value = value * POWERS[chunk.len()] + u128::from(part);
            }
            return Coef::Small(value);
        }
        Coef::from(big::from_decimal_digits(digits))
    }

    /// Lets a function see it as an integer.
    pub fn view<T>(&self, f: impl FnOnce(IntRef<'_>) -> T) -> T {
        match self {
            Coef::Small(value) => f(Words::of(*value).view()),
            Coef::Big(value) => f(value.view()),
        }
    }

    /// A copy as an integer.
    pub fn to_big(&self) -> BigInt {
        match self {
            Coef::Small(value) => BigInt::from(*value),
            Coef::Big(value) => value.clone(),
        }
    }

    /// Zero?
    pub fn is_zero(&self) -> bool {
        matches!(self, Coef::Small(0))
    }

    /// Odd?
    pub fn is_odd(&self) -> bool {
        match self {
            Coef::Small(value) => value & 1 != 0,
            Coef::Big(value) => !big::is_even(value.view()),
        }
    }

    /// How many decimal digits it has: one for zero.
    pub fn n_digits(&self) -> u64 {
        match self {
            Coef::Small(value) => count_small(*value).max(1),
            Coef::Big(value) => count_big(value.view()),
        }
    }

    fn compare_view(&self, other: IntRef<'_>) -> Ordering {
        self.view(|view| big::compare(view, other))
    }

    /// Which is larger.
    pub fn compare(&self, other: &Coef) -> Ordering {
        match (self, other) {
            (Coef::Small(a), Coef::Small(b)) => a.cmp(b),
            (Coef::Big(a), Coef::Big(b)) => big::compare(a.view(), b.view()),
            (Coef::Small(_), Coef::Big(_)) => Ordering::Less,
            (Coef::Big(_), Coef::Small(_)) => Ordering::Greater,
        }
    }

    /// The sum.
    pub fn plus(&self, other: &Coef) -> Coef {
        if let (Coef::Small(a), Coef::Small(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Coef::Small(sum);
        }
        Coef::from(self.view(|a| other.view(|b| big::add(a, b))))
    }

    /// The difference from a smaller one.
    pub fn minus(&self, other: &Coef) -> Coef {
        if let (Coef::Small(a), Coef::Small(b)) = (self, other) {
            return Coef::Small(a.wrapping_sub(*b));
        }
        Coef::from(self.view(|a| other.view(|b| big::sub(a, b))))
    }

    /// The product.
    pub fn times(&self, other: &Coef) -> Coef {
        if let (Coef::Small(a), Coef::Small(b)) = (self, other) {
            if (*a | *b) >> 64 == 0 {
                return Coef::Small(*a * *b);
            }
            if let Some(product) = a.checked_mul(*b) {
                return Coef::Small(product);
            }
        }
        Coef::from(self.view(|a| other.view(|b| big::mul(a, b))))
    }

    /// Quotient and remainder; the divisor is not zero.
    pub fn div_rem(&self, other: &Coef) -> (Coef, Coef) {
        match (self, other) {
            (Coef::Small(a), Coef::Small(b)) => (Coef::Small(a / b), Coef::Small(a % b)),
            (Coef::Small(_), Coef::Big(_)) => (Coef::ZERO, self.clone()),
            _ => match self.view(|a| other.view(|b| big::div_mod_trunc(a, b))) {
                Some((quotient, rest)) => (Coef::from(quotient), Coef::from(rest)),
                None => (Coef::ZERO, Coef::ZERO),
            },
        }
    }

    /// `self * 10 ** n`
    pub fn shifted_left(&self, n: u64) -> Result<Coef, TooLong> {
        if n == 0 || self.is_zero() {
            return Ok(self.clone());
        }
        if let (Coef::Small(value), Some(power)) = (self, POWERS.get(usize::try_from(n).unwrap_or(99)))
            && let Some(product) = value.checked_mul(*power)
        {
            return Ok(Coef::Small(product));
        }
        Ok(self.times(&power(n)?))
    }

    /// `divmod(self, 10 ** n)`
    pub fn split(&self, n: u64) -> (Coef, Coef) {
        if let (Coef::Small(value), Some(power)) = (self, POWERS.get(usize::try_from(n).unwrap_or(99))) {
            return div_small(*value, *power);
        }
        if n >= self.n_digits() {
            return (Coef::ZERO, self.clone());
        }
        match power(n) {
            Ok(power) => self.div_rem(&power),
            Err(TooLong) => (Coef::ZERO, self.clone()),
        }
    }

    /// Without its last `n` digits, and what these were worth.
    pub fn cut(&self, n: u64) -> (Coef, Rest) {
        let n_digits = self.n_digits();
        if n > n_digits {
            return (Coef::ZERO, if self.is_zero() { Rest::Zero } else { Rest::Below });
        }
        let (kept, rest) = self.split(n);
        if rest.is_zero() {
            return (kept, Rest::Zero);
        }
        let order = match (&rest, POWERS.get(n as usize)) {
            (Coef::Small(rest), Some(power)) => rest.cmp(&(power / 2)),
            _ => match power(n) {
                Ok(power) => rest.plus(&rest).compare(&power),
                Err(TooLong) => Ordering::Less,
            },
        };
        let rest = match order {
            Ordering::Less => Rest::Below,
            Ordering::Equal => Rest::Half,
            Ordering::Greater => Rest::Above,
        };
        (kept, rest)
    }

    /// Its last decimal digit.
    pub fn last_digit(&self) -> u32 {
        match self {
            Coef::Small(value) => (value % 10) as u32,
            Coef::Big(_) => match self.split(1).1 {
                Coef::Small(digit) => digit as u32,
                Coef::Big(_) => 0,
            },
        }
    }

    /// Without zeros at its end, but no more than `max`; how many they were.
    pub fn without_zeros(&self, max: u64) -> (Coef, u64) {
        if self.is_zero() {
            return (Coef::ZERO, 0);
        }
        let (mut coef, mut n) = (self.clone(), 0);
        // No more zeros than factors of two.
        let most = max.min(coef.view(big::trailing_zeros));
        let mut step = 1u64 << most.checked_ilog2().unwrap_or(0);
        while step > 0 && n < most {
            if n + step <= most {
                let (kept, rest) = coef.split(step);
                if rest.is_zero() && !kept.is_zero() {
                    coef = kept;
                    n += step;
                    // Once at most, but for the last step.
                    continue;
                }
            }
            step /= 2;
        }
        (coef, n)
    }

    /// The decimal digits.
    pub fn write_digits(&self, out: &mut Vec<u8>) {
        match self {
            Coef::Small(value) => {
                let mut buffer = [0; 39];
                let (mut at, mut rest) = (buffer.len(), *value);
                while rest >> 64 != 0 {
                    let (head, tail) = (rest / POWERS[19], (rest % POWERS[19]) as u64);
                    at = write_word(&mut buffer, at, tail, 19);
                    rest = head;
                }
                at = write_word(&mut buffer, at, rest as u64, 1);
                out.extend_from_slice(&buffer[at..]);
            }
            Coef::Big(value) => out.extend_from_slice(big::to_decimal(value.view()).as_bytes()),
        }
    }

    /// The same as bytes of their own.
    pub fn digits(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write_digits(&mut out);
        out
    }

    /// `n` nines.
    pub fn nines(n: u64) -> Result<Coef, TooLong> {
        Ok(power(n)?.minus(&Coef::ONE))
    }
}

#[inline]
fn div_small(value: u128, by: u128) -> (Coef, Coef) {
    if (value | by) >> 64 == 0 {
        let (value, by) = (value as u64, by as u64);
        return (Coef::Small((value / by).into()), Coef::Small((value % by).into()));
    }
    let quotient = value / by;
    (Coef::Small(quotient), Coef::Small(value - quotient * by))
}

fn write_word(out: &mut [u8], end: usize, mut value: u64, width: usize) -> usize {
    let mut at = end;
    while value > 0 {
        at -= 1;
        out[at] = b'0' + (value % 10) as u8;
        value /= 10;
    }
    while end - at < width {
        at -= 1;
        out[at] = b'0';
    }
    at
}
