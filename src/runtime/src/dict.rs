//! The dict algorithm: entries in insertion order, an open-addressing index of their positions.

use crate::dict_index::{Index, width_for};
use crate::kinds;
use crate::layout::{Dict, DictEntry, Entries, OrderedDict, Str};
use crate::native::{R, Raised};
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{AllocError, Field, Gc, Header, Heap, Kind, RawBytes, Value};

/// Dicts of at most this many entries have no index.
const LINEAR_MAX: usize = 10;

impl Vm {
    /// An empty dict.
    pub fn new_dict(&mut self) -> Gc<Dict> {
        self.new_dict_sized(0)
    }

    /// An empty dict with room for `n` keys.
    pub fn new_dict_sized(&mut self, n: usize) -> Gc<Dict> {
        let dict = self.new_dict_fields(kinds::DICT, n);
        self.heap.alloc(dict)
    }

    /// A dict of names that differ from each other, and their values, which come from the last to the first.
    pub fn new_dict_backwards(
        &mut self,
        backwards: impl Iterator<Item = (Gc<Str>, Value)> + Clone,
    ) -> Gc<Dict> {
        let n = backwards.clone().count();
        let dict = self.new_dict_sized(n + n / 4 + 2);
        let entries = dict.entries.get();
        for (entry, (name, value)) in entries.as_slice()[..n].iter().rev().zip(backwards) {
            entry.hash.set(self.hash_str(name));
            entry.key.set(entries, name.value());
            entry.value.set(entries, value);
        }
        if let Some(raw) = dict.index.get() {
            Index::new(raw.to_ref(), entries.as_slice().len()).enter(&entries.as_slice()[..n], 0);
            dict.index_used.set(n);
        }
        dict.n_entries.set(n);
        dict.len.set(n);
        dict
    }

    /// The fields of an empty dict, for layouts that begin with one.
    pub fn new_dict_fields(&mut self, kind: Kind, n: usize) -> Dict {
        let class = self.class_address(kind);
        let n = if n == 0 { 0 } else { n.max(capacity_for(0)) };
        let Ok(entries) = Entries::new(&mut self.heap, n) else { std::panic::panic_any(AllocError) };
        let index = if n > LINEAR_MAX { Some(new_index(&mut self.heap, n)) } else { None };
        Dict {
            header: Header::with_kind(kind, class),
            len: Cell::new(0),
            n_entries: Cell::new(0),
            entries: Field::new(entries),
            index: Field::new(index),
            index_used: Cell::new(0),
            keys_version: Cell::new(0),
            is_namespace: Cell::new(false),
            str_keys: Cell::new(true),
        }
    }
}

/// How many entries CPython has room for in a table of at least `places` places: what a program sees of a dict that it
/// changes while it walks it depends on when entries move.
fn capacity_for(places: usize) -> usize {
    places.next_power_of_two().max(8) * 2 / 3
}

fn new_index(heap: &mut Heap, capacity: usize) -> Gc<RawBytes> {
    let size = (capacity + capacity / 2 + 1).next_power_of_two();
    match RawBytes::new(heap, size * width_for(capacity)) {
        Ok(raw) => raw,
        Err(error) => std::panic::panic_any(error),
    }
}

/// An entry's number.
pub type EntryIndex = usize;

impl Dict {
    /// Finds a string key among keys that are all strings, or a free place of the index for it. Runs no Python code.
    #[inline]
    fn probe_str(&self, key: Gc<Str>, hash: i64) -> Result<EntryIndex, usize> {
        let entries = self.entries.get();
        let entries = entries.as_slice();
        let Some(index) = self.index.get() else {
            let entries = &entries[..self.n_entries.get()];
            return entries.iter().position(|e| e.hash.get() == hash && str_equal(e.key.get(), key)).ok_or(0);
        };
        Index::new(index.to_ref(), entries.len()).walk(hash, |i| {
            let e = &entries[i];
            (e.hash.get() == hash && str_equal(e.key.get(), key)).then_some(i)
        })
    }

    /// Finds a key, comparing with `==` where identity does not decide.
    #[inline]
    pub fn find(&self, vm: &mut Vm, key: Value, hash: i64) -> R<Option<EntryIndex>> {
        if self.str_keys.get()
            && (key.is_small_int() || key.is_none() || key.is_bool() || key.is_small_float())
        {
            return Ok(None);
        }
        Ok(self.probe(vm, key, hash)?.ok())
    }

