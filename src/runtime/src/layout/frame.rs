//! Frame objects (made when somebody looks) and generators.

use super::{Function, layout, trace};
use crate::kinds;
use std::cell::Cell;
use taipan_heap::{Array, Field, Gc, Header, Registers, Value};

/// What Python sees of a running or finished call.
#[repr(C)]
pub struct Frame {
    /// The header.
    pub header: Header,
    /// The function that runs.
    pub function: Gc<Function>,
    /// The register window while the frame runs, null afterwards.
    pub window: Cell<*mut Value>,
    /// The registers after the frame has ended ([`Registers`]), or UNBOUND.
    pub locals: Field<Value>,
    /// `f_back` once the frame has ended or was detached; UNBOUND while it must be looked up.
    pub back: Field<Value>,
    /// The generator it belongs to, or UNBOUND.
    pub generator: Field<Value>,
    /// The index of the current instruction (kept up to date when the frame leaves the stack).
    pub instruction: Cell<i32>,
    /// `f_trace`, or UNBOUND.
    pub trace: Field<Value>,
    /// Extra locals stored through `f_locals`: a dict, or UNBOUND.
    pub extra_locals: Field<Value>,
    /// The line that tracing saw last.
    pub trace_line: Cell<i32>,
    /// `f_trace_lines`
    pub trace_lines: Cell<bool>,
    /// `f_trace_opcodes`
    pub trace_opcodes: Cell<bool>,
}
impl Frame {
    /// `trace_line` while tracing is told that the frame starts.
    pub const STARTS: i32 = -1;
    /// `trace_line` before the first line.
    pub const STARTED: i32 = -2;

    /// A register of the frame, wherever it lives: on the register stack, in its generator, or (ended) in the frame itself.
    pub fn register(&self, i: usize) -> Value {
        if i >= self.function.code.get().n_registers as usize {
            return Value::UNBOUND;
        }
        let window = self.window.get();
        if !window.is_null() {
            // SAFETY: while the frame runs its window has as many registers as its code says.
            return unsafe { *window.add(i) };
        }
        self.parked().filter(|a| i < a.len()).map_or(Value::UNBOUND, |a| a.get(i))
    }

    /// Stores into a register of the frame.
    pub fn set_register(&self, i: usize, value: Value) {
        if i >= self.function.code.get().n_registers as usize {
            return;
        }
        let window = self.window.get();
        if !window.is_null() {
            // SAFETY: as in `register`.
            unsafe { *window.add(i) = value };
        } else if let Some(array) = self.parked().filter(|a| i < a.len()) {
            array.set(i, value);
        }
    }

    /// The registers of a frame that does not run.
    fn parked(&self) -> Option<Gc<Array>> {
        match self.generator.get().cast::<Generator>() {
            Some(g) if g.state.get() != GeneratorState::Finished => Some(g.registers.get().array()),
            _ => self.locals.get().cast::<Registers>().map(Gc::<Registers>::array),
        }
    }
}
trace!(Frame: function, locals, back, generator, trace, extra_locals);
layout!(Frame, FRAME);

/// What a generator is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum GeneratorState {
    /// Never resumed.
    Created,
    /// Its window is on the register stack.
    Running,
    /// Waiting at a yield.
    Suspended,
    /// Done.
    Finished,
}

/// A generator, coroutine or async generator (three types of one layout).
#[repr(C)]
pub struct Generator {
    /// The header.
    pub header: Header,
    /// The function.
    pub function: Gc<Function>,
    /// The registers while it is suspended.
    pub registers: Field<Gc<Registers>>,
    /// The index of the instruction to go on with.
    pub resume_at: Cell<u32>,
    /// The state.
    pub state: Cell<GeneratorState>,
    /// Async generators: the finaliser hook was asked for; coroutines: a warning that it was never awaited is due.
    pub flag: Cell<bool>,
    /// Async generators: `ag_running` by an `asend` in progress.
    pub async_running: Cell<bool>,
    /// Async generators: closed.
    pub closed: Cell<bool>,
    /// The exception being handled inside, None if there is none.
    pub handled: Field<Value>,
    /// While running: what the resumer was handling.
    pub resumer_handled: Field<Value>,
    /// While running: the generator that was running around this one, or UNBOUND.
    pub resumer: Field<Value>,
    /// While suspended: the generator or coroutine that it delegates to, TRUE for an async generator that has given out an
    /// item, or UNBOUND. While running: the outermost of the generators that delegate to it and have no windows, or UNBOUND.
    pub chain: Field<Value>,
    /// `__name__`
    pub name: Field<Value>,
    /// `__qualname__`
    pub qualname: Field<Value>,
    /// Its frame object, or UNBOUND.
    pub frame: Field<Value>,
    /// Coroutines: `cr_origin`; async generators: the finaliser.
    pub extra: Field<Value>,
}
trace!(Generator: function, registers, handled, resumer_handled, resumer, chain, name, qualname, frame, extra);
layout!(Generator, GENERATOR, |kind| (kinds::GENERATOR..=kinds::ASYNC_GENERATOR).contains(&kind));
