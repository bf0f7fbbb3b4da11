//! `resource`

use crate::structseq::{self, Record};
use crate::support::{put, put_int};
use crate::sys_calls::control;
use taipan_macros::{Trace, native};
use taipan_runtime::layout::{Module, Tuple, Type};
use taipan_runtime::{BinaryOp, Gc, ModuleDef, R, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "resource",
    doc: "Limits on what a process may use, and what it has used.",
    functions: &Resource::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const CONSTANTS: &[(&str, i64)] = &[
    ("RLIMIT_AS", 9),
    ("RLIMIT_CORE", 4),
    ("RLIMIT_CPU", 0),
    ("RLIMIT_DATA", 2),
    ("RLIMIT_FSIZE", 1),
    ("RLIMIT_MEMLOCK", 8),
    ("RLIMIT_MSGQUEUE", 12),
    ("RLIMIT_NICE", 13),
    ("RLIMIT_NOFILE", 7),
    ("RLIMIT_NPROC", 6),
    ("RLIMIT_OFILE", 7),
    ("RLIMIT_RSS", 5),
    ("RLIMIT_RTPRIO", 14),
    ("RLIMIT_RTTIME", 15),
    ("RLIMIT_SIGPENDING", 11),
    ("RLIMIT_STACK", 3),
    ("RLIM_INFINITY", -1),
    ("RUSAGE_CHILDREN", -1),
    ("RUSAGE_SELF", 0),
    ("RUSAGE_THREAD", 1),
];

/// How many kinds of limits there are.
const N_LIMITS: i32 = 16;

/// The module's own class.
#[derive(Trace, Default)]
struct Classes {
    usage: Option<Gc<Type>>,
}

const USAGE: Record = Record {
    module: "resource",
    name: "struct_rusage",
    doc: "What a process has used of the system.",
    fields: &[
        ("ru_utime", "Seconds in its own code."),
        ("ru_stime", "Seconds in the system for it."),
        ("ru_maxrss", "The most memory it had at one time."),
        ("ru_ixrss", "Memory shared with others, over time."),
        ("ru_idrss", "Memory for data of its own, over time."),
        ("ru_isrss", "Memory for its stack, over time."),
        ("ru_minflt", "Page faults without reading."),
        ("ru_majflt", "Page faults with reading."),
        ("ru_nswap", "How often it was swapped out."),
        ("ru_inblock", "Blocks read."),
        ("ru_oublock", "Blocks written."),
        ("ru_msgsnd", "Messages sent."),
        ("ru_msgrcv", "Messages received."),
        ("ru_nsignals", "Signals received."),
        ("ru_nvcsw", "How often it gave the processor up."),
        ("ru_nivcsw", "How often the processor was taken from it."),
    ],
    n_sequence: 16,
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, value) in CONSTANTS {
        put_int(vm, module, name, value);
    }
    let error = vm.class(kinds::OS_ERROR).value();
    put(vm, module, "error", error);
    let cls = structseq::new_class(vm, &USAGE)?;
    vm.state::<Classes>().usage = Some(cls);
    put(vm, module, "struct_rusage", cls.value());
    Ok(())
}

/// The result of `getrusage`, also for `os.wait4`.
pub(crate) fn usage_value(vm: &mut Vm, times: [i64; 2], counters: [i64; 14]) -> R {
    crate::support::import(vm, "resource")?;
    let mut values = [Value::NONE; 16];
    for (place, micros) in values.iter_mut().zip(times) {
        *place = vm.new_float(micros as f64 / 1e6);
    }
    for (place, n) in values[2..].iter_mut().zip(counters) {
        *place = vm.new_int(n);
    }
    match vm.state::<Classes>().usage {
        Some(cls) => Ok(structseq::new(vm, cls, &values)),
        None => Err(vm.runtime_error("resource is not initialised")),
    }
}

