//! Weak references and finalisers: what the collector does with the dead before they are gone.

use crate::kinds;
use crate::layout::{Generator, GeneratorState, Type};
use crate::native::{Raised, type_flags};
use crate::vm::Vm;
use std::collections::HashMap;
use taipan_heap::{Collector, Extent, Field, Gc, Header, Value, flags};

/// A weak reference (`weakref.ref`, and the proxies).
#[repr(C)]
pub struct WeakRef {
    /// The header.
    pub header: Header,
    /// The address of the object, 0 once it is gone. Not traced.
    pub target: std::cell::Cell<usize>,
    /// The callback, or UNBOUND.
    pub callback: Field<Value>,
    /// The hash, once it was asked for (-1: not yet).
    pub hash: std::cell::Cell<i64>,
    /// `__dict__` of subclass instances, or UNBOUND.
    pub dict: Field<Value>,
}
crate::layout::trace!(WeakRef: callback, dict);
crate::layout::layout!(WeakRef, WEAKREF, |kind| (kinds::WEAKREF..=kinds::CALLABLE_WEAKPROXY).contains(&kind));

impl WeakRef {
    /// The object, if it is alive.
    pub fn get(&self) -> Option<Value> {
        let address = self.target.get();
        if address == 0 {
            return None;
        }
        // SAFETY: the collector sets the address to 0 before it frees the object.
        let header: Gc<Header> = unsafe { Gc::from_address_unchecked(address) };
        Some(Value::from(header))
    }
}

/// All weak references, by the address of their object; and the objects with finalisers.
/// Why a file is noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotedFile {
    /// Its buffer has begun to fill.
    Unwritten,
    /// Its name may be deleted with it.
    Temporary,
}

#[derive(Default)]
pub(crate) struct WeakTable {
    by_target: HashMap<usize, Vec<usize>>,
    finalizable: Vec<usize>,
    /// How many weak references with a callback and objects with a `__del__` were made since the last collection.
    n_new: usize,
    /// How many may be: the program waits for what happens when such an object dies.
    n_new_max: usize,
    /// Dead objects that are to be kept: those of these addresses (`gc.DEBUG_SAVEALL`).
    candidates: Vec<usize>,
    saved: Vec<usize>,
    /// Files that something must be done for when nobody holds them any more.
    files: [Vec<usize>; 2],
    /// The direct subclasses of each class, in the order they were made.
    subclasses: HashMap<usize, Vec<usize>>,
    /// Classes that have a class in their MRO, by a metaclass's `mro()`, and not among their bases.
    followers: HashMap<usize, Vec<usize>>,
}

impl WeakTable {
    pub(crate) fn add_subclass(&mut self, base: Gc<Type>, cls: Gc<Type>) {
        let list = self.subclasses.entry(base.address()).or_default();
        if !list.contains(&cls.address()) {
            list.push(cls.address());
        }
    }

    pub(crate) fn add_follower(&mut self, of: Gc<Type>, cls: Gc<Type>) {
        let list = self.followers.entry(of.address()).or_default();
        if !list.contains(&cls.address()) {
            list.push(cls.address());
        }
    }

    pub(crate) fn remove_subclass(&mut self, base: Gc<Type>, cls: Gc<Type>) {
        if let Some(list) = self.subclasses.get_mut(&base.address()) {
            list.retain(|&c| c != cls.address());
        }
    }
}

fn weakref_at(address: usize) -> Gc<WeakRef> {
    // SAFETY: the table holds addresses of live weak references only.
    unsafe { Gc::from_address_unchecked(address) }
}

/// How many objects whose death has consequences are made at least between two collections that they bring about.
const DYING_MAX: usize = 4096;

/// Puts finalizable objects in the order they are finalised in, where none refers to another: Python's own objects as they
/// were made; then the native ones, the last first, so that a file's layers are closed from the outside in.
fn order_finalizers(addresses: &mut [usize]) {
    let is_native = |&address: &usize| {
        // SAFETY: registered objects are live cells.
        let header: Gc<Header> = unsafe { Gc::from_address_unchecked(address) };
        header.kind() >= kinds::STDLIB
    };
    addresses.sort_by_key(is_native);
    let first_native = addresses.partition_point(|address| !is_native(address));
    addresses[first_native..].reverse();
}

