//! Telling the tools of `sys.monitoring` (PEP 669) what happens. Runs on the second table of handlers, as tracing does.

use crate::trace::{self, Step};
use taipan_bytecode::{Instruction, Opcode};
use taipan_runtime::layout::{BoundMethod, Code, Function, Tuple};
use taipan_runtime::monitoring::{Event, Monitoring, N_TOOLS};
use taipan_runtime::{Gc, R, TraceEvent, Value, Vm, kinds};

/// Words between a callee and its first argument.
const HEADER: usize = crate::frame::HEADER;

/// The events that are wanted of a code object.
pub fn wanted(vm: &mut Vm, code: Gc<Code>) -> u32 {
    if vm.monitored { vm.state::<Monitoring>().wanted(code) } else { 0 }
}

/// Where an instruction is in `co_code`, behind the one that stands for the beginning.
fn offset(instruction: i32) -> Value {
    Value::int32((instruction + 1) * 8)
}

/// Tells all tools of an event at an instruction of a code object.
pub fn tell(vm: &mut Vm, event: Event, code: Gc<Code>, instruction: i32, args: &[Value]) -> R<()> {
    for tool in 0..N_TOOLS {
        if vm.thread.tracing {
            return Ok(());
        }
        let Some(callback) = vm.state::<Monitoring>().callback(tool, event, code, instruction) else {
            continue;
        };
        let result = match (event, args) {
            (Event::Line, &[line]) => call(vm, event, callback, &[code.value(), line]),
            (_, &[]) => call(vm, event, callback, &[code.value(), offset(instruction)]),
            (_, &[a]) => call(vm, event, callback, &[code.value(), offset(instruction), a]),
            (_, &[a, b, ..]) => call(vm, event, callback, &[code.value(), offset(instruction), a, b]),
        }?;
        let monitoring = vm.state::<Monitoring>();
        if result != monitoring.disable {
            continue;
        }
        if event.is_local() {
            monitoring.disable(tool, event, code, instruction);
        } else {
            monitoring.callbacks[tool][event as usize] = Value::UNBOUND;
            return Err(vm.value_error(format!("Cannot disable {} events. Callback removed.", event.name())));
        }
    }
    Ok(())
}

fn call(vm: &mut Vm, event: Event, callback: Value, args: &[Value]) -> R {
    let kind = match event {
        Event::PyStart => TraceEvent::Call,
        Event::PyYield => TraceEvent::Yield,
        Event::Line | Event::Instruction | Event::Jump | Event::BranchLeft | Event::BranchRight => {
            TraceEvent::Line
        }
        _ => TraceEvent::Other,
    };
    trace::quietly(vm, kind, |vm| vm.call(callback, args))
}

/// What happened between the instruction that the frame was at before and this one, and what this one is about to do
/// (but for calls and returns).
pub fn step(vm: &mut Vm, code: Gc<Code>, step: &Step) -> R<()> {
    let set = wanted(vm, code);
    if set == 0 {
        return Ok(());
    }
    if let Some((before, ins)) = step.before {
        let event = match ins.branches(before) {
            Some((left, _)) if step.index == left => Some(Event::BranchLeft),
            Some(_) => Some(Event::BranchRight),
            // To the first item of a loop, and past the handlers of a `try`, the frame goes straight on.
            None if before > 0 && trace::record_op(code, before - 1) == Some(Opcode::ForPrep) => None,
            None if ins.op == Opcode::Jump
                && trace::record_op(code, before + 1) == Some(Opcode::EnterHandler) =>
            {
                None
            }
            None => matches!(ins.op, Opcode::Jump | Opcode::Loop).then_some(Event::Jump),
        };
        if let Some(event) = event.filter(|event| set & event.bit() != 0) {
            trace::at_instruction(vm, code, before, |vm| {
                tell(vm, event, code, before, &[offset(step.index)])
            })?;
            if vm.thread.jump_to.is_some() {
                return Ok(());
            }
        }
    }
    if step.starts {
        let (event, at) = if step.resumes { (Event::PyResume, step.index - 1) } else { (Event::PyStart, -1) };
        tell(vm, event, code, at, &[])?;
    }
    if step.line != 0 && set & Event::Line.bit() != 0 {
        tell(vm, Event::Line, code, step.index, &[Value::int32(step.line as i32)])?;
        if vm.thread.jump_to.is_some() {
            return Ok(());
        }
    }
    if set & Event::Instruction.bit() != 0 && !step.is_entry {
        tell(vm, Event::Instruction, code, step.index, &[])?;
    }
    Ok(())
}

/// The native class method that a call instruction calls with its class as first argument, bound as a program would see it.
pub fn bound_class_method(vm: &mut Vm, ins: Instruction) -> Option<Value> {
    let called = trace::register(vm, ins.a as usize);
    if !called.is_kind(kinds::CLASSMETHOD_DESCRIPTOR) {
        return None;
    }
    let is_method = match ins.op {
        Opcode::CallMethod | Opcode::CallMethodKw => true,
        Opcode::CallFar | Opcode::CallFarKw => ins.c == 1,
        _ => false,
    };
    let cls = trace::register(vm, ins.a as usize + HEADER).bound().filter(|_| is_method)?;
    vm.bind_descriptor(called, Value::UNBOUND, cls.cast()?).ok()
}

/// Who is called by a call instruction, and its first argument (or what stands for none).
pub fn callee(vm: &mut Vm, ins: Instruction) -> (Value, Value) {
    use trace::register;
    let a = ins.a as usize;
    let op = match (ins.op, ins.c) {
        (Opcode::CallFar | Opcode::CallFarKw, 0) => Opcode::Call,
        (Opcode::CallFar | Opcode::CallFarKw, 1) => Opcode::CallMethod,
        (Opcode::CallFar, _) => Opcode::CallEx,
        (op, _) => op,
    };
    if let Some(bound) = bound_class_method(vm, ins) {
        let first = (ins.b > 0).then(|| register(vm, a + HEADER + 1));
        return (bound, first.unwrap_or_else(|| vm.state::<Monitoring>().missing));
    }
    let register = |i: usize| register(vm, i);
    let first = match op {
        Opcode::CallMethod | Opcode::CallMethodKw => match register(a + HEADER).bound() {
            Some(receiver) => Some(receiver),
            None => (ins.b > 0).then(|| register(a + HEADER + 1)),
        },
        Opcode::CallEx => {
            register(a + HEADER).cast::<Tuple>().and_then(|t| t.to_ref().as_slice().first().copied())
        }
        _ => (ins.b > 0).then(|| register(a + HEADER)),
    };
    let called = register(a);
    // A bound method is told of as its function and its receiver.
    match called.cast::<BoundMethod>() {
        Some(method) => (method.function, method.receiver),
        None => (called, first.unwrap_or_else(|| vm.state::<Monitoring>().missing)),
    }
}

/// Is it run by the dispatch loop?
pub fn is_python(callee: Value) -> bool {
    callee.cast::<Function>().is_some()
        || callee.cast::<BoundMethod>().is_some_and(|m| m.function.cast::<Function>().is_some())
}
