//! `list[int]` and `int | str`.

use super::{Str, Tuple, layout, trace};
use crate::kinds;
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Kind, Value};

/// A parametrised generic.
#[repr(C)]
pub struct GenericAlias {
    /// The header.
    pub header: Header,
    /// `__origin__`
    pub origin: Value,
    /// `__args__`
    pub args: Gc<Tuple>,
    /// `__parameters__`, or UNBOUND until asked for.
    pub parameters: Field<Value>,
    /// Made by `*alias`.
    pub starred: Cell<bool>,
}
trace!(GenericAlias: origin, args, parameters);
layout!(GenericAlias, GENERIC_ALIAS);

/// A union of types.
#[repr(C)]
pub struct Union {
    /// The header.
    pub header: Header,
    /// `__args__`
    pub args: Gc<Tuple>,
    /// `__parameters__`, or UNBOUND until asked for.
    pub parameters: Field<Value>,
    /// The members that had a hash when the union was made: a frozenset.
    pub hashable: Value,
    /// The members that had none: a tuple.
    pub unhashable: Gc<Tuple>,
}
trace!(Union: args, parameters, hashable, unhashable);
layout!(Union, UNION);

/// `TypeVar`, `ParamSpec` and `TypeVarTuple`: three types of one layout. What a type does not have stays UNBOUND.
#[repr(C)]
pub struct TypeParam {
    /// The header.
    pub header: Header,
    /// `__name__`
    pub name: Gc<Str>,
    /// `__bound__`, or UNBOUND while it is to be evaluated.
    pub bound: Field<Value>,
    /// What computes it, or UNBOUND.
    pub evaluate_bound: Field<Value>,
    /// `__constraints__`, or UNBOUND while they are to be evaluated.
    pub constraints: Field<Value>,
    /// What computes them, or UNBOUND.
    pub evaluate_constraints: Field<Value>,
    /// `__default__`, or UNBOUND while it is to be evaluated (or there is none).
    pub default: Field<Value>,
    /// What computes it, or UNBOUND.
    pub evaluate_default: Field<Value>,
    /// `__dict__`, or UNBOUND.
    pub dict: Field<Value>,
    /// See [`TypeParam::COVARIANT`] and the like.
    pub variance: Cell<u8>,
}
trace!(TypeParam: name, bound, evaluate_bound, constraints, evaluate_constraints, default, evaluate_default, dict);
layout!(TypeParam, TYPE_VAR, |kind| (kinds::TYPE_VAR..=kinds::TYPE_VAR_TUPLE).contains(&kind));

impl TypeParam {
    /// `__covariant__`
    pub const COVARIANT: u8 = 1;
    /// `__contravariant__`
    pub const CONTRAVARIANT: u8 = 2;
    /// `__infer_variance__`
    pub const INFER: u8 = 4;
}

/// A type alias (`type X = ...`).
#[repr(C)]
pub struct TypeAlias {
    /// The header.
    pub header: Header,
    /// `__name__`
    pub name: Gc<Str>,
    /// `__type_params__`: a tuple.
    pub type_params: Gc<Tuple>,
    /// `__value__`, or UNBOUND while it is to be evaluated.
    pub value: Field<Value>,
    /// What computes it, or UNBOUND.
    pub evaluate: Field<Value>,
    /// `__module__`, or UNBOUND.
    pub module: Value,
}
trace!(TypeAlias: name, type_params, value, evaluate, module);
layout!(TypeAlias, TYPE_ALIAS);

impl Vm {
    /// A type parameter without bound, constraints and default.
    pub fn new_type_param(&mut self, kind: Kind, name: Gc<Str>, variance: u8) -> Gc<TypeParam> {
        let class = self.class(kind).address();
        let unbound = || Field::new(Value::UNBOUND);
        self.heap.alloc(TypeParam {
            header: Header::with_kind(kind, class),
            name,
            bound: Field::new(Value::NONE),
            evaluate_bound: unbound(),
            constraints: Field::new(self.empty_tuple.value()),
            evaluate_constraints: unbound(),
            default: unbound(),
            evaluate_default: unbound(),
            dict: unbound(),
            variance: Cell::new(variance),
        })
    }

    /// A type alias; either `value` or `evaluate` is UNBOUND.
    pub fn new_type_alias(
        &mut self,
        name: Gc<Str>,
        type_params: Gc<Tuple>,
        value: Value,
        evaluate: Value,
        module: Value,
    ) -> Gc<TypeAlias> {
        let class = self.class(kinds::TYPE_ALIAS).address();
        self.heap.alloc(TypeAlias {
            header: Header::new::<TypeAlias>(class),
            name,
            type_params,
            value: Field::new(value),
            evaluate: Field::new(evaluate),
            module,
        })
    }
}
