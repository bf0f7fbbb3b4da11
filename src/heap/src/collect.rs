//! The collector: marks from the roots, lets the owner look after weak references and finalisers, then derives the free
//! blocks and runs from the marks. There is no sweep over cells: the mark bits are the allocation bits.

use crate::alloc::{Heap, MAGIC, SIZES};
use crate::gc::{Gc, Header, LayoutInfo};
use crate::region::{BLOCK, BLOCK_SHIFT, BlockInfo, GRANULE, Region, Use};
use crate::value::Value;

/// What knows the roots of a heap: the interpreter.
pub trait RootSource {
    /// Marks everything that is alive by itself. `sp` is the native stack's end on the running thread.
    fn mark_roots(&mut self, collector: &mut Collector<'_>, sp: usize);
    /// Called when all that the roots reach is marked: clears weak references to the dead, and marks what finalisers
    /// must still see.
    fn after_mark(&mut self, collector: &mut Collector<'_>);
}

/// A running collection.
pub struct Collector<'h> {
    heap: &'h mut Heap,
    stack: Vec<usize>,
}

/// Receives what a cell holds.
pub struct Tracer<'s> {
    pub(crate) base: usize,
    pub(crate) marks: *mut u64,
    pub(crate) stack: &'s mut Vec<usize>,
}

impl Tracer<'_> {
    /// A value that the cell holds.
    #[inline(always)]
    pub fn value(&mut self, value: Value) {
        if value.is_cell() {
            self.cell(value.address());
        }
    }

    /// A cell that the cell refers to.
    #[inline(always)]
    pub fn cell(&mut self, address: usize) {
        let bit = (address - self.base) / GRANULE;
        // SAFETY: traced fields hold live cells of this heap only, whose mark words are committed.
        unsafe {
            let word = self.marks.add(bit >> 6);
            let mask = 1u64 << (bit & 63);
            if *word & mask == 0 {
                *word |= mask;
                self.stack.push(address);
            }
        }
    }

    /// A run of values.
    #[inline(always)]
    pub fn values(&mut self, values: &[Value]) {
        for &v in values {
            self.value(v);
        }
    }
}

