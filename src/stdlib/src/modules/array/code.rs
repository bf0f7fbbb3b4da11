//! Type codes: which items they stand for, and how values become items.

use taipan_objects::pack::{Endian, Item, PackError, pack, unpack};
use taipan_objects::types::int::operand::Operand;
use taipan_runtime::{R, Raised, Value, Vm, kinds};
use taipan_text::wtf8;

pub(super) const CODES: &str = "bBuwhHiIlLqQfd";

pub(super) fn item_of(code: u8) -> Item {
    match code {
        b'u' | b'w' => Item::Unsigned(4),
        code => Item::native(code).unwrap_or(Item::Unsigned(1)),
    }
}

pub(super) fn size_of_code(code: u8) -> usize {
    item_of(code).size()
}

pub(super) fn value_of(vm: &mut Vm, code: u8, bytes: &[u8]) -> Value {
    if code == b'd'
        && let Ok(bytes) = bytes.try_into()
    {
        return vm.new_float(f64::from_ne_bytes(bytes));
    }
    // The commonest first.
    match (code, bytes) {
        (b'i', &[a, b, c, d]) => return Value::int32(i32::from_ne_bytes([a, b, c, d])),
        (b'B', &[byte]) => return Value::len(byte.into()),
        _ => {}
    }
    let value = unpack(vm, item_of(code), bytes, Endian::NATIVE);
    match code {
        b'u' | b'w' => match value.as_small_int() {
            Some(c) if c < 0x11_0000 => vm.new_str_char(c as u32).value(),
            _ => vm.new_str_char(0xfffd).value(),
        },
        _ => value,
    }
}

/// The bytes of an item, with how many they are, where the value is a plain number that needs no closer look.
#[inline]
pub(super) fn plain(code: u8, value: Value) -> Option<([u8; 8], usize)> {
    fn padded<const N: usize>(bytes: [u8; N]) -> ([u8; 8], usize) {
        let mut all = [0; 8];
        all[..N].copy_from_slice(&bytes);
        (all, N)
    }
    if value.is_small_float() {
        return (code == b'd').then(|| padded(value.small_float_bits().to_ne_bytes()));
    }
    let int = value.as_small_int()?;
    match code {
        b'd' => Some(padded((int as f64).to_ne_bytes())),
        b'b' => i8::try_from(int).ok().map(|int| padded(int.to_ne_bytes())),
        b'B' => u8::try_from(int).ok().map(|int| padded(int.to_ne_bytes())),
        b'h' => i16::try_from(int).ok().map(|int| padded(int.to_ne_bytes())),
        b'H' => u16::try_from(int).ok().map(|int| padded(int.to_ne_bytes())),
        b'i' => i32::try_from(int).ok().map(|int| padded(int.to_ne_bytes())),
        b'I' => u32::try_from(int).ok().map(|int| padded(int.to_ne_bytes())),
        b'q' | b'l' => Some(padded(int.to_ne_bytes())),
        b'Q' | b'L' => u64::try_from(int).ok().map(|int| padded(int.to_ne_bytes())),
        _ => None,
    }
}

/// Appends the bytes of a value.
pub(super) fn encode(vm: &mut Vm, code: u8, value: Value, out: &mut Vec<u8>) -> R<()> {
    if matches!(code, b'u' | b'w') {
        let Some(s) = vm.as_str(value) else {
            let of = vm.type_name(value);
            return Err(vm.type_error(format!("array item must be a unicode character, not {of}")));
        };
        if s.n_chars() != 1 {
            let n = s.n_chars();
            return Err(
                vm.type_error(format!("array item must be a unicode character, not a string of length {n}"))
            );
        }
        let c = wtf8::char_at(s.to_ref().as_bytes(), 0).map_or(0, |(c, _)| c);
        out.extend_from_slice(&c.to_ne_bytes());
        return Ok(());
    }
    match pack(vm, item_of(code), value, Endian::NATIVE, out) {
        Ok(()) => Ok(()),
        Err(PackError::FloatRange) if code == b'f' => {
            // What is too large for four bytes is infinite.
            let wide = vm.to_f64(value)?;
            out.extend_from_slice(&(wide as f32).to_ne_bytes());
            Ok(())
        }
        Err(error) => Err(raise_item(vm, code, value, error)),
    }
}

