//! Numbers as the bytes of C's types, for memoryview, struct and array.

use crate::types::int::operand::Operand;
use taipan_number::big::{self, BytesError, Order};
use taipan_runtime::{Value, Values, Vm, kinds, layout::Bytes};

/// The order of bytes in an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endian {
    /// Least significant first.
    Little,
    /// Most significant first.
    Big,
}

impl Endian {
    /// The machine's.
    pub const NATIVE: Endian = if cfg!(target_endian = "big") { Endian::Big } else { Endian::Little };
}

/// What a format character stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Item {
    /// `c`: one byte as bytes.
    Char,
    /// `?`
    Bool,
    /// Signed ints of so many bytes.
    Signed(usize),
    /// Unsigned ints of so many bytes.
    Unsigned(usize),
    /// `e`
    Half,
    /// `f`
    Single,
    /// `d`
    Double,
}

impl Item {
    /// A character of the machine's own sizes.
    pub fn native(format: u8) -> Option<Item> {
        Some(match format {
            b'l' => Item::Signed(size_of::<libc::c_long>()),
            b'L' => Item::Unsigned(size_of::<libc::c_long>()),
            b'n' => Item::Signed(size_of::<isize>()),
            b'N' | b'P' => Item::Unsigned(size_of::<usize>()),
            _ => return Item::standard(format),
        })
    }

    /// A character of the standard sizes.
    pub fn standard(format: u8) -> Option<Item> {
        Some(match format {
            b'c' => Item::Char,
            b'?' => Item::Bool,
            b'b' => Item::Signed(1),
            b'B' => Item::Unsigned(1),
            b'h' => Item::Signed(2),
            b'H' => Item::Unsigned(2),
            b'i' | b'l' => Item::Signed(4),
            b'I' | b'L' => Item::Unsigned(4),
            b'q' => Item::Signed(8),
            b'Q' => Item::Unsigned(8),
            b'e' => Item::Half,
            b'f' => Item::Single,
            b'd' => Item::Double,
            _ => return None,
        })
    }

    /// How many bytes it takes.
    pub fn size(self) -> usize {
        match self {
            Item::Char | Item::Bool => 1,
            Item::Signed(n) | Item::Unsigned(n) => n,
            Item::Half => 2,
            Item::Single => 4,
            Item::Double => 8,
        }
    }
}

/// Why a value has no such bytes.
pub enum PackError {
    /// An exception is on its way.
    Raised(taipan_runtime::Raised),
    /// A value of a wrong type.
    Type,
    /// An int out of the type's range.
    Range,
    /// A float that is too large.
    FloatRange,
}

impl From<taipan_runtime::Raised> for PackError {
    fn from(raised: taipan_runtime::Raised) -> PackError {
        PackError::Raised(raised)
    }
}

/// Eight bytes at most as a number.
#[inline]
fn word(bytes: &[u8], endian: Endian) -> u64 {
    // Slices of known length are loaded without a call.
    let (word, n) = match *bytes {
        [a] => (a.into(), 1),
        [a, b] => (u16::from_le_bytes([a, b]).into(), 2),
        [a, b, c, d] => (u32::from_le_bytes([a, b, c, d]).into(), 4),
        [a, b, c, d, e, f, g, h, ..] => (u64::from_le_bytes([a, b, c, d, e, f, g, h]), 8),
        _ => return bytes.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)),
    };
    if endian == Endian::Big { word.swap_bytes() >> (64 - 8 * n) } else { word }
}

/// The value of an item's bytes (as many as its size says).
pub fn unpack(vm: &mut Vm, item: Item, bytes: &[u8], endian: Endian) -> Value {
    match item {
        Item::Char => vm.new_bytes(&bytes[..1.min(bytes.len())]),
        Item::Bool => Value::bool(bytes.first().is_some_and(|&b| b != 0)),
        Item::Signed(n) => {
            let shift = 64 - 8 * n as u32;
            vm.new_int(((word(bytes, endian) << shift) as i64) >> shift)
        }
        Item::Unsigned(_) => vm.new_uint(word(bytes, endian)),
        Item::Half => vm.new_float(half_to_f64(word(bytes, endian) as u16)),
        Item::Single => vm.new_float(f64::from(f32::from_bits(word(bytes, endian) as u32))),
        Item::Double => vm.new_float(f64::from_bits(word(bytes, endian))),
    }
}

/// Appends the values of items that lie one after the other.
pub fn unpack_run(vm: &mut Vm, item: Item, bytes: &[u8], endian: Endian, out: &mut Values) {
    fn ints<const N: usize>(vm: &mut Vm, bytes: &[u8], out: &mut Values, value: impl Fn([u8; N]) -> Value) {
        let items = bytes.as_chunks::<N>().0;
        out.extend_from(&mut vm.heap, items.len(), items.iter().map(|&item| value(item)));
    }
    let value = |n: u32| Value::len(n as usize);
    match (item, endian) {
        (Item::Unsigned(1), _) => ints(vm, bytes, out, |[byte]| value(byte.into())),
        (Item::Signed(1), _) => ints(vm, bytes, out, |[byte]| Value::int32((byte as i8).into())),
        (Item::Unsigned(2), Endian::Little) => ints(vm, bytes, out, |i| value(u16::from_le_bytes(i).into())),
        (Item::Signed(2), Endian::Little) => {
            ints(vm, bytes, out, |i| Value::int32(i16::from_le_bytes(i).into()));
        }
        (Item::Unsigned(4), Endian::Little) => ints(vm, bytes, out, |i| value(u32::from_le_bytes(i))),
        (Item::Signed(4), Endian::Little) => ints(vm, bytes, out, |i| Value::int32(i32::from_le_bytes(i))),
        _ => {
            let size = item.size();
            out.reserve(&mut vm.heap, bytes.len() / size);
            for bytes in bytes.chunks_exact(size) {
                let value = unpack(vm, item, bytes, endian);
                out.push(&mut vm.heap, value);
            }
        }
    }
}

