//! Names in the file system: directories, links, permissions.

use super::path::{Path, Target, borrow, call, call2, dir_fd, dir_value, name_value};
use super::status;
use rustix::fs::{AtFlags, Mode, OFlags};
use rustix::io::Errno;
use std::borrow::Cow;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{List, Tuple};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, type_flags};

pub(super) struct Tree;

/// The names in a directory and what kind each is.
fn entries(vm: &mut Vm, target: &Target) -> R<Vec<(Vec<u8>, u8, u64)>> {
    let read = |dir: rustix::io::Result<rustix::fs::Dir>| {
        let mut all = Vec::new();
        for entry in dir? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                let kind = match entry.file_type() {
                    rustix::fs::FileType::Directory => libc::DT_DIR,
                    rustix::fs::FileType::RegularFile => libc::DT_REG,
                    rustix::fs::FileType::Symlink => libc::DT_LNK,
                    _ => libc::DT_UNKNOWN,
                };
                all.push((name.to_vec(), kind, entry.ino()));
            }
        }
        Ok(all)
    };
    match target {
        Target::Fd(fd) => call(vm, Value::NONE, || read(rustix::fs::Dir::read_from(borrow(*fd)))),
        Target::Path(path) => call(vm, path.value, || {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            let fd = rustix::fs::openat(rustix::fs::CWD, path.bytes.as_slice(), flags, Mode::empty())?;
            read(rustix::fs::Dir::new(fd))
        }),
    }
}

/// A directory argument, `None` for the current one.
fn directory(vm: &mut Vm, function: &str, path: Value) -> R<Target> {
    if path.is_none() || path.is_unbound() {
        let value = vm.names().dot.value();
        return Ok(Target::Path(Path { bytes: b".".to_vec(), value, is_bytes: false }));
    }
    Target::of(vm, function, "path", path, "string, bytes, os.PathLike, integer or None")
}

fn is_bytes(target: &Target) -> bool {
    matches!(target, Target::Path(path) if path.is_bytes)
}

#[native]
impl Tree {
    /// Return a list with the names of the files in a directory.
    #[sig("(path=None)")]
    fn listdir(vm: &mut Vm, path: Value) -> R<Gc<List>> {
        let target = directory(vm, "listdir", path)?;
        let shown = if path.is_none() { path } else { target.value() };
        vm.audit("os.listdir", |_| [shown])?;
        let all = entries(vm, &target)?;
        let mut names = Values::with_capacity(&mut vm.heap, all.len());
        for (name, _, _) in &all {
            let name = name_value(vm, name, is_bytes(&target));
            names.push(&mut vm.heap, name);
        }
        Ok(vm.new_list_from(names))
    }

    /// Return an iterator of DirEntry objects for the files in a directory.
    #[sig("(path=None)")]
    fn scandir(vm: &mut Vm, path: Value) -> R<Gc<ScandirIterator>> {
        let target = directory(vm, "scandir", path)?;
        let shown = if path.is_none() { path } else { target.value() };
        vm.audit("os.scandir", |_| [shown])?;
        let all = entries(vm, &target)?;
        let (folder, folder_fd) = match &target {
            Target::Path(path) => (path.bytes.clone(), -1),
            Target::Fd(fd) => (Vec::new(), *fd),
        };
        let bytes = is_bytes(&target);
        let mut items = Values::with_capacity(&mut vm.heap, all.len());
        for (name, kind, inode) in all {
            let mut path = folder.clone();
            if !path.is_empty() && path.last() != Some(&b'/') {
                path.push(b'/');
            }
            path.extend_from_slice(&name);
            let (name, path) = (name_value(vm, &name, bytes), name_value(vm, &path, bytes));
            let class = vm.class(DirEntry::TYPE.id).address();
            let entry = vm.heap.alloc(DirEntry {
                header: Header::new::<DirEntry>(class),
                name,
                path,
                stat: Field::new(Value::UNBOUND),
                lstat: Field::new(Value::UNBOUND),
                kind,
                inode,
                folder_fd,
            });
            items.push(&mut vm.heap, entry.value());
        }
        let items = vm.new_list_from(items);
        let class = vm.class(ScandirIterator::TYPE.id).address();
        let header = Header::new::<ScandirIterator>(class);
        let iterator = vm.heap.alloc(ScandirIterator { header, items, next: Cell::new(0) });
        vm.register_finalizer(iterator.value());
        Ok(iterator)
    }

