//! `date`

use super::args::{c_int, pickled};
use super::calendar::{self, Clock, Day};
use super::delta::{Span, as_span, new_delta};
use super::moment::{self, DateTime};
use super::{content, is_exact, iso, isocalendar, local, text};
use crate::modules::time::moment as timestamp;
use crate::signature::Signature;
use crate::support::parsed_int;
use crate::sys_calls::clock::Zone;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Args, CompareOp, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{Dict, Tuple, Type},
    type_flags,
};

/// A `date`; a `datetime` begins with the same fields.
#[derive(Trace, Layout, NativeType)]
#[layout(range = "<Date as Numbered>::NUMBER..=<DateTime as Numbered>::NUMBER")]
#[repr(C)]
pub struct Date {
    header: Header,
    #[untraced]
    day: Day,
    /// -1 until asked for.
    #[untraced]
    hash: Cell<i64>,
}

// A datetime's cell is read as a date's.
const _: () = assert!(
    std::mem::offset_of!(Date, day) == DateTime::DAY_OFFSET
        && <DateTime as Numbered>::NUMBER == <Date as Numbered>::NUMBER + 1
);

impl Date {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Date as Numbered>::NUMBER,
        name: "date",
        module: "datetime",
        doc: "date(year, month, day) --> a day of the calendar",
        flags: type_flags::BASETYPE,
        native: &Date::NATIVE,
        layout: Some(LayoutInfo::of::<Date>()),
        fill: Some(fill),
        ..TypeDef::DEFAULT
    };

    /// The day.
    pub fn day(&self) -> Day {
        self.day
    }
}

fn fill(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let min = new_date(vm, Day { year: 1, month: 1, day: 1 }).value();
    let max = new_date(vm, Day { year: 9999, month: 12, day: 31 }).value();
    let resolution = new_delta(vm, Span { days: 1, seconds: 0, us: 0 }).value();
    for (name, value) in [("min", min), ("max", max), ("resolution", resolution)] {
        let name = vm.intern(name);
        cls.dict.get().set_str(vm, name, value);
    }
    Ok(())
}

/// A `date` object.
pub fn new_date(vm: &mut Vm, day: Day) -> Gc<Date> {
    let header = Header::new::<Date>(vm.class_address(<Date as Numbered>::NUMBER));
    vm.heap.alloc(Date { header, day, hash: Cell::new(-1) })
}

/// An instance of a class, made by calling it where it is not one of ours.
fn make(vm: &mut Vm, cls: Value, year: i64, month: i32, day: i32) -> R {
    let is_date = cls == vm.class(<Date as Numbered>::NUMBER).value();
    if is_date || cls == vm.class(<DateTime as Numbered>::NUMBER).value() {
        let day = Day::new(vm, year, month, day)?;
        return Ok(if is_date {
            new_date(vm, day).value()
        } else {
            moment::new_datetime(vm, day, Clock::default(), false, Value::NONE).value()
        });
    }
    let year = vm.new_int(year);
    vm.call(cls, &[year, Value::int32(month), Value::int32(day)])
}

fn make_day(vm: &mut Vm, cls: Value, day: Day) -> R {
    let (year, month, day) = day.parts();
    make(vm, cls, year.into(), month, day)
}

fn is_pickled(bytes: &[u8]) -> bool {
    matches!(bytes, [_, _, 1..=12, _])
}

const SIGNATURE: Signature = Signature { names: &["year", "month", "day"], n_required: 3, n_pos: 3 };
const ISO_CALENDAR: Signature = Signature { names: &["year", "week", "day"], n_required: 3, n_pos: 3 };

/// A date that is not a datetime.
fn plain(vm: &Vm, value: Value) -> Option<Day> {
    if vm.payload::<DateTime>(value).is_some() {
        return None;
    }
    vm.payload::<Date>(value).map(|date| date.day)
}

/// `date + days`, of the same class.
fn plus(vm: &mut Vm, date: Value, day: Day, days: i64) -> R {
    match Day::of_ordinal(day.ordinal() + days) {
        Some(day) => {
            let cls = vm.class_of(date).value();
            make_day(vm, cls, day)
        }
        None => Err(vm.overflow_error("date value out of range")),
    }
}

fn replace(vm: &mut Vm, this: Value, parts: [Option<Value>; 3]) -> R {
    let (year, month, day) = content::<Date>(vm, this)?.day.parts();
    let mut values = [year, month, day];
    for (value, part) in values.iter_mut().zip(parts) {
        if let Some(part) = part {
            *value = c_int(vm, part)?;
        }
    }
    let [year, month, day] = values;
    let cls = vm.class_of(this).value();
    make(vm, cls, year.into(), month, day)
}

#[native]
impl Date {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Date>> {
        if let [state] = *args.pos
            && let Some(bytes) = pickled(vm, state, "date", is_pickled)?
            && let Ok(bytes) = <[u8; 4]>::try_from(bytes.as_slice())
        {
            return Ok(new_date(vm, Day::from_bytes(bytes)));
        }
        let mut parts = [0; 3];
        SIGNATURE.bind(vm, args, |vm, i, value| {
            parts[i] = parsed_int(vm, value)?;
            Ok(())
        })?;
        let day = Day::new(vm, parts[0].into(), parts[1], parts[2])?;
        Ok(new_date(vm, day))
    }

