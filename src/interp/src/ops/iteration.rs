//! `for` loops, unpacking, and membership.
//!
//! The state of a loop is three registers: `(next, stop, step)` as ints for a range; `(list, tuple or text, index, ...)`;
//! `(iterator, unbound, ...)` for everything else.

use super::attrs::class_of_cell;
use super::calls::enter_for_result;
use super::control::{interrupted, safepoint};
use crate::generator;
use crate::machine::{Fast, Op, State};
use taipan_bytecode::{Instruction, Opcode, code_flags};
use taipan_runtime::layout::{Dict, Function, Generator, List, Range, Set, Str, Tuple};
use taipan_runtime::{Gc, R, Slot, Value, Values, Vm, kinds, type_flags};
use taipan_text::search;

/// `r[a..a+3] =` the state of iterating `r[b]`
pub struct ForPrep;
impl Op for ForPrep {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let (state, src) = (s.a(), s.get(s.b()));
        // SAFETY: the interpreter of this frame.
        let vm = unsafe { &*s.vm };
        let is_row = src.cast::<List>().is_some() && vm.is_exact(src, kinds::LIST)
            || src.cast::<Tuple>().is_some() && vm.is_exact(src, kinds::TUPLE);
        if !is_row || s.c() != 0 {
            return false;
        }
        s.set(state, src);
        s.set(state + 1, Value::ZERO);
        s.set(state + 2, Value::UNBOUND);
        s.step();
        true
    }
    const MIDDLE: bool = true;
    /// An `__iter__` that is a generator function is entered.
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let (state, src) = (s.a(), s.get(s.b()));
        if s.c() != 0 || (state..state + 3).contains(&s.b()) {
            return false;
        }
        s.set(state + 1, Value::UNBOUND);
        s.set(state + 2, Value::UNBOUND);
        enter_iter(s, src)
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (state, src) = (vm.a(), vm.get(vm.b()));
        let exact = |kind| vm.is_exact(src, kind);
        if vm.c() != 0 {
            let iterator = prepared_iterator(vm, src)?;
            vm.put(state, iterator);
            vm.put(state + 1, Value::UNBOUND);
            vm.put(state + 2, Value::UNBOUND);
        } else if src.cast::<Range>().is_some()
            && let Some((start, stop, step)) = vm.range_parts(src)
            && step.unsigned_abs() < 1 << 60
        {
            // The stop is moved to where the last number leaves the loop by equality of sign.
            vm.put(state, Value::small_int(start).unwrap_or(Value::ZERO));
            vm.put(state + 1, Value::small_int(stop).unwrap_or(Value::ZERO));
            vm.put(state + 2, Value::small_int(step).unwrap_or(Value::ZERO));
        } else if (src.cast::<List>().is_some() && exact(kinds::LIST))
            || (src.cast::<Tuple>().is_some() && exact(kinds::TUPLE))
            || (src.cast::<Str>().is_some_and(|s| s.is_ascii()) && exact(kinds::STR))
        {
            vm.put(state, src);
            vm.put(state + 1, Value::ZERO);
            vm.put(state + 2, Value::UNBOUND);
        } else {
            let iterator = vm.iter(src)?;
            vm.put(state, iterator);
            vm.put(state + 1, Value::UNBOUND);
            vm.put(state + 2, Value::UNBOUND);
        }
        vm.step();
        Ok(())
    }
}

/// Enters the `__iter__` of an object's class, if that is a generator function of one argument: then what it returns, which
/// the instruction's first register takes, is known to be an iterator.
#[inline(always)]
pub(super) fn enter_iter(s: &mut Fast, src: Value) -> bool {
    let Some(cls) = src.header().map(class_of_cell).filter(|cls| cls.has_flag(type_flags::HEAP)) else {
        return false;
    };
    // SAFETY: the interpreter of this frame.
    let vm = unsafe { &*s.vm };
    // What has to be looked for may make classes, which is for the slow path.
    let found = vm.cached_lookup(cls, vm.names().__iter__);
    let is_generator = |f: &Gc<Function>| f.code.get().flags & code_flags::GENERATOR != 0;
    match found.and_then(|found| found.cast::<Function>()).filter(is_generator) {
        Some(function) => enter_for_result(s, function.value(), src, None),
        None => false,
    }
}

