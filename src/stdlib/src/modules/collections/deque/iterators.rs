//! The iterators of a `deque`.

use super::{Deque, mutated};
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds::Numbered, type_flags,
};

/// Iterates from left to right.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct DequeIterator {
    header: Header,
    deque: Field<Gc<Deque>>,
    left: Cell<usize>,
    version: Cell<u64>,
}

/// Iterates from right to left.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct DequeReverseIterator {
    header: Header,
    deque: Field<Gc<Deque>>,
    left: Cell<usize>,
    version: Cell<u64>,
}

/// What an iterator is made of; arguments by name are not looked at.
fn deque_and_index(vm: &mut Vm, args: &Args<'_>) -> R<(Gc<Deque>, i64)> {
    let (deque, index) = match *args.pos {
        [deque] => (deque, None),
        [deque, index] => (deque, Some(index)),
        [] => return Err(vm.type_error("function takes at least 1 argument (0 given)")),
        _ => {
            let n = args.pos.len();
            return Err(vm.type_error(format!("function takes at most 2 arguments ({n} given)")));
        }
    };
    let Some(of) = vm.payload::<Deque>(deque) else {
        let got = vm.argument_type_name(deque);
        return Err(vm.type_error(format!("argument 1 must be collections.deque, not {got}")));
    };
    Ok((of, index.map_or(Ok(0), |index| vm.index_or_overflow(index))?))
}

macro_rules! definition {
    ($t:ident, $name:literal) => {
        impl $t {
            /// The definition.
            pub const TYPE: TypeDef = TypeDef {
                id: <$t as Numbered>::NUMBER,
                name: $name,
                module: "collections",
                flags: type_flags::SHOWS_GETATTR,
                native: &$t::NATIVE,
                layout: Some(LayoutInfo::of::<$t>()),
                ..TypeDef::DEFAULT
            };

            /// One at its first item.
            pub(super) fn of(vm: &mut Vm, deque: Gc<Deque>) -> Gc<$t> {
                let header = Header::new::<$t>(vm.class_address(<$t as Numbered>::NUMBER));
                vm.heap.alloc($t {
                    header,
                    deque: Field::new(deque),
                    left: Cell::new(deque.len.get()),
                    version: Cell::new(deque.version.get()),
                })
            }

            /// Counts one item; `None` at the end.
            fn step(&self, vm: &mut Vm) -> R<Option<usize>> {
                if self.version.get() != self.deque.get().version.get() {
                    self.left.set(0);
                    return Err(mutated(vm));
                }
                let left = self.left.get();
                if left == 0 {
                    return Ok(None);
                }
                self.left.set(left - 1);
                Ok(Some(left))
            }

            fn skip(&self, n: i64) {
                let n = usize::try_from(n).unwrap_or(0);
                self.left.set(self.left.get().saturating_sub(n));
            }

            fn reduce(vm: &mut Vm, this: Gc<$t>) -> Gc<Tuple> {
                let deque = this.deque.get();
                let done = Value::len(deque.len.get().saturating_sub(this.left.get()));
                let cls = vm.class_of(this.value()).value();
                let args = vm.new_tuple(&[deque.value(), done]).value();
                vm.new_tuple(&[cls, args])
            }
        }
    };
}
definition!(DequeIterator, "_deque_iterator");
definition!(DequeReverseIterator, "_deque_reverse_iterator");

#[native]
impl DequeIterator {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<DequeIterator>> {
        let (deque, index) = deque_and_index(vm, args)?;
        let made = Deque::__iter__(vm, deque);
        made.skip(index);
        Ok(made)
    }

    fn __iter__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<DequeIterator>) -> R<Option<Value>> {
        let deque = this.deque.get();
        Ok(this.step(vm)?.map(|left| deque.get(deque.len.get() - left)))
    }

    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(_vm: &mut Vm, this: Gc<DequeIterator>) -> usize {
        this.left.get()
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<DequeIterator>) -> Gc<Tuple> {
        DequeIterator::reduce(vm, this)
    }
}

#[native]
impl DequeReverseIterator {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<DequeReverseIterator>> {
        let (deque, index) = deque_and_index(vm, args)?;
        let made = Deque::__reversed__(vm, deque);
        made.skip(index);
        Ok(made)
    }

    fn __iter__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<DequeReverseIterator>) -> R<Option<Value>> {
        // At its end this one does not look whether the deque has changed.
        if this.left.get() == 0 {
            return Ok(None);
        }
        let deque = this.deque.get();
        Ok(this.step(vm)?.map(|left| deque.get(left - 1)))
    }

    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(_vm: &mut Vm, this: Gc<DequeReverseIterator>) -> usize {
        this.left.get()
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<DequeReverseIterator>) -> Gc<Tuple> {
        DequeReverseIterator::reduce(vm, this)
    }
}
