//! Normalization forms (UAX 15).

use crate::properties::{Database, property_record};
use crate::tables::normal::*;
use crate::tables::properties::TAGS;
use crate::wtf8::{Wtf8, Wtf8Buf};

/// A normalization form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Canonical composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

impl Form {
    /// By its name.
    pub fn from_name(name: &str) -> Option<Form> {
        match name {
            "NFC" => Some(Form::Nfc),
            "NFD" => Some(Form::Nfd),
            "NFKC" => Some(Form::Nfkc),
            "NFKD" => Some(Form::Nfkd),
            _ => None,
        }
    }

    fn composes(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }

    fn is_compatible(self) -> bool {
        matches!(self, Form::Nfkc | Form::Nfkd)
    }

    /// The bits of the quick check that mean "look closer".
    fn quick_bits(self) -> u8 {
        match self {
            Form::Nfd => 1,
            Form::Nfkd => 2,
            Form::Nfc => 4 | 16,
            Form::Nfkc => 8 | 16,
        }
    }
}

// Hangul by arithmetic (Unicode 3.12).
const S: u32 = 0xAC00;
const L: u32 = 0x1100;
const V: u32 = 0x1161;
const T: u32 = 0x11A7;
const N_L: u32 = 19;
const N_V: u32 = 21;
const N_T: u32 = 28;

/// Tag (an index into `TAGS`) and characters of the mapping in the table.
fn mapping(c: u32) -> Option<(usize, &'static [u32])> {
    if c < 0xA0 {
        return None;
    }
    let at = usize::from(DECOMPOSED_AT[DECOMPOSED.binary_search(&c).ok()?]);
    let head = DECOMPOSITIONS[at];
    Some(((head >> 8) as usize, &DECOMPOSITIONS[at + 1..at + 1 + (head & 0xFF) as usize]))
}

fn old_mapping(c: u32) -> Option<u32> {
    OLD_DECOMPOSITIONS.iter().find(|(from, _)| *from == c).map(|(_, to)| *to)
}

/// `unicodedata.decomposition`.
pub fn decomposition(database: Database, c: u32) -> String {
    if database == Database::Version3_2 && !database.is_assigned(c) {
        return String::new();
    }
    if (S..S + N_L * N_V * N_T).contains(&c) {
        let mut out = String::new();
        decompose_hangul(c, |c| out.push_str(&format!("{}{c:04X}", if out.is_empty() { "" } else { " " })));
        return out;
    }
    let Some((tag, parts)) = mapping(c) else { return String::new() };
    let mut out = TAGS[tag].to_owned();
    for part in parts {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&format!("{part:04X}"));
    }
    out
}

fn decompose_hangul(c: u32, mut push: impl FnMut(u32)) {
    let index = c - S;
    push(L + index / (N_V * N_T));
    push(V + index % (N_V * N_T) / N_T);
    if !index.is_multiple_of(N_T) {
        push(T + index % N_T);
    }
}

fn decompose(database: Database, form: Form, c: u32, out: &mut Vec<u32>) {
    if c < 0xA0 {
        return out.push(c);
    }
    if (S..S + N_L * N_V * N_T).contains(&c) {
        return decompose_hangul(c, |c| out.push(c));
    }
    if database == Database::Version3_2 {
        if !database.is_assigned(c) {
            return out.push(c);
        }
        if let Some(to) = old_mapping(c) {
            return out.push(to);
        }
    }
    match mapping(c) {
        Some((tag, parts)) if tag == 0 || form.is_compatible() => {
            parts.iter().for_each(|&part| decompose(database, form, part, out));
        }
        _ => out.push(c),
    }
}

/// Orders each run of combining characters by class.
///
/// Classes are today's for either database, as CPython has it.
fn reorder(chars: &mut [u32]) {
    let database = Database::Current;
    let mut at = 0;
    while at < chars.len() {
        if database.combining(chars[at]) == 0 {
            at += 1;
            continue;
        }
        let end =
            chars[at..].iter().position(|&c| database.combining(c) == 0).map_or(chars.len(), |n| at + n);
        chars[at..end].sort_by_key(|&c| database.combining(c));
        at = end;
    }
}

fn compose_pair(a: u32, b: u32) -> Option<u32> {
    if (L..L + N_L).contains(&a) && (V..V + N_V).contains(&b) {
        return Some(S + ((a - L) * N_V + (b - V)) * N_T);
    }
    if (S..S + N_L * N_V * N_T).contains(&a) && (a - S).is_multiple_of(N_T) && (T + 1..T + N_T).contains(&b) {
        return Some(a + (b - T));
    }
    let at = PAIRS.binary_search(&(u64::from(a) << 32 | u64::from(b))).ok()?;
    Some(PAIRED[at])
}

fn compose(chars: &[u32]) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::with_capacity(chars.len());
    let mut starter = None;
    let mut last_class = 0;
    for &c in chars {
        let class = Database::Current.combining(c);
        if let Some(at) = starter {
            // Blocked where something of the same or a higher class, or a starter, stands between.
            let adjacent = out.len() == at + 1;
            if (adjacent || (last_class != 0 && last_class < class))
                && let Some(composed) = compose_pair(out[at], c)
            {
                out[at] = composed;
                continue;
            }
        }
        if class == 0 {
            starter = Some(out.len());
        }
        last_class = class;
        out.push(c);
    }
    out
}

enum Quick {
    Yes,
    No,
    Maybe,
}

fn quick_check(text: &Wtf8, form: Form) -> Quick {
    let mut last_class = 0;
    let mut result = Quick::Yes;
    for c in text.chars() {
        if c < 0xA0 {
            last_class = 0;
            continue;
        }
        let record = property_record(c);
        if record.combining != 0 && last_class > record.combining {
            return Quick::No;
        }
        last_class = record.combining;
        let bits = record.quick & form.quick_bits();
        if bits & 15 != 0 {
            return Quick::No;
        }
        if bits != 0 {
            result = Quick::Maybe;
        }
    }
    result
}

/// `unicodedata.normalize`; `None` when the text is in that form already.
pub fn normalize(database: Database, form: Form, text: &Wtf8) -> Option<Wtf8Buf> {
    if text.is_ascii() || (database == Database::Current && matches!(quick_check(text, form), Quick::Yes)) {
        return None;
    }
    let mut chars = Vec::with_capacity(text.n_bytes());
    text.chars().for_each(|c| decompose(database, form, c, &mut chars));
    reorder(&mut chars);
    if form.composes() {
        chars = compose(&chars);
    }
    Some(chars.into_iter().collect())
}

/// `unicodedata.is_normalized`.
pub fn is_normalized(database: Database, form: Form, text: &Wtf8) -> bool {
    if database == Database::Current {
        match quick_check(text, form) {
            Quick::Yes => return true,
            Quick::No => return false,
            Quick::Maybe => {}
        }
    }
    normalize(database, form, text).is_none_or(|normal| *normal == *text)
}
