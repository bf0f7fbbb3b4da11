//! Storage cells: arrays of values, arrays of bytes, and the growable vector for native code.

use crate::alloc::{AllocError, Heap};
use crate::cards;
use crate::collect::Tracer;
use crate::gc::{Field, Gc, Header, Kind, Layout, Trace};
use crate::value::Value;
use std::cell::Cell;

/// A number of values.
#[repr(C)]
pub struct Array {
    header: Header,
    len: Cell<usize>,
    // `len` values follow.
}

impl Trace for Array {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.values(self.as_slice());
    }
}
// SAFETY: `repr(C)`, begins with a header, and kind 1 is Array's in every layout table.
unsafe impl Layout for Array {
    const KIND: Kind = 1;
    const NAME: &'static str = "array";
}

impl Array {
    /// An array of unbound values.
    pub fn new(heap: &mut Heap, len: usize) -> Result<Gc<Array>, AllocError> {
        let size = len.checked_mul(8).and_then(|n| n.checked_add(size_of::<Array>())).ok_or(AllocError)?;
        let head = Array { header: Header::storage::<Array>(), len: Cell::new(len) };
        // SAFETY: `init` fills all `len` values.
        unsafe {
            heap.try_alloc_sized(size, head, |array| {
                let items = array.add(1).cast::<Value>();
                for i in 0..len {
                    items.add(i).write(Value::UNBOUND);
                }
            })
        }
    }

    /// An array that holds these values.
    pub fn from_slice(heap: &mut Heap, values: &[Value]) -> Result<Gc<Array>, AllocError> {
        Array::with_header(heap, Header::storage::<Array>(), values)
    }

    fn with_header(heap: &mut Heap, header: Header, values: &[Value]) -> Result<Gc<Array>, AllocError> {
        let len = values.len();
        let size = len.checked_mul(8).and_then(|n| n.checked_add(size_of::<Array>())).ok_or(AllocError)?;
        let head = Array { header, len: Cell::new(len) };
        // SAFETY: `init` fills all `len` values.
        unsafe {
            heap.try_alloc_sized(size, head, |array| {
                std::ptr::copy_nonoverlapping(values.as_ptr(), array.add(1).cast::<Value>(), len);
            })
        }
    }

    /// How many values there are.
    #[inline(always)]
    #[expect(
        clippy::len_without_is_empty,
        reason = "an array is made with its length; emptiness is no state of it"
    )]
    pub fn len(&self) -> usize {
        self.len.get()
    }

    #[inline(always)]
    fn items(&self) -> *mut Value {
        // SAFETY: the values follow the struct in the same cell.
        unsafe { std::ptr::from_ref(self).add(1).cast::<Value>().cast_mut() }
    }

    /// The values. They must not be looked at across code that may store into the array.
    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        // SAFETY: `len` values were initialised when the cell was made.
        unsafe { std::slice::from_raw_parts(self.items(), self.len.get()) }
    }

    /// The value at an index, which must be in range.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Value {
        assert!(i < self.len.get());
        // SAFETY: checked.
        unsafe { *self.items().add(i) }
    }

    /// The fields as such.
    #[inline(always)]
    pub fn fields(&self) -> &[Field<Value>] {
        // SAFETY: a `Field<Value>` is a `Value` in memory.
        unsafe { std::slice::from_raw_parts(self.items().cast::<Field<Value>>(), self.len.get()) }
    }
}

impl Gc<Array> {
    /// Stores a value at an index, which must be in range.
    #[inline(always)]
    pub fn set(self, i: usize, value: Value) {
        self.fields()[i].set(self, value);
    }

    /// Copies values into the array from an index on.
    pub fn write(self, at: usize, values: &[Value]) {
        assert!(at <= self.len() && values.len() <= self.len() - at);
        cards::dirty_range(self.as_slice()[at..].as_ptr(), values.len());
        // SAFETY: in range; `copy` allows the source to be this very array.
        unsafe { std::ptr::copy(values.as_ptr(), self.items().add(at), values.len()) };
    }

