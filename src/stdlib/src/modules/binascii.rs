//! `binascii`: bytes as ASCII text, in hexadecimal digits, base64, quoted-printable and uuencode, and check sums.

use crate::support::{OwnError, new_exception, put};
use std::borrow::Cow;
use taipan_macros::native;
use taipan_objects::buffer::peek;
use taipan_objects::types::bytes::shared::separator;
use taipan_runtime::{Gc, ModuleDef, R, Raised, Value, Vm, kinds, layout::Module};
use taipan_text::hex;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "binascii",
    doc: "Bytes as ASCII text and back.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

static ERROR: OwnError = OwnError { module: "binascii", name: "Error", base: kinds::VALUE_ERROR };

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = ERROR.class(vm)?;
    put(vm, module, "Error", error.value());
    let incomplete = new_exception(vm, "binascii", "Incomplete", kinds::EXCEPTION)?;
    put(vm, module, "Incomplete", incomplete.value());
    Ok(())
}

#[cold]
fn raise(vm: &mut Vm, message: impl AsRef<str>) -> Raised {
    ERROR.raise(vm, message.as_ref())
}

/// The bytes of a buffer, or of text that is ASCII.
fn ascii_input<'a>(vm: &mut Vm, data: Value) -> R<Cow<'a, [u8]>> {
    if let Some(s) = vm.as_str(data) {
        if !s.is_ascii() {
            return Err(vm.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(Cow::Borrowed(s.to_ref().as_bytes()));
    }
    let cls = vm.class_of(data);
    if vm.bytes_of(data).is_none() && vm.slot_buffer(cls).is_none() {
        let of = vm.type_name(data);
        return Err(vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{of}'")));
    }
    peek(vm, data).map_err(|raised| {
        if vm.take_if(kinds::BUFFER_ERROR).is_none() {
            return raised;
        }
        let of = vm.type_name(data);
        vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{of}'"))
    })
}

fn unhex(vm: &mut Vm, data: Value) -> R<Vec<u8>> {
    let bytes = ascii_input(vm, data)?;
    if bytes.len() % 2 != 0 {
        return Err(raise(vm, "Odd-length string"));
    }
    hex::from_pairs(&bytes).ok_or_else(|| raise(vm, "Non-hexadecimal digit found"))
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The value of each byte in base64, or 255.
const BASE64_VALUES: [u8; 256] = {
    let mut table = [255u8; 256];
    let mut i = 0;
    while i < 64 {
        table[BASE64[i] as usize] = i as u8;
        i += 1;
    }
    table
};

fn decode_base64(vm: &mut Vm, bytes: &[u8], strict: bool) -> R<Vec<u8>> {
    if strict && bytes.first() == Some(&b'=') {
        return Err(raise(vm, "Leading padding not allowed"));
    }
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3 + 3);
    // Most of it is nothing but digits.
    let mut n_plain = 0;
    for quad in bytes.as_chunks::<4>().0 {
        let [a, b, c, d] = quad.map(|byte| BASE64_VALUES[byte as usize]);
        if a.max(b).max(c).max(d) == 255 {
            break;
        }
        out.extend_from_slice(&[a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
        n_plain += 4;
    }
    let (mut n_quad, mut left, mut n_pads) = (0u8, 0u8, 0u8);
    for &byte in &bytes[n_plain..] {
        if byte == b'=' {
            if strict && n_quad == 1 {
                break;
            }
            if strict && (n_quad == 0 || n_quad + n_pads >= 4) {
                return Err(raise(vm, "Excess padding not allowed"));
            }
            n_pads = n_pads.saturating_add(1).min(4);
            continue;
        }
        let value = BASE64_VALUES[byte as usize];
        if value == 255 {
            if strict {
                return Err(raise(vm, "Only base64 data is allowed"));
            }
            continue;
        }
        if strict && n_pads > 0 {
            let message = if n_quad + n_pads >= 4 {
                "Excess data after padding"
            } else {
                "Discontinuous padding not allowed"
            };
            return Err(raise(vm, message));
        }
        n_pads = 0;
        match n_quad {
            0 => left = value,
            1 => {
                out.push(left << 2 | value >> 4);
                left = value & 0x0f;
            }
            2 => {
                out.push(left << 4 | value >> 2);
                left = value & 0x03;
            }
            _ => {
                out.push(left << 6 | value);
                left = 0;
            }
        }
        n_quad = (n_quad + 1) % 4;
    }
    match n_quad {
        0 => Ok(out),
        2.. if n_quad + n_pads >= 4 => Ok(out),
        1 => {
            let n = out.len() / 3 * 4 + 1;
            Err(raise(
                vm,
                format!(
                    "Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4"
                ),
            ))
        }
        _ => Err(raise(vm, "Incorrect padding")),
    }
}

fn encode_base64(bytes: &[u8], newline: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + 1);
    let digit = |word: u32, i: u32| BASE64[(word >> (18 - 6 * i) & 63) as usize];
    let (whole, rest) = bytes.as_chunks::<3>();
    for &[a, b, c] in whole {
        let word = u32::from(a) << 16 | u32::from(b) << 8 | u32::from(c);
        out.extend_from_slice(&[digit(word, 0), digit(word, 1), digit(word, 2), digit(word, 3)]);
    }
    if let [a, more @ ..] = rest {
        let word = u32::from(*a) << 16 | more.first().map_or(0, |&b| u32::from(b) << 8);
        let third = if more.is_empty() { b'=' } else { digit(word, 2) };
        out.extend_from_slice(&[digit(word, 0), digit(word, 1), third, b'=']);
    }
    if newline {
        out.push(b'\n');
    }
    out
}

fn decode_uu(vm: &mut Vm, bytes: &[u8]) -> R<Vec<u8>> {
    let Some((&first, rest)) = bytes.split_first() else {
        return Err(raise(vm, "Missing length byte"));
    };
    let mut left = usize::from(first.wrapping_sub(b' ') & 63);
    let mut out = Vec::with_capacity(left);
    let (mut word, mut n_bits) = (0u32, 0u32);
    let mut rest = rest.iter().copied();
    while left > 0 {
        let value = match rest.next() {
            // Trailing blanks may have been cut off.
            None | Some(b'\n' | b'\r') => 0,
            Some(b) if !(b' '..=b' ' + 64).contains(&b) => return Err(raise(vm, "Illegal char")),
            Some(b) => u32::from(b - b' ') & 63,
        };
        word = word << 6 | value;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push((word >> n_bits) as u8);
            word &= (1 << n_bits) - 1;
            left -= 1;
        }
    }
    // What is left may only be blanks and line ends.
    if rest.any(|b| !matches!(b, b' ' | b'`' | b'\n' | b'\r')) {
        return Err(raise(vm, "Trailing garbage"));
    }
    Ok(out)
}

fn encode_uu(bytes: &[u8], backtick: bool) -> Vec<u8> {
    let digit = |value: u32| if value == 0 && backtick { b'`' } else { b' ' + value as u8 };
    let mut out = vec![digit(bytes.len() as u32)];
    for chunk in bytes.chunks(3) {
        let word = u32::from(chunk[0]) << 16
            | u32::from(chunk.get(1).copied().unwrap_or(0)) << 8
            | u32::from(chunk.get(2).copied().unwrap_or(0));
        out.extend((0..4).map(|i| digit(word >> (18 - 6 * i) & 63)));
    }
    out.push(b'\n');
    out
}

fn decode_qp(bytes: &[u8], header: bool) -> Vec<u8> {
    let digit = |b: Option<&u8>| b.and_then(|&b| char::from(b).to_digit(16)).map(|d| d as u8);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'=' => {
                at += 1;
                match bytes.get(at) {
                    None => break,
                    Some(b'\n' | b'\r') => {
                        // A soft line end: up to and with the next newline.
                        while at < bytes.len() && bytes[at] != b'\n' {
                            at += 1;
                        }
                        at += 1;
                    }
                    Some(b'=') => {
                        // Broken encoders write "==".
                        out.push(b'=');
                        at += 1;
                    }
                    Some(_) => match (digit(bytes.get(at)), digit(bytes.get(at + 1))) {
                        (Some(high), Some(low)) => {
                            out.push(high << 4 | low);
                            at += 2;
                        }
                        _ => out.push(b'='),
                    },
                }
            }
            b'_' if header => {
                out.push(b' ');
                at += 1;
            }
            byte => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// Lines have at most so many characters.
const QP_LINE: usize = 76;

fn encode_qp(bytes: &[u8], quote_tabs: bool, is_text: bool, header: bool) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    // The line ends of the data decide what soft ones look like.
    let crlf = bytes.iter().position(|&b| b == b'\n').is_some_and(|at| at > 0 && bytes[at - 1] == b'\r');
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len() + bytes.len() / 4);
    let mut column = 0;
    let push_end = |out: &mut Vec<u8>| out.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let next = bytes.get(at + 1).copied();
        let ends_line = next.is_none() || next == Some(b'\n');
        let dot_alone = byte == b'.' && column == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0));
        let quoted = byte > 126
            || byte == b'='
            || (header && byte == b'_')
            || dot_alone
            || (!is_text && matches!(byte, b'\r' | b'\n'))
            || (matches!(byte, b'\t' | b' ') && next.is_none())
            || (matches!(byte, b'\t' | b' ') && quote_tabs)
            || (byte < 33 && !matches!(byte, b'\r' | b'\n' | b'\t' | b' '));
        if quoted {
            if column + 3 >= QP_LINE {
                out.push(b'=');
                push_end(&mut out);
                column = 0;
            }
            out.extend_from_slice(&[b'=', DIGITS[(byte >> 4) as usize], DIGITS[(byte & 15) as usize]]);
            column += 3;
            at += 1;
            continue;
        }
        if is_text && (byte == b'\n' || (byte == b'\r' && next == Some(b'\n'))) {
            column = 0;
            // A blank before a line end would be lost.
            if let Some(&last) = out.last()
                && matches!(last, b' ' | b'\t')
            {
                out.pop();
                out.extend_from_slice(&[b'=', DIGITS[(last >> 4) as usize], DIGITS[(last & 15) as usize]]);
            }
            push_end(&mut out);
            at += if byte == b'\r' { 2 } else { 1 };
            continue;
        }
        if !ends_line && column + 1 >= QP_LINE {
            out.push(b'=');
            push_end(&mut out);
            column = 0;
        }
        column += 1;
        out.push(if header && byte == b' ' { b'_' } else { byte });
        at += 1;
    }
    out
}

