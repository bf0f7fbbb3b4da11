//! The table of opcodes.

/// Calls a macro with all opcodes' names, in order.
#[macro_export]
macro_rules! for_each_op {
    ($callback:path) => {
        $callback! {
            Nop, Exit, ExitRaise, FrameExit, Deliver, Move, MoveIn, MoveOut, LoadConst, LoadInt, LoadNone, LoadTrue,
            LoadFalse, LoadEllipsis, LoadUnbound, Clear, CheckBound, CheckFar, LoadGlobal, LoadName, StoreGlobal, StoreName,
            DelGlobal, DelName, LoadFromDictOrGlobals, MakeCell, NewCell, LoadCell, StoreCell, DelCell, LoadFree,
            StoreFree, DelFree, LoadFreeCell, LoadFromDictOrFree, LoadFromDictOrCell, LoadAttr, StoreAttr, DelAttr,
            LoadMethod, LoadSpecial, LoadSuperAttr, LoadSuperMethod, Add, InplaceAdd, AddImm, InplaceAddImm, Sub,
            InplaceSub, SubImm, InplaceSubImm, Mul, InplaceMul, MulImm, InplaceMulImm, MatMul, InplaceMatMul,
            TrueDiv, InplaceTrueDiv, TrueDivImm, InplaceTrueDivImm, FloorDiv, InplaceFloorDiv, FloorDivImm,
            InplaceFloorDivImm, Mod, InplaceMod, ModImm, InplaceModImm, Pow, InplacePow, PowImm, InplacePowImm,
            LShift, InplaceLShift, LShiftImm, InplaceLShiftImm, RShift, InplaceRShift, RShiftImm, InplaceRShiftImm,
            And, InplaceAnd, AndImm, InplaceAndImm, Xor, InplaceXor, XorImm, InplaceXorImm, Or, InplaceOr, OrImm,
            InplaceOrImm, Neg, Pos, Invert, Not, Lt, Le, Gt, Ge, Eq, Ne, JumpIfLt, JumpIfNotLt, JumpIfLtImm,
            JumpIfNotLtImm, LoopIfLt, LoopIfNotLt, LoopIfLtImm, LoopIfNotLtImm, JumpIfLe, JumpIfNotLe, JumpIfLeImm,
            JumpIfNotLeImm, LoopIfLe, LoopIfNotLe, LoopIfLeImm, LoopIfNotLeImm, JumpIfGt, JumpIfNotGt, JumpIfGtImm,
            JumpIfNotGtImm, LoopIfGt, LoopIfNotGt, LoopIfGtImm, LoopIfNotGtImm, JumpIfGe, JumpIfNotGe, JumpIfGeImm,
            JumpIfNotGeImm, LoopIfGe, LoopIfNotGe, LoopIfGeImm, LoopIfNotGeImm, JumpIfEq, JumpIfNotEq, JumpIfEqImm,
            JumpIfNotEqImm, LoopIfEq, LoopIfNotEq, LoopIfEqImm, LoopIfNotEqImm, JumpIfNe, JumpIfNotNe, JumpIfNeImm,
            JumpIfNotNeImm, LoopIfNe, LoopIfNotNe, LoopIfNeImm, LoopIfNotNeImm, Is, IsNot, Contains, NotContains,
            Jump, Loop, JumpIfTrue, JumpIfFalse, LoopIfTrue, LoopIfFalse, JumpIfNone, JumpIfNotNone, JumpIfUnbound,
            JumpIfIs, JumpIfIsNot, LoadIndex, LoadIndexImm, StoreIndex, DelIndex, BuildTuple, BuildList, BuildSet,
            BuildString, BuildMap, BuildSlice, ListAppend, ListExtend, SetAdd, SetUpdate, MapAdd, DictUpdate,
            DictMerge, ListToTuple, Format, BuildInterpolation, BuildTemplate, GetIter, ForPrep, ForIter,
            UnpackSequence, UnpackEx, Call, CallKw, CallMethod, CallMethodKw, CallEx, CallFar, CallFarKw, Return, ReturnNone,
            MakeFunction, SetFunctionAttr, LoadBuildClass, ReturnGenerator, Yield, YieldAsync, ReturnGen, Send,
            GetYieldFromIter, GetAwaitable, GetAIter, GetANext, EndAsyncFor, ThrowInto, EnterHandler, LeaveHandler,
            Raise, RaiseFrom, RaiseBare, Reraise, MatchExc, MatchExcGroup, PrepReraiseStar, ExcInfo,
            LoadAssertionError, MatchSequence, MatchMapping, MatchClass, MatchKeys, GetLen, ImportName, ImportFrom,
            ImportStar, SetupAnnotations, PrintExpr, Intrinsic,
        }
    };
}

/// What an operand is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// Not used.
    None,
    /// A register that is read.
    Src,
    /// A register that is written.
    Dst,
    /// A register that is read and written.
    SrcDst,
    /// Two, three or four registers that are read.
    SrcRun(u8),
    /// Two or three registers that are written.
    DstRun(u8),
    /// As many registers as the immediate operand says.
    Many,
    /// Twice as many registers as the immediate operand says.
    ManyPairs,
    /// As many registers as the immediate operand's halves say, and one.
    ManyEx,
    /// The start of a call's registers: callee, three words, arguments.
    Call,
    /// A small number.
    Number,
    /// A number.
    Imm,
    /// A number of registers.
    Count,
    /// A constant's index.
    Const,
    /// A register by its full index.
    Wide,
    /// A free variable's index.
    Free,
    /// A jump, relative to the next instruction.
    Jump,
    /// A record of inline caches, of so many words.
    Cache(u8),
}

/// What the table says of an opcode.
pub struct OpcodeInfo {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Its operands: a, b, c, immediate.
    pub operands: [Operand; 4],
    /// b and c are one signed number.
    pub wide_bc: bool,
    /// It does not go on behind itself.
    pub ends: bool,
}

