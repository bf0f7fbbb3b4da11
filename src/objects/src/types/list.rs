//! `list`.

pub use super::sort::sort_list;
use crate::index::{adjust_slice, checked_index, index_range, slice_parts};
use taipan_macros::native;
use taipan_runtime::layout::{Bytes, Dict, List, Set, Slice, Str, Tuple, Type};
use taipan_runtime::{
    Array, CompareOp, Gc, Items, LayoutInfo, R, TypeDef, Value, Values, Vm, dirty_range, kinds, type_flags,
};

/// The definition of `list`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::LIST,
    name: "list",
    doc: "list(iterable=(), /)\n--\n\nA sequence that can change. Without an argument it is empty.",
    flags: type_flags::UNHASHABLE | type_flags::BASETYPE | type_flags::MATCH_SELF | type_flags::SEQUENCE,
    native: &Methods::NATIVE,
    order: "__getitem__ __reversed__ __sizeof__ clear copy append insert extend pop remove index count \
            reverse sort __class_getitem__",
    layout: Some(LayoutInfo::of::<List>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// `repr` of a sequence's items between brackets, with `...` where it contains itself.
pub fn repr_items(
    vm: &mut Vm,
    this: Value,
    open: &str,
    close: &str,
    len: impl Fn() -> usize,
    item: impl Fn(usize) -> Value,
) -> R {
    let address = this.address();
    if vm.thread.repr_stack.contains(&address) {
        let text = format!("{open}...{close}");
        return Ok(vm.new_str(&text).value());
    }
    vm.thread.repr_stack.push(address);
    let result = (|vm: &mut Vm| {
        let mut out: Vec<u8> = open.as_bytes().to_vec();
        let mut i = 0;
        while i < len() {
            if i > 0 {
                out.extend_from_slice(b", ");
            }
            let text = vm.repr(item(i))?;
            out.extend_from_slice(text.as_bytes());
            i += 1;
        }
        out.extend_from_slice(close.as_bytes());
        Ok(vm.new_str_wtf8(&out).value())
    })(vm);
    vm.thread.repr_stack.pop();
    result
}

/// Lexicographic comparison of two sequences.
pub fn compare_items(
    vm: &mut Vm,
    op: CompareOp,
    (a_len, b_len): (impl Fn() -> usize, impl Fn() -> usize),
    (a, b): (impl Fn(usize) -> Value, impl Fn(usize) -> Value),
) -> R {
    if a_len() != b_len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let mut i = 0;
    while i < a_len() && i < b_len() {
        let (x, y) = (a(i), b(i));
        if !vm.equal(x, y)? {
            if i >= a_len() || i >= b_len() {
                // The comparison has made one shorter.
                break;
            }
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(x, y, op),
            };
        }
        i += 1;
    }
    Ok(Value::bool(op.holds(a_len().cmp(&b_len()))))
}

