//! Searching, splitting, replacing and stripping, on bytes.
//!
//! A valid UTF-8 needle is only found on character borders, so the same kernels serve `str` and `bytes`; what differs (white
//! space, line ends, the empty needle) has a function for each. Positions are byte offsets.

use crate::properties::{is_line_break, is_space};
use crate::wtf8::{Wtf8, char_at, char_before, is_continuation};
use memchr::{memchr, memchr_iter, memmem, memrchr};

/// Which ends a strip works on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// `lstrip`.
    Left,
    /// `rstrip`.
    Right,
    /// `strip`.
    Both,
}

/// The first place where the needle stands.
#[inline]
pub fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [byte] => memchr(*byte, hay),
        _ if hay.len() < SHORT => find_short(hay, needle),
        _ => match find_near(hay, needle) {
            Ok(found) => found,
            Err(beyond) => memmem::find(&hay[beyond..], needle).map(|at| beyond + at),
        },
    }
}

/// By the last byte, of which characters of one script have many and the first few; what is said of a text is often near its
/// start. `Err`: the needle does not stand before this place, and the byte is too common to go on.
fn find_near(hay: &[u8], needle: &[u8]) -> Result<Option<usize>, usize> {
    const TRIES: usize = 4;
    let Some((last, before)) = needle.split_last() else { return Ok(Some(0)) };
    let Some(mut rest) = hay.get(before.len()..) else { return Ok(None) };
    let mut start = 0;
    for _ in 0..TRIES {
        let Some(at) = memchr(*last, rest) else { return Ok(None) };
        let found = start + at;
        if hay[found..].iter().zip(before).all(|(a, b)| a == b) {
            return Ok(Some(found));
        }
        start = found + 1;
        rest = &rest[at + 1..];
    }
    Err(start)
}

/// The last place where the needle stands.
#[inline]
pub fn rfind(hay: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(hay.len()),
        [byte] => memrchr(*byte, hay),
        _ if needle.len() > hay.len() => None,
        _ => memmem::rfind(hay, needle),
    }
}

/// Does the needle stand anywhere?
#[inline]
pub fn contains(hay: &[u8], needle: &[u8]) -> bool {
    match needle {
        // A call costs more than so few comparisons.
        [byte] if hay.len() < 16 => hay.iter().any(|b| b == byte),
        _ => find(hay, needle).is_some(),
    }
}

/// How often a needle stands without overlap. An empty one is the caller's matter (one more than there are characters).
pub fn count(hay: &[u8], needle: &[u8]) -> usize {
    match needle {
        [] => hay.len() + 1,
        [byte] => memchr_iter(*byte, hay).count(),
        _ if hay.len() < SHORT => count_short(hay, needle),
        _ => memmem::find_iter(hay, needle).count(),
    }
}

/// `bytes.replace`: at most `max` times; `None` when nothing was found.
pub fn replace_bytes(hay: &[u8], from: &[u8], to: &[u8], max: usize) -> Option<Vec<u8>> {
    if from.is_empty() {
        return interleave(hay, to, max, |_| true);
    }
    replace(hay, from, to, max)
}

/// `str.replace`: at most `max` times; `None` when nothing was found.
pub fn replace_text(hay: &[u8], from: &[u8], to: &[u8], max: usize) -> Option<Vec<u8>> {
    if from.is_empty() {
        return interleave(hay, to, max, |byte| !is_continuation(byte));
    }
    replace(hay, from, to, max)
}

fn replace(hay: &[u8], from: &[u8], to: &[u8], max: usize) -> Option<Vec<u8>> {
    if max == 0 || from == to {
        return None;
    }
    if let ([a], [b]) = (from, to) {
        let first = memchr(*a, hay)?;
        let mut out = hay.to_vec();
        if max == usize::MAX {
            for byte in &mut out[first..] {
                *byte = if byte == a { *b } else { *byte };
            }
        } else {
            memchr_iter(*a, hay).take(max).for_each(|at| out[at] = *b);
        }
        return Some(out);
    }
    let finder = Finder::new(hay, from);
    let (mut at, _) = finder.find(hay)?;
    let mut out = Vec::with_capacity(hay.len() + to.len().saturating_sub(from.len()) * 4);
    let mut done = 0;
    for _ in 0..max {
        out.extend_from_slice(&hay[done..at]);
        out.extend_from_slice(to);
        done = at + from.len();
        match finder.find(&hay[done..]) {
            Some((next, _)) => at = done + next,
            None => break,
        }
    }
    out.extend_from_slice(&hay[done..]);
    Some(out)
}

