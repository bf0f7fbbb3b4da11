//! What dates and times have in common as text: `strftime`, `__format__`, `strptime`.

use super::delta::Span;
use super::moment::DateTime;
use super::time::Time;
use super::{date::Date, iso, zone};
use taipan_objects::import::{import, import_from};
use taipan_runtime::{Gc, R, Value, Vm, kinds, layout::Str};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// An argument that must be text.
pub fn text_arg(vm: &mut Vm, value: Value, function: &str, position: usize) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(text) => Ok(text),
        None => {
            let of = vm.argument_type_name(value);
            Err(vm.type_error(format!("{function}() argument {position} must be str, not {of}")))
        }
    }
}

/// The precision that is asked for by name; `Auto` where none is.
pub fn precision_arg(vm: &mut Vm, value: Option<Value>, position: usize) -> R<iso::Precision> {
    let Some(value) = value else { return Ok(iso::Precision::Auto) };
    let text = text_arg(vm, value, "isoformat", position)?;
    vm.check_c_text(text)?;
    match iso::Precision::named(text.to_ref().as_bytes()) {
        Some(precision) => Ok(precision),
        None => Err(vm.value_error("Unknown timespec value")),
    }
}

/// The argument of `fromisoformat`.
pub fn iso_arg(vm: &mut Vm, value: Value) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(text) => Ok(text),
        None => Err(vm.type_error("fromisoformat: argument must be str")),
    }
}

/// Text that is no date or time.
#[cold]
pub fn raise_iso(vm: &mut Vm, text: Value) -> taipan_runtime::Raised {
    match vm.repr(text) {
        Ok(text) => {
            let mut message = b"Invalid isoformat string: ".to_vec();
            message.extend_from_slice(text.to_ref().as_bytes());
            let message = vm.new_str_wtf8(&message).value();
            let cls = vm.class(kinds::VALUE_ERROR);
            let exc = vm.new_exception(cls, &[message]);
            vm.raise_object(exc)
        }
        Err(raised) => raised,
    }
}

/// A `time.struct_time`.
pub fn struct_time(vm: &mut Vm, parts: [i32; 9]) -> R {
    let cls = import_from(vm, "time", "struct_time")?;
    let parts = vm.new_tuple(&parts.map(Value::int32)).value();
    vm.call(cls, &[parts])
}

/// `strptime` of a class, which `_strptime` knows how to do.
pub fn strptime(vm: &mut Vm, cls: Value, function: &str, args: &[Value]) -> R {
    let [text, format] = *args else {
        let n = args.len();
        return Err(vm.type_error(format!("strptime() takes exactly 2 arguments ({n} given)")));
    };
    text_arg(vm, text, "strptime", 1)?;
    text_arg(vm, format, "strptime", 2)?;
    let module = import(vm, "_strptime")?;
    vm.call_method_named(module, function, &[cls, text, format])
}

/// `__format__`: as `str` gives it, or by a format.
pub fn format(vm: &mut Vm, this: Value, format: Value) -> R {
    let text = text_arg(vm, format, "__format__", 1)?;
    if text.n_bytes() == 0 {
        return Ok(vm.str(this)?.value());
    }
    vm.call_method_named(this, "strftime", &[format])
}

/// `Thu Jan  2 03:04:05 2020`
pub fn ctime(vm: &mut Vm, this: Value) -> R<String> {
    let day = super::content::<Date>(vm, this)?.day();
    let clock = vm.payload::<DateTime>(this).map(|dt| dt.clock()).unwrap_or_default();
    let weekday = WEEKDAYS[day.weekday().rem_euclid(7) as usize];
    let month = MONTHS[usize::from(day.month.wrapping_sub(1)) % 12];
    let (hour, minute, second) = (clock.hour, clock.minute, clock.second);
    Ok(format!("{weekday} {month} {:2} {hour:02}:{minute:02}:{second:02} {:04}", day.day, day.year))
}

/// What a format's directives that the C library does not know stand for.
struct Replacer {
    zone: Value,
    /// What the zone is asked about.
    moment: Value,
    us: u32,
    offset: Option<Option<Span>>,
}

