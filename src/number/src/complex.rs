//! Complex numbers: arithmetic as C99's Annex G has it, powers, text.

use crate::float::{self, FloatFormat, Kind};

/// A complex number.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

/// Why there is no result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ComplexError {
    /// `division by zero`, or `zero to a negative or complex power`.
    ZeroDivision,
    /// `complex exponentiation`.
    Overflow,
}

#[expect(clippy::should_implement_trait, reason = "named like its kin for mixed and fallible operands")]
impl Complex {
    /// From its parts.
    #[inline]
    pub const fn new(re: f64, im: f64) -> Complex {
        Complex { re, im }
    }

    fn is_nan_both(self) -> bool {
        self.re.is_nan() && self.im.is_nan()
    }

    /// `a + b`.
    #[inline]
    pub fn add(self, other: Complex) -> Complex {
        Complex::new(self.re + other.re, self.im + other.im)
    }

    /// `a - b`.
    #[inline]
    pub fn sub(self, other: Complex) -> Complex {
        Complex::new(self.re - other.re, self.im - other.im)
    }

    /// `a + b` for a real `b`, whose missing imaginary part is no zero.
    #[inline]
    pub fn add_real(self, other: f64) -> Complex {
        Complex::new(self.re + other, self.im)
    }

    /// `a - b` for a real `b`.
    #[inline]
    pub fn sub_real(self, other: f64) -> Complex {
        Complex::new(self.re - other, self.im)
    }

    /// `a - b` for a real `a`.
    #[inline]
    pub fn real_sub(real: f64, other: Complex) -> Complex {
        Complex::new(real - other.re, -other.im)
    }

    /// `-a`.
    #[inline]
    pub fn neg(self) -> Complex {
        Complex::new(-self.re, -self.im)
    }

