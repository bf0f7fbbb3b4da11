//! The productions as they are run, read from their text (`python.peg` tells its notation).

use super::nodes::Kind;
use super::tokens::Class;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What stands at one place of an alternative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A word or an operator.
    Literal(u16),
    /// A name that is a keyword at this place alone.
    Soft(u16),
    /// Any of the soft keywords.
    AnySoft,
    /// A token of a class.
    Class(Class),
    /// No token whatever.
    Nothing,
    /// A production.
    Rule(u16),
    /// From here on no other alternative is tried.
    Cut,
}

/// How it stands there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Once,
    Optional,
    /// It is next, and stays so.
    Ahead,
    /// It is not next.
    NotAhead,
    /// It must be next: otherwise that is the error.
    Forced,
}

#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub what: What,
    pub mode: Mode,
    /// Does the action want it?
    pub wanted: bool,
}

/// Targets of a sort.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Targets {
    Star,
    Del,
    For,
}

/// What is done where an alternative fits.
#[derive(Clone, Debug)]
pub enum Action {
    /// Hand on what was wanted, or the only item there is.
    Pass,
    Make(Kind),
    Do(&'static str),
    At(&'static str),
    Range(&'static str),
    From(&'static str),
    Last(&'static str),
    Next(&'static str),
    Indent(&'static str),
    Target(Targets),
}

#[derive(Clone, Debug)]
pub struct Alt {
    pub items: Vec<Item>,
    pub action: Action,
    /// Is it tried the second time only? It is if it is nothing but a production for errors.
    pub is_invalid: bool,
}

impl Alt {
    /// Where nothing is wanted and there is one thing to be had, that is handed on.
    fn want_the_only(&mut self) {
        if self.items.iter().any(|item| item.wanted) {
            return;
        }
        let gives =
            |item: &&mut Item| item.what != What::Cut && !matches!(item.mode, Mode::Ahead | Mode::NotAhead);
        let mut giving = self.items.iter_mut().filter(gives);
        if let (Some(only), None) = (giving.next(), giving.next()) {
            only.wanted = true;
        }
    }
}

/// How often a production's alternatives are gone through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeat {
    Once,
    /// The longest of what begins with itself.
    LeftRecursive,
    Any,
    Some,
    /// With something between, the second alternative.
    Separated,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub alts: Vec<Alt>,
    pub repeat: Repeat,
    /// Is what it found kept whatever asks for it?
    pub memo: bool,
    /// Has it no name of its own?
    pub is_group: bool,
    /// The tokens that it can begin with, or look at first. It gives nothing before another one.
    pub first: First,
}

/// A set of tokens: words and operators, and classes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct First(u128);

impl First {
    const NONE: First = First(0);
    /// It may give something whatever token is next.
    const ANY: First = First(1 << 127);
    /// The place of the first class; words and operators have the lower ones.
    const CLASSES: u32 = 108;

    fn of_literal(literal: u16) -> First {
        assert!(u32::from(literal) < First::CLASSES, "there are too many words and operators");
        First(1 << literal)
    }

    fn of_class(class: Class) -> First {
        First(1 << (First::CLASSES + class as u32))
    }

    fn or(self, other: First) -> First {
        First(self.0 | other.0)
    }

    fn without_any(self) -> First {
        First(self.0 & !First::ANY.0)
    }

    /// Is the token in the set?
    pub fn has(self, token: First) -> bool {
        self.0 & (token.0 | First::ANY.0) != 0
    }
}

/// The whole grammar.
pub struct Table {
    pub rules: Vec<Rule>,
    by_name: HashMap<&'static str, u16>,
    literals: HashMap<&'static str, u16>,
    texts: Vec<&'static str>,
    /// Which of the words are keywords everywhere, and which at some places.
    hard: Vec<bool>,
    soft: Vec<bool>,
}

impl Table {
    /// The grammar, read once.
    pub fn get() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(Table::read)
    }

    /// A production by its name.
    pub fn rule(&self, name: &str) -> u16 {
        self.by_name.get(name).copied().unwrap_or_else(|| panic!("the grammar has no {name}"))
    }

    /// Which of the words and operators a text is, 0 for none.
    pub fn literal(&self, text: &str) -> u16 {
        self.literals.get(text).copied().unwrap_or(0)
    }

    /// Is it a keyword everywhere?
    pub fn is_hard(&self, literal: u16) -> bool {
        self.hard[literal as usize]
    }

    /// Is it a keyword at some places?
    pub fn is_soft(&self, literal: u16) -> bool {
        self.soft[literal as usize]
    }

    /// The set of a token of a class, which may be a word or operator. A keyword is no name.
    pub fn set_of(&self, class: Class, literal: u16) -> First {
        match literal {
            0 => First::of_class(class),
            _ if class == Class::Name && self.is_hard(literal) => First::of_literal(literal),
            _ => First::of_literal(literal).or(First::of_class(class)),
        }
    }

    /// The text of a word or operator.
    pub fn text(&self, literal: u16) -> &'static str {
        self.texts[literal as usize]
    }

    fn read() -> Table {
        let parameters = include_str!("parameters.peg");
        let strings = include_str!("strings.peg");
        let texts = [
            include_str!("python.peg").to_owned(),
            include_str!("functions.peg").to_owned(),
            parameters
                .replace("L_PLAIN", "param_no_default+")
                .replace("L_", "")
                .replace("CLOSE", "')'")
                .replace("WHAT", "Function"),
            parameters
                .replace("L_PLAIN", "lambda_param/','")
                .replace("L_", "lambda_")
                .replace("CLOSE", "':'")
                .replace("WHAT", "Lambda expression"),
            strings.to_owned(),
            strings
                .replace("fstring", "tstring")
                .replace("FSTRING", "TSTRING")
                .replace("f-string", "t-string")
                .replace("':' tstring_format_spec* !", "':' fstring_format_spec* !"),
        ];
        // It lives as long as the process.
        let text: &'static str = Box::leak(texts.join("\n").into_boxed_str());
        let mut reader = Reader { table: Table::empty() };
        let lines = || text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines().filter(|line| !line.starts_with(' ')) {
            let mut words = line.trim_end_matches(':').split(' ');
            let name = words.next().unwrap_or_default();
            reader.declare(name, words.next() == Some("memo"));
        }
        let mut rule = 0;
        for line in lines() {
            match line.trim_start().strip_prefix("| ") {
                Some(alternative) => reader.alternative(rule, alternative),
                None => {
                    let name = line.trim_end_matches(':').split(' ').next().unwrap_or_default();
                    rule = reader.table.rule(name);
                }
            }
        }
        reader.table.finish();
        reader.table
    }

    fn empty() -> Table {
        Table {
            rules: Vec::new(),
            by_name: HashMap::new(),
            literals: HashMap::new(),
            texts: vec![""],
            hard: Vec::new(),
            soft: Vec::new(),
        }
    }

    /// What follows from the productions.
    fn finish(&mut self) {
        (self.hard, self.soft) = (vec![false; self.texts.len()], vec![false; self.texts.len()]);
        for (i, rule) in self.rules.iter_mut().enumerate() {
            let itself = What::Rule(i as u16);
            let begins = |alt: &Alt| alt.items.first().is_some_and(|item| item.what == itself);
            if rule.alts.iter().any(begins) {
                rule.repeat = Repeat::LeftRecursive;
                rule.memo = true;
            }
            for alt in &mut rule.alts {
                for item in &alt.items {
                    match item.what {
                        What::Literal(literal) => self.hard[literal as usize] = true,
                        What::Soft(literal) => self.soft[literal as usize] = true,
                        _ => {}
                    }
                }
                alt.want_the_only();
            }
        }
        // Until nothing changes: what a production begins with depends on those that it begins with.
        loop {
            let firsts: Vec<First> = self.rules.iter().map(|rule| self.first_of_rule(rule)).collect();
            let mut has_changed = false;
            for (rule, first) in self.rules.iter_mut().zip(firsts) {
                has_changed |= rule.first != first;
                rule.first = first;
            }
            if !has_changed {
                return;
            }
        }
    }

    fn first_of_rule(&self, rule: &Rule) -> First {
        match rule.repeat {
            Repeat::Any => self.first_of_alt(&rule.alts[0]).or(First::ANY),
            Repeat::Separated => self.first_of_alt(&rule.alts[0]),
            _ => rule.alts.iter().map(|alt| self.first_of_alt(alt)).fold(First::NONE, First::or),
        }
    }

    fn first_of_alt(&self, alt: &Alt) -> First {
        let mut first = First::NONE;
        for item in &alt.items {
            let what = match item.what {
                What::Literal(literal) | What::Soft(literal) => First::of_literal(literal),
                What::AnySoft => (0..self.texts.len() as u16)
                    .filter(|&literal| self.is_soft(literal))
                    .map(First::of_literal)
                    .fold(First::NONE, First::or),
                What::Class(class) => First::of_class(class),
                What::Rule(rule) => self.rules[rule as usize].first,
                What::Nothing => First::NONE,
                What::Cut => continue,
            };
            first = first.or(what.without_any());
            match item.mode {
                // What is missing is an error, before whatever token.
                Mode::Forced => break,
                Mode::Once if what.without_any() == what => return first,
                _ => {}
            }
        }
        first.or(First::ANY)
    }
}

struct Reader {
    table: Table,
}

impl Reader {
    fn declare(&mut self, name: &'static str, memo: bool) {
        let i = self.table.rules.len() as u16;
        let earlier = self.table.by_name.insert(name, i);
        assert!(earlier.is_none(), "the grammar has {name} twice");
        let repeat = Repeat::Once;
        self.table.rules.push(Rule { alts: Vec::new(), repeat, memo, is_group: false, first: First::NONE });
    }

    fn group(&mut self, alts: Vec<Alt>, repeat: Repeat) -> What {
        self.table.rules.push(Rule { alts, repeat, memo: false, is_group: true, first: First::NONE });
        What::Rule(self.table.rules.len() as u16 - 1)
    }

    fn literal(&mut self, text: &'static str) -> u16 {
        let table = &mut self.table;
        *table.literals.entry(text).or_insert_with(|| {
            table.texts.push(text);
            table.texts.len() as u16 - 1
        })
    }

    fn alternative(&mut self, rule: u16, line: &'static str) {
        let (items, action) = match line.find(" {").filter(|_| line.ends_with('}')) {
            Some(at) if !line.ends_with("'}'") || line[at + 2..].starts_with(|c: char| c.is_alphabetic()) => {
                (&line[..at], read_action(&line[at + 2..line.len() - 1]))
            }
            _ => (line, Action::Pass),
        };
        let mut rest = items;
        let mut alts = self.alternatives(&mut rest);
        assert!(rest.is_empty() && alts.len() == 1, "{line}");
        let mut alt = alts.remove(0);
        alt.action = action;
        self.table.rules[rule as usize].alts.push(alt);
    }

    /// Alternatives up to a closing parenthesis or the end.
    fn alternatives(&mut self, rest: &mut &'static str) -> Vec<Alt> {
        let mut alts = vec![Alt { items: Vec::new(), action: Action::Pass, is_invalid: false }];
        loop {
            *rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with(')') {
                return alts;
            }
            if let Some(behind) = rest.strip_prefix("| ") {
                *rest = behind;
                alts.push(Alt { items: Vec::new(), action: Action::Pass, is_invalid: false });
                continue;
            }
            let (item, is_invalid) = self.item(rest);
            let alt = alts.last_mut().expect("there is one");
            alt.items.push(item);
            alt.is_invalid = is_invalid && alt.items.len() == 1;
        }
    }

    fn item(&mut self, rest: &mut &'static str) -> (Item, bool) {
        let mut item = Item { what: What::Cut, mode: Mode::Once, wanted: false };
        loop {
            let first = rest.as_bytes()[0];
            match first {
                b'$' => item.wanted = true,
                b'&' => item.mode = Mode::Ahead,
                b'!' => item.mode = Mode::NotAhead,
                _ => break,
            }
            *rest = &rest[1..];
        }
        let (what, is_invalid) = self.primary(rest);
        item.what = what;
        let single = |what, wanted| Alt {
            items: vec![Item { what, mode: Mode::Once, wanted }],
            action: Action::Pass,
            is_invalid: false,
        };
        match rest.as_bytes().first() {
            Some(b'?') => item.mode = Mode::Optional,
            Some(b'^') => item.mode = Mode::Forced,
            Some(b'*') => item.what = self.group(vec![single(what, false)], Repeat::Any),
            Some(b'+') => item.what = self.group(vec![single(what, false)], Repeat::Some),
            Some(b'/') => {
                *rest = &rest[1..];
                let (separator, _) = self.primary(rest);
                let alts = vec![single(what, false), single(separator, false)];
                item.what = self.group(alts, Repeat::Separated);
                if rest.starts_with('?') {
                    item.mode = Mode::Optional;
                    *rest = &rest[1..];
                }
                return (item, is_invalid);
            }
            _ => return (item, is_invalid),
        }
        *rest = &rest[1..];
        (item, is_invalid)
    }

    fn primary(&mut self, rest: &mut &'static str) -> (What, bool) {
        let text: &'static str = rest;
        match text.as_bytes()[0] {
            b'~' => {
                *rest = &text[1..];
                (What::Cut, false)
            }
            quote @ (b'\'' | b'"') => {
                let end = text[1..].find(quote as char).expect("it is closed") + 1;
                *rest = &text[end + 1..];
                let literal = self.literal(&text[1..end]);
                (if quote == b'"' { What::Soft(literal) } else { What::Literal(literal) }, false)
            }
            b'(' => {
                *rest = &text[1..];
                let alts = self.alternatives(rest);
                *rest = rest.strip_prefix(')').expect("it is closed");
                (self.group(alts, Repeat::Once), false)
            }
            _ => {
                let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
                let (name, behind) = text.split_at(end);
                *rest = behind;
                let class = match name {
                    "NAME" => Class::Name,
                    "NUMBER" => Class::Number,
                    "STRING" => Class::String,
                    "NEWLINE" => Class::Newline,
                    "INDENT" => Class::Indent,
                    "DEDENT" => Class::Dedent,
                    "END" => Class::End,
                    "FSTRING_START" => Class::FStart,
                    "FSTRING_MIDDLE" => Class::FMiddle,
                    "FSTRING_END" => Class::FEnd,
                    "TSTRING_START" => Class::TStart,
                    "TSTRING_MIDDLE" => Class::TMiddle,
                    "TSTRING_END" => Class::TEnd,
                    "NOTHING" => return (What::Nothing, false),
                    "SOFT_KEYWORD" => return (What::AnySoft, false),
                    _ => return (What::Rule(self.table.rule(name)), name.starts_with("invalid_")),
                };
                (What::Class(class), false)
            }
        }
    }
}

fn read_action(text: &'static str) -> Action {
    let (word, message) = text.split_once(' ').unwrap_or((text, ""));
    match word {
        "do" => Action::Do(message),
        "at" => Action::At(message),
        "range" => Action::Range(message),
        "from" => Action::From(message),
        "last" => Action::Last(message),
        "next" => Action::Next(message),
        "indent" => Action::Indent(message),
        "star" => Action::Target(Targets::Star),
        "del" => Action::Target(Targets::Del),
        "for" => Action::Target(Targets::For),
        _ => Action::Make(Kind::of(word)),
    }
}
