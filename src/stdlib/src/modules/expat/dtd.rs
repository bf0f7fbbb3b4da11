//! Document types: what they declare, and how they are read.

use super::chars::{checked, is_space, lines, name_end};
use super::entities::{Reference, scan_reference};
use super::events::{Code, EntityDecl, Event, Fault, Model};
use super::machine::Machine;
use std::collections::HashMap;

/// An entity.
#[derive(Clone, Default)]
pub struct Entity {
    pub value: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
    pub notation: Option<String>,
}

/// What is declared of an attribute.
struct Attribute {
    name: String,
    is_cdata: bool,
    default: Option<String>,
}

/// What a document declares.
#[derive(Default)]
pub struct Dtd {
    /// Entities of content.
    pub general: HashMap<String, Entity>,
    /// Entities of the document type itself.
    parameter: HashMap<String, Entity>,
    attributes: HashMap<String, Vec<Attribute>>,
    /// Something that was not read may declare more.
    pub may_have_more: bool,
}

impl Dtd {
    /// The attributes that an element has without being told.
    pub fn defaults(&self, element: &str) -> impl Iterator<Item = (&String, &String)> {
        let declared = self.attributes.get(element).map(|all| &all[..]).unwrap_or_default();
        declared.iter().filter_map(|attribute| Some((&attribute.name, attribute.default.as_ref()?)))
    }

    /// A value without the spaces that its type does not have.
    pub fn normalised(&self, element: &str, name: &str, value: String) -> String {
        let declared = self.attributes.get(element).and_then(|all| all.iter().find(|a| a.name == name));
        match declared {
            Some(Attribute { is_cdata: false, .. }) => tokens(&value),
            _ => value,
        }
    }
}

fn tokens(value: &str) -> String {
    value.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A reader of declarations.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    /// Where the text stands in its source.
    base: usize,
}

