//! `__import__`: the look-up of what is imported already; the rest is importlib's.

use std::time::{Duration, Instant};
use taipan_macros::native;
use taipan_objects::import::bootstrap;
use taipan_runtime::layout::{Dict, Module, Str, Traceback};
use taipan_runtime::{Gc, R, Trace, Tracer, Value, Vm, kinds};

pub(super) struct Import;

#[native]
impl Import {
    /// Import a module. What an import statement calls; importlib.import_module() is for programs.
    #[sig("(name, globals=None, locals=None, fromlist=(), level=0)")]
    #[shown("($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)")]
    fn __import__(
        vm: &mut Vm,
        name: Value,
        globals: Value,
        locals: Value,
        fromlist: Option<Value>,
        level: i32,
    ) -> R {
        let _ = locals;
        let Some(name) = vm.as_str(name) else {
            return Err(vm.type_error("module name must be a string"));
        };
        match import(vm, name, globals, fromlist.unwrap_or(Value::NONE), level) {
            Ok(module) => Ok(module),
            Err(raised) => {
                if vm.config.verbose == 0 {
                    hide_importlib(vm);
                }
                Err(raised)
            }
        }
    }
}

/// Takes importlib's own frames out of the traceback of the exception on its way: all of them from an `ImportError`, else
/// those above a module's code.
fn hide_importlib(vm: &mut Vm) {
    let Some(exc) = vm.pending() else { return };
    let always = vm.is_instance_of(exc.value(), kinds::IMPORT_ERROR);
    let set_next = |before: Option<Gc<Traceback>>, next: Value| match before {
        Some(entry) => entry.next.set(entry, next),
        None => exc.traceback.set(exc, next),
    };
    // The entry before the present one, and the one before the stretch of importlib's that it may be in.
    let (mut before, mut outer): (Option<Gc<Traceback>>, Option<Gc<Traceback>>) = (None, None);
    let mut inside = false;
    let mut at = exc.traceback.get().cast::<Traceback>();
    while let Some(entry) = at {
        let code = entry.frame.function.code.get();
        let file = code.filename.get();
        let is_importlib = matches!(
            file.to_ref().as_bytes(),
            b"<frozen importlib._bootstrap>" | b"<frozen importlib._bootstrap_external>"
        );
        if is_importlib && !inside {
            outer = before;
        }
        inside = is_importlib;
        let next = entry.next.get();
        if inside && (always || code.name.to_ref().as_bytes() == b"_call_with_frames_removed") {
            set_next(outer, next);
            before = outer;
        } else {
            before = Some(entry);
        }
        at = next.cast::<Traceback>();
    }
}

/// The absolute name of what a relative import names.
fn resolve(vm: &mut Vm, name: Gc<Str>, globals: Value, level: i32) -> R<Gc<Str>> {
    let names = vm.names();
    let Some(globals) = vm.as_dict(globals) else {
        return Err(raise_key_error(vm, "'__name__' not in globals"));
    };
    let bootstrap = bootstrap(vm)?;
    // `importlib` knows the rules and warnings about `__package__` and `__spec__`.
    let package = package_of(vm, globals)?;
    let package = match package {
        Some(package) => package,
        None => {
            let f = vm.get_attr_named(bootstrap, "_calc___package__")?;
            vm.call(f, &[globals.value()])?
        }
    };
    let Some(package) = vm.as_str(package) else {
        return Err(vm.type_error("package must be a string"));
    };
    if package.n_bytes() == 0 {
        return Err(vm.raise(kinds::IMPORT_ERROR, "attempted relative import with no known parent package"));
    }
    let mut base = package.to_ref().as_bytes();
    for _ in 1..level {
        match base.iter().rposition(|&b| b == b'.') {
            Some(dot) => base = &base[..dot],
            None => {
                return Err(
                    vm.raise(kinds::IMPORT_ERROR, "attempted relative import beyond top-level package")
                );
            }
        }
    }
    let mut absolute = base.to_vec();
    if name.n_bytes() > 0 {
        absolute.push(b'.');
        absolute.extend_from_slice(name.as_bytes());
    }
    let _ = names;
    Ok(vm.intern_bytes(&absolute))
}

/// `__package__` where it agrees with `__spec__`; `None` where importlib must look.
fn package_of(vm: &mut Vm, globals: Gc<Dict>) -> R<Option<Value>> {
    let names = vm.names();
    let package = globals.get_str(vm, names.__package__).filter(|p| !p.is_none());
    let spec = globals.get_str(vm, names.__spec__).filter(|s| !s.is_none());
    let (Some(package), Some(spec)) = (package, spec) else { return Ok(None) };
    let parent = vm.get_attr_named(spec, "parent")?;
    Ok(vm.equal(package, parent)?.then_some(package))
}

/// Is the module still being run?
fn is_initializing(vm: &mut Vm, module: Value) -> R<bool> {
    let names = vm.names();
    let spec = match module.cast::<Module>() {
        Some(module) => module.dict.get().get_str(vm, names.__spec__),
        None => vm.get_attr_opt(module, names.__spec__)?,
    };
    let Some(spec) = spec.filter(|s| !s.is_none()) else { return Ok(false) };
    match vm.get_attr_opt(spec, names._initializing)? {
        Some(v) => vm.truth(v),
        None => Ok(false),
    }
}

