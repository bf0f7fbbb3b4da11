//! `isinstance` and `issubclass`.

use taipan_runtime::layout::{NativeFunction, Str, Tuple, Type, Union};
use taipan_runtime::{Gc, R, Value, Vm, kinds, type_flags};

/// `isinstance(obj, cls)`, with `__instancecheck__`, tuples and unions.
pub fn is_instance(vm: &mut Vm, obj: Value, cls: Value) -> R<bool> {
    if vm.class_of(obj).value() == cls {
        return Ok(true);
    }
    if vm.is_exact(cls, kinds::TYPE) {
        return is_instance_plain(vm, obj, cls);
    }
    if let Some(union) = cls.cast::<Union>() {
        return any(vm, union.args, |vm, c| is_instance(vm, obj, c));
    }
    if let Some(tuple) = vm.as_tuple(cls) {
        return any(vm, tuple, |vm, c| is_instance(vm, obj, c));
    }
    let name = vm.names().__instancecheck__;
    if is_of_type(vm, cls, name) {
        return is_instance_plain(vm, obj, cls);
    }
    vm.check_stack(" in __instancecheck__")?;
    match vm.call_special_opt(cls, name, &[obj])? {
        Some(result) => vm.truth(result),
        None => is_instance_plain(vm, obj, cls),
    }
}

/// `issubclass(derived, cls)`, with `__subclasscheck__`, tuples and unions.
pub fn is_subclass(vm: &mut Vm, derived: Value, cls: Value) -> R<bool> {
    if vm.is_exact(cls, kinds::TYPE) {
        if derived == cls {
            return Ok(true);
        }
        return is_subclass_plain(vm, derived, cls);
    }
    if let Some(union) = cls.cast::<Union>() {
        return any(vm, union.args, |vm, c| is_subclass(vm, derived, c));
    }
    if let Some(tuple) = vm.as_tuple(cls) {
        return any(vm, tuple, |vm, c| is_subclass(vm, derived, c));
    }
    let name = vm.names().__subclasscheck__;
    if is_of_type(vm, cls, name) {
        return is_subclass_plain(vm, derived, cls);
    }
    vm.check_stack(" in __subclasscheck__")?;
    match vm.call_special_opt(cls, name, &[derived])? {
        Some(result) => vm.truth(result),
        None => is_subclass_plain(vm, derived, cls),
    }
}

/// Does a class have the method of this name that `type` has, which its metaclass inherits?
fn is_of_type(vm: &mut Vm, cls: Value, name: Gc<Str>) -> bool {
    let (meta, Some(plain)) = (vm.class_of(cls), vm.class_made(kinds::TYPE)) else { return false };
    let method = vm.type_lookup(meta, name).and_then(|method| method.cast::<NativeFunction>());
    method.is_some_and(|method| method.owner == plain.value())
}

fn any(vm: &mut Vm, tuple: Gc<Tuple>, mut test: impl FnMut(&mut Vm, Value) -> R<bool>) -> R<bool> {
    vm.check_stack(" in __instancecheck__")?;
    let mut result = Ok(false);
    for &c in tuple.to_ref().as_slice() {
        result = test(vm, c);
        if result != Ok(false) {
            break;
        }
    }
    result
}

/// `type.__instancecheck__`
pub fn is_instance_plain(vm: &mut Vm, obj: Value, cls: Value) -> R<bool> {
    let names = vm.names();
    let of = vm.class_of(obj);
    if let Some(cls) = cls.cast::<Type>() {
        if vm.is_subtype(of, cls) {
            return Ok(true);
        }
        // What the object claims to be. Objects of native classes and plain ones claim the truth.
        if of.slots[taipan_runtime::Slot::GetAttr as usize].get() == kinds::OBJECT {
            let plain =
                |vm: &mut Vm| vm.type_lookup(vm.class_made(kinds::OBJECT).unwrap_or(of), names.__class__);
            if !of.has_flag(type_flags::HEAP) || vm.type_lookup(of, names.__class__) == plain(vm) {
                return Ok(false);
            }
        }
        return match vm.get_attr_opt(obj, names.__class__)?.and_then(|c| c.cast::<Type>()) {
            Some(claimed) if claimed != of => Ok(vm.is_subtype(claimed, cls)),
            _ => Ok(false),
        };
    }
    check_class(vm, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
    match vm.get_attr_opt(obj, names.__class__)? {
        Some(claimed) => abstract_subclass(vm, claimed, cls),
        None => Ok(false),
    }
}

/// `type.__subclasscheck__`
pub fn is_subclass_plain(vm: &mut Vm, derived: Value, cls: Value) -> R<bool> {
    if let (Some(derived), Some(cls)) = (derived.cast::<Type>(), cls.cast::<Type>()) {
        return Ok(vm.is_subtype(derived, cls));
    }
    check_class(vm, derived, "issubclass() arg 1 must be a class")?;
    check_class(vm, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
    abstract_subclass(vm, derived, cls)
}

fn bases_of(vm: &mut Vm, cls: Value) -> R<Option<Gc<Tuple>>> {
    let name = vm.names().__bases__;
    Ok(vm.get_attr_opt(cls, name)?.and_then(|bases| vm.as_tuple(bases)))
}

fn check_class(vm: &mut Vm, cls: Value, text: &'static str) -> R<()> {
    match bases_of(vm, cls)? {
        Some(_) => Ok(()),
        None => Err(vm.type_error(text)),
    }
}

/// By `__bases__` alone, for objects that only look like classes.
fn abstract_subclass(vm: &mut Vm, derived: Value, cls: Value) -> R<bool> {
    let mut derived = derived;
    loop {
        if derived == cls {
            return Ok(true);
        }
        let Some(bases) = bases_of(vm, derived)? else { return Ok(false) };
        match *bases.to_ref().as_slice() {
            [] => return Ok(false),
            [one] => derived = one,
            _ => return any(vm, bases, |vm, base| abstract_subclass(vm, base, cls)),
        }
    }
}
