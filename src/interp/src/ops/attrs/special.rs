//! Special methods of context managers.

use crate::machine::{Op, State};
use taipan_runtime::layout::Str;
use taipan_runtime::{Gc, R, Value, Vm};

/// The special methods of `with` statements, by number.
fn special_name(vm: &Vm, which: i32) -> Gc<Str> {
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
