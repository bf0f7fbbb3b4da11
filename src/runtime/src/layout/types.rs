//! Classes.

use super::{Dict, Shape, Str, Tuple, layout};
use crate::native::N_SLOTS;
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Kind, Trace, Tracer, Value};

/// A class, native or made by a class statement.
#[repr(C)]
pub struct Type {
    /// The header; the class of a class is its metaclass.
    pub header: Header,
    /// A number that no other state of any class has: changes with every change of the class or its bases. 0: not cached.
    pub version: Cell<u32>,
    /// See [`crate::type_flags`].
    pub flags: Cell<u32>,
    /// The native type whose layout the instances have, or wrap.
    pub native: Cell<Kind>,
    /// Instance slots taken by `__slots__` and the payload.
    pub n_fixed: Cell<u16>,
    /// How many attribute slots new instances get (fixed ones included).
    pub n_inline: Cell<u16>,
    /// Which native type implements each operation: see [`crate::Slot`].
    pub slots: [Cell<Kind>; N_SLOTS],
    /// `__name__`
    pub name: Field<Gc<Str>>,
    /// `__qualname__`
    pub qualname: Field<Gc<Str>>,
    /// `__mro__`: a tuple (UNBOUND while the class is being made).
    pub mro: Field<Value>,
    /// `__bases__`
    pub bases: Field<Gc<Tuple>>,
    /// `__base__`: the base whose layout is extended; UNBOUND for `object`.
    pub base: Field<Value>,
    /// The attributes.
    pub dict: Field<Gc<Dict>>,
    /// The shape of instances without attributes.
    pub root_shape: Field<Option<Gc<Shape>>>,
    /// The shape of instances whose attributes live in a dict, once there is one.
    pub dict_shape: Field<Option<Gc<Shape>>>,
    /// `__slots__` names of this class alone, as a tuple, or UNBOUND.
    pub slot_names: Field<Value>,
}

impl Trace for Type {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.name.trace(tracer);
        self.qualname.trace(tracer);
        self.mro.trace(tracer);
        self.bases.trace(tracer);
        self.base.trace(tracer);
        self.dict.trace(tracer);
        self.root_shape.trace(tracer);
        self.dict_shape.trace(tracer);
        self.slot_names.trace(tracer);
    }
}
layout!(Type, TYPE);

impl Type {
    /// Are these flags set?
    #[inline(always)]
    pub fn has_flag(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }

    /// Sets flags.
    pub fn set_flag(&self, flag: u32) {
        self.flags.set(self.flags.get() | flag);
    }

    /// Clears flags.
    pub fn clear_flag(&self, flag: u32) {
        self.flags.set(self.flags.get() & !flag);
    }

    /// The classes in method resolution order.
    #[inline]
    pub fn mro_slice(&self) -> &[Value] {
        match self.mro.get().cast::<Tuple>() {
            Some(mro) => mro.to_ref().as_slice(),
            None => &[],
        }
    }
}
