//! The items of iterators over built-in containers, where they need neither a call nor memory.
//!
//! [`Vm::next_known`] is what a `for` loop and native code ask before they call the iterator's `__next__`, which has the
//! last word: at the end, and where the container has changed.

use crate::kinds;
use crate::layout::{
    ByteArray, Bytes, Dict, DictIterator, Generator, List, PairIterator, RangeIterator, SequenceIterator,
    Set, Str, Tuple,
};
use crate::native::{NextFn, R};
use crate::vm::Vm;
use taipan_heap::{Kind, Value, Values};
use taipan_text::wtf8::char_at;

/// Takes an item, or leaves it (`false`). Neither runs Python code nor fails.
pub type Take<'a> = dyn FnMut(&mut Vm, Value) -> bool + 'a;

/// An iterator that native code takes all items of.
pub struct Items {
    iterator: Value,
    /// What gives its items, where that can't change.
    next: Option<NextFn>,
}

impl Items {
    /// The items of an iterator.
    #[inline]
    pub fn of(vm: &Vm, iterator: Value) -> Items {
        let next = vm.iterator_kind(iterator).and_then(|kind| {
            // `next_known` is quicker than `__next__`.
            let is_known = matches!(
                kind,
                kinds::DICT_KEY_ITERATOR
                    | kinds::DICT_VALUE_ITERATOR
                    | kinds::SET_ITERATOR
                    | kinds::STR_ASCII_ITERATOR
                    | kinds::LIST_ITERATOR
                    | kinds::TUPLE_ITERATOR
                    | kinds::RANGE_ITERATOR
                    | kinds::LIST_REVERSE_ITERATOR
                    | kinds::BYTES_ITERATOR
                    | kinds::BYTEARRAY_ITERATOR
            );
            if is_known { None } else { vm.slot_next(vm.class_of(iterator)) }
        });
        Items { iterator, next }
    }

    /// The items of what can be iterated over.
    pub fn of_iterable(vm: &mut Vm, iterable: Value) -> R<Items> {
        let iterator = vm.iter(iterable)?;
        Ok(Items::of(vm, iterator))
    }

    /// The next one; `None` at the end.
    #[inline(always)]
    pub fn next(&self, vm: &mut Vm) -> R<Option<Value>> {
        match self.next {
            Some(next) => next(vm, self.iterator),
            None => vm.next(self.iterator),
        }
    }

    /// Appends all of them.
    pub fn push_all(&self, vm: &mut Vm, values: &mut Values) -> R<()> {
        vm.take_known(self.iterator, values);
        while let Some(item) = self.feed(vm, |vm, item| {
            let has_room = values.has_room();
            if has_room {
                values.push(&mut vm.heap, item);
            }
            has_room
        })? {
            values.push(&mut vm.heap, item);
        }
        Ok(())
    }

    /// Calls `f` for each.
    pub fn for_each(&self, vm: &mut Vm, f: &mut dyn FnMut(&mut Vm, Value) -> R<()>) -> R<()> {
        self.run(vm, |vm, item| f(vm, item).map(|()| true)).map(drop)
    }

    /// Gives the items to `take` until that leaves one, which is given back; `None`: it has taken all. What a generator yields
    /// is taken while it goes on running, so `take` must neither run Python code nor fail: what it can't be sure about, it
    /// leaves. (Where it needs memory, for one.)
    #[inline]
    pub fn feed(&self, vm: &mut Vm, mut take: impl FnMut(&mut Vm, Value) -> bool) -> R<Option<Value>> {
        if self.iterator.is_kind(kinds::GENERATOR)
            && let Some(generator) = self.iterator.cast::<Generator>()
        {
            return (vm.hooks.feed_generator)(vm, generator, &mut take);
        }
        self.run(vm, |vm, item| Ok(take(vm, item)))
    }

