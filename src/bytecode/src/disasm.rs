//! Readable code.

use crate::image::{CodeRecord, Constant, Image};
use crate::{Instruction, Operand, code_flags};
use std::fmt::Write;

/// Prints a code object and those nested in it. `source`: the lines of the program, where they are known.
pub fn disassemble(image: &Image<'_>, source: &[&str], out: &mut String) {
    for i in 0..image.n_codes() as u32 {
        if let Some(code) = image.code(i) {
            if i > 0 {
                out.push('\n');
            }
            disassemble_code(&code, source, out);
        }
    }
}

fn text(image: &Image<'_>, n: u32) -> String {
    String::from_utf8_lossy(image.string(n).bytes).into_owned()
}

/// Prints one code object: what it is, its parameters and variables, its instructions under the lines they come from, and
/// where exceptions lead.
pub fn disassemble_code(code: &CodeRecord<'_>, source: &[&str], out: &mut String) {
    let image = code.image();
    let n_registers = code.n_registers();
    let _ = write!(out, "{}({}), ", text(&image, code.qualname()), parameters(code));
    let _ = write!(out, "line {}, {n_registers} registers", code.first_line());
    if code.n_cache_words() > 0 {
        let _ = write!(out, ", {} cache words", code.n_cache_words());
    }
    for (bit, name) in FLAGS {
        if code.flags() & bit != 0 {
            let _ = write!(out, ", {name}");
        }
    }
    out.push('\n');
    let registers = code.register_names();
    let cells = code.cell_registers().iter().map(|r| text(&image, registers.get(r as usize)));
    let free = code.free_names().iter().map(|n| text(&image, n));
    for (what, names) in [("cells", cells.collect::<Vec<_>>()), ("free variables", free.collect())] {
        if !names.is_empty() {
            let _ = writeln!(out, "  {what}: {}", names.join(", "));
        }
    }
    let mut targets = std::collections::BTreeSet::new();
    for (i, ins) in instructions(code) {
        targets.extend(ins.and_then(|ins| ins.target(i)));
    }
    targets.extend(code.handlers().map(|h| h.target as usize));
    let mut rows = code.locations().peekable();
    let mut line = 0;
    for (i, ins) in instructions(code) {
        while let Some((_, location)) = rows.next_if(|row| row.0 as usize <= i) {
            if location.line != line && location.line > 0 {
                line = location.line;
                let text = source.get(line as usize - 1).map_or("", |s| s.trim());
                let _ = writeln!(out, "  {line:4} | {text}");
            }
        }
        let mark = if targets.contains(&i) { ">>" } else { "" };
        let _ = match ins {
            Some(ins) => writeln!(out, "    {mark:2} {i:5}  {}", show(code, i, &ins)),
            None => writeln!(out, "    {mark:2} {i:5}  ?"),
        };
    }
    if code.handlers().len() > 0 {
        out.push_str("  exceptions:\n");
    }
    for h in code.handlers() {
        let _ = writeln!(out, "    {} to {} -> {} in r{}", h.start, h.end, h.target, h.register);
    }
}

const FLAGS: [(u32, &str); 9] = [
    (code_flags::OPTIMIZED, "optimized"),
    (code_flags::NEWLOCALS, "newlocals"),
    (code_flags::NESTED, "nested"),
    (code_flags::GENERATOR, "generator"),
    (code_flags::COROUTINE, "coroutine"),
    (code_flags::ITERABLE_COROUTINE, "iterable coroutine"),
    (code_flags::ASYNC_GENERATOR, "async generator"),
    (code_flags::FUTURE_ANNOTATIONS, "annotations are text"),
    (code_flags::METHOD, "method"),
];

fn instructions<'a>(code: &CodeRecord<'a>) -> impl Iterator<Item = (usize, Option<Instruction>)> {
    let code = *code;
    (0..code.n_instructions() as usize).map(move |i| (i, Instruction::decode(code.instruction(i))))
}

