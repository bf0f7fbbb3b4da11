//! `_lsprof`: the profiler behind `cProfile`. It is told of calls and returns as a tool of `sys.monitoring` is, and adds up
//! how often each function was called and how long it took.

use crate::structseq::{self, Record};
use crate::support::{import, put};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::layout::{Code, List, Module, NativeFunction, Str, Type};
use taipan_runtime::monitoring::{Event, Monitoring};
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Values, Vm, kinds, kinds::Numbered,
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_lsprof",
    doc: "The profiler behind cProfile.",
    types: &[&Profiler::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// The tool that a profiler is.
const TOOL: i32 = 2;

/// What the profiler asks to be told of, and the methods that are told.
const CALLBACKS: [(Event, &str); 9] = [
    (Event::PyStart, "_pystart_callback"),
    (Event::PyResume, "_pystart_callback"),
    (Event::PyThrow, "_pythrow_callback"),
    (Event::PyReturn, "_pyreturn_callback"),
    (Event::PyYield, "_pyreturn_callback"),
    (Event::PyUnwind, "_pyreturn_callback"),
    (Event::Call, "_ccall_callback"),
    (Event::CReturn, "_creturn_callback"),
    (Event::CRaise, "_creturn_callback"),
];

/// The module's own classes.
#[derive(Trace, Default)]
struct Classes {
    entry: Option<Gc<Type>>,
    subentry: Option<Gc<Type>>,
}

const ENTRY: Record = Record {
    module: "_lsprof",
    name: "profiler_entry",
    doc: "",
    fields: &[
        ("code", "The code object, or what a native function is called."),
        ("callcount", "How many calls there were."),
        ("reccallcount", "How many of them were recursive."),
        ("totaltime", "Seconds, with what was called from there."),
        ("inlinetime", "Seconds, without what was called from there."),
        ("calls", "What was called from there."),
    ],
    n_sequence: 6,
};

const SUBENTRY: Record = Record {
    module: "_lsprof",
    name: "profiler_subentry",
    doc: "",
    fields: &[
        ("code", "The code object, or what a native function is called."),
        ("callcount", "How many calls there were."),
        ("reccallcount", "How many of them were recursive."),
        ("totaltime", "Seconds, with what was called from there."),
        ("inlinetime", "Seconds, without what was called from there."),
    ],
    n_sequence: 5,
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let entry = structseq::new_class(vm, &ENTRY)?;
    let subentry = structseq::new_class(vm, &SUBENTRY)?;
    put(vm, module, "profiler_entry", entry.value());
    put(vm, module, "profiler_subentry", subentry.value());
    *vm.state::<Classes>() = Classes { entry: Some(entry), subentry: Some(subentry) };
    Ok(())
}

/// What is measured of a function, as a whole or as called from one other.
#[derive(Default)]
struct Figures {
    calls: i64,
    /// Calls that found it running already.
    recursive: i64,
    total: i64,
    inline: i64,
    level: i64,
}

impl Figures {
    fn add(&mut self, total: i64, inline: i64) {
        self.level -= 1;
        if self.level == 0 {
            self.total = self.total.wrapping_add(total);
        } else {
            self.recursive += 1;
        }
        self.inline = self.inline.wrapping_add(inline);
        self.calls += 1;
    }
}

/// A function.
#[derive(Default)]
struct Entry {
    figures: Figures,
    /// By the functions that it called.
    callees: HashMap<usize, Figures>,
}

/// A call in progress.
struct Running {
    entry: usize,
    start: i64,
    /// What the calls within it took.
    within: i64,
}

/// Who is called, whatever object stands for it.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
enum Key {
    /// A code object, by its address.
    Code(usize),
    /// A native function, by its place in the tables.
    Native(u16, u16),
}

#[derive(Default)]
struct Measured {
    by_key: HashMap<Key, usize>,
    entries: Vec<Entry>,
    running: Vec<Running>,
}

/// A profiler.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Profiler {
    header: Header,
    /// The function that tells the time, or None.
    timer: Field<Value>,
    /// How the entries are named: code objects, or text.
    names: Field<Gc<List>>,
    #[untraced]
    measured: RefCell<Measured>,
    #[untraced]
    unit: Cell<f64>,
    #[untraced]
    subcalls: Cell<bool>,
    #[untraced]
    builtins: Cell<bool>,
    #[untraced]
    enabled: Cell<bool>,
    #[untraced]
    asks_time: Cell<bool>,
}

