//! Coders that keep a state: piece by piece, and on streams.

use super::iso2022;
use super::{Codec, decode, encode};
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Bytes, List, Str, Tuple, Type},
    type_flags,
};
use taipan_text::codecs::DecodeError;

/// The state of a coder.
#[derive(Trace)]
struct State {
    codec: Field<Gc<Codec>>,
    errors: Field<Gc<Str>>,
    /// What must wait for what follows: the beginning of a sequence, or a character as UTF-8.
    #[untraced]
    waiting: RefCell<Vec<u8>>,
    /// What the encoding itself remembers.
    #[untraced]
    state: Cell<iso2022::State>,
}

fn state(vm: &mut Vm, cls: Gc<Type>, errors: Option<Gc<Str>>, decodes: bool) -> R<State> {
    let codec = vm.get_attr_named(cls.value(), "codec")?;
    let Some(codec) = codec.cast::<Codec>() else {
        return Err(vm.type_error("codec is unexpected type"));
    };
    let errors = match errors {
        None => vm.intern("strict"),
        Some(errors) => errors,
    };
    let scheme = codec.scheme();
    let start = if decodes { scheme.start_decoding() } else { scheme.start() };
    Ok(State {
        codec: Field::new(codec),
        errors: Field::new(errors),
        waiting: RefCell::default(),
        state: Cell::new(start),
    })
}

fn text(vm: &mut Vm, value: Value, message: &str) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(text) => Ok(text),
        None => Err(vm.type_error(message)),
    }
}

/// The name of an error handler as an argument.
fn errors_arg(vm: &mut Vm, errors: Option<Value>, argument: &str) -> R<Option<Gc<Str>>> {
    let Some(errors) = errors else { return Ok(None) };
    let Some(name) = vm.as_str(errors) else {
        let of = vm.argument_type_name(errors);
        return Err(vm.type_error(format!("{argument} must be str, not {of}")));
    };
    vm.check_c_text(name)?;
    Ok(Some(name))
}

impl State {
    fn encode(&self, vm: &mut Vm, input: Value, last: bool) -> R<Vec<u8>> {
        let input = if vm.as_str(input).is_some() { input } else { vm.str(input)?.value() };
        let mut text = text(vm, input, "couldn't convert the object to str.")?;
        let scheme = self.codec.get().scheme();
        let waiting = self.waiting.borrow().clone();
        if !waiting.is_empty() {
            text = vm.new_str_wtf8(&[&waiting[..], text.to_ref().as_bytes()].concat());
        }
        let mut state = self.state.get();
        let errors = self.errors.get();
        let encoded = encode(vm, scheme, text, Some(errors), &mut state, last);
        let mut end = Vec::new();
        if last && encoded.is_ok() {
            scheme.leave(&mut state, &mut end);
        }
        self.state.set(state);
        let (mut bytes, used) = encoded?;
        bytes.extend(end);
        self.waiting.replace(text.to_ref().as_bytes()[used..].to_vec());
        Ok(bytes)
    }

    fn decode(&self, vm: &mut Vm, input: Value, last: bool) -> R<Gc<Str>> {
        let input = taipan_objects::buffer::peek(vm, input)?;
        // What waits does so still after an error.
        let mut bytes = [&self.waiting.borrow()[..], &input[..]].concat();
        let object = vm.new_bytes(&bytes);
        let mut state = self.state.get();
        let scheme = self.codec.get().scheme();
        let decoded = decode(vm, scheme, object, &bytes, Some(self.errors.get()), &mut state, last);
        self.state.set(state);
        let (text, used) = decoded?;
        bytes.drain(..used.min(bytes.len()));
        self.waiting.replace(bytes);
        Ok(text)
    }

    fn reset(&self, decodes: bool) {
        let scheme = self.codec.get().scheme();
        self.waiting.borrow_mut().clear();
        self.state.set(if decodes { scheme.start_decoding() } else { scheme.start() });
    }
}

