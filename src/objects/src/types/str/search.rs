//! Finding, counting, replacing, splitting, stripping and joining.

use super::index::{char_of, offset_of, piece};
use crate::index::search_range;
use taipan_macros::native;
use taipan_runtime::{
    Gc, R, Value, Values, Vm, kinds,
    layout::{List, Str, Tuple},
};
use taipan_text::search::{self, Side};

/// The methods.
pub(super) struct Search;

/// Where a search goes on: byte offsets; `None` when `start` lies beyond `end`.
fn byte_range(
    vm: &mut Vm,
    this: Gc<Str>,
    start: Option<Value>,
    end: Option<Value>,
) -> R<Option<(usize, usize)>> {
    if start.is_none() && end.is_none() {
        return Ok(Some((0, this.n_bytes())));
    }
    let (start, end) = search_range(vm, start, end, this.n_chars())?;
    if start > end {
        return Ok(None);
    }
    Ok(Some((offset_of(vm, this, start)?, offset_of(vm, this, end)?)))
}

type Find = fn(&[u8], &[u8]) -> Option<usize>;

fn find_with(
    vm: &mut Vm,
    this: Gc<Str>,
    sub: Gc<Str>,
    start: Option<Value>,
    end: Option<Value>,
    find: Find,
) -> R<Option<usize>> {
    let Some((from, to)) = byte_range(vm, this, start, end)? else { return Ok(None) };
    match find(&this.to_ref().as_bytes()[from..to], sub.to_ref().as_bytes()) {
        Some(at) => char_of(vm, this, from + at).map(Some),
        None => Ok(None),
    }
}

fn or_not_found(vm: &mut Vm, found: Option<usize>) -> R<usize> {
    found.ok_or_else(|| vm.value_error("substring not found"))
}

/// Does the piece `[from, to)` begin (or end) with the text?
fn has_affix(piece: &[u8], affix: &[u8], at_end: bool) -> bool {
    if at_end { piece.ends_with(affix) } else { piece.starts_with(affix) }
}

