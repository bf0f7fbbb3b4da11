//! What `typing` is made of: type parameters, type aliases, `Generic`, `NoDefault`.

use super::generic_alias::{new as new_alias, type_repr};
use super::union::{checked, from_items};
use crate::import::import_from;
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Dict, Str, Tuple, Type, TypeAlias, TypeParam};
use taipan_runtime::{
    Args, CompareOp, Gc, Header, Kind, LayoutInfo, R, Raised, TypeDef, Value, Values, Vm, kinds, type_flags,
};

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

param!(TYPE_VAR = TYPE_VAR, "TypeVar", TypeVarMethods, "A type variable: stands for one type.");
param!(
    PARAM_SPEC = PARAM_SPEC,
    "ParamSpec",
    ParamSpecMethods,
    "A parameter specification: stands for the parameters of a function."
);
param!(
    TYPE_VAR_TUPLE = TYPE_VAR_TUPLE,
    "TypeVarTuple",
    TypeVarTupleMethods,
    "A type variable tuple: stands for any number of types."
);

/// The definition of `typing.ParamSpecArgs`.
pub static PARAM_SPEC_ARGS: TypeDef = TypeDef {
    id: kinds::PARAM_SPEC_ARGS,
    name: "ParamSpecArgs",
    module: "typing",
    doc: "ParamSpecArgs(origin)\n\nThe positional arguments of a ParamSpec: P.args.",
    flags: type_flags::WEAKREFABLE,
    native: &ArgsMethods::NATIVE,
    layout: Some(LayoutInfo::of::<SpecPart>()),
    ..TypeDef::DEFAULT
};

/// The definition of `typing.ParamSpecKwargs`.
pub static PARAM_SPEC_KWARGS: TypeDef = TypeDef {
    id: kinds::PARAM_SPEC_KWARGS,
    name: "ParamSpecKwargs",
    module: "typing",
    doc: "ParamSpecKwargs(origin)\n\nThe keyword arguments of a ParamSpec: P.kwargs.",
    flags: type_flags::WEAKREFABLE,
    native: &KwargsMethods::NATIVE,
    layout: Some(LayoutInfo::of::<SpecPart>()),
    ..TypeDef::DEFAULT
};

/// The definition of `typing.TypeAliasType`.
pub static TYPE_ALIAS: TypeDef = TypeDef {
    id: kinds::TYPE_ALIAS,
    name: "TypeAliasType",
    module: "typing",
    doc: "TypeAliasType(name, value, *, type_params=())\n\nA name for a type, as the type statement makes it.",
    native: &AliasMethods::NATIVE,
    layout: Some(LayoutInfo::of::<TypeAlias>()),
    ..TypeDef::DEFAULT
};

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

/// `P.args` or `P.kwargs`.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::PARAM_SPEC_ARGS", range = "kinds::PARAM_SPEC_ARGS..=kinds::PARAM_SPEC_KWARGS")]
#[repr(C)]
pub struct SpecPart {
    header: Header,
    origin: Value,
}

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

struct NewParam {
    name: Gc<Str>,
    bound: Value,
    default: Value,
    variance: u8,
}

