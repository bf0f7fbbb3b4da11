//! `%` formatting, for text and bytes.
//!
//! [`items`] reads a format; the caller fetches the values, makes a number's digits by [`int_digits`] or [`float_digits`], and
//! puts what it has into the output by [`push_number`] or [`push_text`].

use crate::wtf8::{char_at, count_chars, offset_of_char};
use taipan_number::big::{self, IntRef};
use taipan_number::float::{self, FloatFormat, Kind};

/// A width or precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// Not said.
    None,
    /// `*`: the next argument.
    Star,
    /// Said.
    Number(usize),
}

/// The flags `-+ #0`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// A space.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A conversion.
#[derive(Clone, Copy, Debug)]
pub struct Spec<'a> {
    /// The key in parentheses.
    pub key: Option<&'a [u8]>,
    /// The flags.
    pub flags: Flags,
    /// The width.
    pub width: Amount,
    /// The precision.
    pub precision: Amount,
    /// The conversion's character; `%` stands for itself.
    pub kind: u32,
    /// All of it, without the `%`.
    pub text: &'a [u8],
    /// Why it is none, from where it was read to on; what is before that is to be fetched first.
    pub fault: Option<PercentError>,
    /// The bytes of the format before that character.
    before: &'a [u8],
    n_chars: fn(&[u8]) -> usize,
}

impl Spec<'_> {
    /// Where the character stands, in characters of the format (in bytes for bytes), as messages tell it.
    pub fn index(&self) -> usize {
        (self.n_chars)(self.before)
    }
}

/// A piece of a format.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// To be copied.
    Literal(&'a [u8]),
    /// To be replaced; a conversion of which nothing but this letter is said: `s`, `r` or `d`.
    Plain(u8),
    /// To be replaced.
    Spec(Spec<'a>),
}

/// Why a format is not one. All are ValueErrors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PercentError {
    /// The format ends within a conversion.
    Incomplete,
    /// A key without an end.
    IncompleteKey,
    /// A width that is too large.
    WidthTooBig,
    /// A precision that is too large.
    PrecisionTooBig,
}

impl PercentError {
    /// CPython's text for `str` (for `bytes` it is another for a precision).
    pub fn message(self) -> &'static str {
        match self {
            PercentError::Incomplete => "incomplete format",
            PercentError::IncompleteKey => "incomplete format key",
            PercentError::WidthTooBig => "width too big",
            PercentError::PrecisionTooBig => "precision too big",
        }
    }
}

/// The pieces of a format for text.
pub fn items(format: &[u8]) -> Items<'_> {
    Items { format, at: 0, n_chars: count_chars }
}

/// The pieces of a format for bytes.
pub fn items_bytes(format: &[u8]) -> Items<'_> {
    Items { format, at: 0, n_chars: <[u8]>::len }
}

impl<'a> Spec<'a> {
    /// The conversion that [`Item::Plain`] stands for.
    pub fn plain(kind: u8) -> Spec<'a> {
        let flags = Flags::default();
        Spec {
            key: None,
            flags,
            width: Amount::None,
            precision: Amount::None,
            kind: u32::from(kind),
            text: &[],
            fault: None,
            before: &[],
            n_chars: <[u8]>::len,
        }
    }
}

/// See [`items`].
#[derive(Clone)]
pub struct Items<'a> {
    format: &'a [u8],
    at: usize,
    n_chars: fn(&[u8]) -> usize,
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.format.len() {
            return None;
        }
        let rest = &self.format[self.at..];
        let literal = memchr::memchr(b'%', rest).unwrap_or(rest.len());
        if literal > 0 {
            self.at += literal;
            return Some(Item::Literal(&rest[..literal]));
        }
        self.at += 1;
        if let Some(&kind @ (b's' | b'r' | b'd')) = self.format.get(self.at) {
            self.at += 1;
            return Some(Item::Plain(kind));
        }
        let mut spec = Spec { n_chars: self.n_chars, ..Spec::plain(0) };
        if let Err(fault) = self.read(&mut spec) {
            spec.fault = Some(fault);
            self.at = self.format.len();
        }
        Some(Item::Spec(spec))
    }
}

impl<'a> Items<'a> {
    fn peek(&self) -> Result<u8, PercentError> {
        self.format.get(self.at).copied().ok_or(PercentError::Incomplete)
    }

