//! The parser proper: XML text in, events out. It knows no Python; `dtd` reads document types, `elements` tags, `entities`
//! references.
//!
//! It behaves as expat does: what it takes for well-formed, where it says that something is wrong, and in which pieces it
//! gives text.

use super::chars::{checked, is_partial, is_space, lines, name_end};
use super::dtd::Dtd;
use super::elements::Open;
use super::entities::Growth;
use super::events::{Code, Event, Fault};
use super::stray::{Stray, stray};
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

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
pub(super) struct Source {
    pub(super) text: Vec<u8>,
    pub(super) at: usize,
    /// The entity, and how many elements were open where it began.
    pub(super) entity: Option<String>,
    pub(super) n_open: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
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

/// A parser.
pub struct Machine {
    pub(super) sources: Vec<Source>,
    pub(super) phase: Phase,
    pub(super) kind: Kind,
    pub(super) open: Vec<Open>,
    pub(super) dtd: Rc<RefCell<Dtd>>,
    /// The namespaces of each prefix, the innermost last.
    pub(super) namespaces: Option<HashMap<String, Vec<String>>>,
    pub(super) separator: String,
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
    pub(super) n_expanded: usize,
    pub(super) n_direct: usize,
    pub growth: Growth,
}

/// What was read; none where more text is needed.
pub(super) type Scan<T> = Result<Option<T>, Fault>;

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
}

fn starts_or_may(text: &[u8], with: &[u8]) -> bool {
    text.starts_with(with) || with.starts_with(text)
}
