//! `BaseException` and all that derive from it. They share one layout; what a class adds to it stands in
//! `Exception::extra`, at the places that `taipan_runtime::extra` names.

mod attribute;
mod base;
pub mod group;
mod import;
mod os;
mod stop;
mod syntax;
mod unicode;

pub use base::add_note;

use std::mem::offset_of;
use taipan_runtime::layout::Exception;
use taipan_runtime::{Args, Kind, Native, R, TypeDef, TypeEntry, Value, Vm, kinds, type_flags};

/// Has `__new__` in its own namespace, though it is its base's.
const SHOWS_NEW: u32 = type_flags::SHOWS_NEW;
/// Has `__new__` only if it makes its instances in a way of its own.
const INHERITS: u32 = 0;

/// The definition of an exception class.
const fn class(
    id: Kind,
    name: &'static str,
    base: Kind,
    native: &'static Native,
    shows: u32,
    doc: &'static str,
) -> TypeDef {
    TypeDef {
        id,
        name,
        doc,
        base,
        flags: type_flags::BASETYPE | shows,
        native,
        dict_offset: Some(offset_of!(Exception, dict)),
        ..TypeDef::DEFAULT
    }
}

macro_rules! exceptions {
    ($($kind:ident $name:literal $base:ident &$native:path[$shows:ident], $doc:literal;)*) => {
        /// The definitions, but for those of BaseException and ExceptionGroup.
        mod defs {
            use super::*;
            $(pub static $kind: TypeDef = class(kinds::$kind, $name, kinds::$base, &$native, $shows, $doc);)*
        }

        /// All exceptions.
        pub static TABLE: &[TypeEntry] = &[
            TypeEntry::Type(&base::TYPE),
            TypeEntry::Type(&group::EXCEPTION_GROUP),
            $(TypeEntry::Type(&defs::$kind)),*
        ];
    };
}