    /// Create a directory.
    #[sig("(path, mode=511, *, dir_fd=None)")]
    fn mkdir(vm: &mut Vm, path: Value, mode: i32, dir_fd: Value) -> R<()> {
        let path = Path::new(vm, "mkdir", "path", path)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        vm.audit("os.mkdir", |_| [path.value, Value::int32(mode), dir_value(dir)])?;
        let mode = Mode::from_raw_mode(mode as u32);
        call(vm, path.value, || rustix::fs::mkdirat(borrow(dir), path.bytes.as_slice(), mode))
    }

    /// Remove an empty directory.
    #[sig("(path, *, dir_fd=None)")]
    fn rmdir(vm: &mut Vm, path: Value, dir_fd: Value) -> R<()> {
        let path = Path::new(vm, "rmdir", "path", path)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        vm.audit("os.rmdir", |_| [path.value, dir_value(dir)])?;
        call(vm, path.value, || rustix::fs::unlinkat(borrow(dir), path.bytes.as_slice(), AtFlags::REMOVEDIR))
    }

    /// Remove a file.
    #[sig("(path, *, dir_fd=None)")]
    fn unlink(vm: &mut Vm, path: Value, dir_fd: Value) -> R<()> {
        remove(vm, "unlink", path, dir_fd)
    }

    /// Remove a file.
    #[sig("(path, *, dir_fd=None)")]
    #[name("remove")]
    fn remove_(vm: &mut Vm, path: Value, dir_fd: Value) -> R<()> {
        remove(vm, "remove", path, dir_fd)
    }

    /// Rename a file or directory.
    #[sig("(src, dst, *, src_dir_fd=None, dst_dir_fd=None)")]
    #[name("rename")]
    fn rename_(vm: &mut Vm, src: Value, dst: Value, src_dir_fd: Value, dst_dir_fd: Value) -> R<()> {
        rename(vm, "rename", src, dst, src_dir_fd, dst_dir_fd)
    }

    /// Rename a file or directory, overwriting the destination.
    #[sig("(src, dst, *, src_dir_fd=None, dst_dir_fd=None)")]
    fn replace(vm: &mut Vm, src: Value, dst: Value, src_dir_fd: Value, dst_dir_fd: Value) -> R<()> {
        rename(vm, "replace", src, dst, src_dir_fd, dst_dir_fd)
    }

