//! What `bytes` and `bytearray` have in common: one generic function for each method. (`methods` gives both types these.)

use super::convert::{byte_of_int, bytes_like, is_bytes_like, one_piece};
use crate::index::{search_range, slice_part};
use crate::types::str::reserve;
use std::borrow::Cow;
use taipan_runtime::{
    CompareOp, Gc, R, Value, Values, Vm, kinds,
    layout::{ByteArray, List, Str, Tuple},
};
use taipan_text::{
    hex,
    search::{self, Side},
};

/// One of the two types.
pub trait Flavour {
    /// Its name.
    const NAME: &'static str;
    /// A new object.
    fn make(vm: &mut Vm, bytes: &[u8]) -> Value;
    /// A new object of two parts.
    fn make_joined(vm: &mut Vm, first: &[u8], second: &[u8]) -> R {
        let mut out = reserve(vm, first.len().saturating_add(second.len()))?;
        out.extend_from_slice(first);
        out.extend_from_slice(second);
        Ok(Self::make(vm, &out))
    }
    /// A new object, or the old one where it has the same content and can't change.
    fn make_from(vm: &mut Vm, this: Value, bytes: &[u8]) -> Value;
    /// What `partition` gives for the separator that it was given.
    fn separator(vm: &mut Vm, given: Value, bytes: &[u8]) -> Value {
        let _ = given;
        Self::make(vm, bytes)
    }
    /// What `partition` gives for `self` where the separator is not in it.
    fn unparted(vm: &mut Vm, this: Value, bytes: &[u8]) -> Value {
        let _ = this;
        Self::make(vm, bytes)
    }
}

/// The bytes of `self`. They must not be looked at across code that may change them.
#[inline]
pub fn own<'a>(vm: &Vm, this: Value) -> &'a [u8] {
    if let Some(b) = vm.payload::<taipan_runtime::layout::Bytes>(this) {
        return b.to_ref().as_slice();
    }
    match vm.payload::<taipan_runtime::layout::ByteArray>(this) {
        Some(b) => b.to_ref().as_slice(),
        None => &[],
    }
}

/// Does work that may run Python code while it looks at the bytes of `self`: a `bytearray` refuses to be resized meanwhile.
pub fn pinned<T>(vm: &mut Vm, this: Value, work: impl FnOnce(&mut Vm) -> R<T>) -> R<T> {
    let Some(array) = vm.payload::<ByteArray>(this) else { return work(vm) };
    array.pins.set(array.pins.get() + 1);
    let result = work(vm);
    array.pins.set(array.pins.get() - 1);
    result
}

/// What `find` and its like look for: bytes, or one byte as an int.
fn needle<'a>(vm: &mut Vm, sub: Value) -> R<Cow<'a, [u8]>> {
    if is_bytes_like(vm, sub) {
        return bytes_like(vm, sub);
    }
    let cls = vm.class_of(sub);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(sub);
        return Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{of}'")));
    }
    byte_of_int(vm, sub, "byte must be in range(0, 256)").map(|b| Cow::Owned(vec![b]))
}

/// `start` and `end` as numbers, converted before anything else is looked at.
fn bounds(vm: &mut Vm, start: Option<Value>, end: Option<Value>) -> R<(Option<Value>, Option<Value>)> {
    let mut part = |v: Option<Value>| -> R<Option<Value>> {
        let Some(v) = v else { return Ok(None) };
        Ok(slice_part(vm, v)?.map(|i| vm.new_int(i)))
    };
    Ok((part(start)?, part(end)?))
}

/// The piece of `self` between `start` and `end`, and where it starts; `None` when `start` lies beyond `end`.
fn piece<'a>(
    vm: &mut Vm,
    this: Value,
    start: Option<Value>,
    end: Option<Value>,
) -> R<Option<(&'a [u8], usize)>> {
    let len = own(vm, this).len();
    let (from, to) = search_range(vm, start, end, len)?;
    let bytes = own(vm, this);
    Ok(bytes.get(from..to.min(bytes.len())).map(|b| (b, from)))
}

/// The piece to be searched, what for, and where the piece starts.
fn searched<'a>(
    vm: &mut Vm,
    this: Value,
    sub: Value,
    start: Option<Value>,
    end: Option<Value>,
) -> R<Option<(&'a [u8], Cow<'a, [u8]>, usize)>> {
    let piece = piece(vm, this, start, end)?;
    let sub = pinned(vm, this, |vm| needle(vm, sub))?;
    Ok(piece.map(|(bytes, from)| (bytes, sub, from)))
}

