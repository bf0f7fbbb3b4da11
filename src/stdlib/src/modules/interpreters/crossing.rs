//! What crosses from one interpreter to another: plain data that knows nothing of either heap.
//!
//! None, bools, ints of 64 bits, floats, strings, bytes and tuples of these cross as they are; views share their memory; queues
//! and the ends of channels cross by number. Where that is allowed, functions without state cross as code, and all else as
//! pickles.

use super::channel_id::ChannelRef;
use super::home::{self, Home};
use super::queues::QueueRef;
use super::snapshot::Snapshot;
use super::view::View;
use crate::modules::marshal;
use crate::support::main_namespace;
use std::sync::Arc;
use taipan_objects::import::import_from;
use taipan_runtime::layout::{Bytes, Code, Dict, Function, Tuple};
use taipan_runtime::{Gc, R, Raised, Value, Vm, code, kinds};

/// How far to go for an object that does not cross as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fallback {
    /// It does not cross.
    None,
    /// Functions cross as code, other objects as pickles.
    Full,
}

impl Fallback {
    /// By its number; -1 stands for the default.
    pub fn from_number(vm: &mut Vm, number: i64) -> R<Fallback> {
        match number {
            0 => Ok(Fallback::None),
            1 | -1 => Ok(Fallback::Full),
            _ => Err(vm.value_error(format!("unsupported fallback {number}"))),
        }
    }
}

/// What crosses.
pub enum Crossing {
    /// `None`
    None,
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string.
    Str(Box<[u8]>),
    /// Bytes.
    Bytes(Box<[u8]>),
    /// A tuple.
    Tuple(Box<[Crossing]>),
    /// A view of memory, which is shared.
    View(Arc<View>),
    /// A queue.
    Queue(QueueRef),
    /// A channel or one of its ends.
    Channel(ChannelRef),
    /// The marshalled code of a function without state.
    Function(Box<[u8]>),
    /// A pickle.
    Pickle {
        /// The pickle.
        bytes: Box<[u8]>,
        /// The file that `__main__` comes from where it was pickled.
        main_file: Option<Box<[u8]>>,
    },
}

/// Raises `NotShareableError`.
pub fn refuse(vm: &mut Vm, message: &str, cause: Option<Value>) -> Raised {
    let cls = match home::classes(vm) {
        Ok(classes) => classes.not_shareable,
        Err(raised) => return raised,
    };
    let message = vm.new_str(message).value();
    let exc = vm.new_exception(cls, &[message]);
    if let Some(cause) = cause {
        let name = vm.intern("__cause__");
        if let Err(raised) = vm.set_attr(exc.value(), name, cause) {
            return raised;
        }
    }
    vm.raise_object(exc)
}

fn refuse_object(vm: &mut Vm, object: Value, cause: Option<Value>) -> Raised {
    match vm.str(object) {
        Ok(shown) => {
            refuse(vm, &format!("{} does not support cross-interpreter data", shown.to_display()), cause)
        }
        Err(raised) => raised,
    }
}

/// Is the object of a class whose objects cross as they are? (Whether a tuple's items do shows when it is to cross.)
pub fn is_shareable(vm: &mut Vm, object: Value) -> bool {
    use kinds::{BOOL, BYTES, FLOAT, INT, MEMORYVIEW, NONE_TYPE, STR, TUPLE};
    let plain = [NONE_TYPE, BOOL, INT, FLOAT, STR, BYTES, TUPLE, MEMORYVIEW];
    if plain.into_iter().any(|kind| vm.is_exact(object, kind)) {
        return true;
    }
    Home::is_queue(vm, object) || ChannelRef::is_end(vm, object)
}

