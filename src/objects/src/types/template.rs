//! `string.templatelib.Template` and `Interpolation`: what t-strings make.

use crate::import::import_from;
use std::cell::Cell;
use taipan_macros::native;
use taipan_runtime::layout::{Str, Tuple, Type};
use taipan_runtime::{Args, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds};

/// The definition of `Template`.
pub static TEMPLATE: TypeDef = TypeDef {
    id: kinds::TEMPLATE,
    name: "Template",
    module: "string.templatelib",
    doc: "A template string: pieces of text, and the values between them.",
    native: &TemplateMethods::NATIVE,
    layout: Some(LayoutInfo::of::<Template>()),
    ..TypeDef::DEFAULT
};

/// The definition of `Interpolation`.
pub static INTERPOLATION: TypeDef = TypeDef {
    id: kinds::INTERPOLATION,
    name: "Interpolation",
    module: "string.templatelib",
    doc: "A value in a template string, and how it was written there.",
    native: &InterpolationMethods::NATIVE,
    layout: Some(LayoutInfo::of::<Interpolation>()),
    fill: Some(|vm, cls| {
        let names = ["value", "expression", "conversion", "format_spec"].map(|n| vm.intern(n).value());
        let names = vm.new_tuple(&names).value();
        let key = vm.names().__match_args__;
        cls.dict.get().set_str(vm, key, names);
        Ok(())
    }),
    ..TypeDef::DEFAULT
};

/// The definition of the iterator over a template's parts.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::TEMPLATE_ITERATOR,
    name: "TemplateIter",
    module: "string.templatelib",
    native: &IteratorMethods::NATIVE,
    flags: taipan_runtime::type_flags::NO_NEW,
    layout: Some(LayoutInfo::of::<TemplateIterator>()),
    ..TypeDef::DEFAULT
};

/// A template: one string more than interpolations.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::TEMPLATE")]
#[repr(C)]
pub struct Template {
    header: Header,
    strings: Gc<Tuple>,
    interpolations: Gc<Tuple>,
}

/// A value between the strings.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::INTERPOLATION")]
#[repr(C)]
pub struct Interpolation {
    header: Header,
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
}

/// The parts of a template in order, empty strings left out.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::TEMPLATE_ITERATOR")]
#[repr(C)]
pub struct TemplateIterator {
    header: Header,
    template: Gc<Template>,
    #[untraced]
    at: Cell<usize>,
}

struct TemplateMethods;
struct InterpolationMethods;
struct IteratorMethods;

fn new_template(vm: &mut Vm, strings: &[Value], interpolations: &[Value]) -> Gc<Template> {
    let (strings, interpolations) = (vm.new_tuple(strings), vm.new_tuple(interpolations));
    let class = vm.class(kinds::TEMPLATE).address();
    vm.heap.alloc(Template { header: Header::new::<Template>(class), strings, interpolations })
}

fn concat(vm: &mut Vm, a: Gc<Template>, b: Gc<Template>) -> Gc<Template> {
    let mut strings = Values::new();
    let mut interpolations = Values::new();
    strings.extend(&mut vm.heap, a.strings.to_ref().as_slice());
    interpolations.extend(&mut vm.heap, a.interpolations.to_ref().as_slice());
    interpolations.extend(&mut vm.heap, b.interpolations.to_ref().as_slice());
    let last = strings.pop().and_then(|s| s.cast::<Str>());
    let (first, rest) = match b.strings.to_ref().as_slice().split_first() {
        Some((first, rest)) => (first.cast::<Str>(), rest),
        None => (None, &[][..]),
    };
    if let (Some(x), Some(y)) = (last, first) {
        let joined = vm.concat_str(x, y).value();
        strings.push(&mut vm.heap, joined);
    }
    strings.extend(&mut vm.heap, rest);
    new_template(vm, &strings, &interpolations)
}

