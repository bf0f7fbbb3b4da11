//! Native stack for what parses and compiles: it recurses as deep as programs nest, whatever thread asks for it.

use taipan_runtime::Vm;

/// More than the deepest nesting needs that the grammar and the compiler allow.
const ENOUGH_BYTES: usize = 2 << 20;
/// What a stack that is made for it has.
const STACK_BYTES: usize = 8 << 20;

/// Runs what needs no interpreter, on a stack of its own where this thread's has too little left. The collector does not see
/// that stack: no values may be on it.
pub fn with_room<T>(vm: &Vm, work: impl FnOnce() -> T) -> T {
    let left = taipan_heap::approximate_stack_pointer().saturating_sub(vm.thread.native_stack.limit);
    if left >= ENOUGH_BYTES { work() } else { stacker::grow(STACK_BYTES, work) }
}
