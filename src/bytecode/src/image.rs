//! The code image: one module's code, constants and names in one run of bytes that is used where it lies.
//!
//! All numbers are little-endian; offsets count from the image's start. Layout:
//!
//! | at | what |
//! |---|---|
//! | 0 | magic `TAIPANIM` |
//! | 8 | [`crate::FINGERPRINT`] and layout version |
//! | 16 | total length |
//! | 24 | strings: offset, number of `(offset, length, flags)` |
//! | 32 | constants: offset, number of `(kind, x, y)` in 16 bytes |
//! | 40 | code records: offset, number of [`CODE_BYTES`] each |
//!
//! Everything else is reached through those. Instructions lie at multiples of eight.

use crate::FINGERPRINT;
use crate::location::{self, Location, Locations};
use std::collections::HashMap;

const MAGIC: &[u8; 8] = b"TAIPANIM";
/// Changes when this layout does.
const VERSION: u64 = 4;
const HEADER_BYTES: usize = 48;
/// The size of a code record.
pub const CODE_BYTES: usize = 32 * 4;

/// The string is an identifier: made as an interned string.
pub const STRING_INTERN: u32 = 1;

/// What identifies images of this table and layout.
pub const fn fingerprint() -> u64 {
    FINGERPRINT ^ VERSION.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Why bytes are no image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadImage(pub &'static str);

/// A constant.
#[derive(Clone, PartialEq, Debug)]
pub enum Constant<'a> {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An int of at most 64 bits.
    Int(i64),
    /// A larger int: sign and magnitude, least significant limb first.
    BigInt {
        /// Below zero?
        negative: bool,
        /// The limbs' bytes, little-endian.
        limbs: &'a [u8],
    },
    /// A float.
    Float(f64),
    /// A complex number.
    Complex(f64, f64),
    /// A string, by its number.
    Str(u32),
    /// A byte string.
    Bytes(&'a [u8]),
    /// A tuple of constants, by their numbers in the image.
    Tuple(List<'a>),
    /// A frozenset of constants.
    FrozenSet(List<'a>),
    /// A slice of three constants.
    Slice(List<'a>),
    /// A code object, by its number.
    Code(u32),
}

/// A run of `u32`s.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct List<'a> {
    bytes: &'a [u8],
}

impl<'a> List<'a> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.bytes.len() / 4
    }
    /// None?
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
    /// The number at an index; 0 past the end.
    pub fn get(&self, i: usize) -> u32 {
        self.bytes.get(i * 4..i * 4 + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = u32> + 'a {
        self.bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
}

/// A string of the image.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Text<'a> {
    /// WTF-8.
    pub bytes: &'a [u8],
    /// See [`STRING_INTERN`].
    pub flags: u32,
}

/// A row of an exception table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    /// The first instruction it covers.
    pub start: u32,
    /// The end.
    pub end: u32,
    /// Where an exception leads.
    pub target: u32,
    /// The register that gets it.
    pub register: u32,
}

impl Handler {
    #[inline]
    fn read(row: &[u8]) -> Handler {
        Handler {
            start: u32_at(row, 0),
            end: u32_at(row, 4),
            target: u32_at(row, 8),
            register: u32_at(row, 12),
        }
    }
}

/// A variable of a comprehension that runs in place: it exists in a range of instructions only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ScopedName {
    /// Its name: a string's number.
    pub name: u32,
    /// The first instruction where it is bound.
    pub start: u32,
    /// The end.
    pub end: u32,
    /// Where it is.
    pub register: u32,
    /// Does the register hold a cell?
    pub is_cell: bool,
}

/// An image.
#[derive(Clone, Copy)]
pub struct Image<'a> {
    bytes: &'a [u8],
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

impl<'a> Image<'a> {
    /// Looks whether the bytes are an image of this version, whole and aligned.
    pub fn new(bytes: &'a [u8]) -> Result<Image<'a>, BadImage> {
        if bytes.len() < HEADER_BYTES || &bytes[..8] != MAGIC {
            return Err(BadImage("no code image"));
        }
        if u64_at(bytes, 8) != fingerprint() {
            return Err(BadImage("made by another version"));
        }
        if u64_at(bytes, 16) != bytes.len() as u64 {
            return Err(BadImage("wrong length"));
        }
        let image = Image { bytes };
        for (at, size) in [(24, 12), (32, 16), (40, CODE_BYTES)] {
            let (offset, n) = (u32_at(bytes, at) as usize, u32_at(bytes, at + 4) as usize);
            if n.checked_mul(size).and_then(|len| len.checked_add(offset)).is_none_or(|end| end > bytes.len())
            {
                return Err(BadImage("a table is outside"));
            }
        }
        if image.n_codes() == 0 {
            return Err(BadImage("no code"));
        }
        Ok(image)
    }

    /// An image that [`Image::new`] accepted before.
    pub fn trusted(bytes: &'a [u8]) -> Image<'a> {
        Image { bytes }
    }

    /// The bytes.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// How many code records there are.
    pub fn n_codes(&self) -> usize {
        u32_at(self.bytes, 44) as usize
    }

    /// How many constants there are.
    pub fn n_constants(&self) -> usize {
        u32_at(self.bytes, 36) as usize
    }

    /// How many strings there are.
    pub fn n_strings(&self) -> usize {
        u32_at(self.bytes, 28) as usize
    }

    fn range(&self, offset: u32, len: usize) -> &'a [u8] {
        self.bytes.get(offset as usize..offset as usize + len).unwrap_or(&[])
    }

    fn holds(&self, offset: u32, n: u32, item_bytes: usize) -> bool {
        n as usize * item_bytes <= self.bytes.len().saturating_sub(offset as usize)
    }

    /// Do the bytes of a string lie in the image?
    pub(crate) fn string_is_whole(&self, i: u32) -> bool {
        let at = u32_at(self.bytes, 24) as usize + i as usize * 12;
        self.holds(u32_at(self.bytes, at), u32_at(self.bytes, at + 4), 1)
    }

    /// Is a constant of a known kind, and do its bytes or items lie in the image?
    pub(crate) fn constant_is_whole(&self, i: u32) -> bool {
        let at = u32_at(self.bytes, 32) as usize + i as usize * 16;
        let (offset, len) = (u32_at(self.bytes, at + 8), u32_at(self.bytes, at + 12));
        match u32_at(self.bytes, at) {
            0..=4 | 6 | 8 | 13 => true,
            5 | 9 => self.holds(offset, len, 1),
            7 => self.holds(offset, 16, 1),
            10..=12 => self.holds(offset, len, 4),
            _ => false,
        }
    }

    fn list(&self, offset: u32, n: u32) -> List<'a> {
        List { bytes: self.range(offset, n as usize * 4) }
    }

    /// A string.
    pub fn string(&self, i: u32) -> Text<'a> {
        let at = u32_at(self.bytes, 24) as usize + i as usize * 12;
        let (offset, len, flags) =
            (u32_at(self.bytes, at), u32_at(self.bytes, at + 4), u32_at(self.bytes, at + 8));
        Text { bytes: self.range(offset, len as usize), flags }
    }

    /// A constant.
    pub fn constant(&self, i: u32) -> Constant<'a> {
        let at = u32_at(self.bytes, 32) as usize + i as usize * 16;
        let (kind, x, y) = (u32_at(self.bytes, at), u32_at(self.bytes, at + 4), u64_at(self.bytes, at + 8));
        let (offset, len) = (y as u32, (y >> 32) as u32);
        match kind {
            1 => Constant::True,
            2 => Constant::False,
            3 => Constant::Ellipsis,
            4 => Constant::Int(y as i64),
            5 => Constant::BigInt { negative: x != 0, limbs: self.range(offset, len as usize) },
            6 => Constant::Float(f64::from_bits(y)),
            7 => {
                let b = self.range(offset, 16);
                Constant::Complex(f64::from_bits(u64_at(b, 0)), f64::from_bits(u64_at(b, 8)))
            }
            8 => Constant::Str(x),
            9 => Constant::Bytes(self.range(offset, len as usize)),
            10 => Constant::Tuple(self.list(offset, len)),
            11 => Constant::FrozenSet(self.list(offset, len)),
            12 => Constant::Slice(self.list(offset, len)),
            13 => Constant::Code(x),
            _ => Constant::None,
        }
    }

    /// A code record; `None` past the end.
    pub fn code(&self, i: u32) -> Option<CodeRecord<'a>> {
        if i as usize >= self.n_codes() {
            return None;
        }
        let at = u32_at(self.bytes, 40) as usize + i as usize * CODE_BYTES;
        let record = self.bytes.get(at..at + CODE_BYTES)?;
        Some(CodeRecord { image: *self, record })
    }
}

