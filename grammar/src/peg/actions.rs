//! What the alternatives do where they fit: make a node, or say what is wrong.

use super::fault::Fault;
use super::machine::{Attempt, Machine};
use super::nodes::{Kind, Value};
use super::strings::Prefix;
use super::table::{Action, Alt, Targets};
use super::tokens::{Class, Token};
use crate::error::{ErrorKind, SyntaxError};
use crate::number::NumberError;

impl Machine<'_, '_> {
    /// Does what an alternative says. `None`: it does not fit after all.
    pub(super) fn act(&mut self, alt: &'static Alt, start: u32, base: usize) -> Attempt<Option<Value>> {
        match alt.action {
            Action::Pass => Ok(Some(match self.wanted(base) {
                &[value] => value,
                [] => self.node(Kind::Other, start, base),
                _ => self.node(Kind::List_, start, base),
            })),
            Action::Make(kind) => Ok(Some(self.node(kind, start, base))),
            Action::Do(name) => self.act_by_name(name, start, base),
            Action::At(message) => {
                let about = self.wanted(base)[0];
                self.range(about, about, self.filled(message, about))
            }
            Action::Range(message) => {
                let wanted = self.wanted(base);
                let (first, last) = (wanted[0], wanted[wanted.len() - 1]);
                self.range(first, last, self.filled(message, first))
            }
            Action::From(message) => {
                let first = self.first(self.wanted(base)[0]);
                let end = self.tokens.at.saturating_sub(self.tokens.line_start) as i32;
                self.raise(Fault::new(first.line, first.column + 1, self.tokens.line, end, message))
            }
            Action::Last(message) => {
                let last = self.fetched[self.fetched.len() - 1];
                self.raise(Fault::of_last(&self.tokens, &last, ErrorKind::Syntax, message))
            }
            Action::Next(message) => self.at_next(message),
            Action::Indent(message) => {
                let last = self.fetched[self.fetched.len() - 1];
                let message = match self.wanted(base).first() {
                    Some(&about) => self.filled(message, about),
                    None => message.to_owned(),
                };
                self.raise(Fault::of_last(&self.tokens, &last, ErrorKind::Indentation, message))
            }
            Action::Target(targets) => {
                let wanted = self.wanted(base);
                match self.invalid_target(wanted[wanted.len() - 1], targets) {
                    None => Ok(None),
                    Some(target) => {
                        let verb = if targets == Targets::Del { "delete" } else { "assign to" };
                        let message = format!("cannot {verb} {}", self.called(target));
                        self.range(target, target, message)
                    }
                }
            }
        }
    }

