//! Type comments (PEP 484): `# type: int` behind an assignment, a header or a parameter, and `# type: ignore`.
//!
//! The parser knows nothing of them. Who wants them asks afterwards; then each comment is matched with the statement or
//! parameter it stands behind. One that stands anywhere else is a syntax error.

use crate::ast::*;
use crate::error::SyntaxError;
use crate::lexer::{Kind, Lines, Token, tokens};
use std::collections::{HashMap, HashSet};

/// The type comments of a text.
#[derive(Clone, Default, Debug)]
pub struct TypeComments<'a> {
    by_place: HashMap<(u32, u32), &'a str>,
    /// By the end of an assignment: that of its comment.
    ends: HashMap<(u32, u32), (u32, u32)>,
    /// The lines with `# type: ignore`, and what follows that.
    pub ignores: Vec<(u32, &'a str)>,
}

impl<'a> TypeComments<'a> {
    /// The comment of a statement or parameter that stands there.
    pub fn of(&self, span: Span) -> Option<&'a str> {
        self.by_place.get(&(span.line, span.column)).copied()
    }

    /// The span of a statement with the comment that ends it.
    pub fn stretch(&self, span: Span) -> Span {
        match self.ends.get(&(span.end_line, span.end_column)) {
            Some(&(end_line, end_column)) => Span { end_line, end_column, ..span },
            None => span,
        }
    }
}

/// Finds the type comments of a text that was parsed.
pub fn type_comments<'a>(source: &'a str, module: &Mod<'_>) -> Result<TypeComments<'a>, SyntaxError> {
    let mut found = TypeComments::default();
    if !source.contains("type:") {
        return Ok(found);
    }
    let lines = Lines::new(source);
    let Ok(tokens) = tokens(&lines, 0, source.len() as u32, false) else { return Ok(found) };
    let comments = comments(source, &tokens);
    let mut owners = Owners::new(&lines, &tokens);
    match module {
        Mod::Module { body } | Mod::Interactive { body } if !comments.is_empty() => owners.block(body),
        _ => {}
    }
    // Tokens (those before the comments) that have a comment.
    let mut taken = HashSet::new();
    for (i, comment) in comments.iter().enumerate() {
        if let Some(tag) = comment.tag() {
            found.ignores.push((lines.place(comment.start).0, tag));
            continue;
        }
        let error = |message: &str| {
            let start =
                comment.start + (source[comment.start as usize..].find(comment.text).unwrap_or(0) as u32);
            lines.error(start, start + comment.text.len() as u32, message)
        };
        let invalid = || error("invalid syntax");
        let Some(before) = comment.next.checked_sub(1) else { return Err(invalid()) };
        let kind = |at: usize| tokens.get(at).map(|t| t.kind);
        let mut owner = None;
        if kind(before) == Some(Kind::Newline) {
            // On the line below a function's header, and next to its body.
            let Some(colon) = before.checked_sub(1) else { return Err(invalid()) };
            let place = owners.functions.get(&colon).copied();
            if place.is_some() && taken.contains(&colon) {
                // It is told where the block begins.
                let at = tokens.get(comment.next).map_or(comment.start, |token| token.end);
                return Err(lines.error(at, at, "Cannot have two type comments on def"));
            }
            let is_last = comments.get(i + 1).is_none_or(|next| next.next != comment.next);
            if kind(comment.next) == Some(Kind::Indent) && is_last {
                owner = place;
            }
            taken.insert(colon);
        } else if taken.insert(before) {
            owner = match kind(comment.next) {
                Some(Kind::Newline) => {
                    let end = tokens[before].end;
                    let assignment = owners.assignments.get(&end);
                    if assignment.is_some() {
                        found.ends.insert(lines.place(end), lines.place(comment.end));
                    }
                    assignment.or_else(|| owners.headers.get(&before))
                }
                _ => {
                    owners.arguments_before.get(&before).or_else(|| owners.arguments_after.get(&comment.next))
                }
            }
            .copied();
            if owner.is_none() && owners.bare_stars.contains(&before) {
                return Err(error("bare * has associated type comment"));
            }
        }
        match owner {
            Some(place) => found.by_place.insert(place, comment.text),
            None => return Err(invalid()),
        };
    }
    Ok(found)
}

