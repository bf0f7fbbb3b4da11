//! `_symtable`: what the compiler knows of names, as `symtable` shows it.

use crate::compile;
use std::collections::HashMap;
use taipan_compiler::{Place, Scope, ScopeKind, SymbolTable};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::str::fs_decode;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Module};
use taipan_runtime::{
    CompileMode, Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Values, Vm, type_flags,
};
use taipan_stdlib::support::put_int;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_symtable",
    doc: "What the compiler knows of names.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const DEF_GLOBAL: i64 = 1;
const DEF_LOCAL: i64 = 1 << 1;
const DEF_PARAM: i64 = 1 << 2;
const DEF_NONLOCAL: i64 = 1 << 3;
const USE: i64 = 1 << 4;
const DEF_FREE_CLASS: i64 = 1 << 6;
const DEF_IMPORT: i64 = 1 << 7;
const DEF_ANNOT: i64 = 1 << 8;
const DEF_COMP_ITER: i64 = 1 << 9;
const DEF_TYPE_PARAM: i64 = 1 << 10;
const DEF_COMP_CELL: i64 = 1 << 11;
const SCOPE_OFF: i64 = 12;
const GLOBAL_EXPLICIT: i64 = 2 << SCOPE_OFF;
const GLOBAL_IMPLICIT: i64 = 3 << SCOPE_OFF;
const FREE: i64 = 4 << SCOPE_OFF;
const LOCAL: i64 = 1 << SCOPE_OFF;

const TYPE_ANNOTATION: usize = 3;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, value) in [
        ("USE", USE),
        ("DEF_GLOBAL", DEF_GLOBAL),
        ("DEF_NONLOCAL", DEF_NONLOCAL),
        ("DEF_LOCAL", DEF_LOCAL),
        ("DEF_PARAM", DEF_PARAM),
        ("DEF_TYPE_PARAM", DEF_TYPE_PARAM),
        ("DEF_FREE_CLASS", DEF_FREE_CLASS),
        ("DEF_IMPORT", DEF_IMPORT),
        ("DEF_BOUND", DEF_LOCAL | DEF_PARAM | DEF_IMPORT),
        ("DEF_ANNOT", DEF_ANNOT),
        ("DEF_COMP_ITER", DEF_COMP_ITER),
        ("DEF_COMP_CELL", DEF_COMP_CELL),
        ("TYPE_FUNCTION", 0),
        ("TYPE_CLASS", 1),
        ("TYPE_MODULE", 2),
        ("TYPE_ANNOTATION", TYPE_ANNOTATION as i64),
        ("TYPE_TYPE_ALIAS", 4),
        ("TYPE_TYPE_PARAMETERS", 5),
        ("TYPE_TYPE_VARIABLE", 6),
        ("LOCAL", 1),
        ("GLOBAL_EXPLICIT", 2),
        ("GLOBAL_IMPLICIT", 3),
        ("FREE", 4),
        ("CELL", 5),
        ("SCOPE_OFF", SCOPE_OFF),
        ("SCOPE_MASK", 15),
    ] {
        put_int(vm, module, name, value);
    }
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// The symbol table of a source and of the blocks in it.
    #[sig("(source, filename, startstr, /)")]
    fn symtable(vm: &mut Vm, source: Value, filename: Value, startstr: Value) -> R {
        let filename = fs_decode(vm, filename)?;
        let Some(startstr) = vm.as_str(startstr) else {
            let of = vm.argument_type_name(startstr);
            return Err(vm.type_error(format!("symtable() argument 3 must be str, not {of}")));
        };
        let mode = match startstr.as_str() {
            Some("exec") => CompileMode::Exec,
            Some("eval") => CompileMode::Eval,
            Some("single") => CompileMode::Single,
            _ => return Err(vm.value_error("symtable() arg 3 must be 'exec' or 'eval' or 'single'")),
        };
        compile::symbol_table(vm, source, filename, mode, |vm, table| Reader { vm, table }.entry(0))
    }
}

