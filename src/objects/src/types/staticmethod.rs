//! `staticmethod`.

use super::wrapped::{self, wrapped_attributes};
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{StaticMethod, Type};
use taipan_runtime::{Args, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `staticmethod`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::STATICMETHOD,
    name: "staticmethod",
    doc: "staticmethod(function, /)\n--\n\nA function in a class that gets neither the instance nor the class.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    more: &[&Methods::ATTRIBUTES],
    layout: Some(LayoutInfo::of::<StaticMethod>()),
    dict_offset: Some(offset_of!(StaticMethod, dict)),
    ..TypeDef::DEFAULT
};

struct Methods;

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Value {
        let _ = (cls, args);
        vm.new_static_method(Value::NONE)
    }

    #[sig("($self, function, /)")]
    #[name("staticmethod")]
    fn __init__(vm: &mut Vm, this: Gc<StaticMethod>, function: Value) -> R<()> {
        this.function.set(this, function);
        wrapped::copy_attributes(vm, this.value(), function)
    }

    fn __repr__(vm: &mut Vm, this: Gc<StaticMethod>) -> R<String> {
        let inner = vm.repr(this.function.get())?;
        Ok(format!("<staticmethod({})>", inner.to_display()))
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        vm.descriptor_get(this, obj, cls)
    }

    fn __call__(vm: &mut Vm, this: Gc<StaticMethod>, args: &Args<'_>) -> R {
        vm.call_args(this.function.get(), args)
    }
}

wrapped_attributes!(Methods, StaticMethod);
