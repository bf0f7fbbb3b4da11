//! Roots, exponentials, logarithms and powers.
//!
//! `exp`, `ln` and `log10` are correctly rounded (half to even): they are computed in binary fixed point with some digits
//! to spare, and again with more of them where those do not tell which way to round.

use super::arith::{divide, multiply};
use super::coef::{self, Coef, TooLong};
use super::round::finish;
use super::{Context, Decimal, LIMIT, Round, Status, check_nan, check_nans, subtract};
use crate::big::{self, BigInt, IntRef, Word};
use std::cmp::Ordering;

/// Bits for a number of decimal digits.
fn bits_for(digits: u64) -> u64 {
    digits * 3322 / 1000 + 1
}

fn shl(a: &BigInt, n: u64) -> BigInt {
    big::shl(a.view(), n).unwrap_or_default()
}

fn mul_fixed(a: &BigInt, b: &BigInt, bits: u64) -> BigInt {
    big::shr(big::mul(a.view(), b.view()).view(), bits)
}

fn div_word(a: &BigInt, by: i64) -> BigInt {
    big::div_floor(a.view(), Word::from(by).view()).unwrap_or_default()
}

fn add(a: &BigInt, b: &BigInt) -> BigInt {
    big::add(a.view(), b.view())
}

fn sub(a: &BigInt, b: &BigInt) -> BigInt {
    big::sub(a.view(), b.view())
}

/// `atanh(1 / n) * 2 ** bits`
fn atanh_inverse(n: i64, bits: u64) -> BigInt {
    let mut power = div_word(&shl(&BigInt::from(1i64), bits), n);
    let mut sum = power.clone();
    let mut k = 1;
    loop {
        power = div_word(&power, n * n);
        k += 2;
        let term = div_word(&power, k);
        if term.is_zero() {
            return sum;
        }
        sum = add(&sum, &term);
    }
}

/// `ln(10) * 2 ** LN10_BITS`, cut off.
const LN10: [u64; 17] = [
    0x1a7a963a4c17a607,
    0x6c22c15f57b7883d,
    0x3a4cda3511e2713d,
    0x299ecd6c8d814216,
    0x4586ed2748671eef,
    0xbd9b3ac12acf1be9,
    0xd96a9b0ec360c7ef,
    0xe0b3e28a2a324479,
    0xee3de2100b945b59,
    0xb1889061042f8b6b,
    0x31c32f00b17c35a0,
    0x58bc0b5ec6a04173,
    0x0f187a0807c0b5ca,
    0x8a3fb3e76977e43a,
    0xa95b58ae0b4c28a3,
    0x4d763776aaa2b05b,
    0x0000000000000002,
];
const LN10_BITS: u64 = 1024;

/// `ln(10) * 2 ** bits`
fn ln10(bits: u64) -> BigInt {
    if bits <= LN10_BITS {
        // Only the limbs that count.
        let n_dropped = (LN10_BITS - bits) / 64;
        let limbs = &LN10[n_dropped as usize..];
        return big::shr(IntRef::new(false, limbs), LN10_BITS - bits - n_dropped * 64);
    }
    let sum = [(31, 46), (49, 34), (161, 20)].iter().fold(BigInt::ZERO, |sum, &(n, factor)| {
        let term = atanh_inverse(n, bits + 16);
        add(&sum, &big::mul(term.view(), Word::from(factor).view()))
    });
    big::shr(sum.view(), 16)
}

/// `e ** x` where `x` is between -3 and 3; both have so many bits behind the point. Some of the last 8 are wrong.
fn exp_fixed(x: &BigInt, bits: u64) -> BigInt {
    let n_halved = (bits as f64).sqrt() as u64 / 2 + 2;
    let work = bits + n_halved + 16;
    // Halved, so that few terms are needed; what they give is squared as often.
    let x = shl(x, work - bits - n_halved);
    let one = shl(&BigInt::from(1i64), work);
    let mut sum = add(&one, &x);
    let mut term = x.clone();
    let mut k = 1;
    loop {
        k += 1;
        term = div_word(&mul_fixed(&term, &x, work), k);
        // Rounding down, the terms of a negative number end at -1.
        if term.is_zero() || (term.is_negative() && term.limbs() == [1]) {
            break;
        }
        sum = add(&sum, &term);
    }
    for _ in 0..n_halved {
        sum = mul_fixed(&sum, &sum, work);
    }
    big::shr(sum.view(), work - bits)
}

