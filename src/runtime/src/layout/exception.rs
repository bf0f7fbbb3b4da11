//! Exceptions and tracebacks.

use super::{layout, trace};
use crate::kinds;
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Value};

/// An exception of any class.
#[repr(C)]
pub struct Exception {
    /// The header.
    pub header: Header,
    /// `args`: a tuple.
    pub args: Field<Value>,
    /// `__traceback__`, or None.
    pub traceback: Field<Value>,
    /// `__context__`, or None.
    pub context: Field<Value>,
    /// `__cause__`, or None.
    pub cause: Field<Value>,
    /// `__dict__`, or UNBOUND.
    pub dict: Field<Value>,
    /// An array with the attributes of its own class (`errno`, `name`, `value`, ...; see [`crate::extra`]), or UNBOUND.
    pub extra: Field<Value>,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
}
trace!(Exception: args, traceback, context, cause, dict, extra);
layout!(Exception, BASE_EXCEPTION, |kind| kinds::is_exception(kind));

/// One entry of a traceback.
#[repr(C)]
pub struct Traceback {
    /// The header.
    pub header: Header,
    /// `tb_next`: the entry nearer to where the exception was raised, or None.
    pub next: Field<Value>,
    /// `tb_frame`
    pub frame: Gc<super::Frame>,
    /// The index of the instruction.
    pub instruction: i32,
    /// `tb_lineno`, or -1 while it is to be looked up.
    pub line: Cell<i32>,
}
trace!(Traceback: next, frame);
layout!(Traceback, TRACEBACK);
