//! `str.format`'s templates: literals and replacement fields, and the parts of a field's name.

use crate::wtf8::{Wtf8, char_at};

/// A piece of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece<'a> {
    /// Text to be copied (doubled braces are one by now); may be empty.
    pub literal: &'a Wtf8,
    /// The replacement field behind it.
    pub field: Option<Field<'a>>,
}

/// A replacement field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field<'a> {
    /// What to look up; see [`split_name`].
    pub name: &'a Wtf8,
    /// The character behind `!`.
    pub conversion: Option<u32>,
    /// What stands behind `:`; may hold fields itself.
    pub spec: &'a Wtf8,
    /// Are there fields in the specification?
    pub is_spec_nested: bool,
}

/// Why a template is not one. All are ValueErrors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TemplateError {
    /// `}` alone.
    SingleClose,
    /// `{` at the end.
    SingleOpen,
    /// `{` in a name.
    OpenInName,
    /// Nothing behind `!`.
    MissingConversion,
    /// Something else behind a conversion.
    ExpectedColon,
    /// A specification without an end.
    UnmatchedOpen,
    /// A field without an end.
    ExpectedClose,
    /// `a.` or `a[]`.
    EmptyAttribute,
    /// `a[b`.
    MissingBracket,
    /// `a[b]c`.
    AfterBracket,
    /// An index that no machine integer holds.
    TooManyDigits,
    /// `{}` after `{0}`.
    ManualToAutomatic,
    /// `{0}` after `{}`.
    AutomaticToManual,
}

impl TemplateError {
    /// CPython's text.
    pub fn message(self) -> &'static str {
        match self {
            TemplateError::SingleClose => "Single '}' encountered in format string",
            TemplateError::SingleOpen => "Single '{' encountered in format string",
            TemplateError::OpenInName => "unexpected '{' in field name",
            TemplateError::MissingConversion => "end of string while looking for conversion specifier",
            TemplateError::ExpectedColon => "expected ':' after conversion specifier",
            TemplateError::UnmatchedOpen => "unmatched '{' in format spec",
            TemplateError::ExpectedClose => "expected '}' before end of string",
            TemplateError::EmptyAttribute => "Empty attribute in format string",
            TemplateError::MissingBracket => "Missing ']' in format string",
            TemplateError::AfterBracket => "Only '.' or '[' may follow ']' in format field specifier",
            TemplateError::TooManyDigits => "Too many decimal digits in format string",
            TemplateError::ManualToAutomatic => {
                "cannot switch from manual field specification to automatic field numbering"
            }
            TemplateError::AutomaticToManual => {
                "cannot switch from automatic field numbering to manual field specification"
            }
        }
    }
}

/// The pieces of a template; ends after an error.
pub fn pieces(template: &Wtf8) -> Pieces<'_> {
    Pieces { rest: template.as_bytes() }
}

/// See [`pieces`].
#[derive(Clone)]
pub struct Pieces<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let result = self.piece();
        if result.is_err() {
            self.rest = &[];
        }
        Some(result)
    }
}

impl<'a> Pieces<'a> {
    /// What is not read yet.
    pub fn rest(&self) -> &'a Wtf8 {
        Wtf8::new(self.rest)
    }

    fn piece(&mut self) -> Result<Piece<'a>, TemplateError> {
        let bytes = self.rest;
        let Some(at) = memchr::memchr2(b'{', b'}', bytes) else {
            self.rest = &[];
            return Ok(Piece { literal: Wtf8::new(bytes), field: None });
        };
        let brace = bytes[at];
        if bytes.get(at + 1) == Some(&brace) {
            self.rest = &bytes[at + 2..];
            return Ok(Piece { literal: Wtf8::new(&bytes[..at + 1]), field: None });
        }
        if brace == b'}' {
            return Err(TemplateError::SingleClose);
        }
        if at + 1 == bytes.len() {
            return Err(TemplateError::SingleOpen);
        }
        self.rest = &bytes[at + 1..];
        let field = self.field()?;
        Ok(Piece { literal: Wtf8::new(&bytes[..at]), field: Some(field) })
    }

    fn field(&mut self) -> Result<Field<'a>, TemplateError> {
        let bytes = self.rest;
        let mut at = 0;
        let end = loop {
            match bytes.get(at) {
                None => return Err(TemplateError::ExpectedClose),
                Some(b'{') => return Err(TemplateError::OpenInName),
                Some(b'[') => {
                    at += 1;
                    while bytes.get(at).is_some_and(|&byte| byte != b']') {
                        at += 1;
                    }
                }
                Some(b'}' | b':' | b'!') => break at,
                Some(_) => at += 1,
            }
        };
        let mut field = Field {
            name: Wtf8::new(&bytes[..end]),
            conversion: None,
            spec: Wtf8::new(&[]),
            is_spec_nested: false,
        };
        at = end + 1;
        if bytes[end] == b'}' {
            self.rest = &bytes[at..];
            return Ok(field);
        }
        if bytes[end] == b'!' {
            let (conversion, len) = char_at(bytes, at).ok_or(TemplateError::MissingConversion)?;
            field.conversion = Some(conversion);
            at += len;
            match bytes.get(at) {
                Some(b'}') => {
                    self.rest = &bytes[at + 1..];
                    return Ok(field);
                }
                Some(b':') => at += 1,
                Some(_) => return Err(TemplateError::ExpectedColon),
                None => return Err(TemplateError::UnmatchedOpen),
            }
        }
        let start = at;
        let mut depth = 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'{' => {
                    field.is_spec_nested = true;
                    depth += 1;
                }
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        field.spec = Wtf8::new(&bytes[start..at]);
                        self.rest = &bytes[at + 1..];
                        return Ok(field);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        Err(TemplateError::UnmatchedOpen)
    }
}

