//! The parser proper: XML text in, events out. It knows no Python; `dtd` reads document types.
//!
//! It behaves as expat does: what it takes for well-formed, where it says that something is wrong, and in which pieces it
//! gives text.

use super::chars::{is_space, name_end};
use super::dtd::{Dtd, Entity};
use super::stray::{Stray, stray};
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// What can be wrong, by expat's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    Syntax = 2,
    NoElements = 3,
    InvalidToken = 4,
    UnclosedToken = 5,
    TagMismatch = 7,
    DuplicateAttribute = 8,
    JunkAfterDocElement = 9,
    ParamEntityRef = 10,
    UndefinedEntity = 11,
    RecursiveEntityRef = 12,
    AsyncEntity = 13,
    BadCharRef = 14,
    BinaryEntityRef = 15,
    AttributeExternalEntityRef = 16,
    MisplacedXmlPi = 17,
    UnclosedCdataSection = 20,
    NotStandalone = 22,
    UnboundPrefix = 27,
    UndeclaringPrefix = 28,
    XmlDecl = 30,
    TextDecl = 31,
    ReservedPrefixXml = 38,
    ReservedPrefixXmlns = 39,
    ReservedNamespaceUri = 40,
    Amplification = 43,
}

/// An error, at an offset of the source that is being read.
pub type Fault = (Code, usize);

/// What a token lets happen.
#[derive(Debug)]
pub enum Event {
    /// `<?xml ...?>`
    XmlDecl { version: Option<String>, encoding: Option<String>, standalone: i32 },
    /// `<!DOCTYPE`
    StartDoctype { name: String, system: Option<String>, public: Option<String>, internal: bool },
    /// The end of that.
    EndDoctype,
    /// A namespace begins to have a prefix.
    StartNamespace(Option<String>, Option<String>),
    /// It has it no longer.
    EndNamespace(Option<String>),
    /// A start tag: attributes in order, of which so many were written.
    Start { name: String, attributes: Vec<(String, String)>, written: usize },
    /// An end tag.
    End(String),
    /// Characters.
    Text(String),
    /// A processing instruction.
    Instruction(String, String),
    /// A comment.
    Comment(String),
    /// `<![CDATA[`
    StartCdata,
    /// `]]>`
    EndCdata,
    /// An element's content was declared.
    Element(String, Model),
    /// An attribute was declared.
    Attribute { element: String, name: String, kind: String, default: Option<String>, required: bool },
    /// An entity was declared.
    Entity(EntityDecl),
    /// A notation was declared.
    Notation { name: String, system: Option<String>, public: Option<String> },
    /// The document needs more than itself.
    /// With whether what may be elsewhere has been read.
    NotStandalone(bool),
    /// An entity that is not known, or not read.
    Skipped(String, bool),
    /// An entity that stands elsewhere; `None` is the document type's.
    External { context: Option<String>, system: Option<String>, public: Option<String> },
    /// What only a default handler sees.
    Other,
    /// What follows stands at the end of what was read. Not handed out.
    AtEnd,
}

/// An entity that was declared.
#[derive(Debug)]
pub struct EntityDecl {
    pub name: String,
    pub parameter: bool,
    pub value: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
    pub notation: Option<String>,
}

/// What an element may hold: kind, quantifier, name, parts.
#[derive(Debug, Clone)]
pub struct Model {
    pub kind: i64,
    pub quantifier: i64,
    pub name: Option<String>,
    pub parts: Vec<Model>,
}

/// A place in the document.
#[derive(Clone, Copy, Default)]
pub struct Place {
    pub byte: usize,
    pub line: usize,
    pub column: usize,
    /// The last byte was a carriage return.
    after_return: bool,
}

impl Place {
    fn advance(&mut self, text: &[u8]) {
        self.byte += text.len();
        for &byte in text {
            match byte {
                // Together they are one end of a line.
                b'\n' if self.after_return => {}
                b'\n' | b'\r' => {
                    self.line += 1;
                    self.column = 0;
                }
                _ if byte & 0xc0 != 0x80 => self.column += 1,
                _ => {}
            }
            self.after_return = byte == b'\r';
        }
    }
}

/// Text that is read: the document, or an entity's.
struct Source {
    text: Vec<u8>,
    at: usize,
    /// The entity, and how many elements were open where it began.
    entity: Option<String>,
    n_open: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing has been read.
    Start,
    Prolog,
    Content,
    Epilog,
}

