//! Frozen modules: those of the library that are part of the interpreter, whatever `sys.path` says.

use crate::library;
use taipan_objects::import::import;
use taipan_runtime::layout::{Code, Module, Str};
use taipan_runtime::{Gc, R, Raised, Trace, Tracer, Value, Vm, kinds};

/// One of them.
#[derive(Clone, Copy)]
pub struct Frozen {
    /// The name that it is imported by.
    pub name: &'static str,
    /// Where its source stands, as `importlib` wants to be told; `None` for one that stands for itself.
    pub origin: Option<&'static str>,
    /// The module of the library that is run.
    source: &'static str,
    /// Is it a package?
    pub is_package: bool,
}

const fn own(name: &'static str) -> Frozen {
    Frozen { name, origin: Some(name), source: name, is_package: false }
}

const fn alias(name: &'static str, origin: &'static str, source: &'static str) -> Frozen {
    Frozen { name, origin: Some(origin), source, is_package: false }
}

/// All of them.
pub const MODULES: [Frozen; 28] = [
    alias("_frozen_importlib", "importlib._bootstrap", "importlib._bootstrap"),
    alias("_frozen_importlib_external", "importlib._bootstrap_external", "importlib._bootstrap_external"),
    own("zipimport"),
    own("abc"),
    own("codecs"),
    own("io"),
    own("_collections_abc"),
    own("_sitebuiltins"),
    own("genericpath"),
    own("ntpath"),
    own("posixpath"),
    own("os"),
    own("site"),
    own("stat"),
    own("importlib.util"),
    own("importlib.machinery"),
    own("runpy"),
    own("__hello__"),
    alias("__hello_alias__", "__hello__", "__hello__"),
    Frozen { is_package: true, ..alias("__phello_alias__", "__hello__", "__hello__") },
    alias("__phello_alias__.spam", "__hello__", "__hello__"),
    Frozen { is_package: true, ..own("__phello__") },
    alias("__phello__.__init__", "<__phello__", "__phello__"),
    Frozen { is_package: true, ..own("__phello__.ham") },
    alias("__phello__.ham.__init__", "<__phello__.ham", "__phello__.ham"),
    own("__phello__.ham.eggs"),
    own("__phello__.spam"),
    Frozen { name: "__hello_only__", origin: None, source: "__hello__", is_package: false },
];

/// The first of [`MODULES`] make up the import system and are there whatever is asked for.
const N_ESSENTIAL: usize = 3;

/// What `-X frozen_modules` and the tests of `importlib` say.
#[derive(Default)]
pub struct FrozenUse {
    /// `-X frozen_modules=off`
    pub is_off: bool,
    /// Above 0: use them all the same, below: don't.
    pub r#override: i32,
}

impl Trace for FrozenUse {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

/// The frozen module of a name.
pub fn find(vm: &mut Vm, name: &str) -> Option<Frozen> {
    let i = MODULES.iter().position(|module| module.name == name)?;
    let state = vm.state::<FrozenUse>();
    let used = state.r#override > 0 || state.r#override == 0 && !state.is_off;
    (used || i < N_ESSENTIAL).then_some(MODULES[i])
}

/// As [`find`], with an error for what there is not.
pub fn get(vm: &mut Vm, name: Gc<Str>) -> R<Frozen> {
    match find(vm, &name.to_display()) {
        Some(module) => Ok(module),
        None => Err(error(vm, name, "No such frozen object named ", "")),
    }
}

/// The code of one of them.
pub fn code(vm: &mut Vm, module: Frozen) -> R<Gc<Code>> {
    let Some(found) = taipan_pylib::find(module.source) else {
        let name = vm.new_str(module.name);
        return Err(error(vm, name, "No such frozen object named ", ""));
    };
    let code = library::module_code(vm, module.source, &found)?;
    let file = vm.new_str(&format!("<frozen {}>", module.source));
    code.filename.set(code, file);
    Ok(code)
}

/// Makes one of them and runs it, before there is an import system that could.
pub fn make(vm: &mut Vm, frozen: Frozen) -> R<Gc<Module>> {
    let code = code(vm, frozen)?;
    let module = vm.new_module(frozen.name);
    let (dict, modules, names) = (module.dict.get(), vm.modules, vm.names());
    let builtins = vm.builtins.value();
    dict.set_str(vm, names.__builtins__, builtins);
    let key = vm.intern(frozen.name);
    modules.set_str(vm, key, module.value());
    (vm.hooks.run_code)(vm, code, dict.value(), dict.value(), Value::UNBOUND)?;
    let key = vm.intern("__origname__");
    let origin = match frozen.origin {
        Some(origin) => vm.new_str(origin).value(),
        None => Value::NONE,
    };
    dict.set_str(vm, key, origin);
    Ok(module)
}

/// The code in marshalled bytes that pass for those of a frozen module.
pub fn code_of_data(vm: &mut Vm, name: Gc<Str>, data: Value) -> R<Gc<Code>> {
    let marshal = import(vm, "marshal")?;
    let read = match vm.call_method_named(marshal, "loads", &[data]) {
        Ok(read) => read,
        Err(Raised) => {
            vm.take_exception();
            return Err(error(vm, name, "Frozen object named ", " is invalid"));
        }
    };
    match read.cast::<Code>() {
        Some(code) => Ok(code),
        None => {
            let name = vm.repr(name.value())?.to_display();
            Err(vm.type_error(format!("frozen object {name} is not a code object")))
        }
    }
}

fn error(vm: &mut Vm, name: Gc<Str>, before: &str, behind: &str) -> Raised {
    match vm.repr(name.value()) {
        Ok(shown) => vm.raise(kinds::IMPORT_ERROR, format!("{before}{}{behind}", shown.to_display())),
        Err(raised) => raised,
    }
}