/// The parameters as a `def` writes them.
fn parameters(code: &CodeRecord<'_>) -> String {
    let names = code.register_names();
    let name = |i: u32| match names.get(i as usize) {
        u32::MAX => "_".to_owned(),
        n => text(&code.image(), n),
    };
    let (n_pos, n_kwonly) = (code.n_pos_params(), code.n_kwonly());
    let mut parts: Vec<String> = (0..n_pos).map(name).collect();
    if code.n_posonly() > 0 && code.n_posonly() as usize <= parts.len() {
        parts.insert(code.n_posonly() as usize, "/".to_owned());
    }
    let mut next = n_pos + n_kwonly;
    if code.flags() & code_flags::VARARGS != 0 {
        parts.push(format!("*{}", name(next)));
        next += 1;
    } else if n_kwonly > 0 {
        parts.push("*".to_owned());
    }
    parts.extend((n_pos..n_pos + n_kwonly).map(name));
    if code.flags() & code_flags::VARKEYWORDS != 0 {
        parts.push(format!("**{}", name(next)));
    }
    parts.join(", ")
}

fn register(code: &CodeRecord<'_>, r: usize) -> String {
    let names = code.register_names();
    if r < names.len() && names.get(r) != u32::MAX {
        return format!("r{r}({})", text(&code.image(), names.get(r)));
    }
    format!("r{r}")
}

fn show(code: &CodeRecord<'_>, at: usize, ins: &Instruction) -> String {
    let text = format!("{:20} {}", ins.op.info().name, operands(code, ins, Some(at)).join(", "));
    text.trim_end().to_owned()
}

/// The operands of an instruction as text. Where it jumps to is shown if its place is given.
pub fn operands(code: &CodeRecord<'_>, ins: &Instruction, at: Option<usize>) -> Vec<String> {
    let info = ins.op.info();
    let target = |at: usize| format!("->{}", at as i64 + 1 + i64::from(ins.imm));
    let mut parts = Vec::new();
    if info.wide_bc {
        parts.extend([register(code, ins.a as usize), ins.bc().to_string()]);
        parts.extend(at.map(target));
        return parts;
    }
    for (operand, value) in info.operands.iter().zip([ins.a, ins.b, ins.c, 0]) {
        parts.push(match *operand {
            Operand::None => continue,
            Operand::Number => value.to_string(),
            Operand::Imm | Operand::Count => ins.imm.to_string(),
            Operand::Const => {
                format!("k{} = {}", ins.imm, constant(code, code.constants().get(ins.imm as usize)))
            }
            Operand::Wide => register(code, ins.imm as usize),
            Operand::Free => text(&code.image(), code.free_names().get(ins.imm as usize)),
            Operand::Jump => match at {
                Some(at) => target(at),
                None => continue,
            },
            Operand::Cache(_) => match cache_name(code, ins) {
                Some(name) => name,
                None => continue,
            },
            _ => register(code, value as usize),
        });
    }
    parts
}

/// The name that an instruction looks up, if it does.
pub fn cache_name(code: &CodeRecord<'_>, ins: &Instruction) -> Option<String> {
    if !matches!(ins.op.info().operands[3], Operand::Cache(_)) {
        return None;
    }
    let names = code.cache_names();
    let row = (0..names.len() / 2).find(|&i| names.get(2 * i) == ins.imm as u32)?;
    Some(text(&code.image(), names.get(2 * row + 1)))
}

fn constant(code: &CodeRecord<'_>, n: u32) -> String {
    let image = code.image();
    match image.constant(n) {
        Constant::None => "None".to_owned(),
        Constant::True => "True".to_owned(),
        Constant::False => "False".to_owned(),
        Constant::Ellipsis => "...".to_owned(),
        Constant::Int(i) => i.to_string(),
        Constant::BigInt { limbs, .. } => format!("<int of {} bytes>", limbs.len()),
        Constant::Float(f) => format!("{f:?}"),
        Constant::Complex(re, im) => format!("{re:?}+{im:?}j"),
        Constant::Str(s) => format!("{:?}", text(&image, s)),
        Constant::Bytes(b) => format!("b{:?}", String::from_utf8_lossy(b)),
        Constant::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|i| constant(code, i)).collect();
            format!("({})", items.join(", "))
        }
        Constant::FrozenSet(items) => {
            let items: Vec<String> = items.iter().map(|i| constant(code, i)).collect();
            format!("{{{}}}", items.join(", "))
        }
        Constant::Slice(_) => "<slice>".to_owned(),
        Constant::Code(i) => {
            let name = image.code(i).map_or(String::new(), |c| text(&image, c.qualname()));
            format!("<code {name}>")
        }
    }
}