    /// Create a hard link to a file.
    #[sig("(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)")]
    #[shown(
        "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     follow_symlinks=(os.name != 'nt'))"
    )]
    fn link(
        vm: &mut Vm,
        src: Value,
        dst: Value,
        src_dir_fd: Value,
        dst_dir_fd: Value,
        follow_symlinks: bool,
    ) -> R<()> {
        let (src, dst) = (Path::new(vm, "link", "src", src)?, Path::new(vm, "link", "dst", dst)?);
        let (a, b) = (dir_fd(vm, src_dir_fd)?, dir_fd(vm, dst_dir_fd)?);
        vm.audit("os.link", |_| [src.value, dst.value, dir_value(a), dir_value(b)])?;
        let flags = if follow_symlinks { AtFlags::SYMLINK_FOLLOW } else { AtFlags::empty() };
        call2(vm, src.value, dst.value, &mut || {
            rustix::fs::linkat(borrow(a), src.bytes.as_slice(), borrow(b), dst.bytes.as_slice(), flags)
        })
    }

    /// Create a symbolic link pointing to src named dst.
    #[sig("(src, dst, target_is_directory=False, *, dir_fd=None)")]
    fn symlink(vm: &mut Vm, src: Value, dst: Value, target_is_directory: bool, dir_fd: Value) -> R<()> {
        let _ = target_is_directory;
        let (src, dst) = (Path::new(vm, "symlink", "src", src)?, Path::new(vm, "symlink", "dst", dst)?);
        let dir = super::path::dir_fd(vm, dir_fd)?;
        vm.audit("os.symlink", |_| [src.value, dst.value, dir_value(dir)])?;
        call2(vm, src.value, dst.value, &mut || {
            rustix::fs::symlinkat(src.bytes.as_slice(), borrow(dir), dst.bytes.as_slice())
        })
    }

    /// Return the path that a symbolic link points to.
    #[sig("(path, *, dir_fd=None)")]
    fn readlink(vm: &mut Vm, path: Value, dir_fd: Value) -> R {
        let path = Path::new(vm, "readlink", "path", path)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        let found =
            call(vm, path.value, || rustix::fs::readlinkat(borrow(dir), path.bytes.as_slice(), Vec::new()))?;
        Ok(path.name(vm, found.as_bytes()))
    }

    /// Return the current directory.
    #[sig("()")]
    fn getcwd(vm: &mut Vm) -> R {
        let path = call(vm, Value::NONE, || rustix::process::getcwd(Vec::new()))?;
        Ok(name_value(vm, path.as_bytes(), false))
    }

    /// Return the current directory as bytes.
    #[sig("()")]
    fn getcwdb(vm: &mut Vm) -> R {
        let path = call(vm, Value::NONE, || rustix::process::getcwd(Vec::new()))?;
        Ok(name_value(vm, path.as_bytes(), true))
    }

    /// Change the current directory.
    #[sig("(path)")]
    fn chdir(vm: &mut Vm, path: Value) -> R<()> {
        let target = Target::new(vm, "chdir", "path", path, true)?;
        vm.audit("os.chdir", |_| [target.value()])?;
        match target {
            Target::Fd(fd) => call(vm, Value::int32(fd), || rustix::process::fchdir(borrow(fd))),
            Target::Path(path) => call(vm, path.value, || rustix::process::chdir(path.bytes.as_slice())),
        }
    }

    /// Change to the directory of a file descriptor.
    #[sig("(fd)")]
    fn fchdir(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = crate::support::file_descriptor(vm, fd)?;
        vm.audit("os.chdir", |_| [Value::int32(fd)])?;
        call(vm, Value::NONE, || rustix::process::fchdir(borrow(fd)))
    }

    /// Change the permissions of a file.
    #[sig("(path, mode, *, dir_fd=None, follow_symlinks=True)")]
    #[shown("($module, /, path, mode, *, dir_fd=None,\n      follow_symlinks=(os.name != 'nt'))")]
    fn chmod(vm: &mut Vm, path: Value, mode: i32, dir_fd: Value, follow_symlinks: bool) -> R<()> {
        let target = Target::new(vm, "chmod", "path", path, true)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        vm.audit("os.chmod", |_| [target.value(), Value::int32(mode), dir_value(dir)])?;
        let mode = Mode::from_raw_mode(mode as u32);
        let flags = if follow_symlinks { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
        match target {
            Target::Fd(fd) => call(vm, Value::int32(fd), || rustix::fs::fchmod(borrow(fd), mode)),
            Target::Path(path) => {
                let mut is_impossible = false;
                call(vm, path.value, || {
                    let result = rustix::fs::chmodat(borrow(dir), path.bytes.as_slice(), mode, flags);
                    // Linux can't change the permissions of links.
                    is_impossible = !follow_symlinks && result == Err(Errno::OPNOTSUPP);
                    if is_impossible { Ok(()) } else { result }
                })?;
                match is_impossible {
                    false => Ok(()),
                    true if dir_fd.is_none() => {
                        let message = "chmod: follow_symlinks unavailable on this platform";
                        Err(vm.raise(kinds::NOT_IMPLEMENTED_ERROR, message))
                    }
                    true => Err(vm.value_error("chmod: cannot use dir_fd and follow_symlinks together")),
                }
            }
        }
    }

    /// Change the permissions of an open file.
    #[sig("(fd, mode)")]
    fn fchmod(vm: &mut Vm, fd: i32, mode: i32) -> R<()> {
        vm.audit("os.chmod", |_| [fd, mode, -1].map(Value::int32))?;
        call(vm, Value::NONE, || rustix::fs::fchmod(borrow(fd), Mode::from_raw_mode(mode as u32)))
    }

    /// Change the owner and group of a file.
    #[sig("(path, uid, gid, *, dir_fd=None, follow_symlinks=True)")]
    fn chown(vm: &mut Vm, path: Value, uid: i64, gid: i64, dir_fd: Value, follow_symlinks: bool) -> R<()> {
        let target = Target::new(vm, "chown", "path", path, true)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        audit_chown(vm, target.value(), uid, gid, dir)?;
        let owner = u32::try_from(uid).ok().map(rustix::fs::Uid::from_raw);
        let group = u32::try_from(gid).ok().map(rustix::fs::Gid::from_raw);
        let flags = if follow_symlinks { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
        match target {
            Target::Fd(fd) => call(vm, Value::int32(fd), || rustix::fs::fchown(borrow(fd), owner, group)),
            Target::Path(path) => call(vm, path.value, || {
                rustix::fs::chownat(borrow(dir), path.bytes.as_slice(), owner, group, flags)
            }),
        }
    }

    /// Can the real user access the path?
    #[sig("(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)")]
    #[shown("($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       follow_symlinks=True)")]
    fn access(
        vm: &mut Vm,
        path: Value,
        mode: i32,
        dir_fd: Value,
        effective_ids: bool,
        follow_symlinks: bool,
    ) -> R<bool> {
        let path = Path::new(vm, "access", "path", path)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        let mut flags = AtFlags::empty();
        flags.set(AtFlags::EACCESS, effective_ids);
        flags.set(AtFlags::SYMLINK_NOFOLLOW, !follow_symlinks);
        let access = rustix::fs::Access::from_bits_retain(mode as u32);
        Ok(vm.release(|| rustix::fs::accessat(borrow(dir), path.bytes.as_slice(), access, flags)).is_ok())
    }

    /// Set the access and modification times of a file.
    #[sig("(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)")]
    #[shown(
        "($module, /, path, times=None, *, ns=<unrepresentable>,\n      dir_fd=None, follow_symlinks=True)"
    )]
    fn utime(
        vm: &mut Vm,
        path: Value,
        times: Value,
        ns: Option<Value>,
        dir_fd: Value,
        follow_symlinks: bool,
    ) -> R<()> {
        let target = Target::new(vm, "utime", "path", path, true)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        let ns = ns.filter(|v| !v.is_none());
        if ns.is_some() && !times.is_none() {
            return Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"));
        }
        let shown = [target.value(), times, ns.unwrap_or(Value::NONE), dir_value(dir)];
        let times = timestamps(vm, times, ns)?;
        vm.audit("os.utime", |_| shown)?;
        let flags = if follow_symlinks { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
        match target {
            Target::Fd(fd) => call(vm, Value::int32(fd), || rustix::fs::futimens(borrow(fd), &times)),
            Target::Path(path) => call(vm, path.value, || {
                rustix::fs::utimensat(borrow(dir), path.bytes.as_slice(), &times, flags)
            }),
        }
    }

    /// Cut or extend a file to a length.
    #[sig("(path, length)")]
    fn truncate(vm: &mut Vm, path: Value, length: i64) -> R<()> {
        let target = Target::new(vm, "truncate", "path", path, true)?;
        vm.audit("os.truncate", |vm| [target.value(), vm.new_int(length)])?;
        match target {
            Target::Fd(fd) => call(vm, Value::NONE, || rustix::fs::ftruncate(borrow(fd), length as u64)),
            Target::Path(path) => call(vm, path.value, || {
                let file =
                    rustix::fs::open(path.bytes.as_slice(), OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
                rustix::fs::ftruncate(&file, length as u64)
            }),
        }
    }

    /// Create a named pipe.
    #[sig("(path, mode=438, *, dir_fd=None)")]
    fn mkfifo(vm: &mut Vm, path: Value, mode: i32, dir_fd: Value) -> R<()> {
        let path = Path::new(vm, "mkfifo", "path", path)?;
        let dir = super::path::dir_fd(vm, dir_fd)?;
        let mode = Mode::from_raw_mode(mode as u32);
        call(vm, Value::NONE, || {
            rustix::fs::mknodat(borrow(dir), path.bytes.as_slice(), rustix::fs::FileType::Fifo, mode, 0)
        })
    }

    /// Return the file system path of an object: str, bytes, or what its __fspath__() gives.
    #[sig("(path)")]
    fn fspath(vm: &mut Vm, path: Value) -> R {
        taipan_objects::types::str::fs_path(vm, path)
    }

    /// Is there code in C that wants to run while input is waited for? There never is.
    #[sig("($module, /)")]
    fn _is_inputhook_installed(_: &mut Vm) -> bool {
        false
    }

    /// Run what is to run while input is waited for.
    #[sig("($module, /)")]
    fn _inputhook(_: &mut Vm) {}

    /// Split a path into drive (there are none here), root and the rest.
    #[sig("($module, /, p)")]
    fn _path_splitroot_ex(vm: &mut Vm, p: Value) -> R<Gc<Tuple>> {
        let whole = super::path::any_path(vm, "_path_splitroot_ex", p)?;
        let (text, whole) = either_bytes(vm, whole)?;
        let (root, rest) = whole.split_at(root_len(&whole));
        let parts = [&[][..], root, rest].map(|part| either_value(vm, text, part));
        Ok(vm.new_tuple(&parts))
    }

    /// A path without what does not matter in it: empty parts, dots and parents of parts.
    #[sig("($module, /, path)")]
    fn _path_normpath(vm: &mut Vm, path: Value) -> R {
        let whole = super::path::any_path(vm, "_path_normpath", path)?;
        let (text, whole) = either_bytes(vm, whole)?;
        let root = root_len(&whole);
        let mut result = Vec::with_capacity(whole.len() + 1);
        result.extend_from_slice(&whole[..root]);
        // Parts that a parent may take away again.
        let mut n_named = 0;
        for part in whole[root..].split(|&b| b == b'/') {
            match part {
                b"" | b"." => continue,
                b".." if n_named > 0 => {
                    n_named -= 1;
                    let slash = result[root..].iter().rposition(|&b| b == b'/').unwrap_or(0);
                    result.truncate(root + slash);
                    continue;
                }
                b".." if root > 0 => continue,
                b".." => {}
                _ => n_named += 1,
            }
            if result.len() > root {
                result.push(b'/');
            }
            result.extend_from_slice(part);
        }
        if result.is_empty() {
            result.push(b'.');
        }
        Ok(either_value(vm, text, &result))
    }
}

/// The bytes of a str or bytes, and whether it is a str.
fn either_bytes<'a>(vm: &mut Vm, value: Value) -> R<(bool, Cow<'a, [u8]>)> {
    match vm.as_str(value) {
        Some(text) => Ok((true, Cow::Borrowed(text.to_ref().as_bytes()))),
        None => Ok((false, Cow::Owned(vm.bytes_like(value)?))),
    }
}

