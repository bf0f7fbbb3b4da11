//! The signals: exceptions that stand for what can happen, and the dicts of a context that say which of them did, and
//! which are raised.

use super::State;
use super::context::Context;
use crate::support::put;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_number::decimal::Status;
use taipan_objects::import::import;
use taipan_runtime::{
    CompareOp, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Values, Vm,
    kinds::{self, Numbered},
    layout::{Dict, List, Module, Tuple, Type},
    type_flags,
};

/// The signals, in the order of the dicts.
pub const SIGNALS: [(&str, Status); 9] = [
    ("InvalidOperation", Status::INVALID),
    ("FloatOperation", Status::FLOAT_OPERATION),
    ("DivisionByZero", Status::DIVISION_BY_ZERO),
    ("Overflow", Status::OVERFLOW),
    ("Underflow", Status::UNDERFLOW),
    ("Subnormal", Status::SUBNORMAL),
    ("Inexact", Status::INEXACT),
    ("Rounded", Status::ROUNDED),
    ("Clamped", Status::CLAMPED),
];

/// What makes an operation invalid.
pub const CONDITIONS: [(&str, Status); 4] = [
    ("ConversionSyntax", Status::CONVERSION_SYNTAX),
    ("DivisionImpossible", Status::DIVISION_IMPOSSIBLE),
    ("DivisionUndefined", Status::DIVISION_UNDEFINED),
    ("InvalidContext", Status::INVALID_CONTEXT),
];

/// The order in which flags are shown, by their bits.
const SHOWN: [(&str, Status); 15] = [
    ("Clamped", Status::CLAMPED),
    ("InvalidOperation", Status::CONVERSION_SYNTAX),
    ("DivisionByZero", Status::DIVISION_BY_ZERO),
    ("InvalidOperation", Status::DIVISION_IMPOSSIBLE),
    ("InvalidOperation", Status::DIVISION_UNDEFINED),
    ("", Status(0)),
    ("Inexact", Status::INEXACT),
    ("InvalidOperation", Status::INVALID_CONTEXT),
    ("InvalidOperation", Status::INVALID_OPERATION),
    ("", Status(0)),
    ("FloatOperation", Status::FLOAT_OPERATION),
    ("Overflow", Status::OVERFLOW),
    ("Rounded", Status::ROUNDED),
    ("Subnormal", Status::SUBNORMAL),
    ("Underflow", Status::UNDERFLOW),
];

/// Flags as `repr` shows them.
pub fn show(status: Status) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, bit) in SHOWN {
        if status.has(bit) && !names.contains(&name) {
            names.push(name);
        }
    }
    format!("[{}]", names.join(", "))
}

const UNKNOWN: &str = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   \
                       Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]";

fn new_class(vm: &mut Vm, module: Gc<Module>, name: &str, bases: &[Value]) -> R {
    let meta = vm.class(kinds::TYPE).value();
    let (bases, dict) = (vm.new_tuple(bases).value(), vm.new_dict());
    let (key, value) = (vm.names().__module__, vm.new_str("decimal").value());
    dict.set_str(vm, key, value);
    let text = vm.intern(name).value();
    let cls = vm.call(meta, &[text, bases, dict.value()])?;
    put(vm, module, name, cls);
    Ok(cls)
}

/// Makes the classes of the exceptions and of the dicts.
pub fn make_classes(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let base = vm.class(kinds::ARITHMETIC_ERROR).value();
    let exception = new_class(vm, module, "DecimalException", &[base])?;
    let (zero_division, type_error) =
        (vm.class(kinds::ZERO_DIVISION_ERROR).value(), vm.class(kinds::TYPE_ERROR).value());
    let invalid = new_class(vm, module, "InvalidOperation", &[exception])?;
    let float = new_class(vm, module, "FloatOperation", &[exception, type_error])?;
    let by_zero = new_class(vm, module, "DivisionByZero", &[exception, zero_division])?;
    let subnormal = new_class(vm, module, "Subnormal", &[exception])?;
    let inexact = new_class(vm, module, "Inexact", &[exception])?;
    let rounded = new_class(vm, module, "Rounded", &[exception])?;
    let clamped = new_class(vm, module, "Clamped", &[exception])?;
    let overflow = new_class(vm, module, "Overflow", &[inexact, rounded])?;
    let underflow = new_class(vm, module, "Underflow", &[inexact, rounded, subnormal])?;
    let all = [invalid, float, by_zero, overflow, underflow, subnormal, inexact, rounded, clamped];
    vm.state::<State>().signals = Some(vm.new_tuple(&all));
    let mut conditions = [Value::NONE; 4];
    for (place, (name, _)) in conditions.iter_mut().zip(CONDITIONS) {
        *place = match name {
            "DivisionUndefined" => new_class(vm, module, name, &[invalid, zero_division])?,
            _ => new_class(vm, module, name, &[invalid])?,
        };
    }
    vm.state::<State>().conditions = Some(vm.new_tuple(&conditions));

    let abc = import(vm, "collections.abc")?;
    let mapping = vm.get_attr_named(abc, "MutableMapping")?;
    let mixin = vm.class(<SignalDictMixin as Numbered>::NUMBER).value();
    let meta = vm.class_of(mapping).value();
    let (name, bases, dict) =
        (vm.intern("SignalDict").value(), vm.new_tuple(&[mixin, mapping]).value(), vm.new_dict());
    let (key, value) = (vm.names().__module__, vm.new_str("abc").value());
    dict.set_str(vm, key, value);
    let cls = vm.call(meta, &[name, bases, dict.value()])?;
    vm.state::<State>().signal_dict = cls.cast::<Type>();
    Ok(())
}

