//! Code generation: a walk over the tree that emits instructions.

mod annotations;
mod assignment;
mod calls;
mod comprehension;
mod conditions;
mod definitions;
mod doubts;
mod exceptions;
mod expr;
mod imports;
mod names;
mod pattern;
mod stmt;
mod strings;
mod type_params;

use crate::error::{CompileError, CompileWarning, error_at};
use crate::symtable::{DEPTH_MAX, ScopeId, ScopeKind, SymbolTable, which};
use crate::unit::{Reg, Unit};
use crate::{Options, symtable};
use bumpalo::Bump;
use taipan_bytecode::image::{NewCode, NewConstant, STRING_INTERN, Writer};
use taipan_bytecode::{Opcode, code_flags};
use taipan_grammar::ast::*;

type Done = Result<(), CompileError>;

/// Registers that instructions can name.
const REGISTERS_MAX: usize = 250;
/// Where more temporaries are in use, they are moved away before another expression is computed.
const SPILL_FROM: usize = 200;
/// Values that are put into registers in a row: more are gathered in a list.
const ROW_MAX: usize = 24;

struct Codegen<'a, 't> {
    arena: &'a Bump,
    table: &'t SymbolTable<'a>,
    options: Options<'t>,
    /// Where the last import from `__future__` is that may stand where it does: line and column.
    future_line: (u32, u32),
    writer: Writer,
    units: Vec<Unit<'a>>,
    warnings: Vec<CompileWarning>,
    /// How many bodies are being emitted that were emitted before.
    silent: u32,
    depth: u32,
    /// Statements being left early, around what is being emitted.
    leaving: u32,
    /// Ranges interrupted by code that leaves early.
    pending_regions: Vec<usize>,
}

/// Compiles a module.
pub fn generate<'a>(
    arena: &'a Bump,
    module: &Mod<'a>,
    table: &SymbolTable<'a>,
    options: &Options<'_>,
    future_line: (u32, u32),
) -> Result<(Vec<u8>, Vec<CompileWarning>), CompileError> {
    let mut g = Codegen {
        arena,
        table,
        options: *options,
        future_line,
        writer: Writer::new(),
        units: Vec::new(),
        warnings: Vec::new(),
        silent: 0,
        depth: 0,
        leaving: 0,
        pending_regions: Vec::new(),
    };
    for &(span, word) in &table.leaves_finally {
        g.warn(span, format!("'{word}' in a 'finally' block"));
    }
    g.module(module)?;
    let image = g.writer.finish(options.filename.as_bytes());
    Ok((image, g.warnings))
}

impl<'a, 't> Codegen<'a, 't> {
    /// Are annotations kept as text?
    fn annotations_are_text(&self) -> bool {
        self.options.futures & code_flags::FUTURE_ANNOTATIONS != 0
    }

