//! `_multibytecodec` and the modules of codecs (`_codecs_jp` and the like): the encodings of East Asia. `table` has the
//! characters, `charset` and `iso2022` say how they are written, `coders` has the classes that keep a state.

mod charset;
pub mod coders;
mod iso2022;
mod table;

use charset::{Found, Written};
use coders::{IncrementalDecoder, IncrementalEncoder, StreamReader, StreamWriter};
use iso2022::{Iso2022, State, Step};
use table::Encoding;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::codecs::{decode_loop, encode_loop};
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Exception, Str, Tuple},
    type_flags,
};
use taipan_text::codecs::{Codec as Kernel, DecodeError, EncodeError, Stop};
use taipan_text::{Wtf8Buf, wtf8};

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

    fn scheme(&self) -> &'static Scheme {
        &ALL[self.number]
    }
}

fn get_codec(vm: &mut Vm, module: &str, encoding: Value) -> R<Gc<Codec>> {
    let Some(name) = vm.as_str(encoding) else {
        return Err(vm.type_error("encoding name must be a string."));
    };
    let name = name.to_display();
    let known = ALL.iter().position(|scheme| scheme.name == name && scheme.module == module);
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
        let scheme = this.scheme();
        let mut state = scheme.start();
        let (mut bytes, _) = encode(vm, scheme, text, errors, &mut state, true)?;
        scheme.leave(&mut state, &mut bytes);
        let bytes = vm.new_bytes(&bytes);
        Ok(vm.new_tuple(&[bytes, Value::len(text.n_chars())]))
    }

    /// The text of bytes, and how many they are.
    #[sig("($self, /, input, errors=None)")]
    fn decode(vm: &mut Vm, this: Gc<Codec>, input: Value, errors: Value) -> R<Gc<Tuple>> {
        let errors = errors_of(vm, errors)?;
        let bytes = taipan_objects::buffer::peek(vm, input)?.into_owned();
        let (text, _) =
            decode(vm, this.scheme(), input, &bytes, errors, &mut this.scheme().start_decoding(), true)?;
        Ok(vm.new_tuple(&[text.value(), Value::len(bytes.len())]))
    }
}

const ILLEGAL: &str = "illegal multibyte sequence";

/// The bytes of a text, and the offset of what is not written yet, because it depends on what follows.
fn encode(
    vm: &mut Vm,
    scheme: &Scheme,
    text: Gc<Str>,
    errors: Option<Gc<Str>>,
    state: &mut State,
    ended: bool,
) -> R<(Vec<u8>, usize)> {
    let mut used = 0;
    let bytes =
        encode_loop(vm, scheme.name, Kernel::Latin1, text, errors, Vec::new(), &mut |text, at, out| {
            used = at;
            loop {
                let n_plain = scheme.n_plain(&text.as_bytes()[used..]);
                out.extend_from_slice(&text.as_bytes()[used..used + n_plain]);
                used += n_plain;
                let Some((c, n)) = wtf8::char_at(text.as_bytes(), used) else { break };
                let next = wtf8::char_at(text.as_bytes(), used + n);
                match scheme.encode(c, next.map(|next| next.0), ended, state, out) {
                    Written::Chars(n_chars) => {
                        used += n + next.filter(|_| n_chars > 1).map_or(0, |next| next.1);
                    }
                    Written::Waits => break,
                    Written::Unknown => {
                        let error = EncodeError { start: used, end: used + n, reason: ILLEGAL };
                        return Stop { at: used, error: Some(error) };
                    }
                }
            }
            Stop { at: used, error: None }
        });
    let bytes = bytes.map_err(|raised| out_of_bounds(vm, raised))?;
    Ok((bytes, used))
}

/// The text of bytes, and how many were used: all, or (where more may follow) all but the beginning of a sequence.
fn decode(
    vm: &mut Vm,
    scheme: &Scheme,
    object: Value,
    bytes: &[u8],
    errors: Option<Gc<Str>>,
    state: &mut State,
    last: bool,
) -> R<(Gc<Str>, usize)> {
    let done =
        decode_loop(vm, scheme.name, Kernel::Latin1, object, bytes, 0, errors, &mut |bytes, at, out| {
            let mut here = at;
            while here < bytes.len() {
                let error = match scheme.decode(&bytes[here..], state, out) {
                    Step::Done(n) => {
                        here += n;
                        continue;
                    }
                    Step::Incomplete if !last => break,
                    Step::Incomplete => {
                        DecodeError { start: here, end: bytes.len(), reason: "incomplete multibyte sequence" }
                    }
                    Step::Illegal(n) => {
                        DecodeError { start: here, end: (here + n).min(bytes.len()), reason: ILLEGAL }
                    }
                };
                return Stop { at: here, error: Some(error) };
            }
            Stop { at: here, error: None }
        });
    let done = done.map_err(|raised| out_of_bounds(vm, raised))?;
    Ok((done.text, done.consumed))
}

/// A position from a handler that no index can be is just out of bounds to these codecs.
fn out_of_bounds(vm: &mut Vm, raised: Raised) -> Raised {
    let is_overflow = vm.pending_is(kinds::OVERFLOW_ERROR)
        && vm.thread.exception.cast::<Exception>().is_some_and(|exc| exc.traceback.get().is_none());
    if !is_overflow {
        return raised;
    }
    vm.take_exception();
    vm.index_error("position -1 from error handler out of bounds")
}

