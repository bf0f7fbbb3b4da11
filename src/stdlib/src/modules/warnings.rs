//! `_warnings`: warnings, and the filters that decide what becomes of them.

use super::contextvars;
use super::thread::warnings_lock;
use crate::support::put;
use taipan_macros::{Trace, native};
use taipan_objects::checks::{is_instance, is_subclass};
use taipan_runtime::layout::{Dict, Frame, List, Module, Str, Tuple, Type};
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm, code, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_warnings",
    doc: "Warnings, and the filters that decide what becomes of them.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

#[derive(Trace, Default)]
struct State {
    filters: Option<Gc<List>>,
    once: Option<Gc<Dict>>,
    default_action: Option<Gc<Str>>,
    context: Option<Gc<contextvars::ContextVar>>,
    version: i64,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let filters = vm.new_list(&[]);
    let rows = [
        ("default", kinds::DEPRECATION_WARNING, Some("__main__")),
        ("ignore", kinds::DEPRECATION_WARNING, None),
        ("ignore", kinds::PENDING_DEPRECATION_WARNING, None),
        ("ignore", kinds::IMPORT_WARNING, None),
        ("ignore", kinds::RESOURCE_WARNING, None),
    ];
    for (action, category, module) in rows {
        let action = vm.intern(action).value();
        let category = vm.class(category).value();
        let module = module.map_or(Value::NONE, |m| vm.intern(m).value());
        let row = vm.new_tuple(&[action, Value::NONE, category, module, Value::ZERO]);
        filters.push(&mut vm.heap, row.value());
    }
    let once = vm.new_dict();
    let default_action = vm.intern("default");
    let name = vm.intern("_warnings_context");
    let context = contextvars::new_var(vm, name, Value::UNBOUND);
    let state = vm.state::<State>();
    state.filters = Some(filters);
    state.once = Some(once);
    state.default_action = Some(default_action);
    state.context = Some(context);
    put(vm, module, "filters", filters.value());
    put(vm, module, "_onceregistry", once.value());
    put(vm, module, "_defaultaction", default_action.value());
    put(vm, module, "_warnings_context", context.value());
    Ok(())
}

/// An attribute of the module `warnings`, if it was imported.
fn warnings_attr(vm: &mut Vm, name: &str) -> R<Option<Value>> {
    let key = vm.names().warnings;
    let modules = vm.modules;
    let Some(module) = modules.get_str(vm, key) else { return Ok(None) };
    let name = vm.intern(name);
    vm.get_attr_opt(module, name)
}

/// Does a filter's pattern (None, text, or a compiled regular expression) fit?
fn matched(vm: &mut Vm, pattern: Value, text: Value) -> R<bool> {
    if pattern.is_none() {
        return Ok(true);
    }
    if vm.is_exact(pattern, kinds::STR) {
        return vm.equal(pattern, text);
    }
    let result = vm.call_method_named(pattern, "match", &[text])?;
    vm.truth(result)
}

/// What is to be done with a warning.
fn search(vm: &mut Vm, filters: Value, warning: &Warning) -> R<Option<(Value, Value)>> {
    let Some(list) = vm.as_list(filters) else {
        return Err(vm.value_error("_warnings.filters must be a list"));
    };
    let mut i = 0;
    while i < list.len.get() {
        let item = list.item(i);
        let row = item.cast::<Tuple>().map(|t| t.to_ref().as_slice()).unwrap_or_default();
        let [action, message, category, module, line] = *row else {
            return Err(vm.value_error(format!("warnings.filters item {i} isn't a 5-tuple")));
        };
        if vm.as_str(action).is_none() {
            let of = vm.type_name(action);
            return Err(vm.type_error(format!("action must be a string, not '{of}'")));
        }
        if matched(vm, message, warning.text)?
            && matched(vm, module, warning.module)?
            && is_subclass(vm, warning.category, category)?
        {
            let line = vm.index_i64(line)?;
            if line == 0 || line == warning.line {
                return Ok(Some((action, item)));
            }
        }
        i += 1;
    }
    Ok(None)
}

