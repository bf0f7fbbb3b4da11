//! Text encodings as objects see them: the registry of codecs and error handlers, and the loops that run a kernel with a
//! handler. `str.encode`, `bytes.decode` and the module `_codecs` stand on this; the kernels are `taipan_text::codecs`.

mod registry;
mod run;

pub use registry::{
    decode_any, encode_any, lookup, lookup_error, lookup_text, register, register_builtin_error,
    register_error, unregister, unregister_error,
};
pub use run::{
    Decoded, Errors, call_handler_for, decode_loop, encode_loop, raise_decode_error, raise_encode_error,
    raise_not_for,
};

use std::borrow::Cow;
use taipan_runtime::{
    Gc, R, Value, Vm, kinds,
    layout::{Bytes, Str},
};
use taipan_text::Wtf8;
use taipan_text::codecs::{
    ByteOrder, Codec, Decoder, Input, InvalidEscape, decode_exact, decoded_size, encode, encode_exact,
    encoded_size,
};

/// The codecs that `encode` and `decode` know without the registry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Native {
    /// A kernel.
    Plain(Codec),
    /// UTF-16 with a mark.
    Utf16,
    /// UTF-32 with a mark.
    Utf32,
}

/// The name that exceptions show.
pub fn codec_name(codec: Codec) -> &'static str {
    match codec {
        Codec::Utf8 => "utf-8",
        Codec::Utf16(ByteOrder::Little) => "utf-16-le",
        Codec::Utf16(ByteOrder::Big) => "utf-16-be",
        Codec::Utf32(ByteOrder::Little) => "utf-32-le",
        Codec::Utf32(ByteOrder::Big) => "utf-32-be",
        Codec::Utf7 => "utf7",
        Codec::Latin1 => "latin-1",
        Codec::Ascii => "ascii",
        Codec::UnicodeEscape => "unicodeescape",
        Codec::RawUnicodeEscape => "rawunicodeescape",
    }
}

/// The native codec of a common name.
pub fn native(encoding: Option<Gc<Str>>) -> Option<Native> {
    let Some(encoding) = encoding else { return Some(Native::Plain(Codec::Utf8)) };
    let name = encoding.to_ref().as_bytes();
    if name == b"utf-8" {
        return Some(Native::Plain(Codec::Utf8));
    }
    if name.len() > 16 {
        return None;
    }
    let mut small = [0u8; 16];
    for (to, from) in small.iter_mut().zip(name) {
        *to = if *from == b'_' { b'-' } else { from.to_ascii_lowercase() };
    }
    Some(match &small[..name.len()] {
        b"utf-8" | b"utf8" => Native::Plain(Codec::Utf8),
        b"ascii" | b"us-ascii" => Native::Plain(Codec::Ascii),
        b"latin-1" | b"latin1" | b"iso-8859-1" | b"iso8859-1" => Native::Plain(Codec::Latin1),
        b"utf-16" | b"utf16" => Native::Utf16,
        b"utf-32" | b"utf32" => Native::Utf32,
        _ => return None,
    })
}

/// The bytes of a bytes-like object: in place where they can't change.
pub fn input_bytes<'a>(vm: &mut Vm, object: Value) -> R<Cow<'a, [u8]>> {
    match vm.payload::<Bytes>(object) {
        Some(bytes) => Ok(Cow::Borrowed(bytes.to_ref().as_slice())),
        None => vm.bytes_like(object).map(Cow::Owned),
    }
}

/// The name of an encoding or error handler, where it is given; None is none.
pub fn name_argument(vm: &mut Vm, given: Option<Value>, function: &str, name: &str) -> R<Option<Gc<Str>>> {
    let Some(given) = given else { return Ok(None) };
    match vm.as_str(given) {
        Some(text) => {
            check_name(vm, text)?;
            Ok(Some(text))
        }
        None => {
            // `str()` tells the full name (by position: by name CPython tells the plain one).
            let of = if function == "str" {
                let cls = vm.class_of(given);
                vm.qualified_class_name(cls)
            } else {
                vm.argument_type_name(given)
            };
            Err(vm.type_error(format!("{function}() argument '{name}' must be str, not {of}")))
        }
    }
}

