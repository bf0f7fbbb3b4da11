//! `TextIOWrapper`: text over a binary file. The common encodings are decoded and encoded here; others by their
//! incremental codecs. The methods that Python sees are in `text_methods`, positions in
//! `text_position`.

use super::base::{TextIoBase, is_closed};
use super::buffered::{self, Buffered};
use super::fileio::Ability;
use super::newlines::{Newline, NewlineDecoder, Translator, state_parts};
use super::{text_methods, unsupported};
use std::cell::{Cell, RefCell};
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace};
use taipan_objects::codecs::{self, Native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Str;
use taipan_runtime::{Field, Gc, Header, LayoutInfo, NotedFile, R, TypeDef, Value, Vm, kinds, type_flags};
use taipan_text::codecs::{Codec, Input};
use taipan_text::wtf8::{count_chars, skip_chars};

/// A text file.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct TextFile {
    header: Header,
    dict: Field<Value>,
    /// The binary file; UNBOUND before `__init__`, None once detached.
    pub(super) buffer: Field<Value>,
    pub(super) encoding: Field<Value>,
    pub(super) errors: Field<Value>,
    /// The incremental codecs of an encoding that is not native; else None.
    encoder: Field<Value>,
    decoder: Field<Value>,
    #[untraced]
    pub(super) state: RefCell<State>,
    /// Is it among the files to be [written out](super::let_go)?
    #[untraced]
    pub(super) is_noted: Cell<bool>,
    /// It dies open.
    #[untraced]
    pub(super) finalizing: Cell<bool>,
}

/// What is buffered, and how.
#[derive(Default)]
pub(super) struct State {
    /// The encoding, where it is a native one.
    codec: Option<Codec>,
    pub newline: Newline,
    pub line_buffering: bool,
    pub write_through: bool,
    pub readable: bool,
    pub writable: bool,
    pub seekable: bool,
    /// False while lines are iterated over.
    pub telling: bool,
    has_read1: bool,
    pub chunk_size: usize,
    /// Encoded text that the binary file has not got yet.
    pending: Vec<u8>,
    /// Decoded text (WTF-8), given out up to `at`.
    pub decoded: Vec<u8>,
    pub at: usize,
    /// Where in `decoded` the text of the last chunk starts.
    pub chunk_start: usize,
    /// The end of the last chunk, where a character is incomplete. Only native encodings.
    tail: Vec<u8>,
    /// Line ends. Only native encodings.
    pub translator: Translator,
    /// The decoder's state before the last chunk, and the bytes it was given since.
    pub snapshot: Option<(i64, Vec<u8>)>,
    /// Is there a chunk that was decoded, be it used up?
    pub has_chunk: bool,
}

impl TextFile {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <TextFile as Numbered>::NUMBER,
        name: "TextIOWrapper",
        module: "_io",
        doc: "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)\n--\n\nText over a binary file.",
        base: <TextIoBase as Numbered>::NUMBER,
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE | type_flags::INHERITS_NEW,
        native: &text_methods::Methods::NATIVE,
        layout: Some(LayoutInfo::of::<TextFile>()),
        dict_offset: Some(offset_of!(TextFile, dict)),
        ..TypeDef::DEFAULT
    };
}

/// The arguments of `TextIOWrapper` behind the buffer.
pub struct TextOptions {
    /// The encoding, or None.
    pub encoding: Value,
    /// The error handler, or None.
    pub errors: Value,
    /// `newline`
    pub newline: Value,
    /// Is each line written out at once?
    pub line_buffering: bool,
    /// Is everything written out at once?
    pub write_through: bool,
}

pub(super) fn alloc(vm: &mut Vm) -> Gc<TextFile> {
    let class = vm.class(TextFile::TYPE.id).address();
    let unbound = || Field::new(Value::UNBOUND);
    let made = vm.heap.alloc(TextFile {
        header: Header::new::<TextFile>(class),
        dict: unbound(),
        buffer: unbound(),
        encoding: Field::new(Value::NONE),
        errors: Field::new(Value::NONE),
        encoder: Field::new(Value::NONE),
        decoder: Field::new(Value::NONE),
        state: RefCell::default(),
        is_noted: Cell::new(false),
        finalizing: Cell::new(false),
    });
    vm.register_finalizer(made.value());
    made
}

