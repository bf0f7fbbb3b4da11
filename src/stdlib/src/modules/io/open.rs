//! `open`, and the module's other functions.

use super::buffered::{self, BufferKind};
use super::text::{self, TextOptions};
use super::{BUFFER_SIZE, fileio};
use taipan_macros::native;
use taipan_runtime::layout::Str;
use taipan_runtime::{Gc, R, Raised, Value, Vm, kinds};

/// What a mode says.
#[derive(Clone, Copy, Default, Debug)]
pub struct OpenMode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}

impl OpenMode {
    fn parse(vm: &mut Vm, mode: &str) -> R<OpenMode> {
        let mut m = OpenMode::default();
        for c in mode.chars() {
            let place = match c {
                'x' => &mut m.creating,
                'r' => &mut m.reading,
                'w' => &mut m.writing,
                'a' => &mut m.appending,
                '+' => &mut m.updating,
                't' => &mut m.text,
                'b' => &mut m.binary,
                _ => return Err(vm.value_error(format!("invalid mode: '{mode}'"))),
            };
            if std::mem::replace(place, true) {
                return Err(vm.value_error(format!("invalid mode: '{mode}'")));
            }
        }
        if m.text && m.binary {
            return Err(vm.value_error("can't have text and binary mode at once"));
        }
        let n = [m.creating, m.reading, m.writing, m.appending].iter().filter(|&&b| b).count();
        if n > 1 {
            return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
        }
        Ok(m)
    }

    fn raw(self) -> String {
        let mut raw = String::new();
        for (on, c) in [
            (self.creating, 'x'),
            (self.reading, 'r'),
            (self.writing, 'w'),
            (self.appending, 'a'),
            (self.updating, '+'),
        ] {
            if on {
                raw.push(c);
            }
        }
        raw
    }
}

/// `open(...)`
pub fn open_file(
    vm: &mut Vm,
    file: Value,
    mode: &str,
    buffering: i64,
    encoding: Value,
    errors: Value,
    newline: Value,
    closefd: bool,
    opener: Value,
) -> R {
    let cls = vm.class_of(file);
    // Numbers are left to the file: those that are no descriptors may name one all the same.
    let is_number =
        vm.slot_index(cls).is_some() || vm.slot_int(cls).is_some() || vm.slot_float(cls).is_some();
    let path = if is_number { file } else { taipan_objects::types::str::fs_path(vm, file)? };
    let m = OpenMode::parse(vm, mode)?;
    if m.binary {
        for (given, name) in [
            (!encoding.is_none(), "an encoding"),
            (!errors.is_none(), "an errors"),
            (!newline.is_none(), "a newline"),
        ] {
            if given {
                return Err(vm.value_error(format!("binary mode doesn't take {name} argument")));
            }
        }
        if buffering == 1 {
            vm.warn(
                kinds::RUNTIME_WARNING,
                "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used",
            )?;
        }
    }
    let raw = fileio::new(vm, path, &m.raw(), closefd, opener)?;
    let result = layers(vm, raw.value(), m, mode, buffering, encoding, errors, newline);
    result.map_err(|(Raised, opened)| {
        // The file does not stay open; the first error is the one that counts.
        let pending = vm.take_exception();
        if vm.call_method_named(opened, "close", &[]).is_err() {
            let second = vm.take_exception();
            if let (Some(e), false) = (second.cast::<taipan_runtime::layout::Exception>(), second == pending)
            {
                e.context.set(e, pending);
            }
            return vm.reraise(second);
        }
        vm.reraise(pending)
    })
}

fn layers(
    vm: &mut Vm,
    raw: Value,
    m: OpenMode,
    mode: &str,
    buffering: i64,
    encoding: Value,
    errors: Value,
    newline: Value,
) -> Result<Value, (Raised, Value)> {
    let fail = |raised| (raised, raw);
    let mut buffering = buffering;
    let mut is_a_tty = false;
    if buffering < 0 {
        let yes = vm.call_method_named(raw, "_isatty_open_only", &[]).map_err(fail)?;
        is_a_tty = yes == Value::TRUE;
    }
    let line_buffering = buffering == 1 || is_a_tty;
    if line_buffering || (m.binary && buffering == 1) {
        buffering = -1;
    }
    if buffering < 0 {
        let size = vm.get_attr_named(raw, "_blksize").map_err(fail)?;
        buffering = vm.index_i64(size).map_err(fail)?.clamp(BUFFER_SIZE as i64, 8 << 20);
    }
    if buffering == 0 {
        if !m.binary {
            return Err(fail(vm.value_error("can't have unbuffered text I/O")));
        }
        return Ok(raw);
    }
    let kind = if m.updating {
        BufferKind::Random
    } else if m.reading {
        BufferKind::Reader
    } else {
        BufferKind::Writer
    };
    let buffer = buffered::new(vm, kind, raw, buffering as usize).map_err(fail)?.value();
    if m.binary {
        return Ok(buffer);
    }
    let fail = |raised| (raised, buffer);
    let options = TextOptions { encoding, errors, newline, line_buffering, write_through: false };
    let wrapper = text::new(vm, buffer, &options).map_err(fail)?.value();
    let text = vm.new_str(mode).value();
    let name = vm.names().mode;
    vm.set_attr(wrapper, name, text).map_err(|raised| (raised, wrapper))?;
    Ok(wrapper)
}

pub(super) struct Functions;

#[native]
impl Functions {
    /// Open a file and return it as a file object.
    #[sig(
        "($module, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)"
    )]
    #[shown(
        "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)"
    )]
    fn open(
        vm: &mut Vm,
        file: Value,
        mode: Option<Gc<Str>>,
        buffering: i64,
        encoding: Value,
        errors: Value,
        newline: Value,
        closefd: bool,
        opener: Value,
    ) -> R {
        for (value, name) in [(encoding, "encoding"), (errors, "errors"), (newline, "newline")] {
            if !value.is_none() && vm.as_str(value).is_none() {
                let of = vm.type_name(value);
                return Err(vm.type_error(format!("open() argument '{name}' must be str or None, not {of}")));
            }
        }
        let mode = mode.map_or_else(|| "r".to_owned(), |m| m.to_display());
        open_file(vm, file, &mode, buffering, encoding, errors, newline, closefd, opener)
    }

    /// Open a file with code to be run.
    #[sig("($module, path)")]
    #[shown("($module, /, path)")]
    fn open_code(vm: &mut Vm, path: Value) -> R {
        if vm.as_str(path).is_none() {
            let of = vm.type_name(path);
            return Err(vm.type_error(format!("open_code() argument 'path' must be str, not {of}")));
        }
        let none = Value::NONE;
        open_file(vm, path, "rb", -1, none, none, none, true, none)
    }

    /// The encoding to use where none was given: "locale", or "utf-8" in UTF-8 mode.
    #[sig("($module, encoding, stacklevel=2, /)")]
    fn text_encoding(vm: &mut Vm, encoding: Value, stacklevel: i32) -> R {
        if !encoding.is_none() {
            return Ok(encoding);
        }
        text::warn_default_encoding(vm, stacklevel)?;
        let name = if text::utf8_mode(vm) { "utf-8" } else { "locale" };
        Ok(vm.intern(name).value())
    }
}