/// What an external entity may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The document.
    Document,
    /// Content.
    Content,
    /// Declarations.
    Declarations,
}

/// How entities in content are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Expansion {
    /// They are replaced.
    Replace,
    /// A default handler sees the reference.
    Show,
}

struct Open {
    /// As written, and as reported.
    raw: Vec<u8>,
    name: String,
    prefixes: Vec<Option<String>>,
}

/// A parser.
pub struct Machine {
    sources: Vec<Source>,
    phase: Phase,
    kind: Kind,
    open: Vec<Open>,
    pub(super) dtd: Rc<RefCell<Dtd>>,
    /// The namespaces of each prefix, the innermost last.
    namespaces: Option<HashMap<String, Vec<String>>>,
    separator: String,
    /// Names of attributes and elements end with the prefix too.
    pub prefixes: bool,
    pub expansion: Expansion,
    pub(super) standalone: bool,
    pub(super) queue: VecDeque<Event>,
    /// Where the event begins, and its source.
    pub place: Place,
    next_place: Place,
    /// The source of the last event, for default handlers.
    pub raw: Vec<u8>,
    /// The document type stands elsewhere, where the document names none.
    pub foreign: bool,
    /// Bytes of entities that were read.
    n_expanded: usize,
    n_direct: usize,
    pub growth: Growth,
}

/// How much entities may grow: not at all beyond a factor, once there is more than a threshold.
#[derive(Clone, Copy)]
pub struct Growth {
    pub threshold: u64,
    pub factor: f32,
}

type Scan<T> = Result<Option<T>, Fault>;

impl Machine {
    /// A parser; with namespaces if there is a separator.
    pub fn new(separator: Option<String>) -> Machine {
        let mut namespaces = HashMap::new();
        namespaces.insert("xml".to_owned(), vec!["http://www.w3.org/XML/1998/namespace".to_owned()]);
        Machine {
            sources: vec![Source { text: Vec::new(), at: 0, entity: None, n_open: 0 }],
            phase: Phase::Start,
            kind: Kind::Document,
            open: Vec::new(),
            dtd: Rc::default(),
            namespaces: separator.is_some().then_some(namespaces),
            separator: separator.unwrap_or_default(),
            prefixes: false,
            expansion: Expansion::Replace,
            standalone: false,
            queue: VecDeque::new(),
            place: Place { line: 1, ..Place::default() },
            next_place: Place { line: 1, ..Place::default() },
            raw: Vec::new(),
            foreign: false,
            n_expanded: 0,
            n_direct: 0,
            growth: Growth { threshold: 8 << 20, factor: 100.0 },
        }
    }

    /// A parser for an entity of this one's document.
    pub fn child(&self, kind: Kind) -> Machine {
        Machine {
            kind,
            dtd: self.dtd.clone(),
            namespaces: self.namespaces.clone(),
            prefixes: self.prefixes,
            expansion: self.expansion,
            standalone: self.standalone,
            growth: self.growth,
            ..Machine::new(self.namespaces.is_some().then(|| self.separator.clone()))
        }
    }

    /// More of the document.
    pub fn feed(&mut self, text: &[u8]) {
        self.n_direct += text.len();
        let source = &mut self.sources[0];
        if source.at > 1 << 16 {
            source.text.drain(..source.at);
            source.at = 0;
        }
        source.text.extend_from_slice(text);
    }

    /// How many bytes of the document wait to be read.
    pub fn n_waiting(&self) -> usize {
        self.sources[0].text.len() - self.sources[0].at
    }