/// One code object of an image.
#[derive(Clone, Copy)]
pub struct CodeRecord<'a> {
    image: Image<'a>,
    record: &'a [u8],
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $i:literal;)*) => { $(
        $(#[$doc])*
        #[inline]
        pub fn $name(&self) -> u32 {
            u32_at(self.record, $i * 4)
        }
    )* };
}

impl<'a> CodeRecord<'a> {
    fields! {
        /// `co_name`: a string's number.
        name = 0;
        /// `co_qualname`: a string's number.
        qualname = 1;
        /// `co_filename`: a string's number.
        filename = 2;
        /// `co_firstlineno`
        first_line = 3;
        /// See [`crate::code_flags`].
        flags = 4;
        /// Positional parameters, positional-only ones included.
        n_pos_params = 5;
        /// Positional-only parameters.
        n_posonly = 6;
        /// Keyword-only parameters.
        n_kwonly = 7;
        /// Registers of a frame.
        n_registers = 8;
        /// Words of inline caches.
        n_cache_words = 9;
        /// How many instructions there are.
        n_instructions = 13;
    }

    fn list(&self, i: usize) -> List<'a> {
        self.image.list(u32_at(self.record, i * 4), u32_at(self.record, i * 4 + 4))
    }

    /// Do all its tables lie in the image?
    pub(crate) fn is_whole(&self) -> bool {
        let tables = [(10, 4), (12, 8), (14, 4), (16, 4), (18, 4), (20, 4), (22, 16), (24, 1), (26, 20)];
        tables.into_iter().all(|(i, item_bytes)| {
            self.image.holds(u32_at(self.record, i * 4), u32_at(self.record, i * 4 + 4), item_bytes)
        })
    }

    /// The image.
    pub fn image(&self) -> Image<'a> {
        self.image
    }

    /// The constants, by their numbers in the image.
    pub fn constants(&self) -> List<'a> {
        self.list(10)
    }

    /// Where the instructions start.
    pub fn instructions_offset(&self) -> u32 {
        u32_at(self.record, 12 * 4)
    }

    /// The bytes of the instructions.
    pub fn instruction_bytes(&self) -> &'a [u8] {
        self.image.range(self.instructions_offset(), self.n_instructions() as usize * 8)
    }

    /// An instruction.
    pub fn instruction(&self, i: usize) -> u64 {
        u64_at(self.instruction_bytes(), i * 8)
    }

    /// Pairs of cache record index and string number.
    pub fn cache_names(&self) -> List<'a> {
        self.list(14)
    }

    /// The names of the registers from 0 on: parameters, then other locals and cells. `u32::MAX`: none.
    pub fn register_names(&self) -> List<'a> {
        self.list(16)
    }

    /// The registers that hold cells made by this code.
    pub fn cell_registers(&self) -> List<'a> {
        self.list(18)
    }

    /// The names of the free variables.
    pub fn free_names(&self) -> List<'a> {
        self.list(20)
    }

    /// The rows of the exception table. The first that covers an instruction is the one.
    pub fn handlers(&self) -> impl ExactSizeIterator<Item = Handler> + use<'a> {
        self.handler_rows().map(Handler::read)
    }

    fn handler_rows(&self) -> std::slice::ChunksExact<'a, u8> {
        let n = u32_at(self.record, 23 * 4) as usize;
        self.image.range(u32_at(self.record, 22 * 4), n * 16).chunks_exact(16)
    }

    /// The variables of comprehensions, inner ones first.
    pub fn scoped_names(&self) -> impl Iterator<Item = ScopedName> + use<'a> {
        let n = u32_at(self.record, 27 * 4) as usize;
        let rows = self.image.range(u32_at(self.record, 26 * 4), n * 20).chunks_exact(20);
        rows.map(|row| ScopedName {
            name: u32_at(row, 0),
            start: u32_at(row, 4),
            end: u32_at(row, 8),
            register: u32_at(row, 12),
            is_cell: u32_at(row, 16) != 0,
        })
    }

    /// Where an exception of an instruction leads.
    pub fn find_handler(&self, instruction: u32) -> Option<Handler> {
        for row in self.handler_rows() {
            if (u32_at(row, 0)..u32_at(row, 4)).contains(&instruction) {
                return Some(Handler::read(row));
            }
        }
        None
    }

    /// The location table: the first instruction of each row, and where it comes from.
    pub fn locations(&self) -> Locations<'a> {
        let (offset, len) = (u32_at(self.record, 24 * 4), u32_at(self.record, 25 * 4));
        Locations::new(self.image.range(offset, len as usize))
    }

    /// Where an instruction comes from.
    pub fn location(&self, instruction: u32) -> Location {
        self.locations().find(instruction)
    }
}

