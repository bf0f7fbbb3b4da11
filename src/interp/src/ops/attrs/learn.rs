//! Filling the records: what a slow path found, and how it can be found again.

use super::record::{
    BOUND, COMPUTED, FIRST_SLOT, IN_DICT, LOADS, LOADS_METHOD, OF_TYPE, OF_TYPE_BOUND, OF_TYPE_PLAIN,
    ON_CLASS, ON_CLASS_ALWAYS, ON_CLASS_LACKED, ON_CLASS_NATIVE, ON_CLASS_OF, ON_CLASS_UNBOUND, STORES,
    class_of_cell, hidden, shape_of,
};
use crate::machine::State;
use taipan_runtime::layout::{
    ClassMethod, Entries, Instance, MemberDescriptor, Module, Shape, SlotWrapper, StaticMethod, Str, Type,
};
use taipan_runtime::{Gc, Slot, Value, Vm, kinds, type_flags};

pub(super) fn has_plain_getattr(cls: Gc<Type>) -> bool {
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
pub(super) fn learn(vm: &mut Vm, obj: Value, name: Gc<Str>, for_call: bool) {
    let Some(header) = obj.header() else {
        if for_call {
            learn_of_word(vm, obj, name);
        }
        return;
    };
    if let Some(module) = obj.cast::<Module>() {
        let cls = vm.class_of(obj);
        // Subclasses may get a descriptor of the name later.
        if cls == vm.class(kinds::MODULE) && vm.type_lookup(cls, name).is_none() {
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
        if data && binds && !for_call && (has_plain_getattr(cls) || found.is_kind(kinds::GETSET_DESCRIPTOR)) {
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

/// Fills the record for an attribute that was stored; `before`: the shape that the instance then had.
pub(super) fn learn_store(vm: &mut Vm, obj: Value, before: Option<Gc<Shape>>, name: Gc<Str>) {
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
