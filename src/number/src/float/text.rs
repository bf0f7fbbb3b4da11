//! Doubles to and from decimal text.
//!
//! Shortest digits come from `ryu`; a given number of digits from Rust's formatter, which is exact for any number; parsing
//! is Rust's, which rounds correctly. What is ours is when to use an exponent and how to write it.

/// How to write a double.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `e`: one digit, the point, `precision` digits, an exponent.
    Exponent,
    /// `f`: `precision` digits after the point.
    Fixed,
    /// `g`: `precision` significant digits, exponent as needed.
    General,
    /// `r`: as many digits as tell the double from its neighbours; the precision does not matter.
    Repr,
}

/// How to write a double, in full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FloatFormat {
    /// The kind.
    pub kind: Kind,
    /// The precision, as the kind takes it.
    pub precision: usize,
    /// Capital letters.
    pub upper: bool,
    /// `#`: keep the point, and for `g` the zeros.
    pub alternate: bool,
    /// Write `.0` behind what would look like an integer.
    pub add_dot_0: bool,
    /// `z`: no minus before zero after rounding.
    pub no_negative_zero: bool,
}

impl FloatFormat {
    /// A kind and a precision, no flags.
    pub fn new(kind: Kind, precision: usize) -> FloatFormat {
        FloatFormat {
            kind,
            precision,
            upper: false,
            alternate: false,
            add_dot_0: false,
            no_negative_zero: false,
        }
    }
}

/// Decimal digits and where the point stands: `0.d1d2d3... * 10**point`.
#[derive(Clone, Debug)]
pub struct Digits {
    bytes: [u8; 24],
    len: usize,
    /// The position of the decimal point.
    pub point: i32,
}

impl Digits {
    /// The shortest digits that read back as this finite double's magnitude.
    pub fn shortest(value: f64) -> Digits {
        let mut digits = Digits { bytes: [b'0'; 24], len: 0, point: 0 };
        let mut buffer = ryu::Buffer::new();
        let mut exponent = 0i32;
        let mut seen_point = false;
        let mut chars = buffer.format_finite(value.abs()).bytes();
        for byte in chars.by_ref() {
            match byte {
                b'.' => seen_point = true,
                b'e' => {
                    let mut sign = 1;
                    for byte in chars.by_ref() {
                        if byte == b'-' {
                            sign = -1;
                        } else {
                            exponent = exponent * 10 + i32::from(byte - b'0');
                        }
                    }
                    exponent *= sign;
                    break;
                }
                _ => {
                    if digits.len == 0 && byte == b'0' {
                        // A leading zero: the point moves left of what follows it.
                        digits.point -= i32::from(seen_point);
                        continue;
                    }
                    if digits.len < digits.bytes.len() {
                        digits.bytes[digits.len] = byte;
                        digits.len += 1;
                    }
                    digits.point += i32::from(!seen_point);
                }
            }
        }
        digits.point += exponent;
        while digits.len > 0 && digits.bytes[digits.len - 1] == b'0' {
            digits.len -= 1;
        }
        if digits.len == 0 {
            digits = Digits { bytes: [b'0'; 24], len: 1, point: 1 };
        }
        digits
    }