// --- writing ---------------------------------------------------------------------------------------------------------

/// A constant to be written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum NewConstant {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An int.
    Int(i64),
    /// A larger int.
    BigInt(bool, Vec<u64>),
    /// A float's bits.
    Float(u64),
    /// The bits of a complex number's parts.
    Complex(u64, u64),
    /// A string, by its number.
    Str(u32),
    /// A byte string.
    Bytes(Vec<u8>),
    /// A tuple of constants of the image.
    Tuple(Vec<u32>),
    /// A frozenset.
    FrozenSet(Vec<u32>),
    /// A slice.
    Slice(Vec<u32>),
    /// A code object.
    Code(u32),
}

/// A code object to be written.
#[derive(Clone, Default, Debug)]
pub struct NewCode {
    /// See [`CodeRecord`], for all fields.
    pub name: u32,
    /// A string's number.
    pub qualname: u32,
    /// The line of the first decorator or of the definition.
    pub first_line: u32,
    /// See [`crate::code_flags`].
    pub flags: u32,
    /// Positional parameters.
    pub n_pos_params: u32,
    /// Positional-only ones.
    pub n_posonly: u32,
    /// Keyword-only ones.
    pub n_kwonly: u32,
    /// Registers.
    pub n_registers: u32,
    /// Cache words.
    pub n_cache_words: u32,
    /// Constants by number.
    pub constants: Vec<u32>,
    /// Instructions.
    pub instructions: Vec<u64>,
    /// Cache record and string number.
    pub cache_names: Vec<(u32, u32)>,
    /// Names of registers.
    pub register_names: Vec<u32>,
    /// Registers with cells.
    pub cell_registers: Vec<u32>,
    /// Names of free variables.
    pub free_names: Vec<u32>,
    /// The exception table, inner ranges first.
    pub handlers: Vec<Handler>,
    /// The variables of comprehensions, inner ones first.
    pub scoped_names: Vec<ScopedName>,
    /// One location for each instruction.
    pub locations: Vec<Location>,
}

