//! `tzinfo`, what time zones derive from, and `timezone`, those of a fixed offset.

use super::delta::{Delta, Span, as_span, new_delta};
use super::iso;
use super::moment::{self, DateTime};
use crate::signature::Signature;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Args, CompareOp, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{Str, Type},
    type_flags,
};

/// `tzinfo`
#[derive(NativeType)]
pub struct TzInfo;

impl TzInfo {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <TzInfo as Numbered>::NUMBER,
        name: "tzinfo",
        module: "datetime",
        doc: "The base of classes of time zones.",
        flags: type_flags::BASETYPE,
        native: &TzInfo::NATIVE,
        ..TypeDef::DEFAULT
    };
}

/// A time zone with a fixed offset.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct TimeZone {
    header: Header,
    /// A `timedelta`.
    offset: Value,
    #[untraced]
    span: Span,
    /// UNBOUND where the offset is the name.
    name: Value,
}

impl TimeZone {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <TimeZone as Numbered>::NUMBER,
        name: "timezone",
        module: "datetime",
        doc: "A time zone with a fixed offset from UTC.",
        base: <TzInfo as Numbered>::NUMBER,
        native: &TimeZone::NATIVE,
        layout: Some(LayoutInfo::of::<TimeZone>()),
        fill: Some(fill),
        ..TypeDef::DEFAULT
    };
}

fn fill(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let utc = utc(vm);
    let key = vm.intern("utc");
    cls.dict.get().set_str(vm, key, utc);
    // Whole minutes within a day.
    let most = 86_400 - 60;
    for (name, days, seconds) in [("min", -1, 86_400 - most), ("max", 0, most)] {
        let offset = new_delta(vm, Span { days, seconds, us: 0 });
        let zone = make(vm, offset.value(), offset.span(), Value::UNBOUND).value();
        let key = vm.intern(name);
        cls.dict.get().set_str(vm, key, zone);
    }
    Ok(())
}

/// What there is once.
#[derive(Default, Trace)]
struct State {
    utc: Option<Gc<TimeZone>>,
}

fn make(vm: &mut Vm, offset: Value, span: Span, name: Value) -> Gc<TimeZone> {
    let header = Header::new::<TimeZone>(vm.class_address(<TimeZone as Numbered>::NUMBER));
    vm.heap.alloc(TimeZone { header, offset, span, name })
}

/// `timezone.utc`
pub fn utc(vm: &mut Vm) -> Value {
    if let Some(utc) = vm.state::<State>().utc {
        return utc.value();
    }
    let offset = new_delta(vm, Span::default()).value();
    let utc = make(vm, offset, Span::default(), Value::UNBOUND);
    vm.state::<State>().utc = Some(utc);
    utc.value()
}

/// A zone of an offset; UTC where that is zero and there is no name (UNBOUND).
pub fn new_zone(vm: &mut Vm, offset: Value, name: Value) -> R {
    let Some(span) = as_span(vm, offset) else { return Err(vm.type_error("a timedelta is needed")) };
    if span.is_zero() && name.is_unbound() {
        return Ok(utc(vm));
    }
    check_offset(vm, offset, span)?;
    Ok(make(vm, offset, span, name).value())
}

/// The zone of an offset in seconds and microseconds.
pub fn of_seconds(vm: &mut Vm, seconds: i64, us: i64, name: Value) -> R {
    let span = Span::new(vm, 0, seconds, us)?;
    let offset = new_delta(vm, span).value();
    new_zone(vm, offset, name)
}

fn check_offset(vm: &mut Vm, offset: Value, span: Span) -> R<()> {
    if (span.days == -1 && (span.seconds, span.us) != (0, 0)) || span.days == 0 {
        return Ok(());
    }
    let text = vm.repr(offset)?.to_display();
    Err(vm.value_error(format!(
        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {text}"
    )))
}

/// Refuses what is no zone and not None.
pub fn check_zone(vm: &mut Vm, zone: Value) -> R<()> {
    if zone.is_none() || is_zone(vm, zone) {
        return Ok(());
    }
    let of = vm.type_name(zone);
    Err(vm.type_error(format!("tzinfo argument must be None or of a tzinfo subclass, not type '{of}'")))
}

/// Is it a `tzinfo`?
pub fn is_zone(vm: &mut Vm, zone: Value) -> bool {
    vm.is_instance_of(zone, <TzInfo as Numbered>::NUMBER)
}

/// The offset that a zone's `utcoffset` or `dst` gives for a moment (or None).
fn ask(vm: &mut Vm, zone: Value, method: &'static str, moment: Value) -> R<Option<(Value, Span)>> {
    if zone.is_none() {
        return Ok(None);
    }
    if let Some(fixed) = zone.cast::<TimeZone>() {
        return Ok(if method == "dst" { None } else { Some((fixed.offset, fixed.span)) });
    }
    let offset = vm.call_method_named(zone, method, &[moment])?;
    if offset.is_none() {
        return Ok(None);
    }
    let Some(span) = as_span(vm, offset) else {
        let of = vm.type_name(offset);
        return Err(vm.type_error(format!("tzinfo.{method}() must return None or timedelta, not '{of}'")));
    };
    check_offset(vm, offset, span)?;
    Ok(Some((offset, span)))
}

