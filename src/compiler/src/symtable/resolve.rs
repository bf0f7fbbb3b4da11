//! What each name of a scope means, decided from the outside in.

use super::{CLASS_CELLS, Place, ScopeId, ScopeKind, SymbolTable};
use crate::error::{CompileError, error_at};
use std::collections::HashSet;

impl<'a> SymbolTable<'a> {
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
    pub(super) fn resolve(
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
                for name in &direct {
                    if let Some(symbol) = scope.symbols.get_mut(name) {
                        symbol.only_annotated = false;
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
