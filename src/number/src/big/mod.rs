//! Integers of any size: a sign and 64-bit limbs, least significant first.
//!
//! Operands are views ([`IntRef`]) of limbs that lie wherever the caller keeps them; results are owned ([`BigInt`], in place
//! up to eight limbs) and the caller copies them into a cell. A machine integer becomes an operand through [`Word`]:
//!
//! ```
//! use taipan_number::big::{self, Word};
//! let product = big::mul(Word::from(1i64 << 61).view(), Word::from(-12i64).view());
//! assert_eq!(big::to_decimal(product.view()), "-27670116110564327424");
//! ```
//!
//! Invariant: the top limb is not zero, and zero has no limbs and no sign.
//!
//! Small operands are worked on here; from some tens of limbs on `dashu-int` takes over (Karatsuba, Toom-3, NTT, division
//! by divide and conquer). `arith` has the ring operations, `div` division, `montgomery` that
//! of many limbs by one, `bits` bit operations and bytes, `pow`
//! powers and roots, `gcd` what it says, `text` and `radix` digits, `float` the way to and from doubles, `count` factorials and binomials, `write` kernels
//! that need no owned result.

mod arith;
mod bits;
mod count;
mod div;
mod float;
mod gcd;
mod montgomery;
mod pow;
pub mod radix;
mod text;
pub mod write;

pub use arith::{add, add_word, mul, square, sub};
pub use bits::{
    BytesError, Order, bit_and, bit_count, bit_len, bit_not, bit_or, bit_xor, check_bytes, from_bytes_be,
    from_bytes_le, is_even, shl, shr, test_bit, to_bytes_be, to_bytes_le, trailing_zeros, write_bytes_be,
    write_bytes_le,
};
pub use count::{binomial, factorial, permutations, product_of_range};
pub use div::{
    div_floor, div_mod_floor, div_mod_nearest, div_mod_trunc, div_mod_word, mod_floor, round_to_ten_power,
};
pub(crate) use float::round_scaled;
pub use float::{TrueDivError, compare_f64, frexp, from_f64_trunc, to_f64, true_div};
pub use gcd::{gcd, gcd_ext, gcd_with_word, lcm};
pub use pow::{PowModError, is_sqrt, isqrt, mod_inverse, pow, pow_mod, with_short_power};
pub(crate) use text::parse_digits;
pub use text::{
    ParseError, count_decimal_digits, from_decimal_digits, parse, plain_room, short_plain, to_decimal,
    to_decimal_limited, to_radix, with_decimal, write_plain,
};

use smallvec::SmallVec;
use std::cmp::Ordering;

/// Limbs of a result.
pub type Limbs = SmallVec<[u64; 8]>;

/// The result would not fit in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge;

/// More bits than this are refused by shifts and powers: eight gibibytes.
pub const BITS_MAX: u64 = 1 << 36;

/// An integer operand.
#[derive(Clone, Copy, Debug)]
pub struct IntRef<'a> {
    /// Below zero?
    pub negative: bool,
    /// The magnitude.
    pub limbs: &'a [u64],
}

/// An integer result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BigInt {
    negative: bool,
    limbs: Limbs,
}

/// A machine integer that can be an operand.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    negative: bool,
    limb: [u64; 1],
}

impl From<i64> for Word {
    #[inline(always)]
    fn from(value: i64) -> Self {
        Word { negative: value < 0, limb: [value.unsigned_abs()] }
    }
}

impl Word {
    /// As an operand.
    #[inline(always)]
    pub fn view(&self) -> IntRef<'_> {
        IntRef { negative: self.negative, limbs: if self.limb[0] == 0 { &[] } else { &self.limb } }
    }
}

impl<'a> IntRef<'a> {
    /// Limbs that keep the invariant (no zero on top).
    #[inline(always)]
    pub fn new(negative: bool, limbs: &'a [u64]) -> Self {
        debug_assert!(limbs.last() != Some(&0), "the top limb is zero");
        debug_assert!(!negative || !limbs.is_empty(), "zero has no sign");
        IntRef { negative, limbs }
    }

    /// Zero?
    #[inline(always)]
    pub fn is_zero(self) -> bool {
        self.limbs.is_empty()
    }

    /// One?
    #[inline]
    pub fn is_one(self) -> bool {
        !self.negative && self.limbs == [1]
    }

