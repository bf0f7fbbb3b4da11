//! Why a look-up found nothing.

use std::fmt;
use std::io;

/// The reason for a miss. All of them mean the same to a program: compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    /// There is no file for this source yet (or no cache directory).
    Absent,
    /// The file was made from another state of the source.
    Stale,
    /// The cache is switched off, or has no place to be.
    Off,
    /// The file or the directory cannot be opened, examined or mapped.
    Unreadable(io::ErrorKind),
    /// Something other than a regular file (or, for the directory, a directory) stands there.
    NotAFile,
    /// The file or the directory belongs to another user.
    OtherOwner,
    /// Others than its owner may write the file or the directory.
    OthersMayWrite,
    /// The file is shorter or longer than its header says, or too short for a header.
    Length,
    /// It does not begin as a cache file does.
    Foreign,
    /// It is a cache file of another format version.
    FormatVersion(u32),
    /// It was made by another compiler.
    Fingerprint,
    /// It is a sound file, but of another source whose path has the same hash.
    OtherSource,
    /// The header's fields or their checksum are wrong.
    HeaderDamaged,
    /// The image does not have the checksum it had when it was written.
    ImageDamaged,
}

impl Miss {
    /// Whether this is worth a line under `-v`: not the everyday misses of a first or changed source.
    pub fn is_remarkable(self) -> bool {
        !matches!(self, Miss::Absent | Miss::Stale | Miss::Off)
    }

    /// A small number per kind, for saying each kind once.
    pub(crate) fn bit(self) -> u32 {
        1 << match self {
            Miss::Absent => 0,
            Miss::Stale => 1,
            Miss::Off => 2,
            Miss::Unreadable(_) => 3,
            Miss::NotAFile => 4,
            Miss::OtherOwner => 5,
            Miss::OthersMayWrite => 6,
            Miss::Length => 7,
            Miss::Foreign => 8,
            Miss::FormatVersion(_) => 9,
            Miss::Fingerprint => 10,
            Miss::OtherSource => 11,
            Miss::HeaderDamaged => 12,
            Miss::ImageDamaged => 13,
        }
    }
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Miss::Absent => f.write_str("not in the cache"),
            Miss::Stale => f.write_str("the source has changed"),
            Miss::Off => f.write_str("the cache is off"),
            Miss::Unreadable(kind) => write!(f, "cannot be read: {kind}"),
            Miss::NotAFile => f.write_str("is not a plain file in a plain directory"),
            Miss::OtherOwner => f.write_str("belongs to another user"),
            Miss::OthersMayWrite => f.write_str("may be written by other users"),
            Miss::Length => f.write_str("is cut short or too long"),
            Miss::Foreign => f.write_str("is not a cache file"),
            Miss::FormatVersion(version) => write!(f, "has format version {version}"),
            Miss::Fingerprint => f.write_str("was made by another compiler"),
            Miss::OtherSource => f.write_str("was made from another source"),
            Miss::HeaderDamaged => f.write_str("has a damaged header"),
            Miss::ImageDamaged => f.write_str("has a damaged image"),
        }
    }
}

impl std::error::Error for Miss {}

impl From<io::Error> for Miss {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Miss::Absent,
            kind => Miss::Unreadable(kind),
        }
    }
}
