//! The records of attribute sites, and what is found by them.
//!
//! A record has four words: the name; the class version shifted by three, or the entries of a module's namespace; the
//! shape in the upper and the slot in the lower half, the latter shifted by three; the value found on the class. Where the
//! object is a class itself, its own version stands for the shape.
//!
//! A site that sees several classes finds what it learned of each in the interpreter's site records.

use crate::machine::Fast;
use taipan_runtime::layout::{Dict, Entries, Instance, Module, Str, Type};
use taipan_runtime::{Array, Gc, SiteRecord, Value, dirty, kinds};

/// Lower half of word 2: the value is that of word 3, and the shape is to be compared.
pub(super) const ON_CLASS: u64 = 1 << 3;
/// Lower half of word 2: the value is that of word 3, and instances have no attributes of their own.
pub(super) const ON_CLASS_ALWAYS: u64 = 2 << 3;
/// Lower half of word 2: the object is a class of the version in the upper half, and the value is the cell that word 3
/// names (see [`hidden`]).
pub(super) const OF_TYPE: u64 = 3 << 3;
/// As `OF_TYPE`, and the value is to be called with the class as its first argument.
pub(super) const OF_TYPE_BOUND: u64 = 4 << 3;
/// As `ON_CLASS`, and the value is to be called without the object: a static method.
pub(super) const ON_CLASS_UNBOUND: u64 = 5 << 3;
/// As `ON_CLASS`, and the value is to be called with the object's class: a class method.
pub(super) const ON_CLASS_OF: u64 = 6 << 3;
/// As `OF_TYPE`, for a value that is no cell: word 3 is the value.
pub(super) const OF_TYPE_PLAIN: u64 = 7 << 3;
/// Lower half of word 2: word 3 is a property, or another native descriptor that comes before what instances have.
pub(super) const COMPUTED: u64 = 8 << 3;
/// As `ON_CLASS`, for native objects that may have a `__dict__`: the upper half is the place of that field in the cell, which
/// must be unbound.
pub(super) const ON_CLASS_NATIVE: u64 = 9 << 3;
/// As `ON_CLASS`, for instances whose attributes live in a dict, which must lack the name.
pub(super) const ON_CLASS_LACKED: u64 = 10 << 3;
/// As `COMPUTED`, and the shape is to be compared: word 3 is a method, to be bound.
pub(super) const BOUND: u64 = 11 << 3;
/// Lower half of word 2: slots begin here.
pub(super) const FIRST_SLOT: u64 = 12 << 3;
/// Lower half of word 2: the attribute lives in the instance's dict, in the entry that word 3 counts. (No slot has this
/// number.)
pub(super) const IN_DICT: u64 = !7u32 as u64;

/// The kinds of sites, in the low bits of a site record's key, the lowest of which is the tag of the name's address.
pub(super) const LOADS: u64 = 0;
pub(super) const LOADS_METHOD: u64 = 2;
pub(super) const STORES: u64 = 4;

/// A cell's value as an int, so that an inline cache does not keep alive what a class refers to. As long as the class has the
/// version that it was found for, its MRO holds the value.
pub(super) fn hidden(cell: Value) -> Value {
    Value::from_bits(cell.bits() << 2)
}

/// What [`hidden`] hid.
#[inline(always)]
pub(super) fn shown(word: Value) -> Value {
    Value::from_bits(word.bits() >> 2)
}

/// What stands for the shape of an object in records.
#[inline(always)]
pub(super) fn shape_of(obj: Value) -> u32 {
    match obj.cast::<Instance>() {
        Some(instance) => instance.shape_bits(),
        None => obj.cast::<Type>().map_or(0, |cls| cls.version.get()),
    }
}

/// The value of an attribute of the class of a native object that may have attributes of its own, and has none.
#[inline(always)]
pub(super) fn native_load(s: &Fast, obj: Value) -> Option<Value> {
    let header = obj.header()?;
    let word2 = s.cache(2).bits();
    if word2 as u32 as u64 != ON_CLASS_NATIVE
        || s.cache(1).bits() != u64::from(class_of_cell(header).version.get()) << 3
    {
        return None;
    }
    // SAFETY: objects of one class have one layout, in which `learn` found the field.
    let dict = unsafe { *((header.address() + (word2 >> 32) as usize) as *const Value) };
    dict.is_unbound().then(|| s.cache(3))
}