impl Profiler {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Profiler as Numbered>::NUMBER,
        name: "Profiler",
        module: "_lsprof",
        doc: "Profiler(timer=None, timeunit=0.0, subcalls=True, builtins=True)\n--\n\nA profiler that asks `timer` for the \
              time, in units of so many seconds, or else a clock of the system.",
        flags: type_flags::BASETYPE | type_flags::INHERITS_NEW,
        native: &Profiler::NATIVE,
        layout: Some(LayoutInfo::of::<Profiler>()),
        ..TypeDef::DEFAULT
    };
}

/// The time in ticks. An error of the program's own timer is told of and counts as 0.
fn now(vm: &mut Vm, this: Gc<Profiler>) -> i64 {
    let timer = this.timer.get();
    if timer.is_none() {
        return crate::sys_calls::clock::get(libc::CLOCK_MONOTONIC).map_or(0, |nanos| nanos as i64);
    }
    this.asks_time.set(true);
    let ticks = vm.call(timer, &[]).and_then(|time| match this.unit.get() > 0.0 {
        true => vm.index_or_overflow(time),
        false => vm.to_f64(time).map(|seconds| (seconds * 1e9).round() as i64),
    });
    this.asks_time.set(false);
    ticks.unwrap_or_else(|_| {
        let error = vm.take_exception();
        let what = vm.repr(timer).map_or_else(|_| String::new(), |text| text.to_display());
        vm.write_unraisable(
            error,
            Value::NONE,
            &format!("Exception ignored while calling _lsprof timer {what}"),
        );
        0
    })
}

/// A call begins. `name` gives what the function is called, the first time.
fn enter(vm: &mut Vm, this: Gc<Profiler>, key: Key, name: impl FnOnce(&mut Vm) -> R) -> R<()> {
    let known = this.measured.borrow().by_key.get(&key).copied();
    let entry = match known {
        Some(entry) => entry,
        None => {
            let name = name(vm)?;
            this.names.get().push(&mut vm.heap, name);
            let mut measured = this.measured.borrow_mut();
            let entry = measured.entries.len();
            measured.entries.push(Entry::default());
            measured.by_key.insert(key, entry);
            entry
        }
    };
    {
        let mut measured = this.measured.borrow_mut();
        measured.entries[entry].figures.level += 1;
        if this.subcalls.get()
            && let Some(caller) = measured.running.last().map(|r| r.entry)
        {
            measured.entries[caller].callees.entry(entry).or_default().level += 1;
        }
        measured.running.push(Running { entry, start: 0, within: 0 });
    }
    let start = now(vm, this);
    if let Some(running) = this.measured.borrow_mut().running.last_mut() {
        running.start = start;
    }
    Ok(())
}

/// The innermost call has ended.
fn leave(vm: &mut Vm, this: Gc<Profiler>) {
    if this.measured.borrow().running.is_empty() {
        return;
    }
    let end = now(vm, this);
    let mut measured = this.measured.borrow_mut();
    let Some(ended) = measured.running.pop() else { return };
    let total = end.wrapping_sub(ended.start);
    let inline = total.wrapping_sub(ended.within);
    measured.entries[ended.entry].figures.add(total, inline);
    let Some(caller) = measured.running.last_mut() else { return };
    caller.within = caller.within.wrapping_add(total);
    let caller = caller.entry;
    if this.subcalls.get()
        && let Some(figures) = measured.entries[caller].callees.get_mut(&ended.entry)
    {
        figures.add(total, inline);
    }
}

/// The native function that is called, if it is one, and what it is bound to.
fn native(vm: &mut Vm, callable: Value, first: Value) -> Option<(Gc<NativeFunction>, Value)> {
    let function = callable.cast::<NativeFunction>()?;
    match function.receiver.bound() {
        Some(receiver) if vm.is_exact(callable, kinds::NATIVE_FUNCTION) => Some((function, receiver)),
        _ if !vm.is_exact(callable, kinds::METHOD_DESCRIPTOR) => None,
        _ if first == vm.state::<Monitoring>().missing => None,
        _ => Some((function, first)),
    }
}

