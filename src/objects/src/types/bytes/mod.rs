//! `bytes`. What it shares with `bytearray` is in `shared` and `methods`, what turns into bytes in `convert`.

mod convert;
mod methods;
pub mod shared;

pub(crate) use convert::is_iterable;
pub use convert::{
    all_bytes, byte_of_int, bytes_from, bytes_like, bytes_of_iterable, bytes_of_object, bytes_of_object_opt,
    call_bytes_method, is_bytes_like, one_piece, plain_bytes, repr_ascii, source_bytes,
};
pub(super) use methods::shared_methods;

use crate::index::{checked_index, slice_range};
use shared::Flavour;
use taipan_macros::native;
use taipan_runtime::{
    Buffer, CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds,
    layout::{Bytes, SequenceIterator, Slice, Type},
    type_flags,
};
use taipan_text::case;
use taipan_text::search::{self, Side};

/// The definition of `bytes`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::BYTES,
    name: "bytes",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> bytes\nbytes(int) -> bytes\nbytes() -> bytes\n\nA sequence of bytes that does not change: of ints below 256, of encoded text,\nof another object's memory, or so many zeros.",
    flags: type_flags::BASETYPE | type_flags::MATCH_SELF,
    native: &Methods::NATIVE,
    more: &[&Shared::NATIVE],
    order: "__getnewargs__ __bytes__ capitalize center count decode endswith expandtabs find fromhex hex \
            index isalnum isalpha isascii isdigit islower isspace istitle isupper join ljust lower \
            lstrip maketrans partition replace removeprefix removesuffix rfind rindex rjust rpartition \
            rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
    layout: Some(LayoutInfo::of::<Bytes>()),
    ..TypeDef::DEFAULT
};

/// The definition of `bytes_iterator`.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::BYTES_ITERATOR,
    name: "bytes_iterator",
    flags: type_flags::NO_NEW,
    native: &Iterator::NATIVE,
    ..TypeDef::DEFAULT
};

struct Methods;
struct Shared;
struct Iterator;

impl Flavour for Shared {
    const NAME: &'static str = "bytes";
    fn make(vm: &mut Vm, bytes: &[u8]) -> Value {
        vm.new_bytes(bytes)
    }
    fn make_joined(vm: &mut Vm, first: &[u8], second: &[u8]) -> R {
        if first.len() + second.len() == 0 {
            return Ok(vm.new_bytes(&[]));
        }
        let class = vm.class_address(kinds::BYTES);
        let made = Bytes::concat(&mut vm.heap, class, first, second);
        vm.check_alloc(made).map(|bytes| bytes.value())
    }
    fn make_from(vm: &mut Vm, this: Value, bytes: &[u8]) -> Value {
        match vm.payload::<Bytes>(this) {
            Some(old) if old.as_slice().len() == bytes.len() => old.value(),
            _ => vm.new_bytes(bytes),
        }
    }
    fn separator(vm: &mut Vm, given: Value, bytes: &[u8]) -> Value {
        let _ = (vm, bytes);
        given
    }
    fn unparted(vm: &mut Vm, this: Value, bytes: &[u8]) -> Value {
        let _ = (vm, bytes);
        this
    }
}

shared_methods!(Shared);

