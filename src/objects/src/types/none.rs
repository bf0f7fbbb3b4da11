//! `NoneType`, `ellipsis` and `NotImplementedType`.

use taipan_macros::native;
use taipan_runtime::layout::Type;
use taipan_runtime::{Args, CompareOp, Gc, R, TypeDef, Value, Vm, kinds};

/// The definition of `NoneType`.
pub static NONE: TypeDef = TypeDef {
    id: kinds::NONE_TYPE,
    name: "NoneType",
    doc: "NoneType()\n--\n\nThe type of the None singleton.",
    native: &NoneMethods::NATIVE,
    ..TypeDef::DEFAULT
};

/// The definition of `ellipsis`.
pub static ELLIPSIS: TypeDef = TypeDef {
    id: kinds::ELLIPSIS_TYPE,
    name: "ellipsis",
    doc: "ellipsis()\n--\n\nThe type of the Ellipsis singleton.",
    native: &EllipsisMethods::NATIVE,
    ..TypeDef::DEFAULT
};

/// The definition of `NotImplementedType`.
pub static NOT_IMPLEMENTED: TypeDef = TypeDef {
    id: kinds::NOT_IMPLEMENTED_TYPE,
    name: "NotImplementedType",
    doc: "NotImplementedType()\n--\n\nThe type of the NotImplemented singleton.",
    native: &NotImplementedMethods::NATIVE,
    ..TypeDef::DEFAULT
};

struct NoneMethods;
struct EllipsisMethods;
struct NotImplementedMethods;

fn no_arguments(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<()> {
    if args.pos.is_empty() && !args.has_kw() {
        return Ok(());
    }
    let name = cls.name.get().to_display();
    Err(vm.type_error(format!("{name} takes no arguments")))
}

#[native]
impl NoneMethods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        no_arguments(vm, cls, args)?;
        Ok(Value::NONE)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> Value {
        let _ = this;
        vm.intern("None").value()
    }

    fn __bool__(_: &mut Vm, this: Value) -> bool {
        let _ = this;
        false
    }

    fn __hash__(_: &mut Vm, this: Value) -> i64 {
        let _ = this;
        0x0fca_86420
    }

    fn __richcmp__(_: &mut Vm, this: Value, other: Value, op: CompareOp) -> Value {
        match op {
            CompareOp::Eq if this == other => Value::TRUE,
            CompareOp::Ne if this == other => Value::FALSE,
            _ => Value::NOT_IMPLEMENTED,
        }
    }
}

#[native]
impl EllipsisMethods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        let _ = cls;
        if !args.pos.is_empty() || args.has_kw() {
            return Err(vm.type_error("EllipsisType takes no arguments"));
        }
        Ok(Value::ELLIPSIS)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> Value {
        let _ = this;
        vm.intern("Ellipsis").value()
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> Value {
        let _ = this;
        vm.intern("Ellipsis").value()
    }
}

#[native]
impl NotImplementedMethods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        no_arguments(vm, cls, args)?;
        Ok(Value::NOT_IMPLEMENTED)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> Value {
        let _ = this;
        vm.intern("NotImplemented").value()
    }

    fn __bool__(vm: &mut Vm, this: Value) -> R<bool> {
        let _ = this;
        Err(vm.type_error("NotImplemented should not be used in a boolean context"))
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> Value {
        let _ = this;
        vm.intern("NotImplemented").value()
    }
}
