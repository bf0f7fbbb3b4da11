//! When a time zone is how far from UTC, on plain numbers: seconds since 1970, of UTC or of the zone's own clocks.

use crate::modules::datetime::calendar::{ORDINAL_1970, days_in_month, is_leap, ordinal, weekday};

/// What there is at some time, by its place in the list of all.
pub type Place = usize;

/// A day of each year, and a time on it.
#[derive(Clone, Copy, Debug)]
pub struct YearlyMoment {
    /// The day.
    pub day: YearlyDay,
    /// Seconds from its midnight on, of any sign.
    pub seconds: i64,
}

/// A day of each year.
#[derive(Clone, Copy, Debug)]
pub enum YearlyDay {
    /// The n-th (5: the last) weekday (0: Sunday) of a month.
    Weekday {
        /// 1 to 12.
        month: i32,
        /// 1 to 5.
        week: i32,
        /// 0 to 6.
        day: i32,
    },
    /// A day counted from 1 (0: the last one of the year before), with or without the 29th of February.
    OfYear {
        /// Its number.
        day: i32,
        /// Without the 29th of February?
        julian: bool,
    },
}

impl YearlyMoment {
    /// In a year, by the zone's own clocks.
    fn of_year(self, year: i32) -> i64 {
        let day = match self.day {
            YearlyDay::OfYear { day, julian } => {
                let leap_day = i64::from(julian && day >= 60 && is_leap(year));
                ordinal(year, 1, 1) - 1 + i64::from(day) + leap_day
            }
            YearlyDay::Weekday { month, week, day } => {
                // The calendar's week begins with Monday.
                let first = (weekday(year, month, 1) + 1) % 7;
                let mut date = (day - first).rem_euclid(7) + 1 + (week - 1) * 7;
                if date > days_in_month(year, month) {
                    date -= 7;
                }
                ordinal(year, month, date)
            }
        };
        (day - ORDINAL_1970) * 86_400 + self.seconds
    }
}

/// Summer times that come every year.
#[derive(Clone, Copy, Debug)]
pub struct Yearly {
    /// What there is in summer.
    pub summer: Place,
    /// When that begins, by standard time.
    pub start: YearlyMoment,
    /// When it ends, by summer time.
    pub end: YearlyMoment,
}

/// The rules of a zone.
#[derive(Debug, Default)]
pub struct Rules {
    /// What each place is ahead of UTC.
    pub offsets: Vec<i64>,
    /// The moments of changes.
    pub utc: Vec<i64>,
    /// The same by the zone's clocks: how long the time before counts, for the first and the second fold.
    pub local: [Vec<i64>; 2],
    /// What each change leads to.
    pub after_change: Vec<Place>,
    /// What there is before all changes.
    pub before: Place,
    /// What there is after them, but in summer.
    pub standard: Place,
    /// Summers after them.
    pub yearly: Option<Yearly>,
}

impl Rules {
    /// Fills in when the changes are by the zone's clocks.
    pub fn fill_local(&mut self) {
        let mut previous = self.offsets.first().copied().unwrap_or(0);
        for (&moment, &place) in self.utc.iter().zip(&self.after_change) {
            let next = self.offset(place);
            self.local[0].push(moment.saturating_add(previous.max(next)));
            self.local[1].push(moment.saturating_add(previous.min(next)));
            previous = next;
        }
    }

    fn offset(&self, place: Place) -> i64 {
        self.offsets.get(place).copied().unwrap_or(0)
    }

    /// How much further ahead summer is.
    fn summer_shift(&self, yearly: &Yearly) -> i64 {
        self.offset(yearly.summer) - self.offset(self.standard)
    }

    /// What there is at a time of the zone's clocks.
    pub fn at_local(&self, time: i64, year: i32, fold: bool) -> Place {
        let changes = &self.local[usize::from(fold)];
        match (changes.first(), changes.last()) {
            (Some(&first), _) if time < first => self.before,
            (_, Some(&last)) if time <= last => {
                let at = changes.partition_point(|&change| change <= time);
                self.after_change.get(at.wrapping_sub(1)).copied().unwrap_or(self.before)
            }
            _ => self.yearly_at_local(time, year, fold),
        }
    }

