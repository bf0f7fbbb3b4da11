//! The embedded standard library as files: written where they belong once a program looks for them there.
//!
//! Nothing that runs needs them, modules come from the executable. But programs list the library's folder, read its files
//! or hand their names to others; the first to do so has all of them written, and written again where another build of
//! Taipan wrote them. Where that is not possible they stay missing, or as they are; what is not Taipan's stays as it is.

use crate::startup::Session;
use std::io;
use std::path::Path;
use taipan_runtime::layout::Bytes;
use taipan_runtime::{Value, Vm};

/// The file that is written last, and says which library the others are of.
const STAMP: &str = ".taipan-library";
/// A file that every standard library has.
const LANDMARK: &str = "os.py";

/// The hook for names of files that the system is about to be asked for: the first that is one of the library's own sees to
/// it that the library is there.
pub fn file_named(vm: &mut Vm, name: Value) {
    let session = vm.state::<Session>();
    if session.library_is_there || session.library_root.is_empty() {
        return;
    }
    let root = std::mem::take(&mut session.library_root);
    let is_own = match (vm.as_str(name), name.cast::<Bytes>()) {
        (Some(name), _) => is_own(&root, name.to_ref().as_bytes()),
        (None, Some(name)) => is_own(&root, name.to_ref().as_slice()),
        (None, None) => false,
    };
    if is_own {
        // What can't be written is missing: the caller will see.
        let _ = bring_up_to_date(Path::new(&root));
    }
    let session = vm.state::<Session>();
    session.library_root = root;
    session.library_is_there = is_own;
}

/// Is this the path of the root, of a folder or of a file of the library?
fn is_own(root: &str, path: &[u8]) -> bool {
    let Some(inside) = path.strip_prefix(root.as_bytes()) else { return false };
    let Some(inside) = inside.strip_prefix(b"/") else { return inside.is_empty() };
    let inside = inside.strip_suffix(b"/").unwrap_or(inside);
    let holds = |path: &str| {
        path.as_bytes().strip_prefix(inside).is_some_and(|p| matches!(p.first(), None | Some(b'/')))
    };
    inside.is_empty() || taipan_pylib::files().any(|file| holds(file.path))
}

fn bring_up_to_date(root: &Path) -> io::Result<()> {
    let stamp = format!("{:016x}\n", taipan_pylib::stamp());
    match std::fs::read(root.join(STAMP)) {
        Ok(found) if found == stamp.as_bytes() => Ok(()),
        Err(_) if root.join(LANDMARK).exists() => Ok(()),
        _ => {
            for file in taipan_pylib::files() {
                write(root, file.path, &file.content())?;
            }
            write(root, STAMP, stamp.as_bytes())
        }
    }
}

fn write(root: &Path, path: &str, content: &[u8]) -> io::Result<()> {
    let path = root.join(path);
    let folder = path.parent().unwrap_or(root);
    std::fs::create_dir_all(folder)?;
    // Whoever else writes it at this moment writes the same.
    let partial = folder.join(format!(".taipan-{}", std::process::id()));
    std::fs::write(&partial, content)?;
    std::fs::rename(&partial, &path)
}
