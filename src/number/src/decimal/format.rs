//! Format specifications of numbers.

use super::round::round_off;
use super::text::to_text;
use super::{Decimal, Round};
use std::borrow::Cow;

/// A specification that was read.
#[derive(Clone, Debug)]
pub struct Format {
    /// What fills; one character.
    pub fill: char,
    /// `<`, `>`, `^` or `=`
    pub align: u8,
    /// `-`, `+` or a space
    pub sign: u8,
    /// Is a zero that is below zero shown without its sign?
    pub no_negative_zero: bool,
    /// The least width in characters.
    pub min_width: usize,
    /// How the digits before the point are grouped: by these.
    pub thousands: Cow<'static, str>,
    /// What stands for the point.
    pub point: Cow<'static, str>,
    /// How many digits are in a group, each a number, the last again and again.
    pub grouping: Cow<'static, [u8]>,
    /// How the digits behind the point are grouped.
    pub fraction_separator: Option<u8>,
    /// The precision.
    pub precision: Option<i64>,
    /// `e`, `E`, `f`, `F`, `g`, `G`, `n`, `%`; 0: as `str` does it
    pub kind: u8,
    /// Was it `N`, which will be none?
    pub is_deprecated: bool,
    /// Is the point shown where no digit follows it?
    pub always_point: bool,
    /// Do zeros fill it up, among the groups of digits?
    pub zero_padded: bool,
}

/// Longer texts are not made.
const LEN_MAX: usize = 1 << 31;

/// Ends the grouping (`CHAR_MAX`).
const NO_MORE_GROUPS: usize = 127;

/// Why it can't be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormatError {
    /// It is none.
    Invalid,
    /// A width or a precision has no place in a machine word, or none beside `z` or separators behind the point.
    TooLarge,
}

/// Why a number is not written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// The width or the precision is beyond what a context may have.
    BeyondLimits,
    /// The text would be too long.
    TooLong,
}

/// A number's digits, written.
struct Body {
    negative: bool,
    text: String,
    /// How many bytes are before the point.
    n_whole: usize,
}

impl Format {
    /// Reads a specification.
    pub fn parse(text: &str) -> Result<Format, FormatError> {
        let mut format = Format {
            fill: ' ',
            align: b'>',
            sign: b'-',
            no_negative_zero: false,
            min_width: 0,
            thousands: Cow::Borrowed(""),
            point: Cow::Borrowed("."),
            grouping: Cow::Borrowed(&[3]),
            fraction_separator: None,
            precision: None,
            kind: 0,
            is_deprecated: false,
            always_point: false,
            zero_padded: false,
        };
        let is_align = |c: Option<char>| matches!(c, Some('<' | '>' | '=' | '^'));
        let mut chars = text.chars();
        let mut has_align = false;
        let mut ahead = text.chars();
        let first = ahead.next();
        if is_align(ahead.next()) {
            format.fill = first.unwrap_or(' ');
            format.align = chars.nth(1).map_or(b'>', |c| c as u8);
            has_align = true;
        } else if is_align(first) {
            format.align = chars.next().map_or(b'>', |c| c as u8);
            has_align = true;
        }
        let mut rest = chars.as_str().as_bytes();
        let mut next = |set: &[u8]| match rest.split_first() {
            Some((&c, tail)) if set.contains(&c) => {
                rest = tail;
                Some(c)
            }
            _ => None,
        };
        if let Some(sign) = next(b"+- ") {
            format.sign = sign;
        }
        format.no_negative_zero = next(b"z").is_some();
        format.always_point = next(b"#").is_some();
        if next(b"0").is_some() {
            // Zeros are put behind the sign, whatever else is said.
            if has_align {
                return Err(FormatError::Invalid);
            }
            format.zero_padded = true;
            format.fill = '0';
            format.align = b'=';
        }
        let number = |next: &mut dyn FnMut(&[u8]) -> Option<u8>| -> Result<Option<i64>, FormatError> {
            let mut value = None;
            while let Some(digit) = next(b"0123456789") {
                let so_far: i64 = value.unwrap_or(0);
                let more = so_far.checked_mul(10).and_then(|v| v.checked_add(i64::from(digit - b'0')));
                value = Some(more.ok_or(FormatError::TooLarge)?);
            }
            Ok(value)
        };
        let width = number(&mut next)?;
        format.min_width = usize::try_from(width.unwrap_or(0)).map_err(|_| FormatError::TooLarge)?;
        if let Some(c) = next(b",_") {
            format.thousands = Cow::Borrowed(if c == b',' { "," } else { "_" });
        }
        if next(b".").is_some() {
            format.precision = number(&mut next)?;
            if let Some(c) = next(b",_") {
                format.fraction_separator = Some(c);
            }
            if format.precision.is_none() && format.fraction_separator.is_none() {
                return Err(FormatError::Invalid);
            }
        }
        if let Some(kind) = next(b"eEfFgGnN%") {
            format.kind = kind;
        }
        if !rest.is_empty() {
            return Err(FormatError::Invalid);
        }
        if matches!(format.kind, b'n' | b'N') {
            if !format.thousands.is_empty() {
                return Err(FormatError::Invalid);
            }
            format.is_deprecated = format.kind == b'N';
            format.kind = if format.kind == b'n' { b'g' } else { b'G' };
        }
        let most = format.precision.unwrap_or(0).max(width.unwrap_or(0));
        if most > super::LIMIT && format.needs_python() {
            return Err(FormatError::TooLarge);
        }
        if format.is_deprecated && format.needs_python() {
            return Err(FormatError::Invalid);
        }
        Ok(format)
    }

