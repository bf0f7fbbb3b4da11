//! `bytearray`.

use super::bytes::shared::{self, Flavour};
use super::bytes::shared_methods;
use super::bytes::{
    all_bytes, byte_of_int, bytes_from, bytes_left, bytes_of_iterable, is_bytes_like, is_iterable, next_byte,
    one_piece, plain_bytes, reduce_iterator, set_iterator_state, source_bytes,
};
use super::memoryview;
use crate::index::{adjust_slice, checked_index, slice_parts};
use taipan_heap::RawBytes;
use taipan_macros::native;
use taipan_runtime::{
    Args, Buffer, BufferMemory, CompareOp, Gc, LayoutInfo, R, Trace, Tracer, TypeDef, Value, Values, Vm,
    kinds,
    layout::{ByteArray, SequenceIterator, Slice, Type},
    type_flags,
};
use taipan_text::case;
use taipan_text::search::{self, Side};

/// The definition of `bytearray`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::BYTEARRAY,
    name: "bytearray",
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> bytearray\nbytearray(int) -> bytearray\nbytearray() -> bytearray\n\nA sequence of bytes that can change: of ints below 256, of encoded text,\nof another object's memory, or so many zeros.",
    flags: type_flags::BASETYPE | type_flags::MATCH_SELF,
    native: &Methods::NATIVE,
    more: &[&Shared::NATIVE],
    order: "__alloc__ __reduce__ __reduce_ex__ __sizeof__ append capitalize center clear copy count \
            decode endswith expandtabs extend find fromhex hex index insert isalnum isalpha isascii \
            isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition pop \
            remove replace removeprefix removesuffix resize reverse rfind rindex rjust rpartition rsplit \
            rstrip split splitlines startswith strip swapcase title translate upper zfill",
    layout: Some(LayoutInfo::of::<ByteArray>()),
    ..TypeDef::DEFAULT
};

/// The definition of `bytearray_iterator`.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::BYTEARRAY_ITERATOR,
    name: "bytearray_iterator",
    flags: type_flags::NO_NEW,
    native: &Iterator::NATIVE,
    ..TypeDef::DEFAULT
};

struct Methods;
struct Shared;
struct Iterator;

impl Flavour for Shared {
    const NAME: &'static str = "bytearray";
    fn make(vm: &mut Vm, bytes: &[u8]) -> Value {
        vm.new_bytearray(bytes).value()
    }
    fn make_from(vm: &mut Vm, this: Value, bytes: &[u8]) -> Value {
        let _ = this;
        vm.new_bytearray(bytes).value()
    }
}

shared_methods!(Shared);

/// Replaces the bytes `[from, to)` by others, which are not the array's own.
///
/// Views of the array keep the memory they have: where the length changes under one, the array moves to new memory. (CPython
/// raises BufferError, which takes reference counts to know which views are still in use.)
pub fn splice(vm: &mut Vm, this: Gc<ByteArray>, from: usize, to: usize, with: &[u8]) -> R<()> {
    let (len, start) = (this.len.get(), this.start.get());
    let new_len = len - (to - from) + with.len();
    if new_len != len && (this.exports.get() > 0 || this.pins.get() > 0) {
        check_exports(vm, this)?;
    }
    if from == 0 && with.is_empty() && new_len > 0 {
        this.start.set(start + to);
        this.len.set(new_len);
        return Ok(());
    }
    let storage = this.storage.get();
    let in_place = new_len == len || (this.exports.get() == 0 && start + new_len <= storage.len());
    if in_place {
        storage.copy_within(start + to, start + from + with.len(), len - to);
        storage.write(start + from, with);
    } else {
        let room = if new_len > len { new_len.saturating_add(new_len / 8 + 8) } else { new_len };
        let made = RawBytes::new_uninitialised(&mut vm.heap, room);
        let new = vm.check_alloc(made)?;
        let old = &storage.to_ref().as_slice()[start..start + len];
        new.write(0, &old[..from]);
        new.write(from, with);
        new.write(from + with.len(), &old[to..]);
        this.storage.set(this, new);
        this.start.set(0);
        this.exports.set(0);
    }
    this.len.set(new_len);
    Ok(())
}

