//! Numbers from other types, and to them.

use super::State;
use super::context::Context;
use super::object::{DecimalObject, as_decimal, new_decimal};
use std::borrow::Cow;
use taipan_number::big::{self, BigInt, Word};
use taipan_number::decimal::{
    self as kernel, Coef, Context as Limits, Decimal, Kind, Round, Status, TooLong,
};
use taipan_number::hash;
use taipan_objects::types::int::operand::{Operand, new_big};
use taipan_runtime::{Gc, R, Value, Values, Vm, layout::List};
use taipan_text::{Wtf8, numeric::to_ascii_number};

/// The number that an int is, exactly.
pub fn of_int(int: Value) -> Decimal {
    match int.as_small_int() {
        Some(small) => Decimal::from_i64(small),
        None => {
            let operand = Operand::new(int);
            let view = operand.view();
            Decimal::new(view.negative, Coef::from_limbs(view.limbs), 0)
        }
    }
}

/// A `Decimal` or an int as a number; `None` for all else.
#[inline]
pub fn operand(vm: &Vm, value: Value) -> Option<Decimal> {
    match as_decimal(vm, value) {
        Some(number) => Some(number),
        None => vm.as_int_value(value).map(of_int),
    }
}

/// The same for an argument, which must be one.
pub fn argument(vm: &mut Vm, value: Value) -> R<Decimal> {
    match operand(vm, value) {
        Some(number) => Ok(number),
        None => Err(raise_conversion(vm, value)),
    }
}

#[cold]
fn raise_conversion(vm: &mut Vm, value: Value) -> taipan_runtime::Raised {
    let of = vm.type_name(value);
    vm.type_error(format!("conversion from {of} to Decimal is not supported"))
}

/// The number that a float is, exactly.
pub fn of_float(f: f64) -> Decimal {
    if f.is_nan() {
        return Decimal::nan().signed(f.is_sign_negative());
    }
    let Some((numerator, denominator)) = taipan_number::float::as_integer_ratio(f) else {
        return Decimal::infinity(f < 0.0);
    };
    // The denominator is a power of two, which divides that power of ten.
    let places = big::bit_len(denominator.view()).saturating_sub(1);
    let fives = big::pow(Word::from(5).view(), places).unwrap_or_default();
    let coef = Coef::from(big::mul(numerator.view().abs(), fives.view()));
    Decimal::new(f.is_sign_negative(), coef, -(places as i64))
}

/// Text without the blanks around it and the underscores in it.
fn bare_text(text: &[u8]) -> Cow<'_, [u8]> {
    let is_space = |c: &u8| c.is_ascii_whitespace() || matches!(c, 0x0B | 0x1C..=0x1F);
    let start = text.iter().position(|c| !is_space(c)).unwrap_or(text.len());
    let end = text.iter().rposition(|c| !is_space(c)).map_or(start, |last| last + 1);
    let text = &text[start..end];
    if text.contains(&b'_') {
        return text.iter().copied().filter(|c| *c != b'_').collect();
    }
    Cow::Borrowed(text)
}

/// How numbers are made: as they are, or as a context has room for them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As they are.
    Exact,
    /// As the context rounds them.
    Rounded,
}

/// Checks that a number is one of those that there can be at all.
fn checked_exact(vm: &mut Vm, number: Decimal, context: Gc<Context>) -> R<Decimal> {
    let mut status = Status::default();
    let mut result = kernel::finish(number, &Limits::MAX, &mut status);
    let changed = Status(Status::INEXACT.0 | Status::ROUNDED.0 | Status::CLAMPED.0);
    if status.has(changed) {
        result = Decimal::nan();
        status = Status::INVALID_OPERATION;
    }
    status = Status(status.0 & (Status::INVALID.0 | Status::TOO_LONG.0));
    context.note(vm, status)?;
    Ok(result)
}

fn fit(vm: &mut Vm, number: Decimal, context: Gc<Context>, mode: Mode) -> R<Decimal> {
    if mode == Mode::Exact {
        return checked_exact(vm, number, context);
    }
    let mut status = Status::default();
    let limits = context.limits();
    let room = limits.prec - i64::from(limits.clamp);
    let result = if number.is_nan() && !number.coef.is_zero() && number.coef.n_digits() as i64 > room {
        Decimal::failed(&mut status, Status::CONVERSION_SYNTAX)
    } else {
        kernel::finish(number, &limits, &mut status)
    };
    context.note(vm, status)?;
    Ok(result)
}

/// The number that text is.
pub fn of_text(vm: &mut Vm, text: &Wtf8, context: Gc<Context>, mode: Mode) -> R<Decimal> {
    let parsed = match mode {
        Mode::Exact => kernel::parse(&bare_text(&to_ascii_number(text))),
        Mode::Rounded => kernel::parse(&to_ascii_number(text)),
    };
    match parsed {
        Some(number) => fit(vm, number, context, mode),
        None => {
            context.note(vm, Status::CONVERSION_SYNTAX)?;
            Ok(Decimal::nan())
        }
    }
}

