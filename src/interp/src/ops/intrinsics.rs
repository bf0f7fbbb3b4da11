//! Helpers of rare constructs, by number.

use super::build::each_item;
use taipan_bytecode::intrinsic;
use taipan_runtime::layout::{Function, Str, Tuple, TypeParam};
use taipan_runtime::{R, Raised, Value, Vm, kinds};

/// Runs helper `which`.
pub fn call(vm: &mut Vm, which: i32, b: Value, c: Value) -> R {
    match which {
        intrinsic::STAR_ARGS => star_args(vm, b, c),
        intrinsic::GENERIC_BASE => generic_base(vm, b),
        intrinsic::TYPEVAR
        | intrinsic::TYPEVAR_BOUND
        | intrinsic::TYPEVAR_CONSTRAINTS
        | intrinsic::PARAMSPEC
        | intrinsic::TYPEVARTUPLE => type_param(vm, which, b, c),
        intrinsic::TYPEPARAM_DEFAULT => {
            if let Some(param) = b.cast::<TypeParam>() {
                param.evaluate_default.set(param, c);
            }
            Ok(b)
        }
        intrinsic::TYPE_ALIAS => {
            let parts = b.cast::<Tuple>().map(|t| t.to_ref().as_slice()).unwrap_or_default();
            let [name, params, value] = *parts else { return Err(vm.runtime_error("no type alias")) };
            let params = params.cast::<Tuple>().unwrap_or(vm.empty_tuple);
            let Some(name) = name.cast::<Str>() else { return Err(vm.runtime_error("no type alias")) };
            Ok(vm.new_type_alias(name, params, Value::UNBOUND, value, Value::UNBOUND).value())
        }
        intrinsic::FUNCTION_TYPE_PARAMS => {
            if let Some(f) = b.cast::<Function>() {
                f.type_params.set(f, c);
            }
            Ok(b)
        }
        intrinsic::MAPPING_REST => {
            let dict = vm.new_dict();
            each_item(vm, b, |vm, k, v| dict.set_item(vm, k, v))?;
            if let Some(keys) = c.cast::<Tuple>() {
                for &k in keys.to_ref().as_slice() {
                    if dict.pop_item(vm, k)?.is_none() {
                        return Err(vm.key_error(k));
                    }
                }
            }
            Ok(dict.value())
        }
        intrinsic::ANNOTATION_PASSED => {
            let Some(set) = vm.as_set(b).filter(|_| vm.is_instance_of(b, kinds::SET)) else {
                let of = vm.type_name(b);
                return Err(vm.type_error(format!("__conditional_annotations__ must be a set, not {of}")));
            };
            set.add(vm, c)?;
            Ok(Value::NONE)
        }
        intrinsic::UNPACK => unpack(vm, b, c),
        _ => Err(vm.runtime_error("unknown helper")),
    }
}

/// The items of a value as a list; `counts`: how many there must be, or how many before and behind a starred target.
fn unpack(vm: &mut Vm, value: Value, counts: Value) -> R {
    let counts = counts.cast::<Tuple>().map(|t| t.to_ref().as_slice()).unwrap_or_default();
    let [before, after] = *counts else { return Err(vm.runtime_error("no counts to unpack to")) };
    let (before, after) = (before.as_small_int().unwrap_or(0), after.as_small_int().unwrap_or(-1));
    let items = match usize::try_from(after) {
        Err(_) => super::iteration::unpack_exactly(vm, value, before as usize)?,
        Ok(after) => super::iteration::unpack_around(vm, value, before as usize, after)?,
    };
    Ok(vm.new_list_from(items).value())
}

/// `*args` as a tuple; the error names the function.
fn star_args(vm: &mut Vm, args: Value, callee: Value) -> R {
    let cls = vm.class_of(args);
    if vm.slot_iter(cls).is_none() && vm.slot_getitem(cls).is_none() {
        let of = vm.type_name(args);
        let name = function_text(vm, callee);
        return Err(vm.type_error(format!("{name} argument after * must be an iterable, not {of}")));
    }
    vm.to_tuple(args).map(|t| t.value())
}

fn function_text(vm: &mut Vm, callee: Value) -> String {
    let names = vm.names();
    let part = |vm: &mut Vm, name| match vm.get_attr_opt(callee, name) {
        Ok(Some(v)) => vm.as_str(v).map(|s| s.to_display()),
        Ok(None) => None,
        Err(Raised) => {
            vm.take_exception();
            None
        }
    };
    match (part(vm, names.__module__), part(vm, names.__qualname__)) {
        (Some(m), Some(q)) if m != "builtins" => format!("{m}.{q}()"),
        (_, Some(q)) => format!("{q}()"),
        _ => match vm.str(callee) {
            Ok(text) => text.to_display(),
            Err(Raised) => {
                vm.take_exception();
                String::new()
            }
        },
    }
}

/// `typing.Generic[params]`
fn generic_base(vm: &mut Vm, params: Value) -> R {
    // A TypeVarTuple stands unpacked among the parameters.
    let mut unpacked = taipan_runtime::Values::new();
    for &param in vm.collect_values(params)?.iter() {
        let param = if param.is_kind(kinds::TYPE_VAR_TUPLE) {
            let iterator = vm.iter(param)?;
            vm.next(iterator)?.unwrap_or(param)
        } else {
            param
        };
        unpacked.push(&mut vm.heap, param);
    }
    let params = vm.new_tuple(&unpacked).value();
    let generic = vm.class(kinds::GENERIC).value();
    vm.get_item(generic, params)
}

/// A type parameter of the syntax for them: `[T: bound]`, `[*Ts]`, `[**P]`.
fn type_param(vm: &mut Vm, which: i32, name: Value, evaluate: Value) -> R {
    let Some(name) = name.cast::<Str>() else { return Err(vm.runtime_error("no type parameter")) };
    let kind = match which {
        intrinsic::PARAMSPEC => kinds::PARAM_SPEC,
        intrinsic::TYPEVARTUPLE => kinds::TYPE_VAR_TUPLE,
        _ => kinds::TYPE_VAR,
    };
    let param = vm.new_type_param(kind, name, TypeParam::INFER);
    match which {
        intrinsic::TYPEVAR_BOUND => {
            param.bound.set(param, Value::UNBOUND);
            param.evaluate_bound.set(param, evaluate);
        }
        intrinsic::TYPEVAR_CONSTRAINTS => {
            param.constraints.set(param, Value::UNBOUND);
            param.evaluate_constraints.set(param, evaluate);
        }
        _ => {}
    }
    Ok(param.value())
}
