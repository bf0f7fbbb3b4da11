//! Writing: bytes in frames, the memo, and the built-in types. What reduces is in `reduce`, what has a name in `globals`.

use super::buffer::{PickleBuffer, raw};
use super::op;
use super::pickler::Pickler;
use super::{note, pickling_error};
use taipan_number::big;
use taipan_objects::pack::{Endian, int_bytes};
use taipan_objects::types::int::operand::{Operand, to_decimal};
use taipan_runtime::{
    Gc, R, Value, Vm,
    kinds::{self, Numbered},
    layout::{ByteArray, Bytes, Dict, Function, List, NativeFunction, Set, Str, Tuple, Type},
};
use taipan_text::Wtf8;

/// An object that is being written.
pub struct Saver {
    pub(super) pickler: Gc<Pickler>,
    pub(super) proto: u8,
    pub(super) bin: bool,
    fast: bool,
    out: Vec<u8>,
    /// Where the frame that is being written begins.
    frame: Option<usize>,
    framing: bool,
    write: Option<Value>,
    persistent_id: Option<Value>,
    pub(super) reducer_override: Option<Value>,
    /// The pickler's own table; `copyreg`'s counts where it has none.
    pub(super) own_table: Option<Value>,
    pub(super) shared_table: Option<Gc<Dict>>,
    /// Without a memo: the containers that are being written.
    open: Vec<u64>,
}

/// Pickles an object; returns the bytes that no file took.
pub fn dump(vm: &mut Vm, this: Value, pickler: Gc<Pickler>, obj: Value) -> R<Vec<u8>> {
    // What only subclasses have need not be looked for.
    let is_plain = vm.is_exact(this, <Pickler as Numbered>::NUMBER);
    let mut saver = Saver {
        pickler,
        proto: pickler.proto.get(),
        bin: pickler.bin.get() != 0,
        fast: pickler.fast.get() != 0,
        out: Vec::with_capacity(256),
        frame: None,
        framing: false,
        write: pickler.write.get().bound(),
        persistent_id: match pickler.persistent_id.get().bound() {
            Some(id) => Some(id),
            None if is_plain => None,
            None => overridden(vm, this, "persistent_id")?,
        },
        reducer_override: if is_plain { None } else { attribute(vm, this, "reducer_override")? },
        own_table: match pickler.dispatch_table.get().bound() {
            None if is_plain => None,
            None => attribute(vm, this, "dispatch_table")?,
            own => own,
        },
        shared_table: None,
        open: Vec::new(),
    };
    pickler.busy.set(true);
    let result = saver.dump(vm, obj);
    pickler.busy.set(false);
    result?;
    Ok(saver.out)
}

/// An attribute, which only subclasses and instances with a dict have.
fn attribute(vm: &mut Vm, this: Value, name: &str) -> R<Option<Value>> {
    let name = vm.intern(name);
    vm.get_attr_opt(this, name)
}

/// A method, unless it is the native one.
pub fn overridden(vm: &mut Vm, this: Value, name: &str) -> R<Option<Value>> {
    let name = vm.intern(name);
    if vm.instance_attr(this, name).is_none() {
        let cls = vm.class_of(this);
        if let Some(method) = vm.type_lookup(cls, name)
            && method.cast::<NativeFunction>().is_some()
        {
            return Ok(None);
        }
    }
    vm.get_attr(this, name).map(Some)
}

impl Saver {
    fn dump(&mut self, vm: &mut Vm, obj: Value) -> R<()> {
        if self.proto >= 2 {
            self.put(&[op::PROTO, self.proto]);
        }
        self.framing = self.proto >= 4;
        self.save(vm, obj)?;
        self.put(&[op::STOP]);
        self.end_frame();
        self.flush(vm)
    }

    // --- bytes -------------------------------------------------------------------------------------------------------

