//! `_codecs`: the registry and the native codecs as functions. What `str.encode` and `bytes.decode` do without it is in
//! `taipan_objects::codecs`; `handlers` has the built-in error handlers as functions.

mod charmap;
pub mod encoding_map;
mod handlers;

use taipan_macros::native;
use taipan_objects::buffer::BytesLike;
use taipan_objects::codecs::{
    self, Decoded, decode_marked16, decode_marked32, decode_native, encode_marked16, encode_marked32,
    encode_native, input_bytes,
};
use taipan_runtime::native::{ArgName, FromValue};
use taipan_runtime::{
    CText, Gc, ModuleDef, R, Value, Vm, kinds,
    layout::{Module, NativeFunction, Str},
};
use taipan_text::codecs::{Codec, EscapeError, EscapeErrors, Input};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_codecs",
    doc: "The registry of codecs and error handlers, and the codecs that are built in.",
    functions: &Codecs::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Codecs;

/// The error handlers are functions of the module's table, but belong to the registry.
fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let dict = module.dict.get();
    for (name, function) in [
        ("strict", "strict_errors"),
        ("ignore", "ignore_errors"),
        ("replace", "replace_errors"),
        ("xmlcharrefreplace", "xmlcharrefreplace_errors"),
        ("backslashreplace", "backslashreplace_errors"),
        ("namereplace", "namereplace_errors"),
        ("surrogatepass", "surrogatepass"),
        ("surrogateescape", "surrogateescape"),
    ] {
        let key = vm.intern(function);
        let handler = dict.pop_str(vm, key).and_then(|handler| handler.cast::<NativeFunction>());
        if let Some(f) = handler {
            // As such they know no module.
            let (none, kind) = (Value::UNBOUND, kinds::NATIVE_FUNCTION);
            let handler = vm.new_native_function(kind, f.table, f.row, none, none);
            codecs::register_builtin_error(vm, name, handler);
        }
    }
    Ok(())
}

fn input(is_final: bool) -> Input {
    if is_final { Input::Final } else { Input::Partial }
}

/// A parameter that must be text or bytes-like, which is seen when it is its turn.
struct TextOrBytes(Value);

impl FromValue for TextOrBytes {
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<TextOrBytes> {
        if vm.as_str(value).is_none() {
            BytesLike::from_value(vm, value, arg)?;
        }
        Ok(TextOrBytes(value))
    }
}

/// The name of an error handler, or None.
struct Errors(Option<Gc<Str>>);

impl FromValue for Errors {
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Errors> {
        if value.is_none() || value.is_unbound() {
            return Ok(Errors(None));
        }
        match vm.as_str(value) {
            Some(name) => {
                vm.check_c_text(name)?;
                Ok(Errors(Some(name)))
            }
            None => Err(arg.wrong_type(vm, "str or None", value)),
        }
    }
}

/// What a decoder function returns.
fn decoded(vm: &mut Vm, decoded: &Decoded) -> Value {
    vm.new_tuple(&[decoded.text.value(), Value::len(decoded.consumed)]).value()
}

/// What an encoder function returns.
fn encoded(vm: &mut Vm, bytes: &[u8], n: usize) -> Value {
    let bytes = vm.new_bytes(bytes);
    with_length(vm, bytes, n)
}

fn with_length(vm: &mut Vm, bytes: Value, n: usize) -> Value {
    vm.new_tuple(&[bytes, Value::len(n)]).value()
}

fn decode(vm: &mut Vm, codec: Codec, data: Value, errors: Option<Gc<Str>>, is_final: bool) -> R {
    let bytes = input_bytes(vm, data)?;
    let result = decode_native(vm, codec, data, &bytes, errors, input(is_final))?;
    Ok(decoded(vm, &result))
}

