//! `complex`.

use super::float::{hash_f64, operand};

use taipan_macros::native;
use taipan_number::complex::{self as kernel, Complex as Number, ComplexError};
use taipan_number::hash;
use taipan_runtime::{
    Args, Callee, CompareOp, Gc, LayoutInfo, Params, R, TypeDef, Value, Vm, bind, kinds,
    layout::{Complex, Str, Type},
    type_flags,
};
use taipan_text::{Wtf8, numeric::to_ascii_number};

/// The definition of `complex`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::COMPLEX,
    name: "complex",
    doc: "complex(real=0, imag=0)\n--\n\nA complex number: one part or both given as numbers, or one text that shows both.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Complex>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// The parameters of `__new__`, which has to know how they are given.
const PARTS: Params = Params {
    names: &["cls", "real", "imag"],
    n_posonly: 1,
    n_pos: 3,
    n_required: 1,
    exact: 3,
    padded: 3,
    required_kwonly: 0,
    varargs: false,
    spread: false,
    varkw: false,
    naming: taipan_runtime::Naming::Qualified,
};

fn exact(vm: &Vm, this: Value) -> Number {
    as_complex(vm, this).unwrap_or_default()
}

/// The number of a complex object or an instance of a subclass.
pub fn as_complex(vm: &Vm, v: Value) -> Option<Number> {
    vm.payload::<Complex>(v).map(|c| Number::new(c.real, c.imag))
}

/// An operand: complex, or real (which is computed with differently).
enum Operand {
    Complex(Number),
    Real(f64),
}

impl Operand {
    fn of(vm: &mut Vm, v: Value) -> R<Option<Operand>> {
        if let Some(c) = as_complex(vm, v) {
            return Ok(Some(Operand::Complex(c)));
        }
        Ok(operand(vm, v)?.map(Operand::Real))
    }

    fn number(&self) -> Number {
        match *self {
            Operand::Complex(c) => c,
            Operand::Real(r) => Number::new(r, 0.0),
        }
    }
}

fn both(vm: &mut Vm, a: Value, b: Value) -> R<Option<(Operand, Operand)>> {
    let Some(a) = Operand::of(vm, a)? else { return Ok(None) };
    let Some(b) = Operand::of(vm, b)? else { return Ok(None) };
    Ok(Some((a, b)))
}

fn new(vm: &mut Vm, c: Number) -> Value {
    vm.new_complex(c.re, c.im)
}

/// `a ** b`
pub fn power(vm: &mut Vm, a: Number, b: Number) -> R {
    match a.pow(b) {
        Ok(c) => Ok(new(vm, c)),
        Err(ComplexError::ZeroDivision) => {
            Err(vm.raise(kinds::ZERO_DIVISION_ERROR, "zero to a negative or complex power"))
        }
        Err(ComplexError::Overflow) => Err(vm.overflow_error("complex exponentiation")),
    }
}

/// The complex number that an object is or turns into (`__complex__`, `__float__`, `__index__`); `None` where it does not.
pub fn try_complex(vm: &mut Vm, v: Value) -> R<Option<Number>> {
    if vm.is_exact(v, kinds::COMPLEX) {
        return Ok(as_complex(vm, v));
    }
    let name = vm.names().__complex__;
    if let Some(result) = vm.call_special_opt(v, name, &[])? {
        let of = vm.type_name(result);
        let Some(c) = as_complex(vm, result) else {
            return Err(vm.type_error(format!("__complex__ returned non-complex (type {of})")));
        };
        if !vm.is_exact(result, kinds::COMPLEX) {
            vm.warn(kinds::DEPRECATION_WARNING, &format!(
                "__complex__ returned non-complex (type {of}).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python."
            ))?;
        }
        return Ok(Some(c));
    }
    if let Some(c) = as_complex(vm, v) {
        return Ok(Some(c));
    }
    let cls = vm.class_of(v);
    if vm.slot_float(cls).is_some() || vm.slot_index(cls).is_some() {
        return vm.to_f64(v).map(|f| Some(Number::new(f, 0.0)));
    }
    Ok(None)
}

