//! References, and the entities that they name.

use super::chars::{checked, is_char, name_end};
use super::dtd::Entity;
use super::events::{Code, Event, Fault};
use super::machine::{Expansion, Machine, Scan, Source};

/// How much entities may grow: not at all beyond a factor, once there is more than a threshold.
#[derive(Clone, Copy)]
pub struct Growth {
    pub threshold: u64,
    pub factor: f32,
}

impl Machine {
    /// Reads a reference in content.
    pub(super) fn reference(&mut self, text: &[u8], at: usize) -> Scan<usize> {
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

    pub(super) fn leave_entity(&mut self) -> Result<(), Fault> {
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
