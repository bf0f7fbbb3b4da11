//! The tables of the East Asian encodings: which characters byte sequences stand for, and back. `tables/gen.py` says how
//! the file is made. A table is unpacked when its encoding is first used.

use std::sync::OnceLock;

static FILE: &[u8] = include_bytes!("../../../tables/east_asia.bin");

/// The encodings that have a table, in the order of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    EucJp,
    EucJis2004,
    EucJisx0213,
    ShiftJis,
    ShiftJis2004,
    ShiftJisx0213,
    Cp932,
    Gb2312,
    Gbk,
    Gb18030,
    EucKr,
    Cp949,
    Johab,
    Big5,
    Cp950,
    Big5Hkscs,
}

/// One character, or two; 0 for no second one.
pub type Chars = (u32, u32);

/// Single bytes: these two, and from 80 on.
const ODD_ASCII: [u8; 2] = [0x5c, 0x7e];
const N_SINGLE: usize = ODD_ASCII.len() + 128;
/// Two bytes: from 80 and from 30 on.
const N_TRAILS: usize = 208;
const N_DOUBLE: usize = 128 * N_TRAILS;
/// Three bytes: 8F, then twice from A1 to FE.
const N_TRIPLE: usize = 94 * 94;

/// The cell holds the number of a pair.
const PAIR: u32 = 1 << 31;

/// What an encoding says of sequences and characters.
pub struct Table {
    /// A code point, or the number of a pair; 0 for nothing.
    cells: Vec<u32>,
    pairs: Vec<Chars>,
    singles: Singles,
    /// Pairs as both code points in one number, sorted, and their sequences as big-endian numbers.
    backwards: Vec<(u64, u32)>,
    /// What GB 18030 writes in four bytes of the first plane, in order.
    rest: OnceLock<Vec<u16>>,
}

/// What single characters are written as.
#[derive(Default)]
struct Singles {
    /// By the upper bits of a code point, the number of its page; page 0 is empty.
    numbers: Vec<u16>,
    /// Pages of [`PAGE`] sequences as big-endian numbers, 0 for none, with [`BEGINS_PAIR`].
    pages: Vec<u32>,
}

/// Code points of a page.
const PAGE: usize = 64;
/// The character begins a pair.
const BEGINS_PAIR: u32 = 1 << 31;

impl Singles {
    fn get(&self, c: u32) -> u32 {
        let number = self.numbers.get(c as usize / PAGE).copied().unwrap_or_default();
        self.pages.get(usize::from(number) * PAGE + c as usize % PAGE).copied().unwrap_or_default()
    }

    fn get_mut(&mut self, c: u32) -> &mut u32 {
        let at = c as usize / PAGE;
        if self.numbers.len() <= at {
            self.numbers.resize(at + 1, 0);
        }
        if self.numbers[at] == 0 {
            self.pages.resize(self.pages.len().max(PAGE) + PAGE, 0);
            self.numbers[at] = (self.pages.len() / PAGE - 1) as u16;
        }
        &mut self.pages[usize::from(self.numbers[at]) * PAGE + c as usize % PAGE]
    }
}

/// The table of an encoding.
pub fn table(of: Encoding) -> &'static Table {
    static TABLES: [OnceLock<Table>; 16] = [const { OnceLock::new() }; 16];
    TABLES[of as usize].get_or_init(|| unpack(of))
}

fn cell_of(sequence: &[u8]) -> Option<usize> {
    match *sequence {
        [b @ 0x80..=0xff] => Some(ODD_ASCII.len() + b as usize - 0x80),
        [b] => ODD_ASCII.iter().position(|odd| *odd == b),
        [lead @ 0x80..=0xff, trail @ 0x30..=0xff] => {
            Some(N_SINGLE + (lead as usize - 0x80) * N_TRAILS + trail as usize - 0x30)
        }
        [0x8f, row @ 0xa1..=0xfe, column @ 0xa1..=0xfe] => {
            Some(N_SINGLE + N_DOUBLE + (row as usize - 0xa1) * 94 + column as usize - 0xa1)
        }
        _ => None,
    }
}

