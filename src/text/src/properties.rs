//! What a character is (Unicode 16.0): the classes that `str`'s methods ask for, and what `unicodedata` shows.
//!
//! Code points are `u32`, surrogates included. The tables are made by `tables/gen.py`.

use crate::tables::case::*;
use crate::tables::properties::*;
use crate::wtf8::Wtf8;

/// The version of Unicode that the tables are made from.
pub const UNICODE_VERSION: &str = "16.0.0";

#[inline]
pub(crate) fn case_record(c: u32) -> &'static CaseRecord {
    let page = CASE_INDEX1.get((c >> CASE_SHIFT) as usize).copied().unwrap_or(0);
    let at = (usize::from(page) << CASE_SHIFT) | (c as usize & ((1 << CASE_SHIFT) - 1));
    &CASE_RECORDS[usize::from(CASE_INDEX2[at])]
}

#[inline]
pub(crate) fn has(c: u32, flag: u32) -> bool {
    case_record(c).flags & flag != 0
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident: $flag:expr;)*) => {
        $($(#[$doc])* #[inline] pub fn $name(c: u32) -> bool { has(c, $flag) })*
    };
}

classes! {
    /// A letter.
    is_alpha: ALPHA;
    /// A digit of a positional decimal system.
    is_decimal: DECIMAL;
    /// A decimal or another digit, such as a superscript.
    is_digit: DIGIT;
    /// Anything that has a numeric value.
    is_numeric: NUMERIC;
    /// A letter or something numeric.
    is_alnum: ALPHA | DECIMAL | DIGIT | NUMERIC;
    /// Shown as it is by `repr`.
    is_printable: PRINTABLE;
    /// Upper case.
    is_upper: UPPER;
    /// Lower case.
    is_lower: LOWER;
    /// Title case only, such as U+01C5.
    is_title: TITLE;
    /// Has case.
    is_cased: CASED;
}

/// White space to `str`.
#[inline]
pub fn is_space(c: u32) -> bool {
    if c < 0x80 { matches!(c, 9..=13 | 28..=32) } else { has(c, SPACE) }
}

/// May start an identifier.
#[inline]
pub fn is_id_start(c: u32) -> bool {
    c == u32::from(b'_') || has(c, ID_START)
}

/// May stand in an identifier after its start.
#[inline]
pub fn is_id_continue(c: u32) -> bool {
    has(c, ID_CONTINUE)
}

/// Ends a line for `str.splitlines`.
#[inline]
pub fn is_line_break(c: u32) -> bool {
    matches!(c, 10..=13 | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// The value of a decimal digit.
#[inline]
pub fn decimal_value(c: u32) -> Option<u8> {
    if c < 0x80 {
        return (c as u8).is_ascii_digit().then(|| c as u8 - b'0');
    }
    let record = property_record(c);
    (record.decimal != 255).then_some(record.decimal)
}

/// The value of a digit, superscripts and the like included.
pub fn digit_value(c: u32) -> Option<u8> {
    let digit = case_record(c).digit;
    (digit != 255).then_some(digit)
}

/// The numeric value, fractions and the like included.
pub fn numeric_value(c: u32) -> Option<f64> {
    numeric_of(property_record(c))
}

macro_rules! text_classes {
    ($($(#[$doc:meta])* $name:ident($class:ident, $ascii:expr);)*) => {
        $($(#[$doc])* pub fn $name(text: &Wtf8) -> bool { !text.is_empty() && all(text, $ascii, $class) })*
    };
}

/// Are all characters of a class, of which the ASCII ones can be told by their bytes?
#[inline(always)]
fn all(text: &Wtf8, ascii: impl Fn(u8) -> bool, class: impl Fn(u32) -> bool) -> bool {
    let bytes = text.as_bytes();
    let Some(at) = bytes.iter().position(|&byte| !ascii(byte)) else { return true };
    bytes[at] >= 0x80 && Wtf8::new(&bytes[at..]).chars().all(class)
}

text_classes! {
    /// `str.isalpha`.
    text_is_alpha(is_alpha, |byte| byte.is_ascii_alphabetic());
    /// `str.isdecimal`.
    text_is_decimal(is_decimal, |byte| byte.is_ascii_digit());
    /// `str.isdigit`.
    text_is_digit(is_digit, |byte| byte.is_ascii_digit());
    /// `str.isnumeric`.
    text_is_numeric(is_numeric, |byte| byte.is_ascii_digit());
    /// `str.isalnum`.
    text_is_alnum(is_alnum, |byte| byte.is_ascii_alphanumeric());
    /// `str.isspace`.
    text_is_space(is_space, |byte| matches!(byte, 9..=13 | 28..=32));
}

/// `str.isprintable`.
pub fn text_is_printable(text: &Wtf8) -> bool {
    all(text, |byte| matches!(byte, b' '..=b'~'), is_printable)
}

/// `str.isidentifier`.
pub fn text_is_identifier(text: &Wtf8) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_id_start)
        && all(chars.rest(), |byte| byte.is_ascii_alphanumeric() || byte == b'_', is_id_continue)
}

/// `str.isupper`: something has case, and all of that is upper case.
pub fn text_is_upper(text: &Wtf8) -> bool {
    all_in_case(text, UPPER, LOWER | TITLE)
}

/// `str.islower`: something has case, and all of that is lower case.
pub fn text_is_lower(text: &Wtf8) -> bool {
    all_in_case(text, LOWER, UPPER | TITLE)
}

fn all_in_case(text: &Wtf8, wanted: u32, other: u32) -> bool {
    let mut seen = false;
    let bytes = text.as_bytes();
    let n_ascii = bytes.iter().position(|&byte| byte >= 0x80).unwrap_or(bytes.len());
    for &byte in &bytes[..n_ascii] {
        let flags = ascii_case(byte);
        if flags & other != 0 {
            return false;
        }
        seen |= flags & wanted != 0;
    }
    for c in Wtf8::new(&bytes[n_ascii..]).chars() {
        let flags = case_record(c).flags;
        if flags & other != 0 {
            return false;
        }
        seen |= flags & wanted != 0;
    }
    seen
}

/// [`UPPER`] or [`LOWER`] for an ASCII letter.
#[inline(always)]
fn ascii_case(byte: u8) -> u32 {
    if byte.is_ascii_uppercase() {
        UPPER
    } else if byte.is_ascii_lowercase() {
        LOWER
    } else {
        0
    }
}

/// `str.istitle`: words start with upper or title case and go on in lower case, and there is one.
pub fn text_is_title(text: &Wtf8) -> bool {
    let (mut seen, mut in_word) = (false, false);
    for c in text.chars() {
        let flags = case_record(c).flags;
        if flags & (UPPER | TITLE) != 0 {
            if in_word {
                return false;
            }
            in_word = true;
            seen = true;
        } else if flags & LOWER != 0 {
            if !in_word {
                return false;
            }
        } else {
            in_word = false;
        }
    }
    seen
}

/// Which edition of the Unicode database is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    /// Unicode 16.0.
    Current,
    /// Unicode 3.2, which `stringprep` (and so IDNA) is bound to.
    Version3_2,
}

#[inline]
pub(crate) fn property_record(c: u32) -> &'static PropertyRecord {
    let page = PROPERTY_INDEX1.get((c >> PROPERTY_SHIFT) as usize).copied().unwrap_or(0);
    let at = (usize::from(page) << PROPERTY_SHIFT) | (c as usize & ((1 << PROPERTY_SHIFT) - 1));
    &PROPERTY_RECORDS[usize::from(PROPERTY_INDEX2[at])]
}

fn numeric_of(record: &PropertyRecord) -> Option<f64> {
    NUMERICS.get(usize::from(record.numeric)).copied()
}

impl Database {
    fn record(self, c: u32) -> &'static PropertyRecord {
        if self == Database::Version3_2 {
            let page = OLD_INDEX1.get((c >> OLD_SHIFT) as usize).copied().unwrap_or(0);
            let at = (usize::from(page) << OLD_SHIFT) | (c as usize & ((1 << OLD_SHIFT) - 1));
            if let Some(old) = usize::from(OLD_INDEX2[at]).checked_sub(1) {
                return &PROPERTY_RECORDS[old];
            }
        }
        property_record(c)
    }

    /// The general category, such as `"Lu"`.
    pub fn category(self, c: u32) -> &'static str {
        CATEGORIES[usize::from(self.record(c).category)]
    }

    /// Is the code point assigned?
    pub fn is_assigned(self, c: u32) -> bool {
        self.record(c).category != 0
    }

    /// The bidirectional class, empty where there is none.
    pub fn bidirectional(self, c: u32) -> &'static str {
        BIDIRECTIONAL[usize::from(self.record(c).bidirectional)]
    }

    /// The canonical combining class.
    pub fn combining(self, c: u32) -> u8 {
        self.record(c).combining
    }

    /// The East Asian width, such as `"Na"`.
    pub fn east_asian_width(self, c: u32) -> &'static str {
        EAST_ASIAN_WIDTHS[usize::from(self.record(c).east_asian_width)]
    }

    /// Is it mirrored in right-to-left text?
    pub fn is_mirrored(self, c: u32) -> bool {
        self.record(c).mirrored != 0
    }

    /// The decimal value.
    pub fn decimal(self, c: u32) -> Option<u8> {
        let decimal = self.record(c).decimal;
        (decimal != 255).then_some(decimal)
    }

    /// The digit value, which no edition after 3.2 has changed.
    pub fn digit(self, c: u32) -> Option<u8> {
        digit_value(c)
    }

    /// The numeric value.
    pub fn numeric(self, c: u32) -> Option<f64> {
        numeric_of(self.record(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_text() {
        assert!(
            text_is_identifier("_aé1".into())
                && !text_is_identifier("1a".into())
                && !text_is_identifier("".into())
        );
        assert!(text_is_upper("ABC 1".into()) && !text_is_upper("ABc".into()) && !text_is_upper("1".into()));
        assert!(!text_is_title("Ab Cd 3e".into()) && text_is_title("Ab Cd".into()));
        assert!(text_is_digit("²".into()) && !text_is_decimal("²".into()) && text_is_numeric("½".into()));
        assert!(text_is_printable("".into()) && !text_is_printable("\u{a0}".into()));
        assert_eq!(decimal_value(0x663), Some(3));
        assert_eq!(numeric_value(0x2153), Some(1.0 / 3.0));
        assert_eq!(digit_value(0xB2), Some(2));
    }

    #[test]
    fn database() {
        let now = Database::Current;
        assert_eq!(
            (now.category(0x41), now.bidirectional(0x41), now.east_asian_width(0x41)),
            ("Lu", "L", "Na")
        );
        assert_eq!((now.category(0xD800), now.category(0x10FFFF), now.combining(0x301)), ("Cs", "Cn", 230));
        assert_eq!(Database::Version3_2.category(0x221), "Cn");
        assert_eq!(now.category(0x221), "Ll");
    }
}
