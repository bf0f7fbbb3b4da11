//! `function`.

use super::descriptors::or_none;
use std::mem::offset_of;
use taipan_bytecode::code_flags;
use taipan_macros::native;
use taipan_runtime::layout::{Cell, Code, Function, Str, Tuple, Type};
use taipan_runtime::{Args, Gc, LayoutInfo, R, TypeDef, Value, Vm, code, kinds, type_flags};

/// The definition of `function`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::FUNCTION,
    name: "function",
    doc: "function(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)\n--\n\nA function made from a code object and the namespace it looks names up in.",
    flags: type_flags::WEAKREFABLE | type_flags::METHOD_DESCRIPTOR,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Function>()),
    dict_offset: Some(offset_of!(Function, dict)),
    ..TypeDef::DEFAULT
};

struct Methods;

/// What call instructions remember of a function is looked up anew.
fn changed(function: Gc<Function>) {
    function.simple_args.set(u32::MAX);
    function.k.set(std::ptr::null_mut());
}

fn check_closure(vm: &mut Vm, code: Gc<Code>, closure: Value) -> R<()> {
    let wanted = code::freevars(vm, code).len();
    let given = match closure.cast::<Tuple>() {
        Some(tuple) => {
            for &cell in tuple.as_slice() {
                if cell.cast::<Cell>().is_none() {
                    let of = vm.type_name(cell);
                    return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {of}")));
                }
            }
            tuple.len()
        }
        None => 0,
    };
    if wanted == given {
        return Ok(());
    }
    let name = code.name.to_display();
    Err(vm.value_error(format!("{name} requires closure of length {wanted}, not {given}")))
}

