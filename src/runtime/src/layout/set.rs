//! The layout of sets and frozensets: one open-addressing table.

use super::layout;
use crate::kinds;
use std::cell::Cell;
use taipan_heap::{AllocError, Field, Gc, Header, Heap, Trace, Tracer, Value};

/// A set or frozenset. The algorithm is in `set.rs` of this crate.
#[repr(C)]
pub struct Set {
    /// The header.
    pub header: Header,
    /// How many items there are.
    pub len: Cell<usize>,
    /// How many places are used, by items and by deleted ones.
    pub fill: Cell<usize>,
    /// The table; a power of two places.
    pub table: Field<Gc<SetTable>>,
    /// The hash of a frozenset, once `hash_known`.
    pub hash: Cell<i64>,
    /// Was the hash computed?
    pub hash_known: Cell<bool>,
    /// Where `pop` looks next.
    pub finger: Cell<usize>,
}

impl Trace for Set {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.table.trace(tracer);
    }
}
layout!(Set, SET, |kind| kind == kinds::SET || kind == kinds::FROZENSET);

/// A place of a set's table: UNBOUND with hash 0 where nothing ever was, UNBOUND with hash -1 where an item was deleted.
#[repr(C)]
pub struct SetEntry {
    /// The item's hash.
    pub hash: Cell<i64>,
    /// The item.
    pub key: Field,
}

impl SetEntry {
    /// Was nothing ever put here?
    #[inline(always)]
    pub fn is_unused(&self) -> bool {
        self.key.get().is_unbound() && self.hash.get() == 0
    }
}

/// The storage of a set.
#[repr(C)]
pub struct SetTable {
    header: Header,
    size: usize,
    // The places follow.
}

impl Trace for SetTable {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for entry in self.as_slice() {
            tracer.value(entry.key.get());
        }
    }
}
layout!(SetTable, SET_TABLE);

impl SetTable {
    /// An empty table.
    pub fn new(heap: &mut Heap, size: usize) -> Result<Gc<SetTable>, AllocError> {
        let bytes = size
            .checked_mul(size_of::<SetEntry>())
            .and_then(|n| n.checked_add(size_of::<SetTable>()))
            .ok_or(AllocError)?;
        let head = SetTable { header: Header::storage::<SetTable>(), size };
        // SAFETY: all `size` places are written.
        unsafe {
            heap.try_alloc_sized(bytes, head, |p| {
                let places = p.add(1).cast::<SetEntry>();
                for i in 0..size {
                    places.add(i).write(SetEntry { hash: Cell::new(0), key: Field::new(Value::UNBOUND) });
                }
            })
        }
    }

    /// The places.
    #[inline(always)]
    pub fn as_slice(&self) -> &[SetEntry] {
        // SAFETY: `size` places follow the struct in the cell.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<SetEntry>(), self.size) }
    }
}
