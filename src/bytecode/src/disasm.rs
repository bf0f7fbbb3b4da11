//! Readable code.

use crate::image::{CodeRecord, Constant, Image};
use crate::{Instruction, Operand};
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

/// Prints one code object.
pub fn disassemble_code(code: &CodeRecord<'_>, source: &[&str], out: &mut String) {
    let image = code.image();
    let _ = writeln!(
        out,
        "{} ({} registers, {} cache words, flags {:#x}), line {}",
        text(&image, code.qualname()),
        code.n_registers(),
        code.n_cache_words(),
        code.flags(),
        code.first_line()
    );
    let mut line = 0;
    for i in 0..code.n_instructions() as usize {
        let location = code.location(i as u32);
        if location.line != line && location.line > 0 {
            line = location.line;
            let text = source.get(line as usize - 1).map_or("", |s| s.trim());
            let _ = writeln!(out, "  {line}: {text}");
        }
        let _ = match Instruction::decode(code.instruction(i)) {
            Some(ins) => writeln!(out, "    {i:5} {}", show(code, i, &ins)),
            None => writeln!(out, "    {i:5} ?"),
        };
    }
    for i in 0..code.n_handlers() {
        let h = code.handler(i);
        let _ = writeln!(out, "  {}..{} -> {} in r{}", h.start, h.end, h.target, h.register);
    }
}

fn register(code: &CodeRecord<'_>, r: usize) -> String {
    let names = code.register_names();
    if r < names.len() && names.get(r) != u32::MAX {
        return format!("r{r}({})", text(&code.image(), names.get(r)));
    }
    format!("r{r}")
}

fn show(code: &CodeRecord<'_>, at: usize, ins: &Instruction) -> String {
    let info = ins.op.info();
    let mut s = format!("{:20}", info.name);
    if info.wide_bc {
        let _ = write!(
            s,
            " {}, {}, ->{}",
            register(code, ins.a as usize),
            ins.bc(),
            at as i64 + 1 + i64::from(ins.imm)
        );
        return s;
    }
    let mut first = true;
    for (operand, value) in info.operands.iter().zip([ins.a, ins.b, ins.c, 0]) {
        let part = match *operand {
            Operand::None => continue,
            Operand::Number => value.to_string(),
            Operand::Imm | Operand::Count => ins.imm.to_string(),
            Operand::Const => {
                format!("k{} = {}", ins.imm, constant(code, code.constants().get(ins.imm as usize)))
            }
            Operand::Wide => register(code, ins.imm as usize),
            Operand::Free => text(&code.image(), code.free_names().get(ins.imm as usize)),
            Operand::Jump => format!("->{}", at as i64 + 1 + i64::from(ins.imm)),
            Operand::Cache(_) => {
                let names = code.cache_names();
                let name = (0..names.len() / 2).find(|&i| names.get(2 * i) == ins.imm as u32);
                name.map_or(String::new(), |i| text(&code.image(), names.get(2 * i + 1)))
            }
            _ => register(code, value as usize),
        };
        s.push_str(if first { " " } else { ", " });
        first = false;
        s.push_str(&part);
    }
    s.truncate(s.trim_end().len());
    s
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