/// A type comment.
struct Comment<'a> {
    /// Where its number sign stands.
    start: u32,
    /// The end of its line.
    end: u32,
    /// What follows the colon.
    text: &'a str,
    /// The token behind it.
    next: usize,
}

impl<'a> Comment<'a> {
    /// What follows `ignore`, where that is what it says.
    fn tag(&self) -> Option<&'a str> {
        let tag = self.text.strip_prefix("ignore")?;
        let part_of_word = tag.bytes().next().is_some_and(|b| b >= 0x80 || b.is_ascii_alphanumeric());
        (!part_of_word).then_some(tag)
    }
}

/// The type comments between the tokens.
fn comments<'a>(source: &'a str, tokens: &[Token]) -> Vec<Comment<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    for (next, token) in tokens.iter().enumerate() {
        let end = token.start as usize;
        while let Some(sign) = source.get(at..end).and_then(|gap| gap.find('#')) {
            let start = at + sign;
            let rest = &source[start + 1..end];
            let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
            at = start + 1 + line.len();
            let blank = [' ', '\t'];
            let text = line.trim_start_matches(blank).strip_prefix("type:").filter(|text| !text.is_empty());
            if let Some(text) = text {
                found.push(Comment {
                    start: start as u32,
                    end: at as u32,
                    text: text.trim_start_matches(blank),
                    next,
                });
            }
        }
        at = at.max(token.end as usize);
    }
    found
}

type Place = (u32, u32);

/// What comments can belong to, by the tokens beside them.
struct Owners<'t, 's> {
    lines: &'t Lines<'s>,
    tokens: &'t [Token],
    /// By the end of the statement.
    assignments: HashMap<u32, Place>,
    /// By the colon.
    headers: HashMap<usize, Place>,
    /// Those of functions, by the colon.
    functions: HashMap<usize, Place>,
    /// By the comma behind the parameter.
    arguments_before: HashMap<usize, Place>,
    /// By the parenthesis behind the last parameter.
    arguments_after: HashMap<usize, Place>,
    /// The commas behind stars without a name.
    bare_stars: HashSet<usize>,
}

fn place(span: Span) -> Place {
    (span.line, span.column)
}

impl<'t, 's> Owners<'t, 's> {
    fn new(lines: &'t Lines<'s>, tokens: &'t [Token]) -> Self {
        Owners {
            lines,
            tokens,
            assignments: HashMap::new(),
            headers: HashMap::new(),
            functions: HashMap::new(),
            arguments_before: HashMap::new(),
            arguments_after: HashMap::new(),
            bare_stars: HashSet::new(),
        }
    }

