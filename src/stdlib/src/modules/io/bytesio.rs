//! `BytesIO`: a file in memory.

use super::Size;
use super::base::BufferedIoBase;
use super::bytesio_buffer::BytesIoBuffer;
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::bytearray::check_exports;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{ByteArray, Bytes, Dict, List, Tuple, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, type_flags};

/// The file: a bytearray and a position.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct BytesIo {
    header: Header,
    dict: Field<Value>,
    /// The content, or UNBOUND once closed.
    content: Field<Value>,
    /// The content as bytes that it was made from, or that were asked for; UNBOUND once it may have changed.
    value: Field<Value>,
    #[untraced]
    at: Cell<usize>,
}

impl BytesIo {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <BytesIo as Numbered>::NUMBER,
        name: "BytesIO",
        module: "_io",
        doc: "BytesIO(initial_bytes=b'')\n--\n\nA binary file in memory.",
        base: <BufferedIoBase as Numbered>::NUMBER,
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &BytesIo::NATIVE,
        layout: Some(LayoutInfo::of::<BytesIo>()),
        dict_offset: Some(offset_of!(BytesIo, dict)),
        ..TypeDef::DEFAULT
    };
}

/// What it holds, as long as it is open.
pub(super) fn content(vm: &mut Vm, this: Gc<BytesIo>) -> R<Gc<ByteArray>> {
    match this.content.get().cast::<ByteArray>() {
        Some(content) => Ok(content),
        None => Err(vm.value_error("I/O operation on closed file.")),
    }
}

/// The content, which must not be looked at through a `getbuffer()` view: its size is to change.
fn resizable(vm: &mut Vm, this: Gc<BytesIo>) -> R<Gc<ByteArray>> {
    let content = content(vm, this)?;
    check_exports(vm, content)?;
    this.value.set(this, Value::UNBOUND);
    Ok(content)
}

fn set_content(vm: &mut Vm, this: Gc<BytesIo>, bytes: &[u8]) {
    let made = vm.new_bytearray(bytes);
    this.content.set(this, made.value());
    this.value.set(this, Value::UNBOUND);
}

/// Takes up to `n` bytes from the position on.
fn take(vm: &mut Vm, this: Gc<BytesIo>, n: usize) -> R {
    let content = content(vm, this)?;
    let all = content.to_ref().as_slice();
    let from = this.at.get().min(all.len());
    let to = from.saturating_add(n).min(all.len());
    this.at.set(this.at.get().max(from) + (to - from));
    Ok(vm.new_bytes(&all[from..to]))
}

fn line_length(this: Gc<BytesIo>, content: Gc<ByteArray>, limit: i64) -> usize {
    let all = content.to_ref().as_slice();
    let rest = all.get(this.at.get()..).unwrap_or_default();
    let n = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
    if limit >= 0 { n.min(limit as usize) } else { n }
}

fn write(vm: &mut Vm, this: Gc<BytesIo>, bytes: &[u8]) -> R<()> {
    let at = this.at.get();
    let Some(end) = at.checked_add(bytes.len()) else {
        return Err(vm.overflow_error("new buffer size too large"));
    };
    let content = resizable(vm, this)?;
    if bytes.is_empty() {
        return Ok(());
    }
    let len = content.len.get();
    if end > len {
        let storage = content.storage.get();
        let start = content.start.get();
        if start + end > storage.len() {
            let room = end + end / 2 + 64;
            let new = taipan_runtime::RawBytes::new_uninitialised(&mut vm.heap, room);
            let new = vm.check_alloc(new)?;
            new.write(0, content.to_ref().as_slice());
            content.storage.set(content, new);
            content.start.set(0);
        }
        let (storage, start) = (content.storage.get(), content.start.get());
        if at > len {
            storage.write(start + len, &vec![0; at - len]);
        }
        content.len.set(end);
    }
    content.storage.get().write(content.start.get() + at, bytes);
    this.at.set(end);
    Ok(())
}

#[native]
impl BytesIo {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<BytesIo> {
        let _ = (cls, args);
        let empty = vm.new_bytearray(&[]).value();
        let class = vm.class(BytesIo::TYPE.id).address();
        vm.heap.alloc(BytesIo {
            header: Header::new::<BytesIo>(class),
            dict: Field::new(Value::UNBOUND),
            content: Field::new(empty),
            value: Field::new(Value::UNBOUND),
            at: Cell::new(0),
        })
    }

