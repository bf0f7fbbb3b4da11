//! `compile`, `eval`, `exec` and the namespaces: `dir`, `globals`, `locals`, `vars`.

use crate::support::main_namespace;
use taipan_macros::native;
use taipan_objects::types::bytes::one_piece;
use taipan_objects::types::frame;
use taipan_runtime::layout::{Cell, Code, Dict, Str, Tuple};
use taipan_runtime::{CompileMode, CompileOptions, Gc, R, Value, Vm, code, kinds};

pub(super) struct Evaluate;

/// Flags of `compile` that a `from __future__` statement sets.
const FUTURE_FLAGS: i32 = taipan_bytecode::code_flags::FUTURES as i32;
/// All flags that `compile` knows: future ones, `PyCF_DONT_IMPLY_DEDENT`, `PyCF_ONLY_AST`, `PyCF_TYPE_COMMENTS`,
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`, `PyCF_ALLOW_INCOMPLETE_INPUT`, `PyCF_OPTIMIZED_AST`, `PyCF_SOURCE_IS_UTF8`,
/// `PyCF_IGNORE_COOKIE`.
const KNOWN_FLAGS: i32 =
    FUTURE_FLAGS | 0x0100 | 0x0200 | 0x0400 | 0x0800 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x10;

/// What code compiled here takes over from the code that calls.
fn inherited_flags(vm: &mut Vm) -> i32 {
    match (vm.hooks.frame_at)(vm, 0) {
        Some(frame) => frame.function.code.get().flags as i32 & FUTURE_FLAGS,
        None => 0,
    }
}

/// Source text as `compile` takes it, checked.
fn check_source(vm: &mut Vm, source: Value, function: &str, what: &str) -> R<()> {
    if vm.as_str(source).is_some() || one_piece(vm, source).is_some() {
        return Ok(());
    }
    Err(vm.type_error(format!("{function}() arg 1 must be a {what}")))
}

/// Whatever has items by key or number may stand for a mapping.
fn is_mapping(vm: &Vm, v: Value) -> bool {
    vm.slot_getitem(vm.class_of(v)).is_some()
}

/// Globals and locals as given to `eval` and `exec`.
fn namespaces(vm: &mut Vm, function: &str, globals: Value, locals: Value) -> R<(Value, Value)> {
    let caller = (vm.hooks.frame_at)(vm, 0);
    let (globals, dict, locals) = if globals.is_none() && caller.is_none() {
        let main = main_namespace(vm)?;
        (main.value(), main, if locals.is_none() { main.value() } else { locals })
    } else if let Some(frame) = caller.filter(|_| globals.is_none()) {
        let locals = if locals.is_none() { frame::locals(vm, frame)? } else { locals };
        let dict = frame.function.globals.get();
        (frame.function.globals_mapping.get().bound().unwrap_or(dict.value()), dict, locals)
    } else {
        let Some(dict) = vm.as_dict(globals) else {
            let of = vm.type_name(globals);
            let text = if function == "exec" {
                format!("exec() globals must be a dict, not {of}")
            } else if is_mapping(vm, globals) {
                "globals must be a real dict; try eval(expr, {}, mapping)".to_owned()
            } else {
                "globals must be a dict".to_owned()
            };
            return Err(vm.type_error(text));
        };
        (globals, dict, if locals.is_none() { globals } else { locals })
    };
    if !is_mapping(vm, locals) {
        let of = vm.type_name(locals);
        let text = if function == "exec" {
            format!("locals must be a mapping or None, not {of}")
        } else {
            "locals must be a mapping".to_owned()
        };
        return Err(vm.type_error(text));
    }
    let names = vm.names();
    if dict.get_str(vm, names.__builtins__).is_none() {
        let builtins = caller.map_or(vm.builtins.value(), |frame| frame.function.builtins.get());
        dict.set_str(vm, names.__builtins__, builtins);
    }
    Ok((globals, locals))
}

/// The local variables of the calling code. Where none calls, as in another interpreter, that is `__main__`.
fn calling_locals(vm: &mut Vm) -> R {
    match (vm.hooks.frame_at)(vm, 0) {
        Some(frame) => frame::locals(vm, frame),
        None => {
            let main = main_namespace(vm)?;
            vm.fill_late_names(main)?;
            Ok(main.value())
        }
    }
}

#[native]
impl Evaluate {
    /// Compile source or a syntax tree into a code object.
    #[sig("(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)")]
    #[shown(
        "($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)"
    )]
    fn compile(
        vm: &mut Vm,
        source: Value,
        filename: Value,
        mode: Gc<Str>,
        flags: i32,
        dont_inherit: bool,
        optimize: i32,
        _feature_version: i32,
    ) -> R {
        let filename = taipan_objects::types::str::fs_decode(vm, filename)?;
        if flags & !KNOWN_FLAGS != 0 {
            return Err(vm.value_error("compile(): unrecognised flags"));
        }
        if !(-1..=2).contains(&optimize) {
            return Err(vm.value_error("compile(): invalid optimize value"));
        }
        let only_ast = flags & 0x400 != 0;
        let mode = match mode.as_str() {
            Some("exec") => CompileMode::Exec,
            Some("eval") => CompileMode::Eval,
            Some("single") => CompileMode::Single,
            Some("func_type") if only_ast => CompileMode::FuncType,
            Some("func_type") => {
                return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
            }
            _ => {
                let text = if only_ast {
                    "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
                } else {
                    "compile() mode must be 'exec', 'eval' or 'single'"
                };
                return Err(vm.value_error(text));
            }
        };
        let flags = if dont_inherit { flags } else { flags | inherited_flags(vm) };
        // Only trees are made by another version's grammar.
        let feature_version = u8::try_from(_feature_version).ok().filter(|_| only_ast);
        let options = CompileOptions { mode, flags, optimize, feature_version };
        (vm.hooks.compile)(vm, source, filename, options)
    }

    /// Evaluate an expression (source or a code object) in the given namespaces.
    #[sig("(source, /, globals=None, locals=None)")]
    fn eval(vm: &mut Vm, source: Value, globals: Value, locals: Value) -> R {
        let (globals, locals) = namespaces(vm, "eval", globals, locals)?;
        let code = match source.cast::<Code>() {
            Some(code) => {
                if !code::freevars(vm, code).is_empty() {
                    return Err(vm.type_error("code object passed to eval() may not contain free variables"));
                }
                code
            }
            None => {
                check_source(vm, source, "eval", "string, bytes or code object")?;
                compile_text(vm, source, CompileMode::Eval)?
            }
        };
        vm.audit("exec", |_| [code.value()])?;
        (vm.hooks.run_code)(vm, code, globals, locals, Value::UNBOUND)
    }

    /// Run source or a code object in the given namespaces.
    #[sig("(source, /, globals=None, locals=None, *, closure=None)")]
    fn exec(vm: &mut Vm, source: Value, globals: Value, locals: Value, closure: Value) -> R<()> {
        let (globals, locals) = namespaces(vm, "exec", globals, locals)?;
        let (code, closure) = match source.cast::<Code>() {
            Some(code) => {
                let wanted = code::freevars(vm, code).len();
                if wanted == 0 {
                    if !closure.is_none() {
                        return Err(vm.type_error("cannot use a closure with this code object"));
                    }
                    (code, Value::UNBOUND)
                } else {
                    let cells = closure.cast::<Tuple>().filter(|t| {
                        t.len() == wanted && t.as_slice().iter().all(|c| c.cast::<Cell>().is_some())
                    });
                    if cells.is_none() {
                        return Err(vm.type_error(format!(
                            "code object requires a closure of exactly length {wanted}"
                        )));
                    }
                    (code, closure)
                }
            }
            None => {
                if !closure.is_none() {
                    return Err(vm.type_error("closure can only be used when source is a code object"));
                }
                check_source(vm, source, "exec", "string, bytes or code object")?;
                (compile_text(vm, source, CompileMode::Exec)?, Value::UNBOUND)
            }
        };
        vm.audit("exec", |_| [code.value()])?;
        (vm.hooks.run_code)(vm, code, globals, locals, closure)?;
        Ok(())
    }

    /// Return the namespace that the calling code looks its global names up in.
    #[sig("()")]
    fn globals(vm: &mut Vm) -> R<Gc<Dict>> {
        let globals = match (vm.hooks.frame_at)(vm, 0) {
            Some(frame) => frame.function.globals.get(),
            None => main_namespace(vm)?,
        };
        vm.fill_late_names(globals)?;
        Ok(globals)
    }

    /// Return the local variables of the calling code: a snapshot in a function.
    #[sig("()")]
    fn locals(vm: &mut Vm) -> R {
        calling_locals(vm)
    }

    /// Return the __dict__ of an object, or the local variables.
    #[sig("(object=UNSET, /)")]
    #[shown("")]
    fn vars(vm: &mut Vm, object: Option<Value>) -> R {
        let Some(object) = object else {
            return calling_locals(vm);
        };
        let name = vm.names().__dict__;
        match vm.get_attr_opt(object, name)? {
            Some(dict) => Ok(dict),
            None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
        }
    }

    /// Return the sorted names of an object's attributes, or of the local variables.
    #[sig("(object=UNSET, /)")]
    #[shown("")]
    fn dir(vm: &mut Vm, object: Option<Value>) -> R {
        let names = match object {
            None => {
                let locals = calling_locals(vm)?;
                vm.call_method_named(locals, "keys", &[])?
            }
            Some(object) => {
                let name = vm.names().__dir__;
                match vm.call_special_opt(object, name, &[])? {
                    Some(names) => names,
                    None => return Err(vm.type_error("object does not provide __dir__")),
                }
            }
        };
        let list = vm.to_list(names)?;
        taipan_objects::types::list::sort_list(vm, list, Value::NONE, false)?;
        Ok(list.value())
    }
}

fn compile_text(vm: &mut Vm, source: Value, mode: CompileMode) -> R<Gc<Code>> {
    let mut source = source;
    if mode == CompileMode::Eval {
        let indentation = |bytes: &[u8]| bytes.iter().take_while(|&&b| b == b' ' || b == b'\t').count();
        if let Some(text) = vm.as_str(source) {
            taipan_objects::codecs::check_encodable(vm, text, "utf-8")?;
            let bytes = text.to_ref().as_bytes();
            let n = indentation(bytes);
            if n > 0 {
                source = vm.new_str_wtf8(&bytes[n..]).value();
            }
        } else {
            let bytes = vm.bytes_like(source)?;
            let n = indentation(&bytes);
            if n > 0 {
                source = vm.new_bytes(&bytes[n..]);
            }
        }
    }
    let filename = vm.names().string;
    let flags = inherited_flags(vm);
    let options = CompileOptions { mode, flags, optimize: -1, feature_version: None };
    let made = (vm.hooks.compile)(vm, source, filename, options)?;
    match made.cast::<Code>() {
        Some(code) => Ok(code),
        None => Err(vm.raise(kinds::SYSTEM_ERROR, "compiling gave no code object")),
    }
}
