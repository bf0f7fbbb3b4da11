//! Where instructions come from: a table that only tracebacks and tracing read, and so is packed (20 bytes a row unpacked
//! made it the largest part of an image; packed it takes 3.3).
//!
//! A row says where the instructions from `start` on come from. Its first byte: three bits of distance of `start` from the
//! row before (7: a number follows), four bits of zigzag difference of lines (15: a number follows), one bit for an end
//! line that differs from the line (the zigzag difference follows). Then twice the column, plus one where the first of the
//! row's instructions begins a statement, and the zigzag difference of the end column from the column. Numbers are base 128,
//! least significant digit first, bit 7 for "more".

/// Where an instruction comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Location {
    /// The first line, counted from 1; 0 for none.
    pub line: u32,
    /// The last line.
    pub end_line: u32,
    /// The first column, in bytes.
    pub column: u32,
    /// The end column.
    pub end_column: u32,
    /// It is the first instruction of a statement (or of a statement's end): nothing but enclosing blocks is in progress.
    pub statement: bool,
}

const START_FOLLOWS: u32 = 7;
const LINE_FOLLOWS: u32 = 15;
const END_LINE_DIFFERS: u8 = 0x80;

/// Packs the locations of all instructions.
pub(crate) fn pack(locations: &[Location]) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut last, mut last_start) = (Location::default(), 0);
    for (start, &l) in (0..).zip(locations) {
        // Instructions before the first row come from nowhere.
        if l == (Location { statement: false, ..last }) {
            continue;
        }
        let (distance, lines) = (start - last_start, zigzag(l.line, last.line));
        let mut first = distance.min(START_FOLLOWS) as u8 | (lines.min(LINE_FOLLOWS) as u8) << 3;
        if l.end_line != l.line {
            first |= END_LINE_DIFFERS;
        }
        out.push(first);
        if distance >= START_FOLLOWS {
            put(&mut out, distance);
        }
        if lines >= LINE_FOLLOWS {
            put(&mut out, lines);
        }
        if l.end_line != l.line {
            put(&mut out, zigzag(l.end_line, l.line));
        }
        put(&mut out, l.column << 1 | u32::from(l.statement));
        put(&mut out, zigzag(l.end_column, l.column));
        (last, last_start) = (l, start);
    }
    out
}

/// The rows of a location table, in order: the first instruction, and where it comes from.
#[derive(Clone)]
pub struct Locations<'a> {
    rest: &'a [u8],
    start: u32,
    line: u32,
}

impl<'a> Locations<'a> {
    pub(crate) fn new(packed: &'a [u8]) -> Locations<'a> {
        Locations { rest: packed, start: 0, line: 0 }
    }

    /// Where an instruction comes from.
    pub(crate) fn find(self, instruction: u32) -> Location {
        let (start, location) = self.take_while(|row| row.0 <= instruction).last().unwrap_or_default();
        Location { statement: location.statement && start == instruction, ..location }
    }

    /// The next number. A damaged table ends early or holds wrong numbers, which harms nobody.
    fn number(&mut self) -> Option<u32> {
        let mut n = 0u32;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            n |= u32::from(byte & 0x7f).wrapping_shl(shift);
            if byte < 0x80 {
                break;
            }
        }
        Some(n)
    }
}

impl Iterator for Locations<'_> {
    type Item = (u32, Location);

    fn next(&mut self) -> Option<(u32, Location)> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        let mut distance = u32::from(first & 7);
        if distance == START_FOLLOWS {
            distance = self.number()?;
        }
        let mut lines = u32::from(first >> 3 & 15);
        if lines == LINE_FOLLOWS {
            lines = self.number()?;
        }
        let line = unzigzag(lines, self.line);
        let end_line = if first & END_LINE_DIFFERS != 0 { unzigzag(self.number()?, line) } else { line };
        let column = self.number()?;
        let (column, statement) = (column >> 1, column & 1 != 0);
        let end_column = unzigzag(self.number()?, column);
        self.start = self.start.wrapping_add(distance);
        self.line = line;
        Some((self.start, Location { line, end_line, column, end_column, statement }))
    }
}

/// A difference with its sign in the lowest bit.
fn zigzag(to: u32, from: u32) -> u32 {
    let difference = to.wrapping_sub(from) as i32;
    ((difference << 1) ^ (difference >> 31)) as u32
}

fn unzigzag(difference: u32, from: u32) -> u32 {
    from.wrapping_add(difference >> 1 ^ (difference & 1).wrapping_neg())
}

fn put(out: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(line: u32, end_line: u32, column: u32, end_column: u32) -> Location {
        Location { line, end_line, column, end_column, statement: false }
    }

    #[test]
    fn what_is_packed_is_found() {
        let mut all = vec![Location::default(); 2];
        all.extend([location(1, 1, 0, 5); 9]);
        all.extend([location(3, 9, 4, 1), location(2, 2, 300, 70000), Location::default()]);
        all.extend([location(u32::MAX, 1, u32::MAX >> 1, 0); 300]);
        all.extend([location(100, 100, 0, 0), location(92, 92, 1, 0)]);
        all.push(Location { statement: true, ..location(92, 92, 1, 0) });
        all.extend([location(92, 92, 1, 0); 2]);
        let packed = pack(&all);
        for (i, l) in all.iter().enumerate() {
            assert_eq!(Locations::new(&packed).find(i as u32), *l, "{i}");
        }
        assert_eq!(Locations::new(&packed).count(), 8);
        for n in 0..packed.len() {
            assert!(Locations::new(&packed[..n]).count() <= 7);
        }
        assert_eq!(Locations::new(&[0xff; 40]).count(), 1);
        assert!(pack(&[Location::default(); 5]).is_empty());
    }
}
