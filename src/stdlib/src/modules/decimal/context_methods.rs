//! Operations as methods of contexts.

use super::context::Context;
use super::convert::{self, Mode, argument, of_value, to_str};
use super::methods::quiet;
use super::object::{DecimalObject, as_decimal, new_decimal};
use super::operators::{divmod, power, run};
use crate::signature::Signature;
use taipan_macros::native;
use taipan_number::decimal::{self as kernel, Decimal, Kind};
use taipan_runtime::{
    Args, Gc, R, Value, Vm,
    layout::{Dict, Tuple},
};

macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident = $f:path,)*) => {
        #[native(table = UNARY)]
        impl Context {
            $(
                $(#[$doc])*
                #[sig("($self, x, /)")]
                fn $name(vm: &mut Vm, this: Gc<Context>, x: Value) -> R {
                    let x = argument(vm, x)?;
                    run(vm, this, |limits, status| $f(&x, limits, status))
                }
            )*
        }
    };
}

unary! {
    /// The magnitude.
    abs = kernel::abs,
    /// e to the power of x.
    exp = kernel::exp,
    /// The natural logarithm.
    ln = kernel::ln,
    /// The logarithm to base ten.
    log10 = kernel::log10,
    /// -x
    minus = kernel::minus,
    /// The next smaller number.
    next_minus = kernel::next_minus,
    /// The next larger number.
    next_plus = kernel::next_plus,
    /// Without zeros at the end.
    normalize = kernel::normalize,
    /// +x
    plus = kernel::plus,
    /// The nearest whole number, quietly.
    to_integral = kernel::to_integral_value,
    /// The nearest whole number.
    to_integral_exact = kernel::to_integral_exact,
    /// The nearest whole number, quietly.
    to_integral_value = kernel::to_integral_value,
    /// The square root.
    sqrt = kernel::sqrt,
    /// The exponent of the first digit as a number.
    logb = kernel::logb,
    /// Zeros for ones and ones for zeros.
    logical_invert = kernel::invert,
}

/// Two arguments by position.
fn pair(vm: &mut Vm, args: Gc<Tuple>) -> R<(Decimal, Decimal)> {
    let [x, y] = *args.to_ref().as_slice() else {
        let n = args.len();
        return Err(vm.type_error(format!("function takes exactly 2 arguments ({n} given)")));
    };
    Ok((argument(vm, x)?, argument(vm, y)?))
}

