//! The reservation of address space that all heaps of the process lie in, its blocks and their side tables.
//!
//! A block is 64 KiB and holds cells of one size class, or is part of a large cell's span. What the collector must know
//! of a block lies in tables beside the heap, not in the block, so that a page of cells is only written by the program.

use crate::alloc::SIZES;
use crate::cards::{self, CARD};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Where the first heap starts. All heaps lie below `HEAP_END`, so that a cell's address divided by 16 fits 32 bits.
pub const HEAP_BASE: usize = 0x8_0000_0000;
/// Where the address space of all heaps ends.
pub(crate) const HEAP_END: usize = 0x10_0000_0000;
const FIRST_HEAP: usize = 24 << 30;
/// Where the heaps of further interpreters lie: around the first one, and above what the system maps by itself.
const OTHERS: [Range<usize>; 2] = [8 << 30..HEAP_BASE, HEAP_BASE + FIRST_HEAP..HEAP_END];
/// How much address space such a heap takes: at most this, ...
const OTHER_MAX: usize = 2 << 30;
/// ... no less than this, and in between this part of the largest gap, so that a hundred find room.
const OTHER_MIN: usize = 32 << 20;
const GAP_PART: usize = 16;

/// The address space that heaps of further interpreters take.
static TAKEN: Mutex<Vec<Range<usize>>> = Mutex::new(Vec::new());

/// Takes address space for a further heap.
fn take_space() -> Option<Range<usize>> {
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    taken.sort_by_key(|t| t.start);
    let gaps = OTHERS.into_iter().flat_map(|area| {
        let inside = |t: &&Range<usize>| area.contains(&t.start);
        let starts = std::iter::once(area.start).chain(taken.iter().filter(inside).map(|t| t.end));
        let ends = taken.iter().filter(inside).map(|t| t.start).chain([area.end]);
        starts.zip(ends).map(|(start, end)| start..end).collect::<Vec<_>>()
    });
    let gap = gaps.max_by_key(Range::len)?;
    let len = (gap.len() / GAP_PART).next_multiple_of(OTHER_MIN).min(OTHER_MAX).min(gap.len());
    if len < OTHER_MIN {
        return None;
    }
    taken.push(gap.start..gap.start + len);
    Some(gap.start..gap.start + len)
}

/// Gives the address space of a further heap back.
fn return_space(base: usize) {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner).retain(|t| t.start != base);
}

pub(crate) const BLOCK_SHIFT: usize = 16;
pub(crate) const BLOCK: usize = 1 << BLOCK_SHIFT;
/// Cells start at multiples of this many bytes; the mark bitmap has a bit for each.
pub(crate) const GRANULE: usize = 16;
const MARK_WORDS_PER_BLOCK: usize = BLOCK / GRANULE / 64;
/// Memory is committed in steps of this many blocks (2 MiB).
const COMMIT_STEP: usize = 32;

/// From this block on (16 MiB) memory is asked for in huge pages: faults were a sixth of the time of programs that fill a
/// large heap. A small one stays small.
const HUGE_FROM: usize = 256;

/// What a block is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Use {
    Free = 0,
    Small = 1,
    LargeStart = 2,
    LargeRest = 3,
}

/// The side-table row of a block.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct BlockInfo {
    pub usage: Use,
    pub class: u8,
    /// Small: cells below this offset that carry no mark were allocated since the last collection.
    pub frontier: u32,
    /// LargeStart: how many blocks the span has. LargeRest: how many blocks back its start is.
    pub span: u32,
}

const _: () = assert!(size_of::<BlockInfo>() == 12);

/// The address space of one heap with its side tables.
pub(crate) struct Region {
    pub base: usize,
    pub end: usize,
    /// Blocks handed out at least once; all others lie above.
    pub n_blocks: usize,
    committed_blocks: usize,
    info: *mut BlockInfo,
    /// Marks of the last collection, which are also the allocation bits.
    pub marks: *mut u64,
    /// The bitmap that the running collection fills.
    pub new_marks: *mut u64,
    free: BTreeMap<usize, usize>,
    n_free: usize,
}

