//! Symbol tables: which scope each name of each block belongs to (reference: Naming and binding, 4.2).
//!
//! A first walk ([`walk`]) enters every binding and use; [`resolve`] then decides, from the outside in, what is local, shared
//! through a cell, free or global. Comprehensions other than generator expressions run in the frame around them (PEP 709), so
//! what they use of it needs no cell.

mod resolve;
mod walk;

use bumpalo::Bump;
use std::collections::HashMap;
use taipan_grammar::ast::*;
pub use walk::DEPTH_MAX;

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
    /// Has an annotation and nothing else, which makes it local, but no code names it.
    pub only_annotated: bool,
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
