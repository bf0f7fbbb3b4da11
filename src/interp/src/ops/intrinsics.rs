//! Helpers of rare constructs, by number (see the compiler's `INTRINSIC_` constants).

use super::build::each_item;
use taipan_runtime::layout::{Function, Tuple};
use taipan_runtime::{R, Raised, Value, Vm, kinds};

/// Runs helper `which`.
pub fn call(vm: &mut Vm, which: i32, b: Value, c: Value) -> R {
    match which {
        0 => star_args(vm, b, c),
        1 => generic_base(vm, b),
        2 => vm.call_typing(kinds::TYPE_VAR, &[b], &[("infer_variance", Value::TRUE)]),
        3 => {
            vm.call_typing(kinds::TYPE_VAR, &[b], &[("infer_variance", Value::TRUE), ("_evaluate_bound", c)])
        }
        4 => vm.call_typing(
            kinds::TYPE_VAR,
            &[b],
            &[("infer_variance", Value::TRUE), ("_evaluate_constraints", c)],
        ),
        5 => vm.call_typing(kinds::PARAM_SPEC, &[b], &[("infer_variance", Value::TRUE)]),
        6 => vm.call_typing(kinds::TYPE_VAR_TUPLE, &[b], &[]),
        7 => {
            let name = vm.intern("_evaluate_default");
            vm.set_attr(b, name, c)?;
            Ok(b)
        }
        8 => {
            let parts = b.cast::<Tuple>().map(|t| t.to_ref().as_slice()).unwrap_or_default();
            let [name, params, value] = *parts else { return Err(vm.runtime_error("no type alias")) };
            let params = if params.is_none() { vm.empty_tuple.value() } else { params };
            vm.call_typing(
                kinds::TYPE_ALIAS,
                &[name, value],
                &[("type_params", params), ("_lazy", Value::TRUE)],
            )
        }
        9 => {
            if let Some(f) = b.cast::<Function>() {
                f.type_params.set(f, c);
            }
            Ok(b)
        }
        10 => {
            let dict = vm.new_dict();
            each_item(vm, b, |vm, k, v| dict.set_item(vm, k, v))?;
            if let Some(keys) = c.cast::<Tuple>() {
                for &k in keys.to_ref().as_slice() {
                    dict.pop_item(vm, k)?;
                }
            }
            Ok(dict.value())
        }
        _ => Err(vm.runtime_error("unknown helper")),
    }
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
        _ => format!("{} object", vm.type_name(callee)),
    }
}

/// `typing.Generic[params]`
fn generic_base(vm: &mut Vm, params: Value) -> R {
    let generic = vm.class(kinds::GENERIC).value();
    let unpacked = params;
    vm.get_item(generic, unpacked)
}

/// Calls the class of a typing construct with keywords.
trait Typing {
    fn call_typing(&mut self, kind: taipan_runtime::Kind, args: &[Value], keywords: &[(&str, Value)]) -> R;
}

impl Typing for Vm {
    fn call_typing(&mut self, kind: taipan_runtime::Kind, args: &[Value], keywords: &[(&str, Value)]) -> R {
        let cls = self.class(kind).value();
        let mut names = taipan_runtime::Values::new();
        let mut values = taipan_runtime::Values::new();
        for (name, value) in keywords {
            let name = self.intern(name);
            names.push(&mut self.heap, name.value());
            values.push(&mut self.heap, *value);
        }
        self.call_args(cls, &taipan_runtime::Args { pos: args, kw_names: &names, kw_values: &values })
    }
}
