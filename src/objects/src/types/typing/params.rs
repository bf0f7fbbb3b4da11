//! Type parameters: what they have in common, `TypeVar` and `TypeVarTuple`.

use super::{call_typing, caller, evaluate, evaluator, no_default};
use crate::import::import_from;
use crate::types::union::{checked, from_items};
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Str, Tuple, Type, TypeParam};
use taipan_runtime::{Gc, Kind, LayoutInfo, R, Raised, TypeDef, Value, Values, Vm, kinds, type_flags};

/// The definition of a kind of them.
macro_rules! param {
    ($def:ident = $kind:ident, $name:literal, $methods:ident, $doc:literal) => {
        #[doc = concat!("The definition of `typing.", $name, "`.")]
        pub static $def: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $name,
            module: "typing",
            doc: $doc,
            flags: type_flags::WEAKREFABLE | type_flags::HIDDEN_DICT,
            native: &$methods::NATIVE,
            more: &[&ParamMethods::NATIVE],
            layout: Some(LayoutInfo::of::<TypeParam>()),
            dict_offset: Some(offset_of!(TypeParam, dict)),
            ..TypeDef::DEFAULT
        };
    };
}
pub(super) use param;

param!(TYPE_VAR = TYPE_VAR, "TypeVar", TypeVarMethods, "A type variable: stands for one type.");
param!(
    TYPE_VAR_TUPLE = TYPE_VAR_TUPLE,
    "TypeVarTuple",
    TypeVarTupleMethods,
    "A type variable tuple: stands for any number of types."
);

pub(super) struct NewParam {
    pub(super) name: Gc<Str>,
    pub(super) bound: Value,
    pub(super) default: Value,
    pub(super) variance: u8,
}

/// What the three kinds of type parameters have in common.
pub(super) fn new_param(vm: &mut Vm, kind: Kind, from: &NewParam) -> R<Gc<TypeParam>> {
    let (co, contra) = (TypeParam::COVARIANT, TypeParam::CONTRAVARIANT);
    if from.variance & co != 0 && from.variance & contra != 0 {
        return Err(vm.value_error("Bivariant types are not supported."));
    }
    if from.variance & TypeParam::INFER != 0 && from.variance & (co | contra) != 0 {
        return Err(vm.value_error("Variance cannot be specified with infer_variance."));
    }
    let bound = if from.bound.is_none() || kind == kinds::PARAM_SPEC {
        from.bound
    } else {
        checked(vm, from.bound, "Bound must be a type.")?
    };
    let module = caller(vm);
    let param = vm.new_type_param(kind, from.name, from.variance);
    param.bound.set(param, bound);
    // Without a default it has one to tell: NoDefault.
    let default = from.default.bound().unwrap_or_else(|| no_default(vm));
    param.default.set(param, default);
    let dict = vm.new_dict();
    let key = vm.names().__module__;
    dict.set_str(vm, key, module);
    param.dict.set(param, dict.value());
    Ok(param)
}

pub(super) fn variance(covariant: bool, contravariant: bool, infer: bool) -> u8 {
    (u8::from(covariant) * TypeParam::COVARIANT)
        | (u8::from(contravariant) * TypeParam::CONTRAVARIANT)
        | (u8::from(infer) * TypeParam::INFER)
}

pub(super) fn has_default(vm: &mut Vm, this: Gc<TypeParam>) -> bool {
    let default = this.default.get();
    !this.evaluate_default.get().is_unbound() || !default.is_unbound() && default != no_default(vm)
}

fn default_of(vm: &mut Vm, this: Gc<TypeParam>) -> R {
    if let Some(known) = this.default.get().bound() {
        return Ok(known);
    }
    match this.evaluate_default.get().bound() {
        Some(function) => {
            let value = evaluate(vm, function)?;
            this.default.set(this, value);
            Ok(value)
        }
        None => Ok(no_default(vm)),
    }
}

pub(super) fn bound_of(vm: &mut Vm, this: Gc<TypeParam>) -> R {
    if let Some(known) = this.bound.get().bound() {
        return Ok(known);
    }
    let value = evaluate(vm, this.evaluate_bound.get())?;
    this.bound.set(this, value);
    Ok(value)
}

