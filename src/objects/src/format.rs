//! `__format__` of numbers and strings: the kernels' results and errors as values and exceptions.

use crate::types::int::operand::Operand;
use taipan_runtime::{Gc, R, Raised, Value, Vm, kinds, layout::Str};
use taipan_text::format::{C_LOCALE, FormatError, format_complex, format_float, format_int, format_text};
use taipan_text::{Wtf8, Wtf8Buf};

/// The specification given to `__format__`.
pub fn spec_of(vm: &mut Vm, spec: Value) -> R<Gc<Str>> {
    match vm.as_str(spec) {
        Some(spec) => Ok(spec),
        None => {
            let of = vm.argument_type_name(spec);
            Err(vm.type_error(format!("__format__() argument must be str, not {of}")))
        }
    }
}

#[cold]
fn raise(vm: &mut Vm, this: Value, spec: Gc<Str>, error: &FormatError) -> Raised {
    let of = vm.type_name(this);
    let message = error.message(Wtf8::new(spec.to_ref().as_bytes()), &of);
    if error.is_overflow() { vm.overflow_error(message) } else { vm.value_error(message) }
}

fn finish(vm: &mut Vm, this: Value, spec: Gc<Str>, result: Result<Wtf8Buf, FormatError>) -> R {
    match result {
        Ok(text) => Ok(vm.new_str_wtf8(text.as_bytes()).value()),
        Err(error) => Err(raise(vm, this, spec, &error)),
    }
}

/// `int.__format__`
pub fn format_int_method(vm: &mut Vm, this: Value, spec: Value) -> R {
    let spec = spec_of(vm, spec)?;
    if spec.n_bytes() == 0 {
        return vm.str_value(this);
    }
    let is_float =
        matches!(spec.to_ref().as_bytes().last(), Some(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%'));
    if is_float && !vm.is_exact(this, kinds::INT) {
        // A class derived from `int` may have a `__float__` of its own.
        let f = vm.to_f64(this)?;
        let result = format_float(f, Wtf8::new(spec.to_ref().as_bytes()), &C_LOCALE);
        return finish(vm, this, spec, result);
    }
    let int = Operand::new(vm.as_int_value(this).unwrap_or(Value::ZERO));
    let digits_max = vm.config.int_max_str_digits;
    let result = format_int(int.view(), Wtf8::new(spec.to_ref().as_bytes()), digits_max, &C_LOCALE);
    finish(vm, this, spec, result)
}

/// `float.__format__`
pub fn format_float_method(vm: &mut Vm, this: Value, spec: Value) -> R {
    let spec = spec_of(vm, spec)?;
    if spec.n_bytes() == 0 {
        return vm.str_value(this);
    }
    let f = vm.as_float(this).unwrap_or(0.0);
    let result = format_float(f, Wtf8::new(spec.to_ref().as_bytes()), &C_LOCALE);
    finish(vm, this, spec, result)
}

/// `complex.__format__`
pub fn format_complex_method(vm: &mut Vm, this: Value, spec: Value) -> R {
    let spec = spec_of(vm, spec)?;
    if spec.n_bytes() == 0 {
        return vm.str_value(this);
    }
    let c = crate::types::complex::as_complex(vm, this).unwrap_or_default();
    let result = format_complex(c, Wtf8::new(spec.to_ref().as_bytes()), &C_LOCALE);
    finish(vm, this, spec, result)
}

/// `str.__format__`
pub fn format_str_method(vm: &mut Vm, this: Value, text: Gc<Str>, spec: Value) -> R {
    let spec = spec_of(vm, spec)?;
    if spec.n_bytes() == 0 {
        if vm.class_of(this) == vm.class_of(text.value()) {
            return Ok(this);
        }
        let shown = vm.str_value(this)?;
        // An empty text is the empty string, whatever its class.
        let is_empty = vm.as_str(shown).is_some_and(|text| text.n_bytes() == 0);
        return Ok(if is_empty { vm.names().empty.value() } else { shown });
    }
    if spec.to_ref().as_bytes() == b"s" {
        return Ok(if text.n_bytes() == 0 { vm.names().empty.value() } else { this });
    }
    let result = format_text(Wtf8::new(text.to_ref().as_bytes()), Wtf8::new(spec.to_ref().as_bytes()));
    if result.as_ref().is_ok_and(|made| made.as_bytes() == text.to_ref().as_bytes()) {
        // Nothing to cut or to fill: the object itself, a subclass's too.
        return Ok(this);
    }
    finish(vm, this, spec, result)
}
