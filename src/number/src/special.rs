//! Functions of `math` that Rust's standard library lacks: gamma and error functions, exact sums, lengths.

/// Why there is no result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MathError {
    /// `math domain error` and its more exact variants.
    Domain,
    /// `math range error`.
    Range,
    /// `-inf + inf in fsum`.
    InfinitySum,
    /// `intermediate overflow in fsum`.
    SumOverflow,
}

/// `math.erf`.
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}

/// `math.erfc`.
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// `sin(pi * x)`, exact at multiples of one half.
fn sin_pi(x: f64) -> f64 {
    use std::f64::consts::PI;
    let y = x.abs() % 2.0;
    let value = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    value.copysign(1.0) * value.signum() * 1f64.copysign(x)
}

/// `math.gamma`.
pub fn gamma(x: f64) -> Result<f64, MathError> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x == f64::NEG_INFINITY || (x == x.floor() && x < 0.0) || x == 0.0 {
        return Err(MathError::Domain);
    }
    if x == x.floor() && x <= 23.0 {
        // Factorials that are doubles.
        return Ok((2..x as u64).map(|factor| factor as f64).product());
    }
    // Close to zero the reciprocal is exact to the last digit.
    let out = match x.abs() {
        tiny if tiny < 1e-20 => 1.0 / x,
        huge if huge > 200.0 && x < 0.0 => 0.0 / sin_pi(x),
        huge if huge > 200.0 => f64::INFINITY,
        _ => gamma_by_lanczos(x),
    };
    if out.is_infinite() { Err(MathError::Range) } else { Ok(out) }
}

/// Lanczos' approximation of the gamma function with 13 terms, as a quotient of two polynomials; the constants are those
/// for doubles that Boost published.
mod lanczos {
    /// The shift.
    pub const G: f64 = 6.024_680_040_776_73;
    const TERMS: [(f64, f64); 13] = [
        (23_531_376_880.410_76, 0.0),
        (42_919_803_642.649_1, 39_916_800.0),
        (35_711_959_237.355_67, 120_543_840.0),
        (17_921_034_426.037_21, 150_917_976.0),
        (6_039_542_586.352_028, 105_258_076.0),
        (1_439_720_407.311_721_6, 45_995_730.0),
        (248_874_557.862_054_17, 13_339_535.0),
        (31_426_415.585_400_194, 2_637_558.0),
        (2_876_370.628_935_372_5, 357_423.0),
        (186_056.265_395_223_48, 32_670.0),
        (8_071.672_002_365_816, 1_925.0),
        (210.824_277_751_579_36, 66.0),
        (2.506_628_274_631_000_2, 1.0),
    ];

    /// The quotient; for large arguments in powers of their reciprocal, so that nothing overflows.
    pub fn sum(x: f64) -> f64 {
        let step = |(top, bottom): (f64, f64), &(n, d): &(f64, f64)| match x < 5.0 {
            true => (top * x + n, bottom * x + d),
            false => (top / x + n, bottom / x + d),
        };
        let (top, bottom) = match x < 5.0 {
            true => TERMS.iter().rev().fold((0.0, 0.0), step),
            false => TERMS.iter().fold((0.0, 0.0), step),
        };
        top / bottom
    }
}

fn gamma_by_lanczos(x: f64) -> f64 {
    let shift = lanczos::G - 0.5;
    let size = x.abs();
    let y = size + shift;
    // What rounding left out of `y`, to correct the result by.
    let lost = if size > shift { (y - size) - shift } else { (y - shift) - size };
    let correction = lost * lanczos::G / y;
    // The power overflows before the result does: it goes in two steps.
    let power = |result: f64, apply: fn(f64, f64) -> f64| match size < 140.0 {
        true => apply(result, y.powf(size - 0.5)),
        false => {
            let half = y.powf(size / 2.0 - 0.25);
            apply(apply(result, half), half)
        }
    };
    if x < 0.0 {
        let out = -std::f64::consts::PI / sin_pi(size) / size * y.exp() / lanczos::sum(size);
        power(out - correction * out, |a, b| a / b)
    } else {
        let out = lanczos::sum(size) / y.exp();
        power(out + correction * out, |a, b| a * b)
    }
}

/// `math.lgamma`.
pub fn lgamma(x: f64) -> Result<f64, MathError> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(MathError::Domain) } else { Ok(0.0) };
    }
    let size = x.abs();
    let out = if size < 1e-20 {
        -size.ln()
    } else {
        let positive =
            lanczos::sum(size).ln() - lanczos::G + (size - 0.5) * ((size + lanczos::G - 0.5).ln() - 1.0);
        match x < 0.0 {
            true => std::f64::consts::PI.ln() - sin_pi(size).abs().ln() - size.ln() - positive,
            false => positive,
        }
    };
    if out.is_infinite() { Err(MathError::Range) } else { Ok(out) }
}

/// `math.nextafter(x, y)`, by so many steps.
pub fn next_after(x: f64, y: f64, steps: u64) -> f64 {
    if x.is_nan() || steps == 0 {
        return x;
    }
    if y.is_nan() {
        return y;
    }
    if x == y {
        return y;
    }
    // Doubles in order are integers in order once negative ones are flipped.
    let rank = |value: f64| {
        let bits = value.to_bits();
        let magnitude = (bits & !(1 << 63)) as i64;
        if bits >> 63 == 1 { -magnitude } else { magnitude }
    };
    let (from, to) = (rank(x), rank(y));
    let distance = from.abs_diff(to);
    if steps >= distance {
        return y;
    }
    let out =
        if to > from { from.saturating_add_unsigned(steps) } else { from.saturating_sub_unsigned(steps) };
    let magnitude = f64::from_bits(out.unsigned_abs());
    match out {
        0 => 0.0f64.copysign(x),
        _ if out < 0 => -magnitude,
        _ => magnitude,
    }
}

