//! The slots of classes that Python code wrote: each looks its special method up on the class and calls it.

use crate::kinds;
use crate::layout::{NativeFunction, Str, Type};
use crate::native::{Args, CompareOp, R, Raised, Slot, Slots};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

/// What slots with the number [`kinds::DUNDER`] do.
pub static SLOTS: Slots = Slots {
    slot_repr: Some(|vm, v| call_required(vm, v, vm.names().__repr__, &[])),
    slot_str: Some(|vm, v| call_required(vm, v, vm.names().__str__, &[])),
    slot_hash: Some(hash),
    slot_call: Some(|vm, v, args| {
        let name = vm.names().__call__;
        match vm.lookup_special(v, name)? {
            Some(method) => vm.call_args(method, args),
            None => {
                let of = vm.type_name(v);
                Err(vm.type_error(format!("'{of}' object is not callable")))
            }
        }
    }),
    slot_iter: Some(|vm, v| {
        let name = vm.names().__iter__;
        let cls = vm.class_of(v);
        match vm.type_lookup(cls, name) {
            Some(f) if !f.is_none() => call_bound(vm, v, f, &[]),
            _ => {
                let of = vm.type_name(v);
                Err(vm.type_error(format!("'{of}' object is not iterable")))
            }
        }
    }),
    slot_next: Some(|vm, v| {
        let result = call_required(vm, v, vm.names().__next__, &[]);
        result.map(Some).or_else(|raised| vm.end_of_iteration(raised))
    }),
    slot_getattr: Some(getattr),
    slot_setattr: Some(|vm, v, name, value| {
        if value.is_unbound() {
            call_required(vm, v, vm.names().__delattr__, &[name.value()])?;
        } else {
            call_required(vm, v, vm.names().__setattr__, &[name.value(), value])?;
        }
        Ok(())
    }),
    slot_get: Some(|vm, v, obj, owner| {
        let name = vm.names().__get__;
        let cls = vm.class_of(v);
        match vm.type_lookup(cls, name) {
            Some(f) => {
                let or_none = |v: Value| v.bound().unwrap_or(Value::NONE);
                call_bound(vm, v, f, &[or_none(obj), or_none(owner)])
            }
            None => Ok(v),
        }
    }),
    slot_set: Some(|vm, v, obj, value| {
        let names = vm.names();
        let (name, args): (_, &[Value]) =
            if value.is_unbound() { (names.__delete__, &[obj]) } else { (names.__set__, &[obj, value]) };
        let cls = vm.class_of(v);
        match vm.type_lookup(cls, name) {
            Some(f) => call_bound(vm, v, f, args).map(|_| ()),
            // Only the name, as CPython has it.
            None => Err(vm.raise(kinds::ATTRIBUTE_ERROR, name.to_display())),
        }
    }),
    slot_init: Some(|vm, v, args| {
        let name = vm.names().__init__;
        let Some(method) = vm.lookup_special(v, name)? else { return Err(vm.raise_missing(v, name)) };
        let result = vm.call_args(method, args)?;
        if !result.is_none() {
            let of = vm.type_name(result);
            return Err(vm.type_error(format!("__init__() should return None, not '{of}'")));
        }
        Ok(())
    }),
    slot_new: Some(|vm, cls, args| {
        let name = vm.names().__new__;
        let new = vm.get_attr(cls.value(), name)?;
        vm.call_prepended(new, cls.value(), args)
    }),
    slot_compare: Some(|vm, a, b, op| {
        let names = vm.names();
        let name = match op {
            CompareOp::Lt => names.__lt__,
            CompareOp::Le => names.__le__,
            CompareOp::Eq => names.__eq__,
            CompareOp::Ne => names.__ne__,
            CompareOp::Gt => names.__gt__,
            CompareOp::Ge => names.__ge__,
        };
        let cls = vm.class_of(a);
        match vm.type_lookup(cls, name) {
            Some(f) if vm.is_method_descriptor(f) => call_bound(vm, a, f, &[b]),
            // What can't be bound is not there.
            Some(f) => match vm.bind_descriptor(f, a, cls) {
                Ok(bound) => vm.call(bound, &[b]),
                Err(raised) => match vm.take_if(kinds::ATTRIBUTE_ERROR) {
                    Some(_) => Ok(Value::NOT_IMPLEMENTED),
                    None => Err(raised),
                },
            },
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }),
    slot_del: Some(|vm, v| call_required(vm, v, vm.names().__del__, &[]).map(|_| ())),
    slot_bool: Some(|vm, v| {
        let cls = vm.class_of(v);
        let names = vm.names();
        if let Some(f) = vm.type_lookup(cls, names.__bool__) {
            if f.is_none() {
                let of = vm.type_name(v);
                return Err(vm.type_error(format!("'{of}' cannot be interpreted as a boolean")));
            }
            let result = call_bound(vm, v, f, &[])?;
            if !result.is_bool() {
                let of = vm.type_name(result);
                return Err(vm.type_error(format!("__bool__ should return bool, returned {of}")));
            }
            return Ok(result == Value::TRUE);
        }
        match vm.type_lookup(cls, names.__len__) {
            Some(_) => Ok(len(vm, v)? != 0),
            None => Ok(true),
        }
    }),
    slot_len: Some(len),
    slot_getitem: Some(|vm, v, key| call_required(vm, v, vm.names().__getitem__, &[key])),
    slot_setitem: Some(|vm, v, key, value| {
        if value.is_unbound() {
            call_required(vm, v, vm.names().__delitem__, &[key])?;
        } else {
            call_required(vm, v, vm.names().__setitem__, &[key, value])?;
        }
        Ok(())
    }),
    slot_contains: Some(|vm, v, item| {
        let cls = vm.class_of(v);
        let name = vm.names().__contains__;
        match vm.type_lookup(cls, name) {
            Some(f) if f.is_none() => {
                let of = vm.type_name(v);
                Err(vm.type_error(format!("'{of}' object is not a container")))
            }
            Some(f) => {
                let result = call_bound(vm, v, f, &[item])?;
                vm.truth(result)
            }
            None => vm.contains_by_iteration(v, item),
        }
    }),
    slot_concat: None,
    slot_repeat: None,
    slot_inplace_concat: None,
    slot_inplace_repeat: None,
    slot_add: Some(|vm, a, b| binary(vm, a, b, Slot::Add, vm.names().__add__, vm.names().__radd__)),
    slot_sub: Some(|vm, a, b| binary(vm, a, b, Slot::Sub, vm.names().__sub__, vm.names().__rsub__)),
    slot_mul: Some(|vm, a, b| binary(vm, a, b, Slot::Mul, vm.names().__mul__, vm.names().__rmul__)),
    slot_matmul: Some(|vm, a, b| {
        binary(vm, a, b, Slot::MatMul, vm.names().__matmul__, vm.names().__rmatmul__)
    }),
    slot_truediv: Some(|vm, a, b| {
        binary(vm, a, b, Slot::TrueDiv, vm.names().__truediv__, vm.names().__rtruediv__)
    }),
    slot_floordiv: Some(|vm, a, b| {
        binary(vm, a, b, Slot::FloorDiv, vm.names().__floordiv__, vm.names().__rfloordiv__)
    }),
    slot_mod: Some(|vm, a, b| binary(vm, a, b, Slot::Mod, vm.names().__mod__, vm.names().__rmod__)),
    slot_divmod: Some(|vm, a, b| {
        binary(vm, a, b, Slot::DivMod, vm.names().__divmod__, vm.names().__rdivmod__)
    }),
    slot_pow: Some(pow),
    slot_lshift: Some(|vm, a, b| {
        binary(vm, a, b, Slot::LShift, vm.names().__lshift__, vm.names().__rlshift__)
    }),
    slot_rshift: Some(|vm, a, b| {
        binary(vm, a, b, Slot::RShift, vm.names().__rshift__, vm.names().__rrshift__)
    }),
    slot_and: Some(|vm, a, b| binary(vm, a, b, Slot::And, vm.names().__and__, vm.names().__rand__)),
    slot_xor: Some(|vm, a, b| binary(vm, a, b, Slot::Xor, vm.names().__xor__, vm.names().__rxor__)),
    slot_or: Some(|vm, a, b| binary(vm, a, b, Slot::Or, vm.names().__or__, vm.names().__ror__)),
    slot_iadd: Some(|vm, a, b| call_maybe(vm, a, vm.names().__iadd__, &[b])),
    slot_isub: Some(|vm, a, b| call_maybe(vm, a, vm.names().__isub__, &[b])),
    slot_imul: Some(|vm, a, b| call_maybe(vm, a, vm.names().__imul__, &[b])),
    slot_imatmul: Some(|vm, a, b| call_maybe(vm, a, vm.names().__imatmul__, &[b])),
    slot_itruediv: Some(|vm, a, b| call_maybe(vm, a, vm.names().__itruediv__, &[b])),
    slot_ifloordiv: Some(|vm, a, b| call_maybe(vm, a, vm.names().__ifloordiv__, &[b])),
    slot_imod: Some(|vm, a, b| call_maybe(vm, a, vm.names().__imod__, &[b])),
    slot_ipow: Some(|vm, a, b, _| call_maybe(vm, a, vm.names().__ipow__, &[b])),
    slot_ilshift: Some(|vm, a, b| call_maybe(vm, a, vm.names().__ilshift__, &[b])),
    slot_irshift: Some(|vm, a, b| call_maybe(vm, a, vm.names().__irshift__, &[b])),
    slot_iand: Some(|vm, a, b| call_maybe(vm, a, vm.names().__iand__, &[b])),
    slot_ixor: Some(|vm, a, b| call_maybe(vm, a, vm.names().__ixor__, &[b])),
    slot_ior: Some(|vm, a, b| call_maybe(vm, a, vm.names().__ior__, &[b])),
    slot_neg: Some(|vm, v| call_required(vm, v, vm.names().__neg__, &[])),
    slot_pos: Some(|vm, v| call_required(vm, v, vm.names().__pos__, &[])),
    slot_abs: Some(|vm, v| call_required(vm, v, vm.names().__abs__, &[])),
    slot_invert: Some(|vm, v| call_required(vm, v, vm.names().__invert__, &[])),
    slot_int: Some(|vm, v| call_required(vm, v, vm.names().__int__, &[])),
    slot_float: Some(|vm, v| call_required(vm, v, vm.names().__float__, &[])),
    slot_index: Some(|vm, v| call_required(vm, v, vm.names().__index__, &[])),
    slot_await: Some(|vm, v| {
        let name = vm.names().__await__;
        match vm.lookup_special(v, name)? {
            Some(method) => vm.call(method, &[]),
            None => {
                let of = vm.type_name(v);
                Err(vm.type_error(format!("'{of}' object can't be awaited")))
            }
        }
    }),
    slot_aiter: Some(|vm, v| call_required(vm, v, vm.names().__aiter__, &[])),
    slot_anext: Some(|vm, v| call_required(vm, v, vm.names().__anext__, &[])),
    slot_buffer: Some(|vm, v, flags| {
        let view = call_required(vm, v, vm.names().__buffer__, &[Value::int32(flags)])?;
        let cls = vm.class_of(view);
        match vm.slot_buffer(cls) {
            Some(f) if vm.is_exact(view, kinds::MEMORYVIEW) => f(vm, view, flags),
            _ => {
                let of = vm.type_name(view);
                Err(vm.type_error(format!("__buffer__ returned non-memoryview object of type '{of}'")))
            }
        }
    }),
    slot_release_buffer: Some(|vm, v, buffer| {
        call_required(vm, v, vm.names().__release_buffer__, &[buffer]).map(|_| ())
    }),
};

fn hash(vm: &mut Vm, v: Value) -> R<i64> {
    let name = vm.names().__hash__;
    let result = call_required(vm, v, name, &[])?;
    match vm.as_int_value(result) {
        Some(int) => {
            // What a machine word holds is taken as it is.
            let h = vm.int_to_i64(int).unwrap_or_else(|| vm.hash_int(int));
            Ok(if h == -1 { -2 } else { h })
        }
        None => Err(vm.type_error("__hash__ method should return an integer")),
    }
}

fn len(vm: &mut Vm, v: Value) -> R<usize> {
    let result = call_required(vm, v, vm.names().__len__, &[])?;
    let index = vm.index(result)?;
    match vm.int_to_i64(index) {
        Some(n) if n >= 0 => Ok(n as usize),
        Some(_) => Err(vm.value_error("__len__() should return >= 0")),
        None => {
            if vm.int_is_negative(index) {
                return Err(vm.value_error("__len__() should return >= 0"));
            }
            let of = vm.type_name(result);
            Err(vm.raise(kinds::OVERFLOW_ERROR, format!("cannot fit '{of}' into an index-sized integer")))
        }
    }
}

fn getattr(vm: &mut Vm, v: Value, name: Gc<Str>) -> R {
    let cls = vm.class_of(v);
    let names = vm.names();
    let getattribute = vm.type_lookup(cls, names.__getattribute__);
    let plain = match getattribute {
        Some(f) => f.cast::<crate::layout::SlotWrapper>(),
        None => None,
    };
    let result = match (plain, getattribute) {
        // The plain look-up need not make the exception that nobody will see.
        (Some(wrapper), _) if wrapper.native == kinds::OBJECT => match vm.generic_get_attr_opt(v, name) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => {
                return match vm.type_lookup(cls, names.__getattr__) {
                    Some(f) => call_bound(vm, v, f, &[name.value()]),
                    None => Err(vm.raise_no_attribute(v, name)),
                };
            }
            Err(raised) => Err(raised),
        },
        (Some(wrapper), _) => match vm.slot_table(wrapper.native).slot_getattr {
            Some(f) => f(vm, v, name),
            None => vm.generic_get_attr(v, name),
        },
        (None, Some(f)) => call_bound(vm, v, f, &[name.value()]),
        (None, None) => vm.generic_get_attr(v, name),
    };
    result.or_else(|raised| fall_back(vm, v, name, raised))
}