/// An encoding.
struct Scheme {
    name: &'static str,
    module: &'static str,
    how: How,
}

/// How an encoding works.
enum How {
    Plain(Encoding),
    Switched(&'static Iso2022),
    Hz,
}

const fn scheme(module: &'static str, name: &'static str, how: How) -> Scheme {
    Scheme { name, module, how }
}

static ALL: &[Scheme] = &[
    scheme("_codecs_jp", "shift_jis", How::Plain(Encoding::ShiftJis)),
    scheme("_codecs_jp", "cp932", How::Plain(Encoding::Cp932)),
    scheme("_codecs_jp", "euc_jp", How::Plain(Encoding::EucJp)),
    scheme("_codecs_jp", "shift_jis_2004", How::Plain(Encoding::ShiftJis2004)),
    scheme("_codecs_jp", "euc_jis_2004", How::Plain(Encoding::EucJis2004)),
    scheme("_codecs_jp", "euc_jisx0213", How::Plain(Encoding::EucJisx0213)),
    scheme("_codecs_jp", "shift_jisx0213", How::Plain(Encoding::ShiftJisx0213)),
    scheme("_codecs_cn", "gb2312", How::Plain(Encoding::Gb2312)),
    scheme("_codecs_cn", "gbk", How::Plain(Encoding::Gbk)),
    scheme("_codecs_cn", "gb18030", How::Plain(Encoding::Gb18030)),
    scheme("_codecs_cn", "hz", How::Hz),
    scheme("_codecs_kr", "euc_kr", How::Plain(Encoding::EucKr)),
    scheme("_codecs_kr", "cp949", How::Plain(Encoding::Cp949)),
    scheme("_codecs_kr", "johab", How::Plain(Encoding::Johab)),
    scheme("_codecs_tw", "big5", How::Plain(Encoding::Big5)),
    scheme("_codecs_tw", "cp950", How::Plain(Encoding::Cp950)),
    scheme("_codecs_hk", "big5hkscs", How::Plain(Encoding::Big5Hkscs)),
    scheme("_codecs_iso2022", "iso2022_jp", How::Switched(&iso2022::JP)),
    scheme("_codecs_iso2022", "iso2022_jp_1", How::Switched(&iso2022::JP_1)),
    scheme("_codecs_iso2022", "iso2022_jp_2", How::Switched(&iso2022::JP_2)),
    scheme("_codecs_iso2022", "iso2022_jp_2004", How::Switched(&iso2022::JP_2004)),
    scheme("_codecs_iso2022", "iso2022_jp_3", How::Switched(&iso2022::JP_3)),
    scheme("_codecs_iso2022", "iso2022_jp_ext", How::Switched(&iso2022::JP_EXT)),
    scheme("_codecs_iso2022", "iso2022_kr", How::Switched(&iso2022::KR)),
];

impl Scheme {
    /// What a coder begins with.
    fn start(&self) -> State {
        match self.how {
            How::Plain(_) | How::Hz => [0; 8],
            How::Switched(iso) => iso.start(),
        }
    }

    /// What a decoder begins with.
    fn start_decoding(&self) -> State {
        let mut state = self.start();
        if let How::Switched(iso) = self.how {
            state = iso.start_decoding();
        }
        state
    }

    /// Appends the bytes of a character, where another one follows, or none.
    fn encode(
        &self,
        c: u32,
        next: Option<u32>,
        ended: bool,
        state: &mut State,
        out: &mut Vec<u8>,
    ) -> Written {
        match self.how {
            How::Plain(encoding) => charset::encode(encoding, c, next, ended, out),
            How::Switched(iso) => iso.encode(c, next, ended, state, out),
            How::Hz => iso2022::encode_hz(c, state, out),
        }
    }

    /// How many characters at the beginning are the same byte in text and encoding.
    fn n_plain(&self, bytes: &[u8]) -> usize {
        match self.how {
            How::Plain(_) => {
                let is_odd = |byte: &u8| matches!(byte, 0x5c | 0x7e | 0x80..);
                bytes.iter().position(is_odd).unwrap_or(bytes.len())
            }
            How::Switched(_) | How::Hz => 0,
        }
    }

    /// Appends what leads back to where a coder begins.
    fn leave(&self, state: &mut State, out: &mut Vec<u8>) {
        match self.how {
            How::Plain(_) => {}
            How::Switched(iso) => iso.leave(state, out),
            How::Hz => iso2022::leave_hz(state, out),
        }
    }

    /// Decodes what stands at the beginning of bytes.
    fn decode(&self, bytes: &[u8], state: &mut State, out: &mut Wtf8Buf) -> Step {
        let mut push = |(first, second): table::Chars| {
            out.push(first);
            if second != 0 {
                out.push(second);
            }
        };
        match self.how {
            How::Plain(encoding) => {
                let n_plain = self.n_plain(bytes);
                if n_plain > 0 {
                    out.as_mut_vec().extend_from_slice(&bytes[..n_plain]);
                    return Step::Done(n_plain);
                }
                match charset::decode(encoding, bytes) {
                    Found::Text(chars, n) => {
                        push(chars);
                        Step::Done(n)
                    }
                    Found::Incomplete => Step::Incomplete,
                    Found::Illegal(n) => Step::Illegal(n),
                }
            }
            How::Switched(iso) => iso.decode(bytes, state, &mut push),
            How::Hz => iso2022::decode_hz(bytes, state, &mut push),
        }
    }
}