/// Does an underscore stand anywhere but between two digits?
fn has_misplaced_underscore(text: &[u8]) -> bool {
    let is_digit = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(u8::is_ascii_digit);
    (0..text.len()).any(|i| text[i] == b'_' && !(is_digit(i.checked_sub(1)) && is_digit(Some(i + 1))))
}

/// The text up to the first character that no number has.
fn readable(s: Gc<Str>) -> Vec<u8> {
    let mut text = to_ascii_number(Wtf8::new(s.to_ref().as_bytes())).into_owned();
    if !s.is_ascii()
        && let Some(end) = text.iter().position(|&b| b == b'?')
    {
        text.truncate(end);
    }
    // Underscores are looked for as in a string of C.
    if let Some(end) = text.iter().position(|&b| b == 0) {
        text.truncate(end);
    }
    text
}

/// `complex(text)`
fn from_text(vm: &mut Vm, v: Value) -> R<Option<Number>> {
    let Some(s) = vm.as_str(v) else { return Ok(None) };
    match kernel::parse(&to_ascii_number(Wtf8::new(s.to_ref().as_bytes()))) {
        Some(c) => Ok(Some(c)),
        None if has_misplaced_underscore(&readable(s)) => {
            let shown = vm.repr(v)?.to_display();
            Err(vm.value_error(format!("could not convert string to complex: {shown}")))
        }
        None => Err(vm.value_error("complex() arg is a malformed string")),
    }
}

/// The value of a number that lies in the word itself, which no method has a say in.
fn plain_f64(v: Value) -> Option<f64> {
    v.as_small_float().or_else(|| v.as_small_int().map(|i| i as f64))
}