exceptions! {
    EXCEPTION "Exception" BASE_EXCEPTION &Native::NONE[SHOWS_NEW], "Common base class for all non-exit exceptions.";
    BASE_EXCEPTION_GROUP "BaseExceptionGroup" BASE_EXCEPTION &group::Methods::NATIVE[INHERITS], "A combination of multiple unrelated exceptions.";
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION &Native::NONE[SHOWS_NEW], "Request that a generator exit.";
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION &Native::NONE[SHOWS_NEW], "Program interrupted by user.";
    SYSTEM_EXIT "SystemExit" BASE_EXCEPTION &stop::SystemExit::NATIVE[INHERITS], "Request to exit from the interpreter.";
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION &Native::NONE[SHOWS_NEW], "Base class for arithmetic errors.";
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR &Native::NONE[SHOWS_NEW], "Floating-point operation failed.";
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR &Native::NONE[SHOWS_NEW], "Result too large to be represented.";
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR &Native::NONE[SHOWS_NEW], "Second argument to a division or modulo operation was zero.";
    ASSERTION_ERROR "AssertionError" EXCEPTION &Native::NONE[SHOWS_NEW], "Assertion failed.";
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION &attribute::AttributeError::NATIVE[INHERITS], "Attribute not found.";
    BUFFER_ERROR "BufferError" EXCEPTION &Native::NONE[SHOWS_NEW], "Buffer error.";
    EOF_ERROR "EOFError" EXCEPTION &Native::NONE[SHOWS_NEW], "Read beyond end of file.";
    IMPORT_ERROR "ImportError" EXCEPTION &import::Methods::NATIVE[INHERITS], "Import can't find module, or can't find name in module.";
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR &Native::NONE[INHERITS], "Module not found.";
    LOOKUP_ERROR "LookupError" EXCEPTION &Native::NONE[SHOWS_NEW], "Base class for lookup errors.";
    INDEX_ERROR "IndexError" LOOKUP_ERROR &Native::NONE[SHOWS_NEW], "Sequence index out of range.";
    KEY_ERROR "KeyError" LOOKUP_ERROR &stop::KeyError::NATIVE[INHERITS], "Mapping key not found.";
    MEMORY_ERROR "MemoryError" EXCEPTION &Native::NONE[SHOWS_NEW], "Out of memory.";
    NAME_ERROR "NameError" EXCEPTION &attribute::NameError::NATIVE[INHERITS], "Name not found globally.";
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR &Native::NONE[INHERITS], "Local name referenced but not bound to a value.";
    OS_ERROR "OSError" EXCEPTION &os::Methods::NATIVE[INHERITS], "Base class for I/O related errors.";
    BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR &Native::NONE[INHERITS], "I/O operation would block.";
    CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR &Native::NONE[INHERITS], "Child process error.";
    CONNECTION_ERROR "ConnectionError" OS_ERROR &Native::NONE[INHERITS], "Connection error.";
    BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR &Native::NONE[INHERITS], "Broken pipe.";
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR &Native::NONE[INHERITS], "Connection aborted.";
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR &Native::NONE[INHERITS], "Connection refused.";
    CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR &Native::NONE[INHERITS], "Connection reset.";
    FILE_EXISTS_ERROR "FileExistsError" OS_ERROR &Native::NONE[INHERITS], "File already exists.";
    FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR &Native::NONE[INHERITS], "File not found.";
    INTERRUPTED_ERROR "InterruptedError" OS_ERROR &Native::NONE[INHERITS], "Interrupted by signal.";
    IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR &Native::NONE[INHERITS], "Operation doesn't work on directories.";
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR &Native::NONE[INHERITS], "Operation only works on directories.";
    PERMISSION_ERROR "PermissionError" OS_ERROR &Native::NONE[INHERITS], "Not enough permissions.";
    PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR &Native::NONE[INHERITS], "Process not found.";
    TIMEOUT_ERROR "TimeoutError" OS_ERROR &Native::NONE[INHERITS], "Timeout expired.";
    REFERENCE_ERROR "ReferenceError" EXCEPTION &Native::NONE[SHOWS_NEW], "Weak ref proxy used after referent went away.";
    RUNTIME_ERROR "RuntimeError" EXCEPTION &Native::NONE[SHOWS_NEW], "Unspecified run-time error.";
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR &Native::NONE[SHOWS_NEW], "Method or function hasn't been implemented yet.";
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR &Native::NONE[SHOWS_NEW], "Operation blocked during Python finalization.";
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR &Native::NONE[SHOWS_NEW], "Recursion limit exceeded.";
    STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION &Native::NONE[SHOWS_NEW], "Signal the end from iterator.__anext__().";
    STOP_ITERATION "StopIteration" EXCEPTION &stop::StopIteration::NATIVE[INHERITS], "Signal the end from iterator.__next__().";
    SYNTAX_ERROR "SyntaxError" EXCEPTION &syntax::Methods::NATIVE[INHERITS], "Invalid syntax.";
    INCOMPLETE_INPUT_ERROR "_IncompleteInputError" SYNTAX_ERROR &Native::NONE[INHERITS], "incomplete input.";
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR &Native::NONE[INHERITS], "Improper indentation.";
    TAB_ERROR "TabError" INDENTATION_ERROR &Native::NONE[INHERITS], "Improper mixture of spaces and tabs.";
    SYSTEM_ERROR "SystemError" EXCEPTION &Native::NONE[SHOWS_NEW], "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TYPE_ERROR "TypeError" EXCEPTION &Native::NONE[SHOWS_NEW], "Inappropriate argument type.";
    VALUE_ERROR "ValueError" EXCEPTION &Native::NONE[SHOWS_NEW], "Inappropriate argument value (of correct type).";
    UNICODE_ERROR "UnicodeError" VALUE_ERROR &Native::NONE[SHOWS_NEW], "Unicode related error.";
    UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR &unicode::Decode::NATIVE[SHOWS_NEW], "Unicode decoding error.";
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR &unicode::Encode::NATIVE[SHOWS_NEW], "Unicode encoding error.";
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR &unicode::Translate::NATIVE[SHOWS_NEW], "Unicode translation error.";
    WARNING "Warning" EXCEPTION &Native::NONE[SHOWS_NEW], "Base class for warning categories.";
    BYTES_WARNING "BytesWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DEPRECATION_WARNING "DeprecationWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about deprecated features.";
    ENCODING_WARNING "EncodingWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about encodings.";
    FUTURE_WARNING "FutureWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about constructs that will change semantically\nin the future.";
    IMPORT_WARNING "ImportWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about probable mistakes in module imports";
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about features which will be deprecated\nin the future.";
    RESOURCE_WARNING "ResourceWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about resource usage.";
    RUNTIME_WARNING "RuntimeWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about dubious runtime behavior.";
    SYNTAX_WARNING "SyntaxWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about dubious syntax.";
    UNICODE_WARNING "UnicodeWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    USER_WARNING "UserWarning" WARNING &Native::NONE[SHOWS_NEW], "Base class for warnings generated by user code.";
}

/// `BaseException.__init__`: keeps the arguments.
fn init_base(vm: &mut Vm, this: taipan_runtime::Gc<Exception>, args: &Args<'_>) -> R<()> {
    if args.has_kw() {
        let of = vm.type_name(this.value());
        return Err(vm.type_error(format!("{of}() takes no keyword arguments")));
    }
    let args = vm.new_tuple(args.pos);
    this.args.set(this, args.value());
    Ok(())
}

/// Keyword arguments of an exception class that knows these names only; positional ones are its `args`.
fn keywords<const N: usize>(
    vm: &mut Vm,
    of: &str,
    names: [&str; N],
    args: &Args<'_>,
) -> R<[Option<Value>; N]> {
    let mut found = [None; N];
    if args.kw_names.len() > N {
        let (s, n) = (if N == 1 { "" } else { "s" }, args.kw_names.len());
        return Err(vm.type_error(format!("{of}() takes at most {N} keyword argument{s} ({n} given)")));
    }
    for (&name, &value) in args.kw_names.iter().zip(args.kw_values) {
        let text = vm.as_str(name).map(|s| s.to_display()).unwrap_or_default();
        match names.iter().position(|n| *n == text) {
            Some(i) => found[i] = Some(value),
            None => {
                let hint = match taipan_runtime::suggest(&text, &names.map(str::to_owned)) {
                    Some(hint) => format!(". Did you mean '{hint}'?"),
                    None => String::new(),
                };
                return Err(
                    vm.type_error(format!("{of}() got an unexpected keyword argument '{text}'{hint}"))
                );
            }
        }
    }
    Ok(found)
}

/// An attribute in `extra`; None where it was not set.
fn get(this: taipan_runtime::Gc<Exception>, i: usize) -> Value {
    this.extra_get(i).unwrap_or(Value::NONE)
}
