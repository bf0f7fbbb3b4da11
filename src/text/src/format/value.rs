//! `format(value, spec)` for text, integers, doubles and complex numbers.

use super::spec::{Align, FormatError, FormatSpec, Group, Sign};
use crate::wtf8::{Wtf8, Wtf8Buf, count_chars, encoded_len, offset_of_char};
use taipan_number::big::{self, IntRef};
use taipan_number::complex::Complex;
use taipan_number::float::{self, FloatFormat, Kind};

/// How the current locale writes numbers, for type `n`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NumberLocale<'a> {
    /// The decimal point.
    pub point: &'a str,
    /// The thousands separator.
    pub separator: &'a str,
    /// The sizes of groups from the right, as in C's `localeconv`: the last repeats, 127 ends grouping.
    pub grouping: &'a [u8],
}

/// The C locale.
pub const C_LOCALE: NumberLocale<'static> = NumberLocale { point: ".", separator: "", grouping: &[] };
const THOUSANDS: NumberLocale<'static> = NumberLocale { point: ".", separator: ",", grouping: &[3] };
const UNDER_THREE: NumberLocale<'static> = NumberLocale { point: ".", separator: "_", grouping: &[3] };
const UNDER_FOUR: NumberLocale<'static> = NumberLocale { point: ".", separator: "_", grouping: &[4] };

fn char_of(kind: u32) -> char {
    char::from_u32(kind).unwrap_or('\u{FFFD}')
}

fn push_fill(out: &mut Wtf8Buf, fill: u32, n: usize) {
    if fill < 0x80 {
        let bytes = out.as_mut_vec();
        bytes.resize(bytes.len() + n, fill as u8);
    } else {
        out.reserve(n * encoded_len(fill));
        (0..n).for_each(|_| out.push(fill));
    }
}

/// A buffer for so many bytes and so much fill, if there is memory for it.
fn room(n_bytes: usize, n_fill: usize, fill: u32) -> Result<Wtf8Buf, FormatError> {
    let n_bytes = n_fill.checked_mul(encoded_len(fill)).and_then(|fill| fill.checked_add(n_bytes));
    let mut bytes = Vec::new();
    bytes.try_reserve(n_bytes.ok_or(FormatError::OutOfMemory)?).map_err(|_| FormatError::OutOfMemory)?;
    Ok(Wtf8Buf::from_bytes(bytes))
}

/// Puts text between fill; an alignment after the sign counts as `default`.
fn pad(text: &Wtf8, n_chars: usize, spec: &FormatSpec, default: Align) -> Result<Wtf8Buf, FormatError> {
    let missing = spec.width.saturating_sub(n_chars);
    let left = match spec.align.unwrap_or(default) {
        Align::Left => 0,
        Align::Right | Align::AfterSign => missing,
        Align::Center => missing / 2,
    };
    let mut out = room(text.n_bytes(), missing, spec.fill)?;
    push_fill(&mut out, spec.fill, left);
    out.push_wtf8(text);
    push_fill(&mut out, spec.fill, missing - left);
    Ok(out)
}

/// `format(text, spec)`.
pub fn format_text(text: &Wtf8, spec: &Wtf8) -> Result<Wtf8Buf, FormatError> {
    if spec.is_empty() {
        return Ok(text.to_buf());
    }
    let spec = FormatSpec::parse(spec, Align::Left, 's')?;
    if spec.kind != u32::from('s') {
        return Err(FormatError::UnknownCode(spec.kind));
    }
    match spec.sign {
        Sign::Default => {}
        Sign::Space => return Err(FormatError::SpaceForText),
        Sign::Plus | Sign::Minus => return Err(FormatError::SignForText),
    }
    if spec.no_negative_zero {
        return Err(FormatError::ZForText);
    }
    if spec.alternate {
        return Err(FormatError::AlternateForText);
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(FormatError::AlignForText);
    }
    let bytes = text.as_bytes();
    let kept = match spec.precision {
        Some(precision) if precision < bytes.len() => Wtf8::new(&bytes[..offset_of_char(bytes, precision)]),
        _ => text,
    };
    pad(kept, kept.n_chars(), &spec, Align::Left)
}

/// A number in pieces.
struct Pieces<'a> {
    negative: bool,
    /// `0x` and the like.
    prefix: &'a str,
    /// The digits of the integer part.
    digits: &'a str,
    /// The digits after the point, if there is a point.
    fraction: Option<&'a str>,
    /// An exponent, a percent sign.
    tail: &'a str,
}

