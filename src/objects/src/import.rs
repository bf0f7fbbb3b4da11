//! What native code needs from modules written in Python (`copyreg`, `typing`, ...).

use taipan_runtime::{R, Value, Vm};

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