/// The slots of an instance that are not in its cell, where the record, in which slots begin at `first`, names one of those
/// and fits the instance.
#[inline(always)]
pub(super) fn outer_slot(s: &Fast, obj: Value, first: u64) -> Option<(Gc<Instance>, Gc<Array>, usize)> {
    let instance = obj.cast::<Instance>()?;
    let word2 = s.cache(2).bits();
    let how = (word2 as u32 as u64).checked_sub(first)?;
    if u64::from(class_of_cell(instance.header()).version.get()) << 3 != s.cache(1).bits()
        || instance.shape_bits() != (word2 >> 32) as u32
    {
        return None;
    }
    let i = ((how >> 3) as usize).checked_sub(instance.slots().len())?;
    let outer = instance.extra.get().cast::<Array>()?;
    (i < outer.len()).then_some((instance, outer, i))
}

/// An attribute that is in no slot of the object's cell, by the cache.
#[inline(always)]
pub(super) fn outer_load(s: &Fast, obj: Value) -> Option<Value> {
    if let Some(value) = native_load(s, obj) {
        return Some(value);
    }
    if let Some((_, outer, i)) = outer_slot(s, obj, FIRST_SLOT) {
        return outer.get(i).bound();
    }
    match dict_entry(s, obj) {
        Some((entries, i)) => Some(entries.as_slice()[i].value.get()),
        None => lacked_load(s, obj),
    }
}

/// The dict that an object's attributes live in, where the record is one of this kind for such an object. (A native
/// object's record has the place of the dict's field instead of a shape.)
#[inline(always)]
pub(super) fn own_dict(s: &Fast, obj: Value, how: u64) -> Option<Gc<Dict>> {
    let header = obj.header()?;
    let word2 = s.cache(2).bits();
    if word2 as u32 as u64 != how || s.cache(1).bits() != u64::from(class_of_cell(header).version.get()) << 3
    {
        return None;
    }
    let upper = (word2 >> 32) as u32;
    match obj.cast::<Instance>() {
        Some(instance) if instance.shape_bits() == upper => instance.extra.get().cast::<Dict>(),
        Some(_) => None,
        // SAFETY: objects of one class have one layout, in which `learn` found the field.
        None => unsafe { *((header.address() + upper as usize) as *const Value) }.cast::<Dict>(),
    }
}

/// The entry of an object's dict that the record counts, where the attribute's name still stands there.
#[inline(always)]
pub(super) fn dict_entry(s: &Fast, obj: Value) -> Option<(Gc<Entries>, usize)> {
    let entries = own_dict(s, obj, IN_DICT)?.entries.get();
    let i = s.cache(3).as_small_int()? as usize;
    (entries.as_slice().get(i)?.key.get() == s.cache(0)).then_some((entries, i))
}

/// The attribute of the class of an instance whose dict has none of the name.
#[inline(always)]
pub(super) fn lacked_load(s: &Fast, obj: Value) -> Option<Value> {
    let dict = own_dict(s, obj, ON_CLASS_LACKED)?;
    let name = s.cache(0).cast::<Str>()?;
    // SAFETY: the interpreter that runs this frame; no code runs where all keys are strings.
    let lacks = dict.str_keys.get() && unsafe { dict.get_str(&mut *s.vm, name) }.is_none();
    lacks.then(|| s.cache(3))
}

/// Is the object of a class that the site's record is not of? Then what the site left for it is worth a look first.
#[inline(always)]
pub(super) fn is_of_another_class(s: &Fast, obj: Value) -> bool {
    obj.header().is_some_and(|h| u64::from(class_of_cell(h).version.get()) << 3 != s.cache(1).bits())
}