/// What must be an iterator already, since it is no longer asked for one.
fn prepared_iterator(vm: &mut Vm, src: Value) -> R {
    let cls = vm.class_of(src);
    if vm.slot_next(cls).is_none() {
        let of = vm.type_name(src);
        return Err(vm.type_error(format!("'{of}' object is not an iterator")));
    }
    Ok(src)
}

/// `r[a] =` the next item of the loop whose state is at `b`, and on at the target; or on behind this when there is none
pub struct ForIter;
impl Op for ForIter {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        // SAFETY: the interpreter of this frame.
        if unsafe { interrupted(s.vm) } {
            core::hint::cold_path();
            return false;
        }
        let b = s.b();
        let (first, second) = (s.get(b), s.get(b + 1));
        if first.is_small_int() {
            let (next, stop, step) = (first.bits() as i64, second.bits() as i64, s.get(b + 2).bits() as i64);
            let more = if step > 0 { next < stop } else { next > stop };
            if more {
                s.set(s.a(), first);
                s.set(b, Value::from_bits(next.wrapping_add(step) as u64));
                s.jump();
            } else {
                core::hint::cold_path();
                s.step();
            }
            return true;
        }
        if second.is_small_int() {
            let i = second.small_int_bits() as usize;
            let item = if let Some(list) = first.cast::<List>() {
                if i < list.len.get() { Some(list.to_ref().as_slice()[i]) } else { None }
            } else if let Some(tuple) = first.cast::<Tuple>() {
                tuple.to_ref().as_slice().get(i).copied()
            } else {
                return false;
            };
            match item {
                Some(item) => {
                    s.set(s.a(), item);
                    s.set(b + 1, Value::len(i + 1));
                    s.jump();
                }
                None => {
                    core::hint::cold_path();
                    // A list that grows later is not looked at again.
                    s.set(b + 1, Value::len(usize::MAX >> 3));
                    s.step();
                }
            }
            return true;
        }
        core::hint::cold_path();
        false
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        // SAFETY: the interpreter of this frame.
        if unsafe { interrupted(s.vm) } {
            return false;
        }
        let (first, second) = (s.get(s.b()), s.get(s.b() + 1));
        if let Some(text) = first.cast::<Str>() {
            let i = second.small_int_bits() as usize;
            if let Some(&c) = text.to_ref().as_bytes().get(i) {
                // SAFETY: the interpreter of this frame.
                s.set(s.a(), unsafe { (*s.vm).latin1_str(c) });
                s.set(s.b() + 1, Value::len(i + 1));
                s.jump();
            } else {
                core::hint::cold_path();
                s.step();
            }
            return true;
        }
        let Some(g) = first.cast::<Generator>() else {
            if s.c() != 0 && unpack_pair(s, first) {
                return true;
            }
            // SAFETY: the interpreter of this frame.
            let Some(item) = (unsafe { (*s.vm).next_known(first) }) else { return false };
            s.set(s.a(), item);
            s.jump();
            return true;
        };
        // SAFETY: the running frame, at an instruction that resumes generators.
        g.header.kind() == kinds::GENERATOR && unsafe { generator::push_fast(s, g, Value::NONE) }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        safepoint(vm)?;
        let b = vm.b();
        let (first, second) = (vm.get(b), vm.get(b + 1));
        if first.is_small_int() || second.is_small_int() {
            // Interrupted: the fast paths once more.
            let mut s = Fast { pc: vm.thread.pc, r: vm.thread.regs, vm, k: vm.thread.k };
            // SAFETY: the running frame; the flag may be set again, then this comes back.
            let done = unsafe { Self::fast(&mut s) || Self::middle(&mut s) };
            if done {
                let pc = s.pc;
                vm.thread.pc = pc;
            }
            return Ok(());
        }
        if let Some(g) = first.cast::<Generator>()
            && g.header.kind() == kinds::GENERATOR
        {
            if generator::check(vm, g, Value::NONE)? {
                return generator::push(vm, g, Value::NONE);
            }
            vm.step();
            return Ok(());
        }
        // The iterators that need no call were asked before.
        let next = vm.slot_next(vm.class_of(first));
        vm.check_stack("")?;
        let item = match next {
            Some(next) => next(vm, first)?,
            None => vm.next(first)?,
        };
        match item {
            Some(item) => {
                vm.put(vm.a(), item);
                vm.jump();
            }
            None => vm.step(),
        }
        Ok(())
    }
}

