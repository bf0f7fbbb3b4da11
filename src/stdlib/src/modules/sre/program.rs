//! From the code that `re._compiler` makes to the program that the matcher runs: jumps become absolute, literals that
//! follow each other become one, and what a match can start with is worked out.

use super::sets::{CharSet, Fold, set_bit};
use memchr::memmem::Finder;

/// A test of one character.
#[derive(Clone, Debug)]
pub enum One {
    /// All but `\n`.
    NotNewline,
    /// Every one.
    Any,
    /// This one.
    Is(u32),
    /// All but this one.
    IsNot(u32),
    /// One that folds to this.
    Folds(Fold, u32),
    /// One that doesn't.
    FoldsNot(Fold, u32),
    /// One of a set.
    In(Box<CharSet>),
}

impl One {
    /// Does the character match?
    #[inline(always)]
    pub fn test(&self, c: u32) -> bool {
        // By far the most frequent one gets a branch of its own, which is predicted better than a jump through a table.
        if let One::In(set) = self { set.contains(c) } else { self.test_other(c) }
    }

    /// The bytes that a character that matches can start with, a bit each.
    fn first_bytes(&self, bytes: bool) -> [u64; 4] {
        let mut found = match self {
            One::In(set) => set.low(),
            _ => {
                let mut found = [0; 4];
                (0..=255).filter(|&c| self.test(c)).for_each(|c| set_bit(&mut found, c));
                found
            }
        };
        if !bytes {
            // The first byte of several says little of the character.
            let is_ascii = matches!(self, One::Is(..0x80));
            found[2..].fill(if is_ascii { 0 } else { u64::MAX });
        }
        found
    }

    #[inline]
    fn test_other(&self, c: u32) -> bool {
        match self {
            One::NotNewline => c != 10,
            One::Any => true,
            One::Is(x) => c == *x,
            One::IsNot(x) => c != *x,
            One::Folds(fold, x) => fold.apply(c) == *x,
            One::FoldsNot(fold, x) => fold.apply(c) != *x,
            One::In(set) => set.contains(c),
        }
    }
}

/// What is done with the choices that a repetition has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Greed {
    /// As many as possible first.
    Greedy,
    /// As few as possible first.
    Lazy,
    /// As many as possible, and no others.
    Possessive,
}

/// An instruction. Where nothing is said, the next one follows.
#[derive(Clone, Debug)]
pub enum Op {
    /// The pattern matches here.
    Success,
    /// It does not.
    Fail,
    /// These bytes.
    Literal(Box<[u8]>),
    /// One character.
    One(One),
    /// The position is the start or end of a group.
    Mark(u32),
    /// An assertion about the position, numbered as the compiler of patterns does.
    At(u32),
    /// One of several ways to go on.
    Branch(Box<Branch>),
    /// Go on there.
    Jump(usize),
    /// One character, several times. `next`: the byte that must follow, where one must.
    RepeatOne { one: One, min: usize, max: usize, greed: Greed, next: Option<u8> },
    /// Start to repeat what comes next; goes to the `Until` at `until`.
    Repeat { slot: usize, until: usize },
    /// Repeat, or go on. `free`: as soon as there are enough, no more are counted: none is empty, and there is no limit.
    Until { slot: usize, min: usize, max: usize, lazy: bool, body: usize, free: bool },
    /// What follows must match (or not), `back` characters before; then go on at `end`.
    Assert { back: usize, negative: bool, end: usize },
    /// The character after or before must match, or must not.
    Look { one: One, behind: bool, negative: bool },
    /// Match what follows once and for all.
    Atomic,
    /// The end of what `Assert` or `Atomic` began.
    Commit,
    /// What a group matched, again.
    GroupRef(usize, Fold),
    /// Go on at the other place if the group has not matched.
    IfGroup(usize, usize),
}

/// Several ways to go on.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Where each goes.
    pub targets: Box<[usize]>,
    /// For each byte that may come next, a bit for each of the first 64 ways that are worth trying then; at the end of the
    /// text, those that need no character.
    by_byte: Box<[u64; 256]>,
    at_end: u64,
}

impl Branch {
    /// `firsts`: the bytes that the first ways can start with, where that is known.
    fn new(targets: Box<[usize]>, firsts: &[Option<[u64; 4]>]) -> Branch {
        let mut by_byte = Box::new([0u64; 256]);
        let mut at_end = 0;
        for (i, first) in firsts.iter().enumerate() {
            if first.is_none() {
                at_end |= 1 << i;
            }
            for (word_idx, word) in first.unwrap_or([u64::MAX; 4]).into_iter().enumerate() {
                let mut left = word;
                while left != 0 {
                    by_byte[64 * word_idx + left.trailing_zeros() as usize] |= 1 << i;
                    left &= left - 1;
                }
            }
        }
        Branch { targets, by_byte, at_end }
    }