fn action_for(vm: &mut Vm, warning: &Warning) -> R<(Value, Value)> {
    let context = match vm.state::<State>().context {
        Some(var) => contextvars::value_of(vm, var)?.unwrap_or(Value::NONE),
        None => Value::NONE,
    };
    if context.is_none() {
        let filters = match warnings_attr(vm, "filters")? {
            Some(filters) => {
                // Those seen last count where the module has none any more.
                if let Some(list) = filters.cast::<List>() {
                    vm.state::<State>().filters = Some(list);
                }
                filters
            }
            None => match vm.state::<State>().filters {
                Some(filters) => filters.value(),
                None => vm.new_list(&[]).value(),
            },
        };
        if let Some(found) = search(vm, filters, warning)? {
            return Ok(found);
        }
    } else {
        let filters = vm.get_attr_named(context, "_filters")?;
        if let Some(found) = search(vm, filters, warning)? {
            return Ok(found);
        }
    }
    let action = match warnings_attr(vm, "defaultaction")? {
        Some(action) => action,
        None => vm.intern("default").value(),
    };
    if vm.as_str(action).is_none() {
        let of = vm.type_name(action);
        return Err(vm.type_error(format!("_warnings.defaultaction must be a string, not '{of}'")));
    }
    Ok((action, Value::NONE))
}

/// Was the key seen since the filters changed last? Marks it where `mark`.
fn already_warned(vm: &mut Vm, registry: Gc<Dict>, key: Value, mark: bool) -> R<bool> {
    let current = vm.state::<State>().version;
    let version = vm.intern("version");
    let known = registry.get_str(vm, version);
    if known.and_then(Value::as_small_int) == Some(current) {
        if let Some(seen) = registry.get_item(vm, key)?
            && vm.truth(seen)?
        {
            return Ok(true);
        }
    } else {
        registry.clear(vm);
        let current = vm.new_int(current);
        registry.set_str(vm, version, current);
    }
    if mark {
        registry.set_item(vm, key, Value::TRUE)?;
    }
    Ok(false)
}

/// One warning, on its way.
struct Warning {
    category: Value,
    message: Value,
    text: Value,
    filename: Value,
    line: i64,
    module: Value,
    source: Value,
    /// The line of source, where a loader gave it.
    source_line: Value,
}

fn show(vm: &mut Vm, warning: &Warning) -> R<()> {
    let line = vm.new_int(warning.line);
    let mut function = warnings_attr(vm, "_showwarnmsg")?;
    if function.is_none() && !warning.source.is_none() {
        let module = taipan_objects::import::import(vm, "warnings")?;
        let name = vm.intern("_showwarnmsg");
        function = vm.get_attr_opt(module, name)?;
    }
    let Some(function) = function else {
        return show_plainly(vm, warning);
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
    }
    let Some(class) = warnings_attr(vm, "WarningMessage")? else {
        return Err(vm.runtime_error("unable to get warnings.WarningMessage"));
    };
    let message = vm.call(
        class,
        &[
            warning.message,
            warning.category,
            warning.filename,
            line,
            Value::NONE,
            warning.source_line,
            warning.source,
        ],
    )?;
    vm.call(function, &[message])?;
    Ok(())
}

/// Writes a warning to `sys.stderr` without the help of Python code.
fn show_plainly(vm: &mut Vm, warning: &Warning) -> R<()> {
    let names = vm.names();
    let sys = vm.sys;
    let Some(stderr) = sys.get_str(vm, names.stderr) else { return Ok(()) };
    if stderr.is_none() {
        return Ok(());
    }
    let file = vm.str(warning.filename)?.to_display();
    let category = vm.get_attr(warning.category, names.__name__)?;
    let category = vm.str(category)?.to_display();
    let text = vm.str(warning.text)?.to_display();
    let mut out = format!("{file}:{}: {category}: {text}\n", warning.line);
    if let Some(line) = vm.as_str(warning.source_line) {
        out.push_str(&line.to_display());
        out.push('\n');
    } else if let Ok(source) = std::fs::read(&file)
        && let Ok(n) = usize::try_from(warning.line)
        && n > 0
        && let Some(line) = source.split(|&b| b == b'\n').nth(n - 1)
    {
        let line = String::from_utf8_lossy(line);
        let line = line.trim();
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
    }
    let out = vm.new_str(&out).value();
    if vm.call_method(stderr, names.write, &[out]).is_err() {
        vm.take_exception();
    }
    Ok(())
}