pub(super) fn text_of_param(this: Gc<TypeParam>) -> String {
    let name = this.name.to_display();
    let variance = this.variance.get();
    let sign = if variance & TypeParam::INFER != 0 {
        ""
    } else if variance & TypeParam::COVARIANT != 0 {
        "+"
    } else if variance & TypeParam::CONTRAVARIANT != 0 {
        "-"
    } else {
        "~"
    };
    format!("{sign}{name}")
}

pub(super) fn no_subclass(vm: &mut Vm, what: &str) -> Raised {
    vm.type_error(format!("Cannot subclass an instance of {what}"))
}

/// What all three have.
pub(super) struct ParamMethods;

#[native]
impl ParamMethods {
    /// How to pickle it: by its name.
    #[sig("($self, /)")]
    fn __reduce__(_: &mut Vm, this: Gc<TypeParam>) -> Gc<Str> {
        this.name
    }

    /// Is there a default?
    #[sig("($self, /)")]
    #[name("has_default")]
    fn has_default_(vm: &mut Vm, this: Gc<TypeParam>) -> bool {
        has_default(vm, this)
    }

    #[member]
    fn __name__(_: &mut Vm, this: Gc<TypeParam>) -> Gc<Str> {
        this.name
    }

    /// The default, or NoDefault.
    #[getter]
    fn __default__(vm: &mut Vm, this: Gc<TypeParam>) -> R {
        default_of(vm, this)
    }

    /// A function that gives the default.
    #[getter]
    fn evaluate_default(vm: &mut Vm, this: Gc<TypeParam>) -> Value {
        let value = this.default.get();
        evaluator(vm, this.evaluate_default.get(), value, false)
    }
}

struct TypeVarMethods;

