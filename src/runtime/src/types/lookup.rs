//! Attributes of classes, along the MRO, and what hangs on their changes.

use crate::kinds;
use crate::layout::{Dict, Str, Type};
use crate::native::{R, type_flags};
use crate::slots::rows_named;
use crate::vm::Vm;
use taipan_heap::{Gc, Kind, Value, Values};

impl Vm {
    /// The namespace of a class, filled where it is a native one.
    #[inline(always)]
    pub fn class_dict(&mut self, cls: Gc<Type>) -> Gc<Dict> {
        if cls.has_flag(type_flags::UNFILLED) {
            self.fill_class(cls);
        }
        cls.dict.get()
    }

    /// The first definition of a name along the MRO. Runs no Python code.
    #[inline]
    pub fn type_lookup(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<Value> {
        if let Some(value) = self.cached_lookup(cls, name) {
            return value.bound();
        }
        self.type_lookup_slow(cls, name)
    }

    #[inline(never)]
    fn type_lookup_slow(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<Value> {
        let name = self.key_of_classes(cls, name)?;
        if cls.version.get() == 0 && !cls.mro.get().is_unbound() {
            let v = self.fresh_version();
            cls.version.set(v);
        }
        let mut found = Value::UNBOUND;
        for i in 0..cls.mro_slice().len() {
            let Some(base) = cls.mro_slice()[i].cast::<Type>() else { continue };
            let dict = self.class_dict(base);
            if let Some(value) = dict.get_str(self, name) {
                found = value;
                break;
            }
        }
        self.cache_lookup(cls, name, found);
        found.bound()
    }

    /// The interned name, if a class of the MRO may have it: no class dict has a key that is not interned, unless it was put
    /// there behind the class's back.
    fn key_of_classes(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<Gc<Str>> {
        if let Some(name) = self.find_interned(name) {
            return Some(name);
        }
        // The names of native classes are interned when their dicts are filled.
        let mut filled = false;
        for i in 0..cls.mro_slice().len() {
            if let Some(base) =
                cls.mro_slice()[i].cast::<Type>().filter(|base| base.has_flag(type_flags::UNFILLED))
            {
                self.fill_class(base);
                filled = true;
            }
        }
        if filled { self.find_interned(name) } else { None }
    }

    /// Is `cls` the class `base` or derived from it (by MRO)?
    #[inline]
    pub fn is_subtype(&self, cls: Gc<Type>, base: Gc<Type>) -> bool {
        if cls == base {
            return true;
        }
        if cls.mro.get().is_unbound() {
            let mut at = cls;
            while let Some(next) = at.base.get().cast::<Type>() {
                if next == base {
                    return true;
                }
                at = next;
            }
            return base == self.class_made(kinds::OBJECT).unwrap_or(base);
        }
        cls.mro_slice().contains(&base.value())
    }

    /// Is the class derived from a native one?
    pub fn is_subtype_of(&mut self, cls: Gc<Type>, kind: Kind) -> bool {
        let base = self.class(kind);
        self.is_subtype(cls, base)
    }

    /// Makes all caches forget the class and its subclasses.
    pub fn class_changed(&mut self, cls: Gc<Type>) {
        let v = self.fresh_version();
        cls.version.set(v);
        for sub in self.subclasses(cls).iter() {
            if let Some(sub) = sub.cast::<Type>() {
                self.class_changed(sub);
            }
        }
        for other in self.weakrefs_followers(cls).iter() {
            // They may follow each other.
            if let Some(other) = other.cast::<Type>().filter(|other| other.version.get() < v) {
                self.class_changed(other);
            }
        }
    }

    /// Notes that a class has another in its MRO that is none of its bases.
    pub fn add_follower(&mut self, of: Gc<Type>, cls: Gc<Type>) {
        self.weakrefs.add_follower(of, cls);
    }

    /// The direct subclasses that are alive.
    pub fn subclasses(&mut self, cls: Gc<Type>) -> Values {
        self.weakrefs_subclasses(cls)
    }

    /// Enters a class in its bases' lists of subclasses.
    pub fn add_subclass(&mut self, base: Gc<Type>, cls: Gc<Type>) {
        self.weakrefs.add_subclass(base, cls);
    }

    /// Takes a class out of a base's list of subclasses.
    pub fn remove_subclass(&mut self, base: Gc<Type>, cls: Gc<Type>) {
        self.weakrefs.remove_subclass(base, cls);
    }

    /// Where along the MRO a name is defined first.
    pub fn type_lookup_owner(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<(Gc<Type>, Value)> {
        let name = self.key_of_classes(cls, name)?;
        self.lookup_interned_owner(cls, name)
    }

    /// The same for an interned name.
    pub(super) fn lookup_interned_owner(
        &mut self,
        cls: Gc<Type>,
        name: Gc<Str>,
    ) -> Option<(Gc<Type>, Value)> {
        for i in 0..cls.mro_slice().len() {
            let Some(base) = cls.mro_slice()[i].cast::<Type>() else { continue };
            let dict = self.class_dict(base);
            if let Some(value) = dict.get_str(self, name) {
                return Some((base, value));
            }
        }
        None
    }

    /// Stores (or, given UNBOUND, deletes) an attribute of a class: caches and slots follow.
    pub fn set_class_attr(&mut self, cls: Gc<Type>, name: Gc<Str>, value: Value) -> R<()> {
        let name = self.intern_str(name);
        let dict = self.class_dict(cls);
        if value.is_unbound() {
            if dict.pop_str(self, name).is_none() {
                let of = self.class_type_name(cls);
                let text = self.text_around(&format!("type object '{of}' has no attribute '"), name, "'");
                return Err(self.raise_attribute_text(cls.value(), name, text));
            }
        } else {
            dict.set_str(self, name, value);
        }
        self.class_changed(cls);
        let named = name.to_ref().as_bytes();
        if rows_named(named).next().is_some() || matches!(named, b"__getattr__" | b"__del__") {
            self.update_slots_below(cls, Some(name));
        }
        if matches!(named, b"__get__" | b"__set__" | b"__delete__") {
            // What attributes of any class are instances of this one is not known.
            let object = self.class(kinds::OBJECT);
            self.class_changed(object);
        }
        Ok(())
    }
}
