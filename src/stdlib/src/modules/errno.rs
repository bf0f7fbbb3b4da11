//! `errno`

use crate::support::{put, put_int};
use taipan_runtime::layout::Module;
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm};

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
    ENODEV, ENOCSI, EHOSTUNREACH, ENOMSG, EUCLEAN, EL2NSYNC, EL2HLT, ENODATA, ENOTBLK, ENOSYS, EPIPE, EINVAL, EOVERFLOW,
    EADV, EINTR, EUSERS, ENOTEMPTY, ENOBUFS, EPROTO, EREMOTE, ENAVAIL, ECHILD, ELOOP, EXDEV, E2BIG, ESRCH, EMSGSIZE,
    EAFNOSUPPORT, EBADR, EHOSTDOWN, EPFNOSUPPORT, ENOPROTOOPT, EBUSY, EWOULDBLOCK, EAGAIN, EBADFD, EDOTDOT, EISCONN,
    ENOTCONN, ESHUTDOWN, ENONET, EBADF, EBADE, EFAULT, EDOM, ECOMM, EADDRINUSE, ENOTSOCK, EALREADY, EINPROGRESS,
    ESTALE, ENOSPC, EIO, ERANGE, EPERM, EDEADLOCK, EDEADLK, EACCES, ETIMEDOUT, ENOTNAM, EISNAM, EREMOTEIO, ENOLINK,
    ECONNREFUSED, ECONNABORTED, ECONNRESET, ENETDOWN, ENETUNREACH, ENETRESET, ENOEXEC, ENOSR, ENOSTR, ENOTDIR, EISDIR,
    EEXIST, ENFILE, EMFILE, ENOTTY, ETXTBSY, EFBIG, ESPIPE, EROFS, EMLINK, EIDRM, ECHRNG, EL3HLT, EL3RST, ELNRNG,
    EUNATCH, EXFULL, ENOANO, EBADRQC, EBADSLT, EBFONT, ETIME, ENOPKG, ESRMNT, EMULTIHOP, EBADMSG, ENOTUNIQ, EREMCHG,
    ELIBACC, ELIBBAD, ELIBSCN, ELIBMAX, ELIBEXEC, EILSEQ, ERESTART, ESTRPIPE, EDESTADDRREQ, EPROTOTYPE,
    EPROTONOSUPPORT, ESOCKTNOSUPPORT, EOPNOTSUPP, ENOTSUP, EADDRNOTAVAIL, ETOOMANYREFS, EDQUOT, ENOENT, ENXIO, ENOMEM,
    ENOTRECOVERABLE, EOWNERDEAD, ENOLCK, ENAMETOOLONG, ECANCELED, EKEYEXPIRED, EKEYREJECTED, EKEYREVOKED, EMEDIUMTYPE,
    ENOKEY, ENOMEDIUM, ERFKILL, EHWPOISON,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let codes = vm.new_dict();
    for &(name, number) in NUMBERS {
        put_int(vm, module, name, number.into());
        let name = vm.intern(name).value();
        codes.set_item(vm, Value::int32(number), name)?;
    }
    put(vm, module, "errorcode", codes.value());
    Ok(())
}
