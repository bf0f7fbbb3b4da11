//! `_tokenize`: the tokens of Python source.

mod lexer;

use lexer::{Class, Error, Lexer, OPERATORS, Token, kind};
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm, kinds, type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_tokenize",
    doc: "The tokens of Python source.",
    types: &[&TokenizerIter::TYPE],
    ..ModuleDef::DEFAULT
};

/// `TokenizerIter`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct TokenizerIter {
    header: Header,
    readline: Field<Value>,
    encoding: Field<Value>,
    #[untraced]
    extra: Cell<bool>,
    #[untraced]
    state: RefCell<Option<State>>,
}

/// All tokens of the source, and how many were given out.
struct State {
    lines: Vec<String>,
    tokens: Vec<Token>,
    error: Option<Error>,
    next: usize,
}

impl TokenizerIter {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <TokenizerIter as Numbered>::NUMBER,
        name: "TokenizerIter",
        module: "_tokenize",
        doc: "The tokens of a source that is read line by line.",
        flags: type_flags::SHOWS_GETATTR,
        native: &TokenizerIter::NATIVE,
        layout: Some(LayoutInfo::of::<TokenizerIter>()),
        ..TypeDef::DEFAULT
    };
}

/// Reads all lines.
fn read(vm: &mut Vm, this: Gc<TokenizerIter>) -> R<String> {
    let readline = this.readline.get();
    let encoding = this.encoding.get();
    let mut text = String::new();
    loop {
        let line = match vm.call(readline, &[]) {
            Ok(line) => line,
            Err(raised) => {
                if vm.take_if(kinds::STOP_ITERATION).is_some() {
                    return Ok(text);
                }
                return Err(raised);
            }
        };
        let line = if encoding.is_none() {
            match vm.as_str(line) {
                Some(line) => line,
                None => {
                    let of = vm.type_name(line);
                    return Err(vm.type_error(format!("readline() returned a non-string object ({of})")));
                }
            }
        } else {
            if vm.bytes_of(line).is_none() {
                let of = vm.type_name(line);
                return Err(vm.type_error(format!("readline() returned a non-bytes object ({of})")));
            }
            let decoded = vm.call_method_named(line, "decode", &[encoding])?;
            match vm.as_str(decoded) {
                Some(line) => line,
                None => return Ok(text),
            }
        };
        let line = line.to_display();
        if line.is_empty() {
            return Ok(text);
        }
        text.push_str(&line);
    }
}

impl State {
    fn of(text: &str, extra: bool) -> State {
        let chars: Vec<char> = text.chars().collect();
        let mut lexer = Lexer::new(&chars, extra);
        let error = lexer.run().err();
        let lines = text.split_inclusive('\n').map(str::to_owned).collect();
        let mut state = State { lines, tokens: lexer.tokens, error, next: 0 };
        if !extra {
            state.tokens = state.plain_tokens();
        }
        state
    }

    /// The tokens as the parser sees them: without comments and blank lines, and with no text for what ends lines and blocks.
    fn plain_tokens(&self) -> Vec<Token> {
        let is_layout = |t: &Token| matches!(t.kind, kind::INDENT | kind::DEDENT | kind::COMMENT | kind::NL);
        let mut out: Vec<Token> = Vec::new();
        for (i, token) in self.tokens.iter().enumerate() {
            let mut token = token.clone();
            match token.kind {
                kind::COMMENT | kind::NL => continue,
                kind::NEWLINE => match self.tokens[..i].last() {
                    Some(comment) if comment.kind == kind::COMMENT => {
                        token = Token { kind: kind::NEWLINE, ..comment.clone() };
                    }
                    _ => {
                        token.text = token.text.trim_end_matches('\n').to_owned();
                        token.end = (token.start.0, token.start.1 + token.text.len());
                    }
                },
                kind::INDENT | kind::DEDENT | kind::ENDMARKER => {
                    let next = self.tokens[i..].iter().find(|t| !is_layout(t));
                    let line = match next {
                        Some(next) if next.kind != kind::ENDMARKER => next.start.0,
                        _ => self.lines.len(),
                    };
                    if self.lines.is_empty() {
                        continue;
                    }
                    token = Token {
                        kind: token.kind,
                        text: String::new(),
                        start: (line, NOWHERE),
                        end: (line, NOWHERE),
                    };
                }
                _ => {}
            }
            out.push(token);
        }
        out
    }

