//! The set algorithm: open addressing with runs of linear probes, in CPython's order, so that sets of numbers iterate as
//! they do there.

use crate::iterate::Items;
use crate::kinds;
use crate::layout::{Set, SetTable, Str};
use crate::native::R;
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{AllocError, Field, Gc, Header, Kind, Value, dirty_range};

const MIN_SIZE: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

impl Vm {
    /// An empty set or frozenset.
    pub fn new_set(&mut self, kind: Kind) -> Gc<Set> {
        self.new_set_sized(kind, MIN_SIZE)
    }

    /// An empty set whose table has so many places.
    fn new_set_sized(&mut self, kind: Kind, n_places: usize) -> Gc<Set> {
        let class = self.class_address(kind);
        let Ok(table) = SetTable::new(&mut self.heap, n_places) else { std::panic::panic_any(AllocError) };
        self.heap.alloc(Set {
            header: Header::with_kind(kind, class),
            len: Cell::new(0),
            fill: Cell::new(0),
            table: Field::new(table),
            hash: Cell::new(0),
            hash_known: Cell::new(false),
            finger: Cell::new(0),
        })
    }

    /// A set of the items of an iterable.
    pub fn set_from(&mut self, kind: Kind, iterable: Value) -> R<Gc<Set>> {
        let set = self.new_set(kind);
        set.update(self, iterable)?;
        Ok(set)
    }
}

impl Set {
    /// Where a key stands. Errors are those of `__eq__`.
    #[inline]
    pub fn find(&self, vm: &mut Vm, key: Value, hash: i64) -> R<Option<usize>> {
        Ok(self.probe(vm, key, hash)?.ok())
    }

    /// Where a key stands, or else where it is to be put.
    #[inline(always)]
    fn probe(&self, vm: &mut Vm, key: Value, hash: i64) -> R<Result<usize, usize>> {
        let table = self.table.get();
        let places = table.as_slice();
        let i = hash as usize & (places.len() - 1);
        let place = &places[i];
        if place.is_unused() {
            return Ok(Err(i));
        }
        if place.hash.get() == hash && place.key.get() == key {
            return Ok(Ok(i));
        }
        let found = self.probe_further::<false>(vm, key, hash)?;
        Ok(found.expect("all comparisons are made"))
    }