    fn read(&mut self, spec: &mut Spec<'a>) -> Result<(), PercentError> {
        let start = self.at;
        if self.peek()? == b'(' {
            let start = self.at + 1;
            let mut depth = 1;
            self.at = start;
            while depth > 0 {
                match self.format.get(self.at) {
                    None => return Err(PercentError::IncompleteKey),
                    Some(b'(') => depth += 1,
                    Some(b')') => depth -= 1,
                    Some(_) => {}
                }
                self.at += 1;
            }
            spec.key = Some(&self.format[start..self.at - 1]);
        }
        loop {
            match self.peek()? {
                b'-' => spec.flags.left = true,
                b'+' => spec.flags.plus = true,
                b' ' => spec.flags.space = true,
                b'#' => spec.flags.alternate = true,
                b'0' => spec.flags.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        spec.width = self.amount(isize::MAX as usize, PercentError::WidthTooBig)?;
        if self.peek()? == b'.' {
            self.at += 1;
            spec.precision = match self.amount(i32::MAX as usize, PercentError::PrecisionTooBig)? {
                Amount::None => Amount::Number(0),
                said => said,
            };
        }
        if matches!(self.peek()?, b'h' | b'l' | b'L') {
            self.at += 1;
        }
        self.peek()?;
        let (kind, len) = char_at(self.format, self.at).ok_or(PercentError::Incomplete)?;
        // Bytes above 127 are no characters in a bytes format.
        let (kind, len) =
            if (self.n_chars)(b"\xC3\xA9") == 2 { (u32::from(self.format[self.at]), 1) } else { (kind, len) };
        spec.kind = kind;
        spec.before = &self.format[..self.at];
        self.at += len;
        spec.text = &self.format[start..self.at];
        Ok(())
    }

    fn amount(&mut self, max: usize, error: PercentError) -> Result<Amount, PercentError> {
        if self.peek()? == b'*' {
            self.at += 1;
            return Ok(Amount::Star);
        }
        let mut value = None;
        while let digit @ b'0'..=b'9' = self.peek()? {
            let tens = value.unwrap_or(0usize).checked_mul(10).ok_or(error)?;
            value =
                Some(tens.checked_add(usize::from(digit - b'0')).filter(|&value| value <= max).ok_or(error)?);
            self.at += 1;
        }
        Ok(value.map_or(Amount::None, Amount::Number))
    }
}

/// Is there memory for a width and a precision? To be asked before anything is made with large ones.
pub fn fits_in_memory(width: usize, precision: Option<usize>) -> bool {
    let n_bytes = width.max(precision.unwrap_or(0));
    n_bytes < 1 << 20 || Vec::<u8>::new().try_reserve(n_bytes.saturating_mul(2)).is_ok()
}

/// The digits of an integer for `d i u o x X`, with sign and (for `#`) prefix, at least `precision` of them. The limit on
/// decimal digits is the caller's to check.
pub fn int_digits(value: IntRef<'_>, kind: u8, alternate: bool, precision: Option<usize>) -> String {
    let (radix, prefix) = match kind {
        b'o' => (8, "0o"),
        b'x' | b'X' => (16, "0x"),
        _ => (10, ""),
    };
    let digits = big::to_radix(value.abs(), radix);
    let mut out = String::with_capacity(digits.len() + 3);
    if value.negative {
        out.push('-');
    }
    if alternate {
        out.push_str(prefix);
    }
    let n_zeros = precision.unwrap_or(0).saturating_sub(digits.len());
    out.extend(std::iter::repeat_n('0', n_zeros));
    out.push_str(&digits);
    if kind == b'X' {
        out.make_ascii_uppercase();
    }
    out
}

/// The digits of a double for `e E f F g G`, with sign.
pub fn float_digits(value: f64, kind: u8, alternate: bool, precision: Option<usize>) -> String {
    let style = match kind.to_ascii_lowercase() {
        b'e' => Kind::Exponent,
        b'g' => Kind::General,
        _ => Kind::Fixed,
    };
    let mut format = FloatFormat::new(style, precision.unwrap_or(6));
    format.upper = kind.is_ascii_uppercase();
    format.alternate = alternate;
    float::format_float(value, format)
}

/// Appends a number made by [`int_digits`] or [`float_digits`]: sign, zeros, fill.
pub fn push_number(out: &mut Vec<u8>, digits: &str, flags: Flags, width: usize) {
    let (sign, body) = match digits.strip_prefix('-') {
        Some(body) => ("-", body),
        None if flags.plus => ("+", digits),
        None if flags.space => (" ", digits),
        None => ("", digits),
    };
    let missing = width.saturating_sub(sign.len() + body.len());
    let fill = |out: &mut Vec<u8>, byte: u8| out.resize(out.len() + missing, byte);
    if flags.left {
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(body.as_bytes());
        fill(out, b' ');
    } else if flags.zero {
        out.extend_from_slice(sign.as_bytes());
        // Zeros go behind the prefix that # asked for.
        let prefix =
            if flags.alternate && matches!(body.as_bytes(), [b'0', b'x' | b'X' | b'o', ..]) { 2 } else { 0 };
        out.extend_from_slice(&body.as_bytes()[..prefix]);
        fill(out, b'0');
        out.extend_from_slice(&body.as_bytes()[prefix..]);
    } else {
        fill(out, b' ');
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(body.as_bytes());
    }
}

/// Appends text (`s r a c` in `str`), cut to `precision` characters and filled.
pub fn push_text(out: &mut Vec<u8>, text: &[u8], flags: Flags, width: usize, precision: Option<usize>) {
    let kept = match precision {
        Some(precision) if precision < text.len() => &text[..offset_of_char(text, precision)],
        _ => text,
    };
    push_filled(out, kept, count_chars(kept), flags, width);
}

/// Appends bytes (`s r a b c` in `bytes`), cut to `precision` bytes and filled.
pub fn push_bytes(out: &mut Vec<u8>, bytes: &[u8], flags: Flags, width: usize, precision: Option<usize>) {
    let kept = &bytes[..precision.unwrap_or(usize::MAX).min(bytes.len())];
    push_filled(out, kept, kept.len(), flags, width);
}

fn push_filled(out: &mut Vec<u8>, kept: &[u8], n_chars: usize, flags: Flags, width: usize) {
    let missing = width.saturating_sub(n_chars);
    if !flags.left {
        out.resize(out.len() + missing, b' ');
    }
    out.extend_from_slice(kept);
    if flags.left {
        out.resize(out.len() + missing, b' ');
    }
}
