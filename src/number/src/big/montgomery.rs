//! Division of many limbs by one from the low end (Jebelean, An algorithm for exact division, 1993; Montgomery, Modular
//! multiplication without trial division, 1985).
//!
//! From the top each limb of a quotient waits for the remainder above it, some fifteen cycles. From the low end it costs
//! two multiplications, and a part of the dividend can be divided beside the others as soon as the remainder that comes out
//! of it is known, which the same steps tell.

/// An odd divisor of one limb, and what multiplying by it undoes.
#[derive(Clone, Copy)]
struct OddDivisor {
    divisor: u64,
    /// The inverse modulo 2**64.
    inverse: u64,
}

impl OddDivisor {
    fn new(divisor: u64) -> Self {
        debug_assert!(divisor & 1 == 1);
        // Right in the low five bits; each step of Newton's doubles them.
        let mut inverse = divisor.wrapping_mul(3) ^ 2;
        for _ in 0..4 {
            inverse = inverse.wrapping_mul(2u64.wrapping_sub(divisor.wrapping_mul(inverse)));
        }
        OddDivisor { divisor, inverse }
    }

    /// The next limb of a quotient from the low end, and what is to be taken from the limb above (at most the divisor).
    ///
    /// After n steps from `c` the limbs `a`, the quotient `q` and the new `c` hold `a - c_before == q * d - c * 2**(64 * n)`.
    #[inline(always)]
    fn step(self, limb: u64, c: u64) -> (u64, u64) {
        let (left, under) = limb.overflowing_sub(c);
        let q = left.wrapping_mul(self.inverse);
        let high = (u128::from(q) * u128::from(self.divisor)) >> 64;
        (q, high as u64 + u64::from(under))
    }

    /// The product of two numbers below the divisor, divided by 2**64 modulo the divisor.
    fn reduced_product(self, a: u64, b: u64) -> u64 {
        let wide = u128::from(a) * u128::from(b);
        let (_, c) = self.step(wide as u64, 0);
        let (high, under) = ((wide >> 64) as u64).overflowing_sub(c);
        if under { high.wrapping_add(self.divisor) } else { high }
    }

    /// `2**(64 * (n + 1))` modulo the divisor: as a factor of [`Self::reduced_product`] it shifts by n limbs.
    fn shift_factor(self, n: usize) -> u64 {
        let base = (u64::MAX % self.divisor + 1) % self.divisor;
        let by_one = (u128::from(base) * u128::from(base) % u128::from(self.divisor)) as u64;
        let mut factor = base;
        for bit in (0..usize::BITS - n.leading_zeros()).rev() {
            factor = self.reduced_product(factor, factor);
            if n >> bit & 1 == 1 {
                factor = self.reduced_product(factor, by_one);
            }
        }
        factor
    }
}

/// Dividends of so many limbs are divided from the low end.
pub(super) const PARTS_MIN: usize = 48;

/// So many parts keep the multiplier busy.
const PARTS: usize = 4;

/// A dividend over one limb that is not zero, without the factors of two of the divisor, in [`PARTS`] parts of the same
/// length and one to four limbs above them.
struct Division<'a> {
    limbs: &'a [u64],
    zeros: u32,
    by: OddDivisor,
    /// Of a part, in limbs.
    length: usize,
}

impl<'a> Division<'a> {
    fn new(limbs: &'a [u64], divisor: u64) -> Self {
        let zeros = divisor.trailing_zeros();
        Division { limbs, zeros, by: OddDivisor::new(divisor >> zeros), length: (limbs.len() - 1) / PARTS }
    }

    /// The low bits of the remainder, which the shift dropped, below `rest`.
    fn remainder(&self, rest: u64) -> u64 {
        rest << self.zeros | self.limbs[0] & ((1 << self.zeros) - 1)
    }

    /// The remainder of the limbs above the parts; `out` gets each limb of their quotient.
    fn top(&self, mut out: impl FnMut(usize, u64)) -> u64 {
        let (mut rest, mut above) = (0, 0);
        for i in (PARTS * self.length..self.limbs.len()).rev() {
            let limb = shifted(self.limbs[i], above, self.zeros);
            above = self.limbs[i];
            let wide = u128::from(rest) << 64 | u128::from(limb);
            out(i, (wide / u128::from(self.by.divisor)) as u64);
            rest = (wide % u128::from(self.by.divisor)) as u64;
        }
        rest
    }

    /// Steps through all parts side by side: `taken` is what is taken from the first limb of each, and then what would be
    /// from the limb after it. `out` gets each limb of the quotient by part and place.
    #[inline(always)]
    fn steps(&self, taken: &mut [u64; PARTS], mut out: impl FnMut(usize, usize, u64)) {
        let parts: [&[u64]; PARTS] =
            std::array::from_fn(|part| &self.limbs[part * self.length..][..=self.length]);
        for i in 0..self.length {
            for (part, (limbs, c)) in parts.iter().zip(&mut *taken).enumerate() {
                let q;
                (q, *c) = self.by.step(shifted(limbs[i], limbs[i + 1], self.zeros), *c);
                out(part, i, q);
            }
        }
    }

    /// What remains of each part and all above it; `above` is the remainder of what is above all.
    fn rests(&self, above: u64) -> [u64; PARTS] {
        let mut taken = [0; PARTS];
        self.steps(&mut taken, |_, _, _| ());
        let factor = self.by.shift_factor(self.length);
        let mut rest = above;
        for taken in taken.iter_mut().rev() {
            // The part alone is -c, shifted as what comes from above.
            let (difference, under) = rest.overflowing_sub(*taken);
            let sum = if under { difference.wrapping_add(self.by.divisor) } else { difference };
            rest = self.by.reduced_product(sum, factor);
            *taken = rest;
        }
        taken
    }
}

/// A limb shifted right, with the bits of the one above it.
#[inline(always)]
fn shifted(limb: u64, above: u64, n: u32) -> u64 {
    ((u128::from(above) << 64 | u128::from(limb)) >> n) as u64
}

/// Divides a magnitude of many limbs by one that is not zero; the remainder.
pub(super) fn div_word_in_parts(out: &mut [u64], a: &[u64], divisor: u64) -> u64 {
    let division = Division::new(a, divisor);
    let mut taken = division.rests(division.top(|at, q| out[at] = q));
    let rest = taken[0];
    let mut chunks = out.chunks_exact_mut(division.length);
    let mut outs: [&mut [u64]; PARTS] = std::array::from_fn(|_| chunks.next().unwrap_or_default());
    division.steps(&mut taken, |part, i, q| outs[part][i] = q);
    division.remainder(rest)
}

/// The remainder of a magnitude of many limbs over one that is not zero.
pub(super) fn rest_word_in_parts(a: &[u64], divisor: u64) -> u64 {
    let division = Division::new(a, divisor);
    division.remainder(division.rests(division.top(|_, _| ()))[0])
}
