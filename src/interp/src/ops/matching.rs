//! Patterns and imports.

use super::build::op;
use super::names::{cached_name, running};
use crate::machine::{Op, State};
use taipan_bytecode::code_flags::OPTIMIZED;
use taipan_runtime::code::builtin_of;
use taipan_runtime::layout::{Dict, Module, Str, Tuple, Type};
use taipan_runtime::origin::{self, Shadowing};
use taipan_runtime::{Gc, R, Raised, Value, Values, Vm, extra, kinds, type_flags};

op!(
/// `a =` does `b` match sequence patterns
MatchSequence, |vm| {
    let v = vm.matches_pattern_kind(vm.get(vm.b()), type_flags::SEQUENCE);
    vm.put(vm.a(), Value::bool(v));
});
op!(
/// `a =` does `b` match mapping patterns
MatchMapping, |vm| {
    let v = vm.matches_pattern_kind(vm.get(vm.b()), type_flags::MAPPING);
    vm.put(vm.a(), Value::bool(v));
});
op!(
/// `a = len(b)`
GetLen, |vm| {
    let n = vm.len(vm.get(vm.b()))?;
    vm.put(vm.a(), Value::len(n));
});
op!(
/// `a =` the values of the keys `c` in `b`, or None
MatchKeys, |vm| {
    let (subject, keys) = (vm.get(vm.b()), vm.get(vm.c()));
    let v = match_keys(vm, subject, keys)?;
    vm.put(vm.a(), v);
});

fn match_keys(vm: &mut Vm, subject: Value, keys: Value) -> R {
    let Some(keys) = keys.cast::<Tuple>() else { return Ok(Value::NONE) };
    let mut values = Values::new();
    let seen = vm.new_set(kinds::SET);
    let get = vm.names().get;
    let get = vm.get_attr(subject, get)?;
    let object = vm.class(kinds::OBJECT).value();
    let missing = vm.call(object, &[])?;
    for &key in keys.to_ref().as_slice() {
        if !seen.add(vm, key)? {
            let text = vm.repr(key)?.to_display();
            return Err(vm.value_error(format!("mapping pattern checks duplicate key ({text})")));
        }
        let v = vm.call(get, &[key, missing])?;
        if v == missing {
            return Ok(Value::NONE);
        }
        values.push(&mut vm.heap, v);
    }
    Ok(vm.new_tuple(&values).value())
}

op!(
/// `a =` the attributes that a class pattern asks for, or None
MatchClass, |vm| {
    let (subject, cls) = (vm.get(vm.b()), vm.get(vm.c()));
    let spec = vm.constant(vm.imm() as usize);
    let v = match_class(vm, subject, cls, spec)?;
    vm.put(vm.a(), v);
});

fn match_class(vm: &mut Vm, subject: Value, cls: Value, spec: Value) -> R {
    let Some(cls) = cls.cast::<Type>() else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.is_instance(subject, cls.value())? {
        return Ok(Value::NONE);
    }
    let Some(spec) = spec.cast::<Tuple>() else { return Ok(Value::NONE) };
    let (&count, names) = spec.to_ref().as_slice().split_first().expect("the count comes first");
    let n_pos = count.as_small_int().unwrap_or(0) as usize;
    let mut values = Values::new();
    let mut seen: Vec<Gc<Str>> = Vec::new();
    if n_pos > 0 {
        let name = vm.names().__match_args__;
        let class_name = cls.name.get().to_display();
        let (args, match_self) = match vm.get_attr_opt(cls.value(), name)? {
            Some(args) => match args.cast::<Tuple>() {
                Some(t) => (t, false),
                None => {
                    let of = vm.type_name(args);
                    return Err(
                        vm.type_error(format!("{class_name}.__match_args__ must be a tuple (got {of})"))
                    );
                }
            },
            None => (vm.empty_tuple, cls.has_flag(type_flags::MATCH_SELF)),
        };
        let allowed = if match_self { 1 } else { args.len() };
        if allowed < n_pos {
            let s = if allowed == 1 { "" } else { "s" };
            return Err(vm.type_error(format!(
                "{class_name}() accepts {allowed} positional sub-pattern{s} ({n_pos} given)"
            )));
        }
        if match_self {
            values.push(&mut vm.heap, subject);
        } else {
            for i in 0..n_pos {
                let arg = args.as_slice()[i];
                let Some(name) = arg.cast::<Str>() else {
                    let of = vm.type_name(arg);
                    return Err(vm.type_error(format!("__match_args__ elements must be strings (got {of})")));
                };
                if !pattern_attribute(vm, subject, cls, name, &mut seen, &mut values)? {
                    return Ok(Value::NONE);
                }
            }
        }
    }
    for &name in names {
        let Some(name) = name.cast::<Str>() else { continue };
        if !pattern_attribute(vm, subject, cls, name, &mut seen, &mut values)? {
            return Ok(Value::NONE);
        }
    }
    Ok(vm.new_tuple(&values).value())
}

