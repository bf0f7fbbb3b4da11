//! Calls.

use super::{Codegen, Done};
use crate::error::{CompileError, error_at};
use crate::unit::Reg;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use taipan_bytecode::{Opcode, intrinsic};
use taipan_grammar::ast::*;

/// Registers of a window's header, and the callee's slot.
pub(super) const HEADER: usize = 4;
/// Calls with more arguments gather them first.
const ARGS_MAX: usize = 24;

impl<'a> Codegen<'a, '_> {
    pub(super) fn call(
        &mut self,
        e: &'a Expr<'a>,
        func: &'a Expr<'a>,
        args: &'a [Expr<'a>],
        keywords: &'a [Keyword<'a>],
        dst: Reg,
    ) -> Done {
        refuse_repeated(keywords)?;
        self.warn_call(func);
        // The last temporary can be the start of the window itself. What it held is dead then, so that it does not keep an
        // object alive during the call either.
        let unit = self.unit();
        let t = if unit.is_temp(dst) && unit.top() == dst + 1 { dst } else { self.temp(e.span)? };
        let gathered = args.len() + keywords.len() > ARGS_MAX
            || args.iter().any(|a| matches!(a.kind, ExprKind::Starred { .. }))
            || keywords.iter().any(|k| k.arg.is_none());
        match func.kind {
            ExprKind::Attribute { value, attr, .. } if !gathered => {
                self.unit().temps(HEADER);
                let outer = self.unit().span;
                if !self.super_method(value, attr, t, func.span)? {
                    let mark = self.unit().top();
                    let obj = self.expr(value)?;
                    self.unit().release(mark);
                    self.unit().span = attribute_span(func.span, func.span, attr);
                    let attr = self.mangled(attr);
                    self.emit_named(Opcode::LoadMethod, t, obj, 0, attr);
                    self.unit().span = outer;
                }
                let (argc, names) = self.arguments(args, keywords)?;
                self.unit().reserve(HEADER);
                self.unit().span = attribute_span(outer, func.span, attr);
                match names {
                    None => self.emit(Opcode::CallMethod, t, argc, 0, 0),
                    Some(names) => self.emit(Opcode::CallMethodKw, t, argc, 0, names),
                }
            }
            _ if gathered => {
                self.expr_to(func, t)?;
                self.unit().temps(HEADER - 1);
                self.gathered_arguments(args, keywords, t)?;
                self.emit(Opcode::CallEx, t, 0, 0, 0);
            }
            _ => {
                self.expr_to(func, t)?;
                self.unit().temps(HEADER - 1);
                let (argc, names) = self.arguments(args, keywords)?;
                self.unit().reserve(HEADER);
                match names {
                    None => self.emit(Opcode::Call, t, argc, 0, 0),
                    Some(names) => self.emit(Opcode::CallKw, t, argc, 0, names),
                }
            }
        }
        if t != dst {
            self.emit(Opcode::Move, dst, t, 0, 0);
        }
        Ok(())
    }

    /// Arguments into the next registers: their number, and the constant with the keywords' names.
    fn arguments(
        &mut self,
        args: &'a [Expr<'a>],
        keywords: &'a [Keyword<'a>],
    ) -> Result<(usize, Option<i32>), CompileError> {
        for a in args {
            let r = self.temp(a.span)?;
            self.expr_to(a, r)?;
        }
        if keywords.is_empty() {
            return Ok((args.len(), None));
        }
        let mut names = Vec::with_capacity(keywords.len());
        for k in keywords {
            let r = self.temp(k.span)?;
            self.expr_to(k.value, r)?;
            names.push(k.arg.unwrap_or_default());
        }
        let number = self.name_tuple(&names);
        let names = self.unit().constant(number);
        Ok((args.len() + keywords.len(), Some(names)))
    }

    /// Arguments as a tuple and a dict, in the two registers behind the header.
    fn gathered_arguments(&mut self, args: &'a [Expr<'a>], keywords: &'a [Keyword<'a>], callee: Reg) -> Done {
        let span = self.unit().span;
        let (tuple, dict) = (self.temp(span)?, self.temp(span)?);
        self.unit().reserve(HEADER);
        // `f(*args)` alone passes a tuple on as it is.
        if let [Expr { kind: ExprKind::Starred { value, .. }, .. }] = args {
            let mark = self.unit().top();
            let r = self.expr(value)?;
            self.emit(Opcode::Intrinsic, tuple, r, callee, intrinsic::STAR_ARGS);
            self.unit().release(mark);
        } else {
            self.emit(Opcode::BuildList, tuple, tuple, 0, 0);
            for a in args {
                let mark = self.unit().top();
                match a.kind {
                    ExprKind::Starred { value, .. } => {
                        let r = self.expr(value)?;
                        self.emit(Opcode::ListExtend, tuple, r, 0, 0);
                    }
                    _ => {
                        let r = self.expr(a)?;
                        self.emit(Opcode::ListAppend, tuple, r, 0, 0);
                    }
                }
                self.unit().release(mark);
            }
            self.emit(Opcode::ListToTuple, tuple, tuple, 0, 0);
        }
        if keywords.is_empty() {
            self.emit(Opcode::LoadUnbound, dict, 0, 0, 0);
            return Ok(());
        }
        self.emit(Opcode::BuildMap, dict, dict, 0, 0);
        let mut at = 0;
        while at < keywords.len() {
            let mark = self.unit().top();
            let k = &keywords[at];
            match k.arg {
                None => {
                    let r = self.expr(k.value)?;
                    self.emit(Opcode::DictMerge, dict, r, callee, 0);
                    at += 1;
                }
                Some(_) => {
                    // Named ones in a row become a dict that is merged, so that repeats are noticed.
                    let n = keywords[at..].iter().take(8).take_while(|k| k.arg.is_some()).count();
                    let first = self.temps(2 * n, k.span)?;
                    for (i, k) in keywords[at..at + n].iter().enumerate() {
                        self.load_str_to(k.arg.unwrap_or_default(), first + 2 * i);
                        self.expr_to(k.value, first + 2 * i + 1)?;
                    }
                    self.emit(Opcode::BuildMap, first, first, 0, n as i32);
                    self.emit(Opcode::DictMerge, dict, first, callee, 0);
                    at += n;
                }
            }
            self.unit().release(mark);
        }
        Ok(())
    }

    /// Is it `super()` or `super(a, b)` by the builtin's name, in a method?
    fn super_parts(&mut self, value: &'a Expr<'a>) -> Option<(&'a Expr<'a>, &'a [Expr<'a>])> {
        let ExprKind::Call { func, args, keywords: [] } = value.kind else { return None };
        let ExprKind::Name { id: "super", .. } = func.kind else { return None };
        let scope = self.unit().scope;
        let s = &self.table.scopes[scope];
        // A module that names `super` itself may mean its own.
        if self.table.scopes[0].symbols.contains_key("super") {
            return None;
        }
        if !s.kind.is_function() || s.kind == crate::symtable::ScopeKind::GeneratorExpression {
            return None;
        }
        if !matches!(self.variable("super"), super::names::Variable::Global)
            || !self.unit().overlays.is_empty()
        {
            return None;
        }
        match args {
            [] => {
                let has_class = self.unit().free.contains(&"__class__");
                (has_class && self.unit().params.1 > 0).then_some((func, args))
            }
            [a, b] if ![a, b].iter().any(|e| matches!(e.kind, ExprKind::Starred { .. })) => {
                Some((func, args))
            }
            _ => None,
        }
    }

    /// Loads `super`, the class and the receiver for a super instruction: `t`, `t + 4`, `t + 5`.
    fn super_operands(&mut self, func: &'a Expr<'a>, args: &'a [Expr<'a>], t: Reg) -> Done {
        self.expr_to(func, t)?;
        match args {
            [a, b] => {
                self.expr_to(a, t + HEADER)?;
                self.expr_to(b, t + HEADER + 1)
            }
            _ => {
                self.load_name_to("__class__", t + HEADER)?;
                // The first parameter, which may have become a cell.
                let unit = self.unit();
                let is_cell = unit.cell_registers.contains(&0);
                let op = if is_cell { Opcode::LoadCell } else { Opcode::Move };
                self.emit(op, t + HEADER + 1, 0, 0, 0);
                Ok(())
            }
        }
    }

    /// `super().attr` as a value.
    pub(super) fn super_attr(
        &mut self,
        value: &'a Expr<'a>,
        attr: &'a str,
        dst: Reg,
    ) -> Result<bool, CompileError> {
        let Some((func, args)) = self.super_parts(value) else { return Ok(false) };
        let span = self.unit().span;
        let t = self.temps(HEADER + 2, span)?;
        self.super_operands(func, args, t)?;
        let attr = self.mangled(attr);
        self.emit_named(Opcode::LoadSuperAttr, t, 0, args.len(), attr);
        self.emit(Opcode::Move, dst, t, 0, 0);
        Ok(true)
    }

    /// `super().attr` to be called; the callee at `t`.
    fn super_method(
        &mut self,
        value: &'a Expr<'a>,
        attr: &'a str,
        t: Reg,
        span: Span,
    ) -> Result<bool, CompileError> {
        let Some((func, args)) = self.super_parts(value) else { return Ok(false) };
        let mark = self.unit().top();
        self.temp(span)?;
        self.super_operands(func, args, t)?;
        let attr = self.mangled(attr);
        let outer = std::mem::replace(&mut self.unit().span, span);
        self.emit_named(Opcode::LoadSuperMethod, t, 0, args.len(), attr);
        self.unit().span = outer;
        self.unit().release(mark);
        Ok(true)
    }

    fn warn_call(&mut self, func: &Expr<'_>) {
        let of = match func.kind {
            ExprKind::Constant { value, .. } => match value {
                Constant::None => "NoneType",
                Constant::Ellipsis => "ellipsis",
                Constant::True | Constant::False => "bool",
                Constant::Int(_) | Constant::BigInt { .. } | Constant::NegativeInt(_) => "int",
                Constant::Float(_) => "float",
                Constant::Complex(_) | Constant::FullComplex(..) => "complex",
                Constant::Tuple(_) => "tuple",
                Constant::FrozenSet(_) => "frozenset",
                Constant::Str(_) => "str",
                Constant::Bytes(_) => "bytes",
            },
            ExprKind::Tuple { .. } => "tuple",
            ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
            ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
            ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
            ExprKind::GeneratorExp { .. } => "generator",
            ExprKind::JoinedStr { .. } => "str",
            ExprKind::TemplateStr { .. } => "string.templatelib.Template",
            _ => return,
        };
        let span = func.span;
        self.warn(span, format!("'{of}' object is not callable; perhaps you missed a comma?"));
    }
}

