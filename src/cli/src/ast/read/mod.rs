//! Python objects as a syntax tree, checked on the way: what comes out can be compiled.

mod expressions;
mod patterns;
mod statements;

use super::classes::{Ast, Classes};
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;
use taipan_grammar::ast::*;
use taipan_grammar::nodes::{NODES, NodeKind};
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{CompileMode, Gc, R, Raised, Value, Vm, kinds};

/// Is the object a node of a syntax tree?
pub fn is_node(vm: &mut Vm, value: Value) -> bool {
    let Some(ast) = vm.class_made(Ast::TYPE.id) else { return false };
    let cls = vm.class_of(value);
    vm.is_subtype(cls, ast)
}

/// The tree of a module, expression or interactive statement.
pub fn from_objects<'a>(vm: &mut Vm, arena: &'a Bump, value: Value, mode: CompileMode) -> R<Mod<'a>> {
    let classes = Classes::get(vm)?;
    let mut reader = Reader { vm, arena, classes };
    let want = match mode {
        CompileMode::Exec => NodeKind::Module,
        CompileMode::Eval => NodeKind::Expression,
        CompileMode::Single => NodeKind::Interactive,
        CompileMode::FuncType => NodeKind::FunctionType,
    };
    if !reader.is(value, want) {
        let (want, of) = (want.info().name, reader.vm.type_name(value));
        return Err(reader.vm.type_error(format!("expected {want} node, got {of}")));
    }
    match mode {
        CompileMode::Exec => Ok(Mod::Module { body: reader.stmts(value, want, "body")? }),
        CompileMode::Single => Ok(Mod::Interactive { body: reader.stmts(value, want, "body")? }),
        CompileMode::Eval => Ok(Mod::Expression { body: reader.expr_field(value, want, "body")? }),
        CompileMode::FuncType => Ok(Mod::FunctionType {
            argtypes: reader.exprs(value, want, "argtypes", Context::Load)?,
            returns: reader.expr_field(value, want, "returns")?,
        }),
    }
}

struct Reader<'a, 'vm> {
    vm: &'vm mut Vm,
    arena: &'a Bump,
    classes: Gc<Tuple>,
}

