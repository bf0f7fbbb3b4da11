//! Contexts.

use super::{ROUNDINGS, State, signals};
use crate::modules::contextvars;
use crate::signature::Signature;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_number::decimal::{Context as Limits, LIMIT, Round, Status};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Str, Type},
    type_flags,
};

/// A context.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Context {
    header: Header,
    /// The dicts of flags and of traps, UNBOUND until asked for.
    flags: Field<Value>,
    traps: Field<Value>,
    #[untraced]
    limits: Cell<Limits>,
    #[untraced]
    capitals: Cell<bool>,
    /// What happened.
    #[untraced]
    status: Cell<u32>,
    /// What is raised.
    #[untraced]
    trapped: Cell<u32>,
}

impl Context {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Context as Numbered>::NUMBER,
        name: "Context",
        module: "decimal",
        doc: "Context(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)\n--\n\nHow results are rounded, and which signals raise exceptions. What is not given is taken\nfrom DefaultContext.",
        flags: type_flags::BASETYPE | type_flags::KEEPS_ATTRIBUTES,
        native: &Context::NATIVE,
        more: &[&Context::UNARY, &Context::BINARY, &Context::TESTS, &Context::METHODS],
        layout: Some(LayoutInfo::of::<Context>()),
        ..TypeDef::DEFAULT
    };

    /// How results are rounded.
    #[inline]
    pub fn limits(&self) -> Limits {
        self.limits.get()
    }

    /// Are exponents written in capitals?
    pub fn capitals(&self) -> bool {
        self.capitals.get()
    }

    /// The bits of what happened.
    pub fn status_cell(&self) -> &Cell<u32> {
        &self.status
    }

    /// The bits of what is raised.
    pub fn traps_cell(&self) -> &Cell<u32> {
        &self.trapped
    }

    /// Notes what happened; raises it where it is trapped.
    #[inline]
    pub fn note(&self, vm: &mut Vm, status: Status) -> R<()> {
        if status.0 == 0 {
            return Ok(());
        }
        self.status.set(self.status.get() | (status.0 & !Status::TOO_LONG.0));
        let raised = status.0 & (self.trapped.get() | Status::TOO_LONG.0);
        if raised == 0 { Ok(()) } else { Err(signals::raise(vm, Status(raised))) }
    }

    fn change(&self, f: impl FnOnce(&mut Limits)) {
        let mut limits = self.limits.get();
        f(&mut limits);
        self.limits.set(limits);
    }
}

/// A new context.
pub fn new_context(vm: &mut Vm, limits: Limits, traps: Status) -> Gc<Context> {
    let header = Header::new::<Context>(vm.class_address(<Context as Numbered>::NUMBER));
    vm.heap.alloc(Context {
        header,
        flags: Field::new(Value::UNBOUND),
        traps: Field::new(Value::UNBOUND),
        limits: Cell::new(limits),
        capitals: Cell::new(true),
        status: Cell::new(0),
        trapped: Cell::new(traps.0),
    })
}

/// A copy.
pub fn copy(vm: &mut Vm, context: Gc<Context>) -> Gc<Context> {
    let copy = new_context(vm, context.limits(), Status(context.trapped.get()));
    copy.capitals.set(context.capitals());
    copy.status.set(context.status.get());
    copy
}

/// The current context as it was set.
#[inline]
pub fn current_value(vm: &mut Vm) -> R {
    if let Some(context) = vm.thread.context.cast::<contextvars::Context>()
        && let Some(known) = context.decimal.get().bound()
    {
        return Ok(known);
    }
    find_current(vm)
}

