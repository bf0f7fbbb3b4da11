//! String storage: WTF-8 slices and buffers, code points, and the way between character and byte positions.
//!
//! A Python string is a sequence of code points that may hold lone surrogates. Here it is UTF-8 in which such a surrogate
//! takes the three bytes that UTF-8's scheme gives it. Two neighbouring surrogates stay two code points: nothing joins them.
//!
//! Nothing here is undefined for bytes that break the form: they only decode to other code points.
#![expect(unsafe_code, reason = "an unsized newtype over bytes is made by a pointer cast")]

use std::fmt;

/// Characters between two entries of a sparse index.
pub const INDEX_STRIDE: usize = 64;

/// A borrowed Python string.
#[repr(transparent)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wtf8([u8]);

impl Wtf8 {
    /// Bytes that the caller knows to be WTF-8.
    #[inline(always)]
    pub fn new(bytes: &[u8]) -> &Wtf8 {
        // SAFETY: Wtf8 is a transparent newtype over [u8] and asks nothing of its bytes for soundness.
        unsafe { &*(std::ptr::from_ref(bytes) as *const Wtf8) }
    }

    /// A Rust string as it stands.
    #[inline(always)]
    #[expect(clippy::should_implement_trait, reason = "it cannot fail and it borrows")]
    pub fn from_str(text: &str) -> &Wtf8 {
        Wtf8::new(text.as_bytes())
    }

    /// The storage.
    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text as Rust's `str`, unless it holds a lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// How many bytes the storage has.
    #[inline(always)]
    pub fn n_bytes(&self) -> usize {
        self.0.len()
    }

    /// Is there nothing in it?
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Are all characters below 128?
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    /// How many code points there are.
    #[inline]
    pub fn n_chars(&self) -> usize {
        count_chars(&self.0)
    }

    /// The code points, from either end.
    #[inline]
    pub fn chars(&self) -> Chars<'_> {
        Chars { bytes: &self.0 }
    }

    /// Byte offset and code point of each character.
    #[inline]
    pub fn char_indices(&self) -> CharIndices<'_> {
        CharIndices { at: 0, chars: self.chars() }
    }

    /// The piece between two byte offsets, which must lie on character borders and within the text.
    #[inline]
    pub fn slice(&self, start: usize, end: usize) -> &Wtf8 {
        Wtf8::new(&self.0[start..end])
    }

    /// The text with U+FFFD for lone surrogates.
    pub fn to_string_lossy(&self) -> String {
        match self.as_str() {
            Some(text) => text.to_owned(),
            None => self.chars().map(|c| char::from_u32(c).unwrap_or('\u{FFFD}')).collect(),
        }
    }

    /// A copy that can grow.
    pub fn to_buf(&self) -> Wtf8Buf {
        Wtf8Buf(self.0.to_vec())
    }
}

impl fmt::Debug for Wtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string_lossy(), f)
    }
}

impl<'a> From<&'a str> for &'a Wtf8 {
    fn from(text: &'a str) -> Self {
        Wtf8::from_str(text)
    }
}

impl AsRef<[u8]> for Wtf8 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// An owned Python string outside the heap: what kernels build and callers copy into a cell.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wtf8Buf(Vec<u8>);

impl Wtf8Buf {
    /// Empty.
    pub const fn new() -> Wtf8Buf {
        Wtf8Buf(Vec::new())
    }

    /// Empty, with room.
    pub fn with_capacity(n_bytes: usize) -> Wtf8Buf {
        Wtf8Buf(Vec::with_capacity(n_bytes))
    }

    /// Bytes that the caller knows to be WTF-8.
    pub fn from_bytes(bytes: Vec<u8>) -> Wtf8Buf {
        Wtf8Buf(bytes)
    }

    /// The storage.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Appends one code point; what lies beyond U+10FFFF becomes U+FFFD.
    #[inline]
    pub fn push(&mut self, c: u32) {
        push_char(&mut self.0, c);
    }

    /// Appends text.
    #[inline]
    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Appends text that may hold surrogates.
    #[inline]
    pub fn push_wtf8(&mut self, text: &Wtf8) {
        self.0.extend_from_slice(&text.0);
    }

    /// Appends one ASCII character.
    #[inline]
    pub fn push_ascii(&mut self, c: u8) {
        debug_assert!(c.is_ascii());
        self.0.push(c);
    }

    /// The storage, to be extended with whole characters.
    #[inline]
    pub fn as_mut_vec(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }

    /// Makes room.
    pub fn reserve(&mut self, n_bytes: usize) {
        self.0.reserve(n_bytes);
    }

