//! `_interpreters`, `_interpqueues` and `_interpchannels`: several interpreters in one process (PEP 734).
//!
//! Each has its own heap, modules and lock. `world` is what they have in common, `session` runs something in another one,
//! `crossing` is what goes from one to another, and `queues` and `channels` are where it waits.

pub mod channel_id;
pub mod channels;
mod config;
mod crossing;
mod home;
pub mod queues;
mod script;
mod session;
mod snapshot;
pub mod view;
mod world;

use crate::support::{put, put_int};
use config::Config;
use crossing::{Fallback, leave, leave_bindings, leave_callable, refuse_because};
use home::{classes, id_of, world, world_opt};
use session::{Call, Outcome};
use snapshot::Snapshot;
use std::sync::Arc;
use taipan_macros::native;
use taipan_runtime::layout::{Dict, Module};
use taipan_runtime::{Gc, ModuleDef, R, Value, Values, Vm, kinds};
use world::{Whence, World};

/// `_interpreters`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_interpreters",
    doc: "What concurrent.interpreters is made of: interpreters beside the running one.",
    functions: &Functions::NATIVE,
    types: &[&view::BufferView::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let classes = classes(vm)?;
    put(vm, module, "InterpreterError", classes.error.value());
    put(vm, module, "InterpreterNotFoundError", classes.not_found.value());
    put(vm, module, "NotShareableError", classes.not_shareable.value());
    let whence = ["UNKNOWN", "RUNTIME", "LEGACY_CAPI", "CAPI", "XI", "STDLIB"];
    for (i, name) in (0..).zip(whence) {
        put_int(vm, module, &format!("WHENCE_{name}"), i);
    }
    Ok(())
}

/// At the end of the main interpreter: ends those that the program has left.
pub fn end_others(vm: &mut Vm) {
    let Some(world) = world_opt(vm).filter(|_| vm.id == 0) else { return };
    let others = |world: &World| world.all().into_iter().map(|(id, _)| id).filter(|&id| id != 0);
    if others(&world).next().is_none() {
        return;
    }
    let text = "remaining subinterpreters; close them with Interpreter.close()";
    if vm.warn(kinds::RUNTIME_WARNING, text).is_err() {
        let exc = vm.take_exception();
        vm.write_unraisable(exc, Value::NONE, "");
    }
    // What ends may make others; one that runs stays.
    let mut last = i64::MIN;
    while let Some(id) = others(&world).find(|&id| id > last) {
        last = id;
        if session::destroy(vm, &world, id).is_err() {
            vm.take_exception();
        }
    }
}

/// In a forked child there is but the calling thread: nobody is in the other interpreters.
pub fn after_fork_in_child(vm: &mut Vm) {
    if let Some(world) = world_opt(vm) {
        // Threads that are gone may hold its locks, so it is left alone.
        let next = world.peek_next_id();
        std::mem::forget(world);
        home::settle(vm, Arc::new(World::new(next)));
    }
}

/// The number of an interpreter that exists and, with `restrict`, was made here; `doing` is what else can't be done.
fn resolve(vm: &mut Vm, id: Value, restrict: bool, doing: &str) -> R<i64> {
    let id = id_of(vm, id, "interpreter")?;
    match world(vm).look(id, |entry| entry.whence) {
        None => Err(session::not_found(vm, id)),
        Some(whence) if restrict && whence != Whence::Stdlib => {
            Err(session::error(vm, &format!("cannot {doing} unrecognized interpreter {id}")))
        }
        Some(_) => Ok(id),
    }
}

/// A dict, where there is an argument.
fn dict_arg(vm: &mut Vm, value: Option<Value>, of: &str, position: usize) -> R<Option<Gc<Dict>>> {
    let Some(value) = value else { return Ok(None) };
    match value.cast::<Dict>() {
        Some(dict) => Ok(Some(dict)),
        None => {
            let text = vm.argument_type_name(value);
            Err(vm.type_error(format!("_interpreters.{of}() argument {position} must be dict, not {text}")))
        }
    }
}

