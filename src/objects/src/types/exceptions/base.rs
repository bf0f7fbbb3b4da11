//! `BaseException`.

use super::init_base;
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Dict, Exception, List, Traceback, Tuple, Type};
use taipan_runtime::{Args, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `BaseException`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::BASE_EXCEPTION,
    name: "BaseException",
    doc: "Common base class for all exceptions.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Exception>()),
    dict_offset: Some(offset_of!(Exception, dict)),
    ..TypeDef::DEFAULT
};

pub(super) struct Methods;

/// Appends to `__notes__`, as far as possible.
pub fn add_note(vm: &mut Vm, exc: Gc<Exception>, note: &str) {
    let note = vm.new_str(note).value();
    if append_note(vm, exc.value(), note).is_err() {
        vm.take_exception();
    }
}

fn append_note(vm: &mut Vm, exc: Value, note: Value) -> R<()> {
    let name = vm.names().__notes__;
    let notes = match vm.get_attr_opt(exc, name)? {
        Some(notes) => notes,
        None => {
            let notes = vm.new_list(&[]).value();
            vm.set_attr(exc, name, notes)?;
            notes
        }
    };
    match vm.payload::<List>(notes) {
        Some(list) => {
            list.push(&mut vm.heap, note);
            Ok(())
        }
        None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
    }
}

/// `BaseException.__str__`
pub(super) fn text(vm: &mut Vm, this: Gc<Exception>) -> R {
    let args = this.args.get();
    let Some(args) = args.cast::<Tuple>() else { return Ok(vm.names().empty.value()) };
    match *args.to_ref().as_slice() {
        [] => Ok(vm.names().empty.value()),
        [one] => vm.str_value(one),
        _ => vm.str_value(args.value()),
    }
}

fn check(vm: &mut Vm, value: Value, what: &str) -> R<()> {
    if value.is_unbound() {
        return Err(vm.type_error(format!("__{what}__ may not be deleted")));
    }
    if !value.is_none() && value.cast::<Exception>().is_none() {
        return Err(vm.type_error(format!("exception {what} must be None or derive from BaseException")));
    }
    Ok(())
}

fn set_traceback(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
    if value.is_unbound() {
        return Err(vm.type_error("__traceback__ may not be deleted"));
    }
    if !value.is_none() && value.cast::<Traceback>().is_none() {
        return Err(vm.type_error("__traceback__ must be a traceback or None"));
    }
    this.traceback.set(this, value);
    Ok(())
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Exception> {
        let exc = vm.new_exception(cls, args.pos);
        if cls.has_flag(type_flags::HAS_DEL) {
            vm.register_finalizer(exc.value());
        }
        exc
    }

    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, args)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Exception>) -> R {
        let name = vm.class_of(this.value()).name.get();
        let args = this.args.get();
        let one = match args.cast::<Tuple>().map(|t| t.to_ref().as_slice()) {
            Some(&[one]) => Some(one),
            _ => None,
        };
        let shown = vm.repr(one.unwrap_or(args))?;
        let (name, shown) = (name.to_ref().as_bytes(), shown.to_ref().as_bytes());
        let text = match one {
            Some(_) => [name, b"(", shown, b")"].concat(),
            None => [name, shown].concat(),
        };
        Ok(vm.new_str_wtf8(&text).value())
    }

    fn __str__(vm: &mut Vm, this: Gc<Exception>) -> R {
        text(vm, this)
    }

    /// How to pickle the exception: its class, arguments and attributes.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Exception>) -> Gc<Tuple> {
        let cls = vm.class_of(this.value()).value();
        match this.dict.get().bound() {
            Some(dict) => vm.new_tuple(&[cls, this.args.get(), dict]),
            None => vm.new_tuple(&[cls, this.args.get()]),
        }
    }

    /// Sets the attributes that a dict holds.
    #[sig("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<Exception>, object: Value) -> R<()> {
        if object.is_none() {
            return Ok(());
        }
        let Some(dict) = vm.payload::<Dict>(object) else {
            return Err(vm.type_error("state is not a dictionary"));
        };
        let mut at = 0;
        while let Some((i, key, value)) = dict.next_entry(at) {
            at = i + 1;
            let name = vm.attribute_name(key)?;
            vm.set_attr(this.value(), name, value)?;
        }
        Ok(())
    }

    /// Sets `__traceback__` and returns the exception.
    #[sig("($self, tb, /)")]
    fn with_traceback(vm: &mut Vm, this: Gc<Exception>, object: Value) -> R {
        set_traceback(vm, this, object)?;
        Ok(this.value())
    }

    /// Adds a line of text that tracebacks show after the exception.
    #[sig("($self, note, /)")]
    #[name("add_note")]
    fn note(vm: &mut Vm, this: Gc<Exception>, object: Value) -> R<()> {
        if vm.as_str(object).is_none() {
            let of = vm.argument_type_name(object);
            return Err(vm.type_error(format!("add_note() argument must be str, not {of}")));
        }
        append_note(vm, this.value(), object)
    }

    #[member("__suppress_context__")]
    fn suppress_context(_: &mut Vm, this: Gc<Exception>) -> bool {
        this.suppress_context.get()
    }

    #[setter("__suppress_context__")]
    fn set_suppress_context(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("can't delete numeric/char attribute"));
        }
        if !value.is_bool() {
            return Err(vm.type_error("attribute value type must be bool"));
        }
        this.suppress_context.set(value == Value::TRUE);
        Ok(())
    }

    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: Value) -> Value {
        vm.instance_dict(this).map_or(Value::NONE, |d| d.value())
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: Value, value: Value) -> R<()> {
        crate::types::object::replace_dict(vm, this, value)
    }

    #[getter]
    fn args(_: &mut Vm, this: Gc<Exception>) -> Value {
        this.args.get()
    }

    #[setter]
    fn set_args(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("args may not be deleted"));
        }
        let args = vm.to_tuple(value)?;
        this.args.set(this, args.value());
        Ok(())
    }

    #[getter("__traceback__")]
    fn traceback(_: &mut Vm, this: Gc<Exception>) -> Value {
        this.traceback.get()
    }

    #[setter("__traceback__")]
    fn set_traceback(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        set_traceback(vm, this, value)
    }

    #[getter("__context__")]
    fn context(_: &mut Vm, this: Gc<Exception>) -> Value {
        this.context.get()
    }

    #[setter("__context__")]
    fn set_context(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        check(vm, value, "context")?;
        this.context.set(this, value);
        Ok(())
    }

    #[getter("__cause__")]
    fn cause(_: &mut Vm, this: Gc<Exception>) -> Value {
        this.cause.get()
    }

    #[setter("__cause__")]
    fn set_cause(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        check(vm, value, "cause")?;
        this.cause.set(this, value);
        this.suppress_context.set(true);
        Ok(())
    }
}