/// Moves the record that a site of this kind has left for such an object into the inline cache.
#[inline(always)]
pub(super) fn recall(s: &Fast, obj: Value, kind: u64) -> bool {
    let Some(header) = obj.header() else { return false };
    let key = s.cache(0).bits() | kind;
    let version = u64::from(class_of_cell(header).version.get()) << 3;
    let shape = shape_of(obj);
    // SAFETY: the interpreter that runs this frame; verified cache operands stay in the block.
    unsafe {
        let fits = |&&[of, of_version, how, _]: &&SiteRecord| {
            of == key && of_version == version && (how >> 32) as u32 == shape
        };
        let Some(&[_, _, how, value]) = (*s.vm).site_records(key, version, shape).iter().find(fits) else {
            return false;
        };
        let record = s.k.sub(s.imm() as usize);
        *record.sub(1) = Value::from_bits(version);
        *record.sub(2) = Value::from_bits(how);
        dirty(record.sub(3));
        *record.sub(3) = Value::from_bits(value);
    }
    true
}

#[inline(always)]
pub(in crate::ops) fn class_of_cell(header: Gc<taipan_runtime::Header>) -> Gc<Type> {
    // SAFETY: a cell that is a Python object has its class in the header.
    unsafe { Gc::from_address_unchecked(header.class_address()) }
}

/// The attribute by the cache.
#[inline(always)]
pub(super) fn cached_load(s: &Fast) -> Option<Value> {
    let obj = s.get(s.b());
    let header = obj.header()?;
    let word1 = s.cache(1);
    let cls = class_of_cell(header);
    if u64::from(cls.version.get()) << 3 == word1.bits() {
        let word2 = s.cache(2).bits();
        let how = word2 as u32 as u64;
        if how == ON_CLASS_ALWAYS {
            return Some(s.cache(3));
        }
        let Some(instance) = obj.cast::<Instance>() else {
            let cls = obj.cast::<Type>()?;
            if cls.version.get() != (word2 >> 32) as u32 {
                return None;
            }
            return match how {
                OF_TYPE => Some(shown(s.cache(3))),
                OF_TYPE_PLAIN => Some(s.cache(3)),
                _ => None,
            };
        };
        if instance.shape_bits() != (word2 >> 32) as u32 {
            return None;
        }
        if how == ON_CLASS {
            return Some(s.cache(3));
        }
        if how < FIRST_SLOT {
            return None;
        }
        let slot = ((how - FIRST_SLOT) >> 3) as usize;
        let slots = instance.to_ref().slots();
        if slot < slots.len() { Some(slots[slot].get()) } else { None }
    } else if header.kind() == kinds::MODULE {
        let module = obj.cast::<Module>()?;
        let entries = module.dict.get().entries.get();
        if entries.value() != word1 {
            return None;
        }
        let i = (s.cache(2).bits() >> 3) as usize;
        entries.to_ref().as_slice().get(i)?.value.get().bound()
    } else {
        None
    }
}

/// Does the record name a descriptor that computes the attribute of such an object?
#[inline(always)]
pub(super) fn computed(s: &Fast, obj: Value) -> bool {
    obj.header().is_some_and(|header| {
        s.cache(2).bits() as u32 as u64 == COMPUTED
            && s.cache(1).bits() == u64::from(class_of_cell(header).version.get()) << 3
    })
}

/// What `LoadMethod` loads by the cache where the receiver is not the object: an attribute of a class or of the object
/// itself, a static or class method.
#[inline(always)]
pub(super) fn unwrapped_load(s: &Fast, obj: Value) -> Option<(Value, Value)> {
    let cls = class_of_cell(obj.header()?);
    if u64::from(cls.version.get()) << 3 != s.cache(1).bits() {
        return None;
    }
    let word2 = s.cache(2).bits();
    if shape_of(obj) != (word2 >> 32) as u32 {
        return None;
    }
    match word2 as u32 as u64 {
        OF_TYPE => Some((shown(s.cache(3)), Value::UNBOUND)),
        OF_TYPE_BOUND => Some((shown(s.cache(3)), obj)),
        ON_CLASS_UNBOUND => Some((s.cache(3), Value::UNBOUND)),
        ON_CLASS_OF => Some((s.cache(3), cls.value())),
        how if how >= FIRST_SLOT => {
            let slot = ((how - FIRST_SLOT) >> 3) as usize;
            let value = obj.cast::<Instance>()?.to_ref().slots().get(slot)?.get();
            Some((value.bound()?, Value::UNBOUND))
        }
        _ => None,
    }
}
