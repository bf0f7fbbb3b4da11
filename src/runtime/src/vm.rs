//! The interpreter's state. Everything hangs off it; there are no globals.

use crate::caches::Caches;
use crate::hooks::Hooks;
use crate::intern::Interned;
use crate::kinds;
use crate::layout::{Bytes, Dict, Exception, Function, Instance, Str, Tuple, Type};
use crate::names::Names;
use crate::native::{ModuleDef, Native, NativeDef, R, Raised, Slots, TypeDef, TypeEntry};
use crate::thread::ThreadState;
use std::any::{Any, TypeId};
use std::cell::Cell;
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::marker::PhantomPinned;
use taipan_heap::{
    AllocError, Array, Collector, Field, Gc, Header, Heap, Kind, Layout, LayoutInfo, StackBounds, Trace,
    Tracer, Value, flags,
};

/// A native function's row: the block of its table in the bits above these, the place in the block in these.
const ROW_BITS: u16 = 11;
const ROW_MASK: u16 = (1 << ROW_BITS) - 1;

/// State of a native module that belongs to the interpreter. It may hold values, since it is traced.
pub trait State: Any + Trace {}
impl<T: Any + Trace> State for T {}

/// The depth up to which calls go, unless `sys.setrecursionlimit` says otherwise.
const RECURSION_LIMIT: u32 = 1000;

/// An interpreter.
pub struct Vm {
    /// The running thread. First, since the dispatch loop addresses its fields.
    pub thread: ThreadState,
    /// Does any tool of `sys.monitoring` want to be told of anything?
    pub monitored: bool,
    /// Something asks the dispatch loop to stop at the next safepoint: a signal, another thread, a pending call.
    pub interrupt: &'static crate::lock::Interrupt,
    /// The interpreter is about to end: what is left is finalised.
    pub is_finalizing: bool,
    /// The identifier of the process's main thread where that is not the number of the process: in a forked child it is the
    /// thread that forked, under the identifier that it had in the parent. Else 0.
    pub main_ident: u64,
    /// The interpreter's number in the process; 0 is the main one, which signals go to.
    pub id: i64,
    /// The interpreter's lock.
    pub(crate) lock: &'static crate::lock::InterpreterLock,
    /// The largest depth.
    pub recursion_limit: u32,
    /// What a generator that has just finished returned.
    pub generator_result: Value,
    /// The `StopIteration` that it was taken from, or UNBOUND.
    pub(crate) stop: Value,
    /// The cells.
    pub heap: Heap,
    /// Interned names.
    names: Option<Box<Names>>,
    pub(crate) interned: Interned,
    types: Vec<Option<Gc<Type>>>,
    type_defs: Vec<Option<&'static TypeDef>>,
    slot_tables: Vec<&'static Slots>,
    module_defs: Vec<&'static ModuleDef>,
    /// The blocks of native functions that objects were made for.
    native_blocks: Vec<&'static [NativeDef]>,
    pub(crate) caches: Box<Caches>,
    /// See [`Vm::add_late_names`].
    pub(crate) late_names: Vec<crate::late::LateNames>,
    /// The names of special methods, by row; UNBOUND until asked for.
    pub(crate) slot_names: Vec<Value>,
    pub(crate) next_version: u32,
    /// The functions of higher crates.
    pub hooks: Hooks,
    /// `sys.modules`
    pub modules: Gc<Dict>,
    /// The namespace of `builtins`.
    pub builtins: Gc<Dict>,
    /// The namespace of `sys`.
    pub sys: Gc<Dict>,
    /// `()`
    pub empty_tuple: Gc<Tuple>,
    /// `b''`
    pub empty_bytes: Value,
    /// One-character strings of Latin-1.
    pub(crate) latin1: [Value; 256],
    pub(crate) characters: Characters,
    /// Key of string hashes.
    pub hash_key: (u64, u64),
    /// Threads that wait for the interpreter's lock: their states, with the end of their native stacks.
    pub waiting: Vec<(u64, *const ThreadState, usize)>,
    states: HashMap<TypeId, Box<dyn StateObject>, BuildHasherDefault<HashOfType>>,
    pub(crate) weakrefs: crate::weak::WeakTable,
    /// Objects whose finaliser must run at the next safepoint.
    pub(crate) finalize_queue: VecDeque<Value>,
    /// Callbacks of cleared weak references.
    pub(crate) callback_queue: VecDeque<Value>,
    /// Nothing on the native stack below this address holds values, while a collection is asked for; 0: no such thing is
    /// known.
    pub(crate) scan_from: usize,
    /// Command-line settings that the runtime itself reads.
    pub config: Config,
    /// Boxed values that native code parks outside the stack (roots by number).
    pub pinned: Vec<Value>,
    /// What `sys.addaudithook` was given.
    pub(crate) audit_hooks: Vec<Value>,
    /// See [`Vm::visitors`].
    pub(crate) visitors: Option<std::sync::Arc<()>>,
    /// See [`Vm::lend`].
    pub(crate) loans: Vec<crate::interpreter::Borrowed>,
    _pin: PhantomPinned,
}

