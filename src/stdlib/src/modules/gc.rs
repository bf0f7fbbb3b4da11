//! `gc`: what the collector lets Python see. It traces from the roots, so there are no generations and no garbage that
//! cannot be freed.

use crate::support::{put, put_int};
use taipan_macros::{Trace, native};
use taipan_objects::types::frame;
use taipan_runtime::layout::{Dict, Generator, List, Module, Tuple, Type};
use taipan_runtime::{Gc, Header, ModuleDef, R, Value, Values, Vm, kinds, type_flags};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "gc",
    doc: "The garbage collector: run it, switch it off, look at what is alive.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

#[derive(Trace)]
struct State {
    callbacks: Option<Gc<List>>,
    garbage: Option<Gc<List>>,
    #[untraced]
    thresholds: [i64; 3],
    debug: i64,
    /// Collections that were asked for, by generation.
    #[untraced]
    asked: [u64; 3],
    /// How often the heap was collected for them.
    runs: u64,
    frozen: usize,
}

impl Default for State {
    fn default() -> State {
        State {
            callbacks: None,
            garbage: None,
            thresholds: [2000, 10, 0],
            debug: 0,
            asked: [0; 3],
            runs: 0,
            frozen: 0,
        }
    }
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, bit) in [
        ("DEBUG_STATS", DEBUG_STATS),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", DEBUG_SAVEALL),
        ("DEBUG_LEAK", 38),
    ] {
        put_int(vm, module, name, bit);
    }
    let callbacks = vm.new_list(&[]);
    vm.state::<State>().callbacks = Some(callbacks);
    put(vm, module, "callbacks", callbacks.value());
    let garbage = vm.new_list(&[]);
    vm.state::<State>().garbage = Some(garbage);
    put(vm, module, "garbage", garbage.value());
    Ok(())
}

/// Flag of `set_debug`: tell of each collection that is asked for.
const DEBUG_STATS: i64 = 1;
/// Flag of `set_debug`: keep what is dead.
const DEBUG_SAVEALL: i64 = 32;

/// Is the cell an object that Python code can see?
fn is_object(header: Gc<Header>) -> bool {
    header.class_address() != 0 && !matches!(header.kind(), kinds::STR_BUILDER)
}

/// Can it refer to other objects?
fn is_container(kind: u16) -> bool {
    !matches!(
        kind,
        kinds::INT
            | kinds::FLOAT
            | kinds::COMPLEX
            | kinds::STR
            | kinds::BYTES
            | kinds::BYTEARRAY
            | kinds::STR_BUILDER
            | kinds::CODE
            | kinds::RANGE
            | kinds::BOOL
    )
}

fn notify(vm: &mut Vm, phase: &str, generation: i64) {
    let Some(callbacks) = vm.state::<State>().callbacks else { return };
    if callbacks.len.get() == 0 {
        return;
    }
    let info = vm.new_dict();
    for (key, value) in [("generation", generation), ("collected", 0), ("uncollectable", 0)] {
        let key = vm.intern(key);
        let value = vm.new_int(value);
        info.set_str(vm, key, value);
    }
    let phase = vm.new_str(phase).value();
    let mut i = 0;
    while i < callbacks.len.get() {
        let f = callbacks.item(i);
        if vm.call(f, &[phase, info.value()]).is_err() {
            let exc = vm.take_exception();
            vm.write_unraisable(exc, f, "Exception ignored while calling GC callback");
        }
        i += 1;
    }
}

/// Collects, and runs what finalisers and callbacks that leaves. Tells how many objects were freed that can refer to others.
pub fn collect(vm: &mut Vm) -> usize {
    let before = containers(vm).len();
    if vm.state::<State>().debug & DEBUG_SAVEALL != 0 {
        keep_dead(vm);
    } else {
        vm.collect_now();
    }
    vm.run_finalizers();
    // What had a finaliser can be freed now.
    vm.collect_now();
    vm.run_finalizers();
    before.saturating_sub(containers(vm).len())
}

/// The addresses of all objects that can refer to others.
fn containers(vm: &mut Vm) -> Vec<usize> {
    let mut cells = vm.heap.cells();
    cells.retain(|&address| vm.heap.cell_at(address).is_some_and(|h| is_object(h) && is_container(h.kind())));
    cells
}

/// Collects, and puts what is dead into `gc.garbage` instead of freeing it.
fn keep_dead(vm: &mut Vm) {
    let candidates = containers(vm);
    let dead = vm.collect_but_keep(candidates);
    let Some(garbage) = vm.state::<State>().garbage else { return };
    for &object in dead.as_slice() {
        garbage.push(&mut vm.heap, object);
    }
}

/// A list of the objects that the heap holds and `keep` is true of, on behalf of a function of the name.
fn objects(vm: &mut Vm, name: &str, mut keep: impl FnMut(&mut Vm, Gc<Header>) -> bool) -> Values {
    vm.collect_for(&[name]);
    let room = vm.heap.stats().live_cells + 64;
    let mut out = Values::with_capacity(&mut vm.heap, room);
    // Nothing is allocated from here on, so nothing is freed either.
    let cells = vm.heap.cells();
    vm.heap.prepare_referents();
    for address in cells.into_iter().take(room) {
        let Some(header) = vm.heap.cell_at(address) else { continue };
        if is_object(header) && keep(vm, header) {
            out.push(&mut vm.heap, Value::from(header));
        }
    }
    out
}

