//! Slots, as classes inherit and change them.

use crate::kinds;
use crate::layout::{NativeFunction, SlotWrapper, Str, Type};
use crate::native::{Slot, type_flags};
use crate::slots::{SLOT_DEFS, rows_named, rows_of};
use crate::vm::Vm;
use taipan_heap::{Gc, Kind, Value};

impl Vm {
    /// The interned name of a row of [`SLOT_DEFS`].
    pub(super) fn slot_name(&mut self, row: usize) -> Gc<Str> {
        if self.slot_names.is_empty() {
            self.slot_names = vec![Value::UNBOUND; SLOT_DEFS.len()];
        }
        if let Some(name) = self.slot_names[row].cast::<Str>() {
            return name;
        }
        let name = self.intern(SLOT_DEFS[row].name);
        self.slot_names[row] = name.value();
        name
    }

    /// Derives the slots of a class that has just been made. Where all its bases agree they are theirs, but for what the
    /// class itself defines.
    pub fn fill_slots(&mut self, cls: Gc<Type>) {
        let bases = cls.bases.get();
        let bases = bases.to_ref().as_slice();
        let Some(first) = bases.first().and_then(|base| base.cast::<Type>()) else {
            return self.update_slots(cls);
        };
        let others = || bases[1..].iter().filter_map(|base| base.cast::<Type>());
        for &slot in Slot::ALL {
            let inherited = first.slots[slot as usize].get();
            let kind = if others().all(|base| base.slots[slot as usize].get() == inherited) {
                inherited
            } else {
                self.slot_for(cls, slot)
            };
            cls.slots[slot as usize].set(kind);
        }
        for flag in [type_flags::HAS_GETATTR, type_flags::HAS_DEL] {
            if first.has_flag(flag) || others().any(|base| base.has_flag(flag)) {
                cls.set_flag(flag);
            } else {
                cls.clear_flag(flag);
            }
        }
        let dict = cls.dict.get();
        let mut at = 0;
        let mut getattr = false;
        while let Some((i, key, _)) = dict.next_entry(at) {
            at = i + 1;
            let Some(name) = key.cast::<Str>().filter(|name| name.as_bytes().starts_with(b"__")) else {
                continue;
            };
            match name.as_bytes() {
                b"__getattr__" => getattr = true,
                b"__del__" => cls.set_flag(type_flags::HAS_DEL),
                _ => {}
            }
            for row in rows_named(name.to_ref().as_bytes()) {
                let slot = SLOT_DEFS[row].slot;
                let kind = self.slot_for(cls, slot);
                cls.slots[slot as usize].set(kind);
            }
        }
        if getattr {
            cls.set_flag(type_flags::HAS_GETATTR);
        }
        // `__getattr__` needs the slot that falls back to it.
        if cls.has_flag(type_flags::HAS_GETATTR) {
            cls.slots[Slot::GetAttr as usize].set(kinds::DUNDER);
        }
    }

    /// Derives the slots of a class made by Python code from its bases and its dict; call after any change of those.
    pub fn update_slots(&mut self, cls: Gc<Type>) {
        for (row, def) in SLOT_DEFS.iter().enumerate() {
            // All rows of a slot are looked at together.
            if rows_of(def.slot).next() != Some(row) {
                continue;
            }
            let kind = self.slot_for(cls, def.slot);
            cls.slots[def.slot as usize].set(kind);
        }
        self.update_getattr(cls);
        self.update_del(cls);
    }

    /// The same for what one name changes.
    fn update_slots_named(&mut self, cls: Gc<Type>, name: Gc<Str>) {
        for row in rows_named(name.to_ref().as_bytes()) {
            let slot = SLOT_DEFS[row].slot;
            let kind = self.slot_for(cls, slot);
            cls.slots[slot as usize].set(kind);
        }
        match name.to_ref().as_bytes() {
            b"__getattr__" => {
                let kind = self.slot_for(cls, Slot::GetAttr);
                cls.slots[Slot::GetAttr as usize].set(kind);
                self.update_getattr(cls);
            }
            b"__getattribute__" => self.update_getattr(cls),
            b"__del__" => self.update_del(cls),
            _ => {}
        }
    }