/// What the three kinds of type parameters have in common.
fn new_param(vm: &mut Vm, kind: Kind, from: &NewParam) -> R<Gc<TypeParam>> {
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

fn variance(covariant: bool, contravariant: bool, infer: bool) -> u8 {
    (u8::from(covariant) * TypeParam::COVARIANT)
        | (u8::from(contravariant) * TypeParam::CONTRAVARIANT)
        | (u8::from(infer) * TypeParam::INFER)
}

fn has_default(vm: &mut Vm, this: Gc<TypeParam>) -> bool {
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

fn bound_of(vm: &mut Vm, this: Gc<TypeParam>) -> R {
    if let Some(known) = this.bound.get().bound() {
        return Ok(known);
    }
    let value = evaluate(vm, this.evaluate_bound.get())?;
    this.bound.set(this, value);
    Ok(value)
}

/// `evaluate_...`: the function, or one that gives the value that is known, or None.
fn evaluator(vm: &mut Vm, function: Value, value: Value, absent: bool) -> Value {
    match function.bound() {
        Some(function) => function,
        None if absent || value.is_unbound() => Value::NONE,
        None => const_evaluator(vm, value),
    }
}

fn text_of_param(this: Gc<TypeParam>) -> String {
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

fn no_subclass(vm: &mut Vm, what: &str) -> Raised {
    vm.type_error(format!("Cannot subclass an instance of {what}"))
}

/// What all three have.
struct ParamMethods;

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

struct ParamSpecMethods;

fn spec_part(vm: &mut Vm, kind: Kind, origin: Value) -> Gc<SpecPart> {
    let class = vm.class(kind).address();
    vm.heap.alloc(SpecPart { header: Header::with_kind(kind, class), origin })
}

#[native]
impl ParamSpecMethods {
    #[sig(
        "($cls, name, *, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)"
    )]
    #[name("paramspec")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        name: Gc<Str>,
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
        new_param(vm, kinds::PARAM_SPEC, &from)
    }

    fn __repr__(_: &mut Vm, this: Gc<TypeParam>) -> String {
        text_of_param(this)
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        from_items(vm, &[lhs, rhs])
    }

    /// The positional arguments.
    #[getter]
    fn args(vm: &mut Vm, this: Value) -> Gc<SpecPart> {
        spec_part(vm, kinds::PARAM_SPEC_ARGS, this)
    }

    /// The keyword arguments.
    #[getter]
    fn kwargs(vm: &mut Vm, this: Value) -> Gc<SpecPart> {
        spec_part(vm, kinds::PARAM_SPEC_KWARGS, this)
    }

    #[member]
    fn __bound__(vm: &mut Vm, this: Gc<TypeParam>) -> R {
        bound_of(vm, this)
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

    /// What takes its place when parameters are given for it.
    #[sig("($self, arg, /)")]
    fn __typing_subst__(vm: &mut Vm, this: Value, arg: Value) -> R {
        call_typing(vm, "_paramspec_subst", &[this, arg])
    }

    /// Brings the arguments into shape.
    #[sig("($self, alias, args, /)")]
    fn __typing_prepare_subst__(vm: &mut Vm, this: Value, alias: Value, args: Value) -> R {
        call_typing(vm, "_paramspec_prepare_subst", &[this, alias, args])
    }

    /// Refuses, since it is no class.
    #[sig("($self, object, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Value, bases: Value) -> R {
        let _ = (this, bases);
        Err(no_subclass(vm, "ParamSpec"))
    }
}

struct TypeVarTupleMethods;

fn unpack(vm: &mut Vm, this: Value) -> R {
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

fn compare_parts(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
    let same = this.kind() == other.kind();
    let (Some(a), Some(b)) = (this.cast::<SpecPart>(), other.cast::<SpecPart>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !same || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    vm.compare(a.origin, b.origin, op)
}

fn part_repr(vm: &mut Vm, this: Gc<SpecPart>, what: &str) -> R<String> {
    if let Some(param) = this.origin.cast::<TypeParam>().filter(|_| this.origin.is_kind(kinds::PARAM_SPEC)) {
        return Ok(format!("{}.{what}", param.name.to_display()));
    }
    Ok(format!("{}.{what}", vm.repr(this.origin)?.to_display()))
}

struct ArgsMethods;

#[native]
impl ArgsMethods {
    #[sig("($cls, origin)")]
    #[name("paramspecargs")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, origin: Value) -> Gc<SpecPart> {
        let _ = cls;
        spec_part(vm, kinds::PARAM_SPEC_ARGS, origin)
    }

    fn __repr__(vm: &mut Vm, this: Gc<SpecPart>) -> R<String> {
        part_repr(vm, this, "args")
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        compare_parts(vm, this, other, op)
    }

    #[member]
    fn __origin__(_: &mut Vm, this: Gc<SpecPart>) -> Value {
        this.origin
    }

    /// Refuses, since it is no class.
    #[sig("($self, object, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Value, bases: Value) -> R {
        let _ = (this, bases);
        Err(no_subclass(vm, "ParamSpecArgs"))
    }
}

struct KwargsMethods;

#[native]
impl KwargsMethods {
    #[sig("($cls, origin)")]
    #[name("paramspeckwargs")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, origin: Value) -> Gc<SpecPart> {
        let _ = cls;
        spec_part(vm, kinds::PARAM_SPEC_KWARGS, origin)
    }

    fn __repr__(vm: &mut Vm, this: Gc<SpecPart>) -> R<String> {
        part_repr(vm, this, "kwargs")
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        compare_parts(vm, this, other, op)
    }

    #[member]
    fn __origin__(_: &mut Vm, this: Gc<SpecPart>) -> Value {
        this.origin
    }

    /// Refuses, since it is no class.
    #[sig("($self, object, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Value, bases: Value) -> R {
        let _ = (this, bases);
        Err(no_subclass(vm, "ParamSpecKwargs"))
    }
}

