//! `_interpqueues`: queues between interpreters.

use super::crossing::{Crossing, Fallback, leave};
use super::home::{Home, QueueClasses, document, end_forgotten, id_of, queue_classes, world};
use super::world::World;
use crate::support::{derive_exception, new_exception, put, raise_class};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use taipan_macros::native;
use taipan_runtime::layout::{Module, Type};
use taipan_runtime::{Gc, ModuleDef, R, Raised, Trace, Tracer, Value, Values, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_interpqueues",
    doc: "Queues between interpreters.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// What becomes of an item whose interpreter has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unbound {
    /// It goes.
    Remove = 1,
    /// Who gets it is told.
    Error = 2,
    /// Something else takes its place.
    Replace = 3,
}

impl Unbound {
    /// By its number; `default` for -1.
    pub fn from_number(vm: &mut Vm, number: i64, default: Unbound) -> R<Unbound> {
        match number {
            -1 => Ok(default),
            1 => Ok(Unbound::Remove),
            2 => Ok(Unbound::Error),
            3 => Ok(Unbound::Replace),
            _ => Err(vm.value_error(format!("unsupported unboundop {number}"))),
        }
    }
}

/// Something that waits between interpreters.
pub struct Item {
    /// What crosses; none where its interpreter has ended.
    pub data: Option<Crossing>,
    /// The interpreter that it comes from.
    pub from: i64,
    /// What becomes of it when that ends.
    pub unbound: Unbound,
}

/// The interpreter has ended: its items change, and what they were is given.
pub fn unbind<T>(items: &mut VecDeque<T>, id: i64, item_of: impl Fn(&mut T) -> &mut Item) -> Vec<Crossing> {
    let mut gone = Vec::new();
    items.retain_mut(|entry| {
        let item = item_of(entry);
        if item.from != id {
            return true;
        }
        gone.extend(item.data.take());
        item.unbound != Unbound::Remove
    });
    gone
}

struct Queue {
    items: VecDeque<Item>,
    /// How many items there may be; 0 or less: any number.
    max: i64,
    unbound: Unbound,
    fallback: Fallback,
    /// References of interpreters and of what crosses.
    refs: u64,
}

impl Queue {
    fn is_full(&self) -> bool {
        self.max > 0 && self.items.len() as i64 >= self.max
    }
}

#[derive(Default)]
struct All {
    queues: BTreeMap<i64, Queue>,
    last: i64,
}

/// All queues.
#[derive(Default)]
pub struct Queues(Mutex<All>);

/// Why nothing was put or got.
enum Problem {
    NotFound,
    Full,
    Empty,
    NeverBound,
}

impl Queues {
    fn all(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, id: i64, f: impl FnOnce(&mut Queue) -> T) -> Result<T, Problem> {
        self.all().queues.get_mut(&id).map(f).ok_or(Problem::NotFound)
    }

    fn create(&self, max: i64, unbound: Unbound, fallback: Fallback) -> i64 {
        let mut all = self.all();
        all.last += 1;
        let id = all.last;
        all.queues.insert(id, Queue { items: VecDeque::new(), max, unbound, fallback, refs: 0 });
        id
    }

    /// Takes a queue away; its items go after the lock does.
    fn destroy(&self, id: i64) -> Result<(), Problem> {
        let gone = self.all().queues.remove(&id);
        gone.map(drop).ok_or(Problem::NotFound)
    }

    fn release(&self, id: i64) -> Result<(), Problem> {
        let is_last = self.with(id, |queue| {
            if queue.refs == 0 {
                return Err(Problem::NeverBound);
            }
            queue.refs -= 1;
            Ok(queue.refs == 0)
        })??;
        if is_last { self.destroy(id) } else { Ok(()) }
    }

    /// An interpreter has ended.
    pub fn unbind(&self, id: i64) {
        let of = |queue: &mut Queue| unbind(&mut queue.items, id, |item| item);
        let gone: Vec<Crossing> = self.all().queues.values_mut().flat_map(of).collect();
        drop(gone);
    }
}

/// A queue on its way to another interpreter, which keeps it from going.
pub struct QueueRef {
    world: Weak<World>,
    id: i64,
}

impl QueueRef {
    /// Of an object of the class `Queue`.
    pub fn of(vm: &mut Vm, queue: Value) -> R<QueueRef> {
        let id = vm.get_attr_named(queue, "_id")?;
        let id = id_of(vm, id, "queue")?;
        let world = world(vm);
        let bound = world.queues.with(id, |queue| queue.refs += 1);
        bound.map_err(|problem| raise(vm, id, problem))?;
        Ok(QueueRef { world: std::sync::Arc::downgrade(&world), id })
    }