    /// Makes the array longer by unbound values, where it is a large one and the memory behind it is free. An array that
    /// grows step by step is not copied then, and leaves no garbage.
    pub fn grow_in_place(self, heap: &mut Heap, len: usize) -> bool {
        let old = self.len();
        let size = len.checked_mul(8).and_then(|n| n.checked_add(size_of::<Array>()));
        if len < old || !size.is_some_and(|size| heap.grow_large(self.address(), size)) {
            return false;
        }
        for i in old..len {
            // SAFETY: the cell reaches so far now.
            unsafe { self.items().add(i).write(Value::UNBOUND) };
        }
        self.len.set(len);
        true
    }

    /// Moves a range of values within the array.
    pub fn copy_within(self, from: usize, to: usize, count: usize) {
        assert!(
            from <= self.len() && count <= self.len() - from && to <= self.len() && count <= self.len() - to
        );
        cards::dirty_range(self.as_slice()[to..].as_ptr(), count);
        // SAFETY: both ranges are in bounds.
        unsafe { std::ptr::copy(self.items().add(from), self.items().add(to), count) };
    }

    /// Makes a range unbound.
    pub fn clear(self, from: usize, to: usize) {
        for field in &self.fields()[from..to] {
            field.set(self, Value::UNBOUND);
        }
    }

    /// The values as a mutable slice, without the write barrier: a young collection finds what is stored only while the
    /// array is referred to from a native stack.
    ///
    /// # Safety
    /// Nothing else may read or write the array while the slice is used.
    unsafe fn as_mut_slice<'a>(self) -> &'a mut [Value] {
        // SAFETY: in bounds; exclusivity is the caller's.
        unsafe { std::slice::from_raw_parts_mut(self.items(), self.len.get()) }
    }
}

/// The registers of a frame that does not run. What has not been written by the frame itself is left over from others, and
/// may be no value at all, or refer to what is gone: so they are traced as they are on the stack, word by word.
#[repr(transparent)]
pub struct Registers(Array);

impl Trace for Registers {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for value in self.0.as_slice() {
            tracer.word(value.bits() as usize);
        }
    }
}
// SAFETY: `repr(C)` inside, begins with a header, and kind 3 is that of Registers in every layout table.
unsafe impl Layout for Registers {
    const KIND: Kind = 3;
    const NAME: &'static str = "registers";
}

impl Registers {
    /// A copy of registers.
    pub fn from_slice(heap: &mut Heap, registers: &[Value]) -> Result<Gc<Registers>, AllocError> {
        let array = Array::with_header(heap, Header::storage::<Registers>(), registers)?;
        // SAFETY: an array in memory, whose header says that it is one of registers.
        Ok(unsafe { Gc::from_address_unchecked(array.address()) })
    }
}

impl Gc<Registers> {
    /// The registers as an array.
    #[inline(always)]
    pub fn array(self) -> Gc<Array> {
        // SAFETY: an array in memory.
        unsafe { Gc::from_address_unchecked(self.address()) }
    }
}

/// A fixed number of bytes.
#[repr(C)]
pub struct RawBytes {
    header: Header,
    len: usize,
    // `len` bytes follow.
}

impl Trace for RawBytes {
    fn trace(&self, _: &mut Tracer<'_>) {}
}
// SAFETY: `repr(C)`, begins with a header, and kind 2 is that of RawBytes in every layout table.
unsafe impl Layout for RawBytes {
    const KIND: Kind = 2;
    const NAME: &'static str = "bytes storage";
}

impl RawBytes {
    /// Zeroed bytes.
    pub fn new(heap: &mut Heap, len: usize) -> Result<Gc<RawBytes>, AllocError> {
        let size = len.checked_add(size_of::<RawBytes>()).ok_or(AllocError)?;
        let head = RawBytes { header: Header::storage::<RawBytes>(), len };
        // SAFETY: nothing is traced; all bytes are zeroed.
        unsafe { heap.try_alloc_sized(size, head, |b| std::ptr::write_bytes(b.add(1).cast::<u8>(), 0, len)) }
    }