/// The module of an absolute name, imported where it is not there yet.
fn find_and_load(vm: &mut Vm, name: Gc<Str>) -> R {
    let modules = vm.modules;
    if let Some(found) = modules.get_item(vm, name.value())?
        && !found.is_none()
    {
        if vm.config.import_time > 1 {
            let width = vm.state::<ImportTime>().level * 2;
            say_time(name, |name| format!("import time: cached    | cached     | {name:>width$}\n"));
        }
        if !is_initializing(vm, found)? {
            return Ok(found);
        }
        let bootstrap = bootstrap(vm)?;
        let f = vm.get_attr_named(bootstrap, "_lock_unlock_module")?;
        vm.call(f, &[name.value()])?;
        // A module whose code failed in another thread meanwhile is gone.
        if modules.get_item(vm, name.value())? == Some(found) {
            return Ok(found);
        }
    }
    if vm.config.import_time > 0 { load_timed(vm, name) } else { load(vm, name) }
}

fn load(vm: &mut Vm, name: Gc<Str>) -> R {
    vm.audit("import", |vm| {
        let [path, meta_path, hooks] = ["path", "meta_path", "path_hooks"].map(|name| {
            let name = vm.intern(name);
            let sys = vm.sys;
            sys.get_str(vm, name).unwrap_or(Value::NONE)
        });
        [name.value(), Value::NONE, path, meta_path, hooks]
    })?;
    let bootstrap = bootstrap(vm)?;
    let names = vm.names();
    let find = vm.get_attr(bootstrap, names._find_and_load)?;
    let import = import_function(vm)?;
    vm.call(find, &[name.value(), import])
}

/// What `-X importtime` counts.
#[derive(Default)]
struct ImportTime {
    /// How many imports are under way.
    level: usize,
    /// What the imports within the present one have taken.
    within: Duration,
    has_header: bool,
}

impl Trace for ImportTime {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

fn say_time(name: Gc<Str>, line: impl FnOnce(&str) -> String) {
    let mut shown = String::new();
    for c in taipan_text::Wtf8::new(name.to_ref().as_bytes()).chars() {
        match char::from_u32(c) {
            Some(c) => shown.push(c),
            None => shown.push_str(&format!("\\u{c:04x}")),
        }
    }
    // Nobody could be told that it can't be said.
    let _ = std::io::Write::write_all(&mut std::io::stderr(), line(&shown).as_bytes());
}

/// Loads a module and says how long that took.
fn load_timed(vm: &mut Vm, name: Gc<Str>) -> R {
    let times = vm.state::<ImportTime>();
    let outside = std::mem::take(&mut times.within);
    times.level += 1;
    if !std::mem::replace(&mut times.has_header, true) {
        let header = b"import time: self [us] | cumulative | imported package\n";
        let _ = std::io::Write::write_all(&mut std::io::stderr(), header);
    }
    let start = Instant::now();
    let result = load(vm, name);
    let all = start.elapsed();
    let times = vm.state::<ImportTime>();
    let own = all.saturating_sub(times.within).as_micros();
    times.level -= 1;
    times.within = outside + all;
    let indent = times.level * 2;
    say_time(name, |name| {
        format!("import time: {own:>9} | {:>10} | {:indent$}{name}\n", all.as_micros(), "")
    });
    result
}

fn import(vm: &mut Vm, name: Gc<Str>, globals: Value, fromlist: Value, level: i32) -> R {
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    let absolute = if level > 0 {
        resolve(vm, name, globals, level)?
    } else {
        if name.n_bytes() == 0 {
            return Err(vm.value_error("Empty module name"));
        }
        name
    };
    let module = find_and_load(vm, absolute)?;
    let has_from = !fromlist.is_none() && vm.truth(fromlist)?;
    let names = vm.names();
    if has_from {
        if vm.get_attr_opt(module, names.__path__)?.is_none() {
            return Ok(module);
        }
        let bootstrap = bootstrap(vm)?;
        let handle = vm.get_attr(bootstrap, names._handle_fromlist)?;
        let import = import_function(vm)?;
        return vm.call(handle, &[module, fromlist, import]);
    }
    let text = name.to_ref().as_bytes();
    let Some(dot) = text.iter().position(|&b| b == b'.').filter(|_| level == 0 || name.n_bytes() > 0) else {
        return Ok(module);
    };
    if level == 0 {
        let first = vm.intern_bytes(&text[..dot]);
        return find_and_load(vm, first);
    }
    // The first part of a relative name, in its package.
    let cut = text.len() - dot;
    let absolute = absolute.to_ref().as_bytes();
    let key = vm.intern_bytes(&absolute[..absolute.len() - cut]);
    let modules = vm.modules;
    match modules.get_str(vm, key) {
        Some(module) => Ok(module),
        None => {
            let text = format!("{} not in sys.modules as expected", vm.repr(key.value())?.to_display());
            Err(raise_key_error(vm, &text))
        }
    }
}

/// The function `__import__` itself, for importlib to import parents with.
fn import_function(vm: &mut Vm) -> R {
    let key = vm.names().__import__;
    let builtins = vm.builtins;
    match builtins.get_str(vm, key) {
        Some(f) => Ok(f),
        None => Err(vm.raise(kinds::IMPORT_ERROR, "__import__ not found")),
    }
}

fn raise_key_error(vm: &mut Vm, text: &str) -> taipan_runtime::Raised {
    let text = vm.new_str(text).value();
    vm.key_error(text)
}