/// Settings that come from the command line and the environment.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `-b`: 0, 1 (warn) or 2 (error) on comparing bytes with str.
    pub bytes_warning: u8,
    /// `-O` level.
    pub optimize: u8,
    /// `-v` level.
    pub verbose: u8,
    /// `-X dev`
    pub dev_mode: bool,
    /// `sys.flags.int_max_str_digits`
    pub int_max_str_digits: usize,
    /// `-X utf8`: UTF-8 whatever the locale says.
    pub utf8_mode: bool,
    /// The encoding of the locale.
    pub locale_encoding: &'static str,
    /// `-X cpu_count`, or -1.
    pub cpu_count: i64,
    /// `-X importtime`: 0, 1 (imports that load something) or 2 (all).
    pub import_time: u8,
    /// `-X warn_default_encoding`
    pub warn_default_encoding: bool,
    /// `-X no_debug_ranges`: code does not tell columns.
    pub no_debug_ranges: bool,
    /// What programs may not do in this interpreter.
    pub forbidden: Forbidden,
}

/// What an interpreter was made without.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forbidden {
    /// `os.fork`
    pub fork: bool,
    /// `os.execv`
    pub exec: bool,
    /// Threads.
    pub threads: bool,
    /// Threads that the interpreter's end does not wait for.
    pub daemon_threads: bool,
    /// Native modules that keep state of the process.
    pub single_modules: bool,
}

/// The numbers of types are hashes already.
#[derive(Default)]
struct HashOfType(u64);

