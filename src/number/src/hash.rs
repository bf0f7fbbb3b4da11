//! Hashes: keyed SipHash-1-3 for text and bytes, numbers modulo 2^61-1, tuples and frozen sets.
//!
//! All give what CPython gives on a 64-bit machine for the same `PYTHONHASHSEED`, so that sets of strings print in the same
//! order.

use crate::big::IntRef;

/// Numbers hash modulo this prime.
pub const MODULUS: u64 = (1 << 61) - 1;
/// The hash of positive infinity.
pub const HASH_INFINITY: i64 = 314_159;
/// The factor of the imaginary part.
pub const HASH_IMAGINARY: i64 = 1_000_003;

/// The key that text and bytes are hashed with.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HashKey {
    /// The lower half.
    pub k0: u64,
    /// The upper half.
    pub k1: u64,
}

impl HashKey {
    /// A key of 16 random bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> HashKey {
        let word = |at: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&bytes[at..at + 8]);
            u64::from_le_bytes(word)
        };
        HashKey { k0: word(0), k1: word(8) }
    }

    /// The key for `PYTHONHASHSEED=seed`; zero turns keying off.
    pub fn from_seed(seed: u32) -> HashKey {
        if seed == 0 {
            return HashKey::default();
        }
        let mut x = seed;
        let bytes = std::array::from_fn(|_| {
            x = x.wrapping_mul(214_013).wrapping_add(2_531_011);
            (x >> 16) as u8
        });
        HashKey::from_bytes(bytes)
    }
}

/// No object has the hash -1.
#[inline(always)]
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

struct Sip {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
}

impl Sip {
    #[inline(always)]
    fn new(key: HashKey) -> Sip {
        Sip {
            v0: key.k0 ^ 0x736f_6d65_7073_6575,
            v1: key.k1 ^ 0x646f_7261_6e64_6f6d,
            v2: key.k0 ^ 0x6c79_6765_6e65_7261,
            v3: key.k1 ^ 0x7465_6462_7974_6573,
        }
    }

    #[inline(always)]
    fn round(&mut self) {
        self.v0 = self.v0.wrapping_add(self.v1);
        self.v2 = self.v2.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(13) ^ self.v0;
        self.v3 = self.v3.rotate_left(16) ^ self.v2;
        self.v0 = self.v0.rotate_left(32);
        self.v2 = self.v2.wrapping_add(self.v1);
        self.v0 = self.v0.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(17) ^ self.v2;
        self.v3 = self.v3.rotate_left(21) ^ self.v0;
        self.v2 = self.v2.rotate_left(32);
    }

    #[inline(always)]
    fn word(&mut self, word: u64) {
        self.v3 ^= word;
        self.round();
        self.v0 ^= word;
    }

    #[inline(always)]
    fn finish(mut self, last: u64) -> i64 {
        self.word(last);
        self.v2 ^= 0xFF;
        self.round();
        self.round();
        self.round();
        not_minus_one((self.v0 ^ self.v1 ^ self.v2 ^ self.v3) as i64)
    }
}

/// A hash of names that no program sees: multiplications whose halves are folded, cheaper than SipHash. The key keeps
/// others from choosing names that collide.
#[inline]
pub fn hash_name(key: HashKey, name: &[u8]) -> u64 {
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        product as u64 ^ (product >> 64) as u64
    };
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let factor = (key.k1 ^ ODD) | 1;
    let (words, tail) = name.as_chunks::<8>();
    let mut hash = key.k0 ^ name.len() as u64;
    for word in words {
        hash = fold(hash ^ u64::from_le_bytes(*word), factor);
    }
    let mut last = 0;
    for &byte in tail {
        last = last << 8 | u64::from(byte);
    }
    fold(hash ^ last, factor.rotate_left(32))
}

/// The hash of bytes (and of ASCII text).
#[inline]
pub fn hash_bytes(key: HashKey, bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut sip = Sip::new(key);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        sip.word(u64::from_le_bytes(*word));
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    sip.finish(u64::from_le_bytes(last) | (bytes.len() as u64) << 56)
}

/// The hash of text in WTF-8. CPython hashes characters in one, two or four bytes each, whichever the widest needs, so that is
/// what is hashed here too.
#[inline]
pub fn hash_text(key: HashKey, wtf8: &[u8]) -> i64 {
    if wtf8.is_ascii() { hash_bytes(key, wtf8) } else { hash_wide_text(key, wtf8) }
}

fn hash_wide_text(key: HashKey, wtf8: &[u8]) -> i64 {
    let widest = wtf8.iter().copied().max().unwrap_or(0);
    let bits = match widest {
        0..0xC4 => 8,
        0xC4..0xF0 => 16,
        0xF0.. => 32,
    };
    let mut sip = Sip::new(key);
    let (mut word, mut filled, mut len) = (0u64, 0u32, 0u64);
    let mut at = 0;
    while at < wtf8.len() {
        let first = u64::from(wtf8[at]);
        let next = |i: usize| u64::from(wtf8.get(at + i).copied().unwrap_or(0)) & 0x3F;
        let (c, n) = match first {
            0..0xC0 => (first, 1),
            0xC0..0xE0 => ((first & 0x1F) << 6 | next(1), 2),
            0xE0..0xF0 => ((first & 0xF) << 12 | next(1) << 6 | next(2), 3),
            _ => ((first & 7) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4),
        };
        at += n;
        word |= c << filled;
        filled += bits;
        len += u64::from(bits / 8);
        if filled == 64 {
            sip.word(word);
            (word, filled) = (0, 0);
        }
    }
    sip.finish(word | len << 56)
}

