//! Functions, classes, type parameters, annotations.

use super::{Codegen, Done, clean_docstring, docstring, scopes};
use crate::error::error_at;
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
    fn plain_function(
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

    /// The function's `__annotate__` in a register.
    fn function_annotations(
        &mut self,
        f: &'a FunctionDef<'a>,
        span: Span,
    ) -> Result<Option<Reg>, crate::CompileError> {
        let a = f.args;
        let params = a.posonlyargs.iter().chain(a.args).chain(a.vararg).chain(a.kwonlyargs).chain(a.kwarg);
        let mut all: Vec<(&'a str, &'a Expr<'a>)> =
            params.filter_map(|p| p.annotation.map(|e| (p.arg, e))).collect();
        if let Some(returns) = f.returns {
            all.push(("return", returns));
        }
        if all.is_empty() {
            return Ok(None);
        }
        let r = self.temp(span)?;
        let body = self.table.scope_of(f, scopes::BODY);
        let qualname = format!("{}.__annotate__", self.qualname(body, f.name));
        let all: Vec<_> = all.into_iter().map(|(name, e)| (name, e, None)).collect();
        let scope = self.table.scope_of(f, scopes::ANNOTATE);
        let number = self.annotate_function(scope, qualname, span, &all)?;
        self.make_function(number, scope, r)?;
        Ok(Some(r))
    }

    /// The code of an `__annotate__` function (PEP 649).
    fn annotate_function(
        &mut self,
        scope: ScopeId,
        qualname: String,
        span: Span,
        all: &[Annotation<'a>],
    ) -> Result<u32, crate::CompileError> {
        self.annotation_unit(scope, "__annotate__", span)?;
        self.unit().qualname = qualname;
        let into = self.temp(span)?;
        self.emit(Opcode::BuildMap, into, into, 0, 0);
        for &(name, e, number) in all {
            let mark = self.unit().top();
            let (key, value) = (self.temp(span)?, self.temp(span)?);
            let skip = self.unit().label();
            self.unit().span = e.span;
            if let Some(number) = number {
                self.load_conditional_annotations(value)?;
                self.emit(Opcode::LoadInt, key, 0, 0, number);
                self.emit(Opcode::Contains, key, key, value, 0);
                self.unit().emit_jump(Opcode::JumpIfFalse, key, 0, 0, skip);
            }
            let name = self.mangled(name);
            self.load_str_to(name, key);
            if self.annotations_are_text() {
                let text = self.source_text(e);
                self.load_str_to(text, value);
            } else {
                self.one_value(e, value)?;
            }
            self.emit(Opcode::MapAdd, into, key, value, 0);
            self.unit().release(mark);
            self.unit().place(skip);
        }
        self.unit().returns_value = true;
        self.emit(Opcode::Return, into, 0, 0, 0);
        self.leave_unit()
    }

    /// The set of the annotations of the class or module around that have been passed.
    pub(super) fn load_conditional_annotations(&mut self, dst: Reg) -> Done {
        const NAME: &str = "__conditional_annotations__";
        match self.unit().locals.get(NAME) {
            Some(&cell) => self.emit(Opcode::LoadCell, dst, cell, 0, 0),
            None => self.load_name_to(NAME, dst)?,
        }
        Ok(())
    }

    /// An expression that may be starred (`*args: *Ts`), and then stands for the one item of what it unpacks.
    fn one_value(&mut self, e: &'a Expr<'a>, dst: Reg) -> Done {
        let ExprKind::Starred { value, .. } = e.kind else { return self.expr_to(e, dst) };
        let r = self.expr(value)?;
        self.emit(Opcode::UnpackSequence, dst, r, 0, 1);
        Ok(())
    }

    /// Starts a function with the parameter `format`, which refuses formats that it does not know.
    fn annotation_unit(&mut self, scope: ScopeId, name: &'a str, span: Span) -> Done {
        self.enter_unit(scope, name, span.line, code_flags::OPTIMIZED | code_flags::NEWLOCALS)?;
        self.unit().span = span;
        self.unit().add_local(".format");
        self.unit().params = (1, 1, 0);
        self.declare_locals(scope);
        // It shows as `format`.
        self.unit().start_temps();
        self.function_prologue(scope)?;
        let mark = self.unit().top();
        let ok = self.unit().label();
        let limit = 2i16.to_le_bytes();
        self.unit().emit_jump(Opcode::JumpIfNotGtImm, 0, limit[0] as usize, limit[1] as usize, ok);
        let t = self.temps(super::calls::HEADER, span)?;
        self.emit_named(Opcode::LoadGlobal, t, 0, 0, "NotImplementedError");
        self.emit(Opcode::Raise, t, 0, 0, 0);
        self.unit().place(ok);
        self.unit().release(mark);
        Ok(())
    }

    /// Makes ready for the annotations of a class or module body.
    pub(super) fn start_annotations(&mut self, body: &'a [Stmt<'a>]) -> Done {
        let scope = self.unit().scope;
        let s = &self.table.scopes[scope];
        let (class, conditional) = (s.kind == ScopeKind::Class, s.has_conditional_annotations);
        let (future, any) = (self.annotations_are_text(), s.has_annotations);
        // With the future's annotations a module has the set all the same, as in CPython.
        if conditional && !(future && class) {
            let mut all = Vec::new();
            collect_annotations(body, class, &mut all);
            let numbers = all.iter().filter_map(|&(_, e, n)| Some((std::ptr::from_ref(e) as usize, n?)));
            self.unit().conditional_annotations = numbers.collect();
            let mark = self.unit().top();
            let r = self.temp(Span::default())?;
            self.emit(Opcode::BuildSet, r, r, 0, 0);
            if class {
                let cell = self.unit().locals["__conditional_annotations__"];
                self.emit(Opcode::StoreCell, cell, r, 0, 0);
            } else {
                self.store_name("__conditional_annotations__", r)?;
            }
            self.unit().release(mark);
        }
        if future && any {
            self.emit(Opcode::SetupAnnotations, 0, 0, 0, 0);
        }
        Ok(())
    }

    /// The `__annotate__` of a class or module body, stored in its namespace. `key`: the block's address.
    pub(super) fn annotations_of_block(&mut self, body: &'a [Stmt<'a>], key: usize) -> Done {
        let Some(scope) = self.table.scope_at(key, scopes::ANNOTATE) else { return Ok(()) };
        if self.annotations_are_text() {
            return Ok(());
        }
        let class = {
            let s = self.unit().scope;
            self.table.scopes[s].kind == ScopeKind::Class
        };
        let mut all = Vec::new();
        collect_annotations(body, class, &mut all);
        let span = body.first().filter(|_| !class).map_or(self.unit().span, |s| s.span);
        let qualname = self.qualname(scope, "__annotate__");
        let number = self.annotate_function(scope, qualname, span, &all)?;
        let mark = self.unit().top();
        let r = self.temp(span)?;
        self.make_function(number, scope, r)?;
        self.store_name(if class { "__annotate_func__" } else { "__annotate__" }, r)?;
        self.unit().release(mark);
        Ok(())
    }

    /// An annotation's text.
    pub(super) fn source_text(&mut self, e: &Expr<'a>) -> &'a str {
        self.arena.alloc_str(&crate::unparse::expression(e))
    }

    // --- classes -----------------------------------------------------------------------------------------------------

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
    fn call_made(&mut self, number: u32, scope: ScopeId, args: &[Reg], dst: Reg, span: Span) -> Done {
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

    // --- type parameters ---------------------------------------------------------------------------------------------

    /// Makes the type parameters, binds their names, and gives the register of their tuple.
    fn type_params(&mut self, params: &'a [TypeParam<'a>], span: Span) -> Result<Reg, crate::CompileError> {
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

    fn generic_function(
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

/// A name, its annotation, and the number that it has where it counts only once it has been passed.
type Annotation<'a> = (&'a str, &'a Expr<'a>, Option<i32>);

/// The simple annotated names of a block, those in nested statements included.
fn collect_annotations<'a>(body: &'a [Stmt<'a>], class: bool, all: &mut Vec<Annotation<'a>>) {
    let mut next = 0;
    collect_from(body, !class, &mut next, all);
}

fn collect_from<'a>(body: &'a [Stmt<'a>], conditional: bool, next: &mut i32, all: &mut Vec<Annotation<'a>>) {
    for s in body {
        let mut nested = |body: &'a [Stmt<'a>]| collect_from(body, true, next, all);
        match s.kind {
            StmtKind::AnnAssign { target, annotation, simple: true, .. } => {
                if let ExprKind::Name { id, .. } = target.kind {
                    all.push((id, annotation, conditional.then_some(*next)));
                    *next += conditional as i32;
                }
            }
            StmtKind::If { body, orelse, .. } | StmtKind::While { body, orelse, .. } => {
                nested(body);
                nested(orelse);
            }
            StmtKind::For(f) | StmtKind::AsyncFor(f) => {
                nested(f.body);
                nested(f.orelse);
            }
            StmtKind::With { body, .. } | StmtKind::AsyncWith { body, .. } => nested(body),
            StmtKind::Try(t) | StmtKind::TryStar(t) => {
                nested(t.body);
                t.handlers.iter().for_each(|h| nested(h.body));
                nested(t.orelse);
                nested(t.finalbody);
            }
            StmtKind::Match { cases, .. } => cases.iter().for_each(|c| nested(c.body)),
            _ => {}
        }
    }
}
