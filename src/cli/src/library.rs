//! The embedded standard library as an entry of `sys.path`: a path hook and importer for the folder
//! `PREFIX/lib/python3.14`, which need not exist.

use crate::compile::{self, How};
use crate::imp;
use crate::room::with_room;
use crate::startup::Session;
use std::path::Path;
use taipan_cache::{Key, Stamp};
use taipan_grammar::Origin;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::import::{bootstrap, bootstrap_external, import};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Code, Module, Str, Type};
use taipan_runtime::{
    Args, CompareOp, CompileMode, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Values, Vm,
    code, kinds, native_types, type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_embedded",
    doc: "The importer of the standard library that is part of the executable.",
    functions: &Functions::NATIVE,
    types: &[&EmbeddedImporter::TYPE],
    ..ModuleDef::DEFAULT
};

struct Functions;

#[native]
impl Functions {
    /// A path hook that stands where `zipimport.zipimporter` will, until a path first leads to a file.
    #[sig("($module, path, /)")]
    fn archive_importer(vm: &mut Vm, path: Value) -> R {
        let text = taipan_objects::types::str::fs_path(vm, path)?;
        let text = vm.as_str(text).map(|text| text.to_display()).unwrap_or_default();
        // A folder within an archive follows the archive's name.
        let is_file =
            Path::new(&text).ancestors().find_map(|p| std::fs::metadata(p).ok()).is_some_and(|m| m.is_file());
        if text.is_empty() || !is_file {
            return Err(vm.raise(kinds::IMPORT_ERROR, "not a path of an archive"));
        }
        let zipimport = import(vm, "zipimport")?;
        let importer = vm.get_attr_named(zipimport, "zipimporter")?;
        let sys = vm.native_module("sys")?.value();
        let embedded = vm.native_module("_embedded")?.value();
        let own = vm.get_attr_named(embedded, "archive_importer")?;
        let hooks = vm.get_attr_named(sys, "path_hooks")?;
        if let Some(hooks) = vm.as_list(hooks)
            && let Some(i) = hooks.as_slice().iter().position(|hook| *hook == own)
        {
            hooks.items.get().set(i, importer);
        }
        vm.call(importer, &[path])
    }
}

native_types! {
    /// The types of this crate.
    pub static TYPES = taipan_runtime::kinds::END - 16;
    crate::ast::Ast,
    EmbeddedImporter,
    crate::symtable::Entry,
    crate::tokenize::TokenizerIter,
}

/// Finder and loader for one folder of the library.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct EmbeddedImporter {
    header: Header,
    /// The folder.
    path: Gc<Str>,
    /// What module names get in front: empty, or `package.`.
    prefix: Gc<Str>,
}

impl EmbeddedImporter {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <EmbeddedImporter as Numbered>::NUMBER,
        name: "EmbeddedImporter",
        module: "_embedded",
        doc: "EmbeddedImporter(path, /)\n--\n\nImports modules of the embedded standard library from a folder of it.",
        flags: type_flags::BASETYPE,
        native: &EmbeddedImporter::NATIVE,
        layout: Some(LayoutInfo::of::<EmbeddedImporter>()),
        ..TypeDef::DEFAULT
    };
}

/// The root folder of the embedded library.
fn root(vm: &mut Vm) -> String {
    vm.state::<Session>().library_root.clone()
}

fn import_error(vm: &mut Vm, text: String, name: Gc<Str>) -> Raised {
    let raised = vm.raise(kinds::IMPORT_ERROR, text);
    if let Some(exc) = vm.pending() {
        exc.extra_set(vm, taipan_runtime::extra::import_error::NAME, name.value());
    }
    raised
}

/// The module of a full name, which must be one of the library's.
fn find(vm: &mut Vm, fullname: Gc<Str>) -> R<taipan_pylib::Module> {
    let name = fullname.to_display();
    match taipan_pylib::find(&name) {
        Some(module) => Ok(module),
        None => Err(import_error(vm, format!("the standard library has no module {name}"), fullname)),
    }
}

/// The file of a module, as `__file__` shows it.
fn filename(vm: &mut Vm, module: &taipan_pylib::Module) -> Gc<Str> {
    let root = root(vm);
    vm.new_str(&format!("{root}/{}", module.file.path))
}