impl Hasher for HashOfType {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

trait StateObject: Any {
    fn trace_state(&self, tracer: &mut Tracer<'_>);
    fn as_any_mut(&mut self) -> &mut dyn Any;
}
impl<T: State> StateObject for T {
    fn trace_state(&self, tracer: &mut Tracer<'_>) {
        self.trace(tracer);
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl taipan_heap::RootSource for Vm {
    fn mark_roots(&mut self, collector: &mut Collector<'_>, sp: usize) {
        {
            let tracer = &mut collector.tracer();
            if let Some(names) = &self.names {
                names.trace(tracer);
            }
            for cls in self.types.iter().flatten() {
                cls.trace(tracer);
            }
            self.modules.trace(tracer);
            self.builtins.trace(tracer);
            self.sys.trace(tracer);
            self.empty_tuple.trace(tracer);
            self.empty_bytes.trace(tracer);
            tracer.values(&self.latin1);
            tracer.values(&self.characters.strings);
            tracer.values(&self.slot_names);
            for late in &self.late_names {
                late.dict.trace(tracer);
            }
            for queue in [&self.finalize_queue, &self.callback_queue] {
                let (front, back) = queue.as_slices();
                tracer.values(front);
                tracer.values(back);
            }
            tracer.values(&self.pinned);
            tracer.values(&self.audit_hooks);
            for borrowed in &self.loans {
                borrowed.trace(tracer);
            }
            tracer.value(self.generator_result);
            tracer.value(self.stop);
            for state in self.states.values() {
                (**state).trace_state(tracer);
            }
            self.thread.trace(tracer);
            for &(_, state, _) in &self.waiting {
                // SAFETY: a waiting thread's state stays where it is until the thread takes it out of this list.
                unsafe {
                    (*state).trace(tracer);
                }
            }
        }
        // SAFETY: the ranges lie in stacks of live threads: from their ends to their bases.
        unsafe {
            collector.mark_range(sp.max(self.scan_from), self.thread.native_stack.base);
            let top = self.register_stack_top(&self.thread);
            collector.mark_range(self.thread.stack_base as usize, top as usize);
            for &(_, state, sp) in &self.waiting {
                collector.mark_range(sp, (*state).native_stack.base);
                let top = self.register_stack_top(&*state);
                collector.mark_range((*state).stack_base as usize, top as usize);
            }
        }
        self.caches.clear();
    }

    fn after_mark(&mut self, collector: &mut Collector<'_>) {
        self.process_dead(collector);
        self.interned.prune(collector);
    }
}

/// One-character strings beyond Latin-1 that were made last: a text has few characters, and they come again and again.
pub(crate) struct Characters {
    numbers: [u32; Characters::PLACES],
    strings: [Value; Characters::PLACES],
}

impl Default for Characters {
    fn default() -> Characters {
        // No place is for character 0.
        Characters { numbers: [0; Characters::PLACES], strings: [Value::UNBOUND; Characters::PLACES] }
    }
}

impl Characters {
    const PLACES: usize = 256;

    /// The string of a character, if it is there.
    #[inline(always)]
    pub(crate) fn get(&self, c: u32) -> Option<Value> {
        let place = c as usize % Characters::PLACES;
        if self.numbers[place] == c { Some(self.strings[place]) } else { None }
    }

    pub(crate) fn put(&mut self, c: u32, string: Value) {
        let place = c as usize % Characters::PLACES;
        (self.numbers[place], self.strings[place]) = (c, string);
    }
}

impl Vm {
    /// The end of the registers in use by a thread.
    fn register_stack_top(&self, thread: &ThreadState) -> *mut Value {
        if thread.regs.is_null() {
            return thread.stack_base;
        }
        // SAFETY: the running frame's callee slot holds its function.
        unsafe {
            let function = *thread.regs.sub(4);
            // A window that is being prepared lies above the frame's own registers.
            let n = function.cast::<Function>().map_or(0, |f| f.code.get().n_registers as usize) + 512;
            let end = thread.stack_limit.add(crate::STACK_RESERVE);
            if thread.regs.add(n) < end { thread.regs.add(n) } else { end }
        }
    }

    /// Makes an interpreter with the given native types and modules.
    pub fn new(
        tables: &[&'static [TypeEntry]],
        modules: &[&'static ModuleDef],
        hooks: Hooks,
        hash_key: (u64, u64),
    ) -> Result<Box<Vm>, AllocError> {
        let none = LayoutInfo::of::<NoLayout>();
        let mut layouts = vec![none; kinds::END as usize];
        layouts[1] = LayoutInfo::of::<Array>();
        layouts[2] = LayoutInfo::of::<taipan_heap::RawBytes>();
        layouts[3] = LayoutInfo::of::<taipan_heap::Registers>();
        let mut type_defs: Vec<Option<&'static TypeDef>> = vec![None; kinds::END as usize];
        let mut slot_tables: Vec<&'static Slots> = vec![&Slots::NONE; kinds::END as usize];
        slot_tables[kinds::DUNDER as usize] = &crate::dunder::SLOTS;
        for (kind, info) in crate::core_layouts() {
            layouts[kind as usize] = info;
        }
        for entry in tables.iter().flat_map(|t| t.iter()) {
            match *entry {
                TypeEntry::Type(def) => {
                    if let Some(layout) = def.layout {
                        layouts[def.id as usize] = layout;
                    }
                    type_defs[def.id as usize] = Some(def);
                    slot_tables[def.id as usize] = &def.native.slots;
                }
                TypeEntry::Storage(kind, layout) => layouts[kind as usize] = layout,
            }
        }
        let mut heap = Heap::new(layouts)?;
        // Until the classes exist, objects are made without one.
        let boot_dict = |heap: &mut Heap| -> Result<Gc<Dict>, AllocError> {
            let entries = crate::layout::Entries::new(heap, 0)?;
            Ok(heap.alloc(Dict {
                header: Header::new::<Dict>(0),
                len: Cell::new(0),
                n_entries: Cell::new(0),
                entries: Field::new(entries),
                index: Field::new(None),
                index_used: Cell::new(0),
                keys_version: Cell::new(0),
                is_namespace: Cell::new(false),
                str_keys: Cell::new(true),
            }))
        };
        let modules_dict = boot_dict(&mut heap)?;
        let builtins = boot_dict(&mut heap)?;
        let sys = boot_dict(&mut heap)?;
        let empty_tuple = Tuple::new(&mut heap, 0, &[])?;
        let empty_bytes = Bytes::concat(&mut heap, 0, &[], &[])?.value();
        let mut vm = Box::new(Vm {
            thread: ThreadState::new(StackBounds::here(None)),
            monitored: false,
            interrupt: Box::leak(Box::new(crate::lock::Interrupt::new(RECURSION_LIMIT))),
            is_finalizing: false,
            main_ident: 0,
            id: 0,
            lock: Box::leak(Box::default()),
            recursion_limit: RECURSION_LIMIT,
            generator_result: Value::NONE,
            stop: Value::UNBOUND,
            heap,
            names: None,
            interned: Interned::new(taipan_number::hash::HashKey { k0: hash_key.0, k1: hash_key.1 }),
            types: vec![None; kinds::END as usize],
            type_defs,
            slot_tables,
            module_defs: modules.to_vec(),
            native_blocks: Vec::new(),
            caches: Caches::new(),
            late_names: Vec::new(),
            slot_names: Vec::new(),
            next_version: 1,
            hooks,
            modules: modules_dict,
            builtins,
            sys,
            empty_tuple,
            empty_bytes,
            latin1: [Value::UNBOUND; 256],
            characters: Characters::default(),
            hash_key,
            waiting: Vec::new(),
            states: HashMap::default(),
            weakrefs: crate::weak::WeakTable::default(),
            finalize_queue: VecDeque::new(),
            callback_queue: VecDeque::new(),
            scan_from: 0,
            config: Config {
                int_max_str_digits: 4300,
                locale_encoding: "UTF-8",
                cpu_count: -1,
                import_time: 0,
                ..Config::default()
            },
            pinned: Vec::new(),
            audit_hooks: Vec::new(),
            visitors: None,
            loans: Vec::new(),
            _pin: PhantomPinned,
        });
        vm.boot_types();
        // SAFETY: the Vm is boxed and owns the heap, so it outlives it and does not move.
        unsafe {
            let roots: *mut Vm = &mut *vm;
            vm.heap.set_roots(roots);
        }
        Ok(vm)
    }

    fn boot_types(&mut self) {
        // The classes that name, tuple and dict cells need come first; then what was made before gets its class.
        let names = self.boot_core_classes();
        self.names = Some(Box::new(names));
        for (value, kind) in [
            (self.modules.header(), kinds::DICT),
            (self.builtins.header(), kinds::DICT),
            (self.sys.header(), kinds::DICT),
            (self.empty_tuple.header(), kinds::TUPLE),
        ] {
            value.set_class_address(self.class_address(kind));
        }
        if let Some(h) = self.empty_bytes.header() {
            h.set_class_address(self.class_address(kinds::BYTES));
        }
        self.builtins.is_namespace.set(true);
    }

    /// The interned names.
    #[inline(always)]
    pub fn names(&self) -> &'static Names {
        let names: *const Names =
            &**self.names.as_ref().expect("names are made before anything asks for them");
        // SAFETY: the box is made once and lives as long as the Vm, which outlives all code that runs in it.
        unsafe { &*names }
    }

    /// The implementation table of a native type.
    #[inline(always)]
    pub fn slot_table(&self, kind: Kind) -> &'static Slots {
        self.slot_tables[kind as usize]
    }

    /// A native type's definition.
    pub fn type_def(&self, kind: Kind) -> Option<&'static TypeDef> {
        self.type_defs[kind as usize]
    }

    /// All native modules.
    pub fn module_defs(&self) -> &[&'static ModuleDef] {
        &self.module_defs
    }

    /// The definition of a native function.
    #[inline(always)]
    pub fn def_of(&self, f: Gc<crate::layout::NativeFunction>) -> &'static NativeDef {
        &self.native_blocks[f.block as usize][(f.row & ROW_MASK) as usize]
    }

