//! A syntax tree as Python objects.

use super::classes::Classes;
use taipan_grammar::TypeComments;
use taipan_grammar::ast::{Constant, Mod, Span};
use taipan_grammar::nodes::{NODES, NodeKind};
use taipan_grammar::walk::{self, Sink, walk};
use taipan_runtime::layout::{Str, Tuple, Type};
use taipan_runtime::{Gc, R, Raised, Value, Values, Vm, kinds};

struct Builder<'vm, 'c> {
    comments: &'c TypeComments<'c>,
    vm: &'vm mut Vm,
    stack: Values,
    classes: Gc<Tuple>,
    singletons: Gc<Tuple>,
    /// Those of fields and places, see [`Classes::field_names`].
    names: Gc<Tuple>,
    failed: bool,
}

/// The objects of a tree, with its type comments.
pub fn to_objects(vm: &mut Vm, module: &Mod<'_>, comments: &TypeComments<'_>) -> R {
    let classes = Classes::get(vm)?;
    let singletons = Classes::singletons(vm)?;
    let names = Classes::field_names(vm);
    let mut builder =
        Builder { comments, stack: Values::new(), classes, singletons, names, failed: false, vm };
    walk(module, &mut builder);
    if builder.failed {
        return Err(Raised);
    }
    Ok(builder.stack.first().copied().unwrap_or(Value::NONE))
}

impl Builder<'_, '_> {
    fn push(&mut self, value: Value) {
        self.stack.push(&mut self.vm.heap, value);
    }
}

impl Sink for Builder<'_, '_> {
    fn none(&mut self) {
        self.push(Value::NONE);
    }

    fn gives_up(&mut self) -> bool {
        self.failed = self.failed || self.vm.check_stack("").is_err();
        self.failed
    }

    fn text(&mut self, text: &str) {
        let value = self.vm.intern(text).value();
        self.push(value);
    }

    fn constant(&mut self, value: &Constant<'_>) {
        let value = constant(self.vm, value);
        self.push(value);
    }

    fn int(&mut self, value: i64) {
        let value = self.vm.new_int(value);
        self.push(value);
    }

    fn type_comment(&mut self, span: Span) {
        walk::type_comment(self.comments, span, self);
    }

    fn stretch(&self, span: Span) -> Span {
        self.comments.stretch(span)
    }

    fn type_ignores(&mut self) {
        walk::type_ignores(self.comments, self);
    }

    fn list(&mut self, n: usize) {
        let from = self.stack.len() - n;
        let list = self.vm.new_list(&self.stack[from..]).value();
        self.stack.truncate(from);
        self.push(list);
    }

    fn node(&mut self, kind: NodeKind, span: Option<Span>) {
        let i = kind as usize;
        let single = self.singletons.to_ref().as_slice()[i];
        if !single.is_none() && !self.failed {
            self.push(single);
            return;
        }
        let rows = self.names.to_ref().as_slice();
        let (Some(fields), Some(place)) = (rows[i].cast::<Tuple>(), rows[NODES.len()].cast::<Tuple>()) else {
            return;
        };
        let from = self.stack.len() - fields.len();
        if self.failed {
            self.stack.truncate(from);
            return self.push(Value::NONE);
        }
        let Some(cls) = self.classes.to_ref().as_slice()[i].cast::<Type>() else { return };
        let vm = &mut *self.vm;
        let made = vm.new_instance(cls).value();
        let mut set = |name: Value, value: Value| {
            let Some(name) = name.cast::<Str>() else { return };
            self.failed |= vm.generic_set_attr(made, name, value).is_err();
        };
        for (name, value) in fields.to_ref().as_slice().iter().zip(&self.stack[from..]) {
            set(*name, *value);
        }
        if let Some(span) = span {
            let numbers = [span.line, span.column, span.end_line, span.end_column];
            for (name, number) in place.to_ref().as_slice().iter().zip(numbers) {
                set(*name, Value::len(number as usize));
            }
        }
        self.stack.truncate(from);
        self.push(made);
    }
}

/// The object that a constant stands for.
fn constant(vm: &mut Vm, value: &Constant<'_>) -> Value {
    match value {
        Constant::None => Value::NONE,
        Constant::True => Value::TRUE,
        Constant::False => Value::FALSE,
        Constant::Ellipsis => Value::ELLIPSIS,
        Constant::Int(i) => vm.new_int(*i),
        Constant::BigInt { digits, radix } => {
            let limbs = taipan_number::parse_literal_limbs(digits, *radix);
            vm.new_int_limbs(false, &limbs)
        }
        Constant::NegativeInt(digits) => {
            let limbs = taipan_number::parse_literal_limbs(digits, 16);
            vm.new_int_limbs(true, &limbs)
        }
        Constant::Float(f) => vm.new_float(*f),
        Constant::Complex(f) => vm.new_complex(0.0, *f),
        Constant::FullComplex(re, im) => vm.new_complex(*re, *im),
        Constant::Str(bytes) => vm.new_str_wtf8(bytes).value(),
        Constant::Bytes(bytes) => vm.new_bytes(bytes),
        Constant::Tuple(items) | Constant::FrozenSet(items) => {
            let mut values = Values::new();
            for item in *items {
                let item = constant(vm, item);
                values.push(&mut vm.heap, item);
            }
            let tuple = vm.new_tuple(&values).value();
            if matches!(value, Constant::Tuple(_)) {
                return tuple;
            }
            let frozenset = vm.class(kinds::FROZENSET).value();
            // The items were hashed before, or they would be in no set.
            vm.call(frozenset, &[tuple]).unwrap_or(tuple)
        }
    }
}