    fn yearly_at_local(&self, time: i64, year: i32, fold: bool) -> Place {
        let Some(yearly) = &self.yearly else { return self.standard };
        let (mut start, mut end) = (yearly.start.of_year(year), yearly.end.of_year(year));
        // With the first fold, the time of the smaller offset lasts from the end of the gap to the end of the fold; with
        // the second, from the start of the gap to the start of the fold.
        let shift = self.summer_shift(yearly);
        if fold == (shift >= 0) {
            end -= shift;
        } else {
            start += shift;
        }
        if is_within(time, start, end) { yearly.summer } else { self.standard }
    }

    /// What there is at a moment of UTC, and is it the second of two that are shown alike?
    pub fn at_utc(&self, moment: i64, year: i32) -> (Place, bool) {
        let n = self.utc.len();
        let (Some(&first), Some(&last)) = (self.utc.first(), self.utc.last()) else {
            return self.yearly_at_utc(moment, year);
        };
        if moment < first {
            return (self.before, false);
        }
        let place = |i: usize| self.after_change.get(i).copied().unwrap_or(self.before);
        let before = |i: usize| if i == 0 { self.before } else { place(i - 1) };
        if moment > last {
            // The last change may be the fold.
            let (now, fold) = self.yearly_at_utc(moment, year);
            let shift = self.offset(before(n - 1)) - self.offset(now);
            return (now, fold || (shift > 0 && moment < last.saturating_add(shift)));
        }
        let i = self.utc.partition_point(|&change| change <= moment).saturating_sub(1);
        let shift = self.offset(before(i)) - self.offset(place(i));
        (place(i), shift > moment.saturating_sub(self.utc[i]))
    }

    fn yearly_at_utc(&self, moment: i64, year: i32) -> (Place, bool) {
        let Some(yearly) = &self.yearly else { return (self.standard, false) };
        let start = yearly.start.of_year(year) - self.offset(self.standard);
        let end = yearly.end.of_year(year) - self.offset(yearly.summer);
        let shift = self.summer_shift(yearly);
        let fold = if shift > 0 {
            (end..end + shift).contains(&moment)
        } else {
            (start..start - shift).contains(&moment)
        };
        (if is_within(moment, start, end) { yearly.summer } else { self.standard }, fold)
    }
}

/// Between two moments of a year, or not between them the other way round.
fn is_within(time: i64, start: i64, end: i64) -> bool {
    if start < end { (start..end).contains(&time) } else { !(end..start).contains(&time) }
}

/// What of the offsets is summer time, which the file does not tell: the difference to the standard time next to it.
pub fn summer_shares(after_change: &[Place], offsets: &[i64], summer: &[bool]) -> Vec<i64> {
    let n = offsets.len();
    let mut shares = vec![0; n];
    let n_summer = summer.iter().filter(|summer| **summer).count();
    let mut n_found = 0;
    for (i, &place) in after_change.iter().enumerate().skip(1) {
        if n_found == n_summer {
            break;
        }
        if !summer[place] || shares[place] != 0 {
            continue;
        }
        let mut share = 0;
        let previous = after_change[i - 1];
        if !summer[previous] {
            share = offsets[place] - offsets[previous];
        }
        if share == 0
            && place + 1 < n
            && let Some(&next) = after_change.get(i + 1)
        {
            if summer[next] {
                continue;
            }
            share = offsets[place] - offsets[next];
        }
        if share != 0 {
            n_found += 1;
            shares[place] = share;
        }
    }
    if n_found < n_summer {
        for (share, summer) in shares.iter_mut().zip(summer) {
            // An hour is a better guess than nothing.
            if *summer && *share == 0 {
                *share = 3600;
            }
        }
    }
    shares
}
