//! What operators do with `Decimal`s.

use super::context::{Context, current, given};
use super::convert::{Mode, hash_number, of_float, of_int, of_value, operand, to_float, to_int, to_str};
use super::object::{DecimalObject, as_decimal, new_decimal};
use crate::signature::Signature;
use taipan_macros::native;
use taipan_number::decimal::{self as kernel, Context as Limits, Decimal, Kind, Round, Status};
use taipan_objects::import::import_from;
use taipan_objects::types::int::operand::Operand;
use taipan_runtime::{
    Args, CompareOp, Gc, R, Value, Vm,
    kinds::Numbered,
    layout::{Complex, Type},
};

/// Runs an operation with a context and notes what happens.
#[inline]
pub fn run(vm: &mut Vm, context: Gc<Context>, f: impl FnOnce(&Limits, &mut Status) -> Decimal) -> R {
    let mut status = Status::default();
    let result = f(&context.limits(), &mut status);
    context.note(vm, status)?;
    Ok(new_decimal(vm, &result).value())
}

type Unary = fn(&Decimal, &Limits, &mut Status) -> Decimal;
type Binary = fn(&Decimal, &Decimal, &Limits, &mut Status) -> Decimal;

#[inline]
fn unary(vm: &mut Vm, this: Gc<DecimalObject>, f: Unary) -> R {
    let context = current(vm)?;
    run(vm, context, |limits, status| f(&this.number(), limits, status))
}

