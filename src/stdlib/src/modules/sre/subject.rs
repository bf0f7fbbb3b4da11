//! What a pattern is matched against, and one match of it.

use super::matcher::{Interrupted, Matcher, Narrow, Scratch, UNSET, Wide};
use super::pattern::Pattern;
use std::borrow::Cow;
use taipan_objects::types::str::index;
use taipan_runtime::layout::{Bytes, Str};
use taipan_runtime::{Gc, R, Raised, Value, Vm};

/// A string, or something with bytes.
pub struct Subject {
    /// The object.
    pub value: Value,
    /// The object as a string.
    pub text: Option<Gc<Str>>,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
}

/// Where a match may start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// At the position.
    Match,
    /// At the position, and it must reach the end.
    FullMatch,
    /// At the position or later.
    Search,
}

/// A match, in byte offsets.
pub struct Found {
    pattern: Gc<Pattern>,
    start: usize,
    end: usize,
    /// Taken from the pattern, which gets it back.
    scratch: Option<Box<Scratch>>,
}

impl Drop for Found {
    fn drop(&mut self) {
        self.pattern.scratch.set(self.scratch.take());
    }
}

impl Found {
    /// The start of the match.
    pub fn start(&self) -> usize {
        self.start
    }
    /// The end of the match.
    pub fn end(&self) -> usize {
        self.end
    }
    /// Start and end of a group.
    pub fn group(&self, i: usize) -> Option<(usize, usize)> {
        let Some(group) = i.checked_sub(1) else { return Some((self.start, self.end)) };
        let marks = &self.scratch.as_ref()?.marks;
        let (a, b) = (marks[2 * group], marks[2 * group + 1]);
        (a != UNSET && b != UNSET && a <= b).then_some((a, b))
    }
    /// The last group that matched, or 0.
    pub fn last_group(&self) -> usize {
        self.scratch.as_ref().map_or(0, |scratch| scratch.last_group)
    }
}

impl Subject {
    /// Checks that a pattern fits an object.
    pub fn new(vm: &mut Vm, pattern: Gc<Pattern>, value: Value) -> R<Subject> {
        if let Some(text) = vm.as_str(value) {
            if pattern.is_bytes.get() == Some(true) {
                return Err(vm.type_error("cannot use a bytes pattern on a string-like object"));
            }
            return Ok(Subject { value, text: Some(text), bytes: Cow::Borrowed(text.to_ref().as_bytes()) });
        }
        let bytes = match vm.payload::<Bytes>(value) {
            Some(bytes) => Cow::Borrowed(bytes.to_ref().as_slice()),
            None => match taipan_objects::buffer::peek(vm, value) {
                Ok(bytes) => Cow::Owned(bytes.to_vec()),
                Err(raised) => {
                    if vm.take_if(taipan_runtime::kinds::TYPE_ERROR).is_none() {
                        return Err(raised);
                    }
                    let of = vm.type_name(value);
                    return Err(vm.type_error(format!("expected string or bytes-like object, got '{of}'")));
                }
            },
        };
        if pattern.is_bytes.get() == Some(false) {
            return Err(vm.type_error("cannot use a string pattern on a bytes-like object"));
        }
        Ok(Subject { value, text: None, bytes })
    }

    /// The length in characters.
    pub fn len(&self) -> usize {
        self.text.map_or(self.bytes.len(), |t| t.n_chars())
    }

    /// The byte offset of a character.
    pub fn offset(&self, vm: &mut Vm, i: usize) -> R<usize> {
        match self.text {
            Some(text) if !text.is_ascii() => index::offset_of(vm, text, i),
            _ => Ok(i),
        }
    }

    /// A piece, between byte offsets.
    pub fn piece(&self, vm: &mut Vm, from: usize, to: usize) -> Value {
        match self.text {
            Some(text) => {
                if from == 0 && to == self.bytes.len() && vm.is_exact(self.value, taipan_runtime::kinds::STR)
                {
                    return self.value;
                }
                index::piece(vm, text, &self.bytes[from..to])
            }
            None => {
                if from == 0
                    && to == self.bytes.len()
                    && vm.is_exact(self.value, taipan_runtime::kinds::BYTES)
                {
                    return self.value;
                }
                vm.new_bytes(&self.bytes[from..to])
            }
        }
    }

    /// An empty string or bytes.
    pub fn empty(&self, vm: &mut Vm) -> Value {
        if self.text.is_some() { vm.names().empty.value() } else { vm.new_bytes(&[]) }
    }

    /// The positions that `pos` and `endpos` name, in characters and in bytes.
    pub fn range(&self, vm: &mut Vm, pos: i64, endpos: i64) -> R<Range> {
        let n = self.len();
        let pos = pos.clamp(0, n as i64) as usize;
        let endpos = endpos.clamp(0, n as i64) as usize;
        let to = self.offset(vm, endpos)?;
        let from = self.offset(vm, pos)?;
        Ok(Range { pos, endpos, from, to })
    }

    /// Matches between byte offsets. `not_at`: where the match must not end.
    pub fn find(
        &self,
        vm: &mut Vm,
        pattern: Gc<Pattern>,
        how: How,
        from: usize,
        to: usize,
        not_at: Option<usize>,
    ) -> R<Option<Found>> {
        if from > to {
            return Ok(None);
        }
        let program = &pattern.to_ref().program;
        let scratch = pattern.scratch.take().unwrap_or_default();
        let mut matcher = Matcher::new(program, pattern.n_groups.get(), &self.bytes, to, scratch);
        matcher.whole = how == How::FullMatch;
        matcher.not_at = not_at.unwrap_or(UNSET);
        let mut check = || vm.run_pending().is_ok();
        let narrow = self.text.is_none_or(|t| t.is_ascii());
        let found = match (how, narrow) {
            (How::Search, true) => matcher.search::<Narrow>(from, &mut check),
            (How::Search, false) => matcher.search::<Wide>(from, &mut check),
            (_, true) => matcher.run::<Narrow>(from, &mut check).map(|end| end.map(|end| (from, end))),
            (_, false) => matcher.run::<Wide>(from, &mut check).map(|end| end.map(|end| (from, end))),
        };
        match found {
            Err(Interrupted) => Err(Raised),
            Ok(None) => {
                pattern.scratch.set(Some(matcher.scratch));
                Ok(None)
            }
            Ok(Some((start, end))) => Ok(Some(Found { pattern, start, end, scratch: Some(matcher.scratch) })),
        }
    }
}

/// A part of a subject: in characters, and in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub pos: usize,
    pub endpos: usize,
    pub from: usize,
    pub to: usize,
}