/// A block's table.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Entry {
    header: Header,
    name: Value,
    symbols: Value,
    varnames: Value,
    children: Value,
    nested: Value,
    kind: Value,
    lineno: Value,
}

impl Entry {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Entry as Numbered>::NUMBER,
        name: "symtable entry",
        module: "builtins",
        doc: "",
        flags: type_flags::NO_NEW,
        native: &Entry::NATIVE,
        layout: Some(LayoutInfo::of::<Entry>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Entry {
    fn __repr__(vm: &mut Vm, this: Gc<Entry>) -> R<String> {
        let (name, lineno) = (vm.str(this.name)?.to_display(), vm.str(this.lineno)?.to_display());
        Ok(format!("<symtable entry {name}({}), line {lineno}>", this.address()))
    }

    /// Its number.
    #[member("id")]
    fn id(_: &mut Vm, this: Gc<Entry>) -> Value {
        Value::len(this.address())
    }

    /// The name of the block.
    #[member("name")]
    fn name(_: &mut Vm, this: Gc<Entry>) -> Value {
        this.name
    }

    /// The flags of its names.
    #[member("symbols")]
    fn symbols(_: &mut Vm, this: Gc<Entry>) -> Value {
        this.symbols
    }

    /// The names of its parameters.
    #[member("varnames")]
    fn varnames(_: &mut Vm, this: Gc<Entry>) -> Value {
        this.varnames
    }

    /// The tables of the blocks in it.
    #[member("children")]
    fn children(_: &mut Vm, this: Gc<Entry>) -> Value {
        this.children
    }

    /// Does it stand in a function?
    #[member("nested")]
    fn nested(_: &mut Vm, this: Gc<Entry>) -> Value {
        this.nested
    }

    /// What sort of block it is.
    #[member("type")]
    fn kind(_: &mut Vm, this: Gc<Entry>) -> Value {
        this.kind
    }

    /// Its first line.
    #[member("lineno")]
    fn lineno(_: &mut Vm, this: Gc<Entry>) -> Value {
        this.lineno
    }
}

struct Reader<'vm, 't, 'a> {
    vm: &'vm mut Vm,
    table: &'t SymbolTable<'a>,
}

/// Names with their flags, in order.
#[derive(Default)]
struct Symbols<'a> {
    flags: HashMap<&'a str, i64>,
    order: Vec<&'a str>,
}

impl<'a> Symbols<'a> {
    fn add(&mut self, name: &'a str, flags: i64) {
        if self.flags.insert(name, flags).is_none() {
            self.order.push(name);
        }
    }
}

/// What stands in a scope.
enum Inner {
    Scope(usize),
    /// The annotations of a function's local variables, which are never evaluated; the line of the first.
    Annotations(u32),
}

/// What an entry is made of.
struct Block<'n> {
    name: &'n str,
    typ: usize,
    line: u32,
    nested: bool,
}

