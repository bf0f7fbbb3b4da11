//! What can be turned into bytes.

use crate::types::memoryview::MemoryView;
use std::borrow::Cow;
use taipan_runtime::{
    Gc, Items, R, Value, Vm, kinds,
    layout::{Bytes, List, Str, Tuple},
};

/// The bytes of a bytes-like object: in place where they can't change, else a copy.
pub fn bytes_like<'a>(vm: &mut Vm, object: Value) -> R<Cow<'a, [u8]>> {
    match vm.payload::<Bytes>(object) {
        Some(bytes) => Ok(Cow::Borrowed(bytes.to_ref().as_slice())),
        None => vm.bytes_like(object).map(Cow::Owned),
    }
}

/// Is it a bytes-like object?
pub fn is_bytes_like(vm: &Vm, object: Value) -> bool {
    vm.bytes_of(object).is_some() || vm.slot_buffer(vm.class_of(object)).is_some()
}

/// The bytes of an object that has them in one piece; why another has not is not told.
pub fn one_piece<'a>(vm: &mut Vm, object: Value) -> Option<Cow<'a, [u8]>> {
    if !is_bytes_like(vm, object) {
        return None;
    }
    match bytes_like(vm, object) {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            vm.take_exception();
            None
        }
    }
}

/// The bytes of a bytes-like object, wherever they lie.
pub fn all_bytes<'a>(vm: &mut Vm, object: Value) -> R<Cow<'a, [u8]>> {
    if vm.bytes_of(object).is_some() {
        return bytes_like(vm, object);
    }
    let view = crate::types::memoryview::new_view(vm, object, crate::types::memoryview::FULL_RO)?;
    let bytes = view.to_vec();
    crate::types::memoryview::release(vm, view)?;
    Ok(Cow::Owned(bytes))
}

/// [`all_bytes`] in place where they lie in one piece: not to be looked at across code that may change them.
fn seen_bytes<'a>(vm: &mut Vm, object: Value) -> R<Cow<'a, [u8]>> {
    if vm.bytes_of(object).is_some() {
        return Ok(Cow::Borrowed(super::shared::own(vm, object)));
    }
    match object.cast::<MemoryView>() {
        Some(view) if !view.released.get() && !view.restricted.get() => Ok(view.peek()),
        _ => all_bytes(vm, object),
    }
}

/// The byte that an int is.
pub fn byte_of_int(vm: &mut Vm, v: Value, message: &str) -> R<u8> {
    let int = if v.is_small_int() { v } else { vm.index(v)? };
    let byte = int.as_small_int().and_then(|i| u8::try_from(i).ok());
    byte.ok_or_else(|| vm.value_error(message.to_owned()))
}

/// The bytes of an exact list or tuple of nothing but ints that are bytes, which are found without a call.
pub fn plain_bytes(vm: &Vm, iterable: Value) -> Option<Vec<u8>> {
    let items = if vm.is_exact(iterable, kinds::LIST) {
        iterable.cast::<List>()?.to_ref().as_slice()
    } else if vm.is_exact(iterable, kinds::TUPLE) {
        iterable.cast::<Tuple>()?.to_ref().as_slice()
    } else {
        return None;
    };
    items.iter().map(|item| u8::try_from(item.as_small_int()?).ok()).collect()
}

/// The bytes that an iterable of ints gives, for an object of the type `target`.
pub fn bytes_of_iterable(vm: &mut Vm, iterable: Value, target: &str, message: &str) -> R<Vec<u8>> {
    if vm.is_exact(iterable, kinds::TUPLE) || vm.is_exact(iterable, kinds::LIST) {
        let mut out = Vec::with_capacity(vm.len(iterable)?);
        vm.for_each(iterable, |vm, v| {
            let byte = byte_of_int(vm, v, message)?;
            out.push(byte);
            Ok(())
        })?;
        return Ok(out);
    }
    let iterator = match vm.iter(iterable) {
        Err(_) if vm.take_if(kinds::TYPE_ERROR).is_some() => {
            let of = vm.type_name(iterable);
            return Err(vm.type_error(format!("cannot convert '{of}' object to {target}")));
        }
        iterator => iterator?,
    };
    // What becomes a bytearray is not asked for its length.
    let n_expected = if target == "bytes" { vm.length_hint(iterable, 0)? } else { 0 };
    bytes_from(vm, iterator, n_expected, message)
}

/// The bytes that an iterator gives, of which so many are expected.
pub fn bytes_from(vm: &mut Vm, iterator: Value, n_expected: usize, message: &str) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(n_expected.min(1 << 20));
    let items = Items::of(vm, iterator);
    while let Some(v) = items.feed(vm, |_, item| {
        let byte = item.as_small_int().and_then(|i| u8::try_from(i).ok());
        out.extend(byte);
        byte.is_some()
    })? {
        out.push(byte_of_int(vm, v, message)?);
    }
    Ok(out)
}

