//! f-strings and t-strings.

use super::{Codegen, Done};
use crate::percent::{self, Piece};
use crate::unit::Reg;
use taipan_bytecode::Opcode;
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    pub(super) fn joined(&mut self, values: &'a [Expr<'a>], dst: Reg, span: Span) -> Done {
        const CHUNK: usize = 32;
        if values.is_empty() {
            self.load_str_to("", dst);
            return Ok(());
        }
        if let [only] = values {
            return self.expr_to(only, dst);
        }
        if values.len() <= CHUNK {
            let first = self.temps(values.len(), span)?;
            for (i, v) in values.iter().enumerate() {
                self.expr_to(v, first + i)?;
            }
            self.emit(Opcode::BuildString, dst, first, 0, values.len() as i32);
            return Ok(());
        }
        let first = self.temps(2, span)?;
        self.load_str_to("", first);
        for v in values {
            self.expr_to(v, first + 1)?;
            self.emit(Opcode::BuildString, first, first, 0, 2);
        }
        self.emit(Opcode::Move, dst, first, 0, 0);
        Ok(())
    }

    /// `'... %s ...' % (x, ...)` as a formatted string, where it can be one.
    pub(super) fn percent(
        &self,
        format: &Expr<'a>,
        op: Operator,
        args: &'a Expr<'a>,
        span: Span,
    ) -> Option<&'a Expr<'a>> {
        let (Operator::Mod, ExprKind::Constant { value: Constant::Str(text), .. }) = (op, format.kind) else {
            return None;
        };
        let ExprKind::Tuple { elts, .. } = args.kind else { return None };
        if elts.iter().any(|arg| matches!(arg.kind, ExprKind::Starred { .. })) {
            return None;
        }
        let constant = |text: String| {
            let value = Constant::Str(self.arena.alloc_str(&text).as_bytes());
            Expr { kind: ExprKind::Constant { value, kind_u: false }, span }
        };
        let mut args = elts.iter();
        let mut values = Vec::new();
        for piece in percent::pieces(std::str::from_utf8(text).ok()?, elts.len())? {
            values.push(match piece {
                Piece::Text(text) => constant(text),
                Piece::Conversion(letter, spec) => {
                    let value = args.next()?;
                    let format_spec = (!spec.is_empty()).then(|| &*self.arena.alloc(constant(spec)));
                    let kind = ExprKind::FormattedValue { value, conversion: letter as i32, format_spec };
                    Expr { kind, span: value.span }
                }
            });
        }
        let values = self.arena.alloc_slice_copy(&values);
        Some(self.arena.alloc(Expr { kind: ExprKind::JoinedStr { values }, span }))
    }

    pub(super) fn formatted(
        &mut self,
        value: &'a Expr<'a>,
        conversion: i32,
        format_spec: Option<&'a Expr<'a>>,
        dst: Reg,
    ) -> Done {
        let span = value.span;
        let first = self.temps(2, span)?;
        self.expr_to(value, first)?;
        if let Some(spec) = format_spec {
            self.expr_to(spec, first + 1)?;
        }
        let conversion = match u8::try_from(conversion) {
            Ok(b's') => 1,
            Ok(b'r') => 2,
            Ok(b'a') => 3,
            _ => 0,
        };
        self.emit(Opcode::Format, dst, first, conversion, format_spec.is_some() as i32);
        Ok(())
    }

    pub(super) fn template(&mut self, values: &'a [Expr<'a>], dst: Reg, span: Span) -> Done {
        let (strings, interpolations) = (self.temp(span)?, self.temp(span)?);
        self.emit(Opcode::BuildList, strings, strings, 0, 0);
        self.emit(Opcode::BuildList, interpolations, interpolations, 0, 0);
        let mut string_due = true;
        for v in values {
            let mark = self.unit().top();
            match v.kind {
                ExprKind::Interpolation { value, text, conversion, format_spec } => {
                    let first = self.temps(4, span)?;
                    if string_due {
                        self.load_str_to("", first);
                        self.emit(Opcode::ListAppend, strings, first, 0, 0);
                    }
                    self.expr_to(value, first)?;
                    self.load_constant_to(&text, first + 1);
                    match u8::try_from(conversion) {
                        Ok(c) if conversion > 0 => {
                            let c = (c as char).to_string();
                            self.load_str_to(&c, first + 2);
                        }
                        _ => self.emit(Opcode::LoadNone, first + 2, 0, 0, 0),
                    }
                    match format_spec {
                        Some(spec) => self.expr_to(spec, first + 3)?,
                        None => self.load_str_to("", first + 3),
                    }
                    self.emit(Opcode::BuildInterpolation, first, first, 0, 0);
                    self.emit(Opcode::ListAppend, interpolations, first, 0, 0);
                    string_due = true;
                }
                _ => {
                    let r = self.expr(v)?;
                    self.emit(Opcode::ListAppend, strings, r, 0, 0);
                    string_due = false;
                }
            }
            self.unit().release(mark);
        }
        if string_due {
            let r = self.temp(span)?;
            self.load_str_to("", r);
            self.emit(Opcode::ListAppend, strings, r, 0, 0);
        }
        self.emit(Opcode::ListToTuple, strings, strings, 0, 0);
        self.emit(Opcode::ListToTuple, interpolations, interpolations, 0, 0);
        self.emit(Opcode::BuildTemplate, dst, strings, interpolations, 0);
        Ok(())
    }
}
