//! Making values.

use crate::kinds;
use crate::layout::{Bytes, Complex, Int, List, Module, Range, Slice, Str, Tuple};
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{AllocError, Array, Field, Gc, Header, Heap, Value, Values};

impl Vm {
    /// An int.
    #[inline]
    pub fn new_int(&mut self, i: i64) -> Value {
        match Value::small_int(i) {
            Some(v) => v,
            None => self.new_int_wide(i < 0, &[i.unsigned_abs()]),
        }
    }

    /// An int from an unsigned number.
    pub fn new_uint(&mut self, i: u64) -> Value {
        match i64::try_from(i).ok().and_then(Value::small_int) {
            Some(v) => v,
            None => self.new_int_wide(false, &[i]),
        }
    }

    /// An int from a 128-bit number.
    pub fn new_int128(&mut self, i: i128) -> Value {
        let m = i.unsigned_abs();
        self.new_int_limbs(i < 0, &[m as u64, (m >> 64) as u64])
    }

    /// An int from sign and limbs of any value (leading zero limbs allowed).
    pub fn new_int_limbs(&mut self, negative: bool, mut limbs: &[u64]) -> Value {
        while let Some((0, rest)) = limbs.split_last() {
            limbs = rest;
        }
        match *limbs {
            [] => return Value::ZERO,
            [m] if m <= 1 << 61 => {
                let i = if negative { -(m as i64) } else { m as i64 };
                if let Some(v) = Value::small_int(i) {
                    return v;
                }
            }
            _ => {}
        }
        self.new_int_wide(negative, limbs)
    }

    /// An int whose `room` limbs (zeros may be on top) `write` makes in the cell that will hold them; it tells whether the
    /// number is negative.
    #[inline(always)]
    pub fn make_int(&mut self, room: usize, write: impl FnOnce(&mut [u64]) -> bool) -> Value {
        let class = self.class_address(kinds::INT);
        match Int::with_room(&mut self.heap, class, room, write) {
            Ok((int, len)) => {
                if len > 1 && len >= room / 2 {
                    return int.value();
                }
                // Small, or much smaller than the room it takes.
                self.new_int_limbs(int.is_negative(), int.to_ref().limbs())
            }
            Err(error) => std::panic::panic_any(error),
        }
    }

    /// `-int`
    pub fn negate_int(&mut self, int: Gc<Int>) -> Value {
        if int.limbs().len() < Int::SHARED_MIN {
            return self.new_int_limbs(!int.is_negative(), int.to_ref().limbs());
        }
        match Int::opposite(int, &mut self.heap) {
            Ok(opposite) => opposite.value(),
            Err(error) => std::panic::panic_any(error),
        }
    }

    fn new_int_wide(&mut self, negative: bool, limbs: &[u64]) -> Value {
        let class = self.class_address(kinds::INT);
        match Int::new(&mut self.heap, class, negative, limbs) {
            Ok(int) => int.value(),
            Err(error) => std::panic::panic_any(error),
        }
    }

    /// A float.
    #[inline]
    pub fn new_float(&mut self, f: f64) -> Value {
        match Value::small_float(f) {
            Some(v) => v,
            None => self.new_float_boxed(f),
        }
    }

    #[cold]
    #[inline(never)]
    fn new_float_boxed(&mut self, value: f64) -> Value {
        let class = self.class_address(kinds::FLOAT);
        let header = Header::new::<crate::layout::Float>(class);
        self.heap.alloc(crate::layout::Float { header, value }).value()
    }

    /// A complex number.
    pub fn new_complex(&mut self, real: f64, imag: f64) -> Value {
        let class = self.class_address(kinds::COMPLEX);
        self.heap.alloc(Complex { header: Header::new::<Complex>(class), real, imag }).value()
    }

    /// A string.
    pub fn new_str(&mut self, text: &str) -> Gc<Str> {
        self.new_str_wtf8(text.as_bytes())
    }

    /// A string from WTF-8 bytes.
    pub fn new_str_wtf8(&mut self, text: &[u8]) -> Gc<Str> {
        // Every byte but a continuation byte starts a character.
        let n_chars = match text.is_ascii() {
            true => text.len(),
            false => taipan_text::wtf8::count_chars(text),
        };
        self.new_str_counted(text, n_chars)
    }

    /// A string from WTF-8 bytes with a known number of characters.
    pub fn new_str_counted(&mut self, text: &[u8], n_chars: usize) -> Gc<Str> {
        if n_chars == 1
            && let Some((c, _)) = taipan_text::wtf8::char_at(text, 0)
        {
            return self.new_str_char(c);
        }
        let class = self.class_address(kinds::STR);
        self.infallible(|heap| Str::new(heap, class, text, n_chars))
    }