    /// The digits.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// `repr(value)`.
pub fn repr(value: f64) -> String {
    let mut out = String::with_capacity(24);
    write_repr(&mut out, value);
    out
}

/// Appends `repr(value)`.
pub fn write_repr(out: &mut String, value: f64) {
    if value.is_finite() {
        // ryu writes the same but for exponents and for what is just below 0.0001.
        let mut buffer = ryu::Buffer::new();
        let text = buffer.format_finite(value);
        if !text.contains('e') && !text.trim_start_matches('-').starts_with("0.0000") {
            out.push_str(text);
            return;
        }
    }
    let format = FloatFormat { add_dot_0: true, ..FloatFormat::new(Kind::Repr, 0) };
    write_float(out, value, format);
}

/// Writes a double: no sign but a minus, and `inf` or `nan` for what is not finite.
pub fn format_float(value: f64, format: FloatFormat) -> String {
    let mut out = String::with_capacity(24);
    write_float(&mut out, value, format);
    out
}

fn write_float(out: &mut String, value: f64, format: FloatFormat) {
    if value.is_nan() {
        out.push_str(if format.upper { "NAN" } else { "nan" });
        return;
    }
    let start = out.len();
    if value.is_sign_negative() {
        out.push('-');
    }
    if value.is_infinite() {
        out.push_str(if format.upper { "INF" } else { "inf" });
        return;
    }
    let value = value.abs();
    match format.kind {
        Kind::Fixed => write_fixed(out, value, format),
        Kind::Exponent => {
            let (digits, point) = rounded(value, format.precision.saturating_add(1));
            write_exponent(out, &digits, point - 1, format, format.precision.saturating_add(1));
        }
        Kind::General => {
            let precision = format.precision.max(1);
            let (digits, point) = rounded(value, precision);
            let limit = if format.add_dot_0 { precision as i64 - 1 } else { precision as i64 };
            let mut kept = digits.trim_end_matches('0');
            if kept.is_empty() {
                kept = "0";
            }
            let n_digits = if format.alternate { precision } else { kept.len() };
            let exponent = point <= -4 || i64::from(point) > limit;
            write_general(out, kept, point, n_digits, format, exponent);
        }
        Kind::Repr => {
            let digits = Digits::shortest(value);
            let text = std::str::from_utf8(digits.as_bytes()).unwrap_or("0");
            let exponent = digits.point <= -4 || digits.point > 16;
            write_general(out, text, digits.point, text.len(), format, exponent);
        }
    }
    let negative = out[start..].starts_with('-');
    if negative
        && format.no_negative_zero
        && out[start..]
            .bytes()
            .take_while(|byte| !byte.eq_ignore_ascii_case(&b'e'))
            .all(|byte| !matches!(byte, b'1'..=b'9'))
    {
        out.remove(start);
    }
}

/// Exactly this many significant digits, correctly rounded (less trailing zeros beyond what a double can have), and where the
/// point stands.
fn rounded(value: f64, n_digits: usize) -> (String, i32) {
    if value == 0.0 {
        return ("0".to_owned(), 1);
    }
    if let Some(found) = rounded_word(value, n_digits) {
        return found;
    }
    let text = format!("{:.*e}", n_digits.min(780) - 1, value);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.replace('.', ""), exponent.parse::<i32>().unwrap_or(0) + 1)
}

/// [`rounded`] by [`scaled_to_integer`], for a few digits of a number of a usual size.
fn rounded_word(value: f64, n_digits: usize) -> Option<(String, i32)> {
    if n_digits > 17 {
        return None;
    }
    let (least, most) = (10u64.pow(n_digits as u32 - 1), 10u64.pow(n_digits as u32));
    // The logarithm may be off by one, and rounding may give a digit more.
    let mut exponent = value.log10().floor() as i32;
    for _ in 0..3 {
        let scaled = scaled_to_integer(value, usize::try_from(n_digits as i32 - 1 - exponent).ok()?)?;
        if (least..most).contains(&scaled) {
            return Some((scaled.to_string(), exponent + 1));
        }
        exponent += if scaled < least { -1 } else { 1 };
    }
    None
}

fn push_zeros(out: &mut String, n: usize) {
    out.extend(std::iter::repeat_n('0', n));
}

fn write_fixed(out: &mut String, value: f64, format: FloatFormat) {
    use std::fmt::Write;
    if let Some(scaled) = scaled_to_integer(value, format.precision) {
        push_fixed(out, scaled, format.precision);
    } else {
        // No double has more than 1074 digits after the point.
        let exact = format.precision.min(1080);
        let _ = write!(out, "{value:.exact$}");
        push_zeros(out, format.precision - exact);
    }
    if format.precision == 0 {
        if format.alternate {
            out.push('.');
        } else if format.add_dot_0 {
            out.push_str(".0");
        }
    }
}

/// `value * 10**precision` rounded to the nearest integer (the even one of two), where 128 bits hold the product: most
/// numbers with a few digits, at a fraction of the general way's cost.
fn scaled_to_integer(value: f64, precision: usize) -> Option<u64> {
    const TENS: [u64; 16] = {
        let mut tens = [1; 16];
        let mut i = 1;
        while i < 16 {
            tens[i] = tens[i - 1] * 10;
            i += 1;
        }
        tens
    };
    let ten = *TENS.get(precision)?;
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if exponent == 0 {
        return (fraction == 0).then_some(0);
    }
    let mantissa = fraction | 1 << 52;
    let shift = 1075 - exponent;
    let product = u128::from(mantissa) * u128::from(ten);
    let scaled = match shift {
        1..=120 => {
            let (whole, rest) = (product >> shift, product & ((1 << shift) - 1));
            let half = 1u128 << (shift - 1);
            whole + u128::from(rest > half || rest == half && whole & 1 == 1)
        }
        -8..=0 => product << -shift,
        _ => return None,
    };
    u64::try_from(scaled).ok()
}