    /// `a * b`; where the plain products give NaN but an operand was infinite, the infinity is recovered (Annex G.5.1).
    pub fn mul(self, other: Complex) -> Complex {
        let (mut a, mut b, mut c, mut d) = (self.re, self.im, other.re, other.im);
        let plain = Complex::new(a * c - b * d, a * d + b * c);
        if !plain.is_nan_both() {
            return plain;
        }
        let unit = |x: f64| if x.is_infinite() { 1.0f64 } else { 0.0 }.copysign(x);
        let zero_nan = |x: f64| if x.is_nan() { 0.0f64.copysign(x) } else { x };
        let mut recover = false;
        if a.is_infinite() || b.is_infinite() {
            (a, b) = (unit(a), unit(b));
            (c, d) = (zero_nan(c), zero_nan(d));
            recover = true;
        }
        if c.is_infinite() || d.is_infinite() {
            (c, d) = (unit(c), unit(d));
            (a, b) = (zero_nan(a), zero_nan(b));
            recover = true;
        }
        if !recover
            && [self.re * other.re, self.im * other.im, self.re * other.im, self.im * other.re]
                .iter()
                .any(|x| x.is_infinite())
        {
            (a, b, c, d) = (zero_nan(a), zero_nan(b), zero_nan(c), zero_nan(d));
            recover = true;
        }
        if recover {
            return Complex::new(f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c));
        }
        plain
    }

    /// `a * b` for a real `b`.
    #[inline]
    pub fn mul_real(self, other: f64) -> Complex {
        Complex::new(self.re * other, self.im * other)
    }

    /// `a / b` by Smith's method; infinities are recovered as Annex G.5.1 wants.
    pub fn div(self, other: Complex) -> Result<Complex, ComplexError> {
        let (re_abs, im_abs) = (other.re.abs(), other.im.abs());
        let mut out;
        if re_abs >= im_abs {
            if re_abs == 0.0 {
                return Err(ComplexError::ZeroDivision);
            }
            let ratio = other.im / other.re;
            let denominator = other.re + other.im * ratio;
            out = Complex::new(
                (self.re + self.im * ratio) / denominator,
                (self.im - self.re * ratio) / denominator,
            );
        } else if im_abs >= re_abs {
            let ratio = other.re / other.im;
            let denominator = other.re * ratio + other.im;
            out = Complex::new(
                (self.re * ratio + self.im) / denominator,
                (self.im * ratio - self.re) / denominator,
            );
        } else {
            out = Complex::new(f64::NAN, f64::NAN);
        }
        if out.is_nan_both() {
            let unit = |x: f64| if x.is_infinite() { 1.0f64 } else { 0.0 }.copysign(x);
            if (self.re.is_infinite() || self.im.is_infinite())
                && other.re.is_finite()
                && other.im.is_finite()
            {
                let (x, y) = (unit(self.re), unit(self.im));
                out = Complex::new(
                    f64::INFINITY * (x * other.re + y * other.im),
                    f64::INFINITY * (y * other.re - x * other.im),
                );
            } else if (re_abs.is_infinite() || im_abs.is_infinite())
                && self.re.is_finite()
                && self.im.is_finite()
            {
                let (x, y) = (unit(other.re), unit(other.im));
                out = Complex::new(0.0 * (self.re * x + self.im * y), 0.0 * (self.im * x - self.re * y));
            }
        }
        Ok(out)
    }

    /// `a / b` for a real `b`.
    pub fn div_real(self, other: f64) -> Result<Complex, ComplexError> {
        if other == 0.0 {
            return Err(ComplexError::ZeroDivision);
        }
        Ok(Complex::new(self.re / other, self.im / other))
    }

    /// `a / b` for a real `a`.
    pub fn real_div(real: f64, other: Complex) -> Result<Complex, ComplexError> {
        let (re_abs, im_abs) = (other.re.abs(), other.im.abs());
        let mut out;
        if re_abs >= im_abs {
            if re_abs == 0.0 {
                return Err(ComplexError::ZeroDivision);
            }
            let ratio = other.im / other.re;
            let denominator = other.re + other.im * ratio;
            out = Complex::new(real / denominator, (-real * ratio) / denominator);
        } else if im_abs >= re_abs {
            let ratio = other.re / other.im;
            let denominator = other.re * ratio + other.im;
            out = Complex::new((real * ratio) / denominator, (-real) / denominator);
        } else {
            out = Complex::new(f64::NAN, f64::NAN);
        }
        if out.is_nan_both() && real.is_finite() && (re_abs.is_infinite() || im_abs.is_infinite()) {
            let unit = |x: f64| if x.is_infinite() { 1.0f64 } else { 0.0 }.copysign(x);
            out = Complex::new(0.0 * (real * unit(other.re)), 0.0 * (-real * unit(other.im)));
        }
        Ok(out)
    }

    /// `abs(a)`; infinite with a finite argument means overflow.
    pub fn abs(self) -> Result<f64, ComplexError> {
        let finite = self.re.is_finite() && self.im.is_finite();
        let out = self.re.hypot(self.im);
        if finite && out.is_infinite() { Err(ComplexError::Overflow) } else { Ok(out) }
    }

    fn is_zero(self) -> bool {
        self.re == 0.0 && self.im == 0.0
    }

    /// `a ** b`.
    pub fn pow(self, exponent: Complex) -> Result<Complex, ComplexError> {
        let out = if exponent.im == 0.0 && exponent.re == exponent.re.floor() && exponent.re.abs() <= 100.0 {
            self.pow_int(exponent.re as i32)?
        } else {
            self.pow_general(exponent)?
        };
        if out.re.is_infinite() || out.im.is_infinite() {
            return Err(ComplexError::Overflow);
        }
        Ok(out)
    }

    fn pow_general(self, exponent: Complex) -> Result<Complex, ComplexError> {
        if exponent.is_zero() {
            return Ok(Complex::new(1.0, 0.0));
        }
        if self.is_zero() {
            if exponent.im != 0.0 || exponent.re < 0.0 {
                return Err(ComplexError::ZeroDivision);
            }
            return Ok(Complex::default());
        }
        let length = self.re.hypot(self.im);
        let angle = self.im.atan2(self.re);
        let mut scale = length.powf(exponent.re);
        let mut phase = angle * exponent.re;
        if exponent.im != 0.0 {
            scale *= (-angle * exponent.im).exp();
            phase += exponent.im * length.ln();
        }
        if phase.is_infinite() {
            // The sine of infinity is a domain error, which CPython words as if the base were zero.
            return Err(ComplexError::ZeroDivision);
        }
        Ok(Complex::new(scale * phase.cos(), scale * phase.sin()))
    }

    fn pow_int(self, n: i32) -> Result<Complex, ComplexError> {
        let mut out = Complex::new(1.0, 0.0);
        let mut power = self;
        let mut left = n.unsigned_abs();
        while left > 0 {
            if left & 1 == 1 {
                out = out.mul(power);
            }
            left >>= 1;
            // The square that nothing asks for could overflow.
            if left > 0 {
                power = power.mul(power);
            }
        }
        if n < 0 { Complex::new(1.0, 0.0).div(out) } else { Ok(out) }
    }
}