fn classes(vm: &mut Vm) -> Gc<Tuple> {
    let empty = vm.empty_tuple;
    vm.state::<State>().signals.unwrap_or(empty)
}

/// The flags of a signal.
pub fn flag_of(vm: &mut Vm, signal: Value) -> R<Status> {
    let classes = classes(vm);
    match classes.to_ref().as_slice().iter().position(|cls| *cls == signal) {
        Some(i) => Ok(SIGNALS[i].1),
        None => {
            let text = vm.new_str(UNKNOWN).value();
            Err(vm.key_error(text))
        }
    }
}

/// The signals of flags.
pub fn list(vm: &mut Vm, status: Status) -> Gc<List> {
    let classes = classes(vm);
    let mut list = Values::new();
    for (cls, (_, bits)) in classes.to_ref().as_slice().iter().zip(SIGNALS) {
        if status.has(bits) {
            list.push(&mut vm.heap, *cls);
        }
    }
    vm.new_list_from(list)
}

/// Raises the exception for what a context traps.
#[cold]
pub fn raise(vm: &mut Vm, status: Status) -> Raised {
    if status.has(Status::TOO_LONG) {
        return vm.raise_memory_error();
    }
    let classes = classes(vm);
    let empty = vm.empty_tuple;
    let conditions = vm.state::<State>().conditions.unwrap_or(empty);
    let mut list = Values::new();
    let mut raised = None;
    let signal = |i: usize| classes.to_ref().as_slice().get(i).copied().unwrap_or(Value::NONE);
    if status.has(Status::INVALID_OPERATION) {
        list.push(&mut vm.heap, signal(0));
    }
    for (i, (_, bit)) in CONDITIONS.iter().enumerate() {
        if status.has(*bit)
            && let Some(&cls) = conditions.to_ref().as_slice().get(i)
        {
            list.push(&mut vm.heap, cls);
        }
    }
    for (i, (_, bits)) in SIGNALS.iter().enumerate() {
        if status.has(*bits) {
            raised = raised.or(Some(signal(i)));
            if i > 0 {
                list.push(&mut vm.heap, signal(i));
            }
        }
    }
    let list = vm.new_list_from(list).value();
    let Some(cls) = raised else { return vm.runtime_error("invalid error flag") };
    match vm.call(cls, &[list]) {
        Ok(exc) => vm.raise_value(exc),
        Err(raised) => raised,
    }
}

/// The flags of a dict from signals to truth values.
pub fn of_dict(vm: &mut Vm, dict: Gc<Dict>) -> R<Status> {
    let classes = classes(vm);
    let mut status = Status::default();
    let invalid = |vm: &mut Vm| {
        let text = vm.new_str("invalid signal dict").value();
        vm.key_error(text)
    };
    if dict.len.get() != SIGNALS.len() {
        return Err(invalid(vm));
    }
    for (i, (_, bits)) in SIGNALS.iter().enumerate() {
        let Some(&cls) = classes.to_ref().as_slice().get(i) else { break };
        let Some(value) = dict.get_item(vm, cls)? else { return Err(invalid(vm)) };
        if vm.truth(value)? {
            status.add(*bits);
        }
    }
    Ok(status)
}

/// The native half of the class of the dicts.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct SignalDictMixin {
    header: Header,
    /// Whose flags; UNBOUND for those of nobody.
    context: Field<Value>,
    /// Its traps, or what happened?
    #[untraced]
    traps: Cell<bool>,
}

