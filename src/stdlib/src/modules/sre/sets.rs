//! Which characters one place of a pattern matches.

use std::sync::LazyLock;
use taipan_text::case::{char_lower, char_upper};
use taipan_text::properties;

/// How a character is changed before it is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fold {
    /// Not at all.
    None,
    /// ASCII letters become small.
    Ascii,
    /// All letters become small.
    Unicode,
}

impl Fold {
    /// The character to compare.
    #[inline]
    pub fn apply(self, c: u32) -> u32 {
        match self {
            Fold::None => c,
            Fold::Ascii => match u8::try_from(c) {
                Ok(byte) => u32::from(byte.to_ascii_lowercase()),
                Err(_) => c,
            },
            Fold::Unicode => char_lower(c),
        }
    }
}

/// A class of characters, numbered as the compiler of patterns does.
pub fn category(code: u32, c: u32) -> bool {
    let ascii = u8::try_from(c).unwrap_or(0xff);
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let space = |byte: u8| matches!(byte, b' ' | 9..=13);
    let yes = match code / 2 {
        0 => ascii.is_ascii_digit(),
        1 => space(ascii),
        2 | 4 => word(ascii),
        3 => c == 10,
        5 => properties::is_decimal(c),
        6 => properties::is_space(c),
        7 => c == u32::from(b'_') || properties::is_alnum(c),
        8 => properties::is_line_break(c),
        _ => return false,
    };
    yes != (code % 2 == 1)
}

/// The characters below 256 of each class.
static LOW_CATEGORIES: LazyLock<[[u64; 4]; 18]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let mut bits = [0; 4];
        (0..256).filter(|&c| category(code as u32, c)).for_each(|c| set_bit(&mut bits, c));
        bits
    })
});

#[inline(always)]
fn has_bit(bits: &[u64; 4], c: u32) -> bool {
    bits[(c / 64) as usize] >> (c % 64) & 1 == 1
}

/// Puts a character below 256 into a set of bits.
pub fn set_bit(bits: &mut [u64; 4], c: u32) {
    bits[(c / 64) as usize] |= 1 << (c % 64);
}

/// The first eight words as four.
fn low_words(words: &[u32]) -> [u64; 4] {
    let word = |i: usize| u64::from(words.get(i).copied().unwrap_or(0));
    std::array::from_fn(|i| word(2 * i) | word(2 * i + 1) << 32)
}

/// Is it a character of words, as `\b` sees it?
pub fn is_word(c: u32, unicode: bool) -> bool {
    category(if unicode { 14 } else { 4 }, c)
}

#[derive(Clone, Debug)]
enum Item {
    Negate,
    Literal(u32),
    Range(u32, u32),
    /// A range that is also compared with the capital letter.
    RangeFolded(u32, u32),
    Category(u32),
    /// 256 bits.
    Bits(Vec<u32>),
    /// 256 numbers of blocks of 256 bits, and the blocks.
    Blocks(Vec<u8>, Vec<u32>),
}

/// A set of characters. Those below 256 are looked up in a table.
#[derive(Clone, Debug)]
pub struct CharSet {
    bits: [u64; 4],
    items: Vec<Item>,
    fold: Fold,
}

fn bit(words: &[u32], i: usize) -> bool {
    words.get(i / 32).is_some_and(|word| word >> (i % 32) & 1 == 1)
}

