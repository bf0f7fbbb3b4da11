//! `_imp`: what importlib asks of the interpreter.

use crate::compile::{self, How};
use crate::frozen::{self, FrozenUse};
use crate::room::with_room;
use crate::startup::Session;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use taipan_cache::{Key, Miss};
use taipan_grammar::Origin;
use taipan_macros::native;
use taipan_objects::import::import;
use taipan_objects::types::str::{fs_bytes, fs_decode};
use taipan_runtime::layout::{Code, Module, Str, Tuple};
use taipan_runtime::{CompileMode, Gc, ModuleDef, R, Value, Values, Vm, code, kinds};
use taipan_stdlib::modules::thread::import_lock;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: &Imp::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// What a foreign `.pyc` file would have to begin with: ours never do, since code is kept elsewhere.
const PYC_MAGIC: i32 = 3627 | 0x0a0d_0000;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, value) in [
        ("check_hash_based_pycs", vm.new_str("default").value()),
        ("pyc_magic_number_token", Value::int32(PYC_MAGIC)),
    ] {
        let name = vm.intern(name);
        module.dict.get().set_str(vm, name, value);
    }
    Ok(())
}

struct Imp;

#[native]
impl Imp {
    /// Did start-up leave the module `site` to whoever asks for what it makes?
    #[sig("()")]
    fn _site_is_late(vm: &mut Vm) -> bool {
        vm.state::<Session>().site_is_late
    }

    /// Read and run statements from standard input until it ends.
    #[sig("()")]
    fn _baserepl(vm: &mut Vm) -> R<()> {
        let (modules, name) = (vm.modules, vm.names().__main__);
        match modules.get_str(vm, name).and_then(|main| main.cast::<Module>()) {
            Some(main) => crate::repl::run(vm, main.dict.get()),
            None => Err(vm.runtime_error("lost __main__")),
        }
    }

    /// Is the interpreter's import lock held?
    #[sig("()")]
    fn lock_held(vm: &mut Vm) -> bool {
        import_lock(vm).is_held()
    }

    /// Acquire the interpreter's import lock. It is held for moments only: each module that is imported has its own.
    #[sig("()")]
    fn acquire_lock(vm: &mut Vm) -> R<()> {
        import_lock(vm).acquire_own(vm)
    }

    /// Release the interpreter's import lock.
    #[sig("()")]
    fn release_lock(vm: &mut Vm) -> R<()> {
        if import_lock(vm).release(vm) {
            Ok(())
        } else {
            Err(vm.runtime_error("not holding the import lock"))
        }
    }

    /// The file name suffixes of extension modules.
    #[sig("()")]
    fn extension_suffixes(vm: &mut Vm) -> Gc<taipan_runtime::layout::List> {
        vm.new_list(&[])
    }

    /// 1 for the name of a native module, -1 for one that can't be made again, else 0.
    #[sig("(name, /)")]
    fn is_builtin(vm: &mut Vm, name: Gc<Str>) -> i32 {
        let text = name.to_display();
        match vm.find_native_module(&text) {
            Some(_) if matches!(text.as_str(), "sys" | "builtins") => -1,
            Some(_) => 1,
            None => 0,
        }
    }

    /// Make a native module.
    #[sig("(spec, /)")]
    fn create_builtin(vm: &mut Vm, spec: Value) -> R {
        let name = vm.get_attr_named(spec, "name")?;
        let Some(name) = vm.as_str(name) else { return Err(vm.type_error("spec.name must be a string")) };
        let text = name.to_display();
        if matches!(text.as_str(), "sys" | "builtins") {
            return Ok(vm.native_module(&text)?.value());
        }
        match vm.find_native_module(&text) {
            Some(number) => Ok(vm.make_native_module(number)?.value()),
            None => Ok(Value::NONE),
        }
    }

    /// Run a native module: it was complete when it was made.
    #[sig("(mod, /)")]
    fn exec_builtin(_: &mut Vm, r#mod: Value) -> i32 {
        let _ = r#mod;
        0
    }

    /// Extension modules need an interpreter with a C interface.
    #[sig("(spec, file=<unrepresentable>, /)")]
    fn create_dynamic(vm: &mut Vm, spec: Value, file: Option<Value>) -> R {
        let _ = (spec, file);
        Err(vm.raise(kinds::IMPORT_ERROR, "extension modules can't be loaded"))
    }

    /// Run an extension module.
    #[sig("(mod, /)")]
    fn exec_dynamic(_: &mut Vm, r#mod: Value) -> i32 {
        let _ = r#mod;
        0
    }

    /// Is there a frozen module of that name?
    #[sig("(name, /)")]
    fn is_frozen(vm: &mut Vm, name: Gc<Str>) -> bool {
        frozen::find(vm, &name.to_display()).is_some()
    }

    /// Is the frozen module a package?
    #[sig("(name, /)")]
    fn is_frozen_package(vm: &mut Vm, name: Gc<Str>) -> R<bool> {
        Ok(frozen::get(vm, name)?.is_package)
    }