    /// Finds a key, or a free place of the index for it (any number, where there is no index).
    fn probe(&self, vm: &mut Vm, key: Value, hash: i64) -> R<Result<EntryIndex, usize>> {
        if self.str_keys.get()
            && let Some(key) = key.cast::<Str>()
        {
            return Ok(self.probe_str(key, hash));
        }
        if key.is_small_int()
            && let Some(found) = self.probe_int(key, hash)
        {
            return Ok(found);
        }
        loop {
            let entries = self.entries.get();
            let version = self.keys_version.get();
            // `Some`: this ends the search, with the entry, or for another try.
            let mut look = |i: usize| {
                let e = &entries.to_ref().as_slice()[i];
                let k = e.key.get();
                if e.hash.get() != hash || k.is_unbound() {
                    return None;
                }
                if k == key {
                    return Some(Ok(Some(i)));
                }
                let equal = match vm.keys_equal(k, key) {
                    Ok(equal) => equal,
                    Err(raised) => return Some(Err(raised)),
                };
                // The comparison may have changed the dict.
                if self.keys_version.get() != version || self.entries.get() != entries {
                    return Some(Ok(None));
                }
                equal.then_some(Ok(Some(i)))
            };
            let found = match self.index.get() {
                Some(raw) => Index::new(raw.to_ref(), entries.as_slice().len()).walk(hash, look),
                None => (0..self.n_entries.get()).find_map(&mut look).ok_or(0),
            };
            match found {
                Ok(Ok(Some(i))) => return Ok(Ok(i)),
                Ok(Ok(None)) => {}
                Ok(Err(raised)) => return Err(raised),
                Err(place) => return Ok(Err(place)),
            }
        }
    }

    /// [`Dict::probe`] for an int in the word, which such ints only are equal to by being it; `None`: something else has the
    /// same hash.
    #[inline]
    fn probe_int(&self, key: Value, hash: i64) -> Option<Result<EntryIndex, usize>> {
        let entries = self.entries.get();
        let entries = entries.as_slice();
        let look = |i: usize| {
            let entry = &entries[i];
            if entry.key.get() == key {
                return Some(Some(i));
            }
            if entry.hash.get() == hash && !entry.key.get().is_unbound() { Some(None) } else { None }
        };
        let found = match self.index.get() {
            Some(raw) => Index::new(raw.to_ref(), entries.len()).walk(hash, look),
            None => (0..self.n_entries.get()).find_map(look).ok_or(0),
        };
        match found {
            Ok(found) => found.map(Ok),
            Err(place) => Some(Err(place)),
        }
    }

    /// The value of a key that is this very one, by its hash. Runs no Python code: a key that is only equal is not found.
    pub fn get_identical(&self, key: Value, hash: i64) -> Option<Value> {
        let entries = self.entries.get();
        let entries = entries.as_slice();
        let Some(index) = self.index.get() else {
            return entries[..self.n_entries.get()]
                .iter()
                .find(|e| e.key.get() == key)
                .map(|e| e.value.get());
        };
        Index::new(index.to_ref(), entries.len())
            .walk(hash, |i| (entries[i].key.get() == key).then(|| entries[i].value.get()))
            .ok()
    }

    /// The value of a key.
    #[inline]
    pub fn get_item(&self, vm: &mut Vm, key: Value) -> R<Option<Value>> {
        if let Some(key) = key.cast::<Str>()
            && self.str_keys.get()
        {
            let hash = vm.hash_str(key);
            return Ok(self.probe_str(key, hash).ok().map(|i| self.value_at(i)));
        }
        self.get_other_item(vm, key)
    }

    fn get_other_item(&self, vm: &mut Vm, key: Value) -> R<Option<Value>> {
        let hash = vm.hash_key(key, "a dict key")?;
        Ok(self.find(vm, key, hash)?.map(|i| self.value_at(i)))
    }

    /// The value of a string key. Only exact strings as keys are found without running Python code; others are compared
    /// by `==`, whose errors count as "not equal" here.
    #[inline]
    pub fn get_str(&self, vm: &mut Vm, key: Gc<Str>) -> Option<Value> {
        let hash = vm.hash_str(key);
        if self.str_keys.get() {
            return self.probe_str(key, hash).ok().map(|i| self.value_at(i));
        }
        match self.find(vm, key.value(), hash) {
            Ok(found) => found.map(|i| self.value_at(i)),
            Err(Raised) => {
                vm.take_exception();
                None
            }
        }
    }

