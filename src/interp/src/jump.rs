//! `frame.f_lineno = line` in a trace function: the frame goes on somewhere else.
//!
//! Code leads to the beginnings of statements only (the compiler marks them), where no registers are in use but variables
//! and what enclosing blocks keep: iterators, exit functions, the exception handled before. Which blocks enclose an
//! instruction is read off the code.

use crate::frame;
use taipan_bytecode::image::CodeRecord;
use taipan_bytecode::{FAR, Instruction, Opcode};
use taipan_runtime::layout::{Code, Frame, Str};
use taipan_runtime::{Gc, R, TraceEvent, Value, Values, Vm, code, kinds};

/// What encloses instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// The body of a `for` loop.
    Loop,
    /// The body of a `with` statement.
    With,
    /// A clause that handles an exception.
    Handler,
    /// The clauses of `except*`, which keep more than their registers say.
    Star,
    /// A `finally` clause, or the end of a `with` statement, on the way of an exception.
    Finally,
}

/// A range of instructions, and the registers that are in use all through it.
#[derive(Clone, Copy, Debug)]
struct Block {
    kind: Kind,
    start: u32,
    /// The last instruction.
    end: u32,
    /// For handlers the first is what was handled before.
    registers: [u8; 3],
}

/// The blocks of a code object, outer ones first.
fn blocks(record: &CodeRecord<'_>) -> Vec<Block> {
    let at = |i: u32| {
        (i < record.n_instructions()).then(|| Instruction::decode(record.instruction(i as usize)))?
    };
    let mut blocks = Vec::new();
    for i in 0..record.n_instructions() {
        let Some(ins) = at(i) else { continue };
        match ins.op {
            Opcode::ForPrep => {
                let Some(end) = at(i + 1).and_then(|jump| jump.target(i as usize + 1)) else { continue };
                let registers = [ins.a, ins.a.wrapping_add(1), ins.a.wrapping_add(2)];
                blocks.push(Block { kind: Kind::Loop, start: i + 1, end: end as u32, registers });
            }
            Opcode::EndAsyncFor => {
                let Some(start) = record.handlers().filter(|h| h.target == i).map(|h| h.start).min() else {
                    continue;
                };
                let Some(next) = at(start) else { continue };
                blocks.push(Block { kind: Kind::Loop, start, end: i, registers: [next.b; 3] });
            }
            Opcode::EnterHandler => {
                // It ends where what was handled before is handled again.
                let leaves = |t: u32| at(t).is_some_and(|l| l.op == Opcode::LeaveHandler && l.a == ins.a);
                let own = |h: &taipan_bytecode::image::Handler| h.start > i && leaves(h.target);
                let Some(end) = record.handlers().filter(own).min_by_key(|h| h.start).map(|h| h.target + 1)
                else {
                    continue;
                };
                let is_with = (1..4).any(|n| at(i + n).is_some_and(|e| e.op == Opcode::ExcInfo));
                let kind = if is_with || record.location(i).line == 0 {
                    Kind::Finally
                } else if (i..end).any(|n| at(n).is_some_and(|e| e.op == Opcode::PrepReraiseStar)) {
                    Kind::Star
                } else {
                    Kind::Handler
                };
                blocks.push(Block { kind, start: i, end, registers: [ins.a, ins.b, ins.b] });
                let body = record.handlers().filter(|h| h.target == i).map(|h| h.start).min();
                if let (true, Some(start), Some(exit)) = (is_with, body, at(i + 1)) {
                    let receiver = exit.b.wrapping_add(frame::HEADER as u8);
                    let registers = [exit.b, receiver, receiver];
                    blocks.push(Block { kind: Kind::With, start, end: i - 1, registers });
                }
            }
            _ => {}
        }
    }
    blocks.sort_by_key(|b| (b.start, std::cmp::Reverse(b.end)));
    blocks
}

/// Those around an instruction.
fn around(blocks: &[Block], instruction: u32) -> Vec<Block> {
    blocks.iter().copied().filter(|b| (b.start..=b.end).contains(&instruction)).collect()
}

/// Can the frame go from within some blocks to within others? It can leave blocks, and be in others of the same kinds.
fn is_compatible(from: &[Block], to: &[Block]) -> bool {
    to.len() <= from.len()
        && from.iter().zip(to).all(|(a, b)| a.kind == b.kind && (a.kind != Kind::Star || a.start == b.start))
}

fn incompatible(to: &[Block]) -> &'static str {
    match to.last().map(|b| b.kind) {
        Some(Kind::Loop) => "can't jump into the body of a for loop",
        Some(Kind::Handler | Kind::Star) => "can't jump into an 'except' block as there's no exception",
        Some(Kind::Finally) => "can't jump into a re-raising block as there's no location",
        Some(Kind::With) | None => "incompatible stacks",
    }
}