impl<'a> Reader<'a, '_> {
    fn value_error(&mut self, text: &str) -> Raised {
        self.vm.value_error(text.to_owned())
    }

    fn is(&mut self, value: Value, kind: NodeKind) -> bool {
        let cls = self.classes.to_ref().as_slice()[kind as usize];
        let of = self.vm.class_of(value);
        cls.cast::<Type>().is_some_and(|cls| self.vm.is_subtype(of, cls))
    }

    /// Which kind of a sum a node is.
    fn kind(&mut self, value: Value, sum: &str) -> R<NodeKind> {
        let of = self.vm.class_of(value).value();
        let classes = self.classes.to_ref().as_slice();
        let exact = (0..NODES.len()).find(|&i| NODES[i].base == sum && classes[i] == of);
        let found = exact.or_else(|| {
            let of = self.vm.class_of(value);
            (0..NODES.len()).find(|&i| {
                NODES[i].base == sum
                    && classes[i].cast::<Type>().is_some_and(|cls| self.vm.is_subtype(of, cls))
            })
        });
        match found.and_then(NodeKind::from_number) {
            Some(kind) => Ok(kind),
            None => {
                let text = self.vm.repr(value)?.to_display();
                Err(self.vm.type_error(format!("expected some sort of {sum}, but got {text}")))
            }
        }
    }

    /// A field that may be missing or None.
    fn optional(&mut self, node: Value, name: &str) -> R<Option<Value>> {
        let name = self.vm.intern(name);
        Ok(self.vm.get_attr_opt(node, name)?.filter(|v| !v.is_none()))
    }

    fn required(&mut self, node: Value, kind: NodeKind, name: &str) -> R {
        let key = self.vm.intern(name);
        match self.vm.get_attr_opt(node, key)? {
            Some(value) => Ok(value),
            None => {
                let of = kind.info().name;
                Err(self.vm.type_error(format!("required field \"{name}\" missing from {of}")))
            }
        }
    }

    fn text(&mut self, value: Value) -> R<&'a str> {
        let Some(text) = self.vm.as_str(value) else {
            return Err(self.vm.type_error("AST identifier must be of type str"));
        };
        let text = text.to_display();
        if matches!(text.as_str(), "None" | "True" | "False") {
            return Err(self.vm.value_error(format!("identifier field can't represent '{text}' constant")));
        }
        Ok(self.arena.alloc_str(&text))
    }

    fn name(&mut self, node: Value, kind: NodeKind, field: &str) -> R<&'a str> {
        let value = self.required(node, kind, field)?;
        self.not_none(value, kind, field)?;
        self.text(value)
    }

    fn not_none(&mut self, value: Value, kind: NodeKind, field: &str) -> R<()> {
        if value.is_none() {
            let of = kind.info().name;
            return Err(self.value_error(&format!("field '{field}' is required for {of}")));
        }
        Ok(())
    }

    fn optional_name(&mut self, node: Value, field: &str) -> R<Option<&'a str>> {
        match self.optional(node, field)? {
            Some(value) => self.text(value).map(Some),
            None => Ok(None),
        }
    }

    fn int(&mut self, value: Value) -> R<i64> {
        if self.vm.as_int_value(value).is_none() {
            let text = self.vm.repr(value)?.to_display();
            return Err(self.value_error(&format!("invalid integer value: {text}")));
        }
        let i = self.vm.index_i64(value)?;
        if i32::try_from(i).is_err() {
            return Err(self.vm.overflow_error("Python int too large to convert to C int"));
        }
        Ok(i)
    }

    /// The items of a field that is a list.
    fn items(&mut self, node: Value, kind: NodeKind, field: &str) -> R<Vec<Value>> {
        let key = self.vm.intern(field);
        let Some(value) = self.vm.get_attr_opt(node, key)? else { return Ok(Vec::new()) };
        match self.vm.as_list(value) {
            Some(list) => Ok(list.to_ref().as_slice().to_vec()),
            None => {
                let (name, of) = (kind.info().name, self.vm.type_name(value));
                Err(self.vm.type_error(format!("{name} field \"{field}\" must be a list, not a {of}")))
            }
        }
    }

    fn list<T>(
        &mut self,
        node: Value,
        kind: NodeKind,
        field: &str,
        mut read: impl FnMut(&mut Self, Value) -> R<T>,
    ) -> R<&'a [T]> {
        let mut out = ArenaVec::new_in(self.arena);
        // The list in its node keeps the items alive.
        for value in self.items(node, kind, field)? {
            out.push(read(self, value)?);
        }
        Ok(out.into_bump_slice())
    }

    fn not_empty<T>(&mut self, list: &'a [T], what: &str, kind: NodeKind) -> R<&'a [T]> {
        if list.is_empty() {
            return Err(self.vm.value_error(format!("empty {what} on {}", kind.info().name)));
        }
        Ok(list)
    }

    fn span(&mut self, node: Value, sum: &str) -> R<Span> {
        let mut numbers = [0i64; 4];
        for (i, name) in ["lineno", "col_offset", "end_lineno", "end_col_offset"].iter().enumerate() {
            let key = self.vm.intern(name);
            let found = self.vm.get_attr_opt(node, key)?;
            let end_required = matches!(sum, "pattern" | "type_param");
            numbers[i] = match found {
                Some(value) if i < 2 || end_required || !value.is_none() => self.int(value)?,
                None if i < 2 || end_required => {
                    return Err(self.vm.type_error(format!("required field \"{name}\" missing from {sum}")));
                }
                Some(_) | None => numbers[i - 2],
            };
        }
        let [line, column, end_line, end_column] = numbers;
        if line > end_line {
            let text = format!("AST node line range ({line}, {end_line}) is not valid");
            return Err(self.value_error(&text));
        }
        if (line < 0 && end_line != line) || (column < 0 && end_column != column) {
            let text = format!(
                "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
            );
            return Err(self.value_error(&text));
        }
        if line == end_line && column > end_column {
            let text = format!("line {line}, column {column}-{end_column} is not a valid range");
            return Err(self.value_error(&text));
        }
        // The same number below zero twice says that the place is not known.
        let [line, column, end_line, end_column] = numbers.map(|n| n.max(0) as u32);
        Ok(Span { line, column, end_line, end_column })
    }

    fn stmts(&mut self, node: Value, kind: NodeKind, field: &str) -> R<&'a [Stmt<'a>]> {
        self.list(node, kind, field, |r, v| r.stmt(v))
    }

    fn body(&mut self, node: Value, kind: NodeKind) -> R<&'a [Stmt<'a>]> {
        let body = self.stmts(node, kind, "body")?;
        self.not_empty(body, "body", kind)
    }

    fn exprs(&mut self, node: Value, kind: NodeKind, field: &str, ctx: Context) -> R<&'a [Expr<'a>]> {
        self.list(node, kind, field, |r, v| {
            if v.is_none() {
                return Err(r.value_error("None disallowed in expression list"));
            }
            r.expr(v, ctx)
        })
    }

    fn expr_field(&mut self, node: Value, kind: NodeKind, field: &str) -> R<&'a Expr<'a>> {
        self.expr_field_in(node, kind, field, Context::Load)
    }

    fn expr_field_in(&mut self, node: Value, kind: NodeKind, field: &str, ctx: Context) -> R<&'a Expr<'a>> {
        let value = self.required(node, kind, field)?;
        self.not_none(value, kind, field)?;
        let expr = self.expr(value, ctx)?;
        Ok(self.arena.alloc(expr))
    }

    fn optional_expr(&mut self, node: Value, field: &str) -> R<Option<&'a Expr<'a>>> {
        match self.optional(node, field)? {
            Some(value) => {
                let expr = self.expr(value, Context::Load)?;
                Ok(Some(self.arena.alloc(expr)))
            }
            None => Ok(None),
        }
    }
}