    /// The entry of a string key.
    pub fn find_entry(&self, vm: &mut Vm, key: Gc<Str>) -> Option<EntryIndex> {
        let hash = vm.hash_str(key);
        self.find(vm, key.value(), hash).ok().flatten()
    }

    /// The value of an entry in use.
    #[inline(always)]
    pub fn value_at(&self, i: EntryIndex) -> Value {
        self.entries.get().as_slice()[i].value.get()
    }

    /// The value's field of an entry, for inline caches.
    pub fn value_pointer(&self, i: EntryIndex) -> *mut Value {
        std::ptr::from_ref(&self.entries.get().to_ref().as_slice()[i].value).cast_mut().cast()
    }

    /// Stores a value under a key.
    pub fn set_item(&self, vm: &mut Vm, key: Value, value: Value) -> R<()> {
        let hash = vm.hash_key(key, "a dict key")?;
        self.set_item_hashed(vm, key, hash, value)
    }

    /// Stores a value where that runs no Python code and needs no memory for certain. `false`: it isn't certain.
    pub fn set_plain(&self, vm: &mut Vm, key: Value, value: Value) -> bool {
        if self.is_namespace.get()
            || self.n_entries.get() == self.entries.get().as_slice().len()
            || self.index_is_full()
        {
            return false;
        }
        let (hash, found) = if let Some(key) = key.cast::<Str>().filter(|_| self.str_keys.get()) {
            let hash = vm.hash_str(key);
            (hash, self.probe_str(key, hash))
        } else if key.is_small_int() {
            let hash = vm.hash_int(key);
            let Some(found) = self.probe_int(key, hash) else { return false };
            (hash, found)
        } else {
            return false;
        };
        match found {
            Ok(i) => self.set_value_at(i, value),
            Err(place) => self.insert_at(vm, place, key, hash, value),
        }
        true
    }

    /// Stores a value under a key with a known hash.
    pub fn set_item_hashed(&self, vm: &mut Vm, key: Value, hash: i64, value: Value) -> R<()> {
        match self.probe(vm, key, hash)? {
            Ok(i) => self.set_value_at(i, value),
            Err(place) => self.insert_at(vm, place, key, hash, value),
        }
        Ok(())
    }

    /// The entry of a key with a known hash; `None`: it was not there, and is now, with this value.
    pub fn find_or_insert(&self, vm: &mut Vm, key: Value, hash: i64, value: Value) -> R<Option<EntryIndex>> {
        let found = self.probe(vm, key, hash)?;
        if let Err(place) = found {
            self.insert_at(vm, place, key, hash, value);
        }
        Ok(found.ok())
    }

    /// Stores a value in an entry in use.
    #[inline(always)]
    pub fn set_value_at(&self, i: EntryIndex, value: Value) {
        let entries = self.entries.get();
        entries.as_slice()[i].value.set(entries, value);
    }

    /// Stores a value under a string key. Can't fail where all keys are strings.
    pub fn set_str(&self, vm: &mut Vm, key: Gc<Str>, value: Value) {
        let hash = vm.hash_str(key);
        if self.set_item_hashed(vm, key.value(), hash, value).is_err() {
            vm.take_exception();
        }
    }

    /// Appends an entry for a key that is not there.
    pub fn insert_new(&self, vm: &mut Vm, key: Value, hash: i64, value: Value) {
        let place = match self.index.get() {
            Some(raw) => Index::new(raw.to_ref(), self.entries.get().as_slice().len()).free_place(hash),
            None => 0,
        };
        self.insert_at(vm, place, key, hash, value);
    }

    /// Appends an entry for a key that is not there, whose place in the index is a free one on its way.
    #[inline]
    fn insert_at(&self, vm: &mut Vm, place: usize, key: Value, hash: i64, value: Value) {
        if key.cast::<Str>().is_none() {
            self.str_keys.set(false);
        }
        let n = self.n_entries.get();
        let entries = self.entries.get();
        let slice = entries.as_slice();
        if n == slice.len() || self.index_is_full() {
            return self.insert_after_growth(vm, key, hash, value);
        }
        let entry = &slice[n];
        entry.hash.set(hash);
        entry.key.set(entries, key);
        entry.value.set(entries, value);
        if let Some(raw) = self.index.get() {
            let index = Index::new(raw.to_ref(), slice.len());
            if index.put(place, n) {
                self.index_used.set(self.index_used.get() + 1);
            }
        }
        self.n_entries.set(n + 1);
        self.len.set(self.len.get() + 1);
        self.touch();
        if self.is_namespace.get() {
            vm.namespace_grew(self, key);
        }
    }