fn interleave(hay: &[u8], to: &[u8], max: usize, starts: impl Fn(u8) -> bool) -> Option<Vec<u8>> {
    if max == 0 || to.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(hay.len() + to.len());
    let mut left = max;
    for &byte in hay {
        if left > 0 && starts(byte) {
            out.extend_from_slice(to);
            left -= 1;
        }
        out.push(byte);
    }
    if left > 0 {
        out.extend_from_slice(to);
    }
    Some(out)
}

/// The pieces between separators, at most `max` cuts. The separator is not empty.
pub fn split<'a, 'n>(hay: &'a [u8], sep: &'n [u8], max: usize) -> Split<'a, 'n> {
    Split { rest: Some(hay), finder: Finder::new(hay, sep), left: max }
}

/// Below this a prepared search costs more than it saves.
const SHORT: usize = 96;

/// By the first byte.
fn find_short(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let (first, rest) = needle.split_first()?;
    let last = hay.len().checked_sub(needle.len())?;
    (0..=last).find(|&at| hay[at] == *first && hay[at + 1..].starts_with(rest))
}

fn count_short(mut hay: &[u8], needle: &[u8]) -> usize {
    let mut n = 0;
    while let Some(at) = find_short(hay, needle) {
        hay = &hay[at + needle.len()..];
        n += 1;
    }
    n
}

enum Finder<'n> {
    Byte(u8),
    Short(&'n [u8]),
    Long(Box<memmem::Finder<'n>>),
}

impl<'n> Finder<'n> {
    fn new(hay: &[u8], needle: &'n [u8]) -> Self {
        match needle {
            [byte] => Finder::Byte(*byte),
            _ if hay.len() < SHORT => Finder::Short(needle),
            _ => Finder::Long(Box::new(memmem::Finder::new(needle))),
        }
    }

    #[inline]
    fn find(&self, hay: &[u8]) -> Option<(usize, usize)> {
        match self {
            Finder::Byte(byte) => memchr(*byte, hay).map(|at| (at, 1)),
            Finder::Short(needle) => find_short(hay, needle).map(|at| (at, needle.len())),
            Finder::Long(finder) => {
                let len = finder.needle().len();
                let beyond = match finder.needle() {
                    // One character: its last byte tells it from most others.
                    needle @ ([0xC0..=0xFF, _] | [0xE0..=0xFF, _, _]) => match find_near(hay, needle) {
                        Ok(found) => return found.map(|at| (at, len)),
                        Err(beyond) => beyond,
                    },
                    _ => 0,
                };
                finder.find(&hay[beyond..]).map(|at| (beyond + at, len))
            }
        }
    }
}

/// See [`split`].
pub struct Split<'a, 'n> {
    rest: Option<&'a [u8]>,
    finder: Finder<'n>,
    left: usize,
}

impl<'a> Iterator for Split<'a, '_> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        if self.left > 0
            && let Some((at, len)) = self.finder.find(rest)
        {
            self.left -= 1;
            self.rest = Some(&rest[at + len..]);
            return Some(&rest[..at]);
        }
        self.rest = None;
        Some(rest)
    }
}

/// The pieces between separators, cut at most `max` times from the right, in the order of the text. The separator is not empty.
pub fn rsplit<'a>(hay: &'a [u8], sep: &[u8], max: usize) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut rest = hay;
    if max > 0 {
        let finder = memmem::FinderRev::new(sep);
        while pieces.len() < max
            && let Some(at) = finder.rfind(rest)
        {
            pieces.push(&rest[at + sep.len()..]);
            rest = &rest[..at];
        }
    }
    pieces.push(rest);
    pieces.reverse();
    pieces
}

/// The parts before, and after, the first separator.
pub fn partition<'a>(hay: &'a [u8], sep: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = find(hay, sep)?;
    Some((&hay[..at], &hay[at + sep.len()..]))
}

/// The parts before, and after, the last separator.
pub fn rpartition<'a>(hay: &'a [u8], sep: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = rfind(hay, sep)?;
    Some((&hay[..at], &hay[at + sep.len()..]))
}