struct AliasMethods;

/// Parameters with defaults come after those without.
fn check_type_params(vm: &mut Vm, params: Gc<Tuple>) -> R<()> {
    let mut with_default: Option<Value> = None;
    for &p in params.to_ref().as_slice() {
        let Some(param) = p.cast::<TypeParam>() else {
            let text = vm.repr(p)?.to_display();
            return Err(vm.type_error(format!("Expected a type param, got {text}")));
        };
        let has = has_default(vm, param);
        if has {
            with_default = Some(p);
        } else if let Some(before) = with_default {
            let (text, before) = (vm.repr(p)?.to_display(), vm.repr(before)?.to_display());
            return Err(vm.type_error(format!(
                "non-default type parameter '{text}' follows default type parameter '{before}'"
            )));
        }
    }
    Ok(())
}

/// The parameters with type variable tuples unpacked.
fn unpacked_params(vm: &mut Vm, params: Gc<Tuple>) -> R<Gc<Tuple>> {
    let mut out = Values::new();
    for &p in params.to_ref().as_slice() {
        let p = if p.is_kind(kinds::TYPE_VAR_TUPLE) { unpack(vm, p)? } else { p };
        out.push(&mut vm.heap, p);
    }
    Ok(vm.new_tuple(&out))
}

#[native]
impl AliasMethods {
    #[sig("($cls, name, value, *, type_params=<unrepresentable>)")]
    #[name("typealias")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        name: Gc<Str>,
        value: Value,
        type_params: Option<Value>,
    ) -> R<Gc<TypeAlias>> {
        let _ = cls;
        let params = match type_params {
            None => vm.empty_tuple,
            Some(given) => match vm.as_tuple(given) {
                Some(tuple) => tuple,
                None => return Err(vm.type_error("type_params must be a tuple")),
            },
        };
        check_type_params(vm, params)?;
        let module = caller(vm);
        Ok(vm.new_type_alias(name, params, value, Value::UNBOUND, module))
    }

    fn __repr__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Str> {
        this.name
    }

    fn __getitem__(vm: &mut Vm, this: Gc<TypeAlias>, item: Value) -> R {
        if this.type_params.is_empty() {
            return Err(vm.type_error("Only generic type aliases are subscriptable"));
        }
        Ok(new_alias(vm, this.value(), item).value())
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        from_items(vm, &[lhs, rhs])
    }

    fn __iter__(vm: &mut Vm, this: Value) -> R {
        let unpacked = unpack(vm, this)?;
        let tuple = vm.new_tuple(&[unpacked]).value();
        vm.iter(tuple)
    }

    /// How to pickle it: by its name.
    #[sig("($self, /)")]
    fn __reduce__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Str> {
        this.name
    }

    #[member]
    fn __name__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Str> {
        this.name
    }

    #[getter]
    fn __parameters__(vm: &mut Vm, this: Gc<TypeAlias>) -> R<Gc<Tuple>> {
        unpacked_params(vm, this.type_params)
    }

    #[getter]
    fn __type_params__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Tuple> {
        this.type_params
    }

    #[getter]
    fn __value__(vm: &mut Vm, this: Gc<TypeAlias>) -> R {
        if let Some(known) = this.value.get().bound() {
            return Ok(known);
        }
        let value = evaluate(vm, this.evaluate.get())?;
        this.value.set(this, value);
        Ok(value)
    }

    /// A function that gives the value.
    #[getter]
    fn evaluate_value(vm: &mut Vm, this: Gc<TypeAlias>) -> Value {
        match this.evaluate.get().bound() {
            Some(function) => function,
            None => const_evaluator(vm, this.value.get()),
        }
    }

    #[getter]
    fn __module__(vm: &mut Vm, this: Gc<TypeAlias>) -> R {
        if let Some(module) = this.module.bound() {
            return Ok(module);
        }
        let name = vm.names().__module__;
        match this.evaluate.get().bound() {
            Some(function) => vm.get_attr(function, name),
            None => Ok(Value::NONE),
        }
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
