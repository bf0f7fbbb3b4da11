//! Coefficients: integers without a sign, in the value itself up to 128 bits, that can be moved by decimal places.

use crate::big::{self, BigInt, IntRef};
use std::cmp::Ordering;
use std::sync::OnceLock;

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

/// The powers of ten of 256 bits: high and low half.
const WIDE_POWERS: [(u128, u128); 77] = {
    let mut powers = [(0, 1); 77];
    let mut i = 1;
    while i < 77 {
        let (high, low) = powers[i - 1];
        let (carry, low) = mul_wide(low, 10);
        powers[i] = (high * 10 + carry, low);
        i += 1;
    }
    powers
};

/// The product, high and low half.
const fn mul_wide(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let (a1, a0, b1, b0) = (a >> 64, a & LOW, b >> 64, b & LOW);
    let low = a0 * b0;
    let middle = a1 * b0 + (low >> 64);
    let middle_2 = a0 * b1 + (middle & LOW);
    (a1 * b1 + (middle >> 64) + (middle_2 >> 64), middle_2 << 64 | low & LOW)
}

/// Quotient and remainder of 256 bits by 128; the high half is less than the divisor (Knuth's algorithm D, two digits).
fn div_wide(high: u128, low: u128, by: u128) -> (u128, u128) {
    if high == 0 {
        let quotient = low / by;
        return (quotient, low - quotient * by);
    }
    const LOW: u128 = u64::MAX as u128;
    let shift = by.leading_zeros();
    let by = by << shift;
    let (by1, by0) = (by >> 64, by & LOW);
    let high = if shift == 0 { high } else { high << shift | low >> (128 - shift) };
    let low = low << shift;
    let digit = |rest: u128, next: u128| {
        let (mut quotient, mut left) = (rest / by1, rest % by1);
        while quotient > LOW || quotient * by0 > (left << 64 | next) {
            quotient -= 1;
            left += by1;
            if left > LOW {
                break;
            }
        }
        let rest = (rest << 64 | next).wrapping_sub(quotient.wrapping_mul(by));
        (quotient, rest)
    };
    let (q1, rest) = digit(high, low >> 64);
    let (q0, rest) = digit(rest, low & LOW);
    (q1 << 64 | q0, rest >> shift)
}

/// Makes a quotient that is not exact odd (or no multiple of five), so that it rounds right wherever it is cut.
fn sticky(quotient: u128, exact: bool) -> Coef {
    Coef::Small(if !exact && quotient.is_multiple_of(5) { quotient + 1 } else { quotient })
}

/// The first digits of the product of two small coefficients that is not small, how many digits it has more than they
/// show, and whether they are exact. For precisions up to 36.
pub fn product_digits(a: u128, b: u128, prec: u64) -> Option<(Coef, u64)> {
    let (high, low) = mul_wide(a, b);
    let most = (count_small(a) + count_small(b)) as usize;
    let n_digits =
        if WIDE_POWERS.get(most - 1).is_some_and(|power| (high, low) < *power) { most - 1 } else { most };
    let cut = (n_digits as u64).checked_sub(prec + 1)?;
    let power = *POWERS.get(cut as usize)?;
    if high >= power {
        return None;
    }
    let (quotient, rest) = div_wide(high, low, power);
    Some((sticky(quotient, rest == 0), cut))
}

/// `a * 10 ** shift / b` of small coefficients where the quotient is small; is it exact?
pub fn quotient_digits(a: u128, b: u128, shift: u64) -> Option<(Coef, bool)> {
    let &(power_high, power_low) = WIDE_POWERS.get(shift as usize)?;
    let (high, low) = mul_wide(a, power_low);
    let high = power_high.checked_mul(a)?.checked_add(high)?;
    if high >= b {
        return None;
    }
    let (quotient, rest) = div_wide(high, low, b);
    Some((sticky(quotient, rest == 0), rest == 0))
}

/// A coefficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coef {
    /// One that fits.
    Small(u128),
    /// A wider one.
    Big(Box<BigInt>),
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
    with_five_power(n, |fives| big::shl(fives, n))?.map_err(|_| TooLong)
}