#[cold]
pub(super) fn raise_item(vm: &mut Vm, code: u8, value: Value, error: PackError) -> Raised {
    match error {
        PackError::Raised(raised) => raised,
        PackError::Type => {
            let of = vm.type_name(value);
            if matches!(code, b'f' | b'd') {
                vm.type_error(format!("must be real number, not {of}"))
            } else {
                vm.type_error(format!("'{of}' object cannot be interpreted as an integer"))
            }
        }
        PackError::Range => {
            let int = match vm.index(value) {
                Ok(int) => int,
                Err(raised) => return raised,
            };
            let negative = vm.int_is_negative(int);
            let word = vm.int_to_i64(int);
            if word.is_none() && matches!(code, b'b' | b'B' | b'h' | b'H' | b'i') {
                return vm.overflow_error("Python int too large to convert to C long");
            }
            if code == b'I' && !negative && Operand::new(int).view().to_u64().is_none() {
                return vm.overflow_error("Python int too large to convert to C unsigned long");
            }
            let fits = |low: i64, high: i64| word.is_some_and(|n| (low..=high).contains(&n));
            let (name, unsigned) = match code {
                // Taken for a wider type first.
                b'b' if !fits(i16::MIN.into(), i16::MAX.into()) => ("signed short integer", false),
                b'H' if !fits(i32::MIN.into(), i32::MAX.into()) => ("signed integer", false),
                b'b' => ("signed char", false),
                b'B' => ("unsigned byte integer", false),
                b'h' => ("signed short integer", false),
                b'H' => ("unsigned short", false),
                b'i' => ("signed integer", false),
                b'I' => ("unsigned int", true),
                b'L' => ("unsigned long", true),
                b'l' => return vm.overflow_error("Python int too large to convert to C long"),
                b'Q' if negative => return vm.overflow_error("can't convert negative int to unsigned"),
                _ => return vm.overflow_error("int too big to convert"),
            };
            let text = match (unsigned, negative) {
                (true, true) => "can't convert negative value to unsigned int".to_owned(),
                (true, false) if code == b'L' => {
                    "Python int too large to convert to C unsigned long".to_owned()
                }
                (_, true) => format!("{name} is less than minimum"),
                (_, false) => format!("{name} is greater than maximum"),
            };
            vm.overflow_error(text)
        }
        PackError::FloatRange => vm.overflow_error("float too large to pack with f format"),
    }
}

/// The one character of a type code.
pub(super) fn type_char(vm: &mut Vm, code: Value, argument: &str) -> R<char> {
    let Some(s) = vm.as_str(code) else {
        let of = vm.argument_type_name(code);
        return Err(vm.type_error(format!("{argument} must be a unicode character, not {of}")));
    };
    if s.n_chars() != 1 {
        let n = s.n_chars();
        return Err(
            vm.type_error(format!("{argument} must be a unicode character, not a string of length {n}"))
        );
    }
    let code = wtf8::char_at(s.to_ref().as_bytes(), 0).map_or(0, |(c, _)| c);
    Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}

pub(super) fn is_code(code: char) -> bool {
    CODES.contains(code)
}

pub(super) fn type_code(vm: &mut Vm, code: char) -> R<u8> {
    match code {
        code if is_code(code) => {
            if code == 'u' {
                vm.warn(
                    kinds::DEPRECATION_WARNING,
                    "The 'u' type code is deprecated and will be removed in Python 3.16",
                )?;
            }
            Ok(code as u8)
        }
        _ => Err(vm.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")),
    }
}
