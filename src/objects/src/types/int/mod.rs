//! `int`. `arith` has the operators, `operand` the way to and from the kernels, `parse` what `int(...)` understands.

pub mod arith;
pub mod operand;
mod parse;
pub use parse::from_object;

pub use parse::{from_text, parse_text};

use operand::{Operand, new_big};
use taipan_macros::native;
use taipan_number::big::{self, BytesError, Order};
use taipan_runtime::{
    CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds,
    layout::{Int, Type},
    type_flags,
};

/// The definition of `int`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::INT,
    name: "int",
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nAn integer of any size, made from a number (cut off towards zero) or from digits\nin a base of 2 to 36; base 0 goes by the prefix of the text.",
    flags: type_flags::BASETYPE | type_flags::MATCH_SELF,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Int>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// The exact int behind `self`, which its class makes sure is one.
#[inline]
pub(crate) fn exact(vm: &Vm, this: Value) -> Value {
    vm.as_int_value(this).unwrap_or(Value::ZERO)
}

/// An int as text, without an owned string on the way for those in words.
pub(crate) fn repr(vm: &mut Vm, int: Value) -> R {
    let Some(i) = int.as_small_int() else {
        return operand::with_decimal(vm, int, |vm, text| vm.new_str_counted(text, text.len()).value());
    };
    Ok(vm.small_int_str(i).value())
}