/// A view of all bytes of an array, which `owner` gives: the array itself, or an object that keeps its content there. As long as
/// there is one, the array can't change its size.
pub fn lend(array: Gc<ByteArray>, owner: Value) -> Buffer {
    array.exports.set(array.exports.get() + 1);
    Buffer {
        owner,
        exporter: array.value(),
        memory: BufferMemory::Storage(array.storage.get()),
        start: array.start.get(),
        len: array.len.get(),
        readonly: false,
        item_size: 1,
        format: Value::UNBOUND,
        shape: Value::UNBOUND,
        strides: Value::UNBOUND,
    }
}

const MESSAGE: &str = "Existing exports of data: object cannot be re-sized";

/// Looks for views in use that found none.
#[derive(Default)]
struct Searches {
    n_fruitless: u32,
    /// How many collections there had been after the last of them.
    collections: u64,
}

impl Trace for Searches {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

/// So many looks are free.
const FREE_SEARCHES: u32 = 16;

impl Searches {
    /// Does another look cost little beside what the program has done since the last? One that makes a view for each piece
    /// it takes off a buffer must not pay a collection for each.
    fn is_due(vm: &mut Vm) -> bool {
        let stats = vm.heap.stats();
        let known = vm.state::<Searches>();
        known.n_fruitless < FREE_SEARCHES
            || stats.collections > known.collections
            || stats.allocated_bytes > stats.live_bytes
    }

    fn found_none(vm: &mut Vm) {
        let collections = vm.heap.stats().collections;
        let known = vm.state::<Searches>();
        known.n_fruitless = known.n_fruitless.saturating_add(1);
        known.collections = collections;
    }
}

/// Refuses to resize an array that memory views look into. A view that is dead already counts until it is collected, so
/// that is done first, unless it was in vain lately: then the views are taken for dead.
pub fn check_exports(vm: &mut Vm, this: Gc<ByteArray>) -> R<()> {
    const RESIZING: [&str; 17] = [
        "frombytes",
        "fromfile",
        "fromlist",
        "fromunicode",
        "append",
        "extend",
        "insert",
        "pop",
        "remove",
        "clear",
        "resize",
        "__init__",
        "write",
        "truncate",
        "close",
        "writelines",
        "__setitem__",
    ];
    if this.pins.get() > 0 {
        return Err(vm.raise(kinds::BUFFER_ERROR, MESSAGE));
    }
    if this.exports.get() == 0 {
        return Ok(());
    }
    if !Searches::is_due(vm) {
        return Ok(());
    }
    vm.collect_for(&RESIZING);
    let n_views = memoryview::count(vm, |view| view.exports(this));
    this.exports.set(n_views);
    if n_views > 0 {
        return Err(vm.raise(kinds::BUFFER_ERROR, MESSAGE));
    }
    Searches::found_none(vm);
    Ok(())
}

/// Appends bytes that are not the array's own.
pub fn extend(vm: &mut Vm, this: Gc<ByteArray>, bytes: &[u8]) -> R<()> {
    let len = this.len.get();
    splice(vm, this, len, len, bytes)
}

fn set_byte(this: Gc<ByteArray>, i: usize, byte: u8) {
    this.storage.get().write(this.start.get() + i, &[byte]);
}

fn byte(vm: &mut Vm, v: Value) -> R<u8> {
    byte_of_int(vm, v, "byte must be in range(0, 256)")
}

/// A copy of what is assigned to a slice.
fn assigned(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    if is_bytes_like(vm, value) {
        return all_bytes(vm, value).map(std::borrow::Cow::into_owned);
    }
    let cls = vm.class_of(value);
    let is_number =
        vm.slot_index(cls).is_some() || vm.slot_int(cls).is_some() || vm.slot_float(cls).is_some();
    if vm.as_str(value).is_some() || is_number || super::complex::as_complex(vm, value).is_some() {
        return Err(vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
    }
    if !is_iterable(vm, value) {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("cannot convert '{of}' object to bytearray")));
    }
    bytes_of_iterable(vm, value, "bytearray", "byte must be in range(0, 256)")
}