/// Lets a function see `5 ** n`; those of the usual precisions are computed once.
fn with_five_power<T>(n: u64, f: impl FnOnce(IntRef<'_>) -> T) -> Result<T, TooLong> {
    const KNOWN: usize = 1024;
    static FIVES: [OnceLock<BigInt>; KNOWN] = [const { OnceLock::new() }; KNOWN];
    let compute = || big::pow(Words::of(5).view(), n).map_err(|_| TooLong);
    let Some(place) = usize::try_from(n).ok().and_then(|n| FIVES.get(n)) else {
        return Ok(f(compute()?.view()));
    };
    let known = match place.get() {
        Some(known) => known,
        None => {
            let computed = compute()?;
            place.get_or_init(|| computed)
        }
    };
    Ok(f(known.view()))
}

impl From<BigInt> for Coef {
    fn from(value: BigInt) -> Coef {
        match *value.limbs() {
            [] => Coef::Small(0),
            [low] => Coef::Small(low.into()),
            [low, high] => Coef::Small(u128::from(high) << 64 | u128::from(low)),
            _ => Coef::Big(Box::new(value.with_sign(false))),
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
            _ => Coef::Big(Box::new(IntRef::new(false, limbs).to_owned())),
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
            Coef::Big(value) => (**value).clone(),
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
        if n <= 19 {
            let (kept, rest) = self.view(|value| big::div_mod_word(value, POWERS[n as usize] as u64));
            return (Coef::from(kept), Coef::Small(rest.into()));
        }
        match power(n) {
            Ok(power) => self.div_rem(&power),
            Err(TooLong) => (Coef::ZERO, self.clone()),
        }
    }

    /// Without its last `n` digits, and what these were worth.
    pub fn cut(&self, n: u64) -> (Coef, Rest) {
        let value = match self {
            Coef::Small(value) => return cut_small(*value, n),
            Coef::Big(value) => value.view(),
        };
        let bits = big::bit_len(value);
        // Ten has more than three bits.
        if n > bits / 3 {
            return (Coef::ZERO, Rest::Below);
        }
        if n <= 19 {
            let power = POWERS[n as usize] as u64;
            let (kept, rest) = big::div_mod_word(value, power);
            let rest = match rest.cmp(&(power / 2)) {
                _ if rest == 0 => Rest::Zero,
                Ordering::Less => Rest::Below,
                Ordering::Equal => Rest::Half,
                Ordering::Greater => Rest::Above,
            };
            return (Coef::from(kept), rest);
        }
        with_five_power(n, |fives| Coef::cut_by(value, n, fives)).unwrap_or((Coef::ZERO, Rest::Below))
    }

    /// [`Coef::cut`] with the power of five known.
    fn cut_by(value: IntRef<'_>, n: u64, fives: IntRef<'_>) -> (Coef, Rest) {
        // Ten to a power is five to it, moved: what the move takes off need not be divided.
        let high = big::shr(value, n);
        let Some((kept, rest)) = big::div_mod_trunc(high.view(), fives) else {
            return (Coef::ZERO, Rest::Below);
        };
        let zeros = big::trailing_zeros(value);
        let low_is_zero = zeros >= n;
        let twice = big::add(rest.view(), rest.view());
        let rest = if rest.is_zero() && low_is_zero {
            Rest::Zero
        } else {
            match big::compare(big::add_word(twice.view(), 1).view(), fives) {
                Ordering::Less => Rest::Below,
                Ordering::Greater => Rest::Above,
                // The fives are odd: the bits below decide.
                Ordering::Equal if !big::test_bit(value, n - 1) => Rest::Below,
                Ordering::Equal if zeros == n - 1 => Rest::Half,
                Ordering::Equal => Rest::Above,
            }
        };
        (Coef::from(kept), rest)
    }

    /// Its last decimal digit.
    pub fn last_digit(&self) -> u32 {
        match self {
            Coef::Small(value) => (value % 10) as u32,
            Coef::Big(value) => big::div_mod_word(value.view(), 10).1 as u32,
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

    /// Hands its decimal digits to a function.
    pub fn with_digits<T>(&self, f: impl FnOnce(&[u8]) -> T) -> T {
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
                f(&buffer[at..])
            }
            Coef::Big(value) => f(big::to_decimal(value.view()).as_bytes()),
        }
    }

    /// The same as bytes of their own.
    pub fn digits(&self) -> Vec<u8> {
        self.with_digits(<[u8]>::to_vec)
    }

    /// `n` nines.
    pub fn nines(n: u64) -> Result<Coef, TooLong> {
        Ok(power(n)?.minus(&Coef::ONE))
    }
}

fn cut_small(value: u128, n: u64) -> (Coef, Rest) {
    let Some(&power) = POWERS.get(usize::try_from(n).unwrap_or(usize::MAX)) else {
        // Half of 10 ** 39 does not fit: it is more.
        return (Coef::ZERO, if value == 0 { Rest::Zero } else { Rest::Below });
    };
    let (kept, rest) = div_small(value, power);
    let Coef::Small(rest) = rest else { return (kept, Rest::Zero) };
    let rest = match rest.cmp(&(power / 2)) {
        _ if rest == 0 => Rest::Zero,
        Ordering::Less => Rest::Below,
        Ordering::Equal => Rest::Half,
        Ordering::Greater => Rest::Above,
    };
    (kept, rest)
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
