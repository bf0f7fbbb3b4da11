//! What a cache file is found by and what makes it stale.

use std::fs::Metadata;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The state of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// Its time of modification in nanoseconds since the epoch and its length in bytes.
    Stat {
        /// Time of modification, nanoseconds since the epoch.
        mtime_ns: i64,
        /// Length in bytes.
        size: u64,
    },
    /// A hash of its content.
    Hash(u128),
}

/// Names one code image: whose source, in which state, compiled how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key<'a> {
    /// The source's absolute path, or a name such as `<stdlib>` for what is no file.
    pub path: &'a Path,
    /// The source's state.
    pub stamp: Stamp,
    /// The optimisation level (`-O`, `-OO`).
    pub optimize: u8,
}

impl<'a> Key<'a> {
    /// The key of a source file. Take `metadata` from the open file *before* reading it, so that
    /// a write in between makes the file stale rather than the image wrong.
    pub fn of_file(path: &'a Path, metadata: &Metadata, optimize: u8) -> Self {
        let mtime_ns = metadata.mtime().wrapping_mul(1_000_000_000).wrapping_add(metadata.mtime_nsec());
        Key { path, stamp: Stamp::Stat { mtime_ns, size: metadata.size() }, optimize }
    }

    /// The key of a text that is known by its content: a source in `hash` mode, a bundle.
    pub fn of_text(path: &'a Path, text: &[u8], optimize: u8) -> Self {
        Key { path, stamp: Stamp::Hash(xxh3_128(text)), optimize }
    }

    /// The file name: the same for every state of the source, so that a new image replaces the old.
    pub(crate) fn file_name(&self) -> String {
        let mut hash = Xxh3::new();
        hash.update(self.path.as_os_str().as_bytes());
        let kind = match self.stamp {
            Stamp::Stat { .. } => 0,
            Stamp::Hash(_) => 1,
        };
        hash.update(&[0, kind, self.optimize]);
        format!("{:032x}.{SUFFIX}", hash.digest128())
    }
}

/// The suffix of cache files.
pub(crate) const SUFFIX: &str = "image";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_depends_on_path_kind_and_level_only() {
        let path = Path::new("/a/b.py");
        let a = Key { path, stamp: Stamp::Stat { mtime_ns: 1, size: 2 }, optimize: 0 };
        let b = Key { stamp: Stamp::Stat { mtime_ns: 9, size: 9 }, ..a };
        assert_eq!(a.file_name(), b.file_name());
        assert_ne!(a.file_name(), Key { optimize: 1, ..a }.file_name());
        assert_ne!(a.file_name(), Key { stamp: Stamp::Hash(0), ..a }.file_name());
        assert_ne!(a.file_name(), Key { path: Path::new("/a/c.py"), ..a }.file_name());
    }
}
