//! Making an interpreter: types, modules, `sys`, the standard streams and the import system.

use crate::arguments::Settings;
use crate::frozen;
use crate::{compile, imp, library, options};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use taipan_cache::Cache;
use taipan_number::hash::HashKey;
use taipan_objects::import::ImportSystem;
use taipan_objects::types::str::fs_text;
use taipan_runtime::layout::{Dict, Module};
use taipan_runtime::{Gc, Hooks, ModuleDef, R, Trace, Tracer, TypeEntry, Value, Values, Vm};
use taipan_stdlib::structseq::{self, Record};

/// What this crate keeps with an interpreter.
#[derive(Default)]
pub struct Session {
    /// What the command line says.
    settings: Option<Arc<Settings>>,
    /// The cache of code images.
    pub cache: Option<Cache>,
    /// The folder that the embedded library claims to be in.
    pub library_root: String,
    /// It is there, as far as it can be: see [`crate::unpack`].
    pub library_is_there: bool,
    /// `sys.executable` and `sys.prefix`.
    pub executable: PathBuf,
    /// See `executable`.
    pub prefix: PathBuf,
    /// The import system stands, or is being made.
    pub has_import_system: bool,
    /// Start-up has done the work of the module `site`.
    pub site_is_late: bool,
    /// The values of `sys.flags`: small ints and bools.
    flags: Option<[Value; FLAGS.fields.len()]>,
    /// The code of `-c` and its text, whose lines tracebacks show.
    pub command: Option<(Value, Value)>,
}

impl Trace for Session {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some((code, text)) = self.command {
            tracer.values(&[code, text]);
        }
    }
}

/// The embedded code image of a module of the standard library.
pub fn bundled_image(vm: &mut Vm, name: &str, optimize: u8) -> Option<&'static [u8]> {
    let image = crate::bundle::image(name, optimize);
    if image.is_some() && vm.config.verbose > 0 {
        say!("# code image of {name} from the executable");
    }
    image
}

const HOOKS: Hooks = Hooks {
    call_function: taipan_interp::run::call_function,
    resume_generator: taipan_interp::generator::resume,
    feed_generator: taipan_interp::generator::feed,
    throw_generator: taipan_interp::generator::throw,
    run_code: taipan_interp::run::run_code,
    compile: compile::hook,
    frame_at: taipan_interp::frame::frame_at,
    frame_back: taipan_interp::frame::frame_back,
    walk_frames: taipan_interp::frame::walk,
    frame_instruction: taipan_interp::frame::frame_instruction,
    set_line: taipan_interp::jump::set_line,
    generator_frame: taipan_interp::frame::generator_frame,
    unraisable: taipan_stdlib::unraisable,
    view_of_buffer: taipan_objects::types::memoryview::view_of_buffer,
    copy_told: taipan_objects::types::memoryview::copy_told,
    pending: taipan_stdlib::modules::signal::run_handlers,
    make_stack: taipan_interp::frame::make_stack,
    switch_tracing: taipan_interp::trace::switch,
    file_named: crate::unpack::file_named,
    make_interpreter: crate::run::make_interpreter,
    end_interpreter: crate::run::end_interpreter,
};

/// The key of string hashes: `PYTHONHASHSEED`, or random.
pub fn hash_key(settings: &Settings) -> Result<(u64, u64), String> {
    let Some(seed) = options::hash_seed(settings)? else {
        let mut bytes = [0u8; 16];
        // The kernel's generator is always ready when programs run.
        taipan_stdlib::sys_calls::random_bytes(&mut bytes);
        let key = HashKey::from_bytes(bytes);
        return Ok((key.k0, key.k1));
    };
    let key = HashKey::from_seed(seed);
    Ok((key.k0, key.k1))
}

