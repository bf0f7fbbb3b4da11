//! Symbol tables: which scope each name of each block belongs to (reference: Naming and binding, 4.2).
//!
//! A first walk enters every binding and use; `resolve` then decides, from the outside in, what is local, shared through
//! a cell, free or global. Comprehensions other than generator expressions run in the frame around them (PEP 709), so
//! what they use of it needs no cell.

use crate::error::{CompileError, check_target, error_at};
use bumpalo::Bump;
use std::collections::{HashMap, HashSet};
use taipan_grammar::ast::*;

/// A scope's number.
pub type ScopeId = usize;

/// What a scope is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// A module, `exec` or `eval`.
    Module,
    /// A class body.
    Class,
    /// A function.
    Function,
    /// A lambda.
    Lambda,
    /// A generator expression: a function of its own.
    GeneratorExpression,
    /// Another comprehension: inlined.
    Comprehension,
    /// `__annotate__`, a type alias's value, a type variable's bound: a function that sees class scopes.
    Annotation,
    /// The type parameters of a definition: a function that sees class scopes.
    TypeParams,
}

impl ScopeKind {
    /// Is it code of its own with fast locals?
    pub fn is_function(self) -> bool {
        !matches!(self, ScopeKind::Module | ScopeKind::Class | ScopeKind::Comprehension)
    }
}

/// Where a name lives, seen from a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A local variable.
    Local,
    /// A local variable that nested functions use: a cell.
    Cell,
    /// A variable of an enclosing function.
    Free,
    /// Declared `global`.
    GlobalExplicit,
    /// Not bound anywhere around.
    GlobalImplicit,
}

/// What is known of a name in a scope.
#[derive(Clone, Copy, Default, Debug)]
pub struct Symbol {
    /// Bound here.
    pub bound: bool,
    /// Read here.
    pub used: bool,
    /// A parameter.
    pub param: bool,
    /// Declared `global`.
    pub global: bool,
    /// Declared `nonlocal`.
    pub nonlocal: bool,
    /// Has an annotation.
    pub annotated: bool,
    /// Imported.
    pub imported: bool,
    /// Bound so far by nothing but what a declaration may come after: imports, and in a module the targets of assignment
    /// expressions in comprehensions.
    pub may_be_declared: bool,
    /// The target of a comprehension.
    pub iteration: bool,
    /// Deleted (or the name of an exception handler).
    pub deleted: bool,
    /// A type parameter.
    pub type_param: bool,
    /// The target of an assignment expression in this comprehension.
    pub walrus: bool,
    /// A variable of a comprehension that may be read before it is bound.
    pub early: bool,
    /// Where it is declared `global` or `nonlocal`.
    pub declared: Span,
    /// The result.
    pub place: Option<Place>,
}

/// A block of code.
#[derive(Debug)]
pub struct Scope<'a> {
    /// What it is.
    pub kind: ScopeKind,
    /// Its name.
    pub name: &'a str,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// The scopes in it, in order.
    pub children: Vec<ScopeId>,
    /// Names in order of appearance.
    pub names: Vec<&'a str>,
    /// What is known of each.
    pub symbols: HashMap<&'a str, Symbol>,
    /// Free variables, in order.
    pub free: Vec<&'a str>,
    /// Has a `yield`.
    pub is_generator: bool,
    /// Is `async`, or awaits.
    pub is_coroutine: bool,
    /// Where it starts.
    pub span: Span,
    /// Annotation scopes: what is evaluated in it, for messages.
    pub role: &'static str,
    /// Stands in a function.
    pub nested: bool,
    /// Classes: a method uses `__class__`.
    pub needs_class_cell: bool,
    /// Classes: an annotation or type-parameter scope in it looks names up in its namespace.
    pub needs_classdict: bool,
    /// Names are looked up in the namespace of the class around it first.
    pub sees_class: bool,
    /// Classes and modules: annotations count only once they have been passed.
    pub has_conditional_annotations: bool,
    /// The nearest class for private names.
    pub class_name: Option<&'a str>,
    /// The only names that the class makes private here, where these are type parameters.
    pub only_private: Option<&'a [&'a str]>,
    /// Assignment expressions stand in it (or in comprehensions that run in its frame).
    pub has_walrus: bool,
    /// Names with simple annotations (classes, modules).
    pub has_annotations: bool,
    /// Functions: the line of the first annotation of a local variable, and how many scopes come before it.
    pub local_annotations: Option<(u32, usize)>,
    /// `locals()` may be asked for.
    pub is_async_comprehension: bool,
}

impl Scope<'_> {
    /// Is it the scope of an `__annotate__`?
    pub fn is_annotation(&self) -> bool {
        self.kind == ScopeKind::Annotation && self.role == ANNOTATION
    }
}

/// All scopes of a module.
#[derive(Debug)]
pub struct SymbolTable<'a> {
    /// The scopes; 0 is the module.
    pub scopes: Vec<Scope<'a>>,
    /// Statements that leave a `finally` clause, with what they are.
    pub leaves_finally: Vec<(Span, &'static str)>,
    /// Annotations are strings: no scope is made for them.
    pub future_annotations: bool,
    /// By the address of the syntax node, and which of its scopes.
    by_node: HashMap<(usize, u8), ScopeId>,
}

