//! What `_interpreters.exec` and its relatives take: source, or the code of a function that needs nothing from outside.

use super::crossing::leave_code;
use taipan_bytecode::code_flags;
use taipan_runtime::layout::{Code, Function};
use taipan_runtime::{CompileMode, CompileOptions, Gc, R, Value, Vm, code, kinds};

/// Compiles a script.
pub fn of_source(vm: &mut Vm, source: Value) -> R<Box<[u8]>> {
    let filename = vm.intern("<script>");
    let options = CompileOptions { mode: CompileMode::Exec, flags: 0, optimize: -1, feature_version: None };
    let compiled = (vm.hooks.compile)(vm, source, filename, options)?;
    match compiled.cast::<Code>() {
        Some(code) => leave_code(vm, code),
        None => Err(vm.type_error("a code object is required")),
    }
}

/// The code of a function, or a code object.
pub fn of_function(vm: &mut Vm, object: Value) -> Option<R<Box<[u8]>>> {
    let code = match object.cast::<Function>() {
        Some(function) => function.code.get(),
        None => object.cast::<Code>()?,
    };
    Some(check(vm, code).and_then(|()| leave_code(vm, code)))
}

fn check(vm: &mut Vm, of: Gc<Code>) -> R<()> {
    let problem = if code::n_params(of) > 0 {
        "code with args not supported"
    } else if !code::freevars(vm, of).is_empty() {
        "closures not supported"
    } else {
        let is_generator = code_flags::GENERATOR | code_flags::COROUTINE | code_flags::ASYNC_GENERATOR;
        if of.flags & code_flags::ONLY_RETURNS_NONE != 0 && of.flags & is_generator == 0 {
            return Ok(());
        }
        "code that returns a value is not a script"
    };
    Err(vm.value_error(problem))
}

/// Anything that can be run as a script.
pub fn of_any(vm: &mut Vm, object: Value) -> R<Box<[u8]>> {
    if let Some(done) = of_function(vm, object) {
        return done;
    }
    if vm.as_str(object).is_some() || vm.is_instance_of(object, kinds::BYTES) {
        return of_source(vm, object);
    }
    let shown = vm.repr(object)?.to_display();
    Err(vm.type_error(format!("unsupported script {shown}")))
}
