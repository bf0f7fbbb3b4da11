//! Names: from a scope's verdict to instructions.

use super::{Codegen, Done};
use crate::error::{CompileError, error_at};
use crate::symtable::{Place, ScopeId, ScopeKind};
use crate::unit::Reg;
use taipan_bytecode::{FAR, Opcode};
use taipan_grammar::ast::*;

/// Where a variable is, for the code being made.
#[derive(Clone, Copy, Debug)]
pub enum Variable {
    /// In a register.
    Register(Reg),
    /// In the cell in a register.
    Cell(Reg),
    /// In a cell of the closure.
    Free(usize),
    /// In the namespace in the first register, or further out.
    Namespace,
    /// Global or builtin.
    Global,
}

impl<'a> Codegen<'a, '_> {
    /// A name as its scope knows it.
    pub(super) fn mangled(&mut self, name: &'a str) -> &'a str {
        let scope = self.unit().scope;
        self.table.scopes[scope].mangle(self.arena, name)
    }

    fn place_in(&self, scope: ScopeId, name: &str) -> Option<Place> {
        self.table.scopes[scope].symbols.get(name).and_then(|s| s.place)
    }

    /// Where a (mangled) name is.
    pub(super) fn variable(&mut self, name: &'a str) -> Variable {
        let unit = self.units.last().expect("a unit is open");
        for overlay in unit.overlays.iter().rev() {
            if let Some(&r) = overlay.names.get(name) {
                return match self.place_in(overlay.scope, name) {
                    Some(Place::Cell) => Variable::Cell(r),
                    _ => Variable::Register(r),
                };
            }
        }
        let scope = unit.scope;
        let kind = self.table.scopes[scope].kind;
        let inlined = unit.overlays.last().map(|o| o.scope);
        let place = match inlined {
            // An inlined comprehension does not see the names of the class it stands in.
            Some(inner) if kind == ScopeKind::Class => self.place_in(inner, name),
            Some(inner) => match (self.place_in(scope, name), self.place_in(inner, name)) {
                // Nor what an annotation scope sees of a class.
                (Some(Place::GlobalExplicit | Place::GlobalImplicit), Some(Place::Free)) => Some(Place::Free),
                (outer, inner) => outer.or(inner),
            },
            None => self.place_in(scope, name),
        };
        let free = |unit: &crate::unit::Unit<'a>| unit.free.iter().position(|n| *n == name);
        match place {
            Some(Place::Local) if kind.is_function() => match unit.locals.get(name) {
                Some(&r) => Variable::Register(r),
                None => Variable::Global,
            },
            Some(Place::Cell) if kind.is_function() => match unit.locals.get(name) {
                Some(&r) => Variable::Cell(r),
                None => Variable::Global,
            },
            Some(Place::Local | Place::Cell) => {
                if kind == ScopeKind::Class && inlined.is_some() {
                    Variable::Global
                } else {
                    Variable::Namespace
                }
            }
            Some(Place::Free) => match free(unit) {
                Some(i) => Variable::Free(i),
                None => match unit.locals.get(name) {
                    Some(&r) if unit.cell_registers.contains(&r) => Variable::Cell(r),
                    _ => Variable::Global,
                },
            },
            Some(Place::GlobalExplicit) => Variable::Global,
            Some(Place::GlobalImplicit) | None => {
                if kind.is_function() || (kind == ScopeKind::Class && inlined.is_some()) {
                    Variable::Global
                } else {
                    Variable::Namespace
                }
            }
        }
    }

    /// Can the scope see the namespace of the class around it at run time?
    fn sees_classdict(&mut self, name: &str) -> bool {
        let scope = self.unit().scope;
        self.table.scopes[scope].sees_class
            && self.unit().overlays.is_empty()
            && self.place_in(scope, name) != Some(Place::GlobalExplicit)
            && name != "__classdict__"
    }

    /// The register of a local variable that can be used where it is.
    pub(super) fn register_of(&mut self, name: &'a str) -> Option<Reg> {
        let name = self.mangled(name);
        match self.variable(name) {
            Variable::Register(r) if r < FAR.end => Some(r),
            _ => None,
        }
    }

    /// Reads a variable into a register.
    pub(super) fn load_name_to(&mut self, name: &'a str, dst: Reg) -> Done {
        let name = self.mangled(name);
        let variable = self.variable(name);
        if matches!(variable, Variable::Free(_) | Variable::Global) && self.sees_classdict(name) {
            let mark = self.unit().top();
            let dict = self.temp(Span::default())?;
            self.load_name_to("__classdict__", dict)?;
            match variable {
                Variable::Free(i) => self.emit(Opcode::LoadFromDictOrFree, dst, dict, 0, i as i32),
                _ => self.emit_named(Opcode::LoadFromDictOrGlobals, dst, dict, 0, name),
            }
            self.unit().release(mark);
            return Ok(());
        }
        match variable {
            Variable::Register(r) => {
                self.check_bound(name, r);
                if r >= FAR.end {
                    self.emit(Opcode::MoveIn, dst, 0, 0, r as i32);
                } else if r != dst {
                    self.emit(Opcode::Move, dst, r, 0, 0);
                }
            }
            Variable::Cell(r) => self.with_cell(r, |this, r| this.emit(Opcode::LoadCell, dst, r, 0, 0))?,
            Variable::Free(i) => {
                let scope = self.unit().scope;
                if self.table.scopes[scope].kind == ScopeKind::Class && self.unit().overlays.is_empty() {
                    self.emit(Opcode::LoadFromDictOrFree, dst, 0, 0, i as i32);
                } else {
                    self.emit(Opcode::LoadFree, dst, 0, 0, i as i32);
                }
            }
            Variable::Namespace => self.emit_named(Opcode::LoadName, dst, 0, 0, name),
            Variable::Global => self.emit_named(Opcode::LoadGlobal, dst, 0, 0, name),
        }
        Ok(())
    }

    /// Emits what works on a cell, where instructions can name its register.
    fn with_cell(&mut self, r: Reg, emit: impl FnOnce(&mut Self, Reg)) -> Done {
        if r < FAR.end {
            emit(self, r);
            return Ok(());
        }
        let mark = self.unit().top();
        let near = self.temp(Span::default())?;
        self.emit(Opcode::MoveIn, near, 0, 0, r as i32);
        emit(self, near);
        self.unit().release(mark);
        Ok(())
    }

    /// A read of a variable looks at it first. The checks that turn out to be needless are taken out at the end.
    pub(super) fn check_bound(&mut self, name: &'a str, r: Reg) {
        let unit = self.units.last().expect("a unit is open");
        if let Some(overlay) = unit.overlays.iter().find(|o| o.names.get(name) == Some(&r)) {
            if r < FAR.end || self.table.scopes[overlay.scope].symbols[name].early {
                self.emit_check(r);
            }
            return;
        }
        let symbol = self.table.scopes[unit.scope].symbols.get(name);
        let is_given = symbol.is_some_and(|s| s.param && !s.deleted);
        if is_given && r >= FAR.end || name.starts_with('.') {
            return;
        }
        self.emit_check(r);
    }

    /// Makes a register unbound that operands can't name.
    pub(super) fn clear_far(&mut self, r: Reg) -> Done {
        let mark = self.unit().top();
        let unbound = self.temp(Span::default())?;
        self.emit(Opcode::LoadUnbound, unbound, 0, 0, 0);
        self.emit(Opcode::MoveOut, unbound, 0, 0, r as i32);
        self.unit().release(mark);
        Ok(())
    }

    /// What has just been computed on a line where the variable is also belongs to the line of the variable's name, which
    /// tracing tells of.
    pub(super) fn tell_of_line(&mut self, computed: u32, span: Span, r: Reg) {
        if computed != span.line {
            let outer = std::mem::replace(&mut self.unit().span, span);
            self.emit_check(r);
            self.unit().span = outer;
        }
    }

    /// An immediate operand takes no instruction; where it stands on another line than the operation, tracing tells of that.
    pub(super) fn tell_of_immediate(&mut self, operand: &Expr<'_>, operation: Span) {
        if operand.span.line != operation.line {
            let outer = std::mem::replace(&mut self.unit().span, operand.span);
            self.emit(Opcode::Nop, 0, 0, 0, 0);
            self.unit().span = outer;
        }
    }

    fn emit_check(&mut self, r: Reg) {
        if r >= FAR.end {
            self.emit(Opcode::CheckFar, 0, 0, 0, r as i32);
        } else {
            self.emit(Opcode::CheckBound, r, 0, 0, 0);
        }
    }

    /// Stores a register into a variable.
    pub(super) fn store_name(&mut self, name: &'a str, src: Reg) -> Done {
        let name = self.mangled(name);
        match self.variable(name) {
            Variable::Register(r) => {
                if r >= FAR.end {
                    self.emit(Opcode::MoveOut, src, 0, 0, r as i32);
                } else if r != src {
                    self.emit(Opcode::Move, r, src, 0, 0);
                }
            }
            Variable::Cell(r) => self.with_cell(r, |this, r| this.emit(Opcode::StoreCell, r, src, 0, 0))?,
            Variable::Free(i) => self.emit(Opcode::StoreFree, src, 0, 0, i as i32),
            Variable::Namespace => self.emit_named(Opcode::StoreName, src, 0, 0, name),
            Variable::Global => self.emit_named(Opcode::StoreGlobal, src, 0, 0, name),
        }
        Ok(())
    }

    /// `del name`
    pub(super) fn delete_name(&mut self, name: &'a str) -> Done {
        let name = self.mangled(name);
        match self.variable(name) {
            Variable::Register(r) => {
                self.emit_check(r);
                if r >= FAR.end {
                    self.clear_far(r)?;
                } else {
                    self.emit(Opcode::LoadUnbound, r, 0, 0, 0);
                }
            }
            Variable::Cell(r) => self.with_cell(r, |this, r| this.emit(Opcode::DelCell, r, 0, 0, 0))?,
            Variable::Free(i) => self.emit(Opcode::DelFree, 0, 0, 0, i as i32),
            Variable::Namespace => self.emit_named(Opcode::DelName, 0, 0, 0, name),
            Variable::Global => self.emit_named(Opcode::DelGlobal, 0, 0, 0, name),
        }
        Ok(())
    }

    /// Loads the cell itself of a variable that a nested function uses.
    pub(super) fn load_cell_of(&mut self, name: &'a str, dst: Reg) -> Done {
        let unit = self.units.last().expect("a unit is open");
        for overlay in unit.overlays.iter().rev() {
            if let Some(&r) = overlay.names.get(name) {
                self.emit(Opcode::Move, dst, r, 0, 0);
                return Ok(());
            }
        }
        if let Some(&r) = unit.locals.get(name)
            && unit.cell_registers.contains(&r)
        {
            match r >= FAR.end {
                true => self.emit(Opcode::MoveIn, dst, 0, 0, r as i32),
                false => self.emit(Opcode::Move, dst, r, 0, 0),
            }
            return Ok(());
        }
        match unit.free.iter().position(|n| *n == name) {
            Some(i) => {
                self.emit(Opcode::LoadFreeCell, dst, 0, 0, i as i32);
                Ok(())
            }
            None => Err(error_at(unit.span, format!("no variable '{name}' for a closure"))),
        }
    }

    /// Names that must not be assigned to.
    pub(super) fn check_target(&self, name: &str, span: Span) -> Result<(), CompileError> {
        crate::error::check_target(name, span)
    }
}
