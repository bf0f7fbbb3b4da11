//! One file with the compiled image of every module.
//!
//! ```text
//! offset  bytes  field
//!      0      8  magic                "TPBUNDLE"
//!      8      4  version              1
//!     12      4  number of modules
//!     16      8  stamp                of the sources (`stamp()`)
//!     24      8  fingerprint          of the compiler
//!     32      8  length of the whole bundle
//!     40      1  optimisation level
//!     41     23  zero
//!     64   32*n  index, sorted by name
//!                  name offset u32, name length u16, flags u16 (1 = package),
//!                  image offset u64, image length u64, zero u64
//!    ...         names
//!    ...         images, each at a multiple of 64 bytes
//! ```
//!
//! All numbers are little-endian. The images of [`HOT`] modules come first, in that order: what start-up
//! touches lies together, because a scattered page costs 5 us and a contiguous one under 1.

use std::cmp::Ordering;
use std::fmt;

/// The version of the bundle's layout.
pub const BUNDLE_VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"TPBUNDLE";
const HEADER_BYTES: usize = 64;
const ENTRY_BYTES: usize = 32;
const IMAGE_ALIGN: usize = 64;
const PACKAGE: u16 = 1;

/// The modules that programs touch most, in the order in which start-up and the common imports run
/// them.
pub const HOT: &[&str] = &[
    "encodings",
    "codecs",
    "encodings.aliases",
    "encodings.utf_8",
    "io",
    "abc",
    "site",
    "os",
    "stat",
    "_collections_abc",
    "posixpath",
    "genericpath",
    "_sitebuiltins",
    "importlib._bootstrap",
    "importlib._bootstrap_external",
    "importlib",
    "importlib.machinery",
    "importlib.util",
    "importlib._abc",
    "warnings",
    "_py_warnings",
    "types",
    "functools",
    "collections",
    "keyword",
    "operator",
    "reprlib",
    "collections.abc",
    "enum",
    "re",
    "re._compiler",
    "re._parser",
    "re._constants",
    "re._casefix",
    "copyreg",
    "contextlib",
    "typing",
    "annotationlib",
    "ast",
    "_ast_unparse",
    "dataclasses",
    "copy",
    "inspect",
    "dis",
    "opcode",
    "_opcode_metadata",
    "tokenize",
    "token",
    "linecache",
    "traceback",
    "textwrap",
    "_colorize",
    "weakref",
    "_weakrefset",
    "threading",
    "string",
    "json",
    "json.decoder",
    "json.scanner",
    "json.encoder",
    "argparse",
    "gettext",
    "pathlib",
    "pathlib._os",
    "pathlib.types",
    "glob",
    "fnmatch",
    "ntpath",
    "urllib",
    "urllib.parse",
    "subprocess",
    "signal",
    "selectors",
    "locale",
    "logging",
    "datetime",
    "calendar",
    "random",
    "bisect",
    "heapq",
    "hashlib",
    "struct",
    "base64",
    "shutil",
    "tempfile",
    "csv",
    "decimal",
    "fractions",
    "numbers",
    "unittest",
    "unittest.case",
    "unittest.suite",
    "unittest.loader",
    "unittest.main",
    "unittest.runner",
    "unittest.result",
    "unittest.signals",
    "unittest.util",
    "difflib",
    "pprint",
    "asyncio",
];

/// Why bytes are not a usable bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleError {
    /// They do not begin as a bundle does.
    Foreign,
    /// They have another layout's version.
    Version(u32),
    /// They are shorter or longer than the header says.
    Length,
    /// The bundle was made from other sources, by another compiler or at another level.
    Stale,
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BundleError::Foreign => f.write_str("not a bundle"),
            BundleError::Version(version) => write!(f, "bundle of version {version}"),
            BundleError::Length => f.write_str("bundle cut short or too long"),
            BundleError::Stale => f.write_str("bundle of other sources or another compiler"),
        }
    }
}

impl std::error::Error for BundleError {}

/// One module's image on its way into a bundle.
#[derive(Debug, Clone)]
pub struct Image {
    /// The module's dotted name.
    pub name: String,
    /// Whether the module is a package.
    pub is_package: bool,
    /// Its code image.
    pub bytes: Vec<u8>,
}

/// One module in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundledModule<'a> {
    /// The module's dotted name.
    pub name: &'a str,
    /// Whether the module is a package.
    pub is_package: bool,
    /// Its code image, at a multiple of 64 bytes from the bundle's beginning.
    pub image: &'a [u8],
    /// Where the image begins in the bundle (for checking that part of a mapped file).
    pub offset: usize,
}

