//! `time`

mod calendar;
pub mod moment;

use super::posix::system_call;
use crate::structseq::{self, Record};
use crate::support::{put, put_int};
use crate::sys_calls::clock;
use moment::{Round, as_seconds};
use taipan_macros::{Trace, native};
use taipan_runtime::layout::{Module, Str, Type};
use taipan_runtime::{Args, Gc, ModuleDef, R, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "time",
    doc: "Clocks, sleeping, and the calendar of the C library.",
    functions: &Time::NATIVE,
    more: &[&calendar::Calendar::NATIVE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// The module's own class.
#[derive(Trace, Default)]
struct Classes {
    struct_time: Option<Gc<Type>>,
}

const STRUCT_TIME: Record = Record {
    module: "time",
    name: "struct_time",
    doc: "A moment of the calendar: nine ints, and the time zone as attributes.",
    fields: &[
        ("tm_year", "The year, as 1999."),
        ("tm_mon", "The month, 1 to 12."),
        ("tm_mday", "The day of the month, 1 to 31."),
        ("tm_hour", "The hour, 0 to 23."),
        ("tm_min", "The minute, 0 to 59."),
        ("tm_sec", "The second, 0 to 61."),
        ("tm_wday", "The day of the week: 0 is Monday, 6 is Sunday."),
        ("tm_yday", "The day of the year, 1 to 366."),
        ("tm_isdst", "Daylight saving time: 1 yes, 0 no, -1 not known."),
        ("tm_zone", "The time zone's short name."),
        ("tm_gmtoff", "Seconds to the east of UTC."),
    ],
    n_sequence: 9,
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, clock) in [
        ("CLOCK_REALTIME", libc::CLOCK_REALTIME),
        ("CLOCK_MONOTONIC", libc::CLOCK_MONOTONIC),
        ("CLOCK_MONOTONIC_RAW", libc::CLOCK_MONOTONIC_RAW),
        ("CLOCK_PROCESS_CPUTIME_ID", libc::CLOCK_PROCESS_CPUTIME_ID),
        ("CLOCK_THREAD_CPUTIME_ID", libc::CLOCK_THREAD_CPUTIME_ID),
        ("CLOCK_BOOTTIME", libc::CLOCK_BOOTTIME),
        ("CLOCK_TAI", libc::CLOCK_TAI),
    ] {
        put_int(vm, module, name, clock.into());
    }
    put_int(vm, module, "_STRUCT_TM_ITEMS", STRUCT_TIME.fields.len() as i64);
    let cls = structseq::new_class(vm, &STRUCT_TIME)?;
    vm.state::<Classes>().struct_time = Some(cls);
    put(vm, module, "struct_time", cls.value());
    calendar::put_zone(vm, module)
}

struct Time;

/// What a clock shows, in nanoseconds.
fn read(vm: &mut Vm, clock: i32) -> R<i128> {
    clock::get(clock).map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))
}

/// The number of a clock.
fn clock_id(vm: &mut Vm, value: Value) -> R<i32> {
    let cls = vm.class_of(value);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("clk_id should be integer, not {of}")));
    }
    let index = vm.index(value)?;
    match vm.int_to_i64(index).map(i32::try_from) {
        Some(Ok(clock)) => Ok(clock),
        _ => Err(vm.overflow_error("clk_id is out of range")),
    }
}

fn set_clock(vm: &mut Vm, clock: i32, nanos: i64) -> R<()> {
    clock::set(clock, nanos).map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))
}

