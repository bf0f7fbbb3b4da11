//! The embedded standard library as files: written where they belong once a program looks for them there.
//!
//! Nothing that runs needs them, modules come from the executable. But programs list the library's folder, read its files
//! or hand their names to others; the first to do so has all of them written. Where that is not possible they stay missing.

use crate::startup::Session;
use std::io;
use std::path::Path;
use taipan_runtime::{Value, Vm};

/// The file that is written last: where it is, all are.
const LAST: &str = "os.py";

/// The hook for file names without a file: `true` where the library has just been written and the name is one of its own.
pub fn missing_file(vm: &mut Vm, name: Value) -> bool {
    let root = vm.state::<Session>().library_root.clone();
    let name = match vm.as_str(name) {
        Some(name) => name.to_display(),
        None => match name.cast::<taipan_runtime::layout::Bytes>() {
            Some(name) => String::from_utf8_lossy(name.as_slice()).into_owned(),
            None => return false,
        },
    };
    let Some(inside) = name.strip_prefix(&root).filter(|_| !root.is_empty()) else { return false };
    let inside = inside.trim_matches('/');
    let is_own = |path: &str| path.strip_prefix(inside).is_some_and(|p| p.is_empty() || p.starts_with('/'));
    if !inside.is_empty() && !taipan_pylib::files().any(|file| is_own(file.path)) {
        return false;
    }
    let root = Path::new(&root);
    !root.join(LAST).exists() && write_all(root).is_ok()
}

fn write_all(root: &Path) -> io::Result<()> {
    let (last, others): (Vec<_>, Vec<_>) = taipan_pylib::files().partition(|file| file.path == LAST);
    for file in others.iter().chain(&last) {
        let path = root.join(file.path);
        let folder = path.parent().unwrap_or(root);
        std::fs::create_dir_all(folder)?;
        // Whoever else writes it at this moment writes the same.
        let partial = folder.join(format!(".taipan-{}", std::process::id()));
        std::fs::write(&partial, file.content())?;
        std::fs::rename(&partial, &path)?;
    }
    Ok(())
}
