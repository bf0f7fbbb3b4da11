//! `OSError`: which subclass an error number makes it, and what its arguments become.

use super::{base, get};
use taipan_macros::native;
use taipan_runtime::extra::os_error::{CHARACTERS_WRITTEN, ERRNO, FILENAME, FILENAME2, STRERROR};
use taipan_runtime::layout::{Exception, Tuple, Type};
use taipan_runtime::{Args, Gc, Kind, R, Slot, Value, Vm, kinds, type_flags};

pub(super) struct Methods;

/// The error numbers that have a class of their own (PEP 3151).
const CLASSES: [(i32, Kind); 18] = [
    (libc::EAGAIN, kinds::BLOCKING_IO_ERROR),
    (libc::EALREADY, kinds::BLOCKING_IO_ERROR),
    (libc::EINPROGRESS, kinds::BLOCKING_IO_ERROR),
    (libc::EPIPE, kinds::BROKEN_PIPE_ERROR),
    (libc::ESHUTDOWN, kinds::BROKEN_PIPE_ERROR),
    (libc::ECHILD, kinds::CHILD_PROCESS_ERROR),
    (libc::ECONNABORTED, kinds::CONNECTION_ABORTED_ERROR),
    (libc::ECONNREFUSED, kinds::CONNECTION_REFUSED_ERROR),
    (libc::ECONNRESET, kinds::CONNECTION_RESET_ERROR),
    (libc::EEXIST, kinds::FILE_EXISTS_ERROR),
    (libc::ENOENT, kinds::FILE_NOT_FOUND_ERROR),
    (libc::EISDIR, kinds::IS_A_DIRECTORY_ERROR),
    (libc::ENOTDIR, kinds::NOT_A_DIRECTORY_ERROR),
    (libc::EINTR, kinds::INTERRUPTED_ERROR),
    (libc::EACCES, kinds::PERMISSION_ERROR),
    (libc::EPERM, kinds::PERMISSION_ERROR),
    (libc::ESRCH, kinds::PROCESS_LOOKUP_ERROR),
    (libc::ETIMEDOUT, kinds::TIMEOUT_ERROR),
];

/// The class for an error number.
fn class_of_errno(vm: &mut Vm, errno: Value) -> R<Option<Kind>> {
    let Some(number) = vm.as_int_value(errno) else { return Ok(None) };
    if number == errno {
        let number = vm.int_to_i64(number);
        return Ok(CLASSES.iter().find(|&&(n, _)| number == Some(i64::from(n))).map(|&(_, kind)| kind));
    }
    // An instance of a subclass of int says itself what it is equal to.
    let classes = vm.new_dict_sized(CLASSES.len());
    for (n, kind) in CLASSES {
        classes.set_item(vm, Value::int32(n), Value::int32(i32::from(kind)))?;
    }
    Ok(classes.get_item(vm, errno)?.and_then(|kind| vm.int_to_i64(kind)).map(|kind| kind as Kind))
}

/// Subclasses that override `__init__` but not `__new__` get their arguments in `__init__`.
fn uses_init(cls: Gc<Type>) -> bool {
    cls.slots[Slot::Init as usize].get() != kinds::OS_ERROR
        && cls.slots[Slot::New as usize].get() == kinds::OS_ERROR
}

fn take(vm: &mut Vm, exc: Gc<Exception>, args: &[Value]) -> R<()> {
    let mut kept = args;
    if let &[errno, strerror, ref rest @ ..] = args
        && args.len() <= 5
    {
        exc.extra_set(vm, ERRNO, errno);
        exc.extra_set(vm, STRERROR, strerror);
        if let Some(&filename) = rest.first()
            && !filename.is_none()
        {
            let cls = vm.class_of(exc.value());
            let of = vm.class_of(filename);
            let is_number =
                vm.slot_index(of).is_some() || vm.slot_int(of).is_some() || vm.slot_float(of).is_some();
            if vm.is_subtype_of(cls, kinds::BLOCKING_IO_ERROR) && is_number {
                set_written(vm, exc, filename)?;
            } else {
                exc.extra_set(vm, FILENAME, filename);
                if let Some(&filename2) = rest.get(2)
                    && !filename2.is_none()
                {
                    exc.extra_set(vm, FILENAME2, filename2);
                }
                kept = &args[..2];
            }
        }
    }
    let args = vm.new_tuple(kept);
    exc.args.set(exc, args.value());
    Ok(())
}

