//! Reading: a stack machine whose instructions make objects. `objects` has those that look for classes and make instances.

use super::input::{File, Input};
use super::pickler::put_at;
use super::save::overridden;
use super::unpickler::Unpickler;
use super::{State, op, unpickling_error};
use taipan_number::big::{self, Order};
use taipan_objects::buffer::peek;
use taipan_objects::import::import_from;
use taipan_objects::types::int::operand::new_big;
use taipan_runtime::{
    Gc, R, Raised, Value, Values, Vm, kinds,
    layout::{List, Set, Str},
};

/// Reads an object from an unpickler's file.
pub fn load(vm: &mut Vm, this: Value, unpickler: Gc<Unpickler>) -> R {
    let file = File {
        read: unpickler.read.get(),
        readline: unpickler.readline.get(),
        peek: unpickler.peek.get().bound(),
    };
    run(vm, this, unpickler, Input::of_file(file))
}

/// Reads an object from bytes.
pub fn loads(vm: &mut Vm, unpickler: Gc<Unpickler>, data: Value) -> R {
    let bytes = peek(vm, data)?;
    // An immutable object's bytes stay as they are; others may change meanwhile.
    let copy;
    let bytes = if vm.bytes_of(data).is_some() && data.is_kind(kinds::BYTES) {
        &*bytes
    } else {
        copy = bytes.into_owned();
        &copy[..]
    };
    run(vm, unpickler.value(), unpickler, Input::of_bytes(bytes))
}

fn run(vm: &mut Vm, this: Value, unpickler: Gc<Unpickler>, input: Input<'_>) -> R {
    unpickler.proto.set(0);
    let mut loader = Loader {
        unpickler,
        input,
        stack: Values::with_capacity(&mut vm.heap, STACK),
        marks: Vec::new(),
        find_class: overridden(vm, this, "find_class")?,
        persistent_load: match unpickler.persistent_load.get().bound() {
            Some(load) => Some(load),
            None => overridden(vm, this, "persistent_load")?,
        },
    };
    vm.check_stack(" while unpickling an object")?;
    loader.run(vm)
}

/// Room for so many values at first.
const STACK: usize = 24;

pub(super) struct Loader<'a> {
    pub(super) unpickler: Gc<Unpickler>,
    input: Input<'a>,
    pub(super) stack: Values,
    marks: Vec<usize>,
    /// What a subclass says instead of the native methods.
    pub(super) find_class: Option<Value>,
    pub(super) persistent_load: Option<Value>,
}