/// The decoders of literals also take text.
fn decode_literal(vm: &mut Vm, codec: Codec, data: Value, errors: Option<Gc<Str>>, is_final: bool) -> R {
    if let Some(s) = vm.as_str(data) {
        let bytes = encode_native(vm, Codec::Utf8, s, None)?;
        let object = vm.new_bytes(&bytes);
        return decode(vm, codec, object, errors, is_final);
    }
    decode(vm, codec, data, errors, is_final)
}

fn encode(vm: &mut Vm, codec: Codec, text: Gc<Str>, errors: Option<Gc<Str>>) -> R {
    let bytes = encode_native(vm, codec, text, errors)?;
    Ok(encoded(vm, &bytes, text.n_chars()))
}

macro_rules! same {
    ($($decode:ident, $encode:ident => $codec:expr;)*) => {
        $(
            fn $decode(vm: &mut Vm, data: Value, errors: Option<Gc<Str>>, is_final: bool) -> R {
                decode(vm, $codec, data, errors, is_final)
            }
            fn $encode(vm: &mut Vm, text: Gc<Str>, errors: Option<Gc<Str>>) -> R {
                encode(vm, $codec, text, errors)
            }
        )*
    };
}
same! {
    utf8_decode, utf8_encode => Codec::Utf8;
    utf7_decode, utf7_encode => Codec::Utf7;
    latin1_decode, latin1_encode => Codec::Latin1;
    ascii_decode, ascii_encode => Codec::Ascii;
}

#[native]
impl Codecs {
    /// Register a function that is asked for codecs by their normalised name.
    #[sig("($module, search_function, /)")]
    fn register(vm: &mut Vm, search_function: Value) -> R<()> {
        codecs::register(vm, search_function)
    }

    /// Take a search function out again, and forget what was found so far.
    #[sig("($module, search_function, /)")]
    fn unregister(vm: &mut Vm, search_function: Value) {
        codecs::unregister(vm, search_function);
    }

    /// The codec of an encoding.
    #[sig("($module, encoding, /)")]
    fn lookup(vm: &mut Vm, encoding: Gc<Str>) -> R {
        codecs::check_name(vm, encoding)?;
        codecs::lookup(vm, encoding)
    }

    /// Encode an object by any codec.
    #[sig("($module, /, obj, encoding='utf-8', errors='strict')")]
    fn encode(vm: &mut Vm, obj: Value, encoding: Option<CText>, errors: Option<CText>) -> R {
        let encoding = encoding.map_or(vm.names().utf8, |encoding| encoding.0);
        codecs::encode_any(vm, obj, encoding, errors.map(|errors| errors.0))
    }

    /// Decode an object by any codec.
    #[sig("($module, /, obj, encoding='utf-8', errors='strict')")]
    fn decode(vm: &mut Vm, obj: Value, encoding: Option<CText>, errors: Option<CText>) -> R {
        let encoding = encoding.map_or(vm.names().utf8, |encoding| encoding.0);
        codecs::decode_any(vm, obj, encoding, errors.map(|errors| errors.0))
    }

    /// Register an error handler under a name.
    #[sig("($module, errors, handler, /)")]
    fn register_error(vm: &mut Vm, errors: CText, handler: Value) -> R<()> {
        codecs::register_error(vm, errors.0, handler)
    }

    /// Forget an error handler; was there one?
    #[sig("($module, errors, /)")]
    fn _unregister_error(vm: &mut Vm, errors: CText) -> R<bool> {
        codecs::unregister_error(vm, errors.0)
    }

    /// The error handler of a name.
    #[sig("($module, name, /)")]
    fn lookup_error(vm: &mut Vm, name: CText) -> R {
        codecs::lookup_error(vm, name.0)
    }