/// The sum of lengths times a count, checked.
pub fn repeated_len(vm: &mut Vm, len: usize, n: i64) -> R<usize> {
    let n = usize::try_from(n).unwrap_or(0);
    match len.checked_mul(n).filter(|&t| t < 1 << 40) {
        Some(t) => Ok(t),
        None => Err(vm.raise_memory_error()),
    }
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &taipan_runtime::Args<'_>) -> Gc<List> {
        vm.new_list(&[])
    }

    #[sig("($self, iterable=(), /)")]
    #[name("list")]
    fn __init__(vm: &mut Vm, this: Gc<List>, iterable: Option<Value>) -> R<()> {
        Methods::clear(vm, this);
        if let Some(iterable) = iterable {
            extend(vm, this, iterable)?;
        }
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(list) = vm.as_list(this) else { return Err(vm.type_error("not a list")) };
        if list.len.get() == 0 {
            return Ok(vm.new_str("[]").value());
        }
        repr_items(vm, this, "[", "]", || list.len.get(), |i| list.item(i))
    }

    fn __len__(_: &mut Vm, this: Gc<List>) -> usize {
        this.len.get()
    }

    fn __iter__(vm: &mut Vm, this: Value) -> Value {
        vm.new_sequence_iterator(kinds::LIST_ITERATOR, this, 0)
    }

    fn __contains__(vm: &mut Vm, this: Gc<List>, item: Value) -> R<bool> {
        let mut i = 0;
        while i < this.len.get() {
            if vm.equal(this.item(i), item)? {
                return Ok(true);
            }
            i += 1;
        }
        Ok(false)
    }

    /// The item at the index, or the items of the slice.
    #[sig("($self, index, /)")]
    #[name("__getitem__")]
    fn getitem_method(vm: &mut Vm, this: Gc<List>, key: Value) -> R {
        Methods::__getitem__(vm, this, key)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<List>, key: Value) -> R {
        if let Some(slice) = key.cast::<Slice>() {
            // Making an index of the parts may change the list.
            let parts = slice_parts(vm, slice)?;
            let range = adjust_slice(parts, this.len.get());
            let all = this.to_ref().as_slice();
            if range.step == 1 {
                return Ok(vm.new_list(&all[range.start as usize..][..range.len]).value());
            }
            let mut items = Values::new();
            items.extend_from(&mut vm.heap, range.len, range.indices().map(|i| all[i]));
            return Ok(vm.new_list_from(items).value());
        }
        let i = list_index(vm, key, "list indices must be integers or slices, not ")?;
        match checked_index(i, this.len.get()) {
            Some(i) => Ok(this.item(i)),
            None => Err(vm.index_error("list index out of range")),
        }
    }

    fn __setitem__(vm: &mut Vm, this: Gc<List>, key: Value, value: Value) -> R<()> {
        if let Some(slice) = key.cast::<Slice>() {
            return set_slice(vm, this, slice, value);
        }
        let i = list_index(vm, key, "list indices must be integers or slices, not ")?;
        let Some(i) = checked_index(i, this.len.get()) else {
            let what = if value.is_unbound() { "deletion" } else { "assignment" };
            let _ = what;
            return Err(vm.index_error("list assignment index out of range"));
        };
        if value.is_unbound() {
            this.splice(&mut vm.heap, i, i + 1, &[]);
        } else {
            this.items.get().set(i, value);
        }
        Ok(())
    }

    fn __concat__(vm: &mut Vm, this: Gc<List>, other: Value) -> R<Gc<List>> {
        let Some(other_list) = vm.as_list(other) else {
            let of = vm.type_name(other);
            return Err(vm.type_error(format!("can only concatenate list (not \"{of}\") to list")));
        };
        let mut items = Values::with_capacity(&mut vm.heap, this.len.get() + other_list.len.get());
        items.extend(&mut vm.heap, this.to_ref().as_slice());
        items.extend(&mut vm.heap, other_list.to_ref().as_slice());
        Ok(vm.new_list_from(items))
    }

    fn __iconcat__(vm: &mut Vm, this: Value, other: Value) -> R {
        if let Some(list) = vm.as_list(this) {
            extend(vm, list, other)?;
        }
        Ok(this)
    }

    fn __repeat__(vm: &mut Vm, this: Gc<List>, n: i64) -> R<Gc<List>> {
        let total = repeated_len(vm, this.len.get(), n)?;
        let array = Array::new(&mut vm.heap, total);
        let array = vm.check_alloc(array)?;
        let mut filled = this.len.get().min(total);
        array.write(0, &this.as_slice()[..filled]);
        while filled < total {
            let n = filled.min(total - filled);
            array.copy_within(0, filled, n);
            filled += n;
        }
        Ok(vm.new_list_of(array, total))
    }

    fn __irepeat__(vm: &mut Vm, this: Value, n: i64) -> R {
        let Some(list) = vm.as_list(this).filter(|list| list.len.get() > 0) else { return Ok(this) };
        let repeated = Self::__repeat__(vm, list, n)?;
        list.items.set(list, repeated.items.get());
        list.len.set(repeated.len.get());
        Ok(this)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<List>, other: Value, op: CompareOp) -> R {
        let Some(other) = vm.as_list(other) else { return Ok(Value::NOT_IMPLEMENTED) };
        compare_items(vm, op, (|| this.len.get(), || other.len.get()), (|i| this.item(i), |i| other.item(i)))
    }

    /// Append an item to the end.
    #[sig("($self, object, /)")]
    fn append(vm: &mut Vm, this: Gc<List>, object: Value) {
        this.push(&mut vm.heap, object);
    }

    /// Remove all items.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<List>) {
        // What is empty stays as it is, as `sort` looks whether it does.
        if this.len.get() == 0 {
            return;
        }
        this.clear(&mut vm.heap);
    }

    /// A shallow copy.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<List>) -> Gc<List> {
        vm.new_list(this.to_ref().as_slice())
    }

    /// How often a value occurs.
    #[sig("($self, value, /)")]
    fn count(vm: &mut Vm, this: Gc<List>, value: Value) -> R<usize> {
        let (mut i, mut n) = (0, 0);
        while i < this.len.get() {
            n += vm.equal(this.item(i), value)? as usize;
            i += 1;
        }
        Ok(n)
    }

    /// Append all items of an iterable.
    #[sig("($self, iterable, /)")]
    fn extend(vm: &mut Vm, this: Gc<List>, iterable: Value) -> R<()> {
        extend(vm, this, iterable)
    }

    /// The first index of a value; ValueError if it is not there.
    #[sig("($self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: Gc<List>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> R<usize> {
        let (start, stop) = index_range(vm, start, stop, this.len.get())?;
        let mut i = start;
        while i < stop && i < this.len.get() {
            if vm.equal(this.item(i), value)? {
                return Ok(i);
            }
            i += 1;
        }
        Err(vm.value_error("list.index(x): x not in list"))
    }

    /// Insert an item before an index.
    #[sig("($self, index, object, /)")]
    fn insert(vm: &mut Vm, this: Gc<List>, index: i64, object: Value) -> R<()> {
        let i = index;
        let len = this.len.get();
        let i = if i < 0 { (len as i64).saturating_add(i).max(0) as usize } else { (i as usize).min(len) };
        this.splice(&mut vm.heap, i, i, &[object]);
        Ok(())
    }

    /// Remove and return the item at an index, the last by default.
    #[sig("($self, index=-1, /)")]
    fn pop(vm: &mut Vm, this: Gc<List>, index: i64) -> R {
        let len = this.len.get();
        if len == 0 {
            return Err(vm.index_error("pop from empty list"));
        }
        let Some(i) = checked_index(index, len) else { return Err(vm.index_error("pop index out of range")) };
        let item = this.item(i);
        if i + 1 == len {
            this.items.get().set(i, Value::UNBOUND);
            this.len.set(i);
        } else {
            this.splice(&mut vm.heap, i, i + 1, &[]);
        }
        Ok(item)
    }

    /// Remove the first occurrence of a value.
    #[sig("($self, value, /)")]
    fn remove(vm: &mut Vm, this: Gc<List>, value: Value) -> R<()> {
        let mut i = 0;
        while i < this.len.get() {
            if vm.equal(this.item(i), value)? {
                if i < this.len.get() {
                    this.splice(&mut vm.heap, i, i + 1, &[]);
                }
                return Ok(());
            }
            i += 1;
        }
        Err(vm.value_error("list.remove(x): x not in list"))
    }

    /// Reverse in place.
    #[sig("($self, /)")]
    fn reverse(_: &mut Vm, this: Gc<List>) {
        let items = &this.items.get().to_ref().fields()[..this.len.get()];
        dirty_range(items.as_ptr(), items.len());
        let (left, right) = items.split_at(items.len() / 2);
        for (a, b) in left.iter().zip(right.iter().rev()) {
            let value = a.get();
            a.set_quietly(b.get());
            b.set_quietly(value);
        }
    }

    /// Sort in place, ascending; the order of equal items is kept.
    #[sig("($self, /, *, key=None, reverse=False)")]
    fn sort(vm: &mut Vm, this: Gc<List>, key: Value, reverse: bool) -> R<()> {
        sort_list(vm, this, key, reverse)
    }

    /// An iterator from the end to the start.
    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Value) -> Value {
        let last = vm.as_list(this).map_or(0, |l| l.len.get()) as isize - 1;
        vm.new_sequence_iterator(kinds::LIST_REVERSE_ITERATOR, this, last)
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_: &mut Vm, this: Gc<List>) -> usize {
        32 + this.items.get().len() * 8
    }

    /// See PEP 585.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }
}

