//! `bool`.

use super::int::arith;
use taipan_macros::native;
use taipan_runtime::{Gc, R, TypeDef, Value, Vm, kinds, layout::Type, type_flags};

/// The definition of `bool`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::BOOL,
    name: "bool",
    doc: "bool(object=False, /)\n--\n\nThe truth of an object: True or False, the only two instances there are.",
    base: kinds::INT,
    flags: type_flags::MATCH_SELF,
    native: &Methods::NATIVE,
    ..TypeDef::DEFAULT
};

struct Methods;

/// Two bools as such.
fn both(a: Value, b: Value) -> Option<(bool, bool)> {
    if a.is_bool() && b.is_bool() { Some((a == Value::TRUE, b == Value::TRUE)) } else { None }
}

#[native]
impl Methods {
    #[sig("($cls, object=False, /)")]
    #[name("bool")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, object: Value) -> R<bool> {
        let _ = cls;
        vm.truth(object)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> Value {
        vm.intern(if this == Value::TRUE { "True" } else { "False" }).value()
    }

    fn __and__(vm: &mut Vm, a: Value, b: Value) -> R {
        match both(a, b) {
            Some((a, b)) => Ok(Value::bool(a & b)),
            None => arith::and(vm, a, b),
        }
    }

    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        match both(a, b) {
            Some((a, b)) => Ok(Value::bool(a | b)),
            None => arith::or(vm, a, b),
        }
    }

    fn __xor__(vm: &mut Vm, a: Value, b: Value) -> R {
        match both(a, b) {
            Some((a, b)) => Ok(Value::bool(a ^ b)),
            None => arith::xor(vm, a, b),
        }
    }

    fn __invert__(vm: &mut Vm, this: Value) -> R {
        vm.warn(
            kinds::DEPRECATION_WARNING,
            "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.",
        )?;
        Ok(Value::int32(if this == Value::TRUE { -2 } else { -1 }))
    }
}
