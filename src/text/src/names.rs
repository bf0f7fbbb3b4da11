//! Names of characters: `unicodedata.name`, `unicodedata.lookup` and `\N{...}`.
//!
//! The names are those of `unicode_names2`, whose Unicode may be newer than our tables: what our tables don't know as
//! assigned has no name here. Aliases and named sequences come from our own table.

use crate::properties::{Database, property_record};
use crate::tables::names::MORE_NAMES;

/// The name of a character, if it has one.
pub fn name(c: u32) -> Option<String> {
    if property_record(c).category == 0 {
        return None;
    }
    unicode_names2::name(char::from_u32(c)?).map(|name| name.to_string())
}

/// The character, or the sequence, of an alias or of a sequence's name in any case.
pub fn lookup_more(name: &str) -> Option<&'static str> {
    let upper = name.to_ascii_uppercase();
    let at = MORE_NAMES.binary_search_by(|(known, _)| (*known).cmp(&upper)).ok()?;
    Some(MORE_NAMES[at].1)
}

/// The character of a name in any case, aliases included, sequences not: `\N{...}`.
pub fn lookup_char(name: &str) -> Option<char> {
    if let Some(text) = lookup_more(name) {
        let mut chars = text.chars();
        return chars.next().filter(|_| chars.next().is_none());
    }
    lookup_own(name)
}

/// The character of a name of its own, in any case.
pub fn lookup_own(name: &str) -> Option<char> {
    // Tangut ideographs are found by names that `name` does not tell, in CPython too.
    if let Some((prefix, number)) = name.rsplit_once('-')
        && prefix.eq_ignore_ascii_case("TANGUT IDEOGRAPH")
    {
        return u32::from_str_radix(number, 16)
            .ok()
            .filter(|c| {
                matches!(c, 0x17000..0x18800 | 0x18D00..0x18D80)
                    && number.len() == 5
                    && Database::Current.is_assigned(*c)
            })
            .and_then(char::from_u32);
    }
    // A name is exact but for case, while the crate is lenient about spaces and hyphens.
    let is_name_of =
        |c: &char| self::name(u32::from(*c)).is_some_and(|known| known.eq_ignore_ascii_case(name));
    unicode_names2::character(name).filter(is_name_of)
}
