//! Tracing and profiling: while a function is set, the dispatch loop runs on a second table, whose handler tells what
//! happens before each instruction. While none is, nothing of this is looked at.

use crate::frame::{self, function_of, instruction_index};
use crate::machine::{Handler, is_stub};
use crate::{monitor, ops};
use taipan_bytecode::{Instruction, Opcode};
use taipan_runtime::layout::{BoundMethod, Code, Exception, Frame, NativeFunction};
use taipan_runtime::monitoring::Event;
use taipan_runtime::{Gc, NativeCall, R, Raised, TraceEvent, Value, Vm};

/// Chooses the table that the running thread's dispatch loop uses from its next slow path on.
pub fn switch(vm: &mut Vm) {
    vm.thread.monitored = vm.monitored;
    if vm.thread.traces() {
        // Each generator is told of, and has its own trace function.
        frame::attach_all(vm);
    }
    let thread = &mut vm.thread;
    let on = thread.traces();
    thread.handlers = if on { ops::traced_table() } else { ops::plain_table() }.cast();
    if !on && !thread.tracing {
        thread.native_calls.clear();
        thread.traced_at = (std::ptr::null_mut(), 0, false);
    }
}

/// The handler of all instructions in the second table: tells of what is about to happen, then runs the instruction's own.
///
/// # Safety
/// As for every handler: the registers hold what the driver keeps of the running frame.
pub unsafe extern "C-unwind" fn traced(
    pc: *const u64,
    r: *mut Value,
    vm: *mut Vm,
    k: *mut Value,
    _: *const Handler,
) {
    // SAFETY: the caller's promise; the table is one of the two that `switch` knows.
    unsafe {
        (*vm).thread.pc = pc;
        (*vm).thread.regs = r;
        (*vm).thread.k = k;
        tell(vm);
        let (pc, r, k) = ((*vm).thread.pc, (*vm).thread.regs, (*vm).thread.k);
        let table = (*vm).thread.handlers.cast::<Handler>();
        ops::run_plain(*pc.cast::<u8>(), pc, r, vm, k, table)
    }
}

/// Tells of the thread's instruction, and of those that the frame is sent to instead. Out of line, so that the handler has
/// one end, which is a jump: with more of them each stub left a frame on the native stack.
///
/// # Safety
/// As for [`traced`].
#[inline(never)]
unsafe fn tell(vm: *mut Vm) {
    // SAFETY: the interpreter that runs this frame, exclusively.
    let vm = unsafe { &mut *vm };
    if is_stub(vm.thread.pc) {
        return;
    }
    loop {
        match before(vm) {
            Ok(()) => match vm.thread.jump_to.take() {
                None => return,
                Some(to) => jump(vm, to),
            },
            Err(_) => {
                vm.thread.jump_to = None;
                return crate::unwind::unwind(vm);
            }
        }
    }
}

/// Sends the running frame to another instruction.
fn jump(vm: &mut Vm, to: u32) {
    let regs = vm.thread.regs;
    // SAFETY: the running frame's window.
    let Some(function) = (unsafe { function_of(regs) }) else { return };
    let code = function.code.get();
    let from = instruction_index(code, vm.thread.pc);
    crate::jump::take(vm, code, from.max(0) as u32, to);
    // SAFETY: the beginning of a statement of this code.
    vm.thread.pc = unsafe { code.instructions.add(to as usize) };
    if let Some(frame) = traced_frame(vm, regs) {
        frame.trace_line.set(taipan_runtime::code::own_line_of(code, to as i32).unwrap_or(0));
    }
    vm.thread.traced_at = (regs, SENT, true);
}

/// Instead of the instruction before, where the frame was sent to the one that it is at.
const SENT: i32 = -2;

/// How a frame came to the instruction that it is at.
pub struct Step {
    /// The instruction.
    pub index: i32,
    /// The one before, where that was one of the same frame.
    pub before: Option<(i32, Instruction)>,
    /// The frame starts or goes on here.
    pub starts: bool,
    /// It goes on.
    pub resumes: bool,
    /// It belongs to the beginning of the code, not to a statement.
    pub is_entry: bool,
    /// The line, where it is a new one or the same once more; else 0.
    pub line: u32,
}

