//! `print` and `input`.

use taipan_macros::native;
use taipan_runtime::layout::Str;
use taipan_runtime::{Gc, R, Value, Vm, kinds};

pub(super) struct Output;

/// `sep` or `end` as a string.
fn separator(vm: &mut Vm, name: &str, value: Value, default: Gc<Str>) -> R {
    if value.is_none() {
        return Ok(default.value());
    }
    if vm.as_str(value).is_none() {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("{name} must be None or a string, not {of}")));
    }
    Ok(value)
}

/// A stream of `sys`, or `None` where it is None or gone.
fn stream(vm: &mut Vm, name: Gc<Str>) -> Option<Value> {
    let sys = vm.sys;
    sys.get_str(vm, name).filter(|v| !v.is_none())
}

#[native]
impl Output {
    /// Print the values to a stream, or to sys.stdout by default.
    #[sig("(*args, sep=' ', end='\\n', file=None, flush=False)")]
    fn print(
        vm: &mut Vm,
        args: &[Value],
        sep: Option<Value>,
        end: Option<Value>,
        file: Option<Value>,
        flush: bool,
    ) -> R<()> {
        let names = vm.names();
        let file = match file.filter(|f| !f.is_none()) {
            Some(file) => file,
            None => {
                let sys = vm.sys;
                match sys.get_str(vm, names.stdout) {
                    None => return Err(vm.runtime_error("lost sys.stdout")),
                    Some(Value::NONE) => return Ok(()),
                    Some(file) => file,
                }
            }
        };
        let sep = separator(vm, "sep", sep.unwrap_or(Value::NONE), names.space)?;
        let end = separator(vm, "end", end.unwrap_or(Value::NONE), names.newline)?;
        for (i, &arg) in args.iter().enumerate() {
            if i > 0 {
                vm.call_method(file, names.write, &[sep])?;
            }
            let text = vm.str(arg)?;
            vm.call_method(file, names.write, &[text.value()])?;
        }
        vm.call_method(file, names.write, &[end])?;
        if flush {
            vm.call_method(file, names.flush, &[])?;
        }
        Ok(())
    }

    /// Read a line from standard input, without its newline, after writing the prompt.
    #[sig("(prompt='', /)")]
    fn input(vm: &mut Vm, prompt: Option<Value>) -> R {
        let names = vm.names();
        let Some(stdin) = stream(vm, names.stdin) else {
            return Err(vm.runtime_error("lost sys.stdin"));
        };
        let Some(stdout) = stream(vm, names.stdout) else {
            return Err(vm.runtime_error("lost sys.stdout"));
        };
        let Some(stderr) = stream(vm, names.stderr) else {
            return Err(vm.runtime_error("lost sys.stderr"));
        };
        vm.audit("builtins.input", |_| [prompt.unwrap_or(Value::NONE)])?;
        // What standard error has must come before the prompt.
        if vm.call_method(stderr, names.flush, &[]).is_err() {
            vm.take_exception();
        }
        if let Some(prompt) = prompt {
            let text = vm.str(prompt)?;
            vm.call_method(stdout, names.write, &[text.value()])?;
        }
        if vm.call_method(stdout, names.flush, &[]).is_err() {
            vm.take_exception();
        }
        let line = vm.call_method(stdin, names.readline, &[])?;
        let Some(text) = vm.as_str(line) else {
            return Err(vm.type_error("object.readline() returned non-string"));
        };
        let bytes = text.to_ref().as_bytes();
        if bytes.is_empty() {
            return Err(vm.raise(kinds::EOF_ERROR, "EOF when reading a line"));
        }
        match bytes.strip_suffix(b"\n") {
            Some(line) => Ok(vm.new_str_wtf8(line).value()),
            None => Ok(line),
        }
    }
}