    /// Drops the content, keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl std::ops::Deref for Wtf8Buf {
    type Target = Wtf8;
    #[inline]
    fn deref(&self) -> &Wtf8 {
        Wtf8::new(&self.0)
    }
}

impl fmt::Debug for Wtf8Buf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl From<String> for Wtf8Buf {
    fn from(text: String) -> Self {
        Wtf8Buf(text.into_bytes())
    }
}

impl From<&str> for Wtf8Buf {
    fn from(text: &str) -> Self {
        Wtf8Buf(text.as_bytes().to_vec())
    }
}

impl FromIterator<u32> for Wtf8Buf {
    fn from_iter<I: IntoIterator<Item = u32>>(iter: I) -> Self {
        let mut buf = Wtf8Buf::new();
        for c in iter {
            buf.push(c);
        }
        buf
    }
}

/// Is this byte the second or a later one of a character?
#[inline(always)]
pub fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Is this code point a surrogate?
#[inline(always)]
pub fn is_surrogate(c: u32) -> bool {
    c & 0xFFFF_F800 == 0xD800
}

/// How many bytes a code point takes.
#[inline(always)]
pub fn encoded_len(c: u32) -> usize {
    match c {
        0..0x80 => 1,
        0x80..0x800 => 2,
        0x800..0x10000 => 3,
        _ => 4,
    }
}

/// Appends a code point's bytes; what lies beyond U+10FFFF becomes U+FFFD.
#[inline]
pub fn push_char(out: &mut Vec<u8>, c: u32) {
    // Slices of known length are stored without a call.
    let (bytes, len) = encode_char(c);
    match len {
        1 => out.push(bytes[0]),
        2 => out.extend_from_slice(&bytes[..2]),
        3 => out.extend_from_slice(&bytes[..3]),
        _ => out.extend_from_slice(&bytes),
    }
}

/// A code point's bytes and how many of the four are used.
#[inline]
pub const fn encode_char(c: u32) -> ([u8; 4], usize) {
    const fn low(c: u32, shift: u32) -> u8 {
        0x80 | (c >> shift & 0x3F) as u8
    }
    match c {
        0..0x80 => ([c as u8, 0, 0, 0], 1),
        0x80..0x800 => ([0xC0 | (c >> 6) as u8, low(c, 0), 0, 0], 2),
        0x800..0x10000 => ([0xE0 | (c >> 12) as u8, low(c, 6), low(c, 0), 0], 3),
        0x10000..0x110000 => ([0xF0 | (c >> 18) as u8, low(c, 12), low(c, 6), low(c, 0)], 4),
        _ => ([0xEF, 0xBF, 0xBD, 0], 3),
    }
}

/// So many characters, from the one at a byte offset on, `step` characters from each to the next.
pub fn every(bytes: &[u8], start: usize, step: i64, n_chars: usize) -> Vec<u8> {
    // A character is written as four bytes, of which the next one's overwrite what is too much.
    let mut out = vec![0; bytes.len().min(n_chars.saturating_mul(4)) + 4];
    let (mut at, mut end) = (start, 0);
    for i in 0..n_chars {
        if i > 0 && step > 0 {
            at = skip_chars(bytes, at, step as usize);
        } else if i > 0 {
            for _ in 0..step.unsigned_abs() {
                at -= 1;
                while is_continuation(bytes[at]) {
                    at -= 1;
                }
            }
        }
        let Some(rest) = bytes.get(at..) else { break };
        match rest.first_chunk::<4>() {
            Some(piece) => {
                out[end..end + 4].copy_from_slice(piece);
                end += char_len(piece[0]);
            }
            None => {
                let len = rest.first().map_or(0, |&first| char_len(first).min(rest.len()));
                out[end..end + len].copy_from_slice(&rest[..len]);
                end += len;
            }
        }
    }
    out.truncate(end);
    out
}

/// How many characters these bytes have: all but the continuation bytes.
#[inline]
pub fn count_chars(bytes: &[u8]) -> usize {
    count_bytes(bytes, |byte| !is_continuation(byte), |word| !(word >> 7) | word >> 6)
}

/// How many characters lie beyond U+FFFF: those of four bytes.
#[inline]
pub fn count_long_chars(bytes: &[u8]) -> usize {
    count_bytes(bytes, |byte| byte >= 0xF0, |word| word >> 7 & word >> 6 & word >> 5 & word >> 4)
}

