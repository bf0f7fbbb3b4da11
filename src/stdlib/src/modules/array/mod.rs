//! `array`: sequences of numbers of one of C's types.

mod code;
mod iterator;
mod pickle;

use crate::support::put;
use code::{CODES, encode, is_code, item_of, size_of_code, type_char, type_code, value_of};
pub use iterator::ArrayIterator;
use pickle::{Functions, reduce};
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::buffer::{peek, release};
use taipan_objects::import::import;
use taipan_objects::index::{adjust_slice, checked_index, index_range, slice_parts};
use taipan_objects::pack::{Endian, unpack_run};
use taipan_objects::types::bytearray;
use taipan_objects::types::bytes::is_bytes_like;
use taipan_objects::types::bytes::shared::repeated;
use taipan_objects::types::str::reserve;
use taipan_runtime::{
    Args, Buffer, CompareOp, Field, Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Values, Vm,
    kinds::{self, Numbered},
    layout::{ByteArray, Bytes, List, Module, Slice, Str, Tuple, Type},
    type_flags,
};
use taipan_text::{Wtf8, wtf8};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "array",
    doc: "Sequences of numbers of one of C's types, close together in memory.",
    functions: &Functions::NATIVE,
    types: &[&ArrayObject::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = vm.class(<ArrayObject as Numbered>::NUMBER);
    put(vm, module, "ArrayType", cls.value());
    let codes = vm.new_str(CODES).value();
    put(vm, module, "typecodes", codes);
    cls.set_flag(type_flags::SEQUENCE);
    let abc = import(vm, "collections.abc")?;
    let sequence = vm.get_attr_named(abc, "MutableSequence")?;
    vm.call_method_named(sequence, "register", &[cls.value()])?;
    Ok(())
}

/// An array.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ArrayObject {
    header: Header,
    /// The items' bytes, and the count of the views of them.
    content: Field<Gc<ByteArray>>,
    code: Cell<u8>,
}

impl ArrayObject {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ArrayObject as Numbered>::NUMBER,
        name: "array",
        module: "array",
        doc: "array(typecode [, initializer]) -> array\n\n\
              Items of one type, close together in memory. The type code is one of these:\n\n\
              \x20   Code  Type of an item     Bytes, at least\n\
              \x20   'b'   signed integer      1\n\
              \x20   'B'   unsigned integer    1\n\
              \x20   'u'   character           2 (see note)\n\
              \x20   'w'   character           4\n\
              \x20   'h'   signed integer      2\n\
              \x20   'H'   unsigned integer    2\n\
              \x20   'i'   signed integer      2\n\
              \x20   'I'   unsigned integer    2\n\
              \x20   'l'   signed integer      4\n\
              \x20   'L'   unsigned integer    4\n\
              \x20   'q'   signed integer      8\n\
              \x20   'Q'   unsigned integer    8\n\
              \x20   'f'   floating point      4\n\
              \x20   'd'   floating point      8\n\n\
              Note: 'u' is deprecated; its characters have 2 or 4 bytes.\n\n\
              The initializer is an iterable of items, bytes or a str to take them from, or another array.",
        flags: type_flags::BASETYPE
            | type_flags::SEQUENCE
            | type_flags::WEAKREFABLE
            | type_flags::SHOWS_GETATTR,
        native: &ArrayObject::NATIVE,
        layout: Some(LayoutInfo::of::<ArrayObject>()),
        ..TypeDef::DEFAULT
    };

    fn is_text(&self) -> bool {
        matches!(self.code.get(), b'u' | b'w')
    }

    fn item_size(&self) -> usize {
        size_of_code(self.code.get())
    }

    fn len(&self) -> usize {
        // All sizes are powers of two.
        self.n_bytes() >> self.item_size().trailing_zeros()
    }

    fn n_bytes(&self) -> usize {
        self.content.get().len.get()
    }

    fn bytes<'a>(&self) -> &'a [u8] {
        self.content.get().to_ref().as_slice()
    }

    /// Puts other bytes in the place of some.
    fn write(&self, at: usize, bytes: &[u8]) {
        let content = self.content.get();
        content.storage.get().write(content.start.get() + at, bytes);
    }

    /// The value at an index in range.
    fn get(&self, vm: &mut Vm, i: usize) -> Value {
        let size = self.item_size();
        let bytes = self.bytes().get(i * size..).and_then(|rest| rest.get(..size)).unwrap_or_default();
        value_of(vm, self.code.get(), bytes)
    }
}