fn pattern_attribute(
    vm: &mut Vm,
    subject: Value,
    cls: Gc<Type>,
    name: Gc<Str>,
    seen: &mut Vec<Gc<Str>>,
    values: &mut Values,
) -> R<bool> {
    let name = vm.intern_str(name);
    if seen.contains(&name) {
        let class_name = cls.name.get().to_display();
        return Err(vm.type_error(format!(
            "{class_name}() got multiple sub-patterns for attribute '{}'",
            name.to_display()
        )));
    }
    seen.push(name);
    match vm.get_attr_opt(subject, name)? {
        Some(v) => {
            values.push(&mut vm.heap, v);
            Ok(true)
        }
        None => Ok(false),
    }
}

// --- imports ---------------------------------------------------------------------------------------------------------

op!(
/// `a = __import__(name)`
ImportName, |vm| {
    let name = cached_name(vm);
    let (fromlist, level) = (vm.get(vm.b()), vm.get(vm.c()));
    let function = running(vm);
    let import_name = vm.names().__import__;
    let Some(import) = builtin_of(vm, function, import_name)? else {
        return Err(vm.raise(kinds::IMPORT_ERROR, "__import__ not found"));
    };
    // A module that is there, asked for absolutely and as a whole, needs no call.
    let v = match quick_import(vm, import, name, fromlist, level) {
        Some(v) => v,
        None => {
            let globals = function.globals.get().value();
            let is_function = function.code.get().flags & OPTIMIZED != 0;
            let locals = if is_function { Value::NONE } else { vm.get(0) };
            vm.call(import, &[name.value(), globals, locals, fromlist, level])?
        }
    };
    vm.put(vm.a(), v);
});

/// `import name` of a module that is in `sys.modules` and complete.
fn quick_import(vm: &mut Vm, import: Value, name: Gc<Str>, fromlist: Value, level: Value) -> Option<Value> {
    let f = import.cast::<taipan_runtime::layout::NativeFunction>()?;
    if level != Value::ZERO || !fromlist.is_none() || vm.def_of(f).name != "__import__" {
        return None;
    }
    // All imports are told of.
    if vm.config.import_time > 1 {
        return None;
    }
    if name.as_bytes().contains(&b'.') {
        return None;
    }
    let modules = vm.modules;
    let module = modules.get_str(vm, name)?.cast::<Module>()?;
    let spec_name = vm.names().__spec__;
    let spec = module.dict.get().get_str(vm, spec_name)?;
    let initializing = vm.names()._initializing;
    match vm.get_attr_opt(spec, initializing) {
        Ok(Some(v)) if v == Value::TRUE => None,
        Ok(_) => Some(module.value()),
        Err(Raised) => {
            vm.take_exception();
            None
        }
    }
}

op!(
/// `a = b.name` for a from-import
ImportFrom, |vm| {
    let name = cached_name(vm);
    let module = vm.get(vm.b());
    let v = import_from(vm, module, name)?;
    vm.put(vm.a(), v);
});