    /// The number that [`Vm::def_of`] finds the block of a row by. Rows of a block come one after another.
    pub(crate) fn number_block(&mut self, table: u16, row: u16) -> u32 {
        let block = self.block_of(table, row >> ROW_BITS);
        match self.native_blocks.iter().rposition(|known| std::ptr::eq(*known, block)) {
            Some(number) => number as u32,
            None => {
                self.native_blocks.push(block);
                (self.native_blocks.len() - 1) as u32
            }
        }
    }

    /// The definitions of a table's block: of a type (`table` is its number), or of a module (`END` plus its place).
    fn block_of(&self, table: u16, block: u16) -> &'static [NativeDef] {
        if table == kinds::DUNDER {
            return crate::slots::SPECIAL_FUNCTIONS;
        }
        let (first, more) = if table >= kinds::END {
            let def = self.module_defs[(table - kinds::END) as usize];
            (def.functions, def.more)
        } else {
            let def = self.type_defs[table as usize].expect("a function of a type that is in the table");
            (def.native, def.more)
        };
        let native = if block == 0 { first } else { more[block as usize - 1] };
        native.methods
    }

    /// All functions of a table with their rows.
    pub fn native_rows(
        first: &'static Native,
        more: &'static [&'static Native],
    ) -> impl Iterator<Item = (u16, &'static NativeDef)> {
        std::iter::once(first).chain(more.iter().copied()).zip(0u16..).flat_map(|(native, block)| {
            native.methods.iter().zip(0u16..).map(move |(def, row)| (block << ROW_BITS | row, def))
        })
    }

