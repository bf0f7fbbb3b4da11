//! `StringIO`: a text file in memory.

use super::Size;
use super::base::TextIoBase;
use super::newlines::{Newline, Translator};
use std::cell::RefCell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Str, Tuple, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, type_flags};
use taipan_text::wtf8::{count_chars, skip_chars};

/// The file.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct StringIo {
    header: Header,
    dict: Field<Value>,
    #[untraced]
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// WTF-8.
    text: Vec<u8>,
    /// Its length in characters.
    n_chars: usize,
    /// The position in characters, which may be beyond the end.
    at: usize,
    /// The position in bytes, where it is not beyond the end.
    offset: usize,
    newline: Newline,
    translator: Translator,
    closed: bool,
    initialised: bool,
}

impl State {
    fn seek(&mut self, at: usize) {
        self.at = at;
        self.offset = if self.n_chars == self.text.len() {
            at.min(self.text.len())
        } else if at >= self.n_chars {
            self.text.len()
        } else {
            skip_chars(&self.text, 0, at)
        };
    }

    /// Writes decoded text at the position.
    fn put(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        let n = count_chars(text);
        if self.at > self.n_chars {
            self.text.resize(self.text.len() + (self.at - self.n_chars), 0);
            self.n_chars = self.at;
            self.offset = self.text.len();
        }
        if self.offset == self.text.len() {
            self.text.extend_from_slice(text);
            self.n_chars += n;
        } else {
            let end = skip_chars(&self.text, self.offset, n).min(self.text.len());
            let replaced = count_chars(&self.text[self.offset..end]);
            self.text.splice(self.offset..end, text.iter().copied());
            self.n_chars = self.n_chars - replaced + n;
        }
        self.at += n;
        self.offset += text.len();
    }

    /// Translates line ends as `newline` says, and writes.
    fn write(&mut self, text: &[u8]) {
        let held;
        let mut text = text;
        if self.newline == Newline::Universal {
            let mut out = Vec::with_capacity(text.len());
            self.translator.feed(text, true, &mut out);
            held = out;
            text = &held;
            self.put(text);
            return;
        }
        if self.newline == Newline::Untranslated {
            let mut translator = self.translator;
            translator.feed(text, true, &mut Vec::new());
            self.translator = translator;
        }
        match self.newline.written() {
            Some(end) if memchr::memchr(b'\n', text).is_some() => {
                let mut out = Vec::with_capacity(text.len() + 16);
                for (i, part) in text.split(|&b| b == b'\n').enumerate() {
                    if i > 0 {
                        out.extend_from_slice(end);
                    }
                    out.extend_from_slice(part);
                }
                self.put(&out);
            }
            _ => self.put(text),
        }
    }

    fn take(&mut self, n_bytes: usize) -> Vec<u8> {
        let text = self.text[self.offset..self.offset + n_bytes].to_vec();
        self.at += count_chars(&text);
        self.offset += n_bytes;
        text
    }

    fn line(&mut self, limit: Option<usize>) -> Vec<u8> {
        if self.at >= self.n_chars {
            return Vec::new();
        }
        let rest = &self.text[self.offset..];
        let mut end = self.newline.line_end(rest).unwrap_or(rest.len());
        if let Some(limit) = limit {
            end = end.min(skip_chars(rest, 0, limit));
        }
        self.take(end)
    }
}

impl StringIo {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <StringIo as Numbered>::NUMBER,
        name: "StringIO",
        module: "_io",
        doc: "StringIO(initial_value='', newline='\\n')\n--\n\nA text file in memory.",
        base: <TextIoBase as Numbered>::NUMBER,
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &StringIo::NATIVE,
        layout: Some(LayoutInfo::of::<StringIo>()),
        dict_offset: Some(offset_of!(StringIo, dict)),
        ..TypeDef::DEFAULT
    };
}

fn check(vm: &mut Vm, this: Gc<StringIo>) -> R<()> {
    let state = this.state.borrow();
    if !state.initialised {
        return Err(vm.value_error("I/O operation on uninitialized object"));
    }
    if state.closed {
        return Err(vm.value_error("I/O operation on closed file"));
    }
    Ok(())
}

fn size(size: Option<i64>) -> Option<usize> {
    size.and_then(|n| usize::try_from(n).ok())
}

#[native]
impl StringIo {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<StringIo> {
        let _ = (cls, args);
        let class = vm.class(StringIo::TYPE.id).address();
        vm.heap.alloc(StringIo {
            header: Header::new::<StringIo>(class),
            dict: Field::new(Value::UNBOUND),
            state: RefCell::default(),
        })
    }