const NOT_IN_ARRAY: &str = "array.index(x): x not in array";

impl ArrayObject {
    /// The places of a plain int in an array of ints: those of its bytes. `None`: that takes comparisons.
    fn places_of<'a>(&self, item: Value) -> Option<impl Iterator<Item = usize> + use<'a>> {
        let code = self.code.get();
        if self.is_text() || matches!(code, b'f' | b'd') || !item.is_small_int() {
            return None;
        }
        let (wanted, n) = code::plain(code, item)?;
        let wanted = u64::from_ne_bytes(wanted);
        let word = move |item: &[u8]| match *item {
            [a] => u64::from_ne_bytes([a, 0, 0, 0, 0, 0, 0, 0]),
            [a, b] => u64::from_ne_bytes([a, b, 0, 0, 0, 0, 0, 0]),
            [a, b, c, d] => u64::from_ne_bytes([a, b, c, d, 0, 0, 0, 0]),
            [a, b, c, d, e, f, g, h] => u64::from_ne_bytes([a, b, c, d, e, f, g, h]),
            _ => !wanted,
        };
        let items = self.bytes().chunks_exact(n).enumerate();
        Some(items.filter(move |(_, item)| word(item) == wanted).map(|(i, _)| i))
    }
}

fn new_array(vm: &mut Vm, code: u8, bytes: &[u8]) -> R<Gc<ArrayObject>> {
    let content = vm.new_bytearray(bytes);
    let header = Header::new::<ArrayObject>(vm.class_address(<ArrayObject as Numbered>::NUMBER));
    Ok(vm.heap.alloc(ArrayObject { header, content: Field::new(content), code: Cell::new(code) }))
}

/// Replaces bytes `[from, to)` by others, which are not the array's own.
fn splice(vm: &mut Vm, this: Gc<ArrayObject>, from: usize, to: usize, with: &[u8]) -> R<()> {
    let content = this.content.get();
    if with.len() != to - from
        && let Err(raised) = bytearray::check_exports(vm, content)
    {
        if vm.take_if(kinds::BUFFER_ERROR).is_none() {
            return Err(raised);
        }
        return Err(vm.raise(kinds::BUFFER_ERROR, "cannot resize an array that is exporting buffers"));
    }
    bytearray::splice(vm, content, from, to, with)
}

fn append_bytes(vm: &mut Vm, this: Gc<ArrayObject>, bytes: &[u8]) -> R<()> {
    let len = this.n_bytes();
    splice(vm, this, len, len, bytes)
}

