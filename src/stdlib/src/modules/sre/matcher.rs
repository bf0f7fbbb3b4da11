//! The backtracking matcher. It keeps its choices on a stack of its own, so that the native stack does not grow with the
//! text; what it changed (marks, counters) is on the same stack, to be changed back.

use super::program::{Greed, One, Op, Program, Start};
use super::sets::{Fold, is_word};
use taipan_text::wtf8::{char_at, char_before};

/// A group that did not match.
pub const UNSET: usize = usize::MAX;

/// How many steps are taken between two looks at signals.
const STEPS: u32 = 1 << 16;

/// What the program asked for can't go on: an exception is on its way.
pub struct Interrupted;

/// How characters stand in a subject.
pub trait Subject {
    /// The character at an offset, and its length in bytes.
    fn at(text: &[u8], at: usize) -> Option<(u32, usize)>;
    /// The one before.
    fn before(text: &[u8], at: usize) -> Option<(u32, usize)>;
    /// The offset so many characters before another one.
    fn back(text: &[u8], at: usize, n: usize) -> Option<usize>;
}

/// A byte is a character: bytes, and ASCII text.
pub struct Narrow;
/// WTF-8.
pub struct Wide;

impl Subject for Narrow {
    #[inline(always)]
    fn at(text: &[u8], at: usize) -> Option<(u32, usize)> {
        text.get(at).map(|&b| (u32::from(b), 1))
    }
    #[inline(always)]
    fn before(text: &[u8], at: usize) -> Option<(u32, usize)> {
        at.checked_sub(1).map(|at| (u32::from(text[at]), 1))
    }
    #[inline(always)]
    fn back(_: &[u8], at: usize, n: usize) -> Option<usize> {
        at.checked_sub(n)
    }
}
impl Subject for Wide {
    #[inline(always)]
    fn at(text: &[u8], at: usize) -> Option<(u32, usize)> {
        match text.get(at) {
            Some(&b) if b < 0x80 => Some((u32::from(b), 1)),
            Some(_) => char_at(text, at),
            None => None,
        }
    }
    #[inline(always)]
    fn before(text: &[u8], at: usize) -> Option<(u32, usize)> {
        if at == 0 { None } else { char_before(text, at) }
    }
    #[inline]
    fn back(text: &[u8], at: usize, n: usize) -> Option<usize> {
        // A character has at least one byte.
        if n > at {
            return None;
        }
        (0..n).try_fold(at, |at, _| Self::before(text, at).map(|(_, len)| at - len))
    }
}

enum Entry {
    /// Try the alternatives of a branch from this one on.
    Alternative {
        pc: usize,
        next: usize,
        pos: usize,
    },
    /// Give one character of a repetition back.
    Less {
        pc: usize,
        pos: usize,
        least: usize,
    },
    /// Take one character more.
    More {
        pc: usize,
        pos: usize,
        n: usize,
    },
    /// Go on there.
    Go {
        pc: usize,
        pos: usize,
    },
    /// Repeat the body of a lazy repetition once more.
    Again {
        pc: usize,
        pos: usize,
    },
    Mark {
        i: usize,
        old: usize,
        last: usize,
    },
    Counter {
        slot: usize,
        n: usize,
        last: usize,
    },
    /// The start of an assertion or an atomic group.
    Barrier {
        pc: usize,
        pos: usize,
    },
}

/// The room that matching takes. Patterns keep it from one match to the next.
#[derive(Default)]
pub struct Scratch {
    /// The offsets of groups' starts and ends.
    pub marks: Vec<usize>,
    /// The number of the last group that matched, 0 for none.
    pub last_group: usize,
    counters: Vec<(usize, usize)>,
    stack: Vec<Entry>,
    barriers: Vec<usize>,
}

impl Scratch {
    /// Forgets which groups matched.
    #[inline]
    fn forget_groups(&mut self) {
        for mark in &mut self.marks {
            *mark = UNSET;
        }
        self.last_group = 0;
    }

    /// Forgets a match.
    #[inline]
    pub fn clear(&mut self) {
        self.forget_groups();
        self.stack.clear();
        self.barriers.clear();
    }
}