/// Refuses text that an encoding can't express, with the encoding's own error.
pub fn check_encodable(vm: &mut Vm, text: Gc<Str>, encoding: &str) -> R<()> {
    if !text.is_ascii() {
        let encoding = vm.new_str(encoding).value();
        vm.call_method_named(text.value(), "encode", &[encoding])?;
    }
    Ok(())
}

/// Refuses what can't be the name of an encoding or of a handler.
pub fn check_name(vm: &mut Vm, name: Gc<Str>) -> R<()> {
    check_encodable(vm, name, "utf-8")?;
    if name.as_bytes().contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(())
}

/// In development mode an encoding or a handler that does not exist is an error even where it is not needed.
pub fn check_names(vm: &mut Vm, encoding: Option<Gc<Str>>, errors: Option<Gc<Str>>) -> R<()> {
    if !vm.config.dev_mode {
        return Ok(());
    }
    if let Some(name) = encoding
        && native(encoding).is_none()
    {
        registry::lookup(vm, name)?;
    }
    if let Some(name) = errors
        && name.as_str().and_then(taipan_text::codecs::Handler::from_name).is_none()
    {
        registry::lookup_error(vm, name)?;
    }
    Ok(())
}

/// `str(object, encoding, errors)`, `object.decode(encoding, errors)`
pub fn decode_to_str(vm: &mut Vm, object: Value, encoding: Option<Gc<Str>>, errors: Option<Gc<Str>>) -> R {
    check_names(vm, encoding, errors)?;
    if vm.bytes_of(object).is_some_and(<[u8]>::is_empty) {
        // Nothing to decode: not even the encoding is looked at.
        return Ok(vm.names().empty.value());
    }
    match native(encoding) {
        Some(Native::Plain(codec)) => {
            let bytes = input_bytes(vm, object)?;
            let decoded = decode_native(vm, codec, object, &bytes, errors, Input::Final)?;
            Ok(decoded.text.value())
        }
        Some(Native::Utf16) => decode_marked16(vm, object, errors, 0, Input::Final).map(|d| d.0.text.value()),
        Some(Native::Utf32) => decode_marked32(vm, object, errors, 0, Input::Final).map(|d| d.0.text.value()),
        None => {
            let encoding = match encoding {
                Some(encoding) => encoding,
                None => vm.names().utf8,
            };
            let codec = registry::lookup_text(vm, encoding, "decode")?;
            let object = if vm.bytes_of(object).is_some() {
                object
            } else {
                let bytes = vm.bytes_like(object)?;
                vm.new_bytes(&bytes)
            };
            let result =
                registry::call_codec(vm, codec, registry::Direction::Decode, object, errors, encoding)?;
            if vm.as_str(result).is_none() {
                let (name, of) = (encoding.to_display(), vm.type_name(result));
                return Err(vm.type_error(format!(
                    "'{name}' decoder returned '{of}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
                )));
            }
            Ok(result)
        }
    }
}

/// `text.encode(encoding, errors)`
pub fn encode_to_bytes(vm: &mut Vm, this: Value, encoding: Option<Gc<Str>>, errors: Option<Gc<Str>>) -> R {
    let Some(text) = vm.as_str(this) else { return Ok(this) };
    check_names(vm, encoding, errors)?;
    match native(encoding) {
        Some(Native::Plain(codec)) => {
            let bytes = encode_native(vm, codec, text, errors)?;
            Ok(vm.new_bytes(&bytes))
        }
        Some(Native::Utf16) => encode_marked16(vm, text, errors, 0),
        Some(Native::Utf32) => encode_marked32(vm, text, errors, 0),
        None => {
            let encoding = match encoding {
                Some(encoding) => encoding,
                None => vm.names().utf8,
            };
            let codec = registry::lookup_text(vm, encoding, "encode")?;
            let result =
                registry::call_codec(vm, codec, registry::Direction::Encode, this, errors, encoding)?;
            if vm.payload::<Bytes>(result).is_some() {
                return Ok(result);
            }
            let (name, of) = (encoding.to_display(), vm.type_name(result));
            if let Some(bytes) = vm.bytes_of(result) {
                let bytes = bytes.to_vec();
                vm.warn(
                    kinds::RUNTIME_WARNING,
                    &format!(
                        "encoder {name} returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types"
                    ),
                )?;
                return Ok(vm.new_bytes(&bytes));
            }
            Err(vm.type_error(format!(
                "'{name}' encoder returned '{of}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
            )))
        }
    }
}

