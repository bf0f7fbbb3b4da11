//! `memory_iterator`.

use super::view::MemoryView;
use std::cell::Cell;
use taipan_macros::{Layout, Trace, native};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// An iterator over the items of a view.
#[derive(Trace, Layout)]
#[layout(number = "kinds::MEMORY_ITERATOR")]
#[repr(C)]
pub struct MemoryIterator {
    header: Header,
    view: Field<Value>,
    next: Cell<usize>,
    len: Cell<usize>,
    is_row_of_bytes: Cell<bool>,
}

/// The definition of `memory_iterator`.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::MEMORY_ITERATOR,
    name: "memory_iterator",
    flags: type_flags::NO_NEW,
    native: &MemoryIterator::NATIVE,
    layout: Some(LayoutInfo::of::<MemoryIterator>()),
    ..TypeDef::DEFAULT
};

pub(super) fn new(vm: &mut Vm, view: Gc<MemoryView>) -> R {
    if view.n_dims() == 0 {
        return Err(vm.type_error(super::NO_DIMENSION));
    }
    if view.n_dims() > 1 {
        return Err(vm.not_implemented(super::SUB_VIEW));
    }
    let header = Header::new::<MemoryIterator>(vm.class_address(kinds::MEMORY_ITERATOR));
    let (next, len) = (Cell::new(0), Cell::new(view.dim(0)));
    let is_row_of_bytes = Cell::new(view.is_row_of_bytes());
    let view = Field::new(view.value());
    Ok(vm.heap.alloc(MemoryIterator { header, view, next, len, is_row_of_bytes }).value())
}

impl MemoryIterator {
    /// The item of a view of plain bytes.
    #[inline]
    fn byte_at(&self, view: Gc<MemoryView>, i: usize) -> Option<Value> {
        if !self.is_row_of_bytes.get() || view.released.get() {
            return None;
        }
        view.memory().slice(view.start.get() + i, 1).first().map(|&byte| Value::len(byte.into()))
    }
}

#[native]
impl MemoryIterator {
    fn __iter__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<MemoryIterator>) -> R<Option<Value>> {
        let Some(view) = this.view.get().cast::<MemoryView>() else { return Ok(None) };
        let i = this.next.get();
        if i >= this.len.get() {
            this.view.set(this, Value::UNBOUND);
            return Ok(None);
        }
        this.next.set(i + 1);
        if let Some(byte) = this.byte_at(view, i) {
            return Ok(Some(byte));
        }
        super::item_at(vm, view, i).map(Some)
    }
}
