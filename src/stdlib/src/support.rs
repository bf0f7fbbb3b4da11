//! Small things that many modules need.

use taipan_objects::types::int::operand::Operand;
use taipan_runtime::{
    Gc, Kind, R, Raised, Trace, Tracer, Value, Vm, kinds,
    layout::{Dict, Module, Type},
    type_flags,
};

/// An exception class of a module.
pub fn new_exception(vm: &mut Vm, module: &str, name: &str, base: Kind) -> R<Gc<Type>> {
    let base = vm.class(base);
    derive_exception(vm, module, name, base)
}

/// An exception class of a module, derived from another one.
pub fn derive_exception(vm: &mut Vm, module: &str, name: &str, base: Gc<Type>) -> R<Gc<Type>> {
    let bases = vm.new_tuple(&[base.value()]);
    let dict = vm.new_dict();
    let names = vm.names();
    let module = vm.new_str(module).value();
    dict.set_str(vm, names.__module__, module);
    let meta = vm.class(kinds::TYPE);
    let name = vm.intern(name);
    let cls = vm.new_class(meta, name, bases, dict, None, true, true)?;
    let mro = vm.compute_mro(cls)?;
    vm.set_first_mro(cls, mro);
    vm.fill_slots(cls);
    if !base.has_flag(type_flags::HEAP) {
        taipan_objects::types::object::show_weakref(vm, cls);
    }
    dict.set_str(vm, names.__doc__, Value::NONE);
    Ok(cls)
}

/// Adds a constant to a module.
pub fn put(vm: &mut Vm, module: Gc<Module>, name: &str, value: Value) {
    let name = vm.intern(name);
    module.dict.get().set_str(vm, name, value);
}

/// Adds an int to a module.
pub fn put_int(vm: &mut Vm, module: Gc<Module>, name: &str, value: i64) {
    let value = vm.new_int(value);
    put(vm, module, name, value);
}

/// Adds text to a module.
pub fn put_str(vm: &mut Vm, module: Gc<Module>, name: &str, value: &str) {
    let value = vm.new_str(value).value();
    put(vm, module, name, value);
}

/// Raises an exception of a class with a message.
pub fn raise_class(vm: &mut Vm, cls: Gc<Type>, message: &str) -> Raised {
    let message = vm.new_str(message).value();
    let exc = vm.new_exception(cls, &[message]);
    vm.raise_object(exc)
}

/// A module's own exception class, which is made when it is first needed.
pub struct OwnError {
    /// The module that it tells.
    pub module: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The class that it is derived from.
    pub base: Kind,
}

/// The classes that were made.
#[derive(Default)]
struct OwnErrors(Vec<(&'static str, &'static str, Gc<Type>)>);

impl Trace for OwnErrors {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for (.., cls) in &self.0 {
            cls.trace(tracer);
        }
    }
}

impl OwnError {
    /// The class.
    pub fn class(&self, vm: &mut Vm) -> R<Gc<Type>> {
        let known = &vm.state::<OwnErrors>().0;
        if let Some(&(.., cls)) = known.iter().find(|known| (known.0, known.1) == (self.module, self.name)) {
            return Ok(cls);
        }
        let cls = new_exception(vm, self.module, self.name, self.base)?;
        vm.state::<OwnErrors>().0.push((self.module, self.name, cls));
        Ok(cls)
    }

    /// Raises it with a message.
    #[cold]
    pub fn raise(&self, vm: &mut Vm, message: &str) -> Raised {
        match self.class(vm) {
            Ok(cls) => raise_class(vm, cls, message),
            Err(raised) => raised,
        }
    }
}

/// The namespace of `__main__`.
pub fn main_namespace(vm: &mut Vm) -> R<Gc<Dict>> {
    let (modules, name) = (vm.modules, vm.names().__main__);
    match modules.get_str(vm, name).and_then(|main| main.cast::<Module>()) {
        Some(main) => Ok(main.dict.get()),
        None => Err(vm.runtime_error("unable to get the __main__ module")),
    }
}

/// Imports a module that is in no package.
pub fn import(vm: &mut Vm, name: &str) -> R {
    let import = taipan_objects::types::builtin(vm, "__import__")?;
    let name = vm.intern(name).value();
    vm.call(import, &[name])
}

/// The descriptor of an int, or of an object with `fileno()`.
pub fn file_descriptor(vm: &mut Vm, value: Value) -> R<i32> {
    let int = if vm.as_int_value(value).is_some() {
        if vm.is_exact(value, kinds::BOOL) {
            vm.warn(kinds::RUNTIME_WARNING, "bool is used as a file descriptor")?;
        }
        value
    } else {
        let name = vm.intern("fileno");
        let Some(fileno) = vm.get_attr_opt(value, name)? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        };
        let result = vm.call(fileno, &[])?;
        if vm.as_int_value(result).is_none() {
            return Err(vm.type_error("fileno() returned a non-integer"));
        }
        result
    };
    let int = vm.as_int_value(int).unwrap_or(Value::ZERO);
    match vm.int_to_i64(int).and_then(|fd| i32::try_from(fd).ok()) {
        Some(fd) if fd < 0 => {
            Err(vm.value_error(format!("file descriptor cannot be a negative integer ({fd})")))
        }
        Some(fd) => Ok(fd),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

/// An int of 64 bits.
pub fn int64(vm: &mut Vm, value: Value) -> R<i64> {
    let index = vm.index(value)?;
    match vm.int_to_i64(index) {
        Some(n) => Ok(n),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

/// A C int as formats of arguments read it (`i`).
pub fn parsed_int(vm: &mut Vm, value: Value) -> R<i32> {
    let wide = int64(vm, value)?;
    i32::try_from(wide).map_err(|_| {
        vm.overflow_error(if wide < 0 {
            "signed integer is less than minimum"
        } else {
            "signed integer is greater than maximum"
        })
    })
}

/// An int that isn't negative, of at most so many bits.
pub fn unsigned(vm: &mut Vm, value: Value, bits: u32, too_large: &str) -> R<u64> {
    let int = vm.index(value)?;
    if vm.int_is_negative(int) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match Operand::new(int).view().to_u64() {
        Some(n) if bits == 64 || n >> bits == 0 => Ok(n),
        _ => Err(vm.overflow_error(too_large.to_owned())),
    }
}