    fn unit(&mut self) -> &mut Unit<'a> {
        self.units.last_mut().expect("a unit is open")
    }

    fn module(&mut self, module: &Mod<'a>) -> Done {
        self.enter_unit(0, "<module>", 1, 0)?;
        self.unit().add_local(".namespace");
        self.unit().start_temps();
        if self.options.top_level_await && self.table.scopes[0].is_coroutine {
            self.unit().flags |= code_flags::COROUTINE;
            self.emit(Opcode::ReturnGenerator, 0, 0, 0, 0);
        }
        match module {
            Mod::Module { body } => {
                let named = self.annotations_of_module(body)?;
                let body = self.docstring_of_module(body)?;
                self.body(body)?;
                self.return_implicitly();
                self.unit().cache_names.extend(named);
            }
            Mod::Interactive { body } => {
                self.options.interactive = true;
                let named = self.annotations_of_module(body)?;
                self.body(body)?;
                self.return_implicitly();
                self.unit().cache_names.extend(named);
            }
            Mod::Expression { body } => {
                let r = self.expr(body)?;
                self.unit().returns_value = true;
                self.emit_return(r);
            }
            Mod::FunctionType { .. } => {
                return Err(error_at(Span::default(), "signature types are no code"));
            }
        }
        self.leave_unit()?;
        Ok(())
    }

    /// The `__annotate__` of a module. What it names is given back: it runs first, and is compiled last in CPython, which tells
    /// the names in that order.
    fn annotations_of_module(&mut self, body: &'a [Stmt<'a>]) -> Result<Vec<(u32, u32)>, CompileError> {
        if let Some(first) = body.first() {
            self.unit().span = first.span;
        }
        self.start_annotations(body)?;
        let n = self.unit().cache_names.len();
        self.annotations_of_block(body, body.as_ptr() as usize)?;
        Ok(self.unit().cache_names.split_off(n))
    }

    fn docstring_of_module(&mut self, body: &'a [Stmt<'a>]) -> Result<&'a [Stmt<'a>], CompileError> {
        if let Some(text) = docstring(body) {
            if self.options.optimize < 2 {
                self.unit().span = body[0].span;
                let mark = self.unit().top();
                let r = self.unit().temp();
                let clean = clean_docstring(text);
                self.load_constant_to(&Constant::Str(self.arena.alloc_slice_copy(&clean)), r);
                self.store_name("__doc__", r)?;
                self.unit().release(mark);
            }
            return Ok(&body[1..]);
        }
        Ok(body)
    }

    // --- units -------------------------------------------------------------------------------------------------------

    fn enter_unit(
        &mut self,
        scope: ScopeId,
        name: &'a str,
        first_line: u32,
        flags: u32,
    ) -> Result<u32, CompileError> {
        self.depth += 1;
        let number = self.writer.reserve_code();
        let qualname = self.qualname(scope, name);
        let mut unit = Unit::new(number, scope, name, qualname, first_line);
        unit.flags = flags | self.options.futures;
        unit.span = Span { line: first_line, end_line: first_line, column: 0, end_column: 0 };
        let s = &self.table.scopes[scope];
        if s.nested && s.kind != ScopeKind::Module {
            unit.flags |= code_flags::NESTED;
        }
        unit.free = s.free.clone();
        self.units.push(unit);
        Ok(number)
    }

    fn qualname(&self, scope: ScopeId, name: &str) -> String {
        let Some(mut parent) = self.units.last() else { return name.to_owned() };
        let kind = |unit: &Unit<'_>| self.table.scopes[unit.scope].kind;
        if matches!(kind(parent), ScopeKind::TypeParams | ScopeKind::Annotation) && self.units.len() > 1 {
            // What annotations and type parameters are evaluated in does not show.
            parent = &self.units[self.units.len() - 2];
        }
        let parent_scope = &self.table.scopes[parent.scope];
        if parent_scope.kind == ScopeKind::Module {
            return name.to_owned();
        }
        // Names declared global in the parent belong to the module.
        let definition = matches!(self.table.scopes[scope].kind, ScopeKind::Function | ScopeKind::Class);
        if definition && parent_scope.symbols.get(name).is_some_and(|s| s.global) {
            return name.to_owned();
        }
        let hidden = matches!(parent_scope.kind, ScopeKind::TypeParams | ScopeKind::Annotation);
        if parent_scope.kind.is_function() && !hidden {
            format!("{}.<locals>.{name}", parent.qualname)
        } else {
            format!("{}.{name}", parent.qualname)
        }
    }

    /// Ends the unit and gives its number.
    fn leave_unit(&mut self) -> Result<u32, CompileError> {
        self.depth -= 1;
        let mut unit = self.units.pop().expect("a unit is open");
        unit.dead = false;
        unit.finish();
        unit.lift_calls();
        if unit.n_registers() > 65_000 {
            return Err(error_at(unit.span, "too many local variables"));
        }
        if !unit.returns_value {
            unit.flags |= code_flags::ONLY_RETURNS_NONE;
        }
        if unit.has_handlers {
            unit.flags |= code_flags::HAS_HANDLERS;
        }
        let name = self.writer.string(unit.name.as_bytes(), STRING_INTERN);
        let qualname = self.writer.string(unit.qualname.as_bytes(), STRING_INTERN);
        let register_names = unit.register_names.iter().map(|&name| {
            // No name in an annotation means the parameter of `__annotate__`, but it is shown.
            let shown = if name == ".format" { "format" } else { name };
            self.writer.string(shown.as_bytes(), STRING_INTERN)
        });
        let register_names = register_names.collect();
        let free_names = unit.free.iter().map(|n| self.writer.string(n.as_bytes(), STRING_INTERN)).collect();
        let code = NewCode {
            name,
            qualname,
            first_line: unit.first_line,
            flags: unit.flags,
            n_pos_params: unit.params.1,
            n_posonly: unit.params.0,
            n_kwonly: unit.params.2,
            n_registers: unit.n_registers() as u32,
            n_cache_words: unit.n_cache_words,
            handlers: unit.handlers(),
            constants: unit.constants,
            instructions: unit.instructions,
            cache_names: unit.cache_names,
            register_names,
            cell_registers: unit.cell_registers.iter().map(|&r| r as u32).collect(),
            free_names,
            scoped_names: unit.scoped_names,
            locations: unit.locations,
        };
        self.writer.set_code(unit.number, code);
        Ok(unit.number)
    }

    // --- emission ----------------------------------------------------------------------------------------------------

    fn emit(&mut self, op: Opcode, a: Reg, b: Reg, c: Reg, imm: i32) {
        self.unit().emit(op, a, b, c, imm);
    }

    fn emit_named(&mut self, op: Opcode, a: Reg, b: Reg, c: Reg, name: &str) {
        let name = self.writer.string(name.as_bytes(), STRING_INTERN);
        self.unit().emit_cached(op, a, b, c, name);
    }

    fn return_none(&mut self) {
        if self.is_generator() {
            let mark = self.unit().top();
            let r = self.unit().temp();
            self.emit(Opcode::LoadNone, r, 0, 0, 0);
            self.emit(Opcode::ReturnGen, r, 0, 0, 0);
            self.unit().release(mark);
        } else {
            self.emit(Opcode::ReturnNone, 0, 0, 0, 0);
        }
    }

    /// The end of code that no `return` ends.
    fn return_implicitly(&mut self) {
        self.implicit_return_begins();
        self.return_none();
    }

    /// What follows, up to the end of the code, stands nowhere in the source.
    fn implicit_return_begins(&mut self) {
        let unit = self.unit();
        unit.implicit_return = (!unit.dead).then_some(unit.instructions.len());
        unit.span = Span::default();
    }

    fn emit_return(&mut self, r: Reg) {
        let op = if self.is_generator() { Opcode::ReturnGen } else { Opcode::Return };
        self.emit(op, r, 0, 0, 0);
    }

    fn is_generator(&mut self) -> bool {
        const GENERATORS: u32 = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;
        self.unit().flags & GENERATORS != 0
    }

    /// A temporary, or an error where registers have run out.
    fn temp(&mut self, span: Span) -> Result<Reg, CompileError> {
        self.temps(1, span)
    }

    fn temps(&mut self, n: usize, span: Span) -> Result<Reg, CompileError> {
        let r = self.unit().temps(n);
        if r + n > REGISTERS_MAX {
            return Err(error_at(span, "expression too complex: it needs too many registers"));
        }
        Ok(r)
    }

    /// The temporaries that are used by the expressions being computed alone, where they have become too many to leave
    /// room for another.
    fn crowded(&mut self) -> Option<(Reg, usize)> {
        let unit = self.unit();
        let (base, top) = (unit.base, unit.top());
        (top > SPILL_FROM && top > base + 1).then(|| (base, top - base))
    }

    /// Moves temporaries out of the way, has something computed into the first of them, and puts them back.
    fn with_room(
        &mut self,
        (base, n): (Reg, usize),
        dst: Reg,
        compute: impl FnOnce(&mut Self, Reg) -> Done,
    ) -> Done {
        let far = self.unit().far_temps(n + 1);
        for i in 0..n {
            self.emit(Opcode::MoveOut, base + i, 0, 0, (far + i) as i32);
        }
        self.unit().release(base);
        let r = self.unit().temp();
        compute(self, r)?;
        self.emit(Opcode::MoveOut, r, 0, 0, (far + n) as i32);
        self.unit().release(base);
        self.unit().temps(n);
        for i in 0..n {
            self.emit(Opcode::MoveIn, base + i, 0, 0, (far + i) as i32);
        }
        self.emit(Opcode::MoveIn, dst, 0, 0, (far + n) as i32);
        self.unit().release_far(far);
        Ok(())
    }

    /// A tuple of many values, each put into a register by a call.
    fn long_tuple(
        &mut self,
        n: usize,
        dst: Reg,
        span: Span,
        mut item: impl FnMut(&mut Self, usize, Reg) -> Done,
    ) -> Done {
        let mark = self.unit().top();
        if n <= ROW_MAX {
            let first = self.temps(n, span)?;
            for i in 0..n {
                item(self, i, first + i)?;
            }
            self.emit(Opcode::BuildTuple, dst, first, 0, n as i32);
        } else {
            let (list, r) = (self.temp(span)?, self.temp(span)?);
            self.emit(Opcode::BuildList, list, list, 0, 0);
            for i in 0..n {
                item(self, i, r)?;
                self.emit(Opcode::ListAppend, list, r, 0, 0);
            }
            self.emit(Opcode::ListToTuple, dst, list, 0, 0);
        }
        self.unit().release(mark);
        Ok(())
    }

    fn deeper(&mut self, span: Span) -> Done {
        self.depth += 1;
        if self.depth > DEPTH_MAX { Err(CompileError::too_deep(span)) } else { Ok(()) }
    }

    fn warn(&mut self, span: Span, message: impl Into<String>) {
        if self.silent == 0 {
            self.warnings.push(CompileWarning { message: message.into(), span });
        }
    }

    // --- constants ---------------------------------------------------------------------------------------------------

    /// The number of a constant in the image.
    fn constant_number(&mut self, value: &Constant<'_>) -> u32 {
        let constant = match value {
            Constant::None => NewConstant::None,
            Constant::True => NewConstant::True,
            Constant::False => NewConstant::False,
            Constant::Ellipsis => NewConstant::Ellipsis,
            Constant::Int(i) => NewConstant::Int(*i),
            Constant::BigInt { digits, radix } => {
                let limbs = parse_limbs(digits, *radix);
                NewConstant::BigInt(false, limbs)
            }
            Constant::Float(f) => NewConstant::Float(f.to_bits()),
            Constant::Complex(f) => NewConstant::Complex(0f64.to_bits(), f.to_bits()),
            Constant::Str(s) => {
                let flags = if looks_like_name(s) { STRING_INTERN } else { 0 };
                NewConstant::Str(self.writer.string(s, flags))
            }
            Constant::Bytes(b) => NewConstant::Bytes(b.to_vec()),
            Constant::NegativeInt(digits) => NewConstant::BigInt(true, parse_limbs(digits, 16)),
            Constant::FullComplex(re, im) => NewConstant::Complex(re.to_bits(), im.to_bits()),
            Constant::Tuple(items) => {
                NewConstant::Tuple(items.iter().map(|item| self.constant_number(item)).collect())
            }
            Constant::FrozenSet(items) => {
                NewConstant::FrozenSet(items.iter().map(|item| self.constant_number(item)).collect())
            }
        };
        self.writer.constant(constant)
    }

    /// Loads a constant into a register.
    fn load_constant_to(&mut self, value: &Constant<'_>, dst: Reg) {
        match value {
            Constant::None => self.emit(Opcode::LoadNone, dst, 0, 0, 0),
            Constant::True => self.emit(Opcode::LoadTrue, dst, 0, 0, 0),
            Constant::False => self.emit(Opcode::LoadFalse, dst, 0, 0, 0),
            Constant::Ellipsis => self.emit(Opcode::LoadEllipsis, dst, 0, 0, 0),
            Constant::Int(i) if i32::try_from(*i).is_ok() => self.emit(Opcode::LoadInt, dst, 0, 0, *i as i32),
            value => {
                let number = self.constant_number(value);
                self.load_number_to(number, dst);
            }
        }
    }

    fn load_number_to(&mut self, number: u32, dst: Reg) {
        let i = self.unit().constant(number);
        self.emit(Opcode::LoadConst, dst, 0, 0, i);
    }

    fn load_str_to(&mut self, text: &str, dst: Reg) {
        self.load_constant_to(&Constant::Str(self.arena.alloc_str(text).as_bytes()), dst);
    }

    /// The number of a tuple of strings.
    fn name_tuple(&mut self, names: &[&str]) -> u32 {
        let items = names
            .iter()
            .map(|n| {
                let s = self.writer.string(n.as_bytes(), STRING_INTERN);
                self.writer.constant(NewConstant::Str(s))
            })
            .collect();
        self.writer.constant(NewConstant::Tuple(items))
    }

    /// The number of a constant expression: constants, and tuples of such.
    fn constant_expr(&mut self, e: &Expr<'a>) -> Option<u32> {
        if let Some(value) = crate::fold::constant(e) {
            return Some(self.constant_number(&value));
        }
        match e.kind {
            ExprKind::Tuple { elts, ctx: Context::Load } => {
                let mut items = Vec::with_capacity(elts.len());
                for e in elts {
                    items.push(self.constant_expr(e)?);
                }
                Some(self.writer.constant(NewConstant::Tuple(items)))
            }
            // Complex numbers are written as sums.
            ExprKind::BinOp { left, op: Operator::Add | Operator::Sub, right } => {
                let (real, imag) = (crate::fold::constant(left)?, crate::fold::constant(right)?);
                let Constant::Complex(imag) = imag else { return None };
                let real = match real {
                    Constant::Int(i) if i.unsigned_abs() < 1 << 53 => i as f64,
                    Constant::Float(f) => f,
                    _ => return None,
                };
                let minus = matches!(e.kind, ExprKind::BinOp { op: Operator::Sub, .. });
                let (re, im) = if minus { (real - 0.0, 0.0 - imag) } else { (real + 0.0, imag) };
                let im = if minus { -imag } else { im };
                Some(self.writer.constant(NewConstant::Complex(re.to_bits(), im.to_bits())))
            }
            ExprKind::UnaryOp { op: UnaryOp::USub, operand } => match operand.kind {
                ExprKind::Constant { value: Constant::BigInt { digits, radix }, .. } => {
                    let limbs = parse_limbs(digits, radix);
                    Some(self.writer.constant(NewConstant::BigInt(true, limbs)))
                }
                ExprKind::Constant { value: Constant::Complex(f), .. } => {
                    Some(self.writer.constant(NewConstant::Complex((-0f64).to_bits(), (-f).to_bits())))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The docstring of a body.
fn docstring<'a>(body: &[Stmt<'a>]) -> Option<&'a [u8]> {
    match body.first()?.kind {
        StmtKind::Expr(e) => match e.kind {
            ExprKind::Constant { value: Constant::Str(s), .. } => Some(s),
            _ => None,
        },
        _ => None,
    }
}

/// Takes the common indentation out of a docstring, as the compiler does since 3.13.
fn clean_docstring(text: &[u8]) -> Vec<u8> {
    let expanded = text;
    let lines: Vec<&[u8]> = expanded.split(|&b| b == b'\n').collect();
    let indent = |l: &[u8]| l.iter().take_while(|&&b| b == b' ').count();
    let margin = lines.iter().skip(1).filter(|l| indent(l) < l.len()).map(|l| indent(l)).min().unwrap_or(0);
    let mut out = Vec::with_capacity(text.len());
    for (i, line) in lines.iter().enumerate() {
        if i == 0 {
            out.extend_from_slice(&line[indent(line)..]);
        } else {
            out.push(b'\n');
            out.extend_from_slice(&line[margin.min(indent(line))..]);
        }
    }
    out
}

fn looks_like_name(s: &[u8]) -> bool {
    s.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// The limbs of a number written in digits. Literals are as long as the source, so no limit applies.
fn parse_limbs(digits: &str, radix: u32) -> Vec<u64> {
    match taipan_number::big::parse(digits.as_bytes(), radix, usize::MAX) {
        Ok(n) => n.limbs().to_vec(),
        Err(_) => Vec::new(),
    }
}

/// Which scopes of nodes there are, for the other rooms.
pub(crate) use symtable::which as scopes;

const _: u8 = which::BODY;