fn is_on(vm: &Vm) -> bool {
    !vm.thread.tracing
}

/// Tells what the instruction at the thread's pc is about to do.
fn before(vm: &mut Vm) -> R<()> {
    let (pc, regs) = (vm.thread.pc, vm.thread.regs);
    // SAFETY: the running frame's window.
    let Some(function) = (unsafe { function_of(regs) }) else { return Ok(()) };
    let code = function.code.get();
    let index = instruction_index(code, pc);
    let record = taipan_runtime::code::record_of(code);
    let Some(instruction) = Instruction::decode(record.instruction(index as usize)) else { return Ok(()) };
    let (last_regs, last_index, jumped) = std::mem::replace(
        &mut vm.thread.traced_at,
        (regs, index, instruction.target(index as usize).is_some()),
    );
    let jumped = jumped && last_regs == regs;
    if let Some(call) = vm.thread.native_calls.last()
        && call.window == regs
    {
        native_returned(vm, None)?;
    }
    if vm.thread.delegating.0 == regs {
        let (_, at, value) =
            std::mem::replace(&mut vm.thread.delegating, (std::ptr::null_mut(), 0, Value::NONE));
        at_instruction(vm, code, at, |vm| delegated(vm, code, at, value))?;
    }
    let resumed = index > 0
        && Instruction::decode(record.instruction(index as usize - 1))
            .is_some_and(|i| matches!(i.op, Opcode::ReturnGenerator | Opcode::Yield | Opcode::YieldAsync));
    let starting = (index == 0 && instruction.op != Opcode::ReturnGenerator || resumed) && !jumped;
    if starting && index == 0 {
        forget_leftovers(regs, code);
    }
    let back = match instruction.op {
        Opcode::Send => false,
        // It stands at the loop's end, though it is what the loop begins with: to it the frame comes back, not to the body.
        Opcode::ForIter => {
            let is_entry = || last_index > 0 && record_op(code, last_index - 1) == Some(Opcode::ForPrep);
            last_index != SENT && !(jumped && is_entry())
        }
        // Where failed conditions of a comprehension meet, in front of its body: on to the loop's end.
        Opcode::Jump if index > 1 && record_op(code, index - 2) == Some(Opcode::ForPrep) => false,
        _ => jumped && index <= last_index && record_op(code, last_index) != Some(Opcode::ForIter),
    };
    if vm.monitored {
        let before = (last_regs == regs && last_index != SENT && !starting).then_some(last_index);
        let before = before.and_then(|i| Some((i, Instruction::decode(record.instruction(i as usize))?)));
        let resumes = resumed && index > 1;
        let is_entry = is_entry(code, index);
        let line = if is_entry { 0 } else { new_line(vm, code, index, before, starting && !resumes) };
        let step = Step { index, before, starts: starting, resumes, is_entry, line };
        monitor::step(vm, code, &step)?;
        if vm.thread.jump_to.is_some() {
            return Ok(());
        }
    }
    if starting {
        starts(vm, regs, index, resumed)?;
    } else if last_index != SENT && !jumped {
        called_before(vm, regs, code, index)?;
    }
    if !is_artificial(instruction.op)
        && let Some(frame) = traced_frame(vm, regs)
    {
        line(vm, frame, code, index, back)?;
        if vm.thread.jump_to.is_some() {
            return Ok(());
        }
    }
    let value = match instruction.op {
        Opcode::Return | Opcode::ReturnGen => Some(register(vm, instruction.a as usize)),
        Opcode::ReturnNone => Some(Value::NONE),
        Opcode::Yield | Opcode::YieldAsync => Some(register(vm, instruction.b as usize)),
        _ => None,
    };
    if let Some(value) = value {
        if vm.monitored {
            let yields = matches!(instruction.op, Opcode::Yield | Opcode::YieldAsync);
            let event = if yields { Event::PyYield } else { Event::PyReturn };
            monitor::tell(vm, event, code, index, &[value])?;
            if vm.thread.jump_to.is_some() {
                return Ok(());
            }
        }
        returns(vm, regs, value)?;
        if instruction.op == Opcode::ReturnGen
            && let Some((caller, at, op)) = frame::caller_at(vm, regs)
            // A loop takes the end of a generator for granted if there is no value.
            && (op == Opcode::Send || op == Opcode::ForIter && !value.is_none())
        {
            vm.thread.delegating = (caller, at, value);
        }
    }
    if is_call(instruction.op) {
        called(vm, regs, code, index, instruction)?;
    }
    Ok(())
}

