//! `str`. The methods stand in rooms: `search`, `case`, `format`, `translate`; `index` knows how characters and bytes relate.

mod case;
mod format;
pub mod index;
mod search;
mod translate;

pub use search::join;

use crate::index::{adjust_slice, checked_index, slice_parts};
use taipan_macros::native;
use taipan_runtime::{
    CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds,
    layout::{SequenceIterator, Slice, Str, Type},
    type_flags,
};
use taipan_text::{Wtf8, repr, search as kernel, wtf8};

/// The definition of `str`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::STR,
    name: "str",
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nText: what an object shows as, or the characters that bytes stand for in an encoding.",
    flags: type_flags::BASETYPE | type_flags::MATCH_SELF,
    native: &Methods::NATIVE,
    more: &[
        &search::Search::NATIVE,
        &case::Case::NATIVE,
        &format::Format::NATIVE,
        &translate::Translate::NATIVE,
    ],
    order: "encode replace split rsplit join capitalize casefold title center count expandtabs find \
            partition index ljust lower lstrip rfind rindex rjust rstrip rpartition splitlines strip \
            swapcase translate upper startswith endswith removeprefix removesuffix isascii islower \
            isupper istitle isspace isdecimal isdigit isnumeric isalpha isalnum isidentifier isprintable \
            zfill format format_map __format__ maketrans __sizeof__ __getnewargs__",
    layout: Some(LayoutInfo::of::<Str>()),
    ..TypeDef::DEFAULT
};

/// The definition of `str_iterator`.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::STR_ITERATOR,
    name: "str_iterator",
    flags: type_flags::NO_NEW,
    native: &Iterator::NATIVE,
    ..TypeDef::DEFAULT
};

/// The definition of `str_ascii_iterator`, which differs by its name.
pub static ASCII_ITERATOR: TypeDef = TypeDef {
    id: kinds::STR_ASCII_ITERATOR,
    name: "str_ascii_iterator",
    flags: type_flags::NO_NEW,
    native: &Iterator::NATIVE,
    ..TypeDef::DEFAULT
};

struct Methods;
struct Iterator;

/// Is there memory for so many bytes? `MemoryError` where there is not; a few are not asked for.
pub fn check_room(vm: &mut Vm, n: usize) -> R<()> {
    if n < 1 << 20 { Ok(()) } else { reserve(vm, n).map(drop) }
}

/// An empty buffer with room for so many bytes; `MemoryError` where there are not so many.
pub fn reserve(vm: &mut Vm, n: usize) -> R<Vec<u8>> {
    let mut out = Vec::new();
    if n > isize::MAX as usize || out.try_reserve_exact(n).is_err() {
        return Err(vm.raise_memory_error());
    }
    Ok(out)
}

fn get_slice(vm: &mut Vm, this: Gc<Str>, slice: Gc<Slice>) -> R {
    let parts = slice_parts(vm, slice)?;
    let range = adjust_slice(parts, this.n_chars());
    if range.step == 1 {
        return index::substring(vm, this, range.start as usize, range.start as usize + range.len)
            .map(|s| s.value());
    }
    if range.len == 0 {
        return Ok(vm.names().empty.value());
    }
    let bytes = this.to_ref().as_bytes();
    if this.is_ascii() {
        let out: Vec<u8> = range.indices().map(|i| bytes[i]).collect();
        return Ok(vm.new_str_counted(&out, out.len()).value());
    }
    // Steps are walked from one end of the slice to the other, never from the start of the text.
    let start = index::offset_of(vm, this, range.start as usize)?;
    let out = wtf8::every(bytes, start, range.step, range.len);
    Ok(vm.new_str_counted(&out, range.len).value())
}

/// `text * n`
pub fn repeat(vm: &mut Vm, this: Gc<Str>, n: i64) -> R {
    let n = usize::try_from(n).unwrap_or(0);
    if n == 0 || this.n_bytes() == 0 {
        return Ok(vm.names().empty.value());
    }
    if n == 1 {
        return Ok(this.value());
    }
    if this.n_chars().checked_mul(n).is_none_or(|len| len > isize::MAX as usize) {
        return Err(vm.overflow_error("repeated string is too long"));
    }
    let Some(size) = this.n_bytes().checked_mul(n).filter(|&size| size <= isize::MAX as usize) else {
        return Err(vm.raise_memory_error());
    };
    if size < 1 << 10 {
        let bytes = this.to_ref().as_bytes();
        let made = vm.new_str_filled(size, this.n_chars() * n, |out| {
            out.chunks_exact_mut(bytes.len()).for_each(|place| place.copy_from_slice(bytes));
        });
        return Ok(made.value());
    }
    let mut out = reserve(vm, size)?;
    match this.to_ref().as_bytes() {
        &[byte] => out.resize(size, byte),
        bytes => {
            // Doubling copies long runs.
            out.extend_from_slice(bytes);
            while out.len() <= size / 2 {
                out.extend_from_within(..);
            }
            let rest = size - out.len();
            out.extend_from_within(..rest);
        }
    }
    Ok(vm.new_str_counted(&out, this.n_chars() * n).value())
}