impl Loader<'_> {
    fn run(&mut self, vm: &mut Vm) -> R {
        loop {
            let code = match self.input.take(vm, 1) {
                Ok(code) => code[0],
                Err(raised) => return Err(at_end(vm, raised)),
            };
            match code {
                op::STOP => break,
                op::NONE => self.push(vm, Value::NONE),
                op::NEWTRUE => self.push(vm, Value::TRUE),
                op::NEWFALSE => self.push(vm, Value::FALSE),
                op::BININT1 => {
                    let n = self.input.array::<1>(vm)?[0];
                    self.push(vm, Value::int32(n.into()));
                }
                op::BININT2 => {
                    let n = u16::from_le_bytes(self.input.array(vm)?);
                    self.push(vm, Value::int32(n.into()));
                }
                op::BININT => {
                    let n = i32::from_le_bytes(self.input.array(vm)?);
                    self.push(vm, Value::int32(n));
                }
                op::BINFLOAT => {
                    let f = f64::from_be_bytes(self.input.array(vm)?);
                    let f = vm.new_float(f);
                    self.push(vm, f);
                }
                op::SHORT_BINUNICODE => {
                    let n = self.input.array::<1>(vm)?[0];
                    self.text(vm, n.into())?;
                }
                op::BINUNICODE => {
                    let n = u32::from_le_bytes(self.input.array(vm)?);
                    self.text(vm, n as usize)?;
                }
                op::SHORT_BINBYTES => {
                    let n = self.input.array::<1>(vm)?[0];
                    self.bytes(vm, n.into())?;
                }
                op::BINBYTES => {
                    let n = u32::from_le_bytes(self.input.array(vm)?);
                    self.bytes(vm, n as usize)?;
                }
                op::MEMOIZE => {
                    let top = self.top(vm)?;
                    let memo = self.unpickler.memo.get();
                    memo.push(&mut vm.heap, top);
                }
                op::BINPUT => {
                    let n = self.input.array::<1>(vm)?[0];
                    self.put(vm, n.into())?;
                }
                op::LONG_BINPUT => {
                    let n = u32::from_le_bytes(self.input.array(vm)?);
                    self.put(vm, n.into())?;
                }
                op::BINGET => {
                    let n = self.input.array::<1>(vm)?[0];
                    self.get(vm, n.into())?;
                }
                op::LONG_BINGET => {
                    let n = u32::from_le_bytes(self.input.array(vm)?);
                    self.get(vm, n.into())?;
                }
                op::MARK => self.marks.push(self.stack.len()),
                op::EMPTY_LIST => {
                    let list = vm.new_list(&[]).value();
                    self.push(vm, list);
                }
                op::EMPTY_DICT => {
                    let dict = vm.new_dict().value();
                    self.push(vm, dict);
                }
                op::EMPTY_TUPLE => {
                    let tuple = vm.new_tuple(&[]).value();
                    self.push(vm, tuple);
                }
                op::TUPLE1 => self.short_tuple(vm, 1)?,
                op::TUPLE2 => self.short_tuple(vm, 2)?,
                op::TUPLE3 => self.short_tuple(vm, 3)?,
                op::TUPLE => {
                    let start = self.marker(vm)?;
                    let tuple = vm.new_tuple(&self.stack[start..]).value();
                    self.replace(vm, start, tuple);
                }
                op::APPEND => {
                    let start = self.stack.len().saturating_sub(1);
                    self.append(vm, start)?;
                }
                op::APPENDS => {
                    let start = self.marker(vm)?;
                    self.append(vm, start)?;
                }
                op::SETITEM => {
                    let start = self.stack.len().saturating_sub(2);
                    self.set_items(vm, start)?;
                }
                op::SETITEMS => {
                    let start = self.marker(vm)?;
                    self.set_items(vm, start)?;
                }
                op::FRAME => {
                    let n = u64::from_le_bytes(self.input.array(vm)?);
                    let Ok(n) = isize::try_from(n) else {
                        let max = isize::MAX;
                        return Err(vm.overflow_error(format!(
                            "FRAME length exceeds system's maximum of {max} bytes"
                        )));
                    };
                    self.input.enter_frame(vm, n as usize)?;
                }
                op::PROTO => {
                    let proto = self.input.array::<1>(vm)?[0];
                    if proto > op::HIGHEST_PROTOCOL {
                        return Err(vm.value_error(format!("unsupported pickle protocol: {proto}")));
                    }
                    self.unpickler.proto.set(proto);
                }
                op::REDUCE => self.reduce(vm)?,
                op::NEWOBJ => self.new_object(vm, false)?,
                op::NEWOBJ_EX => self.new_object(vm, true)?,
                op::BUILD => self.build(vm)?,
                op::STACK_GLOBAL => {
                    let (name, module) = (self.pop(vm)?, self.pop(vm)?);
                    if name.cast::<Str>().is_none() || module.cast::<Str>().is_none() {
                        return Err(unpickling_error(vm, "STACK_GLOBAL requires str"));
                    }
                    let found = self.find_class(vm, module, name)?;
                    self.push(vm, found);
                }
                _ => self.rare(vm, code)?,
            }
        }
        let result = self.pop(vm)?;
        self.input.finish(vm)?;
        Ok(result)
    }

    /// The instructions that seldom come.
    fn rare(&mut self, vm: &mut Vm, code: u8) -> R<()> {
        match code {
            op::POP => {
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                } else {
                    self.pop(vm)?;
                }
            }
            op::POP_MARK => {
                let start = self.marker(vm)?;
                self.stack.truncate(start);
            }
            op::DUP => {
                let top = self.top(vm)?;
                self.push(vm, top);
            }
            op::INT => self.int_line(vm)?,
            op::LONG => {
                let mut line = self.number_line(vm)?;
                match line.last() {
                    Some(b'L') => _ = line.pop(),
                    // What is no int is shown with the line's end.
                    _ => line.push(b'\n'),
                }
                let int = int_of(vm, &line)?;
                self.push(vm, int);
            }
            op::LONG1 => {
                let n = self.input.array::<1>(vm)?[0];
                self.long(vm, n.into())?;
            }
            op::LONG4 => {
                let n = i32::from_le_bytes(self.input.array(vm)?);
                let Ok(n) = usize::try_from(n) else {
                    return Err(unpickling_error(vm, "LONG pickle has negative byte count"));
                };
                self.long(vm, n)?;
            }
            op::FLOAT => {
                let line = self.number_line(vm)?;
                let f = float_of(vm, &line)?;
                let f = vm.new_float(f);
                self.push(vm, f);
            }
            op::STRING => self.string_line(vm)?,
            op::BINSTRING => {
                let n = i32::from_le_bytes(self.input.array(vm)?);
                let Ok(n) = usize::try_from(n) else {
                    return Err(unpickling_error(vm, "BINSTRING pickle has negative byte count"));
                };
                self.old_string(vm, n)?;
            }
            op::SHORT_BINSTRING => {
                let n = self.input.array::<1>(vm)?[0];
                self.old_string(vm, n.into())?;
            }
            op::UNICODE => {
                let line = self.input.line(vm)?;
                let text = decoded(vm, "raw_unicode_escape_decode", &line)?;
                self.push(vm, text);
            }
            op::BINUNICODE8 => {
                let n = self.length8(vm, "BINUNICODE8")?;
                self.text(vm, n)?;
            }
            op::BINBYTES8 => {
                let n = self.length8(vm, "BINBYTES8")?;
                self.bytes(vm, n)?;
            }
            op::BYTEARRAY8 => {
                let n = self.length8(vm, "BYTEARRAY8")?;
                let bytes = self.input.take(vm, n)?.to_vec();
                let array = vm.new_bytearray(&bytes).value();
                self.push(vm, array);
            }
            op::NEXT_BUFFER => {
                let buffers = self.unpickler.buffers.get();
                if buffers.is_none() {
                    let message =
                        "pickle stream refers to out-of-band data but no *buffers* argument was given";
                    return Err(unpickling_error(vm, message));
                }
                match vm.next(buffers)? {
                    Some(buffer) => self.push(vm, buffer),
                    None => return Err(unpickling_error(vm, "not enough out-of-band buffers")),
                }
            }
            op::READONLY_BUFFER => {
                let buffer = self.top(vm)?;
                let memoryview = vm.class(kinds::MEMORYVIEW).value();
                let view = vm.call(memoryview, &[buffer])?;
                let readonly = vm.get_attr_named(view, "readonly")?;
                if !vm.truth(readonly)? {
                    let view = vm.call_method_named(view, "toreadonly", &[])?;
                    let last = self.stack.len() - 1;
                    self.stack.set(last, view);
                }
            }
            op::LIST => {
                let start = self.marker(vm)?;
                let list = vm.new_list(&self.stack[start..]).value();
                self.replace(vm, start, list);
            }
            op::DICT => {
                let start = self.marker(vm)?;
                if !(self.stack.len() - start).is_multiple_of(2) {
                    return Err(unpickling_error(vm, "odd number of items for DICT"));
                }
                let dict = vm.new_dict();
                let items = Values::from_slice(&mut vm.heap, &self.stack[start..]);
                for pair in items.chunks_exact(2) {
                    dict.set_item(vm, pair[0], pair[1])?;
                }
                self.replace(vm, start, dict.value());
            }
            op::EMPTY_SET => {
                let set = vm.new_set(kinds::SET).value();
                self.push(vm, set);
            }
            op::ADDITEMS => self.add_items(vm)?,
            op::FROZENSET => {
                let start = self.marker(vm)?;
                let list = vm.new_list(&self.stack[start..]).value();
                let set = vm.set_from(kinds::FROZENSET, list)?.value();
                self.replace(vm, start, set);
            }
            op::GET => {
                let mut line = self.number_line(vm)?;
                line.push(b'\n');
                let number = int_of(vm, &line)?;
                let number = vm.int_to_i64(number).unwrap_or(-1);
                self.get(vm, number)?;
            }
            op::PUT => {
                let mut line = self.number_line(vm)?;
                line.push(b'\n');
                let number = int_of(vm, &line)?;
                let number = vm.int_to_i64(number).unwrap_or(i64::MAX);
                if number < 0 {
                    return Err(vm.value_error("negative PUT argument"));
                }
                self.put(vm, number)?;
            }
            op::GLOBAL => {
                let (module, name) = (self.name_line(vm)?, self.name_line(vm)?);
                let found = self.find_class(vm, module, name)?;
                self.push(vm, found);
            }
            op::INST => {
                let start = self.marker(vm)?;
                let (module, name) = (self.name_line(vm)?, self.name_line(vm)?);
                let cls = self.find_class(vm, module, name)?;
                self.instantiate(vm, cls, start, start)?;
            }
            op::OBJ => {
                let start = self.marker(vm)?;
                let Some(cls) = self.stack.get(start).copied() else { return Err(self.underflow(vm)) };
                self.instantiate(vm, cls, start, start + 1)?;
            }
            op::PERSID => {
                let line = self.input.line(vm)?;
                if !line.is_ascii() {
                    let message = "persistent IDs in protocol 0 must be ASCII strings";
                    return Err(unpickling_error(vm, message));
                }
                let id = vm.new_str_wtf8(&line).value();
                self.persistent(vm, id)?;
            }
            op::BINPERSID => {
                let id = self.pop(vm)?;
                self.persistent(vm, id)?;
            }
            op::EXT1 => {
                let code = self.input.array::<1>(vm)?[0];
                self.extension(vm, code.into())?;
            }
            op::EXT2 => {
                let code = u16::from_le_bytes(self.input.array(vm)?);
                self.extension(vm, code.into())?;
            }
            op::EXT4 => {
                let code = i32::from_le_bytes(self.input.array(vm)?);
                self.extension(vm, code)?;
            }
            b' '..=b'~' if code != b'\'' && code != b'\\' => {
                let shown = char::from(code);
                return Err(unpickling_error(vm, &format!("invalid load key, '{shown}'.")));
            }
            _ => return Err(unpickling_error(vm, &format!("invalid load key, '\\x{code:02x}'."))),
        }
        Ok(())
    }

    // --- the stack ---------------------------------------------------------------------------------------------------

    #[inline]
    pub(super) fn push(&mut self, vm: &mut Vm, value: Value) {
        self.stack.push(&mut vm.heap, value);
    }

    /// What stands below the last mark is out of reach.
    pub(super) fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    #[cold]
    pub(super) fn underflow(&self, vm: &mut Vm) -> Raised {
        let message =
            if self.marks.is_empty() { "unpickling stack underflow" } else { "unexpected MARK found" };
        unpickling_error(vm, message)
    }

    #[inline]
    pub(super) fn pop(&mut self, vm: &mut Vm) -> R {
        if self.stack.len() <= self.fence() {
            return Err(self.underflow(vm));
        }
        Ok(self.stack.pop().unwrap_or(Value::NONE))
    }

    #[inline]
    pub(super) fn top(&mut self, vm: &mut Vm) -> R {
        match self.stack.last() {
            Some(top) if self.stack.len() > self.fence() => Ok(*top),
            _ => Err(self.underflow(vm)),
        }
    }

    fn marker(&mut self, vm: &mut Vm) -> R<usize> {
        match self.marks.pop() {
            Some(mark) => Ok(mark),
            None => Err(unpickling_error(vm, "could not find MARK")),
        }
    }

    /// Puts one value in place of all from a place on.
    fn replace(&mut self, vm: &mut Vm, start: usize, value: Value) {
        self.stack.truncate(start);
        self.push(vm, value);
    }

    fn short_tuple(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        if self.stack.len() - self.fence() < n {
            return Err(self.underflow(vm));
        }
        let start = self.stack.len() - n;
        let tuple = vm.new_tuple(&self.stack[start..]).value();
        self.replace(vm, start, tuple);
        Ok(())
    }

    // --- the memo ----------------------------------------------------------------------------------------------------

    fn put(&mut self, vm: &mut Vm, number: i64) -> R<()> {
        let top = self.top(vm)?;
        let memo = self.unpickler.memo.get();
        if number > memo.len.get() as i64 + (1 << 27) {
            return Err(vm.raise_memory_error());
        }
        put_at(vm, memo, number, top).map(|_| ())
    }

    fn get(&mut self, vm: &mut Vm, number: i64) -> R<()> {
        let memo = self.unpickler.memo.get();
        let found = usize::try_from(number).ok().and_then(|i| memo.as_slice().get(i)?.bound());
        match found {
            Some(value) => {
                self.push(vm, value);
                Ok(())
            }
            None => Err(unpickling_error(vm, &format!("Memo value not found at index {number}"))),
        }
    }

    // --- values ------------------------------------------------------------------------------------------------------

    fn text(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        let bytes = self.input.take(vm, n)?;
        if bytes.is_ascii() {
            let text = vm.new_str_counted(bytes, n).value();
            self.push(vm, text);
            return Ok(());
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => vm.new_str(text).value(),
            Err(_) => {
                let bytes = bytes.to_vec();
                let bytes = vm.new_bytes(&bytes);
                let how = ["utf-8", "surrogatepass"].map(|name| vm.intern(name).value());
                vm.call_method_named(bytes, "decode", &how)?
            }
        };
        self.push(vm, text);
        Ok(())
    }

    fn bytes(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        let bytes = self.input.take(vm, n)?;
        let bytes = vm.new_bytes(bytes);
        self.push(vm, bytes);
        Ok(())
    }

    fn length8(&mut self, vm: &mut Vm, name: &str) -> R<usize> {
        let n = u64::from_le_bytes(self.input.array(vm)?);
        match isize::try_from(n) {
            Ok(n) => Ok(n as usize),
            Err(_) => {
                let max = isize::MAX;
                Err(vm.overflow_error(format!("{name} exceeds system's maximum size of {max} bytes")))
            }
        }
    }

    fn long(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        let int = big::from_bytes_le(self.input.take(vm, n)?, Order::Signed);
        let int = new_big(vm, &int);
        self.push(vm, int);
        Ok(())
    }

    /// A line with a number, which there must be; a null character ends it as it ends strings of C.
    fn number_line(&mut self, vm: &mut Vm) -> R<Vec<u8>> {
        let mut line = self.input.line(vm)?;
        if line.is_empty() {
            return Err(unpickling_error(vm, "pickle data was truncated"));
        }
        line.truncate(memchr::memchr(0, &line).unwrap_or(line.len()));
        Ok(line)
    }

    fn int_line(&mut self, vm: &mut Vm) -> R<()> {
        let line = self.number_line(vm)?;
        let value = match &line[..] {
            b"01" => Value::TRUE,
            b"00" => Value::FALSE,
            b"" => Value::ZERO,
            line => match int_of(vm, line) {
                Err(_) if vm.take_if(kinds::VALUE_ERROR).is_some() => {
                    return Err(vm.value_error("could not convert string to int"));
                }
                int => int?,
            },
        };
        self.push(vm, value);
        Ok(())
    }

    fn string_line(&mut self, vm: &mut Vm) -> R<()> {
        let line = self.input.line(vm)?;
        let inner = match &line[..] {
            [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => inner,
            _ => return Err(unpickling_error(vm, "the STRING opcode argument must be quoted")),
        };
        let bytes = decoded(vm, "escape_decode", inner)?;
        self.push_old_string(vm, bytes)
    }

    fn old_string(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        let bytes = self.input.take(vm, n)?;
        let bytes = vm.new_bytes(bytes);
        self.push_old_string(vm, bytes)
    }

    /// A string of Python 2, which is text or bytes as asked for.
    fn push_old_string(&mut self, vm: &mut Vm, bytes: Value) -> R<()> {
        let (encoding, errors) = (self.unpickler.encoding.get(), self.unpickler.errors.get());
        let as_bytes = vm.as_str(encoding).is_some_and(|name| name.to_ref().as_bytes() == b"bytes");
        let value =
            if as_bytes { bytes } else { vm.call_method_named(bytes, "decode", &[encoding, errors])? };
        self.push(vm, value);
        Ok(())
    }

    fn name_line(&mut self, vm: &mut Vm) -> R {
        let line = self.input.line(vm)?;
        if line.is_empty() {
            return Err(unpickling_error(vm, "pickle data was truncated"));
        }
        let line = vm.new_bytes(&line);
        let utf8 = vm.intern("utf-8").value();
        vm.call_method_named(line, "decode", &[utf8])
    }

    // --- containers --------------------------------------------------------------------------------------------------

    /// Appends what stands from a place on to the list before it.
    fn append(&mut self, vm: &mut Vm, start: usize) -> R<()> {
        if start <= self.fence() || start > self.stack.len() {
            return Err(self.underflow(vm));
        }
        if start == self.stack.len() {
            return Ok(());
        }
        let target = self.stack[start - 1];
        if let Some(list) = target.cast::<List>() {
            let items = &self.stack[start..];
            list.append_all(&mut vm.heap, items.len(), items.iter().copied());
            self.stack.truncate(start);
            return Ok(());
        }
        let items = Values::from_slice(&mut vm.heap, &self.stack[start..]);
        self.stack.truncate(start);
        let name = vm.intern("extend");
        if let Some(extend) = vm.get_attr_opt(target, name)? {
            let items = vm.new_list_from(items).value();
            vm.call(extend, &[items])?;
            return Ok(());
        }
        let append = vm.get_attr_named(target, "append")?;
        for item in items.iter() {
            vm.call(append, &[*item])?;
        }
        Ok(())
    }

    /// Puts keys and values that stand from a place on into the dict before them.
    fn set_items(&mut self, vm: &mut Vm, start: usize) -> R<()> {
        let len = self.stack.len();
        if start <= self.fence() || start > len {
            return Err(self.underflow(vm));
        }
        if !(len - start).is_multiple_of(2) {
            return Err(unpickling_error(vm, "odd number of items for SETITEMS"));
        }
        let target = self.stack[start - 1];
        let dict = vm.as_dict(target).filter(|_| target.is_kind(kinds::DICT));
        let mut i = start;
        while i + 1 < len {
            let (key, value) = (self.stack[i], self.stack[i + 1]);
            match dict {
                Some(dict) => dict.set_item(vm, key, value)?,
                None => vm.set_item(target, key, value)?,
            }
            i += 2;
        }
        self.stack.truncate(start);
        Ok(())
    }

    fn add_items(&mut self, vm: &mut Vm) -> R<()> {
        let start = self.marker(vm)?;
        if start <= self.fence() {
            return Err(self.underflow(vm));
        }
        let target = self.stack[start - 1];
        let items = Values::from_slice(&mut vm.heap, &self.stack[start..]);
        self.stack.truncate(start);
        if let Some(set) = target.cast::<Set>()
            && vm.is_exact(target, kinds::SET)
        {
            for item in items.iter() {
                set.add(vm, *item)?;
            }
            return Ok(());
        }
        let add = vm.get_attr_named(target, "add")?;
        for item in items.iter() {
            vm.call(add, &[*item])?;
        }
        Ok(())
    }
}

