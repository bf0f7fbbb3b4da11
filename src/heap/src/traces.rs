//! Where the cells that are alive were allocated, as far as somebody asked to have that written down (`tracemalloc`).
//!
//! While it is, each allocation takes the allocator's slow path, as under stress: a run is one cell long.

use crate::alloc::Heap;
use std::collections::HashMap;

/// Tells where the program is, as a number of its own making. It must not touch the heap.
pub type Place = Box<dyn FnMut() -> u32>;

/// A cell that was allocated while that was traced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Trace {
    /// Its bytes.
    pub size: usize,
    /// Where it was allocated.
    pub place: u32,
}

/// What is known of allocations. Cells that are dead stay until a collection finds that out.
pub struct Traces {
    place: Place,
    cells: HashMap<usize, Trace>,
    current: usize,
    peak: usize,
    is_paused: bool,
}

impl Traces {
    fn insert(&mut self, address: usize, size: usize) {
        let place = (self.place)();
        if let Some(old) = self.cells.insert(address, Trace { size, place }) {
            self.current -= old.size;
        }
        self.current += size;
        self.peak = self.peak.max(self.current);
    }

    fn remove(&mut self, address: usize) {
        if let Some(old) = self.cells.remove(&address) {
            self.current -= old.size;
        }
    }

    /// Forgets the cells that are not alive any more.
    pub(crate) fn retain(&mut self, is_alive: impl Fn(usize) -> bool) {
        let current = &mut self.current;
        self.cells.retain(|&address, trace| {
            let stays = is_alive(address);
            if !stays {
                *current -= trace.size;
            }
            stays
        });
    }

    /// The bytes of all traced cells now, and the most there were.
    pub fn memory(&self) -> (usize, usize) {
        (self.current, self.peak)
    }

    /// The bytes that the traces themselves take.
    pub fn own_size(&self) -> usize {
        self.cells.capacity() * size_of::<(usize, Trace)>()
    }

    /// The cell at an address.
    pub fn of(&self, address: usize) -> Option<Trace> {
        self.cells.get(&address).copied()
    }

    /// All of them, in the order of their addresses.
    pub fn all(&self) -> Vec<Trace> {
        let mut rows: Vec<(usize, Trace)> =
            self.cells.iter().map(|(&address, &trace)| (address, trace)).collect();
        rows.sort_unstable_by_key(|row| row.0);
        rows.into_iter().map(|row| row.1).collect()
    }

    /// Forgets all cells.
    pub fn clear(&mut self) {
        self.cells = HashMap::new();
        (self.current, self.peak) = (0, 0);
    }

    /// The most there were is what there is.
    pub fn reset_peak(&mut self) {
        self.peak = self.current;
    }

    /// Cells that are made from now on, or no longer, are nobody's business.
    pub fn pause(&mut self, is_paused: bool) {
        self.is_paused = is_paused;
    }
}

impl Heap {
    /// Writes down from now on where each cell is allocated.
    pub fn trace_allocations(&mut self, place: Place) {
        self.retire_all_runs();
        self.forget_reuse();
        let traces = Traces { place, cells: HashMap::new(), current: 0, peak: 0, is_paused: false };
        self.traces = Some(Box::new(traces));
    }

    /// Ends that, and forgets what was written down.
    pub fn stop_tracing_allocations(&mut self) {
        self.traces = None;
    }

    /// What was written down, while something is.
    pub fn traces(&mut self) -> Option<&mut Traces> {
        self.traces.as_deref_mut()
    }

    /// A cell has been allocated, or has got longer.
    #[inline]
    pub(crate) fn note_allocation(&mut self, address: usize, size: usize) {
        if let Some(traces) = &mut self.traces
            && !traces.is_paused
        {
            traces.insert(address, size);
        }
    }

    /// A cell has been given back.
    #[inline]
    pub(crate) fn note_release(&mut self, address: usize) {
        if let Some(traces) = &mut self.traces {
            traces.remove(address);
        }
    }
}
