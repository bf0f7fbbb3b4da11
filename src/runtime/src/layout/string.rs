//! Strings: immutable WTF-8, in the cell itself or in a buffer shared with the strings that it was grown from.

use super::{layout, trace};
use std::cell::Cell;
use taipan_heap::{AllocError, Field, Gc, Header, Heap, RawBytes, Trace, Tracer, flags};

/// The string has only ASCII characters.
pub const ASCII: u16 = flags::LAYOUT;
/// The string stands in the table of interned strings.
pub const INTERNED: u16 = flags::LAYOUT << 1;
/// The bytes lie in a [`StrBuffer`].
const BUFFERED: u16 = flags::LAYOUT << 2;
/// The string holds lone surrogates, so it is no UTF-8. (Set only where it was looked for.)
pub const SURROGATES: u16 = flags::LAYOUT << 3;

/// A string.
#[repr(C)]
pub struct Str {
    /// The header; its flags say how the rest is laid out.
    pub header: Header,
    /// The hash, 0 while unknown.
    pub hash: Cell<i64>,
    n_bytes: usize,
    // ASCII: the bytes, or the buffer.
    // Otherwise: `Wide`, then the bytes or the buffer.
}

/// What strings with non-ASCII characters have in addition.
#[repr(C)]
struct Wide {
    n_chars: usize,
    /// Byte offsets of every 64th character (u32 or u64 each), made on demand.
    index: Field<Option<Gc<RawBytes>>>,
}

impl Trace for Str {
    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(wide) = self.wide() {
            wide.index.trace(tracer);
        }
        if self.header.has_flags(BUFFERED) {
            self.buffer().trace(tracer);
        }
    }
}
layout!(Str, STR);

