//! `_csv`: tables as text. `dialect` is how they are written, `reader` and `writer` read and write them.

pub mod dialect;
pub mod reader;
pub mod writer;

use crate::support::{OwnError, put, put_int};
use dialect::{Dialect, Quoting};
use reader::Reader;
use taipan_macros::{Trace, native};
use taipan_runtime::{
    Gc, ModuleDef, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Dict, List, Module, Str, Tuple},
};
use writer::Writer;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_csv",
    doc: "Reading and writing of tables whose fields are separated by commas or the like.",
    functions: &Functions::NATIVE,
    types: &[&Dialect::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

#[derive(Default, Trace)]
struct State {
    dialects: Option<Gc<Dict>>,
    #[untraced]
    limit: Limit,
}

/// How many characters a field may have.
struct Limit(i64);

impl Default for Limit {
    fn default() -> Limit {
        Limit(128 * 1024)
    }
}

static ERROR: OwnError = OwnError { module: "_csv", name: "Error", base: kinds::EXCEPTION };

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = ERROR.class(vm)?;
    error.set_flag(taipan_runtime::type_flags::TELLS_MODULE);
    // CPython makes this one of a table, and without weak references.
    let names = vm.names();
    error.dict.get().pop_str(vm, names.__weakref__);
    error.clear_flag(taipan_runtime::type_flags::WEAKREFABLE);
    put(vm, module, "Error", error.value());
    let reader = vm.class(<Reader as Numbered>::NUMBER).value();
    put(vm, module, "Reader", reader);
    let writer = vm.class(<Writer as Numbered>::NUMBER).value();
    put(vm, module, "Writer", writer);
    let known = dialects(vm).value();
    put(vm, module, "_dialects", known);
    for quoting in Quoting::ALL {
        put_int(vm, module, quoting.name(), quoting as i64);
    }
    Ok(())
}

#[cold]
fn error(vm: &mut Vm, message: &str) -> Raised {
    ERROR.raise(vm, message)
}

/// The dialects by name.
fn dialects(vm: &mut Vm) -> Gc<Dict> {
    if let Some(dialects) = vm.state::<State>().dialects {
        return dialects;
    }
    let dialects = vm.new_dict();
    vm.state::<State>().dialects = Some(dialects);
    dialects
}

fn known_dialect(vm: &mut Vm, name: Value) -> R {
    match dialects(vm).get_item(vm, name)? {
        Some(dialect) => Ok(dialect),
        None => Err(error(vm, "unknown dialect")),
    }
}

/// `f(what, /, dialect='excel', **options)`: what, and the dialect.
fn with_dialect(
    vm: &mut Vm,
    name: &str,
    args: Gc<Tuple>,
    options: Option<Gc<Dict>>,
) -> R<(Value, Option<Value>, Option<Gc<Dict>>)> {
    match *args.to_ref().as_slice() {
        [what] => Ok((what, None, options)),
        [what, dialect] => Ok((what, Some(dialect), options)),
        [] => Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        ref more => {
            let n = more.len();
            Err(vm.type_error(format!("{name} expected at most 2 arguments, got {n}")))
        }
    }
}

struct Functions;

#[native]
impl Functions {
    /// An iterator over the rows of an iterable of lines.
    #[sig("($module, *args, **fmtparams)")]
    #[shown("($module, iterable, /, dialect='excel', **fmtparams)")]
    fn reader(vm: &mut Vm, args: Gc<Tuple>, fmtparams: Option<Gc<Dict>>) -> R<Gc<Reader>> {
        let (iterable, dialect, options) = with_dialect(vm, "reader", args, fmtparams)?;
        let lines = vm.iter(iterable)?;
        let dialect = dialect::make(vm, dialect, options)?;
        Ok(reader::new(vm, lines, dialect))
    }

    /// An object that writes rows to a file.
    #[sig("($module, *args, **fmtparams)")]
    #[shown("($module, fileobj, /, dialect='excel', **fmtparams)")]
    fn writer(vm: &mut Vm, args: Gc<Tuple>, fmtparams: Option<Gc<Dict>>) -> R<Gc<Writer>> {
        let (file, dialect, options) = with_dialect(vm, "writer", args, fmtparams)?;
        let write = writer::write_method(vm, file)?;
        let dialect = dialect::make(vm, dialect, options)?;
        Ok(writer::new(vm, write, dialect))
    }

    /// The names of the dialects that were registered.
    #[sig("($module, /)")]
    fn list_dialects(vm: &mut Vm) -> R<Gc<List>> {
        let known = dialects(vm).value();
        vm.to_list(known)
    }

    /// Give a dialect a name.
    #[sig("($module, *args, **fmtparams)")]
    #[shown("($module, name, /, dialect='excel', **fmtparams)")]
    fn register_dialect(vm: &mut Vm, args: Gc<Tuple>, fmtparams: Option<Gc<Dict>>) -> R<()> {
        let (name, dialect, options) = with_dialect(vm, "register_dialect", args, fmtparams)?;
        if vm.as_str(name).is_none() {
            return Err(vm.type_error("dialect name must be a string"));
        }
        let dialect = dialect::make(vm, dialect, options)?;
        dialects(vm).set_item(vm, name, dialect.value())
    }

    /// Forget the dialect of a name.
    #[sig("($module, /, name)")]
    fn unregister_dialect(vm: &mut Vm, name: Value) -> R<()> {
        let known = dialects(vm);
        // Where nothing is known, anything is unknown, be it unhashable.
        if known.len.get() > 0 && known.pop_item(vm, name)?.is_some() {
            return Ok(());
        }
        Err(error(vm, "unknown dialect"))
    }

    /// The dialect of a name.
    #[sig("($module, /, name)")]
    fn get_dialect(vm: &mut Vm, name: Value) -> R {
        known_dialect(vm, name)
    }

    /// How many characters a field may have; sets that where a new limit is given.
    #[sig("($module, /, new_limit=<unrepresentable>)")]
    fn field_size_limit(vm: &mut Vm, new_limit: Option<Value>) -> R<i64> {
        let old = vm.state::<State>().limit.0;
        if let Some(limit) = new_limit {
            let Some(limit) = vm.as_int_value(limit) else {
                return Err(vm.type_error("limit must be an integer"));
            };
            let Some(limit) = vm.int_to_i64(limit) else {
                return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
            };
            vm.state::<State>().limit.0 = limit;
        }
        Ok(old)
    }
}

/// A class whose instances only functions make.
const fn made_by_functions(id: taipan_runtime::Kind, name: &'static str, doc: &'static str) -> TypeDef {
    TypeDef { id, name, module: "_csv", doc, flags: taipan_runtime::type_flags::NO_NEW, ..TypeDef::DEFAULT }
}

/// A character (or surrogate) as a string.
fn char_value(vm: &mut Vm, c: Option<u32>) -> Value {
    match c {
        Some(c) => vm.new_str_char(c).value(),
        None => Value::NONE,
    }
}

/// The one character of a string.
fn only_char(text: Gc<Str>) -> Option<u32> {
    if text.n_chars() != 1 {
        return None;
    }
    taipan_text::wtf8::char_at(text.to_ref().as_bytes(), 0).map(|(c, _)| c)
}