/// A text file over a binary one.
pub fn new(vm: &mut Vm, buffer: Value, options: &TextOptions) -> R<Gc<TextFile>> {
    let this = alloc(vm);
    init(vm, this, buffer, options)?;
    Ok(this)
}

/// Is there nothing that was not written to the binary file?
pub(super) fn is_idle(this: Gc<TextFile>) -> bool {
    this.state.borrow().pending.is_empty()
}

/// Is UTF-8 used whatever the locale says?
pub fn utf8_mode(vm: &Vm) -> bool {
    vm.config.utf8_mode
}

/// `-X warn_default_encoding`: the warning is about the frame of a level.
pub fn warn_default_encoding(vm: &mut Vm, level: i32) -> R<()> {
    if vm.config.warn_default_encoding {
        vm.warn_at(kinds::ENCODING_WARNING, "'encoding' argument not specified", level)?;
    }
    Ok(())
}

pub(super) fn init(vm: &mut Vm, this: Gc<TextFile>, buffer: Value, options: &TextOptions) -> R<()> {
    this.buffer.set(this, Value::UNBOUND);
    if options.encoding.is_none() && vm.config.warn_default_encoding {
        warn_default_encoding(vm, 1)?;
    }
    let encoding = encoding_argument(vm, options.encoding)?;
    let newline = Newline::from_value(vm, Some("TextIOWrapper"), options.newline)?;
    let errors = match vm.as_str(options.errors) {
        Some(errors) => {
            codecs::check_name(vm, errors)?;
            codecs::check_names(vm, None, Some(errors))?;
            errors
        }
        None if options.errors.is_none() => vm.intern("strict"),
        None => {
            let of = vm.type_name(options.errors);
            return Err(
                vm.type_error(format!("TextIOWrapper() argument 'errors' must be str or None, not {of}"))
            );
        }
    };
    let codec = check_codec(vm, encoding)?;
    let ask = |vm: &mut Vm, ability| {
        let yes = buffered::can(vm, buffer, ability)?;
        vm.truth(yes)
    };
    let (readable, writable) = (ask(vm, Ability::Read)?, ask(vm, Ability::Write)?);
    *this.state.borrow_mut() = State {
        newline,
        line_buffering: options.line_buffering,
        write_through: options.write_through,
        readable,
        writable,
        chunk_size: 8192,
        ..State::default()
    };
    set_codec(vm, this, encoding, errors, codec)?;
    let seekable = ask(vm, Ability::Seek)?;
    let read1 = vm.intern("read1");
    let has_read1 = as_buffered(vm, buffer).is_some() || vm.get_attr_opt(buffer, read1)?.is_some();
    {
        let mut state = this.state.borrow_mut();
        (state.seekable, state.telling, state.has_read1) = (seekable, seekable, has_read1);
    }
    this.buffer.set(this, buffer);
    fix_encoder(vm, this)
}

/// An encoder that starts with a mark must not write it in the middle of a file.
pub(super) fn fix_encoder(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    let encoder = this.encoder.get();
    if encoder.is_none() || !this.state.borrow().seekable {
        return Ok(());
    }
    let tell = vm.names().tell;
    let at = vm.call_method(this.buffer.get(), tell, &[])?;
    if vm.index_i64(at)? != 0 {
        vm.call_method_named(encoder, "setstate", &[Value::ZERO])?;
    }
    Ok(())
}

/// The name of the encoding that an argument asks for.
pub(super) fn encoding_argument(vm: &mut Vm, encoding: Value) -> R<Gc<Str>> {
    let Some(name) = vm.as_str(encoding) else {
        if encoding.is_none() {
            let name = if vm.config.utf8_mode { "utf-8" } else { vm.config.locale_encoding };
            return Ok(vm.intern(name));
        }
        let of = vm.type_name(encoding);
        return Err(
            vm.type_error(format!("TextIOWrapper() argument 'encoding' must be str or None, not {of}"))
        );
    };
    codecs::check_name(vm, name)?;
    Ok(unless_locale(vm, name))
}