/// Issues a warning while no other thread changes the filters.
fn issue_alone(vm: &mut Vm, warning: Warning, registry: Value) -> R<()> {
    let lock = warnings_lock(vm);
    lock.acquire_own(vm)?;
    let done = issue(vm, warning, registry);
    lock.release(vm);
    done
}

/// Decides on a warning, and shows it or raises it.
fn issue(vm: &mut Vm, mut warning: Warning, registry: Value) -> R<()> {
    if !registry.is_none() && vm.as_dict(registry).is_none() {
        return Err(vm.type_error("'registry' must be a dict or None"));
    }
    // Without a module the interpreter is about to end.
    if warning.module.is_none() {
        return Ok(());
    }
    let warning_class = vm.class(kinds::WARNING).value();
    if is_instance(vm, warning.message, warning_class)? {
        warning.text = vm.str(warning.message)?.value();
        warning.category = vm.class_of(warning.message).value();
    } else {
        warning.text = warning.message;
        warning.message = vm.call(warning.category, &[warning.message])?;
    }
    let line = vm.new_int(warning.line);
    let key = vm.new_tuple(&[warning.text, warning.category, line]).value();
    let registry = vm.as_dict(registry);
    if let Some(registry) = registry
        && already_warned(vm, registry, key, false)?
    {
        return Ok(());
    }
    let (action, item) = action_for(vm, &warning)?;
    let text = vm.as_str(action).map(|a| a.to_display()).unwrap_or_default();
    match text.as_str() {
        "error" => return Err(vm.raise_value(warning.message)),
        "ignore" => return Ok(()),
        "always" | "all" => {}
        "once" | "default" | "module" => {
            if let Some(registry) = registry {
                registry.set_item(vm, key, Value::TRUE)?;
            }
            let seen = match text.as_str() {
                "once" => {
                    let registry = match registry {
                        Some(registry) => registry,
                        None => once_registry(vm)?,
                    };
                    let key = vm.new_tuple(&[warning.text, warning.category]).value();
                    already_warned(vm, registry, key, true)?
                }
                "module" => match registry {
                    Some(registry) => {
                        let key = vm.new_tuple(&[warning.text, warning.category]).value();
                        already_warned(vm, registry, key, true)?
                    }
                    None => false,
                },
                _ => false,
            };
            if seen {
                return Ok(());
            }
        }
        _ => {
            let (action, item) = (vm.repr(action)?.to_display(), vm.repr(item)?.to_display());
            return Err(
                vm.runtime_error(format!("Unrecognized action ({action}) in warnings.filters:\n {item}"))
            );
        }
    }
    show(vm, &warning)
}

fn once_registry(vm: &mut Vm) -> R<Gc<Dict>> {
    let found = warnings_attr(vm, "onceregistry")?;
    match found {
        Some(found) => match vm.as_dict(found) {
            Some(dict) => Ok(dict),
            None => {
                let of = vm.type_name(found);
                Err(vm.type_error(format!("_warnings.onceregistry must be a dict, not '{of}'")))
            }
        },
        None => match vm.state::<State>().once {
            Some(dict) => Ok(dict),
            None => Ok(vm.new_dict()),
        },
    }
}

