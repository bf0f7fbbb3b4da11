//! Subscripts.

use super::attrs::class_of_cell;
use super::calls::enter_for_result;
use crate::machine::{Fast, Op, State};
use taipan_runtime::layout::{Dict, List, Str, Tuple};
use taipan_runtime::{Gc, R, Value, Vm, kinds, type_flags};

/// An index into a sequence of `n` items, negative ones from the end.
#[inline(always)]
fn resolve(i: i64, n: usize) -> Option<usize> {
    let i = if i < 0 { i + n as i64 } else { i };
    if (i as u64) < n as u64 { Some(i as usize) } else { None }
}

/// Is the list really a list (and no payload of a subclass instance, which is never in a register by itself)?
#[inline(always)]
fn quick_item(obj: Value, i: i64) -> Option<Value> {
    if let Some(list) = obj.cast::<List>() {
        let list: Gc<List> = list;
        let i = resolve(i, list.len.get())?;
        return Some(list.to_ref().as_slice()[i]);
    }
    if let Some(tuple) = obj.cast::<Tuple>() {
        let items = tuple.to_ref().as_slice();
        return Some(items[resolve(i, items.len())?]);
    }
    None
}

/// The character at an index of ASCII text.
fn quick_char(vm: &mut Vm, obj: Value, key: Value) -> Option<Value> {
    let text = obj.cast::<Str>().filter(|text| key.is_small_int() && text.is_ascii())?;
    let bytes = text.to_ref().as_bytes();
    resolve(key.small_int_bits(), bytes.len()).map(|i| vm.latin1_str(bytes[i]))
}

/// The item under a key, where a plain dict has it and looking runs no code.
fn dict_item(vm: &mut Vm, obj: Value, key: Value) -> R<Option<Value>> {
    match obj.cast::<Dict>() {
        Some(dict) if vm.is_exact(obj, kinds::DICT) => match dict.get_item(vm, key)? {
            Some(v) => Ok(Some(v)),
            None => Err(vm.key_error(key)),
        },
        _ => Ok(None),
    }
}

/// `dst = obj[index]`
pub struct LoadIndex;
impl Op for LoadIndex {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let key = s.get(s.c());
        if key.is_small_int()
            && let Some(v) = quick_item(s.get(s.b()), key.small_int_bits())
        {
            s.set(s.a(), v);
            s.step();
            return true;
        }
        core::hint::cold_path();
        false
    }
    const MIDDLE: bool = true;
    /// A `__getitem__` written in Python is entered.
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let (obj, key) = (s.get(s.b()), s.get(s.c()));
        let Some(cls) = obj.header().map(class_of_cell).filter(|cls| cls.has_flag(type_flags::HEAP)) else {
            return false;
        };
        // SAFETY: the interpreter of this frame.
        let vm = unsafe { &*s.vm };
        // What has to be looked for may make classes, which is for the slow path.
        match vm.cached_lookup(cls, vm.names().__getitem__) {
            Some(function) => enter_for_result(s, function, obj, Some(key)),
            None => false,
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (obj, key) = (vm.get(vm.b()), vm.get(vm.c()));
        let v = match dict_item(vm, obj, key)? {
            Some(v) => v,
            None => match quick_char(vm, obj, key) {
                Some(v) => v,
                None => vm.get_item(obj, key)?,
            },
        };
        vm.put(vm.a(), v);
        vm.step();
        Ok(())
    }
}

/// `dst = obj[imm]`
pub struct LoadIndexImm;
impl Op for LoadIndexImm {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        if let Some(v) = quick_item(s.get(s.b()), i64::from(s.imm())) {
            s.set(s.a(), v);
            s.step();
            return true;
        }
        core::hint::cold_path();
        false
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (obj, key) = (vm.get(vm.b()), Value::int32(vm.imm()));
        let v = match quick_char(vm, obj, key) {
            Some(v) => v,
            None => vm.get_item(obj, key)?,
        };
        vm.put(vm.a(), v);
        vm.step();
        Ok(())
    }
}

/// `obj[index] = value`: `a[b] = c`
pub struct StoreIndex;
impl Op for StoreIndex {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let key = s.get(s.b());
        if key.is_small_int()
            && let Some(list) = s.get(s.a()).cast::<List>()
            && let Some(i) = resolve(key.small_int_bits(), list.len.get())
        {
            let items = list.items.get();
            items.fields()[i].set(items, s.get(s.c()));
            s.step();
            return true;
        }
        core::hint::cold_path();
        false
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (obj, key, value) = (vm.get(vm.a()), vm.get(vm.b()), vm.get(vm.c()));
        match obj.cast::<Dict>() {
            Some(dict) if vm.is_exact(obj, kinds::DICT) => dict.set_item(vm, key, value)?,
            _ => vm.set_item(obj, key, value)?,
        }
        vm.step();
        Ok(())
    }
}

/// `del obj[index]`
pub struct DelIndex;
impl Op for DelIndex {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        vm.set_item(vm.get(vm.a()), vm.get(vm.b()), Value::UNBOUND)?;
        vm.step();
        Ok(())
    }
}