/// Runs code in another interpreter; None, or a snapshot of what it raised.
fn exec(vm: &mut Vm, id: i64, code: &[u8], shared: Option<Gc<Dict>>) -> R {
    let bindings = match shared {
        Some(shared) => leave_bindings(vm, shared)?,
        None => Vec::new(),
    };
    match session::run(vm, id, |vm| session::exec(vm, code, &bindings))? {
        Outcome::Done(()) => Ok(Value::NONE),
        Outcome::Failed(why) => why.to_object(vm),
        Outcome::Lost(what, why) => Err(refuse_because(vm, what, &why)),
    }
}

/// The config that `create` is given.
fn config_arg(vm: &mut Vm, config: Option<Value>) -> R<Config> {
    let Some(config) = config.filter(|config| !config.is_none()) else {
        return Config::named(vm, "isolated");
    };
    if let Some(name) = vm.as_str(config) {
        home::check_text(vm, name)?;
        return Config::named(vm, &name.to_display());
    }
    let name = vm.names().__dict__;
    match vm.get_attr_opt(config, name)?.and_then(|dict| dict.cast::<Dict>()) {
        Some(dict) => Config::from_dict(vm, dict, None),
        None => {
            let shown = vm.repr(config)?.to_display();
            Err(vm.type_error(format!("bad config {shown}")))
        }
    }
}

fn create(vm: &mut Vm, config: Config, is_counted: bool) -> R<i64> {
    let world = world(vm);
    let id = world.next_id();
    let mut made = None;
    if config.is_viable() {
        made = make(vm, id, config, &world);
        if made.is_none() {
            // Some may have been forgotten without having been closed.
            vm.collect_dying();
            made = make(vm, id, config, &world);
        }
    }
    let Some(made) = made else {
        let _ = session::error(vm, "sub-interpreter creation failed");
        let context = vm.take_exception();
        let raised = session::error(vm, "interpreter creation failed");
        let exc = vm.thread.exception;
        let name = vm.intern("__context__");
        vm.take_exception();
        vm.set_attr(exc, name, context)?;
        let _ = raised;
        return Err(vm.reraise(exc));
    };
    world.add(id, made, config, is_counted);
    Ok(id)
}

fn make(vm: &mut Vm, id: i64, config: Config, world: &Arc<World>) -> Option<taipan_runtime::OwnedVm> {
    let make = vm.hooks.make_interpreter;
    make(vm, id, config.forbidden(), &mut |made| home::settle(made, world.clone()))
}

/// A number and where the interpreter comes from.
fn pair(vm: &mut Vm, id: i64, whence: Whence) -> Value {
    let id = vm.new_int(id);
    vm.new_tuple(&[id, Value::int32(whence as i32)]).value()
}

struct Functions;

#[native]
impl Functions {
    /// Make an interpreter and return its number.
    ///
    /// The config is the name of one ("isolated" or "legacy"), or what new_config() gives. With reqrefs the interpreter ends when
    /// the last reference that incref() has counted goes.
    #[sig("(config=None, *, reqrefs=False)")]
    fn create(vm: &mut Vm, config: Option<Value>, reqrefs: bool) -> R<i64> {
        let config = config_arg(vm, config)?;
        create(vm, config, reqrefs)
    }

    /// End an interpreter. The running one, and one in which code runs, can't be ended.
    #[sig("(id, *, restrict=False)")]
    fn destroy(vm: &mut Vm, id: Value, restrict: bool) -> R<()> {
        let id = resolve(vm, id, restrict, "destroy")?;
        if id == vm.id {
            return Err(session::error(vm, "cannot destroy the current interpreter"));
        }
        let world = world(vm);
        session::destroy(vm, &world, id)
    }

    /// The numbers of all interpreters, each with where it comes from.
    #[sig("(*, require_ready=False)")]
    fn list_all(vm: &mut Vm, require_ready: bool) -> Value {
        let _ = require_ready;
        home::end_forgotten(vm);
        let mut all = Values::new();
        for (id, whence) in world(vm).all() {
            let item = pair(vm, id, whence);
            all.push(&mut vm.heap, item);
        }
        vm.new_list_from(all).value()
    }

    /// The number of the running interpreter, and where it comes from.
    #[sig("()")]
    fn get_current(vm: &mut Vm) -> Value {
        let id = vm.id;
        let whence = if id == 0 { Whence::Runtime } else { Whence::Stdlib };
        pair(vm, id, whence)
    }

