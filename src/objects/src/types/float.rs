//! `float`.

use super::bytes::one_piece;
use super::int::operand::{Operand, new_big};

use taipan_macros::native;
use taipan_number::{big, float as kernel, float::HexError, float::PowError, hash};
use taipan_runtime::{
    CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds,
    layout::{Float, Str, Type},
    type_flags,
};
use taipan_text::{Wtf8, numeric::to_ascii_number};

/// The definition of `float`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::FLOAT,
    name: "float",
    doc: "float(x=0, /)\n--\n\nA floating-point number of double precision, from a number or from text.",
    flags: type_flags::BASETYPE | type_flags::MATCH_SELF,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Float>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// The number behind `self`, which its class makes sure is a float.
#[inline]
fn exact(vm: &Vm, this: Value) -> f64 {
    vm.as_float(this).unwrap_or(0.0)
}

/// A float or int as operand; `None` for other objects.
#[inline]
pub(crate) fn operand(vm: &mut Vm, v: Value) -> R<Option<f64>> {
    if let Some(f) = vm.as_float(v) {
        return Ok(Some(f));
    }
    match vm.as_int_value(v) {
        Some(int) => vm.int_to_f64(int).map(Some),
        None => Ok(None),
    }
}

#[inline]
fn both(vm: &mut Vm, a: Value, b: Value) -> R<Option<(f64, f64)>> {
    let Some(a) = operand(vm, a)? else { return Ok(None) };
    let Some(b) = operand(vm, b)? else { return Ok(None) };
    Ok(Some((a, b)))
}

#[cold]
fn division_by_zero(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.raise(kinds::ZERO_DIVISION_ERROR, "division by zero")
}

/// The error of the C library's ERANGE.
#[cold]
pub fn raise_out_of_range(vm: &mut Vm) -> taipan_runtime::Raised {
    let text = vm.new_str("Numerical result out of range").value();
    let cls = vm.class(kinds::OVERFLOW_ERROR);
    let exc = vm.new_exception(cls, &[Value::int32(34), text]);
    vm.raise_object(exc)
}

/// `a ** b` of doubles, complex where it has to be.
pub fn float_pow(vm: &mut Vm, a: f64, b: f64) -> R {
    match kernel::pow(a, b) {
        Ok(f) => Ok(vm.new_float(f)),
        Err(PowError::ZeroToNegative) => {
            Err(vm.raise(kinds::ZERO_DIVISION_ERROR, "zero to a negative power"))
        }
        Err(PowError::Complex) => super::complex::power(
            vm,
            taipan_number::complex::Complex::new(a, 0.0),
            taipan_number::complex::Complex::new(b, 0.0),
        ),
        Err(PowError::Overflow) => Err(raise_out_of_range(vm)),
    }
}

/// The hash of a double; a NaN's is that of its bits, since equal bits are one object.
pub fn hash_f64(f: f64) -> i64 {
    hash::hash_f64(f).unwrap_or_else(|| hash::hash_pointer(f.to_bits() as usize))
}

/// `int(f)`, floor, ceil: the int of a whole number, or the error that there is none.
pub fn to_int(vm: &mut Vm, f: f64) -> R {
    if f.abs() < 1e18 {
        return Ok(vm.new_int(f as i64));
    }
    match big::from_f64_trunc(f) {
        Some(int) => Ok(new_big(vm, &int)),
        None if f.is_nan() => Err(vm.value_error("cannot convert float NaN to integer")),
        None => Err(vm.overflow_error("cannot convert float infinity to integer")),
    }
}