#[inline]
fn binary(vm: &mut Vm, a: Value, b: Value, f: Binary) -> R {
    let (Some(a), Some(b)) = (operand(vm, a), operand(vm, b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let context = current(vm)?;
    run(vm, context, |limits, status| f(&a, &b, limits, status))
}

/// What a number is compared with: itself (or a multiple that makes the other a whole number), and the other.
fn comparable(
    vm: &mut Vm,
    a: &Decimal,
    other: Value,
    op: CompareOp,
    context: Gc<Context>,
) -> R<Option<(Decimal, Decimal)>> {
    if let Some(b) = operand(vm, other) {
        return Ok(Some((a.clone(), b)));
    }
    let is_equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let mut float = vm.as_float(other);
    if let Some(complex) = vm.payload::<Complex>(other)
        && is_equality
    {
        if complex.imag != 0.0 {
            return Ok(None);
        }
        float = Some(complex.real);
    }
    if let Some(f) = float {
        if is_equality {
            // Noted, but not raised.
            let flags = context.status_cell();
            flags.set(flags.get() | Status::FLOAT_OPERATION.0);
        } else {
            context.note(vm, Status::FLOAT_OPERATION)?;
        }
        return Ok(Some((a.clone(), of_float(f))));
    }
    if vm.payload::<Complex>(other).is_some() || vm.as_str(other).is_some() || other.is_none() {
        return Ok(None);
    }
    let rational = import_from(vm, "numbers", "Rational")?;
    if !vm.is_instance(other, rational)? {
        return Ok(None);
    }
    let numerator = vm.get_attr_named(other, "numerator")?;
    let denominator = vm.get_attr_named(other, "denominator")?;
    let (Some(numerator), Some(denominator)) = (vm.as_int_value(numerator), vm.as_int_value(denominator))
    else {
        return Ok(None);
    };
    if !a.is_finite() {
        return Ok(Some((a.clone(), of_int(numerator))));
    }
    let mut scaled = a.clone();
    scaled.coef = a.coef.times(&kernel::Coef::from_limbs(Operand::new(denominator).view().limbs));
    Ok(Some((scaled, of_int(numerator))))
}

/// A context's power.
pub fn power(vm: &mut Vm, context: Gc<Context>, a: &Decimal, b: &Decimal, modulus: Option<&Decimal>) -> R {
    run(vm, context, |limits, status| match modulus {
        None => kernel::power(a, b, limits, status),
        Some(modulus) => kernel::power_modulo(a, b, modulus, limits, status),
    })
}

const SIGNATURE: Signature = Signature { names: &["value", "context"], n_required: 0, n_pos: 2 };

#[native]
impl DecimalObject {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Value> {
        let (mut value, mut context) = (Value::UNBOUND, Value::NONE);
        SIGNATURE.bind(vm, args, |_, i, given| {
            *(if i == 0 { &mut value } else { &mut context }) = given;
            Ok(())
        })?;
        let context = given(vm, context)?;
        let Some(value) = value.bound() else {
            return Ok(new_decimal(vm, &Decimal::from_i64(0)).value());
        };
        // A number is its own copy, where the class is the same.
        if vm.is_exact(value, <DecimalObject as Numbered>::NUMBER)
            && cls == vm.class(<DecimalObject as Numbered>::NUMBER)
        {
            return Ok(value);
        }
        let number = of_value(vm, value, context, Mode::Exact)?;
        Ok(new_decimal(vm, &number).value())
    }

    fn __add__(vm: &mut Vm, a: Value, b: Value) -> R {
        binary(vm, a, b, kernel::add)
    }

    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        binary(vm, a, b, kernel::subtract)
    }

    fn __mul__(vm: &mut Vm, a: Value, b: Value) -> R {
        binary(vm, a, b, kernel::multiply)
    }

    fn __truediv__(vm: &mut Vm, a: Value, b: Value) -> R {
        binary(vm, a, b, kernel::divide)
    }

    fn __floordiv__(vm: &mut Vm, a: Value, b: Value) -> R {
        binary(vm, a, b, kernel::divide_int)
    }

    fn __mod__(vm: &mut Vm, a: Value, b: Value) -> R {
        binary(vm, a, b, kernel::remainder)
    }

    fn __divmod__(vm: &mut Vm, a: Value, b: Value) -> R {
        let (Some(a), Some(b)) = (operand(vm, a), operand(vm, b)) else { return Ok(Value::NOT_IMPLEMENTED) };
        let context = current(vm)?;
        divmod(vm, context, &a, &b)
    }

    fn __pow__(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R {
        let (Some(a), Some(b)) = (operand(vm, a), operand(vm, b)) else { return Ok(Value::NOT_IMPLEMENTED) };
        let modulus = if modulus.is_none() {
            None
        } else {
            match operand(vm, modulus) {
                Some(modulus) => Some(modulus),
                None => return Ok(Value::NOT_IMPLEMENTED),
            }
        };
        let context = current(vm)?;
        power(vm, context, &a, &b, modulus.as_ref())
    }

    fn __neg__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        unary(vm, this, kernel::minus)
    }

    fn __pos__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        unary(vm, this, kernel::plus)
    }

    fn __abs__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        unary(vm, this, kernel::abs)
    }

    fn __bool__(_: &mut Vm, this: Gc<DecimalObject>) -> bool {
        !this.number().is_zero()
    }

    fn __int__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        to_int(vm, &this.number(), Round::Down)
    }

    fn __float__(vm: &mut Vm, this: Gc<DecimalObject>) -> R<f64> {
        to_float(vm, &this.number())
    }

    fn __hash__(vm: &mut Vm, this: Value) -> R<i64> {
        let object = super::methods::content(vm, this)?;
        let known = object.hash_cell().get();
        if known != -1 {
            return Ok(known);
        }
        let hash = hash_number(vm, this, object)?;
        object.hash_cell().set(hash);
        Ok(hash)
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        let Some(a) = as_decimal(vm, this) else { return Ok(Value::NOT_IMPLEMENTED) };
        if let Some(b) = operand(vm, other)
            && !a.is_nan()
            && !b.is_nan()
        {
            return Ok(Value::bool(op.holds(kernel::order(&a, &b))));
        }
        let context = current(vm)?;
        let Some((a, b)) = comparable(vm, &a, other, op, context)? else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        if a.is_nan() || b.is_nan() {
            let is_equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
            let signals = [&a, &b].into_iter().any(|x| x.kind == Kind::SignalingNan);
            if signals || !is_equality {
                context.note(vm, Status::INVALID_OPERATION)?;
            }
            return Ok(Value::bool(op == CompareOp::Ne));
        }
        Ok(Value::bool(op.holds(kernel::order(&a, &b))))
    }

    fn __repr__(vm: &mut Vm, this: Gc<DecimalObject>) -> R<String> {
        let capitals = current(vm)?.capitals();
        let text = kernel::to_text(&this.number(), false, capitals);
        Ok(format!("Decimal('{}')", String::from_utf8_lossy(&text)))
    }

    fn __str__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        let capitals = current(vm)?.capitals();
        Ok(to_str(vm, &this.number(), false, capitals))
    }
}

/// A context's `divmod`.
pub fn divmod(vm: &mut Vm, context: Gc<Context>, a: &Decimal, b: &Decimal) -> R {
    let mut status = Status::default();
    let (quotient, rest) = kernel::divmod(a, b, &context.limits(), &mut status);
    context.note(vm, status)?;
    let (quotient, rest) = (new_decimal(vm, &quotient).value(), new_decimal(vm, &rest).value());
    Ok(vm.new_tuple(&[quotient, rest]).value())
}
