//! Source to code objects: what `compile()`, `exec`, imports and the command line all come to.

use crate::ast;
use crate::incomplete;
use crate::room::with_room;
use bumpalo::Bump;
use taipan_bytecode::code_flags;
use taipan_grammar::{Dialect, ErrorKind, Lacks, Mode, Origin, TypeComments, check_features, type_comments};
use taipan_runtime::layout::{Code, Str};
use taipan_runtime::{CompileMode, CompileOptions, Gc, Kind, R, Raised, Value, Vm, code, kinds};

/// `PyCF_ONLY_AST`
const ONLY_AST: i32 = 0x400;
/// What `PyCF_OPTIMIZED_AST` has beyond [`ONLY_AST`].
const OPTIMIZED_AST: i32 = 0x8000;
/// `PyCF_TYPE_COMMENTS`
const TYPE_COMMENTS: i32 = 0x1000;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`
const TOP_LEVEL_AWAIT: i32 = 0x2000;
/// `PyCF_DONT_IMPLY_DEDENT`: a compound statement waits for an empty line.
pub const DONT_IMPLY_DEDENT: i32 = 0x200;
/// `PyCF_ALLOW_INCOMPLETE_INPUT`: what more lines could make right is an error of its own.
pub const ALLOW_INCOMPLETE: i32 = 0x4000;

/// How text is compiled.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// `co_filename`
    pub filename: &'a str,
    /// What the text is.
    pub mode: CompileMode,
    /// Flags as of `compile()`.
    pub flags: i32,
    /// The level of optimisation, -1 for the interpreter's own.
    pub optimize: i32,
    /// How many digits an int literal may have, 0 for any number; without, the number at start-up.
    pub int_digits: Option<usize>,
}

/// A `SyntaxWarning` and where it is due.
pub struct Warning {
    /// The text.
    pub message: String,
    /// What is said where it is an error.
    error: String,
    /// Line, column, end line, end column, as of a failure.
    place: [u32; 4],
    shown: Shown,
}

impl Warning {
    fn of_text(w: &taipan_grammar::Warning) -> Warning {
        Warning {
            message: w.message.clone(),
            error: w.error.clone().unwrap_or_else(|| w.message.clone()),
            place: [w.line, w.column, w.end_line, w.end_column],
            shown: if w.error.is_some() { Shown::Line } else { Shown::LineWithoutEnd },
        }
    }
}

/// Which text an error shows.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    /// The line of the file of that name or, if there is none, of the source.
    Line,
    /// That of the source, without its end.
    LineWithoutEnd,
    /// Text of the source.
    Text(String),
    /// The line of the file of that name or, if there is none, text of the source.
    LineOrText(String),
    /// The line of the file of that name, if there is one: the compiler does not know the source.
    File,
}

/// Why text was not compiled.
pub struct Failure {
    kind: Kind,
    message: String,
    /// Line, column, end line, end column; columns are counted in characters from 1.
    place: Option<[u32; 4]>,
    shown: Shown,
    /// Where the last statement begins that was read before, for errors of the grammar.
    statement: Option<(u32, u32)>,
    /// What more lines could bring.
    lacks: Option<Lacks>,
    /// What was noticed before.
    warnings: Vec<Warning>,
    /// The place is in the exception's attributes only.
    bare: bool,
    /// The text's end is what is wrong.
    at_end: bool,
}

impl Failure {
    fn new(kind: Kind, message: impl Into<String>) -> Failure {
        Failure {
            kind,
            message: message.into(),
            place: None,
            shown: Shown::Line,
            statement: None,
            lacks: None,
            warnings: Vec::new(),
            bare: false,
            at_end: false,
        }
    }

    /// The failure as it is told of text that is read from a file line by line: at the end, no column is left to name.
    pub fn of_file(mut self) -> Failure {
        if let Some([_, column, ..]) = &mut self.place
            && self.at_end
        {
            *column = 0;
        }
        self
    }

    fn incomplete(source: &str, lacks: Lacks) -> Failure {
        let (n_lines, last) = source.split_inclusive('\n').fold((0, ""), |(n, _), line| (n + 1, line));
        Failure {
            place: Some([n_lines, last.chars().count() as u32, n_lines, u32::MAX]),
            lacks: Some(lacks),
            ..Failure::new(kinds::INCOMPLETE_INPUT_ERROR, "incomplete input")
        }
    }

    /// What the text lacks, where that was asked for ([`ALLOW_INCOMPLETE`]).
    pub fn lacks(&self) -> Option<Lacks> {
        self.lacks
    }

    /// The failure in a line, for verbs.
    pub fn to_line(&self, filename: &str) -> String {
        match self.place {
            Some([line, ..]) => format!("{filename}:{line}: {}", self.message),
            None => format!("{filename}: {}", self.message),
        }
    }
}

/// Text to a code image. No Python code runs.
pub fn to_image(text: &str, how: &How<'_>, optimize: u8) -> Result<(Vec<u8>, Vec<Warning>), Failure> {
    let arena = Bump::new();
    let mode = grammar_mode(how.mode);
    let source: &str = arena.alloc_str(text);
    let parsed = parse(&arena, source, mode, how).map_err(|error| syntax_failure(source, how, error))?;
    if incomplete::is_open_block(source, &parsed.module, how.flags & DONT_IMPLY_DEDENT == 0) {
        if how.flags & ALLOW_INCOMPLETE != 0 {
            return Err(Failure::incomplete(source, Lacks::Block));
        }
        let line = source.lines().count() as u32;
        return Err(Failure {
            place: Some([line, 0, line, 0]),
            ..Failure::new(kinds::SYNTAX_ERROR, "invalid syntax")
        });
    }
    let mut warnings: Vec<Warning> = parsed.warnings.iter().map(Warning::of_text).collect();
    let (image, more) = compile_tree(&arena, &parsed.module, source, how, optimize)?;
    warnings.extend(more);
    Ok((image, warnings))
}

fn parse<'a>(
    arena: &'a Bump,
    source: &'a str,
    mode: Mode,
    how: &How<'_>,
) -> Result<taipan_grammar::Parsed<'a>, taipan_grammar::SyntaxError> {
    let mut dialect =
        Dialect { flufl: how.flags as u32 & code_flags::FUTURE_BARRY_AS_FLUFL != 0, ..Dialect::default() };
    if let Some(n) = how.int_digits {
        dialect.int_digits_max = n;
    }
    taipan_grammar::parse_dialect(arena, source, mode, dialect)
}

fn grammar_mode(mode: CompileMode) -> Mode {
    match mode {
        CompileMode::Exec => Mode::Exec,
        CompileMode::Eval => Mode::Eval,
        CompileMode::Single => Mode::Single,
        CompileMode::FuncType => Mode::FuncType,
    }
}

fn syntax_failure(source: &str, how: &How<'_>, error: taipan_grammar::SyntaxError) -> Failure {
    let mode = grammar_mode(how.mode);
    if how.flags & ALLOW_INCOMPLETE != 0
        && let Some(lacks) = error.lacks
    {
        let warnings = error.warnings.iter().map(Warning::of_text).collect();
        return Failure { warnings, ..Failure::incomplete(source, lacks) };
    }
    let kind = match error.kind {
        ErrorKind::Indentation => kinds::INDENTATION_ERROR,
        ErrorKind::Tab => kinds::TAB_ERROR,
        ErrorKind::Syntax => kinds::SYNTAX_ERROR,
        ErrorKind::Value => return Failure::new(kinds::VALUE_ERROR, error.message),
        ErrorKind::Memory => return Failure::new(kinds::MEMORY_ERROR, error.message),
    };
    Failure {
        place: Some([error.line, error.column, error.end_line, error.end_column]),
        shown: match error.text {
            Some(text) if error.is_lexical || mode != Mode::Exec => Shown::Text(text),
            Some(text) => Shown::LineOrText(text),
            None => Shown::Line,
        },
        at_end: error.at_end,
        statement: (!error.message.starts_with("multiple statements")).then_some(error.statement),
        warnings: error.warnings.iter().map(Warning::of_text).collect(),
        ..Failure::new(kind, error.message)
    }
}

/// A tree to a code image.
fn compile_tree<'a>(
    arena: &'a Bump,
    module: &taipan_grammar::ast::Mod<'a>,
    source: &'a str,
    how: &How<'_>,
    optimize: u8,
) -> Result<(Vec<u8>, Vec<Warning>), Failure> {
    let options = taipan_compiler::Options {
        filename: how.filename,
        optimize,
        interactive: how.mode == CompileMode::Single,
        futures: how.flags as u32 & code_flags::FUTURES,
        top_level_await: how.flags & TOP_LEVEL_AWAIT != 0,
        source,
    };
    let (image, more) = taipan_compiler::compile(arena, module, &options).map_err(compile_failure)?;
    let warning = |w: taipan_compiler::CompileWarning| Warning {
        error: w.message.clone(),
        message: w.message,
        place: place_of(w.span),
        shown: Shown::File,
    };
    Ok((image, more.into_iter().map(warning).collect()))
}

/// The place of a node as the compiler reports it: its columns are bytes.
fn place_of(span: taipan_grammar::ast::Span) -> [u32; 4] {
    [span.line, span.column + 1, span.end_line, span.end_column + 1]
}

/// A line, counted from 1, with its end.
fn nth_line(source: &str, line: u32) -> &str {
    source.split_inclusive('\n').nth((line as usize).saturating_sub(1)).unwrap_or("")
}

/// A line of a file, if it can be read.
fn line_of_file(filename: &str, line: u32) -> Option<String> {
    let bytes = std::fs::read(filename).ok()?;
    let text = taipan_grammar::decode(&bytes, Origin::Bytes).ok()?;
    text.split_inclusive('\n').nth((line as usize).checked_sub(1)?).map(str::to_owned)
}

/// Raises the exception of a failure; `source` is where its line of text comes from.
pub fn raise(vm: &mut Vm, failure: Failure, source: &str, filename: Gc<Str>) -> Raised {
    if let Err(raised) = warn(vm, &failure.warnings, source, filename) {
        return raised;
    }
    let Some([line, column, end_line, end_column]) = failure.place else {
        return vm.raise(failure.kind, failure.message);
    };
    let message = vm.new_str(&failure.message).value();
    let name = filename.to_display();
    let text = match failure.shown {
        _ if line == 0 && failure.message != "invalid syntax" => None,
        Shown::File => line_of_file(&name, line),
        // What the file says goes before what was handed over.
        Shown::Line => line_of_file(&name, line).or_else(|| Some(nth_line(source, line).to_owned())),
        Shown::LineOrText(text) => line_of_file(&name, line).or(Some(text)),
        Shown::Text(text) => Some(text),
        Shown::LineWithoutEnd => Some(nth_line(source, line).trim_end_matches(['\r', '\n']).to_owned()),
    };
    let text = text.map_or(Value::NONE, |text| vm.new_str(&text).value());
    let number = |n: u32| Value::int32(n as i32);
    let details =
        [filename.value(), number(line), number(column), text, number(end_line), number(end_column)];
    let exc = if failure.bare {
        bare_error(vm, failure.kind, message, &details)
    } else {
        let details = vm.new_tuple(&details).value();
        let cls = vm.class(failure.kind).value();
        vm.call(cls, &[message, details])
    };
    let Ok(exc) = exc else { return Raised };
    if let Some((line, column)) = failure.statement {
        let source = vm.new_str(source).value();
        let metadata = vm.new_tuple(&[number(line), number(column), source]).value();
        let name = vm.intern("_metadata");
        if let Err(raised) = vm.set_attr(exc, name, metadata) {
            return raised;
        }
    }
    vm.raise_value(exc)
}

/// An error that has its details (file name, line, column, text, end line, end column) as attributes only.
fn bare_error(vm: &mut Vm, kind: Kind, message: Value, details: &[Value]) -> R {
    let cls = vm.class(kind).value();
    let exc = vm.call(cls, &[message])?;
    let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
    for (name, &value) in names.iter().zip(details) {
        let name = vm.intern(name);
        vm.set_attr(exc, name, value)?;
    }
    Ok(exc)
}

/// The native `warn_explicit`, or the one in Python where a program keeps the native module from being imported.
fn warn_explicit(vm: &mut Vm) -> R<Option<Value>> {
    for name in ["_warnings", "warnings"] {
        match taipan_objects::import::import(vm, name) {
            Ok(module) if !module.is_none() => return vm.get_attr_named(module, "warn_explicit").map(Some),
            Ok(_) => {}
            Err(raised) => {
                if vm.take_if(kinds::IMPORT_ERROR).is_none() {
                    return Err(raised);
                }
            }
        }
    }
    Ok(None)
}

/// Issues the warnings of a compilation; one that filters make an error is a `SyntaxError`.
pub fn warn(vm: &mut Vm, warnings: &[Warning], source: &str, filename: Gc<Str>) -> R<()> {
    for warning in warnings {
        let Some(f) = warn_explicit(vm)? else { continue };
        let message = vm.new_str(&warning.message).value();
        let category = vm.class(kinds::SYNTAX_WARNING).value();
        let line = Value::int32(warning.place[0] as i32);
        if vm.call(f, &[message, category, filename.value(), line]).is_err() {
            if vm.take_if(kinds::SYNTAX_WARNING).is_none() {
                return Err(Raised);
            }
            let failure = Failure {
                place: Some(warning.place),
                shown: warning.shown.clone(),
                ..Failure::new(kinds::SYNTAX_ERROR, warning.error.clone())
            };
            return Err(raise(vm, failure, source, filename));
        }
    }
    Ok(())
}

/// The text as it is read: a file ends with a line's end.
pub fn with_last_line_end<'t>(text: &'t str, mode: CompileMode) -> std::borrow::Cow<'t, str> {
    if mode == CompileMode::Exec && !text.ends_with('\n') { format!("{text}\n").into() } else { text.into() }
}

/// Refuses the text of a file that has null bytes in it; its line is shown up to the first.
pub fn refuse_null(vm: &mut Vm, text: &str, filename: Gc<Str>) -> R<()> {
    let Some(at) = text.find('\0') else { return Ok(()) };
    let line = text[..at].matches('\n').count() as u32 + 1;
    let failure = Failure {
        place: Some([line, 0, line, 0]),
        shown: Shown::LineWithoutEnd,
        ..Failure::new(kinds::SYNTAX_ERROR, "source code cannot contain null bytes")
    };
    Err(raise(vm, failure, &text[..at], filename))
}

/// Text to a code object.
pub fn compile_text(vm: &mut Vm, text: &str, filename: Gc<Str>, how: &How<'_>) -> R<Gc<Code>> {
    compile_from(vm, text, filename, how, |failure| failure)
}

/// The same of what standard input or a file said.
pub fn compile_file_text(vm: &mut Vm, text: &str, filename: Gc<Str>, how: &How<'_>) -> R<Gc<Code>> {
    compile_from(vm, text, filename, how, Failure::of_file)
}

fn compile_from(
    vm: &mut Vm,
    text: &str,
    filename: Gc<Str>,
    how: &How<'_>,
    told: impl FnOnce(Failure) -> Failure,
) -> R<Gc<Code>> {
    let optimize = level(vm, how.optimize);
    match with_room(vm, || to_image(text, how, optimize)) {
        Ok((image, warnings)) => {
            if !warnings.is_empty() {
                warn(vm, &warnings, &with_last_line_end(text, how.mode), filename)?;
            }
            let code = code::from_bytes(vm, &image)?;
            code.filename.set(code, filename);
            Ok(code)
        }
        Err(failure) => {
            let failure = told(failure);
            let text = with_last_line_end(text, how.mode);
            Err(raise(vm, failure, &text, filename))
        }
    }
}

/// The level of optimisation that `optimize` means.
pub fn level(vm: &Vm, optimize: i32) -> u8 {
    u8::try_from(optimize).unwrap_or(vm.config.optimize)
}

/// Bytes of a source file as text: by its BOM or cookie. `None`: an error was raised.
pub fn decode(vm: &mut Vm, bytes: &[u8], filename: Gc<Str>, origin: Origin<'_>) -> R<String> {
    match taipan_grammar::decode(bytes, origin) {
        Ok(text) => Ok(text.into_owned()),
        Err(error) => {
            // Other encodings are Python's own codecs.
            if let Some(name) = error.message.strip_prefix("unknown encoding: ") {
                let object = vm.new_bytes(bytes);
                let name = vm.new_str(name).value();
                match vm.call_method_named(object, "decode", &[name]) {
                    Ok(text) => return Ok(vm.str(text)?.to_display()),
                    Err(Raised) => return Err(undecoded(vm, error.message, filename)),
                }
            }
            let failure = Failure {
                place: Some([error.line, error.column, error.end_line, error.end_column]),
                shown: Shown::LineWithoutEnd,
                ..Failure::new(kinds::SYNTAX_ERROR, error.message)
            };
            let text = String::from_utf8_lossy(bytes);
            Err(raise(vm, failure, text.trim_start_matches('\u{feff}'), filename))
        }
    }
}

/// A codec's refusal as a `SyntaxError`. `unknown`: what is said where there is no such codec.
fn undecoded(vm: &mut Vm, unknown: String, filename: Gc<Str>) -> Raised {
    let is_lookup = vm.pending_is(kinds::LOOKUP_ERROR);
    if !is_lookup && !vm.pending_is(kinds::UNICODE_ERROR) {
        return Raised;
    }
    let exc = vm.take_exception();
    let text = vm.str(exc).map_or_else(|_| String::new(), |text| text.to_display());
    let message = match text.split_once(" is not a text encoding") {
        Some((name, _)) => format!("{name} is not a text encoding"),
        None if is_lookup => unknown,
        None => text,
    };
    let failure = Failure { place: Some([0, 0, 0, 0]), ..Failure::new(kinds::SYNTAX_ERROR, message) };
    raise(vm, failure, "", filename)
}

/// The hook behind `compile()`.
pub fn hook(vm: &mut Vm, source: Value, filename: Gc<Str>, options: CompileOptions) -> R {
    let CompileOptions { mode, flags, optimize, feature_version } = options;
    if ast::is_node(vm, source) {
        if flags & ONLY_AST != 0 {
            // A tree stays a tree, once it is checked.
            let arena = Bump::new();
            let module = ast::from_objects(vm, &arena, source, mode)?;
            if flags & OPTIMIZED_AST == 0 {
                return Ok(source);
            }
            let copy = ast::to_objects(vm, &module, &TypeComments::default())?;
            let level = level(vm, optimize);
            return ast::optimize(vm, copy, level);
        }
        vm.audit("compile", |_| [source, Value::NONE])?;
        return Ok(compile_objects(vm, source, filename, mode, flags, optimize)?.value());
    }
    let text = source_text(vm, source, filename)?;
    vm.audit("compile", |vm| [vm.new_bytes(text.as_bytes()), filename.value()])?;
    let name = filename.to_display();
    let how = How { filename: &name, mode, flags, optimize, int_digits: Some(vm.config.int_max_str_digits) };
    if flags & ONLY_AST != 0 {
        return parse_to_objects(vm, &text, filename, &how, feature_version);
    }
    Ok(compile_text(vm, &text, filename, &how)?.value())
}

/// `compile(text, ..., PyCF_ONLY_AST)`
fn parse_to_objects(
    vm: &mut Vm,
    text: &str,
    filename: Gc<Str>,
    how: &How<'_>,
    feature_version: Option<u8>,
) -> R {
    let arena = Bump::new();
    let source: &str = arena.alloc_str(text);
    let parse = || parse(&arena, source, grammar_mode(how.mode), how);
    let parsed = with_room(vm, || {
        parse().and_then(|parsed| {
            let wanted = how.flags & TYPE_COMMENTS != 0;
            let comments =
                if wanted { type_comments(source, &parsed.module)? } else { TypeComments::default() };
            if let Some(version) = feature_version {
                check_features(source, &parsed.module, version)?;
            }
            Ok((parsed, comments))
        })
    });
    let (parsed, comments) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let failure = syntax_failure(source, how, error);
            let text = with_last_line_end(text, how.mode);
            return Err(raise(vm, failure, &text, filename));
        }
    };
    let warnings: Vec<Warning> = parsed.warnings.iter().map(Warning::of_text).collect();
    warn(vm, &warnings, text, filename)?;
    let tree = ast::to_objects(vm, &parsed.module, &comments)?;
    if how.flags & OPTIMIZED_AST == 0 {
        return Ok(tree);
    }
    let level = level(vm, how.optimize);
    ast::optimize(vm, tree, level)
}

/// `compile(tree, ...)`
fn compile_objects(
    vm: &mut Vm,
    tree: Value,
    filename: Gc<Str>,
    mode: CompileMode,
    flags: i32,
    optimize: i32,
) -> R<Gc<Code>> {
    let arena = Bump::new();
    let module = ast::from_objects(vm, &arena, tree, mode)?;
    let name = filename.to_display();
    let level = u8::try_from(optimize).unwrap_or(vm.config.optimize);
    let how = How { filename: &name, mode, flags, optimize, int_digits: Some(vm.config.int_max_str_digits) };
    let (image, warnings) = match with_room(vm, || compile_tree(&arena, &module, "", &how, level)) {
        Ok(made) => made,
        Err(failure) => return Err(raise(vm, failure, "", filename)),
    };
    warn(vm, &warnings, "", filename)?;
    let code = code::from_bytes(vm, &image)?;
    code.filename.set(code, filename);
    Ok(code)
}

/// A source's text: that of a `str`, or bytes decoded.
fn source_text(vm: &mut Vm, source: Value, filename: Gc<Str>) -> R<String> {
    let text = match vm.as_str(source) {
        Some(text) => match text.as_str() {
            Some(text) => text.to_owned(),
            None => {
                // It has a surrogate, which encoding refuses with the right words.
                let bytes = vm.call_method_named(source, "encode", &[])?;
                let bytes = vm.bytes_like(bytes)?;
                String::from_utf8_lossy(&bytes).into_owned()
            }
        },
        None => {
            let Some(bytes) = taipan_objects::types::bytes::one_piece(vm, source) else {
                return Err(vm.type_error("compile() arg 1 must be a string, bytes or AST object"));
            };
            decode(vm, &bytes, filename, Origin::Bytes)?
        }
    };
    if text.contains('\0') {
        let message = vm.new_str("source code string cannot contain null bytes").value();
        return Err(vm.raise_call(kinds::SYNTAX_ERROR, &[message]));
    }
    Ok(text)
}

/// Builds the symbol table of a source and shows it to a function.
pub fn symbol_table<T>(
    vm: &mut Vm,
    source: Value,
    filename: Gc<Str>,
    mode: CompileMode,
    show: impl FnOnce(&mut Vm, &taipan_compiler::SymbolTable<'_>) -> R<T>,
) -> R<T> {
    let text = source_text(vm, source, filename)?;
    let arena = Bump::new();
    let name = filename.to_display();
    let how =
        How { filename: &name, mode, flags: 0, optimize: 0, int_digits: Some(vm.config.int_max_str_digits) };
    let source: &str = arena.alloc_str(&text);
    let table = with_room(vm, || {
        let parsed = taipan_grammar::parse(&arena, source, grammar_mode(mode))
            .map_err(|error| syntax_failure(source, &how, error))?;
        let table = taipan_compiler::symbol_table(&arena, &parsed.module);
        table.map_err(compile_failure)
    });
    match table {
        Ok(table) => show(vm, &table),
        Err(failure) => Err(raise(vm, failure, &text, filename)),
    }
}

fn compile_failure(error: taipan_compiler::CompileError) -> Failure {
    if error.too_deep {
        return Failure::new(kinds::RECURSION_ERROR, error.message);
    }
    Failure {
        place: Some(place_of(error.span)),
        shown: Shown::File,
        bare: error.early,
        ..Failure::new(kinds::SYNTAX_ERROR, error.message)
    }
}
