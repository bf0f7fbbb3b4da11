//! `_zoneinfo`: time zones of the IANA database. Files are found and read by `zoneinfo`'s Python half; `rules` has when
//! a zone is how far from UTC.

mod rules;
mod tz_string;

use self::rules::{Place, Rules, Yearly, summer_shares};
use crate::modules::datetime::calendar::ORDINAL_1970;
use crate::modules::datetime::delta::{Span, new_delta};
use crate::modules::datetime::moment::{self, DateTime};
use crate::modules::datetime::zone::TzInfo;
use crate::support::int64;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::import::import_from;
use taipan_objects::types::str::fs_text;
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Values, Vm,
    kinds::Numbered,
    layout::{Dict, Module, Str, Tuple, Type},
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_zoneinfo",
    doc: "Time zones of the IANA database.",
    types: &[&ZoneInfo::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// Without the native datetime (which a program can hide), the Python half is used.
fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let _ = module;
    crate::support::import(vm, "_datetime").map(|_| ())
}

/// How many zones are kept though nobody else has them.
const STRONG_MAX: usize = 8;

/// What there is once.
#[derive(Default, Trace)]
struct State {
    /// The zones used last, by key.
    strong: Option<Gc<Dict>>,
}

/// Where a zone comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    NoCache,
    Cache,
    File,
}

/// A time zone.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ZoneInfo {
    header: Header,
    /// Its key or None.
    key: Value,
    /// How the file it comes from is shown, or None.
    file: Value,
    /// Offset, share of summer time, and name of each place.
    infos: Gc<Tuple>,
    #[untraced]
    rules: Box<Rules>,
    /// Is it the same at all times?
    #[untraced]
    fixed: bool,
    #[untraced]
    source: Cell<Source>,
}

impl ZoneInfo {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ZoneInfo as Numbered>::NUMBER,
        name: "ZoneInfo",
        module: "zoneinfo",
        base: <TzInfo as Numbered>::NUMBER,
        flags: type_flags::SHOWS_GETATTR | type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &ZoneInfo::NATIVE,
        layout: Some(LayoutInfo::of::<ZoneInfo>()),
        ..TypeDef::DEFAULT
    };

    /// One of the three values of a place.
    fn info(&self, place: Place, which: usize) -> Value {
        self.infos.as_slice().get(place * 3 + which).copied().unwrap_or(Value::NONE)
    }
}

const OFFSET: usize = 0;
const SUMMER: usize = 1;
const NAME: usize = 2;

/// The numbers of a tuple or list.
fn numbers(vm: &mut Vm, sequence: Value) -> R<Vec<i64>> {
    let items = vm.collect_values(sequence)?;
    let mut numbers = Vec::with_capacity(items.len());
    for item in items.iter() {
        numbers.push(int64(vm, *item)?);
    }
    Ok(numbers)
}

/// What `load_data` gives, as rules.
struct Loader {
    rules: Rules,
    infos: Values,
}

impl Loader {
    fn add(&mut self, vm: &mut Vm, offset: i64, summer: i64, name: Value) -> R<Place> {
        self.rules.offsets.push(offset);
        for seconds in [offset, summer] {
            let span = Span::new(vm, 0, seconds, 0)?;
            let delta = new_delta(vm, span).value();
            self.infos.push(&mut vm.heap, delta);
        }
        self.infos.push(&mut vm.heap, name);
        Ok(self.rules.offsets.len() - 1)
    }
}

