//! Sums, products, quotients, remainders.

use super::coef::{Coef, TooLong, product_digits, quotient_digits};
use super::round::{finish, rescale};
use super::{Context, Decimal, Round, Status, check_nan, check_nans};
use std::cmp::Ordering;

/// Two digits more than these are a small coefficient.
const SMALL_PREC: i64 = 36;

/// `+a`
pub fn plus(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nan(a, cx, status) {
        return nan;
    }
    let mut result = a.clone();
    if a.is_zero() && cx.round != Round::Floor {
        result.negative = false;
    }
    finish(result, cx, status)
}

/// `-a`
pub fn minus(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nan(a, cx, status) {
        return nan;
    }
    let mut result = a.clone();
    result.negative = if a.is_zero() && cx.round != Round::Floor { false } else { !a.negative };
    finish(result, cx, status)
}

/// `abs(a)`
pub fn abs(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if a.negative { minus(a, cx, status) } else { plus(a, cx, status) }
}

/// `a + b`
pub fn add(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    add_signed(a, b, b.negative, cx, status)
}

/// `a - b`
pub fn subtract(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    // A NaN keeps its sign.
    add_signed(a, b, if b.is_nan() { b.negative } else { !b.negative }, cx, status)
}

fn add_signed(a: &Decimal, b: &Decimal, b_negative: bool, cx: &Context, status: &mut Status) -> Decimal {
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = check_nans(a, b, cx, status) {
            return nan;
        }
        return match (a.is_infinite(), b.is_infinite()) {
            (true, true) if a.negative != b_negative => Decimal::failed(status, Status::INVALID_OPERATION),
            (true, _) => a.clone(),
            _ => b.clone().signed(b_negative),
        };
    }
    match sum(a, b, b_negative, cx) {
        Ok(sum) => finish(sum, cx, status),
        Err(TooLong) => Decimal::failed(status, Status::TOO_LONG),
    }
}

/// The sum of finite numbers, exact as far as a result of the context's precision shows.
fn sum(a: &Decimal, b: &Decimal, b_negative: bool, cx: &Context) -> Result<Decimal, TooLong> {
    if a.exp == b.exp {
        return Ok(add_aligned(a.negative, &a.coef, b_negative, &b.coef, a.exp, cx));
    }
    let (high, high_negative, low, low_negative) =
        if a.exp > b.exp { (a, a.negative, b, b_negative) } else { (b, b_negative, a, a.negative) };
    if high.coef.is_zero() {
        let negative = if low.coef.is_zero() { zero_sign(a.negative, b_negative, cx) } else { low_negative };
        return Ok(Decimal::new(negative, low.coef.clone(), low.exp));
    }
    let high_digits = high.coef.n_digits() as i64;
    if low.coef.is_zero() {
        let exp = low.exp.max(high.exp - (cx.prec + 1)).min(high.exp);
        let coef = high.coef.shifted_left(high.exp.abs_diff(exp))?;
        return Ok(Decimal::new(high_negative, coef, exp));
    }
    // Where the lower number is below all digits of the result, its size does not matter.
    let least = high.exp + (high_digits - cx.prec - 2).min(-1);
    let below = low.exp + low.coef.n_digits() as i64 - 1 < least;
    let (low_coef, exp) = if below { (Coef::ONE, least) } else { (low.coef.clone(), low.exp) };
    let high_coef = high.coef.shifted_left(high.exp.abs_diff(exp))?;
    Ok(add_aligned(high_negative, &high_coef, low_negative, &low_coef, exp, cx))
}

fn zero_sign(a: bool, b: bool, cx: &Context) -> bool {
    if a == b { a } else { cx.round == Round::Floor }
}

fn add_aligned(a_negative: bool, a: &Coef, b_negative: bool, b: &Coef, exp: i64, cx: &Context) -> Decimal {
    if a_negative == b_negative {
        return Decimal::new(a_negative, a.plus(b), exp);
    }
    match a.compare(b) {
        Ordering::Greater => Decimal::new(a_negative, a.minus(b), exp),
        Ordering::Less => Decimal::new(b_negative, b.minus(a), exp),
        Ordering::Equal => Decimal::new(zero_sign(a_negative, b_negative, cx), Coef::ZERO, exp),
    }
}

/// The exact product, or why there is none.
fn product(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    let negative = a.negative != b.negative;
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = check_nans(a, b, cx, status) {
            return nan;
        }
        if a.is_zero() || b.is_zero() {
            return Decimal::failed(status, Status::INVALID_OPERATION);
        }
        return Decimal::infinity(negative);
    }
    Decimal::new(negative, a.coef.times(&b.coef), a.exp + b.exp)
}

/// `a * b`
pub fn multiply(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let (Coef::Small(x), Coef::Small(y)) = (&a.coef, &b.coef)
        && a.is_finite()
        && b.is_finite()
        && cx.prec <= SMALL_PREC
        && x.checked_mul(*y).is_none()
        && let Some((coef, cut)) = product_digits(*x, *y, cx.prec.unsigned_abs())
    {
        let product = Decimal::new(a.negative != b.negative, coef, a.exp + b.exp + cut as i64);
        return finish(product, cx, status);
    }
    let product = product(a, b, cx, status);
    if product.is_finite() { finish(product, cx, status) } else { product }
}

