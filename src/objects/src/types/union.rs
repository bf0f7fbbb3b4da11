//! `typing.Union`: `int | str`.

use super::generic_alias::{make_parameters, substitute, type_repr};
use crate::import::import_from;
use taipan_macros::native;
use taipan_runtime::layout::{GenericAlias, Set, Str, Tuple, Type, TypeAlias, Union};
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
    let mut members = Members::new(vm);
    members.add(vm, a)?;
    members.add(vm, b)?;
    members.make(vm)
}

/// The members of a union that is being made.
struct Members {
    all: Values,
    hashable: Gc<Set>,
    unhashable: Values,
}

impl Members {
    fn new(vm: &mut Vm) -> Members {
        Members { all: Values::new(), hashable: vm.new_set(kinds::FROZENSET), unhashable: Values::new() }
    }

    /// Adds a type, or the members of a union, to those that are there.
    fn add(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        if let Some(union) = value.cast::<Union>() {
            for &member in union.args.to_ref().as_slice() {
                self.add_one(vm, member)?;
            }
            return Ok(());
        }
        let value = if value.is_none() { vm.class(kinds::NONE_TYPE).value() } else { value };
        self.add_one(vm, value)
    }

    fn add_one(&mut self, vm: &mut Vm, value: Value) -> R<()> {
        let new = match vm.hash(value) {
            Ok(hash) => self.hashable.add_hashed(vm, value, hash)?,
            Err(raised) => {
                if vm.take_if(kinds::TYPE_ERROR).is_none() {
                    return Err(raised);
                }
                let mut known = false;
                for i in 0..self.unhashable.len() {
                    let member = self.unhashable[i];
                    if member == value || vm.equal(member, value)? {
                        known = true;
                        break;
                    }
                }
                if !known {
                    self.unhashable.push(&mut vm.heap, value);
                }
                !known
            }
        };
        if new {
            self.all.push(&mut vm.heap, value);
        }
        Ok(())
    }

    fn make(&self, vm: &mut Vm) -> R {
        match *self.all.as_slice() {
            [] => Err(vm.type_error("Cannot take a Union of no types.")),
            [one] => Ok(one),
            _ => {
                let args = vm.new_tuple(&self.all);
                let unhashable = vm.new_tuple(&self.unhashable);
                let class = vm.class(kinds::UNION).address();
                let (header, hashable) = (Header::new::<Union>(class), self.hashable.value());
                let parameters = Field::new(Value::UNBOUND);
                Ok(vm.heap.alloc(Union { header, args, parameters, hashable, unhashable }).value())
            }
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
    let mut members = Members::new(vm);
    for &item in items {
        let item = checked(vm, item, "Union[arg, ...]: each arg must be a type.")?;
        members.add(vm, item)?;
    }
    members.make(vm)
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
    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        // The module is that of the class, though it does not show among the attributes.
        if name.to_ref().as_bytes() == b"__module__" {
            let cls = vm.class_of(this).value();
            return vm.get_attr(cls, name);
        }
        vm.generic_get_attr(this, name)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Union>) -> R<String> {
        let mut parts = Vec::new();
        for &arg in this.args.to_ref().as_slice() {
            parts.push(type_repr(vm, arg)?);
        }
        Ok(parts.join(" | "))
    }

    fn __hash__(vm: &mut Vm, this: Gc<Union>) -> R<i64> {
        if !this.unhashable.is_empty() {
            // The member's own complaint is the clearest.
            for &member in this.unhashable.to_ref().as_slice() {
                vm.hash(member)?;
            }
            let n = this.unhashable.len();
            return Err(vm.type_error(format!("union contains {n} unhashable elements")));
        }
        vm.hash(this.hashable)
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        let (Some(a), Some(b)) = (this.cast::<Union>(), other.cast::<Union>()) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let equal = vm.equal(a.hashable, b.hashable)?
            && a.unhashable.len() == b.unhashable.len()
            && within(vm, a.unhashable, b.unhashable)?;
        Ok(Value::bool(equal == (op == CompareOp::Eq)))
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Union>, item: Value) -> R {
        let parameters = parameters(vm, this)?;
        let args = substitute(vm, this.value(), this.args, parameters, item)?;
        from_items(vm, args.to_ref().as_slice())
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        // Anything goes as soon as one operand is a union.
        from_items(vm, &[lhs, rhs])
    }

    /// Refuses, since a union is no class.
    #[sig("($self, bases, /)")]
    #[shown("($self, object, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Value, bases: Value) -> R {
        let _ = bases;
        let text = vm.repr(this)?.to_display();
        Err(vm.type_error(format!("Cannot subclass {text}")))
    }

    /// A union of these types.
    #[classmethod]
    #[sig("($type, object, /)")]
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
    #[member("__args__")]
    fn __args__(_: &mut Vm, this: Gc<Union>) -> Gc<Tuple> {
        this.args
    }

    /// The type variables among them.
    #[getter]
    fn __parameters__(vm: &mut Vm, this: Gc<Union>) -> R<Gc<Tuple>> {
        parameters(vm, this)
    }
}