/// An encoding; the locale's for "locale".
pub(super) fn unless_locale(vm: &mut Vm, name: Gc<Str>) -> Gc<Str> {
    if name.to_ref().as_bytes() != b"locale" {
        return name;
    }
    let name = vm.config.locale_encoding;
    vm.intern(name)
}

/// The native codec of an encoding, or else the codec that is registered for it.
pub(super) fn check_codec(vm: &mut Vm, encoding: Gc<Str>) -> R<Result<Codec, Value>> {
    match codecs::native(Some(encoding)) {
        Some(Native::Plain(codec)) => Ok(Ok(codec)),
        _ => Ok(Err(codecs::lookup_text(vm, encoding, "open")?)),
    }
}

/// Sets encoding and error handler, and makes the codecs.
pub(super) fn set_codec(
    vm: &mut Vm,
    this: Gc<TextFile>,
    encoding: Gc<Str>,
    errors: Gc<Str>,
    codec: Result<Codec, Value>,
) -> R<()> {
    let (readable, writable, newline) = {
        let state = this.state.borrow();
        (state.readable, state.writable, state.newline)
    };
    let (mut encoder, mut decoder) = (Value::NONE, Value::NONE);
    if let Err(info) = codec {
        if readable {
            let make = vm.get_attr_named(info, "incrementaldecoder")?;
            decoder = vm.call(make, &[errors.value()])?;
            if newline.reads_all() {
                decoder = NewlineDecoder::make(vm, decoder, newline == Newline::Universal).value();
            }
        }
        if writable {
            let make = vm.get_attr_named(info, "incrementalencoder")?;
            encoder = vm.call(make, &[errors.value()])?;
        }
    }
    this.encoder.set(this, encoder);
    this.decoder.set(this, decoder);
    this.encoding.set(this, encoding.value());
    this.errors.set(this, errors.value());
    let mut state = this.state.borrow_mut();
    state.codec = codec.ok();
    state.translator = Translator::new(newline == Newline::Universal);
    state.tail.clear();
    Ok(())
}

/// The buffer, where it is used without calls.
pub(super) fn as_buffered(vm: &Vm, buffer: Value) -> Option<Gc<Buffered>> {
    let b = buffer.cast::<Buffered>()?;
    (!vm.class_of(buffer).has_flag(type_flags::HEAP)).then_some(b)
}

/// The binary file, where there is one.
pub(super) fn attached(vm: &mut Vm, this: Gc<TextFile>) -> R {
    match this.buffer.get() {
        Value::NONE => Err(vm.value_error("underlying buffer has been detached")),
        buffer if buffer.is_unbound() => Err(vm.value_error("I/O operation on uninitialized object")),
        buffer => Ok(buffer),
    }
}

/// The binary file, which must be open.
pub(super) fn open_buffer(vm: &mut Vm, this: Gc<TextFile>) -> R {
    let buffer = attached(vm, this)?;
    let closed = match as_buffered(vm, buffer).and_then(|b| buffered::is_open(vm, b)) {
        Some(open) => !open,
        None => is_closed(vm, buffer)?,
    };
    if closed { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(buffer) }
}

fn errors_of(vm: &Vm, this: Gc<TextFile>) -> Option<Gc<Str>> {
    vm.as_str(this.errors.get())
}

fn check_writable(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    open_buffer(vm, this)?;
    let writable = this.state.borrow().writable;
    if writable { Ok(()) } else { Err(unsupported(vm, "not writable")) }
}

/// A text of a subclass with its line ends replaced, by its own method: it may do anything, be it to the file.
fn replace_line_ends(vm: &mut Vm, this: Gc<TextFile>, text: Value, end: &[u8]) -> R<Gc<Str>> {
    let (lf, end) = (vm.intern("\n").value(), vm.new_str_wtf8(end).value());
    let replaced = vm.call_method_named(text, "replace", &[lf, end])?;
    let Some(replaced) = vm.as_str(replaced) else {
        let of = vm.type_name(replaced);
        return Err(vm.type_error(format!("replace() should return a str, not {of}")));
    };
    check_writable(vm, this)?;
    Ok(replaced)
}

