//! The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), as `random` draws from it.

use crate::big::{BITS_MAX, BigInt, TooLarge};

const N: usize = 624;
const M: usize = 397;

/// The generator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mersenne {
    state: [u32; N],
    at: usize,
}

impl Mersenne {
    /// Seeded with one word.
    pub fn from_word(seed: u32) -> Mersenne {
        let mut state = [seed; N];
        for i in 1..N {
            let last = state[i - 1];
            state[i] = 1_812_433_253u32.wrapping_mul(last ^ last >> 30).wrapping_add(i as u32);
        }
        Mersenne { state, at: N }
    }

    /// Seeded with the words of a number's magnitude, least significant first (at least one).
    pub fn from_words(key: &[u32]) -> Mersenne {
        let key = if key.is_empty() { &[0] } else { key };
        let Mersenne { mut state, .. } = Mersenne::from_word(19_650_218);
        let mix = |state: &[u32; N], i: usize, factor: u32| {
            let last = state[i - 1];
            state[i] ^ (last ^ last >> 30).wrapping_mul(factor)
        };
        let step = |state: &mut [u32; N], i: &mut usize| {
            *i += 1;
            if *i >= N {
                state[0] = state[N - 1];
                *i = 1;
            }
        };
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            state[i] = mix(&state, i, 1_664_525).wrapping_add(key[j]).wrapping_add(j as u32);
            step(&mut state, &mut i);
            j = (j + 1) % key.len();
        }
        for _ in 1..N {
            state[i] = mix(&state, i, 1_566_083_941).wrapping_sub(i as u32);
            step(&mut state, &mut i);
        }
        state[0] = 0x8000_0000;
        Mersenne { state, at: N }
    }

    /// Seeded with an integer's magnitude.
    pub fn from_limbs(limbs: &[u64]) -> Mersenne {
        let mut key: Vec<u32> = limbs.iter().flat_map(|&limb| [limb as u32, (limb >> 32) as u32]).collect();
        while key.len() > 1 && key.last() == Some(&0) {
            key.pop();
        }
        Mersenne::from_words(&key)
    }

    fn refill(&mut self) {
        for i in 0..N {
            let mixed = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % N] & 0x7FFF_FFFF);
            let odd = if mixed & 1 == 1 { 0x9908_B0DF } else { 0 };
            self.state[i] = self.state[(i + M) % N] ^ mixed >> 1 ^ odd;
        }
        self.at = 0;
    }

    /// 32 random bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.at >= N {
            self.refill();
        }
        let mut y = self.state[self.at];
        self.at += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C_5680;
        y ^= (y << 15) & 0xEFC6_0000;
        y ^ y >> 18
    }

    /// `random()`: 53 random bits in [0, 1).
    #[inline]
    pub fn random(&mut self) -> f64 {
        let a = f64::from(self.next_u32() >> 5);
        let b = f64::from(self.next_u32() >> 6);
        (a * 67_108_864.0 + b) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// `getrandbits(k)` for up to 32 bits.
    #[inline]
    pub fn bits_u32(&mut self, k: u32) -> u32 {
        if k == 0 { 0 } else { self.next_u32() >> (32 - k.min(32)) }
    }

    /// `getrandbits(k)` for any number of bits.
    pub fn bits(&mut self, k: u64) -> Result<BigInt, TooLarge> {
        if k > BITS_MAX {
            return Err(TooLarge);
        }
        let mut words = Vec::new();
        words.try_reserve((k / 32 + 1) as usize).map_err(|_| TooLarge)?;
        let mut left = k;
        while left > 0 {
            let n = left.min(32) as u32;
            words.push(self.bits_u32(n));
            left -= u64::from(n);
        }
        let limbs = words
            .chunks(2)
            .map(|pair| u64::from(pair[0]) | u64::from(pair.get(1).copied().unwrap_or(0)) << 32);
        Ok(BigInt::new(false, limbs.collect()))
    }

    /// The 624 words of state and the position, for `getstate`.
    pub fn state(&self) -> (&[u32; N], usize) {
        (&self.state, self.at)
    }

    /// For `setstate`; `None` when the position is beyond 624.
    pub fn from_state(state: [u32; N], at: usize) -> Option<Mersenne> {
        (at <= N).then_some(Mersenne { state, at })
    }
}