/// Writes what `DEBUG_STATS` asks for.
fn report(vm: &mut Vm, text: &str) {
    let names = vm.names();
    let sys = vm.sys;
    let Some(stderr) = sys.get_str(vm, names.stderr).filter(|file| !file.is_none()) else { return };
    let text = vm.new_str(text).value();
    if vm.call_method(stderr, names.write, &[text]).is_err() {
        vm.take_exception();
    }
}

/// The values that a list, a tuple or a dict holds, which need not be cells.
fn values_of(vm: &mut Vm, v: Value, out: &mut Values) -> bool {
    if vm.is_exact(v, kinds::LIST)
        && let Some(list) = v.cast::<List>()
    {
        let mut i = 0;
        while i < list.len.get() {
            out.push(&mut vm.heap, list.item(i));
            i += 1;
        }
        return true;
    }
    if let Some(tuple) = v.cast::<Tuple>().filter(|_| vm.is_exact(v, kinds::TUPLE)) {
        out.extend(&mut vm.heap, tuple.to_ref().as_slice());
        return true;
    }
    if let Some(dict) = v.cast::<Dict>().filter(|_| vm.is_exact(v, kinds::DICT)) {
        let mut at = 0;
        while let Some((i, key, value)) = dict.next_entry(at) {
            out.push(&mut vm.heap, key);
            out.push(&mut vm.heap, value);
            at = i + 1;
        }
        return true;
    }
    false
}

struct Functions;

#[native]
impl Functions {
    /// Let the collector run by itself.
    #[sig("($module, /)")]
    fn enable(vm: &mut Vm) {
        vm.heap.set_enabled(true);
    }

    /// Let the collector run by itself only where memory would grow without bound.
    #[sig("($module, /)")]
    fn disable(vm: &mut Vm) {
        vm.heap.set_enabled(false);
    }

    /// Does the collector run by itself?
    #[sig("($module, /)")]
    fn isenabled(vm: &mut Vm) -> bool {
        vm.heap.is_enabled()
    }

    /// Collect now.
    #[sig("($module, /, generation=2)")]
    #[name("collect")]
    fn collect_(vm: &mut Vm, generation: i64) -> R<usize> {
        if !(0..=2).contains(&generation) {
            return Err(vm.value_error("invalid generation"));
        }
        notify(vm, "start", generation);
        let (started, before) = (std::time::Instant::now(), vm.heap.stats());
        let (n_before, runs) = (before.live_cells, before.collections);
        let n = collect(vm);
        let runs = vm.heap.stats().collections - runs;
        let state = vm.state::<State>();
        state.asked[generation as usize] += 1;
        state.runs += runs;
        if state.debug & DEBUG_STATS != 0 {
            let frozen = state.frozen;
            report(vm, &format!("gc: collecting generation {generation}...\n"));
            report(vm, &format!("gc: objects in each generation: 0 0 {n_before}\n"));
            report(vm, &format!("gc: objects in permanent generation: {frozen}\n"));
            let seconds = started.elapsed().as_secs_f64();
            report(vm, &format!("gc: done, {n} unreachable, 0 uncollectable, {seconds:.4}s elapsed\n"));
        }
        notify(vm, "stop", generation);
        Ok(n)
    }

    /// Objects allocated since the last collection, by generation.
    #[sig("($module, /)")]
    fn get_count(vm: &mut Vm) -> Value {
        let n = Value::len(vm.heap.stats().allocated_bytes / 64);
        vm.new_tuple(&[n, Value::ZERO, Value::ZERO]).value()
    }

    /// Set the thresholds. The collector goes by bytes, and only remembers them.
    #[sig("($module, threshold0, threshold1=<unrepresentable>, threshold2=<unrepresentable>, /)")]
    #[shown("")]
    fn set_threshold(vm: &mut Vm, threshold0: i64, threshold1: Option<i64>, threshold2: Option<i64>) {
        let t = &mut vm.state::<State>().thresholds;
        t[0] = threshold0;
        if let Some(n) = threshold1 {
            t[1] = n;
        }
        if let Some(n) = threshold2 {
            t[2] = n;
        }
    }

    /// The thresholds.
    #[sig("($module, /)")]
    fn get_threshold(vm: &mut Vm) -> Value {
        let t = vm.state::<State>().thresholds.map(|n| Value::small_int(n).unwrap_or(Value::ZERO));
        vm.new_tuple(&t).value()
    }

    /// Set the debugging flags.
    #[sig("($module, flags, /)")]
    fn set_debug(vm: &mut Vm, flags: i64) {
        vm.state::<State>().debug = flags;
    }

    /// The debugging flags.
    #[sig("($module, /)")]
    fn get_debug(vm: &mut Vm) -> i64 {
        vm.state::<State>().debug
    }