/// `write` of an exact string
pub fn write(vm: &mut Vm, this: Gc<TextFile>, text: Gc<Str>) -> R<()> {
    write_object(vm, this, text.value(), text)
}

/// `write` of an object that is the text, perhaps of a subclass
pub(super) fn write_object(vm: &mut Vm, this: Gc<TextFile>, object: Value, text: Gc<Str>) -> R<()> {
    check_writable(vm, this)?;
    let (line_buffering, translated) = {
        let state = this.state.borrow();
        (state.line_buffering, state.newline.written())
    };
    let bytes = text.to_ref().as_bytes();
    let has_lf = (translated.is_some() || line_buffering) && memchr::memchr(b'\n', bytes).is_some();
    let flush = line_buffering && (has_lf || memchr::memchr(b'\r', bytes).is_some());
    let text = match translated {
        Some(end) if has_lf && !vm.is_exact(object, kinds::STR) => replace_line_ends(vm, this, object, end)?,
        Some(end) if has_lf => {
            let mut out = Vec::with_capacity(bytes.len() + 16);
            let mut rest = bytes;
            while let Some(i) = memchr::memchr(b'\n', rest) {
                out.extend_from_slice(&rest[..i]);
                out.extend_from_slice(end);
                rest = &rest[i + 1..];
            }
            out.extend_from_slice(rest);
            vm.new_str_wtf8(&out)
        }
        _ => text,
    };
    let (codec, write_through) = {
        let state = this.state.borrow();
        (state.codec, state.write_through)
    };
    let held;
    let encoded: &[u8] = match codec {
        Some(codec) => {
            let errors = errors_of(vm, this);
            held = codecs::encode_native(vm, codec, text, errors)?;
            &held
        }
        None => {
            let encoder = this.encoder.get();
            let bytes = vm.call_method_named(encoder, "encode", &[text.value()])?;
            let Some(bytes) = vm.payload::<taipan_runtime::layout::Bytes>(bytes) else {
                let of = vm.type_name(bytes);
                return Err(vm.type_error(format!("encoder should return a bytes object, not '{of}'")));
            };
            bytes.to_ref().as_slice()
        }
    };
    if !this.is_noted.get()
        && as_buffered(vm, this.buffer.get()).is_some_and(|b| buffered::goes_to_regular(vm, b))
    {
        this.is_noted.set(true);
        vm.note_file(NotedFile::Unwritten, this.value());
    }
    let write_out = {
        let mut state = this.state.borrow_mut();
        // Writing out may write more to this file.
        while !state.pending.is_empty() && state.pending.len() + encoded.len() > state.chunk_size {
            drop(state);
            write_out_pending(vm, this)?;
            state = this.state.borrow_mut();
        }
        state.pending.extend_from_slice(encoded);
        state.pending.len() >= state.chunk_size || flush || write_through
    };
    if write_out {
        write_out_pending(vm, this)?;
    }
    if flush {
        flush_buffer(vm, this)?;
    }
    // What was read ahead is read again, where the file has positions.
    if this.state.borrow().snapshot.is_some() {
        forget(this);
    }
    reset_decoder(vm, this)
}

pub(super) fn reset_decoder(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    {
        let mut state = this.state.borrow_mut();
        state.tail.clear();
        state.translator = Translator::new(state.translator.translate);
    }
    let decoder = this.decoder.get();
    if !decoder.is_none() {
        vm.call_method_named(decoder, "reset", &[])?;
    }
    Ok(())
}

/// Writes out what was encoded, without running any code; what can't be written stays where it is.
pub(super) fn write_out_now(vm: &Vm, this: Gc<TextFile>) {
    this.is_noted.set(false);
    if let (Some(buffer), Ok(mut state)) = (as_buffered(vm, this.buffer.get()), this.state.try_borrow_mut()) {
        buffered::write_out_now(vm, buffer, &mut state.pending);
    }
}