/// What a zone is ahead of UTC at a moment (or None).
pub fn utc_offset(vm: &mut Vm, zone: Value, moment: Value) -> R<Option<Span>> {
    Ok(ask(vm, zone, "utcoffset", moment)?.map(|(_, span)| span))
}

/// The same as it was given.
pub fn utc_offset_value(vm: &mut Vm, zone: Value, moment: Value) -> R {
    Ok(ask(vm, zone, "utcoffset", moment)?.map_or(Value::NONE, |(offset, _)| offset))
}

/// What of that is summer time.
pub fn dst(vm: &mut Vm, zone: Value, moment: Value) -> R<Option<Span>> {
    Ok(ask(vm, zone, "dst", moment)?.map(|(_, span)| span))
}

/// The same as it was given.
pub fn dst_value(vm: &mut Vm, zone: Value, moment: Value) -> R {
    Ok(ask(vm, zone, "dst", moment)?.map_or(Value::NONE, |(offset, _)| offset))
}

/// A zone's name at a moment: text or None.
pub fn name_of(vm: &mut Vm, zone: Value, moment: Value) -> R {
    if zone.is_none() {
        return Ok(Value::NONE);
    }
    if let Some(fixed) = zone.cast::<TimeZone>() {
        return Ok(fixed_name(vm, fixed));
    }
    let name = vm.call_method_named(zone, "tzname", &[moment])?;
    if name.is_none() || vm.as_str(name).is_some() {
        return Ok(name);
    }
    let of = vm.type_name(name);
    Err(vm.type_error(format!("tzinfo.tzname() must return None or a string, not '{of}'")))
}

/// Writes `+HH:MM[:SS[.ffffff]]`.
pub fn write_offset(out: &mut Vec<u8>, offset: Span, separator: &[u8]) {
    let mut us = i64::from(offset.us) + offset.whole_seconds() * 1_000_000;
    out.push(if us < 0 { b'-' } else { b'+' });
    us = us.abs();
    let seconds = us / 1_000_000;
    iso::write_number(out, (seconds / 3600) as u32, 2);
    out.extend_from_slice(separator);
    iso::write_number(out, (seconds / 60 % 60) as u32, 2);
    let us = (us % 1_000_000) as u32;
    if us != 0 || seconds % 60 != 0 {
        out.extend_from_slice(separator);
        iso::write_number(out, (seconds % 60) as u32, 2);
    }
    if us != 0 {
        out.push(b'.');
        iso::write_number(out, us, 6);
    }
}

fn fixed_name(vm: &mut Vm, zone: Gc<TimeZone>) -> Value {
    if let Some(name) = zone.name.bound() {
        return name;
    }
    let mut out = b"UTC".to_vec();
    if !zone.span.is_zero() {
        write_offset(&mut out, zone.span, b":");
    }
    vm.new_str_wtf8(&out).value()
}

#[cold]
fn raise_missing(vm: &mut Vm, method: &str) -> Raised {
    vm.not_implemented(format!("a tzinfo subclass must implement {method}()"))
}

/// A datetime of the zone itself.
fn own_moment(vm: &mut Vm, this: Value, dt: Value) -> R<Gc<DateTime>> {
    let Some(moment) = vm.payload::<DateTime>(dt) else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    if moment.zone() != this {
        return Err(vm.value_error("fromutc: dt.tzinfo is not self"));
    }
    Ok(moment)
}

#[native]
impl TzInfo {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        let _ = args;
        Ok(vm.new_instance(cls).value())
    }

    /// The name of the zone at a moment.
    #[sig("($self, object, /)")]
    fn tzname(vm: &mut Vm, this: Value, object: Value) -> R {
        let _ = (this, object);
        Err(raise_missing(vm, "tzname"))
    }

    /// How far the zone is ahead of UTC at a moment.
    #[sig("($self, object, /)")]
    fn utcoffset(vm: &mut Vm, this: Value, object: Value) -> R {
        let _ = (this, object);
        Err(raise_missing(vm, "utcoffset"))
    }

    /// How much of that is summer time.
    #[sig("($self, object, /)")]
    fn dst(vm: &mut Vm, this: Value, object: Value) -> R {
        let _ = (this, object);
        Err(raise_missing(vm, "dst"))
    }

    /// A moment of UTC in this zone.
    #[sig("($self, object, /)")]
    fn fromutc(vm: &mut Vm, this: Value, object: Value) -> R {
        own_moment(vm, this, object)?;
        let Some(offset) = utc_offset(vm, this, object)? else {
            return Err(vm.value_error("fromutc: non-None utcoffset() result required"));
        };
        let Some(summer) = self::dst(vm, this, object)? else {
            return Err(vm.value_error("fromutc: non-None dst() result required"));
        };
        let standard = offset.minus(vm, summer)?;
        let result = moment::plus(vm, object, standard)?;
        let Some(summer) = self::dst(vm, this, result)? else {
            return Err(vm.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert"));
        };
        if summer.is_zero() { Ok(result) } else { moment::plus(vm, result, summer) }
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let name = vm.intern("__getinitargs__");
        let args = match vm.get_attr_opt(this, name)? {
            Some(method) => vm.call(method, &[])?,
            None => vm.empty_tuple.value(),
        };
        let state = taipan_objects::types::object::pickled_state(vm, this)?;
        let cls = vm.class_of(this).value();
        Ok(vm.new_tuple(&[cls, args, state]).value())
    }
}

