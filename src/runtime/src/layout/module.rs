//! Modules, cells and simple namespaces.

use super::{Dict, layout, trace};
use taipan_heap::{Field, Gc, Header, Value};

/// A module.
#[repr(C)]
pub struct Module {
    /// The header.
    pub header: Header,
    /// The namespace.
    pub dict: Field<Gc<Dict>>,
}
trace!(Module: dict);
layout!(Module, MODULE);

/// A variable shared by a function and the functions nested in it.
#[repr(C)]
pub struct Cell {
    /// The header.
    pub header: Header,
    /// The value, or UNBOUND.
    pub value: Field<Value>,
}
trace!(Cell: value);
layout!(Cell, CELL);

/// `types.SimpleNamespace`
#[repr(C)]
pub struct SimpleNamespace {
    /// The header.
    pub header: Header,
    /// `__dict__`
    pub dict: Field<Value>,
}
trace!(SimpleNamespace: dict);
layout!(SimpleNamespace, SIMPLE_NAMESPACE);