impl<'a> Pieces<'a> {
    /// Takes what `float::format_float` wrote apart.
    fn of_float(text: &'a str) -> Pieces<'a> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = text.split_at(n_digits);
        match rest.strip_prefix('.') {
            Some(rest) => {
                let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let (fraction, tail) = rest.split_at(n_digits);
                Pieces { negative, prefix: "", digits, fraction: Some(fraction), tail }
            }
            None => Pieces { negative, prefix: "", digits, fraction: None, tail: rest },
        }
    }

    /// Digits, separators, sign and fill.
    fn write(
        &self,
        spec: &FormatSpec,
        locale: &NumberLocale<'_>,
        default: Align,
    ) -> Result<Wtf8Buf, FormatError> {
        let sign = match (self.negative, spec.sign) {
            (true, _) => "-",
            (false, Sign::Plus) => "+",
            (false, Sign::Space) => " ",
            (false, Sign::Default | Sign::Minus) => "",
        };
        if (locale.separator.is_empty() || locale.grouping.is_empty()) && spec.fraction_group == Group::None {
            return self.write_plain(sign, spec, locale, default);
        }
        let mut fraction = String::new();
        if let Some(digits) = self.fraction {
            fraction.push_str(locale.point);
            let separator = match spec.fraction_group {
                Group::None => "",
                Group::Comma => ",",
                Group::Underscore => "_",
            };
            for (i, digit) in digits.chars().enumerate() {
                if i > 0 && i % 3 == 0 {
                    fraction.push_str(separator);
                }
                fraction.push(digit);
            }
        }
        let n_chars = |text: &str| count_chars(text.as_bytes());
        let n_around = sign.len() + self.prefix.len() + n_chars(&fraction) + self.tail.len();
        let align = spec.align.unwrap_or(default);
        let zeros = spec.fill == u32::from('0') && align == Align::AfterSign;
        let least = if zeros { spec.width.saturating_sub(n_around) } else { 0 };
        let digits =
            if self.digits.is_empty() { String::new() } else { grouped(self.digits, least, locale)? };
        let missing = spec.width.saturating_sub(n_around + n_chars(&digits));
        let (left, inner) = match align {
            Align::Left => (0, 0),
            Align::Right => (missing, 0),
            Align::Center => (missing / 2, 0),
            Align::AfterSign => (0, missing),
        };
        let n_bytes = sign.len() + self.prefix.len() + digits.len() + fraction.len() + self.tail.len();
        let mut out = room(n_bytes, missing, spec.fill)?;
        push_fill(&mut out, spec.fill, left);
        out.push_str(sign);
        out.push_str(self.prefix);
        push_fill(&mut out, spec.fill, inner);
        out.push_str(&digits);
        out.push_str(&fraction);
        out.push_str(self.tail);
        push_fill(&mut out, spec.fill, missing - left - inner);
        Ok(out)
    }
}

impl Pieces<'_> {
    /// [`Pieces::write`] without separators.
    fn write_plain(
        &self,
        sign: &str,
        spec: &FormatSpec,
        locale: &NumberLocale<'_>,
        default: Align,
    ) -> Result<Wtf8Buf, FormatError> {
        let (point, fraction) = match self.fraction {
            Some(digits) => (locale.point, digits),
            None => ("", ""),
        };
        let n_plain = sign.len() + self.prefix.len() + self.digits.len() + fraction.len() + self.tail.len();
        let missing = spec.width.saturating_sub(n_plain + count_chars(point.as_bytes()));
        let (left, inner) = match spec.align.unwrap_or(default) {
            Align::Left => (0, 0),
            Align::Right => (missing, 0),
            Align::Center => (missing / 2, 0),
            Align::AfterSign => (0, missing),
        };
        let mut out = room(n_plain + point.len(), missing, spec.fill)?;
        push_fill(&mut out, spec.fill, left);
        out.push_str(sign);
        out.push_str(self.prefix);
        push_fill(&mut out, spec.fill, inner);
        for piece in [self.digits, point, fraction, self.tail] {
            out.push_str(piece);
        }
        push_fill(&mut out, spec.fill, missing - left - inner);
        Ok(out)
    }
}