    /// The first way from `from` on that is worth trying where this byte comes next.
    #[inline]
    pub fn viable(&self, from: usize, byte: Option<u8>) -> Option<usize> {
        if from >= 64 {
            return (from < self.targets.len()).then_some(from);
        }
        let mask = byte.map_or(self.at_end, |byte| self.by_byte[usize::from(byte)]) >> from << from;
        match mask {
            0 => (self.targets.len() > 64).then_some(64),
            mask => Some(mask.trailing_zeros() as usize),
        }
    }
}

/// Where a search has to look.
#[derive(Clone, Debug, Default)]
pub enum Start {
    /// Everywhere.
    #[default]
    Anywhere,
    /// Only at the start of the text.
    Beginning,
    /// At the starts of lines.
    Lines,
    /// At the ends of lines.
    LineEnds,
    /// At the end of the text, or before a newline there.
    End,
    /// Where this byte is.
    Byte(u8),
    /// Where one of these is.
    Bytes(Box<[bool; 256]>),
    /// Where this text is.
    Text(Box<Finder<'static>>),
}

/// A pattern's program.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The instructions.
    pub ops: Vec<Op>,
    /// How many repetitions have counters.
    pub n_slots: usize,
    /// Where matches can start.
    pub start: Start,
    /// What the first character must be, where that says more than `start`.
    pub first: Option<One>,
    /// The number of bytes, where the pattern is a text that `start` finds and nothing else.
    pub literal: Option<usize>,
}

/// No limit on repetitions.
pub const MAXREPEAT: u32 = u32::MAX;

/// How many branches and repetitions in each other are looked into for what a match can start with.
const DEPTH_MAX: usize = 16;