#[inline(always)]
fn count_bytes(bytes: &[u8], counts: impl Fn(u8) -> bool, counts8: impl Fn(u64) -> u64) -> usize {
    // Counted in runs of 128 with byte-sized lanes, which the compiler turns into wide adds.
    let mut n = 0usize;
    let mut chunks = bytes.chunks_exact(128);
    for chunk in &mut chunks {
        let mut lane = 0u8;
        for &byte in chunk {
            lane += u8::from(counts(byte));
        }
        n += usize::from(lane);
    }
    // Then eight at a time, each in the lowest bit of its byte, which a product adds up.
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = chunks.remainder().as_chunks::<8>();
    for &word in words {
        n += ((counts8(u64::from_le_bytes(word)) & ONES).wrapping_mul(ONES) >> 56) as usize;
    }
    n + rest.iter().filter(|&&byte| counts(byte)).count()
}

/// The code point that starts at a byte offset, and its length in bytes; `None` at the end.
#[inline(always)]
pub fn char_at(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let rest = bytes.get(at..)?;
    match rest.first_chunk::<4>() {
        Some(&chunk) => Some(decode_char(chunk)),
        None => char_of_few(rest),
    }
}

/// The code point that four bytes start with, and how many of them it takes.
#[inline(always)]
fn decode_char([first, b, c, d]: [u8; 4]) -> (u32, usize) {
    let low = |byte: u8| u32::from(byte) & 0x3F;
    let high = u32::from(first);
    match first {
        0..0x80 => (high, 1),
        0x80..0xE0 => ((high & 0x1F) << 6 | low(b), 2),
        0xE0..0xF0 => ((high & 0xF) << 12 | low(b) << 6 | low(c), 3),
        0xF0.. => ((high & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d), 4),
    }
}

/// [`char_at`] less than four bytes before the end.
#[cold]
fn char_of_few(rest: &[u8]) -> Option<(u32, usize)> {
    let mut chunk = [0x80; 4];
    chunk.get_mut(..rest.len()).filter(|chunk| !chunk.is_empty())?.copy_from_slice(rest);
    let (c, len) = decode_char(chunk);
    Some((c, len.min(rest.len())))
}

/// The code point that ends before a byte offset, and its length in bytes; `None` at the start.
#[inline]
pub fn char_before(bytes: &[u8], end: usize) -> Option<(u32, usize)> {
    let mut at = end.checked_sub(1)?;
    if bytes[at] < 0x80 {
        return Some((bytes[at].into(), 1));
    }
    while at > 0 && is_continuation(bytes[at]) && end - at < 4 {
        at -= 1;
    }
    let (c, _) = char_at(bytes, at)?;
    Some((c, end - at))
}

/// The byte offset of a character, counted from the start; the length when there are fewer.
pub fn offset_of_char(bytes: &[u8], idx: usize) -> usize {
    skip_chars(bytes, 0, idx)
}

/// The offset `n` characters beyond a character's offset.
#[inline]
pub fn skip_chars(bytes: &[u8], mut at: usize, n: usize) -> usize {
    for _ in 0..n {
        match bytes.get(at) {
            None => return bytes.len(),
            Some(&byte) => at += char_len(byte),
        }
    }
    at.min(bytes.len())
}

#[inline(always)]
fn char_len(first: u8) -> usize {
    match first {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    }
}

/// The byte offset of every 64th character (of characters 0, 64, 128, ...): what a sparse index holds.
pub fn sparse_offsets(bytes: &[u8]) -> SparseOffsets<'_> {
    SparseOffsets { bytes, at: 0, done: bytes.is_empty() }
}

/// See [`sparse_offsets`].
pub struct SparseOffsets<'a> {
    bytes: &'a [u8],
    at: usize,
    done: bool,
}

impl Iterator for SparseOffsets<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.done {
            return None;
        }
        let at = self.at;
        self.at = skip_chars(self.bytes, at, INDEX_STRIDE);
        self.done = self.at >= self.bytes.len();
        Some(at)
    }
}

/// How many entries the sparse index of a text of so many characters has.
pub fn sparse_len(n_chars: usize) -> usize {
    n_chars.div_ceil(INDEX_STRIDE)
}

/// The byte offset of character `idx`, by a sparse index whose entry `k` is `entry(k)`. At most 63 characters are walked.
/// `idx` may be the number of characters, which gives the length in bytes.
#[inline]
pub fn offset_by_index(bytes: &[u8], n_chars: usize, idx: usize, entry: impl Fn(usize) -> usize) -> usize {
    if idx >= n_chars {
        return bytes.len();
    }
    let k = idx / INDEX_STRIDE;
    let rest = idx % INDEX_STRIDE;
    // The nearer of the two entries: halves the walk.
    if rest > INDEX_STRIDE / 2 && (k + 1) * INDEX_STRIDE < n_chars {
        let mut at = entry(k + 1);
        for _ in rest..INDEX_STRIDE {
            at -= 1;
            while at > 0 && is_continuation(bytes[at]) {
                at -= 1;
            }
        }
        return at;
    }
    skip_chars(bytes, entry(k), rest)
}