/// The argument of `utcoffset` and the like.
fn check_moment(vm: &mut Vm, method: &str, dt: Value) -> R<()> {
    if dt.is_none() || vm.payload::<DateTime>(dt).is_some() {
        return Ok(());
    }
    let of = vm.type_name(dt);
    Err(vm.type_error(format!("{method}(dt) argument must be a datetime instance or None, not {of}")))
}

const SIGNATURE: Signature = Signature { names: &["offset", "name"], n_required: 1, n_pos: 2 };

#[native]
impl TimeZone {
    #[name("timezone")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R {
        let mut given = [Value::UNBOUND; 2];
        SIGNATURE.bind_as(vm, "timezone()", args, |vm, i, value| {
            let (fits, want) = match i {
                0 => (vm.payload::<Delta>(value).is_some(), "datetime.timedelta"),
                _ => (vm.as_str(value).is_some(), "str"),
            };
            if !fits {
                let (of, n) = (vm.argument_type_name(value), i + 1);
                return Err(vm.type_error(format!("timezone() argument {n} must be {want}, not {of}")));
            }
            given[i] = value;
            Ok(())
        })?;
        let [offset, name] = given;
        new_zone(vm, offset, name)
    }

    fn __repr__(vm: &mut Vm, this: Gc<TimeZone>) -> R<Gc<Str>> {
        if this.value() == utc(vm) {
            return Ok(vm.new_str("datetime.timezone.utc"));
        }
        let mut out = b"datetime.timezone(".to_vec();
        let offset = vm.repr(this.offset)?;
        out.extend_from_slice(offset.to_ref().as_bytes());
        if let Some(name) = this.name.bound() {
            out.extend_from_slice(b", ");
            let name = vm.repr(name)?;
            out.extend_from_slice(name.to_ref().as_bytes());
        }
        out.push(b')');
        Ok(vm.new_str_wtf8(&out))
    }

    fn __str__(vm: &mut Vm, this: Gc<TimeZone>) -> Value {
        fixed_name(vm, this)
    }

    fn __hash__(vm: &mut Vm, this: Gc<TimeZone>) -> R<i64> {
        vm.hash(this.offset)
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> Value {
        let _ = vm;
        match (this.cast::<TimeZone>(), other.cast::<TimeZone>(), op) {
            (Some(a), Some(b), CompareOp::Eq | CompareOp::Ne) => Value::bool(op.holds(a.span.cmp(&b.span))),
            _ => Value::NOT_IMPLEMENTED,
        }
    }

    /// The name that was given, or UTC+HH:MM.
    #[sig("($self, object, /)")]
    fn tzname(vm: &mut Vm, this: Gc<TimeZone>, object: Value) -> R {
        check_moment(vm, "tzname", object)?;
        Ok(fixed_name(vm, this))
    }

    /// The offset.
    #[sig("($self, object, /)")]
    fn utcoffset(vm: &mut Vm, this: Gc<TimeZone>, object: Value) -> R {
        check_moment(vm, "utcoffset", object)?;
        Ok(this.offset)
    }

    /// None: there is no summer time.
    #[sig("($self, object, /)")]
    fn dst(vm: &mut Vm, this: Gc<TimeZone>, object: Value) -> R<()> {
        let _ = this;
        check_moment(vm, "dst", object)
    }

    /// A moment of UTC in this zone.
    #[sig("($self, object, /)")]
    fn fromutc(vm: &mut Vm, this: Gc<TimeZone>, object: Value) -> R {
        own_moment(vm, this.value(), object)?;
        moment::plus(vm, object, this.span)
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __getinitargs__(vm: &mut Vm, this: Gc<TimeZone>) -> Value {
        match this.name.bound() {
            Some(name) => vm.new_tuple(&[this.offset, name]).value(),
            None => vm.new_tuple(&[this.offset]).value(),
        }
    }
}
