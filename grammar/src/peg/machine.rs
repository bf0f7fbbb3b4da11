//! Runs the productions over the tokens: alternatives in order, what was found at a place kept, no native recursion.

use super::fault::Fault;
use super::nodes::{Kind, Node, Value};
use super::table::{Item, Mode as Place, Repeat, Rule, Table, What};
use super::tokens::{Class, Token, Tokens};
use crate::Mode;
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::literals::Literals;

/// Productions that may be open in one another.
const LEVELS_MAX: usize = 6000;

/// What is open around a statement of a file: the file, its statements, their repetition.
const TOP: usize = 3;

/// Whether something failed for good.
pub type Attempt<T> = Result<T, Box<SyntaxError>>;

/// What a production gave where: its end and its value.
struct Memo {
    key: u16,
    mark: u32,
    value: Option<Value>,
}

/// A production that is being tried.
struct Frame {
    rule: u16,
    alt: u16,
    item: u16,
    cut: bool,
    /// Where it started.
    start: u32,
    /// Where the item at hand did.
    item_start: u32,
    /// What its items gave lies above.
    base: u32,
    /// How often it was repeated.
    n_times: u32,
    /// Where the last separator stands.
    separator: u32,
    /// The longest so far of what begins with itself.
    best: Option<(u32, Value)>,
}

/// The state of a look at a text.
pub struct Machine<'a, 'l> {
    table: &'static Table,
    mode: Mode,
    pub tokens: Tokens<'a>,
    /// All tokens so far.
    pub fetched: Vec<Token>,
    memos: Vec<Vec<Memo>>,
    pub(super) nodes: Vec<Node>,
    pub(super) parts: Vec<Value>,
    stack: Vec<Frame>,
    wanted: Vec<Value>,
    pub mark: usize,
    n_levels: usize,
    /// Are the productions for errors tried?
    pub(super) is_second: bool,
    /// In how many productions that never try them is it?
    n_without: u32,
    without: u16,
    top_statement: u16,
    /// In a single statement: was a token read since the last line end was put in?
    has_started: bool,
    pub(super) literals: Literals<'a, 'l>,
    /// Where the last complete statement begins.
    pub statement: (u32, u32),
    /// What the tokens gave reason to warn of.
    pub noticed: Option<Vec<Warning>>,
}

impl<'a, 'l> Machine<'a, 'l> {
    pub fn new(source: &'a str, mode: Mode, flufl: bool, literals: Literals<'a, 'l>) -> Machine<'a, 'l> {
        let table = Table::get();
        Machine {
            table,
            mode,
            tokens: Tokens::new(source, flufl),
            fetched: Vec::new(),
            memos: Vec::new(),
            nodes: Vec::new(),
            parts: Vec::new(),
            stack: Vec::new(),
            wanted: Vec::new(),
            mark: 0,
            n_levels: 0,
            is_second: false,
            n_without: 0,
            without: table.rule("expression_without_invalid"),
            top_statement: table.rule("statement"),
            has_started: false,
            literals,
            statement: (0, 0),
            noticed: None,
        }
    }

    /// What is to be read.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Tries all productions; is there a parse?
    pub fn run(&mut self) -> Attempt<bool> {
        let start = match self.mode {
            Mode::Exec => "file",
            Mode::Single => "interactive",
            Mode::Eval => "eval",
            Mode::FuncType => "func_type",
        };
        let mut given = self.call(self.table.rule(start))?;
        loop {
            given = match given {
                Some(value) if self.stack.is_empty() => return Ok(value.is_some()),
                Some(value) => self.deliver(value),
                None => self.step()?,
            };
        }
    }

    /// Starts anew, with the productions for errors. The tokens stay.
    pub fn look_again(&mut self) {
        self.memos.iter_mut().for_each(Vec::clear);
        self.nodes.clear();
        self.parts.clear();
        self.stack.clear();
        self.wanted.clear();
        (self.mark, self.n_levels, self.n_without) = (0, 0, 0);
        self.is_second = true;
        self.tokens.warnings = None;
    }

    // --- tokens ----------------------------------------------------------------------------------------------------

    /// The next token, read if need be.
    pub fn peek(&mut self) -> Attempt<Token> {
        if self.mark == self.fetched.len() {
            self.fetch()?;
        }
        Ok(self.fetched[self.mark])
    }

    fn fetch(&mut self) -> Attempt<()> {
        self.memos.push(Vec::new());
        match self.tokens.get() {
            Ok(Some(mut token)) => {
                if self.mode == Mode::Single && token.class == Class::End && self.has_started {
                    token.class = Class::Newline;
                    self.has_started = false;
                    self.tokens.end_blocks();
                } else {
                    self.has_started = true;
                }
                if matches!(token.class, Class::Name | Class::Op) {
                    token.literal = self.table.literal(&self.tokens.source[token.start..token.end]);
                }
                self.fetched.push(token);
                Ok(())
            }
            Ok(None) => {
                self.fetched.push(self.tokens.empty(Class::Error));
                let fault = self.tokens.fault(&self.fetched[self.fetched.len() - 1]);
                Err(fault.raised(&self.tokens))
            }
            Err(error) => {
                self.fetched.push(self.tokens.empty(Class::Error));
                Err(error)
            }
        }
    }