/// Chooses where a frame goes on: `f_lineno = line`.
pub fn set_line(vm: &mut Vm, frame: Gc<Frame>, line: i32) -> R<()> {
    let code = frame.function.code.get();
    let traced = vm.thread.traced_at.0;
    match vm.thread.trace_event {
        _ if frame.window.get().is_null() || frame.window.get() != traced => {
            return Err(vm.value_error("f_lineno can only be set in a trace function"));
        }
        TraceEvent::None => return Err(vm.value_error("f_lineno can only be set in a trace function")),
        TraceEvent::Call => {
            return Err(vm.value_error("can't jump from the 'call' trace event of a new frame"));
        }
        TraceEvent::Other => return Err(vm.value_error("can only jump from a 'line' trace event")),
        TraceEvent::Line | TraceEvent::Yield => {}
    }
    if line < code.first_line {
        return Err(vm.value_error(format!("line {line} comes before the current code block")));
    }
    let record = code::record_of(code);
    let lines = record.locations().map(|(_, l)| l.line as i32).filter(|&l| l > 0 && l >= line);
    let Some(line) = lines.min() else {
        return Err(vm.value_error(format!("line {line} comes after the current code block")));
    };
    let blocks = blocks(&record);
    let now = frame::frame_instruction(vm, frame).max(0) as u32;
    let from = around(&blocks, now);
    let mut best: Option<(usize, u32)> = None;
    let mut refused = incompatible(&[]);
    for (start, _) in record.locations().filter(|(_, l)| l.statement && l.line as i32 == line) {
        let to = around(&blocks, start);
        if !is_compatible(&from, &to) {
            refused = incompatible(&to);
        } else if best.is_none_or(|(depth, _)| to.len() > depth) {
            best = Some((to.len(), start));
        }
    }
    let Some((_, start)) = best else { return Err(vm.value_error(refused)) };
    bind_locals(vm, frame, code)?;
    vm.thread.jump_to = Some(start);
    Ok(())
}

/// What comes at the new place may rely on variables that are not bound yet.
fn bind_locals(vm: &mut Vm, frame: Gc<Frame>, code: Gc<Code>) -> R<()> {
    if code.flags & taipan_bytecode::code_flags::OPTIMIZED == 0 {
        return Ok(());
    }
    let names = code::varnames(vm, code);
    let many = names.as_slice().len() > FAR.end;
    let unbound = |i: usize, name: &Value| {
        let hidden = name.cast::<Str>().is_none_or(|n| n.as_bytes().first() == Some(&b'.'));
        !(hidden || many && FAR.contains(&i)) && frame.register(i).is_unbound()
    };
    let found: Vec<usize> =
        names.as_slice().iter().enumerate().filter(|(i, n)| unbound(*i, n)).map(|(i, _)| i).collect();
    // Variables of comprehensions count among the function's, and are bound nowhere else; their cells are.
    let (all, cells) = (code::local_names(vm, code), code::cellvars(vm, code));
    let is_inner = |name: &&Value| !names.as_slice().contains(name) && !cells.as_slice().contains(name);
    let n_unbound = found.len() + all.as_slice().iter().filter(is_inner).count();
    if n_unbound == 0 {
        return Ok(());
    }
    let s = if n_unbound == 1 { "" } else { "s" };
    vm.warn(kinds::RUNTIME_WARNING, &format!("assigning None to {n_unbound} unbound local{s}"))?;
    for i in found {
        frame.set_register(i, Value::NONE);
    }
    Ok(())
}

/// Goes where the trace function has sent the running frame.
pub fn take(vm: &mut Vm, code: Gc<Code>, from: u32, to: u32) {
    let blocks = blocks(&code::record_of(code));
    let (from, to) = (around(&blocks, from), around(&blocks, to));
    let regs = vm.thread.regs;
    // SAFETY: verified code names registers of its window only.
    let register = |r: u8| unsafe { regs.add(r as usize) };
    if let Some(left) = from[to.len()..].iter().find(|b| !matches!(b.kind, Kind::Loop | Kind::With)) {
        // SAFETY: as above.
        vm.thread.handled = unsafe { *register(left.registers[0]) };
    }
    // All are read before any is written.
    let mut kept = Values::new();
    for block in &from[..to.len()] {
        for r in block.registers {
            // SAFETY: as above.
            let value = unsafe { *register(r) };
            kept.push(&mut vm.heap, value);
        }
    }
    let registers = to.iter().flat_map(|b| b.registers);
    for (r, &value) in registers.zip(kept.iter()) {
        // SAFETY: as above.
        unsafe { *register(r) = value };
    }
}