    /// Gives the items to `f` until that wants no more.
    #[inline(always)]
    fn run(&self, vm: &mut Vm, mut f: impl FnMut(&mut Vm, Value) -> R<bool>) -> R<Option<Value>> {
        let it = self.iterator;
        // A loop of its own for each of those that are most used.
        macro_rules! run {
            ($next:expr) => {
                while let Some(item) = $next {
                    if !f(vm, item)? {
                        return Ok(Some(item));
                    }
                }
            };
        }
        match vm.iterator_kind(it) {
            Some(kinds::LIST_ITERATOR) => run!(step(kinds::LIST_ITERATOR, it)),
            Some(kinds::TUPLE_ITERATOR) => run!(step(kinds::TUPLE_ITERATOR, it)),
            Some(kinds::RANGE_ITERATOR) => run!(step(kinds::RANGE_ITERATOR, it)),
            Some(kinds::DICT_KEY_ITERATOR) => run!(next_entry(it).map(|entry| entry.0)),
            Some(kinds::DICT_VALUE_ITERATOR) => run!(next_entry(it).map(|entry| entry.1)),
            Some(kinds::SET_ITERATOR) => run!(next_of_set(it)),
            Some(kinds::BYTES_ITERATOR) => run!(step(kinds::BYTES_ITERATOR, it)),
            Some(kinds::MAP) => {
                if let Some((iterator, function)) = map_of_one(it) {
                    // What `map.__next__` does; nothing that is called in between can tell the difference.
                    let given = Items::of(vm, iterator);
                    run!(match given.next(vm)? {
                        Some(item) => {
                            let result = vm.call_item(function, item);
                            result.map(Some).or_else(|raised| vm.end_of_iteration(raised))?
                        }
                        None => None,
                    });
                    return Ok(None);
                }
            }
            _ => {}
        }
        run!(self.next(vm)?);
        Ok(None)
    }
}

impl Vm {
    /// Appends what is left of an iterator over a built-in container that is as it was, so far as the items are there: what
    /// [`Vm::next_known`] would give one by one. What it leaves is for the iterator's `__next__`.
    pub fn take_known(&mut self, iterator: Value, to: &mut Values) {
        let Some(kind) = self.iterator_kind(iterator) else { return };
        match kind {
            kinds::DICT_KEY_ITERATOR | kinds::DICT_VALUE_ITERATOR => {
                let Some(it) = iterator.cast::<DictIterator>() else { return };
                let Some(dict) = it.container.get().cast::<Dict>() else { return };
                // Only from the start on, with as many entries as were promised.
                if dict.len.get() != it.len.get() || it.left.get() != it.len.get() || it.next.get() != 0 {
                    return;
                }
                let entries = dict.entries_in_use();
                let n = it.left.replace(0);
                if kind == kinds::DICT_KEY_ITERATOR {
                    to.extend_from(&mut self.heap, n, entries.map(|entry| entry.key.get()));
                } else {
                    to.extend_from(&mut self.heap, n, entries.map(|entry| entry.value.get()));
                }
                it.next.set(dict.n_entries.get());
            }
            kinds::SET_ITERATOR => {
                let Some(it) = iterator.cast::<DictIterator>() else { return };
                let Some(set) = it.container.get().cast::<Set>() else { return };
                if set.len.get() != it.len.get() || it.next.get() != 0 {
                    return;
                }
                let table = set.table.get();
                let items = table.to_ref().as_slice().iter().map(|place| place.key.get());
                to.extend_from(&mut self.heap, set.len.get(), items.filter(|item| !item.is_unbound()));
                it.next.set(table.as_slice().len());
                it.left.set(0);
            }
            kinds::LIST_ITERATOR | kinds::TUPLE_ITERATOR => {
                let Some(it) = iterator.cast::<SequenceIterator>() else { return };
                let sequence = it.sequence.get();
                let items = match (sequence.cast::<List>(), sequence.cast::<Tuple>()) {
                    (Some(list), _) => list.to_ref().as_slice(),
                    (_, Some(tuple)) => tuple.to_ref().as_slice(),
                    _ => return,
                };
                to.extend(&mut self.heap, items.get(it.next.get() as usize..).unwrap_or_default());
                it.next.set(it.next.get().max(items.len() as isize));
            }
            kinds::LIST_REVERSE_ITERATOR => {
                let Some(it) = iterator.cast::<SequenceIterator>() else { return };
                let Some(list) = it.sequence.get().cast::<List>() else { return };
                let n = (it.next.get() + 1) as usize;
                let items = list.to_ref().as_slice().get(..n).unwrap_or_default();
                if !items.is_empty() {
                    to.extend_from(&mut self.heap, n, items.iter().rev().copied());
                    it.next.set(-1);
                }
            }
            kinds::RANGE_ITERATOR => {
                let Some(it) = iterator.cast::<RangeIterator>() else { return };
                let (first, n) = (it.next.get(), it.left.get());
                let last = i128::from(first) + i128::from(n) * i128::from(it.step);
                let small = |n: i64| Value::small_int(n).is_some();
                let Ok(last) = i64::try_from(last) else { return };
                let Ok(n_items) = usize::try_from(n) else { return };
                if n == 0 || !small(first) || !small(last) {
                    return;
                }
                let numbers =
                    (0..n as i64).map(|i| Value::small_int(first + i * it.step).unwrap_or(Value::NONE));
                to.extend_from(&mut self.heap, n_items, numbers);
                it.left.set(0);
                it.next.set(last);
            }
            kinds::BYTES_ITERATOR | kinds::BYTEARRAY_ITERATOR => {
                let Some(it) = iterator.cast::<SequenceIterator>() else { return };
                let sequence = it.sequence.get();
                let bytes = match (sequence.cast::<Bytes>(), sequence.cast::<ByteArray>()) {
                    (Some(bytes), _) => bytes.to_ref().as_slice(),
                    (_, Some(bytes)) => bytes.to_ref().as_slice(),
                    _ => return,
                };
                let rest = bytes.get(it.next.get() as usize..).unwrap_or_default();
                let items = rest.iter().map(|&byte| Value::len(byte.into()));
                to.extend_from(&mut self.heap, rest.len(), items);
                it.next.set(it.next.get().max(bytes.len() as isize));
            }
            _ => {}
        }
    }

