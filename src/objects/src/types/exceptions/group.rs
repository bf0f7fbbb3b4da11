//! `BaseExceptionGroup` and `ExceptionGroup` (PEP 654), and what `except*` makes of them.

use super::{INHERITS, class, init_base};
use taipan_macros::native;
use taipan_runtime::extra::group::{EXCEPTIONS, GIVEN, MESSAGE};
use taipan_runtime::layout::{Exception, List, Tuple, Type};
use taipan_runtime::{Args, Gc, Native, R, TypeDef, Value, Values, Vm, kinds, type_flags};

/// The definition of `ExceptionGroup`.
pub static EXCEPTION_GROUP: TypeDef = TypeDef {
    second_base: kinds::EXCEPTION,
    fill: Some(|vm, cls| {
        crate::types::object::show_weakref(vm, cls);
        Ok(())
    }),
    ..class(
        kinds::EXCEPTION_GROUP,
        "ExceptionGroup",
        kinds::BASE_EXCEPTION_GROUP,
        &Native::NONE,
        INHERITS | type_flags::WEAKREFABLE | type_flags::MUTABLE,
        "",
    )
};

pub(super) struct Methods;

/// Is the value an exception group?
pub fn is_group(vm: &Vm, exc: Value) -> bool {
    vm.is_instance_of(exc, kinds::BASE_EXCEPTION_GROUP)
}

fn exceptions(exc: Value) -> Option<Gc<Tuple>> {
    exc.cast::<Exception>()?.extra_get(EXCEPTIONS)?.cast::<Tuple>()
}

/// What a split goes by.
#[derive(Clone, Copy)]
enum Condition {
    /// A class, or a tuple of classes.
    Class(Value),
    /// A function.
    Predicate(Value),
    /// The leaves of these groups (a list of exceptions).
    Identity(Value),
}

fn is_exception_class(vm: &mut Vm, v: Value) -> bool {
    v.cast::<Type>().is_some_and(|t| vm.is_subtype_of(t, kinds::BASE_EXCEPTION))
}

impl Condition {
    fn of(vm: &mut Vm, value: Value) -> R<Condition> {
        if is_exception_class(vm, value) {
            return Ok(Condition::Class(value));
        }
        if let Some(tuple) = vm.as_tuple(value) {
            let mut all = true;
            for &item in tuple.to_ref().as_slice() {
                all &= is_exception_class(vm, item);
            }
            if all {
                return Ok(Condition::Class(tuple.value()));
            }
        } else if vm.is_callable(value) && value.cast::<Type>().is_none() {
            return Ok(Condition::Predicate(value));
        }
        Err(vm.type_error(
            "expected an exception type, a tuple of exception types, or a callable (other than a class)",
        ))
    }

    fn holds(self, vm: &mut Vm, exc: Value) -> R<bool> {
        match self {
            Condition::Class(cls) => Ok(matches(vm, exc, cls)),
            Condition::Predicate(f) => {
                let result = vm.call(f, &[exc])?;
                vm.truth(result)
            }
            Condition::Identity(list) => {
                Ok(!is_group(vm, exc) && list.cast::<List>().is_some_and(|l| l.as_slice().contains(&exc)))
            }
        }
    }
}

/// Is an exception an instance of a class, or of one of a tuple of classes?
fn matches(vm: &Vm, exc: Value, cls: Value) -> bool {
    let of = vm.class_of(exc);
    if let Some(cls) = cls.cast::<Type>() {
        return vm.is_subtype(of, cls);
    }
    vm.as_tuple(cls).is_some_and(|t| t.to_ref().as_slice().iter().any(|&c| matches(vm, exc, c)))
}

