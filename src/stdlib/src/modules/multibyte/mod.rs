//! `_multibytecodec` and the modules of codecs (`_codecs_jp` and the like): the encodings of East Asia. `charset` has the
//! characters, `coders` the classes that keep a state.

mod charset;
pub mod coders;

use charset::{Charset, Found};
use coders::{IncrementalDecoder, IncrementalEncoder, StreamReader, StreamWriter};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::codecs::{decode_loop, encode_loop};
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{Str, Tuple},
    type_flags,
};
use taipan_text::codecs::{Codec as Kernel, DecodeError, EncodeError, Stop};
use taipan_text::{Wtf8, Wtf8Buf, wtf8};

/// The module of the classes.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_multibytecodec",
    doc: "Codecs of several bytes for a character.",
    types: &[&IncrementalDecoder::TYPE, &IncrementalEncoder::TYPE, &StreamReader::TYPE, &StreamWriter::TYPE],
    ..ModuleDef::DEFAULT
};

macro_rules! modules {
    ($($name:ident, $text:literal, $functions:ident;)*) => { $(
        /// A module of codecs.
        pub static $name: ModuleDef = ModuleDef {
            name: $text,
            doc: "Codecs of several bytes for a character.",
            functions: &$functions::NATIVE,
            ..ModuleDef::DEFAULT
        };

        struct $functions;

        #[native]
        impl $functions {
            /// The codec of a name.
            #[sig("($module, encoding, /)")]
            fn getcodec(vm: &mut Vm, encoding: Value) -> R<Gc<Codec>> {
                get_codec(vm, $text, encoding)
            }
        }
    )* };
}

modules! {
    JAPAN, "_codecs_jp", JapanFunctions;
    CHINA, "_codecs_cn", ChinaFunctions;
    KOREA, "_codecs_kr", KoreaFunctions;
    TAIWAN, "_codecs_tw", TaiwanFunctions;
    HONG_KONG, "_codecs_hk", HongKongFunctions;
    ISO_2022, "_codecs_iso2022", Iso2022Functions;
}

/// A codec.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Codec {
    header: Header,
    #[untraced]
    number: usize,
}

impl Codec {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Codec as Numbered>::NUMBER,
        name: "MultibyteCodec",
        module: "_multibytecodec",
        doc: "A codec of several bytes for a character.",
        flags: type_flags::NO_NEW,
        native: &Codec::NATIVE,
        layout: Some(LayoutInfo::of::<Codec>()),
        ..TypeDef::DEFAULT
    };

    fn charset(&self) -> &'static Charset {
        &charset::ALL[self.number]
    }
}

fn get_codec(vm: &mut Vm, module: &str, encoding: Value) -> R<Gc<Codec>> {
    let Some(name) = vm.as_str(encoding) else {
        return Err(vm.type_error("encoding name must be a string."));
    };
    let name = name.to_display();
    let known = charset::ALL.iter().position(|charset| charset.name == name && charset.module == module);
    let Some(number) = known else {
        return Err(vm.raise(taipan_runtime::kinds::LOOKUP_ERROR, "no such codec is supported."));
    };
    let header = Header::new::<Codec>(vm.class_address(<Codec as Numbered>::NUMBER));
    Ok(vm.heap.alloc(Codec { header, number }))
}

/// An optional `errors` argument.
fn errors_of(vm: &mut Vm, errors: Value) -> R<Option<Gc<Str>>> {
    if errors.is_none() {
        return Ok(None);
    }
    match vm.as_str(errors) {
        Some(errors) => Ok(Some(errors)),
        None => {
            let of = vm.type_name(errors);
            Err(vm.type_error(format!("errors must be a string, not {of}")))
        }
    }
}

#[native]
impl Codec {
    /// The bytes of a text, and its length.
    #[sig("($self, /, input, errors=None)")]
    fn encode(vm: &mut Vm, this: Gc<Codec>, input: Value, errors: Value) -> R<Gc<Tuple>> {
        let Some(text) = vm.as_str(input) else {
            let text = vm.str(input)?;
            return Codec::encode(vm, this, text.value(), errors);
        };
        let errors = errors_of(vm, errors)?;
        let mut double = false;
        let mut bytes = encode(vm, this.charset(), text, errors, &mut double)?;
        bytes.extend_from_slice(leave(&mut double));
        let bytes = vm.new_bytes(&bytes);
        Ok(vm.new_tuple(&[bytes, Value::len(text.n_chars())]))
    }

    /// The text of bytes, and how many they are.
    #[sig("($self, /, input, errors=None)")]
    fn decode(vm: &mut Vm, this: Gc<Codec>, input: Value, errors: Value) -> R<Gc<Tuple>> {
        let errors = errors_of(vm, errors)?;
        let bytes = taipan_objects::buffer::peek(vm, input)?.into_owned();
        let (text, _) = decode(vm, this.charset(), input, &bytes, errors, &mut false, true)?;
        Ok(vm.new_tuple(&[text.value(), Value::len(bytes.len())]))
    }
}