/// The code object of a module of the library.
pub fn module_code(vm: &mut Vm, name: &str, module: &taipan_pylib::Module) -> R<Gc<Code>> {
    let file = filename(vm, module);
    let optimize = vm.config.optimize;
    if let Some(image) = crate::startup::bundled_image(vm, name, optimize) {
        let code = code::from_image(vm, Value::UNBOUND, image, 0)?;
        code.filename.set(code, file);
        return Ok(code);
    }
    // The level is another than the bundle's: the cache has a file for each module.
    let path = format!("<stdlib>/{}", module.file.path);
    let stamp = Stamp::Hash(u128::from(taipan_pylib::stamp()));
    let key = Key { path: Path::new(&path), stamp, optimize };
    if let Some(code) = imp::cached_code(vm, &key, file)? {
        return Ok(code);
    }
    let source = module.file.content();
    let text = compile::decode(vm, &source, file, Origin::Bytes)?;
    let how = How {
        filename: &path,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: i32::from(optimize),
        int_digits: None,
    };
    match with_room(vm, || compile::to_image(&text, &how, optimize)) {
        Ok((image, _)) => imp::store_code(vm, &key, &image, file),
        Err(failure) => Err(compile::raise(vm, failure, &text, file)),
    }
}

#[native]
impl EmbeddedImporter {
    #[sig("($cls, path, /)")]
    #[name("EmbeddedImporter")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, path: Value) -> R<Gc<EmbeddedImporter>> {
        let Some(path) = vm.as_str(path) else {
            return Err(vm.raise(kinds::IMPORT_ERROR, "not a path of the embedded library"));
        };
        let root = root(vm);
        let text = path.to_display();
        let inside = match text.strip_prefix(&root) {
            Some("") => Some(String::new()),
            Some(rest) => {
                rest.strip_prefix('/').map(|p| format!("{}.", p.trim_end_matches('/').replace('/', ".")))
            }
            None => None,
        };
        let inside =
            inside.filter(|p| p.is_empty() || taipan_pylib::is_package(&p[..p.len() - 1]) == Some(true));
        let Some(inside) = inside else {
            return Err(vm.raise(kinds::IMPORT_ERROR, "not a path of the embedded library"));
        };
        let prefix = vm.new_str(&inside);
        Ok(vm.heap.alloc(EmbeddedImporter {
            header: Header::new::<EmbeddedImporter>(cls.address()),
            path,
            prefix,
        }))
    }

    fn __repr__(_: &mut Vm, this: Gc<EmbeddedImporter>) -> String {
        format!("EmbeddedImporter('{}')", this.path.to_display())
    }

    fn __richcmp__(_: &mut Vm, this: Gc<EmbeddedImporter>, other: Value, op: CompareOp) -> R {
        let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<EmbeddedImporter>(), op) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let same = this.path.as_bytes() == other.path.as_bytes();
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    fn __hash__(vm: &mut Vm, this: Gc<EmbeddedImporter>) -> i64 {
        vm.hash_str(this.path)
    }

    /// The spec of a module in this folder, or None.
    #[sig("($self, fullname, target=None, /)")]
    fn find_spec(vm: &mut Vm, this: Gc<EmbeddedImporter>, fullname: Gc<Str>, target: Value) -> R {
        let _ = target;
        let full = fullname.to_display();
        let tail = full.rsplit_once('.').map_or(full.as_str(), |(_, tail)| tail);
        let name = format!("{}{tail}", this.prefix.to_display());
        let Some(module) = taipan_pylib::find(&name) else { return Ok(Value::NONE) };
        let file = filename(vm, &module);
        let external = bootstrap_external(vm)?;
        let make = vm.get_attr_named(external, "spec_from_file_location")?;
        let locations = if module.is_package {
            let folder = format!("{}/{tail}", this.path.to_display());
            let folder = vm.new_str(&folder).value();
            vm.new_list(&[folder]).value()
        } else {
            Value::NONE
        };
        let names = [vm.intern("loader").value(), vm.intern("submodule_search_locations").value()];
        let values = [this.value(), locations];
        let pos = [fullname.value(), file.value()];
        vm.call_args(make, &Args { pos: &pos, kw_names: &names, kw_values: &values })
    }

    /// Nothing is remembered.
    #[sig("($self, /)")]
    fn invalidate_caches(_: &mut Vm, _this: Gc<EmbeddedImporter>) {}

    /// The modules in this folder as pairs of name and "is a package", for pkgutil.
    #[sig("($self, prefix='', /)")]
    fn iter_modules(vm: &mut Vm, this: Gc<EmbeddedImporter>, prefix: Option<Gc<Str>>) -> R {
        let own = this.prefix.to_display();
        let before = prefix.map_or_else(String::new, |p| p.to_display());
        let mut all = Values::new();
        for (name, module) in taipan_pylib::modules() {
            let Some(tail) = name.strip_prefix(&own).filter(|t| !t.is_empty() && !t.contains('.')) else {
                continue;
            };
            let name = vm.new_str(&format!("{before}{tail}")).value();
            let pair = vm.new_tuple(&[name, Value::bool(module.is_package)]).value();
            all.push(&mut vm.heap, pair);
        }
        Ok(vm.new_list_from(all).value())
    }

    /// Use default semantics for module creation.
    #[sig("($self, spec, /)")]
    fn create_module(_: &mut Vm, _this: Gc<EmbeddedImporter>, spec: Value) -> Value {
        let _ = spec;
        Value::NONE
    }

    /// Run a module's code in its namespace.
    #[sig("($self, module, /)")]
    fn exec_module(vm: &mut Vm, _this: Gc<EmbeddedImporter>, module: Value) -> R<()> {
        let names = vm.names();
        let name = vm.get_attr(module, names.__name__)?;
        let Some(name) = vm.as_str(name) else { return Err(vm.type_error("__name__ must be a string")) };
        let found = find(vm, name)?;
        let code = module_code(vm, &name.to_display(), &found)?;
        let Some(dict) = module.cast::<Module>().map(|m| m.dict.get()).or_else(|| vm.instance_dict(module))
        else {
            return Err(vm.type_error("a module must have a __dict__"));
        };
        if dict.get_str(vm, names.__builtins__).is_none() {
            let builtins = vm.builtins.value();
            dict.set_str(vm, names.__builtins__, builtins);
        }
        vm.audit("exec", |_| [code.value()])?;
        (vm.hooks.run_code)(vm, code, dict.value(), dict.value(), Value::UNBOUND)?;
        if name.to_ref().as_bytes() == b"linecache"
            && let Some((code, text)) = vm.state::<Session>().command
        {
            let filename = vm.new_str("<string>").value();
            vm.call_method_named(module, "_register_code", &[code, text, filename])?;
        }
        Ok(())
    }

    /// Import a module (deprecated in favour of exec_module).
    #[sig("($self, fullname, /)")]
    fn load_module(vm: &mut Vm, this: Gc<EmbeddedImporter>, fullname: Gc<Str>) -> R {
        let bootstrap = bootstrap(vm)?;
        vm.call_method_named(bootstrap, "_load_module_shim", &[this.value(), fullname.value()])
    }

    /// The code object of a module.
    #[sig("($self, fullname, /)")]
    fn get_code(vm: &mut Vm, _this: Gc<EmbeddedImporter>, fullname: Gc<Str>) -> R<Gc<Code>> {
        let module = find(vm, fullname)?;
        module_code(vm, &fullname.to_display(), &module)
    }

    /// The source of a module.
    #[sig("($self, fullname, /)")]
    fn get_source(vm: &mut Vm, _this: Gc<EmbeddedImporter>, fullname: Gc<Str>) -> R<String> {
        let module = find(vm, fullname)?;
        let file = filename(vm, &module);
        let content = module.file.content();
        compile::decode(vm, &content, file, Origin::Bytes)
    }

    /// The path that `__file__` shows.
    #[sig("($self, fullname, /)")]
    fn get_filename(vm: &mut Vm, _this: Gc<EmbeddedImporter>, fullname: Gc<Str>) -> R<Gc<Str>> {
        let module = find(vm, fullname)?;
        Ok(filename(vm, &module))
    }

    /// Is the module a package?
    #[sig("($self, fullname, /)")]
    fn is_package(vm: &mut Vm, _this: Gc<EmbeddedImporter>, fullname: Gc<Str>) -> R<bool> {
        Ok(find(vm, fullname)?.is_package)
    }

    /// The content of a file of the library.
    #[sig("($self, path, /)")]
    fn get_data(vm: &mut Vm, _this: Gc<EmbeddedImporter>, path: Gc<Str>) -> R {
        let root = root(vm);
        let text = path.to_display();
        let content =
            text.strip_prefix(&root).and_then(|p| p.strip_prefix('/')).and_then(taipan_pylib::source);
        match content {
            Some(content) => Ok(vm.new_bytes(&content)),
            None => Err(vm.raise_os_error(libc::ENOENT, path.value())),
        }
    }

    #[getter]
    fn path(_: &mut Vm, this: Gc<EmbeddedImporter>) -> Gc<Str> {
        this.path
    }
}
