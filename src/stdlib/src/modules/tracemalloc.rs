//! `_tracemalloc`: which cells are alive, and where they were allocated.
//!
//! What native objects keep outside the heap (the bytes of a bytearray, compiled patterns) is not counted. Cells die when a
//! collection finds them, so there is one whenever somebody asks what is alive.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use taipan_heap::Traces;
use taipan_macros::native;
use taipan_runtime::places::{Frames, Places};
use taipan_runtime::{ModuleDef, R, Trace, Tracer, Value, Values, Vm};

/// `_tracemalloc`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_tracemalloc",
    doc: "Debug module to trace memory blocks allocated by Python.",
    functions: &Tracemalloc::NATIVE,
    ..ModuleDef::DEFAULT
};

/// What the functions share.
struct State {
    limit: usize,
    places: Rc<RefCell<Places>>,
}

impl Trace for State {
    fn trace(&self, _: &mut Tracer<'_>) {}
}

impl Default for State {
    fn default() -> Self {
        State { limit: 1, places: Rc::default() }
    }
}

/// The most frames that are kept of a place.
const LIMIT_MAX: i64 = 65535;

/// Begins to trace, unless that is done already.
pub fn start(vm: &mut Vm, limit: i64) -> R<()> {
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(vm.value_error("the number of frames must be in range [1; 65535]"));
    }
    if vm.heap.traces().is_none() {
        let limit = limit as usize;
        let places = vm.trace_allocations(limit);
        *vm.state::<State>() = State { limit, places };
    }
    Ok(())
}

/// Runs with the traces that are left when what is dead has gone; without any, there is nothing.
fn with_traces<T: Default>(vm: &mut Vm, f: impl FnOnce(&mut Traces) -> T) -> T {
    if vm.heap.traces().is_some() {
        super::gc::collect(vm);
    }
    vm.heap.traces().map(f).unwrap_or_default()
}

/// Runs with the places known so far; what is allocated meanwhile is not traced.
fn untraced<T>(vm: &mut Vm, f: impl FnOnce(&mut Vm, &Places) -> T) -> T {
    let places = vm.state::<State>().places.clone();
    let pause = |vm: &mut Vm, on: bool| vm.heap.traces().map(|traces| traces.pause(on));
    pause(vm, true);
    let result = f(vm, &places.borrow());
    pause(vm, false);
    result
}

/// The pairs of file name and line of a place.
fn frames_tuple(vm: &mut Vm, places: &Places, frames: &Frames) -> Value {
    let mut pairs = Values::new();
    for &(file, line) in &frames.lines {
        let name = vm.new_str_wtf8(places.file(file)).value();
        let line = vm.new_int(i64::from(line));
        let pair = vm.new_tuple(&[name, line]).value();
        pairs.push(&mut vm.heap, pair);
    }
    vm.new_tuple(&pairs).value()
}

struct Tracemalloc;

#[native]
impl Tracemalloc {
    /// Start tracing Python memory allocations.
    ///
    /// Also set the maximum number of frames stored in the traceback of a
    /// trace to nframe.
    #[sig("($module, nframe=1, /)")]
    fn start(vm: &mut Vm, nframe: i32) -> R<()> {
        start(vm, i64::from(nframe))
    }

    /// Stop tracing Python memory allocations.
    ///
    /// Also clear traces of memory blocks allocated by Python.
    #[sig("($module, /)")]
    fn stop(vm: &mut Vm) {
        vm.heap.stop_tracing_allocations();
        vm.state::<State>().places = Rc::default();
    }

    /// Return True if the tracemalloc module is tracing Python memory allocations.
    #[sig("($module, /)")]
    fn is_tracing(vm: &mut Vm) -> bool {
        vm.heap.traces().is_some()
    }

    /// Clear traces of memory blocks allocated by Python.
    #[sig("($module, /)")]
    fn clear_traces(vm: &mut Vm) {
        if let Some(traces) = vm.heap.traces() {
            traces.clear();
        }
    }

    /// Get the maximum number of frames stored in the traceback of a trace.
    ///
    /// By default, a trace of an allocated memory block only stores
    /// the most recent frame: the limit is 1.
    #[sig("($module, /)")]
    fn get_traceback_limit(vm: &mut Vm) -> usize {
        vm.state::<State>().limit
    }

    /// Get the current size and peak size of memory blocks traced by tracemalloc.
    ///
    /// Returns a tuple: (current: int, peak: int).
    #[sig("($module, /)")]
    fn get_traced_memory(vm: &mut Vm) -> Value {
        let (now, peak) = with_traces(vm, |traces| traces.memory());
        vm.new_tuple(&[Value::len(now), Value::len(peak)]).value()
    }

    /// Set the peak size of memory blocks traced by tracemalloc to the current size.
    ///
    /// Do nothing if the tracemalloc module is not tracing memory allocations.
    #[sig("($module, /)")]
    fn reset_peak(vm: &mut Vm) {
        with_traces(vm, Traces::reset_peak);
    }

    /// Get the memory usage in bytes of the tracemalloc module.
    ///
    /// This memory is used internally to trace memory allocations.
    #[sig("($module, /)")]
    fn get_tracemalloc_memory(vm: &mut Vm) -> usize {
        vm.heap.traces().map_or(0, |traces| traces.own_size())
    }

    /// Get traces of all memory blocks allocated by Python.
    ///
    /// Return a list of (size: int, traceback: tuple) tuples.
    /// traceback is a tuple of (filename: str, lineno: int) tuples.
    ///
    /// Return an empty list if the tracemalloc module is disabled.
    #[sig("($module, /)")]
    fn _get_traces(vm: &mut Vm) -> Value {
        let all = with_traces(vm, |traces| traces.all());
        untraced(vm, |vm, places| {
            // The tuples are kept by the rows.
            let mut known: HashMap<u32, Value> = HashMap::new();
            let mut rows = Values::new();
            for trace in all {
                let frames = places.frames(trace.place);
                let tuple = match known.get(&trace.place) {
                    Some(&tuple) => tuple,
                    None => frames_tuple(vm, places, frames),
                };
                known.insert(trace.place, tuple);
                let row = [Value::ZERO, Value::len(trace.size), tuple, Value::len(frames.n_all)];
                let row = vm.new_tuple(&row).value();
                rows.push(&mut vm.heap, row);
            }
            vm.new_list(&rows).value()
        })
    }

    /// Get the traceback where the Python object obj was allocated.
    ///
    /// Return a tuple of (filename: str, lineno: int) tuples.
    /// Return None if the tracemalloc module is disabled or did not
    /// trace the allocation of the object.
    #[sig("($module, obj, /)")]
    fn _get_object_traceback(vm: &mut Vm, obj: Value) -> Value {
        let Some(trace) = vm.heap.traces().and_then(|traces| traces.of(obj.address())) else {
            return Value::NONE;
        };
        untraced(vm, |vm, places| frames_tuple(vm, places, places.frames(trace.place)))
    }
}
