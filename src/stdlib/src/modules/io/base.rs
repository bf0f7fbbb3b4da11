//! The base classes: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`. Their methods call the object's own.

use super::text::TextFile;
use super::{Size, plain, unsupported};
use taipan_macros::{NativeType, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{List, Str};
use taipan_runtime::{CText, Gc, R, Raised, TypeDef, Value, Values, Vm, kinds, type_flags};

macro_rules! base {
    ($name:ident, $text:literal, $base:expr, $doc:literal) => {
        #[doc = concat!("`", $text, "`")]
        #[derive(NativeType)]
        pub struct $name;

        impl $name {
            /// The definition.
            pub const TYPE: TypeDef = TypeDef {
                id: <$name as Numbered>::NUMBER,
                name: $text,
                module: "_io",
                doc: $doc,
                base: $base,
                flags: type_flags::BASETYPE | type_flags::INSTANCE_DICT | type_flags::WEAKREFABLE,
                native: &$name::NATIVE,
                ..TypeDef::DEFAULT
            };
        }
    };
}
base!(IoBase, "_IOBase", kinds::OBJECT, "The base of all file-like classes.");
base!(RawIoBase, "_RawIOBase", <IoBase as Numbered>::NUMBER, "The base of unbuffered binary files.");
base!(BufferedIoBase, "_BufferedIOBase", <IoBase as Numbered>::NUMBER, "The base of buffered binary files.");
base!(TextIoBase, "_TextIOBase", <IoBase as Numbered>::NUMBER, "The base of text files.");

/// `ValueError` where the file is closed.
pub fn check_closed(vm: &mut Vm, this: Value) -> R<()> {
    if is_closed(vm, this)? { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(()) }
}

/// `this.closed`
pub fn is_closed(vm: &mut Vm, this: Value) -> R<bool> {
    let name = vm.names().closed;
    let closed = vm.get_attr(this, name)?;
    vm.truth(closed)
}

fn test(vm: &mut Vm, this: Value, method: &str, text: &str) -> R {
    let result = vm.call_method_named(this, method, &[])?;
    if result != Value::TRUE {
        return Err(unsupported(vm, text));
    }
    Ok(result)
}

fn closed_key(vm: &mut Vm) -> Gc<Str> {
    vm.intern("__IOBase_closed")
}

/// A line of at most `limit` bytes (negative: no limit) by `peek` and `read`.
fn read_line(vm: &mut Vm, this: Value, limit: i64) -> R {
    let names = vm.names();
    let peek = vm.intern("peek");
    let peek = vm.get_attr_opt(this, peek)?;
    let mut line: Vec<u8> = Vec::new();
    loop {
        if limit >= 0 && line.len() as i64 >= limit {
            break;
        }
        let mut n = 1;
        if let Some(peek) = peek {
            let ahead = vm.call(peek, &[Value::int32(1)])?;
            let Some(bytes) = vm.bytes_of(ahead).map(<[u8]>::to_vec) else {
                let of = vm.type_name(ahead);
                return Err(vm.raise(
                    kinds::OS_ERROR,
                    format!("peek() should have returned a bytes object, not '{of}'"),
                ));
            };
            if !bytes.is_empty() {
                n = bytes.iter().position(|&b| b == b'\n').map_or(bytes.len(), |i| i + 1);
                if limit >= 0 {
                    n = n.min((limit - line.len() as i64) as usize);
                }
            }
        }
        let chunk = vm.call_method(this, names.read, &[Value::len(n)])?;
        let Some(bytes) = vm.bytes_of(chunk) else {
            let of = vm.type_name(chunk);
            return Err(
                vm.raise(kinds::OS_ERROR, format!("read() should have returned a bytes object, not '{of}'"))
            );
        };
        if bytes.is_empty() {
            break;
        }
        line.extend_from_slice(bytes);
        if line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(vm.new_bytes(&line))
}

#[native]
impl IoBase {
    fn __iter__(vm: &mut Vm, this: Value) -> R {
        check_closed(vm, this)?;
        Ok(this)
    }

    fn __next__(vm: &mut Vm, this: Value) -> R<Option<Value>> {
        let name = vm.names().readline;
        let line = vm.call_method(this, name, &[])?;
        Ok(if vm.len(line)? == 0 { None } else { Some(line) })
    }

    fn __del__(vm: &mut Vm, this: Value) -> R<()> {
        finalize(vm, this)
    }

    /// Change the position in the file.
    #[sig("($self, offset, whence=0, /)")]
    #[shown("($self, offset, whence=os.SEEK_SET, /)")]
    #[naming(Unpacked)]
    fn seek(vm: &mut Vm, this: Value, offset: i32, whence: i32) -> R {
        let _ = (this, offset, whence);
        Err(unsupported(vm, "seek"))
    }

    /// The position in the file.
    #[sig("($self, /)")]
    fn tell(vm: &mut Vm, this: Value) -> R {
        vm.call_method_named(this, "seek", &[Value::ZERO, Value::int32(1)])
    }

    /// Cut or extend the file to a size.
    #[sig("($self, size=None, /)")]
    #[naming(Unpacked)]
    fn truncate(vm: &mut Vm, _this: Value, size: Value) -> R {
        let _ = size;
        Err(unsupported(vm, "truncate"))
    }

    /// Write out what is buffered.
    #[sig("($self, /)")]
    fn flush(vm: &mut Vm, this: Value) -> R<()> {
        check_closed(vm, this)
    }

    /// Flush and close the file.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Value) -> R<()> {
        let key = closed_key(vm);
        if vm.get_attr_opt(this, key)?.is_some() {
            return Ok(());
        }
        let flush = vm.names().flush;
        let flushed = vm.call_method(this, flush, &[]);
        let pending = vm.take_exception();
        let set = vm.generic_set_attr(this, key, Value::TRUE);
        match (flushed, set) {
            (Err(Raised), _) => Err(vm.reraise(pending)),
            (Ok(_), set) => set,
        }
    }

    /// Can the position be changed?
    #[sig("($self, /)")]
    fn seekable(_: &mut Vm, _this: Value) -> bool {
        false
    }

    /// Can the file be read?
    #[sig("($self, /)")]
    fn readable(_: &mut Vm, _this: Value) -> bool {
        false
    }

    /// Can the file be written?
    #[sig("($self, /)")]
    fn writable(_: &mut Vm, _this: Value) -> bool {
        false
    }

    #[sig("($self, /)")]
    #[name("_checkClosed")]
    fn check_closed_method(vm: &mut Vm, this: Value) -> R<()> {
        check_closed(vm, this)
    }

    #[sig("($self, /)")]
    #[name("_checkSeekable")]
    fn check_seekable(vm: &mut Vm, this: Value) -> R {
        test(vm, this, "seekable", "File or stream is not seekable.")
    }

    #[sig("($self, /)")]
    #[name("_checkReadable")]
    fn check_readable(vm: &mut Vm, this: Value) -> R {
        test(vm, this, "readable", "File or stream is not readable.")
    }

    #[sig("($self, /)")]
    #[name("_checkWritable")]
    fn check_writable(vm: &mut Vm, this: Value) -> R {
        test(vm, this, "writable", "File or stream is not writable.")
    }

    /// The file descriptor, where there is one.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn fileno(vm: &mut Vm, _this: Value) -> R {
        Err(unsupported(vm, "fileno"))
    }

    /// Is it a terminal?
    #[sig("($self, /)")]
    fn isatty(vm: &mut Vm, this: Value) -> R<bool> {
        check_closed(vm, this)?;
        Ok(false)
    }

    #[sig("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Value) -> R {
        check_closed(vm, this)?;
        Ok(this)
    }

    #[sig("($self, *args)")]
    #[shown("")]
    fn __exit__(vm: &mut Vm, this: Value, args: Value) -> R {
        let _ = args;
        let name = vm.names().close;
        vm.call_method(this, name, &[])
    }

    /// Read and return a line.
    #[sig("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Value, size: Size) -> R {
        read_line(vm, this, size.0.unwrap_or(-1))
    }

    /// Read and return a list of lines; at most about `hint` bytes.
    #[sig("($self, hint=-1, /)")]
    fn readlines(vm: &mut Vm, this: Value, hint: Size) -> R<Gc<List>> {
        let hint = hint.0;
        let hint = hint.unwrap_or(-1);
        let mut lines = Values::new();
        let mut size = 0;
        let iterator = vm.iter(this)?;
        while let Some(line) = vm.next(iterator)? {
            lines.push(&mut vm.heap, line);
            if hint > 0 {
                size += vm.len(line)? as i64;
                if size > hint {
                    break;
                }
            }
        }
        Ok(vm.new_list_from(lines))
    }

    /// Write the lines; they bring their own line ends.
    #[sig("($self, lines, /)")]
    fn writelines(vm: &mut Vm, this: Value, lines: Value) -> R<()> {
        check_closed(vm, this)?;
        let iterator = vm.iter(lines)?;
        let write = vm.names().write;
        while let Some(line) = vm.next(iterator)? {
            vm.call_method(this, write, &[line])?;
        }
        Ok(())
    }

    #[getter]
    fn closed(vm: &mut Vm, this: Value) -> R<bool> {
        let key = closed_key(vm);
        Ok(vm.get_attr_opt(this, key)?.is_some())
    }

    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: Value) -> R {
        match vm.instance_dict(this) {
            Some(dict) => Ok(dict.value()),
            None => {
                let name = vm.names().__dict__;
                Err(vm.raise_no_attribute(this, name))
            }
        }
    }
}