/// Makes something that can cross out of an object.
pub fn leave(vm: &mut Vm, object: Value, fallback: Fallback) -> R<Crossing> {
    match leave_plainly(vm, object, fallback) {
        Err(raised) if vm.pending_is(kinds::RECURSION_ERROR) => Err(raised),
        Err(Raised) if fallback == Fallback::Full => {
            let exc = vm.take_exception();
            if object.cast::<Function>().is_some() {
                match leave_function(vm, object) {
                    Ok(crossing) => return Ok(crossing),
                    Err(Raised) => vm.take_exception(),
                };
            }
            match leave_pickled(vm, object) {
                Ok(crossing) => Ok(crossing),
                Err(Raised) => {
                    vm.take_exception();
                    Err(vm.reraise(exc))
                }
            }
        }
        done => done,
    }
}

/// Makes something that can cross out of what is to be called. Of a function that can't cross the error tells why.
pub fn leave_callable(vm: &mut Vm, object: Value) -> R<Crossing> {
    if object.cast::<Function>().is_none() {
        return leave(vm, object, Fallback::Full);
    }
    match leave_function(vm, object) {
        Ok(crossing) => Ok(crossing),
        Err(Raised) => {
            let why = vm.take_exception();
            leave_pickled(vm, object).map_err(|Raised| {
                vm.take_exception();
                refuse(vm, "only stateless functions are shareable", Some(why))
            })
        }
    }
}

fn leave_plainly(vm: &mut Vm, object: Value, fallback: Fallback) -> R<Crossing> {
    if object.is_none() {
        return Ok(Crossing::None);
    }
    if vm.is_exact(object, kinds::BOOL) {
        return Ok(Crossing::Bool(object == Value::TRUE));
    }
    if vm.is_exact(object, kinds::INT) {
        if let Some(int) = vm.int_to_i64(object) {
            return Ok(Crossing::Int(int));
        }
        let _ = vm.overflow_error("try sending as bytes");
        let cause = vm.take_exception();
        return Err(refuse_object(vm, object, Some(cause)));
    }
    if vm.is_exact(object, kinds::FLOAT)
        && let Some(float) = vm.as_float(object)
    {
        return Ok(Crossing::Float(float));
    }
    if vm.is_exact(object, kinds::STR)
        && let Some(text) = vm.as_str(object)
    {
        return Ok(Crossing::Str(text.as_bytes().into()));
    }
    if vm.is_exact(object, kinds::BYTES)
        && let Some(bytes) = object.cast::<Bytes>()
    {
        return Ok(Crossing::Bytes(bytes.as_slice().into()));
    }
    if vm.is_exact(object, kinds::TUPLE)
        && let Some(tuple) = object.cast::<Tuple>()
    {
        return leave_tuple(vm, tuple, fallback);
    }
    if vm.is_exact(object, kinds::MEMORYVIEW) {
        return Ok(Crossing::View(Arc::new(View::of(vm, object)?)));
    }
    if Home::is_queue(vm, object) {
        return Ok(Crossing::Queue(QueueRef::of(vm, object)?));
    }
    if ChannelRef::is_end(vm, object) {
        return Ok(Crossing::Channel(ChannelRef::of(vm, object)?));
    }
    Err(refuse_object(vm, object, None))
}

/// How deep tuples are nested that cross: wherever they arrive and are dropped there is stack for so many.
const DEPTH_MAX: usize = 1000;

fn leave_tuple(vm: &mut Vm, tuple: Gc<Tuple>, fallback: Fallback) -> R<Crossing> {
    if vm.state::<Home>().depth >= DEPTH_MAX {
        return Err(vm.raise_recursion(" while sharing a tuple"));
    }
    vm.state::<Home>().depth += 1;
    let mut items = Vec::with_capacity(tuple.len());
    let mut failed = false;
    for &item in tuple.to_ref().as_slice() {
        match leave(vm, item, fallback) {
            Ok(item) => items.push(item),
            Err(Raised) => {
                failed = true;
                break;
            }
        }
    }
    vm.state::<Home>().depth -= 1;
    if failed && vm.pending_is(kinds::RECURSION_ERROR) {
        return Err(Raised);
    }
    if failed {
        let cause = vm.take_exception();
        return Err(refuse_object(vm, tuple.value(), Some(cause)));
    }
    Ok(Crossing::Tuple(items.into()))
}

