//! Clocks, and the C library's calendar, which knows the time zone.

use super::last;
use rustix::io::Result;
use std::ffi::{CStr, CString};

/// A moment's parts, as `struct tm` has them.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Year, month (0 to 11), day, hour, minute, second, day of the week (0 is Sunday), day of the year (from 0), is it
    /// daylight saving time. The year counts from 1900.
    pub parts: [i32; 9],
    /// Seconds east of Greenwich.
    pub offset: i64,
    /// The name of the time zone.
    pub zone: Vec<u8>,
}

/// `clock_gettime(2)` in nanoseconds.
pub fn get(clock: i32) -> Result<i128> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the struct is filled.
    match unsafe { libc::clock_gettime(clock, &mut time) } {
        0 => Ok(nanos(&time)),
        _ => Err(last()),
    }
}

/// `clock_getres(2)` in nanoseconds.
pub fn resolution(clock: i32) -> Result<i128> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the struct is filled.
    match unsafe { libc::clock_getres(clock, &mut time) } {
        0 => Ok(nanos(&time)),
        _ => Err(last()),
    }
}

/// `clock_settime(2)`
pub fn set(clock: i32, nanos: i64) -> Result<()> {
    let time = timespec(nanos);
    // SAFETY: the struct is read.
    match unsafe { libc::clock_settime(clock, &time) } {
        0 => Ok(()),
        _ => Err(last()),
    }
}

/// Sleeps until the monotonic clock shows this.
pub fn sleep_until(nanos: i64) -> Result<()> {
    let time = timespec(nanos);
    // SAFETY: the struct is read.
    let error = unsafe {
        libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &time, std::ptr::null_mut())
    };
    if error == 0 { Ok(()) } else { Err(rustix::io::Errno::from_raw_os_error(error)) }
}

fn nanos(time: &libc::timespec) -> i128 {
    i128::from(time.tv_sec) * 1_000_000_000 + i128::from(time.tv_nsec)
}

fn timespec(nanos: i64) -> libc::timespec {
    libc::timespec { tv_sec: nanos.div_euclid(1_000_000_000), tv_nsec: nanos.rem_euclid(1_000_000_000) }
}

unsafe extern "C" {
    /// Reads `TZ` again.
    fn tzset();
}

/// `tzset(3)`
pub fn read_zone() {
    let _alone = super::alone();
    // SAFETY: nobody changes the environment meanwhile.
    unsafe { tzset() };
}

/// Which calendar a moment is shown in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "as they are called")]
pub enum Zone {
    Utc,
    Local,
}

/// `localtime(3)` or `gmtime(3)`
pub fn calendar(seconds: i64, zone: Zone) -> Result<Calendar> {
    let mut tm = empty();
    // SAFETY: the struct is filled; its zone is a string that lives as long as the process.
    unsafe {
        let made = match zone {
            Zone::Local => libc::localtime_r(&seconds, &mut tm),
            Zone::Utc => libc::gmtime_r(&seconds, &mut tm),
        };
        if made.is_null() {
            return Err(last());
        }
    }
    Ok(read(&tm))
}

/// `mktime(3)`; the parts that it corrected come back. `None` where the calendar ends before.
pub fn seconds(calendar: &Calendar) -> Option<i64> {
    let (mut tm, _zone) = write(calendar);
    // What tells an error from the second before 1970.
    tm.tm_wday = -1;
    // SAFETY: the struct is read and corrected.
    let seconds = unsafe { libc::mktime(&mut tm) };
    if seconds == -1 && tm.tm_wday == -1 { None } else { Some(seconds) }
}

/// `strftime(3)`; `None` where nothing came out.
pub fn format(format: &CStr, calendar: &Calendar) -> Option<Vec<u8>> {
    let (tm, _zone) = write(calendar);
    let format_len = format.to_bytes().len();
    let mut size = 1024;
    loop {
        let mut buffer = vec![0u8; size];
        // SAFETY: the buffer has that size, the format is a C string, and so is the zone.
        let n = unsafe { libc::strftime(buffer.as_mut_ptr().cast(), size, format.as_ptr(), &tm) };
        if n > 0 {
            buffer.truncate(n);
            return Some(buffer);
        }
        // Nothing may be the right answer (`%p` in some locales).
        if size >= 256 * format_len.max(1) {
            return None;
        }
        size += size;
    }
}

fn empty() -> libc::tm {
    // SAFETY: numbers and a pointer, for which zeros are right.
    unsafe { std::mem::zeroed() }
}

fn read(tm: &libc::tm) -> Calendar {
    let zone = if tm.tm_zone.is_null() {
        Vec::new()
    } else {
        // SAFETY: the C library put the name of a zone there.
        unsafe { CStr::from_ptr(tm.tm_zone) }.to_bytes().to_vec()
    };
    Calendar {
        parts: [
            tm.tm_year,
            tm.tm_mon,
            tm.tm_mday,
            tm.tm_hour,
            tm.tm_min,
            tm.tm_sec,
            tm.tm_wday,
            tm.tm_yday,
            tm.tm_isdst,
        ],
        offset: tm.tm_gmtoff,
        zone,
    }
}

/// The struct, and the text that it points to.
fn write(calendar: &Calendar) -> (libc::tm, Option<CString>) {
    let mut tm = empty();
    [
        tm.tm_year,
        tm.tm_mon,
        tm.tm_mday,
        tm.tm_hour,
        tm.tm_min,
        tm.tm_sec,
        tm.tm_wday,
        tm.tm_yday,
        tm.tm_isdst,
    ] = calendar.parts;
    tm.tm_gmtoff = calendar.offset;
    let zone = CString::new(calendar.zone.clone()).ok().filter(|_| !calendar.zone.is_empty());
    if let Some(zone) = &zone {
        tm.tm_zone = zone.as_ptr();
    }
    (tm, zone)
}
