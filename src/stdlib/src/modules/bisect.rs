//! `_bisect`: places in sorted sequences.

use super::io::Size;
use taipan_macros::native;
use taipan_runtime::layout::List;
use taipan_runtime::{CompareOp, ModuleDef, R, Value, Vm, kinds, type_flags};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_bisect",
    doc: "Places in sorted sequences, found by halving.",
    functions: &Functions::NATIVE,
    ..ModuleDef::DEFAULT
};

/// On which side of equal items the place is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

struct Functions;

/// `a < b`
#[inline]
fn less(vm: &mut Vm, a: Value, b: Value) -> R<bool> {
    match (a.as_small_int(), b.as_small_int()) {
        (Some(a), Some(b)) => Ok(a < b),
        _ => vm.compare_bool(a, b, CompareOp::Lt),
    }
}

/// The place of `x` in `a[lo:hi]`.
fn place(vm: &mut Vm, side: Side, a: Value, x: Value, lo: i64, hi: Size, key: Value) -> R<i64> {
    if lo < 0 {
        return Err(vm.value_error("lo must be non-negative"));
    }
    let hi = hi.0.unwrap_or(-1);
    let cls = vm.class_of(a);
    // Classes derived from `dict` have `__getitem__` as sequences do.
    if vm.as_dict(a).is_some() && !cls.has_flag(type_flags::HEAP) {
        let of = vm.type_name(a);
        return Err(vm.type_error(format!("{of} is not a sequence")));
    }
    let (mut lo, mut hi) = (lo, if hi == -1 { vm.len(a)? as i64 } else { hi });
    if vm.slot_getitem(cls).is_none() {
        let of = vm.type_name(a);
        return Err(vm.type_error(format!("'{of}' object does not support indexing")));
    }
    let list = a.cast::<List>().filter(|_| vm.is_exact(a, kinds::LIST));
    while lo < hi {
        // Both may be as large as they like.
        let middle = ((lo as u64 + hi as u64) / 2) as i64;
        let item = match list.filter(|list| (middle as usize) < list.len.get()) {
            Some(list) => list.item(middle as usize),
            None => {
                let index = vm.new_int(middle);
                vm.get_item(a, index)?
            }
        };
        let item = if key.is_none() { item } else { vm.call(key, &[item])? };
        let goes_right = match side {
            Side::Left => less(vm, item, x)?,
            Side::Right => !less(vm, x, item)?,
        };
        if goes_right {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    Ok(lo)
}

fn insert(vm: &mut Vm, side: Side, a: Value, x: Value, lo: i64, hi: Size, key: Value) -> R<()> {
    let by = if key.is_none() { x } else { vm.call(key, &[x])? };
    let at = place(vm, side, a, by, lo, hi, key)?;
    if vm.is_exact(a, kinds::LIST)
        && let Some(list) = a.cast::<List>()
    {
        let at = (at as usize).min(list.len.get());
        list.splice(&mut vm.heap, at, at, &[x]);
        return Ok(());
    }
    let at = vm.new_int(at);
    vm.call_method_named(a, "insert", &[at, x])?;
    Ok(())
}

#[native]
impl Functions {
    /// The index at which `x` goes into the sorted sequence `a`, behind items that are equal. Only `a[lo:hi]` is looked
    /// at; `key` is applied to the items, not to `x`.
    #[sig("($module, /, a, x, lo=0, hi=None, *, key=None)")]
    fn bisect_right(vm: &mut Vm, a: Value, x: Value, lo: i64, hi: Size, key: Value) -> R<i64> {
        place(vm, Side::Right, a, x, lo, hi, key)
    }

    /// The index at which `x` goes into the sorted sequence `a`, before items that are equal. Only `a[lo:hi]` is looked
    /// at; `key` is applied to the items, not to `x`.
    #[sig("($module, /, a, x, lo=0, hi=None, *, key=None)")]
    fn bisect_left(vm: &mut Vm, a: Value, x: Value, lo: i64, hi: Size, key: Value) -> R<i64> {
        place(vm, Side::Left, a, x, lo, hi, key)
    }

    /// Insert `x` into the sorted sequence `a`, behind items that are equal.
    #[sig("($module, /, a, x, lo=0, hi=None, *, key=None)")]
    fn insort_right(vm: &mut Vm, a: Value, x: Value, lo: i64, hi: Size, key: Value) -> R<()> {
        insert(vm, Side::Right, a, x, lo, hi, key)
    }

    /// Insert `x` into the sorted sequence `a`, before items that are equal.
    #[sig("($module, /, a, x, lo=0, hi=None, *, key=None)")]
    fn insort_left(vm: &mut Vm, a: Value, x: Value, lo: i64, hi: Size, key: Value) -> R<()> {
        insert(vm, Side::Left, a, x, lo, hi, key)
    }
}
