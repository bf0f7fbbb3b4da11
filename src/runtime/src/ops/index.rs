//! Ints as native numbers.

use crate::kinds;
use crate::native::R;
use crate::vm::Vm;
use taipan_heap::Value;

impl Vm {
    /// `operator.index(v)`: an exact int.
    #[inline]
    pub fn index(&mut self, v: Value) -> R {
        if v.is_small_int() { Ok(v) } else { self.index_slow(v) }
    }

    fn index_slow(&mut self, v: Value) -> R {
        if let Some(int) = self.as_int_value(v) {
            return Ok(int);
        }
        let cls = self.class_of(v);
        let Some(f) = self.slot_index(cls) else {
            let of = self.type_name(v);
            return Err(self.type_error(format!("'{of}' object cannot be interpreted as an integer")));
        };
        let result = f(self, v)?;
        match self.as_int_value(result) {
            Some(int) => {
                if !self.is_exact(result, kinds::INT) {
                    let of = self.type_name(result);
                    self.warn(kinds::DEPRECATION_WARNING, &format!(
                        "__index__ returned non-int (type {of}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python."
                    ))?;
                }
                Ok(int)
            }
            None => {
                let of = self.type_name(result);
                Err(self.type_error(format!("__index__ returned non-int (type {of})")))
            }
        }
    }

    /// An index as a machine number; `IndexError` where it is too large.
    pub fn index_i64(&mut self, v: Value) -> R<i64> {
        let index = self.index(v)?;
        match self.int_to_i64(index) {
            Some(i) => Ok(i),
            None => {
                let of = self.type_name(v);
                Err(self.raise(kinds::INDEX_ERROR, format!("cannot fit '{of}' into an index-sized integer")))
            }
        }
    }

    /// An index as a machine number, the nearest one where it is too large.
    pub fn index_clamped(&mut self, v: Value) -> R<i64> {
        let index = self.index(v)?;
        Ok(match self.int_to_i64(index) {
            Some(i) => i,
            None if self.int_is_negative(index) => i64::MIN,
            None => i64::MAX,
        })
    }

    /// An exact int as a machine number.
    #[inline]
    pub fn int_to_i64(&self, v: Value) -> Option<i64> {
        if let Some(i) = v.as_small_int() {
            return Some(i);
        }
        let int = v.cast::<crate::layout::Int>()?;
        match int.limbs() {
            [m] if int.is_negative() => (*m <= 1 << 63).then(|| (*m as i64).wrapping_neg()),
            [m] => i64::try_from(*m).ok(),
            _ => None,
        }
    }

    /// An exact int as a machine word of twice the width.
    #[inline]
    pub fn int_to_i128(&self, v: Value) -> Option<i128> {
        if let Some(i) = v.as_small_int() {
            return Some(i.into());
        }
        let int = v.cast::<crate::layout::Int>()?;
        let magnitude = match *int.limbs() {
            [low] => i128::from(low),
            [low, high] if high < 1 << 63 => i128::from(high) << 64 | i128::from(low),
            _ => return None,
        };
        Some(if int.is_negative() { -magnitude } else { magnitude })
    }

    /// Is an exact int below zero?
    pub fn int_is_negative(&self, v: Value) -> bool {
        match v.as_small_int() {
            Some(i) => i < 0,
            None => v.cast::<crate::layout::Int>().is_some_and(|i| i.is_negative()),
        }
    }
}
