//! Neighbours, quanta, whole numbers, digits and classes.

use super::arith::add;
use super::coef::{Coef, TooLong};
use super::order::order;
use super::round::{finish, rescale};
use super::{Context, Decimal, Kind, Round, Status, check_nan, check_nans};
use std::cmp::Ordering;

/// Without zeros at the end.
pub fn normalize(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nan(a, cx, status) {
        return nan;
    }
    let mut result = finish(a.clone(), cx, status);
    if !result.is_finite() {
        return result;
    }
    if result.coef.is_zero() {
        result.exp = 0;
        return result;
    }
    let top = if cx.clamp { cx.etop() } else { cx.emax };
    let most = u64::try_from(top - result.exp).unwrap_or(0);
    let (coef, n) = result.coef.without_zeros(most);
    result.exp += n as i64;
    result.coef = coef;
    result
}

/// With the exponent of another number.
pub fn quantize(a: &Decimal, exp: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if !a.is_finite() || !exp.is_finite() {
        if let Some(nan) = check_nans(a, exp, cx, status) {
            return nan;
        }
        return if a.is_infinite() && exp.is_infinite() {
            a.clone()
        } else {
            Decimal::failed(status, Status::INVALID_OPERATION)
        };
    }
    if exp.exp < cx.etiny() || exp.exp > cx.emax {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    if a.is_zero() {
        return finish(Decimal::new(a.negative, Coef::ZERO, exp.exp), cx, status);
    }
    let adjusted = a.adjusted();
    if adjusted > cx.emax || adjusted - exp.exp + 1 > cx.prec {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    let (result, lost) = match rescale(a, exp.exp, cx.round) {
        Ok(rescaled) => rescaled,
        Err(TooLong) => return Decimal::failed(status, Status::TOO_LONG),
    };
    if result.adjusted() > cx.emax || result.coef.n_digits() as i64 > cx.prec {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    }
    if !result.coef.is_zero() && result.adjusted() < cx.emin {
        status.add(Status::SUBNORMAL);
    }
    if result.exp > a.exp {
        status.add(Status::ROUNDED);
        if lost {
            status.add(Status::INEXACT);
        }
    }
    finish(result, cx, status)
}

fn to_integral(a: &Decimal, cx: &Context, status: &mut Status) -> (Decimal, bool) {
    if let Some(nan) = check_nan(a, cx, status) {
        return (nan, false);
    }
    if !a.is_finite() || a.exp >= 0 {
        return (a.clone(), false);
    }
    // It gets no longer.
    rescale(a, 0, cx.round).unwrap_or_else(|TooLong| (Decimal::nan(), false))
}

/// The nearest whole number, quietly.
pub fn to_integral_value(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    to_integral(a, cx, status).0
}

/// The nearest whole number.
pub fn to_integral_exact(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    let (result, lost) = to_integral(a, cx, status);
    if a.is_finite() && a.exp < 0 && !a.is_zero() {
        status.add(Status::ROUNDED);
        if lost {
            status.add(Status::INEXACT);
        }
    }
    result
}

/// The next number in a direction: of this infinity, rounding so.
fn next(a: &Decimal, cx: &Context, status: &mut Status, round: Round) -> Decimal {
    if let Some(nan) = check_nan(a, cx, status) {
        return nan;
    }
    let down = round == Round::Floor;
    if a.is_infinite() {
        if a.negative == down {
            return a.clone();
        }
        return match Coef::nines(cx.prec.unsigned_abs()) {
            Ok(coef) => Decimal::new(a.negative, coef, cx.etop()),
            Err(TooLong) => Decimal::failed(status, Status::TOO_LONG),
        };
    }
    let cx = Context { round, ..*cx };
    let mut ignored = Status::default();
    let rounded = finish(a.clone(), &cx, &mut ignored);
    if ignored.has(Status::TOO_LONG) {
        status.add(Status::TOO_LONG);
        return rounded;
    }
    if !rounded.is_finite() || order(&rounded, a).is_ne() {
        return rounded;
    }
    let tiny = Decimal::new(down, Coef::ONE, cx.etiny() - 1);
    let result = add(a, &tiny, &cx, &mut ignored);
    if ignored.has(Status::TOO_LONG) {
        status.add(Status::TOO_LONG);
    }
    result
}

/// The next smaller number.
pub fn next_minus(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    next(a, cx, status, Round::Floor)
}

/// The next larger number.
pub fn next_plus(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    next(a, cx, status, Round::Ceiling)
}

/// The next number in the direction of another.
pub fn next_toward(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    }
    let result = match order(a, b) {
        Ordering::Equal => return a.clone().signed(b.negative),
        Ordering::Less => next_plus(a, cx, status),
        Ordering::Greater => next_minus(a, cx, status),
    };
    if result.is_infinite() {
        status.add(Status(Status::OVERFLOW.0 | Status::ROUNDED.0 | Status::INEXACT.0));
    } else if result.is_finite() && result.adjusted() < cx.emin {
        status.add(Status(Status::UNDERFLOW.0 | Status::SUBNORMAL.0 | Status::ROUNDED.0 | Status::INEXACT.0));
        if result.coef.is_zero() {
            status.add(Status::CLAMPED);
        }
    }
    result
}

/// The exponent of the first digit as a number.
pub fn logb(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nan(a, cx, status) {
        return nan;
    }
    if a.is_infinite() {
        return Decimal::infinity(false);
    }
    if a.is_zero() {
        status.add(Status::DIVISION_BY_ZERO);
        return Decimal::infinity(true);
    }
    finish(Decimal::from_i64(a.adjusted()), cx, status)
}

/// A whole number within limits that tells how far to move something.
fn distance(b: &Decimal, most: i64) -> Option<i64> {
    if !b.is_finite() || b.exp != 0 {
        return None;
    }
    b.to_i64().filter(|n| n.unsigned_abs() <= most.unsigned_abs())
}

/// `a * 10 ** b`
pub fn scaleb(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    }
    let Some(n) = distance(b, 2 * (cx.emax + cx.prec)) else {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    };
    if a.is_infinite() {
        return a.clone();
    }
    let mut result = a.clone();
    result.exp = a.exp + n;
    finish(result, cx, status)
}