impl Replacer {
    fn offset(&mut self, vm: &mut Vm, out: &mut Vec<u8>, separator: &[u8]) -> R<()> {
        let offset = match self.offset {
            Some(offset) => offset,
            None => zone::utc_offset(vm, self.zone, self.moment)?,
        };
        self.offset = Some(offset);
        if let Some(offset) = offset {
            zone::write_offset(out, offset, separator);
        }
        Ok(())
    }

    fn name(&self, vm: &mut Vm, out: &mut Vec<u8>) -> R<()> {
        let name = zone::name_of(vm, self.zone, self.moment)?;
        let Some(text) = vm.as_str(name) else { return Ok(()) };
        if vm.is_exact(name, kinds::STR) {
            for &byte in text.to_ref().as_bytes() {
                out.push(byte);
                if byte == b'%' {
                    out.push(byte);
                }
            }
            return Ok(());
        }
        let (percent, twice) = (vm.new_str("%").value(), vm.new_str("%%").value());
        let replaced = vm.call_method_named(name, "replace", &[percent, twice])?;
        match vm.as_str(replaced) {
            Some(text) => out.extend_from_slice(text.to_ref().as_bytes()),
            None => return Err(vm.type_error("tzname.replace() did not return a string")),
        }
        Ok(())
    }
}

/// `strftime`: what the C library does not know is replaced, the rest is `time.strftime`'s.
pub fn strftime(vm: &mut Vm, this: Value, format: Value) -> R {
    let format = text_arg(vm, format, "strftime", 1)?;
    let mut replacer = Replacer { zone: Value::NONE, moment: this, us: 0, offset: None };
    let parts;
    if let Some(time) = vm.payload::<Time>(this) {
        let clock = time.clock();
        (replacer.zone, replacer.moment, replacer.us) = (time.zone(), Value::NONE, clock.us);
        let values = [1900, 1, 1, clock.hour.into(), clock.minute.into(), clock.second.into(), 0, 1, -1];
        parts = vm.new_tuple(&values.map(Value::int32)).value();
    } else {
        if let Some(dt) = vm.payload::<DateTime>(this) {
            (replacer.zone, replacer.us) = (dt.zone(), dt.clock().us);
        }
        parts = vm.call_method_named(this, "timetuple", &[])?;
    }
    let text = format.to_ref().as_bytes();
    let mut out = Vec::with_capacity(text.len() + 16);
    let mut at = 0;
    while at < text.len() {
        let c = text[at];
        let directive = text.get(at + 1).copied();
        at += 2;
        match (c, directive) {
            (b'%', Some(b'z')) => replacer.offset(vm, &mut out, b"")?,
            (b'%', Some(b':')) if text.get(at) == Some(&b'z') => {
                at += 1;
                replacer.offset(vm, &mut out, b":")?;
            }
            (b'%', Some(b'Z')) => replacer.name(vm, &mut out)?,
            (b'%', Some(b'f')) => iso::write_number(&mut out, replacer.us, 6),
            // The C library writes years before 1000 with less than four digits.
            (b'%', Some(year @ (b'Y' | b'G' | b'F' | b'C'))) => {
                let number = if year == b'G' {
                    iso_year(vm, parts)?
                } else {
                    let year = vm.get_item(parts, Value::ZERO)?;
                    crate::support::int64(vm, year)?
                };
                let number = u32::try_from(number).unwrap_or(0);
                iso::write_number(
                    &mut out,
                    if year == b'C' { number / 100 } else { number },
                    if year == b'C' { 2 } else { 4 },
                );
                if year == b'F' {
                    out.extend_from_slice(b"-%m-%d");
                }
            }
            (b'%', Some(other)) => out.extend_from_slice(&[b'%', other]),
            _ => {
                out.push(c);
                at -= 1;
            }
        }
    }
    let format = vm.new_str_wtf8(&out).value();
    let strftime = import_from(vm, "time", "strftime")?;
    vm.call(strftime, &[format, parts])
}

/// The year of ISO 8601 of a time tuple.
fn iso_year(vm: &mut Vm, parts: Value) -> R<i64> {
    let mut numbers = [0; 3];
    for (i, number) in numbers.iter_mut().enumerate() {
        let item = vm.get_item(parts, Value::len(i))?;
        *number = crate::support::int64(vm, item)?;
    }
    let [year, month, day] = numbers;
    let day = super::calendar::Day::new(vm, year, month as i32, day as i32)?;
    Ok(super::calendar::iso_parts(day).0.into())
}
