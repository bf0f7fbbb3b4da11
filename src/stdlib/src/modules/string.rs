//! `_string`: the parts of format strings, for `string.Formatter`.

use taipan_macros::native;
use taipan_runtime::{Gc, ModuleDef, R, Raised, Value, Values, Vm, layout::Str};
use taipan_text::Wtf8;
use taipan_text::format::template::{First, Step, TemplateError, pieces, split_name};

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

#[native]
impl Parts {
    /// The literals and fields of a format string: an iterator of (literal, name, specification, conversion).
    #[sig("($module, format, /)")]
    #[shown("($self, object, /)")]
    fn formatter_parser(vm: &mut Vm, format: Value) -> R {
        let format = text_of(vm, format)?;
        let mut out = Values::new();
        for piece in pieces(Wtf8::new(format.to_ref().as_bytes())) {
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
            let item = vm.new_tuple(&items).value();
            out.push(&mut vm.heap, item);
        }
        let list = vm.new_list_from(out).value();
        vm.iter(list)
    }

    /// The first part of a field's name, and an iterator of (is it an attribute, name or index) for the rest.
    #[sig("($module, field_name, /)")]
    #[shown("($self, object, /)")]
    fn formatter_field_name_split(vm: &mut Vm, field_name: Value) -> R {
        let name = text_of(vm, field_name)?;
        let (first, steps) = split_name(Wtf8::new(name.to_ref().as_bytes())).map_err(|e| raise(vm, e))?;
        let first = match first {
            First::Automatic => vm.names().empty.value(),
            First::Index(i) => Value::len(i),
            First::Name(name) => new_str(vm, name),
        };
        let mut out = Values::new();
        for step in steps {
            let (is_attribute, part) = match step.map_err(|e| raise(vm, e))? {
                Step::Attribute(name) => (true, new_str(vm, name)),
                Step::Index(i) => (false, Value::len(i)),
                Step::Key(key) => (false, new_str(vm, key)),
            };
            let item = vm.new_tuple(&[Value::bool(is_attribute), part]).value();
            out.push(&mut vm.heap, item);
        }
        let list = vm.new_list_from(out).value();
        let rest = vm.iter(list)?;
        Ok(vm.new_tuple(&[first, rest]).value())
    }
}
