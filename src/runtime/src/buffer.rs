//! The buffer protocol: a view of an object's memory.

use taipan_heap::{Gc, RawBytes, Value};

/// A view of bytes that lie in the heap.
#[derive(Clone, Copy)]
pub struct Buffer {
    /// The object that gave the view (kept alive, told when the view is released).
    pub owner: Value,
    /// The bytearray that counts the views of its memory: the owner itself, or one that it keeps; or UNBOUND.
    pub exporter: Value,
    /// Where the bytes lie: the storage of a `bytearray` or `array`, or an immutable byte string.
    pub memory: BufferMemory,
    /// Where the view starts there.
    pub start: usize,
    /// How many bytes it has.
    pub len: usize,
    /// The bytes can't be changed.
    pub readonly: bool,
    /// Bytes an item has.
    pub item_size: usize,
    /// `struct` format of an item (a string value), or UNBOUND for `B`.
    pub format: Value,
    /// Tuple of ints, or UNBOUND for one dimension.
    pub shape: Value,
    /// Tuple of ints, or UNBOUND for contiguous.
    pub strides: Value,
}

/// Memory of a view.
#[derive(Clone, Copy)]
pub enum BufferMemory {
    /// Storage that may change.
    Storage(Gc<RawBytes>),
    /// An immutable byte string.
    Bytes(Gc<crate::layout::Bytes>),
    /// Memory outside the heap (a mapped file): its address.
    Foreign(usize),
}

impl BufferMemory {
    /// Bytes of the memory. They must not be looked at across code that may change them.
    ///
    /// Foreign memory has no length that could be checked: the view that gave it out bounds the range.
    pub fn slice<'a>(&self, at: usize, len: usize) -> &'a [u8] {
        let all: &'a [u8] = match *self {
            BufferMemory::Storage(raw) => raw.to_ref().as_slice(),
            BufferMemory::Bytes(bytes) => bytes.to_ref().as_slice(),
            // SAFETY: the exporter keeps its memory at this place while the view exists.
            BufferMemory::Foreign(address) => unsafe {
                return std::slice::from_raw_parts((address + at) as *const u8, len);
            },
        };
        at.checked_add(len).and_then(|end| all.get(at..end)).unwrap_or_default()
    }

    /// Writes bytes to memory that may change; an immutable byte string stays as it is.
    pub fn write(&self, at: usize, bytes: &[u8]) {
        match *self {
            BufferMemory::Storage(raw) => raw.write(at, bytes),
            BufferMemory::Bytes(_) => debug_assert!(false, "an immutable byte string does not change"),
            // SAFETY: the exporter keeps its memory at this place, writable, while the view exists.
            BufferMemory::Foreign(address) => unsafe {
                std::ptr::copy(bytes.as_ptr(), (address + at) as *mut u8, bytes.len());
            },
        }
    }
}

impl Buffer {
    /// A view of all of an immutable byte string.
    pub fn of_bytes(owner: Value, bytes: Gc<crate::layout::Bytes>) -> Buffer {
        Buffer {
            owner,
            exporter: Value::UNBOUND,
            memory: BufferMemory::Bytes(bytes),
            start: 0,
            len: bytes.as_slice().len(),
            readonly: true,
            item_size: 1,
            format: Value::UNBOUND,
            shape: Value::UNBOUND,
            strides: Value::UNBOUND,
        }
    }

    /// The bytes, if they are contiguous. They must not be looked at across code that may change them.
    pub fn as_slice<'a>(&self) -> Option<&'a [u8]> {
        if !self.strides.is_unbound() {
            return None;
        }
        let all: &'a [u8] = match self.memory {
            BufferMemory::Storage(raw) => raw.to_ref().as_slice(),
            BufferMemory::Bytes(bytes) => bytes.to_ref().as_slice(),
            BufferMemory::Foreign(address) => {
                // SAFETY: the exporter keeps its memory at this place while the view exists.
                return Some(unsafe {
                    std::slice::from_raw_parts((address + self.start) as *const u8, self.len)
                });
            }
        };
        Some(&all[self.start..self.start + self.len])
    }

    /// A copy of the bytes, in the order of the items.
    pub fn to_vec(&self) -> Vec<u8> {
        match self.as_slice() {
            Some(slice) => slice.to_vec(),
            None => self.gather(),
        }
    }

    /// The bytes of a view with strides.
    fn gather(&self) -> Vec<u8> {
        let ints = |v: Value| -> Vec<i64> {
            v.cast::<crate::layout::Tuple>()
                .map(|t| t.as_slice().iter().map(|v| v.as_small_int().unwrap_or(0)).collect())
                .unwrap_or_default()
        };
        let (shape, strides) = (ints(self.shape), ints(self.strides));
        let whole = Buffer { strides: Value::UNBOUND, start: 0, len: self.memory_len(), ..*self };
        let bytes = whole.as_slice().unwrap_or_default();
        let mut out = Vec::with_capacity(self.len);
        let mut at = vec![0i64; shape.len()];
        if shape.contains(&0) {
            return out;
        }
        loop {
            let offset = self.start as i64 + at.iter().zip(&strides).map(|(i, s)| i * s).sum::<i64>();
            out.extend_from_slice(&bytes[offset as usize..offset as usize + self.item_size]);
            let mut d = shape.len();
            loop {
                if d == 0 {
                    return out;
                }
                d -= 1;
                at[d] += 1;
                if at[d] < shape[d] {
                    break;
                }
                at[d] = 0;
            }
        }
    }

    fn memory_len(&self) -> usize {
        match self.memory {
            BufferMemory::Storage(raw) => raw.len(),
            BufferMemory::Bytes(bytes) => bytes.as_slice().len(),
            BufferMemory::Foreign(_) => self.start + self.len,
        }
    }
}
