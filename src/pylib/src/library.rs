//! The embedded sources.
//!
//! The blob: `n_files: u32`, `names_bytes: u32`, then `n_files` entries of five `u32`s (name offset, name
//! length, data offset, data length, file length), sorted by name, then the names, then the data.
//! A file whose data length is its file length is stored, else deflated. All little-endian; plain bytes
//! rather than a table of `&str`, so nothing is relocated at start-up.

use std::borrow::Cow;
use std::cmp::Ordering;

static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.blob"));
const STAMP: u64 = include!(concat!(env!("OUT_DIR"), "/stamp.rs"));
const ENTRY_BYTES: usize = 20;

/// One file of the standard library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    /// Its path, relative to the library's root, with `/`.
    pub path: &'static str,
    /// Its length in bytes.
    pub bytes: usize,
    packed: &'static [u8],
}

/// A module of the standard library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Module {
    /// Its source.
    pub file: File,
    /// Whether it is a package (its source is an `__init__.py`).
    pub is_package: bool,
}

impl File {
    /// The content.
    pub fn content(&self) -> Cow<'static, [u8]> {
        if self.packed.len() == self.bytes {
            return Cow::Borrowed(self.packed);
        }
        let content = miniz_oxide::inflate::decompress_to_vec_with_limit(self.packed, self.bytes);
        Cow::Owned(content.expect("build.rs deflated it"))
    }

    /// The name of the module that this file is the source of: `json.decoder` for
    /// `json/decoder.py`; `None` for data files.
    pub fn module_name(&self) -> Option<String> {
        let name = self.path.strip_suffix(".py")?;
        Some(name.strip_suffix("/__init__").unwrap_or(name).replace('/', "."))
    }
}

/// The content of the file with this path (`json/decoder.py`).
pub fn source(path: &str) -> Option<Cow<'static, [u8]>> {
    file(path.as_bytes()).map(|file| file.content())
}

/// The module with this dotted name.
pub fn find(name: &str) -> Option<Module> {
    if name.is_empty() || name.contains('/') {
        return None;
    }
    // One buffer for both spellings; a module is looked up more often than found.
    let mut path = Vec::with_capacity(name.len() + 12);
    path.extend(name.bytes().map(|byte| if byte == b'.' { b'/' } else { byte }));
    let stem = path.len();
    path.extend_from_slice(b"/__init__.py");
    if let Some(file) = file(&path) {
        return Some(Module { file, is_package: true });
    }
    path.truncate(stem);
    path.extend_from_slice(b".py");
    file(&path).map(|file| Module { file, is_package: false })
}

/// Whether the module with this dotted name is a package; `None` when there is none.
pub fn is_package(name: &str) -> Option<bool> {
    find(name).map(|module| module.is_package)
}

/// All files, sorted by path.
pub fn files() -> impl ExactSizeIterator<Item = File> {
    (0..n_files()).map(entry)
}

/// All modules with their dotted names, sorted by path.
pub fn modules() -> impl Iterator<Item = (String, Module)> {
    files().filter_map(|file| {
        let is_package = file.path == "__init__.py" || file.path.ends_with("/__init__.py");
        Some((file.module_name()?, Module { file, is_package }))
    })
}

/// A hash of all paths and contents; what is compiled from the library is keyed by it.
pub fn stamp() -> u64 {
    STAMP
}

fn file(path: &[u8]) -> Option<File> {
    let (mut low, mut high) = (0, n_files());
    while low < high {
        let middle = low.midpoint(high);
        match name(middle).cmp(path) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(entry(middle)),
        }
    }
    None
}

fn n_files() -> usize {
    word(0)
}

fn name(idx: usize) -> &'static [u8] {
    let at = 8 + idx * ENTRY_BYTES;
    let names = 8 + n_files() * ENTRY_BYTES;
    let start = names + word(at);
    &BLOB[start..start + word(at + 4)]
}

fn entry(idx: usize) -> File {
    let at = 8 + idx * ENTRY_BYTES;
    let data = 8 + n_files() * ENTRY_BYTES + word(4);
    let start = data + word(at + 8);
    File {
        path: std::str::from_utf8(name(idx)).expect("build.rs wrote UTF-8"),
        bytes: word(at + 16),
        packed: &BLOB[start..start + word(at + 12)],
    }
}

fn word(at: usize) -> usize {
    u32::from_le_bytes(BLOB[at..at + 4].try_into().expect("four bytes")) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_and_found() {
        let all: Vec<File> = files().collect();
        assert!(all.len() > 500);
        assert!(all.windows(2).all(|pair| pair[0].path < pair[1].path));
        for file in &all {
            assert_eq!(source(file.path).map(|content| content.len()), Some(file.bytes), "{}", file.path);
        }
        assert_eq!(source("no/such.py"), None);
        assert_eq!(source(""), None);
    }

    #[test]
    fn modules_are_found_by_name() {
        assert_eq!(is_package("json"), Some(true));
        assert_eq!(is_package("json.decoder"), Some(false));
        for absent in ["", "json.", ".json", "json/decoder", "no_such", "json.__init__.x"] {
            assert_eq!(is_package(absent), None, "{absent:?}");
        }
        for (name, module) in modules() {
            assert_eq!(find(&name), Some(module), "{name}");
        }
        assert!(source("os.py").is_some_and(|text| text.starts_with(b"r\"\"\"OS routines")));
    }

    #[test]
    fn no_other_implementation_is_named_in_code() {
        let spoken = |text: &[u8]| text.to_ascii_lowercase().windows(10).any(|part| part == b"rustpython");
        let naming: Vec<_> = files().filter(|file| spoken(&file.content())).map(|file| file.path).collect();
        assert!(naming.is_empty(), "{naming:?}");
    }
}
