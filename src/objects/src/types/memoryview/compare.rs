//! Equality of views: same shape, and items of equal value.

use super::view::MemoryView;
use super::{FULL_RO, new_view};
use crate::pack::{Item, unpack};
use taipan_runtime::{CompareOp, Gc, R, Value, Vm, kinds};

pub(super) fn compare(vm: &mut Vm, this: Gc<MemoryView>, other: Value, op: CompareOp) -> R {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = |equal: bool| Value::bool(equal == (op == CompareOp::Eq));
    let other_view = other.cast::<MemoryView>();
    if this.released.get() || other_view.is_some_and(|o| o.released.get()) {
        return Ok(result(other_view == Some(this)));
    }
    let cls = vm.class_of(other);
    if vm.slot_buffer(cls).is_none() || vm.as_str(other).is_some() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let that = match other_view {
        Some(view) => view,
        None => match new_view(vm, other, FULL_RO) {
            Ok(view) => view,
            Err(raised) => {
                return if vm.take_if(kinds::BUFFER_ERROR).is_some() {
                    Ok(Value::NOT_IMPLEMENTED)
                } else {
                    Err(raised)
                };
            }
        },
    };
    let equal = equal(vm, this, that)?;
    if other_view.is_none() {
        super::release(vm, that)?;
    }
    Ok(result(equal))
}

fn equal(vm: &mut Vm, a: Gc<MemoryView>, b: Gc<MemoryView>) -> R<bool> {
    if a.n_dims() != b.n_dims() || (0..a.n_dims()).any(|d| a.dim(d) != b.dim(d)) {
        return Ok(false);
    }
    let (Some(item_a), Some(item_b)) = (a.item_opt(), b.item_opt()) else {
        // Formats that not even the module struct could read.
        return Ok(false);
    };
    let is_float = |item: Item| matches!(item, Item::Half | Item::Single | Item::Double);
    if item_a == item_b && a.endian() == b.endian() && !is_float(item_a) && item_a != Item::Bool {
        return Ok(a.peek() == b.peek());
    }
    for (at_a, at_b) in a.offsets().into_iter().zip(b.offsets()) {
        let x = unpack(vm, item_a, a.memory().slice(at_a, item_a.size()), a.endian());
        let y = unpack(vm, item_b, b.memory().slice(at_b, item_b.size()), b.endian());
        if !vm.compare_bool(x, y, CompareOp::Eq)? {
            return Ok(false);
        }
    }
    Ok(true)
}