    /// The number of the main interpreter, and where it comes from.
    #[sig("()")]
    fn get_main(vm: &mut Vm) -> Value {
        pair(vm, 0, Whence::Runtime)
    }

    /// Where an interpreter comes from: one of the constants WHENCE_*.
    #[sig("(id)")]
    fn whence(vm: &mut Vm, id: Value) -> R<i32> {
        let id = id_of(vm, id, "interpreter")?;
        match world(vm).look(id, |entry| entry.whence) {
            Some(whence) => Ok(whence as i32),
            None => Err(session::not_found(vm, id)),
        }
    }

    /// Does code run in the interpreter's __main__?
    #[sig("(id, *, restrict=False)")]
    fn is_running(vm: &mut Vm, id: Value, restrict: bool) -> R<bool> {
        let id = resolve(vm, id, restrict, "check if running for")?;
        Ok(world(vm).is_running(id).unwrap_or(false))
    }

    /// What an interpreter was made with.
    #[sig("(id, *, restrict=False)")]
    fn get_config(vm: &mut Vm, id: Value, restrict: bool) -> R {
        let id = resolve(vm, id, restrict, "get the config of")?;
        match world(vm).look(id, |entry| entry.config) {
            Some(config) => config.to_object(vm),
            None => Err(session::not_found(vm, id)),
        }
    }

    /// A config by its name, with changes.
    #[sig("(name='isolated', /, **overrides)")]
    fn new_config(
        vm: &mut Vm,
        name: Option<Gc<taipan_runtime::layout::Str>>,
        overrides: Option<Gc<Dict>>,
    ) -> R {
        let name = name.map_or("isolated".to_owned(), |name| name.to_display());
        let config = Config::named(vm, &name)?;
        let config = match overrides {
            Some(overrides) => Config::from_dict(vm, overrides, Some(config))?,
            None => config,
        };
        config.to_object(vm)
    }

    /// Count a reference to an interpreter.
    #[sig("(id, *, implieslink=False, restrict=False)")]
    fn incref(vm: &mut Vm, id: Value, implieslink: bool, restrict: bool) -> R<()> {
        let id = resolve(vm, id, restrict, "incref")?;
        match world(vm).incref(id, implieslink) {
            true => Ok(()),
            false => Err(session::not_found(vm, id)),
        }
    }

    /// Forget a counted reference to an interpreter, which may end it.
    #[sig("(id, *, restrict=False)")]
    fn decref(vm: &mut Vm, id: Value, restrict: bool) -> R<()> {
        let id = resolve(vm, id, restrict, "decref")?;
        let world = world(vm);
        match world.decref(id) {
            Some(true) => session::destroy(vm, &world, id),
            Some(false) => Ok(()),
            None => Err(session::not_found(vm, id)),
        }
    }

    /// Run a script, or the body of a function, in the __main__ of an interpreter, in which names of 'shared' are bound first.
    /// Returns None, or a snapshot of the exception that ended it.
    #[sig("(id, code, shared=None, *, restrict=False)")]
    fn exec(vm: &mut Vm, id: Value, code: Value, shared: Option<Value>, restrict: bool) -> R {
        let shared = dict_arg(vm, shared, "exec", 3)?;
        let id = resolve(vm, id, restrict, "exec code for")?;
        let code = script::of_any(vm, code)?;
        exec(vm, id, &code, shared)
    }

    /// Run a script in the __main__ of an interpreter: see exec().
    #[sig("(id, script, shared=None, *, restrict=False)")]
    fn run_string(vm: &mut Vm, id: Value, script: Value, shared: Option<Value>, restrict: bool) -> R {
        if vm.as_str(script).is_none() {
            let of = vm.argument_type_name(script);
            let text = format!("_interpreters.run_string() argument 2 must be str, not {of}");
            return Err(vm.type_error(text));
        }
        let shared = dict_arg(vm, shared, "run_string", 3)?;
        let id = resolve(vm, id, restrict, "run a string in")?;
        let code = script::of_source(vm, script)?;
        exec(vm, id, &code, shared)
    }

