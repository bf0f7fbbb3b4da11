//! `code`.

mod parts;

use crate::types::rows;
use taipan_bytecode::{Instruction, Opcode, Operand, code_flags, disasm};
use taipan_macros::native;
use taipan_runtime::layout::{Code, Dict, Str, Tuple, Type};
use taipan_runtime::{
    Args, CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Values, Vm, code, kinds, type_flags,
};

/// The definition of `code`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::CODE,
    name: "code",
    doc: "code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)\n--\n\nA code object: what the compiler makes of a module, class or function.",
    flags: type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Code>()),
    ..TypeDef::DEFAULT
};

/// Bytes of an instruction.
const OFFSET_UNIT: i32 = 8;

/// Units of two bytes, which positions are counted in.
const UNITS: usize = OFFSET_UNIT as usize / 2;

/// Where an instruction is in `co_code`. What `co_code` begins with stands for the code's beginning (instruction -1).
pub fn offset_of(instruction: i32) -> i32 {
    (instruction + 1) * OFFSET_UNIT
}

/// The instruction at an offset of `co_code`.
pub fn instruction_at(offset: i32) -> i32 {
    offset / OFFSET_UNIT - 1
}

const GENERATORS: u32 = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;

/// `co_code`
fn code_bytes(code: Gc<Code>) -> Vec<u8> {
    let start = u64::from(taipan_bytecode::RESUME).to_le_bytes();
    let mut bytes = [&start[..], code::record_of(code).instruction_bytes()].concat();
    if code.flags & GENERATORS != 0 && bytes.len() > 2 * start.len() {
        // A generator begins once more behind the instruction that makes its object.
        bytes[2 * start.len()] = taipan_bytecode::RESUME;
    }
    bytes
}

struct Methods;

fn line_value(line: u32) -> Value {
    if line == 0 { Value::NONE } else { Value::int32(line as i32) }
}

fn or_text(name: Option<Gc<Str>>, text: Value) -> Value {
    name.map_or(text, |name| name.value())
}

/// The parts that make two code objects equal.
fn compared(vm: &mut Vm, code: Gc<Code>) -> R<Gc<Tuple>> {
    let instructions = vm.new_bytes(code::record_of(code).instruction_bytes());
    let lines = parts::linetable(vm, code);
    let (lines, handlers) = (vm.new_bytes(&lines), vm.new_bytes(&parts::exceptiontable(code)));
    let names = code::global_names(vm, code).value();
    let varnames = code::varnames(vm, code).value();
    let freevars = code::freevars(vm, code).value();
    let parts = [
        code.name.value(),
        Value::int32(i32::from(code.n_pos_params as i16)),
        Value::int32(i32::from(code.n_posonly as i16)),
        Value::int32(i32::from(code.n_kwonly as i16)),
        Value::int32((code.flags & !code_flags::OWN) as i32),
        Value::int32(code.first_line),
        instructions,
        lines,
        handlers,
        names,
        varnames,
        freevars,
    ];
    Ok(vm.new_tuple(&parts))
}

