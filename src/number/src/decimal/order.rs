//! Comparisons.

use super::round::finish;
use super::{Context, Decimal, Kind, Status, check_nans};
use std::cmp::Ordering;

fn signed(order: Ordering, negative: bool) -> Ordering {
    if negative { order.reverse() } else { order }
}

/// Compares the magnitudes of finite numbers that are not zero.
fn order_magnitude(a: &Decimal, b: &Decimal) -> Ordering {
    let (adjusted_a, adjusted_b) = (a.adjusted(), b.adjusted());
    if adjusted_a != adjusted_b {
        return adjusted_a.cmp(&adjusted_b);
    }
    // The exponents differ by no more than one has digits.
    let shift = a.exp.abs_diff(b.exp);
    let shifted = |high: &Decimal, low: &Decimal| match high.coef.shifted_left(shift) {
        Ok(coef) => coef.compare(&low.coef),
        Err(_) => high.coef.compare(&low.coef.split(shift).0),
    };
    if a.exp >= b.exp { shifted(a, b) } else { shifted(b, a).reverse() }
}

/// Compares numbers that are not NaN.
pub fn order(a: &Decimal, b: &Decimal) -> Ordering {
    let rank = |x: &Decimal| -> i32 {
        match (x.is_infinite(), x.is_zero(), x.negative) {
            (true, _, true) => -2,
            (true, _, false) => 2,
            (_, true, _) => 0,
            (_, _, true) => -1,
            _ => 1,
        }
    };
    if a.exp == b.exp && a.negative == b.negative && a.is_finite() && b.is_finite() {
        return signed(a.coef.compare(&b.coef), a.negative);
    }
    let (rank_a, rank_b) = (rank(a), rank(b));
    if rank_a != rank_b || rank_a.abs() != 1 {
        return rank_a.cmp(&rank_b);
    }
    signed(order_magnitude(a, b), a.negative)
}

fn as_number(order: Ordering) -> Decimal {
    Decimal::from_i64(order as i64)
}

/// -1, 0 or 1; NaN for NaNs.
pub fn compare(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    match check_nans(a, b, cx, status) {
        Some(nan) => nan,
        None => as_number(order(a, b)),
    }
}

/// The same, where all NaNs signal.
pub fn compare_signal(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if let Some(nan) = check_nans(a, b, cx, status) {
        status.add(Status::INVALID_OPERATION);
        return nan;
    }
    as_number(order(a, b))
}

/// Compares representations: NaNs have a place, and so have numbers that are equal but for the exponent.
pub fn total_order(a: &Decimal, b: &Decimal) -> Ordering {
    if a.negative != b.negative {
        return b.negative.cmp(&a.negative);
    }
    let rank = |x: &Decimal| match x.kind {
        Kind::Finite => 0,
        Kind::Infinite => 1,
        Kind::SignalingNan => 2,
        Kind::QuietNan => 3,
    };
    let order = rank(a).cmp(&rank(b)).then_with(|| {
        if a.is_finite() {
            let values = match (a.is_zero(), b.is_zero()) {
                (false, false) => order_magnitude(a, b),
                (a_zero, b_zero) => b_zero.cmp(&a_zero),
            };
            values.then(a.exp.cmp(&b.exp))
        } else {
            a.coef.compare(&b.coef)
        }
    });
    signed(order, a.negative)
}

/// The total order as a number.
pub fn compare_total(a: &Decimal, b: &Decimal) -> Decimal {
    as_number(total_order(a, b))
}

/// The same of the magnitudes.
pub fn compare_total_mag(a: &Decimal, b: &Decimal) -> Decimal {
    as_number(total_order(&a.clone().signed(false), &b.clone().signed(false)))
}

fn pick(
    a: &Decimal,
    b: &Decimal,
    cx: &Context,
    status: &mut Status,
    by: fn(&Decimal, &Decimal) -> Ordering,
    wanted: Ordering,
) -> Decimal {
    let quiet = |x: &Decimal| x.kind == Kind::QuietNan;
    let number = if quiet(a) && !b.is_nan() {
        b
    } else if quiet(b) && !a.is_nan() {
        a
    } else if let Some(nan) = check_nans(a, b, cx, status) {
        return nan;
    } else if by(a, b).then_with(|| total_order(a, b)) == wanted {
        a
    } else {
        b
    };
    finish(number.clone(), cx, status)
}

fn order_mag(a: &Decimal, b: &Decimal) -> Ordering {
    order(&a.clone().signed(false), &b.clone().signed(false))
}

/// The larger; of a number and a NaN that is quiet the number.
pub fn max(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    pick(a, b, cx, status, order, Ordering::Greater)
}

/// The smaller.
pub fn min(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    pick(a, b, cx, status, order, Ordering::Less)
}

/// That of the larger magnitude.
pub fn max_mag(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    pick(a, b, cx, status, order_mag, Ordering::Greater)
}

/// That of the smaller magnitude.
pub fn min_mag(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    pick(a, b, cx, status, order_mag, Ordering::Less)
}
