//! `str.format` and `str.format_map`.

use taipan_macros::native;
use taipan_runtime::{R, Raised, Value, Vm, kinds, layout::Dict};
use taipan_text::Wtf8;
use taipan_text::format::template::{self, AutoNumber, First, Step, TemplateError};

/// The methods.
pub(super) struct Format;

/// What fields are looked up in.
struct Arguments<'a> {
    /// The positional arguments; `None` for `format_map`.
    pos: Option<&'a [Value]>,
    /// A dict (or, for `format_map`, any mapping), or UNBOUND.
    named: Value,
    auto: AutoNumber,
}

#[cold]
fn raise(vm: &mut Vm, error: TemplateError) -> Raised {
    vm.value_error(error.message())
}

/// The value that a field's name stands for.
fn look_up(vm: &mut Vm, name: &Wtf8, args: &mut Arguments<'_>) -> R {
    let (first, steps) = template::split_name(name).map_err(|e| raise(vm, e))?;
    let by_position = |vm: &mut Vm, i: usize, args: &Arguments<'_>| match args.pos {
        None => Err(vm.value_error("Format string contains positional fields")),
        Some(pos) => match pos.get(i) {
            Some(&v) => Ok(v),
            None => {
                Err(vm.index_error(format!("Replacement index {i} out of range for positional args tuple")))
            }
        },
    };
    let mut value = match first {
        First::Automatic => {
            let i = args.auto.automatic().map_err(|e| raise(vm, e))?;
            by_position(vm, i, args)?
        }
        First::Index(i) => {
            args.auto.manual().map_err(|e| raise(vm, e))?;
            by_position(vm, i, args)?
        }
        First::Name(name) => {
            let key = vm.new_str_wtf8(name.as_bytes());
            if args.named.is_unbound() {
                return Err(vm.key_error(key.value()));
            }
            match args.named.cast::<Dict>() {
                Some(dict) if vm.is_exact(args.named, kinds::DICT) => match dict.get_item(vm, key.value())? {
                    Some(v) => v,
                    None => return Err(vm.key_error(key.value())),
                },
                _ => vm.get_item(args.named, key.value())?,
            }
        }
    };
    for step in steps {
        value = match step.map_err(|e| raise(vm, e))? {
            Step::Attribute(name) => {
                let name = vm.new_str_wtf8(name.as_bytes());
                vm.get_attr(value, name)?
            }
            Step::Index(i) => vm.get_item(value, Value::len(i))?,
            Step::Key(key) => {
                let key = vm.new_str_wtf8(key.as_bytes()).value();
                vm.get_item(value, key)?
            }
        };
    }
    Ok(value)
}

/// `!r`, `!s`, `!a`
fn convert(vm: &mut Vm, value: Value, conversion: u32) -> R {
    match char::from_u32(conversion) {
        Some('r') => vm.repr_value(value),
        Some('s') => vm.str_value(value),
        Some('a') => vm.ascii_value(value),
        Some(c) if c > ' ' && c < '\x7f' => Err(vm.value_error(format!("Unknown conversion specifier {c}"))),
        _ => Err(vm.value_error(format!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}

/// Appends what comes of a template; gives the text of the last field as it is, if that is all there is.
fn build(
    vm: &mut Vm,
    text: &Wtf8,
    args: &mut Arguments<'_>,
    depth: u32,
    out: &mut Vec<u8>,
) -> R<Option<Value>> {
    let mut whole = None;
    if depth == 0 {
        return Err(vm.value_error("Max string recursion exceeded"));
    }
    for piece in template::pieces(text) {
        let piece = piece.map_err(|e| raise(vm, e))?;
        out.extend_from_slice(piece.literal.as_bytes());
        whole = None;
        let Some(field) = piece.field else { continue };
        let mut value = look_up(vm, field.name, args)?;
        if let Some(conversion) = field.conversion {
            value = convert(vm, value, conversion)?;
        }
        let spec = if field.is_spec_nested {
            let mut spec = Vec::new();
            build(vm, field.spec, args, depth - 1, &mut spec)?;
            vm.new_str_wtf8(&spec)
        } else if field.spec.is_empty() {
            vm.names().empty
        } else {
            vm.new_str_wtf8(field.spec.as_bytes())
        };
        let value = vm.format_value(value, spec)?;
        let Some(text) = vm.as_str(value) else { continue };
        whole = (out.is_empty() && text.n_bytes() > 0).then_some(value);
        out.extend_from_slice(text.to_ref().as_bytes());
    }
    Ok(whole)
}

fn format(vm: &mut Vm, this: Value, pos: Option<&[Value]>, named: Value) -> R {
    let Some(template) = vm.as_str(this) else { return Ok(this) };
    let bytes = template.to_ref().as_bytes();
    if !bytes.is_empty() && !bytes.iter().any(|b| matches!(b, b'{' | b'}')) {
        return Ok(this);
    }
    let mut args = Arguments { pos, named, auto: AutoNumber::default() };
    let mut out = Vec::with_capacity(template.n_bytes() + 16);
    match build(vm, Wtf8::new(template.to_ref().as_bytes()), &mut args, 2, &mut out)? {
        Some(whole) => Ok(whole),
        None => Ok(vm.new_str_wtf8(&out).value()),
    }
}

#[native]
impl Format {
    /// With replacement fields in braces filled in from the arguments.
    #[sig("($self, /, *args, **kwargs)")]
    fn format(vm: &mut Vm, this: Value, args: &[Value], kwargs: Option<Value>) -> R {
        format(vm, this, Some(args), kwargs.unwrap_or(Value::UNBOUND))
    }

    /// With replacement fields in braces filled in from a mapping.
    #[sig("($self, mapping, /)")]
    fn format_map(vm: &mut Vm, this: Value, mapping: Value) -> R {
        format(vm, this, None, mapping)
    }

    /// Format the string by a format specification.
    #[sig("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R {
        match vm.as_str(this) {
            Some(text) => crate::format::format_str_method(vm, this, text, format_spec),
            None => Ok(this),
        }
    }
}
