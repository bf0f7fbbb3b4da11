//! The one place that maps files.

#![expect(unsafe_code, reason = "mapping a file is unsafe: nobody may write or shorten it")]

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};

use memmap2::Mmap;

use crate::format::{Header, PIECE_BYTES};

/// A code image in a mapped file. It dereferences to the image's bytes, which begin at a multiple of
/// [`crate::IMAGE_ALIGN`].
#[derive(Debug)]
pub struct MappedImage {
    map: Mmap,
    header: Header,
}

/// Maps a file that the caller has found to be its user's own and not writable by others.
pub(crate) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: cache files are written under another name and renamed, never written in place nor
    // truncated, and only their owner may write them (both checked by the caller).
    unsafe { Mmap::map(file) }
}

impl MappedImage {
    /// Invariant: `header` was decoded from `map`, so its ranges lie inside.
    pub(crate) fn new(map: Mmap, header: Header) -> Self {
        assert_eq!(map.len(), header.image_at + header.image_bytes);
        MappedImage { map, header }
    }

    /// Whether the pieces under `range` have their checksums. Only long images
    /// ([`crate::WHOLE_CHECK_MAX`]) need this; the look-up has checked short ones whole.
    pub fn check(&self, range: Range<usize>) -> bool {
        if range.start > range.end || range.end > self.header.image_bytes {
            return false;
        }
        let pieces = range.start / PIECE_BYTES..range.end.div_ceil(PIECE_BYTES);
        pieces.into_iter().all(|idx| self.header.piece_is_sound(&self.map, idx))
    }

    /// Gives the image for the rest of the process: code stays mapped once it may have run.
    pub fn leak(self) -> &'static [u8] {
        let image: &'static MappedImage = Box::leak(Box::new(self));
        image
    }
}

impl Deref for MappedImage {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.map[self.header.image_at..]
    }
}

impl AsRef<[u8]> for MappedImage {
    fn as_ref(&self) -> &[u8] {
        self
    }
}
