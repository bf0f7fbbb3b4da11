//! `Dialect`: how a table is written.

use super::{char_value, known_dialect, only_char};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Values, Vm,
    kinds::Numbered,
    layout::{Dict, Str, Type},
    type_flags,
};

/// When fields are quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the module's constants")]
pub enum Quoting {
    Minimal,
    All,
    NonNumeric,
    None,
    Strings,
    NotNull,
}

impl Quoting {
    /// All of them, by number.
    pub const ALL: [Quoting; 6] = [
        Quoting::Minimal,
        Quoting::All,
        Quoting::NonNumeric,
        Quoting::None,
        Quoting::Strings,
        Quoting::NotNull,
    ];

    /// The module's constant.
    pub const fn name(self) -> &'static str {
        match self {
            Quoting::Minimal => "QUOTE_MINIMAL",
            Quoting::All => "QUOTE_ALL",
            Quoting::NonNumeric => "QUOTE_NONNUMERIC",
            Quoting::None => "QUOTE_NONE",
            Quoting::Strings => "QUOTE_STRINGS",
            Quoting::NotNull => "QUOTE_NOTNULL",
        }
    }
}

/// A dialect.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Dialect {
    header: Header,
    /// What ends a row.
    pub lineterminator: Field<Gc<Str>>,
    /// What separates fields.
    #[untraced]
    pub delimiter: u32,
    /// What stands around a field that needs it.
    #[untraced]
    pub quotechar: Option<u32>,
    /// What stands before a character that needs it.
    #[untraced]
    pub escapechar: Option<u32>,
    /// Is a quote in a quoted field written twice?
    #[untraced]
    pub doublequote: bool,
    /// Are spaces behind a delimiter no part of the field?
    #[untraced]
    pub skipinitialspace: bool,
    /// Are mistakes errors?
    #[untraced]
    pub strict: bool,
    /// When fields are quoted.
    #[untraced]
    pub quoting: Quoting,
}

impl Dialect {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Dialect as Numbered>::NUMBER,
        name: "Dialect",
        module: "_csv",
        doc: "How a table is read and written.",
        flags: type_flags::BASETYPE,
        native: &Dialect::NATIVE,
        layout: Some(LayoutInfo::of::<Dialect>()),
        ..TypeDef::DEFAULT
    };
}

/// `Dialect(dialect, **options)`
pub fn make(vm: &mut Vm, dialect: Option<Value>, options: Option<Gc<Dict>>) -> R<Gc<Dialect>> {
    let cls = vm.class(Dialect::TYPE.id).value();
    let (names, values) = match options {
        Some(options) => vm.dict_to_keywords(options)?,
        None => (Values::new(), Values::new()),
    };
    let pos = dialect.as_slice();
    let made = vm.call_args(cls, &Args { pos, kw_names: &names, kw_values: &values })?;
    match vm.payload::<Dialect>(made) {
        Some(dialect) => Ok(dialect),
        None => Err(vm.type_error("a Dialect is needed")),
    }
}