/// Appends the bytes of a value.
pub fn pack(
    vm: &mut Vm,
    item: Item,
    value: Value,
    endian: Endian,
    out: &mut Vec<u8>,
) -> Result<(), PackError> {
    let (word, n) = packed(vm, item, value, endian)?;
    // Slices of known length are stored without a call.
    match n {
        1 => out.push(word as u8),
        2 => out.extend_from_slice(&(word as u16).to_le_bytes()),
        4 => out.extend_from_slice(&(word as u32).to_le_bytes()),
        _ => out.extend_from_slice(&word.to_le_bytes()[..n]),
    }
    Ok(())
}

/// The bytes of a value in a word, the first as the least significant, and how many they are.
pub fn packed(vm: &mut Vm, item: Item, value: Value, endian: Endian) -> Result<(u64, usize), PackError> {
    let (word, n) = match item {
        Item::Char => match vm.payload::<Bytes>(value).map(|b| b.to_ref().as_slice()) {
            Some(&[byte]) => (u64::from(byte), 1),
            Some(_) => return Err(PackError::Range),
            None => return Err(PackError::Type),
        },
        Item::Bool => (u64::from(vm.truth(value)?), 1),
        Item::Signed(n) | Item::Unsigned(n) => (int_word(vm, item, value)?, n),
        Item::Half | Item::Single | Item::Double => {
            let f = match vm.to_f64(value) {
                Ok(f) => f,
                Err(raised) => {
                    return Err(match vm.take_if(kinds::TYPE_ERROR) {
                        Some(_) => PackError::Type,
                        None => PackError::Raised(raised),
                    });
                }
            };
            match item {
                Item::Half => (u64::from(f64_to_half(f).ok_or(PackError::FloatRange)?), 2),
                Item::Single => {
                    let single = f as f32;
                    if single.is_infinite() && f.is_finite() {
                        return Err(PackError::FloatRange);
                    }
                    (u64::from(single.to_bits()), 4)
                }
                _ => (f.to_bits(), 8),
            }
        }
    };
    Ok((if endian == Endian::Big { word.swap_bytes() >> (64 - 8 * n) } else { word }, n))
}

#[inline]
fn int_word(vm: &mut Vm, item: Item, value: Value) -> Result<u64, PackError> {
    let mut int = value;
    if !value.is_small_int() {
        let cls = vm.class_of(value);
        if vm.slot_index(cls).is_none() {
            return Err(PackError::Type);
        }
        int = vm.index(value)?;
    }
    if let Some(i) = vm.int_to_i64(int) {
        let fits = match item {
            Item::Signed(n) => n >= 8 || (i >> (8 * n - 1)) == 0 || (i >> (8 * n - 1)) == -1,
            Item::Unsigned(n) => i >= 0 && (n >= 8 || i >> (8 * n) == 0),
            _ => true,
        };
        return if fits { Ok(i as u64) } else { Err(PackError::Range) };
    }
    let operand = Operand::new(int);
    match (item, operand.view().to_u64()) {
        (Item::Unsigned(8), Some(word)) => Ok(word),
        _ => Err(PackError::Range),
    }
}

/// The bytes of an int of any size in a field of `n` bytes.
pub fn int_bytes(int: Value, n: usize, endian: Endian, signed: bool) -> Result<Vec<u8>, BytesError> {
    let order = if signed { Order::Signed } else { Order::Unsigned };
    let operand = Operand::new(int);
    match endian {
        Endian::Little => big::to_bytes_le(operand.view(), n, order),
        Endian::Big => big::to_bytes_be(operand.view(), n, order),
    }
}

/// A half-precision number.
pub fn half_to_f64(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (bits >> 10 & 31, f64::from(bits & 0x3ff));
    let magnitude = match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::from_bits(0x7ff8_0000_0000_0000 | u64::from(bits & 0x3ff) << 42),
        e => (1.0 + fraction / 1024.0) * 2f64.powi(i32::from(e) - 15),
    };
    magnitude.copysign(sign)
}

/// The nearest half-precision number, half to even; `None` where it is too large.
pub fn f64_to_half(f: f64) -> Option<u16> {
    let sign = if f.is_sign_negative() { 0x8000 } else { 0 };
    let m = f.abs();
    if f.is_nan() {
        let payload = (f.to_bits() >> 42) as u16 & 0x3ff;
        return Some(sign | 0x7c00 | payload.max(0x200));
    }
    if m.is_infinite() {
        return Some(sign | 0x7c00);
    }
    if m < 2f64.powi(-14) {
        // Subnormal: a multiple of 2^-24 (rounding up to 2^-14 gives the right bits by itself).
        return Some(sign | (m * 2f64.powi(24)).round_ties_even() as u16);
    }
    let exponent = ((m.to_bits() >> 52) as i32) - 1023;
    let scaled = (m * 2f64.powi(10 - exponent)).round_ties_even();
    let (scaled, exponent) = if scaled >= 2048.0 { (1024.0, exponent + 1) } else { (scaled, exponent) };
    if exponent > 15 {
        return None;
    }
    Some(sign | (((exponent + 15) as u16) << 10) | (scaled as u16 - 1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_trip() {
        for bits in 0..=u16::MAX {
            let f = half_to_f64(bits);
            if !f.is_nan() {
                assert_eq!(f64_to_half(f), Some(bits), "{bits:#x} {f}");
            }
        }
        assert_eq!(f64_to_half(65520.0), None);
        assert_eq!(f64_to_half(65519.0), Some(0x7bff));
    }
}