struct Reader<'a> {
    code: &'a [u32],
    ops: Vec<Op>,
    n_slots: usize,
    n_groups: usize,
    bytes: bool,
    depth: usize,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> Option<u32> {
        self.code.get(at).copied()
    }

    fn times(&self, at: usize) -> Option<usize> {
        let n = self.word(at)?;
        Some(if n == MAXREPEAT { usize::MAX } else { n as usize })
    }

    /// A target of a jump whose offset stands at `at`.
    fn target(&self, at: usize) -> Option<usize> {
        let target = at + self.word(at)? as usize;
        (target > at && target <= self.code.len()).then_some(target)
    }

    /// The test of one character at `at`, and where it ends.
    fn one(&self, at: usize) -> Option<(One, usize)> {
        let literal = |fold| self.word(at + 1).map(|c| (One::Folds(fold, c), at + 2));
        let not_literal = |fold| self.word(at + 1).map(|c| (One::FoldsNot(fold, c), at + 2));
        let set = |fold| {
            let end = self.target(at + 1)?;
            let set = CharSet::parse(self.code.get(at + 2..end)?, fold)?;
            Some((One::In(Box::new(set)), end))
        };
        match self.word(at)? {
            2 => Some((One::NotNewline, at + 1)),
            3 => Some((One::Any, at + 1)),
            13 => set(Fold::None),
            16 => Some((One::Is(self.word(at + 1)?), at + 2)),
            20 => Some((One::IsNot(self.word(at + 1)?), at + 2)),
            31 | 35 => set(Fold::Ascii),
            32 | 36 => literal(Fold::Ascii),
            33 | 37 => not_literal(Fold::Ascii),
            39 => set(Fold::Unicode),
            40 => literal(Fold::Unicode),
            41 => not_literal(Fold::Unicode),
            _ => None,
        }
    }

    fn encode(&self, c: u32, out: &mut Vec<u8>) -> Option<()> {
        if self.bytes {
            out.push(u8::try_from(c).ok()?);
        } else {
            taipan_text::wtf8::push_char(out, c);
        }
        Some(())
    }

    /// Reads from `at` up to `end` (or a SUCCESS before it).
    fn sequence(&mut self, mut at: usize, end: usize) -> Option<()> {
        self.depth += 1;
        if self.depth > 4000 {
            return None;
        }
        while at < end {
            // A run of literals.
            let mut text = Vec::new();
            let mut next = at;
            while next < end
                && self.word(next)? == 16
                && self.encode(self.word(next + 1)?, &mut text).is_some()
            {
                next += 2;
            }
            if next > at {
                self.ops.push(Op::Literal(text.into_boxed_slice()));
                at = next;
                continue;
            }
            if let Some((one, next)) = self.one(at) {
                self.ops.push(Op::One(one));
                at = next;
                continue;
            }
            match self.word(at)? {
                0 => {
                    self.ops.push(Op::Fail);
                    at += 1;
                }
                1 => break,
                4 | 5 => {
                    let negative = self.word(at)? == 5;
                    let (after, back) = (self.target(at + 1)?, self.word(at + 2)? as usize);
                    let place = self.ops.len();
                    self.ops.push(Op::Fail);
                    self.sequence(at + 3, after)?;
                    match self.single(place + 1) {
                        Some(one) if back <= 1 => {
                            self.ops.truncate(place);
                            self.ops.push(Op::Look { one, behind: back == 1, negative });
                        }
                        _ => {
                            self.ops.push(Op::Commit);
                            self.ops[place] = Op::Assert { back, negative, end: self.ops.len() };
                        }
                    }
                    at = after;
                }
                6 => {
                    self.ops.push(Op::At(self.word(at + 1)?));
                    at += 2;
                }
                7 => at = self.branch(at + 1)?,
                11 | 30 | 34 | 38 => {
                    let fold = match self.word(at)? {
                        11 => Fold::None,
                        38 => Fold::Unicode,
                        _ => Fold::Ascii,
                    };
                    let group = self.word(at + 1)? as usize;
                    if group >= self.n_groups {
                        return None;
                    }
                    self.ops.push(Op::GroupRef(group, fold));
                    at += 2;
                }
                12 => {
                    let group = self.word(at + 1)? as usize;
                    if group >= self.n_groups {
                        return None;
                    }
                    // The offset counts from the word of the group.
                    let no = at + 1 + self.word(at + 2)? as usize;
                    let place = self.ops.len();
                    self.ops.push(Op::Fail);
                    // The first branch ends in a jump over the second, where there is one.
                    let jump = no.checked_sub(2).filter(|&j| j >= at + 3 && self.word(j) == Some(15));
                    let over = jump.and_then(|j| self.target(j + 1)).filter(|&t| t > no);
                    match over {
                        Some(after) => {
                            self.sequence(at + 3, no - 2)?;
                            let jump = self.ops.len();
                            self.ops.push(Op::Fail);
                            self.ops[place] = Op::IfGroup(group, self.ops.len());
                            self.sequence(no, after)?;
                            self.ops[jump] = Op::Jump(self.ops.len());
                            at = after;
                        }
                        None => {
                            self.sequence(at + 3, no)?;
                            self.ops[place] = Op::IfGroup(group, self.ops.len());
                            at = no;
                        }
                    }
                }
                14 => at = self.target(at + 1)?,
                15 => at = self.target(at + 1)?,
                17 => {
                    let mark = self.word(at + 1)?;
                    if mark as usize >= 2 * self.n_groups {
                        return None;
                    }
                    self.ops.push(Op::Mark(mark));
                    at += 2;
                }
                op @ (24 | 26 | 29) => {
                    let greed = match op {
                        24 => Greed::Greedy,
                        26 => Greed::Lazy,
                        _ => Greed::Possessive,
                    };
                    at = self.repeat_one(at + 1, greed)?;
                }
                23 => {
                    let until = self.target(at + 1)?;
                    let lazy = match self.word(until)? {
                        18 => false,
                        19 => true,
                        _ => return None,
                    };
                    let (min, max) = (self.times(at + 2)?, self.times(at + 3)?);
                    self.repeat(at + 4, until, min, max, lazy)?;
                    at = until + 1;
                }
                28 => {
                    let after = self.target(at + 1)?;
                    let (min, max) = (self.times(at + 2)?, self.times(at + 3)?);
                    self.ops.push(Op::Atomic);
                    self.repeat(at + 4, after, min, max, false)?;
                    self.ops.push(Op::Commit);
                    at = after;
                    if self.word(at) == Some(1) && at < end {
                        at += 1;
                    }
                }
                27 => {
                    let after = self.target(at + 1)?;
                    self.ops.push(Op::Atomic);
                    self.sequence(at + 2, after)?;
                    self.ops.push(Op::Commit);
                    at = after;
                }
                _ => return None,
            }
        }
        self.depth -= 1;
        Some(())
    }

    /// The test of one character that is all there is from an instruction on.
    fn single(&self, from: usize) -> Option<One> {
        match &self.ops[from..] {
            [Op::One(one)] => Some(one.clone()),
            [Op::Literal(text)] => {
                let (c, n) =
                    if self.bytes { (u32::from(text[0]), 1) } else { taipan_text::wtf8::char_at(text, 0)? };
                (n == text.len()).then_some(One::Is(c))
            }
            _ => None,
        }
    }

    fn repeat(&mut self, body: usize, end: usize, min: usize, max: usize, lazy: bool) -> Option<()> {
        let slot = self.n_slots;
        self.n_slots += 1;
        let place = self.ops.len();
        self.ops.push(Op::Fail);
        self.sequence(body, end)?;
        let until = self.ops.len();
        self.ops[place] = Op::Repeat { slot, until };
        self.ops.push(Op::Until { slot, min, max, lazy, body: place + 1, free: false });
        Some(())
    }

    fn repeat_one(&mut self, at: usize, greed: Greed) -> Option<usize> {
        let after = self.target(at)?;
        let (min, max) = (self.times(at + 1)?, self.times(at + 2)?);
        match self.one(at + 3) {
            Some((one, end)) if self.word(end) == Some(1) => {
                self.ops.push(Op::RepeatOne { one, min, max, greed, next: None });
            }
            _ if greed == Greed::Possessive => {
                self.ops.push(Op::Atomic);
                self.repeat(at + 3, after, min, max, false)?;
                self.ops.push(Op::Commit);
            }
            _ => self.repeat(at + 3, after, min, max, greed == Greed::Lazy)?,
        }
        Some(after)
    }

    fn branch(&mut self, mut at: usize) -> Option<usize> {
        let place = self.ops.len();
        self.ops.push(Op::Fail);
        let mut targets = Vec::new();
        let mut jumps = Vec::new();
        let mut after = None;
        while self.word(at)? != 0 {
            let next = self.target(at)?;
            // Each way ends in a jump behind the last one.
            let jump = next.checked_sub(2)?;
            if self.word(jump)? != 15 {
                return None;
            }
            after = Some(self.target(jump + 1)?);
            targets.push(self.ops.len());
            self.sequence(at + 1, jump)?;
            jumps.push(self.ops.len());
            self.ops.push(Op::Fail);
            at = next;
        }
        let end = self.ops.len();
        for jump in jumps {
            self.ops[jump] = Op::Jump(end);
        }
        self.ops[place] = Op::Branch(Box::new(Branch::new(targets.into_boxed_slice(), &[])));
        // One way at least.
        after
    }
}