/// Gives the binary file what was encoded.
pub(super) fn write_out_pending(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    let mut pending = std::mem::take(&mut this.state.borrow_mut().pending);
    if pending.is_empty() {
        return Ok(());
    }
    let buffer = attached(vm, this)?;
    if let Some(b) = as_buffered(vm, buffer) {
        buffered::write_bytes(vm, b, &pending)?;
        // The memory is used again.
        pending.clear();
        let mut state = this.state.borrow_mut();
        if state.pending.is_empty() {
            state.pending = pending;
        }
        return Ok(());
    }
    let bytes = vm.new_bytes(&pending);
    let write = vm.names().write;
    vm.call_method(buffer, write, &[bytes]).map(|_| ())
}

pub(super) fn flush_buffer(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    let buffer = attached(vm, this)?;
    match as_buffered(vm, buffer) {
        Some(b) => buffered::flush(vm, b),
        None => {
            let flush = vm.names().flush;
            vm.call_method(buffer, flush, &[]).map(|_| ())
        }
    }
}

/// `flush`
pub fn flush(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    open_buffer(vm, this)?;
    {
        let mut state = this.state.borrow_mut();
        state.telling = state.seekable;
    }
    write_out_pending(vm, this)?;
    flush_buffer(vm, this)
}

/// Decodes bytes onto the end of what is decoded.
pub(super) fn decode(vm: &mut Vm, this: Gc<TextFile>, bytes: &[u8], last: bool) -> R<()> {
    let codec = this.state.borrow().codec;
    let Some(codec) = codec else {
        let decoder = this.decoder.get();
        let bytes = vm.new_bytes(bytes);
        let text = vm.call_method_named(decoder, "decode", &[bytes, Value::bool(last)])?;
        let Some(text) = vm.as_str(text) else {
            let of = vm.type_name(text);
            return Err(vm.type_error(format!("decoder should return a string result, not '{of}'")));
        };
        this.state.borrow_mut().decoded.extend_from_slice(text.to_ref().as_bytes());
        return Ok(());
    };
    let mut input = std::mem::take(&mut this.state.borrow_mut().tail);
    let bytes = if input.is_empty() {
        bytes
    } else {
        input.extend_from_slice(bytes);
        &input
    };
    let held;
    let (text, consumed): (&[u8], usize) = if bytes.is_ascii() {
        (bytes, bytes.len())
    } else {
        let object = vm.new_bytes(bytes);
        let errors = errors_of(vm, this);
        let input = if last { Input::Final } else { Input::Partial };
        let decoded = codecs::decode_native(vm, codec, object, bytes, errors, input)?;
        held = decoded.text;
        (held.to_ref().as_bytes(), decoded.consumed)
    };
    let mut state = this.state.borrow_mut();
    let state = &mut *state;
    state.tail = bytes[consumed..].to_vec();
    if state.newline.reads_all() {
        state.translator.feed(text, last, &mut state.decoded);
    } else {
        state.decoded.extend_from_slice(text);
    }
    Ok(())
}

/// The decoder's state: what it keeps back, and a number.
pub(super) fn decoder_state(vm: &mut Vm, this: Gc<TextFile>) -> R<(i64, Vec<u8>)> {
    let decoder = this.decoder.get();
    if decoder.is_none() {
        let state = this.state.borrow();
        return Ok((i64::from(state.translator.pending_cr), state.tail.clone()));
    }
    let state = vm.call_method_named(decoder, "getstate", &[])?;
    let (buffer, flags) = state_parts(vm, state)?;
    let Some(bytes) = vm.bytes_of(buffer) else {
        let of = vm.type_name(buffer);
        return Err(vm.type_error(format!(
            "illegal decoder state: the first item should be a bytes object, not '{of}'"
        )));
    };
    Ok((flags, bytes.to_vec()))
}

pub(super) fn set_decoder_state(vm: &mut Vm, this: Gc<TextFile>, flags: i64, kept: &[u8]) -> R<()> {
    let decoder = this.decoder.get();
    if decoder.is_none() {
        let mut state = this.state.borrow_mut();
        state.translator.pending_cr = flags & 1 != 0;
        state.tail = kept.to_vec();
        return Ok(());
    }
    let buffer = vm.new_bytes(kept);
    let flags = vm.new_int(flags);
    let state = vm.new_tuple(&[buffer, flags]).value();
    vm.call_method_named(decoder, "setstate", &[state]).map(|_| ())
}

