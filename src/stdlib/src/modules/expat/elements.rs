//! Elements: their tags and attributes, and the namespaces of their names.

use super::chars::{checked, is_space, name_end};
use super::events::{Code, Event, Fault};
use super::machine::{Kind, Machine, Phase, Scan};

/// An element that is open.
pub(super) struct Open {
    /// As written, and as reported.
    pub(super) raw: Vec<u8>,
    name: String,
    prefixes: Vec<Option<String>>,
}

impl Machine {
    pub(super) fn end_tag(&mut self, text: &[u8], at: usize) -> Scan<usize> {
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

    pub(super) fn close(&mut self) {
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

    pub(super) fn start_tag(&mut self, text: &[u8], at: usize) -> Scan<usize> {
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
}
