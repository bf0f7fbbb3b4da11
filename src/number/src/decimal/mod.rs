//! Decimal floating-point arithmetic, by the General Decimal Arithmetic Specification 1.70.
//!
//! A number is a sign, a coefficient and an exponent of ten; each operation is told a [`Context`] and adds what happened
//! to a [`Status`]. `coef` has the coefficients, `round` fits results into a context, `arith` the four operations and
//! their like, `order` comparisons, `steps` neighbours, quanta and digits, `text` reading and writing, `format` formats,
//! `transcendental` roots, powers, logarithms.

mod arith;
mod coef;
mod format;
mod order;
mod round;
mod steps;
mod text;
mod transcendental;

pub use arith::{
    abs, add, divide, divide_int, divmod, fma, minus, multiply, plus, remainder, remainder_near, subtract,
};
pub use coef::{Coef, TooLong};
pub use format::{Format, FormatError, WriteError};
pub use order::{
    compare, compare_signal, compare_total, compare_total_mag, max, max_mag, min, min_mag, order, total_order,
};
pub use round::{finish, round_to_int};
pub use steps::{
    Class, class, invert, is_normal, is_subnormal, logb, logical, next_minus, next_plus, next_toward,
    normalize, quantize, rotate, same_quantum, scaleb, shift, to_integral_exact, to_integral_value,
};
pub use text::{Text, parse, to_text};
pub use transcendental::{exp, ln, log10, power, power_modulo, sqrt};

/// The largest precision and exponent.
pub const LIMIT: i64 = 999_999_999_999_999_999;
/// The least exponent of a subnormal number.
pub const ETINY_MIN: i64 = -1_999_999_999_999_999_997;

/// What a number is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is the answer")]
#[repr(u8)]
pub enum Kind {
    Finite,
    Infinite,
    QuietNan,
    SignalingNan,
}

/// A number.
#[derive(Clone, Debug)]
pub struct Decimal {
    /// Below zero, or minus zero?
    pub negative: bool,
    /// What it is.
    pub kind: Kind,
    /// The exponent of a finite number, else 0.
    pub exp: i64,
    /// The coefficient, or what a NaN tells.
    pub coef: Coef,
}

/// How results are rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in the specification")]
#[repr(u8)]
pub enum Round {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

/// What results must fit into.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The most digits.
    pub prec: i64,
    /// The largest exponent of the first digit.
    pub emax: i64,
    /// The least one of a normal number.
    pub emin: i64,
    /// How results are rounded.
    pub round: Round,
    /// Are large exponents brought down so that those of the last digit fit a format?
    pub clamp: bool,
}

impl Context {
    /// Room for everything.
    pub const MAX: Context =
        Context { prec: LIMIT, emax: LIMIT, emin: -LIMIT, round: Round::HalfEven, clamp: false };

    /// The least exponent.
    pub fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }

    /// The largest exponent of a number with all digits.
    pub fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }
}

/// What happened, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Status(pub u32);

#[expect(missing_docs, reason = "named as in the specification")]
impl Status {
    pub const CLAMPED: Status = Status(1);
    pub const CONVERSION_SYNTAX: Status = Status(1 << 1);
    pub const DIVISION_BY_ZERO: Status = Status(1 << 2);
    pub const DIVISION_IMPOSSIBLE: Status = Status(1 << 3);
    pub const DIVISION_UNDEFINED: Status = Status(1 << 4);
    pub const FLOAT_OPERATION: Status = Status(1 << 10);
    pub const INEXACT: Status = Status(1 << 6);
    pub const INVALID_CONTEXT: Status = Status(1 << 7);
    pub const INVALID_OPERATION: Status = Status(1 << 8);
    /// There is no room for the result.
    pub const TOO_LONG: Status = Status(1 << 9);
    pub const OVERFLOW: Status = Status(1 << 11);
    pub const ROUNDED: Status = Status(1 << 12);
    pub const SUBNORMAL: Status = Status(1 << 13);
    pub const UNDERFLOW: Status = Status(1 << 14);
    /// All that count as an invalid operation.
    pub const INVALID: Status = Status(
        Status::CONVERSION_SYNTAX.0
            | Status::DIVISION_IMPOSSIBLE.0
            | Status::DIVISION_UNDEFINED.0
            | Status::INVALID_CONTEXT.0
            | Status::INVALID_OPERATION.0,
    );

