//! The registry of codecs and error handlers.

use taipan_macros::Trace;
use taipan_runtime::{
    Args, Gc, R, Raised, Value, Vm, kinds,
    layout::{Dict, Exception, List, Str, Tuple},
};

/// What is registered in this interpreter.
#[derive(Default, Trace)]
struct Registry {
    search_path: Option<Gc<List>>,
    cache: Option<Gc<Dict>>,
    errors: Option<Gc<Dict>>,
    is_loading: bool,
}

/// Which way text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To bytes.
    Encode,
    /// From bytes.
    Decode,
}

fn search_path(vm: &mut Vm) -> Gc<List> {
    if let Some(list) = vm.state::<Registry>().search_path {
        return list;
    }
    let list = vm.new_list(&[]);
    vm.state::<Registry>().search_path = Some(list);
    list
}

fn cache(vm: &mut Vm) -> Gc<Dict> {
    if let Some(dict) = vm.state::<Registry>().cache {
        return dict;
    }
    let dict = vm.new_dict();
    vm.state::<Registry>().cache = Some(dict);
    dict
}

fn errors(vm: &mut Vm) -> Gc<Dict> {
    if let Some(dict) = vm.state::<Registry>().errors {
        return dict;
    }
    let dict = vm.new_dict();
    vm.state::<Registry>().errors = Some(dict);
    dict
}

/// Imports `encodings`, which registers its search function, before the first look-up.
fn load_encodings(vm: &mut Vm) -> R<()> {
    if vm.state::<Registry>().is_loading {
        return Ok(());
    }
    vm.state::<Registry>().is_loading = true;
    let import = crate::types::builtin(vm, "__import__")?;
    let name = vm.intern("encodings").value();
    match vm.call(import, &[name]) {
        Ok(_) => Ok(()),
        Err(raised) => {
            vm.state::<Registry>().is_loading = false;
            Err(raised)
        }
    }
}

/// Lower case, with runs of what is no letter, digit or dot as one underscore.
fn normalise(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else if c.is_ascii() {
            gap = true;
        }
    }
    out
}

/// `codecs.register`
pub fn register(vm: &mut Vm, function: Value) -> R<()> {
    if !vm.is_callable(function) {
        return Err(vm.type_error("argument must be callable"));
    }
    search_path(vm).push(&mut vm.heap, function);
    Ok(())
}

/// `codecs.unregister`
pub fn unregister(vm: &mut Vm, function: Value) {
    let list = search_path(vm);
    if let Some(i) = list.as_slice().iter().position(|&f| f == function) {
        list.splice(&mut vm.heap, i, i + 1, &[]);
        cache(vm).clear(vm);
    }
}

/// `codecs.lookup`
pub fn lookup(vm: &mut Vm, encoding: Gc<Str>) -> R {
    let name = normalise(&encoding.to_display());
    let name = vm.intern(&name);
    let known = cache(vm);
    if let Some(found) = known.get_str(vm, name) {
        return Ok(found);
    }
    let path = search_path(vm);
    if path.len.get() == 0 {
        load_encodings(vm)?;
        if path.len.get() == 0 {
            return Err(
                vm.raise(kinds::LOOKUP_ERROR, "no codec search functions registered: can't find encoding")
            );
        }
    }
    let mut i = 0;
    while i < path.len.get() {
        let found = vm.call(path.item(i), &[name.value()])?;
        i += 1;
        if found.is_none() {
            continue;
        }
        if vm.as_tuple(found).is_none_or(|t| t.len() != 4) {
            return Err(vm.type_error("codec search functions must return 4-tuples"));
        }
        known.set_str(vm, name, found);
        return Ok(found);
    }
    let text = format!("unknown encoding: {}", encoding.to_display());
    Err(vm.raise(kinds::LOOKUP_ERROR, text))
}

/// The codec of a text encoding, for `encode` and `decode` methods.
pub fn lookup_text(vm: &mut Vm, encoding: Gc<Str>, method: &str) -> R {
    let codec = lookup(vm, encoding)?;
    if !vm.is_exact(codec, kinds::TUPLE) {
        let name = vm.intern("_is_text_encoding");
        if let Some(is_text) = vm.get_attr_opt(codec, name)?
            && !vm.truth(is_text)?
        {
            let text = format!(
                "'{}' is not a text encoding; use codecs.{method}() to handle arbitrary codecs",
                encoding.to_display()
            );
            return Err(vm.raise(kinds::LOOKUP_ERROR, text));
        }
    }
    Ok(codec)
}