/// The hash of an integer.
#[inline]
pub fn hash_int(value: IntRef<'_>) -> i64 {
    // 2^64 is 8 modulo the prime, so this many limbs, each times its power of 8, add up to less than 2^126.
    const MANY: usize = 20;
    let mut sum = 0;
    let mut rest = value.limbs;
    while !rest.is_empty() {
        let n = (rest.len() - 1) % MANY + 1;
        let (below, limbs) = rest.split_at(rest.len() - n);
        let (mut total, mut weight) = (0, 1u64);
        for &limb in limbs {
            total += u128::from(limb) * u128::from(weight);
            weight <<= 3;
        }
        let low = (total as u64 & MODULUS) + ((total >> 61) as u64 & MODULUS) + (total >> 122) as u64;
        sum = reduce(rotate(sum, 3 * n as u32) + reduce(fold(low)));
        rest = below;
    }
    sum = reduce(sum);
    not_minus_one(if value.negative { -(sum as i64) } else { sum as i64 })
}

/// A limb modulo the prime, or the prime itself or a little more.
#[inline(always)]
fn fold(limb: u64) -> u64 {
    (limb & MODULUS) + (limb >> 61)
}

/// `value * 2**n` modulo the prime (or a little more) for a value not much above it.
#[inline(always)]
fn rotate(value: u64, n: u32) -> u64 {
    (value << n & MODULUS) + (value >> (61 - n))
}

/// The hash of a machine integer.
#[inline(always)]
pub fn hash_i64(value: i64) -> i64 {
    let magnitude = value.unsigned_abs();
    let sum = reduce((magnitude & MODULUS) + (magnitude >> 61)) as i64;
    not_minus_one(if value < 0 { -sum } else { sum })
}

#[inline(always)]
fn reduce(value: u64) -> u64 {
    if value >= MODULUS { value - MODULUS } else { value }
}

/// The hash of a double; NaN gives `None`, as it hashes by identity.
#[inline]
pub fn hash_f64(value: f64) -> Option<i64> {
    if !value.is_finite() {
        return match value.is_nan() {
            true => None,
            false => Some(if value > 0.0 { HASH_INFINITY } else { -HASH_INFINITY }),
        };
    }
    let (m, e) = crate::float::decode(value.abs());
    // Multiplying by a power of two modulo 2^61-1 is a rotation of 61 bits.
    let shift = e.rem_euclid(61) as u32;
    let rotated = if shift == 0 { m } else { (m << shift & MODULUS) | m >> (61 - shift) };
    let hash = reduce(rotated) as i64;
    Some(not_minus_one(if value < 0.0 { -hash } else { hash }))
}

/// The hash of a complex number from those of its parts.
pub fn hash_complex(real: i64, imaginary: i64) -> i64 {
    not_minus_one(real.wrapping_add(HASH_IMAGINARY.wrapping_mul(imaginary)))
}

/// The hash of an address or another identity: the low bits, always zero, go to the top.
#[inline(always)]
pub fn hash_pointer(address: usize) -> i64 {
    not_minus_one((address as u64).rotate_right(4) as i64)
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

/// A tuple's hash, item by item.
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher(u64);

impl Default for TupleHasher {
    fn default() -> Self {
        TupleHasher(PRIME_5)
    }
}

impl TupleHasher {
    /// Takes one item's hash in.
    #[inline(always)]
    pub fn item(&mut self, hash: i64) {
        self.0 = self.0.wrapping_add((hash as u64).wrapping_mul(PRIME_2));
        self.0 = self.0.rotate_left(31).wrapping_mul(PRIME_1);
    }

    /// The hash of a tuple of so many items.
    #[inline(always)]
    pub fn finish(self, n_items: usize) -> i64 {
        let hash = self.0.wrapping_add(n_items as u64 ^ (PRIME_5 ^ 3_527_539));
        if hash == u64::MAX { 1_546_275_796 } else { hash as i64 }
    }
}

/// A frozen set's hash, in any order of items.
#[derive(Clone, Copy, Debug, Default)]
pub struct FrozenSetHasher(u64);

impl FrozenSetHasher {
    /// Takes one item's hash in.
    #[inline(always)]
    pub fn item(&mut self, hash: i64) {
        let h = hash as u64;
        self.0 ^= ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
    }

    /// The hash of a set of so many items.
    pub fn finish(self, n_items: usize) -> i64 {
        let mut hash = self.0 ^ (n_items as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX { 590_923_713 } else { hash as i64 }
    }
}