    /// The magnitude with no sign.
    #[inline]
    pub fn abs(self) -> IntRef<'a> {
        IntRef { negative: false, ..self }
    }

    /// With the other sign.
    #[inline]
    #[expect(
        clippy::should_implement_trait,
        reason = "a view has no operators, and one alone would surprise"
    )]
    pub fn neg(self) -> IntRef<'a> {
        IntRef { negative: !self.negative && !self.is_zero(), ..self }
    }

    /// -1, 0 or 1.
    #[inline]
    pub fn signum(self) -> i32 {
        if self.negative { -1 } else { i32::from(!self.is_zero()) }
    }

    /// As `i64` if it fits.
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        match *self.limbs {
            [] => Some(0),
            [limb] if self.negative => 0i64.checked_sub_unsigned(limb),
            [limb] => i64::try_from(limb).ok(),
            _ => None,
        }
    }

    /// As `u64` if it fits.
    #[inline]
    pub fn to_u64(self) -> Option<u64> {
        match *self.limbs {
            [] => Some(0),
            [limb] if !self.negative => Some(limb),
            _ => None,
        }
    }

    /// As `i128` if it fits.
    pub fn to_i128(self) -> Option<i128> {
        let magnitude = match *self.limbs {
            [] => 0,
            [low] => u128::from(low),
            [low, high] => u128::from(high) << 64 | u128::from(low),
            _ => return None,
        };
        if self.negative { 0i128.checked_sub_unsigned(magnitude) } else { i128::try_from(magnitude).ok() }
    }

    /// The lowest 64 bits in two's complement: what C's unsigned conversions keep.
    #[inline]
    pub fn to_u64_wrapping(self) -> u64 {
        let low = self.limbs.first().copied().unwrap_or(0);
        if self.negative { low.wrapping_neg() } else { low }
    }

    /// A copy.
    pub fn to_owned(self) -> BigInt {
        BigInt { negative: self.negative, limbs: SmallVec::from_slice(self.limbs) }
    }
}

impl BigInt {
    /// Zero.
    pub const ZERO: BigInt = BigInt { negative: false, limbs: SmallVec::new_const() };

    /// Any limbs; zeros on top are dropped.
    #[inline]
    pub fn new(negative: bool, mut limbs: Limbs) -> BigInt {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        BigInt { negative: negative && !limbs.is_empty(), limbs }
    }

    /// As an operand.
    #[inline(always)]
    pub fn view(&self) -> IntRef<'_> {
        IntRef { negative: self.negative, limbs: &self.limbs }
    }

    /// Below zero?
    #[inline(always)]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The magnitude.
    #[inline(always)]
    pub fn limbs(&self) -> &[u64] {
        &self.limbs
    }

    /// Zero?
    #[inline(always)]
    pub fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    /// As `i64` if it fits.
    #[inline]
    pub fn to_i64(&self) -> Option<i64> {
        self.view().to_i64()
    }

    /// With the other sign.
    pub fn negated(mut self) -> BigInt {
        self.negative = !self.negative && !self.is_zero();
        self
    }

    /// The magnitude with a sign given.
    pub fn with_sign(mut self, negative: bool) -> BigInt {
        self.negative = negative && !self.is_zero();
        self
    }
}

impl From<i64> for BigInt {
    #[inline]
    fn from(value: i64) -> Self {
        Word::from(value).view().to_owned()
    }
}

impl From<u64> for BigInt {
    #[inline]
    fn from(value: u64) -> Self {
        BigInt::new(false, SmallVec::from_slice(&[value]))
    }
}

impl From<i128> for BigInt {
    #[inline]
    fn from(value: i128) -> Self {
        BigInt::from(value.unsigned_abs()).with_sign(value < 0)
    }
}

impl From<u128> for BigInt {
    #[inline]
    fn from(value: u128) -> Self {
        BigInt::new(false, SmallVec::from_slice(&[value as u64, (value >> 64) as u64]))
    }
}

/// Which is larger.
#[inline]
pub fn compare(a: IntRef<'_>, b: IntRef<'_>) -> Ordering {
    match (a.negative, b.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => compare_limbs(a.limbs, b.limbs),
        (true, true) => compare_limbs(b.limbs, a.limbs),
    }
}

impl PartialEq for IntRef<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.negative == other.negative && self.limbs == other.limbs
    }
}

impl Eq for IntRef<'_> {}

/// Compares magnitudes without zeros on top.
#[inline]
pub fn compare_limbs(a: &[u64], b: &[u64]) -> Ordering {
    if a.len() != b.len() {
        return a.len().cmp(&b.len());
    }
    for (x, y) in a.iter().zip(b).rev() {
        if x != y {
            return x.cmp(y);
        }
    }
    Ordering::Equal
}

/// Drops zeros on top.
#[inline]
pub(crate) fn trimmed(mut limbs: &[u64]) -> &[u64] {
    while let [rest @ .., 0] = limbs {
        limbs = rest;
    }
    limbs
}

fn to_dashu(limbs: &[u64]) -> dashu_int::UBig {
    match *limbs {
        // Without memory of its own.
        [low, high] => dashu_int::UBig::from_dword(u128::from(high) << 64 | u128::from(low)),
        _ => dashu_int::UBig::from_words(limbs),
    }
}

fn from_dashu(value: &dashu_int::UBig) -> BigInt {
    BigInt::new(false, SmallVec::from_slice(value.as_words()))
}
