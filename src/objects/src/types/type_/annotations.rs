//! `__annotations__`, `__annotate__` and `__type_params__` of classes (PEP 649, 695).

use taipan_macros::native;
use taipan_runtime::layout::Type;
use taipan_runtime::{Gc, R, Value, Vm, type_flags};

pub(super) struct Methods;

fn check(vm: &mut Vm, cls: Gc<Type>, name: &str) -> R<()> {
    if cls.has_flag(type_flags::IMMUTABLE) {
        let of = vm.class_type_name(cls);
        return Err(vm.type_error(format!("cannot set '{name}' attribute of immutable type '{of}'")));
    }
    Ok(())
}

fn bind(vm: &mut Vm, cls: Gc<Type>, value: Value) -> R {
    let of = vm.class_of(value);
    match vm.slot_get(of) {
        Some(get) => get(vm, value, Value::UNBOUND, cls.value()),
        None => Ok(value),
    }
}

/// What an `__annotate__` function gives for `format` 1, which must be a dict.
pub fn evaluate(vm: &mut Vm, annotate: Value) -> R {
    let result = vm.call(annotate, &[Value::int32(1)])?;
    if vm.as_dict(result).is_none() {
        let of = vm.type_name(result);
        return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{of}'")));
    }
    Ok(result)
}

fn annotate_of(vm: &mut Vm, cls: Gc<Type>) -> R {
    let names = vm.names();
    if !cls.has_flag(type_flags::HEAP) {
        let text = format!("type object '{}' has no attribute '__annotate__'", vm.class_type_name(cls));
        return Err(vm.raise_attribute_error(cls.value(), names.__annotate__, text));
    }
    let dict = vm.class_dict(cls);
    // One that the class defines itself goes before the compiler's.
    for name in [names.__annotate__, names.__annotate_func__] {
        if let Some(found) = dict.get_str(vm, name) {
            return bind(vm, cls, found);
        }
    }
    dict.set_str(vm, names.__annotate_func__, Value::NONE);
    Ok(Value::NONE)
}

#[native]
impl Methods {
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: Gc<Type>) -> R {
        let names = vm.names();
        if !this.has_flag(type_flags::HEAP) {
            let text =
                format!("type object '{}' has no attribute '__annotations__'", vm.class_type_name(this));
            return Err(vm.raise_attribute_error(this.value(), names.__annotations__, text));
        }
        let dict = vm.class_dict(this);
        for name in [names.__annotations__, names.__annotations_cache__] {
            if let Some(found) = dict.get_str(vm, name) {
                return bind(vm, this, found);
            }
        }
        let annotate = annotate_of(vm, this)?;
        let made = if vm.is_callable(annotate) { evaluate(vm, annotate)? } else { vm.new_dict().value() };
        dict.set_str(vm, names.__annotations_cache__, made);
        vm.class_changed(this);
        Ok(made)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        check(vm, this, "__annotations__")?;
        let names = vm.names();
        let dict = vm.class_dict(this);
        if value.is_unbound() {
            let found = dict.pop_str(vm, names.__annotations__).is_some();
            let cached = dict.pop_str(vm, names.__annotations_cache__).is_some();
            if !found && !cached {
                let name = names.__annotations__;
                return Err(vm.raise_attribute_error(this.value(), name, "__annotations__".to_owned()));
            }
        } else if dict.get_str(vm, names.__annotations__).is_some() {
            dict.set_str(vm, names.__annotations__, value);
        } else {
            dict.set_str(vm, names.__annotations_cache__, value);
        }
        dict.pop_str(vm, names.__annotate_func__);
        dict.pop_str(vm, names.__annotate__);
        vm.class_changed(this);
        Ok(())
    }

    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, this: Gc<Type>) -> R {
        annotate_of(vm, this)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("cannot delete __annotate__ attribute"));
        }
        check(vm, this, "__annotate__")?;
        if !value.is_none() && !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        let names = vm.names();
        let dict = vm.class_dict(this);
        let key = if dict.get_str(vm, names.__annotate__).is_some() {
            names.__annotate__
        } else {
            names.__annotate_func__
        };
        dict.set_str(vm, key, value);
        if !value.is_none() {
            dict.pop_str(vm, names.__annotations_cache__);
            dict.pop_str(vm, names.__annotations__);
        }
        vm.class_changed(this);
        Ok(())
    }

    #[getter("__type_params__")]
    fn type_params(vm: &mut Vm, this: Gc<Type>) -> Value {
        let name = vm.names().__type_params__;
        let dict = vm.class_dict(this);
        let empty = vm.empty_tuple.value();
        if this == vm.class(taipan_runtime::kinds::TYPE) {
            return empty;
        }
        // As it is: of a native type the attribute of its instances, perhaps.
        dict.get_str(vm, name).unwrap_or(empty)
    }

    #[setter("__type_params__")]
    fn set_type_params(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        check(vm, this, "__type_params__")?;
        if value.is_unbound() {
            let of = this.name.get().to_display();
            let text = format!("cannot delete '__type_params__' attribute of immutable type '{of}'");
            return Err(vm.type_error(text));
        }
        vm.audit_set(this.value(), "__type_params__", value)?;
        let name = vm.names().__type_params__;
        vm.set_class_attr(this, name, value)
    }
}
