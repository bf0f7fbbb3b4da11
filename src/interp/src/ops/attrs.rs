//! Attributes and methods, with inline caches.
//!
//! A record has four words: the name; the class version shifted by three, or the entries of a module's namespace; the
//! shape in the upper and the slot in the lower half, the latter shifted by three; the value found on the class. Where the
//! object is a class itself, its own version stands for the shape.
//!
//! A site that sees several classes finds what it learned of each in the interpreter's site records.

use super::calls::enter_for_result;
use super::names::cached_name;
use crate::machine::{Fast, Op, State};
use taipan_runtime::layout::{
    ClassMethod, Dict, Entries, GetSetDescriptor, Instance, MemberDescriptor, Module, Property, Shape,
    SlotWrapper, StaticMethod, Str, Type,
};
use taipan_runtime::{Array, Gc, Layout, R, Slot, Value, Vm, dirty, kinds, type_flags};

/// Lower half of word 2: the value is that of word 3, and the shape is to be compared.
const ON_CLASS: u64 = 1 << 3;
/// Lower half of word 2: the value is that of word 3, and instances have no attributes of their own.
const ON_CLASS_ALWAYS: u64 = 2 << 3;
/// Lower half of word 2: the object is a class of the version in the upper half, and the value is the cell that word 3
/// names (see [`hidden`]).
const OF_TYPE: u64 = 3 << 3;
/// As `OF_TYPE`, and the value is to be called with the class as its first argument.
const OF_TYPE_BOUND: u64 = 4 << 3;
/// As `ON_CLASS`, and the value is to be called without the object: a static method.
const ON_CLASS_UNBOUND: u64 = 5 << 3;
/// As `ON_CLASS`, and the value is to be called with the object's class: a class method.
const ON_CLASS_OF: u64 = 6 << 3;
/// As `OF_TYPE`, for a value that is no cell: word 3 is the value.
const OF_TYPE_PLAIN: u64 = 7 << 3;
/// Lower half of word 2: word 3 is a property, or another native descriptor that comes before what instances have.
const COMPUTED: u64 = 8 << 3;
/// As `ON_CLASS`, for native objects that may have a `__dict__`: the upper half is the place of that field in the cell, which
/// must be unbound.
const ON_CLASS_NATIVE: u64 = 9 << 3;
/// As `ON_CLASS`, for instances whose attributes live in a dict, which must lack the name.
const ON_CLASS_LACKED: u64 = 10 << 3;
/// As `COMPUTED`, and the shape is to be compared: word 3 is a method, to be bound.
const BOUND: u64 = 11 << 3;
/// Lower half of word 2: slots begin here.
const FIRST_SLOT: u64 = 12 << 3;
/// Lower half of word 2: the attribute lives in the instance's dict, in the entry that word 3 counts. (No slot has this
/// number.)
const IN_DICT: u64 = !7u32 as u64;

/// A cell's value as an int, so that an inline cache does not keep alive what a class refers to. As long as the class has the
/// version that it was found for, its MRO holds the value.
fn hidden(cell: Value) -> Value {
    Value::from_bits(cell.bits() << 2)
}

/// What [`hidden`] hid.
#[inline(always)]
fn shown(word: Value) -> Value {
    Value::from_bits(word.bits() >> 2)
}

/// The kinds of sites, in the low bits of a site record's key, the lowest of which is the tag of the name's address.
const LOADS: u64 = 0;
const LOADS_METHOD: u64 = 2;
const STORES: u64 = 4;

/// What stands for the shape of an object in records.
#[inline(always)]
fn shape_of(obj: Value) -> u32 {
    match obj.cast::<Instance>() {
        Some(instance) => instance.shape_bits(),
        None => obj.cast::<Type>().map_or(0, |cls| cls.version.get()),
    }
}

