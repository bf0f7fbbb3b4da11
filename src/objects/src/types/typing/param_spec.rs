//! `ParamSpec`, and its parts `P.args` and `P.kwargs`.

use super::call_typing;
use super::params::{
    NewParam, ParamMethods, bound_of, new_param, no_subclass, param, text_of_param, variance,
};
use crate::types::union::from_items;
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Str, Type, TypeParam};
use taipan_runtime::{CompareOp, Gc, Header, Kind, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

param!(
    PARAM_SPEC = PARAM_SPEC,
    "ParamSpec",
    ParamSpecMethods,
    "A parameter specification: stands for the parameters of a function."
);
/// `P.args` or `P.kwargs`.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::PARAM_SPEC_ARGS", range = "kinds::PARAM_SPEC_ARGS..=kinds::PARAM_SPEC_KWARGS")]
#[repr(C)]
pub struct SpecPart {
    header: Header,
    origin: Value,
}

fn spec_part(vm: &mut Vm, kind: Kind, origin: Value) -> Gc<SpecPart> {
    let class = vm.class(kind).address();
    vm.heap.alloc(SpecPart { header: Header::with_kind(kind, class), origin })
}

struct ParamSpecMethods;

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

/// One of a specification's two parts.
macro_rules! part {
    ($def:ident, $methods:ident, $name:literal, $function:literal, $text:literal, $doc:literal) => {
        #[doc = concat!("The definition of `typing.", $name, "`.")]
        pub static $def: TypeDef = TypeDef {
            id: kinds::$def,
            name: $name,
            module: "typing",
            doc: $doc,
            flags: type_flags::WEAKREFABLE,
            native: &$methods::NATIVE,
            layout: Some(LayoutInfo::of::<SpecPart>()),
            ..TypeDef::DEFAULT
        };

        struct $methods;

        #[native]
        impl $methods {
            #[sig("($cls, origin)")]
            #[name($function)]
            fn __new__(vm: &mut Vm, cls: Gc<Type>, origin: Value) -> Gc<SpecPart> {
                let _ = cls;
                spec_part(vm, kinds::$def, origin)
            }

            fn __repr__(vm: &mut Vm, this: Gc<SpecPart>) -> R<String> {
                part_repr(vm, this, $text)
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
                Err(no_subclass(vm, $name))
            }
        }
    };
}

part!(
    PARAM_SPEC_ARGS,
    ArgsMethods,
    "ParamSpecArgs",
    "paramspecargs",
    "args",
    "ParamSpecArgs(origin)\n\nThe positional arguments of a ParamSpec: P.args."
);
part!(
    PARAM_SPEC_KWARGS,
    KwargsMethods,
    "ParamSpecKwargs",
    "paramspeckwargs",
    "kwargs",
    "ParamSpecKwargs(origin)\n\nThe keyword arguments of a ParamSpec: P.kwargs."
);
