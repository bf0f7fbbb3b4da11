//! `datetime`

use super::args::{c_int, pickled};
use super::calendar::{Clock, Day, ORDINAL_1970, check_fold, days_in_month};
use super::date::{Date, new_date, write_day};
use super::delta::{Span, as_span, new_delta};
use super::order::{compare, difference, hash};
use super::time::{Time, finish_repr, new_time};
use super::{content, is_exact, iso, local, text, zone};
use crate::signature::Signature;
use crate::support::parsed_int;
use crate::sys_calls::clock::Zone;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::str::fs_text;
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Dict, Tuple, Type},
    type_flags,
};

/// A `datetime`; it begins as a [`Date`].
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct DateTime {
    header: Header,
    #[untraced]
    day: Day,
    /// -1 until asked for.
    #[untraced]
    hash: Cell<i64>,
    #[untraced]
    clock: Clock,
    #[untraced]
    fold: Cell<bool>,
    /// A `tzinfo` or None.
    zone: Field<Value>,
}

impl DateTime {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <DateTime as Numbered>::NUMBER,
        name: "datetime",
        module: "datetime",
        doc: "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\n\
              A day and a time. tzinfo is None or an instance of a class derived from tzinfo, the\n\
              others are ints.",
        base: <Date as Numbered>::NUMBER,
        flags: type_flags::BASETYPE,
        native: &DateTime::NATIVE,
        layout: Some(LayoutInfo::of::<DateTime>()),
        fill: Some(fill),
        ..TypeDef::DEFAULT
    };

    /// Where the day stands, as in a [`Date`].
    pub(super) const DAY_OFFSET: usize = std::mem::offset_of!(DateTime, day);

    /// The day.
    pub fn day(&self) -> Day {
        self.day
    }

    /// The time of the day.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The time zone or None.
    pub fn zone(&self) -> Value {
        self.zone.get()
    }

    /// Is it the second of two that are shown alike?
    pub fn is_folded(&self) -> bool {
        self.fold.get()
    }

    /// Makes a new object the second of two that are shown alike.
    pub fn mark_folded(&self) {
        self.fold.set(true);
    }

    /// Where the hash is kept: -1 until asked for.
    pub(super) fn hash_cell(&self) -> &Cell<i64> {
        &self.hash
    }
}

fn fill(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let (first, last) = (Day { year: 1, month: 1, day: 1 }, Day { year: 9999, month: 12, day: 31 });
    let end = Clock { hour: 23, minute: 59, second: 59, us: 999_999 };
    let min = new_datetime(vm, first, Clock::default(), false, Value::NONE).value();
    let max = new_datetime(vm, last, end, false, Value::NONE).value();
    let resolution = new_delta(vm, Span { days: 0, seconds: 0, us: 1 }).value();
    for (name, value) in [("min", min), ("max", max), ("resolution", resolution)] {
        let name = vm.intern(name);
        cls.dict.get().set_str(vm, name, value);
    }
    Ok(())
}

/// A `datetime` object.
pub fn new_datetime(vm: &mut Vm, day: Day, clock: Clock, fold: bool, zone: Value) -> Gc<DateTime> {
    let header = Header::new::<DateTime>(vm.class_address(<DateTime as Numbered>::NUMBER));
    let (hash, fold, zone) = (Cell::new(-1), Cell::new(fold), Field::new(zone));
    vm.heap.alloc(DateTime { header, day, hash, clock, fold, zone })
}

/// Year, month, day, hour, minute, second, microsecond.
type Parts = [i32; 7];

fn parts_of(dt: Gc<DateTime>) -> Parts {
    let (year, month, day) = dt.day.parts();
    let Clock { hour, minute, second, us } = dt.clock;
    [year, month, day, hour.into(), minute.into(), second.into(), us as i32]
}

fn is_own(vm: &mut Vm, cls: Value) -> bool {
    cls == vm.class(<DateTime as Numbered>::NUMBER).value()
}