fn load(vm: &mut Vm, file: Value, key: Value, shown: Value, source: Source) -> R<Gc<ZoneInfo>> {
    let load_data = import_from(vm, "zoneinfo._common", "load_data")?;
    let data = vm.call(load_data, &[file])?;
    let parts = vm.collect_values(data)?;
    let &[places, utc, offsets, summer, names, tz_string] = parts.as_slice() else {
        return Err(vm.type_error("Invalid data result type"));
    };
    let (places, utc, offsets) = (numbers(vm, places)?, numbers(vm, utc)?, numbers(vm, offsets)?);
    let summer: Vec<bool> = numbers(vm, summer)?.into_iter().map(|flag| flag != 0).collect();
    let names = vm.collect_values(names)?;
    let n = offsets.len();
    if summer.len() != n || names.len() != n || places.len() != utc.len() {
        return Err(vm.value_error("Invalid data result"));
    }
    let mut loader = Loader { rules: Rules { utc, ..Rules::default() }, infos: Values::new() };
    for place in places {
        match usize::try_from(place).ok().filter(|place| *place < n) {
            Some(place) => loader.rules.after_change.push(place),
            None => {
                return Err(
                    vm.value_error(format!("Invalid transition index found while reading TZif: {place}"))
                );
            }
        }
    }
    let shares = summer_shares(&loader.rules.after_change, &offsets, &summer);
    for (i, &offset) in offsets.iter().enumerate() {
        loader.add(vm, offset, shares[i], names[i])?;
    }
    loader.rules.fill_local();
    loader.rules.before = summer.iter().position(|summer| !summer).unwrap_or(0);
    let fixed = read_rest(vm, &mut loader, tz_string, n)?;
    let header = Header::new::<ZoneInfo>(vm.class_address(<ZoneInfo as Numbered>::NUMBER));
    let infos = vm.new_tuple(&loader.infos);
    let (rules, source) = (Box::new(loader.rules), Cell::new(source));
    Ok(vm.heap.alloc(ZoneInfo { header, key, file: shown, infos, rules, fixed, source }))
}

/// What is after all changes; is the zone the same at all times?
fn read_rest(vm: &mut Vm, loader: &mut Loader, tz_string: Value, n: usize) -> R<bool> {
    if !tz_string.is_none() && vm.truth(tz_string)? {
        let text = vm.bytes_like(tz_string)?;
        let parsed = match tz_string::parse(&text) {
            Ok(parsed) => parsed,
            Err(message) => {
                let shown = vm.repr(tz_string)?.to_display();
                return Err(vm.value_error(format!("{message}{shown}")));
            }
        };
        let name = vm.new_str_wtf8(&fs_text(&parsed.name)).value();
        loader.rules.standard = loader.add(vm, parsed.offset, 0, name)?;
        if let Some(summer) = parsed.summer {
            let name = vm.new_str_wtf8(&fs_text(&summer.name)).value();
            let place = loader.add(vm, summer.offset, summer.offset - parsed.offset, name)?;
            loader.rules.yearly = Some(Yearly { summer: place, start: summer.start, end: summer.end });
            return Ok(false);
        }
        let same = |vm: &mut Vm, which: usize| {
            let (first, last) = (loader.infos[which], loader.infos[n * 3 + which]);
            vm.equal(first, last)
        };
        return match n {
            0 => Ok(true),
            1 => Ok(same(vm, OFFSET)? && same(vm, SUMMER)? && same(vm, NAME)?),
            _ => Ok(false),
        };
    }
    if n == 0 {
        return Err(vm.value_error("No time zone information found."));
    }
    loader.rules.standard = loader.rules.after_change.last().copied().unwrap_or(n - 1);
    Ok(n == 1)
}

/// A zone of a key, from its file.
fn new_zone(vm: &mut Vm, key: Value, source: Source) -> R<Gc<ZoneInfo>> {
    let find = import_from(vm, "zoneinfo._tzpath", "find_tzfile")?;
    let path = vm.call(find, &[key])?;
    let file = if path.is_none() {
        let load = import_from(vm, "zoneinfo._common", "load_tzdata")?;
        vm.call(load, &[key])?
    } else {
        let open = import_from(vm, "io", "open")?;
        let mode = vm.intern("rb").value();
        vm.call(open, &[path, mode])?
    };
    let zone = load(vm, file, key, Value::NONE, source);
    if zone.is_err() {
        let exc = vm.take_exception();
        let closed = vm.call_method_named(file, "close", &[]);
        if closed.is_err() {
            vm.take_exception();
        }
        return Err(vm.reraise(exc));
    }
    vm.call_method_named(file, "close", &[])?;
    zone
}