/// Writes an integer with the point `precision` digits from its end.
fn push_fixed(out: &mut String, mut scaled: u64, precision: usize) {
    let mut buffer = [0u8; 24];
    let mut at = buffer.len();
    let mut n_written = 0;
    while scaled > 0 || n_written <= precision {
        if n_written == precision && precision > 0 {
            at -= 1;
            buffer[at] = b'.';
        }
        at -= 1;
        buffer[at] = b'0' + (scaled % 10) as u8;
        scaled /= 10;
        n_written += 1;
    }
    out.push_str(std::str::from_utf8(&buffer[at..]).unwrap_or("0"));
}

/// `n_digits` digits (filled with zeros) as `d.ddde+xx`.
fn write_exponent(out: &mut String, digits: &str, exponent: i32, format: FloatFormat, n_digits: usize) {
    use std::fmt::Write;
    out.push_str(&digits[..1]);
    if n_digits > 1 || format.alternate {
        out.push('.');
    }
    out.push_str(&digits[1..]);
    push_zeros(out, n_digits.saturating_sub(digits.len()));
    out.push(if format.upper { 'E' } else { 'e' });
    let _ = write!(out, "{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs());
}

fn write_general(
    out: &mut String,
    digits: &str,
    point: i32,
    n_digits: usize,
    format: FloatFormat,
    exponent: bool,
) {
    if exponent {
        write_exponent(out, digits, point - 1, format, n_digits);
        return;
    }
    let mut after = 0;
    if point <= 0 {
        out.push_str("0.");
        push_zeros(out, point.unsigned_abs() as usize);
        out.push_str(digits);
        push_zeros(out, n_digits.saturating_sub(digits.len()));
        return;
    }
    let point = point as usize;
    if point >= digits.len() {
        out.push_str(digits);
        push_zeros(out, point - digits.len());
    } else {
        out.push_str(&digits[..point]);
        out.push('.');
        out.push_str(&digits[point..]);
        after = digits.len() - point;
    }
    let wanted = n_digits.saturating_sub(point);
    if after == 0 && (wanted > 0 || format.alternate) {
        out.push('.');
    }
    push_zeros(out, wanted.saturating_sub(after));
    if after == 0 && wanted == 0 && format.add_dot_0 {
        out.push_str(if format.alternate { "0" } else { ".0" });
    }
}

/// `float(text)` for ASCII text: white space around, underscores between digits, `inf`, `infinity` and `nan`.
pub fn parse(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    // trim_ascii leaves the vertical tab.
    let text = trim_vertical_tabs(text);
    if text.contains(&b'_') {
        let mut clean = Vec::with_capacity(text.len());
        for (i, &byte) in text.iter().enumerate() {
            if byte == b'_' {
                let digit = |at: Option<&u8>| at.is_some_and(u8::is_ascii_digit);
                if i == 0 || !digit(text.get(i - 1)) || !digit(text.get(i + 1)) {
                    return None;
                }
            } else {
                clean.push(byte);
            }
        }
        return parse_clean(&clean);
    }
    parse_clean(text)
}

fn trim_vertical_tabs(mut text: &[u8]) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    while let [first, rest @ ..] = text
        && blank(first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && blank(last)
    {
        text = rest;
    }
    text
}

fn parse_clean(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::rounded_word;

    #[test]
    fn few_digits_agree_with_the_general_way() {
        let mut value = 1.0e-9;
        let mut found = 0;
        while value < 1e17 {
            for v in [value, 9.995, 0.5, 2.5, 0.125, 99999.5, 1e15, 0.1, 1.0 - 1e-16, 123456789.0] {
                for n_digits in 1..=18 {
                    let Some((digits, point)) = rounded_word(v, n_digits) else { continue };
                    let text = format!("{:.*e}", n_digits - 1, v);
                    let (mantissa, exponent) = text.split_once('e').unwrap();
                    assert_eq!(digits, mantissa.replace('.', ""), "{v} {n_digits}");
                    assert_eq!(point, exponent.parse::<i32>().unwrap() + 1, "{v} {n_digits}");
                    found += 1;
                }
            }
            value *= 1.37;
        }
        assert!(found > 10_000, "{found}");
    }
}
