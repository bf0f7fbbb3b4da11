//! The backtracking matcher. It keeps its choices on a stack of its own, so that the native stack does not grow with the
//! text; what it changed (marks, counters) is on the same stack, to be changed back.

use super::program::{Greed, One, Op, Program};
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

/// A match in progress.
pub struct Matcher<'a> {
    program: &'a Program,
    text: &'a [u8],
    /// Where the subject ends, as far as the pattern may see.
    end: usize,
    /// The offsets of groups' starts and ends.
    pub marks: Vec<usize>,
    /// The number of the last group that matched, 0 for none.
    pub last_group: usize,
    counters: Vec<(usize, usize)>,
    stack: Vec<Entry>,
    barriers: Vec<usize>,
    /// Must the match reach the end?
    pub whole: bool,
    /// Where the match must not end.
    pub not_at: usize,
    steps: u32,
}

impl<'a> Matcher<'a> {
    /// A matcher for a text up to `end`.
    pub fn new(program: &'a Program, n_groups: usize, text: &'a [u8], end: usize) -> Matcher<'a> {
        Matcher {
            program,
            text: &text[..end],
            end,
            marks: vec![UNSET; 2 * n_groups],
            last_group: 0,
            counters: vec![(0, UNSET); program.n_slots],
            stack: Vec::new(),
            barriers: Vec::new(),
            whole: false,
            not_at: UNSET,
            steps: STEPS,
        }
    }

    fn reset(&mut self) {
        self.marks.fill(UNSET);
        self.last_group = 0;
        self.stack.clear();
        self.barriers.clear();
    }

    /// Finds the first match that starts at `from` or later: its start and end.
    pub fn search<S: Subject>(
        &mut self,
        from: usize,
        check: &mut dyn FnMut() -> bool,
    ) -> Result<Option<(usize, usize)>, Interrupted> {
        let program = self.program;
        let mut at = from;
        if !program.prefix.is_empty() {
            let finder = memchr::memmem::Finder::new(&program.prefix);
            while let Some(found) = self.text.get(at..).and_then(|rest| finder.find(rest)) {
                at += found;
                if let Some(end) = self.run::<S>(at, check)? {
                    return Ok(Some((at, end)));
                }
                at += 1;
            }
            return Ok(None);
        }
        let only = program.first.as_deref().and_then(|first| {
            let mut bytes = (0..=255u8).filter(|&b| first[usize::from(b)]);
            match (bytes.next(), bytes.next()) {
                (Some(byte), None) => Some(byte),
                _ => None,
            }
        });
        while at <= self.end {
            if let Some(byte) = only {
                match memchr::memchr(byte, &self.text[at..]) {
                    Some(i) => at += i,
                    None => return Ok(None),
                }
            } else if let Some(first) = &program.first {
                match self.text[at..].iter().position(|&b| first[usize::from(b)]) {
                    Some(i) => at += i,
                    None => return Ok(None),
                }
            }
            if let Some(end) = self.run::<S>(at, check)? {
                return Ok(Some((at, end)));
            }
            // The next character, of which the first byte may be one of several.
            match S::at(self.text, at) {
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
        self.reset();
        let program = self.program;
        let text = self.text;
        let (mut pc, mut pos) = (0, from);
        loop {
            self.steps -= 1;
            if self.steps == 0 {
                self.steps = STEPS;
                if !check() {
                    return Err(Interrupted);
                }
            }
            let matched = match &program.ops[pc] {
                Op::Success => {
                    if !(self.whole && pos != self.end || pos == self.not_at) {
                        return Ok(Some(pos));
                    }
                    false
                }
                Op::Fail => false,
                Op::Literal(literal) => {
                    let same =
                        text.len() - pos >= literal.len() && text[pos..pos + literal.len()] == **literal;
                    pos += literal.len();
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
                    self.stack.push(Entry::Mark { i, old: self.marks[i], last: self.last_group });
                    self.marks[i] = pos;
                    if i % 2 == 1 {
                        self.last_group = i / 2 + 1;
                    }
                    pc += 1;
                    true
                }
                Op::At(code) => {
                    pc += 1;
                    self.holds::<S>(*code, pos)
                }
                Op::Branch(_) => {
                    let found = self.alternative::<S>(pc, 0, pos);
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
                Op::Until { slot, min, max, lazy, body } => {
                    let (n, last) = self.counters[*slot];
                    if n < *min {
                        self.set_counter(*slot, (n + 1, last));
                        pc = *body;
                    } else if *lazy {
                        if n < *max && pos != last {
                            self.stack.push(Entry::Again { pc, pos });
                        }
                        pc += 1;
                    } else if n < *max && pos != last {
                        self.stack.push(Entry::Go { pc: pc + 1, pos });
                        self.set_counter(*slot, (n + 1, pos));
                        pc = *body;
                    } else {
                        pc += 1;
                    }
                    true
                }
                Op::Assert { back, negative, end } => {
                    let mut at = Some(pos);
                    for _ in 0..*back {
                        at = at.and_then(|at| S::before(text, at).map(|(_, n)| at - n));
                    }
                    match at {
                        Some(at) => {
                            self.barriers.push(self.stack.len());
                            self.stack.push(Entry::Barrier { pc, pos });
                            pos = at;
                            pc += 1;
                            true
                        }
                        None => {
                            pc = *end;
                            *negative
                        }
                    }
                }
                Op::Atomic => {
                    self.barriers.push(self.stack.len());
                    self.stack.push(Entry::Barrier { pc, pos });
                    pc += 1;
                    true
                }
                Op::Commit => {
                    let barrier = self.barriers.pop().unwrap_or(0);
                    let Entry::Barrier { pc: began, pos: before } = self.stack[barrier] else {
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
                    let (a, b) = (self.marks[2 * group], self.marks[2 * group + 1]);
                    if a == UNSET || b == UNSET || b < a {
                        pc = *otherwise;
                    } else {
                        pc += 1;
                    }
                    true
                }
            };
            if !matched {
                match self.backtrack::<S>() {
                    Some(place) => (pc, pos) = place,
                    None => return Ok(None),
                }
            }
        }
    }

    fn set_counter(&mut self, slot: usize, value: (usize, usize)) {
        let (n, last) = self.counters[slot];
        self.stack.push(Entry::Counter { slot, n, last });
        self.counters[slot] = value;
    }

    /// The first way of a branch from `from` on that can match; the others become a choice.
    fn alternative<S: Subject>(&mut self, pc: usize, from: usize, pos: usize) -> Option<usize> {
        let Op::Branch(alternatives) = &self.program.ops[pc] else { return None };
        let c = S::at(self.text, pos).map(|(c, _)| c);
        for (i, a) in alternatives.iter().enumerate().skip(from) {
            let can = match &a.first {
                Some(one) => c.is_some_and(|c| one.test(c)),
                None => true,
            };
            if can {
                if i + 1 < alternatives.len() {
                    self.stack.push(Entry::Alternative { pc, next: i + 1, pos });
                }
                return Some(a.target);
            }
        }
        None
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
                self.stack.push(Entry::More { pc, pos: at, n: min });
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
            self.stack.push(Entry::Less { pc, pos: at, least });
        }
        Some(at)
    }

    /// Goes back to the last choice: where to go on.
    fn backtrack<S: Subject>(&mut self) -> Option<(usize, usize)> {
        let program = self.program;
        loop {
            match self.stack.pop()? {
                Entry::Mark { i, old, last } => {
                    self.marks[i] = old;
                    self.last_group = last;
                }
                Entry::Counter { slot, n, last } => self.counters[slot] = (n, last),
                Entry::Go { pc, pos } => return Some((pc, pos)),
                Entry::Alternative { pc, next, pos } => {
                    if let Some(target) = self.alternative::<S>(pc, next, pos) {
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
                                self.stack.push(Entry::More { pc, pos, n });
                            }
                            return Some((pc + 1, pos));
                        }
                    }
                }
                Entry::Again { pc, pos } => {
                    let Op::Until { slot, body, .. } = &program.ops[pc] else { continue };
                    let (n, _) = self.counters[*slot];
                    self.set_counter(*slot, (n + 1, pos));
                    return Some((*body, pos));
                }
                Entry::Barrier { pc, pos } => {
                    self.barriers.pop();
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
        while self.stack.len() > barrier {
            match self.stack.pop() {
                Some(Entry::Mark { i, old, last }) => {
                    self.marks[i] = old;
                    self.last_group = last;
                }
                Some(Entry::Counter { slot, n, last }) => self.counters[slot] = (n, last),
                _ => {}
            }
        }
    }

    /// Forgets the choices since a barrier, but not what there is to change back.
    fn keep_undos(&mut self, barrier: usize) {
        let mut kept = barrier;
        for i in barrier..self.stack.len() {
            if matches!(self.stack[i], Entry::Mark { .. } | Entry::Counter { .. }) {
                self.stack.swap(kept, i);
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }

    fn group_again<S: Subject>(&self, group: usize, fold: Fold, pos: usize) -> Option<usize> {
        let (from, to) = (self.marks[2 * group], self.marks[2 * group + 1]);
        if from == UNSET || to == UNSET || to < from {
            return None;
        }
        let text = self.text;
        if fold == Fold::None {
            let n = to - from;
            return (text.len() - pos >= n && text[from..to] == text[pos..pos + n]).then_some(pos + n);
        }
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
