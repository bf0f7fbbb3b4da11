//! Keys from passwords: PBKDF2 (RFC 8018) and scrypt (RFC 7914).

use super::engine::{Algorithm, Hmac};

/// A key of so many bytes, by HMAC on the algorithm.
pub fn pbkdf2(
    algorithm: Algorithm,
    password: &[u8],
    salt: &[u8],
    iterations: usize,
    length: usize,
) -> Vec<u8> {
    let keyed = Hmac::new(algorithm, password);
    let mut out = Vec::with_capacity(length + algorithm.digest_size());
    let mut block = 0u32;
    while out.len() < length {
        block = block.wrapping_add(1);
        let mut first = keyed.clone();
        first.update(salt);
        first.update(&block.to_be_bytes());
        let mut code = first.digest();
        let mut sum = code.clone();
        for _ in 1..iterations {
            let mut next = keyed.clone();
            next.update(&code);
            code = next.digest();
            sum.iter_mut().zip(&code).for_each(|(s, c)| *s ^= c);
        }
        out.extend_from_slice(&sum);
    }
    out.truncate(length);
    out
}

/// What scrypt costs: rows, the size of a row in blocks of 128 bytes, and how often all is done.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    n: usize,
    r: usize,
    p: usize,
}

impl Cost {
    /// So much memory may be used where nothing else is said.
    const MEMORY: u64 = 32 << 20;

    /// `None` where it would take more memory than `memory` (0: the usual bound). `n` is a power of two.
    pub fn new(n: u64, r: u64, p: u64, memory: u64) -> Option<Cost> {
        let limit = if memory == 0 { Cost::MEMORY } else { memory };
        let row = r.checked_mul(128)?;
        let rows = row.checked_mul(n.checked_add(2)?)?;
        let all = row.checked_mul(p)?.checked_add(rows)?;
        // RFC 7914 bounds p * r as well.
        if all > limit || p.checked_mul(r)? >= 1 << 30 {
            return None;
        }
        Some(Cost { n: n as usize, r: r as usize, p: p as usize })
    }
}

/// A key of so many bytes.
pub fn scrypt(password: &[u8], salt: &[u8], cost: Cost, length: usize) -> Vec<u8> {
    let row = 128 * cost.r;
    let mut blocks = pbkdf2(Algorithm::Sha256, password, salt, 1, cost.p * row);
    let mut rows = vec![0u32; cost.n * row / 4];
    for block in blocks.chunks_exact_mut(row) {
        mix_rows(block, cost, &mut rows);
    }
    pbkdf2(Algorithm::Sha256, password, &blocks, 1, length)
}

/// Fills the rows one after the other, then reads them in an order that depends on what was read.
fn mix_rows(block: &mut [u8], cost: Cost, rows: &mut [u32]) {
    let n_words = block.len() / 4;
    let mut words: Vec<u32> =
        block.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    let mut other = vec![0u32; n_words];
    for row in rows.chunks_exact_mut(n_words) {
        row.copy_from_slice(&words);
        mix_block(&mut words, &mut other, cost.r);
    }
    for _ in 0..cost.n {
        // The last 64 bytes tell which row is next.
        let at = words[n_words - 16] as usize & (cost.n - 1);
        let row = &rows[at * n_words..(at + 1) * n_words];
        words.iter_mut().zip(row).for_each(|(w, r)| *w ^= r);
        mix_block(&mut words, &mut other, cost.r);
    }
    for (bytes, word) in block.chunks_exact_mut(4).zip(&words) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
}

/// Mixes each piece of 64 bytes with the one before it; even ones go to the front, odd ones behind them.
fn mix_block(words: &mut [u32], other: &mut [u32], r: usize) {
    let mut x = [0u32; 16];
    x.copy_from_slice(&words[words.len() - 16..]);
    for (i, piece) in words.chunks_exact(16).enumerate() {
        x.iter_mut().zip(piece).for_each(|(x, p)| *x ^= p);
        salsa20_8(&mut x);
        let to = if i % 2 == 0 { i / 2 } else { r + i / 2 };
        other[16 * to..16 * (to + 1)].copy_from_slice(&x);
    }
    words.copy_from_slice(other);
}

/// Salsa20 with 8 rounds.
fn salsa20_8(state: &mut [u32; 16]) {
    /// The quarters of a round on columns, then those of one on rows: what is changed last comes last.
    const QUARTERS: [[usize; 4]; 8] = [
        [0, 4, 8, 12],
        [5, 9, 13, 1],
        [10, 14, 2, 6],
        [15, 3, 7, 11],
        [0, 1, 2, 3],
        [5, 6, 7, 4],
        [10, 11, 8, 9],
        [15, 12, 13, 14],
    ];
    let mut x = *state;
    for _ in 0..4 {
        for [a, b, c, d] in QUARTERS {
            x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
            x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
            x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
            x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
        }
    }
    state.iter_mut().zip(x).for_each(|(s, x)| *s = s.wrapping_add(x));
}
