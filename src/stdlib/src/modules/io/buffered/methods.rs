//! What the three buffers of one file have in common, and what reading and writing adds.

use super::*;
use crate::modules::io::Size;

// Slots stand in the first table of a type, so that these are called from there.
fn repr(vm: &mut Vm, this: Value) -> R<String> {
    let cls = vm.class_of(this);
    let class = vm.full_class_name(cls);
    let name = vm.names().name;
    let found = match vm.get_attr_opt(this, name) {
        Ok(found) => found,
        Err(raised) => {
            if vm.take_if(kinds::VALUE_ERROR).is_none() {
                return Err(raised);
            }
            None
        }
    };
    let Some(name) = found else { return Ok(format!("<{class}>")) };
    if vm.thread.repr_stack.contains(&this.address()) {
        return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
    }
    vm.thread.repr_stack.push(this.address());
    let name = vm.repr(name);
    vm.thread.repr_stack.pop();
    Ok(format!("<{class} name={}>", name?.to_display()))
}

fn next_line(vm: &mut Vm, this: Value) -> R<Option<Value>> {
    let Some(b) = this.cast::<Buffered>() else { return Ok(None) };
    let cls = vm.class_of(this);
    if cls.has_flag(type_flags::HEAP) {
        let name = vm.names().readline;
        let line = vm.call_method(this, name, &[])?;
        return Ok(if vm.len(line)? == 0 { None } else { Some(line) });
    }
    let line = read_line(vm, b, -1)?;
    Ok(if line.is_empty() { None } else { Some(vm.new_bytes(&line)) })
}

pub(super) struct Common;

#[native]
impl Common {
    /// Write out what is buffered.
    #[sig("($self, /)")]
    fn flush(vm: &mut Vm, this: Gc<Buffered>) -> R<()> {
        flush(vm, this)
    }

