//! Tracing and profiling: while a function is set, the dispatch loop runs on a second table, whose handler tells what
//! happens before each instruction. While none is, nothing of this is looked at.

use crate::frame::{self, function_of, instruction_index};
use crate::machine::{Handler, is_stub};
use crate::ops;
use taipan_bytecode::{Instruction, Opcode, Operand};
use taipan_runtime::layout::{BoundMethod, Code, Exception, Frame, NativeFunction};
use taipan_runtime::{Gc, NativeCall, R, Raised, TraceEvent, Value, Vm};

/// Chooses the table that the running thread's dispatch loop uses from its next slow path on.
pub fn switch(vm: &mut Vm) {
    let thread = &mut vm.thread;
    let on =
        !thread.tracing && (!thread.trace_function.is_unbound() || !thread.profile_function.is_unbound());
    thread.handlers = if on { ops::traced_table() } else { ops::plain_table() }.cast();
    if !on && !thread.tracing {
        thread.native_calls.clear();
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
        let vm_ref = &mut *vm;
        vm_ref.thread.pc = pc;
        vm_ref.thread.regs = r;
        vm_ref.thread.k = k;
        if !is_stub(pc) {
            // Where the frame is sent elsewhere, what it does there is told of in turn.
            loop {
                match before(vm_ref) {
                    Ok(()) => match vm_ref.thread.jump_to.take() {
                        None => break,
                        Some(to) => jump(vm_ref, to),
                    },
                    Err(_) => {
                        vm_ref.thread.jump_to = None;
                        crate::unwind::unwind(vm_ref);
                        break;
                    }
                }
            }
        }
        let (pc, r, k) = (vm_ref.thread.pc, vm_ref.thread.regs, vm_ref.thread.k);
        let table = vm_ref.thread.handlers.cast::<Handler>();
        ops::run_plain(*pc.cast::<u8>(), pc, r, vm, k, table)
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
        (regs, index, instruction.op.info().operands[3] == Operand::Jump),
    );
    let jumped = jumped && last_regs == regs;
    if let Some(call) = vm.thread.native_calls.last()
        && call.window == regs
    {
        native_returned(vm, "c_return")?;
    }
    if vm.thread.delegating == regs {
        vm.thread.delegating = std::ptr::null_mut();
        delegated(vm)?;
    }
    let resumed = index > 0
        && Instruction::decode(record.instruction(index as usize - 1))
            .is_some_and(|i| matches!(i.op, Opcode::ReturnGenerator | Opcode::Yield | Opcode::YieldAsync));
    if (index == 0 && instruction.op != Opcode::ReturnGenerator || resumed) && !jumped {
        starts(vm, regs, index, resumed)?;
    }
    if !is_artificial(instruction.op)
        && let Some(frame) = traced_frame(vm, regs)
    {
        let back = jumped && index <= last_index && instruction.op != Opcode::Send;
        line(vm, frame, code, index, back)?;
        if vm.thread.jump_to.is_some() {
            return Ok(());
        }
    }
    let value = match instruction.op {
        Opcode::Return | Opcode::ReturnGen => Some(register(vm, instruction.a)),
        Opcode::ReturnNone => Some(Value::NONE),
        Opcode::Yield | Opcode::YieldAsync => Some(register(vm, instruction.b)),
        _ => None,
    };
    if let Some(value) = value {
        returns(vm, regs, value)?;
        if instruction.op == Opcode::ReturnGen
            && frame::caller_instruction(vm, regs).is_some_and(|i| i.op == Opcode::Send)
        {
            // SAFETY: a live window.
            vm.thread.delegating = unsafe { frame::caller_of(regs) };
        }
    }
    if !vm.thread.profile_function.is_unbound()
        && is_on(vm)
        && matches!(
            instruction.op,
            Opcode::Call
                | Opcode::CallKw
                | Opcode::CallMethod
                | Opcode::CallMethodKw
                | Opcode::CallEx
                | Opcode::CallFar
                | Opcode::CallFarKw
        )
    {
        native_called(vm, regs, register(vm, instruction.a))?;
    }
    Ok(())
}

fn record_op(code: Gc<Code>, index: i32) -> Option<Opcode> {
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
            | Opcode::LoadUnbound
            | Opcode::ReturnGenerator
            | Opcode::LeaveHandler
            | Opcode::Reraise
    )
}

fn register(vm: &Vm, i: u8) -> Value {
    // SAFETY: verified code names registers of its window only.
    unsafe { *vm.thread.regs.add(i as usize) }
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
    if line > 0 && (line != before || back) {
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

/// An exception is on its way in the running frame.
pub fn raised(vm: &mut Vm, regs: *mut Value) {
    if let Some(call) = vm.thread.native_calls.last()
        && call.window == regs
    {
        replacing(vm, |vm, _| native_returned(vm, "c_exception"));
    }
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

/// What the running frame delegates to has returned: that is a `StopIteration` to whoever looks.
fn delegated(vm: &mut Vm) -> R<()> {
    vm.stop_iteration(Value::NONE);
    let stop = vm.take_exception();
    stopped(vm, stop)
}

/// The running frame is left by an exception.
pub fn left(vm: &mut Vm, regs: *mut Value) {
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
    vm.thread.trace_event = match event {
        "call" => TraceEvent::Call,
        "line" | "opcode" => TraceEvent::Line,
        "return" if is_yielding(vm) => TraceEvent::Yield,
        _ => TraceEvent::Other,
    };
    let event = vm.intern(event).value();
    vm.thread.tracing = true;
    switch(vm);
    let result = vm.call(function, &[frame.value(), event, arg]);
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

/// A call of native code begins.
fn native_called(vm: &mut Vm, regs: *mut Value, callee: Value) -> R<()> {
    let native = callee.cast::<NativeFunction>().is_some()
        || callee.cast::<BoundMethod>().is_some_and(|b| b.function.cast::<NativeFunction>().is_some());
    if !native {
        return Ok(());
    }
    let Some(frame) = frame::frame_object(vm, regs) else { return Ok(()) };
    profile(vm, frame, "c_call", callee)?;
    vm.thread.native_calls.push(NativeCall { window: regs, callee });
    Ok(())
}

fn native_returned(vm: &mut Vm, event: &str) -> R<()> {
    let Some(call) = vm.thread.native_calls.pop() else { return Ok(()) };
    if vm.thread.profile_function.is_unbound() || !is_on(vm) {
        return Ok(());
    }
    let Some(frame) = frame::frame_object(vm, call.window) else { return Ok(()) };
    profile(vm, frame, event, call.callee)
}
