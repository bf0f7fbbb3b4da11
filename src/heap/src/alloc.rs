//! Allocation: size classes, free runs, large cells, and when to collect.

use crate::collect::{Collector, Extent, ROOMY, RootSource, headroom};
use crate::gc::{Gc, Layout, LayoutInfo};
use crate::region::{BLOCK, BLOCK_SHIFT, BlockInfo, GRANULE, Region, Use};
use crate::reuse::{REUSED_MIN, Reuse};
use crate::stack::with_spilled_registers;
use crate::traces::Traces;
use std::marker::PhantomPinned;

/// Memory is exhausted (the system's, or the heap's address space).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocError;

/// Cell sizes in bytes. Up to 512 every multiple of 16; above, an even division of a block.
pub(crate) const SIZES: [u32; 48] = {
    let mut s = [0u32; 48];
    let mut i = 0;
    while i < 32 {
        s[i] = 16 * (i as u32 + 1);
        i += 1;
    }
    let big =
        [640, 768, 912, 1088, 1360, 1632, 2032, 2720, 3264, 4096, 5456, 6544, 8192, 10912, 16384, 32768];
    let mut j = 0;
    while j < 16 {
        s[32 + j] = big[j];
        j += 1;
    }
    s
};
const MAX_SMALL: usize = 32768;
/// Up to here the classes come in even steps.
const MAX_STEP: usize = 512;

/// `ceil(2^32 / size)`: `offset * MAGIC >> 32` is the index of the cell at an offset into a block.
pub(crate) const MAGIC: [u64; 48] = {
    let mut m = [0u64; 48];
    let mut i = 0;
    while i < 48 {
        m[i] = (1u64 << 32).div_ceil(SIZES[i] as u64);
        i += 1;
    }
    m
};

/// The size class of a size in bytes of at most [`MAX_SMALL`].
#[inline(always)]
const fn class_of(size: usize) -> usize {
    if size <= MAX_STEP {
        (size - 1) / GRANULE
    } else {
        let mut class = 32;
        while (SIZES[class] as usize) < size {
            class += 1;
        }
        class
    }
}

/// The free run that a size class allocates from.
#[derive(Clone, Copy)]
struct Run {
    next: usize,
    end: usize,
}

/// A count of what the heap holds, for `gc.get_stats()` and tests.
#[derive(Clone, Copy, Default, Debug)]
pub struct HeapStats {
    /// Finished collections.
    pub collections: u64,
    /// Bytes in cells that the last collection found alive.
    pub live_bytes: usize,
    /// Cells that the last collection found alive.
    pub live_cells: usize,
    /// Bytes allocated since then (counted in runs, so a little ahead).
    pub allocated_bytes: usize,
}

/// How the collector is driven, from `TAIPAN_GC`.
#[derive(Clone, Copy)]
struct Stress {
    every: u32,
    left: u32,
    /// Counts collections: every eighth is a full one.
    round: u32,
}

/// One interpreter's cells.
pub struct Heap {
    runs: [Run; SIZES.len()],
    pub(crate) region: Region,
    /// The block that each class's run lies in.
    current: [usize; SIZES.len()],
    /// Blocks of each class that have free cells.
    pub(crate) available: [Vec<u32>; SIZES.len()],
    pub(crate) layouts: Vec<LayoutInfo>,
    /// Cells that own something outside the heap.
    pub(crate) resources: Vec<usize>,
    pub(crate) stats: HeapStats,
    pub(crate) reuse: Reuse,
    /// How many bytes may be allocated until the next collection.
    pub(crate) threshold: usize,
    /// The young cells that lived on have left too little room for more.
    is_full_due: bool,
    /// How large the heap may get until a full collection; 0 before the first.
    full_at: usize,
    /// What the last full collection found alive.
    full_live: usize,
    roots: Option<*mut dyn RootSource>,
    /// Automatic collections are to be rare (`gc.disable()`).
    disabled: bool,
    collecting: bool,
    stress: Option<Stress>,
    pub(crate) traces: Option<Box<Traces>>,
    _pin: PhantomPinned,
}

/// The first collection comes after this many bytes: what a tool allocates until it is at work is still in use then.
const FIRST_THRESHOLD: usize = 8 << 20;
/// After so many bytes at most there is a young collection.
const NURSERY: usize = 8 << 20;
/// So many bytes more may be allocated until a collection while automatic ones are off. They can't be off for good: what
/// CPython's reference counts free, only a collection frees here.
const DISABLED_ROOM: usize = 64 << 20;
/// There is no collection after fewer bytes than these.
const MIN_THRESHOLD: usize = 3 << 19;