/// An instance of a class, made by calling it where it is not our own.
fn make(vm: &mut Vm, cls: Value, parts: Parts, zone: Value, fold: i32) -> R {
    if is_own(vm, cls) {
        return Ok(checked(vm, parts, zone, fold)?.value());
    }
    let [year, month, day, hour, minute, second, us] = parts.map(Value::int32);
    let made = vm.call(cls, &[year, month, day, hour, minute, second, us, zone])?;
    if let Some(dt) = vm.payload::<DateTime>(made) {
        dt.fold.set(fold != 0);
    }
    Ok(made)
}

fn checked(vm: &mut Vm, parts: Parts, zone: Value, fold: i32) -> R<Gc<DateTime>> {
    let [year, month, day, hour, minute, second, us] = parts;
    let day = Day::new(vm, year.into(), month, day)?;
    let clock = Clock::new(vm, hour, minute, second, us)?;
    let fold = check_fold(vm, fold)?;
    zone::check_zone(vm, zone)?;
    Ok(new_datetime(vm, day, clock, fold, zone))
}

/// `dt + span`, of the same class.
pub fn plus(vm: &mut Vm, this: Value, span: Span) -> R {
    let dt = content::<DateTime>(vm, this)?;
    let mut us = i64::from(dt.clock.us) + i64::from(span.us);
    let mut seconds = dt.clock.seconds() + i64::from(span.seconds) + us.div_euclid(1_000_000);
    us = us.rem_euclid(1_000_000);
    let days = dt.day.ordinal() + i64::from(span.days) + seconds.div_euclid(86_400);
    seconds = seconds.rem_euclid(86_400);
    let Some(day) = Day::of_ordinal(days) else {
        return Err(vm.overflow_error("date value out of range"));
    };
    let clock = Clock::of_seconds(seconds, us as u32);
    if is_exact::<DateTime>(vm, this) {
        return Ok(new_datetime(vm, day, clock, false, dt.zone()).value());
    }
    let (year, month, day) = day.parts();
    let Clock { hour, minute, second, us } = clock;
    let cls = vm.class_of(this).value();
    let parts = [year, month, day, hour.into(), minute.into(), second.into(), us as i32];
    make(vm, cls, parts, dt.zone(), 0)
}

/// `dt - span`
fn minus(vm: &mut Vm, this: Value, span: Span) -> R {
    // Not normalised, since the negative of the least span is none.
    let negated = Span { days: -span.days, seconds: -span.seconds, us: -span.us };
    plus(vm, this, negated)
}

/// The zone that the local time is in at a moment (in seconds since 1970).
fn local_zone(vm: &mut Vm, seconds: i64) -> R {
    let calendar = local::split(vm, seconds, Zone::Local)?;
    let name = vm.new_str_wtf8(&fs_text(&calendar.zone)).value();
    zone::of_seconds(vm, calendar.offset, 0, name)
}

fn zone_of_local(vm: &mut Vm, dt: Gc<DateTime>) -> R {
    let fold = dt.is_folded();
    let seconds = local::utc_of_local(vm, dt.day, dt.clock, fold)?;
    let other = local::utc_of_local(vm, dt.day, dt.clock, !fold)?;
    // In a gap, the offset is that from before it for the first fold.
    let in_gap = other != seconds && (other > seconds) == fold;
    local_zone(vm, if in_gap { other } else { seconds } - local::EPOCH)
}

fn of_moment(vm: &mut Vm, cls: Value, seconds: i64, us: u32, shown: Zone, zone: Value) -> R {
    let ([year, month, day, hour, minute, second], fold) = local::parts(vm, seconds, shown)?;
    make(vm, cls, [year, month, day, hour, minute, second, us as i32], zone, fold.into())
}

/// A moment in a zone, or in local time where that is None.
fn in_zone(vm: &mut Vm, cls: Value, (seconds, us): (i64, u32), zone: Value) -> R {
    if zone.is_none() {
        return of_moment(vm, cls, seconds, us, Zone::Local, zone);
    }
    let utc = of_moment(vm, cls, seconds, us, Zone::Utc, zone)?;
    vm.call_method_named(zone, "fromutc", &[utc])
}

