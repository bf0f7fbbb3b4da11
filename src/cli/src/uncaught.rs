//! Exceptions that nobody caught: `sys.last_exc` and `sys.excepthook`.

use taipan_runtime::layout::Exception;
use taipan_runtime::{Raised, Value, Vm, kinds};

/// Shows an exception through `sys.excepthook`. A hook that raises `SystemExit` ends the program: that exception is the
/// result.
pub fn show(vm: &mut Vm, exc: Value) -> Option<Value> {
    let sys = vm.sys;
    let traceback = traceback_of(exc);
    let class = vm.class_of(exc).value();
    for (name, value) in
        [("last_exc", exc), ("last_type", class), ("last_value", exc), ("last_traceback", traceback)]
    {
        let name = vm.intern(name);
        sys.set_str(vm, name, value);
    }
    let name = vm.intern("excepthook");
    let hook = sys.get_str(vm, name);
    if vm.audit("sys.excepthook", |_| [hook.unwrap_or(Value::NONE), class, exc, traceback]).is_err() {
        let forbidden = vm.take_exception();
        if vm.is_instance_of(forbidden, kinds::RUNTIME_ERROR) {
            return None;
        }
        vm.write_unraisable(forbidden, Value::NONE, "Exception ignored in audit hook");
    }
    let Some(hook) = hook else {
        complain(vm, "sys.excepthook is missing\n");
        print(vm, exc);
        return None;
    };
    if vm.call(hook, &[class, exc, traceback]).is_err() {
        let second = vm.take_exception();
        if vm.is_instance_of(second, kinds::SYSTEM_EXIT) {
            return Some(second);
        }
        complain(vm, "Error in sys.excepthook:\n");
        print(vm, second);
        complain(vm, "\nOriginal exception was:\n");
        print(vm, exc);
    }
    flush(vm);
    None
}

/// Prints an exception without asking `sys.excepthook`.
pub fn print(vm: &mut Vm, exc: Value) {
    if taipan_stdlib::print_exception(vm, exc, traceback_of(exc)).is_err() {
        vm.take_exception();
    }
}

/// Writes what `sys.stdout` and `sys.stderr` have buffered; that they can't is nothing here.
pub fn flush(vm: &mut Vm) {
    for name in ["stderr", "stdout"] {
        let name = vm.intern(name);
        let sys = vm.sys;
        let Some(stream) = sys.get_str(vm, name).filter(|stream| !stream.is_none()) else { continue };
        if let Err(Raised) = vm.call_method_named(stream, "flush", &[]) {
            vm.take_exception();
        }
    }
}

/// Writes to `sys.stderr`, or to where it would write.
pub fn complain(vm: &mut Vm, text: &str) {
    let name = vm.intern("stderr");
    let sys = vm.sys;
    if let Some(stream) = sys.get_str(vm, name).filter(|stream| !stream.is_none()) {
        let value = vm.new_str(text).value();
        if vm.call_method_named(stream, "write", &[value]).is_ok() {
            flush(vm);
            return;
        }
        vm.take_exception();
    }
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
}

fn traceback_of(exc: Value) -> Value {
    exc.cast::<Exception>().map_or(Value::NONE, |e| e.traceback.get())
}