#[native]
impl Methods {
    #[sig("($cls, object='', encoding='utf-8', errors='strict')")]
    #[name("str")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        object: Option<Value>,
        encoding: Option<Value>,
        errors: Option<Value>,
    ) -> R {
        let _ = cls;
        let encoding = crate::codecs::name_argument(vm, encoding, "str", "encoding")?;
        let errors = crate::codecs::name_argument(vm, errors, "str", "errors")?;
        let Some(object) = object else { return Ok(vm.names().empty.value()) };
        if encoding.is_none() && errors.is_none() {
            return vm.str_value(object);
        }
        crate::codecs::check_names(vm, encoding, errors)?;
        if vm.as_str(object).is_some() {
            return Err(vm.type_error("decoding str is not supported"));
        }
        if crate::types::bytes::one_piece(vm, object).is_none() {
            let of = vm.type_name(object);
            return Err(vm.type_error(format!("decoding to str: need a bytes-like object, {of} found")));
        }
        crate::codecs::decode_to_str(vm, object, encoding, errors)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Str>) -> Value {
        let text = repr::repr_text(Wtf8::new(this.to_ref().as_bytes()));
        vm.new_str_wtf8(text.as_bytes()).value()
    }

    fn __str__(_vm: &mut Vm, this: Gc<Str>) -> Value {
        this.value()
    }

    fn __hash__(vm: &mut Vm, this: Gc<Str>) -> i64 {
        vm.hash_str(this)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Str>, other: Value, op: CompareOp) -> Value {
        let Some(other) = vm.as_str(other) else { return Value::NOT_IMPLEMENTED };
        let (a, b) = (this.to_ref().as_bytes(), other.to_ref().as_bytes());
        Value::bool(match op {
            CompareOp::Eq => a == b,
            CompareOp::Ne => a != b,
            _ => op.holds(a.cmp(b)),
        })
    }

    fn __iter__(vm: &mut Vm, this: Value) -> R {
        let Some(text) = vm.as_str(this) else { return Ok(Value::NOT_IMPLEMENTED) };
        let plain = text.is_ascii() && vm.is_exact(this, kinds::STR);
        let kind = if plain { kinds::STR_ASCII_ITERATOR } else { kinds::STR_ITERATOR };
        Ok(vm.new_sequence_iterator(kind, text.value(), 0))
    }

    fn __len__(_vm: &mut Vm, this: Gc<Str>) -> usize {
        this.n_chars()
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Str>, key: Value) -> R {
        if let Some(slice) = key.cast::<Slice>() {
            return get_slice(vm, this, slice);
        }
        let cls = vm.class_of(key);
        if vm.slot_index(cls).is_none() {
            let of = vm.type_name(key);
            return Err(vm.type_error(format!("string indices must be integers, not '{of}'")));
        }
        let i = vm.index_i64(key)?;
        match checked_index(i, this.n_chars()) {
            Some(i) => {
                let c = index::char_at(vm, this, i)?;
                Ok(vm.new_str_char(c).value())
            }
            None => Err(vm.index_error("string index out of range")),
        }
    }

    fn __contains__(vm: &mut Vm, this: Gc<Str>, item: Value) -> R<bool> {
        match vm.as_str(item) {
            Some(s) => Ok(kernel::contains(this.to_ref().as_bytes(), s.to_ref().as_bytes())),
            None => {
                let of = vm.type_name(item);
                Err(vm.type_error(format!("'in <string>' requires string as left operand, not {of}")))
            }
        }
    }

    fn __concat__(vm: &mut Vm, this: Gc<Str>, other: Value) -> R {
        match vm.as_str(other) {
            Some(other) => Ok(vm.concat_str(this, other).value()),
            None => {
                let of = vm.type_name(other);
                Err(vm.type_error(format!("can only concatenate str (not \"{of}\") to str")))
            }
        }
    }

    fn __repeat__(vm: &mut Vm, this: Gc<Str>, n: i64) -> R {
        repeat(vm, this, n)
    }

    fn __mod__(vm: &mut Vm, a: Value, b: Value) -> R {
        match vm.as_str(a) {
            Some(format) => crate::percent::format_text(vm, a, format, b),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// The bytes that stand for the text in an encoding.
    #[sig("($self, /, encoding='utf-8', errors='strict')")]
    fn encode(vm: &mut Vm, this: Value, encoding: Option<Value>, errors: Option<Value>) -> R {
        let encoding = crate::codecs::name_argument(vm, encoding, "encode", "encoding")?;
        let errors = crate::codecs::name_argument(vm, errors, "encode", "errors")?;
        crate::codecs::encode_to_bytes(vm, this, encoding, errors)
    }

    /// The arguments that copying and pickling give to `__new__`.
    #[sig("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Gc<Str>) -> Value {
        let copy = vm.new_str_wtf8(this.to_ref().as_bytes()).value();
        vm.new_tuple(&[copy]).value()
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_vm: &mut Vm, this: Gc<Str>) -> usize {
        let n = this.n_chars() + 1;
        let text = Wtf8::new(this.to_ref().as_bytes());
        match text.chars().max().unwrap_or(0) {
            0..0x80 => 40 + n,
            0x80..0x100 => 56 + n,
            0x100..0x10000 => 56 + 2 * n,
            _ => 56 + 4 * n,
        }
    }
}

