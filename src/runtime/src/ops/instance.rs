//! What an object is an instance of.

use crate::kinds;
use crate::layout::{ByteArray, Bytes, Dict, List, Range, Set, Tuple, Type};
use crate::native::{R, type_flags};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

impl Vm {
    /// The bytes of a bytes-like object of the heap, for code that only reads and does not run Python code meanwhile.
    pub fn bytes_of(&self, value: Value) -> Option<&[u8]> {
        if let Some(b) = self.payload::<Bytes>(value) {
            return Some(b.to_ref().as_slice());
        }
        self.payload::<ByteArray>(value).map(|b| b.to_ref().as_slice())
    }

    /// A dict, a subclass's included.
    #[inline]
    pub fn as_dict(&self, value: Value) -> Option<Gc<Dict>> {
        self.payload::<Dict>(value)
    }

    /// A tuple, a subclass's included.
    #[inline]
    pub fn as_tuple(&self, value: Value) -> Option<Gc<Tuple>> {
        self.payload::<Tuple>(value)
    }

    /// A list, a subclass's included.
    #[inline]
    pub fn as_list(&self, value: Value) -> Option<Gc<List>> {
        self.payload::<List>(value)
    }

    /// A set or frozenset, a subclass's included.
    #[inline]
    pub fn as_set(&self, value: Value) -> Option<Gc<Set>> {
        self.payload::<Set>(value)
    }

    /// The three small ints of a range, for quick iteration.
    pub fn range_parts(&self, value: Value) -> Option<(i64, i64, i64)> {
        let r = value.cast::<Range>()?;
        Some((r.start.as_small_int()?, r.stop.as_small_int()?, r.step.as_small_int()?))
    }

    /// Do instances of the class match sequence (or mapping) patterns?
    pub fn matches_pattern_kind(&self, value: Value, flag: u32) -> bool {
        debug_assert!(flag == type_flags::SEQUENCE || flag == type_flags::MAPPING);
        self.class_of(value).has_flag(flag)
    }

    /// `isinstance(obj, cls)`
    pub fn is_instance(&mut self, obj: Value, cls: Value) -> R<bool> {
        if self.class_of(obj).value() == cls {
            return Ok(true);
        }
        if let Some(t) = cls.cast::<Type>()
            && self.class_of(cls) == self.class(kinds::TYPE)
        {
            return self.is_instance_by_class(obj, t);
        }
        if let Some(types) = self.as_tuple(cls) {
            self.check_stack(" in __instancecheck__")?;
            let mut result = Ok(false);
            for &t in types.to_ref().as_slice() {
                result = self.is_instance(obj, t);
                if !matches!(result, Ok(false)) {
                    break;
                }
            }
            return result;
        }
        let name = self.names().__instancecheck__;
        if let Some(result) = self.call_special_opt(cls, name, &[obj])? {
            return self.truth(result);
        }
        match cls.cast::<Type>() {
            Some(t) => self.is_instance_by_class(obj, t),
            None => Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
        }
    }

    /// The default `__instancecheck__`: by the class, or what `__class__` says.
    ///
    /// # Errors
    /// What asking for `__class__` raises.
    pub fn is_instance_by_class(&mut self, obj: Value, cls: Gc<Type>) -> R<bool> {
        let of = self.class_of(obj);
        if self.is_subtype(of, cls) {
            return Ok(true);
        }
        if of.has_flag(type_flags::HEAP) {
            let name = self.names().__class__;
            if let Some(c) = self.get_attr_opt(obj, name)?.and_then(|c| c.cast::<Type>()) {
                return Ok(c != of && self.is_subtype(c, cls));
            }
        }
        Ok(false)
    }
}
