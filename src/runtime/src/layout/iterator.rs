//! The built-in iterators that the interpreter makes itself.

use super::{layout, trace};
use crate::kinds;
use std::cell::Cell;
use taipan_heap::{Field, Header, Value};

/// An iterator over something with an index: lists (forwards and backwards), tuples, strings, byte strings, and any
/// object with `__getitem__`.
#[repr(C)]
pub struct SequenceIterator {
    /// The header.
    pub header: Header,
    /// What is iterated; UNBOUND when exhausted.
    pub sequence: Field<Value>,
    /// The next index (strings: the next byte offset).
    pub next: Cell<isize>,
}
trace!(SequenceIterator: sequence);
layout!(SequenceIterator, SEQUENCE_ITERATOR, |kind| {
    (kinds::LIST_ITERATOR..=kinds::BYTEARRAY_ITERATOR).contains(&kind) || kind == kinds::SEQUENCE_ITERATOR
});

/// An iterator over a range of small ints.
#[repr(C)]
pub struct RangeIterator {
    /// The header.
    pub header: Header,
    /// The next number.
    pub next: Cell<i64>,
    /// The distance.
    pub step: i64,
    /// How many are left.
    pub left: Cell<u64>,
}
trace!(RangeIterator:);
layout!(RangeIterator, RANGE_ITERATOR);

/// An iterator over a dict or set.
#[repr(C)]
pub struct DictIterator {
    /// The header; its kind says what is given out.
    pub header: Header,
    /// The dict or set; UNBOUND when exhausted.
    pub container: Field<Value>,
    /// The next entry.
    pub next: Cell<usize>,
    /// The length at the start, to notice changes.
    pub len: Cell<usize>,
    /// How many items are left.
    pub left: Cell<usize>,
}
trace!(DictIterator: container);
layout!(DictIterator, DICT_KEY_ITERATOR, |kind| (kinds::DICT_KEY_ITERATOR..=kinds::SET_ITERATOR)
    .contains(&kind));

/// An iterator made of two values: a callable and its sentinel (`iter(f, sentinel)`), an iterator and a counter
/// (`enumerate`), a function and an iterator (`map`, `filter`), iterators (`zip`), a sequence (`reversed`).
#[repr(C)]
pub struct PairIterator {
    /// The header.
    pub header: Header,
    /// The first value.
    pub first: Field<Value>,
    /// The second.
    pub second: Field<Value>,
    /// A flag (`strict`).
    pub strict: Cell<bool>,
}
trace!(PairIterator: first, second);
layout!(PairIterator, CALLABLE_ITERATOR, |kind| {
    (kinds::CALLABLE_ITERATOR..=kinds::CONTEXT_ITEMS).contains(&kind) || kind == kinds::LONG_RANGE_ITERATOR
});