/// Is this byte white space to `bytes`?
#[inline(always)]
pub fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// What white space is differs between text and bytes; both are walked through this.
trait Blank {
    fn after(hay: &[u8], at: usize) -> Option<(bool, usize)>;
    fn before(hay: &[u8], end: usize) -> Option<(bool, usize)>;
}

struct TextBlank;
struct ByteBlank;

impl Blank for TextBlank {
    #[inline(always)]
    fn after(hay: &[u8], at: usize) -> Option<(bool, usize)> {
        char_at(hay, at).map(|(c, len)| (is_space(c), len))
    }
    #[inline(always)]
    fn before(hay: &[u8], end: usize) -> Option<(bool, usize)> {
        char_before(hay, end).map(|(c, len)| (is_space(c), len))
    }
}

impl Blank for ByteBlank {
    #[inline(always)]
    fn after(hay: &[u8], at: usize) -> Option<(bool, usize)> {
        hay.get(at).map(|&byte| (is_space_byte(byte), 1))
    }
    #[inline(always)]
    fn before(hay: &[u8], end: usize) -> Option<(bool, usize)> {
        hay[..end].last().map(|&byte| (is_space_byte(byte), 1))
    }
}

fn skip<B: Blank>(hay: &[u8], mut at: usize, blank: impl Fn(bool) -> bool) -> usize {
    while let Some((is, len)) = B::after(hay, at)
        && blank(is)
    {
        at += len;
    }
    at
}

fn skip_back<B: Blank>(hay: &[u8], mut end: usize, blank: impl Fn(bool) -> bool) -> usize {
    while let Some((is, len)) = B::before(hay, end)
        && blank(is)
    {
        end -= len;
    }
    end
}

fn split_blank<'a, B: Blank>(hay: &'a [u8], max: usize, mut piece: impl FnMut(&'a [u8])) {
    let mut at = skip::<B>(hay, 0, |is| is);
    let mut left = max;
    while at < hay.len() {
        if left == 0 {
            piece(&hay[at..]);
            return;
        }
        left -= 1;
        let end = skip::<B>(hay, at, |is| !is);
        piece(&hay[at..end]);
        at = skip::<B>(hay, end, |is| is);
    }
}

fn rsplit_blank<B: Blank>(hay: &[u8], max: usize) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut end = skip_back::<B>(hay, hay.len(), |is| is);
    while end > 0 {
        if pieces.len() == max {
            pieces.push(&hay[..end]);
            break;
        }
        let start = skip_back::<B>(hay, end, |is| !is);
        pieces.push(&hay[start..end]);
        end = skip_back::<B>(hay, start, |is| is);
    }
    pieces.reverse();
    pieces
}

/// `str.split()` at runs of white space; each piece goes to `piece`.
pub fn split_space_text<'a>(hay: &'a [u8], max: usize, piece: impl FnMut(&'a [u8])) {
    split_blank::<TextBlank>(hay, max, piece);
}

/// `bytes.split()` at runs of white space; each piece goes to `piece`.
pub fn split_space_bytes<'a>(hay: &'a [u8], max: usize, piece: impl FnMut(&'a [u8])) {
    split_blank::<ByteBlank>(hay, max, piece);
}

/// `str.rsplit()` at runs of white space, in the order of the text.
pub fn rsplit_space_text(hay: &[u8], max: usize) -> Vec<&[u8]> {
    rsplit_blank::<TextBlank>(hay, max)
}

/// `bytes.rsplit()` at runs of white space, in the order of the bytes.
pub fn rsplit_space_bytes(hay: &[u8], max: usize) -> Vec<&[u8]> {
    rsplit_blank::<ByteBlank>(hay, max)
}

fn strip_blank<B: Blank>(hay: &[u8], side: Side) -> &[u8] {
    let end = if side == Side::Left { hay.len() } else { skip_back::<B>(hay, hay.len(), |is| is) };
    let start = if side == Side::Right { 0 } else { skip::<B>(&hay[..end], 0, |is| is) };
    &hay[start..end]
}

/// `str.strip()` and its one-sided forms.
pub fn strip_space_text(hay: &[u8], side: Side) -> &[u8] {
    strip_blank::<TextBlank>(hay, side)
}

/// `bytes.strip()` and its one-sided forms.
pub fn strip_space_bytes(hay: &[u8], side: Side) -> &[u8] {
    strip_blank::<ByteBlank>(hay, side)
}

