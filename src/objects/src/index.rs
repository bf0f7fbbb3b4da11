//! Indices and slices of sequences, as native numbers.

use taipan_runtime::{Gc, R, Value, Vm, layout::Slice};

/// A slice of a sequence of known length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SliceRange {
    /// The first index.
    pub start: i64,
    /// Where it ends, before `start` maybe where it is empty.
    pub stop: i64,
    /// The distance, not 0.
    pub step: i64,
    /// How many items there are.
    pub len: usize,
}

impl SliceRange {
    /// The indices in the order of the slice.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        // The step may be huge, but then there is one item at most.
        (0..self.len as i64).map(move |i| self.start.wrapping_add(i.wrapping_mul(self.step)) as usize)
    }
}

/// Start, stop and step as a slice object has them, cut to the machine's numbers. Runs `__index__`.
pub fn slice_parts(vm: &mut Vm, slice: Gc<Slice>) -> R<(Option<i64>, Option<i64>, i64)> {
    let step = match slice_part(vm, slice.step)? {
        None => 1,
        Some(0) => return Err(vm.value_error("slice step cannot be zero")),
        Some(step) => step.max(-i64::MAX),
    };
    let start = slice_part(vm, slice.start)?;
    let stop = slice_part(vm, slice.stop)?;
    Ok((start, stop, step))
}

/// A part of a slice as a number, the nearest one where it is too large; `None` for None.
pub fn slice_part(vm: &mut Vm, part: Value) -> R<Option<i64>> {
    if part.is_none() {
        return Ok(None);
    }
    if let Some(i) = part.as_small_int() {
        return Ok(Some(i));
    }
    let cls = vm.class_of(part);
    if vm.slot_index(cls).is_none() {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    vm.index_clamped(part).map(Some)
}

/// A slice's parts for a sequence of `len` items (which may have changed while the parts were evaluated, so it is asked for last).
pub fn adjust_slice((start, stop, step): (Option<i64>, Option<i64>, i64), len: usize) -> SliceRange {
    let len = len as i64;
    let adjust = |i: i64, low: i64, high: i64| {
        if i < 0 { i.checked_add(len).filter(|&i| i >= 0).unwrap_or(low) } else { i.min(high) }
    };
    let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let start = start.map_or(if step < 0 { len - 1 } else { 0 }, |i| adjust(i, low, high));
    let stop = stop.map_or(if step < 0 { -1 } else { len }, |i| adjust(i, low, high));
    let n = if step < 0 {
        if stop < start { (start - stop - 1) / -step + 1 } else { 0 }
    } else if start < stop {
        (stop - start - 1) / step + 1
    } else {
        0
    };
    SliceRange { start, stop, step, len: n as usize }
}

/// Both at once, where `__index__` of the parts can't change the length.
pub fn slice_range(vm: &mut Vm, slice: Gc<Slice>, len: usize) -> R<SliceRange> {
    let parts = slice_parts(vm, slice)?;
    Ok(adjust_slice(parts, len))
}

/// An index that may count from the end, in range or `None`.
pub fn checked_index(i: i64, len: usize) -> Option<usize> {
    let i = if i < 0 { i.checked_add(len as i64)? } else { i };
    usize::try_from(i).ok().filter(|&i| i < len)
}

/// `start` and `end` of the `index` of sequences: as [`search_range`], but neither may be None.
pub fn index_range(vm: &mut Vm, start: Option<Value>, end: Option<Value>, len: usize) -> R<(usize, usize)> {
    for part in [start, end].into_iter().flatten() {
        let cls = vm.class_of(part);
        if vm.slot_index(cls).is_none() {
            return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
        }
    }
    search_range(vm, start, end, len)
}

/// `start` and `end` of `find`, `count`, ...: cut to the sequence, `start` may lie beyond `end`.
pub fn search_range(vm: &mut Vm, start: Option<Value>, end: Option<Value>, len: usize) -> R<(usize, usize)> {
    let mut part = |v: Option<Value>, default: i64| match v {
        None => Ok(default),
        Some(v) => Ok(slice_part(vm, v)?.unwrap_or(default)),
    };
    let start = part(start, 0)?;
    let end = part(end, i64::MAX)?;
    let len = len as i64;
    let from_end = |i: i64| if i < 0 { i.saturating_add(len).max(0) } else { i };
    Ok((from_end(start) as usize, from_end(end).min(len) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_cut_to_the_sequence() {
        let all: Vec<Option<i64>> = std::iter::once(None).chain((-7..8).map(Some)).collect();
        for &start in &all {
            for &stop in &all {
                for step in [-7, -2, -1, 1, 2, 3, 7, i64::MAX, -i64::MAX] {
                    let range = adjust_slice((start, stop, step), 5);
                    let got: Vec<usize> = range.indices().collect();
                    let mut want = Vec::new();
                    let at =
                        |i: Option<i64>, default: i64| i.map_or(default, |i| if i < 0 { i + 5 } else { i });
                    if step > 0 {
                        let mut i = at(start, 0).max(0);
                        while i < at(stop, 5).min(5) {
                            want.push(i as usize);
                            i = i.saturating_add(step);
                        }
                    } else {
                        let mut i = at(start, 4).min(4);
                        while i > at(stop, -1).max(-1) && i >= 0 {
                            want.push(i as usize);
                            i = i.saturating_add(step);
                        }
                    }
                    assert_eq!(got, want, "[{start:?}:{stop:?}:{step}]");
                }
            }
        }
    }
}