/// The parameters of `Dialect`.
const OPTIONS: [&str; 9] = [
    "dialect",
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

/// Binds arguments; the messages name no function, for the callers are several.
fn bind(vm: &mut Vm, args: &Args<'_>) -> R<[Option<Value>; 9]> {
    let mut bound = [None; 9];
    if args.pos.len() > bound.len() {
        let n = args.pos.len();
        return Err(vm.type_error(format!("function takes at most 9 arguments ({n} given)")));
    }
    for (place, value) in bound.iter_mut().zip(args.pos) {
        *place = Some(*value);
    }
    for (name, value) in args.kw_names.iter().zip(args.kw_values) {
        let name = vm.as_str(*name).map(|name| name.to_display()).unwrap_or_default();
        let Some(i) = OPTIONS.iter().position(|option| *option == name) else {
            return Err(vm.type_error(format!("this function got an unexpected keyword argument '{name}'")));
        };
        if bound[i].replace(*value).is_some() {
            let position = i + 1;
            return Err(vm.type_error(format!(
                "argument for function given by name ('{name}') and position ({position})"
            )));
        }
    }
    Ok(bound)
}

/// What was said about the options, by name or by a dialect.
struct Given {
    dialect: Option<Value>,
}

impl Given {
    /// The value of an option; of the dialect's where it was not given itself.
    fn of(&self, vm: &mut Vm, own: Option<Value>, name: &str) -> Option<Value> {
        if own.is_some() {
            return own;
        }
        let found = vm.get_attr_named(self.dialect?, name);
        if found.is_err() {
            vm.take_exception();
        }
        found.ok()
    }
}

#[native]
impl Dialect {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        let [dialect, own @ ..] = bind(vm, args)?;
        let dialect = dialect.unwrap_or(Value::NONE);
        let given = if dialect.is_none() {
            Given { dialect: None }
        } else {
            let dialect = if vm.as_str(dialect).is_some() { known_dialect(vm, dialect)? } else { dialect };
            if own.iter().all(Option::is_none) && cls.value() == vm.class_of(dialect).value() {
                return Ok(dialect);
            }
            Given { dialect: Some(dialect) }
        };
        let mut values = [None; 8];
        for (value, (own, name)) in values.iter_mut().zip(own.into_iter().zip(&OPTIONS[1..])) {
            *value = given.of(vm, own, name);
        }
        let [
            delimiter,
            doublequote,
            escapechar,
            lineterminator,
            quotechar,
            quoting,
            skipinitialspace,
            strict,
        ] = values;
        let delimiter = match delimiter {
            None => u32::from(','),
            Some(value) => one_char(vm, "delimiter", value, "a unicode character")?,
        };
        let doublequote = flag(vm, doublequote, true)?;
        let escapechar = match escapechar {
            None => None,
            Some(value) => char_or_none(vm, "escapechar", value)?,
        };
        let lineterminator = match lineterminator {
            None => vm.intern("\r\n"),
            Some(value) => match vm.as_str(value) {
                Some(text) => text,
                None => return Err(wrong_type(vm, "lineterminator", "a string", value)),
            },
        };
        let quote_given = quotechar;
        let quotechar = match quotechar {
            None => Some(u32::from('"')),
            Some(value) => char_or_none(vm, "quotechar", value)?,
        };
        let quoting = match quoting {
            None if quote_given.is_some_and(Value::is_none) => Quoting::None,
            None => Quoting::Minimal,
            Some(value) => the_quoting(vm, value)?,
        };
        let skipinitialspace = flag(vm, skipinitialspace, false)?;
        let strict = flag(vm, strict, false)?;
        if quoting != Quoting::None && quotechar.is_none() {
            return Err(vm.type_error("quotechar must be set if quoting enabled"));
        }
        let header = Header::new::<Dialect>(vm.class_address(Dialect::TYPE.id));
        let made = vm.heap.alloc(Dialect {
            header,
            lineterminator: Field::new(lineterminator),
            delimiter,
            quotechar,
            escapechar,
            doublequote,
            skipinitialspace,
            strict,
            quoting,
        });
        check(vm, made)?;
        Ok(made.value())
    }

    #[member("skipinitialspace")]
    fn skipinitialspace(_: &mut Vm, this: Gc<Dialect>) -> bool {
        this.skipinitialspace
    }

    #[member("doublequote")]
    fn doublequote(_: &mut Vm, this: Gc<Dialect>) -> bool {
        this.doublequote
    }

    #[member("strict")]
    fn strict(_: &mut Vm, this: Gc<Dialect>) -> bool {
        this.strict
    }

    #[getter]
    fn delimiter(vm: &mut Vm, this: Gc<Dialect>) -> Value {
        char_value(vm, Some(this.delimiter))
    }

    #[getter]
    fn escapechar(vm: &mut Vm, this: Gc<Dialect>) -> Value {
        char_value(vm, this.escapechar)
    }

    #[getter]
    fn lineterminator(_: &mut Vm, this: Gc<Dialect>) -> Value {
        this.lineterminator.get().value()
    }

    #[getter]
    fn quotechar(vm: &mut Vm, this: Gc<Dialect>) -> Value {
        char_value(vm, this.quotechar)
    }

    #[getter]
    fn quoting(_: &mut Vm, this: Gc<Dialect>) -> i64 {
        this.quoting as i64
    }

    #[sig("($self, /)")]
    #[shown("")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        cannot_pickle(vm, this)
    }

    #[sig("($self, protocol, /)")]
    #[shown("")]
    fn __reduce_ex__(vm: &mut Vm, this: Value, protocol: Value) -> R {
        let _ = protocol;
        cannot_pickle(vm, this)
    }
}

