//! Formats, read into the places of their values.

use std::rc::Rc;
use taipan_objects::pack::{Endian, Item};

/// What a place holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A number or character.
    Item(Item),
    /// A pointer, which may also be given as a negative number.
    Pointer,
    /// `s`: so many bytes.
    Bytes(usize),
    /// `p`: a length byte and bytes, so many in all.
    Pascal(usize),
    /// `F` or `D`: two floats.
    Complex(Item),
}

impl Kind {
    pub(super) fn size(self) -> usize {
        match self {
            Kind::Item(item) => item.size(),
            Kind::Pointer => size_of::<usize>(),
            Kind::Bytes(n) | Kind::Pascal(n) => n,
            Kind::Complex(item) => 2 * item.size(),
        }
    }
}

/// A run of places of the same kind.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) kind: Kind,
    /// The character, for messages.
    pub(super) code: u8,
    /// Where the first one lies.
    pub(super) offset: usize,
    /// How many there are.
    pub(super) count: usize,
}

/// A format.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) runs: Vec<Run>,
    pub(super) size: usize,
    pub(super) n_values: usize,
    pub(super) endian: Endian,
}

/// Reads a format; the error is CPython's text.
pub(super) fn parse(format: &[u8]) -> Result<Rc<Layout>, &'static str> {
    const TOO_LONG: &str = "total struct size too long";
    if format.contains(&0) {
        return Err("embedded null character");
    }
    let (native, endian, rest) = match format {
        [b'<', rest @ ..] => (false, Endian::Little, rest),
        [b'>' | b'!', rest @ ..] => (false, Endian::Big, rest),
        [b'=', rest @ ..] => (false, Endian::NATIVE, rest),
        [b'@', rest @ ..] => (true, Endian::NATIVE, rest),
        rest => (true, Endian::NATIVE, rest),
    };
    let mut layout = Layout { runs: Vec::new(), size: 0, n_values: 0, endian };
    let mut chars = rest.iter().copied().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, b' ' | b'\t'..=b'\r') {
            continue;
        }
        let (mut count, mut code) = (1usize, c);
        if c.is_ascii_digit() {
            count = usize::from(c - b'0');
            loop {
                let Some(next) = chars.next() else {
                    return Err("repeat count given without format specifier");
                };
                if !next.is_ascii_digit() {
                    code = next;
                    break;
                }
                count = count
                    .checked_mul(10)
                    .and_then(|n| n.checked_add(usize::from(next - b'0')))
                    .filter(|&n| n <= isize::MAX as usize)
                    .ok_or(TOO_LONG)?;
            }
        }
        if code == b'x' {
            layout.size =
                layout.size.checked_add(count).filter(|&n| n <= isize::MAX as usize).ok_or(TOO_LONG)?;
            continue;
        }
        let kind = match code {
            b's' => Kind::Bytes(count),
            b'p' => Kind::Pascal(count),
            b'P' if native => Kind::Pointer,
            b'F' => Kind::Complex(Item::Single),
            b'D' => Kind::Complex(Item::Double),
            b'n' | b'N' | b'P' if !native => return Err("bad char in struct format"),
            _ => {
                let item = if native { Item::native(code) } else { Item::standard(code) };
                Kind::Item(item.ok_or("bad char in struct format")?)
            }
        };
        let is_text = matches!(kind, Kind::Bytes(_) | Kind::Pascal(_));
        if native && !is_text {
            let align = match kind {
                Kind::Complex(item) => item.size(),
                kind => kind.size(),
            };
            layout.size = layout.size.checked_next_multiple_of(align).ok_or(TOO_LONG)?;
        }
        let (n, offset) = (if is_text { 1 } else { count }, layout.size);
        layout.size = kind
            .size()
            .checked_mul(n)
            .and_then(|n| n.checked_add(layout.size))
            .filter(|&n| n <= isize::MAX as usize)
            .ok_or(TOO_LONG)?;
        if n > 0 {
            layout.n_values += n;
            layout.runs.push(Run { kind, code, offset, count: n });
        }
    }
    Ok(Rc::new(layout))
}
