//! The iterator.

use super::ArrayObject;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, type_flags};

/// An iterator over an array.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ArrayIterator {
    header: Header,
    array: Field<Value>,
    next: Cell<usize>,
}

impl ArrayIterator {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ArrayIterator as Numbered>::NUMBER,
        name: "arrayiterator",
        module: "array",
        flags: type_flags::NO_NEW | type_flags::SHOWS_GETATTR,
        native: &ArrayIterator::NATIVE,
        layout: Some(LayoutInfo::of::<ArrayIterator>()),
        ..TypeDef::DEFAULT
    };

    /// An iterator over an array, or an object of a class derived from it.
    pub fn new(vm: &mut Vm, array: Value) -> Gc<ArrayIterator> {
        let header = Header::new::<ArrayIterator>(vm.class_address(<ArrayIterator as Numbered>::NUMBER));
        vm.heap.alloc(ArrayIterator { header, array: Field::new(array), next: Cell::new(0) })
    }
}

#[native]
impl ArrayIterator {
    fn __iter__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<ArrayIterator>) -> Option<Value> {
        let array = vm.payload::<ArrayObject>(this.array.get().bound()?)?;
        let i = this.next.get();
        if i >= array.len() {
            this.array.set(this, Value::UNBOUND);
            return None;
        }
        this.next.set(i + 1);
        Some(array.get(vm, i))
    }

    /// What pickling makes the iterator from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<ArrayIterator>) -> R {
        let iter = taipan_objects::types::builtin(vm, "iter")?;
        match this.array.get().bound() {
            Some(array) => {
                let args = vm.new_tuple(&[array]).value();
                Ok(vm.new_tuple(&[iter, args, Value::len(this.next.get())]).value())
            }
            None => {
                let empty = vm.empty_tuple.value();
                let args = vm.new_tuple(&[empty]).value();
                Ok(vm.new_tuple(&[iter, args]).value())
            }
        }
    }

    /// Moves the iterator to an index.
    #[sig("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<ArrayIterator>, state: i64) {
        let len = this.array.get().bound().and_then(|a| vm.payload::<ArrayObject>(a)).map_or(0, |a| a.len());
        this.next.set(usize::try_from(state).unwrap_or(0).min(len));
    }
}