/// Makes an interpreter with all types and modules, ready to run code, but without an import system.
pub fn make(settings: &Arc<Settings>, hash_key: (u64, u64)) -> Result<Box<Vm>, String> {
    let mut tables: Vec<&'static [TypeEntry]> = taipan_objects::TABLES.to_vec();
    tables.push(taipan_stdlib::TYPES);
    tables.push(library::TYPES);
    let mut modules: Vec<&'static ModuleDef> = taipan_stdlib::MODULES.to_vec();
    modules.push(&imp::MODULE);
    modules.extend([
        &library::MODULE,
        &crate::ast::MODULE,
        &crate::symtable::MODULE,
        &crate::tokenize::MODULE,
    ]);
    #[cfg(test)]
    modules.push(&crate::panics::tests::MODULE);
    let vm = Vm::new(&tables, &modules, HOOKS, hash_key);
    let mut vm = vm.map_err(|_| "Fatal Python error: out of memory\n".to_owned())?;
    (vm.hooks.make_stack)(&mut vm, taipan_interp::frame::REGISTERS);
    crate::streams::configure_locale(&mut vm, settings)?;
    vm.config.optimize = settings.optimize.min(2);
    vm.config.bytes_warning = settings.bytes_warning;
    vm.config.verbose = settings.verbose;
    options::apply(&mut vm, settings)?;
    vm.state::<Session>().settings = Some(settings.clone());
    Ok(vm)
}

/// `TAIPAN_GC=stress[=n]`: collect at every n-th allocation.
pub fn stress(vm: &mut Vm) {
    if let Some(mode) = std::env::var_os("TAIPAN_GC") {
        let mode = mode.to_string_lossy().into_owned();
        if let Some(n) = mode.strip_prefix("stress") {
            let every = n.strip_prefix('=').and_then(|n| n.parse().ok()).unwrap_or(1);
            vm.heap.set_stress(every);
        }
    }
}

/// Text from the system as a string.
pub fn os_str(vm: &mut Vm, text: &OsStr) -> Value {
    let text = fs_text(text.as_bytes());
    vm.new_str_wtf8(&text).value()
}

fn put(vm: &mut Vm, dict: Gc<Dict>, name: &str, value: Value) {
    let name = vm.intern(name);
    dict.set_str(vm, name, value);
}

/// The path of the executable, as it was called.
fn executable(settings: &Settings) -> PathBuf {
    let called = settings.original.first().map(PathBuf::from).unwrap_or_default();
    if called.components().count() > 1 {
        return std::path::absolute(&called).unwrap_or(called);
    }
    let path = settings_path();
    for folder in std::env::split_paths(&path) {
        let candidate = folder.join(&called);
        if !called.as_os_str().is_empty() && candidate.is_file() {
            return candidate;
        }
    }
    std::env::current_exe().unwrap_or_default()
}

fn settings_path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

/// The folder above `bin`, where there is one.
fn prefix_of(executable: &Path) -> PathBuf {
    let real = std::fs::canonicalize(executable).unwrap_or_else(|_| executable.to_path_buf());
    let folder = real.parent().unwrap_or(Path::new("/"));
    match folder.file_name() {
        Some(name) if name == "bin" => folder.parent().unwrap_or(Path::new("/")).to_path_buf(),
        _ => folder.to_path_buf(),
    }
}

/// What the main interpreter alone does.
fn configure_process(vm: &mut Vm, settings: &Settings) {
    taipan_stdlib::modules::signal::install(vm);
    let asks = |name: &str| settings.env(name).is_some_and(|value| !value.is_empty());
    if vm.config.dev_mode || settings.x_option("faulthandler").is_some() || asks("PYTHONFAULTHANDLER") {
        taipan_stdlib::modules::faulthandler::enable_standard(vm);
    }
}

/// What the command line said that an interpreter was made for.
pub fn settings(vm: &mut Vm) -> Option<Arc<Settings>> {
    vm.state::<Session>().settings.clone()
}

