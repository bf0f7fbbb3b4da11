//! `sys.monitoring` (PEP 669): who wants to be told of what. The dispatch loop tells; the native module is what programs see.

use crate::layout::Code;
use crate::thread::TraceEvent;
use crate::vm::Vm;
use std::collections::{HashMap, HashSet};
use taipan_heap::{Gc, Trace, Tracer, Value};

/// How many tools there can be.
pub const N_TOOLS: usize = 6;

/// Names of the events, in the order of [`Event`].
pub const EVENT_NAMES: [&str; 19] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];

/// Something that tools are told of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "named as in sys.monitoring.events")]
pub enum Event {
    PyStart,
    PyResume,
    PyReturn,
    PyYield,
    Call,
    Line,
    Instruction,
    Jump,
    BranchLeft,
    BranchRight,
    StopIteration,
    Raise,
    ExceptionHandled,
    PyUnwind,
    PyThrow,
    Reraise,
    CReturn,
    CRaise,
    Branch,
}

impl Event {
    /// Its bit in a set of events.
    pub const fn bit(self) -> u32 {
        1 << self as u8
    }

    /// Does it belong to a place in code, so that it can be wanted of one code object and disabled at one place?
    pub const fn is_local(self) -> bool {
        (self as u8) < Event::Raise as u8
    }

    /// Its name in `sys.monitoring.events`.
    pub const fn name(self) -> &'static str {
        EVENT_NAMES[self as usize]
    }
}

/// What a tool wants to be told of one code object.
struct Local {
    code: Gc<Code>,
    events: [u32; N_TOOLS],
    /// Instruction, tool and event.
    disabled: HashSet<(i32, u8, u8)>,
}

/// The tools and what they want.
pub struct Monitoring {
    /// Their names, or UNBOUND.
    pub names: [Value; N_TOOLS],
    /// The functions that are called, or UNBOUND.
    pub callbacks: [[Value; EVENT_NAMES.len()]; N_TOOLS],
    /// The events that they want of all code.
    pub events: [u32; N_TOOLS],
    /// What a callback gives to be told no more.
    pub disable: Value,
    /// What stands for the first argument of a call without arguments.
    pub missing: Value,
    local: HashMap<usize, Local>,
}

impl Default for Monitoring {
    fn default() -> Monitoring {
        Monitoring {
            names: [Value::UNBOUND; N_TOOLS],
            callbacks: [[Value::UNBOUND; EVENT_NAMES.len()]; N_TOOLS],
            events: [0; N_TOOLS],
            disable: Value::UNBOUND,
            missing: Value::UNBOUND,
            local: HashMap::new(),
        }
    }
}

impl Trace for Monitoring {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.values(&self.names);
        self.callbacks.iter().for_each(|row| tracer.values(row));
        tracer.value(self.disable);
        tracer.value(self.missing);
        // Their addresses are keys: they stay alive.
        self.local.values().for_each(|l| l.code.trace(tracer));
    }
}

impl Monitoring {
    /// Does anybody want anything?
    pub fn is_on(&self) -> bool {
        self.events.iter().chain(self.local.values().flat_map(|l| &l.events)).any(|&set| set != 0)
    }

    /// The events that a tool wants of one code object beyond those of all code.
    pub fn local_events(&self, tool: usize, code: Gc<Code>) -> u32 {
        self.local.get(&code.address()).map_or(0, |l| l.events[tool])
    }

    /// Sets them.
    pub fn set_local_events(&mut self, tool: usize, code: Gc<Code>, set: u32) {
        self.of(code).events[tool] = set;
    }

    /// The events that anybody wants of a code object.
    pub fn wanted(&self, code: Gc<Code>) -> u32 {
        let local = if self.local.is_empty() { None } else { self.local.get(&code.address()) };
        let sets = self.events.iter().chain(local.into_iter().flat_map(|l| &l.events));
        sets.fold(0, |all, set| all | set)
    }

    /// The function of a tool that is to be called.
    pub fn callback(&self, tool: usize, event: Event, code: Gc<Code>, instruction: i32) -> Option<Value> {
        let local = if self.local.is_empty() { None } else { self.local.get(&code.address()) };
        let wanted = match event {
            Event::CReturn | Event::CRaise => Event::Call.bit(),
            event => event.bit(),
        };
        let set = self.events[tool] | local.map_or(0, |l| l.events[tool]);
        let disabled = || local.is_some_and(|l| l.disabled.contains(&(instruction, tool as u8, event as u8)));
        if set & wanted == 0 || disabled() {
            return None;
        }
        self.callbacks[tool][event as usize].bound()
    }

    /// A tool wants to hear no more of an event at a place.
    pub fn disable(&mut self, tool: usize, event: Event, code: Gc<Code>, instruction: i32) {
        self.of(code).disabled.insert((instruction, tool as u8, event as u8));
    }

    /// All places count again.
    pub fn restart(&mut self) {
        self.local.values_mut().for_each(|l| l.disabled.clear());
        self.local.retain(|_, l| l.events != [0; N_TOOLS]);
    }

    /// Forgets what a tool wants, and its functions.
    pub fn clear(&mut self, tool: usize) {
        self.events[tool] = 0;
        self.callbacks[tool] = [Value::UNBOUND; EVENT_NAMES.len()];
        for local in self.local.values_mut() {
            local.events[tool] = 0;
            local.disabled.retain(|place| place.1 as usize != tool);
        }
    }

    fn of(&mut self, code: Gc<Code>) -> &mut Local {
        self.local.entry(code.address()).or_insert_with(|| Local {
            code,
            events: [0; N_TOOLS],
            disabled: HashSet::new(),
        })
    }
}

impl Vm {
    /// Takes notice of a change of what tools want.
    pub fn monitoring_changed(&mut self) {
        self.monitored = self.state::<Monitoring>().is_on();
        (self.hooks.switch_tracing)(self);
    }

    /// Runs something with this thread's tracing suspended, or on again.
    pub fn with_tracing<T>(&mut self, on: bool, run: impl FnOnce(&mut Vm) -> T) -> T {
        let suspended = std::mem::replace(&mut self.thread.tracing, !on);
        let event = std::mem::replace(&mut self.thread.trace_event, TraceEvent::None);
        let traced_at = self.thread.traced_at;
        (self.hooks.switch_tracing)(self);
        let result = run(self);
        let thread = &mut self.thread;
        (thread.tracing, thread.trace_event, thread.traced_at) = (suspended, event, traced_at);
        (self.hooks.switch_tracing)(self);
        result
    }
}