impl Heap {
    /// A heap for cells of the given layouts (indexed by kind).
    pub fn new(layouts: Vec<LayoutInfo>) -> Result<Heap, AllocError> {
        Ok(Heap {
            runs: [Run { next: 0, end: 0 }; SIZES.len()],
            region: Region::reserve().ok_or(AllocError)?,
            current: [usize::MAX; SIZES.len()],
            available: [const { Vec::new() }; SIZES.len()],
            layouts,
            resources: Vec::new(),
            stats: HeapStats::default(),
            reuse: Reuse::new(),
            threshold: FIRST_THRESHOLD,
            is_full_due: true,
            full_at: 0,
            full_live: 0,
            roots: None,
            disabled: false,
            collecting: false,
            stress: None,
            traces: None,
            _pin: PhantomPinned,
        })
    }

    /// Names what knows the roots. Until then nothing is collected.
    ///
    /// # Safety
    /// The source outlives the heap's last allocation, and does not move.
    pub unsafe fn set_roots(&mut self, roots: *mut dyn RootSource) {
        self.roots = Some(roots);
    }

    /// Collects at every `every`-th allocation and overwrites what it frees.
    pub fn set_stress(&mut self, every: u32) {
        self.stress = Some(Stress { every: every.max(1), left: every.max(1), round: 0 });
        for class in 0..SIZES.len() {
            self.retire_run(class);
        }
    }

    pub(crate) fn poisons(&self) -> bool {
        self.stress.is_some()
    }

    /// Are automatic collections on?
    pub fn is_enabled(&self) -> bool {
        !self.disabled
    }

    /// Turns automatic collections on or off. Where they are off, memory stays bounded all the same: they get rare.
    pub fn set_enabled(&mut self, on: bool) {
        self.disabled = !on;
    }

    /// What the heap holds.
    pub fn stats(&self) -> HeapStats {
        self.stats
    }

    /// Allocates a cell with this content.
    ///
    /// # Panics
    /// With [`AllocError`] as payload when memory is exhausted; the interpreter turns that into `MemoryError`.
    #[inline(always)]
    pub fn alloc<T: Layout>(&mut self, content: T) -> Gc<T> {
        const { assert!(align_of::<T>() <= GRANULE && size_of::<T>() <= MAX_SMALL) };
        let address = self.alloc_small(const { class_of(size_of::<T>()) });
        // SAFETY: the address is a fresh cell of at least `size_of::<T>()` bytes, aligned to 16.
        unsafe { std::ptr::write(address as *mut T, content) };
        if const { std::mem::needs_drop::<T>() } {
            self.resources.push(address);
        }
        Gc::from_address(address)
    }

    /// Allocates `size` bytes for a cell that begins with `head`, the rest to be initialised by `init` at once.
    ///
    /// # Safety
    /// `size >= size_of::<T>()`, and `init` must write every byte that `T::trace` reads beyond `T` itself, without
    /// allocating.
    #[inline]
    pub unsafe fn try_alloc_sized<T: Layout>(
        &mut self,
        size: usize,
        head: T,
        init: impl FnOnce(*mut T),
    ) -> Result<Gc<T>, AllocError> {
        debug_assert!(size >= size_of::<T>());
        let address =
            if size <= MAX_STEP { self.alloc_small(class_of(size)) } else { self.alloc_wide(size)? };
        // SAFETY: as in `alloc`; the caller vouches for `init`.
        unsafe { std::ptr::write(address as *mut T, head) };
        init(address as *mut T);
        Ok(Gc::from_address(address))
    }

    /// As [`Heap::try_alloc_sized`], in a cell that was given back if there is one of this size.
    ///
    /// # Safety
    /// As there.
    #[inline]
    pub unsafe fn try_alloc_reused<T: Layout>(
        &mut self,
        size: usize,
        head: T,
        init: impl FnOnce(*mut T),
    ) -> Result<Gc<T>, AllocError> {
        if !(REUSED_MIN..=MAX_STEP).contains(&size) {
            // SAFETY: the caller's promise. (What is wide is reused there.)
            return unsafe { self.try_alloc_sized(size, head, init) };
        }
        let class = class_of(size);
        let address = self.take_spare(class).unwrap_or_else(|| self.alloc_small(class));
        // SAFETY: as in `alloc`; the caller vouches for `init`.
        unsafe { std::ptr::write(address as *mut T, head) };
        init(address as *mut T);
        Ok(Gc::from_address(address))
    }

    /// How many bytes a cell asked for with `size` bytes really has.
    pub fn rounded_size(size: usize) -> usize {
        if size <= MAX_SMALL { SIZES[class_of(size.max(1))] as usize } else { size.next_multiple_of(BLOCK) }
    }

