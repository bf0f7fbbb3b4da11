//! `list[int]` and `int | str`.

use super::{Tuple, layout, trace};
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Value};

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
}
trace!(Union: args, parameters);
layout!(Union, UNION);
