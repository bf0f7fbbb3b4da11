//! Reading: a state machine over the characters of lines.

use super::dialect::{Dialect, Quoting};
use super::{State as ModuleState, error, made_by_functions};
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm,
    kinds::{self, Numbered},
};
use taipan_text::wtf8;

/// A reader.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Reader {
    header: Header,
    lines: Field<Value>,
    dialect: Field<Gc<Dialect>>,
    #[untraced]
    line_num: Cell<i64>,
}

impl Reader {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        native: &Reader::NATIVE,
        layout: Some(LayoutInfo::of::<Reader>()),
        ..made_by_functions(<Reader as Numbered>::NUMBER, "reader", "Reads a table row by row.")
    };
}

/// A reader of lines.
pub fn new(vm: &mut Vm, lines: Value, dialect: Gc<Dialect>) -> Gc<Reader> {
    let header = Header::new::<Reader>(vm.class_address(Reader::TYPE.id));
    vm.heap.alloc(Reader {
        header,
        lines: Field::new(lines),
        dialect: Field::new(dialect),
        line_num: Cell::new(0),
    })
}

#[native]
impl Reader {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Reader>) -> R<Option<Value>> {
        let limit = usize::try_from(vm.state::<ModuleState>().limit.0).unwrap_or(0);
        let mut row = Row::new(this.dialect.get(), limit);
        loop {
            let line_num = this.line_num.get();
            let line = vm.next(this.lines.get())?;
            if this.line_num.get() != line_num {
                return Err(error(vm, "iterator has already advanced the reader"));
            }
            let Some(line) = line else {
                if row.n_chars == 0 && row.state != State::InQuoted {
                    return Ok(None);
                }
                if this.dialect.get().strict {
                    return Err(error(vm, "unexpected end of data"));
                }
                row.end_field(vm)?;
                break;
            };
            let Some(text) = vm.as_str(line) else {
                let of = vm.type_name(line);
                let message = format!(
                    "iterator should return strings, not {of} (the file should be opened in text mode)"
                );
                return Err(error(vm, &message));
            };
            this.line_num.set(line_num + 1);
            row.line(vm, text.to_ref().as_bytes())?;
            if row.state == State::StartRecord {
                break;
            }
        }
        Ok(Some(vm.new_list_from(row.fields).value()))
    }

    #[member("dialect")]
    fn dialect(_: &mut Vm, this: Gc<Reader>) -> Gc<Dialect> {
        this.dialect.get()
    }

    #[member("line_num")]
    fn line_num(_: &mut Vm, this: Gc<Reader>) -> i64 {
        this.line_num.get()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    InField,
    InQuoted,
    EscapedInQuoted,
    QuoteInQuoted,
    EatNewline,
    AfterEscapedNewline,
}

const LF: u32 = 0x0a;
const CR: u32 = 0x0d;

/// A row that is being read.
struct Row {
    dialect: Gc<Dialect>,
    limit: usize,
    /// Bytes with which nothing begins that means anything inside a field.
    plain: [bool; 256],
    state: State,
    fields: Values,
    /// The field that is being read.
    text: Vec<u8>,
    n_chars: usize,
    unquoted: bool,
}

impl Row {
    fn new(dialect: Gc<Dialect>, limit: usize) -> Row {
        let mut plain = [true; 256];
        let special = [Some(LF), Some(CR), Some(dialect.delimiter), dialect.quotechar, dialect.escapechar];
        for c in special.into_iter().flatten() {
            plain[usize::from(wtf8::encode_char(c).0[0])] = false;
        }
        Row {
            dialect,
            limit,
            plain,
            state: State::StartRecord,
            fields: Values::new(),
            text: Vec::new(),
            n_chars: 0,
            unquoted: true,
        }
    }

    fn line(&mut self, vm: &mut Vm, line: &[u8]) -> R<()> {
        let mut at = 0;
        while at < line.len() {
            if matches!(self.state, State::InField | State::InQuoted) {
                let rest = &line[at..];
                let n = rest.iter().position(|&byte| !self.plain[usize::from(byte)]).unwrap_or(rest.len());
                self.add(vm, &rest[..n])?;
                at += n;
            }
            let Some((c, n_bytes)) = wtf8::char_at(line, at) else { break };
            self.step(vm, Some(c), &line[at..at + n_bytes])?;
            at += n_bytes;
        }
        self.step(vm, None, b"\n")
    }