/// What a field's name starts with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First<'a> {
    /// Nothing: the next positional argument.
    Automatic,
    /// A positional argument.
    Index(usize),
    /// A keyword argument.
    Name(&'a Wtf8),
}

/// What follows in a field's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<'a> {
    /// `.name`
    Attribute(&'a Wtf8),
    /// `[7]`
    Index(usize),
    /// `[key]`
    Key(&'a Wtf8),
}

/// The parts of a field's name.
pub fn split_name(name: &Wtf8) -> Result<(First<'_>, Steps<'_>), TemplateError> {
    let bytes = name.as_bytes();
    let end = memchr::memchr2(b'.', b'[', bytes).unwrap_or(bytes.len());
    let first = Wtf8::new(&bytes[..end]);
    let first_part = match index_of(first)? {
        Some(index) => First::Index(index),
        None if first.is_empty() => First::Automatic,
        None => First::Name(first),
    };
    Ok((first_part, Steps { rest: &bytes[end..] }))
}

/// A text of digits only as an index.
fn index_of(text: &Wtf8) -> Result<Option<usize>, TemplateError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut value = 0usize;
    for c in text.chars() {
        let Some(digit) = crate::properties::decimal_value(c) else { return Ok(None) };
        value = value
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(usize::from(digit)))
            .filter(|&value| value <= isize::MAX as usize)
            .ok_or(TemplateError::TooManyDigits)?;
    }
    Ok(Some(value))
}

/// See [`split_name`].
#[derive(Clone)]
pub struct Steps<'a> {
    rest: &'a [u8],
}

impl<'a> Steps<'a> {
    /// The steps in the rest of a name.
    pub fn of(rest: &'a Wtf8) -> Steps<'a> {
        Steps { rest: rest.as_bytes() }
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'a Wtf8 {
        Wtf8::new(self.rest)
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Result<Step<'a>, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (first, rest) = self.rest.split_first()?;
        let result = match first {
            b'.' => {
                let end = memchr::memchr2(b'.', b'[', rest).unwrap_or(rest.len());
                self.rest = &rest[end..];
                Ok(Step::Attribute(Wtf8::new(&rest[..end])))
            }
            b'[' => match memchr::memchr(b']', rest) {
                Some(end) => {
                    self.rest = &rest[end + 1..];
                    let key = Wtf8::new(&rest[..end]);
                    index_of(key).map(|index| index.map_or(Step::Key(key), Step::Index))
                }
                None => Err(TemplateError::MissingBracket),
            },
            _ => Err(TemplateError::AfterBracket),
        };
        let result = match result {
            Ok(Step::Attribute(name) | Step::Key(name)) if name.is_empty() => {
                Err(TemplateError::EmptyAttribute)
            }
            other => other,
        };
        if result.is_err() {
            self.rest = &[];
        }
        Some(result)
    }
}

/// Counts automatic fields and sees that they are not mixed with numbered ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct AutoNumber {
    next: usize,
    mode: Mode,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Mode {
    #[default]
    Unknown,
    Automatic,
    Manual,
}

impl AutoNumber {
    /// The index for an automatic field.
    pub fn automatic(&mut self) -> Result<usize, TemplateError> {
        if self.mode == Mode::Manual {
            return Err(TemplateError::ManualToAutomatic);
        }
        self.mode = Mode::Automatic;
        self.next += 1;
        Ok(self.next - 1)
    }

    /// Notes a field with a number.
    pub fn manual(&mut self) -> Result<(), TemplateError> {
        if self.mode == Mode::Automatic {
            return Err(TemplateError::AutomaticToManual);
        }
        self.mode = Mode::Manual;
        Ok(())
    }
}
