//! The built-in error handlers as functions of an exception.

use taipan_objects::codecs::raise_not_for;
use taipan_runtime::{
    Gc, R, Value, Vm, extra, kinds,
    layout::{Bytes, Exception, Str},
};
use taipan_text::codecs::{ByteOrder, Codec, DecodeError, EncodeError, Handler, Replacement};
use taipan_text::{Wtf8, Wtf8Buf, wtf8};

/// What an exception of one of the three classes tells.
enum Problem {
    /// Characters that can't be encoded.
    Encode { text: Gc<Str>, start: usize, end: usize },
    /// Bytes that can't be decoded.
    Decode { bytes: Gc<Bytes>, start: usize, end: usize },
    /// Characters that can't be translated.
    Translate { start: usize, end: usize, text: Gc<Str> },
}

fn field(exc: Gc<Exception>, i: usize) -> Value {
    exc.extra_get(i).unwrap_or(Value::NONE)
}

impl Problem {
    fn of(vm: &mut Vm, value: Value) -> R<Problem> {
        let Some(exc) = value.cast::<Exception>() else { return Err(raise_not_for(vm, value)) };
        let object = field(exc, extra::unicode_error::OBJECT);
        let number = |i: usize| field(exc, i).as_small_int().unwrap_or(0);
        let range = |len: usize| {
            let len = len as i64;
            let start = number(extra::unicode_error::START).clamp(0, (len - 1).max(0));
            let end = number(extra::unicode_error::END).clamp(len.min(1), len).max(start);
            (start as usize, end as usize)
        };
        let is_decode = vm.is_instance_of(value, kinds::UNICODE_DECODE_ERROR);
        let is_encode = vm.is_instance_of(value, kinds::UNICODE_ENCODE_ERROR);
        if !is_decode && !is_encode && !vm.is_instance_of(value, kinds::UNICODE_TRANSLATE_ERROR) {
            return Err(raise_not_for(vm, value));
        }
        if is_decode {
            let Some(bytes) = vm.payload::<Bytes>(object) else {
                return Err(vm.type_error("object attribute must be bytes"));
            };
            let (start, end) = range(bytes.as_slice().len());
            return Ok(Problem::Decode { bytes, start, end });
        }
        let Some(text) = vm.as_str(object) else {
            return Err(vm.type_error("object attribute must be unicode"));
        };
        let (start, end) = range(text.n_chars());
        Ok(if is_encode {
            Problem::Encode { text, start, end }
        } else {
            Problem::Translate { text, start, end }
        })
    }
}

fn pair(vm: &mut Vm, text: &Wtf8, end: usize) -> Value {
    let text = vm.new_str_wtf8(text.as_bytes()).value();
    vm.new_tuple(&[text, Value::len(end)]).value()
}

fn piece<'a>(text: Gc<Str>, start: usize, end: usize) -> &'a Wtf8 {
    let bytes = text.to_ref().as_bytes();
    let from = wtf8::offset_of_char(bytes, start);
    let to = wtf8::skip_chars(bytes, from, end - start);
    Wtf8::new(&bytes[from..to])
}

pub(super) fn strict(vm: &mut Vm, exc: Value) -> R {
    match exc.cast::<Exception>() {
        Some(exc) => Err(vm.raise_object(exc)),
        None => Err(vm.type_error("codec must pass exception instance")),
    }
}

pub(super) fn ignore(vm: &mut Vm, exc: Value) -> R {
    let (Problem::Encode { end, .. } | Problem::Decode { end, .. } | Problem::Translate { end, .. }) =
        Problem::of(vm, exc)?;
    Ok(pair(vm, Wtf8::from_str(""), end))
}

pub(super) fn replace(vm: &mut Vm, exc: Value) -> R {
    let (text, end) = match Problem::of(vm, exc)? {
        Problem::Encode { start, end, .. } => ("?".repeat(end - start), end),
        Problem::Decode { end, .. } => ("\u{fffd}".to_owned(), end),
        Problem::Translate { start, end, .. } => ("\u{fffd}".repeat(end - start), end),
    };
    Ok(pair(vm, Wtf8::from_str(&text), end))
}