/// Fills in what of `sys` depends on the command line and the environment.
pub fn configure_sys(vm: &mut Vm, settings: &Settings) -> R<()> {
    vm.native_module("builtins")?;
    vm.native_module("sys")?;
    if vm.id == 0 {
        configure_process(vm, settings);
    }
    let sys = vm.sys;
    let executable = executable(settings);
    let prefix = prefix_of(&executable);
    let stdlib = match &settings.stdlib {
        Some(folder) => std::path::absolute(folder).unwrap_or_else(|_| folder.into()),
        None => prefix.join("lib/python3.14"),
    };
    let session = vm.state::<Session>();
    session.executable = executable.clone();
    session.prefix = prefix.clone();
    if settings.stdlib.is_none() {
        session.library_root = stdlib.to_string_lossy().into_owned();
    }
    let config =
        taipan_cache::Config::from_env(taipan_bytecode::image::fingerprint(), |name| settings.env(name));
    session.cache = Some(Cache::new(config));
    let value = os_str(vm, executable.as_os_str());
    put(vm, sys, "executable", value);
    put(vm, sys, "_base_executable", value);
    let value = os_str(vm, prefix.as_os_str());
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
        put(vm, sys, name, value);
    }
    let value = os_str(vm, stdlib.as_os_str());
    put(vm, sys, "_stdlib_dir", value);
    let mut path = Values::new();
    if let Some(extra) = settings.env("PYTHONPATH") {
        for folder in std::env::split_paths(&extra) {
            let folder = std::path::absolute(&folder).unwrap_or(folder);
            let folder = os_str(vm, folder.as_os_str());
            path.push(&mut vm.heap, folder);
        }
    }
    path.push(&mut vm.heap, value);
    let path = vm.new_list_from(path).value();
    put(vm, sys, "path", path);
    let mut original = Values::new();
    for argument in &settings.original {
        let argument = os_str(vm, argument);
        original.push(&mut vm.heap, argument);
    }
    let original = vm.new_list_from(original).value();
    put(vm, sys, "orig_argv", original);
    put(vm, sys, "dont_write_bytecode", Value::bool(settings.dont_write_bytecode));
    let mut options = Values::new();
    let dev_mode = vm.config.dev_mode;
    if dev_mode {
        let default = vm.new_str("default").value();
        options.push(&mut vm.heap, default);
    }
    for option in &settings.warn_options {
        let option = os_str(vm, option);
        options.push(&mut vm.heap, option);
    }
    if settings.bytes_warning > 0 {
        let text = if settings.bytes_warning > 1 { "error::BytesWarning" } else { "default::BytesWarning" };
        let text = vm.new_str(text).value();
        options.push(&mut vm.heap, text);
    }
    let options = vm.new_list_from(options).value();
    put(vm, sys, "warnoptions", options);
    let x_options = vm.new_dict();
    for option in &settings.x_options {
        let bytes = option.as_bytes();
        let (name, value) = match bytes.iter().position(|&b| b == b'=') {
            Some(at) => (&bytes[..at], Some(&bytes[at + 1..])),
            None => (bytes, None),
        };
        let name = os_str(vm, OsStr::from_bytes(name));
        let value = match value {
            Some(value) => os_str(vm, OsStr::from_bytes(value)),
            None => Value::TRUE,
        };
        x_options.set_item(vm, name, value)?;
    }
    put(vm, sys, "_xoptions", x_options.value());
    // Name, branch and revision, as the module platform reads them.
    let git = ["Taipan", "", ""].map(|text| vm.new_str(text).value());
    let git = vm.new_tuple(&git).value();
    put(vm, sys, "_git", git);
    // The option may be there to take back what the environment says.
    let prefix = match settings.x_option("pycache_prefix") {
        Some(prefix) => Some(prefix.to_owned()),
        None => settings.env("PYTHONPYCACHEPREFIX"),
    };
    let value = match prefix {
        Some(prefix) if !prefix.is_empty() => os_str(vm, &prefix),
        _ => Value::NONE,
    };
    put(vm, sys, "pycache_prefix", value);
    vm.add_late_names(sys, |name| name == b"stdlib_module_names", stdlib_names);
    vm.add_late_names(sys, |name| name == b"_baserepl", base_repl);
    let values = flags(vm, settings);
    vm.state::<Session>().flags = Some(values);
    vm.add_late_names(sys, |name| name == b"flags", make_flags);
    Ok(())
}