fn reserve(address: usize, len: usize) -> Option<usize> {
    let fixed = if address == 0 { 0 } else { fixed_flag() };
    // SAFETY: an anonymous mapping without access rights; nothing existing is replaced.
    let p = unsafe {
        libc::mmap(
            address as *mut _,
            len,
            libc::PROT_NONE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | fixed,
            -1,
            0,
        )
    };
    if p == libc::MAP_FAILED {
        return None;
    }
    if address != 0 && p as usize != address {
        // SAFETY: the mapping just made.
        unsafe { libc::munmap(p, len) };
        return None;
    }
    Some(p as usize)
}

#[cfg(target_os = "linux")]
fn fixed_flag() -> i32 {
    libc::MAP_FIXED_NOREPLACE
}
#[cfg(not(target_os = "linux"))]
fn fixed_flag() -> i32 {
    0
}
#[cfg(target_os = "linux")]
fn huge_pages() -> i32 {
    libc::MADV_HUGEPAGE
}
#[cfg(not(target_os = "linux"))]
fn huge_pages() -> i32 {
    libc::MADV_NORMAL
}

fn commit(address: usize, len: usize) -> bool {
    let page = 4096;
    let start = address & !(page - 1);
    let end = (address + len + page - 1) & !(page - 1);
    // SAFETY: only called for ranges inside our own reservations.
    unsafe { libc::mprotect(start as *mut _, end - start, libc::PROT_READ | libc::PROT_WRITE) == 0 }
}

impl Region {
    /// Reserves the next free part of the address space; `None` when it can't be had.
    pub fn reserve() -> Option<Region> {
        static HAS_FIRST: AtomicBool = AtomicBool::new(false);
        if !HAS_FIRST.swap(true, Ordering::Relaxed) {
            return Region::reserve_at(HEAP_BASE..HEAP_BASE + FIRST_HEAP);
        }
        let space = take_space()?;
        let region = Region::reserve_at(space.clone());
        if region.is_none() {
            return_space(space.start);
        }
        region
    }

    fn reserve_at(space: Range<usize>) -> Option<Region> {
        let (base, mut len) = (space.start, space.len());
        // A limit on address space (`ulimit -v`) refuses the full reservation; a smaller one may pass.
        while reserve(base, len).is_none() {
            len /= 2;
            if len < 16 << 20 {
                return None;
            }
        }
        let blocks = len >> BLOCK_SHIFT;
        let marks_len = blocks * MARK_WORDS_PER_BLOCK * 8;
        let info = reserve(0, blocks * size_of::<BlockInfo>())?;
        let marks = reserve(0, marks_len)?;
        let new_marks = reserve(0, marks_len)?;
        Some(Region {
            base,
            end: base + len,
            n_blocks: 0,
            committed_blocks: 0,
            info: info as *mut BlockInfo,
            marks: marks as *mut u64,
            new_marks: new_marks as *mut u64,
            free: BTreeMap::new(),
            n_free: 0,
        })
    }

    #[inline(always)]
    pub fn contains(&self, address: usize) -> bool {
        address.wrapping_sub(self.base) < self.n_blocks << BLOCK_SHIFT
    }

    #[inline(always)]
    pub fn block_of(&self, address: usize) -> usize {
        (address - self.base) >> BLOCK_SHIFT
    }

    #[inline(always)]
    pub fn block_address(&self, block: usize) -> usize {
        self.base + (block << BLOCK_SHIFT)
    }

    #[inline(always)]
    pub fn info(&self, block: usize) -> BlockInfo {
        debug_assert!(block < self.committed_blocks);
        // SAFETY: rows below `committed_blocks` are committed.
        unsafe { *self.info.add(block) }
    }

    #[inline(always)]
    pub fn set_info(&mut self, block: usize, info: BlockInfo) {
        debug_assert!(block < self.committed_blocks);
        // SAFETY: as above.
        unsafe { *self.info.add(block) = info }
    }