    #[sig("($self, initial_value='', newline='\\n')")]
    #[name("StringIO")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<StringIo>,
        initial_value: Option<Value>,
        newline: Option<Value>,
    ) -> R<()> {
        let newline = match newline {
            Some(value) => Newline::from_value(vm, None, value)?,
            None => Newline::Lf,
        };
        let initial = match initial_value.filter(|v| !v.is_none()) {
            None => None,
            Some(value) => match vm.as_str(value) {
                Some(text) => Some(text),
                None => {
                    let of = vm.type_name(value);
                    return Err(vm.type_error(format!("initial_value must be str or None, not {of}")));
                }
            },
        };
        let mut state = this.state.borrow_mut();
        *state = State {
            newline,
            translator: Translator::new(newline == Newline::Universal),
            initialised: true,
            ..State::default()
        };
        if let Some(text) = initial {
            state.write(text.to_ref().as_bytes());
            state.seek(0);
        }
        Ok(())
    }

    fn __next__(vm: &mut Vm, this: Value) -> R<Option<Value>> {
        let Some(file) = this.cast::<StringIo>() else { return Ok(None) };
        check(vm, file)?;
        if vm.class_of(this).has_flag(type_flags::HEAP) {
            let name = vm.names().readline;
            let line = vm.call_method(this, name, &[])?;
            let Some(text) = vm.as_str(line) else {
                let of = vm.type_name(line);
                let text = format!("readline() should have returned a str object, not '{of}'");
                return Err(vm.raise(taipan_runtime::kinds::OS_ERROR, text));
            };
            return Ok((text.to_ref().n_bytes() > 0).then_some(line));
        }
        let line = file.state.borrow_mut().line(None);
        Ok(if line.is_empty() { None } else { Some(vm.new_str_wtf8(&line).value()) })
    }

    /// Close the file; its text is gone.
    #[sig("($self, /)")]
    fn close(_: &mut Vm, this: Gc<StringIo>) {
        let mut state = this.state.borrow_mut();
        state.closed = true;
        state.text = Vec::new();
        (state.n_chars, state.at, state.offset) = (0, 0, 0);
    }

    /// All of the text.
    #[sig("($self, /)")]
    fn getvalue(vm: &mut Vm, this: Gc<StringIo>) -> R<Gc<Str>> {
        check(vm, this)?;
        let state = this.state.borrow();
        Ok(vm.new_str_wtf8(&state.text))
    }

    /// Read at most so many characters; all where none are given.
    #[sig("($self, size=-1, /)")]
    fn read(vm: &mut Vm, this: Gc<StringIo>, size: Size) -> R<Gc<Str>> {
        let size = size.0;
        check(vm, this)?;
        let text = {
            let mut state = this.state.borrow_mut();
            let rest = if state.at > state.n_chars { 0 } else { state.text.len() - state.offset };
            let n = match self::size(size) {
                Some(n) if rest > 0 => skip_chars(&state.text[state.offset..], 0, n).min(rest),
                Some(_) => 0,
                None => rest,
            };
            state.take(n)
        };
        Ok(vm.new_str_wtf8(&text))
    }

    /// Read a line.
    #[sig("($self, size=-1, /)")]
    fn readline(vm: &mut Vm, this: Gc<StringIo>, size: Size) -> R<Gc<Str>> {
        let size = size.0;
        check(vm, this)?;
        let line = this.state.borrow_mut().line(self::size(size));
        Ok(vm.new_str_wtf8(&line))
    }

    /// The position.
    #[sig("($self, /)")]
    fn tell(vm: &mut Vm, this: Gc<StringIo>) -> R<usize> {
        check(vm, this)?;
        Ok(this.state.borrow().at)
    }

    /// Cut the text at a size, that of the position by default.
    #[sig("($self, pos=None, /)")]
    fn truncate(vm: &mut Vm, this: Gc<StringIo>, pos: Size) -> R<usize> {
        check(vm, this)?;
        let n = pos.0.unwrap_or(this.state.borrow().at as i64);
        let Ok(n) = usize::try_from(n) else {
            return Err(vm.value_error(format!("Negative size value {n}")));
        };
        let mut state = this.state.borrow_mut();
        if n < state.n_chars {
            let (at, end) = (state.at, skip_chars(&state.text, 0, n));
            state.text.truncate(end);
            state.n_chars = n;
            state.seek(at);
        }
        Ok(n)
    }

    /// Change the position.
    #[sig("($self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: Gc<StringIo>, pos: i64, whence: i32) -> R<usize> {
        check(vm, this)?;
        let error = match whence {
            0 if pos < 0 => Some(format!("Negative seek position {pos}")),
            0 => None,
            1 | 2 if pos != 0 => {
                let text = "Can't do nonzero cur-relative seeks";
                return Err(vm.raise(taipan_runtime::kinds::OS_ERROR, text));
            }
            1 | 2 => None,
            _ => Some(format!("Invalid whence ({whence}, should be 0, 1 or 2)")),
        };
        if let Some(error) = error {
            return Err(vm.value_error(error));
        }
        let mut state = this.state.borrow_mut();
        let at = match whence {
            0 => pos as usize,
            1 => state.at,
            _ => state.n_chars,
        };
        state.seek(at);
        Ok(at)
    }

    /// Write text; returns the number of characters.
    #[sig("($self, s, /)")]
    fn write(vm: &mut Vm, this: Gc<StringIo>, s: Value) -> R<usize> {
        let Some(text) = vm.as_str(s) else {
            let of = vm.type_name(s);
            return Err(vm.type_error(format!("string argument expected, got '{of}'")));
        };
        check(vm, this)?;
        this.state.borrow_mut().write(text.to_ref().as_bytes());
        Ok(text.to_ref().n_chars())
    }

    /// Can the position be changed?
    #[sig("($self, /)")]
    fn seekable(vm: &mut Vm, this: Gc<StringIo>) -> R<bool> {
        check(vm, this).map(|()| true)
    }

    /// Can the file be read?
    #[sig("($self, /)")]
    fn readable(vm: &mut Vm, this: Gc<StringIo>) -> R<bool> {
        check(vm, this).map(|()| true)
    }

    /// Can the file be written?
    #[sig("($self, /)")]
    fn writable(vm: &mut Vm, this: Gc<StringIo>) -> R<bool> {
        check(vm, this).map(|()| true)
    }

    #[sig("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let Some(file) = this.cast::<StringIo>() else { return Ok(vm.new_tuple(&[])) };
        check(vm, file)?;
        let (text, newline, at) = {
            let state = file.state.borrow();
            let newline = match state.newline {
                Newline::Universal => None,
                Newline::Untranslated => Some(""),
                Newline::Lf => Some("\n"),
                Newline::Cr => Some("\r"),
                Newline::CrLf => Some("\r\n"),
            };
            (vm.new_str_wtf8(&state.text).value(), newline, state.at)
        };
        let newline = newline.map_or(Value::NONE, |n| vm.new_str(n).value());
        let dict = match vm.instance_dict(this) {
            Some(dict) if dict.len.get() > 0 => dict.copy(vm).value(),
            _ => Value::NONE,
        };
        Ok(vm.new_tuple(&[text, newline, Value::len(at), dict]))
    }

    #[sig("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Value, state: Value) -> R<()> {
        let Some(file) = this.cast::<StringIo>() else { return Ok(()) };
        if file.state.borrow().closed {
            return Err(vm.value_error("I/O operation on closed file"));
        }
        let parts = vm.payload::<Tuple>(state);
        let Some(&[text, newline, at, dict, ..]) = parts.as_ref().map(|p| p.to_ref().as_slice()) else {
            let (class, of) = (vm.type_name(this), vm.type_name(state));
            return Err(vm.type_error(format!("{class}.__setstate__ argument should be 4-tuple, got {of}")));
        };
        let newline_mode = Newline::from_value(vm, None, newline)?;
        let initial = vm.as_str(text);
        if initial.is_none() && !text.is_none() {
            let of = vm.type_name(text);
            return Err(vm.type_error(format!("initial_value must be str or None, not {of}")));
        }
        {
            let mut s = file.state.borrow_mut();
            *s = State {
                newline: newline_mode,
                translator: Translator::new(newline_mode == Newline::Universal),
                initialised: true,
                ..State::default()
            };
            if let Some(text) = initial {
                s.put(text.to_ref().as_bytes());
            }
        }
        if vm.as_int_value(at).is_none() {
            let of = vm.type_name(at);
            return Err(vm.type_error(format!("third item of state must be an integer, got {of}")));
        }
        let position = vm.index_i64(at)?;
        let Ok(position) = usize::try_from(position) else {
            return Err(vm.value_error("position value cannot be negative"));
        };
        file.state.borrow_mut().seek(position);
        if !dict.is_none() {
            let Some(new) = vm.payload::<Dict>(dict) else {
                let of = vm.type_name(dict);
                return Err(vm.type_error(format!("fourth item of state should be a dict, got a {of}")));
            };
            if let Some(own) = vm.instance_dict(this) {
                vm.call_method_named(own.value(), "update", &[new.value()])?;
            }
        }
        Ok(())
    }

    #[getter]
    fn closed(vm: &mut Vm, this: Gc<StringIo>) -> R<bool> {
        let state = this.state.borrow();
        if !state.initialised {
            return Err(vm.value_error("I/O operation on uninitialized object"));
        }
        Ok(state.closed)
    }

    /// The line ends seen so far.
    #[getter]
    fn newlines(vm: &mut Vm, this: Gc<StringIo>) -> R {
        check(vm, this)?;
        let translator = this.state.borrow().translator;
        Ok(translator.newlines(vm))
    }

    /// Is each line written out at once? There is nothing to write to.
    #[getter]
    fn line_buffering(vm: &mut Vm, this: Gc<StringIo>) -> R<bool> {
        check(vm, this).map(|()| false)
    }
}
