//! Sorting of lists: with the machine's comparisons where the keys are plain, else as `timsort` does.

use std::cmp::Ordering;
use taipan_runtime::layout::{List, Str, Tuple};
use taipan_runtime::{Array, CompareOp, Gc, R, Value, Vm, kinds};

/// How two keys are compared while sorting.
#[derive(Clone, Copy, PartialEq)]
pub enum Keys {
    /// Small ints.
    Ints,
    /// Floats, none of them a NaN.
    Floats,
    /// Strings.
    Strs,
    /// Tuples.
    Tuples,
    /// Anything.
    Any,
}

fn kind_of_keys(vm: &Vm, keys: &[Value]) -> Keys {
    if keys.iter().all(|k| k.is_small_int()) {
        Keys::Ints
    } else if keys.iter().all(|k| k.is_small_float() && !k.small_float_bits().is_nan()) {
        Keys::Floats
    } else if keys.iter().all(|k| k.is_kind(kinds::STR)) {
        Keys::Strs
    } else if keys.iter().all(|&k| vm.is_exact(k, kinds::TUPLE)) {
        Keys::Tuples
    } else {
        Keys::Any
    }
}

/// `a < b` where only Python code may know.
pub fn less(vm: &mut Vm, kind: Keys, a: Value, b: Value) -> R<bool> {
    if kind == Keys::Tuples
        && let (Some(x), Some(y)) = (a.cast::<Tuple>(), b.cast::<Tuple>())
        && let (Some(&x), Some(&y)) = (x.to_ref().as_slice().first(), y.to_ref().as_slice().first())
        && Value::both_small_ints(x, y)
        && x != y
    {
        return Ok(x.small_int_bits() < y.small_int_bits());
    }
    vm.compare_bool(a, b, CompareOp::Lt)
}

/// Compares keys of a kind that needs no Python code.
fn compare_plain(kind: Keys, a: Value, b: Value) -> Ordering {
    match kind {
        Keys::Floats => a.small_float_bits().partial_cmp(&b.small_float_bits()).unwrap_or(Ordering::Equal),
        Keys::Strs => match (a.cast::<Str>(), b.cast::<Str>()) {
            (Some(a), Some(b)) => a.to_ref().as_bytes().cmp(b.to_ref().as_bytes()),
            _ => Ordering::Equal,
        },
        _ => a.small_int_bits().cmp(&b.small_int_bits()),
    }
}

/// Sorts by keys that need no Python code, with the standard library's sort. The vectors need not be seen by the
/// collector: it does not run meanwhile, and the arrays hold all that they hold.
fn sort_plain(kind: Keys, keys: Gc<Array>, values: Option<Gc<Array>>) {
    let slice = keys.to_ref().as_slice();
    let Some(values) = values else {
        let mut sorted = slice.to_vec();
        match kind {
            Keys::Ints => sorted.sort_unstable_by_key(|key| key.small_int_bits()),
            _ => sorted.sort_by(|&a, &b| compare_plain(kind, a, b)),
        }
        keys.write(0, &sorted);
        return;
    };
    let mut pairs: Vec<(Value, Value)> =
        slice.iter().copied().zip(values.to_ref().as_slice().iter().copied()).collect();
    match kind {
        Keys::Ints => pairs.sort_by_key(|pair| pair.0.small_int_bits()),
        _ => pairs.sort_by(|a, b| compare_plain(kind, a.0, b.0)),
    }
    for (i, pair) in pairs.into_iter().enumerate() {
        values.set(i, pair.1);
    }
}

/// Sorts values by keys (the same array where there is no key function). Nobody else knows the arrays.
fn sort_by_keys(vm: &mut Vm, keys: Gc<Array>, values: Option<Gc<Array>>) -> R<()> {
    let kind = kind_of_keys(vm, keys.to_ref().as_slice());
    if matches!(kind, Keys::Ints | Keys::Floats | Keys::Strs) {
        sort_plain(kind, keys, values);
        return Ok(());
    }
    super::timsort::sort(vm, kind, keys, values)
}

/// Sorts a list as `list.sort` does.
pub fn sort_list(vm: &mut Vm, list: Gc<List>, key: Value, reverse: bool) -> R<()> {
    let len = list.len.get();
    let values = Array::from_slice(&mut vm.heap, list.to_ref().as_slice());
    let values = vm.check_alloc(values)?;
    // The list is empty while it is sorted, so that changes can be noticed.
    list.clear(&mut vm.heap);
    let sentinel = list.items.get();
    let result = (|vm: &mut Vm| -> R<()> {
        if reverse {
            reverse_array(values);
        }
        if key.is_none() {
            sort_by_keys(vm, values, None)?;
        } else {
            let keys = Array::new(&mut vm.heap, len);
            let keys = vm.check_alloc(keys)?;
            for i in 0..len {
                let v = values.get(if reverse { len - 1 - i } else { i });
                let k = vm.call(key, &[v])?;
                keys.set(if reverse { len - 1 - i } else { i }, k);
            }
            sort_by_keys(vm, keys, Some(values))?;
        }
        Ok(())
    })(vm);
    if reverse {
        reverse_array(values);
    }
    let modified = list.len.get() != 0 || list.items.get() != sentinel;
    list.items.set(list, values);
    list.len.set(len);
    result?;
    if modified {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

fn reverse_array(array: Gc<Array>) {
    let n = array.len();
    for i in 0..n / 2 {
        let (a, b) = (array.get(i), array.get(n - 1 - i));
        array.set(i, b);
        array.set(n - 1 - i, a);
    }
}
