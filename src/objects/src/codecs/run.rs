//! Runs a kernel with an error handler, built in or registered.

use super::registry;
use std::borrow::Cow;
use taipan_runtime::{
    Gc, R, Raised, Value, Vm, extra, kinds,
    layout::{Bytes, Exception, Str, Tuple},
};
use taipan_text::codecs::{Codec, DecodeError, EncodeError, Handler, Replacement, Stop};
use taipan_text::{Wtf8, Wtf8Buf, wtf8};

/// Text, and how many bytes it was made of.
pub struct Decoded {
    /// The text.
    pub text: Gc<Str>,
    /// The bytes that were used.
    pub consumed: usize,
}

/// What handles errors.
#[derive(Clone, Copy)]
pub enum Errors {
    /// One of the built-in handlers.
    Native(Handler),
    /// A registered function.
    Function(Value),
}

impl Errors {
    /// By name; `None` is strict.
    pub fn find(vm: &mut Vm, errors: Option<Gc<Str>>) -> R<Errors> {
        let Some(name) = errors else { return Ok(Errors::Native(Handler::Strict)) };
        if let Some(handler) = name.as_str().and_then(Handler::from_name) {
            return Ok(Errors::Native(handler));
        }
        registry::lookup_error(vm, name).map(Errors::Function)
    }
}

fn new_error(vm: &mut Vm, kind: taipan_runtime::Kind, fields: [Value; 5]) -> Gc<Exception> {
    let cls = vm.class(kind);
    let exc = vm.new_exception(cls, &fields);
    let slots = [
        extra::unicode_error::ENCODING,
        extra::unicode_error::OBJECT,
        extra::unicode_error::START,
        extra::unicode_error::END,
        extra::unicode_error::REASON,
    ];
    for (slot, value) in slots.into_iter().zip(fields) {
        exc.extra_set(vm, slot, value);
    }
    exc
}

/// A `UnicodeDecodeError`; `object` is a bytes object.
pub fn new_decode_error(vm: &mut Vm, encoding: &str, object: Value, error: &DecodeError) -> Gc<Exception> {
    let encoding = vm.new_str(encoding).value();
    let reason = vm.new_str(error.reason).value();
    new_error(
        vm,
        kinds::UNICODE_DECODE_ERROR,
        [encoding, object, Value::len(error.start), Value::len(error.end), reason],
    )
}

/// A `UnicodeEncodeError`; positions are characters.
pub fn new_encode_error(
    vm: &mut Vm,
    encoding: &str,
    text: Gc<Str>,
    start: usize,
    end: usize,
    reason: &str,
) -> Gc<Exception> {
    let encoding = vm.new_str(encoding).value();
    let reason = vm.new_str(reason).value();
    new_error(
        vm,
        kinds::UNICODE_ENCODE_ERROR,
        [encoding, text.value(), Value::len(start), Value::len(end), reason],
    )
}

/// Raises `UnicodeDecodeError`.
pub fn raise_decode_error(vm: &mut Vm, encoding: &str, object: Value, error: &DecodeError) -> Raised {
    let exc = new_decode_error(vm, encoding, object, error);
    vm.raise_object(exc)
}

/// A handler is not made for such an error.
#[cold]
pub fn raise_not_for(vm: &mut Vm, exc: Value) -> Raised {
    let of = vm.type_name(exc);
    vm.type_error(format!("don't know how to handle {of} in error callback"))
}

/// Raises `UnicodeEncodeError`.
pub fn raise_encode_error(vm: &mut Vm, encoding: &str, text: Gc<Str>, error: &EncodeError) -> Raised {
    let (start, end) = error.char_range(Wtf8::new(text.to_ref().as_bytes()));
    let exc = new_encode_error(vm, encoding, text, start, end, error.reason);
    vm.raise_object(exc)
}