#[cold]
fn find_current(vm: &mut Vm) -> R {
    let Some(variable) = vm.state::<State>().variable else {
        return Err(vm.runtime_error("decimal is not initialised"));
    };
    let value = match contextvars::value_of(vm, variable)? {
        Some(value) => value,
        None => {
            let default = templates(vm)[0];
            let context = match default.cast::<Context>() {
                Some(default) => copy(vm, default),
                None => return Err(vm.runtime_error("decimal is not initialised")),
            };
            context.status.set(0);
            contextvars::set_var(vm, variable, context.value())?;
            context.value()
        }
    };
    let context = contextvars::current(vm);
    context.decimal.set(context, value);
    Ok(value)
}

/// The current context.
#[inline]
pub fn current(vm: &mut Vm) -> R<Gc<Context>> {
    let value = current_value(vm)?;
    match vm.payload::<Context>(value) {
        Some(context) => Ok(context),
        None => Err(vm.type_error("argument must be a context")),
    }
}

fn templates(vm: &mut Vm) -> [Value; 3] {
    let templates = vm.state::<State>().templates;
    templates.and_then(|t| t.to_ref().as_slice().try_into().ok()).unwrap_or([Value::NONE; 3])
}

/// Makes a context the current one; of the templates a copy.
pub fn make_current(vm: &mut Vm, value: Value, content: Gc<Context>) -> R<()> {
    let mut value = value;
    if templates(vm).contains(&value) {
        let copy = copy(vm, content);
        copy.status.set(0);
        value = copy.value();
    }
    let Some(variable) = vm.state::<State>().variable else {
        return Err(vm.runtime_error("decimal is not initialised"));
    };
    contextvars::set_var(vm, variable, value)?;
    let context = contextvars::current(vm);
    context.decimal.set(context, value);
    Ok(())
}

/// The context that a method is given; the current one where that is None.
#[inline]
pub fn given(vm: &mut Vm, context: Value) -> R<Gc<Context>> {
    if context.is_none() {
        return current(vm);
    }
    match vm.payload::<Context>(context) {
        Some(context) => Ok(context),
        None => Err(vm.type_error("optional argument must be a context")),
    }
}

/// An int that an attribute is set to.
pub fn int_attr(vm: &mut Vm, value: Value) -> R<i64> {
    let Some(int) = vm.as_int_value(value) else { return Err(vm.type_error("an integer is required")) };
    match vm.int_to_i64(int) {
        Some(int) => Ok(int),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// A rounding by its name.
pub fn rounding(vm: &mut Vm, value: Value) -> R<Round> {
    let name = vm.as_str(value);
    let found = ROUNDINGS
        .iter()
        .find(|(known, _)| name.is_some_and(|name| name.to_ref().as_bytes() == known.as_bytes()));
    match found {
        Some((_, round)) => Ok(*round),
        None => Err(vm.type_error(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   \
             ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
        )),
    }
}

fn rounding_name(round: Round) -> &'static str {
    ROUNDINGS.iter().find(|(_, known)| *known == round).map_or("", |(name, _)| name)
}

/// The attributes, in the constructor's order.
pub const ATTRIBUTES: [&str; 8] = ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"];

fn switch(vm: &mut Vm, name: &str, value: Value) -> R<bool> {
    match int_attr(vm, value)? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(vm.value_error(format!("valid values for {name} are 0 or 1"))),
    }
}

/// The flags that a list of signals, or a dict, stands for.
fn flags_arg(vm: &mut Vm, value: Value) -> R<Status> {
    if let Some(list) = vm.as_list(value) {
        let mut status = Status::default();
        for i in 0..list.len.get() {
            if i < list.len.get() {
                let flag = signals::flag_of(vm, list.item(i))?;
                status.add(flag);
            }
        }
        return Ok(status);
    }
    flags_dict(vm, value)
}

fn flags_dict(vm: &mut Vm, value: Value) -> R<Status> {
    if let Some(dict) = vm.payload::<signals::SignalDictMixin>(value) {
        return dict.status(vm);
    }
    match vm.as_dict(value) {
        Some(dict) => signals::of_dict(vm, dict),
        None => Err(vm.type_error("argument must be a signal dict")),
    }
}