/// A kernel's handler on the characters that can't be encoded.
fn encode_by(vm: &mut Vm, exc: Value, handler: Handler) -> R {
    let (text, start, end) = match Problem::of(vm, exc)? {
        Problem::Encode { text, start, end } => (text, start, end),
        Problem::Translate { text, start, end } if handler == Handler::BackslashReplace => (text, start, end),
        _ => return Err(raise_not_for(vm, exc)),
    };
    let range = piece(text, start, end);
    let error = EncodeError { start: 0, end: range.n_bytes(), reason: "" };
    match handler.encode(Codec::Ascii, range, &error) {
        Some((Replacement::Text(text), _)) => Ok(pair(vm, &text, end)),
        _ => Err(raise_not_for(vm, exc)),
    }
}

pub(super) fn xml_char_ref(vm: &mut Vm, exc: Value) -> R {
    encode_by(vm, exc, Handler::XmlCharRefReplace)
}

pub(super) fn name(vm: &mut Vm, exc: Value) -> R {
    encode_by(vm, exc, Handler::NameReplace)
}

pub(super) fn backslash(vm: &mut Vm, exc: Value) -> R {
    if let Problem::Decode { bytes, start, end } = Problem::of(vm, exc)? {
        let mut out = Wtf8Buf::new();
        let error = DecodeError { start, end, reason: "" };
        Handler::BackslashReplace.decode(Codec::Ascii, bytes.to_ref().as_slice(), &error, &mut out);
        return Ok(pair(vm, &out, end));
    }
    encode_by(vm, exc, Handler::BackslashReplace)
}

/// The codec that `surrogatepass` is asked for, by the exception's `encoding`.
fn codec_of(vm: &mut Vm, exc: Value) -> Option<Codec> {
    let exc = exc.cast::<Exception>()?;
    let name = vm.as_str(field(exc, extra::unicode_error::ENCODING))?.to_display().to_ascii_lowercase();
    let name = name.replace('_', "-");
    let rest =
        name.strip_prefix("utf-").or_else(|| name.strip_prefix("utf")).or_else(|| name.strip_prefix("cp"))?;
    let order = |rest: &str| match rest {
        "" => Some(ByteOrder::NATIVE),
        "-le" | "le" => Some(ByteOrder::Little),
        "-be" | "be" => Some(ByteOrder::Big),
        _ => None,
    };
    if rest == "8" || rest == "65001" {
        return Some(Codec::Utf8);
    }
    if let Some(rest) = rest.strip_prefix("16") {
        return order(rest).map(Codec::Utf16);
    }
    order(rest.strip_prefix("32")?).map(Codec::Utf32)
}

/// A kernel's handler in both directions; raises the exception where it does not apply.
fn surrogates(vm: &mut Vm, exc: Value, handler: Handler, codec: Option<Codec>) -> R {
    let problem = Problem::of(vm, exc)?;
    if let Problem::Translate { .. } = problem {
        return Err(raise_not_for(vm, exc));
    }
    let Some(codec) = codec else { return strict(vm, exc) };
    match problem {
        Problem::Encode { text, start, end } => {
            let range = piece(text, start, end);
            let error = EncodeError { start: 0, end: range.n_bytes(), reason: "" };
            match handler.encode(codec, range, &error) {
                Some((Replacement::Bytes(bytes), _)) => {
                    let bytes = vm.new_bytes(&bytes);
                    Ok(vm.new_tuple(&[bytes, Value::len(end)]).value())
                }
                _ => strict(vm, exc),
            }
        }
        Problem::Decode { bytes, start, end } => {
            let mut out = Wtf8Buf::new();
            let error = DecodeError { start, end, reason: "" };
            match handler.decode(codec, bytes.to_ref().as_slice(), &error, &mut out) {
                Some(next) => Ok(pair(vm, &out, next)),
                None => strict(vm, exc),
            }
        }
        Problem::Translate { .. } => Err(raise_not_for(vm, exc)),
    }
}

pub(super) fn surrogate_pass(vm: &mut Vm, exc: Value) -> R {
    let codec = codec_of(vm, exc);
    surrogates(vm, exc, Handler::SurrogatePass, codec)
}

pub(super) fn surrogate_escape(vm: &mut Vm, exc: Value) -> R {
    surrogates(vm, exc, Handler::SurrogateEscape, Some(Codec::Ascii))
}