    /// A string from WTF-8 bytes in two parts, with `n_chars` characters together.
    pub fn new_str_joined(&mut self, a: &[u8], b: &[u8], n_chars: usize) -> Gc<Str> {
        if n_chars <= 1 {
            return self.new_str_counted(if a.is_empty() { b } else { a }, n_chars);
        }
        let class = self.class_address(kinds::STR);
        self.infallible(|heap| Str::concat(heap, class, a, b, n_chars))
    }

    /// A string of `n_bytes` and `n_chars`, all of which `fill` writes; it must not look at the heap.
    pub fn new_str_filled(
        &mut self,
        n_bytes: usize,
        n_chars: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Gc<Str> {
        if n_chars <= 1 {
            let mut text = [0u8; 4];
            fill(&mut text[..n_bytes]);
            return self.new_str_counted(&text[..n_bytes], n_chars);
        }
        let class = self.class_address(kinds::STR);
        self.infallible(|heap| Str::filled(heap, class, n_bytes, n_chars, fill))
    }

    /// The string of a character below 256, which is one object.
    #[inline]
    pub fn latin1_str(&mut self, c: u8) -> Value {
        let known = self.latin1[c as usize];
        if known.is_unbound() { self.make_latin1(c).value() } else { known }
    }

    #[cold]
    #[inline(never)]
    fn make_latin1(&mut self, c: u8) -> Gc<Str> {
        let class = self.class_address(kinds::STR);
        let mut text = [0; 2];
        let text = char::from(c).encode_utf8(&mut text).as_bytes();
        let made = self.infallible(|heap| Str::new(heap, class, text, 1));
        let made = self.intern_str(made);
        self.latin1[c as usize] = made.value();
        made
    }

    /// `str(i)`
    pub fn small_int_str(&mut self, i: i64) -> Gc<Str> {
        let mut buffer = [0u8; 20];
        let mut at = buffer.len();
        let mut rest = i.unsigned_abs();
        loop {
            at -= 1;
            buffer[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if i < 0 {
            at -= 1;
            buffer[at] = b'-';
        }
        let text = &buffer[at..];
        self.new_str_counted(text, text.len())
    }

    /// A string of one character (or surrogate).
    #[inline]
    pub fn new_str_char(&mut self, c: u32) -> Gc<Str> {
        let known = if c < 256 {
            self.latin1[c as usize].cast()
        } else {
            self.characters.get(c).and_then(Value::cast)
        };
        known.unwrap_or_else(|| self.make_character(c))
    }

    #[inline(never)]
    fn make_character(&mut self, c: u32) -> Gc<Str> {
        if let Ok(c) = u8::try_from(c) {
            return self.make_latin1(c);
        }
        let class = self.class_address(kinds::STR);
        let (text, len) = taipan_text::wtf8::encode_char(c);
        let made = self.infallible(|heap| Str::new(heap, class, &text[..len], 1));
        self.characters.put(c, made.value());
        made
    }

    /// Two strings joined.
    pub fn concat_str(&mut self, a: Gc<Str>, b: Gc<Str>) -> Gc<Str> {
        if b.n_bytes() == 0 {
            return a;
        }
        if a.n_bytes() == 0 {
            return b;
        }
        // A lone low surrogate after a lone high one would have to become one character in UTF-8, so WTF-8 keeps them
        // apart as CPython does; nothing to do.
        let class = self.class_address(kinds::STR);
        if a.n_bytes() >= 256 {
            self.infallible(|heap| Str::append(heap, class, a, b))
        } else {
            let n = a.n_chars() + b.n_chars();
            self.infallible(|heap| Str::concat(heap, class, a.to_ref().as_bytes(), b.to_ref().as_bytes(), n))
        }
    }

    #[inline(always)]
    fn infallible<T>(&mut self, make: impl FnOnce(&mut Heap) -> Result<T, AllocError>) -> T {
        match make(&mut self.heap) {
            Ok(made) => made,
            // Caught where Python code is run, and raised as MemoryError.
            Err(error) => std::panic::panic_any(error),
        }
    }

    /// A byte string.
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Value {
        self.new_bytes_joined(bytes, &[])
    }

    /// A byte string from two parts.
    pub fn new_bytes_joined(&mut self, a: &[u8], b: &[u8]) -> Value {
        if a.is_empty() && b.is_empty() {
            return self.empty_bytes;
        }
        let class = self.class_address(kinds::BYTES);
        self.infallible(|heap| Bytes::concat(heap, class, a, b)).value()
    }

    /// A byte string of so many bytes, all of which `write` writes.
    #[inline]
    pub fn new_bytes_written(&mut self, len: usize, write: impl FnOnce(&mut [u8])) -> Value {
        if len == 0 {
            return self.empty_bytes;
        }
        let class = self.class_address(kinds::BYTES);
        self.infallible(|heap| Bytes::written(heap, class, len, write)).value()
    }

    /// A byte string of so many zeros, which `fill` may overwrite.
    #[inline]
    pub fn new_bytes_filled(&mut self, len: usize, fill: impl FnOnce(&mut [u8])) -> Value {
        if len == 0 {
            return self.empty_bytes;
        }
        let class = self.class_address(kinds::BYTES);
        self.infallible(|heap| Bytes::filled(heap, class, len, fill)).value()
    }

    /// A mutable byte string.
    pub fn new_bytearray(&mut self, bytes: &[u8]) -> Gc<crate::layout::ByteArray> {
        let class = self.class_address(kinds::BYTEARRAY);
        let storage = self.infallible(|heap| taipan_heap::RawBytes::new_uninitialised(heap, bytes.len()));
        storage.write(0, bytes);
        self.heap.alloc(crate::layout::ByteArray {
            header: Header::new::<crate::layout::ByteArray>(class),
            storage: Field::new(storage),
            start: Cell::new(0),
            len: Cell::new(bytes.len()),
            exports: Cell::new(0),
            pins: Cell::new(0),
        })
    }

    /// A tuple.
    #[inline]
    pub fn new_tuple(&mut self, items: &[Value]) -> Gc<Tuple> {
        if items.is_empty() {
            return self.empty_tuple;
        }
        let class = self.class_address(kinds::TUPLE);
        match Tuple::new(&mut self.heap, class, items) {
            Ok(tuple) => tuple,
            Err(error) => std::panic::panic_any(error),
        }
    }

    /// A tuple of the items that a function gives for the numbers below `len`; it does not allocate.
    #[inline]
    pub fn new_tuple_from(&mut self, len: usize, item: impl Fn(usize) -> Value) -> Gc<Tuple> {
        if len == 0 {
            return self.empty_tuple;
        }
        let class = self.class_address(kinds::TUPLE);
        self.infallible(|heap| Tuple::from_fn(heap, class, len, item))
    }

    /// A list.
    pub fn new_list(&mut self, items: &[Value]) -> Gc<List> {
        let array = self.infallible(|heap| Array::from_slice(heap, items));
        self.new_list_of(array, items.len())
    }

    /// A list that takes over an array of which `len` values are used.
    pub fn new_list_of(&mut self, array: Gc<Array>, len: usize) -> Gc<List> {
        let class = self.class_address(kinds::LIST);
        self.heap.alloc(List {
            header: Header::new::<List>(class),
            len: Cell::new(len),
            items: Field::new(array),
        })
    }

    /// A list that takes over a vector.
    pub fn new_list_from(&mut self, values: Values) -> Gc<List> {
        match values.buffer() {
            Some((array, len)) => self.new_list_of(array, len),
            None => self.new_list(&values),
        }
    }

    /// A slice object.
    pub fn new_slice(&mut self, start: Value, stop: Value, step: Value) -> Value {
        let class = self.class_address(kinds::SLICE);
        self.heap.alloc(Slice { header: Header::new::<Slice>(class), start, stop, step }).value()
    }

    /// A range object of small ints; `step` is not 0.
    pub fn new_range(&mut self, start: i64, stop: i64, step: i64) -> Value {
        let len = if step > 0 && start < stop {
            ((i128::from(stop) - i128::from(start) - 1) / i128::from(step) + 1) as u64
        } else if step < 0 && start > stop {
            ((i128::from(start) - i128::from(stop) - 1) / -i128::from(step) + 1) as u64
        } else {
            0
        };
        let (start, stop, step, len) =
            (self.new_int(start), self.new_int(stop), self.new_int(step), self.new_uint(len));
        let class = self.class_address(kinds::RANGE);
        self.heap.alloc(Range { header: Header::new::<Range>(class), start, stop, step, len }).value()
    }

    /// A module object with a fresh namespace, not entered in `sys.modules`.
    pub fn new_module(&mut self, name: &str) -> Gc<Module> {
        let dict = self.new_dict();
        let class = self.class_address(kinds::MODULE);
        let module = self.heap.alloc(Module { header: Header::new::<Module>(class), dict: Field::new(dict) });
        let names = self.names();
        let name = self.intern(name);
        dict.set_str(self, names.__name__, name.value());
        for key in [names.__doc__, names.__package__, names.__loader__, names.__spec__] {
            dict.set_str(self, key, Value::NONE);
        }
        module
    }

    /// A weakly bound pair of function and receiver.
    pub fn new_bound_method(&mut self, function: Value, receiver: Value) -> Value {
        let class = self.class_address(kinds::BOUND_METHOD);
        let header = Header::new::<crate::layout::BoundMethod>(class);
        self.heap.alloc(crate::layout::BoundMethod { header, function, receiver }).value()
    }

    /// A cell variable.
    pub fn new_cell(&mut self, value: Value) -> Gc<crate::layout::Cell> {
        let class = self.class_address(kinds::CELL);
        let header = Header::new::<crate::layout::Cell>(class);
        self.heap.alloc(crate::layout::Cell { header, value: Field::new(value) })
    }
}
