//! String literals: implicit concatenation, escapes, formatted and template strings.
//!
//! A literal that is wrong is refused; what is wrong with it is found by the second look at the text (`peg`).

mod escapes;
mod fields;

use crate::ast::*;
use crate::error::Warning;
use crate::lexer::{Lines, Refused, Token};
use bumpalo::Bump;

pub use escapes::unescape;

type P<T> = Result<T, Refused>;

/// Nesting of replacement fields that is read: beyond it CPython gives up too.
const DEPTH_MAX: u32 = 1000;

/// What reads literals.
pub struct Literals<'a, 'l> {
    arena: &'a Bump,
    lines: &'l Lines<'a>,
    depth: u32,
    warnings: &'l mut Vec<Warning>,
    /// How many format specifications are open.
    specifications: u32,
}

/// A piece of a concatenation.
enum Piece<'a> {
    Text(Vec<u8>, Span),
    Field(Expr<'a>),
}

/// What the parts of a literal's prefix say.
struct Prefix {
    raw: bool,
    bytes: bool,
    formatted: bool,
    template: bool,
    unicode: bool,
    quote: usize,
    triple: bool,
}

fn prefix(text: &str) -> Prefix {
    let quote = text.find(['"', '\'']).unwrap_or(0);
    let has = |c: char| text[..quote].chars().any(|p| p.eq_ignore_ascii_case(&c));
    let q = text.as_bytes()[quote];
    Prefix {
        raw: has('r'),
        bytes: has('b'),
        formatted: has('f'),
        template: has('t'),
        unicode: has('u'),
        quote,
        triple: text.len() >= quote + 6 && text.as_bytes()[quote + 1] == q && text.as_bytes()[quote + 2] == q,
    }
}

impl<'a, 'l> Literals<'a, 'l> {
    pub fn new(arena: &'a Bump, lines: &'l Lines<'a>, warnings: &'l mut Vec<Warning>) -> Literals<'a, 'l> {
        Literals { arena, lines, depth: 0, warnings, specifications: 0 }
    }

    /// The arena of the tree.
    pub fn arena(&self) -> &'a Bump {
        self.arena
    }

    /// How many digits a decimal int literal may have, 0 for any number.
    pub fn int_digits_max(&self) -> usize {
        self.lines.int_digits_max
    }

    /// What is wrong with the escapes of a text that stands at `from`.
    pub fn check(
        &mut self,
        from: u32,
        text: &str,
        prefix: (bool, bool),
        with_warnings: bool,
    ) -> Result<(), String> {
        let (raw, bytes) = prefix;
        let mut warn = |at: usize, sequence: &str, what: &str| {
            if with_warnings {
                self.warnings.push(escapes::warning(self.lines, from + at as u32, sequence, what));
            }
        };
        unescape(text, raw, bytes, &mut Vec::new(), &mut warn)
    }

    /// The text.
    pub fn lines(&self) -> &'l Lines<'a> {
        self.lines
    }

    /// A name in NFKC.
    pub fn identifier(&self, start: u32, end: u32) -> &'a str {
        use unicode_normalization::UnicodeNormalization;
        let text = &self.lines.source[start as usize..end as usize];
        if text.is_ascii() {
            return text;
        }
        let normal: String = text.nfkc().collect();
        if matches!(&*normal, "None" | "True" | "False") {
            self.lines.disguised.set(true);
        }
        if normal == text { text } else { self.arena.alloc_str(&normal) }
    }

    /// The literal that several parts side by side make.
    pub fn literals(&mut self, parts: &[Token]) -> P<ExprKind<'a>> {
        let prefixes: Vec<Prefix> = parts.iter().map(|t| prefix(self.text_of(*t))).collect();
        let bytes = prefixes[0].bytes;
        let template = prefixes.iter().any(|p| p.template);
        if template && prefixes.iter().any(|p| !p.template) || prefixes.iter().any(|p| p.bytes != bytes) {
            return Err(Refused);
        }
        if bytes {
            let mut value = Vec::new();
            for (t, p) in parts.iter().zip(&prefixes) {
                let (from, body) = self.literal_body(*t, p);
                if !body.is_ascii() {
                    return Err(Refused);
                }
                self.unescape(from, body, p, &mut value)?;
            }
            let value = Constant::Bytes(self.arena.alloc_slice_copy(&value));
            return Ok(ExprKind::Constant { value, kind_u: false });
        }
        if !template && !prefixes.iter().any(|p| p.formatted) {
            let mut value = Vec::new();
            for (t, p) in parts.iter().zip(&prefixes) {
                let (from, body) = self.literal_body(*t, p);
                self.unescape(from, body, p, &mut value)?;
            }
            let value = Constant::Str(self.arena.alloc_slice_copy(&value));
            return Ok(ExprKind::Constant { value, kind_u: prefixes[0].unicode });
        }
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        for (t, p) in parts.iter().zip(&prefixes) {
            if p.formatted || p.template {
                self.formatted(*t, p, &mut pieces)?;
            } else {
                let (from, body) = self.literal_body(*t, p);
                let mut value = Vec::new();
                self.unescape(from, body, p, &mut value)?;
                let span = self.lines.span(t.start, t.end);
                pieces.push(Piece::Text(value, span));
            }
        }
        let values = self.join_pieces(pieces);
        Ok(if template { ExprKind::TemplateStr { values } } else { ExprKind::JoinedStr { values } })
    }

    fn text_of(&self, t: Token) -> &'a str {
        &self.lines.source[t.start as usize..t.end as usize]
    }

    /// Neighbouring texts become one; empty ones vanish.
    fn join_pieces(&self, pieces: Vec<Piece<'a>>) -> &'a [Expr<'a>] {
        let mut values: Vec<Expr<'a>> = Vec::new();
        let mut text: Option<(Vec<u8>, Span)> = None;
        let flush = |text: &mut Option<(Vec<u8>, Span)>, values: &mut Vec<Expr<'a>>| {
            if let Some((text, span)) = text.take()
                && !text.is_empty()
            {
                let value = Constant::Str(self.arena.alloc_slice_copy(&text));
                values.push(Expr { kind: ExprKind::Constant { value, kind_u: false }, span });
            }
        };
        for piece in pieces {
            match piece {
                Piece::Text(more, span) => match &mut text {
                    Some((text, whole)) => {
                        text.extend_from_slice(&more);
                        whole.end_line = span.end_line;
                        whole.end_column = span.end_column;
                    }
                    None => text = Some((more, span)),
                },
                Piece::Field(e) => {
                    flush(&mut text, &mut values);
                    values.push(e);
                }
            }
        }
        flush(&mut text, &mut values);
        self.arena.alloc_slice_copy(&values)
    }

    /// What stands between the quotes, and where.
    fn literal_body(&self, t: Token, p: &Prefix) -> (u32, &'a str) {
        let quotes = if p.triple { 3 } else { 1 };
        let (from, to) = (t.start as usize + p.quote + quotes, t.end as usize - quotes);
        (from as u32, &self.lines.source[from..to])
    }

    /// Appends a literal's text with its escapes replaced. `from`: where the text stands in the source.
    fn unescape(&mut self, from: u32, text: &str, p: &Prefix, out: &mut Vec<u8>) -> P<()> {
        let mut warn = |at: usize, sequence: &str, what: &str| {
            self.warnings.push(escapes::warning(self.lines, from + at as u32, sequence, what));
        };
        unescape(text, p.raw, p.bytes, out, &mut warn).map_err(|_| Refused)
    }
}