    #[sig("($self, initial_bytes=b'')")]
    #[name("BytesIO")]
    fn __init__(vm: &mut Vm, this: Gc<BytesIo>, initial_bytes: Option<Value>) -> R<()> {
        if let Some(old) = this.content.get().cast::<ByteArray>() {
            check_exports(vm, old)?;
        }
        let initial = initial_bytes.filter(|b| !b.is_none());
        if let Some(initial) = initial.filter(|&initial| vm.is_exact(initial, kinds::BYTES))
            && let Some(bytes) = initial.cast::<Bytes>()
        {
            set_content(vm, this, bytes.to_ref().as_slice());
            this.value.set(this, initial);
        } else {
            let bytes = match initial {
                Some(initial) => taipan_objects::buffer::peek(vm, initial)?.into_owned(),
                None => Vec::new(),
            };
            set_content(vm, this, &bytes);
        }
        this.at.set(0);
        Ok(())
    }

    fn __iter__(vm: &mut Vm, this: Value) -> R {
        if let Some(file) = this.cast::<BytesIo>() {
            content(vm, file)?;
        }
        Ok(this)
    }

    fn __next__(vm: &mut Vm, this: Gc<BytesIo>) -> R<Option<Value>> {
        let content = content(vm, this)?;
        let n = line_length(this, content, -1);
        if n == 0 { Ok(None) } else { take(vm, this, n).map(Some) }
    }

    #[sig("($self, /)")]
    fn readable(vm: &mut Vm, this: Gc<BytesIo>) -> R<bool> {
        content(vm, this).map(|_| true)
    }

    #[sig("($self, /)")]
    fn seekable(vm: &mut Vm, this: Gc<BytesIo>) -> R<bool> {
        content(vm, this).map(|_| true)
    }