/// Collects what an image will hold.
#[derive(Default)]
pub struct Writer {
    strings: Vec<(Vec<u8>, u32)>,
    string_numbers: HashMap<Vec<u8>, u32>,
    constants: Vec<NewConstant>,
    constant_numbers: HashMap<NewConstant, u32>,
    codes: Vec<NewCode>,
}

impl Writer {
    /// An empty one.
    pub fn new() -> Writer {
        Writer::default()
    }

    /// The number of a string.
    pub fn string(&mut self, text: &[u8], flags: u32) -> u32 {
        if let Some(&n) = self.string_numbers.get(text) {
            self.strings[n as usize].1 |= flags;
            return n;
        }
        let n = self.strings.len() as u32;
        self.strings.push((text.to_vec(), flags));
        self.string_numbers.insert(text.to_vec(), n);
        n
    }

    /// The number of a constant; equal ones share it.
    pub fn constant(&mut self, constant: NewConstant) -> u32 {
        if let Some(&n) = self.constant_numbers.get(&constant) {
            return n;
        }
        let n = self.constants.len() as u32;
        self.constants.push(constant.clone());
        self.constant_numbers.insert(constant, n);
        n
    }

    /// Keeps a place for a code object, whose number is known before its content.
    pub fn reserve_code(&mut self) -> u32 {
        self.codes.push(NewCode::default());
        self.codes.len() as u32 - 1
    }

