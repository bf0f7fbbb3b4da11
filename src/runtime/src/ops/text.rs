//! Conversion to text.

use crate::kinds;
use crate::layout::Str;
use crate::native::{R, Slot, type_flags};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};
use taipan_text::Wtf8;
use taipan_text::format::{C_LOCALE, format_float, word};
use taipan_text::repr::escape_non_ascii;

impl Vm {
    /// `repr(v)`
    pub fn repr(&mut self, v: Value) -> R<Gc<Str>> {
        let text = self.repr_value(v)?;
        Ok(self.as_str(text).unwrap_or(self.names().empty))
    }

    /// The same as the very object that `__repr__` gave, which may be of a subclass of `str`.
    pub fn repr_value(&mut self, v: Value) -> R {
        let cls = self.class_of(v);
        self.check_stack(" while getting the repr of an object")?;
        let result = match self.slot_repr(cls) {
            Some(f) => f(self, v),
            None => self.default_repr(v).map(|s| s.value()),
        };
        let result = result?;
        match self.as_str(result) {
            Some(_) => Ok(result),
            None => {
                let of = self.type_name(result);
                Err(self.type_error(format!("__repr__ returned non-string (type {of})")))
            }
        }
    }

    /// `ascii(v)`: the very object that `__repr__` gave, where that is ASCII.
    pub fn ascii_value(&mut self, v: Value) -> R {
        let made = self.repr_value(v)?;
        let Some(text) = self.as_str(made).filter(|text| !text.is_ascii()) else { return Ok(made) };
        let escaped = escape_non_ascii(Wtf8::new(text.to_ref().as_bytes()));
        Ok(self.new_str_wtf8(escaped.as_bytes()).value())
    }

    /// `<module.Class object at 0x...>`
    pub fn default_repr(&mut self, v: Value) -> R<Gc<Str>> {
        let cls = self.class_of(v);
        let name = self.repr_class_name(cls);
        let text = format!("<{name} object at {:#x}>", v.address());
        Ok(self.new_str(&text))
    }

    /// `str(v)`
    pub fn str(&mut self, v: Value) -> R<Gc<Str>> {
        if let Some(s) = v.cast::<Str>() {
            return Ok(s);
        }
        if let Some(i) = v.as_small_int() {
            return Ok(self.small_int_str(i));
        }
        let text = self.str_value(v)?;
        Ok(self.as_str(text).unwrap_or(self.names().empty))
    }

    /// The same as the very object that `__str__` gave, which may be of a subclass of `str`.
    pub fn str_value(&mut self, v: Value) -> R {
        if v.cast::<Str>().is_some() && self.is_exact(v, kinds::STR) {
            return Ok(v);
        }
        if let Some(i) = v.as_small_int() {
            return Ok(self.small_int_str(i).value());
        }
        let cls = self.class_of(v);
        self.check_stack(" while getting the str of an object")?;
        // The `__str__` of `object` asks for the `__repr__`, which is a string where no class statement made the class.
        let is_own = cls.has_flag(type_flags::HEAP) || cls.slots[Slot::Str as usize].get() != kinds::OBJECT;
        let result = match if is_own { self.slot_str(cls) } else { self.slot_repr(cls) } {
            Some(f) => f(self, v),
            None => self.repr(v).map(|s| s.value()),
        };
        let result = result?;
        match self.as_str(result) {
            Some(_) => Ok(result),
            None => {
                let of = self.type_name(result);
                Err(self.type_error(format!("__str__ returned non-string (type {of})")))
            }
        }
    }

    /// `format(v, spec)`
    pub fn format(&mut self, v: Value, spec: Gc<Str>) -> R<Gc<Str>> {
        let text = self.format_value(v, spec)?;
        Ok(self.as_str(text).unwrap_or(self.names().empty))
    }

    /// The same as the very object that `__format__` gave, which may be of a subclass of `str`.
    pub fn format_value(&mut self, v: Value, spec: Gc<Str>) -> R {
        if spec.n_bytes() == 0 {
            if v.cast::<Str>().is_some() {
                return Ok(v);
            }
            if v.is_small_int() {
                return self.str(v).map(|s| s.value());
            }
        } else if let Some(text) = self.format_exact(v, spec) {
            return Ok(text.value());
        }
        let name = self.names().__format__;
        match self.call_special_opt(v, name, &[spec.value()])? {
            Some(result) => match self.as_str(result) {
                Some(_) => Ok(result),
                None => {
                    let of = self.type_name(result);
                    Err(self.type_error(format!("__format__ must return a str, not {of}")))
                }
            },
            None => {
                let of = self.type_name(v);
                Err(self.type_error(format!("Type {of} doesn't define __format__")))
            }
        }
    }

    /// `format(v, spec)` for plain numbers, whose `__format__` nobody can have replaced; `None` where there is more to it.
    fn format_exact(&mut self, v: Value, spec: Gc<Str>) -> Option<Gc<Str>> {
        let spec = spec.to_ref().as_bytes();
        if let Some(i) = v.as_small_int() {
            let mut buffer = [0; word::MOST];
            let text = word::format_word(i, spec, &mut buffer)?;
            return Some(self.new_str_counted(text, text.len()));
        }
        if let Some(f) = v.as_small_float() {
            if let Some((width, precision)) = word::fixed_spec(spec) {
                let text = word::format_fixed(f, width, precision);
                return Some(self.new_str_counted(text.as_bytes(), text.len()));
            }
            let text = format_float(f, Wtf8::new(spec), &C_LOCALE).ok()?;
            return Some(self.new_str_wtf8(text.as_bytes()));
        }
        let text = v.cast::<Str>().filter(|_| self.is_exact(v, kinds::STR))?;
        let (left, width) = word::padding_spec(spec)?;
        let Some(missing) = width.checked_sub(text.n_chars()).filter(|&missing| missing > 0) else {
            return Some(text);
        };
        let before = if left { 0 } else { missing };
        let bytes = text.to_ref().as_bytes();
        Some(self.new_str_filled(bytes.len() + missing, width, |out| {
            out[..before].fill(b' ');
            out[before..before + bytes.len()].copy_from_slice(bytes);
            out[before + bytes.len()..].fill(b' ');
        }))
    }
}
