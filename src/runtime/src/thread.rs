//! The state of a thread of Python.

use crate::layout::Frame;
use std::any::Any;
use std::cell::Cell;
use taipan_heap::{Gc, StackBounds, Trace, Tracer, Value};

/// What belongs to one thread of Python; that of the running thread stands in the [`Vm`](crate::Vm), the others wait elsewhere.
pub struct ThreadState {
    /// The first register of the running frame.
    pub regs: *mut Value,
    /// The instruction the running frame is at (kept up to date before anything that can look).
    pub pc: *const u64,
    /// Constants and caches of the running frame.
    pub k: *mut Value,
    /// The bottom of the register stack.
    pub stack_base: *mut Value,
    /// The end of the register stack, less a reserve.
    pub stack_limit: *mut Value,
    /// The exception on its way, or UNBOUND.
    pub exception: Value,
    /// The exception being handled, or None.
    pub handled: Value,
    /// The generator that is running, or UNBOUND.
    pub generator: Value,
    /// The arguments of the `throw()` that is about to enter a generator, for the `throw` of what that delegates to; or UNBOUND.
    pub thrown: Value,
    /// Frames in progress, Python's and counted native ones.
    pub depth: u32,
    /// The native stack.
    pub native_stack: StackBounds,
    /// Frame objects of frames that are running: window, frame and the return address that was replaced.
    pub frames: Vec<LiveFrame>,
    /// The thread's identifier.
    pub ident: u64,
    /// `contextvars` current context, or UNBOUND.
    pub context: Value,
    /// The running event loop of `asyncio`, or UNBOUND.
    pub event_loop: Value,
    /// The task that the event loop runs, or UNBOUND.
    pub task: Value,
    /// Finalisers are being run.
    pub finalizing: bool,
    /// Objects whose `repr` is in progress.
    pub repr_stack: Vec<usize>,
    /// The tracing function and argument holder, or UNBOUND.
    pub trace_function: Value,
    /// The profiling function, or UNBOUND.
    pub profile_function: Value,
    /// Tracing is suspended while a trace function runs.
    pub tracing: bool,
    /// Audit hooks are not told of what is done.
    pub(crate) unaudited: bool,
    /// The table that the dispatch loop runs on: another one while something is traced.
    pub handlers: *const (),
    /// What [`Vm::monitored`](crate::Vm::monitored) was when the table was chosen.
    pub monitored: bool,
    /// Where tracing was last: the window, the instruction, whether it can jump.
    pub traced_at: (*mut Value, i32, bool),
    /// The window that delegates to a generator which has just returned (or null), its instruction, what was returned.
    pub delegating: (*mut Value, i32, Value),
    /// The window that has just caught an exception, and the instruction that raised it.
    pub caught: (*mut Value, i32),
    /// What the trace function that is running was told.
    pub trace_event: TraceEvent,
    /// The instruction that the trace function has sent the traced frame to.
    pub jump_to: Option<u32>,
    /// Instructions that come from one line, as tracing has seen them last: the code's address, first, end, line.
    pub line_cache: (usize, u32, u32, u32),
    /// Calls of native code that a profiling function was told of.
    pub native_calls: Vec<NativeCall>,
    /// `sys.set_coroutine_origin_tracking_depth`
    pub origin_depth: i32,
    /// Async generator hooks: first iteration and finaliser, or None.
    pub asyncgen_hooks: (Value, Value),
    /// The exception on its way was raised again: its traceback has the running frame already.
    pub reraising: bool,
    /// Where the native stack stood when the dispatch loop was entered last, with all registers of its callers saved.
    pub loop_stack: usize,
    /// Keeps the register stack's memory.
    pub stack_memory: Option<Box<dyn Any>>,
}

/// What a trace function is told, as far as it matters to where the frame may be sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TraceEvent {
    /// No trace function is running.
    None,
    /// A frame starts.
    Call,
    /// A new line or instruction.
    Line,
    /// A generator is about to be suspended.
    Yield,
    /// Anything else.
    Other,
}

/// A call of native code in progress that somebody was told of.
#[derive(Clone, Copy)]
pub struct NativeCall {
    /// The caller's registers.
    pub window: *mut Value,
    /// The caller's instruction.
    pub instruction: i32,
    /// What is called, as the profiling function was told; UNBOUND if it was not.
    pub profiled: Value,
    /// What is called and its first argument, as tools were told; UNBOUND if they were not.
    pub monitored: (Value, Value),
}

/// A frame object whose frame is on the register stack.
#[derive(Clone)]
pub struct LiveFrame {
    /// The frame's registers.
    pub window: *mut Value,
    /// The object.
    pub frame: Gc<Frame>,
    /// Where the frame returns to.
    pub return_pc: Cell<*const u64>,
}

impl ThreadState {
    /// A thread without frames.
    pub fn new(native_stack: StackBounds) -> ThreadState {
        ThreadState {
            regs: std::ptr::null_mut(),
            pc: std::ptr::null(),
            k: std::ptr::null_mut(),
            stack_base: std::ptr::null_mut(),
            stack_limit: std::ptr::null_mut(),
            exception: Value::UNBOUND,
            handled: Value::NONE,
            generator: Value::UNBOUND,
            thrown: Value::UNBOUND,
            depth: 0,
            native_stack,
            frames: Vec::new(),
            ident: 0,
            context: Value::UNBOUND,
            event_loop: Value::UNBOUND,
            task: Value::UNBOUND,
            finalizing: false,
            repr_stack: Vec::new(),
            trace_function: Value::UNBOUND,
            profile_function: Value::UNBOUND,
            tracing: false,
            unaudited: false,
            handlers: std::ptr::null(),
            monitored: false,
            traced_at: (std::ptr::null_mut(), 0, false),
            delegating: (std::ptr::null_mut(), 0, Value::NONE),
            caught: (std::ptr::null_mut(), 0),
            trace_event: TraceEvent::None,
            jump_to: None,
            line_cache: (0, 0, 0, 0),
            native_calls: Vec::new(),
            origin_depth: 0,
            asyncgen_hooks: (Value::NONE, Value::NONE),
            reraising: false,
            loop_stack: 0,
            stack_memory: None,
        }
    }

    /// Is there somebody to be told of exceptions?
    #[inline]
    pub fn traces(&self) -> bool {
        let nobody =
            self.trace_function.is_unbound() && self.profile_function.is_unbound() && !self.monitored;
        !(self.tracing || nobody)
    }

    /// Tells a collection of its values.
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        for v in [
            self.exception,
            self.handled,
            self.generator,
            self.thrown,
            self.context,
            self.event_loop,
            self.task,
            self.trace_function,
            self.delegating.2,
            self.profile_function,
            self.asyncgen_hooks.0,
            self.asyncgen_hooks.1,
        ] {
            tracer.value(v);
        }
        for live in &self.frames {
            live.frame.trace(tracer);
        }
        for call in &self.native_calls {
            tracer.values(&[call.profiled, call.monitored.0, call.monitored.1]);
        }
    }
}