    /// Flush and close the file.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Value) -> R {
        let Some(b) = this.cast::<Buffered>() else { return Ok(Value::NONE) };
        let raw = raw(vm, b)?;
        if is_closed(vm, raw)? {
            return Ok(Value::NONE);
        }
        if b.finalizing.get() {
            let warn = vm.intern("_dealloc_warn");
            if let Ok(Some(warn)) = vm.get_attr_opt(raw, warn)
                && vm.call(warn, &[this]).is_err()
            {
                vm.take_exception();
            }
        }
        let names = vm.names();
        let flushed = vm.call_method(this, names.flush, &[]);
        let pending = vm.take_exception();
        let busy = enter(vm, b);
        let closed = vm.call_method(raw, names.close, &[]);
        drop(busy);
        b.state.borrow_mut().read = Vec::new();
        match flushed {
            Err(Raised) => {
                if closed.is_err() {
                    // The first error is the second one's context.
                    let second = vm.take_exception();
                    if let (Some(e), true) =
                        (second.cast::<taipan_runtime::layout::Exception>(), !pending.is_unbound())
                    {
                        e.context.set(e, pending);
                    }
                    return Err(vm.reraise(second));
                }
                Err(vm.reraise(pending))
            }
            Ok(_) => closed,
        }
    }

    /// Give up the raw file and return it.
    #[sig("($self, /)")]
    fn detach(vm: &mut Vm, this: Value) -> R {
        let Some(b) = this.cast::<Buffered>() else { return Ok(Value::NONE) };
        let raw = raw(vm, b)?;
        let flush = vm.names().flush;
        vm.call_method(this, flush, &[])?;
        b.raw.set(b, Value::NONE);
        Ok(raw)
    }

    /// Can the position be changed?
    #[sig("($self, /)")]
    fn seekable(vm: &mut Vm, this: Gc<Buffered>) -> R {
        let raw = raw(vm, this)?;
        vm.call_method_named(raw, "seekable", &[])
    }

    /// The descriptor.
    #[sig("($self, /)")]
    fn fileno(vm: &mut Vm, this: Gc<Buffered>) -> R {
        let raw = raw(vm, this)?;
        let name = vm.names().fileno;
        vm.call_method(raw, name, &[])
    }

    /// Is it a terminal?
    #[sig("($self, /)")]
    fn isatty(vm: &mut Vm, this: Gc<Buffered>) -> R {
        let raw = raw(vm, this)?;
        let name = vm.names().isatty;
        vm.call_method(raw, name, &[])
    }

    #[sig("($self, source, /)")]
    fn _dealloc_warn(vm: &mut Vm, this: Gc<Buffered>, source: Value) -> R<()> {
        let raw = this.raw.get();
        if raw.is_unbound() || raw.is_none() {
            return Ok(());
        }
        let warn = vm.intern("_dealloc_warn");
        if let Some(warn) = vm.get_attr_opt(raw, warn)? {
            vm.call(warn, &[source])?;
        }
        Ok(())
    }

    /// Change the position; returns the new one.
    #[sig("($self, target, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Gc<Buffered>, target: Value, whence: i32) -> R<i64> {
        if !(0..=4).contains(&whence) {
            return Err(vm.value_error(format!("whence value {whence} unsupported")));
        }
        let raw = check_open(vm, this, "seek of")?;
        if !is_seekable(vm, raw)? {
            return Err(unsupported(vm, "File or stream is not seekable."));
        }
        let mut target = vm.index_i64(target)?;
        let _busy = enter(vm, this)?;
        flush_writes(vm, this, raw)?;
        let ahead = {
            let state = this.state.borrow();
            (state.read.len() - state.at) as i64
        };
        // Within what is buffered only the place in the buffer changes.
        if whence != 2 && ahead > 0 {
            let now = raw_tell(vm, raw)?;
            let here = now - ahead;
            let distance = if whence == 0 { target - here } else { target };
            let mut state = this.state.borrow_mut();
            if distance >= -(state.at as i64) && distance <= ahead {
                state.at = (state.at as i64 + distance) as usize;
                // A device that is no file of bytes may stay at 0.
                return Ok((here + distance).max(0));
            }
        }
        if whence == 1 {
            target -= ahead;
        }
        let at = raw_seek(vm, raw, target, whence)?;
        let mut state = this.state.borrow_mut();
        state.read.clear();
        state.at = 0;
        Ok(at)
    }

    /// The position.
    #[sig("($self, /)")]
    fn tell(vm: &mut Vm, this: Gc<Buffered>) -> R<i64> {
        tell(vm, this)
    }

    /// Cut or extend the file to a size, that of the position by default.
    #[sig("($self, pos=None, /)")]
    fn truncate(vm: &mut Vm, this: Gc<Buffered>, pos: Value) -> R {
        let raw = check_open(vm, this, "truncate of")?;
        if this.header.kind() == READER {
            return Err(unsupported(vm, "truncate"));
        }
        flush(vm, this)?;
        let pos = if pos.is_none() {
            let at = tell(vm, this)?;
            vm.new_int(at)
        } else {
            pos
        };
        let name = vm.names().truncate;
        vm.call_method(raw, name, &[pos])
    }

    #[sig("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Value) -> R {
        let of = vm.type_name(this);
        Err(vm.type_error(format!("cannot pickle '{of}' instances")))
    }

    /// The raw file.
    #[member("raw")]
    fn raw_(vm: &mut Vm, this: Gc<Buffered>) -> Value {
        let _ = vm;
        this.raw.get().bound().unwrap_or(Value::NONE)
    }

    #[getter]
    fn closed(vm: &mut Vm, this: Gc<Buffered>) -> R<bool> {
        let raw = raw(vm, this)?;
        is_closed(vm, raw)
    }

    /// The raw file's name.
    #[getter]
    fn name(vm: &mut Vm, this: Gc<Buffered>) -> R {
        let raw = raw(vm, this)?;
        let name = vm.names().name;
        vm.get_attr(raw, name)
    }

    /// The raw file's mode.
    #[getter]
    fn mode(vm: &mut Vm, this: Gc<Buffered>) -> R {
        let raw = raw(vm, this)?;
        let name = vm.names().mode;
        vm.get_attr(raw, name)
    }

    #[member("_finalizing")]
    fn finalizing(_: &mut Vm, this: Gc<Buffered>) -> bool {
        this.finalizing.get()
    }

    #[setter("_finalizing")]
    fn set_finalizing(vm: &mut Vm, this: Gc<Buffered>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("can't delete numeric/char attribute"));
        }
        this.finalizing.set(frame::boolean(vm, value)?);
        Ok(())
    }
}

macro_rules! init_methods {
    ($name:ident, $kind:expr, $python:literal, $needs:expr, { $($next:tt)* }) => {
        pub(super) struct $name;
        #[native]
        impl $name {
            fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Buffered> {
                let _ = (cls, args);
                alloc(vm, $kind)
            }

            #[sig("($self, raw, buffer_size=131072)")]
            #[name($python)]
            fn __init__(vm: &mut Vm, this: Gc<Buffered>, raw: Value, buffer_size: i64) -> R<()> {
                init(vm, this, raw, buffer_size, $needs)
            }

            fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
                repr(vm, this)
            }

            $($next)*
        }
    };
}
init_methods!(ReaderInit, READER, "BufferedReader", &[READABLE], {
    fn __next__(vm: &mut Vm, this: Value) -> R<Option<Value>> {
        next_line(vm, this)
    }
});
init_methods!(WriterInit, WRITER, "BufferedWriter", &[WRITABLE], {});
init_methods!(RandomInit, RANDOM, "BufferedRandom", &[SEEKABLE, READABLE, WRITABLE], {
    fn __next__(vm: &mut Vm, this: Value) -> R<Option<Value>> {
        next_line(vm, this)
    }
});