#[native]
impl Methods {
    #[sig("($cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)")]
    #[name("function")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        code: Gc<Code>,
        globals: Value,
        name: Value,
        argdefs: Value,
        closure: Value,
        kwdefaults: Value,
    ) -> R<Gc<Function>> {
        let _ = cls;
        let Some(dict) = vm.as_dict(globals) else {
            let of = vm.argument_type_name(globals);
            return Err(vm.type_error(format!("function() argument 'globals' must be dict, not {of}")));
        };
        if !name.is_none() && vm.as_str(name).is_none() {
            return Err(vm.type_error("arg 3 (name) must be None or string"));
        }
        if !argdefs.is_none() && vm.as_tuple(argdefs).is_none() {
            return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
        }
        if !kwdefaults.is_none() && vm.as_dict(kwdefaults).is_none() {
            return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
        }
        if closure.is_none() {
            if !code::freevars(vm, code).is_empty() {
                return Err(vm.type_error("arg 5 (closure) must be tuple"));
            }
        } else if closure.cast::<Tuple>().is_none() {
            return Err(vm.type_error("arg 5 (closure) must be None or tuple"));
        }
        check_closure(vm, code, closure)?;
        vm.audit("function.__new__", |_| [code.value()])?;
        let function = code::new_function(vm, code, dict)?;
        let builtins = vm.names().__builtins__;
        if dict.get_str(vm, builtins).is_none()
            && let Some(frame) = (vm.hooks.frame_at)(vm, 0)
        {
            function.builtins.set(function, frame.function.builtins.get());
        }
        if !vm.is_exact(globals, kinds::DICT) {
            function.globals_mapping.set(function, globals);
        }
        if let Some(name) = vm.as_str(name) {
            function.name.set(function, name);
        }
        if !argdefs.is_none() {
            function.defaults.set(function, argdefs);
        }
        if !closure.is_none() {
            function.closure.set(function, closure);
        }
        if !kwdefaults.is_none() {
            function.kwdefaults.set(function, kwdefaults);
        }
        Ok(function)
    }

    fn __repr__(_: &mut Vm, this: Gc<Function>) -> String {
        format!("<function {} at {:#x}>", this.qualname.get().to_display(), this.address())
    }

    fn __call__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
        vm.call_args(this, args)
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        let _ = cls;
        if obj.is_none() { Ok(this) } else { vm.descriptor_get(this, obj, cls) }
    }

    #[member("__closure__")]
    fn closure(_: &mut Vm, this: Gc<Function>) -> Value {
        or_none(this.closure.get())
    }

    #[member("__globals__")]
    fn globals(_: &mut Vm, this: Gc<Function>) -> Value {
        this.globals_mapping.get().bound().unwrap_or(this.globals.get().value())
    }

    #[member("__builtins__")]
    fn builtins(_: &mut Vm, this: Gc<Function>) -> Value {
        this.builtins.get()
    }

    #[getter("__code__")]
    fn code(vm: &mut Vm, this: Gc<Function>) -> R<Gc<Code>> {
        vm.audit_get(this.value(), "__code__")?;
        Ok(this.code.get())
    }

    #[setter("__code__")]
    fn set_code(vm: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        let Some(code) = value.cast::<Code>() else {
            return Err(vm.type_error("__code__ must be set to a code object"));
        };
        vm.audit_set(this.value(), "__code__", value)?;
        let wanted = code::freevars(vm, code).len();
        let given = this.closure.get().cast::<Tuple>().map_or(0, |t| t.len());
        if wanted != given {
            let name = this.name.get().to_display();
            return Err(vm.value_error(format!(
                "{name}() requires a code object with {given} free vars, not {wanted}"
            )));
        }
        const KIND: u32 = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;
        if (code.flags ^ this.code.get().flags) & KIND != 0 {
            vm.warn(
                kinds::DEPRECATION_WARNING,
                "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)",
            )?;
        }
        // The docstring stays.
        Methods::doc(vm, this)?;
        this.code.set(this, code);
        changed(this);
        Ok(())
    }

    #[getter("__defaults__")]
    fn defaults(vm: &mut Vm, this: Gc<Function>) -> R {
        vm.audit_get(this.value(), "__defaults__")?;
        Ok(or_none(this.defaults.get()))
    }

    #[setter("__defaults__")]
    fn set_defaults(vm: &mut Vm, this: Gc<Function>, given: Value) -> R<()> {
        let value = if given.is_none() || given.is_unbound() {
            Value::UNBOUND
        } else if let Some(tuple) = vm.as_tuple(given) {
            tuple.value()
        } else {
            return Err(vm.type_error("__defaults__ must be set to a tuple object"));
        };
        vm.audit_set(this.value(), "__defaults__", given)?;
        this.defaults.set(this, value);
        changed(this);
        Ok(())
    }

    #[getter("__kwdefaults__")]
    fn kwdefaults(vm: &mut Vm, this: Gc<Function>) -> R {
        vm.audit_get(this.value(), "__kwdefaults__")?;
        Ok(or_none(this.kwdefaults.get()))
    }

    #[setter("__kwdefaults__")]
    fn set_kwdefaults(vm: &mut Vm, this: Gc<Function>, given: Value) -> R<()> {
        let value = if given.is_none() || given.is_unbound() {
            Value::UNBOUND
        } else if let Some(dict) = vm.as_dict(given) {
            dict.value()
        } else {
            return Err(vm.type_error("__kwdefaults__ must be set to a dict object"));
        };
        vm.audit_set(this.value(), "__kwdefaults__", given)?;
        this.kwdefaults.set(this, value);
        changed(this);
        Ok(())
    }

    /// The annotations, computed when first asked for.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, this: Gc<Function>) -> R {
        if let Some(found) = this.annotations.get().bound() {
            return Ok(found);
        }
        let annotate = this.annotate.get();
        let made = if annotate.is_unbound() || annotate.is_none() {
            vm.new_dict().value()
        } else {
            let made = vm.call(annotate, &[Value::int32(1)])?;
            if vm.as_dict(made).is_none() {
                let of = vm.type_name(made);
                return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{of}'")));
            }
            made
        };
        this.annotations.set(this, made);
        Ok(made)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        let value = if value.is_none() || value.is_unbound() {
            Value::UNBOUND
        } else if vm.as_dict(value).is_some() {
            value
        } else {
            return Err(vm.type_error("__annotations__ must be set to a dict object"));
        };
        this.annotations.set(this, value);
        this.annotate.set(this, Value::UNBOUND);
        Ok(())
    }

    /// The function that computes the annotations.
    #[getter("__annotate__")]
    fn annotate(_: &mut Vm, this: Gc<Function>) -> Value {
        or_none(this.annotate.get())
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("__annotate__ cannot be deleted"));
        }
        if value.is_none() {
            this.annotate.set(this, value);
            return Ok(());
        }
        if !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        this.annotate.set(this, value);
        this.annotations.set(this, Value::UNBOUND);
        Ok(())
    }

    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: Value) -> Value {
        vm.instance_dict(this).map_or(Value::NONE, |d| d.value())
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: Value, value: Value) -> R<()> {
        super::object::replace_dict(vm, this, value)
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: Gc<Function>) -> R {
        if let Some(doc) = this.doc.get().bound() {
            return Ok(doc);
        }
        let doc = docstring(vm, this.code.get())?;
        this.doc.set(this, doc);
        Ok(doc)
    }

    #[setter("__doc__")]
    fn set_doc(_: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        this.doc.set(this, or_none(value));
        Ok(())
    }

    #[getter("__module__")]
    fn module(_: &mut Vm, this: Gc<Function>) -> Value {
        or_none(this.module.get())
    }

    #[setter("__module__")]
    fn set_module(_: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        this.module.set(this, or_none(value));
        Ok(())
    }

    #[getter("__name__")]
    fn name(_: &mut Vm, this: Gc<Function>) -> Gc<Str> {
        this.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        let name = string(vm, value, "__name__ must be set to a string object")?;
        this.name.set(this, name);
        Ok(())
    }

    #[getter("__qualname__")]
    fn qualname(_: &mut Vm, this: Gc<Function>) -> Gc<Str> {
        this.qualname.get()
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        let name = string(vm, value, "__qualname__ must be set to a string object")?;
        this.qualname.set(this, name);
        Ok(())
    }

    /// The type parameters.
    #[getter("__type_params__")]
    fn type_params(vm: &mut Vm, this: Gc<Function>) -> Value {
        this.type_params.get().bound().unwrap_or(vm.empty_tuple.value())
    }

    #[setter("__type_params__")]
    fn set_type_params(vm: &mut Vm, this: Gc<Function>, value: Value) -> R<()> {
        if vm.as_tuple(value).is_none() {
            return Err(vm.type_error("__type_params__ must be set to a tuple"));
        }
        this.type_params.set(this, value);
        Ok(())
    }
}

fn string(vm: &mut Vm, value: Value, error: &'static str) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(s) => Ok(s),
        None => Err(vm.type_error(error)),
    }
}

/// The docstring of a code object, or None.
pub fn docstring(vm: &mut Vm, code: Gc<Code>) -> R {
    const HAS_DOCSTRING: u32 = taipan_bytecode::code_flags::HAS_DOCSTRING;
    if code.flags & HAS_DOCSTRING == 0 {
        return Ok(Value::NONE);
    }
    let constants = code::constants(vm, code)?;
    Ok(constants.as_slice().first().copied().unwrap_or(Value::NONE))
}