/// Where an operation on an attribute comes from: in an expression of several lines, from the line of the attribute.
pub(super) fn attribute_span(span: Span, attribute: Span, attr: &str) -> Span {
    if span.line == attribute.end_line {
        return span;
    }
    let column = attribute.end_column.saturating_sub(attr.len() as u32);
    Span { line: attribute.end_line, end_line: span.end_line, column, end_column: attribute.end_column }
}

/// Refuses keyword arguments of one name: the first that is given again.
pub(super) fn refuse_repeated(keywords: &[Keyword<'_>]) -> Done {
    if keywords.len() < 2 {
        return Ok(());
    }
    let mut first_by_name = HashMap::new();
    let mut repeated: Option<(usize, usize)> = None;
    for (i, keyword) in keywords.iter().enumerate() {
        let Some(name) = keyword.arg else { continue };
        match first_by_name.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(i);
            }
            Entry::Occupied(entry) if repeated.is_none_or(|(first, _)| *entry.get() < first) => {
                repeated = Some((*entry.get(), i));
            }
            Entry::Occupied(_) => {}
        }
    }
    match repeated.map(|(_, i)| &keywords[i]) {
        None => Ok(()),
        Some(keyword) => {
            let name = keyword.arg.unwrap_or_default();
            Err(error_at(keyword.span, format!("keyword argument repeated: {name}")))
        }
    }
}
