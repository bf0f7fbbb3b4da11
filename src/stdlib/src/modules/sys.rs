//! `sys`

use super::sys_info::{ASYNCGEN_HOOKS, VERSION_INFO, init_info};
use crate::{reports, structseq};
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use taipan_macros::native;
use taipan_objects::types::str::{fs_bytes, fs_path};
use taipan_runtime::layout::{Dict, Exception, Frame, Module, Str, Tuple, Type};
use taipan_runtime::{
    ArgName, Args, FromValue, Gc, ModuleDef, R, Raised, Trace, Tracer, Value, Vm, extra, kinds, type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: &Sys::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Sys;

/// The version of the language that Taipan implements.
const VERSION: [i32; 3] = [3, 14, 0];

fn put(vm: &mut Vm, module: Gc<Module>, name: &str, value: Value) {
    let name = vm.intern(name);
    module.dict.get().set_str(vm, name, value);
}

fn put_str(vm: &mut Vm, module: Gc<Module>, name: &str, text: &str) {
    let value = vm.new_str(text).value();
    put(vm, module, name, value);
}

/// Fills in what does not depend on the command line; `cli` adds the rest.
fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let modules = vm.modules.value();
    put(vm, module, "modules", modules);
    let build = concat!("3.14.0 (taipan ", env!("CARGO_PKG_VERSION"), ") [Rust]");
    put_str(vm, module, "version", build);
    put_str(vm, module, "copyright", "Copyright (c) the Taipan developers.");
    put_str(vm, module, "platform", if cfg!(target_os = "macos") { "darwin" } else { "linux" });
    put_str(vm, module, "byteorder", if cfg!(target_endian = "little") { "little" } else { "big" });
    put_str(vm, module, "abiflags", "");
    put_str(vm, module, "platlibdir", "lib");
    put_str(vm, module, "float_repr_style", "short");
    let maxsize = vm.new_int(i64::MAX);
    put(vm, module, "maxsize", maxsize);
    put(vm, module, "maxunicode", Value::int32(0x10ffff));
    put(vm, module, "hexversion", Value::int32(0x030e_00f0));
    put(vm, module, "api_version", Value::int32(1013));
    for name in ["pycache_prefix", "last_exc", "_framework"] {
        let value = if name == "_framework" { vm.new_str("").value() } else { Value::NONE };
        if name != "last_exc" {
            put(vm, module, name, value);
        }
    }
    let final_ = vm.new_str("final").value();
    let version: Vec<i32> = VERSION.to_vec();
    let cls = structseq::new_class(vm, &VERSION_INFO)?;
    let info =
        [Value::int32(version[0]), Value::int32(version[1]), Value::int32(version[2]), final_, Value::ZERO];
    let version_info = structseq::new(vm, cls, &info);
    structseq::forbid_new(vm, cls);
    put(vm, module, "version_info", version_info);
    vm.state::<SysState>().version = Some(version_info);

    let dict = module.dict.get();
    vm.add_late_names(dict, |name| name == b"implementation", init_implementation);
    vm.add_late_names(dict, |name| name.ends_with(b"_info"), init_info);
    vm.add_late_names(dict, |name| name == b"builtin_module_names", init_module_names);
    vm.add_late_names(dict, |name| matches!(name, b"monitoring" | b"_jit"), init_submodules);

    // The originals of hooks that programs replace.
    for (original, name) in [
        ("__excepthook__", "excepthook"),
        ("__displayhook__", "displayhook"),
        ("__unraisablehook__", "unraisablehook"),
        ("__breakpointhook__", "breakpointhook"),
    ] {
        let name = vm.intern(name);
        if let Some(value) = module.dict.get().get_str(vm, name) {
            put(vm, module, original, value);
        }
    }
    for name in ["meta_path", "path_hooks", "path", "warnoptions", "argv", "orig_argv"] {
        let list = vm.new_list(&[]).value();
        put(vm, module, name, list);
    }
    let dict = vm.new_dict().value();
    put(vm, module, "path_importer_cache", dict);
    Ok(())
}