/// Sets an attribute of [`ATTRIBUTES`].
pub fn set_attribute(vm: &mut Vm, context: Gc<Context>, name: &str, value: Value) -> R<()> {
    match name {
        "prec" => {
            let prec = int_attr(vm, value)?;
            if !(1..=LIMIT).contains(&prec) {
                return Err(vm.value_error("valid range for prec is [1, MAX_PREC]"));
            }
            context.change(|limits| limits.prec = prec);
        }
        "rounding" => {
            let round = rounding(vm, value)?;
            context.change(|limits| limits.round = round);
        }
        "Emin" => {
            let emin = int_attr(vm, value)?;
            if !(-LIMIT..=0).contains(&emin) {
                return Err(vm.value_error("valid range for Emin is [MIN_EMIN, 0]"));
            }
            context.change(|limits| limits.emin = emin);
        }
        "Emax" => {
            let emax = int_attr(vm, value)?;
            if !(0..=LIMIT).contains(&emax) {
                return Err(vm.value_error("valid range for Emax is [0, MAX_EMAX]"));
            }
            context.change(|limits| limits.emax = emax);
        }
        "capitals" => {
            let capitals = switch(vm, name, value)?;
            context.capitals.set(capitals);
        }
        "clamp" => {
            let clamp = switch(vm, name, value)?;
            context.change(|limits| limits.clamp = clamp);
        }
        "flags" => {
            let flags = flags_arg(vm, value)?;
            context.status.set(flags.0);
        }
        _ => {
            let traps = flags_arg(vm, value)?;
            context.trapped.set(traps.0);
        }
    }
    Ok(())
}

const SIGNATURE: Signature = Signature { names: &ATTRIBUTES, n_required: 0, n_pos: 8 };

#[native]
impl Context {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Context>> {
        let _ = args;
        match templates(vm)[0].cast::<Context>() {
            Some(default) => Ok(new_context(vm, default.limits(), Status(default.trapped.get()))),
            None => Err(vm.runtime_error("decimal is not initialised")),
        }
    }

    fn __init__(vm: &mut Vm, this: Gc<Context>, args: &Args<'_>) -> R<()> {
        let mut given = [Value::NONE; 8];
        SIGNATURE.bind(vm, args, |_, i, value| {
            given[i] = value;
            Ok(())
        })?;
        for (name, value) in ATTRIBUTES.into_iter().zip(given) {
            if !value.is_none() {
                set_attribute(vm, this, name, value)?;
            }
        }
        Ok(())
    }

    fn __repr__(_: &mut Vm, this: Gc<Context>) -> String {
        let Limits { prec, emax, emin, round, clamp } = this.limits();
        let (rounding, capitals) = (rounding_name(round), u8::from(this.capitals()));
        let (flags, traps) =
            (signals::show(Status(this.status.get())), signals::show(Status(this.trapped.get())));
        format!(
            "Context(prec={prec}, rounding={rounding}, Emin={emin}, Emax={emax}, capitals={capitals}, clamp={}, \
             flags={flags}, traps={traps})",
            u8::from(clamp)
        )
    }

    /// The precision.
    #[getter]
    fn prec(_: &mut Vm, this: Gc<Context>) -> i64 {
        this.limits().prec
    }

    #[setter]
    fn set_prec(vm: &mut Vm, this: Gc<Context>, value: Value) -> R<()> {
        set_attribute(vm, this, "prec", value)
    }

    /// The largest exponent.
    #[getter("Emax")]
    fn emax(_: &mut Vm, this: Gc<Context>) -> i64 {
        this.limits().emax
    }

    #[setter("Emax")]
    fn set_emax(vm: &mut Vm, this: Gc<Context>, value: Value) -> R<()> {
        set_attribute(vm, this, "Emax", value)
    }

    /// The least exponent.
    #[getter("Emin")]
    fn emin(_: &mut Vm, this: Gc<Context>) -> i64 {
        this.limits().emin
    }

