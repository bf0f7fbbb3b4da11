//! `_decimal`: decimal floating-point arithmetic. The arithmetic itself is `taipan_number::decimal`; here are its objects.
//!
//! `object` has the cells, `convert` the ways to and from other types, `operators` and `methods` what numbers do,
//! `context`, `context_methods` and `signals` the contexts.

pub mod context;
mod context_methods;
mod convert;
pub mod manager;
mod methods;
pub mod object;
mod operators;
pub mod signals;

use self::context::{Context, current_value, make_current, new_context};
use crate::support::{import, put, put_int, put_str};
use taipan_macros::{Trace, native};
use taipan_number::decimal::{self as kernel, Context as Limits, Round, Status};
use taipan_runtime::{
    Args, Gc, ModuleDef, R, Value, Vm,
    layout::{Dict, Module, Tuple, Type},
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_decimal",
    doc: "Decimal floating-point arithmetic.",
    functions: &Functions::NATIVE,
    types: &[&object::DecimalObject::TYPE, &Context::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

/// What there is once.
#[derive(Default, Trace)]
pub struct State {
    /// The names of the module.
    names: Option<Gc<Dict>>,
    /// The classes of [`signals::SIGNALS`].
    signals: Option<Gc<Tuple>>,
    /// The classes of [`signals::CONDITIONS`].
    conditions: Option<Gc<Tuple>>,
    decimal_tuple: Option<Gc<Type>>,
    signal_dict: Option<Gc<Type>>,
    /// `DefaultContext`, `BasicContext`, `ExtendedContext`.
    templates: Option<Gc<Tuple>>,
    variable: Option<Gc<super::contextvars::ContextVar>>,
}

/// The roundings by name.
pub const ROUNDINGS: [(&str, Round); 8] = [
    ("ROUND_CEILING", Round::Ceiling),
    ("ROUND_FLOOR", Round::Floor),
    ("ROUND_UP", Round::Up),
    ("ROUND_DOWN", Round::Down),
    ("ROUND_HALF_UP", Round::HalfUp),
    ("ROUND_HALF_DOWN", Round::HalfDown),
    ("ROUND_HALF_EVEN", Round::HalfEven),
    ("ROUND_05UP", Round::ZeroFiveUp),
];

const IEEE_BITS_MAX: i64 = 512;

/// Modules made anew have what the first one had: there is one set of signals.
fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    if let Some(names) = vm.state::<State>().names {
        let mut at = 0;
        while let Some((i, key, value)) = names.next_entry(at) {
            at = i + 1;
            module.dict.get().set_item(vm, key, value)?;
        }
        return Ok(());
    }
    make_all(vm, module)?;
    vm.state::<State>().names = Some(module.dict.get().copy(vm));
    Ok(())
}

fn make_all(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    signals::make_classes(vm, module)?;
    let collections = import(vm, "collections")?;
    let (name, fields) = (vm.new_str("DecimalTuple").value(), vm.new_str("sign digits exponent").value());
    let tuple = vm.call_method_named(collections, "namedtuple", &[name, fields])?;
    let (key, value) = (vm.names().__module__, vm.new_str("decimal").value());
    vm.set_attr(tuple, key, value)?;
    put(vm, module, "DecimalTuple", tuple);
    vm.state::<State>().decimal_tuple = tuple.cast::<Type>();
    let numbers = import(vm, "numbers")?;
    let number = vm.get_attr_named(numbers, "Number")?;
    let cls = vm.class(<object::DecimalObject as taipan_runtime::kinds::Numbered>::NUMBER).value();
    vm.call_method_named(number, "register", &[cls])?;

    for (name, _) in ROUNDINGS {
        let value = vm.intern(name).value();
        put(vm, module, name, value);
    }
    put_int(vm, module, "MAX_PREC", kernel::LIMIT);
    put_int(vm, module, "MAX_EMAX", kernel::LIMIT);
    put_int(vm, module, "MIN_EMIN", -kernel::LIMIT);
    put_int(vm, module, "MIN_ETINY", kernel::ETINY_MIN);
    put_int(vm, module, "IEEE_CONTEXT_MAX_BITS", IEEE_BITS_MAX);
    put(vm, module, "HAVE_THREADS", Value::TRUE);
    put(vm, module, "HAVE_CONTEXTVAR", Value::TRUE);
    put_str(vm, module, "__version__", "1.70");
    put_str(vm, module, "__libmpdec_version__", "2.5.1");

    let errors = Status(Status::INVALID.0 | Status::DIVISION_BY_ZERO.0 | Status::OVERFLOW.0);
    let basic = Status(errors.0 | Status::UNDERFLOW.0 | Status::CLAMPED.0);
    let plain = Limits { prec: 28, emax: 999_999, emin: -999_999, round: Round::HalfEven, clamp: false };
    let mut templates = [Value::NONE; 3];
    for (template, (name, limits, traps)) in templates.iter_mut().zip([
        ("DefaultContext", plain, errors),
        ("BasicContext", Limits { prec: 9, round: Round::HalfUp, ..plain }, basic),
        ("ExtendedContext", Limits { prec: 9, ..plain }, Status::default()),
    ]) {
        *template = new_context(vm, limits, traps).value();
        put(vm, module, name, *template);
    }
    vm.state::<State>().templates = Some(vm.new_tuple(&templates));
    let name = vm.intern("decimal_context");
    vm.state::<State>().variable = Some(super::contextvars::new_var(vm, name, Value::UNBOUND));
    Ok(())
}

#[native]
impl Functions {
    /// The current context of the running thread or task.
    #[sig("($module, /)")]
    fn getcontext(vm: &mut Vm) -> R {
        current_value(vm)
    }

    /// Make a context the current one.
    #[sig("($module, context, /)")]
    fn setcontext(vm: &mut Vm, context: Value) -> R<()> {
        match vm.payload::<Context>(context) {
            Some(content) => make_current(vm, context, content),
            None => Err(vm.type_error("argument must be a context")),
        }
    }

    /// A context manager that makes a copy of a context (the current one, if none is given) the current one, with
    /// attributes as given.
    #[sig("($module, *args, **kwargs)")]
    #[shown("($module, /, ctx=None, **kwargs)")]
    fn localcontext(vm: &mut Vm, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        let (names, values) = match kwargs {
            Some(kwargs) => vm.dict_to_keywords(kwargs)?,
            None => Default::default(),
        };
        let args = Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values };
        manager::make(vm, &args)
    }

    /// A context of the format of IEEE 754 that has so many bits.
    #[sig("($module, bits, /)")]
    #[name("IEEEContext")]
    fn ieee_context(vm: &mut Vm, bits: Value) -> R<Gc<Context>> {
        let bits = context::int_attr(vm, bits)?;
        if bits <= 0 || bits > IEEE_BITS_MAX || bits % 32 != 0 {
            return Err(vm.value_error(format!(
                "argument must be a multiple of 32, with a maximum of {IEEE_BITS_MAX}"
            )));
        }
        let emax = 3 * (1i64 << (bits / 16 + 3));
        let limits =
            Limits { prec: 9 * (bits / 32) - 2, emax, emin: 1 - emax, round: Round::HalfEven, clamp: true };
        Ok(new_context(vm, limits, Status::default()))
    }
}