impl Collector<'_> {
    pub(crate) fn run(heap: &mut Heap, roots: &mut dyn RootSource, sp: usize) {
        heap.retire_all_runs();
        heap.region.clear_new_marks();
        let mut collector = Collector { heap, stack: Vec::with_capacity(1024) };
        roots.mark_roots(&mut collector, sp);
        collector.drain();
        roots.after_mark(&mut collector);
        collector.drain();
        collector.finish();
    }

    /// Marks a value that is known to be alive (a root).
    pub fn mark(&mut self, value: Value) {
        let mut tracer = self.tracer();
        tracer.value(value);
    }

    /// Marks a cell that is known to be alive.
    pub fn mark_cell<T>(&mut self, cell: Gc<T>) {
        let mut tracer = self.tracer();
        tracer.cell(cell.address());
    }

    /// Hands out a tracer, for roots that know how to trace themselves.
    pub fn tracer(&mut self) -> Tracer<'_> {
        Tracer { base: self.heap.region.base, marks: self.heap.region.new_marks, stack: &mut self.stack }
    }

    /// Marks whatever the words of a native stack or of a register file may refer to.
    ///
    /// # Safety
    /// `[low, high)` must be readable.
    pub unsafe fn mark_range(&mut self, low: usize, high: usize) {
        let mut at = low.next_multiple_of(8);
        while at + 8 <= high {
            // SAFETY: within the readable range.
            let word = unsafe { std::ptr::read_volatile(at as *const usize) };
            self.mark_word(word);
            at += 8;
        }
    }

    /// Marks the cell that a word points at or into, if it does.
    #[inline]
    pub fn mark_word(&mut self, word: usize) {
        if let Some(start) = self.find_cell(word) {
            let mut tracer = self.tracer();
            tracer.cell(start);
        }
    }

    /// The allocated cell that an address lies in.
    fn find_cell(&self, word: usize) -> Option<usize> {
        let region = &self.heap.region;
        if !region.contains(word) {
            return None;
        }
        let block = region.block_of(word);
        let info = region.info(block);
        match info.usage {
            Use::Free => None,
            Use::LargeStart => Some(region.block_address(block)),
            Use::LargeRest => Some(region.block_address(block - info.span as usize)),
            Use::Small => {
                let offset = word & (BLOCK - 1);
                let size = SIZES[info.class as usize] as usize;
                let start = ((offset as u64 * MAGIC[info.class as usize]) >> 32) as usize * size;
                if start + size > BLOCK {
                    return None;
                }
                let address = region.block_address(block) + start;
                (start < info.frontier as usize || region.is_marked(region.marks, address)).then_some(address)
            }
        }
    }

    /// Has the cell been reached?
    pub fn is_marked(&self, address: usize) -> bool {
        self.heap.region.is_marked(self.heap.region.new_marks, address)
    }

    /// Traces until nothing new is found.
    pub fn drain(&mut self) {
        let layouts: *const LayoutInfo = self.heap.layouts.as_ptr();
        let mut tracer =
            Tracer { base: self.heap.region.base, marks: self.heap.region.new_marks, stack: &mut self.stack };
        while let Some(address) = tracer.stack.pop() {
            let header = address as *const Header;
            // SAFETY: only live cells are pushed; their headers carry a kind of the layout table.
            unsafe {
                let class = (*header).class_address();
                if class != 0 {
                    tracer.cell(class);
                }
                ((*layouts.add((*header).kind() as usize)).trace)(header, &mut tracer);
            }
        }
    }

    pub(crate) fn drop_resource(layouts: &[LayoutInfo], address: usize) {
        let header = address as *mut Header;
        // SAFETY: resource cells are registered once at allocation and removed when dropped.
        unsafe {
            if let Some(drop) = layouts[(*header).kind() as usize].drop {
                drop(header);
            }
        }
    }

    fn finish(self) {
        let heap = self.heap;
        let region = &heap.region;
        let new = region.new_marks;
        let mut dead = Vec::new();
        heap.resources.retain(|&address| {
            let alive = region.is_marked(new, address);
            if !alive {
                dead.push(address);
            }
            alive
        });
        for address in dead {
            Self::drop_resource(&heap.layouts, address);
        }
        let poisons = heap.poisons();
        for list in &mut heap.available {
            list.clear();
        }
        let (mut live_bytes, mut live_cells) = (0, 0);
        let mut to_release = Vec::new();
        let mut block = 0;
        while block < heap.region.n_blocks {
            let info = heap.region.info(block);
            match info.usage {
                Use::Free | Use::LargeRest => block += 1,
                Use::LargeStart => {
                    let address = heap.region.block_address(block);
                    if heap.region.is_marked(new, address) {
                        live_bytes += (info.span as usize) << BLOCK_SHIFT;
                        live_cells += 1;
                    } else {
                        to_release.push((block, info.span as usize));
                    }
                    block += info.span as usize;
                }
                Use::Small => {
                    // SAFETY: the words of this block are committed.
                    let n: u32 = unsafe { (*Region::words(new, block)).iter().map(|w| w.count_ones()).sum() };
                    let size = SIZES[info.class as usize] as usize;
                    if poisons {
                        poison(&heap.region, block, size, new);
                    }
                    if n == 0 {
                        to_release.push((block, 1));
                    } else {
                        live_bytes += n as usize * size;
                        live_cells += n as usize;
                        heap.region.set_info(block, BlockInfo { frontier: 0, ..info });
                        if (n as usize) < BLOCK / size {
                            heap.available[info.class as usize].push(block as u32);
                        }
                    }
                    block += 1;
                }
            }
        }
        // The new marks are the allocation bits from here on.
        std::mem::swap(&mut heap.region.marks, &mut heap.region.new_marks);
        for (start, count) in to_release {
            if poisons {
                // SAFETY: the span is dead.
                unsafe {
                    std::ptr::write_bytes(
                        heap.region.block_address(start) as *mut u8,
                        0xdb,
                        count << BLOCK_SHIFT,
                    )
                };
            }
            heap.region.release_blocks(start, count);
        }
        // Fill low blocks first, so that high ones become free.
        for list in &mut heap.available {
            list.reverse();
        }
        heap.stats.collections += 1;
        heap.stats.live_bytes = live_bytes;
        heap.stats.live_cells = live_cells;
        heap.stats.allocated_bytes = 0;
        heap.threshold = heap.min_threshold.max(live_bytes * 3 / 4);
        heap.region.trim((heap.threshold + (4 << 20)) >> BLOCK_SHIFT);
    }
}

/// Overwrites the free cells of a block, so that a use after the collection shows itself.
fn poison(region: &Region, block: usize, size: usize, marks: *mut u64) {
    let base = region.block_address(block);
    let mut at = base;
    while at + size <= base + BLOCK {
        if !region.is_marked(marks, at) {
            // SAFETY: an unmarked cell is dead.
            unsafe { std::ptr::write_bytes(at as *mut u8, 0xdb, size) };
        }
        at += size;
    }
}