#[native]
impl Methods {
    #[sig("($cls, source=b'', encoding='utf-8', errors='strict')")]
    #[name("bytes")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        source: Option<Value>,
        encoding: Option<Value>,
        errors: Option<Value>,
    ) -> R {
        let _ = cls;
        let encoding = crate::codecs::name_argument(vm, encoding, "bytes", "encoding")?;
        let errors = crate::codecs::name_argument(vm, errors, "bytes", "errors")?;
        if let Some(source) = source
            && encoding.is_none()
            && errors.is_none()
            && vm.is_exact(source, kinds::BYTES)
        {
            return Ok(source);
        }
        if let Some(source) = source
            && encoding.is_none()
            && errors.is_none()
            && !vm.is_exact(source, kinds::STR)
            && let Some(result) = call_bytes_method(vm, source)?
        {
            // The very object, even a subclass's.
            return Ok(result);
        }
        let bytes = match source.filter(|_| encoding.is_none() && errors.is_none()) {
            Some(source) => plain_bytes(vm, source).map(std::borrow::Cow::Owned),
            None => None,
        };
        let bytes = match bytes {
            Some(bytes) => bytes,
            None => source_bytes(vm, source, encoding, errors, "bytes")?,
        };
        Ok(vm.new_bytes(&bytes))
    }

    fn __repr__(vm: &mut Vm, this: Value) -> String {
        taipan_text::repr::repr_bytes(shared::own(vm, this))
    }

    fn __str__(vm: &mut Vm, this: Value) -> R<String> {
        if vm.config.bytes_warning > 0 {
            vm.warn(kinds::BYTES_WARNING, "str() on a bytes instance")?;
        }
        Ok(taipan_text::repr::repr_bytes(shared::own(vm, this)))
    }

    fn __hash__(vm: &mut Vm, this: Gc<Bytes>) -> i64 {
        let known = this.hash.get();
        if known != 0 {
            return known;
        }
        let hash = vm.hash_bytes(this.as_slice());
        this.hash.set(hash);
        hash
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        shared::compare(vm, this, other, op)
    }

    fn __iter__(vm: &mut Vm, this: Gc<Bytes>) -> Value {
        vm.new_sequence_iterator(kinds::BYTES_ITERATOR, this.value(), 0)
    }

    fn __len__(_vm: &mut Vm, this: Gc<Bytes>) -> usize {
        this.as_slice().len()
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Bytes>, key: Value) -> R {
        let bytes = this.to_ref().as_slice();
        if let Some(slice) = key.cast::<Slice>() {
            let range = slice_range(vm, slice, bytes.len())?;
            if range.step == 1 {
                let piece = &bytes[range.start as usize..range.start as usize + range.len];
                return Ok(Shared::make_from(vm, this.value(), piece));
            }
            let out: Vec<u8> = range.indices().map(|i| bytes[i]).collect();
            return Ok(vm.new_bytes(&out));
        }
        let cls = vm.class_of(key);
        if vm.slot_index(cls).is_none() {
            let of = vm.type_name(key);
            return Err(vm.type_error(format!("byte indices must be integers or slices, not {of}")));
        }
        let i = vm.index_i64(key)?;
        match checked_index(i, bytes.len()) {
            Some(i) => Ok(Value::int32(i32::from(bytes[i]))),
            None => Err(vm.index_error("index out of range")),
        }
    }

    fn __contains__(vm: &mut Vm, this: Value, item: Value) -> R<bool> {
        shared::contains(vm, this, item)
    }

    fn __concat__(vm: &mut Vm, this: Value, other: Value) -> R {
        if is_bytes_like(vm, other) {
            if shared::own(vm, this).is_empty() && vm.is_exact(other, kinds::BYTES) {
                return Ok(other);
            }
            if vm.bytes_of(other).is_some_and(<[u8]>::is_empty) && vm.is_exact(this, kinds::BYTES) {
                return Ok(this);
            }
        }
        shared::concat::<Shared>(vm, this, other)
    }

    fn __repeat__(vm: &mut Vm, this: Gc<Bytes>, n: i64) -> R {
        if n == 1 {
            return Ok(this.value());
        }
        let out = shared::repeated(vm, this.to_ref().as_slice(), n)?;
        Ok(vm.new_bytes(&out))
    }

    fn __mod__(vm: &mut Vm, a: Value, b: Value) -> R {
        match vm.payload::<Bytes>(a) {
            Some(format) => {
                let out = crate::percent::format_bytes(vm, format.to_ref().as_slice(), b)?;
                Ok(vm.new_bytes(&out))
            }
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn __buffer__(vm: &mut Vm, this: Value, flags: i32) -> R<Buffer> {
        match vm.payload::<Bytes>(this) {
            Some(_) if flags & crate::types::memoryview::WRITABLE != 0 => {
                Err(vm.raise(kinds::BUFFER_ERROR, "Object is not writable."))
            }
            Some(bytes) => Ok(Buffer::of_bytes(this, bytes)),
            None => Err(vm.type_error("a bytes object is required")),
        }
    }

    /// The bytes themselves, of the exact class.
    #[sig("($self, /)")]
    fn __bytes__(_vm: &mut Vm, this: Gc<Bytes>) -> Value {
        this.value()
    }

    /// The arguments that copying and pickling give to `__new__`.
    #[sig("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Gc<Bytes>) -> Value {
        vm.new_tuple(&[this.value()]).value()
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

/// The next byte of a byte iterator.
pub(super) fn next_byte(vm: &mut Vm, this: Gc<SequenceIterator>) -> Option<Value> {
    let sequence = this.sequence.get().bound()?;
    let at = this.next.get();
    match shared::own(vm, sequence).get(at as usize) {
        Some(&byte) => {
            this.next.set(at + 1);
            Some(Value::int32(i32::from(byte)))
        }
        None => {
            this.sequence.set(this, Value::UNBOUND);
            None
        }
    }
}

pub(super) fn bytes_left(vm: &mut Vm, this: Gc<SequenceIterator>) -> usize {
    match this.sequence.get().bound() {
        Some(sequence) => shared::own(vm, sequence).len().saturating_sub(this.next.get() as usize),
        None => 0,
    }
}

pub(super) fn reduce_iterator(vm: &mut Vm, this: Gc<SequenceIterator>) -> R {
    let iter = crate::types::builtin(vm, "iter")?;
    match this.sequence.get().bound() {
        Some(sequence) => {
            let args = vm.new_tuple(&[sequence]).value();
            let at = vm.new_int(this.next.get() as i64);
            Ok(vm.new_tuple(&[iter, args, at]).value())
        }
        None => {
            let empty = vm.empty_tuple.value();
            let args = vm.new_tuple(&[empty]).value();
            Ok(vm.new_tuple(&[iter, args]).value())
        }
    }
}

pub(super) fn set_iterator_state(vm: &mut Vm, this: Gc<SequenceIterator>, state: Value) -> R<()> {
    let state = crate::types::iterators::state_index(vm, state)?;
    if let Some(sequence) = this.sequence.get().bound() {
        let len = shared::own(vm, sequence).len() as i64;
        this.next.set(state.clamp(0, len) as isize);
    }
    Ok(())
}
