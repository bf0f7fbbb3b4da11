//! Snapshots of exceptions: what of one crosses to another interpreter.

use super::config::namespace;
use taipan_objects::import::import_from;
use taipan_runtime::layout::Dict;
use taipan_runtime::{Gc, R, Raised, Value, Vm};

/// The text of a string, which may hold surrogates.
type Text = Vec<u8>;

/// What is known of an exception that was not caught.
pub struct Snapshot {
    name: Text,
    qualname: Text,
    module: Option<Text>,
    /// `str(exc)`
    message: Option<Text>,
    /// Class and message.
    pub formatted: Text,
    /// The traceback as it would be shown.
    pub display: Option<Text>,
}

/// An attribute that is a string.
fn text_attr(vm: &mut Vm, of: Value, name: &str) -> Option<Text> {
    let found = vm.get_attr_named(of, name);
    text(vm, found)
}

/// A string that was asked for. What was raised instead does not matter: less is known then.
fn text(vm: &mut Vm, found: R) -> Option<Text> {
    match found {
        Ok(value) => vm.as_str(value).map(|text| text.as_bytes().to_vec()),
        Err(Raised) => {
            vm.take_exception();
            None
        }
    }
}

impl Snapshot {
    /// Of an exception.
    pub fn of(vm: &mut Vm, exc: Value) -> Snapshot {
        let cls = vm.class_of(exc).value();
        let name = text_attr(vm, cls, "__name__").unwrap_or_default();
        let qualname = text_attr(vm, cls, "__qualname__").unwrap_or_else(|| name.clone());
        let module = text_attr(vm, cls, "__module__");
        let message = vm.str(exc).map(|text| text.value());
        let message = text(vm, message);
        let shown = display(vm, exc);
        let shown = text(vm, shown);
        let mut formatted = Vec::new();
        if let Some(module) = module.as_ref().filter(|m| !matches!(m.as_slice(), b"builtins" | b"__main__")) {
            formatted.extend_from_slice(module);
            formatted.push(b'.');
        }
        formatted.extend_from_slice(&qualname);
        if let Some(message) = &message {
            formatted.extend_from_slice(b": ");
            formatted.extend_from_slice(message);
        }
        Snapshot { name, qualname, module, message, formatted, display: shown }
    }

    /// As a namespace.
    pub fn to_object(&self, vm: &mut Vm) -> R {
        let cls = [
            ("__name__", Some(&self.name)),
            ("__qualname__", Some(&self.qualname)),
            ("__module__", self.module.as_ref()),
        ];
        let cls = texts(vm, &cls)?;
        let cls = namespace(vm, cls)?;
        let dict = vm.new_dict();
        let key = vm.intern("type");
        dict.set_str(vm, key, cls);
        let rest = [
            ("msg", self.message.as_ref()),
            ("formatted", Some(&self.formatted)),
            ("errdisplay", self.display.as_ref()),
        ];
        let rest = texts(vm, &rest)?;
        dict.update_from(vm, rest)?;
        namespace(vm, dict)
    }
}

fn texts(vm: &mut Vm, items: &[(&str, Option<&Text>)]) -> R<Gc<Dict>> {
    let dict = vm.new_dict();
    for &(key, text) in items {
        let key = vm.intern(key);
        let text = text.map_or(Value::NONE, |text| vm.new_str_wtf8(text).value());
        dict.set_str(vm, key, text);
    }
    Ok(dict)
}

/// The traceback as it would be shown.
fn display(vm: &mut Vm, exc: Value) -> R {
    let cls = import_from(vm, "traceback", "TracebackException")?;
    let made = vm.call_method_named(cls, "from_exception", &[exc])?;
    let lines = vm.call_method_named(made, "format", &[])?;
    let empty = vm.names().empty.value();
    let text = vm.call_method_named(empty, "join", &[lines])?;
    let end = vm.intern("\n").value();
    vm.call_method_named(text, "removesuffix", &[end])
}
