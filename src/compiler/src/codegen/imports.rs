//! Import statements.

use super::{Codegen, Done};
use crate::error::error_at;
use crate::unit::Reg;
use taipan_bytecode::Opcode;
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    fn import_module(&mut self, name: &str, fromlist: Option<u32>, level: u32, dst: Reg, span: Span) -> Done {
        let (from, lvl) = (self.temp(span)?, self.temp(span)?);
        match fromlist {
            Some(number) => self.load_number_to(number, from),
            None => self.emit(Opcode::LoadNone, from, 0, 0, 0),
        }
        self.emit(Opcode::LoadInt, lvl, 0, 0, level as i32);
        self.emit_named(Opcode::ImportName, dst, from, lvl, name);
        Ok(())
    }

    pub(super) fn import(&mut self, names: &'a [Alias<'a>], span: Span) -> Done {
        for alias in names {
            let mark = self.unit().top();
            let r = self.temp(span)?;
            self.import_module(alias.name, None, 0, r, span)?;
            match alias.asname {
                Some(asname) => {
                    // `import a.b as c` binds the submodule.
                    for part in alias.name.split('.').skip(1) {
                        self.emit_named(Opcode::ImportFrom, r, r, 0, part);
                    }
                    self.store_name(asname, r)?;
                }
                None => {
                    let top = alias.name.split('.').next().unwrap_or(alias.name);
                    self.store_name(top, r)?;
                }
            }
            self.unit().release(mark);
        }
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        module: Option<&'a str>,
        names: &'a [Alias<'a>],
        level: u32,
        span: Span,
    ) -> Done {
        if module == Some("__future__") && level == 0 {
            if (span.line, span.column) > self.future_line {
                return Err(error_at(
                    span,
                    "from __future__ imports must occur at the beginning of the file",
                )
                .early());
            }
            for alias in names {
                const KNOWN: [&str; 10] = [
                    "nested_scopes",
                    "generators",
                    "division",
                    "absolute_import",
                    "with_statement",
                    "print_function",
                    "unicode_literals",
                    "barry_as_FLUFL",
                    "generator_stop",
                    "annotations",
                ];
                if alias.name == "braces" {
                    return Err(error_at(alias.span, "not a chance"));
                }
                if !KNOWN.contains(&alias.name) {
                    return Err(error_at(
                        alias.span,
                        format!("future feature {} is not defined", alias.name),
                    )
                    .early());
                }
            }
        }
        let list: Vec<&str> = names.iter().map(|a| a.name).collect();
        let number = self.name_tuple(&list);
        let r = self.temp(span)?;
        self.import_module(module.unwrap_or(""), Some(number), level, r, span)?;
        for alias in names {
            if alias.name == "*" {
                self.emit(Opcode::ImportStar, r, 0, 0, 0);
                return Ok(());
            }
            let mark = self.unit().top();
            let item = self.temp(span)?;
            self.emit_named(Opcode::ImportFrom, item, r, 0, alias.name);
            self.store_name(alias.asname.unwrap_or(alias.name), item)?;
            self.unit().release(mark);
        }
        Ok(())
    }
}