/// The number of characters before a byte offset, by a sparse index whose entry `k` is `entry(k)`.
pub fn char_by_index(bytes: &[u8], n_chars: usize, offset: usize, entry: impl Fn(usize) -> usize) -> usize {
    let (mut low, mut high) = (0, sparse_len(n_chars));
    // Invariant: entry(low) <= offset < entry(high).
    while high - low > 1 {
        let middle = (low + high) / 2;
        if entry(middle) <= offset {
            low = middle;
        } else {
            high = middle;
        }
    }
    if high == 0 {
        return 0;
    }
    low * INDEX_STRIDE + count_chars(&bytes[entry(low)..offset])
}

/// The code points of a text.
#[derive(Clone)]
pub struct Chars<'a> {
    bytes: &'a [u8],
}

impl<'a> Chars<'a> {
    /// What has not been taken yet.
    pub fn rest(&self) -> &'a Wtf8 {
        Wtf8::new(self.bytes)
    }

    #[inline]
    fn next_long(&mut self) -> Option<u32> {
        let (c, len) = char_at(self.bytes, 0)?;
        self.bytes = &self.bytes[len..];
        Some(c)
    }
}

impl Iterator for Chars<'_> {
    type Item = u32;

    #[inline(always)]
    fn next(&mut self) -> Option<u32> {
        if let [first @ 0..0x80, rest @ ..] = self.bytes {
            self.bytes = rest;
            return Some(u32::from(*first));
        }
        self.next_long()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.bytes.len().div_ceil(4), Some(self.bytes.len()))
    }
}

impl DoubleEndedIterator for Chars<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        let (c, len) = char_before(self.bytes, self.bytes.len())?;
        self.bytes = &self.bytes[..self.bytes.len() - len];
        Some(c)
    }
}

/// Byte offsets and code points of a text.
#[derive(Clone)]
pub struct CharIndices<'a> {
    at: usize,
    chars: Chars<'a>,
}

impl Iterator for CharIndices<'_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        let before = self.chars.bytes.len();
        let c = self.chars.next()?;
        let at = self.at;
        self.at += before - self.chars.bytes.len();
        Some((at, c))
    }
}

impl DoubleEndedIterator for CharIndices<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<(usize, u32)> {
        let c = self.chars.next_back()?;
        Some((self.at + self.chars.bytes.len(), c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: [u32; 8] = [0x61, 0xE9, 0x20AC, 0xD800, 0xDC00, 0x1F600, 0x10FFFF, 0x7F];

    #[test]
    fn chars_from_both_ends() {
        let buf: Wtf8Buf = SAMPLE.into_iter().collect();
        assert_eq!(buf.chars().collect::<Vec<_>>(), SAMPLE);
        assert_eq!(buf.chars().rev().collect::<Vec<_>>(), SAMPLE.iter().rev().copied().collect::<Vec<_>>());
        assert_eq!(buf.n_chars(), 8);
        assert_eq!(buf.as_str(), None);
        let forward: Vec<_> = buf.char_indices().collect();
        let mut back: Vec<_> = buf.char_indices().rev().collect();
        back.reverse();
        assert_eq!(forward, back);
    }

    #[test]
    fn sparse_index_agrees_with_walking() {
        let buf: Wtf8Buf = SAMPLE.into_iter().cycle().take(1000).collect();
        let bytes = buf.as_bytes();
        let table: Vec<usize> = sparse_offsets(bytes).collect();
        assert_eq!(table.len(), sparse_len(1000));
        for idx in 0..=1000 {
            let offset = offset_of_char(bytes, idx);
            assert_eq!(offset_by_index(bytes, 1000, idx, |k| table[k]), offset);
            assert_eq!(char_by_index(bytes, 1000, offset, |k| table[k]), idx);
        }
        assert_eq!(sparse_offsets(b"").count(), sparse_len(0));
        assert_eq!(sparse_offsets(&[b'a'; 64]).count(), sparse_len(64));
        assert_eq!(sparse_offsets(&[b'a'; 65]).count(), sparse_len(65));
    }

    #[test]
    fn malformed_bytes_do_no_harm() {
        for bytes in [&b"\xE2\x82"[..], b"\x80", b"\xF0", b"\xFF\xFF", b"\x80\x80\x80\x80\x80"] {
            let text = Wtf8::new(bytes);
            let _ =
                (text.chars().count(), text.chars().rev().count(), text.n_chars(), offset_of_char(bytes, 9));
        }
    }
}