/// `math.ulp`.
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = x.next_up();
    if next.is_infinite() { x - x.next_down() } else { next - x }
}

/// `math.remainder`; `None` for a domain error.
pub fn remainder(x: f64, y: f64) -> Option<f64> {
    if x.is_nan() || y.is_nan() {
        return Some(x + y);
    }
    if x.is_infinite() || y == 0.0 {
        return None;
    }
    Some(libm::remquo(x, y).0)
}

/// The sum and its rounding error.
#[inline(always)]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// The product and its rounding error.
#[inline(always)]
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// `math.fsum`, item by item: partial sums that do not overlap (Shewchuk 1997).
#[derive(Clone, Debug, Default)]
pub struct ExactSum {
    partials: Vec<f64>,
    special: f64,
    infinite: f64,
}

impl ExactSum {
    /// Takes one item in.
    pub fn add(&mut self, item: f64) -> Result<(), MathError> {
        let mut x = item;
        let mut kept = 0;
        for i in 0..self.partials.len() {
            let mut y = self.partials[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.partials.truncate(kept);
        if x != 0.0 {
            if x.is_finite() {
                self.partials.push(x);
            } else {
                if item.is_finite() {
                    return Err(MathError::SumOverflow);
                }
                if item.is_infinite() {
                    self.infinite += item;
                }
                self.special += item;
                self.partials.clear();
            }
        }
        Ok(())
    }

    /// The sum, rounded once.
    pub fn finish(&self) -> Result<f64, MathError> {
        if self.special != 0.0 {
            if self.infinite.is_nan() {
                return Err(MathError::InfinitySum);
            }
            return Ok(self.special);
        }
        let mut rest = self.partials.as_slice();
        let Some((&top, below)) = rest.split_last() else {
            return Ok(0.0);
        };
        rest = below;
        let (mut high, mut low) = (top, 0.0);
        while let Some((&y, below)) = rest.split_last() {
            let x = high;
            high = x + y;
            low = y - (high - x);
            rest = below;
            if low != 0.0 {
                break;
            }
        }
        // A half way case is decided by the next partial.
        if let Some(&next) = rest.last()
            && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
        {
            let y = low * 2.0;
            let x = high + y;
            if y == x - high {
                high = x;
            }
        }
        Ok(high)
    }
}

/// The compensated sum that `sum()` keeps for doubles (Neumaier).
#[derive(Clone, Copy, Debug, Default)]
pub struct CompensatedSum {
    high: f64,
    low: f64,
}

impl CompensatedSum {
    /// Starts at a value.
    pub fn new(start: f64) -> Self {
        CompensatedSum { high: start, low: 0.0 }
    }

    /// Takes one item in.
    #[inline]
    pub fn add(&mut self, x: f64) {
        let sum = self.high + x;
        self.low += if self.high.abs() >= x.abs() { (self.high - sum) + x } else { (x - sum) + self.high };
        self.high = sum;
    }

    /// The sum.
    #[inline]
    pub fn finish(self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

/// `math.sumprod` for doubles: a dot product in three doubles.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExactDot {
    high: f64,
    low: f64,
    tiny: f64,
}

impl ExactDot {
    /// Takes one pair in.
    #[inline]
    pub fn add(&mut self, x: f64, y: f64) {
        let (product, product_low) = two_product(x, y);
        let (high, error) = two_sum(self.high, product);
        let (low, error_low) = two_sum(self.low, product_low);
        let (low, error_2) = two_sum(low, error);
        *self = ExactDot { high, low, tiny: self.tiny + (error_low + error_2) };
    }

    /// Is the sum so far a number that one can go on with?
    #[inline]
    pub fn is_finite(self) -> bool {
        self.high.is_finite()
    }

    /// The sum of products.
    pub fn finish(self) -> f64 {
        let (high, error) = two_sum(self.high, self.low);
        let (low, tiny) = two_sum(self.tiny, error);
        let (high, error) = two_sum(high, low);
        let (low, _) = two_sum(error, tiny);
        high + low
    }
}

/// `math.hypot` of any number of coordinates: scaled, summed in two doubles, the root corrected once.
pub fn hypot(coordinates: &[f64]) -> f64 {
    if coordinates.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let max = coordinates.iter().fold(0.0f64, |max, x| max.max(x.abs()));
    if max == 0.0 || coordinates.len() == 1 {
        return max;
    }
    let (_, exponent) = crate::float::frexp(max);
    let (mut high, mut low) = (0.0, 0.0);
    for &x in coordinates {
        let x = crate::float::ldexp(x, -i64::from(exponent));
        let (square, square_low) = two_product(x, x);
        let (sum, error) = two_sum(high, square);
        high = sum;
        low += error + square_low;
    }
    let root = (high + low).sqrt();
    let (square, square_low) = two_product(root, root);
    let rest = ((high - square) + low) - square_low;
    crate::float::ldexp(root + rest / (2.0 * root), i64::from(exponent))
}

/// `math.dist` of two points of as many coordinates.
pub fn dist(p: &[f64], q: &[f64]) -> f64 {
    let differences: Vec<f64> = p.iter().zip(q).map(|(x, y)| (x - y).abs()).collect();
    hypot(&differences)
}