/// Puts the parts of an iterator's next pair where the unpacking instruction at the target puts them, and goes on behind that:
/// the pair itself is never made. `false`: not this time; nothing has happened.
#[inline(always)]
fn unpack_pair(s: &mut Fast, iterator: Value) -> bool {
    let (pc, item) = (s.pc, s.a());
    s.jump();
    // SAFETY: verified code jumps to instructions, and the interpreter is that of this frame.
    let (target, vm) = unsafe { (Instruction::decode(*s.pc), &*s.vm) };
    if !vm.thread.traces()
        && let Some(at) = target
        && at.op == Opcode::UnpackSequence
        && at.b as usize == item
        && at.imm == 2
        && let Some((first, second)) = vm.next_pair(iterator)
    {
        s.set(at.a as usize, first);
        s.set(at.a as usize + 1, second);
        s.step();
        return true;
    }
    s.pc = pc;
    false
}

/// A generator is its own iterator: the instruction's result.
#[inline(always)]
pub(super) fn take_generator(s: &mut Fast) -> bool {
    let v = s.get(s.b());
    if !v.is_kind(kinds::GENERATOR) {
        return false;
    }
    s.set(s.a(), v);
    s.step();
    true
}

/// `dst = iter(src)`
pub struct GetIter;
impl Op for GetIter {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        take_generator(s)
    }
    const MIDDLE: bool = true;
    #[inline(always)]
    unsafe fn middle(s: &mut Fast) -> bool {
        let src = s.get(s.b());
        enter_iter(s, src)
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let v = vm.iter(vm.get(vm.b()))?;
        vm.put(vm.a(), v);
        vm.step();
        Ok(())
    }
}

fn raise_not_unpackable(vm: &mut Vm, v: Value) -> taipan_runtime::Raised {
    let of = vm.type_name(v);
    vm.type_error(format!("cannot unpack non-iterable {of} object"))
}

fn iterate_for_unpacking(vm: &mut Vm, src: Value) -> R {
    let cls = vm.class_of(src);
    if vm.slot_iter(cls).is_none() && vm.slot_getitem(cls).is_none() {
        return Err(raise_not_unpackable(vm, src));
    }
    vm.iter(src)
}

/// `r[a..a+n] = r[b]`, which has just `n` items
pub fn unpack_sequence(vm: &mut Vm, dst: usize, src: Value, n: usize) -> R<()> {
    if let Some(items) = known_items(vm, src).filter(|items| tells_length(src, items, n)) {
        check_length(vm, items.len(), n)?;
        for (i, &item) in items.iter().enumerate() {
            vm.put(dst + i, item);
        }
        return Ok(());
    }
    let items = unpack_exactly(vm, src, n)?;
    for (i, &item) in items.iter().enumerate() {
        vm.put(dst + i, item);
    }
    Ok(())
}

/// The items of a tuple or list, or of a tuple's subclass that iterates as tuples do, which no iterator is needed for.
fn known_items(vm: &Vm, src: Value) -> Option<&'static [Value]> {
    if let Some(tuple) = src.cast::<Tuple>() {
        Some(tuple.to_ref().as_slice())
    } else if vm.is_exact(src, kinds::LIST) {
        src.cast::<List>().map(|l| l.to_ref().as_slice())
    } else {
        let tuple = vm.as_tuple(src)?;
        let iterates_so = vm.class_of(src).slots[Slot::Iter as usize].get() == kinds::TUPLE;
        iterates_so.then(|| tuple.to_ref().as_slice())
    }
}

/// Is it told how many items there are, should they be more than `n`? (Not of instances of a tuple's subclass.)
fn tells_length(src: Value, items: &[Value], n: usize) -> bool {
    items.len() <= n || src.cast::<Tuple>().is_some() || src.cast::<List>().is_some()
}

