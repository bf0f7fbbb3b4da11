//! Values, cells and the collected heap.
//!
//! This crate knows what a word means ([`Value`]), where cells lie ([`Heap`]) and how the dead ones are found
//! (a non-moving mark-sweep collector, precise for the heap, conservative for native stacks). It knows no Python
//! type, attribute or name: what a cell holds is told by its layout's `trace` function, found by the kind in its header.
//!
//! Start with [`Value`] (the tagged word), then [`Gc`] and [`Header`] (what a cell looks like), then [`Heap`].
#![expect(unsafe_code, reason = "the heap is where raw memory is turned into cells")]

mod alloc;
mod cards;
mod collect;
mod gc;
mod inspect;
mod region;
mod reuse;
mod stack;
mod traces;
mod value;
mod vector;

pub use alloc::{AllocError, Heap, HeapStats};
pub use cards::{dirty, dirty_range};
pub use collect::{Collector, Extent, RootSource, Tracer};
pub use gc::{Field, Gc, Header, Kind, Layout, LayoutInfo, Owner, Trace, flags};
pub use region::HEAP_BASE;
pub use reuse::REUSED_MIN;
pub use stack::{StackBounds, approximate_stack_pointer, wipe_stack_below, with_spilled_registers};
pub use traces::{Place, Trace as AllocationTrace, Traces};
pub use value::{SMALL_INT_MAX, SMALL_INT_MIN, Value};
pub use vector::{Array, RawBytes, Registers, Unsigned, Values};