    /// Run the body of a function, or a code object, in the __main__ of an interpreter: see exec().
    #[sig("(id, func, shared=None, *, restrict=False)")]
    fn run_func(vm: &mut Vm, id: Value, func: Value, shared: Option<Value>, restrict: bool) -> R {
        let shared = dict_arg(vm, shared, "run_func", 3)?;
        let id = resolve(vm, id, restrict, "run a function in")?;
        match script::of_function(vm, func) {
            Some(code) => exec(vm, id, &code?, shared),
            None => {
                let of = vm.argument_type_name(func);
                let text = format!("_interpreters.run_func() argument 2 must be a function, not {of}");
                Err(vm.type_error(text))
            }
        }
    }

    /// Call something in an interpreter. Returns its result, and None or a snapshot of the exception that ended it.
    #[sig("(id, callable, args=None, kwargs=None, *, preserve_exc=False, restrict=False)")]
    fn call(
        vm: &mut Vm,
        id: Value,
        callable: Value,
        args: Option<Value>,
        kwargs: Option<Value>,
        preserve_exc: bool,
        restrict: bool,
    ) -> R {
        let _ = preserve_exc;
        let args = match args {
            Some(args) if args.cast::<taipan_runtime::layout::Tuple>().is_none() => {
                let of = vm.argument_type_name(args);
                let text = format!("_interpreters.call() argument 3 must be tuple, not {of}");
                return Err(vm.type_error(text));
            }
            args => args.unwrap_or(vm.empty_tuple.value()),
        };
        let kwargs = dict_arg(vm, kwargs, "call", 4)?;
        let id = resolve(vm, id, restrict, "make a call in")?;
        if !vm.is_callable(callable) {
            let shown = vm.repr(callable)?.to_display();
            return Err(vm.type_error(format!("expected a callable, got {shown}")));
        }
        let call = Call {
            callable: leave_callable(vm, callable)?,
            args: leave(vm, args, Fallback::Full)?,
            kwargs: match kwargs {
                Some(kwargs) => Some(leave(vm, kwargs.value(), Fallback::Full)?),
                None => None,
            },
        };
        let (result, failure) = match session::run(vm, id, |vm| session::call(vm, &call))? {
            Outcome::Done(result) => (result.arrive(vm)?, Value::NONE),
            Outcome::Failed(why) => (Value::NONE, why.to_object(vm)?),
            Outcome::Lost(what, why) => return Err(refuse_because(vm, what, &why)),
        };
        Ok(vm.new_tuple(&[result, failure]).value())
    }

    /// Bind names in the __main__ of an interpreter.
    #[sig("(id, ns, *, restrict=False)")]
    #[name("set___main___attrs")]
    fn set_main_attrs(vm: &mut Vm, id: Value, ns: Value, restrict: bool) -> R<()> {
        let ns = dict_arg(vm, Some(ns), "set___main___attrs", 2)?;
        let id = resolve(vm, id, restrict, "update __main__ for")?;
        let Some(ns) = ns.filter(|ns| ns.len.get() > 0) else {
            return Err(vm.value_error("arg 2 must be a non-empty dict"));
        };
        let bindings = leave_bindings(vm, ns)?;
        match session::run(vm, id, |vm| session::bind(vm, &bindings))? {
            Outcome::Done(()) => Ok(()),
            Outcome::Failed(why) | Outcome::Lost(_, why) => {
                Err(refuse_because(vm, "namespace not shareable", &why))
            }
        }
    }

    /// Can the object's data cross to other interpreters as it is?
    #[sig("(obj)")]
    fn is_shareable(vm: &mut Vm, obj: Value) -> bool {
        crossing::is_shareable(vm, obj)
    }

    /// A snapshot of an exception.
    #[sig("(exc=None)")]
    fn capture_exception(vm: &mut Vm, exc: Value) -> R {
        if exc.is_none() {
            return Ok(Value::NONE);
        }
        if !vm.is_instance_of(exc, kinds::BASE_EXCEPTION) {
            let shown = vm.repr(exc)?.to_display();
            return Err(vm.type_error(format!("expected exception, got {shown}")));
        }
        Snapshot::of(vm, exc).to_object(vm)
    }
}