fn own_class(vm: &mut Vm) -> Gc<Type> {
    vm.class(<ZoneInfo as Numbered>::NUMBER)
}

fn new_weak_cache(vm: &mut Vm) -> R {
    let cls = import_from(vm, "weakref", "WeakValueDictionary")?;
    vm.call(cls, &[])
}

/// The zones of a class that somebody has.
fn weak_cache(vm: &mut Vm, cls: Gc<Type>) -> R {
    let name = vm.intern("_weak_cache");
    if cls != own_class(vm) {
        return vm.get_attr(cls.value(), name);
    }
    // Not an attribute that shows.
    let module = vm.native_module("_zoneinfo")?;
    if let Some(cache) = module.dict.get().get_str(vm, name) {
        return Ok(cache);
    }
    let cache = new_weak_cache(vm)?;
    module.dict.get().set_str(vm, name, cache);
    Ok(cache)
}

fn strong_cache(vm: &mut Vm) -> Gc<Dict> {
    if let Some(strong) = vm.state::<State>().strong {
        return strong;
    }
    let strong = vm.new_dict();
    vm.state::<State>().strong = Some(strong);
    strong
}

/// Makes a zone the one used last.
fn keep(vm: &mut Vm, cls: Gc<Type>, key: Value, zone: Value) -> R<()> {
    if cls != own_class(vm) {
        return Ok(());
    }
    let strong = strong_cache(vm);
    strong.pop_item(vm, key)?;
    strong.set_item(vm, key, zone)?;
    if strong.len.get() > STRONG_MAX
        && let Some((_, oldest, _)) = strong.next_entry(0)
    {
        strong.pop_item(vm, oldest)?;
    }
    Ok(())
}

/// Refuses what somebody else has put into the cache.
fn check_cached(vm: &mut Vm, cls: Gc<Type>, key: Value, cached: Value) -> R<()> {
    if vm.class_of(cached) == cls {
        return Ok(());
    }
    let (of, name) = (vm.type_name(cached), vm.class_type_name(cls));
    let key = vm.repr(key)?.to_display();
    Err(vm.runtime_error(format!("Unexpected instance of {of} in {name} weak cache for key {key}")))
}

fn cached(vm: &mut Vm, cls: Gc<Type>, key: Value) -> R {
    let cache = weak_cache(vm, cls)?;
    let mut zone = vm.call_method_named(cache, "get", &[key, Value::NONE])?;
    if zone.is_none() {
        let new = new_zone(vm, key, Source::Cache)?.value();
        let new = vm.adopt(cls, new)?;
        zone = vm.call_method_named(cache, "setdefault", &[key, new])?;
    }
    check_cached(vm, cls, key, zone)?;
    keep(vm, cls, key, zone)?;
    Ok(zone)
}

/// A class of zones as an argument.
fn class_arg(vm: &mut Vm, cls: Value) -> R<Gc<Type>> {
    match cls.cast::<Type>() {
        Some(cls) => Ok(cls),
        None => Err(vm.type_error("a class is needed")),
    }
}

