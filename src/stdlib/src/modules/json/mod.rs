//! `_json`: what `json` is fast by. `encoder` writes values, `scanner` reads them, `text` knows strings.

pub mod encoder;
pub mod scanner;
mod text;

use crate::support::put;
use encoder::Encoder;
use scanner::Scanner;
use taipan_macros::{Trace, native};
use taipan_runtime::{
    Gc, ModuleDef, R, Value, Vm,
    layout::{Module, NativeFunction, Str, Tuple},
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_json",
    doc: "Fast reading and writing of JSON.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// The module's own functions, which an encoder need not call.
#[derive(Default, Trace)]
struct State {
    ascii: Option<Gc<NativeFunction>>,
    unicode: Option<Gc<NativeFunction>>,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let encoder = vm.class(Encoder::TYPE.id).value();
    put(vm, module, "make_encoder", encoder);
    let scanner = vm.class(Scanner::TYPE.id).value();
    put(vm, module, "make_scanner", scanner);
    let names = ["encode_basestring_ascii", "encode_basestring"];
    let [ascii, unicode] = names.map(|name| {
        let name = vm.intern(name);
        module.dict.get().get_str(vm, name).and_then(|function| function.cast())
    });
    *vm.state::<State>() = State { ascii, unicode };
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// A string as JSON shows it, with escapes for all but ASCII.
    #[sig("($module, object, /)")]
    #[shown("($self, object, /)")]
    fn encode_basestring_ascii(vm: &mut Vm, object: Value) -> R<Gc<Str>> {
        quoted(vm, object, text::push_ascii)
    }

    /// A string as JSON shows it.
    #[sig("($module, object, /)")]
    #[shown("($self, object, /)")]
    fn encode_basestring(vm: &mut Vm, object: Value) -> R<Gc<Str>> {
        quoted(vm, object, text::push_unicode)
    }

    /// The string that begins before `end`, behind its quote, and where it ends.
    #[sig("($module, string, end, strict=True, /)")]
    #[shown("")]
    #[naming(Parsed)]
    fn scanstring(vm: &mut Vm, string: Value, end: i64, strict: bool) -> R<Gc<Tuple>> {
        let doc = the_text(vm, string)?;
        let Some(end) = usize::try_from(end).ok().filter(|end| *end <= doc.n_chars()) else {
            return Err(vm.value_error("end is out of bounds"));
        };
        let start = taipan_objects::types::str::index::offset_of(vm, doc, end)?;
        let (found, at) = text::scan(vm, doc, start, strict)?;
        let at = taipan_objects::types::str::index::char_of(vm, doc, at)?;
        let found = found.into_str(vm).value();
        Ok(vm.new_tuple(&[found, Value::len(at)]))
    }
}

fn the_text(vm: &mut Vm, value: Value) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(text) => Ok(text),
        None => {
            let of = vm.type_name(value);
            Err(vm.type_error(format!("first argument must be a string, not {of}")))
        }
    }
}

fn quoted(vm: &mut Vm, object: Value, push: fn(&mut Vec<u8>, &[u8])) -> R<Gc<Str>> {
    let text = the_text(vm, object)?;
    let bytes = text.to_ref().as_bytes();
    let mut out = Vec::with_capacity(bytes.len() + 2);
    push(&mut out, bytes);
    Ok(vm.new_str_wtf8(&out))
}