/// An operation of the machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum Opcode {
    /// Nothing.
    Nop,
    /// Leaves the dispatch loop.
    Exit,
    /// Leaves the dispatch loop with an exception.
    ExitRaise,
    /// Takes the frame object off the window that has just been left.
    FrameExit,
    /// Takes the result of a window that an instruction made which is no call, and goes on behind that instruction.
    Deliver,
    /// a = b
    Move,
    /// a = `r[imm]`
    MoveIn,
    /// `r[imm]` = a
    MoveOut,
    /// a = `k[imm]`
    LoadConst,
    /// a = imm
    LoadInt,
    /// a = None
    LoadNone,
    /// a = True
    LoadTrue,
    /// a = False
    LoadFalse,
    /// a = ...
    LoadEllipsis,
    /// a = unbound
    LoadUnbound,
    /// r[a..a+imm] = unbound
    Clear,
    /// raises UnboundLocalError where a is unbound
    CheckBound,
    /// raises UnboundLocalError where `r[imm]` is unbound
    CheckFar,
    /// a = the global or builtin
    LoadGlobal,
    /// a = the name in the namespace, globals or builtins
    LoadName,
    /// the global = a
    StoreGlobal,
    /// the name in the namespace = a
    StoreName,
    /// del the global
    DelGlobal,
    /// del the name in the namespace
    DelName,
    /// a = `b[name]`, else the global or builtin
    LoadFromDictOrGlobals,
    /// a = cell(a)
    MakeCell,
    /// a = an empty cell
    NewCell,
    /// a = content of the cell b
    LoadCell,
    /// content of the cell a = b
    StoreCell,
    /// empties the cell a
    DelCell,
    /// a = the free variable imm
    LoadFree,
    /// the free variable imm = a
    StoreFree,
    /// del the free variable imm
    DelFree,
    /// a = the cell of the free variable imm
    LoadFreeCell,
    /// a = b[name of the free variable imm], else the free variable
    LoadFromDictOrFree,
    /// a = b[name of the local in register imm], else the content of the cell there
    LoadFromDictOrCell,
    /// a = b.name
    LoadAttr,
    /// a.name = b
    StoreAttr,
    /// del a.name
    DelAttr,
    /// a = b.name to be called, a+4 = b or unbound
    LoadMethod,
    /// a = type(b).special, a+4 = b or unbound; imm: 0 __enter__, 1 __exit__, 2 __aenter__, 3 __aexit__
    LoadSpecial,
    /// a = super(a+4, a+5).name, where a is super itself; c: how many arguments it was written with
    LoadSuperAttr,
    /// the same as a method to be called, a+4 = the receiver or unbound
    LoadSuperMethod,
    /// a = b + c
    Add,
    /// a = b; a += c
    InplaceAdd,
    /// a = b + imm
    AddImm,
    /// a = b; a += imm
    InplaceAddImm,
    /// a = b - c
    Sub,
    /// a = b; a -= c
    InplaceSub,
    /// a = b - imm
    SubImm,
    /// a = b; a -= imm
    InplaceSubImm,
    /// a = b * c
    Mul,
    /// a = b; a *= c
    InplaceMul,
    /// a = b * imm
    MulImm,
    /// a = b; a *= imm
    InplaceMulImm,
    /// a = b @ c
    MatMul,
    /// a = b; a @= c
    InplaceMatMul,
    /// a = b / c
    TrueDiv,
    /// a = b; a /= c
    InplaceTrueDiv,
    /// a = b / imm
    TrueDivImm,
    /// a = b; a /= imm
    InplaceTrueDivImm,
    /// a = b // c
    FloorDiv,
    /// a = b; a //= c
    InplaceFloorDiv,
    /// a = b // imm
    FloorDivImm,
    /// a = b; a //= imm
    InplaceFloorDivImm,
    /// a = b % c
    Mod,
    /// a = b; a %= c
    InplaceMod,
    /// a = b % imm
    ModImm,
    /// a = b; a %= imm
    InplaceModImm,
    /// a = b ** c
    Pow,
    /// a = b; a **= c
    InplacePow,
    /// a = b ** imm
    PowImm,
    /// a = b; a **= imm
    InplacePowImm,
    /// a = b << c
    LShift,
    /// a = b; a <<= c
    InplaceLShift,
    /// a = b << imm
    LShiftImm,
    /// a = b; a <<= imm
    InplaceLShiftImm,
    /// a = b >> c
    RShift,
    /// a = b; a >>= c
    InplaceRShift,
    /// a = b >> imm
    RShiftImm,
    /// a = b; a >>= imm
    InplaceRShiftImm,
    /// a = b & c
    And,
    /// a = b; a &= c
    InplaceAnd,
    /// a = b & imm
    AndImm,
    /// a = b; a &= imm
    InplaceAndImm,
    /// a = b ^ c
    Xor,
    /// a = b; a ^= c
    InplaceXor,
    /// a = b ^ imm
    XorImm,
    /// a = b; a ^= imm
    InplaceXorImm,
    /// a = b | c
    Or,
    /// a = b; a |= c
    InplaceOr,
    /// a = b | imm
    OrImm,
    /// a = b; a |= imm
    InplaceOrImm,
    /// a = -b
    Neg,
    /// a = +b
    Pos,
    /// a = ~b
    Invert,
    /// a = not b
    Not,
    /// a = b < c
    Lt,
    /// a = b <= c
    Le,
    /// a = b > c
    Gt,
    /// a = b >= c
    Ge,
    /// a = b == c
    Eq,
    /// a = b != c
    Ne,
    /// jumps if a < b
    JumpIfLt,
    /// jumps if not a < b
    JumpIfNotLt,
    /// jumps if a < bc
    JumpIfLtImm,
    /// jumps if not a < bc
    JumpIfNotLtImm,
    /// jumps if a < b (backwards; a safepoint)
    LoopIfLt,
    /// jumps if not a < b (backwards; a safepoint)
    LoopIfNotLt,
    /// jumps if a < bc (backwards; a safepoint)
    LoopIfLtImm,
    /// jumps if not a < bc (backwards; a safepoint)
    LoopIfNotLtImm,
    /// jumps if a <= b
    JumpIfLe,
    /// jumps if not a <= b
    JumpIfNotLe,
    /// jumps if a <= bc
    JumpIfLeImm,
    /// jumps if not a <= bc
    JumpIfNotLeImm,
    /// jumps if a <= b (backwards; a safepoint)
    LoopIfLe,
    /// jumps if not a <= b (backwards; a safepoint)
    LoopIfNotLe,
    /// jumps if a <= bc (backwards; a safepoint)
    LoopIfLeImm,
    /// jumps if not a <= bc (backwards; a safepoint)
    LoopIfNotLeImm,
    /// jumps if a > b
    JumpIfGt,
    /// jumps if not a > b
    JumpIfNotGt,
    /// jumps if a > bc
    JumpIfGtImm,
    /// jumps if not a > bc
    JumpIfNotGtImm,
    /// jumps if a > b (backwards; a safepoint)
    LoopIfGt,
    /// jumps if not a > b (backwards; a safepoint)
    LoopIfNotGt,
    /// jumps if a > bc (backwards; a safepoint)
    LoopIfGtImm,
    /// jumps if not a > bc (backwards; a safepoint)
    LoopIfNotGtImm,
    /// jumps if a >= b
    JumpIfGe,
    /// jumps if not a >= b
    JumpIfNotGe,
    /// jumps if a >= bc
    JumpIfGeImm,
    /// jumps if not a >= bc
    JumpIfNotGeImm,
    /// jumps if a >= b (backwards; a safepoint)
    LoopIfGe,
    /// jumps if not a >= b (backwards; a safepoint)
    LoopIfNotGe,
    /// jumps if a >= bc (backwards; a safepoint)
    LoopIfGeImm,
    /// jumps if not a >= bc (backwards; a safepoint)
    LoopIfNotGeImm,
    /// jumps if a == b
    JumpIfEq,
    /// jumps if not a == b
    JumpIfNotEq,
    /// jumps if a == bc
    JumpIfEqImm,
    /// jumps if not a == bc
    JumpIfNotEqImm,
    /// jumps if a == b (backwards; a safepoint)
    LoopIfEq,
    /// jumps if not a == b (backwards; a safepoint)
    LoopIfNotEq,
    /// jumps if a == bc (backwards; a safepoint)
    LoopIfEqImm,
    /// jumps if not a == bc (backwards; a safepoint)
    LoopIfNotEqImm,
    /// jumps if a != b
    JumpIfNe,
    /// jumps if not a != b
    JumpIfNotNe,
    /// jumps if a != bc
    JumpIfNeImm,
    /// jumps if not a != bc
    JumpIfNotNeImm,
    /// jumps if a != b (backwards; a safepoint)
    LoopIfNe,
    /// jumps if not a != b (backwards; a safepoint)
    LoopIfNotNe,
    /// jumps if a != bc (backwards; a safepoint)
    LoopIfNeImm,
    /// jumps if not a != bc (backwards; a safepoint)
    LoopIfNotNeImm,
    /// a = b is c
    Is,
    /// a = b is not c
    IsNot,
    /// a = b in c
    Contains,
    /// a = b not in c
    NotContains,
    /// jumps
    Jump,
    /// jumps (backwards; a safepoint)
    Loop,
    /// jumps if a
    JumpIfTrue,
    /// jumps if not a
    JumpIfFalse,
    /// jumps if a (backwards; a safepoint)
    LoopIfTrue,
    /// jumps if not a (backwards; a safepoint)
    LoopIfFalse,
    /// jumps if a is None
    JumpIfNone,
    /// jumps if a is not None
    JumpIfNotNone,
    /// jumps if a is unbound
    JumpIfUnbound,
    /// jumps if a is b
    JumpIfIs,
    /// jumps if a is not b
    JumpIfIsNot,
    /// a = `b[c]`
    LoadIndex,
    /// a = `b[imm]`
    LoadIndexImm,
    /// `a[b]` = c
    StoreIndex,
    /// del `a[b]`
    DelIndex,
    /// a = a tuple of the imm registers from b on
    BuildTuple,
    /// a = a list of the imm registers from b on
    BuildList,
    /// a = a set of the imm registers from b on
    BuildSet,
    /// a = the strings joined of the imm registers from b on
    BuildString,
    /// a = a dict of the imm pairs from b on
    BuildMap,
    /// a = slice(b, b+1, b+2)
    BuildSlice,
    /// a.append(b)
    ListAppend,
    /// a.extend(b)
    ListExtend,
    /// a.add(b)
    SetAdd,
    /// a.update(b)
    SetUpdate,
    /// `a[b]` = c
    MapAdd,
    /// a.update(b), a display
    DictUpdate,
    /// a.update(b) without repeated keys, for a call of c
    DictMerge,
    /// a = tuple(b)
    ListToTuple,
    /// a = format(conversion c of b, spec b+1 if imm); c: 0 none, 1 str, 2 repr, 3 ascii
    Format,
    /// a = an interpolation of b (value), b+1 (expression text), b+2 (conversion or None), b+3 (spec)
    BuildInterpolation,
    /// a = a template of the tuples b (strings) and c (interpolations)
    BuildTemplate,
    /// a = iter(b)
    GetIter,
    /// a..a+3 = the state of iterating b; c: 1, b is an iterator
    ForPrep,
    /// a = the next item of the state b, and jumps back; a safepoint; falls through when there is none; c: 1, the item is
    /// only unpacked at the target
    ForIter,
    /// r[a..a+imm] = b
    UnpackSequence,
    /// r[a..] = (imm & 0xffff) items, a list, (imm >> 16) items of b
    UnpackEx,
    /// a = a(b arguments from a+4 on)
    Call,
    /// the same; the last ones are named by the tuple `k[imm]`
    CallKw,
    /// calls what LoadMethod left with b arguments from a+5 on
    CallMethod,
    /// the same; the last ones are named by the tuple `k[imm]`
    CallMethodKw,
    /// a = a(*(a+4), **(a+5))
    CallEx,
    /// as Call, CallMethod or CallEx (c: 0, 1, 2), with a window above the whole frame
    CallFar,
    /// as CallKw or CallMethodKw (c: 0, 1), with a window above the whole frame
    CallFarKw,
    /// returns a
    Return,
    /// returns None
    ReturnNone,
    /// a = a function of the code `k[imm]`
    MakeFunction,
    /// sets an attribute of the function a to b; c: 0 defaults, 1 kwdefaults, 2 annotate, 3 closure, 4 annotations
    SetFunctionAttr,
    /// a = __build_class__
    LoadBuildClass,
    /// returns the generator of this call
    ReturnGenerator,
    /// a = what is sent, after giving b out; registers from imm - 1 on are free, where imm is not 0
    Yield,
    /// the same in an async generator: b is an item of it
    YieldAsync,
    /// ends the generator with the value a
    ReturnGen,
    /// sends c into the iterator b; a = what it yields; or what it returns, and jumps
    Send,
    /// a = the iterator of yield from b
    GetYieldFromIter,
    /// a = the iterator of await b; c: 0 plain, 1 from __aenter__, 2 from __aexit__
    GetAwaitable,
    /// a = aiter(b)
    GetAIter,
    /// a = the iterator of await anext(b)
    GetANext,
    /// goes on where a is StopAsyncIteration, else raises it again
    EndAsyncFor,
    /// raises the exception c at the iterator b: a = what it yields; or what it returns, and jumps
    ThrowInto,
    /// a = the exception handled so far; b is handled now
    EnterHandler,
    /// the exception a is handled again
    LeaveHandler,
    /// raise a
    Raise,
    /// raise a from b
    RaiseFrom,
    /// raise
    RaiseBare,
    /// raises a again as it is
    Reraise,
    /// a = does the exception b match the type c
    MatchExc,
    /// a, a+1 = the rest and the part of the exception b that matches c; None for nothing
    MatchExcGroup,
    /// a = what except* raises of the original b and the list c of raised and left ones; None for nothing
    PrepReraiseStar,
    /// a..a+3 = type, value and traceback of the exception b
    ExcInfo,
    /// a = AssertionError
    LoadAssertionError,
    /// a = does b match sequence patterns
    MatchSequence,
    /// a = does b match mapping patterns
    MatchMapping,
    /// a = the attributes of b that the class pattern of c asks for, or None; `k[imm]` = (positional count, names...)
    MatchClass,
    /// a = the values of the keys c in b, or None
    MatchKeys,
    /// a = len(b)
    GetLen,
    /// a = __import__(name) with fromlist b and level c
    ImportName,
    /// a = b.name, for from-imports
    ImportFrom,
    /// the names of module a go to the namespace
    ImportStar,
    /// the namespace gets an __annotations__
    SetupAnnotations,
    /// displays a
    PrintExpr,
    /// a = the helper imm of b and c
    Intrinsic,
}

