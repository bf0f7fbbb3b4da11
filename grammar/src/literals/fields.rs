//! Formatted and template strings.

use super::{DEPTH_MAX, Literals, P, Piece, Prefix};
use crate::actions::Builder;
use crate::ast::*;
use crate::lexer::{Refused, Tok, Token, scan_field, string_end, tokens};

/// Format specifications in format specifications that have fields.
const SPECIFICATIONS_MAX: u32 = 3;

impl<'a> Literals<'a, '_> {
    pub(super) fn formatted(&mut self, t: Token, p: &Prefix, pieces: &mut Vec<Piece<'a>>) -> P<()> {
        let (from, body) = self.literal_body(t, p);
        let end = from as usize + body.len();
        self.formatted_run(t, p, from as usize, end, false, pieces)
    }

    /// The texts and fields in a range of the source. `spec`: a format specification, where doubled braces mean nothing.
    fn formatted_run(
        &mut self,
        t: Token,
        p: &Prefix,
        from: usize,
        end: usize,
        spec: bool,
        pieces: &mut Vec<Piece<'a>>,
    ) -> P<()> {
        let source = self.lines.source;
        let bytes = source.as_bytes();
        let mut at = from;
        let mut text_from = at;
        // Doubled braces do not interrupt a text.
        let mut run_from = at;
        let mut text = Vec::new();
        loop {
            let stop = at >= end;
            let b = if stop { b'{' } else { bytes[at] };
            if !stop && b == b'\\' && !p.raw {
                if bytes.get(at + 1) == Some(&b'N') && bytes.get(at + 2) == Some(&b'{') {
                    while at < end && bytes[at] != b'}' {
                        at += 1;
                    }
                    at += 1;
                } else {
                    at += 1;
                    if at < end && !matches!(bytes[at], b'{' | b'}') {
                        at += 1;
                    }
                }
                continue;
            }
            if !stop && b != b'{' && b != b'}' {
                at += 1;
                continue;
            }
            // The text so far.
            let doubled = !stop && bytes.get(at + 1) == Some(&b) && at + 1 < end && !spec;
            let upto = if doubled { at + 1 } else { at };
            let run = &source[text_from..upto.min(end)];
            self.unescape(text_from as u32, run, p, &mut text)?;
            if doubled {
                at += 2;
                text_from = at;
                continue;
            }
            if stop || b == b'{' {
                let span = self.lines.span(run_from as u32, upto.min(end) as u32);
                if !text.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text), span));
                }
            }
            if stop {
                return Ok(());
            }
            if b == b'}' || self.specifications >= SPECIFICATIONS_MAX {
                return Err(Refused);
            }
            let field_end = scan_field(
                self.lines,
                &bytes[..end],
                t.start as usize,
                at + 1,
                bytes[t.start as usize + p.quote],
                p.triple,
            )?;
            self.field(t, p, (at, field_end), spec, pieces)?;
            at = field_end;
            text_from = at;
            run_from = at;
        }
    }

    /// One replacement field, braces included.
    fn field(
        &mut self,
        t: Token,
        p: &Prefix,
        (open, close): (usize, usize),
        in_spec: bool,
        pieces: &mut Vec<Piece<'a>>,
    ) -> P<()> {
        let source = self.lines.source;
        // Where the expression ends: at `!`, `:`, `=` or the brace, outside of brackets.
        let inner_end = self.expression_end(open + 1, close - 1);
        let text = &source[open + 1..inner_end];
        if text.trim().is_empty() {
            return Err(Refused);
        }
        let expr = self.sub_expression(open + 1, inner_end)?;
        let mut at = inner_end;
        let bytes = source.as_bytes();
        let mut debug = None;
        if bytes[at] == b'=' {
            at = self.skip_space(at + 1, close - 1);
            debug = Some(self.without_comments(open + 1, at));
        }
        let debug_end = at;
        let mut conversion = -1;
        if bytes[at] == b'!' {
            let name_end = (at + 1..close).find(|&i| matches!(bytes[i], b':' | b'}')).unwrap_or(close - 1);
            let name = source[at + 1..name_end].trim_ascii_end();
            conversion = match name {
                "s" | "r" | "a" => i32::from(name.as_bytes()[0]),
                _ => return Err(Refused),
            };
            at = name_end;
        }
        let mut format_spec = None;
        if bytes[at] == b':' {
            let mut inner = Vec::new();
            self.specifications += 1;
            let run = self.formatted_run(t, p, at + 1, close - 1, true, &mut inner);
            self.specifications -= 1;
            run?;
            let values = self.join_pieces(inner);
            let span = self.lines.span(at as u32, close as u32 - 1);
            format_spec = Some(&*self.arena.alloc(Expr { kind: ExprKind::JoinedStr { values }, span }));
        } else if at != close - 1 {
            return Err(Refused);
        }
        let span = self.lines.span(open as u32, close as u32);
        if let Some(debug) = debug {
            let text_span = self.lines.span(open as u32 + 1, debug_end as u32);
            pieces.push(Piece::Text(debug.as_bytes().to_vec(), text_span));
            if format_spec.is_none() && conversion == -1 {
                conversion = i32::from(b'r');
            }
        }
        let value = self.arena.alloc(expr);
        let kind = if p.template && !in_spec {
            let text = Constant::Str(self.without_comments(open + 1, inner_end).as_bytes());
            ExprKind::Interpolation { value, text, conversion, format_spec }
        } else {
            ExprKind::FormattedValue { value, conversion, format_spec }
        };
        pieces.push(Piece::Field(Expr { kind, span }));
        Ok(())
    }

    /// Where space ends, with comments and continued lines.
    fn skip_space(&self, mut at: usize, to: usize) -> usize {
        let bytes = self.lines.source.as_bytes();
        while at < to {
            match bytes[at] {
                b'#' => at += self.comment_len(at, to),
                b'\\' if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => at += 2,
                byte if byte.is_ascii_whitespace() => at += 1,
                _ => break,
            }
        }
        at.min(to)
    }

    fn comment_len(&self, at: usize, to: usize) -> usize {
        let rest = &self.lines.source.as_bytes()[at..to];
        rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
    }

    /// The text of a field: what it says, without comments.
    fn without_comments(&self, from: usize, to: usize) -> &'a str {
        let source = self.lines.source;
        let text = &source[from..to];
        if !text.contains('#') {
            return text;
        }
        let mut out = String::new();
        let (mut at, mut kept) = (from, from);
        while at < to {
            match source.as_bytes()[at] {
                b'#' => {
                    out.push_str(&source[kept..at]);
                    at += self.comment_len(at, to);
                    kept = at;
                }
                b'"' | b'\'' => at = string_end(self.lines, self.prefix_start(from, at), to).unwrap_or(to),
                _ => at += 1,
            }
        }
        out.push_str(&source[kept..to]);
        self.arena.alloc_str(&out)
    }

    /// Where a string begins whose quote stands there: before its prefix.
    fn prefix_start(&self, from: usize, quote: usize) -> usize {
        let bytes = self.lines.source.as_bytes();
        let mut start = quote;
        while start > from && bytes[start - 1].is_ascii_alphabetic() && quote - start < 2 {
            start -= 1;
        }
        let inside_name =
            start > from && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'_');
        if inside_name { quote } else { start }
    }

    /// Where a field's expression ends.
    fn expression_end(&self, from: usize, to: usize) -> usize {
        let bytes = self.lines.source.as_bytes();
        let mut depth = 0;
        let mut at = from;
        while at < to {
            match bytes[at] {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                b'#' => {
                    while at < to && bytes[at] != b'\n' {
                        at += 1;
                    }
                }
                b'"' | b'\'' => {
                    // Strings are tokens: ask the lexer where this one ends.
                    let start = self.prefix_start(from, at);
                    match string_end(self.lines, start, to) {
                        Some(end) => {
                            at = end;
                            continue;
                        }
                        None => return to,
                    }
                }
                b'!' if bytes.get(at + 1) == Some(&b'=') => at += 1,
                b'!' | b':' if depth == 0 => return at,
                b'=' if depth == 0 => {
                    let next = bytes.get(at + 1).copied().unwrap_or(0);
                    let before = if at > from { bytes[at - 1] } else { 0 };
                    if next == b'=' {
                        at += 1;
                    } else if !matches!(before, b'!' | b'<' | b'>' | b'=') {
                        return at;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        to
    }

    fn sub_expression(&mut self, from: usize, to: usize) -> P<Expr<'a>> {
        let tokens = tokens(self.lines, from as u32, to as u32, true)?;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Refused);
        }
        let source = self.lines.source;
        let nested = Literals {
            arena: self.arena,
            lines: self.lines,
            depth: self.depth,
            warnings: &mut *self.warnings,
            specifications: 0,
        };
        let result = crate::tables::parse(Builder::new(nested), source, &tokens, Tok::StartField);
        self.depth -= 1;
        match result {
            Ok(Mod::Expression { body }) => Ok(*body),
            _ => Err(Refused),
        }
    }
}