fn check_length(vm: &mut Vm, got: usize, n: usize) -> R<()> {
    match got.cmp(&n) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => {
            Err(vm.value_error(format!("too many values to unpack (expected {n}, got {got})")))
        }
        std::cmp::Ordering::Less => {
            Err(vm.value_error(format!("not enough values to unpack (expected {n}, got {got})")))
        }
    }
}

/// The items of a value, which must be `n`.
pub fn unpack_exactly(vm: &mut Vm, src: Value, n: usize) -> R<Values> {
    let mut items = Values::with_capacity(&mut vm.heap, n);
    if let Some(known) = known_items(vm, src).filter(|items| tells_length(src, items, n)) {
        check_length(vm, known.len(), n)?;
        items.extend(&mut vm.heap, known);
        return Ok(items);
    }
    let iterator = iterate_for_unpacking(vm, src)?;
    for got in 0..n {
        match vm.next(iterator)? {
            Some(item) => items.push(&mut vm.heap, item),
            None => {
                check_length(vm, got, n)?;
            }
        }
    }
    if vm.next(iterator)?.is_some() {
        // Sized things tell how many they really have.
        if vm.is_instance_of(src, kinds::DICT) || vm.is_instance_of(src, kinds::LIST) {
            let got = vm.len(src)?;
            return Err(vm.value_error(format!("too many values to unpack (expected {n}, got {got})")));
        }
        return Err(vm.value_error(format!("too many values to unpack (expected {n})")));
    }
    Ok(items)
}

/// `before` items of a value, a list of what lies between, `after` items.
pub fn unpack_around(vm: &mut Vm, src: Value, before: usize, after: usize) -> R<Values> {
    let is_plain = vm.is_exact(src, kinds::LIST) || vm.is_exact(src, kinds::TUPLE);
    let mut collected = Values::new();
    let items = match known_items(vm, src).filter(|_| is_plain) {
        Some(items) => items,
        None => {
            let iterator = iterate_for_unpacking(vm, src)?;
            while let Some(item) = vm.next(iterator)? {
                collected.push(&mut vm.heap, item);
            }
            collected.as_slice()
        }
    };
    let got = items.len();
    if got < before + after {
        return Err(vm.value_error(format!(
            "not enough values to unpack (expected at least {}, got {got})",
            before + after
        )));
    }
    let middle = vm.new_list(&items[before..got - after]);
    let mut result = Values::with_capacity(&mut vm.heap, before + 1 + after);
    result.extend(&mut vm.heap, &items[..before]);
    result.push(&mut vm.heap, middle.value());
    result.extend(&mut vm.heap, &items[got - after..]);
    Ok(result)
}

/// `r[a..] =` `before` items, a list of what lies between, `after` items
pub fn unpack_ex(vm: &mut Vm, dst: usize, src: Value, before: usize, after: usize) -> R<()> {
    let items = unpack_around(vm, src, before, after)?;
    for (i, &item) in items.iter().enumerate() {
        vm.put(dst + i, item);
    }
    Ok(())
}

/// Is the item in the container? Text in text and keys with known hashes are looked for at once.
fn is_in(vm: &mut Vm, item: Value, container: Value) -> R<bool> {
    if let Some(text) = container.cast::<Str>() {
        if let Some(piece) = item.cast::<Str>() {
            return Ok(search::contains(text.to_ref().as_bytes(), piece.to_ref().as_bytes()));
        }
    } else if let Some(hash) = vm.known_hash(item) {
        if let Some(set) = container.cast::<Set>() {
            return Ok(set.find(vm, item, hash)?.is_some());
        }
        if let Some(dict) = container.cast::<Dict>()
            && vm.is_exact(container, kinds::DICT)
        {
            return Ok(dict.find(vm, item, hash)?.is_some());
        }
    }
    vm.contains(container, item)
}

/// `dst = lhs in rhs`
pub struct Contains;
impl Op for Contains {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let v = is_in(vm, vm.get(vm.b()), vm.get(vm.c()))?;
        vm.put(vm.a(), Value::bool(v));
        vm.step();
        Ok(())
    }
}

/// `dst = lhs not in rhs`
pub struct NotContains;
impl Op for NotContains {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let v = is_in(vm, vm.get(vm.b()), vm.get(vm.c()))?;
        vm.put(vm.a(), Value::bool(!v));
        vm.step();
        Ok(())
    }
}