/// Makes the variables of a frame that has not begun unbound: its own first instructions, which do that, are still to come, and
/// who is told of the call may look.
fn forget_leftovers(regs: *mut Value, code: Gc<Code>) {
    let n_names = taipan_runtime::code::record_of(code).register_names().len();
    for i in taipan_runtime::code::n_given(code)..n_names.min(code.n_registers as usize) {
        // SAFETY: the running frame's registers.
        unsafe { *regs.add(i) = Value::UNBOUND };
    }
}

/// The instruction before was a call: taking its result is something to be told of as well, where instructions are, since
/// it may be all that is left to do on the line.
fn called_before(vm: &mut Vm, regs: *mut Value, code: Gc<Code>, index: i32) -> R<()> {
    let Some(frame) = traced_frame(vm, regs).filter(|f| f.trace_opcodes.get()) else { return Ok(()) };
    if index == 0 || !record_op(code, index - 1).is_some_and(is_call) {
        return Ok(());
    }
    let function = frame.trace.get();
    at_instruction(vm, code, index - 1, |vm| local_event(vm, function, frame, "opcode", Value::NONE))
}

fn is_call(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::Call
            | Opcode::CallKw
            | Opcode::CallMethod
            | Opcode::CallMethodKw
            | Opcode::CallEx
            | Opcode::CallFar
            | Opcode::CallFarKw
    )
}

/// Is it an instruction of the code's beginning?
fn is_entry(code: Gc<Code>, index: i32) -> bool {
    match record_op(code, index) {
        Some(Opcode::MakeCell | Opcode::NewCell | Opcode::Clear | Opcode::ReturnGenerator) => true,
        Some(Opcode::Nop) => index == 1 && record_op(code, 0) == Some(Opcode::ReturnGenerator),
        _ => false,
    }
}

/// The line of an instruction, if that is not the line of the one before; else 0.
fn new_line(
    vm: &mut Vm,
    code: Gc<Code>,
    index: i32,
    before: Option<(i32, Instruction)>,
    starts: bool,
) -> u32 {
    // Behind a call the frame was at the call.
    let before = before.map_or(index - 1, |b| b.0);
    let fresh = starts || before < 0 || is_entry(code, before);
    let ended = if starts || before != index - 1 { None } else { after_loop(vm, code, index) };
    let previous = match ended {
        // An outer loop goes on from there.
        Some(line) if record_op(code, index) == Some(Opcode::ForIter) => line,
        _ if fresh => 0,
        _ => line_at(vm, code, before as u32),
    };
    match line_at(vm, code, index as u32) {
        line if line == previous || Some(line) == ended => 0,
        line => line,
    }
}

/// The opcode of an instruction.
pub fn record_op(code: Gc<Code>, index: i32) -> Option<Opcode> {
    let record = taipan_runtime::code::record_of(code);
    Instruction::decode(record.instruction(index as usize)).map(|i| i.op)
}

/// Is it an instruction that starts no line: of a function's beginning, or between statements?
fn is_artificial(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::MakeCell
            | Opcode::NewCell
            | Opcode::Clear
            | Opcode::ReturnGenerator
            | Opcode::LeaveHandler
            | Opcode::Reraise
    )
}

/// A register of the running frame.
pub fn register(vm: &Vm, i: usize) -> Value {
    // SAFETY: verified code names registers of its window only.
    unsafe { *vm.thread.regs.add(i) }
}

/// The frame object of a window, if it has one with a trace function.
fn traced_frame(vm: &Vm, regs: *mut Value) -> Option<Gc<Frame>> {
    if vm.thread.trace_function.is_unbound() || !is_on(vm) {
        return None;
    }
    let live = vm.thread.frames.iter().rev().find(|l| l.window == regs)?;
    (!live.frame.trace.get().is_unbound()).then_some(live.frame)
}