macro_rules! binary {
    ($($(#[$doc:meta])* $name:ident = $f:expr,)*) => {
        #[native(table = BINARY)]
        impl Context {
            $(
                $(#[$doc])*
                #[sig("($self, *args)")]
                #[shown("($self, x, y, /)")]
                fn $name(vm: &mut Vm, this: Gc<Context>, args: Gc<Tuple>) -> R {
                    let (x, y) = pair(vm, args)?;
                    run(vm, this, |limits, status| $f(&x, &y, limits, status))
                }
            )*
        }
    };
}

binary! {
    /// x + y
    add = kernel::add,
    /// -1, 0 or 1; NaN where one is NaN.
    compare = kernel::compare,
    /// The same, where all NaNs signal.
    compare_signal = kernel::compare_signal,
    /// x / y
    divide = kernel::divide,
    /// x / y, cut off to a whole number.
    divide_int = kernel::divide_int,
    /// The larger.
    max = kernel::max,
    /// That of the larger magnitude.
    max_mag = kernel::max_mag,
    /// The smaller.
    min = kernel::min,
    /// That of the smaller magnitude.
    min_mag = kernel::min_mag,
    /// x * y
    multiply = kernel::multiply,
    /// The next number from x in the direction of y.
    next_toward = kernel::next_toward,
    /// x with the exponent of y.
    quantize = kernel::quantize,
    /// x % y, of the sign of x.
    remainder = kernel::remainder,
    /// What is left of x after the nearest multiple of y.
    remainder_near = kernel::remainder_near,
    /// x - y
    subtract = kernel::subtract,
    /// Compare representations: -1, 0 or 1.
    compare_total = quiet::compare_total,
    /// Compare representations without signs.
    compare_total_mag = quiet::compare_total_mag,
    /// x with the sign of y.
    copy_sign = quiet::copy_sign,
    /// Digit by digit: are both one?
    logical_and = quiet::logical_and,
    /// Digit by digit: is any one?
    logical_or = quiet::logical_or,
    /// Digit by digit: do they differ?
    logical_xor = quiet::logical_xor,
    /// The digits of x moved round.
    rotate = kernel::rotate,
    /// x times a power of ten.
    scaleb = kernel::scaleb,
    /// The digits of x moved.
    shift = kernel::shift,
}

macro_rules! tests {
    ($($(#[$doc:meta])* $name:ident($number:ident, $limits:ident) = $value:expr,)*) => {
        #[native(table = TESTS)]
        impl Context {
            $(
                $(#[$doc])*
                #[sig("($self, x, /)")]
                fn $name(vm: &mut Vm, this: Gc<Context>, x: Value) -> R<bool> {
                    let $number = argument(vm, x)?;
                    let $limits = this.limits();
                    Ok($value)
                }
            )*
        }
    };
}

tests! {
    /// Neither infinite nor NaN?
    is_finite(x, _limits) = x.is_finite(),
    /// Infinite?
    is_infinite(x, _limits) = x.is_infinite(),
    /// A NaN?
    is_nan(x, _limits) = x.is_nan(),
    /// Finite, and within the context's exponents?
    is_normal(x, limits) = kernel::is_normal(&x, &limits),
    /// A quiet NaN?
    is_qnan(x, _limits) = x.kind == Kind::QuietNan,
    /// Has it a minus sign?
    is_signed(x, _limits) = x.negative,
    /// A signaling NaN?
    is_snan(x, _limits) = x.is_signaling(),
    /// Finite, and below the context's exponents?
    is_subnormal(x, limits) = kernel::is_subnormal(&x, &limits),
    /// Is it a zero?
    is_zero(x, _limits) = x.is_zero(),
}

fn decimal_arg(vm: &mut Vm, x: Value) -> R<Decimal> {
    match as_decimal(vm, x) {
        Some(number) => Ok(number),
        None => Err(vm.type_error("argument must be a Decimal")),
    }
}

const POWER: Signature = Signature { names: &["a", "b", "modulo"], n_required: 2, n_pos: 3 };

#[native(table = METHODS)]
impl Context {
    /// Quotient and remainder.
    #[sig("($self, *args)")]
    #[shown("($self, x, y, /)")]
    #[name("divmod")]
    fn divmod_(vm: &mut Vm, this: Gc<Context>, args: Gc<Tuple>) -> R {
        let (x, y) = pair(vm, args)?;
        divmod(vm, this, &x, &y)
    }

    /// Have both the same exponent?
    #[sig("($self, *args)")]
    #[shown("($self, x, y, /)")]
    fn same_quantum(vm: &mut Vm, this: Gc<Context>, args: Gc<Tuple>) -> R<bool> {
        let _ = this;
        let (x, y) = pair(vm, args)?;
        Ok(kernel::same_quantum(&x, &y))
    }

    /// a ** b, or the rest of that after multiples of a modulus.
    #[sig("($self, *args, **kwargs)")]
    #[shown("($self, /, a, b, modulo=None)")]
    #[name("power")]
    fn power_(vm: &mut Vm, this: Gc<Context>, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        let (names, values) = match kwargs {
            Some(kwargs) => vm.dict_to_keywords(kwargs)?,
            None => Default::default(),
        };
        let args = Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values };
        let mut given = [Value::NONE; 3];
        POWER.bind(vm, &args, |_, i, value| {
            given[i] = value;
            Ok(())
        })?;
        let (a, b) = (argument(vm, given[0])?, argument(vm, given[1])?);
        let modulus = if given[2].is_none() { None } else { Some(argument(vm, given[2])?) };
        power(vm, this, &a, &b, modulus.as_ref())
    }

    /// x * y + z, rounded once.
    #[sig("($self, *args)")]
    #[shown("($self, x, y, z, /)")]
    fn fma(vm: &mut Vm, this: Gc<Context>, args: Gc<Tuple>) -> R {
        let [x, y, z] = *args.to_ref().as_slice() else {
            let n = args.len();
            return Err(vm.type_error(format!("function takes exactly 3 arguments ({n} given)")));
        };
        let (x, y, z) = (argument(vm, x)?, argument(vm, y)?, argument(vm, z)?);
        run(vm, this, |limits, status| kernel::fma(&x, &y, &z, limits, status))
    }

    /// The least exponent.
    #[sig("($self, /)")]
    #[name("Etiny")]
    fn etiny(_: &mut Vm, this: Gc<Context>) -> i64 {
        this.limits().etiny()
    }

    /// The largest exponent of a number with all digits.
    #[sig("($self, /)")]
    #[name("Etop")]
    fn etop(_: &mut Vm, this: Gc<Context>) -> i64 {
        this.limits().etop()
    }

    /// 10
    #[sig("($self, /)")]
    fn radix(vm: &mut Vm, this: Gc<Context>) -> Gc<DecimalObject> {
        let _ = this;
        new_decimal(vm, &Decimal::from_i64(10))
    }

    /// True: there is only one form of a number.
    #[sig("($self, x, /)")]
    fn is_canonical(vm: &mut Vm, this: Gc<Context>, x: Value) -> R<bool> {
        let _ = this;
        decimal_arg(vm, x).map(|_| true)
    }

    /// The number itself.
    #[sig("($self, x, /)")]
    fn canonical(vm: &mut Vm, this: Gc<Context>, x: Value) -> R {
        let _ = this;
        decimal_arg(vm, x).map(|_| x)
    }

    /// A number as the context rounds it.
    #[sig("($self, object, /)")]
    fn _apply(vm: &mut Vm, this: Gc<Context>, object: Value) -> R {
        let number = argument(vm, object)?;
        run(vm, this, |limits, status| kernel::finish(number, limits, status))
    }

    /// Without the sign.
    #[sig("($self, x, /)")]
    fn copy_abs(vm: &mut Vm, this: Gc<Context>, x: Value) -> R<Gc<DecimalObject>> {
        let _ = this;
        let x = argument(vm, x)?;
        Ok(new_decimal(vm, &x.signed(false)))
    }

    /// The number itself.
    #[sig("($self, x, /)")]
    fn copy_decimal(vm: &mut Vm, this: Gc<Context>, x: Value) -> R {
        let _ = this;
        if as_decimal(vm, x).is_some() {
            return Ok(x);
        }
        let x = argument(vm, x)?;
        Ok(new_decimal(vm, &x).value())
    }

    /// With the other sign.
    #[sig("($self, x, /)")]
    fn copy_negate(vm: &mut Vm, this: Gc<Context>, x: Value) -> R<Gc<DecimalObject>> {
        let _ = this;
        let x = argument(vm, x)?;
        let negative = !x.negative;
        Ok(new_decimal(vm, &x.signed(negative)))
    }

    /// What sort of number it is.
    #[sig("($self, x, /)")]
    fn number_class(vm: &mut Vm, this: Gc<Context>, x: Value) -> R<&'static str> {
        let x = argument(vm, x)?;
        Ok(kernel::class(&x, &this.limits()).0)
    }

    /// As text.
    #[sig("($self, x, /)")]
    fn to_sci_string(vm: &mut Vm, this: Gc<Context>, x: Value) -> R {
        let x = argument(vm, x)?;
        Ok(to_str(vm, &x, false, this.capitals()))
    }

    /// As text, exponents being multiples of three.
    #[sig("($self, x, /)")]
    fn to_eng_string(vm: &mut Vm, this: Gc<Context>, x: Value) -> R {
        let x = argument(vm, x)?;
        Ok(to_str(vm, &x, true, this.capitals()))
    }

    /// A number of any value, as the context rounds it.
    #[sig("($self, num=\"0\", /)")]
    fn create_decimal(vm: &mut Vm, this: Gc<Context>, num: Option<Value>) -> R<Gc<DecimalObject>> {
        let number = match num {
            Some(num) => of_value(vm, num, this, Mode::Rounded)?,
            None => Decimal::from_i64(0),
        };
        Ok(new_decimal(vm, &number))
    }

    /// A float or an int, as the context rounds it.
    #[sig("($self, f, /)")]
    fn create_decimal_from_float(vm: &mut Vm, this: Gc<Context>, f: Value) -> R {
        let number = convert::of_float_or_int(vm, f)?;
        run(vm, this, |limits, status| kernel::finish(number, limits, status))
    }
}