    /// The object in the running interpreter.
    pub fn arrive(&self, vm: &mut Vm) -> R {
        let classes = queue_classes(vm)?;
        let id = vm.new_int(self.id);
        vm.call(classes.queue.value(), &[id])
    }
}

impl Drop for QueueRef {
    fn drop(&mut self) {
        if let Some(world) = self.world.upgrade() {
            // The queue may have been destroyed meanwhile.
            let _ = world.queues.release(self.id);
        }
    }
}

/// The exceptions of the module.
#[derive(Default)]
struct State {
    error: Option<Gc<Type>>,
    not_found: Option<Gc<Type>>,
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for cls in [self.error, self.not_found].iter().flatten() {
            cls.trace(tracer);
        }
    }
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    const NAME: &str = "concurrent.interpreters";
    let error = new_exception(vm, NAME, "QueueError", kinds::RUNTIME_ERROR)?;
    document(vm, error, "Indicates that a queue-related error happened.");
    let not_found = derive_exception(vm, NAME, "QueueNotFoundError", error)?;
    put(vm, module, "QueueError", error.value());
    put(vm, module, "QueueNotFoundError", not_found.value());
    *vm.state::<State>() = State { error: Some(error), not_found: Some(not_found) };
    Ok(())
}

fn raise(vm: &mut Vm, id: i64, problem: Problem) -> Raised {
    let added = match problem {
        Problem::Full | Problem::Empty => match queue_classes(vm) {
            Ok(classes) => Some(classes),
            Err(raised) => return raised,
        },
        Problem::NotFound | Problem::NeverBound => None,
    };
    if let Err(raised) = vm.native_module("_interpqueues") {
        return raised;
    }
    let state = vm.state::<State>();
    let (cls, what) = match problem {
        Problem::NotFound => (state.not_found, "not found"),
        Problem::NeverBound => (state.error, "never bound"),
        Problem::Full => (added.map(|c| c.full), "is full"),
        Problem::Empty => (added.map(|c| c.empty), "is empty"),
    };
    match cls {
        Some(cls) => raise_class(vm, cls, &format!("queue {id} {what}")),
        None => vm.runtime_error("_interpqueues is not initialised"),
    }
}

/// Does something with the queue of a number.
fn with<T>(vm: &mut Vm, qid: Value, f: impl FnOnce(&mut Queue) -> T) -> R<T> {
    let id = id_of(vm, qid, "queue")?;
    let done = world(vm).queues.with(id, f);
    done.map_err(|problem| raise(vm, id, problem))
}

