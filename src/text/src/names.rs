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

/// The character, or the sequence, of a name in any case.
pub fn lookup(name: &str) -> Option<&'static str> {
    let upper = name.to_ascii_uppercase();
    let at = MORE_NAMES.binary_search_by(|(known, _)| (*known).cmp(&upper)).ok()?;
    Some(MORE_NAMES[at].1)
}

/// The character of a name in any case, aliases included, sequences not: `\N{...}`.
pub fn lookup_char(name: &str) -> Option<char> {
    if let Some(text) = lookup(name) {
        let mut chars = text.chars();
        return chars.next().filter(|_| chars.next().is_none());
    }
    let c = unicode_names2::character(name)?;
    // The crate is lenient about spaces and hyphens; a name is exact but for case.
    (Database::Current.is_assigned(u32::from(c)) && self::name(u32::from(c))?.eq_ignore_ascii_case(name)).then_some(c)
}
