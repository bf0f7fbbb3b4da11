//! `marshal`: values as bytes, as CPython writes them. Code objects are Taipan's own: the image they are part of.

use super::pickle::numbers::Numbers;
use std::borrow::Cow;
use taipan_bytecode::code_flags;
use taipan_macros::native;
use taipan_number::float::{FloatFormat, Kind, format_float};
use taipan_objects::types::bytes::is_bytes_like;
use taipan_objects::types::memoryview::{FULL_RO, new_view};
use taipan_runtime::layout::{Code, Complex, Set, Slice, Str, Tuple};
use taipan_runtime::{Gc, ModuleDef, R, Raised, Value, Values, Vm, code, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "marshal",
    doc: "Values as bytes, in a format that belongs to this version of the interpreter.",
    functions: &Functions::NATIVE,
    init: Some(|vm, module| {
        crate::support::put_int(vm, module, "version", VERSION);
        Ok(())
    }),
    ..ModuleDef::DEFAULT
};

/// The version that is written.
pub const VERSION: i64 = 5;
const FLAG_REF: u8 = 0x80;
const MAX_DEPTH: u32 = 2000;

struct Writer {
    out: Vec<u8>,
    version: i64,
    allow_code: bool,
    depth: u32,
    /// The objects written. They stay alive through the one that is dumped.
    refs: Numbers,
    /// Addresses of the slices and code objects in progress, which can't be read back where they hold themselves.
    open: Vec<usize>,
}

impl Writer {
    fn new(version: i64, allow_code: bool, depth: u32) -> Writer {
        Writer { out: Vec::new(), version, allow_code, depth, refs: Numbers::default(), open: Vec::new() }
    }

    fn long(&mut self, n: i64) {
        self.out.extend_from_slice(&(n as i32).to_le_bytes());
    }

    fn size(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        match i32::try_from(n) {
            Ok(n) => {
                self.out.extend_from_slice(&n.to_le_bytes());
                Ok(())
            }
            Err(_) => Err(unmarshallable(vm)),
        }
    }