/// What happens to a file that dies open: it is closed.
pub fn finalize(vm: &mut Vm, this: Value) -> R<()> {
    if let Some(done) = plain::finish_idle(vm, this) {
        return done;
    }
    match is_closed(vm, this) {
        Ok(true) => return Ok(()),
        Ok(false) => {}
        Err(Raised) => {
            // An object that was never initialised has nothing to close.
            vm.take_exception();
            return Ok(());
        }
    }
    if let Some(text) = this.cast::<TextFile>() {
        text.finalizing.set(true);
    }
    let warn = vm.intern("_dealloc_warn");
    if let Ok(Some(warn)) = vm.get_attr_opt(this, warn)
        && vm.call(warn, &[this]).is_err()
    {
        let exc = vm.take_exception();
        vm.write_unraisable(exc, this, "Exception ignored while finalizing file");
    }
    let name = vm.names().close;
    vm.call_method(this, name, &[]).map(|_| ())
}

#[native]
impl RawIoBase {
    /// Read at most so many bytes; all where none are given.
    #[sig("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Value, size: i64) -> R {
        if size < 0 {
            return vm.call_method_named(this, "readall", &[]);
        }
        let zeros = vec![0; size as usize];
        let buffer = vm.new_bytearray(&zeros).value();
        let n = vm.call_method_named(this, "readinto", &[buffer])?;
        if n.is_none() {
            return Ok(n);
        }
        let n = vm.index_i64(n)?;
        if n < 0 || n > size {
            return Err(vm.value_error(format!("readinto returned {n} outside buffer size {size}")));
        }
        let bytes = vm.bytes_like(buffer)?;
        Ok(vm.new_bytes(&bytes[..(n as usize).min(bytes.len())]))
    }

    /// Read until the end, by several calls of read().
    #[sig("($self, /)")]
    fn readall(vm: &mut Vm, this: Value) -> R {
        let read = vm.names().read;
        let mut all = Vec::new();
        loop {
            let chunk = vm.call_method(this, read, &[Value::int32(super::BUFFER_SIZE as i32)])?;
            if chunk.is_none() {
                if all.is_empty() {
                    return Ok(chunk);
                }
                break;
            }
            let Some(bytes) = vm.bytes_of(chunk) else {
                return Err(vm.type_error("read() should return bytes"));
            };
            if bytes.is_empty() {
                break;
            }
            all.extend_from_slice(bytes);
        }
        Ok(vm.new_bytes(&all))
    }

    /// Read into a buffer.
    #[sig("($self, *args)")]
    #[shown("")]
    fn readinto(vm: &mut Vm, _this: Value, args: Value) -> R {
        let _ = args;
        Err(vm.raise_bare(kinds::NOT_IMPLEMENTED_ERROR))
    }

    /// Write bytes.
    #[sig("($self, *args)")]
    #[shown("")]
    fn write(vm: &mut Vm, _this: Value, args: Value) -> R {
        let _ = args;
        Err(vm.raise_bare(kinds::NOT_IMPLEMENTED_ERROR))
    }
}