/// A function whose code is all there is to it.
fn leave_function(vm: &mut Vm, object: Value) -> R<Crossing> {
    let Some(function) = object.cast::<Function>() else {
        return Err(vm.type_error("a function is required"));
    };
    let code = function.code.get();
    let is_filled = |value: Value| {
        value.cast::<Tuple>().is_some_and(|t| !t.is_empty())
            || value.cast::<Dict>().is_some_and(|d| d.len.get() > 0)
    };
    if is_filled(function.defaults.get()) {
        return Err(vm.value_error("defaults not supported"));
    }
    if is_filled(function.kwdefaults.get()) {
        return Err(vm.value_error("keyword defaults not supported"));
    }
    if is_filled(function.closure.get()) || !code::freevars(vm, code).is_empty() {
        return Err(vm.value_error("closures not supported"));
    }
    let globals = code::globals_used(vm, code);
    for &name in globals.to_ref().as_slice() {
        let Some(name) = vm.as_str(name) else { continue };
        let is_shadowed = function.globals.get().get_str(vm, name).is_some();
        if is_shadowed || code::builtin_of(vm, function, name)?.is_none() {
            return Err(vm.value_error("globals not supported"));
        }
    }
    leave_code(vm, code).map(Crossing::Function)
}

/// The marshalled form of a code object.
pub fn leave_code(vm: &mut Vm, code: Gc<Code>) -> R<Box<[u8]>> {
    marshal::dumps(vm, code.value(), marshal::VERSION, true).map(Vec::into_boxed_slice)
}

fn leave_pickled(vm: &mut Vm, object: Value) -> R<Crossing> {
    let dumps = import_from(vm, "pickle", "dumps")?;
    let pickled = vm.call(dumps, &[object])?;
    let Some(bytes) = pickled.cast::<Bytes>() else { return Err(vm.type_error("a pickle must be bytes")) };
    let main = main_namespace(vm)?;
    let key = vm.intern("__file__");
    let file = main.get_str(vm, key).and_then(|file| vm.as_str(file));
    let main_file = file.map(|file| file.as_bytes().into());
    Ok(Crossing::Pickle { bytes: bytes.as_slice().into(), main_file })
}

impl Crossing {
    /// The object in the running interpreter.
    pub fn arrive(&self, vm: &mut Vm) -> R {
        match self {
            Crossing::None => Ok(Value::NONE),
            Crossing::Bool(b) => Ok(Value::bool(*b)),
            Crossing::Int(i) => Ok(vm.new_int(*i)),
            Crossing::Float(f) => Ok(vm.new_float(*f)),
            Crossing::Str(text) => Ok(vm.new_str_wtf8(text).value()),
            Crossing::Bytes(bytes) => Ok(vm.new_bytes(bytes)),
            Crossing::Tuple(items) => {
                let mut values = taipan_runtime::Values::new();
                for item in items {
                    let item = item.arrive(vm)?;
                    values.push(&mut vm.heap, item);
                }
                Ok(vm.new_tuple(&values).value())
            }
            Crossing::View(view) => View::arrive(vm, view),
            Crossing::Queue(queue) => queue.arrive(vm),
            Crossing::Channel(channel) => channel.arrive(vm),
            Crossing::Function(bytes) => {
                let code = arrive_code(vm, bytes)?;
                let main = main_namespace(vm)?;
                Ok(code::new_function(vm, code, main)?.value())
            }
            Crossing::Pickle { bytes, main_file } => arrive_pickled(vm, bytes, main_file.as_deref()),
        }
    }
}

/// The code object of its marshalled form.
pub fn arrive_code(vm: &mut Vm, bytes: &[u8]) -> R<Gc<Code>> {
    let (code, _) = marshal::loads(vm, bytes, true)?;
    match code.cast::<Code>() {
        Some(code) => Ok(code),
        None => Err(vm.type_error("a code object is required")),
    }
}

