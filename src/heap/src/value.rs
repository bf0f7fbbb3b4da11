//! The tagged 64-bit word that every Python value is.
//!
//! Low bits: `00` a 62-bit integer; `001` a pointer to a cell; `010`, `101`, `110` a float in the word itself
//! (bits rotated left by 4, plus 2: every double between 2^-255 and 2^256 in magnitude, and both zeros);
//! `011` the singletons.

use crate::gc::{Gc, Header, Kind, Layout};
use std::fmt;

/// One Python value. Copying it copies the word; nothing is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

/// The largest integer that a word itself can hold.
pub const SMALL_INT_MAX: i64 = (1 << 61) - 1;
/// The smallest integer that a word itself can hold.
pub const SMALL_INT_MIN: i64 = -(1 << 61);

/// The float tags as a set of bits indexed by the low three bits of a word, repeated so that a 32-bit bit test works
/// with the whole low byte.
const FLOAT_TAGS: u32 = 0x6464_6464;
const TAG_POINTER: u64 = 1;

impl Value {
    /// The absence of a value; never visible to Python.
    pub const UNBOUND: Value = Value(0x03);
    /// `None`.
    pub const NONE: Value = Value(0x0b);
    /// `False`.
    pub const FALSE: Value = Value(0x13);
    /// `True`.
    pub const TRUE: Value = Value(0x1b);
    /// `NotImplemented`.
    pub const NOT_IMPLEMENTED: Value = Value(0x23);
    /// `...`
    pub const ELLIPSIS: Value = Value(0x2b);
    /// The integer zero.
    pub const ZERO: Value = Value(0);

    /// The word as it is.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// A value from a word that [`Value::bits`] gave.
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(b: bool) -> Value {
        Value(0x13 | ((b as u64) << 3))
    }

    /// The integer, when it fits the word.
    #[inline(always)]
    pub const fn small_int(i: i64) -> Option<Value> {
        if i >= SMALL_INT_MIN && i <= SMALL_INT_MAX { Some(Value((i << 2) as u64)) } else { None }
    }

    /// An integer of at most 32 bits, which always fits.
    #[inline(always)]
    pub const fn int32(i: i32) -> Value {
        Value(((i as i64) << 2) as u64)
    }

    /// A length or index of something in memory; always fits 62 bits.
    #[inline(always)]
    pub const fn len(n: usize) -> Value {
        Value((n as u64) << 2)
    }

    /// Is it an integer in the word?
    #[inline(always)]
    pub const fn is_small_int(self) -> bool {
        self.0 & 3 == 0
    }

    /// Are both integers in the word?
    #[inline(always)]
    pub const fn both_small_ints(a: Value, b: Value) -> bool {
        (a.0 | b.0) & 3 == 0
    }

    /// The integer in the word.
    #[inline(always)]
    pub const fn as_small_int(self) -> Option<i64> {
        if self.is_small_int() { Some(self.0 as i64 >> 2) } else { None }
    }

    /// The integer of a word known to be one (garbage otherwise, but no undefined behaviour).
    #[inline(always)]
    pub const fn small_int_bits(self) -> i64 {
        self.0 as i64 >> 2
    }

    /// The float, when it fits the word.
    #[inline(always)]
    pub const fn small_float(f: f64) -> Option<Value> {
        let word = f.to_bits().rotate_left(4).wrapping_add(2);
        if Value(word).is_small_float() { Some(Value(word)) } else { None }
    }

    /// Is it a float in the word?
    #[inline(always)]
    pub const fn is_small_float(self) -> bool {
        (FLOAT_TAGS >> (self.0 & 31)) & 1 != 0
    }

    /// The float in the word.
    #[inline(always)]
    pub const fn as_small_float(self) -> Option<f64> {
        if self.is_small_float() { Some(self.small_float_bits()) } else { None }
    }

    /// The float of a word known to be one.
    #[inline(always)]
    pub const fn small_float_bits(self) -> f64 {
        f64::from_bits(self.0.wrapping_sub(2).rotate_right(4))
    }

    /// Is it a pointer to a cell?
    #[inline(always)]
    pub const fn is_cell(self) -> bool {
        self.0 & 7 == TAG_POINTER
    }

    /// The cell's header.
    #[inline(always)]
    pub fn header(self) -> Option<Gc<Header>> {
        if self.is_cell() { Some(self.header_unchecked()) } else { None }
    }