/// The category of a warning: the message's class, the one given, or UserWarning.
fn category_of(vm: &mut Vm, message: Value, category: Value) -> R<Value> {
    let warning = vm.class(kinds::WARNING).value();
    let category = if is_instance(vm, message, warning)? {
        vm.class_of(message).value()
    } else if category.is_none() {
        vm.class(kinds::USER_WARNING).value()
    } else {
        category
    };
    if category.cast::<Type>().is_none() || !is_subclass(vm, category, warning)? {
        let of = vm.type_name(category);
        return Err(vm.type_error(format!("category must be a Warning subclass, not '{of}'")));
    }
    Ok(category)
}

fn filename_of(frame: Gc<Frame>) -> Gc<Str> {
    frame.function.code.get().filename.get()
}

fn is_internal(frame: Gc<Frame>) -> bool {
    let name = filename_of(frame).to_display();
    name.contains("importlib") && name.contains("_bootstrap")
}

fn must_skip(frame: Gc<Frame>, prefixes: Option<Gc<Tuple>>) -> bool {
    let Some(prefixes) = prefixes else { return false };
    let name = filename_of(frame);
    prefixes
        .as_slice()
        .iter()
        .any(|p| p.cast::<Str>().is_some_and(|p| name.as_bytes().starts_with(p.to_ref().as_bytes())))
}

fn back(vm: &mut Vm, frame: Gc<Frame>) -> Option<Gc<Frame>> {
    (vm.hooks.frame_back)(vm, frame)
}

/// Where a warning comes from: file name, line, module and registry.
fn place(vm: &mut Vm, mut level: i64, prefixes: Option<Gc<Tuple>>) -> R<(Value, i64, Value, Value)> {
    let mut frame = (vm.hooks.frame_at)(vm, 0);
    let plain = level <= 0 || frame.is_some_and(is_internal);
    level -= 1;
    while let Some(f) = frame
        && level > 0
    {
        frame = back(vm, f);
        if !plain {
            while let Some(f) = frame
                && (is_internal(f) || must_skip(f, prefixes))
            {
                frame = back(vm, f);
            }
        }
        level -= 1;
    }
    let (globals, filename, line) = match frame {
        Some(f) => {
            let instruction = (vm.hooks.frame_instruction)(vm, f);
            let line = code::line_of(f.function.code.get(), instruction);
            (f.function.globals.get(), filename_of(f).value(), i64::from(line))
        }
        None => (vm.sys, vm.new_str("<sys>").value(), 0),
    };
    let names = vm.names();
    let registry = match globals.get_str(vm, names.__warningregistry__) {
        Some(registry) => registry,
        None => {
            let registry = vm.new_dict().value();
            globals.set_str(vm, names.__warningregistry__, registry);
            registry
        }
    };
    let module = match globals.get_str(vm, names.__name__) {
        Some(name) if name.is_none() || vm.as_str(name).is_some() => name,
        _ => vm.new_str("<string>").value(),
    };
    Ok((filename, line, module, registry))
}

/// The line of source that a module's loader has, or None.
fn source_line(vm: &mut Vm, globals: Value, line: i64) -> R {
    let Some(dict) = vm.as_dict(globals) else { return Ok(Value::NONE) };
    let importlib = taipan_objects::import::import(vm, "importlib._bootstrap_external")?;
    let loader = vm.call_method_named(importlib, "_bless_my_loader", &[globals])?;
    if loader.is_none() {
        return Ok(loader);
    }
    // The specification knows the name by which a main module was found.
    let names = vm.names();
    let mut name = dict.get_str(vm, names.__name__);
    if let Some(spec) = dict.get_str(vm, names.__spec__).filter(|spec| !spec.is_none()) {
        let key = vm.intern("name");
        name = vm.get_attr_opt(spec, key)?.or(name);
    }
    let Some(name) = name else { return Ok(Value::NONE) };
    let get_source = vm.intern("get_source");
    let Some(get_source) = vm.get_attr_opt(loader, get_source)? else { return Ok(Value::NONE) };
    let source = match vm.call(get_source, &[name]) {
        Ok(source) => source,
        Err(_) if vm.take_if(kinds::IMPORT_ERROR).is_some() => Value::NONE,
        Err(raised) => return Err(raised),
    };
    if source.is_none() {
        return Ok(source);
    }
    if vm.as_str(source).is_none() {
        let of = vm.type_name(source);
        return Err(vm.type_error(format!("must be str, not {of}")));
    }
    let lines = vm.call_method_named(source, "splitlines", &[])?;
    let index = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
    let found = index.zip(vm.as_list(lines)).filter(|(i, lines)| *i < lines.len.get());
    Ok(found.map_or(Value::NONE, |(i, lines)| lines.item(i)))
}

