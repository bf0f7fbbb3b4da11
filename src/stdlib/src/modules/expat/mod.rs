//! `pyexpat`: reads XML and calls handlers. `parser` is the object, `encoding` gives the bytes of the document to the machine,
//! `handlers` its events to the handlers. The parser behind it is the `machine`, which knows no Python: `elements` reads tags,
//! `entities` references, `dtd` document types, `chars` knows the characters.

mod chars;
mod dtd;
mod elements;
mod encoding;
mod entities;
mod events;
mod handlers;
mod machine;
pub mod parser;
mod stray;

use crate::support::{OwnError, put, put_int, put_str};
use parser::Parser;
use taipan_macros::native;
use taipan_objects::types::capsule;
use taipan_runtime::{
    Gc, ModuleDef, R, Raised, Value, Vm, kinds,
    layout::{Dict, Module},
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "pyexpat",
    doc: "Reads XML and calls handlers.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

static ERROR: OwnError = OwnError { module: "xml.parsers.expat", name: "ExpatError", base: kinds::EXCEPTION };

/// The errors by number: name and text.
const ERRORS: [(i64, &str, &str); 43] = [
    (1, "NO_MEMORY", "out of memory"),
    (2, "SYNTAX", "syntax error"),
    (3, "NO_ELEMENTS", "no element found"),
    (4, "INVALID_TOKEN", "not well-formed (invalid token)"),
    (5, "UNCLOSED_TOKEN", "unclosed token"),
    (6, "PARTIAL_CHAR", "partial character"),
    (7, "TAG_MISMATCH", "mismatched tag"),
    (8, "DUPLICATE_ATTRIBUTE", "duplicate attribute"),
    (9, "JUNK_AFTER_DOC_ELEMENT", "junk after document element"),
    (10, "PARAM_ENTITY_REF", "illegal parameter entity reference"),
    (11, "UNDEFINED_ENTITY", "undefined entity"),
    (12, "RECURSIVE_ENTITY_REF", "recursive entity reference"),
    (13, "ASYNC_ENTITY", "asynchronous entity"),
    (14, "BAD_CHAR_REF", "reference to invalid character number"),
    (15, "BINARY_ENTITY_REF", "reference to binary entity"),
    (16, "ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"),
    (17, "MISPLACED_XML_PI", "XML or text declaration not at start of entity"),
    (18, "UNKNOWN_ENCODING", "unknown encoding"),
    (19, "INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"),
    (20, "UNCLOSED_CDATA_SECTION", "unclosed CDATA section"),
    (21, "EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"),
    (22, "NOT_STANDALONE", "document is not standalone"),
    (23, "UNEXPECTED_STATE", "unexpected parser state - please send a bug report"),
    (24, "ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"),
    (25, "FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"),
    (26, "CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"),
    (27, "UNBOUND_PREFIX", "unbound prefix"),
    (28, "UNDECLARING_PREFIX", "must not undeclare prefix"),
    (29, "INCOMPLETE_PE", "incomplete markup in parameter entity"),
    (30, "XML_DECL", "XML declaration not well-formed"),
    (31, "TEXT_DECL", "text declaration not well-formed"),
    (32, "PUBLICID", "illegal character(s) in public id"),
    (33, "SUSPENDED", "parser suspended"),
    (34, "NOT_SUSPENDED", "parser not suspended"),
    (35, "ABORTED", "parsing aborted"),
    (36, "FINISHED", "parsing finished"),
    (37, "SUSPEND_PE", "cannot suspend in external parameter entity"),
    (
        38,
        "RESERVED_PREFIX_XML",
        "reserved prefix (xml) must not be undeclared or bound to another namespace name",
    ),
    (39, "RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"),
    (40, "RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"),
    (41, "INVALID_ARGUMENT", "invalid argument"),
    (42, "NO_BUFFER", "a successful prior call to function XML_GetBuffer is required"),
    (
        43,
        "AMPLIFICATION_LIMIT_BREACH",
        "limit on input amplification factor (from DTD and entities) breached",
    ),
];

/// The text of an error.
fn error_text(code: i64) -> Option<&'static str> {
    ERRORS.iter().find(|(number, ..)| *number == code).map(|(.., text)| *text)
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = ERROR.class(vm)?.value();
    put(vm, module, "ExpatError", error);
    put(vm, module, "error", error);
    let parser = vm.class(Parser::TYPE.id).value();
    put(vm, module, "XMLParserType", parser);
    // The release of expat that the parser follows.
    put_str(vm, module, "EXPAT_VERSION", "expat_2.7.1");
    let version = vm.new_tuple(&[2, 7, 1].map(Value::int32)).value();
    put(vm, module, "version_info", version);
    put_str(vm, module, "native_encoding", "UTF-8");
    let features =
        [("sizeof(XML_Char)", 1), ("sizeof(XML_LChar)", 1), ("XML_DTD", 0), ("XML_NS", 0), ("XML_GE", 0)];
    let list = vm.new_list(&[]);
    for (name, value) in features {
        let name = vm.intern(name).value();
        let pair = vm.new_tuple(&[name, Value::int32(value)]).value();
        list.push(&mut vm.heap, pair);
    }
    put(vm, module, "features", list.value());
    for (i, name) in ["NEVER", "UNLESS_STANDALONE", "ALWAYS"].into_iter().enumerate() {
        put_int(vm, module, &format!("XML_PARAM_ENTITY_PARSING_{name}"), i as i64);
    }
    let errors = submodule(vm, module, "errors", "The errors that there are, by name and by number.");
    let (codes, messages): (Gc<Dict>, Gc<Dict>) = (vm.new_dict(), vm.new_dict());
    for (code, name, text) in ERRORS {
        put_str(vm, errors, &format!("XML_ERROR_{name}"), text);
        let (key, number) = (vm.intern(text), Value::int32(code as i32));
        codes.set_str(vm, key, number);
        messages.set_item(vm, number, key.value())?;
    }
    put(vm, errors, "codes", codes.value());
    put(vm, errors, "messages", messages.value());
    let model = submodule(vm, module, "model", "What the numbers in content models mean.");
    for (i, name) in ["EMPTY", "ANY", "MIXED", "NAME", "CHOICE", "SEQ"].into_iter().enumerate() {
        put_int(vm, model, &format!("XML_CTYPE_{name}"), i as i64 + 1);
    }
    for (i, name) in ["NONE", "OPT", "REP", "PLUS"].into_iter().enumerate() {
        put_int(vm, model, &format!("XML_CQUANT_{name}"), i as i64);
    }
    let capsule = capsule::new(vm, "pyexpat.expat_CAPI");
    put(vm, module, "expat_CAPI", capsule);
    Ok(())
}

