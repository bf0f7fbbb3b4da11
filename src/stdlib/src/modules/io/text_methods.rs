//! The methods of `TextIOWrapper`.

use super::Size;
use super::base::is_closed;
use super::newlines::Newline;
use super::text::{self, TextFile, TextOptions, attached};
use super::{index_size, text_position, unsupported};
use taipan_macros::native;
use taipan_objects::codecs;
use taipan_objects::types::frame;
use taipan_runtime::layout::{Exception, Str, Type};
use taipan_runtime::{Args, Gc, R, Raised, Value, Vm, kinds, type_flags};

pub(super) struct Methods;

fn check_initialized(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    if this.buffer.get().is_unbound() { attached(vm, this).map(|_| ()) } else { Ok(()) }
}

/// Closes the binary file after a flush that may have failed; the first error is the second one's context.
pub(super) fn close_after(vm: &mut Vm, flushed: R, closed: impl FnOnce(&mut Vm) -> R) -> R {
    let pending = if flushed.is_err() { vm.take_exception() } else { Value::UNBOUND };
    let closed = closed(vm);
    match flushed {
        Ok(_) => closed,
        Err(Raised) => {
            if closed.is_err() {
                let second = vm.take_exception();
                if let Some(e) = second.cast::<Exception>() {
                    e.context.set(e, pending);
                }
                return Err(vm.reraise(second));
            }
            Err(vm.reraise(pending))
        }
    }
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<TextFile> {
        let _ = (cls, args);
        text::alloc(vm)
    }

    #[sig(
        "($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)"
    )]
    #[name("TextIOWrapper")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<TextFile>,
        buffer: Value,
        encoding: Value,
        errors: Value,
        newline: Value,
        line_buffering: bool,
        write_through: bool,
    ) -> R<()> {
        text::init(
            vm,
            this,
            buffer,
            &TextOptions { encoding, errors, newline, line_buffering, write_through },
        )
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        let Some(file) = this.cast::<TextFile>() else { return Ok(String::new()) };
        check_initialized(vm, file)?;
        let cls = vm.class_of(this);
        let class = vm.full_class_name(cls);
        if vm.thread.repr_stack.contains(&this.address()) {
            return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
        }
        vm.thread.repr_stack.push(this.address());
        let text = repr(vm, this, file, &class);
        vm.thread.repr_stack.pop();
        text
    }

    fn __next__(vm: &mut Vm, this: Value) -> R<Option<Value>> {
        let Some(file) = this.cast::<TextFile>() else { return Ok(None) };
        attached(vm, file)?;
        file.state.borrow_mut().telling = false;
        let line = if vm.class_of(this).has_flag(type_flags::HEAP) {
            let name = vm.names().readline;
            let line = vm.call_method(this, name, &[])?;
            let Some(line) = vm.as_str(line) else {
                let of = vm.type_name(line);
                return Err(vm.raise(
                    kinds::OS_ERROR,
                    format!("readline() should have returned a str object, not '{of}'"),
                ));
            };
            line
        } else {
            text::read_line(vm, file, None)?
        };
        if line.to_ref().n_bytes() == 0 {
            let mut state = file.state.borrow_mut();
            state.snapshot = None;
            state.has_chunk = false;
            state.telling = state.seekable;
            return Ok(None);
        }
        Ok(Some(line.value()))
    }

    /// Change encoding, error handling and buffering.
    #[sig("($self, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None)")]
    #[shown(
        "($self, /, *, encoding=None, errors=None, newline=None,\n            line_buffering=None, write_through=None)"
    )]
    fn reconfigure(
        vm: &mut Vm,
        this: Gc<TextFile>,
        encoding: Value,
        errors: Value,
        newline: Option<Value>,
        line_buffering: Value,
        write_through: Value,
    ) -> R<()> {
        attached(vm, this)?;
        for (value, name) in [(encoding, "encoding"), (errors, "errors")] {
            if !value.is_none() && vm.as_str(value).is_none() {
                let of = vm.type_name(value);
                return Err(
                    vm.type_error(format!("reconfigure() argument '{name}' must be str or None, not {of}"))
                );
            }
        }
        let changes = !encoding.is_none() || !errors.is_none() || newline.is_some();
        if changes && this.state.borrow().has_chunk {
            return Err(unsupported(
                vm,
                "It is not possible to set the encoding or newline of stream after the first read",
            ));
        }
        let newline = match newline {
            Some(value) => Some(Newline::from_value(vm, Some("reconfigure"), value)?),
            None => None,
        };
        // An int, not what is true.
        let flag = |vm: &mut Vm, value: Value, now: bool| match value {
            Value::NONE => Ok(now),
            value => {
                let index = vm.index(value)?;
                match vm.int_to_i64(index) {
                    Some(n) => Ok(n != 0),
                    None => Err(vm.overflow_error("Python int too large to convert to C long")),
                }
            }
        };
        let (line, through) = {
            let state = this.state.borrow();
            (state.line_buffering, state.write_through)
        };
        let line = flag(vm, line_buffering, line)?;
        let through = flag(vm, write_through, through)?;
        text::flush(vm, this)?;
        if changes {
            let old = vm.as_str(this.encoding.get());
            let old_errors = vm.as_str(this.errors.get());
            let strict = vm.intern("strict");
            let name = match vm.as_str(encoding).or(old) {
                Some(name) => text::unless_locale(vm, name),
                None => text::encoding_argument(vm, encoding)?,
            };
            codecs::check_encodable(vm, name, "utf-8")?;
            let handler = match (vm.as_str(errors), encoding.is_none()) {
                (Some(errors), _) => {
                    codecs::check_encodable(vm, errors, "utf-8")?;
                    errors
                }
                (None, true) => old_errors.unwrap_or(strict),
                (None, false) => strict,
            };
            let codec = text::check_codec(vm, name)?;
            if let Some(newline) = newline {
                this.state.borrow_mut().newline = newline;
            }
            text::set_codec(vm, this, name, handler, codec)?;
            text::fix_encoder(vm, this)?;
        }
        let mut state = this.state.borrow_mut();
        (state.line_buffering, state.write_through) = (line, through);
        Ok(())
    }

    /// Give up the binary file and return it.
    #[sig("($self, /)")]
    fn detach(vm: &mut Vm, this: Value) -> R {
        let Some(file) = this.cast::<TextFile>() else { return Ok(Value::NONE) };
        attached(vm, file)?;
        let flush = vm.names().flush;
        vm.call_method(this, flush, &[])?;
        let buffer = file.buffer.get();
        file.buffer.set(file, Value::NONE);
        Ok(buffer)
    }

    /// Write text; returns the number of characters.
    #[sig("($self, text, /)")]
    fn write(vm: &mut Vm, this: Gc<TextFile>, object: Value) -> R<usize> {
        let Some(text) = vm.as_str(object) else {
            let of = vm.argument_type_name(object);
            return Err(vm.type_error(format!("write() argument must be str, not {of}")));
        };
        text::write_object(vm, this, object, text)?;
        Ok(text.to_ref().n_chars())
    }

    /// Read at most so many characters; all where none are given.
    #[sig("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Gc<TextFile>, size: Size) -> R {
        let size = size.0;
        text::read(vm, this, usize::try_from(size.unwrap_or(-1)).ok())
    }

    /// Read a line.
    #[sig("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Gc<TextFile>, size: i64) -> R<Gc<Str>> {
        text::read_line(vm, this, usize::try_from(size).ok())
    }

    /// Write out what is buffered.
    #[sig("($self, /)")]
    fn flush(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
        text::flush(vm, this)
    }

    /// Flush and close the file.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Value) -> R {
        let Some(file) = this.cast::<TextFile>() else { return Ok(Value::NONE) };
        let buffer = attached(vm, file)?;
        // Asking may have detached it.
        if is_closed(vm, buffer)? || file.buffer.get().is_none() {
            return Ok(Value::NONE);
        }
        if file.finalizing.get() {
            warn_unclosed(vm, buffer, this);
        }
        let names = vm.names();
        let flushed = vm.call_method(this, names.flush, &[]);
        close_after(vm, flushed, |vm| {
            let close = vm.names().close;
            vm.call_method(buffer, close, &[])
        })
    }

    /// The descriptor.
    #[sig("($self, /)")]
    fn fileno(vm: &mut Vm, this: Gc<TextFile>) -> R {
        let buffer = attached(vm, this)?;
        let name = vm.names().fileno;
        vm.call_method(buffer, name, &[])
    }

    /// Can the position be changed?
    #[sig("($self, /)")]
    fn seekable(vm: &mut Vm, this: Gc<TextFile>) -> R {
        let buffer = attached(vm, this)?;
        vm.call_method_named(buffer, "seekable", &[])
    }

    /// Can the file be read?
    #[sig("($self, /)")]
    fn readable(vm: &mut Vm, this: Gc<TextFile>) -> R {
        let buffer = attached(vm, this)?;
        vm.call_method_named(buffer, "readable", &[])
    }

    /// Can the file be written?
    #[sig("($self, /)")]
    fn writable(vm: &mut Vm, this: Gc<TextFile>) -> R {
        let buffer = attached(vm, this)?;
        vm.call_method_named(buffer, "writable", &[])
    }

    /// Is it a terminal?
    #[sig("($self, /)")]
    fn isatty(vm: &mut Vm, this: Gc<TextFile>) -> R {
        let buffer = attached(vm, this)?;
        let name = vm.names().isatty;
        vm.call_method(buffer, name, &[])
    }

    /// Change the position to one that tell() gave.
    #[sig("($self, cookie, whence=0, /)")]
    #[shown("($self, cookie, whence=os.SEEK_SET, /)")]
    fn seek(vm: &mut Vm, this: Gc<TextFile>, cookie: Value, whence: i32) -> R {
        text_position::seek(vm, this, cookie, whence)
    }

    /// The position, as a number that only seek() understands.
    #[sig("($self, /)")]
    fn tell(vm: &mut Vm, this: Gc<TextFile>) -> R {
        text_position::tell(vm, this)
    }

    /// Cut or extend the file to a size, that of the position by default.
    #[sig("($self, pos=None, /)")]
    fn truncate(vm: &mut Vm, this: Value, pos: Value) -> R {
        let Some(file) = this.cast::<TextFile>() else { return Ok(Value::NONE) };
        let buffer = attached(vm, file)?;
        let names = vm.names();
        vm.call_method(this, names.flush, &[])?;
        let pos = if pos.is_none() { vm.call_method(this, names.tell, &[])? } else { pos };
        vm.call_method(buffer, names.truncate, &[pos])
    }

    #[sig("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Value) -> R {
        let of = vm.type_name(this);
        Err(vm.type_error(format!("cannot pickle '{of}' instances")))
    }

    /// The encoding.
    #[member]
    fn encoding(_: &mut Vm, this: Gc<TextFile>) -> Value {
        this.encoding.get()
    }

    /// The error handler.
    #[getter]
    fn errors(vm: &mut Vm, this: Gc<TextFile>) -> R {
        check_initialized(vm, this)?;
        Ok(this.errors.get())
    }

    /// The line ends seen so far.
    #[getter]
    fn newlines(vm: &mut Vm, this: Gc<TextFile>) -> R {
        attached(vm, this)?;
        text::newlines(vm, this)
    }

    /// Is each line written out at once?
    #[member]
    fn line_buffering(_: &mut Vm, this: Gc<TextFile>) -> bool {
        this.state.borrow().line_buffering
    }

    /// Is everything written out at once?
    #[member]
    fn write_through(_: &mut Vm, this: Gc<TextFile>) -> bool {
        this.state.borrow().write_through
    }

    /// The binary file.
    #[getter]
    fn buffer(vm: &mut Vm, this: Gc<TextFile>) -> R {
        attached(vm, this)
    }

    /// The binary file's name.
    #[getter]
    fn name(vm: &mut Vm, this: Gc<TextFile>) -> R {
        let buffer = attached(vm, this)?;
        let name = vm.names().name;
        vm.get_attr(buffer, name)
    }

    #[getter]
    fn closed(vm: &mut Vm, this: Gc<TextFile>) -> R<bool> {
        let buffer = attached(vm, this)?;
        is_closed(vm, buffer)
    }

    #[member("_finalizing")]
    fn finalizing(_: &mut Vm, this: Gc<TextFile>) -> bool {
        this.finalizing.get()
    }

    #[setter("_finalizing")]
    fn set_finalizing(vm: &mut Vm, this: Gc<TextFile>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("can't delete numeric/char attribute"));
        }
        this.finalizing.set(frame::boolean(vm, value)?);
        Ok(())
    }

    #[getter]
    #[name("_CHUNK_SIZE")]
    fn chunk_size(vm: &mut Vm, this: Gc<TextFile>) -> R<usize> {
        attached(vm, this)?;
        Ok(this.state.borrow().chunk_size)
    }

    #[setter("_CHUNK_SIZE")]
    fn set_chunk_size(vm: &mut Vm, this: Gc<TextFile>, value: Option<Value>) -> R<()> {
        attached(vm, this)?;
        let Some(value) = value else {
            let of = vm.full_class_name(vm.class_of(this.value()));
            let text = format!("attribute '_CHUNK_SIZE' of '{of}' objects cannot be deleted");
            return Err(vm.raise(kinds::ATTRIBUTE_ERROR, text));
        };
        let n = index_size(vm, value)?;
        if n <= 0 {
            return Err(vm.value_error("a strictly positive integer is required"));
        }
        this.state.borrow_mut().chunk_size = n as usize;
        Ok(())
    }
}

/// Has the buffer of a file that dies open say so.
fn warn_unclosed(vm: &mut Vm, buffer: Value, file: Value) {
    if vm.call_method_named(buffer, "_dealloc_warn", &[file]).is_err() {
        vm.take_exception();
    }
}

fn repr(vm: &mut Vm, this: Value, file: Gc<TextFile>, class: &str) -> R<String> {
    let mut out = format!("<{class}");
    let names = vm.names();
    for (name, label) in [(names.name, "name"), (names.mode, "mode")] {
        let found = match vm.get_attr_opt(this, name) {
            Ok(found) => found,
            Err(raised) => {
                if vm.take_if(kinds::VALUE_ERROR).is_none() {
                    return Err(raised);
                }
                None
            }
        };
        if let Some(value) = found {
            let value = vm.repr(value)?.to_display();
            out.push_str(&format!(" {label}={value}"));
        }
    }
    let encoding = vm.repr(file.encoding.get())?.to_display();
    out.push_str(&format!(" encoding={encoding}>"));
    Ok(out)
}
