//! `xmlparser`: the machine with handlers.

use super::machine::{Code, Event, Expansion, Kind, Machine, Model, Place};
use super::raise;
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::import::import_from;
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{List, Str, Tuple},
    type_flags,
};

/// How the bytes of the document become text.
enum Encoding {
    /// It shows in the first bytes, which are kept until then; or a name was given.
    Open(Vec<u8>, Option<String>),
    /// They are UTF-8.
    Utf8,
    /// A decoder of Python's codecs knows.
    Decoder,
    /// A character for each byte; U+FFFD for a byte that means nothing.
    Table(Vec<char>),
}

/// A parser.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Parser {
    header: Header,
    /// One for each of [`Handler`], or None.
    handlers: Field<Gc<List>>,
    intern: Field<Value>,
    base: Field<Value>,
    decoder: Field<Value>,
    #[untraced]
    machine: RefCell<Machine>,
    #[untraced]
    encoding: RefCell<Encoding>,
    #[untraced]
    buffer: RefCell<String>,
    #[untraced]
    settings: Settings,
    /// The code and the place of the error, and how far the parser is.
    #[untraced]
    error: Cell<i64>,
    #[untraced]
    error_place: Cell<Option<Place>>,
    #[untraced]
    progress: Cell<Progress>,
    /// It is at work: handlers can't give it more.
    #[untraced]
    is_running: Cell<bool>,
    /// How many bytes were too few for a token.
    #[untraced]
    n_partial: Cell<usize>,
    /// It reads a document, not an entity of one.
    #[untraced]
    is_root: Cell<bool>,
}

impl Parser {
    /// Is the external part of the document type read?
    fn reads_parameters(&self) -> bool {
        match self.settings.parameters.get() {
            0 => false,
            1 => !self.machine.borrow().standalone,
            _ => true,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    New,
    Started,
    Finished,
}

struct Settings {
    buffer_size: Cell<i64>,
    buffer_text: Cell<bool>,
    ordered: Cell<bool>,
    specified: Cell<bool>,
    prefixes: Cell<bool>,
    deferral: Cell<bool>,
    parameters: Cell<i64>,
}

impl Parser {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Parser as Numbered>::NUMBER,
        name: "xmlparser",
        module: "pyexpat",
        doc: "Reads XML and calls handlers.",
        flags: type_flags::NO_NEW,
        native: &Parser::NATIVE,
        more: &[&Parser::HANDLERS],
        layout: Some(LayoutInfo::of::<Parser>()),
        ..TypeDef::DEFAULT
    };
}

macro_rules! handlers {
    ($($variant:ident $get:ident $set:ident $name:literal;)*) => {
        /// The handlers.
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum Handler { $($variant),* }

        const N_HANDLERS: usize = [$(Handler::$variant),*].len();

        #[native(table = HANDLERS)]
        impl Parser {
            $(
                #[getter($name)]
                fn $get(_: &mut Vm, this: Gc<Parser>) -> Value {
                    this.handlers.get().item(Handler::$variant as usize)
                }

                #[setter($name)]
                fn $set(vm: &mut Vm, this: Gc<Parser>, value: Option<Value>) -> R<()> {
                    set_handler(vm, this, Handler::$variant, value)
                }
            )*
        }
    };
}

handlers! {
    StartElement start_element set_start_element "StartElementHandler";
    EndElement end_element set_end_element "EndElementHandler";
    Instruction instruction set_instruction "ProcessingInstructionHandler";
    CharacterData character_data set_character_data "CharacterDataHandler";
    UnparsedEntityDecl unparsed_entity set_unparsed_entity "UnparsedEntityDeclHandler";
    NotationDecl notation set_notation "NotationDeclHandler";
    StartNamespace start_namespace set_start_namespace "StartNamespaceDeclHandler";
    EndNamespace end_namespace set_end_namespace "EndNamespaceDeclHandler";
    Comment comment set_comment "CommentHandler";
    StartCdata start_cdata set_start_cdata "StartCdataSectionHandler";
    EndCdata end_cdata set_end_cdata "EndCdataSectionHandler";
    Default default set_default "DefaultHandler";
    DefaultExpand default_expand set_default_expand "DefaultHandlerExpand";
    NotStandalone not_standalone set_not_standalone "NotStandaloneHandler";
    ExternalEntityRef external_entity set_external_entity "ExternalEntityRefHandler";
    StartDoctype start_doctype set_start_doctype "StartDoctypeDeclHandler";
    EndDoctype end_doctype set_end_doctype "EndDoctypeDeclHandler";
    EntityDecl entity_decl set_entity_decl "EntityDeclHandler";
    XmlDecl xml_decl set_xml_decl "XmlDeclHandler";
    ElementDecl element_decl set_element_decl "ElementDeclHandler";
    AttlistDecl attlist_decl set_attlist_decl "AttlistDeclHandler";
    SkippedEntity skipped_entity set_skipped_entity "SkippedEntityHandler";
}

fn set_handler(vm: &mut Vm, this: Gc<Parser>, handler: Handler, value: Option<Value>) -> R<()> {
    let Some(value) = value else { return Err(vm.runtime_error("Cannot delete attribute")) };
    if handler == Handler::CharacterData {
        // What was read for the old one goes to it.
        flush(vm, this)?;
    }
    this.handlers.get().items.get().set(handler as usize, value);
    Ok(())
}

/// A setting, which can't be deleted.
fn flag(vm: &mut Vm, value: Option<Value>) -> R<bool> {
    match value {
        Some(value) => vm.truth(value),
        None => Err(vm.runtime_error("Cannot delete attribute")),
    }
}

fn handler(this: Gc<Parser>, handler: Handler) -> Option<Value> {
    Some(this.handlers.get().item(handler as usize)).filter(|value| !value.is_none())
}

fn new(vm: &mut Vm, machine: Machine, encoding: Encoding, handlers: &[Value], intern: Value) -> Gc<Parser> {
    let handlers = vm.new_list(handlers);
    let header = Header::new::<Parser>(vm.class_address(<Parser as Numbered>::NUMBER));
    vm.heap.alloc(Parser {
        header,
        handlers: Field::new(handlers),
        intern: Field::new(intern),
        base: Field::new(Value::NONE),
        decoder: Field::new(Value::NONE),
        machine: RefCell::new(machine),
        encoding: RefCell::new(encoding),
        buffer: RefCell::default(),
        settings: Settings {
            buffer_size: Cell::new(8192),
            buffer_text: Cell::new(false),
            ordered: Cell::new(false),
            specified: Cell::new(false),
            prefixes: Cell::new(false),
            deferral: Cell::new(true),
            parameters: Cell::new(0),
        },
        error: Cell::new(0),
        error_place: Cell::new(None),
        progress: Cell::new(Progress::New),
        is_running: Cell::new(false),
        n_partial: Cell::new(0),
        is_root: Cell::new(true),
    })
}

fn text_or_none(vm: &mut Vm, value: Value, name: &str) -> R<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    match vm.as_str(value) {
        Some(text) => Ok(Some(text.to_display())),
        None => {
            let of = vm.type_name(value);
            Err(vm.type_error(format!("ParserCreate() argument '{name}' must be str or None, not {of}")))
        }
    }
}

