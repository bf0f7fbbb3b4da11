//! The calendar: moments as tuples and text.

use super::{Classes, moment};
use crate::structseq;
use crate::support::{import, put, put_int};
use crate::sys_calls::clock::{self, Zone};
use std::ffi::CString;
use taipan_macros::native;
use taipan_objects::types::str::fs_text;
use taipan_runtime::layout::{Module, Str};
use taipan_runtime::{Gc, R, Value, Vm};

pub(super) struct Calendar;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Sets `timezone`, `altzone`, `daylight` and `tzname`.
pub(super) fn put_zone(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    clock::read_zone();
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let start = super::read(vm, libc::CLOCK_REALTIME)? as i64 / 1_000_000_000 / YEAR * YEAR;
    let read = |vm: &mut Vm, at| {
        clock::calendar(at, Zone::Local).map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))
    };
    let january = read(vm, start)?;
    let july = read(vm, start + YEAR / 2)?;
    // South of the equator it is the other way round.
    let (standard, summer) = if january.offset > july.offset { (july, january) } else { (january, july) };
    put_int(vm, module, "timezone", -standard.offset);
    put_int(vm, module, "altzone", -summer.offset);
    put_int(vm, module, "daylight", i64::from(standard.offset != summer.offset));
    let text = |vm: &mut Vm, name: &[u8]| {
        let name = fs_text(name);
        vm.new_str_wtf8(&name).value()
    };
    let (standard, summer) = (text(vm, &standard.zone), text(vm, &summer.zone));
    let names = vm.new_tuple(&[standard, summer]).value();
    put(vm, module, "tzname", names);
    Ok(())
}

/// The moment of an argument, or now.
fn moment_of(vm: &mut Vm, seconds: Option<Value>) -> R<i64> {
    match seconds.filter(|s| !s.is_none()) {
        Some(seconds) => moment::seconds(vm, seconds),
        None => Ok(super::read(vm, libc::CLOCK_REALTIME)?.div_euclid(1_000_000_000) as i64),
    }
}

fn split(vm: &mut Vm, seconds: Option<Value>, zone: Zone) -> R<clock::Calendar> {
    let at = moment_of(vm, seconds)?;
    clock::calendar(at, zone).map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))
}

fn struct_time(vm: &mut Vm, calendar: &clock::Calendar) -> R {
    let [year, month, day, hour, minute, second, weekday, yearday, summer] = calendar.parts;
    let zone = fs_text(&calendar.zone);
    let values = [
        vm.new_int(i64::from(year) + 1900),
        Value::int32(month + 1),
        Value::int32(day),
        Value::int32(hour),
        Value::int32(minute),
        Value::int32(second),
        Value::int32((weekday + 6) % 7),
        Value::int32(yearday + 1),
        Value::int32(summer),
        vm.new_str_wtf8(&zone).value(),
        vm.new_int(calendar.offset),
    ];
    match vm.state::<Classes>().struct_time {
        Some(cls) => Ok(structseq::new(vm, cls, &values)),
        None => Err(vm.runtime_error("time is not initialised")),
    }
}

/// The parts of a tuple that is the argument of a function.
fn parts(vm: &mut Vm, function: &str, value: Value) -> R<clock::Calendar> {
    let Some(tuple) = vm.as_tuple(value) else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    if tuple.len() != 9 {
        return Err(vm.type_error(format!("{function}(): illegal time tuple argument")));
    }
    let mut parts = [0; 9];
    for (i, place) in parts.iter_mut().enumerate() {
        let item = tuple.to_ref().as_slice()[i];
        let number = crate::support::int64(vm, item)?;
        *place = match i32::try_from(number) {
            Ok(number) => number,
            Err(_) if number < 0 => {
                return Err(vm.overflow_error("signed integer is less than minimum"));
            }
            Err(_) => return Err(vm.overflow_error("signed integer is greater than maximum")),
        };
    }
    if parts[0] < i32::MIN + 1900 {
        return Err(vm.overflow_error("year out of range"));
    }
    parts[0] -= 1900;
    parts[1] = parts[1].wrapping_sub(1);
    parts[6] = parts[6].wrapping_add(1) % 7;
    parts[7] = parts[7].wrapping_sub(1);
    let mut calendar = clock::Calendar { parts, offset: 0, zone: Vec::new() };
    let is_struct = Some(vm.class_of(value)) == vm.state::<Classes>().struct_time;
    if is_struct {
        let zone = vm.get_attr_named(value, "tm_zone")?;
        if let Some(zone) = vm.as_str(zone) {
            calendar.zone = zone.to_ref().as_bytes().to_vec();
        }
        let offset = vm.get_attr_named(value, "tm_gmtoff")?;
        if !offset.is_none() {
            calendar.offset = crate::support::int64(vm, offset)?;
        }
    }
    Ok(calendar)
}

