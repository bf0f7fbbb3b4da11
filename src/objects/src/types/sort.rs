//! Sorting of lists: with the machine's comparisons where the keys are plain, else as `timsort` does.

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

/// What a key of a kind that needs no Python code is compared by first: a number in the order of the keys. Of strings it is
/// the beginning, so that few of them must be looked at again.
#[inline]
fn rank(kind: Keys, key: Value) -> u64 {
    const SIGN: u64 = 1 << 63;
    match kind {
        Keys::Floats => {
            // The two zeros are equal.
            let bits = (key.small_float_bits() + 0.0).to_bits();
            if bits & SIGN == 0 { bits | SIGN } else { !bits }
        }
        Keys::Strs => key.cast::<Str>().map_or(0, |text| {
            let bytes = text.to_ref().as_bytes();
            match bytes.first_chunk() {
                Some(&first) => u64::from_be_bytes(first),
                None => bytes.iter().rev().fold(0, |rank, &b| rank >> 8 | u64::from(b) << 56),
            }
        }),
        _ => key.small_int_bits() as u64 ^ SIGN,
    }
}

fn bytes_of<'a>(key: Value) -> &'a [u8] {
    key.cast::<Str>().map_or(&[], |text| text.to_ref().as_bytes())
}

/// Sorts by keys that need no Python code, with the standard library's sort, and puts the values there. The vectors need not
/// be seen by the collector: it does not run meanwhile, and `values` and `keys` hold all that they hold.
fn sort_plain(
    kind: Keys,
    keys: &[Value],
    values: &[Value],
    reverse: bool,
    mut put: impl FnMut(usize, Value),
) {
    let mut items: Vec<(u64, Value, Value)> =
        keys.iter().zip(values).map(|(&key, &value)| (rank(kind, key), key, value)).collect();
    match (kind, reverse) {
        (Keys::Strs, false) => {
            items.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| bytes_of(a.1).cmp(bytes_of(b.1))));
        }
        (Keys::Strs, true) => {
            items.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| bytes_of(b.1).cmp(bytes_of(a.1))));
        }
        (_, false) => items.sort_by_key(|item| item.0),
        (_, true) => items.sort_by_key(|item| std::cmp::Reverse(item.0)),
    }
    for (i, item) in items.into_iter().enumerate() {
        put(i, item.2);
    }
}

/// The same without a key function.
fn sort_plain_keys(kind: Keys, keys: &mut [Value], reverse: bool) {
    if kind == Keys::Ints {
        // Equal ones are the same.
        keys.sort_unstable_by_key(|key| key.small_int_bits());
        if reverse {
            keys.reverse();
        }
        return;
    }
    let copy = keys.to_vec();
    sort_plain(kind, &copy, &copy, reverse, |i, value| keys[i] = value);
}

/// Is it a kind that needs no Python code?
fn is_plain(kind: Keys) -> bool {
    matches!(kind, Keys::Ints | Keys::Floats | Keys::Strs)
}

/// Sorts a list as `list.sort` does.
pub fn sort_list(vm: &mut Vm, list: Gc<List>, key: Value, reverse: bool) -> R<()> {
    let len = list.len.get();
    if key.is_none() {
        let items = list.to_ref().as_slice();
        let kind = kind_of_keys(vm, items);
        if is_plain(kind) {
            const FEW: usize = 32;
            let (mut few, mut many);
            let sorted = if len <= FEW {
                few = [Value::UNBOUND; FEW];
                few[..len].copy_from_slice(items);
                &mut few[..len]
            } else {
                many = items.to_vec();
                &mut many[..]
            };
            sort_plain_keys(kind, sorted, reverse);
            list.items.get().write(0, sorted);
            return Ok(());
        }
    }
    let values = Array::from_slice(&mut vm.heap, list.to_ref().as_slice());
    let values = vm.check_alloc(values)?;
    // The list is empty while it is sorted, so that changes can be noticed.
    list.clear(&mut vm.heap);
    let sentinel = list.items.get();
    let result = sort_values(vm, values, key, reverse);
    let modified = list.len.get() != 0 || list.items.get() != sentinel;
    list.items.set(list, values);
    list.len.set(len);
    result?;
    if modified {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

fn sort_values(vm: &mut Vm, values: Gc<Array>, key: Value, reverse: bool) -> R<()> {
    let (mut keys, mut kind) = (values, Keys::Any);
    if !key.is_none() {
        let made = Array::new(&mut vm.heap, values.len());
        keys = vm.check_alloc(made)?;
        for i in 0..values.len() {
            let k = vm.call_item(key, values.get(i))?;
            keys.set(i, k);
        }
    }
    if values.len() > 0 {
        kind = kind_of_keys(vm, keys.to_ref().as_slice());
    }
    if is_plain(kind) {
        let (keys, old) = (keys.to_ref().as_slice(), values.to_ref().as_slice().to_vec());
        sort_plain(kind, keys, &old, reverse, |i, value| values.set(i, value));
        return Ok(());
    }
    let keys_of_their_own = (keys != values).then_some(keys);
    if reverse {
        reverse_array(values);
        keys_of_their_own.into_iter().for_each(reverse_array);
    }
    let result = super::timsort::sort(vm, kind, keys, keys_of_their_own.map(|_| values));
    if reverse {
        reverse_array(values);
    }
    result
}

fn reverse_array(array: Gc<Array>) {
    let n = array.len();
    for i in 0..n / 2 {
        let (a, b) = (array.get(i), array.get(n - 1 - i));
        array.set(i, b);
        array.set(n - 1 - i, a);
    }
}