    /// Fills a place.
    pub fn set_code(&mut self, number: u32, code: NewCode) {
        self.codes[number as usize] = code;
    }

    /// The image's bytes. `filename` is every code object's.
    pub fn finish(mut self, filename: &[u8]) -> Vec<u8> {
        let filename = self.string(filename, 0);
        let mut out = Out { bytes: vec![0; HEADER_BYTES] };
        // Instructions first: they are what is touched most, and aligned.
        let mut records: Vec<[u32; CODE_BYTES / 4]> = Vec::with_capacity(self.codes.len());
        for code in &self.codes {
            let mut r = [0u32; CODE_BYTES / 4];
            r[0] = code.name;
            r[1] = code.qualname;
            r[2] = filename;
            r[3] = code.first_line;
            r[4] = code.flags;
            r[5] = code.n_pos_params;
            r[6] = code.n_posonly;
            r[7] = code.n_kwonly;
            r[8] = code.n_registers;
            r[9] = code.n_cache_words;
            out.align(8);
            r[12] = out.at();
            r[13] = code.instructions.len() as u32;
            for &i in &code.instructions {
                out.bytes.extend_from_slice(&i.to_le_bytes());
            }
            (r[10], r[11]) = out.list(code.constants.iter().copied());
            (r[14], r[15]) = out.list(code.cache_names.iter().flat_map(|&(i, s)| [i, s]));
            (r[16], r[17]) = out.list(code.register_names.iter().copied());
            (r[18], r[19]) = out.list(code.cell_registers.iter().copied());
            (r[20], r[21]) = out.list(code.free_names.iter().copied());
            let (at, n) = out.list(code.handlers.iter().flat_map(|h| [h.start, h.end, h.target, h.register]));
            (r[22], r[23]) = (at, n / 4);
            let rows = code.scoped_names.iter();
            let (at, n) =
                out.list(rows.flat_map(|s| [s.name, s.start, s.end, s.register, u32::from(s.is_cell)]));
            (r[26], r[27]) = (at, n / 5);
            records.push(r);
        }
        // What only tracebacks look at comes last.
        out.align(8);
        let codes_at = out.at();
        let n_codes = records.len() as u32;
        let codes_place = out.bytes.len();
        out.bytes.resize(codes_place + records.len() * CODE_BYTES, 0);
        let constants_at = self.write_constants(&mut out);
        let strings_at = out.at();
        let place = out.bytes.len();
        out.bytes.resize(place + self.strings.len() * 12, 0);
        for (i, (text, flags)) in self.strings.iter().enumerate() {
            let at = out.at();
            out.bytes.extend_from_slice(text);
            for (k, n) in [at, text.len() as u32, *flags].into_iter().enumerate() {
                out.put(place + i * 12 + k * 4, n);
            }
        }
        out.align(4);
        for (code, r) in self.codes.iter().zip(&mut records) {
            let packed = location::pack(&code.locations);
            (r[24], r[25]) = (out.at(), packed.len() as u32);
            out.bytes.extend_from_slice(&packed);
        }
        for (i, r) in records.iter().enumerate() {
            for (k, &n) in r.iter().enumerate() {
                out.put(codes_place + i * CODE_BYTES + k * 4, n);
            }
        }
        out.align(8);
        let total = out.bytes.len() as u64;
        out.bytes[..8].copy_from_slice(MAGIC);
        out.bytes[8..16].copy_from_slice(&fingerprint().to_le_bytes());
        out.bytes[16..24].copy_from_slice(&total.to_le_bytes());
        for (at, n) in [
            (24, strings_at),
            (28, self.strings.len() as u32),
            (32, constants_at),
            (36, self.constants.len() as u32),
            (40, codes_at),
            (44, n_codes),
        ] {
            out.put(at, n);
        }
        out.bytes
    }

