//! What `classmethod` and `staticmethod` have in common: they wrap a function, and show what it shows.

pub use super::property::is_abstract;
use taipan_runtime::layout::Str;
use taipan_runtime::{Gc, R, Value, Vm, type_flags};

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

/// An attribute of the function, kept once it was asked for.
pub fn cached(vm: &mut Vm, wrapper: Value, function: Value, name: Gc<Str>) -> R {
    if let Some(dict) = vm.instance_dict_opt(wrapper)
        && let Some(found) = dict.get_str(vm, name)
    {
        return Ok(found);
    }
    let found = vm.get_attr(function, name)?;
    store(vm, wrapper, name, found)?;
    Ok(found)
}

/// Keeps such an attribute, or forgets it.
pub fn store(vm: &mut Vm, wrapper: Value, name: Gc<Str>, value: Value) -> R<()> {
    let Some(dict) = vm.instance_dict(wrapper) else { return Ok(()) };
    if value.is_unbound() {
        return match dict.pop_str(vm, name) {
            Some(_) => Ok(()),
            None => Err(vm.raise_no_attribute(wrapper, name)),
        };
    }
    dict.set_str(vm, name, value);
    Ok(())
}

/// The attributes of a wrapper's type.
macro_rules! wrapped_attributes {
    ($methods:ident, $layout:ident) => {
        #[native(table = ATTRIBUTES)]
        impl $methods {
            #[member("__func__")]
            fn func(_: &mut Vm, this: Gc<$layout>) -> Value {
                this.function.get()
            }

            #[member("__wrapped__")]
            fn wrapped(_: &mut Vm, this: Gc<$layout>) -> Value {
                this.function.get()
            }

            #[getter("__isabstractmethod__")]
            fn isabstractmethod(vm: &mut Vm, this: Gc<$layout>) -> R<bool> {
                wrapped::is_abstract(vm, this.function.get())
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
                crate::types::object::replace_dict(vm, this, value)
            }

            /// The function's annotations.
            #[getter("__annotations__")]
            fn annotations(vm: &mut Vm, this: Gc<$layout>) -> R {
                let name = vm.names().__annotations__;
                wrapped::cached(vm, this.value(), this.function.get(), name)
            }

            #[setter("__annotations__")]
            fn set_annotations(vm: &mut Vm, this: Gc<$layout>, value: Value) -> R<()> {
                let name = vm.names().__annotations__;
                wrapped::store(vm, this.value(), name, value)
            }

            /// The function that computes the annotations.
            #[getter("__annotate__")]
            fn annotate(vm: &mut Vm, this: Gc<$layout>) -> R {
                let name = vm.names().__annotate__;
                wrapped::cached(vm, this.value(), this.function.get(), name)
            }

            #[setter("__annotate__")]
            fn set_annotate(vm: &mut Vm, this: Gc<$layout>, value: Value) -> R<()> {
                let name = vm.names().__annotate__;
                wrapped::store(vm, this.value(), name, value)
            }

            #[classmethod]
            #[sig("($type, object, /)")]
            fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
                vm.new_generic_alias(cls, object)
            }
        }
    };
}
pub(super) use wrapped_attributes;