/// `sys.implementation`. Its name is CPython's: what programs and installers choose by it (tests, markers of requirements,
/// wheels that carry Python code beside their machine code) is right for Taipan. `sys.version` and the cache tag tell the two apart.
fn init_implementation(vm: &mut Vm, sys: Gc<Dict>) -> R<()> {
    let namespace = vm.class(kinds::SIMPLE_NAMESPACE).value();
    let implementation = vm.call(namespace, &[])?;
    let version = vm.state::<SysState>().version.unwrap_or(Value::NONE);
    let name = vm.new_str("cpython").value();
    let cache_tag = vm.new_str("taipan-314").value();
    let multiarch = vm.new_str(&format!("{}-linux-gnu", std::env::consts::ARCH)).value();
    for (key, value) in [
        ("name", name),
        ("cache_tag", cache_tag),
        ("version", version),
        ("hexversion", Value::int32(0x030e_00f0)),
        ("_multiarch", multiarch),
        ("supports_isolated_interpreters", Value::TRUE),
    ] {
        let key = vm.intern(key);
        vm.set_attr(implementation, key, value)?;
    }
    let name = vm.intern("implementation");
    sys.set_str(vm, name, implementation);
    Ok(())
}

/// `sys.builtin_module_names`
fn init_module_names(vm: &mut Vm, sys: Gc<Dict>) -> R<()> {
    let mut names = taipan_heap::Values::new();
    let mut sorted: Vec<&'static str> =
        vm.module_defs().iter().map(|m| m.name).filter(|n| !n.contains('.')).collect();
    sorted.sort_unstable();
    for name in sorted {
        let name = vm.intern(name);
        names.push(&mut vm.heap, name.value());
    }
    let names = vm.new_tuple(&names).value();
    let name = vm.intern("builtin_module_names");
    sys.set_str(vm, name, names);
    Ok(())
}

/// `sys.monitoring` and `sys._jit`
fn init_submodules(vm: &mut Vm, sys: Gc<Dict>) -> R<()> {
    for (full, name) in [("sys.monitoring", "monitoring"), ("sys._jit", "_jit")] {
        let Some(number) = vm.find_native_module(full) else { continue };
        let module = vm.make_native_module(number)?.value();
        let name = vm.intern(name);
        if sys.get_str(vm, name).is_none() {
            sys.set_str(vm, name, module);
        }
    }
    Ok(())
}

/// State of the module's functions that has no home in the interpreter itself.
#[derive(Default)]
pub struct SysState {
    /// `sys.version_info`, for `sys.implementation`.
    version: Option<Value>,
}

impl taipan_runtime::Trace for SysState {
    fn trace(&self, tracer: &mut taipan_runtime::Tracer<'_>) {
        if let Some(version) = self.version {
            tracer.value(version);
        }
    }
}