    /// The kind of an iterator of a built-in class itself. (An OrderedDict's iterators are dict iterators of another class,
    /// and look at more.)
    #[inline(always)]
    pub fn iterator_kind(&self, iterator: Value) -> Option<Kind> {
        let kind = iterator.kind()?;
        (iterator.header()?.class_address() == self.class_made(kind)?.address()).then_some(kind)
    }

    /// The next item of an iterator over a built-in container that is as it was; `None`: not known here, or there is none.
    #[inline(always)]
    pub fn next_known(&self, iterator: Value) -> Option<Value> {
        let kind = iterator.kind()?;
        match kind {
            kinds::DICT_KEY_ITERATOR | kinds::DICT_VALUE_ITERATOR => {
                self.iterator_kind(iterator)?;
                let (key, value) = next_entry(iterator)?;
                Some(if kind == kinds::DICT_KEY_ITERATOR { key } else { value })
            }
            kinds::SET_ITERATOR => next_of_set(iterator),
            kinds::STR_ASCII_ITERATOR => self.next_of_ascii(iterator),
            kinds::STR_ITERATOR => self.next_of_text(iterator),
            // A function for each, so that none asks again of what kind it is.
            kinds::LIST_ITERATOR => step(kinds::LIST_ITERATOR, iterator),
            kinds::TUPLE_ITERATOR => step(kinds::TUPLE_ITERATOR, iterator),
            kinds::RANGE_ITERATOR => step(kinds::RANGE_ITERATOR, iterator),
            kinds::LIST_REVERSE_ITERATOR => step(kinds::LIST_REVERSE_ITERATOR, iterator),
            kinds::BYTES_ITERATOR => step(kinds::BYTES_ITERATOR, iterator),
            kinds::BYTEARRAY_ITERATOR => step(kinds::BYTEARRAY_ITERATOR, iterator),
            _ => None,
        }
    }

    /// The next character of an iterator over ASCII text, where its string was made already.
    #[inline(always)]
    fn next_of_ascii(&self, iterator: Value) -> Option<Value> {
        let it = iterator.cast::<SequenceIterator>()?;
        let i = it.next.get();
        let byte = *it.sequence.get().cast::<Str>()?.to_ref().as_bytes().get(i as usize)?;
        let character = self.latin1[usize::from(byte)].bound()?;
        it.next.set(i + 1);
        Some(character)
    }

    /// The next character of an iterator over any text, where its string was made already. (Not part of an instruction's
    /// handler: decoding needs room on the native stack.)
    #[inline(never)]
    fn next_of_text(&self, iterator: Value) -> Option<Value> {
        let it = iterator.cast::<SequenceIterator>()?;
        let at = it.next.get();
        let (c, n) = char_at(it.sequence.get().cast::<Str>()?.to_ref().as_bytes(), at as usize)?;
        let character = if c < 256 { self.latin1[c as usize].bound() } else { self.characters.get(c) }?;
        it.next.set(at + n as isize);
        Some(character)
    }

    /// What the next pair of an iterator that gives pairs consists of, which is not made; `None`: not known here, or there is
    /// none.
    #[inline(always)]
    pub fn next_pair(&self, iterator: Value) -> Option<(Value, Value)> {
        match self.iterator_kind(iterator)? {
            kinds::DICT_ITEM_ITERATOR => next_entry(iterator),
            kinds::ENUMERATE => {
                let it = iterator.cast::<PairIterator>()?;
                let i = it.second.get();
                let next = Value::small_int(i.as_small_int()? + 1)?;
                let item = self.next_known(it.first.get())?;
                it.second.set(it, next);
                Some((i, item))
            }
            kinds::ZIP => {
                let iterators = iterator.cast::<PairIterator>()?.first.get().cast::<Tuple>()?;
                let &[a, b] = iterators.to_ref().as_slice() else { return None };
                let (kind_a, kind_b) = (self.iterator_kind(a)?, self.iterator_kind(b)?);
                let pair = (peek(kind_a, a)?, peek(kind_b, b)?);
                // One iterator twice gives two items.
                if a == b {
                    return None;
                }
                advance(kind_a, a);
                advance(kind_b, b);
                Some(pair)
            }
            _ => None,
        }
    }
}