/// Decodes by a kernel.
pub fn decode_native(
    vm: &mut Vm,
    codec: Codec,
    object: Value,
    bytes: &[u8],
    errors: Option<Gc<Str>>,
    input: Input,
) -> R<Decoded> {
    if matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1) && bytes.is_ascii() {
        return Ok(Decoded { text: vm.new_str_counted(bytes, bytes.len()), consumed: bytes.len() });
    }
    if codec == Codec::Utf8 && std::str::from_utf8(bytes).is_ok() {
        return Ok(Decoded { text: vm.new_str_wtf8(bytes), consumed: bytes.len() });
    }
    if let Some(decoded) = decode_units(vm, codec, bytes, 0) {
        return Ok(decoded);
    }
    let mut decoder = Decoder::new(codec);
    let mut decoded =
        decode_loop(vm, codec_name(codec), codec, object, bytes, 0, errors, &mut |bytes, at, out| {
            decoder.decode(bytes, at, input, out)
        })?;
    if let Some(escape) = decoder.invalid_escape {
        warn_invalid_escape(vm, "", escape)?;
    }
    // What was asked for is used up, even where an error handler put other bytes in its place.
    if input == Input::Final {
        decoded.consumed = bytes.len();
    }
    Ok(decoded)
}

/// Decodes units of UTF-16 or UTF-32 behind a mark of so many bytes, if each is a character.
fn decode_units(vm: &mut Vm, codec: Codec, bytes: &[u8], start: usize) -> Option<Decoded> {
    let units = bytes.get(start..)?;
    let (n_bytes, n_chars) = decoded_size(codec, units)?;
    let text = vm.new_str_filled(n_bytes, n_chars, |out| decode_exact(codec, units, out));
    Some(Decoded { text, consumed: bytes.len() })
}

/// Encodes to a mark and units of UTF-16 or UTF-32.
fn encode_units(
    vm: &mut Vm,
    name: &str,
    codec: Codec,
    mark: &[u8],
    text: Gc<Str>,
    errors: Option<Gc<Str>>,
) -> R {
    let all = Wtf8::new(text.to_ref().as_bytes());
    if let Some(size) = encoded_size(codec, all, text.n_chars()) {
        let mut whole = true;
        let made = vm.new_bytes_written(mark.len() + size, |out| {
            let (head, units) = out.split_at_mut(mark.len());
            head.copy_from_slice(mark);
            whole = encode_exact(codec, all, units);
        });
        if whole {
            return Ok(made);
        }
    }
    let bytes = encode_loop(vm, name, codec, text, errors, mark.to_vec(), &mut |text, at, out| {
        encode(codec, text, at, out)
    })?;
    Ok(vm.new_bytes(&bytes))
}

/// An escape that is not one: a warning. `prefix` is that of the literal that it would stand in.
pub fn warn_invalid_escape(vm: &mut Vm, prefix: &str, escape: InvalidEscape) -> R<()> {
    let what = match escape {
        InvalidEscape::Octal(value) => format!("\\{value:o}\" is an invalid octal"),
        InvalidEscape::Letter(c) => format!("\\{c}\" is an invalid"),
    };
    let text = format!("{prefix}\"{what} escape sequence. Such sequences will not work in the future. ");
    vm.warn(kinds::DEPRECATION_WARNING, &text)
}

/// Encodes by a kernel.
pub fn encode_native<'a>(
    vm: &mut Vm,
    codec: Codec,
    text: Gc<Str>,
    errors: Option<Gc<Str>>,
) -> R<Cow<'a, [u8]>> {
    if text.is_ascii() && matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1) {
        return Ok(Cow::Borrowed(text.to_ref().as_bytes()));
    }
    if codec == Codec::Utf8 && text.as_str().is_some() {
        return Ok(Cow::Borrowed(text.to_ref().as_bytes()));
    }
    encode_loop(vm, codec_name(codec), codec, text, errors, Vec::new(), &mut |text, at, out| {
        encode(codec, text, at, out)
    })
    .map(Cow::Owned)
}

