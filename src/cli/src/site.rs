//! What the module `site` does at start-up, where there is nothing for it to customise: then the folders of installed
//! packages are all that `sys.path` lacks, and the module itself, with all that it imports, can wait until somebody asks
//! for `exit` or `help`.

use crate::arguments::Settings;
use crate::startup::{Session, os_str};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use taipan_objects::import::import;
use taipan_runtime::layout::{Dict, List};
use taipan_runtime::{Gc, R, Values, Vm};

/// What the module puts into the builtins.
const NAMES: &[&str] = &["copyright", "credits", "exit", "help", "license", "quit"];

/// Does its work: by itself, or by importing it where a folder has something to say.
pub fn prepare(vm: &mut Vm, settings: &Settings) -> R<()> {
    let session = vm.state::<Session>();
    let (executable, prefix) = (session.executable.clone(), session.prefix.clone());
    let is_plain = settings.verbose == 0
        && settings.stdlib.is_none()
        && settings.env("PYTHONPATH").is_none()
        && settings.x_option("importtime").is_none();
    let folders = if is_plain { folders(settings, &executable, &prefix) } else { None };
    let Some(folders) = folders else {
        import(vm, "site")?;
        return Ok(());
    };
    let path = vm.intern("path");
    let sys = vm.sys;
    if let Some(path) = sys.get_str(vm, path).and_then(|path| path.cast::<List>()) {
        for folder in folders {
            let folder = os_str(vm, folder.as_os_str());
            path.push(&mut vm.heap, folder);
        }
    }
    vm.state::<Session>().site_is_late = true;
    let builtins = vm.builtins;
    vm.add_late_names(builtins, |name| NAMES.iter().any(|n| n.as_bytes() == name), fill);
    Ok(())
}

/// The folders of installed packages that are there. `None`: the module must look.
fn folders(settings: &Settings, executable: &Path, prefix: &Path) -> Option<Vec<PathBuf>> {
    let own = executable.parent()?;
    if [Some(own), own.parent()].into_iter().flatten().any(|folder| folder.join("pyvenv.cfg").exists()) {
        return None;
    }
    let user = match user_folder(settings) {
        Some(user) => user,
        None if settings.no_user_site || settings.isolated => PathBuf::new(),
        None => return None,
    };
    let mut found = Vec::new();
    for base in [user, prefix.to_path_buf()] {
        if base.as_os_str().is_empty() {
            continue;
        }
        let folder = base.join("lib/python3.14/site-packages");
        match std::fs::read_dir(&folder) {
            Ok(entries) => {
                for entry in entries {
                    if customises(&entry.ok()?.file_name()) {
                        return None;
                    }
                }
                found.push(folder);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(_) => return None,
        }
    }
    Some(found)
}

/// Where the user's packages are, if they are wanted and it is plain where.
fn user_folder(settings: &Settings) -> Option<PathBuf> {
    if settings.no_user_site || settings.isolated {
        return None;
    }
    // A program that runs with another user's rights does not look into the user's folders.
    let (uid, gid) = (rustix::process::getuid(), rustix::process::getgid());
    if uid != rustix::process::geteuid() || gid != rustix::process::getegid() {
        return None;
    }
    if let Some(base) = settings.env("PYTHONUSERBASE") {
        return Some(base.into());
    }
    let home: OsString = std::env::var_os("HOME").filter(|home| home.as_bytes().starts_with(b"/"))?;
    Some(Path::new(&home).join(".local"))
}

/// Is it a file that `site` would do something about?
fn customises(name: &OsStr) -> bool {
    let name = name.as_bytes();
    name.ends_with(b".pth") || name.starts_with(b"sitecustomize") || name.starts_with(b"usercustomize")
}

/// Runs the module, and leaves alone what the program has put into the builtins meanwhile.
fn fill(vm: &mut Vm, builtins: Gc<Dict>) -> R<()> {
    let mut own = Values::new();
    for name in NAMES {
        let name = vm.intern(name);
        if let Some(value) = builtins.get_str(vm, name) {
            own.push(&mut vm.heap, name.value());
            own.push(&mut vm.heap, value);
        }
    }
    import(vm, "site")?;
    for pair in own.chunks_exact(2) {
        builtins.set_item(vm, pair[0], pair[1])?;
    }
    Ok(())
}