macro_rules! coders {
    ($($struct:ident, $name:literal, $decodes:literal, $doc:literal;)*) => { $(
        #[doc = $doc]
        #[derive(Trace, Layout, NativeType)]
        #[repr(C)]
        pub struct $struct {
            header: Header,
            state: State,
            stream: Field<Value>,
        }

        impl $struct {
            /// The definition.
            pub const TYPE: TypeDef = TypeDef {
                id: <$struct as Numbered>::NUMBER,
                name: $name,
                module: "_multibytecodec",
                doc: $doc,
                flags: type_flags::BASETYPE | type_flags::SHOWS_GETATTR,
                native: &$struct::NATIVE,
                layout: Some(LayoutInfo::of::<$struct>()),
                ..TypeDef::DEFAULT
            };

            fn make(vm: &mut Vm, cls: Gc<Type>, stream: Value, errors: Option<Gc<Str>>) -> R<Gc<$struct>> {
                let state = state(vm, cls, errors, $decodes)?;
                let header = Header::new::<$struct>(vm.class_address(<$struct as Numbered>::NUMBER));
                Ok(vm.heap.alloc($struct { header, state, stream: Field::new(stream) }))
            }

            fn take_errors(vm: &mut Vm, this: Gc<$struct>, value: Option<Value>) -> R<()> {
                let Some(value) = value else {
                    return Err(vm.raise(kinds::ATTRIBUTE_ERROR, "cannot delete attribute"));
                };
                let errors = text(vm, value, "errors must be a string")?;
                this.state.errors.set(this, errors);
                Ok(())
            }
        }
    )* };
}

coders! {
    IncrementalEncoder, "MultibyteIncrementalEncoder", false, "Encodes piece by piece.";
    IncrementalDecoder, "MultibyteIncrementalDecoder", true, "Decodes piece by piece.";
    StreamReader, "MultibyteStreamReader", true, "Reads text from a stream of bytes.";
    StreamWriter, "MultibyteStreamWriter", false, "Writes text to a stream of bytes.";
}

#[native]
impl IncrementalEncoder {
    #[sig("($cls, errors='strict')")]
    #[name("IncrementalEncoder")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, errors: Option<Value>) -> R<Gc<IncrementalEncoder>> {
        let errors = errors_arg(vm, errors, "IncrementalEncoder() argument 1")?;
        IncrementalEncoder::make(vm, cls, Value::NONE, errors)
    }

    fn __init__(_: &mut Vm, this: Gc<IncrementalEncoder>, args: &Args<'_>) -> R<()> {
        let _ = (this, args);
        Ok(())
    }

    /// The bytes of a text; at the end, with what must follow.
    #[sig("($self, /, input, final=False)")]
    fn encode(vm: &mut Vm, this: Gc<IncrementalEncoder>, input: Value, r#final: bool) -> R {
        let bytes = this.state.encode(vm, input, r#final)?;
        Ok(vm.new_bytes(&bytes))
    }

    /// As a number: how long what waits is, what it is, the encoding's state.
    #[sig("($self, /)")]
    fn getstate(vm: &mut Vm, this: Gc<IncrementalEncoder>) -> Value {
        let waiting = this.state.waiting.borrow();
        let mut bytes = vec![waiting.len() as u8];
        bytes.extend_from_slice(&waiting);
        bytes.extend(this.state.state.get());
        bytes.resize(24, 0);
        let limb = |b: &[u8]| b.iter().rev().fold(0u64, |n, byte| n << 8 | u64::from(*byte));
        let limbs: Vec<u64> = bytes.chunks(8).map(limb).collect();
        vm.new_int_limbs(false, &limbs)
    }

    #[sig("($self, state, /)")]
    fn setstate(vm: &mut Vm, this: Gc<IncrementalEncoder>, state: Value) -> R<()> {
        if vm.as_int_value(state).is_none() {
            let of = vm.type_name(state);
            return Err(vm.type_error(format!("setstate() argument must be int, not {of}")));
        }
        let order = vm.new_str("little").value();
        let bytes = vm.call_method_named(state, "to_bytes", &[Value::int32(17), order])?;
        let bytes = vm.bytes_of(bytes).unwrap_or_default().to_vec();
        let n = bytes[0] as usize;
        if n > 8 {
            return Err(vm.raise(kinds::UNICODE_ERROR, "pending buffer too large"));
        }
        let waiting = vm.new_bytes(&bytes[1..=n]);
        let encoding = vm.new_str("utf-8").value();
        let waiting = vm.call_method_named(waiting, "decode", &[encoding])?;
        let waiting = text(vm, waiting, "couldn't convert the object to str.")?;
        this.state.waiting.replace(waiting.to_ref().as_bytes().to_vec());
        let mut state = iso2022::State::default();
        state.copy_from_slice(&bytes[n + 1..n + 9]);
        this.state.state.set(state);
        Ok(())
    }

    #[sig("($self, /)")]
    fn reset(_: &mut Vm, this: Gc<IncrementalEncoder>) {
        this.state.reset(false);
    }

    /// How errors are handled.
    #[getter]
    fn errors(_: &mut Vm, this: Gc<IncrementalEncoder>) -> Value {
        this.state.errors.get().value()
    }

    #[setter]
    fn set_errors(vm: &mut Vm, this: Gc<IncrementalEncoder>, value: Option<Value>) -> R<()> {
        IncrementalEncoder::take_errors(vm, this, value)
    }
}