/// The last digits that a context has room for.
fn last_digits(coef: &Coef, n: u64) -> Coef {
    if coef.n_digits() > n { coef.split(n).1 } else { coef.clone() }
}

/// Moves the digits to the left, or to the right.
pub fn shift(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    moved(a, b, cx, status, |coef, n, prec| {
        let coef = last_digits(coef, prec);
        if n < 0 {
            return Ok(coef.split(n.unsigned_abs()).0);
        }
        // Only what stays is moved.
        last_digits(&coef, prec - n.unsigned_abs()).shifted_left(n.unsigned_abs())
    })
}

/// Moves the digits round.
pub fn rotate(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    moved(a, b, cx, status, |coef, n, prec| {
        let coef = last_digits(coef, prec);
        let left = if n < 0 { prec - n.unsigned_abs() } else { n.unsigned_abs() };
        let (head, tail) = coef.split(prec - left);
        Ok(tail.shifted_left(left)?.plus(&head))
    })
}

fn moved(
    a: &Decimal,
    b: &Decimal,
    cx: &Context,
    status: &mut Status,
    f: impl Fn(&Coef, i64, u64) -> Result<Coef, TooLong>,
) -> Decimal {
    if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    }
    let Some(n) = distance(b, cx.prec) else {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    };
    if a.is_infinite() {
        return a.clone();
    }
    match f(&a.coef, n, cx.prec.unsigned_abs()) {
        Ok(coef) => Decimal::new(a.negative, coef, a.exp),
        Err(TooLong) => Decimal::failed(status, Status::TOO_LONG),
    }
}

/// The digits of a number that stands for bits, the last ones first.
fn bits_of(a: &Decimal) -> Option<Vec<u8>> {
    if !a.is_finite() || a.negative || a.exp != 0 {
        return None;
    }
    let mut digits = a.coef.digits();
    digits.reverse();
    if digits.iter().any(|digit| !matches!(digit, b'0' | b'1')) {
        return None;
    }
    Some(digits)
}

/// The number of as many digits as there is room for.
fn of_bits(mut bits: Vec<u8>, cx: &Context) -> Decimal {
    bits.truncate(usize::try_from(cx.prec).unwrap_or(usize::MAX));
    bits.reverse();
    Decimal::new(false, Coef::from_digits(&bits), 0)
}

/// An operation on digits that are 0 and 1.
pub fn logical(
    a: &Decimal,
    b: &Decimal,
    cx: &Context,
    status: &mut Status,
    f: fn(bool, bool) -> bool,
) -> Decimal {
    let (Some(bits_a), Some(bits_b)) = (bits_of(a), bits_of(b)) else {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    };
    let bit = |bits: &[u8], i: usize| bits.get(i) == Some(&b'1');
    let n = bits_a.len().max(bits_b.len());
    of_bits((0..n).map(|i| b'0' + u8::from(f(bit(&bits_a, i), bit(&bits_b, i)))).collect(), cx)
}

/// Turns zeros to ones and ones to zeros, as many as there is room for.
pub fn invert(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    let Some(bits) = bits_of(a) else {
        return Decimal::failed(status, Status::INVALID_OPERATION);
    };
    if cx.prec.unsigned_abs() > super::coef::DIGITS_MAX {
        return Decimal::failed(status, Status::TOO_LONG);
    }
    let n = usize::try_from(cx.prec).unwrap_or(0);
    of_bits((0..n).map(|i| b'0' + u8::from(bits.get(i) != Some(&b'1'))).collect(), cx)
}

/// A finite number whose first digit is within the exponents?
pub fn is_normal(a: &Decimal, cx: &Context) -> bool {
    a.is_finite() && !a.is_zero() && a.adjusted() >= cx.emin
}

/// A finite number below these?
pub fn is_subnormal(a: &Decimal, cx: &Context) -> bool {
    a.is_finite() && !a.is_zero() && a.adjusted() < cx.emin
}

/// Have they the same exponent?
pub fn same_quantum(a: &Decimal, b: &Decimal) -> bool {
    if a.is_finite() && b.is_finite() {
        return a.exp == b.exp;
    }
    (a.is_nan() && b.is_nan()) || (a.is_infinite() && b.is_infinite())
}

/// What sort of number it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Class(pub &'static str);

/// What sort of number it is.
pub fn class(a: &Decimal, cx: &Context) -> Class {
    let name = match (a.kind, a.negative) {
        (Kind::SignalingNan, _) => "sNaN",
        (Kind::QuietNan, _) => "NaN",
        (Kind::Infinite, false) => "+Infinity",
        (Kind::Infinite, true) => "-Infinity",
        (Kind::Finite, negative) => match (a.is_zero(), is_subnormal(a, cx), negative) {
            (true, _, false) => "+Zero",
            (true, _, true) => "-Zero",
            (_, true, false) => "+Subnormal",
            (_, true, true) => "-Subnormal",
            (_, _, false) => "+Normal",
            (_, _, true) => "-Normal",
        },
    };
    Class(name)
}