    /// The code object of a frozen module, or of marshalled bytes that pass for one.
    #[sig("(name, data=None, /)")]
    fn get_frozen_object(vm: &mut Vm, name: Gc<Str>, data: Value) -> R<Gc<Code>> {
        if !data.is_none() {
            let class = vm.class_of(data);
            if vm.slot_buffer(class).is_none() {
                let of = vm.type_name(data);
                return Err(vm.type_error(format!("get_frozen_object() argument 2 must be bytes, not {of}")));
            }
            return frozen::code_of_data(vm, name, data);
        }
        let module = frozen::get(vm, name)?;
        frozen::code(vm, module)
    }

    /// What importlib wants to know of a frozen module: its marshalled code, if asked for, whether it is a package, and
    /// where its source stands. None if there is none.
    #[sig("(name, /, *, withdata=False)")]
    fn find_frozen(vm: &mut Vm, name: Gc<Str>, withdata: bool) -> R {
        let Some(module) = frozen::find(vm, &name.to_display()) else { return Ok(Value::NONE) };
        let data = if withdata {
            let code = frozen::code(vm, module)?;
            let marshal = import(vm, "marshal")?;
            let bytes = vm.call_method_named(marshal, "dumps", &[code.value()])?;
            let class = vm.class(kinds::MEMORYVIEW).value();
            vm.call(class, &[bytes])?
        } else {
            Value::NONE
        };
        let origin = match module.origin {
            Some(origin) => vm.new_str(origin).value(),
            None => Value::NONE,
        };
        Ok(vm.new_tuple(&[data, Value::bool(module.is_package), origin]).value())
    }

    /// Make a frozen module and run it. None if there is none.
    #[sig("(name, /)")]
    fn init_frozen(vm: &mut Vm, name: Gc<Str>) -> R {
        let Some(found) = frozen::find(vm, &name.to_display()) else { return Ok(Value::NONE) };
        Ok(frozen::make(vm, found)?.value())
    }

    /// The names of frozen modules.
    #[sig("()")]
    fn _frozen_module_names(vm: &mut Vm) -> Values {
        let mut names = Values::new();
        for module in frozen::MODULES {
            let name = vm.new_str(module.name).value();
            names.push(&mut vm.heap, name);
        }
        names
    }

    /// For tests: use frozen modules (1), don't (-1), or go by the command line (0).
    #[sig("(override, /)")]
    fn _override_frozen_modules_for_tests(vm: &mut Vm, r#override: i32) {
        vm.state::<FrozenUse>().r#override = r#override;
    }

    /// For tests of extension modules in several interpreters.
    #[sig("(override, /)")]
    fn _override_multi_interp_extensions_check(_: &mut Vm, r#override: i32) -> i32 {
        r#override
    }

    /// Change the file name of a code object and of those in it.
    #[sig("(code, path, /)")]
    fn _fix_co_filename(vm: &mut Vm, code: Gc<Code>, path: Gc<Str>) -> R<()> {
        fix_filename(vm, code, path)
    }

    /// The hash that hash-based `.pyc` files hold.
    #[sig("(key, source)")]
    fn source_hash(vm: &mut Vm, key: i64, source: Vec<u8>) -> Value {
        let hash = vm.hash_bytes(&source) ^ key;
        vm.new_bytes(&hash.to_le_bytes())
    }

    /// The code object of a source file: from the cache of code images, or compiled and kept there.
    #[sig("(path, /)")]
    fn source_file_code(vm: &mut Vm, path: Value) -> R<Gc<Code>> {
        let filename = fs_decode(vm, path)?;
        file_code(vm, filename, CacheUse::Imported)
    }
}

fn fix_filename(vm: &mut Vm, code: Gc<Code>, path: Gc<Str>) -> R<()> {
    code.filename.set(code, path);
    let constants: Gc<Tuple> = code::constants(vm, code)?;
    for constant in constants.as_slice() {
        if let Some(nested) = constant.cast::<Code>() {
            fix_filename(vm, nested, path)?;
        }
    }
    Ok(())
}

/// Who asks for the code of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CacheUse {
    /// An import: its warnings were shown when it was compiled.
    Imported,
    /// The main program: its warnings are shown at every start, so that what has some is compiled each time.
    Main,
    /// The main program without its first line (`-x`), of which no image is kept.
    MainTail,
}