    #[sig("($self, /)")]
    fn writable(vm: &mut Vm, this: Gc<BytesIo>) -> R<bool> {
        content(vm, this).map(|_| true)
    }

    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<BytesIo>) -> R<()> {
        if let Some(old) = this.content.get().cast::<ByteArray>() {
            check_exports(vm, old)?;
        }
        this.content.set(this, Value::UNBOUND);
        this.value.set(this, Value::UNBOUND);
        Ok(())
    }

    #[sig("($self, /)")]
    fn flush(vm: &mut Vm, this: Gc<BytesIo>) -> R<()> {
        content(vm, this).map(|_| ())
    }

    #[sig("($self, /)")]
    fn isatty(vm: &mut Vm, this: Gc<BytesIo>) -> R<bool> {
        content(vm, this).map(|_| false)
    }

    /// The position.
    #[sig("($self, /)")]
    fn tell(vm: &mut Vm, this: Gc<BytesIo>) -> R<usize> {
        content(vm, this)?;
        Ok(this.at.get())
    }

    /// Write bytes; returns their number.
    #[sig("($self, b, /)")]
    #[name("write")]
    fn write_(vm: &mut Vm, this: Gc<BytesIo>, b: Value) -> R<usize> {
        // Bytes do not change while they are written.
        let bytes = match b.cast::<Bytes>() {
            Some(bytes) => std::borrow::Cow::Borrowed(bytes.to_ref().as_slice()),
            None => std::borrow::Cow::Owned(taipan_objects::buffer::peek(vm, b)?.into_owned()),
        };
        write(vm, this, &bytes)?;
        Ok(bytes.len())
    }

    /// Write all items of an iterable of bytes.
    #[sig("($self, lines, /)")]
    fn writelines(vm: &mut Vm, this: Gc<BytesIo>, lines: Value) -> R<()> {
        content(vm, this)?;
        let iterator = vm.iter(lines)?;
        while let Some(line) = vm.next(iterator)? {
            let bytes = taipan_objects::buffer::peek(vm, line)?.into_owned();
            write(vm, this, &bytes)?;
        }
        Ok(())
    }

    /// Read at most so many bytes; all where none are given.
    #[sig("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Gc<BytesIo>, size: Size) -> R {
        let size = size.0.unwrap_or(-1);
        take(vm, this, if size < 0 { usize::MAX / 2 } else { size as usize })
    }

    /// Read at most so many bytes; all where none are given.
    #[sig("($self, size=-1, /)")]
    fn read1(vm: &mut Vm, this: Gc<BytesIo>, size: Size) -> R {
        BytesIo::read(vm, this, size)
    }

    /// Read into a buffer.
    #[sig("($self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: Gc<BytesIo>, buffer: Value) -> R<usize> {
        let target = taipan_objects::buffer::writable(vm, "readinto() argument", buffer)?;
        let bytes = content(vm, this).and_then(|_| take(vm, this, target.len));
        let n = bytes.map(|b| {
            let bytes = vm.bytes_of(b).unwrap_or_default();
            target.memory.write(target.start, bytes);
            bytes.len()
        });
        taipan_objects::buffer::release(&target);
        n
    }

    /// Read a line.
    #[sig("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Gc<BytesIo>, size: Size) -> R {
        let size = size.0;
        let content = content(vm, this)?;
        let n = line_length(this, content, size.unwrap_or(-1));
        take(vm, this, n)
    }

    /// Read lines, about `size` bytes at most.
    #[sig("($self, size=None, /)")]
    fn readlines(vm: &mut Vm, this: Gc<BytesIo>, size: Value) -> R<Gc<List>> {
        content(vm, this)?;
        let cls = vm.class_of(size);
        let size = match size.is_none() {
            true => None,
            false if vm.slot_index(cls).is_none() => {
                let of = vm.type_name(size);
                return Err(vm.type_error(format!("integer argument expected, got '{of}'")));
            }
            false => Some(vm.index_or_overflow(size)?),
        };
        let max = size.filter(|s| *s > 0).unwrap_or(i64::MAX) as usize;
        let mut lines = Values::new();
        let mut total = 0;
        while total < max {
            let content = content(vm, this)?;
            let n = line_length(this, content, -1);
            if n == 0 {
                break;
            }
            total += n;
            let line = take(vm, this, n)?;
            lines.push(&mut vm.heap, line);
        }
        Ok(vm.new_list_from(lines))
    }

    /// A view of the content that can be written to.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn getbuffer(vm: &mut Vm, this: Gc<BytesIo>) -> R {
        content(vm, this)?;
        this.value.set(this, Value::UNBOUND);
        let lender = BytesIoBuffer::new(vm, this);
        let memoryview = vm.class(kinds::MEMORYVIEW).value();
        vm.call(memoryview, &[lender.value()])
    }

    /// The whole content.
    #[sig("($self, /)")]
    fn getvalue(vm: &mut Vm, this: Gc<BytesIo>) -> R {
        let content = content(vm, this)?;
        if let Some(value) = this.value.get().bound() {
            return Ok(value);
        }
        let value = vm.new_bytes(content.to_ref().as_slice());
        if content.exports.get() == 0 {
            this.value.set(this, value);
        }
        Ok(value)
    }

    /// Change the position; returns the new one.
    #[sig("($self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Gc<BytesIo>, pos: i64, whence: i32) -> R<usize> {
        let content = content(vm, this)?;
        let base = match whence {
            0 if pos < 0 => return Err(vm.value_error(format!("negative seek value {pos}"))),
            0 => 0,
            1 => this.at.get() as i64,
            2 => content.len.get() as i64,
            _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
        };
        let Some(to) = base.checked_add(pos) else {
            return Err(vm.overflow_error("new position too large"));
        };
        this.at.set(to.max(0) as usize);
        Ok(this.at.get())
    }

    /// Cut the content to a size, that of the position by default.
    #[sig("($self, size=None, /)")]
    fn truncate(vm: &mut Vm, this: Gc<BytesIo>, size: Value) -> R<usize> {
        content(vm, this)?;
        let size = if size.is_none() { None } else { Some(crate::support::int64(vm, size)?) };
        let content = resizable(vm, this)?;
        let size = match size {
            Some(size) if size < 0 => return Err(vm.value_error(format!("negative size value {size}"))),
            Some(size) => size as usize,
            None => this.at.get(),
        };
        if size < content.len.get() {
            content.len.set(size);
        }
        Ok(size)
    }

    #[sig("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Gc<BytesIo>) -> R<Gc<Tuple>> {
        let value = BytesIo::getvalue(vm, this)?;
        let at = Value::len(this.at.get());
        let dict = match vm.instance_dict_opt(this.value()) {
            Some(dict) => dict.copy(vm).value(),
            None => Value::NONE,
        };
        Ok(vm.new_tuple(&[value, at, dict]))
    }

    #[sig("($self, state, /)")]
    #[shown("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<BytesIo>, state: Value) -> R<()> {
        content(vm, this)?;
        let parts = vm.as_tuple(state).filter(|t| t.len() >= 3);
        let Some(parts) = parts else {
            let (of, given) = (vm.type_name(this.value()), vm.type_name(state));
            return Err(vm.type_error(format!("{of}.__setstate__ argument should be 3-tuple, got {given}")));
        };
        let &[value, at, dict, ..] = parts.to_ref().as_slice() else { return Ok(()) };
        let bytes = taipan_objects::buffer::peek(vm, value)?.into_owned();
        set_content(vm, this, &bytes);
        if !vm.is_exact(at, kinds::INT) {
            let of = vm.type_name(at);
            return Err(vm.type_error(format!("second item of state must be an integer, not {of}")));
        }
        let at = vm.index_i64(at)?;
        if at < 0 {
            return Err(vm.value_error("position value cannot be negative"));
        }
        this.at.set(at as usize);
        if !dict.is_none() {
            let Some(dict) = vm.as_dict(dict) else {
                let of = vm.type_name(dict);
                return Err(vm.type_error(format!("third item of state should be a dict, got a {of}")));
            };
            let own: Option<Gc<Dict>> = vm.instance_dict(this.value());
            if let Some(own) = own {
                own.update_from(vm, dict)?;
            }
        }
        Ok(())
    }

    #[getter]
    fn closed(_: &mut Vm, this: Gc<BytesIo>) -> bool {
        this.content.get().is_unbound()
    }
}