/// An index argument; `text` begins the message for what is none.
pub fn list_index(vm: &mut Vm, key: Value, text: &str) -> R<i64> {
    if let Some(i) = key.as_small_int() {
        return Ok(i);
    }
    let cls = vm.class_of(key);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(key);
        return Err(vm.type_error(format!("{text}{of}")));
    }
    vm.index_i64(key)
}

/// Appends all items of an iterable.
pub fn extend(vm: &mut Vm, list: Gc<List>, iterable: Value) -> R<()> {
    // Even one of a class that iterates otherwise: the items would not come to an end.
    let is_own = vm.as_list(iterable) == Some(list);
    let items = if is_own { Some(list.to_ref().as_slice()) } else { plain_items(vm, iterable) };
    if let Some(items) = items {
        let (n, more) = (list.len.get(), items.len());
        if more == 0 {
            return Ok(());
        }
        list.grow(&mut vm.heap, n + more);
        // A list that is extended by itself has its items elsewhere now, and the old array still holds the same ones.
        list.items.get().write(n, items);
        list.len.set(n + more);
        return Ok(());
    }
    if extend_by_keys(vm, list, iterable) {
        return Ok(());
    }
    let iterator = vm.iter(iterable)?;
    let hint = vm.length_hint(iterable, 0)?.min(1 << 20);
    let mut known = Values::new();
    vm.take_known(iterator, &mut known);
    match known.as_slice() {
        [] => list.grow(&mut vm.heap, list.len.get() + hint),
        _ => append_known(vm, list, &known),
    }
    let items = Items::of(vm, iterator);
    while let Some(item) = items.feed(vm, |vm, item| {
        let has_room = list.has_room();
        if has_room {
            list.push(&mut vm.heap, item);
        }
        has_room
    })? {
        list.push(&mut vm.heap, item);
    }
    Ok(())
}