    /// [`Set::probe`] beyond the first place. What is not there goes into the last emptied place on its way, or else into
    /// the place that was never used at the way's end. `None`, where `PLAIN`: a comparison might run Python code.
    fn probe_further<const PLAIN: bool>(
        &self,
        vm: &mut Vm,
        key: Value,
        hash: i64,
    ) -> R<Option<Result<usize, usize>>> {
        'restart: loop {
            let table = self.table.get();
            let places = table.to_ref().as_slice();
            let mask = places.len() - 1;
            let mut perturb = hash as u64;
            let mut i = hash as usize & mask;
            let mut emptied = None;
            loop {
                let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
                for (p, place) in places[i..=i + probes].iter().enumerate() {
                    let k = place.key.get();
                    if k.is_unbound() {
                        if place.hash.get() == 0 {
                            return Ok(Some(Err(emptied.unwrap_or(i + p))));
                        }
                        emptied = Some(i + p);
                        continue;
                    }
                    if place.hash.get() == hash {
                        if k == key {
                            return Ok(Some(Ok(i + p)));
                        }
                        if PLAIN && !is_plain(vm, k) {
                            return Ok(None);
                        }
                        let equal = vm.equal(k, key)?;
                        // The comparison may have changed the set.
                        if self.table.get() != table || place.key.get() != k {
                            continue 'restart;
                        }
                        if equal {
                            return Ok(Some(Ok(i + p)));
                        }
                    }
                }
                perturb >>= PERTURB_SHIFT;
                i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
            }
        }
    }

    /// Is the key in the set?
    pub fn contains(&self, vm: &mut Vm, key: Value) -> R<bool> {
        let hash = vm.hash_key(key, "a set element")?;
        Ok(self.find(vm, key, hash)?.is_some())
    }

    /// Adds a key; tells whether it is new.
    pub fn add(&self, vm: &mut Vm, key: Value) -> R<bool> {
        let hash = vm.hash_key(key, "a set element")?;
        self.add_hashed(vm, key, hash)
    }

    /// Adds a key with a known hash.
    pub fn add_hashed(&self, vm: &mut Vm, key: Value, hash: i64) -> R<bool> {
        let Err(at) = self.probe(vm, key, hash)? else { return Ok(false) };
        self.put(vm, at, key, hash);
        Ok(true)
    }

    /// Adds a key where that runs no Python code and needs no memory for certain. `false`: it isn't certain.
    fn add_plain(&self, vm: &mut Vm, key: Value) -> bool {
        let limit = (self.table.get().as_slice().len() - 1) * 3;
        if (self.fill.get() + 1) * 5 >= limit || !is_plain(vm, key) {
            return false;
        }
        let hash = if let Some(s) = key.cast::<Str>() { vm.hash_str(s) } else { vm.hash_int(key) };
        match self.probe_further::<true>(vm, key, hash) {
            Ok(Some(found)) => {
                if let Err(at) = found {
                    self.put(vm, at, key, hash);
                }
                true
            }
            _ => false,
        }
    }

    /// Fills the place that was found for a key that is not there.
    #[inline(always)]
    fn put(&self, vm: &mut Vm, at: usize, key: Value, hash: i64) {
        let table = self.table.get();
        let places = table.as_slice();
        let place = &places[at];
        let was_unused = place.hash.get() == 0;
        place.key.set(table, key);
        place.hash.set(hash);
        self.len.set(self.len.get() + 1);
        if was_unused {
            self.fill.set(self.fill.get() + 1);
            if self.fill.get() * 5 >= (places.len() - 1) * 3 {
                let used = self.len.get();
                self.resize(vm, if used > 50_000 { used * 2 } else { used * 4 });
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn resize(&self, vm: &mut Vm, min_used: usize) {
        let Ok(new) = SetTable::new(&mut vm.heap, places_for(min_used)) else {
            std::panic::panic_any(AllocError)
        };
        for place in self.table.get().as_slice() {
            if !place.key.get().is_unbound() {
                insert_first(new, place.key.get(), place.hash.get());
            }
        }
        self.table.set(self, new);
        self.fill.set(self.len.get());
    }

    /// Takes a key out; tells whether it was there.
    pub fn discard(&self, vm: &mut Vm, key: Value) -> R<bool> {
        let hash = vm.hash_key(key, "a set element")?;
        self.discard_hashed(vm, key, hash)
    }

    /// Takes a key with a known hash out; tells whether it was there.
    pub fn discard_hashed(&self, vm: &mut Vm, key: Value, hash: i64) -> R<bool> {
        match self.find(vm, key, hash)? {
            Some(i) => {
                self.remove_at(i);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Empties a place.
    pub fn remove_at(&self, i: usize) -> Value {
        let table = self.table.get();
        let place = &table.as_slice()[i];
        let key = place.key.replace(table, Value::UNBOUND);
        place.hash.set(-1);
        self.len.set(self.len.get() - 1);
        key
    }

    /// The next item at or after a place, with its place and hash.
    #[inline]
    pub fn next_item(&self, from: usize) -> Option<(usize, Value, i64)> {
        let table = self.table.get();
        let rest = table.as_slice().get(from..)?;
        let i = rest.iter().position(|place| !place.key.get().is_unbound())?;
        Some((from + i, rest[i].key.get(), rest[i].hash.get()))
    }

    /// Removes all items.
    pub fn clear(&self, vm: &mut Vm) {
        let Ok(new) = SetTable::new(&mut vm.heap, MIN_SIZE) else { std::panic::panic_any(AllocError) };
        self.table.set(self, new);
        self.len.set(0);
        self.fill.set(0);
        self.finger.set(0);
    }

    /// Adds all items of an iterable.
    pub fn update(&self, vm: &mut Vm, iterable: Value) -> R<()> {
        if let Some(other) = vm.as_set(iterable) {
            return self.merge(vm, other.to_ref());
        }
        if let Some(dict) = vm.as_dict(iterable)
            && vm.is_exact(iterable, kinds::DICT)
        {
            let mask = self.table.get().as_slice().len() - 1;
            if (self.fill.get() + dict.len.get()) * 5 >= mask * 3 {
                self.resize(vm, (self.len.get() + dict.len.get()) * 2);
            }
            let mut at = 0;
            while let Some((i, key, _)) = dict.next_entry(at) {
                self.add_hashed(vm, key, dict.hash_at(i))?;
                at = i + 1;
            }
            return Ok(());
        }
        if let Some(text) = iterable.cast::<Str>()
            && text.is_ascii()
            && vm.is_exact(iterable, kinds::STR)
        {
            return self.add_ascii(vm, text);
        }
        if iterable.is_kind(kinds::GENERATOR) {
            let items = Items::of(vm, iterable);
            while let Some(item) = items.feed(vm, |vm, item| self.add_plain(vm, item))? {
                self.add(vm, item)?;
            }
            return Ok(());
        }
        vm.for_each(iterable, |vm, v| self.add(vm, v).map(|_| ()))
    }

    /// Adds the characters of an ASCII text, each the first time that it stands there.
    fn add_ascii(&self, vm: &mut Vm, text: Gc<Str>) -> R<()> {
        let mut seen = 0u128;
        for &byte in text.to_ref().as_bytes() {
            let bit = 1 << (byte & 127);
            if seen & bit == 0 {
                seen |= bit;
                let character = vm.latin1_str(byte);
                self.add(vm, character)?;
            }
        }
        Ok(())
    }

    /// A copy as a set or frozenset.
    pub fn copy(&self, vm: &mut Vm, kind: Kind) -> R<Gc<Set>> {
        let n = self.len.get();
        let new =
            vm.new_set_sized(kind, if n * 5 < (MIN_SIZE - 1) * 3 { MIN_SIZE } else { places_for(n * 2) });
        new.merge(vm, self)?;
        Ok(new)
    }

    /// Adds all items of another set.
    fn merge(&self, vm: &mut Vm, other: &Set) -> R<()> {
        if std::ptr::eq(other, self) || other.len.get() == 0 {
            return Ok(());
        }
        let mask = self.table.get().as_slice().len() - 1;
        if (self.fill.get() + other.len.get()) * 5 >= mask * 3 {
            self.resize(vm, (self.len.get() + other.len.get()) * 2);
        }
        if self.fill.get() == 0 {
            // No key is there already, and none is compared.
            if !self.take_places(other) {
                let mut at = 0;
                while let Some((i, key, hash)) = other.next_item(at) {
                    insert_first(self.table.get(), key, hash);
                    at = i + 1;
                }
                self.len.set(other.len.get());
                self.fill.set(other.len.get());
            }
            return Ok(());
        }
        let mut at = 0;
        while let Some((i, key, hash)) = other.next_item(at) {
            self.add_hashed(vm, key, hash)?;
            at = i + 1;
        }
        Ok(())
    }

    /// Takes all items to the places they have in another set, if it has as many places and none that was emptied.
    fn take_places(&self, other: &Set) -> bool {
        let (table, theirs) = (self.table.get(), other.table.get());
        if table.as_slice().len() != theirs.as_slice().len() || other.fill.get() != other.len.get() {
            return false;
        }
        dirty_range(table.as_slice().as_ptr(), table.as_slice().len());
        for (to, from) in table.as_slice().iter().zip(theirs.as_slice()) {
            to.key.set_quietly(from.key.get());
            to.hash.set(from.hash.get());
        }
        self.fill.set(other.fill.get());
        self.len.set(other.len.get());
        true
    }

    /// Makes the table anew where more than a quarter of its places were emptied.
    pub fn tidy(&self, vm: &mut Vm) {
        let (fill, used) = (self.fill.get(), self.len.get());
        if fill - used > (self.table.get().as_slice().len() - 1) / 4 {
            self.resize(vm, if used > 50_000 { used * 2 } else { used * 4 });
        }
    }
}

/// How many places a table has that is made for so many items.
fn places_for(n_items: usize) -> usize {
    (n_items + 1).next_power_of_two().max(MIN_SIZE)
}

/// Puts a key that is not there into a new table, from which none was taken out.
fn insert_first(table: Gc<SetTable>, key: Value, hash: i64) {
    let places = table.as_slice();
    let mask = places.len() - 1;
    let mut perturb = hash as u64;
    let mut i = hash as usize & mask;
    loop {
        let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        if let Some(place) = places[i..=i + probes].iter().find(|place| place.key.get().is_unbound()) {
            place.key.set(table, key);
            place.hash.set(hash);
            return;
        }
        perturb >>= PERTURB_SHIFT;
        i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
    }
}

/// Is it a small int or a plain string? Hashing and comparing such runs no Python code.
#[inline]
fn is_plain(vm: &Vm, key: Value) -> bool {
    key.is_small_int() || vm.is_exact(key, kinds::STR)
}