fn either_value(vm: &mut Vm, text: bool, bytes: &[u8]) -> Value {
    if text { vm.new_str_wtf8(bytes).value() } else { vm.new_bytes(bytes) }
}

/// How many slashes are a path's root: two of them are another one for POSIX than one or more.
fn root_len(path: &[u8]) -> usize {
    match path.iter().take_while(|&&b| b == b'/').count() {
        2 => 2,
        n => n.min(1),
    }
}

/// Tells that a file is to have another owner and group.
pub(super) fn audit_chown(vm: &mut Vm, file: Value, uid: i64, gid: i64, dir: i32) -> R<()> {
    let shown = |id: i64| Value::len(id as u32 as usize);
    vm.audit("os.chown", |_| [file, shown(uid), shown(gid), dir_value(dir)])
}

fn remove(vm: &mut Vm, function: &str, path: Value, dir: Value) -> R<()> {
    let path = Path::new(vm, function, "path", path)?;
    let dir = dir_fd(vm, dir)?;
    vm.audit("os.remove", |_| [path.value, dir_value(dir)])?;
    call(vm, path.value, || rustix::fs::unlinkat(borrow(dir), path.bytes.as_slice(), AtFlags::empty()))
}

fn rename(vm: &mut Vm, function: &str, src: Value, dst: Value, src_dir: Value, dst_dir: Value) -> R<()> {
    let (src, dst) = (Path::new(vm, function, "src", src)?, Path::new(vm, function, "dst", dst)?);
    let (a, b) = (dir_fd(vm, src_dir)?, dir_fd(vm, dst_dir)?);
    vm.audit("os.rename", |_| [src.value, dst.value, dir_value(a), dir_value(b)])?;
    call2(vm, src.value, dst.value, &mut || {
        rustix::fs::renameat(borrow(a), src.bytes.as_slice(), borrow(b), dst.bytes.as_slice())
    })
}

