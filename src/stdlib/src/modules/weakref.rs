//! `_weakref`

use crate::support::put;
use taipan_macros::native;
use taipan_objects::types::weakref::{as_ref, new_proxy};
use taipan_runtime::layout::{Dict, Module};
use taipan_runtime::{Gc, ModuleDef, R, Value, Values, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_weakref",
    doc: "References that do not keep their objects alive.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, kind) in [
        ("ref", kinds::WEAKREF),
        ("ReferenceType", kinds::WEAKREF),
        ("ProxyType", kinds::WEAKPROXY),
        ("CallableProxyType", kinds::CALLABLE_WEAKPROXY),
    ] {
        let cls = vm.class(kind).value();
        put(vm, module, name, cls);
    }
    Ok(())
}

#[native]
impl Functions {
    /// How many weak references and proxies there are to an object.
    #[sig("($module, object, /)")]
    fn getweakrefcount(vm: &mut Vm, object: Value) -> usize {
        vm.weakref_count(object)
    }

    /// All weak references and proxies to an object.
    #[sig("($module, object, /)")]
    fn getweakrefs(vm: &mut Vm, object: Value) -> Values {
        vm.weakrefs_to(object)
    }

    /// A stand-in for an object that does not keep it alive.
    #[sig("($module, object, callback=None, /)")]
    fn proxy(vm: &mut Vm, object: Value, callback: Value) -> R {
        new_proxy(vm, object, callback).map(Gc::value)
    }

    /// Take a key out of a dict if its value is a weak reference to something gone.
    #[sig("($module, dct, key, /)")]
    fn _remove_dead_weakref(vm: &mut Vm, dct: Gc<Dict>, key: Value) -> R<()> {
        if let Some(value) = dct.get_item(vm, key)? {
            match as_ref(value) {
                Some(reference) if reference.get().is_none() => {
                    dct.pop_item(vm, key)?;
                }
                Some(_) => {}
                None => return Err(vm.type_error("not a weakref")),
            }
        }
        Ok(())
    }
}