    /// Notes what happened.
    pub fn add(&mut self, other: Status) {
        self.0 |= other.0;
    }

    /// Has any of it happened?
    pub fn has(self, other: Status) -> bool {
        self.0 & other.0 != 0
    }
}

impl Decimal {
    /// A finite number.
    pub fn new(negative: bool, coef: Coef, exp: i64) -> Decimal {
        Decimal { negative, kind: Kind::Finite, exp, coef }
    }

    /// A small integer.
    pub fn from_i64(value: i64) -> Decimal {
        Decimal::new(value < 0, Coef::Small(value.unsigned_abs().into()), 0)
    }

    /// An infinity.
    pub fn infinity(negative: bool) -> Decimal {
        Decimal { negative, kind: Kind::Infinite, exp: 0, coef: Coef::ZERO }
    }

    /// The NaN of an operation that failed.
    pub fn nan() -> Decimal {
        Decimal { negative: false, kind: Kind::QuietNan, exp: 0, coef: Coef::ZERO }
    }

    /// Notes why an operation failed.
    pub fn failed(status: &mut Status, why: Status) -> Decimal {
        status.add(why);
        Decimal::nan()
    }

    /// Neither infinite nor NaN?
    pub fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    /// Infinite?
    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }

    /// A NaN of either kind?
    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::QuietNan | Kind::SignalingNan)
    }

    /// A NaN that signals?
    pub fn is_signaling(&self) -> bool {
        self.kind == Kind::SignalingNan
    }

    /// A zero of either sign?
    pub fn is_zero(&self) -> bool {
        self.is_finite() && self.coef.is_zero()
    }

    /// The exponent of the first digit.
    pub fn adjusted(&self) -> i64 {
        self.exp + self.coef.n_digits() as i64 - 1
    }

    /// With a sign given.
    pub fn signed(mut self, negative: bool) -> Decimal {
        self.negative = negative;
        self
    }

    /// Is it a whole number?
    pub fn is_integer(&self) -> bool {
        if !self.is_finite() {
            return false;
        }
        if self.exp >= 0 || self.coef.is_zero() {
            return true;
        }
        let n = self.exp.unsigned_abs();
        n < self.coef.n_digits() && self.coef.split(n).1.is_zero()
    }

    /// Is it a whole odd number?
    pub fn is_odd_integer(&self) -> bool {
        if !self.is_integer() || self.exp > 0 {
            return false;
        }
        self.coef.split(self.exp.unsigned_abs()).0.is_odd()
    }

    /// As a machine integer, if it is a whole number that fits.
    pub fn to_i64(&self) -> Option<i64> {
        if !self.is_integer() {
            return None;
        }
        if self.coef.is_zero() {
            return Some(0);
        }
        if self.adjusted() > 18 {
            return None;
        }
        let coef = if self.exp >= 0 {
            self.coef.shifted_left(self.exp.unsigned_abs()).ok()?
        } else {
            self.coef.split(self.exp.unsigned_abs()).0
        };
        let Coef::Small(value) = coef else { return None };
        let value = i128::try_from(value).ok()?;
        i64::try_from(if self.negative { -value } else { value }).ok()
    }
}

/// What an operation on a NaN gives.
fn nan_of(a: &Decimal, cx: &Context, status: &mut Status) -> Decimal {
    if a.is_signaling() {
        status.add(Status::INVALID_OPERATION);
    }
    let mut result = a.clone();
    result.kind = Kind::QuietNan;
    let most = cx.prec - i64::from(cx.clamp);
    if !result.coef.is_zero() && result.coef.n_digits() as i64 > most {
        result.coef = result.coef.split(most.unsigned_abs()).1;
    }
    result
}

/// The result where the operand is NaN.
fn check_nan(a: &Decimal, cx: &Context, status: &mut Status) -> Option<Decimal> {
    if a.is_nan() { Some(nan_of(a, cx, status)) } else { None }
}

/// The result where an operand is NaN: signalling ones first.
fn check_nans(a: &Decimal, b: &Decimal, cx: &Context, status: &mut Status) -> Option<Decimal> {
    if !a.is_nan() && !b.is_nan() {
        return None;
    }
    let which = if a.is_signaling() {
        a
    } else if b.is_signaling() {
        b
    } else if a.is_nan() {
        a
    } else {
        b
    };
    Some(nan_of(which, cx, status))
}