/// Appends whole items as bytes.
fn from_bytes(vm: &mut Vm, this: Gc<ArrayObject>, bytes: &[u8]) -> R<()> {
    if !bytes.len().is_multiple_of(this.item_size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    append_bytes(vm, this, bytes)
}

fn from_text(vm: &mut Vm, this: Gc<ArrayObject>, text: Gc<Str>) -> R<()> {
    let bytes: Vec<u8> = Wtf8::new(text.to_ref().as_bytes()).chars().flat_map(u32::to_ne_bytes).collect();
    append_bytes(vm, this, &bytes)
}

fn from_iterable(vm: &mut Vm, this: Gc<ArrayObject>, iterable: Value) -> R<()> {
    if let Some(other) = vm.payload::<ArrayObject>(iterable) {
        if other.code.get() != this.code.get() {
            return Err(vm.type_error("can only extend with array of same kind"));
        }
        let bytes = other.bytes().to_vec();
        return append_bytes(vm, this, &bytes);
    }
    let held = match (iterable.cast::<List>(), iterable.cast::<Tuple>()) {
        (Some(list), _) if vm.is_exact(iterable, kinds::LIST) => Some(list.to_ref().as_slice()),
        (_, Some(tuple)) if vm.is_exact(iterable, kinds::TUPLE) => Some(tuple.to_ref().as_slice()),
        _ => None,
    };
    let mut done = 0;
    if let Some(items) = held {
        // Plain numbers run no code, so they go in at once; the first other one, and those behind it, one by one.
        let mut all = Vec::with_capacity(items.len() * this.item_size());
        while let Some((item, n)) = items.get(done).and_then(|&item| code::plain(this.code.get(), item)) {
            push_item(&mut all, item, n);
            done += 1;
        }
        append_bytes(vm, this, &all)?;
        if done == items.len() {
            return Ok(());
        }
    }
    let mut bytes = Vec::with_capacity(8);
    let mut skip = done;
    vm.for_each(iterable, |vm, v| {
        if skip > 0 {
            skip -= 1;
            return Ok(());
        }
        bytes.clear();
        encode(vm, this.code.get(), v, &mut bytes)?;
        append_bytes(vm, this, &bytes)
    })
}

/// Appends an item of up to eight bytes.
fn push_item(out: &mut Vec<u8>, item: [u8; 8], n: usize) {
    // Slices of known length are stored without a call.
    match n {
        1 => out.push(item[0]),
        2 => out.extend_from_slice(&item[..2]),
        4 => out.extend_from_slice(&item[..4]),
        _ => out.extend_from_slice(&item[..n]),
    }
}

fn other_array(vm: &mut Vm, other: Value, what: &str) -> R<Gc<ArrayObject>> {
    match vm.payload::<ArrayObject>(other) {
        Some(other) => Ok(other),
        None => {
            let of = vm.type_name(other);
            Err(vm.type_error(what.replace("{}", &of)))
        }
    }
}

fn index_of(vm: &mut Vm, this: Gc<ArrayObject>, key: Value, message: &str) -> R<usize> {
    let cls = vm.class_of(key);
    if vm.slot_index(cls).is_none() {
        return Err(vm.type_error("array indices must be integers"));
    }
    let i = vm.index_i64(key)?;
    checked_index(i, this.len()).ok_or_else(|| vm.index_error(message.to_owned()))
}

fn to_text(vm: &mut Vm, this: Gc<ArrayObject>, name: &str) -> R<Gc<Str>> {
    if !this.is_text() {
        return Err(
            vm.value_error(format!("{name}() may only be called on unicode type arrays ('u' or 'w')"))
        );
    }
    let mut out = Vec::new();
    for chunk in this.bytes().chunks_exact(4) {
        let c = u32::from_ne_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
        if c >= 0x11_0000 && this.code.get() == b'w' {
            let bytes = vm.new_bytes(this.bytes());
            let encoding = vm.new_str("utf-32").value();
            return vm.call_method_named(bytes, "decode", &[encoding]).map(|_| vm.names().empty);
        }
        if c >= 0x11_0000 {
            return Err(vm.value_error(format!("character U+{c:x} is not in range [U+0000; U+10ffff]")));
        }
        wtf8::push_char(&mut out, c);
    }
    Ok(vm.new_str_wtf8(&out))
}

fn to_list(vm: &mut Vm, this: Gc<ArrayObject>) -> Gc<List> {
    let n = this.len();
    let mut out = Values::with_capacity(&mut vm.heap, n);
    if this.is_text() {
        for i in 0..n {
            let value = this.get(vm, i);
            out.push(&mut vm.heap, value);
        }
    } else {
        unpack_run(vm, item_of(this.code.get()), this.bytes(), Endian::NATIVE, &mut out);
    }
    vm.new_list_from(out)
}

#[native]
impl ArrayObject {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<ArrayObject>> {
        if args.has_kw() && cls == vm.class(<ArrayObject as Numbered>::NUMBER) {
            return Err(vm.type_error("array.array() takes no keyword arguments"));
        }
        let (code, initial) = match *args.pos {
            [code] => (code, None),
            [code, initial] => (code, Some(initial)),
            [] => return Err(vm.type_error("array() takes at least 1 argument (0 given)")),
            _ => {
                let n = args.pos.len();
                return Err(vm.type_error(format!("array() takes at most 2 arguments ({n} given)")));
            }
        };
        vm.audit("array.__new__", |_| [code, initial.unwrap_or(Value::NONE)])?;
        let shown = type_char(vm, code, "array() argument 1")?;
        let text_code = matches!(shown, 'u' | 'w');
        if let Some(initial) = initial
            && !text_code
        {
            if vm.as_str(initial).is_some() {
                return Err(
                    vm.type_error(format!("cannot use a str to initialize an array with typecode '{shown}'"))
                );
            }
            if vm.payload::<ArrayObject>(initial).is_some_and(|a| a.is_text()) {
                return Err(vm.type_error(format!(
                    "cannot use a unicode array to initialize an array with typecode '{shown}'"
                )));
            }
        }
        // That it can be gone through is asked before what the code is.
        if let Some(initial) = initial.filter(|_| !is_code(shown)) {
            vm.iter(initial)?;
        }
        let code = type_code(vm, shown)?;
        let this = new_array(vm, code, &[])?;
        let Some(initial) = initial else { return Ok(this) };
        if let Some(other) = vm.payload::<ArrayObject>(initial) {
            if other.code.get() == code {
                let bytes = other.bytes().to_vec();
                append_bytes(vm, this, &bytes)?;
            } else {
                let list = to_list(vm, other).value();
                from_iterable(vm, this, list)?;
            }
        } else if let Some(text) = vm.as_str(initial) {
            from_text(vm, this, text)?;
        } else if vm.bytes_of(initial).is_some() {
            let bytes = peek(vm, initial)?;
            from_bytes(vm, this, &bytes)?;
        } else {
            // A list or a tuple is taken by what it holds, however a class of its own iterates.
            let held = match vm.as_list(initial) {
                Some(list) => list.value(),
                None => vm.as_tuple(initial).map_or(initial, |tuple| tuple.value()),
            };
            from_iterable(vm, this, held)?;
        }
        Ok(this)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(array) = vm.payload::<ArrayObject>(this) else { return Ok(this) };
        let name = vm.class_of(this).name.get().to_display();
        let code = char::from(array.code.get());
        if array.len() == 0 {
            return Ok(vm.new_str(&format!("{name}('{code}')")).value());
        }
        let content =
            if array.is_text() { to_text(vm, array, "repr")?.value() } else { to_list(vm, array).value() };
        let content = vm.repr(content)?;
        let mut out = format!("{name}('{code}', ").into_bytes();
        out.extend_from_slice(content.to_ref().as_bytes());
        out.push(b')');
        Ok(vm.new_str_wtf8(&out).value())
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<ArrayObject>, other: Value, op: CompareOp) -> R {
        let Some(other) = vm.payload::<ArrayObject>(other) else { return Ok(Value::NOT_IMPLEMENTED) };
        let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
        if equality && this.len() != other.len() {
            return Ok(Value::bool(op == CompareOp::Ne));
        }
        let code = this.code.get();
        if equality && code == other.code.get() && !matches!(code, b'f' | b'd') {
            return Ok(Value::bool((this.bytes() == other.bytes()) == (op == CompareOp::Eq)));
        }
        for i in 0..this.len().min(other.len()) {
            let (a, b) = (this.get(vm, i), other.get(vm, i));
            if !vm.compare_bool(a, b, CompareOp::Eq)? {
                return if equality { Ok(Value::bool(op == CompareOp::Ne)) } else { vm.compare(a, b, op) };
            }
        }
        Ok(Value::bool(op.holds(this.len().cmp(&other.len()))))
    }

    fn __len__(_vm: &mut Vm, this: Gc<ArrayObject>) -> usize {
        this.len()
    }

    fn __iter__(vm: &mut Vm, this: Value) -> Value {
        ArrayIterator::new(vm, this).value()
    }

    fn __getitem__(vm: &mut Vm, this: Gc<ArrayObject>, key: Value) -> R {
        if let Some(i) = key.as_small_int().and_then(|i| checked_index(i, this.len())) {
            return Ok(this.get(vm, i));
        }
        if let Some(slice) = key.cast::<Slice>() {
            let parts = slice_parts(vm, slice)?;
            let range = adjust_slice(parts, this.len());
            let size = this.item_size();
            let bytes = this.bytes();
            let mut out = Vec::with_capacity(range.len * size);
            for i in range.indices() {
                out.extend_from_slice(&bytes[i * size..(i + 1) * size]);
            }
            return new_array(vm, this.code.get(), &out).map(|a| a.value());
        }
        let i = index_of(vm, this, key, "array index out of range")?;
        Ok(this.get(vm, i))
    }

    fn __setitem__(vm: &mut Vm, this: Gc<ArrayObject>, key: Value, value: Value) -> R<()> {
        let size = this.item_size();
        if let Some(i) = key.as_small_int().and_then(|i| checked_index(i, this.len()))
            && let Some((bytes, n)) = code::plain(this.code.get(), value)
        {
            this.write(i * n, &bytes[..n]);
            return Ok(());
        }
        let Some(slice) = key.cast::<Slice>() else {
            let i = index_of(vm, this, key, "array assignment index out of range")?;
            if value.is_unbound() {
                return splice(vm, this, i * size, (i + 1) * size, &[]);
            }
            let mut bytes = Vec::with_capacity(8);
            encode(vm, this.code.get(), value, &mut bytes)?;
            if i >= this.len() {
                return Err(vm.index_error("array assignment index out of range"));
            }
            this.write(i * size, &bytes);
            return Ok(());
        };
        let mut parts = slice_parts(vm, slice)?;
        let with = if value.is_unbound() {
            Vec::new()
        } else {
            let other = other_array(vm, value, "can only assign array (not \"{}\") to array slice")?;
            if other.code.get() != this.code.get() {
                return Err(vm.type_error("bad argument type for built-in operation"));
            }
            other.bytes().to_vec()
        };
        if value == this.value() {
            // The copy is assigned as if anew.
            parts = slice_parts(vm, slice)?;
        }
        let range = adjust_slice(parts, this.len());
        if range.step == 1 {
            let from = range.start as usize * size;
            return splice(vm, this, from, from + range.len * size, &with);
        }
        if value.is_unbound() {
            let mut gone: Vec<usize> = range.indices().collect();
            gone.sort_unstable_by(|a, b| b.cmp(a));
            for i in gone {
                splice(vm, this, i * size, (i + 1) * size, &[])?;
            }
            return Ok(());
        }
        if with.len() != range.len * size {
            return Err(vm.value_error(format!(
                "attempt to assign array of size {} to extended slice of size {}",
                with.len() / size,
                range.len
            )));
        }
        for (i, item) in range.indices().zip(with.chunks_exact(size)) {
            this.write(i * size, item);
        }
        Ok(())
    }

    fn __contains__(vm: &mut Vm, this: Gc<ArrayObject>, item: Value) -> R<bool> {
        if let Some(mut places) = this.places_of(item) {
            return Ok(places.next().is_some());
        }
        let mut i = 0;
        while i < this.len() {
            let value = this.get(vm, i);
            if vm.equal(value, item)? {
                return Ok(true);
            }
            i += 1;
        }
        Ok(false)
    }

    fn __concat__(vm: &mut Vm, this: Gc<ArrayObject>, other: Value) -> R<Gc<ArrayObject>> {
        let other = other_array(vm, other, "can only append array (not \"{}\") to array")?;
        if other.code.get() != this.code.get() {
            return Err(vm.type_error("bad argument type for built-in operation"));
        }
        let mut out = reserve(vm, this.n_bytes().saturating_add(other.n_bytes()))?;
        out.extend_from_slice(this.bytes());
        out.extend_from_slice(other.bytes());
        new_array(vm, this.code.get(), &out)
    }

    fn __repeat__(vm: &mut Vm, this: Gc<ArrayObject>, n: i64) -> R<Gc<ArrayObject>> {
        let out = repeated(vm, this.bytes(), n)?;
        new_array(vm, this.code.get(), &out)
    }

    fn __iconcat__(vm: &mut Vm, this: Value, other: Value) -> R {
        if let Some(array) = vm.payload::<ArrayObject>(this) {
            other_array(vm, other, "can only extend array with array (not \"{}\")")?;
            from_iterable(vm, array, other)?;
        }
        Ok(this)
    }

    fn __irepeat__(vm: &mut Vm, this: Value, n: i64) -> R {
        if let Some(array) = vm.payload::<ArrayObject>(this) {
            let out = repeated(vm, array.bytes(), n)?;
            let len = array.n_bytes();
            splice(vm, array, 0, len, &out)?;
        }
        Ok(this)
    }

    fn __buffer__(vm: &mut Vm, this: Value, flags: i32) -> R<Buffer> {
        let _ = flags;
        let Some(array) = vm.payload::<ArrayObject>(this) else {
            return Err(vm.type_error("an array is required"));
        };
        let code = array.code.get();
        let format = vm.new_str_char(u32::from(if code == b'u' { b'w' } else { code })).value();
        Ok(Buffer { item_size: array.item_size(), format, ..bytearray::lend(array.content.get(), this) })
    }

    fn __release_buffer__(vm: &mut Vm, this: Value, buffer: Value) -> R<()> {
        taipan_objects::types::memoryview::release_buffer(vm, this, buffer)
    }

    /// Append one item.
    #[sig("($self, v, /)")]
    fn append(vm: &mut Vm, this: Gc<ArrayObject>, v: Value) -> R<()> {
        let mut bytes = Vec::with_capacity(8);
        encode(vm, this.code.get(), v, &mut bytes)?;
        append_bytes(vm, this, &bytes)
    }

    /// The address and the length of the memory.
    #[sig("($self, /)")]
    fn buffer_info(vm: &mut Vm, this: Gc<ArrayObject>) -> Value {
        let address = vm.new_uint(this.bytes().as_ptr() as u64);
        vm.new_tuple(&[address, Value::len(this.len())]).value()
    }

    /// Reverse the bytes of each item.
    #[sig("($self, /)")]
    fn byteswap(_vm: &mut Vm, this: Gc<ArrayObject>) {
        let mut bytes = this.bytes().to_vec();
        bytes.chunks_exact_mut(this.item_size()).for_each(<[u8]>::reverse);
        this.write(0, &bytes);
    }

    /// Remove all items.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<ArrayObject>) -> R<()> {
        let len = this.n_bytes();
        splice(vm, this, 0, len, &[])
    }

    /// How often a value stands in the array.
    #[sig("($self, v, /)")]
    fn count(vm: &mut Vm, this: Gc<ArrayObject>, v: Value) -> R<usize> {
        if let Some(places) = this.places_of(v) {
            return Ok(places.count());
        }
        let (mut n, mut i) = (0, 0);
        while i < this.len() {
            let value = this.get(vm, i);
            n += usize::from(vm.equal(value, v)?);
            i += 1;
        }
        Ok(n)
    }

    /// Append the items of an iterable.
    #[sig("($self, bb, /)")]
    #[naming(Unpacked)]
    fn extend(vm: &mut Vm, this: Gc<ArrayObject>, bb: Value) -> R<()> {
        from_iterable(vm, this, bb)
    }

    /// Append items from bytes as the machine has them.
    #[sig("($self, buffer, /)")]
    fn frombytes(vm: &mut Vm, this: Gc<ArrayObject>, buffer: Value) -> R<()> {
        if !is_bytes_like(vm, buffer) {
            let of = vm.type_name(buffer);
            return Err(vm.type_error(format!("a bytes-like object is required, not '{of}'")));
        }
        let cls = vm.class_of(buffer);
        if let Some(f) = vm.slot_buffer(cls) {
            let view = f(vm, buffer, 0)?;
            release(&view);
            if view.item_size != 1 {
                return Err(vm.type_error("a bytes-like object is required"));
            }
        }
        let bytes = peek(vm, buffer)?.into_owned();
        from_bytes(vm, this, &bytes)
    }

    /// Append `n` items read from a file.
    #[sig("($self, f, n, /)")]
    #[naming(Unpacked)]
    fn fromfile(vm: &mut Vm, this: Gc<ArrayObject>, f: Value, n: i64) -> R<()> {
        let Ok(n) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
        let Some(n_bytes) = n.checked_mul(this.item_size()) else { return Err(vm.raise_memory_error()) };
        let n_bytes_value = vm.new_uint(n_bytes as u64);
        let read = vm.call_method_named(f, "read", &[n_bytes_value])?;
        let Some(bytes) = vm.payload::<Bytes>(read) else {
            return Err(vm.type_error("read() didn't return bytes"));
        };
        let bytes = bytes.to_ref().as_slice();
        from_bytes(vm, this, bytes)?;
        if bytes.len() != n_bytes {
            return Err(vm.raise(kinds::EOF_ERROR, "read() didn't return enough bytes"));
        }
        Ok(())
    }

    /// Append the items of a list; all or none.
    #[sig("($self, list, /)")]
    fn fromlist(vm: &mut Vm, this: Gc<ArrayObject>, list: Value) -> R<()> {
        let Some(items) = vm.as_list(list) else { return Err(vm.type_error("arg must be list")) };
        let n = items.len.get();
        let mut bytes = Vec::new();
        for i in 0..n {
            if items.len.get() != n {
                return Err(vm.runtime_error("list changed size during iteration"));
            }
            encode(vm, this.code.get(), items.item(i), &mut bytes)?;
        }
        append_bytes(vm, this, &bytes)
    }

    /// Append characters.
    #[sig("($self, ustr, /)")]
    fn fromunicode(vm: &mut Vm, this: Gc<ArrayObject>, ustr: Gc<Str>) -> R<()> {
        if !this.is_text() {
            return Err(
                vm.value_error("fromunicode() may only be called on unicode type arrays ('u' or 'w')")
            );
        }
        from_text(vm, this, ustr)
    }

    /// The first index of a value; ValueError where there is none.
    #[sig("($self, v, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: Gc<ArrayObject>,
        v: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> R<usize> {
        let (mut i, stop) = index_range(vm, start, stop, this.len())?;
        if let Some(mut places) = this.places_of(v) {
            let found = places.find(|&at| at >= i).filter(|&at| at < stop);
            return found.ok_or_else(|| vm.value_error(NOT_IN_ARRAY));
        }
        while i < stop && i < this.len() {
            let value = this.get(vm, i);
            if vm.equal(value, v)? {
                return Ok(i);
            }
            i += 1;
        }
        Err(vm.value_error(NOT_IN_ARRAY))
    }

    /// Insert an item before an index.
    #[sig("($self, i, v, /)")]
    fn insert(vm: &mut Vm, this: Gc<ArrayObject>, i: i64, v: Value) -> R<()> {
        let mut bytes = Vec::with_capacity(8);
        encode(vm, this.code.get(), v, &mut bytes)?;
        let len = this.len() as i64;
        let at = if i < 0 { i.saturating_add(len).max(0) } else { i.min(len) } as usize * this.item_size();
        splice(vm, this, at, at, &bytes)
    }

    /// Remove the item at an index (the last one) and return it.
    #[sig("($self, i=-1, /)")]
    fn pop(vm: &mut Vm, this: Gc<ArrayObject>, i: i64) -> R {
        if this.len() == 0 {
            return Err(vm.index_error("pop from empty array"));
        }
        let Some(i) = checked_index(i, this.len()) else {
            return Err(vm.index_error("pop index out of range"));
        };
        let value = this.get(vm, i);
        let size = this.item_size();
        splice(vm, this, i * size, (i + 1) * size, &[])?;
        Ok(value)
    }

    /// Remove the first item of this value.
    #[sig("($self, v, /)")]
    fn remove(vm: &mut Vm, this: Gc<ArrayObject>, v: Value) -> R<()> {
        let mut i = 0;
        while i < this.len() {
            let value = this.get(vm, i);
            if vm.equal(value, v)? {
                let size = this.item_size();
                if i < this.len() {
                    splice(vm, this, i * size, (i + 1) * size, &[])?;
                }
                return Ok(());
            }
            i += 1;
        }
        Err(vm.value_error("array.remove(x): x not in array"))
    }

    /// Reverse the order of the items in place.
    #[sig("($self, /)")]
    fn reverse(_vm: &mut Vm, this: Gc<ArrayObject>) {
        fn reversed<const N: usize>(bytes: &mut [u8]) {
            bytes.as_chunks_mut::<N>().0.reverse();
        }
        let mut bytes = this.bytes().to_vec();
        match this.item_size() {
            1 => reversed::<1>(&mut bytes),
            2 => reversed::<2>(&mut bytes),
            4 => reversed::<4>(&mut bytes),
            _ => reversed::<8>(&mut bytes),
        }
        this.write(0, &bytes);
    }

    /// The bytes as the machine has them.
    #[sig("($self, /)")]
    fn tobytes(vm: &mut Vm, this: Gc<ArrayObject>) -> Value {
        vm.new_bytes(this.bytes())
    }

    /// Write the bytes to a file.
    #[sig("($self, f, /)")]
    #[naming(Unpacked)]
    fn tofile(vm: &mut Vm, this: Gc<ArrayObject>, f: Value) -> R<()> {
        const BLOCK: usize = 64 << 10;
        let mut at = 0;
        if this.n_bytes() == 0 {
            return Ok(());
        }
        let write = vm.get_attr_named(f, "write")?;
        while at < this.n_bytes() {
            let bytes = this.bytes();
            let block = vm.new_bytes(&bytes[at..bytes.len().min(at + BLOCK)]);
            vm.call(write, &[block])?;
            at += BLOCK;
        }
        Ok(())
    }

    /// The items as a list.
    #[sig("($self, /)")]
    fn tolist(vm: &mut Vm, this: Gc<ArrayObject>) -> Gc<List> {
        to_list(vm, this)
    }

    /// The characters as text.
    #[sig("($self, /)")]
    fn tounicode(vm: &mut Vm, this: Gc<ArrayObject>) -> R<Gc<Str>> {
        to_text(vm, this, "tounicode")
    }

    /// A new array with the same items.
    #[sig("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Gc<ArrayObject>) -> R<Gc<ArrayObject>> {
        new_array(vm, this.code.get(), this.bytes())
    }

    /// A new array with the same items.
    #[sig("($self, unused, /)")]
    fn __deepcopy__(vm: &mut Vm, this: Gc<ArrayObject>, unused: Value) -> R<Gc<ArrayObject>> {
        let _ = unused;
        new_array(vm, this.code.get(), this.bytes())
    }

    /// What pickling makes the array from.
    #[sig("($self, value, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Value, value: i64) -> R {
        reduce(vm, this, value)
    }

    /// `array[int]` and the like, for annotations.
    #[classmethod]
    #[sig("($type, item, /)")]
    #[shown("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_vm: &mut Vm, this: Gc<ArrayObject>) -> usize {
        64 + this.content.get().storage.get().len()
    }

    /// The character of the type.
    #[getter]
    fn typecode(vm: &mut Vm, this: Gc<ArrayObject>) -> Value {
        vm.new_str_char(u32::from(this.code.get())).value()
    }

    /// How many bytes an item takes.
    #[getter]
    fn itemsize(_vm: &mut Vm, this: Gc<ArrayObject>) -> usize {
        this.item_size()
    }
}