/// The sequence of a cell, as a big-endian number.
fn sequence_of(cell: usize) -> u32 {
    let Some(cell) = cell.checked_sub(N_SINGLE) else {
        return ODD_ASCII.get(cell).map_or(cell as u32 + 0x80 - ODD_ASCII.len() as u32, |b| u32::from(*b));
    };
    match cell.checked_sub(N_DOUBLE) {
        None => ((cell / N_TRAILS) as u32 + 0x80) << 8 | ((cell % N_TRAILS) as u32 + 0x30),
        Some(cell) => 0x8f_0000 | ((cell / 94) as u32 + 0xa1) << 8 | ((cell % 94) as u32 + 0xa1),
    }
}

/// The encoding that another one's table is based on.
fn base_of(encoding: Encoding) -> Option<Encoding> {
    match encoding {
        Encoding::EucJp | Encoding::Gb2312 | Encoding::EucKr | Encoding::Big5 => None,
        Encoding::EucJis2004 | Encoding::ShiftJis => Some(Encoding::EucJp),
        Encoding::EucJisx0213 | Encoding::ShiftJis2004 => Some(Encoding::EucJis2004),
        Encoding::ShiftJisx0213 => Some(Encoding::ShiftJis2004),
        Encoding::Cp932 => Some(Encoding::ShiftJis),
        Encoding::Gbk => Some(Encoding::Gb2312),
        Encoding::Gb18030 => Some(Encoding::Gbk),
        Encoding::Cp949 | Encoding::Johab => Some(Encoding::EucKr),
        Encoding::Cp950 => Some(Encoding::Big5),
        Encoding::Big5Hkscs => Some(Encoding::Cp950),
    }
}

/// The cell that stands for the same in the encoding that this one is based on.
fn base_cell(encoding: Encoding, cell: usize) -> Option<usize> {
    if !(N_SINGLE..N_SINGLE + N_DOUBLE).contains(&cell) {
        return Some(cell);
    }
    let sequence = sequence_of(cell);
    let (lead, trail) = (sequence >> 8, sequence & 0xff);
    match encoding {
        Encoding::ShiftJis | Encoding::ShiftJis2004 => {
            if !matches!(lead, 0x81..=0x9f | 0xe0..=0xfc) || !matches!(trail, 0x40..=0x7e | 0x80..=0xfc) {
                return None;
            }
            let mut row = (lead - if lead < 0xa0 { 0x81 } else { 0xc1 }) * 2;
            let mut column = trail - if trail > 0x7f { 0x41 } else { 0x40 };
            if column >= 94 {
                (row, column) = (row + 1, column - 94);
            }
            if row < 94 {
                return cell_of(&[row as u8 + 0xa1, column as u8 + 0xa1]);
            }
            // The second plane has these rows only.
            let row = match row - 94 {
                i @ 0..9 => [1, 8, 3, 4, 5, 12, 13, 14, 15][i as usize],
                i => i as u8 + 69,
            };
            cell_of(&[0x8f, row + 0xa0, column as u8 + 0xa1])
        }
        Encoding::Johab => {
            if !matches!(lead, 0xd9..=0xde | 0xe0..=0xf9) || !matches!(trail, 0x31..=0xfe) {
                return None;
            }
            let mut row = if lead < 0xe0 { 2 * (lead - 0xd9) } else { 2 * lead - 0x197 };
            let mut column = trail - if trail < 0x91 { 0x31 } else { 0x43 };
            if column >= 94 {
                (row, column) = (row + 1, column - 94);
            }
            cell_of(&[(row + 0xa1) as u8, column as u8 + 0xa1])
        }
        _ => Some(cell),
    }
}

struct Reader {
    at: usize,
}

impl Reader {
    fn number(&mut self) -> u32 {
        let (mut n, mut shift) = (0, 0);
        loop {
            let byte = FILE[self.at];
            self.at += 1;
            n |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return n;
            }
            shift += 7;
        }
    }
}

fn unzigzag(n: u32, from: u32) -> u32 {
    if n & 1 == 0 { from.wrapping_add(n >> 1) } else { from.wrapping_sub((n >> 1) + 1) }
}