/// The role of annotation scopes that are just that.
const ANNOTATION: &str = "an annotation";

/// What classes keep in cells for the functions in them.
const CLASS_CELLS: [&str; 3] = ["__class__", "__classdict__", "__conditional_annotations__"];

/// Which of a node's scopes.
pub mod which {
    /// The node's body.
    pub const BODY: u8 = 0;
    /// Its `__annotate__`.
    pub const ANNOTATE: u8 = 1;
    /// Its type parameters.
    pub const TYPE_PARAMS: u8 = 2;
    /// A bound.
    pub const BOUND: u8 = 3;
    /// A default.
    pub const DEFAULT: u8 = 4;
    /// A type alias's value.
    pub const VALUE: u8 = 5;
}

impl<'a> Scope<'a> {
    /// A name as it is known in this scope, which private names of a class are not written as.
    pub fn mangle(&self, arena: &'a Bump, name: &'a str) -> &'a str {
        match self.only_private {
            Some(names) if !names.contains(&name) => name,
            _ => mangle(arena, self.class_name, name),
        }
    }
}

fn address<T: ?Sized>(node: &T) -> usize {
    std::ptr::from_ref(node).cast::<u8>() as usize
}

impl<'a> SymbolTable<'a> {
    /// The scope of a node.
    pub fn scope_of<T: ?Sized>(&self, node: &T, which: u8) -> ScopeId {
        self.by_node.get(&(address(node), which)).copied().unwrap_or(0)
    }

    /// The scope of a node by its address (a block's: that of its first statement).
    pub fn scope_at(&self, address: usize, which: u8) -> Option<ScopeId> {
        self.by_node.get(&(address, which)).copied()
    }

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

    /// Makes a name global in a comprehension and those inlined in it.
    fn make_global(&mut self, id: ScopeId, name: &str) {
        if let Some(symbol) = self.scopes[id].symbols.get_mut(name)
            && symbol.place == Some(Place::Free)
        {
            symbol.place = Some(Place::GlobalImplicit);
        }
        for child in self.scopes[id].children.clone() {
            if self.scopes[child].kind == ScopeKind::Comprehension {
                self.make_global(child, name);
            }
        }
    }

    /// Does a free name of a scope mean a type parameter?
    fn is_type_param(&self, id: ScopeId, name: &str) -> bool {
        let mut around = self.scopes[id].parent;
        while let Some(scope) = around.map(|id| &self.scopes[id]) {
            let binds = scope.symbols.get(name).is_some_and(|s| (s.bound || s.param) && !s.nonlocal);
            if binds {
                // A class that binds the name itself hides, to this question alone, what it is a parameter of.
                return scope.kind == ScopeKind::TypeParams;
            }
            around = scope.parent;
        }
        false
    }