fn read_into(vm: &mut Vm, this: Value, buffer: Value, argument: &str, method: &str) -> R<usize> {
    let target = taipan_objects::buffer::writable(vm, argument, buffer)?;
    let data = vm.call_method_named(this, method, &[Value::len(target.len)]);
    let data = data.and_then(|data| match vm.bytes_of(data) {
        Some(bytes) if bytes.len() <= target.len => {
            target.memory.write(target.start, bytes);
            Ok(bytes.len())
        }
        Some(bytes) => {
            let (n, max) = (bytes.len(), target.len);
            Err(vm.value_error(format!("read() returned too much data: {max} bytes requested, {n} returned")))
        }
        None => Err(vm.type_error("read() should return bytes")),
    });
    taipan_objects::buffer::release(&target);
    data
}

#[native]
impl BufferedIoBase {
    /// Give up the file underneath and return it.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn detach(vm: &mut Vm, _this: Value) -> R {
        Err(unsupported(vm, "detach"))
    }

    /// Read at most so many bytes.
    #[sig("($self, size=-1, /)")]
    #[naming(Unpacked)]
    fn read(vm: &mut Vm, _this: Value, size: i32) -> R {
        let _ = size;
        Err(unsupported(vm, "read"))
    }

    /// Read at most so many bytes, with at most one call of the file underneath.
    #[sig("($self, size=-1, /)")]
    #[naming(Unpacked)]
    fn read1(vm: &mut Vm, _this: Value, size: i32) -> R {
        let _ = size;
        Err(unsupported(vm, "read1"))
    }

    /// Read into a buffer.
    #[sig("($self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: Value, buffer: Value) -> R<usize> {
        read_into(vm, this, buffer, "readinto() argument", "read")
    }

    /// Read into a buffer, with at most one call of the file underneath.
    #[sig("($self, buffer, /)")]
    fn readinto1(vm: &mut Vm, this: Value, buffer: Value) -> R<usize> {
        read_into(vm, this, buffer, "readinto1() argument", "read1")
    }

    /// Write bytes.
    #[sig("($self, b, /)")]
    #[naming(Unpacked)]
    fn write(vm: &mut Vm, _this: Value, b: Value) -> R {
        let _ = b;
        Err(unsupported(vm, "write"))
    }
}

