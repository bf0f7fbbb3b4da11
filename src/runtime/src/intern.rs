//! The table of interned strings. It holds them weakly: a collection drops those that nothing else refers to.

use crate::layout::Str;
use crate::layout::string_flags::INTERNED;
use crate::vm::Vm;
use taipan_heap::{Collector, Gc};

/// Open addressing over cell addresses; 0 is free, 1 was deleted.
pub(crate) struct Interned {
    table: Vec<usize>,
    len: usize,
    used: usize,
}

impl Interned {
    pub fn new() -> Interned {
        Interned { table: vec![0; 8192], len: 0, used: 0 }
    }

    fn str_at(address: usize) -> Gc<Str> {
        // SAFETY: the table holds addresses of live strings only: dead ones are taken out before they are reused.
        unsafe { Gc::from_address_unchecked(address) }
    }

    /// The interned string with this text.
    fn find(&self, hash: i64, text: &[u8]) -> Option<Gc<Str>> {
        let mask = self.table.len() - 1;
        let mut i = hash as usize & mask;
        loop {
            match self.table[i] {
                0 => return None,
                1 => {}
                address => {
                    let s = Self::str_at(address);
                    if s.hash.get() == hash && s.as_bytes() == text {
                        return Some(s);
                    }
                }
            }
            i = (i + 1) & mask;
        }
    }

    fn insert(&mut self, s: Gc<Str>) {
        if (self.used + 1) * 2 > self.table.len() {
            let old = std::mem::take(&mut self.table);
            let size = if self.len * 4 > old.len() { old.len() * 2 } else { old.len() };
            self.table = vec![0; size];
            self.used = self.len;
            for address in old {
                if address > 1 {
                    self.place(address, Self::str_at(address).hash.get());
                }
            }
        }
        self.place(s.address(), s.hash.get());
        self.len += 1;
        self.used += 1;
    }

    fn place(&mut self, address: usize, hash: i64) {
        let mask = self.table.len() - 1;
        let mut i = hash as usize & mask;
        while self.table[i] != 0 {
            i = (i + 1) & mask;
        }
        self.table[i] = address;
    }

    /// Takes out the strings that the running collection did not reach.
    pub fn prune(&mut self, collector: &Collector<'_>) {
        for place in &mut self.table {
            if *place > 1 && !collector.is_marked(*place) {
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
        let hash = self.hash_text(text);
        if let Some(s) = self.interned.find(hash, text) {
            return s;
        }
        let s = self.new_str_wtf8(text);
        s.hash.set(hash);
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
        let hash = self.hash_str(s);
        if let Some(found) = self.interned.find(hash, s.as_bytes()) {
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
        let hash = self.hash_str(s);
        self.interned.find(hash, s.as_bytes())
    }
}

impl Interned {
    /// All interned strings.
    pub fn iter(&self) -> impl Iterator<Item = Gc<Str>> {
        self.table.iter().filter(|&&a| a > 1).map(|&a| Self::str_at(a))
    }
}
