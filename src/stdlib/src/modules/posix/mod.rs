//! `posix`: what `os` is made of. Calls go to the system through `rustix`; what that lacks stands in `sys_calls`.

mod children;
mod constants;
mod files;
mod identity;
mod path;
mod process;
mod status;
mod transfer;
pub mod tree;

pub(crate) use process::{bytes_of as bytes_argument, fork};

pub use path::{
    Path, are_too_many, borrow as borrow_fd, call as system_call, close_unheld, fd as fd_argument,
};

use crate::support::{put, put_int};
use taipan_macros::Trace;
use taipan_runtime::layout::{Dict, Module, Type};
use taipan_runtime::{Gc, ModuleDef, R, Value, Values, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    functions: &files::Files::NATIVE,
    more: &[
        &children::Children::NATIVE,
        &identity::Identity::NATIVE,
        &process::Process::NATIVE,
        &status::Status::NATIVE,
        &transfer::Transfer::NATIVE,
        &tree::Tree::NATIVE,
    ],
    types: &[&tree::DirEntry::TYPE],
    init: Some(init),
};

/// The module's own classes.
#[derive(Trace, Default)]
pub(crate) struct Classes {
    stat: Option<Gc<Type>>,
    statvfs: Option<Gc<Type>>,
    terminal_size: Option<Gc<Type>>,
    uname: Option<Gc<Type>>,
    times: Option<Gc<Type>>,
    sched_param: Option<Gc<Type>>,
    waitid: Option<Gc<Type>>,
}

fn put_class(vm: &mut Vm, module: Gc<Module>, name: &str, cls: Gc<Type>) {
    put(vm, module, name, cls.value());
}

macro_rules! constants {
    ($($name:ident),* $(,)?) => {
        /// Constants of the system's headers.
        const CONSTANTS: &[(&str, i64)] = &[$((stringify!($name), libc::$name as i64)),*];
    };
}
constants! {
    F_OK, R_OK, W_OK, X_OK, O_RDONLY, O_WRONLY, O_RDWR, O_NDELAY, O_NONBLOCK, O_APPEND, O_DSYNC, O_RSYNC, O_SYNC,
    O_NOCTTY, O_CREAT, O_EXCL, O_TRUNC, O_CLOEXEC, O_ACCMODE, O_DIRECTORY, O_NOFOLLOW, O_DIRECT, O_NOATIME, O_PATH,
    O_TMPFILE, O_LARGEFILE, SEEK_DATA, SEEK_HOLE, WNOHANG, WUNTRACED, WCONTINUED, WEXITED, WNOWAIT, WSTOPPED,
    P_PID, P_PGID, P_ALL, PRIO_PROCESS, PRIO_PGRP, PRIO_USER, F_LOCK, F_TLOCK, F_ULOCK, F_TEST, ST_RDONLY, ST_NOSUID, SCHED_OTHER,
    SCHED_FIFO, SCHED_RR, SCHED_BATCH, SCHED_IDLE, RTLD_LAZY, RTLD_NOW, RTLD_GLOBAL, RTLD_LOCAL, RTLD_NODELETE,
    RTLD_NOLOAD, GRND_NONBLOCK, GRND_RANDOM,
}

/// Names of exit codes, from 64 on (`sysexits.h`).
const EXIT_CODES: &[&str] = &[
    "EX_USAGE",
    "EX_DATAERR",
    "EX_NOINPUT",
    "EX_NOUSER",
    "EX_NOHOST",
    "EX_UNAVAILABLE",
    "EX_SOFTWARE",
    "EX_OSERR",
    "EX_OSFILE",
    "EX_CANTCREAT",
    "EX_IOERR",
    "EX_TEMPFAIL",
    "EX_PROTOCOL",
    "EX_NOPERM",
    "EX_CONFIG",
];

/// What `os` looks for to know which functions take descriptors and `dir_fd`.
const HAVE: &[&str] = &[
    "HAVE_EVENTFD",
    "HAVE_TIMERFD_CREATE",
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FCHMOD",
    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",
    "HAVE_FEXECVE",
    "HAVE_FDOPENDIR",
    "HAVE_FPATHCONF",
    "HAVE_FSTATAT",
    "HAVE_FSTATVFS",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_FUTIMES",
    "HAVE_FUTIMESAT",
    "HAVE_LINKAT",
    "HAVE_LCHOWN",
    "HAVE_LSTAT",
    "HAVE_LUTIMES",
    "HAVE_MEMFD_CREATE",
    "HAVE_MKDIRAT",
    "HAVE_MKFIFOAT",
    "HAVE_MKNODAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_SYMLINKAT",
    "HAVE_UNLINKAT",
    "HAVE_UTIMENSAT",
    "HAVE_PTSNAME_R",
];

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let dict = module.dict.get();
    vm.add_late_names(dict, |name| name.first().is_some_and(u8::is_ascii_uppercase), init_constants);
    let mut have = Values::new();
    for name in HAVE {
        let name = vm.intern(name).value();
        have.push(&mut vm.heap, name);
    }
    let have = vm.new_list_from(have).value();
    put(vm, module, "_have_functions", have);
    let error = vm.class(kinds::OS_ERROR).value();
    put(vm, module, "error", error);
    children::init(vm, module)?;
    status::init(vm, module)?;
    files::init(vm, module)?;
    identity::init(vm, module)?;
    process::init(vm, module)
}

/// The names in capitals: hundreds, of which a program needs a few.
fn init_constants(vm: &mut Vm, _: Gc<Dict>) -> R<()> {
    let module = vm.native_module("posix")?;
    for &(name, value) in CONSTANTS {
        put_int(vm, module, name, value);
    }
    for (code, name) in (64..).zip(EXIT_CODES) {
        put_int(vm, module, name, code);
    }
    put_int(vm, module, "EX_OK", 0);
    put_int(vm, module, "TMP_MAX", 238_328);
    put_int(vm, module, "NGROUPS_MAX", 65_536);
    for &(name, value) in constants::CONSTANTS {
        put_int(vm, module, name, value);
    }
    Ok(())
}

/// A path argument of a function.
pub fn path_argument(vm: &mut Vm, function: &str, value: Value) -> R<Path> {
    Path::new(vm, function, "path", value)
}