    fn update_getattr(&mut self, cls: Gc<Type>) {
        let name = self.names().__getattr__;
        if self.type_lookup(cls, name).is_some() {
            cls.set_flag(type_flags::HAS_GETATTR);
            // It needs the slot that falls back to it.
            cls.slots[Slot::GetAttr as usize].set(kinds::DUNDER);
        } else {
            cls.clear_flag(type_flags::HAS_GETATTR);
        }
    }

    fn update_del(&mut self, cls: Gc<Type>) {
        let name = self.names().__del__;
        if self.type_lookup(cls, name).is_some() {
            cls.set_flag(type_flags::HAS_DEL);
        } else {
            cls.clear_flag(type_flags::HAS_DEL);
        }
    }

    /// Which native type implements an operation for a class, judged by the definitions along its MRO.
    fn slot_for(&mut self, cls: Gc<Type>, slot: Slot) -> Kind {
        let mut result: Option<Kind> = None;
        for row in rows_of(slot) {
            let def = &SLOT_DEFS[row];
            let name = self.slot_name(row);
            let Some((owner, value)) = self.lookup_interned_owner(cls, name) else { continue };
            let kind = if let Some(wrapper) = value.cast::<SlotWrapper>() {
                // A native implementation under its own name, inherited or taken over by assignment.
                let native = wrapper.native;
                let of = &SLOT_DEFS[wrapper.def as usize];
                let owner_ok = self.is_subtype(cls, wrapper.owner);
                if of.name == def.name && of.slot != slot && owner_ok {
                    // `list.__add__` is the sequence protocol's, not the number protocol's.
                    continue;
                }
                let same = of.slot == slot && of.name == def.name;
                if same && owner_ok { native } else { kinds::DUNDER }
            } else if slot == Slot::New {
                let new_of = |t: Gc<Type>| t.slots[Slot::New as usize].get();
                match value.cast::<NativeFunction>() {
                    Some(f) if f.table == kinds::DUNDER && f.row == 0 => {
                        let named = f.receiver.cast::<Type>().map_or(kinds::DUNDER, new_of);
                        let native = self.class(cls.native.get());
                        let shown = self.new_shown_for(native);
                        if shown != native && new_of(shown) == named { new_of(native) } else { named }
                    }
                    _ => kinds::DUNDER,
                }
            } else if !owner.has_flag(type_flags::HEAP)
                && value.is_kind(kinds::METHOD_DESCRIPTOR)
                && value.cast::<NativeFunction>().is_some_and(|f| f.owner == owner.value())
            {
                // A native type that shows a method in place of the slot's wrapper.
                owner.slots[slot as usize].get()
            } else if slot == Slot::Hash && value.is_none() {
                // `__hash__ = None`, or a native type that is not hashable.
                kinds::UNHASHABLE
            } else if !owner.has_flag(type_flags::HEAP) && slot == Slot::Hash {
                owner.slots[slot as usize].get()
            } else {
                kinds::DUNDER
            };
            match result {
                None => result = Some(kind),
                Some(before) if before == kind => {}
                // Several names for one slot with different implementations: by name each time.
                Some(_) => result = Some(kinds::DUNDER),
            }
        }
        result.unwrap_or_else(|| {
            // Slots without a name of their own (`Repeat` of the sequence protocol) come from the layout's base.
            cls.base
                .get()
                .cast::<Type>()
                .map_or(0, |b| if rows_of(slot).next().is_some() { 0 } else { b.slots[slot as usize].get() })
        })
    }

    /// Derives the slots of a class and of all its subclasses anew, or those that a name changes.
    pub fn update_slots_below(&mut self, cls: Gc<Type>, name: Option<Gc<Str>>) {
        if cls.has_flag(type_flags::HEAP) {
            match name {
                Some(name) => self.update_slots_named(cls, name),
                None => self.update_slots(cls),
            }
        }
        for sub in self.subclasses(cls).iter() {
            if let Some(sub) = sub.cast::<Type>() {
                self.update_slots_below(sub, name);
            }
        }
    }
}
