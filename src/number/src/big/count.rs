//! Factorials, permutations and binomials.

use super::arith::{mul_limbs, mul_word_in_place};
use super::{BigInt, IntRef, Limbs, TooLarge, div_mod_floor, mul, shl, sub};

/// The product of `low..=high`, halved until the factors fit in words.
pub fn product_of_range(low: u64, high: u64) -> BigInt {
    if low > high {
        return BigInt::from(1i64);
    }
    if high - low < 8 {
        let mut product = BigInt::from(low);
        let mut word = 1u64;
        for factor in low + 1..=high {
            match word.checked_mul(factor) {
                Some(wider) => word = wider,
                None => {
                    product = mul_limbs(product.limbs(), &[word]);
                    word = factor;
                }
            }
        }
        return if low == 0 { BigInt::ZERO } else { mul_limbs(product.limbs(), &[word]) };
    }
    let middle = low + (high - low) / 2;
    mul(product_of_range(low, middle).view(), product_of_range(middle + 1, high).view())
}

/// The product of the odd numbers in `low..=high`, both odd.
fn product_of_odds(low: u64, high: u64) -> BigInt {
    if low > high {
        return BigInt::from(1i64);
    }
    if high - low < 16 {
        let mut product = BigInt::from(1i64);
        let mut word = 1u64;
        for factor in (low..=high).step_by(2) {
            match word.checked_mul(factor) {
                Some(wider) => word = wider,
                None => {
                    product = mul_limbs(product.limbs(), &[word]);
                    word = factor;
                }
            }
        }
        return mul_limbs(product.limbs(), &[word]);
    }
    let middle = (low + (high - low) / 2) | 1;
    mul(product_of_odds(low, middle).view(), product_of_odds(middle + 2, high).view())
}

/// Up to here one factor after the other is fastest.
const FACTORIAL_PLAIN_MAX: u64 = 400;

/// `n!`, factors that fit a word together at a time.
fn product_plain(n: u64) -> BigInt {
    if n <= 20 {
        return BigInt::from((2..=n).product::<u64>());
    }
    let mut product = Limbs::from_slice(&[1]);
    let mut word = 1u64;
    for factor in 2..=n {
        match word.checked_mul(factor) {
            Some(wider) => word = wider,
            None => {
                mul_word_in_place(&mut product, word, 0);
                word = factor;
            }
        }
    }
    mul_word_in_place(&mut product, word, 0);
    BigInt::new(false, product)
}

/// `math.factorial(n)`: the odd parts by splitting, the powers of two by one shift.
pub fn factorial(n: u64) -> Result<BigInt, TooLarge> {
    if n > 1 << 36 {
        return Err(TooLarge);
    }
    if n <= FACTORIAL_PLAIN_MAX {
        return Ok(product_plain(n));
    }
    // n! = 2**(n - ones(n)) * product over i of the odd numbers up to n / 2**i.
    let mut inner = BigInt::from(1i64);
    let mut outer = BigInt::from(1i64);
    let mut from = 3;
    for i in (0..n.max(1).ilog2() + 1).rev() {
        let up_to = n >> i;
        if up_to < 3 {
            continue;
        }
        let to = if up_to & 1 == 1 { up_to } else { up_to - 1 };
        inner = mul(inner.view(), product_of_odds(from, to).view());
        from = to + 2;
        outer = mul(outer.view(), inner.view());
    }
    shl(outer.view(), n - u64::from(n.count_ones()))
}

/// `math.perm(n, k)` for a `k` that is not larger than `n`.
pub fn permutations(n: IntRef<'_>, k: u64) -> BigInt {
    if k == 0 {
        return BigInt::from(1i64);
    }
    if let Some(n) = n.to_u64() {
        return product_of_range(n - k + 1, n);
    }
    if k == 1 {
        return n.to_owned();
    }
    let half = k / 2;
    let rest = sub(n, BigInt::from(half).view());
    mul(permutations(n, half).view(), permutations(rest.view(), k - half).view())
}

/// `math.comb(n, k)` for a `k` that is not larger than `n / 2`.
pub fn binomial(n: IntRef<'_>, k: u64) -> BigInt {
    if let Some(small) = n.to_u64() {
        // One limb's worth goes by exact steps.
        if k == 0 {
            return BigInt::from(1i64);
        }
        let mut value = small;
        let mut exact = true;
        for i in 1..k.min(64) {
            match value.checked_mul(small - i) {
                Some(wide) => value = wide / (i + 1),
                None => {
                    exact = false;
                    break;
                }
            }
        }
        if exact && k <= 64 {
            return BigInt::from(value);
        }
    }
    if k <= 1 {
        return if k == 0 { BigInt::from(1i64) } else { n.to_owned() };
    }
    // C(n, k) = C(n, j) * C(n - j, k - j) / C(k, j)
    let j = k / 2;
    let rest = sub(n, BigInt::from(j).view());
    let top = mul(binomial(n, j).view(), binomial(rest.view(), k - j).view());
    let below = binomial(BigInt::from(k).view(), j);
    div_mod_floor(top.view(), below.view()).map_or(BigInt::ZERO, |(q, _)| q)
}
