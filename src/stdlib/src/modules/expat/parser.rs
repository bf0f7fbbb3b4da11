//! `xmlparser`: the machine with handlers.

use super::encoding::{Encoding, feed};
use super::handlers::{Handler, N_HANDLERS, dispatch, flush, handler};
use super::machine::{Expansion, Kind, Machine, Place};
use super::raise;
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{List, Str},
    type_flags,
};

/// A parser.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Parser {
    header: Header,
    /// One for each of [`Handler`], or None.
    pub(super) handlers: Field<Gc<List>>,
    intern: Field<Value>,
    pub(super) base: Field<Value>,
    pub(super) decoder: Field<Value>,
    #[untraced]
    pub(super) machine: RefCell<Machine>,
    #[untraced]
    pub(super) encoding: RefCell<Encoding>,
    #[untraced]
    pub(super) buffer: RefCell<String>,
    #[untraced]
    pub(super) settings: Settings,
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
    pub(super) fn reads_parameters(&self) -> bool {
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

pub(super) struct Settings {
    pub(super) buffer_size: Cell<i64>,
    pub(super) buffer_text: Cell<bool>,
    pub(super) ordered: Cell<bool>,
    pub(super) specified: Cell<bool>,
    prefixes: Cell<bool>,
    deferral: Cell<bool>,
    pub(super) parameters: Cell<i64>,
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

/// A setting, which can't be deleted.
fn flag(vm: &mut Vm, value: Option<Value>) -> R<bool> {
    match value {
        Some(value) => vm.truth(value),
        None => Err(vm.runtime_error("Cannot delete attribute")),
    }
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

/// Ends the parser with an error.
#[cold]
pub(super) fn fail(vm: &mut Vm, this: Gc<Parser>, code: i64) -> Raised {
    let place = this.machine.borrow().place;
    this.error.set(code);
    this.error_place.set(Some(place));
    this.progress.set(Progress::Finished);
    raise(vm, code, place.line, place.column)
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
