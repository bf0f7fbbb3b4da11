//! What is printed about exceptions that nobody handles: `sys.excepthook` and `sys.unraisablehook`.

use crate::structseq::{self, Record};
use taipan_macros::Trace;
use taipan_objects::import::import;
use taipan_runtime::layout::{Exception, Traceback, Type};
use taipan_runtime::{Gc, R, Raised, Value, Vm};

/// How many entries of a traceback are shown, unless `sys.tracebacklimit` says otherwise.
const ENTRIES_MAX: i64 = 1000;

/// So many entries that are alike are shown, and the others counted.
const REPEATED_MAX: usize = 3;

/// Prints an exception as the interpreter does at its top level: through the module `traceback`, or plainly where that
/// can't be had.
pub fn print_exception(vm: &mut Vm, value: Value, traceback: Value) -> R<()> {
    match stderr(vm) {
        Some(stderr) => print_exception_to(vm, stderr, value, traceback),
        None => Ok(()),
    }
}

/// The same, to a stream that stands in where there is no `sys.stderr`.
pub fn print_exception_to(vm: &mut Vm, stderr: Value, value: Value, traceback: Value) -> R<()> {
    if let (Some(exc), true) = (value.cast::<Exception>(), !traceback.is_none())
        && exc.traceback.get().is_none()
    {
        exc.traceback.set(exc, traceback);
    }
    let printed = import(vm, "traceback")
        .and_then(|module| vm.get_attr_named(module, "_print_exception_bltin"))
        .and_then(|print| vm.call(print, &[value]));
    if printed.is_ok() {
        return Ok(());
    }
    vm.take_exception();
    let cls = vm.class_of(value);
    let name = vm.full_class_name(cls);
    let text = match vm.str(value) {
        Ok(s) => s.to_display(),
        Err(Raised) => {
            vm.take_exception();
            "<exception str() failed>".to_owned()
        }
    };
    let entries = value.cast::<Exception>().map_or(Value::NONE, |exc| exc.traceback.get());
    let mut report = plain_traceback(vm, entries);
    report.push_str(&if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") });
    write(vm, stderr, &report)
}

/// The class of what `sys.unraisablehook` is called with.
#[derive(Default, Trace)]
struct State {
    unraisable: Option<Gc<Type>>,
}

const HOOK_ARGS: Record = Record {
    module: "builtins",
    name: "UnraisableHookArgs",
    doc: "What sys.unraisablehook is called with.",
    fields: &[
        ("exc_type", "The exception's class."),
        ("exc_value", "The exception."),
        ("exc_traceback", "Its traceback."),
        ("err_msg", "What was being done."),
        ("object", "What it was done to or for."),
    ],
    n_sequence: 5,
};

fn unraisable_class(vm: &mut Vm) -> R<Gc<Type>> {
    if let Some(cls) = vm.state::<State>().unraisable {
        return Ok(cls);
    }
    let cls = structseq::new_class(vm, &HOOK_ARGS)?;
    vm.state::<State>().unraisable = Some(cls);
    Ok(cls)
}

/// What `sys.unraisablehook` is called with.
pub fn unraisable(vm: &mut Vm, exc: Value, object: Value, message: &str) -> R {
    let cls = unraisable_class(vm)?;
    let exc_type = vm.class_of(exc).value();
    let traceback = exc.cast::<Exception>().map_or(Value::NONE, |exc| exc.traceback.get());
    let message = if message.is_empty() { Value::NONE } else { vm.new_str(message).value() };
    Ok(structseq::new(vm, cls, &[exc_type, exc, traceback, message, object]))
}

/// Prints an exception that can't be raised where it happened: a heading, the entries of its traceback with their lines, the
/// exception; neither what it comes from nor where in a line.
pub fn print_unraisable(vm: &mut Vm, unraisable: Value) -> R<()> {
    if vm.class_of(unraisable) != unraisable_class(vm)? {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    }
    let message = vm.get_attr_named(unraisable, "err_msg")?;
    let object = vm.get_attr_named(unraisable, "object")?;
    let cls = vm.get_attr_named(unraisable, "exc_type")?;
    let value = vm.get_attr_named(unraisable, "exc_value")?;
    let traceback = vm.get_attr_named(unraisable, "exc_traceback")?;
    let Some(stderr) = stderr(vm) else { return Ok(()) };
    let mut report = String::new();
    if !object.is_none() {
        let what =
            if message.is_none() { "Exception ignored in".to_owned() } else { vm.str(message)?.to_display() };
        let shown = match vm.repr(object) {
            Ok(shown) => shown.to_display(),
            Err(Raised) => {
                vm.take_exception();
                "<object repr() failed>".to_owned()
            }
        };
        report = format!("{what}: {shown}\n");
    } else if !message.is_none() {
        report = format!("{}:\n", vm.str(message)?.to_display());
    }
    report.push_str(&plain_traceback(vm, traceback));
    if let Some(cls) = cls.cast::<Type>() {
        report.push_str(&vm.qualified_class_name(cls));
        if !value.is_none() {
            report.push_str(": ");
            match vm.str(value) {
                Ok(text) => report.push_str(&text.to_display()),
                Err(Raised) => {
                    vm.take_exception();
                    report.push_str("<exception str() failed>");
                }
            }
        }
        report.push('\n');
    }
    write(vm, stderr, &report)?;
    vm.call_method_named(stderr, "flush", &[])?;
    Ok(())
}

fn stderr(vm: &mut Vm) -> Option<Value> {
    let (names, sys) = (vm.names(), vm.sys);
    sys.get_str(vm, names.stderr).filter(|stderr| !stderr.is_none())
}

fn write(vm: &mut Vm, stderr: Value, text: &str) -> R<()> {
    let (names, text) = (vm.names(), vm.new_str(text).value());
    vm.call_method(stderr, names.write, &[text])?;
    Ok(())
}

/// The entries of a traceback with the lines of their sources.
fn plain_traceback(vm: &mut Vm, traceback: Value) -> String {
    let next = |entry: Value| entry.cast::<Traceback>().map_or(Value::NONE, |entry| entry.next.get());
    let chain = |first: Value| {
        std::iter::successors(Some(first), move |&entry| Some(next(entry)))
            .take_while(|entry| entry.cast::<Traceback>().is_some())
    };
    let limit = entries_max(vm);
    let n_hidden = chain(traceback).count().saturating_sub(usize::try_from(limit).unwrap_or(0));
    if limit <= 0 || traceback.is_none() {
        return String::new();
    }
    let mut report = String::from("Traceback (most recent call last):\n");
    let mut last = (String::new(), 0, String::new());
    let mut n_alike = 0;
    for entry in chain(traceback).skip(n_hidden) {
        let here = describe(vm, entry);
        if here != last {
            report.push_str(&repetitions(n_alike));
            (last, n_alike) = (here, 0);
        }
        n_alike += 1;
        if n_alike <= REPEATED_MAX {
            let (file, line, name) = &last;
            report.push_str(&format!("  File \"{file}\", line {line}, in {name}\n"));
            if let Some(text) = source_line(vm, file, *line) {
                report.push_str(&format!("    {text}\n"));
            }
        }
    }
    report.push_str(&repetitions(n_alike));
    report
}

fn repetitions(n_alike: usize) -> String {
    match n_alike.saturating_sub(REPEATED_MAX) {
        0 => String::new(),
        1 => "  [Previous line repeated 1 more time]\n".to_owned(),
        n => format!("  [Previous line repeated {n} more times]\n"),
    }
}

/// `sys.tracebacklimit`
fn entries_max(vm: &mut Vm) -> i64 {
    let (name, sys) = (vm.intern("tracebacklimit"), vm.sys);
    let limit = sys.get_str(vm, name).and_then(|limit| vm.as_int_value(limit));
    limit.map_or(ENTRIES_MAX, |limit| vm.int_to_i64(limit).unwrap_or(ENTRIES_MAX))
}

/// File, line and function of an entry.
fn describe(vm: &mut Vm, entry: Value) -> (String, i64, String) {
    let line = vm.get_attr_named(entry, "tb_lineno").ok();
    let line = line.and_then(|line| vm.as_int_value(line)).and_then(|line| vm.int_to_i64(line)).unwrap_or(0);
    let Some(entry) = entry.cast::<Traceback>() else { return (String::new(), line, String::new()) };
    let code = entry.frame.function.code.get();
    (code.filename.get().to_display(), line, code.name.to_display())
}

/// The line of a source that is a file, without what it is indented by. The module `traceback` may be what is broken, so the
/// file is read without it.
fn source_line(vm: &mut Vm, file: &str, line: i64) -> Option<String> {
    if file.starts_with('<') {
        return None;
    }
    match read_line(vm, file, usize::try_from(line).ok()?.checked_sub(1)?) {
        Ok(text) => text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
        Err(Raised) => {
            vm.take_exception();
            None
        }
    }
}

fn read_line(vm: &mut Vm, file: &str, line_idx: usize) -> R<Option<String>> {
    let (name, mode) = (vm.new_str(file).value(), vm.new_str("rb").value());
    let io = import(vm, "io")?;
    let stream = vm.call_method_named(io, "open", &[name, mode])?;
    let content = vm.call_method_named(stream, "read", &[]);
    vm.call_method_named(stream, "close", &[])?;
    let content = vm.bytes_like(content?)?;
    let mut lines = content.split(|&byte| byte == b'\n');
    let encoding = lines.clone().take(2).find_map(declared_encoding).unwrap_or_else(|| "utf-8".to_owned());
    let Some(line) = lines.nth(line_idx) else { return Ok(None) };
    let line = vm.new_bytes(line);
    let (encoding, errors) = (vm.new_str(&encoding).value(), vm.new_str("replace").value());
    let text = vm.call_method_named(line, "decode", &[encoding, errors])?;
    Ok(Some(vm.str(text)?.to_display()))
}

/// What a comment says of the encoding (PEP 263).
fn declared_encoding(line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?.trim_start().strip_prefix('#')?;
    let after = line.split_once("coding")?.1.strip_prefix([':', '='])?.trim_start();
    let name: String =
        after.chars().take_while(|&c| c.is_ascii_alphanumeric() || "-_.".contains(c)).collect();
    (!name.is_empty()).then_some(name)
}
