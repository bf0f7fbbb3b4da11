//! The index of a dict: open addressing with linear probes over the numbers of its entries.

use crate::layout::DictEntry;
use std::cell::Cell;
use taipan_heap::{RawBytes, Unsigned};

/// The places of an index, as wide as its dict's capacity needs them. Their number is a power of two.
pub(crate) enum Index<'a> {
    Narrow(&'a [Cell<u8>]),
    Middle(&'a [Cell<u16>]),
    Wide(&'a [Cell<u32>]),
}

/// How many bytes a place has, in an index of a dict that has room for so many entries.
#[inline(always)]
pub(crate) fn width_for(capacity: usize) -> usize {
    if capacity < 0xfe {
        1
    } else if capacity < 0xfffe {
        2
    } else {
        4
    }
}

/// What a place holds: nothing where all bits are 0, nothing any more where all are 1, else an entry's number plus one.
trait Place: Unsigned + Eq {
    const FREE: Self;
    const DELETED: Self;
    fn of(entry: usize) -> Self;
    fn entry(self) -> usize;
}

macro_rules! place {
    ($($t:ty)*) => { $(
        impl Place for $t {
            const FREE: $t = 0;
            const DELETED: $t = <$t>::MAX;
            #[inline(always)]
            fn of(entry: usize) -> $t {
                entry as $t + 1
            }
            #[inline(always)]
            fn entry(self) -> usize {
                self as usize - 1
            }
        }
    )* };
}
place! { u8 u16 u32 }

macro_rules! each_width {
    ($index:expr, $places:ident => $body:expr) => {
        match $index {
            Index::Narrow($places) => $body,
            Index::Middle($places) => $body,
            Index::Wide($places) => $body,
        }
    };
}

impl<'a> Index<'a> {
    #[inline(always)]
    pub(crate) fn new(raw: &'a RawBytes, capacity: usize) -> Index<'a> {
        match width_for(capacity) {
            1 => Index::Narrow(raw.integers()),
            2 => Index::Middle(raw.integers()),
            _ => Index::Wide(raw.integers()),
        }
    }

    /// Shows the entries that may have a hash, until `look` has what it looked for; else gives the place for a new entry of
    /// that hash: the first that holds nothing, or nothing any more.
    #[inline(always)]
    pub(crate) fn walk<T>(&self, hash: i64, look: impl FnMut(usize) -> Option<T>) -> Result<T, usize> {
        each_width!(self, places => walk(places, hash, look))
    }

    /// The place for a new entry.
    #[inline]
    pub(crate) fn free_place(&self, hash: i64) -> usize {
        each_width!(self, places => free_place(places, hash))
    }

    /// Enters an entry's number at a place; tells whether nothing was ever there.
    #[inline(always)]
    pub(crate) fn put(&self, place: usize, entry: usize) -> bool {
        each_width!(self, places => put(places, place, entry))
    }

    /// Takes an entry out.
    pub(crate) fn remove(&self, hash: i64, entry: usize) {
        each_width!(self, places => remove(places, hash, entry));
    }

    /// Enters the entries from the `first` on; none was deleted from the index.
    pub(crate) fn enter(&self, entries: &[DictEntry], first: usize) {
        each_width!(self, places => for (n, entry) in entries.iter().enumerate().skip(first) {
            put(places, free_place(places, entry.hash.get()), n);
        });
    }
}

/// Multiplying spreads hashes that differ in their high bits only.
#[inline(always)]
fn start<P>(places: &[Cell<P>], hash: i64) -> usize {
    ((hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (places.len() - 1)
}

#[inline(always)]
fn walk<P: Place, T>(
    places: &[Cell<P>],
    hash: i64,
    mut look: impl FnMut(usize) -> Option<T>,
) -> Result<T, usize> {
    let mut i = start(places, hash);
    let mut free = None;
    loop {
        let here = places[i].get();
        if here == P::FREE {
            return Err(free.unwrap_or(i));
        }
        if here == P::DELETED {
            free = free.or(Some(i));
        } else if let Some(found) = look(here.entry()) {
            return Ok(found);
        }
        i = (i + 1) & (places.len() - 1);
    }
}

#[inline(always)]
fn free_place<P: Place>(places: &[Cell<P>], hash: i64) -> usize {
    let mut i = start(places, hash);
    loop {
        let here = places[i].get();
        if here == P::FREE || here == P::DELETED {
            return i;
        }
        i = (i + 1) & (places.len() - 1);
    }
}

#[inline(always)]
fn put<P: Place>(places: &[Cell<P>], place: usize, entry: usize) -> bool {
    places[place].replace(P::of(entry)) == P::FREE
}

fn remove<P: Place>(places: &[Cell<P>], hash: i64, entry: usize) {
    let mut i = start(places, hash);
    while places[i].get() != P::of(entry) {
        i = (i + 1) & (places.len() - 1);
    }
    places[i].set(P::DELETED);
}
