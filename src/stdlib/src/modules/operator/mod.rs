//! `_operator`: the operators as functions, and the callables that fetch items and attributes.

pub mod getters;

use getters::{AttrGetter, ItemGetter, MethodCaller};
use taipan_macros::native;
use taipan_runtime::layout::{ByteArray, Bytes, Dict, Tuple};
use taipan_runtime::{Args, BinaryOp, CompareOp, Gc, ModuleDef, R, Value, Values, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_operator",
    doc: "The operators as functions: operator.add(x, y) is the same as x + y.",
    functions: &Functions::NATIVE,
    types: &[&AttrGetter::TYPE, &ItemGetter::TYPE, &MethodCaller::TYPE],
    ..ModuleDef::DEFAULT
};

struct Functions;

/// Is it something with items by number, as far as one can tell?
fn is_sequence(vm: &Vm, value: Value) -> bool {
    let cls = vm.class_of(value);
    vm.slot_getitem(cls).is_some() && !vm.is_instance_of(value, kinds::DICT)
}

fn concat(vm: &mut Vm, a: Value, b: Value, inplace: bool) -> R {
    let cls = vm.class_of(a);
    if inplace && let Some(f) = vm.slot_inplace_concat(cls) {
        return f(vm, a, b);
    }
    if let Some(f) = vm.slot_concat(cls) {
        return f(vm, a, b);
    }
    if !is_sequence(vm, a) || !is_sequence(vm, b) {
        let of = vm.type_name(a);
        return Err(vm.type_error(format!("'{of}' object can't be concatenated")));
    }
    let result =
        if inplace { vm.inplace_slots(BinaryOp::Add, a, b)? } else { vm.number_slots(BinaryOp::Add, a, b)? };
    if result == Value::NOT_IMPLEMENTED {
        let of = vm.type_name(a);
        return Err(vm.type_error(format!("'{of}' object can't be concatenated")));
    }
    Ok(result)
}

/// Walks over items until the function says that it is enough.
fn walk(vm: &mut Vm, a: Value, mut each: impl FnMut(&mut Vm, Value) -> R<bool>) -> R<()> {
    let iterator = match vm.iter(a) {
        Err(_) if vm.take_if(kinds::TYPE_ERROR).is_some() => {
            let of = vm.type_name(a);
            return Err(vm.type_error(format!("argument of type '{of}' is not iterable")));
        }
        iterator => iterator?,
    };
    while let Some(item) = vm.next(iterator)? {
        if each(vm, item)? {
            break;
        }
    }
    Ok(())
}

/// Compares without leaving early, so that the time tells nothing of where they differ.
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    let mut difference = u8::from(a.len() != b.len());
    for (i, y) in b.iter().enumerate() {
        let x = a.get(i).copied().unwrap_or(!*y);
        difference |= std::hint::black_box(x ^ y);
    }
    difference == 0
}