/// Decodes UTF-16: `byteorder` -1 little, 1 big, 0 as a mark says. Gives the order that was found, 0 for none yet.
pub fn decode_marked16(
    vm: &mut Vm,
    object: Value,
    errors: Option<Gc<Str>>,
    byteorder: i32,
    input: Input,
) -> R<(Decoded, i32)> {
    let bytes = input_bytes(vm, object)?;
    let (order, start) = match byteorder {
        0 => ByteOrder::detect16(&bytes).map_or((None, 0), |(order, n)| (Some(order), n)),
        i if i < 0 => (Some(ByteOrder::Little), 0),
        _ => (Some(ByteOrder::Big), 0),
    };
    let known = order.unwrap_or(ByteOrder::NATIVE);
    let codec = Codec::Utf16(known);
    let name = if known == ByteOrder::Little { "utf-16-le" } else { "utf-16-be" };
    marked(vm, codec, name, object, &bytes, start, errors, input, order)
}

/// The same for UTF-32.
pub fn decode_marked32(
    vm: &mut Vm,
    object: Value,
    errors: Option<Gc<Str>>,
    byteorder: i32,
    input: Input,
) -> R<(Decoded, i32)> {
    let bytes = input_bytes(vm, object)?;
    let (order, start) = match byteorder {
        0 => ByteOrder::detect32(&bytes).map_or((None, 0), |(order, n)| (Some(order), n)),
        i if i < 0 => (Some(ByteOrder::Little), 0),
        _ => (Some(ByteOrder::Big), 0),
    };
    let known = order.unwrap_or(ByteOrder::NATIVE);
    let codec = Codec::Utf32(known);
    let name = if known == ByteOrder::Little { "utf-32-le" } else { "utf-32-be" };
    marked(vm, codec, name, object, &bytes, start, errors, input, order)
}

fn marked(
    vm: &mut Vm,
    codec: Codec,
    name: &'static str,
    object: Value,
    bytes: &[u8],
    start: usize,
    errors: Option<Gc<Str>>,
    input: Input,
    order: Option<ByteOrder>,
) -> R<(Decoded, i32)> {
    let decoded = match decode_units(vm, codec, bytes, start) {
        Some(decoded) => decoded,
        None => {
            let mut decoder = Decoder::new(codec);
            decode_loop(vm, name, codec, object, bytes, start, errors, &mut |bytes, at, out| {
                decoder.decode(bytes, at, input, out)
            })?
        }
    };
    let order = match order {
        Some(ByteOrder::Little) => -1,
        Some(ByteOrder::Big) => 1,
        None => 0,
    };
    Ok((decoded, order))
}

/// Encodes UTF-16 to bytes: `byteorder` -1 little, 1 big, 0 the machine's with a mark.
pub fn encode_marked16(vm: &mut Vm, text: Gc<Str>, errors: Option<Gc<Str>>, byteorder: i32) -> R {
    let (order, mark, name): (_, &[u8], _) = match byteorder {
        0 if ByteOrder::NATIVE == ByteOrder::Little => (ByteOrder::Little, &[0xff, 0xfe], "utf-16"),
        0 => (ByteOrder::Big, &[0xfe, 0xff], "utf-16"),
        i if i < 0 => (ByteOrder::Little, &[], "utf-16-le"),
        _ => (ByteOrder::Big, &[], "utf-16-be"),
    };
    encode_units(vm, name, Codec::Utf16(order), mark, text, errors)
}

/// The same for UTF-32.
pub fn encode_marked32(vm: &mut Vm, text: Gc<Str>, errors: Option<Gc<Str>>, byteorder: i32) -> R {
    let (order, mark, name): (_, &[u8], _) = match byteorder {
        0 if ByteOrder::NATIVE == ByteOrder::Little => (ByteOrder::Little, &[0xff, 0xfe, 0, 0], "utf-32"),
        0 => (ByteOrder::Big, &[0, 0, 0xfe, 0xff], "utf-32"),
        i if i < 0 => (ByteOrder::Little, &[], "utf-32-le"),
        _ => (ByteOrder::Big, &[], "utf-32-be"),
    };
    encode_units(vm, name, Codec::Utf32(order), mark, text, errors)
}