    /// Is something asked for that libmpdec does not know?
    pub fn needs_python(&self) -> bool {
        self.no_negative_zero
            || self.always_point
            || self.fraction_separator.is_some()
            || self.thousands == "_"
    }

    /// Writes a number.
    pub fn write(&self, a: &Decimal, round: Round, capitals: bool) -> Result<String, WriteError> {
        let precision = if a.is_finite() { self.precision.unwrap_or(0) } else { 0 };
        if self.min_width as u64 > super::LIMIT as u64 || precision > super::LIMIT {
            return Err(WriteError::BeyondLimits);
        }
        if self.min_width > LEN_MAX {
            return Err(WriteError::TooLong);
        }
        let body = if a.is_finite() {
            self.finite(a, round, capitals).ok_or(WriteError::TooLong)?
        } else {
            self.special(a)
        };
        let (whole, tail) = body.text.split_at(body.n_whole);
        let sign = match (body.negative, self.sign) {
            (true, _) => "-",
            (false, b'+') => "+",
            (false, b' ') => " ",
            _ => "",
        };
        let n_used = sign.len() + tail.chars().count();
        // Zeros are filled in among the groups.
        let zeros = self.zero_padded && a.is_finite();
        let fits = if zeros { self.min_width.saturating_sub(n_used) } else { 0 };
        let grouped;
        let whole = if a.is_finite() && (fits > whole.len() || !self.thousands.is_empty()) {
            grouped = self.group(whole, fits);
            &grouped
        } else {
            whole
        };
        let missing = self.min_width.saturating_sub(whole.chars().count() + n_used);
        // A special value is right of spaces where numbers are filled up with zeros.
        let (align, fill) =
            if self.zero_padded && !a.is_finite() { (b'>', ' ') } else { (self.align, self.fill) };
        let (before, between, after) = match align {
            b'<' => (0, 0, missing),
            b'^' => (missing / 2, 0, missing - missing / 2),
            b'=' => (0, missing, 0),
            _ => (missing, 0, 0),
        };
        let mut out =
            String::with_capacity(sign.len() + whole.len() + tail.len() + missing * fill.len_utf8());
        out.extend(std::iter::repeat_n(fill, before));
        out += sign;
        out.extend(std::iter::repeat_n(fill, between));
        out += whole;
        out += tail;
        out.extend(std::iter::repeat_n(fill, after));
        Ok(out)
    }

    fn finite(&self, a: &Decimal, round: Round, capitals: bool) -> Option<Body> {
        let mut a = a.clone();
        if self.kind == b'%' {
            a.exp += 2;
        }
        let precision = match (self.kind, self.precision) {
            (b'g' | b'G' | 0, Some(0)) => Some(1),
            (_, precision) => precision,
        };
        if let Some(precision) = precision {
            match self.kind {
                b'e' | b'E' => to_digits(&mut a, precision + 1, round),
                b'f' | b'F' | b'%' => to_places(&mut a, precision, round)?,
                _ if a.coef.n_digits() as i64 > precision => to_digits(&mut a, precision, round),
                _ => {}
            }
        }
        if a.coef.is_zero() && a.exp > 0 && matches!(self.kind, b'f' | b'F' | b'%') {
            a.exp = 0;
        }
        if self.no_negative_zero && a.coef.is_zero() {
            a.negative = false;
        }
        a.coef.with_digits(|digits| {
            let digits = std::str::from_utf8(digits).ok()?;
            let left = a.exp + digits.len() as i64;
            let place = match self.kind {
                b'e' | b'E' => match precision {
                    Some(precision) if a.coef.is_zero() => 1 - precision,
                    _ => 1,
                },
                b'f' | b'F' | b'%' => left,
                _ if a.exp <= 0 && left > -6 => left,
                _ => 1,
            };
            self.place_point(a.negative, digits, place, left - place, capitals)
        })
    }