fn no_keywords(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<()> {
    if args.has_kw() {
        let name = cls.name.get().to_display();
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    Ok(())
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Exception>> {
        let mut cls = cls;
        if uses_init(cls) {
            let exc = vm.new_exception(cls, &[]);
            if cls.has_flag(type_flags::HAS_DEL) {
                vm.register_finalizer(exc.value());
            }
            return Ok(exc);
        }
        no_keywords(vm, cls, args)?;
        if vm.class_made(kinds::OS_ERROR) == Some(cls)
            && (2..=5).contains(&args.pos.len())
            && let Some(kind) = class_of_errno(vm, args.pos[0])?
        {
            cls = vm.class(kind);
        }
        let exc = vm.new_exception(cls, &[]);
        take(vm, exc, args.pos)?;
        if cls.has_flag(type_flags::HAS_DEL) {
            vm.register_finalizer(exc.value());
        }
        Ok(exc)
    }

    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        let cls = vm.class_of(this.value());
        if !uses_init(cls) {
            return Ok(());
        }
        no_keywords(vm, cls, args)?;
        take(vm, this, args.pos)
    }

    fn __str__(vm: &mut Vm, this: Gc<Exception>) -> R {
        let (errno, strerror) = (this.extra_get(ERRNO), this.extra_get(STRERROR));
        if let Some(filename) = this.extra_get(FILENAME) {
            let errno = vm.str(errno.unwrap_or(Value::NONE))?.to_display();
            let strerror = vm.str(strerror.unwrap_or(Value::NONE))?.to_display();
            let filename = vm.repr(filename)?.to_display();
            let text = match this.extra_get(FILENAME2) {
                Some(other) => {
                    let other = vm.repr(other)?.to_display();
                    format!("[Errno {errno}] {strerror}: {filename} -> {other}")
                }
                None => format!("[Errno {errno}] {strerror}: {filename}"),
            };
            return Ok(vm.new_str(&text).value());
        }
        if let (Some(errno), Some(strerror)) = (errno, strerror) {
            let errno = vm.str(errno)?.to_display();
            let strerror = vm.str(strerror)?.to_display();
            return Ok(vm.new_str(&format!("[Errno {errno}] {strerror}")).value());
        }
        base::text(vm, this)
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Exception>) -> Gc<Tuple> {
        let mut args = this.args.get();
        if let Some(&[a, b]) = args.cast::<Tuple>().map(|t| t.to_ref().as_slice())
            && let Some(filename) = this.extra_get(FILENAME)
        {
            args = match this.extra_get(FILENAME2) {
                Some(other) => vm.new_tuple(&[a, b, filename, Value::NONE, other]),
                None => vm.new_tuple(&[a, b, filename]),
            }
            .value();
        }
        let cls = vm.class_of(this.value()).value();
        match this.dict.get().bound() {
            Some(dict) => vm.new_tuple(&[cls, args, dict]),
            None => vm.new_tuple(&[cls, args]),
        }
    }

    /// The number of the error.
    #[member]
    fn errno(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, ERRNO)
    }

    #[setter]
    fn set_errno(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, ERRNO, value);
        Ok(())
    }

    /// The text of the error.
    #[member]
    fn strerror(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, STRERROR)
    }

    #[setter]
    fn set_strerror(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, STRERROR, value);
        Ok(())
    }

    /// The file that it is about.
    #[member]
    fn filename(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, FILENAME)
    }

    #[setter]
    fn set_filename(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, FILENAME, value);
        Ok(())
    }

    /// The second file that it is about.
    #[member]
    fn filename2(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, FILENAME2)
    }

    #[setter]
    fn set_filename2(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, FILENAME2, value);
        Ok(())
    }

    #[getter]
    fn characters_written(vm: &mut Vm, this: Gc<Exception>) -> R {
        match this.extra_get(CHARACTERS_WRITTEN) {
            Some(n) => Ok(n),
            None => Err(vm.raise(kinds::ATTRIBUTE_ERROR, "characters_written")),
        }
    }

    #[setter]
    fn set_characters_written(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        if value.is_unbound() {
            if this.extra_get(CHARACTERS_WRITTEN).is_none() {
                return Err(vm.raise(kinds::ATTRIBUTE_ERROR, "characters_written"));
            }
            this.extra_set(vm, CHARACTERS_WRITTEN, value);
            return Ok(());
        }
        set_written(vm, this, value)
    }
}

/// Keeps how many characters were written; -1 stands for nothing known.
fn set_written(vm: &mut Vm, exc: Gc<Exception>, value: Value) -> R<()> {
    let index = vm.index(value)?;
    let Some(n) = vm.int_to_i64(index) else {
        let of = vm.type_name(value);
        return Err(vm.value_error(format!("cannot fit '{of}' into an index-sized integer")));
    };
    let n = if n == -1 { Value::UNBOUND } else { vm.new_int(n) };
    exc.extra_set(vm, CHARACTERS_WRITTEN, n);
    Ok(())
}