/// `str.strip(chars)` and its one-sided forms.
pub fn strip_chars<'a>(hay: &'a [u8], chars: &[u8], side: Side) -> &'a [u8] {
    if chars.is_ascii() {
        // No byte of another character is below 128, so this may go by bytes.
        return strip_bytes(hay, chars, side);
    }
    let set = Wtf8::new(chars);
    let within = |c: u32| set.chars().any(|other| other == c);
    let mut end = hay.len();
    if side != Side::Left {
        while let Some((c, len)) = char_before(hay, end)
            && within(c)
        {
            end -= len;
        }
    }
    let mut start = 0;
    if side != Side::Right {
        while let Some((c, len)) = char_at(&hay[..end], start)
            && within(c)
        {
            start += len;
        }
    }
    &hay[start..end]
}

/// `bytes.strip(chars)` and its one-sided forms.
pub fn strip_bytes<'a>(mut hay: &'a [u8], chars: &[u8], side: Side) -> &'a [u8] {
    if side != Side::Left {
        while let [rest @ .., last] = hay
            && chars.contains(last)
        {
            hay = rest;
        }
    }
    if side != Side::Right {
        while let [first, rest @ ..] = hay
            && chars.contains(first)
        {
            hay = rest;
        }
    }
    hay
}

/// The lines of a text, each without and with its end: `str.splitlines`.
pub fn lines_text(hay: &[u8]) -> Lines<'_> {
    Lines { rest: hay, next_end: next_text_line }
}

/// The lines of bytes, each without and with its end (only `\n`, `\r` and `\r\n`): `bytes.splitlines`.
pub fn lines_bytes(hay: &[u8]) -> Lines<'_> {
    Lines { rest: hay, next_end: next_byte_line }
}

/// See [`lines_text`].
pub struct Lines<'a> {
    rest: &'a [u8],
    next_end: fn(&[u8]) -> (usize, usize),
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (content, whole) = (self.next_end)(self.rest);
        let line = (&self.rest[..content], &self.rest[..whole]);
        self.rest = &self.rest[whole..];
        Some(line)
    }
}

fn after_break(hay: &[u8], at: usize, len: usize) -> (usize, usize) {
    let crlf = hay[at] == b'\r' && hay.get(at + 1) == Some(&b'\n');
    (at, at + if crlf { 2 } else { len })
}

fn next_text_line(hay: &[u8]) -> (usize, usize) {
    // Whatever breaks a line starts with one of these bytes; a chunk is looked through without early exit, so in wide lanes.
    let may_break = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0x1C..=0x1E | 0xC2 | 0xE2);
    let lane = |byte: u8| {
        let low = u8::from(byte.wrapping_sub(b'\n') < 4) | u8::from(byte.wrapping_sub(0x1C) < 3);
        low | u8::from(byte == 0xC2) | u8::from(byte == 0xE2)
    };
    let mut at = 0;
    while at < hay.len() {
        if let Some(chunk) = hay[at..].first_chunk::<32>()
            && chunk.iter().fold(0, |any, byte| any | lane(*byte)) == 0
        {
            at += 32;
            continue;
        }
        let end = (at + 32).min(hay.len());
        while at < end {
            let (c, len) = match hay[at] {
                byte if may_break(&byte) => char_at(hay, at).unwrap_or((0, 1)),
                _ => (0, 1),
            };
            if c != 0 && is_line_break(c) {
                return after_break(hay, at, len);
            }
            at += len;
        }
    }
    (hay.len(), hay.len())
}

fn next_byte_line(hay: &[u8]) -> (usize, usize) {
    match memchr::memchr2(b'\n', b'\r', hay) {
        Some(at) => after_break(hay, at, 1),
        None => (hay.len(), hay.len()),
    }
}

/// `expandtabs`: the column starts anew after `\n` and `\r`. `None` when the result would be larger than memory can address.
pub fn expand_tabs(hay: &[u8], tab: usize, n_chars: impl Fn(u8) -> usize) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(hay.len());
    let mut column = 0usize;
    for &byte in hay {
        match byte {
            b'\t' => {
                if tab > 0 {
                    let fill = tab - column % tab;
                    column = column.checked_add(fill)?;
                    let len = out.len().checked_add(fill).filter(|&len| len < isize::MAX as usize)?;
                    out.try_reserve(fill).ok()?;
                    out.resize(len, b' ');
                }
            }
            b'\n' | b'\r' => {
                column = 0;
                out.push(byte);
            }
            _ => {
                column += n_chars(byte);
                out.push(byte);
            }
        }
    }
    Some(out)
}