    /// Digits with the point behind so many of them, and the exponent that is left.
    fn place_point(
        &self,
        negative: bool,
        digits: &str,
        place: i64,
        exp: i64,
        capitals: bool,
    ) -> Option<Body> {
        let n_zeros =
            usize::try_from(if place < 0 { -place } else { place - digits.len() as i64 }).unwrap_or(0);
        if n_zeros > LEN_MAX {
            return None;
        }
        let mut text = String::with_capacity(digits.len() + n_zeros + 8);
        let zeros = std::iter::repeat_n('0', n_zeros);
        let (whole, fraction) = digits.split_at(usize::try_from(place).unwrap_or(0).min(digits.len()));
        text += if whole.is_empty() { "0" } else { whole };
        if place >= 0 {
            text.extend(zeros.clone());
        }
        let n_whole = text.len();
        if !fraction.is_empty() || self.always_point {
            text += &self.point;
            let from = text.len();
            if place < 0 {
                text.extend(zeros);
            }
            text += fraction;
            if self.fraction_separator.is_some() {
                let grouped = self.group_fraction(&text[from..]);
                text.truncate(from);
                text += &grouped;
            }
        }
        if exp != 0 || matches!(self.kind, b'e' | b'E') {
            let upper = matches!(self.kind, b'E' | b'G') || (self.kind == 0 && capitals);
            let mark = if upper { 'E' } else { 'e' };
            text += &format!("{mark}{exp:+}");
        }
        if self.kind == b'%' {
            text.push('%');
        }
        Some(Body { negative, text, n_whole })
    }

    fn special(&self, a: &Decimal) -> Body {
        let shown = to_text(a, false, true);
        let mut text = String::from_utf8_lossy(&shown[usize::from(a.negative)..]).into_owned();
        let n_whole = text.len();
        if self.kind == b'%' {
            text.push('%');
        }
        Body { negative: a.negative, text, n_whole }
    }

    fn group_fraction(&self, digits: &str) -> String {
        let Some(separator) = self.fraction_separator else { return digits.to_owned() };
        let mut out = String::with_capacity(digits.len() * 4 / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && i % 3 == 0 {
                out.push(char::from(separator));
            }
            out.push(digit);
        }
        out
    }

    /// Groups digits, with zeros before them up to a width.
    fn group(&self, digits: &str, width: usize) -> String {
        if self.thousands.is_empty() || self.grouping.is_empty() {
            return format!("{digits:0>width$}");
        }
        let mut groups: Vec<String> = Vec::new();
        let (mut rest, mut width) = (digits, width);
        let mut sizes = self.grouping.iter();
        let mut size = 0;
        let separator_len = self.thousands.chars().count();
        loop {
            match sizes.next() {
                // The last one counts again and again.
                Some(&0) => sizes = [].iter(),
                Some(&next) => size = usize::from(next),
                None => {}
            }
            let wanted = rest.len().max(width).max(usize::from(groups.is_empty()));
            let n = if size == 0 || size == NO_MORE_GROUPS { wanted } else { size.min(wanted) };
            let taken = n.min(rest.len());
            let (head, tail) = rest.split_at(rest.len() - taken);
            groups.push("0".repeat(n - taken) + tail);
            rest = head;
            width = width.saturating_sub(n);
            if rest.is_empty() && width == 0 {
                break;
            }
            width = width.saturating_sub(separator_len);
            if rest.is_empty() && width == 0 {
                // No separator stands alone at the front: one more digit.
                width = 1;
            }
        }
        groups.reverse();
        groups.join(&self.thousands)
    }
}

/// Rounds to a number of digits, of which there may be less.
fn to_digits(a: &mut Decimal, n: i64, round: Round) {
    if a.coef.is_zero() {
        return;
    }
    let n_digits = a.coef.n_digits() as i64;
    if n_digits > n {
        let cut = (n_digits - n).unsigned_abs();
        let (mut coef, _) = round_off(&a.coef, cut, round, a.negative);
        let mut exp = a.exp + cut as i64;
        if coef.n_digits() as i64 > n {
            coef = coef.split(1).0;
            exp += 1;
        }
        (a.coef, a.exp) = (coef, exp);
    } else if let Ok(coef) = a.coef.shifted_left((n - n_digits).unsigned_abs()) {
        a.coef = coef;
        a.exp -= n - n_digits;
    }
}

/// Rounds to a number of digits behind the point.
fn to_places(a: &mut Decimal, places: i64, round: Round) -> Option<()> {
    if a.exp < -places {
        let cut = a.exp.abs_diff(-places);
        a.coef = round_off(&a.coef, cut, round, a.negative).0;
    } else {
        a.coef = a.coef.shifted_left(a.exp.abs_diff(-places)).ok()?;
    }
    a.exp = -places;
    Some(())
}