    /// Writes bytes, in a frame where there are frames.
    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.out.len());
            self.out.extend_from_slice(&[op::FRAME; op::FRAME_HEADER]);
        }
        self.out.extend_from_slice(bytes);
    }

    fn end_frame(&mut self) {
        let Some(start) = self.frame.take() else { return };
        let len = self.out.len() - start - op::FRAME_HEADER;
        if len < op::FRAME_SIZE_MIN {
            self.out.drain(start..start + op::FRAME_HEADER);
        } else {
            self.out[start + 1..start + op::FRAME_HEADER].copy_from_slice(&(len as u64).to_le_bytes());
        }
    }

    /// Between two objects a frame may end.
    fn at_boundary(&mut self, vm: &mut Vm) -> R<()> {
        match self.frame {
            Some(start) if self.out.len() - start - op::FRAME_HEADER >= op::FRAME_SIZE_TARGET => {
                self.end_frame();
                self.flush(vm)
            }
            _ => Ok(()),
        }
    }

    /// Gives the file, if there is one, what was written.
    fn flush(&mut self, vm: &mut Vm) -> R<()> {
        if let Some(write) = self.write
            && !self.out.is_empty()
        {
            let bytes = vm.new_bytes(&self.out);
            self.out.clear();
            vm.call(write, &[bytes])?;
        }
        Ok(())
    }

    /// Writes the bytes of an object; large ones stand in no frame, and are not copied for a file.
    fn put_payload(&mut self, vm: &mut Vm, header: &[u8], payload: &[u8], object: Value) -> R<()> {
        if payload.len() < op::FRAME_SIZE_TARGET {
            self.put(header);
            self.put(payload);
            return Ok(());
        }
        self.end_frame();
        let framing = std::mem::replace(&mut self.framing, false);
        self.put(header);
        match self.write {
            Some(write) => {
                self.flush(vm)?;
                let object = if object.is_unbound() { vm.new_bytes(payload) } else { object };
                vm.call(write, &[object])?;
            }
            None => self.put(payload),
        }
        self.framing = framing;
        Ok(())
    }

    // --- memo --------------------------------------------------------------------------------------------------------

    /// The number of an object that was written.
    #[inline]
    pub(super) fn known(&self, obj: Value) -> Option<u32> {
        self.pickler.numbers.borrow().find(obj)
    }

    /// Writes that an object is the one with this number.
    pub(super) fn put_get(&mut self, number: u32) {
        if !self.bin {
            self.put(format!("g{number}\n").as_bytes());
        } else if let Ok(number) = u8::try_from(number) {
            self.put(&[op::BINGET, number]);
        } else {
            self.put(&[op::LONG_BINGET]);
            self.put(&number.to_le_bytes());
        }
    }

    /// Gives an object that was written a number.
    pub(super) fn memoize(&mut self, vm: &mut Vm, obj: Value) {
        if self.fast {
            return;
        }
        let memo = self.pickler.memo.get();
        let number = memo.len.get() as u32;
        self.pickler.numbers.borrow_mut().add(obj, number);
        memo.push(&mut vm.heap, obj);
        if self.proto >= 4 {
            self.put(&[op::MEMOIZE]);
        } else if !self.bin {
            self.put(format!("p{number}\n").as_bytes());
        } else if let Ok(number) = u8::try_from(number) {
            self.put(&[op::BINPUT, number]);
        } else {
            self.put(&[op::LONG_BINPUT]);
            self.put(&number.to_le_bytes());
        }
    }

    /// Without a memo, what holds itself would never end.
    fn enter(&mut self, vm: &mut Vm, obj: Value) -> R<()> {
        const DEPTH: usize = 50;
        if self.fast {
            if self.open.len() >= DEPTH && self.open.contains(&obj.bits()) {
                let of = vm.type_name(obj);
                let at = obj.address();
                return Err(vm.value_error(format!(
                    "fast mode: can't pickle cyclic objects including object type {of} at {at:#x}"
                )));
            }
            self.open.push(obj.bits());
        }
        vm.check_stack(" while pickling an object")
    }

    fn leave(&mut self) {
        if self.fast {
            self.open.pop();
        }
    }

    // --- objects -----------------------------------------------------------------------------------------------------

    /// Writes an object.
    pub(super) fn save(&mut self, vm: &mut Vm, obj: Value) -> R<()> {
        self.at_boundary(vm)?;
        if let Some(persistent_id) = self.persistent_id {
            let id = vm.call(persistent_id, &[obj])?;
            if !id.is_none() {
                return self.save_persistent(vm, id);
            }
        }
        self.save_here(vm, obj)
    }

    fn save_persistent(&mut self, vm: &mut Vm, id: Value) -> R<()> {
        if self.bin {
            self.save_here(vm, id)?;
            self.put(&[op::BINPERSID]);
            return Ok(());
        }
        let text = vm.str(id)?;
        if !text.is_ascii() {
            return Err(pickling_error(vm, "persistent IDs in protocol 0 must be ASCII strings"));
        }
        self.put(&[op::PERSID]);
        self.put(text.to_ref().as_bytes());
        self.put(b"\n");
        Ok(())
    }

    /// Writes an object into the pickle itself.
    pub(super) fn save_here(&mut self, vm: &mut Vm, obj: Value) -> R<()> {
        if self.save_atom(vm, obj)? {
            return Ok(());
        }
        if let Some(number) = self.known(obj) {
            self.put_get(number);
            return Ok(());
        }
        if let Some(text) = obj.cast::<Str>() {
            return self.save_str(vm, obj, text);
        }
        if obj.is_kind(kinds::BYTES)
            && let Some(bytes) = obj.cast::<Bytes>()
        {
            return self.save_bytes(vm, obj, bytes.to_ref().as_slice());
        }
        self.enter(vm, obj)?;
        let result = self.save_deep(vm, obj);
        self.leave();
        result
    }

    /// Writes what has no identity; false for everything else.
    fn save_atom(&mut self, vm: &mut Vm, obj: Value) -> R<bool> {
        match obj {
            Value::NONE => self.put(&[op::NONE]),
            Value::TRUE if self.proto >= 2 => self.put(&[op::NEWTRUE]),
            Value::FALSE if self.proto >= 2 => self.put(&[op::NEWFALSE]),
            Value::TRUE => self.put(b"I01\n"),
            Value::FALSE => self.put(b"I00\n"),
            _ if obj.is_small_int() || obj.is_kind(kinds::INT) => self.save_int(vm, obj)?,
            _ if obj.is_small_float() || obj.is_kind(kinds::FLOAT) => {
                let f = vm.as_float(obj).unwrap_or_default();
                if self.bin {
                    self.put(&[op::BINFLOAT]);
                    self.put(&f.to_be_bytes());
                } else {
                    self.put(format!("F{}\n", taipan_number::float::repr(f)).as_bytes());
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn save_int(&mut self, vm: &mut Vm, int: Value) -> R<()> {
        let small = int.as_small_int().and_then(|i| i32::try_from(i).ok());
        match small {
            Some(i) if self.bin => {
                let [a, b, c, d] = i.to_le_bytes();
                match i {
                    0..=0xff => self.put(&[op::BININT1, a]),
                    0x100..=0xffff => self.put(&[op::BININT2, a, b]),
                    _ => self.put(&[op::BININT, a, b, c, d]),
                }
            }
            Some(i) if self.proto < 2 => self.put(format!("I{i}\n").as_bytes()),
            _ if self.proto < 2 => {
                let digits = to_decimal(vm, int)?;
                self.put(format!("L{digits}L\n").as_bytes());
            }
            _ => {
                let bytes = long_bytes(int);
                match u8::try_from(bytes.len()) {
                    Ok(n) => self.put(&[op::LONG1, n]),
                    Err(_) => {
                        let Ok(n) = i32::try_from(bytes.len()) else {
                            return Err(vm.overflow_error("int too large to pickle"));
                        };
                        self.put(&[op::LONG4]);
                        self.put(&n.to_le_bytes());
                    }
                }
                self.put(&bytes);
            }
        }
        Ok(())
    }

    fn save_str(&mut self, vm: &mut Vm, obj: Value, text: Gc<Str>) -> R<()> {
        let bytes = text.to_ref().as_bytes();
        let n = bytes.len();
        if !self.bin {
            let mut line = vec![op::UNICODE];
            push_raw_escaped(&mut line, bytes);
            line.push(b'\n');
            self.put(&line);
        } else if n <= 0xff && self.proto >= 4 {
            self.put(&[op::SHORT_BINUNICODE, n as u8]);
            self.put(bytes);
        } else {
            let header = sized(op::BINUNICODE, op::BINUNICODE8, n);
            if header.len() > 5 && self.proto < 4 {
                let message = "cannot serialize a string larger than 4 GiB";
                return Err(vm.overflow_error(message));
            }
            self.put_payload(vm, &header, bytes, Value::UNBOUND)?;
        }
        self.memoize(vm, obj);
        Ok(())
    }

    fn save_bytes(&mut self, vm: &mut Vm, obj: Value, bytes: &[u8]) -> R<()> {
        if self.proto < 3 {
            if bytes.is_empty() {
                let (cls, nothing) = (vm.class(kinds::BYTES).value(), vm.new_tuple(&[]));
                return self.save_call(vm, obj, cls, nothing);
            }
            let encode = taipan_objects::import::import_from(vm, "_codecs", "encode")?;
            let text: Vec<u8> = bytes.iter().flat_map(|b| char::from(*b).to_string().into_bytes()).collect();
            let text = vm.new_str_wtf8(&text).value();
            let latin = vm.intern("latin1").value();
            let args = vm.new_tuple(&[text, latin]);
            return self.save_call(vm, obj, encode, args);
        }
        self.put_bytes(vm, bytes, obj)?;
        self.memoize(vm, obj);
        Ok(())
    }

    fn put_bytes(&mut self, vm: &mut Vm, bytes: &[u8], object: Value) -> R<()> {
        let n = bytes.len();
        if n <= 0xff {
            self.put(&[op::SHORT_BINBYTES, n as u8]);
            self.put(bytes);
            return Ok(());
        }
        let header = sized(op::BINBYTES, op::BINBYTES8, n);
        if header.len() > 5 && self.proto < 4 {
            return Err(vm.overflow_error(
                "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher",
            ));
        }
        self.put_payload(vm, &header, bytes, object)
    }

    fn put_bytearray(&mut self, vm: &mut Vm, bytes: &[u8], object: Value) -> R<()> {
        let mut header = vec![op::BYTEARRAY8];
        header.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.put_payload(vm, &header, bytes, object)
    }

    /// Writes an object that may hold others.
    fn save_deep(&mut self, vm: &mut Vm, obj: Value) -> R<()> {
        if let Some(reducer) = self.reducer_override {
            let reduced = vm.call(reducer, &[obj])?;
            if reduced != Value::NOT_IMPLEMENTED {
                return self.save_reduced(vm, obj, reduced);
            }
        }
        if obj.is_kind(kinds::DICT)
            && let Some(dict) = vm.as_dict(obj)
        {
            return self.save_dict(vm, obj, dict);
        }
        if let Some(list) = obj.cast::<List>() {
            return self.save_list(vm, obj, list);
        }
        if let Some(tuple) = obj.cast::<Tuple>()
            && vm.is_exact(obj, kinds::TUPLE)
        {
            return self.save_tuple(vm, obj, tuple);
        }
        if let Some(set) = obj.cast::<Set>() {
            return if vm.is_exact(obj, kinds::SET) {
                self.save_set(vm, obj, set)
            } else {
                self.save_frozenset(vm, obj, set)
            };
        }
        if let Some(array) = obj.cast::<ByteArray>() {
            return self.save_bytearray(vm, obj, array);
        }
        if let Some(buffer) = obj.cast::<PickleBuffer>() {
            return self.save_buffer(vm, obj, buffer);
        }
        if let Some(cls) = obj.cast::<Type>()
            && vm.is_exact(obj, kinds::TYPE)
        {
            return self.save_class(vm, obj, cls);
        }
        if obj.cast::<Function>().is_some() {
            return self.save_global(vm, obj, None);
        }
        self.save_by_reduction(vm, obj)
    }

    fn save_class(&mut self, vm: &mut Vm, obj: Value, cls: Gc<Type>) -> R<()> {
        for only in [Value::NONE, Value::NOT_IMPLEMENTED, Value::ELLIPSIS] {
            if vm.class_of(only) == cls {
                let (meta, args) = (vm.class(kinds::TYPE).value(), vm.new_tuple(&[only]));
                return self.save_call(vm, obj, meta, args);
            }
        }
        self.save_global(vm, obj, None)
    }

    fn save_tuple(&mut self, vm: &mut Vm, obj: Value, tuple: Gc<Tuple>) -> R<()> {
        let items = tuple.to_ref().as_slice();
        let short = match items.len() {
            0 if self.bin => {
                self.put(&[op::EMPTY_TUPLE]);
                return Ok(());
            }
            0 => {
                self.put(&[op::MARK, op::TUPLE]);
                return Ok(());
            }
            n @ 1..=3 if self.proto >= 2 => Some([op::TUPLE1, op::TUPLE2, op::TUPLE3][n - 1]),
            _ => None,
        };
        if short.is_none() {
            self.put(&[op::MARK]);
        }
        for (i, item) in items.iter().enumerate() {
            self.save(vm, *item).map_err(|raised| note(vm, raised, obj, &format!("item {i}")))?;
        }
        // A tuple that holds itself has been written meanwhile, so what stands on the stack goes.
        if let Some(number) = self.known(obj) {
            if short.is_none() && self.bin {
                self.put(&[op::POP_MARK]);
            } else {
                let n = items.len() + usize::from(short.is_none());
                self.put(&vec![op::POP; n]);
            }
            self.put_get(number);
            return Ok(());
        }
        self.put(&[short.unwrap_or(op::TUPLE)]);
        self.memoize(vm, obj);
        Ok(())
    }

    fn save_list(&mut self, vm: &mut Vm, obj: Value, list: Gc<List>) -> R<()> {
        if self.bin {
            self.put(&[op::EMPTY_LIST]);
        } else {
            self.put(&[op::MARK, op::LIST]);
        }
        self.memoize(vm, obj);
        let n = list.len.get();
        let one_by_one = !self.bin || n == 1;
        let mut i = 0;
        while i < list.len.get() {
            let in_batch = i % op::BATCH;
            if !one_by_one && in_batch == 0 {
                self.put(&[op::MARK]);
            }
            let item = list.item(i);
            self.save(vm, item).map_err(|raised| note(vm, raised, obj, &format!("item {i}")))?;
            i += 1;
            if one_by_one {
                self.put(&[op::APPEND]);
            } else if in_batch == op::BATCH - 1 || i >= list.len.get() {
                self.put(&[op::APPENDS]);
            }
        }
        Ok(())
    }

    fn save_dict(&mut self, vm: &mut Vm, obj: Value, dict: Gc<Dict>) -> R<()> {
        if self.bin {
            self.put(&[op::EMPTY_DICT]);
        } else {
            self.put(&[op::MARK, op::DICT]);
        }
        self.memoize(vm, obj);
        let n = dict.len.get();
        let one_by_one = !self.bin || n == 1;
        let (mut at, mut done) = (0, 0);
        while let Some((i, key, value)) = dict.next_entry(at) {
            let in_batch = done % op::BATCH;
            if !one_by_one && in_batch == 0 {
                self.put(&[op::MARK]);
            }
            self.save_item(vm, obj, key, value)?;
            if dict.len.get() != n {
                return Err(vm.runtime_error("dictionary changed size during iteration"));
            }
            at = i + 1;
            done += 1;
            if one_by_one {
                self.put(&[op::SETITEM]);
            } else if in_batch == op::BATCH - 1 || done == n {
                self.put(&[op::SETITEMS]);
            }
        }
        Ok(())
    }

    /// Writes a key and a value.
    pub(super) fn save_item(&mut self, vm: &mut Vm, of: Value, key: Value, value: Value) -> R<()> {
        self.save(vm, key)?;
        self.save(vm, value).map_err(|raised| {
            let exc = vm.take_exception();
            let shown = vm.repr(key);
            if shown.is_err() {
                vm.take_exception();
            }
            vm.reraise(exc);
            match shown {
                Ok(key) => note(vm, raised, of, &format!("item {}", key.to_display())),
                Err(_) => raised,
            }
        })
    }

    fn save_set(&mut self, vm: &mut Vm, obj: Value, set: Gc<Set>) -> R<()> {
        if self.proto < 4 {
            return self.save_set_call(vm, obj, kinds::SET);
        }
        self.put(&[op::EMPTY_SET]);
        self.memoize(vm, obj);
        let n = set.len.get();
        let (mut at, mut done) = (0, 0);
        while let Some((i, item, _)) = set.next_item(at) {
            let in_batch = done % op::BATCH;
            if in_batch == 0 {
                self.put(&[op::MARK]);
            }
            self.save(vm, item).map_err(|raised| note(vm, raised, obj, "element"))?;
            if set.len.get() != n {
                return Err(vm.runtime_error("set changed size during iteration"));
            }
            at = i + 1;
            done += 1;
            if in_batch == op::BATCH - 1 || done == n {
                self.put(&[op::ADDITEMS]);
            }
        }
        Ok(())
    }

    fn save_frozenset(&mut self, vm: &mut Vm, obj: Value, set: Gc<Set>) -> R<()> {
        if self.proto < 4 {
            return self.save_set_call(vm, obj, kinds::FROZENSET);
        }
        self.put(&[op::MARK]);
        let mut at = 0;
        while let Some((i, item, _)) = set.next_item(at) {
            self.save(vm, item).map_err(|raised| note(vm, raised, obj, "element"))?;
            at = i + 1;
        }
        if let Some(number) = self.known(obj) {
            self.put(&[op::POP_MARK]);
            self.put_get(number);
            return Ok(());
        }
        self.put(&[op::FROZENSET]);
        self.memoize(vm, obj);
        Ok(())
    }

    fn save_set_call(&mut self, vm: &mut Vm, obj: Value, kind: taipan_runtime::Kind) -> R<()> {
        let items = vm.to_list(obj)?.value();
        let (cls, args) = (vm.class(kind).value(), vm.new_tuple(&[items]));
        self.save_call(vm, obj, cls, args)
    }

    fn save_bytearray(&mut self, vm: &mut Vm, obj: Value, array: Gc<ByteArray>) -> R<()> {
        let bytes = array.to_ref().as_slice().to_vec();
        if self.proto >= 5 {
            self.put_bytearray(vm, &bytes, obj)?;
            self.memoize(vm, obj);
            return Ok(());
        }
        let cls = vm.class(kinds::BYTEARRAY).value();
        let args = if bytes.is_empty() {
            vm.new_tuple(&[])
        } else {
            let bytes = vm.new_bytes(&bytes);
            vm.new_tuple(&[bytes])
        };
        self.save_call(vm, obj, cls, args)
    }

    fn save_buffer(&mut self, vm: &mut Vm, obj: Value, buffer: Gc<PickleBuffer>) -> R<()> {
        if self.proto < 5 {
            return Err(pickling_error(vm, "PickleBuffer can only be pickled with protocol >= 5"));
        }
        let view = match raw(vm, buffer) {
            Ok(view) => view,
            Err(raised) => {
                if vm.take_if(kinds::BUFFER_ERROR).is_none() {
                    return Err(raised);
                }
                let message = "PickleBuffer can not be pickled when pointing to a non-contiguous buffer";
                return Err(pickling_error(vm, message));
            }
        };
        let readonly = vm.get_attr_named(view, "readonly")?;
        let readonly = vm.truth(readonly)?;
        let callback = self.pickler.buffer_callback.get();
        let in_band = if callback.is_none() {
            true
        } else {
            let answer = vm.call(callback, &[obj])?;
            vm.truth(answer)?
        };
        if in_band {
            let bytes = taipan_objects::buffer::peek(vm, view)?.into_owned();
            if readonly {
                self.put_bytes(vm, &bytes, Value::UNBOUND)?;
            } else {
                self.put_bytearray(vm, &bytes, Value::UNBOUND)?;
            }
            self.memoize(vm, obj);
        } else {
            self.put(&[op::NEXT_BUFFER]);
            if readonly {
                self.put(&[op::READONLY_BUFFER]);
            }
        }
        vm.call_method_named(view, "release", &[])?;
        Ok(())
    }
}

/// The code and the length: of 32 bits, or of 64 where they are needed.
fn sized(code: u8, code8: u8, n: usize) -> Vec<u8> {
    let mut header = Vec::with_capacity(op::FRAME_HEADER);
    match u32::try_from(n) {
        Ok(n) => {
            header.push(code);
            header.extend_from_slice(&n.to_le_bytes());
        }
        Err(_) => {
            header.push(code8);
            header.extend_from_slice(&(n as u64).to_le_bytes());
        }
    }
    header
}

/// The shortest two's complement of an int, least byte first; nothing for 0.
fn long_bytes(int: Value) -> Vec<u8> {
    let operand = Operand::new(int);
    let n = (big::bit_len(operand.view()) / 8 + 1) as usize;
    let mut bytes = int_bytes(int, n, Endian::Little, true).unwrap_or_default();
    if let [.., before, 0xff] = bytes[..]
        && before & 0x80 != 0
    {
        bytes.pop();
    }
    if bytes == [0] {
        bytes.clear();
    }
    bytes
}

/// Text in one line: what is not Latin-1, and what would end the line or begin an escape, as escapes.
fn push_raw_escaped(out: &mut Vec<u8>, text: &[u8]) {
    for c in Wtf8::new(text).chars() {
        match c {
            0 | 0x0a | 0x0d | 0x1a | 0x5c | 0x100..=0xffff => {
                out.extend_from_slice(b"\\u");
                taipan_text::repr::push_hex(out, c, 4);
            }
            0..=0xff => out.push(c as u8),
            _ => {
                out.extend_from_slice(b"\\U");
                taipan_text::repr::push_hex(out, c, 8);
            }
        }
    }
}