/// Writes a bundle. The images may come in any order; of two of one name the last counts.
pub fn build(mut images: Vec<Image>, stamp: u64, fingerprint: u64, optimize: u8) -> Vec<u8> {
    // Stable sort, then keep the last of each name.
    images.sort_by(|a, b| a.name.cmp(&b.name));
    images.reverse();
    images.dedup_by(|a, b| a.name == b.name);
    images.reverse();

    let mut name_at = HEADER_BYTES + ENTRY_BYTES * images.len();
    let names_bytes: usize = images.iter().map(|image| image.name.len()).sum();
    let mut places = vec![0; images.len()];
    let mut end = name_at + names_bytes;
    let mut order: Vec<usize> = (0..images.len()).collect();
    let rank = |idx: &usize| HOT.iter().position(|hot| *hot == images[*idx].name).unwrap_or(usize::MAX);
    order.sort_by_cached_key(rank);
    for idx in &order {
        places[*idx] = end.next_multiple_of(IMAGE_ALIGN);
        end = places[*idx] + images[*idx].bytes.len();
    }

    let mut bundle = Vec::with_capacity(end);
    bundle.extend_from_slice(MAGIC);
    bundle.extend_from_slice(&BUNDLE_VERSION.to_le_bytes());
    bundle.extend_from_slice(&(images.len() as u32).to_le_bytes());
    bundle.extend_from_slice(&stamp.to_le_bytes());
    bundle.extend_from_slice(&fingerprint.to_le_bytes());
    bundle.extend_from_slice(&(end as u64).to_le_bytes());
    bundle.push(optimize);
    bundle.resize(HEADER_BYTES, 0);
    for (image, place) in images.iter().zip(&places) {
        bundle.extend_from_slice(&(name_at as u32).to_le_bytes());
        bundle.extend_from_slice(&(image.name.len() as u16).to_le_bytes());
        bundle.extend_from_slice(&if image.is_package { PACKAGE } else { 0 }.to_le_bytes());
        bundle.extend_from_slice(&(*place as u64).to_le_bytes());
        bundle.extend_from_slice(&(image.bytes.len() as u64).to_le_bytes());
        bundle.extend_from_slice(&[0; 8]);
        name_at += image.name.len();
    }
    for image in &images {
        bundle.extend_from_slice(image.name.as_bytes());
    }
    for idx in order {
        bundle.resize(places[idx], 0);
        bundle.extend_from_slice(&images[idx].bytes);
    }
    assert_eq!(bundle.len(), end);
    bundle
}

/// A bundle that lies somewhere in memory, most often in a mapped file. Opening it reads one cache line; every
/// look-up checks the bounds it relies on, so damage is a module that is not found.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'a> {
    bytes: &'a [u8],
    n_modules: usize,
}

