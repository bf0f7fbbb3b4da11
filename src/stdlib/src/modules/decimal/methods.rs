//! Methods of `Decimal`.

use super::context::{Context, current, given, rounding};
use super::convert::{self, argument, as_class, to_float, to_int, to_ratio, to_str, to_tuple};
use super::object::{DecimalObject, new_decimal};
use super::operators::run;
use taipan_macros::native;
use taipan_number::decimal::{
    self as kernel, Context as Limits, Decimal, Format, FormatError, Kind, Round, Status, WriteError,
};
use taipan_objects::import::import;
use taipan_runtime::{
    Gc, R, Value, Vm, kinds,
    layout::{Str, Tuple},
};

/// What stands in an object, or one of a class derived from `Decimal`.
pub fn content(vm: &mut Vm, this: Value) -> R<Gc<DecimalObject>> {
    match vm.payload::<DecimalObject>(this) {
        Some(object) => Ok(object),
        None => Err(vm.type_error("argument must be a Decimal")),
    }
}

macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident = $f:path,)*) => {
        #[native(table = UNARY)]
        impl DecimalObject {
            $(
                $(#[$doc])*
                #[sig("($self, /, context=None)")]
                #[nameless]
                fn $name(vm: &mut Vm, this: Gc<DecimalObject>, context: Value) -> R {
                    let context = given(vm, context)?;
                    run(vm, context, |limits, status| $f(&this.number(), limits, status))
                }
            )*
        }
    };
}

unary! {
    /// e to the power of the number.
    exp = kernel::exp,
    /// The natural logarithm.
    ln = kernel::ln,
    /// The logarithm to base ten.
    log10 = kernel::log10,
    /// The next smaller number of the context.
    next_minus = kernel::next_minus,
    /// The next larger number of the context.
    next_plus = kernel::next_plus,
    /// The number without zeros at its end.
    normalize = kernel::normalize,
    /// The square root.
    sqrt = kernel::sqrt,
    /// The exponent of the first digit as a number.
    logb = kernel::logb,
    /// Zeros for ones and ones for zeros.
    logical_invert = kernel::invert,
}