/// `repr(value)`.
pub fn repr(value: Complex) -> String {
    let format = FloatFormat::new(Kind::Repr, 0);
    let im = float::format_float(value.im, format);
    if value.re == 0.0 && value.re.is_sign_positive() {
        return format!("{im}j");
    }
    let plus = if im.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{im}j)", float::format_float(value.re, format))
}

/// `complex(text)` for ASCII text; `None` for what is none.
pub fn parse(text: &[u8]) -> Option<Complex> {
    let blank = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let trim = |text: &'_ [u8]| -> (usize, usize) {
        let start = text.iter().position(|byte| !blank(byte)).unwrap_or(text.len());
        let end = text.iter().rposition(|byte| !blank(byte)).map_or(start, |at| at + 1);
        (start, end)
    };
    let (start, end) = trim(text);
    let mut body = &text[start..end];
    if let [b'(', inner @ .., b')'] = body {
        let (start, end) = trim(inner);
        body = &inner[start..end];
    }
    let n = number_len(body);
    if n == body.len() && n > 0 {
        return Some(Complex::new(float::parse(body)?, 0.0));
    }
    // `j` alone, or a sign and `j`, is one times the unit.
    let unit = |part: &[u8]| match part {
        [] | [b'+'] => Some(1.0),
        [b'-'] => Some(-1.0),
        _ => float::parse(part),
    };
    match body {
        [real @ .., b'j' | b'J'] if number_len(real) == real.len() || matches!(real, [b'+' | b'-']) => {
            Some(Complex::new(0.0, unit(real)?))
        }
        [_, .., b'j' | b'J'] if n > 0 => {
            let (real, imaginary) = body[..body.len() - 1].split_at(n);
            let signed = matches!(imaginary, [b'+' | b'-', ..]);
            let whole = number_len(imaginary) == imaginary.len() || imaginary.len() == 1;
            (signed && whole).then_some(())?;
            Some(Complex::new(float::parse(real)?, unit(imaginary)?))
        }
        _ => None,
    }
}

/// How many bytes at the start make a number.
fn number_len(text: &[u8]) -> usize {
    let mut at = usize::from(matches!(text, [b'+' | b'-', ..]));
    let start = at;
    for word in [&b"infinity"[..], b"inf", b"nan"] {
        if text[at..].len() >= word.len() && text[at..at + word.len()].eq_ignore_ascii_case(word) {
            return at + word.len();
        }
    }
    let digits = |mut at: usize| {
        while text.get(at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'_') {
            at += 1;
        }
        at
    };
    at = digits(at);
    let mut n_digits = at - start;
    if text.get(at) == Some(&b'.') {
        let end = digits(at + 1);
        n_digits += end - at - 1;
        at = end;
    }
    if n_digits == 0 {
        return 0;
    }
    if let Some(b'e' | b'E') = text.get(at) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let end = digits(at + 1 + sign);
        if end > at + 1 + sign {
            at = end;
        }
    }
    at
}