    /// The mark words of a block in one of the two bitmaps.
    #[inline(always)]
    pub fn words(marks: *mut u64, block: usize) -> *mut [u64; MARK_WORDS_PER_BLOCK] {
        // SAFETY: callers pass blocks below `n_blocks`, whose words are committed.
        unsafe { marks.add(block * MARK_WORDS_PER_BLOCK).cast() }
    }

    #[inline(always)]
    pub fn is_marked(&self, marks: *mut u64, address: usize) -> bool {
        let bit = (address - self.base) / GRANULE;
        // SAFETY: the address lies in a committed block.
        unsafe { *marks.add(bit >> 6) >> (bit & 63) & 1 != 0 }
    }

    fn grow_to(&mut self, blocks: usize) -> bool {
        if blocks <= self.committed_blocks {
            return true;
        }
        let max = (self.end - self.base) >> BLOCK_SHIFT;
        if blocks > max {
            return false;
        }
        // Grow by an eighth at least, so that large heaps make few calls.
        let target = (blocks.max(self.committed_blocks + self.committed_blocks / 8))
            .next_multiple_of(COMMIT_STEP)
            .min(max);
        let from = self.committed_blocks;
        let count = target - from;
        let ok = commit(self.info as usize + from * size_of::<BlockInfo>(), count * size_of::<BlockInfo>())
            && commit(
                self.marks as usize + from * MARK_WORDS_PER_BLOCK * 8,
                count * MARK_WORDS_PER_BLOCK * 8,
            )
            && commit(
                self.new_marks as usize + from * MARK_WORDS_PER_BLOCK * 8,
                count * MARK_WORDS_PER_BLOCK * 8,
            )
            && commit(self.block_address(from), count << BLOCK_SHIFT);
        if ok {
            if from >= HUGE_FROM {
                // SAFETY: advice on our own memory.
                unsafe {
                    libc::madvise(self.block_address(from) as *mut _, count << BLOCK_SHIFT, huge_pages())
                };
            }
            self.committed_blocks = target;
        }
        ok
    }

    /// Takes `count` neighbouring free blocks; `None` when memory is exhausted. Their mark words are zero.
    pub fn take_blocks(&mut self, count: usize) -> Option<usize> {
        if self.n_free >= count {
            let found = self.free.iter().find(|&(_, &len)| len >= count).map(|(&start, &len)| (start, len));
            if let Some((start, len)) = found {
                self.free.remove(&start);
                if len > count {
                    self.free.insert(start + count, len - count);
                }
                self.n_free -= count;
                return Some(start);
            }
        }
        let start = self.n_blocks;
        if !self.grow_to(start + count) {
            return None;
        }
        self.n_blocks += count;
        Some(start)
    }

    /// Takes the `count` blocks from `start` on, if all of them are free. Their mark words are zero.
    pub fn take_blocks_at(&mut self, start: usize, count: usize) -> bool {
        if start == self.n_blocks {
            if !self.grow_to(start + count) {
                return false;
            }
            self.n_blocks += count;
            return true;
        }
        let Some(&len) = self.free.get(&start).filter(|&&len| len >= count) else { return false };
        self.free.remove(&start);
        if len > count {
            self.free.insert(start + count, len - count);
        }
        self.n_free -= count;
        true
    }

    /// Gives blocks back. Their mark words must be zero in the current bitmap.
    pub fn release_blocks(&mut self, start: usize, count: usize) {
        for block in start..start + count {
            self.set_info(block, BlockInfo { usage: Use::Free, class: 0, frontier: 0, span: 0 });
        }
        self.n_free += count;
        let (mut start, mut count) = (start, count);
        if let Some((&before, &len)) = self.free.range(..start).next_back()
            && before + len == start
        {
            self.free.remove(&before);
            start = before;
            count += len;
        }
        if let Some(&len) = self.free.get(&(start + count)) {
            self.free.remove(&(start + count));
            count += len;
        }
        self.free.insert(start, count);
    }

