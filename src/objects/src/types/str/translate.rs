//! `maketrans` and `translate`.

use taipan_macros::native;
use taipan_runtime::{
    Gc, R, Value, Vm, kinds,
    layout::{Dict, Str},
};
use taipan_text::{Wtf8, wtf8};

/// The methods.
pub(super) struct Translate;

/// What a table says of a character.
enum Mapped {
    /// Nothing, or itself.
    Same,
    Deleted,
    Char(u32),
    Text(Gc<Str>),
}

fn look_up(vm: &mut Vm, table: Value, c: u32) -> R<Mapped> {
    let key = Value::int32(c as i32);
    let found = if let Some(dict) = table.cast::<Dict>()
        && vm.is_exact(table, kinds::DICT)
    {
        match dict.get_item(vm, key)? {
            Some(found) => found,
            None => return Ok(Mapped::Same),
        }
    } else {
        match vm.get_item(table, key) {
            Ok(found) => found,
            Err(raised) => {
                return if vm.take_if(kinds::LOOKUP_ERROR).is_some() {
                    Ok(Mapped::Same)
                } else {
                    Err(raised)
                };
            }
        }
    };
    if found.is_none() {
        return Ok(Mapped::Deleted);
    }
    if let Some(int) = vm.as_int_value(found) {
        return match int.as_small_int() {
            Some(c) if (0..0x11_0000).contains(&c) => Ok(Mapped::Char(c as u32)),
            _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
        };
    }
    match vm.as_str(found) {
        Some(text) => Ok(Mapped::Text(text)),
        None => Err(vm.type_error("character mapping must return integer, None or str")),
    }
}

fn one_char(vm: &mut Vm, s: Gc<Str>) -> R<Value> {
    if s.n_chars() != 1 {
        return Err(vm.value_error("string keys in translatetable must be of length 1"));
    }
    let c = wtf8::char_at(s.to_ref().as_bytes(), 0).map_or(0, |(c, _)| c);
    Ok(Value::int32(c as i32))
}

#[native]
impl Translate {
    /// A table for `translate`: from a dict, or from two strings of equal length and a third of what is to be deleted.
    #[staticmethod]
    #[sig("(x, y=None, z=None, /)")]
    #[shown("(x, y=<unrepresentable>, z=<unrepresentable>, /)")]
    fn maketrans(vm: &mut Vm, x: Value, y: Option<Value>, z: Option<Value>) -> R {
        let text = |vm: &mut Vm, v: Option<Value>, n: u32| -> R<Option<Gc<Str>>> {
            let Some(v) = v else { return Ok(None) };
            if let Some(s) = vm.as_str(v) {
                return Ok(Some(s));
            }
            let of = vm.argument_type_name(v);
            Err(vm.type_error(format!("maketrans() argument {n} must be str, not {of}")))
        };
        let (to, deleted) = (text(vm, y, 2)?, text(vm, z, 3)?);
        let table = vm.new_dict();
        let Some(to) = to else {
            let Some(from) = x.cast::<Dict>().filter(|_| vm.is_exact(x, kinds::DICT)) else {
                return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
            };
            let mut at = 0;
            while let Some((i, key, value)) = from.next_entry(at) {
                at = i + 1;
                let key = if let Some(s) = vm.as_str(key) {
                    one_char(vm, s)?
                } else if vm.as_int_value(key).is_some() {
                    key
                } else {
                    return Err(vm.type_error("keys in translate table mustbe strings or integers"));
                };
                table.set_item(vm, key, value)?;
            }
            return Ok(table.value());
        };
        let Some(from) = vm.as_str(x) else {
            return Err(
                vm.type_error("first maketrans argument must be a string if there is a second argument")
            );
        };
        if from.n_chars() != to.n_chars() {
            return Err(vm.value_error("the first two maketrans arguments must have equal length"));
        }
        let pairs =
            Wtf8::new(from.to_ref().as_bytes()).chars().zip(Wtf8::new(to.to_ref().as_bytes()).chars());
        for (a, b) in pairs {
            table.set_item(vm, Value::int32(a as i32), Value::int32(b as i32))?;
        }
        if let Some(deleted) = deleted {
            for c in Wtf8::new(deleted.to_ref().as_bytes()).chars() {
                table.set_item(vm, Value::int32(c as i32), Value::NONE)?;
            }
        }
        Ok(table.value())
    }

    /// With each character replaced by what `table[ordinal]` gives: text, a code point or None for nothing.
    #[sig("($self, table, /)")]
    fn translate(vm: &mut Vm, this: Gc<Str>, table: Value) -> R {
        /// What is known of an ASCII character: `UNKNOWN`, `OTHER`, or the byte that it becomes.
        const UNKNOWN: u8 = 0xff;
        const OTHER: u8 = 0xfe;
        let mut memo = [UNKNOWN; 128];
        let mut out = Vec::with_capacity(this.n_bytes());
        for c in Wtf8::new(this.to_ref().as_bytes()).chars() {
            if c < 128 {
                let known = memo[c as usize];
                if known < 128 {
                    out.push(known);
                    continue;
                }
            }
            let mapped = look_up(vm, table, c)?;
            let short = match mapped {
                Mapped::Same => {
                    wtf8::push_char(&mut out, c);
                    c
                }
                Mapped::Deleted => u32::MAX,
                Mapped::Char(to) => {
                    wtf8::push_char(&mut out, to);
                    to
                }
                Mapped::Text(text) => {
                    out.extend_from_slice(text.to_ref().as_bytes());
                    match text.to_ref().as_bytes() {
                        &[byte] => u32::from(byte),
                        _ => u32::MAX,
                    }
                }
            };
            if c < 128 {
                memo[c as usize] = if short < 128 { short as u8 } else { OTHER };
            }
        }
        Ok(vm.new_str_wtf8(&out).value())
    }
}
