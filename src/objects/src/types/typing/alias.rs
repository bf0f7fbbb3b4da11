//! `TypeAliasType`.

use super::params::{has_default, unpack};
use super::{caller, const_evaluator, evaluate};
use crate::types::generic_alias::new as new_alias;
use crate::types::union::from_items;
use taipan_macros::native;
use taipan_runtime::layout::{Str, Tuple, Type, TypeAlias, TypeParam};
use taipan_runtime::{Gc, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds};

/// The definition of `typing.TypeAliasType`.
pub static TYPE_ALIAS: TypeDef = TypeDef {
    id: kinds::TYPE_ALIAS,
    name: "TypeAliasType",
    module: "typing",
    doc: "TypeAliasType(name, value, *, type_params=())\n\nA name for a type, as the type statement makes it.",
    native: &AliasMethods::NATIVE,
    layout: Some(LayoutInfo::of::<TypeAlias>()),
    ..TypeDef::DEFAULT
};

struct AliasMethods;

/// Parameters with defaults come after those without.
fn check_type_params(vm: &mut Vm, params: Gc<Tuple>) -> R<()> {
    let mut with_default: Option<Value> = None;
    for &p in params.to_ref().as_slice() {
        let Some(param) = p.cast::<TypeParam>() else {
            let text = vm.repr(p)?.to_display();
            return Err(vm.type_error(format!("Expected a type param, got {text}")));
        };
        let has = has_default(vm, param);
        if has {
            with_default = Some(p);
        } else if let Some(before) = with_default {
            let (text, before) = (vm.repr(p)?.to_display(), vm.repr(before)?.to_display());
            return Err(vm.type_error(format!(
                "non-default type parameter '{text}' follows default type parameter '{before}'"
            )));
        }
    }
    Ok(())
}

/// The parameters with type variable tuples unpacked.
fn unpacked_params(vm: &mut Vm, params: Gc<Tuple>) -> R<Gc<Tuple>> {
    let mut out = Values::new();
    for &p in params.to_ref().as_slice() {
        let p = if p.is_kind(kinds::TYPE_VAR_TUPLE) { unpack(vm, p)? } else { p };
        out.push(&mut vm.heap, p);
    }
    Ok(vm.new_tuple(&out))
}

#[native]
impl AliasMethods {
    #[sig("($cls, name, value, *, type_params=<unrepresentable>)")]
    #[name("typealias")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        name: Gc<Str>,
        value: Value,
        type_params: Option<Value>,
    ) -> R<Gc<TypeAlias>> {
        let _ = cls;
        let params = match type_params {
            None => vm.empty_tuple,
            Some(given) => match vm.as_tuple(given) {
                Some(tuple) => tuple,
                None => return Err(vm.type_error("type_params must be a tuple")),
            },
        };
        check_type_params(vm, params)?;
        let module = caller(vm);
        Ok(vm.new_type_alias(name, params, value, Value::UNBOUND, module))
    }

    fn __repr__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Str> {
        this.name
    }

    fn __getitem__(vm: &mut Vm, this: Gc<TypeAlias>, item: Value) -> R {
        if this.type_params.is_empty() {
            return Err(vm.type_error("Only generic type aliases are subscriptable"));
        }
        Ok(new_alias(vm, this.value(), item).value())
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        from_items(vm, &[lhs, rhs])
    }

    fn __iter__(vm: &mut Vm, this: Value) -> R {
        let unpacked = unpack(vm, this)?;
        let tuple = vm.new_tuple(&[unpacked]).value();
        vm.iter(tuple)
    }

    /// How to pickle it: by its name.
    #[sig("($self, /)")]
    fn __reduce__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Str> {
        this.name
    }

    #[member]
    fn __name__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Str> {
        this.name
    }

    #[getter]
    fn __parameters__(vm: &mut Vm, this: Gc<TypeAlias>) -> R<Gc<Tuple>> {
        unpacked_params(vm, this.type_params)
    }

    #[getter]
    fn __type_params__(_: &mut Vm, this: Gc<TypeAlias>) -> Gc<Tuple> {
        this.type_params
    }

    #[getter]
    fn __value__(vm: &mut Vm, this: Gc<TypeAlias>) -> R {
        if let Some(known) = this.value.get().bound() {
            return Ok(known);
        }
        let value = evaluate(vm, this.evaluate.get())?;
        this.value.set(this, value);
        Ok(value)
    }

    /// A function that gives the value.
    #[getter]
    fn evaluate_value(vm: &mut Vm, this: Gc<TypeAlias>) -> Value {
        match this.evaluate.get().bound() {
            Some(function) => function,
            None => const_evaluator(vm, this.value.get()),
        }
    }

    #[getter]
    fn __module__(vm: &mut Vm, this: Gc<TypeAlias>) -> R {
        if let Some(module) = this.module.bound() {
            return Ok(module);
        }
        let name = vm.names().__module__;
        match this.evaluate.get().bound() {
            Some(function) => vm.get_attr(function, name),
            None => Ok(Value::NONE),
        }
    }
}
