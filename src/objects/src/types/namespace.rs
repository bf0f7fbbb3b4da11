//! `types.SimpleNamespace`.

use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Dict, SimpleNamespace, Str, Tuple, Type};
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags,
};
use taipan_text::{Wtf8, Wtf8Buf};

/// The definition of `types.SimpleNamespace`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::SIMPLE_NAMESPACE,
    name: "SimpleNamespace",
    module: "types",
    doc: "SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nAn object whose attributes can be set freely, and that shows them.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<SimpleNamespace>()),
    dict_offset: Some(offset_of!(SimpleNamespace, dict)),
    ..TypeDef::DEFAULT
};

struct Methods;

fn dict_of(vm: &mut Vm, this: Value) -> Gc<Dict> {
    match vm.instance_dict(this) {
        Some(dict) => dict,
        None => vm.new_dict(),
    }
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<SimpleNamespace> {
        let _ = (cls, args);
        let dict = vm.new_dict().value();
        let class = vm.class(kinds::SIMPLE_NAMESPACE).address();
        vm.heap
            .alloc(SimpleNamespace { header: Header::new::<SimpleNamespace>(class), dict: Field::new(dict) })
    }

    fn __init__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R<()> {
        let dict = dict_of(vm, this);
        match *args.pos {
            [] => {}
            [first] => {
                let mapping = vm.new_dict();
                vm.call_method_named(mapping.value(), "update", &[first])?;
                let mut at = 0;
                while let Some((i, key, _)) = mapping.next_entry(at) {
                    at = i + 1;
                    if vm.as_str(key).is_none() {
                        return Err(vm.type_error("keywords must be strings"));
                    }
                }
                dict.update_from(vm, mapping)?;
            }
            _ => {
                let of = vm.class_of(this).name.get().to_display();
                let n = args.pos.len();
                return Err(vm.type_error(format!("{of} expected at most 1 argument, got {n}")));
            }
        }
        for (&key, &value) in args.kw_names.iter().zip(args.kw_values) {
            dict.set_item(vm, key, value)?;
        }
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<Gc<Str>> {
        let cls = vm.class_of(this);
        let mut out = Wtf8Buf::new();
        match cls == vm.class(kinds::SIMPLE_NAMESPACE) {
            true => out.push_str("namespace"),
            false => out.push_wtf8(Wtf8::new(cls.name.get().to_ref().as_bytes())),
        }
        if vm.thread.repr_stack.contains(&this.address()) {
            out.push_str("(...)");
        } else {
            vm.thread.repr_stack.push(this.address());
            let result = push_items(vm, this, &mut out);
            vm.thread.repr_stack.pop();
            result?;
        }
        Ok(vm.new_str_wtf8(&out.into_bytes()))
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        if !vm.is_instance_of(this, kinds::SIMPLE_NAMESPACE)
            || !vm.is_instance_of(other, kinds::SIMPLE_NAMESPACE)
        {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let (a, b) = (dict_of(vm, this).value(), dict_of(vm, other).value());
        vm.compare(a, b, op)
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let cls = vm.class_of(this).value();
        let dict = dict_of(vm, this).value();
        let empty = vm.empty_tuple.value();
        Ok(vm.new_tuple(&[cls, empty, dict]))
    }

    /// A copy with other values for some attributes.
    #[sig("($self, /, **changes)")]
    fn __replace__(vm: &mut Vm, this: Value, changes: Option<Gc<Dict>>) -> R {
        let cls = vm.class_of(this).value();
        let new = vm.call(cls, &[])?;
        if vm.payload::<SimpleNamespace>(new).is_none() {
            let (cls, of) = (vm.full_class_name(vm.class_of(this)), vm.type_name(new));
            let text = format!("expect types.SimpleNamespace type, but {cls}() returned '{of}' object");
            return Err(vm.type_error(text));
        }
        let (from, to) = (dict_of(vm, this), dict_of(vm, new));
        to.update_from(vm, from)?;
        if let Some(changes) = changes {
            to.update_from(vm, changes)?;
        }
        Ok(new)
    }

    #[member("__dict__")]
    fn dict(vm: &mut Vm, this: Value) -> Gc<Dict> {
        dict_of(vm, this)
    }
}

/// `a=1, b=2`
/// Appends the attributes in parentheses.
fn push_items(vm: &mut Vm, this: Value, out: &mut Wtf8Buf) -> R<()> {
    let dict = dict_of(vm, this);
    let mut at = 0;
    let mut before = "(";
    while let Some((i, key, value)) = dict.next_entry(at) {
        at = i + 1;
        let Some(key) = vm.as_str(key).filter(|k| k.n_bytes() > 0) else { continue };
        out.push_str(std::mem::replace(&mut before, ", "));
        out.push_wtf8(Wtf8::new(key.to_ref().as_bytes()));
        out.push_str("=");
        let value = vm.repr(value)?;
        out.push_wtf8(Wtf8::new(value.to_ref().as_bytes()));
    }
    out.push_str(if before == "(" { "()" } else { ")" });
    Ok(())
}
