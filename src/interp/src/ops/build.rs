//! Displays, strings, functions, and what else makes objects.

use super::names::running;
use crate::machine::{Fast, Op, State};
use taipan_bytecode::{code_flags, function_attr};
use taipan_runtime::code::{self, builtin_of};
use taipan_runtime::layout::{Block, Code, Dict, Function, List, Str, Tuple};
use taipan_runtime::{R, Raised, Slot, Value, Values, Vm, kinds};

macro_rules! op {
    ($(#[$doc:meta])* $name:ident, |$vm:ident| $body:block) => {
        $(#[$doc])*
        pub struct $name;
        impl Op for $name {
            const FAST: bool = false;
            fn slow($vm: &mut Vm) -> R<()> {
                $body
                State::step($vm);
                Ok(())
            }
        }
    };
}
pub(crate) use op;

op!(
    /// `dst = +src`
    Pos, |vm| { let v = vm.positive(vm.get(vm.b()))?; vm.put(vm.a(), v); });
op!(
    /// `dst = ~src`
    Invert, |vm| { let v = vm.invert(vm.get(vm.b()))?; vm.put(vm.a(), v); });

op!(
/// `a =` a tuple of registers
BuildTuple, |vm| {
    let items = vm.many(vm.b(), vm.imm() as usize);
    let v = vm.new_tuple(items);
    vm.put(vm.a(), v.value());
});
op!(
/// `a =` a list of registers
BuildList, |vm| {
    let items = vm.many(vm.b(), vm.imm() as usize);
    let v = vm.new_list(items);
    vm.put(vm.a(), v.value());
});
op!(
/// `a =` a set of registers
BuildSet, |vm| {
    let set = vm.new_set(kinds::SET);
    for &v in vm.many(vm.b(), vm.imm() as usize) {
        set.add(vm, v)?;
    }
    vm.put(vm.a(), set.value());
});
op!(
/// `a =` a dict of pairs of registers
BuildMap, |vm| {
    let n = vm.imm() as usize;
    let dict = vm.new_dict_sized(n);
    for pair in vm.many(vm.b(), 2 * n).chunks_exact(2) {
        dict.set_item(vm, pair[0], pair[1])?;
    }
    vm.put(vm.a(), dict.value());
});
op!(
/// `a =` strings joined
BuildString, |vm| {
    let (first, n) = (vm.b(), vm.imm() as usize);
    let (mut bytes, mut chars) = (0, 0);
    for r in first..first + n {
        let piece = vm.get(r);
        if let Some(s) = piece.cast::<Str>().or_else(|| vm.as_str(piece)) {
            bytes += s.n_bytes();
            chars += s.n_chars();
            // What a `__format__` gave may be of a subclass.
            vm.put(r, s.value());
        }
    }
    let parts = vm.many(first, n);
    let joined = if let [a, b] = parts
        && let (Some(a), Some(b)) = (vm.as_str(*a), vm.as_str(*b))
    {
        vm.concat_str(a, b)
    } else {
        vm.new_str_filled(bytes, chars, |text| {
            let mut at = 0;
            for p in parts {
                if let Some(s) = p.cast::<Str>() {
                    let piece = s.to_ref().as_bytes();
                    text[at..at + piece.len()].copy_from_slice(piece);
                    at += piece.len();
                }
            }
        })
    };
    vm.put(vm.a(), joined.value());
});
op!(
/// `a = slice(b, b+1, b+2)`
BuildSlice, |vm| {
    let b = vm.b();
    let v = vm.new_slice(vm.get(b), vm.get(b + 1), vm.get(b + 2));
    vm.put(vm.a(), v);
});
/// `a.append(b)`
pub struct ListAppend;
impl Op for ListAppend {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let Some(list) = s.get(s.a()).cast::<List>() else { return false };
        let (len, items) = (list.len.get(), list.items.get());
        if len < items.len() {
            items.set(len, s.get(s.b()));
            list.len.set(len + 1);
            s.step();
            true
        } else {
            core::hint::cold_path();
            false
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        if let Some(list) = vm.get(vm.a()).cast::<List>() {
            let v = vm.get(vm.b());
            list.push(&mut vm.heap, v);
        }
        vm.step();
        Ok(())
    }
}
op!(
/// `a.extend(b)`
ListExtend, |vm| {
    let src = vm.get(vm.b());
    let Some(list) = vm.get(vm.a()).cast::<List>() else { return Err(vm.runtime_error("no list to extend")) };
    let cls = vm.class_of(src);
    if vm.slot_iter(cls).is_none() && vm.slot_getitem(cls).is_none() {
        let of = vm.type_name(src);
        return Err(vm.type_error(format!("Value after * must be an iterable, not {of}")));
    }
    let n = list.len.get();
    if let Some(source) = src.cast::<List>().filter(|_| vm.is_exact(src, kinds::LIST)) {
        list.splice(&mut vm.heap, n, n, source.to_ref().as_slice());
    } else if let Some(source) = src.cast::<Tuple>().filter(|_| vm.is_exact(src, kinds::TUPLE)) {
        list.splice(&mut vm.heap, n, n, source.to_ref().as_slice());
    } else {
        let items = vm.to_list(src)?;
        list.splice(&mut vm.heap, n, n, items.to_ref().as_slice());
    }
});
op!(
/// `a.add(b)`
SetAdd, |vm| {
    if let Some(set) = vm.as_set(vm.get(vm.a())) {
        let v = vm.get(vm.b());
        set.add(vm, v)?;
    }
});
op!(
/// `a.update(b)`
SetUpdate, |vm| {
    if let Some(set) = vm.as_set(vm.get(vm.a())) {
        let v = vm.get(vm.b());
        set.update(vm, v)?;
    }
});
op!(
/// `a[b] = c`
MapAdd, |vm| {
    if let Some(dict) = vm.get(vm.a()).cast::<Dict>() {
        dict.set_item(vm, vm.get(vm.b()), vm.get(vm.c()))?;
    }
});

/// Calls `f` for each item of a mapping: a dict, or anything with `keys()`. `Ok(false)`: it is no mapping.
pub fn each_item(vm: &mut Vm, mapping: Value, f: impl FnMut(&mut Vm, Value, Value) -> R<()>) -> R<bool> {
    each_admitted_item(vm, mapping, |_, _| Ok(()), f)
}

/// The same where each key is looked at before its value is asked for.
fn each_admitted_item(
    vm: &mut Vm,
    mapping: Value,
    admit: impl Fn(&mut Vm, Value) -> R<()>,
    mut f: impl FnMut(&mut Vm, Value, Value) -> R<()>,
) -> R<bool> {
    let is_plain = vm.class_of(mapping).slots[Slot::Iter as usize].get() == kinds::DICT;
    if let Some(dict) = vm.as_dict(mapping).filter(|_| is_plain) {
        let mut at = 0;
        while let Some((i, key, value)) = dict.next_entry(at) {
            admit(vm, key)?;
            f(vm, key, value)?;
            at = i + 1;
        }
        return Ok(true);
    }
    let name = vm.names().keys;
    let Some(keys) = vm.get_attr_opt(mapping, name)? else { return Ok(false) };
    let keys = vm.call(keys, &[])?;
    let keys = taipan_objects::types::dict::collect_keys(vm, mapping, keys)?;
    for &key in keys.iter() {
        admit(vm, key)?;
        let value = vm.get_item(mapping, key)?;
        f(vm, key, value)?;
    }
    Ok(true)
}

op!(
/// `a.update(b)` in a display
DictUpdate, |vm| {
    let src = vm.get(vm.b());
    let Some(dict) = vm.get(vm.a()).cast::<Dict>() else { return Err(vm.runtime_error("no dict to update")) };
    if let Some(other) = src.cast::<Dict>().filter(|_| vm.is_exact(src, kinds::DICT)) {
        dict.update_from(vm, other)?;
    } else if !each_item(vm, src, |vm, k, v| dict.set_item(vm, k, v))? {
        let of = vm.type_name(src);
        return Err(vm.type_error(format!("'{of}' object is not a mapping")));
    }
});

/// A callee's name with brackets, for messages about its arguments.
fn callee_name(vm: &mut Vm, callee: Value) -> String {
    let names = vm.names();
    let qualname = match vm.get_attr_opt(callee, names.__qualname__) {
        Ok(Some(v)) => vm.as_str(v).map(|s| s.to_display()),
        _ => {
            vm.take_exception();
            None
        }
    };
    let Some(qualname) = qualname else {
        return match vm.str(callee) {
            Ok(s) => s.to_display(),
            Err(Raised) => {
                vm.take_exception();
                String::new()
            }
        };
    };
    let module = match vm.get_attr_opt(callee, names.__module__) {
        Ok(Some(v)) => vm.as_str(v).map(|s| s.to_display()),
        _ => {
            vm.take_exception();
            None
        }
    };
    match module {
        Some(m) if m != "builtins" => format!("{m}.{qualname}()"),
        _ => format!("{qualname}()"),
    }
}

op!(
/// `a.update(b)` for a call of `c`, where keys must be new strings
DictMerge, |vm| {
    let (src, callee) = (vm.get(vm.b()), vm.get(vm.c()));
    let Some(dict) = vm.get(vm.a()).cast::<Dict>() else { return Err(vm.runtime_error("no dict to update")) };
    if dict.len.get() == 0
        && let Some(other) = src.cast::<Dict>().filter(|_| vm.is_exact(src, kinds::DICT))
    {
        // No key can be there twice.
        dict.update_from(vm, other)?;
        vm.step();
        return Ok(());
    }
    // What is no string is noticed where the arguments are bound.
    let admit = |vm: &mut Vm, k: Value| {
        if dict.get_item(vm, k)?.is_none() {
            return Ok(());
        }
        let name = callee_name(vm, callee);
        let key = vm.str(k)?.to_display();
        Err(vm.type_error(format!("{name} got multiple values for keyword argument '{key}'")))
    };
    let merged = each_admitted_item(vm, src, admit, |vm, k, v| dict.set_item(vm, k, v))?;
    if !merged {
        let name = callee_name(vm, callee);
        let of = vm.type_name(src);
        return Err(vm.type_error(format!("{name} argument after ** must be a mapping, not {of}")));
    }
});
op!(
/// `a = tuple(b)`
ListToTuple, |vm| {
    let v = match vm.get(vm.b()).cast::<List>() {
        Some(list) => vm.new_tuple(list.to_ref().as_slice()),
        None => vm.to_tuple(vm.get(vm.b()))?,
    };
    vm.put(vm.a(), v.value());
});
op!(
/// `a = format(...)` of a replacement field
Format, |vm| {
    let (b, conversion, has_spec) = (vm.b(), vm.c(), vm.imm() != 0);
    let mut v = vm.get(b);
    v = match conversion {
        1 => vm.str_value(v)?,
        2 => vm.repr_value(v)?,
        3 => vm.ascii_value(v)?,
        _ => v,
    };
    let spec = if has_spec { vm.as_str(vm.get(b + 1)).unwrap_or(vm.names().empty) } else { vm.names().empty };
    let text = vm.format_value(v, spec)?;
    vm.put(vm.a(), text);
});

op!(
/// `a =` a function of the constant code
MakeFunction, |vm| {
    let code = vm.constant(vm.imm() as usize).cast::<Code>();
    let Some(code) = code else { return Err(vm.runtime_error("no code to make a function of")) };
    let outer = running(vm);
    let function = crate::code::new_function(vm, code, outer.globals.get())?;
    function.globals_mapping.set(function, outer.globals_mapping.get());
    function.builtins.set(function, outer.builtins.get());
    // One like it was called before: so will this be. Most functions of modules are never called.
    if code.block.get().cast::<Block>().is_some_and(|block| block.globals.get() == outer.globals.get()) {
        crate::frame::prepare(vm, function)?;
    }
    vm.put(vm.a(), function.value());
});
op!(
/// An attribute of a new function
SetFunctionAttr, |vm| {
    let Some(f) = vm.get(vm.a()).cast::<Function>() else { return Err(vm.runtime_error("no function")) };
    let v = vm.get(vm.b());
    match vm.c() {
        function_attr::DEFAULTS => f.defaults.set(f, v),
        function_attr::KWDEFAULTS => f.kwdefaults.set(f, v),
        function_attr::ANNOTATE => f.annotate.set(f, v),
        function_attr::CLOSURE => {
            // Constants that were given to a code object may be other code than it was compiled with.
            if running(vm).code.get().flags & code_flags::OWN_CONSTANTS != 0
                && v.cast::<Tuple>().map(|t| t.len()) != Some(code::record_of(f.code.get()).free_names().len())
            {
                return Err(vm.runtime_error("a function's code does not go with its closure"));
            }
            f.closure.set(f, v);
        }
        _ => return Err(vm.runtime_error("unknown attribute of a function")),
    }
});
op!(
/// `a = __build_class__`
LoadBuildClass, |vm| {
    let name = vm.names().__build_class__;
    let function = running(vm);
    match builtin_of(vm, function, name)? {
        Some(v) => vm.put(vm.a(), v),
        None => {
            return Err(vm.raise_name_error(kinds::NAME_ERROR, name, "__build_class__ not found".to_owned()));
        }
    }
});
op!(
/// `a =` an interpolation
BuildInterpolation, |vm| {
    let b = vm.b();
    let cls = vm.class(kinds::INTERPOLATION).value();
    let args = [vm.get(b), vm.get(b + 1), vm.get(b + 2), vm.get(b + 3)];
    let v = vm.call(cls, &args)?;
    vm.put(vm.a(), v);
});
op!(
/// `a =` a template
BuildTemplate, |vm| {
    let (strings, interpolations) = (vm.get(vm.b()), vm.get(vm.c()));
    let mut parts = Values::new();
    let (Some(s), Some(i)) = (strings.cast::<Tuple>(), interpolations.cast::<Tuple>()) else {
        return Err(vm.runtime_error("no parts of a template"));
    };
    for (k, &text) in s.as_slice().iter().enumerate() {
        parts.push(&mut vm.heap, text);
        if let Some(&v) = i.as_slice().get(k) {
            parts.push(&mut vm.heap, v);
        }
    }
    let cls = vm.class(kinds::TEMPLATE).value();
    let v = vm.call(cls, &parts)?;
    vm.put(vm.a(), v);
});
/// `r[a..a+imm] = b`
pub struct UnpackSequence;
impl Op for UnpackSequence {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let (a, n) = (s.a(), s.imm() as usize);
        let Some(tuple) = s.get(s.b()).cast::<Tuple>() else { return false };
        let items = tuple.to_ref().as_slice();
        if items.len() == n {
            for (i, &item) in items.iter().enumerate() {
                s.set(a + i, item);
            }
            s.step();
            true
        } else {
            core::hint::cold_path();
            false
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let (a, src, n) = (vm.a(), vm.get(vm.b()), vm.imm() as usize);
        super::iteration::unpack_sequence(vm, a, src, n)?;
        vm.step();
        Ok(())
    }
}
op!(
/// `r[a..] = b` with a list in between
UnpackEx, |vm| {
    let (a, src, imm) = (vm.a(), vm.get(vm.b()), vm.imm() as u32);
    super::iteration::unpack_ex(vm, a, src, (imm & 0xffff) as usize, (imm >> 16) as usize)?;
});
op!(
/// Displays a value.
PrintExpr, |vm| {
    let v = vm.get(vm.a());
    let name = vm.names().displayhook;
    let sys = vm.sys;
    match sys.get_str(vm, name) {
        Some(hook) => {
            vm.call(hook, &[v])?;
        }
        None => return Err(vm.runtime_error("lost sys.displayhook")),
    }
});
op!(
/// The namespace gets an `__annotations__`.
SetupAnnotations, |vm| {
    let (namespace, name) = (vm.get(0), vm.names().__annotations__);
    let missing = match vm.get_item(namespace, name.value()) {
        Ok(_) => false,
        Err(_) if vm.take_if(kinds::KEY_ERROR).is_some() => true,
        Err(raised) => return Err(raised),
    };
    if missing {
        let dict = vm.new_dict().value();
        vm.set_item(namespace, name.value(), dict)?;
    }
});
/// Nothing
pub struct Nop;
impl Op for Nop {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        s.step();
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        State::step(vm);
        Ok(())
    }
}
op!(
/// The helpers that need no opcode of their own
Intrinsic, |vm| {
    let (b, c) = (vm.get(vm.b()), vm.get(vm.c()));
    let v = super::intrinsics::call(vm, vm.imm(), b, c)?;
    vm.put(vm.a(), v);
});