    /// Decides the names of a scope and those in it; gives the names that must come from around: those that its own code
    /// uses, and those that functions in it use. `class`: whose namespace the scope looks into first.
    fn resolve(
        &mut self,
        id: ScopeId,
        bound: &HashSet<&'a str>,
        globals: &HashSet<&'a str>,
        class: Option<ScopeId>,
    ) -> Result<(HashSet<&'a str>, HashSet<&'a str>), CompileError> {
        let kind = self.scopes[id].kind;
        let names = self.scopes[id].names.clone();
        let mut local: HashSet<&'a str> = HashSet::new();
        let mut free: HashSet<&'a str> = HashSet::new();
        // What functions inside can see: the variables of functions and what they declare global, not those of classes
        // (but for annotation scopes, which look there at run time) and modules.
        let mut visible = bound.clone();
        let mut hidden = globals.clone();
        for &name in &names {
            let symbol = self.scopes[id].symbols[name];
            let in_class = class
                .filter(|_| !CLASS_CELLS.contains(&name))
                .and_then(|class| self.scopes[class].symbols.get(name));
            if symbol.nonlocal && symbol.global {
                let text = format!("name '{name}' is nonlocal and global");
                return Err(error_at(symbol.declared, text));
            }
            if symbol.nonlocal && kind == ScopeKind::Module {
                return Err(error_at(symbol.declared, "nonlocal declaration not allowed at module level"));
            }
            let place = if symbol.global {
                if kind != ScopeKind::Class {
                    hidden.insert(name);
                    visible.remove(name);
                }
                Place::GlobalExplicit
            } else if symbol.nonlocal {
                if !bound.contains(name) || globals.contains(name) {
                    let span = symbol.declared;
                    return Err(error_at(span, format!("no binding for nonlocal '{name}' found")));
                }
                if self.is_type_param(id, name) {
                    let text = format!("nonlocal binding not allowed for type parameter '{name}'");
                    return Err(error_at(symbol.declared, text));
                }
                free.insert(name);
                Place::Free
            } else if symbol.bound || symbol.param {
                local.insert(name);
                if kind != ScopeKind::Class {
                    hidden.remove(name);
                }
                Place::Local
            } else if in_class.is_some_and(|s| s.global) {
                Place::GlobalExplicit
            } else if in_class.is_some_and(|s| s.bound && !s.nonlocal) {
                Place::GlobalImplicit
            } else if bound.contains(name) && !globals.contains(name) {
                free.insert(name);
                Place::Free
            } else {
                Place::GlobalImplicit
            };
            if let Some(symbol) = self.scopes[id].symbols.get_mut(name) {
                symbol.place = Some(place);
            }
        }
        match kind {
            ScopeKind::Module => {}
            ScopeKind::Class => {
                for name in ["__class__", "__classdict__"] {
                    visible.insert(name);
                    hidden.remove(name);
                }
                if self.scopes[id].has_conditional_annotations {
                    visible.insert("__conditional_annotations__");
                }
            }
            _ => visible.extend(local.iter().copied()),
        }
        let mut captured: HashSet<&'a str> = HashSet::new();
        let mut direct: HashSet<&'a str> = HashSet::new();
        for child in self.scopes[id].children.clone() {
            let inlined = self.scopes[child].kind == ScopeKind::Comprehension;
            let class = match kind {
                _ if !self.scopes[child].sees_class => None,
                ScopeKind::Class => Some(id),
                _ => class,
            };
            let (mut d, c) = self.resolve(child, &visible, &hidden, class)?;
            captured.extend(c);
            if inlined {
                if kind == ScopeKind::Class {
                    // What runs in the class's own frame does not see the cells made for its functions.
                    for name in CLASS_CELLS {
                        if d.remove(name) {
                            self.make_global(child, name);
                        }
                    }
                }
                direct.extend(d);
            } else {
                captured.extend(d);
            }
        }
        let scope = &mut self.scopes[id];
        match kind {
            ScopeKind::Class => {
                scope.needs_class_cell = captured.remove("__class__") | direct.remove("__class__");
                scope.needs_classdict |= captured.remove("__classdict__") | direct.remove("__classdict__");
                captured.remove("__conditional_annotations__");
                // A class's own names are not what its functions mean.
                let mut outer: HashSet<&'a str> = captured.iter().chain(&direct).copied().collect();
                outer.extend(free.iter().copied());
                let mut list: Vec<&'a str> = outer.iter().copied().collect();
                list.sort_unstable();
                scope.free = list;
                Ok((free.union(&direct).copied().collect(), captured))
            }
            ScopeKind::Module => Ok(Default::default()),
            _ => {
                for name in captured.iter().filter(|n| local.contains(*n)) {
                    if let Some(symbol) = scope.symbols.get_mut(name) {
                        symbol.place = Some(Place::Cell);
                    }
                }
                let captured: HashSet<&'a str> = captured.difference(&local).copied().collect();
                let direct: HashSet<&'a str> = direct.difference(&local).copied().collect();
                let mut list: Vec<&'a str> = free.iter().chain(&captured).chain(&direct).copied().collect();
                list.sort_unstable();
                list.dedup();
                scope.free = list;
                Ok((free.union(&direct).copied().collect(), captured))
            }
        }
    }
}