/// Where there is nothing left at all, that is the end of the file.
#[cold]
fn at_end(vm: &mut Vm, raised: Raised) -> Raised {
    let class = vm.state::<State>().unpickling;
    let is_own = vm.pending().is_some_and(|exc| class == Some(vm.class_of(exc.value())));
    if !is_own {
        return raised;
    }
    vm.take_exception();
    vm.raise(kinds::EOF_ERROR, "Ran out of input")
}

/// The float that a line shows, and nothing else.
fn float_of(vm: &mut Vm, line: &[u8]) -> R<f64> {
    let is_plain = !line.contains(&b'_') && !line.iter().any(u8::is_ascii_whitespace);
    if let Some(f) = taipan_number::float::parse(line).filter(|_| is_plain) {
        return Ok(f);
    }
    let digits = line.strip_prefix(b"-").or_else(|| line.strip_prefix(b"+")).unwrap_or(line);
    let begins_well = matches!(digits, [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..]);
    if begins_well {
        return Err(vm.value_error("could not convert string to float"));
    }
    let text = String::from_utf8_lossy(line);
    Err(vm.value_error(format!("could not convert string to float: '{text}\n'")))
}

/// The int that a line shows.
fn int_of(vm: &mut Vm, line: &[u8]) -> R {
    let text = vm.new_str_wtf8(&line.iter().map(|b| b & 0x7f).collect::<Vec<u8>>()).value();
    let cls = vm.class(kinds::INT).value();
    vm.call(cls, &[text])
}

/// What a function of `_codecs` makes of bytes.
fn decoded(vm: &mut Vm, function: &str, bytes: &[u8]) -> R {
    let decode = import_from(vm, "_codecs", function)?;
    let bytes = vm.new_bytes(bytes);
    let pair = vm.call(decode, &[bytes])?;
    vm.get_item(pair, Value::ZERO)
}
