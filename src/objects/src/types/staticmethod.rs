//! `staticmethod`.

use super::property::is_abstract;
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{StaticMethod, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `staticmethod`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::STATICMETHOD,
    name: "staticmethod",
    doc: "staticmethod(function, /)\n--\n\nA function in a class that gets neither the instance nor the class.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<StaticMethod>()),
    dict_offset: Some(offset_of!(StaticMethod, dict)),
    ..TypeDef::DEFAULT
};

struct Methods;

/// `staticmethod(function)`, without what `__init__` copies from the function.
pub fn new(vm: &mut Vm, function: Value) -> Value {
    let class = vm.class(kinds::STATICMETHOD).address();
    vm.heap
        .alloc(StaticMethod {
            header: Header::new::<StaticMethod>(class),
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
    #[name("staticmethod")]
    fn __init__(vm: &mut Vm, this: Gc<StaticMethod>, function: Value) -> R<()> {
        this.function.set(this, function);
        super::classmethod::copy_attributes(vm, this.value(), function)
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

    #[member("__func__")]
    fn func(_: &mut Vm, this: Gc<StaticMethod>) -> Value {
        this.function.get()
    }

    #[member("__wrapped__")]
    fn wrapped(_: &mut Vm, this: Gc<StaticMethod>) -> Value {
        this.function.get()
    }

    #[getter("__isabstractmethod__")]
    fn isabstractmethod(vm: &mut Vm, this: Gc<StaticMethod>) -> R<bool> {
        is_abstract(vm, this.function.get())
    }

    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: Value) -> R {
        match vm.instance_dict(this) {
            Some(dict) => Ok(dict.value()),
            None => Ok(Value::NONE),
        }
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: Value, value: Value) -> R<()> {
        super::object::replace_dict(vm, this, value)
    }

    /// The function's annotations.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: Gc<StaticMethod>) -> R {
        let name = vm.names().__annotations__;
        cached(vm, this, name)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Gc<StaticMethod>, value: Value) -> R<()> {
        let name = vm.names().__annotations__;
        store(vm, this, name, value)
    }

    /// The function that computes the annotations.
    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, this: Gc<StaticMethod>) -> R {
        let name = vm.names().__annotate__;
        cached(vm, this, name)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Gc<StaticMethod>, value: Value) -> R<()> {
        let name = vm.names().__annotate__;
        store(vm, this, name, value)
    }

    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }
}

/// An attribute of the function, kept once it was asked for.
fn cached(vm: &mut Vm, this: Gc<StaticMethod>, name: Gc<taipan_runtime::layout::Str>) -> R {
    if let Some(dict) = vm.instance_dict_opt(this.value())
        && let Some(found) = dict.get_str(vm, name)
    {
        return Ok(found);
    }
    let found = vm.get_attr(this.function.get(), name)?;
    store(vm, this, name, found)?;
    Ok(found)
}

fn store(vm: &mut Vm, this: Gc<StaticMethod>, name: Gc<taipan_runtime::layout::Str>, value: Value) -> R<()> {
    let Some(dict) = vm.instance_dict(this.value()) else { return Ok(()) };
    if value.is_unbound() {
        return match dict.pop_str(vm, name) {
            Some(_) => Ok(()),
            None => Err(vm.raise_no_attribute(this.value(), name)),
        };
    }
    dict.set_str(vm, name, value);
    Ok(())
}