    /// The class of a native type, made when first asked for.
    #[inline(always)]
    pub fn class(&mut self, kind: Kind) -> Gc<Type> {
        match self.types[kind as usize] {
            Some(cls) => cls,
            None => self.make_class(kind),
        }
    }

    #[cold]
    #[inline(never)]
    fn make_class(&mut self, kind: Kind) -> Gc<Type> {
        self.make_native_class(kind)
    }

    /// The class of a native type that exists already (all core types do).
    #[inline(always)]
    pub fn class_made(&self, kind: Kind) -> Option<Gc<Type>> {
        self.types[kind as usize]
    }

    pub(crate) fn set_class(&mut self, kind: Kind, cls: Gc<Type>) {
        self.types[kind as usize] = Some(cls);
    }

    /// The address of a native class, for headers; 0 while the interpreter boots.
    #[inline(always)]
    pub fn class_address(&mut self, kind: Kind) -> usize {
        match self.types[kind as usize] {
            Some(cls) => cls.address(),
            None if self.names.is_some() => self.make_class(kind).address(),
            None => 0,
        }
    }

    /// The class of a value.
    #[inline(always)]
    pub fn class_of(&self, value: Value) -> Gc<Type> {
        if let Some(header) = value.header() {
            // SAFETY: a cell that is a Python object has its class in the header.
            return unsafe { Gc::from_address_unchecked(header.class_address()) };
        }
        let kind = if value.is_small_int() {
            kinds::INT
        } else if value.is_small_float() {
            kinds::FLOAT
        } else {
            match value {
                Value::TRUE | Value::FALSE => kinds::BOOL,
                Value::NOT_IMPLEMENTED => kinds::NOT_IMPLEMENTED_TYPE,
                Value::ELLIPSIS => kinds::ELLIPSIS_TYPE,
                _ => kinds::NONE_TYPE,
            }
        };
        self.types[kind as usize].expect("core classes are made at the start")
    }

