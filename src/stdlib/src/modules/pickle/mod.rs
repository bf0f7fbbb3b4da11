//! `_pickle`: objects as bytes and back. `pickler` and `unpickler` are the classes; `save` writes what a pickler is given,
//! `load` runs what an unpickler reads, `objects` makes instances for it, `input` is where it reads from; `op` names the
//! instructions.

pub mod buffer;
mod globals;
mod input;
mod load;
pub mod memo;
pub(super) mod numbers;
mod objects;
mod op;
pub mod pickler;
mod reduce;
mod save;
pub mod unpickler;

use crate::support::{derive_exception, put};
use buffer::PickleBuffer;
use pickler::Pickler;
use taipan_macros::{Trace, native};
use taipan_objects::types::exceptions::add_note;
use taipan_runtime::{
    Gc, Kind, ModuleDef, R, Raised, Value, Vm, kinds,
    layout::{Exception, Module, Type},
};
use unpickler::Unpickler;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_pickle",
    doc: "Fast pickling.",
    functions: &Functions::NATIVE,
    types: &[&PickleBuffer::TYPE, &Pickler::TYPE, &Unpickler::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

#[derive(Default, Trace)]
struct State {
    error: Option<Gc<Type>>,
    pickling: Option<Gc<Type>>,
    unpickling: Option<Gc<Type>>,
    /// A pickler that `dumps` made and is done with.
    idle: Option<Gc<Pickler>>,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = crate::support::new_exception(vm, "_pickle", "PickleError", kinds::EXCEPTION)?;
    let pickling = derive_exception(vm, "_pickle", "PicklingError", error)?;
    let unpickling = derive_exception(vm, "_pickle", "UnpicklingError", error)?;
    put(vm, module, "PickleError", error.value());
    put(vm, module, "PicklingError", pickling.value());
    put(vm, module, "UnpicklingError", unpickling.value());
    *vm.state::<State>() =
        State { error: Some(error), pickling: Some(pickling), unpickling: Some(unpickling), idle: None };
    Ok(())
}

#[cold]
fn raise(vm: &mut Vm, cls: Option<Gc<Type>>, message: &str) -> Raised {
    match cls {
        Some(cls) => crate::support::raise_class(vm, cls, message),
        None => vm.runtime_error("the module _pickle has not been made"),
    }
}

/// `PicklingError`
#[cold]
fn pickling_error(vm: &mut Vm, message: &str) -> Raised {
    let cls = vm.state::<State>().pickling;
    raise(vm, cls, message)
}

/// `UnpicklingError`
#[cold]
fn unpickling_error(vm: &mut Vm, message: &str) -> Raised {
    let cls = vm.state::<State>().unpickling;
    raise(vm, cls, message)
}

/// Raises by `make` while handling what is pending, which becomes its context.
#[cold]
fn while_handling(vm: &mut Vm, make: impl FnOnce(&mut Vm, &str) -> Raised) -> Raised {
    let old = vm.take_exception();
    let text = match vm.str(old) {
        Ok(text) => text.to_display(),
        Err(raised) => return raised,
    };
    let raised = make(vm, &text);
    let new = vm.take_exception();
    let context = vm.intern("__context__");
    if let Err(raised) = vm.set_attr(new, context, old) {
        return raised;
    }
    vm.reraise(new);
    raised
}

/// Is the pending exception of one of these classes? Then it is taken.
fn take_any(vm: &mut Vm, kinds: &[Kind]) -> bool {
    kinds.iter().any(|kind| vm.take_if(*kind).is_some())
}

/// A class as messages name it.
fn class_text(vm: &mut Vm, of: Value) -> String {
    let cls = vm.class_of(of);
    let name = vm.full_class_name(cls);
    name.strip_prefix("__main__.").map(str::to_owned).unwrap_or(name)
}

/// Adds `when serializing ...` to the exception on its way.
#[cold]
fn note(vm: &mut Vm, raised: Raised, of: Value, what: &str) -> Raised {
    let exc = vm.take_exception();
    let of = class_text(vm, of);
    if let Some(exc) = exc.cast::<Exception>() {
        add_note(vm, exc, &format!("when serializing {of} {what}"));
    }
    vm.reraise(exc);
    raised
}

struct Functions;

#[native]
impl Functions {
    /// Pickle an object to a file.
    #[sig("($module, /, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)")]
    #[shown("($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)")]
    fn dump(
        vm: &mut Vm,
        obj: Value,
        file: Value,
        protocol: Value,
        fix_imports: bool,
        buffer_callback: Value,
    ) -> R<()> {
        let pickler = pickler::new(vm);
        pickler::set_protocol(vm, pickler, protocol, fix_imports)?;
        pickler::set_buffer_callback(vm, pickler, buffer_callback)?;
        pickler::set_file(vm, pickler, file)?;
        save::dump(vm, pickler.value(), pickler, obj).map(|_| ())
    }

    /// An object as bytes.
    #[sig("($module, /, obj, protocol=None, *, fix_imports=True, buffer_callback=None)")]
    #[shown("($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)")]
    fn dumps(vm: &mut Vm, obj: Value, protocol: Value, fix_imports: bool, buffer_callback: Value) -> R {
        let pickler = match vm.state::<State>().idle.take() {
            Some(idle) => idle,
            None => pickler::new(vm),
        };
        pickler::set_protocol(vm, pickler, protocol, fix_imports)?;
        pickler::set_buffer_callback(vm, pickler, buffer_callback)?;
        let bytes = save::dump(vm, pickler.value(), pickler, obj)?;
        // One that has seen much keeps no room for it.
        if Pickler::forget_few(pickler) {
            vm.state::<State>().idle = Some(pickler);
        }
        Ok(vm.new_bytes(&bytes))
    }

    /// Read an object from a file.
    #[sig("($module, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())")]
    #[shown("($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())")]
    fn load(
        vm: &mut Vm,
        file: Value,
        fix_imports: bool,
        encoding: Option<Value>,
        errors: Option<Value>,
        buffers: Option<Value>,
    ) -> R {
        let unpickler = unpickler::new(vm);
        unpickler::set_options(vm, unpickler, fix_imports, encoding, errors, buffers)?;
        unpickler::set_file(vm, unpickler, file)?;
        load::load(vm, unpickler.value(), unpickler)
    }

    /// The object that bytes show.
    #[sig("($module, data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())")]
    #[shown("($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())")]
    fn loads(
        vm: &mut Vm,
        data: Value,
        fix_imports: bool,
        encoding: Option<Value>,
        errors: Option<Value>,
        buffers: Option<Value>,
    ) -> R {
        let unpickler = unpickler::new(vm);
        unpickler::set_options(vm, unpickler, fix_imports, encoding, errors, buffers)?;
        load::loads(vm, unpickler, data)
    }
}