type Read<T> = Result<T, Fault>;

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        &self.text[self.at..]
    }

    fn fault<T>(&self, code: Code) -> Read<T> {
        Err((code, self.base + self.at))
    }

    fn syntax<T>(&self) -> Read<T> {
        if self.at >= self.text.len() { self.fault(Code::UnclosedToken) } else { self.fault(Code::Syntax) }
    }

    fn space(&mut self) -> bool {
        let start = self.at;
        while self.rest().first().is_some_and(|byte| is_space(*byte)) {
            self.at += 1;
        }
        self.at > start
    }

    fn eat(&mut self, what: &[u8]) -> bool {
        let found = self.rest().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    fn expect(&mut self, what: &[u8]) -> Read<()> {
        if self.eat(what) { Ok(()) } else { self.syntax() }
    }

    fn name(&mut self) -> Read<String> {
        let n = name_end(self.rest());
        if n == 0 {
            return self.syntax();
        }
        let name = checked(&self.rest()[..n], self.base + self.at)?;
        self.at += n;
        Ok(name)
    }

    fn literal(&mut self) -> Read<Vec<u8>> {
        let Some(quote @ (b'"' | b'\'')) = self.rest().first().copied() else { return self.syntax() };
        let Some(n) = self.rest()[1..].iter().position(|byte| *byte == quote) else {
            return self.fault(Code::UnclosedToken);
        };
        let value = self.rest()[1..=n].to_vec();
        checked(&value, self.base + self.at + 1)?;
        self.at += n + 2;
        Ok(value)
    }

    fn text_literal(&mut self) -> Read<String> {
        self.literal().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// `SYSTEM "..."` or `PUBLIC "..." "..."`: the system and the public name.
    fn external(&mut self, system_needed: bool) -> Read<Option<(Option<String>, Option<String>)>> {
        if self.eat(b"SYSTEM") {
            self.space();
            return Ok(Some((Some(self.text_literal()?), None)));
        }
        if self.eat(b"PUBLIC") {
            self.space();
            let public = tokens(&self.text_literal()?.replace(['\n', '\r', '\t'], " "));
            self.space();
            let has_system = matches!(self.rest().first(), Some(b'"' | b'\''));
            let system = if has_system || system_needed { Some(self.text_literal()?) } else { None };
            return Ok(Some((system, Some(public))));
        }
        Ok(None)
    }
}

impl Machine {
    /// Reads `<!DOCTYPE ...>` as a whole.
    pub(super) fn doctype(&mut self, text: &[u8], at: usize, complete: bool) -> Result<Option<usize>, Fault> {
        let Some(end) = doctype_end(&text[at..]) else {
            let in_subset = text[at..].contains(&b'[');
            return if complete && in_subset { Err((Code::NoElements, text.len())) } else { Ok(None) };
        };
        let mut reader = Reader { text: &text[at..at + end], at: 9, base: at };
        reader.space();
        let name = reader.name()?;
        reader.space();
        let external = reader.external(true)?;
        reader.space();
        let internal = reader.eat(b"[");
        let (system, public) = external.unwrap_or_default();
        let has_external = system.is_some();
        if has_external && !self.standalone {
            self.queue.push_back(Event::NotStandalone(false));
        }
        self.queue.push_back(Event::StartDoctype {
            name,
            system: system.clone(),
            public: public.clone(),
            internal,
        });
        if internal {
            self.read_subset(&mut reader, 0)?;
            reader.expect(b"]")?;
            reader.space();
        }
        reader.expect(b">")?;
        let foreign = std::mem::take(&mut self.foreign);
        if has_external || foreign {
            self.dtd.borrow_mut().may_have_more = true;
            self.queue.push_back(Event::External { context: None, system, public });
            if has_external && !self.standalone {
                self.queue.push_back(Event::NotStandalone(true));
            }
        }
        self.queue.push_back(Event::EndDoctype);
        Ok(Some(at + end))
    }

    /// Reads declarations that stand by themselves.
    pub(super) fn read_declarations(&mut self, text: &[u8], base: usize) -> Result<(), Fault> {
        let mut reader = Reader { text, at: 0, base };
        self.read_subset(&mut reader, 0)?;
        if reader.at < text.len() { reader.syntax() } else { Ok(()) }
    }

    fn read_subset(&mut self, reader: &mut Reader<'_>, depth: usize) -> Read<()> {
        const DEPTH_MAX: usize = 64;
        loop {
            reader.space();
            match reader.rest() {
                [] | [b']', ..] => return Ok(()),
                [b'%', ..] => {
                    reader.at += 1;
                    let name = reader.name()?;
                    reader.expect(b";")?;
                    let entity = self.dtd.borrow().parameter.get(&name).cloned();
                    match entity {
                        Some(Entity { value: Some(value), .. }) if depth < DEPTH_MAX => {
                            self.count_expansion(value.len(), reader.base + reader.at)?;
                            let mut inner = Reader { text: value.as_bytes(), at: 0, base: reader.base };
                            self.read_subset(&mut inner, depth + 1)?;
                        }
                        Some(Entity { value: Some(_), .. }) => return reader.fault(Code::RecursiveEntityRef),
                        Some(Entity { system, public, .. }) => {
                            self.dtd.borrow_mut().may_have_more = true;
                            self.queue.push_back(Event::External { context: None, system, public });
                        }
                        None => {
                            self.dtd.borrow_mut().may_have_more = true;
                            self.queue.push_back(Event::Skipped(name, true));
                        }
                    }
                }
                rest if rest.starts_with(b"<!--") => {
                    let Some(n) = memchr::memmem::find(&rest[4..], b"-->") else {
                        return reader.fault(Code::UnclosedToken);
                    };
                    let content = checked(&rest[4..4 + n], reader.base + reader.at)?;
                    self.queue.push_back(Event::Comment(lines(&content).concat()));
                    reader.at += n + 7;
                }
                rest if rest.starts_with(b"<?") => {
                    let text = rest.to_vec();
                    match self.instruction(&text, 0) {
                        Ok(Some(n)) => reader.at += n,
                        Ok(None) => return reader.fault(Code::UnclosedToken),
                        Err((code, offset)) => return Err((code, reader.base + reader.at + offset)),
                    }
                }
                rest if rest.starts_with(b"<![") => {
                    reader.at += 3;
                    reader.space();
                    let keep = if reader.eat(b"INCLUDE") {
                        true
                    } else {
                        reader.expect(b"IGNORE")?;
                        false
                    };
                    reader.space();
                    reader.expect(b"[")?;
                    if keep {
                        self.read_subset(reader, depth + 1)?;
                        reader.expect(b"]]>")?;
                    } else {
                        let Some(n) = memchr::memmem::find(reader.rest(), b"]]>") else {
                            return reader.fault(Code::UnclosedToken);
                        };
                        reader.at += n + 3;
                    }
                }
                _ => self.declaration(reader)?,
            }
        }
    }

    fn declaration(&mut self, reader: &mut Reader<'_>) -> Read<()> {
        if reader.eat(b"<!ENTITY") {
            self.entity(reader)?;
        } else if reader.eat(b"<!ELEMENT") {
            reader.space();
            let name = reader.name()?;
            reader.space();
            let model = content_model(reader)?;
            self.queue.push_back(Event::Element(name, model));
        } else if reader.eat(b"<!ATTLIST") {
            self.attribute_list(reader)?;
        } else if reader.eat(b"<!NOTATION") {
            reader.space();
            let name = reader.name()?;
            reader.space();
            let Some((system, public)) = reader.external(false)? else { return reader.syntax() };
            self.queue.push_back(Event::Notation { name, system, public });
        } else {
            return reader.syntax();
        }
        reader.space();
        reader.expect(b">")
    }

    fn entity(&mut self, reader: &mut Reader<'_>) -> Read<()> {
        reader.space();
        let parameter = reader.eat(b"%");
        reader.space();
        let name = reader.name()?;
        reader.space();
        let mut entity = Entity::default();
        match reader.external(true)? {
            Some((system, public)) => {
                (entity.system, entity.public) = (system, public);
                reader.space();
                if !parameter && reader.eat(b"NDATA") {
                    reader.space();
                    entity.notation = Some(reader.name()?);
                }
            }
            None => {
                let literal = reader.literal()?;
                entity.value = Some(self.entity_value(&literal, reader.base + reader.at)?);
            }
        }
        self.queue.push_back(Event::Entity(EntityDecl {
            name: name.clone(),
            parameter,
            value: entity.value.clone(),
            system: entity.system.clone(),
            public: entity.public.clone(),
            notation: entity.notation.clone(),
        }));
        let mut dtd = self.dtd.borrow_mut();
        let all = if parameter { &mut dtd.parameter } else { &mut dtd.general };
        // The first declaration counts.
        all.entry(name).or_insert(entity);
        Ok(())
    }

    /// The value of an entity: character references replaced, and parameter entities; the rest waits.
    fn entity_value(&mut self, text: &[u8], at: usize) -> Read<String> {
        let mut out = Vec::with_capacity(text.len());
        let mut here = 0;
        while here < text.len() {
            match text[here] {
                b'&' if text.get(here + 1) == Some(&b'#') => match scan_reference(text, here) {
                    Ok(Some((Reference::Char(c), end))) => {
                        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                        here = end;
                    }
                    Ok(_) => return Err((Code::InvalidToken, at)),
                    Err((code, _)) => return Err((code, at)),
                },
                b'%' => {
                    let n = name_end(&text[here + 1..]);
                    if n == 0 || text.get(here + 1 + n) != Some(&b';') {
                        return Err((Code::InvalidToken, at));
                    }
                    let name = String::from_utf8_lossy(&text[here + 1..here + 1 + n]).into_owned();
                    let value =
                        self.dtd.borrow().parameter.get(&name).and_then(|entity| entity.value.clone());
                    if let Some(value) = value {
                        self.count_expansion(value.len(), at)?;
                        out.extend_from_slice(value.as_bytes());
                    }
                    here += n + 2;
                }
                b'\r' => {
                    out.push(b'\n');
                    here += if text.get(here + 1) == Some(&b'\n') { 2 } else { 1 };
                }
                byte => {
                    out.push(byte);
                    here += 1;
                }
            }
        }
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    fn attribute_list(&mut self, reader: &mut Reader<'_>) -> Read<()> {
        reader.space();
        let element = reader.name()?;
        loop {
            reader.space();
            if matches!(reader.rest(), [b'>', ..]) {
                return Ok(());
            }
            let name = reader.name()?;
            reader.space();
            let kind = attribute_kind(reader)?;
            reader.space();
            let (mut required, mut default) = (false, None);
            if reader.eat(b"#REQUIRED") {
                required = true;
            } else if !reader.eat(b"#IMPLIED") {
                if reader.eat(b"#FIXED") {
                    required = true;
                    reader.space();
                }
                let literal = reader.literal()?;
                let at = reader.base + reader.at;
                let value = self.attribute_value(&literal, at)?;
                default = Some(if kind == "CDATA" { value } else { tokens(&value) });
            }
            self.queue.push_back(Event::Attribute {
                element: element.clone(),
                name: name.clone(),
                kind: kind.clone(),
                default: default.clone(),
                required,
            });
            let mut dtd = self.dtd.borrow_mut();
            let declared = dtd.attributes.entry(element.clone()).or_default();
            if !declared.iter().any(|attribute| attribute.name == name) {
                declared.push(Attribute { name, is_cdata: kind == "CDATA", default });
            }
        }
    }
}

fn attribute_kind(reader: &mut Reader<'_>) -> Read<String> {
    for kind in ["CDATA", "IDREFS", "IDREF", "ID", "ENTITIES", "ENTITY", "NMTOKENS", "NMTOKEN"] {
        if reader.eat(kind.as_bytes()) {
            return Ok(kind.to_owned());
        }
    }
    let mut kind = String::new();
    if reader.eat(b"NOTATION") {
        kind.push_str("NOTATION");
        reader.space();
    }
    reader.expect(b"(")?;
    let mut separator = '(';
    loop {
        reader.space();
        let stop = |byte: &u8| is_space(*byte) || matches!(byte, b'|' | b')');
        let n = reader.rest().iter().position(stop).unwrap_or(reader.rest().len());
        if n == 0 {
            return reader.syntax();
        }
        kind.push(separator);
        kind.push_str(&checked(&reader.rest()[..n], reader.base + reader.at)?);
        reader.at += n;
        reader.space();
        separator = '|';
        if reader.eat(b")") {
            kind.push(')');
            return Ok(kind);
        }
        reader.expect(b"|")?;
    }
}

fn content_model(reader: &mut Reader<'_>) -> Read<Model> {
    let plain = |kind| Model { kind, quantifier: 0, name: None, parts: Vec::new() };
    if reader.eat(b"EMPTY") {
        return Ok(plain(1));
    }
    if reader.eat(b"ANY") {
        return Ok(plain(2));
    }
    reader.expect(b"(")?;
    reader.space();
    if reader.eat(b"#PCDATA") {
        let mut model = plain(3);
        loop {
            reader.space();
            if reader.eat(b")") {
                break;
            }
            reader.expect(b"|")?;
            reader.space();
            let name = reader.name()?;
            model.parts.push(Model { name: Some(name), ..plain(4) });
        }
        if reader.eat(b"*") {
            model.quantifier = 2;
        } else if !model.parts.is_empty() {
            return reader.syntax();
        }
        return Ok(model);
    }
    group(reader, 0)
}

/// A group behind its parenthesis.
fn group(reader: &mut Reader<'_>, depth: usize) -> Read<Model> {
    const DEPTH_MAX: usize = 256;
    if depth > DEPTH_MAX {
        return reader.syntax();
    }
    let mut model = Model { kind: 6, quantifier: 0, name: None, parts: Vec::new() };
    let mut separator = None;
    loop {
        reader.space();
        let part = if reader.eat(b"(") {
            group(reader, depth + 1)?
        } else {
            let name = reader.name()?;
            Model { kind: 4, quantifier: quantifier(reader), name: Some(name), parts: Vec::new() }
        };
        model.parts.push(part);
        reader.space();
        if reader.eat(b")") {
            break;
        }
        let Some(next @ (b'|' | b',')) = reader.rest().first().copied() else { return reader.syntax() };
        if separator.is_some_and(|before| before != next) {
            return reader.syntax();
        }
        separator = Some(next);
        reader.at += 1;
    }
    model.kind = if separator == Some(b'|') { 5 } else { 6 };
    model.quantifier = quantifier(reader);
    Ok(model)
}

fn quantifier(reader: &mut Reader<'_>) -> i64 {
    for (mark, number) in [(b"?", 1), (b"*", 2), (b"+", 3)] {
        if reader.eat(mark) {
            return number;
        }
    }
    0
}

/// The length of a document type, if all of it is there.
fn doctype_end(text: &[u8]) -> Option<usize> {
    let (mut at, mut in_subset) = (0, false);
    while at < text.len() {
        let rest = &text[at..];
        match rest[0] {
            quote @ (b'"' | b'\'') => at += 1 + rest[1..].iter().position(|byte| *byte == quote)?,
            b'<' if rest.starts_with(b"<!--") => at += 3 + memchr::memmem::find(&rest[4..], b"-->")? + 3,
            b'<' if rest.starts_with(b"<?") => at += memchr::memmem::find(rest, b"?>")? + 1,
            b'[' => in_subset = true,
            b']' => in_subset = false,
            b'>' if !in_subset => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}
