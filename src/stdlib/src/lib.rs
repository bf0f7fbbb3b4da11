//! The native half of the standard library.