/// `find`, `rfind`, `index`, `rindex`
pub fn find(
    vm: &mut Vm,
    this: Value,
    sub: Value,
    start: Option<Value>,
    end: Option<Value>,
    find: fn(&[u8], &[u8]) -> Option<usize>,
) -> R<Option<usize>> {
    let Some((bytes, sub, from)) = searched(vm, this, sub, start, end)? else { return Ok(None) };
    Ok(find(bytes, &sub).map(|at| from + at))
}

/// The error of `index`.
pub fn or_not_found(vm: &mut Vm, found: Option<usize>) -> R<usize> {
    found.ok_or_else(|| vm.value_error("subsection not found"))
}

/// `count`
pub fn count(vm: &mut Vm, this: Value, sub: Value, start: Option<Value>, end: Option<Value>) -> R<usize> {
    let Some((bytes, sub, _)) = searched(vm, this, sub, start, end)? else { return Ok(0) };
    Ok(if sub.is_empty() { bytes.len() + 1 } else { search::count(bytes, &sub) })
}

/// `in`
pub fn contains(vm: &mut Vm, this: Value, item: Value) -> R<bool> {
    let cls = vm.class_of(item);
    if vm.slot_index(cls).is_some() {
        match pinned(vm, this, |vm| vm.index_clamped(item)) {
            Ok(byte) => match u8::try_from(byte) {
                Ok(byte) => return Ok(own(vm, this).contains(&byte)),
                Err(_) => return Err(vm.value_error("byte must be in range(0, 256)")),
            },
            Err(_) => {
                vm.take_exception();
            }
        }
    }
    let sub = pinned(vm, this, |vm| bytes_like(vm, item))?;
    Ok(search::contains(own(vm, this), &sub))
}