    /// Replace the escapes of a bytes literal.
    #[sig("($module, data, errors=None, /)")]
    fn escape_decode(vm: &mut Vm, data: TextOrBytes, errors: Errors) -> R {
        let bytes = match vm.as_str(data.0) {
            Some(s) => encode_native(vm, Codec::Utf8, s, None)?,
            None => input_bytes(vm, data.0)?,
        };
        let mode = match errors.0.map(|e| e.to_ref().as_bytes()) {
            Some(b"replace") => EscapeErrors::Replace,
            Some(b"ignore") => EscapeErrors::Ignore,
            // What is no name of a handler is noticed when one is needed.
            _ => EscapeErrors::Strict,
        };
        match taipan_text::codecs::decode_escapes(&bytes, mode) {
            Ok(out) => {
                if let Some(escape) = out.invalid_escape {
                    codecs::warn_invalid_escape(vm, "b", escape)?;
                }
                Ok(encoded(vm, &out.bytes, bytes.len()))
            }
            Err(EscapeError::InvalidHex(at)) => match errors.0.map(Gc::to_ref) {
                Some(name) if name.as_bytes() != b"strict" => {
                    let name = name.to_display();
                    Err(vm.value_error(format!("decoding error; unknown error handling code: {name}")))
                }
                _ => Err(vm.value_error(EscapeError::InvalidHex(at).message())),
            },
            Err(error) => Err(vm.value_error(error.message())),
        }
    }

    /// The bytes as they would stand in a literal.
    #[sig("($module, data, errors=None, /)")]
    fn escape_encode(vm: &mut Vm, data: Gc<taipan_runtime::layout::Bytes>, errors: Errors) -> R {
        let _ = errors.0;
        let bytes = data.to_ref().as_slice();
        let out = taipan_text::codecs::encode_escapes(bytes);
        Ok(encoded(vm, &out, bytes.len()))
    }