#[native]
impl Iterator {
    fn __iter__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<SequenceIterator>) -> Option<Value> {
        let s = this.sequence.get().cast::<Str>()?;
        let at = this.next.get() as usize;
        match wtf8::char_at(s.to_ref().as_bytes(), at) {
            Some((c, n)) => {
                this.next.set((at + n) as isize);
                Some(vm.new_str_char(c).value())
            }
            None => {
                this.sequence.set(this, Value::UNBOUND);
                None
            }
        }
    }

    /// How many characters are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<SequenceIterator>) -> R<usize> {
        let Some(s) = this.sequence.get().cast::<Str>() else { return Ok(0) };
        Ok(s.n_chars() - index::char_of(vm, s, this.next.get() as usize)?)
    }

    /// What pickling makes the iterator from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<SequenceIterator>) -> R {
        let iter = crate::types::builtin(vm, "iter")?;
        let Some(s) = this.sequence.get().cast::<Str>() else {
            let empty = vm.names().empty.value();
            let args = vm.new_tuple(&[empty]).value();
            return Ok(vm.new_tuple(&[iter, args]).value());
        };
        let at = index::char_of(vm, s, this.next.get() as usize)?;
        let args = vm.new_tuple(&[s.value()]).value();
        Ok(vm.new_tuple(&[iter, args, Value::len(at)]).value())
    }

    /// Moves the iterator to a character.
    #[sig("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<SequenceIterator>, state: Value) -> R<()> {
        let state = crate::types::iterators::state_index(vm, state)?;
        if let Some(s) = this.sequence.get().cast::<Str>() {
            let at = index::offset_of(vm, s, usize::try_from(state).unwrap_or(0))?;
            this.next.set(at as isize);
        }
        Ok(())
    }
}

/// A path (`str`, `bytes` or an object with `__fspath__`) as a string; bytes that are no UTF-8 become surrogates (PEP 383).
pub fn fs_decode(vm: &mut Vm, path: Value) -> R<Gc<Str>> {
    let path = fs_path(vm, path)?;
    if let Some(s) = vm.as_str(path) {
        return Ok(s);
    }
    let bytes = vm.bytes_like(path)?;
    let text = fs_text(&bytes);
    Ok(vm.new_str_wtf8(&text))
}

/// `os.fspath(path)`
pub fn fs_path(vm: &mut Vm, path: Value) -> R {
    if vm.as_str(path).is_some() || vm.is_instance_of(path, kinds::BYTES) {
        return Ok(path);
    }
    let name = vm.names().__fspath__;
    let cls = vm.class_of(path);
    let is_one = vm.type_lookup(cls, name).is_some_and(|f| !f.is_none());
    let found = if is_one { vm.call_special_opt(path, name, &[])? } else { None };
    let Some(found) = found else {
        let of = cls.name.get().to_display();
        return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {of}")));
    };
    if vm.as_str(found).is_some() || vm.is_instance_of(found, kinds::BYTES) {
        return Ok(found);
    }
    let (cls, of) = (vm.type_name(path), vm.type_name(found));
    Err(vm.type_error(format!("expected {cls}.__fspath__() to return str or bytes, not {of}")))
}

/// Bytes from the system as WTF-8: what is no UTF-8 becomes lone surrogates (PEP 383).
pub fn fs_text(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.extend_from_slice(chunk.valid().as_bytes());
        for &b in chunk.invalid() {
            let c = 0xdc00 + u32::from(b);
            text.extend([0xe0 | (c >> 12) as u8, 0x80 | (c >> 6 & 63) as u8, 0x80 | (c & 63) as u8]);
        }
    }
    text
}

/// Can a string be bytes for the system? Its lone surrogates must stand for undecodable bytes.
pub fn is_fs_text(text: &[u8]) -> bool {
    let is_other = |w: &[u8]| w[0] == 0xed && w[1] >= 0xa0 && !(0xb2..0xb4).contains(&w[1]);
    !text.windows(3).any(is_other)
}

/// A string as bytes for the system: the reverse of [`fs_text`].
pub fn fs_bytes(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut i = 0;
    while i < text.len() {
        if text[i] == 0xed && i + 2 < text.len() && text[i + 1] >= 0xa0 {
            let low = u32::from(text[i + 1] & 63) << 6 | u32::from(text[i + 2] & 63);
            // Only the low surrogates of undecodable bytes have such a byte.
            if (0xc80..0xd00).contains(&low) {
                bytes.push((low & 0xff) as u8);
                i += 3;
                continue;
            }
        }
        bytes.push(text[i]);
        i += 1;
    }
    bytes
}