/// `a * b + c`, rounded once.
pub fn fma(a: &Decimal, b: &Decimal, c: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    let mut invalid = Status::default();
    let product = product(a, b, cx, &mut invalid);
    status.add(invalid);
    if invalid.has(Status::INVALID_OPERATION) {
        return product;
    }
    add(&product, c, cx, status)
}

/// `a / b`
pub fn divide(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    let negative = a.negative != b.negative;
    if !a.is_finite() || !b.is_finite() {
        if let Some(nan) = check_nans(a, b, cx, status) {
            return nan;
        }
        if a.is_infinite() {
            if b.is_infinite() {
                return Decimal::failed(status, Status::INVALID_OPERATION);
            }
            return Decimal::infinity(negative);
        }
        status.add(Status::CLAMPED);
        return Decimal::new(negative, Coef::ZERO, cx.etiny());
    }
    if b.is_zero() {
        if a.is_zero() {
            return Decimal::failed(status, Status::DIVISION_UNDEFINED);
        }
        status.add(Status::DIVISION_BY_ZERO);
        return Decimal::infinity(negative);
    }
    let ideal = a.exp - b.exp;
    if a.is_zero() {
        return finish(Decimal::new(negative, Coef::ZERO, ideal), cx, status);
    }
    match quotient(a, b, cx.prec) {
        Ok((coef, exp, true)) => finish(to_ideal(negative, coef, exp, ideal), cx, status),
        Ok((coef, exp, false)) => finish(Decimal::new(negative, coef, exp), cx, status),
        Err(TooLong) => {
            // An exact quotient is shorter than the precision asks for.
            let prec = a.coef.n_digits().saturating_add(b.coef.n_digits().saturating_mul(4));
            match i64::try_from(prec).map(|prec| quotient(a, b, prec.min(cx.prec))) {
                Ok(Ok((coef, exp, true))) => finish(to_ideal(negative, coef, exp, ideal), cx, status),
                _ => Decimal::failed(status, Status::TOO_LONG),
            }
        }
    }
}

/// The quotient of finite numbers to one digit more than a precision, made odd where something follows it, so that it
/// rounds right; its exponent; is it exact?
fn quotient(a: &Decimal, b: &Decimal, prec: i64) -> Result<(Coef, i64, bool), TooLong> {
    let shift = b.coef.n_digits() as i64 - a.coef.n_digits() as i64 + prec + 1;
    if let (Coef::Small(x), Coef::Small(y)) = (&a.coef, &b.coef)
        && prec <= SMALL_PREC
        && shift >= 0
        && let Some((quotient, exact)) = quotient_digits(*x, *y, shift.unsigned_abs())
    {
        return Ok((quotient, a.exp - b.exp - shift, exact));
    }
    let (quotient, rest) = if shift >= 0 {
        a.coef.shifted_left(shift.unsigned_abs())?.div_rem(&b.coef)
    } else {
        a.coef.div_rem(&b.coef.shifted_left(shift.unsigned_abs())?)
    };
    let exact = rest.is_zero();
    let inexact_zero = !exact && quotient.last_digit().is_multiple_of(5);
    let quotient = if inexact_zero { quotient.plus(&Coef::ONE) } else { quotient };
    Ok((quotient, a.exp - b.exp - shift, exact))
}

/// Takes zeros off the end until the exponent is what it would ideally be.
fn to_ideal(negative: bool, coef: Coef, exp: i64, ideal: i64) -> Decimal {
    if exp >= ideal {
        return Decimal::new(negative, coef, exp);
    }
    let (coef, n) = coef.without_zeros(exp.abs_diff(ideal));
    Decimal::new(negative, coef, exp + n as i64)
}

