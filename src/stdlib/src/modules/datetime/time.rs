//! `time`

use super::args::{c_int, pickled};
use super::calendar::{Clock, check_fold};
use super::delta::{Span, new_delta};
use super::{content, is_exact, iso, text, zone};
use crate::signature::Signature;
use crate::support::parsed_int;
use std::cell::Cell;
use std::cmp::Ordering;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{Tuple, Type},
    type_flags,
};

/// A `time`.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Time {
    header: Header,
    #[untraced]
    clock: Clock,
    #[untraced]
    fold: Cell<bool>,
    /// -1 until asked for.
    #[untraced]
    hash: Cell<i64>,
    /// A `tzinfo` or None.
    zone: Field<Value>,
}

impl Time {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Time as Numbered>::NUMBER,
        name: "time",
        module: "datetime",
        doc: "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time of the day\n\n\
              tzinfo is None or an instance of a class derived from tzinfo, the others are ints.",
        flags: type_flags::BASETYPE,
        native: &Time::NATIVE,
        layout: Some(LayoutInfo::of::<Time>()),
        fill: Some(fill),
        ..TypeDef::DEFAULT
    };

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
}

fn fill(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let last = Clock { hour: 23, minute: 59, second: 59, us: 999_999 };
    let min = new_time(vm, Clock::default(), false, Value::NONE).value();
    let max = new_time(vm, last, false, Value::NONE).value();
    let resolution = new_delta(vm, Span { days: 0, seconds: 0, us: 1 }).value();
    for (name, value) in [("min", min), ("max", max), ("resolution", resolution)] {
        let name = vm.intern(name);
        cls.dict.get().set_str(vm, name, value);
    }
    Ok(())
}

/// A `time` object.
pub fn new_time(vm: &mut Vm, clock: Clock, fold: bool, zone: Value) -> Gc<Time> {
    let header = Header::new::<Time>(vm.class_address(<Time as Numbered>::NUMBER));
    let (fold, hash) = (Cell::new(fold), Cell::new(-1));
    vm.heap.alloc(Time { header, clock, fold, hash, zone: Field::new(zone) })
}

/// An instance of a class, made by calling it where it is not our own.
fn make(vm: &mut Vm, cls: Value, parts: [i32; 4], zone: Value, fold: i32) -> R {
    let [hour, minute, second, us] = parts;
    if cls == vm.class(<Time as Numbered>::NUMBER).value() {
        let clock = Clock::new(vm, hour, minute, second, us)?;
        let fold = check_fold(vm, fold)?;
        zone::check_zone(vm, zone)?;
        return Ok(new_time(vm, clock, fold, zone).value());
    }
    let [hour, minute, second, us] = parts.map(Value::int32);
    let made = vm.call(cls, &[hour, minute, second, us, zone])?;
    if let Some(time) = vm.payload::<Time>(made) {
        time.fold.set(fold != 0);
    }
    Ok(made)
}

fn is_pickled(bytes: &[u8]) -> bool {
    bytes.len() == 6 && bytes[0] & 0x7f < 24
}

