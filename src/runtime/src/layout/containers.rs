//! Tuples, lists, byte strings, ranges and slices.

use super::{layout, trace};
use std::cell::Cell;
use taipan_heap::{AllocError, Array, Field, Gc, Header, Heap, RawBytes, Trace, Tracer, Value, dirty_range};

/// A tuple: its items lie in the cell. The hash does only behind many items: with it every pair would take half as much
/// memory again.
#[repr(C)]
pub struct Tuple {
    /// The header.
    pub header: Header,
    len: usize,
    // The items follow, and then, for tuples of at least `HASHED_LEN`, the hash, 0 while unknown.
}

/// Tuples of at least so many items remember their hash.
const HASHED_LEN: usize = 16;

impl Trace for Tuple {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.values(self.as_slice());
    }
}
layout!(Tuple, TUPLE);

impl Tuple {
    /// A tuple of these items.
    #[inline]
    pub fn new(heap: &mut Heap, class: usize, items: &[Value]) -> Result<Gc<Tuple>, AllocError> {
        let size = Tuple::size(items.len())?;
        let head = Tuple { header: Header::new::<Tuple>(class), len: items.len() };
        // SAFETY: the size has room for the items, and all are written, as is the hash.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                std::ptr::copy_nonoverlapping(items.as_ptr(), p.add(1).cast::<Value>(), items.len());
                if let Some(hash) = (*p).known_hash() {
                    hash.set(0);
                }
            })
        }
    }

    /// A tuple of the items that a function gives for the numbers below `len`; it neither allocates nor fails.
    #[inline]
    pub fn from_fn(
        heap: &mut Heap,
        class: usize,
        len: usize,
        item: impl Fn(usize) -> Value,
    ) -> Result<Gc<Tuple>, AllocError> {
        let size = Tuple::size(len)?;
        let head = Tuple { header: Header::new::<Tuple>(class), len };
        // SAFETY: the size has room for the items, and all are written, as is the hash.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                let items = p.add(1).cast::<Value>();
                for i in 0..len {
                    items.add(i).write(item(i));
                }
                if let Some(hash) = (*p).known_hash() {
                    hash.set(0);
                }
            })
        }
    }

    #[inline(always)]
    fn size(len: usize) -> Result<usize, AllocError> {
        let words = if len >= HASHED_LEN { len.checked_add(1) } else { Some(len) };
        words.and_then(|n| n.checked_mul(8)).and_then(|n| n.checked_add(size_of::<Tuple>())).ok_or(AllocError)
    }

    /// Where a tuple of many items keeps its hash, 0 while unknown.
    #[inline(always)]
    pub fn known_hash(&self) -> Option<&Cell<i64>> {
        if self.len < HASHED_LEN {
            return None;
        }
        // SAFETY: the cell of a tuple of so many items has a word more, which was written when it was made; any bits are a hash.
        Some(unsafe { &*std::ptr::from_ref(self).add(1).cast::<Cell<i64>>().add(self.len) })
    }

    /// How many items there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// No items?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items. A tuple does not change, so they may be looked at across anything.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        // SAFETY: `len` items were written behind the struct when the cell was made.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Value>(), self.len) }
    }

    /// Gives an item to a tuple that only its maker knows: one that is read back item by item, as it may hold itself.
    pub fn init_item(&self, i: usize, value: Value) {
        assert!(i < self.len);
        // SAFETY: in range, and a field is a value in memory.
        let field = unsafe { &*std::ptr::from_ref(self).add(1).cast::<Field<Value>>().add(i) };
        field.set(self, value);
    }
}

/// A list.
#[repr(C)]
pub struct List {
    /// The header.
    pub header: Header,
    /// How many items there are.
    pub len: Cell<usize>,
    /// The items, and room for more.
    pub items: Field<Gc<Array>>,
}
trace!(List: items);
layout!(List, LIST);

impl List {
    /// The items. They must not be looked at across code that may change the list.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        &self.items.get().to_ref().as_slice()[..self.len.get()]
    }

    /// The item at an index in range.
    #[inline(always)]
    pub fn item(&self, i: usize) -> Value {
        self.items.get().get(i)
    }
}

impl List {
    /// Appends an item.
    ///
    /// # Panics
    /// With [`AllocError`] as payload when memory is exhausted.
    #[inline]
    pub fn push(&self, heap: &mut Heap, value: Value) {
        let len = self.len.get();
        if len == self.items.get().len() {
            self.grow(heap, len + 1);
        }
        self.items.get().set(len, value);
        self.len.set(len + 1);
    }

    /// Is there room for one more item, so that [`List::push`] needs no memory?
    #[inline]
    pub fn has_room(&self) -> bool {
        self.len.get() < self.items.get().len()
    }

    /// Appends items, of which there are at most `max`; getting them neither allocates nor changes the list.
    pub fn append_all(&self, heap: &mut Heap, max: usize, items: impl Iterator<Item = Value>) {
        let len = self.len.get();
        self.grow(heap, len + max);
        let array = self.items.get();
        let room = &array.to_ref().fields()[len..len + max];
        let mut n = 0;
        for (field, item) in room.iter().zip(items) {
            field.set_quietly(item);
            n += 1;
        }
        dirty_range(room.as_ptr(), n);
        self.len.set(len + n);
    }