/// The two times of `utime`.
fn timestamps(vm: &mut Vm, times: Value, ns: Option<Value>) -> R<rustix::fs::Timestamps> {
    use rustix::fs::Timespec;
    let now = Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
    let mut both = [now, now];
    let given = ns.or(if times.is_none() { None } else { Some(times) });
    if let Some(given) = given {
        let pair = vm.as_tuple(given).filter(|t| t.len() == 2);
        let Some(pair) = pair else {
            let text = if ns.is_some() {
                "utime: 'ns' must be a tuple of two ints"
            } else {
                "utime: 'times' must be either a tuple of two ints or None"
            };
            return Err(vm.type_error(text));
        };
        for (place, &value) in both.iter_mut().zip(pair.to_ref().as_slice()) {
            let (seconds, nanos) = if ns.is_some() {
                let billion = vm.new_int(1_000_000_000);
                let parts = vm.divmod(value, billion)?;
                let both = vm.as_tuple(parts).map_or(&[][..], |parts| parts.to_ref().as_slice());
                let &[seconds, nanos] = both else {
                    let (of, got) = (vm.type_name(value), vm.type_name(parts));
                    return Err(vm.type_error(format!("{of}.__divmod__() must return a 2-tuple, not {got}")));
                };
                (vm.index_i64(seconds)?, vm.index_i64(nanos)?)
            } else if let Some(f) = vm.as_float(value) {
                let floor = f.floor();
                (floor as i64, ((f - floor) * 1e9) as i64)
            } else {
                (vm.index_i64(value)?, 0)
            };
            *place = Timespec { tv_sec: seconds, tv_nsec: nanos };
        }
    }
    Ok(rustix::fs::Timestamps { last_access: both[0], last_modification: both[1] })
}

