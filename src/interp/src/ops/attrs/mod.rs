//! Attributes and methods, with inline caches.

mod learn;
mod record;
mod special;

use super::calls::enter_for_result;
use super::names::cached_name;
use crate::machine::{Fast, Op, State};
use learn::{has_plain_getattr, learn, learn_store};
pub(super) use record::class_of_cell;
use record::{
    BOUND, COMPUTED, LOADS, LOADS_METHOD, ON_CLASS, ON_CLASS_ALWAYS, STORES, cached_load, computed,
    dict_entry, is_of_another_class, lacked_load, native_load, outer_load, outer_slot, recall, shape_of,
    shown, unwrapped_load,
};
pub use special::LoadSpecial;
use taipan_runtime::layout::{GetSetDescriptor, Instance, Module, Property, Shape};
use taipan_runtime::{Layout, R, Value, Vm, kinds};

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
        // SAFETY: the same frame.
        if unsafe { recalls_first::<Self>(s, obj, LOADS) } {
            return true;
        }
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
            Some(Ok(v)) => v,
            Some(Err(raised)) => vm.get_attr_after(obj, name, raised)?,
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

/// Where the record in place is of another class than the object's: was the instruction done by the one that the site has left
/// for this class?
#[inline(always)]
unsafe fn recalls_first<O: Op>(s: &mut Fast, obj: Value, kind: u64) -> bool {
    // SAFETY: the caller's.
    is_of_another_class(s, obj) && recall(s, obj, kind) && unsafe { O::fast(s) }
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

/// What the computed attribute gives that the record names, where it is one of this object.
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
        // SAFETY: the same frame.
        if unsafe { recalls_first::<Self>(s, obj, STORES) } {
            return true;
        }
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
        // SAFETY: the same frame.
        if unsafe { recalls_first::<Self>(s, obj, LOADS_METHOD) } {
            return true;
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