macro_rules! binary {
    ($($(#[$doc:meta])* $name:ident = $f:expr,)*) => {
        #[native(table = BINARY)]
        impl DecimalObject {
            $(
                $(#[$doc])*
                #[sig("($self, /, other, context=None)")]
                #[nameless]
                fn $name(vm: &mut Vm, this: Gc<DecimalObject>, other: Value, context: Value) -> R {
                    let context = given(vm, context)?;
                    let other = argument(vm, other)?;
                    run(vm, context, |limits, status| $f(&this.number(), &other, limits, status))
                }
            )*
        }
    };
}

/// Operations that look at no context.
pub mod quiet {
    use super::{Decimal, Limits, Status, kernel};

    /// The order of representations.
    pub fn compare_total(a: &Decimal, b: &Decimal, _: &Limits, _: &mut Status) -> Decimal {
        kernel::compare_total(a, b)
    }

    /// The same of magnitudes.
    pub fn compare_total_mag(a: &Decimal, b: &Decimal, _: &Limits, _: &mut Status) -> Decimal {
        kernel::compare_total_mag(a, b)
    }

    /// The sign of another number.
    pub fn copy_sign(a: &Decimal, b: &Decimal, _: &Limits, _: &mut Status) -> Decimal {
        a.clone().signed(b.negative)
    }

    /// Digit by digit: both.
    pub fn logical_and(a: &Decimal, b: &Decimal, limits: &Limits, status: &mut Status) -> Decimal {
        kernel::logical(a, b, limits, status, |a, b| a && b)
    }

    /// Digit by digit: any.
    pub fn logical_or(a: &Decimal, b: &Decimal, limits: &Limits, status: &mut Status) -> Decimal {
        kernel::logical(a, b, limits, status, |a, b| a || b)
    }

    /// Digit by digit: one.
    pub fn logical_xor(a: &Decimal, b: &Decimal, limits: &Limits, status: &mut Status) -> Decimal {
        kernel::logical(a, b, limits, status, |a, b| a != b)
    }
}

binary! {
    /// -1, 0 or 1; NaN where one is NaN.
    compare = kernel::compare,
    /// The same, where all NaNs signal.
    compare_signal = kernel::compare_signal,
    /// The larger.
    max = kernel::max,
    /// That of the larger magnitude.
    max_mag = kernel::max_mag,
    /// The smaller.
    min = kernel::min,
    /// That of the smaller magnitude.
    min_mag = kernel::min_mag,
    /// The next number in the direction of another.
    next_toward = kernel::next_toward,
    /// What is left after the nearest multiple of another.
    remainder_near = kernel::remainder_near,
    /// Compare representations: -1, 0 or 1.
    compare_total = quiet::compare_total,
    /// Compare representations without signs.
    compare_total_mag = quiet::compare_total_mag,
    /// The number with the sign of another.
    copy_sign = quiet::copy_sign,
    /// Digit by digit: are both one?
    logical_and = quiet::logical_and,
    /// Digit by digit: is any one?
    logical_or = quiet::logical_or,
    /// Digit by digit: do they differ?
    logical_xor = quiet::logical_xor,
    /// The digits moved round.
    rotate = kernel::rotate,
    /// The number times a power of ten.
    scaleb = kernel::scaleb,
    /// The digits moved.
    shift = kernel::shift,
}

macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident($number:ident) -> $t:ty = $value:expr,)*) => {
        #[native(table = PLAIN)]
        impl DecimalObject {
            $(
                $(#[$doc])*
                #[sig("($self, /)")]
                fn $name(_: &mut Vm, this: Gc<DecimalObject>) -> $t {
                    let $number = this.number();
                    $value
                }
            )*
        }
    };
}

plain! {
    /// True: there is only one form of a number.
    is_canonical(_number) -> bool = true,
    /// Neither infinite nor NaN?
    is_finite(number) -> bool = number.is_finite(),
    /// Infinite?
    is_infinite(number) -> bool = number.is_infinite(),
    /// A NaN?
    is_nan(number) -> bool = number.is_nan(),
    /// A quiet NaN?
    is_qnan(number) -> bool = number.kind == Kind::QuietNan,
    /// A signaling NaN?
    is_snan(number) -> bool = number.is_signaling(),
    /// Has it a minus sign?
    is_signed(number) -> bool = number.negative,
    /// Is it a zero?
    is_zero(number) -> bool = number.is_zero(),
    /// The exponent of the first digit; 0 for what has none.
    adjusted(number) -> i64 = if number.is_finite() { number.adjusted() } else { 0 },
}

/// The context of a method with a rounding of its own.
fn rounded_limits(vm: &mut Vm, context: Gc<Context>, round: Value) -> R<Limits> {
    let mut limits = context.limits();
    if !round.is_none() {
        limits.round = rounding(vm, round)?;
    }
    Ok(limits)
}

fn to_integral(
    vm: &mut Vm,
    this: Gc<DecimalObject>,
    round: Value,
    context: Value,
    f: fn(&Decimal, &Limits, &mut Status) -> Decimal,
) -> R {
    let context = given(vm, context)?;
    let limits = rounded_limits(vm, context, round)?;
    run(vm, context, |_, status| f(&this.number(), &limits, status))
}

/// What an override of the locale's conventions says.
fn conventions(vm: &mut Vm, format: &mut Format, given: Value) -> R<()> {
    let Some(dict) = vm.as_dict(given) else {
        return Err(vm.type_error("optional argument must be a dict"));
    };
    for name in ["decimal_point", "thousands_sep", "grouping"] {
        let key = vm.intern(name);
        let Some(value) = dict.get_str(vm, key) else { continue };
        let Some(text) = vm.as_str(value).and_then(|text| text.as_str().map(str::to_owned)) else {
            return Err(vm.type_error("optional argument must be a dict"));
        };
        match name {
            "decimal_point" => format.point = text.into(),
            "thousands_sep" => format.thousands = text.into(),
            _ => {
                format.grouping =
                    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(u8::MAX)).collect()
            }
        }
    }
    let valid = (1..=4).contains(&format.point.len())
        && format.thousands.len() <= 4
        && format.grouping.iter().all(|n| *n < 128);
    if valid { Ok(()) } else { Err(vm.value_error("invalid override dict")) }
}

