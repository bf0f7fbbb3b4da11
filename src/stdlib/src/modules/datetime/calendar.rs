//! The proleptic Gregorian calendar, on plain numbers.

use taipan_runtime::{R, Vm};

/// The first year.
pub const YEAR_MIN: i32 = 1;
/// The last year.
pub const YEAR_MAX: i32 = 9999;
/// 9999-12-31
pub const ORDINAL_MAX: i64 = 3_652_059;
/// 1970-01-01
pub const ORDINAL_1970: i64 = 719_163;

const DAYS_OF_400_YEARS: i64 = 146_097;

/// A day. What was unpickled may be none of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A time of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// Microseconds, below a million.
    pub us: u32,
}

/// Has the year a 29th of February?
pub fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days a month has.
pub fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 => 28 + i32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// How many days of the year go before a month.
fn days_before_month(year: i32, month: i32) -> i32 {
    const DAYS: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    DAYS[(month - 1).rem_euclid(12) as usize] + i32::from(month > 2 && is_leap(year))
}

fn days_before_year(year: i32) -> i64 {
    let y = i64::from(year) - 1;
    y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400)
}

/// The number of a day, counted from 1 on 0001-01-01.
pub fn ordinal(year: i32, month: i32, day: i32) -> i64 {
    days_before_year(year) + i64::from(days_before_month(year, month) + day)
}

/// 0 (Monday) to 6.
pub fn weekday(year: i32, month: i32, day: i32) -> i32 {
    (ordinal(year, month, day) + 6).rem_euclid(7) as i32
}

/// The day of a number, any number.
pub fn from_ordinal(ordinal: i64) -> (i64, i32, i32) {
    let n = ordinal - 1;
    let (cycle, n) = (n.div_euclid(DAYS_OF_400_YEARS), n.rem_euclid(DAYS_OF_400_YEARS));
    let (n100, n) = ((n / 36_524).min(3), n - (n / 36_524).min(3) * 36_524);
    let (n4, n) = (n / 1461, n % 1461);
    let (n1, n) = ((n / 365).min(3), n - (n / 365).min(3) * 365);
    let year_of_cycle = (n100 * 100 + n4 * 4 + n1 + 1) as i32;
    let mut month = (n as i32 + 50) >> 5;
    if days_before_month(year_of_cycle, month) > n as i32 {
        month -= 1;
    }
    let day = n as i32 - days_before_month(year_of_cycle, month) + 1;
    (cycle * 400 + i64::from(year_of_cycle), month, day)
}

/// The Monday that a year of ISO 8601 begins with.
fn iso_first_monday(year: i32) -> i64 {
    let first = ordinal(year, 1, 1);
    let weekday = (first + 6).rem_euclid(7);
    let monday = first - weekday;
    if weekday > 3 { monday + 7 } else { monday }
}

/// Year, week and day (1 to 7) of ISO 8601.
pub fn iso_parts(day: Day) -> (i32, i32, i32) {
    let (mut year, at) = (i32::from(day.year), day.ordinal());
    let mut first = iso_first_monday(year);
    if at < first {
        year -= 1;
        first = iso_first_monday(year);
    } else if at >= iso_first_monday(year + 1) {
        year += 1;
        first = iso_first_monday(year);
    }
    let days = at - first;
    (year, (days / 7) as i32 + 1, (days % 7) as i32 + 1)
}

/// What is wrong with a week of ISO 8601.
#[derive(Clone, Copy, Debug)]
pub enum IsoError {
    /// The year.
    Year,
    /// The week.
    Week,
    /// The day of the week.
    Weekday,
}

/// The day that ISO 8601 gives year, week and weekday of.
pub fn from_iso(year: i32, week: i32, weekday: i32) -> Result<(i64, i32, i32), IsoError> {
    if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
        return Err(IsoError::Year);
    }
    if !(1..=52).contains(&week) {
        // Years have 53 weeks that begin on a Thursday, leap years also those on a Wednesday.
        let first = self::weekday(year, 1, 1);
        if week != 53 || !(first == 3 || (first == 2 && is_leap(year))) {
            return Err(IsoError::Week);
        }
    }
    if !(1..=7).contains(&weekday) {
        return Err(IsoError::Weekday);
    }
    Ok(from_ordinal(iso_first_monday(year) + i64::from((week - 1) * 7 + weekday - 1)))
}

