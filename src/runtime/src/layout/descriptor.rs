//! Native functions and the descriptors.

use super::{Str, Type, layout, trace};
use crate::kinds;
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Value};

/// A native function of a module, or a native method bound to its object; also the unbound method descriptors and
/// class method descriptors of native types (three types of one layout).
#[repr(C)]
pub struct NativeFunction {
    /// The header.
    pub header: Header,
    /// Which table: a type's number, or `END` plus a module's place.
    pub table: u16,
    /// Which row of it.
    pub row: u16,
    /// Where the interpreter has the block of definitions that the row is one of ([`crate::Vm::def_of`]).
    pub block: u32,
    /// `__self__`: the object a method is bound to, the module of a function, UNBOUND for descriptors.
    pub receiver: Value,
    /// The class that a method belongs to, the module's name of a function.
    pub owner: Value,
}
trace!(NativeFunction: receiver, owner);
layout!(NativeFunction, NATIVE_FUNCTION, |kind| {
    (kinds::NATIVE_FUNCTION..=kinds::CLASSMETHOD_DESCRIPTOR).contains(&kind)
});

/// `int.__add__`: a native type's special method as a descriptor.
#[repr(C)]
pub struct SlotWrapper {
    /// The header.
    pub header: Header,
    /// The class.
    pub owner: Gc<Type>,
    /// Row in the table of special methods ([`crate::slots::SLOT_DEFS`]).
    pub def: u16,
    /// The native type that implements it.
    pub native: u16,
}
trace!(SlotWrapper: owner);
layout!(SlotWrapper, SLOT_WRAPPER);

/// `(1).__add__`: a bound special method.
#[repr(C)]
pub struct MethodWrapper {
    /// The header.
    pub header: Header,
    /// The descriptor.
    pub wrapper: Gc<SlotWrapper>,
    /// The object.
    pub receiver: Value,
}
trace!(MethodWrapper: wrapper, receiver);
layout!(MethodWrapper, METHOD_WRAPPER);

/// A function (or any callable) bound to an object.
#[repr(C)]
pub struct BoundMethod {
    /// The header.
    pub header: Header,
    /// `__func__`
    pub function: Value,
    /// `__self__`
    pub receiver: Value,
}
trace!(BoundMethod: function, receiver);
layout!(BoundMethod, BOUND_METHOD);

/// A computed attribute of a native type.
#[repr(C)]
pub struct GetSetDescriptor {
    /// The header.
    pub header: Header,
    /// The class.
    pub owner: Gc<Type>,
    /// Which native type's table.
    pub table: u16,
    /// Which row of it.
    pub row: u16,
}
trace!(GetSetDescriptor: owner);
layout!(GetSetDescriptor, GETSET_DESCRIPTOR);

/// An attribute declared in `__slots__`.
#[repr(C)]
pub struct MemberDescriptor {
    /// The header.
    pub header: Header,
    /// The class.
    pub owner: Gc<Type>,
    /// The attribute's name.
    pub name: Gc<Str>,
    /// `__doc__`
    pub doc: Field<Value>,
    /// The slot of the instance.
    pub slot: u32,
}
trace!(MemberDescriptor: owner, name, doc);
layout!(MemberDescriptor, MEMBER_DESCRIPTOR);

/// `property`
#[repr(C)]
pub struct Property {
    /// The header.
    pub header: Header,
    /// `fget`, or None.
    pub get: Field<Value>,
    /// `fset`, or None.
    pub set: Field<Value>,
    /// `fdel`, or None.
    pub del: Field<Value>,
    /// `__doc__`
    pub doc: Field<Value>,
    /// `__name__`, or UNBOUND.
    pub name: Field<Value>,
    /// Does the docstring come from the getter?
    pub doc_from_getter: Cell<bool>,
}
trace!(Property: get, set, del, doc, name);
layout!(Property, PROPERTY);

/// `classmethod`
#[repr(C)]
pub struct ClassMethod {
    /// The header.
    pub header: Header,
    /// `__func__`
    pub function: Field<Value>,
    /// `__dict__`, or UNBOUND.
    pub dict: Field<Value>,
}
trace!(ClassMethod: function, dict);
layout!(ClassMethod, CLASSMETHOD);

/// `staticmethod`
#[repr(C)]
pub struct StaticMethod {
    /// The header.
    pub header: Header,
    /// `__func__`
    pub function: Field<Value>,
    /// `__dict__`, or UNBOUND.
    pub dict: Field<Value>,
}
trace!(StaticMethod: function, dict);
layout!(StaticMethod, STATICMETHOD);

/// `super`
#[repr(C)]
pub struct Super {
    /// The header.
    pub header: Header,
    /// `__thisclass__`: a class, UNBOUND before `__init__`.
    pub this_class: Field<Value>,
    /// `__self__`, or UNBOUND.
    pub receiver: Field<Value>,
    /// `__self_class__`, or UNBOUND.
    pub receiver_class: Field<Value>,
}
trace!(Super: this_class, receiver, receiver_class);
layout!(Super, SUPER);