/// A match in progress.
pub struct Matcher<'a> {
    program: &'a Program,
    text: &'a [u8],
    /// Where the subject ends, as far as the pattern may see.
    end: usize,
    /// What changes while it goes on.
    pub scratch: Box<Scratch>,
    /// Must the match reach the end?
    pub whole: bool,
    /// Where the match must not end.
    pub not_at: usize,
    steps: u32,
}

impl<'a> Matcher<'a> {
    /// A matcher for a text up to `end`.
    pub fn new(
        program: &'a Program,
        n_groups: usize,
        text: &'a [u8],
        end: usize,
        mut scratch: Box<Scratch>,
    ) -> Matcher<'a> {
        scratch.marks.resize(2 * n_groups, UNSET);
        scratch.counters.resize(program.n_slots, (0, UNSET));
        scratch.clear();
        Matcher { program, text: &text[..end], end, scratch, whole: false, not_at: UNSET, steps: STEPS }
    }

    /// Finds the first match that starts at `from` or later: its start and end.
    pub fn search<S: Subject>(
        &mut self,
        from: usize,
        check: &mut dyn FnMut() -> bool,
    ) -> Result<Option<(usize, usize)>, Interrupted> {
        let mut at = from;
        while at <= self.end {
            let rest = &self.text[at..];
            let next = match &self.program.start {
                Start::Anywhere => Some(0),
                Start::Beginning => (at == 0).then_some(0),
                Start::Lines if at == 0 || self.text[at - 1] == b'\n' => Some(0),
                Start::Lines => memchr::memchr(b'\n', rest).map(|i| i + 1),
                Start::LineEnds => Some(memchr::memchr(b'\n', rest).unwrap_or(rest.len())),
                Start::End => Some(rest.len() - usize::from(rest.last() == Some(&b'\n'))),
                Start::Byte(byte) => memchr::memchr(*byte, rest),
                Start::Bytes(bytes) => rest.iter().position(|&b| bytes[usize::from(b)]),
                Start::Text(finder) => finder.find(rest),
            };
            let Some(next) = next else { return Ok(None) };
            at += next;
            if let Some(n) = self.program.literal {
                return Ok(Some((at, at + n)));
            }
            // The next character, of which the first byte may be one of several.
            let here = S::at(self.text, at);
            let may_start = match (&self.program.first, here) {
                (Some(first), Some((c, 2..))) => first.test(c),
                _ => true,
            };
            if may_start {
                if let Some(end) = self.run::<S>(at, check)? {
                    return Ok(Some((at, end)));
                }
                self.scratch.forget_groups();
            }
            match here {
                Some((_, n)) => at += n,
                None => break,
            }
        }
        Ok(None)
    }

    /// Matches at one place: the end of the match.
    pub fn run<S: Subject>(
        &mut self,
        from: usize,
        check: &mut dyn FnMut() -> bool,
    ) -> Result<Option<usize>, Interrupted> {
        let program = self.program;
        let text = self.text;
        let (mut pc, mut pos) = (0, from);
        loop {
            let matched = match &program.ops[pc] {
                Op::Success => {
                    if !(self.whole && pos != self.end || pos == self.not_at) {
                        return Ok(Some(pos));
                    }
                    false
                }
                Op::Fail => false,
                Op::Literal(literal) => {
                    // Most fail at the first byte, and many have no more.
                    let n = literal.len();
                    let same = text.get(pos) == Some(&literal[0])
                        && (n == 1 || text.get(pos + 1..pos + n).is_some_and(|rest| *rest == literal[1..]));
                    pos += n;
                    pc += 1;
                    same
                }
                Op::One(one) => match S::at(text, pos) {
                    Some((c, n)) if one.test(c) => {
                        pos += n;
                        pc += 1;
                        true
                    }
                    _ => false,
                },
                Op::Mark(i) => {
                    let i = *i as usize;
                    // Where there is no choice left, nothing will be changed back.
                    if !self.scratch.stack.is_empty() {
                        self.scratch.stack.push(Entry::Mark {
                            i,
                            old: self.scratch.marks[i],
                            last: self.scratch.last_group,
                        });
                    }
                    self.scratch.marks[i] = pos;
                    if i % 2 == 1 {
                        self.scratch.last_group = i / 2 + 1;
                    }
                    pc += 1;
                    true
                }
                Op::At(code) => {
                    pc += 1;
                    self.holds::<S>(*code, pos)
                }
                Op::Branch(_) => {
                    let found = self.alternative(pc, 0, pos);
                    if let Some(target) = found {
                        pc = target;
                    }
                    found.is_some()
                }
                Op::Jump(target) => {
                    pc = *target;
                    true
                }
                Op::RepeatOne { one, min, max, greed, next } => {
                    match self.repeat_one::<S>(pc, pos, one, (*min, *max), *greed, *next) {
                        Some(end) => {
                            pos = end;
                            pc += 1;
                            true
                        }
                        None => false,
                    }
                }
                Op::Repeat { slot, until } => {
                    self.set_counter(*slot, (0, UNSET));
                    pc = *until;
                    true
                }
                Op::Until { slot, min, max, lazy, body, free } => {
                    let (n, last) = self.scratch.counters[*slot];
                    if n < *min {
                        self.set_counter(*slot, (n + 1, last));
                        pc = *body;
                    } else if *lazy {
                        if n < *max && pos != last {
                            self.scratch.stack.push(Entry::Again { pc, pos });
                        }
                        pc += 1;
                    } else if n < *max && pos != last {
                        self.scratch.stack.push(Entry::Go { pc: pc + 1, pos });
                        if !*free {
                            self.set_counter(*slot, (n + 1, pos));
                        }
                        pc = *body;
                    } else {
                        pc += 1;
                    }
                    true
                }
                Op::Look { one, behind, negative } => {
                    let c = if *behind { S::before(text, pos) } else { S::at(text, pos) };
                    pc += 1;
                    c.is_some_and(|(c, _)| one.test(c)) != *negative
                }
                Op::Assert { back, negative, end } => match S::back(text, pos, *back) {
                    Some(at) => {
                        self.scratch.barriers.push(self.scratch.stack.len());
                        self.scratch.stack.push(Entry::Barrier { pc, pos });
                        pos = at;
                        pc += 1;
                        true
                    }
                    None => {
                        pc = *end;
                        *negative
                    }
                },
                Op::Atomic => {
                    self.scratch.barriers.push(self.scratch.stack.len());
                    self.scratch.stack.push(Entry::Barrier { pc, pos });
                    pc += 1;
                    true
                }
                Op::Commit => {
                    let barrier = self.scratch.barriers.pop().unwrap_or(0);
                    let Entry::Barrier { pc: began, pos: before } = self.scratch.stack[barrier] else {
                        return Ok(None);
                    };
                    match &program.ops[began] {
                        Op::Assert { negative: true, .. } => {
                            self.undo_to(barrier);
                            false
                        }
                        Op::Assert { .. } => {
                            self.keep_undos(barrier);
                            pos = before;
                            pc += 1;
                            true
                        }
                        _ => {
                            self.keep_undos(barrier);
                            pc += 1;
                            true
                        }
                    }
                }
                Op::GroupRef(group, fold) => match self.group_again::<S>(*group, *fold, pos) {
                    Some(end) => {
                        pos = end;
                        pc += 1;
                        true
                    }
                    None => false,
                },
                Op::IfGroup(group, otherwise) => {
                    let (a, b) = (self.scratch.marks[2 * group], self.scratch.marks[2 * group + 1]);
                    if a == UNSET || b == UNSET || b < a {
                        pc = *otherwise;
                    } else {
                        pc += 1;
                    }
                    true
                }
            };
            if !matched {
                // What takes long goes this way again and again.
                self.steps -= 1;
                if self.steps == 0 {
                    self.steps = STEPS;
                    if !check() {
                        return Err(Interrupted);
                    }
                }
                if self.scratch.stack.is_empty() {
                    return Ok(None);
                }
                match self.backtrack::<S>() {
                    Some(place) => (pc, pos) = place,
                    None => return Ok(None),
                }
            }
        }
    }

    fn set_counter(&mut self, slot: usize, value: (usize, usize)) {
        if !self.scratch.stack.is_empty() {
            let (n, last) = self.scratch.counters[slot];
            self.scratch.stack.push(Entry::Counter { slot, n, last });
        }
        self.scratch.counters[slot] = value;
    }

    /// The first way of a branch from `from` on that can match; the next one becomes a choice.
    #[inline(always)]
    fn alternative(&mut self, pc: usize, from: usize, pos: usize) -> Option<usize> {
        let Op::Branch(branch) = &self.program.ops[pc] else { return None };
        let byte = self.text.get(pos).copied();
        let i = branch.viable(from, byte)?;
        if let Some(next) = branch.viable(i + 1, byte) {
            self.scratch.stack.push(Entry::Alternative { pc, next, pos });
        }
        Some(branch.targets[i])
    }

    /// Matches one character several times: the position behind them.
    #[inline(always)]
    fn repeat_one<S: Subject>(
        &mut self,
        pc: usize,
        pos: usize,
        one: &One,
        (min, max): (usize, usize),
        greed: Greed,
        next: Option<u8>,
    ) -> Option<usize> {
        let mut at = pos;
        for _ in 0..min {
            match S::at(self.text, at) {
                Some((c, n)) if one.test(c) => at += n,
                _ => return None,
            }
        }
        let least = at;
        if greed == Greed::Lazy {
            if max > min {
                self.scratch.stack.push(Entry::More { pc, pos: at, n: min });
            }
            return Some(at);
        }
        at = self.take_all::<S>(one, at, max - min);
        if greed == Greed::Possessive || at == least {
            return Some(at);
        }
        self.give_back::<S>(pc, at, least, next)
    }

    /// The position behind at most `n` characters that match.
    #[inline(always)]
    fn take_all<S: Subject>(&self, one: &One, from: usize, n: usize) -> usize {
        let text = self.text;
        let mut at = from;
        // Where all lengths are equal, ends are found without counting.
        match one {
            One::Any if n >= text.len() - at => return text.len(),
            One::NotNewline if n >= text.len() - at => {
                return memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |i| at + i);
            }
            One::IsNot(c) if *c < 0x80 && n >= text.len() - at => {
                return memchr::memchr(*c as u8, &text[at..]).map_or(text.len(), |i| at + i);
            }
            One::Is(c) if *c < 0x80 => {
                let rest = text[at..].iter().take(n);
                return at + rest.take_while(|&&byte| u32::from(byte) == *c).count();
            }
            One::In(set) => {
                for _ in 0..n {
                    match S::at(text, at) {
                        Some((c, len)) if set.contains(c) => at += len,
                        _ => break,
                    }
                }
                return at;
            }
            _ => {}
        }
        for _ in 0..n {
            match S::at(text, at) {
                Some((c, len)) if one.test(c) => at += len,
                _ => break,
            }
        }
        at
    }

    /// The last place from `at` back to `least` behind which the match can go on; those before it become a choice.
    #[inline(always)]
    fn give_back<S: Subject>(
        &mut self,
        pc: usize,
        at: usize,
        least: usize,
        next: Option<u8>,
    ) -> Option<usize> {
        let at = match next {
            None => at,
            Some(byte) => {
                let last = (at + 1).min(self.text.len());
                least + memchr::memrchr(byte, &self.text[least..last])?
            }
        };
        if at > least {
            self.scratch.stack.push(Entry::Less { pc, pos: at, least });
        }
        Some(at)
    }

    /// Goes back to the last choice: where to go on.
    fn backtrack<S: Subject>(&mut self) -> Option<(usize, usize)> {
        let program = self.program;
        loop {
            match self.scratch.stack.pop()? {
                Entry::Mark { i, old, last } => {
                    self.scratch.marks[i] = old;
                    self.scratch.last_group = last;
                }
                Entry::Counter { slot, n, last } => self.scratch.counters[slot] = (n, last),
                Entry::Go { pc, pos } => return Some((pc, pos)),
                Entry::Alternative { pc, next, pos } => {
                    if let Some(target) = self.alternative(pc, next, pos) {
                        return Some((target, pos));
                    }
                }
                Entry::Less { pc, pos, least } => {
                    let Op::RepeatOne { next, .. } = &program.ops[pc] else { continue };
                    let Some((_, n)) = S::before(self.text, pos) else { continue };
                    if let Some(at) = self.less::<S>(pc, pos - n, least, *next) {
                        return Some((pc + 1, at));
                    }
                }
                Entry::More { pc, pos, n } => {
                    let Op::RepeatOne { one, max, next, .. } = &program.ops[pc] else { continue };
                    let (mut pos, mut n) = (pos, n);
                    loop {
                        match S::at(self.text, pos) {
                            Some((c, len)) if n < *max && one.test(c) => {
                                pos += len;
                                n += 1;
                            }
                            _ => break,
                        }
                        // Only where what must follow does is going on worth it.
                        if next.is_none_or(|byte| self.text.get(pos) == Some(&byte)) {
                            if n < *max {
                                self.scratch.stack.push(Entry::More { pc, pos, n });
                            }
                            return Some((pc + 1, pos));
                        }
                    }
                }
                Entry::Again { pc, pos } => {
                    let Op::Until { slot, body, free, .. } = &program.ops[pc] else { continue };
                    if !*free {
                        let (n, _) = self.scratch.counters[*slot];
                        self.set_counter(*slot, (n + 1, pos));
                    }
                    return Some((*body, pos));
                }
                Entry::Barrier { pc, pos } => {
                    self.scratch.barriers.pop();
                    if let Op::Assert { negative: true, end, .. } = &program.ops[pc] {
                        return Some((*end, pos));
                    }
                }
            }
        }
    }

    fn less<S: Subject>(&mut self, pc: usize, at: usize, least: usize, next: Option<u8>) -> Option<usize> {
        if at < least { None } else { self.give_back::<S>(pc, at, least, next) }
    }

    /// Changes back everything since a barrier, which goes too.
    fn undo_to(&mut self, barrier: usize) {
        while self.scratch.stack.len() > barrier {
            match self.scratch.stack.pop() {
                Some(Entry::Mark { i, old, last }) => {
                    self.scratch.marks[i] = old;
                    self.scratch.last_group = last;
                }
                Some(Entry::Counter { slot, n, last }) => self.scratch.counters[slot] = (n, last),
                _ => {}
            }
        }
    }

    /// Forgets the choices since a barrier, but not what there is to change back.
    fn keep_undos(&mut self, barrier: usize) {
        if barrier == 0 {
            self.scratch.stack.clear();
            return;
        }
        let mut kept = barrier;
        for i in barrier..self.scratch.stack.len() {
            if matches!(self.scratch.stack[i], Entry::Mark { .. } | Entry::Counter { .. }) {
                self.scratch.stack.swap(kept, i);
                kept += 1;
            }
        }
        self.scratch.stack.truncate(kept);
    }

    /// What a group has matched, once more: the position behind it.
    #[inline(always)]
    fn group_again<S: Subject>(&self, group: usize, fold: Fold, pos: usize) -> Option<usize> {
        let (from, to) = (self.scratch.marks[2 * group], self.scratch.marks[2 * group + 1]);
        if from == UNSET || to == UNSET || to < from {
            return None;
        }
        if fold != Fold::None {
            return self.folded_again::<S>(from, to, fold, pos);
        }
        let once = &self.text[from..to];
        let again = self.text.get(pos..pos + once.len())?;
        // Most are short, or differ at once.
        let same = once.iter().zip(again).take(8).all(|(a, b)| a == b);
        (same && (once.len() <= 8 || once == again)).then_some(pos + once.len())
    }

    #[inline(never)]
    fn folded_again<S: Subject>(&self, from: usize, to: usize, fold: Fold, pos: usize) -> Option<usize> {
        let text = self.text;
        let (mut a, mut b) = (from, pos);
        while a < to {
            let ((x, n), (y, m)) = (S::at(text, a)?, S::at(text, b)?);
            if fold.apply(x) != fold.apply(y) {
                return None;
            }
            a += n;
            b += m;
        }
        Some(b)
    }

    fn holds<S: Subject>(&self, code: u32, pos: usize) -> bool {
        let text = self.text;
        let boundary = |unicode: bool| {
            let before = S::before(text, pos).is_some_and(|(c, _)| is_word(c, unicode));
            let after = S::at(text, pos).is_some_and(|(c, _)| is_word(c, unicode));
            before != after
        };
        match code {
            0 | 2 => pos == 0,
            1 => pos == 0 || text[pos - 1] == b'\n',
            3 | 8 => boundary(false),
            4 | 9 => !boundary(false),
            5 => pos == self.end || (pos + 1 == self.end && text[pos] == b'\n'),
            6 => pos == self.end || text[pos] == b'\n',
            7 => pos == self.end,
            10 => boundary(true),
            11 => !boundary(true),
            _ => false,
        }
    }
}