fn frame_at(vm: &mut Vm, depth: i32) -> R<Gc<Frame>> {
    if depth < 0 {
        return frame_at(vm, 0);
    }
    match (vm.hooks.frame_at)(vm, depth as usize) {
        Some(frame) => Ok(frame),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

/// A dict with what there is of each thread, by the thread's identifier.
fn of_each_thread(vm: &mut Vm, f: fn(&mut Vm) -> Option<Value>) -> R {
    let dict = vm.new_dict();
    let mut outcome = Ok(());
    vm.for_each_thread(&mut |vm| {
        if let Some(value) = f(vm) {
            let ident = vm.new_uint(vm.thread.ident);
            outcome = outcome.and_then(|()| dict.set_item(vm, ident, value));
        }
    });
    outcome.map(|()| dict.value())
}

fn handled_parts(vm: &mut Vm) -> [Value; 3] {
    let exc = vm.current_handled();
    match exc.cast::<Exception>() {
        Some(e) => [vm.class_of(exc).value(), exc, e.traceback.get()],
        None => [Value::NONE; 3],
    }
}

/// A string argument, unless it is an object of a subclass around its text.
struct ItselfStr(Option<Gc<Str>>);

impl FromValue for ItselfStr {
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<ItselfStr> {
        match vm.as_str(value) {
            Some(_) => Ok(ItselfStr(value.cast())),
            None => Err(arg.wrong_type(vm, "str", value)),
        }
    }
}

/// Writes text that a stream's encoding has no bytes for, with escapes for what it lacks.
fn display_escaped(vm: &mut Vm, stream: Value, text: Gc<Str>) -> R<()> {
    let names = vm.names();
    let encoding = vm.get_attr_named(stream, "encoding")?;
    let errors = vm.new_str("backslashreplace").value();
    let bytes = vm.call_method_named(text.value(), "encode", &[encoding, errors])?;
    let buffer = vm.intern("buffer");
    match vm.get_attr_opt(stream, buffer)? {
        Some(buffer) => vm.call_method(buffer, names.write, &[bytes])?,
        None => {
            let text = vm.call_method_named(bytes, "decode", &[encoding])?;
            vm.call_method(stream, names.write, &[text])?
        }
    };
    Ok(())
}

/// `sys.getdlopenflags()`
struct LoaderFlags(i32);

impl Default for LoaderFlags {
    fn default() -> LoaderFlags {
        // RTLD_NOW
        LoaderFlags(2)
    }
}

impl Trace for LoaderFlags {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

#[native]
impl Sys {
    /// Exit the interpreter by raising SystemExit(status).
    #[sig("(status=None, /)")]
    fn exit(vm: &mut Vm, status: Value) -> R {
        if status.is_none() {
            return Err(vm.raise_call(kinds::SYSTEM_EXIT, &[]));
        }
        let args = match status.cast::<Tuple>() {
            Some(tuple) => tuple,
            None => vm.new_tuple(&[status]),
        };
        Err(vm.raise_call(kinds::SYSTEM_EXIT, args.to_ref().as_slice()))
    }

    /// Return the current value of the recursion limit.
    #[sig("()")]
    fn getrecursionlimit(vm: &mut Vm) -> u32 {
        vm.recursion_limit
    }

    /// Set the maximum depth of the Python interpreter stack.
    #[sig("(limit, /)")]
    fn setrecursionlimit(vm: &mut Vm, limit: i32) -> R<()> {
        if limit < 1 {
            return Err(vm.value_error("recursion limit must be greater or equal than 1"));
        }
        if limit as u32 <= vm.thread.depth {
            let depth = vm.thread.depth;
            return Err(vm.raise(
                kinds::RECURSION_ERROR,
                format!("cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"),
            ));
        }
        vm.set_recursion_limit(limit as u32);
        Ok(())
    }

    /// Intern the given string.
    #[sig("(string, /)")]
    fn intern(vm: &mut Vm, string: Value) -> R {
        match string.cast::<Str>() {
            Some(s) => Ok(vm.intern_str(s).value()),
            None if vm.as_str(string).is_some() => {
                let of = vm.type_name(string);
                Err(vm.type_error(format!("can't intern {of}")))
            }
            None => {
                let of = vm.type_name(string);
                Err(vm.type_error(format!("intern() argument must be str, not {of}")))
            }
        }
    }

    /// Return True if the given string is interned.
    #[sig("(string, /)")]
    fn _is_interned(_: &mut Vm, string: ItselfStr) -> bool {
        string.0.is_some_and(|string| string.is_interned())
    }

    /// Return the size of an object in bytes, as its __sizeof__ tells.
    #[sig("(object, default=None)")]
    #[shown("")]
    fn getsizeof(vm: &mut Vm, object: Value, default: Option<Value>) -> R {
        let name = vm.names().__sizeof__;
        match vm.call_special_opt(object, name, &[]) {
            Ok(Some(size)) => Ok(size),
            Ok(None) => Ok(Value::int32(16)),
            Err(Raised) => match default {
                Some(default) if vm.take_if(kinds::TYPE_ERROR).is_some() => Ok(default),
                _ => Err(Raised),
            },
        }
    }

    /// Return a frame object from the call stack.
    #[sig("(depth=0, /)")]
    fn _getframe(vm: &mut Vm, depth: i32) -> R<Gc<Frame>> {
        let frame = frame_at(vm, depth)?;
        vm.audit("sys._getframe", |_| [frame.value()])?;
        Ok(frame)
    }

    /// Return the name of the module for a calling frame.
    #[sig("(depth=0)")]
    fn _getframemodulename(vm: &mut Vm, depth: i32) -> R {
        vm.audit("sys._getframemodulename", |_| [Value::int32(depth)])?;
        let Some(frame) = (vm.hooks.frame_at)(vm, depth.max(0) as usize) else { return Ok(Value::NONE) };
        let function = frame.function;
        let names = vm.names();
        Ok(function.globals.get().get_str(vm, names.__name__).unwrap_or(Value::NONE))
    }

    /// Take the descriptors of `__dict__` and `__weakref__` from a class (for dataclasses with slots).
    #[sig("(type, /)")]
    fn _clear_type_descriptors(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
        if cls.has_flag(type_flags::IMMUTABLE) {
            return Err(vm.type_error("argument is immutable"));
        }
        let dict = vm.class_dict(cls);
        for name in ["__dict__", "__weakref__"] {
            let name = vm.intern(name);
            dict.pop_str(vm, name);
        }
        vm.class_changed(cls);
        Ok(())
    }

    /// Return the frames of all threads by their identifiers.
    #[sig("()")]
    fn _current_frames(vm: &mut Vm) -> R {
        vm.audit("sys._current_frames", |_| [])?;
        of_each_thread(vm, |vm| (vm.hooks.frame_at)(vm, 0).map(Gc::value))
    }

    /// Return information about the exception that is being handled.
    #[sig("()")]
    fn exc_info(vm: &mut Vm) -> Gc<Tuple> {
        let parts = handled_parts(vm);
        vm.new_tuple(&parts)
    }

    /// Return the exception that is being handled, or None.
    #[sig("()")]
    fn exception(vm: &mut Vm) -> Value {
        vm.current_handled()
    }

    /// Print an object to sys.stdout and also save it in builtins._
    #[sig("(object, /)")]
    fn displayhook(vm: &mut Vm, object: Value) -> R<()> {
        if object.is_none() {
            return Ok(());
        }
        let builtins = vm.builtins;
        let underscore = vm.intern("_");
        builtins.set_str(vm, underscore, Value::NONE);
        let names = vm.names();
        let sys = vm.sys;
        let Some(stdout) = sys.get_str(vm, names.stdout).filter(|v| !v.is_none()) else {
            return Err(vm.runtime_error("lost sys.stdout"));
        };
        let text = vm.repr(object)?;
        if let Err(raised) = vm.call_method(stdout, names.write, &[text.value()]) {
            if vm.take_if(kinds::UNICODE_ENCODE_ERROR).is_none() {
                return Err(raised);
            }
            display_escaped(vm, stdout, text)?;
        }
        vm.call_method(stdout, names.write, &[names.newline.value()])?;
        builtins.set_str(vm, underscore, object);
        Ok(())
    }

    /// Handle an exception by displaying it with a traceback on sys.stderr.
    #[sig("(exctype, value, traceback, /)")]
    fn excepthook(vm: &mut Vm, _exctype: Value, value: Value, traceback: Value) -> R<()> {
        if value.is_none() || value.cast::<Exception>().is_some() {
            return reports::print_exception(vm, value, traceback);
        }
        let names = vm.names();
        let sys = vm.sys;
        let Some(stderr) = sys.get_str(vm, names.stderr).filter(|v| !v.is_none()) else { return Ok(()) };
        let of = vm.type_name(value);
        let text = format!("TypeError: print_exception(): Exception expected for value, {of} found\n");
        let text = vm.new_str(&text).value();
        vm.call_method(stderr, names.write, &[text])?;
        Ok(())
    }

    /// Handle an unraisable exception.
    #[sig("(unraisable, /)")]
    fn unraisablehook(vm: &mut Vm, unraisable: Value) -> R<()> {
        reports::print_unraisable(vm, unraisable)
    }

    /// Call the debugger named by PYTHONBREAKPOINT.
    #[sig("(*args, **kwargs)")]
    fn breakpointhook(vm: &mut Vm, args: Gc<Tuple>, kwargs: Option<Gc<taipan_runtime::layout::Dict>>) -> R {
        let wanted = std::env::var("PYTHONBREAKPOINT").unwrap_or_default();
        if wanted == "0" {
            return Ok(Value::NONE);
        }
        let path = if wanted.is_empty() { "pdb.set_trace".to_owned() } else { wanted };
        let unimportable = |vm: &mut Vm| {
            vm.warn(kinds::RUNTIME_WARNING, &format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{path}\""))
        };
        let (module, function) = path.rsplit_once('.').unwrap_or(("builtins", &path));
        if module.is_empty() {
            unimportable(vm)?;
            return Ok(Value::NONE);
        }
        let module_name = vm.new_str(module).value();
        let names = vm.names();
        let builtins = vm.builtins;
        let Some(import) = builtins.get_str(vm, names.__import__) else {
            return Err(vm.raise(kinds::IMPORT_ERROR, "__import__ not found"));
        };
        let from = vm.new_str(function).value();
        let fromlist = vm.new_tuple(&[from]).value();
        let found = vm
            .call(import, &[module_name, Value::NONE, Value::NONE, fromlist])
            .and_then(|module| vm.get_attr_named(module, function));
        let hook = match found {
            Ok(hook) => hook,
            Err(raised) => {
                if vm.take_if(kinds::IMPORT_ERROR).is_none() && vm.take_if(kinds::ATTRIBUTE_ERROR).is_none() {
                    return Err(raised);
                }
                unimportable(vm)?;
                return Ok(Value::NONE);
            }
        };
        let (kw_names, kw_values) = match kwargs {
            Some(kwargs) => vm.dict_to_keywords(kwargs)?,
            None => Default::default(),
        };
        vm.call_args(
            hook,
            &Args { pos: args.to_ref().as_slice(), kw_names: &kw_names, kw_values: &kw_values },
        )
    }

    /// Return the current default encoding used by the Unicode implementation.
    #[sig("()")]
    fn getdefaultencoding(_: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// Return the encoding used to convert Unicode filenames to OS filenames.
    #[sig("()")]
    fn getfilesystemencoding(_: &mut Vm) -> &'static str {
        "utf-8"
    }

    /// Return the error mode used for Unicode to OS filename conversion.
    #[sig("()")]
    fn getfilesystemencodeerrors(_: &mut Vm) -> &'static str {
        "surrogateescape"
    }

    /// Return True if the interpreter is shutting down.
    #[sig("()")]
    fn is_finalizing(vm: &mut Vm) -> bool {
        vm.is_finalizing
    }

    /// Return True if the interpreter's lock is in use.
    #[sig("()")]
    fn _is_gil_enabled(_: &mut Vm) -> bool {
        true
    }

    /// Return the tracing function.
    #[sig("()")]
    fn gettrace(vm: &mut Vm) -> Value {
        vm.thread.trace_function.bound().unwrap_or(Value::NONE)
    }

    /// Return the profiling function.
    #[sig("()")]
    fn getprofile(vm: &mut Vm) -> Value {
        vm.thread.profile_function.bound().unwrap_or(Value::NONE)
    }

    /// Set the global debug tracing function.
    #[sig("(function, /)")]
    fn settrace(vm: &mut Vm, function: Value) -> R<()> {
        vm.audit("sys.settrace", |_| [])?;
        vm.thread.trace_function = if function.is_none() { Value::UNBOUND } else { function };
        (vm.hooks.switch_tracing)(vm);
        Ok(())
    }

    /// Set the tracing function of all threads.
    #[sig("(function, /)")]
    fn _settraceallthreads(vm: &mut Vm, function: Value) {
        let function = if function.is_none() { Value::UNBOUND } else { function };
        vm.for_each_thread(&mut |vm| {
            vm.thread.trace_function = function;
            (vm.hooks.switch_tracing)(vm);
        });
    }

    /// Set the profiling function of all threads.
    #[sig("(function, /)")]
    fn _setprofileallthreads(vm: &mut Vm, function: Value) {
        let function = if function.is_none() { Value::UNBOUND } else { function };
        vm.for_each_thread(&mut |vm| {
            vm.thread.profile_function = function;
            (vm.hooks.switch_tracing)(vm);
        });
    }

    /// Set the profiling function.
    #[sig("(function, /)")]
    fn setprofile(vm: &mut Vm, function: Value) -> R<()> {
        vm.audit("sys.setprofile", |_| [])?;
        vm.thread.profile_function = if function.is_none() { Value::UNBOUND } else { function };
        (vm.hooks.switch_tracing)(vm);
        Ok(())
    }

    /// Return the thread switch interval in seconds.
    #[sig("()")]
    fn getswitchinterval(vm: &mut Vm) -> f64 {
        vm.switch_interval() as f64 / 1e6
    }

    /// Set the ideal thread switching delay in seconds.
    #[sig("(interval, /)")]
    fn setswitchinterval(vm: &mut Vm, interval: f64) -> R<()> {
        if interval.is_nan() || interval <= 0.0 {
            return Err(vm.value_error("switch interval must be strictly positive"));
        }
        vm.set_switch_interval((interval * 1e6).min(u64::MAX as f64) as u64);
        Ok(())
    }

    /// Return the limit on the digits of conversions between int and str.
    #[sig("()")]
    fn get_int_max_str_digits(vm: &mut Vm) -> usize {
        vm.config.int_max_str_digits
    }

    /// Set the limit on the digits of conversions between int and str.
    #[sig("(maxdigits)")]
    fn set_int_max_str_digits(vm: &mut Vm, maxdigits: i64) -> R<()> {
        if maxdigits != 0 && maxdigits < 640 {
            return Err(vm.value_error("maxdigits must be >= 640 or 0 for unlimited"));
        }
        vm.config.int_max_str_digits = maxdigits as usize;
        Ok(())
    }

    /// Return the depth of coroutine origin tracking.
    #[sig("()")]
    fn get_coroutine_origin_tracking_depth(vm: &mut Vm) -> i32 {
        vm.thread.origin_depth
    }

    /// Enable or disable origin tracking for coroutine objects in this thread.
    #[sig("(depth)")]
    fn set_coroutine_origin_tracking_depth(vm: &mut Vm, depth: i32) -> R<()> {
        if depth < 0 {
            return Err(vm.value_error("depth must be >= 0"));
        }
        vm.thread.origin_depth = depth;
        Ok(())
    }

    /// Return the hooks for asynchronous generators.
    #[sig("()")]
    fn get_asyncgen_hooks(vm: &mut Vm) -> R {
        let (first, last) = vm.thread.asyncgen_hooks;
        let cls = structseq::new_class(vm, &ASYNCGEN_HOOKS)?;
        Ok(structseq::new(vm, cls, &[first, last]))
    }

    /// Set hooks for async generator iteration and finalisation.
    #[sig("(firstiter=None, finalizer=None)")]
    #[shown("")]
    fn set_asyncgen_hooks(vm: &mut Vm, firstiter: Option<Value>, finalizer: Option<Value>) -> R<()> {
        for hook in [firstiter, finalizer].into_iter().flatten() {
            if !hook.is_none() && !vm.is_callable(hook) {
                let of = vm.type_name(hook);
                return Err(vm.type_error(format!("callable finalizer expected, got {of}")));
            }
        }
        for (hook, event) in [(finalizer, "finalizer"), (firstiter, "firstiter")] {
            if hook.is_some() {
                vm.audit(&format!("sys.set_asyncgen_hook_{event}"), |_| [])?;
            }
        }
        let old = vm.thread.asyncgen_hooks;
        vm.thread.asyncgen_hooks = (firstiter.unwrap_or(old.0), finalizer.unwrap_or(old.1));
        Ok(())
    }

    /// Pass the event to any hooks that are attached.
    #[sig("(event, /, *args)")]
    fn audit(vm: &mut Vm, event: Value, args: Gc<Tuple>) -> R<()> {
        let Some(event) = vm.as_str(event) else {
            let of = vm.argument_type_name(event);
            return Err(vm.type_error(format!("audit() argument 1 must be str, not {of}")));
        };
        vm.call_audit_hooks(event, args)
    }

    /// Add a new audit hook callback.
    #[sig("(hook)")]
    fn addaudithook(vm: &mut Vm, hook: Value) -> R<()> {
        vm.add_audit_hook(hook)
    }

    /// Clear the internal type cache. Nothing needs it here.
    #[sig("()")]
    fn _clear_type_cache(vm: &mut Vm) -> R<()> {
        vm.warn(
            kinds::DEPRECATION_WARNING,
            "sys._clear_type_cache() is deprecated and scheduled for removal in a future version. Use sys._clear_internal_caches() instead.",
        )
    }

    /// Clear the internal caches. Nothing needs it here.
    #[sig("()")]
    fn _clear_internal_caches(_: &mut Vm) {}

    /// Return the number of interned strings, as far as it is known.
    #[sig("(*, _only_immortal=False)")]
    fn getunicodeinternedsize(_: &mut Vm, _only_immortal: bool) -> i32 {
        0
    }

    /// Return whether a stack profiler trampoline is active.
    #[sig("()")]
    fn is_stack_trampoline_active(_: &mut Vm) -> bool {
        false
    }

    /// Return the number of CPUs that -X cpu_count or PYTHON_CPU_COUNT sets, or -1.
    #[sig("()")]
    fn _get_cpu_count_config(vm: &mut Vm) -> i64 {
        vm.config.cpu_count
    }

    /// Can another process run code in this one? Not here.
    #[sig("()")]
    fn is_remote_debug_enabled(_: &mut Vm) -> bool {
        false
    }

    /// Run a Python script in the process with an id. No process takes scripts of others here, so a RuntimeError is raised
    /// for a script that can be read.
    #[sig("($module, /, pid, script)")]
    fn remote_exec(vm: &mut Vm, pid: i32, script: Value) -> R<()> {
        let found = fs_path(vm, script)?;
        let path = match vm.as_str(found) {
            Some(text) => fs_bytes(text.to_ref().as_bytes()),
            None => vm.bytes_like(found)?,
        };
        if path.contains(&0) {
            return Err(vm.value_error("embedded null byte"));
        }
        vm.audit("sys.remote_exec", |_| [Value::int32(pid), script])?;
        match std::fs::File::open(OsStr::from_bytes(&path)) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                Err(vm.raise(kinds::PERMISSION_ERROR, "Script file cannot be read"))
            }
            Err(_) => Err(vm.raise(kinds::FILE_NOT_FOUND_ERROR, "Script file does not exist")),
            Ok(_) => Err(vm.runtime_error("Remote debugging is not enabled")),
        }
    }

    /// The flags that shared libraries are loaded with.
    #[sig("($module, /)")]
    fn getdlopenflags(vm: &mut Vm) -> i32 {
        vm.state::<LoaderFlags>().0
    }

    /// Set the flags that shared libraries are loaded with.
    #[sig("($module, flags, /)")]
    fn setdlopenflags(vm: &mut Vm, flags: i32) {
        vm.state::<LoaderFlags>().0 = flags;
    }

    /// Return a number in place of a count of references: there are none to count.
    #[sig("(object, /)")]
    fn getrefcount(_: &mut Vm, object: Value) -> i32 {
        let _ = object;
        2
    }

    /// Is the object kept until the end? Only what is no cell is.
    #[sig("(op, /)")]
    fn _is_immortal(_: &mut Vm, op: Value) -> bool {
        !op.is_cell()
    }

    /// Return the number of cells of the heap.
    #[sig("()")]
    fn getallocatedblocks(vm: &mut Vm) -> usize {
        vm.heap.stats().live_cells
    }

    /// Call func(*args), while tracing is enabled.
    #[sig("(func, args, /)")]
    fn call_tracing(vm: &mut Vm, func: Value, args: Gc<Tuple>) -> R {
        // Called by a trace function, for a debugger that is debugged.
        vm.with_tracing(true, |vm| vm.call(func, args.to_ref().as_slice()))
    }

    /// Return the exceptions being handled in all threads by their identifiers, or None.
    #[sig("()")]
    fn _current_exceptions(vm: &mut Vm) -> R {
        vm.audit("sys._current_exceptions", |_| [])?;
        of_each_thread(vm, |vm| Some(vm.current_handled()))
    }

    /// Let a profiler outside see Python's frames. There is none for this machine.
    #[sig("(backend, /)")]
    fn activate_stack_trampoline(vm: &mut Vm, backend: Value) -> R<()> {
        let _ = backend;
        Err(vm.value_error("perf trampoline not available"))
    }

    /// Undo what activate_stack_trampoline() did.
    #[sig("()")]
    fn deactivate_stack_trampoline(_: &mut Vm) {}
}

const _: usize = extra::system_exit::CODE;

/// `sys._jit`: there is no just-in-time compiler.
pub static JIT: ModuleDef = ModuleDef {
    name: "sys._jit",
    doc: "What is known of a just-in-time compiler.",
    functions: &Jit::NATIVE,
    ..ModuleDef::DEFAULT
};

struct Jit;

#[native]
impl Jit {
    /// Is there a compiler?
    #[sig("($module, /)")]
    fn is_available(_: &mut Vm) -> bool {
        false
    }

    /// May it be used?
    #[sig("($module, /)")]
    fn is_enabled(_: &mut Vm) -> bool {
        false
    }

    /// Was the calling frame compiled?
    #[sig("($module, /)")]
    fn is_active(_: &mut Vm) -> bool {
        false
    }
}
