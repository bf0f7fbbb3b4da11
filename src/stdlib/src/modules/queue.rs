//! `_queue`: a queue without bounds between threads.

use super::collections::deque::{Deque, new_deque, pop_front, push_back};
use super::thread::handle::Wait;
use super::time::moment::{Round, nanos};
use crate::support::{new_exception, put, raise_class};
use std::cell::Cell;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::layout::{Module, Type};
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, Raised, Trace, Tracer, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_queue",
    doc: "The quick half of the module queue.",
    types: &[&SimpleQueue::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// What the module keeps with the interpreter.
#[derive(Default)]
struct State {
    empty: Option<Gc<Type>>,
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(cls) = self.empty {
            cls.trace(tracer);
        }
    }
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = new_exception(vm, "_queue", "Empty", kinds::EXCEPTION)?;
    let names = vm.names();
    let doc = vm.new_str("Exception raised by Queue.get(block=0)/get_nowait().").value();
    cls.dict.get().set_str(vm, names.__doc__, doc);
    vm.class_changed(cls);
    vm.state::<State>().empty = Some(cls);
    put(vm, module, "Empty", cls.value());
    Ok(())
}

fn raise_empty(vm: &mut Vm) -> Raised {
    let cls = match vm.state::<State>().empty {
        Some(cls) => cls,
        None => vm.class(kinds::EXCEPTION),
    };
    raise_class(vm, cls, "")
}

/// Where threads wait for an item.
#[derive(Default)]
struct Waiters {
    /// How many items were put while somebody waited.
    n_put: Mutex<u64>,
    changed: Condvar,
}

impl Waiters {
    fn n_put(&self) -> u64 {
        *self.n_put.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        *self.n_put.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_one();
    }

    /// Waits at most so long until more than `known` items were put.
    fn wait(&self, known: u64, slice: Duration) {
        let n_put = self.n_put.lock().unwrap_or_else(PoisonError::into_inner);
        if *n_put == known {
            drop(self.changed.wait_timeout(n_put, slice));
        }
    }
}

/// The queue.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct SimpleQueue {
    header: Header,
    items: Gc<Deque>,
    #[untraced]
    waiters: Arc<Waiters>,
    #[untraced]
    n_waiting: Cell<usize>,
}

impl SimpleQueue {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <SimpleQueue as Numbered>::NUMBER,
        name: "SimpleQueue",
        module: "_queue",
        doc: "SimpleQueue()\n--\n\nA queue without bounds, first in, first out; what runs in the middle of an operation may use it.",
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &SimpleQueue::NATIVE,
        layout: Some(LayoutInfo::of::<SimpleQueue>()),
        ..TypeDef::DEFAULT
    };
}

fn put_item(vm: &mut Vm, this: Gc<SimpleQueue>, item: Value) -> R<()> {
    push_back(vm, this.items, item)?;
    if this.n_waiting.get() > 0 {
        this.waiters.wake();
    }
    Ok(())
}

/// Takes the first item, waiting for one up to the deadline.
fn take(vm: &mut Vm, this: Gc<SimpleQueue>, deadline: Option<Instant>) -> R {
    let mut wait = Wait::until(deadline);
    loop {
        // Nothing is put while this thread has the interpreter's lock: what comes after is counted.
        if let Some(item) = pop_front(this.items) {
            return Ok(item);
        }
        let slice = wait.slice(vm);
        if slice.is_zero() {
            return Err(raise_empty(vm));
        }
        let waiters = this.waiters.clone();
        let known = waiters.n_put();
        this.n_waiting.set(this.n_waiting.get() + 1);
        vm.release(|| waiters.wait(known, slice));
        this.n_waiting.set(this.n_waiting.get() - 1);
        if let Err(raised) = wait.go_on(vm) {
            // Somebody else may be waiting for the item that this thread was woken for.
            if this.n_waiting.get() > 0 && this.items.n_items() > 0 {
                waiters.wake();
            }
            return Err(raised);
        }
    }
}

#[native]
impl SimpleQueue {
    #[sig("($cls)")]
    #[name("SimpleQueue")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>) -> Gc<SimpleQueue> {
        let items = new_deque(vm, None);
        let header = Header::new::<SimpleQueue>(vm.class_address(<SimpleQueue as Numbered>::NUMBER));
        vm.heap.alloc(SimpleQueue { header, items, waiters: Arc::default(), n_waiting: Cell::new(0) })
    }

    /// Is the queue empty? (The answer may be out of date when it arrives.)
    #[sig("($self, /)")]
    fn empty(_: &mut Vm, this: Gc<SimpleQueue>) -> bool {
        this.items.n_items() == 0
    }

    /// Remove and return the first item.
    ///
    /// Where there is none, wait for one if 'block' is true, for at most 'timeout' seconds if that is not None; then raise
    /// Empty.
    #[sig("($self, /, block=True, timeout=None)")]
    fn get(vm: &mut Vm, this: Gc<SimpleQueue>, block: bool, timeout: Value) -> R {
        let wait = match (block, timeout.is_none()) {
            (false, _) => Some(0),
            (true, true) => None,
            (true, false) => match nanos(vm, timeout, Round::Up)? {
                nanos if nanos < 0 => {
                    return Err(vm.value_error("'timeout' must be a non-negative number"));
                }
                nanos => Some(nanos.unsigned_abs()),
            },
        };
        // A time beyond what the clock can tell is none.
        let deadline = wait.map(|nanos| Instant::now().checked_add(Duration::from_nanos(nanos)));
        take(vm, this, deadline.flatten())
    }

    /// Remove and return the first item; raise Empty where there is none.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn get_nowait(vm: &mut Vm, this: Gc<SimpleQueue>) -> R {
        match pop_front(this.items) {
            Some(item) => Ok(item),
            None => Err(raise_empty(vm)),
        }
    }

    /// Put an item into the queue. The queue has no bounds, so this never blocks, whatever the other arguments say.
    #[sig("($self, /, item, block=True, timeout=None)")]
    fn put(vm: &mut Vm, this: Gc<SimpleQueue>, item: Value, block: bool, timeout: Value) -> R<()> {
        let _ = (block, timeout);
        put_item(vm, this, item)
    }

    /// Put an item into the queue, which never blocks.
    #[sig("($self, /, item)")]
    fn put_nowait(vm: &mut Vm, this: Gc<SimpleQueue>, item: Value) -> R<()> {
        put_item(vm, this, item)
    }

    /// How many items there are. (The answer may be out of date when it arrives.)
    #[sig("($self, /)")]
    fn qsize(_: &mut Vm, this: Gc<SimpleQueue>) -> usize {
        this.items.n_items()
    }

    /// Queues are generic over the type of their items.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }
}
