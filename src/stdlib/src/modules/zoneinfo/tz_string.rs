//! The rules at the end of a time zone's file: those of POSIX's environment variable `TZ`.

use super::rules::{YearlyDay, YearlyMoment};

/// What a string says.
#[derive(Debug)]
pub struct TzString {
    /// The name of the standard time.
    pub name: Vec<u8>,
    /// What that is ahead of UTC, in seconds.
    pub offset: i64,
    /// Summer time, where there is one.
    pub summer: Option<Summer>,
}

/// Summer time.
#[derive(Debug)]
pub struct Summer {
    /// Its name.
    pub name: Vec<u8>,
    /// What it is ahead of UTC, in seconds.
    pub offset: i64,
    /// When it begins and when it ends.
    pub start: YearlyMoment,
    /// When it ends.
    pub end: YearlyMoment,
}

struct Reader<'a> {
    text: &'a [u8],
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.first().copied().unwrap_or(0)
    }

    fn skip(&mut self) {
        self.text = self.text.get(1..).unwrap_or_default();
    }

    fn take(&mut self, c: u8) -> bool {
        let found = self.peek() == c;
        if found {
            self.skip();
        }
        found
    }

    fn while_is(&mut self, f: fn(&u8) -> bool) -> Vec<u8> {
        let n = self.text.iter().position(|c| !f(c)).unwrap_or(self.text.len());
        let (taken, rest) = self.text.split_at(n);
        self.text = rest;
        taken.to_vec()
    }

    /// A number of at least one and at most so many digits.
    fn number(&mut self, digits_max: usize) -> Option<i32> {
        let mut number = None;
        for _ in 0..digits_max {
            let c = self.peek();
            if !c.is_ascii_digit() {
                break;
            }
            number = Some(number.unwrap_or(0) * 10 + i32::from(c - b'0'));
            self.skip();
        }
        number
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        if self.take(b'<') {
            let name = self.while_is(|c| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'-'));
            return if self.take(b'>') && !name.is_empty() { Some(name) } else { None };
        }
        let name = self.while_is(u8::is_ascii_alphabetic);
        if name.is_empty() { None } else { Some(name) }
    }

    /// `[+-]hhh[:mm[:ss]]`, hours limited.
    fn time(&mut self, hours_max: i32) -> Option<i64> {
        let sign = if self.take(b'-') {
            -1
        } else {
            self.take(b'+');
            1
        };
        let hours = self.number(3).filter(|hours| *hours <= hours_max)?;
        let mut seconds = i64::from(hours) * 3600;
        for unit in [60, 1] {
            if !self.take(b':') {
                break;
            }
            let (tens, ones) = (self.number(1)?, self.number(1)?);
            seconds += i64::from(tens * 10 + ones) * unit;
        }
        Some(sign * seconds)
    }

    /// What the clocks are ahead of UTC; behind is positive here.
    fn offset(&mut self) -> Option<i64> {
        self.time(24).map(|seconds| -seconds)
    }

    fn rule(&mut self) -> Option<YearlyMoment> {
        let day = if self.take(b'M') {
            let month = self.number(2).filter(|month| (1..=12).contains(month))?;
            let week = if self.take(b'.') { self.number(1) } else { None };
            let week = week.filter(|week| (1..=5).contains(week))?;
            let day = if self.take(b'.') { self.number(1) } else { None };
            YearlyDay::Weekday { month, week, day: day.filter(|day| *day <= 6)? }
        } else {
            let julian = self.take(b'J');
            let day = self.number(3).filter(|day| (i32::from(julian)..=365).contains(day))?;
            YearlyDay::OfYear { day, julian }
        };
        let seconds = if self.take(b'/') { self.time(167)? } else { 2 * 3600 };
        Some(YearlyMoment { day, seconds })
    }
}

/// Reads a string, or says what is wrong with it.
pub fn parse(text: &[u8]) -> Result<TzString, &'static str> {
    let mut reader = Reader { text };
    let name = reader.name().ok_or("Invalid STD format in ")?;
    let offset = reader.offset().ok_or("Invalid STD offset in ")?;
    if reader.text.is_empty() {
        return Ok(TzString { name, offset, summer: None });
    }
    let summer_name = reader.name().ok_or("Invalid DST format in ")?;
    let summer_offset = if reader.peek() == b',' {
        offset + 3600
    } else {
        reader.offset().ok_or("Invalid DST offset in ")?
    };
    let mut rule = || {
        if !reader.take(b',') {
            return Err("Missing transition rules in TZ string: ");
        }
        reader.rule().ok_or("Malformed transition rule in TZ string: ")
    };
    let (start, end) = (rule()?, rule()?);
    if !reader.text.is_empty() {
        return Err("Extraneous characters at end of TZ string: ");
    }
    let summer = Summer { name: summer_name, offset: summer_offset, start, end };
    Ok(TzString { name, offset, summer: Some(summer) })
}