/// Refuses a year that is out of range.
pub fn check_year(vm: &mut Vm, year: i64) -> R<()> {
    if (i64::from(YEAR_MIN)..=i64::from(YEAR_MAX)).contains(&year) {
        return Ok(());
    }
    Err(vm.value_error(format!("year must be in {YEAR_MIN}..{YEAR_MAX}, not {year}")))
}

impl Day {
    /// A day of the calendar.
    pub fn new(vm: &mut Vm, year: i64, month: i32, day: i32) -> R<Day> {
        check_year(vm, year)?;
        let year = year as i32;
        if !(1..=12).contains(&month) {
            return Err(vm.value_error(format!("month must be in 1..12, not {month}")));
        }
        let last = days_in_month(year, month);
        if !(1..=last).contains(&day) {
            return Err(vm.value_error(format!(
                "day {day} must be in range 1..{last} for month {month} in year {year}"
            )));
        }
        Ok(Day { year: year as u16, month: month as u8, day: day as u8 })
    }

    /// The day of a number, which is in the calendar.
    pub fn of_ordinal(ordinal: i64) -> Option<Day> {
        if !(1..=ORDINAL_MAX).contains(&ordinal) {
            return None;
        }
        let (year, month, day) = from_ordinal(ordinal);
        Some(Day { year: year as u16, month: month as u8, day: day as u8 })
    }

    /// Year, month and day.
    pub fn parts(self) -> (i32, i32, i32) {
        (self.year.into(), self.month.into(), self.day.into())
    }

    /// Its number.
    pub fn ordinal(self) -> i64 {
        let (year, month, day) = self.parts();
        ordinal(year, month, day)
    }

    /// 0 (Monday) to 6.
    pub fn weekday(self) -> i32 {
        let (year, month, day) = self.parts();
        weekday(year, month, day)
    }

    /// The day of the year, counted from 1.
    pub fn of_year(self) -> i32 {
        let (year, month, day) = self.parts();
        days_before_month(year, month) + day
    }

    /// As it is pickled.
    pub fn bytes(self) -> [u8; 4] {
        let [high, low] = self.year.to_be_bytes();
        [high, low, self.month, self.day]
    }

    /// From a pickle.
    pub fn from_bytes(bytes: [u8; 4]) -> Day {
        let [high, low, month, day] = bytes;
        Day { year: u16::from_be_bytes([high, low]), month, day }
    }
}

impl Clock {
    /// A time of the day.
    pub fn new(vm: &mut Vm, hour: i32, minute: i32, second: i32, us: i32) -> R<Clock> {
        for (name, max, value) in
            [("hour", 23, hour), ("minute", 59, minute), ("second", 59, second), ("microsecond", 999_999, us)]
        {
            if !(0..=max).contains(&value) {
                return Err(vm.value_error(format!("{name} must be in 0..{max}, not {value}")));
            }
        }
        Ok(Clock { hour: hour as u8, minute: minute as u8, second: second as u8, us: us as u32 })
    }

    /// Of whole seconds of a day.
    pub fn of_seconds(seconds: i64, us: u32) -> Clock {
        Clock {
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            us,
        }
    }

    /// Its whole seconds.
    pub fn seconds(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    /// As it is pickled.
    pub fn bytes(self) -> [u8; 6] {
        let [_, a, b, c] = self.us.to_be_bytes();
        [self.hour, self.minute, self.second, a, b, c]
    }

    /// From a pickle.
    pub fn from_bytes(bytes: [u8; 6]) -> Clock {
        let [hour, minute, second, a, b, c] = bytes;
        Clock { hour, minute, second, us: u32::from_be_bytes([0, a, b, c]) }
    }
}

/// `fold`, which is 0 or 1.
pub fn check_fold(vm: &mut Vm, fold: i32) -> R<bool> {
    match fold {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(vm.value_error(format!("fold must be either 0 or 1, not {fold}"))),
    }
}