impl Vm {
    /// A new weak reference of the given kind and class.
    pub fn new_weakref(
        &mut self,
        kind: taipan_heap::Kind,
        cls: Gc<Type>,
        target: Value,
        callback: Value,
    ) -> Gc<WeakRef> {
        let reference = self.heap.alloc(WeakRef {
            header: Header::with_kind(kind, cls.address()),
            target: std::cell::Cell::new(target.address()),
            callback: Field::new(callback),
            hash: std::cell::Cell::new(-1),
            dict: Field::new(Value::UNBOUND),
        });
        self.weakrefs.by_target.entry(target.address()).or_default().push(reference.address());
        if !callback.is_unbound() {
            self.count_dying();
        }
        if let Some(header) = target.header() {
            header.set_flags(flags::WEAKLY_REFERENCED);
        }
        reference
    }

    /// The live weak references to an object: plain references and proxies without a callback come first, then the others,
    /// the newest first.
    pub fn weakrefs_to(&mut self, target: Value) -> taipan_heap::Values {
        let mut list = self.weakrefs.by_target.get(&target.address()).cloned().unwrap_or_default();
        list.reverse();
        let exact = self.class_made(kinds::WEAKREF).map_or(0, Gc::address);
        list.sort_by_key(|&address| {
            let r = weakref_at(address);
            match (r.callback.get().is_unbound(), r.header.kind()) {
                (true, kinds::WEAKREF) if r.header.class_address() == exact => 0,
                (true, kinds::WEAKPROXY | kinds::CALLABLE_WEAKPROXY) => 1,
                _ => 2,
            }
        });
        let mut found = taipan_heap::Values::with_capacity(&mut self.heap, list.len());
        for address in list {
            if self.weakrefs.by_target.get(&target.address()).is_some_and(|l| l.contains(&address)) {
                found.push(&mut self.heap, weakref_at(address).value());
            }
        }
        found
    }

    /// A live weak reference to an object of exactly this class and without a callback.
    pub fn find_weakref(&self, target: Value, cls: Gc<Type>) -> Option<Gc<WeakRef>> {
        if !target.header().is_some_and(|h| h.has_flags(flags::WEAKLY_REFERENCED)) {
            return None;
        }
        let list = self.weakrefs.by_target.get(&target.address())?;
        list.iter()
            .map(|&address| weakref_at(address))
            .find(|r| r.header.class_address() == cls.address() && r.callback.get().is_unbound())
    }

    /// Collects at the request of Python code: `collect` is the native function that was called for it. Where the running
    /// frame itself calls it, nothing between the frame and here holds values, so that what lies around on the native
    /// stack keeps nothing alive.
    pub fn collect_now(&mut self) {
        self.collect_for(&["collect"]);
    }

    /// As [`Vm::collect_now`], on behalf of native functions of these names, or of an operator on a sequence, that hold no
    /// values but their arguments.
    pub fn collect_for(&mut self, names: &[&str]) {
        self.clear_stale_registers();
        if self.calls_directly(names) {
            self.scan_from = self.thread.loop_stack;
        }
        self.heap.collect(Extent::Full);
        self.scan_from = 0;
    }

    /// Collects where objects may be dead whose death has consequences: for when there is nothing else to do.
    pub fn collect_dying(&mut self) {
        if self.weakrefs.n_new > 0 && self.heap.is_enabled() {
            self.clear_stale_registers();
            self.heap.collect(Extent::Full);
        }
    }