/// Seconds since 1970 by a datetime's clock, its year and its fold.
fn moment_of(vm: &mut Vm, dt: Value) -> R<(i64, i32, bool)> {
    if let Some(content) = vm.payload::<DateTime>(dt) {
        let (day, clock) = (content.day(), content.clock());
        let seconds = (day.ordinal() - ORDINAL_1970) * 86_400 + clock.seconds();
        return Ok((seconds, day.year.into(), content.is_folded()));
    }
    let ordinal = vm.call_method_named(dt, "toordinal", &[])?;
    let days = int64(vm, ordinal)?.saturating_sub(ORDINAL_1970);
    let mut seconds = days.saturating_mul(86_400);
    for (name, unit) in [("hour", 3600), ("minute", 60), ("second", 1)] {
        let value = vm.get_attr_named(dt, name)?;
        seconds = seconds.saturating_add(int64(vm, value)?.saturating_mul(unit));
    }
    let fold = vm.get_attr_named(dt, "fold")?;
    let fold = int64(vm, fold)? != 0;
    let year = vm.get_attr_named(dt, "year")?;
    let year = int64(vm, year)?.clamp(1, 9999) as i32;
    Ok((seconds, year, fold))
}

fn ask(vm: &mut Vm, zone: Gc<ZoneInfo>, dt: Value, which: usize) -> R {
    if dt.is_none() {
        let place = zone.rules.standard;
        return Ok(if zone.fixed { zone.info(place, which) } else { Value::NONE });
    }
    let (time, year, fold) = moment_of(vm, dt)?;
    Ok(zone.info(zone.rules.at_local(time, year, fold), which))
}

