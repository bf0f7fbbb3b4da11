//! The operators of ints. Two ints in words never allocate unless their result is wider.

use super::operand::{Operand, check_bits, checked_big, new_big};
use std::cmp::Ordering;
use taipan_number::big::{self, IntRef, PowModError, TrueDivError, Word, write};
use taipan_runtime::{CompareOp, R, Value, Vm, kinds, layout::Int};

/// Is it an int and of no subclass (nor a bool)? The operators below take such ones at once.
#[inline(always)]
pub fn is_exact(v: Value) -> bool {
    v.is_small_int() || v.is_kind(kinds::INT)
}

/// An operator of exact ints with bools or ints of subclasses; other operands are not its business.
#[cold]
#[inline(never)]
fn unwrapped(vm: &mut Vm, a: Value, b: Value, operator: fn(&mut Vm, Value, Value) -> R) -> R {
    match (vm.as_int_value(a), vm.as_int_value(b)) {
        (Some(a), Some(b)) => operator(vm, a, b),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

macro_rules! operator {
    ($(#[$doc:meta])* $name:ident, |$x:ident, $y:ident| $small:expr, $kernel:expr) => {
        $(#[$doc])*
        pub fn $name(vm: &mut Vm, a: Value, b: Value) -> R {
            if !(is_exact(a) && is_exact(b)) {
                return unwrapped(vm, a, b, $name);
            }
            if Value::both_small_ints(a, b) {
                let ($x, $y) = (a.small_int_bits(), b.small_int_bits());
                if let Some(result) = $small {
                    return Ok(vm.new_int(result));
                }
            }
            let (a, b) = (Operand::new(a), Operand::new(b));
            Ok($kernel(vm, a.view(), b.view()))
        }
    };
}

operator!(
    /// `a + b`
    add, |x, y| x.checked_add(y), sum);
operator!(
    /// `a - b`
    sub, |x, y| x.checked_sub(y), |vm, a, b| sum(vm, a, IntRef::neg(b)));
operator!(
    /// `a * b`
    mul, |x, y| x.checked_mul(y), product);
operator!(
    /// `a & b`
    and, |x, y| Some(x & y), |vm, a, b| bits(vm, a, b, |x, y| x & y));
operator!(
    /// `a | b`
    or, |x, y| Some(x | y), |vm, a, b| bits(vm, a, b, |x, y| x | y));
operator!(
    /// `a ^ b`
    xor, |x, y| Some(x ^ y), |vm, a, b| bits(vm, a, b, |x, y| x ^ y));

#[inline(always)]
fn sum(vm: &mut Vm, a: IntRef<'_>, b: IntRef<'_>) -> Value {
    if a.negative == b.negative {
        return vm.make_int(write::sum_room(a.limbs, b.limbs), |out| {
            write::write_sum(out, a.limbs, b.limbs);
            a.negative
        });
    }
    if let Some((difference, is_less)) = write::short_difference(a.limbs, b.limbs) {
        return vm.new_int_limbs(a.negative != is_less, &difference);
    }
    let (larger, smaller) = match big::compare_limbs(a.limbs, b.limbs) {
        Ordering::Less => (b, a),
        Ordering::Equal => return Value::ZERO,
        Ordering::Greater => (a, b),
    };
    vm.make_int(larger.limbs.len(), |out| {
        write::write_difference(out, larger.limbs, smaller.limbs);
        larger.negative
    })
}

#[inline(always)]
fn product(vm: &mut Vm, a: IntRef<'_>, b: IntRef<'_>) -> Value {
    if let ([x], [y]) = (a.limbs, b.limbs) {
        let wide = u128::from(*x) * u128::from(*y);
        return vm.new_int_limbs(a.negative != b.negative, &[wide as u64, (wide >> 64) as u64]);
    }
    vm.make_int(write::product_room(a, b), |out| write::write_product(out, a, b))
}

#[inline(always)]
fn bits(vm: &mut Vm, a: IntRef<'_>, b: IntRef<'_>, op: impl Fn(u64, u64) -> u64) -> Value {
    match write::bits_room(a, b, &op) {
        1 => vm.new_uint(op(a.to_u64_wrapping(), b.to_u64_wrapping())),
        room => vm.make_int(room, |out| write::write_bits(out, a, b, op)),
    }
}

#[cold]
fn division_by_zero(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.raise(kinds::ZERO_DIVISION_ERROR, "division by zero")
}

/// `a // b` where `a` has the smaller magnitude: 0 or -1.
#[inline(always)]
fn floor_of_less(a: IntRef<'_>, b: IntRef<'_>) -> Option<i32> {
    let is_less = match a.limbs.len().cmp(&b.limbs.len()) {
        Ordering::Less => true,
        Ordering::Equal => big::compare(a.abs(), b.abs()) == Ordering::Less,
        Ordering::Greater => false,
    };
    is_less.then(|| if a.negative != b.negative && !a.is_zero() { -1 } else { 0 })
}

/// Floor division by one limb: the quotient, and the magnitude of what is left.
#[inline(always)]
fn floor_div_word(vm: &mut Vm, a: IntRef<'_>, b_negative: bool, divisor: u64) -> (Value, u64) {
    let negative = a.negative != b_negative;
    let mut rest = 0;
    let quotient = vm.make_int(a.limbs.len(), |out| {
        rest = write::write_quotient_word(out, a.limbs, divisor);
        if negative && rest != 0 {
            write::increment(out);
            rest = divisor - rest;
        }
        negative
    });
    (quotient, rest)
}

/// `a // b`
pub fn floordiv(vm: &mut Vm, a: Value, b: Value) -> R {
    if !(is_exact(a) && is_exact(b)) {
        return unwrapped(vm, a, b, floordiv);
    }
    if Value::both_small_ints(a, b) {
        let (x, y) = (a.small_int_bits(), b.small_int_bits());
        if y == 0 {
            return Err(division_by_zero(vm));
        }
        let (q, r) = (x / y, x % y);
        return Ok(vm.new_int(if r != 0 && (r < 0) != (y < 0) { q - 1 } else { q }));
    }
    let (x, y) = (Operand::new(a), Operand::new(b));
    let (x, y) = (x.view(), y.view());
    if let Some(q) = floor_of_less(x, y) {
        return Ok(Value::int32(q));
    }
    if let [divisor] = *y.limbs {
        return Ok(floor_div_word(vm, x, y.negative, divisor).0);
    }
    if let Some(q) = write::floor_div_short(x, y, |negative, q, _, _| vm.new_int_limbs(negative, q)) {
        return Ok(q);
    }
    match big::div_floor(x, y) {
        Some(q) => Ok(new_big(vm, &q)),
        None => Err(division_by_zero(vm)),
    }
}

/// `a % b`
pub fn modulo(vm: &mut Vm, a: Value, b: Value) -> R {
    if !(is_exact(a) && is_exact(b)) {
        return unwrapped(vm, a, b, modulo);
    }
    if Value::both_small_ints(a, b) {
        let (x, y) = (a.small_int_bits(), b.small_int_bits());
        if y == 0 {
            return Err(division_by_zero(vm));
        }
        let r = x % y;
        return Ok(vm.new_int(if r != 0 && (r < 0) != (y < 0) { r + y } else { r }));
    }
    let (x, y) = (Operand::new(a), Operand::new(b));
    let (x, y) = (x.view(), y.view());
    if floor_of_less(x, y) == Some(0) {
        return Ok(a);
    }
    if let [divisor] = *y.limbs {
        let r = write::rest_word(x.limbs, divisor);
        let r = if r != 0 && x.negative != y.negative { divisor - r } else { r };
        return Ok(vm.new_int_limbs(y.negative, &[r]));
    }
    if let Some(r) = write::floor_div_short(x, y, |_, _, negative, r| vm.new_int_limbs(negative, r)) {
        return Ok(r);
    }
    match big::mod_floor(x, y) {
        Some(r) => Ok(new_big(vm, &r)),
        None => Err(division_by_zero(vm)),
    }
}

/// `divmod(a, b)`
pub fn divmod(vm: &mut Vm, a: Value, b: Value) -> R {
    if !(is_exact(a) && is_exact(b)) {
        return unwrapped(vm, a, b, divmod);
    }
    let (q, r) = if Value::both_small_ints(a, b) {
        (floordiv(vm, a, b)?, modulo(vm, a, b)?)
    } else {
        let (x, y) = (Operand::new(a), Operand::new(b));
        let (x, y) = (x.view(), y.view());
        if floor_of_less(x, y) == Some(0) {
            return Ok(vm.new_tuple(&[Value::ZERO, a]).value());
        }
        if let [divisor] = *y.limbs {
            let (q, r) = floor_div_word(vm, x, y.negative, divisor);
            let r = vm.new_int_limbs(y.negative, &[r]);
            return Ok(vm.new_tuple(&[q, r]).value());
        }
        if let Some((q, r)) = write::floor_div_short(x, y, |q_negative, q, r_negative, r| {
            (vm.new_int_limbs(q_negative, q), vm.new_int_limbs(r_negative, r))
        }) {
            return Ok(vm.new_tuple(&[q, r]).value());
        }
        match big::div_mod_floor(x, y) {
            Some((q, r)) => (new_big(vm, &q), new_big(vm, &r)),
            None => return Err(division_by_zero(vm)),
        }
    };
    Ok(vm.new_tuple(&[q, r]).value())
}

/// `a / b`
pub fn truediv(vm: &mut Vm, a: Value, b: Value) -> R {
    const EXACT: u64 = 1 << 53;
    if !(is_exact(a) && is_exact(b)) {
        return unwrapped(vm, a, b, truediv);
    }
    if Value::both_small_ints(a, b) {
        let (x, y) = (a.small_int_bits(), b.small_int_bits());
        if y == 0 {
            return Err(division_by_zero(vm));
        }
        if x.unsigned_abs() <= EXACT && y.unsigned_abs() <= EXACT {
            return Ok(vm.new_float(x as f64 / y as f64));
        }
    }
    let (a, b) = (Operand::new(a), Operand::new(b));
    match big::true_div(a.view(), b.view()) {
        Ok(f) => Ok(vm.new_float(f)),
        Err(TrueDivError::ZeroDivision) => Err(division_by_zero(vm)),
        Err(TrueDivError::Overflow) => {
            Err(vm.overflow_error("integer division result too large for a float"))
        }
    }
}

/// `a << b`
pub fn lshift(vm: &mut Vm, a: Value, b: Value) -> R {
    if !(is_exact(a) && is_exact(b)) {
        return unwrapped(vm, a, b, lshift);
    }
    if vm.int_is_negative(b) {
        return Err(vm.value_error("negative shift count"));
    }
    if a == Value::ZERO {
        return Ok(a);
    }
    let Some(n) = b.as_small_int() else {
        return Err(vm.overflow_error("too many digits in integer"));
    };
    if let Some(x) = a.as_small_int()
        && n < 61
        && x.unsigned_abs().leading_zeros() as i64 > n + 1
    {
        return Ok(vm.new_int(x << n));
    }
    let operand = Operand::new(a);
    let (view, n) = (operand.view(), n as u64);
    if n > big::BITS_MAX / 2 {
        check_bits(vm, u128::from(n) + u128::from(big::bit_len(view)))?;
        let result = big::shl(view, n);
        return checked_big(vm, result);
    }
    Ok(vm.make_int(write::shl_room(view, n), |out| write::write_shl(out, view, n)))
}

/// `a >> b`
pub fn rshift(vm: &mut Vm, a: Value, b: Value) -> R {
    if !(is_exact(a) && is_exact(b)) {
        return unwrapped(vm, a, b, rshift);
    }
    if vm.int_is_negative(b) {
        return Err(vm.value_error("negative shift count"));
    }
    let n = b.as_small_int().unwrap_or(i64::MAX);
    if let Some(x) = a.as_small_int() {
        return Ok(vm.new_int(x >> n.min(63)));
    }
    let operand = Operand::new(a);
    let (view, n) = (operand.view(), n as u64);
    Ok(vm.make_int(write::shr_room(view, n), |out| write::write_shr(out, view, n)))
}

/// `a ** b`
pub fn power(vm: &mut Vm, a: Value, b: Value) -> R {
    pow(vm, a, b, Value::NONE)
}

/// `pow(a, b, modulus)`; `a ** b` where the modulus is `None`.
pub fn pow(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R {
    let (Some(a), Some(b)) = (vm.as_int_value(a), vm.as_int_value(b)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !modulus.is_none() {
        let Some(modulus) = vm.as_int_value(modulus) else { return Ok(Value::NOT_IMPLEMENTED) };
        let (a, b, m) = (Operand::new(a), Operand::new(b), Operand::new(modulus));
        return match big::pow_mod(a.view(), b.view(), m.view()) {
            Ok(result) => Ok(new_big(vm, &result)),
            Err(PowModError::ZeroModulus) => Err(vm.value_error("pow() 3rd argument cannot be 0")),
            Err(PowModError::NotInvertible) => {
                Err(vm.value_error("base is not invertible for the given modulus"))
            }
        };
    }
    if vm.int_is_negative(b) {
        // A negative exponent makes it a float.
        let (x, y) = (vm.int_to_f64(a)?, vm.int_to_f64(b)?);
        return crate::types::float::float_pow(vm, x, y);
    }
    if let (Some(x), Some(n)) = (a.as_small_int(), b.as_small_int())
        && x > 1
        && (x as u64).is_power_of_two()
        && n < 1 << 24
    {
        let (one, n) = (Word::from(1), u64::from(x.trailing_zeros()) * n as u64);
        let one = one.view();
        return Ok(vm.make_int(write::shl_room(one, n), |out| write::write_shl(out, one, n)));
    }
    let operand = Operand::new(a);
    if let Some(x) = a.as_small_int() {
        match x {
            0 | 1 => return Ok(if b == Value::ZERO { Value::int32(1) } else { a }),
            -1 => {
                let odd = !big::is_even(Operand::new(b).view());
                return Ok(Value::int32(if odd { -1 } else { 1 }));
            }
            _ => {}
        }
        if let Some(result) =
            b.as_small_int().and_then(|n| u32::try_from(n).ok()).and_then(|n| x.checked_pow(n))
        {
            return Ok(vm.new_int(result));
        }
    }
    let Some(n) = b.as_small_int() else {
        return Err(vm.raise_memory_error());
    };
    if let Some(power) =
        big::with_short_power(operand.view(), n as u64, |negative, limbs| vm.new_int_limbs(negative, limbs))
    {
        return Ok(power);
    }
    check_bits(vm, u128::from(big::bit_len(operand.view()).saturating_sub(1)) * n as u128)?;
    let result = big::pow(operand.view(), n as u64);
    checked_big(vm, result)
}

/// Which of two exact ints is larger.
pub fn order(a: Value, b: Value) -> Ordering {
    if Value::both_small_ints(a, b) {
        return a.small_int_bits().cmp(&b.small_int_bits());
    }
    big::compare(Operand::new(a).view(), Operand::new(b).view())
}

/// `a op b` of ints
pub fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> Value {
    match (vm.as_int_value(a), vm.as_int_value(b)) {
        (Some(a), Some(b)) => Value::bool(op.holds(order(a, b))),
        _ => Value::NOT_IMPLEMENTED,
    }
}

/// `~v` of an exact int that fits no word: -(v + 1).
pub fn inverted(vm: &mut Vm, v: Value) -> Value {
    let (operand, one) = (Operand::new(v), Word::from(1));
    sum(vm, operand.view().neg(), one.view().neg())
}

/// `-v` of an exact int
pub fn negative(vm: &mut Vm, v: Value) -> Value {
    match v.cast::<Int>() {
        Some(big) => vm.negate_int(big),
        None => vm.new_int(-v.small_int_bits()),
    }
}