/// How a native function is named.
fn native_name(vm: &mut Vm, function: Gc<NativeFunction>, receiver: Value) -> R {
    let name = vm.def_of(function).name;
    let interned = vm.intern(name);
    let cls = vm.class_of(receiver);
    if let Some(method) = vm.type_lookup(cls, interned) {
        return vm.repr(method).map(|text| text.value());
    }
    let module = vm.names().__module__;
    let module = vm.get_attr_opt(function.value(), module)?.and_then(Value::cast::<Str>);
    let text = match module {
        Some(module) => format!("<built-in method {}.{name}>", module.to_display()),
        None => format!("<built-in method {name}>"),
    };
    Ok(vm.new_str(&text).value())
}

fn key_of(function: Gc<NativeFunction>) -> Key {
    Key::Native(function.table, function.row)
}

/// Sets or takes away the callbacks, and has the events told or not.
fn ask(vm: &mut Vm, this: Gc<Profiler>, on: bool) -> R<()> {
    let sys = import(vm, "sys")?;
    let name = vm.intern("monitoring");
    let monitoring = vm.get_attr(sys, name)?;
    let tool = Value::int32(TOOL);
    if on {
        let name = vm.new_str("cProfile").value();
        vm.call_method_named(monitoring, "use_tool_id", &[tool, name])?;
    }
    let mut events = 0;
    for (event, method) in CALLBACKS {
        let bit = Value::int32(event.bit() as i32);
        events |= event.bit();
        let callback = match on {
            true => {
                let method = vm.intern(method);
                vm.get_attr(this.value(), method)?
            }
            false => Value::NONE,
        };
        vm.call_method_named(monitoring, "register_callback", &[tool, bit, callback])?;
    }
    let events = Value::int32(if on { events as i32 } else { 0 });
    vm.call_method_named(monitoring, "set_events", &[tool, events])?;
    if !on {
        vm.call_method_named(monitoring, "free_tool_id", &[tool])?;
    }
    Ok(())
}