/// `sys._baserepl`
fn base_repl(vm: &mut Vm, sys: Gc<Dict>) -> R<()> {
    let imp = vm.native_module("_imp")?.value();
    let function = vm.get_attr_named(imp, "_baserepl")?;
    put(vm, sys, "_baserepl", function);
    Ok(())
}

/// `sys.stdlib_module_names`
fn stdlib_names(vm: &mut Vm, sys: Gc<Dict>) -> R<()> {
    let mut names: Vec<String> =
        taipan_pylib::modules().map(|(name, _)| name).filter(|name| !name.contains('.')).collect();
    names.extend(vm.module_defs().iter().map(|def| def.name.to_owned()));
    let set = vm.new_set(taipan_runtime::kinds::FROZENSET);
    for name in names {
        let name = vm.intern(&name).value();
        set.add(vm, name)?;
    }
    put(vm, sys, "stdlib_module_names", set.value());
    Ok(())
}

/// The fields of `sys.flags`.
const FLAGS: Record = Record {
    module: "sys",
    name: "flags",
    doc: "What the command line and the environment set.",
    fields: &[
        ("debug", "-d"),
        ("inspect", "-i"),
        ("interactive", "-i"),
        ("optimize", "-O or -OO"),
        ("dont_write_bytecode", "-B"),
        ("no_user_site", "-s"),
        ("no_site", "-S"),
        ("ignore_environment", "-E"),
        ("verbose", "-v"),
        ("bytes_warning", "-b"),
        ("quiet", "-q"),
        ("hash_randomization", "-R"),
        ("isolated", "-I"),
        ("dev_mode", "-X dev"),
        ("utf8_mode", "-X utf8"),
        ("warn_default_encoding", "-X warn_default_encoding"),
        ("safe_path", "-P"),
        ("int_max_str_digits", "-X int_max_str_digits"),
        ("gil", "-X gil"),
        ("thread_inherit_context", "-X thread_inherit_context"),
        ("context_aware_warnings", "-X context_aware_warnings"),
    ],
    n_sequence: 18,
};

/// The values of `sys.flags`.
fn flags(vm: &mut Vm, s: &Settings) -> [Value; FLAGS.fields.len()] {
    let int = |b: bool| Value::int32(i32::from(b));
    let utf8 = i32::from(vm.config.utf8_mode);
    let random = s.random_hashes || s.env("PYTHONHASHSEED").is_none_or(|v| v != "0");
    let encoding = vm.config.warn_default_encoding;
    let digits = Value::int32(vm.config.int_max_str_digits as i32);
    [
        Value::int32(i32::from(s.debug)),
        int(s.inspect),
        int(s.inspect),
        Value::int32(i32::from(s.optimize)),
        int(s.dont_write_bytecode),
        int(s.no_user_site),
        int(s.no_site),
        int(s.ignore_environment),
        Value::int32(i32::from(s.verbose)),
        Value::int32(i32::from(s.bytes_warning)),
        int(s.quiet),
        int(random),
        int(s.isolated),
        Value::bool(vm.config.dev_mode),
        Value::int32(utf8),
        int(encoding),
        Value::bool(s.safe_path),
        digits,
        Value::int32(1),
        Value::int32(0),
        Value::int32(0),
    ]
}

/// `sys.flags`
fn make_flags(vm: &mut Vm, sys: Gc<Dict>) -> R<()> {
    let Some(values) = vm.state::<Session>().flags else { return Ok(()) };
    let cls = structseq::new_class(vm, &FLAGS)?;
    let flags = structseq::new(vm, cls, &values);
    structseq::forbid_new(vm, cls);
    put(vm, sys, "flags", flags);
    Ok(())
}

