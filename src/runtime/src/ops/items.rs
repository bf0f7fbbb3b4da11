//! Items of containers.

use crate::iterate::Items;
use crate::kinds;
use crate::layout::Type;
use crate::native::R;
use crate::vm::Vm;
use taipan_heap::Value;

impl Vm {
    /// `obj[key]`
    pub fn get_item(&mut self, obj: Value, key: Value) -> R {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_getitem(cls) {
            return f(self, obj, key);
        }
        if let Some(cls) = obj.cast::<Type>() {
            let names = self.names();
            if self.class_made(kinds::TYPE) == Some(cls) {
                return self.new_generic_alias(obj, key);
            }
            if let Some(f) = self.type_get_attr_opt(cls, names.__class_getitem__)?
                && !f.is_none()
            {
                return self.call(f, &[key]);
            }
            let name = cls.name.get().to_display();
            return Err(self.type_error(format!("type '{name}' is not subscriptable")));
        }
        let of = self.type_name(obj);
        Err(self.type_error(format!("'{of}' object is not subscriptable")))
    }

    /// `origin[args]` as a generic alias.
    pub fn new_generic_alias(&mut self, origin: Value, args: Value) -> R {
        let cls = self.class(kinds::GENERIC_ALIAS);
        self.call(cls.value(), &[origin, args])
    }

    /// `obj[key] = value`, or `del obj[key]` given UNBOUND.
    pub fn set_item(&mut self, obj: Value, key: Value, value: Value) -> R<()> {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_setitem(cls) {
            return f(self, obj, key, value);
        }
        // A sequence converts the index before it says that it cannot be changed.
        let key_class = self.class_of(key);
        let of = self.type_name(obj);
        let is_sequence = self.has_all_protocols(cls) || self.slot_len(cls).is_some();
        if is_sequence && self.slot_index(key_class).is_some() {
            self.index_i64(key)?;
            if value.is_unbound() {
                return Err(self.type_error(format!("'{of}' object doesn't support item deletion")));
            }
        }
        let what = if value.is_unbound() { "deletion" } else { "assignment" };
        Err(self.type_error(format!("'{of}' object does not support item {what}")))
    }

    /// `len(obj)`
    pub fn len(&mut self, obj: Value) -> R<usize> {
        let cls = self.class_of(obj);
        match self.slot_len(cls) {
            Some(f) => f(self, obj),
            None => {
                let of = self.type_name(obj);
                Err(self.type_error(format!("object of type '{of}' has no len()")))
            }
        }
    }

    /// `item in obj`
    pub fn contains(&mut self, obj: Value, item: Value) -> R<bool> {
        let cls = self.class_of(obj);
        match self.slot_contains(cls) {
            Some(f) => f(self, obj, item),
            None => self.contains_by_iteration(obj, item),
        }
    }

    pub(crate) fn contains_by_iteration(&mut self, obj: Value, item: Value) -> R<bool> {
        let iterator = match self.iter(obj) {
            Ok(iterator) => iterator,
            Err(raised) => {
                if !self.pending_is(kinds::TYPE_ERROR) {
                    return Err(raised);
                }
                self.take_exception();
                let of = self.type_name(obj);
                return Err(
                    self.type_error(format!("argument of type '{of}' is not a container or iterable"))
                );
            }
        };
        let items = Items::of(self, iterator);
        while let Some(v) = items.next(self)? {
            if self.equal(v, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
