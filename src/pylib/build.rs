//! Makes one blob of the standard library: the files of the crate rustpython-pylib, edited and
//! overlaid by what stands in `overlay/`, each deflated alone, behind a sorted index.
//! `src/library.rs` reads it and says what the layout is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use miniz_oxide::deflate::compress_to_vec;
use xxhash_rust::xxh3::xxh3_64;

/// Folders and files of the crate that are left out: what needs Tk (there is no `_tkinter`), and
/// modules that CPython does not have.
const LEFT_OUT: &[&str] = &[
    "idlelib/",
    "tkinter/",
    "turtledemo/",
    "turtle.py",
    "_dummy_os.py",
    "_dummy_thread.py",
    "dummy_threading.py",
    "_pycodecs.py",
    "README.md",
    "_pyrepl/mypy.ini",
    "tomllib/mypy.ini",
];

fn main() {
    let overlay = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("overlay");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", overlay.display());

    let mut files = BTreeMap::new();
    let library = Path::new(rustpython_pylib::LIB_PATH);
    collect(library, library, &mut files);
    files.retain(|path, _| {
        !LEFT_OUT.iter().any(|out| path == out || (out.ends_with('/') && path.starts_with(out)))
    });
    let mut over = BTreeMap::new();
    collect(&overlay, &overlay, &mut over);
    for (path, bytes) in over {
        match path.strip_suffix(".edit") {
            Some(target) => {
                let file =
                    files.get_mut(target).unwrap_or_else(|| panic!("{path}: there is no {target} to edit"));
                *file = edit(&path, file, &bytes);
            }
            None => {
                files.insert(path, bytes);
            }
        }
    }

    let mut index = Vec::new();
    let mut names = Vec::new();
    let mut data = Vec::new();
    for (path, bytes) in &files {
        let packed = compress_to_vec(bytes, 9);
        // What does not shrink (a wheel) is stored as it is.
        let packed = if packed.len() < bytes.len() { packed } else { bytes.clone() };
        let u32_of = |n: usize| u32::try_from(n).expect("the library has less than 4 GiB").to_le_bytes();
        index.extend_from_slice(&u32_of(names.len()));
        index.extend_from_slice(&u32_of(path.len()));
        index.extend_from_slice(&u32_of(data.len()));
        index.extend_from_slice(&u32_of(packed.len()));
        index.extend_from_slice(&u32_of(bytes.len()));
        names.extend_from_slice(path.as_bytes());
        data.extend_from_slice(&packed);
    }
    let mut blob = Vec::new();
    blob.extend_from_slice(&(files.len() as u32).to_le_bytes());
    blob.extend_from_slice(&(names.len() as u32).to_le_bytes());
    blob.extend_from_slice(&index);
    blob.extend_from_slice(&names);
    blob.extend_from_slice(&data);

    // Of the content, not of the blob: another compressor is not another library.
    let mut content = Vec::new();
    for (path, bytes) in &files {
        content.extend_from_slice(path.as_bytes());
        content.extend_from_slice(&xxh3_64(bytes).to_le_bytes());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    fs::write(out.join("library.blob"), blob).expect("OUT_DIR is writable");
    fs::write(out.join("stamp.rs"), format!("{:#x}\n", xxh3_64(&content))).expect("OUT_DIR is writable");
}

/// All files under `folder`, by their path relative to `root` with `/`.
fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    let list = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in list {
        let path = entry.expect("a readable directory").path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "__pycache__") {
                collect(root, &path, files);
            }
            continue;
        }
        let relative = path.strip_prefix(root).expect("under the root").components();
        let relative: Vec<_> = relative.map(|part| part.as_os_str().to_str().expect("UTF-8 names")).collect();
        files.insert(relative.join("/"), fs::read(&path).expect("a readable file"));
    }
}

/// Applies the edits of one `.edit` file: blocks `<<<<<<<`, old lines, `=======`, new lines,
/// `>>>>>>>`. The old lines must stand exactly once in the file, so that an update of the crate
/// cannot silently undo an edit.
fn edit(path: &str, file: &[u8], edits: &[u8]) -> Vec<u8> {
    let text =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| panic!("{path}: not UTF-8"));
    let (mut result, edits) = (text(file), text(edits));
    for block in edits.split("<<<<<<<\n").skip(1) {
        let (block, _) = block.split_once(">>>>>>>\n").unwrap_or_else(|| panic!("{path}: no end of a block"));
        let (old, new) =
            block.split_once("=======\n").unwrap_or_else(|| panic!("{path}: no middle of a block"));
        assert_eq!(result.matches(old).count(), 1, "{path}: these lines do not stand exactly once:\n{old}");
        result = result.replacen(old, new, 1);
    }
    result.into_bytes()
}
