//! `module`.

use crate::import::ImportSystem;
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Dict, Module, Str, Type};
use taipan_runtime::origin::{self, Shadowing};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `module`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::MODULE,
    name: "module",
    doc: "module(name, doc=None)\n--\n\nA namespace made by an import or by hand.",
    flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Module>()),
    dict_offset: Some(offset_of!(Module, dict)),
    ..TypeDef::DEFAULT
};

struct Methods;

/// What a module's own `__getattr__` gives for a name that the module lacks, or the error that says so.
fn missing(vm: &mut Vm, module: Gc<Module>, name: Gc<Str>) -> R {
    let names = vm.names();
    let dict = module.dict.get();
    if vm.late_name(dict, name)? {
        return vm.get_attr(module.value(), name);
    }
    if let Some(getattr) = dict.get_str(vm, names.__getattr__) {
        return vm.call(getattr, &[name.value()]);
    }
    let shown = dict.get_str(vm, names.__name__).filter(|n| vm.as_str(*n).is_some());
    let Some(module_name) = shown else {
        let text = vm.text_around("module has no attribute '", name, "'");
        return Err(vm.raise_attribute_text(module.value(), name, text));
    };
    let spec = dict.get_str(vm, names.__spec__).filter(|s| !s.is_none());
    let (before, after) = match spec {
        Some(spec) => missing_text(vm, spec, module_name, name)?,
        None => (format!("module '{}' has no attribute '", text_of(vm, module_name)), "'".to_owned()),
    };
    let text = vm.text_around(&before, name, &after);
    Err(vm.raise_attribute_text(module.value(), name, text))
}

/// The text of a string.
fn text_of(vm: &Vm, string: Value) -> String {
    vm.as_str(string).map_or_else(String::new, |string| string.to_display())
}