    /// Bytes of any content, to be written before they are read.
    pub fn new_uninitialised(heap: &mut Heap, len: usize) -> Result<Gc<RawBytes>, AllocError> {
        let size = len.checked_add(size_of::<RawBytes>()).ok_or(AllocError)?;
        let head = RawBytes { header: Header::storage::<RawBytes>(), len };
        // SAFETY: nothing is traced, and heap memory is always readable bytes.
        unsafe { heap.try_alloc_sized(size, head, |_| ()) }
    }

    /// How many bytes there are.
    #[inline(always)]
    #[expect(clippy::len_without_is_empty, reason = "fixed storage; emptiness is no state of it")]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The bytes. They must not be looked at across code that may write them.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: `len` bytes follow the struct in the same cell.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<u8>(), self.len) }
    }

    /// The bytes as cells, for reading and writing through a shared reference.
    #[inline(always)]
    pub fn cells(&self) -> &[Cell<u8>] {
        // SAFETY: `Cell<u8>` is a `u8` in memory, and the bytes are only ever accessed under the interpreter's lock.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Cell<u8>>(), self.len) }
    }
}

/// Integers that storage can be looked at as.
///
/// # Safety
/// Any bits are a value of the type.
pub unsafe trait Unsigned: Copy {}
// SAFETY: so it is for all of these.
unsafe impl Unsigned for u8 {}
// SAFETY: see above.
unsafe impl Unsigned for u16 {}
// SAFETY: see above.
unsafe impl Unsigned for u32 {}

impl RawBytes {
    /// As many integers as the bytes make, as cells, in the machine's order.
    #[inline(always)]
    pub fn integers<T: Unsigned>(&self) -> &[Cell<T>] {
        const { assert!(size_of::<RawBytes>().is_multiple_of(align_of::<T>())) };
        // SAFETY: the bytes follow the struct in the same cell, which is aligned to 16; any bits are a value, and they are
        // only ever accessed under the interpreter's lock.
        unsafe {
            let start = std::ptr::from_ref(self).add(1).cast::<Cell<T>>();
            std::slice::from_raw_parts(start, self.len / size_of::<T>())
        }
    }
}

impl Gc<RawBytes> {
    /// Copies bytes in from an index on.
    pub fn write(self, at: usize, bytes: &[u8]) {
        assert!(at <= self.len && bytes.len() <= self.len - at);
        // SAFETY: in range; `copy` allows overlap.
        unsafe { std::ptr::copy(bytes.as_ptr(), self.as_ptr().add(1).cast::<u8>().add(at), bytes.len()) };
    }

    /// Moves a range within the storage.
    pub fn copy_within(self, from: usize, to: usize, count: usize) {
        assert!(from <= self.len && count <= self.len - from && to <= self.len && count <= self.len - to);
        // SAFETY: both ranges are in bounds.
        unsafe {
            let p = self.as_ptr().add(1).cast::<u8>();
            std::ptr::copy(p.add(from), p.add(to), count);
        }
    }

    /// The bytes as a mutable slice.
    ///
    /// # Safety
    /// Nothing else may read or write the storage while the slice is used.
    pub unsafe fn as_mut_slice<'a>(self) -> &'a mut [u8] {
        // SAFETY: in bounds; exclusivity is the caller's.
        unsafe { std::slice::from_raw_parts_mut(self.as_ptr().add(1).cast::<u8>(), self.len) }
    }
}

/// A growable vector of values for native code. The first few lie in it, so that most vectors never allocate; a buffer is
/// a cell. Both are found through the native stack that the vector stands on, and it must stand there; a `Vec<Value>`
/// would hide its values from the collector.
pub struct Values {
    inline: [Value; Values::INLINE],
    /// Where all values are once they are too many.
    buffer: Option<Gc<Array>>,
    len: usize,
}

impl Default for Values {
    fn default() -> Values {
        Values::new()
    }
}

impl Values {
    const INLINE: usize = 6;

    /// An empty vector, without a buffer.
    #[inline]
    pub const fn new() -> Values {
        Values { inline: [Value::UNBOUND; Values::INLINE], buffer: None, len: 0 }
    }

    /// An empty vector with room.
    #[inline]
    pub fn with_capacity(heap: &mut Heap, n: usize) -> Values {
        let mut v = Values::new();
        v.reserve(heap, n);
        v
    }