/// `ln(m)` where `m` is between 0.3 and 3.2; both have so many bits behind the point.
fn ln_fixed(m: &BigInt, bits: u64) -> BigInt {
    let precise = |at: u64| big::shr(m.view(), bits - at);
    let start = 53.min(bits);
    let first = big::to_f64(precise(start).view()).unwrap_or(1.0) / 2f64.powi(start as i32);
    let scaled = first.ln() * 2f64.powi(start as i32);
    let mut y = big::from_f64_trunc(scaled).unwrap_or_default();
    let (mut at, mut good) = (start, start.saturating_sub(4));
    loop {
        // y + 2 (m - e**y) / (m + e**y): three times as many digits are right.
        let next = (good * 3).min(bits);
        y = shl(&y, next.saturating_sub(at));
        at = at.max(next);
        let power = exp_fixed(&y, at);
        let m = precise(at);
        let numerator = shl(&sub(&m, &power), at + 1);
        let step = big::div_floor(numerator.view(), add(&m, &power).view()).unwrap_or_default();
        y = add(&y, &step);
        if good * 3 >= bits + 8 {
            return y;
        }
        good = (good * 3).min(at) - 12;
        if at == bits && good + 16 >= bits {
            return y;
        }
    }
}

/// Does a number within `error` of a coefficient round to the same digits?
fn is_safe(coef: &Coef, prec: u64, error: u128) -> bool {
    let n_digits = coef.n_digits();
    if n_digits <= prec {
        return false;
    }
    let n = n_digits - prec;
    let tail = coef.split(n).1;
    let Ok(power) = coef::power(n) else { return true };
    let half = power.div_rem(&Coef::Small(2)).0;
    let distance = match tail.compare(&half) {
        Ordering::Less => half.minus(&tail),
        _ => tail.minus(&half),
    };
    distance.compare(&Coef::Small(error)).is_gt()
}

/// Rounds what a function gives for more and more digits until they tell how. The result is never exact.
fn ziv(cx: &Context, status: &mut Status, compute: impl Fn(u64) -> Result<Decimal, TooLong>) -> Decimal {
    let cx = Context { round: Round::HalfEven, ..*cx };
    let prec = cx.prec.unsigned_abs();
    if prec > coef::DIGITS_MAX / 64 {
        return Decimal::failed(status, Status::TOO_LONG);
    }
    let mut extra = 6;
    loop {
        let Ok(mut result) = compute(prec + extra) else {
            return Decimal::failed(status, Status::TOO_LONG);
        };
        // The last two digits may be wrong.
        if is_safe(&result.coef, prec, 100) || extra > prec * 16 + 4096 {
            if result.coef.last_digit().is_multiple_of(5) {
                result.coef = result.coef.plus(&Coef::ONE);
            }
            return finish(result, &cx, status);
        }
        extra *= 3;
    }
}

/// A number times `2 ** bits`, cut off.
fn to_fixed(a: &Decimal, bits: u64) -> Result<BigInt, TooLong> {
    let coef = if a.exp >= 0 {
        shl(&a.coef.shifted_left(a.exp.unsigned_abs())?.to_big(), bits)
    } else {
        let n = a.exp.unsigned_abs();
        if n > a.coef.n_digits() + bits {
            BigInt::ZERO
        } else {
            let by = coef::power(n)?.to_big();
            big::div_floor(shl(&a.coef.to_big(), bits).view(), by.view()).unwrap_or_default()
        }
    };
    Ok(coef.with_sign(a.negative))
}