    /// Decode UTF-8.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_8_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        utf8_decode(vm, data.0, errors.0, final_)
    }

    /// Encode UTF-8.
    #[sig("($module, str, errors=None, /)")]
    fn utf_8_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        utf8_encode(vm, str, errors.0)
    }

    /// Decode UTF-7.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_7_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        utf7_decode(vm, data.0, errors.0, final_)
    }

    /// Encode UTF-7.
    #[sig("($module, str, errors=None, /)")]
    fn utf_7_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        utf7_encode(vm, str, errors.0)
    }

    /// Decode ISO 8859-1.
    #[sig("($module, data, errors=None, /)")]
    fn latin_1_decode(vm: &mut Vm, data: BytesLike, errors: Errors) -> R {
        latin1_decode(vm, data.0, errors.0, true)
    }

    /// Encode ISO 8859-1.
    #[sig("($module, str, errors=None, /)")]
    fn latin_1_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        latin1_encode(vm, str, errors.0)
    }

    /// Decode ASCII.
    #[sig("($module, data, errors=None, /)")]
    fn ascii_decode(vm: &mut Vm, data: BytesLike, errors: Errors) -> R {
        ascii_decode(vm, data.0, errors.0, true)
    }

    /// Encode ASCII.
    #[sig("($module, str, errors=None, /)")]
    fn ascii_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        ascii_encode(vm, str, errors.0)
    }

    /// Decode UTF-16 in the order that a mark tells, or the machine's.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_16_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        let (result, _) = decode_marked16(vm, data.0, errors.0, 0, input(final_))?;
        Ok(decoded(vm, &result))
    }

    /// Decode UTF-16, least significant byte first.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_16_le_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        let (result, _) = decode_marked16(vm, data.0, errors.0, -1, input(final_))?;
        Ok(decoded(vm, &result))
    }

    /// Decode UTF-16, most significant byte first.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_16_be_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        let (result, _) = decode_marked16(vm, data.0, errors.0, 1, input(final_))?;
        Ok(decoded(vm, &result))
    }

    /// Decode UTF-16 and tell the order: -1, 1, or 0 while it is unknown.
    #[sig("($module, data, errors=None, byteorder=0, final=False, /)")]
    #[shown("($module, data, errors=None, byteorder=0, final=False,\n                 /)")]
    fn utf_16_ex_decode(vm: &mut Vm, data: BytesLike, errors: Errors, byteorder: i32, final_: bool) -> R {
        let (result, order) = decode_marked16(vm, data.0, errors.0, byteorder, input(final_))?;
        Ok(vm.new_tuple(&[result.text.value(), Value::len(result.consumed), Value::int32(order)]).value())
    }

    /// Encode UTF-16 with a mark, or without one in an order given.
    #[sig("($module, str, errors=None, byteorder=0, /)")]
    fn utf_16_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors, byteorder: i32) -> R {
        let bytes = encode_marked16(vm, str, errors.0, byteorder)?;
        Ok(with_length(vm, bytes, str.n_chars()))
    }

    /// Encode UTF-16, least significant byte first.
    #[sig("($module, str, errors=None, /)")]
    fn utf_16_le_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        let bytes = encode_marked16(vm, str, errors.0, -1)?;
        Ok(with_length(vm, bytes, str.n_chars()))
    }

    /// Encode UTF-16, most significant byte first.
    #[sig("($module, str, errors=None, /)")]
    fn utf_16_be_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        let bytes = encode_marked16(vm, str, errors.0, 1)?;
        Ok(with_length(vm, bytes, str.n_chars()))
    }

    /// Decode UTF-32 in the order that a mark tells, or the machine's.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_32_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        let (result, _) = decode_marked32(vm, data.0, errors.0, 0, input(final_))?;
        Ok(decoded(vm, &result))
    }

    /// Decode UTF-32, least significant byte first.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_32_le_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        let (result, _) = decode_marked32(vm, data.0, errors.0, -1, input(final_))?;
        Ok(decoded(vm, &result))
    }

    /// Decode UTF-32, most significant byte first.
    #[sig("($module, data, errors=None, final=False, /)")]
    fn utf_32_be_decode(vm: &mut Vm, data: BytesLike, errors: Errors, final_: bool) -> R {
        let (result, _) = decode_marked32(vm, data.0, errors.0, 1, input(final_))?;
        Ok(decoded(vm, &result))
    }

    /// Decode UTF-32 and tell the order: -1, 1, or 0 while it is unknown.
    #[sig("($module, data, errors=None, byteorder=0, final=False, /)")]
    #[shown("($module, data, errors=None, byteorder=0, final=False,\n                 /)")]
    fn utf_32_ex_decode(vm: &mut Vm, data: BytesLike, errors: Errors, byteorder: i32, final_: bool) -> R {
        let (result, order) = decode_marked32(vm, data.0, errors.0, byteorder, input(final_))?;
        Ok(vm.new_tuple(&[result.text.value(), Value::len(result.consumed), Value::int32(order)]).value())
    }

    /// Encode UTF-32 with a mark, or without one in an order given.
    #[sig("($module, str, errors=None, byteorder=0, /)")]
    fn utf_32_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors, byteorder: i32) -> R {
        let bytes = encode_marked32(vm, str, errors.0, byteorder)?;
        Ok(with_length(vm, bytes, str.n_chars()))
    }

    /// Encode UTF-32, least significant byte first.
    #[sig("($module, str, errors=None, /)")]
    fn utf_32_le_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        let bytes = encode_marked32(vm, str, errors.0, -1)?;
        Ok(with_length(vm, bytes, str.n_chars()))
    }

    /// Encode UTF-32, most significant byte first.
    #[sig("($module, str, errors=None, /)")]
    fn utf_32_be_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        let bytes = encode_marked32(vm, str, errors.0, 1)?;
        Ok(with_length(vm, bytes, str.n_chars()))
    }

    /// Decode what stands in a string literal.
    #[sig("($module, data, errors=None, final=True, /)")]
    fn unicode_escape_decode(vm: &mut Vm, data: TextOrBytes, errors: Errors, final_: bool) -> R {
        decode_literal(vm, Codec::UnicodeEscape, data.0, errors.0, final_)
    }

    /// Encode as it would stand in a string literal.
    #[sig("($module, str, errors=None, /)")]
    fn unicode_escape_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        encode(vm, Codec::UnicodeEscape, str, errors.0)
    }

    /// Decode ISO 8859-1 with `\u` and `\U` escapes.
    #[sig("($module, data, errors=None, final=True, /)")]
    fn raw_unicode_escape_decode(vm: &mut Vm, data: TextOrBytes, errors: Errors, final_: bool) -> R {
        decode_literal(vm, Codec::RawUnicodeEscape, data.0, errors.0, final_)
    }

    /// Encode ISO 8859-1 with `\u` and `\U` escapes.
    #[sig("($module, str, errors=None, /)")]
    fn raw_unicode_escape_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors) -> R {
        encode(vm, Codec::RawUnicodeEscape, str, errors.0)
    }

    /// The bytes of a buffer, or of text in UTF-8.
    #[sig("($module, data, errors=None, /)")]
    fn readbuffer_encode(vm: &mut Vm, data: TextOrBytes, errors: Errors) -> R {
        let _ = errors.0;
        let bytes = match vm.as_str(data.0) {
            Some(s) => encode_native(vm, Codec::Utf8, s, None)?,
            None => input_bytes(vm, data.0)?,
        };
        Ok(encoded(vm, &bytes, bytes.len()))
    }

    /// A table for `charmap_encode` from the text that `charmap_decode` takes.
    #[sig("($module, map, /)")]
    fn charmap_build(vm: &mut Vm, map: Gc<Str>) -> R {
        charmap::build(vm, map)
    }

    /// Decode by a table: text or a mapping from bytes to characters.
    #[sig("($module, data, errors=None, mapping=None, /)")]
    fn charmap_decode(vm: &mut Vm, data: BytesLike, errors: Errors, mapping: Value) -> R {
        if mapping.is_none() {
            return latin1_decode(vm, data.0, errors.0, true);
        }
        let result = charmap::decode(vm, data.0, errors.0, mapping)?;
        Ok(decoded(vm, &result))
    }

    /// Encode by a mapping from characters to bytes.
    #[sig("($module, str, errors=None, mapping=None, /)")]
    fn charmap_encode(vm: &mut Vm, str: Gc<Str>, errors: Errors, mapping: Value) -> R {
        if mapping.is_none() {
            return latin1_encode(vm, str, errors.0);
        }
        let bytes = charmap::encode(vm, str, errors.0, mapping)?;
        Ok(encoded(vm, &bytes, str.n_chars()))
    }

    /// Raise the error.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn strict_errors(vm: &mut Vm, exc: Value) -> R {
        handlers::strict(vm, exc)
    }

    /// Leave out what is wrong.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn ignore_errors(vm: &mut Vm, exc: Value) -> R {
        handlers::ignore(vm, exc)
    }

    /// Put a replacement character for what is wrong.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn replace_errors(vm: &mut Vm, exc: Value) -> R {
        handlers::replace(vm, exc)
    }

    /// Put character references of XML for what can't be encoded.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn xmlcharrefreplace_errors(vm: &mut Vm, exc: Value) -> R {
        handlers::xml_char_ref(vm, exc)
    }

    /// Put backslashed escapes for what is wrong.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn backslashreplace_errors(vm: &mut Vm, exc: Value) -> R {
        handlers::backslash(vm, exc)
    }

    /// Put escapes with names for what can't be encoded.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn namereplace_errors(vm: &mut Vm, exc: Value) -> R {
        handlers::name(vm, exc)
    }

    /// Let surrogates pass as if they were characters.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn surrogatepass(vm: &mut Vm, exc: Value) -> R {
        handlers::surrogate_pass(vm, exc)
    }

    /// Turn bytes that mean nothing into surrogates, and back.
    #[sig("($module, exc, /)")]
    #[shown("($self, object, /)")]
    fn surrogateescape(vm: &mut Vm, exc: Value) -> R {
        handlers::surrogate_escape(vm, exc)
    }
}