/// Where items are of other interpreters, those that nothing refers to end first.
fn look_at_senders(vm: &mut Vm, qid: Value) -> R<()> {
    let own = vm.id;
    let is_of_other = |item: &Item| item.from != own && item.data.is_some();
    if with(vm, qid, |queue| queue.items.iter().any(is_of_other))? {
        end_forgotten(vm);
    }
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// Make a queue and return its number. It goes when the last reference does that bind() has counted.
    #[sig("(maxsize, unboundop=-1, fallback=-1)")]
    #[naming(Bare)]
    fn create(vm: &mut Vm, maxsize: i64, unboundop: i64, fallback: i64) -> R<i64> {
        let unbound = Unbound::from_number(vm, unboundop, Unbound::Replace)?;
        let fallback = Fallback::from_number(vm, fallback)?;
        Ok(world(vm).queues.create(maxsize, unbound, fallback))
    }

    /// Remove a queue and what is in it.
    #[sig("(qid)")]
    #[naming(Bare)]
    fn destroy(vm: &mut Vm, qid: Value) -> R<()> {
        let id = id_of(vm, qid, "queue")?;
        let done = world(vm).queues.destroy(id);
        done.map_err(|problem| raise(vm, id, problem))
    }

    /// All queues: their numbers, each with the defaults for what becomes of items.
    #[sig("()")]
    #[naming(Bare)]
    fn list_all(vm: &mut Vm) -> Value {
        let all: Vec<(i64, i32, i32)> = {
            let world = world(vm);
            let all = world.queues.all();
            all.queues.iter().rev().map(|(&id, q)| (id, q.unbound as i32, q.fallback as i32)).collect()
        };
        let mut items = Values::new();
        for (id, unbound, fallback) in all {
            let id = vm.new_int(id);
            let item = vm.new_tuple(&[id, Value::int32(unbound), Value::int32(fallback)]).value();
            items.push(&mut vm.heap, item);
        }
        vm.new_list_from(items).value()
    }

    /// Add an object's data to a queue.
    #[sig("(qid, obj, unboundop=-1, fallback=-1)")]
    #[naming(Bare)]
    fn put(vm: &mut Vm, qid: Value, obj: Value, unboundop: i64, fallback: i64) -> R<()> {
        let (unbound, default) = with(vm, qid, |queue| (queue.unbound, queue.fallback))?;
        let unbound = Unbound::from_number(vm, unboundop, unbound)?;
        let fallback = if fallback == -1 { default } else { Fallback::from_number(vm, fallback)? };
        let mut item = Some(Item { data: Some(leave(vm, obj, fallback)?), from: vm.id, unbound });
        let is_full = with(vm, qid, |queue| {
            let is_full = queue.is_full();
            if !is_full {
                queue.items.extend(item.take());
            }
            is_full
        })?;
        if is_full {
            let id = id_of(vm, qid, "queue")?;
            return Err(raise(vm, id, Problem::Full));
        }
        Ok(())
    }

    /// Take the first object out of a queue. Returns it and None; or, where its interpreter has ended, None and what is to
    /// become of it.
    #[sig("(qid)")]
    #[naming(Bare)]
    fn get(vm: &mut Vm, qid: Value) -> R {
        look_at_senders(vm, qid)?;
        let Some(item) = with(vm, qid, |queue| queue.items.pop_front())? else {
            let id = id_of(vm, qid, "queue")?;
            return Err(raise(vm, id, Problem::Empty));
        };
        arrive(vm, &item)
    }

    /// Count a reference to a queue.
    #[sig("(qid)")]
    #[naming(Bare)]
    fn bind(vm: &mut Vm, qid: Value) -> R<()> {
        with(vm, qid, |queue| queue.refs += 1)
    }

    /// Forget a reference to a queue, which goes with the last one.
    #[sig("(qid)")]
    #[naming(Bare)]
    fn release(vm: &mut Vm, qid: Value) -> R<()> {
        let id = id_of(vm, qid, "queue")?;
        let done = world(vm).queues.release(id);
        done.map_err(|problem| raise(vm, id, problem))
    }

    /// How many items a queue may have.
    #[sig("(qid)")]
    #[naming(Bare)]
    fn get_maxsize(vm: &mut Vm, qid: Value) -> R<i64> {
        with(vm, qid, |queue| queue.max)
    }

    /// The defaults for what becomes of items.
    #[sig("(qid)")]
    #[naming(Bare)]
    fn get_queue_defaults(vm: &mut Vm, qid: Value) -> R {
        let (unbound, fallback) = with(vm, qid, |queue| (queue.unbound as i32, queue.fallback as i32))?;
        Ok(vm.new_tuple(&[Value::int32(unbound), Value::int32(fallback)]).value())
    }

    /// Has the queue as many items as it may?
    #[sig("(qid)")]
    #[naming(Bare)]
    fn is_full(vm: &mut Vm, qid: Value) -> R<bool> {
        with(vm, qid, |queue| queue.is_full())
    }

    /// How many items a queue has.
    #[sig("(qid)")]
    #[naming(Bare)]
    fn get_count(vm: &mut Vm, qid: Value) -> R<usize> {
        look_at_senders(vm, qid)?;
        with(vm, qid, |queue| queue.items.len())
    }

    /// Say which classes queues and the exceptions about them have.
    #[sig("(queuetype, emptyerror, fullerror)")]
    #[naming(Bare)]
    fn _register_heap_types(vm: &mut Vm, queuetype: Value, emptyerror: Value, fullerror: Value) -> R<()> {
        let queue = class_arg(vm, queuetype, "queuetype")?;
        let empty = class_arg(vm, emptyerror, "emptyerror")?;
        let full = class_arg(vm, fullerror, "fullerror")?;
        vm.state::<Home>().queues = Some(QueueClasses { queue, empty, full });
        Ok(())
    }
}

/// An argument that must be a class.
pub fn class_arg(vm: &mut Vm, value: Value, name: &str) -> R<Gc<Type>> {
    match value.cast::<Type>() {
        Some(cls) => Ok(cls),
        None => Err(vm.type_error(format!("expected a type for '{name}'"))),
    }
}

/// What an item is to whoever takes it: the object and None, or None and what is to become of it.
pub fn arrive(vm: &mut Vm, item: &Item) -> R {
    let parts = match &item.data {
        Some(data) => [data.arrive(vm)?, Value::NONE],
        None => [Value::NONE, Value::int32(item.unbound as i32)],
    };
    Ok(vm.new_tuple(&parts).value())
}
