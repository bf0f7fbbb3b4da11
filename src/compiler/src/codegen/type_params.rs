//! Type parameters, what is generic over them, and type aliases (PEP 695).

use super::{Codegen, Done, scopes};
use crate::error::error_at;
use crate::symtable::ScopeId;
use crate::unit::Reg;
use taipan_bytecode::image::NewConstant;
use taipan_bytecode::{Opcode, code_flags, function_attr, intrinsic};
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    /// Makes the type parameters, binds their names, and gives the register of their tuple.
    pub(super) fn type_params(
        &mut self,
        params: &'a [TypeParam<'a>],
        span: Span,
    ) -> Result<Reg, crate::CompileError> {
        let first = self.temps(params.len(), span)?;
        for (i, p) in params.iter().enumerate() {
            let outer = std::mem::replace(&mut self.unit().span, p.span);
            let dst = first + i;
            let mark = self.unit().top();
            let (name, bound) = (self.temp(span)?, self.temp(span)?);
            self.load_str_to(p.name(), name);
            let (kind, default) = match p.kind {
                TypeParamKind::TypeVar { bound: None, default_value, .. } => {
                    (intrinsic::TYPEVAR, default_value)
                }
                TypeParamKind::TypeVar { bound: Some(e), default_value, .. } => {
                    let scope = self.table.scope_of(p, scopes::BOUND);
                    self.lazy_value(scope, p.name(), e, bound)?;
                    let tuple = matches!(e.kind, ExprKind::Tuple { .. });
                    let kind = if tuple { intrinsic::TYPEVAR_CONSTRAINTS } else { intrinsic::TYPEVAR_BOUND };
                    (kind, default_value)
                }
                TypeParamKind::ParamSpec { default_value, .. } => (intrinsic::PARAMSPEC, default_value),
                TypeParamKind::TypeVarTuple { default_value, .. } => (intrinsic::TYPEVARTUPLE, default_value),
            };
            if !matches!(p.kind, TypeParamKind::TypeVar { bound: Some(_), .. }) {
                self.emit(Opcode::LoadNone, bound, 0, 0, 0);
            }
            self.emit(Opcode::Intrinsic, dst, name, bound, kind);
            if let Some(e) = default {
                let scope = self.table.scope_of(p, scopes::DEFAULT);
                self.lazy_value(scope, p.name(), e, bound)?;
                self.emit(Opcode::Intrinsic, dst, dst, bound, intrinsic::TYPEPARAM_DEFAULT);
            }
            self.unit().release(mark);
            self.store_name(p.name(), dst)?;
            self.unit().span = outer;
        }
        self.emit(Opcode::BuildTuple, first, first, 0, params.len() as i32);
        Ok(first)
    }

    /// A function that computes a value when it is asked for.
    fn lazy_value(&mut self, scope: ScopeId, name: &'a str, e: &'a Expr<'a>, dst: Reg) -> Done {
        self.annotation_unit(scope, name, e.span)?;
        let r = self.temp(e.span)?;
        self.one_value(e, r)?;
        self.unit().returns_value = true;
        self.emit(Opcode::Return, r, 0, 0, 0);
        let number = self.leave_unit()?;
        self.make_function(number, scope, dst)?;
        // Its one argument has a default, so that it can be called without.
        let mark = self.unit().top();
        let r = self.temp(e.span)?;
        let one = self.constant_number(&Constant::Int(1));
        let tuple = self.writer.constant(NewConstant::Tuple(vec![one]));
        self.load_number_to(tuple, r);
        self.emit(Opcode::SetFunctionAttr, dst, r, function_attr::DEFAULTS, 0);
        self.unit().release(mark);
        Ok(())
    }

    pub(super) fn generic_function(
        &mut self,
        f: &'a FunctionDef<'a>,
        span: Span,
        is_async: bool,
        first_line: u32,
        (defaults, kwdefaults): (Option<Reg>, Option<Reg>),
        dst: Reg,
    ) -> Done {
        let scope = self.table.scope_of(f, scopes::TYPE_PARAMS);
        let name: &'a str = self.arena.alloc_str(&format!("<generic parameters of {}>", f.name));
        self.enter_unit(scope, name, span.line, code_flags::OPTIMIZED | code_flags::NEWLOCALS)?;
        self.unit().span = span;
        for p in [".defaults", ".kwdefaults"] {
            self.unit().add_local(p);
        }
        self.unit().params = (2, 2, 0);
        self.declare_locals(scope);
        self.unit().start_temps();
        self.function_prologue(scope)?;
        let params = self.type_params(f.type_params, span)?;
        let made = self.temp(span)?;
        self.plain_function(f, span, is_async, first_line, made)?;
        if defaults.is_some() {
            self.emit(Opcode::SetFunctionAttr, made, 0, function_attr::DEFAULTS, 0);
        }
        if kwdefaults.is_some() {
            self.emit(Opcode::SetFunctionAttr, made, 1, function_attr::KWDEFAULTS, 0);
        }
        self.emit(Opcode::Intrinsic, made, made, params, intrinsic::FUNCTION_TYPE_PARAMS);
        self.unit().returns_value = true;
        self.emit(Opcode::Return, made, 0, 0, 0);
        let number = self.leave_unit()?;
        let none = self.temp(span)?;
        self.emit(Opcode::LoadNone, none, 0, 0, 0);
        self.call_made(number, scope, &[defaults.unwrap_or(none), kwdefaults.unwrap_or(none)], dst, span)
    }

    /// `type X = ...`
    pub(super) fn type_alias(
        &mut self,
        s: &'a Stmt<'a>,
        name: &'a Expr<'a>,
        params: &'a [TypeParam<'a>],
        value: &'a Expr<'a>,
    ) -> Done {
        let ExprKind::Name { id, .. } = name.kind else {
            return Err(error_at(name.span, "invalid type alias name"));
        };
        let mark = self.unit().top();
        let r = self.temp(s.span)?;
        let scope = self.table.scope_of(s, scopes::VALUE);
        if params.is_empty() {
            let first = self.temps(3, s.span)?;
            self.load_str_to(id, first);
            self.emit(Opcode::LoadNone, first + 1, 0, 0, 0);
            self.lazy_value(scope, id, value, first + 2)?;
            self.emit(Opcode::BuildTuple, first, first, 0, 3);
            self.emit(Opcode::Intrinsic, r, first, 0, intrinsic::TYPE_ALIAS);
        } else {
            let outer = self.table.scope_of(s, scopes::TYPE_PARAMS);
            let unit_name: &'a str = self.arena.alloc_str(&format!("<generic parameters of {id}>"));
            self.enter_unit(outer, unit_name, s.span.line, code_flags::OPTIMIZED | code_flags::NEWLOCALS)?;
            self.unit().span = s.span;
            self.declare_locals(outer);
            self.unit().start_temps();
            self.function_prologue(outer)?;
            let params = self.type_params(params, s.span)?;
            let first = self.temps(3, s.span)?;
            self.load_str_to(id, first);
            self.emit(Opcode::Move, first + 1, params, 0, 0);
            self.lazy_value(scope, id, value, first + 2)?;
            self.emit(Opcode::BuildTuple, first, first, 0, 3);
            self.emit(Opcode::Intrinsic, first, first, 0, intrinsic::TYPE_ALIAS);
            self.unit().returns_value = true;
            self.emit(Opcode::Return, first, 0, 0, 0);
            let number = self.leave_unit()?;
            self.call_made(number, outer, &[], r, s.span)?;
        }
        self.store_name(id, r)?;
        self.unit().release(mark);
        Ok(())
    }
}