    /// Does the instruction in progress call a native function of one of these names?
    fn calls_directly(&self, names: &[&str]) -> bool {
        use taipan_bytecode::{Instruction, Opcode};
        let thread = &self.thread;
        if thread.regs.is_null() || thread.pc.is_null() {
            return false;
        }
        // SAFETY: a running frame's pc is at an instruction.
        let Some(i) = Instruction::decode(unsafe { *thread.pc }) else { return false };
        if matches!(i.op, Opcode::StoreIndex | Opcode::DelIndex | Opcode::InplaceAdd | Opcode::InplaceMul) {
            return names.contains(&"__setitem__");
        }
        if !matches!(i.op, Opcode::Call | Opcode::CallKw | Opcode::CallMethod | Opcode::CallMethodKw) {
            return false;
        }
        // SAFETY: the callee's register is one of the frame's.
        let callee = unsafe { *thread.regs.add(i.a as usize) };
        callee.cast::<crate::layout::NativeFunction>().is_some_and(|f| names.contains(&self.def_of(f).name))
    }

    /// How many weak references there are to an object.
    pub fn weakref_count(&self, target: Value) -> usize {
        self.weakrefs.by_target.get(&target.address()).map_or(0, Vec::len)
    }

    /// Can the object be weakly referenced?
    pub fn is_weakrefable(&self, target: Value) -> bool {
        let cls = self.class_of(target);
        target.is_cell() && cls.has_flag(type_flags::WEAKREFABLE)
    }

    /// Remembers an object whose class has a `__del__`.
    pub fn register_finalizer(&mut self, object: Value) {
        self.register_generator(object);
        self.count_dying();
    }

    /// The same for a generator, which mostly ends by itself.
    pub fn register_generator(&mut self, object: Value) {
        if object.is_cell() {
            self.weakrefs.finalizable.push(object.address());
        }
    }

    /// All registered objects of a native type, whatever their class is.
    pub fn finalizable_of(&mut self, kind: taipan_heap::Kind) -> taipan_heap::Values {
        let is = |address: usize| {
            // SAFETY: registered objects are live cells.
            let header: Gc<Header> = unsafe { Gc::from_address_unchecked(address) };
            (header.kind() == kind).then_some(header)
        };
        // Nothing is freed by a collection in between that is not taken out of the table.
        let n = self.weakrefs.finalizable.iter().filter(|&&address| is(address).is_some()).count();
        let mut found = taipan_heap::Values::with_capacity(&mut self.heap, n);
        for i in 0..self.weakrefs.finalizable.len() {
            if let Some(header) = is(self.weakrefs.finalizable[i]) {
                found.push(&mut self.heap, Value::from(header));
            }
        }
        found
    }

    /// Counts an object whose death has consequences. So that these don't pile up where each takes few bytes, many of them
    /// bring the next collection about: as many as there are already, so that the cost stays in proportion.
    fn count_dying(&mut self) {
        let table = &mut self.weakrefs;
        table.n_new += 1;
        let patience = if self.heap.is_enabled() { 1 } else { 4 };
        if table.n_new > table.n_new_max.max(DYING_MAX) * patience {
            table.n_new = 0;
            self.heap.collect_soon();
        }
    }

    /// Collects, but keeps the dead among these cells and gives them.
    pub fn collect_but_keep(&mut self, candidates: Vec<usize>) -> taipan_heap::Values {
        self.weakrefs.candidates = candidates;
        self.collect_now();
        self.weakrefs.candidates.clear();
        // The room is made while the table still keeps them.
        let n = self.weakrefs.saved.len();
        let mut found = taipan_heap::Values::with_capacity(&mut self.heap, n);
        for address in std::mem::take(&mut self.weakrefs.saved) {
            // SAFETY: each collection marks what is in the table.
            let header: Gc<Header> = unsafe { Gc::from_address_unchecked(address) };
            found.push(&mut self.heap, Value::from(header));
        }
        found
    }

