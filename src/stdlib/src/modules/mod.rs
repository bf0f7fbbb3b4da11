//! The native modules: a file or folder each, and a line in the list below.

pub mod array;
mod binascii;
mod builtins;
mod cmath;
mod codecs;
mod math;
pub mod random;
mod string;
pub mod struct_;
pub mod sys;
pub mod unicodedata;

use taipan_runtime::ModuleDef;

/// All of them.
pub static ALL: &[&ModuleDef] = &[
    &array::MODULE,
    &binascii::MODULE,
    &builtins::MODULE,
    &cmath::MODULE,
    &codecs::MODULE,
    &math::MODULE,
    &random::MODULE,
    &string::MODULE,
    &struct_::MODULE,
    &sys::MODULE,
    &unicodedata::MODULE,
];