/// What `__getattr__` gives where the look-up has failed with an `AttributeError`.
pub fn fall_back(vm: &mut Vm, v: Value, name: Gc<Str>, raised: Raised) -> R {
    if !vm.pending_is(kinds::ATTRIBUTE_ERROR) {
        return Err(raised);
    }
    let (cls, getattr) = (vm.class_of(v), vm.names().__getattr__);
    match vm.type_lookup(cls, getattr) {
        Some(f) => {
            vm.take_exception();
            call_bound(vm, v, f, &[name.value()])
        }
        None => Err(raised),
    }
}

fn pow(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R {
    let names = vm.names();
    // The modulus comes after the other operand for either method.
    let more: &[Value] = if modulus.is_none() { &[] } else { &[modulus] };
    reflectable(vm, a, b, more, Slot::Pow, names.__pow__, names.__rpow__)
}

/// A binary operator of classes of which at least one has it from Python code (data model 3.3.8).
fn binary(vm: &mut Vm, a: Value, b: Value, slot: Slot, name: Gc<Str>, reflected: Gc<Str>) -> R {
    reflectable(vm, a, b, &[], slot, name, reflected)
}

/// The same with what follows the operands: nothing, or the modulus of `pow()`.
fn reflectable(
    vm: &mut Vm,
    a: Value,
    b: Value,
    more: &[Value],
    slot: Slot,
    name: Gc<Str>,
    reflected: Gc<Str>,
) -> R {
    let call = |vm: &mut Vm, receiver: Value, name: Gc<Str>, other: Value| match more.first() {
        None => call_maybe(vm, receiver, name, &[other]),
        Some(&modulus) => call_maybe(vm, receiver, name, &[other, modulus]),
    };
    let (cls_a, cls_b) = (vm.class_of(a), vm.class_of(b));
    let dunder = |cls: Gc<Type>| cls.slots[slot as usize].get() == kinds::DUNDER;
    let mut try_b = cls_a != cls_b && dunder(cls_b);
    if dunder(cls_a) {
        if try_b && vm.is_subtype(cls_b, cls_a) && overrides(vm, cls_b, cls_a, reflected) {
            let result = call(vm, b, reflected, a)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
            try_b = false;
        }
        let result = call(vm, a, name, b)?;
        if result != Value::NOT_IMPLEMENTED || cls_a == cls_b {
            return Ok(result);
        }
    }
    if try_b { call(vm, b, reflected, a) } else { Ok(Value::NOT_IMPLEMENTED) }
}

/// Does a subclass define the method anew?
fn overrides(vm: &mut Vm, sub: Gc<Type>, base: Gc<Type>, name: Gc<Str>) -> bool {
    match (vm.type_lookup(sub, name), vm.type_lookup(base, name)) {
        (Some(a), Some(b)) => a != b,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Calls a method found on the class, with the instance bound.
pub(crate) fn call_bound(vm: &mut Vm, v: Value, f: Value, args: &[Value]) -> R {
    if let (Some(native), &[arg]) = (f.cast::<NativeFunction>(), args)
        && native.header.kind() == kinds::METHOD_DESCRIPTOR
    {
        return vm.call_native_positional(native, &[v, arg]);
    }
    if vm.is_method_descriptor(f) {
        return vm.call_prepended(f, v, &Args::pos(args));
    }
    let cls = vm.class_of(v);
    let bound = vm.bind_descriptor(f, v, cls)?;
    vm.call(bound, args)
}

fn call_maybe(vm: &mut Vm, v: Value, name: Gc<Str>, args: &[Value]) -> R {
    let cls = vm.class_of(v);
    match vm.type_lookup(cls, name) {
        Some(f) => call_bound(vm, v, f, args),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn call_required(vm: &mut Vm, v: Value, name: Gc<Str>, args: &[Value]) -> R {
    let cls = vm.class_of(v);
    match vm.type_lookup(cls, name) {
        Some(f) => call_bound(vm, v, f, args),
        // Only the name is told: this is no access that the program wrote.
        None => Err(vm.raise(kinds::ATTRIBUTE_ERROR, name.to_display())),
    }
}