    /// Called when marking is done: what is unmarked now is dead.
    pub(crate) fn process_dead(&mut self, collector: &mut Collector<'_>) {
        // Weak references are cleared first, before finalisers can bring objects back (as CPython does for cycles).
        let mut callbacks = Vec::new();
        self.weakrefs.by_target.retain(|&target, references| {
            if collector.is_marked(target) {
                references.retain(|&r| collector.is_marked(r));
                return !references.is_empty();
            }
            // The newest first, as CPython calls them.
            for &r in references.iter().rev() {
                // Dead references' callbacks are never called.
                if collector.is_marked(r) {
                    let reference = weakref_at(r);
                    reference.target.set(0);
                    if !reference.callback.get().is_unbound() {
                        callbacks.push(r);
                    }
                }
            }
            false
        });
        for r in callbacks {
            self.callback_queue.push_back(weakref_at(r).value());
            collector.mark_cell(weakref_at(r));
        }
        let mut dying = Vec::new();
        self.weakrefs.finalizable.retain(|&address| {
            let alive = collector.is_marked(address);
            if !alive {
                dying.push(address);
            }
            alive
        });
        collector.drain();
        // SAFETY: registered objects are live cells until this collection ends.
        let header_at = |address: usize| -> Gc<Header> { unsafe { Gc::from_address_unchecked(address) } };
        dying.retain(|&address| {
            let header = header_at(address);
            !header.has_flags(flags::FINALIZED) && needs_finalizer(header)
        });
        order_finalizers(&mut dying);
        for address in collector.mark_in_order(&dying) {
            self.finalize_queue.push_back(Value::from(header_at(address)));
        }
        let table = &mut self.weakrefs;
        for address in std::mem::take(&mut table.candidates) {
            if !collector.is_marked(address) {
                table.saved.push(address);
            }
        }
        for &address in &table.saved {
            collector.mark_cell(header_at(address));
        }
        collector.drain();
        let table = &mut self.weakrefs;
        for files in &mut table.files {
            files.retain(|&file| collector.is_marked(file));
        }
        table.n_new = 0;
        table.n_new_max = table.finalizable.len() + table.by_target.len();
        // Addresses of code may be used again.
        self.thread.line_cache = Default::default();
        self.prune_subclasses(collector);
        if !self.finalize_queue.is_empty() || !self.callback_queue.is_empty() {
            self.interrupt.ask();
        }
    }

    /// Notes a file.
    pub fn note_file(&mut self, why: NotedFile, file: Value) {
        if let Some(header) = file.header() {
            self.weakrefs.files[why as usize].push(header.address());
        }
    }

    /// Is there a noted file?
    #[inline]
    pub fn has_noted_files(&self, why: NotedFile) -> bool {
        !self.weakrefs.files[why as usize].is_empty()
    }

    /// Takes the noted files that are not freed.
    pub fn take_noted_files(&mut self, why: NotedFile) -> taipan_heap::Values {
        let addresses = std::mem::take(&mut self.weakrefs.files[why as usize]);
        let mut files = taipan_heap::Values::with_capacity(&mut self.heap, addresses.len());
        for address in addresses {
            // SAFETY: collections take out what they free, and there was none since the addresses were taken.
            let header: Gc<Header> = unsafe { Gc::from_address_unchecked(address) };
            files.push(&mut self.heap, Value::from(header));
        }
        files
    }

    /// Takes dead classes out of the lists of subclasses and followers.
    fn prune_subclasses(&mut self, collector: &Collector<'_>) {
        for table in [&mut self.weakrefs.subclasses, &mut self.weakrefs.followers] {
            table.retain(|&base, list| {
                list.retain(|&c| collector.is_marked(c));
                collector.is_marked(base) && !list.is_empty()
            });
        }
    }

    pub(crate) fn weakrefs_subclasses(&mut self, cls: Gc<Type>) -> taipan_heap::Values {
        self.classes_of(cls, |table| &table.subclasses)
    }

    pub(crate) fn weakrefs_followers(&mut self, cls: Gc<Type>) -> taipan_heap::Values {
        self.classes_of(cls, |table| &table.followers)
    }

    fn classes_of(
        &mut self,
        cls: Gc<Type>,
        which: fn(&WeakTable) -> &HashMap<usize, Vec<usize>>,
    ) -> taipan_heap::Values {
        let n = which(&self.weakrefs).get(&cls.address()).map_or(0, Vec::len);
        let mut found = taipan_heap::Values::with_capacity(&mut self.heap, n);
        for i in 0..n {
            let address = which(&self.weakrefs).get(&cls.address()).and_then(|l| l.get(i)).copied();
            if let Some(address) = address {
                // SAFETY: the table holds live classes only; the vector keeps them so.
                let class: Gc<Type> = unsafe { Gc::from_address_unchecked(address) };
                found.push(&mut self.heap, class.value());
            }
        }
        found
    }