fn set_slice(vm: &mut Vm, this: Gc<ByteArray>, slice: Gc<Slice>, value: Value) -> R<()> {
    let mut parts = slice_parts(vm, slice)?;
    let with = if value.is_unbound() { Vec::new() } else { assigned(vm, value)? };
    if !value.is_unbound() && (value == this.value() || vm.payload::<ByteArray>(value).is_none()) {
        // What has to be copied first is assigned as if anew.
        parts = slice_parts(vm, slice)?;
    }
    let range = adjust_slice(parts, this.len.get());
    if range.step == 1 {
        return splice(vm, this, range.start as usize, range.start as usize + range.len, &with);
    }
    if with.is_empty() {
        let mut gone: Vec<usize> = range.indices().collect();
        gone.sort_unstable();
        let mut next = gone.iter().copied().peekable();
        let kept: Vec<u8> = this
            .as_slice()
            .iter()
            .enumerate()
            .filter(|&(i, _)| next.next_if_eq(&i).is_none())
            .map(|(_, &b)| b)
            .collect();
        let len = this.len.get();
        return splice(vm, this, 0, len, &kept);
    }
    if with.len() != range.len {
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            with.len(),
            range.len
        )));
    }
    for (i, byte) in range.indices().zip(with) {
        set_byte(this, i, byte);
    }
    Ok(())
}

/// Is it iterated for ints one by one, and seen by them as it grows?
fn is_plain_iterable(vm: &mut Vm, source: Value) -> bool {
    let cls = vm.class_of(source);
    vm.slot_iter(cls).is_some()
        && vm.slot_index(cls).is_none()
        && vm.as_str(source).is_none()
        && !is_bytes_like(vm, source)
        && !vm.is_exact(source, kinds::LIST)
        && !vm.is_exact(source, kinds::TUPLE)
}

/// The index that a key is, checked against the length.
fn index(vm: &mut Vm, key: Value) -> R<i64> {
    if let Some(i) = key.as_small_int() {
        return Ok(i);
    }
    let cls = vm.class_of(key);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(key);
        return Err(vm.type_error(format!("bytearray indices must be integers or slices, not {of}")));
    }
    vm.index_i64(key)
}

fn in_range(vm: &mut Vm, this: Gc<ByteArray>, i: i64) -> R<usize> {
    checked_index(i, this.len.get()).ok_or_else(|| vm.index_error("bytearray index out of range"))
}