/// Digits with separators, and with zeros (grouped too) up to a width.
fn grouped(digits: &str, least: usize, locale: &NumberLocale<'_>) -> Result<String, FormatError> {
    // Twice the width leaves room for separators.
    room(0, least, 0x80)?;
    if locale.separator.is_empty() || locale.grouping.is_empty() {
        let mut out = "0".repeat(least.saturating_sub(digits.len()));
        out.push_str(digits);
        return Ok(out);
    }
    let separator_len = count_chars(locale.separator.as_bytes());
    let mut groups: Vec<(usize, &str)> = Vec::new();
    let (mut rest, mut least) = (digits, least);
    let mut sizes = locale.grouping.iter().copied();
    let mut size = usize::from(sizes.next().unwrap_or(0));
    loop {
        let wanted = rest.len().max(least).max(1);
        let len = if size == 0 || size == 127 { wanted } else { size.min(wanted) };
        let (before, group) = rest.split_at(rest.len().saturating_sub(len));
        groups.push((len - group.len(), group));
        rest = before;
        least = least.saturating_sub(len);
        if rest.is_empty() && least == 0 {
            break;
        }
        least = least.saturating_sub(separator_len);
        if let Some(next) = sizes.next() {
            size = usize::from(next);
        }
    }
    let mut out = String::with_capacity(digits.len() * 2);
    for (i, (n_zeros, group)) in groups.iter().rev().enumerate() {
        if i > 0 {
            out.push_str(locale.separator);
        }
        out.extend(std::iter::repeat_n('0', *n_zeros));
        out.push_str(group);
    }
    Ok(out)
}

fn locale_of<'a>(spec: &FormatSpec, current: &NumberLocale<'a>) -> NumberLocale<'a> {
    match (spec.group, char_of(spec.kind)) {
        (_, 'n') => *current,
        (Group::Underscore, 'b' | 'o' | 'x' | 'X') => UNDER_FOUR,
        (Group::None, _) => C_LOCALE,
        (Group::Comma, _) => THOUSANDS,
        (Group::Underscore, _) => UNDER_THREE,
    }
}

/// `format(value, spec)` for an integer. `digits_max` limits decimal digits; 0 is no limit.
pub fn format_int(
    value: IntRef<'_>,
    spec: &Wtf8,
    digits_max: usize,
    locale: &NumberLocale<'_>,
) -> Result<Wtf8Buf, FormatError> {
    let decimal = |value: IntRef<'_>| {
        big::to_decimal_limited(value, digits_max).ok_or(FormatError::TooManyIntDigits(digits_max))
    };
    if spec.is_empty() {
        return decimal(value).map(Wtf8Buf::from);
    }
    let spec = FormatSpec::parse(spec, Align::Right, 'd')?;
    let kind = char_of(spec.kind);
    let (radix, prefix) = match kind {
        'd' | 'n' => (10, ""),
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        'c' => return format_char(value, &spec),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            let value = big::to_f64(value).ok_or(FormatError::IntTooLarge)?;
            return write_float(value, &spec, locale);
        }
        _ => return Err(FormatError::UnknownCode(spec.kind)),
    };
    check_int(&spec)?;
    let mut buffer = [0u8; 64];
    let mut owned;
    let digits: &mut str = match value.limbs {
        // No limit on digits is below what a word has.
        [] => word_digits(&mut buffer, 0, radix),
        &[word] => word_digits(&mut buffer, word, radix),
        _ => {
            owned = if radix == 10 { decimal(value.abs())? } else { big::to_radix(value.abs(), radix) };
            &mut owned
        }
    };
    if kind == 'X' {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    let pieces = Pieces { negative: value.negative, prefix, digits, fraction: None, tail: "" };
    pieces.write(&spec, &locale_of(&spec, locale), Align::Right)
}

/// A word's digits, at the end of the buffer.
fn word_digits(buffer: &mut [u8; 64], mut word: u64, radix: u32) -> &mut str {
    let mut at = buffer.len();
    loop {
        at -= 1;
        // A division by a constant is a multiplication; the other radixes are powers of two.
        if radix == 10 {
            buffer[at] = b'0' + (word % 10) as u8;
            word /= 10;
        } else {
            let bits = radix.trailing_zeros();
            buffer[at] = b"0123456789abcdef"[(word & u64::from(radix - 1)) as usize];
            word >>= bits;
        }
        if word == 0 {
            break;
        }
    }
    std::str::from_utf8_mut(&mut buffer[at..]).expect("digits are ASCII")
}

