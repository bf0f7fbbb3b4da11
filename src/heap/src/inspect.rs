//! A look at all cells, for the module `gc`.

use crate::alloc::{Heap, SIZES};
use crate::collect::Extent;
use crate::collect::Tracer;
use crate::gc::{Gc, Header};
use crate::region::{BLOCK, GRANULE, Use};
use std::collections::HashSet;

impl Heap {
    /// Collects, and gives the addresses of all cells that are left. They are cells until the next collection only.
    pub fn live_cells(&mut self) -> Vec<usize> {
        self.collect(Extent::Full);
        self.cells()
    }

    /// The addresses of all cells, alive or not. They are cells until the next collection only.
    pub fn cells(&mut self) -> Vec<usize> {
        self.sync_frontiers();
        self.share_all();
        let region = &self.region;
        let mut found = Vec::new();
        let mut block = 0;
        while block < region.n_blocks {
            let info = region.info(block);
            match info.usage {
                Use::Free | Use::LargeRest => block += 1,
                Use::LargeStart => {
                    found.push(region.block_address(block));
                    block += (info.span as usize).max(1);
                }
                Use::Small => {
                    let base = region.block_address(block);
                    let size = SIZES[info.class as usize] as usize;
                    let mut at = base;
                    while at + size <= base + BLOCK {
                        if at - base < info.frontier as usize || region.is_marked(region.marks, at) {
                            found.push(at);
                        }
                        at += size;
                    }
                    block += 1;
                }
            }
        }
        found
    }

    /// The header of a cell that [`Heap::cells`] found.
    pub fn cell_at(&self, address: usize) -> Option<Gc<Header>> {
        if !self.region.contains(address) || !address.is_multiple_of(GRANULE) {
            return None;
        }
        Some(Gc::from_address(address))
    }

    /// Must be called before [`Heap::referents`] once after a collection.
    pub fn prepare_referents(&mut self) {
        self.region.clear_new_marks();
    }

    /// What a cell refers to directly; storage cells (without a class) are looked through.
    pub fn referents(&mut self, cell: Gc<Header>) -> Vec<usize> {
        let mut stack = Vec::new();
        let mut found = Vec::new();
        let mut through = HashSet::new();
        let mut todo = vec![cell.address()];
        while let Some(address) = todo.pop() {
            let header = address as *const Header;
            let mut tracer = Tracer {
                region: &self.region,
                marks: self.region.new_marks,
                within: None,
                stack: &mut stack,
            };
            // SAFETY: the address is that of a live cell, whose header carries a kind of the layout table.
            unsafe { (self.layouts[(*header).kind() as usize].trace)(header, &mut tracer) };
            let first = found.len();
            while let Some(address) = tracer.next() {
                let bit = (address - self.region.base) / GRANULE;
                // SAFETY: the tracer has just set this bit.
                unsafe { *self.region.new_marks.add(bit >> 6) &= !(1 << (bit & 63)) };
                let header = Gc::<Header>::from_address(address);
                if header.class_address() != 0 {
                    found.push(address);
                } else if through.insert(address) {
                    todo.push(address);
                }
            }
            // The stack gave the last one first.
            found[first..].reverse();
        }
        found
    }
}
