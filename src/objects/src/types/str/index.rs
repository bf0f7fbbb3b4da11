//! Characters and byte offsets. ASCII strings have both the same; others get a sparse table of offsets when they are long.

use taipan_heap::RawBytes;
use taipan_runtime::{Gc, R, Value, Vm, layout::Str};
use taipan_text::wtf8::{self, INDEX_STRIDE};

/// Shorter texts are walked.
const WALK_MAX: usize = 2 * INDEX_STRIDE;

/// The entry of a table: offsets of four bytes, or of eight where the text is too long for that.
fn entry(table: Gc<RawBytes>, wide: bool) -> impl Fn(usize) -> usize {
    let bytes = table.to_ref().as_slice();
    move |k| {
        if wide {
            bytes
                .get(k * 8..k * 8 + 8)
                .map_or(0, |b| u64::from_le_bytes(b.try_into().unwrap_or_default()) as usize)
        } else {
            bytes
                .get(k * 4..k * 4 + 4)
                .map_or(0, |b| u32::from_le_bytes(b.try_into().unwrap_or_default()) as usize)
        }
    }
}

fn is_wide(s: Gc<Str>) -> bool {
    s.n_bytes() > u32::MAX as usize
}

/// The string's table, made now if it is not there.
fn table(vm: &mut Vm, s: Gc<Str>) -> R<Gc<RawBytes>> {
    if let Some(table) = s.index() {
        return Ok(table);
    }
    let wide = is_wide(s);
    let size = if wide { 8 } else { 4 };
    let made = RawBytes::new_uninitialised(&mut vm.heap, wtf8::sparse_len(s.n_chars()) * size);
    let table = vm.check_alloc(made)?;
    for (k, offset) in wtf8::sparse_offsets(s.to_ref().as_bytes()).enumerate() {
        if wide {
            table.write(k * 8, &(offset as u64).to_le_bytes());
        } else {
            table.write(k * 4, &(offset as u32).to_le_bytes());
        }
    }
    s.set_index(table);
    Ok(table)
}

/// The byte offset of a character; the length in bytes where there are fewer characters.
#[inline]
pub fn offset_of(vm: &mut Vm, s: Gc<Str>, idx: usize) -> R<usize> {
    if s.is_ascii() {
        return Ok(idx.min(s.n_bytes()));
    }
    if idx >= s.n_chars() {
        return Ok(s.n_bytes());
    }
    let bytes = s.to_ref().as_bytes();
    if idx == 0 || s.n_chars() <= WALK_MAX {
        return Ok(wtf8::offset_of_char(bytes, idx));
    }
    let table = table(vm, s)?;
    Ok(wtf8::offset_by_index(bytes, s.n_chars(), idx, entry(table, is_wide(s))))
}

/// The number of characters before a byte offset.
#[inline]
pub fn char_of(vm: &mut Vm, s: Gc<Str>, offset: usize) -> R<usize> {
    if s.is_ascii() {
        return Ok(offset);
    }
    let bytes = s.to_ref().as_bytes();
    // Counting is many bytes at once.
    if s.n_chars() <= WALK_MAX || offset <= 8 * INDEX_STRIDE {
        return Ok(wtf8::count_chars(&bytes[..offset]));
    }
    let table = table(vm, s)?;
    Ok(wtf8::char_by_index(bytes, s.n_chars(), offset, entry(table, is_wide(s))))
}

/// The character at an index in range.
#[inline]
pub fn char_at(vm: &mut Vm, s: Gc<Str>, idx: usize) -> R<u32> {
    let offset = offset_of(vm, s, idx)?;
    Ok(wtf8::char_at(s.to_ref().as_bytes(), offset).map_or(0, |(c, _)| c))
}

/// The piece of a string between two characters, `start <= end <= len`; the string itself where that is all of it.
pub fn substring(vm: &mut Vm, s: Gc<Str>, start: usize, end: usize) -> R<Gc<Str>> {
    if start == 0 && end >= s.n_chars() {
        return Ok(s);
    }
    if start >= end {
        return Ok(vm.names().empty);
    }
    let bytes = s.to_ref().as_bytes();
    if s.is_ascii() {
        return Ok(vm.new_str_counted(&bytes[start..end], end - start));
    }
    let from = offset_of(vm, s, start)?;
    let to = if end - start <= WALK_MAX {
        wtf8::skip_chars(bytes, from, end - start)
    } else {
        offset_of(vm, s, end)?
    };
    Ok(vm.new_str_counted(&bytes[from..to], end - start))
}

/// A piece of a string's bytes as a string.
pub fn piece(vm: &mut Vm, of: Gc<Str>, bytes: &[u8]) -> Value {
    if bytes.len() == of.n_bytes() {
        return of.value();
    }
    if of.is_ascii() {
        vm.new_str_counted(bytes, bytes.len()).value()
    } else {
        vm.new_str_wtf8(bytes).value()
    }
}