#[native]
impl ZoneInfo {
    #[sig("($cls, key)")]
    #[name("ZoneInfo")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, key: Value) -> R {
        cached(vm, cls, key)
    }

    /// Forget zones: all of them, or those of some keys.
    #[classmethod]
    #[sig("($type, /, *, only_keys=None)")]
    fn clear_cache(vm: &mut Vm, cls: Value, only_keys: Value) -> R<()> {
        let cls = class_arg(vm, cls)?;
        let cache = weak_cache(vm, cls)?;
        let strong = if cls == own_class(vm) { Some(strong_cache(vm)) } else { None };
        if only_keys.is_none() {
            vm.call_method_named(cache, "clear", &[])?;
            if let Some(strong) = strong {
                strong.clear(vm);
            }
            return Ok(());
        }
        vm.for_each(only_keys, |vm, key| {
            if let Some(strong) = strong {
                strong.pop_item(vm, key)?;
            }
            vm.call_method_named(cache, "pop", &[key, Value::NONE])?;
            Ok(())
        })
    }

    /// A new zone of a key, whether there is one already or not.
    #[classmethod]
    #[sig("($type, /, key)")]
    fn no_cache(vm: &mut Vm, cls: Value, key: Value) -> R {
        let cls = class_arg(vm, cls)?;
        let zone = new_zone(vm, key, Source::NoCache)?;
        vm.adopt(cls, zone.value())
    }

    /// A zone from a file.
    #[classmethod]
    #[sig("($type, file_obj, /, key=None)")]
    fn from_file(vm: &mut Vm, cls: Value, file_obj: Value, key: Value) -> R {
        let cls = class_arg(vm, cls)?;
        let shown = vm.repr(file_obj)?.value();
        let zone = load(vm, file_obj, key, shown, Source::File)?;
        vm.adopt(cls, zone.value())
    }

    /// How far the zone is ahead of UTC at a time.
    #[sig("($self, dt, /)")]
    fn utcoffset(vm: &mut Vm, this: Gc<ZoneInfo>, dt: Value) -> R {
        ask(vm, this, dt, OFFSET)
    }

    /// How much of that is summer time.
    #[sig("($self, dt, /)")]
    fn dst(vm: &mut Vm, this: Gc<ZoneInfo>, dt: Value) -> R {
        ask(vm, this, dt, SUMMER)
    }

    /// The name of the zone at a time.
    #[sig("($self, dt, /)")]
    fn tzname(vm: &mut Vm, this: Gc<ZoneInfo>, dt: Value) -> R {
        ask(vm, this, dt, NAME)
    }

    /// A moment of UTC in this zone.
    #[sig("($self, object, /)")]
    fn fromutc(vm: &mut Vm, this: Value, object: Value) -> R {
        let Some(content) = vm.payload::<DateTime>(object) else {
            return Err(vm.type_error("fromutc: argument must be a datetime"));
        };
        if content.zone() != this {
            return Err(vm.value_error("fromutc: dt.tzinfo is not self"));
        }
        let Some(zone) = vm.payload::<ZoneInfo>(this) else {
            return Err(vm.type_error("a zone is needed"));
        };
        let (utc, year, _) = moment_of(vm, object)?;
        let (place, fold) = zone.rules.at_utc(utc, year);
        let span = Span::new(vm, 0, zone.rules.offsets.get(place).copied().unwrap_or(0), 0)?;
        let result = moment::plus(vm, object, span)?;
        if !fold {
            return Ok(result);
        }
        if vm.is_exact(result, <DateTime as Numbered>::NUMBER) {
            if let Some(new) = vm.payload::<DateTime>(result) {
                new.mark_folded();
            }
            return Ok(result);
        }
        let replace = vm.get_attr_named(result, "replace")?;
        let name = vm.intern("fold").value();
        let args = taipan_runtime::Args { pos: &[], kw_names: &[name], kw_values: &[Value::int32(1)] };
        vm.call_args(replace, &args)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<Gc<Str>> {
        let Some(zone) = vm.payload::<ZoneInfo>(this) else {
            return Err(vm.type_error("a zone is needed"));
        };
        let name = vm.type_name(this);
        let mut out = name.into_bytes();
        let shown = if zone.key.is_none() {
            out.extend_from_slice(b".from_file(");
            vm.str(zone.file)?
        } else {
            out.extend_from_slice(b"(key=");
            vm.repr(zone.key)?
        };
        out.extend_from_slice(shown.to_ref().as_bytes());
        out.push(b')');
        Ok(vm.new_str_wtf8(&out))
    }

    fn __str__(vm: &mut Vm, this: Value) -> R<Gc<Str>> {
        match vm.payload::<ZoneInfo>(this) {
            Some(zone) if !zone.key.is_none() => vm.str(zone.key),
            _ => vm.repr(this),
        }
    }

    /// What pickling makes it from: its key.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let Some(zone) = vm.payload::<ZoneInfo>(this) else {
            return Err(vm.type_error("a zone is needed"));
        };
        if zone.source.get() == Source::File {
            let cls = import_from(vm, "pickle", "PicklingError")?;
            let message = vm.new_str("Cannot pickle a ZoneInfo file from a file stream.").value();
            return match vm.call(cls, &[message]) {
                Ok(exc) => Err(vm.raise_value(exc)),
                Err(raised) => Err(raised),
            };
        }
        let make = vm.get_attr_named(this, "_unpickle")?;
        let from_cache = Value::int32((zone.source.get() == Source::Cache).into());
        let args = vm.new_tuple(&[zone.key, from_cache]).value();
        Ok(vm.new_tuple(&[make, args]))
    }

    /// The zone of a pickle.
    #[classmethod]
    #[sig("($type, key, from_cache, /)")]
    fn _unpickle(vm: &mut Vm, cls: Value, key: Value, from_cache: bool) -> R {
        if from_cache {
            let cls = class_arg(vm, cls)?;
            return cached(vm, cls, key);
        }
        vm.call_method_named(cls, "no_cache", &[key])
    }

    /// Gives a class derived from this one its own zones.
    #[classmethod]
    #[sig("($type, /, *args, **kwargs)")]
    #[shown("")]
    fn __init_subclass__(vm: &mut Vm, cls: Value, args: Value, kwargs: Value) -> R<()> {
        let _ = (args, kwargs);
        let cache = new_weak_cache(vm)?;
        let name = vm.intern("_weak_cache");
        vm.set_attr(cls, name, cache)
    }

    /// Its key, or None.
    #[member]
    fn key(_: &mut Vm, this: Gc<ZoneInfo>) -> Value {
        this.key
    }
}
