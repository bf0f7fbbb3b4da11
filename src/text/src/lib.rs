//! Kernels on text: storage, searching, case, Unicode properties, `repr`, codecs and the format languages.
//!
//! Nothing here knows the heap, values or exceptions: strings are [`Wtf8`] slices, results are buffers that the caller copies
//! into cells, and errors are small enums that the caller words. Start with [`wtf8`].

pub mod case;
pub mod codecs;
pub mod format;
pub mod hex;
pub mod names;
pub mod normal;
pub mod numeric;
pub mod properties;
pub mod repr;
pub mod search;
mod tables;
pub mod wtf8;

pub use wtf8::{Wtf8, Wtf8Buf};
