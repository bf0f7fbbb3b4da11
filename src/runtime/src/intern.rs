//! The table of interned strings. It holds them weakly: a collection drops those that nothing else refers to.

use crate::layout::Str;
use crate::layout::string_flags::INTERNED;
use crate::vm::Vm;
use taipan_heap::{Collector, Gc};
use taipan_number::hash::{HashKey, hash_name};

/// Open addressing by [`taipan_number::hash::hash_name`] over cells: their addresses divided by 16; 0 is free, 1 was deleted.
/// The hash of a string as an object is left to be computed when a dict asks for it: most names of native types are never
/// looked up.
pub(crate) struct Interned {
    table: Vec<u32>,
    key: HashKey,
    len: usize,
    used: usize,
    /// What was put in since the last collection: the places in the table that a young collection has to look for.
    recent: Vec<u32>,
}

impl Interned {
    /// An empty table for names hashed with `key`.
    pub fn new(key: HashKey) -> Interned {
        Interned { table: vec![0; 4096], key, len: 0, used: 0, recent: Vec::new() }
    }

    fn str_at(place: u32) -> Gc<Str> {
        // SAFETY: the table holds addresses of live strings only: dead ones are taken out before they are reused.
        unsafe { Gc::from_address_unchecked((place as usize) << 4) }
    }

    fn start(&self, text: &[u8]) -> usize {
        hash_name(self.key, text) as usize & (self.table.len() - 1)
    }

    /// The interned string with this text.
    fn find(&self, text: &[u8]) -> Option<Gc<Str>> {
        let mut i = self.start(text);
        loop {
            match self.table[i] {
                0 => return None,
                1 => {}
                place => {
                    let s = Self::str_at(place);
                    if s.as_bytes() == text {
                        return Some(s);
                    }
                }
            }
            i = (i + 1) & (self.table.len() - 1);
        }
    }

    fn insert(&mut self, s: Gc<Str>) {
        if (self.used + 1) * 2 > self.table.len() {
            let old = std::mem::take(&mut self.table);
            let size = if self.len * 4 > old.len() { old.len() * 2 } else { old.len() };
            self.table = vec![0; size];
            self.used = self.len;
            for place in old {
                if place > 1 {
                    self.place(Self::str_at(place));
                }
            }
        }
        self.place(s);
        self.recent.push((s.address() >> 4) as u32);
        self.len += 1;
        self.used += 1;
    }

    fn place(&mut self, s: Gc<Str>) {
        let mut i = self.start(s.as_bytes());
        while self.table[i] != 0 {
            i = (i + 1) & (self.table.len() - 1);
        }
        self.table[i] = (s.address() >> 4) as u32;
    }

    /// Takes a string out whose cell can still be read.
    fn remove(&mut self, place: u32) {
        let mut i = self.start(Self::str_at(place).as_bytes());
        while self.table[i] != place {
            if self.table[i] == 0 {
                return;
            }
            i = (i + 1) & (self.table.len() - 1);
        }
        self.table[i] = 1;
        self.len -= 1;
    }

    /// Takes out the strings that the running collection did not reach.
    pub fn prune(&mut self, collector: &Collector<'_>) {
        let recent = std::mem::take(&mut self.recent);
        if collector.is_young() {
            for place in recent {
                if !collector.is_marked((place as usize) << 4) {
                    self.remove(place);
                }
            }
            return;
        }
        for place in &mut self.table {
            if *place > 1 && !collector.is_marked((*place as usize) << 4) {
                *place = 1;
                self.len -= 1;
            }
        }
    }
}

impl Vm {
    /// The one string with this text.
    pub fn intern(&mut self, text: &str) -> Gc<Str> {
        self.intern_bytes(text.as_bytes())
    }

    /// The one string with this WTF-8 text.
    pub fn intern_bytes(&mut self, text: &[u8]) -> Gc<Str> {
        if let Some(s) = self.interned.find(text) {
            return s;
        }
        let s = self.new_str_wtf8(text);
        if s.is_interned() {
            return s;
        }
        s.header.set_flags(INTERNED);
        self.interned.insert(s);
        s
    }

    /// The interned string equal to this one, which becomes it when there was none.
    #[inline]
    pub fn intern_str(&mut self, s: Gc<Str>) -> Gc<Str> {
        if s.is_interned() { s } else { self.intern_str_slow(s) }
    }

    #[cold]
    fn intern_str_slow(&mut self, s: Gc<Str>) -> Gc<Str> {
        if let Some(found) = self.interned.find(s.as_bytes()) {
            return found;
        }
        s.header.set_flags(INTERNED);
        self.interned.insert(s);
        s
    }

    /// The interned string equal to this one, if there is one.
    #[inline]
    pub fn find_interned(&mut self, s: Gc<Str>) -> Option<Gc<Str>> {
        if s.is_interned() {
            return Some(s);
        }
        self.interned.find(s.as_bytes())
    }
}

impl Interned {
    /// All interned strings.
    pub fn iter(&self) -> impl Iterator<Item = Gc<Str>> {
        self.table.iter().filter(|&&place| place > 1).map(|&place| Self::str_at(place))
    }
}
