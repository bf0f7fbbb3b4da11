//! Bytes as hexadecimal digits and back: `bytes.hex`, `bytes.fromhex`, `binascii`.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// `bytes.hex()`.
pub fn to_hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        push_byte(&mut out, *byte);
    }
    out
}

fn push_byte(out: &mut String, byte: u8) {
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// `bytes.hex(separator, group)`: groups of so many bytes are counted from the right, from the left where `group` is negative.
pub fn to_hex_grouped(bytes: &[u8], separator: char, group: i64) -> String {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    if size == 0 {
        return to_hex(bytes);
    }
    let mut out = String::with_capacity(bytes.len() * 3);
    for (i, byte) in bytes.iter().enumerate() {
        let done = if group > 0 { bytes.len() - i } else { i };
        if i > 0 && done % size == 0 {
            out.push(separator);
        }
        push_byte(&mut out, *byte);
    }
    out
}

/// Why text is no hexadecimal bytes. Both are ValueErrors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexError {
    /// `non-hexadecimal number found in fromhex() arg at position ...` (in bytes).
    NotHex(usize),
    /// `fromhex() arg must contain an even number of hexadecimal digits`
    Odd,
}

/// `bytes.fromhex(text)`: ASCII white space may stand between bytes.
pub fn from_hex(text: &[u8]) -> Result<Vec<u8>, HexError> {
    let digit = |at: usize| -> Result<u8, HexError> {
        let byte = *text.get(at).ok_or(HexError::Odd)?;
        char::from(byte).to_digit(16).map(|digit| digit as u8).ok_or(HexError::NotHex(at))
    };
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        if crate::search::is_space_byte(*byte) {
            at += 1;
            continue;
        }
        out.push(digit(at)? << 4 | digit(at + 1)?);
        at += 2;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups() {
        assert_eq!(to_hex(b"\x00\xff"), "00ff");
        assert_eq!(to_hex_grouped(b"\x01\x02\x03\x04\x05", ':', 2), "01:0203:0405");
        assert_eq!(to_hex_grouped(b"\x01\x02\x03\x04\x05", ':', -2), "0102:0304:05");
        assert_eq!(from_hex(b" 0a 0B\n").unwrap(), b"\x0a\x0b");
        assert_eq!(from_hex(b"0"), Err(HexError::Odd));
        assert_eq!(from_hex(b"0g"), Err(HexError::NotHex(1)));
    }
}
