//! What an instruction is, and what a code image is.
//!
//! An instruction is a little-endian `u64`: opcode, operands a, b and c of one byte each, and a signed immediate operand
//! of four. The table in `table.rs` declares every opcode; encoder, disassembler, verifier and the interpreter's handler
//! table follow from it. An [`image`] holds the code of one module: position independent, read-only, used in place.

mod access;
pub mod disasm;
mod flow;
pub mod image;
mod location;
mod table;
pub mod verify;

pub use access::{Access, RegisterSet};
pub use location::{Location, Locations};
pub use table::{FINGERPRINT, Opcode, OpcodeInfo, Operand};

/// Bits of a code record's flags beyond CPython's `co_flags`.
pub mod code_flags {
    /// `co_flags`: a function's code: its names are registers.
    pub const OPTIMIZED: u32 = 1;
    /// `co_flags`: a call gets a namespace of its own.
    pub const NEWLOCALS: u32 = 2;
    /// `co_flags`: takes `*args`.
    pub const VARARGS: u32 = 4;
    /// `co_flags`: takes `**kwargs`.
    pub const VARKEYWORDS: u32 = 8;
    /// `co_flags`: stands in another function's scope.
    pub const NESTED: u32 = 0x10;
    /// `co_flags`
    pub const GENERATOR: u32 = 0x20;
    /// `co_flags`
    pub const COROUTINE: u32 = 0x80;
    /// `co_flags`
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    /// `co_flags`
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// `co_flags`: `from __future__ import barry_as_FLUFL`
    pub const FUTURE_BARRY_AS_FLUFL: u32 = 0x40_0000;
    /// `co_flags`: `from __future__ import annotations`
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    /// `co_flags`: all of `__future__`. Most ask for what is the rule by now.
    pub const FUTURES: u32 = 0x1fe_0000;
    /// `co_flags`: the first constant is the docstring.
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    /// `co_flags`: defined in a class body.
    pub const METHOD: u32 = 0x800_0000;
    /// Taipan's own: no return with a value can be reached.
    pub const ONLY_RETURNS_NONE: u32 = 1 << 30;
    /// Taipan's own: there are exception handlers other than those of `yield from` and `await`, so that a generator that
    /// is dropped has something to run.
    pub const HAS_HANDLERS: u32 = 1 << 29;
    /// Taipan's own: the image has nothing but `None` for constants; a block that was made with the code object has them.
    pub const OWN_CONSTANTS: u32 = 1 << 28;
    /// Taipan's own bits, which `co_flags` does not show.
    pub const OWN: u32 = ONLY_RETURNS_NONE | HAS_HANDLERS | OWN_CONSTANTS;
}

/// What `SetFunctionAttr` sets.
pub mod function_attr {
    /// `__defaults__`
    pub const DEFAULTS: usize = 0;
    /// `__kwdefaults__`
    pub const KWDEFAULTS: usize = 1;
    /// `__annotate__`
    pub const ANNOTATE: usize = 2;
    /// `__closure__`
    pub const CLOSURE: usize = 3;
}

/// The helpers of `Intrinsic`.
pub mod intrinsic {
    /// `*args` of a call of `c` as a tuple.
    pub const STAR_ARGS: i32 = 0;
    /// `Generic[*params]`
    pub const GENERIC_BASE: i32 = 1;
    /// A type variable named `b`.
    pub const TYPEVAR: i32 = 2;
    /// A type variable with a lazy bound `c`.
    pub const TYPEVAR_BOUND: i32 = 3;
    /// A type variable with lazy constraints `c`.
    pub const TYPEVAR_CONSTRAINTS: i32 = 4;
    /// A parameter specification.
    pub const PARAMSPEC: i32 = 5;
    /// A type variable tuple.
    pub const TYPEVARTUPLE: i32 = 6;
    /// The type parameter `b` with the lazy default `c`.
    pub const TYPEPARAM_DEFAULT: i32 = 7;
    /// A type alias of the tuple `(name, type parameters or None, lazy value)`.
    pub const TYPE_ALIAS: i32 = 8;
    /// The function `b` with the type parameters `c`.
    pub const FUNCTION_TYPE_PARAMS: i32 = 9;
    /// A dict of the mapping `b` without the keys `c`.
    pub const MAPPING_REST: i32 = 10;
    /// Adds `c` to the set `b` of the annotations that have been passed.
    pub const ANNOTATION_PASSED: i32 = 11;
    /// The items of `b`, as a list of as many as the tuple `c` says: all, or before and behind a starred target.
    pub const UNPACK: i32 = 12;
}

/// An instruction.
#[inline]
pub const fn encode(op: Opcode, a: u8, b: u8, c: u8, imm: i32) -> u64 {
    op as u64 | (a as u64) << 8 | (b as u64) << 16 | (c as u64) << 24 | (imm as u32 as u64) << 32
}

/// The opcode of what `co_code` begins with: it stands for a function's beginning and is never run.
pub const RESUME: u8 = 253;

/// The parts of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    /// The opcode.
    pub op: Opcode,
    /// Operand a.
    pub a: u8,
    /// Operand b.
    pub b: u8,
    /// Operand c.
    pub c: u8,
    /// The immediate operand.
    pub imm: i32,
}

impl Instruction {
    /// Takes an instruction apart; `None` where the opcode does not exist.
    pub fn decode(word: u64) -> Option<Instruction> {
        let bytes = word.to_le_bytes();
        Some(Instruction {
            op: Opcode::from_u8(bytes[0])?,
            a: bytes[1],
            b: bytes[2],
            c: bytes[3],
            imm: (word >> 32) as u32 as i32,
        })
    }

    /// Operands b and c as a signed number.
    pub fn bc(&self) -> i16 {
        i16::from_le_bytes([self.b, self.c])
    }
}

/// In a frame with more than `FAR.start` named registers these hold temporaries, which operands of eight bits must
/// reach. Parameters arrive there all the same, and are moved behind the last variable.
pub const FAR: std::ops::Range<usize> = 180..256;