fn submodule(vm: &mut Vm, module: Gc<Module>, name: &str, doc: &str) -> Gc<Module> {
    let full = format!("pyexpat.{name}");
    let made = vm.new_module(&full);
    put_str(vm, made, "__doc__", doc);
    let key = vm.intern(&full);
    let modules = vm.modules;
    modules.set_str(vm, key, made.value());
    put(vm, module, name, made.value());
    made
}

/// Raises `ExpatError` for a place.
fn raise(vm: &mut Vm, code: i64, line: usize, column: usize) -> Raised {
    let text = error_text(code).unwrap_or("unknown error");
    raise_text(vm, code, line, column, &format!("{text}: line {line}, column {column}"))
}

/// Raises an error with a text of its own.
fn raise_text(vm: &mut Vm, code: i64, line: usize, column: usize, text: &str) -> Raised {
    let cls = match ERROR.class(vm) {
        Ok(cls) => cls,
        Err(raised) => return raised,
    };
    let message = vm.new_str(text).value();
    let exc = vm.new_exception(cls, &[message]);
    for (name, value) in [("code", code), ("lineno", line as i64), ("offset", column as i64)] {
        let name = vm.intern(name);
        if let Err(raised) = vm.set_attr(exc.value(), name, Value::int32(value as i32)) {
            return raised;
        }
    }
    vm.raise_object(exc)
}

struct Functions;

#[native]
impl Functions {
    /// A new parser.
    #[sig("($module, /, encoding=None, namespace_separator=None, intern=<unrepresentable>)")]
    #[shown("($module, /, encoding=None, namespace_separator=None,\n             intern=<unrepresentable>)")]
    #[name("ParserCreate")]
    fn parser_create(
        vm: &mut Vm,
        encoding: Value,
        namespace_separator: Value,
        intern: Option<Value>,
    ) -> R<Gc<Parser>> {
        parser::create(vm, encoding, namespace_separator, intern)
    }

    /// The text of an error.
    #[sig("($module, code, /)")]
    #[name("ErrorString")]
    fn error_string(vm: &mut Vm, code: i64) -> Value {
        match error_text(code) {
            Some(text) => vm.intern(text).value(),
            None => Value::NONE,
        }
    }
}