struct Functions;

#[native]
impl Functions {
    /// Issue a warning, or raise it, or do nothing, as the filters say.
    #[sig("($module, /, message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())")]
    #[shown(
        "($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=())"
    )]
    fn warn(
        vm: &mut Vm,
        message: Value,
        category: Value,
        stacklevel: i64,
        source: Value,
        skip_file_prefixes: Option<Value>,
    ) -> R<()> {
        let category = category_of(vm, message, category)?;
        let mut level = stacklevel;
        let mut prefixes = None;
        if let Some(given) = skip_file_prefixes {
            let Some(tuple) = vm.as_tuple(given) else {
                let of = vm.type_name(given);
                return Err(
                    vm.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {of}"))
                );
            };
            for &prefix in tuple.to_ref().as_slice() {
                if vm.as_str(prefix).is_none() {
                    let of = vm.type_name(prefix);
                    return Err(vm.type_error(format!("Found non-str '{of}' in skip_file_prefixes.")));
                }
            }
            if !tuple.is_empty() {
                level = level.max(2);
                prefixes = Some(tuple);
            }
        }
        let (filename, line, module, registry) = place(vm, level, prefixes)?;
        let (text, source_line) = (Value::NONE, Value::NONE);
        let warning = Warning { category, message, text, filename, line, module, source, source_line };
        issue_alone(vm, warning, registry)
    }

    /// Issue a warning from a given place.
    #[sig(
        "($module, /, message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)"
    )]
    #[shown(
        "($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)"
    )]
    fn warn_explicit(
        vm: &mut Vm,
        message: Value,
        category: Value,
        filename: Gc<Str>,
        lineno: i64,
        module: Option<Value>,
        registry: Value,
        module_globals: Value,
        source: Value,
    ) -> R<()> {
        let category = category_of(vm, message, category)?;
        if !module_globals.is_none() && vm.as_dict(module_globals).is_none() {
            let of = vm.type_name(module_globals);
            return Err(vm.type_error(format!("module_globals must be a dict, not '{of}'")));
        }
        let module = match module {
            Some(module) => module,
            None => {
                let name = filename.to_display();
                let name = name.strip_suffix(".py").unwrap_or(&name);
                let name = if name.is_empty() { "<unknown>" } else { name };
                vm.new_str(name).value()
            }
        };
        let source_line = source_line(vm, module_globals, lineno)?;
        let (text, filename) = (Value::NONE, filename.value());
        let warning =
            Warning { category, message, text, filename, line: lineno, module, source, source_line };
        issue_alone(vm, warning, registry)
    }

    /// Tell that the filters have changed.
    #[sig("($module, /)")]
    fn _filters_mutated_lock_held(vm: &mut Vm) -> R<()> {
        if warnings_lock(vm).held_by(vm.thread.ident) == 0 {
            return Err(vm.runtime_error("warnings lock is not held"));
        }
        vm.state::<State>().version += 1;
        Ok(())
    }

    /// Keep other threads from the filters.
    #[sig("($module, /)")]
    fn _acquire_lock(vm: &mut Vm) -> R<()> {
        warnings_lock(vm).acquire_own(vm)
    }

    /// Let other threads at the filters again.
    #[sig("($module, /)")]
    fn _release_lock(vm: &mut Vm) -> R<()> {
        if warnings_lock(vm).release(vm) {
            Ok(())
        } else {
            Err(vm.runtime_error("cannot release un-acquired lock"))
        }
    }
}
