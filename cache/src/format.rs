//! The header before an image: writing it, and believing it. FORMAT.md draws it.

use std::os::unix::ffi::OsStrExt;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::{Key, Miss, Stamp};

/// The version of the file format; a change of the header's layout raises it.
pub const FORMAT_VERSION: u32 = 1;
/// An image begins at a multiple of this many bytes in the file, hence in the mapping.
pub const IMAGE_ALIGN: usize = 64;
/// The image is checksummed in pieces of this many bytes.
pub const PIECE_BYTES: usize = 64 << 10;
/// Images up to this many bytes are checked whole at each look-up, longer ones at both ends.
pub const WHOLE_CHECK_MAX: usize = 256 << 10;

const MAGIC: [u8; 8] = *b"\xD7TAIPAN\n";
/// Bytes before the piece checksums.
pub(crate) const FIXED_BYTES: usize = 80;
const CHECKSUM_AT: usize = 64;
/// No header is longer: the longest path plus the pieces of a 4 GiB image.
const HEADER_BYTES_MAX: u32 = 1 << 20;
/// No image is longer; what is larger is not worth a cache.
pub(crate) const IMAGE_BYTES_MAX: u64 = 4 << 30;

/// A header that has been believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// Offset of the image.
    pub image_at: usize,
    /// Length of the image.
    pub image_bytes: usize,
    /// Compiler.
    pub fingerprint: u64,
    /// State of the source.
    pub stamp: Stamp,
    /// Optimisation level.
    pub optimize: u8,
    /// Where the source's path stands.
    path_at: usize,
    path_bytes: usize,
}

/// The bytes of a header for `image`; `None` when path or image are too long to be cached.
pub(crate) fn encode(key: &Key<'_>, fingerprint: u64, image: &[u8]) -> Option<Vec<u8>> {
    let path = key.path.as_os_str().as_bytes();
    let n_pieces = image.len().div_ceil(PIECE_BYTES);
    let header_bytes = (FIXED_BYTES + 8 * n_pieces + path.len()).next_multiple_of(IMAGE_ALIGN);
    if image.len() as u64 > IMAGE_BYTES_MAX || header_bytes > HEADER_BYTES_MAX as usize {
        return None;
    }
    let (kind, low, high) = match key.stamp {
        Stamp::Stat { mtime_ns, size } => (0, mtime_ns as u64, size),
        Stamp::Hash(hash) => (1, hash as u64, (hash >> 64) as u64),
    };
    let mut header = Vec::with_capacity(header_bytes);
    header.extend_from_slice(&MAGIC);
    header.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    header.extend_from_slice(&(header_bytes as u32).to_le_bytes());
    header.extend_from_slice(&fingerprint.to_le_bytes());
    header.extend_from_slice(&[kind, key.optimize, 0, 0]);
    header.extend_from_slice(&(path.len() as u32).to_le_bytes());
    header.extend_from_slice(&low.to_le_bytes());
    header.extend_from_slice(&high.to_le_bytes());
    header.extend_from_slice(&(image.len() as u64).to_le_bytes());
    header.extend_from_slice(&(n_pieces as u32).to_le_bytes());
    header.extend_from_slice(&[0; 4 + 8 + 8]);
    assert_eq!(header.len(), FIXED_BYTES);
    for piece in image.chunks(PIECE_BYTES) {
        header.extend_from_slice(&xxh3_64(piece).to_le_bytes());
    }
    header.extend_from_slice(path);
    header.resize(header_bytes, 0);
    let checksum = header_checksum(&header);
    header[CHECKSUM_AT..CHECKSUM_AT + 8].copy_from_slice(&checksum.to_le_bytes());
    Some(header)
}

impl Header {
    /// Reads the header of a whole file; nothing of the image is touched.
    pub(crate) fn decode(file: &[u8]) -> Result<Header, Miss> {
        if file.len() < FIXED_BYTES {
            // A short file that does not even begin right is foreign rather than cut.
            let n = file.len().min(MAGIC.len());
            return Err(if file[..n] == MAGIC[..n] { Miss::Length } else { Miss::Foreign });
        }
        if file[..8] != MAGIC {
            return Err(Miss::Foreign);
        }
        let version = u32_at(file, 8);
        if version != FORMAT_VERSION {
            return Err(Miss::FormatVersion(version));
        }
        let header_bytes = u32_at(file, 12);
        let image_bytes = u64_at(file, 48);
        let (path_bytes, n_pieces) = (u32_at(file, 28), u32_at(file, 56));
        if header_bytes > HEADER_BYTES_MAX
            || !(header_bytes as usize).is_multiple_of(IMAGE_ALIGN)
            || image_bytes > IMAGE_BYTES_MAX
            || u64::from(n_pieces) != image_bytes.div_ceil(PIECE_BYTES as u64)
        {
            return Err(Miss::HeaderDamaged);
        }
        let path_at = FIXED_BYTES + 8 * n_pieces as usize;
        if path_at as u64 + u64::from(path_bytes) > u64::from(header_bytes) {
            return Err(Miss::HeaderDamaged);
        }
        if file.len() as u64 != u64::from(header_bytes) + image_bytes {
            return Err(Miss::Length);
        }
        let image_at = header_bytes as usize;
        if header_checksum(&file[..image_at]) != u64_at(file, CHECKSUM_AT) {
            return Err(Miss::HeaderDamaged);
        }
        let stamp = match file[24] {
            0 => Stamp::Stat { mtime_ns: u64_at(file, 32) as i64, size: u64_at(file, 40) },
            1 => Stamp::Hash(u128::from(u64_at(file, 32)) | u128::from(u64_at(file, 40)) << 64),
            _ => return Err(Miss::HeaderDamaged),
        };
        Ok(Header {
            image_at,
            image_bytes: image_bytes as usize,
            fingerprint: u64_at(file, 16),
            stamp,
            optimize: file[25],
            path_at,
            path_bytes: path_bytes as usize,
        })
    }