const SIGNATURE: Signature = Signature {
    names: &["hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    n_required: 0,
    n_pos: 5,
};

fn parts_of(clock: Clock) -> [i32; 4] {
    [clock.hour.into(), clock.minute.into(), clock.second.into(), clock.us as i32]
}

fn replace(vm: &mut Vm, this: Value, parts: [Option<Value>; 6]) -> R {
    let time = content::<Time>(vm, this)?;
    let [a, b, c, d] = parts_of(time.clock);
    let mut values = [a, b, c, d, 0, time.is_folded().into()];
    for (i, (value, part)) in values.iter_mut().zip(parts).enumerate() {
        if let Some(part) = part
            && i != 4
        {
            *value = c_int(vm, part)?;
        }
    }
    let [hour, minute, second, us, _, fold] = values;
    check_fold(vm, fold)?;
    let cls = vm.class_of(this).value();
    make(vm, cls, [hour, minute, second, us], parts[4].unwrap_or(time.zone()), fold)
}

fn state(vm: &mut Vm, this: Value, protocol: i64) -> R {
    let time = content::<Time>(vm, this)?;
    let mut bytes = time.clock.bytes();
    if protocol > 3 && time.is_folded() {
        bytes[0] |= 0x80;
    }
    let bytes = vm.new_bytes(&bytes);
    let args = match time.zone() {
        zone if zone.is_none() => vm.new_tuple(&[bytes]),
        zone => vm.new_tuple(&[bytes, zone]),
    };
    let cls = vm.class_of(this).value();
    Ok(vm.new_tuple(&[cls, args.value()]).value())
}

/// Appends `, tzinfo=...` and `, fold=1` and the closing parenthesis to what `repr` shows.
pub fn finish_repr(vm: &mut Vm, mut out: Vec<u8>, zone: Value, fold: bool) -> R {
    if !zone.is_none() {
        out.extend_from_slice(b", tzinfo=");
        let zone = vm.repr(zone)?;
        out.extend_from_slice(zone.to_ref().as_bytes());
    }
    if fold {
        out.extend_from_slice(b", fold=1");
    }
    out.push(b')');
    Ok(vm.new_str_wtf8(&out).value())
}

#[native]
impl Time {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Time>> {
        if let [state] | [state, _] = *args.pos
            && let Some(bytes) = pickled(vm, state, "time", is_pickled)?
            && let Ok(mut bytes) = <[u8; 6]>::try_from(bytes.as_slice())
        {
            let zone = args.pos.get(1).copied().unwrap_or(Value::NONE);
            if !zone.is_none() && !zone::is_zone(vm, zone) {
                return Err(vm.type_error("bad tzinfo state arg"));
            }
            let fold = bytes[0] & 0x80 != 0;
            bytes[0] &= 0x7f;
            return Ok(new_time(vm, Clock::from_bytes(bytes), fold, zone));
        }
        let mut parts = [0; 6];
        let mut zone = Value::NONE;
        SIGNATURE.bind(vm, args, |vm, i, value| {
            if i == 4 {
                zone = value;
            } else {
                parts[i] = parsed_int(vm, value)?;
            }
            Ok(())
        })?;
        let [hour, minute, second, us, _, fold] = parts;
        let clock = Clock::new(vm, hour, minute, second, us)?;
        let fold = check_fold(vm, fold)?;
        zone::check_zone(vm, zone)?;
        Ok(new_time(vm, clock, fold, zone))
    }

    /// string, format -> the time that a string names in a format (like time.strptime()).
    #[classmethod]
    #[sig("($type, *args)")]
    #[shown("")]
    fn strptime(vm: &mut Vm, cls: Value, args: Gc<Tuple>) -> R {
        text::strptime(vm, cls, "_strptime_datetime_time", args.to_ref().as_slice())
    }

    /// The time as [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM]; timespec says how much of it.
    #[sig("($self, timespec='auto')")]
    #[shown("")]
    fn isoformat(vm: &mut Vm, this: Value, timespec: Option<Value>) -> R {
        let time = content::<Time>(vm, this)?;
        let precision = text::precision_arg(vm, timespec, 1)?;
        let mut out = Vec::with_capacity(32);
        iso::write_clock(&mut out, time.clock, precision);
        if let Some(offset) = zone::utc_offset(vm, time.zone(), Value::NONE)? {
            zone::write_offset(&mut out, offset, b":");
        }
        Ok(vm.new_str_wtf8(&out).value())
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

    /// What self.tzinfo.utcoffset(None) gives.
    #[sig("($self, /)")]
    fn utcoffset(vm: &mut Vm, this: Gc<Time>) -> R {
        zone::utc_offset_value(vm, this.zone(), Value::NONE)
    }

    /// What self.tzinfo.tzname(None) gives.
    #[sig("($self, /)")]
    fn tzname(vm: &mut Vm, this: Gc<Time>) -> R {
        zone::name_of(vm, this.zone(), Value::NONE)
    }

    /// What self.tzinfo.dst(None) gives.
    #[sig("($self, /)")]
    fn dst(vm: &mut Vm, this: Gc<Time>) -> R {
        zone::dst_value(vm, this.zone(), Value::NONE)
    }

    /// The same with other values for some parts.
    #[sig(
        "($self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[shown(
        "($self, /, hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[name("replace")]
    fn replace_(
        vm: &mut Vm,
        this: Value,
        hour: Option<Value>,
        minute: Option<Value>,
        second: Option<Value>,
        us: Option<Value>,
        zone: Option<Value>,
        fold: Option<Value>,
    ) -> R {
        replace(vm, this, [hour, minute, second, us, zone, fold])
    }

    /// The same as replace().
    #[sig(
        "($self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[shown("($self, /, **changes)")]
    fn __replace__(
        vm: &mut Vm,
        this: Value,
        hour: Option<Value>,
        minute: Option<Value>,
        second: Option<Value>,
        us: Option<Value>,
        zone: Option<Value>,
        fold: Option<Value>,
    ) -> R {
        replace(vm, this, [hour, minute, second, us, zone, fold])
    }

    /// The time that a string in a format of ISO 8601 names.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn fromisoformat(vm: &mut Vm, cls: Value, object: Value) -> R {
        let given = text::iso_arg(vm, object)?;
        let bytes = given.to_ref().as_bytes();
        let Some(mut parts) = iso::time(bytes.strip_prefix(b"T").unwrap_or(bytes)) else {
            return Err(text::raise_iso(vm, object));
        };
        match parts.is_next_day() {
            Some(true) => parts.hour = 0,
            Some(false) => {}
            None => {
                return Err(vm.value_error("minute, second, and microsecond must be 0 when hour is 24"));
            }
        }
        let zone = match parts.offset {
            Some((seconds, us)) => zone::of_seconds(vm, seconds.into(), us.into(), Value::UNBOUND)?,
            None => Value::NONE,
        };
        make(vm, cls, [parts.hour, parts.minute, parts.second, parts.us], zone, 0)
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
        let time = content::<Time>(vm, this)?;
        let Clock { hour, minute, second, us } = time.clock;
        let name = vm.type_name(this);
        let mut out = format!("{name}({hour}, {minute}");
        if us != 0 {
            out += &format!(", {second}, {us}");
        } else if second != 0 {
            out += &format!(", {second}");
        }
        finish_repr(vm, out.into_bytes(), time.zone(), time.is_folded())
    }

    fn __str__(vm: &mut Vm, this: Value) -> R {
        if is_exact::<Time>(vm, this) {
            return Time::isoformat(vm, this, None);
        }
        vm.call_method_named(this, "isoformat", &[])
    }

    fn __hash__(vm: &mut Vm, this: Gc<Time>) -> R<i64> {
        if this.hash.get() == -1 {
            // The fold is not part of it.
            let hash = match zone::utc_offset(vm, this.zone(), Value::NONE)? {
                None => vm.hash_bytes(&this.clock.bytes()),
                Some(offset) => {
                    let time = Span::new(vm, 0, this.clock.seconds(), this.clock.us.into())?;
                    let time = time.minus(vm, offset)?;
                    let time = new_delta(vm, time).value();
                    vm.hash(time)?
                }
            };
            this.hash.set(hash);
        }
        Ok(this.hash.get())
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        let (Some(a), Some(b)) = (vm.payload::<Time>(this), vm.payload::<Time>(other)) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let plain = a.clock.cmp(&b.clock);
        let mut order = Some(plain);
        if a.zone() != b.zone() {
            let offset_a = zone::utc_offset(vm, a.zone(), Value::NONE)?;
            let offset_b = zone::utc_offset(vm, b.zone(), Value::NONE)?;
            order = match (offset_a, offset_b) {
                (None, None) => order,
                (Some(x), Some(y)) if x == y => order,
                (Some(x), Some(y)) => {
                    let seconds_a = a.clock.seconds() - x.whole_seconds();
                    let seconds_b = b.clock.seconds() - y.whole_seconds();
                    Some(seconds_a.cmp(&seconds_b).then(a.clock.us.cmp(&b.clock.us)))
                }
                _ => None,
            };
        }
        match (order, op) {
            (Some(order), _) => Ok(Value::bool(op.holds(order))),
            (None, CompareOp::Eq | CompareOp::Ne) => Ok(Value::bool(op.holds(Ordering::Less))),
            (None, _) => Err(vm.type_error("can't compare offset-naive and offset-aware times")),
        }
    }

    /// The hour.
    #[getter]
    fn hour(_: &mut Vm, this: Gc<Time>) -> u8 {
        this.clock.hour
    }

    /// The minute.
    #[getter]
    fn minute(_: &mut Vm, this: Gc<Time>) -> u8 {
        this.clock.minute
    }

    /// The second.
    #[getter]
    fn second(_: &mut Vm, this: Gc<Time>) -> u8 {
        this.clock.second
    }

    /// The microsecond.
    #[getter]
    fn microsecond(_: &mut Vm, this: Gc<Time>) -> u32 {
        this.clock.us
    }

    /// The time zone or None.
    #[getter]
    fn tzinfo(_: &mut Vm, this: Gc<Time>) -> Value {
        this.zone()
    }

    /// 1 for the second of two times that are shown alike.
    #[getter("fold")]
    fn fold_(_: &mut Vm, this: Gc<Time>) -> i32 {
        this.is_folded().into()
    }
}
