//! The local time zone, as the C library knows it.

use super::calendar::{self, Clock, Day, check_year};
use crate::modules::time::moment;
use crate::sys_calls::clock::{self, Zone};
use taipan_runtime::{R, Value, Vm};

/// Folds are found where they are shorter than this.
const FOLD_MAX: i64 = 24 * 3600;
/// Seconds from the day before 0001-01-01 to 1970.
pub const EPOCH: i64 = calendar::ORDINAL_1970 * 86_400;

/// Seconds since the day before 0001-01-01.
pub fn seconds_of(day: Day, clock: Clock) -> i64 {
    day.ordinal() * 86_400 + clock.seconds()
}

/// A moment in the calendar of a zone.
pub fn split(vm: &mut Vm, seconds: i64, zone: Zone) -> R<clock::Calendar> {
    clock::calendar(seconds, zone).map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))
}

fn wall_seconds(vm: &mut Vm, calendar: &clock::Calendar) -> R<i64> {
    let [year, month, day, hour, minute, second, ..] = calendar.parts;
    let year = i64::from(year) + 1900;
    check_year(vm, year)?;
    let days = calendar::ordinal(year as i32, month + 1, day);
    Ok(days * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
}

/// The local time at a moment, both in seconds since the day before 0001-01-01.
fn local(vm: &mut Vm, utc: i64) -> R<i64> {
    let calendar = split(vm, utc.saturating_sub(EPOCH), Zone::Local)?;
    wall_seconds(vm, &calendar)
}

/// A moment as parts of a datetime, and whether it is the second of two that are shown alike.
pub fn parts(vm: &mut Vm, seconds: i64, zone: Zone) -> R<([i32; 6], bool)> {
    let calendar = split(vm, seconds, zone)?;
    let [year, month, day, hour, minute, second, ..] = calendar.parts;
    let Some(year) = year.checked_add(1900) else {
        return Err(vm.overflow_error("signed integer is greater than maximum"));
    };
    let mut fold = false;
    if zone == Zone::Local {
        let shown = wall_seconds(vm, &calendar)?;
        let probe = local(vm, EPOCH + seconds - FOLD_MAX)?;
        let transition = shown - probe - FOLD_MAX;
        if transition < 0 {
            fold = local(vm, EPOCH + seconds + transition)? == shown;
        }
    }
    // Leap seconds are no seconds of a datetime.
    Ok(([year, month + 1, day, hour, minute, second.min(59)], fold))
}

/// The moment (in seconds since the day before 0001-01-01) of a local time.
pub fn utc_of_local(vm: &mut Vm, day: Day, clock: Clock, fold: bool) -> R<i64> {
    let t = seconds_of(day, clock);
    let a = local(vm, t)? - t;
    let u1 = t - a;
    let t1 = local(vm, u1)?;
    let b;
    if t1 == t {
        // Found one moment; another may be shown alike, before or after.
        let u2 = if fold { u1 + FOLD_MAX } else { u1 - FOLD_MAX };
        b = local(vm, u2)? - u2;
        if a == b {
            return Ok(u1);
        }
    } else {
        b = t1 - u1;
    }
    let u2 = t - b;
    if local(vm, u2)? == t {
        return Ok(u2);
    }
    if t1 == t {
        return Ok(u1);
    }
    // A gap: neither is shown so.
    Ok(if fold { u1.min(u2) } else { u1.max(u2) })
}

/// Now, in seconds since 1970 and microseconds.
pub fn now() -> (i64, u32) {
    let now = clock::get(libc::CLOCK_REALTIME).unwrap_or(0);
    (now.div_euclid(1_000_000_000) as i64, (now.rem_euclid(1_000_000_000) / 1000) as u32)
}

/// A timestamp as seconds and microseconds, the nearest, the even ones of two.
pub fn timestamp(vm: &mut Vm, value: Value) -> R<(i64, u32)> {
    let Some(f) = vm.as_float(value) else {
        if !moment::is_number(vm, value) {
            let of = vm.type_name(value);
            return Err(vm.type_error(format!("argument must be int or float, not {of}")));
        }
        return Ok((moment::seconds(vm, value)?, 0));
    };
    if f.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    let mut whole = f.trunc();
    let mut us = ((f - whole) * 1e6).round_ties_even();
    if us >= 1e6 {
        us -= 1e6;
        whole += 1.0;
    } else if us < 0.0 {
        us += 1e6;
        whole -= 1.0;
    }
    if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&whole) {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    Ok((whole as i64, us as u32))
}
