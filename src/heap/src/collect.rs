//! The collector: marks from the roots, lets the owner look after weak references and finalisers, then derives the free
//! blocks and runs from the marks. There is no sweep over cells: the mark bits are the allocation bits.

use crate::alloc::{Heap, MAGIC, SIZES};
use crate::gc::{Gc, Header, LayoutInfo};
use crate::region::{BLOCK, BLOCK_SHIFT, BlockInfo, GRANULE, Region, Use};
use crate::value::Value;
use std::collections::HashSet;

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
    /// The bitmap that is filled: of a young collection that of the last one, which goes on to stand.
    marks: *mut u64,
    is_young: bool,
    /// See [`Tracer::within`].
    within: Option<*mut u64>,
}

/// How much a collection looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Cells made since the last collection; all older ones count as alive.
    Young,
    /// All cells.
    Full,
}

/// Receives what a cell holds.
pub struct Tracer<'s> {
    pub(crate) region: &'s Region,
    pub(crate) marks: *mut u64,
    /// Of the cells that words may refer to, only those marked here count. (A collection is being checked by another one.)
    pub(crate) within: Option<*mut u64>,
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
        let bit = (address - self.region.base) / GRANULE;
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

    /// A word that may be left over from something else: what it points at or into is held, if that is a cell.
    pub fn word(&mut self, word: usize) {
        if let Some(start) = find_cell(self.region, word)
            && self.within.is_none_or(|marks| self.region.is_marked(marks, start))
        {
            self.cell(start);
        }
    }

    /// A run of values. Of a long one only the beginning is looked at now, so that the stack of cells still to trace
    /// grows with the depth of the data and not with the length of an array.
    #[inline(always)]
    pub fn values(&mut self, values: &[Value]) {
        let now = if values.len() <= STRIDE { values } else { self.postpone(values) };
        for &v in now {
            self.value(v);
        }
    }

    /// Puts what follows the first [`STRIDE`] values on the stack, and returns these. The stack's entry is the end and,
    /// above it, the begin with [`RUN`] set.
    #[cold]
    fn postpone<'v>(&mut self, values: &'v [Value]) -> &'v [Value] {
        let (now, later) = values.split_at(STRIDE);
        let later = later.as_ptr_range();
        self.stack.push(later.end as usize);
        self.stack.push(later.start as usize | RUN);
        now
    }

    /// The next cell that was found and is still to trace.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Option<usize> {
        loop {
            match self.stack.pop()? {
                run if run & RUN != 0 => self.resume(run),
                address => return Some(address),
            }
        }
    }

    /// Goes on with a postponed run.
    #[cold]
    fn resume(&mut self, start: usize) {
        let end = self.stack.pop().expect("`postpone` pushes two words");
        let start = (start & !RUN) as *const Value;
        // SAFETY: `postpone` took both from one slice, and nothing runs during a collection that could free or shorten it.
        let values =
            unsafe { std::slice::from_raw_parts(start, (end - start as usize) / size_of::<Value>()) };
        self.values(values);
    }
}

/// How many values of a run are looked at in one go.
const STRIDE: usize = 256;
/// Marks a word on the stack as the begin of a postponed run; addresses of cells are even.
const RUN: usize = 1;
/// Marks a cell on a walk's stack as one whose referents are done.
const DONE: usize = 1;
/// How many cells are on their way from memory while others are traced.
const AHEAD: usize = 8;