/// The number of a sign, digits and an exponent.
fn of_parts(vm: &mut Vm, parts: &[Value]) -> R<Decimal> {
    let &[sign, digits, exponent] = parts else {
        return Err(vm.value_error("argument must be a sequence of length 3"));
    };
    let negative = match vm.as_int_value(sign).and_then(|sign| vm.int_to_i64(sign)) {
        Some(0) => false,
        Some(1) => true,
        _ => return Err(vm.value_error("sign must be an integer with the value 0 or 1")),
    };
    let mut kind = Kind::Finite;
    let mut exp = 0;
    if let Some(text) = vm.as_str(exponent) {
        kind = match text.to_ref().as_bytes() {
            b"F" => Kind::Infinite,
            b"n" => Kind::QuietNan,
            b"N" => Kind::SignalingNan,
            _ => {
                return Err(vm.value_error("string argument in the third position must be 'F', 'n' or 'N'"));
            }
        };
    } else {
        let Some(int) = vm.as_int_value(exponent) else {
            return Err(vm.value_error("exponent must be an integer"));
        };
        exp = match vm.int_to_i64(int) {
            Some(exp) => exp.clamp(-4 * kernel::LIMIT, 4 * kernel::LIMIT),
            None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        };
    }
    let list: Option<Gc<List>> = vm.as_list(digits);
    let items = match (list, vm.as_tuple(digits)) {
        (Some(list), _) => Values::from_slice(&mut vm.heap, list.to_ref().as_slice()),
        (None, Some(tuple)) => Values::from_slice(&mut vm.heap, tuple.to_ref().as_slice()),
        _ => return Err(vm.value_error("coefficient must be a tuple of digits")),
    };
    let mut text = Vec::with_capacity(items.len());
    for item in items.iter() {
        match vm.as_int_value(*item).and_then(|item| vm.int_to_i64(item)) {
            Some(digit @ 0..=9) => text.push(b'0' + digit as u8),
            _ => return Err(vm.value_error("coefficient must be a tuple of digits")),
        }
    }
    let start = text.iter().position(|c| *c != b'0').unwrap_or(text.len());
    let coef = if kind == Kind::Infinite { Coef::ZERO } else { Coef::from_digits(&text[start..]) };
    Ok(Decimal { negative, kind, exp, coef })
}

/// A `Decimal` of any value that one can be made of.
pub fn of_value(vm: &mut Vm, value: Value, context: Gc<Context>, mode: Mode) -> R<Decimal> {
    if let Some(number) = as_decimal(vm, value) {
        return if mode == Mode::Exact { Ok(number) } else { fit(vm, number, context, mode) };
    }
    if let Some(text) = vm.as_str(value) {
        return of_text(vm, Wtf8::new(text.to_ref().as_bytes()), context, mode);
    }
    if let Some(int) = vm.as_int_value(value) {
        return fit(vm, of_int(int), context, mode);
    }
    // What the list or tuple holds, however a class of its own iterates.
    let held = match (vm.as_list(value), vm.as_tuple(value)) {
        (Some(list), _) => Some(list.to_ref().as_slice()),
        (None, tuple) => tuple.map(|tuple| tuple.to_ref().as_slice()),
    };
    if let Some(held) = held {
        let parts = Values::from_slice(&mut vm.heap, held);
        let number = of_parts(vm, &parts)?;
        return fit(vm, number, context, mode);
    }
    if let Some(f) = vm.as_float(value) {
        context.note(vm, Status::FLOAT_OPERATION)?;
        return fit(vm, of_float(f), context, mode);
    }
    Err(raise_conversion(vm, value))
}

/// An int or a float as a number, exactly.
pub fn of_float_or_int(vm: &mut Vm, value: Value) -> R<Decimal> {
    if let Some(int) = vm.as_int_value(value) {
        return Ok(of_int(int));
    }
    match vm.as_float(value) {
        Some(f) => Ok(of_float(f)),
        None => Err(vm.type_error("argument must be int or float")),
    }
}

/// The int that a number is rounded to.
pub fn to_int(vm: &mut Vm, number: &Decimal, round: Round) -> R {
    if number.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer"));
    }
    if number.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer"));
    }
    match kernel::round_to_int(number, round) {
        Ok((coef, _)) => Ok(int_of(vm, &coef, number.negative)),
        Err(TooLong) => Err(vm.raise_memory_error()),
    }
}

fn int_of(vm: &mut Vm, coef: &Coef, negative: bool) -> Value {
    match coef {
        Coef::Small(value) => match i128::try_from(*value) {
            Ok(value) => vm.new_int128(if negative { -value } else { value }),
            Err(_) => new_big(vm, &BigInt::from(*value).with_sign(negative)),
        },
        Coef::Big(value) => vm.new_int_limbs(negative, value.limbs()),
    }
}