    /// The day (local time) of a POSIX timestamp.
    #[classmethod]
    #[sig("($type, timestamp, /)")]
    fn fromtimestamp(vm: &mut Vm, cls: Value, value: Value) -> R {
        let seconds = timestamp::seconds(vm, value)?;
        let calendar = local::split(vm, seconds, Zone::Local)?;
        let [year, month, day, ..] = calendar.parts;
        make(vm, cls, i64::from(year) + 1900, month + 1, day)
    }

    /// int -> the day of that number; 1 is 0001-01-01.
    #[classmethod]
    #[sig("($type, *args)")]
    #[shown("")]
    fn fromordinal(vm: &mut Vm, cls: Value, args: Gc<Tuple>) -> R {
        let [ordinal] = *args.to_ref().as_slice() else {
            let n = args.len();
            return Err(vm.type_error(format!("fromordinal() takes exactly 1 argument ({n} given)")));
        };
        let ordinal = parsed_int(vm, ordinal)?;
        if ordinal < 1 {
            return Err(vm.value_error("ordinal must be >= 1"));
        }
        let (year, month, day) = calendar::from_ordinal(ordinal.into());
        make(vm, cls, year, month, day)
    }

    /// The day that a string in a format of ISO 8601 names.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn fromisoformat(vm: &mut Vm, cls: Value, object: Value) -> R {
        let given = text::iso_arg(vm, object)?;
        match iso::date(given.to_ref().as_bytes()) {
            Some((year, month, day)) => make(vm, cls, year.into(), month, day),
            None => Err(text::raise_iso(vm, object)),
        }
    }

    /// int, int, int -> the day of an ISO year, week number and weekday.
    #[classmethod]
    #[sig("($type, *args, **kwargs)")]
    #[shown("")]
    fn fromisocalendar(vm: &mut Vm, cls: Value, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        let mut parts = [0; 3];
        let bound = ISO_CALENDAR.bind_method(vm, "fromisocalendar()", args, kwargs, |vm, i, value| {
            parts[i] = parsed_int(vm, value)?;
            Ok(())
        });
        if let Err(raised) = bound {
            if vm.take_if(taipan_runtime::kinds::OVERFLOW_ERROR).is_none() {
                return Err(raised);
            }
            return Err(vm.value_error("ISO calendar component out of range"));
        }
        let [year, week, weekday] = parts;
        match calendar::from_iso(year, week, weekday) {
            Ok((year, month, day)) => make(vm, cls, year, month, day),
            Err(error) => {
                let message = match error {
                    calendar::IsoError::Year => {
                        return Err(calendar::check_year(vm, year.into())
                            .err()
                            .unwrap_or(taipan_runtime::Raised));
                    }
                    calendar::IsoError::Week => format!("Invalid week: {week}"),
                    calendar::IsoError::Weekday => format!("Invalid weekday: {weekday} (range is [1, 7])"),
                };
                Err(vm.value_error(message))
            }
        }
    }

    /// string, format -> the day that a string names in a format (like time.strptime()).
    #[classmethod]
    #[sig("($type, *args)")]
    #[shown("")]
    fn strptime(vm: &mut Vm, cls: Value, args: Gc<Tuple>) -> R {
        text::strptime(vm, cls, "_strptime_datetime_date", args.to_ref().as_slice())
    }

    /// The current day.
    #[classmethod]
    #[sig("($type, /)")]
    fn today(vm: &mut Vm, cls: Value) -> R {
        if cls == vm.class(<Date as Numbered>::NUMBER).value() {
            let calendar = local::split(vm, local::now().0, Zone::Local)?;
            let [year, month, day, ..] = calendar.parts;
            return make(vm, cls, i64::from(year) + 1900, month + 1, day);
        }
        let time = taipan_objects::import::import_from(vm, "time", "time")?;
        let now = vm.call(time, &[])?;
        vm.call_method_named(cls, "fromtimestamp", &[now])
    }

    /// The day as text in the manner of ctime().
    #[sig("($self, /)")]
    fn ctime(vm: &mut Vm, this: Value) -> R<String> {
        text::ctime(vm, this)
    }

    /// format -> text by a format in the manner of strftime().
    #[sig("($self, format)")]
    #[shown("")]
    fn strftime(vm: &mut Vm, this: Value, format: Value) -> R {
        text::strftime(vm, this, format)
    }

    /// Formats self with strftime.
    #[sig("($self, format, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn __format__(vm: &mut Vm, this: Value, format: Value) -> R {
        text::format(vm, this, format)
    }

    /// A time tuple, as time.localtime() gives.
    #[sig("($self, /)")]
    fn timetuple(vm: &mut Vm, this: Value) -> R {
        let day = content::<Date>(vm, this)?.day;
        let (year, month, date) = day.parts();
        text::struct_time(vm, [year, month, date, 0, 0, 0, day.weekday(), day.of_year(), -1])
    }

    /// A named tuple of ISO year, week number and weekday.
    #[sig("($self, /)")]
    fn isocalendar(vm: &mut Vm, this: Gc<Date>) -> R<Gc<Tuple>> {
        isocalendar::of_day(vm, this.day)
    }

    /// The day as YYYY-MM-DD.
    #[sig("($self, /)")]
    fn isoformat(vm: &mut Vm, this: Gc<Date>) -> Value {
        let mut out = Vec::with_capacity(10);
        write_day(&mut out, this.day);
        vm.new_str_wtf8(&out).value()
    }

    /// The day of the week: Monday is 1, Sunday 7.
    #[sig("($self, /)")]
    fn isoweekday(_: &mut Vm, this: Gc<Date>) -> i32 {
        this.day.weekday() + 1
    }

    /// The number of the day; 0001-01-01 is 1.
    #[sig("($self, /)")]
    fn toordinal(_: &mut Vm, this: Gc<Date>) -> i64 {
        this.day.ordinal()
    }

    /// The day of the week: Monday is 0, Sunday 6.
    #[sig("($self, /)")]
    fn weekday(_: &mut Vm, this: Gc<Date>) -> i32 {
        this.day.weekday()
    }

    /// The same with other values for some parts.
    #[sig("($self, /, year=unchanged, month=unchanged, day=unchanged)")]
    #[shown("($self, /, year=unchanged, month=unchanged, day=unchanged)")]
    #[name("replace")]
    fn replace_(
        vm: &mut Vm,
        this: Value,
        year: Option<Value>,
        month: Option<Value>,
        day: Option<Value>,
    ) -> R {
        replace(vm, this, [year, month, day])
    }

    /// The same as replace().
    #[sig("($self, /, year=unchanged, month=unchanged, day=unchanged)")]
    #[shown("($self, /, **changes)")]
    fn __replace__(
        vm: &mut Vm,
        this: Value,
        year: Option<Value>,
        month: Option<Value>,
        day: Option<Value>,
    ) -> R {
        replace(vm, this, [year, month, day])
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let day = content::<Date>(vm, this)?.day;
        let state = vm.new_bytes(&day.bytes());
        let args = vm.new_tuple(&[state]).value();
        let cls = vm.class_of(this).value();
        Ok(vm.new_tuple(&[cls, args]).value())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        let (year, month, day) = content::<Date>(vm, this)?.day.parts();
        let name = vm.type_name(this);
        Ok(format!("{name}({year}, {month}, {day})"))
    }

    fn __str__(vm: &mut Vm, this: Value) -> R {
        if is_exact::<Date>(vm, this) {
            let date = content::<Date>(vm, this)?;
            return Ok(Date::isoformat(vm, date));
        }
        vm.call_method_named(this, "isoformat", &[])
    }

    fn __hash__(vm: &mut Vm, this: Gc<Date>) -> i64 {
        if this.hash.get() == -1 {
            this.hash.set(vm.hash_bytes(&this.day.bytes()));
        }
        this.hash.get()
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        let Some(b) = plain(vm, other) else { return Ok(Value::NOT_IMPLEMENTED) };
        let a = content::<Date>(vm, this)?.day;
        Ok(Value::bool(op.holds(a.cmp(&b))))
    }

    fn __add__(vm: &mut Vm, a: Value, b: Value) -> R {
        if let (Some(day), Some(span)) = (plain(vm, a), as_span(vm, b)) {
            return plus(vm, a, day, span.days.into());
        }
        match (as_span(vm, a), plain(vm, b)) {
            (Some(span), Some(day)) => plus(vm, b, day, span.days.into()),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some(day) = plain(vm, a) else { return Ok(Value::NOT_IMPLEMENTED) };
        if let Some(other) = plain(vm, b) {
            let days = day.ordinal() - other.ordinal();
            let span = Span::new(vm, days, 0, 0)?;
            return Ok(new_delta(vm, span).value());
        }
        match as_span(vm, b) {
            Some(span) => plus(vm, a, day, -i64::from(span.days)),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// The year.
    #[getter]
    fn year(_: &mut Vm, this: Gc<Date>) -> u16 {
        this.day.year
    }

    /// The month, 1 to 12.
    #[getter]
    fn month(_: &mut Vm, this: Gc<Date>) -> u8 {
        this.day.month
    }

    /// The day of the month.
    #[getter("day")]
    fn day_(_: &mut Vm, this: Gc<Date>) -> u8 {
        this.day.day
    }
}

/// Writes YYYY-MM-DD.
pub fn write_day(out: &mut Vec<u8>, day: Day) {
    iso::write_number(out, day.year.into(), 4);
    out.push(b'-');
    iso::write_number(out, day.month.into(), 2);
    out.push(b'-');
    iso::write_number(out, day.day.into(), 2);
}