/// The bytes that a method of the buffer underneath gave.
fn bytes_read(vm: &mut Vm, chunk: Value, method: &str) -> R<Vec<u8>> {
    match taipan_objects::buffer::peek(vm, chunk) {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(raised) if vm.take_if(kinds::TYPE_ERROR).is_none() => Err(raised),
        Err(_) => {
            let of = vm.type_name(chunk);
            let text = format!("underlying {method}() should have returned a bytes-like object, not '{of}'");
            Err(vm.type_error(text))
        }
    }
}

/// Reads and decodes one chunk; false at the end of the file. `hint`: how many characters are wanted at least.
fn read_chunk(vm: &mut Vm, this: Gc<TextFile>, hint: usize) -> R<bool> {
    let buffer = attached(vm, this)?;
    let (telling, has_read1, size) = {
        let mut state = this.state.borrow_mut();
        let at = state.at;
        state.decoded.drain(..at);
        state.at = 0;
        state.chunk_start = state.decoded.len();
        (state.telling, state.has_read1, state.chunk_size.max(hint))
    };
    let before = if telling { Some(decoder_state(vm, this)?) } else { None };
    let held;
    let bytes: &[u8] = match as_buffered(vm, buffer) {
        Some(b) => {
            held = buffered::read_once(vm, b, size)?;
            &held
        }
        None => {
            let method = if has_read1 { "read1" } else { "read" };
            let chunk = vm.call_method_named(buffer, method, &[Value::len(size)])?;
            held = bytes_read(vm, chunk, method)?;
            &held
        }
    };
    let end = bytes.is_empty();
    this.state.borrow_mut().has_chunk = true;
    let n = this.state.borrow().decoded.len();
    decode(vm, this, bytes, end)?;
    let mut state = this.state.borrow_mut();
    if let Some((flags, mut input)) = before {
        input.extend_from_slice(bytes);
        state.snapshot = Some((flags, input));
    }
    Ok(!end || state.decoded.len() > n)
}

fn check_readable(vm: &mut Vm, this: Gc<TextFile>) -> R<()> {
    let readable = this.state.borrow().readable;
    if readable { Ok(()) } else { Err(unsupported(vm, "not readable")) }
}

/// `read(n)`; all that is left where `n` is `None`.
pub(super) fn read(vm: &mut Vm, this: Gc<TextFile>, n: Option<usize>) -> R {
    let buffer = open_buffer(vm, this)?;
    check_readable(vm, this)?;
    write_out_pending(vm, this)?;
    let Some(n) = n else {
        return read_all(vm, this, buffer);
    };
    let mut out = Vec::new();
    let mut left = n;
    loop {
        {
            let mut state = this.state.borrow_mut();
            let rest = &state.decoded[state.at..];
            let end = skip_chars(rest, 0, left).min(rest.len());
            left -= count_chars(&rest[..end]).min(left);
            out.extend_from_slice(&rest[..end]);
            state.at += end;
        }
        if left == 0 || !read_chunk(vm, this, left.min(1 << 20))? {
            return Ok(vm.new_str_wtf8(&out).value());
        }
    }
}