    fn value(&mut self, vm: &mut Vm, v: Value) -> R<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(vm.value_error("object too deeply nested to marshal"));
        }
        let result = self.value_at_depth(vm, v);
        self.depth -= 1;
        result
    }

    fn value_at_depth(&mut self, vm: &mut Vm, v: Value) -> R<()> {
        let simple = match v {
            Value::NONE => Some(b'N'),
            Value::TRUE => Some(b'T'),
            Value::FALSE => Some(b'F'),
            Value::ELLIPSIS => Some(b'.'),
            _ if v.cast::<taipan_runtime::layout::Type>().is_some()
                && vm.class(kinds::STOP_ITERATION).value() == v =>
            {
                Some(b'S')
            }
            _ => None,
        };
        if let Some(code) = simple {
            self.out.push(code);
            return Ok(());
        }
        let mut flag = 0;
        if self.version >= 3 && v.is_cell() {
            if let Some(n) = self.refs.find(v) {
                if self.open.contains(&v.address()) {
                    return Err(unmarshallable(vm));
                }
                self.out.push(b'r');
                self.long(i64::from(n));
                return Ok(());
            }
            self.refs.add(v, self.refs.len() as u32);
            flag = FLAG_REF;
        }
        if v.is_small_int() || v.is_kind(kinds::INT) {
            return self.int(vm, v, flag);
        }
        if let Some(f) = vm.as_float(v).filter(|_| vm.is_exact(v, kinds::FLOAT)) {
            self.out.push(if self.version > 1 { b'g' } else { b'f' } | flag);
            self.float(f);
            return Ok(());
        }
        if let Some(c) = v.cast::<Complex>() {
            self.out.push(if self.version > 1 { b'y' } else { b'x' } | flag);
            self.float(c.real);
            self.float(c.imag);
            return Ok(());
        }
        if let Some(s) = v.cast::<Str>() {
            return self.text(vm, s, flag);
        }
        if let Some(bytes) = vm.bytes_of(v).filter(|_| vm.is_exact(v, kinds::BYTES)) {
            let bytes = bytes.to_vec();
            self.out.push(b's' | flag);
            self.size(vm, bytes.len())?;
            self.out.extend_from_slice(&bytes);
            return Ok(());
        }
        if let Some(t) = v.cast::<Tuple>() {
            let items = t.to_ref().as_slice();
            match u8::try_from(items.len()) {
                Ok(n) if self.version >= 4 => {
                    self.out.push(b')' | flag);
                    self.out.push(n);
                }
                _ => {
                    self.out.push(b'(' | flag);
                    self.size(vm, items.len())?;
                }
            }
            for &item in items {
                self.value(vm, item)?;
            }
            return Ok(());
        }
        if vm.is_exact(v, kinds::LIST)
            && let Some(list) = vm.as_list(v)
        {
            self.out.push(b'[' | flag);
            self.size(vm, list.len.get())?;
            for i in 0..list.len.get() {
                self.value(vm, list.item(i))?;
            }
            return Ok(());
        }
        if vm.is_exact(v, kinds::DICT)
            && let Some(dict) = vm.as_dict(v)
        {
            self.out.push(b'{' | flag);
            let mut at = 0;
            while let Some((i, key, value)) = dict.next_entry(at) {
                self.value(vm, key)?;
                self.value(vm, value)?;
                at = i + 1;
            }
            self.out.push(b'0');
            return Ok(());
        }
        if let Some(set) = v.cast::<Set>() {
            return self.set(vm, v, set, flag);
        }
        if let Some(code) = v.cast::<Code>() {
            if !self.allow_code {
                return Err(vm.value_error("marshalling code objects is disallowed"));
            }
            self.open.push(v.address());
            self.code(vm, code, flag)?;
            self.open.pop();
            return Ok(());
        }
        if let Some(slice) = v.cast::<Slice>() {
            if self.version < 5 {
                return Err(unmarshallable(vm));
            }
            self.out.push(b':' | flag);
            self.open.push(v.address());
            self.value(vm, slice.start)?;
            self.value(vm, slice.stop)?;
            self.value(vm, slice.step)?;
            self.open.pop();
            return Ok(());
        }
        if is_bytes_like(vm, v)
            && let Ok(bytes) = vm.bytes_like(v)
        {
            self.out.push(b's' | flag);
            self.size(vm, bytes.len())?;
            self.out.extend_from_slice(&bytes);
            return Ok(());
        }
        vm.take_exception();
        Err(unmarshallable(vm))
    }

    fn int(&mut self, vm: &mut Vm, v: Value, flag: u8) -> R<()> {
        if let Some(i) = v.as_small_int()
            && let Ok(i) = i32::try_from(i)
        {
            self.out.push(b'i' | flag);
            self.long(i64::from(i));
            return Ok(());
        }
        let negative = vm.int_is_negative(v);
        let limbs: Vec<u64> = match v.cast::<taipan_runtime::layout::Int>() {
            Some(big) => big.limbs().to_vec(),
            None => vec![v.as_small_int().unwrap_or(0).unsigned_abs()],
        };
        // Digits of 15 bits.
        let n_bits = limbs.len() * 64;
        let mut digits: Vec<u16> = Vec::with_capacity(n_bits / 15 + 1);
        let mut at = 0;
        while at < n_bits {
            let (word, shift) = (at / 64, at % 64);
            let low = limbs[word] >> shift;
            let high = if shift > 49 { limbs.get(word + 1).map_or(0, |l| l << (64 - shift)) } else { 0 };
            digits.push(((low | high) & 0x7fff) as u16);
            at += 15;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        self.out.push(b'l' | flag);
        let n = digits.len() as i64;
        self.long(if negative { -n } else { n });
        for d in digits {
            self.out.extend_from_slice(&d.to_le_bytes());
        }
        Ok(())
    }

    fn float(&mut self, f: f64) {
        if self.version > 1 {
            self.out.extend_from_slice(&f.to_le_bytes());
            return;
        }
        let text = format_float(f, FloatFormat::new(Kind::General, 17));
        self.out.push(text.len() as u8);
        self.out.extend_from_slice(text.as_bytes());
    }

    fn text(&mut self, vm: &mut Vm, s: Gc<Str>, flag: u8) -> R<()> {
        let bytes = s.to_ref().as_bytes();
        let interned = s.is_interned();
        if self.version >= 4 && s.is_ascii() {
            match u8::try_from(bytes.len()) {
                Ok(n) => {
                    self.out.push(if interned { b'Z' } else { b'z' } | flag);
                    self.out.push(n);
                }
                Err(_) => {
                    self.out.push(if interned { b'A' } else { b'a' } | flag);
                    self.size(vm, bytes.len())?;
                }
            }
        } else {
            self.out.push(if self.version >= 3 && interned { b't' } else { b'u' } | flag);
            self.size(vm, bytes.len())?;
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn set(&mut self, vm: &mut Vm, v: Value, set: Gc<Set>, flag: u8) -> R<()> {
        self.out.push(if v.is_kind(kinds::FROZENSET) { b'>' } else { b'<' } | flag);
        self.size(vm, set.len.get())?;
        // In the order of their own bytes, so that equal sets give equal bytes.
        let mut items = Values::new();
        let mut at = 0;
        while let Some((i, key, _)) = set.next_item(at) {
            items.push(&mut vm.heap, key);
            at = i + 1;
        }
        let mut pairs: Vec<(Vec<u8>, usize)> = Vec::with_capacity(items.len());
        for (i, &item) in items.iter().enumerate() {
            let mut alone = Writer::new(self.version, self.allow_code, self.depth);
            alone.value(vm, item)?;
            pairs.push((alone.out, i));
        }
        if set.len.get() != items.len() {
            return Err(vm.runtime_error("set changed size during iteration"));
        }
        pairs.sort();
        for (_, i) in pairs {
            self.value(vm, items[i])?;
        }
        Ok(())
    }

    fn code(&mut self, vm: &mut Vm, of: Gc<Code>, flag: u8) -> R<()> {
        self.out.push(b'c' | flag);
        let image = code::image_of(of).bytes();
        self.size(vm, image.len())?;
        self.out.extend_from_slice(image);
        self.long(i64::from(of.index));
        let name = of.filename.get().value();
        self.value(vm, name)?;
        if of.flags & code_flags::OWN_CONSTANTS != 0 {
            let constants = code::constants(vm, of)?;
            self.value(vm, constants.value())?;
        }
        Ok(())
    }
}

fn unmarshallable(vm: &mut Vm) -> Raised {
    vm.value_error("unmarshallable object")
}

/// The bytes of a value.
pub fn dumps(vm: &mut Vm, value: Value, version: i64, allow_code: bool) -> R<Vec<u8>> {
    let mut writer = Writer::new(version, allow_code, 0);
    writer.value(vm, value)?;
    Ok(writer.out)
}

struct Reader<'a> {
    /// What there is to read; of a file, what was read from it last.
    bytes: Cow<'a, [u8]>,
    at: usize,
    /// The file to read more from.
    file: Option<Value>,
    allow_code: bool,
    depth: u32,
    refs: Values,
}

impl Reader<'_> {
    /// The next bytes.
    fn take(&mut self, vm: &mut Vm, n: usize) -> R<&[u8]> {
        if let Some(file) = self.file {
            self.bytes = Cow::Owned(read_exactly(vm, file, n)?);
            self.at = 0;
        }
        match self.bytes.get(self.at..).and_then(|rest| rest.get(..n)) {
            Some(found) => {
                self.at += n;
                Ok(found)
            }
            None => Err(vm.raise(kinds::EOF_ERROR, "marshal data too short")),
        }
    }

    fn byte(&mut self, vm: &mut Vm) -> R<u8> {
        match self.take(vm, 1) {
            Ok(bytes) => Ok(bytes[0]),
            Err(_) if vm.take_if(kinds::EOF_ERROR).is_some() => {
                Err(vm.raise(kinds::EOF_ERROR, "EOF read where not expected"))
            }
            Err(raised) => Err(raised),
        }
    }

    fn long(&mut self, vm: &mut Vm) -> R<i32> {
        let b = self.take(vm, 4)?;
        Ok(i32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    fn size(&mut self, vm: &mut Vm, what: &str) -> R<usize> {
        let n = self.long(vm)?;
        usize::try_from(n).map_err(|_| vm.value_error(format!("bad marshal data ({what} size out of range)")))
    }

    fn float(&mut self, vm: &mut Vm) -> R<f64> {
        let b = self.take(vm, 8)?;
        let mut bits = [0; 8];
        bits.copy_from_slice(b);
        Ok(f64::from_le_bytes(bits))
    }

    fn float_text(&mut self, vm: &mut Vm) -> R<f64> {
        let n = self.byte(vm)? as usize;
        let text = self.take(vm, n)?;
        // C's string ends at a null character.
        let text = text.split(|&byte| byte == 0).next().unwrap_or_default();
        let text = String::from_utf8_lossy(text).into_owned();
        match text.parse::<f64>() {
            Ok(f) => Ok(f),
            Err(_) => Err(vm.value_error(format!("could not convert string to float: '{text}'"))),
        }
    }

    /// A value that must be there.
    fn value(&mut self, vm: &mut Vm, what: &str) -> R {
        match self.optional(vm)? {
            Some(v) => Ok(v),
            None => Err(vm.type_error(format!("NULL object in marshal data for {what}"))),
        }
    }

    fn optional(&mut self, vm: &mut Vm) -> R<Option<Value>> {
        let Ok(code) = self.byte(vm) else {
            if vm.take_if(kinds::EOF_ERROR).is_none() {
                return Err(Raised);
            }
            return Err(vm.raise(kinds::EOF_ERROR, "EOF read where object expected"));
        };
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(vm.value_error("recursion limit exceeded"));
        }
        let result = self.object(vm, code & !FLAG_REF, code & FLAG_REF != 0);
        self.depth -= 1;
        result
    }

    /// Enters a finished object under the next number.
    fn done(&mut self, vm: &mut Vm, flag: bool, value: Value) -> Value {
        if flag {
            self.refs.push(&mut vm.heap, value);
        }
        value
    }

    /// Keeps the next number for an object that is about to be read.
    fn reserve(&mut self, vm: &mut Vm, flag: bool) -> Option<usize> {
        if !flag {
            return None;
        }
        self.refs.push(&mut vm.heap, Value::UNBOUND);
        Some(self.refs.len() - 1)
    }

    fn fill(&mut self, place: Option<usize>, value: Value) {
        if let Some(i) = place {
            self.refs.set(i, value);
        }
    }

    fn object(&mut self, vm: &mut Vm, code: u8, flag: bool) -> R<Option<Value>> {
        let value = match code {
            b'0' => return Ok(None),
            b'N' => Value::NONE,
            b'T' => Value::TRUE,
            b'F' => Value::FALSE,
            b'.' => Value::ELLIPSIS,
            b'S' => vm.class(kinds::STOP_ITERATION).value(),
            b'i' => {
                let v = Value::int32(self.long(vm)?);
                self.done(vm, flag, v)
            }
            b'I' => {
                let b = self.take(vm, 8)?;
                let mut bits = [0; 8];
                bits.copy_from_slice(b);
                let v = vm.new_int(i64::from_le_bytes(bits));
                self.done(vm, flag, v)
            }
            b'l' => {
                let v = self.int(vm)?;
                self.done(vm, flag, v)
            }
            b'f' => {
                let f = self.float_text(vm)?;
                let v = vm.new_float(f);
                self.done(vm, flag, v)
            }
            b'g' => {
                let f = self.float(vm)?;
                let v = vm.new_float(f);
                self.done(vm, flag, v)
            }
            b'x' => {
                let (re, im) = (self.float_text(vm)?, self.float_text(vm)?);
                let v = vm.new_complex(re, im);
                self.done(vm, flag, v)
            }
            b'y' => {
                let (re, im) = (self.float(vm)?, self.float(vm)?);
                let v = vm.new_complex(re, im);
                self.done(vm, flag, v)
            }
            b's' => {
                let n = self.size(vm, "bytes object")?;
                let bytes = self.take(vm, n)?.to_vec();
                let v = vm.new_bytes(&bytes);
                self.done(vm, flag, v)
            }
            b'z' | b'Z' | b'a' | b'A' | b'u' | b't' => {
                let n = match code {
                    b'z' | b'Z' => self.byte(vm)? as usize,
                    _ => self.size(vm, "string")?,
                };
                let bytes = self.take(vm, n)?.to_vec();
                let v = self.text(vm, code, &bytes)?;
                self.done(vm, flag, v)
            }
            b')' | b'(' => {
                let n = match code {
                    b')' => self.byte(vm)? as usize,
                    _ => self.size(vm, "tuple")?,
                };
                self.tuple(vm, n, flag)?
            }
            b'[' => {
                let n = self.size(vm, "list")?;
                let list = vm.new_list(&[]);
                self.done(vm, flag, list.value());
                for _ in 0..n {
                    let item = self.value(vm, "list")?;
                    list.push(&mut vm.heap, item);
                }
                list.value()
            }
            b'{' => {
                let dict = vm.new_dict();
                self.done(vm, flag, dict.value());
                while let Some(key) = self.optional(vm)? {
                    let Some(value) = self.optional(vm)? else { break };
                    dict.set_item(vm, key, value)?;
                }
                dict.value()
            }
            b'<' | b'>' => {
                let n = self.size(vm, "set")?;
                let kind = if code == b'<' { kinds::SET } else { kinds::FROZENSET };
                if code == b'<' {
                    let set = vm.new_set(kind);
                    self.done(vm, flag, set.value());
                    for _ in 0..n {
                        let item = self.value(vm, "set")?;
                        set.add(vm, item)?;
                    }
                    set.value()
                } else {
                    let place = self.reserve(vm, flag);
                    let set = vm.new_set(kind);
                    for _ in 0..n {
                        let item = self.value(vm, "set")?;
                        set.add(vm, item)?;
                    }
                    self.fill(place, set.value());
                    set.value()
                }
            }
            b':' => {
                let place = self.reserve(vm, flag);
                let a = self.value(vm, "slice")?;
                let b = self.value(vm, "slice")?;
                let c = self.value(vm, "slice")?;
                let v = vm.new_slice(a, b, c);
                self.fill(place, v);
                v
            }
            b'c' => {
                if !self.allow_code {
                    return Err(vm.value_error("unmarshalling code objects is disallowed"));
                }
                let place = self.reserve(vm, flag);
                let v = self.code(vm)?;
                self.fill(place, v);
                v
            }
            b'r' => {
                let n = self.long(vm)?;
                let found = usize::try_from(n).ok().and_then(|n| self.refs.get(n).copied());
                match found.and_then(Value::bound) {
                    Some(v) => v,
                    None => return Err(vm.value_error("bad marshal data (invalid reference)")),
                }
            }
            _ => return Err(vm.value_error("bad marshal data (unknown type code)")),
        };
        Ok(Some(value))
    }

    /// A tuple, which may hold itself by way of a list or dict.
    fn tuple(&mut self, vm: &mut Vm, n: usize, flag: bool) -> R {
        if !flag {
            let mut items = Values::new();
            for _ in 0..n {
                let item = self.value(vm, "tuple")?;
                items.push(&mut vm.heap, item);
            }
            return Ok(vm.new_tuple(&items).value());
        }
        // No more than there can be: a size may be nonsense. Reading tells what is missing.
        if self.file.is_none() && n > self.bytes.len() - self.at {
            for _ in 0..n {
                self.value(vm, "tuple")?;
            }
        }
        let class = vm.class_address(kinds::TUPLE);
        let made = if n == 0 {
            vm.empty_tuple
        } else {
            let mut blank = Values::with_capacity(&mut vm.heap, n);
            for _ in 0..n {
                blank.push(&mut vm.heap, Value::NONE);
            }
            let made = Tuple::new(&mut vm.heap, class, &blank);
            vm.check_alloc(made)?
        };
        self.done(vm, true, made.value());
        for i in 0..n {
            let item = self.value(vm, "tuple")?;
            made.init_item(i, item);
        }
        Ok(made.value())
    }

    fn int(&mut self, vm: &mut Vm) -> R {
        let n = self.long(vm)?;
        if n == i32::MIN {
            return Err(vm.value_error("bad marshal data (long size out of range)"));
        }
        let count = n.unsigned_abs() as usize;
        let bytes = self.take(vm, count * 2)?.to_vec();
        let mut limbs = vec![0u64; count * 15 / 64 + 1];
        let mut last = 1;
        for (i, d) in bytes.chunks_exact(2).enumerate() {
            let d = u64::from(u16::from_le_bytes([d[0], d[1]]));
            if d > 0x7fff {
                return Err(vm.value_error("bad marshal data (digit out of range in long)"));
            }
            let at = i * 15;
            limbs[at / 64] |= d << (at % 64);
            if at % 64 > 49 && at / 64 + 1 < limbs.len() {
                limbs[at / 64 + 1] |= d >> (64 - at % 64);
            }
            last = d;
        }
        if last == 0 {
            return Err(vm.value_error("bad marshal data (unnormalized long data)"));
        }
        Ok(vm.new_int_limbs(n < 0, &limbs))
    }

    fn text(&mut self, vm: &mut Vm, code: u8, bytes: &[u8]) -> R {
        if matches!(code, b'a' | b'A' | b'z' | b'Z') {
            let s = if bytes.is_ascii() {
                if matches!(code, b'A' | b'Z') { vm.intern_bytes(bytes) } else { vm.new_str_wtf8(bytes) }
            } else {
                let text: String = bytes.iter().map(|&b| char::from(b)).collect();
                vm.new_str(&text)
            };
            return Ok(s.value());
        }
        // `surrogatepass` is how CPython writes and reads them, which is WTF-8.
        let raw = vm.new_bytes(bytes);
        let (encoding, errors) = (vm.new_str("utf-8").value(), vm.new_str("surrogatepass").value());
        let v = vm.call_method_named(raw, "decode", &[encoding, errors])?;
        match vm.as_str(v) {
            Some(s) if code == b't' => Ok(vm.intern_str(s).value()),
            _ => Ok(v),
        }
    }

    fn code(&mut self, vm: &mut Vm) -> R {
        let n = self.size(vm, "code")?;
        let image = self.take(vm, n)?.to_vec();
        let index = self.long(vm)?;
        let made = code::from_bytes_at(vm, &image, index as u32)?;
        let name = self.value(vm, "code")?;
        if let Some(name) = name.cast::<Str>() {
            made.filename.set(made, name);
        }
        if made.flags & code_flags::OWN_CONSTANTS != 0 {
            let constants = self.value(vm, "code")?;
            match constants.cast::<Tuple>() {
                Some(constants) if constants.len() == made.n_constants as usize => {
                    code::set_constants(vm, made, constants)?;
                }
                _ => return Err(vm.value_error("bad marshal data (constants of a code object)")),
            }
        }
        Ok(made.value())
    }
}

/// The value that some bytes begin with, and how many of them it took.
pub fn loads(vm: &mut Vm, bytes: &[u8], allow_code: bool) -> R<(Value, usize)> {
    let bytes = Cow::Borrowed(bytes);
    let mut reader = Reader { bytes, at: 0, file: None, allow_code, depth: 0, refs: Values::new() };
    let value = reader.value(vm, "object")?;
    Ok((value, reader.at))
}

/// So many bytes of a file; `EOFError` where it has not so many.
fn read_exactly(vm: &mut Vm, file: Value, n: usize) -> R<Vec<u8>> {
    if n == 0 {
        return Ok(Vec::new());
    }
    let array = vm.new_bytearray(&vec![0; n]);
    let view = new_view(vm, array.value(), FULL_RO)?;
    let read = vm.call_method_named(file, "readinto", &[view.value()])?;
    view.release();
    let read = vm.index_i64(read)?;
    match usize::try_from(read) {
        Ok(read) if read == n => Ok(array.as_slice().to_vec()),
        Ok(read) if read > n => {
            Err(vm
                .value_error(format!("read() returned too much data: {n} bytes requested, {read} returned")))
        }
        _ => Err(vm.raise(kinds::EOF_ERROR, "EOF read where not expected")),
    }
}

struct Functions;

#[native]
impl Functions {
    /// The bytes of a value.
    #[sig("($module, value, version=5, /, *, allow_code=True)")]
    #[shown("($module, value, version=version, /, *, allow_code=True)")]
    #[name("dumps")]
    fn dumps_(vm: &mut Vm, value: Value, version: i64, allow_code: bool) -> R<Vec<u8>> {
        vm.audit("marshal.dumps", |vm| [value, vm.new_int(version)])?;
        dumps(vm, value, version, allow_code)
    }

    /// The value of some bytes; more bytes after it are ignored.
    #[sig("($module, bytes, /, *, allow_code=True)")]
    #[name("loads")]
    fn loads_(vm: &mut Vm, bytes: Vec<u8>, allow_code: bool) -> R {
        vm.audit("marshal.loads", |vm| [vm.new_bytes(&bytes)])?;
        loads(vm, &bytes, allow_code).map(|(v, _)| v)
    }

    /// Write the bytes of a value to a file.
    #[sig("($module, value, file, version=5, /, *, allow_code=True)")]
    #[shown("($module, value, file, version=version, /, *, allow_code=True)")]
    fn dump(vm: &mut Vm, value: Value, file: Value, version: i64, allow_code: bool) -> R {
        vm.audit("marshal.dumps", |vm| [value, vm.new_int(version)])?;
        let bytes = dumps(vm, value, version, allow_code)?;
        let bytes = vm.new_bytes(&bytes);
        let name = vm.names().write;
        vm.call_method(file, name, &[bytes])
    }

    /// Read one value from a file.
    #[sig("($module, file, /, *, allow_code=True)")]
    fn load(vm: &mut Vm, file: Value, allow_code: bool) -> R {
        vm.audit("marshal.load", |_| [])?;
        // An empty read tells what the file gives, before anything of it is used up.
        let read = vm.names().read;
        let data = vm.call_method(file, read, &[Value::int32(0)])?;
        if vm.bytes_of(data).is_none() {
            let of = vm.type_name(data);
            return Err(vm.type_error(format!("file.read() returned not bytes but {of}")));
        }
        let bytes = Cow::Borrowed(&[][..]);
        let mut reader = Reader { bytes, at: 0, file: Some(file), allow_code, depth: 0, refs: Values::new() };
        reader.value(vm, "object")
    }
}
