//! Coders that keep a state: piece by piece, and on streams.

use super::{Codec, decode, encode, leave};
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{List, Str, Tuple, Type},
    type_flags,
};

/// The state of a coder.
#[derive(Trace)]
struct State {
    codec: Field<Gc<Codec>>,
    errors: Field<Gc<Str>>,
    /// The beginning of a sequence whose rest is still to come.
    #[untraced]
    waiting: RefCell<Vec<u8>>,
    /// Is an encoding that is switched at two bytes?
    #[untraced]
    double: Cell<bool>,
}

fn state(vm: &mut Vm, cls: Gc<Type>, errors: Option<Value>) -> R<State> {
    let codec = vm.get_attr_named(cls.value(), "codec")?;
    let Some(codec) = codec.cast::<Codec>() else {
        return Err(vm.type_error("codec is unexpected type"));
    };
    let errors = match errors {
        None => vm.intern("strict"),
        Some(errors) => text(vm, errors, "errors must be a string")?,
    };
    Ok(State {
        codec: Field::new(codec),
        errors: Field::new(errors),
        waiting: RefCell::default(),
        double: Cell::new(false),
    })
}

fn text(vm: &mut Vm, value: Value, message: &str) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(text) => Ok(text),
        None => Err(vm.type_error(message)),
    }
}

impl State {
    fn encode(&self, vm: &mut Vm, input: Value, last: bool) -> R<Vec<u8>> {
        let text = text(vm, input, "couldn't convert the object to str.")?;
        let mut double = self.double.get();
        let result = encode(vm, self.codec.get().charset(), text, Some(self.errors.get()), &mut double);
        let mut bytes = result?;
        if last {
            bytes.extend_from_slice(leave(&mut double));
        }
        self.double.set(double);
        Ok(bytes)
    }

    fn decode(&self, vm: &mut Vm, input: Value, last: bool) -> R<Gc<Str>> {
        let input = taipan_objects::buffer::peek(vm, input)?;
        let mut bytes = self.waiting.take();
        bytes.extend_from_slice(&input);
        let object = vm.new_bytes(&bytes);
        let mut double = self.double.get();
        let charset = self.codec.get().charset();
        let (text, used) = decode(vm, charset, object, &bytes, Some(self.errors.get()), &mut double, last)?;
        self.double.set(double);
        bytes.drain(..used.min(bytes.len()));
        self.waiting.replace(bytes);
        Ok(text)
    }

    fn reset(&self) {
        self.waiting.borrow_mut().clear();
        self.double.set(false);
    }
}

macro_rules! coders {
    ($($struct:ident, $name:literal, $doc:literal;)*) => { $(
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
                flags: type_flags::BASETYPE,
                native: &$struct::NATIVE,
                layout: Some(LayoutInfo::of::<$struct>()),
                ..TypeDef::DEFAULT
            };

            fn make(vm: &mut Vm, cls: Gc<Type>, stream: Value, errors: Option<Value>) -> R<Gc<$struct>> {
                let state = state(vm, cls, errors)?;
                let header = Header::new::<$struct>(vm.class_address(<$struct as Numbered>::NUMBER));
                Ok(vm.heap.alloc($struct { header, state, stream: Field::new(stream) }))
            }

            fn take_errors(vm: &mut Vm, this: Gc<$struct>, value: Option<Value>) -> R<()> {
                let Some(value) = value else {
                    return Err(vm.type_error("cannot delete attribute"));
                };
                let errors = text(vm, value, "errors must be a string")?;
                this.state.errors.set(this, errors);
                Ok(())
            }
        }
    )* };
}

coders! {
    IncrementalEncoder, "MultibyteIncrementalEncoder", "Encodes piece by piece.";
    IncrementalDecoder, "MultibyteIncrementalDecoder", "Decodes piece by piece.";
    StreamReader, "MultibyteStreamReader", "Reads text from a stream of bytes.";
    StreamWriter, "MultibyteStreamWriter", "Writes text to a stream of bytes.";
}