#[native]
impl Time {
    /// The seconds since the epoch, as a float.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn time(vm: &mut Vm) -> R<f64> {
        read(vm, libc::CLOCK_REALTIME).map(as_seconds)
    }

    /// The nanoseconds since the epoch.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn time_ns(vm: &mut Vm) -> R {
        let nanos = read(vm, libc::CLOCK_REALTIME)?;
        Ok(vm.new_int128(nanos))
    }

    /// A clock that never goes back, in seconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn monotonic(vm: &mut Vm) -> R<f64> {
        read(vm, libc::CLOCK_MONOTONIC).map(as_seconds)
    }

    /// A clock that never goes back, in nanoseconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn monotonic_ns(vm: &mut Vm) -> R {
        let nanos = read(vm, libc::CLOCK_MONOTONIC)?;
        Ok(vm.new_int128(nanos))
    }

    /// The clock for measuring, in seconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn perf_counter(vm: &mut Vm) -> R<f64> {
        read(vm, libc::CLOCK_MONOTONIC).map(as_seconds)
    }

    /// The clock for measuring, in nanoseconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn perf_counter_ns(vm: &mut Vm) -> R {
        let nanos = read(vm, libc::CLOCK_MONOTONIC)?;
        Ok(vm.new_int128(nanos))
    }

    /// The processor time of the process, in seconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn process_time(vm: &mut Vm) -> R<f64> {
        read(vm, libc::CLOCK_PROCESS_CPUTIME_ID).map(as_seconds)
    }

    /// The processor time of the process, in nanoseconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn process_time_ns(vm: &mut Vm) -> R {
        let nanos = read(vm, libc::CLOCK_PROCESS_CPUTIME_ID)?;
        Ok(vm.new_int128(nanos))
    }

    /// The processor time of the thread, in seconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn thread_time(vm: &mut Vm) -> R<f64> {
        read(vm, libc::CLOCK_THREAD_CPUTIME_ID).map(as_seconds)
    }

    /// The processor time of the thread, in nanoseconds.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn thread_time_ns(vm: &mut Vm) -> R {
        let nanos = read(vm, libc::CLOCK_THREAD_CPUTIME_ID)?;
        Ok(vm.new_int128(nanos))
    }

    /// What a clock shows, in seconds.
    #[sig("($module, clk_id, /)")]
    fn clock_gettime(vm: &mut Vm, clk_id: Value) -> R<f64> {
        let clock = clock_id(vm, clk_id)?;
        read(vm, clock).map(as_seconds)
    }

    /// What a clock shows, in nanoseconds.
    #[sig("($module, clk_id, /)")]
    fn clock_gettime_ns(vm: &mut Vm, clk_id: Value) -> R {
        let clock = clock_id(vm, clk_id)?;
        let nanos = read(vm, clock)?;
        Ok(vm.new_int128(nanos))
    }

    /// Set a clock to a number of seconds.
    #[sig("($module, clk_id, time, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn clock_settime(vm: &mut Vm, clk_id: Value, time: Value) -> R<()> {
        let clock = clock_id(vm, clk_id)?;
        let nanos = moment::nanos(vm, time, Round::Floor)?;
        set_clock(vm, clock, nanos)
    }

    /// Set a clock to a number of nanoseconds.
    #[sig("($module, clk_id, time, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn clock_settime_ns(vm: &mut Vm, clk_id: Value, time: Value) -> R<()> {
        let clock = clock_id(vm, clk_id)?;
        let index = vm.index(time)?;
        match vm.int_to_i64(index) {
            Some(nanos) => set_clock(vm, clock, nanos),
            None => Err(vm.overflow_error("timestamp too large to convert to C PyTime_t")),
        }
    }

    /// The smallest step of a clock, in seconds.
    #[sig("($module, clk_id, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn clock_getres(vm: &mut Vm, clk_id: Value) -> R<f64> {
        let clock = clock_id(vm, clk_id)?;
        match clock::resolution(clock) {
            Ok(nanos) => Ok(as_seconds(nanos)),
            Err(error) => Err(vm.raise_os_error(error.raw_os_error(), Value::NONE)),
        }
    }

    /// The number of the clock of a thread's processor time.
    #[sig("($module, thread_id, /)")]
    #[shown("")]
    fn pthread_getcpuclockid(_: &mut Vm, thread_id: i64) -> i32 {
        // The kernel's encoding of a thread's clock; threads are known by the kernel's numbers here.
        (!(thread_id as i32) << 3) | 6
    }

    /// Wait for a number of seconds.
    #[sig("($module, seconds, /)")]
    #[shown("($self, object, /)")]
    fn sleep(vm: &mut Vm, seconds: Value) -> R<()> {
        vm.audit("time.sleep", |_| [seconds])?;
        let nanos = moment::nanos(vm, seconds, Round::Up)?;
        if nanos < 0 {
            return Err(vm.value_error("sleep length must be non-negative"));
        }
        // What has come before must not wait for the end.
        vm.run_pending()?;
        let now = read(vm, libc::CLOCK_MONOTONIC)? as i64;
        let deadline = now.saturating_add(nanos);
        system_call(vm, Value::NONE, || clock::sleep_until(deadline))
    }

    /// What is known of a clock, by its name: implementation, resolution, adjustable, monotonic.
    #[sig("($module, name, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn get_clock_info(vm: &mut Vm, name: Gc<Str>) -> R {
        let (id, implementation, adjustable) = match &*name.to_display() {
            "time" => (libc::CLOCK_REALTIME, "clock_gettime(CLOCK_REALTIME)", true),
            "monotonic" | "perf_counter" => (libc::CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", false),
            "process_time" => {
                (libc::CLOCK_PROCESS_CPUTIME_ID, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", false)
            }
            "thread_time" => (libc::CLOCK_THREAD_CPUTIME_ID, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", false),
            _ => return Err(vm.value_error("unknown clock")),
        };
        let resolution = as_seconds(clock::resolution(id).unwrap_or(1));
        let cls = vm.class(kinds::SIMPLE_NAMESPACE).value();
        let mut names = [Value::NONE; 4];
        for (place, name) in names.iter_mut().zip(["implementation", "monotonic", "adjustable", "resolution"])
        {
            *place = vm.intern(name).value();
        }
        let values = [
            vm.new_str(implementation).value(),
            Value::bool(!adjustable),
            Value::bool(adjustable),
            vm.new_float(resolution),
        ];
        vm.call_args(cls, &Args { pos: &[], kw_names: &names, kw_values: &values })
    }
}