/// Says on the exception which codec it came from.
fn add_note(vm: &mut Vm, raised: Raised, what: &str, encoding: Gc<Str>) -> Raised {
    let exc = vm.take_exception();
    if exc.cast::<Exception>().is_none() {
        return raised;
    }
    let note = format!("{what} with '{}' codec failed", encoding.to_display());
    let note = vm.new_str(&note).value();
    if vm.call_method_named(exc, "add_note", &[note]).is_err() {
        vm.take_exception();
    }
    vm.reraise(exc)
}

/// Calls a codec's encoder or decoder.
pub(super) fn call_codec(
    vm: &mut Vm,
    codec: Value,
    direction: Direction,
    object: Value,
    errors: Option<Gc<Str>>,
    encoding: Gc<Str>,
) -> R {
    let (at, what, noun) = match direction {
        Direction::Encode => (0, "encoding", "encoder"),
        Direction::Decode => (1, "decoding", "decoder"),
    };
    let Some(function) = vm.as_tuple(codec).and_then(|t| t.to_ref().as_slice().get(at).copied()) else {
        return Err(vm.type_error("codec search functions must return 4-tuples"));
    };
    let result = match errors {
        Some(errors) => vm.call_args(function, &Args::pos(&[object, errors.value()])),
        None => vm.call(function, &[object]),
    };
    let result = match result {
        Ok(result) => result,
        Err(raised) => return Err(add_note(vm, raised, what, encoding)),
    };
    match vm.as_tuple(result).as_ref().map(|t: &Gc<Tuple>| t.to_ref().as_slice()) {
        Some(&[object, _]) => Ok(object),
        _ => Err(vm.type_error(format!("{noun} must return a tuple (object, integer)"))),
    }
}

/// `codecs.encode`
pub fn encode_any(vm: &mut Vm, object: Value, encoding: Gc<Str>, errors: Option<Gc<Str>>) -> R {
    let codec = lookup(vm, encoding)?;
    call_codec(vm, codec, Direction::Encode, object, errors, encoding)
}

/// `codecs.decode`
pub fn decode_any(vm: &mut Vm, object: Value, encoding: Gc<Str>, errors: Option<Gc<Str>>) -> R {
    let codec = lookup(vm, encoding)?;
    call_codec(vm, codec, Direction::Decode, object, errors, encoding)
}

/// `codecs.register_error`
pub fn register_error(vm: &mut Vm, name: Gc<Str>, handler: Value) -> R<()> {
    if !vm.is_callable(handler) {
        return Err(vm.type_error("handler must be callable"));
    }
    let name = vm.intern_str(name);
    errors(vm).set_str(vm, name, handler);
    Ok(())
}

/// Enters a built-in handler, unless the name was taken.
pub fn register_builtin_error(vm: &mut Vm, name: &str, handler: Value) {
    let name = vm.intern(name);
    let known = errors(vm);
    if known.get_str(vm, name).is_none() {
        known.set_str(vm, name, handler);
    }
}

/// `codecs._unregister_error`
pub fn unregister_error(vm: &mut Vm, name: Gc<Str>) -> R<bool> {
    if name.as_str().and_then(taipan_text::codecs::Handler::from_name).is_some() {
        return Err(
            vm.value_error(format!("cannot un-register built-in error handler '{}'", name.to_display()))
        );
    }
    let known = errors(vm);
    Ok(known.pop_str(vm, name).is_some())
}

/// `codecs.lookup_error`
pub fn lookup_error(vm: &mut Vm, name: Gc<Str>) -> R {
    let known = errors(vm);
    match known.get_str(vm, name) {
        Some(handler) => Ok(handler),
        None => {
            let text = format!("unknown error handler name '{}'", name.to_display());
            Err(vm.raise(kinds::LOOKUP_ERROR, text))
        }
    }
}