/// What `__bytes__` gives, where the object has it.
pub fn call_bytes_method(vm: &mut Vm, object: Value) -> R<Option<Value>> {
    let name = vm.names().__bytes__;
    match vm.call_special_opt(object, name, &[])? {
        Some(result) if vm.payload::<Bytes>(result).is_some() => Ok(Some(result)),
        Some(result) => {
            let of = vm.type_name(result);
            Err(vm.type_error(format!("__bytes__ returned non-bytes (type {of})")))
        }
        None => Ok(None),
    }
}

/// `bytes(object)` but for counts: `__bytes__`, buffers and iterables of ints.
pub fn bytes_of_object<'a>(vm: &mut Vm, object: Value) -> R<Cow<'a, [u8]>> {
    if let Some(bytes) = object.cast::<Bytes>()
        && vm.is_exact(object, kinds::BYTES)
    {
        return Ok(Cow::Borrowed(bytes.to_ref().as_slice()));
    }
    if let Some(bytes) = bytes_of_object_opt(vm, object)? {
        return Ok(bytes);
    }
    if vm.as_str(object).is_none() && is_iterable(vm, object) {
        return bytes_of_iterable(vm, object, "bytes", "bytes must be in range(0, 256)").map(Cow::Owned);
    }
    let of = vm.type_name(object);
    Err(vm.type_error(format!("cannot convert '{of}' object to bytes")))
}

/// The bytes of a buffer or of what `__bytes__` gives; `None` for other objects.
pub fn bytes_of_object_opt<'a>(vm: &mut Vm, object: Value) -> R<Option<Cow<'a, [u8]>>> {
    if vm.is_exact(object, kinds::BYTES) {
        return bytes_like(vm, object).map(Some);
    }
    if let Some(result) = call_bytes_method(vm, object)? {
        return bytes_like(vm, result).map(Some);
    }
    if is_bytes_like(vm, object) { all_bytes(vm, object).map(Some) } else { Ok(None) }
}

/// `repr(object)` with everything that is not ASCII escaped.
pub fn repr_ascii(vm: &mut Vm, object: Value) -> R<Gc<Str>> {
    let text = vm.ascii_value(object)?;
    Ok(vm.as_str(text).unwrap_or(vm.names().empty))
}

/// Can it be iterated over, as far as its class says?
pub(crate) fn is_iterable(vm: &mut Vm, object: Value) -> bool {
    let cls = vm.class_of(object);
    // A union has items without being a sequence.
    vm.slot_iter(cls).is_some() || vm.slot_getitem(cls).is_some() && cls.native.get() != kinds::UNION
}

/// What `bytes(...)` and `bytearray(...)` make their content of.
pub fn source_bytes<'a>(
    vm: &mut Vm,
    source: Option<Value>,
    encoding: Option<Gc<Str>>,
    errors: Option<Gc<Str>>,
    type_name: &str,
) -> R<Cow<'a, [u8]>> {
    let Some(source) = source else {
        if encoding.is_some() {
            return Err(vm.type_error("encoding without a string argument"));
        }
        if errors.is_some() {
            return Err(vm.type_error("errors without a string argument"));
        }
        return Ok(Cow::Borrowed(&[]));
    };
    if vm.as_str(source).is_some() {
        if encoding.is_none() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        let encoded = crate::codecs::encode_to_bytes(vm, source, encoding, errors)?;
        return bytes_like(vm, encoded);
    }
    if encoding.is_some() {
        return Err(vm.type_error("encoding without a string argument"));
    }
    if errors.is_some() {
        return Err(vm.type_error("errors without a string argument"));
    }
    let cls = vm.class_of(source);
    if vm.slot_index(cls).is_some() {
        match vm.index(source) {
            Ok(n) => {
                let Some(n) = vm.int_to_i64(n) else {
                    let of = vm.type_name(source);
                    return Err(vm.overflow_error(format!("cannot fit '{of}' into an index-sized integer")));
                };
                let Ok(n) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
                let mut out = crate::types::str::reserve(vm, n)?;
                out.resize(n, 0);
                return Ok(Cow::Owned(out));
            }
            Err(raised) => {
                if vm.take_if(kinds::TYPE_ERROR).is_none() {
                    return Err(raised);
                }
            }
        }
    }
    if is_bytes_like(vm, source) {
        return seen_bytes(vm, source);
    }
    if is_iterable(vm, source) {
        let message = if type_name == "bytes" {
            "bytes must be in range(0, 256)"
        } else {
            "byte must be in range(0, 256)"
        };
        return bytes_of_iterable(vm, source, type_name, message).map(Cow::Owned);
    }
    let of = vm.type_name(source);
    Err(vm.type_error(format!("cannot convert '{of}' object to {type_name}")))
}