    fn act_by_name(&mut self, name: &str, start: u32, base: usize) -> Attempt<Option<Value>> {
        let wanted = self.wanted(base).to_vec();
        match name {
            // The end is no statement.
            "nothing" => return Ok(None),
            "statement" => {
                let last = self.flat(wanted[0]).last().copied().unwrap_or(wanted[0]);
                let token = self.first(last);
                self.statement = (token.line, token.column.max(0) as u32);
            }
            "future" => {
                let flufl = |value: &Value| self.text_of(*value) == "barry_as_FLUFL";
                if self.text_of(wanted[0]) == "__future__" && self.flat(wanted[1]).iter().any(flufl) {
                    self.tokens.flufl = true;
                }
            }
            "not_equal" => return self.not_equal(wanted[0]),
            "angles" => {
                if self.first(wanted[0]).end != self.first(wanted[1]).start {
                    return Ok(None);
                }
                let message = "invalid syntax.  Maybe you meant '!=' instead of '<>'?".to_owned();
                return self.range(wanted[0], wanted[1], message);
            }
            "real" if self.is_imaginary(wanted[0]) => {
                return self.range(
                    wanted[0],
                    wanted[0],
                    "real number required in complex literal".to_owned(),
                );
            }
            "imaginary" if !self.is_imaginary(wanted[0]) => {
                let message = "imaginary number required in complex literal".to_owned();
                return self.range(wanted[0], wanted[0], message);
            }
            "string" => self.check_string(wanted[0])?,
            "strings" => return self.strings(wanted[0], start, base),
            "formatted" => {
                let prefix = Prefix::of(self.text(&self.fetched[start as usize])).0;
                for part in self.flat(wanted[0]) {
                    if let Value::Token(i) = part {
                        self.check_text(i, prefix.is_raw())?;
                    }
                }
                return Ok(Some(self.node(Kind::JoinedStr, start, base)));
            }
            "spec" => {
                let Value::Token(i) = wanted[0] else { return Ok(None) };
                // Raw is what the string is that is still open where the tokenizer has come to.
                let raw = self.tokens.in_raw_string();
                self.check_text(i, raw)?;
            }
            "fstring_conversion" | "tstring_conversion" => self.check_conversion(wanted[0], wanted[1])?,
            "generator" => return self.generator(wanted[0], wanted[1]),
            "generator_in_call" => {
                let args = self.positional(wanted[0]);
                return match args.last() {
                    Some(&last) if args.len() > 1 => self.generator(last, wanted[1]),
                    _ => Ok(None),
                };
            }
            "positional_follows" => return self.positional_follows(wanted[0]),
            "legacy" => {
                let name = self.text_of(wanted[0]);
                if !matches!(name, "print" | "exec") {
                    return Ok(None);
                }
                let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                return self.range(wanted[0], wanted[1], message);
            }
            "between_strings" => {
                let message = "invalid syntax. Is this intended to be part of the string?".to_owned();
                return self.range(wanted[0], wanted[0], message);
            }
            "comma" => {
                let is_legacy =
                    self.kind(wanted[0]) == Kind::Name && matches!(self.text_of(wanted[0]), "print" | "exec");
                if is_legacy || self.fetched[self.mark - 1].level == 0 {
                    return Ok(None);
                }
                let message = "invalid syntax. Perhaps you forgot a comma?".to_owned();
                return self.range(wanted[0], wanted[1], message);
            }
            "no_colon" => {
                let (first, last) = (self.first(wanted[0]), self.last(wanted[0]));
                let message = "':' expected after dictionary key";
                return self.raise(Fault::new(first.line, last.end_column, last.end_line, 0, message));
            }
            "bound_of_tuple" => return self.bound(wanted[0], wanted[1], "TypeVarTuple"),
            "bound_of_spec" => return self.bound(wanted[0], wanted[1], "ParamSpec"),
            _ => {}
        }
        Ok(Some(match self.wanted(base) {
            &[value] => value,
            _ => self.node(Kind::Other, start, base),
        }))
    }

    // --- errors ----------------------------------------------------------------------------------------------------

    fn raise<T>(&self, fault: Fault) -> Attempt<T> {
        Err(fault.raised(&self.tokens))
    }

    fn range<T>(&self, first: Value, last: Value, message: String) -> Attempt<T> {
        self.raise(Fault::of_tokens(&self.first(first), &self.last(last), message))
    }

    /// An error about the last token that was looked at.
    fn at_last<T>(&self, message: impl Into<String>) -> Attempt<T> {
        let last = &self.fetched[self.fetched.len() - 1];
        self.raise(Fault::of_last(&self.tokens, last, ErrorKind::Syntax, message))
    }

    fn at_next<T>(&mut self, message: &str) -> Attempt<T> {
        let next = self.peek()?;
        self.raise(Fault::of_last(&self.tokens, &next, ErrorKind::Syntax, message))
    }

    /// A message with what it is about.
    fn filled(&self, message: &str, about: Value) -> String {
        if message.contains("%s") {
            return message.replace("%s", self.called(about));
        }
        message.replace("%d", &self.first(about).line.to_string())
    }

    fn called(&self, value: Value) -> &str {
        match value {
            Value::Token(_) => self.text_of(value),
            _ => self.kind(value).called(),
        }
    }

    // --- nodes -----------------------------------------------------------------------------------------------------

    fn kind(&self, value: Value) -> Kind {
        match value {
            Value::Node(i) => self.nodes[i as usize].kind,
            Value::Token(_) | Value::Nothing => Kind::Other,
        }
    }

    fn parts(&self, value: Value) -> &[Value] {
        match value {
            Value::Node(i) => {
                let (from, to) = self.nodes[i as usize].parts;
                &self.parts[from as usize..to as usize]
            }
            Value::Token(_) | Value::Nothing => &[],
        }
    }