/// `str.expandtabs`.
pub fn expand_tabs_text(hay: &[u8], tab: usize) -> Option<Vec<u8>> {
    expand_tabs(hay, tab, |byte| usize::from(!is_continuation(byte)))
}

/// `bytes.expandtabs`.
pub fn expand_tabs_bytes(hay: &[u8], tab: usize) -> Option<Vec<u8>> {
    expand_tabs(hay, tab, |_| 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(pieces: Vec<&[u8]>) -> Vec<&str> {
        pieces.into_iter().map(|piece| std::str::from_utf8(piece).unwrap()).collect()
    }

    #[test]
    fn finds() {
        assert_eq!(find(b"hello", b"l"), Some(2));
        assert_eq!(rfind(b"hello", b"l"), Some(3));
        assert_eq!(find(b"hello", b""), Some(0));
        assert_eq!(rfind(b"hello", b""), Some(5));
        assert_eq!(count(b"aaaa", b"aa"), 2);
        assert_eq!(find(b"a", b"ab"), None);
    }

    #[test]
    fn replaces() {
        assert_eq!(replace_text("äb".as_bytes(), b"", b"-", usize::MAX).unwrap(), "-ä-b-".as_bytes());
        assert_eq!(replace_text("äb".as_bytes(), b"", b"-", 2).unwrap(), "-ä-b".as_bytes());
        assert_eq!(replace_bytes(b"abcabc", b"bc", b"x", 1).unwrap(), b"axabc");
        assert_eq!(replace_bytes(b"aaa", b"a", b"b", 2).unwrap(), b"bba");
        assert_eq!(replace_bytes(b"aaa", b"c", b"b", 2), None);
        assert_eq!(replace_bytes(b"aXaX", b"aX", b"", usize::MAX).unwrap(), b"");
    }

    #[test]
    fn splits() {
        assert_eq!(strings(split(b"a,b,,c", b",", usize::MAX).collect()), ["a", "b", "", "c"]);
        assert_eq!(strings(split(b"a,b,,c", b",", 1).collect()), ["a", "b,,c"]);
        assert_eq!(strings(rsplit(b"a,b,,c", b",", 1)), ["a,b,", "c"]);
        assert_eq!(strings(rsplit(b"aaa", b"aa", usize::MAX)), ["a", ""]);
        let mut pieces = vec![];
        split_space_text(" a\u{2003} b\u{1c}c  ".as_bytes(), 1, |piece| pieces.push(piece));
        assert_eq!(strings(pieces), ["a", "b\u{1c}c  "]);
        assert_eq!(strings(rsplit_space_text(b"  a b c ", 1)), ["  a b", "c"]);
        assert_eq!(strings(rsplit_space_bytes(b"  a b c ", usize::MAX)), ["a", "b", "c"]);
        assert!(rsplit_space_text(b"   ", 0).is_empty());
        let lines: Vec<_> = lines_text("a\r\nb\u{2028}c\n\n".as_bytes()).map(|(line, _)| line).collect();
        assert_eq!(strings(lines), ["a", "b", "c", ""]);
        let lines: Vec<_> = lines_bytes(b"a\r\nb\x0bc\r\r").map(|(_, line)| line).collect();
        assert_eq!(strings(lines), ["a\r\n", "b\u{b}c\r", "\r"]);
    }

    #[test]
    fn strips() {
        assert_eq!(strip_space_text("\u{3000} a \u{85}".as_bytes(), Side::Both), b"a");
        assert_eq!(strip_space_bytes(b" \x1ca ", Side::Both), b"\x1ca");
        assert_eq!(strip_chars("ééaé".as_bytes(), "é".as_bytes(), Side::Left), "aé".as_bytes());
        assert_eq!(strip_bytes(b"xxayx", b"xy", Side::Right), b"xxa");
    }

    #[test]
    fn tabs() {
        assert_eq!(expand_tabs_text("é\tb\n\tc".as_bytes(), 4).unwrap(), "é   b\n    c".as_bytes());
        assert_eq!(expand_tabs_bytes(b"a\tb", 0).unwrap(), b"ab");
    }
}