#[native]
impl Profiler {
    #[sig("($cls, *args, **kwargs)")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: Value, kwargs: Value) -> Gc<Profiler> {
        let _ = (cls, args, kwargs);
        let names = vm.new_list(&[]);
        let header = Header::new::<Profiler>(vm.class_address(<Profiler as Numbered>::NUMBER));
        vm.heap.alloc(Profiler {
            header,
            timer: Field::new(Value::NONE),
            names: Field::new(names),
            measured: RefCell::default(),
            unit: Cell::new(0.0),
            subcalls: Cell::new(true),
            builtins: Cell::new(true),
            enabled: Cell::new(false),
            asks_time: Cell::new(false),
        })
    }

    #[sig("($self, timer=None, timeunit=0.0, subcalls=True, builtins=True)")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<Profiler>,
        timer: Value,
        timeunit: Option<f64>,
        subcalls: bool,
        builtins: bool,
    ) -> R<()> {
        let _ = vm;
        this.timer.set(this, timer);
        this.unit.set(timeunit.unwrap_or(0.0));
        this.subcalls.set(subcalls);
        this.builtins.set(builtins);
        Ok(())
    }

    /// What was collected: for each function how often it was called, again within itself, how long it took with and
    /// without what it called, and the same of each function that it called.
    #[sig("($self, /)")]
    fn getstats(vm: &mut Vm, this: Gc<Profiler>) -> R<Gc<List>> {
        let unit = if this.timer.get().is_none() || this.unit.get() == 0.0 { 1e-9 } else { this.unit.get() };
        let names = this.names.get();
        let Classes { entry: Some(entry_class), subentry: Some(subentry_class) } = *vm.state::<Classes>()
        else {
            return Err(vm.runtime_error("_lsprof is not initialised"));
        };
        let figures = |vm: &mut Vm, at: usize, figures: &Figures| {
            let name = names.to_ref().as_slice().get(at).copied().unwrap_or(Value::NONE);
            let (total, inline) = (figures.total as f64 * unit, figures.inline as f64 * unit);
            [
                name,
                vm.new_int(figures.calls),
                vm.new_int(figures.recursive),
                vm.new_float(total),
                vm.new_float(inline),
            ]
        };
        let mut all = Values::new();
        let measured = this.measured.borrow();
        for (at, entry) in measured.entries.iter().enumerate().filter(|(_, e)| e.figures.calls > 0) {
            let mut callees: Vec<_> = entry.callees.iter().filter(|(_, f)| f.calls > 0).collect();
            callees.sort_by_key(|(callee, _)| **callee);
            let mut calls = Values::new();
            for &(&callee, of) in &callees {
                let row = figures(vm, callee, of);
                let row = structseq::new(vm, subentry_class, &row);
                calls.push(&mut vm.heap, row);
            }
            let [a, b, c, d, e] = figures(vm, at, &entry.figures);
            let calls = if callees.is_empty() { Value::NONE } else { vm.new_list_from(calls).value() };
            let row = structseq::new(vm, entry_class, &[a, b, c, d, e, calls]);
            all.push(&mut vm.heap, row);
        }
        drop(measured);
        Ok(vm.new_list_from(all))
    }

    /// Start collecting. `subcalls`: by callers as well. `builtins`: native functions apart from who calls them.
    #[sig("($self, /, subcalls=True, builtins=True)")]
    fn enable(vm: &mut Vm, this: Gc<Profiler>, subcalls: bool, builtins: bool) -> R<()> {
        this.subcalls.set(subcalls);
        this.builtins.set(builtins);
        ask(vm, this, true)?;
        this.enabled.set(true);
        Ok(())
    }

    /// Stop collecting.
    #[sig("($self, /)")]
    fn disable(vm: &mut Vm, this: Gc<Profiler>) -> R<()> {
        if this.asks_time.get() {
            return Err(vm.runtime_error("cannot disable profiler in external timer"));
        }
        if this.enabled.replace(false) {
            ask(vm, this, false)?;
            // What has not returned ends here.
            let n = this.measured.borrow().running.len();
            (0..n).for_each(|_| leave(vm, this));
        }
        Ok(())
    }

    /// Forget what was collected.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<Profiler>) -> R<()> {
        if this.asks_time.get() {
            return Err(vm.runtime_error("cannot clear profiler in external timer"));
        }
        *this.measured.borrow_mut() = Measured::default();
        let names = vm.new_list(&[]);
        this.names.set(this, names);
        Ok(())
    }

    #[sig("($self, code, instruction_offset, /)")]
    fn _pystart_callback(vm: &mut Vm, this: Gc<Profiler>, code: Value, instruction_offset: Value) -> R<()> {
        let _ = instruction_offset;
        match code.cast::<Code>() {
            Some(code) => enter(vm, this, Key::Code(code.address()), |_| Ok(code.value())),
            None => Ok(()),
        }
    }

    #[sig("($self, code, instruction_offset, exception, /)")]
    fn _pythrow_callback(
        vm: &mut Vm,
        this: Gc<Profiler>,
        code: Value,
        instruction_offset: Value,
        exception: Value,
    ) -> R<()> {
        let _ = exception;
        Profiler::_pystart_callback(vm, this, code, instruction_offset)
    }

    #[sig("($self, code, instruction_offset, retval, /)")]
    fn _pyreturn_callback(
        vm: &mut Vm,
        this: Gc<Profiler>,
        code: Value,
        instruction_offset: Value,
        retval: Value,
    ) -> R<()> {
        let _ = (code, instruction_offset, retval);
        leave(vm, this);
        Ok(())
    }

    #[sig("($self, code, instruction_offset, callable, self_arg, /)")]
    fn _ccall_callback(
        vm: &mut Vm,
        this: Gc<Profiler>,
        code: Value,
        instruction_offset: Value,
        callable: Value,
        self_arg: Value,
    ) -> R<()> {
        let _ = (code, instruction_offset);
        if !this.builtins.get() {
            return Ok(());
        }
        match native(vm, callable, self_arg) {
            Some((function, receiver)) => {
                enter(vm, this, key_of(function), |vm| native_name(vm, function, receiver))
            }
            None => Ok(()),
        }
    }

    #[sig("($self, code, instruction_offset, callable, self_arg, /)")]
    fn _creturn_callback(
        vm: &mut Vm,
        this: Gc<Profiler>,
        code: Value,
        instruction_offset: Value,
        callable: Value,
        self_arg: Value,
    ) -> R<()> {
        let _ = (code, instruction_offset);
        if this.builtins.get() && native(vm, callable, self_arg).is_some() {
            leave(vm, this);
        }
        Ok(())
    }
}
