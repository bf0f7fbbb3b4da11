//! Classes that programs make: their bases, layout and MRO.

use super::INHERITED;
use crate::kinds;
use crate::layout::{Dict, Str, Tuple, Type};
use crate::native::{R, type_flags};
use crate::vm::Vm;
use taipan_heap::{Field, Gc, Header, Kind, Value, Values};

/// What a class is for patterns: one of the two at most.
const COLLECTION: u32 = type_flags::SEQUENCE | type_flags::MAPPING;

impl Vm {
    /// A class with the given bases and namespace (which it takes over), as `type.__new__` makes it before `__set_name__`
    /// and `__init_subclass__` run. `slots`: the mangled names of `__slots__`, `None` where there is none;
    /// `adds_dict`: instances get a `__dict__`.
    pub fn new_class(
        &mut self,
        meta: Gc<Type>,
        name: Gc<Str>,
        bases: Gc<Tuple>,
        dict: Gc<Dict>,
        slots: Option<&[Value]>,
        adds_dict: bool,
        adds_weakref: bool,
    ) -> R<Gc<Type>> {
        let base = self.best_base(bases)?;
        let cls = self.alloc_class(meta.address(), name, bases);
        cls.dict.set(cls, dict);
        cls.base.set(cls, base.value());
        cls.native.set(base.native.get());
        let mut flags =
            type_flags::HEAP | type_flags::BASETYPE | (base.flags.get() & INHERITED & !COLLECTION);
        for &b in bases.as_slice() {
            if let Some(b) = b.cast::<Type>() {
                // What the layout has beyond the first base's was asked for.
                let mut inherited = INHERITED
                    & !(type_flags::PAYLOAD
                        | type_flags::HAS_SLOTS
                        | type_flags::INSTANCE_DICT
                        | type_flags::WEAKREFABLE);
                // The first base that is a sequence or a mapping decides.
                if flags & COLLECTION != 0 {
                    inherited &= !COLLECTION;
                }
                flags |= b.flags.get() & inherited;
            }
        }
        let native = base.native.get();
        let in_place =
            self.type_def(native).is_some_and(|d| d.dict_offset.is_some()) || native == kinds::TYPE;
        let mut n_fixed = base.n_fixed.get();
        if native != kinds::OBJECT && !in_place {
            if flags & type_flags::PAYLOAD == 0 {
                n_fixed = 1;
            }
            flags |= type_flags::PAYLOAD;
        }
        if adds_dict && !in_place {
            flags |= type_flags::INSTANCE_DICT;
        }
        if adds_dict || flags & type_flags::INSTANCE_DICT != 0 {
            flags &= !type_flags::NO_DICT;
        }
        if adds_weakref {
            flags |= type_flags::WEAKREFABLE;
        }
        if let Some(slots) = slots
            && !slots.is_empty()
        {
            flags |= type_flags::HAS_SLOTS;
            let names = self.new_tuple(slots);
            cls.slot_names.set(cls, names.value());
            let class = self.class(kinds::MEMBER_DESCRIPTOR).address();
            for &slot_name in slots {
                let Some(slot_name) = slot_name.cast::<Str>() else { continue };
                let slot_name = self.intern_str(slot_name);
                let descriptor = self.heap.alloc(crate::layout::MemberDescriptor {
                    header: Header::new::<crate::layout::MemberDescriptor>(class),
                    owner: cls,
                    name: slot_name,
                    doc: Field::new(Value::NONE),
                    slot: u32::from(n_fixed),
                });
                dict.set_str(self, slot_name, descriptor.value());
                n_fixed += 1;
            }
        }
        cls.flags.set(flags);
        cls.n_fixed.set(n_fixed);
        cls.n_inline.set(n_fixed.max(base.n_inline.get()));
        Ok(cls)
    }

    /// Gives a new class its MRO; from now on its bases know of it.
    pub fn set_first_mro(&mut self, cls: Gc<Type>, mro: Gc<Tuple>) {
        cls.mro.set(cls, mro.value());
        for base in cls.bases.get().to_ref().as_slice().iter().filter_map(|base| base.cast::<Type>()) {
            self.add_subclass(base, cls);
        }
        self.class_changed(cls);
    }

