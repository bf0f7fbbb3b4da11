//! Hashes as CPython has them: strings by keyed SipHash-1-3, numbers modulo 2^61 - 1.

use crate::layout::{Int, Str};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

/// The Mersenne prime that numeric hashes are taken modulo.
pub const MODULUS: u64 = (1 << 61) - 1;

impl Vm {
    /// The hash of bytes.
    pub fn hash_bytes(&self, bytes: &[u8]) -> i64 {
        known(taipan_number::hash::hash_bytes(self.text_key(), bytes), bytes)
    }

    /// The hash of text in WTF-8, of its characters as CPython stores them.
    pub fn hash_text(&self, wtf8: &[u8]) -> i64 {
        known(taipan_number::hash::hash_text(self.text_key(), wtf8), wtf8)
    }

    fn text_key(&self) -> taipan_number::hash::HashKey {
        let (k0, k1) = self.hash_key;
        taipan_number::hash::HashKey { k0, k1 }
    }

    /// The hash of a string, computed once.
    #[inline]
    pub fn hash_str(&self, s: Gc<Str>) -> i64 {
        let h = s.hash.get();
        if h != 0 || s.n_bytes() == 0 {
            return h;
        }
        let h = self.hash_text(s.as_bytes());
        s.hash.set(h);
        h
    }

    /// The hash of a key that tells it without a computation: of an int in the word, or a string that was asked before.
    #[inline(always)]
    pub fn known_hash(&self, key: Value) -> Option<i64> {
        if key.is_small_int() {
            let i = key.small_int_bits();
            return if i != -1 && i.unsigned_abs() < MODULUS { Some(i) } else { None };
        }
        key.cast::<Str>().map(|key| key.hash.get()).filter(|&hash| hash != 0)
    }

    /// The hash of an exact int.
    #[inline]
    pub fn hash_int(&self, v: Value) -> i64 {
        match v.as_small_int() {
            Some(-1) => -2,
            Some(i) if i.unsigned_abs() < MODULUS => i,
            Some(i) => finish((i.unsigned_abs() % MODULUS) as i64, i < 0),
            None => match v.cast::<Int>() {
                Some(int) => taipan_number::hash::hash_int(taipan_number::big::IntRef {
                    negative: int.is_negative(),
                    limbs: int.to_ref().limbs(),
                }),
                None => 0,
            },
        }
    }
}

/// 0 stands for a hash that was not computed yet: only what is empty has it.
fn known(hash: i64, of: &[u8]) -> i64 {
    if hash == 0 && !of.is_empty() { 1 } else { hash }
}

fn finish(m: i64, negative: bool) -> i64 {
    let h = if negative { -m } else { m };
    if h == -1 { -2 } else { h }
}