impl<'a> Reader<'_, '_, 'a> {
    /// The names of a scope, and after them those of comprehensions that run in its frame.
    fn symbols(&self, id: usize) -> Symbols<'a> {
        let scope = &self.table.scopes[id];
        let mut all = Symbols::default();
        for &name in &scope.names {
            if scope.kind == ScopeKind::Annotation && name == "__conditional_annotations__" {
                continue;
            }
            if scope.kind == ScopeKind::Class && name == ".type_params" {
                all.add("__type_params__", LOCAL | DEF_LOCAL);
            }
            all.add(name, self.flags(scope, name));
            if scope.kind == ScopeKind::Module
                && scope.symbols[name].annotated
                && !all.flags.contains_key("__conditional_annotations__")
            {
                all.add("__conditional_annotations__", GLOBAL_IMPLICIT | USE);
            }
        }
        if scope.kind == ScopeKind::Class && scope.has_conditional_annotations {
            all.add("__conditional_annotations__", GLOBAL_IMPLICIT | USE);
        }
        for &child in &scope.children {
            if self.table.scopes[child].kind == ScopeKind::Comprehension {
                let inner = self.symbols(child);
                for name in inner.order {
                    match all.flags.get_mut(name) {
                        // A class's own names are not what a comprehension in it means.
                        Some(flags)
                            if scope.kind != ScopeKind::Class
                                && inner.flags[name] >> SCOPE_OFF == FREE >> SCOPE_OFF =>
                        {
                            *flags |= inner.flags[name] & USE;
                        }
                        Some(_) => {}
                        None => all.add(name, inner.flags[name]),
                    }
                }
            }
        }
        if scope.kind != ScopeKind::Comprehension {
            for &name in &scope.free {
                match all.flags.get_mut(name) {
                    None if scope.kind == ScopeKind::Annotation && name == "__conditional_annotations__" => {}
                    None => all.add(name, FREE),
                    Some(flags) if scope.kind == ScopeKind::Class && scope.symbols[name].bound => {
                        *flags |= DEF_FREE_CLASS;
                    }
                    Some(_) => {}
                }
            }
        }
        if scope.kind == ScopeKind::Module {
            for inner in &self.table.scopes[1..] {
                for &name in inner.names.iter().filter(|name| inner.symbols[*name].global) {
                    let flags = all.flags.get(name).copied().unwrap_or(0);
                    all.add(name, flags & ((1 << SCOPE_OFF) - 1) | DEF_GLOBAL | GLOBAL_EXPLICIT);
                }
            }
        }
        all
    }

    fn flags(&self, scope: &Scope<'a>, name: &str) -> i64 {
        let symbol = &scope.symbols[name];
        let place = match symbol.place {
            Some(Place::Local) => 1,
            Some(Place::GlobalExplicit) => 2,
            Some(Place::GlobalImplicit) => 3,
            Some(Place::Free) => 4,
            Some(Place::Cell) => 5,
            None => 0,
        };
        let set = |on: bool, flag: i64| if on { flag } else { 0 };
        let in_comprehension = scope.kind == ScopeKind::Comprehension;
        let used = symbol.used || matches!(name, ".format" | ".generic_base");
        place << SCOPE_OFF
            | set(used, USE)
            | set(symbol.global, DEF_GLOBAL)
            | set(symbol.bound && !((symbol.imported || symbol.global) && symbol.may_be_declared), DEF_LOCAL)
            | set(symbol.param, DEF_PARAM)
            | set(symbol.nonlocal, DEF_NONLOCAL)
            | set(symbol.imported, DEF_IMPORT)
            | set(symbol.annotated, DEF_ANNOT)
            | set(symbol.iteration, DEF_COMP_ITER)
            | set(in_comprehension && symbol.place == Some(Place::Cell), DEF_COMP_CELL)
            | set(symbol.type_param, DEF_TYPE_PARAM)
            | set(scope.kind == ScopeKind::TypeParams && name == "__classdict__", DEF_FREE_CLASS)
    }

    /// The scopes in a scope, those in comprehensions that run in its frame included.
    fn children(&self, id: usize, out: &mut Vec<Inner>) {
        let scope = &self.table.scopes[id];
        let annotated = scope.local_annotations.filter(|_| !self.table.future_annotations);
        let own = |at: usize| annotated.filter(|a| a.1 == at).map(|a| Inner::Annotations(a.0));
        for (at, &child) in scope.children.iter().enumerate() {
            out.extend(own(at));
            let inner = &self.table.scopes[child];
            if self.table.future_annotations && inner.is_annotation() {
                continue;
            }
            if inner.kind == ScopeKind::Comprehension {
                self.children(child, out);
            } else {
                out.push(Inner::Scope(child));
            }
        }
        out.extend(own(scope.children.len()));
    }

    /// A place for annotations with nothing in it that is evaluated.
    fn empty_annotations(&mut self, line: u32, nested: bool, sees_class: bool) -> R {
        let mut symbols = Symbols::default();
        symbols.add(".format", LOCAL | DEF_PARAM | USE);
        if sees_class {
            symbols.add("__classdict__", FREE | USE);
        }
        let block = Block { name: "__annotate__", typ: TYPE_ANNOTATION, line, nested };
        self.make(&block, &symbols, &[".format"], &[])
    }

    fn entry(&mut self, id: usize) -> R {
        let table = self.table;
        let scope = &table.scopes[id];
        let mut inner = Vec::new();
        self.children(id, &mut inner);
        let line_of = |id: usize| table.scopes[id].span.line;
        let is_annotation = |id: usize| table.scopes[id].kind == ScopeKind::Annotation;
        // The annotations of a module or class are told last, but begin with the first.
        if matches!(scope.kind, ScopeKind::Module | ScopeKind::Class)
            && let Some(&Inner::Scope(last)) = inner.last()
            && is_annotation(last)
            && scope.has_annotations
        {
            inner.pop();
            let starts = |i: &Inner| matches!(i, Inner::Scope(id) if line_of(*id) >= line_of(last));
            let at = inner.iter().position(starts).unwrap_or(inner.len());
            inner.insert(at, Inner::Scope(last));
        }
        let sees_class =
            scope.kind == ScopeKind::Class || scope.kind == ScopeKind::TypeParams && scope.sees_class;
        let mut children = Values::new();
        let mut before = None;
        for child in inner {
            let child = match child {
                Inner::Scope(child) => child,
                Inner::Annotations(line) => {
                    let entry = self.empty_annotations(line, true, false)?;
                    children.push(&mut self.vm.heap, entry);
                    continue;
                }
            };
            let line = line_of(child);
            let own = before.is_some_and(|before| is_annotation(before) && line_of(before) == line);
            if table.scopes[child].kind == ScopeKind::Function && !own && !table.future_annotations {
                // Each function has a place for annotations, though nothing be in it.
                let entry = self.empty_annotations(line, table.scopes[child].nested, sees_class)?;
                children.push(&mut self.vm.heap, entry);
            }
            let entry = self.entry(child)?;
            children.push(&mut self.vm.heap, entry);
            before = Some(child);
        }
        let typ = match scope.kind {
            ScopeKind::Function | ScopeKind::Lambda | ScopeKind::GeneratorExpression => 0,
            ScopeKind::Class => 1,
            ScopeKind::Module => 2,
            ScopeKind::Annotation | ScopeKind::Comprehension => match scope.role {
                "a type alias" => 4,
                role if role.starts_with("a TypeVar") || role.starts_with("a ParamSpec") => 6,
                _ => TYPE_ANNOTATION,
            },
            ScopeKind::TypeParams => 5,
        };
        let name = match scope.kind {
            ScopeKind::Lambda => "lambda",
            ScopeKind::GeneratorExpression => "genexpr",
            _ => scope.name,
        };
        let symbols = self.symbols(id);
        let params: Vec<&str> =
            symbols.order.iter().copied().filter(|name| symbols.flags[name] & DEF_PARAM != 0).collect();
        let block = Block { name, typ, line: scope.span.line, nested: scope.nested };
        self.make(&block, &symbols, &params, &children)
    }

    fn make(&mut self, block: &Block<'_>, symbols: &Symbols<'_>, params: &[&str], children: &[Value]) -> R {
        let vm = &mut *self.vm;
        let dict: Gc<Dict> = vm.new_dict();
        for name in &symbols.order {
            let flags = vm.new_int(symbols.flags[name]);
            let name = vm.intern(name);
            dict.set_str(vm, name, flags);
        }
        let mut varnames = Values::new();
        for name in params {
            let name = vm.intern(name).value();
            varnames.push(&mut vm.heap, name);
        }
        let varnames = vm.new_list(&varnames).value();
        let children = vm.new_list(children).value();
        let name = vm.intern(block.name).value();
        let class = vm.class(Entry::TYPE.id).address();
        let made = vm.heap.alloc(Entry {
            header: Header::new::<Entry>(class),
            name,
            symbols: dict.value(),
            varnames,
            children,
            nested: Value::len(usize::from(block.nested)),
            kind: Value::len(block.typ),
            lineno: Value::len(block.line as usize),
        });
        Ok(made.value())
    }
}