/// `startswith`, `endswith`
pub fn tail_match(
    vm: &mut Vm,
    this: Value,
    affix: Value,
    start: Option<Value>,
    end: Option<Value>,
    at_end: bool,
) -> R<bool> {
    let (start, end) = bounds(vm, start, end)?;
    let matches = |vm: &mut Vm, affix: &[u8]| -> R<bool> {
        Ok(match piece(vm, this, start, end)? {
            Some((bytes, _)) if at_end => bytes.ends_with(affix),
            Some((bytes, _)) => bytes.starts_with(affix),
            None => false,
        })
    };
    if let Some(tuple) = vm.payload::<Tuple>(affix) {
        for &item in tuple.to_ref().as_slice() {
            let affix = bytes_like(vm, item)?;
            if matches(vm, &affix)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if !is_bytes_like(vm, affix) {
        let of = vm.type_name(affix);
        let name = if at_end { "endswith" } else { "startswith" };
        return Err(vm.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {of}")));
    }
    let affix = bytes_like(vm, affix)?;
    matches(vm, &affix)
}

/// `strip` and its one-sided forms.
pub fn strip<F: Flavour>(vm: &mut Vm, this: Value, chars: Value, side: Side) -> R {
    if chars.is_none() {
        let rest = search::strip_space_bytes(own(vm, this), side);
        return Ok(F::make_from(vm, this, rest));
    }
    let chars = bytes_like(vm, chars)?;
    let rest = search::strip_bytes(own(vm, this), &chars, side);
    Ok(F::make_from(vm, this, rest))
}

/// A limit where a negative number is none.
pub fn limit(n: i64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// `split`, `rsplit`
pub fn split<F: Flavour>(vm: &mut Vm, this: Value, sep: Value, maxsplit: i64, from_right: bool) -> R<Values> {
    let max = limit(maxsplit);
    let sep = if sep.is_none() { None } else { Some(pinned(vm, this, |vm| bytes_like(vm, sep))?) };
    if sep.as_ref().is_some_and(|s| s.is_empty()) {
        return Err(vm.value_error("empty separator"));
    }
    let bytes = own(vm, this);
    let mut out = Values::new();
    let mut push = |vm: &mut Vm, part: &[u8]| {
        let part = F::make(vm, part);
        out.push(&mut vm.heap, part);
    };
    match (sep, from_right) {
        (Some(sep), false) => search::split(bytes, &sep, max).for_each(|part| push(vm, part)),
        (Some(sep), true) => search::rsplit(bytes, &sep, max).into_iter().for_each(|part| push(vm, part)),
        (None, false) => search::split_space_bytes(bytes, max, |part| push(vm, part)),
        (None, true) => search::rsplit_space_bytes(bytes, max).into_iter().for_each(|part| push(vm, part)),
    }
    Ok(out)
}

/// `splitlines`
pub fn splitlines<F: Flavour>(vm: &mut Vm, this: Value, keepends: bool) -> Values {
    let mut out = Values::new();
    for (line, whole) in search::lines_bytes(own(vm, this)) {
        let line = F::make(vm, if keepends { whole } else { line });
        out.push(&mut vm.heap, line);
    }
    out
}

/// `partition`, `rpartition`
pub fn partition<F: Flavour>(vm: &mut Vm, this: Value, sep: Value, from_right: bool) -> R {
    let sep_bytes = bytes_like(vm, sep)?;
    if sep_bytes.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let bytes = own(vm, this);
    let parts =
        if from_right { search::rpartition(bytes, &sep_bytes) } else { search::partition(bytes, &sep_bytes) };
    let items = match parts {
        Some((before, after)) => [F::make(vm, before), F::separator(vm, sep, &sep_bytes), F::make(vm, after)],
        None if from_right => [F::make(vm, b""), F::make(vm, b""), F::unparted(vm, this, bytes)],
        None => [F::unparted(vm, this, bytes), F::make(vm, b""), F::make(vm, b"")],
    };
    Ok(vm.new_tuple(&items).value())
}

/// `join`
pub fn join<F: Flavour>(vm: &mut Vm, this: Value, iterable: Value) -> R {
    pinned(vm, this, |vm| join_pinned::<F>(vm, this, iterable))
}

fn join_pinned<F: Flavour>(vm: &mut Vm, this: Value, iterable: Value) -> R {
    let items = vm.collect_sequence(iterable, "can only join an iterable")?;
    let list = iterable.cast::<List>();
    let sep = own(vm, this);
    let size = items
        .iter()
        .filter_map(|&item| vm.bytes_of(item))
        .fold(0usize, |size, bytes| size.saturating_add(sep.len()).saturating_add(bytes.len()));
    let mut out = reserve(vm, size)?;
    for (i, &item) in items.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(sep);
        }
        if let Some(bytes) = vm.bytes_of(item) {
            out.extend_from_slice(bytes);
        } else if let Some(bytes) = one_piece(vm, item) {
            out.extend_from_slice(&bytes);
            if list.is_some_and(|list| list.len.get() != items.len()) {
                return Err(vm.runtime_error("sequence changed size during iteration"));
            }
        } else {
            let of = vm.type_name(item);
            return Err(vm.type_error(format!("sequence item {i}: expected a bytes-like object, {of} found")));
        }
    }
    Ok(F::make(vm, &out))
}

/// `replace`
pub fn replace<F: Flavour>(vm: &mut Vm, this: Value, old: Value, new: Value, count: Value) -> R {
    let (old, new) = (bytes_like(vm, old)?, bytes_like(vm, new)?);
    let count = vm.index_or_overflow(count)?;
    let bytes = own(vm, this);
    if new.len() > old.len() {
        let n = if old.is_empty() { bytes.len() + 1 } else { search::count(bytes, &old) }.min(limit(count));
        drop(reserve(vm, bytes.len().saturating_add((new.len() - old.len()).saturating_mul(n)))?);
    }
    match search::replace_bytes(bytes, &old, &new, limit(count)) {
        Some(out) => Ok(F::make(vm, &out)),
        None => Ok(F::make_from(vm, this, bytes)),
    }
}

/// `removeprefix`, `removesuffix`
pub fn remove_affix<F: Flavour>(vm: &mut Vm, this: Value, affix: Value, at_end: bool) -> R {
    let affix = bytes_like(vm, affix)?;
    let bytes = own(vm, this);
    let rest = if at_end { bytes.strip_suffix(&*affix) } else { bytes.strip_prefix(&*affix) };
    Ok(F::make_from(vm, this, rest.unwrap_or(bytes)))
}

/// `center`, `ljust`, `rjust`: how the fill is shared out.
pub fn pad<F: Flavour>(
    vm: &mut Vm,
    this: Value,
    width: i64,
    fill: Option<Value>,
    name: &str,
    left_of: fn(usize, i64) -> usize,
) -> R {
    let fill = match fill {
        None => b' ',
        Some(fill) => match vm.bytes_of(fill) {
            Some(&[byte]) => byte,
            Some(bytes) => {
                let (n, of) = (bytes.len(), vm.type_name(fill));
                return Err(vm.type_error(format!(
                    "{name}(): argument 2 must be a byte string of length 1, not a {of} object of length {n}"
                )));
            }
            None => {
                let of = vm.argument_type_name(fill);
                return Err(
                    vm.type_error(format!("{name}() argument 2 must be a byte string of length 1, not {of}"))
                );
            }
        },
    };
    let bytes = own(vm, this);
    let missing = limit(width.max(0)).saturating_sub(bytes.len());
    if missing == 0 {
        return Ok(F::make_from(vm, this, bytes));
    }
    let left = left_of(missing, width);
    let mut out = reserve(vm, bytes.len().saturating_add(missing))?;
    out.resize(left, fill);
    out.extend_from_slice(bytes);
    out.resize(bytes.len() + missing, fill);
    Ok(F::make(vm, &out))
}

/// `zfill`
pub fn zfill<F: Flavour>(vm: &mut Vm, this: Value, width: i64) -> R {
    let bytes = own(vm, this);
    let missing = limit(width.max(0)).saturating_sub(bytes.len());
    if missing == 0 {
        return Ok(F::make_from(vm, this, bytes));
    }
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut out = reserve(vm, bytes.len().saturating_add(missing))?;
    out.extend_from_slice(&bytes[..sign]);
    out.resize(sign + missing, b'0');
    out.extend_from_slice(&bytes[sign..]);
    Ok(F::make(vm, &out))
}

/// `expandtabs`
pub fn expandtabs<F: Flavour>(vm: &mut Vm, this: Value, tabsize: i32) -> R {
    let tab = usize::try_from(tabsize).unwrap_or(0);
    let bytes = own(vm, this);
    let n_tabs = bytes.iter().filter(|&&b| b == b'\t').count();
    drop(reserve(vm, bytes.len().saturating_add(n_tabs.saturating_mul(tab)))?);
    match search::expand_tabs_bytes(bytes, tab) {
        Some(out) => Ok(F::make(vm, &out)),
        None => Err(vm.overflow_error("result too long")),
    }
}

/// `translate`
pub fn translate<F: Flavour>(vm: &mut Vm, this: Value, table: Value, delete: Option<Value>) -> R {
    let table = if table.is_none() { None } else { Some(bytes_like(vm, table)?) };
    if table.as_ref().is_some_and(|t| t.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let Some(delete) = delete else {
        let bytes = own(vm, this);
        return Ok(match table.as_deref().and_then(|table| table.first_chunk::<256>()) {
            Some(table) => {
                let out: Vec<u8> = bytes.iter().map(|&b| table[b as usize]).collect();
                if out == bytes { F::make_from(vm, this, bytes) } else { F::make(vm, &out) }
            }
            None => F::make_from(vm, this, bytes),
        });
    };
    let mut gone = [false; 256];
    for &byte in bytes_like(vm, delete)?.iter() {
        gone[byte as usize] = true;
    }
    let bytes = own(vm, this);
    let kept = bytes.iter().filter(|&&b| !gone[b as usize]);
    let out: Vec<u8> = match table {
        Some(table) => kept.map(|&b| table[b as usize]).collect(),
        None => kept.copied().collect(),
    };
    if out == bytes { Ok(F::make_from(vm, this, bytes)) } else { Ok(F::make(vm, &out)) }
}

/// `maketrans`
pub fn maketrans(vm: &mut Vm, from: Value, to: Value) -> R<Vec<u8>> {
    let (from, to) = (bytes_like(vm, from)?, bytes_like(vm, to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (&a, &b) in from.iter().zip(to.iter()) {
        table[a as usize] = b;
    }
    Ok(table)
}

/// `hex` of bytes, here and in memoryview.
pub fn hex(vm: &mut Vm, bytes: &[u8], sep: Option<Value>, per_sep: i64) -> R<String> {
    let sep = separator(vm, sep)?;
    if sep.is_some_and(|c| !c.is_ascii()) {
        return Err(vm.value_error("sep must be ASCII."));
    }
    let digits = hex::digits(bytes, sep, per_sep);
    Ok(String::from_utf8(digits).unwrap_or_default())
}

/// The byte between groups of digits.
pub fn separator(vm: &mut Vm, sep: Option<Value>) -> R<Option<u8>> {
    let Some(sep) = sep else { return Ok(None) };
    if vm.len(sep)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    if let Some(s) = vm.as_str(sep) {
        let c = taipan_text::wtf8::char_at(s.to_ref().as_bytes(), 0).map_or(0, |(c, _)| c);
        return match u8::try_from(c) {
            Ok(byte) => Ok(Some(byte)),
            Err(_) => Err(vm.value_error("sep must be ASCII.")),
        };
    }
    match vm.payload::<taipan_runtime::layout::Bytes>(sep) {
        Some(bytes) => Ok(bytes.as_slice().first().copied()),
        None => Err(vm.type_error("sep must be str or bytes.")),
    }
}

/// `fromhex`
pub fn from_hex(vm: &mut Vm, text: Value) -> R<Vec<u8>> {
    let (input, chars): (Cow<'_, [u8]>, Option<Gc<Str>>) = if let Some(s) = vm.as_str(text) {
        (Cow::Borrowed(s.to_ref().as_bytes()), Some(s))
    } else if is_bytes_like(vm, text) {
        (bytes_like(vm, text)?, None)
    } else {
        let of = vm.type_name(text);
        return Err(vm.type_error(format!("fromhex() argument must be str or bytes-like, not {of}")));
    };
    if let Some(bytes) = hex::from_pairs(&input) {
        return Ok(bytes);
    }
    let value = hex::value;
    let mut out = Vec::with_capacity(input.len() / 2);
    let mut at = 0;
    while at < input.len() {
        if search::is_space_byte(input[at]) {
            at += 1;
            continue;
        }
        let bad = match (value(input[at]), input.get(at + 1).map(|&b| value(b))) {
            (Some(high), Some(Some(low))) => {
                out.push(high << 4 | low);
                at += 2;
                continue;
            }
            (Some(_), None) => None,
            (Some(_), Some(None)) => Some(at + 1),
            (None, _) => Some(at),
        };
        return Err(match bad {
            None => vm.value_error("fromhex() arg must contain an even number of hexadecimal digits"),
            Some(at) => {
                // In text what is not ASCII is found first.
                let other = chars.and_then(|_| input.iter().position(|byte| !byte.is_ascii()));
                let at = other.unwrap_or(at);
                vm.value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}"))
            }
        });
    }
    Ok(out)
}

/// Comparison with another bytes-like object.
pub fn compare(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
    if let Some(b) = vm.bytes_of(other) {
        let a = own(vm, this);
        return Ok(Value::bool(match op {
            CompareOp::Eq => a == b,
            CompareOp::Ne => a != b,
            _ => op.holds(a.cmp(b)),
        }));
    }
    if vm.config.bytes_warning > 0 && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        let what = if vm.as_str(other).is_some() {
            Some("string")
        } else if vm.as_int_value(other).is_some()
            && vm.payload::<taipan_runtime::layout::Bytes>(this).is_some()
        {
            Some("int")
        } else {
            None
        };
        if let Some(what) = what {
            let of = if vm.payload::<taipan_runtime::layout::Bytes>(this).is_some() {
                "bytes"
            } else {
                "bytearray"
            };
            vm.warn(kinds::BYTES_WARNING, &format!("Comparison between {of} and {what}"))?;
        }
    }
    let is_bytes = vm.payload::<taipan_runtime::layout::Bytes>(this).is_some();
    // Other buffers than byte strings are for `bytearray` only to know.
    if is_bytes || !is_bytes_like(vm, other) || vm.as_str(other).is_some() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let b = bytes_like(vm, other)?;
    let a = own(vm, this);
    Ok(Value::bool(match op {
        CompareOp::Eq => *a == *b,
        CompareOp::Ne => *a != *b,
        _ => op.holds(a.cmp(&b)),
    }))
}

/// `a + b`
pub fn concat<F: Flavour>(vm: &mut Vm, this: Value, other: Value) -> R {
    let Some(other) = one_piece(vm, other) else {
        let (of, own) = (vm.type_name(other), vm.type_name(this));
        return Err(vm.type_error(format!("can't concat {of} to {own}")));
    };
    let bytes = own(vm, this);
    F::make_joined(vm, bytes, &other)
}

/// `a * n`
pub fn repeated(vm: &mut Vm, bytes: &[u8], n: i64) -> R<Vec<u8>> {
    let n = limit(n.max(0));
    if n == 0 || bytes.is_empty() {
        return Ok(Vec::new());
    }
    let Some(size) = bytes.len().checked_mul(n).filter(|&size| size <= isize::MAX as usize) else {
        return Err(vm.raise_memory_error());
    };
    let mut out = reserve(vm, size)?;
    if let &[byte] = bytes {
        out.resize(size, byte);
        return Ok(out);
    }
    out.extend_from_slice(bytes);
    while out.len() <= size / 2 {
        out.extend_from_within(..);
    }
    let rest = size - out.len();
    out.extend_from_within(..rest);
    Ok(out)
}

/// Is something of upper (lower) case, and nothing of the other?
pub fn is_in_case(bytes: &[u8], wanted: fn(&u8) -> bool, other: fn(&u8) -> bool) -> bool {
    bytes.iter().any(wanted) && !bytes.iter().any(other)
}