    pub fn text(&self, token: &Token) -> &'a str {
        &self.tokens.source[token.start..token.end]
    }

    /// Takes the next token if it is the one.
    fn take(&mut self, item: Item) -> Attempt<Option<Value>> {
        let token = self.peek()?;
        let fits = match item.what {
            What::Literal(literal) => token.literal == literal,
            What::Soft(literal) => token.class == Class::Name && token.literal == literal,
            What::AnySoft => token.class == Class::Name && self.table.is_soft(token.literal),
            What::Class(Class::Name) => {
                let fits = token.class == Class::Name && !self.table.is_hard(token.literal);
                if fits {
                    self.check_name(&token)?;
                }
                fits
            }
            What::Class(Class::Number) if token.class == Class::Number => {
                self.check_number(&token)?;
                true
            }
            What::Class(class) => token.class == class,
            What::Nothing | What::Rule(_) | What::Cut => false,
        };
        if fits {
            self.mark += 1;
            return Ok(Some(Value::Token(self.mark as u32 - 1)));
        }
        if let (Place::Forced, What::Literal(literal), true) = (item.mode, item.what, self.is_second) {
            let message = format!("expected '{}'", self.table.text(literal));
            return Err(Fault::of_tokens(&token, &token, message).raised(&self.tokens));
        }
        Ok(None)
    }

    // --- productions -----------------------------------------------------------------------------------------------

    fn with_invalid(&self) -> bool {
        self.is_second && self.n_without == 0
    }

    /// What a production is kept under, if it is: those that are not always kept depend on which others are tried.
    fn key(&self, i: u16, rule: &Rule) -> Option<u16> {
        match rule {
            Rule { memo: true, .. } => Some(i),
            Rule { is_group: false, .. } if self.is_second => {
                Some(i | if self.n_without == 0 { 0x8000 } else { 0x4000 })
            }
            _ => None,
        }
    }

    /// Begins a production, unless it is known what it gives.
    fn call(&mut self, i: u16) -> Attempt<Option<Option<Value>>> {
        let rule = &self.table.rules[i as usize];
        if self.n_levels + levels(rule) <= LEVELS_MAX {
            let token = self.peek()?;
            if !rule.first.has(self.table.set_of(token.class, token.literal)) {
                return Ok(Some(None));
            }
        }
        let key = self.key(i, rule);
        if let Some(key) = key
            && let Some(memos) = self.memos.get(self.mark)
            && let Some(memo) = memos.iter().find(|memo| memo.key == key)
        {
            self.mark = memo.mark as usize;
            return Ok(Some(memo.value));
        }
        self.n_levels += levels(rule);
        if self.n_levels > LEVELS_MAX {
            let message = "Parser stack overflowed - Python source too complex to parse";
            return Err(Box::new(SyntaxError { kind: ErrorKind::Memory, ..SyntaxError::new(message) }));
        }
        let start = self.mark as u32;
        if rule.repeat == Repeat::LeftRecursive {
            self.peek()?;
            self.keep(i, start, start, None);
        }
        self.n_without += u32::from(i == self.without);
        self.stack.push(Frame {
            rule: i,
            alt: 0,
            item: 0,
            cut: false,
            start,
            item_start: start,
            base: self.wanted.len() as u32,
            n_times: 0,
            separator: start,
            best: None,
        });
        Ok(None)
    }

    fn keep(&mut self, key: u16, start: u32, mark: u32, value: Option<Value>) {
        let Some(memos) = self.memos.get_mut(start as usize) else { return };
        match memos.iter_mut().find(|memo| memo.key == key) {
            Some(memo) => (memo.mark, memo.value) = (mark, value),
            None => memos.push(Memo { key, mark, value }),
        }
    }

    /// Goes on with the innermost production: what it gives, or what the one it asks for is known to give.
    fn step(&mut self) -> Attempt<Option<Option<Value>>> {
        let with_invalid = self.with_invalid();
        let frame = self.stack.last_mut().expect("one is open");
        let alts = &self.table.rules[frame.rule as usize].alts;
        let Some(alt) = alts.get(frame.alt as usize) else {
            return Ok(self.give(None));
        };
        if alt.is_invalid && !with_invalid {
            frame.alt += 1;
            return Ok(None);
        }
        let Some(&item) = alt.items.get(frame.item as usize) else {
            let (start, base) = (frame.start, frame.base as usize);
            let value = self.act(alt, start, base)?;
            return Ok(self.give(value));
        };
        frame.item_start = self.mark as u32;
        match item.what {
            What::Cut => {
                frame.cut = true;
                frame.item += 1;
                Ok(None)
            }
            What::Rule(rule) => self.call(rule),
            _ => {
                let value = self.take(item)?;
                Ok(self.deliver(value))
            }
        }
    }

    /// Hands the innermost production what its item at hand gave; what it gives itself if it ends with that.
    fn deliver(&mut self, value: Option<Value>) -> Option<Option<Value>> {
        let frame = self.stack.last_mut().expect("one is open");
        let rule = &self.table.rules[frame.rule as usize];
        let item_start = frame.item_start as usize;
        if value.is_none() {
            self.mark = item_start;
        }
        match (rule.repeat, value) {
            (Repeat::Any | Repeat::Some, Some(value)) if self.mark > item_start => {
                self.wanted.push(value);
                frame.n_times += 1;
                None
            }
            (Repeat::Any | Repeat::Some, _) => {
                let is_enough = rule.repeat == Repeat::Any || frame.n_times > 0;
                self.give_list(is_enough)
            }
            (Repeat::Separated, Some(value)) if frame.alt == 0 => {
                self.wanted.push(value);
                frame.n_times += 1;
                frame.alt = 1;
                None
            }
            (Repeat::Separated, Some(_)) => {
                frame.separator = frame.item_start;
                frame.alt = 0;
                None
            }
            (Repeat::Separated, None) => {
                let is_enough = frame.n_times > 0;
                if is_enough && frame.alt == 0 {
                    self.mark = frame.separator as usize;
                }
                self.give_list(is_enough)
            }
            (Repeat::Once | Repeat::LeftRecursive, _) => {
                let item = rule.alts[frame.alt as usize].items[frame.item as usize];
                let fits = match item.mode {
                    Place::Once | Place::Forced | Place::Ahead => value.is_some(),
                    Place::Optional => true,
                    Place::NotAhead => value.is_none(),
                };
                if matches!(item.mode, Place::Ahead | Place::NotAhead) {
                    self.mark = item_start;
                }
                if fits {
                    if item.wanted {
                        self.wanted.push(value.unwrap_or(Value::Nothing));
                    }
                    frame.item += 1;
                    return None;
                }
                if frame.cut {
                    return self.give(None);
                }
                frame.alt += 1;
                frame.item = 0;
                self.mark = frame.start as usize;
                self.wanted.truncate(frame.base as usize);
                None
            }
        }
    }

    fn give_list(&mut self, is_enough: bool) -> Option<Option<Value>> {
        if !is_enough {
            return self.give(None);
        }
        let frame = self.stack.last().expect("one is open");
        let value = self.node(Kind::List_, frame.start, frame.base as usize);
        self.give(Some(value))
    }

    /// A node of the tokens from `start` on and what was wanted of them.
    pub(super) fn node(&mut self, kind: Kind, start: u32, base: usize) -> Value {
        let from = self.parts.len() as u32;
        self.parts.extend_from_slice(&self.wanted[base..]);
        let is_text = |token: &Token| {
            !matches!(token.class, Class::Newline | Class::Indent | Class::Dedent | Class::End)
        };
        let mut last = self.mark.saturating_sub(1);
        while last > start as usize && !is_text(&self.fetched[last]) {
            last -= 1;
        }
        let parts = (from, self.parts.len() as u32);
        self.nodes.push(Node { kind, first: start, last: last as u32, parts });
        Value::Node(self.nodes.len() as u32 - 1)
    }

    /// What was wanted of the alternative at hand.
    pub(super) fn wanted(&self, base: usize) -> &[Value] {
        &self.wanted[base..]
    }

    /// Ends the innermost production, unless it is one that goes on from what it found.
    fn give(&mut self, value: Option<Value>) -> Option<Option<Value>> {
        let frame = self.stack.last_mut().expect("one is open");
        let (i, start) = (frame.rule, frame.start);
        let rule = &self.table.rules[i as usize];
        self.wanted.truncate(frame.base as usize);
        let mut value = value;
        if value.is_none() {
            self.mark = start as usize;
        }
        if rule.repeat == Repeat::LeftRecursive {
            let longest = frame.best.map_or(start, |(mark, _)| mark);
            if let Some(found) = value
                && self.mark as u32 > longest
            {
                let mark = self.mark as u32;
                frame.best = Some((mark, found));
                (frame.alt, frame.item, frame.cut) = (0, 0, false);
                self.mark = start as usize;
                self.keep(i, start, mark, value);
                return None;
            }
            value = frame.best.map(|(_, found)| found);
            self.mark = longest as usize;
        }
        self.stack.pop();
        self.n_levels -= levels(rule);
        self.n_without -= u32::from(i == self.without);
        if value.is_some() && i == self.top_statement && self.stack.len() == TOP {
            self.forget(start as usize);
            return Some(Some(Value::Nothing));
        }
        if rule.repeat != Repeat::LeftRecursive
            && let Some(key) = self.key(i, rule)
        {
            self.keep(key, start, self.mark as u32, value);
        }
        Some(value)
    }

    /// Forgets what is known of a statement of a file, which is not looked at again.
    fn forget(&mut self, start: usize) {
        for memos in &mut self.memos[start..self.mark] {
            *memos = Vec::new();
        }
        self.nodes.clear();
        self.parts.clear();
    }
}

fn levels(rule: &Rule) -> usize {
    if rule.repeat == Repeat::LeftRecursive { 2 } else { 1 }
}