    /// A vector of these values.
    pub fn from_slice(heap: &mut Heap, values: &[Value]) -> Values {
        let mut v = Values::new();
        v.extend(heap, values);
        v
    }

    #[inline]
    fn capacity(&self) -> usize {
        self.buffer.map_or(Values::INLINE, |b| b.len())
    }

    /// Is there room for one more value, so that [`Values::push`] needs no memory?
    #[inline]
    pub fn has_room(&self) -> bool {
        self.len < self.capacity()
    }

    /// Makes room for `n` more values.
    ///
    /// # Panics
    /// With [`AllocError`] as payload when memory is exhausted.
    #[inline]
    pub fn reserve(&mut self, heap: &mut Heap, n: usize) {
        if n > self.capacity() - self.len {
            self.grow(heap, n);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, heap: &mut Heap, n: usize) {
        let needed = self.len.saturating_add(n);
        // Who asks for many at first knows how many there will be.
        let target = if self.buffer.is_none() && n > 1 { needed } else { needed.max(self.capacity() * 2) };
        if self.buffer.is_some_and(|buffer| buffer.grow_in_place(heap, target)) {
            return;
        }
        let Ok(new) = Array::new(heap, target) else { std::panic::panic_any(AllocError) };
        new.write(0, self.as_slice());
        self.buffer = Some(new);
    }

    /// Room for `n` values, to be stored before the next collection.
    #[inline]
    fn room(&mut self, at: usize, n: usize) -> &mut [Value] {
        match self.buffer {
            Some(buffer) => {
                // SAFETY: the buffer belongs to this vector alone, which is borrowed exclusively.
                let room = unsafe { &mut buffer.as_mut_slice()[at..at + n] };
                cards::dirty_range(room.as_ptr(), n);
                room
            }
            None => &mut self.inline[at..at + n],
        }
    }

    /// Appends a value.
    #[inline]
    pub fn push(&mut self, heap: &mut Heap, value: Value) {
        let len = self.len;
        match self.buffer {
            Some(buffer) if len < buffer.len() => buffer.set(len, value),
            None if len < Values::INLINE => self.inline[len] = value,
            _ => {
                self.grow(heap, 1);
                self.room(len, 1)[0] = value;
            }
        }
        self.len = len + 1;
    }

    /// Appends values, of which there are at most `max`; getting them does not allocate.
    #[inline]
    pub fn extend_from(&mut self, heap: &mut Heap, max: usize, values: impl Iterator<Item = Value>) {
        self.reserve(heap, max);
        let len = self.len;
        let mut n = 0;
        for (to, value) in self.room(len, max).iter_mut().zip(values) {
            *to = value;
            n += 1;
        }
        self.len = len + n;
    }

    /// Appends values.
    pub fn extend(&mut self, heap: &mut Heap, values: &[Value]) {
        self.reserve(heap, values.len());
        let len = self.len;
        self.room(len, values.len()).copy_from_slice(values);
        self.len = len + values.len();
    }

    /// Removes and returns the last value.
    pub fn pop(&mut self) -> Option<Value> {
        let last = self.as_slice().last().copied()?;
        self.len -= 1;
        Some(last)
    }

    /// Removes all values.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Keeps the first `n`.
    pub fn truncate(&mut self, n: usize) {
        self.len = self.len.min(n);
    }

    /// Replaces the value at an index.
    pub fn set(&mut self, i: usize, value: Value) {
        assert!(i < self.len, "index out of range");
        self.room(i, 1)[0] = value;
    }

    /// The values.
    #[inline]
    pub fn as_slice(&self) -> &[Value] {
        match &self.buffer {
            Some(buffer) => &buffer.as_slice()[..self.len],
            None => &self.inline[..self.len],
        }
    }

    /// The buffer, where there is one, with the number of values in it, for a list that takes it over.
    pub fn buffer(&self) -> Option<(Gc<Array>, usize)> {
        self.buffer.map(|buffer| (buffer, self.len))
    }
}

impl std::ops::Deref for Values {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        self.as_slice()
    }
}