    /// The next event; none where more text is needed, or at the end.
    pub fn next(&mut self, last: bool) -> Result<Option<Event>, Code> {
        loop {
            match self.queue.pop_front() {
                // What entities hold stands where they are named.
                Some(Event::AtEnd) if self.sources.len() == 1 => self.place = self.next_place,
                Some(Event::AtEnd) => {}
                Some(event) => return Ok(Some(event)),
                None => {}
            }
            if !self.queue.is_empty() {
                continue;
            }
            // What entities hold stands where they are named.
            if self.sources.len() == 1 {
                self.place = self.next_place;
            }
            match self.token(last) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err((code, offset)) => {
                    if let [source] = &self.sources[..] {
                        let to = offset.clamp(source.at, source.text.len());
                        self.place.advance(&source.text[source.at..to]);
                    }
                    return Err(code);
                }
            }
        }
    }

    /// Reads a token; false where there is none.
    fn token(&mut self, last: bool) -> Result<bool, Fault> {
        let depth = self.sources.len();
        let source = &self.sources[depth - 1];
        let complete = last || depth > 1;
        if source.at == source.text.len() {
            if depth > 1 {
                return self.leave_entity().map(|()| true);
            }
            return if last { self.finish(source.at).map(|()| false) } else { Ok(false) };
        }
        if self.kind == Kind::Declarations && depth == 1 {
            return self.declarations(last);
        }
        let text = std::mem::take(&mut self.sources[depth - 1].text);
        let at = self.sources[depth - 1].at;
        let result = match self.phase {
            Phase::Start | Phase::Prolog | Phase::Epilog => self.outside(&text, at, complete),
            Phase::Content => self.content(&text, at, complete),
        };
        let result = match result {
            Ok(Some(end)) => {
                self.raw.clear();
                self.raw.extend_from_slice(&text[at..end]);
                if depth == 1 {
                    self.next_place.advance(&text[at..end]);
                }
                Ok((true, end))
            }
            Ok(None) if complete => {
                let cdata = text[at..].starts_with(b"<![CDATA[");
                let code = if cdata { Code::UnclosedCdataSection } else { Code::UnclosedToken };
                Err((code, if cdata { text.len() } else { at }))
            }
            Ok(None) => Ok((false, at)),
            Err(fault) => Err(fault),
        };
        let source = &mut self.sources[depth - 1];
        source.text = text;
        let (more, end) = result?;
        source.at = end;
        Ok(more)
    }

    fn finish(&mut self, end: usize) -> Result<(), Fault> {
        match (self.kind, self.phase) {
            (Kind::Declarations, _) | (Kind::Document, Phase::Epilog) => Ok(()),
            (Kind::Content, _) if self.open.is_empty() => Ok(()),
            (Kind::Content, _) => Err((Code::AsyncEntity, end)),
            (Kind::Document, _) => Err((Code::NoElements, end)),
        }
    }

    fn declarations(&mut self, last: bool) -> Result<bool, Fault> {
        if !last {
            return Ok(false);
        }
        self.dtd.borrow_mut().may_have_more = true;
        let source = &mut self.sources[0];
        let text = std::mem::take(&mut source.text);
        source.at = 0;
        let start = self.xml_decl(&text, 0, true)?.unwrap_or_default();
        self.read_declarations(&text[start..], start)?;
        Ok(!self.queue.is_empty())
    }

    /// Reads `<?xml ...?>` where it stands; `None` where it does not.
    fn xml_decl(&mut self, text: &[u8], at: usize, complete: bool) -> Scan<usize> {
        let rest = &text[at..];
        if !rest.starts_with(b"<?xml") || !rest.get(5).is_some_and(|byte| is_space(*byte)) {
            return Ok(None);
        }
        let Some(n) = memchr::memmem::find(rest, b"?>") else {
            return if complete { Err((Code::UnclosedToken, at)) } else { Ok(None) };
        };
        let mut parts = rest[5..n].trim_ascii_start();
        let wrong = if self.kind == Kind::Document { Code::XmlDecl } else { Code::TextDecl };
        let (mut version, mut encoding, mut standalone) = (None, None, -1);
        while !parts.is_empty() {
            let fault = (wrong, at + n - parts.len());
            let Some(equals) = parts.iter().position(|byte| *byte == b'=') else { return Err(fault) };
            let name = parts[..equals].trim_ascii_end();
            let value = parts[equals + 1..].trim_ascii_start();
            let quote = *value.first().filter(|byte| matches!(byte, b'"' | b'\'')).ok_or(fault)?;
            let end = value[1..].iter().position(|byte| *byte == quote).ok_or(fault)?;
            let content = String::from_utf8_lossy(&value[1..=end]).into_owned();
            match name {
                b"version" if version.is_none() && encoding.is_none() => version = Some(content),
                b"encoding" if encoding.is_none() && standalone == -1 => encoding = Some(content),
                b"standalone" if standalone == -1 => match &content[..] {
                    "yes" => standalone = 1,
                    "no" => standalone = 0,
                    _ => return Err(fault),
                },
                _ => return Err(fault),
            }
            parts = value[end + 2..].trim_ascii_start();
        }
        if self.kind == Kind::Document && version.is_none() {
            return Err((wrong, at + n));
        }
        self.standalone |= standalone == 1;
        self.queue.push_back(Event::XmlDecl { version, encoding, standalone });
        Ok(Some(at + n + 2))
    }

    /// Reads what stands before and behind the root element.
    fn outside(&mut self, text: &[u8], at: usize, complete: bool) -> Scan<usize> {
        let rest = &text[at..];
        if self.phase == Phase::Start {
            if !complete && (rest.len() < 6) && b"<?xml ".starts_with(rest) {
                return Ok(None);
            }
            let n = match self.xml_decl(text, at, complete)? {
                Some(end) => end,
                None if rest.starts_with(b"<?xml") && rest.get(5).is_some_and(|byte| is_space(*byte)) => {
                    return Ok(None);
                }
                None => at,
            };
            self.phase = if self.kind == Kind::Document { Phase::Prolog } else { Phase::Content };
            if n > at {
                return Ok(Some(n));
            }
            if self.phase == Phase::Content {
                return self.content(text, at, complete);
            }
        }
        let n_space = rest.iter().position(|byte| !is_space(*byte)).unwrap_or(rest.len());
        if n_space > 0 {
            self.queue.push_back(Event::Other);
            return Ok(Some(at + n_space));
        }
        let epilog = self.phase == Phase::Epilog;
        let junk = if epilog { Code::JunkAfterDocElement } else { Code::Syntax };
        match rest {
            [b'<'] => Ok(None),
            [b'<', b'?', ..] => self.instruction(text, at),
            [b'<', b'!'] | [b'<', b'!', b'-'] => Ok(None),
            [b'<', b'!', b'-', b'-', ..] => self.comment(text, at),
            [b'<', b'!', ..] if !epilog && starts_or_may(rest, b"<!DOCTYPE") => {
                if rest.len() <= 9 {
                    return Ok(None);
                }
                self.doctype(text, at, complete)
            }
            [b'<', b'!', ..] => Err((Code::InvalidToken, at + 2)),
            [b'<', ..] if epilog => Err((junk, at)),
            [b'<', ..] => {
                self.phase = Phase::Content;
                let before = self.queue.len();
                let result = self.start_tag(text, at);
                if !matches!(result, Ok(Some(_))) {
                    self.phase = Phase::Prolog;
                } else if std::mem::take(&mut self.foreign) {
                    // There is no document type that would have asked for it.
                    self.dtd.borrow_mut().may_have_more = true;
                    let foreign = Event::External { context: None, system: None, public: None };
                    self.queue.insert(before, foreign);
                }
                result
            }
            [byte, ..] if *byte < 0x20 => Err((Code::InvalidToken, at)),
            _ => match stray(rest, complete) {
                Stray::Parameter if !epilog => Err((Code::ParamEntityRef, at)),
                Stray::Token | Stray::Parameter => Err((junk, at)),
                // Behind the root there is no need to know more.
                Stray::Ended if complete || epilog => Err((junk, at)),
                Stray::Ended => Ok(None),
                Stray::Invalid(offset) => Err((Code::InvalidToken, at + offset)),
                Stray::Unclosed => Err((Code::UnclosedToken, at)),
                Stray::Open => Ok(None),
            },
        }
    }

    /// Reads what stands in elements.
    fn content(&mut self, text: &[u8], at: usize, complete: bool) -> Scan<usize> {
        let rest = &text[at..];
        match rest {
            [b'<'] => Ok(None),
            [b'<', b'/', ..] => self.end_tag(text, at),
            [b'<', b'?', ..] => self.instruction(text, at),
            [b'<', b'!', ..] if rest.starts_with(b"<!--") => self.comment(text, at),
            [b'<', b'!', ..] if rest.starts_with(b"<![CDATA[") => self.cdata(text, at),
            [b'<', b'!', ..] if b"<!--".starts_with(rest) || b"<![CDATA[".starts_with(rest) => Ok(None),
            [b'<', b'!', ..] => Err((Code::InvalidToken, at + 2)),
            [b'<', ..] => self.start_tag(text, at),
            [b'&', ..] => self.reference(text, at),
            _ => self.characters(text, at, complete),
        }
    }

    /// Reads text up to markup or the end of a line, which is a piece of its own.
    fn characters(&mut self, text: &[u8], at: usize, complete: bool) -> Scan<usize> {
        let rest = &text[at..];
        match rest {
            [b'\n', ..] => {
                self.queue.push_back(Event::Text("\n".to_owned()));
                return Ok(Some(at + 1));
            }
            [b'\r'] if !complete => return Ok(None),
            [b'\r', ..] => {
                self.queue.push_back(Event::Text("\n".to_owned()));
                return Ok(Some(at + if rest.get(1) == Some(&b'\n') { 2 } else { 1 }));
            }
            _ => {}
        }
        let stop = |byte: &u8| matches!(byte, b'<' | b'&' | b'\n' | b'\r');
        let mut n = rest.iter().position(stop).unwrap_or(rest.len());
        if let Some(i) = memchr::memmem::find(&rest[..n], b"]]>") {
            if i > 0 {
                n = i;
            } else {
                return Err((Code::InvalidToken, at + 2));
            }
        }
        // What may go on, waits: a half of a character, and brackets that may turn out to end a section.
        if n == rest.len() && !complete {
            while n > 0 && (rest[n - 1] == b']' || is_partial(&rest[..n])) {
                n -= 1;
            }
            if n == 0 {
                return Ok(None);
            }
        }
        let piece = checked(&rest[..n], at)?;
        if n > 0 {
            self.queue.push_back(Event::Text(piece));
        }
        Ok(Some(at + n))
    }

    fn cdata(&mut self, text: &[u8], at: usize) -> Scan<usize> {
        let inner = at + 9;
        let Some(n) = memchr::memmem::find(&text[inner..], b"]]>") else { return Ok(None) };
        let content = checked(&text[inner..inner + n], inner)?;
        self.queue.push_back(Event::StartCdata);
        for piece in lines(&content) {
            self.queue.push_back(Event::Text(piece));
        }
        self.queue.push_back(Event::EndCdata);
        Ok(Some(inner + n + 3))
    }

    fn comment(&mut self, text: &[u8], at: usize) -> Scan<usize> {
        let inner = at + 4;
        let Some(n) = memchr::memmem::find(text.get(inner..).unwrap_or_default(), b"--") else {
            return Ok(None);
        };
        match text.get(inner + n + 2) {
            None => return Ok(None),
            Some(b'>') => {}
            Some(_) => return Err((Code::InvalidToken, inner + n + 2)),
        }
        let content = checked(&text[inner..inner + n], inner)?;
        self.queue.push_back(Event::Comment(lines(&content).concat()));
        Ok(Some(inner + n + 3))
    }

    pub(super) fn instruction(&mut self, text: &[u8], at: usize) -> Scan<usize> {
        let inner = at + 2;
        let Some(n) = memchr::memmem::find(&text[inner..], b"?>") else { return Ok(None) };
        let content = &text[inner..inner + n];
        let end = name_end(content);
        let target = checked(&content[..end], inner)?;
        if end == 0 || content.get(end).is_some_and(|byte| !is_space(*byte)) {
            return Err((Code::InvalidToken, inner + end));
        }
        if target.eq_ignore_ascii_case("xml") {
            return Err((if target == "xml" { Code::MisplacedXmlPi } else { Code::InvalidToken }, at));
        }
        let data = checked(content[end..].trim_ascii_start(), inner + end)?;
        self.queue.push_back(Event::Instruction(target, lines(&data).concat()));
        Ok(Some(inner + n + 2))
    }

    fn end_tag(&mut self, text: &[u8], at: usize) -> Scan<usize> {
        let name = &text[at + 2..];
        let n = name_end(name);
        let mut end = n;
        while name.get(end).is_some_and(|byte| is_space(*byte)) {
            end += 1;
        }
        match name.get(end) {
            None => return Ok(None),
            Some(b'>') if n > 0 => {}
            Some(_) => return Err((Code::InvalidToken, at + 2 + end)),
        }
        let floor = self.sources.last().map_or(0, |source| source.n_open);
        if self.open.len() <= floor {
            return Err((Code::AsyncEntity, at));
        }
        if self.open.last().is_some_and(|open| open.raw != name[..n]) {
            return Err((Code::TagMismatch, at + 2));
        }
        self.close();
        Ok(Some(at + 3 + end))
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.queue.push_back(Event::End(open.name));
        for prefix in open.prefixes.into_iter().rev() {
            if let Some(bound) =
                self.namespaces.as_mut().and_then(|all| all.get_mut(prefix.as_deref().unwrap_or("")))
            {
                bound.pop();
            }
            self.queue.push_back(Event::EndNamespace(prefix));
        }
        if self.open.is_empty() && self.kind == Kind::Document && self.sources.len() == 1 {
            self.phase = Phase::Epilog;
        }
    }

    fn start_tag(&mut self, text: &[u8], at: usize) -> Scan<usize> {
        let n = name_end(&text[at + 1..]);
        let mut here = at + 1 + n;
        match text.get(here) {
            None => return Ok(None),
            Some(_) if n == 0 => return Err((Code::InvalidToken, here)),
            Some(_) => {}
        }
        let raw = &text[at + 1..here];
        let mut attributes: Vec<(String, usize, Vec<u8>)> = Vec::new();
        let empty = loop {
            let start = here;
            while text.get(here).is_some_and(|byte| is_space(*byte)) {
                here += 1;
            }
            match &text[here..] {
                [] | [b'/'] => return Ok(None),
                [b'>', ..] => break false,
                [b'/', b'>', ..] => break true,
                [b'/', ..] => return Err((Code::InvalidToken, here + 1)),
                _ if here == start => return Err((Code::InvalidToken, here)),
                _ => {}
            }
            let n = name_end(&text[here..]);
            let (name_at, name) = (here, &text[here..here + n]);
            here += n;
            while text.get(here).is_some_and(|byte| is_space(*byte)) {
                here += 1;
            }
            match text.get(here) {
                None => return Ok(None),
                Some(b'=') if n > 0 => here += 1,
                Some(_) => return Err((Code::InvalidToken, here)),
            }
            while text.get(here).is_some_and(|byte| is_space(*byte)) {
                here += 1;
            }
            let quote = match text.get(here) {
                None => return Ok(None),
                Some(quote @ (b'"' | b'\'')) => *quote,
                Some(_) => return Err((Code::InvalidToken, here)),
            };
            here += 1;
            let Some(n) = text[here..].iter().position(|byte| *byte == quote || *byte == b'<') else {
                return Ok(None);
            };
            if text[here + n] == b'<' {
                return Err((Code::InvalidToken, here + n));
            }
            let name = checked(name, name_at)?;
            if attributes.iter().any(|(other, ..)| *other == name) {
                return Err((Code::DuplicateAttribute, name_at));
            }
            checked(&text[here..here + n], here)?;
            attributes.push((name, here, text[here..here + n].to_vec()));
            here += n + 1;
        };
        let end = here + if empty { 2 } else { 1 };
        let element = checked(raw, at + 1)?;
        self.start(at, raw, &element, attributes)?;
        if empty {
            self.queue.push_back(Event::AtEnd);
            self.close();
        }
        Ok(Some(end))
    }

    fn start(
        &mut self,
        at: usize,
        raw: &[u8],
        element: &str,
        written: Vec<(String, usize, Vec<u8>)>,
    ) -> Result<(), Fault> {
        let mut attributes = Vec::with_capacity(written.len());
        for (name, _, value) in written {
            let value = self.attribute_value(&value, at)?;
            let value = self.dtd.borrow().normalised(element, &name, value);
            attributes.push((name, value));
        }
        let mut n_written = attributes.len();
        for (name, value) in self.dtd.borrow().defaults(element) {
            if !attributes.iter().any(|(other, _)| other == name) {
                attributes.push((name.clone(), value.clone()));
            }
        }
        let mut prefixes = Vec::new();
        let mut name = element.to_owned();
        if self.namespaces.is_some() {
            let mut kept = Vec::with_capacity(attributes.len());
            let mut n_kept = 0;
            for (i, (key, value)) in attributes.into_iter().enumerate() {
                let prefix = match key.strip_prefix("xmlns") {
                    Some("") => None,
                    Some(rest) if rest.starts_with(':') => Some(rest[1..].to_owned()),
                    _ => {
                        n_kept += usize::from(i < n_written);
                        kept.push((key, value));
                        continue;
                    }
                };
                self.bind(prefix.clone(), value, at)?;
                prefixes.push(prefix);
            }
            n_written = n_kept;
            name = self.expanded(element, true, at)?;
            for (key, _) in &mut kept {
                *key = self.expanded(key, false, at)?;
            }
            for (i, (key, _)) in kept.iter().enumerate() {
                if kept[..i].iter().any(|(other, _)| other == key) {
                    return Err((Code::DuplicateAttribute, at));
                }
            }
            attributes = kept;
        }
        self.queue.push_back(Event::Start { name: name.clone(), attributes, written: n_written });
        self.open.push(Open { raw: raw.to_vec(), name, prefixes });
        Ok(())
    }

    /// Lets a prefix stand for a namespace.
    fn bind(&mut self, prefix: Option<String>, uri: String, at: usize) -> Result<(), Fault> {
        const XML: &str = "http://www.w3.org/XML/1998/namespace";
        const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
        match prefix.as_deref() {
            Some("xml") if uri != XML => return Err((Code::ReservedPrefixXml, at)),
            Some("xmlns") => return Err((Code::ReservedPrefixXmlns, at)),
            Some("xml") => {}
            _ if uri == XML || uri == XMLNS => return Err((Code::ReservedNamespaceUri, at)),
            Some(_) if uri.is_empty() => return Err((Code::UndeclaringPrefix, at)),
            _ => {}
        }
        if let Some(all) = &mut self.namespaces {
            all.entry(prefix.clone().unwrap_or_default()).or_default().push(uri.clone());
        }
        self.queue.push_back(Event::StartNamespace(prefix, Some(uri).filter(|uri| !uri.is_empty())));
        Ok(())
    }

    /// A name with its namespace.
    fn expanded(&self, name: &str, is_element: bool, at: usize) -> Result<String, Fault> {
        let Some(all) = &self.namespaces else { return Ok(name.to_owned()) };
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if prefix.is_empty() && !is_element {
            return Ok(name.to_owned());
        }
        let uri = all.get(prefix).and_then(|bound| bound.last()).map_or("", |uri| &uri[..]);
        if uri.is_empty() {
            return if prefix.is_empty() { Ok(name.to_owned()) } else { Err((Code::UnboundPrefix, at)) };
        }
        let separator = &self.separator;
        if self.prefixes && !prefix.is_empty() {
            return Ok(format!("{uri}{separator}{local}{separator}{prefix}"));
        }
        Ok(format!("{uri}{separator}{local}"))
    }

    /// Reads a reference in content.
    fn reference(&mut self, text: &[u8], at: usize) -> Scan<usize> {
        let Some((reference, end)) = scan_reference(text, at)? else { return Ok(None) };
        match reference {
            Reference::Char(c) => {
                self.queue.push_back(Event::Text(c.to_string()));
                return Ok(Some(end));
            }
            Reference::Name(name) => self.enter_entity(name, at)?,
        }
        Ok(Some(end))
    }

    fn enter_entity(&mut self, name: String, at: usize) -> Result<(), Fault> {
        let entity = self.dtd.borrow().general.get(&name).cloned();
        let Some(entity) = entity else {
            if self.dtd.borrow().may_have_more && !self.standalone {
                self.queue.push_back(Event::Skipped(name, false));
                return Ok(());
            }
            return Err((Code::UndefinedEntity, at));
        };
        if entity.notation.is_some() {
            return Err((Code::BinaryEntityRef, at));
        }
        if self.sources.iter().any(|source| source.entity.as_deref() == Some(&name[..])) {
            return Err((Code::RecursiveEntityRef, at));
        }
        match entity {
            Entity { value: Some(value), .. } => {
                if self.expansion == Expansion::Show {
                    self.queue.push_back(Event::Skipped(name, false));
                    return Ok(());
                }
                self.count_expansion(value.len(), at)?;
                let n_open = self.open.len();
                let text = value.into_bytes();
                self.sources.push(Source { text, at: 0, entity: Some(name), n_open });
            }
            Entity { system, public, .. } => {
                self.queue.push_back(Event::External { context: Some(name), system, public });
            }
        }
        Ok(())
    }

    /// Entities that hold entities may grow beyond all measure.
    pub(super) fn count_expansion(&mut self, n: usize, at: usize) -> Result<(), Fault> {
        self.n_expanded += n;
        let all = self.n_expanded + self.n_direct;
        if all as u64 >= self.growth.threshold
            && all as f32 / self.n_direct.max(1) as f32 > self.growth.factor
        {
            return Err((Code::Amplification, at));
        }
        Ok(())
    }

    fn leave_entity(&mut self) -> Result<(), Fault> {
        if let Some(source) = self.sources.pop()
            && source.n_open != self.open.len()
        {
            return Err((Code::AsyncEntity, 0));
        }
        Ok(())
    }

    /// The value of an attribute: references replaced, white space made spaces.
    pub(super) fn attribute_value(&mut self, text: &[u8], at: usize) -> Result<String, Fault> {
        let mut out = String::new();
        self.push_value(text, at, &mut Vec::new(), &mut out)?;
        Ok(out)
    }

    fn push_value(
        &mut self,
        text: &[u8],
        at: usize,
        inside: &mut Vec<String>,
        out: &mut String,
    ) -> Result<(), Fault> {
        let mut here = 0;
        while here < text.len() {
            match text[here] {
                b'\r' if text.get(here + 1) == Some(&b'\n') => here += 1,
                b' ' | b'\t' | b'\n' | b'\r' => {
                    out.push(' ');
                    here += 1;
                }
                b'<' => return Err((Code::InvalidToken, at)),
                b'&' => {
                    let Some((reference, end)) =
                        scan_reference(text, here).map_err(|(code, _)| (code, at))?
                    else {
                        return Err((Code::InvalidToken, at));
                    };
                    here = end;
                    match reference {
                        Reference::Char(c) => out.push(c),
                        Reference::Name(name) => {
                            let entity = self.dtd.borrow().general.get(&name).cloned();
                            let Some(entity) = entity else {
                                if self.dtd.borrow().may_have_more && !self.standalone {
                                    continue;
                                }
                                return Err((Code::UndefinedEntity, at));
                            };
                            if inside.contains(&name) {
                                return Err((Code::RecursiveEntityRef, at));
                            }
                            if entity.notation.is_some() {
                                return Err((Code::BinaryEntityRef, at));
                            }
                            let Some(value) = entity.value else {
                                return Err((Code::AttributeExternalEntityRef, at));
                            };
                            self.count_expansion(value.len(), at)?;
                            inside.push(name);
                            self.push_value(value.as_bytes(), at, inside, out)?;
                            inside.pop();
                        }
                    }
                }
                _ => {
                    let stop = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'<' | b'&');
                    let n = text[here..].iter().position(stop).unwrap_or(text.len() - here);
                    out.push_str(&String::from_utf8_lossy(&text[here..here + n]));
                    here += n;
                }
            }
        }
        Ok(())
    }
}

