//! The set algorithm: open addressing with runs of linear probes, in CPython's order, so that sets of numbers iterate as
//! they do there.

use crate::kinds;
use crate::layout::{Set, SetTable};
use crate::native::R;
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{AllocError, Field, Gc, Header, Kind, Value};

const MIN_SIZE: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

impl Vm {
    /// An empty set or frozenset.
    pub fn new_set(&mut self, kind: Kind) -> Gc<Set> {
        let class = self.class_address(kind);
        let Ok(table) = SetTable::new(&mut self.heap, MIN_SIZE) else { std::panic::panic_any(AllocError) };
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
    pub fn find(&self, vm: &mut Vm, key: Value, hash: i64) -> R<Option<usize>> {
        'restart: loop {
            let table = self.table.get();
            let places = table.to_ref().as_slice();
            let mask = places.len() - 1;
            let mut perturb = hash as u64;
            let mut i = hash as usize & mask;
            loop {
                let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
                for p in 0..=probes {
                    let place = &places[i + p];
                    let k = place.key.get();
                    if k.is_unbound() {
                        if place.hash.get() == 0 {
                            return Ok(None);
                        }
                        continue;
                    }
                    if place.hash.get() == hash {
                        if k == key || vm.equal(k, key)? {
                            return Ok(Some(i + p));
                        }
                        if self.table.get() != table || place.key.get() != k {
                            continue 'restart;
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
        if self.find(vm, key, hash)?.is_some() {
            return Ok(false);
        }
        let table = self.table.get();
        let fresh = insert_clean(table, key, hash);
        if fresh {
            self.fill.set(self.fill.get() + 1);
        }
        self.len.set(self.len.get() + 1);
        let mask = table.as_slice().len() - 1;
        if self.fill.get() * 5 >= mask * 3 {
            let used = self.len.get();
            self.resize(vm, if used > 50_000 { used * 2 } else { used * 4 });
        }
        Ok(true)
    }

    fn resize(&self, vm: &mut Vm, min_used: usize) {
        let mut size = MIN_SIZE;
        while size <= min_used {
            size *= 2;
        }
        let Ok(new) = SetTable::new(&mut vm.heap, size) else { std::panic::panic_any(AllocError) };
        for place in self.table.get().as_slice() {
            if !place.key.get().is_unbound() {
                insert_clean(new, place.key.get(), place.hash.get());
            }
        }
        self.table.set(self, new);
        self.fill.set(self.len.get());
    }

    /// Takes a key out; tells whether it was there.
    pub fn discard(&self, vm: &mut Vm, key: Value) -> R<bool> {
        let hash = vm.hash_key(key, "a set element")?;
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
    pub fn next_item(&self, from: usize) -> Option<(usize, Value, i64)> {
        let table = self.table.get();
        let places = table.as_slice();
        (from..places.len())
            .find(|&i| !places[i].key.get().is_unbound())
            .map(|i| (i, places[i].key.get(), places[i].hash.get()))
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
            if std::ptr::eq(other.to_ref(), self) || other.len.get() == 0 {
                return Ok(());
            }
            let table = self.table.get();
            let mask = table.as_slice().len() - 1;
            if (self.fill.get() + other.len.get()) * 5 >= mask * 3 {
                self.resize(vm, (self.len.get() + other.len.get()) * 2);
            }
            let mut at = 0;
            while let Some((i, key, hash)) = other.next_item(at) {
                self.add_hashed(vm, key, hash)?;
                at = i + 1;
            }
            return Ok(());
        }
        if let Some(dict) = vm.as_dict(iterable)
            && vm.is_exact(iterable, kinds::DICT)
        {
            let mut at = 0;
            while let Some((i, key, _)) = dict.next_entry(at) {
                self.add_hashed(vm, key, dict.hash_at(i))?;
                at = i + 1;
            }
            return Ok(());
        }
        vm.for_each(iterable, |vm, v| self.add(vm, v).map(|_| ()))
    }

    /// A copy as a set or frozenset.
    pub fn copy(&self, vm: &mut Vm, kind: Kind) -> R<Gc<Set>> {
        let new = vm.new_set(kind);
        let mut at = 0;
        while let Some((i, key, hash)) = self.next_item(at) {
            new.add_hashed(vm, key, hash)?;
            at = i + 1;
        }
        Ok(new)
    }
}

/// Puts a key that is not there into a free place; tells whether the place was never used.
fn insert_clean(table: Gc<SetTable>, key: Value, hash: i64) -> bool {
    let places = table.as_slice();
    let mask = places.len() - 1;
    let mut perturb = hash as u64;
    let mut i = hash as usize & mask;
    loop {
        let probes = if i + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        for p in 0..=probes {
            let place = &places[i + p];
            if place.key.get().is_unbound() && place.hash.get() == 0 {
                place.key.set(table, key);
                place.hash.set(hash);
                return true;
            }
        }
        perturb >>= PERTURB_SHIFT;
        i = i.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
    }
}