    /// Takes a character, or the end of a line (which stands for a newline where one is escaped).
    fn step(&mut self, vm: &mut Vm, c: Option<u32>, text: &[u8]) -> R<()> {
        let dialect = self.dialect;
        let is_newline = matches!(c, None | Some(LF | CR));
        let is_quote = c.is_some() && c == dialect.quotechar && dialect.quoting != Quoting::None;
        let is_escape = c.is_some() && c == dialect.escapechar;
        let is_delimiter = c == Some(dialect.delimiter);
        match self.state {
            State::StartRecord if c.is_none() => {}
            State::StartRecord if is_newline => self.state = State::EatNewline,
            State::StartRecord | State::StartField => {
                self.unquoted = true;
                if is_newline {
                    self.end_row(vm, c)?;
                } else if is_quote {
                    self.unquoted = false;
                    self.state = State::InQuoted;
                } else if is_escape {
                    self.state = State::Escaped;
                } else if c == Some(0x20) && dialect.skipinitialspace {
                    self.state = State::StartField;
                } else if is_delimiter {
                    self.end_field(vm)?;
                    self.state = State::StartField;
                } else {
                    self.state = State::InField;
                    self.add(vm, text)?;
                }
            }
            State::Escaped => {
                self.add(vm, text)?;
                self.state =
                    if is_newline && c.is_some() { State::AfterEscapedNewline } else { State::InField };
            }
            State::AfterEscapedNewline if c.is_none() => {}
            State::AfterEscapedNewline | State::InField => {
                if is_newline {
                    self.end_row(vm, c)?;
                } else if is_escape {
                    self.state = State::Escaped;
                } else if is_delimiter {
                    self.end_field(vm)?;
                    self.state = State::StartField;
                } else {
                    self.state = State::InField;
                    self.add(vm, text)?;
                }
            }
            State::InQuoted => {
                if is_escape {
                    self.state = State::EscapedInQuoted;
                } else if is_quote {
                    self.state = if dialect.doublequote { State::QuoteInQuoted } else { State::InField };
                } else if c.is_some() {
                    self.add(vm, text)?;
                }
            }
            State::EscapedInQuoted => {
                self.add(vm, text)?;
                self.state = State::InQuoted;
            }
            State::QuoteInQuoted => {
                if is_quote {
                    self.add(vm, text)?;
                    self.state = State::InQuoted;
                } else if is_delimiter {
                    self.end_field(vm)?;
                    self.state = State::StartField;
                } else if is_newline {
                    self.end_row(vm, c)?;
                } else if !dialect.strict {
                    self.add(vm, text)?;
                    self.state = State::InField;
                } else {
                    let shown = |c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
                    let (delimiter, quote) = (shown(dialect.delimiter), dialect.quotechar.map_or('"', shown));
                    return Err(error(vm, &format!("'{delimiter}' expected after '{quote}'")));
                }
            }
            State::EatNewline if c.is_none() => self.state = State::StartRecord,
            State::EatNewline if is_newline => {}
            State::EatNewline => {
                let message = "new-line character seen in unquoted field - do you need to open the file with newline=''?";
                return Err(error(vm, message));
            }
        }
        Ok(())
    }

    fn add(&mut self, vm: &mut Vm, text: &[u8]) -> R<()> {
        self.n_chars += wtf8::count_chars(text);
        if self.n_chars > self.limit && !text.is_empty() {
            let limit = vm.state::<ModuleState>().limit.0;
            return Err(error(vm, &format!("field larger than field limit ({limit})")));
        }
        self.text.extend_from_slice(text);
        Ok(())
    }

    /// Ends a row at a newline, behind which only more of that may follow, or at the end of a line.
    fn end_row(&mut self, vm: &mut Vm, c: Option<u32>) -> R<()> {
        self.end_field(vm)?;
        self.state = if c.is_none() { State::StartRecord } else { State::EatNewline };
        Ok(())
    }

    fn end_field(&mut self, vm: &mut Vm) -> R<()> {
        let quoting = self.dialect.quoting;
        let empty = self.text.is_empty();
        let value = if self.unquoted && empty && matches!(quoting, Quoting::NotNull | Quoting::Strings) {
            Value::NONE
        } else {
            let text = vm.new_str_counted(&self.text, self.n_chars).value();
            if self.unquoted && !empty && matches!(quoting, Quoting::NonNumeric | Quoting::Strings) {
                let float = vm.class(kinds::FLOAT).value();
                vm.call(float, &[text])?
            } else {
                text
            }
        };
        self.text.clear();
        self.n_chars = 0;
        self.unquoted = true;
        self.fields.push(&mut vm.heap, value);
        Ok(())
    }
}
