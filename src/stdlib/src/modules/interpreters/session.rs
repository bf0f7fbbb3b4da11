//! Running something in another interpreter, on the calling thread.

use super::crossing::{Binding, Crossing, Fallback, arrive_bindings, arrive_code, leave};
use super::home::{classes, world};
use super::snapshot::Snapshot;
use super::world::{Refusal, World};
use crate::modules::thread;
use crate::support::{main_namespace, raise_class};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use taipan_runtime::layout::Dict;
use taipan_runtime::{Gc, R, Raised, SharedVm, Value, Vm};

/// Registers of a thread that runs code of another interpreter.
const REGISTERS: usize = 1 << 20;

/// Raises `InterpreterError`.
pub fn error(vm: &mut Vm, message: &str) -> Raised {
    match classes(vm) {
        Ok(classes) => raise_class(vm, classes.error, message),
        Err(raised) => raised,
    }
}

/// Raises `InterpreterNotFoundError`.
pub fn not_found(vm: &mut Vm, id: i64) -> Raised {
    match classes(vm) {
        Ok(classes) => raise_class(vm, classes.not_found, &format!("unrecognized interpreter ID {id}")),
        Err(raised) => raised,
    }
}

/// Enters an interpreter that nobody is in.
fn enter(vm: &mut Vm, world: &World, id: i64, running: &str) -> R<SharedVm> {
    match world.enter(id) {
        Ok(shared) => Ok(shared),
        Err(Refusal::NotFound) => Err(not_found(vm, id)),
        Err(Refusal::Running) => Err(error(vm, running)),
    }
}

/// Runs something in another interpreter, whose `__main__` is its for so long.
pub fn run<T>(vm: &mut Vm, id: i64, f: impl FnOnce(&mut Vm) -> T) -> R<T> {
    let world = world(vm);
    let shared = enter(vm, &world, id, "interpreter already running")?;
    let done = visit(vm, &shared, f);
    drop(shared);
    if world.leave(id) {
        destroy(vm, &world, id)?;
    }
    done
}

fn visit<T>(vm: &mut Vm, shared: &SharedVm, f: impl FnOnce(&mut Vm) -> T) -> R<T> {
    let done = shared.visit(vm, REGISTERS, |inner| {
        let done = catch_unwind(AssertUnwindSafe(|| f(inner)));
        thread::forget_locals(inner);
        done
    });
    match done {
        Some(Ok(done)) => Ok(done),
        Some(Err(panic)) => Err(vm.raise_panic(panic)),
        None => Err(vm.raise_recursion("")),
    }
}

/// Ends an interpreter.
pub fn destroy(vm: &mut Vm, world: &Arc<World>, id: i64) -> R<()> {
    let shared = enter(vm, world, id, "interpreter running")?;
    let end = vm.hooks.end_interpreter;
    let done = visit(vm, &shared, end);
    drop(shared);
    let world = world.clone();
    vm.release(move || world.bury(id));
    done
}

/// What became of something that ran elsewhere.
pub enum Outcome<T> {
    /// It came to its end.
    Done(T),
    /// It raised something.
    Failed(Box<Snapshot>),
    /// What it was given did not arrive: what could not be done, and why.
    Lost(&'static str, Box<Snapshot>),
}

/// A snapshot of the exception on its way, which is no longer on its way.
fn take_snapshot(vm: &mut Vm) -> Box<Snapshot> {
    let exc = vm.take_exception();
    Box::new(Snapshot::of(vm, exc))
}

/// In the other interpreter: runs code in `__main__`.
pub fn exec(vm: &mut Vm, code: &[u8], bindings: &[Binding]) -> Outcome<()> {
    let prepared = prepare(vm, bindings).and_then(|main| Ok((main, arrive_code(vm, code)?)));
    let Ok((main, code)) = prepared else {
        return Outcome::Lost("script not shareable", take_snapshot(vm));
    };
    match (vm.hooks.run_code)(vm, code, main.value(), main.value(), Value::UNBOUND) {
        Ok(_) => Outcome::Done(()),
        Err(Raised) => Outcome::Failed(take_snapshot(vm)),
    }
}

/// In the other interpreter: binds names in `__main__`, whose namespace this gives.
fn prepare(vm: &mut Vm, bindings: &[Binding]) -> R<Gc<Dict>> {
    let main = main_namespace(vm)?;
    arrive_bindings(vm, main, bindings)?;
    Ok(main)
}

/// In the other interpreter: binds names in `__main__`.
pub fn bind(vm: &mut Vm, bindings: &[Binding]) -> Outcome<()> {
    match prepare(vm, bindings) {
        Ok(_) => Outcome::Done(()),
        Err(Raised) => Outcome::Lost("namespace not shareable", take_snapshot(vm)),
    }
}

/// A call for another interpreter.
pub struct Call {
    /// What is called.
    pub callable: Crossing,
    /// A tuple.
    pub args: Crossing,
    /// A dict.
    pub kwargs: Option<Crossing>,
}

/// In the other interpreter: calls something.
pub fn call(vm: &mut Vm, call: &Call) -> Outcome<Crossing> {
    macro_rules! arrive {
        ($what:expr, $message:literal) => {
            match $what.arrive(vm) {
                Ok(value) => value,
                Err(Raised) => return Outcome::Lost($message, take_snapshot(vm)),
            }
        };
    }
    let callable = arrive!(call.callable, "func not shareable");
    let args = arrive!(call.args, "args not shareable");
    let kwargs = match &call.kwargs {
        Some(kwargs) => arrive!(kwargs, "kwargs not shareable"),
        None => Value::NONE,
    };
    let result = match thread::call(vm, callable, args, kwargs) {
        Ok(result) => result,
        Err(Raised) => return Outcome::Failed(take_snapshot(vm)),
    };
    match leave(vm, result, Fallback::Full) {
        Ok(result) => Outcome::Done(result),
        Err(Raised) => Outcome::Lost("object does not support cross-interpreter data", take_snapshot(vm)),
    }
}