/// Are the constants of two code objects the same? Equal ones of other types, and zeros of another sign, are not.
fn same_constants(vm: &mut Vm, a: Gc<Code>, b: Gc<Code>) -> R<bool> {
    let (a, b) = (code::constants(vm, a)?, code::constants(vm, b)?);
    if a.to_ref().as_slice().len() != b.to_ref().as_slice().len() {
        return Ok(false);
    }
    for (&x, &y) in a.to_ref().as_slice().iter().zip(b.to_ref().as_slice()) {
        let same = x == y
            || vm.class_of(x) == vm.class_of(y)
                && match x.cast::<Code>() {
                    Some(_) => vm.equal(x, y)?,
                    // What is written alike is alike.
                    None => vm.repr(x)?.to_ref().as_bytes() == vm.repr(y)?.to_ref().as_bytes(),
                };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R {
        if args.has_kw() {
            return Err(vm.type_error("code() takes no keyword arguments"));
        }
        let n = args.pos.len();
        if !(16..=18).contains(&n) {
            let (word, limit) = if n < 16 { ("least", 16) } else { ("most", 18) };
            return Err(vm.type_error(format!("code expected at {word} {limit} arguments, got {n}")));
        }
        parts::new(vm, args.pos).map(Gc::value)
    }

    fn __repr__(_: &mut Vm, this: Gc<Code>) -> String {
        format!(
            "<code object {} at {:#x}, file \"{}\", line {}>",
            this.name.to_display(),
            this.address(),
            this.filename.get().to_display(),
            this.first_line
        )
    }

    fn __hash__(vm: &mut Vm, this: Gc<Code>) -> i64 {
        let bytes = vm.hash_bytes(code::record_of(this).instruction_bytes());
        let counts =
            i64::from(this.n_pos_params) << 32 | i64::from(this.n_posonly) << 16 | i64::from(this.n_kwonly);
        vm.hash_str(this.name)
            ^ bytes.rotate_left(9)
            ^ i64::from(this.first_line)
            ^ counts.wrapping_mul(0x9e37)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Code>, other: Value, op: CompareOp) -> R {
        let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<Code>(), op) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let equal = this == other || {
            let (a, b) = (compared(vm, this)?, compared(vm, other)?);
            vm.equal(a.value(), b.value())? && same_constants(vm, this, other)?
        };
        Ok(Value::bool(equal == (op == CompareOp::Eq)))
    }

    #[member]
    fn co_argcount(_: &mut Vm, this: Gc<Code>) -> u32 {
        u32::from(this.n_pos_params)
    }

    #[member]
    fn co_posonlyargcount(_: &mut Vm, this: Gc<Code>) -> u32 {
        u32::from(this.n_posonly)
    }

    #[member]
    fn co_kwonlyargcount(_: &mut Vm, this: Gc<Code>) -> u32 {
        u32::from(this.n_kwonly)
    }

    #[member]
    fn co_stacksize(_: &mut Vm, this: Gc<Code>) -> u32 {
        this.n_registers
    }

    #[member]
    fn co_flags(_: &mut Vm, this: Gc<Code>) -> u32 {
        this.flags & !code_flags::OWN
    }

    #[member]
    fn co_nlocals(vm: &mut Vm, this: Gc<Code>) -> usize {
        code::local_names(vm, this).len()
    }

    #[member]
    fn co_consts(vm: &mut Vm, this: Gc<Code>) -> R<Gc<Tuple>> {
        code::constants(vm, this)
    }

    #[member]
    fn co_names(vm: &mut Vm, this: Gc<Code>) -> Gc<Tuple> {
        code::global_names(vm, this)
    }

    #[member]
    fn co_filename(_: &mut Vm, this: Gc<Code>) -> Gc<Str> {
        this.filename.get()
    }

    #[member]
    fn co_name(_: &mut Vm, this: Gc<Code>) -> Gc<Str> {
        this.name
    }

    #[member]
    fn co_qualname(_: &mut Vm, this: Gc<Code>) -> Gc<Str> {
        this.qualname
    }

    #[member]
    fn co_firstlineno(_: &mut Vm, this: Gc<Code>) -> i32 {
        this.first_line
    }

    /// The location table, in 32 bits each: instruction, line, end line, column, end column of each row; and more that
    /// belongs to the code.
    #[member]
    fn co_linetable(vm: &mut Vm, this: Gc<Code>) -> Value {
        let table = parts::linetable(vm, this);
        vm.new_bytes(&table)
    }

    /// The exception table: start, end, target and register of each row, 32 bits each.
    #[member]
    fn co_exceptiontable(vm: &mut Vm, this: Gc<Code>) -> Value {
        let table = parts::exceptiontable(this);
        vm.new_bytes(&table)
    }

    /// Steps of offsets in co_code and of lines, a byte each.
    #[getter]
    fn co_lnotab(vm: &mut Vm, this: Gc<Code>) -> R {
        vm.warn(kinds::DEPRECATION_WARNING, "co_lnotab is deprecated, use co_lines instead.")?;
        Ok(vm.new_bytes(&parts::lnotab(this)))
    }

    #[getter]
    fn _co_code_adaptive(vm: &mut Vm, this: Gc<Code>) -> Value {
        vm.new_bytes(&code_bytes(this))
    }

    #[getter]
    fn co_varnames(vm: &mut Vm, this: Gc<Code>) -> Gc<Tuple> {
        code::local_names(vm, this)
    }

    #[getter]
    fn co_cellvars(vm: &mut Vm, this: Gc<Code>) -> Gc<Tuple> {
        code::cellvars(vm, this)
    }

    #[getter]
    fn co_freevars(vm: &mut Vm, this: Gc<Code>) -> Gc<Tuple> {
        code::freevars(vm, this)
    }

    /// The instructions, eight bytes each, behind one that stands for the beginning.
    #[getter]
    fn co_code(vm: &mut Vm, this: Gc<Code>) -> Value {
        vm.new_bytes(&code_bytes(this))
    }

    /// Iterate over (start, end, line) of each stretch of instructions that come from one line.
    #[sig("($self, /)")]
    fn co_lines(vm: &mut Vm, this: Gc<Code>) -> Value {
        let record = code::record_of(this);
        let mut all = Values::new();
        let mut push = |vm: &mut Vm, from: i32, to: i32, line: Option<i32>| {
            if from < to {
                let line = line.map_or(Value::NONE, Value::int32);
                let items = [Value::int32(offset_of(from)), Value::int32(offset_of(to)), line];
                let item = vm.new_tuple(&items).value();
                all.push(&mut vm.heap, item);
            }
        };
        let (mut from, mut line) = (-1, Some(code::entry_line(this)));
        let unplaced = (0, taipan_bytecode::Location::default());
        let rows = record.locations();
        let first = (rows.clone().next().is_none_or(|row| row.0 > 0)).then_some(unplaced);
        for (start, l) in first.into_iter().chain(rows) {
            let own = Some(l.line as i32).filter(|&line| line > 0);
            if own != line {
                push(vm, from, start as i32, line);
                (from, line) = (start as i32, own);
            }
        }
        push(vm, from, this.n_instructions as i32, line);
        rows::new(vm, kinds::LINE_ITERATOR, &all)
    }

    /// Iterate over (offset of a branch, offset on its left, offset on its right).
    #[sig("($self, /)")]
    fn co_branches(vm: &mut Vm, this: Gc<Code>) -> Value {
        let record = code::record_of(this);
        let mut all = Values::new();
        for i in 0..this.n_instructions as i32 {
            let Some(ins) = Instruction::decode(record.instruction(i as usize)) else { continue };
            if let Some((left, right)) = ins.branches(i) {
                let items = [i, left, right].map(|i| Value::int32(offset_of(i)));
                let item = vm.new_tuple(&items).value();
                all.push(&mut vm.heap, item);
            }
        }
        rows::new(vm, kinds::LINE_ITERATOR, &all)
    }

    /// What the instruction at an offset works on, for `dis`: its value where it has one of interest, and all as text.
    #[sig("($self, offset, /)")]
    fn _operands_at(vm: &mut Vm, this: Gc<Code>, offset: i32) -> R<Gc<Tuple>> {
        let record = code::record_of(this);
        let index = instruction_at(offset);
        let ins = (0..this.n_instructions as i32)
            .contains(&index)
            .then(|| Instruction::decode(record.instruction(index as usize)))
            .flatten();
        let Some(ins) = ins else { return Ok(vm.new_tuple(&[Value::NONE, Value::NONE])) };
        let text = disasm::operands(&record, &ins, None).join(", ");
        let text = vm.new_str(&text).value();
        let value = match ins.op.info().operands[3] {
            Operand::Const => code::constants(vm, this)?.as_slice()[ins.imm as usize],
            Operand::Imm | Operand::Count => Value::int32(ins.imm),
            Operand::Wide => or_text(code::register_name(vm, this, ins.imm as usize), text),
            Operand::Free => code::freevars(vm, this).as_slice()[ins.imm as usize],
            _ => match disasm::cache_name(&record, &ins) {
                Some(name) => vm.new_str(&name).value(),
                None if ins.op == Opcode::LoadNone => Value::NONE,
                None if ins.op == Opcode::CheckBound => {
                    or_text(code::register_name(vm, this, ins.a as usize), text)
                }
                None => text,
            },
        };
        Ok(vm.new_tuple(&[value, text]))
    }

    /// Iterate over (line, end line, column, end column) of each instruction.
    #[sig("($self, /)")]
    fn co_positions(vm: &mut Vm, this: Gc<Code>) -> Value {
        let record = code::record_of(this);
        let mut all = Values::with_capacity(&mut vm.heap, (this.n_instructions as usize + 1) * UNITS);
        let has_columns = !vm.config.no_debug_ranges;
        let line = code::entry_line(this);
        // A module is entered before its first line, and that is where this ends.
        let end_line = if has_columns { line.max(1) } else { line };
        let column = if has_columns { Value::int32(0) } else { Value::NONE };
        let entry = vm.new_tuple(&[Value::int32(line), Value::int32(end_line), column, column]).value();
        for _ in 0..UNITS {
            all.push(&mut vm.heap, entry);
        }
        let mut rows = record.locations().peekable();
        let mut last = Value::UNBOUND;
        let mut l = taipan_bytecode::Location::default();
        for i in 0..this.n_instructions {
            let mut fresh = last.is_unbound();
            while let Some((_, next)) = rows.next_if(|row| row.0 <= i) {
                l = next;
                fresh = true;
            }
            if fresh {
                let end_line = if has_columns { l.end_line } else { l.line };
                let column = |n: u32| match l.line != 0 && has_columns {
                    true => Value::int32(n as i32),
                    false => Value::NONE,
                };
                let items =
                    [line_value(l.line), line_value(end_line), column(l.column), column(l.end_column)];
                last = vm.new_tuple(&items).value();
            }
            for _ in 0..UNITS {
                all.push(&mut vm.heap, last);
            }
        }
        rows::new(vm, kinds::POSITIONS_ITERATOR, &all)
    }

    /// A copy with other values for some attributes.
    #[sig("($self, /, **changes)")]
    fn replace(vm: &mut Vm, this: Gc<Code>, changes: Option<Gc<Dict>>) -> R<Gc<Code>> {
        parts::replaced(vm, this, changes)
    }

    /// The name of a register.
    #[sig("($self, /, oparg)")]
    fn _varname_from_oparg(vm: &mut Vm, this: Gc<Code>, oparg: i32) -> R {
        match code::register_name(vm, this, oparg.max(0) as usize) {
            Some(name) => Ok(name.value()),
            None => Err(vm.index_error("tuple index out of range")),
        }
    }

    /// A copy with other values of some fields.
    #[sig("($self, /, **changes)")]
    fn __replace__(vm: &mut Vm, this: Gc<Code>, changes: Option<Gc<Dict>>) -> R<Gc<Code>> {
        parts::replaced(vm, this, changes)
    }
}