    #[inline(always)]
    fn alloc_small(&mut self, class: usize) -> usize {
        let run = &mut self.runs[class];
        let address = run.next;
        let next = address + SIZES[class] as usize;
        if next <= run.end {
            run.next = next;
            address
        } else {
            self.alloc_small_slow(class)
        }
    }

    #[cold]
    #[inline(never)]
    fn alloc_small_slow(&mut self, class: usize) -> usize {
        let address = self.find_small(class);
        self.note_allocation(address, SIZES[class] as usize);
        address
    }

    /// Are runs to be one cell long, so that every allocation takes the slow path?
    fn is_every_one_slow(&self) -> bool {
        self.stress.is_some() || self.traces.is_some()
    }

    fn find_small(&mut self, class: usize) -> usize {
        let size = SIZES[class] as usize;
        if !self.before_slow(size) {
            std::panic::panic_any(AllocError);
        }
        loop {
            if self.next_run(class) {
                let run = &mut self.runs[class];
                let address = run.next;
                run.next += size;
                self.stats.allocated_bytes += run.end - address;
                return address;
            }
            self.retire_run(class);
            if let Some(block) = self.available[class].pop() {
                self.current[class] = block as usize;
                let start = self.region.block_address(block as usize);
                self.runs[class] = Run { next: start, end: start };
                continue;
            }
            let Some(block) = self.region.take_blocks(1) else { std::panic::panic_any(AllocError) };
            self.region
                .set_info(block, BlockInfo { usage: Use::Small, class: class as u8, frontier: 0, span: 0 });
            self.current[class] = block;
            let start = self.region.block_address(block);
            self.runs[class] = Run { next: start, end: start };
            if !self.is_every_one_slow() {
                // A block that was free is one run: there is no mark in it.
                let end = start + BLOCK / size * size;
                self.runs[class] = Run { next: start + size, end };
                self.stats.allocated_bytes += end - start;
                return start;
            }
        }
    }

    /// Finds the next run of free cells in the class's current block.
    fn next_run(&mut self, class: usize) -> bool {
        let block = self.current[class];
        if block == usize::MAX {
            return false;
        }
        let size = SIZES[class] as usize;
        let base = self.region.block_address(block);
        let last = base + (BLOCK / size) * size;
        let marks = self.region.marks;
        let mut at = self.runs[class].end;
        while at < last && self.region.is_marked(marks, at) {
            at += size;
        }
        if at >= last {
            return false;
        }
        let start = at;
        while at < last && !self.region.is_marked(marks, at) {
            at += size;
        }
        if self.is_every_one_slow() {
            at = start + size;
        }
        self.runs[class] = Run { next: start, end: at };
        true
    }

    /// Writes down how far the class's current block is used, and leaves it.
    fn retire_run(&mut self, class: usize) {
        let block = self.current[class];
        if block != usize::MAX {
            self.sync_frontier(class);
            self.current[class] = usize::MAX;
            self.runs[class] = Run { next: 0, end: 0 };
        }
    }

    fn sync_frontier(&mut self, class: usize) {
        let block = self.current[class];
        let mut info = self.region.info(block);
        info.frontier = (self.runs[class].next - self.region.block_address(block)) as u32;
        self.region.set_info(block, info);
    }

    /// Writes down how far the current blocks are used.
    pub(crate) fn sync_frontiers(&mut self) {
        for class in 0..SIZES.len() {
            if self.current[class] != usize::MAX {
                self.sync_frontier(class);
            }
        }
    }

    pub(crate) fn retire_all_runs(&mut self) {
        for class in 0..SIZES.len() {
            self.retire_run(class);
        }
    }

    /// Allocates more than [`MAX_STEP`] bytes.
    #[inline(never)]
    fn alloc_wide(&mut self, size: usize) -> Result<usize, AllocError> {
        if size > MAX_SMALL {
            return self.alloc_large(size);
        }
        let class = class_of(size);
        Ok(self.take_spare(class).unwrap_or_else(|| self.alloc_small(class)))
    }

