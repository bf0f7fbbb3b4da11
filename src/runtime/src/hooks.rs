//! What goes up: functions of higher crates that lower ones call through the [`Vm`].

use crate::interpreter::OwnedVm;
use crate::iterate::Take;
use crate::layout::{Code, Frame, Function, Generator, Str};
use crate::native::{Args, R};
use crate::thread::ThreadState;
use crate::vm::{Forbidden, Vm};
use taipan_heap::{Gc, Value};

/// See [`Hooks::walk_frames`].
pub type WalkFrames = fn(&ThreadState, &mut dyn FnMut(*mut Value, Gc<Code>, i32) -> bool);

/// What lower crates must ask of higher ones. Filled once by `cli`.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Calls a Python function with arguments still to be bound.
    pub call_function: fn(&mut Vm, Gc<Function>, &Args<'_>) -> R,
    /// Resumes a generator with a value to send; `Ok(None)` when it has returned (the value is in [`Vm::generator_result`]).
    pub resume_generator: fn(&mut Vm, Gc<Generator>, Value) -> R<Option<Value>>,
    /// Gives what a generator yields to a function until that leaves an item, which is given back; `Ok(None)` when it has returned.
    pub feed_generator: fn(&mut Vm, Gc<Generator>, &mut Take<'_>) -> R<Option<Value>>,
    /// Resumes a generator by raising the pending exception at its yield.
    pub throw_generator: fn(&mut Vm, Gc<Generator>) -> R<Option<Value>>,
    /// Runs a code object as a module, class or `eval` does: with globals and a locals mapping.
    pub run_code: fn(&mut Vm, Gc<Code>, Value, Value, Value) -> R,
    /// Compiles source (str, bytes or AST object); with its filename.
    pub compile: fn(&mut Vm, Value, Gc<Str>, CompileOptions) -> R,
    /// The frame object of the `depth`-th frame from the top, or `None` past the bottom.
    pub frame_at: fn(&mut Vm, usize) -> Option<Gc<Frame>>,
    /// `f_back`
    pub frame_back: fn(&mut Vm, Gc<Frame>) -> Option<Gc<Frame>>,
    /// Tells of a thread's frames, the innermost first: window, code and index of the instruction, until it is told false. Nothing
    /// is made or changed.
    pub walk_frames: WalkFrames,
    /// The frame object of a suspended generator.
    pub generator_frame: fn(&mut Vm, Gc<Generator>) -> Gc<Frame>,
    /// The index of the instruction that a frame is at, -1 before the first.
    pub frame_instruction: fn(&Vm, Gc<Frame>) -> i32,
    /// Makes the frame that is being traced go on at a line.
    pub set_line: fn(&mut Vm, Gc<Frame>, i32) -> R<()>,
    /// What `sys.unraisablehook` is called with: about an exception, what it concerns and a message.
    pub unraisable: fn(&mut Vm, Value, Value, &str) -> R,
    /// A `memoryview` of a buffer.
    pub view_of_buffer: fn(&mut Vm, crate::Buffer) -> Value,
    /// The bytes of an object whose `__release_buffer__` is in Python; `None` for others.
    pub copy_told: fn(&mut Vm, Value) -> R<Option<Vec<u8>>>,
    /// What else must be done at a safepoint: signal handlers, another thread's turn.
    pub pending: fn(&mut Vm) -> R<()>,
    /// Gives the running thread a register stack of this many registers.
    pub make_stack: fn(&mut Vm, usize),
    /// Takes notice of a change of the running thread's trace or profile function.
    pub switch_tracing: fn(&mut Vm),
    /// Is told of a file name that the system is about to be asked for.
    pub file_named: fn(&mut Vm, Value),
    /// Makes another interpreter, of this number, that begins as this one did and is given to the function before it is left;
    /// `None` where it can't be had.
    pub make_interpreter: fn(&mut Vm, i64, Forbidden, &mut dyn FnMut(&mut Vm)) -> Option<OwnedVm>,
    /// Ends the running interpreter: its threads, `atexit`, finalisers, its streams.
    pub end_interpreter: fn(&mut Vm),
}

/// The `mode` of `compile()`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as the modes of compile()")]
pub enum CompileMode {
    Exec,
    Eval,
    Single,
    FuncType,
}

/// What `compile()` is told.
#[derive(Clone, Copy, Debug)]
pub struct CompileOptions {
    /// What the source is.
    pub mode: CompileMode,
    /// `PyCF_*`
    pub flags: i32,
    /// The level of optimisation, -1 for the interpreter's own.
    pub optimize: i32,
    /// The minor version of Python 3 whose grammar counts; `None`: this one's.
    pub feature_version: Option<u8>,
}
