//! Iterators over what was put together when they were made: the tables of a code object (`co_lines`, `co_positions`), and
//! what a context holds (`Context.items`).

use taipan_macros::native;
use taipan_runtime::layout::{PairIterator, Tuple};
use taipan_runtime::{Gc, Kind, LayoutInfo, TypeDef, Value, Values, Vm, kinds, type_flags};

macro_rules! define {
    ($($def:ident = $kind:ident, $name:literal, $flags:expr, $methods:ident;)*) => { $(
        /// The definition of the iterator.
        pub static $def: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $name,
            flags: type_flags::NO_NEW | $flags,
            native: &$methods::NATIVE,
            layout: Some(LayoutInfo::of::<PairIterator>()),
            ..TypeDef::DEFAULT
        };
    )* };
}

define! {
    LINES = LINE_ITERATOR, "line_iterator", type_flags::BASETYPE, Rows;
    POSITIONS = POSITIONS_ITERATOR, "positions_iterator", type_flags::BASETYPE, Rows;
    CONTEXT_KEYS = CONTEXT_KEYS, "keys", 0, Counted;
    CONTEXT_VALUES = CONTEXT_VALUES, "values", 0, Counted;
    CONTEXT_ITEMS = CONTEXT_ITEMS, "items", 0, Counted;
}

/// An iterator of a kind over these items.
pub fn new(vm: &mut Vm, kind: Kind, items: &Values) -> Value {
    let items = vm.new_tuple(items);
    vm.new_pair_iterator(kind, items.value(), Value::ZERO).value()
}

fn next(this: Gc<PairIterator>) -> Option<Value> {
    let items = this.first.get().cast::<Tuple>()?;
    let i = this.second.get().as_small_int()?;
    let item = items.to_ref().as_slice().get(i as usize).copied()?;
    this.second.set(this, Value::small_int(i + 1)?);
    Some(item)
}

struct Rows;

#[native]
impl Rows {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(_: &mut Vm, this: Gc<PairIterator>) -> Option<Value> {
        next(this)
    }
}

struct Counted;

#[native]
impl Counted {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(_: &mut Vm, this: Gc<PairIterator>) -> Option<Value> {
        next(this)
    }

    fn __len__(_: &mut Vm, this: Gc<PairIterator>) -> usize {
        this.first.get().cast::<Tuple>().map_or(0, |items| items.len())
    }
}
