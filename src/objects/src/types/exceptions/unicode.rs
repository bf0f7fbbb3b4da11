//! `UnicodeEncodeError`, `UnicodeDecodeError` and `UnicodeTranslateError`.

use super::{get, init_base};
use taipan_macros::native;
use taipan_runtime::extra::unicode_error::{ENCODING, END, OBJECT, REASON, START};
use taipan_runtime::layout::{Bytes, Exception};
use taipan_runtime::{Args, Gc, R, Raised, Value, Vm};
use taipan_text::Wtf8;

fn wrong(vm: &mut Vm, i: usize, want: &str, got: Value) -> Raised {
    let of = vm.argument_type_name(got);
    vm.type_error(format!("argument {i} must be {want}, not {of}"))
}

/// Which argument is what: places in `extra`, in order.
fn take(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>, places: &[usize]) -> R<()> {
    init_base(vm, this, args)?;
    let pos = args.pos;
    if pos.len() != places.len() {
        let (n, given) = (places.len(), pos.len());
        return Err(vm.type_error(format!("function takes exactly {n} arguments ({given} given)")));
    }
    for (i, (&place, &value)) in places.iter().zip(pos).enumerate() {
        let value = match place {
            START | END => {
                let n = vm.index_clamped(value)?;
                vm.new_int(n)
            }
            OBJECT if places.len() == 5 && is_decode(vm, this) => continue,
            _ => {
                if vm.as_str(value).is_none() {
                    return Err(wrong(vm, i + 1, "str", value));
                }
                value
            }
        };
        this.extra_set(vm, place, value);
    }
    if places.len() == 5 && is_decode(vm, this) {
        // Bytes-like objects are kept as bytes.
        let mut object = pos[1];
        if vm.payload::<Bytes>(object).is_none() {
            let bytes = vm.bytes_like(object)?;
            object = vm.new_bytes(&bytes);
        }
        this.extra_set(vm, OBJECT, object);
    }
    Ok(())
}

fn is_decode(vm: &mut Vm, this: Gc<Exception>) -> bool {
    let cls = vm.class_of(this.value());
    vm.is_subtype_of(cls, taipan_runtime::kinds::UNICODE_DECODE_ERROR)
}

/// The text of an attribute; of one that is not set, the word that stands for it.
fn text_of(vm: &mut Vm, this: Gc<Exception>, place: usize) -> R<String> {
    match this.extra_get(place) {
        Some(value) => Ok(vm.str(value)?.to_display()),
        None => Ok("<NULL>".to_owned()),
    }
}

/// Where the error is: the start alone where it is about one of `len` items, which a single place is.
fn place(vm: &Vm, this: Gc<Exception>, len: usize) -> Result<usize, (i64, i64)> {
    let number = |i| vm.int_to_i64(get(this, i)).unwrap_or(0);
    let (start, end) = (number(START), number(END));
    match usize::try_from(start) {
        Ok(at) if at < len && end.checked_sub(1) == Some(start) => Ok(at),
        _ => Err((start, end.saturating_sub(1))),
    }
}

fn wrong_object(vm: &mut Vm, this: Gc<Exception>, what: &str) -> Raised {
    match this.extra_get(OBJECT) {
        Some(_) => vm.type_error(format!("UnicodeError 'object' attribute must be a {what}")),
        None => vm.type_error("UnicodeError 'object' attribute is not set"),
    }
}

fn escaped(c: u32) -> String {
    match c {
        0..=0xff => format!("\\x{c:02x}"),
        0x100..=0xffff => format!("\\u{c:04x}"),
        _ => format!("\\U{c:08x}"),
    }
}

/// The text of an error about characters. `encodes`: it has an encoding.
fn about_text(vm: &mut Vm, this: Gc<Exception>, encodes: bool) -> R<String> {
    if this.extra_get(OBJECT).is_none() {
        return Ok(String::new());
    }
    let reason = text_of(vm, this, REASON)?;
    let what = match encodes {
        true => format!("'{}' codec can't encode", text_of(vm, this, ENCODING)?),
        false => "can't translate".to_owned(),
    };
    // The attributes' `__str__` may have changed it.
    let Some(object) = vm.as_str(get(this, OBJECT)) else { return Err(wrong_object(vm, this, "string")) };
    Ok(match place(vm, this, object.n_chars()) {
        Ok(start) => {
            let c = Wtf8::new(object.to_ref().as_bytes()).chars().nth(start).unwrap_or(0);
            format!("{what} character '{}' in position {start}: {reason}", escaped(c))
        }
        Err((start, last)) => format!("{what} characters in position {start}-{last}: {reason}"),
    })
}

fn set_number(vm: &mut Vm, this: Gc<Exception>, place: usize, value: Value) -> R<()> {
    if value.is_unbound() {
        return Err(vm.type_error("can't delete numeric/char attribute"));
    }
    let n = vm.index_clamped(value)?;
    let n = vm.new_int(n);
    this.extra_set(vm, place, n);
    Ok(())
}

/// The text of an error about bytes.
fn about_bytes(vm: &mut Vm, this: Gc<Exception>) -> R<String> {
    if this.extra_get(OBJECT).is_none() {
        return Ok(String::new());
    }
    let reason = text_of(vm, this, REASON)?;
    let encoding = text_of(vm, this, ENCODING)?;
    let Some(object) = vm.payload::<Bytes>(get(this, OBJECT)) else {
        return Err(wrong_object(vm, this, "bytes"));
    };
    let bytes = object.as_slice();
    Ok(match place(vm, this, bytes.len()) {
        Ok(start) => {
            let byte = bytes[start];
            format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        }
        Err((start, last)) => {
            format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
        }
    })
}

/// One of the classes: the attributes that its arguments are, and what gives its text.
macro_rules! class {
    ($name:ident, $places:expr, $text:expr) => {
        pub(super) struct $name;

        #[native]
        impl $name {
            fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
                take(vm, this, args, &$places)
            }

            fn __str__(vm: &mut Vm, this: Gc<Exception>) -> R<String> {
                ($text)(vm, this)
            }

            /// The encoding.
            #[member]
            fn encoding(_: &mut Vm, this: Gc<Exception>) -> Value {
                get(this, ENCODING)
            }

            #[setter]
            fn set_encoding(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
                this.extra_set(vm, ENCODING, value);
                Ok(())
            }

            /// What was to be converted.
            #[member]
            fn object(_: &mut Vm, this: Gc<Exception>) -> Value {
                get(this, OBJECT)
            }

            #[setter]
            fn set_object(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
                this.extra_set(vm, OBJECT, value);
                Ok(())
            }

            /// Where the trouble begins.
            #[member]
            fn start(_: &mut Vm, this: Gc<Exception>) -> Value {
                get(this, START)
            }

            #[setter]
            fn set_start(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
                set_number(vm, this, START, value)
            }

            /// Where the trouble ends.
            #[member]
            fn end(_: &mut Vm, this: Gc<Exception>) -> Value {
                get(this, END)
            }

            #[setter]
            fn set_end(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
                set_number(vm, this, END, value)
            }

            /// What is wrong.
            #[member]
            fn reason(_: &mut Vm, this: Gc<Exception>) -> Value {
                get(this, REASON)
            }

            #[setter]
            fn set_reason(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
                this.extra_set(vm, REASON, value);
                Ok(())
            }
        }
    };
}

class!(Encode, [ENCODING, OBJECT, START, END, REASON], |vm, this| about_text(vm, this, true));
class!(Decode, [ENCODING, OBJECT, START, END, REASON], about_bytes);
class!(Translate, [OBJECT, START, END, REASON], |vm, this| about_text(vm, this, false));
