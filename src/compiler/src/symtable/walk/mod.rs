//! The first walk: scopes are entered and left, names bound and used.

mod expressions;
mod statements;

use super::{Scope, ScopeId, ScopeKind, Symbol, SymbolTable, address};
use crate::error::{CompileError, check_target, error_at};
use bumpalo::Bump;
use std::collections::{HashMap, HashSet};
use taipan_grammar::ast::*;

struct Builder<'a> {
    /// How many iterables of comprehensions the present expression is in.
    iterable_depth: usize,
    /// Is it the target of a comprehension?
    in_iteration_target: bool,
    arena: &'a Bump,
    table: SymbolTable<'a>,
    stack: Vec<ScopeId>,
    /// The links of chains that are walked down.
    spine: Vec<&'a Expr<'a>>,
    class_name: Option<&'a str>,
    only_private: Option<&'a [&'a str]>,
    future_annotations: bool,
    top_level_await: bool,
    /// How many statements that run conditionally the present one is in, within its block.
    conditional: u32,
    /// Is the present statement in a `finally` clause that it would leave?
    in_finally: bool,
    depth: u32,
    /// Annotations of the module and of the classes being entered: their expressions.
    module_annotations: Vec<Vec<&'a Expr<'a>>>,
}

type Done = Result<(), CompileError>;

/// Nesting of syntax that the walks allow.
pub const DEPTH_MAX: u32 = 2500;

impl<'a> SymbolTable<'a> {
    /// Builds the tables of a module. `future_annotations`: annotations are strings.
    pub fn build(
        arena: &'a Bump,
        module: &Mod<'a>,
        future_annotations: bool,
        top_level_await: bool,
    ) -> Result<SymbolTable<'a>, CompileError> {
        let mut b = Builder {
            iterable_depth: 0,
            in_iteration_target: false,
            arena,
            table: SymbolTable {
                scopes: Vec::new(),
                leaves_finally: Vec::new(),
                future_annotations,
                by_node: HashMap::new(),
            },
            stack: Vec::new(),
            spine: Vec::new(),
            class_name: None,
            future_annotations,
            top_level_await,
            only_private: None,
            conditional: 0,
            in_finally: false,
            depth: 0,
            module_annotations: Vec::new(),
        };
        b.enter(ScopeKind::Module, "top", Span::default(), None);
        match module {
            Mod::Module { body } | Mod::Interactive { body } => {
                b.body(body)?;
                b.finish_annotations(address(*body))?;
            }
            Mod::Expression { body } => b.expr(body)?,
            Mod::FunctionType { argtypes, returns } => {
                b.exprs(argtypes)?;
                b.expr(returns)?;
            }
        }
        b.stack.pop();
        let mut table = b.table;
        table.resolve(0, &HashSet::new(), &HashSet::new(), None)?;
        Ok(table)
    }
}

impl<'a> Builder<'a> {
    fn current(&mut self) -> &mut Scope<'a> {
        let id = *self.stack.last().expect("a scope is open");
        &mut self.table.scopes[id]
    }

    fn enter(&mut self, kind: ScopeKind, name: &'a str, span: Span, node: Option<(usize, u8)>) -> ScopeId {
        let id = self.table.scopes.len();
        let parent = self.stack.last().copied();
        let nested =
            parent.is_some_and(|p| self.table.scopes[p].nested || self.table.scopes[p].kind.is_function());
        self.table.scopes.push(Scope {
            kind,
            name,
            parent,
            children: Vec::new(),
            names: Vec::new(),
            symbols: HashMap::new(),
            free: Vec::new(),
            is_generator: false,
            is_coroutine: false,
            span,
            role: "",
            nested,
            needs_class_cell: false,
            needs_classdict: false,
            sees_class: false,
            has_conditional_annotations: false,
            class_name: self.class_name,
            only_private: self.only_private,
            has_walrus: false,
            has_annotations: false,
            local_annotations: None,
            is_async_comprehension: false,
        });
        if let Some(parent) = parent {
            self.table.scopes[parent].children.push(id);
        }
        if let Some(node) = node {
            self.table.by_node.insert(node, id);
        }
        self.stack.push(id);
        if matches!(kind, ScopeKind::Class | ScopeKind::Module) {
            self.module_annotations.push(Vec::new());
        }
        id
    }

    fn leave(&mut self) {
        self.stack.pop();
    }

    fn symbol(&mut self, name: &'a str) -> &mut Symbol {
        let arena = self.arena;
        let scope = self.current();
        let name = scope.mangle(arena, name);
        if !scope.symbols.contains_key(name) {
            scope.names.push(name);
        }
        scope.symbols.entry(name).or_default()
    }

    fn use_name(&mut self, name: &'a str) {
        let symbol = self.symbol(name);
        symbol.used = true;
        symbol.only_annotated = false;
        if name == "super" && self.in_function() {
            self.symbol("__class__").used = true;
        }
    }

    fn in_function(&self) -> bool {
        self.stack
            .iter()
            .rev()
            .map(|&id| self.table.scopes[id].kind)
            .find(|k| *k != ScopeKind::Comprehension)
            .is_some_and(ScopeKind::is_function)
    }

    fn bind(&mut self, name: &'a str) {
        let symbol = self.symbol(name);
        symbol.bound = true;
        symbol.only_annotated = false;
        symbol.may_be_declared = false;
    }

    /// Binds a target of a comprehension.
    fn bind_iteration(&mut self, name: &'a str, span: Span) -> Done {
        let arena = self.arena;
        let name = self.current().mangle(arena, name);
        let symbol = *self.symbol(name);
        if symbol.walrus {
            return Err(error_at(
                span,
                format!("comprehension inner loop cannot rebind assignment expression target '{name}'"),
            ));
        }
        let used = symbol.used || self.current().children.clone().iter().any(|&c| self.mentions(c, name));
        let symbol = self.symbol(name);
        symbol.early |= used && !symbol.bound;
        symbol.bound = true;
        symbol.iteration = true;
        Ok(())
    }

    /// Does a comprehension use a name that it does not bind?
    fn mentions(&self, id: ScopeId, name: &str) -> bool {
        let scope = &self.table.scopes[id];
        scope.kind == ScopeKind::Comprehension
            && (scope.symbols.get(name).is_some_and(|s| s.used && !s.bound)
                || scope.children.iter().any(|&c| self.mentions(c, name)))
    }

    fn import(&mut self, name: &'a str, span: Span) -> Done {
        check_target(name, span)?;
        let symbol = self.symbol(name);
        symbol.may_be_declared = !symbol.bound || symbol.may_be_declared;
        symbol.bound = true;
        symbol.only_annotated = false;
        symbol.imported = true;
        Ok(())
    }

    fn keywords(&mut self, keywords: &'a [Keyword<'a>]) -> Done {
        for k in keywords {
            check_target(k.arg.unwrap_or_default(), k.span)?;
            self.expr(k.value)?;
        }
        Ok(())
    }

    fn body(&mut self, body: &'a [Stmt<'a>]) -> Done {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn exprs(&mut self, exprs: &'a [Expr<'a>]) -> Done {
        exprs.iter().try_for_each(|e| self.expr(e))
    }

    fn opt(&mut self, e: Option<&'a Expr<'a>>) -> Done {
        e.map_or(Ok(()), |e| self.expr(e))
    }

    fn deeper(&mut self, span: Span) -> Done {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(CompileError::too_deep(span));
        }
        Ok(())
    }
}