/// The float nearest to a number.
pub fn to_float(vm: &mut Vm, number: &Decimal) -> R<f64> {
    match number.kind {
        Kind::SignalingNan => Err(vm.value_error("cannot convert signaling NaN to float")),
        Kind::QuietNan => Ok(if number.negative { -f64::NAN } else { f64::NAN }),
        Kind::Infinite => Ok(if number.negative { f64::NEG_INFINITY } else { f64::INFINITY }),
        Kind::Finite => {
            let text = kernel::to_text(number, false, true);
            Ok(taipan_number::float::parse(&text).unwrap_or(0.0))
        }
    }
}

/// Numerator and denominator in lowest terms.
pub fn to_ratio(vm: &mut Vm, number: &Decimal) -> R<(Value, Value)> {
    if number.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if number.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    if number.exp >= 0 || number.coef.is_zero() {
        let shift = if number.coef.is_zero() { 0 } else { number.exp.unsigned_abs() };
        return match number.coef.shifted_left(shift) {
            Ok(coef) => Ok((int_of(vm, &coef, number.negative), Value::int32(1))),
            Err(TooLong) => Err(vm.raise_memory_error()),
        };
    }
    let Ok(power) = Coef::ONE.shifted_left(number.exp.unsigned_abs()) else {
        return Err(vm.raise_memory_error());
    };
    let (coef, power) = (number.coef.to_big(), power.to_big());
    let common = big::gcd(coef.view(), power.view());
    let reduce = |x: &BigInt| big::div_floor(x.view(), common.view()).unwrap_or_default();
    let (numerator, denominator) = (reduce(&coef), reduce(&power));
    Ok((new_big(vm, &numerator.with_sign(number.negative)), new_big(vm, &denominator)))
}

/// The hash: that of an equal int, float or fraction.
pub fn hash_number(vm: &mut Vm, this: Value, object: Gc<DecimalObject>) -> R<i64> {
    let number = object.number();
    match number.kind {
        Kind::SignalingNan => return Err(vm.type_error("Cannot hash a signaling NaN value")),
        Kind::QuietNan => return Ok(taipan_objects::types::object::identity_hash(this)),
        Kind::Infinite => {
            return Ok(if number.negative { -hash::HASH_INFINITY } else { hash::HASH_INFINITY });
        }
        Kind::Finite => {}
    }
    let multiply = |a: u64, b: u64| (u128::from(a) * u128::from(b) % u128::from(hash::MODULUS)) as u64;
    // The inverse of ten: ten times it is one more than a multiple.
    const INVERSE_TEN: u64 = 2_075_258_708_292_324_556;
    let mut factor = if number.exp >= 0 { 10 } else { INVERSE_TEN };
    // The powers repeat (Fermat's little theorem).
    let mut n = number.exp.unsigned_abs() % (hash::MODULUS - 1);
    let mut result = match &number.coef {
        Coef::Small(value) => (value % u128::from(hash::MODULUS)) as u64,
        Coef::Big(value) => big::mod_floor(value.view(), BigInt::from(hash::MODULUS).view())
            .and_then(|rest| rest.view().to_u64())
            .unwrap_or(0),
    };
    while n > 0 {
        if n & 1 != 0 {
            result = multiply(result, factor);
        }
        factor = multiply(factor, factor);
        n >>= 1;
    }
    let signed = if number.negative { -(result as i64) } else { result as i64 };
    Ok(if signed == -1 { -2 } else { signed })
}

/// `DecimalTuple(sign, digits, exponent)`
pub fn to_tuple(vm: &mut Vm, number: &Decimal) -> R {
    let exponent = match number.kind {
        Kind::Finite => vm.new_int(number.exp),
        Kind::Infinite => vm.intern("F").value(),
        Kind::QuietNan => vm.intern("n").value(),
        Kind::SignalingNan => vm.intern("N").value(),
    };
    let mut digits = Values::new();
    if !(number.is_nan() && number.coef.is_zero()) {
        for digit in number.coef.digits() {
            digits.push(&mut vm.heap, Value::int32(i32::from(digit - b'0')));
        }
    }
    let digits = vm.new_tuple(&digits).value();
    let Some(cls) = vm.state::<State>().decimal_tuple else {
        return Err(vm.runtime_error("decimal is not initialised"));
    };
    vm.call(cls.value(), &[Value::int32(number.negative.into()), digits, exponent])
}

/// A number as text.
pub fn to_str(vm: &mut Vm, number: &Decimal, engineering: bool, capitals: bool) -> Value {
    let text = kernel::to_text(number, engineering, capitals);
    vm.new_str_counted(&text, text.len()).value()
}

/// An object of a class made of a number: by calling it where it is not our own.
pub fn as_class(vm: &mut Vm, cls: Value, number: &Decimal) -> R {
    let made = new_decimal(vm, number).value();
    let own = vm.class(<DecimalObject as taipan_runtime::kinds::Numbered>::NUMBER);
    if cls == own.value() { Ok(made) } else { vm.call(cls, &[made]) }
}