#[native]
impl IncrementalEncoder {
    #[sig("($cls, errors='strict')")]
    #[name("IncrementalEncoder")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, errors: Option<Value>) -> R<Gc<IncrementalEncoder>> {
        IncrementalEncoder::make(vm, cls, Value::NONE, errors)
    }

    #[sig("($self, errors='strict')")]
    fn __init__(_: &mut Vm, this: Gc<IncrementalEncoder>, errors: Option<Value>) {
        let _ = (this, errors);
    }

    /// The bytes of a text; at the end, with what must follow.
    #[sig("($self, /, input, final=False)")]
    fn encode(vm: &mut Vm, this: Gc<IncrementalEncoder>, input: Value, r#final: bool) -> R {
        let bytes = this.state.encode(vm, input, r#final)?;
        Ok(vm.new_bytes(&bytes))
    }

    #[sig("($self, /)")]
    fn getstate(_: &mut Vm, this: Gc<IncrementalEncoder>) -> i64 {
        this.state.double.get().into()
    }

    #[sig("($self, state, /)")]
    fn setstate(_: &mut Vm, this: Gc<IncrementalEncoder>, state: i64) {
        this.state.double.set(state != 0);
    }

    #[sig("($self, /)")]
    fn reset(_: &mut Vm, this: Gc<IncrementalEncoder>) {
        this.state.reset();
    }

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
        IncrementalDecoder::make(vm, cls, Value::NONE, errors)
    }

    #[sig("($self, errors='strict')")]
    fn __init__(_: &mut Vm, this: Gc<IncrementalDecoder>, errors: Option<Value>) {
        let _ = (this, errors);
    }

    /// The text of bytes, as far as it is complete.
    #[sig("($self, /, input, final=False)")]
    fn decode(vm: &mut Vm, this: Gc<IncrementalDecoder>, input: Value, r#final: bool) -> R<Gc<Str>> {
        this.state.decode(vm, input, r#final)
    }

    #[sig("($self, /)")]
    fn getstate(vm: &mut Vm, this: Gc<IncrementalDecoder>) -> Gc<Tuple> {
        let waiting = vm.new_bytes(&this.state.waiting.borrow());
        vm.new_tuple(&[waiting, Value::int32(this.state.double.get().into())])
    }

    #[sig("($self, state, /)")]
    fn setstate(vm: &mut Vm, this: Gc<IncrementalDecoder>, state: Gc<Tuple>) -> R<()> {
        let &[waiting, double] = state.to_ref().as_slice() else {
            return Err(vm.type_error("setstate(): illegal state argument"));
        };
        let Some(waiting) = vm.bytes_of(waiting) else {
            return Err(vm.type_error("setstate(): illegal state argument"));
        };
        if waiting.len() > 8 {
            return Err(vm.raise(kinds::UNICODE_ERROR, "pending buffer too large"));
        }
        let waiting = waiting.to_vec();
        let double = vm.index_i64(double)?;
        this.state.waiting.replace(waiting);
        this.state.double.set(double != 0);
        Ok(())
    }

    #[sig("($self, /)")]
    fn reset(_: &mut Vm, this: Gc<IncrementalDecoder>) {
        this.state.reset();
    }

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
        StreamReader::make(vm, cls, stream, errors)
    }

    #[sig("($self, stream, errors='strict')")]
    fn __init__(_: &mut Vm, this: Gc<StreamReader>, stream: Value, errors: Option<Value>) {
        let _ = (this, stream, errors);
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
        this.state.reset();
    }

    #[getter]
    fn stream(_: &mut Vm, this: Gc<StreamReader>) -> Value {
        this.stream.get()
    }

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
        StreamWriter::make(vm, cls, stream, errors)
    }

    #[sig("($self, stream, errors='strict')")]
    fn __init__(_: &mut Vm, this: Gc<StreamWriter>, stream: Value, errors: Option<Value>) {
        let _ = (this, stream, errors);
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
        let mut double = this.state.double.get();
        let rest = leave(&mut double);
        this.state.reset();
        if !rest.is_empty() {
            let rest = vm.new_bytes(rest);
            vm.call_method_named(this.stream.get(), "write", &[rest])?;
        }
        Ok(())
    }

    #[getter]
    fn stream(_: &mut Vm, this: Gc<StreamWriter>) -> Value {
        this.stream.get()
    }

    #[getter]
    fn errors(_: &mut Vm, this: Gc<StreamWriter>) -> Value {
        this.state.errors.get().value()
    }

    #[setter]
    fn set_errors(vm: &mut Vm, this: Gc<StreamWriter>, value: Option<Value>) -> R<()> {
        StreamWriter::take_errors(vm, this, value)
    }
}
