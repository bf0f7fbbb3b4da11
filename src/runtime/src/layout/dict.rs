//! The layout of dicts: entries in order of insertion, and an index into them.

use super::{layout, trace};
use crate::kinds;
use std::cell::Cell;
use taipan_heap::{AllocError, Field, Gc, Header, Heap, RawBytes, Trace, Tracer, Value, dirty_range};

/// A dict. The algorithm is in `dict.rs` of this crate.
#[repr(C)]
pub struct Dict {
    /// The header.
    pub header: Header,
    /// How many keys there are.
    pub len: Cell<usize>,
    /// How many entries are used, deleted ones included.
    pub n_entries: Cell<usize>,
    /// The entries.
    pub entries: Field<Gc<Entries>>,
    /// The open-addressing index into them; `None` for small dicts, which are searched entry by entry.
    pub index: Field<Option<Gc<RawBytes>>>,
    /// How many places of the index were ever taken.
    pub index_used: Cell<usize>,
    /// Goes up with each change of the keys (iterators look for it).
    pub keys_version: Cell<u32>,
    /// Inline caches hold pointers into the entries (module globals and builtins).
    pub is_namespace: Cell<bool>,
    /// All keys are strings.
    pub str_keys: Cell<bool>,
}
trace!(Dict: entries, index);
layout!(Dict, DICT, |kind| (kinds::DICT..=kinds::ORDERED_DICT).contains(&kind));

/// A `defaultdict`.
#[repr(C)]
pub struct DefaultDict {
    /// The dict it is.
    pub dict: Dict,
    /// What makes the values of missing keys, or None.
    pub factory: Field<Value>,
}
trace!(DefaultDict: dict, factory);
// SAFETY: `repr(C)`, and begins with a dict, which begins with the header; the number is this struct's alone.
unsafe impl taipan_heap::Layout for DefaultDict {
    const KIND: taipan_heap::Kind = kinds::DEFAULTDICT;
    const NAME: &'static str = "DefaultDict";
}
const _: () = assert!(std::mem::offset_of!(DefaultDict, dict.header) == 0);

/// An `OrderedDict`.
#[repr(C)]
pub struct OrderedDict {
    /// The dict it is.
    pub dict: Dict,
    /// Its `__dict__`, UNBOUND until asked for.
    pub attributes: Field<Value>,
    /// No entry in use lies before this one,
    pub first: Cell<usize>,
    /// as long as the entries are these.
    pub first_of: Field<Value>,
}
trace!(OrderedDict: dict, attributes, first_of);
// SAFETY: `repr(C)`, and begins with a dict, which begins with the header; the number is this struct's alone.
unsafe impl taipan_heap::Layout for OrderedDict {
    const KIND: taipan_heap::Kind = kinds::ORDERED_DICT;
    const NAME: &'static str = "OrderedDict";
}
const _: () = assert!(std::mem::offset_of!(OrderedDict, dict.header) == 0);

/// One key with its value; the key is UNBOUND where it was deleted.
#[repr(C)]
pub struct DictEntry {
    /// The key's hash.
    pub hash: Cell<i64>,
    /// The key.
    pub key: Field,
    /// The value.
    pub value: Field,
}

/// The storage of a dict's entries.
#[repr(C)]
pub struct Entries {
    header: Header,
    capacity: usize,
    // The entries follow.
}

impl Trace for Entries {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for entry in self.as_slice() {
            tracer.value(entry.key.get());
            tracer.value(entry.value.get());
        }
    }
}
layout!(Entries, ENTRIES);

impl Entries {
    /// Room for this many entries, all deleted.
    #[inline]
    pub fn new(heap: &mut Heap, capacity: usize) -> Result<Gc<Entries>, AllocError> {
        Entries::with(heap, capacity, 0, &[])
    }

    /// Room for this many entries, which holds copies of some from a place on; all others are deleted.
    #[inline]
    pub fn with(
        heap: &mut Heap,
        capacity: usize,
        at: usize,
        known: &[DictEntry],
    ) -> Result<Gc<Entries>, AllocError> {
        assert!(at <= capacity && known.len() <= capacity - at);
        let size = capacity
            .checked_mul(size_of::<DictEntry>())
            .and_then(|n| n.checked_add(size_of::<Entries>()))
            .ok_or(AllocError)?;
        let head = Entries { header: Header::storage::<Entries>(), capacity };
        // SAFETY: all `capacity` entries are written; those that are copied lie in another cell.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                let entries = p.add(1).cast::<DictEntry>();
                std::ptr::copy_nonoverlapping(known.as_ptr(), entries.add(at), known.len());
                for i in (0..at).chain(at + known.len()..capacity) {
                    entries.add(i).write(DictEntry {
                        hash: Cell::new(0),
                        key: Field::new(Value::UNBOUND),
                        value: Field::new(Value::UNBOUND),
                    });
                }
            })
        }
    }

    /// Copies entries to a place.
    pub fn write(&self, at: usize, entries: &[DictEntry]) {
        let to = &self.as_slice()[at..][..entries.len()];
        dirty_range(to.as_ptr(), entries.len());
        for (to, from) in to.iter().zip(entries) {
            to.hash.set(from.hash.get());
            to.key.set_quietly(from.key.get());
            to.value.set_quietly(from.value.get());
        }
    }

    /// The entries.
    #[inline(always)]
    pub fn as_slice(&self) -> &[DictEntry] {
        // SAFETY: `capacity` entries follow the struct in the cell.
        unsafe {
            std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<DictEntry>(), self.capacity)
        }
    }
}

/// `dict.keys()`, `.values()` and `.items()`: three types of one layout.
#[repr(C)]
pub struct DictView {
    /// The header.
    pub header: Header,
    /// The dict (a value, so that a subclass instance stays itself).
    pub dict: Value,
}
trace!(DictView: dict);
layout!(DictView, DICT_KEYS, |kind| (kinds::DICT_KEYS..=kinds::DICT_ITEMS).contains(&kind));

/// A read-only view of a mapping.
#[repr(C)]
pub struct MappingProxy {
    /// The header.
    pub header: Header,
    /// The mapping.
    pub mapping: Value,
}
trace!(MappingProxy: mapping);
layout!(MappingProxy, MAPPINGPROXY);
