//! Text encodings.
//!
//! A decoder appends what it can to `out` and stops at the first error; the caller asks its error handler (the common ones
//! are in [`handlers`]), appends what that gives, and goes on from the position it tells. Encoders work the same way.
//! [`decode_all`] and [`encode_all`] are that loop for the built-in handlers.
//!
//! Positions of decoders are byte offsets; those of encoders are byte offsets in the WTF-8 text, which
//! [`EncodeError::char_range`] turns into characters.

mod charmap;
mod escape;
pub mod handlers;
mod utf16;
mod utf7;
mod utf8;

pub use charmap::{CharmapDecoder, CharmapEncoder};
pub use escape::{EscapeError, EscapeErrors, Escaped, InvalidEscape, decode_escapes, encode_escapes};
pub use handlers::{Handler, Replacement};
pub use utf7::Utf7State;
pub use utf16::{ByteOrder, decode_exact, decoded_size, encode_exact, encoded_size};

use crate::wtf8::{Wtf8, Wtf8Buf, count_chars};

/// An encoding that this crate decodes and encodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    /// UTF-8.
    Utf8,
    /// UTF-16 without a mark.
    Utf16(ByteOrder),
    /// UTF-32 without a mark.
    Utf32(ByteOrder),
    /// UTF-7.
    Utf7,
    /// ISO 8859-1.
    Latin1,
    /// ASCII.
    Ascii,
    /// Python's string literals.
    UnicodeEscape,
    /// Latin-1 with `\u` and `\U`.
    RawUnicodeEscape,
}

/// Is more input to come?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Input {
    /// No: what is incomplete is an error.
    Final,
    /// Yes: stop before what is incomplete.
    Partial,
}

/// What no character stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeError {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// CPython's reason.
    pub reason: &'static str,
}

/// What the encoding has no bytes for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EncodeError {
    /// Where it starts, in bytes of WTF-8.
    pub start: usize,
    /// Where it ends, in bytes of WTF-8.
    pub end: usize,
    /// CPython's reason.
    pub reason: &'static str,
}

impl EncodeError {
    /// The range in characters.
    pub fn char_range(&self, text: &Wtf8) -> (usize, usize) {
        let bytes = text.as_bytes();
        let start = count_chars(&bytes[..self.start]);
        (start, start + count_chars(&bytes[self.start..self.end]))
    }
}

/// How far a decoder or encoder came, and why not further.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stop<E> {
    /// Everything before this offset is done.
    pub at: usize,
    /// What is wrong there.
    pub error: Option<E>,
}

impl<E> Stop<E> {
    fn done(at: usize) -> Self {
        Stop { at, error: None }
    }
}

fn bad(start: usize, end: usize, reason: &'static str) -> Stop<DecodeError> {
    Stop { at: start, error: Some(DecodeError { start, end, reason }) }
}

fn unencodable(start: usize, end: usize, reason: &'static str) -> Stop<EncodeError> {
    Stop { at: start, error: Some(EncodeError { start, end, reason }) }
}

/// A decoder, with what it must remember from one error to the next.
#[derive(Clone, Debug)]
pub struct Decoder {
    codec: Codec,
    utf7: Utf7State,
    /// Where the first escape stands that is not one, for the warning that it deserves.
    pub invalid_escape: Option<InvalidEscape>,
}

impl Decoder {
    /// At the start of the input.
    pub fn new(codec: Codec) -> Decoder {
        Decoder { codec, utf7: Utf7State::default(), invalid_escape: None }
    }

    /// Decodes from `at` to the end or the first error.
    pub fn decode(&mut self, bytes: &[u8], at: usize, input: Input, out: &mut Wtf8Buf) -> Stop<DecodeError> {
        match self.codec {
            Codec::Utf8 => utf8::decode(bytes, at, input, out),
            Codec::Utf16(order) => utf16::decode16(bytes, at, order, input, out),
            Codec::Utf32(order) => utf16::decode32(bytes, at, order, input, out),
            Codec::Utf7 => utf7::decode(&mut self.utf7, bytes, at, input, out),
            Codec::Latin1 => {
                utf8::decode_latin1(&bytes[at..], out);
                Stop::done(bytes.len())
            }
            Codec::Ascii => utf8::decode_ascii(bytes, at, out),
            Codec::UnicodeEscape => escape::decode_unicode(bytes, at, input, out, &mut self.invalid_escape),
            Codec::RawUnicodeEscape => escape::decode_raw_unicode(bytes, at, input, out),
        }
    }
}

/// Encodes from the byte offset `at` to the end or the first error.
///
/// UTF-7 is stateful but has no errors, so it needs no encoder object either.
pub fn encode(codec: Codec, text: &Wtf8, at: usize, out: &mut Vec<u8>) -> Stop<EncodeError> {
    match codec {
        Codec::Utf8 => utf8::encode(text, at, out),
        Codec::Utf16(order) => utf16::encode16(text, at, order, out),
        Codec::Utf32(order) => utf16::encode32(text, at, order, out),
        Codec::Utf7 => {
            utf7::encode(text, out);
            Stop::done(text.n_bytes())
        }
        Codec::Latin1 => utf8::encode_narrow(text, at, 0x100, "ordinal not in range(256)", out),
        Codec::Ascii => utf8::encode_narrow(text, at, 0x80, "ordinal not in range(128)", out),
        Codec::UnicodeEscape => {
            escape::encode_unicode(text, out);
            Stop::done(text.n_bytes())
        }
        Codec::RawUnicodeEscape => {
            escape::encode_raw_unicode(text, out);
            Stop::done(text.n_bytes())
        }
    }
}

/// Decodes all with a built-in handler.
pub fn decode_all(codec: Codec, bytes: &[u8], handler: Handler) -> Result<Wtf8Buf, DecodeError> {
    let mut out = Wtf8Buf::with_capacity(bytes.len());
    let mut decoder = Decoder::new(codec);
    let mut at = 0;
    loop {
        let stop = decoder.decode(bytes, at, Input::Final, &mut out);
        match stop.error {
            None => return Ok(out),
            Some(error) => at = handler.decode(codec, bytes, &error, &mut out).ok_or(error)?,
        }
    }
}

/// Encodes all with a built-in handler.
pub fn encode_all(codec: Codec, text: &Wtf8, handler: Handler) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(text.n_bytes());
    let mut at = 0;
    loop {
        let stop = encode(codec, text, at, &mut out);
        let Some(error) = stop.error else { return Ok(out) };
        let (replacement, end) = handler.encode(codec, text, &error).ok_or(error)?;
        push_replacement(codec, &replacement, &mut out).map_err(|()| error)?;
        at = end;
    }
}

/// Appends what a handler gave: bytes as they are (in UTF-16 and UTF-32 they must be whole units), text encoded. Fails when the
/// text can't be encoded either; then the first error is what is raised.
#[expect(clippy::result_unit_err, reason = "the error to raise is the one that the handler was asked about")]
pub fn push_replacement(codec: Codec, replacement: &Replacement, out: &mut Vec<u8>) -> Result<(), ()> {
    match replacement {
        Replacement::Bytes(bytes) => {
            let unit = match codec {
                Codec::Utf16(_) => 2,
                Codec::Utf32(_) => 4,
                _ => 1,
            };
            if bytes.len() % unit != 0 {
                return Err(());
            }
            out.extend_from_slice(bytes);
        }
        Replacement::Text(text) => {
            if encode(codec, text, 0, out).error.is_some() {
                return Err(());
            }
        }
    }
    Ok(())
}