/// A group like another one, with fewer exceptions; None where there are none.
pub fn subset(vm: &mut Vm, original: Value, found: &[Value]) -> R {
    if found.is_empty() {
        return Ok(Value::NONE);
    }
    let list = vm.new_list(found).value();
    let made = vm.call_method_named(original, "derive", &[list])?;
    let (Some(new), Some(old)) = (made.cast::<Exception>(), original.cast::<Exception>()) else {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    };
    if !is_group(vm, made) {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    new.traceback.set(new, old.traceback.get());
    new.context.set(new, old.context.get());
    new.cause.set(new, old.cause.get());
    // As whenever a cause is set, be it none.
    new.suppress_context.set(true);
    let name = vm.names().__notes__;
    if let Some(notes) = vm.get_attr_opt(original, name)?
        && (vm.as_list(notes).is_some() || vm.as_tuple(notes).is_some())
    {
        let copy = vm.to_list(notes)?.value();
        vm.set_attr(made, name, copy)?;
    }
    Ok(made)
}

/// What matches and what does not; None for nothing. Without `with_rest` the second is always None.
fn split(vm: &mut Vm, exc: Value, condition: Condition, with_rest: bool) -> R<(Value, Value)> {
    if condition.holds(vm, exc)? {
        return Ok((exc, Value::NONE));
    }
    if !is_group(vm, exc) {
        return Ok((Value::NONE, if with_rest { exc } else { Value::NONE }));
    }
    let Some(inner) = exceptions(exc) else { return Ok((Value::NONE, Value::NONE)) };
    vm.check_stack(" in exceptiongroup_split_recursive")?;
    let mut found = Values::new();
    let mut rest = Values::new();
    let mut result = Ok(());
    for &e in inner.to_ref().as_slice() {
        match split(vm, e, condition, with_rest) {
            Ok((m, r)) => {
                if !m.is_none() {
                    found.push(&mut vm.heap, m);
                }
                if !r.is_none() {
                    rest.push(&mut vm.heap, r);
                }
            }
            Err(raised) => {
                result = Err(raised);
                break;
            }
        }
    }
    result?;
    let m = subset(vm, exc, &found)?;
    let r = if with_rest { subset(vm, exc, &rest)? } else { Value::NONE };
    Ok((m, r))
}

/// `except* cls` for an exception: what it handles and what is left, None for nothing. An exception that is no group is
/// wrapped in one.
pub fn match_star(vm: &mut Vm, exc: Value, cls: Value) -> R<(Value, Value)> {
    if exc.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    if matches(vm, exc, cls) {
        if is_group(vm, exc) {
            return Ok((exc, Value::NONE));
        }
        let list = vm.new_list(&[exc]).value();
        let message = vm.names().empty.value();
        let group = vm.class(kinds::BASE_EXCEPTION_GROUP).value();
        let made = vm.call(group, &[message, list])?;
        if let (Some(made), Some(exc)) = (made.cast::<Exception>(), exc.cast::<Exception>()) {
            made.traceback.set(made, exc.traceback.get());
        }
        return Ok((made, Value::NONE));
    }
    if is_group(vm, exc) {
        return split(vm, exc, Condition::Class(cls), true);
    }
    Ok((Value::NONE, exc))
}

fn leaves(vm: &mut Vm, exc: Value, into: Gc<List>) {
    if is_group(vm, exc) {
        if let Some(inner) = exceptions(exc) {
            for &e in inner.to_ref().as_slice() {
                leaves(vm, e, into);
            }
        }
    } else {
        into.push(&mut vm.heap, exc);
    }
}

/// Were two exceptions raised from one: do they share metadata?
fn same_metadata(a: Value, b: Value) -> bool {
    match (a.cast::<Exception>(), b.cast::<Exception>()) {
        (Some(a), Some(b)) => {
            a.traceback.get() == b.traceback.get()
                && a.cause.get() == b.cause.get()
                && a.context.get() == b.context.get()
                && notes(a) == notes(b)
        }
        _ => false,
    }
}

fn notes(exc: Gc<Exception>) -> Option<Value> {
    let dict = exc.dict.get().cast::<taipan_runtime::layout::Dict>()?;
    let mut at = 0;
    while let Some((i, key, value)) = dict.next_entry(at) {
        if key.cast::<taipan_runtime::layout::Str>().is_some_and(|k| k.as_bytes() == b"__notes__") {
            return Some(value);
        }
        at = i + 1;
    }
    None
}

/// What a `try` with `except*` raises in the end: `original`, and what its handlers raised or left (a list; None entries are
/// ignored). None where all was handled.
pub fn reraise_star(vm: &mut Vm, original: Value, raised: &[Value]) -> R {
    let mut all = Values::new();
    for &e in raised {
        if !e.is_none() {
            all.push(&mut vm.heap, e);
        }
    }
    if all.is_empty() {
        return Ok(Value::NONE);
    }
    if !is_group(vm, original) {
        // A plain exception: handled as a whole, so that is what was raised.
        return Ok(all[0]);
    }
    let mut new = Values::new();
    let mut again = Values::new();
    for &e in all.as_slice() {
        if e == original || is_group(vm, e) && same_metadata(e, original) {
            again.push(&mut vm.heap, e);
        } else {
            new.push(&mut vm.heap, e);
        }
    }
    let kept = vm.new_list(&[]);
    for &e in again.as_slice() {
        leaves(vm, e, kept);
    }
    let projected = if kept.len.get() == 0 {
        Value::NONE
    } else {
        split(vm, original, Condition::Identity(kept.value()), false)?.0
    };
    if new.is_empty() {
        return Ok(projected);
    }
    if !projected.is_none() {
        new.push(&mut vm.heap, projected);
    }
    if let [one] = *new.as_slice() {
        return Ok(one);
    }
    let list = vm.new_list(&new).value();
    let message = vm.names().empty.value();
    let group = vm.class(kinds::BASE_EXCEPTION_GROUP).value();
    vm.call(group, &[message, list])
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Exception>> {
        let &[message, given] = args.pos else {
            let n = args.pos.len();
            return Err(
                vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({n} given)"))
            );
        };
        if vm.as_str(message).is_none() {
            let of = vm.argument_type_name(message);
            return Err(
                vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {of}"))
            );
        }
        let of = vm.class_of(given);
        let is_sequence = vm.slot_getitem(of).is_some() && vm.as_dict(given).is_none();
        if !is_sequence {
            return Err(vm.type_error("second argument (exceptions) must be a sequence"));
        }
        // Other sequences are shown as they are now.
        let shown = match vm.as_list(given).is_some() || vm.as_tuple(given).is_some() {
            true => None,
            false => Some(vm.repr(given)?),
        };
        let inner = vm.to_tuple(given)?;
        if inner.is_empty() {
            return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
        }
        let mut has_base = false;
        for (i, &e) in inner.to_ref().as_slice().iter().enumerate() {
            if e.cast::<Exception>().is_none() {
                return Err(
                    vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception"))
                );
            }
            has_base |= !vm.is_instance_of(e, kinds::EXCEPTION);
        }
        let mut cls = cls;
        if cls == vm.class(kinds::BASE_EXCEPTION_GROUP) {
            if !has_base {
                cls = vm.class(kinds::EXCEPTION_GROUP);
            }
        } else if has_base && cls == vm.class(kinds::EXCEPTION_GROUP) {
            return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        } else if has_base && vm.is_subtype_of(cls, kinds::EXCEPTION) {
            let name = cls.name.get().to_display();
            return Err(vm.type_error(format!("Cannot nest BaseExceptions in '{name}'")));
        }
        let exc = vm.new_exception(cls, args.pos);
        exc.extra_set(vm, MESSAGE, message);
        exc.extra_set(vm, EXCEPTIONS, inner.value());
        if let Some(text) = shown {
            exc.extra_set(vm, GIVEN, text.value());
        }
        Ok(exc)
    }

    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, args)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Exception>) -> R<String> {
        let cls = vm.class_of(this.value());
        let name = cls.name.get().to_display();
        let message = super::get(this, MESSAGE);
        let message = vm.repr(message)?.to_display();
        let inner = match (this.extra_get(GIVEN), exceptions(this.value())) {
            (Some(given), _) => vm.str(given)?.to_display(),
            (None, Some(inner)) => {
                // As a list where one was given.
                let args = vm.as_tuple(this.args.get());
                let given = args.filter(|args| args.len() == 2).map(|args| args.to_ref().as_slice()[1]);
                let shown = match given.filter(|&given| vm.as_list(given).is_some()) {
                    Some(_) => vm.new_list(inner.to_ref().as_slice()).value(),
                    None => inner.value(),
                };
                vm.repr(shown)?.to_display()
            }
            (None, None) => "()".to_owned(),
        };
        Ok(format!("{name}({message}, {inner})"))
    }

    fn __str__(vm: &mut Vm, this: Gc<Exception>) -> R<String> {
        let message = vm.str(super::get(this, MESSAGE))?.to_display();
        let n = exceptions(this.value()).map_or(0, |t| t.len());
        Ok(format!("{message} ({n} sub-exception{})", if n == 1 { "" } else { "s" }))
    }

    /// A group of the same kind with other exceptions; to be overridden by subclasses that hold more.
    #[sig("($self, excs, /)")]
    fn derive(vm: &mut Vm, this: Gc<Exception>, excs: Value) -> R {
        let group = vm.class(kinds::BASE_EXCEPTION_GROUP).value();
        let message = super::get(this, MESSAGE);
        vm.call(group, &[message, excs])
    }

    /// The exceptions for which the condition holds, and the others, as two groups (or None).
    #[sig("($self, matcher_value, /)")]
    fn split(vm: &mut Vm, this: Value, matcher_value: Value) -> R {
        let condition = Condition::of(vm, matcher_value)?;
        let (found, rest) = split(vm, this, condition, true)?;
        Ok(vm.new_tuple(&[found, rest]).value())
    }

    /// The exceptions for which the condition holds, as a group (or None).
    #[sig("($self, matcher_value, /)")]
    fn subgroup(vm: &mut Vm, this: Value, matcher_value: Value) -> R {
        let condition = Condition::of(vm, matcher_value)?;
        Ok(split(vm, this, condition, false)?.0)
    }

    /// Groups are generic over the exceptions in them.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// What the exceptions have in common.
    #[member]
    fn message(_: &mut Vm, this: Gc<Exception>) -> Value {
        super::get(this, MESSAGE)
    }

    /// The exceptions, a tuple.
    #[member("exceptions")]
    fn get_exceptions(_: &mut Vm, this: Gc<Exception>) -> Value {
        super::get(this, EXCEPTIONS)
    }
}
