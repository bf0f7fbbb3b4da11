//! `errno`

use crate::support::{put, put_int};
use taipan_runtime::layout::Module;
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm};

/// The number for what is no file of the wanted type, which Linux does not have itself: the first one that is free.
#[cfg(target_os = "linux")]
const EFTYPE: i32 = libc::EHWPOISON + 1;
#[cfg(not(target_os = "linux"))]
const EFTYPE: i32 = libc::EFTYPE;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "errno",
    doc: "This module makes available standard errno system symbols.\n\nThe value of each symbol is the corresponding integer value,\ne.g., on most systems, errno.ENOENT equals the integer 2.\n\nThe dictionary errno.errorcode maps numeric codes to symbol names,\ne.g., errno.errorcode[2] could be the string 'ENOENT'.\n\nSymbols that are not relevant to the underlying system are not defined.\n\nTo map error codes to error messages, use the function os.strerror(),\ne.g. os.strerror(2) could return 'No such file or directory'.",
    init: Some(init),
    ..ModuleDef::DEFAULT
};

macro_rules! numbers {
    ($($name:ident),* $(,)?) => { const NUMBERS: &[(&str, i32)] = &[$((stringify!($name), libc::$name)),*]; };
}
// Of two names for one number the later one is what `errorcode` tells.
numbers! {
    ENODEV, ENOCSI, EHOSTUNREACH, ENOMSG, EUCLEAN, EL2NSYNC, EL2HLT, ENODATA, ENOTBLK, ENOSYS, EPIPE, EINVAL,
    EOVERFLOW, EADV, EINTR, EUSERS, ENOTEMPTY, ENOBUFS, EPROTO, EREMOTE, ENAVAIL, ECHILD, ELOOP, EXDEV, E2BIG,
    ESRCH, EMSGSIZE, EAFNOSUPPORT, EBADR, EHOSTDOWN, EPFNOSUPPORT, ENOPROTOOPT, EBUSY, EWOULDBLOCK, EBADFD, EDOTDOT,
    EISCONN, ENOANO, ESHUTDOWN, ECHRNG, ELIBBAD, ENONET, EBADE, EBADF, EMULTIHOP, EIO, EUNATCH, EPROTOTYPE, ENOSPC,
    ENOEXEC, EALREADY, ENETDOWN, ENOTNAM, EACCES, ELNRNG, EILSEQ, ENOTDIR, ENOTUNIQ, EPERM, EDOM, EXFULL,
    ECONNREFUSED, EISDIR, EPROTONOSUPPORT, EROFS, EADDRNOTAVAIL, EIDRM, ECOMM, ESRMNT, EREMOTEIO, EL3RST, EBADMSG,
    ENFILE, ELIBMAX, ESPIPE, ENOLINK, ENETRESET, ETIMEDOUT, ENOENT, EEXIST, EDQUOT, ENOSTR, EBADSLT, EBADRQC,
    ELIBACC, EFAULT, EFBIG, EDEADLK, ENOTCONN, EDESTADDRREQ, ELIBSCN, ENOLCK, EISNAM, ECONNABORTED, ENETUNREACH,
    ESTALE, ENOSR, ENOMEM, ENOTSOCK, ESTRPIPE, EMLINK, ERANGE, ELIBEXEC, EL3HLT, ECONNRESET, EADDRINUSE, EOPNOTSUPP,
    EREMCHG, EAGAIN, ENAMETOOLONG, ENOTTY, ERESTART, ESOCKTNOSUPPORT, ETIME, EBFONT, EDEADLOCK, ETOOMANYREFS,
    EMFILE, ETXTBSY, EINPROGRESS, ENXIO, ENOPKG, ENOMEDIUM, EMEDIUMTYPE, ECANCELED, ENOKEY, EHWPOISON, EKEYEXPIRED,
    EKEYREVOKED, EKEYREJECTED, EOWNERDEAD, ENOTRECOVERABLE, ERFKILL, ENOTSUP,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let codes = vm.new_dict();
    for &(name, number) in NUMBERS.iter().chain(&[("EFTYPE", EFTYPE)]) {
        put_int(vm, module, name, number.into());
        let name = vm.intern(name).value();
        codes.set_item(vm, Value::int32(number), name)?;
    }
    put(vm, module, "errorcode", codes.value());
    Ok(())
}