/// Text (or bytes) to a double; `None` for objects that are neither.
fn from_text(vm: &mut Vm, x: Value) -> R<Option<f64>> {
    let parsed = if let Some(s) = vm.as_str(x) {
        kernel::parse(&to_ascii_number(Wtf8::new(s.to_ref().as_bytes())))
    } else if let Some(bytes) = vm.bytes_of(x) {
        kernel::parse(bytes)
    } else {
        match one_piece(vm, x) {
            Some(bytes) => kernel::parse(&bytes),
            None => return Ok(None),
        }
    };
    if parsed.is_some() {
        return Ok(parsed);
    }
    let repr = vm.repr(x)?;
    let shown: String = repr.to_display().chars().take(200).collect();
    Err(vm.value_error(format!("could not convert string to float: {shown}")))
}

/// `as_integer_ratio` where both its numbers are below 2^63.
fn small_ratio(f: f64) -> Option<(i64, i64)> {
    let bits = f.abs().to_bits();
    let (exponent, fraction) = ((bits >> 52) as i64, (bits & ((1 << 52) - 1)) as i64);
    if bits == 0 || !f.is_normal() {
        return (bits == 0).then_some((0, 1));
    }
    let digits = fraction | 1 << 52;
    let zeros = digits.trailing_zeros();
    let n = if f < 0.0 { -(digits >> zeros) } else { digits >> zeros };
    match exponent - 1075 + i64::from(zeros) {
        by @ 1..=10 => Some((n << by, 1)),
        by @ -62..=0 => Some((n, 1 << -by)),
        _ => None,
    }
}

