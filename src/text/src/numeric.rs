//! Text that is to become a number: white space and digits of other scripts become ASCII ones.

use crate::properties::{decimal_value, is_space};
use crate::wtf8::Wtf8;
use std::borrow::Cow;

/// ASCII that `number`'s parsers take; what has no ASCII counterpart becomes `?`, which none of them accepts. Of the ASCII
/// characters that are white space, the separators 0x1C to 0x1F are not for numbers.
pub fn to_ascii_number(text: &Wtf8) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return Cow::Borrowed(text.as_bytes());
    }
    let map = |c: u32| match c {
        0..0x80 => c as u8,
        _ if is_space(c) => b' ',
        _ => decimal_value(c).map_or(b'?', |digit| b'0' + digit),
    };
    Cow::Owned(text.chars().map(map).collect())
}