pub(super) struct Reading;

/// A size argument that must be -1 or not negative.
fn size_argument(vm: &mut Vm, size: i64) -> R<()> {
    if size < -1 { Err(vm.value_error("read length must be non-negative or -1")) } else { Ok(()) }
}

#[native]
impl Reading {
    /// Can the file be read?
    #[sig("($self, /)")]
    fn readable(vm: &mut Vm, this: Gc<Buffered>) -> R {
        let raw = raw(vm, this)?;
        vm.call_method_named(raw, "readable", &[])
    }

    /// Read at most so many bytes; all where none are given.
    #[sig("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Gc<Buffered>, size: Size) -> R {
        let size = size.0.unwrap_or(-1);
        size_argument(vm, size)?;
        let bytes = if size < 0 { read_rest(vm, this)? } else { read_exactly(vm, this, size as usize)? };
        Ok(bytes.map_or(Value::NONE, |b| vm.new_bytes(&b)))
    }

    /// Read at most so many bytes, with at most one call of the raw file.
    #[sig("($self, size=-1, /)")]
    fn read1(vm: &mut Vm, this: Gc<Buffered>, size: i64) -> R {
        let n = if size < 0 { this.state.borrow().size } else { size as usize };
        let bytes = read_once(vm, this, n)?;
        Ok(vm.new_bytes(&bytes))
    }

    /// Bytes that can be read next, without moving on.
    #[sig("($self, size=0, /)")]
    fn peek(vm: &mut Vm, this: Gc<Buffered>, size: i64) -> R {
        let _ = size;
        let raw = check_open(vm, this, "peek of")?;
        let _busy = enter(vm, this)?;
        ready_to_read(vm, this, raw)?;
        let empty = {
            let state = this.state.borrow();
            state.at == state.read.len()
        };
        if empty {
            fill(vm, this, raw)?;
        }
        let ahead = {
            let state = this.state.borrow();
            state.read[state.at..].to_vec()
        };
        Ok(vm.new_bytes(&ahead))
    }

    /// Read into a buffer.
    #[sig("($self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: Gc<Buffered>, buffer: Value) -> R {
        let target = taipan_objects::buffer::writable(vm, "readinto() argument", buffer)?;
        let bytes = read_exactly(vm, this, target.len);
        if let Ok(Some(bytes)) = &bytes {
            target.memory.write(target.start, bytes);
        }
        taipan_objects::buffer::release(&target);
        Ok(bytes?.map_or(Value::NONE, |b| Value::len(b.len())))
    }

    /// Read into a buffer, with at most one call of the raw file.
    #[sig("($self, buffer, /)")]
    fn readinto1(vm: &mut Vm, this: Gc<Buffered>, buffer: Value) -> R {
        let target = taipan_objects::buffer::writable(vm, "readinto1() argument", buffer)?;
        let bytes = read_into_once(vm, this, target.len);
        if let Ok(Some(bytes)) = &bytes {
            target.memory.write(target.start, bytes);
        }
        taipan_objects::buffer::release(&target);
        Ok(bytes?.map_or(Value::NONE, |b| Value::len(b.len())))
    }

    /// Read a line.
    #[sig("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Gc<Buffered>, size: Size) -> R {
        let size = size.0;
        let line = read_line(vm, this, size.unwrap_or(-1))?;
        Ok(vm.new_bytes(&line))
    }
}

pub(super) struct Writing;

#[native]
impl Writing {
    /// Can the file be written?
    #[sig("($self, /)")]
    fn writable(vm: &mut Vm, this: Gc<Buffered>) -> R {
        let raw = raw(vm, this)?;
        vm.call_method_named(raw, "writable", &[])
    }

    /// Write bytes; returns their number.
    #[sig("($self, buffer, /)")]
    fn write(vm: &mut Vm, this: Gc<Buffered>, buffer: Value) -> R<usize> {
        if vm.as_str(buffer).is_some() {
            return Err(vm.type_error("a bytes-like object is required, not 'str'"));
        }
        let bytes = taipan_objects::buffer::peek(vm, buffer)?;
        write_bytes(vm, this, &bytes)?;
        Ok(bytes.len())
    }
}
