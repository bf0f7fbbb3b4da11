//! Where a module comes from, for the messages about names that it lacks.

use crate::layout::{Set, Str};
use crate::native::R;
use crate::vm::Vm;
use std::path::{Path, PathBuf};
use taipan_heap::{Gc, Trace, Tracer, Value};

/// The folder that was put in front of `sys.path` when the program started.
#[derive(Default)]
pub struct ProgramFolder(pub Option<PathBuf>);

impl Trace for ProgramFolder {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

/// What error messages say of the file that a module comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shadowing {
    /// Nothing.
    None,
    /// It stands in the program's folder, so that it may hide a module of the same name.
    Possible,
    /// It hides a module of the standard library.
    Stdlib,
}

/// The file that a module's spec names.
pub fn spec_origin(vm: &mut Vm, spec: Value) -> R<Option<Gc<Str>>> {
    let (has_location, origin) = (vm.intern("has_location"), vm.intern("origin"));
    if !is_true_attr(vm, spec, has_location)? {
        return Ok(None);
    }
    Ok(vm.get_attr_opt(spec, origin)?.and_then(|origin| vm.as_str(origin)))
}

/// Is the module of that spec still being run?
pub fn is_initializing(vm: &mut Vm, spec: Value) -> R<bool> {
    let name = vm.names()._initializing;
    is_true_attr(vm, spec, name)
}

/// Does an object have an attribute that is true?
pub fn is_true_attr(vm: &mut Vm, obj: Value, name: Gc<Str>) -> R<bool> {
    match vm.get_attr_opt(obj, name)? {
        Some(v) => vm.truth(v),
        None => Ok(false),
    }
}

/// May the file of a module hide another module?
pub fn shadowing(vm: &mut Vm, module: Value, origin: Option<Gc<Str>>) -> R<Shadowing> {
    let Some(origin) = origin else { return Ok(Shadowing::None) };
    let Some(folder) = vm.state::<ProgramFolder>().0.clone() else { return Ok(Shadowing::None) };
    let folder =
        if folder.as_os_str().is_empty() { std::env::current_dir().unwrap_or_default() } else { folder };
    let origin = origin.to_display();
    let origin = Path::new(&origin);
    let mut root = origin.parent();
    if origin.file_name().is_some_and(|name| name == "__init__.py") {
        root = root.and_then(Path::parent);
    }
    if root != Some(&folder) {
        return Ok(Shadowing::None);
    }
    let (sys, key) = (vm.sys, vm.intern("stdlib_module_names"));
    if sys.get_str(vm, key).is_none() {
        vm.late_name(sys, key)?;
    }
    let known = sys.get_str(vm, key).filter(|known| known.cast::<Set>().is_some());
    match known {
        Some(known) if vm.contains(known, module)? => Ok(Shadowing::Stdlib),
        _ => Ok(Shadowing::Possible),
    }
}

/// The advice on a file that hides a module of the standard library.
pub fn stdlib_advice(file: &str, module: &str) -> String {
    format!(
        "(consider renaming '{file}' since it has the same name as the standard library module named '{module}' and prevents importing that standard library module)"
    )
}

/// The advice on a file that may hide an installed module.
pub fn library_advice(file: &str) -> String {
    format!("(consider renaming '{file}' if it has the same name as a library you intended to import)")
}
