//! `cls.__bases__ = ...`

use crate::types::object::same_layout;
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{Gc, R, Value, Values, Vm, kinds};

/// Gives a class other bases.
pub fn assign(vm: &mut Vm, cls: Gc<Type>, value: Value) -> R<()> {
    let name = cls.name.get().to_display();
    let Some(bases) = vm.as_tuple(value) else {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("can only assign tuple to {name}.__bases__, not {of}")));
    };
    if bases.is_empty() {
        return Err(vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    for &base in bases.to_ref().as_slice() {
        let Some(base) = base.cast::<Type>() else {
            let of = vm.type_name(base);
            return Err(vm.type_error(format!("{name}.__bases__ must be tuple of classes, not '{of}'")));
        };
        // The chain of bases too: MROs may be about to follow it.
        if vm.is_subtype(base, cls) || (!base.mro.get().is_unbound() && derives(base, cls)) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let base = vm.best_base(bases)?;
    if let Some(old) = cls.base.get().cast::<Type>() {
        // Those without references to others are freed as `object` is.
        let untracked = [
            kinds::OBJECT,
            kinds::INT,
            kinds::FLOAT,
            kinds::COMPLEX,
            kinds::STR,
            kinds::BYTES,
            kinds::BYTEARRAY,
        ];
        let untracked = untracked.map(|kind| vm.class(kind));
        let frees_alike = untracked.contains(&base) == untracked.contains(&old);
        if !frees_alike || !same_layout(old, base) {
            let what = if frees_alike { "object layout" } else { "deallocator" };
            let (a, b) = (vm.class_type_name(base), vm.class_type_name(old));
            return Err(vm.type_error(format!("__bases__ assignment: '{a}' {what} differs from '{b}'")));
        }
    }
    let (old_bases, old_base) = (cls.bases.get(), cls.base.get());
    cls.bases.set(cls, bases);
    cls.base.set(cls, base.value());
    // Classes, the MROs they had and those they got, to go back to when one of them can't be had. A metaclass's `mro()` may
    // have assigned other bases meanwhile: those are left alone then.
    let mut undo = Values::new();
    if let Err(raised) = update_mros(vm, cls, &mut undo) {
        for entry in undo.as_slice().chunks_exact(3) {
            if let Some(c) = entry[0].cast::<Type>()
                && c.mro.get() == entry[2]
            {
                c.mro.set(c, entry[1]);
                vm.class_changed(c);
            }
        }
        if cls.bases.get() == bases {
            cls.bases.set(cls, old_bases);
            cls.base.set(cls, old_base);
        }
        return Err(raised);
    }
    if cls.bases.get() != bases {
        return Ok(());
    }
    for &b in old_bases.to_ref().as_slice() {
        if let Some(b) = b.cast::<Type>() {
            vm.remove_subclass(b, cls);
        }
    }
    for &b in bases.to_ref().as_slice() {
        if let Some(b) = b.cast::<Type>() {
            vm.add_subclass(b, cls);
        }
    }
    vm.class_changed(cls);
    vm.update_slots_below(cls, None);
    Ok(())
}

/// Is a class derived from another by the chain of their layouts?
fn derives(cls: Gc<Type>, from: Gc<Type>) -> bool {
    let mut at = Some(cls);
    while let Some(c) = at {
        if c == from {
            return true;
        }
        at = c.base.get().cast::<Type>();
    }
    false
}

fn update_mros(vm: &mut Vm, cls: Gc<Type>, undo: &mut Values) -> R<()> {
    let old = cls.mro.get();
    let mro: Gc<Tuple> = super::new::mro_of(vm, cls)?;
    if cls.mro.get() != old {
        // Assigned on the way, with all that follows from it.
        return Ok(());
    }
    for value in [cls.value(), old, mro.value()] {
        undo.push(&mut vm.heap, value);
    }
    cls.mro.set(cls, mro.value());
    vm.class_changed(cls);
    for sub in vm.subclasses(cls).iter() {
        if let Some(sub) = sub.cast::<Type>() {
            update_mros(vm, sub, undo)?;
        }
    }
    Ok(())
}
