//! Running a program, and ending the process as python does.

use crate::arguments::{Program, Settings};
use crate::compile::{self, How};
use crate::imp::{self, CacheUse};
use crate::startup::{self, os_str};
use crate::{repl, uncaught};
use std::os::unix::ffi::OsStrExt;
use taipan_objects::types::str::fs_text;
use taipan_runtime::layout::{Code, Exception, Module};
use taipan_runtime::{CompileMode, Gc, R, Raised, Value, Vm, extra, kinds};

/// Runs what a command line asks for; the result is the exit code. `stack` is where the native stack begins.
#[inline(never)]
pub fn main(settings: &Settings, stack: taipan_heap::StackBounds) -> i32 {
    std::panic::set_hook(Box::new(|info| {
        // A failed allocation is raised as MemoryError.
        if info.payload().downcast_ref::<taipan_heap::AllocError>().is_none() && cfg!(debug_assertions) {
            eprintln!("{info}\n{}", std::backtrace::Backtrace::capture());
        }
    }));
    let mut vm = match startup::make(settings) {
        Ok(vm) => vm,
        Err(text) => {
            eprint!("{text}");
            return 1;
        }
    };
    let vm = &mut *vm;
    vm.thread.native_stack = stack;
    startup::stress(vm);
    if let Err(Raised) = prepare(vm, settings) {
        eprintln!("Fatal Python error: the interpreter could not be started");
        report(vm);
        return 1;
    }
    let result = run(vm, settings);
    let mut code = match result {
        Ok(()) => 0,
        Err(Raised) if settings.inspect && !is_repl(settings) => {
            let exc = vm.take_exception();
            uncaught::show(vm, exc);
            1
        }
        Err(Raised) => report(vm),
    };
    // The program may have set the variable.
    let inspect = settings.inspect || settings.env("PYTHONINSPECT").is_some();
    if inspect && !is_repl(settings) && repl::is_interactive(settings) {
        code = match main_module(vm).and_then(|module| repl::run(vm, module.dict.get())) {
            Ok(()) => 0,
            Err(Raised) => report(vm),
        };
    }
    finish(vm, code)
}

/// Whether the program is what a person types.
fn is_repl(settings: &Settings) -> bool {
    settings.program == Program::Stdin && repl::is_interactive(settings)
}

fn prepare(vm: &mut Vm, settings: &Settings) -> R<()> {
    startup::configure_sys(vm, settings)?;
    if ["posix", "_io"].iter().all(|name| vm.find_native_module(name).is_some()) {
        startup::install_import(vm)?;
    }
    Ok(())
}

fn set_argv(vm: &mut Vm, settings: &Settings, first: Option<&std::ffi::OsStr>) {
    let mut argv = taipan_runtime::Values::new();
    if let Some(first) = first {
        let first = os_str(vm, first);
        argv.push(&mut vm.heap, first);
    }
    for argument in &settings.rest {
        let argument = os_str(vm, argument);
        argv.push(&mut vm.heap, argument);
    }
    if argv.is_empty() {
        let empty = vm.names().empty.value();
        argv.push(&mut vm.heap, empty);
    }
    let argv = vm.new_list_from(argv).value();
    let name = vm.intern("argv");
    let sys = vm.sys;
    sys.set_str(vm, name, argv);
}

/// The module `__main__`, made when it is first asked for.
fn main_module(vm: &mut Vm) -> R<Gc<Module>> {
    let (modules, name) = (vm.modules, vm.names().__main__);
    if let Some(module) = modules.get_str(vm, name).and_then(|module| module.cast::<Module>()) {
        return Ok(module);
    }
    let module = vm.new_module("__main__");
    let names = vm.names();
    let builtins = vm.native_module("builtins")?.value();
    module.dict.get().set_str(vm, names.__builtins__, builtins);
    let modules = vm.modules;
    modules.set_str(vm, names.__main__, module.value());
    Ok(module)
}

fn run(vm: &mut Vm, settings: &Settings) -> R<()> {
    let module = main_module(vm)?;
    let dict = module.dict.get();
    let code = match &settings.program {
        Program::Command(text) => {
            set_argv(vm, settings, Some(std::ffi::OsStr::new("-c")));
            let text = fs_text(text.as_bytes());
            let text = String::from_utf8_lossy(&text).into_owned();
            compile_named(vm, &text, "<string>")?
        }
        Program::File(file) => {
            set_argv(vm, settings, Some(file));
            let filename = os_str(vm, file);
            let Some(filename) = vm.as_str(filename) else { return Ok(()) };
            let key = vm.names().__file__;
            dict.set_str(vm, key, filename.value());
            imp::file_code(vm, filename, CacheUse::Main)?
        }
        Program::Stdin if is_repl(settings) => {
            set_argv(vm, settings, None);
            repl::banner(vm, settings);
            repl::start_up(vm, settings, dict)?;
            return repl::run(vm, dict);
        }
        Program::Module(_) | Program::Stdin => {
            set_argv(vm, settings, None);
            let mut text = Vec::new();
            let _ = std::io::Read::read_to_end(&mut std::io::stdin(), &mut text);
            let name = vm.new_str("<stdin>");
            let text = compile::decode(vm, &text, name)?;
            compile_named(vm, &text, "<stdin>")?
        }
    };
    (vm.hooks.run_code)(vm, code, dict, dict.value(), Value::UNBOUND)?;
    Ok(())
}

fn compile_named(vm: &mut Vm, text: &str, filename: &str) -> R<Gc<Code>> {
    let name = vm.new_str(filename);
    let how = How { filename, mode: CompileMode::Exec, flags: 0, optimize: -1 };
    compile::compile_text(vm, text, name, &how)
}

/// Prints the exception that ended the program; the result is the exit code.
fn report(vm: &mut Vm) -> i32 {
    let exc = vm.take_exception();
    if vm.is_instance_of(exc, kinds::SYSTEM_EXIT) {
        return exit_code(vm, exc);
    }
    match uncaught::show(vm, exc) {
        Some(exit) => exit_code(vm, exit),
        None => 1,
    }
}

fn exit_code(vm: &mut Vm, exc: Value) -> i32 {
    let code =
        exc.cast::<Exception>().and_then(|e| e.extra_get(extra::system_exit::CODE)).unwrap_or(Value::NONE);
    if code.is_none() {
        return 0;
    }
    match vm.as_int_value(code) {
        Some(int) => vm.int_to_i64(int).unwrap_or(-1) as i32,
        None => {
            if let Ok(text) = vm.str(code) {
                eprintln!("{}", text.to_display());
            }
            1
        }
    }
}

fn finish(_vm: &mut Vm, code: i32) -> i32 {
    code
}
