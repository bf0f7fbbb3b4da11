//! What `typing` is made of: type parameters, type aliases, `Generic`, `NoDefault`.

mod alias;
mod param_spec;
mod params;

use super::generic_alias::type_repr;
use crate::import::import_from;
pub use alias::TYPE_ALIAS;
pub use param_spec::{PARAM_SPEC, PARAM_SPEC_ARGS, PARAM_SPEC_KWARGS, SpecPart};
pub use params::{TYPE_VAR, TYPE_VAR_TUPLE};
use taipan_macros::native;
use taipan_runtime::layout::{Dict, Tuple, Type};
use taipan_runtime::{Args, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `typing.Generic`.
pub static GENERIC: TypeDef = TypeDef {
    id: kinds::GENERIC,
    name: "Generic",
    module: "typing",
    doc: "The base of classes that have type parameters.",
    flags: type_flags::BASETYPE | type_flags::MUTABLE,
    native: &GenericMethods::NATIVE,
    ..TypeDef::DEFAULT
};

/// The definition of the type of `typing.NoDefault`.
pub static NO_DEFAULT: TypeDef = TypeDef {
    id: kinds::NO_DEFAULT,
    name: "NoDefaultType",
    doc: "NoDefaultType()\n--\n\nThe type of the NoDefault singleton.",
    native: &NoDefaultMethods::NATIVE,
    layout: Some(LayoutInfo::of::<NoDefault>()),
    ..TypeDef::DEFAULT
};

/// The definition of the type of `T.evaluate_bound` where the bound is known.
pub static CONST_EVALUATOR: TypeDef = TypeDef {
    id: kinds::CONST_EVALUATOR,
    name: "_ConstEvaluator",
    module: "_typing",
    flags: type_flags::NO_NEW,
    native: &EvaluatorMethods::NATIVE,
    layout: Some(LayoutInfo::of::<ConstEvaluator>()),
    ..TypeDef::DEFAULT
};

/// The singleton.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::NO_DEFAULT")]
#[repr(C)]
pub struct NoDefault {
    header: Header,
}

/// A function that gives a value, or its text.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::CONST_EVALUATOR")]
#[repr(C)]
pub struct ConstEvaluator {
    header: Header,
    value: Value,
}

#[derive(taipan_macros::Trace, Default)]
struct State {
    no_default: Option<Gc<NoDefault>>,
}

/// `typing.NoDefault`
pub fn no_default(vm: &mut Vm) -> Value {
    if let Some(known) = vm.state::<State>().no_default {
        return known.value();
    }
    let class = vm.class(kinds::NO_DEFAULT).address();
    let made = vm.heap.alloc(NoDefault { header: Header::new::<NoDefault>(class) });
    vm.state::<State>().no_default = Some(made);
    made.value()
}

fn const_evaluator(vm: &mut Vm, value: Value) -> Value {
    let class = vm.class(kinds::CONST_EVALUATOR).address();
    vm.heap.alloc(ConstEvaluator { header: Header::new::<ConstEvaluator>(class), value }).value()
}

/// The module in which the running function was defined.
fn caller(vm: &mut Vm) -> Value {
    let Some(frame) = (vm.hooks.frame_at)(vm, 0) else { return Value::NONE };
    if let Some(module) = frame.function.module.get().bound() {
        return module;
    }
    let name = vm.names().__name__;
    frame.function.globals.get().get_str(vm, name).unwrap_or(Value::NONE)
}

/// Calls a function of the module `typing`.
fn call_typing(vm: &mut Vm, name: &str, args: &[Value]) -> R {
    let f = import_from(vm, "typing", name)?;
    vm.call(f, args)
}

/// Runs what computes a value lazily, for its value.
fn evaluate(vm: &mut Vm, function: Value) -> R {
    vm.call(function, &[Value::int32(1)])
}

/// `evaluate_...`: the function, or one that gives the value that is known, or None.
fn evaluator(vm: &mut Vm, function: Value, value: Value, absent: bool) -> Value {
    match function.bound() {
        Some(function) => function,
        None if absent || value.is_unbound() => Value::NONE,
        None => const_evaluator(vm, value),
    }
}

struct GenericMethods;

fn call_with_class(vm: &mut Vm, name: &str, cls: Value, args: Value, kwargs: Value) -> R {
    let f = import_from(vm, "typing", name)?;
    let args = vm.to_tuple(args)?;
    match kwargs.cast::<Dict>() {
        Some(dict) => {
            let (names, values) = vm.dict_to_keywords(dict)?;
            let args = Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values };
            vm.call_prepended(f, cls, &args)
        }
        None => vm.call_prepended(f, cls, &Args::pos(args.to_ref().as_slice())),
    }
}

#[native]
impl GenericMethods {
    /// The class with these types for its parameters.
    #[classmethod]
    #[sig("($cls, /, *args, **kwargs)")]
    #[shown("")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, args: Value, kwargs: Value) -> R {
        call_with_class(vm, "_generic_class_getitem", cls, args, kwargs)
    }

    /// Finds out the parameters of a new class.
    #[classmethod]
    #[sig("($cls, /, *args, **kwargs)")]
    #[shown("")]
    fn __init_subclass__(vm: &mut Vm, cls: Value, args: Value, kwargs: Value) -> R {
        call_with_class(vm, "_generic_init_subclass", cls, args, kwargs)
    }
}

struct NoDefaultMethods;

#[native]
impl NoDefaultMethods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        let _ = cls;
        if !args.pos.is_empty() || args.has_kw() {
            return Err(vm.type_error("NoDefaultType takes no arguments"));
        }
        Ok(no_default(vm))
    }

    fn __repr__(_: &mut Vm, this: Value) -> &'static str {
        let _ = this;
        "typing.NoDefault"
    }

    /// How to pickle it: by its name.
    #[sig("($self, /)")]
    fn __reduce__(_: &mut Vm, this: Value) -> &'static str {
        let _ = this;
        "NoDefault"
    }
}

struct EvaluatorMethods;

#[native]
impl EvaluatorMethods {
    #[sig("($self, format, /)")]
    #[name("constevaluator.__call__")]
    fn __call__(vm: &mut Vm, this: Gc<ConstEvaluator>, format: i64) -> R {
        // 4 asks for the source text.
        if format != 4 {
            return Ok(this.value);
        }
        let text = match this.value.cast::<Tuple>() {
            Some(tuple) => {
                let mut parts = Vec::new();
                for &v in tuple.to_ref().as_slice() {
                    parts.push(type_repr(vm, v)?);
                }
                let comma = if parts.len() == 1 { "," } else { "" };
                format!("({}{comma})", parts.join(", "))
            }
            None => type_repr(vm, this.value)?,
        };
        Ok(vm.new_str(&text).value())
    }

    fn __repr__(vm: &mut Vm, this: Gc<ConstEvaluator>) -> R<String> {
        Ok(format!("<constevaluator {}>", vm.repr(this.value)?.to_display()))
    }
}
