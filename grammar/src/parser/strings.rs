//! String literals: escapes, implicit concatenation, formatted and template strings.

use super::{P, Parser};
use crate::actions::Builder;
use crate::ast::*;
use crate::error::Warning;
use crate::lexer::{Kind, Tok, Token, scan_field, tokens};

/// Format specifications in format specifications that have fields.
const SPECIFICATIONS_MAX: u32 = 3;

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

impl<'a> Parser<'a, '_> {
    /// `strings`: one literal or several side by side.
    pub(super) fn strings(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let mut parts: Vec<Token> = Vec::new();
        while matches!(self.kind(), Kind::String | Kind::FString) {
            parts.push(self.advance());
        }
        let whole = self.span_from(start);
        let kind = self.literals(&parts, whole)?;
        Ok(Expr { kind, span: whole })
    }

    /// The literal that several parts side by side make.
    pub(crate) fn literals(&mut self, parts: &[Token], whole: Span) -> P<ExprKind<'a>> {
        let prefixes: Vec<Prefix> = parts.iter().map(|t| prefix(self.text_of(*t))).collect();
        let bytes = prefixes[0].bytes;
        let template = prefixes.iter().any(|p| p.template);
        if template && prefixes.iter().any(|p| !p.template) {
            return Err(self.error_at_span(
                whole,
                whole,
                "cannot mix t-string literals with string or bytes literals",
            ));
        }
        if prefixes.iter().any(|p| p.bytes != bytes) {
            return Err(self.error_at_span(whole, whole, "cannot mix bytes and nonbytes literals"));
        }
        if bytes {
            let mut value = Vec::new();
            for (t, p) in parts.iter().zip(&prefixes) {
                let body = self.literal_body(*t, p);
                if let Some(at) = body.1.bytes().position(|b| !b.is_ascii()) {
                    let _ = at;
                    return Err(self.error_at_token(*t, "bytes can only contain ASCII literal characters"));
                }
                self.unescape((t.start, t.end), body.0, body.1, p.raw, true, &mut value)?;
            }
            let value = Constant::Bytes(self.arena.alloc_slice_copy(&value));
            return Ok(ExprKind::Constant { value, kind_u: false });
        }
        if !template && !prefixes.iter().any(|p| p.formatted) {
            let mut value = Vec::new();
            for (t, p) in parts.iter().zip(&prefixes) {
                let body = self.literal_body(*t, p);
                self.unescape((t.start, t.end), body.0, body.1, p.raw, false, &mut value)?;
            }
            let value = Constant::Str(self.arena.alloc_slice_copy(&value));
            return Ok(ExprKind::Constant { value, kind_u: prefixes[0].unicode });
        }
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        for (t, p) in parts.iter().zip(&prefixes) {
            if p.formatted || p.template {
                self.formatted(*t, p, &mut pieces)?;
            } else {
                let body = self.literal_body(*t, p);
                let mut value = Vec::new();
                self.unescape((t.start, t.end), body.0, body.1, p.raw, false, &mut value)?;
                let span = self.lines.span(t.start, t.end);
                pieces.push(Piece::Text(value, span));
            }
        }
        let values = self.join_pieces(pieces);
        let kind = if template { ExprKind::TemplateStr { values } } else { ExprKind::JoinedStr { values } };
        Ok(kind)
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
        self.slice(&values)
    }

    /// What stands between the quotes, and where.
    fn literal_body(&self, t: Token, p: &Prefix) -> (u32, &'a str) {
        let quotes = if p.triple { 3 } else { 1 };
        let (from, to) = (t.start as usize + p.quote + quotes, t.end as usize - quotes);
        (from as u32, &self.lines.source[from..to])
    }

    /// Appends a literal's text with its escapes replaced. `from`: where the text stands in the source. `whole`: what
    /// errors are about.
    fn unescape(
        &mut self,
        whole: (u32, u32),
        from: u32,
        text: &str,
        raw: bool,
        bytes: bool,
        out: &mut Vec<u8>,
    ) -> P<()> {
        let b = text.as_bytes();
        let mut at = 0;
        while at < b.len() {
            // Line ends are one character.
            if b[at] == b'\r' {
                out.push(b'\n');
                at += 1 + (b.get(at + 1) == Some(&b'\n')) as usize;
                continue;
            }
            if raw || b[at] != b'\\' {
                let end = b[at..]
                    .iter()
                    .position(|c| *c == b'\r' || (!raw && *c == b'\\'))
                    .map_or(b.len(), |n| at + n);
                out.extend_from_slice(&b[at..end]);
                at = end;
                continue;
            }
            let escape = at;
            at += 1;
            let Some(&c) = b.get(at) else {
                // In front of a replacement field it is a backslash.
                self.escape_warning(from + escape as u32, "\\{", "an invalid escape sequence");
                out.push(b'\\');
                break;
            };
            at += 1;
            let simple = match c {
                b'\n' => continue,
                b'\r' => {
                    at += (b.get(at) == Some(&b'\n')) as usize;
                    continue;
                }
                b'\\' | b'\'' | b'"' => Some(c),
                b'a' => Some(7),
                b'b' => Some(8),
                b'f' => Some(12),
                b'n' => Some(10),
                b'r' => Some(13),
                b't' => Some(9),
                b'v' => Some(11),
                _ => None,
            };
            if let Some(c) = simple {
                out.push(c);
                continue;
            }
            match c {
                b'0'..=b'7' => {
                    let mut n = u32::from(c - b'0');
                    let mut digits = 1;
                    while digits < 3 && b.get(at).is_some_and(|d| (b'0'..=b'7').contains(d)) {
                        n = n * 8 + u32::from(b[at] - b'0');
                        at += 1;
                        digits += 1;
                    }
                    if n > 0o377 {
                        let text = &text[escape..at];
                        self.escape_warning(from + escape as u32, text, "an invalid octal escape sequence");
                    }
                    if bytes { out.push(n as u8) } else { push_char(out, n) }
                }
                b'x' => {
                    let n = hex(b, at, 2);
                    match n {
                        Some(n) => {
                            at += 2;
                            if bytes { out.push(n as u8) } else { push_char(out, n) }
                        }
                        None if bytes => {
                            let message = format!("(value error) invalid \\x escape at position {escape}");
                            return Err(self.lines.error(whole.0, whole.1, message));
                        }
                        None => {
                            let end = escape
                                + 1
                                + b[escape + 2..]
                                    .iter()
                                    .take(2)
                                    .take_while(|c| c.is_ascii_hexdigit())
                                    .count();
                            let message = unicode_error(escape, end, "truncated \\xXX escape");
                            return Err(self.lines.error(whole.0, whole.1, message));
                        }
                    }
                }
                b'u' | b'U' if !bytes => {
                    let digits = if c == b'u' { 4 } else { 8 };
                    match hex(b, at, digits) {
                        Some(n) if n <= 0x10ffff => {
                            at += digits;
                            push_char(out, n);
                        }
                        Some(_) => {
                            let message =
                                unicode_error(escape, escape + 1 + digits, "illegal Unicode character");
                            return Err(self.lines.error(whole.0, whole.1, message));
                        }
                        None => {
                            let have =
                                b[at..].iter().take(digits).take_while(|c| c.is_ascii_hexdigit()).count();
                            let what = if c == b'u' {
                                "truncated \\uXXXX escape"
                            } else {
                                "truncated \\UXXXXXXXX escape"
                            };
                            let message = unicode_error(escape, escape + 1 + have, what);
                            return Err(self.lines.error(whole.0, whole.1, message));
                        }
                    }
                }
                b'N' if !bytes => {
                    let end = if b.get(at) == Some(&b'{') {
                        b[at..].iter().position(|c| *c == b'}').map(|n| at + n)
                    } else {
                        None
                    };
                    let Some(end) = end.filter(|e| *e > at + 1) else {
                        // A name that does not end takes all of the rest.
                        let open = b.get(at) == Some(&b'{') && end.is_none();
                        let last = if open { b.len() - 1 } else { escape + 1 };
                        let message = unicode_error(escape, last, "malformed \\N character escape");
                        return Err(self.lines.error(whole.0, whole.1, message));
                    };
                    match taipan_text::names::lookup_char(&text[at + 1..end]) {
                        Some(c) => push_char(out, c as u32),
                        None => {
                            let message = unicode_error(escape, end, "unknown Unicode character name");
                            return Err(self.lines.error(whole.0, whole.1, message));
                        }
                    }
                    at = end + 1;
                }
                _ => {
                    let c = text[escape + 1..].chars().next().unwrap_or('?');
                    let sequence = &text[escape..(escape + 1 + c.len_utf8()).min(text.len())];
                    self.escape_warning(from + escape as u32, sequence, "an invalid escape sequence");
                    out.push(b'\\');
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    at = escape + 1 + c.len_utf8();
                }
            }
        }
        Ok(())
    }

    fn escape_warning(&mut self, at: u32, sequence: &str, what: &str) {
        let is = format!("\"{sequence}\" is {what}.");
        let hint = format!("Did you mean \"\\{sequence}\"? A raw string is also an option.");
        let message = format!("{is} Such sequences will not work in the future. {hint}");
        let second = sequence.chars().nth(1).map_or(1, char::len_utf8) as u32;
        let place = self.lines.error(at, at + 1 + second, message);
        self.warnings.push(Warning::at(place, Some(format!("{is} {hint}"))));
    }

    // --- formatted strings -------------------------------------------------------------------------------------------

    fn formatted(&mut self, t: Token, p: &Prefix, pieces: &mut Vec<Piece<'a>>) -> P<()> {
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
        let what = if p.template { "t-string" } else { "f-string" };
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
            let place = (run_from as u32, upto.min(end) as u32);
            let run = &source[text_from..upto.min(end)];
            self.unescape(place, text_from as u32, run, p.raw, false, &mut text)?;
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
            if b == b'}' {
                return Err(self.lines.error(
                    at as u32,
                    at as u32 + 1,
                    format!("{what}: single '}}' is not allowed"),
                ));
            }
            if self.specifications >= SPECIFICATIONS_MAX {
                let at = at as u32 - 1;
                return Err(self.lines.error(at, at, format!("{what}: expressions nested too deeply")));
            }
            let field_end = scan_field(
                self.lines,
                &bytes[..end],
                t.start as usize,
                at + 1,
                bytes[t.start as usize + p.quote],
                p.triple,
                &format!("{what} literal"),
            )?;
            self.field(t, p, (at, field_end), spec, what, pieces)?;
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
        what: &str,
        pieces: &mut Vec<Piece<'a>>,
    ) -> P<()> {
        let source = self.lines.source;
        // Where the expression ends: at `!`, `:`, `=` or the brace, outside of brackets.
        let inner_end = self.expression_end(open + 1, close - 1);
        let text = &source[open + 1..inner_end];
        if text.trim().is_empty() {
            let at = source.as_bytes().get(inner_end).copied().unwrap_or(b'}') as char;
            let message = if at == '}' {
                format!("{what}: valid expression required before '}}'")
            } else {
                format!("{what}: valid expression required before '{at}'")
            };
            return Err(self.lines.error(inner_end as u32, inner_end as u32 + 1, message));
        }
        let expr = self.sub_expression(open + 1, inner_end, what)?;
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
            let name = source[at + 1..name_end].trim_end();
            conversion = match name {
                "s" | "r" | "a" => i32::from(name.as_bytes()[0]),
                "" => {
                    return Err(self.lines.error(
                        at as u32,
                        at as u32 + 1,
                        format!("{what}: missing conversion character"),
                    ));
                }
                _ => {
                    return Err(self.lines.error(
                        at as u32 + 1,
                        name_end as u32,
                        format!("{what}: invalid conversion character '{name}': expected 's', 'r', or 'a'"),
                    ));
                }
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
            let place = at as u32;
            return Err(self.lines.error(
                place,
                place + 1,
                format!("{what}: expecting '=', or '!', or ':', or '}}'"),
            ));
        }
        let span = self.lines.span(open as u32, close as u32);
        if let Some(debug) = debug {
            let text_span = self.lines.span(open as u32 + 1, debug_end as u32);
            pieces.push(Piece::Text(debug.as_bytes().to_vec(), text_span));
            if format_spec.is_none() && conversion == -1 {
                conversion = i32::from(b'r');
            }
        }
        let value = self.alloc(expr);
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
                b'"' | b'\'' => {
                    at = first_token_end(self.lines, self.prefix_start(from, at), to).unwrap_or(to)
                }
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
        let mut lambda = false;
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
                    match first_token_end(self.lines, start, to) {
                        Some(end) => {
                            at = end;
                            continue;
                        }
                        None => return to,
                    }
                }
                b'!' if bytes.get(at + 1) == Some(&b'=') => at += 1,
                b'!' | b':' if depth == 0 && !lambda => return at,
                b'=' if depth == 0 => {
                    let next = bytes.get(at + 1).copied().unwrap_or(0);
                    let before = if at > from { bytes[at - 1] } else { 0 };
                    if next == b'=' {
                        at += 1;
                    } else if !matches!(before, b'!' | b'<' | b'>' | b'=') {
                        return at;
                    }
                }
                b'l' if bytes[at..].starts_with(b"lambda ") && depth == 0 => lambda = false,
                _ => {}
            }
            at += 1;
        }
        to
    }

    fn sub_expression(&mut self, from: usize, to: usize, what: &str) -> P<Expr<'a>> {
        let tokens = tokens(self.lines, from as u32, to as u32, true)?;
        if self.tables {
            return self.field_by_tables(&tokens);
        }
        let outer = std::mem::replace(&mut self.tokens, tokens);
        let at = std::mem::replace(&mut self.at, 0);
        let specifications = std::mem::replace(&mut self.specifications, 0);
        let result = (|this: &mut Self| {
            let e = if this.at_keyword("yield") { this.yield_expr()? } else { this.star_named_or_tuple()? };
            if this.kind() != Kind::End {
                let t = this.token();
                let mut e =
                    this.error_at_token(t, format!("{what}: invalid syntax. Perhaps you forgot a comma?"));
                if !matches!(t.kind, Kind::Name | Kind::Number | Kind::String | Kind::FString) {
                    e.message = format!("{what}: expecting '=', or '!', or ':', or '}}'");
                }
                return Err(e);
            }
            Ok(e)
        })(self);
        self.tokens = outer;
        self.at = at;
        self.specifications = specifications;
        result.map_err(|mut e| {
            if e.kind == crate::ErrorKind::Incomplete {
                e.kind = crate::ErrorKind::Syntax;
            }
            if e.message == "invalid syntax" {
                e.message = format!("{what}: invalid syntax");
            }
            e
        })
    }

    /// The same by the generated parser. The second pass knows what is wrong where it refuses.
    fn field_by_tables(&mut self, tokens: &[Token]) -> P<Expr<'a>> {
        self.deeper()?;
        let source = self.lines.source;
        let nested = Parser {
            arena: self.arena,
            lines: self.lines,
            tokens: Vec::new(),
            at: 0,
            depth: self.depth,
            warnings: &mut *self.warnings,
            tables: true,
            specifications: 0,
            statement: (0, 0),
        };
        let result = crate::tables::parse(Builder::new(nested), source, tokens, Tok::StartField);
        self.depth -= 1;
        match result {
            Ok(Mod::Expression { body }) => Ok(*body),
            _ => Err(self.lines.error(0, 0, "invalid syntax")),
        }
    }

    fn star_named_or_tuple(&mut self) -> P<Expr<'a>> {
        let start = self.start();
        let first = self.star_named_expression()?;
        if !self.at_op(",") {
            return Ok(first);
        }
        let mut elts = vec![first];
        while self.eat_op(",") {
            if !self.at_expression() {
                break;
            }
            elts.push(self.star_named_expression()?);
        }
        let elts = self.slice(&elts);
        Ok(self.expr_node(ExprKind::Tuple { elts, ctx: Context::Load }, start))
    }
}

fn first_token_end(lines: &crate::lexer::Lines<'_>, start: usize, to: usize) -> Option<usize> {
    crate::lexer::string_end(lines, start, to)
}

fn unicode_error(from: usize, to: usize, what: &str) -> String {
    format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {from}-{to}: {what}")
}

fn hex(b: &[u8], at: usize, digits: usize) -> Option<u32> {
    let text = b.get(at..at + digits)?;
    if !text.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(text).ok()?, 16).ok()
}

/// Appends a character, or a lone surrogate in WTF-8.
fn push_char(out: &mut Vec<u8>, c: u32) {
    match char::from_u32(c) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xe0 | (c >> 12) as u8,
            0x80 | (c >> 6 & 63) as u8,
            0x80 | (c & 63) as u8,
        ]),
    }
}
