//! `syslog`

use crate::support::put_int;
use crate::sys_calls::accounts;
use std::ffi::CString;
use taipan_macros::native;
use taipan_runtime::layout::{List, Module, Str};
use taipan_runtime::{Gc, ModuleDef, R, Trace, Tracer, Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "syslog",
    doc: "The system's log.",
    functions: &Syslog::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const CONSTANTS: &[(&str, i64)] = &[
    ("LOG_ALERT", 1),
    ("LOG_AUTH", 32),
    ("LOG_AUTHPRIV", 80),
    ("LOG_CONS", 2),
    ("LOG_CRIT", 2),
    ("LOG_CRON", 72),
    ("LOG_DAEMON", 24),
    ("LOG_DEBUG", 7),
    ("LOG_EMERG", 0),
    ("LOG_ERR", 3),
    ("LOG_FTP", 88),
    ("LOG_INFO", 6),
    ("LOG_KERN", 0),
    ("LOG_LOCAL0", 128),
    ("LOG_LOCAL1", 136),
    ("LOG_LOCAL2", 144),
    ("LOG_LOCAL3", 152),
    ("LOG_LOCAL4", 160),
    ("LOG_LOCAL5", 168),
    ("LOG_LOCAL6", 176),
    ("LOG_LOCAL7", 184),
    ("LOG_LPR", 48),
    ("LOG_MAIL", 16),
    ("LOG_NDELAY", 8),
    ("LOG_NEWS", 56),
    ("LOG_NOTICE", 5),
    ("LOG_NOWAIT", 16),
    ("LOG_ODELAY", 4),
    ("LOG_PERROR", 32),
    ("LOG_PID", 1),
    ("LOG_SYSLOG", 40),
    ("LOG_USER", 8),
    ("LOG_UUCP", 64),
    ("LOG_WARNING", 4),
];

/// Is the log open?
#[derive(Default)]
struct State {
    is_open: bool,
}

impl Trace for State {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, value) in CONSTANTS {
        put_int(vm, module, name, value);
    }
    Ok(())
}

/// The name of the program, as it was called.
fn program(vm: &mut Vm) -> Option<String> {
    let key = vm.intern("argv");
    let sys = vm.sys;
    let argv = sys.get_str(vm, key)?.cast::<List>()?;
    if argv.len.get() == 0 {
        return None;
    }
    let name = vm.as_str(argv.item(0))?.to_display();
    let name = name.rsplit('/').next().unwrap_or_default().to_owned();
    Some(name).filter(|n| !n.is_empty())
}

fn open(vm: &mut Vm, name: Option<String>, options: i32, facility: i32) -> R<()> {
    let name = name.or_else(|| program(vm));
    vm.audit("syslog.openlog", |vm| {
        let name = name.as_ref().map_or(Value::NONE, |name| vm.new_str(name).value());
        [name, Value::int32(options), Value::int32(facility)]
    })?;
    accounts::open_log(name.and_then(|name| CString::new(name).ok()), options, facility);
    vm.state::<State>().is_open = true;
    Ok(())
}

struct Syslog;

#[native]
impl Syslog {
    /// Set how messages are logged: the program's name, options, and the kind of program.
    #[sig("($module, ident=None, logoption=0, facility=8)")]
    #[shown("($module, /, ident=<unrepresentable>, logoption=0,\n        facility=LOG_USER)")]
    fn openlog(vm: &mut Vm, ident: Option<Gc<Str>>, logoption: i32, facility: i32) -> R<()> {
        let name = ident.map(|i| i.to_display());
        open(vm, name, logoption, facility)
    }

    /// Log a message: syslog([priority,] message)
    #[sig("(*args)")]
    #[shown("")]
    fn syslog(vm: &mut Vm, args: Value) -> R<()> {
        let args = vm.to_tuple(args)?;
        let (priority, message) = match *args.to_ref().as_slice() {
            [message] => (libc::LOG_INFO, message),
            [priority, message] => (crate::support::int64(vm, priority)? as i32, message),
            _ => return Err(vm.type_error("syslog.syslog requires 1 to 2 arguments")),
        };
        let Some(text) = vm.as_str(message) else {
            return Err(vm.type_error("syslog() argument must be str"));
        };
        vm.audit("syslog.syslog", |_| [Value::int32(priority), message])?;
        let message = CString::new(text.to_display().as_bytes().to_vec())
            .map_err(|_| vm.value_error("embedded null character"))?;
        if !vm.state::<State>().is_open {
            open(vm, None, 0, libc::LOG_USER)?;
        }
        vm.release(|| accounts::log(priority, &message));
        Ok(())
    }

    /// Close the log.
    #[sig("($module, /)")]
    fn closelog(vm: &mut Vm) -> R<()> {
        vm.audit("syslog.closelog", |_| [])?;
        accounts::close_log();
        vm.state::<State>().is_open = false;
        Ok(())
    }

    /// Set which priorities are logged; returns the mask before.
    #[sig("($module, maskpri, /)")]
    fn setlogmask(vm: &mut Vm, maskpri: i64) -> R<i32> {
        vm.audit("syslog.setlogmask", |vm| [vm.new_int(maskpri)])?;
        Ok(accounts::set_log_mask(maskpri as i32))
    }

    /// The mask of one priority.
    #[sig("($module, pri, /)")]
    #[name("LOG_MASK")]
    fn mask_of(_: &mut Vm, pri: i64) -> i64 {
        1i64.wrapping_shl(pri as u32)
    }

    /// The mask of all priorities up to one.
    #[sig("($module, pri, /)")]
    #[name("LOG_UPTO")]
    fn mask_up_to(_: &mut Vm, pri: i64) -> i64 {
        1i64.wrapping_shl(pri as u32 + 1) - 1
    }
}
