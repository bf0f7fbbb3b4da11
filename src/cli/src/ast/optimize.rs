//! What `ast.parse(..., optimize=1)` does to a tree of objects: `__debug__` becomes a constant, `'%s' % (x,)` a formatted
//! string, numbers of patterns constants; from level 2 on docstrings go.

use super::classes::Classes;
use taipan_compiler::percent::{self, Piece};
use taipan_grammar::nodes::{NODES, NodeKind};
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{BinaryOp, Gc, R, Value, Vm};

/// Optimizes a tree in place; the result stands for it.
pub fn optimize(vm: &mut Vm, tree: Value, level: u8) -> R {
    let classes = Classes::get(vm)?;
    Optimizer { vm, classes, level }.visit(tree)
}

struct Optimizer<'vm> {
    vm: &'vm mut Vm,
    classes: Gc<Tuple>,
    level: u8,
}

impl Optimizer<'_> {
    fn kind(&self, value: Value) -> Option<NodeKind> {
        let cls = self.vm.class_of(value).value();
        let i = self.classes.to_ref().as_slice().iter().position(|&of| of == cls)?;
        NodeKind::from_number(i)
    }

    fn get(&mut self, node: Value, name: &str) -> R {
        let name = self.vm.intern(name);
        Ok(self.vm.get_attr_opt(node, name)?.unwrap_or(Value::NONE))
    }

    fn set(&mut self, node: Value, name: &str, value: Value) -> R<()> {
        let name = self.vm.intern(name);
        self.vm.set_attr(node, name, value)
    }

    /// A new node that stands where another one does, or (None) nowhere.
    fn make(&mut self, kind: NodeKind, fields: &[Value], place: Value) -> R {
        let cls = self.classes.to_ref().as_slice()[kind as usize];
        let Some(cls) = cls.cast::<Type>() else { return Ok(Value::NONE) };
        let made = self.vm.new_instance(cls).value();
        for (field, &value) in kind.info().fields().zip(fields) {
            self.set(made, field.name, value)?;
        }
        for name in ["lineno", "col_offset", "end_lineno", "end_col_offset"] {
            let value = if place.is_none() { Value::int32(-1) } else { self.get(place, name)? };
            self.set(made, name, value)?;
        }
        Ok(made)
    }

    fn constant(&mut self, value: Value, place: Value) -> R {
        self.make(NodeKind::Constant, &[value, Value::NONE], place)
    }

    fn visit(&mut self, node: Value) -> R {
        let Some(kind) = self.kind(node) else { return Ok(node) };
        self.vm.check_stack(" during compilation")?;
        self.children(node, kind).and_then(|()| self.replace(node, kind))
    }

    fn children(&mut self, node: Value, kind: NodeKind) -> R<()> {
        for field in kind.info().fields() {
            let is_node = NODES.iter().any(|row| row.name == field.typ);
            if !is_node || field.typ == "expr_context" {
                continue;
            }
            let value = self.get(node, field.name)?;
            let Some(list) = self.vm.as_list(value) else {
                let new = self.visit(value)?;
                if new != value {
                    self.set(node, field.name, new)?;
                }
                continue;
            };
            let items = list.to_ref().as_slice().to_vec();
            for (i, item) in items.into_iter().enumerate() {
                let new = self.visit(item)?;
                if new != item {
                    self.vm.set_item(value, Value::len(i), new)?;
                }
            }
        }
        Ok(())
    }

    fn replace(&mut self, node: Value, kind: NodeKind) -> R {
        match kind {
            NodeKind::Name => {
                let (id, ctx) = (self.get(node, "id")?, self.get(node, "ctx")?);
                let is_debug = self.vm.as_str(id).is_some_and(|id| id.as_str() == Some("__debug__"));
                if is_debug && self.kind(ctx) == Some(NodeKind::Load) {
                    return self.constant(if self.level == 0 { Value::TRUE } else { Value::FALSE }, node);
                }
            }
            NodeKind::BinOp => return self.format(node),
            NodeKind::MatchValue => {
                let value = self.get(node, "value")?;
                let folded = self.number(value)?;
                self.set(node, "value", folded)?;
            }
            NodeKind::MatchMapping => {
                let keys = self.get(node, "keys")?;
                let n_keys = self.vm.as_list(keys).map_or(0, |keys| keys.to_ref().as_slice().len());
                for i in 0..n_keys {
                    let key = self.vm.get_item(keys, Value::len(i))?;
                    let folded = self.number(key)?;
                    self.vm.set_item(keys, Value::len(i), folded)?;
                }
            }
            NodeKind::Module | NodeKind::FunctionDef | NodeKind::AsyncFunctionDef | NodeKind::ClassDef
                if self.level >= 2 =>
            {
                self.remove_docstring(node)?;
            }
            _ => {}
        }
        Ok(node)
    }

    /// A number in a pattern: with its sign, and with the imaginary part that is added.
    fn number(&mut self, node: Value) -> R {
        match self.kind(node) {
            Some(NodeKind::UnaryOp) => {
                let (op, operand) = (self.get(node, "op")?, self.get(node, "operand")?);
                if self.kind(op) != Some(NodeKind::USub) || self.kind(operand) != Some(NodeKind::Constant) {
                    return Ok(node);
                }
                let value = self.get(operand, "value")?;
                let negative = self.vm.call_method_named(value, "__neg__", &[])?;
                self.constant(negative, node)
            }
            Some(NodeKind::BinOp) => {
                let (left, op, right) =
                    (self.get(node, "left")?, self.get(node, "op")?, self.get(node, "right")?);
                let left = self.number(left)?;
                let op = match self.kind(op) {
                    Some(NodeKind::Add) => BinaryOp::Add,
                    Some(NodeKind::Sub) => BinaryOp::Sub,
                    _ => return Ok(node),
                };
                if [left, right].iter().any(|&side| self.kind(side) != Some(NodeKind::Constant)) {
                    return Ok(node);
                }
                let (left, right) = (self.get(left, "value")?, self.get(right, "value")?);
                let value = self.vm.binary_op(op, left, right)?;
                self.constant(value, node)
            }
            _ => Ok(node),
        }
    }

    fn remove_docstring(&mut self, node: Value) -> R<()> {
        let body = self.get(node, "body")?;
        let Some(list) = self.vm.as_list(body) else { return Ok(()) };
        let Some(&first) = list.to_ref().as_slice().first() else { return Ok(()) };
        if self.kind(first) != Some(NodeKind::Expr) {
            return Ok(());
        }
        let value = self.get(first, "value")?;
        if self.kind(value) != Some(NodeKind::Constant) {
            return Ok(());
        }
        let text = self.get(value, "value")?;
        if self.vm.as_str(text).is_none() {
            return Ok(());
        }
        if list.to_ref().as_slice().len() > 1 {
            self.vm.call_method_named(body, "pop", &[Value::ZERO])?;
            return Ok(());
        }
        let pass = self.make(NodeKind::Pass, &[], first)?;
        let line = self.get(pass, "lineno")?;
        self.set(pass, "end_lineno", line)?;
        let column = self.get(pass, "col_offset")?;
        let end = self.vm.binary_op(BinaryOp::Add, column, Value::int32(4))?;
        self.set(pass, "end_col_offset", end)?;
        self.vm.set_item(body, Value::ZERO, pass)
    }

    /// `'... %s ...' % (x, ...)` as a formatted string.
    fn format(&mut self, node: Value) -> R {
        let (left, op, right) = (self.get(node, "left")?, self.get(node, "op")?, self.get(node, "right")?);
        let fits = self.kind(op) == Some(NodeKind::Mod)
            && self.kind(left) == Some(NodeKind::Constant)
            && self.kind(right) == Some(NodeKind::Tuple);
        if !fits {
            return Ok(node);
        }
        let text = self.get(left, "value")?;
        let Some(text) = self.vm.as_str(text).and_then(|text| text.as_str().map(str::to_owned)) else {
            return Ok(node);
        };
        let elts = self.get(right, "elts")?;
        let Some(args) = self.vm.as_list(elts).map(|list| list.to_ref().as_slice().to_vec()) else {
            return Ok(node);
        };
        if args.iter().any(|&arg| self.kind(arg) == Some(NodeKind::Starred)) {
            return Ok(node);
        }
        let Some(pieces) = percent::pieces(&text, args.len()) else { return Ok(node) };
        let values = self.vm.new_list(&[]).value();
        let mut args = args.into_iter();
        for piece in pieces {
            let value = match piece {
                Piece::Text(text) => {
                    let text = self.vm.new_str(&text).value();
                    self.constant(text, Value::NONE)?
                }
                Piece::Conversion(letter, spec) => {
                    let arg = args.next().unwrap_or(Value::NONE);
                    let mut format_spec = Value::NONE;
                    if !spec.is_empty() {
                        let text = self.vm.new_str(&spec).value();
                        format_spec = self.constant(text, Value::NONE)?;
                    }
                    let letter = Value::int32(letter as i32);
                    self.make(NodeKind::FormattedValue, &[arg, letter, format_spec], arg)?
                }
            };
            self.vm.call_method_named(values, "append", &[value])?;
        }
        self.make(NodeKind::JoinedStr, &[values], node)
    }
}