/// The table of the CRC of zlib, for what is not worth the wide instructions.
const CRC32: [u32; 256] = {
    let mut table = [0u32; 256];
    let mut i = 0;
    while i < 256 {
        let mut word = i as u32;
        let mut bit = 0;
        while bit < 8 {
            word = if word & 1 == 1 { word >> 1 ^ 0xedb8_8320 } else { word >> 1 };
            bit += 1;
        }
        table[i] = word;
        i += 1;
    }
    table
};

/// The CRC of zlib, going on from a value.
pub fn crc32(bytes: &[u8], start: u32) -> u32 {
    if bytes.len() >= 64 {
        return zlib_rs::crc32::crc32(start, bytes);
    }
    !bytes.iter().fold(!start, |crc, &b| crc >> 8 ^ CRC32[((crc ^ u32::from(b)) & 0xff) as usize])
}

/// The low 32 bits of an int.
fn low_word(vm: &mut Vm, v: Value) -> R<u32> {
    let int = vm.index(v)?;
    Ok(taipan_objects::types::int::operand::Operand::new(int).view().to_u64_wrapping() as u32)
}

fn to_hex(vm: &mut Vm, data: Value, sep: Option<Value>, bytes_per_sep: Option<Value>) -> R<Vec<u8>> {
    drop(peek(vm, data)?);
    let bytes_per_sep = bytes_per_sep.map_or(Ok(1), |n| vm.index_clamped(n))?;
    if i32::try_from(bytes_per_sep).is_err() {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    }
    let bytes = peek(vm, data)?.into_owned();
    let sep = separator(vm, sep)?;
    Ok(hex::digits(&bytes, sep, bytes_per_sep))
}

