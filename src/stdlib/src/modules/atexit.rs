//! `atexit`

use taipan_macros::{Trace, native};
use taipan_runtime::layout::{Dict, List, Tuple};
use taipan_runtime::{Args, Gc, ModuleDef, R, Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "atexit",
    doc: "Functions to be called when the interpreter ends.",
    functions: &Functions::NATIVE,
    ..ModuleDef::DEFAULT
};

/// The functions, each with its arguments: tuples of callable, tuple and dict (or None).
#[derive(Trace, Default)]
struct State {
    callbacks: Option<Gc<List>>,
}

fn callbacks(vm: &mut Vm) -> Gc<List> {
    if let Some(list) = vm.state::<State>().callbacks {
        return list;
    }
    let list = vm.new_list(&[]);
    vm.state::<State>().callbacks = Some(list);
    list
}

fn parts(value: Value) -> Option<(Value, Gc<Tuple>, Value)> {
    match *value.cast::<Tuple>()?.to_ref().as_slice() {
        [f, args, kwargs] => Some((f, args.cast::<Tuple>()?, kwargs)),
        _ => None,
    }
}

/// Calls all registered functions, the last one first. What they raise is reported and forgotten.
pub fn run(vm: &mut Vm) {
    let list = callbacks(vm);
    while let Some(last) = list.len.get().checked_sub(1) {
        let entry = list.item(last);
        list.splice(&mut vm.heap, last, last + 1, &[]);
        let Some((f, args, kwargs)) = parts(entry) else { continue };
        if call(vm, f, args, kwargs).is_err() {
            let exc = vm.take_exception();
            let text = match vm.repr(f) {
                Ok(text) => text.to_display(),
                Err(_) => {
                    vm.take_exception();
                    "<unknown>".to_owned()
                }
            };
            vm.write_unraisable(exc, Value::NONE, &format!("Exception ignored in atexit callback {text}"));
        }
    }
}

fn call(vm: &mut Vm, f: Value, args: Gc<Tuple>, kwargs: Value) -> R {
    match kwargs.cast::<Dict>() {
        Some(dict) => {
            let (names, values) = vm.dict_to_keywords(dict)?;
            vm.call_args(f, &Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values })
        }
        None => vm.call(f, args.to_ref().as_slice()),
    }
}

struct Functions;

#[native]
impl Functions {
    /// Have a function called, with these arguments, when the interpreter ends.
    #[sig("($module, func, /, *args, **kwargs)")]
    fn register(vm: &mut Vm, func: Value, args: Value, kwargs: Value) -> R {
        if !vm.is_callable(func) {
            return Err(vm.type_error("the first argument must be callable"));
        }
        let kwargs = kwargs.bound().unwrap_or(Value::NONE);
        let entry = vm.new_tuple(&[func, args, kwargs]);
        let list = callbacks(vm);
        list.push(&mut vm.heap, entry.value());
        Ok(func)
    }

    /// Take a function out again, however often it was registered.
    #[sig("($module, func, /)")]
    fn unregister(vm: &mut Vm, func: Value) -> R<()> {
        let list = callbacks(vm);
        let mut i = list.len.get();
        while i > 0 {
            i -= 1;
            if i >= list.len.get() {
                continue;
            }
            let entry = list.item(i);
            if let Some((f, ..)) = parts(entry)
                && vm.equal(func, f)?
                && i < list.len.get()
                && list.item(i) == entry
            {
                list.splice(&mut vm.heap, i, i + 1, &[]);
            }
        }
        Ok(())
    }

    /// Forget all functions.
    #[sig("($module, /)")]
    fn _clear(vm: &mut Vm) {
        let list = callbacks(vm);
        list.clear(&mut vm.heap);
    }

    /// Call all functions now.
    #[sig("($module, /)")]
    fn _run_exitfuncs(vm: &mut Vm) {
        run(vm);
    }

    /// How many functions are registered.
    #[sig("($module, /)")]
    fn _ncallbacks(vm: &mut Vm) -> usize {
        callbacks(vm).len.get()
    }
}