/// A frame starts or goes on.
fn starts(vm: &mut Vm, regs: *mut Value, index: i32, resumed: bool) -> R<()> {
    if !is_on(vm) {
        return Ok(());
    }
    // Other code may have come to lie where the last one lay.
    vm.thread.line_cache = (0, 0, 0, 0);
    let Some(frame) = frame::frame_object(vm, regs) else { return Ok(()) };
    if !resumed || index == 1 {
        frame.trace_line.set(Frame::STARTS);
    }
    // A generator that goes on is at its `yield` still.
    let pc = vm.thread.pc;
    if resumed && index > 1 {
        // SAFETY: not the code's first instruction.
        vm.thread.pc = unsafe { pc.sub(1) };
    }
    if !vm.thread.trace_function.is_unbound() {
        let function = vm.thread.trace_function;
        local_event(vm, function, frame, "call", Value::NONE)?;
    }
    profile(vm, frame, "call", Value::NONE)?;
    vm.thread.pc = pc;
    if frame.trace_line.get() == Frame::STARTS {
        frame.trace_line.set(Frame::STARTED);
    }
    Ok(())
}

/// A new line, or the same one once more; and the instruction itself, where that is asked for.
fn line(vm: &mut Vm, frame: Gc<Frame>, code: Gc<Code>, index: i32, back: bool) -> R<()> {
    let line = line_at(vm, code, index as u32) as i32;
    let mut before = frame.trace_line.get();
    if before == 0 && index > 0 {
        // The frame was running already when tracing began.
        before = line_at(vm, code, index as u32 - 1) as i32;
    }
    if index == 1 && before == Frame::STARTED && record_op(code, 0) == Some(Opcode::ReturnGenerator) {
        return Ok(());
    }
    if line > 0 && !back && after_loop(vm, code, index) == Some(line as u32) {
        frame.trace_line.set(line);
    } else if line > 0 && (line != before || back) {
        frame.trace_line.set(line);
        if frame.trace_lines.get() {
            let function = frame.trace.get();
            local_event(vm, function, frame, "line", Value::NONE)?;
        }
    }
    if frame.trace_opcodes.get() && !frame.trace.get().is_unbound() {
        let function = frame.trace.get();
        local_event(vm, function, frame, "opcode", Value::NONE)?;
    }
    Ok(())
}

/// The line where the loops end that an instruction stands behind. It starts no line if it belongs to that.
fn after_loop(vm: &mut Vm, code: Gc<Code>, index: i32) -> Option<u32> {
    let ends = (1..index).rev().take_while(|&at| record_op(code, at) == Some(Opcode::ForIter)).last()?;
    Some(line_at(vm, code, ends as u32 - 1))
}

/// The line of an instruction, 0 for none. Looked up once for each stretch of instructions that come from one line.
fn line_at(vm: &mut Vm, code: Gc<Code>, index: u32) -> u32 {
    let (address, start, end, line) = vm.thread.line_cache;
    if address == code.address() && (start..end).contains(&index) {
        return line;
    }
    let record = taipan_runtime::code::record_of(code);
    let (mut start, mut end, mut line) = (0, code.n_instructions, 0);
    for (from, location) in record.locations() {
        if from > index {
            end = from;
            break;
        }
        (start, line) = (from, location.line);
    }
    vm.thread.line_cache = (code.address(), start, end, line);
    line
}

fn returns(vm: &mut Vm, regs: *mut Value, value: Value) -> R<()> {
    if let Some(frame) = traced_frame(vm, regs) {
        let function = frame.trace.get();
        local_event(vm, function, frame, "return", value)?;
    }
    if vm.thread.profile_function.is_unbound() || !is_on(vm) {
        return Ok(());
    }
    let Some(frame) = frame::frame_object(vm, regs) else { return Ok(()) };
    profile(vm, frame, "return", value)
}

/// Tells the tools of `sys.monitoring` of an event that has to do with the exception on its way.
pub fn exception_event(vm: &mut Vm, event: Event) {
    if !vm.monitored || !is_on(vm) {
        return;
    }
    // SAFETY: the running frame's window.
    let Some(function) = (unsafe { function_of(vm.thread.regs) }) else { return };
    let code = function.code.get();
    let index = instruction_index(code, vm.thread.pc);
    replacing(vm, |vm, exc| monitor::tell(vm, event, code, index, &[exc]));
    vm.thread.jump_to = None;
}

