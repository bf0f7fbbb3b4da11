//! The standard library's Python half.