/// Has the import system made when something asks for it: the first import of a module that is not there yet, or a look
/// at `sys.meta_path`. It is half of what start-up would execute.
pub fn install_import_late(vm: &mut Vm) {
    fn fill(vm: &mut Vm, _: Gc<Dict>) -> R<()> {
        install_import(vm)
    }
    let (sys, builtins, modules) = (vm.sys, vm.builtins, vm.modules);
    let names = vm.names();
    for dict in [sys, builtins] {
        // They are None until there are loaders.
        dict.pop_str(vm, names.__spec__);
        dict.pop_str(vm, names.__loader__);
        vm.add_late_names(dict, |name| name == b"__spec__" || name == b"__loader__", fill);
    }
    let is_of_sys = |name: &[u8]| matches!(name, b"meta_path" | b"path_hooks" | b"path_importer_cache");
    vm.add_late_names(sys, is_of_sys, fill);
    vm.add_late_names(modules, |name| name.starts_with(b"_frozen_importlib"), fill);
}

/// Makes the import system: `_frozen_importlib` and `_frozen_importlib_external`, from the library's own sources, and the
/// importer of the embedded library.
pub fn install_import(vm: &mut Vm) -> R<()> {
    let session = vm.state::<Session>();
    if std::mem::replace(&mut session.has_import_system, true) {
        return Ok(());
    }
    // In CPython it is there before a program can keep any of these from being imported.
    let modules = vm.modules;
    let mut halted = Vec::new();
    for name in [
        "_frozen_importlib",
        "_frozen_importlib_external",
        "_io",
        "_thread",
        "_warnings",
        "_weakref",
        "builtins",
        "marshal",
        "posix",
        "time",
    ] {
        let name = vm.intern(name);
        if modules.get_str(vm, name).is_some_and(Value::is_none) {
            modules.pop_str(vm, name);
            halted.push(name);
        }
    }
    let made = make_import(vm);
    for name in halted {
        modules.set_str(vm, name, Value::NONE);
    }
    made
}

/// The second half of the import system.
const EXTERNAL: &str = "_frozen_importlib_external";

fn make_import(vm: &mut Vm) -> R<()> {
    let imp = vm.native_module("_imp")?.value();
    let sys = vm.native_module("sys")?.value();
    let bootstrap = bootstrap_module(vm, "_frozen_importlib")?;
    vm.state::<ImportSystem>().bootstrap = Some(bootstrap);
    vm.call_method_named(bootstrap, "_install", &[sys, imp])?;
    let external = bootstrap_module(vm, EXTERNAL)?;
    let importer = vm.get_attr_named(bootstrap, "FrozenImporter")?;
    let name = vm.intern(EXTERNAL).value();
    let spec = vm.call_method_named(importer, "find_spec", &[name])?;
    vm.call_method_named(bootstrap, "_init_module_attrs", &[spec, external])?;
    let key = vm.intern("_bootstrap_external");
    vm.set_attr(bootstrap, key, external)?;
    vm.call_method_named(external, "_install", &[bootstrap])?;
    vm.state::<ImportSystem>().external = Some(external);
    let embedded = vm.native_module("_embedded")?.value();
    let hook = vm.get_attr_named(embedded, "EmbeddedImporter")?;
    let hooks = vm.get_attr_named(sys, "path_hooks")?;
    vm.call_method_named(hooks, "insert", &[Value::ZERO, hook])?;
    let archives = vm.get_attr_named(embedded, "archive_importer")?;
    vm.call_method_named(hooks, "insert", &[Value::ZERO, archives])?;
    // The builtins have a loader now, which must not pass for the main module's.
    let (modules, names) = (vm.modules, vm.names());
    if let Some(main) = modules.get_str(vm, names.__main__).and_then(|main| main.cast::<Module>()) {
        vm.late_name(main.dict.get(), names.__loader__)?;
    }
    Ok(())
}

fn bootstrap_module(vm: &mut Vm, name: &str) -> R {
    let name = vm.intern(name);
    let module = frozen::get(vm, name)?;
    Ok(frozen::make(vm, module)?.value())
}