    #[cold]
    #[inline(never)]
    fn insert_after_growth(&self, vm: &mut Vm, key: Value, hash: i64, value: Value) {
        // Where many were deleted, the same room will do.
        let want = capacity_for(self.len.get() * 3);
        self.rebuild(&mut vm.heap, want);
        self.insert_new(vm, key, hash, value);
    }

    /// Deleted places must not take all free ones, or a search would not end.
    fn index_is_full(&self) -> bool {
        // Each entry has one place; more were taken only where the last entries went and others came. Then one in eight is
        // to stay free.
        self.index_used.get() > self.n_entries.get()
            && self.index.get().is_some_and(|raw| {
                let size = raw.len() / width_for(self.entries.get().as_slice().len());
                self.index_used.get() >= size - size / 8
            })
    }

    fn touch(&self) {
        self.keys_version.set(self.keys_version.get().wrapping_add(1));
    }

    /// Moves the entries to storage of another capacity, without the deleted ones.
    pub fn rebuild(&self, heap: &mut Heap, capacity: usize) {
        self.rebuild_behind(heap, capacity, 0);
    }

    /// The same with so many free places before the first entry.
    fn rebuild_behind(&self, heap: &mut Heap, capacity: usize, gap: usize) {
        let capacity = capacity.max(self.len.get() + gap);
        let old = self.entries.get();
        let entries = &old.to_ref().as_slice()[..self.n_entries.get()];
        // Without holes all can be taken as they stand.
        let whole = if self.len.get() == entries.len() { entries } else { &[] };
        let Ok(new) = Entries::with(heap, capacity, gap, whole) else { std::panic::panic_any(AllocError) };
        let raw = if capacity > LINEAR_MAX { Some(new_index(heap, capacity)) } else { None };
        let mut n = gap + whole.len();
        if whole.is_empty() {
            for entry in entries.iter().filter(|entry| !entry.key.get().is_unbound()) {
                new.write(n, std::slice::from_ref(entry));
                n += 1;
            }
        }
        if let Some(raw) = &raw {
            Index::new(raw.to_ref(), capacity).enter(&new.as_slice()[..n], gap);
        }
        if self.is_namespace.get() {
            // Caches that point here must notice that the entries have moved.
            for entry in entries {
                entry.value.set(old, Value::UNBOUND);
            }
        }
        self.n_entries.set(n);
        self.index_used.set(n - gap);
        self.entries.set(self, new);
        self.index.set(self, raw);
        self.touch();
    }

    /// Takes an entry out.
    pub fn remove_at(&self, i: EntryIndex) -> (Value, Value) {
        let entries = self.entries.get();
        let slice = entries.as_slice();
        let entry = &slice[i];
        let removed = (entry.key.get(), entry.value.get());
        if let Some(raw) = self.index.get() {
            let index = Index::new(raw.to_ref(), slice.len());
            index.remove(entry.hash.get(), i);
        }
        entry.key.set(entries, Value::UNBOUND);
        entry.value.set(entries, Value::UNBOUND);
        self.len.set(self.len.get() - 1);
        self.touch();
        removed
    }

    /// Takes the last entry out, with the room that it and deleted ones before it took. (Elsewhere places are not used
    /// again: iterators notice by that that a key was deleted and stored anew.)
    pub fn remove_last(&self) -> Option<(Value, Value)> {
        let (i, _, _) = self.previous_entry(usize::MAX - 1)?;
        let removed = self.remove_at(i);
        // Instructions remember where a name's value is, and must not find another name's value there.
        if !self.is_namespace.get() {
            self.n_entries.set(i);
        }
        Some(removed)
    }

    /// Makes an entry the last one.
    pub fn move_last(&self, vm: &mut Vm, i: EntryIndex) {
        if self.previous_entry(usize::MAX - 1).is_none_or(|(last, _, _)| last == i) {
            return;
        }
        let hash = self.hash_at(i);
        let (key, value) = self.remove_at(i);
        self.insert_new(vm, key, hash, value);
    }

