//! The handlers, and what they are told of events.

use super::encoding::Encoding;
use super::events::{Code, Event, Model};
use super::parser::{Parser, fail};
use taipan_macros::native;
use taipan_runtime::{Gc, R, Value, Vm, layout::Tuple};

macro_rules! handlers {
    ($($variant:ident $get:ident $set:ident $name:literal;)*) => {
        /// The handlers.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(super) enum Handler { $($variant),* }

        /// How many there are.
        pub(super) const N_HANDLERS: usize = [$(Handler::$variant),*].len();

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

/// A handler, if it is set.
pub(super) fn handler(this: Gc<Parser>, handler: Handler) -> Option<Value> {
    Some(this.handlers.get().item(handler as usize)).filter(|value| !value.is_none())
}

fn opt(vm: &mut Vm, text: Option<&str>) -> Value {
    match text {
        Some(text) => vm.new_str(text).value(),
        None => Value::NONE,
    }
}

/// Gives the handler of text what was buffered.
pub(super) fn flush(vm: &mut Vm, this: Gc<Parser>) -> R<()> {
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

/// Tells the handlers of an event.
pub(super) fn dispatch(vm: &mut Vm, this: Gc<Parser>, event: Event) -> R<()> {
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
