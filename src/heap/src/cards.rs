//! The card table: which parts of the heap were stored into since the last collection.
//!
//! A young collection keeps the marks of the last one (*sticky mark bits*: Demers et al., "Combining generational and
//! conservative garbage collection", 1990), so a cell that survived one is not looked at again, unless somebody stored
//! into it: every store into a cell dirties the card (512 bytes) that it falls on. The table covers the part of the address
//! space that all heaps lie in and has a fixed place, so that the barrier is a shift, a mask and the store of a byte.

use crate::region::{BLOCK, HEAP_END};
use std::ops::Range;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// How many bytes a card has.
pub(crate) const CARD: usize = 512;
/// A card for each 512 bytes of the address space up to where the heaps end.
const TABLE_LEN: usize = HEAP_END / CARD;

#[repr(align(64))]
struct Table([AtomicU8; TABLE_LEN]);

/// Pages of it that no heap reaches are never touched.
static TABLE: Table = Table([const { AtomicU8::new(0) }; TABLE_LEN]);

#[inline(always)]
fn card_of(address: usize) -> usize {
    (address / CARD) & (TABLE_LEN - 1)
}

/// The write barrier: to be called for each place in the heap that a value (or anything that keeps a cell alive) is stored to,
/// before or after the store, but with no collection in between.
#[inline(always)]
pub fn dirty<T>(place: *const T) {
    debug_assert!((place as usize) < HEAP_END, "a cell lies elsewhere");
    TABLE.0[card_of(place as usize)].store(1, Ordering::Relaxed);
}

/// [`dirty`] for a run of places.
#[inline(always)]
pub fn dirty_range<T>(from: *const T, count: usize) {
    let len = (count * size_of::<T>()).max(1);
    let last = (from as usize + len - 1) as *const u8;
    dirty(from);
    dirty(last);
    // Seldom more than these two.
    let mut at = (from as usize | (CARD - 1)) + 1;
    while at < last as usize {
        dirty(at as *const u8);
        at += CARD;
    }
}

/// The cards of some neighbouring blocks, eight in a word.
fn words(block_addresses: Range<usize>) -> &'static [AtomicU64] {
    let bytes = &TABLE.0[card_of(block_addresses.start)..][..block_addresses.len() / CARD];
    // SAFETY: a block has a multiple of eight cards and the table is aligned; plain loads and stores of both sizes are
    // only made under the lock of the interpreter whose heap this is.
    unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / 8) }
}

/// Makes the cards of some neighbouring blocks clean, and says whether one was dirty.
pub(crate) fn clean(block_addresses: Range<usize>) -> bool {
    let words = words(block_addresses);
    let was_dirty = words.iter().any(|w| w.load(Ordering::Relaxed) != 0);
    if was_dirty {
        words.iter().for_each(|w| w.store(0, Ordering::Relaxed));
    }
    was_dirty
}

/// Which cards of a block are dirty.
pub(crate) fn dirty_of(block_address: usize) -> impl Iterator<Item = usize> {
    words(block_address..block_address + BLOCK).iter().enumerate().flat_map(|(i, word)| {
        // Each dirty card is a one in its byte.
        let mut cards = word.load(Ordering::Relaxed).to_le();
        std::iter::from_fn(move || {
            let card = (cards != 0).then(|| i * 8 + cards.trailing_zeros() as usize / 8)?;
            cards &= cards - 1;
            Some(card)
        })
    })
}
