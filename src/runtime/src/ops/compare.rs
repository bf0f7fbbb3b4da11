//! Comparison, identity, truth and hashing.

use crate::kinds;
use crate::layout::{Float, Str, Tuple};
use crate::native::{CompareOp, R, Raised};
use crate::vm::Vm;
use taipan_heap::Value;

impl Vm {
    /// `a op b`, any value.
    pub fn compare(&mut self, a: Value, b: Value, op: CompareOp) -> R {
        if Value::both_small_ints(a, b) {
            return Ok(Value::bool(op.holds(a.small_int_bits().cmp(&b.small_int_bits()))));
        }
        self.check_stack(" in comparison")?;
        self.compare_slots(a, b, op)
    }

    fn compare_slots(&mut self, a: Value, b: Value, op: CompareOp) -> R {
        let (cls_a, cls_b) = (self.class_of(a), self.class_of(b));
        let mut tried_b = false;
        if cls_a != cls_b
            && self.is_subtype(cls_b, cls_a)
            && let Some(f) = self.slot_compare(cls_b)
        {
            tried_b = true;
            let result = f(self, b, a, op.swapped())?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if let Some(f) = self.slot_compare(cls_a) {
            let result = f(self, a, b, op)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if !tried_b && let Some(f) = self.slot_compare(cls_b) {
            let result = f(self, b, a, op.swapped())?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(self.is(a, b))),
            CompareOp::Ne => Ok(Value::bool(!self.is(a, b))),
            _ => {
                let (of_a, of_b) = (self.type_name(a), self.type_name(b));
                Err(self.type_error(format!(
                    "'{}' not supported between instances of '{of_a}' and '{of_b}'",
                    op.symbol()
                )))
            }
        }
    }

    /// `a is b`: ints and floats of the same type and bits are one object, but for NaNs, which have an identity each.
    #[inline]
    pub fn is(&self, a: Value, b: Value) -> bool {
        a == b || (a.is_cell() && b.is_cell() && self.is_same_number(a, b))
    }

    fn is_same_number(&self, a: Value, b: Value) -> bool {
        if let (Some(a), Some(b)) = (a.cast::<Float>(), b.cast::<Float>()) {
            return a.value.to_bits() == b.value.to_bits()
                && !a.value.is_nan()
                && a.header.class_bits() == b.header.class_bits();
        }
        match (a.cast::<crate::layout::Int>(), b.cast::<crate::layout::Int>()) {
            (Some(a), Some(b)) => a.is_negative() == b.is_negative() && a.limbs() == b.limbs(),
            _ => false,
        }
    }

    /// `bool(a op b)`
    pub fn compare_bool(&mut self, a: Value, b: Value, op: CompareOp) -> R<bool> {
        let result = self.compare(a, b, op)?;
        self.truth(result)
    }

    /// `a is b or a == b`: what containers mean by equal.
    #[inline(always)]
    pub fn equal(&mut self, a: Value, b: Value) -> R<bool> {
        if a == b { Ok(true) } else { self.equal_others(a, b) }
    }

    /// [`Vm::equal`] of what is not one word.
    #[inline(never)]
    fn equal_others(&mut self, a: Value, b: Value) -> R<bool> {
        if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
            return Ok(a.as_bytes() == b.as_bytes());
        }
        if self.is(a, b) {
            return Ok(true);
        }
        if Value::both_small_ints(a, b) {
            return Ok(false);
        }
        self.compare_bool(a, b, CompareOp::Eq)
    }

    /// Are two dict keys with equal hashes equal?
    pub(crate) fn keys_equal(&mut self, a: Value, b: Value) -> R<bool> {
        // Tuples that are looked up are mostly made of the very objects that were put in.
        if let (Some(x), Some(y)) = (a.cast::<Tuple>(), b.cast::<Tuple>())
            && x.as_slice() == y.as_slice()
            && self.is_exact(a, kinds::TUPLE)
            && self.is_exact(b, kinds::TUPLE)
        {
            return Ok(true);
        }
        self.equal(a, b)
    }

    /// `bool(v)`
    #[inline]
    pub fn truth(&mut self, v: Value) -> R<bool> {
        match v {
            Value::TRUE => Ok(true),
            Value::FALSE | Value::NONE => Ok(false),
            v if v.is_small_int() => Ok(v != Value::ZERO),
            v => self.truth_slow(v),
        }
    }

    fn truth_slow(&mut self, v: Value) -> R<bool> {
        if let Some(f) = v.as_small_float() {
            return Ok(f != 0.0);
        }
        let cls = self.class_of(v);
        if let Some(f) = self.slot_bool(cls) {
            return f(self, v);
        }
        if let Some(f) = self.slot_len(cls) {
            return Ok(f(self, v)? != 0);
        }
        Ok(true)
    }

    /// `hash(v)`
    #[inline]
    pub fn hash(&mut self, v: Value) -> R<i64> {
        if let Some(s) = v.cast::<Str>() {
            return Ok(self.hash_str(s));
        }
        if v.is_small_int() {
            return Ok(self.hash_int(v));
        }
        let cls = self.class_of(v);
        self.check_stack(if v.is_kind(kinds::TUPLE) { " while hashing a tuple" } else { "" })?;
        match self.slot_hash(cls) {
            Some(f) => f(self, v),
            None => {
                let of = self.type_name(v);
                Err(self.type_error(format!("unhashable type: '{of}'")))
            }
        }
    }

    /// The hash of a key; a `TypeError` says what it was wanted for.
    #[inline(always)]
    pub fn hash_key(&mut self, key: Value, role: &str) -> R<i64> {
        match self.known_hash(key) {
            Some(hash) => Ok(hash),
            None => self.hash_other_key(key, role),
        }
    }

    #[inline(never)]
    fn hash_other_key(&mut self, key: Value, role: &str) -> R<i64> {
        match self.hash(key) {
            Ok(hash) => Ok(hash),
            Err(raised) => Err(self.explain_unhashable(key, role, raised)),
        }
    }

    #[cold]
    fn explain_unhashable(&mut self, key: Value, role: &str, raised: Raised) -> Raised {
        let exc = self.thread.exception;
        if !self.is_exact(exc, kinds::TYPE_ERROR) {
            return raised;
        }
        let exc = self.take_exception();
        let Ok(text) = self.str(exc) else { return Raised };
        let cls = self.class_of(key);
        let of = self.qualified_class_name(cls);
        self.type_error(format!("cannot use '{of}' as {role} ({})", text.to_display()))
    }
}