/// The value of an attribute of the class of a native object that may have attributes of its own, and has none.
#[inline(always)]
fn native_load(s: &Fast, obj: Value) -> Option<Value> {
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
fn outer_slot(s: &Fast, obj: Value, first: u64) -> Option<(Gc<Instance>, Gc<Array>, usize)> {
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
fn outer_load(s: &Fast, obj: Value) -> Option<Value> {
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
fn own_dict(s: &Fast, obj: Value, how: u64) -> Option<Gc<Dict>> {
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
fn dict_entry(s: &Fast, obj: Value) -> Option<(Gc<Entries>, usize)> {
    let entries = own_dict(s, obj, IN_DICT)?.entries.get();
    let i = s.cache(3).as_small_int()? as usize;
    (entries.as_slice().get(i)?.key.get() == s.cache(0)).then_some((entries, i))
}

/// The attribute of the class of an instance whose dict has none of the name.
#[inline(always)]
fn lacked_load(s: &Fast, obj: Value) -> Option<Value> {
    let dict = own_dict(s, obj, ON_CLASS_LACKED)?;
    let name = s.cache(0).cast::<Str>()?;
    // SAFETY: the interpreter that runs this frame; no code runs where all keys are strings.
    let lacks = dict.str_keys.get() && unsafe { dict.get_str(&mut *s.vm, name) }.is_none();
    lacks.then(|| s.cache(3))
}

/// Moves the record that a site of this kind has left for such an object into the inline cache.
#[inline(always)]
fn recall(s: &Fast, obj: Value, kind: u64) -> bool {
    let Some(header) = obj.header() else { return false };
    let key = s.cache(0).bits() | kind;
    let version = u64::from(class_of_cell(header).version.get()) << 3;
    let shape = shape_of(obj);
    // SAFETY: the interpreter that runs this frame; verified cache operands stay in the block.
    unsafe {
        let &[of, of_version, how, value] = (*s.vm).site_record(key, version, shape);
        if of != key || of_version != version || (how >> 32) as u32 != shape {
            return false;
        }
        let record = s.k.sub(s.imm() as usize);
        *record.sub(1) = Value::from_bits(version);
        *record.sub(2) = Value::from_bits(how);
        dirty(record.sub(3));
        *record.sub(3) = Value::from_bits(value);
    }
    true
}

#[inline(always)]
pub(super) fn class_of_cell(header: Gc<taipan_runtime::Header>) -> Gc<Type> {
    // SAFETY: a cell that is a Python object has its class in the header.
    unsafe { Gc::from_address_unchecked(header.class_address()) }
}

/// The attribute by the cache.
#[inline(always)]
fn cached_load(s: &Fast) -> Option<Value> {
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

/// `dst = obj.name`
pub struct LoadAttr;
impl Op for LoadAttr {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        match cached_load(s) {
            Some(v) if !v.is_unbound() => {
                s.set(s.a(), v);
                s.step();
                true
            }
            _ => {
                core::hint::cold_path();
                false
            }
        }
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let obj = s.get(s.b());
        if enter_getter(s) {
            return true;
        }
        // A native getter is the slow path's.
        if computed(s, obj) {
            return false;
        }
        if let Some(value) = outer_load(s, obj) {
            s.set(s.a(), value);
            s.step();
            return true;
        }
        if !recall(s, obj, LOADS) {
            return false;
        }
        // SAFETY: the same frame.
        if unsafe { Self::fast(s) || enter_getter(s) } {
            return true;
        }
        let Some(value) = outer_load(s, obj) else { return false };
        s.set(s.a(), value);
        s.step();
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let obj = vm.get(vm.b());
        let v = match compute(vm, obj) {
            Some(outcome) => outcome?,
            None => {
                let v = vm.get_attr(obj, name)?;
                learn(vm, obj, name, false);
                v
            }
        };
        vm.put(vm.a(), v);
        vm.step();
        Ok(())
    }
}

/// Does the record name a descriptor that computes the attribute of such an object?
#[inline(always)]
fn computed(s: &Fast, obj: Value) -> bool {
    obj.header().is_some_and(|header| {
        s.cache(2).bits() as u32 as u64 == COMPUTED
            && s.cache(1).bits() == u64::from(class_of_cell(header).version.get()) << 3
    })
}

/// Enters the getter of the property that the record names, where it is a Python function.
#[inline(always)]
fn enter_getter(s: &mut Fast) -> bool {
    let obj = s.get(s.b());
    if !computed(s, obj) {
        return false;
    }
    match shown(s.cache(3)).cast::<Property>() {
        Some(property) => enter_for_result(s, property.get.get(), obj, None),
        None => false,
    }
}

/// The value of the computed attribute that the record names, where it is one of this object.
fn compute(vm: &mut Vm, obj: Value) -> Option<R> {
    let version = class_of_cell(obj.header()?).version.get();
    let word2 = vm.cache(2).bits();
    let is_known = match word2 as u32 as u64 {
        COMPUTED => true,
        BOUND => shape_of(obj) == (word2 >> 32) as u32,
        _ => false,
    };
    if !is_known || vm.cache(1).bits() != u64::from(version) << 3 {
        return None;
    }
    let descriptor = shown(vm.cache(3));
    if let Some(property) = descriptor.cast::<Property>() {
        let getter = property.get.get();
        return (!getter.is_none()).then(|| vm.call(getter, &[obj]));
    }
    if let Some(descriptor) = descriptor.cast::<GetSetDescriptor>() {
        return Some(vm.getset_get(descriptor, obj));
    }
    let get = vm.slot_get(vm.class_of(descriptor))?;
    Some(get(vm, descriptor, obj, vm.class_of(obj).value()))
}

fn has_plain_getattr(cls: Gc<Type>) -> bool {
    cls.slots[Slot::GetAttr as usize].get() == kinds::OBJECT
}

/// Does the class find what is there as `object` does? (What its `__getattr__` gives is not learned.)
fn finds_plainly(vm: &mut Vm, cls: Gc<Type>) -> bool {
    if has_plain_getattr(cls) {
        return true;
    }
    let name = vm.names().__getattribute__;
    cls.has_flag(type_flags::HAS_GETATTR)
        && vm
            .type_lookup(cls, name)
            .and_then(|f| f.cast::<SlotWrapper>())
            .is_some_and(|wrapper| wrapper.native == kinds::OBJECT)
}

/// [`learn`] for a method of a number in the word, None or the like: the class alone decides.
fn learn_of_word(vm: &mut Vm, obj: Value, name: Gc<Str>) {
    let cls = vm.class_of(obj);
    if has_plain_getattr(cls)
        && cls.version.get() != 0
        && let Some(found) = vm.type_lookup(cls, name)
        && vm.is_method_descriptor(found)
    {
        vm.set_cache(1, Value::from_bits(u64::from(cls.version.get()) << 3));
        vm.set_cache(2, Value::from_bits(ON_CLASS_ALWAYS));
        vm.set_cache(3, found);
    }
}

/// Fills the record for an attribute that was found, where it can be found again so.
fn learn(vm: &mut Vm, obj: Value, name: Gc<Str>, for_call: bool) {
    let Some(header) = obj.header() else {
        if for_call {
            learn_of_word(vm, obj, name);
        }
        return;
    };
    if let Some(module) = obj.cast::<Module>() {
        let cls = vm.class_of(obj);
        if cls.slots[Slot::GetAttr as usize].get() == kinds::MODULE && vm.type_lookup(cls, name).is_none() {
            let dict = module.dict.get();
            if let Some(i) = dict.find_entry(vm, name) {
                let entries: Gc<Entries> = dict.entries.get();
                vm.set_cache(1, entries.value());
                vm.set_cache(2, Value::from_bits((i as u64) << 3));
            }
        }
        return;
    }
    if let Some(cls) = obj.cast::<Type>() {
        return learn_of_type(vm, cls, name, for_call);
    }
    let cls = class_of_cell(header);
    if !finds_plainly(vm, cls) || cls.version.get() == 0 {
        return;
    }
    let kind = if for_call { LOADS_METHOD } else { LOADS };
    let on_class = vm.type_lookup(cls, name);
    let version = Value::from_bits(u64::from(cls.version.get()) << 3);
    if let Some(found) = on_class {
        let fcls = vm.class_of(found);
        let binds = vm.slot_get(fcls).is_some();
        let data = vm.slot_set(fcls).is_some();
        if let Some(member) = found.cast::<MemberDescriptor>() {
            if let Some(instance) = obj.cast::<Instance>()
                && !for_call
            {
                let slot = FIRST_SLOT + (u64::from(member.slot) << 3);
                fill(vm, kind, version, shape_word(instance, slot), Value::NONE);
            }
            return;
        }
        let unbound = if for_call && !binds { Some((ON_CLASS_UNBOUND, found)) } else { None };
        if for_call && let Some((how, function)) = unbound.or_else(|| unwrapped(vm, found)) {
            if let Some(instance) = obj.cast::<Instance>()
                && !instance.shape().is_dict
                && instance_lacks(vm, instance, name)
            {
                fill(vm, kind, version, shape_word(instance, how), function);
            }
            return;
        }
        if data && binds && !for_call && has_plain_getattr(cls) {
            let shape = Value::from_bits(u64::from(shape_of(obj)) << 32 | COMPUTED);
            fill(vm, kind, version, shape, hidden(found));
        }
        if !for_call && binds && !data && vm.is_method_descriptor(found) {
            let lacks = match obj.cast::<Instance>() {
                Some(instance) => !instance.shape().is_dict && instance_lacks(vm, instance, name),
                None => vm.instance_dict_opt(obj).is_none() && vm.dict_place(obj).is_none(),
            };
            if lacks {
                let shape = Value::from_bits(u64::from(shape_of(obj)) << 32 | BOUND);
                fill(vm, kind, version, shape, hidden(found));
            }
        }
        if !data && vm.instance_attr(obj, name).is_some() {
            return learn_own(vm, obj, name, kind);
        }
        if data || binds && !(for_call && vm.is_method_descriptor(found)) {
            return;
        }
        match obj.cast::<Instance>() {
            Some(instance) => {
                let how = match cls.has_flag(type_flags::INSTANCE_DICT) {
                    true if instance.shape().is_dict => ON_CLASS_LACKED,
                    true => ON_CLASS,
                    false => ON_CLASS_ALWAYS,
                };
                fill(vm, kind, version, shape_word(instance, how), found);
            }
            None if header.kind() != kinds::TYPE => {
                let how = match vm.dict_place(obj) {
                    Some(place) if vm.instance_dict_opt(obj).is_some() => {
                        (place as u64) << 32 | ON_CLASS_LACKED
                    }
                    Some(place) => (place as u64) << 32 | ON_CLASS_NATIVE,
                    None => ON_CLASS_ALWAYS,
                };
                fill(vm, kind, version, Value::from_bits(how), found);
            }
            None => {}
        }
        return;
    }
    learn_own(vm, obj, name, kind);
}

/// Fills the record for an attribute of the object itself.
fn learn_own(vm: &mut Vm, obj: Value, name: Gc<Str>, kind: u64) {
    let version = Value::from_bits(u64::from(vm.class_of(obj).version.get()) << 3);
    if let Some((how, i)) = own_entry(vm, obj, name) {
        return fill(vm, kind, version, how, i);
    }
    if let Some(instance) = obj.cast::<Instance>()
        && let Some(slot) = vm.slot_of(instance, name)
    {
        fill(vm, kind, version, shape_word(instance, FIRST_SLOT + ((slot as u64) << 3)), Value::NONE);
    }
}

/// Words 2 and 3 for an attribute in the dict that the object's attributes live in.
fn own_entry(vm: &mut Vm, obj: Value, name: Gc<Str>) -> Option<(Value, Value)> {
    let upper = match obj.cast::<Instance>() {
        Some(instance) if !instance.shape().is_dict => return None,
        Some(instance) => instance.shape_bits(),
        None => vm.dict_place(obj)? as u32,
    };
    let i = vm.instance_dict_opt(obj)?.find_entry(vm, name)?;
    Some((Value::from_bits(u64::from(upper) << 32 | IN_DICT), Value::len(i)))
}

fn instance_lacks(vm: &mut Vm, instance: Gc<Instance>, name: Gc<Str>) -> bool {
    vm.slot_of(instance, name).is_none()
}

fn shape_word(instance: Gc<Instance>, low: u64) -> Value {
    Value::from_bits(u64::from(instance.shape_bits()) << 32 | low)
}

fn fill(vm: &mut Vm, kind: u64, version: Value, shape: Value, value: Value) {
    vm.set_cache(1, version);
    vm.set_cache(2, shape);
    vm.set_cache(3, value);
    let key = vm.cache(0).bits() | kind;
    vm.keep_site_record([key, version.bits(), shape.bits(), value.bits()]);
}

/// The function in a static or class method (a native one stands for itself), and how one that is found on an object's class is called. Classes derived
/// from the two may bind otherwise.
fn unwrapped(vm: &Vm, found: Value) -> Option<(u64, Value)> {
    let kind = found.kind()?;
    if found.header()?.class_address() != vm.class_made(kind)?.address() {
        return None;
    }
    if let Some(method) = found.cast::<StaticMethod>() {
        return Some((ON_CLASS_UNBOUND, method.function.get()));
    }
    if kind == kinds::CLASSMETHOD_DESCRIPTOR {
        // Called with the class first it does what it does when bound.
        return Some((ON_CLASS_OF, found));
    }
    let function = found.cast::<ClassMethod>()?.function.get();
    function.is_kind(kinds::FUNCTION).then_some((ON_CLASS_OF, function))
}

/// [`learn`] for an attribute of a class, where its metaclass has none of that name.
fn learn_of_type(vm: &mut Vm, cls: Gc<Type>, name: Gc<Str>, for_call: bool) {
    let meta = vm.class_of(cls.value());
    if meta.slots[Slot::GetAttr as usize].get() != kinds::TYPE {
        return;
    }
    if let Some(found) = vm.type_lookup(meta, name) {
        // `cls.__name__` and the like.
        if !for_call && meta.version.get() != 0 && found.is_kind(kinds::GETSET_DESCRIPTOR) {
            let version = Value::from_bits(u64::from(meta.version.get()) << 3);
            let shape = Value::from_bits(u64::from(cls.version.get()) << 32 | COMPUTED);
            fill(vm, LOADS, version, shape, hidden(found));
        }
        return;
    }
    let Some(found) = vm.type_lookup(cls, name) else { return };
    if meta.version.get() == 0 || cls.version.get() == 0 {
        return;
    }
    let fcls = vm.class_of(found);
    let (how, value) = match unwrapped(vm, found) {
        // Numbers and None lie in the word itself.
        None if !found.is_cell() => (OF_TYPE_PLAIN, found),
        Some((ON_CLASS_UNBOUND, function)) => (OF_TYPE, function),
        Some((_, function)) if for_call => (OF_TYPE_BOUND, function),
        Some(_) => return,
        None if vm.slot_get(fcls).is_none() || vm.is_method_descriptor(found) => (OF_TYPE, found),
        None => return,
    };
    let value = match how {
        OF_TYPE_PLAIN => value,
        _ if value.is_cell() => hidden(value),
        _ => return,
    };
    let kind = if for_call { LOADS_METHOD } else { LOADS };
    let version = Value::from_bits(u64::from(meta.version.get()) << 3);
    fill(vm, kind, version, Value::from_bits(u64::from(cls.version.get()) << 32 | how), value);
}

/// `obj.name = value`
pub struct StoreAttr;
impl Op for StoreAttr {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let obj = s.get(s.a());
        if let Some(instance) = obj.cast::<Instance>() {
            let cls = class_of_cell(instance.header());
            if u64::from(cls.version.get()) << 3 == s.cache(1).bits() {
                let word2 = s.cache(2).bits();
                if instance.shape_bits() == (word2 >> 32) as u32 {
                    let slot = ((word2 as u32 as u64) >> 3) as usize;
                    let slots = instance.slots();
                    if slot < slots.len() {
                        slots[slot].set(instance, s.get(s.b()));
                        let next = s.cache(3);
                        if let Some(shape) = next.cast::<Shape>() {
                            instance.set_shape(shape);
                        }
                        s.step();
                        return true;
                    }
                }
            }
        }
        core::hint::cold_path();
        false
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let obj = s.get(s.a());
        if let Some((instance, outer, i)) = outer_slot(s, obj, 0) {
            outer.set(i, s.get(s.b()));
            if let Some(shape) = s.cache(3).cast::<Shape>() {
                instance.set_shape(shape);
            }
            s.step();
            return true;
        }
        if let Some((entries, i)) = dict_entry(s, obj) {
            entries.as_slice()[i].value.set(entries, s.get(s.b()));
            s.step();
            return true;
        }
        // SAFETY: the same frame.
        recall(s, obj, STORES) && unsafe { Self::fast(s) }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let (obj, value) = (vm.get(vm.a()), vm.get(vm.b()));
        let before = obj.cast::<Instance>().map(|i| i.shape());
        vm.set_attr(obj, name, value)?;
        learn_store(vm, obj, before, name);
        vm.step();
        Ok(())
    }
}

/// Fills the record for an attribute that was stored; `before`: the shape that the instance then had.
fn learn_store(vm: &mut Vm, obj: Value, before: Option<Gc<Shape>>, name: Gc<Str>) {
    let cls = vm.class_of(obj);
    let plain = cls.slots[Slot::SetAttr as usize].get() == kinds::OBJECT;
    if !plain || cls.version.get() == 0 {
        return;
    }
    let version = Value::from_bits(u64::from(cls.version.get()) << 3);
    let on_class = vm.type_lookup(cls, name);
    let member = on_class.and_then(|found| found.cast::<MemberDescriptor>());
    if member.is_none() {
        if on_class.is_some_and(|found| vm.slot_set(vm.class_of(found)).is_some()) {
            return;
        }
        if let Some((how, i)) = own_entry(vm, obj, name) {
            return fill(vm, STORES, version, how, i);
        }
    }
    let (Some(instance), Some(before)) = (obj.cast::<Instance>(), before) else { return };
    let slot = match member {
        Some(member) => Some(member.slot as usize),
        None => vm.slot_of(instance, name),
    };
    if let Some(slot) = slot.filter(|_| instance.shape().is_dict == before.is_dict) {
        let word = (before.address() as u64 >> 4) << 32 | (slot as u64) << 3;
        let next = if instance.shape() == before { Value::NONE } else { instance.shape().value() };
        fill(vm, STORES, version, Value::from_bits(word), next);
    }
}

/// `del obj.name`
pub struct DelAttr;
impl Op for DelAttr {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        vm.set_attr(vm.get(vm.a()), name, Value::UNBOUND)?;
        vm.step();
        Ok(())
    }
}

/// What `LoadMethod` loads by the cache where the receiver is not the object: an attribute of a class or of the object
/// itself, a static or class method.
#[inline(always)]
fn unwrapped_load(s: &Fast, obj: Value) -> Option<(Value, Value)> {
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

/// `r[a] = obj.name` as a function to be called with `r[a + 4] = obj`, or as any value with `r[a + 4]` unbound
pub struct LoadMethod;
impl Op for LoadMethod {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let obj = s.get(s.b());
        if let Some(header) = obj.header() {
            let word1 = s.cache(1).bits();
            let cls = class_of_cell(header);
            if u64::from(cls.version.get()) << 3 == word1 {
                let word2 = s.cache(2).bits();
                let how = word2 as u32 as u64;
                let hit = how == ON_CLASS_ALWAYS
                    || (how == ON_CLASS
                        && obj.cast::<Instance>().is_some_and(|i| i.shape_bits() == (word2 >> 32) as u32));
                if hit {
                    s.set(s.a(), s.cache(3));
                    s.set(s.a() + 4, obj);
                    s.step();
                    return true;
                }
            } else if header.kind() == kinds::MODULE
                && let Some(v) = cached_load(s)
            {
                s.set(s.a(), v);
                s.set(s.a() + 4, Value::UNBOUND);
                s.step();
                return true;
            }
        }
        core::hint::cold_path();
        false
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let obj = s.get(s.b());
        if !obj.is_cell() {
            // SAFETY: the interpreter that runs this frame.
            let cls = unsafe { (*s.vm).class_of(obj) };
            let hit = u64::from(cls.version.get()) << 3 == s.cache(1).bits()
                && s.cache(2).bits() as u32 as u64 == ON_CLASS_ALWAYS;
            if hit {
                s.set(s.a(), s.cache(3));
                s.set(s.a() + 4, obj);
                s.step();
            }
            return hit;
        }
        if let Some(function) = native_load(s, obj).or_else(|| lacked_load(s, obj)) {
            s.set(s.a(), function);
            s.set(s.a() + 4, obj);
            s.step();
            return true;
        }
        let known = unwrapped_load(s, obj);
        if known.is_none() && !recall(s, obj, LOADS_METHOD) {
            return false;
        }
        match known.or_else(|| unwrapped_load(s, obj)) {
            Some((function, first)) => {
                s.set(s.a(), function);
                s.set(s.a() + 4, first);
                s.step();
                true
            }
            None => {
                let Some(function) = lacked_load(s, obj) else {
                    // SAFETY: the same frame.
                    return unsafe { Self::fast(s) };
                };
                s.set(s.a(), function);
                s.set(s.a() + 4, obj);
                s.step();
                true
            }
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let (dst, obj) = (vm.a(), vm.get(vm.b()));
        let cls = vm.class_of(obj);
        if has_plain_getattr(cls)
            && let Some(f) = vm.type_lookup(cls, name)
            && vm.is_method_descriptor(f)
            && vm.instance_attr(obj, name).is_none()
        {
            learn(vm, obj, name, true);
            vm.put(dst, f);
            vm.put(dst + 4, obj);
            vm.step();
            return Ok(());
        }
        let v = vm.get_attr(obj, name)?;
        learn(vm, obj, name, !obj.is_kind(Module::KIND));
        vm.put(dst, v);
        vm.put(dst + 4, Value::UNBOUND);
        vm.step();
        Ok(())
    }
}

/// The special methods of `with` statements, by number.
pub fn special_name(vm: &Vm, which: i32) -> Gc<Str> {
    let names = vm.names();
    match which {
        0 => names.__enter__,
        1 => names.__exit__,
        2 => names.__aenter__,
        _ => names.__aexit__,
    }
}

/// `r[a] = type(obj).special` with `r[a + 4] = obj`, for `with` statements
pub struct LoadSpecial;
impl Op for LoadSpecial {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let (dst, obj, which) = (vm.a(), vm.get(vm.b()), vm.imm());
        let name = special_name(vm, which);
        let cls = vm.class_of(obj);
        match vm.type_lookup(cls, name) {
            Some(f) if vm.is_method_descriptor(f) => {
                vm.put(dst, f);
                vm.put(dst + 4, obj);
            }
            Some(f) => {
                let bound = vm.bind_descriptor(f, obj, cls)?;
                vm.put(dst, bound);
                vm.put(dst + 4, Value::UNBOUND);
            }
            None => return Err(raise_no_context_manager(vm, obj, which)),
        }
        vm.step();
        Ok(())
    }
}

#[cold]
fn raise_no_context_manager(vm: &mut Vm, obj: Value, which: i32) -> taipan_runtime::Raised {
    let cls = vm.class_of(obj);
    let of = vm.qualified_class_name(cls);
    let names = vm.names();
    let has = |vm: &mut Vm, a, b| vm.type_lookup(cls, a).is_some() && vm.type_lookup(cls, b).is_some();
    let asynchronous = which >= 2;
    let (kind, method) = if asynchronous {
        ("asynchronous context manager", if which == 2 { "__aenter__" } else { "__aexit__" })
    } else {
        ("context manager", if which == 0 { "__enter__" } else { "__exit__" })
    };
    let other = if asynchronous {
        has(vm, names.__enter__, names.__exit__)
    } else {
        has(vm, names.__aenter__, names.__aexit__)
    };
    let hint = match (other, asynchronous) {
        (false, _) => "",
        (true, false) => {
            " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
        }
        (true, true) => " but it supports the context manager protocol. Did you mean to use 'with'?",
    };
    let missed = format!(" (missed {method} method)");
    vm.type_error(format!("'{of}' object does not support the {kind} protocol{missed}{hint}"))
}
