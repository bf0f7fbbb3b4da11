//! `_heapq`: lists as heaps, with the smallest or the largest item first.

use crate::support::put_str;
use taipan_macros::native;
use taipan_runtime::layout::List;
use taipan_runtime::{CompareOp, Gc, ModuleDef, R, Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_heapq",
    doc: "Lists as heaps: each item goes before those at twice its index plus one and plus two.",
    functions: &Functions::NATIVE,
    init: Some(|vm, module| {
        put_str(
            vm,
            module,
            "__about__",
            "A heap is a tree in a list: the item at k has those at 2*k+1 and 2*k+2 below it.",
        );
        Ok(())
    }),
    ..ModuleDef::DEFAULT
};

/// Which item is on top.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Top {
    Smallest,
    Largest,
}

impl Top {
    /// Does `a` belong above `b`? Always asked as one `<`.
    #[inline]
    fn above(self, vm: &mut Vm, a: Value, b: Value) -> R<bool> {
        let (a, b) = match self {
            Top::Smallest => (a, b),
            Top::Largest => (b, a),
        };
        match (a.as_small_int(), b.as_small_int()) {
            (Some(a), Some(b)) => Ok(a < b),
            _ => vm.compare_bool(a, b, CompareOp::Lt),
        }
    }
}

fn swap(heap: Gc<List>, i: usize, j: usize) {
    let (a, b) = (heap.item(i), heap.item(j));
    heap.items.get().set(i, b);
    heap.items.get().set(j, a);
}

/// Comparing runs any code, which may change the list.
fn check_len(vm: &mut Vm, heap: Gc<List>, len: usize) -> R<()> {
    if heap.len.get() == len {
        return Ok(());
    }
    Err(vm.runtime_error("list changed size during iteration"))
}

/// Moves an item up to where it belongs, at most to `top`.
fn rise(vm: &mut Vm, order: Top, heap: Gc<List>, top: usize, mut at: usize) -> R<()> {
    let len = heap.len.get();
    if at >= len {
        return Err(vm.index_error("index out of range"));
    }
    while at > top {
        let parent = (at - 1) / 2;
        let goes_up = order.above(vm, heap.item(at), heap.item(parent))?;
        check_len(vm, heap, len)?;
        if !goes_up {
            break;
        }
        swap(heap, at, parent);
        at = parent;
    }
    Ok(())
}

/// Moves an item down to where it belongs: to the bottom first, and up again from there, as most belong near the bottom.
fn sink(vm: &mut Vm, order: Top, heap: Gc<List>, top: usize) -> R<()> {
    let len = heap.len.get();
    if top >= len {
        return Err(vm.index_error("index out of range"));
    }
    let mut at = top;
    while at < len / 2 {
        let mut child = 2 * at + 1;
        if child + 1 < len {
            let left_first = order.above(vm, heap.item(child), heap.item(child + 1))?;
            check_len(vm, heap, len)?;
            child += usize::from(!left_first);
        }
        swap(heap, at, child);
        at = child;
    }
    rise(vm, order, heap, top, at)
}

fn push(vm: &mut Vm, order: Top, heap: Gc<List>, item: Value) -> R<()> {
    heap.push(&mut vm.heap, item);
    rise(vm, order, heap, 0, heap.len.get() - 1)
}

fn pop(vm: &mut Vm, order: Top, heap: Gc<List>) -> R {
    let Some(last) = heap.len.get().checked_sub(1) else {
        return Err(vm.index_error("index out of range"));
    };
    let item = heap.item(last);
    heap.items.get().set(last, Value::UNBOUND);
    heap.len.set(last);
    if last == 0 {
        return Ok(item);
    }
    let first = heap.item(0);
    heap.items.get().set(0, item);
    sink(vm, order, heap, 0)?;
    Ok(first)
}

fn replace(vm: &mut Vm, order: Top, heap: Gc<List>, item: Value) -> R {
    if heap.len.get() == 0 {
        return Err(vm.index_error("index out of range"));
    }
    let first = heap.item(0);
    heap.items.get().set(0, item);
    sink(vm, order, heap, 0)?;
    Ok(first)
}

fn push_pop(vm: &mut Vm, order: Top, heap: Gc<List>, item: Value) -> R {
    if heap.len.get() == 0 || !order.above(vm, heap.item(0), item)? {
        return Ok(item);
    }
    replace(vm, order, heap, item)
}

fn heapify(vm: &mut Vm, order: Top, heap: Gc<List>) -> R<()> {
    for i in (0..heap.len.get() / 2).rev() {
        sink(vm, order, heap, i)?;
    }
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// Push an item onto the heap.
    #[sig("($module, heap, item, /)")]
    fn heappush(vm: &mut Vm, heap: Gc<List>, item: Value) -> R<()> {
        push(vm, Top::Smallest, heap, item)
    }

    /// Push an item, then pop the smallest one: faster than both apart.
    #[sig("($module, heap, item, /)")]
    fn heappushpop(vm: &mut Vm, heap: Gc<List>, item: Value) -> R {
        push_pop(vm, Top::Smallest, heap, item)
    }

    /// Pop the smallest item.
    #[sig("($module, heap, /)")]
    fn heappop(vm: &mut Vm, heap: Gc<List>) -> R {
        pop(vm, Top::Smallest, heap)
    }

    /// Pop the smallest item, then push another one. What is returned may be larger than it.
    #[sig("($module, heap, item, /)")]
    fn heapreplace(vm: &mut Vm, heap: Gc<List>, item: Value) -> R {
        replace(vm, Top::Smallest, heap, item)
    }

    /// Make a list a heap, in place and in linear time.
    #[sig("($module, heap, /)")]
    #[name("heapify")]
    fn heapify_(vm: &mut Vm, heap: Gc<List>) -> R<()> {
        heapify(vm, Top::Smallest, heap)
    }

    /// Push an item onto the heap whose largest item is first.
    #[sig("($module, heap, item, /)")]
    fn heappush_max(vm: &mut Vm, heap: Gc<List>, item: Value) -> R<()> {
        push(vm, Top::Largest, heap, item)
    }

    /// Push an item, then pop the largest one: faster than both apart.
    #[sig("($module, heap, item, /)")]
    fn heappushpop_max(vm: &mut Vm, heap: Gc<List>, item: Value) -> R {
        push_pop(vm, Top::Largest, heap, item)
    }

    /// Pop the largest item.
    #[sig("($module, heap, /)")]
    fn heappop_max(vm: &mut Vm, heap: Gc<List>) -> R {
        pop(vm, Top::Largest, heap)
    }

    /// Pop the largest item, then push another one. What is returned may be smaller than it.
    #[sig("($module, heap, item, /)")]
    fn heapreplace_max(vm: &mut Vm, heap: Gc<List>, item: Value) -> R {
        replace(vm, Top::Largest, heap, item)
    }

    /// Make a list a heap whose largest item is first, in place and in linear time.
    #[sig("($module, heap, /)")]
    fn heapify_max(vm: &mut Vm, heap: Gc<List>) -> R<()> {
        heapify(vm, Top::Largest, heap)
    }
}