/// `ParserCreate`
pub fn create(vm: &mut Vm, encoding: Value, separator: Value, intern: Option<Value>) -> R<Gc<Parser>> {
    let encoding = text_or_none(vm, encoding, "encoding")?;
    let separator = text_or_none(vm, separator, "namespace_separator")?;
    if separator.as_ref().is_some_and(|separator| separator.chars().count() > 1) {
        return Err(vm.value_error("namespace_separator must be at most one character, omitted, or None"));
    }
    let intern = match intern {
        None => vm.new_dict().value(),
        Some(intern) if intern.is_none() || vm.as_dict(intern).is_some() => intern,
        Some(_) => return Err(vm.type_error("intern must be a dictionary")),
    };
    let handlers = [Value::NONE; N_HANDLERS];
    Ok(new(vm, Machine::new(separator), Encoding::Open(Vec::new(), encoding), &handlers, intern))
}

/// The encoding that the first bytes show; none where more are needed.
fn shown_encoding(head: &[u8], given: Option<&str>, last: bool) -> Option<String> {
    let named = |name: &str| Some(name.to_owned());
    if let Some(given) = given {
        return named(given);
    }
    match head {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => return named("utf-16"),
        [0, _, ..] => return named("utf-16-be"),
        [_, 0, ..] => return named("utf-16-le"),
        [0xef, 0xbb, 0xbf, ..] => return named("utf-8-sig"),
        [] | [0xfe] | [0xff] | [0xef] | [0xef, 0xbb] | [b'<'] | [0] if !last => return None,
        _ => {}
    }
    if !head.starts_with(b"<?xml") {
        return if !last && b"<?xml".starts_with(head) { None } else { named("utf-8") };
    }
    let Some(end) = memchr::memmem::find(head, b"?>") else {
        return if last { named("utf-8") } else { None };
    };
    let declaration = &head[..end];
    let value = memchr::memmem::find(declaration, b"encoding").and_then(|at| {
        let rest = declaration[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let quote = rest.first()?;
        let n = rest[1..].iter().position(|byte| byte == quote)?;
        std::str::from_utf8(&rest[1..=n]).ok()
    });
    named(value.unwrap_or("utf-8"))
}

/// The characters of an encoding of single bytes. What the syntax needs must be where ASCII has it, and nowhere else.
fn byte_table(vm: &mut Vm, this: Gc<Parser>, name: &str) -> R<Vec<char>> {
    const UNKNOWN_ENCODING: i64 = 18;
    let all: Vec<u8> = (0..=255).collect();
    let all = vm.new_bytes(&all);
    let args = [vm.new_str(name).value(), vm.new_str("replace").value()];
    let text = vm.call_method_named(all, "decode", &args)?;
    let text = vm.as_str(text).map_or_else(String::new, |text| text.to_display());
    let table: Vec<char> = text.chars().collect();
    if table.len() != 256 {
        return Err(vm.value_error("multi-byte encodings are not supported"));
    }
    let is_syntax = |c: u32| match u8::try_from(c) {
        Ok(b'$' | b'@' | b'\\' | b'^' | b'`' | b'{' | b'}' | b'~') => false,
        Ok(b'\t' | b'\n' | b'\r') => true,
        Ok(b) => (b' '..0x7f).contains(&b),
        Err(_) => false,
    };
    let is_wrong = |(&c, i): (&char, u32)| c as u32 != i && (is_syntax(c as u32) || is_syntax(i));
    if table.iter().zip(0..).any(is_wrong) {
        return Err(fail(vm, this, UNKNOWN_ENCODING));
    }
    Ok(table)
}

/// Gives the machine more bytes of the document, as UTF-8.
fn feed(vm: &mut Vm, this: Gc<Parser>, bytes: &[u8], last: bool) -> R<()> {
    let mut bytes = bytes.to_vec();
    let undecided = match &mut *this.encoding.borrow_mut() {
        Encoding::Open(head, given) => {
            head.extend_from_slice(&bytes);
            Some((std::mem::take(head), given.clone()))
        }
        Encoding::Utf8 | Encoding::Decoder | Encoding::Table(_) => None,
    };
    if let Some((head, given)) = undecided {
        let Some(name) = shown_encoding(&head, given.as_deref(), last) else {
            this.encoding.replace(Encoding::Open(head, given));
            return Ok(());
        };
        bytes = head;
        match &name.to_ascii_lowercase()[..] {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => {
                this.encoding.replace(Encoding::Utf8);
                if bytes.starts_with(b"\xef\xbb\xbf") {
                    bytes.drain(..3);
                }
            }
            "utf-16" | "utf-16-be" | "utf-16-le" | "utf-16be" | "utf-16le" | "utf-8-sig" => {
                let make = import_from(vm, "codecs", "getincrementaldecoder")?;
                let name = vm.new_str(&name).value();
                let class = vm.call(make, &[name])?;
                // What is no character is for the machine to refuse.
                let errors = vm.new_str("surrogatepass").value();
                let decoder = vm.call(class, &[errors])?;
                this.decoder.set(this, decoder);
                this.encoding.replace(Encoding::Decoder);
            }
            _ => {
                let table = byte_table(vm, this, &name)?;
                this.encoding.replace(Encoding::Table(table));
            }
        }
    }
    if matches!(*this.encoding.borrow(), Encoding::Utf8) {
        this.machine.borrow_mut().feed(&bytes);
        return Ok(());
    }
    if let Encoding::Table(table) = &*this.encoding.borrow() {
        let mut text = Vec::with_capacity(bytes.len());
        for &b in &bytes {
            match table[usize::from(b)] {
                // No text has it: the machine refuses it where it stands.
                char::REPLACEMENT_CHARACTER => text.push(0xff),
                c => text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        this.machine.borrow_mut().feed(&text);
        return Ok(());
    }
    let bytes = vm.new_bytes(&bytes);
    let text = vm.call_method_named(this.decoder.get(), "decode", &[bytes])?;
    if let Some(text) = vm.as_str(text) {
        this.machine.borrow_mut().feed(text.to_ref().as_bytes());
    }
    if last {
        let state = vm.call_method_named(this.decoder.get(), "getstate", &[])?;
        let rest = vm.get_item(state, Value::ZERO)?;
        if vm.len(rest)? > 0 {
            // Half a character at the end is a token that has no end.
            this.machine.borrow_mut().feed(b"<");
        }
    }
    Ok(())
}

/// Runs the machine as far as it comes.
fn run(vm: &mut Vm, this: Gc<Parser>, last: bool) -> R<()> {
    loop {
        let expansion =
            if handler(this, Handler::Default).is_some() && handler(this, Handler::DefaultExpand).is_none() {
                Expansion::Show
            } else {
                Expansion::Replace
            };
        let next = {
            let mut machine = this.machine.borrow_mut();
            machine.expansion = expansion;
            machine.next(last)
        };
        match next {
            Ok(Some(event)) => dispatch(vm, this, event)?,
            Ok(None) => return flush(vm, this),
            Err(code) => {
                flush(vm, this)?;
                return Err(fail(vm, this, code as i64));
            }
        }
    }
}

#[cold]
fn fail(vm: &mut Vm, this: Gc<Parser>, code: i64) -> Raised {
    let place = this.machine.borrow().place;
    this.error.set(code);
    this.error_place.set(Some(place));
    this.progress.set(Progress::Finished);
    raise(vm, code, place.line, place.column)
}

fn opt(vm: &mut Vm, text: Option<&str>) -> Value {
    match text {
        Some(text) => vm.new_str(text).value(),
        None => Value::NONE,
    }
}

/// Gives the handler of text what was buffered.
fn flush(vm: &mut Vm, this: Gc<Parser>) -> R<()> {
    let text = this.buffer.take();
    if text.is_empty() {
        return Ok(());
    }
    if let Some(handler) = handler(this, Handler::CharacterData) {
        let text = vm.new_str(&text).value();
        vm.call(handler, &[text])?;
    }
    Ok(())
}

/// Text of the document: what needs decoding comes in pieces of the decoder's size.
fn text(vm: &mut Vm, this: Gc<Parser>, whole: String) -> R<()> {
    const DECODED_MAX: usize = 1024;
    if matches!(*this.encoding.borrow(), Encoding::Utf8) {
        return text_piece(vm, this, whole);
    }
    let mut rest = &whole[..];
    while rest.len() > DECODED_MAX {
        let (piece, more) = rest.split_at(rest.floor_char_boundary(DECODED_MAX));
        text_piece(vm, this, piece.to_owned())?;
        rest = more;
    }
    text_piece(vm, this, rest.to_owned())
}

fn text_piece(vm: &mut Vm, this: Gc<Parser>, piece: String) -> R<()> {
    let Some(handler) = handler(this, Handler::CharacterData) else { return default(vm, this) };
    if !this.settings.buffer_text.get() {
        let piece = vm.new_str(&piece).value();
        return vm.call(handler, &[piece]).map(|_| ());
    }
    let size = this.settings.buffer_size.get().max(1) as usize;
    if this.buffer.borrow().len() + piece.len() > size {
        flush(vm, this)?;
    }
    if piece.len() > size {
        let piece = vm.new_str(&piece).value();
        return vm.call(handler, &[piece]).map(|_| ());
    }
    this.buffer.borrow_mut().push_str(&piece);
    Ok(())
}

/// Gives the default handler what no other wants.
fn default(vm: &mut Vm, this: Gc<Parser>) -> R<()> {
    let expanding = handler(this, Handler::DefaultExpand).is_some();
    let which = if expanding { Handler::DefaultExpand } else { Handler::Default };
    if handler(this, which).is_none() {
        return Ok(());
    }
    let raw = std::mem::take(&mut this.machine.borrow_mut().raw);
    if raw.is_empty() {
        return Ok(());
    }
    let raw = vm.new_str_wtf8(&raw).value();
    tell(vm, this, which, &[raw]).map(|_| ())
}

/// Calls a handler, behind the text that waits; none where there is no handler, or no more.
fn tell(vm: &mut Vm, this: Gc<Parser>, which: Handler, args: &[Value]) -> R<Option<Value>> {
    if handler(this, which).is_some() {
        flush(vm, this)?;
    }
    match handler(this, which) {
        Some(function) => vm.call(function, args).map(Some),
        None => Ok(None),
    }
}

/// Calls a handler; the default handler where there is none.
fn call(vm: &mut Vm, this: Gc<Parser>, which: Handler, args: &[Value]) -> R<()> {
    match handler(this, which) {
        Some(_) => tell(vm, this, which, args).map(|_| ()),
        None => default(vm, this),
    }
}

fn dispatch(vm: &mut Vm, this: Gc<Parser>, event: Event) -> R<()> {
    if let Event::Text(piece) = event {
        return text(vm, this, piece);
    }
    match event {
        Event::Text(_) => Ok(()),
        Event::Start { name, attributes, written } => start(vm, this, &name, &attributes, written),
        Event::End(name) => {
            let name = vm.intern(&name).value();
            call(vm, this, Handler::EndElement, &[name])
        }
        Event::StartNamespace(prefix, uri) => {
            let args = [opt(vm, prefix.as_deref()), opt(vm, uri.as_deref())];
            call_only(vm, this, Handler::StartNamespace, &args)
        }
        Event::EndNamespace(prefix) => {
            let args = [opt(vm, prefix.as_deref())];
            call_only(vm, this, Handler::EndNamespace, &args)
        }
        Event::Instruction(target, data) => {
            let args = [vm.intern(&target).value(), vm.new_str(&data).value()];
            call(vm, this, Handler::Instruction, &args)
        }
        Event::Comment(content) => {
            let args = [vm.new_str(&content).value()];
            call(vm, this, Handler::Comment, &args)
        }
        Event::StartCdata => call(vm, this, Handler::StartCdata, &[]),
        Event::EndCdata => call(vm, this, Handler::EndCdata, &[]),
        Event::XmlDecl { version, encoding, standalone } => {
            let args = [opt(vm, version.as_deref()), opt(vm, encoding.as_deref()), Value::int32(standalone)];
            call(vm, this, Handler::XmlDecl, &args)
        }
        Event::StartDoctype { name, system, public, internal } => {
            let args = [
                vm.intern(&name).value(),
                opt(vm, system.as_deref()),
                opt(vm, public.as_deref()),
                Value::int32(internal.into()),
            ];
            call(vm, this, Handler::StartDoctype, &args)
        }
        Event::EndDoctype => call(vm, this, Handler::EndDoctype, &[]),
        Event::Element(name, model) => {
            if handler(this, Handler::ElementDecl).is_none() {
                return default(vm, this);
            }
            let args = [vm.intern(&name).value(), model_value(vm, &model)];
            call(vm, this, Handler::ElementDecl, &args)
        }
        Event::Attribute { element, name, kind, default, required } => {
            let args = [
                vm.intern(&element).value(),
                vm.intern(&name).value(),
                vm.intern(&kind).value(),
                opt(vm, default.as_deref()),
                Value::int32(required.into()),
            ];
            call(vm, this, Handler::AttlistDecl, &args)
        }
        Event::Entity(entity) => {
            let base = this.base.get();
            let name = vm.intern(&entity.name).value();
            let (system, public) = (opt(vm, entity.system.as_deref()), opt(vm, entity.public.as_deref()));
            let notation = opt(vm, entity.notation.as_deref());
            if entity.notation.is_some() && handler(this, Handler::UnparsedEntityDecl).is_some() {
                return call(vm, this, Handler::UnparsedEntityDecl, &[name, base, system, public, notation]);
            }
            let value = opt(vm, entity.value.as_deref());
            let parameter = Value::int32(entity.parameter.into());
            call(vm, this, Handler::EntityDecl, &[name, parameter, value, base, system, public, notation])
        }
        Event::Notation { name, system, public } => {
            let args = [
                vm.intern(&name).value(),
                this.base.get(),
                opt(vm, system.as_deref()),
                opt(vm, public.as_deref()),
            ];
            call(vm, this, Handler::NotationDecl, &args)
        }
        Event::NotStandalone(read) if read == this.reads_parameters() => not_standalone(vm, this),
        Event::NotStandalone(_) => Ok(()),
        Event::Skipped(_, true) if !this.reads_parameters() => {
            if this.machine.borrow().standalone {
                Ok(())
            } else {
                not_standalone(vm, this)
            }
        }
        Event::Skipped(name, parameter) => {
            let args = [vm.intern(&name).value(), Value::int32(parameter.into())];
            call(vm, this, Handler::SkippedEntity, &args)
        }
        Event::External { context, system, public } => external(vm, this, context, system, public),
        Event::Other => default(vm, this),
        Event::AtEnd => Ok(()),
    }
}

fn not_standalone(vm: &mut Vm, this: Gc<Parser>) -> R<()> {
    match tell(vm, this, Handler::NotStandalone, &[])? {
        Some(answer) => check_answer(vm, this, answer, Code::NotStandalone as i64),
        None => Ok(()),
    }
}

/// Calls a handler that stands for no text of its own.
fn call_only(vm: &mut Vm, this: Gc<Parser>, which: Handler, args: &[Value]) -> R<()> {
    tell(vm, this, which, args).map(|_| ())
}

fn check_answer(vm: &mut Vm, this: Gc<Parser>, answer: Value, code: i64) -> R<()> {
    if vm.index_i64(answer)? == 0 { Err(fail(vm, this, code)) } else { Ok(()) }
}

fn external(
    vm: &mut Vm,
    this: Gc<Parser>,
    context: Option<String>,
    system: Option<String>,
    public: Option<String>,
) -> R<()> {
    const EXTERNAL_ENTITY_HANDLING: i64 = 21;
    let wanted = match (&context, this.settings.parameters.get()) {
        (Some(_), _) | (None, 2) => true,
        (None, 1) => !this.machine.borrow().standalone,
        (None, _) => false,
    };
    match handler(this, Handler::ExternalEntityRef) {
        Some(_) if wanted => {
            if context.is_none() && system.is_none() {
                // Until it turns out that there is something elsewhere.
                this.machine.borrow_mut().dtd.borrow_mut().may_have_more = false;
            }
            let args = [
                opt(vm, context.as_deref()),
                this.base.get(),
                opt(vm, system.as_deref()),
                opt(vm, public.as_deref()),
            ];
            match tell(vm, this, Handler::ExternalEntityRef, &args)? {
                Some(answer) => check_answer(vm, this, answer, EXTERNAL_ENTITY_HANDLING),
                None => Ok(()),
            }
        }
        _ if context.is_some() => default(vm, this),
        _ => Ok(()),
    }
}

fn start(
    vm: &mut Vm,
    this: Gc<Parser>,
    name: &str,
    attributes: &[(String, String)],
    written: usize,
) -> R<()> {
    if handler(this, Handler::StartElement).is_none() {
        return default(vm, this);
    }
    let attributes = if this.settings.specified.get() { &attributes[..written] } else { attributes };
    let name = vm.intern(name).value();
    let given = if this.settings.ordered.get() {
        let list = vm.new_list(&[]);
        for (key, value) in attributes {
            let key = vm.intern(key).value();
            list.push(&mut vm.heap, key);
            let value = vm.new_str(value).value();
            list.push(&mut vm.heap, value);
        }
        list.value()
    } else {
        let dict = vm.new_dict();
        for (key, value) in attributes {
            let (key, value) = (vm.intern(key), vm.new_str(value).value());
            dict.set_str(vm, key, value);
        }
        dict.value()
    };
    tell(vm, this, Handler::StartElement, &[name, given]).map(|_| ())
}

fn model_value(vm: &mut Vm, model: &Model) -> Value {
    let parts = vm.new_list(&[]);
    for part in &model.parts {
        let part = model_value(vm, part);
        parts.push(&mut vm.heap, part);
    }
    let name = opt(vm, model.name.as_deref());
    let (kind, quantifier) = (vm.new_int(model.kind), vm.new_int(model.quantifier));
    let parts: Gc<Tuple> = vm.new_tuple(parts.to_ref().as_slice());
    vm.new_tuple(&[kind, quantifier, name, parts.value()]).value()
}

/// Runs the machine, unless too few bytes have come since they were too few for a token: a long token that comes in many
/// pieces would be read again with each.
fn run_when_due(vm: &mut Vm, this: Gc<Parser>, last: bool) -> R<()> {
    let waiting = this.machine.borrow().n_waiting();
    if this.settings.deferral.get() && !last && waiting < 2 * this.n_partial.get() {
        return Ok(());
    }
    run(vm, this, last)?;
    let left = this.machine.borrow().n_waiting();
    this.n_partial.set(if left == waiting { left } else { 0 });
    Ok(())
}

fn refuse_reentry(vm: &mut Vm, this: Gc<Parser>, method: &str) -> R<()> {
    if this.is_running.get() {
        return Err(vm.runtime_error(format!("cannot call {method}() from within a handler")));
    }
    Ok(())
}

fn refuse_child(vm: &mut Vm, this: Gc<Parser>) -> R<()> {
    if this.is_root.get() { Ok(()) } else { Err(refuse_argument(vm, this, "parser must be a root parser")) }
}

fn refuse_argument(vm: &mut Vm, this: Gc<Parser>, message: &str) -> Raised {
    const INVALID_ARGUMENT: i64 = 41;
    let place = this.machine.borrow().place;
    super::raise_text(vm, INVALID_ARGUMENT, place.line, place.column, message)
}

fn parse(vm: &mut Vm, this: Gc<Parser>, bytes: &[u8], last: bool) -> R<i64> {
    const FINISHED: i64 = 36;
    if this.progress.get() == Progress::Finished {
        if this.error.get() == 0 {
            this.error.set(FINISHED);
        }
        let place = this.machine.borrow().place;
        return Err(raise(vm, FINISHED, place.line, place.column));
    }
    this.progress.set(Progress::Started);
    this.is_running.set(true);
    let result = feed(vm, this, bytes, last).and_then(|()| run_when_due(vm, this, last));
    this.is_running.set(false);
    result?;
    if last {
        this.progress.set(Progress::Finished);
    }
    Ok(1)
}

/// The bytes that a parser is given; text is UTF-8 whatever it says itself.
fn input(vm: &mut Vm, this: Gc<Parser>, data: Value) -> R<Vec<u8>> {
    let Some(text) = vm.as_str(data) else {
        return Ok(taipan_objects::buffer::peek(vm, data)?.into_owned());
    };
    let open = matches!(*this.encoding.borrow(), Encoding::Open(..));
    if open {
        this.encoding.replace(Encoding::Utf8);
    }
    Ok(text.to_ref().as_bytes().to_vec())
}

#[native]
impl Parser {
    /// Parse more of the document; the last piece says so.
    #[sig("($self, data, isfinal=False, /)")]
    #[name("Parse")]
    fn parse_piece(vm: &mut Vm, this: Gc<Parser>, data: Value, isfinal: bool) -> R<i64> {
        refuse_reentry(vm, this, "Parse")?;
        let bytes = input(vm, this, data)?;
        parse(vm, this, &bytes, isfinal)
    }

    /// Parse what a file has.
    #[sig("($self, file, /)")]
    #[name("ParseFile")]
    fn parse_file(vm: &mut Vm, this: Gc<Parser>, file: Value) -> R<i64> {
        refuse_reentry(vm, this, "ParseFile")?;
        let name = vm.intern("read");
        let Some(read) = vm.get_attr_opt(file, name)? else {
            return Err(vm.type_error("argument must have 'read' attribute"));
        };
        loop {
            let piece = vm.call(read, &[Value::int32(2048)])?;
            let Some(bytes) = vm.bytes_of(piece).map(<[u8]>::to_vec) else {
                let of = vm.type_name(piece);
                return Err(vm.type_error(format!("read() did not return a bytes object (type={of})")));
            };
            let last = bytes.is_empty();
            parse(vm, this, &bytes, last)?;
            if last {
                return Ok(1);
            }
        }
    }

    /// Set what relative identifiers are relative to.
    #[sig("($self, base, /)")]
    #[name("SetBase")]
    fn set_base(_: &mut Vm, this: Gc<Parser>, base: Gc<Str>) {
        this.base.set(this, base.value());
    }

    /// What relative identifiers are relative to.
    #[sig("($self, /)")]
    #[name("GetBase")]
    fn get_base(_: &mut Vm, this: Gc<Parser>) -> Value {
        this.base.get()
    }

    /// The source of the event that is being handled.
    #[sig("($self, /)")]
    #[name("GetInputContext")]
    fn get_input_context(vm: &mut Vm, this: Gc<Parser>) -> Value {
        let raw = this.machine.borrow().raw.clone();
        if raw.is_empty() { Value::NONE } else { vm.new_bytes(&raw) }
    }

    /// A parser for an external entity.
    #[sig("($self, context, encoding=None, /)")]
    #[shown("($self, context, encoding=<unrepresentable>,\n                           /)")]
    #[name("ExternalEntityParserCreate")]
    fn external_entity_parser_create(
        vm: &mut Vm,
        this: Gc<Parser>,
        context: Value,
        encoding: Value,
    ) -> R<Gc<Parser>> {
        let encoding = text_or_none(vm, encoding, "encoding")?;
        let kind = if context.is_none() { Kind::Declarations } else { Kind::Content };
        let machine = this.machine.borrow().child(kind);
        let handlers = this.handlers.get();
        let encoding = Encoding::Open(Vec::new(), encoding);
        let made = new(vm, machine, encoding, handlers.to_ref().as_slice(), this.intern.get());
        made.base.set(made, this.base.get());
        let (old, own) = (&this.settings, &made.settings);
        own.buffer_size.set(old.buffer_size.get());
        own.buffer_text.set(old.buffer_text.get());
        own.ordered.set(old.ordered.get());
        own.specified.set(old.specified.get());
        own.prefixes.set(old.prefixes.get());
        own.parameters.set(old.parameters.get());
        own.deferral.set(old.deferral.get());
        made.is_root.set(false);
        Ok(made)
    }

    /// Whether the external part of the document type is read: 0 never, 1 unless the document stands alone, 2 always.
    #[sig("($self, flag, /)")]
    #[name("SetParamEntityParsing")]
    fn set_param_entity_parsing(_: &mut Vm, this: Gc<Parser>, flag: i64) -> i64 {
        this.settings.parameters.set(flag);
        1
    }

    /// Whether a document without a document type has one elsewhere.
    #[sig("($self, flag=True, /)")]
    #[name("UseForeignDTD")]
    fn use_foreigndtd(vm: &mut Vm, this: Gc<Parser>, flag: bool) -> R<()> {
        const CANT_CHANGE: i64 = 26;
        if this.progress.get() != Progress::New {
            return Err(fail(vm, this, CANT_CHANGE));
        }
        this.machine.borrow_mut().foreign = flag;
        Ok(())
    }

    /// Set how many bytes entities may grow to before it matters how many there are of the document itself.
    #[sig("($self, threshold, /)")]
    #[name("SetBillionLaughsAttackProtectionActivationThreshold")]
    fn set_growth_threshold(vm: &mut Vm, this: Gc<Parser>, threshold: Value) -> R<()> {
        let too_large = "Python int too large for C unsigned long long";
        let threshold = crate::support::unsigned(vm, threshold, 64, too_large)?;
        refuse_child(vm, this)?;
        this.machine.borrow_mut().growth.threshold = threshold;
        Ok(())
    }

    /// Set how many times as much as the document itself it may be with its entities.
    #[sig("($self, max_factor, /)")]
    #[shown("($self, max_factor,\n                                                     /)")]
    #[name("SetBillionLaughsAttackProtectionMaximumAmplification")]
    fn set_growth_factor(vm: &mut Vm, this: Gc<Parser>, max_factor: f64) -> R<()> {
        if max_factor.is_nan() || max_factor < 1.0 {
            return Err(refuse_argument(vm, this, "'max_factor' must be at least 1.0"));
        }
        refuse_child(vm, this)?;
        this.machine.borrow_mut().growth.factor = max_factor as f32;
        Ok(())
    }

    /// Say whether a token that did not end waits for more text than one call gives.
    #[sig("($self, enabled, /)")]
    #[name("SetReparseDeferralEnabled")]
    fn set_reparse_deferral_enabled(_: &mut Vm, this: Gc<Parser>, enabled: bool) {
        this.settings.deferral.set(enabled);
    }

    /// Does a token that did not end wait for more text?
    #[sig("($self, /)")]
    #[name("GetReparseDeferralEnabled")]
    fn get_reparse_deferral_enabled(_: &mut Vm, this: Gc<Parser>) -> bool {
        this.settings.deferral.get()
    }

    #[member]
    fn intern(_: &mut Vm, this: Gc<Parser>) -> Value {
        this.intern.get()
    }

    #[getter("ErrorCode")]
    fn error_code(_: &mut Vm, this: Gc<Parser>) -> i64 {
        this.error.get()
    }

    #[getter("ErrorLineNumber")]
    fn error_line(_: &mut Vm, this: Gc<Parser>) -> usize {
        this.error_place.get().unwrap_or(this.machine.borrow().place).line
    }

    #[getter("ErrorColumnNumber")]
    fn error_column(_: &mut Vm, this: Gc<Parser>) -> usize {
        this.error_place.get().unwrap_or(this.machine.borrow().place).column
    }

    #[getter("ErrorByteIndex")]
    fn error_byte(vm: &mut Vm, this: Gc<Parser>) -> i64 {
        this.error_place.get().map_or_else(|| Parser::current_byte(vm, this), |place| place.byte as i64)
    }

    #[getter("CurrentLineNumber")]
    fn current_line(_: &mut Vm, this: Gc<Parser>) -> usize {
        this.machine.borrow().place.line
    }

    #[getter("CurrentColumnNumber")]
    fn current_column(_: &mut Vm, this: Gc<Parser>) -> usize {
        this.machine.borrow().place.column
    }

    #[getter("CurrentByteIndex")]
    fn current_byte(_: &mut Vm, this: Gc<Parser>) -> i64 {
        if this.progress.get() == Progress::New { -1 } else { this.machine.borrow().place.byte as i64 }
    }

    #[getter]
    fn buffer_size(_: &mut Vm, this: Gc<Parser>) -> i64 {
        this.settings.buffer_size.get()
    }

    #[setter]
    fn set_buffer_size(vm: &mut Vm, this: Gc<Parser>, value: Option<Value>) -> R<()> {
        let int = value.and_then(|value| vm.as_int_value(value));
        let Some(int) = int else { return Err(vm.type_error("buffer_size must be an integer")) };
        match vm.int_to_i64(int).filter(|size| *size <= i32::MAX.into()) {
            Some(size) if size > 0 => {
                flush(vm, this)?;
                this.settings.buffer_size.set(size);
                Ok(())
            }
            Some(_) => Err(vm.value_error("buffer_size must be greater than zero")),
            None => Err(vm.value_error(format!("buffer_size must not be greater than {}", i32::MAX))),
        }
    }

    #[getter]
    fn buffer_text(_: &mut Vm, this: Gc<Parser>) -> bool {
        this.settings.buffer_text.get()
    }

    #[setter]
    fn set_buffer_text(vm: &mut Vm, this: Gc<Parser>, value: Option<Value>) -> R<()> {
        let value = flag(vm, value)?;
        if !value {
            flush(vm, this)?;
        }
        this.settings.buffer_text.set(value);
        Ok(())
    }

    #[getter]
    fn buffer_used(_: &mut Vm, this: Gc<Parser>) -> usize {
        this.buffer.borrow().len()
    }

    #[getter]
    fn namespace_prefixes(_: &mut Vm, this: Gc<Parser>) -> bool {
        this.settings.prefixes.get()
    }

    #[setter]
    fn set_namespace_prefixes(vm: &mut Vm, this: Gc<Parser>, value: Option<Value>) -> R<()> {
        let value = flag(vm, value)?;
        this.settings.prefixes.set(value);
        this.machine.borrow_mut().prefixes = value;
        Ok(())
    }

    #[getter]
    fn ordered_attributes(_: &mut Vm, this: Gc<Parser>) -> bool {
        this.settings.ordered.get()
    }

    #[setter]
    fn set_ordered_attributes(vm: &mut Vm, this: Gc<Parser>, value: Option<Value>) -> R<()> {
        this.settings.ordered.set(flag(vm, value)?);
        Ok(())
    }

    #[getter]
    fn specified_attributes(_: &mut Vm, this: Gc<Parser>) -> bool {
        this.settings.specified.get()
    }

    #[setter]
    fn set_specified_attributes(vm: &mut Vm, this: Gc<Parser>, value: Option<Value>) -> R<()> {
        this.settings.specified.set(flag(vm, value)?);
        Ok(())
    }
}