/// An exception is thrown into the running generator.
pub fn thrown(vm: &mut Vm) {
    if !vm.thread.traces() {
        return;
    }
    exception_event(vm, Event::PyThrow);
    let regs = vm.thread.regs;
    replacing(vm, |vm, _| {
        let Some(frame) = frame::frame_object(vm, regs) else { return Ok(()) };
        if !vm.thread.trace_function.is_unbound() && is_on(vm) {
            let function = vm.thread.trace_function;
            local_event(vm, function, frame, "call", Value::NONE)?;
        }
        profile(vm, frame, "call", Value::NONE)
    });
}

/// An exception is on its way in the running frame.
pub fn raised(vm: &mut Vm, regs: *mut Value) {
    if let Some(call) = vm.thread.native_calls.last()
        && call.window == regs
    {
        replacing(vm, |vm, exc| native_returned(vm, Some(exc)));
    }
    exception_event(vm, Event::Raise);
    traced_exception(vm, regs);
}

/// Tells the trace function of the exception on its way.
fn traced_exception(vm: &mut Vm, regs: *mut Value) {
    if let Some(frame) = traced_frame(vm, regs) {
        if frame.trace_line.get() == 0 {
            let code = frame.function.code.get();
            let index = instruction_index(code, vm.thread.pc).max(0);
            frame.trace_line.set(line_at(vm, code, index as u32) as i32);
        }
        replacing(vm, |vm, exc| {
            let class = vm.class_of(exc).value();
            let traceback = exc.cast::<Exception>().map_or(Value::NONE, |e| e.traceback.get());
            let traceback = if traceback.is_unbound() { Value::NONE } else { traceback };
            let arg = vm.new_tuple(&[class, exc, traceback]).value();
            let function = frame.trace.get();
            local_event(vm, function, frame, "exception", arg)
        });
    }
}

/// The running frame asked an iterator for its next item, which raised `StopIteration`: it is told of that, too.
pub fn stopped(vm: &mut Vm, stop: Value) -> R<()> {
    vm.thread.exception = stop;
    let regs = vm.thread.regs;
    raised(vm, regs);
    if vm.thread.exception != stop {
        return Err(Raised);
    }
    vm.take_exception();
    Ok(())
}

/// Runs something while the frame is at an instruction that it has just left.
pub fn at_instruction(vm: &mut Vm, code: Gc<Code>, index: i32, run: impl FnOnce(&mut Vm) -> R<()>) -> R<()> {
    let pc = vm.thread.pc;
    // SAFETY: an instruction of the code that runs.
    vm.thread.pc = unsafe { code.instructions.add(index.max(0) as usize) };
    let result = run(vm);
    vm.thread.pc = pc;
    result
}

/// What the running frame delegates to has returned: that is a `StopIteration` to whoever looks.
fn delegated(vm: &mut Vm, code: Gc<Code>, index: i32, value: Value) -> R<()> {
    vm.stop_iteration(value);
    let stop = vm.take_exception();
    if vm.monitored {
        monitor::tell(vm, Event::StopIteration, code, index, &[stop])?;
    }
    vm.thread.exception = stop;
    let regs = vm.thread.regs;
    traced_exception(vm, regs);
    if vm.thread.exception != stop {
        return Err(Raised);
    }
    vm.take_exception();
    Ok(())
}

/// The running frame is left by an exception.
pub fn left(vm: &mut Vm, regs: *mut Value) {
    exception_event(vm, Event::PyUnwind);
    replacing(vm, |vm, _| returns(vm, regs, Value::NONE));
    vm.thread.jump_to = None;
}

/// Runs something while an exception is on its way. If it fails, its own exception goes on instead.
fn replacing(vm: &mut Vm, run: impl FnOnce(&mut Vm, Value) -> R<()>) {
    let exc = vm.take_exception();
    if run(vm, exc).is_ok() {
        vm.thread.exception = exc;
    }
}

/// Calls a trace function; what it gives is the frame's from now on.
fn local_event(vm: &mut Vm, function: Value, frame: Gc<Frame>, event: &str, arg: Value) -> R<()> {
    match call(vm, function, frame, event, arg) {
        Ok(result) => {
            if !result.is_none() {
                frame.trace.set(frame, result);
            }
            Ok(())
        }
        Err(raised) => {
            vm.thread.trace_function = Value::UNBOUND;
            frame.trace.set(frame, Value::UNBOUND);
            switch(vm);
            Err(raised)
        }
    }
}