    /// The source's path.
    pub(crate) fn path<'a>(&self, file: &'a [u8]) -> &'a [u8] {
        &file[self.path_at..self.path_at + self.path_bytes]
    }

    /// Whether this is the image that `key` and `fingerprint` ask for.
    pub(crate) fn matches(&self, file: &[u8], key: &Key<'_>, fingerprint: u64) -> Result<(), Miss> {
        if self.fingerprint != fingerprint {
            return Err(Miss::Fingerprint);
        }
        if self.path(file) != key.path.as_os_str().as_bytes() || self.optimize != key.optimize {
            return Err(Miss::OtherSource);
        }
        if self.stamp == key.stamp { Ok(()) } else { Err(Miss::Stale) }
    }

    /// Whether the piece of that index has its checksum.
    pub(crate) fn piece_is_sound(&self, file: &[u8], piece_idx: usize) -> bool {
        let start = piece_idx * PIECE_BYTES;
        let end = (start + PIECE_BYTES).min(self.image_bytes);
        let piece = &file[self.image_at + start..self.image_at + end];
        xxh3_64(piece) == u64_at(file, FIXED_BYTES + 8 * piece_idx)
    }

    /// How many pieces the image has.
    pub(crate) fn n_pieces(&self) -> usize {
        self.image_bytes.div_ceil(PIECE_BYTES)
    }

    /// The check made at each look-up: all of a short image, both ends of a long one.
    pub(crate) fn check_at_open(&self, file: &[u8]) -> Result<(), Miss> {
        let n = self.n_pieces();
        let sound = if self.image_bytes <= WHOLE_CHECK_MAX {
            (0..n).all(|idx| self.piece_is_sound(file, idx))
        } else {
            self.piece_is_sound(file, 0) && self.piece_is_sound(file, n - 1)
        };
        if sound { Ok(()) } else { Err(Miss::ImageDamaged) }
    }
}

/// The checksum of a header, its own field taken as zero.
fn header_checksum(header: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&header[..CHECKSUM_AT]);
    hash.update(&[0; 8]);
    hash.update(&header[CHECKSUM_AT + 8..]);
    hash.digest()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn file(image: &[u8]) -> Vec<u8> {
        let key =
            Key { path: Path::new("/tmp/x.py"), stamp: Stamp::Stat { mtime_ns: -5, size: 77 }, optimize: 1 };
        let mut file = encode(&key, 0xABCD, image).unwrap();
        file.extend_from_slice(image);
        file
    }

    #[test]
    fn what_is_written_is_read() {
        for n in [0, 1, 63, 64, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, WHOLE_CHECK_MAX + 1] {
            let image: Vec<u8> = (0..n).map(|i| (i * 7) as u8).collect();
            let file = file(&image);
            let header = Header::decode(&file).unwrap();
            assert_eq!(&file[header.image_at..], image);
            assert_eq!(header.image_at % IMAGE_ALIGN, 0);
            assert_eq!(header.path(&file), b"/tmp/x.py");
            assert_eq!(header.stamp, Stamp::Stat { mtime_ns: -5, size: 77 });
            assert_eq!((header.optimize, header.fingerprint), (1, 0xABCD));
            assert_eq!(header.check_at_open(&file), Ok(()));
        }
    }

    #[test]
    fn every_truncation_is_a_miss() {
        let file = file(&[9; 300]);
        for n in 0..file.len() {
            assert_eq!(Header::decode(&file[..n]), Err(Miss::Length), "{n}");
        }
        let mut longer = file.clone();
        longer.push(0);
        assert_eq!(Header::decode(&longer), Err(Miss::Length));
    }

    #[test]
    fn every_flipped_bit_is_a_miss() {
        let good = file(&[9; 300]);
        for bit in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let result = Header::decode(&bad).and_then(|header| header.check_at_open(&bad));
            assert!(result.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_long_image_is_checked_at_both_ends_at_once_and_between_on_demand() {
        let mut bytes = file(&vec![3; 5 * PIECE_BYTES]);
        let header = Header::decode(&bytes).unwrap();
        assert_eq!(header.check_at_open(&bytes), Ok(()));
        bytes[header.image_at + 2 * PIECE_BYTES] ^= 1;
        assert_eq!(header.check_at_open(&bytes), Ok(()));
        assert!(!header.piece_is_sound(&bytes, 2));
        assert!(header.piece_is_sound(&bytes, 3));
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert_eq!(header.check_at_open(&bytes), Err(Miss::ImageDamaged));
    }
}
