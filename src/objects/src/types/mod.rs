//! One file for each built-in type; the lists below are what the interpreter is made with.

use taipan_runtime::TypeEntry;

/// int, bool, float, complex, str, bytes, bytearray, memoryview.
pub static NUMBERS_AND_TEXT: &[TypeEntry] = &[];

/// list, tuple, dict, set, frozenset, range, slice, their views and iterators, and the iterators that are built in.
pub static CONTAINERS: &[TypeEntry] = &[];

/// object, type, functions, descriptors, modules, generators, frames, weak references, and what typing needs.
pub static CLASSES: &[TypeEntry] = &[];

/// BaseException and all that derive from it.
pub static EXCEPTIONS: &[TypeEntry] = &[];