impl<'a> Bundle<'a> {
    /// The bundle in `bytes`, if it is one and was made from these sources by this compiler.
    pub fn new(bytes: &'a [u8], stamp: u64, fingerprint: u64, optimize: u8) -> Result<Self, BundleError> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(BundleError::Foreign);
        }
        if bytes.len() < HEADER_BYTES {
            return Err(BundleError::Length);
        }
        let bundle = Bundle { bytes, n_modules: u32_at(bytes, 12).ok_or(BundleError::Length)? as usize };
        match u32_at(bytes, 8) {
            Some(BUNDLE_VERSION) => {}
            other => return Err(BundleError::Version(other.unwrap_or(0))),
        }
        let index_end = bundle.n_modules.checked_mul(ENTRY_BYTES).map(|n| n + HEADER_BYTES);
        if u64_at(bytes, 32) != Some(bytes.len() as u64) || index_end.is_none_or(|end| end > bytes.len()) {
            return Err(BundleError::Length);
        }
        let made_for = (u64_at(bytes, 16), u64_at(bytes, 24), bytes[40]);
        if made_for != (Some(stamp), Some(fingerprint), optimize) {
            return Err(BundleError::Stale);
        }
        Ok(bundle)
    }

    /// The module with this dotted name.
    pub fn get(&self, name: &str) -> Option<BundledModule<'a>> {
        let (mut low, mut high) = (0, self.n_modules);
        while low < high {
            let middle = low.midpoint(high);
            match self.name(middle)?.cmp(name.as_bytes()) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return self.module(middle),
            }
        }
        None
    }

    /// How many modules there are.
    pub fn len(&self) -> usize {
        self.n_modules
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n_modules == 0
    }

    /// All modules, sorted by name.
    pub fn modules(&self) -> impl Iterator<Item = BundledModule<'a>> {
        let bundle = *self;
        (0..self.n_modules).filter_map(move |idx| bundle.module(idx))
    }

    fn name(&self, idx: usize) -> Option<&'a [u8]> {
        let at = HEADER_BYTES + idx * ENTRY_BYTES;
        let start = u32_at(self.bytes, at)? as usize;
        self.bytes.get(start..start + u16_at(self.bytes, at + 4)? as usize)
    }

    fn module(&self, idx: usize) -> Option<BundledModule<'a>> {
        let at = HEADER_BYTES + idx * ENTRY_BYTES;
        let name = std::str::from_utf8(self.name(idx)?).ok()?;
        let offset = usize::try_from(u64_at(self.bytes, at + 8)?).ok()?;
        let length = usize::try_from(u64_at(self.bytes, at + 16)?).ok()?;
        if !offset.is_multiple_of(IMAGE_ALIGN) {
            return None;
        }
        let image = self.bytes.get(offset..offset.checked_add(length)?)?;
        Some(BundledModule { name, is_package: u16_at(self.bytes, at + 6)? & PACKAGE != 0, image, offset })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images() -> Vec<Image> {
        let names = ["zlib_", "os", "json", "json.decoder", "aaa", "encodings", "io"];
        let make = |(idx, name): (usize, &&str)| Image {
            name: (*name).to_owned(),
            is_package: matches!(*name, "json" | "encodings"),
            bytes: vec![idx as u8; 100 * idx],
        };
        names.iter().enumerate().map(make).collect()
    }

    #[test]
    fn what_goes_in_comes_out() {
        let bytes = build(images(), 1, 2, 0);
        let bundle = Bundle::new(&bytes, 1, 2, 0).unwrap();
        assert_eq!(bundle.len(), 7);
        for image in images() {
            let found = bundle.get(&image.name).unwrap();
            assert_eq!(
                (found.image, found.is_package),
                (&image.bytes[..], image.is_package),
                "{}",
                image.name
            );
            assert_eq!(found.offset % IMAGE_ALIGN, 0);
        }
        assert_eq!(bundle.get("jso"), None);
        assert_eq!(bundle.get(""), None);
        let names: Vec<_> = bundle.modules().map(|module| module.name).collect();
        assert_eq!(names, ["aaa", "encodings", "io", "json", "json.decoder", "os", "zlib_"]);
    }

    #[test]
    fn hot_modules_come_first() {
        let bytes = build(images(), 1, 2, 0);
        let bundle = Bundle::new(&bytes, 1, 2, 0).unwrap();
        let offset = |name| bundle.get(name).unwrap().offset;
        assert!(offset("encodings") < offset("io") && offset("io") < offset("os"));
        assert!(offset("os") < offset("json") && offset("json.decoder") < offset("aaa"));
    }

    #[test]
    fn the_last_of_a_name_counts() {
        let image = |byte| Image { name: "m".to_owned(), is_package: false, bytes: vec![byte] };
        let bytes = build(vec![image(1), image(2)], 0, 0, 0);
        assert_eq!(Bundle::new(&bytes, 0, 0, 0).unwrap().get("m").unwrap().image, [2]);
    }

    #[test]
    fn others_are_refused() {
        let bytes = build(images(), 1, 2, 0);
        for (stamp, fingerprint, optimize) in [(0, 2, 0), (1, 0, 0), (1, 2, 1)] {
            assert_eq!(Bundle::new(&bytes, stamp, fingerprint, optimize).err(), Some(BundleError::Stale));
        }
        for n in 0..bytes.len() {
            assert!(Bundle::new(&bytes[..n], 1, 2, 0).is_err(), "{n}");
        }
        assert!(Bundle::new(&build(Vec::new(), 1, 2, 0), 1, 2, 0).unwrap().is_empty());
    }

    #[test]
    fn damage_never_panics() {
        let good = build(images(), 1, 2, 0);
        for at in 0..HEADER_BYTES + 7 * ENTRY_BYTES {
            for byte in [0, 1, 0x7F, 0xFF] {
                let mut bad = good.clone();
                bad[at] = byte;
                if let Ok(bundle) = Bundle::new(&bad, 1, 2, 0) {
                    for image in images() {
                        let _ = bundle.get(&image.name);
                    }
                    let _ = bundle.modules().count();
                }
            }
        }
    }

    #[test]
    fn every_hot_module_is_named_once() {
        let mut names = HOT.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), HOT.len());
    }
}