/// Calls a registered handler: what it gives for the range, and the position to go on at.
pub fn call_handler_for(vm: &mut Vm, handler: Value, exc: Gc<Exception>, what: &str) -> R<(Value, i64)> {
    let result = vm.call(handler, &[exc.value()])?;
    let pair = vm.as_tuple(result);
    let wrong = |vm: &mut Vm| {
        let (article, of) = match what {
            "encoding" => ("encoding", "(str/bytes, int)"),
            "translating" => ("translating", "(str, int)"),
            _ => ("decoding", "(str, int)"),
        };
        vm.type_error(format!("{article} error handler must return {of} tuple"))
    };
    let Some(&[replacement, position]) = pair.as_ref().map(|p: &Gc<Tuple>| p.to_ref().as_slice()) else {
        return Err(wrong(vm));
    };
    let fits = vm.as_str(replacement).is_some()
        || (what == "encoding" && vm.payload::<Bytes>(replacement).is_some());
    if !fits {
        return Err(wrong(vm));
    }
    let Some(position_int) = vm.as_int_value(position) else { return Err(wrong(vm)) };
    match vm.int_to_i64(position_int) {
        Some(position) => Ok((replacement, position)),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// A handler's position in something so long.
fn position(vm: &mut Vm, position: i64, len: usize) -> R<usize> {
    let at = if position < 0 { position.saturating_add(len as i64) } else { position };
    match usize::try_from(at) {
        Ok(at) if at <= len => Ok(at),
        _ => Err(vm.index_error(format!("position {at} from error handler out of bounds"))),
    }
}

/// The kernel's step of a decoder: from an offset to the end or the first error.
pub type DecodeStep<'s> = &'s mut dyn FnMut(&[u8], usize, &mut Wtf8Buf) -> Stop<DecodeError>;
/// The kernel's step of an encoder.
pub type EncodeStep<'s> = &'s mut dyn FnMut(&Wtf8, usize, &mut Vec<u8>) -> Stop<EncodeError>;

/// Decodes with error handling. `codec` tells the built-in handlers what surrogates look like.
pub fn decode_loop(
    vm: &mut Vm,
    encoding: &str,
    codec: Codec,
    object: Value,
    bytes: &[u8],
    start: usize,
    errors: Option<Gc<Str>>,
    step: DecodeStep<'_>,
) -> R<Decoded> {
    let mut bytes = Cow::Borrowed(bytes);
    let mut out = Wtf8Buf::with_capacity(bytes.len());
    let mut at = start;
    let mut handler = None;
    let mut exception_object = Value::UNBOUND;
    // There is one exception, which is changed from error to error: its arguments stay those of the first.
    let (mut first, mut known_exc) = (None, None::<Gc<Exception>>);
    loop {
        let stop = step(&bytes, at, &mut out);
        let Some(error) = stop.error else {
            return Ok(Decoded { text: vm.new_str_wtf8(out.as_bytes()), consumed: stop.at });
        };
        let errors = match handler {
            Some(known) => known,
            None => {
                let found = Errors::find(vm, errors)?;
                handler = Some(found);
                found
            }
        };
        let first = *first.get_or_insert(error);
        if let Errors::Native(native) = errors
            && let Some(next) = native.decode(codec, &bytes, &error, &mut out)
        {
            at = next;
            continue;
        }
        if exception_object.is_unbound() {
            exception_object = if vm.is_exact(object, kinds::BYTES) { object } else { vm.new_bytes(&bytes) };
        }
        let exc = match known_exc {
            Some(exc) => exc,
            None => new_decode_error(vm, encoding, exception_object, &first),
        };
        known_exc = Some(exc);
        let reason = vm.new_str(error.reason).value();
        exc.extra_set(vm, extra::unicode_error::START, Value::len(error.start));
        exc.extra_set(vm, extra::unicode_error::END, Value::len(error.end));
        exc.extra_set(vm, extra::unicode_error::REASON, reason);
        match errors {
            Errors::Native(Handler::XmlCharRefReplace | Handler::NameReplace) => {
                return Err(raise_not_for(vm, exc.value()));
            }
            Errors::Native(_) => return Err(vm.raise_object(exc)),
            Errors::Function(function) => {
                let (replacement, next) = call_handler_for(vm, function, exc, "decoding")?;
                // The handler may have put other bytes in the place of these.
                let now = exc.extra_get(extra::unicode_error::OBJECT).unwrap_or(exception_object);
                if now != exception_object {
                    let Some(new) = vm.payload::<Bytes>(now) else {
                        return Err(vm.type_error("exception attribute object must be bytes"));
                    };
                    exception_object = now;
                    bytes = Cow::Owned(new.to_ref().as_slice().to_vec());
                }
                at = position(vm, next, bytes.len())?;
                if let Some(text) = vm.as_str(replacement) {
                    out.push_wtf8(Wtf8::new(text.to_ref().as_bytes()));
                }
            }
        }
    }
}

/// Encodes with error handling, after what is in `out` already.
pub fn encode_loop(
    vm: &mut Vm,
    encoding: &str,
    codec: Codec,
    text: Gc<Str>,
    errors: Option<Gc<Str>>,
    mut out: Vec<u8>,
    step: EncodeStep<'_>,
) -> R<Vec<u8>> {
    let all = Wtf8::new(text.to_ref().as_bytes());
    let mut at = 0;
    let mut handler = None;
    let mut stand_in = Vec::new();
    loop {
        let stop = step(all, at, &mut out);
        let Some(error) = stop.error else { return Ok(out) };
        let errors = match handler {
            Some(known) => known,
            None => {
                let found = Errors::find(vm, errors)?;
                handler = Some(found);
                found
            }
        };
        stand_in.clear();
        if let Errors::Native(native) = errors
            && native.stand_in(all, &error, &mut stand_in)
        {
            if !stand_in.is_empty() && step(Wtf8::new(&stand_in), 0, &mut out).error.is_some() {
                return Err(raise_encode_error(vm, encoding, text, &error));
            }
            at = error.end;
            continue;
        }
        let (replacement, next) = match errors {
            Errors::Native(native) => match native.encode(codec, all, &error) {
                Some(found) => found,
                None => {
                    // Tables hand over whole runs, of which a handler takes all or nothing.
                    let is_own = super::codec_name(codec) == encoding;
                    let error = if is_own { native.unhandled(codec, all, error) } else { error };
                    return Err(raise_encode_error(vm, encoding, text, &error));
                }
            },
            Errors::Function(function) => {
                let (start, end) = error.char_range(all);
                let exc = new_encode_error(vm, encoding, text, start, end, error.reason);
                let (replacement, next) = call_handler_for(vm, function, exc, "encoding")?;
                let next = position(vm, next, text.n_chars())?;
                let next = wtf8::offset_of_char(all.as_bytes(), next);
                let replacement = match vm.payload::<Bytes>(replacement) {
                    Some(bytes) => Replacement::Bytes(bytes.to_ref().as_slice().to_vec()),
                    None => Replacement::Text(match vm.as_str(replacement) {
                        Some(s) => Wtf8::new(s.to_ref().as_bytes()).to_buf(),
                        None => Wtf8Buf::new(),
                    }),
                };
                (replacement, next)
            }
        };
        let pushed = match &replacement {
            Replacement::Bytes(bytes) => {
                let unit = match codec {
                    Codec::Utf16(_) => 2,
                    Codec::Utf32(_) => 4,
                    _ => 1,
                };
                out.extend_from_slice(bytes);
                bytes.len() % unit == 0
            }
            // These encodings take no other characters from a handler.
            Replacement::Text(text)
                if matches!(codec, Codec::Utf8 | Codec::Utf16(_) | Codec::Utf32(_))
                    && !text.as_bytes().is_ascii() =>
            {
                false
            }
            Replacement::Text(text) => step(text, 0, &mut out).error.is_none(),
        };
        if !pushed {
            return Err(raise_encode_error(vm, encoding, text, &error));
        }
        at = next;
    }
}
