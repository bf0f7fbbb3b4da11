//! Line ends: their translation, and where lines end.

use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::codecs;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Str, Tuple, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, type_flags};

/// What `newline=` means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Newline {
    /// `None`: all line ends are read as `\n`.
    #[default]
    Universal,
    /// `''`: lines end at all of them, which stay as they are.
    Untranslated,
    /// `'\n'`
    Lf,
    /// `'\r'`
    Cr,
    /// `'\r\n'`
    CrLf,
}

impl Newline {
    /// From the argument of a function; of `StringIO` where none is named, which has words of its own.
    pub fn from_value(vm: &mut Vm, function: Option<&str>, value: Value) -> R<Newline> {
        if value.is_none() {
            return Ok(Newline::Universal);
        }
        let Some(text) = vm.as_str(value) else {
            let of = vm.type_name(value);
            let what = function.map_or("newline".to_owned(), |f| format!("{f}() argument 'newline'"));
            return Err(vm.type_error(format!("{what} must be str or None, not {of}")));
        };
        if function.is_some() {
            codecs::check_name(vm, text)?;
        }
        match text.to_ref().as_bytes() {
            b"" => Ok(Newline::Untranslated),
            b"\n" => Ok(Newline::Lf),
            b"\r" => Ok(Newline::Cr),
            b"\r\n" => Ok(Newline::CrLf),
            _ => {
                let text = match function {
                    Some(_) => text.to_display(),
                    None => vm.repr(value)?.to_display(),
                };
                Err(vm.value_error(format!("illegal newline value: {text}")))
            }
        }
    }

    /// What `\n` is written as, where that is something else.
    pub fn written(self) -> Option<&'static [u8]> {
        match self {
            Newline::Cr => Some(b"\r"),
            Newline::CrLf => Some(b"\r\n"),
            _ => None,
        }
    }

    /// Are all line ends looked for?
    pub fn reads_all(self) -> bool {
        matches!(self, Newline::Universal | Newline::Untranslated)
    }

    /// Where the first line of a text ends, behind its line end; `None` where no line end is in it.
    pub fn line_end(self, text: &[u8]) -> Option<usize> {
        match self {
            Newline::Universal | Newline::Lf => memchr::memchr(b'\n', text).map(|i| i + 1),
            Newline::Cr => memchr::memchr(b'\r', text).map(|i| i + 1),
            Newline::CrLf => memchr::memmem::find(text, b"\r\n").map(|i| i + 2),
            Newline::Untranslated => memchr::memchr2(b'\r', b'\n', text)
                .map(|i| if text[i] == b'\r' && text.get(i + 1) == Some(&b'\n') { i + 2 } else { i + 1 }),
        }
    }

    /// As [`Newline::line_end`], for text to which more may come: a last `\r` may be half of `\r\n`.
    pub fn line_end_partial(self, text: &[u8]) -> Option<usize> {
        let end = self.line_end(text)?;
        let undecided = self == Newline::Untranslated && end == text.len() && text[end - 1] == b'\r';
        (!undecided).then_some(end)
    }
}

const CR: u8 = 1;
const LF: u8 = 2;
const CRLF: u8 = 4;

/// Finds line ends in pieces of text, and translates them.
#[derive(Clone, Copy, Default, Debug)]
pub struct Translator {
    /// Are they made `\n`?
    pub translate: bool,
    /// Did the last piece end in `\r`, which was kept back?
    pub pending_cr: bool,
    /// Which were seen.
    seen: u8,
}

impl Translator {
    /// At the start of a text.
    pub fn new(translate: bool) -> Translator {
        Translator { translate, ..Translator::default() }
    }

    /// Appends the next piece to `out`. `last`: nothing comes after it.
    pub fn feed(&mut self, text: &[u8], last: bool, out: &mut Vec<u8>) {
        let mut rest = text;
        if self.pending_cr && (!rest.is_empty() || last) {
            self.pending_cr = false;
            if rest.first() == Some(&b'\n') {
                rest = &rest[1..];
                self.end(CRLF, b"\r\n", out);
            } else {
                self.end(CR, b"\r", out);
            }
        }
        while let Some(i) = memchr::memchr2(b'\r', b'\n', rest) {
            if rest[i] == b'\n' {
                self.seen |= LF;
                // Lines that end in \n need no more than a copy.
                let n = memchr::memchr(b'\r', &rest[i..]).map_or(rest.len(), |n| i + n);
                out.extend_from_slice(&rest[..n]);
                rest = &rest[n..];
                continue;
            }
            out.extend_from_slice(&rest[..i]);
            match rest.get(i + 1) {
                Some(b'\n') => {
                    self.end(CRLF, b"\r\n", out);
                    rest = &rest[i + 2..];
                }
                None if !last => {
                    self.pending_cr = true;
                    return;
                }
                _ => {
                    self.end(CR, b"\r", out);
                    rest = &rest[i + 1..];
                }
            }
        }
        out.extend_from_slice(rest);
    }

    fn end(&mut self, kind: u8, text: &[u8], out: &mut Vec<u8>) {
        self.seen |= kind;
        out.extend_from_slice(if self.translate { b"\n" } else { text });
    }

    /// `newlines`: None, the one kind seen, or a tuple of them.
    pub fn newlines(self, vm: &mut Vm) -> Value {
        let mut found = Vec::new();
        for (kind, text) in [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")] {
            if self.seen & kind != 0 {
                found.push(vm.intern(text).value());
            }
        }
        match found[..] {
            [] => Value::NONE,
            [one] => one,
            _ => vm.new_tuple(&found).value(),
        }
    }