impl SignalDictMixin {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <SignalDictMixin as Numbered>::NUMBER,
        name: "SignalDictMixin",
        module: "decimal",
        doc: "A mapping from signals to truth values.",
        flags: type_flags::BASETYPE,
        native: &SignalDictMixin::NATIVE,
        layout: Some(LayoutInfo::of::<SignalDictMixin>()),
        ..TypeDef::DEFAULT
    };

    fn flags(&self) -> Option<&Cell<u32>> {
        let context = self.context.get().cast::<Context>()?.to_ref();
        Some(if self.traps.get() { context.traps_cell() } else { context.status_cell() })
    }

    /// The flags.
    pub fn status(&self, vm: &mut Vm) -> R<Status> {
        Ok(Status(self.cell(vm)?.get()))
    }

    /// Where the flags are; a dict that no context made has none.
    fn cell(&self, vm: &mut Vm) -> R<&Cell<u32>> {
        match self.flags() {
            Some(flags) => Ok(flags),
            None => Err(vm.value_error("invalid signal dict")),
        }
    }
}

/// The dict of a context's flags, or of its traps.
pub fn new_dict(vm: &mut Vm, context: Gc<Context>, traps: bool) -> R {
    let Some(cls) = vm.state::<State>().signal_dict else {
        return Err(vm.runtime_error("decimal is not initialised"));
    };
    let dict = vm.call(cls.value(), &[])?;
    if let Some(mixin) = vm.payload::<SignalDictMixin>(dict) {
        mixin.context.set(mixin, context.value());
        mixin.traps.set(traps);
    }
    Ok(dict)
}

#[native]
impl SignalDictMixin {
    #[sig("($cls, /)")]
    #[name("SignalDictMixin")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>) -> R<Gc<SignalDictMixin>> {
        let header = Header::new::<SignalDictMixin>(vm.class_address(<SignalDictMixin as Numbered>::NUMBER));
        let (context, traps) = (Field::new(Value::UNBOUND), Cell::new(false));
        Ok(vm.heap.alloc(SignalDictMixin { header, context, traps }))
    }

    fn __len__(vm: &mut Vm, this: Gc<SignalDictMixin>) -> R<usize> {
        this.cell(vm)?;
        Ok(SIGNALS.len())
    }

    fn __iter__(vm: &mut Vm, this: Gc<SignalDictMixin>) -> R {
        this.cell(vm)?;
        let classes = classes(vm).value();
        vm.iter(classes)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<SignalDictMixin>, key: Value) -> R<bool> {
        let status = this.status(vm)?;
        let flag = flag_of(vm, key)?;
        Ok(status.has(flag))
    }

    fn __setitem__(vm: &mut Vm, this: Gc<SignalDictMixin>, key: Value, value: Value) -> R<()> {
        this.cell(vm)?;
        if value.is_unbound() {
            return Err(vm.value_error("signal keys cannot be deleted"));
        }
        let flag = flag_of(vm, key)?;
        let set = vm.truth(value)?;
        if let Some(flags) = this.flags() {
            flags.set(if set { flags.get() | flag.0 } else { flags.get() & !flag.0 });
        }
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Gc<SignalDictMixin>) -> R<String> {
        this.cell(vm)?;
        let classes = classes(vm);
        let mut parts = Vec::new();
        for (i, (_, bits)) in SIGNALS.iter().enumerate() {
            let Some(&cls) = classes.to_ref().as_slice().get(i) else { break };
            let text = vm.repr(cls)?.to_display();
            let set = if this.status(vm)?.has(*bits) { "True" } else { "False" };
            parts.push(format!("{text}:{set}"));
        }
        Ok(format!("{{{}}}", parts.join(", ")))
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let Some(a) = vm.payload::<SignalDictMixin>(this) else { return Ok(Value::NOT_IMPLEMENTED) };
        let status = a.status(vm)?;
        let b = if let Some(other) = vm.payload::<SignalDictMixin>(other) {
            other.status(vm)?
        } else if let Some(dict) = vm.as_dict(other) {
            match of_dict(vm, dict) {
                Ok(status) => status,
                Err(raised) => {
                    if vm.take_if(kinds::KEY_ERROR).is_none() {
                        return Err(raised);
                    }
                    return Ok(Value::NOT_IMPLEMENTED);
                }
            }
        } else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        Ok(Value::bool((status == b) == (op == CompareOp::Eq)))
    }

    /// A plain dict.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<SignalDictMixin>) -> R<Gc<Dict>> {
        let status = this.status(vm)?;
        let classes = classes(vm);
        let dict = vm.new_dict();
        for (i, (_, bits)) in SIGNALS.iter().enumerate() {
            let Some(&cls) = classes.to_ref().as_slice().get(i) else { break };
            dict.set_item(vm, cls, Value::bool(status.has(*bits)))?;
        }
        Ok(dict)
    }
}