fn profile(vm: &mut Vm, frame: Gc<Frame>, event: &str, arg: Value) -> R<()> {
    let function = vm.thread.profile_function;
    if function.is_unbound() || !is_on(vm) {
        return Ok(());
    }
    call(vm, function, frame, event, arg).map(drop).inspect_err(|_| {
        vm.thread.profile_function = Value::UNBOUND;
        switch(vm);
    })
}

/// Calls a function with tracing off.
fn call(vm: &mut Vm, function: Value, frame: Gc<Frame>, event: &str, arg: Value) -> R {
    let kind = match event {
        "call" => TraceEvent::Call,
        "line" | "opcode" => TraceEvent::Line,
        "return" if is_yielding(vm) => TraceEvent::Yield,
        _ => TraceEvent::Other,
    };
    let event = vm.intern(event).value();
    quietly(vm, kind, |vm| vm.call(function, &[frame.value(), event, arg]))
}

/// Runs what is told of an event, with tracing off.
pub fn quietly(vm: &mut Vm, kind: TraceEvent, run: impl FnOnce(&mut Vm) -> R) -> R {
    vm.thread.trace_event = kind;
    vm.thread.tracing = true;
    switch(vm);
    let result = run(vm);
    vm.thread.tracing = false;
    vm.thread.trace_event = TraceEvent::None;
    switch(vm);
    result
}

/// Is the running frame about to be suspended?
fn is_yielding(vm: &Vm) -> bool {
    // SAFETY: the running frame's window and instruction.
    let word = unsafe { (!is_stub(vm.thread.pc)).then(|| *vm.thread.pc) };
    let op = word.and_then(Instruction::decode).map(|i| i.op);
    matches!(op, Some(Opcode::Yield | Opcode::YieldAsync))
}

/// A call begins.
fn called(vm: &mut Vm, regs: *mut Value, code: Gc<Code>, index: i32, ins: Instruction) -> R<()> {
    let callee = match monitor::bound_class_method(vm, ins) {
        Some(bound) => bound,
        None => register(vm, ins.a as usize),
    };
    let unbound = Value::UNBOUND;
    let mut call =
        NativeCall { window: regs, instruction: index, profiled: unbound, monitored: (unbound, unbound) };
    if monitor::wanted(vm, code) & Event::Call.bit() != 0 {
        let (function, first) = monitor::callee(vm, ins);
        monitor::tell(vm, Event::Call, code, index, &[function, first])?;
        if !monitor::is_python(callee) {
            call.monitored = (function, first);
        }
    }
    let native = callee.cast::<NativeFunction>().is_some()
        || callee.cast::<BoundMethod>().is_some_and(|b| b.function.cast::<NativeFunction>().is_some());
    if native
        && !vm.thread.profile_function.is_unbound()
        && is_on(vm)
        && let Some(frame) = frame::frame_object(vm, regs)
    {
        profile(vm, frame, "c_call", callee)?;
        call.profiled = callee;
    }
    if !(call.profiled.is_unbound() && call.monitored.0.is_unbound()) {
        vm.thread.native_calls.push(call);
    }
    Ok(())
}

/// The call of native code that was told of last has ended.
fn native_returned(vm: &mut Vm, exc: Option<Value>) -> R<()> {
    let Some(call) = vm.thread.native_calls.pop() else { return Ok(()) };
    if !is_on(vm) {
        return Ok(());
    }
    // SAFETY: a live window.
    let function = unsafe { function_of(call.window) };
    if let (false, Some(function)) = (call.monitored.0.is_unbound(), function) {
        let event = if exc.is_some() { Event::CRaise } else { Event::CReturn };
        let args = [call.monitored.0, call.monitored.1];
        monitor::tell(vm, event, function.code.get(), call.instruction, &args)?;
    }
    if call.profiled.is_unbound() {
        return Ok(());
    }
    let Some(frame) = frame::frame_object(vm, call.window) else { return Ok(()) };
    profile(vm, frame, if exc.is_some() { "c_exception" } else { "c_return" }, call.profiled)
}