    /// A native module's own state, made by default when first asked for.
    pub fn state<T: State + Default>(&mut self) -> &mut T {
        self.states
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Box::<T>::default())
            .as_any_mut()
            .downcast_mut()
            .expect("keyed by its type")
    }

    // --- reading values ----------------------------------------------------------------------------------------------

    /// The native object behind a value: itself, or what an instance of a subclass wraps.
    #[inline(always)]
    pub fn payload<T: Layout>(&self, value: Value) -> Option<Gc<T>> {
        if let Some(gc) = value.cast::<T>() {
            return Some(gc);
        }
        self.payload_of_instance(value)?.cast::<T>()
    }

    /// What an instance of a native type's subclass wraps.
    #[inline]
    pub fn payload_of_instance(&self, value: Value) -> Option<Value> {
        value.cast::<Instance>()?.payload()
    }

    /// The value that an instance of a native type's subclass wraps, or the value itself.
    #[inline]
    pub fn unwrap(&self, value: Value) -> Value {
        self.payload_of_instance(value).unwrap_or(value)
    }

    /// The exact value behind an int or a subclass (bools become ints).
    #[inline]
    pub fn as_int_value(&self, value: Value) -> Option<Value> {
        let v = if value.is_small_int() { return Some(value) } else { self.unwrap(value) };
        match v {
            Value::TRUE => Some(Value::int32(1)),
            Value::FALSE => Some(Value::ZERO),
            v if v.is_small_int() || v.is_kind(kinds::INT) => Some(v),
            _ => None,
        }
    }

    /// A float's number (subclasses included).
    #[inline]
    pub fn as_float(&self, value: Value) -> Option<f64> {
        if let Some(f) = value.as_small_float() {
            return Some(f);
        }
        let v = self.unwrap(value);
        v.as_small_float().or_else(|| v.cast::<crate::layout::Float>().map(|f| f.value))
    }

    /// A string, a subclass's included.
    #[inline]
    pub fn as_str(&self, value: Value) -> Option<Gc<Str>> {
        self.payload::<Str>(value)
    }

    /// Is the class of the value exactly this native one?
    #[inline]
    pub fn is_exact(&self, value: Value, kind: Kind) -> bool {
        self.types[kind as usize].is_some_and(|cls| cls == self.class_of(value))
    }

    /// Is the value an instance of a native class or a subclass of it? (By its class, not `__instancecheck__`.)
    pub fn is_instance_of(&self, value: Value, kind: Kind) -> bool {
        let Some(cls) = self.types[kind as usize] else { return false };
        let of = self.class_of(value);
        of == cls || self.is_subtype(of, cls)
    }

    /// Marks an instance as wrapping a native object.
    pub(crate) fn wrap_payload(&mut self, cls: Gc<Type>, payload: Value) -> Value {
        let instance = self.new_instance(cls);
        instance.slots()[0].set(instance, payload);
        instance.header.set_flags(flags::HAS_PAYLOAD);
        instance.value()
    }

    /// The exception on its way, which is no longer on its way.
    pub fn take_exception(&mut self) -> Value {
        std::mem::replace(&mut self.thread.exception, Value::UNBOUND)
    }

    /// The exception on its way as a struct.
    pub fn pending(&self) -> Option<Gc<Exception>> {
        self.thread.exception.cast::<Exception>()
    }
}

/// Stands in the layout table where a number has no layout.
#[repr(C)]
struct NoLayout {
    header: Header,
}
impl Trace for NoLayout {
    fn trace(&self, _: &mut Tracer<'_>) {
        debug_assert!(false, "a cell whose kind {} has no layout", self.header.kind());
    }
}
// SAFETY: `repr(C)` with a header; never allocated.
unsafe impl Layout for NoLayout {
    const KIND: Kind = 0;
    const NAME: &'static str = "nothing";
}

/// Turns a failed allocation into `MemoryError`.
impl Vm {
    /// Raises `MemoryError` where an allocation failed.
    pub fn check_alloc<T>(&mut self, made: Result<T, AllocError>) -> R<T> {
        made.map_err(|AllocError| self.raise_memory_error())
    }

    /// Raises `MemoryError`.
    #[cold]
    pub fn raise_memory_error(&mut self) -> Raised {
        self.raise_bare(kinds::MEMORY_ERROR)
    }
}