    /// Gives the pages of free spans beyond `keep` blocks back to the system.
    pub fn trim(&mut self, keep: usize) {
        let mut kept = 0;
        for (&start, &len) in &self.free {
            if kept + len <= keep {
                kept += len;
                continue;
            }
            // SAFETY: free blocks hold no cells; their content is not read before it is written.
            unsafe {
                libc::madvise(self.block_address(start) as *mut _, len << BLOCK_SHIFT, libc::MADV_DONTNEED)
            };
        }
    }

    /// Panics where the bitmap `inner` has a mark that `outer` has not.
    pub fn assert_within(&self, inner: *mut u64, outer: *mut u64) {
        for i in 0..self.n_blocks * MARK_WORDS_PER_BLOCK {
            // SAFETY: the words of all blocks below `n_blocks` are committed.
            let (a, b) = unsafe { (*inner.add(i), *outer.add(i)) };
            let lost = a & !b;
            if lost != 0 {
                let address = self.base + (i * 64 + lost.trailing_zeros() as usize) * GRANULE;
                // SAFETY: a marked cell, which has a header.
                let kind = unsafe { (*(address as *const crate::gc::Header)).kind() };
                panic!(
                    "a store without the write barrier: the young collection lost {address:#x} of kind {kind}"
                );
            }
        }
    }

    /// The addresses that some neighbouring blocks cover.
    fn addresses(&self, block: usize, count: usize) -> Range<usize> {
        self.block_address(block)..self.block_address(block + count)
    }

    /// Makes all cards clean.
    pub fn clear_cards(&self) {
        cards::clean(self.addresses(0, self.n_blocks));
    }

    /// Calls `visit` with each marked cell that overlaps a dirty card (and perhaps some more), and makes all cards clean.
    pub fn visit_dirty(&self, mut visit: impl FnMut(usize)) {
        let mut visit = |address| {
            if self.is_marked(self.marks, address) {
                visit(address);
            }
        };
        let mut block = 0;
        while block < self.n_blocks {
            let info = self.info(block);
            match info.usage {
                Use::Free | Use::LargeRest => block += 1,
                Use::LargeStart => {
                    if cards::clean(self.addresses(block, info.span as usize)) {
                        visit(self.block_address(block));
                    }
                    block += info.span as usize;
                }
                Use::Small => {
                    let base = self.block_address(block);
                    let size = SIZES[info.class as usize] as usize;
                    // SAFETY: the block is in use, so its marks are committed.
                    let marks = unsafe { &*Region::words(self.marks, block) };
                    // Where the first cell begins that has not been visited.
                    let mut next = 0;
                    for card in cards::dirty_of(base) {
                        let start = card * CARD;
                        // One may reach into the card from before.
                        let before = start / size * size;
                        if (next..start).contains(&before) {
                            visit(base + before);
                        }
                        // Cells that are not marked are most of all, and not looked at.
                        let word = marks[start / GRANULE / 64] >> (start / GRANULE % 64);
                        let mut bits = word & ((1 << (CARD / GRANULE)) - 1);
                        while bits != 0 {
                            visit(base + start + bits.trailing_zeros() as usize * GRANULE);
                            bits &= bits - 1;
                        }
                        next = start + CARD;
                    }
                    cards::clean(self.addresses(block, 1));
                    block += 1;
                }
            }
        }
    }

    /// Zeroes the bitmap that the next collection fills.
    pub fn clear_new_marks(&mut self) {
        // SAFETY: the words of all blocks below `n_blocks` are committed.
        unsafe { std::ptr::write_bytes(self.new_marks, 0, self.n_blocks * MARK_WORDS_PER_BLOCK) };
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let blocks = (self.end - self.base) >> BLOCK_SHIFT;
        let marks_len = blocks * MARK_WORDS_PER_BLOCK * 8;
        // SAFETY: these are our own reservations, and no cell outlives its heap.
        unsafe {
            libc::munmap(self.base as *mut _, self.end - self.base);
            libc::munmap(self.info.cast(), blocks * size_of::<BlockInfo>());
            libc::munmap(self.marks.cast(), marks_len);
            libc::munmap(self.new_marks.cast(), marks_len);
        }
        return_space(self.base);
    }
}