/// A pair of limits.
fn limits(vm: &mut Vm, value: Value) -> R<[u64; 2]> {
    let pair = vm.to_tuple(value)?;
    if pair.len() != 2 {
        return Err(vm.value_error("expected a tuple of 2 integers"));
    }
    let mut limits = [0; 2];
    for (i, limit) in limits.iter_mut().enumerate() {
        let item = pair.to_ref().as_slice()[i];
        let index = vm.index(item)?;
        *limit = match vm.int_to_i64(index) {
            // "No limit".
            Some(-1) => u64::MAX,
            Some(n) if n >= 0 => n as u64,
            _ if vm.int_is_negative(index) => return Err(vm.value_error("Cannot convert negative int")),
            _ => unsigned(vm, index)?,
        };
    }
    Ok(limits)
}

/// An int of 64 bits without a sign.
fn unsigned(vm: &mut Vm, int: Value) -> R<u64> {
    let high = vm.binary_op(BinaryOp::RShift, int, Value::int32(1))?;
    let low = vm.binary_op(BinaryOp::And, int, Value::int32(1))?;
    match (vm.int_to_i64(high), vm.int_to_i64(low)) {
        (Some(high), Some(low)) => Ok((high as u64) << 1 | low as u64),
        _ => Err(vm.overflow_error("Python int too large to convert to C rlim_t")),
    }
}

fn pair(vm: &mut Vm, limits: [u64; 2]) -> Gc<Tuple> {
    let limits = limits.map(|n| if n == u64::MAX { Value::int32(-1) } else { vm.new_uint(n) });
    vm.new_tuple(&limits)
}

/// Reads and sets limits of a process.
fn change(vm: &mut Vm, process: i32, resource: i32, new: Option<Value>) -> R<Gc<Tuple>> {
    if !(0..N_LIMITS).contains(&resource) {
        return Err(vm.value_error("invalid resource specified"));
    }
    let new = match new {
        Some(new) => Some(limits(vm, new)?),
        None => None,
    };
    match control::limit(process, resource as u32, new) {
        Ok(old) => Ok(pair(vm, old)),
        Err(rustix::io::Errno::INVAL) => Err(vm.value_error("current limit exceeds maximum limit")),
        Err(rustix::io::Errno::PERM) if process == 0 => {
            Err(vm.value_error("not allowed to raise maximum limit"))
        }
        Err(error) => Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
    }
}

struct Resource;

#[native]
impl Resource {
    /// What has been used: times and counters.
    #[sig("($module, who, /)")]
    fn getrusage(vm: &mut Vm, who: i32) -> R {
        match control::usage(who) {
            Ok((times, counters)) => usage_value(vm, times, counters),
            Err(rustix::io::Errno::INVAL) => Err(vm.value_error("invalid who parameter")),
            Err(error) => Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
        }
    }

    /// The soft and the hard limit of a resource.
    #[sig("($module, resource, /)")]
    fn getrlimit(vm: &mut Vm, resource: i32) -> R<Gc<Tuple>> {
        change(vm, 0, resource, None)
    }

    /// Set the limits of a resource.
    #[sig("($module, resource, limits, /)")]
    fn setrlimit(vm: &mut Vm, resource: i32, limits: Value) -> R<()> {
        vm.audit("resource.setrlimit", |_| [Value::int32(resource), limits])?;
        change(vm, 0, resource, Some(limits))?;
        Ok(())
    }

    /// The limits of a resource of any process; sets them where new ones are given.
    #[sig("($module, pid, resource, limits=None, /)")]
    fn prlimit(vm: &mut Vm, pid: i32, resource: i32, limits: Option<Value>) -> R<Gc<Tuple>> {
        let limits = limits.filter(|l| !l.is_none());
        vm.audit("resource.prlimit", |_| {
            [Value::int32(pid), Value::int32(resource), limits.unwrap_or(Value::NONE)]
        })?;
        change(vm, pid, resource, limits)
    }

    /// The size of a page of memory.
    #[sig("($module, /)")]
    fn getpagesize(_: &mut Vm) -> i64 {
        crate::sys_calls::sysconf(libc::_SC_PAGESIZE)
    }
}