/// `os.DirEntry`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct DirEntry {
    header: Header,
    name: Value,
    path: Value,
    stat: Field<Value>,
    lstat: Field<Value>,
    #[untraced]
    kind: u8,
    #[untraced]
    inode: u64,
    #[untraced]
    folder_fd: i32,
}

impl DirEntry {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <DirEntry as Numbered>::NUMBER,
        name: "DirEntry",
        module: "posix",
        flags: taipan_runtime::type_flags::NO_NEW | type_flags::MUTABLE,
        native: &DirEntry::NATIVE,
        layout: Some(LayoutInfo::of::<DirEntry>()),
        ..TypeDef::DEFAULT
    };
}

/// The entry's status, asked for once.
fn entry_stat(vm: &mut Vm, this: Gc<DirEntry>, follow: bool) -> R {
    let field = if follow { &this.to_ref().stat } else { &this.to_ref().lstat };
    if let Some(found) = field.get().bound() {
        return Ok(found);
    }
    let name = if this.folder_fd >= 0 { this.name } else { this.path };
    let path = Path::new(vm, "stat", "path", name)?;
    let dir = if this.folder_fd >= 0 { this.folder_fd } else { libc::AT_FDCWD };
    let flags = if follow { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
    let stat = call(vm, this.path, || rustix::fs::statat(borrow(dir), path.bytes.as_slice(), flags))?;
    let made = status::result(vm, &stat)?;
    field.set(this, made);
    Ok(made)
}

/// Is the entry of a type, by what the directory said or by asking?
fn is_kind(vm: &mut Vm, this: Gc<DirEntry>, follow: bool, kind: u8, mode: u32) -> R<bool> {
    if this.kind != libc::DT_UNKNOWN && !(follow && this.kind == libc::DT_LNK) {
        return Ok(this.kind == kind);
    }
    match entry_stat(vm, this, follow) {
        Ok(stat) => {
            let name = vm.intern("st_mode");
            let found = vm.get_attr(stat, name)?;
            let found = vm.index_i64(found)? as u32;
            Ok(found & libc::S_IFMT == mode)
        }
        Err(raised) => {
            if vm.take_if(kinds::FILE_NOT_FOUND_ERROR).is_some() {
                Ok(false)
            } else {
                Err(raised)
            }
        }
    }
}

#[native]
impl DirEntry {
    fn __repr__(vm: &mut Vm, this: Gc<DirEntry>) -> R<String> {
        Ok(format!("<DirEntry {}>", vm.repr(this.name)?.to_display()))
    }

    /// Is the entry a directory?
    #[sig("($self, *, follow_symlinks=True)")]
    #[shown("($self, /, *, follow_symlinks=True)")]
    fn is_dir(vm: &mut Vm, this: Gc<DirEntry>, follow_symlinks: bool) -> R<bool> {
        is_kind(vm, this, follow_symlinks, libc::DT_DIR, libc::S_IFDIR)
    }

    /// Is the entry a regular file?
    #[sig("($self, *, follow_symlinks=True)")]
    #[shown("($self, /, *, follow_symlinks=True)")]
    fn is_file(vm: &mut Vm, this: Gc<DirEntry>, follow_symlinks: bool) -> R<bool> {
        is_kind(vm, this, follow_symlinks, libc::DT_REG, libc::S_IFREG)
    }

    /// Is the entry a symbolic link?
    #[sig("($self, /)")]
    fn is_symlink(vm: &mut Vm, this: Gc<DirEntry>) -> R<bool> {
        is_kind(vm, this, false, libc::DT_LNK, libc::S_IFLNK)
    }

    /// Is the entry a junction? There are none outside Windows.
    #[sig("($self, /)")]
    fn is_junction(_: &mut Vm, _this: Gc<DirEntry>) -> bool {
        false
    }

    /// The entry's status.
    #[sig("($self, *, follow_symlinks=True)")]
    #[shown("($self, /, *, follow_symlinks=True)")]
    fn stat(vm: &mut Vm, this: Gc<DirEntry>, follow_symlinks: bool) -> R {
        entry_stat(vm, this, follow_symlinks)
    }

    /// The entry's inode number.
    #[sig("($self, /)")]
    fn inode(vm: &mut Vm, this: Gc<DirEntry>) -> Value {
        vm.new_uint(this.inode)
    }

    /// The path of the entry.
    #[sig("($self, /)")]
    fn __fspath__(_: &mut Vm, this: Gc<DirEntry>) -> Value {
        this.path
    }

    /// The name.
    #[member("name")]
    fn name(_: &mut Vm, this: Gc<DirEntry>) -> Value {
        this.name
    }

    /// The path: the folder's, and the name.
    #[member("path")]
    fn path(_: &mut Vm, this: Gc<DirEntry>) -> Value {
        this.path
    }

    /// Generic over the type of the name.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }
}

/// What `scandir` gives.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ScandirIterator {
    header: Header,
    items: Gc<List>,
    #[untraced]
    next: Cell<usize>,
}

