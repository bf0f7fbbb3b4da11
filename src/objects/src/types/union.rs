//! `typing.Union`: `int | str`.

use super::generic_alias::{make_parameters, substitute, type_repr};
use crate::import::import_from;
use taipan_macros::native;
use taipan_runtime::layout::{GenericAlias, Tuple, Type, TypeAlias, Union};
use taipan_runtime::{
    CompareOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, type_flags,
};

/// The definition of `typing.Union`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::UNION,
    name: "Union",
    module: "typing",
    doc: "A type that is one of several: X | Y.",
    flags: type_flags::NO_NEW | type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Union>()),
    ..TypeDef::DEFAULT
};

fn is_unionable(vm: &Vm, value: Value) -> bool {
    value.is_none()
        || value.cast::<Type>().is_some()
        || vm.payload::<GenericAlias>(value).is_some()
        || value.cast::<Union>().is_some()
        || value.cast::<TypeAlias>().is_some()
}

/// `a | b` of types; NotImplemented where one is none.
pub fn or(vm: &mut Vm, a: Value, b: Value) -> R {
    if !is_unionable(vm, a) || !is_unionable(vm, b) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut members = Values::new();
    add(vm, &mut members, a)?;
    add(vm, &mut members, b)?;
    make(vm, &members)
}

/// Adds a type, or the members of a union, to those that are there.
fn add(vm: &mut Vm, members: &mut Values, value: Value) -> R<()> {
    if let Some(union) = value.cast::<Union>() {
        for &member in union.args.to_ref().as_slice() {
            add_one(vm, members, member)?;
        }
        return Ok(());
    }
    let value = if value.is_none() { vm.class(kinds::NONE_TYPE).value() } else { value };
    add_one(vm, members, value)
}

fn add_one(vm: &mut Vm, members: &mut Values, value: Value) -> R<()> {
    for i in 0..members.len() {
        let known = members[i];
        if known == value {
            return Ok(());
        }
        // Two classes are equal if they are the same, unless a metaclass knows better.
        if vm.is_exact(known, kinds::TYPE) && vm.is_exact(value, kinds::TYPE) {
            continue;
        }
        if vm.equal(known, value)? {
            return Ok(());
        }
    }
    members.push(&mut vm.heap, value);
    Ok(())
}

fn make(vm: &mut Vm, members: &Values) -> R {
    match *members.as_slice() {
        [] => Err(vm.type_error("Cannot take a Union of no types.")),
        [one] => Ok(one),
        _ => {
            let args = vm.new_tuple(members);
            let class = vm.class(kinds::UNION).address();
            let header = Header::new::<Union>(class);
            Ok(vm.heap.alloc(Union { header, args, parameters: Field::new(Value::UNBOUND) }).value())
        }
    }
}

/// What `typing` takes for a type: strings become forward references, and what is no type is refused.
pub fn checked(vm: &mut Vm, value: Value, message: &str) -> R {
    if value.is_none() {
        return Ok(vm.class(kinds::NONE_TYPE).value());
    }
    if is_unionable(vm, value) {
        return Ok(value);
    }
    let check = import_from(vm, "typing", "_type_check")?;
    let message = vm.new_str(message).value();
    vm.call(check, &[value, message])
}

/// A union of anything that can be taken for a type.
pub fn from_items(vm: &mut Vm, items: &[Value]) -> R {
    let mut members = Values::new();
    for &item in items {
        let item = checked(vm, item, "Union[arg, ...]: each arg must be a type.")?;
        add(vm, &mut members, item)?;
    }
    make(vm, &members)
}

fn parameters(vm: &mut Vm, this: Gc<Union>) -> R<Gc<Tuple>> {
    if let Some(known) = this.parameters.get().cast::<Tuple>() {
        return Ok(known);
    }
    let made = make_parameters(vm, this.args)?;
    this.parameters.set(this, made.value());
    Ok(made)
}

/// Is every member of `a` one of `b`?
fn within(vm: &mut Vm, a: Gc<Tuple>, b: Gc<Tuple>) -> R<bool> {
    for &x in a.to_ref().as_slice() {
        let mut found = false;
        for &y in b.to_ref().as_slice() {
            if x == y || vm.equal(x, y)? {
                found = true;
                break;
            }
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

struct Methods;

#[native]
impl Methods {
    fn __repr__(vm: &mut Vm, this: Gc<Union>) -> R<String> {
        let mut parts = Vec::new();
        for &arg in this.args.to_ref().as_slice() {
            parts.push(type_repr(vm, arg)?);
        }
        Ok(parts.join(" | "))
    }

    fn __hash__(vm: &mut Vm, this: Gc<Union>) -> R<i64> {
        // The order of the members does not matter.
        let set = vm.new_set(kinds::FROZENSET);
        let mut n = 0;
        let mut last = None;
        for &arg in this.args.to_ref().as_slice() {
            if set.add(vm, arg).is_err() {
                n += 1;
                last = Some(vm.take_exception());
            }
        }
        if let Some(exc) = last {
            // The member's own complaint is clearest where it is the only one.
            if n == 1 {
                return Err(vm.reraise(exc));
            }
            return Err(vm.type_error(format!("union contains {n} unhashable elements")));
        }
        vm.hash(set.value())
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        let (Some(a), Some(b)) = (this.cast::<Union>(), other.cast::<Union>()) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let equal = a.args.len() == b.args.len() && within(vm, a.args, b.args)?;
        Ok(Value::bool(equal == (op == CompareOp::Eq)))
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Union>, item: Value) -> R {
        let parameters = parameters(vm, this)?;
        let args = substitute(vm, this.value(), this.args, parameters, item)?;
        from_items(vm, args.to_ref().as_slice())
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        // With a string or the like, it is a union as soon as one operand is.
        if is_unionable(vm, lhs) && is_unionable(vm, rhs) {
            return or(vm, lhs, rhs);
        }
        if vm.as_str(lhs).is_some() || vm.as_str(rhs).is_some() {
            return from_items(vm, &[lhs, rhs]);
        }
        Ok(Value::NOT_IMPLEMENTED)
    }

    /// Refuses, since a union is no class.
    #[sig("($self, bases, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Value, bases: Value) -> R {
        let _ = bases;
        let text = vm.repr(this)?.to_display();
        Err(vm.type_error(format!("Cannot subclass {text}")))
    }

    /// A union of these types.
    #[classmethod]
    #[sig("($cls, item, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        let _ = cls;
        match vm.as_tuple(item) {
            Some(items) => from_items(vm, items.to_ref().as_slice()),
            None => from_items(vm, &[item]),
        }
    }

    #[getter]
    fn __name__(_: &mut Vm, this: Value) -> &'static str {
        let _ = this;
        "Union"
    }

    #[getter]
    fn __qualname__(_: &mut Vm, this: Value) -> &'static str {
        let _ = this;
        "Union"
    }

    /// Union itself.
    #[getter]
    fn __origin__(vm: &mut Vm, this: Value) -> Value {
        let _ = this;
        vm.class(kinds::UNION).value()
    }

    /// The members.
    #[getter]
    fn __args__(_: &mut Vm, this: Gc<Union>) -> Gc<Tuple> {
        this.args
    }

    /// The type variables among them.
    #[getter]
    fn __parameters__(vm: &mut Vm, this: Gc<Union>) -> R<Gc<Tuple>> {
        parameters(vm, this)
    }
}