/// A part that is a number: an instance of a class derived from `float` is asked for its value.
fn part_of(vm: &mut Vm, v: Value) -> R<f64> {
    let cls = vm.class_of(v);
    match vm.slot_float(cls) {
        Some(float) if vm.as_float(v).is_some() && !vm.is_exact(v, kinds::FLOAT) => {
            let value = float(vm, v)?;
            let (of, got) = (vm.type_name(v), vm.type_name(value));
            let refused = format!("{of}.__float__ returned non-float (type {got})");
            vm.as_float(value).ok_or_else(|| vm.type_error(refused))
        }
        _ => vm.to_f64(v),
    }
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        let callee = Callee { name: "complex", owner: Value::UNBOUND, hidden: true };
        let mut given = [Value::UNBOUND; 3];
        bind(vm, &callee, &PARTS, Some(cls.value()), args, &mut given)?;
        let [_, real, imag] = given.map(|v| v.bound());
        let plain = |v: Option<Value>| v.map_or(Some(0.0), plain_f64);
        if let (Some(re), Some(im)) = (plain(real), plain(imag)) {
            return Ok(new(vm, Number::new(re, im)));
        }
        // Only what is given by position alone may be text, or any kind of number.
        if let (Some(real), [_], None) = (real, args.pos, imag) {
            if vm.is_exact(real, kinds::COMPLEX) && cls == vm.class(kinds::COMPLEX) {
                return Ok(real);
            }
            if let Some(c) = from_text(vm, real)? {
                return Ok(new(vm, c));
            }
            return match try_complex(vm, real)? {
                Some(c) => Ok(new(vm, c)),
                None => {
                    let cls = vm.class_of(real);
                    let of = vm.qualified_class_name(cls);
                    Err(vm.type_error(format!("complex() argument must be a string or a number, not {of}")))
                }
            };
        }
        if let Some(imag) = imag {
            // It is looked at before the real part is converted, unless that has a method for it.
            let (cls, special) = (vm.class_of(real.unwrap_or(imag)), vm.names().__complex__);
            let by_method = vm.type_lookup(cls, special).is_some();
            let is_number = |vm: &mut Vm, v: Value| {
                let cls = vm.class_of(v);
                as_complex(vm, v).is_some() || vm.slot_float(cls).is_some() || vm.slot_index(cls).is_some()
            };
            if !by_method && real.is_none_or(|real| is_number(vm, real)) && !is_number(vm, imag) {
                let cls = vm.class_of(imag);
                let of = vm.qualified_class_name(cls);
                return Err(
                    vm.type_error(format!("complex() argument 'imag' must be a real number, not {of}"))
                );
            }
        }
        let mut part = |v: Option<Value>, name: &str| -> R<(Number, bool)> {
            let Some(v) = v else { return Ok((Number::default(), false)) };
            let is_complex = as_complex(vm, v).is_some();
            let cls = vm.class_of(v);
            let special = vm.names().__complex__;
            let by_method = name == "real" && vm.type_lookup(cls, special).is_some();
            let c = if name == "imag" && !is_complex {
                // Only the real part may have a `__complex__`.
                let cls = vm.class_of(v);
                if vm.slot_float(cls).is_some() || vm.slot_index(cls).is_some() {
                    Some(Number::new(part_of(vm, v)?, 0.0))
                } else {
                    None
                }
            } else if vm.as_float(v).is_some() && !by_method {
                Some(Number::new(part_of(vm, v)?, 0.0))
            } else {
                try_complex(vm, v)?
            };
            let Some(c) = c else {
                let of = vm.qualified_class_name(cls);
                return Err(
                    vm.type_error(format!("complex() argument '{name}' must be a real number, not {of}"))
                );
            };
            let is_real = vm.slot_float(cls).is_some() || vm.slot_index(cls).is_some();
            if is_complex || by_method && !is_real {
                let of = vm.qualified_class_name(cls);
                vm.warn(
                    kinds::DEPRECATION_WARNING,
                    &format!("complex() argument '{name}' must be a real number, not {of}"),
                )?;
            }
            Ok((c, is_complex || by_method))
        };
        let (re, re_complex) = part(real, "real")?;
        let (im, im_complex) = part(imag, "imag")?;
        let mut result = Number::new(re.re, im.re);
        if im_complex {
            result.re -= im.im;
        }
        if re_complex {
            result.im += re.im;
        }
        Ok(new(vm, result))
    }

    fn __repr__(vm: &mut Vm, this: Value) -> String {
        kernel::repr(exact(vm, this))
    }

    fn __hash__(vm: &mut Vm, this: Value) -> i64 {
        let c = exact(vm, this);
        hash::hash_complex(hash_f64(c.re), hash_f64(c.im))
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let a = exact(vm, this);
        let equal = if let Some(b) = as_complex(vm, other) {
            a.re == b.re && a.im == b.im
        } else if vm.as_float(other).is_some() || vm.as_int_value(other).is_some() {
            let re = vm.new_float(a.re);
            a.im == 0.0 && vm.compare_bool(re, other, CompareOp::Eq)?
        } else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        Ok(Value::bool(equal == (op == CompareOp::Eq)))
    }

    fn __add__(vm: &mut Vm, a: Value, b: Value) -> R {
        let result = match both(vm, a, b)? {
            Some((Operand::Complex(a), Operand::Real(b)) | (Operand::Real(b), Operand::Complex(a))) => {
                a.add_real(b)
            }
            Some((a, b)) => a.number().add(b.number()),
            None => return Ok(Value::NOT_IMPLEMENTED),
        };
        Ok(new(vm, result))
    }

    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        let result = match both(vm, a, b)? {
            Some((Operand::Complex(a), Operand::Real(b))) => a.sub_real(b),
            Some((Operand::Real(a), Operand::Complex(b))) => Number::real_sub(a, b),
            Some((a, b)) => a.number().sub(b.number()),
            None => return Ok(Value::NOT_IMPLEMENTED),
        };
        Ok(new(vm, result))
    }

    fn __mul__(vm: &mut Vm, a: Value, b: Value) -> R {
        let result = match both(vm, a, b)? {
            Some((Operand::Complex(a), Operand::Real(b)) | (Operand::Real(b), Operand::Complex(a))) => {
                a.mul_real(b)
            }
            Some((a, b)) => a.number().mul(b.number()),
            None => return Ok(Value::NOT_IMPLEMENTED),
        };
        Ok(new(vm, result))
    }

    fn __truediv__(vm: &mut Vm, a: Value, b: Value) -> R {
        let result = match both(vm, a, b)? {
            Some((Operand::Complex(a), Operand::Real(b))) => a.div_real(b),
            Some((Operand::Real(a), Operand::Complex(b))) => Number::real_div(a, b),
            Some((a, b)) => a.number().div(b.number()),
            None => return Ok(Value::NOT_IMPLEMENTED),
        };
        match result {
            Ok(c) => Ok(new(vm, c)),
            Err(_) => Err(vm.raise(kinds::ZERO_DIVISION_ERROR, "division by zero")),
        }
    }

    fn __pow__(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R {
        let Some((a, b)) = both(vm, a, b)? else { return Ok(Value::NOT_IMPLEMENTED) };
        if !modulus.is_none() {
            return Err(vm.value_error("complex modulo"));
        }
        power(vm, a.number(), b.number())
    }

    fn __neg__(vm: &mut Vm, this: Value) -> Value {
        let c = exact(vm, this).neg();
        new(vm, c)
    }

    fn __pos__(vm: &mut Vm, this: Value) -> Value {
        let c = exact(vm, this);
        new(vm, c)
    }

    fn __abs__(vm: &mut Vm, this: Value) -> R<f64> {
        exact(vm, this).abs().map_err(|_| vm.overflow_error("absolute value too large"))
    }

    fn __bool__(vm: &mut Vm, this: Value) -> bool {
        let c = exact(vm, this);
        c.re != 0.0 || c.im != 0.0
    }

    /// The complex number of a number, but not of text.
    #[classmethod]
    #[sig("($type, number, /)")]
    fn from_number(vm: &mut Vm, cls: Value, number: Value) -> R {
        let complex = vm.class(kinds::COMPLEX).value();
        if cls == complex && vm.is_exact(number, kinds::COMPLEX) {
            return Ok(number);
        }
        let Some(c) = try_complex(vm, number)? else {
            let of = vm.type_name(number);
            return Err(vm.type_error(format!("must be real number, not {of}")));
        };
        let c = new(vm, c);
        if cls == complex { Ok(c) } else { vm.call(cls, &[c]) }
    }

    /// The number with the sign of its imaginary part changed.
    #[sig("($self, /)")]
    fn conjugate(vm: &mut Vm, this: Value) -> Value {
        let c = exact(vm, this);
        vm.new_complex(c.re, -c.im)
    }

    /// The number itself, of the exact class.
    #[sig("($self, /)")]
    fn __complex__(vm: &mut Vm, this: Value) -> Value {
        if vm.is_exact(this, kinds::COMPLEX) {
            return this;
        }
        let c = exact(vm, this);
        new(vm, c)
    }

    /// The arguments that copying and pickling give to `__new__`.
    #[sig("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Value) -> Value {
        let c = exact(vm, this);
        let (re, im) = (vm.new_float(c.re), vm.new_float(c.im));
        vm.new_tuple(&[re, im]).value()
    }

    /// Format the number by a format specification.
    #[sig("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R {
        crate::format::format_complex_method(vm, this, format_spec)
    }

    /// the real part of a complex number
    #[member]
    fn real(vm: &mut Vm, this: Value) -> f64 {
        exact(vm, this).re
    }

    /// the imaginary part of a complex number
    #[member]
    fn imag(vm: &mut Vm, this: Value) -> f64 {
        exact(vm, this).im
    }
}