/// Asks for the cache line at an address.
#[inline(always)]
fn prefetch(address: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch of any address is harmless, and SSE is part of x86-64.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(address as *const i8)
    };
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// The allocated cell that an address lies in.
fn find_cell(region: &Region, word: usize) -> Option<usize> {
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

impl Collector<'_> {
    pub(crate) fn run(heap: &mut Heap, roots: &mut dyn RootSource, sp: usize, extent: Extent) {
        heap.retire_all_runs();
        heap.forget_reuse();
        let is_young = extent == Extent::Young;
        let mut stack = Vec::with_capacity(1024);
        let marks = if is_young {
            heap.region.visit_dirty(|address| stack.push(address));
            heap.region.marks
        } else {
            heap.region.clear_cards();
            heap.region.clear_new_marks();
            heap.region.new_marks
        };
        let mut collector = Collector { heap, stack, marks, is_young, within: None };
        roots.mark_roots(&mut collector, sp);
        collector.drain();
        if is_young && collector.heap.poisons() {
            collector.verify(roots, sp);
        }
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
        Tracer { region: &self.heap.region, marks: self.marks, within: self.within, stack: &mut self.stack }
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
        if let Some(start) = find_cell(&self.heap.region, word) {
            self.tracer().cell(start);
        }
    }

    /// Is this a young collection, for which all that the last one found is alive?
    pub fn is_young(&self) -> bool {
        self.is_young
    }

    /// Has the cell been reached?
    #[inline]
    pub fn is_marked(&self, address: usize) -> bool {
        self.heap.region.is_marked(self.marks, address)
    }

    /// Checks that a young collection has found all that a full one finds: that no store went without its barrier.
    #[cold]
    fn verify(&mut self, roots: &mut dyn RootSource, sp: usize) {
        let found = std::mem::replace(&mut self.marks, self.heap.region.new_marks);
        self.is_young = false;
        self.within = Some(found);
        self.heap.region.clear_new_marks();
        roots.mark_roots(self, sp);
        self.drain();
        self.marks = found;
        self.is_young = true;
        self.within = None;
        self.heap.region.assert_within(self.heap.region.new_marks, found);
    }

    /// Traces until nothing new is found.
    pub fn drain(&mut self) {
        let layouts: *const LayoutInfo = self.heap.layouts.as_ptr();
        let mut tracer = self.tracer();
        // Headers lie all over the heap: the line of one is asked for when its cell leaves the stack, and the cell is traced
        // when `AHEAD` others have left it.
        let mut ahead = [0usize; AHEAD];
        let mut at = 0;
        let mut idle = 0;
        while idle < AHEAD {
            let next = tracer.next().unwrap_or(0);
            prefetch(next);
            let address = std::mem::replace(&mut ahead[at], next);
            at = (at + 1) % AHEAD;
            if address == 0 {
                idle = if next == 0 { idle + 1 } else { 0 };
                continue;
            }
            idle = 0;
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

    /// Marks what is found from dead cells that must live on for a while, their finalisers to run. Gives these cells in an
    /// order in which each comes before all that it refers to, unless they refer to each other; otherwise in the order given.
    pub fn mark_in_order(&mut self, cells: &[usize]) -> Vec<usize> {
        debug_assert!(self.stack.is_empty());
        let wanted: HashSet<usize> = cells.iter().copied().collect();
        let mut finished = Vec::with_capacity(cells.len());
        // A walk in depth: what a cell leads to is done before the cell is. The last one comes off first.
        let mut todo = cells.to_vec();
        while let Some(word) = todo.pop() {
            if word & DONE != 0 {
                finished.push(word & !DONE);
                continue;
            }
            if self.is_marked(word) {
                continue;
            }
            if wanted.contains(&word) {
                todo.push(word | DONE);
            }
            let layouts: *const LayoutInfo = self.heap.layouts.as_ptr();
            let (base, marks) = (self.heap.region.base, self.marks);
            let mut tracer = self.tracer();
            tracer.cell(word);
            tracer.stack.clear();
            let header = word as *const Header;
            // SAFETY: cells lead to cells, whose headers carry a kind of the layout table.
            unsafe {
                let class = (*header).class_address();
                if class != 0 {
                    tracer.cell(class);
                }
                ((*layouts.add((*header).kind() as usize)).trace)(header, &mut tracer);
            }
            // They are marked when their turn comes, since another way may lead to them before.
            while let Some(address) = tracer.next() {
                let bit = (address - base) / GRANULE;
                // SAFETY: the tracer has just set this bit.
                unsafe { *marks.add(bit >> 6) &= !(1 << (bit & 63)) };
                todo.push(address);
            }
        }
        finished.reverse();
        finished
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
        let new = self.marks;
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
        if let Some(traces) = &mut heap.traces {
            traces.retain(|address| heap.region.is_marked(new, address));
        }
        // The new marks are the allocation bits from here on.
        if !self.is_young {
            std::mem::swap(&mut heap.region.marks, &mut heap.region.new_marks);
        }
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
        let was_live = std::mem::replace(&mut heap.stats.live_bytes, live_bytes);
        heap.stats.live_cells = live_cells;
        heap.stats.allocated_bytes = 0;
        heap.plan(self.is_young, was_live, live_bytes);
        heap.region.trim((heap.threshold + (4 << 20)) >> BLOCK_SHIFT);
    }
}

/// By how many bytes the heap may grow until the next full collection, when so many are alive: three quarters more, and a half
/// more of what is beyond [`ROOMY`], so that the dead never outweigh what counts. A small heap goes up to [`SMALL`], since
/// marking what start-up left every few megabytes took a seventh of the time of programs that make garbage only.
pub(crate) fn headroom(live_bytes: usize) -> usize {
    let roomy = live_bytes.min(ROOMY);
    (roomy * 3 / 4 + (live_bytes - roomy) / 2).max(SMALL.saturating_sub(live_bytes + live_bytes / 4))
}

/// See [`headroom`].
const SMALL: usize = 7 << 20;

/// Heaps up to this size trade memory for fewer collections.
pub(crate) const ROOMY: usize = 24 << 20;

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
