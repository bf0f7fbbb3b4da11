//! `tee`: several iterators over one. The items that not all have seen are in a linked list of blocks.

use super::iterator;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{List, Tuple, Type};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, type_flags};

/// Items in a block.
const BLOCK: usize = 57;

iterator! {
    /// A block of items.
    TeeData = "_tee_dataobject", 0,
    "Items that some of the iterators have not seen.",
    { iterator, items, next }, untraced { busy: Cell<bool> }
}

#[native]
impl TeeData {
    #[sig("($cls, it, values, next, /)")]
    #[name("teedataobject")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, it: Value, values: Value, next: Value) -> R<Gc<TeeData>> {
        let Some(list) = vm.as_list(values) else {
            let of = vm.argument_type_name(values);
            return Err(vm.type_error(format!("teedataobject() argument 2 must be list, not {of}")));
        };
        let items = list.to_ref().as_slice();
        let is_linked = next.cast::<TeeData>().is_some();
        // Only a full block is followed by another.
        if items.len() > BLOCK || !next.is_none() && (items.len() < BLOCK || !is_linked) {
            return Err(vm.value_error("Invalid arguments"));
        }
        let items = vm.new_list(items).value();
        let next = if is_linked { next } else { Value::UNBOUND };
        Ok(TeeData::make(vm, it, items, next, Cell::new(false)))
    }
}

fn new_block(vm: &mut Vm, iterator: Value) -> Gc<TeeData> {
    let items = vm.new_list(&[]).value();
    TeeData::make(vm, iterator, items, Value::UNBOUND, Cell::new(false))
}

/// One of the iterators: a block and a place in it.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Tee {
    header: Header,
    block: Field<Value>,
    #[untraced]
    at: Cell<usize>,
}

impl Tee {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Tee as Numbered>::NUMBER,
        name: "_tee",
        module: "itertools",
        doc: "_tee(iterable, /)\n--\n\nAn iterator that can be copied.",
        flags: type_flags::WEAKREFABLE,
        native: &Tee::NATIVE,
        layout: Some(LayoutInfo::of::<Tee>()),
        ..TypeDef::DEFAULT
    };

    fn make(vm: &mut Vm, block: Value, at: usize) -> Gc<Tee> {
        let class = vm.class(Tee::TYPE.id).address();
        vm.heap.alloc(Tee { header: Header::new::<Tee>(class), block: Field::new(block), at: Cell::new(at) })
    }
}

fn copy(vm: &mut Vm, this: Gc<Tee>) -> Gc<Tee> {
    Tee::make(vm, this.block.get(), this.at.get())
}

fn from_iterable(vm: &mut Vm, iterable: Value) -> R<Gc<Tee>> {
    let iterator = vm.iter(iterable)?;
    if let Some(tee) = iterator.cast::<Tee>() {
        return Ok(copy(vm, tee));
    }
    let block = new_block(vm, iterator).value();
    Ok(Tee::make(vm, block, 0))
}

#[native]
impl Tee {
    #[sig("($cls, iterable, /)")]
    #[name("_tee")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value) -> R<Gc<Tee>> {
        from_iterable(vm, iterable)
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Tee>) -> R<Option<Value>> {
        let Some(mut block) = this.block.get().cast::<TeeData>() else { return Ok(None) };
        if this.at.get() >= BLOCK {
            let next = match block.next.get().bound() {
                Some(next) => next,
                None => {
                    let next = new_block(vm, block.iterator.get()).value();
                    block.next.set(block, next);
                    next
                }
            };
            let Some(next) = next.cast::<TeeData>() else { return Ok(None) };
            this.block.set(this, next.value());
            this.at.set(0);
            block = next;
        }
        let Some(items) = block.items.get().cast::<List>() else { return Ok(None) };
        let at = this.at.get();
        if at == items.len.get() {
            if block.busy.replace(true) {
                return Err(vm.runtime_error("cannot re-enter the tee iterator"));
            }
            let item = vm.next(block.iterator.get());
            block.busy.set(false);
            let Some(item) = item? else { return vm.end_without_value() };
            items.push(&mut vm.heap, item);
        }
        this.at.set(at + 1);
        Ok(Some(items.item(at)))
    }

    /// Another iterator at the same place.
    #[sig("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Gc<Tee>) -> Gc<Tee> {
        copy(vm, this)
    }
}

pub(super) struct Functions;

#[native]
impl Functions {
    /// Make n iterators of one.
    #[sig("($module, iterable, n=2, /)")]
    fn tee(vm: &mut Vm, iterable: Value, n: i64) -> R<Gc<Tuple>> {
        if n < 0 {
            return Err(vm.value_error("n must be >= 0"));
        }
        let mut made = Values::new();
        if n > 0 {
            let first = from_iterable(vm, iterable)?;
            made.push(&mut vm.heap, first.value());
            for _ in 1..n {
                let again = copy(vm, first).value();
                made.push(&mut vm.heap, again);
            }
        }
        Ok(vm.new_tuple(&made))
    }
}