#[native]
impl Methods {
    #[sig("($cls, x=0, /)")]
    #[name("float")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, x: Option<Value>) -> R {
        let _ = cls;
        let Some(x) = x else { return Ok(vm.new_float(0.0)) };
        if x.is_small_float() || vm.is_exact(x, kinds::FLOAT) {
            return Ok(x);
        }
        let cls = vm.class_of(x);
        // Text that has a number of its own gives that.
        let is_number = vm.slot_float(cls).is_some() || vm.slot_index(cls).is_some();
        if !is_number && let Some(f) = from_text(vm, x)? {
            return Ok(vm.new_float(f));
        }
        if let Some(f) = vm.slot_float(cls) {
            let result = f(vm, x)?;
            if vm.is_exact(result, kinds::FLOAT) {
                return Ok(result);
            }
            let (of, got) = (vm.type_name(x), vm.type_name(result));
            let Some(f) = vm.as_float(result) else {
                return Err(vm.type_error(format!("{of}.__float__ returned non-float (type {got})")));
            };
            vm.warn(kinds::DEPRECATION_WARNING, &format!(
                "{of}.__float__ returned non-float (type {got}).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python."
            ))?;
            return Ok(vm.new_float(f));
        }
        if vm.slot_index(cls).is_some() {
            let int = vm.index(x)?;
            let f = vm.int_to_f64(int)?;
            return Ok(vm.new_float(f));
        }
        let of = vm.type_name(x);
        Err(vm.type_error(format!("float() argument must be a string or a real number, not '{of}'")))
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let text = kernel::repr(exact(vm, this));
        Ok(vm.new_str_counted(text.as_bytes(), text.len()).value())
    }

    fn __hash__(vm: &mut Vm, this: Value) -> i64 {
        let f = exact(vm, this);
        if f.is_nan() { super::object::identity_hash(this) } else { hash_f64(f) }
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        let a = exact(vm, this);
        let ordering = if let Some(b) = vm.as_float(other) {
            a.partial_cmp(&b)
        } else if let Some(int) = vm.as_int_value(other) {
            match int.as_small_int() {
                Some(i) => kernel::compare_int(a, i),
                None => big::compare_f64(Operand::new(int).view(), a).map(std::cmp::Ordering::reverse),
            }
        } else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        Ok(Value::bool(match ordering {
            Some(ordering) => op.holds(ordering),
            None => op == CompareOp::Ne,
        }))
    }

    fn __add__(vm: &mut Vm, a: Value, b: Value) -> R {
        Ok(match both(vm, a, b)? {
            Some((a, b)) => vm.new_float(a + b),
            None => Value::NOT_IMPLEMENTED,
        })
    }

    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        Ok(match both(vm, a, b)? {
            Some((a, b)) => vm.new_float(a - b),
            None => Value::NOT_IMPLEMENTED,
        })
    }

    fn __mul__(vm: &mut Vm, a: Value, b: Value) -> R {
        Ok(match both(vm, a, b)? {
            Some((a, b)) => vm.new_float(a * b),
            None => Value::NOT_IMPLEMENTED,
        })
    }

    fn __truediv__(vm: &mut Vm, a: Value, b: Value) -> R {
        match both(vm, a, b)? {
            Some((_, 0.0)) => Err(division_by_zero(vm)),
            Some((a, b)) => Ok(vm.new_float(a / b)),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn __floordiv__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((a, b)) = both(vm, a, b)? else { return Ok(Value::NOT_IMPLEMENTED) };
        match kernel::floor_div(a, b) {
            Some(q) => Ok(vm.new_float(q)),
            None => Err(division_by_zero(vm)),
        }
    }

    fn __mod__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((a, b)) = both(vm, a, b)? else { return Ok(Value::NOT_IMPLEMENTED) };
        match kernel::modulo(a, b) {
            Some(r) => Ok(vm.new_float(r)),
            None => Err(division_by_zero(vm)),
        }
    }

    fn __divmod__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((a, b)) = both(vm, a, b)? else { return Ok(Value::NOT_IMPLEMENTED) };
        match kernel::div_mod(a, b) {
            Some((q, r)) => {
                let (q, r) = (vm.new_float(q), vm.new_float(r));
                Ok(vm.new_tuple(&[q, r]).value())
            }
            None => Err(division_by_zero(vm)),
        }
    }

    fn __pow__(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R {
        if !modulus.is_none() {
            return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
        }
        match both(vm, a, b)? {
            Some((a, b)) => float_pow(vm, a, b),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn __neg__(vm: &mut Vm, this: Value) -> f64 {
        -exact(vm, this)
    }

    fn __pos__(vm: &mut Vm, this: Value) -> f64 {
        exact(vm, this)
    }

    fn __abs__(vm: &mut Vm, this: Value) -> f64 {
        exact(vm, this).abs()
    }

    fn __bool__(vm: &mut Vm, this: Value) -> bool {
        exact(vm, this) != 0.0
    }

    fn __int__(vm: &mut Vm, this: Value) -> R {
        let f = exact(vm, this);
        to_int(vm, f)
    }

    fn __float__(vm: &mut Vm, this: Value) -> f64 {
        exact(vm, this)
    }

    /// The float of a real number, but not of text.
    #[classmethod]
    #[sig("($type, number, /)")]
    fn from_number(vm: &mut Vm, cls: Value, number: Value) -> R {
        let float = vm.class(kinds::FLOAT).value();
        if cls == float && vm.is_exact(number, kinds::FLOAT) {
            return Ok(number);
        }
        let f = vm.to_f64(number)?;
        let f = vm.new_float(f);
        if cls == float { Ok(f) } else { vm.call(cls, &[f]) }
    }

    /// The float itself: a real number is its own conjugate.
    #[sig("($self, /)")]
    fn conjugate(vm: &mut Vm, this: Value) -> f64 {
        exact(vm, this)
    }

    /// Cut off towards zero, as an int.
    #[sig("($self, /)")]
    fn __trunc__(vm: &mut Vm, this: Value) -> R {
        let f = exact(vm, this);
        to_int(vm, f)
    }

    /// The largest int that is not larger.
    #[sig("($self, /)")]
    fn __floor__(vm: &mut Vm, this: Value) -> R {
        let f = exact(vm, this).floor();
        to_int(vm, f)
    }

    /// The smallest int that is not smaller.
    #[sig("($self, /)")]
    fn __ceil__(vm: &mut Vm, this: Value) -> R {
        let f = exact(vm, this).ceil();
        to_int(vm, f)
    }

    /// The nearest int, half to even; with `ndigits`, the nearest float of so many decimal places.
    #[sig("($self, ndigits=None, /)")]
    fn __round__(vm: &mut Vm, this: Value, ndigits: Value) -> R {
        let f = exact(vm, this);
        if ndigits.is_none() {
            return to_int(vm, f.round_ties_even());
        }
        let ndigits = vm.index_clamped(ndigits)?;
        match kernel::round(f, ndigits) {
            Some(rounded) => Ok(vm.new_float(rounded)),
            None => Err(vm.overflow_error("rounded value too large to represent")),
        }
    }

    /// A pair of ints whose ratio is exactly the float, the denominator positive.
    ///
    /// >>> (-0.375).as_integer_ratio()
    /// (-3, 8)
    #[sig("($self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Value) -> R {
        let f = exact(vm, this);
        if let Some((n, d)) = small_ratio(f) {
            let (n, d) = (vm.new_int(n), vm.new_int(d));
            return Ok(vm.new_tuple(&[n, d]).value());
        }
        match kernel::as_integer_ratio(f) {
            Some((n, d)) => {
                let (n, d) = (new_big(vm, &n), new_big(vm, &d));
                Ok(vm.new_tuple(&[n, d]).value())
            }
            None if f.is_nan() => Err(vm.value_error("cannot convert NaN to integer ratio")),
            None => Err(vm.overflow_error("cannot convert Infinity to integer ratio")),
        }
    }

    /// The float that hexadecimal digits show.
    ///
    /// >>> float.fromhex('-0x1.8p1')
    /// -3.0
    #[classmethod]
    #[sig("($type, string, /)")]
    fn fromhex(vm: &mut Vm, cls: Value, string: Value) -> R {
        let Some(string) = vm.as_str(string) else {
            return Err(vm.type_error("bad argument type for built-in operation"));
        };
        crate::codecs::check_encodable(vm, string, "utf-8")?;
        let f = match kernel::from_hex(string.to_ref().as_bytes()) {
            Ok(f) => vm.new_float(f),
            Err(HexError::Invalid) => {
                return Err(vm.value_error("invalid hexadecimal floating-point string"));
            }
            Err(HexError::Overflow) => {
                return Err(vm.overflow_error("hexadecimal value too large to represent as a float"));
            }
        };
        if vm.class(kinds::FLOAT).value() == cls { Ok(f) } else { vm.call(cls, &[f]) }
    }

    /// The float in hexadecimal digits.
    ///
    /// >>> (1.5).hex()
    /// '0x1.8000000000000p+0'
    #[sig("($self, /)")]
    fn hex(vm: &mut Vm, this: Value) -> String {
        kernel::to_hex(exact(vm, this))
    }

    /// Is it a whole number?
    #[sig("($self, /)")]
    fn is_integer(vm: &mut Vm, this: Value) -> bool {
        kernel::is_integer(exact(vm, this))
    }

    /// The arguments that copying and pickling give to `__new__`.
    #[sig("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Value) -> Value {
        let f = exact(vm, this);
        let f = vm.new_float(f);
        vm.new_tuple(&[f]).value()
    }

    /// How doubles (or floats) of the machine are laid out.
    #[classmethod]
    #[sig("($type, typestr, /)")]
    fn __getformat__(vm: &mut Vm, cls: Value, typestr: Gc<Str>) -> R<&'static str> {
        let _ = cls;
        match typestr.as_bytes() {
            b"double" | b"float" => {
                Ok(if cfg!(target_endian = "big") { "IEEE, big-endian" } else { "IEEE, little-endian" })
            }
            _ => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
        }
    }

    /// Format the float by a format specification.
    #[sig("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R {
        crate::format::format_float_method(vm, this, format_spec)
    }

    /// The real part: the float itself.
    #[getter]
    fn real(vm: &mut Vm, this: Value) -> f64 {
        exact(vm, this)
    }

    /// The imaginary part: 0.0.
    #[getter]
    fn imag(_vm: &mut Vm, _this: Value) -> f64 {
        0.0
    }
}
