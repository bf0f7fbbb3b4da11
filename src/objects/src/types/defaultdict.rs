//! `collections.defaultdict`: a dict that makes the values of missing keys.

use super::dict::merge;
use taipan_macros::native;
use taipan_runtime::layout::{DefaultDict, Tuple, Type};
use taipan_runtime::{Args, Field, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::DEFAULTDICT,
    name: "defaultdict",
    module: "collections",
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with a default factory\n\nThe factory is called without arguments for the value of a key that is not\nthere. It is otherwise a dict, and the other arguments are dict's.",
    base: kinds::DICT,
    flags: type_flags::BASETYPE
        | type_flags::MATCH_SELF
        | type_flags::MAPPING
        | type_flags::SHOWS_GETATTR
        | type_flags::INHERITS_NEW,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<DefaultDict>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// A new dict of the same class and factory, with the items of a mapping.
fn made_of(vm: &mut Vm, this: Value, mapping: Value) -> R {
    let cls = vm.class_of(this).value();
    let factory = vm.payload::<DefaultDict>(this).map_or(Value::NONE, |d| d.factory.get());
    vm.call(cls, &[factory, mapping])
}

fn repr(vm: &mut Vm, this: Value, factory: Value) -> R {
    let items = match vm.slot_table(kinds::DICT).slot_repr {
        Some(f) => f(vm, this)?,
        None => vm.repr(this)?.value(),
    };
    let mut out = vm.class_of(this).name.get().to_display().into_bytes();
    out.push(b'(');
    // The factory may be a method of this very dict.
    // (The dict itself has been shown by then: its address with a bit that none has stands for the factory.)
    let shown = this.address() | 1;
    if vm.thread.repr_stack.contains(&shown) {
        out.extend_from_slice(b"...");
    } else {
        vm.thread.repr_stack.push(shown);
        let factory = vm.repr(factory);
        vm.thread.repr_stack.pop();
        out.extend_from_slice(factory?.to_ref().as_bytes());
    }
    out.extend_from_slice(b", ");
    if let Some(items) = vm.as_str(items) {
        out.extend_from_slice(items.to_ref().as_bytes());
    }
    out.push(b')');
    Ok(vm.new_str_wtf8(&out).value())
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &Args<'_>) -> Gc<DefaultDict> {
        let dict = vm.new_dict_fields(kinds::DEFAULTDICT, 0);
        vm.heap.alloc(DefaultDict { dict, factory: Field::new(Value::NONE) })
    }

    /// Called for a key that is not there: stores and returns what the factory makes.
    #[sig("($self, object, /)")]
    fn __missing__(vm: &mut Vm, this: Value, key: Value) -> R {
        let factory = vm.payload::<DefaultDict>(this).map_or(Value::NONE, |d| d.factory.get());
        if factory.is_none() {
            return Err(vm.key_error(key));
        }
        let value = vm.call(factory, &[])?;
        // The factory may have stored a value itself.
        let Some(dict) = vm.as_dict(this) else { return Ok(value) };
        let hash = vm.hash_key(key, "a dict key")?;
        Ok(dict.find_or_insert(vm, key, hash, value)?.map_or(value, |i| dict.value_at(i)))
    }

    fn __init__(vm: &mut Vm, this: Gc<DefaultDict>, args: &Args<'_>) -> R<()> {
        let (factory, rest) = match args.pos.split_first() {
            Some((factory, rest)) => (*factory, rest),
            None => (Value::NONE, args.pos),
        };
        if !factory.is_none() && !vm.is_callable(factory) {
            return Err(vm.type_error("first argument must be callable or None"));
        }
        this.factory.set(this, factory);
        if rest.len() > 1 {
            let n = rest.len();
            return Err(vm.type_error(format!("dict expected at most 1 argument, got {n}")));
        }
        if let Some(dict) = vm.as_dict(this.value()) {
            if let [mapping] = *rest {
                merge(vm, dict, mapping)?;
            }
            for (key, value) in args.kw_names.iter().zip(args.kw_values) {
                dict.set_item(vm, *key, *value)?;
            }
        }
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let factory = vm.payload::<DefaultDict>(this).map_or(Value::NONE, |d| d.factory.get());
        repr(vm, this, factory)
    }

    /// A copy that shares keys, values and factory.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Value) -> R {
        made_of(vm, this, this)
    }

    /// A copy that shares keys, values and factory.
    #[sig("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Value) -> R {
        made_of(vm, this, this)
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let factory = vm.payload::<DefaultDict>(this).map_or(Value::NONE, |d| d.factory.get());
        let cls = vm.class_of(this).value();
        let args = if factory.is_none() { vm.empty_tuple } else { vm.new_tuple(&[factory]) };
        let items = vm.call_method_named(this, "items", &[])?;
        let items = vm.iter(items)?;
        Ok(vm.new_tuple(&[cls, args.value(), Value::NONE, Value::NONE, items]))
    }

    /// `defaultdict[int, str]`
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        let (this, other) = if vm.payload::<DefaultDict>(a).is_some() { (a, b) } else { (b, a) };
        if vm.as_dict(other).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let made = made_of(vm, this, a)?;
        vm.call_method_named(made, "update", &[b])?;
        Ok(made)
    }

    /// What makes the values of missing keys; None for nothing.
    #[member]
    fn default_factory(_vm: &mut Vm, this: Gc<DefaultDict>) -> Value {
        this.factory.get()
    }

    /// Replace the factory.
    #[setter]
    fn set_default_factory(_vm: &mut Vm, this: Gc<DefaultDict>, value: Value) -> R<()> {
        this.factory.set(this, if value.is_unbound() { Value::NONE } else { value });
        Ok(())
    }
}
