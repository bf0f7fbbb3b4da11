//! The usual forms of small ints, floats and texts, without the machinery of the others.

use taipan_number::float::{self, FloatFormat, Kind};

/// The longest text that is written here.
pub const MOST: usize = 40;

/// `format(value, spec)` for a spec of the form `[<|>|0][width][d|x]`; `None` for all others, and for wide ones.
pub fn format_word<'b>(value: i64, spec: &[u8], buffer: &'b mut [u8; MOST]) -> Option<&'b [u8]> {
    let (spec, radix) = match spec {
        [rest @ .., b'd'] => (rest, 10),
        [rest @ .., b'x'] => (rest, 16),
        _ => (spec, 10),
    };
    let (padding, spec) = match spec {
        [first @ (b'<' | b'>' | b'0'), rest @ ..] => (*first, rest),
        _ => (b'>', spec),
    };
    let width = match *spec {
        [] => 0,
        [ones @ b'1'..=b'9'] => ones - b'0',
        [tens @ b'1'..=b'3', ones @ b'0'..=b'9'] => (tens - b'0') * 10 + (ones - b'0'),
        _ => return None,
    };
    let width = usize::from(width);
    let mut at = MOST;
    let mut rest = value.unsigned_abs();
    // A constant divisor each: dividing by a variable takes ten times as long.
    loop {
        at -= 1;
        let digit;
        (rest, digit) = if radix == 10 { (rest / 10, rest % 10) } else { (rest / 16, rest % 16) };
        buffer[at] = b"0123456789abcdef"[digit as usize];
        if rest == 0 {
            break;
        }
    }
    let negative = value < 0;
    if padding == b'0' {
        let start = at.min(MOST - width + usize::from(negative));
        buffer[start..at].fill(b'0');
        at = start;
    }
    if negative {
        at -= 1;
        buffer[at] = b'-';
    }
    let n = MOST - at;
    if n >= width {
        return Some(&buffer[at..]);
    }
    let start = MOST - width;
    if padding == b'<' {
        buffer.copy_within(at.., start);
        buffer[start + n..].fill(b' ');
    } else {
        buffer[start..at].fill(b' ');
    }
    Some(&buffer[start..])
}

/// A number of one or two digits that does not begin with 0.
fn small_number(text: &[u8]) -> Option<usize> {
    match *text {
        [ones @ b'1'..=b'9'] => Some(usize::from(ones - b'0')),
        [tens @ b'1'..=b'9', ones @ b'0'..=b'9'] => Some(usize::from((tens - b'0') * 10 + (ones - b'0'))),
        _ => None,
    }
}

/// The width (0 for none) and the precision that a spec of the form `[width].digitf` says.
pub fn fixed_spec(spec: &[u8]) -> Option<(usize, usize)> {
    let [width @ .., b'.', precision @ b'0'..=b'9', b'f'] = spec else { return None };
    let width = if width.is_empty() { 0 } else { small_number(width)? };
    Some((width, usize::from(precision - b'0')))
}

/// `format(value, "{width}.{precision}f")`
pub fn format_fixed(value: f64, width: usize, precision: usize) -> String {
    let mut text = float::format_float(value, FloatFormat::new(Kind::Fixed, precision));
    if text.len() < width {
        text.insert_str(0, &" ".repeat(width - text.len()));
    }
    text
}

/// What a spec of the form `[<|>]width[s]` says of text: does it stand left, and the width.
pub fn padding_spec(spec: &[u8]) -> Option<(bool, usize)> {
    let spec = spec.strip_suffix(b"s").unwrap_or(spec);
    match spec {
        [b'>', width @ ..] => Some((false, small_number(width)?)),
        [b'<', width @ ..] => Some((true, small_number(width)?)),
        width => Some((true, small_number(width)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, fixed_spec, format_fixed, format_word};
    use crate::Wtf8;
    use crate::format::{C_LOCALE, format_float, format_int};

    #[test]
    fn fixed_agrees_with_the_general_way() {
        for value in [0.0, -0.0, 1.5, -2.675, 1e15, 1e200, 1e-7, f64::INFINITY, f64::NAN, 999.9996] {
            for spec in [".0f", ".2f", "8.3f", "10.1f", "40.9f"] {
                let (width, precision) = fixed_spec(spec.as_bytes()).unwrap();
                let general = format_float(value, Wtf8::new(spec.as_bytes()), &C_LOCALE).unwrap();
                assert_eq!(general.as_bytes(), format_fixed(value, width, precision).as_bytes());
            }
        }
        for spec in ["", "f", "2f", ".f", "08.2f", ">8.2f", ".10f", "100.1f", ",.2f", "8.2", "0.2f"] {
            assert_eq!(fixed_spec(spec.as_bytes()), None);
        }
    }
    use taipan_number::big::IntRef;

    /// Whatever is written here is what the general way writes.
    #[test]
    fn agrees_with_the_general_way() {
        let mut written = 0;
        for value in [0, 1, -1, 7, -9, 10, 99, -100, 255, 4096, i64::MAX, i64::MIN] {
            for padding in ["", "<", ">", "0", "<0", "^", "+", "=", "00", ","] {
                for width in ["", "0", "1", "5", "9", "10", "21", "39", "40", "100"] {
                    for kind in ["", "d", "x", "X", "b", "c", "s", "dd", "n", "f"] {
                        let spec = format!("{padding}{width}{kind}");
                        let mut buffer = [0; MOST];
                        let Some(text) = format_word(value, spec.as_bytes(), &mut buffer) else { continue };
                        let word = [value.unsigned_abs()];
                        let limbs = if value == 0 { &[][..] } else { &word[..] };
                        let general = format_int(
                            IntRef { negative: value < 0, limbs },
                            Wtf8::new(spec.as_bytes()),
                            0,
                            &C_LOCALE,
                        );
                        assert_eq!(general.unwrap().as_bytes(), text, "{value} {spec:?}");
                        written += 1;
                    }
                }
            }
        }
        assert!(written > 500, "{written}");
    }
}