fn read_all(vm: &mut Vm, this: Gc<TextFile>, buffer: Value) -> R {
    let held;
    let bytes: &[u8] = match as_buffered(vm, buffer) {
        Some(b) => {
            let Some(bytes) = buffered::read_rest(vm, b)? else {
                return Err(vm.raise(kinds::BLOCKING_IO_ERROR, "Read returned None."));
            };
            held = bytes;
            &held
        }
        None => {
            let read = vm.names().read;
            let bytes = vm.call_method(buffer, read, &[])?;
            if bytes.is_none() {
                let text = "Read returned None.";
                return Err(vm.raise(kinds::BLOCKING_IO_ERROR, text));
            }
            held = bytes_read(vm, bytes, "read")?;
            &held
        }
    };
    // What is ASCII and without line ends to be translated needs no second copy.
    let plain = {
        let state = this.state.borrow();
        state.codec.is_some()
            && state.at == state.decoded.len()
            && state.tail.is_empty()
            && !state.translator.pending_cr
            && !(state.newline.reads_all() && memchr::memchr(b'\r', bytes).is_some())
    };
    if plain && bytes.is_ascii() {
        let mut state = this.state.borrow_mut();
        if state.newline.reads_all() {
            state.translator.feed(&bytes[..0], true, &mut Vec::new());
            if memchr::memchr(b'\n', bytes).is_some() {
                state.translator.feed(b"\n", true, &mut Vec::new());
            }
        }
        state.snapshot = None;
        state.has_chunk = false;
        state.decoded.clear();
        state.at = 0;
        drop(state);
        return Ok(vm.new_str_wtf8(bytes).value());
    }
    decode(vm, this, bytes, true)?;
    let text = {
        let mut state = this.state.borrow_mut();
        let text = {
            let at = state.at;
            state.decoded.split_off(at)
        };
        state.decoded.clear();
        state.at = 0;
        state.snapshot = None;
        state.has_chunk = false;
        text
    };
    Ok(vm.new_str_wtf8(&text).value())
}

/// A line, of at most `limit` characters.
pub(super) fn read_line(vm: &mut Vm, this: Gc<TextFile>, limit: Option<usize>) -> R<Gc<Str>> {
    open_buffer(vm, this)?;
    check_readable(vm, this)?;
    write_out_pending(vm, this)?;
    // How much was searched without finding a line end.
    let mut searched: usize = 0;
    let newline = this.state.borrow().newline;
    loop {
        {
            let mut state = this.state.borrow_mut();
            let rest = &state.decoded[state.at..];
            // A line end may begin before what is new.
            let from = searched.saturating_sub(1);
            let found = newline.line_end_partial(&rest[from..]).map(|i| from + i);
            let full = limit.is_some_and(|limit| count_chars(rest) >= limit);
            if found.is_some() || full {
                let mut end = found.unwrap_or(rest.len());
                if let Some(limit) = limit {
                    end = end.min(skip_chars(rest, 0, limit));
                }
                let line = vm.new_str_wtf8(&rest[..end]);
                state.at += end;
                return Ok(line);
            }
            searched = rest.len();
        }
        let more = read_chunk(vm, this, 0);
        if more.is_err() {
            // The part of the line that was read is lost, as the chunk is.
            forget(this);
        }
        if !more? {
            let line = {
                let mut state = this.state.borrow_mut();
                let line = {
                    let at = state.at;
                    state.decoded.split_off(at)
                };
                state.decoded.clear();
                state.at = 0;
                state.snapshot = None;
                state.has_chunk = false;
                line
            };
            return Ok(vm.new_str_wtf8(&line));
        }
    }
}

/// Forgets what was decoded.
pub(super) fn forget(this: Gc<TextFile>) {
    let mut state = this.state.borrow_mut();
    state.decoded.clear();
    state.at = 0;
    state.chunk_start = 0;
    state.snapshot = None;
    state.has_chunk = false;
}

pub(super) fn reset_encoder(vm: &mut Vm, this: Gc<TextFile>, at_start: bool) -> R<()> {
    let encoder = this.encoder.get();
    if encoder.is_none() {
        return Ok(());
    }
    if at_start {
        vm.call_method_named(encoder, "reset", &[]).map(|_| ())
    } else {
        vm.call_method_named(encoder, "setstate", &[Value::ZERO]).map(|_| ())
    }
}

/// The line ends seen so far.
pub(super) fn newlines(vm: &mut Vm, this: Gc<TextFile>) -> R {
    let decoder = this.decoder.get();
    if decoder.is_none() {
        let translator = this.state.borrow().translator;
        return Ok(translator.newlines(vm));
    }
    let name = vm.intern("newlines");
    Ok(vm.get_attr_opt(decoder, name)?.unwrap_or(Value::NONE))
}
