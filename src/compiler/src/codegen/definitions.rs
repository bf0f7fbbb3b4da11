//! Functions and classes.

use super::{Codegen, Done, clean_docstring, docstring, scopes};
use crate::symtable::{Place, ScopeId, ScopeKind};
use crate::unit::Reg;
use taipan_bytecode::image::NewConstant;
use taipan_bytecode::{FAR, Opcode, code_flags, function_attr, intrinsic};
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    /// Gives registers to a scope's variables that have none yet.
    pub(super) fn declare_locals(&mut self, scope: ScopeId) {
        let names = self.table.scopes[scope].names.clone();
        let of_place = |wanted: Place| -> Vec<&'a str> {
            let symbols = &self.table.scopes[scope].symbols;
            names.iter().copied().filter(|name| symbols[name].place == Some(wanted)).collect()
        };
        let (mut plain, mut cells) = (of_place(Place::Local), of_place(Place::Cell));
        plain.retain(|name| !self.table.scopes[scope].symbols[name].only_annotated);
        cells.sort_unstable();
        // Cells come first where there are more variables than instructions can name.
        let many = names.len() > FAR.start;
        let (first, second) = if many { (cells, plain) } else { (plain, cells) };
        for name in first.into_iter().chain(second) {
            self.unit().add_local(name);
        }
    }

    /// What a function does first: clears its locals, makes its cells, and, as a generator, returns itself.
    pub(super) fn function_prologue(&mut self, scope: ScopeId) -> Done {
        let (n_params, n_locals) = {
            let unit = self.unit();
            (unit.n_params(), unit.register_names.len())
        };
        let line = self.unit().first_line;
        let start = Span { line, end_line: line, column: 0, end_column: 0 };
        let span = std::mem::replace(&mut self.unit().span, start);
        if self.is_generator() {
            self.emit(Opcode::ReturnGenerator, 0, 0, 0, 0);
            // Where an exception thrown into a fresh generator comes from: no handler covers it.
            self.emit(Opcode::Nop, 0, 0, 0, 0);
        }
        // The rest belongs to the first statement.
        self.unit().span = Span::default();
        self.unit().prologue = self.unit().here();
        if n_locals > n_params && n_params < FAR.end {
            self.emit(Opcode::Clear, n_params, 0, 0, (n_locals - n_params) as i32);
        }
        for (arrives, belongs) in self.unit().displaced() {
            self.emit(Opcode::MoveOut, arrives, 0, 0, belongs as i32);
        }
        if n_params >= FAR.end {
            self.emit(Opcode::LoadUnbound, FAR.start, 0, 0, 0);
            for r in n_params..n_locals - FAR.len() {
                self.emit(Opcode::MoveOut, FAR.start, 0, 0, r as i32);
            }
        }
        for r in 0..n_locals {
            let name = self.unit().register_names[r];
            let symbol = self.table.scopes[scope].symbols.get(name).copied();
            let Some(symbol) = symbol.filter(|s| s.place == Some(Place::Cell)) else { continue };
            // Where parameters only arrive there is none.
            if self.unit().locals.get(name) != Some(&r) {
                continue;
            }
            self.unit().cell_registers.push(r);
            let near = if r >= FAR.end { self.temp(span)? } else { r };
            if symbol.param && near != r {
                self.emit(Opcode::MoveIn, near, 0, 0, r as i32);
            }
            let op = if symbol.param { Opcode::MakeCell } else { Opcode::NewCell };
            self.emit(op, near, 0, 0, 0);
            if near != r {
                self.emit(Opcode::MoveOut, near, 0, 0, r as i32);
                self.unit().release(near);
            }
        }
        self.unit().span = span;
        Ok(())
    }

    /// `dst =` a function of a code object, with its closure.
    pub(super) fn make_function(&mut self, number: u32, scope: ScopeId, dst: Reg) -> Done {
        let code = self.writer.constant(NewConstant::Code(number));
        let k = self.unit().constant(code);
        self.emit(Opcode::MakeFunction, dst, 0, 0, k);
        let free = self.table.scopes[scope].free.clone();
        if !free.is_empty() {
            let span = self.unit().span;
            let mark = self.unit().top();
            let closure = self.temp(span)?;
            self.long_tuple(free.len(), closure, span, |this, i, r| this.load_cell_of(free[i], r))?;
            self.emit(Opcode::SetFunctionAttr, dst, closure, function_attr::CLOSURE, 0);
            self.unit().release(mark);
        }
        Ok(())
    }

    /// Declares the parameters of a function in the order of its registers.
    fn declare_params(&mut self, args: &'a Arguments<'a>) {
        let posonly = args.posonlyargs.len();
        self.unit().params =
            (posonly as u32, (posonly + args.args.len()) as u32, args.kwonlyargs.len() as u32);
        for p in args.posonlyargs.iter().chain(args.args).chain(args.kwonlyargs) {
            let name = self.mangled(p.arg);
            self.unit().add_local(name);
        }
        for (p, flag) in [(args.vararg, code_flags::VARARGS), (args.kwarg, code_flags::VARKEYWORDS)] {
            if let Some(p) = p {
                let name = self.mangled(p.arg);
                self.unit().add_local(name);
                self.unit().flags |= flag;
            }
        }
    }

    /// Evaluates default values and sets them on the function in `dst` later: gives the registers of the tuple and dict.
    fn default_values(
        &mut self,
        args: &'a Arguments<'a>,
        span: Span,
    ) -> Result<(Option<Reg>, Option<Reg>), crate::CompileError> {
        let defaults = if args.defaults.is_empty() {
            None
        } else {
            let r = self.temp(span)?;
            let mark = self.unit().top();
            let numbers: Option<Vec<u32>> = args.defaults.iter().map(|e| self.constant_expr(e)).collect();
            match numbers {
                Some(items) => {
                    let number = self.writer.constant(NewConstant::Tuple(items));
                    self.load_number_to(number, r);
                }
                None => self.long_tuple(args.defaults.len(), r, span, |this, i, r| {
                    this.expr_to(&args.defaults[i], r)
                })?,
            }
            self.unit().release(mark);
            Some(r)
        };
        let kwdefaults = if args.kw_defaults.iter().all(Option::is_none) {
            None
        } else {
            let r = self.temp(span)?;
            self.emit(Opcode::BuildMap, r, r, 0, 0);
            for (p, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
                let Some(default) = default else { continue };
                let mark = self.unit().top();
                let (key, value) = (self.temp(span)?, self.temp(span)?);
                let name = self.mangled(p.arg);
                self.load_str_to(name, key);
                self.expr_to(default, value)?;
                self.emit(Opcode::MapAdd, r, key, value, 0);
                self.unit().release(mark);
            }
            Some(r)
        };
        Ok((defaults, kwdefaults))
    }

    fn set_defaults(&mut self, function: Reg, defaults: Option<Reg>, kwdefaults: Option<Reg>) {
        if let Some(r) = defaults {
            self.emit(Opcode::SetFunctionAttr, function, r, function_attr::DEFAULTS, 0);
        }
        if let Some(r) = kwdefaults {
            self.emit(Opcode::SetFunctionAttr, function, r, function_attr::KWDEFAULTS, 0);
        }
    }

    pub(super) fn lambda(
        &mut self,
        e: &'a Expr<'a>,
        args: &'a Arguments<'a>,
        body: &'a Expr<'a>,
        dst: Reg,
    ) -> Done {
        let (defaults, kwdefaults) = self.default_values(args, e.span)?;
        let scope = self.table.scope_of(e, scopes::BODY);
        let mut flags = code_flags::OPTIMIZED | code_flags::NEWLOCALS;
        if self.table.scopes[scope].is_generator {
            flags |= code_flags::GENERATOR;
        }
        self.enter_unit(scope, "<lambda>", e.span.line, flags)?;
        self.unit().span = e.span;
        self.declare_params(args);
        self.declare_locals(scope);
        self.unit().start_temps();
        self.function_prologue(scope)?;
        let r = self.expr(body)?;
        self.unit().returns_value = true;
        self.unit().span = body.span;
        self.emit_return(r);
        let number = self.leave_unit()?;
        let t = self.temp(e.span)?;
        self.make_function(number, scope, t)?;
        self.set_defaults(t, defaults, kwdefaults);
        self.emit(Opcode::Move, dst, t, 0, 0);
        Ok(())
    }

    /// A function definition.
    pub(super) fn function_def(&mut self, s: &'a Stmt<'a>, f: &'a FunctionDef<'a>, is_async: bool) -> Done {
        let mark = self.unit().top();
        let first_line = f.decorators.first().map_or(s.span.line, |d| d.span.line);
        let decorators = self.decorators(f.decorators)?;
        let r = self.temp(s.span)?;
        self.unit().span = s.span;
        let (defaults, kwdefaults) = self.default_values(f.args, s.span)?;
        if f.type_params.is_empty() {
            self.plain_function(f, s.span, is_async, first_line, r)?;
            self.set_defaults(r, defaults, kwdefaults);
        } else {
            self.generic_function(f, s.span, is_async, first_line, (defaults, kwdefaults), r)?;
        }
        self.apply_decorators(f.decorators, decorators, r)?;
        self.unit().span = s.span;
        self.store_name(f.name, r)?;
        self.unit().release(mark);
        Ok(())
    }

    fn decorators(&mut self, decorators: &'a [Expr<'a>]) -> Result<Vec<Reg>, crate::CompileError> {
        let mut registers = Vec::with_capacity(decorators.len());
        for d in decorators {
            let r = self.temp(d.span)?;
            self.expr_to(d, r)?;
            registers.push(r);
        }
        Ok(registers)
    }

    fn apply_decorators(&mut self, exprs: &'a [Expr<'a>], registers: Vec<Reg>, r: Reg) -> Done {
        for (d, &callee) in exprs.iter().zip(&registers).rev() {
            self.unit().span = d.span;
            // The call's window needs the registers above free: it is made anew at the top.
            let mark = self.unit().top();
            let t = self.temps(super::calls::HEADER + 1, d.span)?;
            self.emit(Opcode::Move, t, callee, 0, 0);
            self.emit(Opcode::Move, t + super::calls::HEADER, r, 0, 0);
            self.unit().reserve(super::calls::HEADER);
            self.emit(Opcode::Call, t, 1, 0, 0);
            self.emit(Opcode::Move, r, t, 0, 0);
            self.unit().release(mark);
        }
        Ok(())
    }

    /// The function object without its defaults.
    pub(super) fn plain_function(
        &mut self,
        f: &'a FunctionDef<'a>,
        span: Span,
        is_async: bool,
        first_line: u32,
        dst: Reg,
    ) -> Done {
        let annotate = self.function_annotations(f, span)?;
        let scope = self.table.scope_of(f, scopes::BODY);
        let s = &self.table.scopes[scope];
        let mut flags = code_flags::OPTIMIZED | code_flags::NEWLOCALS;
        flags |= match (is_async, s.is_generator) {
            (true, true) => code_flags::ASYNC_GENERATOR,
            (true, false) => code_flags::COROUTINE,
            (false, true) => code_flags::GENERATOR,
            (false, false) => 0,
        };
        if s.parent.is_some_and(|p| self.table.scopes[p].kind == ScopeKind::Class) {
            flags |= code_flags::METHOD;
        }
        let name = f.name;
        self.enter_unit(scope, name, first_line, flags)?;
        self.unit().span = span;
        self.declare_params(f.args);
        self.declare_locals(scope);
        self.unit().start_temps();
        let mut body = f.body;
        if let Some(text) = docstring(f.body) {
            body = &f.body[1..];
            if self.options.optimize < 2 {
                let clean = clean_docstring(text);
                let number = self.constant_number(&Constant::Str(&clean));
                self.unit().constant(number);
                self.unit().flags |= code_flags::HAS_DOCSTRING;
            }
        }
        self.function_prologue(scope)?;
        self.body(body)?;
        self.return_implicitly();
        let number = self.leave_unit()?;
        self.make_function(number, scope, dst)?;
        if let Some(r) = annotate {
            self.emit(Opcode::SetFunctionAttr, dst, r, function_attr::ANNOTATE, 0);
        }
        Ok(())
    }

    pub(super) fn class_def(&mut self, s: &'a Stmt<'a>, c: &'a ClassDef<'a>) -> Done {
        let mark = self.unit().top();
        let first_line = c.decorators.first().map_or(s.span.line, |d| d.span.line);
        let decorators = self.decorators(c.decorators)?;
        let r = self.temp(s.span)?;
        self.unit().span = s.span;
        if c.type_params.is_empty() {
            self.plain_class(c, s.span, first_line, false, r)?;
        } else {
            let scope = self.table.scope_of(c, scopes::TYPE_PARAMS);
            let name: &'a str = self.arena.alloc_str(&format!("<generic parameters of {}>", c.name));
            self.enter_unit(scope, name, s.span.line, code_flags::OPTIMIZED | code_flags::NEWLOCALS)?;
            self.unit().span = s.span;
            self.declare_locals(scope);
            self.unit().start_temps();
            self.function_prologue(scope)?;
            let params = self.type_params(c.type_params, s.span)?;
            self.store_name(".type_params", params)?;
            let base = self.temp(s.span)?;
            self.emit(Opcode::Intrinsic, base, params, 0, intrinsic::GENERIC_BASE);
            self.store_name(".generic_base", base)?;
            let made = self.temp(s.span)?;
            self.plain_class(c, s.span, first_line, true, made)?;
            self.unit().returns_value = true;
            self.emit(Opcode::Return, made, 0, 0, 0);
            let number = self.leave_unit()?;
            self.call_made(number, scope, &[], r, s.span)?;
        }
        self.apply_decorators(c.decorators, decorators, r)?;
        self.unit().span = s.span;
        self.store_name(c.name, r)?;
        self.unit().release(mark);
        Ok(())
    }

    /// Calls a function of a code object at once.
    pub(super) fn call_made(
        &mut self,
        number: u32,
        scope: ScopeId,
        args: &[Reg],
        dst: Reg,
        span: Span,
    ) -> Done {
        let mark = self.unit().top();
        let t = self.temps(super::calls::HEADER + args.len(), span)?;
        self.make_function(number, scope, t)?;
        for (i, &a) in args.iter().enumerate() {
            self.emit(Opcode::Move, t + super::calls::HEADER + i, a, 0, 0);
        }
        self.unit().reserve(super::calls::HEADER);
        self.emit(Opcode::Call, t, args.len(), 0, 0);
        self.emit(Opcode::Move, dst, t, 0, 0);
        self.unit().release(mark);
        Ok(())
    }

    fn plain_class(
        &mut self,
        c: &'a ClassDef<'a>,
        span: Span,
        first_line: u32,
        generic: bool,
        dst: Reg,
    ) -> Done {
        const HEADER: usize = super::calls::HEADER;
        let scope = self.table.scope_of(c, scopes::BODY);
        let number = self.class_body(c, scope, first_line, generic, span)?;
        super::calls::refuse_repeated(c.keywords)?;
        self.unit().span = span;
        let t = self.temps(HEADER, span)?;
        self.emit(Opcode::LoadBuildClass, t, 0, 0, 0);
        let starred = c.bases.iter().any(|b| matches!(b.kind, ExprKind::Starred { .. }))
            || c.keywords.iter().any(|k| k.arg.is_none())
            || c.bases.len() + c.keywords.len() > 16;
        if starred {
            let (args, kwargs) = (self.temp(span)?, self.temp(span)?);
            let mark = self.unit().top();
            self.emit(Opcode::BuildList, args, args, 0, 0);
            let r = self.temp(span)?;
            self.make_function(number, scope, r)?;
            self.emit(Opcode::ListAppend, args, r, 0, 0);
            self.load_str_to(c.name, r);
            self.emit(Opcode::ListAppend, args, r, 0, 0);
            for b in c.bases {
                match b.kind {
                    ExprKind::Starred { value, .. } => {
                        self.expr_to(value, r)?;
                        self.emit(Opcode::ListExtend, args, r, 0, 0);
                    }
                    _ => {
                        self.expr_to(b, r)?;
                        self.emit(Opcode::ListAppend, args, r, 0, 0);
                    }
                }
            }
            if generic {
                self.load_name_to(".generic_base", r)?;
                self.emit(Opcode::ListAppend, args, r, 0, 0);
            }
            self.emit(Opcode::ListToTuple, args, args, 0, 0);
            self.emit(Opcode::BuildMap, kwargs, kwargs, 0, 0);
            for k in c.keywords {
                let key = self.temp(span)?;
                match k.arg {
                    Some(name) => {
                        self.load_str_to(name, key);
                        self.expr_to(k.value, r)?;
                        self.emit(Opcode::MapAdd, kwargs, key, r, 0);
                    }
                    None => {
                        self.expr_to(k.value, r)?;
                        self.emit(Opcode::DictMerge, kwargs, r, t, 0);
                    }
                }
            }
            self.unit().release(mark);
            self.unit().reserve(HEADER);
            self.emit(Opcode::CallEx, t, 0, 0, 0);
            self.emit(Opcode::Move, dst, t, 0, 0);
            return Ok(());
        }
        let function = self.temp(span)?;
        self.make_function(number, scope, function)?;
        let name = self.temp(span)?;
        self.load_str_to(c.name, name);
        let mut argc = 2;
        for b in c.bases {
            let r = self.temp(b.span)?;
            self.expr_to(b, r)?;
            argc += 1;
        }
        if generic {
            let r = self.temp(span)?;
            self.load_name_to(".generic_base", r)?;
            argc += 1;
        }
        let mut names = Vec::new();
        for k in c.keywords {
            let r = self.temp(k.span)?;
            self.expr_to(k.value, r)?;
            names.push(k.arg.unwrap_or_default());
            argc += 1;
        }
        self.unit().reserve(HEADER);
        if names.is_empty() {
            self.emit(Opcode::Call, t, argc, 0, 0);
        } else {
            let number = self.name_tuple(&names);
            let k = self.unit().constant(number);
            self.emit(Opcode::CallKw, t, argc, 0, k);
        }
        self.emit(Opcode::Move, dst, t, 0, 0);
        Ok(())
    }

    fn class_body(
        &mut self,
        c: &'a ClassDef<'a>,
        scope: ScopeId,
        first_line: u32,
        generic: bool,
        span: Span,
    ) -> Result<u32, crate::CompileError> {
        self.enter_unit(scope, c.name, first_line, 0)?;
        self.unit().span = Span { line: first_line, end_line: first_line, column: 0, end_column: 0 };
        self.unit().add_local(".namespace");
        let (needs_class, needs_dict, conditional) = {
            let s = &self.table.scopes[scope];
            (s.needs_class_cell, s.needs_classdict, s.has_conditional_annotations)
        };
        let cells = [
            ("__class__", needs_class),
            ("__classdict__", needs_dict),
            ("__conditional_annotations__", conditional),
        ];
        for (name, needed) in cells {
            if needed {
                let r = self.unit().add_local(name);
                self.unit().cell_registers.push(r);
            }
        }
        self.unit().start_temps();
        for r in self.unit().cell_registers.clone() {
            self.emit(Opcode::NewCell, r, 0, 0, 0);
        }
        if needs_dict {
            let r = self.unit().locals["__classdict__"];
            self.emit(Opcode::StoreCell, r, 0, 0, 0);
        }
        let mark = self.unit().top();
        let r = self.temp(span)?;
        self.emit_named(Opcode::LoadName, r, 0, 0, "__name__");
        self.store_name("__module__", r)?;
        let qualname = self.unit().qualname.clone();
        self.load_str_to(&qualname, r);
        self.store_name("__qualname__", r)?;
        self.emit(Opcode::LoadInt, r, 0, 0, first_line as i32);
        self.store_name("__firstlineno__", r)?;
        if generic {
            self.load_name_to(".type_params", r)?;
            self.emit_named(Opcode::StoreName, r, 0, 0, "__type_params__");
        }
        self.unit().release(mark);
        self.start_annotations(c.body)?;
        let mut body = c.body;
        if let Some(text) = docstring(c.body) {
            body = &c.body[1..];
            if self.options.optimize < 2 {
                self.unit().span = c.body[0].span;
                let r = self.temp(span)?;
                let clean = clean_docstring(text);
                self.load_constant_to(&Constant::Str(self.arena.alloc_slice_copy(&clean)), r);
                self.emit_named(Opcode::StoreName, r, 0, 0, "__doc__");
                self.unit().release(mark);
            }
        }
        self.body(body)?;
        self.unit().span = Span { line: first_line, end_line: first_line, column: 0, end_column: 0 };
        self.annotations_of_block(c.body, c.body.as_ptr() as usize)?;
        self.implicit_return_begins();
        let r = self.temp(span)?;
        let mut attributes = std::mem::take(&mut self.unit().static_attributes);
        attributes.sort_unstable();
        let number = self.name_tuple(&attributes);
        self.load_number_to(number, r);
        self.store_name("__static_attributes__", r)?;
        if needs_dict {
            let cell = self.unit().locals["__classdict__"];
            self.emit_named(Opcode::StoreName, cell, 0, 0, "__classdictcell__");
        }
        if needs_class {
            let cell = self.unit().locals["__class__"];
            self.emit_named(Opcode::StoreName, cell, 0, 0, "__classcell__");
            self.unit().returns_value = true;
            self.emit(Opcode::Return, cell, 0, 0, 0);
        } else {
            self.emit(Opcode::ReturnNone, 0, 0, 0, 0);
        }
        self.leave_unit()
    }
}
