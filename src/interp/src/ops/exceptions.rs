//! Raising and handling.

use super::build::op;
use crate::machine::{Op, State};
use taipan_runtime::layout::{Exception, List, Tuple, Type};
use taipan_runtime::{Gc, R, Raised, Value, Vm, kinds, type_flags};

op!(
/// `a =` the exception handled so far; `b` is handled now
EnterHandler, |vm| {
    let (a, exc) = (vm.a(), vm.get(vm.b()));
    let handled = vm.thread.handled;
    vm.put(a, handled);
    vm.thread.handled = exc;
});
op!(
    /// The exception `a` is handled again.
    LeaveHandler, |vm| { vm.thread.handled = vm.get(vm.a()); });

/// An operation that never goes on behind itself.
macro_rules! raise_op {
    ($(#[$doc:meta])* $name:ident, |$vm:ident| $body:expr) => {
        $(#[$doc])*
        pub struct $name;
        impl Op for $name {
            const FAST: bool = false;
            fn slow($vm: &mut Vm) -> R<()> {
                Err($body)
            }
        }
    };
}

raise_op!(
    /// `raise a`
    Raise, |vm| { let v = vm.get(vm.a()); vm.raise_value(v) });
raise_op!(
    /// `raise a from b`
    RaiseFrom, |vm| { let (exc, cause) = (vm.get(vm.a()), vm.get(vm.b())); raise_from(vm, exc, cause).unwrap_or_else(|raised| raised) });
raise_op!(
/// `raise`
RaiseBare, |vm| {
    let handled = vm.current_handled();
    if handled.is_none() {
        vm.runtime_error("No active exception to reraise")
    } else {
        // The frame that caught it stands in its traceback already; others that raise it again do not show.
        vm.thread.reraising = true;
        vm.reraise(handled)
    }
});
raise_op!(
/// Raises `a` again as it is.
Reraise, |vm| {
    let v = vm.get(vm.a());
    vm.thread.reraising = true;
    vm.reraise(v)
});

fn raise_from(vm: &mut Vm, exc: Value, cause: Value) -> R<Raised> {
    let exc = vm.exception_of(exc, "exceptions must derive from BaseException")?;
    let cause = if cause.is_none() {
        cause
    } else {
        vm.exception_of(cause, "exception causes must derive from BaseException")?.value()
    };
    exc.cause.set(exc, cause);
    exc.suppress_context.set(true);
    Ok(vm.raise_object(exc))
}

/// Is the value an exception class?
fn is_exception_class(v: Value) -> bool {
    v.cast::<Type>().is_some_and(|t| t.has_flag(type_flags::EXCEPTION_SUBCLASS))
}

const BAD_CLASS: &str = "catching classes that do not inherit from BaseException is not allowed";

fn matches(vm: &mut Vm, exc: Value, typ: Value) -> R<bool> {
    let cls = vm.class_of(exc);
    if let Some(types) = vm.as_tuple(typ) {
        for &t in types.to_ref().as_slice() {
            if !is_exception_class(t) {
                return Err(vm.type_error(BAD_CLASS));
            }
        }
        return Ok(types
            .to_ref()
            .as_slice()
            .iter()
            .any(|t| t.cast::<Type>().is_some_and(|t| vm.is_subtype(cls, t))));
    }
    if !is_exception_class(typ) {
        return Err(vm.type_error(BAD_CLASS));
    }
    Ok(typ.cast::<Type>().is_some_and(|t| vm.is_subtype(cls, t)))
}

op!(
/// `a =` does the exception `b` match the type `c`
MatchExc, |vm| {
    let (exc, typ) = (vm.get(vm.b()), vm.get(vm.c()));
    let v = matches(vm, exc, typ)?;
    vm.put(vm.a(), Value::bool(v));
});
op!(
/// `a, a+1 =` the rest and the part of `b` that matches `c`
MatchExcGroup, |vm| {
    let (a, exc, typ) = (vm.a(), vm.get(vm.b()), vm.get(vm.c()));
    let (rest, matched) = match_group(vm, exc, typ)?;
    vm.put(a, rest);
    vm.put(a + 1, matched);
});

fn match_group(vm: &mut Vm, exc: Value, typ: Value) -> R<(Value, Value)> {
    let types = match vm.as_tuple(typ) {
        Some(t) => t,
        None => vm.new_tuple(&[typ]),
    };
    let group = vm.class(kinds::BASE_EXCEPTION_GROUP);
    for &t in types.to_ref().as_slice() {
        if !is_exception_class(t) {
            return Err(vm.type_error(BAD_CLASS));
        }
        if t.cast::<Type>().is_some_and(|t| vm.is_subtype(t, group)) {
            return Err(
                vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead.")
            );
        }
    }
    if exc.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    if matches(vm, exc, typ)? {
        if vm.is_instance_of(exc, kinds::BASE_EXCEPTION_GROUP) {
            return Ok((Value::NONE, exc));
        }
        // A lone exception is given as a group of one.
        let list = vm.new_tuple(&[exc]).value();
        let empty = vm.names().empty.value();
        let group = vm.call(group.value(), &[empty, list])?;
        if let Some(group) = group.cast::<Exception>() {
            crate::unwind::add_entry_here(vm, group);
        }
        return Ok((Value::NONE, group));
    }
    if vm.is_instance_of(exc, kinds::BASE_EXCEPTION_GROUP) {
        let pair = vm.call_method_named(exc, "split", &[typ])?;
        let Some(pair) = vm.as_tuple(pair) else {
            let name = vm.type_name(exc);
            let of = vm.type_name(pair);
            return Err(vm.type_error(format!("{name}.split must return a tuple, not {of}")));
        };
        let items = pair.to_ref().as_slice();
        if items.len() < 2 {
            let name = vm.type_name(exc);
            let n = items.len();
            return Err(vm.type_error(format!("{name}.split must return a 2-tuple, got tuple of size {n}")));
        }
        return Ok((items[1], items[0]));
    }
    Ok((exc, Value::NONE))
}

op!(
/// `a =` what `except*` raises in the end
PrepReraiseStar, |vm| {
    let (orig, raised) = (vm.get(vm.b()), vm.get(vm.c()));
    let v = prep_reraise_star(vm, orig, raised)?;
    vm.put(vm.a(), v);
});

/// What is left of the original exception, merged as it was nested, and what the clauses raised themselves.
fn prep_reraise_star(vm: &mut Vm, orig: Value, list: Value) -> R {
    let Some(list) = list.cast::<List>() else { return Ok(Value::NONE) };
    let mut raised = taipan_runtime::Values::new();
    let mut reraised = taipan_runtime::Values::new();
    let is_group = vm.is_instance_of(orig, kinds::BASE_EXCEPTION_GROUP);
    if !is_group {
        // A lone exception was wrapped for its clause; what remains is what there is.
        let first = list.as_slice().iter().copied().find(|v| !v.is_none());
        return Ok(first.unwrap_or(Value::NONE));
    }
    for &exc in list.to_ref().as_slice() {
        if exc.is_none() {
            continue;
        }
        if is_same_metadata(exc, orig) {
            reraised.push(&mut vm.heap, exc);
        } else {
            raised.push(&mut vm.heap, exc);
        }
    }
    if reraised.is_empty() && raised.is_empty() {
        return Ok(Value::NONE);
    }
    let projection = if reraised.is_empty() { None } else { Some(project(vm, orig, &reraised)?) };
    match projection {
        Some(p) if raised.is_empty() => return Ok(p),
        Some(p) => raised.push(&mut vm.heap, p),
        None => {}
    }
    if raised.len() == 1 {
        return Ok(raised[0]);
    }
    let items = vm.new_list(&raised).value();
    let cls = vm.class(kinds::BASE_EXCEPTION_GROUP).value();
    let empty = vm.names().empty.value();
    vm.call(cls, &[empty, items])
}

/// Parts of one group share its traceback, cause and context.
fn is_same_metadata(a: Value, b: Value) -> bool {
    match (a.cast::<Exception>(), b.cast::<Exception>()) {
        (Some(a), Some(b)) => {
            a.traceback.get() == b.traceback.get()
                && a.cause.get() == b.cause.get()
                && a.context.get() == b.context.get()
        }
        _ => false,
    }
}

/// The part of a group that consists of the leaves of some of its parts.
fn project(vm: &mut Vm, orig: Value, keep: &[Value]) -> R {
    let leaves = vm.new_set(kinds::SET);
    for &k in keep {
        collect_leaves(vm, k, leaves)?;
    }
    Ok(filter_leaves(vm, orig, leaves)?.unwrap_or(Value::NONE))
}

fn group_items(vm: &mut Vm, group: Value) -> R<Option<Gc<Tuple>>> {
    if !vm.is_instance_of(group, kinds::BASE_EXCEPTION_GROUP) {
        return Ok(None);
    }
    let items = vm.get_attr_named(group, "exceptions")?;
    vm.to_tuple(items).map(Some)
}

fn collect_leaves(vm: &mut Vm, exc: Value, into: Gc<taipan_runtime::layout::Set>) -> R<()> {
    match group_items(vm, exc)? {
        Some(items) => {
            for &e in items.to_ref().as_slice() {
                collect_leaves(vm, e, into)?;
            }
            Ok(())
        }
        None => {
            let key = Value::len(exc.address());
            into.add(vm, key).map(|_| ())
        }
    }
}

fn filter_leaves(vm: &mut Vm, exc: Value, keep: Gc<taipan_runtime::layout::Set>) -> R<Option<Value>> {
    let Some(items) = group_items(vm, exc)? else {
        let key = Value::len(exc.address());
        return Ok(if keep.contains(vm, key)? { Some(exc) } else { None });
    };
    let mut kept = taipan_runtime::Values::new();
    for &e in items.to_ref().as_slice() {
        if let Some(k) = filter_leaves(vm, e, keep)? {
            kept.push(&mut vm.heap, k);
        }
    }
    // Groups are made anew even where nothing is missing.
    if kept.is_empty() {
        return Ok(None);
    }
    taipan_objects::types::exceptions::group::subset(vm, exc, &kept).map(Some)
}

op!(
/// `a..a+3 =` type, value and traceback of `b`
ExcInfo, |vm| {
    let (a, exc) = (vm.a(), vm.get(vm.b()));
    let cls = vm.class_of(exc).value();
    let traceback = exc.cast::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
    vm.put(a, cls);
    vm.put(a + 1, exc);
    vm.put(a + 2, traceback);
});
op!(
/// `a = AssertionError`
LoadAssertionError, |vm| {
    let cls = vm.class(kinds::ASSERTION_ERROR).value();
    vm.put(vm.a(), cls);
});