fn reduce(vm: &mut Vm, this: Value, protocol: i64) -> R {
    let cls = vm.class_of(this).value();
    let state = super::object::pickled_state(vm, this)?;
    let bytes = shared::own(vm, this);
    let args = if protocol < 3 {
        let text: String = bytes.iter().map(|&b| char::from(b)).collect();
        let text = vm.new_str(&text).value();
        let encoding = vm.new_str("latin-1").value();
        vm.new_tuple(&[text, encoding]).value()
    } else if bytes.is_empty() {
        vm.empty_tuple.value()
    } else {
        let bytes = vm.new_bytes(bytes);
        vm.new_tuple(&[bytes]).value()
    };
    Ok(vm.new_tuple(&[cls, args, state]).value())
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        let _ = (cls, args);
        Ok(vm.new_bytearray(&[]).value())
    }

    #[sig("($self, source=b'', encoding='utf-8', errors='strict')")]
    #[name("bytearray")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<ByteArray>,
        source: Option<Value>,
        encoding: Option<Value>,
        errors: Option<Value>,
    ) -> R<()> {
        let encoding = crate::codecs::name_argument(vm, encoding, "bytearray", "encoding")?;
        let errors = crate::codecs::name_argument(vm, errors, "bytearray", "errors")?;
        let len = this.len.get();
        splice(vm, this, 0, len, &[])?;
        if let (Some(n), None, None) = (source.and_then(Value::as_small_int), encoding, errors)
            && let Ok(n) = usize::try_from(n)
            && (this.exports.get(), this.pins.get()) == (0, 0)
        {
            let made = RawBytes::new(&mut vm.heap, n);
            let zeros = vm.check_alloc(made)?;
            this.storage.set(this, zeros);
            this.start.set(0);
            this.len.set(n);
            return Ok(());
        }
        if let Some(source) = source
            && encoding.is_none()
            && errors.is_none()
            && is_plain_iterable(vm, source)
        {
            if let Some(bytes) = plain_bytes(vm, source) {
                return extend(vm, this, &bytes);
            }
            let iterator = match vm.iter(source) {
                Err(_) if vm.take_if(kinds::TYPE_ERROR).is_some() => {
                    let of = vm.type_name(source);
                    return Err(vm.type_error(format!("cannot convert '{of}' object to bytearray")));
                }
                iterator => iterator?,
            };
            while let Some(v) = vm.next(iterator)? {
                let byte = byte(vm, v)?;
                extend(vm, this, &[byte])?;
            }
            return Ok(());
        }
        let bytes = source_bytes(vm, source, encoding, errors, "bytearray")?;
        extend(vm, this, &bytes)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> String {
        shown(vm, this)
    }

    fn __str__(vm: &mut Vm, this: Value) -> R<String> {
        if vm.config.bytes_warning > 0 {
            vm.warn(kinds::BYTES_WARNING, "str() on a bytearray instance")?;
        }
        Ok(shown(vm, this))
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        shared::compare(vm, this, other, op)
    }

    fn __iter__(vm: &mut Vm, this: Value) -> Value {
        vm.new_sequence_iterator(kinds::BYTEARRAY_ITERATOR, this, 0)
    }

    fn __len__(_vm: &mut Vm, this: Gc<ByteArray>) -> usize {
        this.len.get()
    }

    fn __getitem__(vm: &mut Vm, this: Gc<ByteArray>, key: Value) -> R {
        if let Some(slice) = key.cast::<Slice>() {
            let parts = slice_parts(vm, slice)?;
            let range = adjust_slice(parts, this.len.get());
            let bytes = this.to_ref().as_slice();
            if range.step == 1 {
                let start = range.start as usize;
                return Ok(vm.new_bytearray(&bytes[start..start + range.len]).value());
            }
            let out: Vec<u8> = range.indices().map(|i| bytes[i]).collect();
            return Ok(vm.new_bytearray(&out).value());
        }
        let i = index(vm, key)?;
        let i = in_range(vm, this, i)?;
        Ok(Value::int32(i32::from(this.as_slice()[i])))
    }

    fn __setitem__(vm: &mut Vm, this: Gc<ByteArray>, key: Value, value: Value) -> R<()> {
        if let Some(slice) = key.cast::<Slice>() {
            return set_slice(vm, this, slice, value);
        }
        let i = index(vm, key)?;
        if value.is_unbound() {
            let i = in_range(vm, this, i)?;
            return splice(vm, this, i, i + 1, &[]);
        }
        // A bad value is refused first, and its `__index__` may change the array.
        let byte = byte(vm, value)?;
        let i = in_range(vm, this, i)?;
        set_byte(this, i, byte);
        Ok(())
    }

    fn __contains__(vm: &mut Vm, this: Value, item: Value) -> R<bool> {
        shared::contains(vm, this, item)
    }

    fn __concat__(vm: &mut Vm, this: Value, other: Value) -> R {
        shared::concat::<Shared>(vm, this, other)
    }

    fn __repeat__(vm: &mut Vm, this: Gc<ByteArray>, n: i64) -> R {
        let out = shared::repeated(vm, this.to_ref().as_slice(), n)?;
        Ok(vm.new_bytearray(&out).value())
    }

    fn __iconcat__(vm: &mut Vm, this: Value, other: Value) -> R {
        let Some(bytes) = one_piece(vm, other) else {
            let (of, own) = (vm.type_name(other), vm.type_name(this));
            return Err(vm.type_error(format!("can't concat {of} to {own}")));
        };
        if let Some(array) = vm.payload::<ByteArray>(this) {
            // What is appended is exported meanwhile.
            if this == other && !bytes.is_empty() {
                return Err(vm.raise(kinds::BUFFER_ERROR, MESSAGE));
            }
            extend(vm, array, &bytes)?;
        }
        Ok(this)
    }

    fn __irepeat__(vm: &mut Vm, this: Value, n: i64) -> R {
        if let Some(array) = vm.payload::<ByteArray>(this) {
            let out = shared::repeated(vm, array.to_ref().as_slice(), n)?;
            let len = array.len.get();
            splice(vm, array, 0, len, &out)?;
        }
        Ok(this)
    }

    fn __mod__(vm: &mut Vm, a: Value, b: Value) -> R {
        match vm.payload::<ByteArray>(a) {
            Some(format) => {
                let out = shared::pinned(vm, a, |vm| {
                    crate::percent::format_bytes(vm, format.to_ref().as_slice(), b)
                })?;
                Ok(vm.new_bytearray(&out).value())
            }
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn __buffer__(vm: &mut Vm, this: Value, flags: i32) -> R<Buffer> {
        let _ = flags;
        let Some(array) = vm.payload::<ByteArray>(this) else {
            return Err(vm.type_error("a bytearray object is required"));
        };
        Ok(lend(array, this))
    }

    fn __release_buffer__(vm: &mut Vm, this: Value, buffer: Value) -> R<()> {
        crate::types::memoryview::release_buffer(vm, this, buffer)
    }

    /// Append one byte.
    #[sig("($self, item, /)")]
    fn append(vm: &mut Vm, this: Gc<ByteArray>, item: Value) -> R<()> {
        let byte = byte(vm, item)?;
        extend(vm, this, &[byte])
    }

    /// Append the bytes of a buffer or of an iterable of ints.
    #[sig("($self, iterable_of_ints, /)")]
    fn extend(vm: &mut Vm, this: Gc<ByteArray>, iterable_of_ints: Value) -> R<()> {
        let source = iterable_of_ints;
        if is_bytes_like(vm, source) {
            let at = this.len.get();
            let Some(bytes) = one_piece(vm, source) else {
                let of = vm.type_name(source);
                return Err(vm.type_error(format!("can't set bytearray slice from {of}")));
            };
            // The buffer's owner may have changed the array.
            let at = at.min(this.len.get());
            return splice(vm, this, at, at, &bytes);
        }
        if !is_iterable(vm, source) {
            let of = vm.type_name(source);
            return Err(vm.type_error(format!("can't extend bytearray with {of}")));
        }
        if vm.as_str(source).is_some_and(|s| s.n_bytes() > 0) {
            return Err(vm.type_error("expected iterable of integers; got: 'str'"));
        }
        let bytes = match vm.iter(source) {
            Ok(iterator) => {
                let n_expected = vm.length_hint(source, 0)?;
                bytes_from(vm, iterator, n_expected, "byte must be in range(0, 256)")?
            }
            Err(_) if vm.take_if(kinds::TYPE_ERROR).is_some() => {
                let of = vm.type_name(source);
                return Err(vm.type_error(format!("can't extend bytearray with {of}")));
            }
            Err(raised) => return Err(raised),
        };
        extend(vm, this, &bytes)
    }

    /// Insert one byte before an index.
    #[sig("($self, index, item, /)")]
    fn insert(vm: &mut Vm, this: Gc<ByteArray>, index: i64, item: Value) -> R<()> {
        let byte = byte(vm, item)?;
        let len = this.len.get() as i64;
        let at = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) } as usize;
        splice(vm, this, at, at, &[byte])
    }

    /// Remove the byte at an index (the last one) and return it.
    #[sig("($self, index=-1, /)")]
    fn pop(vm: &mut Vm, this: Gc<ByteArray>, index: i64) -> R<u8> {
        if this.len.get() == 0 {
            return Err(vm.index_error("pop from empty bytearray"));
        }
        let Some(i) = checked_index(index, this.len.get()) else {
            return Err(vm.index_error("pop index out of range"));
        };
        let byte = this.as_slice()[i];
        splice(vm, this, i, i + 1, &[])?;
        Ok(byte)
    }

    /// Remove the first byte of this value.
    #[sig("($self, value, /)")]
    fn remove(vm: &mut Vm, this: Gc<ByteArray>, value: Value) -> R<()> {
        let byte = byte(vm, value)?;
        match this.as_slice().iter().position(|&b| b == byte) {
            Some(i) => splice(vm, this, i, i + 1, &[]),
            None => Err(vm.value_error("value not found in bytearray")),
        }
    }

    /// Remove all bytes.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<ByteArray>) -> R<()> {
        let len = this.len.get();
        splice(vm, this, 0, len, &[])
    }

    /// A new array with the same bytes.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<ByteArray>) -> Value {
        vm.new_bytearray(this.to_ref().as_slice()).value()
    }

    /// Reverse the order of the bytes in place.
    #[sig("($self, /)")]
    fn reverse(_vm: &mut Vm, this: Gc<ByteArray>) {
        let mut bytes = this.as_slice().to_vec();
        bytes.reverse();
        this.storage.get().write(this.start.get(), &bytes);
    }

    /// Make the array of this length: cut off, or filled up with zeros.
    #[sig("($self, size, /)")]
    fn resize(vm: &mut Vm, this: Gc<ByteArray>, size: i64) -> R<()> {
        let Ok(size) = usize::try_from(size) else {
            return Err(vm.value_error(format!("Can only resize to positive sizes, got {size}")));
        };
        let len = this.len.get();
        if size <= len {
            return splice(vm, this, size, len, &[]);
        }
        let mut zeros = super::str::reserve(vm, size - len)?;
        zeros.resize(size - len, 0);
        extend(vm, this, &zeros)
    }

    /// The bytes that memory is set aside for.
    #[sig("($self, /)")]
    fn __alloc__(_vm: &mut Vm, this: Gc<ByteArray>) -> usize {
        // One more than is used, as CPython ends the bytes with a null.
        match this.storage.get().len().max(this.len.get()) {
            0 => 0,
            n => n + 1,
        }
    }

    /// What pickling makes the array from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        reduce(vm, this, 2)
    }

    /// What pickling makes the array from, by protocol.
    #[sig("($self, proto=0, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Value, proto: i64) -> R {
        reduce(vm, this, proto)
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_vm: &mut Vm, this: Gc<ByteArray>) -> usize {
        56 + match this.storage.get().len() {
            0 => 0,
            n => n + 1,
        }
    }
}

#[native]
impl Iterator {
    fn __iter__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<SequenceIterator>) -> Option<Value> {
        next_byte(vm, this)
    }

    /// How many bytes are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<SequenceIterator>) -> usize {
        bytes_left(vm, this)
    }

    /// What pickling makes the iterator from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<SequenceIterator>) -> R {
        reduce_iterator(vm, this)
    }

    /// Moves the iterator to an index.
    #[sig("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<SequenceIterator>, state: Value) -> R<()> {
        set_iterator_state(vm, this, state)
    }
}

/// The bytes behind the name of the class, whatever `__repr__` a subclass has.
fn shown(vm: &mut Vm, this: Value) -> String {
    let name = vm.type_name(this);
    let literal = taipan_text::repr::repr_bytearray(shared::own(vm, this));
    [&name, "(", &literal, ")"].concat()
}
