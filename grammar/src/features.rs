//! What an older version of the language lacks: for `ast.parse(..., feature_version=...)`.

use crate::ast::{Constant, Mod, Span};
use crate::error::SyntaxError;
use crate::lexer::{Kind, Lines, tokens};
use crate::nodes::NodeKind as K;
use crate::walk::{Sink, walk};

/// Refuses a tree that Python 3 of a minor version could not have.
pub fn check_features(source: &str, module: &Mod<'_>, minor: u8) -> Result<(), SyntaxError> {
    let lines = Lines::new(source);
    let mut checker =
        Checker { lines: &lines, minor, values: Vec::new(), last: Span::default(), found: None };
    walk(module, &mut checker);
    if minor < 6 && source.contains('_') {
        // The tree was made from it: it has tokens.
        for token in tokens(&lines, 0, source.len() as u32, false).unwrap_or_default() {
            let text = &source[token.start as usize..token.end as usize];
            if token.kind == Kind::Number && text.contains('_') {
                checker.need(6, "Underscores in numeric literals are", lines.span(token.start, token.end));
            }
        }
    }
    checker.found.map_or(Ok(()), |(_, error)| Err(error))
}

/// The value told for the operator `@`.
const MATMULT: i64 = 2;

struct Checker<'l> {
    lines: &'l Lines<'l>,
    minor: u8,
    /// For each value that was told: an int, the length of a list, 0 for none and 1 for anything else.
    values: Vec<i64>,
    /// Where the last node with a place stands: for those that have none.
    last: Span,
    found: Option<((u32, u32), SyntaxError)>,
}

impl Checker<'_> {
    /// Something that came with a version; the first in the text counts.
    fn need(&mut self, version: u8, what: &str, span: Span) {
        let place = (span.line, span.column);
        if self.minor >= version || self.found.as_ref().is_some_and(|(before, _)| *before <= place) {
            return;
        }
        let start = self.lines.offset(span.line, span.column);
        let end = self.lines.offset(span.end_line, span.end_column);
        let message = format!("{what} only supported in Python 3.{version} and greater");
        self.found = Some((place, self.lines.error(start, end, message)));
    }
}

impl Sink for Checker<'_> {
    fn none(&mut self) {
        self.values.push(0);
    }

    fn text(&mut self, _: &str) {
        self.values.push(1);
    }

    fn constant(&mut self, _: &Constant<'_>) {
        self.values.push(1);
    }

    fn int(&mut self, value: i64) {
        self.values.push(value);
    }

    fn list(&mut self, n: usize) {
        self.values.truncate(self.values.len() - n);
        self.values.push(n as i64);
    }

    fn node(&mut self, kind: K, span: Option<Span>) {
        let info = kind.info();
        let fields = self.values.split_off(self.values.len() - info.fields().count());
        let field = |name: &str| info.fields().position(|field| field.name == name).map_or(0, |i| fields[i]);
        let here = span.unwrap_or(self.last);
        match kind {
            K::AsyncFunctionDef => self.need(5, "Async functions are", here),
            K::AsyncFor => self.need(5, "Async for loops are", here),
            K::AsyncWith => self.need(5, "Async with statements are", here),
            K::Await => self.need(5, "Await expressions are", here),
            K::Comprehension if field("is_async") != 0 => self.need(6, "Async comprehensions are", here),
            K::BinOp | K::AugAssign if field("op") == MATMULT => self.need(5, "The '@' operator is", here),
            K::AnnAssign => self.need(6, "Variable annotation syntax is", here),
            K::NamedExpr => self.need(8, "Assignment expressions are", here),
            K::Arguments if field("posonlyargs") > 0 => self.need(8, "Positional-only parameters are", here),
            K::Match => self.need(10, "Pattern matching is", here),
            K::TryStar => self.need(11, "Exception groups are", here),
            K::TypeAlias => self.need(12, "Type statement is", here),
            K::TemplateStr => self.need(14, "t-strings are", here),
            K::Tuple => {
                // Parentheses belong to the tuple: without them it may be several types of exceptions.
                let start = self.lines.offset(here.line, here.column) as usize;
                let (before, text) = self.lines.source.split_at(start);
                let before = before.trim_end().trim_end_matches('*').trim_end();
                if before.ends_with("except") && !text.starts_with('(') {
                    self.need(14, "except expressions without parentheses are", here);
                }
            }
            _ => {}
        }
        if field("type_params") > 0 {
            self.need(12, "Type parameter lists are", here);
        }
        if field("default_value") != 0 {
            self.need(13, "Type parameter defaults are", here);
        }
        self.last = here;
        self.values.push(if kind == K::MatMult { MATMULT } else { 1 });
    }
}
