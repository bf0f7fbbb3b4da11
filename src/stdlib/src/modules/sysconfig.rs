//! `_sysconfig`: what `sysconfig` can't read from the file of the build's variables.

use taipan_macros::native;
use taipan_runtime::layout::Dict;
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_sysconfig",
    doc: "Help for sysconfig.",
    functions: &Functions::NATIVE,
    ..ModuleDef::DEFAULT
};

struct Functions;

#[native]
impl Functions {
    /// The variables that say how the interpreter was built.
    #[sig("($module, /)")]
    fn config_vars(vm: &mut Vm) -> R<Gc<Dict>> {
        let dict = vm.new_dict();
        for name in ["Py_GIL_DISABLED", "Py_DEBUG"] {
            let name = vm.intern(name);
            dict.set_str(vm, name, Value::ZERO);
        }
        Ok(dict)
    }
}