#[native]
impl TypeVarMethods {
    #[sig(
        "($cls, name, *constraints, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)"
    )]
    #[name("typevar")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        name: Gc<Str>,
        constraints: Gc<Tuple>,
        bound: Value,
        default: Option<Value>,
        covariant: bool,
        contravariant: bool,
        infer_variance: bool,
    ) -> R<Gc<TypeParam>> {
        let _ = cls;
        let from = NewParam {
            name,
            bound,
            default: default.unwrap_or(Value::UNBOUND),
            variance: variance(covariant, contravariant, infer_variance),
        };
        let param = new_param(vm, kinds::TYPE_VAR, &from)?;
        match constraints.len() {
            0 => {}
            1 => return Err(vm.type_error("A single constraint is not allowed")),
            _ if !bound.is_none() => {
                return Err(vm.type_error("Constraints cannot be combined with bound=..."));
            }
            _ => param.constraints.set(param, constraints.value()),
        }
        Ok(param)
    }

    fn __repr__(_: &mut Vm, this: Gc<TypeParam>) -> String {
        text_of_param(this)
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        from_items(vm, &[lhs, rhs])
    }

    #[getter]
    fn __bound__(vm: &mut Vm, this: Gc<TypeParam>) -> R {
        bound_of(vm, this)
    }

    #[getter]
    fn __constraints__(vm: &mut Vm, this: Gc<TypeParam>) -> R {
        if let Some(known) = this.constraints.get().bound() {
            return Ok(known);
        }
        let value = evaluate(vm, this.evaluate_constraints.get())?;
        this.constraints.set(this, value);
        Ok(value)
    }

    /// A function that gives the bound.
    #[getter]
    fn evaluate_bound(vm: &mut Vm, this: Gc<TypeParam>) -> Value {
        let value = this.bound.get();
        evaluator(vm, this.evaluate_bound.get(), value, value.is_none())
    }

    /// A function that gives the constraints.
    #[getter]
    fn evaluate_constraints(vm: &mut Vm, this: Gc<TypeParam>) -> Value {
        let value = this.constraints.get();
        let empty = value.cast::<Tuple>().is_some_and(|t| t.is_empty());
        evaluator(vm, this.evaluate_constraints.get(), value, empty)
    }

    #[member]
    fn __covariant__(_: &mut Vm, this: Gc<TypeParam>) -> bool {
        this.variance.get() & TypeParam::COVARIANT != 0
    }

    #[member]
    fn __contravariant__(_: &mut Vm, this: Gc<TypeParam>) -> bool {
        this.variance.get() & TypeParam::CONTRAVARIANT != 0
    }

    #[member]
    fn __infer_variance__(_: &mut Vm, this: Gc<TypeParam>) -> bool {
        this.variance.get() & TypeParam::INFER != 0
    }

    /// What takes its place when a type is given for it.
    #[sig("($self, arg, /)")]
    fn __typing_subst__(vm: &mut Vm, this: Value, arg: Value) -> R {
        call_typing(vm, "_typevar_subst", &[this, arg])
    }

    /// Adds the default to the arguments where it is the next one.
    #[sig("($self, alias, args, /)")]
    fn __typing_prepare_subst__(vm: &mut Vm, this: Gc<TypeParam>, alias: Value, args: Value) -> R {
        let name = vm.names().__parameters__;
        let parameters = vm.get_attr(alias, name)?;
        let parameters = vm.to_tuple(parameters)?;
        let given = vm.to_tuple(args)?;
        let place = parameters.as_slice().iter().position(|&p| p == this.value());
        let index = match place {
            Some(index) => index,
            None => return Err(vm.type_error("not a type parameter of the alias")),
        };
        if index < given.len() {
            return Ok(args);
        }
        if index == given.len() {
            let default = default_of(vm, this)?;
            if default != no_default(vm) {
                let mut all = Values::from_slice(&mut vm.heap, given.to_ref().as_slice());
                all.push(&mut vm.heap, default);
                return Ok(vm.new_tuple(&all).value());
            }
        }
        let (text, n) = (vm.str(alias)?.to_display(), given.len());
        Err(vm
            .type_error(format!("Too few arguments for {text}; actual {n}, expected at least {}", index + 1)))
    }

    /// Refuses, since a type variable is no class.
    #[sig("($self, object, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Value, bases: Value) -> R {
        let _ = (this, bases);
        Err(no_subclass(vm, "TypeVar"))
    }
}

struct TypeVarTupleMethods;

pub(super) fn unpack(vm: &mut Vm, this: Value) -> R {
    let unpack = import_from(vm, "typing", "Unpack")?;
    vm.get_item(unpack, this)
}

#[native]
impl TypeVarTupleMethods {
    #[sig("($cls, name, *, default=<unrepresentable>)")]
    #[name("typevartuple")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, name: Gc<Str>, default: Option<Value>) -> R<Gc<TypeParam>> {
        let _ = cls;
        let from =
            NewParam { name, bound: Value::NONE, default: default.unwrap_or(Value::UNBOUND), variance: 0 };
        new_param(vm, kinds::TYPE_VAR_TUPLE, &from)
    }

    fn __repr__(_: &mut Vm, this: Gc<TypeParam>) -> Gc<Str> {
        this.name
    }

    fn __iter__(vm: &mut Vm, this: Value) -> R {
        let unpacked = unpack(vm, this)?;
        let tuple = vm.new_tuple(&[unpacked]).value();
        vm.iter(tuple)
    }

    /// Refuses: only an unpacked one can be replaced.
    #[sig("($self, arg, /)")]
    fn __typing_subst__(vm: &mut Vm, this: Value, arg: Value) -> R {
        let _ = (this, arg);
        Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
    }

    /// Brings the arguments into shape.
    #[sig("($self, alias, args, /)")]
    fn __typing_prepare_subst__(vm: &mut Vm, this: Value, alias: Value, args: Value) -> R {
        call_typing(vm, "_typevartuple_prepare_subst", &[this, alias, args])
    }

    /// Refuses, since it is no class.
    #[sig("($self, object, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Value, bases: Value) -> R {
        let _ = (this, bases);
        Err(no_subclass(vm, "TypeVarTuple"))
    }
}
