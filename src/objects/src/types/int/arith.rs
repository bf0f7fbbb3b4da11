//! The operators of ints. Two ints in words never allocate unless their result is wider.

use super::operand::{Operand, check_bits, checked_big, new_big};
use taipan_number::big::{self, BigInt, IntRef, PowModError, TrueDivError};
use taipan_runtime::{CompareOp, R, Value, Vm, kinds};

/// Both operands as exact ints, or `None` where one is none.
#[inline]
fn both(vm: &Vm, a: Value, b: Value) -> Option<(Value, Value)> {
    if Value::both_small_ints(a, b) {
        return Some((a, b));
    }
    Some((vm.as_int_value(a)?, vm.as_int_value(b)?))
}

#[inline]
fn kernel(vm: &mut Vm, a: Value, b: Value, f: fn(IntRef<'_>, IntRef<'_>) -> BigInt) -> Value {
    let (a, b) = (Operand::new(a), Operand::new(b));
    let result = f(a.view(), b.view());
    new_big(vm, &result)
}

macro_rules! operator {
    ($(#[$doc:meta])* $name:ident, |$x:ident, $y:ident| $small:expr, $kernel:path) => {
        $(#[$doc])*
        pub fn $name(vm: &mut Vm, a: Value, b: Value) -> R {
            let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
            if Value::both_small_ints(a, b) {
                let ($x, $y) = (a.small_int_bits(), b.small_int_bits());
                if let Some(result) = $small {
                    return Ok(vm.new_int(result));
                }
            }
            Ok(kernel(vm, a, b, $kernel))
        }
    };
}

operator!(
    /// `a + b`
    add, |x, y| x.checked_add(y), big::add);
operator!(
    /// `a - b`
    sub, |x, y| x.checked_sub(y), big::sub);
operator!(
    /// `a * b`
    mul, |x, y| x.checked_mul(y), big::mul);
operator!(
    /// `a & b`
    and, |x, y| Some(x & y), big::bit_and);
operator!(
    /// `a | b`
    or, |x, y| Some(x | y), big::bit_or);
operator!(
    /// `a ^ b`
    xor, |x, y| Some(x ^ y), big::bit_xor);

#[cold]
fn division_by_zero(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.raise(kinds::ZERO_DIVISION_ERROR, "division by zero")
}

/// `a // b`
pub fn floordiv(vm: &mut Vm, a: Value, b: Value) -> R {
    let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    if Value::both_small_ints(a, b) {
        let (x, y) = (a.small_int_bits(), b.small_int_bits());
        if y == 0 {
            return Err(division_by_zero(vm));
        }
        let (q, r) = (x / y, x % y);
        return Ok(vm.new_int(if r != 0 && (r < 0) != (y < 0) { q - 1 } else { q }));
    }
    let (a, b) = (Operand::new(a), Operand::new(b));
    match big::div_floor(a.view(), b.view()) {
        Some(q) => Ok(new_big(vm, &q)),
        None => Err(division_by_zero(vm)),
    }
}

/// `a % b`
pub fn modulo(vm: &mut Vm, a: Value, b: Value) -> R {
    let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    if Value::both_small_ints(a, b) {
        let (x, y) = (a.small_int_bits(), b.small_int_bits());
        if y == 0 {
            return Err(division_by_zero(vm));
        }
        let r = x % y;
        return Ok(vm.new_int(if r != 0 && (r < 0) != (y < 0) { r + y } else { r }));
    }
    let (a, b) = (Operand::new(a), Operand::new(b));
    match big::mod_floor(a.view(), b.view()) {
        Some(r) => Ok(new_big(vm, &r)),
        None => Err(division_by_zero(vm)),
    }
}

/// `divmod(a, b)`
pub fn divmod(vm: &mut Vm, a: Value, b: Value) -> R {
    let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (q, r) = if Value::both_small_ints(a, b) {
        (floordiv(vm, a, b)?, modulo(vm, a, b)?)
    } else {
        let (a, b) = (Operand::new(a), Operand::new(b));
        match big::div_mod_floor(a.view(), b.view()) {
            Some((q, r)) => (new_big(vm, &q), new_big(vm, &r)),
            None => return Err(division_by_zero(vm)),
        }
    };
    Ok(vm.new_tuple(&[q, r]).value())
}

/// `a / b`
pub fn truediv(vm: &mut Vm, a: Value, b: Value) -> R {
    const EXACT: u64 = 1 << 53;
    let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
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
    let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
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
    check_bits(vm, n as u128 + u128::from(big::bit_len(operand.view())))?;
    let result = big::shl(operand.view(), n as u64);
    checked_big(vm, result)
}

/// `a >> b`
pub fn rshift(vm: &mut Vm, a: Value, b: Value) -> R {
    let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    if vm.int_is_negative(b) {
        return Err(vm.value_error("negative shift count"));
    }
    let n = b.as_small_int().unwrap_or(i64::MAX);
    if let Some(x) = a.as_small_int() {
        return Ok(vm.new_int(x >> n.min(63)));
    }
    let operand = Operand::new(a);
    let result = big::shr(operand.view(), n as u64);
    Ok(new_big(vm, &result))
}

/// `pow(a, b, modulus)`; `a ** b` where the modulus is `None`.
pub fn pow(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R {
    let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
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
    check_bits(vm, u128::from(big::bit_len(operand.view()).saturating_sub(1)) * n as u128)?;
    let result = big::pow(operand.view(), n as u64);
    checked_big(vm, result)
}

/// Which of two exact ints is larger.
pub fn order(a: Value, b: Value) -> std::cmp::Ordering {
    if Value::both_small_ints(a, b) {
        return a.small_int_bits().cmp(&b.small_int_bits());
    }
    big::compare(Operand::new(a).view(), Operand::new(b).view())
}

/// `a op b` of ints
pub fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> Value {
    match both(vm, a, b) {
        Some((a, b)) => Value::bool(op.holds(order(a, b))),
        None => Value::NOT_IMPLEMENTED,
    }
}

/// `-v` of an exact int
pub fn negative(vm: &mut Vm, v: Value) -> Value {
    match v.as_small_int() {
        Some(i) => vm.new_int(-i),
        None => {
            let operand = Operand::new(v);
            let view = operand.view();
            super::operand::new_ref(vm, view.neg())
        }
    }
}
