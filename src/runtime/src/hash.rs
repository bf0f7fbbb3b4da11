//! Hashes as CPython has them: strings by keyed SipHash-1-3, numbers modulo 2^61 - 1.

use crate::layout::{Int, Str};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

/// The Mersenne prime that numeric hashes are taken modulo.
pub const MODULUS: u64 = (1 << 61) - 1;

impl Vm {
    /// The hash of bytes or ASCII text.
    pub fn hash_bytes(&self, bytes: &[u8]) -> i64 {
        if bytes.is_empty() {
            return 0;
        }
        match siphash13(self.hash_key, bytes) as i64 {
            -1 => -2,
            0 => 1,
            h => h,
        }
    }

    /// The hash of a string, computed once.
    #[inline]
    pub fn hash_str(&self, s: Gc<Str>) -> i64 {
        let h = s.hash.get();
        if h != 0 || s.n_bytes() == 0 {
            return h;
        }
        let h = self.hash_bytes(s.as_bytes());
        s.hash.set(h);
        h
    }

    /// The hash of an exact int.
    #[inline]
    pub fn hash_int(&self, v: Value) -> i64 {
        match v.as_small_int() {
            Some(-1) => -2,
            Some(i) if i.unsigned_abs() < MODULUS => i,
            Some(i) => finish((i.unsigned_abs() % MODULUS) as i64, i < 0),
            None => match v.cast::<Int>() {
                Some(int) => {
                    let mut m = 0u128;
                    for &limb in int.limbs().iter().rev() {
                        m = ((m << 64) | u128::from(limb)) % u128::from(MODULUS);
                    }
                    finish(m as i64, int.is_negative())
                }
                None => 0,
            },
        }
    }
}

fn finish(m: i64, negative: bool) -> i64 {
    let h = if negative { -m } else { m };
    if h == -1 { -2 } else { h }
}

/// SipHash with one compression and three finalisation rounds (Aumasson and Bernstein).
fn siphash13(key: (u64, u64), bytes: &[u8]) -> u64 {
    let (k0, k1) = key;
    let mut v = [
        k0 ^ 0x736f_6d65_7073_6575,
        k1 ^ 0x646f_7261_6e64_6f6d,
        k0 ^ 0x6c79_6765_6e65_7261,
        k1 ^ 0x7465_6462_7974_6573,
    ];
    let round = |v: &mut [u64; 4]| {
        v[0] = v[0].wrapping_add(v[1]);
        v[2] = v[2].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(13) ^ v[0];
        v[3] = v[3].rotate_left(16) ^ v[2];
        v[0] = v[0].rotate_left(32);
        v[2] = v[2].wrapping_add(v[1]);
        v[0] = v[0].wrapping_add(v[3]);
        v[1] = v[1].rotate_left(17) ^ v[2];
        v[3] = v[3].rotate_left(21) ^ v[0];
        v[2] = v[2].rotate_left(32);
    };
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let m = u64::from_le_bytes(chunk.try_into().expect("chunks of eight"));
        v[3] ^= m;
        round(&mut v);
        v[0] ^= m;
    }
    let mut last = (bytes.len() as u64) << 56;
    for (i, &b) in chunks.remainder().iter().enumerate() {
        last |= u64::from(b) << (8 * i);
    }
    v[3] ^= last;
    round(&mut v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for _ in 0..3 {
        round(&mut v);
    }
    v[0] ^ v[1] ^ v[2] ^ v[3]
}