    /// Forgets what was seen.
    pub fn reset(&mut self) {
        *self = Translator::new(self.translate);
    }
}

/// `IncrementalNewlineDecoder`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct NewlineDecoder {
    header: Header,
    /// The decoder beneath, or None; UNBOUND before `__init__`.
    decoder: Field<Value>,
    #[untraced]
    state: Cell<Translator>,
}

impl NewlineDecoder {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <NewlineDecoder as Numbered>::NUMBER,
        name: "IncrementalNewlineDecoder",
        module: "_io",
        doc: "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nA decoder of line ends, over another that makes text.",
        flags: type_flags::BASETYPE | type_flags::INHERITS_NEW,
        native: &NewlineDecoder::NATIVE,
        layout: Some(LayoutInfo::of::<NewlineDecoder>()),
        ..TypeDef::DEFAULT
    };

    /// A decoder over another.
    pub fn make(vm: &mut Vm, decoder: Value, translate: bool) -> Gc<NewlineDecoder> {
        let class = vm.class(NewlineDecoder::TYPE.id).address();
        vm.heap.alloc(NewlineDecoder {
            header: Header::new::<NewlineDecoder>(class),
            decoder: Field::new(decoder),
            state: Cell::new(Translator::new(translate)),
        })
    }

    fn decoder(&self, vm: &mut Vm) -> R {
        match self.decoder.get().bound() {
            Some(decoder) => Ok(decoder),
            None => Err(vm.value_error("IncrementalNewlineDecoder.__init__() not called")),
        }
    }
}

#[native]
impl NewlineDecoder {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Self> {
        let _ = (cls, args);
        NewlineDecoder::make(vm, Value::UNBOUND, false)
    }

    #[sig("($self, decoder, translate, errors='strict')")]
    #[name("IncrementalNewlineDecoder")]
    fn __init__(
        _: &mut Vm,
        this: Gc<NewlineDecoder>,
        decoder: Value,
        translate: bool,
        errors: Option<Value>,
    ) -> R<()> {
        let _ = errors;
        this.decoder.set(this, decoder);
        this.state.set(Translator::new(translate));
        Ok(())
    }

    /// Decode the next piece.
    #[sig("($self, input, final=False)")]
    #[shown("($self, /, input, final=False)")]
    fn decode(vm: &mut Vm, this: Gc<NewlineDecoder>, input: Value, r#final: bool) -> R<Gc<Str>> {
        let decoder = this.decoder(vm)?;
        let text = if decoder.is_none() {
            input
        } else {
            vm.call_method_named(decoder, "decode", &[input, Value::bool(r#final)])?
        };
        let Some(text) = vm.as_str(text) else {
            let of = vm.type_name(text);
            return Err(vm.type_error(format!("decoder should return a string result, not '{of}'")));
        };
        let mut out = Vec::new();
        let mut state = this.state.get();
        state.feed(text.to_ref().as_bytes(), r#final, &mut out);
        this.state.set(state);
        Ok(vm.new_str_wtf8(&out))
    }

    /// The state: what is kept back, and a number.
    #[sig("($self, /)")]
    fn getstate(vm: &mut Vm, this: Gc<NewlineDecoder>) -> R<Gc<Tuple>> {
        let decoder = this.decoder(vm)?;
        let (buffer, flags) = if decoder.is_none() {
            (vm.new_bytes(&[]), 0)
        } else {
            let state = vm.call_method_named(decoder, "getstate", &[])?;
            let (buffer, flags) = state_parts(vm, state)?;
            (buffer, flags << 1)
        };
        let flags = vm.new_int(flags | i64::from(this.state.get().pending_cr));
        Ok(vm.new_tuple(&[buffer, flags]))
    }

    /// Go back to a state.
    #[sig("($self, state, /)")]
    fn setstate(vm: &mut Vm, this: Gc<NewlineDecoder>, state: Value) -> R<()> {
        let decoder = this.decoder(vm)?;
        let (buffer, flags) = state_parts(vm, state)?;
        let mut s = this.state.get();
        s.pending_cr = flags & 1 != 0;
        this.state.set(s);
        if !decoder.is_none() {
            let flags = vm.new_int(flags >> 1);
            let state = vm.new_tuple(&[buffer, flags]).value();
            vm.call_method_named(decoder, "setstate", &[state])?;
        }
        Ok(())
    }

    /// Start anew.
    #[sig("($self, /)")]
    fn reset(vm: &mut Vm, this: Gc<NewlineDecoder>) -> R<()> {
        let decoder = this.decoder(vm)?;
        let mut state = this.state.get();
        state.reset();
        this.state.set(state);
        if !decoder.is_none() {
            vm.call_method_named(decoder, "reset", &[])?;
        }
        Ok(())
    }

    /// The line ends seen so far.
    #[getter]
    fn newlines(vm: &mut Vm, this: Gc<NewlineDecoder>) -> R {
        this.decoder(vm)?;
        Ok(this.state.get().newlines(vm))
    }
}

/// The two parts of a decoder's state.
pub fn state_parts(vm: &mut Vm, state: Value) -> R<(Value, i64)> {
    let parts = vm.payload::<Tuple>(state);
    let Some(parts) = parts else { return Err(vm.type_error("state argument must be a tuple")) };
    let &[buffer, flags] = parts.to_ref().as_slice() else {
        return Err(vm.type_error("illegal decoder state"));
    };
    if vm.as_int_value(flags).is_none() {
        return Err(vm.type_error("illegal decoder state"));
    }
    let flags = vm.index_i64(flags)?;
    Ok((buffer, flags))
}
