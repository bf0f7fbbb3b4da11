//! Other objects' memory through the buffer protocol, for native functions.

use crate::types::memoryview::WRITABLE;
use std::borrow::Cow;
use taipan_runtime::native::{ArgName, FromValue};
use taipan_runtime::{Buffer, R, Value, Vm, kinds, layout::ByteArray};

/// A parameter that must be bytes-like, which is seen when it is its turn.
pub struct BytesLike(pub Value);

impl FromValue for BytesLike {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<BytesLike> {
        if crate::types::bytes::is_bytes_like(vm, value) {
            return Ok(BytesLike(value));
        }
        let of = vm.type_name(value);
        Err(vm.type_error(format!("a bytes-like object is required, not '{of}'")))
    }
}

/// The bytes of a bytes-like object in place, or a copy where they do not lie in one piece. They must not be looked at across
/// code that may change them.
pub fn peek<'a>(vm: &mut Vm, object: Value) -> R<Cow<'a, [u8]>> {
    if vm.bytes_of(object).is_some() {
        return Ok(Cow::Borrowed(crate::types::bytes::shared::own(vm, object)));
    }
    let cls = vm.class_of(object);
    let Some(f) = vm.slot_buffer(cls) else {
        let of = vm.type_name(object);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{of}'")));
    };
    if let Some(bytes) = crate::types::memoryview::copy_told(vm, object)? {
        return Ok(Cow::Owned(bytes));
    }
    let buffer = f(vm, object, 0)?;
    let bytes = match buffer.as_slice() {
        Some(bytes) => Cow::Borrowed(bytes),
        None => Cow::Owned(buffer.to_vec()),
    };
    release(&buffer);
    Ok(bytes)
}

/// A contiguous view that can be written to; `TypeError` for objects that have none. `argument`: what the error says must
/// be such an object, as `f() argument`.
pub fn writable(vm: &mut Vm, argument: &str, object: Value) -> R<Buffer> {
    let cls = vm.class_of(object);
    if vm.slot_buffer(cls).is_some() {
        match view(vm, object) {
            Ok(buffer) => return Ok(buffer),
            Err(raised) => {
                if vm.take_if(kinds::BUFFER_ERROR).is_none() {
                    return Err(raised);
                }
            }
        }
    }
    let of = vm.argument_type_name(object);
    Err(vm.type_error(format!("{argument} must be read-write bytes-like object, not {of}")))
}

/// A contiguous view that can be written to, or the exporter's own error.
pub fn view(vm: &mut Vm, object: Value) -> R<Buffer> {
    let cls = vm.class_of(object);
    let Some(f) = vm.slot_buffer(cls) else {
        let of = vm.type_name(object);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{of}'")));
    };
    let buffer = f(vm, object, WRITABLE)?;
    if buffer.strides.is_unbound() && !buffer.readonly {
        return Ok(buffer);
    }
    release(&buffer);
    let what = if buffer.readonly { "writable" } else { "C-contiguous" };
    Err(vm.raise(kinds::BUFFER_ERROR, format!("memoryview: underlying buffer is not {what}")))
}

/// Tells the exporter that a view is no longer used.
pub fn release(buffer: &Buffer) {
    if let Some(array) = buffer.exporter.bound().and_then(Value::cast::<ByteArray>)
        && let taipan_runtime::BufferMemory::Storage(storage) = buffer.memory
        && array.storage.get() == storage
    {
        array.exports.set(array.exports.get().saturating_sub(1));
    }
}