/// A private name as it is known in its class (reference: Private name mangling, 6.2.1.1).
pub fn mangle<'a>(arena: &'a Bump, class: Option<&str>, name: &'a str) -> &'a str {
    let Some(class) = class else { return name };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name;
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return name;
    }
    arena.alloc_str(&format!("_{class}{name}"))
}

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
        self.symbol(name).used = true;
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

    fn stmt(&mut self, s: &'a Stmt<'a>) -> Done {
        self.deeper(s.span)?;
        let result = self.stmt_inner(s);
        self.depth -= 1;
        result
    }

    fn stmt_inner(&mut self, s: &'a Stmt<'a>) -> Done {
        match s.kind {
            StmtKind::FunctionDef(f) => {
                check_target(f.name, s.span)?;
                self.function(f, s.span, false)
            }
            StmtKind::AsyncFunctionDef(f) => {
                check_target(f.name, s.span)?;
                self.function(f, s.span, true)
            }
            StmtKind::ClassDef(c) => {
                check_target(c.name, s.span)?;
                self.class(c, s.span)
            }
            StmtKind::Return(v) => {
                if self.in_finally {
                    self.table.leaves_finally.push((s.span, "return"));
                }
                self.opt(v)
            }
            StmtKind::Delete(targets) => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                self.exprs(targets)
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                self.expr(name)?;
                let alias = if let ExprKind::Name { id, .. } = name.kind { id } else { "" };
                check_target(alias, name.span)?;
                let generic = !type_params.is_empty();
                if generic {
                    self.enter_type_params(address(s), alias, s.span, type_params)?;
                }
                self.enter_annotation(address(s), which::VALUE, alias, s.span);
                self.expr(value)?;
                self.leave();
                if generic {
                    self.leave();
                }
                Ok(())
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                if let ExprKind::Name { id, .. } = target.kind {
                    check_target(id, target.span)?;
                }
                if let ExprKind::Name { id, .. } = target.kind {
                    let symbol = self.current().symbols.get(id).copied().unwrap_or_default();
                    let at_module = self.current().kind == ScopeKind::Module;
                    if symbol.global && simple && !at_module {
                        return Err(error_at(s.span, format!("annotated name '{id}' can't be global")));
                    }
                    if symbol.nonlocal && simple && !at_module {
                        return Err(error_at(s.span, format!("annotated name '{id}' can't be nonlocal")));
                    }
                    if simple {
                        self.symbol(id).annotated = true;
                        self.bind(id);
                    } else if value.is_some() {
                        self.bind(id);
                    }
                } else {
                    self.expr(target)?;
                }
                let kind = self.current().kind;
                let in_space = matches!(kind, ScopeKind::Class | ScopeKind::Module);
                let evaluated = in_space && simple;
                if evaluated || (in_space && self.future_annotations) {
                    self.current().has_annotations = true;
                }
                // A module may be looked at before it has run to its end.
                if kind == ScopeKind::Module || (kind == ScopeKind::Class && self.conditional > 0) {
                    self.current().has_conditional_annotations = true;
                    if kind == ScopeKind::Module {
                        self.use_name("__conditional_annotations__");
                    }
                }
                if evaluated && !self.future_annotations {
                    if let Some(list) = self.module_annotations.last_mut() {
                        list.push(annotation);
                    }
                } else {
                    self.unevaluated(annotation, s.span)?;
                }
                self.opt(value)
            }
            StmtKind::For(f) | StmtKind::AsyncFor(f) => {
                if matches!(s.kind, StmtKind::AsyncFor(_)) {
                    self.asynchronous_statement(s.span, "for")?;
                }
                self.expr(f.target)?;
                self.expr(f.iter)?;
                self.loop_body(f.body)?;
                self.conditional_body(f.orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.loop_body(body)?;
                self.conditional_body(orelse)
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.conditional_body(body)?;
                self.conditional_body(orelse)
            }
            StmtKind::With { items, body } | StmtKind::AsyncWith { items, body } => {
                if matches!(s.kind, StmtKind::AsyncWith { .. }) {
                    self.asynchronous_statement(s.span, "with")?;
                }
                for item in items {
                    self.expr(item.context_expr)?;
                    self.opt(item.optional_vars)?;
                }
                self.conditional_body(body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(case.pattern)?;
                    self.opt(case.guard)?;
                    self.conditional_body(case.body)?;
                }
                Ok(())
            }
            StmtKind::Raise { exc, cause } => {
                self.opt(exc)?;
                self.opt(cause)
            }
            StmtKind::Try(t) | StmtKind::TryStar(t) => {
                self.conditional_body(t.body)?;
                for h in t.handlers {
                    self.opt(h.typ)?;
                    if let Some(name) = h.name {
                        self.bind(name);
                        self.symbol(name).deleted = true;
                    }
                    self.conditional_body(h.body)?;
                }
                self.conditional_body(t.orelse)?;
                let outer = std::mem::replace(&mut self.in_finally, true);
                self.conditional_body(t.finalbody)?;
                self.in_finally = outer;
                Ok(())
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt(msg)
            }
            StmtKind::Import(names) => {
                for alias in names {
                    let name =
                        alias.asname.unwrap_or_else(|| alias.name.split('.').next().unwrap_or(alias.name));
                    self.import(name, alias.span)?;
                }
                Ok(())
            }
            StmtKind::ImportFrom { names, .. } => {
                for alias in names {
                    if alias.name == "*" {
                        if self.current().kind != ScopeKind::Module {
                            return Err(error_at(alias.span, "import * only allowed at module level"));
                        }
                        continue;
                    }
                    let name = alias.asname.unwrap_or(alias.name);
                    self.import(name, alias.span)?;
                }
                Ok(())
            }
            StmtKind::Global(names) => {
                for name in names {
                    self.declare(name, s.span, true)?;
                }
                Ok(())
            }
            StmtKind::Nonlocal(names) => {
                for name in names {
                    self.declare(name, s.span, false)?;
                }
                Ok(())
            }
            StmtKind::Expr(e) => self.expr(e),
            StmtKind::Break | StmtKind::Continue => {
                if self.in_finally {
                    let word = if matches!(s.kind, StmtKind::Break) { "break" } else { "continue" };
                    self.table.leaves_finally.push((s.span, word));
                }
                Ok(())
            }
            StmtKind::Pass => Ok(()),
        }
    }

    /// An annotation that is never evaluated is checked all the same.
    fn unevaluated(&mut self, annotation: &'a Expr<'a>, span: Span) -> Done {
        self.enter_annotation(address(annotation), which::ANNOTATE, "__annotate__", span);
        self.expr(annotation)?;
        self.leave();
        let future = self.future_annotations;
        let scope = self.current();
        scope.children.pop();
        match scope.kind {
            ScopeKind::Function => {
                scope.local_annotations.get_or_insert((span.line, scope.children.len()));
            }
            // Nothing of it is left but the cell that it would have read.
            ScopeKind::Class => scope.needs_classdict |= !future,
            _ => {}
        }
        Ok(())
    }

    /// The body of a loop, which `break` and `continue` leave without leaving a `finally` clause around it.
    fn loop_body(&mut self, body: &'a [Stmt<'a>]) -> Done {
        let outer = std::mem::take(&mut self.in_finally);
        let done = self.conditional_body(body);
        self.in_finally = outer;
        done
    }

    /// A body that may not be run.
    fn conditional_body(&mut self, body: &'a [Stmt<'a>]) -> Done {
        // An error within leaves it as the scope had it that the error is in.
        let outer = self.conditional;
        self.conditional = outer + 1;
        let done = self.body(body);
        self.conditional = outer;
        done
    }

    fn declare(&mut self, name: &'a str, span: Span, global: bool) -> Done {
        let what = if global { "global" } else { "nonlocal" };
        let symbol = *self.symbol(name);
        let problem = if symbol.param {
            Some(format!("name '{name}' is parameter and {what}"))
        } else if symbol.type_param {
            Some(format!("{what} binding not allowed for type parameter '{name}'"))
        } else if symbol.used {
            Some(format!("name '{name}' is used prior to {what} declaration"))
        } else if symbol.annotated {
            Some(format!("annotated name '{name}' can't be {what}"))
        } else if symbol.bound && !symbol.may_be_declared {
            // What is only imported so far is not looked at, in CPython either.
            Some(format!("name '{name}' is assigned to before {what} declaration"))
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(error_at(span, problem));
        }
        let symbol = self.symbol(name);
        if symbol.declared == Span::default() {
            symbol.declared = span;
        }
        if global {
            symbol.global = true;
            // The module's own code means the same variable, even where its namespace is another dict.
            let arena = self.arena;
            let name = self.current().mangle(arena, name);
            let module = &mut self.table.scopes[0];
            if !module.symbols.contains_key(name) {
                module.names.push(name);
            }
            module.symbols.entry(name).or_default().global = true;
        } else {
            symbol.nonlocal = true;
        }
        Ok(())
    }

    fn enter_annotation(&mut self, node: usize, kind: u8, name: &'a str, span: Span) {
        let sees_class = self.current().kind == ScopeKind::Class || self.sees_class();
        self.enter(ScopeKind::Annotation, name, span, Some((node, kind)));
        self.current().sees_class = sees_class;
        self.current().role = if kind == which::VALUE { "a type alias" } else { ANNOTATION };
        if kind == which::ANNOTATE || kind == which::BOUND || kind == which::DEFAULT || kind == which::VALUE {
            self.symbol(".format").param = true;
        }
        if sees_class {
            self.use_name("__classdict__");
        }
    }

    /// Is this a type-parameter scope right in a class?
    fn sees_class(&mut self) -> bool {
        let scope = self.current();
        scope.kind == ScopeKind::TypeParams && scope.sees_class
    }

    fn enter_type_params(
        &mut self,
        node: usize,
        name: &'a str,
        span: Span,
        params: &'a [TypeParam<'a>],
    ) -> Done {
        let in_class = self.current().kind == ScopeKind::Class;
        self.enter(ScopeKind::TypeParams, name, span, Some((node, which::TYPE_PARAMS)));
        self.current().sees_class = in_class;
        if in_class {
            self.use_name("__classdict__");
        }
        for p in params {
            let name = p.name();
            check_target(name, p.span)?;
            if name == "__classdict__" {
                return Err(error_at(
                    p.span,
                    format!("reserved name '{name}' cannot be used for type parameter"),
                ));
            }
            if self.symbol(name).bound {
                return Err(error_at(p.span, format!("duplicate type parameter '{name}'")));
            }
            self.bind(name);
            self.symbol(name).type_param = true;
        }
        let mut seen_default = false;
        for p in params {
            let (bound, default, in_default) = match p.kind {
                TypeParamKind::TypeVar { bound, default_value, .. } => {
                    (bound, default_value, "a TypeVar default")
                }
                TypeParamKind::ParamSpec { default_value, .. } => {
                    (None, default_value, "a ParamSpec default")
                }
                TypeParamKind::TypeVarTuple { default_value, .. } => {
                    (None, default_value, "a TypeVarTuple default")
                }
            };
            if default.is_some() {
                seen_default = true;
            } else if seen_default {
                let text =
                    format!("non-default type parameter '{}' follows default type parameter", p.name());
                return Err(error_at(p.span, text));
            }
            for (e, kind) in [(bound, which::BOUND), (default, which::DEFAULT)] {
                if let Some(e) = e {
                    self.enter_annotation(address(p), kind, p.name(), p.span);
                    self.current().role = match (kind == which::BOUND, &e.kind) {
                        (true, ExprKind::Tuple { .. }) => "a TypeVar constraint",
                        (true, _) => "a TypeVar bound",
                        _ => in_default,
                    };
                    self.expr(e)?;
                    self.leave();
                }
            }
        }
        Ok(())
    }

    fn function(&mut self, f: &'a FunctionDef<'a>, span: Span, is_async: bool) -> Done {
        self.exprs(f.decorators)?;
        self.bind(f.name);
        self.defaults(f.args)?;
        let generic = !f.type_params.is_empty();
        if generic {
            self.enter_type_params(address(f), f.name, span, f.type_params)?;
            self.symbol(".defaults").param = true;
            if f.args.kw_defaults.iter().any(Option::is_some) {
                self.symbol(".kwdefaults").param = true;
            }
        }
        self.annotations(f, span)?;
        self.enter(ScopeKind::Function, f.name, span, Some((address(f), which::BODY)));
        self.current().is_coroutine = is_async;
        self.params(f.args)?;
        let outer = (std::mem::take(&mut self.conditional), std::mem::take(&mut self.in_finally));
        self.body(f.body)?;
        (self.conditional, self.in_finally) = outer;
        self.leave();
        if generic {
            self.leave();
        }
        Ok(())
    }

    fn annotations(&mut self, f: &'a FunctionDef<'a>, span: Span) -> Done {
        let a = f.args;
        let args = a.posonlyargs.iter().chain(a.args).chain(a.vararg).chain(a.kwonlyargs).chain(a.kwarg);
        let all: Vec<&'a Expr<'a>> = args.filter_map(|p| p.annotation).chain(f.returns).collect();
        if all.is_empty() {
            return Ok(());
        }
        self.enter_annotation(address(f), which::ANNOTATE, "__annotate__", span);
        for e in all {
            let inner = if let ExprKind::Starred { value, .. } = e.kind { value } else { e };
            if self.future_annotations {
                self.unevaluated(inner, span)?;
            } else {
                self.expr(inner)?;
            }
        }
        self.leave();
        Ok(())
    }

    fn defaults(&mut self, a: &'a Arguments<'a>) -> Done {
        self.exprs(a.defaults)?;
        a.kw_defaults.iter().flatten().try_for_each(|e| self.expr(e))
    }

    fn params(&mut self, a: &'a Arguments<'a>) -> Done {
        for p in a.posonlyargs.iter().chain(a.args).chain(a.kwonlyargs).chain(a.vararg).chain(a.kwarg) {
            check_target(p.arg, p.span)?;
            if self.symbol(p.arg).param {
                return Err(error_at(
                    p.span,
                    format!("duplicate argument '{}' in function definition", p.arg),
                ));
            }
            self.symbol(p.arg).param = true;
        }
        Ok(())
    }

    fn class(&mut self, c: &'a ClassDef<'a>, span: Span) -> Done {
        self.exprs(c.decorators)?;
        self.bind(c.name);
        let generic = !c.type_params.is_empty();
        let outer = (self.class_name, self.only_private, std::mem::take(&mut self.conditional));
        if generic {
            // Of the names around the bases the type parameters alone are private to the class.
            let params: Vec<&'a str> = c.type_params.iter().map(|p| p.name()).collect();
            self.class_name = Some(c.name);
            self.only_private = Some(self.arena.alloc_slice_copy(&params));
            self.enter_type_params(address(c), c.name, span, c.type_params)?;
            self.bind(".type_params");
            self.bind(".generic_base");
            self.use_name(".type_params");
        }
        self.exprs(c.bases)?;
        self.keywords(c.keywords)?;
        self.class_name = Some(c.name);
        self.only_private = None;
        self.enter(ScopeKind::Class, c.name, span, Some((address(c), which::BODY)));
        if generic {
            self.use_name(".type_params");
        }
        self.body(c.body)?;
        self.finish_annotations(c.body.as_ptr() as usize)?;
        self.leave();
        (self.class_name, self.only_private, self.conditional) = outer;
        if generic {
            self.leave();
        }
        Ok(())
    }

    /// The `__annotate__` of a class or module.
    fn finish_annotations(&mut self, node: usize) -> Done {
        let annotations = self.module_annotations.pop().unwrap_or_default();
        if annotations.is_empty() {
            return Ok(());
        }
        let span = annotations[0].span;
        let conditional = self.current().has_conditional_annotations;
        self.enter_annotation(node, which::ANNOTATE, "__annotate__", span);
        if conditional {
            self.use_name("__conditional_annotations__");
        }
        for e in annotations {
            self.expr(e)?;
        }
        self.leave();
        Ok(())
    }

    fn pattern(&mut self, p: &'a Pattern<'a>) -> Done {
        self.deeper(p.span)?;
        match p.kind {
            PatternKind::MatchValue(e) => self.expr(e)?,
            PatternKind::MatchSingleton(_) => {}
            PatternKind::MatchSequence(ps) | PatternKind::MatchOr(ps) => {
                ps.iter().try_for_each(|p| self.pattern(p))?
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                patterns.iter().try_for_each(|p| self.pattern(p))?;
                if let Some(rest) = rest {
                    self.bind(rest);
                }
            }
            PatternKind::MatchClass { cls, patterns, kwd_patterns, kwd_attrs } => {
                self.expr(cls)?;
                for (name, p) in kwd_attrs.iter().zip(kwd_patterns) {
                    check_target(name, p.span)?;
                }
                patterns.iter().chain(kwd_patterns).try_for_each(|p| self.pattern(p))?;
            }
            PatternKind::MatchStar(name) => {
                if let Some(name) = name {
                    self.bind(name);
                }
            }
            PatternKind::MatchAs { pattern, name } => {
                if let Some(p) = pattern {
                    self.pattern(p)?;
                }
                if let Some(name) = name {
                    self.bind(name);
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn expr(&mut self, e: &'a Expr<'a>) -> Done {
        self.deeper(e.span)?;
        // Chains that lean to the left are walked without recursion, as far as they do.
        let bottom = self.spine.len();
        let mut first = e;
        while let ExprKind::BinOp { left: next, .. }
        | ExprKind::Attribute { value: next, .. }
        | ExprKind::Subscript { value: next, .. }
        | ExprKind::Call { func: next, .. } = first.kind
        {
            self.spine.push(first);
            first = next;
        }
        let mut result = self.expr_inner(first);
        while self.spine.len() > bottom {
            let Some(e) = self.spine.pop() else { break };
            if result.is_ok() {
                result = self.link(e);
            }
        }
        self.depth -= 1;
        result
    }

    /// What stands in a link of a chain besides what it hangs on.
    fn link(&mut self, e: &'a Expr<'a>) -> Done {
        match e.kind {
            ExprKind::BinOp { right, .. } => self.expr(right),
            ExprKind::Call { args, keywords, .. } => {
                self.exprs(args)?;
                self.keywords(keywords)
            }
            ExprKind::Attribute { attr, ctx, .. } => match ctx {
                Context::Store => check_target(attr, e.span),
                Context::Del if attr == "__debug__" => Err(error_at(e.span, "cannot delete __debug__")),
                Context::Load | Context::Del => Ok(()),
            },
            ExprKind::Subscript { slice, .. } => self.expr(slice),
            _ => Ok(()),
        }
    }

    fn expr_inner(&mut self, e: &'a Expr<'a>) -> Done {
        match e.kind {
            ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::NamedExpr { target, value } => {
                self.named_target(target, e.span)?;
                self.expr(value)
            }
            ExprKind::BinOp { .. }
            | ExprKind::Call { .. }
            | ExprKind::Attribute { .. }
            | ExprKind::Subscript { .. } => self.link(e),
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda { args, body } => {
                self.defaults(args)?;
                self.enter(ScopeKind::Lambda, "<lambda>", e.span, Some((address(e), which::BODY)));
                self.params(args)?;
                self.expr(body)?;
                self.leave();
                Ok(())
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                keys.iter().flatten().try_for_each(|k| self.expr(k))?;
                self.exprs(values)
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
                self.exprs(elts)
            }
            ExprKind::ListComp { elt, generators } | ExprKind::SetComp { elt, generators } => {
                self.comprehension(e, ScopeKind::Comprehension, elt, None, generators)
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(e, ScopeKind::GeneratorExpression, elt, None, generators)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(e, ScopeKind::Comprehension, key, Some(value), generators)
            }
            ExprKind::Await(v) => {
                self.not_in_annotation(e.span, "await expression")?;
                self.await_allowed(e.span)?;
                if self.current().kind == ScopeKind::Comprehension {
                    self.current().is_async_comprehension = true;
                }
                self.current().is_coroutine = true;
                self.expr(v)
            }
            ExprKind::Yield(v) => {
                self.yields(e.span)?;
                self.opt(v)
            }
            ExprKind::YieldFrom(v) => {
                self.yields(e.span)?;
                self.expr(v)
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.opt(format_spec)
            }
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => self.exprs(values),
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::Name { id, ctx } => {
                match ctx {
                    Context::Load => self.use_name(id),
                    Context::Store if self.in_iteration_target => self.bind_iteration(id, e.span)?,
                    Context::Store => self.bind(id),
                    Context::Del => {
                        self.bind(id);
                        self.symbol(id).deleted = true;
                    }
                }
                Ok(())
            }
            ExprKind::Slice { lower, upper, step } => {
                self.opt(lower)?;
                self.opt(upper)?;
                self.opt(step)
            }
        }
    }

    fn not_in_annotation(&mut self, span: Span, what: &str) -> Done {
        let kind = self.current().kind;
        let place = match kind {
            ScopeKind::Annotation => self.current().role,
            ScopeKind::TypeParams => "the definition of a generic",
            _ => return Ok(()),
        };
        Err(error_at(span, format!("{what} cannot be used within {place}")))
    }

    /// `await` may stand in an asynchronous function and in comprehensions, which are looked at as a whole.
    fn await_allowed(&mut self, span: Span) -> Done {
        let top_level = self.top_level_await;
        let scope = self.current();
        match scope.kind {
            ScopeKind::Comprehension | ScopeKind::GeneratorExpression => Ok(()),
            ScopeKind::Module if top_level => Ok(()),
            ScopeKind::Module | ScopeKind::Class => Err(error_at(span, "'await' outside function")),
            _ if scope.is_coroutine => Ok(()),
            _ => Err(error_at(span, "'await' outside async function")),
        }
    }

    /// `async for` and `async with` may stand in an asynchronous function.
    fn asynchronous_statement(&mut self, span: Span, what: &str) -> Done {
        let top_level = self.top_level_await;
        let scope = self.current();
        if scope.kind == ScopeKind::Module && top_level {
            scope.is_coroutine = true;
        }
        if scope.is_coroutine {
            return Ok(());
        }
        Err(error_at(span, format!("'async {what}' outside async function")))
    }

    /// An asynchronous comprehension makes the block that it runs in a coroutine's, which that must be allowed to be.
    fn asynchronous_comprehension(&mut self, span: Span) -> Done {
        let top_level = self.top_level_await;
        let scope = self.current();
        let allowed = match scope.kind {
            ScopeKind::Comprehension | ScopeKind::GeneratorExpression => true,
            ScopeKind::Function => scope.is_coroutine,
            ScopeKind::Module => top_level,
            _ => false,
        };
        if !allowed {
            return Err(error_at(span, "asynchronous comprehension outside of an asynchronous function"));
        }
        scope.is_coroutine = true;
        scope.is_async_comprehension |= scope.kind == ScopeKind::Comprehension;
        Ok(())
    }

    fn yields(&mut self, span: Span) -> Done {
        self.not_in_annotation(span, "yield expression")?;
        let kind = self.current().kind;
        if matches!(kind, ScopeKind::Comprehension | ScopeKind::GeneratorExpression) {
            let what = match self.current().name {
                "<listcomp>" => "list comprehension",
                "<setcomp>" => "set comprehension",
                "<dictcomp>" => "dict comprehension",
                _ => "generator expression",
            };
            return Err(error_at(span, format!("'yield' inside {what}")));
        }
        self.current().is_generator = true;
        Ok(())
    }

    fn named_target(&mut self, target: &'a Expr<'a>, span: Span) -> Done {
        self.not_in_annotation(span, "named expression")?;
        if self.iterable_depth > 0 {
            let text = "assignment expression cannot be used in a comprehension iterable expression";
            return Err(error_at(span, text));
        }
        let ExprKind::Name { id, .. } = target.kind else { return self.expr(target) };
        let written = id;
        let arena = self.arena;
        let id = self.current().mangle(arena, id);
        let span = target.span;
        // The target of an assignment expression in a comprehension belongs to the block around it (PEP 572).
        let ids: Vec<ScopeId> = self.stack.iter().rev().copied().collect();
        let mut in_comprehension = false;
        for scope_id in ids {
            let kind = self.table.scopes[scope_id].kind;
            self.table.scopes[scope_id].has_walrus = true;
            if matches!(kind, ScopeKind::Comprehension | ScopeKind::GeneratorExpression) {
                if self.table.scopes[scope_id].symbols.get(id).is_some_and(|s| s.iteration) {
                    return Err(error_at(
                        span,
                        format!(
                            "assignment expression cannot rebind comprehension iteration variable '{written}'"
                        ),
                    ));
                }
                in_comprehension = true;
                let scope = &mut self.table.scopes[scope_id];
                if !scope.symbols.contains_key(id) {
                    scope.names.push(id);
                }
                let symbol = scope.symbols.entry(id).or_default();
                symbol.used = true;
                symbol.walrus = true;
                continue;
            }
            if in_comprehension
                && matches!(kind, ScopeKind::TypeParams | ScopeKind::Annotation)
                && self.table.scopes[scope_id].role != ANNOTATION
            {
                let place = match kind {
                    ScopeKind::TypeParams => "within the definition of a generic".to_owned(),
                    _ => format!("in {}", self.table.scopes[scope_id].role),
                };
                let text = format!("assignment expression within a comprehension cannot be used {place}");
                return Err(error_at(span, text));
            }
            if kind == ScopeKind::Class && in_comprehension {
                return Err(error_at(
                    span,
                    "assignment expression within a comprehension cannot be used in a class body",
                ));
            }
            let module = kind == ScopeKind::Module;
            let scope = &mut self.table.scopes[scope_id];
            if !scope.symbols.contains_key(id) {
                scope.names.push(id);
            }
            let symbol = scope.symbols.entry(id).or_default();
            // A module's may be declared global later on, as an imported one may.
            symbol.may_be_declared = module && in_comprehension && (!symbol.bound || symbol.may_be_declared);
            symbol.bound = true;
            if module && in_comprehension {
                symbol.global = true;
            }
            if symbol.global {
                for &inner in self.stack.iter().rev() {
                    if inner == scope_id {
                        break;
                    }
                    if let Some(symbol) = self.table.scopes[inner].symbols.get_mut(id) {
                        symbol.global = true;
                    }
                }
            }
            break;
        }
        Ok(())
    }

    /// What a comprehension iterates over.
    fn iterable(&mut self, e: &'a Expr<'a>) -> Done {
        self.iterable_depth += 1;
        let done = self.expr(e);
        self.iterable_depth -= 1;
        done
    }

    fn comprehension(
        &mut self,
        e: &'a Expr<'a>,
        kind: ScopeKind,
        elt: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        generators: &'a [Comprehension<'a>],
    ) -> Done {
        // The first iterable is evaluated outside.
        self.iterable(generators[0].iter)?;
        let name = match e.kind {
            ExprKind::ListComp { .. } => "<listcomp>",
            ExprKind::SetComp { .. } => "<setcomp>",
            ExprKind::DictComp { .. } => "<dictcomp>",
            _ => "<genexpr>",
        };
        self.enter(kind, name, e.span, Some((address(e), which::BODY)));
        if kind == ScopeKind::GeneratorExpression {
            self.symbol(".0").param = true;
            self.current().is_generator = true;
        }
        for (i, g) in generators.iter().enumerate() {
            if i > 0 {
                self.iterable(g.iter)?;
            }
            let outer = std::mem::replace(&mut self.in_iteration_target, true);
            let bound = self.expr(g.target);
            self.in_iteration_target = outer;
            bound?;
            self.exprs(g.ifs)?;
            if g.is_async {
                self.current().is_async_comprehension = true;
                self.current().is_coroutine = true;
            }
        }
        if let Some(value) = value {
            self.expr(value)?;
        }
        self.expr(elt)?;
        let asynchronous = kind == ScopeKind::Comprehension && self.current().is_coroutine;
        self.leave();
        if asynchronous {
            self.asynchronous_comprehension(e.span)?;
        }
        Ok(())
    }
}