/// What is said, before its name and behind it, of an attribute that a module with a spec lacks.
fn missing_text(vm: &mut Vm, spec: Value, module: Value, name: Gc<Str>) -> R<(String, String)> {
    let file = origin::spec_origin(vm, spec)?;
    let shadowing = origin::shadowing(vm, module, file)?;
    let shown = text_of(vm, module);
    let plain = format!("module '{shown}' has no attribute '");
    let file = file.map(|file| file.to_display());
    if let (Shadowing::Stdlib, Some(file)) = (shadowing, &file) {
        return Ok((plain, format!("' {}", origin::stdlib_advice(file, &shown))));
    }
    const CIRCULAR: &str = "(most likely due to a circular import)";
    if origin::is_initializing(vm, spec)? {
        return Ok(match file {
            Some(file) if shadowing == Shadowing::Possible => {
                (plain, format!("' {}", origin::library_advice(&file)))
            }
            Some(file) => (
                format!("partially initialized module '{shown}' from '{file}' has no attribute '"),
                format!("' {CIRCULAR}"),
            ),
            None => (
                format!("partially initialized module '{shown}' has no attribute '"),
                format!("' {CIRCULAR}"),
            ),
        });
    }
    let key = vm.names()._uninitialized_submodules;
    if let Some(pending) = vm.get_attr_opt(spec, key)?
        && vm.contains(pending, name.value())?
    {
        return Ok(("cannot access submodule '".to_owned(), format!("' of module '{shown}' {CIRCULAR}")));
    }
    Ok((plain, "'".to_owned()))
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Module> {
        let _ = (cls, args);
        let dict = vm.new_dict();
        let class = vm.class(kinds::MODULE).address();
        vm.heap.alloc(Module { header: Header::new::<Module>(class), dict: Field::new(dict) })
    }

    #[sig("($self, name, doc=None)")]
    #[name("module")]
    fn __init__(vm: &mut Vm, this: Gc<Module>, name: Gc<Str>, doc: Value) -> R<()> {
        let names = vm.names();
        let dict = this.dict.get();
        dict.set_str(vm, names.__name__, name.value());
        dict.set_str(vm, names.__doc__, doc);
        for key in [names.__package__, names.__loader__, names.__spec__] {
            dict.set_str(vm, key, Value::NONE);
        }
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        // importlib knows the many ways.
        if let Some(importlib) = vm.state::<ImportSystem>().bootstrap {
            return vm.call_method_named(importlib, "_module_repr", &[this]);
        }
        let name = vm.names().__name__;
        let name = this
            .cast::<Module>()
            .and_then(|m| m.dict.get().get_str(vm, name))
            .and_then(|n| vm.as_str(n))
            .map_or("?".to_owned(), |n| n.to_display());
        Ok(vm.new_str(&format!("<module '{name}' (built-in)>")).value())
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        match vm.generic_get_attr_opt(this, name) {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => {}
            // What a descriptor says of it is not told.
            Err(raised) if vm.take_if(kinds::ATTRIBUTE_ERROR).is_none() => return Err(raised),
            Err(_) => {}
        }
        match this.cast::<Module>() {
            Some(module) => missing(vm, module, name),
            None => Err(vm.raise_no_attribute(this, name)),
        }
    }

    /// The names of the module's attributes.
    #[sig("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Value) -> R {
        let names = vm.names();
        let dict = vm.get_attr(this, names.__dict__)?;
        let Some(dict) = vm.as_dict(dict) else {
            return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
        };
        if let Some(dir) = dict.get_str(vm, names.__dir__) {
            return vm.call(dir, &[]);
        }
        Ok(vm.to_list(dict.value())?.value())
    }

    #[member("__dict__")]
    fn dict(vm: &mut Vm, this: Gc<Module>) -> R<Gc<Dict>> {
        let dict = this.dict.get();
        vm.fill_late_names(dict)?;
        Ok(dict)
    }

    /// The annotations, computed when first asked for.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: Gc<Module>) -> R {
        let names = vm.names();
        let dict = this.dict.get();
        if let Some(found) = dict.get_str(vm, names.__annotations__) {
            return Ok(found);
        }
        let annotate = dict.get_str(vm, names.__annotate__).filter(|a| !a.is_none());
        let made = match annotate {
            Some(annotate) => vm.call(annotate, &[Value::int32(1)])?,
            None => vm.new_dict().value(),
        };
        if vm.as_dict(made).is_none() {
            let of = vm.type_name(made);
            return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{of}'")));
        }
        // A module that is still being run may get more of them.
        let initializing = match dict.get_str(vm, names.__spec__).filter(|s| !s.is_none()) {
            Some(spec) => origin::is_initializing(vm, spec)?,
            None => false,
        };
        if !initializing {
            dict.set_str(vm, names.__annotations__, made);
        }
        Ok(made)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Gc<Module>, value: Value) -> R<()> {
        let names = vm.names();
        let dict = this.dict.get();
        if value.is_unbound() {
            if dict.pop_str(vm, names.__annotations__).is_none() {
                return Err(vm.raise_attribute_error(
                    this.value(),
                    names.__annotations__,
                    "__annotations__".to_owned(),
                ));
            }
        } else {
            dict.set_str(vm, names.__annotations__, value);
        }
        dict.pop_str(vm, names.__annotate__);
        Ok(())
    }

    /// The function that computes the annotations.
    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, this: Gc<Module>) -> Value {
        let names = vm.names();
        let dict = this.dict.get();
        match dict.get_str(vm, names.__annotate__) {
            Some(found) => found,
            None => {
                dict.set_str(vm, names.__annotate__, Value::NONE);
                Value::NONE
            }
        }
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Gc<Module>, value: Value) -> R<()> {
        let names = vm.names();
        if value.is_unbound() {
            return Err(vm.type_error("cannot delete __annotate__ attribute"));
        }
        if !value.is_none() && !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        let dict = this.dict.get();
        dict.set_str(vm, names.__annotate__, value);
        if !value.is_none() {
            dict.pop_str(vm, names.__annotations__);
        }
        Ok(())
    }
}

/// `Raised` where an attribute error is pending is no answer for `hasattr`-like tests.
pub fn has_attr(vm: &mut Vm, module: Gc<Module>, name: Gc<Str>) -> R<bool> {
    match vm.get_attr_opt(module.value(), name) {
        Ok(found) => Ok(found.is_some()),
        Err(Raised) => Err(Raised),
    }
}
