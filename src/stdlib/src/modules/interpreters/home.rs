//! What an interpreter keeps for the modules of this folder.

use super::world::World;
use crate::support::{derive_exception, new_exception};
use std::sync::Arc;
use taipan_objects::import::import;
use taipan_runtime::layout::{Dict, Str, Type};
use taipan_runtime::{Gc, R, Trace, Tracer, Value, Vm, kinds, type_flags};

/// The exceptions of `_interpreters`.
#[derive(Clone, Copy)]
pub struct Classes {
    /// `InterpreterError`
    pub error: Gc<Type>,
    /// `InterpreterNotFoundError`
    pub not_found: Gc<Type>,
    /// `NotShareableError`
    pub not_shareable: Gc<Type>,
}

/// The classes that `concurrent.interpreters` adds to `_interpqueues`.
#[derive(Clone, Copy)]
pub struct QueueClasses {
    /// `Queue`
    pub queue: Gc<Type>,
    /// `QueueEmpty`
    pub empty: Gc<Type>,
    /// `QueueFull`
    pub full: Gc<Type>,
}

/// What is kept.
#[derive(Default)]
pub struct Home {
    world: Option<Arc<World>>,
    classes: Option<Classes>,
    /// See [`queue_classes`].
    pub queues: Option<QueueClasses>,
    /// `SendChannel` and `RecvChannel`, as they were registered.
    pub ends: Option<(Gc<Type>, Gc<Type>)>,
    /// How many tuples, each in the one before, are being made ready to cross.
    pub depth: usize,
    /// Copies of `__main__` of other interpreters, by their file.
    pub main_copies: Option<Gc<Dict>>,
}

impl Trace for Home {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(c) = self.classes {
            [c.error, c.not_found, c.not_shareable].iter().for_each(|cls| cls.trace(tracer));
        }
        if let Some(c) = self.queues {
            [c.queue, c.empty, c.full].iter().for_each(|cls| cls.trace(tracer));
        }
        if let Some((send, recv)) = self.ends {
            send.trace(tracer);
            recv.trace(tracer);
        }
        self.main_copies.trace(tracer);
    }
}

impl Home {
    /// Is it a queue of `concurrent.interpreters`?
    pub fn is_queue(vm: &mut Vm, object: Value) -> bool {
        let cls = vm.class_of(object);
        vm.state::<Home>().queues.is_some_and(|known| known.queue == cls)
    }
}

/// The world that the interpreter is in.
pub fn world(vm: &mut Vm) -> Arc<World> {
    vm.state::<Home>().world.get_or_insert_with(|| Arc::new(World::new(1))).clone()
}

/// The world that the interpreter is in, if it knows of others.
pub fn world_opt(vm: &mut Vm) -> Option<Arc<World>> {
    vm.state::<Home>().world.clone()
}

/// Puts a new interpreter into a world.
pub fn settle(vm: &mut Vm, world: Arc<World>) {
    vm.state::<Home>().world = Some(world);
}

/// The exceptions, made where they have not been yet.
pub fn classes(vm: &mut Vm) -> R<Classes> {
    const MODULE: &str = "concurrent.interpreters";
    if let Some(classes) = vm.state::<Home>().classes {
        return Ok(classes);
    }
    let error = new_exception(vm, MODULE, "InterpreterError", kinds::EXCEPTION)?;
    document(vm, error, "A cross-interpreter operation failed");
    let not_found = derive_exception(vm, MODULE, "InterpreterNotFoundError", error)?;
    document(vm, not_found, "An interpreter was not found");
    let not_shareable = new_exception(vm, MODULE, "NotShareableError", kinds::TYPE_ERROR)?;
    // CPython does not make these two while it runs.
    error.set_flag(type_flags::TELLS_MODULE);
    not_found.set_flag(type_flags::TELLS_MODULE);
    let classes = Classes { error, not_found, not_shareable };
    vm.state::<Home>().classes = Some(classes);
    Ok(classes)
}

/// Gives a class its docstring.
pub fn document(vm: &mut Vm, cls: Gc<Type>, text: &str) {
    let (name, text) = (vm.names().__doc__, vm.new_str(text).value());
    cls.dict.get().set_str(vm, name, text);
    vm.class_changed(cls);
}

/// The classes that `concurrent.interpreters` has registered, which is imported where that has not happened yet.
pub fn queue_classes(vm: &mut Vm) -> R<QueueClasses> {
    if vm.state::<Home>().queues.is_none() {
        import(vm, "concurrent.interpreters._queues")?;
    }
    match vm.state::<Home>().queues {
        Some(classes) => Ok(classes),
        None => Err(vm.runtime_error("the queue classes are not registered")),
    }
}

/// A number that names something: `what` it is in messages.
pub fn id_of(vm: &mut Vm, value: Value, what: &str) -> R<i64> {
    let has_index = {
        let cls = vm.class_of(value);
        vm.slot_index(cls).is_some()
    };
    if !has_index {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("{what} ID must be an int, got {of}")));
    }
    let index = vm.index(value)?;
    match vm.int_to_i64(index) {
        Some(id) if id >= 0 => Ok(id),
        Some(id) => Err(vm.value_error(format!("{what} ID must be a non-negative int, got {id}"))),
        None => Err(vm.overflow_error("int too big to convert")),
    }
}

/// Text without surrogates, or the error of encoding it.
pub fn check_text(vm: &mut Vm, text: Gc<Str>) -> R<()> {
    if text.as_str().is_none() {
        vm.call_method_named(text.value(), "encode", &[])?;
    }
    Ok(())
}

/// The native functions before which [`end_forgotten`] is called.
const LOOKING: [&str; 4] = ["get", "get_count", "list_all", "recv"];

/// Before somebody looks at what changes when an interpreter ends: has those end that nothing refers to any more.
pub fn end_forgotten(vm: &mut Vm) {
    if world(vm).has_idle(vm.id) {
        vm.collect_for(&LOOKING);
        vm.run_finalizers();
    }
}
