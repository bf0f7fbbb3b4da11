//! The native modules: a file or folder each, and a line in the list below.

mod codecs;
mod math;
mod string;
mod sys;

use taipan_runtime::ModuleDef;

/// All of them.
pub static ALL: &[&ModuleDef] = &[&codecs::MODULE, &math::MODULE, &string::MODULE, &sys::MODULE];