/// What `_pydecimal` makes of a specification with numbers that only its own have room for.
fn format_in_python(vm: &mut Vm, this: Value, spec: Value) -> R<Gc<Str>> {
    let module = import(vm, "_pydecimal")?;
    let text = vm.str(this)?.value();
    let number = vm.call_method_named(module, "Decimal", &[text])?;
    let context = current(vm)?.value();
    let result = vm.call_method_named(number, "__format__", &[spec, context]);
    if result.is_err() && vm.pending_is(kinds::VALUE_ERROR) {
        return Err(vm.value_error("invalid format string"));
    }
    let result = result?;
    vm.as_str(result).ok_or_else(|| vm.type_error("__format__ must return a str"))
}

#[native(table = METHODS)]
impl DecimalObject {
    /// The number that a float or an int is, exactly.
    #[classmethod]
    #[sig("($type, f, /)")]
    fn from_float(vm: &mut Vm, cls: Value, f: Value) -> R {
        let number = convert::of_float_or_int(vm, f)?;
        as_class(vm, cls, &number)
    }

    /// The number that a float, an int or a Decimal is, exactly.
    #[classmethod]
    #[sig("($type, number, /)")]
    fn from_number(vm: &mut Vm, cls: Value, number: Value) -> R {
        let number = match vm.as_float(number) {
            Some(f) => {
                current(vm)?.note(vm, Status::FLOAT_OPERATION)?;
                convert::of_float(f)
            }
            None => argument(vm, number)?,
        };
        as_class(vm, cls, &number)
    }

    /// self * other + third, rounded once.
    #[sig("($self, /, other, third, context=None)")]
    #[nameless]
    fn fma(vm: &mut Vm, this: Gc<DecimalObject>, other: Value, third: Value, context: Value) -> R {
        let context = given(vm, context)?;
        let (other, third) = (argument(vm, other)?, argument(vm, third)?);
        run(vm, context, |limits, status| kernel::fma(&this.number(), &other, &third, limits, status))
    }

    /// The number with the exponent of another.
    #[sig("($self, /, exp, rounding=None, context=None)")]
    #[nameless]
    fn quantize(vm: &mut Vm, this: Gc<DecimalObject>, exp: Value, round: Value, context: Value) -> R {
        let context = given(vm, context)?;
        let limits = rounded_limits(vm, context, round)?;
        let exp = argument(vm, exp)?;
        run(vm, context, |_, status| kernel::quantize(&this.number(), &exp, &limits, status))
    }

    /// The nearest whole number, quietly.
    #[sig("($self, /, rounding=None, context=None)")]
    #[nameless]
    #[name("to_integral")]
    fn to_integral_(vm: &mut Vm, this: Gc<DecimalObject>, round: Value, context: Value) -> R {
        to_integral(vm, this, round, context, kernel::to_integral_value)
    }

    /// The nearest whole number, quietly.
    #[sig("($self, /, rounding=None, context=None)")]
    #[nameless]
    fn to_integral_value(vm: &mut Vm, this: Gc<DecimalObject>, round: Value, context: Value) -> R {
        to_integral(vm, this, round, context, kernel::to_integral_value)
    }

    /// The nearest whole number.
    #[sig("($self, /, rounding=None, context=None)")]
    #[nameless]
    fn to_integral_exact(vm: &mut Vm, this: Gc<DecimalObject>, round: Value, context: Value) -> R {
        to_integral(vm, this, round, context, kernel::to_integral_exact)
    }