    #[setter("Emin")]
    fn set_emin(vm: &mut Vm, this: Gc<Context>, value: Value) -> R<()> {
        set_attribute(vm, this, "Emin", value)
    }

    /// How results are rounded.
    #[getter]
    fn rounding(vm: &mut Vm, this: Gc<Context>) -> Gc<Str> {
        vm.intern(rounding_name(this.limits().round))
    }

    #[setter]
    fn set_rounding(vm: &mut Vm, this: Gc<Context>, value: Value) -> R<()> {
        set_attribute(vm, this, "rounding", value)
    }

    /// 1: exponents are written with an E, 0: with an e.
    #[getter("capitals")]
    fn capitals_(_: &mut Vm, this: Gc<Context>) -> i32 {
        this.capitals().into()
    }

    #[setter]
    fn set_capitals(vm: &mut Vm, this: Gc<Context>, value: Value) -> R<()> {
        set_attribute(vm, this, "capitals", value)
    }

    /// 1: exponents are limited to what all digits of a format leave room for.
    #[getter]
    fn clamp(_: &mut Vm, this: Gc<Context>) -> i32 {
        this.limits().clamp.into()
    }

    #[setter]
    fn set_clamp(vm: &mut Vm, this: Gc<Context>, value: Value) -> R<()> {
        set_attribute(vm, this, "clamp", value)
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        // The two dicts of signals are no attributes of the class.
        let traps = match name.to_ref().as_bytes() {
            b"traps" => true,
            b"flags" => false,
            _ => return vm.generic_get_attr(this, name),
        };
        let Some(context) = vm.payload::<Context>(this) else { return vm.generic_get_attr(this, name) };
        let known = if traps { &context.to_ref().traps } else { &context.to_ref().flags };
        if known.get().is_unbound() {
            let dict = signals::new_dict(vm, context, traps)?;
            known.set(context, dict);
        }
        Ok(known.get())
    }

    fn __setattr__(vm: &mut Vm, this: Value, name: Gc<Str>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.raise(kinds::ATTRIBUTE_ERROR, "context attributes cannot be deleted"));
        }
        let Some(context) = vm.payload::<Context>(this) else {
            return vm.generic_set_attr(this, name, value);
        };
        match name.to_ref().as_bytes() {
            b"traps" => context.trapped.set(flags_dict(vm, value)?.0),
            b"flags" => context.status.set(flags_dict(vm, value)?.0),
            _ => return vm.generic_set_attr(this, name, value),
        }
        Ok(())
    }

    /// Forget which signals there were.
    #[sig("($self, /)")]
    fn clear_flags(_: &mut Vm, this: Gc<Context>) {
        this.status.set(0);
    }

    /// Have no signal raise an exception.
    #[sig("($self, /)")]
    fn clear_traps(_: &mut Vm, this: Gc<Context>) {
        this.trapped.set(0);
    }

    /// A copy.
    #[sig("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Gc<Context>) -> Gc<Context> {
        copy(vm, this)
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(context) = vm.payload::<Context>(this) else {
            return Err(vm.type_error("argument must be a context"));
        };
        let limits = context.limits();
        let flags = signals::list(vm, Status(context.status.get())).value();
        let traps = signals::list(vm, Status(context.trapped.get())).value();
        let args = [
            vm.new_int(limits.prec),
            vm.intern(rounding_name(limits.round)).value(),
            vm.new_int(limits.emin),
            vm.new_int(limits.emax),
            Value::int32(context.capitals().into()),
            Value::int32(limits.clamp.into()),
            flags,
            traps,
        ];
        let args = vm.new_tuple(&args).value();
        let cls = vm.class_of(this).value();
        Ok(vm.new_tuple(&[cls, args]).value())
    }

    /// A copy.
    #[sig("($self, /)")]
    #[name("copy")]
    fn copy_(vm: &mut Vm, this: Gc<Context>) -> Gc<Context> {
        copy(vm, this)
    }
}