/// Appends values; an empty list takes over their buffer.
fn append_known(vm: &mut Vm, list: Gc<List>, values: &Values) {
    let (n, items) = (list.len.get(), values.as_slice());
    match values.buffer() {
        Some((buffer, _)) if n == 0 => list.items.set(list, buffer),
        _ => {
            list.grow(&mut vm.heap, n + items.len());
            list.items.get().write(n, items);
        }
    }
    list.len.set(n + items.len());
}

/// The items of an exact list or tuple; not to be looked at across code that may change a list.
fn plain_items<'a>(vm: &Vm, iterable: Value) -> Option<&'a [Value]> {
    if let Some(list) = iterable.cast::<List>() {
        return vm.is_exact(iterable, kinds::LIST).then(|| list.to_ref().as_slice());
    }
    let tuple = iterable.cast::<Tuple>()?;
    vm.is_exact(iterable, kinds::TUPLE).then(|| tuple.to_ref().as_slice())
}

/// Appends the items of an exact set, dict or byte string, or the characters of an exact string that has only such as are made already.
fn extend_by_keys(vm: &mut Vm, list: Gc<List>, iterable: Value) -> bool {
    if let Some(set) = iterable.cast::<Set>() {
        if !vm.is_exact(iterable, kinds::SET) && !vm.is_exact(iterable, kinds::FROZENSET) {
            return false;
        }
        let (len, table) = (set.len.get(), set.table.get());
        let items = table.to_ref().as_slice().iter().map(|place| place.key.get());
        list.append_all(&mut vm.heap, len, items.filter(|item| !item.is_unbound()));
        return true;
    }
    if let Some(dict) = iterable.cast::<Dict>() {
        if !vm.is_exact(iterable, kinds::DICT) {
            return false;
        }
        list.append_all(&mut vm.heap, dict.len.get(), dict.entries_in_use().map(|entry| entry.key.get()));
        return true;
    }
    if let Some(bytes) = iterable.cast::<Bytes>() {
        let items = bytes.to_ref().as_slice().iter().map(|&byte| Value::len(byte.into()));
        list.append_all(&mut vm.heap, items.len(), items);
        return true;
    }
    let Some(text) = iterable.cast::<Str>().filter(|text| text.is_ascii()) else { return false };
    if !vm.is_exact(iterable, kinds::STR) {
        return false;
    }
    list.grow(&mut vm.heap, list.len.get() + text.n_bytes());
    for &byte in text.to_ref().as_bytes() {
        let c = vm.latin1_str(byte);
        list.push(&mut vm.heap, c);
    }
    true
}

/// The items of what is assigned to a slice.
fn iterable_items(vm: &mut Vm, value: Value) -> R<Values> {
    if value.cast::<List>().is_some() || value.cast::<Tuple>().is_some() {
        return vm.collect_values(value);
    }
    match vm.iter(value) {
        Ok(iterator) => vm.collect_values(iterator),
        Err(_) if vm.take_if(kinds::TYPE_ERROR).is_some() => {
            Err(vm.type_error("must assign iterable to extended slice"))
        }
        Err(raised) => Err(raised),
    }
}

fn set_slice(vm: &mut Vm, list: Gc<List>, slice: Gc<Slice>, value: Value) -> R<()> {
    let parts = crate::index::slice_parts(vm, slice)?;
    let items = if value.is_unbound() { Values::new() } else { iterable_items(vm, value)? };
    let range = crate::index::adjust_slice(parts, list.len.get());
    if range.step == 1 {
        let from = range.start as usize;
        list.splice(&mut vm.heap, from, from + range.len, &items);
        return Ok(());
    }
    if value.is_unbound() {
        let mut doomed: Vec<usize> = range.indices().collect();
        doomed.sort_unstable();
        let mut kept = Values::with_capacity(&mut vm.heap, list.len.get());
        let mut next = doomed.iter().copied().peekable();
        for i in 0..list.len.get() {
            if next.peek() == Some(&i) {
                next.next();
            } else {
                kept.push(&mut vm.heap, list.item(i));
            }
        }
        let n = list.len.get();
        list.splice(&mut vm.heap, 0, n, &kept);
        return Ok(());
    }
    if items.len() != range.len {
        let (n, len) = (items.len(), range.len);
        return Err(
            vm.value_error(format!("attempt to assign sequence of size {n} to extended slice of size {len}"))
        );
    }
    for (at, &v) in range.indices().zip(items.iter()) {
        list.items.get().set(at, v);
    }
    Ok(())
}