    /// The lines that a token stands in.
    fn line_of(&self, token: &Token) -> String {
        if token.kind == kind::ENDMARKER && token.start.1 == NOWHERE {
            // A last line of blanks or a comment has been forgotten.
            let line = self.lines.last().cloned().unwrap_or_default();
            let is_blank = line.trim_start().is_empty() || line.trim_start().starts_with('#');
            return if is_blank { String::new() } else { line };
        }
        if token.kind == kind::STRING {
            return self.lines.get(token.start.0 - 1..token.end.0).map(|l| l.concat()).unwrap_or_default();
        }
        let last = if token.kind == kind::FSTRING_START + 1 { token.end.0 } else { token.start.0 };
        self.lines.get(token.start.0 - 1..last.max(token.start.0)).map(|l| l.concat()).unwrap_or_default()
    }
}

/// The column of a token that stands nowhere: -1.
const NOWHERE: usize = usize::MAX;

fn raise(vm: &mut Vm, error: &Error, lines: &[String]) -> Raised {
    let class = match error.class {
        Class::Syntax => kinds::SYNTAX_ERROR,
        Class::Indentation => kinds::INDENTATION_ERROR,
        Class::Tab => kinds::TAB_ERROR,
    };
    let mut text = lines.get(error.line.saturating_sub(1)).cloned().unwrap_or_default();
    let is_layout = error.class != Class::Syntax;
    if is_layout && text.ends_with('\n') {
        text.pop();
    }
    let message = vm.new_str(&error.message).value();
    let filename = vm.new_str("<string>").value();
    let text = vm.new_str(&text).value();
    let (line, column) = (Value::len(error.line), Value::len(error.column));
    let end = if is_layout { [Value::NONE, Value::NONE] } else { [line, column] };
    let details = vm.new_tuple(&[filename, line, column, text, end[0], end[1]]).value();
    vm.raise_call(class, &[message, details])
}

#[native]
impl TokenizerIter {
    #[sig("($cls, readline, /, *, encoding=None, extra_tokens=False)")]
    #[name("tokenizeriter")]
    fn __new__(
        vm: &mut Vm,
        _cls: Gc<Type>,
        readline: Value,
        encoding: Value,
        extra_tokens: bool,
    ) -> Gc<TokenizerIter> {
        let class = vm.class(TokenizerIter::TYPE.id).address();
        vm.heap.alloc(TokenizerIter {
            header: Header::new::<TokenizerIter>(class),
            readline: Field::new(readline),
            encoding: Field::new(encoding),
            extra: Cell::new(extra_tokens),
            state: RefCell::new(None),
        })
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<TokenizerIter>) -> R<Option<Value>> {
        if this.state.borrow().is_none() {
            let text = read(vm, this)?;
            *this.state.borrow_mut() = Some(State::of(&text, this.extra.get()));
        }
        let mut state = this.state.borrow_mut();
        let Some(state) = state.as_mut() else { return Ok(None) };
        let extra = this.extra.get();
        loop {
            let Some(token) = state.tokens.get(state.next).cloned() else {
                return match state.error.take() {
                    Some(error) => Err(raise(vm, &error, &state.lines)),
                    None => Ok(None),
                };
            };
            state.next += 1;
            if !extra && matches!(token.kind, kind::COMMENT | kind::NL) {
                continue;
            }
            let exact = OPERATORS.iter().find(|(text, _)| *text == token.text);
            let number = match exact {
                Some(&(_, number)) if token.kind == kind::OP && !extra => number,
                _ => token.kind,
            };
            let line = state.line_of(&token);
            let text = vm.new_str(&token.text).value();
            let pair = |vm: &mut Vm, (line, column): (usize, usize)| {
                let column = if column == NOWHERE { Value::int32(-1) } else { Value::len(column) };
                vm.new_tuple(&[Value::len(line), column]).value()
            };
            let (start, end) = (pair(vm, token.start), pair(vm, token.end));
            let line = vm.new_str(&line).value();
            return Ok(Some(vm.new_tuple(&[Value::int32(number), text, start, end, line]).value()));
        }
    }
}