fn import_from(vm: &mut Vm, module: Value, name: Gc<Str>) -> R {
    if let Some(v) = vm.get_attr_opt(module, name)? {
        return Ok(v);
    }
    let names = vm.names();
    let own_name = vm.get_attr_opt(module, names.__name__)?;
    let module_name = own_name.and_then(|v| vm.as_str(v));
    if let Some(m) = module_name {
        let full = format!("{}.{}", m.to_display(), name.to_display());
        let full = vm.intern(&full);
        let modules = vm.modules;
        if let Some(v) = modules.get_str(vm, full) {
            return Ok(v);
        }
    }
    let shown = module_name.map_or("<unknown module name>".to_owned(), |m| m.to_display());
    let name_text = name.to_display();
    let own_spec = vm.get_attr_opt(module, names.__spec__)?;
    let spec = own_spec.filter(|spec| !spec.is_none());
    let mut file = match spec {
        Some(spec) => origin::spec_origin(vm, spec)?,
        None => None,
    };
    let shadowing = match own_name.filter(|_| module_name.is_some()) {
        Some(own_name) => origin::shadowing(vm, own_name, file)?,
        None => Shadowing::None,
    };
    if own_spec.is_some() {
        file = file.or_else(|| file_of(vm, module));
    }
    let shown_file = file.map(|file| file.to_display());
    let place = shown_file.as_deref().unwrap_or("unknown location");
    let plain = format!("cannot import name '{name_text}' from '{shown}'");
    let initializing = shadowing != Shadowing::Stdlib
        && match spec {
            Some(spec) => origin::is_initializing(vm, spec)?,
            None => false,
        };
    let text = match shadowing {
        Shadowing::Stdlib => format!("{plain} {}", origin::stdlib_advice(place, &shown)),
        Shadowing::Possible if initializing => format!("{plain} {}", origin::library_advice(place)),
        _ if initializing => format!(
            "cannot import name '{name_text}' from partially initialized module '{shown}' (most likely due to a circular import) ({place})"
        ),
        _ => format!("{plain} ({place})"),
    };
    let raised = vm.raise(kinds::IMPORT_ERROR, text);
    if let Some(exc) = vm.pending() {
        let message = exc.args.get().cast::<Tuple>().and_then(|t| t.as_slice().first().copied());
        exc.extra_set(vm, extra::import_error::MSG, message.unwrap_or(Value::NONE));
        exc.extra_set(vm, extra::import_error::NAME, module_name.map_or(Value::NONE, |m| m.value()));
        let path = file.map_or(Value::NONE, |file| file.value());
        exc.extra_set(vm, extra::import_error::PATH, path);
        exc.extra_set(vm, extra::import_error::NAME_FROM, name.value());
    }
    Err(raised)
}

fn file_of(vm: &mut Vm, module: Value) -> Option<Gc<Str>> {
    let names = vm.names();
    match vm.get_attr_opt(module, names.__file__) {
        Ok(Some(v)) => vm.as_str(v),
        Ok(None) => None,
        Err(Raised) => {
            vm.take_exception();
            None
        }
    }
}

op!(
/// `from a import *`
ImportStar, |vm| {
    let module = vm.get(vm.a());
    import_star(vm, module)?;
});

/// The items of a sequence up to the first index that it lacks, whatever its iterator says.
fn items_by_index(vm: &mut Vm, sequence: Value) -> R<Values> {
    if vm.is_exact(sequence, kinds::LIST) || vm.is_exact(sequence, kinds::TUPLE) {
        return vm.collect_values(sequence);
    }
    let cls = vm.class_of(sequence);
    let getitem = vm.names().__getitem__;
    if vm.as_dict(sequence).is_some() && !cls.has_flag(type_flags::HEAP) {
        let of = vm.type_name(sequence);
        return Err(vm.type_error(format!("{of} is not a sequence")));
    }
    if vm.type_lookup(cls, getitem).is_none() {
        let of = vm.type_name(sequence);
        return Err(vm.type_error(format!("'{of}' object does not support indexing")));
    }
    let mut items = Values::new();
    loop {
        match vm.get_item(sequence, Value::len(items.len())) {
            Ok(item) => items.push(&mut vm.heap, item),
            Err(raised) => {
                return if vm.take_if(kinds::INDEX_ERROR).is_some() { Ok(items) } else { Err(raised) };
            }
        }
    }
}

fn import_star(vm: &mut Vm, module: Value) -> R<()> {
    let names = vm.names();
    let namespace = vm.get(0);
    let (list, skip_private) = match vm.get_attr_opt(module, names.__all__)? {
        Some(all) => (items_by_index(vm, all)?, false),
        None => {
            let Some(dict) = vm.get_attr_opt(module, names.__dict__)? else {
                return Err(
                    vm.raise(kinds::IMPORT_ERROR, "from-import-* object has no __dict__ and no __all__")
                );
            };
            let keys = vm.call_method(dict, names.keys, &[])?;
            (vm.collect_values(keys)?, true)
        }
    };
    for &name in list.iter() {
        let Some(s) = vm.as_str(name) else {
            let of = vm.type_name(name);
            let what = if skip_private { "Key in" } else { "Item in" };
            let place = if skip_private { "__dict__" } else { "__all__" };
            let m = match vm.get_attr_opt(module, names.__name__)? {
                Some(v) => vm.str(v)?.to_display(),
                None => String::new(),
            };
            return Err(vm.type_error(format!("{what} {m}.{place} must be str, not {of}")));
        };
        if skip_private && s.as_bytes().starts_with(b"_") {
            continue;
        }
        let value = vm.get_attr(module, s)?;
        match namespace.cast::<Dict>() {
            Some(dict) if vm.is_exact(namespace, kinds::DICT) => {
                let s = vm.intern_str(s);
                dict.set_str(vm, s, value);
            }
            _ => vm.set_item(namespace, name, value)?,
        }
    }
    Ok(())
}
