//! What native code needs from modules written in Python (`copyreg`, `typing`, ...).

use taipan_runtime::{R, Trace, Tracer, Value, Vm, kinds};

/// The modules that make up the import system. Programs may take them out of `sys.modules`; importing goes on with these.
#[derive(Default)]
pub struct ImportSystem {
    /// `_frozen_importlib`.
    pub bootstrap: Option<Value>,
    /// `_frozen_importlib_external`.
    pub external: Option<Value>,
}

impl Trace for ImportSystem {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.bootstrap.iter().chain(&self.external).for_each(|&module| tracer.value(module));
    }
}

/// `_frozen_importlib`, made where it has not been yet.
pub fn bootstrap(vm: &mut Vm) -> R {
    import_system(vm, |system| system.bootstrap)
}

/// `_frozen_importlib_external`, made where it has not been yet.
pub fn bootstrap_external(vm: &mut Vm) -> R {
    import_system(vm, |system| system.external)
}

fn import_system(vm: &mut Vm, part: impl Fn(&ImportSystem) -> Option<Value>) -> R {
    if let Some(module) = part(vm.state::<ImportSystem>()) {
        return Ok(module);
    }
    let key = vm.intern("_frozen_importlib");
    let modules = vm.modules;
    vm.late_name(modules, key)?;
    match part(vm.state::<ImportSystem>()) {
        Some(module) => Ok(module),
        None => Err(vm.raise(kinds::IMPORT_ERROR, "the import system is not there yet")),
    }
}

/// The module of that name, imported where it has not been yet.
pub fn import(vm: &mut Vm, name: &str) -> R {
    let key = vm.intern(name);
    let modules = vm.modules;
    if let Some(found) = modules.get_str(vm, key) {
        return Ok(found);
    }
    if vm.late_name(modules, key)?
        && let Some(found) = modules.get_str(vm, key)
    {
        return Ok(found);
    }
    let import = crate::types::builtin(vm, "__import__")?;
    let star = vm.intern("*").value();
    let fromlist = vm.new_tuple(&[star]).value();
    vm.call(import, &[key.value(), Value::NONE, Value::NONE, fromlist, Value::ZERO])
}

/// An attribute of a module, imported where it has not been yet.
pub fn import_from(vm: &mut Vm, module: &str, name: &str) -> R {
    let module = import(vm, module)?;
    vm.get_attr_named(module, name)
}