/// `byteorder`: is it little?
fn is_little(vm: &mut Vm, byteorder: Option<Value>, function: &str) -> R<bool> {
    let Some(order) = byteorder else { return Ok(false) };
    let Some(text) = vm.as_str(order) else {
        let of = vm.argument_type_name(order);
        return Err(vm.type_error(format!("{function}() argument 'byteorder' must be str, not {of}")));
    };
    match text.as_bytes() {
        b"little" => Ok(true),
        b"big" => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

/// At most eight bytes as a word; the topmost bit fills those above where it is a sign.
fn word_of_bytes(bytes: &[u8], little: bool, signed: bool) -> u64 {
    let append = |word: u64, &byte: &u8| word << 8 | u64::from(byte);
    let word = if little { bytes.iter().rev().fold(0, append) } else { bytes.iter().fold(0, append) };
    match 64 - 8 * bytes.len() as u32 {
        unused @ 1..64 if signed => (word.cast_signed() << unused >> unused).cast_unsigned(),
        _ => word,
    }
}

#[native]
impl Methods {
    #[sig("($cls, x=0, /, base=10)")]
    #[name("int")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, x: Option<Value>, base: Option<Value>) -> R {
        let _ = cls;
        match (x, base) {
            (None, None) => Ok(Value::ZERO),
            (None, Some(_)) => Err(vm.type_error("int() missing string argument")),
            (Some(x), None) => parse::from_object(vm, x),
            (Some(x), Some(base)) => parse::from_text_with_base(vm, x, base),
        }
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let int = exact(vm, this);
        repr(vm, int)
    }

    fn __hash__(vm: &mut Vm, this: Value) -> i64 {
        vm.hash_int(exact(vm, this))
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> Value {
        arith::compare(vm, this, other, op)
    }

    fn __add__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::add(vm, a, b)
    }

    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::sub(vm, a, b)
    }

    fn __mul__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::mul(vm, a, b)
    }

    fn __truediv__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::truediv(vm, a, b)
    }

    fn __floordiv__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::floordiv(vm, a, b)
    }

    fn __mod__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::modulo(vm, a, b)
    }

    fn __divmod__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::divmod(vm, a, b)
    }

    fn __pow__(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R {
        arith::pow(vm, a, b, modulus)
    }

    fn __lshift__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::lshift(vm, a, b)
    }

    fn __rshift__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::rshift(vm, a, b)
    }

    fn __and__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::and(vm, a, b)
    }

    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::or(vm, a, b)
    }

    fn __xor__(vm: &mut Vm, a: Value, b: Value) -> R {
        arith::xor(vm, a, b)
    }

    fn __neg__(vm: &mut Vm, this: Value) -> Value {
        let int = exact(vm, this);
        arith::negative(vm, int)
    }

    fn __pos__(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    fn __abs__(vm: &mut Vm, this: Value) -> Value {
        let int = exact(vm, this);
        if vm.int_is_negative(int) { arith::negative(vm, int) } else { int }
    }

    fn __invert__(vm: &mut Vm, this: Value) -> Value {
        let int = exact(vm, this);
        match int.as_small_int() {
            Some(i) => vm.new_int(!i),
            None => arith::inverted(vm, int),
        }
    }

    fn __bool__(vm: &mut Vm, this: Value) -> bool {
        exact(vm, this) != Value::ZERO
    }

    fn __int__(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    fn __index__(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    fn __float__(vm: &mut Vm, this: Value) -> R<f64> {
        let int = exact(vm, this);
        vm.int_to_f64(int)
    }

    /// The int itself: a real number is its own conjugate.
    #[sig("($self, /)")]
    fn conjugate(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    /// How many bits the magnitude takes, without leading zeros.
    ///
    /// >>> (255).bit_length(), (256).bit_length()
    /// (8, 9)
    #[sig("($self, /)")]
    fn bit_length(vm: &mut Vm, this: Value) -> u64 {
        big::bit_len(Operand::new(exact(vm, this)).view())
    }

    /// How many bits of the magnitude are ones.
    ///
    /// >>> (0b10110).bit_count()
    /// 3
    #[sig("($self, /)")]
    fn bit_count(vm: &mut Vm, this: Value) -> u64 {
        big::bit_count(Operand::new(exact(vm, this)).view())
    }

    /// The bytes of the number, the most significant first unless `byteorder` is 'little'.
    #[sig("($self, /, length=1, byteorder='big', *, signed=False)")]
    fn to_bytes(
        vm: &mut Vm,
        this: Value,
        length: Option<Value>,
        byteorder: Option<Value>,
        signed: bool,
    ) -> R {
        let length = match length {
            None => 1,
            Some(length) => length.as_small_int().map_or_else(|| vm.index_or_overflow(length), Ok)?,
        };
        let little = is_little(vm, byteorder, "to_bytes")?;
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.value_error("length argument must be non-negative"));
        };
        operand::check_bits(vm, length as u128 * 8)?;
        let order = if signed { Order::Signed } else { Order::Unsigned };
        let int = Operand::new(exact(vm, this));
        match big::check_bytes(int.view(), length, order) {
            Ok(()) => {}
            Err(BytesError::Negative) => {
                return Err(vm.overflow_error("can't convert negative int to unsigned"));
            }
            Err(BytesError::Overflow) => return Err(vm.overflow_error("int too big to convert")),
        }
        Ok(vm.new_bytes_written(length, |out| {
            if little {
                big::write_bytes_le(out, int.view());
            } else {
                big::write_bytes_be(out, int.view());
            }
        }))
    }

    /// The int that these bytes are, the most significant first unless `byteorder` is 'little'.
    #[classmethod]
    #[sig("($type, /, bytes, byteorder='big', *, signed=False)")]
    fn from_bytes(vm: &mut Vm, cls: Value, bytes: Value, byteorder: Option<Value>, signed: bool) -> R {
        let little = is_little(vm, byteorder, "from_bytes")?;
        let bytes = crate::types::bytes::bytes_of_object(vm, bytes)?;
        let int = if bytes.len() <= size_of::<u64>() {
            let word = word_of_bytes(&bytes, little, signed);
            if signed { vm.new_int(word.cast_signed()) } else { vm.new_uint(word) }
        } else {
            let order = if signed { Order::Signed } else { Order::Unsigned };
            vm.make_int(bytes.len().div_ceil(8), |out| {
                if little {
                    big::write::write_from_bytes_le(out, &bytes, order)
                } else {
                    big::write::write_from_bytes_be(out, &bytes, order)
                }
            })
        };
        if vm.class(kinds::INT).value() == cls { Ok(int) } else { vm.call(cls, &[int]) }
    }

    /// A pair of ints with this ratio: the int itself and 1.
    ///
    /// >>> (-7).as_integer_ratio()
    /// (-7, 1)
    #[sig("($self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Value) -> Value {
        let int = exact(vm, this);
        vm.new_tuple(&[int, Value::int32(1)]).value()
    }

    /// The int itself.
    #[sig("($self, /)")]
    fn __trunc__(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    /// The int itself.
    #[sig("($self, /)")]
    fn __floor__(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    /// The int itself.
    #[sig("($self, /)")]
    fn __ceil__(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    /// The int itself, or for a negative `ndigits` rounded to a power of ten, half to even.
    #[sig("($self, ndigits=None, /)")]
    fn __round__(vm: &mut Vm, this: Value, ndigits: Value) -> R {
        let int = exact(vm, this);
        if ndigits.is_none() {
            return Ok(int);
        }
        let ndigits = vm.index(ndigits)?;
        if !vm.int_is_negative(ndigits) {
            return Ok(int);
        }
        let operand = Operand::new(int);
        let n = vm.int_to_i64(ndigits).unwrap_or(i64::MIN).unsigned_abs();
        if n > big::count_decimal_digits(operand.view()) + 1 {
            return Ok(Value::ZERO);
        }
        let result = big::round_to_ten_power(operand.view(), n);
        Ok(new_big(vm, &result))
    }

    /// The arguments that copying and pickling give to `__new__`.
    #[sig("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Value) -> Value {
        let int = exact(vm, this);
        vm.new_tuple(&[int]).value()
    }

    /// Format the int by a format specification.
    #[sig("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R {
        crate::format::format_int_method(vm, this, format_spec)
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Value) -> u64 {
        let bits = big::bit_len(Operand::new(exact(vm, this)).view());
        24 + 4 * bits.div_ceil(30).max(1)
    }

    /// True, as floats have it too.
    #[sig("($self, /)")]
    fn is_integer(_vm: &mut Vm, _this: Value) -> bool {
        true
    }

    /// The real part: the int itself.
    #[getter]
    fn real(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    /// The imaginary part: 0.
    #[getter]
    fn imag(_vm: &mut Vm, _this: Value) -> Value {
        Value::ZERO
    }

    /// The numerator in lowest terms: the int itself.
    #[getter]
    fn numerator(vm: &mut Vm, this: Value) -> Value {
        exact(vm, this)
    }

    /// The denominator in lowest terms: 1.
    #[getter]
    fn denominator(_vm: &mut Vm, _this: Value) -> Value {
        Value::int32(1)
    }
}