fn tail_match(
    vm: &mut Vm,
    this: Gc<Str>,
    affix: Value,
    start: Option<Value>,
    end: Option<Value>,
    at_end: bool,
) -> R<bool> {
    let name = if at_end { "endswith" } else { "startswith" };
    let range = byte_range(vm, this, start, end)?;
    let bytes = range.map(|(from, to)| &this.to_ref().as_bytes()[from..to]);
    if let Some(tuple) = vm.payload::<Tuple>(affix) {
        for &item in tuple.to_ref().as_slice() {
            let Some(s) = vm.as_str(item) else {
                let of = vm.type_name(item);
                return Err(vm.type_error(format!("tuple for {name} must only contain str, not {of}")));
            };
            if bytes.is_some_and(|b| has_affix(b, s.as_bytes(), at_end)) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let Some(s) = vm.as_str(affix) else {
        let of = vm.type_name(affix);
        return Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {of}")));
    };
    Ok(bytes.is_some_and(|b| has_affix(b, s.as_bytes(), at_end)))
}

fn strip(vm: &mut Vm, this: Gc<Str>, chars: Value, side: Side, name: &str) -> R {
    let bytes = this.to_ref().as_bytes();
    let rest = if chars.is_none() {
        search::strip_space_text(bytes, side)
    } else {
        match vm.as_str(chars) {
            Some(chars) => search::strip_chars(bytes, chars.to_ref().as_bytes(), side),
            None => {
                return Err(vm.type_error(format!("{name} arg must be None or str")));
            }
        }
    };
    Ok(piece(vm, this, rest))
}

/// `maxsplit`, where a negative number is no limit.
fn limit(n: i64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// Can a text hold another, by its length and its widest character? Where it can't, splitting gives the very object, even
/// one of a subclass.
fn may_hold(text: Gc<Str>, sep: Gc<Str>) -> bool {
    // Lead bytes tell how many bytes CPython needs for a character: 1 up to U+00FF, 2 up to U+FFFF.
    let width = |text: Gc<Str>| {
        // Block by block without an early exit, so in wide lanes.
        let blocks = text.to_ref().as_bytes().chunks(64);
        match blocks.map(|block| block.iter().fold(0, |max, &byte| byte.max(max))).max() {
            _ if text.is_ascii() => 1,
            Some(0xf0..) => 4,
            Some(0xc4..) => 2,
            _ => 1,
        }
    };
    sep.n_chars() <= text.n_chars() && (sep.is_ascii() || width(sep) <= width(text))
}

/// A separator that is not empty, or `None` for white space.
fn separator(vm: &mut Vm, sep: Value) -> R<Option<Gc<Str>>> {
    if sep.is_none() {
        return Ok(None);
    }
    match vm.as_str(sep) {
        Some(sep) if sep.n_bytes() == 0 => Err(vm.value_error("empty separator")),
        Some(sep) => Ok(Some(sep)),
        None => {
            let of = vm.type_name(sep);
            Err(vm.type_error(format!("must be str or None, not {of}")))
        }
    }
}

fn partition(vm: &mut Vm, whole: Value, sep: Value, right: bool) -> R {
    let Some(this) = vm.as_str(whole) else { return Ok(Value::NOT_IMPLEMENTED) };
    let given = sep;
    let Some(sep) = vm.as_str(given) else {
        let of = vm.type_name(given);
        return Err(vm.type_error(format!("must be str, not {of}")));
    };
    if sep.n_bytes() == 0 {
        return Err(vm.value_error("empty separator"));
    }
    let (bytes, sep_bytes) = (this.to_ref().as_bytes(), sep.to_ref().as_bytes());
    let parts =
        if right { search::rpartition(bytes, sep_bytes) } else { search::partition(bytes, sep_bytes) };
    let empty = vm.names().empty.value();
    let items = match parts {
        Some((before, after)) => {
            let before = piece(vm, this, before);
            let after = piece(vm, this, after);
            [before, given, after]
        }
        None if right => [empty, empty, whole],
        None => [whole, empty, empty],
    };
    Ok(vm.new_tuple(&items).value())
}

/// There is always room for a string of so many bytes.
const MAX_IN_PLACE: usize = 1 << 20;

/// `sep.join(iterable)`
pub fn join(vm: &mut Vm, sep: Gc<Str>, iterable: Value) -> R {
    let list = iterable.cast::<List>();
    let items: Values;
    // Nothing below runs Python code, so a list's items may be looked at in place.
    let slice: &[Value] = if let Some(list) = list {
        list.to_ref().as_slice()
    } else if let Some(tuple) = iterable.cast::<Tuple>() {
        tuple.to_ref().as_slice()
    } else {
        items = vm.collect_sequence(iterable, "can only join an iterable")?;
        items.as_slice()
    };
    match slice {
        [] => return Ok(vm.names().empty.value()),
        [one] if one.is_kind(kinds::STR) => return Ok(*one),
        _ => {}
    }
    let sep_bytes = sep.to_ref().as_bytes();
    let mut n_bytes = sep_bytes.len().saturating_mul(slice.len() - 1);
    let mut n_chars = sep.n_chars().saturating_mul(slice.len() - 1);
    for (i, &item) in slice.iter().enumerate() {
        let Some(s) = vm.as_str(item) else {
            let of = vm.type_name(item);
            return Err(vm.type_error(format!("sequence item {i}: expected str instance, {of} found")));
        };
        n_bytes = n_bytes.saturating_add(s.n_bytes());
        n_chars = n_chars.saturating_add(s.n_chars());
    }
    if n_bytes > MAX_IN_PLACE || !slice.iter().all(|item| item.is_kind(kinds::STR)) {
        let mut out = super::reserve(vm, n_bytes)?;
        for (i, &item) in slice.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(sep_bytes);
            }
            if let Some(s) = vm.as_str(item) {
                out.extend_from_slice(s.to_ref().as_bytes());
            }
        }
        return Ok(vm.new_str_counted(&out, n_chars).value());
    }
    let joined = vm.new_str_filled(n_bytes, n_chars, |mut out| {
        let mut put = |bytes: &[u8]| {
            let (to, rest) = std::mem::take(&mut out).split_at_mut(bytes.len());
            to.copy_from_slice(bytes);
            out = rest;
        };
        for (i, item) in slice.iter().enumerate() {
            if i > 0 {
                put(sep_bytes);
            }
            if let Some(s) = item.cast::<Str>() {
                put(s.to_ref().as_bytes());
            }
        }
    });
    Ok(joined.value())
}

#[native]
impl Search {
    /// The first index at which `sub` stands between `start` and `end`, or -1.
    #[sig("($self, sub, start=None, end=None, /)")]
    #[shown("($self, sub[, start[, end]], /)")]
    fn find(vm: &mut Vm, this: Gc<Str>, sub: Gc<Str>, start: Option<Value>, end: Option<Value>) -> R {
        let found = find_with(vm, this, sub, start, end, search::find)?;
        Ok(found.map_or(Value::int32(-1), Value::len))
    }

    /// The last index at which `sub` stands between `start` and `end`, or -1.
    #[sig("($self, sub, start=None, end=None, /)")]
    #[shown("($self, sub[, start[, end]], /)")]
    fn rfind(vm: &mut Vm, this: Gc<Str>, sub: Gc<Str>, start: Option<Value>, end: Option<Value>) -> R {
        let found = find_with(vm, this, sub, start, end, search::rfind)?;
        Ok(found.map_or(Value::int32(-1), Value::len))
    }

    /// The first index at which `sub` stands between `start` and `end`; ValueError where it does not.
    #[sig("($self, sub, start=None, end=None, /)")]
    #[shown("($self, sub[, start[, end]], /)")]
    fn index(vm: &mut Vm, this: Gc<Str>, sub: Gc<Str>, start: Option<Value>, end: Option<Value>) -> R<usize> {
        let found = find_with(vm, this, sub, start, end, search::find)?;
        or_not_found(vm, found)
    }

    /// The last index at which `sub` stands between `start` and `end`; ValueError where it does not.
    #[sig("($self, sub, start=None, end=None, /)")]
    #[shown("($self, sub[, start[, end]], /)")]
    fn rindex(
        vm: &mut Vm,
        this: Gc<Str>,
        sub: Gc<Str>,
        start: Option<Value>,
        end: Option<Value>,
    ) -> R<usize> {
        let found = find_with(vm, this, sub, start, end, search::rfind)?;
        or_not_found(vm, found)
    }

    /// How often `sub` stands, without overlap, between `start` and `end`.
    #[sig("($self, sub, start=None, end=None, /)")]
    #[shown("($self, sub[, start[, end]], /)")]
    fn count(vm: &mut Vm, this: Gc<Str>, sub: Gc<Str>, start: Option<Value>, end: Option<Value>) -> R<usize> {
        let Some((from, to)) = byte_range(vm, this, start, end)? else { return Ok(0) };
        let piece = &this.to_ref().as_bytes()[from..to];
        if sub.n_bytes() == 0 {
            return Ok(taipan_text::wtf8::count_chars(piece) + 1);
        }
        Ok(search::count(piece, sub.to_ref().as_bytes()))
    }

    /// Does the text (between `start` and `end`) begin with the prefix, or with one of a tuple of them?
    #[sig("($self, prefix, start=None, end=None, /)")]
    #[shown("($self, prefix[, start[, end]], /)")]
    fn startswith(
        vm: &mut Vm,
        this: Gc<Str>,
        prefix: Value,
        start: Option<Value>,
        end: Option<Value>,
    ) -> R<bool> {
        tail_match(vm, this, prefix, start, end, false)
    }

    /// Does the text (between `start` and `end`) end with the suffix, or with one of a tuple of them?
    #[sig("($self, suffix, start=None, end=None, /)")]
    #[shown("($self, suffix[, start[, end]], /)")]
    fn endswith(
        vm: &mut Vm,
        this: Gc<Str>,
        suffix: Value,
        start: Option<Value>,
        end: Option<Value>,
    ) -> R<bool> {
        tail_match(vm, this, suffix, start, end, true)
    }

    /// A copy with `old` replaced by `new`, everywhere or `count` times from the start.
    #[sig("($self, old, new, /, count=-1)")]
    fn replace(vm: &mut Vm, this: Gc<Str>, old: Gc<Str>, new: Gc<Str>, count: i64) -> R {
        let (hay, from, to) = (this.to_ref().as_bytes(), old.to_ref().as_bytes(), new.to_ref().as_bytes());
        if to.len() > from.len() && (hay.len() + 1).saturating_mul(to.len()) > MAX_IN_PLACE {
            // The result may be much larger than what it is made of.
            let n = if from.is_empty() { this.n_chars() + 1 } else { search::count(hay, from) };
            let n = n.min(limit(count));
            let grown = (to.len() - from.len()).saturating_mul(n);
            drop(super::reserve(vm, hay.len().saturating_add(grown))?);
        }
        match search::replace_text(hay, from, to, limit(count)) {
            Some(text) => Ok(vm.new_str_wtf8(&text).value()),
            None => Ok(this.value()),
        }
    }

    /// Without the prefix, if it is there.
    #[sig("($self, prefix, /)")]
    fn removeprefix(vm: &mut Vm, this: Gc<Str>, prefix: Gc<Str>) -> Value {
        let bytes = this.to_ref().as_bytes();
        let rest = bytes.strip_prefix(prefix.to_ref().as_bytes()).unwrap_or(bytes);
        piece(vm, this, rest)
    }

    /// Without the suffix, if it is there.
    #[sig("($self, suffix, /)")]
    fn removesuffix(vm: &mut Vm, this: Gc<Str>, suffix: Gc<Str>) -> Value {
        let bytes = this.to_ref().as_bytes();
        let rest = bytes.strip_suffix(suffix.to_ref().as_bytes()).unwrap_or(bytes);
        piece(vm, this, rest)
    }

    /// The pieces between separators (or between runs of white space), at most `maxsplit` cuts.
    #[sig("($self, /, sep=None, maxsplit=-1)")]
    fn split(vm: &mut Vm, this: Value, sep: Value, maxsplit: i64) -> R<Values> {
        let max = limit(maxsplit);
        let Some(text) = vm.as_str(this) else { return Ok(Values::new()) };
        let (object, this) = (this, text);
        let bytes = this.to_ref().as_bytes();
        let mut out = Values::new();
        match separator(vm, sep)? {
            Some(sep) if !may_hold(this, sep) => out.push(&mut vm.heap, object),
            Some(sep) => {
                for part in search::split(bytes, sep.to_ref().as_bytes(), max) {
                    let part = piece(vm, this, part);
                    out.push(&mut vm.heap, part);
                }
            }
            None => search::split_space_text(bytes, max, |part| {
                let part = piece(vm, this, part);
                out.push(&mut vm.heap, part);
            }),
        }
        Ok(out)
    }

    /// The pieces between separators (or between runs of white space), at most `maxsplit` cuts, from the end.
    #[sig("($self, /, sep=None, maxsplit=-1)")]
    fn rsplit(vm: &mut Vm, this: Value, sep: Value, maxsplit: i64) -> R<Values> {
        let max = limit(maxsplit);
        let Some(text) = vm.as_str(this) else { return Ok(Values::new()) };
        let (object, this) = (this, text);
        let bytes = this.to_ref().as_bytes();
        let parts = match separator(vm, sep)? {
            Some(sep) if !may_hold(this, sep) => return Ok(Values::from_slice(&mut vm.heap, &[object])),
            Some(sep) => search::rsplit(bytes, sep.to_ref().as_bytes(), max),
            None => search::rsplit_space_text(bytes, max),
        };
        let mut out = Values::with_capacity(&mut vm.heap, parts.len());
        for part in parts {
            let part = piece(vm, this, part);
            out.push(&mut vm.heap, part);
        }
        Ok(out)
    }

    /// The lines, without their ends unless `keepends`.
    #[sig("($self, /, keepends=False)")]
    fn splitlines(vm: &mut Vm, this: Gc<Str>, keepends: bool) -> Values {
        let mut out = Values::new();
        for (line, whole) in search::lines_text(this.to_ref().as_bytes()) {
            let line = piece(vm, this, if keepends { whole } else { line });
            out.push(&mut vm.heap, line);
        }
        out
    }

    /// The part before the first separator, the separator, and the part after it.
    #[sig("($self, sep, /)")]
    fn partition(vm: &mut Vm, this: Value, sep: Value) -> R {
        partition(vm, this, sep, false)
    }

    /// The part before the last separator, the separator, and the part after it.
    #[sig("($self, sep, /)")]
    fn rpartition(vm: &mut Vm, this: Value, sep: Value) -> R {
        partition(vm, this, sep, true)
    }

    /// Without white space (or the characters given) at both ends.
    #[sig("($self, chars=None, /)")]
    fn strip(vm: &mut Vm, this: Gc<Str>, chars: Value) -> R {
        strip(vm, this, chars, Side::Both, "strip")
    }

    /// Without white space (or the characters given) at the start.
    #[sig("($self, chars=None, /)")]
    fn lstrip(vm: &mut Vm, this: Gc<Str>, chars: Value) -> R {
        strip(vm, this, chars, Side::Left, "lstrip")
    }

    /// Without white space (or the characters given) at the end.
    #[sig("($self, chars=None, /)")]
    fn rstrip(vm: &mut Vm, this: Gc<Str>, chars: Value) -> R {
        strip(vm, this, chars, Side::Right, "rstrip")
    }

    /// The strings of an iterable, one after the other with this one between them.
    #[sig("($self, iterable, /)")]
    fn join(vm: &mut Vm, this: Gc<Str>, iterable: Value) -> R {
        join(vm, this, iterable)
    }
}
