//! Fits numbers into contexts.

use super::coef::{Coef, Rest, TooLong};
use super::{Context, Decimal, Kind, Round, Status};

/// Does a coefficient that something was cut off become one more?
pub(super) fn rounds_up(round: Round, negative: bool, kept: &Coef, rest: Rest) -> bool {
    if rest == Rest::Zero {
        return false;
    }
    match round {
        Round::Up => true,
        Round::Down => false,
        Round::Ceiling => !negative,
        Round::Floor => negative,
        Round::HalfUp => rest >= Rest::Half,
        Round::HalfDown => rest > Rest::Half,
        Round::HalfEven => rest > Rest::Half || (rest == Rest::Half && kept.is_odd()),
        Round::ZeroFiveUp => kept.last_digit().is_multiple_of(5),
    }
}

/// Takes `n` digits off a coefficient; was anything lost?
pub(super) fn round_off(coef: &Coef, n: u64, round: Round, negative: bool) -> (Coef, bool) {
    let (kept, rest) = coef.cut(n);
    let up = rounds_up(round, negative, &kept, rest);
    let kept = if up { kept.plus(&Coef::ONE) } else { kept };
    (kept, rest != Rest::Zero)
}

/// Gives a finite number another exponent, rounding where that is larger; was anything lost?
pub(super) fn rescale(a: &Decimal, exp: i64, round: Round) -> Result<(Decimal, bool), TooLong> {
    let mut result = a.clone();
    result.exp = exp;
    if a.coef.is_zero() {
        return Ok((result, false));
    }
    if exp <= a.exp {
        result.coef = a.coef.shifted_left(a.exp.abs_diff(exp))?;
        return Ok((result, false));
    }
    let (coef, lost) = round_off(&a.coef, exp.abs_diff(a.exp), round, a.negative);
    result.coef = coef;
    Ok((result, lost))
}

fn overflow(negative: bool, cx: &Context, status: &mut Status) -> Decimal {
    status.add(Status(Status::OVERFLOW.0 | Status::INEXACT.0 | Status::ROUNDED.0));
    let to_infinity = match cx.round {
        Round::Up | Round::HalfUp | Round::HalfDown | Round::HalfEven => true,
        Round::Down | Round::ZeroFiveUp => false,
        Round::Ceiling => !negative,
        Round::Floor => negative,
    };
    if to_infinity {
        return Decimal::infinity(negative);
    }
    match Coef::nines(cx.prec.unsigned_abs()) {
        Ok(coef) => Decimal::new(negative, coef, cx.etop()),
        Err(TooLong) => Decimal::failed(status, Status::TOO_LONG),
    }
}

/// A result as the context wants it.
pub fn finish(mut a: Decimal, cx: &Context, status: &mut Status) -> Decimal {
    match a.kind {
        Kind::Finite => {}
        Kind::Infinite => return a,
        Kind::QuietNan | Kind::SignalingNan => {
            let mut ignored = Status::default();
            let kind = a.kind;
            a = super::nan_of(&a, cx, &mut ignored);
            a.kind = kind;
            return a;
        }
    }
    let etiny = cx.etiny();
    if a.coef.is_zero() {
        let top = if cx.clamp { cx.etop() } else { cx.emax };
        let exp = a.exp.clamp(etiny, top.max(etiny));
        if exp != a.exp {
            a.exp = exp;
            status.add(Status::CLAMPED);
        }
        return a;
    }
    let n_digits = a.coef.n_digits() as i64;
    let adjusted = a.exp + n_digits - 1;
    if adjusted > cx.emax {
        return overflow(a.negative, cx, status);
    }
    let subnormal = adjusted < cx.emin;
    let mut exp_min = if subnormal { etiny } else { a.exp + n_digits - cx.prec };
    if a.exp < exp_min {
        let (kept, rest) = a.coef.cut(exp_min.abs_diff(a.exp));
        let (mut coef, lost) = (kept, rest != Rest::Zero);
        if rounds_up(cx.round, a.negative, &coef, rest) {
            coef = coef.plus(&Coef::ONE);
            // It may have become a power of ten, and too large.
            let n_digits = coef.n_digits() as i64;
            if n_digits > cx.prec {
                coef = coef.split(1).0;
                exp_min += 1;
            }
            if exp_min + n_digits.min(cx.prec) - 1 > cx.emax {
                return overflow(a.negative, cx, status);
            }
        }
        status.add(Status::ROUNDED);
        if lost {
            status.add(Status::INEXACT);
        }
        if subnormal {
            status.add(Status::SUBNORMAL);
            if lost {
                status.add(Status::UNDERFLOW);
            }
        }
        if coef.is_zero() {
            status.add(Status::CLAMPED);
        }
        a.coef = coef;
        a.exp = exp_min;
    } else if subnormal {
        status.add(Status::SUBNORMAL);
    }
    if cx.clamp && a.exp > cx.etop() {
        status.add(Status::CLAMPED);
        match a.coef.shifted_left(a.exp.abs_diff(cx.etop())) {
            Ok(coef) => a.coef = coef,
            Err(TooLong) => return Decimal::failed(status, Status::TOO_LONG),
        }
        a.exp = cx.etop();
    }
    a
}

/// The whole number that a finite number is rounded to; was anything lost?
pub fn round_to_int(a: &Decimal, round: Round) -> Result<(Coef, bool), TooLong> {
    let (result, lost) = rescale(a, 0, round)?;
    Ok((result.coef, lost))
}