    /// All objects that can refer to others.
    #[sig("($module, /, generation=None)")]
    fn get_objects(vm: &mut Vm, generation: Value) -> R<Values> {
        let shown = if generation.is_none() { Value::int32(-1) } else { generation };
        vm.audit("gc.get_objects", |_| [shown])?;
        if !generation.is_none() {
            let n = vm.index_i64(generation)?;
            if n < 0 {
                return Err(vm.value_error("generation parameter cannot be negative"));
            }
            if n > 2 {
                return Err(vm.value_error(
                    "generation parameter must be less than the number of available generations (3)",
                ));
            }
            if n < 2 {
                return Ok(Values::new());
            }
        }
        Ok(objects(vm, "get_objects", |_, header| is_container(header.kind())))
    }

    /// The objects that refer to any of these.
    #[sig("($module, /, *objs)")]
    fn get_referrers(vm: &mut Vm, objs: Value) -> R<Values> {
        vm.audit("gc.get_referrers", |_| [objs])?;
        let wanted = vm.to_tuple(objs)?;
        let targets: Vec<usize> =
            wanted.as_slice().iter().filter(|v| v.is_cell()).map(|v| v.address()).collect();
        let mut found = objects(vm, "get_referrers", |vm, header| {
            is_container(header.kind())
                && header.address() != wanted.address()
                && vm.heap.referents(header).iter().any(|a| targets.contains(a))
        });
        // The variables of generators that run are not in their cells.
        let mut running = vm.thread.generator;
        while let Some(generator) = running.cast::<Generator>() {
            let frame = (vm.hooks.generator_frame)(vm, generator);
            if !found.contains(&running) && frame::holds_any(vm, frame, &targets) {
                found.push(&mut vm.heap, running);
            }
            running = generator.resumer.get();
        }
        Ok(found)
    }

    /// The objects that these refer to.
    #[sig("($module, /, *objs)")]
    fn get_referents(vm: &mut Vm, objs: Value) -> R<Values> {
        vm.audit("gc.get_referents", |_| [objs])?;
        let of = vm.to_tuple(objs)?;
        let mut out = Values::new();
        for &v in of.to_ref().as_slice() {
            let Some(header) = v.header() else { continue };
            if !is_container(header.kind()) || values_of(vm, v, &mut out) {
                continue;
            }
            // Each is reachable from `objs`, which is on the stack.
            vm.heap.prepare_referents();
            for address in vm.heap.referents(header) {
                if let Some(found) = vm.heap.cell_at(address)
                    && is_object(found)
                {
                    out.push(&mut vm.heap, Value::from(found));
                }
            }
        }
        Ok(out)
    }

    /// Does the collector look at the object?
    #[sig("($module, obj, /)")]
    fn is_tracked(vm: &mut Vm, obj: Value) -> bool {
        let cls = vm.class_of(obj);
        match obj.cast::<Type>() {
            // Those of native modules are made as Python's are; those of the language itself are not.
            Some(of) => {
                let kind = vm.native_kind_of(of);
                of.has_flag(type_flags::HEAP) || vm.type_def(kind).is_some_and(|def| def.module != "builtins")
            }
            // All instances of Python's classes are.
            None if cls.has_flag(type_flags::HEAP) => true,
            None => cls != vm.class(kinds::OBJECT) && obj.kind().is_some_and(is_container),
        }
    }

    /// Has the object's finaliser run?
    #[sig("($module, obj, /)")]
    fn is_finalized(_: &mut Vm, obj: Value) -> bool {
        obj.header().is_some_and(|h| h.has_flags(taipan_runtime::header_flags::FINALIZED))
    }

    /// Counts of collections, for each generation.
    #[sig("($module, /)")]
    fn get_stats(vm: &mut Vm) -> Values {
        let state = vm.state::<State>();
        let (asked, runs) = (state.asked, state.runs);
        let by_itself = vm.heap.stats().collections - runs;
        let mut out = Values::new();
        for (generation, &asked) in asked.iter().enumerate() {
            let dict: Gc<Dict> = vm.new_dict();
            let n = asked + if generation == 2 { by_itself } else { 0 };
            for (key, value) in [("collections", n), ("collected", 0), ("uncollectable", 0)] {
                let key = vm.intern(key);
                let value = vm.new_uint(value);
                dict.set_str(vm, key, value);
            }
            out.push(&mut vm.heap, dict.value());
        }
        out
    }

    /// Take what is alive now for immortal: nothing changes but the count.
    #[sig("($module, /)")]
    fn freeze(vm: &mut Vm) {
        let n = vm.heap.stats().live_cells;
        vm.state::<State>().frozen = n.max(1);
    }

    /// Undo `freeze`.
    #[sig("($module, /)")]
    fn unfreeze(vm: &mut Vm) {
        vm.state::<State>().frozen = 0;
    }

    /// How many objects are frozen.
    #[sig("($module, /)")]
    fn get_freeze_count(vm: &mut Vm) -> usize {
        vm.state::<State>().frozen
    }
}