    /// The header of a value known to be a cell.
    ///
    /// Invariant: `self.is_cell()`; every word with the pointer tag was made from a live [`Gc`].
    #[inline(always)]
    pub(crate) fn header_unchecked(self) -> Gc<Header> {
        debug_assert!(self.is_cell());
        Gc::from_address((self.0 - TAG_POINTER) as usize)
    }

    /// The kind of cell, or `None` when the value is in the word itself.
    #[inline(always)]
    pub fn kind(self) -> Option<Kind> {
        if self.is_cell() { Some(self.header_unchecked().kind()) } else { None }
    }

    /// Is it a cell of exactly this kind?
    #[inline(always)]
    pub fn is_kind(self, kind: Kind) -> bool {
        self.is_cell() && self.header_unchecked().kind() == kind
    }

    /// The cell, when it is of `T`'s kind.
    #[inline(always)]
    pub fn cast<T: Layout>(self) -> Option<Gc<T>> {
        if self.is_cell() && T::has_kind(self.header_unchecked().kind()) {
            Some(Gc::from_address((self.0 - TAG_POINTER) as usize))
        } else {
            None
        }
    }

    /// The address of the cell, or the word itself: what `id()` is made from.
    #[inline(always)]
    pub fn address(self) -> usize {
        if self.is_cell() { (self.0 - TAG_POINTER) as usize } else { self.0 as usize }
    }

    #[inline(always)]
    pub(crate) fn from_address(address: usize) -> Value {
        Value(address as u64 | TAG_POINTER)
    }

    /// Is it the absence of a value?
    #[inline(always)]
    pub const fn is_unbound(self) -> bool {
        self.0 == Value::UNBOUND.0
    }

    /// Is it `None`?
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == Value::NONE.0
    }

    /// Is it `True` or `False`?
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 & !8 == Value::FALSE.0
    }

    /// `None` when unbound, else the value.
    #[inline(always)]
    pub const fn bound(self) -> Option<Value> {
        if self.is_unbound() { None } else { Some(self) }
    }
}

impl<T: Layout> From<Gc<T>> for Value {
    #[inline(always)]
    fn from(gc: Gc<T>) -> Value {
        Value::from_address(gc.address())
    }
}

impl From<Gc<Header>> for Value {
    #[inline(always)]
    fn from(gc: Gc<Header>) -> Value {
        Value::from_address(gc.address())
    }
}

impl From<bool> for Value {
    #[inline(always)]
    fn from(b: bool) -> Value {
        Value::bool(b)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Value::UNBOUND => f.write_str("UNBOUND"),
            Value::NONE => f.write_str("None"),
            Value::FALSE => f.write_str("False"),
            Value::TRUE => f.write_str("True"),
            Value::NOT_IMPLEMENTED => f.write_str("NotImplemented"),
            Value::ELLIPSIS => f.write_str("Ellipsis"),
            v if v.is_small_int() => write!(f, "{}", v.small_int_bits()),
            v if v.is_small_float() => write!(f, "{:?}", v.small_float_bits()),
            v => write!(f, "cell({:#x})", v.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_round_trip() {
        for i in [0, 1, -1, 255, -256, SMALL_INT_MAX, SMALL_INT_MIN] {
            assert_eq!(Value::small_int(i).and_then(Value::as_small_int), Some(i));
        }
        assert_eq!(Value::small_int(SMALL_INT_MAX + 1), None);
        assert_eq!(Value::small_int(SMALL_INT_MIN - 1), None);
    }

    #[test]
    fn floats_round_trip_or_are_boxed() {
        for f in [0.0, -0.0, 1.0, -1.5, 1e70, 1e-70, std::f64::consts::PI, 5e-324, -2.2e-308] {
            let v = Value::small_float(f).expect("in range");
            assert_eq!(v.as_small_float().map(f64::to_bits), Some(f.to_bits()));
            assert!(!v.is_small_int() && !v.is_cell());
        }
        for f in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e78, 1e300, f64::MAX] {
            assert_eq!(Value::small_float(f), None, "{f}");
        }
    }

    #[test]
    fn singletons_are_no_numbers() {
        for v in
            [Value::UNBOUND, Value::NONE, Value::TRUE, Value::FALSE, Value::NOT_IMPLEMENTED, Value::ELLIPSIS]
        {
            assert!(!v.is_small_int() && !v.is_small_float() && !v.is_cell());
        }
        assert!(Value::TRUE.is_bool() && Value::FALSE.is_bool() && !Value::NONE.is_bool());
    }
}