    /// What is in lists in lists.
    fn flat(&self, value: Value) -> Vec<Value> {
        let mut flat = Vec::new();
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            if self.kind(value) == Kind::List_ {
                open.extend(self.parts(value).iter().rev());
            } else if value != Value::Nothing {
                flat.push(value);
            }
        }
        flat
    }

    /// The parts of a node, those of lists among them one by one.
    fn elements(&self, value: Value) -> Vec<Value> {
        self.parts(value).iter().flat_map(|&part| self.flat(part)).collect()
    }

    fn first(&self, value: Value) -> Token {
        let i = match value {
            Value::Token(i) => i,
            Value::Node(i) => {
                let node = &self.nodes[i as usize];
                match (node.kind, self.parts(value).first()) {
                    (Kind::List_, Some(&part)) if part != Value::Nothing => return self.first(part),
                    _ => node.first,
                }
            }
            Value::Nothing => self.mark as u32,
        };
        self.fetched[(i as usize).min(self.fetched.len() - 1)]
    }

    fn last(&self, value: Value) -> Token {
        let i = match value {
            Value::Token(i) => i,
            Value::Node(i) => {
                let node = &self.nodes[i as usize];
                match (node.kind, self.parts(value).last()) {
                    (Kind::List_, Some(&part)) if part != Value::Nothing => return self.last(part),
                    _ => node.last,
                }
            }
            Value::Nothing => self.mark as u32,
        };
        self.fetched[(i as usize).min(self.fetched.len() - 1)]
    }

    /// The text from the first token of a value to the last.
    fn text_of(&self, value: Value) -> &str {
        &self.tokens.source[self.first(value).start..self.last(value).end]
    }

    /// The part of an expression that cannot be a target of a sort.
    fn invalid_target(&self, value: Value, targets: Targets) -> Option<Value> {
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match self.kind(value) {
                Kind::List | Kind::Tuple => open.extend(self.elements(value).iter().rev()),
                Kind::Starred if targets != Targets::Del => open.extend(self.elements(value)),
                // The `in` of a loop makes a comparison of its target.
                Kind::Compare if targets == Targets::For => {
                    let elements = self.elements(value);
                    if elements.get(1).is_some_and(|&pair| self.kind(pair) == Kind::In) {
                        open.push(elements[0]);
                    }
                }
                Kind::Name | Kind::Subscript | Kind::Attribute => {}
                _ => return Some(value),
            }
        }
        None
    }

    // --- arguments -------------------------------------------------------------------------------------------------

    /// Arguments without a name.
    fn positional(&self, args: Value) -> Vec<Value> {
        let parts = self.parts(args);
        let (mut found, kwargs) = match self.kind(args) {
            Kind::Args => (self.flat(parts[0]), parts[1]),
            _ => (Vec::new(), parts[0]),
        };
        found.extend(self.elements(kwargs).into_iter().filter(|&arg| self.kind(arg) == Kind::Starred));
        found
    }

    fn positional_follows(&self, args: Value) -> Attempt<Option<Value>> {
        let kwargs = self.parts(args).last().copied().unwrap_or(Value::Nothing);
        let is_unpacking = |&arg: &Value| self.kind(arg) == Kind::DoubleStarred;
        let what = if self.elements(kwargs).iter().any(is_unpacking) { " unpacking" } else { "" };
        self.at_last(format!("positional argument follows keyword argument{what}"))
    }

    /// A generator expression, from its element to what its last clause ends with.
    fn generator(&self, element: Value, clauses: Value) -> Attempt<Option<Value>> {
        let clause = self.flat(clauses).last().copied().unwrap_or(clauses);
        let last = self.elements(clause).last().copied().unwrap_or(clause);
        self.range(element, last, "Generator expression must be parenthesized".to_owned())
    }

    fn bound(&self, colon: Value, bound: Value, what: &str) -> Attempt<Option<Value>> {
        let bounds = if self.kind(bound) == Kind::Tuple { "constraints" } else { "bound" };
        let first = self.first(colon);
        let end = self.tokens.at.saturating_sub(self.tokens.line_start) as i32;
        let message = format!("cannot use {bounds} with {what}");
        self.raise(Fault::new(first.line, first.column + 1, self.tokens.line, end, message))
    }

    // --- operators, names and numbers ------------------------------------------------------------------------------

    fn not_equal(&self, value: Value) -> Attempt<Option<Value>> {
        match self.text_of(value) {
            "!=" if self.tokens.flufl => self.at_last("with Barry as BDFL, use '<>' instead of '!='"),
            _ => Ok(Some(value)),
        }
    }

    fn is_imaginary(&self, value: Value) -> bool {
        self.text_of(value).ends_with(['j', 'J'])
    }

    /// Letters that only look different make a keyword of what is none.
    pub(super) fn check_name(&self, token: &Token) -> Attempt<()> {
        use unicode_normalization::UnicodeNormalization;
        let text = self.text(token);
        if text.is_ascii() {
            return Ok(());
        }
        let name: String = text.nfkc().collect();
        if matches!(&*name, "None" | "True" | "False") {
            let message = format!("identifier field can't represent '{name}' constant");
            return Err(Box::new(SyntaxError { kind: ErrorKind::Value, ..SyntaxError::new(message) }));
        }
        Ok(())
    }

    /// An int may be too long to be made.
    pub(super) fn check_number(&self, token: &Token) -> Attempt<()> {
        let text = self.text(token);
        let limit = self.literals.int_digits_max();
        if limit == 0 || text.len() <= limit {
            return Ok(());
        }
        match crate::number::parse(self.literals.arena(), text, limit) {
            Err(NumberError::TooLong(n)) => {
                let message = too_long(limit, n);
                self.raise(Fault::new(token.line, 0, token.end_line, 0, message))
            }
            Err(NumberError::Invalid(message)) => self.raise(Fault::of_tokens(token, token, message)),
            Ok(_) => Ok(()),
        }
    }

    // --- strings ---------------------------------------------------------------------------------------------------

    fn check_string(&mut self, value: Value) -> Attempt<()> {
        let token = self.first(value);
        let text = self.text(&token);
        let (prefix, quote) = Prefix::of(text);
        let n_quotes = if text.len() >= quote + 6
            && text.as_bytes()[quote + 1] == text.as_bytes()[quote]
            && text.as_bytes()[quote + 2] == text.as_bytes()[quote]
        {
            3
        } else {
            1
        };
        let body = &text[quote + n_quotes..text.len() - n_quotes];
        if prefix.is_bytes() && !body.is_ascii() {
            let message = "bytes can only contain ASCII literal characters";
            return self.raise(Fault::of_tokens(&token, &token, message));
        }
        let from = (token.start + quote + n_quotes) as u32;
        match self.literals.check(from, body, (prefix.is_raw(), prefix.is_bytes()), !self.is_second) {
            Ok(()) => Ok(()),
            Err(message) => self.at_last(message),
        }
    }

    /// A text in a formatted string.
    fn check_text(&mut self, i: u32, raw: bool) -> Attempt<()> {
        let token = self.fetched[i as usize];
        if !matches!(token.class, Class::FMiddle | Class::TMiddle) {
            return Ok(());
        }
        let text = self.text(&token);
        match self.literals.check(token.start as u32, text, (raw, false), !self.is_second) {
            Ok(()) => Ok(()),
            Err(message) => self.raise(Fault::of_tokens(&token, &token, message)),
        }
    }

    /// Literals side by side.
    fn strings(&mut self, value: Value, start: u32, base: usize) -> Attempt<Option<Value>> {
        let parts = self.flat(value);
        let is_bytes =
            |&part: &Value| matches!(part, Value::Token(_)) && Prefix::of(self.text_of(part)).0.is_bytes();
        let n_bytes = parts.iter().filter(|part| is_bytes(part)).count();
        if n_bytes > 0 && n_bytes < parts.len() {
            return self.at_last("cannot mix bytes and nonbytes literals");
        }
        let is_formatted = parts.iter().any(|part| matches!(part, Value::Node(_)));
        let kind = if is_formatted { Kind::JoinedStr } else { Kind::Literal };
        Ok(Some(self.node(kind, start, base)))
    }

    fn check_conversion(&mut self, mark: Value, name: Value) -> Attempt<()> {
        let (mark, name) = (self.first(mark), self.first(name));
        let letter = self.formatted_letter();
        if (mark.end_line, mark.end_column) != (name.line, name.column) {
            let message =
                format!("{letter}-string: conversion type must come right after the exclamation mark");
            return self.raise(Fault::of_tokens(&mark, &name, message));
        }
        let text = self.text(&name);
        if !matches!(text, "s" | "r" | "a") {
            let message =
                format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
            return self.raise(Fault::of_tokens(&name, &name, message));
        }
        Ok(())
    }

    /// What messages call the innermost formatted string that the tokenizer is in.
    fn formatted_letter(&self) -> char {
        self.tokens.formatted_letter()
    }
}

/// What is said of an int with so many digits.
pub fn too_long(limit: usize, n: usize) -> String {
    format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {n} digits; use \
         sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid \
         decimal conversion limits."
    )
}
