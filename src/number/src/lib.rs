//! Kernels on numbers: big integers, doubles to and from text, complex numbers, hashes, random numbers, special functions.
//!
//! Nothing here knows the heap, values or exceptions: integers are views of limbs ([`big::IntRef`]), results are owned and
//! copied into cells by the caller, and errors are small enums that the caller words.

pub mod big;
pub mod complex;
pub mod float;
pub mod hash;
pub mod mersenne;
pub mod special;