fn cannot_pickle(vm: &mut Vm, this: Value) -> R {
    let of = vm.type_name(this);
    Err(vm.type_error(format!("cannot pickle '{of}' instances")))
}

fn flag(vm: &mut Vm, value: Option<Value>, default: bool) -> R<bool> {
    value.map_or(Ok(default), |value| vm.truth(value))
}

fn char_or_none(vm: &mut Vm, name: &str, value: Value) -> R<Option<u32>> {
    if value.is_none() {
        return Ok(None);
    }
    one_char(vm, name, value, "a unicode character or None").map(Some)
}

fn wrong_type(vm: &mut Vm, name: &str, want: &str, value: Value) -> Raised {
    let cls = vm.class_of(value);
    let of = vm.qualified_class_name(cls);
    vm.type_error(format!("\"{name}\" must be {want}, not {of}"))
}

fn one_char(vm: &mut Vm, name: &str, value: Value, want: &str) -> R<u32> {
    let Some(text) = vm.as_str(value) else {
        return Err(wrong_type(vm, name, want, value));
    };
    match only_char(text) {
        Some(c) => Ok(c),
        None => {
            let n = text.n_chars();
            Err(vm.type_error(format!("\"{name}\" must be {want}, not a string of length {n}")))
        }
    }
}

fn the_quoting(vm: &mut Vm, value: Value) -> R<Quoting> {
    let Some(int) = vm.as_int_value(value).filter(|_| !value.is_bool()) else {
        return Err(wrong_type(vm, "quoting", "an integer", value));
    };
    let known = vm.int_to_i64(int).and_then(|n| Quoting::ALL.get(usize::try_from(n).ok()?).copied());
    match known {
        Some(quoting) => Ok(quoting),
        None => Err(vm.type_error("bad \"quoting\" value")),
    }
}

/// Characters that mean something must differ, and must not end rows.
fn check(vm: &mut Vm, dialect: Gc<Dialect>) -> R<()> {
    let space = !dialect.skipinitialspace;
    let (delimiter, escape, quote) = (Some(dialect.delimiter), dialect.escapechar, dialect.quotechar);
    for (name, c, space_is_fine) in
        [("delimiter", delimiter, true), ("escapechar", escape, space), ("quotechar", quote, space)]
    {
        let Some(c) = c else { continue };
        if matches!(c, 0x0a | 0x0d) || (c == 0x20 && !space_is_fine) {
            return Err(vm.value_error(format!("bad {name} value")));
        }
        let mut terminator = taipan_text::Wtf8::new(dialect.lineterminator.get().to_ref().as_bytes()).chars();
        if terminator.any(|t| t == c) {
            return Err(vm.value_error(format!("bad {name} or lineterminator value")));
        }
    }
    for (a, b, names) in [
        (delimiter, escape, "delimiter or escapechar"),
        (delimiter, quote, "delimiter or quotechar"),
        (escape, quote, "escapechar or quotechar"),
    ] {
        if a.is_some() && a == b {
            return Err(vm.value_error(format!("bad {names} value")));
        }
    }
    Ok(())
}
