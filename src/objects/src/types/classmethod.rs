//! `classmethod`.

use super::property::is_abstract;
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

/// Gives a wrapper what `functools.wraps` gives it.
pub fn copy_attributes(vm: &mut Vm, wrapper: Value, function: Value) -> R<()> {
    let names = vm.names();
    // Subclasses may have a `__setattr__`.
    let own = if vm.class_of(wrapper).has_flag(type_flags::HEAP) { None } else { vm.instance_dict(wrapper) };
    for name in [names.__module__, names.__name__, names.__qualname__, names.__doc__] {
        match (vm.get_attr_opt(function, name)?, own) {
            (Some(value), Some(dict)) => dict.set_str(vm, name, value),
            (Some(value), None) => vm.set_attr(wrapper, name, value)?,
            (None, _) => {}
        }
    }
    Ok(())
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
        copy_attributes(vm, this.value(), function)
    }

    fn __repr__(vm: &mut Vm, this: Gc<ClassMethod>) -> R<String> {
        let inner = vm.repr(this.function.get())?;
        Ok(format!("<classmethod({})>", inner.to_display()))
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        vm.descriptor_get(this, obj, cls)
    }

    #[member("__func__")]
    fn func(_: &mut Vm, this: Gc<ClassMethod>) -> Value {
        this.function.get()
    }

    #[member("__wrapped__")]
    fn wrapped(_: &mut Vm, this: Gc<ClassMethod>) -> Value {
        this.function.get()
    }

    #[getter("__isabstractmethod__")]
    fn isabstractmethod(vm: &mut Vm, this: Gc<ClassMethod>) -> R<bool> {
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
    fn annotations(vm: &mut Vm, this: Gc<ClassMethod>) -> R {
        let name = vm.names().__annotations__;
        cached(vm, this, name)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Gc<ClassMethod>, value: Value) -> R<()> {
        let name = vm.names().__annotations__;
        store(vm, this, name, value)
    }

    /// The function that computes the annotations.
    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, this: Gc<ClassMethod>) -> R {
        let name = vm.names().__annotate__;
        cached(vm, this, name)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Gc<ClassMethod>, value: Value) -> R<()> {
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
fn cached(vm: &mut Vm, this: Gc<ClassMethod>, name: Gc<taipan_runtime::layout::Str>) -> R {
    if let Some(dict) = vm.instance_dict_opt(this.value())
        && let Some(found) = dict.get_str(vm, name)
    {
        return Ok(found);
    }
    let found = vm.get_attr(this.function.get(), name)?;
    store(vm, this, name, found)?;
    Ok(found)
}

fn store(vm: &mut Vm, this: Gc<ClassMethod>, name: Gc<taipan_runtime::layout::Str>, value: Value) -> R<()> {
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