impl Program {
    /// Translates a pattern's code; `None` where it is damaged.
    pub fn parse(code: &[u32], n_groups: usize, bytes: bool) -> Option<Program> {
        let mut reader = Reader { code, ops: Vec::new(), n_slots: 0, n_groups, bytes, depth: 0 };
        reader.sequence(0, code.len())?;
        reader.ops.push(Op::Success);
        let mut program = Program { ops: reader.ops, n_slots: reader.n_slots, ..Program::default() };
        program.find_next_bytes();
        program.find_free();
        program.find_ways(bytes);
        program.start = program.find_start(bytes);
        if let Start::Bytes(_) = program.start {
            program.first = program.find_first();
        }
        if let [Op::Literal(text), Op::Success] = &program.ops[..] {
            program.literal = Some(text.len());
        }
        Some(program)
    }

    /// Which byte must follow each repetition of one character.
    fn find_next_bytes(&mut self) {
        for i in 0..self.ops.len() {
            if !matches!(self.ops[i], Op::RepeatOne { .. }) {
                continue;
            }
            let mut j = i + 1;
            while let Some(Op::Mark(_)) = self.ops.get(j) {
                j += 1;
            }
            let byte = match self.ops.get(j) {
                Some(Op::Literal(text)) => text.first().copied(),
                _ => None,
            };
            if let Op::RepeatOne { next, .. } = &mut self.ops[i] {
                *next = byte;
            }
        }
    }

    /// Which repetitions need not be counted.
    fn find_free(&mut self) {
        for i in 0..self.ops.len() {
            if let Op::Until { max: usize::MAX, body, .. } = self.ops[i]
                && self.takes_some(body, DEPTH_MAX)
                && let Op::Until { free, .. } = &mut self.ops[i]
            {
                *free = true;
            }
        }
    }