#[native]
impl TextIoBase {
    /// Give up the buffer underneath and return it.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn detach(vm: &mut Vm, _this: Value) -> R {
        Err(unsupported(vm, "detach"))
    }

    /// Read at most so many characters.
    #[sig("($self, size=-1, /)")]
    #[naming(Unpacked)]
    fn read(vm: &mut Vm, _this: Value, size: i32) -> R {
        let _ = size;
        Err(unsupported(vm, "read"))
    }

    /// Read a line.
    #[sig("($self, size=-1, /)")]
    #[naming(Unpacked)]
    fn readline(vm: &mut Vm, _this: Value, size: i32) -> R {
        let _ = size;
        Err(unsupported(vm, "readline"))
    }

    /// Write text; returns the number of characters.
    #[sig("($self, s, /)")]
    #[naming(Unpacked)]
    fn write(vm: &mut Vm, _this: Value, s: CText) -> R {
        let _ = s.0;
        Err(unsupported(vm, "write"))
    }

    /// The encoding.
    #[getter]
    fn encoding(_: &mut Vm, _this: Value) -> Value {
        Value::NONE
    }

    /// The line ends seen so far.
    #[getter]
    fn newlines(_: &mut Vm, _this: Value) -> Value {
        Value::NONE
    }

    /// How errors of the encoding are handled.
    #[getter]
    fn errors(_: &mut Vm, _this: Value) -> Value {
        Value::NONE
    }
}
