//! What stands outside of the root element and is no markup: which error it is depends on whether it would be a token of a
//! document type.

use super::chars::{is_space, name_end, nmtoken_end};

/// What a text begins with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stray {
    /// A token, in the wrong place.
    Token,
    /// A token as far as the text goes.
    Ended,
    /// A parameter entity.
    Parameter,
    /// No token, because of what stands at this offset.
    Invalid(usize),
    /// A literal without an end.
    Unclosed,
    /// More text may tell.
    Open,
}

/// What stands where only markup may. `complete`: nothing follows.
pub fn stray(text: &[u8], complete: bool) -> Stray {
    let open = if complete { Stray::Unclosed } else { Stray::Open };
    // A token of so many bytes, behind which one of these has to stand, or white space.
    let before = |n: usize, others: &[u8]| match text.get(n) {
        None => Stray::Ended,
        Some(byte) if is_space(*byte) || others.contains(byte) => Stray::Token,
        Some(_) => Stray::Invalid(n),
    };
    match text {
        [quote @ (b'"' | b'\''), rest @ ..] => match rest.iter().position(|byte| byte == quote) {
            Some(n) => before(n + 2, b">%["),
            None => open,
        },
        [b'%', rest @ ..] => match name_end(rest) {
            0 if rest.is_empty() => open,
            0 => before(1, b"%"),
            n => match rest.get(n) {
                None => open,
                Some(b';') => Stray::Parameter,
                Some(_) => Stray::Invalid(n + 1),
            },
        },
        [b'#', rest @ ..] => match name_end(rest) {
            0 if rest.is_empty() => open,
            0 => Stray::Invalid(1),
            n => before(n + 1, b")>%|"),
        },
        [b')', ..] => before(1, b"*+?>,|)"),
        [b',' | b'[' | b']' | b'(' | b'|' | b'>', ..] => Stray::Token,
        _ => match (name_end(text), nmtoken_end(text)) {
            (_, 0) => Stray::Invalid(0),
            (0, n) => before(n, b">),|[%"),
            (_, n) => before(n, b">),|[%+*?"),
        },
    }
}
