//! The second pass: once the generated parser has refused a text, it is read again by a function for each production
//! (named as in CPython's grammar), because they know what a person may have meant. String literals are read here always.

mod expr;
mod pattern;
mod stmt;
mod strings;
mod targets;

use crate::Mode;
use crate::ast::*;
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::lexer::{Kind, Lines, Place, Tok, Token, tokens_until_error};
use crate::number::NumberError;
use bumpalo::Bump;

type P<T> = Result<T, SyntaxError>;

/// Nesting that the parser allows: beyond it CPython's gives up too.
const DEPTH_MAX: u32 = 1000;

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

pub(crate) struct Parser<'a, 'l> {
    arena: &'a Bump,
    lines: &'l Lines<'a>,
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
    warnings: &'l mut Vec<Warning>,
    /// Are replacement fields read by the generated parser?
    tables: bool,
    /// How many format specifications are open.
    specifications: u32,
    /// The last statement that was complete: line and column.
    statement: (u32, u32),
}

/// What is wrong with a text that the generated parser refused, at `place` if a word stands there that fits nowhere.
pub fn explain<'a>(
    arena: &'a Bump,
    lines: &Lines<'a>,
    mode: Mode,
    place: Option<(Place, Place)>,
) -> SyntaxError {
    match second_pass(arena, lines, mode) {
        Err(error) => error,
        Ok(()) => {
            let (from, to) = place.unwrap_or_default();
            let offset = |p: Place| if p.line == 0 { 0 } else { lines.offset(p.line, p.column) };
            lines.error(offset(from), offset(to), "invalid syntax")
        }
    }
}

fn second_pass<'a>(arena: &'a Bump, lines: &Lines<'a>, mode: Mode) -> P<()> {
    let source = lines.source;
    if let Some(at) = source.bytes().position(|b| b == 0) {
        return Err(lines.error(at as u32, at as u32, "source code string cannot contain null bytes"));
    }
    let mut warnings = Vec::new();
    let (mut tokens, wrong) = tokens_until_error(lines, 0, source.len() as u32, false);
    let n_right = tokens.len();
    if wrong.is_some() {
        let end = tokens.last().map_or(0, |t| t.end);
        let place = tokens.last().map_or_else(Place::default, |t| t.to);
        tokens.push(Token { kind: Kind::End, tok: Tok::End, start: end, end, from: place, to: place });
    }
    let mut p = Parser { tokens, tables: false, ..Parser::of_literals(arena, lines, &mut warnings) };
    let outcome = match mode {
        Mode::Exec => p.file().map(drop),
        Mode::Single => p.interactive().map(drop),
        Mode::Eval => p.eval().map(drop),
        Mode::FuncType => p.func_type().map(drop),
    };
    let (statement, at) = (p.statement, p.at);
    warnings.dedup();
    let outcome = match (outcome, wrong) {
        (outcome, None) => outcome,
        // What is surely wrong before the token that is none comes first.
        (Err(error), Some(wrong)) if at + 1 < n_right && is_sure(&error) && comes_before(&error, &wrong) => {
            Err(error)
        }
        (_, Some(wrong)) => Err(wrong),
    };
    outcome.map_err(|error| SyntaxError { statement, warnings, ..error })
}

/// Does CPython say so as soon as it comes there, without a look at what follows?
fn is_sure(error: &SyntaxError) -> bool {
    error.kind == ErrorKind::Indentation && error.message == "unexpected indent"
}

fn comes_before(a: &SyntaxError, b: &SyntaxError) -> bool {
    !b.message.ends_with("was never closed") && (a.line, a.column) < (b.line, b.column)
}

impl<'a, 'l> Parser<'a, 'l> {
    /// One that reads literals for the generated parser.
    pub fn of_literals(
        arena: &'a Bump,
        lines: &'l Lines<'a>,
        warnings: &'l mut Vec<Warning>,
    ) -> Parser<'a, 'l> {
        Parser {
            arena,
            lines,
            tokens: Vec::new(),
            at: 0,
            depth: 0,
            warnings,
            tables: true,
            specifications: 0,
            statement: (0, 0),
        }
    }

    /// The arena of the tree.
    pub fn arena(&self) -> &'a Bump {
        self.arena
    }

    /// The text.
    pub fn lines(&self) -> &'l Lines<'a> {
        self.lines
    }
}