    fn write_constants(&self, out: &mut Out) -> u32 {
        let mut rows = Vec::with_capacity(self.constants.len());
        let pair = |(at, n): (u32, u32)| u64::from(at) | u64::from(n) << 32;
        for constant in &self.constants {
            rows.push(match constant {
                NewConstant::None => (0, 0, 0),
                NewConstant::True => (1, 0, 0),
                NewConstant::False => (2, 0, 0),
                NewConstant::Ellipsis => (3, 0, 0),
                NewConstant::Int(i) => (4, 0, *i as u64),
                NewConstant::BigInt(negative, limbs) => {
                    out.align(8);
                    let at = out.at();
                    for limb in limbs {
                        out.bytes.extend_from_slice(&limb.to_le_bytes());
                    }
                    (5, *negative as u32, pair((at, limbs.len() as u32 * 8)))
                }
                NewConstant::Float(bits) => (6, 0, *bits),
                NewConstant::Complex(real, imag) => {
                    let at = out.at();
                    out.bytes.extend_from_slice(&real.to_le_bytes());
                    out.bytes.extend_from_slice(&imag.to_le_bytes());
                    (7, 0, pair((at, 16)))
                }
                NewConstant::Str(n) => (8, *n, 0),
                NewConstant::Bytes(bytes) => {
                    let at = out.at();
                    out.bytes.extend_from_slice(bytes);
                    (9, 0, pair((at, bytes.len() as u32)))
                }
                NewConstant::Tuple(items) => (10, 0, pair(out.list(items.iter().copied()))),
                NewConstant::FrozenSet(items) => (11, 0, pair(out.list(items.iter().copied()))),
                NewConstant::Slice(items) => (12, 0, pair(out.list(items.iter().copied()))),
                NewConstant::Code(n) => (13, *n, 0),
            });
        }
        out.align(8);
        let at = out.at();
        for (kind, x, y) in rows {
            let (kind, x, y): (u32, u32, u64) = (kind, x, y);
            out.bytes.extend_from_slice(&kind.to_le_bytes());
            out.bytes.extend_from_slice(&x.to_le_bytes());
            out.bytes.extend_from_slice(&y.to_le_bytes());
        }
        at
    }
}

struct Out {
    bytes: Vec<u8>,
}

impl Out {
    fn at(&self) -> u32 {
        self.bytes.len() as u32
    }

    fn align(&mut self, n: usize) {
        self.bytes.resize(self.bytes.len().next_multiple_of(n), 0);
    }

    fn put(&mut self, at: usize, n: u32) {
        self.bytes[at..at + 4].copy_from_slice(&n.to_le_bytes());
    }

    fn list(&mut self, numbers: impl Iterator<Item = u32>) -> (u32, u32) {
        self.align(4);
        let (at, mut n) = (self.at(), 0);
        for number in numbers {
            self.bytes.extend_from_slice(&number.to_le_bytes());
            n += 1;
        }
        (at, n)
    }
}