/// The iterator whose items a `map` gives to its function, if it has only that, and the function.
#[inline]
fn map_of_one(map: Value) -> Option<(Value, Value)> {
    let map = map.cast::<PairIterator>()?;
    let &[iterator] = map.first.get().cast::<Tuple>()?.to_ref().as_slice() else { return None };
    Some((iterator, map.second.get()))
}

/// The next item of an iterator over a list that has one left.
#[inline(always)]
pub(crate) fn next_of_list(iterator: Value) -> Option<Value> {
    if iterator.kind() == Some(kinds::LIST_ITERATOR) { step(kinds::LIST_ITERATOR, iterator) } else { None }
}

/// The next item of an iterator of a kind that is known where this is compiled.
#[inline(always)]
fn step(kind: Kind, iterator: Value) -> Option<Value> {
    let item = peek(kind, iterator)?;
    advance(kind, iterator);
    Some(item)
}

/// The next item of an iterator over a sequence or a range; [`advance`] goes on behind it.
#[inline(always)]
fn peek(kind: Kind, iterator: Value) -> Option<Value> {
    if kind == kinds::RANGE_ITERATOR {
        let it = iterator.cast::<RangeIterator>()?;
        return if it.left.get() > 0 { Value::small_int(it.next.get()) } else { None };
    }
    let it = iterator.cast::<SequenceIterator>()?;
    let (sequence, i) = (it.sequence.get(), it.next.get() as usize);
    match kind {
        kinds::LIST_ITERATOR | kinds::LIST_REVERSE_ITERATOR => {
            let list = sequence.cast::<List>()?;
            if i < list.len.get() { Some(list.to_ref().as_slice()[i]) } else { None }
        }
        kinds::TUPLE_ITERATOR => sequence.cast::<Tuple>()?.to_ref().as_slice().get(i).copied(),
        kinds::BYTES_ITERATOR => {
            sequence.cast::<Bytes>()?.to_ref().as_slice().get(i).map(|&byte| Value::len(byte.into()))
        }
        kinds::BYTEARRAY_ITERATOR => {
            sequence.cast::<ByteArray>()?.to_ref().as_slice().get(i).map(|&byte| Value::len(byte.into()))
        }
        _ => None,
    }
}

/// Goes on behind the item that [`peek`] found.
#[inline(always)]
fn advance(kind: Kind, iterator: Value) {
    if kind == kinds::RANGE_ITERATOR
        && let Some(it) = iterator.cast::<RangeIterator>()
    {
        it.left.set(it.left.get() - 1);
        it.next.set(it.next.get().wrapping_add(it.step));
    } else if let Some(it) = iterator.cast::<SequenceIterator>() {
        it.next.set(if kind == kinds::LIST_REVERSE_ITERATOR { it.next.get() - 1 } else { it.next.get() + 1 });
    }
}

/// The next key and value of an iterator over a dict that is as it was.
#[inline(always)]
fn next_entry(iterator: Value) -> Option<(Value, Value)> {
    let it = iterator.cast::<DictIterator>()?;
    let dict = it.container.get().cast::<Dict>()?;
    let left = it.left.get().checked_sub(1)?;
    if dict.len.get() != it.len.get() {
        return None;
    }
    let at = it.next.get();
    // Most entries are in use.
    let (i, key, value) = match dict.entries.get().as_slice()[..dict.n_entries.get()].get(at) {
        Some(entry) if !entry.key.get().is_unbound() => (at, entry.key.get(), entry.value.get()),
        _ => dict.next_entry(at)?,
    };
    it.left.set(left);
    it.next.set(i + 1);
    Some((key, value))
}

#[inline(always)]
fn next_of_set(iterator: Value) -> Option<Value> {
    let it = iterator.cast::<DictIterator>()?;
    let set = it.container.get().cast::<Set>()?;
    if set.len.get() != it.len.get() {
        return None;
    }
    let (i, item, _) = set.next_item(it.next.get())?;
    it.left.set(it.left.get().saturating_sub(1));
    it.next.set(i + 1);
    Some(item)
}
