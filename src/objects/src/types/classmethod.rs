//! `classmethod`.

use super::wrapped::{self, wrapped_attributes};
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{ClassMethod, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `classmethod`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::CLASSMETHOD,
    name: "classmethod",
    doc: "classmethod(function, /)\n--\n\nA method that gets the class instead of the instance.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    more: &[&Methods::ATTRIBUTES],
    layout: Some(LayoutInfo::of::<ClassMethod>()),
    dict_offset: Some(offset_of!(ClassMethod, dict)),
    ..TypeDef::DEFAULT
};

struct Methods;

/// `classmethod(function)`, without what `__init__` copies from the function.
pub fn new(vm: &mut Vm, function: Value) -> Value {
    let class = vm.class(kinds::CLASSMETHOD).address();
    vm.heap
        .alloc(ClassMethod {
            header: Header::new::<ClassMethod>(class),
            function: Field::new(function),
            dict: Field::new(Value::UNBOUND),
        })
        .value()
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Value {
        let _ = (cls, args);
        new(vm, Value::NONE)
    }

    #[sig("($self, function, /)")]
    #[name("classmethod")]
    fn __init__(vm: &mut Vm, this: Gc<ClassMethod>, function: Value) -> R<()> {
        this.function.set(this, function);
        wrapped::copy_attributes(vm, this.value(), function)
    }

    fn __repr__(vm: &mut Vm, this: Gc<ClassMethod>) -> R<String> {
        let inner = vm.repr(this.function.get())?;
        Ok(format!("<classmethod({})>", inner.to_display()))
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        vm.descriptor_get(this, obj, cls)
    }
}

wrapped_attributes!(Methods, ClassMethod);