#[native]
impl Functions {
    /// The bytes that hexadecimal digits show.
    #[sig("($module, hexstr, /)")]
    fn a2b_hex(vm: &mut Vm, hexstr: Value) -> R<Vec<u8>> {
        unhex(vm, hexstr)
    }

    /// The bytes that hexadecimal digits show.
    #[sig("($module, hexstr, /)")]
    fn unhexlify(vm: &mut Vm, hexstr: Value) -> R<Vec<u8>> {
        unhex(vm, hexstr)
    }

    /// Bytes in hexadecimal digits.
    #[sig("($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn b2a_hex(vm: &mut Vm, data: Value, sep: Option<Value>, bytes_per_sep: Option<Value>) -> R<Vec<u8>> {
        to_hex(vm, data, sep, bytes_per_sep)
    }

    /// Bytes in hexadecimal digits.
    #[sig("($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn hexlify(vm: &mut Vm, data: Value, sep: Option<Value>, bytes_per_sep: Option<Value>) -> R<Vec<u8>> {
        to_hex(vm, data, sep, bytes_per_sep)
    }

    /// The bytes of base64; in strict mode nothing else may stand in it.
    #[sig("($module, data, /, *, strict_mode=False)")]
    fn a2b_base64(vm: &mut Vm, data: Value, strict_mode: bool) -> R<Vec<u8>> {
        let bytes = ascii_input(vm, data)?;
        decode_base64(vm, &bytes, strict_mode)
    }

    /// Bytes as a line of base64.
    #[sig("($module, data, /, *, newline=True)")]
    fn b2a_base64(vm: &mut Vm, data: Value, newline: bool) -> R<Vec<u8>> {
        let bytes = peek(vm, data)?;
        Ok(encode_base64(&bytes, newline))
    }

    /// The bytes of a line of uuencoded data.
    #[sig("($module, data, /)")]
    fn a2b_uu(vm: &mut Vm, data: Value) -> R<Vec<u8>> {
        let bytes = ascii_input(vm, data)?;
        decode_uu(vm, &bytes)
    }

    /// At most 45 bytes as a line of uuencoded data.
    #[sig("($module, data, /, *, backtick=False)")]
    fn b2a_uu(vm: &mut Vm, data: Value, backtick: bool) -> R<Vec<u8>> {
        let bytes = peek(vm, data)?;
        if bytes.len() > 45 {
            return Err(raise(vm, "At most 45 bytes at once"));
        }
        Ok(encode_uu(&bytes, backtick))
    }

    /// The bytes of quoted-printable data.
    #[sig("($module, /, data, header=False)")]
    fn a2b_qp(vm: &mut Vm, data: Value, header: bool) -> R<Vec<u8>> {
        let bytes = ascii_input(vm, data)?;
        Ok(decode_qp(&bytes, header))
    }

    /// Bytes as quoted-printable data.
    #[sig("($module, /, data, quotetabs=False, istext=True, header=False)")]
    fn b2a_qp(vm: &mut Vm, data: Value, quotetabs: bool, istext: bool, header: bool) -> R<Vec<u8>> {
        let bytes = peek(vm, data)?;
        Ok(encode_qp(&bytes, quotetabs, istext, header))
    }

    /// The CRC-32 check sum, going on from a value.
    #[sig("($module, data, crc=0, /)")]
    fn crc32(vm: &mut Vm, data: Value, crc: Value) -> R<u32> {
        drop(peek(vm, data)?);
        let start = low_word(vm, crc)?;
        let bytes = peek(vm, data)?;
        Ok(crc32(&bytes, start))
    }

    /// The CRC-CCITT check sum of BinHex, going on from a value.
    #[sig("($module, data, crc, /)")]
    fn crc_hqx(vm: &mut Vm, data: Value, crc: Value) -> R<u32> {
        drop(peek(vm, data)?);
        let start = low_word(vm, crc)? & 0xffff;
        let bytes = peek(vm, data)?;
        Ok(bytes.iter().fold(start, |crc, &b| {
            let mut crc = crc ^ u32::from(b) << 8;
            for _ in 0..8 {
                crc = if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 } & 0xffff;
            }
            crc
        }))
    }
}
