//! `sys.monitoring` (PEP 669): tools can be named. Events are not reported yet.

use crate::support::{put, put_int};
use taipan_macros::{Trace, native};
use taipan_runtime::layout::{Module, Str};
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "sys.monitoring",
    doc: "Events of running programs, for debuggers and profilers.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// The events: their bits in order.
const EVENTS: [&str; 19] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH_LEFT",
    "BRANCH_RIGHT",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
    "BRANCH",
];
const N_TOOLS: usize = 6;

#[derive(Trace, Default)]
struct Tools {
    names: [Option<Gc<Str>>; N_TOOLS],
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let namespace = vm.class(kinds::SIMPLE_NAMESPACE).value();
    let events = vm.call(namespace, &[])?;
    for (i, name) in EVENTS.iter().enumerate() {
        let name = vm.intern(name);
        vm.set_attr(events, name, Value::int32(1 << i))?;
    }
    let name = vm.intern("NO_EVENTS");
    vm.set_attr(events, name, Value::ZERO)?;
    put(vm, module, "events", events);
    for (name, id) in [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)] {
        put_int(vm, module, name, id);
    }
    let object = vm.class(kinds::OBJECT).value();
    for name in ["DISABLE", "MISSING"] {
        let marker = vm.call(object, &[])?;
        put(vm, module, name, marker);
    }
    Ok(())
}

fn check_id(vm: &mut Vm, tool_id: i64) -> R<usize> {
    match usize::try_from(tool_id) {
        Ok(id) if id < N_TOOLS => Ok(id),
        _ => Err(vm.value_error(format!("invalid tool {tool_id} (must be between 0 and 5)"))),
    }
}

fn check_used(vm: &mut Vm, tool_id: i64) -> R<usize> {
    let id = check_id(vm, tool_id)?;
    if vm.state::<Tools>().names[id].is_none() {
        return Err(vm.value_error(format!("tool {id} is not in use")));
    }
    Ok(id)
}

fn set(vm: &mut Vm, tool_id: i64, event_set: i64) -> R<()> {
    check_used(vm, tool_id)?;
    if !(0..1 << EVENTS.len()).contains(&event_set) {
        return Err(vm.value_error(format!("invalid event set 0x{event_set:x}")));
    }
    if event_set != 0 {
        return Err(vm.not_implemented("sys.monitoring does not report events yet"));
    }
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// Give a tool a number.
    #[sig("($module, tool_id, name, /)")]
    fn use_tool_id(vm: &mut Vm, tool_id: i64, name: Value) -> R<()> {
        let id = check_id(vm, tool_id)?;
        let Some(name) = vm.as_str(name) else { return Err(vm.value_error("tool name must be a str")) };
        if vm.state::<Tools>().names[id].is_some() {
            return Err(vm.value_error(format!("tool {id} is already in use")));
        }
        vm.state::<Tools>().names[id] = Some(name);
        Ok(())
    }

    /// Take all events and callbacks from a tool.
    #[sig("($module, tool_id, /)")]
    fn clear_tool_id(vm: &mut Vm, tool_id: i64) -> R<()> {
        check_id(vm, tool_id).map(|_| ())
    }

    /// Give a tool's number back.
    #[sig("($module, tool_id, /)")]
    fn free_tool_id(vm: &mut Vm, tool_id: i64) -> R<()> {
        let id = check_id(vm, tool_id)?;
        vm.state::<Tools>().names[id] = None;
        Ok(())
    }

    /// The name of a tool, or None.
    #[sig("($module, tool_id, /)")]
    fn get_tool(vm: &mut Vm, tool_id: i64) -> R {
        let id = check_id(vm, tool_id)?;
        Ok(vm.state::<Tools>().names[id].map_or(Value::NONE, |name| name.value()))
    }

    /// Set the function for an event; gives the one before.
    #[sig("($module, tool_id, event, func, /)")]
    fn register_callback(vm: &mut Vm, tool_id: i64, event: i64, func: Value) -> R {
        check_id(vm, tool_id)?;
        if !func.is_none() {
            let _ = event;
            return Err(vm.not_implemented("sys.monitoring does not report events yet"));
        }
        Ok(Value::NONE)
    }

    /// The events that a tool wants.
    #[sig("($module, tool_id, /)")]
    fn get_events(vm: &mut Vm, tool_id: i64) -> R<i32> {
        check_used(vm, tool_id)?;
        Ok(0)
    }

    /// Set the events that a tool wants.
    #[sig("($module, tool_id, event_set, /)")]
    fn set_events(vm: &mut Vm, tool_id: i64, event_set: i64) -> R<()> {
        set(vm, tool_id, event_set)
    }

    /// The events that a tool wants of a code object.
    #[sig("($module, tool_id, code, /)")]
    fn get_local_events(vm: &mut Vm, tool_id: i64, code: Value) -> R<i32> {
        let _ = code;
        check_used(vm, tool_id)?;
        Ok(0)
    }

    /// Set the events that a tool wants of a code object.
    #[sig("($module, tool_id, code, event_set, /)")]
    fn set_local_events(vm: &mut Vm, tool_id: i64, code: Value, event_set: i64) -> R<()> {
        let _ = code;
        set(vm, tool_id, event_set)
    }

    /// Turn events on again that callbacks have disabled.
    #[sig("($module, /)")]
    fn restart_events(_: &mut Vm) {}
}