fn key((first, second): Chars) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn unpack(encoding: Encoding) -> Table {
    let at = encoding as usize * 4;
    let offset = u32::from_le_bytes(FILE[at..at + 4].try_into().expect("four bytes"));
    let mut reader = Reader { at: offset as usize };
    let base = base_of(encoding).map(table);
    let n_cells = N_SINGLE + N_DOUBLE + N_TRIPLE;
    let mut cells = Vec::with_capacity(n_cells);
    let mut pairs = Vec::new();
    let mut last = 0;
    while cells.len() < n_cells {
        let token = reader.number();
        let n = token >> 2;
        match (token & 3, base) {
            (0, None) => cells.extend((0..=n).map(|_| {
                last += 1;
                last
            })),
            (0, Some(base)) => {
                for _ in 0..=n {
                    let chars = base_cell(encoding, cells.len()).and_then(|cell| base.chars(cell));
                    if let Some((first, _)) = chars {
                        last = first;
                    }
                    cells.push(put(&mut pairs, chars));
                }
            }
            (1, _) => cells.resize(cells.len() + n as usize + 1, 0),
            (2, _) => {
                last = unzigzag(n, last);
                cells.push(last);
            }
            _ => {
                last = n;
                let second = reader.number();
                cells.push(put(&mut pairs, Some((n, second))));
            }
        }
    }
    let mut backwards = Vec::new();
    let mut last = 0;
    for _ in 0..reader.number() {
        last = unzigzag(reader.number(), last);
        let second = reader.number();
        backwards.push((key((last, second)), reader.number()));
    }
    let mut made =
        Table { cells, pairs, singles: Singles::default(), backwards: Vec::new(), rest: OnceLock::new() };
    backwards.extend((0..n_cells).filter_map(|cell| Some((key(made.chars(cell)?), sequence_of(cell)))));
    backwards.sort_by_key(|row| row.0);
    backwards.dedup_by_key(|row| row.0);
    let (singles, pairs): (Vec<_>, Vec<_>) = backwards.into_iter().partition(|row| row.0 as u32 == 0);
    for (key, sequence) in singles {
        *made.singles.get_mut((key >> 32) as u32) = sequence;
    }
    for pair in &made.pairs {
        *made.singles.get_mut(pair.0) |= BEGINS_PAIR;
    }
    made.backwards = pairs;
    made
}

fn put(pairs: &mut Vec<Chars>, chars: Option<Chars>) -> u32 {
    match chars {
        None => 0,
        Some((one, 0)) => one,
        Some(pair) => {
            pairs.push(pair);
            PAIR | (pairs.len() as u32 - 1)
        }
    }
}

impl Table {
    fn chars(&self, cell: usize) -> Option<Chars> {
        match self.cells[cell] {
            0 => None,
            pair if pair & PAIR != 0 => self.pairs.get((pair & !PAIR) as usize).copied(),
            one => Some((one, 0)),
        }
    }

    /// What a whole sequence stands for.
    pub fn decode(&self, sequence: &[u8]) -> Option<Chars> {
        self.chars(cell_of(sequence)?)
    }

    /// The sequence of one character or two, as a big-endian number.
    pub fn encode(&self, chars: Chars) -> Option<u32> {
        let sequence = match chars {
            (one, 0) => self.singles.get(one) & !BEGINS_PAIR,
            pair => {
                let key = key(pair);
                let i = self.backwards.binary_search_by_key(&key, |row| row.0).ok()?;
                self.backwards[i].1
            }
        };
        (sequence != 0).then_some(sequence)
    }

    /// Does a character begin a pair?
    pub fn begins_pair(&self, c: u32) -> bool {
        self.singles.get(c) & BEGINS_PAIR != 0
    }

    /// The characters of the first plane that have no sequence, in order.
    pub fn rest(&self) -> &[u16] {
        self.rest.get_or_init(|| {
            let all = (0x80..0xd800u16).chain(0xe000..=0xffff);
            all.filter(|c| self.encode((u32::from(*c), 0)).is_none()).collect()
        })
    }
}