const INFO: &[OpcodeInfo] = &[
    OpcodeInfo {
        name: "Nop",
        doc: "Nothing.",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Exit",
        doc: "Leaves the dispatch loop.",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ExitRaise",
        doc: "Leaves the dispatch loop with an exception.",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "FrameExit",
        doc: "Takes the frame object off the window that has just been left.",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Deliver",
        doc: "Takes the result of a window that an instruction made which is no call, and goes on behind that instruction.",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Move",
        doc: "a = b",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MoveIn",
        doc: "a = r[imm]",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Wide],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MoveOut",
        doc: "r[imm] = a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Wide],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadConst",
        doc: "a = k[imm]",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Const],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadInt",
        doc: "a = imm",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadNone",
        doc: "a = None",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadTrue",
        doc: "a = True",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadFalse",
        doc: "a = False",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadEllipsis",
        doc: "a = ...",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadUnbound",
        doc: "a = unbound",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Clear",
        doc: "r[a..a+imm] = unbound",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CheckBound",
        doc: "raises UnboundLocalError where a is unbound",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CheckFar",
        doc: "raises UnboundLocalError where r[imm] is unbound",
        operands: [Operand::None, Operand::None, Operand::None, Operand::Wide],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadGlobal",
        doc: "a = the global or builtin",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Cache(3)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadName",
        doc: "a = the name in the namespace, globals or builtins",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Cache(3)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "StoreGlobal",
        doc: "the global = a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Cache(3)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "StoreName",
        doc: "the name in the namespace = a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Cache(3)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DelGlobal",
        doc: "del the global",
        operands: [Operand::None, Operand::None, Operand::None, Operand::Cache(3)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DelName",
        doc: "del the name in the namespace",
        operands: [Operand::None, Operand::None, Operand::None, Operand::Cache(3)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadFromDictOrGlobals",
        doc: "a = b[name], else the global or builtin",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Cache(3)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MakeCell",
        doc: "a = cell(a)",
        operands: [Operand::SrcDst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "NewCell",
        doc: "a = an empty cell",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadCell",
        doc: "a = content of the cell b",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "StoreCell",
        doc: "content of the cell a = b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DelCell",
        doc: "empties the cell a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadFree",
        doc: "a = the free variable imm",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Free],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "StoreFree",
        doc: "the free variable imm = a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Free],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DelFree",
        doc: "del the free variable imm",
        operands: [Operand::None, Operand::None, Operand::None, Operand::Free],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadFreeCell",
        doc: "a = the cell of the free variable imm",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Free],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadFromDictOrFree",
        doc: "a = b[name of the free variable imm], else the free variable",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Free],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadFromDictOrCell",
        doc: "a = b[name of the local in register imm], else the content of the cell there",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Wide],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadAttr",
        doc: "a = b.name",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Cache(4)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "StoreAttr",
        doc: "a.name = b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Cache(4)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DelAttr",
        doc: "del a.name",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Cache(1)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadMethod",
        doc: "a = b.name to be called, a+4 = b or unbound",
        operands: [Operand::Call, Operand::Src, Operand::None, Operand::Cache(4)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadSpecial",
        doc: "a = type(b).special, a+4 = b or unbound; imm: 0 __enter__, 1 __exit__, 2 __aenter__, 3 __aexit__",
        operands: [Operand::Call, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadSuperAttr",
        doc: "a = super(a+4, a+5).name, where a is super itself; c: how many arguments it was written with",
        operands: [Operand::Call, Operand::None, Operand::Number, Operand::Cache(1)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadSuperMethod",
        doc: "the same as a method to be called, a+4 = the receiver or unbound",
        operands: [Operand::Call, Operand::None, Operand::Number, Operand::Cache(1)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Add",
        doc: "a = b + c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceAdd",
        doc: "a = b; a += c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "AddImm",
        doc: "a = b + imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceAddImm",
        doc: "a = b; a += imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Sub",
        doc: "a = b - c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceSub",
        doc: "a = b; a -= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "SubImm",
        doc: "a = b - imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceSubImm",
        doc: "a = b; a -= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Mul",
        doc: "a = b * c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceMul",
        doc: "a = b; a *= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MulImm",
        doc: "a = b * imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceMulImm",
        doc: "a = b; a *= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MatMul",
        doc: "a = b @ c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceMatMul",
        doc: "a = b; a @= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "TrueDiv",
        doc: "a = b / c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceTrueDiv",
        doc: "a = b; a /= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "TrueDivImm",
        doc: "a = b / imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceTrueDivImm",
        doc: "a = b; a /= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "FloorDiv",
        doc: "a = b // c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceFloorDiv",
        doc: "a = b; a //= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "FloorDivImm",
        doc: "a = b // imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceFloorDivImm",
        doc: "a = b; a //= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Mod",
        doc: "a = b % c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceMod",
        doc: "a = b; a %= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ModImm",
        doc: "a = b % imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceModImm",
        doc: "a = b; a %= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Pow",
        doc: "a = b ** c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplacePow",
        doc: "a = b; a **= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "PowImm",
        doc: "a = b ** imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplacePowImm",
        doc: "a = b; a **= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LShift",
        doc: "a = b << c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceLShift",
        doc: "a = b; a <<= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LShiftImm",
        doc: "a = b << imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceLShiftImm",
        doc: "a = b; a <<= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "RShift",
        doc: "a = b >> c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceRShift",
        doc: "a = b; a >>= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "RShiftImm",
        doc: "a = b >> imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceRShiftImm",
        doc: "a = b; a >>= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "And",
        doc: "a = b & c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceAnd",
        doc: "a = b; a &= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "AndImm",
        doc: "a = b & imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceAndImm",
        doc: "a = b; a &= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Xor",
        doc: "a = b ^ c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceXor",
        doc: "a = b; a ^= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "XorImm",
        doc: "a = b ^ imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceXorImm",
        doc: "a = b; a ^= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Or",
        doc: "a = b | c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceOr",
        doc: "a = b; a |= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "OrImm",
        doc: "a = b | imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "InplaceOrImm",
        doc: "a = b; a |= imm",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Neg",
        doc: "a = -b",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Pos",
        doc: "a = +b",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Invert",
        doc: "a = ~b",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Not",
        doc: "a = not b",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Lt",
        doc: "a = b < c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Le",
        doc: "a = b <= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Gt",
        doc: "a = b > c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Ge",
        doc: "a = b >= c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Eq",
        doc: "a = b == c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Ne",
        doc: "a = b != c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfLt",
        doc: "jumps if a < b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotLt",
        doc: "jumps if not a < b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfLtImm",
        doc: "jumps if a < bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotLtImm",
        doc: "jumps if not a < bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfLt",
        doc: "jumps if a < b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotLt",
        doc: "jumps if not a < b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfLtImm",
        doc: "jumps if a < bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotLtImm",
        doc: "jumps if not a < bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfLe",
        doc: "jumps if a <= b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotLe",
        doc: "jumps if not a <= b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfLeImm",
        doc: "jumps if a <= bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotLeImm",
        doc: "jumps if not a <= bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfLe",
        doc: "jumps if a <= b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotLe",
        doc: "jumps if not a <= b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfLeImm",
        doc: "jumps if a <= bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotLeImm",
        doc: "jumps if not a <= bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfGt",
        doc: "jumps if a > b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotGt",
        doc: "jumps if not a > b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfGtImm",
        doc: "jumps if a > bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotGtImm",
        doc: "jumps if not a > bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfGt",
        doc: "jumps if a > b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotGt",
        doc: "jumps if not a > b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfGtImm",
        doc: "jumps if a > bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotGtImm",
        doc: "jumps if not a > bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfGe",
        doc: "jumps if a >= b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotGe",
        doc: "jumps if not a >= b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfGeImm",
        doc: "jumps if a >= bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotGeImm",
        doc: "jumps if not a >= bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfGe",
        doc: "jumps if a >= b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotGe",
        doc: "jumps if not a >= b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfGeImm",
        doc: "jumps if a >= bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotGeImm",
        doc: "jumps if not a >= bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfEq",
        doc: "jumps if a == b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotEq",
        doc: "jumps if not a == b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfEqImm",
        doc: "jumps if a == bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotEqImm",
        doc: "jumps if not a == bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfEq",
        doc: "jumps if a == b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotEq",
        doc: "jumps if not a == b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfEqImm",
        doc: "jumps if a == bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotEqImm",
        doc: "jumps if not a == bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNe",
        doc: "jumps if a != b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotNe",
        doc: "jumps if not a != b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNeImm",
        doc: "jumps if a != bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotNeImm",
        doc: "jumps if not a != bc",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNe",
        doc: "jumps if a != b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotNe",
        doc: "jumps if not a != b (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNeImm",
        doc: "jumps if a != bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfNotNeImm",
        doc: "jumps if not a != bc (backwards; a safepoint)",
        operands: [Operand::Src, Operand::Number, Operand::Number, Operand::Jump],
        wide_bc: true,
        ends: false,
    },
    OpcodeInfo {
        name: "Is",
        doc: "a = b is c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "IsNot",
        doc: "a = b is not c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Contains",
        doc: "a = b in c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "NotContains",
        doc: "a = b not in c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Jump",
        doc: "jumps",
        operands: [Operand::None, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Loop",
        doc: "jumps (backwards; a safepoint)",
        operands: [Operand::None, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfTrue",
        doc: "jumps if a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfFalse",
        doc: "jumps if not a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfTrue",
        doc: "jumps if a (backwards; a safepoint)",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoopIfFalse",
        doc: "jumps if not a (backwards; a safepoint)",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNone",
        doc: "jumps if a is None",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfNotNone",
        doc: "jumps if a is not None",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfUnbound",
        doc: "jumps if a is unbound",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfIs",
        doc: "jumps if a is b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "JumpIfIsNot",
        doc: "jumps if a is not b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadIndex",
        doc: "a = b[c]",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadIndexImm",
        doc: "a = b[imm]",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "StoreIndex",
        doc: "a[b] = c",
        operands: [Operand::Src, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DelIndex",
        doc: "del a[b]",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildTuple",
        doc: "a = a tuple of the imm registers from b on",
        operands: [Operand::Dst, Operand::Many, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildList",
        doc: "a = a list of the imm registers from b on",
        operands: [Operand::Dst, Operand::Many, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildSet",
        doc: "a = a set of the imm registers from b on",
        operands: [Operand::Dst, Operand::Many, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildString",
        doc: "a = the strings joined of the imm registers from b on",
        operands: [Operand::Dst, Operand::Many, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildMap",
        doc: "a = a dict of the imm pairs from b on",
        operands: [Operand::Dst, Operand::ManyPairs, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildSlice",
        doc: "a = slice(b, b+1, b+2)",
        operands: [Operand::Dst, Operand::SrcRun(3), Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ListAppend",
        doc: "a.append(b)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ListExtend",
        doc: "a.extend(b)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "SetAdd",
        doc: "a.add(b)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "SetUpdate",
        doc: "a.update(b)",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MapAdd",
        doc: "a[b] = c",
        operands: [Operand::Src, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DictUpdate",
        doc: "a.update(b), a display",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "DictMerge",
        doc: "a.update(b) without repeated keys, for a call of c",
        operands: [Operand::Src, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ListToTuple",
        doc: "a = tuple(b)",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Format",
        doc: "a = format(conversion c of b, spec b+1 if imm); c: 0 none, 1 str, 2 repr, 3 ascii",
        operands: [Operand::Dst, Operand::SrcRun(2), Operand::Number, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildInterpolation",
        doc: "a = an interpolation of b (value), b+1 (expression text), b+2 (conversion or None), b+3 (spec)",
        operands: [Operand::Dst, Operand::SrcRun(4), Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "BuildTemplate",
        doc: "a = a template of the tuples b (strings) and c (interpolations)",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "GetIter",
        doc: "a = iter(b)",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ForPrep",
        doc: "a..a+3 = the state of iterating b; c: 1, b is an iterator",
        operands: [Operand::DstRun(3), Operand::Src, Operand::Number, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ForIter",
        doc: "a = the next item of the state b, and jumps back; a safepoint; falls through when there is none; c: 1, the item is only unpacked at the target",
        operands: [Operand::Dst, Operand::SrcRun(3), Operand::Number, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "UnpackSequence",
        doc: "r[a..a+imm] = b",
        operands: [Operand::Many, Operand::Src, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "UnpackEx",
        doc: "r[a..] = (imm & 0xffff) items, a list, (imm >> 16) items of b",
        operands: [Operand::ManyEx, Operand::Src, Operand::None, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Call",
        doc: "a = a(b arguments from a+4 on)",
        operands: [Operand::Call, Operand::Number, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CallKw",
        doc: "the same; the last ones are named by the tuple k[imm]",
        operands: [Operand::Call, Operand::Number, Operand::None, Operand::Const],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CallMethod",
        doc: "calls what LoadMethod left with b arguments from a+5 on",
        operands: [Operand::Call, Operand::Number, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CallMethodKw",
        doc: "the same; the last ones are named by the tuple k[imm]",
        operands: [Operand::Call, Operand::Number, Operand::None, Operand::Const],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CallEx",
        doc: "a = a(*(a+4), **(a+5))",
        operands: [Operand::Call, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CallFar",
        doc: "as Call, CallMethod or CallEx (c: 0, 1, 2), with a window above the whole frame",
        operands: [Operand::Call, Operand::Number, Operand::Number, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "CallFarKw",
        doc: "as CallKw or CallMethodKw (c: 0, 1), with a window above the whole frame",
        operands: [Operand::Call, Operand::Number, Operand::Number, Operand::Const],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Return",
        doc: "returns a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: true,
    },
    OpcodeInfo {
        name: "ReturnNone",
        doc: "returns None",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: true,
    },
    OpcodeInfo {
        name: "MakeFunction",
        doc: "a = a function of the code k[imm]",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::Const],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "SetFunctionAttr",
        doc: "sets an attribute of the function a to b; c: 0 defaults, 1 kwdefaults, 2 annotate, 3 closure, 4 annotations",
        operands: [Operand::Src, Operand::Src, Operand::Number, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadBuildClass",
        doc: "a = __build_class__",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ReturnGenerator",
        doc: "returns the generator of this call",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Yield",
        doc: "a = what is sent, after giving b out; registers from imm - 1 on are free, where imm is not 0",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "YieldAsync",
        doc: "the same in an async generator: b is an item of it",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Count],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ReturnGen",
        doc: "ends the generator with the value a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: true,
    },
    OpcodeInfo {
        name: "Send",
        doc: "sends c into the iterator b; a = what it yields; or what it returns, and jumps",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "GetYieldFromIter",
        doc: "a = the iterator of yield from b",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "GetAwaitable",
        doc: "a = the iterator of await b; c: 0 plain, 1 from __aenter__, 2 from __aexit__",
        operands: [Operand::Dst, Operand::Src, Operand::Number, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "GetAIter",
        doc: "a = aiter(b)",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "GetANext",
        doc: "a = the iterator of await anext(b)",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "EndAsyncFor",
        doc: "goes on where a is StopAsyncIteration, else raises it again",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ThrowInto",
        doc: "raises the exception c at the iterator b: a = what it yields; or what it returns, and jumps",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::Jump],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "EnterHandler",
        doc: "a = the exception handled so far; b is handled now",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LeaveHandler",
        doc: "the exception a is handled again",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Raise",
        doc: "raise a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: true,
    },
    OpcodeInfo {
        name: "RaiseFrom",
        doc: "raise a from b",
        operands: [Operand::Src, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: true,
    },
    OpcodeInfo {
        name: "RaiseBare",
        doc: "raise",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: true,
    },
    OpcodeInfo {
        name: "Reraise",
        doc: "raises a again as it is; b: the instruction stands nowhere in the source",
        operands: [Operand::Src, Operand::Number, Operand::None, Operand::None],
        wide_bc: false,
        ends: true,
    },
    OpcodeInfo {
        name: "MatchExc",
        doc: "a = does the exception b match the type c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MatchExcGroup",
        doc: "a, a+1 = the rest and the part of the exception b that matches c; None for nothing",
        operands: [Operand::DstRun(2), Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "PrepReraiseStar",
        doc: "a = what except* raises of the original b and the list c of raised and left ones; None for nothing",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ExcInfo",
        doc: "a..a+3 = type, value and traceback of the exception b",
        operands: [Operand::DstRun(3), Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "LoadAssertionError",
        doc: "a = AssertionError",
        operands: [Operand::Dst, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MatchSequence",
        doc: "a = does b match sequence patterns",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MatchMapping",
        doc: "a = does b match mapping patterns",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MatchClass",
        doc: "a = the attributes of b that the class pattern of c asks for, or None; k[imm] = (positional count, names...)",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::Const],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "MatchKeys",
        doc: "a = the values of the keys c in b, or None",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "GetLen",
        doc: "a = len(b)",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ImportName",
        doc: "a = __import__(name) with fromlist b and level c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::Cache(1)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ImportFrom",
        doc: "a = b.name, for from-imports",
        operands: [Operand::Dst, Operand::Src, Operand::None, Operand::Cache(1)],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "ImportStar",
        doc: "the names of module a go to the namespace",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "SetupAnnotations",
        doc: "the namespace gets an __annotations__",
        operands: [Operand::None, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "PrintExpr",
        doc: "displays a",
        operands: [Operand::Src, Operand::None, Operand::None, Operand::None],
        wide_bc: false,
        ends: false,
    },
    OpcodeInfo {
        name: "Intrinsic",
        doc: "a = the helper imm of b and c",
        operands: [Operand::Dst, Operand::Src, Operand::Src, Operand::Imm],
        wide_bc: false,
        ends: false,
    },
];

const ALL: &[Opcode] = &[
    Opcode::Nop,
    Opcode::Exit,
    Opcode::ExitRaise,
    Opcode::FrameExit,
    Opcode::Deliver,
    Opcode::Move,
    Opcode::MoveIn,
    Opcode::MoveOut,
    Opcode::LoadConst,
    Opcode::LoadInt,
    Opcode::LoadNone,
    Opcode::LoadTrue,
    Opcode::LoadFalse,
    Opcode::LoadEllipsis,
    Opcode::LoadUnbound,
    Opcode::Clear,
    Opcode::CheckBound,
    Opcode::CheckFar,
    Opcode::LoadGlobal,
    Opcode::LoadName,
    Opcode::StoreGlobal,
    Opcode::StoreName,
    Opcode::DelGlobal,
    Opcode::DelName,
    Opcode::LoadFromDictOrGlobals,
    Opcode::MakeCell,
    Opcode::NewCell,
    Opcode::LoadCell,
    Opcode::StoreCell,
    Opcode::DelCell,
    Opcode::LoadFree,
    Opcode::StoreFree,
    Opcode::DelFree,
    Opcode::LoadFreeCell,
    Opcode::LoadFromDictOrFree,
    Opcode::LoadFromDictOrCell,
    Opcode::LoadAttr,
    Opcode::StoreAttr,
    Opcode::DelAttr,
    Opcode::LoadMethod,
    Opcode::LoadSpecial,
    Opcode::LoadSuperAttr,
    Opcode::LoadSuperMethod,
    Opcode::Add,
    Opcode::InplaceAdd,
    Opcode::AddImm,
    Opcode::InplaceAddImm,
    Opcode::Sub,
    Opcode::InplaceSub,
    Opcode::SubImm,
    Opcode::InplaceSubImm,
    Opcode::Mul,
    Opcode::InplaceMul,
    Opcode::MulImm,
    Opcode::InplaceMulImm,
    Opcode::MatMul,
    Opcode::InplaceMatMul,
    Opcode::TrueDiv,
    Opcode::InplaceTrueDiv,
    Opcode::TrueDivImm,
    Opcode::InplaceTrueDivImm,
    Opcode::FloorDiv,
    Opcode::InplaceFloorDiv,
    Opcode::FloorDivImm,
    Opcode::InplaceFloorDivImm,
    Opcode::Mod,
    Opcode::InplaceMod,
    Opcode::ModImm,
    Opcode::InplaceModImm,
    Opcode::Pow,
    Opcode::InplacePow,
    Opcode::PowImm,
    Opcode::InplacePowImm,
    Opcode::LShift,
    Opcode::InplaceLShift,
    Opcode::LShiftImm,
    Opcode::InplaceLShiftImm,
    Opcode::RShift,
    Opcode::InplaceRShift,
    Opcode::RShiftImm,
    Opcode::InplaceRShiftImm,
    Opcode::And,
    Opcode::InplaceAnd,
    Opcode::AndImm,
    Opcode::InplaceAndImm,
    Opcode::Xor,
    Opcode::InplaceXor,
    Opcode::XorImm,
    Opcode::InplaceXorImm,
    Opcode::Or,
    Opcode::InplaceOr,
    Opcode::OrImm,
    Opcode::InplaceOrImm,
    Opcode::Neg,
    Opcode::Pos,
    Opcode::Invert,
    Opcode::Not,
    Opcode::Lt,
    Opcode::Le,
    Opcode::Gt,
    Opcode::Ge,
    Opcode::Eq,
    Opcode::Ne,
    Opcode::JumpIfLt,
    Opcode::JumpIfNotLt,
    Opcode::JumpIfLtImm,
    Opcode::JumpIfNotLtImm,
    Opcode::LoopIfLt,
    Opcode::LoopIfNotLt,
    Opcode::LoopIfLtImm,
    Opcode::LoopIfNotLtImm,
    Opcode::JumpIfLe,
    Opcode::JumpIfNotLe,
    Opcode::JumpIfLeImm,
    Opcode::JumpIfNotLeImm,
    Opcode::LoopIfLe,
    Opcode::LoopIfNotLe,
    Opcode::LoopIfLeImm,
    Opcode::LoopIfNotLeImm,
    Opcode::JumpIfGt,
    Opcode::JumpIfNotGt,
    Opcode::JumpIfGtImm,
    Opcode::JumpIfNotGtImm,
    Opcode::LoopIfGt,
    Opcode::LoopIfNotGt,
    Opcode::LoopIfGtImm,
    Opcode::LoopIfNotGtImm,
    Opcode::JumpIfGe,
    Opcode::JumpIfNotGe,
    Opcode::JumpIfGeImm,
    Opcode::JumpIfNotGeImm,
    Opcode::LoopIfGe,
    Opcode::LoopIfNotGe,
    Opcode::LoopIfGeImm,
    Opcode::LoopIfNotGeImm,
    Opcode::JumpIfEq,
    Opcode::JumpIfNotEq,
    Opcode::JumpIfEqImm,
    Opcode::JumpIfNotEqImm,
    Opcode::LoopIfEq,
    Opcode::LoopIfNotEq,
    Opcode::LoopIfEqImm,
    Opcode::LoopIfNotEqImm,
    Opcode::JumpIfNe,
    Opcode::JumpIfNotNe,
    Opcode::JumpIfNeImm,
    Opcode::JumpIfNotNeImm,
    Opcode::LoopIfNe,
    Opcode::LoopIfNotNe,
    Opcode::LoopIfNeImm,
    Opcode::LoopIfNotNeImm,
    Opcode::Is,
    Opcode::IsNot,
    Opcode::Contains,
    Opcode::NotContains,
    Opcode::Jump,
    Opcode::Loop,
    Opcode::JumpIfTrue,
    Opcode::JumpIfFalse,
    Opcode::LoopIfTrue,
    Opcode::LoopIfFalse,
    Opcode::JumpIfNone,
    Opcode::JumpIfNotNone,
    Opcode::JumpIfUnbound,
    Opcode::JumpIfIs,
    Opcode::JumpIfIsNot,
    Opcode::LoadIndex,
    Opcode::LoadIndexImm,
    Opcode::StoreIndex,
    Opcode::DelIndex,
    Opcode::BuildTuple,
    Opcode::BuildList,
    Opcode::BuildSet,
    Opcode::BuildString,
    Opcode::BuildMap,
    Opcode::BuildSlice,
    Opcode::ListAppend,
    Opcode::ListExtend,
    Opcode::SetAdd,
    Opcode::SetUpdate,
    Opcode::MapAdd,
    Opcode::DictUpdate,
    Opcode::DictMerge,
    Opcode::ListToTuple,
    Opcode::Format,
    Opcode::BuildInterpolation,
    Opcode::BuildTemplate,
    Opcode::GetIter,
    Opcode::ForPrep,
    Opcode::ForIter,
    Opcode::UnpackSequence,
    Opcode::UnpackEx,
    Opcode::Call,
    Opcode::CallKw,
    Opcode::CallMethod,
    Opcode::CallMethodKw,
    Opcode::CallEx,
    Opcode::CallFar,
    Opcode::CallFarKw,
    Opcode::Return,
    Opcode::ReturnNone,
    Opcode::MakeFunction,
    Opcode::SetFunctionAttr,
    Opcode::LoadBuildClass,
    Opcode::ReturnGenerator,
    Opcode::Yield,
    Opcode::YieldAsync,
    Opcode::ReturnGen,
    Opcode::Send,
    Opcode::GetYieldFromIter,
    Opcode::GetAwaitable,
    Opcode::GetAIter,
    Opcode::GetANext,
    Opcode::EndAsyncFor,
    Opcode::ThrowInto,
    Opcode::EnterHandler,
    Opcode::LeaveHandler,
    Opcode::Raise,
    Opcode::RaiseFrom,
    Opcode::RaiseBare,
    Opcode::Reraise,
    Opcode::MatchExc,
    Opcode::MatchExcGroup,
    Opcode::PrepReraiseStar,
    Opcode::ExcInfo,
    Opcode::LoadAssertionError,
    Opcode::MatchSequence,
    Opcode::MatchMapping,
    Opcode::MatchClass,
    Opcode::MatchKeys,
    Opcode::GetLen,
    Opcode::ImportName,
    Opcode::ImportFrom,
    Opcode::ImportStar,
    Opcode::SetupAnnotations,
    Opcode::PrintExpr,
    Opcode::Intrinsic,
];

const _: () = assert!(INFO.len() == ALL.len() && ALL.len() <= 256);

impl Opcode {
    /// How many there are.
    pub const COUNT: usize = ALL.len();

    /// The opcode with this number.
    pub fn from_u8(n: u8) -> Option<Opcode> {
        ALL.get(n as usize).copied()
    }

    /// What the table says of it.
    pub fn info(self) -> &'static OpcodeInfo {
        &INFO[self as usize]
    }
}

/// A hash of the table: images made for another one are stale.
pub const FINGERPRINT: u64 = {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut i = 0;
    while i < INFO.len() {
        let (name, doc) = (INFO[i].name.as_bytes(), INFO[i].doc.as_bytes());
        let mut k = 0;
        while k < name.len() {
            hash = (hash ^ name[k] as u64).wrapping_mul(0x100_0000_01b3);
            k += 1;
        }
        k = 0;
        while k < doc.len() {
            hash = (hash ^ doc[k] as u64).wrapping_mul(0x100_0000_01b3);
            k += 1;
        }
        i += 1;
    }
    hash
};