impl Str {
    /// A new string from text whose number of characters is known.
    #[inline]
    pub fn new(heap: &mut Heap, class: usize, text: &[u8], n_chars: usize) -> Result<Gc<Str>, AllocError> {
        let ascii = n_chars == text.len();
        let extra = if ascii { 0 } else { size_of::<Wide>() };
        let head = Str { header: Header::new::<Str>(class), hash: Cell::new(0), n_bytes: text.len() };
        if ascii {
            head.header.set_flags(ASCII);
        }
        let size = text.len().checked_add(size_of::<Str>() + extra).ok_or(AllocError)?;
        // SAFETY: as in `concat`.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                let mut data = p.add(1).cast::<u8>();
                if !ascii {
                    data.cast::<Wide>().write(Wide { n_chars, index: Field::new(None) });
                    data = data.add(size_of::<Wide>());
                }
                std::ptr::copy_nonoverlapping(text.as_ptr(), data, text.len());
            })
        }
    }

    /// The concatenation of two texts with `n_chars` characters together.
    pub fn concat(
        heap: &mut Heap,
        class: usize,
        a: &[u8],
        b: &[u8],
        n_chars: usize,
    ) -> Result<Gc<Str>, AllocError> {
        let n_bytes = a.len() + b.len();
        let ascii = n_chars == n_bytes;
        let extra = if ascii { 0 } else { size_of::<Wide>() };
        let head = Str { header: Header::new::<Str>(class), hash: Cell::new(0), n_bytes };
        if ascii {
            head.header.set_flags(ASCII);
        }
        let size = n_bytes.checked_add(size_of::<Str>() + extra).ok_or(AllocError)?;
        // SAFETY: the size covers head, `Wide` where it is there, and the bytes; all are written.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                let mut data = p.add(1).cast::<u8>();
                if !ascii {
                    data.cast::<Wide>().write(Wide { n_chars, index: Field::new(None) });
                    data = data.add(size_of::<Wide>());
                }
                std::ptr::copy_nonoverlapping(a.as_ptr(), data, a.len());
                std::ptr::copy_nonoverlapping(b.as_ptr(), data.add(a.len()), b.len());
            })
        }
    }

    /// A new string of `n_bytes` and `n_chars`, all of which `fill` writes.
    pub fn filled(
        heap: &mut Heap,
        class: usize,
        n_bytes: usize,
        n_chars: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Gc<Str>, AllocError> {
        let ascii = n_chars == n_bytes;
        let extra = if ascii { 0 } else { size_of::<Wide>() };
        let head = Str { header: Header::new::<Str>(class), hash: Cell::new(0), n_bytes };
        if ascii {
            head.header.set_flags(ASCII);
        }
        let size = n_bytes.checked_add(size_of::<Str>() + extra).ok_or(AllocError)?;
        // SAFETY: as in `concat`; memory of the heap always has a content, which nobody sees before `fill` has written.
        unsafe {
            heap.try_alloc_sized(size, head, |p| {
                let mut data = p.add(1).cast::<u8>();
                if !ascii {
                    data.cast::<Wide>().write(Wide { n_chars, index: Field::new(None) });
                    data = data.add(size_of::<Wide>());
                }
                fill(std::slice::from_raw_parts_mut(data, n_bytes));
            })
        }
    }

    /// `a + b` for a long `a`: the bytes go to a buffer with room, which later appends to the result share.
    pub fn append(heap: &mut Heap, class: usize, a: Gc<Str>, b: Gc<Str>) -> Result<Gc<Str>, AllocError> {
        let n_bytes = a.n_bytes.checked_add(b.n_bytes).ok_or(AllocError)?;
        let n_chars = a.n_chars() + b.n_chars();
        let shared = a
            .header
            .has_flags(BUFFERED)
            .then(|| a.buffer())
            .filter(|buffer| buffer.used.get() == a.n_bytes && n_bytes <= buffer.storage.len());
        let buffer = match shared {
            Some(buffer) => buffer,
            None => {
                let storage = RawBytes::new_uninitialised(heap, n_bytes + n_bytes / 2)?;
                storage.write(0, a.as_bytes());
                heap.alloc(StrBuffer {
                    header: Header::storage::<StrBuffer>(),
                    used: Cell::new(a.n_bytes),
                    storage,
                })
            }
        };
        buffer.storage.write(a.n_bytes, b.as_bytes());
        buffer.used.set(n_bytes);
        let ascii = n_chars == n_bytes;
        let extra = if ascii { 0 } else { size_of::<Wide>() };
        let head = Str { header: Header::new::<Str>(class), hash: Cell::new(0), n_bytes };
        head.header.set_flags(BUFFERED | if ascii { ASCII } else { 0 });
        // SAFETY: as in `concat`; the buffer pointer takes the place of the bytes.
        unsafe {
            heap.try_alloc_sized(size_of::<Str>() + extra + 8, head, |p| {
                let mut data = p.add(1).cast::<u8>();
                if !ascii {
                    data.cast::<Wide>().write(Wide { n_chars, index: Field::new(None) });
                    data = data.add(size_of::<Wide>());
                }
                data.cast::<Gc<StrBuffer>>().write(buffer);
            })
        }
    }

    /// Only ASCII characters?
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.header.has_flags(ASCII)
    }

    /// Is it in the table of interned strings?
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.header.has_flags(INTERNED)
    }

    /// The length in bytes.
    #[inline(always)]
    pub fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    /// The length in characters.
    #[inline(always)]
    pub fn n_chars(&self) -> usize {
        self.wide().map_or(self.n_bytes, |w| w.n_chars)
    }

    #[inline(always)]
    fn tail(&self) -> *const u8 {
        // SAFETY: what the flags promise follows the struct in its cell.
        unsafe { std::ptr::from_ref(self).add(1).cast() }
    }

    #[inline(always)]
    fn wide(&self) -> Option<&Wide> {
        if self.is_ascii() {
            None
        } else {
            // SAFETY: non-ASCII strings have a `Wide` there.
            Some(unsafe { &*self.tail().cast::<Wide>() })
        }
    }

    #[inline(always)]
    fn data(&self) -> *const u8 {
        let offset = if self.is_ascii() { 0 } else { size_of::<Wide>() };
        // SAFETY: within the cell.
        unsafe { self.tail().add(offset) }
    }

    fn buffer(&self) -> Gc<StrBuffer> {
        // SAFETY: only called with BUFFERED set, where a buffer pointer stands for the data.
        unsafe { *self.data().cast::<Gc<StrBuffer>>() }
    }

    /// The bytes.
    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        if self.header.has_flags(BUFFERED) {
            return self.buffered_bytes();
        }
        // SAFETY: `n_bytes` bytes were written there when the cell was made, and never change.
        unsafe { std::slice::from_raw_parts(self.data(), self.n_bytes) }
    }

    #[cold]
    fn buffered_bytes(&self) -> &[u8] {
        &self.buffer().to_ref().storage.to_ref().as_slice()[..self.n_bytes]
    }

    /// The text as UTF-8, or `None` where it has lone surrogates.
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        if self.is_ascii() {
            // SAFETY: ASCII is UTF-8.
            return Some(unsafe { std::str::from_utf8_unchecked(self.as_bytes()) });
        }
        std::str::from_utf8(self.as_bytes()).ok()
    }

    /// The text for a message: lone surrogates escaped.
    pub fn to_display(&self) -> String {
        match self.as_str() {
            Some(s) => s.to_owned(),
            // A surrogate is three bytes that start with ED.
            None => {
                let mut out = String::new();
                let mut rest = self.as_bytes();
                while let Err(error) = std::str::from_utf8(rest) {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    out.push_str(std::str::from_utf8(good).unwrap_or_default());
                    if bad.len() < 3 {
                        return out;
                    }
                    let c =
                        u32::from(bad[0] & 15) << 12 | u32::from(bad[1] & 63) << 6 | u32::from(bad[2] & 63);
                    out.push_str(&format!("\\u{c:04x}"));
                    rest = &bad[3..];
                }
                out.push_str(std::str::from_utf8(rest).unwrap_or_default());
                out
            }
        }
    }

    /// The sparse table of character offsets, if it was made.
    pub fn index(&self) -> Option<Gc<RawBytes>> {
        self.wide().and_then(|w| w.index.get())
    }
}

impl Str {
    /// Keeps the sparse table of character offsets.
    pub fn set_index(&self, table: Gc<RawBytes>) {
        if let Some(wide) = self.wide() {
            wide.index.set(self, Some(table));
        }
    }
}

/// Bytes that several strings share: each is a prefix of what is used.
#[repr(C)]
pub struct StrBuffer {
    /// The header.
    pub header: Header,
    used: Cell<usize>,
    storage: Gc<RawBytes>,
}
trace!(StrBuffer: storage);
layout!(StrBuffer, STR_BUILDER);