impl ScandirIterator {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ScandirIterator as Numbered>::NUMBER,
        name: "ScandirIterator",
        module: "posix",
        flags: taipan_runtime::type_flags::NO_NEW | type_flags::MUTABLE,
        native: &ScandirIterator::NATIVE,
        layout: Some(LayoutInfo::of::<ScandirIterator>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl ScandirIterator {
    fn __iter__(_: &mut Vm, this: Value) -> R {
        Ok(this)
    }

    fn __next__(_: &mut Vm, this: Gc<ScandirIterator>) -> R<Option<Value>> {
        let i = this.next.get();
        if i >= this.items.len.get() {
            this.next.set(usize::MAX);
            return Ok(None);
        }
        this.next.set(i + 1);
        Ok(Some(this.items.item(i)))
    }

    #[sig("($self, /)")]
    fn __enter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    #[sig("($self, *args)")]
    #[shown("")]
    fn __exit__(_: &mut Vm, this: Gc<ScandirIterator>, args: Value) {
        let _ = args;
        this.next.set(usize::MAX);
    }

    fn __del__(vm: &mut Vm, this: Gc<ScandirIterator>) -> R<()> {
        if this.next.get() == usize::MAX {
            return Ok(());
        }
        let text = vm.repr(this.value())?.to_display();
        vm.warn_about(kinds::RESOURCE_WARNING, &format!("unclosed scandir iterator {text}"), 1, this.value())
    }

    /// End the iteration.
    #[sig("($self, /)")]
    fn close(_: &mut Vm, this: Gc<ScandirIterator>) {
        this.next.set(usize::MAX);
    }
}
