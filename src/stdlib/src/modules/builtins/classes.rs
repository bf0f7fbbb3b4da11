//! `__build_class__`: what a class statement calls (data model 3.3.3).

use taipan_macros::native;
use taipan_objects::types::type_::calculate_metaclass;
use taipan_runtime::layout::{Cell, Dict, Function, Tuple, Type};
use taipan_runtime::{Args, Gc, R, Value, Values, Vm, kinds};

pub(super) struct Classes;

/// Replaces what is no class but has `__mro_entries__`; `None` where nothing had to be.
pub(super) fn resolve_bases(vm: &mut Vm, bases: &[Value]) -> R<Option<Gc<Tuple>>> {
    let name = vm.names().__mro_entries__;
    let original = vm.new_tuple(bases);
    let mut resolved: Option<Values> = None;
    for (i, &base) in bases.iter().enumerate() {
        let entries = match base.cast::<Type>() {
            Some(_) => None,
            None => vm.get_attr_opt(base, name)?,
        };
        let Some(entries) = entries else {
            if let Some(resolved) = &mut resolved {
                resolved.push(&mut vm.heap, base);
            }
            continue;
        };
        let replacement = vm.call(entries, &[original.value()])?;
        let Some(replacement) = vm.as_tuple(replacement) else {
            return Err(vm.type_error("__mro_entries__ must return a tuple"));
        };
        if resolved.is_none() {
            let mut before = Values::new();
            before.extend(&mut vm.heap, &bases[..i]);
            resolved = Some(before);
        }
        if let Some(resolved) = &mut resolved {
            resolved.extend(&mut vm.heap, replacement.to_ref().as_slice());
        }
    }
    Ok(resolved.map(|r| vm.new_tuple(&r)))
}

#[native]
impl Classes {
    /// Build a class: what a class statement does.
    #[sig("(*args, **kwds)")]
    #[shown("")]
    fn __build_class__(vm: &mut Vm, args: Gc<Tuple>, kwds: Option<Gc<Dict>>) -> R {
        let [func, name, ref bases @ ..] = *args.to_ref().as_slice() else {
            return Err(vm.type_error("__build_class__: not enough arguments"));
        };
        let Some(func) = func.cast::<Function>() else {
            return Err(vm.type_error("__build_class__: func must be a function"));
        };
        if vm.as_str(name).is_none() {
            return Err(vm.type_error("__build_class__: name is not a string"));
        }
        let bases = vm.new_tuple(bases);
        build(vm, func, name, bases, kwds)
    }
}

fn build(vm: &mut Vm, func: Gc<Function>, name: Value, bases: Gc<Tuple>, kwds: Option<Gc<Dict>>) -> R {
    let names = vm.names();
    let resolved = resolve_bases(vm, bases.to_ref().as_slice())?;
    let original = bases;
    let bases = resolved.unwrap_or(bases);
    let explicit = match kwds {
        Some(kwds) => kwds.pop_str(vm, names.metaclass),
        None => None,
    };
    let mut meta = match explicit {
        Some(meta) => meta,
        None => match bases.as_slice().first() {
            Some(&base) => vm.class_of(base).value(),
            None => vm.class(kinds::TYPE).value(),
        },
    };
    // Any class will do, but for other callables there is nothing to be derived.
    if let Some(cls) = meta.cast::<Type>() {
        meta = calculate_metaclass(vm, cls, bases)?.value();
    }
    let (kw_names, kw_values) = match kwds {
        Some(kwds) => vm.dict_to_keywords(kwds)?,
        None => Default::default(),
    };
    let namespace = if meta == vm.class(kinds::TYPE).value() {
        vm.new_dict().value()
    } else {
        match vm.get_attr_opt(meta, names.__prepare__)? {
            Some(prepare) => {
                let args = [name, bases.value()];
                let made =
                    vm.call_args(prepare, &Args { pos: &args, kw_names: &kw_names, kw_values: &kw_values })?;
                let cls = vm.class_of(made);
                if vm.slot_getitem(cls).is_none() {
                    let of = vm.type_name(made);
                    let meta_name = match meta.cast::<Type>() {
                        Some(meta) => meta.name.get().to_display(),
                        None => "<metaclass>".to_owned(),
                    };
                    return Err(
                        vm.type_error(format!("{meta_name}.__prepare__() must return a mapping, not {of}"))
                    );
                }
                made
            }
            None => vm.new_dict().value(),
        }
    };
    let closure = func.closure.get();
    let globals = func.globals_mapping.get().bound().unwrap_or(func.globals.get().value());
    let cell = (vm.hooks.run_code)(vm, func.code.get(), globals, namespace, closure)?;
    if resolved.is_some() {
        let key = vm.intern("__orig_bases__");
        vm.set_item(namespace, key.value(), original.value())?;
    }
    let args = [name, bases.value(), namespace];
    let cls = vm.call_args(meta, &Args { pos: &args, kw_names: &kw_names, kw_values: &kw_values })?;
    if let Some(cell) = cell.cast::<Cell>()
        && cls.cast::<Type>().is_some()
    {
        let content = cell.value.get();
        if content.is_unbound() {
            let (name, cls) = (vm.repr(name)?.to_display(), vm.repr(cls)?.to_display());
            return Err(vm.runtime_error(format!(
                "__class__ not set defining {name} as {cls}. Was __classcell__ propagated to type.__new__?"
            )));
        }
        if content != cls {
            let (name, cls) = (vm.repr(name)?.to_display(), vm.repr(cls)?.to_display());
            let content = vm.repr(content)?.to_display();
            return Err(vm.type_error(format!("__class__ set to {content} defining {name} as {cls}")));
        }
    }
    Ok(cls)
}
