//! Kernels on numbers: big integers, decimals, doubles to and from text, complex numbers, hashes, random numbers, special functions.
//!
//! Nothing here knows the heap, values or exceptions: integers are views of limbs ([`big::IntRef`]), results are owned and
//! copied into cells by the caller, and errors are small enums that the caller words.

pub mod big;
pub mod complex;
pub mod decimal;
pub mod float;
pub mod hash;
pub mod mersenne;
pub mod normal;
pub mod special;

/// The limbs of an integer literal's digits (without its prefix) in a radix of 2 to 36; no limbs for what is none.
pub fn parse_literal_limbs(digits: &str, radix: u32) -> Vec<u64> {
    let value = big::parse_digits(digits.as_bytes(), radix, usize::MAX).unwrap_or_default();
    value.limbs().to_vec()
}
