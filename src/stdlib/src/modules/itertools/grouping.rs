//! `groupby`.

use super::iterator;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, type_flags};

iterator! {
    /// `groupby`
    GroupBy = "groupby", type_flags::BASETYPE,
    "groupby(iterable, key=None)\n--\n\nPairs of a key and an iterator over the items that follow each other and have it.",
    { iterator, function, target_key, current_key, current_value }, untraced { group: Cell<u64> }
}

/// Takes the next item and its key; false at the end.
fn step(vm: &mut Vm, this: Gc<GroupBy>) -> R<bool> {
    let Some(item) = vm.next(this.iterator.get())? else { return Ok(false) };
    let function = this.function.get();
    let key = if function.is_none() { item } else { vm.call(function, &[item])? };
    this.current_value.set(this, item);
    this.current_key.set(this, key);
    Ok(true)
}

#[native]
impl GroupBy {
    #[sig("($cls, iterable, key=None)")]
    #[name("groupby")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value, key: Value) -> R<Gc<GroupBy>> {
        let iterator = vm.iter(iterable)?;
        let none = Value::UNBOUND;
        Ok(GroupBy::make(vm, iterator, key, none, none, none, Cell::new(0)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<GroupBy>) -> R<Option<Value>> {
        // The group that is out now gets no more items.
        this.group.set(this.group.get() + 1);
        loop {
            let current = this.current_key.get();
            if !current.is_unbound() {
                let target = this.target_key.get();
                if target.is_unbound() || !vm.equal(target, current)? {
                    break;
                }
            }
            if !step(vm, this)? {
                return vm.end_without_value();
            }
        }
        let key = this.current_key.get();
        this.target_key.set(this, key);
        let group = Grouper::make(vm, this.value(), key, Cell::new(this.group.get()));
        Ok(Some(vm.new_tuple(&[key, group.value()]).value()))
    }
}

iterator! {
    /// The items of one group.
    Grouper = "_grouper", 0,
    "The items of one group.",
    { parent, key }, untraced { group: Cell<u64> }
}

#[native]
impl Grouper {
    #[sig("($cls, parent, tgtkey, /)")]
    #[shown("")]
    #[name("_grouper")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, parent: Gc<GroupBy>, tgtkey: Value) -> Gc<Grouper> {
        let group = parent.group.get();
        Grouper::make(vm, parent.value(), tgtkey, Cell::new(group))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Grouper>) -> R<Option<Value>> {
        let Some(parent) = this.parent.get().cast::<GroupBy>() else { return Ok(None) };
        if parent.group.get() != this.group.get() {
            return Ok(None);
        }
        if parent.current_value.get().is_unbound() && !step(vm, parent)? {
            return Ok(None);
        }
        let (key, current) = (this.key.get(), parent.current_key.get());
        if !vm.equal(key, current)? {
            return Ok(None);
        }
        let item = parent.current_value.get();
        parent.current_value.set(parent, Value::UNBOUND);
        Ok(item.bound())
    }
}
