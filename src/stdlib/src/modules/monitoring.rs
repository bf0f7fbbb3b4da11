//! `sys.monitoring` (PEP 669).

use crate::support::{put, put_int};
use taipan_macros::native;
use taipan_runtime::layout::{Code, Dict, Module};
use taipan_runtime::monitoring::{EVENT_NAMES, Event, Monitoring, N_TOOLS};
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "sys.monitoring",
    doc: "Events of running programs, for debuggers and profilers.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let namespace = vm.class(kinds::SIMPLE_NAMESPACE).value();
    let events = vm.call(namespace, &[])?;
    for (i, name) in EVENT_NAMES.iter().enumerate() {
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
    let (disable, missing) = (vm.call(object, &[])?, vm.call(object, &[])?);
    put(vm, module, "DISABLE", disable);
    put(vm, module, "MISSING", missing);
    let monitoring = vm.state::<Monitoring>();
    (monitoring.disable, monitoring.missing) = (disable, missing);
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
    if vm.state::<Monitoring>().names[id].is_unbound() {
        return Err(vm.value_error(format!("tool {id} is not in use")));
    }
    Ok(id)
}

fn check_code(vm: &mut Vm, code: Value) -> R<Gc<Code>> {
    code.cast::<Code>().ok_or_else(|| vm.type_error("code must be a code object"))
}

/// A set of events as tools name it, as it is kept: what comes with calls is wanted with them, and a branch goes left or
/// right.
fn kept_set(vm: &mut Vm, event_set: i64) -> R<u32> {
    let Some(mut set) = u32::try_from(event_set).ok().filter(|set| set >> EVENT_NAMES.len() == 0) else {
        return Err(vm.value_error(format!("invalid event set 0x{event_set:x}")));
    };
    let with_calls = Event::CReturn.bit() | Event::CRaise.bit();
    if set & with_calls != 0 && set & Event::Call.bit() == 0 {
        return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
    }
    set &= !with_calls;
    if set & Event::Branch.bit() != 0 {
        set = set & !Event::Branch.bit() | Event::BranchLeft.bit() | Event::BranchRight.bit();
    }
    Ok(set)
}

struct Functions;

#[native]
impl Functions {
    /// Give a tool a number.
    #[sig("($module, tool_id, name, /)")]
    fn use_tool_id(vm: &mut Vm, tool_id: i64, name: Value) -> R<()> {
        let id = check_id(vm, tool_id)?;
        if vm.as_str(name).is_none() {
            return Err(vm.value_error("tool name must be a str"));
        }
        if !vm.state::<Monitoring>().names[id].is_unbound() {
            return Err(vm.value_error(format!("tool {id} is already in use")));
        }
        vm.state::<Monitoring>().names[id] = name;
        Ok(())
    }

    /// Take all events and callbacks from a tool.
    #[sig("($module, tool_id, /)")]
    fn clear_tool_id(vm: &mut Vm, tool_id: i64) -> R<()> {
        let id = check_id(vm, tool_id)?;
        vm.state::<Monitoring>().clear(id);
        vm.monitoring_changed();
        Ok(())
    }

    /// Give a tool's number back.
    #[sig("($module, tool_id, /)")]
    fn free_tool_id(vm: &mut Vm, tool_id: i64) -> R<()> {
        let id = check_id(vm, tool_id)?;
        let monitoring = vm.state::<Monitoring>();
        monitoring.clear(id);
        monitoring.names[id] = Value::UNBOUND;
        vm.monitoring_changed();
        Ok(())
    }

    /// The name of a tool, or None.
    #[sig("($module, tool_id, /)")]
    fn get_tool(vm: &mut Vm, tool_id: i64) -> R {
        let id = check_id(vm, tool_id)?;
        Ok(vm.state::<Monitoring>().names[id].bound().unwrap_or(Value::NONE))
    }

    /// Set the function for an event; gives the one before.
    #[sig("($module, tool_id, event, func, /)")]
    fn register_callback(vm: &mut Vm, tool_id: i64, event: i64, func: Value) -> R {
        let id = check_id(vm, tool_id)?;
        let which = match u64::try_from(event) {
            Ok(bit) if bit.is_power_of_two() && bit >> EVENT_NAMES.len() == 0 => {
                bit.trailing_zeros() as usize
            }
            Ok(bit) if bit.is_power_of_two() => return Err(vm.value_error(format!("invalid event {event}"))),
            _ => return Err(vm.value_error("The callback can only be set for one event at a time")),
        };
        vm.audit("sys.monitoring.register_callback", |_| [func])?;
        let func = if func.is_none() { Value::UNBOUND } else { func };
        let row = &mut vm.state::<Monitoring>().callbacks[id];
        let before = row[which];
        row[which] = func;
        if which == Event::Branch as usize {
            row[Event::BranchLeft as usize] = func;
            row[Event::BranchRight as usize] = func;
        }
        Ok(before.bound().unwrap_or(Value::NONE))
    }

    /// The events that a tool wants.
    #[sig("($module, tool_id, /)")]
    fn get_events(vm: &mut Vm, tool_id: i64) -> R<u32> {
        let id = check_id(vm, tool_id)?;
        Ok(vm.state::<Monitoring>().events[id])
    }

    /// Set the events that a tool wants.
    #[sig("($module, tool_id, event_set, /)")]
    fn set_events(vm: &mut Vm, tool_id: i64, event_set: i64) -> R<()> {
        let id = check_used(vm, tool_id)?;
        let set = kept_set(vm, event_set)?;
        vm.state::<Monitoring>().events[id] = set;
        vm.monitoring_changed();
        Ok(())
    }

    /// The events that a tool wants of a code object.
    #[sig("($module, tool_id, code, /)")]
    fn get_local_events(vm: &mut Vm, tool_id: i64, code: Value) -> R<u32> {
        let code = check_code(vm, code)?;
        let id = check_id(vm, tool_id)?;
        Ok(vm.state::<Monitoring>().local_events(id, code))
    }

    /// Set the events that a tool wants of a code object.
    #[sig("($module, tool_id, code, event_set, /)")]
    fn set_local_events(vm: &mut Vm, tool_id: i64, code: Value, event_set: i64) -> R<()> {
        let code = check_code(vm, code)?;
        let id = check_used(vm, tool_id)?;
        let set = kept_set(vm, event_set)?;
        if set >= Event::Raise.bit() {
            return Err(vm.value_error(format!("invalid local event set 0x{set:x}")));
        }
        vm.state::<Monitoring>().set_local_events(id, code, set);
        vm.monitoring_changed();
        Ok(())
    }

    /// Turn events on again that callbacks have disabled.
    #[sig("($module, /)")]
    fn restart_events(vm: &mut Vm) {
        vm.state::<Monitoring>().restart();
    }

    /// The events of all code that anybody wants, with the tools as bits.
    #[sig("($module, /)")]
    fn _all_events(vm: &mut Vm) -> Gc<Dict> {
        let events = vm.state::<Monitoring>().events;
        let dict = vm.new_dict();
        for (i, name) in EVENT_NAMES.iter().enumerate() {
            let tools: i32 = (0..N_TOOLS).map(|tool| (events[tool] >> i & 1) as i32 * (1 << tool)).sum();
            if tools != 0 {
                let name = vm.intern(name);
                dict.set_str(vm, name, Value::int32(tools));
            }
        }
        dict
    }
}
