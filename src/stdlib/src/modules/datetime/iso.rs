//! Reads dates and times in the formats of ISO 8601.

use super::calendar::{Clock, from_iso};

/// A time as it is written, its parts not checked.
#[derive(Clone, Copy, Default, Debug)]
pub struct Parts {
    /// As written: 24 is possible.
    pub hour: i32,
    /// As written.
    pub minute: i32,
    /// As written.
    pub second: i32,
    /// Microseconds.
    pub us: i32,
    /// What follows: seconds and microseconds from UTC.
    pub offset: Option<(i32, i32)>,
}

impl Parts {
    /// 24:00 is the midnight after; `None` where more than the hour says so.
    pub fn is_next_day(&self) -> Option<bool> {
        if self.hour != 24 {
            return Some(false);
        }
        if (self.minute, self.second, self.us) == (0, 0, 0) { Some(true) } else { None }
    }
}

fn digits(text: &[u8], at: usize, n: usize) -> Option<i32> {
    let part = text.get(at..at + n)?;
    part.iter().try_fold(0, |sum, c| c.is_ascii_digit().then(|| sum * 10 + i32::from(c - b'0')))
}

/// Year, month and day; weeks of the year are converted, nothing else is checked.
pub fn date(text: &[u8]) -> Option<(i32, i32, i32)> {
    if !matches!(text.len(), 7 | 8 | 10) {
        return None;
    }
    let year = digits(text, 0, 4)?;
    let dashed = text[4] == b'-';
    let step = usize::from(dashed);
    let mut at = 4 + step;
    if text[at] == b'W' {
        let week = digits(text, at + 1, 2)?;
        at += 3;
        let mut weekday = 1;
        if at < text.len() {
            if (text[at] == b'-') != dashed {
                return None;
            }
            at += step;
            weekday = digits(text, at, 1)?;
            at += 1;
        }
        if at != text.len() {
            return None;
        }
        let (year, month, day) = from_iso(year, week, weekday).ok()?;
        return Some((i32::try_from(year).ok()?, month, day));
    }
    let month = digits(text, at, 2)?;
    at += 2;
    if (text.get(at) == Some(&b'-')) != dashed {
        return None;
    }
    at += step;
    let day = digits(text, at, 2)?;
    if at + 2 == text.len() { Some((year, month, day)) } else { None }
}

/// Where the date ends in text of at least seven characters that has a time, too.
pub fn date_len(text: &[u8]) -> Option<usize> {
    let n = text.len();
    if n <= 7 {
        return if n == 7 { Some(7) } else { None };
    }
    if text[4] == b'-' {
        if text[5] != b'W' {
            return Some(10);
        }
        if text.get(8) != Some(&b'-') {
            return Some(8);
        }
        if n == 9 {
            return None;
        }
        // A dash may be what parts the time from a week without a day.
        return Some(if text.get(10).is_some_and(u8::is_ascii_digit) { 8 } else { 10 });
    }
    if text[4] != b'W' {
        return Some(8);
    }
    let end = text[7..].iter().position(|c| !c.is_ascii_digit()).map_or(n, |at| at + 7);
    if end < 9 {
        return Some(end);
    }
    Some(if end % 2 == 0 { 7 } else { 8 })
}

/// `HH[:MM[:SS[.fff]]]` and the like up to `end`; says whether something is left behind it.
fn clock(text: &[u8], end: usize) -> Option<([i32; 4], bool)> {
    let mut parts = [0; 4];
    let char_at = |at: usize| text.get(at).copied().unwrap_or(0);
    let (mut at, mut separated) = (0, true);
    for i in 0..3 {
        parts[i] = digits(text, at, 2)?;
        at += 2;
        let c = char_at(at);
        at += 1;
        if i == 0 {
            separated = c == b':';
        }
        if at >= end {
            return if matches!(c, b'.' | b',') { None } else { Some((parts, c != 0)) };
        }
        if separated && c == b':' {
            if i == 2 {
                return None;
            }
        } else if matches!(c, b'.' | b',') {
            if i < 2 {
                return None;
            }
            break;
        } else if separated {
            return None;
        } else {
            at -= 1;
        }
    }
    let n = (end - at).min(6);
    if n == 0 {
        return None;
    }
    parts[3] = digits(text, at, n)? * 10i32.pow(6 - n as u32);
    at += n;
    while char_at(at).is_ascii_digit() {
        at += 1;
    }
    Some((parts, char_at(at) != 0))
}

/// A time, perhaps with what it is ahead of UTC.
pub fn time(text: &[u8]) -> Option<Parts> {
    let zone = text.iter().position(|c| matches!(c, b'+' | b'-' | b'Z')).unwrap_or(text.len());
    let ([hour, minute, second, us], more) = clock(text, zone)?;
    let mut parts = Parts { hour, minute, second, us, offset: None };
    if zone == text.len() {
        return if more { None } else { Some(parts) };
    }
    if text[zone] == b'Z' {
        parts.offset = Some((0, 0));
        return if zone + 1 == text.len() { Some(parts) } else { None };
    }
    let sign = if text[zone] == b'-' { -1 } else { 1 };
    let rest = &text[zone + 1..];
    let ([hour, minute, second, us], more) = clock(rest, rest.len())?;
    if more {
        return None;
    }
    parts.offset = Some((sign * (hour * 3600 + minute * 60 + second), sign * us));
    Some(parts)
}

/// How much of the time is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Precision {
    Auto,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Precision {
    /// As it is asked for.
    pub fn named(name: &[u8]) -> Option<Precision> {
        Some(match name {
            b"auto" => Precision::Auto,
            b"hours" => Precision::Hours,
            b"minutes" => Precision::Minutes,
            b"seconds" => Precision::Seconds,
            b"milliseconds" => Precision::Milliseconds,
            b"microseconds" => Precision::Microseconds,
            _ => return None,
        })
    }
}

/// Writes a time.
pub fn write_clock(out: &mut Vec<u8>, clock: Clock, precision: Precision) {
    let Clock { hour, minute, second, us } = clock;
    let precision = match (precision, us) {
        (Precision::Auto, 0) => Precision::Seconds,
        (Precision::Auto, _) => Precision::Microseconds,
        (precision, _) => precision,
    };
    write_number(out, hour.into(), 2);
    if precision == Precision::Hours {
        return;
    }
    out.push(b':');
    write_number(out, minute.into(), 2);
    if precision == Precision::Minutes {
        return;
    }
    out.push(b':');
    write_number(out, second.into(), 2);
    match precision {
        Precision::Milliseconds => {
            out.push(b'.');
            write_number(out, us / 1000, 3);
        }
        Precision::Microseconds => {
            out.push(b'.');
            write_number(out, us, 6);
        }
        _ => {}
    }
}

/// Writes a number with leading zeros.
pub fn write_number(out: &mut Vec<u8>, number: u32, width: usize) {
    let mut buffer = [b'0'; 10];
    let (mut rest, mut at) = (number, buffer.len());
    while rest > 0 {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&buffer[at.min(buffer.len() - width)..]);
}