    fn alloc_large(&mut self, size: usize) -> Result<usize, AllocError> {
        let blocks = size.checked_add(BLOCK - 1).ok_or(AllocError)? >> BLOCK_SHIFT;
        if blocks > u32::MAX as usize {
            return Err(AllocError);
        }
        if let Some(address) = self.take_spare_span(blocks) {
            self.note_allocation(address, blocks << BLOCK_SHIFT);
            return Ok(address);
        }
        self.before_slow(size);
        let start = match self.region.take_blocks(blocks) {
            Some(start) => start,
            None => {
                // Garbage may be in the way.
                self.collect(Extent::Full);
                self.region.take_blocks(blocks).ok_or(AllocError)?
            }
        };
        self.stats.allocated_bytes += blocks << BLOCK_SHIFT;
        self.region.set_info(
            start,
            BlockInfo { usage: Use::LargeStart, class: 0, frontier: 0, span: blocks as u32 },
        );
        for i in 1..blocks {
            self.region.set_info(
                start + i,
                BlockInfo { usage: Use::LargeRest, class: 0, frontier: 0, span: i as u32 },
            );
        }
        let address = self.region.block_address(start);
        self.note_allocation(address, blocks << BLOCK_SHIFT);
        Ok(address)
    }

    /// Makes a large cell reach over `size` bytes, if the blocks behind it are free; what was there before is not touched.
    pub(crate) fn grow_large(&mut self, address: usize, size: usize) -> bool {
        let start = self.region.block_of(address);
        if self.region.info(start).usage != Use::LargeStart || self.region.block_address(start) != address {
            return false;
        }
        let Some(blocks) = size.checked_add(BLOCK - 1).map(|size| size >> BLOCK_SHIFT) else { return false };
        let span = self.region.info(start).span as usize;
        if blocks <= span {
            return true;
        }
        if blocks > u32::MAX as usize {
            return false;
        }
        self.before_slow((blocks - span) << BLOCK_SHIFT);
        if !self.region.take_blocks_at(start + span, blocks - span) {
            return false;
        }
        self.stats.allocated_bytes += (blocks - span) << BLOCK_SHIFT;
        let info = |usage, span: usize| BlockInfo { usage, class: 0, frontier: 0, span: span as u32 };
        for i in span..blocks {
            self.region.set_info(start + i, info(Use::LargeRest, i));
        }
        self.region.set_info(start, info(Use::LargeStart, blocks));
        self.note_allocation(address, blocks << BLOCK_SHIFT);
        true
    }

    /// Collects when it is time to. Returns false only when that is needed and can't help.
    fn before_slow(&mut self, size: usize) -> bool {
        if let Some(stress) = &mut self.stress {
            stress.left -= 1;
            if stress.left == 0 {
                stress.left = stress.every;
                stress.round = stress.round.wrapping_add(1);
                let extent = if stress.round.is_multiple_of(8) { Extent::Full } else { Extent::Young };
                self.collect(extent);
            }
        } else if self.stats.allocated_bytes + size > self.limit() {
            if self.full_at > 0 {
                self.collect(Extent::Young);
            }
            if self.is_full_due {
                self.collect(Extent::Full);
            }
        }
        true
    }

    /// How many bytes may be allocated until the next collection.
    fn limit(&self) -> usize {
        let is_put_off = self.disabled && self.threshold > 0;
        self.threshold + if is_put_off { DISABLED_ROOM } else { 0 }
    }

    /// Decides when the next collection comes, and how far it goes.
    pub(crate) fn plan(&mut self, was_young: bool, was_live: usize, live: usize) {
        if !was_young {
            // What young collections let live and this one did not: if that is little, the next full one may wait, unless the
            // heap is small.
            let promoted = was_live.saturating_sub(self.full_live);
            let garbage = was_live.saturating_sub(live);
            let is_growing = live > ROOMY && garbage < promoted / 2;
            let headroom = headroom(live) * if is_growing { 2 } else { 1 };
            self.full_live = live;
            self.full_at = live + headroom;
        }
        let room = self.full_at.saturating_sub(live);
        self.is_full_due = room < MIN_THRESHOLD;
        self.threshold = room.clamp(MIN_THRESHOLD, NURSERY);
    }

    /// Lets the next collection come soon, for reasons that its bytes don't show.
    pub fn collect_soon(&mut self) {
        self.threshold = 0;
    }

    /// Collects now.
    #[inline(never)]
    pub fn collect(&mut self, extent: Extent) {
        let Some(roots) = self.roots else { return };
        if self.collecting {
            return;
        }
        self.collecting = true;
        let this: *mut Heap = self;
        with_spilled_registers(&mut |sp| {
            // SAFETY: `this` is the exclusive borrow above; `roots` is alive by the contract of `set_roots`. Vm and Heap are
            // `!Unpin`, so no `noalias` is assumed for the borrows that stand on the stack below us.
            unsafe { Collector::run(&mut *this, &mut *roots, sp, extent) }
        });
        self.collecting = false;
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        for address in std::mem::take(&mut self.resources) {
            Collector::drop_resource(&self.layouts, address);
        }
    }
}
