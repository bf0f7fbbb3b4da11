//! Text that is to become a number: white space and digits of other scripts become ASCII ones.

use crate::properties::{decimal_value, is_space};
use crate::wtf8::Wtf8;
use std::borrow::Cow;

/// ASCII that `number`'s parsers take; what has no ASCII counterpart becomes `?`, which none of them accepts.
pub fn to_ascii_number(text: &Wtf8) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    let blank = |byte: &u8| matches!(byte, 0x1C..=0x1F);
    if text.is_ascii() && !bytes.iter().any(blank) {
        return Cow::Borrowed(bytes);
    }
    let map = |c: u32| match c {
        _ if is_space(c) => b' ',
        0..0x80 => c as u8,
        _ => decimal_value(c).map_or(b'?', |digit| b'0' + digit),
    };
    Cow::Owned(text.chars().map(map).collect())
}