#[native]
impl IncrementalDecoder {
    #[sig("($cls, errors='strict')")]
    #[name("IncrementalDecoder")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, errors: Option<Value>) -> R<Gc<IncrementalDecoder>> {
        let errors = errors_arg(vm, errors, "IncrementalDecoder() argument 1")?;
        IncrementalDecoder::make(vm, cls, Value::NONE, errors)
    }

    fn __init__(_: &mut Vm, this: Gc<IncrementalDecoder>, args: &Args<'_>) -> R<()> {
        let _ = (this, args);
        Ok(())
    }

    /// The text of bytes, as far as it is complete.
    #[sig("($self, /, input, final=False)")]
    fn decode(vm: &mut Vm, this: Gc<IncrementalDecoder>, input: Value, r#final: bool) -> R<Gc<Str>> {
        this.state.decode(vm, input, r#final)
    }

    #[sig("($self, /)")]
    fn getstate(vm: &mut Vm, this: Gc<IncrementalDecoder>) -> Gc<Tuple> {
        let waiting = vm.new_bytes(&this.state.waiting.borrow());
        let state = u64::from_le_bytes(this.state.state.get());
        let state = vm.new_int_limbs(false, &[state]);
        vm.new_tuple(&[waiting, state])
    }

    #[sig("($self, state, /)")]
    fn setstate(vm: &mut Vm, this: Gc<IncrementalDecoder>, state: Gc<Tuple>) -> R<()> {
        let &[waiting, number] = state.to_ref().as_slice() else {
            return Err(vm.type_error("setstate(): illegal state argument"));
        };
        if vm.payload::<Bytes>(waiting).is_none() || vm.as_int_value(number).is_none() {
            return Err(vm.type_error("setstate(): illegal state argument"));
        }
        let order = vm.new_str("little").value();
        let number = vm.call_method_named(number, "to_bytes", &[Value::int32(8), order])?;
        let number = vm.bytes_of(number).unwrap_or_default().to_vec();
        let pending = vm.bytes_of(waiting).unwrap_or_default().to_vec();
        if pending.len() > 8 {
            let error = DecodeError { start: 0, end: pending.len(), reason: "pending buffer too large" };
            let name = this.state.codec.get().scheme().name;
            return Err(taipan_objects::codecs::raise_decode_error(vm, name, waiting, &error));
        }
        this.state.waiting.replace(pending);
        let mut bytes = iso2022::State::default();
        bytes.copy_from_slice(&number[..8]);
        this.state.state.set(bytes);
        Ok(())
    }

    #[sig("($self, /)")]
    fn reset(_: &mut Vm, this: Gc<IncrementalDecoder>) {
        this.state.reset(true);
    }

    /// How errors are handled.
    #[getter]
    fn errors(_: &mut Vm, this: Gc<IncrementalDecoder>) -> Value {
        this.state.errors.get().value()
    }

    #[setter]
    fn set_errors(vm: &mut Vm, this: Gc<IncrementalDecoder>, value: Option<Value>) -> R<()> {
        IncrementalDecoder::take_errors(vm, this, value)
    }
}

/// Reads by a method of the stream until there is a text.
fn pull(vm: &mut Vm, this: Gc<StreamReader>, method: &str, size: Option<Value>) -> R<Gc<Str>> {
    let size = match size {
        Some(size) if !size.is_none() => Some(vm.index_i64(size)?).filter(|size| *size >= 0),
        _ => None,
    };
    if size == Some(0) {
        return Ok(vm.names().empty);
    }
    loop {
        let args: Vec<i64> = size.into_iter().collect();
        let bytes = match args[..] {
            [size] => {
                let size = vm.new_int(size);
                vm.call_method_named(this.stream.get(), method, &[size])?
            }
            _ => vm.call_method_named(this.stream.get(), method, &[])?,
        };
        let Some(n) = vm.bytes_of(bytes).map(<[u8]>::len) else {
            let of = vm.type_name(bytes);
            return Err(vm.type_error(format!("stream function returned a non-bytes object ({of})")));
        };
        let ended = n == 0 || (size.is_none() && method == "read");
        let text = this.state.decode(vm, bytes, ended)?;
        if ended || text.n_chars() > 0 {
            return Ok(text);
        }
    }
}