fn arrive_pickled(vm: &mut Vm, bytes: &[u8], main_file: Option<&[u8]>) -> R {
    let loads = import_from(vm, "pickle", "loads")?;
    let bytes = vm.new_bytes(bytes);
    let failed = match vm.call(loads, &[bytes]) {
        Err(raised) if vm.pending_is(kinds::ATTRIBUTE_ERROR) => raised,
        done => return done.map_err(|Raised| could_not(vm)),
    };
    // Something of `__main__`, which is another one here: it is found in a copy that is made of the same file.
    let Some(file) = main_file else { return Err(failed).map_err(|Raised| could_not(vm)) };
    let first = vm.take_exception();
    let Ok(copy) = main_copy(vm, file) else {
        vm.take_exception();
        let _ = vm.reraise(first);
        return Err(could_not(vm));
    };
    let (modules, name) = (vm.modules, vm.names().__main__);
    let own = modules.get_str(vm, name);
    modules.set_str(vm, name, copy);
    let loaded = vm.call(loads, &[bytes]);
    match own {
        Some(own) => modules.set_str(vm, name, own),
        None => {
            modules.pop_str(vm, name);
        }
    }
    loaded.map_err(|Raised| could_not(vm))
}

fn could_not(vm: &mut Vm) -> Raised {
    let cause = vm.take_exception();
    refuse(vm, "object could not be unpickled", Some(cause))
}

/// The name of a copy of another interpreter's `__main__`.
const COPY: &str = "<fake __main__>";

/// A module with what a file defines when it is run as something else than `__main__`; made once for each file.
fn main_copy(vm: &mut Vm, file: &[u8]) -> R {
    let copies = vm.state::<Home>().main_copies;
    let copies = match copies {
        Some(copies) => copies,
        None => {
            let copies = vm.new_dict();
            vm.state::<Home>().main_copies = Some(copies);
            copies
        }
    };
    let file = vm.new_str_wtf8(file);
    if let Some(copy) = copies.get_str(vm, file) {
        return Ok(copy);
    }
    let run_path = import_from(vm, "runpy", "run_path")?;
    let (init, name) = (Value::NONE, vm.intern(COPY).value());
    let found = vm.call(run_path, &[file.value(), init, name])?;
    let copy = vm.new_module("__main__");
    if let Some(found) = found.cast::<Dict>() {
        copy.dict.get().update_from(vm, found)?;
    }
    copies.set_str(vm, file, copy.value());
    Ok(copy.value())
}

/// A name with what it is to be bound to.
pub type Binding = (Box<[u8]>, Crossing);

/// Makes something that can cross out of a namespace.
pub fn leave_bindings(vm: &mut Vm, namespace: Gc<Dict>) -> R<Vec<Binding>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some((i, key, value)) = namespace.next_entry(at) {
        at = i + 1;
        let Some(name) = vm.as_str(key) else {
            return Err(vm.type_error("bad argument type for built-in operation"));
        };
        home::check_text(vm, name)?;
        let name: Box<[u8]> = name.as_bytes().into();
        if name.contains(&0) {
            return Err(vm.value_error("found embedded NULL character"));
        }
        all.push((name, leave(vm, value, Fallback::None)?));
    }
    Ok(all)
}

/// Binds names in a namespace.
pub fn arrive_bindings(vm: &mut Vm, namespace: Gc<Dict>, bindings: &[Binding]) -> R<()> {
    for (name, value) in bindings {
        let value = value.arrive(vm)?;
        let name = vm.new_str_wtf8(name).value();
        namespace.set_item(vm, name, value)?;
    }
    Ok(())
}

/// Raises `NotShareableError` about something that another interpreter could not do, with what it said.
pub fn refuse_because(vm: &mut Vm, message: &str, why: &Snapshot) -> Raised {
    let text = vm.new_str_wtf8(&why.formatted).value();
    let cls = vm.class(kinds::EXCEPTION);
    let cause = vm.new_exception(cls, &[text]).value();
    refuse(vm, message, Some(cause))
}
