//! The format languages: `format()`'s specifications ([`spec`] reads them, [`value`] obeys them), `str.format`'s templates
//! ([`template`]) and `%` formatting ([`percent`]).

pub mod percent;
pub mod spec;
pub mod template;
pub mod value;
pub mod word;

pub use spec::{Align, FormatError, FormatSpec, Group, Sign};
pub use value::{C_LOCALE, NumberLocale, format_complex, format_float, format_int, format_text};