/// `value / 2 ** bits` as a coefficient of about so many digits, and its exponent.
fn to_decimal(value: IntRef<'_>, bits: u64, digits: u64) -> Result<Decimal, TooLong> {
    let log = (big::bit_len(value) as f64 - bits as f64) * std::f64::consts::LOG10_2;
    let places = digits as i64 - log.floor() as i64;
    let scaled = if places >= 0 {
        let power = coef::power(places.unsigned_abs())?.to_big();
        big::shr(big::mul(value.abs(), power.view()).view(), bits)
    } else {
        let power = coef::power(places.unsigned_abs())?.to_big();
        big::div_floor(big::shr(value.abs(), bits).view(), power.view()).unwrap_or_default()
    };
    Ok(Decimal::new(value.negative, Coef::from(scaled), -places))
}

/// `e ** a`
pub fn exp(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nan(a, cx, status) {
        return nan;
    }
    if a.is_infinite() {
        return if a.negative { Decimal::new(false, Coef::ZERO, 0) } else { a.clone() };
    }
    if a.is_zero() {
        return Decimal::new(false, Coef::ONE, 0);
    }
    let half_even = Context { round: Round::HalfEven, ..*cx };
    let adjusted = a.adjusted();
    if adjusted > 18 {
        // Beyond all exponents.
        let exp = if a.negative { -3 * LIMIT } else { 2 * LIMIT };
        return finish(Decimal::new(false, Coef::ONE, exp), &half_even, status);
    }
    if adjusted < -cx.prec - 1 {
        let places = cx.prec + 1;
        let coef = match (coef::power(places.unsigned_abs()), a.negative) {
            (Ok(power), false) => power.plus(&Coef::ONE),
            (Ok(power), true) => power.minus(&Coef::ONE),
            (Err(TooLong), _) => return Decimal::failed(status, Status::TOO_LONG),
        };
        return finish(Decimal::new(false, coef, -places), &half_even, status);
    }
    ziv(cx, status, |digits| {
        // Whole powers of ten are taken apart; there may be 2 ** 64 of them.
        let bits = bits_for(digits) + 96;
        let x = to_fixed(a, bits)?;
        let ln10 = ln10(bits);
        let (power, rest) = big::div_mod_floor(x.view(), ln10.view()).unwrap_or_default();
        let power = power.to_i64().ok_or(TooLong)?;
        let value = exp_fixed(&rest, bits);
        let mut result = to_decimal(value.view(), bits, digits)?;
        result.exp += power;
        Ok(result)
    })
}

/// `ln(a) * 2 ** bits` of a finite number above zero.
fn ln_of(a: &Decimal, bits: u64) -> Result<BigInt, TooLong> {
    let mut power = a.adjusted();
    let mut m = Decimal::new(false, a.coef.clone(), a.exp - power);
    let bits_m = bits + 8;
    if to_fixed(&m, 8)?.to_i64().unwrap_or(0) > 809 {
        // More than the square root of ten.
        m.exp -= 1;
        power += 1;
    }
    let fixed = to_fixed(&m, bits_m)?;
    let ln = big::shr(ln_fixed(&fixed, bits_m).view(), 8);
    if power == 0 {
        return Ok(ln);
    }
    let powers = big::mul(ln10(bits + 64).view(), Word::from(power).view());
    Ok(add(&ln, &big::shr(powers.view(), 64)))
}

/// How many more digits a logarithm needs since the number is so close to one.
fn closeness(a: &Decimal) -> u64 {
    let mut ignored = Status::default();
    if !(-1..=0).contains(&a.adjusted()) {
        return 0;
    }
    let distance = subtract(a, &Decimal::from_i64(1), &Context::MAX, &mut ignored);
    if distance.is_zero() { 0 } else { u64::try_from(-distance.adjusted()).unwrap_or(0) }
}

fn is_one(a: &Decimal) -> bool {
    super::order(a, &Decimal::from_i64(1)).is_eq()
}