#[native]
impl TemplateMethods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Template>> {
        let _ = cls;
        if args.has_kw() {
            return Err(vm.type_error("Template.__new__ only accepts *args arguments"));
        }
        let mut strings = Values::new();
        let mut interpolations = Values::new();
        let mut text: Option<Gc<Str>> = None;
        for &arg in args.pos {
            if let Some(piece) = vm.as_str(arg) {
                text = Some(match text {
                    Some(before) => vm.concat_str(before, piece),
                    None => piece,
                });
            } else if arg.cast::<Interpolation>().is_some() {
                let before = text.take().unwrap_or(vm.names().empty);
                strings.push(&mut vm.heap, before.value());
                interpolations.push(&mut vm.heap, arg);
            } else {
                let of = vm.type_name(arg);
                return Err(vm.type_error(format!(
                    "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {of}"
                )));
            }
        }
        let last = text.unwrap_or(vm.names().empty);
        strings.push(&mut vm.heap, last.value());
        Ok(new_template(vm, &strings, &interpolations))
    }

    fn __repr__(vm: &mut Vm, this: Gc<Template>) -> R<String> {
        let strings = vm.repr(this.strings.value())?.to_display();
        let interpolations = vm.repr(this.interpolations.value())?.to_display();
        Ok(format!("Template(strings={strings}, interpolations={interpolations})"))
    }

    fn __iter__(vm: &mut Vm, this: Gc<Template>) -> Gc<TemplateIterator> {
        let class = vm.class(kinds::TEMPLATE_ITERATOR).address();
        let header = Header::new::<TemplateIterator>(class);
        vm.heap.alloc(TemplateIterator { header, template: this, at: Cell::new(0) })
    }

    fn __concat__(vm: &mut Vm, this: Gc<Template>, other: Value) -> R<Gc<Template>> {
        match other.cast::<Template>() {
            Some(other) => Ok(concat(vm, this, other)),
            None => {
                let cls = vm.class_of(other);
                let of = vm.full_class_name(cls);
                Err(vm.type_error(format!(
                    "can only concatenate string.templatelib.Template (not \"{of}\") to string.templatelib.Template"
                )))
            }
        }
    }

    /// The pieces of text.
    #[member]
    fn strings(_: &mut Vm, this: Gc<Template>) -> Gc<Tuple> {
        this.strings
    }

    /// The values with how they were written.
    #[member]
    fn interpolations(_: &mut Vm, this: Gc<Template>) -> Gc<Tuple> {
        this.interpolations
    }

    /// The values alone.
    #[getter]
    fn values(vm: &mut Vm, this: Gc<Template>) -> Gc<Tuple> {
        let mut out = Values::new();
        for v in this.interpolations.to_ref().as_slice() {
            if let Some(v) = v.cast::<Interpolation>() {
                out.push(&mut vm.heap, v.value);
            }
        }
        vm.new_tuple(&out)
    }

    /// How to pickle it.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Template>) -> R {
        let make = import_from(vm, "string.templatelib", "_template_unpickle")?;
        let args = vm.new_tuple(&[this.strings.value(), this.interpolations.value()]).value();
        Ok(vm.new_tuple(&[make, args]).value())
    }

    /// A generic alias of the class.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }
}

#[native]
impl InterpolationMethods {
    #[sig("($cls, /, value, expression='', conversion=None, format_spec='')")]
    #[name("Interpolation")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        value: Value,
        expression: Option<Value>,
        conversion: Value,
        format_spec: Option<Value>,
    ) -> R<Gc<Interpolation>> {
        let _ = cls;
        let empty = vm.names().empty.value();
        let (expression, format_spec) = (expression.unwrap_or(empty), format_spec.unwrap_or(empty));
        for (name, v) in [("expression", expression), ("format_spec", format_spec)] {
            if vm.as_str(v).is_none() {
                let of = vm.argument_type_name(v);
                return Err(vm.type_error(format!("Interpolation() argument '{name}' must be str, not {of}")));
            }
        }
        if !conversion.is_none() {
            let Some(text) = vm.as_str(conversion) else {
                let of = vm.type_name(conversion);
                return Err(
                    vm.type_error(format!("Interpolation() argument 'conversion' must be str, not {of}"))
                );
            };
            if !matches!(text.as_bytes(), b"s" | b"r" | b"a") {
                return Err(
                    vm.value_error("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
                );
            }
        }
        let class = vm.class(kinds::INTERPOLATION).address();
        let header = Header::new::<Interpolation>(class);
        Ok(vm.heap.alloc(Interpolation { header, value, expression, conversion, format_spec }))
    }

    fn __repr__(vm: &mut Vm, this: Gc<Interpolation>) -> R<String> {
        let mut parts = Vec::new();
        for v in [this.value, this.expression, this.conversion, this.format_spec] {
            parts.push(vm.repr(v)?.to_display());
        }
        Ok(format!("Interpolation({})", parts.join(", ")))
    }

    /// The value.
    #[member]
    fn value(_: &mut Vm, this: Gc<Interpolation>) -> Value {
        this.value
    }

    /// The text of the expression.
    #[member]
    fn expression(_: &mut Vm, this: Gc<Interpolation>) -> Value {
        this.expression
    }

    /// 's', 'r', 'a' or None.
    #[member]
    fn conversion(_: &mut Vm, this: Gc<Interpolation>) -> Value {
        this.conversion
    }

    /// What stood after the colon.
    #[member]
    fn format_spec(_: &mut Vm, this: Gc<Interpolation>) -> Value {
        this.format_spec
    }

    /// How to pickle it.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Interpolation>) -> Value {
        let cls = vm.class(kinds::INTERPOLATION).value();
        let args = vm.new_tuple(&[this.value, this.expression, this.conversion, this.format_spec]).value();
        vm.new_tuple(&[cls, args]).value()
    }

    /// A generic alias of the class.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }
}

#[native]
impl IteratorMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(_: &mut Vm, this: Gc<TemplateIterator>) -> Option<Value> {
        loop {
            let at = this.at.get();
            this.at.set(at + 1);
            let list =
                if at.is_multiple_of(2) { this.template.strings } else { this.template.interpolations };
            let found = *list.to_ref().as_slice().get(at / 2)?;
            if found.cast::<Str>().is_none_or(|s| s.n_bytes() != 0) {
                return Some(found);
            }
        }
    }
}