#[native]
impl Functions {
    /// Same as `a + b`.
    #[sig("($module, a, b, /)")]
    fn add(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::Add, a, b)
    }

    /// Same as `a - b`.
    #[sig("($module, a, b, /)")]
    fn sub(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::Sub, a, b)
    }

    /// Same as `a * b`.
    #[sig("($module, a, b, /)")]
    fn mul(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::Mul, a, b)
    }

    /// Same as `a @ b`.
    #[sig("($module, a, b, /)")]
    fn matmul(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::MatMul, a, b)
    }

    /// Same as `a / b`.
    #[sig("($module, a, b, /)")]
    fn truediv(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::TrueDiv, a, b)
    }

    /// Same as `a // b`.
    #[sig("($module, a, b, /)")]
    fn floordiv(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::FloorDiv, a, b)
    }

    /// Same as `a % b`.
    #[sig("($module, a, b, /)")]
    fn r#mod(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::Mod, a, b)
    }

    /// Same as `a << b`.
    #[sig("($module, a, b, /)")]
    fn lshift(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::LShift, a, b)
    }

    /// Same as `a >> b`.
    #[sig("($module, a, b, /)")]
    fn rshift(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::RShift, a, b)
    }

    /// Same as `a & b`.
    #[name("and_")]
    #[sig("($module, a, b, /)")]
    fn and_(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::And, a, b)
    }

    /// Same as `a ^ b`.
    #[sig("($module, a, b, /)")]
    fn xor(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::Xor, a, b)
    }

    /// Same as `a | b`.
    #[name("or_")]
    #[sig("($module, a, b, /)")]
    fn or_(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::Or, a, b)
    }

    /// Same as `a += b`.
    #[sig("($module, a, b, /)")]
    fn iadd(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::Add, a, b)
    }

    /// Same as `a -= b`.
    #[sig("($module, a, b, /)")]
    fn isub(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::Sub, a, b)
    }

    /// Same as `a *= b`.
    #[sig("($module, a, b, /)")]
    fn imul(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::Mul, a, b)
    }

    /// Same as `a @= b`.
    #[sig("($module, a, b, /)")]
    fn imatmul(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::MatMul, a, b)
    }

    /// Same as `a /= b`.
    #[sig("($module, a, b, /)")]
    fn itruediv(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::TrueDiv, a, b)
    }

    /// Same as `a //= b`.
    #[sig("($module, a, b, /)")]
    fn ifloordiv(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::FloorDiv, a, b)
    }

    /// Same as `a %= b`.
    #[sig("($module, a, b, /)")]
    fn imod(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::Mod, a, b)
    }

    /// Same as `a <<= b`.
    #[sig("($module, a, b, /)")]
    fn ilshift(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::LShift, a, b)
    }

    /// Same as `a >>= b`.
    #[sig("($module, a, b, /)")]
    fn irshift(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::RShift, a, b)
    }

    /// Same as `a &= b`.
    #[sig("($module, a, b, /)")]
    fn iand(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::And, a, b)
    }

    /// Same as `a ^= b`.
    #[sig("($module, a, b, /)")]
    fn ixor(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::Xor, a, b)
    }

    /// Same as `a |= b`.
    #[sig("($module, a, b, /)")]
    fn ior(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::Or, a, b)
    }

    /// Same as `a ** b`.
    #[sig("($module, a, b, /)")]
    fn pow(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.binary_op(BinaryOp::Pow, a, b)
    }

    /// Same as `a **= b`.
    #[sig("($module, a, b, /)")]
    fn ipow(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.inplace_op(BinaryOp::Pow, a, b)
    }

    /// Same as `a < b`.
    #[sig("($module, a, b, /)")]
    fn lt(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.compare(a, b, CompareOp::Lt)
    }

    /// Same as `a <= b`.
    #[sig("($module, a, b, /)")]
    fn le(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.compare(a, b, CompareOp::Le)
    }

    /// Same as `a == b`.
    #[sig("($module, a, b, /)")]
    fn eq(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.compare(a, b, CompareOp::Eq)
    }

    /// Same as `a != b`.
    #[sig("($module, a, b, /)")]
    fn ne(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.compare(a, b, CompareOp::Ne)
    }

    /// Same as `a > b`.
    #[sig("($module, a, b, /)")]
    fn gt(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.compare(a, b, CompareOp::Gt)
    }

    /// Same as `a >= b`.
    #[sig("($module, a, b, /)")]
    fn ge(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.compare(a, b, CompareOp::Ge)
    }

    /// Same as `-a`.
    #[sig("($module, a, /)")]
    fn neg(vm: &mut Vm, a: Value) -> R {
        vm.negative(a)
    }

    /// Same as `+a`.
    #[sig("($module, a, /)")]
    fn pos(vm: &mut Vm, a: Value) -> R {
        vm.positive(a)
    }

    /// Same as `abs(a)`.
    #[sig("($module, a, /)")]
    fn abs(vm: &mut Vm, a: Value) -> R {
        vm.absolute(a)
    }

    /// Same as `~a`.
    #[sig("($module, a, /)")]
    fn inv(vm: &mut Vm, a: Value) -> R {
        vm.invert(a)
    }

    /// Same as `~a`.
    #[sig("($module, a, /)")]
    fn invert(vm: &mut Vm, a: Value) -> R {
        vm.invert(a)
    }

    /// Same as `a.__index__()`.
    #[sig("($module, a, /)")]
    fn index(vm: &mut Vm, a: Value) -> R {
        vm.index(a)
    }

    /// Is it true?
    #[sig("($module, a, /)")]
    fn truth(vm: &mut Vm, a: Value) -> R<bool> {
        vm.truth(a)
    }

    /// Same as `not a`.
    #[name("not_")]
    #[sig("($module, a, /)")]
    fn not_(vm: &mut Vm, a: Value) -> R<bool> {
        vm.truth(a).map(|b| !b)
    }

    /// Same as `a is b`.
    #[name("is_")]
    #[sig("($module, a, b, /)")]
    fn is_(vm: &mut Vm, a: Value, b: Value) -> bool {
        vm.is(a, b)
    }

    /// Same as `a is not b`.
    #[sig("($module, a, b, /)")]
    fn is_not(vm: &mut Vm, a: Value, b: Value) -> bool {
        !vm.is(a, b)
    }

    /// Same as `a is None`.
    #[sig("($module, a, /)")]
    fn is_none(_vm: &mut Vm, a: Value) -> bool {
        a.is_none()
    }

    /// Same as `a is not None`.
    #[sig("($module, a, /)")]
    fn is_not_none(_vm: &mut Vm, a: Value) -> bool {
        !a.is_none()
    }

    /// Same as `a + b`, for sequences.
    #[sig("($module, a, b, /)")]
    fn concat(vm: &mut Vm, a: Value, b: Value) -> R {
        concat(vm, a, b, false)
    }

    /// Same as `a += b`, for sequences.
    #[sig("($module, a, b, /)")]
    fn iconcat(vm: &mut Vm, a: Value, b: Value) -> R {
        concat(vm, a, b, true)
    }

    /// Same as `b in a`: the operands are exchanged.
    #[sig("($module, a, b, /)")]
    fn contains(vm: &mut Vm, a: Value, b: Value) -> R<bool> {
        vm.contains(a, b)
    }

    /// The index of the first item of `a` that equals `b`.
    #[name("indexOf")]
    #[sig("($module, a, b, /)")]
    fn index_of(vm: &mut Vm, a: Value, b: Value) -> R<usize> {
        let (mut n, mut found) = (0, false);
        walk(vm, a, |vm, item| {
            found = vm.equal(item, b)?;
            n += usize::from(!found);
            Ok(found)
        })?;
        if found { Ok(n) } else { Err(vm.value_error("sequence.index(x): x not in sequence")) }
    }

    /// How many items of `a` equal `b`.
    #[name("countOf")]
    #[sig("($module, a, b, /)")]
    fn count_of(vm: &mut Vm, a: Value, b: Value) -> R<usize> {
        let mut n = 0;
        walk(vm, a, |vm, item| {
            n += usize::from(vm.equal(item, b)?);
            Ok(false)
        })?;
        Ok(n)
    }

    /// Same as `a[b]`.
    #[sig("($module, a, b, /)")]
    fn getitem(vm: &mut Vm, a: Value, b: Value) -> R {
        vm.get_item(a, b)
    }

    /// Same as `a[b] = c`.
    #[sig("($module, a, b, c, /)")]
    fn setitem(vm: &mut Vm, a: Value, b: Value, c: Value) -> R<()> {
        vm.set_item(a, b, c)
    }

    /// Same as `del a[b]`.
    #[sig("($module, a, b, /)")]
    fn delitem(vm: &mut Vm, a: Value, b: Value) -> R<()> {
        vm.set_item(a, b, Value::UNBOUND)
    }

    /// A guess at how many items there are: the length, or what the object says, or the default.
    #[sig("($module, obj, default=0, /)")]
    fn length_hint(vm: &mut Vm, obj: Value, default: Value) -> R {
        if !vm.is_instance_of(default, kinds::INT) {
            let of = vm.type_name(default);
            return Err(vm.type_error(format!("'{of}' object cannot be interpreted as an integer")));
        }
        let default = vm.index_or_overflow(default)?;
        // A negative default has no place in a length: it comes back where nothing else is known.
        let unknown = usize::MAX >> 1;
        let hint = vm.length_hint(obj, unknown)?;
        Ok(if hint == unknown { vm.new_int(default) } else { Value::len(hint) })
    }

    /// Same as `obj(*args, **kwargs)`.
    #[sig("($module, *args, **kwargs)")]
    #[shown("($module, obj, /, *args, **kwargs)")]
    fn call(vm: &mut Vm, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        let Some((&obj, args)) = args.to_ref().as_slice().split_first() else {
            return Err(vm.type_error("call expected at least 1 argument, got 0"));
        };
        let (names, values) = match kwargs {
            Some(kwargs) => vm.dict_to_keywords(kwargs)?,
            None => (Values::new(), Values::new()),
        };
        vm.call_args(obj, &Args { pos: args, kw_names: &names, kw_values: &values })
    }

    /// Same as `a == b`, in a time that does not depend on where they differ. For strings of ASCII, or bytes.
    #[sig("($module, a, b, /)")]
    fn _compare_digest(vm: &mut Vm, a: Value, b: Value) -> R<bool> {
        if let (Some(a), Some(b)) = (vm.as_str(a), vm.as_str(b)) {
            let (a, b) = (a.to_ref().as_bytes(), b.to_ref().as_bytes());
            if !a.is_ascii() || !b.is_ascii() {
                return Err(vm.type_error("comparing strings with non-ASCII characters is not supported"));
            }
            return Ok(same_bytes(a, b));
        }
        let bytes_like = |vm: &Vm, v: Value| {
            vm.payload::<Bytes>(v).is_some()
                || vm.payload::<ByteArray>(v).is_some()
                || vm.slot_buffer(vm.class_of(v)).is_some()
        };
        if !bytes_like(vm, a) && !bytes_like(vm, b) {
            let (a, b) = (vm.type_name(a), vm.type_name(b));
            return Err(vm.type_error(format!(
                "unsupported operand types(s) or combination of types: '{a}' and '{b}'"
            )));
        }
        let (a, b) = (vm.bytes_like(a)?, vm.bytes_like(b)?);
        Ok(same_bytes(&a, &b))
    }
}