/// The logarithm where no digits need be computed.
fn special_log(a: &Decimal, cx: &Context, status: &mut Status) -> Option<Decimal> {
    if let Some(nan) = check_nan(a, cx, status) {
        return Some(nan);
    }
    if a.is_zero() {
        return Some(Decimal::infinity(true));
    }
    if a.negative {
        return Some(Decimal::failed(status, Status::INVALID_OPERATION));
    }
    if a.is_infinite() {
        return Some(Decimal::infinity(false));
    }
    None
}

/// The natural logarithm.
pub fn ln(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(result) = special_log(a, cx, status) {
        return result;
    }
    if is_one(a) {
        return Decimal::new(false, Coef::ZERO, 0);
    }
    let near = closeness(a);
    ziv(cx, status, |digits| {
        let bits = bits_for(digits + near) + 32;
        to_decimal(ln_of(a, bits)?.view(), bits, digits)
    })
}

/// The logarithm to base ten.
pub fn log10(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(result) = special_log(a, cx, status) {
        return result;
    }
    let power = a.adjusted();
    let n_digits = a.coef.n_digits();
    if a.coef.without_zeros(n_digits).0 == Coef::ONE {
        let cx = Context { round: Round::HalfEven, ..*cx };
        return finish(Decimal::from_i64(power), &cx, status);
    }
    let near = closeness(a);
    ziv(cx, status, |digits| {
        let bits = bits_for(digits + near) + 48;
        let ln = shl(&ln_of(a, bits)?, bits);
        let quotient = big::div_floor(ln.view(), ln10(bits).view()).unwrap_or_default();
        to_decimal(quotient.view(), bits, digits)
    })
}