    /// Have both the same exponent?
    #[sig("($self, /, other, context=None)")]
    #[nameless]
    fn same_quantum(vm: &mut Vm, this: Gc<DecimalObject>, other: Value, context: Value) -> R<bool> {
        given(vm, context)?;
        let other = argument(vm, other)?;
        Ok(kernel::same_quantum(&this.number(), &other))
    }

    /// Finite, and within the context's exponents?
    #[sig("($self, /, context=None)")]
    #[nameless]
    fn is_normal(vm: &mut Vm, this: Gc<DecimalObject>, context: Value) -> R<bool> {
        let limits = given(vm, context)?.limits();
        Ok(kernel::is_normal(&this.number(), &limits))
    }

    /// Finite, and below the context's exponents?
    #[sig("($self, /, context=None)")]
    #[nameless]
    fn is_subnormal(vm: &mut Vm, this: Gc<DecimalObject>, context: Value) -> R<bool> {
        let limits = given(vm, context)?.limits();
        Ok(kernel::is_subnormal(&this.number(), &limits))
    }

    /// What sort of number it is.
    #[sig("($self, /, context=None)")]
    #[nameless]
    fn number_class(vm: &mut Vm, this: Gc<DecimalObject>, context: Value) -> R<&'static str> {
        let limits = given(vm, context)?.limits();
        Ok(kernel::class(&this.number(), &limits).0)
    }

    /// As text, exponents being multiples of three.
    #[sig("($self, /, context=None)")]
    #[nameless]
    fn to_eng_string(vm: &mut Vm, this: Gc<DecimalObject>, context: Value) -> R {
        let capitals = given(vm, context)?.capitals();
        Ok(to_str(vm, &this.number(), true, capitals))
    }

    /// The number itself.
    #[sig("($self, /)")]
    fn canonical(_: &mut Vm, this: Value) -> Value {
        this
    }

    /// The number itself.
    #[sig("($self, /)")]
    fn conjugate(_: &mut Vm, this: Value) -> Value {
        this
    }

    /// 10
    #[sig("($self, /)")]
    fn radix(vm: &mut Vm, this: Value) -> Gc<DecimalObject> {
        let _ = this;
        new_decimal(vm, &Decimal::from_i64(10))
    }

    /// Without the sign.
    #[sig("($self, /)")]
    fn copy_abs(vm: &mut Vm, this: Gc<DecimalObject>) -> Gc<DecimalObject> {
        new_decimal(vm, &this.number().signed(false))
    }

    /// With the other sign.
    #[sig("($self, /)")]
    fn copy_negate(vm: &mut Vm, this: Gc<DecimalObject>) -> Gc<DecimalObject> {
        new_decimal(vm, &this.number().signed(!this.is_negative()))
    }

    /// Sign, digits and exponent.
    #[sig("($self, /)")]
    fn as_tuple(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        to_tuple(vm, &this.number())
    }

    /// Numerator and denominator in lowest terms.
    #[sig("($self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Gc<DecimalObject>) -> R<Gc<Tuple>> {
        let (numerator, denominator) = to_ratio(vm, &this.number())?;
        Ok(vm.new_tuple(&[numerator, denominator]))
    }

    /// The number itself.
    #[sig("($self, /)")]
    fn __copy__(_: &mut Vm, this: Value) -> Value {
        this
    }

    /// The number itself.
    #[sig("($self, object, /)")]
    fn __deepcopy__(_: &mut Vm, this: Value, object: Value) -> Value {
        let _ = object;
        this
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let text = vm.str(this)?.value();
        let args = vm.new_tuple(&[text]).value();
        let cls = vm.class_of(this).value();
        Ok(vm.new_tuple(&[cls, args]))
    }

    /// As text by a format.
    #[sig("($self, format_spec, override=None, /)")]
    #[shown("")]
    fn __format__(vm: &mut Vm, this: Value, spec: Value, given: Value) -> R<Gc<Str>> {
        let object = content(vm, this)?;
        let Some(text) = vm.as_str(spec) else { return Err(vm.type_error("format arg must be str")) };
        let context = current(vm)?;
        // A string of C, but that it may be filled up with null characters.
        let end = |text: &str| {
            text.char_indices().skip(1).find(|(_, c)| *c == '\0').map_or(text.len(), |(at, _)| at)
        };
        if text.to_ref().as_bytes().last() == Some(&b'N') {
            vm.warn(
                kinds::DEPRECATION_WARNING,
                "Format specifier 'N' is deprecated and slated for removal in Python 3.18",
            )?;
        }
        let mut format = match text.as_str().map(|text| Format::parse(&text[..end(text)])) {
            // What only Python code makes something of is read to its end.
            Some(Ok(format)) if format.needs_python() && text.as_str().is_some_and(|t| end(t) < t.len()) => {
                return Err(vm.value_error("invalid format string"));
            }
            Some(Ok(format)) => format,
            Some(Err(FormatError::TooLarge)) => return format_in_python(vm, this, spec),
            Some(Err(FormatError::Invalid)) | None => return Err(vm.value_error("invalid format string")),
        };
        if !given.is_none() {
            conventions(vm, &mut format, given)?;
        }
        match format.write(&object.number(), context.limits().round, context.capitals()) {
            Ok(text) => Ok(vm.new_str(&text)),
            Err(WriteError::BeyondLimits) => {
                Err(vm.value_error("format specification exceeds internal limits of _decimal"))
            }
            Err(WriteError::TooLong) => Err(vm.raise_memory_error()),
        }
    }

    /// Rounded to a number of digits behind the point; to an int without.
    #[sig("($self, *args)")]
    #[shown("")]
    fn __round__(vm: &mut Vm, this: Gc<DecimalObject>, args: Gc<Tuple>) -> R {
        let places = match *args.to_ref().as_slice() {
            [] => return to_int(vm, &this.number(), Round::HalfEven),
            [places] if places.is_none() => return to_int(vm, &this.number(), Round::HalfEven),
            [places] => places,
            _ => {
                let n = args.len();
                return Err(vm.type_error(format!("function takes at most 1 argument ({n} given)")));
            }
        };
        let Some(int) = vm.as_int_value(places) else {
            return Err(vm.type_error("optional arg must be an integer"));
        };
        let Some(places) = vm.int_to_i64(int) else {
            return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
        };
        let exp = Decimal::new(false, kernel::Coef::ONE, places.checked_neg().unwrap_or(i64::MAX));
        let context = current(vm)?;
        run(vm, context, |limits, status| kernel::quantize(&this.number(), &exp, limits, status))
    }

    /// The nearest int above.
    #[sig("($self, /)")]
    fn __ceil__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        to_int(vm, &this.number(), Round::Ceiling)
    }

    /// The nearest int below.
    #[sig("($self, /)")]
    fn __floor__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        to_int(vm, &this.number(), Round::Floor)
    }

    /// The int before the point.
    #[sig("($self, /)")]
    fn __trunc__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        to_int(vm, &this.number(), Round::Down)
    }

    /// As a complex number.
    #[sig("($self, /)")]
    fn __complex__(vm: &mut Vm, this: Gc<DecimalObject>) -> R {
        let real = to_float(vm, &this.number())?;
        Ok(vm.new_complex(real, 0.0))
    }

    /// How many bytes it takes.
    #[sig("($self, /)")]
    fn __sizeof__(_: &mut Vm, this: Gc<DecimalObject>) -> usize {
        let beyond = match this.number().coef {
            kernel::Coef::Small(_) => 0,
            kernel::Coef::Big(int) => 16 + 8 * int.limbs().len(),
        };
        size_of::<DecimalObject>() + beyond
    }

    /// The number itself.
    #[getter]
    fn real(_: &mut Vm, this: Value) -> Value {
        this
    }

    /// 0
    #[getter]
    fn imag(vm: &mut Vm, this: Value) -> Gc<DecimalObject> {
        let _ = this;
        new_decimal(vm, &Decimal::from_i64(0))
    }
}
