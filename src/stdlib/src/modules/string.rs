//! `_string`: the parts of format strings, for `string.Formatter`.

use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm, layout::Str, type_flags,
};
use taipan_text::Wtf8;
use taipan_text::format::template::{First, Step, Steps, TemplateError, pieces, split_name};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_string",
    doc: "The parts of format strings.",
    functions: &Parts::NATIVE,
    ..ModuleDef::DEFAULT
};

struct Parts;

fn raise(vm: &mut Vm, error: TemplateError) -> Raised {
    vm.value_error(error.message())
}

fn text_of(vm: &mut Vm, v: Value) -> R<Gc<Str>> {
    match vm.as_str(v) {
        Some(s) => Ok(s),
        None => {
            let of = vm.type_name(v);
            Err(vm.type_error(format!("expected str, got {of}")))
        }
    }
}

fn new_str(vm: &mut Vm, text: &Wtf8) -> Value {
    vm.new_str_wtf8(text.as_bytes()).value()
}

/// Defines an iterator over parts of a text, which are read one by one: a fault is found when it is come to.
macro_rules! iterator {
    ($(#[$meta:meta])* $name:ident = $python:literal, $next:ident) => {
        $(#[$meta])*
        #[derive(Trace, Layout, NativeType)]
        #[repr(C)]
        pub struct $name {
            header: Header,
            text: Field<Gc<Str>>,
            #[untraced]
            at: Cell<usize>,
        }

        impl $name {
            /// The definition.
            pub const TYPE: TypeDef = TypeDef {
                id: <$name as Numbered>::NUMBER,
                name: $python,
                flags: type_flags::NO_NEW,
                native: &$name::NATIVE,
                layout: Some(LayoutInfo::of::<$name>()),
                ..TypeDef::DEFAULT
            };

            fn make(vm: &mut Vm, text: Gc<Str>, at: usize) -> Value {
                let header = Header::new::<$name>(vm.class_address($name::TYPE.id));
                vm.heap.alloc($name { header, text: Field::new(text), at: Cell::new(at) }).value()
            }
        }

        #[native]
        impl $name {
            fn __iter__(_vm: &mut Vm, this: Value) -> Value {
                this
            }

            fn __next__(vm: &mut Vm, this: Gc<$name>) -> R<Option<Value>> {
                let text = this.text.get();
                let rest = Wtf8::new(&text.to_ref().as_bytes()[this.at.get()..]);
                match $next(vm, rest)? {
                    Some((items, rest)) => {
                        this.at.set(text.n_bytes() - rest.as_bytes().len());
                        Ok(Some(items))
                    }
                    None => Ok(None),
                }
            }
        }
    };
}

iterator! {
    /// Over the literals and fields of a format.
    FormatterIterator = "formatteriterator", next_piece
}

iterator! {
    /// Over what follows in a field's name.
    FieldNameIterator = "fieldnameiterator", next_step
}

fn next_piece<'a>(vm: &mut Vm, rest: &'a Wtf8) -> R<Option<(Value, &'a Wtf8)>> {
    let mut left = pieces(rest);
    let Some(piece) = left.next() else { return Ok(None) };
    let piece = piece.map_err(|e| raise(vm, e))?;
    let literal = new_str(vm, piece.literal);
    let mut items = [literal, Value::NONE, Value::NONE, Value::NONE];
    if let Some(field) = piece.field {
        items[1] = new_str(vm, field.name);
        items[2] = new_str(vm, field.spec);
        if let Some(c) = field.conversion {
            items[3] = vm.new_str_char(c).value();
        }
    }
    Ok(Some((vm.new_tuple(&items).value(), left.rest())))
}

fn next_step<'a>(vm: &mut Vm, rest: &'a Wtf8) -> R<Option<(Value, &'a Wtf8)>> {
    let mut left = Steps::of(rest);
    let Some(step) = left.next() else { return Ok(None) };
    let (is_attribute, part) = match step.map_err(|e| raise(vm, e))? {
        Step::Attribute(name) => (true, new_str(vm, name)),
        Step::Index(i) => (false, Value::len(i)),
        Step::Key(key) => (false, new_str(vm, key)),
    };
    Ok(Some((vm.new_tuple(&[Value::bool(is_attribute), part]).value(), left.rest())))
}

#[native]
impl Parts {
    /// The literals and fields of a format string: an iterator of (literal, name, specification, conversion).
    #[sig("($module, format, /)")]
    #[shown("($self, object, /)")]
    fn formatter_parser(vm: &mut Vm, format: Value) -> R {
        let format = text_of(vm, format)?;
        Ok(FormatterIterator::make(vm, format, 0))
    }

    /// The first part of a field's name, and an iterator of (is it an attribute, name or index) for the rest.
    #[sig("($module, field_name, /)")]
    #[shown("($self, object, /)")]
    fn formatter_field_name_split(vm: &mut Vm, field_name: Value) -> R {
        let name = text_of(vm, field_name)?;
        let (first, steps) = split_name(Wtf8::new(name.to_ref().as_bytes())).map_err(|e| raise(vm, e))?;
        let at = name.n_bytes() - steps.rest().as_bytes().len();
        let first = match first {
            First::Automatic => vm.names().empty.value(),
            First::Index(i) => Value::len(i),
            First::Name(name) => new_str(vm, name),
        };
        let rest = FieldNameIterator::make(vm, name, at);
        Ok(vm.new_tuple(&[first, rest]).value())
    }
}
