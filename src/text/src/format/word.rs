//! The usual forms of a small int, without the machinery of the others.

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

#[cfg(test)]
mod tests {
    use super::{MOST, format_word};
    use crate::Wtf8;
    use crate::format::{C_LOCALE, format_int};
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