    /// Makes an entry the first one, given where the first is; gives its new place.
    pub fn move_first(&self, vm: &mut Vm, i: EntryIndex, first: EntryIndex) -> EntryIndex {
        if i == first {
            return i;
        }
        let hash = self.hash_at(i);
        let (key, value) = self.remove_at(i);
        let place = if first > 0 && !self.index_is_full() {
            first - 1
        } else {
            // Room for as many more as there are pays for the move.
            let gap = self.len.get().max(4);
            self.rebuild_behind(&mut vm.heap, capacity_for((self.len.get() + gap) * 3 / 2), gap);
            gap - 1
        };
        let entries = self.entries.get();
        let entry = &entries.as_slice()[place];
        entry.hash.set(hash);
        entry.key.set(entries, key);
        entry.value.set(entries, value);
        if let Some(raw) = self.index.get() {
            let index = Index::new(raw.to_ref(), entries.as_slice().len());
            if index.put(index.free_place(hash), place) {
                self.index_used.set(self.index_used.get() + 1);
            }
        }
        self.len.set(self.len.get() + 1);
        self.touch();
        place
    }

    /// Takes a key out and gives its value.
    pub fn pop_item(&self, vm: &mut Vm, key: Value) -> R<Option<Value>> {
        let hash = vm.hash_key(key, "a dict key")?;
        Ok(self.find(vm, key, hash)?.map(|i| self.remove_at(i).1))
    }

    /// Takes a string key out.
    pub fn pop_str(&self, vm: &mut Vm, key: Gc<Str>) -> Option<Value> {
        self.find_entry(vm, key).map(|i| self.remove_at(i).1)
    }

    /// Removes all keys.
    pub fn clear(&self, vm: &mut Vm) {
        let old = self.entries.get();
        if self.is_namespace.get() {
            for entry in &old.as_slice()[..self.n_entries.get()] {
                entry.value.set(old, Value::UNBOUND);
            }
        }
        self.len.set(0);
        self.n_entries.set(0);
        self.rebuild(&mut vm.heap, 0);
        self.str_keys.set(true);
    }

    /// The next entry in use at or after a position: its position, key and value.
    #[inline]
    pub fn next_entry(&self, from: EntryIndex) -> Option<(EntryIndex, Value, Value)> {
        let entries = self.entries.get();
        let rest = entries.as_slice()[..self.n_entries.get()].get(from..)?;
        let i = rest.iter().position(|entry| !entry.key.get().is_unbound())?;
        Some((from + i, rest[i].key.get(), rest[i].value.get()))
    }

    /// The entries in use, in their order. The dict must not change meanwhile.
    pub fn entries_in_use<'a>(&self) -> impl Iterator<Item = &'a DictEntry> {
        let entries = &self.entries.get().to_ref().as_slice()[..self.n_entries.get()];
        entries.iter().filter(|entry| !entry.key.get().is_unbound())
    }

    /// The last entry in use at or before a position.
    pub fn previous_entry(&self, from: EntryIndex) -> Option<(EntryIndex, Value, Value)> {
        let entries = self.entries.get();
        let mut i = self.n_entries.get().min(from.saturating_add(1));
        while i > 0 {
            i -= 1;
            let e = &entries.as_slice()[i];
            if !e.key.get().is_unbound() {
                return Some((i, e.key.get(), e.value.get()));
            }
        }
        None
    }

    /// The hash stored with an entry.
    pub fn hash_at(&self, i: EntryIndex) -> i64 {
        self.entries.get().as_slice()[i].hash.get()
    }

    /// A copy with the same keys and values, as a plain dict.
    pub fn copy(&self, vm: &mut Vm) -> Gc<Dict> {
        let new = vm.new_dict();
        if new.take_copy(&mut vm.heap, self) {
            return new;
        }
        let mut at = 0;
        while let Some((i, key, value)) = self.next_entry(at) {
            new.insert_new(vm, key, self.hash_at(i), value);
            at = i + 1;
        }
        new
    }

    /// Gives all keys one value.
    pub fn fill(&self, value: Value) {
        let entries = self.entries.get();
        for entry in self.entries_in_use() {
            entry.value.set(entries, value);
        }
    }