/// The square root, rounded half to even.
pub fn sqrt(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nan(a, cx, status) {
        return nan;
    }
    if a.is_zero() {
        return finish(Decimal::new(a.negative, Coef::ZERO, a.exp.div_euclid(2)), cx, status);
    }
    if a.negative {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    if a.is_infinite() {
        return a.clone();
    }
    let cx = Context { round: Round::HalfEven, ..*cx };
    match root(a, cx.prec) {
        Ok((result, _)) => finish(result, &cx, status),
        Err(TooLong) => {
            // An exact root is no longer than the number.
            let prec = i64::try_from(a.coef.n_digits() + 1).unwrap_or(cx.prec);
            match root(a, prec.min(cx.prec)) {
                Ok((result, true)) => finish(result, &cx, status),
                _ => Decimal::failed(status, Status::TOO_LONG),
            }
        }
    }
}

/// A root to one digit more than a precision, odd where something follows it; is it exact?
fn root(a: &Decimal, prec: i64) -> Result<(Decimal, bool), TooLong> {
    let n_digits = a.coef.n_digits() as i64;
    let is_odd = a.exp.rem_euclid(2) == 1;
    let (coef, exp) = if is_odd { (a.coef.shifted_left(1)?, a.exp - 1) } else { (a.coef.clone(), a.exp) };
    let half_digits = if is_odd { n_digits / 2 + 1 } else { (n_digits + 1) / 2 };
    let shift = prec + 1 - half_digits;
    let (scaled, mut exact) = if shift >= 0 {
        (coef.shifted_left(2 * shift.unsigned_abs())?, true)
    } else {
        let (kept, rest) = coef.split(2 * shift.unsigned_abs());
        (kept, rest.is_zero())
    };
    let root = scaled.view(big::isqrt);
    let root = Coef::from(root);
    exact = exact && root.times(&root) == scaled;
    let exp = exp / 2 - shift;
    if !exact {
        let root = if root.last_digit().is_multiple_of(5) { root.plus(&Coef::ONE) } else { root };
        return Ok((Decimal::new(false, root, exp), false));
    }
    if shift >= 0 {
        return Ok((Decimal::new(false, root.split(shift.unsigned_abs()).0, exp + shift), true));
    }
    Ok((Decimal::new(false, root.shifted_left(shift.unsigned_abs())?, exp + shift), true))
}

/// 1 with all digits that there is room for.
fn padded_one(negative: bool, places: i64, status: &mut Status) -> Decimal {
    match coef::power(places.unsigned_abs()) {
        Ok(coef) => Decimal::new(negative, coef, -places),
        Err(TooLong) => Decimal::failed(status, Status::TOO_LONG),
    }
}

/// The exponent of the first digit of `log10(a)`, or less.
fn log_size(a: &Decimal) -> i64 {
    let digits = |n: i64| i64::from(n.unsigned_abs().checked_ilog10().unwrap_or(0));
    match a.adjusted() {
        power @ 1.. => digits(power),
        power if power < -1 => digits(power + 1),
        _ => {
            let mut ignored = Status::default();
            let distance = subtract(a, &Decimal::from_i64(1), &Context::MAX, &mut ignored);
            // Above one it is less than below.
            distance.adjusted() - if distance.negative { 1 } else { 2 }
        }
    }
}

/// `a ** b`
pub fn power(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    }
    let negative = a.negative && b.is_odd_integer();
    if a.is_zero() {
        if b.is_zero() {
            return Decimal::failed(status, Status::INVALID_OPERATION);
        }
        return if b.negative { Decimal::infinity(negative) } else { Decimal::new(negative, Coef::ZERO, 0) };
    }
    if a.negative && !b.is_integer() {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    let magnitude = a.clone().signed(false);
    if b.is_infinite() {
        let order = super::order(&magnitude, &Decimal::from_i64(1));
        if order.is_eq() {
            status.add(Status(Status::INEXACT.0 | Status::ROUNDED.0));
            return padded_one(negative, cx.prec - 1, status);
        }
        return if order.is_gt() == b.negative {
            Decimal::new(negative, Coef::ZERO, 0)
        } else {
            Decimal::infinity(negative)
        };
    }
    if b.is_zero() {
        return Decimal::new(negative, Coef::ONE, 0);
    }
    if a.is_infinite() {
        return if b.negative { Decimal::new(negative, Coef::ZERO, 0) } else { Decimal::infinity(negative) };
    }
    if is_one(&magnitude) {
        if !b.is_integer() {
            status.add(Status(Status::INEXACT.0 | Status::ROUNDED.0));
            return padded_one(negative, cx.prec - 1, status);
        }
        if b.negative {
            return Decimal::new(negative, Coef::ONE, 0);
        }
        // 1.00 ** 3 is 1.000000.
        let places = match a.exp {
            0 => 0,
            exp => b.to_i64().and_then(|n| n.checked_mul(-exp)).unwrap_or(i64::MAX),
        };
        if places > cx.prec - 1 {
            status.add(Status::ROUNDED);
        }
        return padded_one(negative, places.min(cx.prec - 1), status);
    }
    // How many digits the logarithm of the result has, at least.
    let digits = log_size(&magnitude) + b.adjusted();
    let limit_digits = |limit: i64| i64::from(limit.unsigned_abs().checked_ilog10().unwrap_or(0)) + 1;
    if super::order(&magnitude, &Decimal::from_i64(1)).is_gt() != b.negative {
        if digits > limit_digits(cx.emax) {
            return finish(Decimal::new(negative, Coef::ONE, 2 * LIMIT), cx, status);
        }
    } else if digits > limit_digits(cx.etiny()) {
        return finish(Decimal::new(negative, Coef::ONE, cx.etiny() - 1), cx, status);
    }
    if b.is_integer() { power_int(&magnitude, b, negative, cx, status) } else { power_real(a, b, cx, status) }
}

/// By squaring, with digits to spare.
fn power_int(a: &Decimal, b: &Decimal, negative: bool, cx: &Context, status: &mut Status) -> Decimal {
    let mut work = Context {
        prec: cx.prec + b.coef.n_digits() as i64 + b.exp + 2,
        round: Round::HalfEven,
        clamp: false,
        ..*cx
    };
    let base = if b.negative {
        work.prec += 1;
        divide(&Decimal::from_i64(1), a, &work, status)
    } else {
        a.clone()
    };
    if base.is_infinite() {
        return finish(Decimal::new(negative, Coef::ONE, 2 * LIMIT), cx, status);
    }
    if !base.is_finite() {
        return base;
    }
    let n = if b.exp >= 0 {
        b.coef.shifted_left(b.exp.unsigned_abs())
    } else {
        Ok(b.coef.split(b.exp.unsigned_abs()).0)
    };
    let Ok(n) = n else { return Decimal::failed(status, Status::TOO_LONG) };
    let n = n.to_big();
    let mut result = base.clone();
    for i in (0..big::bit_len(n.view()).saturating_sub(1)).rev() {
        result = multiply(&result, &result, &work, status);
        if big::test_bit(n.view(), i) {
            result = multiply(&result, &base, &work, status);
        }
        if !result.is_finite() || (result.is_zero() && status.has(Status::CLAMPED)) {
            break;
        }
    }
    if result.is_infinite() {
        // As this context rounds it.
        result = Decimal::new(negative, Coef::ONE, 2 * LIMIT);
    }
    finish(result.signed(negative), cx, status)
}

/// By the logarithm, with digits to spare.
fn power_real(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    let digits = i64::try_from(a.coef.n_digits()).unwrap_or(cx.prec);
    let work = Context { prec: cx.prec.max(digits) + 4 + 19, ..Context::MAX };
    let mut ignored = Status::default();
    let ln = ln(a, &work, &mut ignored);
    let product = multiply(&ln, b, &work, &mut ignored);
    let result = exp(&product, &work, &mut ignored);
    if ignored.has(Status::TOO_LONG) {
        return Decimal::failed(status, Status::TOO_LONG);
    }
    status.add(Status(Status::INEXACT.0 | Status::ROUNDED.0));
    finish(result, cx, status)
}

/// The whole number that a number is.
fn to_int(a: &Decimal) -> Result<BigInt, TooLong> {
    let coef = if a.exp >= 0 {
        a.coef.shifted_left(a.exp.unsigned_abs())?
    } else {
        a.coef.split(a.exp.unsigned_abs()).0
    };
    Ok(coef.to_big())
}

/// `pow(a, b, m)` of whole numbers.
pub fn power_modulo(a: &Decimal, b: &Decimal, m: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if a.is_nan() || b.is_nan() || m.is_nan() {
        let signaling = [a, b, m].into_iter().find(|x| x.is_signaling());
        let quiet = [a, b, m].into_iter().find(|x| x.is_nan());
        if let Some(which) = signaling.or(quiet) {
            return super::nan_of(which, cx, status);
        }
    }
    let fits = a.is_integer() && b.is_integer() && m.is_integer();
    if !fits
        || (b.negative && !b.is_zero())
        || m.is_zero()
        || m.adjusted() >= cx.prec
        || (a.is_zero() && b.is_zero())
    {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    let negative = a.negative && b.is_odd_integer();
    let compute = || -> Result<BigInt, TooLong> {
        let (m, b) = (to_int(m)?, to_int(b)?);
        let coef = if a.exp >= 0 { a.coef.to_big() } else { to_int(a)? };
        let mut base = big::mod_floor(coef.view(), m.view()).unwrap_or_default();
        if a.exp > 0 {
            let ten = big::pow_mod(Word::from(10).view(), Word::from(a.exp).view(), m.view())
                .map_err(|_| TooLong)?;
            base = big::mul(base.view(), ten.view());
        }
        big::pow_mod(base.view(), b.view(), m.view()).map_err(|_| TooLong)
    };
    match compute() {
        Ok(result) => Decimal::new(negative, Coef::from(result), 0),
        Err(TooLong) => Decimal::failed(status, Status::TOO_LONG),
    }
}
