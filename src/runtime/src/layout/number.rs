//! Numbers that do not fit a word.

use super::{layout, trace};
use taipan_heap::{AllocError, Gc, Header, Heap, REUSED_MIN, Trace, Tracer, flags};
use taipan_number::big::write::copy_limbs;

/// An integer beyond 62 bits: a sign and limbs, least significant first.
#[repr(C)]
pub struct Int {
    /// The header.
    pub header: Header,
    /// Negative for negative numbers; its magnitude counts the limbs.
    signed_len: isize,
    // The limbs follow, or the int that has them ([`SHARES_LIMBS`]).
}
layout!(Int, INT);

/// The limbs are those of another int.
const SHARES_LIMBS: u16 = flags::LAYOUT;
impl Trace for Int {
    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(owner) = self.owner() {
            tracer.cell(owner.address());
        }
    }
}

impl Int {
    /// A new big integer. The caller has made sure that the value does not fit a word, and that the top limb is not zero.
    pub fn new(heap: &mut Heap, class: usize, negative: bool, limbs: &[u64]) -> Result<Gc<Int>, AllocError> {
        let len = limbs.len() as isize;
        let head = Int { header: Header::new::<Int>(class), signed_len: if negative { -len } else { len } };
        // SAFETY: the size has room for the limbs; nothing in them is traced. (What is mapped has a content before it is
        // written.)
        unsafe {
            heap.try_alloc_reused(size_of::<Int>() + limbs.len() * 8, head, |p| {
                copy_limbs(std::slice::from_raw_parts_mut(p.add(1).cast::<u64>(), limbs.len()), limbs);
            })
        }
    }

    /// A new big integer whose limbs `write` makes in place; it tells whether the number is negative. Zeros may be on top:
    /// how many limbs are left without them is what comes back beside the cell, and where that is one or none, the value
    /// may fit a word and the caller must not let the cell out.
    #[inline(always)]
    pub fn with_room(
        heap: &mut Heap,
        class: usize,
        room: usize,
        write: impl FnOnce(&mut [u64]) -> bool,
    ) -> Result<(Gc<Int>, usize), AllocError> {
        let head = Int { header: Header::new::<Int>(class), signed_len: 0 };
        let size = size_of::<Int>() + room * 8;
        // SAFETY: the size has room for the limbs; nothing in them is traced. They are some numbers before they are
        // written, for memory that is mapped has a content.
        unsafe {
            let cell = heap.try_alloc_reused(size, head, |_| {})?;
            let p = cell.address() as *mut Int;
            let limbs = std::slice::from_raw_parts_mut(p.add(1).cast::<u64>(), room);
            let negative = write(limbs);
            let mut len = room;
            while len > 0 && limbs[len - 1] == 0 {
                len -= 1;
            }
            (*p).signed_len = if negative { -(len as isize) } else { len as isize };
            Ok((cell, len))
        }
    }

    /// From so many limbs on cells are [reused](REUSED_MIN).
    pub const REUSED_LIMBS: usize = (REUSED_MIN - size_of::<Int>()) / 8;

    /// From so many limbs on it pays to share them.
    pub const SHARED_MIN: usize = 32;

    /// The number of the opposite sign, which shares the limbs. The caller has made sure that it does not fit a word.
    pub fn opposite(this: Gc<Int>, heap: &mut Heap) -> Result<Gc<Int>, AllocError> {
        let class = this.header.class_address();
        let owner = this.owner().unwrap_or(this);
        let head = Int { header: Header::new::<Int>(class), signed_len: -this.signed_len };
        head.header.set_flags(SHARES_LIMBS);
        // SAFETY: the size has room for the owner, which is all that is traced.
        unsafe {
            heap.try_alloc_sized(size_of::<Int>() + size_of::<Gc<Int>>(), head, |p| {
                p.add(1).cast::<Gc<Int>>().write(owner);
            })
        }
    }

    /// The int whose limbs these are, if that is another one.
    #[inline(always)]
    fn owner(&self) -> Option<Gc<Int>> {
        // SAFETY: an int with this flag was made by `opposite`, which wrote its owner behind the struct.
        self.header
            .has_flags(SHARES_LIMBS)
            .then(|| unsafe { *std::ptr::from_ref(self).add(1).cast::<Gc<Int>>() })
    }

    /// Is it below zero?
    #[inline(always)]
    pub fn is_negative(&self) -> bool {
        self.signed_len < 0
    }

    /// The magnitude.
    #[inline(always)]
    pub fn limbs(&self) -> &[u64] {
        let holder = self.owner().map_or(std::ptr::from_ref(self), |owner| owner.as_ptr());
        // SAFETY: that many limbs were written behind the holder's struct when its cell was made. An owner, which lives as
        // long as this int does, is none that shares, and has as many.
        unsafe { std::slice::from_raw_parts(holder.add(1).cast::<u64>(), self.signed_len.unsigned_abs()) }
    }
}

/// A float that the word can't hold: infinities, NaNs, the very large and very small.
#[repr(C)]
pub struct Float {
    /// The header.
    pub header: Header,
    /// The number.
    pub value: f64,
}
trace!(Float:);
layout!(Float, FLOAT);

/// A complex number.
#[repr(C)]
pub struct Complex {
    /// The header.
    pub header: Header,
    /// The real part.
    pub real: f64,
    /// The imaginary part.
    pub imag: f64,
}
trace!(Complex:);
layout!(Complex, COMPLEX);
