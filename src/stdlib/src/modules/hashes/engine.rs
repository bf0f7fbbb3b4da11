//! The algorithms behind one enum.

use sha2::Digest;
use shake::{ExtendableOutput, Update, XofReader};

/// The algorithms and what is fixed for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of algorithms")]
pub enum Algorithm {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
    Shake128,
    Shake256,
    Blake2b,
    Blake2s,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Algorithm; 14] = [
        Algorithm::Md5,
        Algorithm::Sha1,
        Algorithm::Sha224,
        Algorithm::Sha256,
        Algorithm::Sha384,
        Algorithm::Sha512,
        Algorithm::Sha3_224,
        Algorithm::Sha3_256,
        Algorithm::Sha3_384,
        Algorithm::Sha3_512,
        Algorithm::Shake128,
        Algorithm::Shake256,
        Algorithm::Blake2b,
        Algorithm::Blake2s,
    ];

    /// The name that Python's objects show.
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Md5 => "md5",
            Algorithm::Sha1 => "sha1",
            Algorithm::Sha224 => "sha224",
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha384 => "sha384",
            Algorithm::Sha512 => "sha512",
            Algorithm::Sha3_224 => "sha3_224",
            Algorithm::Sha3_256 => "sha3_256",
            Algorithm::Sha3_384 => "sha3_384",
            Algorithm::Sha3_512 => "sha3_512",
            Algorithm::Shake128 => "shake_128",
            Algorithm::Shake256 => "shake_256",
            Algorithm::Blake2b => "blake2b",
            Algorithm::Blake2s => "blake2s",
        }
    }

    /// Bytes of a block.
    pub fn block_size(self) -> usize {
        match self {
            Algorithm::Md5 | Algorithm::Sha1 | Algorithm::Sha224 | Algorithm::Sha256 | Algorithm::Blake2s => {
                64
            }
            Algorithm::Sha384 | Algorithm::Sha512 | Algorithm::Blake2b => 128,
            Algorithm::Sha3_224 => 144,
            Algorithm::Sha3_256 | Algorithm::Shake256 => 136,
            Algorithm::Sha3_384 => 104,
            Algorithm::Sha3_512 => 72,
            Algorithm::Shake128 => 168,
        }
    }

    /// Bytes of a digest; 0 where the caller says.
    pub fn digest_size(self) -> usize {
        match self {
            Algorithm::Md5 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha224 | Algorithm::Sha3_224 => 28,
            Algorithm::Sha256 | Algorithm::Sha3_256 | Algorithm::Blake2s => 32,
            Algorithm::Sha384 | Algorithm::Sha3_384 => 48,
            Algorithm::Sha512 | Algorithm::Sha3_512 | Algorithm::Blake2b => 64,
            Algorithm::Shake128 | Algorithm::Shake256 => 0,
        }
    }

    /// A fresh state.
    pub fn start(self) -> Engine {
        match self {
            Algorithm::Md5 => Engine::Md5(Default::default()),
            Algorithm::Sha1 => Engine::Sha1(Default::default()),
            Algorithm::Sha224 => Engine::Sha224(Default::default()),
            Algorithm::Sha256 => Engine::Sha256(Default::default()),
            Algorithm::Sha384 => Engine::Sha384(Default::default()),
            Algorithm::Sha512 => Engine::Sha512(Default::default()),
            Algorithm::Sha3_224 => Engine::Sha3_224(Default::default()),
            Algorithm::Sha3_256 => Engine::Sha3_256(Default::default()),
            Algorithm::Sha3_384 => Engine::Sha3_384(Default::default()),
            Algorithm::Sha3_512 => Engine::Sha3_512(Default::default()),
            Algorithm::Shake128 => Engine::Shake128(Default::default()),
            Algorithm::Shake256 => Engine::Shake256(Default::default()),
            Algorithm::Blake2b => Engine::Blake2b(blake2b_simd::State::new()),
            Algorithm::Blake2s => Engine::Blake2s(blake2s_simd::State::new()),
        }
    }
}

