//! The methods of the built-in types, one file each in `types/`. The structs they work on are `taipan_runtime::layout`'s.

pub mod buffer;
pub mod checks;
pub mod codecs;
pub mod format;
pub mod import;
pub mod index;
pub mod pack;
mod percent;
pub mod types;

use taipan_runtime::TypeEntry;

/// The definitions of the built-in types.
pub static TABLES: &[&[TypeEntry]] =
    &[types::NUMBERS_AND_TEXT, types::CONTAINERS, types::CLASSES, types::EXCEPTIONS];
