//! Large results of which it is known when they are dead.
//!
//! What an operator makes often lies in one register until the next result is written there: in a loop over large integers
//! each is dead as soon as its successor is made. A collection finds that out megabytes later, and meanwhile every result
//! goes to memory that no cache holds (an `a | 1` of 10,000 digits took three times as long). So the interpreter may name a
//! register as a cell's only *holder*; overwriting it gives the cell back, and the next large cell of that size lies there.
//!
//! Invariant: a cell that has a holder here is referred to by that register and by nothing else. A collection forgets all.

use crate::alloc::{Heap, SIZES};
use crate::region::{BLOCK_SHIFT, Use};
use crate::value::Value;

/// Smaller cells are allocated as quickly as they would be reused.
pub const REUSED_MIN: usize = 384;
/// So many holders are known at a time.
const HOLDERS: usize = 8;
/// For so many instructions it is known whether what they make has one holder.
const SITES: usize = 16;

/// See the module.
pub(crate) struct Reuse {
    /// Registers, each with the cell that it holds; by the register's address.
    holders: [(usize, usize); HOLDERS],
    has_holders: bool,
    /// Instructions, with what was found out about them; by their addresses.
    sites: [(usize, bool); SITES],
    /// A cell of each size class that was given back, or 0.
    spare: [usize; SIZES.len()],
    /// A span of blocks that was given back, or 0.
    spare_span: usize,
}

impl Reuse {
    pub const fn new() -> Reuse {
        Reuse {
            holders: [(0, 0); HOLDERS],
            has_holders: false,
            sites: [(0, false); SITES],
            spare: [0; SIZES.len()],
            spare_span: 0,
        }
    }
}

fn row<const N: usize>(address: usize) -> usize {
    address / 8 % N
}

impl Heap {
    /// What was found out about the instruction at an address since the last collection (which may have freed its code).
    #[inline]
    pub fn known_site(&self, pc: usize) -> Option<bool> {
        let (known, answer) = self.reuse.sites[row::<SITES>(pc)];
        (known == pc).then_some(answer)
    }

    /// Writes down what was found out about an instruction.
    pub fn learn_site(&mut self, pc: usize, answer: bool) {
        self.reuse.sites[row::<SITES>(pc)] = (pc, answer);
    }

    /// Names the register that alone holds a new cell without references.
    #[inline]
    pub fn hold(&mut self, register: *const Value, cell: Value) {
        self.reuse.has_holders = true;
        self.reuse.holders[row::<HOLDERS>(register as usize)] = (register as usize, cell.address());
    }

    /// A register is overwritten: the cell in it is free if nothing else holds it.
    #[inline]
    pub fn overwrite(&mut self, register: *const Value, old: Value) {
        let holder = &mut self.reuse.holders[row::<HOLDERS>(register as usize)];
        if old.is_cell() && *holder == (register as usize, old.address()) {
            *holder = (0, 0);
            self.give_back(old.address());
        }
    }

    /// A cell gets another holder.
    pub fn share(&mut self, cell: Value) {
        for holder in &mut self.reuse.holders {
            if cell.is_cell() && holder.1 == cell.address() {
                *holder = (0, 0);
            }
        }
    }

    /// Any cell may get another holder.
    #[inline]
    pub fn share_all(&mut self) {
        if self.reuse.has_holders {
            self.reuse.holders = [(0, 0); HOLDERS];
            self.reuse.has_holders = false;
        }
    }

    /// Forgets everything, for a collection.
    pub(crate) fn forget_reuse(&mut self) {
        self.reuse = Reuse::new();
    }

    /// A cell that was given back, for a new one of this size.
    #[inline]
    pub(crate) fn take_spare(&mut self, class: usize) -> Option<usize> {
        let spare = std::mem::take(&mut self.reuse.spare[class]);
        if spare == 0 {
            return None;
        }
        self.note_allocation(spare, SIZES[class] as usize);
        Some(spare)
    }

    /// The same for a span of blocks.
    pub(crate) fn take_spare_span(&mut self, blocks: usize) -> Option<usize> {
        let spare = self.reuse.spare_span;
        if spare == 0 || self.region.info(self.region.block_of(spare)).span as usize != blocks {
            return None;
        }
        self.reuse.spare_span = 0;
        Some(spare)
    }

    fn give_back(&mut self, address: usize) {
        let block = self.region.block_of(address);
        let info = self.region.info(block);
        // What has lived through a collection counts as old, and new cells don't.
        if self.region.is_marked(self.region.marks, address) {
            return;
        }
        self.note_release(address);
        let (spare, size) = match info.usage {
            Use::Small => (&mut self.reuse.spare[info.class as usize], SIZES[info.class as usize] as usize),
            _ => (&mut self.reuse.spare_span, (info.span as usize) << BLOCK_SHIFT),
        };
        *spare = address;
        if self.poisons() {
            // But for the beginning: a word that is left over on a native stack may still have the cell traced.
            // SAFETY: the cell is dead.
            unsafe { std::ptr::write_bytes((address + 16) as *mut u8, 0xdb, size - 16) };
        }
    }
}