/// Refuses what the C library's tables have no room for.
fn check(vm: &mut Vm, calendar: &mut clock::Calendar) -> R<()> {
    let [_, month, day, hour, minute, second, weekday, yearday, _] = &mut calendar.parts;
    if *month == -1 {
        *month = 0;
    }
    if *day == 0 {
        *day = 1;
    }
    if *yearday == -1 {
        *yearday = 0;
    }
    let wrong = if !(0..=11).contains(month) {
        "month"
    } else if !(1..=31).contains(day) {
        "day of month"
    } else if !(0..=23).contains(hour) {
        "hour"
    } else if !(0..=59).contains(minute) {
        "minute"
    } else if !(0..=61).contains(second) {
        "seconds"
    } else if *weekday < 0 {
        "day of week"
    } else if !(0..=365).contains(yearday) {
        "day of year"
    } else {
        return Ok(());
    };
    Err(vm.value_error(format!("{wrong} out of range")))
}

/// The 24 characters of `asctime(3)`.
fn text(calendar: &clock::Calendar) -> String {
    let [year, month, day, hour, minute, second, weekday, ..] = calendar.parts;
    let (weekday, month) = (DAYS[weekday as usize % 7], MONTHS[month as usize % 12]);
    format!("{weekday} {month}{day:3} {hour:02}:{minute:02}:{second:02} {}", i64::from(year) + 1900)
}

#[native]
impl Calendar {
    /// A moment in the calendar of the local time zone.
    #[sig("($module, seconds=None, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn localtime(vm: &mut Vm, seconds: Option<Value>) -> R {
        let calendar = split(vm, seconds, Zone::Local)?;
        struct_time(vm, &calendar)
    }

    /// A moment in the calendar of UTC.
    #[sig("($module, seconds=None, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn gmtime(vm: &mut Vm, seconds: Option<Value>) -> R {
        let calendar = split(vm, seconds, Zone::Utc)?;
        struct_time(vm, &calendar)
    }

    /// The seconds since the epoch of a moment of local time.
    #[sig("($module, tuple, /)")]
    #[shown("($self, object, /)")]
    fn mktime(vm: &mut Vm, tuple: Value) -> R<f64> {
        let calendar = parts(vm, "mktime", tuple)?;
        match clock::seconds(&calendar) {
            Some(seconds) => Ok(seconds as f64),
            None => Err(vm.overflow_error("mktime argument out of range")),
        }
    }

    /// A moment as text, like 'Sat Jun 06 16:26:11 1998'; now if none is given.
    #[sig("($module, tuple=None, /)")]
    #[shown("")]
    #[naming(Bare)]
    fn asctime(vm: &mut Vm, tuple: Value) -> R<String> {
        let calendar = if tuple.is_none() {
            split(vm, None, Zone::Local)?
        } else {
            let mut calendar = parts(vm, "asctime", tuple)?;
            check(vm, &mut calendar)?;
            calendar
        };
        Ok(text(&calendar))
    }

    /// Seconds since the epoch as text of local time.
    #[sig("($module, seconds=None, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn ctime(vm: &mut Vm, seconds: Option<Value>) -> R<String> {
        Ok(text(&split(vm, seconds, Zone::Local)?))
    }

    /// A moment as text by a format of the C library.
    #[sig("($module, format, tuple=None, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn strftime(vm: &mut Vm, format: Gc<Str>, tuple: Value) -> R<Gc<Str>> {
        let mut calendar = if tuple.is_none() {
            split(vm, None, Zone::Local)?
        } else {
            let mut calendar = parts(vm, "strftime", tuple)?;
            check(vm, &mut calendar)?;
            calendar
        };
        calendar.parts[8] = calendar.parts[8].clamp(-1, 1);
        let bytes = format.to_ref().as_bytes();
        let mut result = Vec::new();
        // The C library sees the ASCII parts only: NUL would end its format, and what is not the locale's would spoil it.
        for run in bytes.chunk_by(|a, b| is_plain(*a) == is_plain(*b)) {
            if !is_plain(run[0]) {
                result.extend_from_slice(run);
            } else if let Ok(run) = CString::new(run) {
                result.extend(fs_text(&clock::format(&run, &calendar).unwrap_or_default()).iter());
            }
        }
        Ok(vm.new_str_wtf8(&result))
    }

    /// Read a moment from text.
    #[sig("($module, string, format='%a %b %d %H:%M:%S %Y', /)")]
    #[shown("")]
    fn strptime(vm: &mut Vm, string: Value, format: Option<Value>) -> R {
        let module = import(vm, "_strptime")?;
        match format {
            Some(format) => vm.call_method_named(module, "_strptime_time", &[string, format]),
            None => vm.call_method_named(module, "_strptime_time", &[string]),
        }
    }

    /// Read the time zone from the environment's TZ again.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn tzset(vm: &mut Vm) -> R<()> {
        clock::read_zone();
        let module = import(vm, "time")?;
        match module.cast::<Module>() {
            Some(module) => put_zone(vm, module),
            None => Ok(()),
        }
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && byte != 0
}