/// The code object of a source file.
pub fn file_code(vm: &mut Vm, filename: Gc<Str>, cache_use: CacheUse) -> R<Gc<Code>> {
    let bytes = fs_bytes(filename.to_ref().as_bytes());
    let path = Path::new(std::ffi::OsStr::from_bytes(&bytes)).to_path_buf();
    let optimize = vm.config.optimize;
    taipan_stdlib::modules::io::let_go::settle(vm, &[]);
    let metadata = match std::fs::metadata(&path) {
        Ok(metadata) => metadata,
        Err(error) => return Err(vm.raise_io_error(&error, filename.value())),
    };
    let absolute = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
    let key = Key::of_file(&absolute, &metadata, optimize);
    if cache_use != CacheUse::MainTail
        && let Some(code) = cached_code(vm, &key, filename)?
    {
        return Ok(code);
    }
    let mut source = match std::fs::read(&path) {
        Ok(source) => source,
        Err(error) => return Err(vm.raise_io_error(&error, filename.value())),
    };
    if cache_use == CacheUse::Main && (is_pyc_name(filename) || source.starts_with(&PYC_MAGIC.to_le_bytes()))
    {
        return pyc_code(vm, &source);
    }
    if cache_use == CacheUse::MainTail {
        // The line's end stays, so that lines keep their numbers.
        let n = source.iter().position(|&b| b == b'\n').unwrap_or(source.len());
        source.drain(..n);
    }
    let name = filename.to_display();
    let origin = if cache_use == CacheUse::Imported { Origin::Bytes } else { Origin::File(&name) };
    let text = compile::decode(vm, &source, filename, origin)?;
    compile::refuse_null(vm, &text, filename)?;
    let how = How {
        filename: &name,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: i32::from(optimize),
        int_digits: Some(vm.config.int_max_str_digits),
    };
    let (image, warnings) = match with_room(vm, || compile::to_image(&text, &how, optimize)) {
        Ok(made) => made,
        Err(failure) => {
            let failure = if cache_use == CacheUse::Imported { failure } else { failure.of_file() };
            let text = compile::with_last_line_end(&text, CompileMode::Exec);
            return Err(compile::raise(vm, failure, &text, filename));
        }
    };
    compile::warn(vm, &warnings, &text, filename)?;
    if cache_use != CacheUse::MainTail && (cache_use == CacheUse::Imported || warnings.is_empty()) {
        return store_code(vm, &key, &image, filename);
    }
    let code = code::from_bytes(vm, &image)?;
    code.filename.set(code, filename);
    Ok(code)
}

/// The code object that the cache has, if it has one. What it has instead is said under `-v`.
pub fn cached_code(vm: &mut Vm, key: &Key<'_>, filename: Gc<Str>) -> R<Option<Gc<Code>>> {
    let verbose = vm.config.verbose > 0;
    let Some(cache) = &vm.state::<Session>().cache else { return Ok(None) };
    let source = key.path.display();
    // A look-up checks the middle of a long image only when told to; what runs has to be sound.
    let found = cache
        .lookup(key)
        .and_then(|image| if image.check(0..image.len()) { Ok(image) } else { Err(Miss::ImageDamaged) });
    match found {
        Ok(image) => {
            if verbose {
                say!("# code image of {source} from the cache");
            }
            let code = code::from_image(vm, Value::UNBOUND, image.leak(), 0)?;
            code.filename.set(code, filename);
            Ok(Some(code))
        }
        Err(miss) => {
            if verbose {
                if let Some(line) = cache.remark(key, miss) {
                    say!("{line}");
                }
                say!("# compiling {source}");
            }
            Ok(None)
        }
    }
}

/// Does a file's name say that it holds compiled code?
pub fn is_pyc_name(filename: Gc<Str>) -> bool {
    filename.to_ref().as_bytes().ends_with(b".pyc")
}

/// The code in a `.pyc` file that is the program.
fn pyc_code(vm: &mut Vm, content: &[u8]) -> R<Gc<Code>> {
    // Behind the magic number: flags, and what the source was.
    let Some(marshalled) = content.strip_prefix(&PYC_MAGIC.to_le_bytes()).and_then(|rest| rest.get(12..))
    else {
        return Err(vm.runtime_error("Bad magic number in .pyc file"));
    };
    let marshal = import(vm, "marshal")?;
    let marshalled = vm.new_bytes(marshalled);
    let read = vm.call_method_named(marshal, "loads", &[marshalled])?;
    match read.cast::<Code>() {
        Some(code) => Ok(code),
        None => Err(vm.runtime_error("Bad code object in .pyc file")),
    }
}

/// The code object of a fresh image, which the cache keeps if it may. A disk that is full or read-only stops nothing.
pub fn store_code(vm: &mut Vm, key: &Key<'_>, image: &[u8], filename: Gc<Str>) -> R<Gc<Code>> {
    if !dont_write_bytecode(vm) {
        let verbose = vm.config.verbose > 0;
        if let Some(cache) = &vm.state::<Session>().cache
            && let Err(error) = cache.store(key, image)
            && verbose
        {
            say!("# could not store the code image of {}: {error}", key.path.display());
        }
    }
    let code = code::from_bytes(vm, image)?;
    code.filename.set(code, filename);
    Ok(code)
}

/// `sys.dont_write_bytecode`, as the program may have set it.
fn dont_write_bytecode(vm: &mut Vm) -> bool {
    let name = vm.intern("dont_write_bytecode");
    let sys = vm.sys;
    match sys.get_str(vm, name) {
        Some(value) => vm.truth(value).unwrap_or(false),
        None => false,
    }
}