impl<'a> Parser<'a, '_> {
    // --- tokens ------------------------------------------------------------------------------------------------------

    fn token(&self) -> Token {
        self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn text_of(&self, t: Token) -> &'a str {
        &self.lines.source[t.start as usize..t.end as usize]
    }

    fn text(&self) -> &'a str {
        self.text_of(self.token())
    }

    fn peek_text(&self, n: usize) -> &'a str {
        match self.tokens.get(self.at + n) {
            Some(&t) => self.text_of(t),
            None => "",
        }
    }

    fn peek_kind(&self, n: usize) -> Kind {
        self.tokens.get(self.at + n).map_or(Kind::End, |t| t.kind)
    }

    fn kind(&self) -> Kind {
        self.token().kind
    }

    fn advance(&mut self) -> Token {
        let t = self.token();
        self.at += 1;
        t
    }

    fn at_op(&self, op: &str) -> bool {
        self.kind() == Kind::Op && self.text() == op
    }

    fn at_keyword(&self, word: &str) -> bool {
        self.kind() == Kind::Name && self.text() == word
    }

    fn eat_op(&mut self, op: &str) -> bool {
        let yes = self.at_op(op);
        self.at += yes as usize;
        yes
    }

    fn eat_keyword(&mut self, word: &str) -> bool {
        let yes = self.at_keyword(word);
        self.at += yes as usize;
        yes
    }

    fn expect_op(&mut self, op: &str) -> P<Token> {
        if self.at_op(op) {
            return Ok(self.advance());
        }
        if op == ":" {
            return Err(self.expected_colon());
        }
        Err(self.unexpected())
    }

    fn expect_keyword(&mut self, word: &str) -> P<()> {
        if self.eat_keyword(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn start(&self) -> u32 {
        self.token().start
    }

    /// The end of the token before.
    fn end(&self) -> u32 {
        match self.at.checked_sub(1).and_then(|i| self.tokens.get(i)) {
            Some(t) => t.end,
            None => 0,
        }
    }

    fn span_from(&self, start: u32) -> Span {
        self.lines.span(start, self.end().max(start))
    }

    fn alloc<T: Copy>(&self, value: T) -> &'a T {
        self.arena.alloc(value)
    }

    fn slice<T: Copy>(&self, values: &[T]) -> &'a [T] {
        self.arena.alloc_slice_copy(values)
    }

    fn expr_node(&self, kind: ExprKind<'a>, start: u32) -> Expr<'a> {
        Expr { kind, span: self.span_from(start) }
    }

    // --- errors ------------------------------------------------------------------------------------------------------

    /// The value of a number.
    fn number(&self, t: Token) -> Result<Constant<'a>, SyntaxError> {
        let limit = self.lines.int_digits_max;
        crate::number::parse(self.arena, self.text_of(t), limit).map_err(|error| match error {
            NumberError::Invalid(message) => self.error_at_token(t, message),
            // The int is refused where it is made, which knows no columns.
            NumberError::TooLong(n) => SyntaxError {
                column: 0,
                end_column: 0,
                ..self.error_at_token(
                    t,
                    format!(
                        "Exceeds the limit ({limit} digits) for integer string conversion: value has {n} digits; use \
                         sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer \
                         literals to avoid decimal conversion limits."
                    ),
                )
            },
        })
    }

    fn error_at_token(&self, t: Token, message: impl Into<String>) -> SyntaxError {
        self.lines.error(t.start, t.end.max(t.start), message)
    }

    fn error_here(&self, message: impl Into<String>) -> SyntaxError {
        self.lines.error_at(&self.tokens[self.at.min(self.tokens.len() - 1)..], message)
    }

    fn error_at_expr(&self, e: &Expr<'_>, message: impl Into<String>) -> SyntaxError {
        self.error_at_span(e.span, e.span, message)
    }

    fn error_at_span(&self, from: Span, to: Span, message: impl Into<String>) -> SyntaxError {
        let column = |line: u32, column: u32| -> u32 {
            let text = self.lines.source.split('\n').nth(line as usize - 1).unwrap_or("");
            text.get(..column as usize).map_or(column, |s| s.chars().count() as u32) + 1
        };
        SyntaxError {
            line: from.line,
            column: column(from.line, from.column),
            end_line: to.end_line,
            end_column: column(to.end_line, to.end_column),
            ..SyntaxError::new(message)
        }
    }

    fn unexpected(&self) -> SyntaxError {
        let t = self.token();
        match t.kind {
            Kind::Indent => {
                let mut e = self.lines.error(t.start, t.start, "unexpected indent");
                e.kind = ErrorKind::Indentation;
                let next = self.tokens.get(self.at + 1).map_or(t.start, |t| t.start);
                let place = self.lines.error(next, next, "");
                e.column = place.column;
                e.line = place.line;
                e.column -= 1;
                e.end_line = place.line;
                e.end_column = u32::MAX;
                e
            }
            Kind::End => {
                let mut e = self.lines.error(t.start, t.start, "invalid syntax");
                e.kind = ErrorKind::Incomplete;
                e
            }
            Kind::Dedent | Kind::Newline => {
                self.lines.error(t.start, t.start + (t.kind == Kind::Newline) as u32, "invalid syntax")
            }
            Kind::Name | Kind::Number | Kind::String | Kind::FString | Kind::Op => {
                if let Some(e) = self.missing_comma() {
                    return e;
                }
                self.error_at_token(t, "invalid syntax")
            }
        }
    }

    /// Two expressions side by side in brackets: "Perhaps you forgot a comma?"
    fn missing_comma(&self) -> Option<SyntaxError> {
        let t = self.token();
        let starts = matches!(t.kind, Kind::Number | Kind::String | Kind::FString)
            || (t.kind == Kind::Name && !KEYWORDS.contains(&self.text_of(t)));
        let before = *self.tokens.get(self.at.checked_sub(1)?)?;
        let ends = matches!(before.kind, Kind::Number | Kind::String | Kind::FString)
            || (before.kind == Kind::Name && !KEYWORDS.contains(&self.text_of(before)))
            || (before.kind == Kind::Op && matches!(self.text_of(before), ")" | "]" | "}"));
        if !(starts && ends) {
            return None;
        }
        let mut depth = 0i32;
        for t in &self.tokens[..self.at] {
            if t.kind == Kind::Op {
                match self.text_of(*t) {
                    "(" | "[" | "{" => depth += 1,
                    ")" | "]" | "}" => depth -= 1,
                    _ => {}
                }
            }
        }
        (depth > 0)
            .then(|| self.lines.error(before.start, t.end, "invalid syntax. Perhaps you forgot a comma?"))
    }

    fn expected_colon(&self) -> SyntaxError {
        let t = self.token();
        if matches!(t.kind, Kind::Newline | Kind::End) {
            let end = if t.kind == Kind::Newline { t.start + 1 } else { t.start };
            return self.lines.error(t.start, end, "expected ':'");
        }
        self.error_at_token(t, if self.missing_comma().is_some() { "invalid syntax" } else { "expected ':'" })
    }

    fn deeper(&mut self) -> P<()> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let t = self.token();
            let message = "Parser stack overflowed - Python source too complex to parse";
            return Err(SyntaxError { kind: ErrorKind::Memory, ..self.error_at_token(t, message) });
        }
        Ok(())
    }

    // --- names -------------------------------------------------------------------------------------------------------

    fn at_name(&self) -> bool {
        self.kind() == Kind::Name && !KEYWORDS.contains(&self.text())
    }

    fn name(&mut self) -> P<&'a str> {
        if !self.at_name() {
            return Err(self.unexpected());
        }
        let t = self.advance();
        let name = self.identifier(t);
        // Letters that only look different make a keyword of what is none.
        if matches!(name, "None" | "True" | "False") {
            let message = format!("identifier field can't represent '{name}' constant");
            return Err(SyntaxError { kind: ErrorKind::Value, ..self.error_at_token(t, message) });
        }
        Ok(name)
    }

    /// A name in NFKC.
    fn identifier(&self, t: Token) -> &'a str {
        self.identifier_between(t.start, t.end)
    }

    /// The same of a range of the source.
    pub fn identifier_between(&self, start: u32, end: u32) -> &'a str {
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

    // --- modes -------------------------------------------------------------------------------------------------------

    fn file(&mut self) -> P<&'a [Stmt<'a>]> {
        let mut body = Vec::new();
        while self.kind() != Kind::End {
            if self.kind() == Kind::Newline {
                self.advance();
                continue;
            }
            self.statement(&mut body)?;
        }
        Ok(self.slice(&body))
    }

    fn interactive(&mut self) -> P<&'a [Stmt<'a>]> {
        let mut body = Vec::new();
        while self.kind() == Kind::Newline {
            self.advance();
        }
        if self.kind() == Kind::End {
            return Err(self.unexpected());
        }
        self.statement(&mut body)?;
        // A block ends with an empty line.
        let last = self.tokens[self.at.saturating_sub(1)];
        let in_block = last.kind == Kind::Dedent;
        if in_block && !matches!(self.kind(), Kind::Newline | Kind::End) {
            return Err(self.unexpected());
        }
        while self.kind() == Kind::Newline {
            self.advance();
        }
        if self.kind() != Kind::End {
            let message = "multiple statements found while compiling a single statement";
            let mut error = self.lines.error(last.start, last.start, message);
            error.end_column += 1;
            return Err(error);
        }
        Ok(self.slice(&body))
    }

    fn eval(&mut self) -> P<&'a Expr<'a>> {
        let e = self.expressions()?;
        while self.kind() == Kind::Newline {
            self.advance();
        }
        if self.kind() != Kind::End {
            let mut e = self.unexpected();
            if e.kind == ErrorKind::Incomplete {
                e.kind = ErrorKind::Syntax;
            }
            return Err(e);
        }
        Ok(self.alloc(e))
    }

    fn func_type(&mut self) -> P<Mod<'a>> {
        self.expect_op("(")?;
        let mut argtypes = Vec::new();
        // One with a star and one with two come last.
        let mut n_stars = 0;
        while !self.at_op(")") || !argtypes.is_empty() {
            let stars = if self.at_op("**") { 2 } else { u32::from(self.at_op("*")) };
            if n_stars > 0 && stars <= n_stars {
                return Err(self.unexpected());
            }
            if stars > 0 {
                self.advance();
            }
            n_stars = stars;
            argtypes.push(self.expression()?);
            if stars == 2 || !self.eat_op(",") {
                break;
            }
        }
        self.expect_op(")")?;
        self.expect_op("->")?;
        let returns = self.expression()?;
        while self.kind() == Kind::Newline {
            self.advance();
        }
        if self.kind() != Kind::End {
            return Err(self.unexpected());
        }
        Ok(Mod::FunctionType { argtypes: self.slice(&argtypes), returns: self.alloc(returns) })
    }
}
