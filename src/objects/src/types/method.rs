//! `method`: a callable bound to an object.

use super::descriptors::or_none;
use taipan_macros::native;
use taipan_runtime::layout::{BoundMethod, Str, Type};
use taipan_runtime::{Args, CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `method`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::BOUND_METHOD,
    name: "method",
    doc: "method(function, instance, /)\n--\n\nA callable that passes an object as first argument.",
    flags: type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<BoundMethod>()),
    ..TypeDef::DEFAULT
};

struct Methods;

#[native]
impl Methods {
    #[sig("($cls, function, instance, /)")]
    #[name("method")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, function: Value, instance: Value) -> R {
        let _ = cls;
        if !vm.is_callable(function) {
            return Err(vm.type_error("first argument must be callable"));
        }
        if instance.is_none() {
            return Err(vm.type_error("instance must not be None"));
        }
        Ok(vm.new_bound_method(function, instance))
    }

    fn __call__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
        vm.call_args(this, args)
    }

    fn __get__(_: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        let _ = (obj, cls);
        Ok(this)
    }

    fn __repr__(vm: &mut Vm, this: Gc<BoundMethod>) -> R<String> {
        let names = vm.names();
        let name = match vm.get_attr_opt(this.function, names.__qualname__)? {
            Some(name) => Some(name),
            None => vm.get_attr_opt(this.function, names.__name__)?,
        };
        let name = name.and_then(|n| vm.as_str(n)).map_or("?".to_owned(), |n| n.to_display());
        let receiver = vm.repr(this.receiver)?.to_display();
        Ok(format!("<bound method {name} of {receiver}>"))
    }

    fn __hash__(vm: &mut Vm, this: Gc<BoundMethod>) -> R<i64> {
        let function = vm.hash(this.function)?;
        let receiver = if this.receiver.is_cell() {
            (this.receiver.address() >> 4) as i64
        } else {
            this.receiver.bits() as i64
        };
        Ok(receiver ^ function)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<BoundMethod>, other: Value, op: CompareOp) -> R {
        let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<BoundMethod>(), op) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let same = vm.is(this.receiver, other.receiver) && vm.equal(this.function, other.function)?;
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        // What the method itself lacks is the function's.
        let cls = vm.class_of(this);
        if vm.type_lookup(cls, name).is_some() {
            return vm.generic_get_attr(this, name);
        }
        let function = this.cast::<BoundMethod>().map_or(Value::NONE, |m| m.function);
        vm.get_attr(function, name)
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<BoundMethod>) -> R {
        let getattr = super::builtin(vm, "getattr")?;
        let name = vm.names().__name__;
        let name = vm.get_attr(this.function, name)?;
        let args = vm.new_tuple(&[this.receiver, name]).value();
        Ok(vm.new_tuple(&[getattr, args]).value())
    }

    /// The function.
    #[member("__func__")]
    fn func(_: &mut Vm, this: Gc<BoundMethod>) -> Value {
        this.function
    }

    /// The object that it is bound to.
    #[member("__self__")]
    fn receiver(_: &mut Vm, this: Gc<BoundMethod>) -> Value {
        or_none(this.receiver)
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: Gc<BoundMethod>) -> R {
        let name = vm.names().__doc__;
        Ok(vm.get_attr_opt(this.function, name)?.unwrap_or(Value::NONE))
    }
}