    /// Becomes what another dict is that nobody else knows, in the place of what it held.
    pub fn take_storage(&self, other: Gc<Dict>) {
        self.len.set(other.len.get());
        self.n_entries.set(other.n_entries.get());
        self.index_used.set(other.index_used.get());
        self.str_keys.set(other.str_keys.get());
        self.entries.set(self, other.entries.get());
        self.index.set(self, other.index.get());
        self.touch();
    }

    /// Takes over the storage of another dict, copied, where it has no holes to leave out and this one has nothing yet.
    fn take_copy(&self, heap: &mut Heap, other: &Dict) -> bool {
        let (n, old) = (other.len.get(), other.entries.get());
        let capacity = old.as_slice().len();
        if other.n_entries.get() != n
            || capacity > 4 * n
            || self.n_entries.get() > 0
            || self.is_namespace.get()
        {
            return false;
        }
        let Ok(new) = Entries::with(heap, capacity, 0, &old.to_ref().as_slice()[..n]) else {
            std::panic::panic_any(AllocError)
        };
        let index = other.index.get().map(|old| {
            let Ok(new) = RawBytes::new_uninitialised(heap, old.len()) else {
                std::panic::panic_any(AllocError)
            };
            new.write(0, old.as_slice());
            new
        });
        self.len.set(n);
        self.n_entries.set(n);
        self.index_used.set(other.index_used.get());
        self.str_keys.set(other.str_keys.get());
        self.entries.set(self, new);
        self.index.set(self, index);
        self.touch();
        true
    }

    /// Stores all of another dict's items into this one.
    pub fn update_from(&self, vm: &mut Vm, other: Gc<Dict>) -> R<()> {
        if self.take_copy(&mut vm.heap, other.to_ref()) {
            return Ok(());
        }
        let n_entries = other.n_entries.get();
        let mut at = 0;
        if self.n_entries.get() == 0 && !std::ptr::eq(self, other.to_ref()) {
            // No key is there already, and none is compared.
            let n = other.len.get();
            if n > self.entries.get().as_slice().len() {
                self.rebuild(&mut vm.heap, capacity_for((n * 3).div_ceil(2)));
            }
            while let Some((i, key, value)) = other.next_entry(at) {
                self.insert_new(vm, key, other.hash_at(i), value);
                at = i + 1;
            }
            return Ok(());
        }
        while let Some((i, key, value)) = other.next_entry(at) {
            self.set_item_hashed(vm, key, other.hash_at(i), value)?;
            if other.n_entries.get() != n_entries {
                return Err(vm.runtime_error("dict mutated during update"));
            }
            at = i + 1;
        }
        Ok(())
    }
}

impl OrderedDict {
    /// Where to look for the first entry.
    pub fn first(&self) -> EntryIndex {
        let is_known = self.first_of.get() == self.dict.entries.get().value();
        let from = if is_known { self.first.get() } else { 0 };
        let first = self.dict.next_entry(from).map_or(from, |(i, _, _)| i);
        self.set_first(first);
        first
    }

    /// Remembers where the first entry is.
    pub fn set_first(&self, first: EntryIndex) {
        self.first_of.set(self, self.dict.entries.get().value());
        self.first.set(first);
    }
}

#[inline(always)]
fn str_equal(k: Value, key: Gc<Str>) -> bool {
    k == key.value() || same_text(k, key)
}

/// Apart, so that what asks each entry stays short. (Most that have the same hash are the same.)
#[inline(never)]
fn same_text(k: Value, key: Gc<Str>) -> bool {
    k.cast::<Str>().is_some_and(|k| !(k.is_interned() && key.is_interned()) && k.as_bytes() == key.as_bytes())
}

impl Vm {
    /// A namespace that inline caches point into got a new key: where a builtin of that name exists, cached pointers to
    /// it are wrong from now on. Moving the builtins makes them all miss.
    pub(crate) fn namespace_grew(&mut self, dict: &Dict, key: Value) {
        let builtins = self.builtins;
        if std::ptr::eq(dict, builtins.to_ref()) {
            return;
        }
        if let Some(name) = key.cast::<Str>()
            && builtins.get_str(self, name).is_some()
        {
            let n = builtins.entries.get().as_slice().len();
            builtins.rebuild(&mut self.heap, n);
        }
    }
}