/// What a reference stands for.
pub enum Reference {
    /// A character.
    Char(char),
    /// An entity.
    Name(String),
}

/// Reads a reference and finds its end.
pub fn scan_reference(text: &[u8], at: usize) -> Scan<(Reference, usize)> {
    let rest = &text[at + 1..];
    if let [b'#', digits @ ..] = rest {
        let (radix, digits, skipped) = match digits {
            [b'x', more @ ..] => (16, more, 3),
            _ => (10, digits, 2),
        };
        let n = digits.iter().position(|byte| !char::from(*byte).is_digit(radix)).unwrap_or(digits.len());
        match digits.get(n) {
            None => return Ok(None),
            Some(b';') if n > 0 => {}
            Some(_) => return Err((Code::InvalidToken, at + skipped + n)),
        }
        let number =
            std::str::from_utf8(&digits[..n]).ok().and_then(|text| u32::from_str_radix(text, radix).ok());
        let c = number.and_then(char::from_u32).filter(|c| is_char(*c));
        let Some(c) = c else { return Err((Code::BadCharRef, at)) };
        return Ok(Some((Reference::Char(c), at + skipped + n + 1)));
    }
    let n = name_end(rest);
    match rest.get(n) {
        None => return Ok(None),
        Some(b';') if n > 0 => {}
        Some(_) => return Err((Code::InvalidToken, at + 1 + n)),
    }
    let reference = match &rest[..n] {
        b"amp" => Reference::Char('&'),
        b"lt" => Reference::Char('<'),
        b"gt" => Reference::Char('>'),
        b"quot" => Reference::Char('"'),
        b"apos" => Reference::Char('\''),
        name => Reference::Name(checked(name, at + 1)?),
    };
    Ok(Some((reference, at + n + 2)))
}

fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// The text, which must be of characters that XML knows.
pub fn checked(text: &[u8], at: usize) -> Result<String, Fault> {
    let known = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => return Err((Code::InvalidToken, at + error.valid_up_to())),
    };
    match known.char_indices().find(|(_, c)| !is_char(*c)) {
        Some((i, _)) => Err((Code::InvalidToken, at + i)),
        None => Ok(known.to_owned()),
    }
}

/// Does the text end within a character?
fn is_partial(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_err_and(|error| error.error_len().is_none())
}

fn starts_or_may(text: &[u8], with: &[u8]) -> bool {
    text.starts_with(with) || with.starts_with(text)
}

/// Text in the pieces that handlers get: lines, and what ends them, which is always a newline.
pub fn lines(text: &str) -> Vec<String> {
    let text =
        if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    let mut pieces = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_suffix('\n') {
            Some("") => pieces.push("\n".to_owned()),
            Some(line) => pieces.extend([line.to_owned(), "\n".to_owned()]),
            None => pieces.push(line.to_owned()),
        }
    }
    pieces
}