#[native]
impl StreamReader {
    #[sig("($cls, stream, errors='strict')")]
    #[name("StreamReader")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, stream: Value, errors: Option<Value>) -> R<Gc<StreamReader>> {
        let errors = errors_arg(vm, errors, "StreamReader() argument 2")?;
        StreamReader::make(vm, cls, stream, errors)
    }

    fn __init__(_: &mut Vm, this: Gc<StreamReader>, args: &Args<'_>) -> R<()> {
        let _ = (this, args);
        Ok(())
    }

    #[sig("($self, sizeobj=None, /)")]
    fn read(vm: &mut Vm, this: Gc<StreamReader>, sizeobj: Option<Value>) -> R<Gc<Str>> {
        pull(vm, this, "read", sizeobj)
    }

    #[sig("($self, sizeobj=None, /)")]
    fn readline(vm: &mut Vm, this: Gc<StreamReader>, sizeobj: Option<Value>) -> R<Gc<Str>> {
        pull(vm, this, "readline", sizeobj)
    }

    #[sig("($self, sizehintobj=None, /)")]
    fn readlines(vm: &mut Vm, this: Gc<StreamReader>, sizehintobj: Option<Value>) -> R {
        let text = pull(vm, this, "read", sizehintobj)?;
        vm.call_method_named(text.value(), "splitlines", &[Value::TRUE])
    }

    #[sig("($self, /)")]
    fn reset(_: &mut Vm, this: Gc<StreamReader>) {
        this.state.reset(true);
    }

    #[member]
    fn stream(_: &mut Vm, this: Gc<StreamReader>) -> Value {
        this.stream.get()
    }

    /// How errors are handled.
    #[getter]
    fn errors(_: &mut Vm, this: Gc<StreamReader>) -> Value {
        this.state.errors.get().value()
    }

    #[setter]
    fn set_errors(vm: &mut Vm, this: Gc<StreamReader>, value: Option<Value>) -> R<()> {
        StreamReader::take_errors(vm, this, value)
    }
}

#[native]
impl StreamWriter {
    #[sig("($cls, stream, errors='strict')")]
    #[name("StreamWriter")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, stream: Value, errors: Option<Value>) -> R<Gc<StreamWriter>> {
        let errors = errors_arg(vm, errors, "StreamWriter() argument 2")?;
        StreamWriter::make(vm, cls, stream, errors)
    }

    fn __init__(_: &mut Vm, this: Gc<StreamWriter>, args: &Args<'_>) -> R<()> {
        let _ = (this, args);
        Ok(())
    }

    #[sig("($self, strobj, /)")]
    fn write(vm: &mut Vm, this: Gc<StreamWriter>, strobj: Value) -> R<()> {
        let bytes = this.state.encode(vm, strobj, false)?;
        let bytes = vm.new_bytes(&bytes);
        vm.call_method_named(this.stream.get(), "write", &[bytes]).map(|_| ())
    }

    #[sig("($self, lines, /)")]
    fn writelines(vm: &mut Vm, this: Gc<StreamWriter>, lines: Value) -> R<()> {
        let lines: Gc<List> = match vm.as_list(lines) {
            Some(lines) => lines,
            None => vm.to_list(lines)?,
        };
        let mut i = 0;
        while let Some(line) = lines.as_slice().get(i).copied() {
            StreamWriter::write(vm, this, line)?;
            i += 1;
        }
        Ok(())
    }

    #[sig("($self, /)")]
    fn reset(vm: &mut Vm, this: Gc<StreamWriter>) -> R<()> {
        // What waits for what follows is written alone.
        let empty = vm.names().empty.value();
        let rest = this.state.encode(vm, empty, true)?;
        this.state.reset(false);
        if !rest.is_empty() {
            let rest = vm.new_bytes(&rest);
            vm.call_method_named(this.stream.get(), "write", &[rest])?;
        }
        Ok(())
    }

    #[member]
    fn stream(_: &mut Vm, this: Gc<StreamWriter>) -> Value {
        this.stream.get()
    }

    /// How errors are handled.
    #[getter]
    fn errors(_: &mut Vm, this: Gc<StreamWriter>) -> Value {
        this.state.errors.get().value()
    }

    #[setter]
    fn set_errors(vm: &mut Vm, this: Gc<StreamWriter>, value: Option<Value>) -> R<()> {
        StreamWriter::take_errors(vm, this, value)
    }
}
