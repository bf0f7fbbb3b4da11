//! What a pattern is matched against, and one match of it.

use super::matcher::{Interrupted, Matcher, Narrow, UNSET, Wide};
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

/// Looks for matches in a subject, one after another. What was found last is in byte offsets.
pub struct Search<'a> {
    pattern: Gc<Pattern>,
    /// Its room is taken from the pattern, which gets it back.
    matcher: Option<Matcher<'a>>,
    is_narrow: bool,
    start: usize,
    end: usize,
}

impl Drop for Search<'_> {
    fn drop(&mut self) {
        if let Some(matcher) = self.matcher.take() {
            self.pattern.scratch.set(Some(matcher.scratch));
        }
    }
}

/// Start and end of a group, if it matched.
#[inline(always)]
pub fn taken([a, b]: [usize; 2]) -> Option<(usize, usize)> {
    (a != UNSET && b != UNSET && a <= b).then_some((a, b))
}

impl<'a> Search<'a> {
    /// In a subject up to a byte offset.
    pub fn new(subject: &'a Subject, pattern: Gc<Pattern>, to: usize) -> Search<'a> {
        let scratch = pattern.scratch.take().unwrap_or_default();
        let n_groups = pattern.n_groups.get();
        let matcher = Matcher::new(&pattern.to_ref().program, n_groups, &subject.bytes, to, scratch);
        let is_narrow = subject.text.is_none_or(|t| t.is_ascii());
        Search { pattern, matcher: Some(matcher), is_narrow, start: UNSET, end: UNSET }
    }

    /// Finds a match that starts at `from` (or later) and does not end at `not_at`.
    pub fn next(&mut self, vm: &mut Vm, how: How, from: usize, not_at: Option<usize>) -> R<bool> {
        let Some(matcher) = &mut self.matcher else { return Ok(false) };
        if self.end != UNSET {
            matcher.scratch.clear();
        }
        matcher.whole = how == How::FullMatch;
        matcher.not_at = not_at.unwrap_or(UNSET);
        let mut check = || vm.run_pending().is_ok();
        let found = match (how, self.is_narrow) {
            (How::Search, true) => matcher.search::<Narrow>(from, &mut check),
            (How::Search, false) => matcher.search::<Wide>(from, &mut check),
            (_, true) => matcher.run::<Narrow>(from, &mut check).map(|end| end.map(|end| (from, end))),
            (_, false) => matcher.run::<Wide>(from, &mut check).map(|end| end.map(|end| (from, end))),
        };
        match found {
            Err(Interrupted) => Err(Raised),
            Ok(None) => Ok(false),
            Ok(Some((start, end))) => {
                (self.start, self.end) = (start, end);
                Ok(true)
            }
        }
    }

    /// The next match after the last one, or the first: an empty one is not found again.
    pub fn step(&mut self, vm: &mut Vm, from: usize) -> R<bool> {
        if self.end == UNSET {
            return self.next(vm, How::Search, from, None);
        }
        self.next(vm, How::Search, self.end, (self.start == self.end).then_some(self.end))
    }

    /// The start of the match.
    pub fn start(&self) -> usize {
        self.start
    }
    /// The end of the match.
    pub fn end(&self) -> usize {
        self.end
    }
    /// Start and end of a group.
    #[inline]
    pub fn group(&self, i: usize) -> Option<(usize, usize)> {
        let Some(group) = i.checked_sub(1) else { return Some((self.start, self.end)) };
        taken(self.groups()[group])
    }
    /// The offsets of all groups, of which [`taken`] tells those that matched.
    #[inline]
    pub fn groups(&self) -> &[[usize; 2]] {
        self.matcher.as_ref().map_or(&[], |matcher| matcher.scratch.marks.as_chunks().0)
    }
    /// The last group that matched, or 0.
    pub fn last_group(&self) -> usize {
        self.matcher.as_ref().map_or(0, |matcher| matcher.scratch.last_group)
    }
}

impl Subject {
    /// Checks that a pattern fits an object.
    #[inline]
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
                    let (refused, wrong) =
                        (taipan_runtime::kinds::BUFFER_ERROR, taipan_runtime::kinds::TYPE_ERROR);
                    if vm.take_if(wrong).or_else(|| vm.take_if(refused)).is_none() {
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
    #[inline]
    pub fn piece(&self, vm: &mut Vm, from: usize, to: usize) -> Value {
        let n = to - from;
        if n < self.bytes.len() && self.text.is_some_and(|text| text.is_ascii()) {
            return vm.new_str_counted(&self.bytes[from..to], n).value();
        }
        self.any_piece(vm, from, to)
    }

    #[inline(never)]
    fn any_piece(&self, vm: &mut Vm, from: usize, to: usize) -> Value {
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
        if pos == 0 && endpos == i64::MAX {
            return Ok(Range { pos: 0, endpos: self.len(), from: 0, to: self.bytes.len() });
        }
        let n = self.len();
        let pos = pos.clamp(0, n as i64) as usize;
        let endpos = endpos.clamp(0, n as i64) as usize;
        let to = self.offset(vm, endpos)?;
        let from = self.offset(vm, pos)?;
        Ok(Range { pos, endpos, from, to })
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
