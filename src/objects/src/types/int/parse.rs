//! What `int(...)` understands.

use super::operand::new_big;
use crate::types::bytes::one_piece;
use taipan_number::big::{self, ParseError};
use taipan_runtime::layout::Bytes;
use taipan_runtime::{R, Value, Vm, kinds};
use taipan_text::{Wtf8, numeric::to_ascii_number};

/// `int(x)`
pub fn from_object(vm: &mut Vm, x: Value) -> R {
    if x.is_small_int() || vm.is_exact(x, kinds::INT) {
        return Ok(x);
    }
    if let Some(f) = x.as_small_float() {
        return crate::types::float::to_int(vm, f);
    }
    let cls = vm.class_of(x);
    if let Some(f) = vm.slot_int(cls) {
        let result = f(vm, x)?;
        return exact_result(vm, result, "__int__");
    }
    if vm.slot_index(cls).is_some() {
        return vm.index(x);
    }
    match from_text(vm, x, 10)? {
        Some(int) => Ok(int),
        None => {
            let of = vm.type_name(x);
            Err(vm.type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{of}'"
            )))
        }
    }
}

/// Checks what a special method gave for an int.
fn exact_result(vm: &mut Vm, result: Value, method: &str) -> R {
    if vm.is_exact(result, kinds::INT) {
        return Ok(result);
    }
    let of = vm.type_name(result);
    let Some(int) = vm.as_int_value(result) else {
        return Err(vm.type_error(format!("{method} returned non-int (type {of})")));
    };
    vm.warn(
        kinds::DEPRECATION_WARNING,
        &format!(
            "{method} returned non-int (type {of}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python."
        ),
    )?;
    Ok(int)
}

/// `int(x, base)`
pub fn from_text_with_base(vm: &mut Vm, x: Value, base: Value) -> R {
    let base = vm.index_clamped(base)?;
    if base != 0 && !(2..=36).contains(&base) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    if vm.as_str(x).is_none() && vm.bytes_of(x).is_none() {
        return Err(vm.type_error("int() can't convert non-string with explicit base"));
    }
    match from_text(vm, x, base as u32)? {
        Some(int) => Ok(int),
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

/// The int that a string or bytes-like object shows; `None` for other objects.
pub fn from_text(vm: &mut Vm, x: Value, base: u32) -> R<Option<Value>> {
    let limit = vm.config.int_max_str_digits;
    let parsed = if let Some(s) = vm.as_str(x) {
        if let Some(int) = from_plain(vm, s.to_ref().as_bytes(), base, limit) {
            return Ok(Some(int));
        }
        let text = to_ascii_number(Wtf8::new(s.to_ref().as_bytes()));
        parse_text(vm, &text, base, limit)
    } else if let Some(bytes) = vm.payload::<Bytes>(x) {
        let bytes = bytes.to_ref().as_slice();
        if let Some(int) = from_plain(vm, bytes, base, limit) {
            return Ok(Some(int));
        }
        parse_text(vm, bytes, base, limit)
    } else if let Some(bytes) = vm.bytes_of(x) {
        let bytes = bytes.to_vec();
        parse_text(vm, &bytes, base, limit)
    } else {
        let Some(bytes) = one_piece(vm, x) else { return Ok(None) };
        parse_text(vm, &bytes, base, limit)
    };
    match parsed {
        Ok(int) => Ok(Some(int)),
        Err(ParseError::TooManyDigits(n)) => Err(vm.value_error(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {n} digits; use sys.set_int_max_str_digits() to increase the limit"
        ))),
        Err(ParseError::Invalid) => {
            // The content of any buffer is shown as bytes.
            let shown = match vm.as_str(x) {
                Some(_) => x,
                None => {
                    let bytes = vm.bytes_like(x)?;
                    vm.new_bytes(&bytes)
                }
            };
            let repr = vm.repr(shown)?;
            let shown: String = repr.to_display().chars().take(200).collect();
            Err(vm.value_error(format!("invalid literal for int() with base {base}: {shown}")))
        }
    }
}

/// The number that digits and nothing else show, made in its cell. (There may be a sign and white space around.)
#[inline]
fn from_plain(vm: &mut Vm, text: &[u8], base: u32, limit: usize) -> Option<Value> {
    let text = text.trim_ascii();
    let (negative, digits) = match text {
        [sign @ (b'-' | b'+'), digits @ ..] => (*sign == b'-', digits),
        _ => (false, text),
    };
    // What most texts are; compiled for itself.
    let short = if base == 10 { big::short_plain(digits, 10) } else { big::short_plain(digits, base) };
    if let Some(i) = short {
        return Some(vm.new_int(if negative { -i } else { i }));
    }
    let digits_max = if limit == 0 { usize::MAX } else { limit };
    let room = big::plain_room(digits, base, digits_max)?;
    Some(vm.make_int(room, |out| {
        big::write_plain(out, digits, base);
        negative
    }))
}

/// The int that ASCII text shows.
pub fn parse_text(vm: &mut Vm, text: &[u8], base: u32, digits_max: usize) -> Result<Value, ParseError> {
    let digits_max = if digits_max == 0 { usize::MAX } else { digits_max };
    let int = big::parse(text, base, digits_max)?;
    Ok(new_big(vm, &int))
}