/// The state of a hash that is being computed.
#[derive(Clone)]
#[expect(missing_docs, reason = "the names of algorithms")]
pub enum Engine {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
    Sha3_224(sha3::Sha3_224),
    Sha3_256(sha3::Sha3_256),
    Sha3_384(sha3::Sha3_384),
    Sha3_512(sha3::Sha3_512),
    Shake128(shake::Shake128),
    Shake256(shake::Shake256),
    Blake2b(blake2b_simd::State),
    Blake2s(blake2s_simd::State),
}

impl Engine {
    /// Takes more data.
    pub fn update(&mut self, data: &[u8]) {
        match self {
            Engine::Md5(h) => Digest::update(h, data),
            Engine::Sha1(h) => Digest::update(h, data),
            Engine::Sha224(h) => Digest::update(h, data),
            Engine::Sha256(h) => Digest::update(h, data),
            Engine::Sha384(h) => Digest::update(h, data),
            Engine::Sha512(h) => Digest::update(h, data),
            Engine::Sha3_224(h) => Digest::update(h, data),
            Engine::Sha3_256(h) => Digest::update(h, data),
            Engine::Sha3_384(h) => Digest::update(h, data),
            Engine::Sha3_512(h) => Digest::update(h, data),
            Engine::Shake128(h) => Update::update(h, data),
            Engine::Shake256(h) => Update::update(h, data),
            Engine::Blake2b(h) => drop(h.update(data)),
            Engine::Blake2s(h) => drop(h.update(data)),
        }
    }

    /// The digest of the data so far; `length` bytes of it where there is no fixed length.
    pub fn digest(&self, length: usize) -> Vec<u8> {
        match self.clone() {
            Engine::Md5(h) => h.finalize().to_vec(),
            Engine::Sha1(h) => h.finalize().to_vec(),
            Engine::Sha224(h) => h.finalize().to_vec(),
            Engine::Sha256(h) => h.finalize().to_vec(),
            Engine::Sha384(h) => h.finalize().to_vec(),
            Engine::Sha512(h) => h.finalize().to_vec(),
            Engine::Sha3_224(h) => h.finalize().to_vec(),
            Engine::Sha3_256(h) => h.finalize().to_vec(),
            Engine::Sha3_384(h) => h.finalize().to_vec(),
            Engine::Sha3_512(h) => h.finalize().to_vec(),
            Engine::Shake128(h) => {
                let mut out = vec![0; length];
                h.finalize_xof().read(&mut out);
                out
            }
            Engine::Shake256(h) => {
                let mut out = vec![0; length];
                h.finalize_xof().read(&mut out);
                out
            }
            Engine::Blake2b(h) => h.finalize().as_bytes().to_vec(),
            Engine::Blake2s(h) => h.finalize().as_bytes().to_vec(),
        }
    }
}

/// HMAC (RFC 2104) on any of the algorithms.
#[derive(Clone)]
pub struct Hmac {
    /// The algorithm.
    pub algorithm: Algorithm,
    inner: Engine,
    outer: Engine,
}

impl Hmac {
    /// A state for a key.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Hmac {
        let mut block = vec![0u8; algorithm.block_size()];
        if key.len() > block.len() {
            let mut engine = algorithm.start();
            engine.update(key);
            let digest = engine.digest(algorithm.digest_size());
            block[..digest.len()].copy_from_slice(&digest);
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let (mut inner, mut outer) = (algorithm.start(), algorithm.start());
        inner.update(&block.iter().map(|b| b ^ 0x36).collect::<Vec<u8>>());
        outer.update(&block.iter().map(|b| b ^ 0x5c).collect::<Vec<u8>>());
        Hmac { algorithm, inner, outer }
    }

    /// Takes more data.
    pub fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    /// The code of the data so far.
    pub fn digest(&self) -> Vec<u8> {
        let size = self.algorithm.digest_size();
        let mut outer = self.outer.clone();
        outer.update(&self.inner.digest(size));
        outer.digest(size)
    }
}