const TO_ASCII: &[u8] = b"\x1b(B";
const TO_DOUBLE: &[u8] = b"\x1b$B";
const ILLEGAL: &str = "illegal multibyte sequence";

/// What switches back to ASCII.
fn leave(double: &mut bool) -> &'static [u8] {
    if std::mem::replace(double, false) { TO_ASCII } else { b"" }
}

/// The bytes of a text; an encoding that is switched may end in two bytes.
fn encode(
    vm: &mut Vm,
    charset: &Charset,
    text: Gc<Str>,
    errors: Option<Gc<Str>>,
    double: &mut bool,
) -> R<Vec<u8>> {
    encode_loop(vm, charset.name, Kernel::Latin1, text, errors, Vec::new(), &mut |text, at, out| {
        let mut here = at;
        while let Some((c, n)) = wtf8::char_at(text.as_bytes(), here) {
            let sequence = char::from_u32(c).and_then(|c| charset.encode(c));
            let Some(sequence) = sequence else {
                let error = EncodeError { start: here, end: here + n, reason: ILLEGAL };
                return Stop { at: here, error: Some(error) };
            };
            if !charset.switched {
                out.extend_from_slice(&sequence);
            } else if c < 0x80 {
                out.extend_from_slice(leave(double));
                out.extend_from_slice(&sequence);
            } else {
                if !std::mem::replace(double, true) {
                    out.extend_from_slice(TO_DOUBLE);
                }
                out.extend(sequence.iter().map(|byte| byte & 0x7f));
            }
            here += n;
        }
        Stop { at: here, error: None }
    })
}

/// The text of bytes, and how many were used: all, or (where more may follow) all but the beginning of a sequence.
fn decode(
    vm: &mut Vm,
    charset: &Charset,
    object: Value,
    bytes: &[u8],
    errors: Option<Gc<Str>>,
    double: &mut bool,
    last: bool,
) -> R<(Gc<Str>, usize)> {
    let done =
        decode_loop(vm, charset.name, Kernel::Latin1, object, bytes, 0, errors, &mut |bytes, at, out| {
            let mut here = at;
            while here < bytes.len() {
                match step(charset, &bytes[here..], double, out) {
                    Step::Done(n) => here += n,
                    Step::Incomplete if !last => break,
                    Step::Incomplete => {
                        let error = DecodeError {
                            start: here,
                            end: bytes.len(),
                            reason: "incomplete multibyte sequence",
                        };
                        return Stop { at: here, error: Some(error) };
                    }
                    Step::Illegal => {
                        let error = DecodeError { start: here, end: here + 1, reason: ILLEGAL };
                        return Stop { at: here, error: Some(error) };
                    }
                }
            }
            Stop { at: here, error: None }
        })?;
    Ok((done.text, done.consumed))
}

enum Step {
    Done(usize),
    Incomplete,
    Illegal,
}

/// Decodes what stands at the beginning of bytes.
fn step(charset: &Charset, bytes: &[u8], double: &mut bool, out: &mut Wtf8Buf) -> Step {
    if charset.switched {
        return step_switched(charset, bytes, double, out);
    }
    let n_ascii = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    if n_ascii > 0 {
        out.push_wtf8(Wtf8::new(&bytes[..n_ascii]));
        return Step::Done(n_ascii);
    }
    push_found(charset.decode(bytes), out)
}

fn push_found(found: Found, out: &mut Wtf8Buf) -> Step {
    match found {
        Found::Text(text, n) => {
            out.push_str(&text);
            Step::Done(n)
        }
        Found::Incomplete => Step::Incomplete,
        Found::Illegal => Step::Illegal,
    }
}

fn step_switched(charset: &Charset, bytes: &[u8], double: &mut bool, out: &mut Wtf8Buf) -> Step {
    match *bytes {
        [0x1b, b'(', b'B' | b'J', ..] => *double = false,
        [0x1b, b'$', b'B' | b'@', ..] => *double = true,
        [0x1b] | [0x1b, b'(' | b'$'] => return Step::Incomplete,
        [0x1b | 0x80.., ..] => return Step::Illegal,
        [b'\n', ..] => {
            *double = false;
            out.push_ascii(b'\n');
            return Step::Done(1);
        }
        [byte, ..] if !*double => {
            out.push_ascii(byte);
            return Step::Done(1);
        }
        [_] => return Step::Incomplete,
        [a, b, ..] => return push_found(charset.decode(&[a | 0x80, b | 0x80]), out),
        [] => return Step::Done(0),
    }
    Step::Done(3)
}
