//! Between tokens and grammar: soft keywords, words that belong together, and how deep expressions may nest.

use super::{Kind, Place, Tok, Token};
use crate::actions::Failure;

/// A token as the grammar sees it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// What it is.
    pub tok: Tok,
    /// Its first byte.
    pub start: u32,
    /// The byte behind it.
    pub end: u32,
}

impl Word {
    /// A string's token.
    pub fn string(&self) -> Token {
        let kind = if self.tok == Tok::String { Kind::String } else { Kind::FString };
        let (from, to) = (Place::default(), Place::default());
        Token { kind, tok: self.tok, start: self.start, end: self.end, from, to }
    }
}

/// How deep what nests without brackets may nest, all brackets around it counted in.
const DEPTH_MAX: u32 = 1000;

/// The tokens of a text for the grammar, behind one that says what is to be read.
pub struct Words<'t, 's> {
    source: &'s str,
    tokens: &'t [Token],
    at: usize,
    first: Option<Tok>,
    /// Whether each open block consists of cases.
    blocks: Vec<bool>,
    /// Was the last statement's head `match`?
    after_match: bool,
    /// What nests to the right, in all open brackets and in each.
    depth: u32,
    depths: Vec<u32>,
}

impl<'t, 's> Words<'t, 's> {
    /// The words of a text.
    pub fn new(source: &'s str, tokens: &'t [Token], first: Tok) -> Words<'t, 's> {
        let first = Some(first);
        Words {
            source,
            tokens,
            at: 0,
            first,
            blocks: Vec::new(),
            after_match: false,
            depth: 0,
            depths: vec![0],
        }
    }

    fn tok(&self, n: usize) -> Tok {
        self.tokens.get(self.at + n).map_or(Tok::End, |t| t.tok)
    }

    /// Does a statement start with the token here?
    fn at_statement(&self) -> bool {
        match self.at.checked_sub(1) {
            None => true,
            Some(i) => matches!(
                self.tokens[i].tok,
                Tok::Newline | Tok::Indent | Tok::Dedent | Tok::Semicolon | Tok::Colon
            ),
        }
    }

    /// Is the operator here one between two operands?
    fn behind_operand(&self) -> bool {
        self.at.checked_sub(1).is_some_and(|i| {
            let t = self.tokens[i];
            matches!(t.kind, Kind::Number | Kind::String | Kind::FString)
                || matches!(t.tok, Tok::Name | Tok::RightParen | Tok::RightBracket | Tok::RightBrace)
        })
    }

    fn name(&mut self, t: Token) -> Tok {
        let len = t.end - t.start;
        if !(len == 4 || len == 5) {
            return Tok::Name;
        }
        match &self.source[t.start as usize..t.end as usize] {
            "match" if self.at_statement() && self.is_match() => {
                self.after_match = true;
                Tok::Match
            }
            "case" if self.blocks.last() == Some(&true) && self.at_statement() => Tok::Case,
            "type" if self.tok(1) == Tok::Name && self.at_statement() => Tok::Type,
            _ => Tok::Name,
        }
    }

    /// Is `match` here the statement? Then its line ends in a colon, and a `case` follows.
    fn is_match(&self) -> bool {
        let mut depth = 0i32;
        for (i, t) in self.tokens.iter().enumerate().skip(self.at + 1) {
            match t.tok {
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => depth += 1,
                Tok::RightParen | Tok::RightBracket | Tok::RightBrace => depth -= 1,
                Tok::Equal if depth == 0 => return false,
                Tok::Newline => {
                    let case = self.tokens.get(i + 2);
                    return i > self.at + 2
                        && self.tokens[i - 1].tok == Tok::Colon
                        && self.tokens.get(i + 1).is_some_and(|t| t.tok == Tok::Indent)
                        && case.is_some_and(|t| {
                            self.source.get(t.start as usize..t.end as usize) == Some("case")
                        });
                }
                Tok::End => return false,
                _ => {}
            }
        }
        false
    }

    /// Do the parentheses behind `with` here enclose its items?
    fn has_items(&self) -> bool {
        let mut depth = 0i32;
        let mut item_start = false;
        for (i, t) in self.tokens.iter().enumerate().skip(self.at + 1) {
            if depth == 1 {
                match t.tok {
                    Tok::For | Tok::ColonEqual => return false,
                    Tok::Star | Tok::Yield | Tok::RightParen if item_start && i == self.at + 2 => {
                        return false;
                    }
                    Tok::Star if item_start => return false,
                    _ => {}
                }
                item_start = t.tok == Tok::Comma;
            }
            match t.tok {
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => {
                    depth += 1;
                    item_start = depth == 1;
                }
                Tok::RightParen | Tok::RightBracket | Tok::RightBrace => {
                    depth -= 1;
                    if depth == 0 {
                        return self.tokens.get(i + 1).is_some_and(|t| t.tok == Tok::Colon);
                    }
                }
                Tok::Newline | Tok::End => return false,
                _ => {}
            }
        }
        false
    }
}

impl Iterator for Words<'_, '_> {
    type Item = Result<(Place, Word, Place), Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(tok) = self.first.take() {
            let at = self.tokens.first().map_or(Place::default(), |t| t.from);
            return Some(Ok((at, Word { tok, start: 0, end: 0 }, at)));
        }
        let t = *self.tokens.get(self.at)?;
        let (mut tok, mut end, mut to) = (t.tok, t.end, t.to);
        let mut deeper = false;
        match tok {
            Tok::Name => tok = self.name(t),
            Tok::Is if self.tok(1) == Tok::Not => {
                tok = Tok::IsNot;
                self.at += 1;
                (end, to) = (self.tokens[self.at].end, self.tokens[self.at].to);
            }
            Tok::Not if self.tok(1) == Tok::In => {
                tok = Tok::NotIn;
                self.at += 1;
                (end, to) = (self.tokens[self.at].end, self.tokens[self.at].to);
            }
            Tok::Not | Tok::Lambda | Tok::Else | Tok::StarStar | Tok::Tilde => deeper = true,
            Tok::Minus | Tok::Plus => deeper = !self.behind_operand(),
            Tok::With if self.tok(1) == Tok::LeftParen && self.has_items() => tok = Tok::WithItems,
            Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => self.depths.push(0),
            Tok::RightParen | Tok::RightBracket | Tok::RightBrace => {
                self.depth -= self.depths.pop().unwrap_or(0);
            }
            Tok::Comma | Tok::Newline => {
                if let Some(n) = self.depths.last_mut() {
                    self.depth -= std::mem::take(n);
                }
            }
            Tok::Indent => {
                self.blocks.push(std::mem::take(&mut self.after_match));
            }
            Tok::Dedent => {
                self.blocks.pop();
            }
            Tok::End => return None,
            _ => {}
        }
        if deeper {
            self.depth += 1;
            if let Some(n) = self.depths.last_mut() {
                *n += 1;
            }
            if self.depth > DEPTH_MAX {
                return Some(Err(Failure));
            }
        }
        self.at += 1;
        debug_assert!(t.kind != Kind::End, "the end is not handed on");
        Some(Ok((t.from, Word { tok, start: t.start, end }, to)))
    }
}