    /// Runs the finalisers and callbacks that collections have left. Called at safepoints.
    pub fn run_finalizers(&mut self) {
        let outer = std::mem::replace(&mut self.thread.finalizing, true);
        loop {
            if let Some(reference) = self.callback_queue.pop_front() {
                self.call_back(reference);
            } else if let Some(object) = self.finalize_queue.pop_front() {
                self.finalize(object);
            } else {
                break;
            }
        }
        self.thread.finalizing = outer;
    }

    /// Calls the callback of a cleared weak reference.
    fn call_back(&mut self, reference: Value) {
        if let Some(reference) = reference.cast::<WeakRef>() {
            let callback = reference.callback.get();
            let saved = self.take_exception();
            if self.call(callback, &[reference.value()]).is_err() {
                let exc = self.take_exception();
                self.write_unraisable(exc, callback, "Exception ignored while calling weakref callback");
            }
            self.thread.exception = saved;
        }
    }

    /// Runs an object's `__del__`, once.
    pub fn finalize(&mut self, object: Value) {
        let Some(header) = object.header() else { return };
        if header.has_flags(flags::FINALIZED) {
            return;
        }
        header.set_flags(flags::FINALIZED);
        let cls = self.class_of(object);
        let saved = self.take_exception();
        if let Some(f) = self.slot_del(cls)
            && f(self, object).is_err()
        {
            let exc = self.take_exception();
            let name = self.names().__del__;
            let (what, whose) = match self.type_lookup(cls, name).filter(|_| cls.has_flag(type_flags::HEAP)) {
                Some(del) => ("calling deallocator", del),
                None => ("closing generator", object),
            };
            let whose = match self.repr(whose) {
                Ok(text) => text.to_ref().to_display(),
                Err(Raised) => {
                    self.take_exception();
                    "<object repr() failed>".to_owned()
                }
            };
            self.write_unraisable(exc, Value::NONE, &format!("Exception ignored while {what} {whose}"));
        }
        self.thread.exception = saved;
    }

    /// All objects that still wait for their finaliser: for the interpreter's end.
    pub fn take_finalizable(&mut self) -> taipan_heap::Values {
        // The room is made first: a collection that found them in no table any more would free them.
        let mut all = taipan_heap::Values::with_capacity(&mut self.heap, self.weakrefs.finalizable.len());
        let mut addresses = std::mem::take(&mut self.weakrefs.finalizable);
        order_finalizers(&mut addresses);
        for address in addresses {
            // SAFETY: registered objects are live cells until a collection takes them out.
            let header: Gc<Header> = unsafe { Gc::from_address_unchecked(address) };
            all.push(&mut self.heap, Value::from(header));
        }
        all
    }

    /// `sys.unraisablehook` for an exception that nobody can catch.
    pub fn write_unraisable(&mut self, exc: Value, object: Value, what: &str) {
        let names = self.names();
        let sys = self.sys;
        let hook = sys.get_str(self, names.unraisablehook);
        let arguments = (self.hooks.unraisable)(self, exc, object, what);
        if let (Some(hook), Ok(arguments)) = (hook, arguments)
            && self.audit("sys.unraisablehook", |_| [hook, arguments]).is_ok()
            && self.call(hook, &[arguments]).is_ok()
        {
            return;
        }
        self.take_exception();
    }
}

/// Is there anything left that the finaliser of a generator could do? (One that has ended needs none, and a plain one
/// that never began has nothing to clean up.)
fn needs_finalizer(header: Gc<Header>) -> bool {
    let Some(generator) = Value::from(header).cast::<Generator>() else { return true };
    match generator.state.get() {
        GeneratorState::Finished => false,
        GeneratorState::Created => header.kind() != kinds::GENERATOR,
        GeneratorState::Running | GeneratorState::Suspended => true,
    }
}