    /// The base whose layout a class with these bases extends.
    pub fn best_base(&mut self, bases: Gc<Tuple>) -> R<Gc<Type>> {
        let mut winner: Option<(Gc<Type>, Gc<Type>)> = None;
        for &b in bases.as_slice() {
            let Some(b) = b.cast::<Type>() else { return Err(self.type_error("bases must be types")) };
            if !b.has_flag(type_flags::BASETYPE) {
                let text = format!("type '{}' is not an acceptable base type", self.class_type_name(b));
                return Err(self.type_error(text));
            }
            let solid = self.solid_base(b);
            match winner {
                None => winner = Some((solid, b)),
                Some((s, _)) if self.is_subtype(s, solid) => {}
                Some((s, _)) if self.is_subtype(solid, s) => winner = Some((solid, b)),
                Some(_) => return Err(self.type_error("multiple bases have instance lay-out conflict")),
            }
        }
        match winner {
            Some((_, base)) => Ok(base),
            None => Ok(self.class(kinds::OBJECT)),
        }
    }

    /// The nearest class along the bases that adds to the layout.
    fn solid_base(&mut self, cls: Gc<Type>) -> Gc<Type> {
        let mut at = cls;
        loop {
            if !at.has_flag(type_flags::HEAP) || !at.slot_names.get().is_unbound() {
                // A native type without a layout of its own adds nothing.
                if at.has_flag(type_flags::HEAP)
                    || self.type_def(self.class_number(at)).is_none_or(|d| d.layout.is_some())
                {
                    return at;
                }
            }
            match at.base.get().cast::<Type>() {
                Some(base) => at = base,
                None => return at,
            }
        }
    }

    fn class_number(&self, cls: Gc<Type>) -> Kind {
        let kind = cls.native.get();
        if self.class_made(kind) == Some(cls) { kind } else { kinds::NONE_TYPE }
    }

    /// The C3 linearisation of a class with these bases (reference: data model, "Determining the appropriate metaclass"
    /// and The Python 2.3 Method Resolution Order).
    pub fn compute_mro(&mut self, cls: Gc<Type>) -> R<Gc<Tuple>> {
        let bases = cls.bases.get();
        // The order of a single base stands already.
        if let [base] = *bases.as_slice()
            && let Some(mro) = base.cast::<Type>().and_then(|base| base.mro.get().cast::<Tuple>())
        {
            let mut order = Values::new();
            order.push(&mut self.heap, cls.value());
            order.extend(&mut self.heap, mro.to_ref().as_slice());
            return Ok(self.new_tuple(&order));
        }
        let mut sequences: Vec<Gc<Tuple>> = Vec::new();
        for (i, &b) in bases.as_slice().iter().enumerate() {
            if bases.as_slice()[..i].contains(&b) {
                let name = b.cast::<Type>().map(|t| t.name.get().to_display()).unwrap_or_default();
                return Err(self.type_error(format!("duplicate base class {name}")));
            }
            let Some(base) = b.cast::<Type>() else { continue };
            // The tuples stay alive through the bases.
            match base.mro.get().cast::<Tuple>() {
                Some(mro) => sequences.push(mro),
                None => {
                    let name = base.name.get().to_display();
                    return Err(self.type_error(format!("Cannot extend an incomplete type '{name}'")));
                }
            }
        }
        sequences.push(bases);
        let mut positions = vec![0usize; sequences.len()];
        let mut mro = Values::new();
        mro.push(&mut self.heap, cls.value());
        loop {
            let mut done = true;
            let mut next = None;
            for (s, sequence) in sequences.iter().enumerate() {
                let Some(&candidate) = sequence.as_slice().get(positions[s]) else { continue };
                done = false;
                let in_tail = sequences.iter().zip(&positions).any(|(other, &p)| {
                    other.as_slice().get(p + 1..).is_some_and(|tail| tail.contains(&candidate))
                });
                if !in_tail {
                    next = Some(candidate);
                    break;
                }
            }
            if done {
                return Ok(self.new_tuple(&mro));
            }
            let Some(next) = next else {
                let mut heads: Vec<String> = Vec::new();
                for (sequence, &p) in sequences.iter().zip(&positions) {
                    if let Some(t) = sequence.as_slice().get(p).and_then(|v| v.cast::<Type>()) {
                        let name = t.name.get().to_display();
                        if !heads.contains(&name) {
                            heads.push(name);
                        }
                    }
                }
                let text = format!(
                    "Cannot create a consistent method resolution order (MRO) for bases {}",
                    heads.join(", ")
                );
                return Err(self.type_error(text));
            };
            mro.push(&mut self.heap, next);
            for (sequence, p) in sequences.iter().zip(&mut positions) {
                if sequence.as_slice().get(*p) == Some(&next) {
                    *p += 1;
                }
            }
        }
    }
}
