//! `sys.stdin`, `sys.stdout` and `sys.stderr`.

use crate::arguments::Settings;
use taipan_runtime::{R, Raised, Value, Vm, kinds};
use taipan_stdlib::modules::io::buffered::{self, BufferKind};
use taipan_stdlib::modules::io::text::{self, TextOptions};
use taipan_stdlib::modules::io::{BUFFER_SIZE, fileio};
use taipan_stdlib::sys_calls;

/// The locale, as far as programs notice: the encoding of text files, and whether UTF-8 mode is on (PEP 540).
pub fn configure_locale(vm: &mut Vm, settings: &Settings) -> Result<(), String> {
    let name = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var_os(name).filter(|v| !v.is_empty()))
        .and_then(|v| v.into_string().ok())
        .unwrap_or_else(|| "C".to_owned());
    let plain = matches!(name.as_str(), "C" | "POSIX");
    let codeset = match name.as_str() {
        "C" | "POSIX" => None,
        "C.UTF-8" | "C.utf8" => Some("UTF-8".to_owned()),
        _ => sys_calls::locale_codeset(),
    };
    let wanted = crate::options::utf8_mode(settings)?;
    vm.config.utf8_mode = wanted.unwrap_or(plain || codeset.is_none());
    vm.config.locale_encoding = match codeset {
        Some(codeset) if codeset != "UTF-8" => Box::leak(codeset.into_boxed_str()),
        _ => "UTF-8",
    };
    vm.config.warn_default_encoding = settings.x_option("warn_default_encoding").is_some()
        || settings.env("PYTHONWARNDEFAULTENCODING").is_some();
    vm.config.no_debug_ranges =
        settings.x_option("no_debug_ranges").is_some() || settings.env("PYTHONNODEBUGRANGES").is_some();
    Ok(())
}

/// Makes a `sys.stderr` that needs no import, for what has to be said before the streams can be made.
pub fn install_early_stderr(vm: &mut Vm, settings: &Settings) -> R<()> {
    let stream = make(vm, 2, "<stderr>", "utf-8", "backslashreplace", settings)?;
    let (sys, name) = (vm.sys, vm.intern("stderr"));
    sys.set_str(vm, name, stream);
    Ok(())
}

/// Makes the streams, and `open`.
pub fn install(vm: &mut Vm, settings: &Settings) -> R<()> {
    let io = vm.native_module("_io")?.dict.get();
    let builtins = vm.builtins;
    let name = vm.names().open;
    if let Some(open) = io.get_str(vm, name) {
        builtins.set_str(vm, name, open);
    }
    let (encoding, errors) = encoding(vm, settings);
    for (fd, name) in [(0, "stdin"), (1, "stdout"), (2, "stderr")] {
        let errors = if fd == 2 { "backslashreplace" } else { &errors };
        let stream = match make(vm, fd, &format!("<{name}>"), &encoding, errors, settings) {
            Ok(stream) => stream,
            // A folder as standard input, for example.
            Err(Raised) if vm.take_if(kinds::OS_ERROR).is_some() => Value::NONE,
            Err(raised) => return Err(raised),
        };
        let sys = vm.sys;
        for name in [name.to_owned(), format!("__{name}__")] {
            let name = vm.intern(&name);
            sys.set_str(vm, name, stream);
        }
    }
    Ok(())
}

/// Encoding and error handler of standard input and output.
fn encoding(vm: &mut Vm, settings: &Settings) -> (String, String) {
    let locale = vm.config.locale_encoding;
    let (mut encoding, mut errors) = (locale.to_ascii_lowercase(), "strict".to_owned());
    let name = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
        .unwrap_or_default();
    if vm.config.utf8_mode {
        encoding = "utf-8".to_owned();
    }
    if vm.config.utf8_mode || matches!(name.as_str(), "" | "C" | "POSIX" | "C.UTF-8" | "C.utf8" | "UTF-8") {
        errors = "surrogateescape".to_owned();
    }
    if let Some(wanted) = settings.env("PYTHONIOENCODING").and_then(|v| v.into_string().ok()) {
        let (name, handler) = wanted.split_once(':').map_or((wanted.as_str(), None), |(n, h)| (n, Some(h)));
        if !name.is_empty() {
            encoding = codec_name(vm, name);
            errors = "strict".to_owned();
        }
        if let Some(handler) = handler.filter(|h| !h.is_empty()) {
            errors = handler.to_owned();
        }
    }
    (encoding, errors)
}

/// What the codec of that name calls itself; the name, where there is none.
fn codec_name(vm: &mut Vm, name: &str) -> String {
    let argument = vm.new_str(name).value();
    let found = vm.native_module("_codecs").and_then(|codecs| {
        let info = vm.call_method_named(codecs.value(), "lookup", &[argument])?;
        let found = vm.get_attr_named(info, "name")?;
        Ok(vm.str(found)?.to_display())
    });
    found.unwrap_or_else(|Raised| {
        vm.take_exception();
        name.to_owned()
    })
}

fn make(vm: &mut Vm, fd: i32, name: &str, encoding: &str, errors: &str, settings: &Settings) -> R {
    if !sys_calls::is_open(fd) {
        return Ok(Value::NONE);
    }
    let writing = fd != 0;
    let mode = if writing { "wb" } else { "rb" };
    let raw = fileio::new(vm, Value::int32(fd), mode, false, Value::NONE)?.value();
    let unbuffered = settings.unbuffered && writing;
    let buffer = if unbuffered {
        raw
    } else {
        let kind = if writing { BufferKind::Writer } else { BufferKind::Reader };
        buffered::new(vm, kind, raw, BUFFER_SIZE)?.value()
    };
    let terminal = sys_calls::is_terminal(fd);
    let newline = if writing { vm.intern("\n").value() } else { Value::NONE };
    let options = TextOptions {
        encoding: vm.intern(encoding).value(),
        errors: vm.intern(errors).value(),
        newline,
        line_buffering: terminal || fd == 2,
        write_through: unbuffered,
    };
    let stream = text::new(vm, buffer, &options)?.value();
    let mode = if writing { "w" } else { "r" };
    let names = vm.names();
    for (file, key, text) in [(raw, names.name, name), (stream, names.mode, mode)] {
        let text = vm.intern(text).value();
        if let Some(dict) = vm.instance_dict(file) {
            dict.set_str(vm, key, text);
        }
    }
    Ok(stream)
}
