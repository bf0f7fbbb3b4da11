//! Numbers as text.

use super::coef::Coef;
use super::{Decimal, Kind, LIMIT};
use smallvec::SmallVec;

/// Reads a number (`[sign] digits [. digits] [e exponent]`, infinities, NaNs with a payload); nothing else may be there.
pub fn parse(text: &[u8]) -> Option<Decimal> {
    let (negative, rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let first = *rest.first()?;
    if !first.is_ascii_digit() && first != b'.' {
        return special(rest).map(|special| special.signed(negative));
    }
    // The digits that fit a word, twice; others are collected.
    let (mut value, mut n_digits, mut n_significant, mut point) = (0u128, 0, 0, None);
    let mut at = 0;
    while let Some(&c) = rest.get(at) {
        match c {
            b'0'..=b'9' => {
                n_digits += 1;
                if n_significant > 0 || c != b'0' {
                    n_significant += 1;
                }
                if n_significant <= SMALL_DIGITS {
                    value = value * 10 + u128::from(c - b'0');
                }
            }
            b'.' if point.is_none() => point = Some(n_digits),
            _ => break,
        }
        at += 1;
    }
    if n_digits == 0 {
        return None;
    }
    let mut exp = 0i64;
    if let Some(b'e' | b'E') = rest.get(at) {
        exp = exponent(&rest[at + 1..])?;
    } else if at < rest.len() {
        return None;
    }
    let n_fraction = point.map_or(0, |point| n_digits - point);
    let coef = if n_significant <= SMALL_DIGITS {
        Coef::Small(value)
    } else {
        let digits: Vec<u8> = rest[..at].iter().copied().filter(u8::is_ascii_digit).collect();
        Coef::from_digits(&digits[n_digits - n_significant..])
    };
    Some(Decimal::new(negative, coef, exp - n_fraction as i64))
}

/// So many digits are always a small coefficient.
const SMALL_DIGITS: usize = 38;

/// An exponent; one beyond all bounds is anything beyond them.
fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let most = 4 * LIMIT as u64;
    let value = digits
        .iter()
        .fold(0u64, |sum, c| sum.saturating_mul(10).saturating_add(u64::from(c - b'0')).min(most));
    Some(if negative { -(value as i64) } else { value as i64 })
}

fn special(text: &[u8]) -> Option<Decimal> {
    let lower = text.to_ascii_lowercase();
    if lower == b"inf" || lower == b"infinity" {
        return Some(Decimal::infinity(false));
    }
    let (kind, payload) = match lower.strip_prefix(b"nan") {
        Some(payload) => (Kind::QuietNan, payload),
        None => (Kind::SignalingNan, lower.strip_prefix(b"snan")?),
    };
    if !payload.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let significant = payload.iter().position(|&c| c != b'0').unwrap_or(payload.len());
    let coef = Coef::from_digits(&payload[significant..]);
    Some(Decimal { negative: false, kind, exp: 0, coef })
}

/// A number's text, in place where it is not long.
pub type Text = SmallVec<[u8; 64]>;

/// As text: with an exponent where the number is very small or its exponent positive; `engineering`: exponents are
/// multiples of three.
pub fn to_text(a: &Decimal, engineering: bool, capitals: bool) -> Text {
    let mut out = Text::new();
    if a.negative {
        out.push(b'-');
    }
    match a.kind {
        Kind::Infinite => {
            out.extend_from_slice(b"Infinity");
            return out;
        }
        Kind::QuietNan | Kind::SignalingNan => {
            out.extend_from_slice(if a.is_signaling() { b"sNaN" } else { b"NaN" });
            if !a.coef.is_zero() {
                a.coef.with_digits(|digits| out.extend_from_slice(digits));
            }
            return out;
        }
        Kind::Finite => {}
    }
    a.coef.with_digits(|digits| write_finite(&mut out, a, digits, engineering, capitals));
    out
}

fn write_finite(out: &mut Text, a: &Decimal, digits: &[u8], engineering: bool, capitals: bool) {
    let n = digits.len() as i64;
    let adjusted = a.exp + n - 1;
    // Where the point stands among the digits.
    let place = if a.exp <= 0 && adjusted >= -6 {
        n + a.exp
    } else if !engineering {
        1
    } else if a.is_zero() {
        (adjusted + 2).rem_euclid(3) - 1
    } else {
        adjusted.rem_euclid(3) + 1
    };
    if place <= 0 {
        out.extend_from_slice(b"0.");
        out.resize(out.len() + place.unsigned_abs() as usize, b'0');
        out.extend_from_slice(digits);
    } else if place >= n {
        out.extend_from_slice(digits);
        out.resize(out.len() + (place - n) as usize, b'0');
    } else {
        let (whole, fraction) = digits.split_at(place as usize);
        out.extend_from_slice(whole);
        out.push(b'.');
        out.extend_from_slice(fraction);
    }
    let exp = a.exp + n - place;
    if exp != 0 {
        write_exponent(out, exp, capitals);
    }
}

/// `E+5`
fn write_exponent(out: &mut Text, exp: i64, capitals: bool) {
    out.push(if capitals { b'E' } else { b'e' });
    out.push(if exp < 0 { b'-' } else { b'+' });
    out.extend_from_slice(exp.unsigned_abs().to_string().as_bytes());
}