impl CharSet {
    /// Reads a set from the code of a pattern; `None` where the code is damaged.
    pub fn parse(code: &[u32], fold: Fold) -> Option<CharSet> {
        let mut items = Vec::new();
        let mut at = 0;
        loop {
            let arg = |i: usize| code.get(at + i).copied();
            match *code.get(at)? {
                0 => break,
                8 => {
                    items.push(Item::Category(arg(1)?));
                    at += 2;
                }
                9 => {
                    items.push(Item::Bits(code.get(at + 1..at + 9)?.to_vec()));
                    at += 9;
                }
                10 => {
                    let n = arg(1)? as usize;
                    let index =
                        code.get(at + 2..at + 66)?.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>();
                    if index.iter().any(|&block| usize::from(block) >= n) {
                        return None;
                    }
                    items.push(Item::Blocks(index, code.get(at + 66..at + 66 + n.checked_mul(8)?)?.to_vec()));
                    at += 66 + n * 8;
                }
                16 => {
                    items.push(Item::Literal(arg(1)?));
                    at += 2;
                }
                21 => {
                    items.push(Item::Negate);
                    at += 1;
                }
                22 => {
                    items.push(Item::Range(arg(1)?, arg(2)?));
                    at += 3;
                }
                42 => {
                    items.push(Item::RangeFolded(arg(1)?, arg(2)?));
                    at += 3;
                }
                _ => return None,
            }
        }
        let mut set = CharSet { bits: [0; 4], items, fold };
        let plain = set.low_bits();
        if fold == Fold::None {
            set.bits = plain;
            return Some(set);
        }
        for c in 0..256u32 {
            let folded = fold.apply(c);
            if if folded < 256 { has_bit(&plain, folded) } else { set.search(c) } {
                set_bit(&mut set.bits, c);
            }
        }
        Some(set)
    }

    /// Which of the characters below 256 are in the set, where they are not folded.
    fn low_bits(&self) -> [u64; 4] {
        let (mut bits, mut left, mut found) = ([0; 4], [u64::MAX; 4], true);
        for item in &self.items {
            let mut hits = [0; 4];
            match item {
                Item::Negate => {
                    found = !found;
                    continue;
                }
                Item::Literal(c) => {
                    if *c < 256 {
                        set_bit(&mut hits, *c);
                    }
                }
                Item::Range(a, b) => (*a..=*b.min(&255)).for_each(|c| set_bit(&mut hits, c)),
                Item::RangeFolded(a, b) => {
                    let range = *a..=*b;
                    (0..256)
                        .filter(|c| range.contains(c) || range.contains(&char_upper(*c)))
                        .for_each(|c| set_bit(&mut hits, c));
                }
                Item::Category(code) => {
                    hits = LOW_CATEGORIES.get(*code as usize).copied().unwrap_or_default();
                }
                Item::Bits(words) => hits = low_words(words),
                Item::Blocks(index, blocks) => {
                    let from = index.first().map_or(0, |&block| usize::from(block) * 8);
                    hits = low_words(blocks.get(from..).unwrap_or_default());
                }
            }
            for i in 0..4 {
                if found {
                    bits[i] |= hits[i] & left[i];
                }
                left[i] &= !hits[i];
            }
        }
        if !found {
            (0..4).for_each(|i| bits[i] |= left[i]);
        }
        bits
    }

    fn search(&self, c: u32) -> bool {
        let c = self.fold.apply(c);
        let mut found = true;
        for item in &self.items {
            let hit = match item {
                Item::Negate => {
                    found = !found;
                    continue;
                }
                Item::Literal(l) => c == *l,
                Item::Range(a, b) => (*a..=*b).contains(&c),
                Item::RangeFolded(a, b) => (*a..=*b).contains(&c) || (*a..=*b).contains(&char_upper(c)),
                Item::Category(code) => category(*code, c),
                Item::Bits(words) => c < 256 && bit(words, c as usize),
                Item::Blocks(index, blocks) => {
                    c < 0x1_0000 && {
                        let block = usize::from(index[c as usize >> 8]);
                        bit(blocks, block * 256 + (c as usize & 255))
                    }
                }
            };
            if hit {
                return found;
            }
        }
        !found
    }

    /// Which of the characters below 256 are in the set, a bit each.
    pub fn low(&self) -> [u64; 4] {
        self.bits
    }

    /// Is the character in the set?
    #[inline]
    pub fn contains(&self, c: u32) -> bool {
        if c < 256 { has_bit(&self.bits, c) } else { self.search(c) }
    }
}
