//! Bytes as hexadecimal digits and back: `bytes.hex`, `bytes.fromhex`, `binascii`.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The value of each byte as a digit, or 255.
const VALUES: [u8; 256] = {
    let mut table = [255; 256];
    let mut i = 0;
    while i < 16 {
        table[DIGITS[i] as usize] = i as u8;
        table[DIGITS[i].to_ascii_uppercase() as usize] = i as u8;
        i += 1;
    }
    table
};

/// The digits of bytes. With a separator that stands between groups of so many bytes, which are counted from the right, from
/// the left where `group` is negative.
pub fn digits(bytes: &[u8], separator: Option<u8>, group: i64) -> Vec<u8> {
    let pair = |byte: u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let Some(separator) = separator.filter(|_| size > 0) else {
        let mut out = vec![0; bytes.len() * 2];
        for (to, &byte) in out.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
            *to = pair(byte);
        }
        return out;
    };
    let mut out = Vec::with_capacity(bytes.len() * 2 + bytes.len() / size);
    let first = if group > 0 { bytes.len() % size } else { 0 };
    let (first, rest) = bytes.split_at(first);
    for group in std::iter::once(first).filter(|first| !first.is_empty()).chain(rest.chunks(size)) {
        if !out.is_empty() {
            out.push(separator);
        }
        group.iter().for_each(|&byte| out.extend_from_slice(&pair(byte)));
    }
    out
}

/// The value of a digit.
#[inline]
pub fn value(digit: u8) -> Option<u8> {
    Some(VALUES[usize::from(digit)]).filter(|&value| value < 16)
}

/// The bytes that digits show; `None` where something else stands among them, or half a pair is left.
pub fn from_pairs(digits: &[u8]) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let (mut out, mut seen) = (vec![0; pairs.len()], 0);
    for (to, &[high, low]) in out.iter_mut().zip(pairs) {
        let (high, low) = (VALUES[usize::from(high)], VALUES[usize::from(low)]);
        seen |= high | low;
        *to = high << 4 | low;
    }
    (seen < 16).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups() {
        assert_eq!(digits(b"\x00\xff", None, 1), b"00ff");
        assert_eq!(digits(b"\x01\x02\x03\x04\x05", Some(b':'), 2), b"01:0203:0405");
        assert_eq!(digits(b"\x01\x02\x03\x04\x05", Some(b':'), -2), b"0102:0304:05");
        assert_eq!(from_pairs(b"0a0B").unwrap(), b"\x0a\x0b");
        assert_eq!((from_pairs(b"0"), from_pairs(b"0g")), (None, None));
    }
}
