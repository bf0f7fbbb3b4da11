//! Sorting of lists: stable, with no more comparisons than must be, and with none of Python's where the keys are plain.

use std::cmp::Ordering;
use taipan_runtime::layout::{List, Str, Tuple};
use taipan_runtime::{Array, CompareOp, Gc, R, Value, Vm, kinds};

/// How two keys are compared while sorting.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    Ints,
    Floats,
    Strs,
    Tuples,
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
fn less(vm: &mut Vm, kind: Keys, a: Value, b: Value) -> R<bool> {
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

/// Sorts values by keys (the same slice where there is no key function), stably, with few comparisons: a merge sort over
/// natural runs. `keys` and `values` are arrays that nobody else knows.
fn merge_sort(vm: &mut Vm, keys: Gc<Array>, values: Option<Gc<Array>>) -> R<()> {
    let n = keys.len();
    let kind = kind_of_keys(vm, keys.to_ref().as_slice());
    if matches!(kind, Keys::Ints | Keys::Floats | Keys::Strs) {
        sort_plain(kind, keys, values);
        return Ok(());
    }
    let scratch = Array::new(&mut vm.heap, n);
    let scratch_keys = vm.check_alloc(scratch)?;
    let scratch_values = match values {
        Some(_) => {
            let made = Array::new(&mut vm.heap, n);
            Some(vm.check_alloc(made)?)
        }
        None => None,
    };
    // Natural runs; short ones are extended by insertion.
    const RUN: usize = 24;
    let mut runs: Vec<usize> = vec![0];
    let mut at = 0;
    while at < n {
        let mut end = at + 1;
        if end < n {
            if less(vm, kind, keys.get(end), keys.get(end - 1))? {
                end += 1;
                while end < n && less(vm, kind, keys.get(end), keys.get(end - 1))? {
                    end += 1;
                }
                let (mut i, mut j) = (at, end);
                while i + 1 < j {
                    j -= 1;
                    for array in [Some(keys), values].into_iter().flatten() {
                        let (a, b) = (array.get(i), array.get(j));
                        array.set(i, b);
                        array.set(j, a);
                    }
                    i += 1;
                }
            } else {
                end += 1;
                while end < n && !less(vm, kind, keys.get(end), keys.get(end - 1))? {
                    end += 1;
                }
            }
        }
        let want = (at + RUN).min(n);
        while end < want {
            let (key, value) = (keys.get(end), values.map(|v| v.get(end)));
            let (mut low, mut high) = (at, end);
            while low < high {
                let middle = (low + high) / 2;
                if less(vm, kind, key, keys.get(middle))? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            keys.copy_within(low, low + 1, end - low);
            keys.set(low, key);
            if let (Some(values), Some(value)) = (values, value) {
                values.copy_within(low, low + 1, end - low);
                values.set(low, value);
            }
            end += 1;
        }
        runs.push(end);
        at = end;
    }
    while runs.len() > 2 {
        let mut merged = vec![0];
        let mut i = 0;
        while i + 2 < runs.len() {
            merge(
                vm,
                kind,
                (keys, values),
                (scratch_keys, scratch_values),
                runs[i],
                runs[i + 1],
                runs[i + 2],
            )?;
            merged.push(runs[i + 2]);
            i += 2;
        }
        if i + 1 < runs.len() {
            merged.push(runs[i + 1]);
        }
        runs = merged;
    }
    Ok(())
}

/// Merges two neighbouring runs.
fn merge(
    vm: &mut Vm,
    kind: Keys,
    (keys, values): (Gc<Array>, Option<Gc<Array>>),
    (scratch, scratch_values): (Gc<Array>, Option<Gc<Array>>),
    from: usize,
    middle: usize,
    to: usize,
) -> R<()> {
    // Nothing to do where the runs follow each other already.
    if !less(vm, kind, keys.get(middle), keys.get(middle - 1))? {
        return Ok(());
    }
    scratch.write(0, &keys.to_ref().as_slice()[from..middle]);
    if let (Some(s), Some(v)) = (scratch_values, values) {
        s.write(0, &v.to_ref().as_slice()[from..middle]);
    }
    let (mut i, n, mut j, mut out) = (0, middle - from, middle, from);
    let mut failure = Ok(());
    while i < n && j < to {
        let right = match less(vm, kind, keys.get(j), scratch.get(i)) {
            Ok(right) => right,
            Err(raised) => {
                failure = Err(raised);
                break;
            }
        };
        if right {
            keys.set(out, keys.get(j));
            if let Some(v) = values {
                v.set(out, v.get(j));
            }
            j += 1;
        } else {
            keys.set(out, scratch.get(i));
            if let (Some(v), Some(s)) = (values, scratch_values) {
                v.set(out, s.get(i));
            }
            i += 1;
        }
        out += 1;
    }
    // What is left of the first run; where a comparison failed this keeps all items.
    while i < n {
        keys.set(out, scratch.get(i));
        if let (Some(v), Some(s)) = (values, scratch_values) {
            v.set(out, s.get(i));
        }
        i += 1;
        out += 1;
    }
    failure
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
            merge_sort(vm, values, None)?;
        } else {
            let keys = Array::new(&mut vm.heap, len);
            let keys = vm.check_alloc(keys)?;
            for i in 0..len {
                let v = values.get(if reverse { len - 1 - i } else { i });
                let k = vm.call(key, &[v])?;
                keys.set(if reverse { len - 1 - i } else { i }, k);
            }
            merge_sort(vm, keys, Some(values))?;
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
