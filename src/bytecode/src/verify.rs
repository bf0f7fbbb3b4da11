//! A look at every operand of an image: what passes can't make the interpreter read outside.

use crate::image::{BadImage, CodeRecord, Constant, Image, STRING_INTERN};
use crate::{Instruction, Opcode, Operand};

/// Checks a whole image.
pub fn verify(bytes: &[u8]) -> Result<(), BadImage> {
    let image = Image::new(bytes)?;
    for i in 0..image.n_constants() as u32 {
        if !image.constant_is_whole(i) {
            return Err(BadImage("a constant is outside"));
        }
        let in_range = |n: u32| (n as usize) < image.n_constants() && n < i;
        let ok = match image.constant(i) {
            Constant::Str(n) => (n as usize) < image.n_strings(),
            Constant::Code(n) => (n as usize) < image.n_codes(),
            Constant::Tuple(items) | Constant::FrozenSet(items) => items.iter().all(in_range),
            Constant::Slice(items) => items.len() == 3 && items.iter().all(in_range),
            _ => true,
        };
        if !ok {
            return Err(BadImage("a constant refers to nothing"));
        }
    }
    for i in 0..image.n_strings() as u32 {
        let text = image.string(i);
        if !image.string_is_whole(i) || !is_wtf8(text.bytes) {
            return Err(BadImage("a string is outside, or none"));
        }
        if text.flags & !STRING_INTERN != 0 {
            return Err(BadImage("unknown flags of a string"));
        }
    }
    for i in 0..image.n_codes() as u32 {
        let code = image.code(i).ok_or(BadImage("a code record is outside"))?;
        verify_code(&code)?;
    }
    Ok(())
}

/// Is it UTF-8, lone surrogates taken as characters?
fn is_wtf8(mut bytes: &[u8]) -> bool {
    while let Err(error) = std::str::from_utf8(bytes) {
        match bytes[error.valid_up_to()..] {
            [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..] => bytes = &bytes[error.valid_up_to() + 3..],
            _ => return false,
        }
    }
    true
}

fn verify_code(code: &CodeRecord<'_>) -> Result<(), BadImage> {
    if !code.is_whole() {
        return Err(BadImage("a table of a code record is outside"));
    }
    let image = code.image();
    let n = code.n_instructions() as usize;
    let registers = code.n_registers() as usize;
    if code.instruction_bytes().len() != n * 8 || n == 0 || !code.instructions_offset().is_multiple_of(8) {
        return Err(BadImage("instructions are outside"));
    }
    let has_string = |n: u32| (n as usize) < image.n_strings();
    let params = code.n_pos_params() as usize + code.n_kwonly() as usize + 2;
    if ![code.name(), code.qualname(), code.filename()].into_iter().all(has_string)
        || code.n_posonly() > code.n_pos_params()
        || params > registers + 2
        || params > code.register_names().len() + 2
        || !code.constants().iter().all(|c| (c as usize) < image.n_constants())
        || !code.free_names().iter().all(has_string)
        || !code.register_names().iter().all(|s| s == u32::MAX || has_string(s))
        || !code.cell_registers().iter().all(|r| (r as usize) < registers)
    {
        return Err(BadImage("a code record refers to nothing"));
    }
    let names = code.cache_names();
    for i in 0..names.len() / 2 {
        if names.get(2 * i) == 0
            || names.get(2 * i) > code.n_cache_words()
            || !has_string(names.get(2 * i + 1))
        {
            return Err(BadImage("a cache record is outside"));
        }
    }
    for h in code.handlers() {
        if h.start > h.end || h.end as usize > n || h.target as usize >= n || h.register as usize >= registers
        {
            return Err(BadImage("an exception handler is outside"));
        }
    }
    for s in code.scoped_names() {
        if !has_string(s.name) || s.start > s.end || s.end as usize > n || s.register as usize >= registers {
            return Err(BadImage("a comprehension's variable is outside"));
        }
    }
    let mut goes_on = true;
    for i in 0..n {
        let ins = Instruction::decode(code.instruction(i)).ok_or(BadImage("unknown opcode"))?;
        let info = ins.op.info();
        goes_on = ins.goes_on();
        let fits = |first: u8, count: usize| first as usize + count <= registers;
        let imm = ins.imm;
        for (operand, value) in info.operands.iter().zip([ins.a, ins.b, ins.c, 0]) {
            let ok = match *operand {
                Operand::None | Operand::Number | Operand::Imm => true,
                Operand::Src | Operand::Dst | Operand::SrcDst => fits(value, 1),
                Operand::SrcRun(n) | Operand::DstRun(n) => fits(value, n as usize),
                Operand::Many => imm >= 0 && (imm == 0 || fits(value, imm as usize)),
                Operand::ManyPairs => imm >= 0 && (imm == 0 || fits(value, imm as usize * 2)),
                Operand::ManyEx => fits(value, (imm & 0xffff) as usize + (imm as u32 >> 16) as usize + 1),
                Operand::Call => {
                    fits(value, 6 + ins.b as usize * (info.operands[1] == Operand::Number) as usize)
                }
                Operand::Count => imm >= 0,
                Operand::Const => imm >= 0 && (imm as usize) < code.constants().len(),
                Operand::Wide => imm >= 0 && (imm as usize) < registers,
                Operand::Free => imm >= 0 && (imm as usize) < code.free_names().len(),
                Operand::Jump => ins.target(i).is_some_and(|target| target < n),
                Operand::Cache(words) => {
                    imm >= 1 && imm as u32 - 1 + u32::from(words) <= code.n_cache_words()
                }
            };
            if !ok {
                return Err(BadImage("an operand is outside"));
            }
        }
        if matches!(ins.op, Opcode::Yield | Opcode::YieldAsync) && imm as usize > registers + 1 {
            return Err(BadImage("an operand is outside"));
        }
        if ins.op == Opcode::Clear && !(imm >= 0 && fits(ins.a, imm as usize)) {
            return Err(BadImage("an operand is outside"));
        }
    }
    if goes_on {
        return Err(BadImage("code runs off its end"));
    }
    Ok(())
}