/// Quotient and remainder of finite numbers, the divisor not zero, the quotient cut off; `None` where it has too many
/// digits.
fn integer_parts(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Option<(Decimal, Decimal)> {
    let negative = a.negative != b.negative;
    let ideal = if b.is_infinite() { a.exp } else { a.exp.min(b.exp) };
    let distance = if b.is_infinite() { -2 } else { a.adjusted() - b.adjusted() };
    if a.is_zero() || distance <= -2 {
        let zero = Decimal::new(negative, Coef::ZERO, 0);
        let exp = if a.is_zero() { ideal } else { ideal.max(a.exp - cx.prec - 1) };
        return match rescale(a, exp, cx.round) {
            Ok((rest, _)) => Some((zero, rest)),
            Err(TooLong) => {
                let nan = Decimal::failed(status, Status::TOO_LONG);
                Some((nan.clone(), nan))
            }
        };
    }
    if distance > cx.prec {
        return None;
    }
    let shifted = if a.exp >= b.exp {
        a.coef.shifted_left(a.exp.abs_diff(b.exp)).map(|coef| coef.div_rem(&b.coef))
    } else {
        b.coef.shifted_left(a.exp.abs_diff(b.exp)).map(|coef| a.coef.div_rem(&coef))
    };
    let Ok((quotient, rest)) = shifted else {
        let nan = Decimal::failed(status, Status::TOO_LONG);
        return Some((nan.clone(), nan));
    };
    if quotient.n_digits() as i64 > cx.prec {
        return None;
    }
    Some((Decimal::new(negative, quotient, 0), Decimal::new(a.negative, rest, ideal)))
}

/// `a // b`, cut off.
pub fn divide_int(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    let negative = a.negative != b.negative;
    if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    }
    if a.is_infinite() {
        if b.is_infinite() {
            return Decimal::failed(status, Status::INVALID_OPERATION);
        }
        return Decimal::infinity(negative);
    }
    if b.is_zero() {
        if a.is_zero() {
            return Decimal::failed(status, Status::DIVISION_UNDEFINED);
        }
        status.add(Status::DIVISION_BY_ZERO);
        return Decimal::infinity(negative);
    }
    if b.is_infinite() {
        return Decimal::new(negative, Coef::ZERO, 0);
    }
    match integer_parts(a, b, cx, status) {
        Some((quotient, _)) => finish(quotient, cx, status),
        None => Decimal::failed(status, Status::DIVISION_IMPOSSIBLE),
    }
}

/// `a % b`, of the sign of `a`.
pub fn remainder(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    }
    if a.is_infinite() {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    if b.is_zero() {
        let why = if a.is_zero() { Status::DIVISION_UNDEFINED } else { Status::INVALID_OPERATION };
        return Decimal::failed(status, why);
    }
    match integer_parts(a, b, cx, status) {
        Some((_, rest)) => finish(rest, cx, status),
        None => Decimal::failed(status, Status::DIVISION_IMPOSSIBLE),
    }
}

/// `divmod(a, b)`
pub fn divmod(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> (Decimal, Decimal) {
    let negative = a.negative != b.negative;
    if let Some(nan) = check_nans(a, b, cx, status) {
        return (nan.clone(), nan);
    }
    if a.is_infinite() {
        let nan = Decimal::failed(status, Status::INVALID_OPERATION);
        return if b.is_infinite() { (nan.clone(), nan) } else { (Decimal::infinity(negative), nan) };
    }
    if b.is_zero() {
        if a.is_zero() {
            let nan = Decimal::failed(status, Status::DIVISION_UNDEFINED);
            return (nan.clone(), nan);
        }
        status.add(Status(Status::DIVISION_BY_ZERO.0 | Status::INVALID_OPERATION.0));
        return (Decimal::infinity(negative), Decimal::nan());
    }
    match integer_parts(a, b, cx, status) {
        Some((quotient, rest)) => {
            let quotient = if b.is_infinite() { quotient } else { finish(quotient, cx, status) };
            (quotient, finish(rest, cx, status))
        }
        None => {
            let nan = Decimal::failed(status, Status::DIVISION_IMPOSSIBLE);
            (nan.clone(), nan)
        }
    }
}

/// `a - n * b` with the whole number `n` nearest to `a / b`.
pub fn remainder_near(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    }
    if a.is_infinite() {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    if b.is_zero() {
        let why = if a.is_zero() { Status::DIVISION_UNDEFINED } else { Status::INVALID_OPERATION };
        return Decimal::failed(status, why);
    }
    if b.is_infinite() {
        return finish(a.clone(), cx, status);
    }
    let ideal = a.exp.min(b.exp);
    if a.is_zero() {
        return finish(Decimal::new(a.negative, Coef::ZERO, ideal), cx, status);
    }
    let distance = a.adjusted() - b.adjusted();
    if distance > cx.prec {
        return Decimal::failed(status, Status::DIVISION_IMPOSSIBLE);
    }
    if distance <= -2 {
        return match rescale(a, ideal.max(a.exp - cx.prec - 1), cx.round) {
            Ok((rest, _)) => finish(rest, cx, status),
            Err(TooLong) => Decimal::failed(status, Status::TOO_LONG),
        };
    }
    let shift = a.exp.abs_diff(b.exp);
    let aligned = if a.exp >= b.exp {
        a.coef.shifted_left(shift).map(|coef| (coef, b.coef.clone()))
    } else {
        b.coef.shifted_left(shift).map(|coef| (a.coef.clone(), coef))
    };
    let Ok((dividend, divisor)) = aligned else {
        return Decimal::failed(status, Status::TOO_LONG);
    };
    let (mut quotient, mut rest) = dividend.div_rem(&divisor);
    let mut negative = a.negative;
    let order = rest.plus(&rest).compare(&divisor);
    if order.is_gt() || (order.is_eq() && quotient.is_odd()) {
        rest = divisor.minus(&rest);
        quotient = quotient.plus(&Coef::ONE);
        negative = !negative;
    }
    if quotient.n_digits() as i64 > cx.prec {
        return Decimal::failed(status, Status::DIVISION_IMPOSSIBLE);
    }
    finish(Decimal::new(negative, rest, ideal), cx, status)
}