    /// Makes room for at least `n` items in all.
    #[cold]
    #[inline(never)]
    pub fn grow(&self, heap: &mut Heap, n: usize) {
        let old = self.items.get();
        if n <= old.len() {
            return;
        }
        if old.grow_in_place(heap, n.max(old.len() + old.len() / 8)) {
            return;
        }
        let capacity = n.max(old.len() + old.len() / 2).max(4);
        let Ok(new) = Array::new(heap, capacity) else { std::panic::panic_any(AllocError) };
        new.write(0, &old.as_slice()[..self.len.get()]);
        self.items.set(self, new);
    }

    /// Replaces the items `[from, to)` by others (which are not this list's own).
    pub fn splice(&self, heap: &mut Heap, from: usize, to: usize, with: &[Value]) {
        let len = self.len.get();
        let new_len = len - (to - from) + with.len();
        self.grow(heap, new_len);
        let items = self.items.get();
        items.copy_within(to, from + with.len(), len - to);
        items.write(from, with);
        if new_len < len {
            items.clear(new_len, len);
        }
        self.len.set(new_len);
    }

    /// Removes all items.
    pub fn clear(&self, heap: &mut Heap) {
        let Ok(empty) = Array::new(heap, 0) else { std::panic::panic_any(AllocError) };
        self.len.set(0);
        self.items.set(self, empty);
    }
}

/// An immutable byte string: its bytes lie in the cell.
#[repr(C)]
pub struct Bytes {
    /// The header.
    pub header: Header,
    /// The hash, 0 while unknown.
    pub hash: Cell<i64>,
    len: usize,
    // The bytes follow.
}
trace!(Bytes:);
layout!(Bytes, BYTES);

impl Bytes {
    /// A byte string: one slice after the other.
    pub fn concat(heap: &mut Heap, class: usize, a: &[u8], b: &[u8]) -> Result<Gc<Bytes>, AllocError> {
        let len = a.len().checked_add(b.len()).ok_or(AllocError)?;
        let head = Bytes { header: Header::new::<Bytes>(class), hash: Cell::new(0), len };
        // SAFETY: the size has room for the bytes.
        unsafe {
            heap.try_alloc_sized(size_of::<Bytes>() + len, head, |p| {
                let data = p.add(1).cast::<u8>();
                std::ptr::copy_nonoverlapping(a.as_ptr(), data, a.len());
                std::ptr::copy_nonoverlapping(b.as_ptr(), data.add(a.len()), b.len());
            })
        }
    }

    /// A byte string of so many bytes, all of which `write` writes.
    pub fn written(
        heap: &mut Heap,
        class: usize,
        len: usize,
        write: impl FnOnce(&mut [u8]),
    ) -> Result<Gc<Bytes>, AllocError> {
        let head = Bytes { header: Header::new::<Bytes>(class), hash: Cell::new(0), len };
        let size = size_of::<Bytes>().checked_add(len).ok_or(AllocError)?;
        // SAFETY: the size has room for the bytes, which nobody else knows yet; memory of the heap always has a content.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                write(std::slice::from_raw_parts_mut(p.add(1).cast::<u8>(), len));
            })
        }
    }

    /// A byte string of so many zeros, which `fill` may overwrite.
    pub fn filled(
        heap: &mut Heap,
        class: usize,
        len: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Gc<Bytes>, AllocError> {
        let head = Bytes { header: Header::new::<Bytes>(class), hash: Cell::new(0), len };
        let size = size_of::<Bytes>().checked_add(len).ok_or(AllocError)?;
        // SAFETY: the size has room for the bytes, which nobody else knows yet.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                let data = p.add(1).cast::<u8>();
                data.write_bytes(0, len);
                fill(std::slice::from_raw_parts_mut(data, len));
            })
        }
    }

    /// The bytes.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: `len` bytes follow the struct in the cell, and never change.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<u8>(), self.len) }
    }
}

/// A mutable byte string.
#[repr(C)]
pub struct ByteArray {
    /// The header.
    pub header: Header,
    /// The bytes, and room around them.
    pub storage: Field<Gc<RawBytes>>,
    /// Where they start in the storage (deleting from the front moves this).
    pub start: Cell<usize>,
    /// How many there are.
    pub len: Cell<usize>,
    /// Views that forbid a change of the length.
    pub exports: Cell<usize>,
    /// How many native functions look at the bytes while they run Python code.
    pub pins: Cell<u32>,
}
trace!(ByteArray: storage);
layout!(ByteArray, BYTEARRAY);

impl ByteArray {
    /// The bytes. They must not be looked at across code that may change them.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        &self.storage.get().to_ref().as_slice()[self.start.get()..self.start.get() + self.len.get()]
    }
}

/// A range: start, stop and step are ints (of any size).
#[repr(C)]
pub struct Range {
    /// The header.
    pub header: Header,
    /// The first number.
    pub start: Value,
    /// The end, not included.
    pub stop: Value,
    /// The distance, not 0.
    pub step: Value,
    /// How many numbers there are (an int of any size).
    pub len: Value,
}
trace!(Range: start, stop, step, len);
layout!(Range, RANGE);

/// A slice: each part is any value, `None` where it was left out.
#[repr(C)]
pub struct Slice {
    /// The header.
    pub header: Header,
    /// `start`
    pub start: Value,
    /// `stop`
    pub stop: Value,
    /// `step`
    pub step: Value,
}
trace!(Slice: start, stop, step);
layout!(Slice, SLICE);