fn check_int(spec: &FormatSpec) -> Result<(), FormatError> {
    if spec.precision.is_some() {
        return Err(FormatError::PrecisionForInt);
    }
    if spec.no_negative_zero {
        return Err(FormatError::ZForInt);
    }
    Ok(())
}

fn format_char(value: IntRef<'_>, spec: &FormatSpec) -> Result<Wtf8Buf, FormatError> {
    check_int(spec)?;
    if spec.sign != Sign::Default {
        return Err(FormatError::SignForChar);
    }
    if spec.alternate {
        return Err(FormatError::AlternateForChar);
    }
    let c = value.to_i64().ok_or(FormatError::CharTooLarge)?;
    let c = u32::try_from(c).ok().filter(|&c| c < 0x11_0000).ok_or(FormatError::CharRange)?;
    pad(&Wtf8Buf::from_iter([c]), 1, spec, Align::Right)
}

/// `format(value, spec)` for a double.
pub fn format_float(value: f64, spec: &Wtf8, locale: &NumberLocale<'_>) -> Result<Wtf8Buf, FormatError> {
    if spec.is_empty() {
        return Ok(float::repr(value).into());
    }
    let spec = FormatSpec::parse(spec, Align::Right, '\0')?;
    match char_of(spec.kind) {
        '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%' => write_float(value, &spec, locale),
        _ => Err(FormatError::UnknownCode(spec.kind)),
    }
}

/// The way to write a double that a specification asks for.
fn float_format(spec: &FormatSpec) -> Result<FloatFormat, FormatError> {
    if spec.precision.is_some_and(|precision| precision > i32::MAX as usize) {
        return Err(FormatError::PrecisionTooBig);
    }
    let kind = char_of(spec.kind);
    let mut format = FloatFormat::new(Kind::Fixed, spec.precision.unwrap_or(6));
    format.kind = match kind {
        'e' | 'E' => Kind::Exponent,
        'g' | 'G' | 'n' => Kind::General,
        '\0' if spec.precision.is_none() => Kind::Repr,
        '\0' => Kind::General,
        _ => Kind::Fixed,
    };
    format.add_dot_0 = kind == '\0';
    format.upper = matches!(kind, 'E' | 'F' | 'G');
    format.alternate = spec.alternate;
    format.no_negative_zero = spec.no_negative_zero;
    Ok(format)
}

fn write_float(value: f64, spec: &FormatSpec, locale: &NumberLocale<'_>) -> Result<Wtf8Buf, FormatError> {
    let percent = char_of(spec.kind) == '%';
    let mut text = float::format_float(if percent { value * 100.0 } else { value }, float_format(spec)?);
    if percent {
        text.push('%');
    }
    Pieces::of_float(&text).write(spec, &locale_of(spec, locale), Align::Right)
}

/// `format(value, spec)` for a complex number.
pub fn format_complex(
    value: Complex,
    spec: &Wtf8,
    locale: &NumberLocale<'_>,
) -> Result<Wtf8Buf, FormatError> {
    if spec.is_empty() {
        return Ok(taipan_number::complex::repr(value).into());
    }
    let spec = FormatSpec::parse(spec, Align::Right, '\0')?;
    if !matches!(char_of(spec.kind), '\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n') {
        return Err(FormatError::UnknownCode(spec.kind));
    }
    if spec.fill == u32::from('0') {
        return Err(FormatError::ZeroForComplex);
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(FormatError::AlignForComplex);
    }
    let format = FloatFormat { add_dot_0: false, ..float_format(&spec)? };
    let bare = char_of(spec.kind) == '\0';
    let only_imaginary = bare && value.re == 0.0 && value.re.is_sign_positive();
    let locale = locale_of(&spec, locale);
    let part = FormatSpec { width: 0, ..spec };
    let mut text = Wtf8Buf::new();
    let mut imaginary_spec = part;
    if !only_imaginary {
        if bare {
            text.push_str("(");
        }
        text.push_wtf8(&Pieces::of_float(&float::format_float(value.re, format)).write(
            &part,
            &locale,
            Align::Right,
        )?);
        imaginary_spec.sign = Sign::Plus;
    }
    text.push_wtf8(&Pieces::of_float(&float::format_float(value.im, format)).write(
        &imaginary_spec,
        &locale,
        Align::Right,
    )?);
    text.push_str(if bare && !only_imaginary { "j)" } else { "j" });
    let n_chars = text.n_chars();
    pad(&text, n_chars, &spec, Align::Right)
}