fn is_pickled(bytes: &[u8]) -> bool {
    bytes.len() == 10 && matches!(bytes[2] & 0x7f, 1..=12)
}

const COMBINE: Signature = Signature { names: &["date", "time", "tzinfo"], n_required: 2, n_pos: 3 };
const SIGNATURE: Signature = Signature {
    names: &["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    n_required: 3,
    n_pos: 8,
};

fn replace(vm: &mut Vm, this: Value, given: [Option<Value>; 9]) -> R {
    let dt = content::<DateTime>(vm, this)?;
    let mut parts = parts_of(dt);
    for (part, value) in parts.iter_mut().zip(given) {
        if let Some(value) = value {
            *part = c_int(vm, value)?;
        }
    }
    let zone = given[7].unwrap_or(dt.zone());
    let fold = match given[8] {
        Some(fold) => c_int(vm, fold)?,
        None => dt.is_folded().into(),
    };
    check_fold(vm, fold)?;
    let cls = vm.class_of(this).value();
    make(vm, cls, parts, zone, fold)
}

fn state(vm: &mut Vm, this: Value, protocol: i64) -> R {
    let dt = content::<DateTime>(vm, this)?;
    let mut bytes = [0; 10];
    bytes[..4].copy_from_slice(&dt.day.bytes());
    bytes[4..].copy_from_slice(&dt.clock.bytes());
    if protocol > 3 && dt.is_folded() {
        bytes[2] |= 0x80;
    }
    let bytes = vm.new_bytes(&bytes);
    let args = match dt.zone() {
        zone if zone.is_none() => vm.new_tuple(&[bytes]),
        zone => vm.new_tuple(&[bytes, zone]),
    };
    let cls = vm.class_of(this).value();
    Ok(vm.new_tuple(&[cls, args.value()]).value())
}

/// Moves a moment that is written as 24:00 to the day after.
fn next_day([year, month, day]: [i32; 3]) -> [i32; 3] {
    // What is out of range is refused later.
    if !(1..=12).contains(&month) || day > days_in_month(year, month) {
        return [year, month, day];
    }
    if day < days_in_month(year, month) {
        [year, month, day + 1]
    } else if month < 12 {
        [year, month + 1, 1]
    } else {
        [year + 1, 1, 1]
    }
}

/// Text in a format of ISO 8601 as parts and seconds and microseconds from UTC.
fn parse(bytes: &[u8]) -> Option<([i32; 3], iso::Parts)> {
    if bytes.len() < 7 {
        return None;
    }
    let date_len = iso::date_len(bytes)?;
    let (year, month, day) = iso::date(bytes.get(..date_len)?)?;
    let rest = &bytes[date_len..];
    if rest.is_empty() {
        return Some(([year, month, day], iso::Parts::default()));
    }
    // One character of any kind parts the two.
    let mut n = 1;
    while rest.get(n).is_some_and(|byte| byte & 0xc0 == 0x80) {
        n += 1;
    }
    let time = iso::time(rest.get(n..)?)?;
    Some(([year, month, day], time))
}

#[native]
impl DateTime {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<DateTime>> {
        if let [state] | [state, _] = *args.pos
            && let Some(mut bytes) = pickled(vm, state, "datetime", is_pickled)?
        {
            let zone = args.pos.get(1).copied().unwrap_or(Value::NONE);
            if !zone.is_none() && !zone::is_zone(vm, zone) {
                return Err(vm.type_error("bad tzinfo state arg"));
            }
            let fold = bytes[2] & 0x80 != 0;
            bytes[2] &= 0x7f;
            if let [a, b, c, d, hour, minute, second, e, f, g] = *bytes.as_slice() {
                let day = Day::from_bytes([a, b, c, d]);
                let clock = Clock::from_bytes([hour, minute, second, e, f, g]);
                return Ok(new_datetime(vm, day, clock, fold, zone));
            }
        }
        let mut parts = [0; 9];
        let mut zone = Value::NONE;
        SIGNATURE.bind(vm, args, |vm, i, value| {
            if i == 7 {
                zone = value;
            } else {
                parts[i] = parsed_int(vm, value)?;
            }
            Ok(())
        })?;
        let [year, month, day, hour, minute, second, us, _, fold] = parts;
        checked(vm, [year, month, day, hour, minute, second, us], zone, fold)
    }

    /// The current moment in a time zone, or in local time.
    #[classmethod]
    #[sig("($type, /, tz=None)")]
    fn now(vm: &mut Vm, cls: Value, tz: Value) -> R {
        zone::check_zone(vm, tz)?;
        in_zone(vm, cls, local::now(), tz)
    }

    /// The current moment of UTC, without a time zone.
    #[classmethod]
    #[sig("($type, /)")]
    fn utcnow(vm: &mut Vm, cls: Value) -> R {
        vm.warn(
            kinds::DEPRECATION_WARNING,
            "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use \
             timezone-aware objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).",
        )?;
        let (seconds, us) = local::now();
        of_moment(vm, cls, seconds, us, Zone::Utc, Value::NONE)
    }

    /// timestamp[, tz] -> the moment of a POSIX timestamp in a time zone, or in local time.
    #[classmethod]
    #[sig("($type, timestamp, tz=None)")]
    #[shown("")]
    fn fromtimestamp(vm: &mut Vm, cls: Value, timestamp: Value, tz: Value) -> R {
        zone::check_zone(vm, tz)?;
        let moment = local::timestamp(vm, timestamp)?;
        in_zone(vm, cls, moment, tz)
    }

    /// The moment of UTC of a POSIX timestamp, without a time zone.
    #[classmethod]
    #[sig("($type, *args)")]
    #[shown("")]
    fn utcfromtimestamp(vm: &mut Vm, cls: Value, args: Gc<Tuple>) -> R {
        vm.warn(
            kinds::DEPRECATION_WARNING,
            "datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. \
             Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, \
             datetime.UTC).",
        )?;
        let [timestamp] = *args.to_ref().as_slice() else {
            let n = args.len();
            return Err(vm.type_error(format!("utcfromtimestamp() takes exactly 1 argument ({n} given)")));
        };
        let (seconds, us) = local::timestamp(vm, timestamp)?;
        of_moment(vm, cls, seconds, us, Zone::Utc, Value::NONE)
    }

    /// string, format -> the moment that a string names in a format (like time.strptime()).
    #[classmethod]
    #[sig("($type, *args)")]
    #[shown("")]
    fn strptime(vm: &mut Vm, cls: Value, args: Gc<Tuple>) -> R {
        text::strptime(vm, cls, "_strptime_datetime_datetime", args.to_ref().as_slice())
    }

    /// date, time[, tzinfo] -> a datetime with the parts of the two
    #[classmethod]
    #[sig("($type, *args, **kwargs)")]
    #[shown("")]
    fn combine(vm: &mut Vm, cls: Value, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        let (mut day, mut time_of_day, mut tzinfo) = (None, None, None);
        COMBINE.bind_method(vm, "combine()", args, kwargs, |vm, i, value| {
            let found = match i {
                0 => {
                    day = vm.payload::<Date>(value);
                    day.is_some()
                }
                1 => {
                    time_of_day = vm.payload::<Time>(value);
                    time_of_day.is_some()
                }
                _ => {
                    tzinfo = Some(value);
                    true
                }
            };
            if found {
                return Ok(());
            }
            let (of, want) = (vm.argument_type_name(value), ["date", "time"][i]);
            let n = i + 1;
            Err(vm.type_error(format!("combine() argument {n} must be datetime.{want}, not {of}")))
        })?;
        let (Some(day), Some(time_of_day)) = (day, time_of_day) else { return Ok(Value::NONE) };
        let (year, month, day) = day.day().parts();
        let Clock { hour, minute, second, us } = time_of_day.clock();
        let zone = tzinfo.unwrap_or(time_of_day.zone());
        let parts = [year, month, day, hour.into(), minute.into(), second.into(), us as i32];
        make(vm, cls, parts, zone, time_of_day.is_folded().into())
    }

    /// The moment that a string in a format of ISO 8601 names.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn fromisoformat(vm: &mut Vm, cls: Value, object: Value) -> R {
        let given = text::iso_arg(vm, object)?;
        let Some((mut day, mut time)) = parse(given.to_ref().as_bytes()) else {
            return Err(text::raise_iso(vm, object));
        };
        let zone = match time.offset {
            Some((seconds, us)) => zone::of_seconds(vm, seconds.into(), us.into(), Value::UNBOUND)?,
            None => Value::NONE,
        };
        match time.is_next_day() {
            Some(true) => {
                time.hour = 0;
                day = next_day(day);
            }
            Some(false) => {}
            None => {
                return Err(vm.value_error("minute, second, and microsecond must be 0 when hour is 24"));
            }
        }
        let [year, month, day] = day;
        make(vm, cls, [year, month, day, time.hour, time.minute, time.second, time.us], zone, 0)
    }

    /// The day.
    #[sig("($self, /)")]
    #[name("date")]
    fn date_(vm: &mut Vm, this: Gc<DateTime>) -> Gc<Date> {
        new_date(vm, this.day)
    }

    /// The time of the day, without the time zone.
    #[sig("($self, /)")]
    fn time(vm: &mut Vm, this: Gc<DateTime>) -> Gc<Time> {
        new_time(vm, this.clock, this.is_folded(), Value::NONE)
    }

    /// The time of the day with the time zone.
    #[sig("($self, /)")]
    fn timetz(vm: &mut Vm, this: Gc<DateTime>) -> Gc<Time> {
        new_time(vm, this.clock, this.is_folded(), this.zone())
    }

    /// The moment as text in the manner of ctime().
    #[sig("($self, /)")]
    fn ctime(vm: &mut Vm, this: Value) -> R<String> {
        text::ctime(vm, this)
    }

    /// A time tuple, as time.localtime() gives.
    #[sig("($self, /)")]
    fn timetuple(vm: &mut Vm, this: Value) -> R {
        let dt = content::<DateTime>(vm, this)?;
        let summer = match zone::dst(vm, dt.zone(), this)? {
            Some(dst) => (!dst.is_zero()).into(),
            None => -1,
        };
        let [year, month, day, hour, minute, second, _] = parts_of(dt);
        let (weekday, yearday) = (dt.day.weekday(), dt.day.of_year());
        text::struct_time(vm, [year, month, day, hour, minute, second, weekday, yearday, summer])
    }

    /// The POSIX timestamp as a float.
    #[sig("($self, /)")]
    fn timestamp(vm: &mut Vm, this: Value) -> R {
        let dt = content::<DateTime>(vm, this)?;
        if dt.zone().is_none() {
            let seconds = local::utc_of_local(vm, dt.day, dt.clock, dt.is_folded())? - local::EPOCH;
            return Ok(vm.new_float(seconds as f64 + f64::from(dt.clock.us) / 1e6));
        }
        let day = Day::of_ordinal(ORDINAL_1970).unwrap_or(dt.day);
        let utc = zone::utc(vm);
        let epoch = new_datetime(vm, day, Clock::default(), false, utc).value();
        let since = difference(vm, this, epoch)?;
        let since = new_delta(vm, since).value();
        vm.call_method_named(since, "total_seconds", &[])
    }

    /// A time tuple of UTC, as time.gmtime() gives.
    #[sig("($self, /)")]
    fn utctimetuple(vm: &mut Vm, this: Value) -> R {
        let mut dt = content::<DateTime>(vm, this)?;
        if let Some(offset) = zone::utc_offset(vm, dt.zone(), this)? {
            let plain = new_datetime(vm, dt.day, dt.clock, false, Value::NONE).value();
            let utc = minus(vm, plain, offset)?;
            dt = content::<DateTime>(vm, utc)?;
        }
        let [year, month, day, hour, minute, second, _] = parts_of(dt);
        text::struct_time(vm, [year, month, day, hour, minute, second, dt.day.weekday(), dt.day.of_year(), 0])
    }

    /// The moment as YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM]; sep parts day and time, timespec says how much of the
    /// time is shown.
    #[sig("($self, sep='T', timespec='auto')")]
    #[shown("")]
    fn isoformat(vm: &mut Vm, this: Value, sep: Option<Value>, timespec: Option<Value>) -> R {
        let dt = content::<DateTime>(vm, this)?;
        let mut out = Vec::with_capacity(40);
        write_day(&mut out, dt.day);
        match sep {
            None => out.push(b'T'),
            Some(sep) => {
                let given = match vm.as_str(sep) {
                    Some(text) if text.n_chars() == 1 => {
                        out.extend_from_slice(text.to_ref().as_bytes());
                        None
                    }
                    Some(text) => Some(format!("a string of length {}", text.n_chars())),
                    None if sep.is_none() => Some("None".to_owned()),
                    None => Some(vm.type_name(sep)),
                };
                if let Some(given) = given {
                    return Err(vm.type_error(format!(
                        "isoformat() argument 1 must be a unicode character, not {given}"
                    )));
                }
            }
        }
        let precision = text::precision_arg(vm, timespec, 2)?;
        iso::write_clock(&mut out, dt.clock, precision);
        if let Some(offset) = zone::utc_offset(vm, dt.zone(), this)? {
            zone::write_offset(&mut out, offset, b":");
        }
        Ok(vm.new_str_wtf8(&out).value())
    }

    /// What self.tzinfo.utcoffset(self) gives.
    #[sig("($self, /)")]
    fn utcoffset(vm: &mut Vm, this: Value) -> R {
        let zone = content::<DateTime>(vm, this)?.zone();
        zone::utc_offset_value(vm, zone, this)
    }

    /// What self.tzinfo.tzname(self) gives.
    #[sig("($self, /)")]
    fn tzname(vm: &mut Vm, this: Value) -> R {
        let zone = content::<DateTime>(vm, this)?.zone();
        zone::name_of(vm, zone, this)
    }

    /// What self.tzinfo.dst(self) gives.
    #[sig("($self, /)")]
    fn dst(vm: &mut Vm, this: Value) -> R {
        let zone = content::<DateTime>(vm, this)?.zone();
        zone::dst_value(vm, zone, this)
    }

    /// The same with other values for some parts.
    #[sig(
        "($self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[shown(
        "($self, /, year=unchanged, month=unchanged, day=unchanged,\n        hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[name("replace")]
    #[expect(clippy::too_many_arguments, reason = "that many Python parameters")]
    fn replace_(
        vm: &mut Vm,
        this: Value,
        year: Option<Value>,
        month: Option<Value>,
        day: Option<Value>,
        hour: Option<Value>,
        minute: Option<Value>,
        second: Option<Value>,
        us: Option<Value>,
        zone: Option<Value>,
        fold: Option<Value>,
    ) -> R {
        replace(vm, this, [year, month, day, hour, minute, second, us, zone, fold])
    }

    /// The same as replace().
    #[sig(
        "($self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[shown("($self, /, **changes)")]
    #[expect(clippy::too_many_arguments, reason = "that many Python parameters")]
    fn __replace__(
        vm: &mut Vm,
        this: Value,
        year: Option<Value>,
        month: Option<Value>,
        day: Option<Value>,
        hour: Option<Value>,
        minute: Option<Value>,
        second: Option<Value>,
        us: Option<Value>,
        zone: Option<Value>,
        fold: Option<Value>,
    ) -> R {
        replace(vm, this, [year, month, day, hour, minute, second, us, zone, fold])
    }

    /// tz -> the same moment in another time zone; in local time where none is given.
    #[sig("($self, /, tz=None)")]
    #[shown("")]
    fn astimezone(vm: &mut Vm, this: Value, tz: Value) -> R {
        zone::check_zone(vm, tz)?;
        let dt = content::<DateTime>(vm, this)?;
        let mut own = dt.zone();
        let mut offset = None;
        if !own.is_none() {
            if own == tz {
                return Ok(this);
            }
            offset = zone::utc_offset(vm, own, this)?;
        }
        let offset = match offset {
            Some(offset) => offset,
            None => {
                own = zone_of_local(vm, dt)?;
                if own == tz {
                    return Ok(this);
                }
                zone::utc_offset(vm, own, this)?.unwrap_or_default()
            }
        };
        let shifted = minus(vm, this, offset)?;
        let shifted_content = content::<DateTime>(vm, shifted)?;
        // A fresh object: it is ours to change.
        let mut target = tz;
        if tz.is_none() {
            let seconds = local::seconds_of(shifted_content.day, shifted_content.clock) - local::EPOCH;
            target = local_zone(vm, seconds)?;
        }
        shifted_content.zone.set(shifted_content, target);
        vm.call_method_named(target, "fromutc", &[shifted])
    }

    /// What pickling makes it from.
    #[sig("($self, protocol, /)")]
    #[shown("")]
    fn __reduce_ex__(vm: &mut Vm, this: Value, protocol: Value) -> R {
        let protocol = parsed_int(vm, protocol)?;
        state(vm, this, protocol.into())
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        state(vm, this, 2)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let dt = content::<DateTime>(vm, this)?;
        let [year, month, day, hour, minute, second, us] = parts_of(dt);
        let name = vm.type_name(this);
        let mut out = format!("{name}({year}, {month}, {day}, {hour}, {minute}");
        if us != 0 {
            out += &format!(", {second}, {us}");
        } else if second != 0 {
            out += &format!(", {second}");
        }
        finish_repr(vm, out.into_bytes(), dt.zone(), dt.is_folded())
    }

    fn __str__(vm: &mut Vm, this: Value) -> R {
        let space = vm.names().space.value();
        if is_exact::<DateTime>(vm, this) {
            return DateTime::isoformat(vm, this, Some(space), None);
        }
        vm.call_method_named(this, "isoformat", &[space])
    }

    fn __hash__(vm: &mut Vm, this: Value) -> R<i64> {
        hash(vm, this)
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        compare(vm, this, other, op)
    }

    fn __add__(vm: &mut Vm, a: Value, b: Value) -> R {
        let is_moment = |vm: &Vm, v| vm.payload::<DateTime>(v).is_some();
        if is_moment(vm, a) {
            return match as_span(vm, b) {
                Some(span) => plus(vm, a, span),
                None => Ok(Value::NOT_IMPLEMENTED),
            };
        }
        match as_span(vm, a) {
            Some(span) if is_moment(vm, b) => plus(vm, b, span),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        if vm.payload::<DateTime>(a).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        if vm.payload::<DateTime>(b).is_some() {
            let span = difference(vm, a, b)?;
            return Ok(new_delta(vm, span).value());
        }
        match as_span(vm, b) {
            Some(span) => minus(vm, a, span),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// The hour.
    #[getter]
    fn hour(_: &mut Vm, this: Gc<DateTime>) -> u8 {
        this.clock.hour
    }

    /// The minute.
    #[getter]
    fn minute(_: &mut Vm, this: Gc<DateTime>) -> u8 {
        this.clock.minute
    }

    /// The second.
    #[getter]
    fn second(_: &mut Vm, this: Gc<DateTime>) -> u8 {
        this.clock.second
    }

    /// The microsecond.
    #[getter]
    fn microsecond(_: &mut Vm, this: Gc<DateTime>) -> u32 {
        this.clock.us
    }

    /// The time zone or None.
    #[getter]
    fn tzinfo(_: &mut Vm, this: Gc<DateTime>) -> Value {
        this.zone()
    }

    /// 1 for the second of two moments that are shown alike.
    #[getter("fold")]
    fn fold_(_: &mut Vm, this: Gc<DateTime>) -> i32 {
        this.is_folded().into()
    }
}