    /// Does what stands from an instruction on take a character before it can end or jump back? (It may be untrue that it
    /// does not.)
    fn takes_some(&self, mut i: usize, depth: usize) -> bool {
        loop {
            match &self.ops[i] {
                Op::Literal(_) | Op::One(_) | Op::RepeatOne { min: 1.., .. } => return true,
                Op::Mark(_) | Op::At(_) | Op::Look { .. } | Op::RepeatOne { .. } => i += 1,
                Op::Branch(branch) => {
                    return depth > 0 && branch.targets.iter().all(|&to| self.takes_some(to, depth - 1));
                }
                Op::Jump(target) => i = *target,
                _ => return false,
            }
        }
    }

    /// Which ways of branches are worth trying before which byte.
    fn find_ways(&mut self, bytes: bool) {
        for i in 0..self.ops.len() {
            let Op::Branch(branch) = &self.ops[i] else { continue };
            let first = |&target: &usize| {
                let mut found = [0; 4];
                self.first_bytes(target, bytes, &mut found, DEPTH_MAX / 2).then_some(found)
            };
            let firsts: Vec<_> = branch.targets.iter().take(64).map(first).collect();
            let branch = Branch::new(branch.targets.clone(), &firsts);
            self.ops[i] = Op::Branch(Box::new(branch));
        }
    }

    fn find_first(&self) -> Option<One> {
        match self.ops.iter().find(|op| !matches!(op, Op::Mark(_))) {
            Some(Op::One(one) | Op::RepeatOne { one, min: 1.., .. }) => Some(one.clone()),
            _ => None,
        }
    }

    fn find_start(&self, bytes: bool) -> Start {
        let first = self.ops.iter().find(|op| !matches!(op, Op::Mark(_)));
        match first {
            // `^` without MULTILINE, and `\A`.
            Some(Op::At(0 | 2)) => return Start::Beginning,
            Some(Op::At(1)) => return Start::Lines,
            Some(Op::At(6)) => return Start::LineEnds,
            Some(Op::At(5 | 7)) => return Start::End,
            Some(Op::Literal(text)) => {
                return match **text {
                    [byte] => Start::Byte(byte),
                    _ => Start::Text(Box::new(Finder::new(text).into_owned())),
                };
            }
            _ => {}
        }
        let mut found = [0; 4];
        if !self.first_bytes(0, bytes, &mut found, 0) {
            return Start::Anywhere;
        }
        let has = |byte: usize| found[byte / 64] >> (byte % 64) & 1 == 1;
        match found.iter().map(|word| word.count_ones()).sum() {
            1 => Start::Byte((0..=255u8).find(|&byte| has(usize::from(byte))).unwrap_or(0)),
            _ => Start::Bytes(Box::new(std::array::from_fn(has))),
        }
    }

    /// Collects the bytes that a match from an instruction on can start with; false where it can be empty, or anything.
    fn first_bytes(&self, mut i: usize, bytes: bool, out: &mut [u64; 4], depth: usize) -> bool {
        if depth > DEPTH_MAX {
            return false;
        }
        let mut add = |one: &One| {
            out.iter_mut().zip(one.first_bytes(bytes)).for_each(|(word, more)| *word |= more);
        };
        loop {
            match &self.ops[i] {
                Op::Mark(_) | Op::Atomic | Op::At(_) => i += 1,
                Op::Look { behind: true, .. } | Op::Look { negative: true, .. } => i += 1,
                Op::Look { one, .. } => {
                    if matches!(one, One::Any | One::NotNewline) {
                        return false;
                    }
                    add(one);
                    return true;
                }
                Op::Jump(target) => i = *target,
                Op::Literal(text) => {
                    set_bit(out, u32::from(text[0]));
                    return true;
                }
                Op::One(One::Any) => return false,
                Op::One(one) => {
                    add(one);
                    return true;
                }
                Op::RepeatOne { one, min, .. } => {
                    if matches!(one, One::Any | One::NotNewline) {
                        return false;
                    }
                    add(one);
                    if *min > 0 {
                        return true;
                    }
                    i += 1;
                }
                Op::Branch(branch) => {
                    return branch.targets.iter().all(|&to| self.first_bytes(to, bytes, out, depth + 1));
                }
                Op::Repeat { until, .. } => match &self.ops[*until] {
                    Op::Until { min, body, .. } if *min > 0 => i = *body,
                    Op::Until { body, .. } => {
                        if !self.first_bytes(*body, bytes, out, depth + 1) {
                            return false;
                        }
                        i = until + 1;
                        // What follows is looked at with a fresh borrow.
                        return self.first_bytes(i, bytes, out, depth + 1);
                    }
                    _ => return false,
                },
                _ => return false,
            }
        }
    }
}