    fn block(&mut self, body: &[Stmt<'_>]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt<'_>) {
        let here = place(stmt.span);
        match &stmt.kind {
            StmtKind::Assign { .. } => {
                let end = self.lines.offset(stmt.span.end_line, stmt.span.end_column);
                self.assignments.insert(end, here);
            }
            StmtKind::FunctionDef(f) | StmtKind::AsyncFunctionDef(f) => {
                let close = self.parameters_end(self.at(self.lines.offset(here.0, here.1)));
                let header = f.returns.map_or(close + 1, |returns| self.behind(returns.span));
                if let Some(colon) = self.find(header, ":") {
                    self.headers.insert(colon, here);
                    self.functions.insert(colon, here);
                }
                self.arguments(f.args, close);
                self.block(f.body);
            }
            StmtKind::For(f) | StmtKind::AsyncFor(f) => {
                self.header(f.iter.span, here);
                self.block(f.body);
                self.block(f.orelse);
            }
            StmtKind::With { items, body } | StmtKind::AsyncWith { items, body } => {
                if let Some(last) = items.last() {
                    self.header(last.optional_vars.unwrap_or(last.context_expr).span, here);
                }
                self.block(body);
            }
            StmtKind::ClassDef(c) => self.block(c.body),
            StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
                self.block(body);
                self.block(orelse);
            }
            StmtKind::Match { cases, .. } => cases.iter().for_each(|case| self.block(case.body)),
            StmtKind::Try(t) | StmtKind::TryStar(t) => {
                self.block(t.body);
                t.handlers.iter().for_each(|handler| self.block(handler.body));
                self.block(t.orelse);
                self.block(t.finalbody);
            }
            StmtKind::Return(_)
            | StmtKind::Delete(_)
            | StmtKind::TypeAlias { .. }
            | StmtKind::AugAssign { .. }
            | StmtKind::AnnAssign { .. }
            | StmtKind::Raise { .. }
            | StmtKind::Assert { .. }
            | StmtKind::Import(_)
            | StmtKind::ImportFrom { .. }
            | StmtKind::Global(_)
            | StmtKind::Nonlocal(_)
            | StmtKind::Expr(_)
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => {}
        }
    }

    fn arguments(&mut self, args: &Arguments<'_>, close: usize) {
        let positional: Vec<&Arg<'_>> = args.posonlyargs.iter().chain(args.args).collect();
        let n_required = positional.len() - args.defaults.len().min(positional.len());
        for (i, arg) in positional.iter().enumerate() {
            let default = i.checked_sub(n_required).and_then(|i| args.defaults.get(i));
            self.argument(arg, default, close);
        }
        for (arg, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
            self.argument(arg, default.as_ref(), close);
        }
        for arg in [args.vararg, args.kwarg].into_iter().flatten() {
            self.argument(arg, None, close);
        }
        if let (None, Some(first)) = (args.vararg, args.kwonlyargs.first()) {
            let at = self.at(self.lines.offset(first.span.line, first.span.column));
            self.bare_stars.extend(at.checked_sub(1));
        }
    }

    fn argument(&mut self, arg: &Arg<'_>, default: Option<&Expr<'_>>, close: usize) {
        let mut end = self.behind(default.map_or(arg.span, |default| default.span));
        while end < close && matches!(self.text(end), ")" | "]" | "}") {
            end += 1;
        }
        if end == close {
            self.arguments_after.insert(end, place(arg.span));
        } else if self.text(end) == "," {
            self.arguments_before.insert(end, place(arg.span));
        }
    }

    /// The parenthesis that closes the parameters of a function that starts at a token.
    fn parameters_end(&self, start: usize) -> usize {
        let (mut depth, mut in_parameters) = (0usize, false);
        let end = (start..self.tokens.len()).find(|&at| {
            match self.text(at) {
                "(" | "[" | "{" => {
                    in_parameters |= depth == 0 && self.text(at) == "(";
                    depth += 1;
                }
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => return false,
            }
            in_parameters && depth == 0
        });
        end.unwrap_or(self.tokens.len())
    }

    fn header(&mut self, span: Span, here: Place) {
        if let Some(colon) = self.find(self.behind(span), ":") {
            self.headers.insert(colon, here);
        }
    }

    /// The first such operator from a token on that is in no brackets opened since.
    fn find(&self, from: usize, op: &str) -> Option<usize> {
        let mut depth = 0i32;
        (from..self.tokens.len()).find(|&at| {
            match self.text(at) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                text => return text == op && depth <= 0,
            }
            false
        })
    }

    fn text(&self, at: usize) -> &'s str {
        match self.tokens.get(at) {
            Some(token) if matches!(token.kind, Kind::Op | Kind::Name) => {
                &self.lines.source[token.start as usize..token.end as usize]
            }
            _ => "",
        }
    }

    /// The first token that starts at an offset or behind it.
    fn at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.start < offset)
    }

    /// The first token behind a node.
    fn behind(&self, span: Span) -> usize {
        self.at(self.lines.offset(span.end_line, span.end_column))
    }
}
